"""Rates by day: the table and the margin, how the sum is made, which day answers, and gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import InvalidFact, RateCoverageError, UnknownReference
from collectkit.fees import Margin, RateTable, TableRate
from collectkit.fees.book import OnMissing, RateBook, RateRun
from collectkit.money import Percent


def d(text: str) -> date:
    return date.fromisoformat(text)


BASE = RateTable.of(
    "base",
    {"2025-01-01": "4%", "2025-07-01": "3.62%", "2025-10-01": "3.62%", "2026-01-15": "-0.88%"},
    covers_until="2026-06-30",
    as_of="2026-02-01",
    source="our bank",
    name="Base rate",
)
HOLEY = RateTable.of(
    "base",
    {"2025-01-01": "4%", "2025-03-01": "4%", "2025-05-01": "3%"},
    gaps=[("2025-02-10", "2025-02-28")],
    covers_until="2025-12-31",
    source="our bank",
)


def book(table: RateTable = BASE, on_missing: OnMissing = "raise") -> RateBook:
    return RateBook(Context(tables=(table,)), on_missing)


def rates(found: list[RateRun]) -> list[tuple[str, str]]:
    return [(str(run.since), str(run.rate)) for run in found]


def runs(
    first: str, last: str, table: RateTable = BASE, on_missing: OnMissing = "raise", **rate: Any
) -> list[RateRun]:
    return book(table, on_missing).runs(TableRate(table="base", **rate), d(first), d(last))


def sum_on(day: str, **rate: Any) -> str:
    (run,) = runs(day, day, **rate)
    return str(run.rate)


# -- the sum ---------------------------------------------------------------------------------------
def test_a_fixed_rate_is_one_run() -> None:
    assert book().runs(Percent(8), d("2025-01-01"), d("2030-01-01")) == [
        RateRun(d("2025-01-01"), Percent(8), None)
    ]


def test_a_new_run_begins_where_the_value_changes() -> None:
    found = runs("2025-06-01", "2026-03-01", margin=Percent(9))
    assert rates(found) == [
        ("2025-06-01", "13%"), ("2025-07-01", "12.62%"), ("2026-01-15", "8.12%"),
    ]  # fmt: skip


def test_where_a_rate_comes_from() -> None:
    (run,) = runs("2025-11-05", "2025-11-05", margin=Percent(9))
    assert run.parts is not None
    assert (run.parts.table, run.parts.name, run.parts.reference) == (
        "base", "Base rate", Percent("3.62"),
    )  # fmt: skip
    assert (run.parts.reference_on, run.parts.table_as_of) == (d("2025-10-01"), d("2026-02-01"))
    assert (run.parts.margin, run.parts.provisional) == (Percent(9), False)


@pytest.mark.parametrize(
    ("rate", "found"),
    [
        ({"factor": Decimal(3)}, "10.86%"),
        ({"factor": Decimal("0.5"), "margin": Percent(1)}, "2.81%"),
        ({"margin": Percent(8), "round_up_to": Percent("0.5")}, "12%"),
        ({"margin": Percent("7.88"), "round_up_to": Percent("0.5")}, "11.5%"),
        ({"margin": Percent("7.89"), "round_up_to": Percent("0.5")}, "12%"),
        ({"floor": Percent(4)}, "4%"),
        ({"floor": Percent(3)}, "3.62%"),
        ({"ceiling": Percent(3)}, "3%"),
        ({"ceiling": Percent(4)}, "3.62%"),
        # Factor, margin, round up, floor, ceiling: 3.62 * 2 + 1 = 8.24 -> 8.5.
        ({"factor": Decimal(2), "margin": Percent(1), "round_up_to": Percent("0.5")}, "8.5%"),
        ({"round_up_to": Percent(1), "ceiling": Percent("3.9")}, "3.9%"),
        ({"round_up_to": Percent(1), "floor": Percent("4.1")}, "4.1%"),
        ({"margin": Percent(-10), "ceiling": Percent(1), "floor": Percent(-1)}, "-1%"),
    ],
)
def test_how_the_sum_is_made(rate: dict[str, Any], found: str) -> None:
    assert sum_on("2025-08-01", **rate) == found


@pytest.mark.parametrize(
    ("margin", "found"),
    [(0, "-0.88%"), (5, "4.12%"), (-1, "-1.88%")],
)
def test_a_negative_reference_is_not_floored(margin: int, found: str) -> None:
    assert sum_on("2026-02-01", margin=Percent(margin)) == found


@pytest.mark.parametrize(
    ("margin", "found"),
    # Up is towards more: -0.88 becomes -0.5, -1.5 stays.
    [("0", "-0.5%"), ("-0.62", "-1.5%"), ("0.88", "0%"), ("0.89", "0.5%")],
)
def test_rounding_up_below_zero(margin: str, found: str) -> None:
    assert sum_on("2026-02-01", margin=Percent(margin), round_up_to=Percent("0.5")) == found


def test_margins_by_day_cut_the_days() -> None:
    later = Margin(percent=Percent(8), applies_from=d("2025-03-01"))
    found = runs("2025-02-01", "2025-04-01", margin=Percent(7), margins=(later,))
    assert rates(found) == [("2025-02-01", "11%"), ("2025-03-01", "12%")]
    # In force on the first day already.
    found = runs("2025-03-01", "2025-04-01", margin=Percent(7), margins=(later,))
    assert rates(found) == [("2025-03-01", "12%")]


# -- which day answers -----------------------------------------------------------------------------
def test_a_frozen_rate_is_the_first_days_for_good() -> None:
    found = runs("2025-06-30", "2026-03-01", fixing="frozen")
    assert rates(found) == [("2025-06-30", "4%")]
    # Days after the coverage need no rate.
    assert rates(runs("2026-06-30", "2030-01-01", fixing="frozen")) == [("2026-06-30", "-0.88%")]


@pytest.mark.parametrize(
    ("reads", "found"),
    [
        ("day", [("2025-06-30", "4%"), ("2025-07-01", "3.62%"), ("2026-01-15", "-0.88%")]),
        # The half-year of 2025-06-30 began on 2025-01-01, whose eve is outside the table.
        ("half_year_start", [("2025-06-30", "4%"), ("2025-07-01", "3.62%")]),
    ],
)
def test_a_half_year_keeps_its_rate(reads: Any, found: list[tuple[str, str]]) -> None:
    assert rates(runs("2025-06-30", "2026-03-01", reads=reads)) == found


def test_the_eve_of_the_half_year_answers_for_it() -> None:
    found = runs("2025-07-01", "2026-03-01", reads="half_year_eve")
    assert rates(found) == [("2025-07-01", "4%"), ("2026-01-01", "3.62%")]
    assert [run.parts.reference_on for run in found if run.parts is not None] == [
        d("2025-06-30"), d("2025-12-31"),
    ]  # fmt: skip
    frozen = runs("2025-12-31", "2026-12-31", reads="half_year_eve", fixing="frozen")
    assert rates(frozen) == [("2025-12-31", "4%")]
    with pytest.raises(RateCoverageError, match="base has no rate for 2024-12-31"):
        runs("2025-06-30", "2025-06-30", reads="half_year_eve")


# -- what is missing -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("table", "first", "last", "day"),
    [
        (BASE, "2024-12-31", "2025-01-05", "2024-12-31"),
        (BASE, "2026-06-30", "2026-07-01", "2026-07-01"),
        (HOLEY, "2025-01-31", "2025-04-01", "2025-02-10"),
        (HOLEY, "2025-02-20", "2025-04-01", "2025-02-20"),
    ],
)
def test_a_day_without_a_rate_raises(table: RateTable, first: str, last: str, day: str) -> None:
    with pytest.raises(RateCoverageError) as caught:
        runs(first, last, table)
    assert (caught.value.code, caught.value.table, str(caught.value.day)) == (
        "fees.rate-coverage", "base", day,
    )  # fmt: skip


def provisional(found: list[RateRun]) -> list[tuple[str, str, bool]]:
    return [
        (str(run.since), str(run.rate), run.parts.provisional)
        for run in found
        if run.parts is not None
    ]


def test_the_last_known_rate_is_provisional() -> None:
    found = runs("2026-06-01", "2026-08-01", on_missing="last_known")
    assert provisional(found) == [
        ("2026-06-01", "-0.88%", False), ("2026-07-01", "-0.88%", True),
    ]  # fmt: skip
    assert found[1].parts is not None
    assert found[1].parts.reference_on == d("2026-06-30")
    # By half-year only the half-year counts whose day is missing.
    eve = runs("2026-06-01", "2027-02-01", on_missing="last_known", reads="half_year_eve")
    assert provisional(eve) == [
        ("2026-06-01", "3.62%", False), ("2026-07-01", "-0.88%", False), ("2027-01-01", "-0.88%",
                                                                          True),
    ]  # fmt: skip


def test_only_the_days_of_a_gap_are_provisional() -> None:
    # The rate after the gap is what it was before it, and it is known again.
    found = runs("2025-02-01", "2025-06-01", HOLEY, on_missing="last_known")
    assert provisional(found) == [
        ("2025-02-01", "4%", False),
        ("2025-02-10", "4%", True),
        ("2025-03-01", "4%", False),
        ("2025-05-01", "3%", False),
    ]


def test_before_the_table_there_is_no_last_known_rate() -> None:
    with pytest.raises(RateCoverageError):
        runs("2024-12-01", "2025-02-01", on_missing="last_known")


# -- which table -----------------------------------------------------------------------------------
def test_a_callers_table_replaces_the_shipped_one() -> None:
    own = RateTable.of(
        "boe-bank-rate", {"2025-01-01": "1%"}, covers_until="2025-12-31", source="our own"
    )
    rate, day = TableRate(table="boe-bank-rate"), d("2025-06-01")
    assert rates(RateBook(Context(tables=(own,)), "raise").runs(rate, day, day)) == [
        ("2025-06-01", "1%")
    ]
    for context in (None, Context(), Context(tables=(BASE,))):
        assert rates(RateBook(context, "raise").runs(rate, day, day)) == [("2025-06-01", "4.25%")]


def test_a_table_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(UnknownReference) as caught:
        RateBook(None, "raise").table("base")
    assert (caught.value.field, caught.value.subject) == ("table", "base")
    assert str(caught.value).startswith("no rate table base; known are boe-bank-rate, ")
    with pytest.raises(UnknownReference, match="no table of exchange rates nbp in the context"):
        RateBook(None, "raise").price("nbp", d("2025-01-01"))


class _Prices:
    """A table that is no table of rates."""

    id = "drawn"
    covers_from = d("2025-01-01")
    covers_until = d("2025-12-31")

    def at(self, day: date) -> Decimal:
        return Decimal(day.day)


def test_a_table_of_something_else_is_refused() -> None:
    prices: Any = _Prices()
    with pytest.raises(InvalidFact, match="table drawn must be a RateTable, not _Prices"):
        RateBook(Context(tables=(prices,)), "raise").table("drawn")


def test_a_price_is_read_from_the_context_only() -> None:
    prices: Any = _Prices()
    assert RateBook(Context(tables=(prices,)), "raise").price("drawn", d("2025-01-31")) == 31
    with pytest.raises(UnknownReference):
        RateBook(Context(), "raise").price("boe-bank-rate", d("2025-01-31"))
