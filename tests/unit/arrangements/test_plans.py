from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.arrangements import (
    InstallmentStatus,
    PlanRules,
    PlanState,
    PlanStatus,
    payment_plan,
    plan_status,
)
from collectkit.errors import InvalidDate
from collectkit.ledger import Receipt, payment, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_credit_note,
    a_payment_plan,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

PENDING, KEPT, ARREARS, DEFAULTED, COMPLETED = (
    PlanStatus.PENDING, PlanStatus.KEPT, PlanStatus.IN_ARREARS, PlanStatus.DEFAULTED,
    PlanStatus.COMPLETED,
)  # fmt: skip
PAID, OPEN, MISSED = InstallmentStatus.PAID, InstallmentStatus.OPEN, InstallmentStatus.MISSED


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def cash(amount: str, on: date, id: str = "PAY-1", invoice: str = "INV-1") -> tuple[Any, Any]:
    """Money received and applied to an invoice on a day."""
    return (
        a_receipt(id=id, amount=eur(amount), received_on=on),
        an_allocation(source_id=id, invoice_id=invoice, applied_on=on, amount=eur(amount)),
    )


def plan_of(parts: int = 4, **fields: Any) -> Any:
    """EUR 100.00 for INV-1, agreed on 10 February, a part every month from 20 February."""
    given = {
        "first_due": d(2, 20), "id": "PLAN-1", "customer_id": "C-1", "invoices": ("INV-1",),
        "agreed_on": d(2, 10), **fields,
    }  # fmt: skip
    return payment_plan(eur("100.00"), parts, **given)


def state(*facts: Any, as_of: date, rules: PlanRules | None = None, plan: Any = None) -> PlanState:
    """The plan of INV-1, in four parts of EUR 25.00 on the 20th of February to May."""
    plan = plan or plan_of()
    return plan_status(
        plan, snapshot(an_account(an_invoice(), *facts, plan), as_of=as_of), rules=rules
    )


# -- standing, default, completion ---------------------------------------------------------------
def test_it_stands_from_the_day_it_is_agreed_to_the_day_after_one_is_missed() -> None:
    days = (d(2, 9), d(2, 10), d(2, 20), d(2, 21))
    assert [state(as_of=day).status for day in days] == [PENDING, KEPT, KEPT, DEFAULTED]
    assert {state(as_of=day).defaults_on for day in days} == {d(2, 21)}


def test_paying_each_part_on_its_day_keeps_it() -> None:
    paid = (*cash("25.00", d(2, 20)), *cash("25.00", d(3, 20), "PAY-2"))
    found = state(*paid, as_of=d(4, 20))
    assert found.status is KEPT
    assert [part.status for part in found.installments] == [PAID, PAID, OPEN, OPEN]
    assert found.next_due is not None
    assert (found.next_due.due_on, found.defaults_on) == (d(4, 20), d(4, 21))
    assert state(*paid, as_of=d(4, 21)).status is DEFAULTED


def test_paying_a_day_late_does_not_repair_it() -> None:
    found = state(*cash("25.00", d(2, 21)), as_of=d(3, 1))
    assert (found.status, found.defaults_on) == (DEFAULTED, d(2, 21))
    first = found.installments[0]
    assert (first.status, first.paid_on, first.was_late) == (PAID, d(2, 21), True)
    assert found.next_due is None


def test_the_last_payment_completes_it() -> None:
    paid = (*cash("25.00", d(2, 20)), *cash("75.00", d(3, 2), "PAY-2"))
    found = state(*paid, as_of=d(6, 1))
    assert (found.status, found.completed_on, found.defaults_on) == (COMPLETED, d(3, 2), None)
    assert [part.paid_on for part in found.installments] == [d(2, 20), d(3, 2), d(3, 2), d(3, 2)]
    assert found.received == eur("100.00")
    assert state(*paid, as_of=d(3, 1)).status is KEPT


