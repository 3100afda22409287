"""Day counts: how many days, and how many years, lie between two dates."""

from __future__ import annotations

from calendar import isleap, leapdays, monthrange
from datetime import date
from enum import Enum
from fractions import Fraction

from collectkit._checks import check_day

__all__ = ["DayCount"]


class DayCount(Enum):
    """A rule for the interest-bearing days of a period, as integers and exact fractions.

    The value is the stable name in policy documents. "ISDA" below is the 2006 ISDA Definitions,
    section 4.16; the market's own names are in quotes.

    >>> february, march = date(2024, 2, 28), date(2024, 3, 31)
    >>> {rule.value: rule.days(february, march) for rule in DayCount}
    {'act/365f': 32, 'act/360': 32, 'act/act-isda': 32, 'nl/365': 31,
    '30e/360': 32, '30/360': 33, '30/360-us': 33}
    """

    ACT_365F = "act/365f"
    """The days that passed over 365, also in leap years.

    Source: ISDA (d), "Actual/365 (Fixed)".
    """

    ACT_360 = "act/360"
    """The days that passed over 360: a calendar year is more than a year.

    Source: ISDA (e), "Actual/360".
    """

    ACT_ACT_ISDA = "act/act-isda"
    """The days that passed, each over the length of its own calendar year, 365 or 366.

    As the clause has it, the day `start` is put into its year and the day `end` is not. To put
    the days `first` to `last`, both included, into their own years, ask for
    `fraction(first, last + 1 day)`.

    Source: ISDA (b), "Actual/Actual (ISDA)".
    """

    NL_365 = "nl/365"
    """The days that passed without any 29 February, over 365: a calendar year is one year.

    Source: ISO 20022 interest computation method A014, "Actual/365 (No Leap)"; not in ISDA.
    """

    THIRTY_E_360 = "30e/360"
    """Months of 30 days: a 31st counts as the 30th at either end. The end of February stays.

    Not ISDA (h), "30E/360 (ISDA)", which also makes the last of February a 30th.

    Source: ISDA (g), "30E/360", "Eurobond Basis".
    """

    THIRTY_360 = "30/360"
    """Months of 30 days: a 31st at the start is the 30th; one at the end only after a 30th or 31st.

    Source: ISDA (f), "30/360", "Bond Basis".
    """

    THIRTY_360_US = "30/360-us"
    """`THIRTY_360`, with the last of February a 30th.

    At the start always; at the end only when the start is one too. The source asks for this where
    interest falls due at month ends; here it always holds.

    Source: Securities Industry Association, Standard Securities Calculation Methods, volume 1
    (1993), "30/360 SIA"; not in ISDA.
    """

    @property
    def is_additive(self) -> bool:
        """Whether a period's days and fraction are those of its parts, wherever it is cut.

        All but `THIRTY_360` and `THIRTY_360_US`, which read the end in the light of the start.
        In `THIRTY_E_360` the parts add up although single days bear nothing or three days.

        >>> [rule.value for rule in DayCount if not rule.is_additive]
        ['30/360', '30/360-us']
        """
        return self not in (DayCount.THIRTY_360, DayCount.THIRTY_360_US)

    def days(self, start: date, end: date) -> int:
        """The days this rule counts from `start` (excluded) to `end` (included).

        When `end` is earlier, minus what it counts from `end` to `start`.

        Raises:
            InvalidDate: not two dates.

        >>> DayCount.ACT_365F.days(date(2024, 2, 28), date(2024, 3, 1))
        2
        >>> DayCount.THIRTY_360.days(date(2026, 3, 31), date(2026, 1, 30))
        -60
        """
        start, end = check_day(start, "start"), check_day(end, "end")
        match self:
            case DayCount.ACT_365F | DayCount.ACT_360 | DayCount.ACT_ACT_ISDA:
                return end.toordinal() - start.toordinal()
            case DayCount.NL_365:
                return _without_leap_days(end) - _without_leap_days(start)
            case DayCount.THIRTY_E_360:
                return _thirties(end, min(end.day, 30)) - _thirties(start, min(start.day, 30))
            case _:
                february = self is DayCount.THIRTY_360_US
                if end < start:
                    return -_bond_days(end, start, february=february)
                return _bond_days(start, end, february=february)

    def fraction(self, start: date, end: date) -> Fraction:
        """The same as an exact number of years.

        >>> DayCount.ACT_365F.fraction(date(2026, 1, 1), date(2026, 3, 15))
        Fraction(1, 5)
        >>> DayCount.ACT_ACT_ISDA.fraction(date(2023, 12, 1), date(2025, 1, 1))
        Fraction(396, 365)
        """
        match self:
            case DayCount.ACT_ACT_ISDA:
                return _in_years(check_day(end, "end")) - _in_years(check_day(start, "start"))
            case DayCount.ACT_365F | DayCount.NL_365:
                return Fraction(self.days(start, end), 365)
            case _:
                return Fraction(self.days(start, end), 360)


# Each rule that is a difference of one number per date is additive.
def _without_leap_days(day: date) -> int:
    passed = leapdays(1, day.year) + (isleap(day.year) and (day.month, day.day) >= (2, 29))
    return day.toordinal() - passed


def _in_years(day: date) -> Fraction:
    into_year = day.toordinal() - date(day.year, 1, 1).toordinal()
    return day.year + Fraction(into_year, 366 if isleap(day.year) else 365)


def _thirties(day: date, of_month: int) -> int:
    return 360 * day.year + 30 * day.month + of_month


def _bond_days(start: date, end: date, *, february: bool) -> int:
    """30/360 from the earlier to the later; `february` makes its last day a 30th."""
    first, last = min(start.day, 30), end.day
    if february and _ends_february(start):
        first = 30
        if _ends_february(end):
            last = 30
    if last == 31 and first == 30:
        last = 30
    return _thirties(end, last) - _thirties(start, first)


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == monthrange(day.year, 2)[1]
