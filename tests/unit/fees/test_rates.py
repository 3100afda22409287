from __future__ import annotations

import decimal
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from collectkit.errors import (
    CollectkitError,
    InvalidDate,
    InvalidFact,
    InvalidPercent,
    RateCoverageError,
)
from collectkit.fees import RateTable
from collectkit.money import Percent

FIELDS: dict[str, Any] = {
    "id": "base",
    "points": (
        (date(2024, 1, 1), Percent("5.25")),
        (date(2024, 7, 1), Percent("5.25")),
        (date(2025, 7, 1), Percent("4.25")),
    ),
    "covers_from": date(2024, 1, 1),
    "covers_until": date(2025, 12, 31),
    "as_of": date(2026, 1, 5),
    "source": "the bank's page",
    "gaps": ((date(2025, 1, 1), date(2025, 6, 30)),),
}
TABLE = RateTable(**FIELDS)


def test_a_rate_holds_from_its_day_to_the_day_before_the_next() -> None:
    assert TABLE.at(date(2024, 1, 1)) == TABLE.at(date(2024, 12, 31)) == Decimal("5.25")
    assert TABLE.rate_at(date(2025, 7, 1)) == TABLE.rate_at(date(2025, 12, 31)) == Percent("4.25")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 12, 31), "it covers 2024-01-01 to 2025-12-31"),
        (date(2026, 1, 1), "it covers 2024-01-01 to 2025-12-31"),
        (date.min, "it covers 2024-01-01 to 2025-12-31"),
        (date.max, "it covers 2024-01-01 to 2025-12-31"),
        (date(2025, 1, 1), "it covers 2024-01-01 to 2025-12-31 without 2025-01-01 to 2025-06-30"),
        (date(2025, 6, 30), "it covers 2024-01-01 to 2025-12-31 without 2025-01-01 to 2025-06-30"),
    ],
)
def test_a_day_without_a_rate_is_an_error_that_names_it(day: date, text: str) -> None:
    with pytest.raises(RateCoverageError) as caught:
        TABLE.at(day)
    error = caught.value
    assert error.message == f"base has no rate for {day}: {text}"
    assert str(error) == f"{error.message} (give a table that covers the day)"
    assert (error.table, error.day, error.covers_until) == ("base", day, date(2025, 12, 31))
    assert (error.code, error.field, error.subject) == ("fees.rate-coverage", "day", "base")


@pytest.mark.parametrize(
    ("day", "rate", "known"),
    [
        (date(2024, 7, 5), "5.25", date(2024, 7, 5)),
        (date(2025, 6, 30), "5.25", date(2024, 12, 31)),
        (date(2025, 7, 1), "4.25", date(2025, 7, 1)),
        (date(2027, 3, 1), "4.25", date(2025, 12, 31)),
        (date.max, "4.25", date(2025, 12, 31)),
    ],
)
def test_the_last_known_rate_says_which_day_it_was_known_for(
    day: date, rate: str, known: date
) -> None:
    assert TABLE.last_known(day) == (Percent(rate), known)


def test_nothing_is_known_before_the_table_begins() -> None:
    late = replace(TABLE, covers_from=date(2024, 3, 1))
    for table, day in ((TABLE, date(2023, 12, 31)), (late, date(2024, 2, 29))):
        with pytest.raises(RateCoverageError) as caught:
            table.last_known(day)
        assert caught.value.day == day


def test_a_repeated_rate_is_no_change() -> None:
    assert TABLE.changes(date(2024, 1, 1), date(2024, 12, 31)) == ()
    assert TABLE.changes(date(2025, 7, 1), date(2025, 12, 31)) == ()
    assert TABLE.changes(date(2025, 12, 31), date(2025, 7, 1)) == ()


def test_changes_lie_after_the_start_and_include_the_end() -> None:
    table = replace(TABLE, gaps=())
    day = date(2025, 7, 1)
    assert table.changes(date(2025, 6, 30), day) == (day,)
    assert table.changes(day, date(2025, 12, 31)) == ()


