from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from collectkit.dates import add_days, add_months, end_of_month, month_starts
from collectkit.errors import InvalidDate


@pytest.mark.parametrize(
    ("day", "days", "moved"),
    [
        (date(2026, 1, 31), 30, date(2026, 3, 2)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2023, 2, 28), 1, date(2023, 3, 1)),
        (date(2026, 1, 1), 0, date(2026, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 31)),
        (date.min, date.max.toordinal() - 1, date.max),
        (date.max, 1 - date.max.toordinal(), date.min),
    ],
)
def test_days_are_added(day: date, days: int, moved: date) -> None:
    assert add_days(day, days) == moved


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(1, 2, 28), -1, date(1, 1, 28)),
        (date(1, 1, 31), 12 * 9998 + 11, date.max),
    ],
)
def test_months_are_added_and_clamped(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


@pytest.mark.parametrize(
    ("call", "message", "field"),
    [
        (
            lambda: add_days(date.max, 1),
            "9999-12-31 moved by 1 days is outside years 1 to 9999",
            "days",
        ),
        (
            lambda: add_days(date.min, -1),
            "0001-01-01 moved by -1 days is outside years 1 to 9999",
            "days",
        ),
        (
            lambda: add_months(date(9999, 12, 1), 1),
            "9999-12-01 moved by 1 months is outside years 1 to 9999",
            "months",
        ),
        (
            lambda: add_months(date(1, 1, 31), -1),
            "0001-01-31 moved by -1 months is outside years 1 to 9999",
            "months",
        ),
    ],
)
def test_the_calendar_has_two_ends(call: Callable[[], date], message: str, field: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        call()
    error = caught.value
    assert (error.message, error.field, error.code) == (message, field, "dates.invalid")
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2023, 2, 28)),
        (date(1900, 2, 3), date(1900, 2, 28)),
        (date(2000, 2, 3), date(2000, 2, 29)),
        (date(2026, 4, 30), date(2026, 4, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date.max, date.max),
        (date.min, date(1, 1, 31)),
    ],
)
def test_a_month_has_a_last_day(day: date, last: date) -> None:
    assert end_of_month(day) == last


@pytest.mark.parametrize(
    ("start", "end", "firsts"),
    [
        (date(2026, 1, 2), date(2026, 3, 1), (date(2026, 2, 1), date(2026, 3, 1))),
        (date(2026, 1, 1), date(2026, 1, 1), (date(2026, 1, 1),)),
        (date(2026, 1, 1), date(2026, 1, 31), (date(2026, 1, 1),)),
        (date(2026, 1, 2), date(2026, 1, 31), ()),
        (date(2026, 2, 1), date(2026, 1, 1), ()),
        (
            date(2025, 11, 30),
            date(2026, 1, 31),
            (date(2025, 12, 1), date(2026, 1, 1)),
        ),
        (date(9999, 11, 2), date(9999, 12, 1), (date(9999, 12, 1),)),
        (date(9999, 12, 1), date.max, (date(9999, 12, 1),)),
        (date(9999, 12, 2), date.max, ()),
    ],
)
def test_months_begin_within_a_span(start: date, end: date, firsts: tuple[date, ...]) -> None:
    assert month_starts(start, end) == firsts
