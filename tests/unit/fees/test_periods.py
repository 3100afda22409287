"""Periods: counted from their anchor, clamped to the month's end, full on the day they end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.errors import InvalidDate
from collectkit.fees import Period

MONTH = Period(months=1)


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "anchor", "ends"),
    [
        (MONTH, "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (MONTH, "2024-01-31", ["2024-02-29", "2024-03-31", "2024-04-30"]),
        (Period(months=3), "2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30"]),
        (Period(days=30), "2026-01-31", ["2026-03-02", "2026-04-01", "2026-05-01"]),
        (Period(years=1), "2024-02-29", ["2025-02-28", "2026-02-28", "2027-02-28"]),
        (Period(years=4), "2024-02-29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
    ],
)
def test_periods_are_counted_from_the_anchor(period: Period, anchor: str, ends: list[str]) -> None:
    assert [str(period.after(d(anchor), times)) for times in (1, 2, 3)] == ends
    assert period.after(d(anchor), 0) == d(anchor)


@pytest.mark.parametrize(
    ("period", "anchor", "day", "passed"),
    [
        (MONTH, "2026-01-31", "2026-01-31", 0),
        (MONTH, "2026-01-31", "2026-01-01", 0),
        (MONTH, "2026-01-31", "2026-02-27", 0),
        (MONTH, "2026-01-31", "2026-02-28", 1),
        (MONTH, "2026-01-31", "2026-03-30", 1),
        (MONTH, "2026-01-31", "2026-03-31", 2),
        (MONTH, "2025-12-31", "2026-12-31", 12),
        (Period(months=2), "2026-01-17", "2026-05-16", 1),
        (Period(months=2), "2026-01-17", "2026-05-17", 2),
        (Period(days=30), "2026-01-31", "2026-03-01", 0),
        (Period(days=30), "2026-01-31", "2026-03-02", 1),
        (Period(days=30), "2026-01-31", "2026-04-01", 2),
        (Period(years=1), "2024-02-29", "2025-02-27", 0),
        (Period(years=1), "2024-02-29", "2025-02-28", 1),
    ],
)
def test_a_period_is_full_on_the_day_it_ends(
    period: Period, anchor: str, day: str, passed: int
) -> None:
    assert period.passed(d(anchor), d(day)) == passed


def test_beyond_the_calendar() -> None:
    anchor = d("9999-12-01")
    with pytest.raises(InvalidDate):
        MONTH.after(anchor)
    assert MONTH.reaches(anchor) == date.max
    assert MONTH.reaches(d("9999-11-30")) == d("9999-12-30")
    assert Period(days=31).reaches(anchor) == date.max
    assert MONTH.passed(anchor, date.max) == 0


@pytest.mark.parametrize(
    "fields",
    [{}, {"days": 0}, {"months": 0}, {"days": 1, "months": 1}, {"months": 12, "years": 1}],
)
def test_a_period_has_one_unit(fields: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="a period is a number of days, of months or of year"):
        Period(**fields)


@pytest.mark.parametrize("count", ["30", 30.0, True, -1, 100_001])
def test_what_is_no_count(count: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Period(days=count)
    assert caught.value.errors()[0]["loc"] == ("days",)


def test_how_a_period_is_called() -> None:
    named = [Period(days=30), Period(days=1), MONTH, Period(months=6), Period(years=1)]
    assert [str(period) for period in named] == ["30 days", "1 day", "1 month", "6 months",
                                                 "1 year"]  # fmt: skip
