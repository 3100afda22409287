"""Reading an account, beside the same figures in plain pydantic, Decimal and dateutil."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from benchmarks.books import (
    AS_OF,
    CODE,
    NET_DAYS,
    Book,
    account,
    allocations_of,
    book,
    receipts_of,
)
from benchmarks.harness import Run
from benchmarks.peers import receivables
from benchmarks.rows import Row, Side
from collectkit.ledger import Account, Aging, CashReceived, Customer, Item, Snapshot, age, snapshot
from collectkit.money import Money
from collectkit.terms import PaymentTerms

SIZES = (25, 250, 2_500)  # facts of 10, 100 and 1,000 invoices
LINEAR = 1.1  # the exponent, with room for noise


class Read(NamedTuple):
    snapshot: Snapshot
    open: tuple[Item, ...]
    aging: Aging
    last_payment: CashReceived | None


def _read(account: Account) -> Read:
    read = snapshot(account, as_of=AS_OF)
    cash = read.cash_received
    return Read(read, read.open, age(read), cash[-1] if cash else None)


def _ours(size: int) -> Run:
    facts = account(size)
    return lambda: _read(facts)


def _theirs(size: int) -> Run:
    rows = book(size)
    invoices, receipts, allocations = _models(rows)
    return lambda: receivables.standing(invoices, receipts, allocations, AS_OF)


def _ours_from_values(size: int) -> Run:
    rows, terms = book(size), PaymentTerms.net(NET_DAYS)

    def run() -> Read:
        return _read(
            Account(
                customer=Customer(id="C-1"),
                invoices=tuple(
                    terms.invoice(
                        id=row.id,
                        customer_id="C-1",
                        amount=Money(row.amount, CODE),
                        issued_on=row.issued_on,
                    )
                    for row in rows.invoices
                ),
                receipts=tuple(receipts_of(rows.receipts, "C-1")),
                allocations=tuple(allocations_of(rows.allocations)),
            )
        )

    return run


def _theirs_from_values(size: int) -> Run:
    rows = book(size)
    return lambda: receivables.standing(*_models(rows), AS_OF)


def _models(
    rows: Book,
) -> tuple[list[receivables.Invoice], list[receivables.Receipt], list[receivables.Allocation]]:
    return (
        [
            receivables.Invoice(
                id=row.id,
                amount=Decimal(row.amount),
                currency=CODE,
                issued_on=row.issued_on,
                due_on=receivables.due_date(row.issued_on, NET_DAYS),
            )
            for row in rows.invoices
        ],
        [
            receivables.Receipt(
                id=row.id,
                amount=Decimal(row.amount),
                currency=CODE,
                received_on=row.received_on,
                bounced_on=row.bounced_on,
            )
            for row in rows.receipts
        ],
        [
            receivables.Allocation(
                receipt_id=row.receipt_id,
                invoice_id=row.invoice_id,
                amount=Decimal(row.amount),
                applied_on=row.applied_on,
            )
            for row in rows.allocations
        ],
    )


def _plain(read: Read) -> object:
    balance, last = read.aging.of(CODE), read.last_payment
    return (
        [(item.id, item.open.amount, item.days_past_due) for item in read.open],
        {bucket.label: bucket.amount.amount for bucket in balance.buckets},
        balance.unapplied.amount,
        None if last is None else (last.on, last.amount.amount),
    )


def _plain_there(found: Any) -> object:
    return (
        [tuple(invoice) for invoice in found.invoices],
        found.aging,
        found.unapplied,
        found.last_payment,
    )


_NOTE = "no postings, settlement dates, problems, parts, refunds, credit notes or knowledge dates"

ROWS = (
    Row(
        name="snapshot/read",
        title="open per invoice, days past due, aging and last payment, from facts in hand",
        unit="fact (25 are 10 invoices)",
        sizes=SIZES,
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_ours, plain=_plain),
        peers=(Side(name="pydantic, plain", setup=_theirs, plain=_plain_there, note=_NOTE),),
    ),
    Row(
        name="snapshot/from-values",
        title="the same with due dates worked out and every fact built and checked from text",
        unit="fact (25 are 10 invoices)",
        sizes=SIZES,
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_ours_from_values, plain=_plain),
        peers=(
            Side(
                name="pydantic and dateutil",
                setup=_theirs_from_values,
                plain=_plain_there,
                note="models check types, sign and decimals; no references between facts",
            ),
        ),
    ),
)
