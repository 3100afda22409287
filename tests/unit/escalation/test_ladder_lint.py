"""Lint of ladders: every rule on a ladder that breaks only it, and on its nearest neighbor."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError
from tests.unit.escalation.desk import account, d, run

from collectkit.contact import ContactLimit, ContactRules
from collectkit.escalation import After, Condition, Ladder, Repeat, Stage, Step, When
from collectkit.escalation.lint import lint
from collectkit.escalation.reach import Turn, is_impossible, timetable, waits_from
from collectkit.explain import Finding
from collectkit.ledger import Approval
from collectkit.money import Money
from collectkit.testing import ladders

INTERNAL = ("task", "suspend", "agency", "legal", "write_off")
EUR, USD = Money("500.00", "EUR"), Money("500.00", "USD")


def step(id: str, offset: int | None = None, **fields: Any) -> Step:
    """A reminder by email or letter, or what is said; `after={"a": 7}` is short for its waits."""
    kind = fields.get("kind", "reminder")
    channels = () if kind in INTERNAL else ("email", "letter")
    after = tuple(After(step=name, days=n) for name, n in fields.pop("after", {}).items())
    given: dict[str, Any] = {"kind": kind, "channels": channels, "offset": offset, "after": after}
    if kind in ("agency", "legal", "write_off"):
        given["approval"] = "manager"
    return Step(id=id, **{**given, **fields})


def ladder(*steps: Step, **fields: Any) -> Ladder:
    """Five days between contacts; ends with a task where it is not said otherwise."""
    rules = fields.pop("rules", {})
    contact = ContactRules(**{"min_days_between": 5, **rules})
    stages = tuple(fields.pop("stages", ()))
    return Ladder(id="x", version="1", steps=steps, stages=stages, contact_rules=contact, **fields)


def found(rules: Ladder, **given: Any) -> list[tuple[str, str]]:
    return [(f.code.removeprefix("escalation."), f.path) for f in lint(rules, **given)]


DEMAND = step("demand", 30, kind="demand", required=True, pay_within=10)
OPTIONAL = step("demand", 30, kind="demand", pay_within=10)
TASK = step("look", 300, kind="task")


def agency(**fields: Any) -> Step:
    return step("agency", **{"kind": "agency", "after": {"demand": 14}, **fields})


def stage(days: int = 40, notice: str | None = "demand") -> Stage:
    return Stage(id="late", days=days, effects=("stop-credit",), requires_notice=notice)


SOUND = [
    ladder(step("a", 7), step("b", 21), DEMAND, agency()),
    ladder(step("a", -3), step("b", 7), step("c", 12), TASK),
    ladder(step("a", 7), on_exhausted=("close-file",)),
    ladder(step("a", 7, expires=7), TASK),
    ladder(step("a", -3, expires=-3), step("b", 2), TASK),
    ladder(step("a", 7, when=When.grade_in("A") & ~When.grade_in("B")), TASK),
    ladder(step("a", 7, when=~When.days_past_due(8)), TASK),
    ladder(step("a", 7), step("b", after={"a": 5}), step("c", after={"b": 5}), TASK),
    ladder(DEMAND, step("task", kind="task", after={"demand": 1}, requires=("demand",)), TASK),
    ladder(step("a", 7, minimum=(EUR, USD)), step("b", 14, when=When.amount_at_least(EUR="1",
           USD="1")), TASK),
    ladder(step("a", 7, repeat=Repeat(every=5, times=3)), TASK),
    ladder(step("a", 7, kind="task", repeat=Repeat(every=1, times=3)), TASK),
    ladder(step("a", 7, kind="call", channels=("phone",)), TASK),
    ladder(step("a", 7, kind="call"), DEMAND, step("b", 40, kind="call"), agency()),
    ladder(DEMAND, agency(), step("w", kind="write_off", after={"agency": 1})),
    ladder(DEMAND, agency(after={"demand": 10})),
    ladder(DEMAND, TASK, stages=[stage()]),
    ladder(DEMAND, TASK, stages=[Stage(id="overdue", days=1)]),
    ladder(DEMAND, agency(effects=("post-handover",))),
    ladder(step("a", 7, mandatory="some law", required=True), TASK),
    ladder(step("a", 7), step("b", 21), TASK, rules={"limits": (ContactLimit(most=1, days=14),)}),
    ladder(OPTIONAL, agency(), advance="jump"),
    ladder(step("a", 7), step("p", -3), step("c", after={"a": 21}), TASK),
    ladder(step("a", 7), step("b", after={"a": 14}, when=~When.days_past_due(400)), TASK),
    ladder(DEMAND, step("b", kind="task", after={"demand": 3}, expires=33), TASK),
    ladder(step("a", 7), step("b", 7, when=When.late_items(2)), TASK),
    ladder(step("a", 7, when=When.late_items(2)), step("b", 10), TASK),
    ladder(step("a", -3, when=When.late_items(1)), step("b", 1, when=When.late_items(1)), TASK),
    ladder(step("a", 7), step("b", 7, minimum=(EUR,)), TASK, below_minimum="lower"),
]  # fmt: skip


@pytest.mark.parametrize("rules", SOUND)
def test_a_sound_ladder_has_no_findings(rules: Ladder) -> None:
    assert found(rules) == []


@pytest.mark.parametrize(
    ("rules", "findings"),
    [
        # -- when a step comes
        (ladder(step("a", 7, expires=6), TASK), [("unreachable", "steps.0.expires")]),
        (ladder(step("a", -3, expires=-4), TASK), [("unreachable", "steps.0.expires")]),
        (
            ladder(step("a", 7, expires=7), TASK, strict_interval=True),
            [("unreachable", "steps.0.expires")],
        ),
        (
            ladder(DEMAND, step("b", kind="task", after={"demand": 14}, expires=43), TASK),
            [("never-sent", "steps.1.expires")],
        ),
        (
            ladder(step("a", 7), step("b", 12), step("c", 9), TASK,
                   rules={"min_days_between": 1}),
            [("offsets-fall", "steps.2.offset")],
        ),
        (
            ladder(step("a", 7), step("b", 9, expires=11), TASK),
            [("never-sent", "steps.1.expires")],
        ),
        (
            ladder(DEMAND, step("b", kind="call", after={"demand": 3}, expires=34), TASK),
            [("never-sent", "steps.1.expires")],
        ),
        (
            ladder(DEMAND, step("b", 30, kind="task", expires=30), TASK),
            [("never-sent", "steps.1.expires")],
        ),
        (
            ladder(step("a", 7), step("b", 9, expires=12), TASK),
            [("later-than-planned", "steps.1.offset")],
        ),
        *(
            # Below its minimum a step still takes the place of the one before.
            (ladder(step("a", 7), step("b", 7, **fields), TASK), [("never-sent", "steps.0")])
            for fields in ({"minimum": (EUR,)}, {"expires": 99}, {"end_of_month": False})
        ),
        (
            ladder(step("a", 7), step("b", 7), step("c", kind="task", after={"a": 1}), TASK),
            [("never-sent", "steps.0"), ("waits-for-skipped", "steps.2.after")],
        ),
        (
            # b comes later by its wait than c, which is listed after it.
            ladder(step("a", 3), step("b", after={"a": 12}), step("c", 11, expires=30), TASK),
            [("never-sent", "steps.1")],
        ),
        (
            # b is never taken, so it moves nothing.
            ladder(step("a", 5), step("b", 12, expires=11), step("c", 13, expires=17), TASK),
            [("unreachable", "steps.1.expires")],
        ),
        (
            ladder(step("a", 7, when=When.late_items(2)), step("b", 9, when=~When.late_items(2)),
                   step("c", 12, when=When.late_items(2)), TASK),
            [],
        ),
        (
            ladder(step("a", 7, when=When.late_items(2)), step("b", 9, when=When.late_items(2)),
                   step("c", 12, when=When.late_items(2)), TASK),
            [("never-sent", "steps.1")],
        ),
        # On one day of the month its end is reached at once.
        (ladder(step("a", 40, end_of_month=True), step("b", 41), TASK), []),
        (
            ladder(step("a", 40, end_of_month=True), step("b", 40), TASK),
            [("never-sent", "steps.0")],
        ),
        (
            ladder(step("a", 7, when=When.grade_in("A") & ~When.grade_in("A")), step("b", 9), TASK),
            [("unreachable", "steps.0.when")],
        ),
        (
            ladder(step("a", 7, when=~When.days_past_due(7)), TASK),
            [("unreachable", "steps.0.when")],
        ),
        (
            ladder(step("a", 7, minimum=(EUR,), when=~When.amount_at_least(EUR="100")), TASK),
            [("unreachable", "steps.0.when")],
        ),
        (
            ladder(step("a", 7, when=When.late_items(2)),
                   step("b", kind="task", after={"a": 7}), TASK),
            [("waits-for-skipped", "steps.1.after")],
        ),
        (
            ladder(step("a", 7, expires=9), step("b", 30, kind="task", requires=("a",)), TASK),
            [("waits-for-skipped", "steps.1.requires")],
        ),
        (
            ladder(step("a", 7), step("b", 14), step("c", after={"a": 21}), TASK),
            [("waits-for-skipped", "steps.2.after")],
        ),
        (
            ladder(step("a", 21, kind="demand", required=True), step("b", 14, kind="call"), TASK),
            [("offsets-fall", "steps.1.offset")],
        ),
        (ladder(step("a", 7), step("b", 7), TASK), [("never-sent", "steps.0")]),
        (
            # b is kept until day 12, when c is reached as well.
            ladder(step("a", 7), step("b", 9), step("c", 12), TASK),
            [("never-sent", "steps.1")],
        ),
        (
            ladder(step("a", 7), step("b", 10), TASK, rules={"min_days_between": 7}),
            [("later-than-planned", "steps.1.offset")],
        ),
        (
            ladder(DEMAND, step("b", kind="call", after={"demand": 3}), TASK),
            [("later-than-planned", "steps.1.after")],
        ),
        (
            ladder(DEMAND, step("b", 30, kind="task"), TASK),
            [("later-than-planned", "steps.1.offset")],
        ),
        (ladder(step("a", -3), step("b", 1), TASK), [("later-than-planned", "steps.1.offset")]),
        (
            ladder(step("a", 7), step("b", 20), TASK,
                   rules={"limits": (ContactLimit(most=1, days=14),)}),
            [("later-than-planned", "steps.1.offset")],
        ),
        (
            ladder(step("a", 7, repeat=Repeat(every=4, times=3)), TASK),
            [("repeat-within-gap", "steps.0.repeat.every")],
        ),
        # -- conditions where there may be none
        (
            ladder(step("a", 7, mandatory="some law", when=When.late_items(2)), TASK),
            [("mandatory-with-condition", "steps.0.when")],
        ),
        (
            ladder(step("a", 7, required=True, when=When.late_items(2)), TASK),
            [("required-and-optional", "steps.0.when")],
        ),
        (
            ladder(step("a", 7, required=True, expires=9), TASK),
            [("required-and-optional", "steps.0.expires")],
        ),
        (
            ladder(step("a", 7, minimum=(EUR, USD)), step("b", 14, minimum=(EUR,)), TASK),
            [("currency-missing", "steps.1.minimum")],
        ),
        (
            ladder(step("a", 7, minimum=(EUR, USD)),
                   step("b", 14, when=When.late_items(2) | ~When.amount_at_least(EUR="1")), TASK),
            [("currency-missing", "steps.1.when")],
        ),
        # -- who is reached
        (
            ladder(step("a", -3, channels=("email",)), step("b", 7), TASK),
            [("no-fallback", "steps.0.channels")],
        ),
        (
            ladder(step("a", 7, kind="call", channels=("phone",), required=True), TASK),
            [("no-fallback", "steps.0.channels")],
        ),
        # -- before it is given away
        (
            ladder(step("a", 7, required=True), agency(after={"a": 30})),
            [("no-notice", "steps.1")],
        ),
        (
            ladder(OPTIONAL, step("agency", 60, kind="agency"), advance="jump"),
            [("no-notice", "steps.1")],
        ),
        (ladder(OPTIONAL, agency()), [("notice-optional", "steps.0.required")]),
        (ladder(DEMAND, agency(after={"demand": 9})), [("wait-too-short", "steps.1.after")]),
        (
            ladder(DEMAND, step("agency", 60, kind="agency")),
            [("wait-too-short", "steps.1.after")],
        ),
        (
            ladder(DEMAND, step("b", kind="statutory", after={"demand": 5}, required=True,
                                pay_within=1), agency(after={"b": 4})),
            [("wait-too-short", "steps.2.after")],
        ),
        (ladder(DEMAND, agency(approval=None)), [("no-approval", "steps.1.approval")]),
        (
            ladder(DEMAND, agency(), step("w", kind="write_off", after={"agency": 90},
                                          approval=None)),
            [("no-approval", "steps.2.approval")],
        ),
        (
            ladder(DEMAND, step("s", kind="suspend", after={"demand": 14}), TASK),
            [("no-lift", "steps.1.kind")],
        ),
        (ladder(step("a", 7, effects=("stop-credit",)), TASK), [("no-lift", "steps.0.effects")]),
        (ladder(DEMAND, step("a", 60), TASK), [("out-of-order", "steps.1.kind")]),
        (
            ladder(DEMAND, agency(), step("late", 99, kind="demand"), TASK),
            [("out-of-order", "steps.2.kind")],
        ),
        # -- stages and the end
        (
            ladder(OPTIONAL, TASK, stages=[stage()]),
            [("stage-notice-optional", "stages.0.requires_notice")],
        ),
        (
            ladder(step("a", -3), TASK, stages=[stage(notice="a")]),
            [("stage-notice-optional", "stages.0.requires_notice")],
        ),
        (ladder(DEMAND, TASK, stages=[stage(39)]), [("stage-too-soon", "stages.0.days")]),
        (
            ladder(DEMAND, TASK, stages=[stage(notice=None)]),
            [("stage-without-notice", "stages.0.requires_notice")],
        ),
        (ladder(step("a", 7)), [("no-ending", "steps.0")]),
        (ladder(step("a", -7)), [("no-ending", "steps")]),
        (ladder(DEMAND, agency(when=When.late_items(2))), [("no-ending", "steps.1")]),
        (ladder(step("a", 7, expires=9), on_exhausted=("close-file",)), [("no-ending", "steps.0")]),
    ],
)  # fmt: skip
def test_a_rule_finds_what_it_is_for(rules: Ladder, findings: list[tuple[str, str]]) -> None:
    assert found(rules) == findings


def test_messages_and_fees_are_looked_up_where_they_are_given() -> None:
    rules = ladder(step("a", 7, template="hello", fee="flat"), step("b", 14), TASK)
    assert found(rules) == found(rules, templates={"hello"}, fees={"flat"})[1:] == []
    assert found(rules, templates={"hello"}) == [("no-template", "steps.1.template")]
    assert found(rules, fees=()) == [("unknown-fee", "steps.0.fee")]
    assert found(rules.replace(steps=(rules.steps[0], TASK)), templates=("goodbye",)) == [
        ("unknown-template", "steps.0.template")
    ]


def test_a_finding_says_the_figures_what_to_do_and_how_grave_it_is() -> None:
    rules = ladder(step("a", 7), step("b", 10), TASK, rules={"min_days_between": 7})
    assert lint(rules) == (
        Finding(
            code="escalation.later-than-planned",
            path="steps.1.offset",
            message="step b is planned for day 10 and taken on day 14 at the earliest: a on day 7, "
            "and 7 days between",
            advice="plan it for day 14, or let fewer days lie between contacts",
            severity="warning",
        ),
    )
    (never,) = lint(ladder(step("a", 7, expires=6), TASK))
    assert (never.severity, never.message) == (
        "error",
        "step a is worth sending up to day 6 and reached on day 7 at the earliest",
    )
    (short,) = lint(ladder(DEMAND, agency(after={"demand": 9})))
    assert short.message == "step agency may come 9 days after demand, which gives 10 days to pay"
    two = (
        DEMAND.replace(pay_within=30),
        step("b", kind="statutory", after={"demand": 5}, required=True, pay_within=10),
        agency(after={"b": 4}),
    )
    (worst,) = lint(ladder(*two))
    assert worst.message == "step agency may come 9 days after demand, which gives 30 days to pay"
    cut = step("s", kind="suspend", after={"demand": 14}, effects=("cut-off",))
    (lasting,) = lint(ladder(DEMAND, cut, TASK))
    assert (lasting.path, lasting.message) == (
        "steps.1.effects",
        "nothing asks for cut-off of step s to be lifted once the debt is paid",
    )
    (bare,) = lint(ladder(step("a", 7, channels=("email",)), TASK))
    assert bare.severity == "info"


def test_findings_come_in_the_order_of_the_steps_then_stages() -> None:
    rules = ladder(
        step("a", 7, channels=("email",)),
        step("b", 9),
        agency(after={"b": 30}, approval=None),
        stages=[stage(notice=None)],
    )
    assert [path for _, path in found(rules)] == [
        "steps.0.channels",
        "steps.1.offset",
        "steps.2",
        "steps.2.approval",
        "stages.0.requires_notice",
    ]


def test_a_first_step_that_only_waits_for_another_is_refused_by_the_ladder_itself() -> None:
    with pytest.raises(ValidationError):
        ladder(step("a", after={"b": 7}), step("b", 7))
    with pytest.raises(ValidationError):
        ladder(step("a", -3), step("b", after={"a": 7}))


def test_many_waits_are_no_burden() -> None:
    steps = [step("s0", 1)]
    for n in range(1, 60):
        steps.append(step(f"s{n}", after={other.id: 5 for other in steps}))
    assert found(ladder(*steps, TASK)) == []


@given(rules=ladders())
def test_a_path_leads_to_a_field_of_the_ladder(rules: Ladder) -> None:
    document: Any = rules.model_dump(mode="json")
    for finding in lint(rules, templates=(), fees=()):
        place = document
        for part in finding.path.split("."):
            place = place[int(part)] if part.isdigit() else place[part]


# -- days ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("gap", [1, 3, 5, 7, 11])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("advance", ["progressive", "jump"])
def test_the_days_are_those_of_a_daily_run(gap: int, strict: bool, advance: Any) -> None:
    rules = ladder(
        step("a", -3),
        step("b", 5),
        step("c", 9),
        step("d", 20, kind="task"),
        step("e", after={"c": 7}, kind="demand", required=True),
        step("f", after={"e": 10}, kind="call"),
        step("g", 30, kind="call"),
        step("h", 60, kind="task"),
        rules={"min_days_between": gap},
        strict_interval=strict,
        advance=advance,
    )
    due = d(1, 31)
    taken = {name: (day - due).days for day, name in run(rules, account(), d(1, 1), d(6, 30))}
    turns = timetable(rules)
    assert {name: turn.day for name, turn in turns.items() if not turn.overtaken_by} == taken


def test_no_step_behind_a_required_one_takes_the_place_of_one_before_it() -> None:
    rules = ladder(step("a", 7), DEMAND, step("c", 5, kind="call"), TASK)
    assert timetable(rules)["a"].overtaken_by == ""
    assert timetable(rules.replace(advance="jump"))["a"].overtaken_by == "c"


def a_ladder(pick: Random) -> Ladder:
    """Up to six steps whose days get in each other's way."""
    steps = [step("p", -pick.randint(0, 6))] if pick.random() < 0.3 else []
    ids: list[str] = []
    for n in range(pick.randint(1, 5)):
        waits = pick.sample(ids, min(n, pick.choice((0, 0, 1, 1, 2))))
        offset = pick.randint(1 + 5 * n, 8 + 5 * n) if not waits or pick.random() < 0.3 else None
        steps.append(
            step(
                f"s{n}",
                offset,
                kind=pick.choice(("reminder", "call", "demand", "task", "suspend", "agency")),
                after={name: pick.randint(0, 12) for name in waits},
                requires=tuple(pick.sample(ids, min(n, pick.choice((0, 0, 1))))),
                required=pick.random() < 0.4,
                expires=pick.choice((None, None, None, (offset or 1) + pick.randint(-3, 15))),
                mandatory=pick.choice(("", "", "", "some law")),
                repeat=pick.choice((None, None, None, Repeat(every=pick.randint(1, 9), times=2))),
                requires_delivery=pick.random() < 0.2,
            )
        )
        ids.append(f"s{n}")
    limits = (ContactLimit(most=pick.randint(1, 2), days=pick.randint(3, 15)),)
    return ladder(
        *steps,
        rules={"min_days_between": pick.choice((0, 1, 3, 6)), "limits": pick.choice(((), limits))},
        advance=pick.choice(("progressive", "progressive", "jump")),
        strict_interval=pick.random() < 0.3,
    )


