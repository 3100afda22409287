"""Holds and disputes: what they block and which clocks they stop."""

from __future__ import annotations

import pytest
from tests.unit.escalation.desk import (
    about,
    account,
    d,
    due,
    eur,
    ladder,
    now,
    run,
    step,
    texts,
    waiting,
    was_sent,
)

from collectkit.escalation import When
from collectkit.ledger import payment
from collectkit.testing import (
    a_dispute,
    a_hold,
    a_receipt,
    a_reversal,
    an_allocation,
    an_installment,
    an_invoice,
)

RULES = ladder(step("a", 7), step("b", 14))
STAGES = ladder(step("a", 7), stages={"early": 1, "late": 10, "worse": 30})


# -- holds: what they block ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("reminders", "reminder"),
        ("demands", "demand"),
        ("demands", "statutory"),
        ("calls", "call"),
        ("agency", "agency"),
        ("legal", "legal"),
    ],
)
def test_a_hold_blocks_the_kinds_it_names(block: str, kind: str) -> None:
    rules = ladder(step("a", 7, kind=kind))
    alone = account(a_hold(from_on=d(2, 1), until_on=d(2, 9), blocks=(block,)))
    assert waiting(rules.decide(alone, as_of=d(2, 7))) == {"a": d(2, 10)}
    others = tuple({"reminders", "demands", "calls", "agency", "legal", "charges"} - {block})
    assert now(rules.decide(account(a_hold(from_on=d(2, 1), blocks=others)), as_of=d(2, 7))) == [
        "a"
    ]


def test_nothing_blocks_a_task_of_the_house() -> None:
    rules = ladder(step("a", 7, kind="task"))
    facts = account(a_hold(kind="moratorium", from_on=d(2, 1)), a_dispute(opened_on=d(2, 8)))
    assert about(rules.decide(facts, as_of=d(2, 7))) == {"a": ("INV-1",)}


def test_a_hold_stands_on_both_its_end_days() -> None:
    held = account(a_hold(from_on=d(2, 8), until_on=d(2, 9)))
    assert [now(RULES.decide(held, as_of=d(2, day))) for day in (7, 8, 9, 10)] == [
        ["a"], [], [], ["a"],
    ]  # fmt: skip


def test_an_open_ended_hold_has_no_next_day() -> None:
    decision = RULES.decide(account(a_hold(from_on=d(2, 1))), as_of=d(2, 7))
    assert waiting(decision) == {"a": None}
    assert texts(decision.deferred[0].reasons) == ["a: hold H-1 (review) until lifted"]


def test_a_hold_that_begins_later_changes_only_the_next_review() -> None:
    later = account(a_hold(from_on=d(2, 10), until_on=d(2, 20)), was_sent("a", d(2, 7)))
    free = account(was_sent("a", d(2, 7)))
    stopping = account(a_hold(from_on=d(2, 10), until_on=d(2, 20), clock="stop"),
                       was_sent("a", d(2, 7)))  # fmt: skip
    reviews = [
        RULES.decide(facts, as_of=d(2, 8)).next_review_on for facts in (free, later, stopping)
    ]
    # Reached on the 14th but held to the 20th; with the clock stopped for 11 days, on the 25th.
    assert reviews == [d(2, 14), d(2, 14), d(2, 25)]
    assert now(RULES.decide(later, as_of=d(2, 20))) == []
    assert now(RULES.decide(later, as_of=d(2, 21))) == ["b"]
    assert [now(RULES.decide(stopping, as_of=d(2, day))) for day in (24, 25)] == [[], ["b"]]


def test_holds_one_after_the_other_defer_to_the_end_of_the_last() -> None:
    held = account(
        a_hold(id="H-2", from_on=d(2, 10), until_on=d(2, 12)),
        a_hold(id="H-1", from_on=d(2, 7), until_on=d(2, 9)),
    )
    assert waiting(RULES.decide(held, as_of=d(2, 7))) == {"a": d(2, 13)}


def test_a_deferral_looks_past_a_hold_that_begins_before_contact_is_allowed() -> None:
    rules = ladder(step("a", 7), gap=5)
    facts = account(
        was_sent("other", d(2, 6), ladder=None), a_hold(from_on=d(2, 9), until_on=d(2, 20))
    )
    assert waiting(rules.decide(facts, as_of=d(2, 7))) == {"a": d(2, 21)}


