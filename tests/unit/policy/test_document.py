"""The policy as a document: what loads, what does not, and what it says about it."""

from __future__ import annotations

import json
import pickle
import time
import tomllib
from typing import Any

import pytest

from collectkit import CollectionsPolicy
from collectkit.errors import CollectkitError, PolicyError, UnknownReference
from collectkit.policy import presets

POLICY = presets.b2b_standard(creditor="Example Ltd")
DOCUMENT: dict[str, Any] = json.loads(POLICY.to_json())


def changed(path: str, value: Any) -> dict[str, Any]:
    """The document with one value changed; `...` removes it."""
    document: dict[str, Any] = json.loads(POLICY.to_json())
    *parents, last = path.split(".")
    place: Any = document
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return document


def fault(text: str | dict[str, Any]) -> PolicyError:
    read: Any = CollectionsPolicy.from_mapping
    if isinstance(text, str):
        read = CollectionsPolicy.from_json
    with pytest.raises(PolicyError) as caught:
        read(text)
    assert len(str(caught.value)) <= 600
    return caught.value


def test_a_policy_survives_its_document() -> None:
    again = CollectionsPolicy.from_json(POLICY.to_json())
    assert again == POLICY
    assert again.to_json() == POLICY.to_json()
    assert again.digest == POLICY.digest
    assert pickle.loads(pickle.dumps(again)) == POLICY


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written() -> None:
    spaced = json.dumps(dict(reversed(list(DOCUMENT.items()))), indent=3)
    assert CollectionsPolicy.from_json(spaced).digest == POLICY.digest
    assert CollectionsPolicy.from_mapping(changed("version", "2")).digest != POLICY.digest


def test_defaults_may_be_left_out() -> None:
    bare = {key: DOCUMENT[key] for key in ("id", "version", "sender", "ladder")}
    policy = CollectionsPolicy.from_mapping(bare)
    assert policy.scorecard == POLICY.scorecard
    assert policy.catalogue == POLICY.catalogue
    assert (policy.terms, policy.late_charges) == ((), ())


def test_toml_reads_like_json() -> None:
    text = """
        id = "small"
        version = "1"
        [sender]
        creditor = "Example Ltd"
        signature = "AR"
        payment_details = "bank"
        [[late_charges]]
        id = "interest"
        interest = { rate = "8%" }
        [ladder]
        id = "short"
        version = "1"
        [[ladder.steps]]
        id = "friendly"
        kind = "reminder"
        offset = 7
        channels = ["email"]
        template = "reminder-1"
        when = { kind = "amount-at-least", amounts = [{ amount = "50.00", currency = "EUR" }] }
    """
    policy = CollectionsPolicy.from_toml(text)
    assert policy == CollectionsPolicy.from_mapping(tomllib.loads(text))
    assert policy.ladder.steps[0].offset == 7


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("id", "No Capitals", "id"),
        ("id", 7, "id"),
        ("schema_version", 2, "schema_version"),
        ("version", ..., "version"),
        ("colour", "red", "colour"),
        ("sender.creditor", "", "sender.creditor"),
        ("late_charges.0.interest.rate", "8", "late_charges.0.interest.rate"),
        ("late_charges.0.interest.rate", "2000%", "late_charges.0.interest.rate"),
        ("late_charges.0.grace_days", "7", "late_charges.0.grace_days"),
        ("late_charges.0.grace_days", True, "late_charges.0.grace_days"),
        ("late_charges.0.grace_days", -1, "late_charges.0.grace_days"),
        ("terms.0.lines.0.due.steps.0.kind", "fortnights", "terms.0.lines.0.due.steps.0"),
        ("terms.0.lines.0.due.steps.0.count", "30", "terms.0.lines.0.due.steps.0.count"),
        ("terms.0.lines.0.due.steps.0.count", ..., "terms.0.lines.0.due.steps.0.count"),
        ("terms.0.lines.0.kind", ..., "terms.0.lines.0"),
        ("terms.0.lines.0.colour", "red", "terms.0.lines.0.colour"),
        ("terms.0.lines", [], "terms.0.lines"),
        ("ladder.steps.0.channels", [], "ladder.steps.0"),
        ("ladder.steps.5.after.0.step", "agency", "ladder"),
        ("ladder.steps.1.required", "yes", "ladder.steps.1.required"),
        ("ladder.stages.0.days", 0, "ladder.stages.0.days"),
        ("ladder.contact_rules.min_days_between", None, "ladder.contact_rules.min_days_between"),
        ("scorecard.grades.4.at_least", 5, "scorecard"),
        ("scorecard.characteristics.0.bins.1.at_least", "0", "scorecard.characteristics.0"),
        ("scorecard.characteristics.0.bins.1.points", 41, "scorecard.characteristics.0"),
        ("catalogue.templates.0.body", "Dear {custmer}", "catalogue.templates.0"),
        ("catalogue.default_locale", "xx_YY", "catalogue.default_locale"),
    ],
)
def test_a_fault_is_named_by_its_path(path: str, value: Any, field: str) -> None:
    error = fault(changed(path, value))
    assert error.findings[0][0] == field
    assert str(error).startswith(field)


