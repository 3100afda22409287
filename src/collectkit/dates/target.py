"""The business days of euro payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from collectkit._checks import check_day
from collectkit.errors import InvalidDate

__all__ = ["TARGET", "TargetCalendar"]

_FIRST_YEAR = 1999
_CLOSED_SINCE_1999 = frozenset(((1, 1), (12, 25)))
_CLOSED_SINCE_2000 = frozenset(((5, 1), (12, 26)))
# The changes of the millennium and to euro cash.
_CLOSED_ONCE = frozenset((date(1999, 12, 31), date(2001, 12, 31)))
_GOOD_FRIDAY, _EASTER_MONDAY = timedelta(-2), timedelta(1)


@dataclass(frozen=True, slots=True)
class TargetCalendar:
    """The days on which the Eurosystem's payment system (TARGET, TARGET2, T2) is open.

    Closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26
    December. In 1999 only weekends, 1 January and 25 December; once each, 31 December 1999 and
    2001. Easter is the western one. The rule holds until the bank changes it.

    Raises:
        InvalidDate: a day before 1999, when there was no TARGET.

    Source: European Central Bank, "Long-term calendar for TARGET closing days", 14 December 2000
    (from 2002); "TARGET closing days in 2000", 15 July 1999, which also names those of 1999;
    "TARGET closing days in 2001", 25 May 2000.

    >>> [TARGET.is_business_day(date(2026, 4, day)) for day in (2, 3, 6, 7)]
    [True, False, False, True]
    """

    def is_business_day(self, day: date) -> bool:
        day = check_day(day, "day")
        if day.year < _FIRST_YEAR:
            raise InvalidDate(f"TARGET opened in {_FIRST_YEAR}, after {day}", field="day")
        in_year = (day.month, day.day)
        if day.weekday() >= 5 or in_year in _CLOSED_SINCE_1999 or day in _CLOSED_ONCE:
            return False
        if day.year == _FIRST_YEAR:
            return True
        if in_year in _CLOSED_SINCE_2000:
            return False
        if day.month not in (3, 4):
            return True
        return day - easter(day.year) not in (_GOOD_FRIDAY, _EASTER_MONDAY)


TARGET = TargetCalendar()
"""Business days of euro payments."""
