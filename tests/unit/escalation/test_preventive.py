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
    waiting,
    was_sent,
)

from collectkit.escalation import When
from collectkit.ledger import payment
from collectkit.testing import (
    a_dispute,
    a_hold,
    a_payment_plan,
    a_placement,
    a_promise,
    an_installment,
    an_invoice,
)

BEFORE = step("before", -3)
RULES = ladder(BEFORE, step("a", 7))


# -- when ----------------------------------------------------------------------------------------
def test_it_goes_out_from_its_day_to_the_due_day() -> None:
    assert [now(RULES.decide(account(), as_of=d(1, day))) for day in (27, 28, 31)] == [
        [], ["before"], ["before"],
    ]  # fmt: skip
    assert now(RULES.decide(account(), as_of=d(2, 1))) == []


def test_its_expiry_counts_from_the_due_day() -> None:
    early = ladder(step("before", -7, expires=-4))
    assert [now(early.decide(account(), as_of=d(1, day))) for day in (23, 24, 27, 28)] == [
        [], ["before"], ["before"], [],
    ]  # fmt: skip
    late = ladder(step("before", 0, expires=2))
    assert [now(late.decide(account(), as_of=day)) for day in (d(1, 30), d(1, 31), d(2, 2), d(2, 3))
            ] == [[], ["before"], ["before"], []]  # fmt: skip


def test_a_paid_item_needs_none() -> None:
    paid = account(due(), *payment(due(), on=d(1, 20), amount=eur("100.00")))
    assert now(RULES.decide(paid, as_of=d(1, 29))) == []


def test_it_waits_for_its_condition() -> None:
    rules = ladder(step("before", -3, when=When.grade_in("C")))
    assert now(rules.decide(account(), as_of=d(1, 29), grade="C")) == ["before"]
    for grade in ("A", None):
        decision = rules.decide(account(), as_of=d(1, 29), grade=grade)
        assert (now(decision), waiting(decision)) == ([], {})


# -- once per item -------------------------------------------------------------------------------
def test_it_goes_out_once_for_an_item() -> None:
    facts = account(due(), due(d(2, 3), "INV-2"))
    assert run(RULES, facts, d(1, 20), d(2, 5)) == [(d(1, 28), "before"), (d(1, 31), "before")]
    sent = facts.with_(done=(was_sent("before", d(1, 28), "INV-1"),))
    assert now(RULES.decide(sent, as_of=d(1, 30))) == []
    assert about(RULES.decide(sent, as_of=d(1, 31))) == {"before": ("INV-2",)}


def test_items_that_fall_due_together_are_told_of_together() -> None:
    facts = account(due(), due(d(2, 2), "INV-2"))
    assert about(RULES.decide(facts, as_of=d(1, 30))) == {"before": ("INV-1", "INV-2")}


def test_a_record_that_names_the_invoice_covers_its_parts() -> None:
    half = eur("50.00")
    parts = (
        an_installment(due_on=d(1, 31), amount=half),
        an_installment(number=2, due_on=d(2, 1), amount=half),
    )
    facts = account(an_invoice(installments=parts))
    assert about(RULES.decide(facts, as_of=d(1, 30))) == {"before": ("INV-1/1", "INV-1/2")}
    named = facts.with_(done=(was_sent("before", d(1, 29), "INV-1"),))
    assert now(RULES.decide(named, as_of=d(1, 30))) == []


def test_a_failed_one_is_sent_again_under_the_same_key() -> None:
    (action,) = RULES.decide(account(), as_of=d(1, 28)).actions
    facts = account(action.sent(d(1, 28), status="failed"))
    (again,) = RULES.decide(facts, as_of=d(1, 29)).actions
    assert again.key == action.key


def test_its_key_hangs_on_the_item_and_its_due_date() -> None:
    def key(*invoices: object) -> str:
        return RULES.decide(account(*invoices), as_of=d(1, 31)).actions[0].key

    assert key(due()) == key(due(amount="EUR 5.00"))
    assert len({key(due()), key(due(id="INV-9")), key(due(d(2, 1)))}) == 3


