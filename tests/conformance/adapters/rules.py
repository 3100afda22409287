"""Due rules, calendars and conventions in the words of cases: one name, one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.conformance.adapters.translate import day
from tests.conformance.case import Given, Unsupported

from collectkit.dates import BusinessDayConvention, HolidayCalendar, calendar_from
from collectkit.terms import (
    BusinessDays,
    DayOfMonth,
    Days,
    DueRule,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    NextWeekday,
    StartOfQuarter,
    Weekday,
    Weeks,
)

__all__ = ["calendar", "convention", "due_rule", "month_day", "steps"]

_MONTHS_IN_YEARS = dict(zip(range(-20, 21), range(-240, 241, 12), strict=True))
_DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = dict(enumerate(_DAYS_OF_WEEK, start=1))
_WEEKDAY_NUMBERS = {name[:3]: number for number, name in enumerate(_DAYS_OF_WEEK)}
_MONTH_END = 31

Steps = Sequence[Any]

_COUNTED: dict[str, Callable[[int], Steps]] = {
    "days": lambda count: [Days(count=count)],
    "weeks": lambda count: [Weeks(count=count)],
    "months": lambda count: [Months(count=count)],
    "years": lambda count: [Months(count=_months_in(count))],
    "business_days": lambda count: [BusinessDays(count=count)],
}
_FLAGS: dict[str, Steps] = {
    "end_of_month": [EndOfMonth()],
    "end_of_following_month": [Months(count=1), EndOfMonth()],
    "start_of_month": [DayOfMonth(day=1)],
    "start_of_quarter": [StartOfQuarter()],
    "end_of_quarter": [StartOfQuarter(), Months(count=2), EndOfMonth()],
}
_COUNT = re.compile(r"(?:then_)?(?:add|net|offset)_(?P<unit>[a-z_]+)")

_CONVENTIONS = {
    "unadjusted": BusinessDayConvention.NONE,
    "noadjust": BusinessDayConvention.NONE,
    "none": BusinessDayConvention.NONE,
    "following": BusinessDayConvention.FOLLOWING,
    "modifiedfollowing": BusinessDayConvention.MODIFIED_FOLLOWING,
    "halfmonthmodifiedfollowing": BusinessDayConvention.HALF_MONTH_MODIFIED_FOLLOWING,
    "modifiedfollowingbimonthly": BusinessDayConvention.HALF_MONTH_MODIFIED_FOLLOWING,
    "preceding": BusinessDayConvention.PRECEDING,
    "modifiedpreceding": BusinessDayConvention.MODIFIED_PRECEDING,
    "nearest": BusinessDayConvention.NEAREST,
    "nearesttiefollowing": BusinessDayConvention.NEAREST,
}


def steps(name: str, value: Any) -> Steps:
    """The steps that one entry such as `add_days: 30` stands for."""
    if isinstance(value, bool):
        if name in _FLAGS:
            return _FLAGS[name] if value else []
    elif name == "set_day_of_month":
        return [DayOfMonth(day=month_day(value))]
    elif name in ("next_day_of_month_on_or_after", "payment_days"):
        days = value if isinstance(value, list) else [value]
        return [NextDayOfMonth(days=tuple(sorted({month_day(number) for number in days})))]
    elif name == "next_weekday_strictly_after":
        return [NextWeekday(weekday=_weekday(value))]
    elif name == "next_weekday_on_or_after":
        return [Weekday(weekday=_weekday(value))]
    elif type(value) is int and (found := _COUNT.fullmatch(name)) and found["unit"] in _COUNTED:
        return _COUNTED[found["unit"]](value)
    raise Unsupported(f"a step {name}")


def due_rule(row: Given, *others: str) -> DueRule:
    """The rule of a row whose entries are steps in their order, apart from `others`.

    `absolute_day_applied_first` is a day of the month that the months lead to, before days are
    added. A `reference` is the event that all counts from.
    """
    placed = row.get("absolute_day_applied_first")
    made: list[Any] = []
    if placed is not None:
        made.append(DayOfMonth(day=month_day(placed), months=row.get("add_months", 0)))
    leave_out = {*others, "reference", "absolute_day_applied_first"}
    for name in row:
        if name not in leave_out and not (placed is not None and name == "add_months"):
            made.extend(steps(name, row[name]))
    if "reference" in row:
        return DueRule.from_event(row["reference"], *made)
    return DueRule.of(*made)


def month_day(value: Any) -> int:
    """A day of the month; `EOM` is its end."""
    if value == "EOM":
        return _MONTH_END
    if type(value) is not int:
        raise Unsupported(f"a day of the month {value}")
    return value


def convention(name: str) -> BusinessDayConvention:
    """A business-day convention by one of the spellings in use."""
    found = _CONVENTIONS.get("".join(re.split("[^a-z]+", name.lower())))
    if found is None:
        raise Unsupported(f"no convention {name}")
    return found


def calendar(holidays: Iterable[str], weekend: Iterable[str] = ("SAT", "SUN")) -> HolidayCalendar:
    """A calendar of ISO dates and names of weekdays."""
    return calendar_from(
        [day(text) for text in holidays],
        weekend=[_WEEKDAY_NUMBERS[name[:3].lower()] for name in weekend],
    )


def _weekday(value: Any) -> Any:
    found = _WEEKDAYS.get(value, value)
    if str(found).lower() not in _DAYS_OF_WEEK:
        raise Unsupported(f"a weekday {value}")
    return str(found).lower()


def _months_in(years: int) -> int:
    if years not in _MONTHS_IN_YEARS:
        raise Unsupported(f"{years} years")
    return _MONTHS_IN_YEARS[years]
