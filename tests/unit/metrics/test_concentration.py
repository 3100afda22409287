from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from collectkit.errors import CollectkitError
from collectkit.metrics import hhi, top_share
from collectkit.money import Money


def test_hhi_published_figure() -> None:
    # prop365.com: shares of 50, 30 and 20 percent.
    assert hhi([50, 30, 20], scale=10_000) == 3800
    assert hhi([50, 30, 20]) == Decimal("0.38")


def test_hhi_bounds() -> None:
    assert hhi([Money("7.00", "EUR")]) == 1
    assert hhi([7.0] * 4) == 0.25


def test_only_positive_balances_have_a_share() -> None:
    assert hhi([50, 0, -900, 50]) == Decimal("0.5")
    assert top_share([50, 0, -900, 50], 1) == Decimal("0.5")
    assert hhi([-1, 0]) is None
    assert top_share([], 3) is None


def test_top_share_takes_the_largest() -> None:
    assert top_share([10, 40, 20, 30], 2) == Decimal("0.7")
    assert top_share([10, 40, 20, 30], 9) == 1
    assert top_share((amount for amount in (1.0, 3.0)), 1) == 0.75


@pytest.mark.parametrize("scale", [0, 100, True, 1.0, "1"])
def test_scale_is_one_of_two(scale: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^scale must be"):
        hhi([1], scale=scale)


@pytest.mark.parametrize("n", [0, -1, True, 1.0])
def test_n_is_a_positive_int(n: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^n must be"):
        top_share([1], n)
