from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import Column, DateTable
from collectkit.errors import CollectkitError, DuplicateId, InvalidDate, InvalidFact

DAYS = (date(2026, 1, 1), date(2026, 1, 5), date(2026, 2, 1))
DUE = Column("due_on", "date", (date(2026, 1, 31), None, date(2026, 3, 3)))
OFF = Column("off", "permille", (20, 0, None))
STAGE = Column("stage", "text", (None, "final", "friendly"))
LATE = Column("late_by", "int", (-3, 0, 12))
TABLE = DateTable("net-30", DAYS, (DUE, OFF, STAGE, LATE))


def test_a_row_is_found_by_its_day() -> None:
    assert [TABLE.at(day) for day in DAYS] == [
        {"due_on": date(2026, 1, 31), "off": 20, "stage": None, "late_by": -3},
        {"due_on": None, "off": 0, "stage": "final", "late_by": 0},
        {"due_on": date(2026, 3, 3), "off": None, "stage": "friendly", "late_by": 12},
    ]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 2), date(2026, 2, 2)])
def test_a_day_it_was_not_asked_about_is_an_error(day: date) -> None:
    with pytest.raises(InvalidDate) as caught:
        TABLE.at(day)
    assert str(caught.value) == f"net-30: {day} is not in the table"
    assert (caught.value.field, caught.value.subject) == ("day", "net-30")


@pytest.mark.parametrize("junk", [datetime(2026, 1, 1), "2026-01-01", None])  # noqa: DTZ001
def test_a_row_is_asked_for_by_a_day(junk: Any) -> None:
    with pytest.raises(InvalidDate, match=r"^net-30: day must be a date, not "):
        TABLE.at(junk)


def test_a_row_given_out_can_be_changed_without_harm() -> None:
    TABLE.at(DAYS[0])["off"] = 99
    assert TABLE.at(DAYS[0])["off"] == 20


def test_an_empty_table_keeps_its_columns() -> None:
    empty = DateTable("net-30", (), (Column("due_on", "date", ()),))
    assert [(column.name, column.kind) for column in empty.columns] == [("due_on", "date")]
    with pytest.raises(InvalidDate):
        empty.at(DAYS[0])


def test_a_table_may_have_no_columns() -> None:
    assert DateTable("net-30", DAYS, ()).at(DAYS[1]) == {}


def test_sequences_become_tuples() -> None:
    days: Any = list(DAYS)
    values: Any = [1, 2, 3]
    columns: Any = [Column("n", "int", values)]
    table = DateTable("net-30", days, columns)
    for changed in (days, values, columns):
        changed.clear()
    assert table == DateTable("net-30", DAYS, (Column("n", "int", (1, 2, 3)),))
    assert hash(table) == hash(copy.deepcopy(table))


def test_a_table_is_frozen_and_pickles() -> None:
    assert pickle.loads(pickle.dumps(TABLE)) == copy.deepcopy(TABLE) == TABLE
    with pytest.raises(FrozenInstanceError):
        TABLE.key = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        DUE.values = ()  # type: ignore[misc]


@pytest.mark.parametrize("days", [DAYS[1::-1], (DAYS[0], DAYS[0]), (*DAYS, DAYS[1])])
def test_days_ascend(days: tuple[date, ...]) -> None:
    with pytest.raises(InvalidDate) as caught:
        DateTable("net-30", days, ())
    assert caught.value.message == f"days must ascend, but {days[-1]} follows {days[-2]}"
    assert (caught.value.field, caught.value.subject) == ("days", "net-30")


def test_a_name_is_given_once() -> None:
    with pytest.raises(DuplicateId) as caught:
        DateTable("net-30", DAYS, (OFF, DUE, OFF))
    assert str(caught.value) == "net-30: two columns have the name off"
    assert (caught.value.field, caught.value.subject) == ("columns", "net-30")


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_column_has_one_value_per_day(count: int) -> None:
    with pytest.raises(InvalidFact) as caught:
        DateTable("net-30", DAYS, (OFF, Column("n", "int", (1,) * count)))
    assert str(caught.value) == f"net-30: column n has {count} values for 3 days"
    assert (caught.value.field, caught.value.subject) == ("columns", "net-30")


@pytest.mark.parametrize(
    ("key", "days", "columns", "field"),
    [
        ("", DAYS, (), "key"),
        (None, DAYS, (), "key"),
        ("net-30", ("2026-01-01",), (), "days"),
        ("net-30", (datetime(2026, 1, 1),), (), "days"),  # noqa: DTZ001
        ("net-30", (), (("due_on", "date", ()),), "columns"),
    ],
)
def test_what_is_no_table(key: Any, days: Any, columns: Any, field: str) -> None:
    with pytest.raises(CollectkitError) as caught:
        DateTable(key, days, columns)
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["", "Due", "1st", "due on", "due-on", "dü", "a" * 64, None, 7])
def test_a_name_is_a_plain_identifier(name: Any) -> None:
    with pytest.raises(InvalidFact, match=r"^name must be small letters, ") as caught:
        Column(name, "int", ())
    assert caught.value.field == "name"


def test_the_longest_name() -> None:
    assert Column("a" * 63, "int", ()).name == "a" * 63


@pytest.mark.parametrize("kind", ["", "money", "INT", None, ["int"]])
def test_kinds_are_known(kind: Any) -> None:
    with pytest.raises(
        InvalidFact, match=r"^kind must be one of date, int, permille, text, not "
    ) as caught:
        Column("n", kind, ())
    assert caught.value.field == "kind"


@pytest.mark.parametrize(
    ("kind", "junk"),
    [
        ("date", 1),
        ("date", "2026-01-01"),
        ("date", datetime(2026, 1, 1)),  # noqa: DTZ001
        ("int", True),
        ("int", 1.0),
        ("int", "1"),
        ("int", 2**63),
        ("int", -(2**63) - 1),
        ("permille", 0.5),
        ("permille", 2**63),
        ("text", 1),
        ("text", ""),
    ],
)
def test_values_are_of_their_kind(kind: Any, junk: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^n must ") as caught:
        Column("n", kind, (None, junk))
    assert caught.value.field == "n"


def test_numbers_fit_an_engine() -> None:
    edges = (-(2**63), 2**63 - 1)
    assert Column("n", "int", edges).values == edges