def test_changes_over_a_gap_are_an_error_unless_the_last_known_rate_will_do() -> None:
    start, end = date(2024, 12, 1), date(2026, 3, 1)
    with pytest.raises(RateCoverageError, match=r"^base has no rate for 2025-01-01: "):
        TABLE.changes(start, end)
    assert TABLE.changes(start, end, on_missing="last_known") == (date(2025, 7, 1),)
    assert TABLE.missing(start, end) == (
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2026, 1, 1), date(2026, 3, 1)),
    )
    with pytest.raises(RateCoverageError, match=r"^base has no rate for 2023-12-31: "):
        TABLE.changes(date(2023, 12, 31), end, on_missing="last_known")
    with pytest.raises(InvalidFact, match="on_missing must be one of last_known, raise"):
        TABLE.changes(start, end, on_missing="zero")  # type: ignore[arg-type]


def test_a_table_goes_stale_when_its_coverage_runs_out() -> None:
    assert not TABLE.stale(date(2025, 12, 31))
    assert TABLE.stale(date(2026, 1, 1))
    assert not TABLE.stale(date(2025, 12, 1), days=30)
    assert TABLE.stale(date(2025, 12, 1), days=31)
    assert TABLE.stale(date.max, days=10**9)
    with pytest.raises(InvalidFact, match="days must be at least 0, not `-1`"):
        TABLE.stale(date(2026, 1, 1), days=-1)


def test_the_digest_is_of_the_figures_alone() -> None:
    assert TABLE.digest == "c23ce9d5dcc6311cc3771a640342d826803e3e1f05f91202d7f27c7d90158d6a"
    spelled = replace(TABLE, points=tuple((d, Percent(f"{r.value}0")) for d, r in TABLE.points))
    assert (
        spelled.digest == replace(TABLE, source="x", as_of=date(2027, 1, 1)).digest == TABLE.digest
    )
    others = [
        replace(TABLE, id="basé"),
        replace(TABLE, gaps=()),
        replace(TABLE, gaps=((date(2025, 1, 2), date(2025, 6, 30)),)),
        replace(TABLE, covers_from=date(2024, 1, 2)),
        replace(TABLE, covers_until=date(2025, 12, 30)),
        replace(TABLE, points=(*TABLE.points[:2], (date(2025, 7, 1), Percent("4.26")))),
    ]
    assert len({table.digest for table in (TABLE, *others)}) == 7


def test_the_hosts_decimal_context_changes_nothing() -> None:
    before = (TABLE.digest, TABLE.at(date(2024, 1, 1)))
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)):
        assert (TABLE.digest, TABLE.at(date(2024, 1, 1))) == before
        assert RateTable(**FIELDS) == TABLE


def test_a_table_keeps_nothing_that_can_change() -> None:
    points = [list(point) for point in FIELDS["points"]]
    table = RateTable(**{**FIELDS, "points": points, "gaps": [list(FIELDS["gaps"][0])]})
    points[0][1] = Percent(9)
    assert table == TABLE
    assert hash(table) == hash(TABLE)
    with pytest.raises(FrozenInstanceError):
        table.points = ()  # type: ignore[misc]