def test_money_fills_the_oldest_part_first() -> None:
    found = state(*cash("60.00", d(2, 15)), as_of=d(2, 16))
    assert [part.paid for part in found.installments] == [
        eur("25.00"), eur("25.00"), eur("10.00"), eur("0.00"),
    ]  # fmt: skip
    assert [part.status for part in found.installments] == [PAID, PAID, OPEN, OPEN]


def test_parts_out_of_order_are_taken_by_their_date() -> None:
    half = eur("50.00")
    plan = a_payment_plan(
        installments=(
            an_installment(number=1, due_on=d(3, 20), amount=half),
            an_installment(number=2, due_on=d(2, 20), amount=half),
        )
    )
    found = state(*cash("50.00", d(2, 20)), as_of=d(2, 21), plan=plan)
    assert [part.due_on for part in found.installments] == [d(2, 20), d(3, 20)]
    assert found.status is KEPT


# -- rules ---------------------------------------------------------------------------------------
def test_grace_days_count_as_in_time() -> None:
    rules = PlanRules(grace_days=3)
    assert [state(as_of=d(2, day), rules=rules).status for day in (23, 24)] == [KEPT, DEFAULTED]
    assert state(*cash("25.00", d(2, 23)), as_of=d(2, 24), rules=rules).status is KEPT
    late = state(*cash("25.00", d(2, 24)), as_of=d(2, 24), rules=rules)
    assert (late.status, late.installments[0].last_on) == (DEFAULTED, d(2, 23))


def test_grace_in_business_days_skips_the_weekend() -> None:
    # 20 February 2026 is a Friday.
    rules = PlanRules(grace_days=1, grace_in="business-days")
    assert [state(as_of=d(2, day), rules=rules).status for day in (23, 24)] == [KEPT, DEFAULTED]


def test_a_tolerated_shortfall_is_of_the_sum_due_so_far() -> None:
    rules = PlanRules(tolerance=Percent("10"))
    paid = (*cash("22.50", d(2, 20)), *cash("22.50", d(3, 20), "PAY-2"))
    assert state(*paid, as_of=d(3, 21), rules=rules).status is KEPT
    short = (*cash("22.50", d(2, 20)), *cash("22.49", d(3, 20), "PAY-2"))
    assert state(*short, as_of=d(3, 21), rules=rules).status is DEFAULTED
    assert state(*cash("90.00", d(2, 20)), as_of=d(2, 20), rules=rules).status is COMPLETED


def test_several_missed_at_one_time_may_be_needed() -> None:
    rules = PlanRules(default_after=2)
    days = (d(2, 21), d(3, 20), d(3, 21))
    assert [state(as_of=day, rules=rules).status for day in days] == [ARREARS, ARREARS, DEFAULTED]
    # Catching up with the first in between leaves only one missed.
    caught_up = cash("25.00", d(3, 10))
    found = state(*caught_up, as_of=d(3, 21), rules=rules)
    assert (found.status, len(found.missed), found.defaults_on) == (ARREARS, 1, d(4, 21))
    assert state(*caught_up, as_of=d(3, 15), rules=rules).status is KEPT


def test_the_last_part_missed_always_ends_it() -> None:
    rules = PlanRules(default_after=3)
    paid = cash("75.00", d(2, 20))
    found = state(*paid, as_of=d(5, 21), rules=rules)
    assert (found.status, found.defaults_on) == (DEFAULTED, d(5, 21))


