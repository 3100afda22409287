from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from collectkit.dates import Table
from collectkit.errors import RateCoverageError
from collectkit.fees import RATE_TABLES, RateTable
from collectkit.money import Percent
from collectkit.testing import rate_tables

DAY = timedelta(1)
tables = rate_tables() | st.sampled_from(sorted(RATE_TABLES.values(), key=lambda table: table.id))


@st.composite
def asked(draw: st.DrawFn) -> tuple[RateTable, date]:
    """A table and a day near it: around its edges, points and gaps more often."""
    table = draw(tables)
    edges = [table.covers_from, table.covers_until, *(day for day, _ in table.points)]
    edges += [day for gap in table.gaps for day in gap]
    near = st.builds(
        lambda day, by: day + timedelta(by), st.sampled_from(edges), st.integers(-2, 2)
    )
    within = st.dates(table.covers_from - 9 * DAY, table.covers_until + 9 * DAY)
    return table, draw(near | within)


@st.composite
def asked_spans(draw: st.DrawFn) -> tuple[RateTable, date, date]:
    """A table, a day near it, and one up to two years on."""
    table, start = draw(asked())
    return table, start, start + timedelta(draw(st.integers(0, 730)))


def naive(table: RateTable, day: date) -> Percent | None:
    """The rate by reading every row, or None where the table says nothing."""
    if not table.covers_from <= day <= table.covers_until:
        return None
    if any(first <= day <= last for first, last in table.gaps):
        return None
    found = None
    for since, rate in table.points:
        if since <= day:
            found = rate
    assert found is not None
    return found


def each_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


@given(asked())
def test_a_rate_is_what_a_scan_of_the_rows_finds_or_an_error(given: tuple[RateTable, date]) -> None:
    table, day = given
    expected = naive(table, day)
    if expected is not None:
        assert table.rate_at(day) == expected
        assert table.at(day) == expected.value
        return
    for ask in (table.at, table.rate_at):
        with pytest.raises(RateCoverageError) as caught:
            ask(day)
        error = caught.value
        assert (error.table, error.day, error.covers_until) == (table.id, day, table.covers_until)


@given(asked())
def test_the_last_known_rate_is_that_of_the_nearest_covered_day_before(
    given: tuple[RateTable, date],
) -> None:
    table, day = given
    if day < table.covers_from:
        with pytest.raises(RateCoverageError):
            table.last_known(day)
        return
    rate, known = table.last_known(day)
    assert rate == table.rate_at(known)
    assert known <= day
    assert all(naive(table, later) is None for later in each_day(known + DAY, day))


@given(asked_spans())
def test_missing_days_are_those_without_a_rate_in_whole_spans(
    given: tuple[RateTable, date, date],
) -> None:
    table, start, end = given
    spans = table.missing(start, end)
    found = [day for first, last in spans for day in each_day(first, last)]
    assert found == [day for day in each_day(start, end) if naive(table, day) is None]
    assert table.missing(end + DAY, start) == ()


@given(asked_spans())
def test_changes_are_the_days_whose_rate_differs_from_the_day_before(
    given: tuple[RateTable, date, date],
) -> None:
    table, start, end = given
    if table.missing(start, end):
        with pytest.raises(RateCoverageError) as caught:
            table.changes(start, end)
        assert caught.value.day == table.missing(start, end)[0][0]
        return
    expected = [d for d in each_day(start + DAY, end) if table.at(d) != table.at(d - DAY)]
    assert list(table.changes(start, end)) == expected


@given(asked_spans())
def test_changes_of_the_last_known_rate_go_on_across_what_is_missing(
    given: tuple[RateTable, date, date],
) -> None:
    table, start, end = given
    assume(start >= table.covers_from)
    known = {day: table.last_known(day)[0] for day in each_day(start, end)}
    expected = [d for d in each_day(start + DAY, end) if known[d] != known[d - DAY]]
    assert list(table.changes(start, end, on_missing="last_known")) == expected


@given(asked_spans(), asked_spans())
def test_changes_add_up_over_a_cut(
    given: tuple[RateTable, date, date], other: tuple[RateTable, date, date]
) -> None:
    table, start, end = given
    assume(not table.missing(start, end))
    cut = min(start + (other[2] - other[1]), end)
    whole = table.changes(start, end)
    assert table.changes(start, cut) + table.changes(cut, end) == whole


@given(rate_tables(), rate_tables())
def test_equal_tables_have_equal_digests_and_other_figures_other_digests(
    one: RateTable, other: RateTable
) -> None:
    figures = [(t.id, t.points, t.gaps, t.covers_from, t.covers_until) for t in (one, other)]
    assert (one.digest == other.digest) == (figures[0] == figures[1])
    assert replace(one, source="another page", as_of=other.as_of).digest == one.digest
    (since, rate), *rest = one.points
    changed = replace(one, points=((since, rate + Percent("0.01")), *rest))
    assert changed.digest != one.digest


@given(rate_tables())
def test_tables_travel_and_serve_as_dates_tables(table: RateTable) -> None:
    again = pickle.loads(pickle.dumps(table))
    assert again == copy.deepcopy(table) == table
    assert hash(again) == hash(table)
    assert again.digest == table.digest
    assert isinstance(table, Table)


@given(rate_tables(), st.integers(0, 4000), st.integers(0, 4000))
def test_a_table_is_stale_from_the_day_after_its_coverage(
    table: RateTable, ahead: int, days: int
) -> None:
    as_of = table.covers_from + timedelta(ahead)
    assert table.stale(as_of, days=days) == bool(table.covers_until < as_of + timedelta(days))


@given(rate_tables())
def test_text_in_any_order_gives_the_same_table(table: RateTable) -> None:
    rates = {str(since): str(rate) for since, rate in reversed(table.points)}
    again = RateTable.of(
        table.id,
        rates,
        covers_from=str(table.covers_from),
        covers_until=str(table.covers_until),
        as_of=table.as_of,
        source=table.source,
        gaps=[(str(first), last) for first, last in table.gaps],
    )
    assert again == table
