from __future__ import annotations

import copy
import pickle
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from collectkit.dates import (
    TARGET,
    WEEKENDS,
    BusinessDayConvention,
    Calendar,
    Context,
    calendar_from,
)
from collectkit.errors import InvalidDate

DAY = timedelta(1)


def closed_weekdays(year: int) -> list[str]:
    """Weekdays of a year on which TARGET is closed."""
    first = date(year, 1, 1)
    days = [first + DAY * n for n in range((date(year + 1, 1, 1) - first).days)]
    return [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not TARGET.is_business_day(day)]


@pytest.mark.parametrize(
    ("year", "closed"),
    [
        # 1999: 25 December was a Saturday; 31 December for the change of the millennium.
        (1999, ["01-01", "12-31"]),
        # ECB, "TARGET closing days in 2000"; 1 January was a Saturday.
        (2000, ["04-21", "04-24", "05-01", "12-25", "12-26"]),
        # 31 December before the change to euro cash.
        (2001, ["01-01", "04-13", "04-16", "05-01", "12-25", "12-26", "12-31"]),
        # The long-term calendar.
        (2002, ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]),
        (2024, ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]),
        (2025, ["01-01", "04-18", "04-21", "05-01", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-01", "12-25"]),
        # The earliest Easter of the century but one, and the latest: 23 March, 25 April.
        (2008, ["01-01", "03-21", "03-24", "05-01", "12-25", "12-26"]),
        (2038, ["01-01", "04-23", "04-26"]),
    ],
)
def test_closing_days_of_a_year(year: int, closed: list[str]) -> None:
    assert closed_weekdays(year) == closed


def test_weekends_are_closed_and_other_days_open() -> None:
    week = [date(2026, 3, day) for day in range(2, 9)]
    assert [TARGET.is_business_day(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("day", [date(1998, 12, 31), date(1998, 12, 26), date.min])
def test_there_was_no_target_before_1999(day: date) -> None:
    with pytest.raises(InvalidDate) as caught:
        TARGET.is_business_day(day)
    assert str(caught.value) == f"TARGET opened in 1999, after {day}"
    assert caught.value.field == "day"


@pytest.mark.parametrize("junk", [datetime(2026, 1, 1), "2026-01-01", None])  # noqa: DTZ001
def test_only_days_are_judged(junk: Any) -> None:
    with pytest.raises(InvalidDate, match=r"^day must be a date, not "):
        TARGET.is_business_day(junk)


def test_it_is_a_calendar_like_any_other() -> None:
    assert isinstance(TARGET, Calendar)
    assert Context(calendar=TARGET).calendar is TARGET
    good_friday = date(2026, 4, 3)
    assert BusinessDayConvention.FOLLOWING.adjust(good_friday, TARGET) == date(2026, 4, 7)
    assert BusinessDayConvention.FOLLOWING.adjust(good_friday, WEEKENDS) == good_friday
    assert pickle.loads(pickle.dumps(TARGET)) == copy.deepcopy(TARGET) == TARGET
    assert {TARGET, copy.deepcopy(TARGET)} == {TARGET}


@pytest.mark.full
def test_it_is_the_calendar_of_the_holidays_package() -> None:
    """And a `holidays` object plugs in as it is."""
    import holidays  # type: ignore[import-not-found,unused-ignore]

    theirs = calendar_from(holidays.financial_holidays("XECB", years=range(1999, 2061)))
    assert len(theirs.holidays) > 360
    first, last = date(1999, 1, 1), date(2060, 12, 31)
    days = [first + DAY * n for n in range((last - first).days + 1)]
    assert [d for d in days if TARGET.is_business_day(d) != theirs.is_business_day(d)] == []
