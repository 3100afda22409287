"""The policy as a document: what loads, what does not, and what it says about it."""

from __future__ import annotations

import json
import pickle
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from timeit import default_timer
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from tests.unit.policy.paper import POLICY, TOML, changed, document, fault, fault_of_text

from collectkit import CollectionsPolicy
from collectkit.errors import CollectkitError, PolicyError, UnknownReference
from collectkit.policy.document import canonical, policy_error

REMINDER = {"id": "a", "kind": "reminder", "offset": 7, "channels": ["email"]}


# -- what loads --------------------------------------------------------------------------------
def test_a_policy_survives_its_document() -> None:
    again = CollectionsPolicy.from_json(POLICY.to_json())
    assert again == POLICY
    assert again.to_json() == POLICY.to_json()
    assert again.digest == POLICY.digest
    assert pickle.loads(pickle.dumps(again)) == POLICY


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written() -> None:
    spaced = json.dumps(dict(reversed(list(document().items()))), indent=3)
    assert CollectionsPolicy.from_json(spaced).digest == POLICY.digest
    assert CollectionsPolicy.from_mapping(changed(("version", "2"))).digest != POLICY.digest


def test_defaults_may_be_left_out() -> None:
    bare = {key: document()[key] for key in ("id", "version", "sender", "ladder")}
    policy = CollectionsPolicy.from_mapping(bare)
    assert policy.scorecard == POLICY.scorecard
    assert (policy.terms, policy.late_charges) == ((), ())


def test_toml_reads_like_json() -> None:
    policy = CollectionsPolicy.from_toml(TOML)
    assert policy == CollectionsPolicy.from_mapping(tomllib.loads(TOML))
    assert policy.ladder.steps[0].offset == 7


def test_a_date_of_toml_is_a_day() -> None:
    text = (
        TOML + '[[terms]]\nid="x"\nlines=[{kind="balance",due={steps=[{kind="on-date",on=DAY}]}}]'
    )
    read = CollectionsPolicy.from_toml
    day = read(text.replace("DAY", "2026-03-31"))
    assert day == read(text.replace("DAY", '"2026-03-31"'))
    for moment in ("2026-03-31T00:00:00", "2026-03-31T00:00:00Z", "00:00:00"):
        error = fault_of_text(text.replace("DAY", moment), toml=True)
        assert error.field == "terms.0.lines.0.due.steps.0.on"
        assert "a day is written as 2026-03-31, not" in str(error)


def test_a_time_of_toml_is_a_clock_time() -> None:
    text = TOML + "[ladder.contact_rules]\nhours=[{start=TIME,end=21:00:00}]"
    assert CollectionsPolicy.from_toml(text.replace("TIME", "08:00:00")).ladder.contact_rules.hours
    error = fault_of_text(text.replace("TIME", "08:00:01"), toml=True)
    assert error.field == "ladder.contact_rules.hours.0.start"


def test_a_mapping_need_not_be_a_dict() -> None:
    frozen = MappingProxyType({**document(), "sender": MappingProxyType(document()["sender"])})
    assert CollectionsPolicy.from_mapping(frozen) == POLICY
    tuples = {**document(), "terms": tuple(document()["terms"])}
    assert CollectionsPolicy.from_mapping(tuples) == POLICY


def test_days_and_times_of_python_are_taken() -> None:
    zone = timezone(timedelta(hours=1))
    read = {"a": date(2026, 3, 1), "b": time(8, 30), "c": datetime(2026, 3, 1, tzinfo=zone)}
    assert json.loads(canonical(read)) == {
        "a": "2026-03-01", "b": "08:30:00", "c": "2026-03-01T00:00:00+01:00",
    }  # fmt: skip


