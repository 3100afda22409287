from __future__ import annotations

import copy
import pickle
from collections.abc import Iterable
from dataclasses import FrozenInstanceError
from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import (
    WEEKENDS,
    BusinessDayConvention,
    Calendar,
    HolidayCalendar,
    calendar_from,
)
from collectkit.errors import InvalidDate

NONE = BusinessDayConvention.NONE
FOLLOWING = BusinessDayConvention.FOLLOWING
MODIFIED_FOLLOWING = BusinessDayConvention.MODIFIED_FOLLOWING
PRECEDING = BusinessDayConvention.PRECEDING
MODIFIED_PRECEDING = BusinessDayConvention.MODIFIED_PRECEDING
NEAREST = BusinessDayConvention.NEAREST
CHRISTMAS = calendar_from([date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)])


class Only:
    """A calendar whose business days are these alone."""

    def __init__(self, *days: date) -> None:
        self.days = days

    def is_business_day(self, day: date) -> bool:
        return day in self.days


# -- calendars ---------------------------------------------------------------------------------
def test_weekends_are_off_and_nothing_else() -> None:
    week = [date(2026, 3, day) for day in range(2, 9)]
    assert [WEEKENDS.is_business_day(day) for day in week] == [True] * 5 + [False] * 2
    assert WEEKENDS == HolidayCalendar() == calendar_from([])


def test_a_weekend_may_be_any_days() -> None:
    friday_off = calendar_from([], weekend=(4, 5))
    assert not friday_off.is_business_day(date(2026, 3, 6))
    assert friday_off.is_business_day(date(2026, 3, 8))
    assert calendar_from([], weekend=()).is_business_day(date(2026, 3, 8))


def test_holidays_are_off() -> None:
    assert not CHRISTMAS.is_business_day(date(2026, 12, 25))
    assert not CHRISTMAS.is_business_day(date(2026, 12, 27))
    assert CHRISTMAS.is_business_day(date(2026, 12, 29))
    assert CHRISTMAS.is_business_day(date(2025, 12, 25))


def test_holidays_come_from_any_iterable_and_once() -> None:
    days = [date(2026, 12, 25)] * 2
    assert calendar_from(iter(days)) == calendar_from(set(days)) == calendar_from(tuple(days))
    assert calendar_from(days).holidays == frozenset({date(2026, 12, 25)})


@pytest.mark.parametrize("weekend", [range(7), (7,), (-1,), ("5", "6"), (5.5,), (None,)])
def test_a_weekend_names_weekdays_and_leaves_one(weekend: Iterable[Any]) -> None:
    with pytest.raises(InvalidDate) as caught:
        calendar_from([], weekend=weekend)
    assert str(caught.value) == (
        "weekend must name weekdays 0 (Monday) to 6 and leave a business day"
    )
    assert caught.value.field == "weekend"


@pytest.mark.parametrize("holiday", ["2026-12-25", datetime(2026, 12, 25), 20261225, None])  # noqa: DTZ001
def test_a_holiday_is_a_day(holiday: Any) -> None:
    with pytest.raises(InvalidDate, match=r"^holidays must be a date, not ") as caught:
        calendar_from([holiday])
    assert caught.value.field == "holidays"


@pytest.mark.parametrize("holiday", ["2026-12-25", datetime(2026, 12, 25), 20261225])  # noqa: DTZ001
def test_a_holiday_is_a_day_however_the_calendar_is_built(holiday: Any) -> None:
    with pytest.raises(InvalidDate):
        HolidayCalendar(frozenset({holiday}))


def test_a_calendar_is_frozen_hashable_and_pickles() -> None:
    with pytest.raises(FrozenInstanceError):
        CHRISTMAS.holidays = frozenset()  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(CHRISTMAS)) == copy.deepcopy(CHRISTMAS) == CHRISTMAS
    assert {CHRISTMAS, copy.copy(CHRISTMAS)} == {CHRISTMAS}


def test_a_calendar_keeps_nothing_that_can_change() -> None:
    days: Any = {date(2026, 12, 25)}
    try:
        calendar = HolidayCalendar(days)
    except InvalidDate:
        return
    days.add(date(2026, 12, 24))
    assert calendar.is_business_day(date(2026, 12, 24))


def test_anything_that_tells_a_business_day_is_a_calendar() -> None:
    calendars: list[object] = [WEEKENDS, Only()]
    assert all(isinstance(calendar, Calendar) for calendar in calendars)
    assert not isinstance(object(), Calendar)
    assert FOLLOWING.adjust(date(2026, 1, 31), Only(date(2026, 2, 8))) == date(2026, 2, 8)