# -- refused -------------------------------------------------------------------------------------
JULY = (date(2024, 7, 1), Percent("5.25"))
JANUARY = (date(2024, 1, 1), Percent("5"))


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"points": ()}, InvalidFact, "points must hold at least one rate"),
        (
            {"points": (JULY, JANUARY)},
            InvalidDate,
            "points must ascend, but 2024-01-01 (5%) follows 2024-07-01 (5.25%)",
        ),
        (
            {"points": (JANUARY, JANUARY)},
            InvalidDate,
            "points must ascend, but 2024-01-01 (5%) follows 2024-01-01 (5%)",
        ),
        (
            {"points": ((date(2024, 1, 1), Decimal(5)),)},
            InvalidFact,
            "points must be Percent, not Decimal",
        ),
        ({"points": (("2024-01-01", Percent(5)),)}, InvalidDate, "points must be a date, not str"),
        ({"points": (date(2024, 1, 1),)}, InvalidFact, "points must hold pairs, not `2024-01-01`"),
        (
            {"covers_from": date(2023, 12, 31)},
            InvalidDate,
            "covers_from 2023-12-31 is before the first point, 2024-01-01",
        ),
        (
            {"covers_until": date(2025, 6, 30)},
            InvalidDate,
            "covers_until 2025-06-30 is before the last point, 2025-07-01",
        ),
        (
            {"covers_from": date(2026, 1, 1), "covers_until": date(2025, 12, 31)},
            InvalidDate,
            "covers_until 2025-12-31 is before covers_from, 2026-01-01",
        ),
        ({"covers_until": date.max}, InvalidDate, "covers_until is 9999-12-31, which stands for"),
        ({"as_of": datetime(2026, 1, 5)}, InvalidDate, "as_of must be a date, not a datetime"),  # noqa: DTZ001
        ({"id": " "}, InvalidFact, "id must be non-empty text"),
        ({"source": ""}, InvalidFact, "source must be non-empty text"),
        (
            {"gaps": ((date(2024, 1, 1), date(2024, 6, 30)),)},
            InvalidDate,
            "gap 2024-01-01 to 2024-06-30 must lie inside 2024-01-01 to 2025-12-31",
        ),
        (
            {"gaps": ((date(2025, 9, 1), date(2025, 12, 31)),)},
            InvalidDate,
            "gap 2025-09-01 to 2025-12-31 must lie inside 2024-01-01 to 2025-12-31",
        ),
        (
            {"gaps": ((date(2025, 6, 30), date(2025, 1, 1)),)},
            InvalidDate,
            "gap 2025-06-30 to 2025-01-01 must lie inside",
        ),
        (
            {"gaps": ((date(2024, 6, 1), date(2025, 6, 30)),)},
            InvalidDate,
            "gap 2024-06-01 to 2025-06-30 holds the point of 2024-07-01",
        ),
        (
            {"gaps": ((date(2024, 7, 1), date(2025, 6, 30)),)},
            InvalidDate,
            "gap 2024-07-01 to 2025-06-30 holds the point of 2024-07-01",
        ),
        (
            {"gaps": ((date(2025, 1, 1), date(2025, 6, 29)),)},
            InvalidDate,
            "gap 2025-01-01 to 2025-06-29 must end on the day before a point",
        ),
        (
            {"gaps": (FIELDS["gaps"][0], (date(2025, 6, 30), date(2025, 6, 30)))},
            InvalidDate,
            "gaps must ascend, but one from 2025-06-30 follows one to 2025-06-30",
        ),
        ({"gaps": (None,)}, InvalidFact, "gaps must hold pairs, not `None`"),
    ],
)
def test_what_contradicts_itself_is_refused(
    given: dict[str, Any], kind: type[CollectkitError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        RateTable(**{**FIELDS, **given})
    assert caught.value.message.startswith(message)
    assert type(caught.value) is kind
    assert caught.value.field in given


# -- from text -----------------------------------------------------------------------------------
def test_a_table_of_text() -> None:
    table = RateTable.of(
        "base",
        {"2024-07-01": "5.00%", "2024-01-01": "5.25%"},
        covers_until=date(2024, 12, 31),
        source="our bank",
    )
    assert table == RateTable(
        id="base",
        points=((date(2024, 1, 1), Percent("5.25")), (date(2024, 7, 1), Percent(5))),
        covers_from=date(2024, 1, 1),
        covers_until=date(2024, 12, 31),
        as_of=date(2024, 7, 1),
        source="our bank",
    )


@pytest.mark.parametrize(
    ("rates", "kind", "message"),
    [
        ({}, InvalidFact, "points must hold at least one rate"),
        ({"2024-01-01": "5.25"}, InvalidPercent, "points: a rate is written with its sign"),
        ({"2024-01-01": 0.0525}, InvalidPercent, "points: a rate is written with its sign"),
        ({"2024-01-01": "five%"}, InvalidPercent, "percent"),
        ({"20240101": "5%"}, InvalidDate, "points: a day is written as 2026-03-31, not `20240101`"),
        ({"2024-02-30": "5%"}, InvalidDate, "points: a day is written as 2026-03-31"),
        ({"٢٠٢٤-01-01": "5%"}, InvalidDate, "points: a day is written as 2026-03-31"),
        ({None: "5%"}, InvalidDate, "points must be a date, not NoneType"),
    ],
)
def test_text_that_is_no_day_or_no_percentage_is_refused(
    rates: dict[Any, Any], kind: type[CollectkitError], message: str
) -> None:
    with pytest.raises(kind) as caught:
        RateTable.of("base", rates, covers_until="2024-12-31", source="our bank")
    assert caught.value.message.startswith(message)
