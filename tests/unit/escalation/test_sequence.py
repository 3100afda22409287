from __future__ import annotations

from datetime import date

import pytest
from tests.unit.escalation.desk import (
    about,
    account,
    d,
    due,
    eur,
    ladder,
    left_out,
    now,
    run,
    step,
    waiting,
    was_sent,
)

from collectkit.escalation import When
from collectkit.ledger import Account, payment
from collectkit.testing import a_hold, a_late_charge, an_installment, an_invoice

A, B = step("a", 7), step("b", 14)
THREE = ladder(step("a", 7), step("b", 14), step("c", 21))


# -- when a step is reached ----------------------------------------------------------------------
def test_a_step_is_reached_on_its_offset_and_not_before() -> None:
    lone = ladder(A)
    assert now(lone.decide(account(), as_of=d(2, 6))) == []
    assert now(lone.decide(account(), as_of=d(2, 7))) == ["a"]
    assert now(lone.decide(account(), as_of=d(3, 30))) == ["a"]


def test_a_step_on_the_first_day_is_taken_on_the_day_after_due() -> None:
    lone = ladder(step("a", 1))
    assert now(lone.decide(account(), as_of=d(1, 31))) == []
    assert now(lone.decide(account(), as_of=d(2, 1))) == ["a"]


def test_a_paid_account_is_left_alone() -> None:
    paid = account(due(), *payment(due(), on=d(2, 6), amount=due().amount))
    decision = THREE.decide(paid, as_of=d(3, 30))
    assert (now(decision), decision.stage, decision.next_review_on) == ([], None, None)


def test_a_part_payment_changes_no_turn() -> None:
    partly = account(due(), *payment(due(), on=d(2, 6), amount=eur("99.99")))
    assert now(THREE.decide(partly, as_of=d(2, 7))) == ["a"]


def test_a_posted_late_charge_has_no_ladder_of_its_own() -> None:
    charged = account(due(d(3, 31)), a_late_charge(issued_on=d(2, 10)))
    assert now(THREE.decide(charged, as_of=d(3, 1))) == []
    late = account(due(), a_late_charge(issued_on=d(1, 10)))
    assert about(THREE.decide(late, as_of=d(2, 7))) == {"a": ("INV-1",)}


def test_a_pending_due_date_bears_no_step() -> None:
    parts = (an_installment(due_on=None),)
    pending = account(an_invoice(due_on=None, installments=parts))
    decision = ladder(step("before", -3), A, stages={"late": 1}).decide(pending, as_of=d(12, 31))
    assert (now(decision), decision.stage, decision.next_review_on) == ([], None, None)


# -- waits ---------------------------------------------------------------------------------------
def test_a_wait_counts_from_the_day_the_step_was_sent() -> None:
    rules = ladder(A, step("b", after={"a": 14}))
    sent = account(was_sent("a", d(2, 10), "INV-1"))
    assert now(rules.decide(sent, as_of=d(2, 23))) == []
    assert now(rules.decide(sent, as_of=d(2, 24))) == ["b"]


def test_a_wait_of_no_days_still_leaves_a_day_between() -> None:
    rules = ladder(A, step("b", after={"a": 0}))
    assert run(rules, account(), d(2, 1), d(2, 28)) == [(d(2, 7), "a"), (d(2, 8), "b")]


def test_offset_and_waits_must_all_have_run() -> None:
    rules = ladder(A, step("b", 30, after={"a": 14}))
    early = account(was_sent("a", d(2, 7)))
    late = account(was_sent("a", d(2, 20)))
    assert [now(rules.decide(early, as_of=d(3, day))) for day in (1, 2)] == [[], ["b"]]
    assert [now(rules.decide(late, as_of=d(3, day))) for day in (5, 6)] == [[], ["b"]]


def test_a_wait_for_an_unsent_step_never_ends() -> None:
    rules = ladder(A, step("b", after={"a": 0}))
    failed = account(was_sent("a", d(2, 7), status="failed"))
    assert now(rules.decide(failed, as_of=d(9, 1))) == ["a"]


