from __future__ import annotations

import copy
import pickle
from datetime import date
from fractions import Fraction

import pytest

from collectkit.dates import DayCount

FIXED = DayCount.ACT_365F


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), 0),
        (date(2026, 1, 1), date(2026, 1, 2), 1),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2023, 2, 28), date(2023, 3, 1), 1),
        (date(2024, 1, 1), date(2025, 1, 1), 366),
        (date(2026, 1, 2), date(2026, 1, 1), -1),
    ],
)
def test_days_that_passed_are_counted(start: date, end: date, days: int) -> None:
    assert FIXED.days(start, end) == days
    assert FIXED.fraction(start, end) == Fraction(days, 365)
    assert type(FIXED.fraction(start, end)) is Fraction


def test_a_leap_year_is_more_than_a_year() -> None:
    assert FIXED.fraction(date(2024, 1, 1), date(2025, 1, 1)) == Fraction(366, 365)


def test_the_name_is_stable() -> None:
    assert FIXED.value == "act/365f"
    assert DayCount("act/365f") is pickle.loads(pickle.dumps(FIXED)) is copy.deepcopy(FIXED)
