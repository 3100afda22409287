"""Credit notes that take back a posted late charge: no trade credit, no negative sales."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.errors import InvalidFact
from collectkit.ledger import Account, Allocation, Customer, Invoice, account_statement, snapshot
from collectkit.metrics import period_figures
from collectkit.money import Money


def _document(kind: str, id: str, day: int, nature: str = "late_charge") -> Invoice:
    return Invoice(
        id=id,
        customer_id="C-1",
        kind=kind,  # type: ignore[arg-type]
        nature=nature,  # type: ignore[arg-type]
        amount=Money("40.00", "EUR"),
        issued_on=date(2026, 3, day),
        due_on=date(2026, 3, 20),
        charge_key="late:fee:INV-7#1" if nature == "late_charge" else None,
    )


def _account(nature: str) -> Account:
    note, credit = _document("debit_note", "DN-1", 2), _document("credit_note", "CN-1", 9, nature)
    used = Allocation(
        invoice_id="DN-1",
        source_id="CN-1",
        amount=Money("40.00", "EUR"),
        applied_on=credit.issued_on,
    )
    return Account(customer=Customer(id="C-1"), invoices=(note, credit), allocations=(used,))


def test_a_late_charge_is_a_debit_note_or_what_takes_one_back() -> None:
    assert _document("credit_note", "CN-1", 9).nature == "late_charge"
    with pytest.raises(InvalidFact, match="must be a debit note"):
        _document("invoice", "INV-1", 9)


def test_taking_back_a_charge_is_no_negative_sale() -> None:
    def sales(nature: str) -> Money:
        read = snapshot(_account(nature), as_of=date(2026, 3, 31))
        found = period_figures([read], start=date(2026, 3, 2), end=date(2026, 3, 31))
        return next(one for one in found if one.currency == "EUR").sales

    assert sales("late_charge") == Money("0.00", "EUR")
    assert sales("trade") == Money("-40.00", "EUR")


def test_receivables_roll_forward_over_it() -> None:
    read = snapshot(_account("late_charge"), as_of=date(2026, 3, 31))
    moves = read.movements(date(2026, 3, 1), date(2026, 3, 31))
    assert [(move.kind, move.amount) for move in moves] == [
        ("charge", Money("-40.00", "EUR")),
        ("charge", Money("40.00", "EUR")),
    ]


def test_the_customer_reads_a_credit_note() -> None:
    printed = account_statement(
        _account("late_charge"), start=date(2026, 3, 1), end=date(2026, 3, 31)
    )
    assert [(line.kind, line.amount) for line in printed.of("EUR").lines] == [
        ("late_charge", Money("40.00", "EUR")),
        ("credit_note", Money("-40.00", "EUR")),
    ]
