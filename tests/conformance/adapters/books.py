"""Books of receivables that several adapters build, and how their figures are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.translate import AS_OF, CURRENCY, EARLIER, money
from tests.conformance.case import Unsupported

from collectkit.ledger import Allocation, Buckets, Installment, Invoice, age, snapshot
from collectkit.metrics import PeriodFigures, period_figures
from collectkit.money import Money
from collectkit.testing import a_receipt, a_refund, an_account, an_allocation, an_invoice

__all__ = ["applied", "billed", "in_parts", "overdue_beside", "period"]

Amount = str | int | Decimal


def billed(amounts: Iterable[Amount], currency: str = CURRENCY) -> Money:
    """What amounts come to: an account is billed them, and says the sum."""
    invoices = (
        an_invoice(id=f"{at}", amount=money(amount, currency), issued_on=EARLIER)
        for at, amount in enumerate(amounts)
    )
    return snapshot(an_account(*invoices), as_of=EARLIER).figures(currency).billed


def in_parts(
    parts: Sequence[tuple[date | None, Amount]], id: str = "INV-1", issued_on: date = EARLIER
) -> Invoice:
    """One invoice over parts with their due dates; its amount is what their sum is billed as."""
    return an_invoice(
        id=id,
        amount=billed(amount for _, amount in parts),
        issued_on=issued_on,
        installments=tuple(
            Installment(number=number, due_on=due_on, amount=money(amount))
            for number, (due_on, amount) in enumerate(parts, start=1)
        ),
    )


def applied(source_id: str, amount: Amount, on: date, *invoice_ids: str) -> tuple[Allocation, ...]:
    """A source applied to invoices one after another, as far as it and they go."""
    return tuple(
        an_allocation(
            id=f"{source_id} to {invoice_id}", source_id=source_id, invoice_id=invoice_id,
            amount=money(amount), applied_on=on,
        )
        for invoice_id in invoice_ids
    )  # fmt: skip


def overdue_beside(ar: Amount, current: Amount) -> Money:
    """What is past due of receivables of `ar` with `current` not yet due.

    The book: `ar` billed long ago, `current` of it paid, and as much billed anew.
    """
    new = an_invoice(id="NEW", amount=money(current), issued_on=AS_OF, due_on=AS_OF)
    old = an_invoice(id="OLD", amount=money(ar), issued_on=EARLIER)
    paid: tuple[Any, ...] = (
        a_receipt(id="PAY", amount=money(current), received_on=AS_OF),
        *applied("PAY", current, AS_OF, "OLD"),
    )
    account = an_account(old, new, *(paid if current else ()))
    balance = age(snapshot(account, as_of=AS_OF), buckets=Buckets(0)).of(CURRENCY)
    return balance.bucket("1+").amount


def period(opening: Amount, sales: Iterable[Amount], closing: Amount, days: int) -> PeriodFigures:
    """A period of so many days with these figures.

    The book: everything is paid in the period, and `closing` is paid back, which opens it again.
    """
    start = days_after(days_before(AS_OF, days), 1)
    billed = {
        "OPENING": (opening, days_before(start, 1)),
        **{f"SALE-{at}": (amount, start) for at, amount in enumerate(sales, start=1)},
    }
    facts: list[Any] = []
    covers = None
    for name, (amount, issued_on) in billed.items():
        facts.append(an_invoice(id=name, amount=money(amount), issued_on=issued_on))
        if money(amount).is_zero:
            continue
        facts.append(a_receipt(id=f"PAY {name}", amount=money(amount), received_on=AS_OF))
        facts.extend(applied(f"PAY {name}", amount, AS_OF, name))
        if Decimal(amount) >= Decimal(closing):
            covers = f"PAY {name}"
    if not money(closing).is_zero:
        if covers is None:
            raise Unsupported("receivables grew by more than any one document")
        facts.append(a_refund(reverses=covers, amount=money(closing), received_on=AS_OF))
    read = snapshot(an_account(*facts), as_of=AS_OF)
    figures = period_figures([read], start=start, end=AS_OF)
    return figures[0]
