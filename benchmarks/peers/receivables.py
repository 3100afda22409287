"""Receivables as one would write them with pydantic and dateutil, without a library.

The facts are models, amounts are Decimals, reading is one pass over each kind of fact. It knows
what the benchmark's book holds and no more: one customer, payments that may bounce, parts of
payments not applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Allocation", "Invoice", "OpenInvoice", "Receipt", "Standing", "due_date", "standing"]

BUCKETS = (("current", 0), ("1-30", 30), ("31-60", 60), ("61-90", 90))
LAST_BUCKET = "91+"


class Invoice(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    amount: Decimal = Field(gt=0, decimal_places=2)
    currency: str = Field(pattern="^[A-Z]{3}$")
    issued_on: date
    due_on: date


class Receipt(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    amount: Decimal = Field(gt=0, decimal_places=2)
    currency: str = Field(pattern="^[A-Z]{3}$")
    received_on: date
    bounced_on: date | None = None


class Allocation(BaseModel):
    model_config = ConfigDict(frozen=True)

    receipt_id: str
    invoice_id: str
    amount: Decimal = Field(gt=0, decimal_places=2)
    applied_on: date


class OpenInvoice(NamedTuple):
    id: str
    open: Decimal
    days_past_due: int


class Standing(NamedTuple):
    invoices: list[OpenInvoice]
    aging: dict[str, Decimal]
    unapplied: Decimal
    last_payment: tuple[date, Decimal] | None


def due_date(issued_on: date, net_days: int) -> date:
    return issued_on + relativedelta(days=net_days)


def standing(
    invoices: Iterable[Invoice],
    receipts: Iterable[Receipt],
    allocations: Iterable[Allocation],
    as_of: date,
) -> Standing:
    """What is open at the end of `as_of`, how old it is, and the last payment."""
    left = {
        receipt.id: receipt.amount
        for receipt in receipts
        if receipt.received_on <= as_of
        and (receipt.bounced_on is None or receipt.bounced_on > as_of)
    }
    last = max(((r.received_on, r.id, r.amount) for r in receipts if r.id in left), default=None)
    issued = {invoice.id: invoice for invoice in invoices if invoice.issued_on <= as_of}
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for allocation in allocations:
        if allocation.applied_on <= as_of and allocation.receipt_id in left:
            invoice = issued.get(allocation.invoice_id)
            if invoice is None:
                continue
            amount = min(
                allocation.amount, left[allocation.receipt_id], invoice.amount - paid[invoice.id]
            )
            paid[invoice.id] += amount
            left[allocation.receipt_id] -= amount
    found = []
    aging = {label: Decimal("0.00") for label, _ in BUCKETS} | {LAST_BUCKET: Decimal("0.00")}
    for invoice in sorted(issued.values(), key=lambda invoice: (invoice.due_on, invoice.id)):
        balance = invoice.amount - paid[invoice.id]
        if balance:
            days = (as_of - invoice.due_on).days
            found.append(OpenInvoice(invoice.id, balance, days))
            aging[_bucket(days)] += balance
    unapplied = sum(left.values(), Decimal("0.00"))
    aging["current"] -= unapplied
    return Standing(found, aging, unapplied, None if last is None else (last[0], last[2]))


def _bucket(days: int) -> str:
    for label, most in BUCKETS:
        if days <= most:
            return label
    return LAST_BUCKET
