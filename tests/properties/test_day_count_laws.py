from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collectkit.dates import DayCount, add_months
from collectkit.testing import days

DAY = timedelta(1)
RULES = st.sampled_from(DayCount)
ADDITIVE = [rule for rule in DayCount if rule.is_additive]
THIRTIES = [DayCount.THIRTY_E_360, DayCount.THIRTY_360, DayCount.THIRTY_360_US]


@given(RULES, days(), days())
def test_reversed_dates_count_the_same_with_the_other_sign(
    rule: DayCount, one: date, two: date
) -> None:
    assert rule.days(one, two) == -rule.days(two, one)
    assert rule.fraction(one, two) == -rule.fraction(two, one)
    assert rule.days(one, one) == rule.fraction(one, one) == 0


@given(st.sampled_from(ADDITIVE), days(), days(), days())
def test_cuts_change_nothing_where_that_is_promised(
    rule: DayCount, one: date, two: date, three: date
) -> None:
    assert rule.days(one, two) + rule.days(two, three) == rule.days(one, three)
    assert rule.fraction(one, two) + rule.fraction(two, three) == rule.fraction(one, three)


@pytest.mark.parametrize("rule", [rule for rule in DayCount if not rule.is_additive])
def test_where_it_is_not_promised_some_cut_shows(rule: DayCount) -> None:
    first = date(2026, 1, 1)
    span = [first + DAY * n for n in range(90)]
    assert any(
        rule.days(one, two) + rule.days(two, three) != rule.days(one, three)
        for one, two, three in zip(span, span[1:], span[2:], strict=False)
    )


@given(RULES, days(), days(), days())
@example(DayCount.THIRTY_360_US, date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29))
def test_a_later_end_never_counts_less(rule: DayCount, one: date, two: date, three: date) -> None:
    start, sooner, later = sorted((one, two, three))
    assert 0 <= rule.days(start, sooner) <= rule.days(start, later)
    assert 0 <= rule.fraction(start, sooner) <= rule.fraction(start, later)


@given(days(), st.integers(0, 800))
def test_actual_days_are_counted_one_by_one(start: date, length: int) -> None:
    end = start + DAY * length
    passed = [start + DAY * n for n in range(1, length + 1)]
    for rule in (DayCount.ACT_365F, DayCount.ACT_360, DayCount.ACT_ACT_ISDA):
        assert rule.days(start, end) == len(passed)
    assert DayCount.ACT_360.fraction(start, end) == Fraction(length, 360)
    ordinary = [day for day in passed if (day.month, day.day) != (2, 29)]
    assert DayCount.NL_365.days(start, end) == len(ordinary)
    assert DayCount.NL_365.fraction(start, end) == Fraction(len(ordinary), 365)


@given(days(), st.integers(0, 800))
def test_each_day_is_divided_by_the_length_of_its_year(start: date, length: int) -> None:
    last = start + DAY * length
    years = [(start + DAY * n).year for n in range(length + 1)]
    share = sum((Fraction(1, 366 if isleap(year) else 365) for year in years), Fraction(0))
    assert DayCount.ACT_ACT_ISDA.fraction(start, last + DAY) == share


@given(st.sampled_from(THIRTIES), days(), st.integers(0, 240))
def test_every_month_has_thirty_days(rule: DayCount, day: date, months: int) -> None:
    start = day.replace(day=min(day.day, 27))
    assert rule.days(start, add_months(start, months)) == 30 * months
    assert rule.fraction(start, add_months(start, months)) == Fraction(months, 12)


@given(RULES, days(), st.integers(1, 30))
def test_a_year_is_about_a_year(rule: DayCount, day: date, years: int) -> None:
    drift = abs(rule.fraction(day, add_months(day, 12 * years)) - years)
    assert drift <= years * Fraction(6, 360)
