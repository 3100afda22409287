"""How a customer pays, from what is known at a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from collectkit._checks import check_int, check_type
from collectkit.arrangements import PromiseRules, PromiseStatus, promise_status
from collectkit.ledger import Item, Snapshot

__all__ = ["PaymentBehavior", "behavior"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBehavior:
    """A customer's way of paying over the `window_days` that end on `as_of`.

    Counts go over all currencies; amount weights come from `currency`, the one with most parts
    settled in the window. `weighted_days_late` weighs each payment by its amount, early days
    counting 0; `late_share` is the share of the amount settled that came late. Both are None when
    nothing was settled. `oldest_due_on` is the earliest due date of anything open.

    `changes_on` is the first later day on which the window by itself changes a figure: something
    settled leaves it, or a standing promise turns broken or leaves it. How old open items grow is
    in `oldest_due_on` and moves no figure here.
    """

    customer_id: str
    as_of: date
    window_days: int
    currency: str | None
    settled: int
    weighted_days_late: Fraction | None
    late_share: Fraction | None
    broken_promises: int
    oldest_due_on: date | None
    changes_on: date | None

    def oldest_days_past_due(self, day: date | None = None) -> int:
        """Days past due of the oldest open item at `day` (default: `as_of`), at least 0."""
        if self.oldest_due_on is None:
            return 0
        return max(((day or self.as_of) - self.oldest_due_on).days, 0)


def behavior(
    snapshot: Snapshot, *, window_days: int = 365, promise_rules: PromiseRules | None = None
) -> PaymentBehavior:
    """How the customer of a snapshot pays, as known at its day.

    The window is the `window_days` that end on the snapshot's day. Parts settled in it count with
    each payment's own day of arrival; write-offs and credits are no payments. Posted late charges
    are left out.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> from collectkit.money import Money
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 10), amount=Money("10.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> found = behavior(snapshot(account, as_of=date(2026, 3, 1)))
    >>> found.settled, found.weighted_days_late, found.changes_on
    (1, Fraction(10, 1), datetime.date(2027, 2, 10))
    """
    check_type(snapshot, "snapshot", Snapshot)
    check_int(window_days, "window_days", at_least=1)
    first = snapshot.as_of - timedelta(window_days - 1)
    settled = [
        item
        for item in snapshot.items
        if item.is_trade
        and item.due_on is not None
        and item.settled_on is not None
        and first <= item.settled_on <= snapshot.as_of
        and _was_paid(item)
    ]
    currency = _currency(settled)
    weights = list(_payments(item for item in settled if item.currency == currency))
    paid = sum(units for units, _ in weights)
    states = [promise_status(p, snapshot, rules=promise_rules) for p in snapshot.promises]
    # A promise breaks on the day after it ended, and counts from then for one window.
    breaks = [s.ends_on + timedelta(1) for s in states if s.status is not PromiseStatus.KEPT]
    leaving = [item.settled_on for item in settled if item.settled_on is not None]
    leaving += [day for day in breaks if first <= day <= snapshot.as_of]
    changes = [day + timedelta(window_days) for day in leaving]
    changes += [day for day in breaks if day > snapshot.as_of]
    dues = [i.due_on for i in snapshot.open if i.is_trade and i.due_on is not None]
    return PaymentBehavior(
        customer_id=snapshot.customer.id,
        as_of=snapshot.as_of,
        window_days=window_days,
        currency=currency,
        settled=len(settled),
        weighted_days_late=Fraction(sum(u * max(d, 0) for u, d in weights), paid) if paid else None,
        late_share=Fraction(sum(u for u, d in weights if d > 0), paid) if paid else None,
        broken_promises=sum(1 for day in breaks if first <= day <= snapshot.as_of),
        oldest_due_on=min(dues, default=None),
        changes_on=min(changes, default=None),
    )


def _was_paid(item: Item) -> bool:
    return any(posting.kind == "paid" for posting in item.postings)


def _currency(items: Iterable[Item]) -> str | None:
    """The currency of most parts; of two, the first by code."""
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts[item.currency] += 1
    return min(counts, key=lambda code: (-counts[code], code), default=None)


def _payments(items: Iterable[Item]) -> Iterable[tuple[int, int]]:
    """(minor units, days late) of every payment, refunds taken off what they paid back."""
    for item in items:
        assert item.due_on is not None  # the caller takes only items with a due date
        paid: dict[tuple[str, date], int] = defaultdict(int)
        for posting in item.postings:
            if posting.kind != "paid":
                continue
            units = posting.amount.minor_units
            if units > 0:
                paid[posting.source_id, posting.value_on] += units
                continue
            for key in sorted(paid, reverse=True):
                if key[0] == posting.source_id and units < 0:
                    taken = min(paid[key], -units)
                    paid[key] -= taken
                    units += taken
        for (_, value_on), units in sorted(paid.items()):
            if units:
                yield units, (value_on - item.due_on).days
