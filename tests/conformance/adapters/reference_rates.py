"""Rates by table: a caller's own where the case states the reference, else a shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from tests.conformance.adapters.charges import DUE, charged, late
from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.translate import CURRENCY, day, day_count, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.fees import (
    RATE_TABLES,
    Interest,
    InterestSegment,
    LateCharges,
    Margin,
    RateTable,
    TableRate,
)
from collectkit.money import Percent

__all__ = [
    "a_table", "by_given_segments", "by_range", "by_segments", "factor_of_reference",
    "looked_up", "margin_over_reference", "margin_over_table", "next_half_point", "timeline",
]  # fmt: skip

_SHIPPED = {
    "boe_base_rate_reference_half_year": "boe-half-year",
    "de_basiszinssatz": "de-basiszinssatz",
    "ecb_mro_half_year": "ecb-mro-half-year",
    "us_prompt_payment": "us-prompt-payment",
}
_REFERENCE = {"de": "de-basiszinssatz"}
_ROUNDING: dict[str, Literal["item", "per_segment", "per_day"]] = {
    "once": "item",
    "per_segment": "per_segment",
    "per_day": "per_day",
}
_ANY_PRINCIPAL = "1000"


def a_table(id: str, points: Sequence[tuple[date, Any]], until: date) -> RateTable:
    """A caller's table of rates by day."""
    return RateTable(
        id=id,
        points=tuple((since, percent(rate)) for since, rate in points),
        covers_from=points[0][0],
        covers_until=until,
        as_of=until,
        source="the case",
    )


def _shipped(name: str) -> str:
    if name not in _SHIPPED:
        raise Unsupported(f"no table {name}")
    return _SHIPPED[name]


def _segments(charges: LateCharges) -> tuple[InterestSegment, ...]:
    return tuple(segment for line in charges.lines for segment in line.segments)


def _rate_on(rate: TableRate, on: date, *tables: RateTable) -> Percent:
    """The rate of interest that begins on a day."""
    account = late(_ANY_PRINCIPAL, days_before(on, 1))
    return _segments(charged(account, on, Interest(rate=rate), tables=tables))[0].rate


def looked_up(given: Given) -> Figures:
    """A table's rate on a `date`."""
    return {"rate": RATE_TABLES[_shipped(given["table"])].rate_at(day(given["date"]))}


def margin_over_reference(given: Given) -> Figures:
    """A reference of `base` percent and a `margin`."""
    table = a_table("reference", [(DUE, given["base"])], DUE)
    return {
        "rate": _rate_on(TableRate(table="reference", margin=percent(given["margin"])), DUE, table)
    }


def factor_of_reference(given: Given) -> Figures:
    """`factor` times a reference of `base` percent."""
    table = a_table("reference", [(DUE, given["base"])], DUE)
    return {"rate": _rate_on(TableRate(table="reference", factor=given["factor"]), DUE, table)}


def margin_over_table(given: Given) -> Figures:
    """A shipped table's rate on a `date`, and a `margin`."""
    rate = TableRate(table=_shipped(given["table"]), margin=percent(given["margin"]))
    return {"rate": _rate_on(rate, day(given["date"]))}


def next_half_point(given: Given) -> Figures:
    """The same, raised to the next half point."""
    rate = TableRate(
        table=_shipped(given["table"]),
        margin=percent(given["margin"]),
        round_up_to=percent("0.5"),
    )
    return {"rate": _rate_on(rate, day(given["date"]))}


def timeline(given: Given) -> Figures:
    """Running interest on several days: a moving `base`, a `surcharge` with days of its own."""
    asked = [day(text) for text in given["dates"]]
    base = [(day(since), rate) for since, rate in given["base"]]
    *_, last = sorted(asked)
    rate = TableRate(
        table="base",
        margins=tuple(
            Margin(percent=percent(points), applies_from=day(since))
            for since, points in given["surcharge"]
        ),
    )
    account = late(_ANY_PRINCIPAL, days_before(base[0][0], 1))
    table = a_table("base", base, last)
    found = _segments(charged(account, last, Interest(rate=rate), tables=(table,)))
    return {
        "rates": [
            segment.rate
            for on in asked
            for segment in found
            if segment.from_on <= on <= segment.until_on
        ]
    }


def _floating(given: Given, due_on: date, as_of: date) -> LateCharges:
    """A margin over the table of a `mode`; a payment lowers the base from its own day.

    The due day is taken as it stands, also where it is a day off.
    """
    if given["mode"] not in _REFERENCE:
        raise Unsupported(f"no reference rate for mode {given['mode']}")
    rounding = given.get("rounding", "once")
    if rounding not in _ROUNDING:
        raise Unsupported(f"no rounding {rounding}")
    rate = TableRate(table=_REFERENCE[given["mode"]], margin=percent(given["margin"]))
    interest = Interest(rate=rate, value_day="same", rounding=_ROUNDING[rounding])
    payments = [(day(on), paid) for on, paid in given.get("payments", [])]
    account = late(given.get("principal", _ANY_PRINCIPAL), due_on, payments)
    return charged(account, as_of, interest)


def by_segments(given: Given) -> Figures:
    """From the day after `due` to `as_of`."""
    charges = _floating(given, day(given["due"]), day(given["as_of"]))
    return {
        "interest": charges.total(CURRENCY),
        "segments": [[segment.rate, segment.days] for segment in _segments(charges)],
    }


def by_range(given: Given) -> Figures:
    """From `first` to `last`, both included."""
    charges = _floating(given, days_before(day(given["first"]), 1), day(given["last"]))
    return {
        "interest": charges.total(CURRENCY),
        "segments": [
            [segment.rate, segment.days, segment.amount] for segment in _segments(charges)
        ],
    }


def by_given_segments(given: Given) -> Figures:
    """Rates for so many days each, as one debt and each on its own.

    The library joins days of one rate; what each part bears is therefore asked one by one.
    """
    convention = day_count(given.get("basis", "365"))
    points, parts, before = [], [], DUE
    for rate, days in given["segments"]:
        until = days_after(before, days)
        points.append((days_after(before, 1), rate))
        alone = Interest(rate=percent(rate), day_count=convention)
        parts.append(charged(late(given["principal"], before), until, alone).total(CURRENCY))
        before = until
    whole = Interest(rate=TableRate(table="segments"), day_count=convention)
    table = a_table("segments", points, before)
    charges = charged(late(given["principal"], DUE), before, whole, tables=(table,))
    return {"interest": charges.total(CURRENCY), "per_segment": parts}
