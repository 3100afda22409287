"""Hypothesis strategies for money facts, small and close enough to collide.

Days fall within `SPAN`, two months, so that ties are common. What a fact names is handed in as
the fact itself, so that every draw fits its invoice or source. `accounts` puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import add_days
from collectkit.ledger import (
    Adjustment,
    Allocation,
    DiscountWindow,
    Installment,
    Invoice,
    Receipt,
    TaxLine,
)
from collectkit.ledger.cash import AdjustmentKind, Component
from collectkit.ledger.invoice import InvoiceKind
from collectkit.money import Money, Percent, total
from collectkit.testing.values import currencies

__all__ = [
    "SPAN",
    "adjustments",
    "allocations",
    "invoices",
    "receipts",
    "refunds",
    "reversals",
]

SPAN: Final = (date(2026, 1, 1), date(2026, 3, 1))

_KINDS: tuple[InvoiceKind, ...] = ("invoice", "invoice", "debit_note", "credit_note")
_ADJUSTMENTS: tuple[AdjustmentKind, ...] = ("write_off", "write_off", "discount", "withholding")
# Days from the issue to the due date; None while the event is pending.
_DUE = st.integers(-3, 40) | st.integers(-3, 40) | st.integers(-3, 40) | st.none()
# Principal most often: the others lower no invoice.
_COMPONENTS: tuple[Component, ...] = (*("principal",) * 9, "interest", "fee", "costs")


def span_day(draw: st.DrawFn, span: tuple[date, date]) -> date:
    """A day of `span`; every tenth one more often, so that facts meet."""
    length = (span[1] - span[0]).days
    if draw(st.booleans()):
        return add_days(span[0], 10 * draw(st.integers(0, length // 10)))
    return add_days(span[0], draw(st.integers(0, length)))


def later_day(draw: st.DrawFn, day: date, most: int = 40) -> date:
    """A day from `day` to `most` days later, both included."""
    return add_days(day, draw(st.integers(0, most)))


def maybe_later(draw: st.DrawFn, day: date, most: int = 40) -> date | None:
    """The same, or never."""
    return later_day(draw, day, most) if draw(st.booleans()) else None


def recorded(draw: st.DrawFn, day: date) -> date | None:
    """When a fact of `day` became known: that day (None), a little earlier, or later."""
    return add_days(day, draw(st.integers(-3, 20))) if draw(st.booleans()) else None


def small(draw: st.DrawFn, currency: str, most: int) -> Money:
    """Money of one to `most` minor units."""
    return Money.from_minor_units(draw(st.integers(1, most)), currency)


def ids(prefix: str) -> SearchStrategy[str]:
    """Ids like `INV-7`."""
    return st.integers(1, 999).map(lambda number: f"{prefix}-{number}")


@st.composite
def invoices(
    draw: st.DrawFn,
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    currency: str | None = None,
    kinds: Sequence[InvoiceKind] = _KINDS,
    span: tuple[date, date] = SPAN,
    max_units: int = 30,
) -> Invoice:
    """Invoices, debit notes, posted late charges and credit notes of one to three parts.

    A part is due from three days before the issue to forty after it, or pending, and of at most
    `max_units` minor units, rarely of nothing. Discount windows and tax lines come along.
    """
    currency = draw(currencies()) if currency is None else currency
    kind = draw(st.sampled_from(tuple(kinds)))
    late_charge = kind == "debit_note" and draw(st.booleans())
    issued_on = span_day(draw, span)
    # One beyond the most stands for nothing, so that examples shrink to one unit.
    units = draw(st.lists(st.integers(1, max_units + 1), min_size=1, max_size=3))
    part_amounts = [Money.from_minor_units(n % (max_units + 1), currency) for n in units]
    offsets = [draw(_DUE) for _ in units]
    parts = tuple(
        Installment(
            number=number,
            due_on=None if offset is None else add_days(issued_on, offset),
            amount=amount,
        )
        for number, (offset, amount) in enumerate(zip(offsets, part_amounts, strict=True), start=1)
    )
    amount = total(part_amounts, currency)
    windows = () if kind == "credit_note" else draw(_discounts(parts, issued_on))
    return Invoice(
        id=draw(ids("INV")) if id is None else id,
        customer_id=customer_id,
        amount=amount,
        issued_on=issued_on,
        kind=kind,
        nature="late_charge" if late_charge else "trade",
        installments=parts,
        discounts=windows,
        tax=draw(_tax(amount)),
        delivered_on=maybe_later(draw, issued_on, 10),
        tags=draw(st.sampled_from(((), ("insured",)))),
        charge_kind=draw(st.sampled_from(("interest", "fee", "costs"))) if late_charge else None,
        recorded_on=recorded(draw, issued_on),
    )


@st.composite
def _discounts(
    draw: st.DrawFn, parts: tuple[Installment, ...], issued_on: date
) -> tuple[DiscountWindow, ...]:
    if draw(st.booleans()):
        return ()
    part = draw(st.sampled_from(parts))
    until = later_day(draw, issued_on, 14)
    percent = Percent(draw(st.integers(1, 5)))
    discount = percent.of(part.amount).rounded()
    return (
        DiscountWindow(
            until=until,
            percent=percent,
            discount=discount,
            payable=part.amount - discount,
            base=part.amount,
            eligible_until=maybe_later(draw, until, 3),
            installment=part.number,
        ),
    )


def _tax(gross: Money) -> SearchStrategy[tuple[TaxLine, ...]]:
    def lines(rates: list[int]) -> tuple[TaxLine, ...]:
        shares = gross.allocate(len(rates)) if rates else ()
        taxes = [
            Money.from_minor_units(share.minor_units * rate // (100 + rate), gross.currency)
            for share, rate in zip(shares, rates, strict=True)
        ]
        return tuple(
            TaxLine(rate=Percent(rate), base=share - tax, amount=tax)
            for share, rate, tax in zip(shares, rates, taxes, strict=True)
        )

    return st.lists(st.sampled_from((7, 19)), max_size=2, unique=True).map(lines)


@st.composite
def receipts(
    draw: st.DrawFn,
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    currency: str | None = None,
    span: tuple[date, date] = SPAN,
    max_units: int = 40,
) -> Receipt:
    """Payments. See `reversals` and `refunds` for money that goes back."""
    currency = draw(currencies()) if currency is None else currency
    received_on = span_day(draw, span)
    return Receipt(
        id=draw(ids("PAY")) if id is None else id,
        customer_id=customer_id,
        amount=small(draw, currency, max_units),
        received_on=received_on,
        method=draw(st.sampled_from((None, "transfer", "direct_debit"))),
        recorded_on=recorded(draw, received_on),
    )


@st.composite
def reversals(draw: st.DrawFn, payment: Receipt, *, id: str | None = None) -> Receipt:
    """The bounce of the whole of `payment`, on its day or up to forty days later."""
    day = later_day(draw, payment.received_on)
    return Receipt(
        id=draw(ids("REV")) if id is None else id,
        customer_id=payment.customer_id,
        amount=payment.amount,
        received_on=day,
        kind="reversal",
        reverses=payment.id,
        recorded_on=recorded(draw, day),
    )


@st.composite
def refunds(
    draw: st.DrawFn,
    source: Receipt | Invoice,
    *,
    id: str | None = None,
    most: Money | None = None,
) -> Receipt:
    """Money paid out of a payment or credit note, at most `most` of it, up to forty days later."""
    most = source.amount if most is None else most
    first = source.issued_on if isinstance(source, Invoice) else source.received_on
    day = later_day(draw, first)
    return Receipt(
        id=draw(ids("REF")) if id is None else id,
        customer_id=source.customer_id,
        amount=small(draw, most.currency, most.minor_units),
        received_on=day,
        kind="refund",
        reverses=source.id,
        recorded_on=recorded(draw, day),
    )


@st.composite
def allocations(
    draw: st.DrawFn,
    invoice: Invoice,
    sources: Sequence[Receipt | Invoice] = (),
    *,
    id: str | None = None,
    span: tuple[date, date] = SPAN,
    max_units: int = 40,
) -> Allocation:
    """Part of one of `sources`, or money of its own, applied to `invoice`.

    Often more than is open or than its source holds, to one part or any, and some have ended.
    Only sources in the invoice's currency are taken.
    """
    fitting = tuple(s.id for s in sources if s.amount.currency == invoice.currency)
    applied_on = span_day(draw, span)
    ended_on = maybe_later(draw, applied_on) if draw(st.booleans()) else None
    return Allocation(
        id=id,
        invoice_id=invoice.id,
        source_id=draw(st.sampled_from((*fitting, *fitting, None))),
        installment=draw(st.none() | st.integers(1, len(invoice.installments))),
        applied_on=applied_on,
        amount=small(draw, invoice.currency, max_units),
        component=draw(st.sampled_from(_COMPONENTS)),
        ended_on=ended_on,
        ended_recorded_on=None if ended_on is None else recorded(draw, ended_on),
        recorded_on=recorded(draw, applied_on),
    )


@st.composite
def adjustments(
    draw: st.DrawFn,
    invoice: Invoice,
    *,
    id: str | None = None,
    span: tuple[date, date] = SPAN,
    max_units: int = 40,
) -> Adjustment:
    """Write-offs, discounts and withholdings on `invoice`, often of more than is open."""
    day = span_day(draw, span)
    return Adjustment(
        id=id,
        invoice_id=invoice.id,
        amount=small(draw, invoice.currency, max_units),
        on=day,
        kind=draw(st.sampled_from(_ADJUSTMENTS)),
        installment=draw(st.none() | st.integers(1, len(invoice.installments))),
        recorded_on=recorded(draw, day),
    )