# -- where and what ----------------------------------------------------------------------------
LATE, STEP, CARD = "late_charges.0", "ladder.steps.0", "scorecard.characteristics.0"
NO_KEY, WHOLE = "there is no such key", "must be a whole number from"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("id", "No Capitals", "must be text such as `net-30`, not `No Capitals` (lower-case"),
        ("id", "\u202eevil", "must be text such as `net-30`, not `\\u202eevil` (lower-case"),
        ("id", 7, "must be text such as `net-30`, not 7"),
        ("id", [], "must be text such as `net-30`, not a list of 0"),
        ("schema_version", 2, "must be 1, not 2"),
        ("version", ..., "is missing (changes with every published edit)"),
        ("version", "\u202eevil", "must be text such as `Key accounts`, not `\\u202eevil` (no"),
        ("version", "a\nb", "must be text such as `Key accounts`, not `a\\x0ab` (no control"),
        ("version", "x" * 65, "must be text of 1 to 64 characters, not `xxxxxxxx"),
        ("sender", ..., "is missing (who writes)"),
        ("sender.creditor", "", "must be text of 1 to 20000 characters, not ``"),
        ("ladder", "x", "must be an object with `id`, `version`, `steps`, not the text `x`"),
        (f"{LATE}.interest.rate", "8", "a percentage is written with its sign, such as `8%`"),
        (f"{LATE}.interest.rate", 8, "must be text such as `8%`, not 8"),
        (f"{LATE}.interest.rate", "2000%", "an annual rate must be 0% to 1000%, not 2000%"),
        (f"{LATE}.interest.day_count", "act/365", "must be one of `act/365f`, `act/360`"),
        (f"{LATE}.fees.0.amounts.0", "EUR 5", "must be an object with `amount`, `currency`, not"),
        (f"{LATE}.fees.0.amounts.0", {}, "money is written {`amount`: `1190.00`, `currency`"),
        (f"{LATE}.fees.1.percent", {}, "must be text such as `8%`, not an object"),
        ("scorecard.characteristics.0.bins.1.at_least", [], "must be text such as `1.5`, not a li"),
        (f"{LATE}.fees.1.percent", "0%", "a fee must be above 0%"),
        (f"{LATE}.grace_days", "7", f"{WHOLE} 0 to 100000, not the text `7`"),
        (f"{LATE}.grace_days", True, f"{WHOLE} 0 to 100000, not true"),
        (f"{LATE}.grace_days", None, f"{WHOLE} 0 to 100000, not null"),
        (f"{LATE}.grace_days", -1, f"{WHOLE} 0 to 100000, not -1"),
        (f"{LATE}.grace_days", 10**40, "is out of range: `an integer of 133 bits`"),
        (f"{LATE}.grace_days", 5.0, "must not be a float: `5.0` (write whole numbers without"),
        ("terms.0.lines.0.due.steps.0.count", "30", f"{WHOLE} -10000 to 10000, not the text `30`"),
        ("terms.0.lines.0.due.steps.0.count", ..., "is missing (calendar days to add)"),
        ("terms.0.lines.0.kind", ..., "is missing (one of `balance`, `percent`, `fixed`, `equal`)"),
        ("terms.0.lines", [], "must be a list of 1 to 60, not a list of 0"),
        ("terms.0.lines", 5, "must be a list of 1 to 60, not 5"),
        (f"{STEP}.kind", "remindr", "must be one of `reminder`, `demand`"),
        (f"{STEP}.when", 5, "must be an object, not 5"),
        ("ladder.steps.1.required", "yes", "must be true or false, not the text `yes`"),
        ("ladder.stages.0.days", 0, f"{WHOLE} 1 to 100000, not 0"),
        ("ladder.contact_rules.min_days_between", None, f"{WHOLE} 0 to 100000, not null"),
        (f"{CARD}.feature", "days", "feature must be one of weighted_days_late, late_share"),
        ("catalogue.default_locale", "xx_YY", "there is no locale `xx_YY`"),
        ("catalogue.templates.0.body", "Dear {custmer}", "thanks (en): body, line 1, column 6"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_words_of_the_document(path: str, value: Any, message: str) -> None:
    error = fault(changed((path, value)))
    assert error.findings[0][0] == path
    assert error.findings[0][1].startswith(message)
    assert str(error).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        (f"{LATE}.interest.rate", {"kind": "table", "table": "x", "margn": "8%"}, ".margn",
         f"{NO_KEY} (did you mean `margin`?)"),
        ("late_charges.0", {"id": "a", "code": "DE", "debtr": "business", "debtor": "public"},
         ".debtr", f"{NO_KEY} (did you mean `debtor`?)"),
        ("terms.0", {**document()["terms"][0], "lins": []}, ".lins",
         f"{NO_KEY} (did you mean `lines`?)"),
        (f"{LATE}.fees.0.amounts.0", {"amount": 5, "currency": "EUR"}, ".amount",
         "must be text such as `1190.00`, not 5"),
        (f"{LATE}.fees.0.amounts.0", {"amount": "1,5", "currency": "EUR"}, ".amount",
         "amount is not a plain decimal number: `1,5`"),
        (f"{LATE}.fees.0.amounts.0", {"amount": "5", "currency": "EURO"}, ".currency",
         "`EURO` is not an ISO 4217 currency"),
        ("terms.0.lines.0.due.steps", [{"kind": "fortnights"}], ".0.kind",
         "must be one of `days`, `weeks`, `months`, `business-days`, `end-of-month`, "
         "`start-of-quarter`, `day-of-month`, `next-day-of-month`, `weekday`, `next-weekday`, "
         "`on-date`, `proximo`, `bands`, not `fortnights`"),
        ("terms.0.lines.0.due.steps", [{"kind": "dais"}], ".0.kind", "must be one of `days`"),
        ("terms.0.lines.0.due.steps", [{"kind": 7}], ".0.kind", "must be one of `days`"),
        ("terms.0.lines.0.due.steps", [7], ".0", "must be an object, not 7"),
        (f"{STEP}.when", {"kind": "not", "condition": {"kind": "grade-in", "grades": "C"}},
         ".condition.grades", "must be a list of at least 1, not the text `C`"),
        (f"{STEP}.when", {"kind": "any-of", "conditions": [{"kind": "gradein"}]},
         ".conditions.0.kind", "must be one of `amount-at-least`"),
        ("ladder.remap", [["a"]], ".0.1", "is missing"),
        ("ladder.remap", [["a", "b", "c"]], ".0", "must be a list of 2, not a list of 3"),
        ("ladder.remap", [["a", "B"]], ".0.1", "must be text such as `net-30`, not `B`"),
        ("ladder.contact_rules.hours", [{"start": "8:00", "end": "21:00"}], ".0.start",
         "a clock time is whole minutes without a time zone, as 08:00, not `8:00`"),
    ],
)  # fmt: skip
def test_a_fault_further_in_has_its_own_path(
    path: str, value: Any, where: str, message: str
) -> None:
    error = fault(changed((path, value)))
    assert error.findings[0][0] == f"{path}{where}"
    assert error.findings[0][1].startswith(message)
    assert len(error.findings) == 1


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("latecharges", "did you mean `late_charges`?"),
        ("Sender", "did you mean `sender`?"),
        ("schemaVersion", "did you mean `schema_version`?"),
        ("sen\u202eder", "did you mean `sender`?"),
        ("zz", "the keys are `schema_version`, `id`, `version`, `sender`, `terms`, "),
        (f"{LATE}.grace-days", "did you mean `grace_days`?"),
        (f"{LATE}.interest.daycount", "did you mean `day_count`?"),
        (f"{LATE}.fees.1.percnt", "did you mean `percent`?"),
        (f"{LATE}.fees.0.percent", "the keys are `id`, `per`, `when`, `every`"),
        ("terms.0.lines.0.colour", "the keys are `kind`, `due`, `discounts`"),
        (f"{STEP}.chanels", "did you mean `channels`?"),
        (f"{STEP}.chan.nels", "did you mean `channels`?"),
    ],
)
def test_an_unknown_key_names_the_one_that_was_meant(path: str, advice: str) -> None:
    parent, _, key = path.rpartition(".") if "chan.nels" not in path else (STEP, "", "chan.nels")
    written = document()
    place: Any = written
    for part in parent.split(".") if parent else ():
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[key] = 1
    error = fault(written)
    assert error.message.endswith(": there is no such key")
    assert str(error.hint).startswith(advice)
    assert error.findings == ((error.field, f"there is no such key ({error.hint})"),)