@pytest.mark.parametrize(
    "document",
    [{"grace_days": -1}, {"default_after": 0}, {"default_after": True}, {"grace_in": "weeks"},
     {"tolerance": 5}, {"tolerance": "101%"}, {"grace": 1}],
)  # fmt: skip
def test_rules_are_strict(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PlanRules(**document)


def test_rules_survive_json() -> None:
    rules = PlanRules(grace_days=2, tolerance=Percent("2.5"), default_after=2)
    assert PlanRules.model_validate_json(rules.model_dump_json()) == rules


# -- whose money, and when -----------------------------------------------------------------------
def test_money_from_before_the_agreement_does_not_count() -> None:
    found = state(*cash("25.00", d(2, 9)), as_of=d(2, 21))
    assert (found.status, found.received) == (DEFAULTED, eur("0.00"))
    assert state(*cash("25.00", d(2, 10)), as_of=d(2, 21)).status is KEPT


def test_the_day_the_money_was_received_counts() -> None:
    late_use = (
        a_receipt(amount=eur("25.00"), received_on=d(2, 20)),
        an_allocation(amount=eur("25.00"), applied_on=d(2, 27)),
    )
    assert state(*late_use, as_of=d(2, 27)).status is KEPT
    assert state(*late_use, as_of=d(2, 26)).status is DEFAULTED


def test_only_money_on_its_invoices_counts() -> None:
    other = (an_invoice(id="INV-2"), *cash("25.00", d(2, 20), invoice="INV-2"))
    assert state(*other, as_of=d(2, 21)).status is DEFAULTED
    both = plan_of(invoices=("INV-1", "INV-2"))
    assert state(*other, as_of=d(2, 21), plan=both).status is KEPT


def test_cash_for_charges_pays_no_installment() -> None:
    facts = (a_receipt(received_on=d(2, 20)),
             an_allocation(applied_on=d(2, 20), component="interest"))  # fmt: skip
    assert state(*facts, as_of=d(2, 21)).status is DEFAULTED


def test_a_bounced_payment_was_never_made() -> None:
    facts = (*cash("100.00", d(2, 20)), a_reversal(received_on=d(2, 25)))
    assert state(*facts, as_of=d(2, 24)).status is COMPLETED
    found = state(*facts, as_of=d(2, 25))
    assert (found.status, found.defaults_on, found.received) == (
        DEFAULTED, d(2, 21), eur("0.00"),
    )  # fmt: skip


def test_money_paid_back_is_missing_from_then_on() -> None:
    back = a_refund(amount=eur("25.00"), received_on=d(3, 1))
    facts = (*cash("50.00", d(2, 20)), back)
    assert [part.status for part in state(*facts, as_of=d(2, 28)).installments[:2]] == [PAID, PAID]
    found = state(*facts, as_of=d(3, 21))
    assert (found.status, found.received) == (DEFAULTED, eur("25.00"))
    assert found.installments[1].paid_on is None


@pytest.mark.parametrize(
    "lowered",
    [
        (a_credit_note(), an_allocation(source_id="CN-1", applied_on=d(2, 20))),
        (an_adjustment(on=d(2, 20)),),
    ],
)
def test_nothing_left_to_pay_completes_it_without_money(lowered: tuple[Any, ...]) -> None:
    found = state(*lowered, as_of=d(3, 1))
    assert (found.status, found.completed_on, found.received) == (COMPLETED, d(2, 20), eur("0.00"))


def test_a_credit_for_a_part_pays_no_installment() -> None:
    half = eur("50.00")
    credited = (a_credit_note(amount=half),
                an_allocation(source_id="CN-1", applied_on=d(2, 20), amount=half))  # fmt: skip
    assert state(*credited, as_of=d(2, 21)).status is DEFAULTED


def test_an_invoice_that_is_not_issued_yet_is_not_settled() -> None:
    later = an_invoice(id="INV-2", issued_on=d(4, 1))
    both = plan_of(invoices=("INV-1", "INV-2"))
    assert state(later, an_adjustment(on=d(2, 15)), as_of=d(2, 16), plan=both).status is KEPT


def test_what_was_not_known_does_not_count() -> None:
    receipt, allocation = cash("25.00", d(2, 20))
    known_late = Receipt(id="PAY-1", customer_id="C-1", amount=receipt.amount,
                         received_on=d(2, 20), recorded_on=d(3, 1))  # fmt: skip
    account = an_account(an_invoice(), known_late, allocation, plan_of())
    read = snapshot(account, as_of=d(2, 21), known_at=d(2, 21))
    assert plan_status(read.plans[0], read).status is DEFAULTED


# -- the days on which it stands, and words ------------------------------------------------------
def test_it_stands_to_the_day_before_it_ends() -> None:
    assert state(as_of=d(2, 12)).live_span() == (d(2, 10), d(2, 20))
    assert state(*cash("100.00", d(3, 2)), as_of=d(6, 1)).live_span() == (d(2, 10), d(2, 20))
    paid = (*cash("25.00", d(2, 12)), *cash("75.00", d(3, 2), "PAY-2"))
    assert state(*paid, as_of=d(6, 1)).live_span() == (d(2, 10), d(3, 1))
    assert state(*cash("100.00", d(2, 10)), as_of=d(6, 1)).live_span() is None


def test_it_covers_its_invoices() -> None:
    read = snapshot(an_account(an_invoice(), an_invoice(id="INV-2"), plan_of()), as_of=d(2, 10))
    found = plan_status(read.plans[0], read)
    assert [found.covers(item) for item in read.items] == [True, False]


@pytest.mark.parametrize(
    ("facts", "as_of", "words"),
    [
        ((), d(2, 9), "PLAN-1: agreed on 2026-02-10"),
        ((), d(2, 10), "PLAN-1: nothing missed; EUR 25.00 is due on 2026-02-20"),
        ((), d(2, 21), "PLAN-1: in default since 2026-02-21"),
        (cash("100.00", d(2, 20)), d(3, 1), "PLAN-1: completed on 2026-02-20"),
    ],
)
def test_the_status_is_told_in_figures(facts: tuple[Any, ...], as_of: date, words: str) -> None:
    found = state(*facts, as_of=as_of)
    assert str(found.why) == words
    assert found.explain().splitlines()[0] == words


def test_arrears_are_counted() -> None:
    found = state(as_of=d(2, 21), rules=PlanRules(default_after=2))
    assert str(found.why) == "PLAN-1: 1 missed, of 2 that end the plan"


def test_every_installment_is_told() -> None:
    paid = (*cash("25.00", d(2, 20)), *cash("25.00", d(3, 21), "PAY-2"))
    lines = state(*paid, as_of=d(4, 21)).explain().splitlines()[1:]
    assert [" ".join(line.split()) for line in lines] == [
        "due 2026-02-20 paid on 2026-02-20 EUR 25.00",
        "due 2026-03-20 paid on 2026-03-21, after 2026-03-20 EUR 25.00",
        "due 2026-04-20 EUR 0.00 paid, missed after 2026-04-20 EUR 25.00",
        "due 2026-05-20 EUR 0.00 paid, open until 2026-05-20 EUR 25.00",
    ]


# -- the ends of the calendar --------------------------------------------------------------------
def test_a_plan_over_on_the_first_day_there_is_stood_on_none() -> None:
    first = date(1, 1, 1)
    invoice = an_invoice(id="INV-1", issued_on=first, due_on=first)
    plan = a_payment_plan(
        agreed_on=first, invoices=("INV-1",),
        installments=(an_installment(due_on=date(1, 1, 2), amount=invoice.amount),),
    )  # fmt: skip
    paid = payment(invoice, on=first, amount=invoice.amount)
    state = plan_status(plan, snapshot(an_account(invoice, plan, *paid), as_of=date(1, 1, 9)))
    assert (state.status, state.live_span()) == (PlanStatus.COMPLETED, None)


@pytest.mark.parametrize("grace_in", ["days", "business-days"])
def test_a_grace_past_the_end_of_the_calendar_names_the_plan(grace_in: Any) -> None:
    last = date(9999, 12, 30)
    plan = a_payment_plan(
        id="PLAN-9", installments=(an_installment(due_on=last, amount=eur("9.00")),)
    )
    rules = PlanRules(grace_days=5, grace_in=grace_in)
    read = snapshot(an_account(an_invoice(), plan), as_of=date(2026, 3, 1))
    with pytest.raises(InvalidDate, match="PLAN-9: 9999-12-30 with 5 days of grace is past the"):
        plan_status(plan, read, rules=rules)
