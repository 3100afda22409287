"""Promises, plans and placements: what they keep from being said, and for how long."""

from __future__ import annotations

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

from collectkit import Money
from collectkit.escalation import When, presets
from collectkit.ledger import Account, Installment, payment
from collectkit.testing import (
    a_hold,
    a_payment_plan,
    a_placement,
    a_promise,
    a_receipt,
    an_account,
    an_invoice,
)

RULES = ladder(step("a", 7), step("b", 14))
STAGES = ladder(step("a", 7), stages={"early": 1, "late": 10, "worse": 30})


# -- promises ------------------------------------------------------------------------------------
def promised(*facts: object, **fields: object) -> Account:
    """A promise made on 9 February to pay 100.00 by the 18th: ten days on which it stands."""
    given = {"promised_on": d(2, 9), "pay_by": d(2, 18), **fields}
    return account(*facts, a_promise(**given))


def test_an_open_promise_blocks_and_defers() -> None:
    decision = RULES.decide(promised(), as_of=d(2, 9))
    assert waiting(decision) == {"a": d(2, 19)}
    assert texts(decision.deferred[0].reasons) == ["a: promise P-1 stands until 2026-02-18"]


def test_a_broken_promise_resumes_at_the_same_step_and_its_days_never_count() -> None:
    # Eight days past due before it; the fourteenth is six days after the 18th.
    assert run(RULES, promised(was_sent("a", d(2, 7))), d(2, 8), d(3, 31)) == [(d(2, 24), "b")]
    assert now(RULES.decide(promised(), as_of=d(2, 19))) == ["a"]


def test_grace_days_lengthen_a_promise() -> None:
    rules = RULES.replace(promise_rules={"grace_days": 2})
    assert waiting(rules.decide(promised(), as_of=d(2, 9))) == {"a": d(2, 21)}
    assert now(rules.decide(promised(), as_of=d(2, 20))) == []
    assert now(rules.decide(promised(), as_of=d(2, 21))) == ["a"]


def test_a_kept_promise_ends_on_the_day_it_is_kept() -> None:
    other = due(d(2, 1), "INV-2")
    paid = payment(due(), on=d(2, 12), amount=eur("100.00"))
    facts = promised(due(), other, *paid)
    # The clock of INV-2 stood still from the 9th to the 11th: on the 12th it is eight days past
    # due, and fourteen on the 18th.
    assert about(RULES.decide(facts, as_of=d(2, 12))) == {"a": ("INV-2",)}
    assert [now(RULES.decide(facts, as_of=d(2, day))) for day in (17, 18)] == [["a"], ["b"]]


def test_paying_late_does_not_repair_a_promise() -> None:
    rules = ladder(step("a", 7, when=When.broken_promises(1)))
    other = due(id="INV-2")
    paid = payment(due(), on=d(2, 19), amount=eur("100.00"))
    assert now(rules.decide(promised(due(), other, *paid), as_of=d(2, 20))) == ["a"]
    in_time = payment(due(), on=d(2, 18), amount=eur("100.00"))
    assert now(rules.decide(promised(due(), other, *in_time), as_of=d(2, 20))) == []


def test_a_promise_about_an_invoice_leaves_the_others() -> None:
    facts = promised(due(), due(d(2, 1), "INV-2"), invoices=("INV-1",))
    assert about(RULES.decide(facts, as_of=d(2, 10))) == {"a": ("INV-2",)}


def test_a_promise_about_the_account_is_about_its_currency() -> None:
    facts = promised(due(), due(d(2, 1), "INV-2", amount="USD 10.00"))
    assert about(RULES.decide(facts, as_of=d(2, 10))) == {"a": ("INV-2",)}


def test_a_promise_does_not_clear_the_stage() -> None:
    assert STAGES.decide(promised(), as_of=d(2, 15)).stage == "early"


# -- plans and placements ------------------------------------------------------------------------
def test_while_a_plan_stands_its_dates_drive_and_nothing_is_said() -> None:
    # INV-1 is due on 31 January; the plan's only date is 28 February.
    part = Installment(number=1, due_on=d(2, 28), amount=eur("100.00"))
    planned = account(a_payment_plan(agreed_on=d(2, 8), installments=(part,)))
    assert now(RULES.decide(planned, as_of=d(2, 7))) == ["a"]
    decision = RULES.decide(planned, as_of=d(2, 8))
    assert (now(decision), waiting(decision)) == ([], {})
    assert decision.next_review_on == d(3, 1)


