"""Month arithmetic on plain dates."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from collectkit._checks import check_day
from collectkit.errors import InvalidDate, shown

__all__ = ["add_days", "add_months", "day_of_month", "end_of_month", "month_end", "month_starts"]

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _length(year: int, month: int) -> int:
    """The days of a month; `calendar.monthrange` also works out a weekday and takes far longer."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


@lru_cache(maxsize=1_200)  # a century: the months of a book come again and again
def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, _length(year, month))


def add_days(day: date, days: int) -> date:
    """`day` moved by calendar days.

    Raises:
        InvalidDate: the result lies outside years 1 to 9999.

    >>> add_days(date(2026, 1, 31), 30)
    datetime.date(2026, 3, 2)
    """
    check_day(day, "day")
    try:
        return day + timedelta(_whole(days, "days"))
    except OverflowError:
        raise _outside(day, days, "days") from None


def add_months(day: date, months: int) -> date:
    """`day` moved by calendar months, clamped to the month's end.

    Repeated steps drift (31 January, 28 February, 28 March): count from the first day instead.

    Raises:
        InvalidDate: the result lies outside years 1 to 9999.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    check_day(day, "day")
    year, month = divmod(day.year * 12 + day.month - 1 + _whole(months, "months"), 12)
    if not 1 <= year <= 9999:
        raise _outside(day, months, "months")
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def end_of_month(day: date) -> date:
    """The last day of `day`'s month; on that day, the day itself.

    >>> end_of_month(date(2024, 2, 10))
    datetime.date(2024, 2, 29)
    """
    if type(day) is not date:
        check_day(day, "day")
    return month_end(day.year, day.month)


def day_of_month(day: date, number: int, months: int = 0) -> date:
    """Day `number` of the month `months` on from `day`'s, clamped to that month's end.

    With `months=0` it may lie before `day`.

    Raises:
        InvalidDate: a number outside 1 to 31, or a month outside years 1 to 9999.

    >>> day_of_month(date(2026, 1, 15), 31, 1), day_of_month(date(2026, 1, 15), 10)
    (datetime.date(2026, 2, 28), datetime.date(2026, 1, 10))
    """
    if not 1 <= number <= 31:
        raise InvalidDate(f"a day of the month is 1 to 31, not {shown(number)}", field="number")
    first = add_months(day.replace(day=1), months)
    if number > 28:
        number = min(number, _length(first.year, first.month))
    return first.replace(day=number)


def month_starts(start: date, end: date) -> tuple[date, ...]:
    """The first days of the calendar months that begin within `start` to `end`, both included.

    >>> [str(day) for day in month_starts(date(2026, 1, 2), date(2026, 3, 1))]
    ['2026-02-01', '2026-03-01']
    """
    check_day(start, "start")
    check_day(end, "end")
    first = start.year * 12 + start.month - (start.day == 1)
    last = end.year * 12 + end.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1))


def _whole(count: int, unit: str) -> int:
    if type(count) is not int:
        raise InvalidDate(
            f"{unit} must be a whole number, not {type(count).__name__}: {shown(count)}", field=unit
        )
    return count


def _outside(day: date, count: int, unit: str) -> InvalidDate:
    told = count if abs(count) < 10**9 else shown(count)
    return InvalidDate(f"{day} moved by {told} {unit} is outside years 1 to 9999", field=unit)
