from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from timeit import default_timer
from typing import Any

import pytest

from collectkit.errors import InvalidMoney
from collectkit.money import Money, largest_remainder


@pytest.mark.parametrize(
    ("units", "weights", "parts"),
    [
        (10, 1, (10,)),
        (10, 3, (4, 3, 3)),
        (11, 3, (4, 4, 3)),
        (-10, 3, (-4, -3, -3)),
        (0, 3, (0, 0, 0)),
        (2, 3, (1, 1, 0)),
        (10, (1, 1, 1), (4, 3, 3)),
        (100, (50, 30, 20), (50, 30, 20)),
        (100, (1, 2, 3), (17, 33, 50)),
        (5, (0, 1, 0), (0, 5, 0)),
        (5, (0, 0, 1, 1), (0, 0, 3, 2)),
        (7, (Decimal("0.5"), Fraction(1, 3), 1), (2, 1, 4)),
        (1, (Decimal("0.1"), Decimal("0.2")), (0, 1)),
        (-100, [1, 2, 3], (-17, -33, -50)),
        (10**17, (1, 2), (33333333333333333, 66666666666666667)),
    ],
)
def test_units_are_split_by_largest_remainder(units: int, weights: Any, parts: Any) -> None:
    assert largest_remainder(units, weights) == parts


@pytest.mark.parametrize(
    ("weights", "message", "hint"),
    [
        (0, "cannot split into `0` parts", "at least 1"),
        (-1, "cannot split into `-1` parts", "at least 1"),
        (100_001, "cannot split into `100001` parts", "at least 1"),
        ((), "weights must be a number of parts or a non-empty sequence", None),
        ([], "weights must be a number of parts or a non-empty sequence", None),
        (True, "weights must be a number of parts or a non-empty sequence", None),
        (None, "weights must be a number of parts or a non-empty sequence", None),
        (2.0, "weights must be a number of parts or a non-empty sequence", None),
        ("12", "weights must be a number of parts or a non-empty sequence", None),
        (b"12", "weights must be a number of parts or a non-empty sequence", None),
        ({1, 2}, "weights must be a number of parts or a non-empty sequence", None),
        ((0, Decimal("0.00")), "weights are all zero, so there is nothing to split by", None),
        ((1, 0.5), "weight `0.5` must be an int, Decimal or Fraction", None),
        ((1, True), "weight `True` must be an int, Decimal or Fraction", None),
        ((1, "2"), "weight `2` must be an int, Decimal or Fraction", None),
        ((1, None), "weight `None` must be an int, Decimal or Fraction", None),
        ((1, Decimal("NaN")), "weight `NaN` is out of range", None),
        ((1, Decimal("Infinity")), "weight `Infinity` is out of range", None),
        ((1, Decimal("1E+31")), "weight `1E+31` is out of range", None),
        ((2, -1), "weight `-1` is negative", None),
        ((2, Fraction(-1, 3)), "weight `-1/3` is negative", None),
    ],
)
def test_what_is_no_weight_is_refused(weights: Any, message: str, hint: str | None) -> None:
    with pytest.raises(InvalidMoney) as caught:
        largest_remainder(100, weights)
    error = caught.value
    assert (error.message, error.hint, error.field) == (message, hint, "weights")


def test_a_weight_too_long_to_print_is_refused_all_the_same() -> None:
    with pytest.raises(InvalidMoney) as caught:
        largest_remainder(100, [Fraction(-(10**5000))])
    assert len(str(caught.value)) <= 300


def test_a_weight_of_absurd_exponent_burns_no_time() -> None:
    begun = default_timer()
    with pytest.raises(InvalidMoney):
        largest_remainder(100, [1, Decimal("1E-4000000")])
    assert default_timer() - begun < 1


def test_money_is_split_in_minor_units() -> None:
    assert Money("100.00", "EUR").allocate(3) == (
        Money("33.34", "EUR"),
        Money("33.33", "EUR"),
        Money("33.33", "EUR"),
    )
    assert Money("100", "JPY").allocate((2, 1)) == (Money("67", "JPY"), Money("33", "JPY"))
    assert Money("-0.001", "KWD").allocate(2) == (Money("-0.001", "KWD"), Money("0", "KWD"))
    assert all(part.is_rounded for part in Money("1", "CLF").allocate(7))


def test_unrounded_money_is_not_split() -> None:
    with pytest.raises(InvalidMoney, match=r"carries more digits than EUR has"):
        (Money("0.05", "EUR") * Decimal("0.5")).allocate(2)


def test_many_parts_are_quick() -> None:
    begun = default_timer()
    parts = largest_remainder(10**9 + 1, 100_000)
    assert default_timer() - begun < 5
    assert sum(parts) == 10**9 + 1
    assert set(parts) == {10_000, 10_001}