def test_the_key_of_a_path_is_ascii_and_cut() -> None:
    assert fault(changed(("sen\u202eder", 1))).field == "sen\\u202eder"
    assert fault(changed(("x" * 500, 1))).field == f"{'x' * 40}..."


@pytest.mark.parametrize(
    ("path", "value", "advice"),
    [
        (f"{STEP}.kind", "remindr", "did you mean `reminder`?"),
        (f"{LATE}.interest.day_count", "ACT/365F", "did you mean `act/365f`?"),
        ("terms.0.lines.0.kind", "balanse", "did you mean `balance`?"),
        ("catalogue.templates.0.body", "Dear {custmer}", "did you mean {customer}?"),
    ],
)
def test_a_wrong_word_names_the_one_that_was_meant(path: str, value: str, advice: str) -> None:
    error = fault(changed((path, value)))
    assert error.hint == advice
    assert str(error).endswith(f"({advice})")


# -- what hangs together -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        ("ladder.steps.5.after.0.step", "agency", "", "step final-notice names agency"),
        (f"{STEP}.channels", [], "", "step pre-due of kind reminder needs channels"),
        ("ladder.steps", [REMINDER, {**REMINDER, "id": "b", "requires": ["a", "c"]}],
         ".1.requires.1", "step b names c, which is no earlier step"),
        ("ladder.steps", [{**REMINDER, "offset": 0}, {**REMINDER, "id": "b", "requires": ["a"]}],
         ".1.requires.0", "step b waits for a, which stands outside the sequence"),
        ("ladder.steps", [REMINDER, REMINDER], ".1.id", "two steps have the id a"),
        ("ladder.steps", [{**REMINDER, "offset": None}], ".0.offset", "step a has neither offset"),
        ("ladder.stages", [{"id": "b", "days": 30}, {"id": "a", "days": 7}], ".1.days",
         "stages must rise in days and have distinct ids, not b from 30 and then a from 7"),
        ("ladder.stages", [{"id": "b", "days": 7}, {"id": "a", "days": 7}], ".1.days",
         "stages must rise in days and have distinct ids, not b from 7 and then a from 7"),
        ("ladder.stages", [{"id": "a", "days": 7}, {"id": "a", "days": 30}], ".1.id",
         "stages must rise in days and have distinct ids"),
        ("ladder.stages", [{"id": "a", "days": 7, "requires_notice": "x"}], ".0.requires_notice",
         "stage a waits for x, which is no step"),
        ("ladder.remap", [["x", "y"]], ".0.1", "remap x to y: y is no step"),
        ("ladder.remap", [["demand", "agency"]], ".0.0", "remap demand to agency: demand still is"),
        ("scorecard.grades.4.at_least", 5, "", "grades must fall to 0, best first"),
        ("scorecard.grades.1.at_least", 100, "", "grades must fall to 0, best first"),
        ("scorecard.grades.1.grade", "A", "", "two grades have one name"),
        ("scorecard.characteristics.1.feature", "weighted_days_late", "", "a feature stands twice"),
        (f"{CARD}.bins.1.at_least", "0", "", "bins of weighted_days_late must start at 0"),
        (f"{CARD}.bins.0.at_least", "1", "", "bins of weighted_days_late must start at 0"),
        (f"{CARD}.bins.1.points", 41, "", "points of weighted_days_late must fall as it grows"),
        (f"{LATE}.fees.1.id", "letter", "", "late charges late have two rules of one id"),
        (f"{LATE}.fees.0.id", "interest", "", "late charges late have two rules of one id"),
        (f"{LATE}.fees", [{"kind": "slab", "id": "s", "tiers": [
            {"amount": {"amount": "1", "currency": "EUR"}},
            {"amount": {"amount": "2", "currency": "EUR"}}]}], ".0.tiers.0.upto",
         "only the last tier of s may be without a bound"),
        (f"{LATE}.fees", [{"kind": "graduated", "id": "s", "currency": "EUR", "brackets": [
            {"percent": "5%", "upto": {"amount": "9", "currency": "EUR"}},
            {"percent": "5%", "upto": {"amount": "2", "currency": "EUR"}}]}], ".0.brackets.1.upto",
         "the bounds of s must ascend from above zero"),
        ("terms.0.lines.0.due.steps", [{"kind": "bands", "bands": [
            {"until": 15, "steps": []}, {"until": 30, "steps": []}]}], ".0.bands.1.until",
         "bands must rise and end on day 31, not [15, 30]"),
        ("terms.1.id", "net-30", "", "two of terms have the id net-30"),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_has_its_path(
    path: str, value: Any, where: str, message: str
) -> None:
    error = fault(changed((path, value)))
    assert error.findings[0][0] == f"{path}{where}"
    assert error.findings[0][1].startswith(message)


