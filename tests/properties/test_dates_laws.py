from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from collectkit.dates import (
    BusinessDayConvention,
    Clock,
    DayCount,
    HolidayCalendar,
    add_days,
    add_months,
    end_of_month,
    month_starts,
)
from collectkit.errors import InvalidDate
from collectkit.testing import calendars, clocks, days

DAY = timedelta(1)
# A month in which holidays are dense, and one day inside it to adjust.
SPAN_START, SPAN_END = date(2024, 2, 1), date(2024, 4, 10)
crowded = calendars(SPAN_START, SPAN_END)
in_span = days(SPAN_START, SPAN_END)


def each_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


# -- what the strategies promise ---------------------------------------------------------------
@given(days(), days(date(2024, 2, 1), date(2024, 2, 29)), crowded, clocks())
def test_drawn_days_lie_in_their_span(
    day: date, february: date, calendar: HolidayCalendar, clock: Clock
) -> None:
    assert date(2000, 1, 1) <= day <= date(2060, 12, 31)
    assert (february.year, february.month) == (2024, 2)
    assert all(SPAN_START <= holiday <= SPAN_END for holiday in calendar.holidays)
    assert date(2000, 1, 1) <= clock.start <= date(2060, 12, 31)
    assert len(clock.stops) <= 4


# -- months ------------------------------------------------------------------------------------
@given(days(), st.integers(-1200, 1200))
@example(date(2024, 2, 29), 12)
@example(date(2024, 2, 29), -1200)
def test_months_are_those_of_dateutil(day: date, months: int) -> None:
    assert add_months(day, months) == day + relativedelta(months=months)


