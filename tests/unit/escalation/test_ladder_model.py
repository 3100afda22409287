from __future__ import annotations

import pickle
from typing import Any

import pytest
from pydantic import ValidationError
from tests.unit.escalation.desk import account, d, ladder, step

from collectkit.escalation import After, Ladder, Stage, Step, presets

MAIL: dict[str, Any] = {"id": "a", "kind": "reminder", "offset": 7, "channels": ("email",)}
SHORT: dict[str, Any] = {"id": "x", "version": "1", "steps": (Step(**MAIL),)}


def faults(kind: type[Any], document: dict[str, Any]) -> list[tuple[tuple[Any, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        kind(**document)
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


# -- steps ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"offset": None}, "step a has neither offset nor after"),
        ({"channels": ()}, "step a of kind reminder needs channels"),
        ({"kind": "task"}, "step a of kind task takes no channels"),
        ({"kind": "agency"}, "step a of kind agency takes no channels"),
        ({"kind": "legal"}, "step a of kind legal takes no channels"),
        ({"offset": -3, "required": True}, "preventive step a stands outside the sequence"),
        ({"offset": -3, "approval": "manager"}, "preventive step a stands outside the sequence"),
        ({"offset": 0, "requires": ("b",)}, "preventive step a stands outside the sequence"),
        (
            {"offset": -3, "after": (After(step="b", days=1),)},
            "preventive step a stands outside the sequence",
        ),
        (
            {"offset": -3, "kind": "task", "channels": ()},
            "preventive step a stands outside the sequence",
        ),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(change: dict[str, Any], message: str) -> None:
    ((where, said),) = faults(Step, MAIL | change)
    assert where == ()
    assert said.startswith(f"Value error, {message}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Friendly Reminder"),
        ("id", ""),
        ("id", "a" * 65),
        ("kind", "threaten"),
        ("offset", 7.0),
        ("offset", "7"),
        ("offset", True),
        ("offset", 10_001),
        ("required", 1),
        ("required", "yes"),
        ("channels", ("",)),
        ("pay_within", -1),
        ("expires", "10"),
        ("when", "amount > 500"),
        ("surprise", 1),
    ],
)
def test_a_field_of_another_kind_is_refused_with_its_path(field: str, value: object) -> None:
    found = faults(Step, MAIL | {field: value})
    assert {where[0] for where, _ in found} == {field}


def test_a_step_knows_which_kind_it_is() -> None:
    assert step("a", 0).is_pre_due
    assert not step("a", 1).is_pre_due
    assert not step("b", after={"a": 1}).is_pre_due
    assert [kind for kind in ("reminder", "demand", "statutory", "call", "task", "agency", "legal")
            if step("a", 7, kind=kind).is_internal] == ["task", "agency", "legal"]  # fmt: skip


# -- ladders -------------------------------------------------------------------------------------
def test_two_steps_with_one_id_are_refused() -> None:
    assert faults(Ladder, SHORT | {"steps": (step("a", 7), step("a", 14))}) == [
        ((), "Value error, two steps have the id a")
    ]


@pytest.mark.parametrize(
    "steps",
    [
        (step("a", 7, requires=("b",)), step("b", 14)),
        (step("a", 7, after={"b": 3}), step("b", 14)),
        (step("a", 7, requires=("b",)),),
    ],
)
def test_a_step_names_only_earlier_ones(steps: tuple[Step, ...]) -> None:
    assert faults(Ladder, SHORT | {"steps": steps}) == [
        ((), "Value error, step a names b, which is no earlier step")
    ]


def test_a_step_cannot_wait_for_itself() -> None:
    assert faults(Ladder, SHORT | {"steps": (step("a", 7, after={"a": 3}),)}) == [
        ((), "Value error, step a names a, which is no earlier step")
    ]


@pytest.mark.parametrize(
    ("stages", "both"),
    [
        ((("late", 30), ("early", 1)), "late from 30 and then early from 1"),
        ((("early", 1), ("late", 1)), "early from 1 and then late from 1"),
        ((("late", 1), ("later", 2), ("late", 30)), "late from 1 and then late from 30"),
    ],
)
def test_stages_rise_and_have_names_of_their_own(
    stages: tuple[tuple[str, int], ...], both: str
) -> None:
    written = tuple(Stage(id=name, days=days) for name, days in stages)
    assert faults(Ladder, SHORT | {"stages": written}) == [
        ((), f"Value error, stages must rise in days and have distinct ids, not {both}")
    ]


def test_a_stage_begins_with_lateness() -> None:
    assert [where for where, _ in faults(Stage, {"id": "current", "days": 0})] == [("days",)]


def test_a_ladder_has_a_step_and_nothing_unknown() -> None:
    assert [where for where, _ in faults(Ladder, SHORT | {"steps": ()})] == [("steps",)]
    assert [where for where, _ in faults(Ladder, SHORT | {"consolidate": "highest"})] == [
        ("consolidate",)
    ]


def test_a_fault_deep_in_a_document_has_its_path() -> None:
    document = presets.standard().model_dump(mode="json")
    document["steps"][4]["after"] = [{"step": "reminder-1", "days": -1}]
    with pytest.raises(ValidationError) as caught:
        Ladder.model_validate(document)
    assert [error["loc"] for error in caught.value.errors()] == [("steps", 4, "after", 0, "days")]


@pytest.mark.parametrize(
    ("rules", "document"),
    [("contact_rules", {"min_days_between": -1}), ("promise_rules", {"tolerance": "101%"})],
)
def test_rules_are_checked_too(rules: str, document: dict[str, Any]) -> None:
    assert [where for where, _ in faults(Ladder, SHORT | {rules: document})] == [(rules, *document)]


# -- as documents --------------------------------------------------------------------------------
def test_a_ladder_survives_json() -> None:
    rules = presets.standard()
    assert Ladder.model_validate_json(rules.model_dump_json()) == rules
    assert Ladder.model_validate(rules.model_dump(mode="json")) == rules


def test_a_ladder_survives_pickling_before_and_after_use() -> None:
    rules = presets.standard()
    rules.decide(account(), as_of=d(2, 7))
    assert pickle.loads(pickle.dumps(rules)) == rules


def test_a_change_makes_a_new_ladder_and_is_checked() -> None:
    rules = ladder(step("a", 7))
    assert rules.replace(version="2").version == "2"
    assert rules.version == "1"
    with pytest.raises(ValidationError):
        rules.replace(steps=(step("a", 7, after={"z": 1}),))
    with pytest.raises(ValidationError):
        rules.version = "2"