# -- holds: the clock ----------------------------------------------------------------------------
def test_a_running_clock_lets_the_step_out_on_the_day_of_release() -> None:
    held = account(a_hold(from_on=d(2, 1), until_on=d(2, 13)))
    assert run(RULES, held, d(1, 1), d(3, 31)) == [(d(2, 14), "b")]


def test_a_stopped_clock_lets_the_step_out_as_many_days_later() -> None:
    held = account(a_hold(from_on=d(2, 4), until_on=d(2, 13), clock="stop"))
    assert run(RULES, held, d(1, 1), d(3, 31)) == [(d(2, 17), "a"), (d(2, 24), "b")]


def test_a_stopped_clock_stops_waits_too_but_not_the_gap() -> None:
    rules = ladder(step("a", 7), step("b", after={"a": 10}), gap=12)
    sent = was_sent("a", d(2, 7))
    stopped = account(sent, a_hold(from_on=d(2, 8), until_on=d(2, 9), clock="stop"))
    # Ten days after the 7th are up on the 17th, two more with the clock stopped on 8 and 9.
    assert [now(rules.decide(stopped, as_of=d(2, day))) for day in (18, 19)] == [[], ["b"]]
    longer = account(sent, a_hold(from_on=d(2, 8), until_on=d(2, 9), clock="stop", blocks=()))
    assert run(rules, longer, d(2, 8), d(3, 9)) == [(d(2, 19), "b")]
    running = account(sent, a_hold(from_on=d(2, 8), until_on=d(2, 9)))
    assert [now(rules.decide(running, as_of=d(2, day))) for day in (18, 19)] == [[], ["b"]]
    assert waiting(rules.decide(running, as_of=d(2, 18))) == {"b": d(2, 19)}
    assert waiting(rules.decide(stopped, as_of=d(2, 18))) == {}


def test_of_several_items_the_one_whose_clock_ran_most_ends_the_wait() -> None:
    rules = ladder(step("a", 7), step("b", after={"a": 10}))
    facts = account(
        due(), due(id="INV-2"), was_sent("a", d(2, 7)),
        a_hold(items=("INV-1",), clock="stop", blocks=(), from_on=d(2, 10), until_on=d(2, 20)),
    )  # fmt: skip
    assert [now(rules.decide(facts, as_of=d(2, day))) for day in (16, 17)] == [[], ["b"]]


def test_a_hand_over_waits_on_the_clock_of_the_item_that_was_warned() -> None:
    rules = ladder(step("a", 7), step("b", kind="agency", after={"a": 10}))
    facts = account(
        due(), due(d(2, 5), "INV-2"), was_sent("a", d(2, 7), "INV-1"),
        a_hold(items=("INV-1",), clock="stop", blocks=(), from_on=d(2, 8), until_on=d(2, 12)),
    )  # fmt: skip
    assert rules.decide(facts, as_of=d(2, 8)).next_review_on == d(2, 22)
    assert now(rules.decide(facts, as_of=d(2, 21))) == []
    assert about(rules.decide(facts, as_of=d(2, 22))) == {"b": ("INV-1",)}


def test_a_hand_over_counts_from_the_day_the_item_itself_was_warned() -> None:
    rules = ladder(step("a", 7), step("b", kind="agency", after={"a": 10}))
    paid = due(id="INV-3")
    facts = account(
        due(), due(id="INV-2"), paid, *payment(paid, on=d(2, 10), amount=paid.amount),
        was_sent("a", d(2, 7), "INV-1"), was_sent("a", d(2, 9), "INV-3"),
        a_hold(items=("INV-1",), clock="stop", blocks=(), from_on=d(2, 12), until_on=d(2, 27)),
    )  # fmt: skip
    # Ten days and sixteen stopped ones after the 7th.
    assert rules.decide(facts, as_of=d(2, 20)).next_review_on == d(3, 5)
    assert about(rules.decide(facts, as_of=d(3, 5))) == {"b": ("INV-1",)}


