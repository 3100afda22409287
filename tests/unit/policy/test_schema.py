"""The JSON Schema of policy documents: the committed one, and what it takes and refuses.

`python -m tests.unit.policy.test_schema` writes the committed one anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.unit.policy.paper import POLICY, TOML, changed, document, fault
from tests.unit.policy.structure import KEYWORDS, broken

from collectkit import CollectionsPolicy
from collectkit.policy import presets
from collectkit.policy.schema import FORMS, ID, json_schema

ROOT = Path(__file__).resolve().parents[3]
VERSION = CollectionsPolicy.model_fields["schema_version"].default
COMMITTED = ROOT / "docs" / "schema" / f"collections-policy-{VERSION}.json"
SCHEMA = CollectionsPolicy.json_schema()


def written() -> str:
    """The schema as it is committed."""
    return json.dumps(CollectionsPolicy.json_schema(), indent=2, ensure_ascii=False) + "\n"


def parts(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every part of the schema with its path."""
    yield path, node
    for key in ("properties", "$defs"):
        for name, part in node.get(key, {}).items():
            yield from parts(part, f"{path}/{name}")
    for key in ("anyOf", "oneOf", "prefixItems"):
        for n, part in enumerate(node.get(key, ())):
            yield from parts(part, f"{path}/{key}{n}")
    if "items" in node:
        yield from parts(node["items"], f"{path}/items")


PARTS = dict(parts(SCHEMA))


# -- as it is committed ------------------------------------------------------------------------
def test_the_committed_schema_is_the_one_of_the_model() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == written()


def test_it_says_what_it_is() -> None:
    assert list(SCHEMA)[:3] == ["$schema", "$id", "additionalProperties"]
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == ID == f"urn:collectkit:collections-policy:{VERSION}"
    assert SCHEMA["title"] == "collectkit collections policy"
    assert SCHEMA["description"].startswith("Everything a creditor decided")


def test_a_caller_may_change_what_it_gets() -> None:
    json_schema(CollectionsPolicy)["properties"].clear()
    assert CollectionsPolicy.json_schema() == SCHEMA
    assert list(SCHEMA["$defs"]) == sorted(SCHEMA["$defs"])


# -- for editors -------------------------------------------------------------------------------
def test_every_key_is_described_in_plain_words() -> None:
    described = 0
    for path, part in PARTS.items():
        for name, key in part.get("properties", {}).items():
            assert key.get("description"), f"{path}/{name}"
            described += 1
        text = part.get("description", "x")
        assert text.strip() == text != "", path
        assert not re.search(r">>>|\n|Raises:|Args:|Source:", text), path
    assert described > 200


def test_every_object_is_closed_and_every_reference_leads_somewhere() -> None:
    for path, part in PARTS.items():
        if part.get("type") == "object":
            assert part["additionalProperties"] is False, path
            assert set(part.get("required", ())) <= set(part["properties"]), path
        if "$ref" in part:
            assert part["$ref"].removeprefix("#/$defs/") in SCHEMA["$defs"], path
        assert part.keys() <= KEYWORDS, path


def test_every_pattern_has_an_example_that_fits_and_words() -> None:
    used = {part.get("pattern") or part.get("format") for part in PARTS.values()} - {None}
    assert used == set(FORMS)
    for pattern, form in FORMS.items():
        assert form.words
        if pattern != "date" and form.example is not None:
            assert re.fullmatch(pattern.removeprefix("^").removesuffix("$"), form.example)
            assert [form.example] in [p.get("examples") for p in PARTS.values()]


def test_every_default_has_the_structure_it_is_the_default_of() -> None:
    with_default = {path: part for path, part in PARTS.items() if "default" in part}
    assert len(with_default) > 50
    for path, part in with_default.items():
        assert broken(part["default"], part, SCHEMA) == [], path


def test_exact_numbers_are_text() -> None:
    money = SCHEMA["$defs"]["Money"]
    assert money["properties"]["amount"]["type"] == "string"
    assert all(part.get("type") != "number" for part in PARTS.values())
    rate, _ = SCHEMA["$defs"]["Interest"]["properties"]["rate"]["oneOf"]
    assert (rate["type"], rate["examples"]) == ("string", ["8%"])


def test_where_a_kind_tells_forms_apart_it_must_be_written() -> None:
    steps = SCHEMA["$defs"]["DueRule"]["properties"]["steps"]["items"]
    assert steps["required"] == ["kind"]
    assert {"days", "bands"} <= {form["title"] for form in steps["oneOf"]}


# -- what it takes and refuses -----------------------------------------------------------------
@pytest.mark.parametrize("name", presets.__all__)
def test_a_preset_has_the_structure(name: str) -> None:
    made = getattr(presets, name)(creditor="Example Ltd")
    assert broken(json.loads(made.to_json()), SCHEMA) == []


def test_documents_have_the_structure() -> None:
    assert broken(document(), SCHEMA) == []
    read = CollectionsPolicy.from_toml(TOML)
    assert broken(json.loads(read.to_json()), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("id", "No Capitals", "id: pattern"),
        ("version", ..., "document: required"),
        ("version", "\u202eevil", "version: pattern"),
        ("schema_version", 2, "schema_version: const"),
        ("colour", "red", "colour: additionalProperties"),
        ("sender.creditor", "", "sender.creditor: minLength"),
        ("late_charges.0.grace_days", "7", "late_charges.0: oneOf"),
        ("late_charges.0.interest.rate", "8", "late_charges.0: oneOf"),
        ("late_charges.0.fees.0.amounts.0.amount", 5, "late_charges.0: oneOf"),
        ("ladder.steps.0.kind", "remindr", "ladder.steps.0.kind: enum"),
        ("ladder.steps.0.when", {"at_least": 1}, "ladder.steps.0.when: anyOf"),
        ("ladder.steps.1.required", "yes", "ladder.steps.1.required: type"),
        ("ladder.stages.0.days", 0, "ladder.stages.0.days: minimum"),
        ("ladder.contact_rules.min_days_between", True, "contact_rules.min_days_between: type"),
        ("ladder.steps", [], "ladder.steps: minItems"),
        ("ladder.remap", [["a"]], "ladder.remap.0: minItems"),
    ],
)
def test_a_broken_document_has_not_the_structure(path: str, value: Any, where: str) -> None:
    written = changed((path, value))
    assert any(where in each for each in broken(written, SCHEMA)), broken(written, SCHEMA)
    fault(written)


def test_what_only_the_whole_shows_is_no_matter_of_structure() -> None:
    written = changed(("ladder.steps.5.after.0.step", "agency"))
    assert broken(written, SCHEMA) == []
    fault(written)


def test_the_check_of_structure_knows_what_it_does_not_know() -> None:
    assert POLICY.to_json()
    with pytest.raises(AssertionError, match="patternProperties"):
        broken({}, {"patternProperties": {}})


if __name__ == "__main__":
    COMMITTED.parent.mkdir(exist_ok=True)
    COMMITTED.write_text(written(), encoding="utf-8")
