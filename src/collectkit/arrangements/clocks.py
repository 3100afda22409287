"""When the clock of an item stands still, and the due date that the ladder therefore sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from collectkit.arrangements.promises import PromiseRules, PromiseState, promise_status
from collectkit.dates import Clock
from collectkit.ledger import Item, Snapshot

__all__ = ["clock", "effective_due", "stops"]

Span = tuple[date, date | None]


def stops(
    item: Item, snapshot: Snapshot, *, promises: tuple[PromiseState, ...] = ()
) -> tuple[Span, ...]:
    """The spans (first day, last day or None) on which the item's days past due stand still.

    Holds that stop the clock, disputes of the whole invoice, and the days on which a promise
    stood, also when it was broken later. `promises` are the account's promise states.
    """
    return tuple(_stops(item, snapshot, promises))


def _stops(item: Item, snapshot: Snapshot, promises: tuple[PromiseState, ...]) -> Iterator[Span]:
    for hold in snapshot.holds:
        if hold.clock == "stop" and item.is_named(hold.items):
            yield hold.from_on, hold.until_on
    for dispute in snapshot.disputes:
        if dispute.invoice_id == item.invoice.id and dispute.amount is None:
            if dispute.closed_on is None:
                yield dispute.opened_on, None
            elif dispute.closed_on > dispute.opened_on:
                yield dispute.opened_on, dispute.closed_on - timedelta(1)
    for state in promises:
        span = state.live_span()
        if span is not None and covers(state, item):
            yield span


def covers(state: PromiseState, item: Item) -> bool:
    """Whether a promise is about this item: its invoices, or else its whole currency."""
    promise = state.promise
    if promise.invoices:
        return item.invoice.id in promise.invoices
    return promise.amount.currency == item.currency


def clock(
    item: Item, snapshot: Snapshot, *, promises: tuple[PromiseState, ...] = ()
) -> Clock | None:
    """The clock of an item's effective days past due; None while its due date is pending."""
    if item.due_on is None:
        return None
    return Clock(item.due_on, stops(item, snapshot, promises=promises))


def effective_due(
    item: Item, snapshot: Snapshot, *, rules: PromiseRules | None = None
) -> date | None:
    """The due date that the ladder sees: the contractual one moved on by every stopped day.

    `as_of - effective_due` is the effective days past due. Aging, interest and metrics keep to
    the contractual date.

    >>> from collectkit.ledger import Account, Customer, Hold, Invoice, snapshot
    >>> from collectkit.money import Money
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),),
    ...     holds=(Hold(id="H-1", customer_id="C-1", kind="hardship", clock="stop",
    ...                 from_on=date(2026, 2, 2), until_on=date(2026, 2, 6)),))
    >>> read = snapshot(account, as_of=date(2026, 2, 10))
    >>> effective_due(read.items[0], read)
    datetime.date(2026, 2, 5)
    """
    states = tuple(promise_status(p, snapshot, rules=rules) for p in snapshot.promises)
    running = clock(item, snapshot, promises=states)
    if running is None:
        return None
    return snapshot.as_of - timedelta(running.days(snapshot.as_of))
