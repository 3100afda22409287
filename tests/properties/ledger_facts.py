"""What the state machine enters and tries to enter, as the library's facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.properties.ledger_books import Row, day
from tests.properties.ledger_machine import CODES

from collectkit.errors import (
    CollectkitError,
    CurrencyMismatch,
    DuplicateId,
    InvalidFact,
    UnknownReference,
)
from collectkit.ledger import Installment
from collectkit.ledger.registry import Fact
from collectkit.money import Money
from collectkit.testing import (
    a_credit_note,
    a_dispute,
    a_hold,
    a_late_charge,
    a_promise,
    a_receipt,
    a_refund,
    a_reversal,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

Misfit = tuple[Callable[[Row], Fact], type[CollectkitError], str]


def money(units: int, code: str) -> Money:
    return Money.from_minor_units(units, code)


def fact_of(row: Row, recorded_on: date | None = None, **more: Any) -> Fact:
    """The fact that a row of the books stands for."""
    on, whole = day(row.on), row.units or sum(units for _, units in row.parts)
    more |= {"recorded_on": recorded_on}
    if whole:
        more["amount"] = money(whole, row.code)
    if row.id:
        more["id"] = row.id
    match row.what:
        case "debt":
            more |= {"issued_on": on, "installments": _installments(row)}
            if row.kind == "late_charge":
                return a_late_charge(charge_for=row.debt or None, **more)
            return an_invoice(kind=row.kind, **more)
        case "note":
            return a_credit_note(issued_on=on, **more)
        case "payment":
            return a_receipt(received_on=on, **more)
        case "bounce":
            return a_reversal(received_on=on, reverses=row.source, **more)
        case "refund":
            return a_refund(received_on=on, reverses=row.source, **more)
        case "use":
            more |= {"source_id": row.source or None, "component": row.kind}
            more |= {"installment": row.part or None}
            return an_allocation(invoice_id=row.debt, applied_on=on, **more)
        case "cut":
            more |= {"kind": row.kind, "installment": row.part or None}
            return an_adjustment(invoice_id=row.debt, on=on, **more)
        case "dispute":
            return a_dispute(invoice_id=row.debt, opened_on=on, **more)
        case "hold":
            return a_hold(kind="direct_debit", from_on=on, receipt_id=row.source, **more)
        case "promise":
            more |= {"invoices": (row.debt,), "pay_by": day(row.on + 9)}
            return a_promise(promised_on=on, **more)


def _installments(row: Row) -> tuple[Installment, ...]:
    return tuple(
        an_installment(
            number=n, due_on=None if due is None else day(due), amount=money(units, row.code)
        )
        for n, (due, units) in enumerate(row.parts, start=1)
    )


# What a book refuses, whatever else it holds: about a debt, a payment, a credit note.
ABOUT_A_DEBT: dict[str, Misfit] = {
    "a payment in another currency": (
        lambda row: an_allocation(
            invoice_id=row.id, source_id=None, amount=money(1, _other(row.code))
        ),
        CurrencyMismatch,
        "amount",
    ),
    "a part it has not": (
        lambda row: an_allocation(
            invoice_id=row.id, source_id=None, amount=money(1, row.code), installment=4
        ),
        UnknownReference,
        "installment",
    ),
    "a debt as a source": (
        lambda row: an_allocation(
            invoice_id=row.id, source_id=row.id, amount=money(1, row.code)
        ),
        UnknownReference,
        "source_id",
    ),
    "a write-off in another currency": (
        lambda row: an_adjustment(invoice_id=row.id, amount=money(1, _other(row.code))),
        CurrencyMismatch,
        "amount",
    ),
    "a receipt under its id": (lambda row: a_receipt(id=row.id), DuplicateId, "id"),
    "its own debt refunded": (
        lambda row: a_refund(reverses=row.id, amount=money(1, row.code)),
        UnknownReference,
        "reverses",
    ),
    "an invoice nobody has": (
        lambda row: an_adjustment(invoice_id=f"{row.id}-X"), UnknownReference, "invoice_id",
    ),
    "an id of the library's own": (
        lambda row: a_receipt(id=f"own:{row.id}@2026-02-10"), InvalidFact, "id",
    ),
    "a customer nobody has": (
        lambda row: a_receipt(id=f"{row.id}-X", customer_id="C-9"), UnknownReference, "customer_id",
    ),
}  # fmt: skip
ABOUT_A_PAYMENT: dict[str, Misfit] = {
    "a bounce in part": (
        lambda row: a_reversal(
            reverses=row.id, amount=money(row.units + 1, row.code), received_on=day(row.on)
        ),
        InvalidFact,
        "amount",
    ),
    "a bounce before it came": (
        lambda row: a_reversal(
            reverses=row.id, amount=money(row.units, row.code), received_on=day(row.on - 1)
        ),
        InvalidFact,
        "received_on",
    ),
    "a refund of more than came": (
        lambda row: a_refund(reverses=row.id, amount=money(row.units + 1, row.code)),
        InvalidFact,
        "amount",
    ),
    "a refund in another currency": (
        lambda row: a_refund(reverses=row.id, amount=money(1, _other(row.code))),
        CurrencyMismatch,
        "amount",
    ),
}
ABOUT_A_NOTE: dict[str, Misfit] = {
    "a bounced credit note": (
        lambda row: a_reversal(reverses=row.id, amount=money(row.units, row.code)),
        InvalidFact,
        "reverses",
    ),
    "a credit note paid": (
        lambda row: an_allocation(invoice_id=row.id, source_id=None, amount=money(1, row.code)),
        InvalidFact,
        "invoice_id",
    ),
    "a credit note written off": (
        lambda row: an_adjustment(invoice_id=row.id, amount=money(1, row.code)),
        InvalidFact,
        "invoice_id",
    ),
}


def _other(code: str) -> str:
    return CODES[1] if code == CODES[0] else CODES[0]
