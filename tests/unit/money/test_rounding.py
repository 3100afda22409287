from __future__ import annotations

import copy
import pickle

import pytest

from collectkit.money import RoundingMode

TENTHS = (-25, -16, -15, -14, -5, -1, 0, 1, 5, 14, 15, 16, 25)
ROUNDED = {
    RoundingMode.HALF_UP: (-3, -2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2, 3),
    RoundingMode.HALF_EVEN: (-2, -2, -2, -1, 0, 0, 0, 0, 0, 1, 2, 2, 2),
    RoundingMode.HALF_DOWN: (-2, -2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 2, 2),
    RoundingMode.UP: (-3, -2, -2, -2, -1, -1, 0, 1, 1, 2, 2, 2, 3),
    RoundingMode.DOWN: (-2, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2),
    RoundingMode.CEILING: (-2, -1, -1, -1, 0, 0, 0, 1, 1, 2, 2, 2, 3),
    RoundingMode.FLOOR: (-3, -2, -2, -2, -1, -1, 0, 0, 0, 1, 1, 1, 2),
}


def test_the_table_holds_every_mode() -> None:
    assert set(ROUNDED) == set(RoundingMode)


@pytest.mark.parametrize("mode", RoundingMode)
def test_each_mode_drops_tenths_its_own_way(mode: RoundingMode) -> None:
    assert tuple(mode.divide(tenths, 10) for tenths in TENTHS) == ROUNDED[mode]


@pytest.mark.parametrize("mode", RoundingMode)
def test_large_numbers_are_exact(mode: RoundingMode) -> None:
    assert mode.divide(10**60, 10**30) == 10**30
    assert mode.divide(-(10**60), 10**30) == -(10**30)


def test_names_are_stable() -> None:
    assert {mode.name: mode.value for mode in RoundingMode} == {
        "HALF_UP": "half-up",
        "HALF_EVEN": "half-even",
        "HALF_DOWN": "half-down",
        "UP": "up",
        "DOWN": "down",
        "CEILING": "ceiling",
        "FLOOR": "floor",
    }
    assert RoundingMode("half-even") is RoundingMode.HALF_EVEN


@pytest.mark.parametrize("mode", RoundingMode)
def test_modes_stay_themselves(mode: RoundingMode) -> None:
    assert pickle.loads(pickle.dumps(mode)) is copy.deepcopy(mode) is mode