def test_a_stopped_clock_keeps_the_stage_where_it_is() -> None:
    held = account(a_hold(from_on=d(2, 5), until_on=d(3, 31), clock="stop"))
    assert [STAGES.decide(held, as_of=day).stage for day in (d(2, 4), d(2, 5), d(3, 31))] == [
        "early", "early", "early",
    ]  # fmt: skip
    # Four days counted before it, so the tenth is 6 April.
    assert [STAGES.decide(held, as_of=d(4, day)).stage for day in (5, 6)] == ["early", "late"]
    running = account(a_hold(from_on=d(2, 5), until_on=d(3, 31)))
    assert STAGES.decide(running, as_of=d(3, 2)).stage == "worse"


def test_the_debit_that_comes_back_ends_the_hold_that_waited_for_it() -> None:
    facts = account(
        a_hold(kind="direct_debit", from_on=d(1, 20), until_on=d(3, 31), collect_on=d(2, 3),
               receipt_id="PAY-1"),
        a_receipt(received_on=d(2, 3)),
        an_allocation(applied_on=d(2, 3)),
        a_reversal(received_on=d(2, 10)),
    )  # fmt: skip
    assert now(RULES.decide(facts, as_of=d(2, 9))) == []
    assert now(RULES.decide(facts, as_of=d(2, 10))) == ["a"]


# -- disputes ------------------------------------------------------------------------------------
def test_a_whole_dispute_blocks_the_invoice_and_stops_its_clock() -> None:
    facts = account(a_dispute(opened_on=d(2, 4), closed_on=d(2, 14)))
    assert run(RULES, facts, d(1, 1), d(3, 31)) == [(d(2, 17), "a"), (d(2, 24), "b")]
    open_ended = account(a_dispute(opened_on=d(2, 8)))
    assert waiting(RULES.decide(open_ended, as_of=d(2, 8))) == {"a": None}


def test_a_dispute_no_longer_stands_on_the_day_it_closes() -> None:
    facts = account(a_dispute(opened_on=d(2, 8), closed_on=d(2, 9)))
    decision = RULES.decide(facts, as_of=d(2, 8))
    assert waiting(decision) == {"a": d(2, 9)}
    assert texts(decision.deferred[0].reasons) == ["a: INV-1 is disputed until 2026-02-09"]
    assert now(RULES.decide(facts, as_of=d(2, 9))) == ["a"]


def test_a_disputed_invoice_is_left_out_and_the_others_go_on() -> None:
    facts = account(due(), due(d(2, 1), "INV-2"), a_dispute(opened_on=d(2, 3)))
    assert about(RULES.decide(facts, as_of=d(2, 8))) == {"a": ("INV-2",)}


def test_a_part_dispute_lowers_the_amount_and_nothing_else() -> None:
    rules = ladder(step("a", 7), step("b", 14, when=When.amount_at_least(EUR="60")))
    facts = account(a_dispute(opened_on=d(2, 3), closed_on=d(2, 20), amount=eur("40.01")))
    assert now(rules.decide(facts, as_of=d(2, 14))) == ["a"]
    assert now(rules.decide(facts, as_of=d(2, 20))) == ["b"]
    less = account(a_dispute(opened_on=d(2, 3), amount=eur("40.00")))
    assert now(rules.decide(less, as_of=d(2, 14))) == ["b"]


def test_a_part_dispute_of_an_invoice_in_parts_is_taken_off_once() -> None:
    rules = ladder(step("a", 7, when=When.amount_at_least(EUR="60")))
    parts = tuple(an_installment(number=n, due_on=d(1, 30), amount=eur("50.00")) for n in (1, 2))
    facts = account(
        an_invoice(installments=parts), a_dispute(opened_on=d(2, 3), amount=eur("40.00"))
    )
    assert now(rules.decide(facts, as_of=d(2, 7))) == ["a"]


def test_a_dispute_beyond_the_invoice_leaves_nothing_and_takes_nothing_from_others() -> None:
    rules = ladder(step("a", 7, when=When.amount_at_least(EUR="100")))
    facts = account(
        due(), due(id="INV-2"), a_dispute(opened_on=d(2, 3), amount=eur("150.00"))
    )  # fmt: skip
    assert now(rules.decide(facts, as_of=d(2, 7))) == ["a"]
    more = rules.replace(steps=(step("a", 7, when=When.amount_at_least(EUR="100.01")),))
    assert now(more.decide(facts, as_of=d(2, 7))) == []