# -- several -----------------------------------------------------------------------------------
def test_every_fault_is_told() -> None:
    error = fault(changed(("id", 7), ("version", ""), ("zz", 1)))
    assert [path for path, _ in error.findings] == ["id", "version", "zz"]
    assert str(error) == "id: must be text such as `net-30`, not 7 (2 more faults)"
    assert pickle.loads(pickle.dumps(error)).findings == error.findings


def test_a_fault_within_a_list_is_not_told_of_the_list_too() -> None:
    error = fault(changed((f"{LATE}.fees.0.amounts", [{"amount": "x", "currency": "EUR"}])))
    assert [path for path, _ in error.findings] == [f"{LATE}.fees.0.amounts.0.amount"]


def test_a_hundred_faults_are_listed_and_all_are_counted() -> None:
    error = fault(changed(("ladder.steps", [0] * 1_000)))
    assert len(error.findings) == 100
    assert "more faults)" in str(error)


def test_without_its_model_a_fault_still_has_a_path() -> None:
    class Small(BaseModel):
        days: int

    with pytest.raises(ValidationError) as caught:
        Small.model_validate({"days": "x"})
    assert policy_error(caught.value, {"days": "x"}).findings[0][0] == "days"


# -- text that is no document ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "this is not JSON"),
        ("{", "this is not JSON"),
        ("\x00", "this is not JSON"),
        ("[]", "a policy must be an object, not a list of 0"),
        ("null", "a policy must be an object, not null"),
        ('{"id": "a", "id": "b"}', "id: the key stands twice (remove one)"),
        ('{"sender": {"x": 1, "y": 1, "y": 1}}', "sender.y: the key stands twice"),
        ('{"terms": [{}, {"id": "a", "id": "a"}]}', "terms.1.id: the key stands twice"),
        ('{"id": NaN}', "NaN is not a number"),
        ('{"id": -Infinity}', "-Infinity is not a number"),
        ('{"id": 1.5}', "id: must not be a float: `1.5`"),
        ('{"id": 1e999}', "id: must not be a float: `inf`"),
        ('{"terms": [1, 18446744073709551616]}', "terms.1: is out of range"),
        ('{"id": ' + "9" * 900_000 + "}", "id: is out of range"),
        ('{"id": "\\u0000"}', "id: holds a NUL or a lone surrogate: `\\x00`"),
        ('{"a": {"\\ud800": 1}}', "a: holds a NUL or a lone surrogate: `\\ud800`"),
        ('{"a": ' * 60 + "1" + "}" * 60, "nests deeper than 40"),
        ("[" * 100_000, "nests deeper than 40"),
        ('{"a":' * 150_000, "nests deeper than 40"),
        (" " * 1_000_001, "must not exceed 1000000 characters"),
    ],
)
def test_text_that_is_no_policy(text: str, told: str) -> None:
    assert told in str(fault_of_text(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "this is not TOML: Invalid value (at end of document)"),
        ("a = 1\na = 2", "this is not TOML: Cannot overwrite a value"),
        ("id = nan", "id: must not be a float: `nan`"),
        ("id = 1.5", "id: must not be a float: `1.5`"),
        ("id = " + "9" * 900_000, "has more than 400 digits"),
        ("id = " + "9" * 30, "id: is out of range"),
        ("a." * 90_000 + "a = 1", "nests deeper than 40"),
        ("a." * 450_000 + "a = 1", "must not hold more than 100000 values"),
        ("[" + "a . " * 90_000 + "a]", "nests deeper than 40"),
        ("x = {" + "'a'." * 90_000 + "a = 1}", "nests deeper than 40"),
        ("a = " + "[" * 90_000, "nests deeper than 40"),
        (" " * 1_000_001, "must not exceed 1000000 characters"),
        ('id = "\\u0000"', "id: holds a NUL or a lone surrogate"),
    ],
)
def test_toml_that_is_no_policy(text: str, told: str) -> None:
    assert told in str(fault_of_text(text, toml=True))


