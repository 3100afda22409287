"""The made-up book that several suites measure with, as plain values and as facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from collectkit.ledger import Account, Allocation, Customer, Invoice, Receipt
from collectkit.money import Money

__all__ = ["AS_OF", "CODE", "NET_DAYS", "Book", "account", "book"]

AS_OF = date(2026, 3, 20)
CODE = "EUR"
NET_DAYS = 30
INVOICES, FACTS = 10, 25  # of one block


class InvoiceRow(NamedTuple):
    id: str
    amount: str
    issued_on: date


class ReceiptRow(NamedTuple):
    id: str
    amount: str
    received_on: date
    bounced_on: date | None


class AllocationRow(NamedTuple):
    receipt_id: str
    invoice_id: str
    amount: str
    applied_on: date


class Book(NamedTuple):
    invoices: list[InvoiceRow]
    receipts: list[ReceiptRow]
    allocations: list[AllocationRow]


# In each block of ten invoices: (receipt, invoice, share of the invoice in percent).
# Receipt 2 brings more than is applied and is applied late, receipt 4 pays two invoices, receipt 5
# bounces.
_APPLIED = (
    (0, 0, 100), (1, 1, 100), (2, 2, 100), (2, 3, 10),
    (3, 3, 50), (4, 4, 100), (4, 5, 100), (5, 6, 100),
)  # fmt: skip
_LAGS = (25, 33, 61, 40, 30, 12)  # days from issue to payment


def book(facts: int, shift: int = 0) -> Book:
    """A book of `facts` facts, a multiple of 25: ten invoices, seven receipts (one of them a
    reversal) and eight allocations to a block. Some are dated after `AS_OF`.
    """
    found = Book([], [], [])
    for block in range(facts // FACTS):
        _block(found, block, shift)
    return found


def _block(found: Book, block: int, shift: int) -> None:
    cents = [10_000 + 37 * ((block + shift) * 11 + n * n) for n in range(INVOICES)]
    dates = [
        AS_OF - timedelta((37 * n + 13 * block + 29 * shift) % 240 - 5) for n in range(INVOICES)
    ]
    for n in range(INVOICES):
        found.invoices.append(InvoiceRow(f"INV-{block:03}-{n}", _text(cents[n]), dates[n]))
    applied = [(r, n, cents[n] * percent // 100) for r, n, percent in _APPLIED]
    for r, lag in enumerate(_LAGS):
        first = next(n for receipt, n, _ in applied if receipt == r)
        on = dates[first] + timedelta(lag)
        extra = 2_500 if r == 2 else 0
        amount = extra + sum(part for receipt, _, part in applied if receipt == r)
        bounced = on + timedelta(6) if r == 5 else None
        found.receipts.append(ReceiptRow(f"RC-{block:03}-{r}", _text(amount), on, bounced))
        for receipt, n, part in applied:
            if receipt == r:
                applied_on = on + timedelta(9) if r == 2 else on
                found.allocations.append(
                    AllocationRow(
                        f"RC-{block:03}-{r}", f"INV-{block:03}-{n}", _text(part), applied_on
                    )
                )


def _text(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def receipts_of(rows: list[ReceiptRow], customer_id: str) -> Iterator[Receipt]:
    """The receipts as facts; one that bounces is two of them."""
    for row in rows:
        amount = Money(row.amount, CODE)
        yield Receipt(
            id=row.id, customer_id=customer_id, amount=amount, received_on=row.received_on
        )
        if row.bounced_on is not None:
            yield Receipt(
                id=f"{row.id}-back",
                customer_id=customer_id,
                amount=amount,
                received_on=row.bounced_on,
                kind="reversal",
                reverses=row.id,
            )


def allocations_of(rows: list[AllocationRow]) -> Iterator[Allocation]:
    for row in rows:
        yield Allocation(
            invoice_id=row.invoice_id,
            source_id=row.receipt_id,
            amount=Money(row.amount, CODE),
            applied_on=row.applied_on,
        )


def account(facts: int, *, customer_id: str = "C-1", shift: int = 0) -> Account:
    """The book as the facts of one customer; `shift` makes it another one."""
    rows = book(facts, shift)
    return Account(
        customer=Customer(id=customer_id),
        invoices=tuple(
            Invoice(
                id=row.id,
                customer_id=customer_id,
                amount=Money(row.amount, CODE),
                issued_on=row.issued_on,
                due_on=row.issued_on + timedelta(NET_DAYS),
            )
            for row in rows.invoices
        ),
        receipts=tuple(receipts_of(rows.receipts, customer_id)),
        allocations=tuple(allocations_of(rows.allocations)),
    )
