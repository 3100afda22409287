"""Items with places of their own: what rides along in a letter, and what is said of each item."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.escalation.desk import (
    about,
    account,
    d,
    due,
    eur,
    ladder,
    now,
    step,
    texts,
    waiting,
    was_sent,
)

from collectkit.contact import CallCaps, ContactRules
from collectkit.escalation import Decision, Ladder, Repeat
from collectkit.ledger import Done, payment
from collectkit.testing import a_dispute, a_hold, a_refund, an_approval

OLD, NEW = due(d(1, 31), "INV-1"), due(d(2, 20), "INV-2")
TODAY = d(3, 2)
MILD = step("mild", 7)


def places(*steps: Any, **options: Any) -> Ladder:
    return ladder(*steps, position="item", **options)


def decided(rules: Ladder, *facts: Any, on: date = TODAY) -> Decision:
    return rules.decide(account(OLD, NEW, was_sent("mild", d(2, 7), items=("INV-1",)), *facts),
                        as_of=on)  # fmt: skip


def riding(decision: Decision) -> list[tuple[str, tuple[str, ...]]]:
    return [(rider.step_id, rider.items) for one in decision.actions for rider in one.riders]


# -- what rides ----------------------------------------------------------------------------------
def test_a_milder_step_rides_in_the_letter_of_the_highest() -> None:
    decision = decided(places(MILD, step("firm", 30, kind="demand")))
    assert (now(decision), riding(decision)) == (["firm"], [("mild", ("INV-2",))])
    assert decision.actions[0].debts == ("INV-1", "INV-2")
    assert "with    mild for INV-2" in decision.explain()
    assert decision.why_not("mild", "INV-2") == ()
    assert "escalation.rides" in {reason.code for reason in decision.why("mild", "INV-2")}


@pytest.mark.parametrize(
    ("milder", "higher"),
    [
        ({}, {"kind": "call", "channels": ("phone",)}),
        ({"channels": ("phone",), "kind": "call"}, {}),
        ({"kind": "statutory"}, {}),
        ({"mandatory": "an act"}, {}),
        ({"notice": "a-notice"}, {}),
        ({"channels": ("letter",)}, {}),
    ],
)
def test_what_is_no_part_of_a_letter_waits_for_its_own_day(milder: Any, higher: Any) -> None:
    steps = (step("mild", 7, **milder), step("firm", 30, **{"kind": "demand", **higher}))
    decision = decided(places(*steps))
    assert (now(decision), riding(decision)) == (["firm"], [])
    assert waiting(decision)["mild"] == d(3, 3)


def test_nothing_rides_in_a_letter_that_may_not_speak_of_it() -> None:
    rules = places(MILD, step("firm", 30, kind="demand"))
    hold = a_hold(items=("INV-2",), blocks=("demands",), from_on=d(2, 25), until_on=d(3, 20))
    decision = decided(rules, hold)
    assert (now(decision), riding(decision)) == (["firm"], [])
    assert waiting(decision)["mild"] == d(3, 3)


def test_a_cap_of_one_debt_does_not_keep_a_call_about_another() -> None:
    rules = ladder(step("call", 7, kind="call", channels=("phone",))).replace(
        contact_rules=ContactRules(call_caps=CallCaps(most=1, days=7, channels=("phone",)))
    )
    called = Done(customer_id="C-1", on=d(2, 26), channel="phone", debts=("INV-2",))
    facts = account(OLD, NEW, called, a_hold(items=("INV-2",), from_on=d(2, 27)))
    (action,) = rules.decide(facts, as_of=TODAY).actions
    assert (action.items, action.debts, action.sent(TODAY).debts) == (("INV-1",),) * 3


# -- what is said of each item -------------------------------------------------------------------
def test_each_item_in_a_gathered_letter_has_its_reasons() -> None:
    rules = places(step("mild", 7))
    facts = account(due(id="INV-1"), due(id="INV-2"))
    taken = rules.decide(facts, as_of=d(2, 7))
    assert [action.items for action in taken.actions] == [("INV-1", "INV-2")]
    for item in ("INV-1", "INV-2"):
        assert taken.why_not("mild", item) == ()
        assert "escalation.chosen" in {reason.code for reason in taken.why("mild", item)}
    spoken = account(*facts.invoices, Done(customer_id="C-1", on=d(2, 7), channel="email"))
    waits = rules.decide(spoken, as_of=d(2, 7))
    for item in ("INV-1", "INV-2"):
        assert [reason.code for reason in waits.why_not("mild", item)] == ["contact.min_gap"]


def test_a_step_left_out_names_its_item_and_what_comes_in_its_place() -> None:
    rules = places(MILD, step("firm", 30, kind="demand"))
    facts = account(due(id="INV-1"), due(id="INV-2"))
    left = rules.decide(facts, as_of=TODAY).suppressed
    assert [(one.item_id, str(one.reason)) for one in left] == [
        ("INV-1", "mild: firm comes in its place"),
        ("INV-2", "mild: firm comes in its place"),
    ]


# -- what stands against a step ------------------------------------------------------------------
def test_a_step_that_would_have_expired_has_no_day() -> None:
    rules = ladder(step("mild", 7, expires=14), step("pre", -3))
    for facts, name in (
        (account(a_hold(from_on=d(2, 1), until_on=d(2, 20))), "mild"),
        (account(a_hold(from_on=d(1, 20), until_on=d(2, 20))), "pre"),
    ):
        on = d(2, 7) if name == "mild" else d(1, 29)
        decision = rules.decide(facts, as_of=on)
        assert waiting(decision) == {name: None}
        assert "escalation.lapses" in {reason.code for reason in decision.why_not(name)}
    last = account(a_hold(from_on=d(2, 1), until_on=d(2, 13)))
    assert waiting(rules.decide(last, as_of=d(2, 7))) == {"mild": d(2, 14)}


@pytest.mark.parametrize(
    "fact",
    [
        a_hold(kind="hardship", from_on=d(2, 1)),
        a_hold(kind="moratorium", from_on=d(2, 1)),
        a_dispute(invoice_id="INV-1", opened_on=d(2, 1)),
    ],
)
def test_nothing_is_written_off_under_an_arrangement(fact: Any) -> None:
    rules = ladder(step("task", 3, kind="task"), step("off", 7, kind="write_off"))
    assert now(rules.decide(account(was_sent("task", d(2, 4))), as_of=d(2, 9))) == ["off"]
    assert now(rules.decide(account(fact, was_sent("task", d(2, 4))), as_of=d(2, 9))) == []


def test_an_approval_of_something_else_is_none_while_nothing_is_free() -> None:
    rules = ladder(step("agency", 7, kind="agency", approval="manager"))
    facts = account(
        OLD,
        due(d(6, 1), "INV-9"),
        a_hold(from_on=d(2, 1), until_on=d(2, 20)),
        an_approval(step_id="agency", by="manager", on=d(2, 5), items=("INV-9",)),
    )
    assert waiting(rules.decide(facts, as_of=d(2, 10))) == {"agency": None}


def test_nobody_is_asked_for_nothing() -> None:
    rules = ladder(step("mild", 7), step("task", 20, kind="task"))
    part = a_dispute(invoice_id="INV-1", amount=eur("40.00"), opened_on=d(2, 1))
    paid = payment(due(), on=d(2, 3), amount=eur("60.00"))
    assert waiting(rules.decide(account(part, *paid), as_of=d(2, 7))) == {"mild": None}
    less = payment(due(), on=d(2, 3), amount=eur("59.99"))
    assert now(rules.decide(account(part, *less), as_of=d(2, 7))) == ["mild"]
    assert now(rules.decide(account(part, *paid), as_of=d(2, 20))) == ["task"]


@pytest.mark.parametrize("position", ["account", "item"])
def test_a_refund_begins_anew_with_other_keys(position: Any) -> None:
    rules = ladder(step("mild", 7), step("firm", 20, kind="demand"), position=position)
    paid = payment(due(), on=d(2, 25), amount=eur("100.00"), id="R-1")
    back = a_refund(reverses="R-1", amount=eur("30.00"), received_on=d(3, 10))
    (before,) = rules.decide(account(), as_of=d(2, 20)).actions
    (after,) = rules.decide(account(before.sent(d(2, 20)), *paid, back), as_of=d(3, 10)).actions
    assert (before.step_id, after.step_id) == ("firm", "firm")
    assert before.key != after.key


def test_nothing_disputed_in_full_is_asked_for_beside_others() -> None:
    rules = ladder(step("mild", 7), step("agency", 20, kind="agency"))
    part = a_dispute(invoice_id="INV-1", amount=eur("100.00"), opened_on=d(2, 1))
    held = (due(d(2, 1), "INV-2"), a_hold(items=("INV-2",), from_on=d(2, 2)))
    assert waiting(rules.decide(account(due(), part, *held), as_of=d(2, 9))) == {"mild": None}
    young = due(d(2, 18), "INV-2")
    facts = account(due(), part, young, was_sent("mild", d(2, 7), "INV-1"))
    assert now(rules.decide(facts, as_of=d(2, 20))) == []


def test_approvals_of_single_invoices_add_up() -> None:
    rules = ladder(step("agency", 7, kind="agency", approval="manager"))
    one, two = (
        an_approval(step_id="agency", by="manager", on=d(2, 9), items=(name,))
        for name in ("INV-1", "INV-2")
    )
    both = (due(), due(id="INV-2"))
    half = rules.decide(account(*both, one), as_of=d(2, 10))
    assert texts(half.deferred[0].reasons) == ["agency: needs approval by manager for INV-2"]
    assert now(rules.decide(account(*both, one, two), as_of=d(2, 10))) == ["agency"]


def test_a_repeat_does_not_starve_a_first_turn_elsewhere() -> None:
    rules = places(
        step("firm", 20, kind="demand", required=True),
        step("call", 30, kind="call", channels=("phone",), repeat=Repeat(every=3, times=9)),
        gap=3,
    )
    facts = account(
        OLD, due(d(2, 12), "INV-2"),
        was_sent("firm", d(2, 20), "INV-1"), was_sent("call", d(3, 2), "INV-1"),
    )  # fmt: skip
    assert now(rules.decide(facts, as_of=d(3, 5))) == ["firm"]


def test_a_rider_goes_only_through_a_channel_it_names() -> None:
    steps = (step("mild", 7, effects=("banner",)),
             step("firm", 30, kind="demand", channels=("email", "letter")))  # fmt: skip
    (action,) = decided(places(*steps)).actions
    assert [rider.effects for rider in action.riders] == [("banner",)]
    assert [one.step_id for one in action.records(TODAY)] == ["firm", "mild"]
    assert [one.step_id for one in action.records(TODAY, channel="letter")] == ["firm"]


def test_a_letter_keeps_its_key_when_another_item_joins() -> None:
    rules = places(MILD)
    first = rules.decide(account(OLD, NEW), as_of=d(2, 20)).actions
    later = rules.decide(account(OLD, NEW), as_of=d(2, 28)).actions
    assert [one.items for one in (*first, *later)] == [("INV-1",), ("INV-1", "INV-2")]
    assert first[0].key == later[0].key


def test_a_preventive_step_waits_for_what_has_not_expired() -> None:
    rules = ladder(step("pre", -5))
    both = (due(d(2, 2), "INV-1"), due(d(2, 6), "INV-2"))
    holds = (
        a_hold(id="H-1", items=("INV-1",), from_on=d(1, 20), until_on=d(2, 2)),
        a_hold(id="H-2", items=("INV-2",), from_on=d(1, 20), until_on=d(2, 4)),
    )
    decision = rules.decide(account(*both, *holds), as_of=d(2, 1))
    assert waiting(decision) == {"pre": d(2, 5)}
    assert about(rules.decide(account(*both, *holds), as_of=d(2, 5))) == {"pre": ("INV-2",)}
