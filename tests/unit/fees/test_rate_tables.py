"""The figures that come with the library: whole, in step with each other, and as published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from collectkit.dates import Context
from collectkit.errors import RateCoverageError
from collectkit.fees import RATE_TABLES, RateTable
from collectkit.money import Percent

DAY = timedelta(1)
BANK_RATE = RATE_TABLES["boe-bank-rate"]
BOE = RATE_TABLES["boe-half-year"]
DE = RATE_TABLES["de-basiszinssatz"]
ECB = RATE_TABLES["ecb-mro-half-year"]
US = RATE_TABLES["us-prompt-payment"]
HALF_YEARLY = (BOE, DE, ECB, US)

DIGESTS = {
    "boe-bank-rate": "c8e147f5dec3f767be2ed8a34c5c4ac1fac11d66eeb824c11cdfa566457a24b5",
    "boe-half-year": "9bc0c470f7c89447482702853d1b27c0a760c79a7af21d186877d3ecc4431d15",
    "de-basiszinssatz": "0eb25552a7ff7c344e65294ef0c473c53a827fabb1906872fbb858356a83ad63",
    "ecb-mro-half-year": "d9aa57f555952de594b53655e38c4582bc8cc4219d2d06b7ddf6f51af10cd734",
    "us-prompt-payment": "05d59b827bbd1691add7d0095202c8b49e56bffc42efb086fb3a3859e78a6e2e",
}


def half_years(first: date, last: date) -> list[date]:
    """The first days of the half-years from one to another, both included."""
    starts = [date(year, month, 1) for year in range(1990, 2040) for month in (1, 7)]
    return [day for day in starts if first <= day <= last]


def test_the_tables_stand_under_their_ids_and_fit_a_context() -> None:
    assert [*RATE_TABLES] == sorted(DIGESTS)
    assert all(table.id == name for name, table in RATE_TABLES.items())
    tables = tuple(RATE_TABLES.values())
    assert Context(tables=tables).tables == tables


def test_nobody_changes_the_tables() -> None:
    with pytest.raises(TypeError):
        RATE_TABLES["base"] = DE  # type: ignore[index]


@pytest.mark.parametrize("name", DIGESTS)
def test_the_figures_are_those_last_read(name: str) -> None:
    assert RATE_TABLES[name].digest == DIGESTS[name], "new figures need a new digest and a line"


@pytest.mark.parametrize("name", DIGESTS)
def test_any_changed_figure_changes_the_digest(name: str) -> None:
    table = RATE_TABLES[name]
    digests = {table.digest}
    for i, (since, rate) in enumerate(table.points):
        points = (*table.points[:i], (since, rate + Percent("0.01")), *table.points[i + 1 :])
        digests.add(replace(table, points=points).digest)
    assert len(digests) == len(table.points) + 1


@pytest.mark.parametrize("table", RATE_TABLES.values(), ids=lambda table: table.id)
def test_points_ascend_and_say_where_they_are_from(table: RateTable) -> None:
    assert all(before < since for (before, _), (since, _) in pairwise(table.points))
    assert table.as_of == date(2026, 11, 21)
    assert table.source.isprintable()
    assert all(Percent(-1) < rate < Percent(10) for _, rate in table.points)


@pytest.mark.parametrize("table", HALF_YEARLY, ids=lambda table: table.id)
def test_every_half_year_has_a_figure_or_is_a_declared_gap(table: RateTable) -> None:
    wanted = half_years(table.points[0][0], table.covers_until)
    missing = [day for day in wanted if any(first <= day <= last for first, last in table.gaps)]
    assert [day for day, _ in table.points] == [day for day in wanted if day not in missing]
    after = [last + DAY for _, last in table.gaps] + [table.covers_until + DAY]
    assert all((day.month, day.day) in ((1, 1), (7, 1)) for day in after)
    assert all((day.month, day.day) in ((1, 1), (7, 1)) for day, _ in table.gaps)


@pytest.mark.parametrize(
    ("table", "first", "last"),
    [
        (BANK_RATE, "2001-11-08", "2026-06-30"),
        (BOE, "2002-08-07", "2026-12-31"),
        (DE, "2002-01-01", "2026-12-31"),
        (ECB, "2002-07-01", "2026-06-30"),
        (US, "2004-07-01", "2026-06-30"),
    ],
    ids=lambda given: getattr(given, "id", None),
)
def test_coverage_ends_where_reading_ended(table: RateTable, first: str, last: str) -> None:
    assert (str(table.covers_from), str(table.covers_until)) == (first, last)
    for day in (table.covers_from - DAY, table.covers_until + DAY):
        with pytest.raises(RateCoverageError):
            table.at(day)


def test_gaps_are_those_of_the_prompt_payment_rate() -> None:
    assert [table.id for table in RATE_TABLES.values() if table.gaps] == [US.id]
    assert half_years(US.covers_from, US.covers_until)[2] == date(2005, 7, 1)
    for text in ("2005-07-01", "2007-06-30", "2012-01-01", "2012-12-31", "2022-09-09"):
        with pytest.raises(RateCoverageError):
            US.at(date.fromisoformat(text))
    with pytest.raises(RateCoverageError):
        US.at(date(2025, 7, 1))


# -- identities ----------------------------------------------------------------------------------
def test_the_german_base_rate_is_the_ecb_rate_less_88_hundredths() -> None:
    """BGB section 247: moved in step since the base of January 2002."""
    shared = half_years(ECB.covers_from, ECB.covers_until)
    assert len(shared) == 48
    for day in shared:
        assert DE.rate_at(day) + Percent("0.88") == ECB.rate_at(day), day


def test_the_uk_reference_is_the_bank_rate_on_the_day_before_the_half_year() -> None:
    """SI 2002/1675 article 4."""
    assert len(BOE.points) == 49
    for since, rate in BOE.points:
        assert BANK_RATE.rate_at(since - DAY) == rate, since


def test_the_bank_rate_changes_at_every_one_of_its_points() -> None:
    days = tuple(day for day, _ in BANK_RATE.points)
    assert BANK_RATE.changes(days[0], BANK_RATE.covers_until) == days[1:]


# -- as published --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("table", "day", "rate"),
    [
        (DE, "2005-12-31", "1.17"),
        (DE, "2008-01-01", "3.32"),
        (DE, "2012-12-31", "0.12"),
        (DE, "2013-01-01", "-0.13"),
        (DE, "2022-12-31", "-0.88"),
        (DE, "2023-01-01", "1.62"),
        (DE, "2024-06-30", "3.62"),
        (ECB, "2008-06-30", "4.20"),
        (ECB, "2013-09-01", "0.50"),
        (ECB, "2020-01-01", "0.00"),
        (ECB, "2024-01-01", "4.50"),
        (ECB, "2026-04-01", "2.15"),
        (BOE, "2017-11-15", "0.25"),
        (BOE, "2020-04-01", "0.75"),
        (BOE, "2025-06-11", "4.75"),
        (BANK_RATE, "2017-11-15", "0.50"),
        (BANK_RATE, "2020-04-01", "0.10"),
        (BANK_RATE, "2025-12-17", "4.00"),
        (BANK_RATE, "2025-12-18", "3.75"),
        (US, "2009-03-10", "5.625"),
        (US, "2014-06-30", "2.125"),
        (US, "2016-12-31", "1.875"),
        (US, "2017-07-24", "2.375"),
        (US, "2024-09-01", "4.875"),
        (US, "2025-01-01", "4.625"),
    ],
    ids=lambda given: getattr(given, "id", given),
)
def test_known_figures(table: RateTable, day: str, rate: str) -> None:
    asked = date.fromisoformat(day)
    assert table.at(asked) == Decimal(rate)
    assert table.rate_at(asked) == Percent(rate)