def test_every_fault_is_told() -> None:
    document = changed("id", 7)
    document["version"] = ""
    error = fault(document)
    assert [path for path, _ in error.findings] == ["id", "version"]
    assert str(error).endswith("and 1 more")
    assert pickle.loads(pickle.dumps(error)).findings == error.findings


def test_two_terms_with_one_id_are_refused() -> None:
    document = changed("terms.1", DOCUMENT["terms"][0])
    assert "two payment terms have one id" in str(fault(document))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is not JSON"),
        ("{", "this is not JSON"),
        ("[]", "a policy must be an object, not list"),
        ("null", "a policy must be an object, not NoneType"),
        ('{"id": "a", "id": "b"}', "the key `id` stands twice (remove one)"),
        ('{"sender": {"creditor": "a", "creditor": "b"}}', "the key `creditor` stands twice"),
        ('{"id": NaN}', "NaN is not a number"),
        ('{"id": 1.5}', "id is a float"),
        ('{"a": ' * 60 + "1" + "}" * 60, "nests deeper than 40"),
        ("[" * 100_000, "nests deeper than 40"),
        (" " * 1_000_001, "must not exceed 1000000 characters"),
        ('{"id": ' + "9" * 5_000 + "}", "this is not JSON"),
    ],
)
def test_text_that_is_no_policy(text: str, told: str) -> None:
    began = time.perf_counter()
    assert told in str(fault(text))
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "id = nan", "id = 1.5"])
def test_toml_that_is_no_policy(text: str) -> None:
    with pytest.raises(PolicyError):
        CollectionsPolicy.from_toml(text)


@pytest.mark.parametrize("text", [None, b"{}", 7])
def test_only_text_is_read(text: Any) -> None:
    with pytest.raises(PolicyError, match="a policy must be text"):
        CollectionsPolicy.from_json(text)


@pytest.mark.parametrize("document", [None, [], {1: 2}, {"id": object()}, {"id": {"a"}}])
def test_only_plain_values_are_taken(document: Any) -> None:
    with pytest.raises(CollectkitError):
        CollectionsPolicy.from_mapping(document)


def test_terms_are_found_by_id() -> None:
    assert POLICY.term("2-10-net-30").id == "2-10-net-30"
    with pytest.raises(UnknownReference, match="policy b2b-standard has no terms net-31"):
        POLICY.term("net-31")


def test_the_json_schema_says_that_numbers_are_text() -> None:
    schema = CollectionsPolicy.model_json_schema()
    rate = schema["$defs"]["Interest"]["properties"]["rate"]
    assert [form.get("type") for form in rate["oneOf"]] == ["string", None]
    assert schema["additionalProperties"] is False


def test_lint_finds_what_is_probably_a_mistake() -> None:
    assert POLICY.lint() == ()
    document = changed("ladder.steps.1.template", "remindr")
    document["ladder"]["steps"][2]["template"] = None
    document["ladder"]["steps"][2]["fee"] = "reminder-fee"
    document["ladder"]["steps"][3]["offset"] = 20
    for number in (4, 5):
        document["ladder"]["steps"][number]["required"] = False
    found = CollectionsPolicy.from_mapping(document).lint()
    assert {
        ("escalation.unknown-template", "ladder.steps.1.template"),
        ("escalation.no-template", "ladder.steps.2.template"),
        ("escalation.unknown-fee", "ladder.steps.2.fee"),
        ("escalation.notice-optional", "ladder.steps.5.required"),
        ("escalation.offsets-fall", "ladder.steps.3.offset"),
    } <= {(finding.code, finding.path) for finding in found}
    assert all(finding.message and finding.advice for finding in found)
