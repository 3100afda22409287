"""Every bad input of a policy document meets the reaction its row states.

The rows were written before the document was: `FORMS` has for each what is the same in ours, the
doors it comes to, and what its refusal says. A row that FACTS or ARCHITECTURE decide otherwise
has its fate in `fates.toml`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from timeit import default_timer
from typing import Any, NamedTuple

import pytest
from tests.hostile.rows import ACCEPTED, REFUSED, read, value_of
from tests.hostile.test_bad_inputs import FATES, HERE, LARGE, LONGEST, cost, refusal
from tests.unit.policy.paper import POLICY, TOML, changed, document

from collectkit import CollectionsPolicy
from collectkit.fees import LateChargePolicy

ROWS = {row.id: row for row in read(HERE / "bad_inputs.jsonl") if row.category == "policy"}
SECONDS = 0.05

Door = Callable[[], object]
RATE, GRACE = "late_charges.0.interest.rate", "late_charges.0.grace_days"


class Form(NamedTuple):
    """What a row is in our document: the doors it comes to, and what a refusal of it says.

    `part` is what is looked at where it loads.
    """

    says: tuple[str, ...]
    doors: tuple[Door, ...]
    part: Callable[[CollectionsPolicy], object] = CollectionsPolicy.to_json


def mapping(written: Any) -> Door:
    return lambda: CollectionsPolicy.from_mapping(written)


def text(written: str) -> Door:
    return lambda: CollectionsPolicy.from_json(written)


def toml(written: str) -> Door:
    return lambda: CollectionsPolicy.from_toml(written)


def both(path: str, value: Any) -> tuple[Door, ...]:
    """One value of the document changed, as a mapping and as JSON."""
    written = changed((path, value))
    return mapping(written), text(json.dumps(written))


def with_rate(token: str) -> str:
    """The document with what is no JSON value for a rate."""
    return json.dumps(changed((RATE, "RATE"))).replace('"RATE"', token)


def stages(*days: int) -> tuple[Door, ...]:
    return both("ladder.stages", [{"id": f"from-{d}-{n}", "days": d} for n, d in enumerate(days)])


def itself() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


def rate(policy: CollectionsPolicy) -> object:
    charges = policy.late_charges[0]
    assert isinstance(charges, LateChargePolicy)
    assert charges.interest is not None
    return getattr(charges.interest.rate, "value", None)


STEPS = [{"id": f"s{n}", "kind": "task", "offset": 7} for n in range(100_000)]
FLOAT = "write whole numbers without a point, and amounts and rates as text"

FORMS: Mapping[str, Form] = {
    "policy-002": Form(("a policy must be an object, not a list",), (text("[]"), mapping([]))),
    "policy-007": Form(("NaN is not a number", FLOAT), (text(with_rate("NaN")),)),
    "policy-009": Form(
        (f"{RATE}: the key stands twice",), (text(with_rate('"0.8%", "rate": "8%"')),)
    ),
    "policy-010": Form(("latecharges: ", "did you mean `late_charges`?"), both("latecharges", {})),
    "policy-011": Form((f"{RATE}: must be text such as `8%`", "not true"), both(RATE, True)),
    "policy-012": Form((), both(RATE, "8%"), rate),
    "policy-016": Form((f"{GRACE}: ", "float", FLOAT), both(GRACE, 5.0)),
    "policy-018": Form((f"{GRACE}: ", "from 0 to 100000, not 100001"), both(GRACE, 100_001)),
    "policy-020": Form(("ladder.stages.1.days", "from-30-0", "from-7-1"), stages(30, 7)),
    "policy-021": Form(("ladder.stages.1.days", "from-7-0", "from-7-1"), stages(7, 7)),
    "policy-022": Form(("ladder.steps: ", "not of 100000"), both("ladder.steps", STEPS)[:1]),
    "policy-023": Form(("schema_version: must be 1, not 999",), both("schema_version", 999)),
    "policy-025": Form((), both("schema_version", 1), lambda policy: policy.schema_version),
    "policy-027": Form(("nests deeper than 40",), (text('{"a":' * 300 + "1" + "}" * 300),)),
    "policy-028": Form(("nests deeper than 40",), (mapping({"ladder": itself()}),)),
    "policy-030": Form(
        ("late_fee.rate: ", "float", FLOAT),
        (toml("late_fee = {rate = 0.1}"), mapping(tomllib.loads("late_fee = {rate = 0.1}"))),
    ),
    "policy-031": Form(
        ("late_fee.rate: ",),
        (
            toml("late_fee = {rate = nan}"),
            mapping(tomllib.loads("late_fee = {rate = nan}", parse_float=Decimal)),
        ),
    ),
    # What a reader of YAML makes of `offset: 010`.
    "policy-034": Form(
        (),
        (mapping(changed(("ladder.steps.1.offset", 8))),),
        lambda policy: policy.ladder.steps[1].offset,
    ),
    "policy-036": Form(("version: ", "`a\\x00b`"), both("version", "a\x00b")),
    "policy-037": Form(("ladder.id: ", "`\\u202eevil`"), both("ladder.id", "\u202eevil")),
    "policy-040": Form(("__class__: there is no such key",), both("__class__", "X")),
    "policy-041": Form(("has a key that is not text: `1`",), (mapping({1: "x"}),)),
    "policy-048": Form(("ladder", "Ladder"), (lambda: POLICY.replace(ladder="junk"),)),
}


def complaints(id: str, fate: Mapping[str, Any]) -> list[str]:
    """What is wrong at each door, under the row or under its fate."""
    form = FORMS[id]
    if fate.get("expect", ROWS[id].expect) == REFUSED:
        return [wrong for door in form.doors if (wrong := ill_refused(door, form.says))]
    wanted = value_of(str(fate.get("result")))
    return [wrong for door in form.doors if (wrong := misread(door, form.part, wanted))]


def misread(door: Door, part: Callable[[CollectionsPolicy], object], wanted: object) -> str | None:
    message, policy = refusal(door)
    if message is not None:
        return f"refused it: {message}"
    assert isinstance(policy, CollectionsPolicy)
    given = part(policy)
    return None if repr(given) == repr(wanted) else f"gave {given!r:.200}"


def ill_refused(door: Door, says: tuple[str, ...]) -> str | None:
    message, _ = refusal(door)
    if message is None:
        return "took it"
    if len(message) > LONGEST or not message.isascii():
        return f"says {len(message)} characters: {message:.200}"
    if missing := [part for part in says if part not in message]:
        return f"says nothing of {missing}: {message}"
    took, (_, peak) = min(seconds(door) for _ in range(3)), cost(door)
    return f"took {took:.3f} s and {peak:,} bytes" if took > SECONDS or peak > LARGE else None


def seconds(door: Door) -> float:
    begun = default_timer()
    refusal(door)
    return default_timer() - begun


@pytest.mark.parametrize("id", ROWS)
def test_a_bad_input_meets_its_reaction(id: str) -> None:
    assert FORMS[id].doors
    assert complaints(id, FATES.get(id, {})) == []


@pytest.mark.parametrize("id", [name for name in FATES if name in ROWS])
def test_a_fate_is_another_than_the_rows_own(id: str) -> None:
    fate = FATES[id]
    assert set(fate) == {"expect", "result", "clause", "why"}
    assert fate["expect"] in ACCEPTED
    assert fate["clause"].startswith(("FACTS, ", "ARCHITECTURE, "))
    assert complaints(id, {"result": "'another'"})


def test_no_row_is_passed_over() -> None:
    assert FORMS.keys() == ROWS.keys()
    assert len(ROWS) == 23
    assert {row.expect for row in ROWS.values()} == {REFUSED, "normalise"}


def test_the_document_they_are_changes_of_loads() -> None:
    assert complaints("policy-002", {"expect": "normalise", "result": "1"})
    assert refusal(mapping(document()))[0] is None
    assert refusal(toml(TOML))[0] is None
    assert ill_refused(mapping(document()), ()) == "took it"
    assert "says nothing of ['x']" in str(ill_refused(mapping([]), ("x",)))


@pytest.mark.parametrize("written", ["8", "0.08", "8 %", 8])
def test_a_rate_without_its_sign_is_refused(written: object) -> None:
    # The intent of policy-012: eight percent are never taken for eight times as much.
    for door in both(RATE, written):
        assert ill_refused(door, (f"{RATE}: ",)) is None