def daily(rules: Ladder) -> dict[str, int]:
    """The days past due on which each step is first taken, everything approved and delivered."""
    due, taken = d(1, 31), dict[str, int]()
    yes = [Approval(customer_id="C-1", step_id=one.id, on=due + timedelta(1), by=one.approval)
           for one in rules.steps if one.approval]  # fmt: skip
    facts = account().with_(approvals=yes)
    for day in range(-6, 200):
        decision = rules.decide(facts, as_of=due + timedelta(day))
        for action in decision.actions:
            taken.setdefault(action.step_id, day)
            records = action.records(decision.as_of, status="delivered")
            facts = facts.with_(done=records)
        if not decision.actions and decision.next_review_on is None:
            break
    return taken


def check_days(rules: Ladder) -> None:
    """Whatever lint says of days is so in a daily run, and every step never taken is said."""
    taken, said = daily(rules), found(rules)
    turns = timetable(rules)
    for n, one in enumerate(rules.steps):
        codes = {code for code, path in said if path.split(".")[1] == str(n)}
        never = codes & {"never-sent", "unreachable"}
        if one.id in taken:
            assert (never, turns[one.id].day) == (set(), taken[one.id])
            continue
        before = {*(wait.step for wait in one.after), *one.requires}
        if rules.advance == "progressive" and not one.is_pre_due:
            before |= {other.id for other in rules.steps[:n] if other.required}
        falls = any(code == "offsets-fall" and path > f"steps.{n}" for code, path in said)
        assert never or falls or not before <= set(taken)


