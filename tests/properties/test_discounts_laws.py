"""Laws of discount offers, on invoices with several windows, parts and payments."""

from __future__ import annotations

import decimal
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from collectkit.discounts import DiscountOffer, offer, offers
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    DiscountWindow,
    Installment,
    Invoice,
    Item,
    snapshot,
)
from collectkit.money import Money, Percent, total
from collectkit.testing import amounts, percents

START = date(2026, 1, 1)
HOSTILE = decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation])

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
    return floor(value + Fraction(1, 2))


def windows_of(item: Item) -> list[DiscountWindow]:
    return [w for w in item.invoice.discounts if w.installment == item.number]


def every_offer(account: Account, as_of: date, on: date) -> list[tuple[Item, DiscountOffer]]:
    read = snapshot(account, as_of=as_of)
    return [(item, offer(read, item.id, on=on)) for item in read.items]


@given(books(), offsets, offsets)
def test_discount_and_payable_make_up_what_is_open(
    account: Account, as_of: int, later: int
) -> None:
    for item, found in every_offer(account, day(as_of), day(as_of + later)):
        assert found.payable + found.discount == item.open
        assert Money.zero(item.currency) <= found.discount <= item.open


@given(books(), offsets, offsets)
def test_an_offer_stands_to_the_last_day_of_its_grace_included(
    account: Account, as_of: int, later: int
) -> None:
    on = day(as_of + later)
    for item, found in every_offer(account, day(as_of), on):
        standing = [w for w in windows_of(item) if w.eligible_until and on <= w.eligible_until]
        if item.open.is_zero or not standing:
            assert (found.deadline, found.stands_until, found.percent) == (None, None, None)
            assert found.discount.is_zero
            continue
        assert found.percent == max(w.percent for w in standing)
        assert found.stands_until is not None
        assert on <= found.stands_until
        assert (found.deadline, found.stands_until, found.percent) in [
            (w.until, w.eligible_until, w.percent) for w in standing
        ]


@given(books(), offsets)
def test_the_day_after_the_last_window_there_is_no_offer(account: Account, as_of: int) -> None:
    for item, found in every_offer(account, day(as_of), day(as_of)):
        if found.stands_until is None:
            continue
        read = snapshot(account, as_of=day(as_of))
        last = max(w.last_day for w in windows_of(item))
        assert offer(read, item.id, on=last).deadline is not None
        gone = offer(read, item.id, on=last + timedelta(days=1))
        assert (gone.deadline, gone.payable) == (None, item.open)


@given(books(), offsets)
def test_the_discount_is_the_percentage_of_what_is_open_capped(
    account: Account, as_of: int
) -> None:
    for item, found in every_offer(account, day(as_of), day(as_of)):
        possible = {
            min(
                half_up(w.percent.fraction * min(item.open.minor_units, w.base.minor_units)),
                w.discount.minor_units,
            )
            for w in windows_of(item)
            if (w.until, w.percent) == (found.deadline, found.percent)
        }
        assert found.discount.minor_units in (possible or {0})


@given(books(), offsets, offsets, offsets)
def test_waiting_never_raises_the_percentage(
    account: Account, as_of: int, one: int, other: int
) -> None:
    early, late = sorted((one, other))
    nothing = Percent(0)
    before = every_offer(account, day(as_of), day(as_of + early))
    after = every_offer(account, day(as_of), day(as_of + late))
    for (_, first), (_, second) in zip(before, after, strict=True):
        assert (first.percent or nothing) >= (second.percent or nothing)


@given(
    amounts("EUR", min_units=1),
    percents(Percent("0.01")),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_more_that_is_open_never_saves_less_nor_costs_less(
    amount: Money, percent: Percent, one: int, other: int
) -> None:
    discount = percent.of(amount).rounded()
    window = DiscountWindow(
        until=day(10), percent=percent, discount=discount, payable=amount - discount, base=amount
    )
    invoice = Invoice(
        id="I",
        customer_id="C-1",
        amount=amount,
        issued_on=START,
        due_on=day(30),
        discounts=(window,),
    )

    def with_paid(units: int) -> DiscountOffer:
        money = Money.from_minor_units(units, "EUR")
        paid = (Allocation(invoice_id="I", amount=money, applied_on=START),) if units else ()
        account = Account(customer=Customer(id="C-1"), invoices=(invoice,), allocations=paid)
        return offer(snapshot(account, as_of=START), "I")

    less, more = (with_paid(units) for units in sorted((one, other)))
    assert less.discount >= more.discount
    assert less.payable >= more.payable


@given(books(), offsets)
def test_the_payable_and_the_discount_settle_the_item(account: Account, as_of: int) -> None:
    on = day(as_of)
    for item, found in every_offer(account, on, on):
        if item.open.is_zero:
            continue
        where = {"invoice_id": item.invoice.id, "installment": item.number}
        paid = (
            []
            if found.payable.is_zero
            else [
                Allocation(amount=found.payable, applied_on=on, **where)  # type: ignore[arg-type]
            ]
        )
        saved = (
            []
            if found.discount.is_zero
            else [
                Adjustment(amount=found.discount, on=on, kind="discount", **where)  # type: ignore[arg-type]
            ]
        )
        after = snapshot(account.with_(allocations=paid, adjustments=saved), as_of=on)
        (settled,) = [i for i in after.items if i.id == item.id]
        assert settled.open.is_zero
        assert offer(after, item.id).reason.code == "discounts.settled"


@given(books(), offsets, offsets)
def test_offers_are_every_offer_that_saves_something(
    account: Account, as_of: int, later: int
) -> None:
    read, on = snapshot(account, as_of=day(as_of)), day(as_of + later)
    each = [offer(read, item.id, on=on) for item in read.open]
    assert offers(read, on=on) == tuple(o for o in each if not o.discount.is_zero)
    assert offers(read) == offers(read, on=read.as_of)


@given(books(), offsets)
def test_the_decimal_context_of_the_host_is_irrelevant(account: Account, as_of: int) -> None:
    plain = [found for _, found in every_offer(account, day(as_of), day(as_of))]
    with decimal.localcontext(HOSTILE):
        again = [found for _, found in every_offer(account, day(as_of), day(as_of))]
        assert again == plain
        assert [o.explain() for o in again] == [o.explain() for o in plain]
