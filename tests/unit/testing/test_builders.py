from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from collectkit import testing
from collectkit.errors import DuplicateId, InvalidFact, UnknownReference
from collectkit.ledger import Account, Customer, Invoice, snapshot
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money
from collectkit.testing import (
    a_credit_note,
    a_customer,
    a_discount_window,
    a_dispute,
    a_hold,
    a_late_charge,
    a_late_reason,
    a_payment_plan,
    a_placement,
    a_promise,
    a_receipt,
    a_refund,
    a_reversal,
    a_tax_line,
    a_waiver,
    an_account,
    an_adjustment,
    an_allocation,
    an_approval,
    an_installment,
    an_invoice,
    something_done,
)

ON_AN_ACCOUNT: tuple[Callable[..., Any], ...] = (
    an_invoice, a_credit_note, a_late_charge, a_receipt, a_reversal, a_refund, an_allocation,
    an_adjustment, a_dispute, a_hold, a_promise, a_payment_plan, a_waiver, a_placement,
    an_approval, a_late_reason, something_done,
)  # fmt: skip
BUILDERS = (*ON_AN_ACCOUNT, a_customer, a_discount_window, a_tax_line, an_installment)


def test_every_builder_of_the_room_is_tested_here() -> None:
    names = {name for name in testing.__all__ if name.startswith(("a_", "an_", "something"))}
    assert names == {builder.__name__ for builder in (*BUILDERS, an_account)}


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: builder.__name__)
def test_two_calls_build_equal_facts(builder: Callable[..., Any]) -> None:
    assert builder() == builder()


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: builder.__name__)
def test_every_field_can_be_given(builder: Callable[..., Any]) -> None:
    built = builder()
    given = {field.name: getattr(built, field.name) for field in fields(built)}
    assert builder(**given) == built


@pytest.mark.parametrize("builder", BUILDERS, ids=lambda builder: builder.__name__)
def test_a_field_the_fact_has_not_is_refused(builder: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="colour"):
        builder(colour="red")


def test_the_defaults_fit_each_other() -> None:
    built = [builder() for builder in ON_AN_ACCOUNT if builder is not a_refund]
    account = an_account(*built, a_refund(reverses="CN-1", amount=Money("10.00", "EUR")))
    for name in FIELDS:
        assert getattr(account, name), name


def test_a_given_field_replaces_the_default() -> None:
    assert an_invoice(id="INV-9").id == "INV-9"
    assert a_receipt(amount=Money("5", "JPY")).amount == Money("5", "JPY")
    assert a_customer(kind="consumer").kind == "consumer"


def test_an_invoice_is_due_thirty_days_after_its_issue() -> None:
    assert an_invoice().due_on == date(2026, 1, 31)
    assert an_invoice(issued_on=date(2026, 1, 31)).due_on == date(2026, 3, 2)
    assert an_invoice(due_on=date(2026, 2, 5)).due_on == date(2026, 2, 5)


def test_the_parts_of_an_invoice_say_when_it_is_due() -> None:
    part = an_installment(due_on=date(2026, 2, 7))
    assert an_invoice(installments=(part,)).due_on == date(2026, 2, 7)
    pending = an_installment(amount=Money("40.00", "EUR"), due_on=None)
    assert a_late_charge(installments=(pending,)).due_on is None


def test_a_late_charge_stands_beside_the_trade_debt() -> None:
    charge = a_late_charge()
    assert (charge.kind, charge.nature, charge.charge_for) == ("debit_note", "late_charge", "INV-1")
    assert charge.due_on == charge.issued_on


def test_an_account_sorts_its_facts_into_place() -> None:
    account = an_account(an_allocation(), a_receipt(), an_invoice(), a_hold())
    assert [fact.id for fact in account.invoices] == ["INV-1"]
    assert [fact.id for fact in account.holds] == ["H-1"]
    assert snapshot(account, as_of=date(2026, 2, 10)).open == ()


def test_an_account_without_facts_owes_nothing() -> None:
    assert an_account() == Account(customer=Customer(id="C-1"))


def test_an_account_takes_its_customer_from_its_facts() -> None:
    assert an_account(an_invoice(customer_id="C-2")).customer.id == "C-2"
    assert an_account(a_hold(customer_id="C-3")).customer.id == "C-3"
    assert an_account(a_customer(id="C-4", kind="public")).customer.kind == "public"
    assert an_account(customer=a_customer(id="C-5")).customer.id == "C-5"


def test_an_account_takes_whole_fields_too() -> None:
    several: tuple[Invoice, ...] = (an_invoice(), an_invoice(id="INV-2"))
    assert len(an_account(invoices=several).invoices) == 2


def test_an_account_is_checked_like_any_other() -> None:
    with pytest.raises(DuplicateId, match="INV-1"):
        an_account(an_invoice(), an_invoice())
    with pytest.raises(UnknownReference, match="INV-1"):
        an_account(a_dispute())


def test_what_is_no_fact_of_an_account_is_refused() -> None:
    with pytest.raises(InvalidFact, match="Installment is not a fact of an account"):
        an_account(an_installment())  # type: ignore[arg-type]
