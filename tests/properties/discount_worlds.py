"""Invoices with windows, parts and payments for the laws of discounts, and their slow figures."""

from __future__ import annotations

import decimal
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from hypothesis import strategies as st

from collectkit.discounts import DiscountPolicy, DiscountSettlement, settle
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    DiscountWindow,
    Installment,
    Invoice,
    Item,
    Receipt,
    snapshot,
)
from collectkit.money import Money, Percent, total
from collectkit.testing import amounts, an_account, percents

START = date(2026, 1, 1)
HOSTILE = decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation])

PROPORTIONAL = DiscountPolicy(partial="proportional")

offsets = st.integers(0, 30)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


@st.composite
def windows(draw: st.DrawFn, part: Installment) -> DiscountWindow:
    percent = draw(percents(Percent("0.01")))
    most = part.amount.minor_units
    base = Money.from_minor_units(draw(st.just(most) | st.integers(0, most)), part.amount.currency)
    discount = percent.of(base).rounded()
    until = draw(offsets)
    return DiscountWindow(
        until=day(until),
        eligible_until=day(until + draw(st.just(0) | st.integers(0, 5))),
        percent=percent,
        discount=discount,
        payable=part.amount - discount,
        base=base,
        installment=part.number,
    )


@st.composite
def books(draw: st.DrawFn) -> Account:
    """One or two invoices of one to three parts, each with up to three windows, partly paid."""
    invoices, used = [], []
    for n in range(draw(st.integers(1, 2))):
        currency = draw(st.sampled_from(("EUR", "JPY", "KWD")))
        parts = [
            Installment(number=number, due_on=day(draw(offsets)), amount=amount)
            for number, amount in enumerate(
                draw(st.lists(amounts(currency, max_units=10**7), min_size=1, max_size=3)), start=1
            )
        ]
        found = [w for part in parts for w in draw(st.lists(windows(part), max_size=3))]
        invoice = Invoice(
            id=f"I{n}",
            customer_id="C-1",
            amount=total((part.amount for part in parts), currency),
            issued_on=START,
            installments=tuple(parts),
            discounts=tuple(found),
        )
        invoices.append(invoice)
        used += [
            Allocation(
                invoice_id=invoice.id,
                amount=draw(amounts(currency, min_units=1, max_units=10**7)),
                applied_on=day(draw(offsets)),
            )
            for _ in range(draw(st.integers(0, 3)))
        ]
    return Account(customer=Customer(id="C-1"), invoices=tuple(invoices), allocations=tuple(used))


def half_up(value: Fraction) -> int:
    """Halves away from zero: a gain is rounded as a cost of the same size."""
    rounded = floor(abs(value) + Fraction(1, 2))
    return rounded if value >= 0 else -rounded


def windows_of(item: Item) -> list[DiscountWindow]:
    return [w for w in item.invoice.discounts if w.installment == item.number]


def share(window: DiscountWindow) -> Fraction:
    """The discount as a share of all of its part, whatever bears none included."""
    whole = (window.discount + window.payable).minor_units
    return (
        window.percent.fraction * Fraction(window.base.minor_units, whole) if whole else Fraction(0)
    )


def taken_of(window: DiscountWindow, balance: Money) -> int:
    """What a window takes off a balance of its part."""
    if balance == window.discount + window.payable:
        return window.discount.minor_units
    return min(half_up(share(window) * balance.minor_units), window.discount.minor_units)


# -- one invoice and its payments ------------------------------------------------------------------
@st.composite
def policies(draw: st.DrawFn) -> DiscountPolicy:
    slack = draw(st.just(0) | st.integers(1, 4) | st.integers(0, 50))
    return DiscountPolicy(
        partial=draw(st.sampled_from(("full-settlement", "proportional"))),
        short_tolerance=(Money.from_minor_units(slack, "EUR"),),
    )


def eur(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


@st.composite
def invoices(draw: st.DrawFn, max_units: int = 10**6) -> Invoice:
    """`I`, one part with up to three windows; small amounts, where rounding shows, often."""
    amount = draw(amounts("EUR", min_units=1, max_units=draw(st.sampled_from((99, max_units)))))
    part = Installment(number=1, due_on=day(40), amount=amount)
    found = draw(st.lists(windows(part), max_size=3))
    return Invoice(
        id="I",
        customer_id="C-1",
        amount=amount,
        issued_on=START,
        installments=(part,),
        discounts=tuple(found),
    )


Paid = list[tuple[int, int]]


@st.composite
def payments(draw: st.DrawFn, invoice: Invoice) -> Paid:
    """(day, units), in order; together often about as much as the invoice."""
    most = invoice.amount.minor_units
    settling = st.sampled_from([w.payable.minor_units for w in invoice.discounts] or [most])
    about = st.builds(lambda units, less: max(units - less, 1), settling, st.integers(0, 4))
    few = st.integers(1, max(most // 8, 1)) | st.integers(1, most)
    paid = st.tuples(offsets, about | few)
    return sorted(draw(st.lists(paid, max_size=6)))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Invoice, Paid]:
    invoice = draw(invoices())
    return invoice, draw(payments(invoice))


def receipts_of(paid: Paid) -> list[Receipt | Allocation]:
    facts: list[Receipt | Allocation] = []
    for n, (offset, units) in enumerate(paid):
        on, money = day(offset), eur(units)
        facts += [
            Receipt(id=f"R{n}", customer_id="C-1", amount=money, received_on=on),
            Allocation(source_id=f"R{n}", invoice_id="I", amount=money, applied_on=on),
        ]
    return facts


def settled(
    invoice: Invoice, paid: Paid, policy: DiscountPolicy, *more: Adjustment, as_of: int = 90
) -> DiscountSettlement:
    account = an_account(invoice, *receipts_of(paid), *more)
    return settle(snapshot(account, as_of=day(as_of)), "I", policy=policy)


def booking(found: DiscountSettlement, on: date) -> list[Adjustment]:
    """What a host records of a settlement."""
    kinds = (("discount", found.to_book), ("write_off", found.short))
    return [
        Adjustment(invoice_id="I", amount=amount, on=on, kind=kind)  # type: ignore[arg-type]
        for kind, amount in kinds
        if not amount.is_zero
    ]
