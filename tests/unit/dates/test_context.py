from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from collectkit.dates import WEEKENDS, Context, Table, calendar_from
from collectkit.errors import CollectkitError, DuplicateId, InvalidDate, InvalidFact


@dataclass(frozen=True)
class Flat:
    id: str
    covers_from: date = date(2020, 1, 1)
    covers_until: date = date(2030, 1, 1)

    def at(self, day: date) -> Decimal:
        return Decimal("1.27") if day >= self.covers_from else Decimal(0)


def test_a_context_asks_for_nothing() -> None:
    assert Context() == Context(calendar=WEEKENDS, tables=(), known_at=None)


def test_a_context_holds_what_the_host_knows() -> None:
    calendar = calendar_from([date(2026, 12, 25)])
    context = Context(
        calendar=calendar, tables=(Flat("base"), Flat("ecb")), known_at=date(2026, 3, 1)
    )
    assert context.calendar is calendar
    assert [table.id for table in context.tables] == ["base", "ecb"]
    assert context.known_at == date(2026, 3, 1)
    assert isinstance(context.tables[0], Table)


@pytest.mark.parametrize(
    ("fields", "message", "field"),
    [
        ({"calendar": None}, "calendar must be Calendar, not NoneType", "calendar"),
        ({"calendar": {date(2026, 12, 25)}}, "calendar must be Calendar, not set", "calendar"),
        ({"tables": ({"id": "base"},)}, "tables must be Table, not dict", "tables"),
        ({"tables": (None,)}, "tables must be Table, not NoneType", "tables"),
    ],
)
def test_a_context_refuses_what_is_no_calendar_and_no_table(
    fields: dict[str, Any], message: str, field: str
) -> None:
    with pytest.raises(InvalidFact) as caught:
        Context(**fields)
    assert (caught.value.message, caught.value.field) == (message, field)


def test_two_tables_of_one_id_are_refused() -> None:
    with pytest.raises(DuplicateId) as caught:
        Context(tables=(Flat("base"), Flat("ecb"), Flat("base")))
    assert str(caught.value) == "two tables have the id base"
    assert caught.value.field == "tables"


@pytest.mark.parametrize("known_at", ["2026-03-01", datetime(2026, 3, 1), 20260301])  # noqa: DTZ001
def test_known_at_is_a_day(known_at: Any) -> None:
    with pytest.raises(InvalidDate, match=r"^known_at must be a date, not ") as caught:
        Context(known_at=known_at)
    assert caught.value.field == "known_at"


def test_a_context_is_frozen_hashable_pickles_and_takes_keywords_only() -> None:
    context = Context(tables=(Flat("base"),), known_at=date(2026, 3, 1))
    with pytest.raises(FrozenInstanceError):
        context.known_at = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        Context(WEEKENDS)  # type: ignore[call-arg]
    assert pickle.loads(pickle.dumps(Context())) == Context()
    assert copy.deepcopy(context) == copy.copy(context) == context
    assert {context, copy.copy(context)} == {context}


def test_a_context_keeps_nothing_that_can_change() -> None:
    tables: Any = [Flat("base")]
    try:
        context = Context(tables=tables)
    except CollectkitError:
        return
    assert hash(context) == hash(Context(tables=tuple(tables)))