# -- conventions -------------------------------------------------------------------------------
@pytest.mark.parametrize("convention", BusinessDayConvention)
def test_a_business_day_stays(convention: BusinessDayConvention) -> None:
    assert convention.adjust(date(2026, 3, 4), WEEKENDS) == date(2026, 3, 4)


SATURDAY_31 = date(2026, 1, 31)
SUNDAY_1 = date(2026, 2, 1)
SATURDAY_14 = date(2026, 3, 14)
SUNDAY_15 = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("convention", "day", "moved"),
    [
        (NONE, SATURDAY_31, date(2026, 1, 31)),
        (FOLLOWING, SATURDAY_31, date(2026, 2, 2)),
        (FOLLOWING, SATURDAY_14, date(2026, 3, 16)),
        (MODIFIED_FOLLOWING, SATURDAY_31, date(2026, 1, 30)),
        (MODIFIED_FOLLOWING, SATURDAY_14, date(2026, 3, 16)),
        (PRECEDING, SUNDAY_1, date(2026, 1, 30)),
        (PRECEDING, SUNDAY_15, date(2026, 3, 13)),
        (MODIFIED_PRECEDING, SUNDAY_1, date(2026, 2, 2)),
        (MODIFIED_PRECEDING, SUNDAY_15, date(2026, 3, 13)),
        (NEAREST, SATURDAY_14, date(2026, 3, 13)),
        (NEAREST, SUNDAY_15, date(2026, 3, 16)),
        (NEAREST, SATURDAY_31, date(2026, 1, 30)),
    ],
)
def test_each_convention_moves_its_own_way(
    convention: BusinessDayConvention, day: date, moved: date
) -> None:
    assert convention.adjust(day, WEEKENDS) == moved


def test_the_nearest_of_two_is_the_later() -> None:
    wednesday_off = calendar_from([date(2026, 3, 4)])
    assert NEAREST.adjust(date(2026, 3, 4), wednesday_off) == date(2026, 3, 5)


def test_holidays_and_weekends_are_walked_over_together() -> None:
    assert FOLLOWING.adjust(date(2026, 12, 25), CHRISTMAS) == date(2026, 12, 29)
    assert PRECEDING.adjust(date(2026, 12, 28), CHRISTMAS) == date(2026, 12, 24)


def test_the_modified_forms_look_at_the_month_and_not_at_the_day() -> None:
    closed = calendar_from(date(2026, 2, day) for day in range(2, 29))
    assert MODIFIED_FOLLOWING.adjust(date(2026, 2, 2), closed) == date(2026, 1, 30)
    long_closed = Only(date(2026, 1, 2), date(2026, 2, 20))
    assert MODIFIED_FOLLOWING.adjust(date(2026, 1, 10), long_closed) == date(2026, 1, 2)
    assert MODIFIED_PRECEDING.adjust(date(2026, 2, 1), long_closed) == date(2026, 2, 20)


@pytest.mark.parametrize("convention", list(BusinessDayConvention)[1:])
def test_a_calendar_without_business_days_is_an_error(convention: BusinessDayConvention) -> None:
    with pytest.raises(InvalidDate) as caught:
        convention.adjust(date(2026, 3, 4), Only())
    assert str(caught.value) == "no business day within 400 days of 2026-03-04 (check it)"
    assert caught.value.field == "calendar"
    assert NONE.adjust(date(2026, 3, 4), Only()) == date(2026, 3, 4)


def test_the_search_reaches_400_days() -> None:
    start = date(2026, 3, 4)
    last_found = date.fromordinal(start.toordinal() + 400)
    assert FOLLOWING.adjust(start, Only(last_found)) == last_found
    with pytest.raises(InvalidDate):
        FOLLOWING.adjust(start, Only(date.fromordinal(last_found.toordinal() + 1)))


@pytest.mark.parametrize(
    ("convention", "day"), [(FOLLOWING, date.max), (PRECEDING, date.min), (NEAREST, date.max)]
)
def test_the_search_ends_with_the_calendar(convention: BusinessDayConvention, day: date) -> None:
    with pytest.raises(InvalidDate, match=r"^no business day within 400 days of "):
        convention.adjust(day, Only())


def test_names_are_stable() -> None:
    assert [convention.value for convention in BusinessDayConvention] == [
        "none",
        "following",
        "modified-following",
        "half-month-modified-following",
        "preceding",
        "modified-preceding",
        "nearest",
    ]
    assert pickle.loads(pickle.dumps(NEAREST)) is NEAREST