def test_dots_and_digits_in_text_are_no_long_keys() -> None:
    dots, digits = "a." * 500, "7" * 500
    for text in (f'"{dots}{digits}"', f"'{dots}{digits}'", f'"""{dots}\n{digits}"""'):
        policy = CollectionsPolicy.from_toml(
            TOML.replace('"Example Ltd"', text) + f"# {dots}{digits}\n"
        )
        assert policy.sender.creditor.startswith(dots)


@pytest.mark.parametrize("text", [None, b"{}", 7])
def test_only_text_is_read(text: Any) -> None:
    for toml in (False, True):
        assert "a policy must be text, not" in str(fault_of_text(text, toml=toml))


def endless() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


def doubling() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(38):
        found = {"a": found, "b": found}
    return found


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, "a policy must be an object, not null"),
        ([], "a policy must be an object, not a list of 0"),
        ({1: 2}, "has a key that is not text: `1`"),
        ({"terms": [{None: 2}]}, "terms.0: has a key that is not text: `None`"),
        ({"id": object()}, "id: must be a plain value, not `a object` (write it as text)"),
        ({"id": {"a"}}, "id: must be a plain value, not `a set of 1`"),
        ({"id": b"x"}, "id: must be a plain value"),
        ({"id": Decimal("NaN")}, "id: must be a plain value, not `NaN`"),
        ({"id": "a\ud800"}, "id: holds a NUL or a lone surrogate"),
        ({"ladder": endless()}, "nests deeper than 40"),
        (doubling(), "must not hold more than 100000 values"),
        ({"ladder": {"steps": [0] * 10_001}}, "ladder.steps: must be a list of at most 10000"),
        ({"id": "x" * 100_001}, "id: is longer than 100000 characters: `xxxx"),
        ({f"{n}": "x" * 1_000 for n in range(1_001)}, "must not exceed 1000000 characters"),
    ],
)
def test_only_plain_values_are_taken(written: Any, told: str) -> None:
    assert told in str(fault(written))