@given(days(date.min, date.max), st.integers(-120_000, 120_000))
def test_months_are_added_or_refused(day: date, months: int) -> None:
    position = day.year * 12 + day.month - 1 + months
    try:
        moved = add_months(day, months)
    except InvalidDate:
        assert not 12 <= position < 12 * 10_000
    else:
        assert (moved.year, moved.month) == (position // 12, position % 12 + 1)
        assert moved.day == min(day.day, end_of_month(moved).day)


@given(days(), st.integers(-600, 600), st.integers(-600, 600))
def test_month_steps_add_up_where_nothing_is_clamped(day: date, one: int, two: int) -> None:
    first = day.replace(day=min(day.day, 28))
    assert add_months(add_months(first, one), two) == add_months(first, one + two)
    assert add_months(add_months(first, one), -one) == first


@given(days(date.min, date.max))
def test_the_last_of_the_month_is_that_of_dateutil(day: date) -> None:
    last = end_of_month(day)
    assert last == day + relativedelta(day=31)
    assert (last.year, last.month) == (day.year, day.month)
    assert last == date.max or (last + DAY).day == 1
    assert end_of_month(last) == last


@given(days(), st.integers(-40, 800))
def test_month_starts_are_the_firsts_of_the_span(start: date, length: int) -> None:
    end = add_days(start, length)
    assert month_starts(start, end) == tuple(day for day in each_day(start, end) if day.day == 1)


@given(days(date.min, date.max), st.integers(-4_000_000, 4_000_000))
def test_days_are_added_or_refused(day: date, by: int) -> None:
    try:
        moved = add_days(day, by)
    except InvalidDate:
        assert not 1 <= day.toordinal() + by <= date.max.toordinal()
    else:
        assert moved == day + timedelta(by)
        assert add_days(moved, -by) == day


# -- business days -----------------------------------------------------------------------------
def adjusted(convention: BusinessDayConvention, day: date, calendar: HolidayCalendar) -> date:
    """The definition: of all business days around, the one that the convention names."""
    around = each_day(day - timedelta(120), day + timedelta(120))
    open_days = [d for d in around if calendar.is_business_day(d)]
    after = min(d for d in open_days if d >= day)
    before = max(d for d in open_days if d <= day)
    half = {"month": (after.year, after.month), "late": after.day > 15}
    same_half = half == {"month": (day.year, day.month), "late": day.day > 15}
    return {
        BusinessDayConvention.HALF_MONTH_MODIFIED_FOLLOWING: after if same_half else before,
        BusinessDayConvention.NONE: day,
        BusinessDayConvention.FOLLOWING: after,
        BusinessDayConvention.PRECEDING: before,
        BusinessDayConvention.MODIFIED_FOLLOWING: after if after.month == day.month else before,
        BusinessDayConvention.MODIFIED_PRECEDING: before if before.month == day.month else after,
        BusinessDayConvention.NEAREST: after if after - day <= day - before else before,
    }[convention]


@pytest.mark.parametrize("convention", BusinessDayConvention)
@given(in_span, crowded)
def test_each_convention_is_its_definition(
    convention: BusinessDayConvention, day: date, calendar: HolidayCalendar
) -> None:
    assert convention.adjust(day, calendar) == adjusted(convention, day, calendar)


@pytest.mark.parametrize("convention", BusinessDayConvention)
@given(in_span, crowded)
def test_an_adjusted_day_stays(
    convention: BusinessDayConvention, day: date, calendar: HolidayCalendar
) -> None:
    moved = convention.adjust(day, calendar)
    assert convention.adjust(moved, calendar) == moved
    if convention is BusinessDayConvention.NONE or calendar.is_business_day(day):
        assert moved == day
    else:
        assert calendar.is_business_day(moved)


@given(in_span, in_span, crowded)
def test_following_and_preceding_keep_the_order(
    one: date, other: date, calendar: HolidayCalendar
) -> None:
    earlier, later = sorted((one, other))
    for convention in (BusinessDayConvention.FOLLOWING, BusinessDayConvention.PRECEDING):
        assert convention.adjust(earlier, calendar) <= convention.adjust(later, calendar)


@given(in_span, crowded)
def test_a_calendar_knows_weekends_and_holidays(day: date, calendar: HolidayCalendar) -> None:
    off = day.weekday() in calendar.weekend or day in calendar.holidays
    assert calendar.is_business_day(day) is not off


# -- the clock ---------------------------------------------------------------------------------
def in_a_stop(clock: Clock, day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in clock.stops)


def counted(clock: Clock, on: date) -> int:
    """The definition, one day after the other."""
    if on < clock.start:
        return -len(list(each_day(on, clock.start - DAY)))
    return sum(not in_a_stop(clock, day) for day in each_day(clock.start + DAY, on))


@given(clocks(), st.integers(-60, 300))
def test_the_count_is_its_definition(clock: Clock, offset: int) -> None:
    on = clock.start + timedelta(offset)
    assert clock.days(on) == counted(clock, on)


@given(clocks(), st.integers(1, 300))
def test_stopped_is_its_definition(clock: Clock, offset: int) -> None:
    on = clock.start + timedelta(offset)
    assert clock.stopped(on) is in_a_stop(clock, on)
    assert clock.days(on) - clock.days(on - DAY) == (not clock.stopped(on))


@given(clocks(), st.integers(-60, 300))
def test_when_is_the_first_day_of_its_count(clock: Clock, n: int) -> None:
    day = clock.when(n)
    if day is None:
        assert clock.days(date.max) < n
    else:
        assert clock.days(day) == n
        assert clock.days(day - DAY) == n - 1


@given(clocks(), st.integers(-30, 200))
def test_when_is_found_by_walking(clock: Clock, n: int) -> None:
    found, count = clock.start - timedelta(40), -40
    # Every stop that ends does so within 260 days of the start.
    last = clock.start + timedelta(500)
    while count < n and found < last:
        found += DAY
        count += found <= clock.start or not in_a_stop(clock, found)
    assert clock.when(n) == (found if count >= n else None)


@given(clocks(date(9998, 6, 1), date.max), st.integers(0, 800))
def test_when_ends_with_the_calendar(clock: Clock, n: int) -> None:
    day = clock.when(n)
    if day is None:
        assert clock.days(date.max) < n
    else:
        assert clock.days(day) == n


@given(clocks(), st.permutations(range(4)), st.integers(-60, 300))
def test_the_order_of_stops_plays_no_part(clock: Clock, order: list[int], offset: int) -> None:
    stops = tuple(clock.stops[i] for i in order if i < len(clock.stops))
    again = Clock(clock.start, (*stops, *stops))
    on = clock.start + timedelta(offset)
    assert again.days(on) == clock.days(on)
    assert again.when(offset) == clock.when(offset)


# -- day counts --------------------------------------------------------------------------------
FIXED = DayCount.ACT_365F


@given(days(), st.integers(0, 800))
def test_days_after_the_first_up_to_the_last_are_counted(start: date, length: int) -> None:
    end = start + timedelta(length)
    assert FIXED.days(start, end) == sum(1 for _ in each_day(start + DAY, end)) == length
    assert FIXED.fraction(start, end) == Fraction(length, 365)


@given(days(), days(), days())
def test_cuts_change_nothing(one: date, two: date, three: date) -> None:
    assert FIXED.days(one, two) + FIXED.days(two, three) == FIXED.days(one, three)
    assert FIXED.fraction(one, two) + FIXED.fraction(two, three) == FIXED.fraction(one, three)
    assert FIXED.days(one, two) == -FIXED.days(two, one)
