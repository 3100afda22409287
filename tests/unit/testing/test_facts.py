"""The strategies keep what they say; that what they make is valid, the facts check themselves."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from collectkit.ledger import Account, Invoice, Receipt
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money, total
from collectkit.testing import (
    SPAN,
    a_credit_note,
    a_receipt,
    accounts,
    adjustments,
    allocations,
    an_invoice,
    disputes,
    holds,
    invoices,
    payment_plans,
    promises,
    receipts,
    refunds,
    reversals,
    waivers,
)

AROUND = sorted(set(FIELDS) - {"invoices", "receipts", "allocations", "adjustments"})
APRIL = (date(2027, 4, 1), date(2027, 4, 30))


@given(invoices(currency="JPY", max_units=5, span=APRIL))
def test_invoices_keep_to_what_is_asked(invoice: Invoice) -> None:
    assert APRIL[0] <= invoice.issued_on <= APRIL[1]
    assert 1 <= len(invoice.installments) <= 3
    assert all(0 <= part.amount.minor_units <= 5 for part in invoice.installments)
    assert invoice.currency == "JPY"


@given(st.data())
def test_facts_name_what_is_handed_in(data: st.DataObject) -> None:
    invoice, payment, note = an_invoice(), a_receipt(), a_credit_note()
    yen = a_receipt(id="PAY-2", amount=Money("5", "JPY"))
    move = data.draw(allocations(invoice, (payment, note, yen)))
    assert move.invoice_id == "INV-1"
    assert move.source_id in ("PAY-1", "CN-1", None)
    assert data.draw(adjustments(invoice)).invoice_id == "INV-1"
    assert data.draw(disputes(invoice)).invoice_id == "INV-1"
    assert data.draw(payment_plans(invoice)).invoices == ("INV-1",)
    assert data.draw(reversals(payment)).reverses == "PAY-1"
    assert data.draw(refunds(note, most=Money("0.03", "EUR"))).amount <= Money("0.03", "EUR")
    assert set(data.draw(holds(("INV-1",))).items) <= {"INV-1"}
    assert set(data.draw(waivers(("INV-1",), currency="EUR")).items) <= {"INV-1"}
    foreign = an_invoice(id="INV-2", amount=Money("5", "JPY"))
    assert "INV-2" not in data.draw(promises((invoice, foreign), currency="EUR")).invoices


@given(receipts(id="PAY-9", customer_id="C-9", currency="EUR"))
def test_ids_and_owners_can_be_given(receipt: Receipt) -> None:
    assert (receipt.id, receipt.customer_id) == ("PAY-9", "C-9")


@given(accounts(customer_id="C-8", currencies=("USD",), max_invoices=2, circumstances=False))
def test_accounts_keep_to_what_is_asked(account: Account) -> None:
    assert account.customer.id == "C-8"
    assert set(account.currencies) <= {"USD"}
    assert len(account.invoices) <= 2
    assert not any(getattr(account, name) for name in AROUND)


def test_accounts_come_with_every_kind_of_fact() -> None:
    seen: set[str] = set()

    @settings(max_examples=200, database=None)
    @given(accounts())
    def look(account: Account) -> None:
        seen.update(name for name in FIELDS if getattr(account, name))
        seen.update(f"receipt {receipt.kind}" for receipt in account.receipts)
        seen.update(f"invoice {invoice.kind}" for invoice in account.invoices)
        for invoice in account.invoices:
            moves = [a.amount for a in account.allocations if a.invoice_id == invoice.id]
            if total(moves, invoice.currency) > invoice.amount:
                seen.add("overpaid")

    look()
    kinds = {"receipt payment", "receipt reversal", "receipt refund"}
    bills = {"invoice invoice", "invoice credit_note", "invoice debit_note"}
    assert seen == {*FIELDS, *kinds, *bills, "overpaid"}


@given(invoices(), receipts())
def test_days_fall_within_the_span(invoice: Invoice, receipt: Receipt) -> None:
    assert SPAN[0] <= invoice.issued_on <= SPAN[1]
    assert SPAN[0] <= receipt.received_on <= SPAN[1]