# -- in time -----------------------------------------------------------------------------------
def large(text: str, unit: str) -> str:
    return text % ",".join([unit] * (900_000 // (len(unit) + 1)))


@pytest.mark.parametrize(
    "text",
    [
        lambda: large('{"ladder": [%s]}', "0"),
        lambda: large('{"ladder": [%s]}', "{}"),
        lambda: large('{"ladder": {"steps": [%s]}}', "[" + ",".join(["{}"] * 9_000) + "]"),
        lambda: json.dumps({f"k{n}": 0 for n in range(70_000)}),
        lambda: json.dumps({f"k{n}": 0 for n in range(70_000)})[:-1] + ', "k69999": 0}',
        lambda: json.dumps({"id": "\u202e" * 150_000}),
        lambda: json.dumps(changed(("ladder.steps", [{}] * 10_000))),
        lambda: json.dumps(changed(("ladder.stages", [{"id": "a", "days": 7}] * 10_000))),
        lambda: json.dumps(
            changed(("ladder.stages", [{"id": f"a{n}", "days": n + 1} for n in range(9_999)]
                     + [{"id": "a1", "days": 9}]))
        ),
        lambda: json.dumps(changed(("catalogue.templates.0.body", "{x" * 9_000))),
    ],
)  # fmt: skip
def test_a_megabyte_is_refused_in_a_second(text: Callable[[], str]) -> None:
    written = text()
    began = default_timer()
    fault_of_text(written)
    assert default_timer() - began < 1


@pytest.mark.parametrize(
    "text",
    [
        lambda: "\n".join(f"{'a.' * 38}b{n} = 1" for n in range(11_000)),
        lambda: large("a = [%s]", "1"),
        lambda: "a = '''" + "'\n" * 400_000,
        lambda: 'a = """' + '\\"""' * 200_000,
        lambda: '"' * 900_000,
        lambda: "a " * 450_000,
        lambda: "a\n" * 450_000,
        lambda: "[[a]]\n" * 150_000,
    ],
)
def test_a_megabyte_of_toml_is_refused_in_a_second(text: Callable[[], str]) -> None:
    written = text()
    began = default_timer()
    fault_of_text(written, toml=True)
    assert default_timer() - began < 1


def test_a_small_fault_is_told_at_once() -> None:
    fault(changed(("id", 7)))
    began = default_timer()
    for _ in range(10):
        fault(changed(("ladder.steps.0.kind", "remindr")))
    assert default_timer() - began < 0.5


# -- writing -----------------------------------------------------------------------------------
def test_what_is_written_has_no_limits_but_is_exact() -> None:
    long = {"a": ["x"] * 20_000, "b": "y" * 1_000_001}
    assert json.loads(canonical(long, limits=False)) == long
    with pytest.raises(PolicyError):
        canonical(long)
    with pytest.raises(CollectkitError, match="a: must not be a float"):
        canonical({"a": 1.0}, limits=False)
    assert canonical({"b": [1, None, True], "a": "\u00e9"}) == '{"a":"\u00e9","b":[1,null,true]}'


# -- of the whole ------------------------------------------------------------------------------
def test_terms_are_found_by_id() -> None:
    assert POLICY.term("2-10-net-30").id == "2-10-net-30"
    with pytest.raises(UnknownReference, match="policy b2b has no terms `net-31`"):
        POLICY.term("net-31")


def test_lint_finds_what_is_probably_a_mistake() -> None:
    written = changed(
        ("ladder.steps.1.template", "remindr"),
        ("ladder.steps.2.template", None),
        ("ladder.steps.2.fee", "reminder-fee"),
        ("ladder.steps.3.offset", 20),
        ("ladder.steps.4.required", False),
        ("ladder.steps.5.required", False),
    )
    found = CollectionsPolicy.from_mapping(written).lint()
    assert {
        ("escalation.unknown-template", "ladder.steps.1.template"),
        ("escalation.no-template", "ladder.steps.2.template"),
        ("escalation.unknown-fee", "ladder.steps.2.fee"),
        ("escalation.notice-optional", "ladder.steps.5.required"),
        ("escalation.offsets-fall", "ladder.steps.3.offset"),
    } <= {(finding.code, finding.path) for finding in found}
    assert all(finding.message and finding.advice for finding in found)
