"""Business days: whose days they are is the caller's knowledge, so a calendar is an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Protocol, runtime_checkable

from collectkit._checks import check_day
from collectkit.errors import InvalidDate

__all__ = [
    "WEEKENDS",
    "BusinessDayConvention",
    "Calendar",
    "HolidayCalendar",
    "add_business_days",
    "calendar_from",
]

_DAY = timedelta(1)
_SEARCH = 400
_STEPS = range(_SEARCH)


@runtime_checkable
class Calendar(Protocol):
    """Anything that can tell a business day."""

    def is_business_day(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """Weekdays that are always off, and single holidays.

    `weekend` holds weekday numbers, Monday = 0.
    """

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset((5, 6))

    def __post_init__(self) -> None:
        days = frozenset(check_day(day, "holidays") for day in self.holidays)
        object.__setattr__(self, "holidays", days)
        off = tuple(self.weekend)
        if any(type(day) is not int or not 0 <= day <= 6 for day in off) or len(set(off)) == 7:
            raise InvalidDate(
                "weekend must name weekdays 0 (Monday) to 6 and leave a business day",
                field="weekend",
            )
        object.__setattr__(self, "weekend", frozenset(off))

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays


WEEKENDS = HolidayCalendar()
"""Saturdays and Sundays off, no holidays."""


def calendar_from(holidays: Iterable[date], *, weekend: Iterable[int] = (5, 6)) -> HolidayCalendar:
    """A calendar with these holidays and weekend days (Monday = 0).

    >>> calendar_from([date(2026, 12, 25)]).is_business_day(date(2026, 12, 25))
    False
    """
    return HolidayCalendar(holidays, weekend)  # type: ignore[arg-type]


class BusinessDayConvention(Enum):
    """Where a date goes that is not a business day.

    Modified forms turn back rather than leave the month, `HALF_MONTH_MODIFIED_FOLLOWING` also
    rather than leave the first fifteen days. `NEAREST` takes the closer business day, forward on
    a tie.

    Source: ISDA 2006 Definitions section 4.12; `NEAREST` and the half-month form as in QuantLib.

    >>> BusinessDayConvention.FOLLOWING.adjust(date(2026, 1, 31), WEEKENDS)
    datetime.date(2026, 2, 2)
    >>> BusinessDayConvention.MODIFIED_FOLLOWING.adjust(date(2026, 1, 31), WEEKENDS)
    datetime.date(2026, 1, 30)
    """

    NONE = "none"
    FOLLOWING = "following"
    MODIFIED_FOLLOWING = "modified-following"
    HALF_MONTH_MODIFIED_FOLLOWING = "half-month-modified-following"
    PRECEDING = "preceding"
    MODIFIED_PRECEDING = "modified-preceding"
    NEAREST = "nearest"

    def adjust(self, day: date, calendar: Calendar) -> date:
        """`day`, or the business day this convention moves it to.

        Raises:
            InvalidDate: the calendar has no business day within 400 days.
        """
        return self.mover()(day, calendar)

    def mover(self) -> Callable[[date, Calendar], date]:
        """`adjust` as a plain function, for whoever adjusts many days."""
        return _MOVERS[self.value]


def _stay(day: date, _: Calendar) -> date:
    return day


def _following(day: date, calendar: Calendar) -> date:
    return day if calendar.is_business_day(day) else _walk(day, _DAY, calendar)


def _preceding(day: date, calendar: Calendar) -> date:
    return day if calendar.is_business_day(day) else _walk(day, -_DAY, calendar)


def _modified_following(day: date, calendar: Calendar) -> date:
    moved = _following(day, calendar)
    return moved if moved.month == day.month else _walk(day, -_DAY, calendar)


def _half_month(day: date, calendar: Calendar) -> date:
    moved = _following(day, calendar)
    crossed = moved.month != day.month or day.day <= 15 < moved.day
    return _walk(day, -_DAY, calendar) if crossed else moved


def _modified_preceding(day: date, calendar: Calendar) -> date:
    moved = _preceding(day, calendar)
    return moved if moved.month == day.month else _walk(day, _DAY, calendar)


def _nearest(day: date, calendar: Calendar) -> date:
    if calendar.is_business_day(day):
        return day
    after, before = _walk(day, _DAY, calendar), _walk(day, -_DAY, calendar)
    return before if day - before < after - day else after


_MOVERS = {
    "none": _stay,
    "following": _following,
    "modified-following": _modified_following,
    "half-month-modified-following": _half_month,
    "preceding": _preceding,
    "modified-preceding": _modified_preceding,
    "nearest": _nearest,
}


def add_business_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th business day strictly after `day`, or before it where negative.

    0 changes nothing, also on a day off.

    Raises:
        InvalidDate: the calendar has no business day within 400 days.

    >>> add_business_days(date(2026, 1, 30), 1, WEEKENDS)
    datetime.date(2026, 2, 2)
    """
    moved, step = check_day(day, "day"), _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        moved = _walk(moved, step, calendar)
    return moved


def _walk(day: date, step: timedelta, calendar: Calendar) -> date:
    moved, is_business_day = day, calendar.is_business_day
    try:
        for _ in _STEPS:
            moved += step
            if is_business_day(moved):
                return moved
    except OverflowError:
        pass
    raise InvalidDate(
        f"no business day within {_SEARCH} days of {day}", field="calendar", hint="check it"
    )
