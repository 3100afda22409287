"""Every day count against QuantLib's, as integers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from collectkit.dates import DayCount, end_of_month

PAIRS = 50_000
FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)


def drawn(random: Random) -> date:
    """A day from 1990 to 2060: half of them at a month's end or around the end of February."""
    day = FIRST + timedelta(random.randrange((LAST - FIRST).days + 1))
    kind = random.randrange(6)
    if kind == 0:
        return end_of_month(day)
    if kind == 1:
        return end_of_month(day.replace(day=1, month=2)) - timedelta(random.randrange(3))
    if kind == 2:
        leap_year = day.year // 4 * 4
        return date(max(leap_year, 1992), 2, 29)
    return day


@pytest.mark.full
# The wrappers SWIG makes warn about themselves when first imported.
@pytest.mark.filterwarnings("ignore:builtin type .* has no __module__ attribute:DeprecationWarning")
def test_day_counts_are_those_of_quantlib() -> None:
    import QuantLib  # type: ignore[import-not-found,import-untyped,unused-ignore]

    theirs = {
        DayCount.ACT_365F: QuantLib.Actual365Fixed(),
        DayCount.ACT_360: QuantLib.Actual360(),
        DayCount.ACT_ACT_ISDA: QuantLib.ActualActual(QuantLib.ActualActual.ISDA),
        DayCount.NL_365: QuantLib.Actual365Fixed(QuantLib.Actual365Fixed.NoLeap),
        DayCount.THIRTY_E_360: QuantLib.Thirty360(QuantLib.Thirty360.EurobondBasis),
        DayCount.THIRTY_360: QuantLib.Thirty360(QuantLib.Thirty360.BondBasis),
        DayCount.THIRTY_360_US: QuantLib.Thirty360(QuantLib.Thirty360.USA),
    }
    assert set(theirs) == set(DayCount)
    random = Random(20_260_101)
    differing = []
    for _ in range(PAIRS):
        start, end = sorted((drawn(random), drawn(random)))
        first, last = (QuantLib.Date(day.day, day.month, day.year) for day in (start, end))
        for rule, counter in theirs.items():
            days = counter.dayCount(first, last)
            if rule.days(start, end) != days:
                differing.append((rule, start, end, days))
            # QuantLib's years are floats; ours are exact.
            years = counter.yearFraction(first, last)
            if abs(float(rule.fraction(start, end)) - years) > 1e-12:
                differing.append((rule, start, end, years))
    assert differing == []


def test_the_draw_reaches_the_hard_days() -> None:
    random = Random(20_260_101)
    days = [drawn(random) for _ in range(2_000)]
    assert all(FIRST <= day <= LAST for day in days)
    assert sum((day.month, day.day) == (2, 29) for day in days) > 200
    assert sum((day.month, day.day) == (2, 28) for day in days) > 50
    assert sum(day.day == 31 for day in days) > 100
    assert sum(day.day == 30 for day in days) > 50