def test_what_is_said_of_days_is_what_a_daily_run_does() -> None:
    for seed in range(300):
        check_days(a_ladder(Random(seed)))


@pytest.mark.full
def test_what_is_said_of_days_of_very_many_ladders_is_what_a_daily_run_does() -> None:
    for seed in range(300, 6_000):
        check_days(a_ladder(Random(seed)))


def test_of_two_ends_of_months_nothing_is_said() -> None:
    ends = (step("a", 10, end_of_month=True), step("b", 10, end_of_month=True))
    assert timetable(ladder(*ends)) == {}
    assert timetable(ladder(ends[0], TASK))["a"] == Turn(10, 10)


def test_where_conditions_are_many_the_best_for_each_step_are_tried() -> None:
    apart = [step(f"s{n}", 7 + 7 * n, when=When.tag_in(f"t{n}")) for n in range(12)]
    never = step("x", 90, when=When.tag_in("x")), step("y", 90, when=When.tag_in("x"))
    assert found(ladder(*apart, *never, TASK)) == [("never-sent", "steps.12")]
    too_many = [step(f"s{n}", 7 + 7 * n, when=When.tag_in(f"t{n}")) for n in range(60)]
    assert timetable(ladder(*too_many)) == {}


def test_a_wait_is_the_sum_of_its_parts() -> None:
    rules = ladder(
        DEMAND,
        step("b", after={"demand": 7}, kind="call"),
        step("c", after={"b": 7}, requires=("demand",), kind="demand", required=True),
        step("d", 90, kind="task"),
    )
    assert waits_from(rules, 0) == [0, 7, 14, 14]
    assert waits_from(rules.replace(strict_interval=True), 0) == [0, 8, 16, 16]
    assert waits_from(rules.replace(advance="jump"), 0) == [0, 7, 14, 0]