def test_a_step_requires_another_to_have_been_sent() -> None:
    rules = ladder(A, step("b", 14, requires=("a",)))
    skipped = ladder(step("a", 7, expires=8), step("b", 14, requires=("a",)))
    sent = account(was_sent("a", d(2, 7)))
    assert now(rules.decide(sent, as_of=d(2, 14))) == ["b"]
    assert now(skipped.decide(account(), as_of=d(2, 20))) == []


# -- the order -----------------------------------------------------------------------------------
def test_the_highest_optional_step_reached_comes_in_place_of_the_lower_ones() -> None:
    decision = THREE.decide(account(), as_of=d(2, 14))
    assert now(decision) == ["b"]
    assert left_out(decision) == {"a": "superseded"}
    assert str(decision.suppressed[0].reason) == "a: b comes in its place"
    late = THREE.decide(account(), as_of=d(3, 30))
    assert (now(late), left_out(late)) == (["c"], {"a": "superseded", "b": "superseded"})


def test_optional_steps_below_the_highest_sent_one_are_done_with() -> None:
    decision = THREE.decide(account(was_sent("b", d(2, 14))), as_of=d(2, 20))
    assert (now(decision), left_out(decision)) == ([], {})
    assert decision.next_review_on == d(2, 21)


def test_a_required_step_is_taken_before_a_later_one_that_was_reached_too() -> None:
    rules = ladder(step("a", 7, required=True), B)
    assert run(rules, account(), d(2, 20), d(2, 28)) == [(d(2, 20), "a"), (d(2, 21), "b")]


def test_a_required_step_comes_in_place_of_optional_ones_before_it() -> None:
    rules = ladder(A, step("b", 14, required=True), step("c", 21))
    assert run(rules, account(), d(3, 1), d(3, 9)) == [(d(3, 1), "b"), (d(3, 2), "c")]


def test_a_required_step_not_reached_yet_is_not_passed_either() -> None:
    rules = ladder(step("a", 30, required=True), B)
    assert now(rules.decide(account(), as_of=d(2, 20))) == []
    assert run(rules, account(), d(2, 1), d(3, 31)) == [(d(3, 2), "a"), (d(3, 3), "b")]


@pytest.mark.parametrize(
    "shut",
    [
        step("a", 7, required=True, when=When.grade_in("Z")),
        step("a", 7, required=True, expires=8),
        step("a", 7, required=True, approval="manager"),
    ],
)
def test_a_required_step_that_cannot_be_sent_shuts_the_way(shut: object) -> None:
    rules = ladder(shut, B)  # type: ignore[arg-type]
    assert now(rules.decide(account(), as_of=d(6, 1), grade="A")) == []


def test_optional_steps_before_an_unsent_required_one_still_go_out() -> None:
    rules = ladder(A, step("b", 60, required=True))
    assert now(rules.decide(account(), as_of=d(2, 7))) == ["a"]


def test_a_required_step_left_behind_by_an_edit_comes_first_again() -> None:
    rules = ladder(step("new", 3, required=True), A, B)
    assert now(rules.decide(account(was_sent("a", d(2, 7))), as_of=d(2, 14))) == ["new"]


def test_one_step_a_day_in_one_currency() -> None:
    rules = ladder(step("a", 7, kind="task", required=True), step("b", 7, kind="task"))
    decision = rules.decide(account(was_sent("a", d(2, 10))), as_of=d(2, 10))
    assert waiting(decision) == {"b": d(2, 11)}
    assert run(rules, account(), d(2, 10), d(2, 28)) == [(d(2, 10), "a"), (d(2, 11), "b")]


# -- expiry --------------------------------------------------------------------------------------
def test_a_step_expires_after_its_last_day() -> None:
    rules = ladder(step("a", 7, expires=10))
    assert now(rules.decide(account(), as_of=d(2, 10))) == ["a"]
    decision = rules.decide(account(), as_of=d(2, 11))
    assert (now(decision), left_out(decision)) == ([], {"a": "expired"})
    assert str(decision.suppressed[0].reason) == "a: day 11 past due, expired after day 10"


