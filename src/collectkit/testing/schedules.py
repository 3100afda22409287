"""Hypothesis strategies for what terms and discounts come to: schedules, offers, settlements."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.discounts import (
    DiscountOffer,
    DiscountSettlement,
    PaymentOption,
    ShortPayment,
    classify_short_payment,
    offer,
    payment_options,
    settle,
)
from collectkit.ledger import Snapshot
from collectkit.money import Percent
from collectkit.terms import PaymentSchedule, ScheduleEvent
from collectkit.testing.results import debtors, one_of, snapshots
from collectkit.testing.terms import EVENTS, discount_policies, payment_terms
from collectkit.testing.values import amounts, contexts, days, percents

__all__ = [
    "discount_offers",
    "discount_settlements",
    "payable_options",
    "payment_schedules",
    "schedule_events",
    "short_payments",
]


@st.composite
def payment_schedules(draw: st.DrawFn) -> PaymentSchedule:
    """Drawn terms applied to EUR 1,000 and more on a day; some dates wait for an event."""
    known = draw(st.sets(st.sampled_from(EVENTS)))
    issued_on = draw(days())
    return draw(payment_terms(events=EVENTS)).schedule(
        draw(amounts("EUR", min_units=100_000)),
        issued_on=issued_on,
        events=dict.fromkeys(known, issued_on),
        context=draw(contexts()),
    )


def schedule_events() -> SearchStrategy[ScheduleEvent]:
    """What a day of a schedule brings."""
    return one_of(payment_schedules().map(PaymentSchedule.events))


def _items(read: Snapshot) -> list[str]:
    return [item.id for item in read.items]


def discount_offers() -> SearchStrategy[DiscountOffer]:
    """What settles an item, with a discount and without."""
    return one_of(
        snapshots(debtors()).map(lambda read: [offer(read, item) for item in _items(read)])
    )


def discount_settlements() -> SearchStrategy[DiscountSettlement]:
    """What the payments of an item earned, under any policy."""
    return one_of(
        st.builds(
            lambda read, policy: [settle(read, item, policy=policy) for item in _items(read)],
            snapshots(debtors()),
            discount_policies(),
        )
    )


def payable_options() -> SearchStrategy[PaymentOption]:
    """A day worth paying an item on, for a customer whose money costs up to 30 % a year."""
    return one_of(
        st.builds(
            lambda read, rate: [
                option
                for item in read.items
                if item.due_on is not None
                for option in payment_options(read, item.id, funding_rate=rate)
            ],
            snapshots(debtors()),
            percents(most=Percent(30)),
        )
    )


@st.composite
def short_payments(draw: st.DrawFn) -> ShortPayment:
    """A payment of less than, as much as or more than what is open on an item."""
    read = draw(snapshots(debtors()).filter(lambda read: bool(read.items)))
    item = draw(st.sampled_from(read.items))
    paid = draw(amounts(item.currency, min_units=0, max_units=2 * item.amount.minor_units + 1))
    return classify_short_payment(
        read, item.id, paid, on=read.as_of, policy=draw(discount_policies())
    )
