"""Options of steps, stages and ladders, one small case each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from tests.properties.ladder_worlds import records
from tests.unit.escalation.desk import (
    about,
    account,
    d,
    due,
    eur,
    ladder,
    left_out,
    now,
    step,
    waiting,
    was_sent,
)

from collectkit.errors import InvalidFact
from collectkit.escalation import Repeat, Stage
from collectkit.ledger import Account, Done, Installment, payment
from collectkit.testing import a_hold, a_payment_plan, a_placement, a_receipt, an_account

SUSPENDED = Stage(id="sus", days=5, effects=("suspend",))


def effects(rules: Any, facts: Account, on: Any) -> list[tuple[str, str]]:
    return [(e.kind, e.effect) for e in rules.decide(facts, as_of=on).effects]


def entered(**fields: Any) -> Done:
    given = {"customer_id": "C-1", "on": d(2, 5), "code": "enter", "stage_id": "sus"}
    return Done(**{**given, "effect": "suspend", "kind": "effect", "customer_facing": False,
                   "ladder": "x@1", **fields})  # fmt: skip


def a_payment_of(facts: Account, on: date) -> Account:
    (invoice,) = facts.invoices
    receipt, allocation = payment(invoice, on=on, amount=invoice.amount)
    return facts.with_(receipts=(receipt,), allocations=(allocation,))


# -- effects -------------------------------------------------------------------------------------
@pytest.mark.parametrize("by_notice", [True, False])
def test_a_step_taken_today_has_its_effects_tomorrow(by_notice: bool) -> None:
    rules = ladder(step("a", 7, pay_within=0))
    if by_notice:
        rules = rules.replace(stages=(SUSPENDED.replace(requires_notice="a"),))
    else:
        rules = rules.replace(on_exhausted=("suspend",))
    first = rules.decide(account(), as_of=d(2, 10))
    assert (now(first), first.effects, first.next_review_on) == (["a"], (), d(2, 11))
    after = account(*records(first, d(2, 10)))
    again = rules.decide(after, as_of=d(2, 10))
    assert (again.actions, again.effects, again.next_review_on) == ((), (), d(2, 11))
    assert effects(rules, after, d(2, 11)) == [("enter", "suspend")]


def test_only_effects_of_this_ladder_are_left() -> None:
    rules = ladder(step("a", 7))
    assert effects(rules, account(entered(ladder="other@1")), d(2, 6)) == []
    assert effects(rules, account(entered(ladder="x@0")), d(2, 6)) == [("leave", "suspend")]


def test_an_effect_that_the_ladder_no_longer_has_is_left() -> None:
    rules = ladder(step("a", 7), stages={"sus": 5})
    assert effects(rules, account(entered()), d(2, 6)) == [("leave", "suspend")]


@pytest.mark.parametrize("stage_id", ["sus", "exhausted"])
def test_what_is_placed_keeps_its_effects_and_enters_none(stage_id: str) -> None:
    rules = ladder(step("a", 7)).replace(stages=(SUSPENDED,), on_exhausted=("suspend",))
    placed = [was_sent("a", d(2, 7)), a_placement(from_on=d(2, 20), until_on=d(3, 20))]
    before = entered(on=d(2, 10), stage_id=stage_id)
    for on in (d(2, 20), d(3, 20)):
        assert effects(rules, account(*placed), on) == []
        assert effects(rules, account(*placed, before), on) == []
    paid = a_payment_of(account(*placed, before), d(3, 5))
    assert effects(rules, paid, d(3, 5)) == [("leave", "suspend")]


def test_the_latest_record_of_a_key_stands_where_it_was_made() -> None:
    rules = ladder(step("a", 7)).replace(stages=(SUSPENDED,))
    facts = account(
        entered(on=d(2, 5), status="failed", key="k"),
        entered(on=d(2, 6), code="leave"),
        entered(on=d(2, 7), key="k"),
    )
    assert effects(rules, facts, d(2, 8)) == []


def test_exhausted_when_a_jump_left_a_required_step_behind() -> None:
    rules = ladder(step("a", 7, required=True), step("b", 14), advance="jump")
    decision = rules.decide(account(was_sent("b", d(2, 20))), as_of=d(2, 25))
    assert [scope.exhausted for scope in decision.scopes] == [True]
    assert [reason.code for reason in decision.why_not("a")] == ["escalation.passed"]


@pytest.mark.parametrize("customer", [f"C-{n}" for n in range(1, 12)])
def test_entered_and_left_on_one_day_is_done(customer: str) -> None:
    rules = ladder(step("a", 7)).replace(stages=(SUSPENDED,))
    facts = an_account(due(customer_id=customer), was_sent("a", d(2, 5), customer_id=customer))
    (enter,) = rules.decide(facts, as_of=d(2, 6)).effects
    paid = a_payment_of(facts.with_(done=(enter.done(d(2, 6)),)), d(2, 6))
    (leave,) = rules.decide(paid, as_of=d(2, 6)).effects
    assert (enter.kind, leave.kind) == ("enter", "leave")
    for status in ("sent", "delivered"):
        left = paid.with_(done=(leave.done(d(2, 6), status=status),))
        assert rules.decide(left, as_of=d(2, 6)).effects == ()


def test_an_effect_of_two_stages_is_entered_once_and_left_with_the_last() -> None:
    worse = Stage(id="worse", days=20, effects=("suspend", "tell"))
    rules = ladder(step("a", 7)).replace(stages=(SUSPENDED, worse))
    assert effects(rules, account(), d(2, 25)) == [("enter", "suspend"), ("enter", "tell")]
    new = due(d(2, 10), "INV-2")
    before = account(due(), new, entered(on=d(2, 25), stage_id="worse"))
    receipt, used = payment(due(), on=d(2, 26), amount=due().amount)
    assert effects(rules, before.with_(receipts=(receipt,), allocations=(used,)), d(2, 26)) == []


def test_a_renamed_stage_keeps_its_effect() -> None:
    rules = ladder(step("a", 7)).replace(stages=(SUSPENDED.replace(id="other"),))
    assert effects(rules, account(entered()), d(2, 6)) == []


def test_a_notice_is_of_something_late_that_is_on_the_stage() -> None:
    old, new = due(d(1, 10), "INV-1"), due(d(2, 9), "INV-2")
    notice = was_sent("a", d(2, 5), "INV-1")
    stage = SUSPENDED.replace(days=20, requires_notice="a")
    rules = ladder(step("a", 7, pay_within=10)).replace(stages=(stage,))
    facts = account(old, new, notice)
    assert effects(rules, facts, d(2, 15)) == []
    assert effects(rules, facts, d(2, 16)) == [("enter", "suspend")]
    receipt, used = payment(old, on=d(2, 12), amount=old.amount)
    paid = facts.with_(receipts=(receipt,), allocations=(used,))
    assert effects(rules, paid, d(3, 10)) == []
    told = paid.with_(done=(was_sent("a", d(3, 1), "INV-2"),))
    assert effects(rules, told, d(3, 12)) == [("enter", "suspend")]


def test_what_is_blocked_enters_nothing_beside_what_nobody_named() -> None:
    stage = SUSPENDED.replace(days=20, requires_notice="a")
    rules = ladder(step("a", 7, pay_within=10)).replace(stages=(stage,))
    facts = (due(), due(d(2, 20), "INV-2", "EUR 1.00"), was_sent("a", d(2, 7), "INV-1"))
    assert effects(rules, account(*facts), d(2, 24)) == [("enter", "suspend")]
    hold = a_hold(items=("INV-1",), from_on=d(2, 10))
    assert effects(rules, account(*facts, hold), d(2, 24)) == []
    assert effects(rules, account(*facts, hold, entered()), d(2, 24)) == []


def test_nothing_is_exhausted_while_something_may_come_back() -> None:
    rules = ladder(step("a", 7), on_exhausted=("suspend",))
    facts = (due(), due(id="INV-2"), was_sent("a", d(2, 7)))
    away = a_placement(items=("INV-2",), from_on=d(2, 8), until_on=d(2, 20))
    assert effects(rules, account(*facts), d(2, 9)) == [("enter", "suspend")]
    assert effects(rules, account(*facts, away), d(2, 9)) == []
    before = entered(on=d(2, 8), stage_id="exhausted")
    assert effects(rules, account(*facts, away, before), d(2, 9)) == []


# -- delivery and repetition ---------------------------------------------------------------------
def test_a_repeated_step_under_way_is_not_sent_again() -> None:
    again = Repeat(every=7, times=3)
    rules = ladder(step("a", 7, repeat=again, requires_delivery=True))
    facts = account(was_sent("a", d(2, 7), status="delivered"), was_sent("a", d(2, 14)))
    assert now(rules.decide(facts, as_of=d(2, 15))) == []


def test_a_required_step_that_did_not_arrive_is_not_passed() -> None:
    rules = ladder(step("a", 7, required=True, requires_delivery=True), step("b", 14))
    assert now(rules.decide(account(was_sent("a", d(2, 7))), as_of=d(2, 20))) == []
    arrived = account(was_sent("a", d(2, 7), status="delivered"))
    assert now(rules.decide(arrived, as_of=d(2, 20))) == ["b"]


def test_a_turn_that_failed_comes_again_under_its_own_key() -> None:
    rules = ladder(step("a", 7, repeat=Repeat(every=5, times=3)))
    facts, keys = account(), []
    for day in (d(2, 7), d(2, 12)):
        (action,) = rules.decide(facts, as_of=day).actions
        keys.append(action.key)
        facts = facts.with_(done=(action.sent(day),))
    assert len(set(keys)) == 2
    bounced = replace(action.sent(d(2, 13), status="failed"), key=keys[0])
    failed = facts.with_(done=(bounced,))
    again = []
    for n in range(14, 28):
        for action in rules.decide(failed, as_of=d(2, n)).actions:
            again.append((n, action.key))
            failed = failed.with_(done=(action.sent(d(2, n)),))
    assert again[0][1] == keys[0]
    assert len({key for _, key in again}) == len(again) == 2


# -- the end of the month ------------------------------------------------------------------------
def test_the_month_end_is_that_of_the_day_reached_whatever_stopped_the_clock_before() -> None:
    rules = ladder(step("a", 5, end_of_month=True))
    stop = a_hold(clock="stop", from_on=d(1, 11), until_on=d(1, 11))
    for facts in (account(due(d(1, 10))), account(due(d(1, 10)), stop)):
        days = (d(1, 30), d(1, 31), d(2, 1), d(2, 27), d(3, 1))
        assert [now(rules.decide(facts, as_of=day)) for day in days] == [[], *[["a"]] * 4]


def test_each_item_handed_over_has_its_own_month_end() -> None:
    rules = ladder(step("agency", 10, kind="agency", end_of_month=True))
    facts = account(due(d(1, 10), "INV-1"), due(d(1, 25), "INV-2"))
    assert about(rules.decide(facts, as_of=d(2, 5))) == {"agency": ("INV-1",)}
    assert about(rules.decide(facts, as_of=d(2, 28))) == {"agency": ("INV-1", "INV-2")}


# -- days off ------------------------------------------------------------------------------------
def test_a_step_that_rolls_looks_again_at_what_stands_against_it() -> None:
    rules = ladder(step("a", 7), roll="following")
    facts = account(a_hold(from_on=d(2, 9), until_on=d(2, 12)))
    assert waiting(rules.decide(facts, as_of=d(2, 7))) == {"a": d(2, 13)}  # a Saturday


def test_what_waits_for_another_currency_rolls_too() -> None:
    rules = ladder(step("a", 7), roll="following")
    facts = account(due(d(1, 10)), due(d(1, 10), "INV-2", amount="USD 5.00"))
    assert waiting(rules.decide(facts, as_of=d(2, 6))) == {"a": d(2, 9)}  # a Friday


# -- places of items -----------------------------------------------------------------------------
def test_unapplied_money_covers_items_only_where_it_covers_all() -> None:
    facts = account(
        due(d(1, 10)), due(d(1, 10), "INV-2"), a_receipt(received_on=d(1, 15), amount=eur("100.00"))
    )
    for position in ("account", "item"):
        rules = ladder(step("a", 7), position=position)
        assert about(rules.decide(facts, as_of=d(2, 5))) == {"a": ("INV-1", "INV-2")}


def test_riders_are_of_the_same_currency() -> None:
    rules = ladder(step("a", 7), step("b", 14), position="item")
    facts = account(
        due(d(1, 10)), due(d(1, 31), "INV-2"), due(d(1, 31), "INV-3", amount="USD 5.00"),
        was_sent("a", d(1, 20), "INV-1"),
    )  # fmt: skip
    decision = rules.decide(facts, as_of=d(2, 9))
    (action,) = decision.actions
    assert (action.step_id, action.items) == ("b", ("INV-1",))
    assert [(rider.step_id, rider.items) for rider in action.riders] == [("a", ("INV-2",))]
    assert waiting(decision) == {"a": d(2, 10)}


def test_a_restart_gives_steps_new_keys_in_every_position() -> None:
    restart = a_hold(from_on=d(2, 10), until_on=d(2, 12), on_release="restart")
    for position in ("account", "item"):
        rules = ladder(step("a", 7), position=position)
        (first,) = rules.decide(account(), as_of=d(2, 7)).actions
        facts = account(restart, first.sent(d(2, 7)))
        (second,) = rules.decide(facts, as_of=d(2, 13)).actions
        assert second.step_id == first.step_id
        assert second.key != first.key


def test_a_restart_under_a_new_version_gives_steps_new_keys() -> None:
    rules = ladder(step("a", 7), on_upgrade="restart")
    (first,) = rules.decide(account(), as_of=d(2, 7)).actions
    later = rules.replace(version="2")
    (second,) = later.decide(account(first.sent(d(2, 7))), as_of=d(2, 9)).actions
    assert second.key != first.key


def test_an_item_is_handed_over_only_after_the_steps_it_requires() -> None:
    rules = ladder(step("a", 7), step("agency", 14, kind="agency", requires=("a",)))
    facts = account(due(), due(id="INV-2"), was_sent("a", d(2, 7), "INV-1"))
    assert about(rules.decide(facts, as_of=d(2, 20))) == {"agency": ("INV-1",)}


# -- the rest ------------------------------------------------------------------------------------
def test_preventive_steps_count_like_others_across_ladders_and_names() -> None:
    rules = ladder(step("pre", -3), step("a", 7), remap=(("old", "pre"),))
    for record, taken in (
        (was_sent("pre", d(1, 28), "INV-1"), []),
        (was_sent("old", d(1, 28), "INV-1"), []),
        (was_sent("pre", d(1, 28), "INV-1", ladder="other@1"), ["pre"]),
    ):
        assert now(rules.decide(account(record), as_of=d(1, 29))) == taken


def test_below_the_minimum_the_step_before_is_held_back_with_a_reason() -> None:
    rules = ladder(step("a", 7), step("b", 14, minimum=(eur("500.00"),)))
    decision = rules.decide(account(), as_of=d(2, 20))
    assert left_out(decision) == {"a": "held_back", "b": "below_minimum"}
    assert [reason.code for reason in decision.why_not("a")] == ["escalation.held_back"]
    assert now(rules.replace(below_minimum="lower").decide(account(), as_of=d(2, 20))) == ["a"]


def test_a_plan_to_come_is_a_day_to_look_again() -> None:
    rules = ladder(step("a", 7), stages={"late": 10, "worse": 30})
    part = Installment(number=1, due_on=d(2, 28), amount=eur("100.00"))
    plan = a_payment_plan(agreed_on=d(2, 20), installments=(part,))
    decision = rules.decide(account(plan, was_sent("a", d(2, 7))), as_of=d(2, 15))
    assert (decision.stage, decision.next_review_on) == ("late", d(2, 20))


def test_a_hand_over_waits_out_a_placement_to_come() -> None:
    rules = ladder(step("gone", 7, kind="write_off"), roll="following")
    facts = account(a_placement(from_on=d(2, 8), until_on=d(2, 20)))
    assert waiting(rules.decide(facts, as_of=d(2, 7))) == {"gone": d(2, 23)}  # a Saturday


# -- releases and records ------------------------------------------------------------------------
def test_a_restart_is_not_undone_by_what_is_not_due_yet() -> None:
    rules = ladder(step("a", 7), step("b", 30))
    hold = a_hold(from_on=d(2, 10), until_on=d(2, 20), on_release="restart")
    facts = (was_sent("a", d(2, 7)), hold)
    alone = rules.decide(account(due(), *facts), as_of=d(2, 21))
    other = rules.decide(account(due(), due(d(6, 1), "INV-2"), *facts), as_of=d(2, 21))
    assert [a.key for a in alone.actions] == [a.key for a in other.actions] != []


def test_the_fallback_that_was_used_is_recorded() -> None:
    (action,) = (
        ladder(step("a", 7, channels=("email", "letter"))).decide(account(), as_of=d(2, 7)).actions
    )
    assert (action.sent(d(2, 7)).channel, action.sent(d(2, 7), channel="letter").channel) == (
        "email",
        "letter",
    )
    assert [one.channel for one in action.records(d(2, 7), channel="letter")] == ["letter"]
    with pytest.raises(InvalidFact, match="`sms` is no channel of a"):
        action.sent(d(2, 7), channel="sms")


def test_a_step_of_before_has_one_new_name() -> None:
    with pytest.raises(ValidationError, match="remap names a step of before twice"):
        ladder(step("a", 7), step("b", 9), remap=(("x", "a"), ("x", "b")))
