"""Hypothesis strategies for money, percentages, days, calendars, clocks, and small tables."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import (
    TARGET,
    WEEKENDS,
    Clock,
    Column,
    Context,
    DateTable,
    HolidayCalendar,
    calendar_from,
    end_of_month,
)
from collectkit.dates.table import Kind, Value
from collectkit.explain import Line, Trace
from collectkit.money import Money, Percent

__all__ = [
    "amounts",
    "calendars",
    "clocks",
    "contexts",
    "currencies",
    "date_tables",
    "days",
    "percents",
    "traces",
]

# Two decimals first, as the simplest; then none, three and four.
_CURRENCIES = ("EUR", "USD", "GBP", "JPY", "KWD", "CLF")
_WEEKENDS = ((5, 6), (4, 5), (6,), (), (0, 1, 2, 3, 5, 6))
_START, _END = date(2000, 1, 1), date(2060, 12, 31)
_NOTHING, _WHOLE = Percent(0), Percent(100)


def currencies() -> SearchStrategy[str]:
    """ISO 4217 codes with two, no, three and four decimals."""
    return st.sampled_from(_CURRENCIES)


def amounts(
    currency: str | None = None, *, min_units: int = 0, max_units: int = 10**10
) -> SearchStrategy[Money]:
    """Rounded money of `min_units` to `max_units` minor units, both included.

    Every currency of `currencies` when none is given. Negative only with a negative `min_units`.

    >>> from hypothesis import find
    >>> find(amounts("KWD", min_units=5), lambda money: True)
    Money('0.005', 'KWD')
    """
    codes = currencies() if currency is None else st.just(currency)
    return st.builds(Money.from_minor_units, st.integers(min_units, max_units), codes)


def percents(least: Percent = _NOTHING, most: Percent = _WHOLE) -> SearchStrategy[Percent]:
    """Percentages of at most four decimals from `least` to `most`, both included.

    >>> from hypothesis import find
    >>> find(percents(), lambda percent: percent > Percent("2.5"))
    Percent('3')
    """
    fine = st.integers(ceil(least.fraction * 10**6), floor(most.fraction * 10**6))
    # Decimal reads text exactly, whatever the host's context.
    exact = fine.map(lambda units: Percent(Decimal(f"{units}E-4")))
    low, high = ceil(least.fraction * 100), floor(most.fraction * 100)
    return st.integers(low, high).map(Percent) | exact if low <= high else exact


def days(start: date = _START, end: date = _END) -> SearchStrategy[date]:
    """Days from `start` to `end`, both included; month ends and leap days more often."""
    plain = st.dates(start, end)
    month_ends = plain.map(lambda day: min(end_of_month(day), end))
    leap_days = [
        date(year, 2, 29)
        for year in range(start.year, end.year + 1)
        if end_of_month(date(year, 2, 1)).day == 29 and start <= date(year, 2, 29) <= end
    ]
    return plain | month_ends | st.sampled_from(leap_days) if leap_days else plain | month_ends


def calendars(start: date = _START, end: date = _END) -> SearchStrategy[HolidayCalendar]:
    """Calendars with runs of holidays from `start` to `end`, and several kinds of weekend.

    A run is one to twelve days long, long enough to cross a month's end. Give a narrow span to
    make a holiday likely on a given day.
    """
    run = st.tuples(days(start, end), st.integers(1, 12))
    return st.builds(
        lambda runs, weekend: calendar_from(
            {
                first + timedelta(i)
                for first, length in runs
                for i in range(min(length, (end - first).days + 1))
            },
            weekend=weekend,
        ),
        st.lists(run, max_size=6),
        st.sampled_from(_WEEKENDS),
    )


@st.composite
def clocks(draw: st.DrawFn, start: date = _START, end: date = _END) -> Clock:
    """Clocks that start from `start` to `end`, with up to four stops.

    Stops overlap, touch, begin before the clock, end before it, or never end.
    """
    first = draw(days(start, end))
    stops = st.tuples(st.integers(-40, 200), st.integers(0, 60) | st.none())
    return Clock(
        first,
        tuple(
            (_moved(first, offset), None if length is None else _moved(first, offset + length))
            for offset, length in draw(st.lists(stops, max_size=4))
        ),
    )


def contexts(start: date = _START, end: date = _END) -> SearchStrategy[Context]:
    """Contexts with weekends, TARGET or a drawn calendar, and sometimes a day of knowledge.

    Without tables: those are the host's own.
    """
    return st.builds(
        Context,
        calendar=st.sampled_from((WEEKENDS, TARGET)) | calendars(start, end),
        known_at=st.none() | days(start, end),
    )


@st.composite
def date_tables(draw: st.DrawFn) -> DateTable:
    """Tables of up to three days, with up to one column of each kind; some values are missing."""
    found = sorted(draw(st.sets(days(), max_size=3)))
    kinds: dict[Kind, SearchStrategy[Value]] = {
        "date": days(),
        "int": st.integers(-(2**63), 2**63 - 1),
        "permille": st.integers(0, 1000),
        "text": st.sampled_from(("current", "late")),
    }
    columns = tuple(
        Column(f"a_{kind}", kind, tuple(draw(st.none() | kinds[kind]) for _ in found))
        for kind in draw(st.lists(st.sampled_from(tuple(kinds)), unique=True))
    )
    return DateTable("drawn", tuple(found), columns)


def traces() -> SearchStrategy[Trace]:
    """Traces of up to three lines, with and without words, amounts and sources."""
    words = st.sampled_from(("", "30 days", "2% of EUR 10.00"))
    sources = st.sampled_from(("", "clause 4"))
    amount = st.just("") | amounts().map(str)
    line = st.builds(Line, label=words, text=words, amount=amount, source=sources)
    return st.builds(Trace, words, st.lists(line, max_size=3).map(tuple))


def _moved(day: date, by: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))