# -- conditions ----------------------------------------------------------------------------------
A, EUROS = When.grade_in("A", "B"), When.amount_at_least


@pytest.mark.parametrize(
    "condition",
    [
        A & ~A,
        When.grade_in("A") & When.grade_in("B"),
        (A & ~A) | (A & ~When.grade_in("A", "B", "C")),
        ~(~A | A),
        A & (When.broken_promises(2) & ~When.broken_promises(1)),
        ~When.late_items(0),
        When.paid_late(3) & ~When.paid_late(3),
        When.segment_in("key") & ~When.segment_in("key"),
        When.tag_in("vip") & ~When.tag_in("vip", "new"),
        When.customer_is("consumer") & When.customer_is("business", "public"),
        ~When.customer_is("consumer", "business", "public"),
        EUROS(EUR="500") & ~EUROS(EUR="100"),
        EUROS(EUR="500", USD="5") & ~EUROS(EUR="100"),
        EUROS(EUR="500") & EUROS(USD="500"),
        ~EUROS(EUR="0"),
        When.overdue_share("50.5") & ~When.overdue_share("50"),
    ],
)
def test_a_contradiction_is_found(condition: Condition) -> None:
    assert is_impossible(condition)


@pytest.mark.parametrize(
    "condition",
    [
        A,
        ~A,
        A | ~A,
        (A & ~A) | When.late_items(1),
        When.grade_in("A") & ~When.grade_in("B"),
        When.tag_in("vip") & When.tag_in("new"),
        When.tag_in("vip", "old") & ~When.tag_in("vip", "new"),
        When.late_items(2) & ~When.late_items(3),
        When.late_items(3) & ~When.paid_late(2),
        EUROS(EUR="100") & ~EUROS(EUR="500"),
        EUROS(EUR="500", USD="5") & ~EUROS(EUR="100", USD="6"),
        ~EUROS(EUR="0", USD="1"),
        ~When.customer_is("consumer"),
        When.overdue_share("50") & ~When.overdue_share("50.5"),
    ],
)
def test_what_can_hold_is_no_contradiction(condition: Condition) -> None:
    assert not is_impossible(condition)


def test_a_condition_of_very_many_cases_is_taken_to_be_possible() -> None:
    wide = When.grade_in("A") | When.grade_in("B")
    for _ in range(3):
        wide = wide & wide  # type: ignore[assignment]
    assert not is_impossible(wide & ~When.grade_in("A") & ~When.grade_in("B") & wide & wide)


def test_days_past_due_are_at_least_those_of_the_step() -> None:
    assert is_impossible(~When.days_past_due(30), days=30)
    assert not is_impossible(~When.days_past_due(31), days=30)
