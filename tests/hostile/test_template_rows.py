"""Every bad template of the rows meets the reaction its row states, at every door of a text."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.rows import ACCEPTED, REFUSED, Row, read, value_of
from tests.hostile.template_doors import MEANT, OURS, Case, Door, template_doors
from tests.hostile.test_bad_inputs import BYTES, LARGE, LONGEST, SECONDS, cost, refusal

from collectkit.messages import VARIABLES
from collectkit.money import Money

HERE = Path(__file__).parent
ROWS = tuple(row for row in read(HERE / "bad_inputs.jsonl") if row.category == "templates")
NAMED = ("line 1, column ", "amount_due", "body", "subject", "html", "sms", "template")


def folded(text: str) -> str:
    """`text` with every kind of space as a plain one."""
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)


def expected(row: Row, value: Any) -> str:
    """What an accepted row prints: in `MEANT`, or its own result, or its value as given."""
    if row.id in MEANT:
        return MEANT[row.id]
    return str(value[1]["customer"]) if row.result == "as given" else str(row.result)


def ill_refused(door: Door, *, most: int) -> str | None:
    """What is wrong where a text is to be refused."""
    message, given = refusal(door)
    if message is None:
        return f"printed {given!r:.200}"
    if not message.isascii() or len(message) > LONGEST:
        return f"says {len(message)} characters: {message:.200}"
    if not any(name in message for name in NAMED):
        return f"names neither field nor position: {message}"
    seconds, peak = cost(door)
    return f"took {seconds:.3f} s, {peak:,} bytes" if seconds > SECONDS or peak > most else None


def misprinted(door: Door, result: str) -> str | None:
    """What is wrong where a text is to be printed as `result`."""
    message, given = refusal(door)
    if message is not None:
        return f"refused it: {message}"
    return None if folded(str(given)) == result else f"printed {given!r:.200}"


def complaints(row: Row) -> list[str]:
    value, refused = value_of(row.py), row.expect == REFUSED
    found = []
    for name, door in template_doors(Case(value, refused=refused)).items():
        most = LARGE if name == "document" else BYTES
        wrong = ill_refused(door, most=most) if refused else misprinted(door, expected(row, value))
        if wrong:
            found.append(f"{name}: {wrong}")
    return found


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in ROWS])
def test_a_bad_template_meets_its_reaction_at_every_door(row: Row) -> None:
    assert complaints(row) == []


def test_no_row_is_passed_over() -> None:
    assert len(ROWS) >= 13
    assert {row.expect for row in ROWS} <= {REFUSED, *ACCEPTED}
    assert MEANT.keys() <= {row.id for row in ROWS if row.expect != REFUSED}


def test_names_are_only_mapped_where_they_are_not_ours() -> None:
    assert not OURS.keys() & VARIABLES.keys()
    assert set(OURS.values()) <= VARIABLES.keys()
    case = Case(("{amount|money} {amount}", {"amount": value_of("D('4.00')")}), refused=False)
    assert (case.text, case.locale) == ("{amount_due|money} {amount_due}", "en")
    assert case.values["amount_due"] == Money("4.00", "EUR")
    assert Case("{{amount}} fr_FR", refused=True).locale == "fr_FR"
    assert Case("{{amount}} $amount", refused=True).text == "{{amount}} $amount"


def reaction(py: str, expect: str, **more: str) -> list[str]:
    return complaints(Row(id="x", category="templates", py=py, expect=expect, why="", **more))


def test_a_wrong_reaction_is_seen() -> None:
    assert reaction("'{customer}'", REFUSED)[0] == "Template: printed 'Example Ltd'"
    assert "Template: refused it: line 1" in reaction("'{'", "normalise", result="{")[0]
    assert reaction("'{customer}'", "normalise", result="x")[3] == "body: printed 'Example Ltd'"
    assert reaction("'{customer}'", "normalise", result="Example Ltd") == []
