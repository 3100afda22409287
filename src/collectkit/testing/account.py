"""A hypothesis strategy for whole accounts: valid, small, and full of collisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.ledger import Account, Customer, Invoice, Receipt
from collectkit.testing.circumstances import (
    approvals,
    disputes,
    done_facts,
    holds,
    late_reasons,
    payment_plans,
    placements,
    promises,
    waivers,
)
from collectkit.testing.customer import customers
from collectkit.testing.facts import (
    SPAN,
    adjustments,
    allocations,
    invoices,
    receipts,
    refunds,
    reversals,
)

__all__ = ["accounts"]

T = TypeVar("T")


@st.composite
def accounts(
    draw: st.DrawFn,
    *,
    customer_id: str = "C-1",
    currencies: tuple[str, ...] = ("EUR", "JPY"),
    span: tuple[date, date] = SPAN,
    max_invoices: int = 3,
    circumstances: bool = True,
) -> Account:
    """Accounts with every kind of fact, dated within `span` and a little beyond.

    Amounts are a few minor units and dates meet, so that allocations exceed what is open or what
    their source holds, payments bounce after they were used, notes are refunded, cash comes in on
    what was written off, and facts become known late. The first of `currencies` is the likeliest.
    Without `circumstances` there are money facts only, and a plain customer.

    >>> from hypothesis import find
    >>> found = find(accounts(circumstances=False), lambda account: len(account.allocations) > 0)
    >>> len(found.invoices)
    1
    """
    owner: dict[str, Any] = {"customer_id": customer_id, "span": span}
    codes = st.sampled_from((*currencies[:1] * 3, *currencies))
    billed = [
        draw(invoices(id=f"I{n}", currency=draw(codes), **owner))
        for n in range(draw(_number(max_invoices)))
    ]
    paid = [
        draw(receipts(id=f"R{n}", currency=draw(codes), **owner)) for n in range(draw(_number(3)))
    ]
    debts = [invoice for invoice in billed if invoice.kind != "credit_note"]
    notes = [invoice for invoice in billed if invoice.kind == "credit_note"]
    used = [
        draw(
            allocations(debt, (*paid, *notes), id=draw(st.sampled_from((None, f"A{n}"))), span=span)
        )
        for n, debt in enumerate(draw(_picks(debts, 8)))
    ]
    lowered = [draw(adjustments(debt, span=span)) for debt in draw(_picks(debts, 3))]
    money: dict[str, Sequence[Any]] = {
        "invoices": billed,
        "receipts": [*paid, *draw(_undone(paid, notes))],
        "allocations": used,
        "adjustments": lowered,
    }
    around = draw(_circumstances(billed, paid, codes, owner)) if circumstances else {}
    facts: dict[str, Any] = {name: tuple(given) for name, given in (money | around).items()}
    customer = customers(id=customer_id) if circumstances else st.just(Customer(id=customer_id))
    return Account(customer=draw(customer), **facts)


def _number(most: int) -> SearchStrategy[int]:
    """Up to `most`, and seldom none."""
    return st.integers(min(1, most), most) | st.integers(0, most)


@st.composite
def _picks(draw: st.DrawFn, pool: Sequence[T], most: int) -> list[T]:
    """Up to `most` members of `pool`, some of them several times."""
    return [draw(st.sampled_from(pool)) for _ in range(draw(_number(most)) if pool else 0)]


@st.composite
def _undone(draw: st.DrawFn, paid: Sequence[Receipt], notes: Sequence[Invoice]) -> list[Receipt]:
    """Bounces, and refunds that together never exceed their source."""
    found = [
        draw(reversals(payment, id=f"{payment.id}-back"))
        for payment in paid
        if draw(st.sampled_from((False, False, False, True)))
    ]
    sources: list[Receipt | Invoice] = [*paid, *notes]
    for source in sources:
        left = source.amount
        for number in range(draw(st.sampled_from((0, 0, 1, 2)))):
            if not left.is_zero:
                refund = draw(refunds(source, id=f"{source.id}-out{number}", most=left))
                left = left - refund.amount
                found.append(refund)
    return found


@st.composite
def _circumstances(
    draw: st.DrawFn,
    billed: Sequence[Invoice],
    paid: Sequence[Receipt],
    codes: SearchStrategy[str],
    owner: dict[str, Any],
) -> dict[str, Sequence[Any]]:
    span = owner["span"]
    items = [name for invoice in billed for name in _names(invoice)]
    code = draw(codes)
    in_code = [name for invoice in billed if invoice.currency == code for name in _names(invoice)]
    return {
        "disputes": [
            draw(disputes(invoice, id=f"D{n}", span=span))
            for n, invoice in enumerate(draw(_picks(billed, 2)))
        ],
        "late_reasons": [draw(late_reasons(i, span=span)) for i in draw(_picks(billed, 2))],
        "plans": [draw(payment_plans(i, span=span)) for i in draw(_picks(billed, 1))],
        "promises": [
            draw(promises(billed, id=f"P{n}", currency=draw(codes), **owner))
            for n in range(draw(st.integers(0, 2)))
        ],
        "holds": [
            draw(holds(items, [receipt.id for receipt in paid], id=f"H{n}", **owner))
            for n in range(draw(st.integers(0, 2)))
        ],
        "waivers": draw(st.lists(waivers(in_code, currency=code, **owner), max_size=2)),
        "placements": draw(st.lists(placements(items, **owner), max_size=1)),
        "approvals": draw(st.lists(approvals(items, **owner), max_size=1)),
        "done": draw(st.lists(done_facts(items, **owner), max_size=3)),
    }


def _names(invoice: Invoice) -> tuple[str, ...]:
    """The ids that items may go by: the invoice's own, and those of its parts."""
    return tuple(dict.fromkeys((invoice.id, *invoice.item_ids)))