def test_it_goes_out_again_for_a_new_due_date() -> None:
    sent = was_sent("before", d(1, 28), "INV-1")
    moved = account(due(d(3, 2)), sent)
    assert now(RULES.decide(account(sent), as_of=d(1, 31))) == []
    assert now(RULES.decide(moved, as_of=d(2, 27))) == ["before"]


# -- outside the sequence ------------------------------------------------------------------------
def test_it_is_sent_whatever_stands_in_the_sequence() -> None:
    rules = ladder(step("first", 90, required=True), BEFORE, step("a", 7))
    facts = account(due(), due(d(3, 10), "INV-2"), was_sent("a", d(2, 7), "INV-1"))
    assert about(rules.decide(facts, as_of=d(3, 8))) == {"before": ("INV-2",)}


def test_it_is_no_step_that_a_later_one_must_follow() -> None:
    assert now(RULES.decide(account(was_sent("before", d(1, 28), "INV-1")), as_of=d(2, 7))) == ["a"]


def test_a_step_inside_the_house_may_be_taken_on_the_same_day() -> None:
    rules = ladder(BEFORE, step("a", 7, kind="task"))
    facts = account(due(), due(d(2, 10), "INV-2"))
    assert sorted(now(rules.decide(facts, as_of=d(2, 7)))) == ["a", "before"]
    told = facts.with_(done=(was_sent("before", d(2, 7), "INV-2"),))
    assert now(rules.decide(told, as_of=d(2, 7))) == ["a"]


# -- what blocks it ------------------------------------------------------------------------------
def test_a_hold_defers_it() -> None:
    held = account(a_hold(from_on=d(1, 20), until_on=d(1, 29)))
    decision = RULES.decide(held, as_of=d(1, 28))
    assert (now(decision), waiting(decision)) == ([], {"before": d(1, 30)})
    assert str(decision.deferred[0].reasons[0]) == "before: hold H-1 (review) until 2026-01-29"
    assert now(RULES.decide(held, as_of=d(1, 30))) == ["before"]


def test_a_hold_on_one_item_leaves_the_others() -> None:
    facts = account(due(), due(d(2, 2), "INV-2"), a_hold(from_on=d(1, 20), items=("INV-1",)))
    assert about(RULES.decide(facts, as_of=d(1, 30))) == {"before": ("INV-2",)}


def test_a_dispute_defers_it() -> None:
    disputed = account(a_dispute(opened_on=d(1, 20), closed_on=d(1, 30)))
    assert waiting(RULES.decide(disputed, as_of=d(1, 28))) == {"before": d(1, 30)}
    partly = account(a_dispute(opened_on=d(1, 20), amount=eur("99.00")))
    assert now(RULES.decide(partly, as_of=d(1, 28))) == ["before"]


def test_neither_a_promise_nor_a_plan_defers_it() -> None:
    promised = account(a_promise(promised_on=d(1, 20), pay_by=d(2, 20)))
    assert now(RULES.decide(promised, as_of=d(1, 28))) == ["before"]
    planned = account(a_payment_plan(agreed_on=d(1, 20)))
    assert now(RULES.decide(planned, as_of=d(1, 28))) == ["before"]


def test_a_placed_item_gets_none() -> None:
    placed = account(a_placement(from_on=d(1, 20)))
    decision = RULES.decide(placed, as_of=d(1, 28))
    assert (now(decision), waiting(decision)) == ([], {})


def test_the_gap_defers_it_as_it_does_any_contact() -> None:
    rules = ladder(BEFORE, gap=5)
    facts = account(due(), due(d(2, 2), "INV-2"), was_sent("before", d(1, 28), "INV-1"))
    assert waiting(rules.decide(facts, as_of=d(1, 30))) == {"before": d(2, 2)}


def test_it_is_deferred_until_hold_and_gap_are_both_over() -> None:
    rules = ladder(BEFORE, gap=5)
    facts = account(
        due(), due(d(2, 2), "INV-2"), was_sent("before", d(1, 28), "INV-1"),
        a_hold(items=("INV-2",), from_on=d(1, 29), until_on=d(1, 30)),
    )  # fmt: skip
    decision = rules.decide(facts, as_of=d(1, 30))
    assert waiting(decision) == {"before": d(2, 2)}
    assert [reason.code for reason in decision.deferred[0].reasons] == [
        "escalation.hold", "contact.min_gap",
    ]  # fmt: skip