def test_in_default_the_days_under_the_plan_count_or_not() -> None:
    part = Installment(number=1, due_on=d(2, 28), amount=eur("100.00"))
    for on_default, steps in (
        ("restore", [(d(3, 1), "b")]),
        ("fresh", [(d(3, 8), "a"), (d(3, 15), "b")]),
    ):
        plan = a_payment_plan(agreed_on=d(2, 4), installments=(part,), on_default=on_default)
        assert run(RULES, account(plan), d(2, 4), d(3, 31)) == steps


def test_a_step_late_by_the_plans_own_dates_waits_while_grace_lasts() -> None:
    part = Installment(number=1, due_on=d(2, 10), amount=eur("100.00"))
    rules = RULES.replace(plan_rules={"grace_days": 20})
    planned = account(a_payment_plan(agreed_on=d(2, 8), installments=(part,)))
    decision = rules.decide(planned, as_of=d(2, 17))
    assert waiting(decision) == {"a": d(3, 3)}
    assert [reason.code for reason in decision.deferred[0].reasons] == ["escalation.plan"]


def test_own_contacts_stop_while_an_item_is_placed() -> None:
    facts = account(a_placement(from_on=d(2, 8), until_on=d(2, 20)))
    assert [now(STAGES.decide(facts, as_of=d(2, day))) for day in (7, 8, 20, 21)] == [
        ["a"], [], [], ["a"],
    ]  # fmt: skip
    assert waiting(STAGES.decide(facts, as_of=d(2, 8))) == {}
    assert STAGES.decide(facts, as_of=d(2, 8)).next_review_on == d(2, 21)


def test_a_deferral_looks_past_a_placement_to_come() -> None:
    facts = account(
        a_hold(from_on=d(2, 1), until_on=d(2, 9)), a_placement(from_on=d(2, 10), until_on=d(2, 20))
    )
    assert waiting(RULES.decide(facts, as_of=d(2, 7))) == {"a": d(2, 21)}


def test_a_placement_of_one_item_leaves_the_others() -> None:
    facts = account(due(), due(d(2, 1), "INV-2"), a_placement(from_on=d(2, 2), items=("INV-1",)))
    assert about(RULES.decide(facts, as_of=d(2, 14))) == {"a": ("INV-2",)}


def test_no_new_hand_over_of_what_is_placed() -> None:
    rules = ladder(step("agency", 30, kind="agency"))
    facts = account(a_placement(kind="legal", from_on=d(2, 20)))
    assert now(rules.decide(facts, as_of=d(3, 30))) == []


# -- money not applied yet -----------------------------------------------------------------------
def test_whoever_has_paid_is_not_chased_because_the_money_is_not_applied() -> None:
    ladder = presets.standard()
    paid = an_account(an_invoice(due_on=d(2, 1)), a_receipt(received_on=d(2, 3)))
    decision = ladder.decide(paid, as_of=d(2, 9))
    assert decision.actions == ()
    (waiting,) = decision.deferred
    assert (waiting.step_id, waiting.next_allowed_on) == ("reminder-1", None)
    assert [str(reason) for reason in waiting.reasons] == [
        "reminder-1: EUR 100.00 of unapplied money covers what is overdue; apply it first"
    ]
    less = an_account(
        an_invoice(due_on=d(2, 1)), a_receipt(received_on=d(2, 3), amount=Money("99.99", "EUR"))
    )
    assert [a.step_id for a in ladder.decide(less, as_of=d(2, 9)).actions] == ["reminder-1"]


def test_unapplied_money_covers_until_more_falls_due() -> None:
    ladder = presets.standard()
    facts = an_account(
        an_invoice(due_on=d(2, 2)),
        an_invoice(id="INV-2", due_on=d(2, 20)),
        a_receipt(received_on=d(2, 3)),
    )
    before = ladder.decide(facts, as_of=d(2, 9))
    assert before.actions == ()
    after = ladder.decide(facts, as_of=d(2, 23))
    assert [(a.step_id, a.items) for a in after.actions] == [("reminder-2", ("INV-1", "INV-2"))]
    day = before.next_review_on
    assert day is not None
    assert day == d(2, 17)  # three days before INV-2 falls due
