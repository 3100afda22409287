"""Hypothesis strategies for how payments came: made by asking the library of drawn accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import add_days
from collectkit.ledger import Account, Invoice, Snapshot, payment, snapshot
from collectkit.metrics import (
    InvoicingLag,
    LateReasonTrend,
    OpenDisputes,
    PaymentCurve,
    PaymentPerformance,
    invoicing_lag,
    late_reasons,
    open_disputes,
    payment_curve,
    payment_performance,
)
from collectkit.money import Money
from collectkit.testing.builders import an_account, an_invoice
from collectkit.testing.circumstances import disputes
from collectkit.testing.circumstances import late_reasons as reasons
from collectkit.testing.results import one_of, snapshots
from collectkit.testing.values import amounts

__all__ = [
    "invoicing_lags",
    "late_reason_trends",
    "open_dispute_totals",
    "payers",
    "payment_curves",
    "payment_performances",
]

_ISSUED = date(2026, 1, 1)
_END = add_days(_ISSUED, 120)


@st.composite
def payers(draw: st.DrawFn, *, currency: str = "EUR", max_invoices: int = 6) -> Account:
    """Accounts whose invoices were paid in full, in part or not at all, early and late.

    Invoices start on 2026-01-01 and within 40 days, terms run up to 30 days, payments come
    within 90 days of issue. Some are disputed, some have a reason for being late.
    """
    billed: list[Invoice] = []
    facts: list[Any] = []
    for n in range(draw(st.integers(1, max_invoices))):
        issued = add_days(_ISSUED, draw(st.integers(0, 40)))
        invoice = an_invoice(
            id=f"I{n}",
            amount=draw(amounts(currency, min_units=2, max_units=1_000_000)),
            issued_on=issued,
            due_on=add_days(issued, draw(st.integers(0, 30))),
            delivered_on=draw(st.sampled_from((None, issued, add_days(issued, -9)))),
        )
        billed.append(invoice)
        facts += draw(_payments(invoice))
        if draw(st.booleans()):
            facts.append(draw(disputes(invoice, id=f"D{n}", span=(issued, _END))))
            facts.append(draw(reasons(invoice, span=(issued, _END))))
    return an_account(*billed, *facts)


@st.composite
def _payments(draw: st.DrawFn, invoice: Invoice) -> list[Any]:
    """Up to three payments on days of their own; in half of the cases they pay the whole."""
    left = invoice.amount.minor_units
    found: list[Any] = []
    pays_all, days = draw(st.booleans()), draw(st.sets(st.integers(0, 90), max_size=3))
    for day in sorted(days):
        is_last = pays_all and day == max(days)
        units = left if is_last else draw(st.integers(0, left))
        left -= units
        if units:
            amount = Money.from_minor_units(units, invoice.currency)
            found += payment(invoice, on=add_days(invoice.issued_on, day), amount=amount)
    return found


def _reads(drawn: SearchStrategy[Account]) -> SearchStrategy[Snapshot]:
    """Payers while they pay or soon after, or any account on some day."""
    late = st.integers(60, 130).map(lambda n: add_days(_ISSUED, n))
    return st.builds(lambda account, day: snapshot(account, as_of=day), drawn, late) | snapshots()


def payment_performances() -> SearchStrategy[PaymentPerformance]:
    """How one account paid over up to four months; at times nothing was settled."""

    def of(
        read: Snapshot, length: int, include_open: bool, final_clearing: bool
    ) -> tuple[PaymentPerformance, ...]:
        return payment_performance(
            [read],
            start=add_days(read.as_of, -length),
            end=read.as_of,
            include_open=include_open,
            final_clearing=final_clearing,
        )

    flags = st.booleans()
    return one_of(st.builds(of, _reads(payers()), st.integers(0, 120), flags, flags))


def payment_curves() -> SearchStrategy[PaymentCurve]:
    """Curves of one account, and of plain ages."""
    ages = st.lists(st.integers(0, 100), max_size=12)
    plain = st.builds(PaymentCurve.from_days, ages, ages)
    return plain | one_of(_reads(payers()).map(lambda read: payment_curve([read])))


def late_reason_trends() -> SearchStrategy[LateReasonTrend]:
    """One reason of one account, over up to four months and as many before."""

    def of(read: Snapshot, length: int) -> tuple[LateReasonTrend, ...]:
        return late_reasons([read], start=add_days(read.as_of, -length), end=read.as_of)

    return one_of(st.builds(of, _reads(payers()), st.integers(0, 120)))


def open_dispute_totals() -> SearchStrategy[OpenDisputes]:
    """What stands disputed of one account; at times nothing."""
    return one_of(_reads(payers()).map(lambda read: open_disputes([read])))


def invoicing_lags() -> SearchStrategy[InvoicingLag]:
    """The lag of the invoices of one account issued within up to four months."""

    def of(read: Snapshot, length: int) -> tuple[InvoicingLag, ...]:
        return invoicing_lag([read], start=add_days(read.as_of, -length), end=read.as_of)

    return one_of(st.builds(of, _reads(payers()), st.integers(0, 120)))