def test_an_expired_step_makes_room_for_the_one_before() -> None:
    rules = ladder(A, step("b", 14, expires=20))
    assert now(rules.decide(account(), as_of=d(2, 20))) == ["b"]
    assert now(rules.decide(account(), as_of=d(2, 21))) == ["a"]


# -- several items -------------------------------------------------------------------------------
def two(older: date, newer: date) -> Account:
    return account(due(older, "INV-1"), due(newer, "INV-2"))


def test_the_oldest_item_brings_the_step_and_every_late_one_is_spoken_of() -> None:
    assert about(THREE.decide(two(d(1, 31), d(2, 13)), as_of=d(2, 14))) == {"b": ("INV-1", "INV-2")}
    assert about(THREE.decide(two(d(1, 31), d(2, 14)), as_of=d(2, 14))) == {"b": ("INV-1",)}


def test_parts_of_an_invoice_have_due_dates_of_their_own() -> None:
    half = eur("50.00")
    parts = (
        an_installment(due_on=d(1, 31), amount=half),
        an_installment(number=2, due_on=d(3, 31), amount=half),
    )
    split = account(an_invoice(installments=parts))
    assert about(THREE.decide(split, as_of=d(2, 7))) == {"a": ("INV-1/1",)}


def test_a_hand_over_takes_only_items_that_stood_in_the_steps_before() -> None:
    rules = ladder(
        step("demand", 10, kind="demand", required=True),
        step("agency", kind="agency", after={"demand": 10}, requires=("demand",)),
    )
    facts = two(d(1, 31), d(2, 9)).with_(done=(was_sent("demand", d(2, 10), "INV-1"),))
    decision = rules.decide(facts, as_of=d(2, 20))
    assert about(decision) == {"agency": ("INV-1",)}
    both = two(d(1, 31), d(2, 9)).with_(done=(was_sent("demand", d(2, 10), "INV-1", "INV-2"),))
    assert about(rules.decide(both, as_of=d(2, 20))) == {"agency": ("INV-1", "INV-2")}


def test_a_hand_over_takes_only_items_old_enough_themselves() -> None:
    rules = ladder(step("court", 60, kind="legal"))
    assert about(rules.decide(two(d(1, 31), d(2, 1)), as_of=d(4, 1))) == {"court": ("INV-1",)}


def test_a_hand_over_is_reviewed_when_an_item_that_was_warned_is_old_enough() -> None:
    rules = ladder(step("demand", 7), step("court", 60, kind="legal", requires=("demand",)))
    facts = two(d(1, 31), d(2, 10)).with_(done=(was_sent("demand", d(2, 17), "INV-2"),))
    # INV-1 is 60 days past due on 1 April, but only INV-2 was ever demanded.
    assert rules.decide(facts, as_of=d(4, 1)).next_review_on == d(4, 11)
    assert about(rules.decide(facts, as_of=d(4, 11))) == {"court": ("INV-2",)}


def test_no_hand_over_when_the_item_that_was_warned_is_paid() -> None:
    rules = ladder(
        step("demand", 10, kind="demand"), step("agency", kind="agency", after={"demand": 10})
    )
    old, new = due(d(1, 31), "INV-1"), due(d(2, 9), "INV-2")
    facts = account(
        old, new, was_sent("demand", d(2, 10), "INV-1"),
        *payment(old, on=d(2, 15), amount=old.amount),
    )  # fmt: skip
    decision = rules.decide(facts, as_of=d(3, 30))
    assert now(decision) == []
    assert "agency: no item has passed every earlier step itself" in map(
        str, decision.why_not("agency")
    )


def test_a_held_item_is_left_out_and_its_age_does_not_count() -> None:
    held = two(d(1, 31), d(2, 13)).with_(holds=(a_hold(items=("INV-1",), from_on=d(2, 1)),))
    assert now(THREE.decide(held, as_of=d(2, 14))) == []
    assert about(THREE.decide(held, as_of=d(2, 20))) == {"a": ("INV-2",)}
