"""Every bad input meets the reaction its row states, at every door where such an input enters.

A refusal is an error of the library (pydantic's, where a policy is built in code) or a `Problem`.
It names the field or the value in at most 300 characters and costs next to nothing: the memory
bound shows that no absurd number was converted and no megabyte of text copied or echoed.
"""

from __future__ import annotations

import tomllib
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from timeit import default_timer
from typing import Any

import pytest
from pydantic import ValidationError
from tests.hostile.doors import WHOLE, Door, date_doors, money_doors, terms_doors
from tests.hostile.rows import ACCEPTED, REFUSED, Row, hosted, read, value_of

from collectkit.errors import CollectkitError, Problem, shown

HERE = Path(__file__).parent
ROWS = read(HERE / "bad_inputs.jsonl")
FATES: dict[str, dict[str, Any]] = tomllib.loads((HERE / "fates.toml").read_text("utf-8"))

LONGEST = 300
SECONDS = 1.0
BYTES = 100_000
LARGE = 10_000_000


def money(row: Row, value: Any, *, refused: bool) -> dict[str, Door]:
    return money_doors(value, row.currency, refused=refused)


def dates(row: Row, value: Any, *, refused: bool) -> dict[str, Door]:
    return date_doors(value, refused=refused)


def terms(row: Row, value: Any, *, refused: bool) -> dict[str, Door]:
    return terms_doors(value)


DOORS: dict[str, Callable[..., dict[str, Door]]] = {"money": money, "dates": dates, "terms": terms}
NOT_YET = {"frames"}
"""Categories whose rows no door is written for yet."""
ELSEWHERE = {"policy", "templates"}
"""Categories with a file of their own."""


def refusal(door: Door) -> tuple[str | None, object]:
    """The message of a refusal, or None and what the door gave."""
    try:
        given = door()
    except CollectkitError as error:
        return str(error), error
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg']}", error
    return (str(given), given) if isinstance(given, Problem) else (None, given)


def cost(door: Door) -> tuple[float, int]:
    """Seconds and bytes that a refusal takes, the second time."""
    tracemalloc.start()
    begun = default_timer()
    try:
        with suppress(CollectkitError, ValidationError):
            door()
        return default_timer() - begun, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def names_it(message: str, value: object, row: Row) -> bool:
    """Whether a message names the value, its currency, or the field it was given for."""
    fields = {
        "money": ("amount", "currency", "percent", "number", "rate"),
        "dates": ("day", "_on", "start", "holidays", "as_of", "known_at", "months", "count"),
        "terms": ("terms",),
    }[row.category]
    values = (shown(value).strip("`")[:10], shown(row.currency).strip("`"))
    return any(text in message for text in (*values, *fields))


def misread(door: Door, result: object) -> str | None:
    """What is wrong where the value is to be read as `result`; digits and type count."""
    message, given = refusal(door)
    if message is not None:
        return f"refused it: {message}"
    return None if repr(given) == repr(result) else f"gave {given!r:.200}"


def ill_refused(row: Row, value: object, door: Door, *, most: int = BYTES) -> str | None:
    """What is wrong where the value is to be refused."""
    message, given = refusal(door)
    if message is None:
        return f"took it as {given!r:.200}"
    message.encode()
    if len(message) > LONGEST:
        return f"says {len(message)} characters: {message:.200}"
    if not names_it(message, value, row):
        return f"names neither field nor value: {message}"
    seconds, peak = cost(door)
    if seconds > SECONDS or peak > most:
        return f"took {seconds:.3f} s and {peak:,} bytes to refuse"
    return None


def wanted(row: Row, result: str) -> object:
    """What a row's result stands for: terms are told in words, the others as an expression."""
    return result if row.category == "terms" else value_of(result)


def complaints(row: Row, fate: dict[str, Any]) -> list[str]:
    """What is wrong at each door, under the row or under its fate."""
    only = fate.get("doors")
    with hosted(row.context):
        value = value_of(row.py)
        everywhere = row.expect if only or not fate else fate["expect"]
        doors = DOORS[row.category](row, value, refused=everywhere == REFUSED)
        found = [f"there is no door {name}" for name in only or () if name not in doors]
        for name, door in doors.items():
            decided: dict[str, Any] = fate if not only or name in only else {}
            if decided.get("expect", row.expect) == REFUSED:
                wrong = ill_refused(row, value, door, most=LARGE if name in WHOLE else BYTES)
            else:
                wrong = misread(door, wanted(row, str(decided.get("result", row.result))))
            if wrong:
                found.append(f"{name}: {wrong}")
    return found


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row.id) for row in ROWS if row.category in DOORS],
)
def test_a_bad_input_meets_its_reaction_at_every_door(row: Row) -> None:
    assert not complaints(row, FATES.get(row.id, {}))


@pytest.mark.parametrize("id", [name for name in FATES if name.partition("-")[0] not in ELSEWHERE])
def test_a_fate_is_another_than_the_rows_own(id: str) -> None:
    row = next(row for row in ROWS if row.id == id)
    fate = FATES[id]
    assert set(fate) >= {"expect", "clause", "why"}
    assert set(fate) <= {"expect", "clause", "why", "doors", "result"}
    assert fate["clause"].startswith(("FACTS, ", "ARCHITECTURE, "))
    assert complaints(row, {})


def test_no_row_is_passed_over_in_silence() -> None:
    assert {row.category for row in ROWS} == DOORS.keys() | NOT_YET | ELSEWHERE
    assert not DOORS.keys() & (NOT_YET | ELSEWHERE)
    assert {row.expect for row in ROWS} == {REFUSED, *ACCEPTED}
    assert len({row.id for row in ROWS}) == len(ROWS) >= 140


def reaction(py: str, expect: str, **more: str) -> list[str]:
    row = Row(id="x", category="money", py=py, expect=expect, why="", **more)
    return complaints(row, {})


def test_a_wrong_reaction_is_seen() -> None:
    assert reaction("'1.00'", REFUSED)[0] == "Money: took it as Decimal('1.00')"
    assert reaction("'1.00'", "normalise", result="D('1')")[0] == "Money: gave Decimal('1.00')"
    assert reaction("'-1.00'", "accept-exactly", result="D('-1.00')") == []


@pytest.mark.parametrize(
    ("door", "says"),
    [
        (lambda: fail("the value `x` is no amount" + "x" * 300), "says 326 characters"),
        (lambda: fail("something is wrong"), "names neither"),
        (lambda: fail("amount" + str(len("9" * 1_000_000 + "8"))), "bytes to refuse"),
    ],
)
def test_a_poor_refusal_is_seen(door: Door, says: str) -> None:
    row = Row(id="x", category="money", py="''", expect=REFUSED, why="")
    assert says in str(ill_refused(row, object(), door))


def fail(message: str) -> None:
    raise CollectkitError(message)
