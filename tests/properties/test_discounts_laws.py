"""Laws of discount offers, on invoices with several windows, parts and payments."""

from __future__ import annotations

import decimal
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.discount_worlds import (
    HOSTILE,
    PROPORTIONAL,
    START,
    books,
    day,
    offsets,
    share,
    taken_of,
    windows_of,
)

from collectkit.discounts import (
    DiscountOffer,
    annualized_cost,
    offer,
    offers,
    payment_options,
    settle,
)
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    DiscountWindow,
    Invoice,
    Item,
    snapshot,
)
from collectkit.money import Money, Percent
from collectkit.testing import amounts, percents


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
        most = max(share(w) for w in standing)
        assert found.percent in [w.percent for w in standing if share(w) == most]
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
def test_the_discount_is_the_windows_share_of_what_is_open_capped(
    account: Account, as_of: int
) -> None:
    for item, found in every_offer(account, day(as_of), day(as_of)):
        standing = [
            w
            for w in windows_of(item)
            if (w.until, w.last_day, w.percent)
            == (found.deadline, found.stands_until, found.percent)
        ]
        possible = {taken_of(w, item.open) for w in standing}
        assert found.discount.minor_units in (possible or {0})


@given(books(), offsets, offsets, offsets)
def test_waiting_never_saves_more(account: Account, as_of: int, one: int, other: int) -> None:
    early, late = sorted((one, other))
    before = every_offer(account, day(as_of), day(as_of + early))
    after = every_offer(account, day(as_of), day(as_of + late))
    for (_, first), (_, second) in zip(before, after, strict=True):
        assert first.discount >= second.discount


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
    def seen() -> list[object]:
        read = snapshot(account, as_of=day(as_of))
        offered = [offer(read, item.id) for item in read.items]
        settled = [settle(read, item.id, policy=PROPORTIONAL) for item in read.items]
        worth = [payment_options(read, i.id, funding_rate=Percent("7.3")) for i in read.items]
        cost = annualized_cost(Percent("2"), 10, 30, method="effective")
        lines = [*(o.explain() for o in offered), *(found.explain() for found in settled)]
        return [offered, settled, worth, cost, lines]

    plain = seen()
    with decimal.localcontext(HOSTILE):
        assert seen() == plain
