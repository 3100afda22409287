"""Which rate holds on which days: fixed, or read from a table by the rule of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from collectkit.dates import Context
from collectkit.errors import InvalidFact, UnknownReference
from collectkit.fees.charges import RateParts
from collectkit.fees.interest import TableRate
from collectkit.fees.rates import RateTable
from collectkit.fees.tables import RATE_TABLES
from collectkit.money import Percent
from collectkit.money.rounding import EXACT

__all__ = ["ON_MISSING", "OnMissing", "RateBook", "RateRun"]

OnMissing = Literal["raise", "last_known"]
ON_MISSING: frozenset[OnMissing] = frozenset(("raise", "last_known"))
_DAY = timedelta(1)


class RateRun(NamedTuple):
    """The rate from a day on, until the next run."""

    since: date
    rate: Percent
    parts: RateParts | None


class RateBook:
    """The tables at hand: the context's, and the shipped ones it does not replace."""

    def __init__(self, context: Context | None, on_missing: OnMissing) -> None:
        self._given = {table.id: table for table in context.tables} if context else {}
        self._on_missing: OnMissing = on_missing

    def table(self, id: str) -> RateTable:
        """The rate table of that id.

        Raises:
            UnknownReference: no such table.
            InvalidFact: a table that is not one of rates.
        """
        found = self._given.get(id) or RATE_TABLES.get(id)
        if found is None:
            known = ", ".join(sorted({*self._given, *RATE_TABLES}))
            raise UnknownReference(
                f"no rate table {id}; known are {known}",
                field="table",
                subject=id,
                hint="give it in Context(tables=(…))",
            )
        if not isinstance(found, RateTable):
            raise InvalidFact(
                f"table {id} must be a RateTable, not {type(found).__name__}",
                field="tables",
                subject=id,
            )
        return found

    def price(self, id: str, day: date) -> Decimal:
        """The exchange rate of a table of prices on a day, which the context must hold."""
        found = self._given.get(id)
        if found is None:
            raise UnknownReference(
                f"no table of exchange rates {id} in the context",
                field="exchange",
                subject=id,
                hint="give it in Context(tables=(…))",
            )
        return found.at(day)

    def runs(self, rate: Percent | TableRate, first: date, last: date) -> list[RateRun]:
        """The rates of the days `first` to `last`, both included; a new run at each new value.

        Raises:
            RateCoverageError: a day the table has no rate for, unless the last known is asked for.
        """
        if not isinstance(rate, TableRate):
            return [RateRun(first, rate, None)]
        table = self.table(rate.table)
        if rate.fixing == "frozen":
            return [self._run(rate, table, first)]
        found: list[RateRun] = []
        for since in sorted(set(self._starts(rate, table, first, last))):
            run = self._run(rate, table, since)
            if not found or run.rate != found[-1].rate or _differs(run, found[-1]):
                found.append(run)
        return found

    def _starts(self, rate: TableRate, table: RateTable, first: date, last: date) -> Iterator[date]:
        """The days on which the sum may change."""
        yield first
        if rate.reads != "day":
            yield from _half_years(first, last)
        else:
            missing = table.missing(first, last)
            if missing and self._on_missing == "raise":
                table.rate_at(missing[0][0])
            yield from table.changes(first, last, on_missing=self._on_missing)
            for since, until in missing:
                yield from (day for day in (since, until + _DAY) if first < day <= last)
        for margin in rate.margins:
            if margin.applies_from is not None and first < margin.applies_from <= last:
                yield margin.applies_from

    def _run(self, rate: TableRate, table: RateTable, day: date) -> RateRun:
        read_on = day if rate.reads == "day" else _half_year(day)
        if rate.reads == "half_year_eve":
            read_on -= _DAY
        provisional = False
        if self._on_missing == "raise" or not table.missing(read_on, read_on):
            reference = table.rate_at(read_on)
            if rate.reads == "day":
                read_on = max(
                    (since for since, _ in table.points if since <= read_on), default=read_on
                )
        else:
            reference, read_on = table.last_known(read_on)
            provisional = True
        margin = rate.margin_on(day)
        parts = RateParts(
            table=table.id,
            name=table.name or table.id,
            reference=reference,
            reference_on=read_on,
            table_as_of=table.as_of,
            margin=margin,
            provisional=provisional,
        )
        return RateRun(day, _sum(rate, reference, margin), parts)


def _differs(one: RateRun, other: RateRun) -> bool:
    """Whether a rate is provisional and the other is not, though they are equal."""
    return (
        one.parts is not None
        and other.parts is not None
        and (one.parts.provisional != other.parts.provisional)
    )


def _sum(rate: TableRate, reference: Percent, margin: Percent) -> Percent:
    value = EXACT.fma(reference.value, rate.factor, margin.value)
    if rate.round_up_to is not None:
        step = rate.round_up_to.value
        times = EXACT.divide_int(value, step)
        if EXACT.compare(EXACT.multiply(times, step), value) < 0:
            times = EXACT.add(times, Decimal(1))
        value = EXACT.multiply(times, step)
    if rate.floor is not None:
        value = max(value, rate.floor.value)
    if rate.ceiling is not None:
        value = min(value, rate.ceiling.value)
    return Percent(value)


def _half_year(day: date) -> date:
    """The first day of its half-year."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def _half_years(first: date, last: date) -> Iterable[date]:
    """The half-years that begin after `first`, up to and including `last`."""
    for year in range(first.year, last.year + 1):
        for month in (1, 7):
            start = date(year, month, 1)
            if first < start <= last:
                yield start
