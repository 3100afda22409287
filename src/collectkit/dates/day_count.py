"""Day counts: how many days, and how many years, lie between two dates."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

__all__ = ["DayCount"]


class DayCount(Enum):
    """A rule for the interest-bearing days of a period, as integers and exact fractions.

    `ACT_365F`: the days that passed over 365, also in leap years.
    Source: ISDA 2006 Definitions section 4.16(d), "Actual/365 (Fixed)".

    >>> DayCount.ACT_365F.days(date(2024, 2, 28), date(2024, 3, 1))
    2
    >>> DayCount.ACT_365F.fraction(date(2026, 1, 1), date(2026, 3, 15))
    Fraction(1, 5)
    """

    ACT_365F = "act/365f"

    def days(self, start: date, end: date) -> int:
        """Days from `start` (excluded) to `end` (included); negative when `end` is earlier."""
        return end.toordinal() - start.toordinal()

    def fraction(self, start: date, end: date) -> Fraction:
        """The same as an exact share of a year."""
        return Fraction(self.days(start, end), 365)
