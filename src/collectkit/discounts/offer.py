"""What paying early saves, as an offer that stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collectkit._checks import check_day, check_type
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.explain import Reason, Reasons
from collectkit.ledger import Item, Snapshot
from collectkit.money import Money, Percent

__all__ = ["REASONS", "DiscountOffer", "offer", "offers"]

REASONS = Reasons(
    "discounts",
    {
        "open": "{percent} off if the whole balance is received by {until}",
        "none_agreed": "no discount was agreed",
        "settled": "nothing is open",
        "window_closed": "the discount ended on {until}",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountOffer:
    """What settles an item on a day.

    `payable` closes the item when received by `deadline` (inclusive, the printed date);
    `discount` is what that saves; with grace the offer stands until `stands_until`. Without a
    discount `payable` is the open balance, both dates are None, and `reason` says why.
    """

    item_id: str
    payable: Money
    discount: Money
    percent: Percent | None
    deadline: date | None
    stands_until: date | None
    reason: Reason

    def explain(self) -> str:
        """The offer in one line."""
        if self.deadline is None:
            return f"{self.reason}; payable {self.payable}"
        return f"{self.reason}: payable {self.payable}, saves {self.discount}"


def offers(snapshot: Snapshot, *, on: date | None = None) -> tuple[DiscountOffer, ...]:
    """The offers that stand on a day (default: the snapshot's) with a discount in them.

    Raises:
        InvalidDate: `on` lies before the snapshot.
    """
    day = _day(snapshot, on)
    found = (_offer(item, day) for item in snapshot.open)
    return tuple(offer for offer in found if not offer.discount.is_zero)


def offer(snapshot: Snapshot, item_id: str, *, on: date | None = None) -> DiscountOffer:
    """What settles one item on a day (default: the snapshot's), discount included.

    Full settlement: the discount is earned by bringing the whole balance to zero. An earlier part
    payment neither earns nor forfeits it, so the discount is taken of what is still open, rounded
    half-up, never of the part that bears none. Between the printed deadline and the end of the
    grace the offer still stands.

    Raises:
        UnknownReference: no such item at this day.
        InvalidFact: an invoice of several parts.
        InvalidDate: `on` lies before the snapshot.

    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> from collectkit.terms import parse
    >>> invoice = parse("2/10 net 30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> print(offer(snapshot(account, as_of=date(2026, 2, 10)), "INV-7").explain())
    INV-7: 2% off if the whole balance is received by 2026-02-10: payable EUR 1166.20,
    saves EUR 23.80
    """
    day = _day(snapshot, on)
    parts = snapshot.parts(item_id)
    if len(parts) > 1:
        raise InvalidFact(
            f"{item_id} has {len(parts)} parts", field="item_id", hint="name one of them"
        )
    return _offer(parts[0], day)


def _day(snapshot: Snapshot, on: date | None) -> date:
    check_type(snapshot, "snapshot", Snapshot)
    day = snapshot.as_of if on is None else check_day(on, "on")
    if day < snapshot.as_of:
        raise InvalidDate(
            f"on {day} lies before the snapshot's day {snapshot.as_of}",
            field="on",
            hint="use snapshot.at(day)",
        )
    return day


def _offer(item: Item, day: date) -> DiscountOffer:
    windows = [w for w in item.invoice.discounts if w.installment == item.number]
    if item.open.is_zero:
        return _no(item, REASONS("settled", item.id))
    if not windows:
        return _no(item, REASONS("none_agreed", item.id))
    standing = [window for window in windows if day <= window.last_day]
    if not standing:
        latest = max(windows, key=lambda window: window.last_day)
        return _no(item, REASONS("window_closed", item.id, until=latest.until))
    best = max(standing, key=lambda window: window.percent)
    base = min(item.open, best.base)
    discount = min(best.percent.of(base).rounded(), best.discount)
    return DiscountOffer(
        item_id=item.id,
        payable=item.open - discount,
        discount=discount,
        percent=best.percent,
        deadline=best.until,
        stands_until=best.last_day,
        reason=REASONS("open", item.id, percent=best.percent, until=best.until),
    )


def _no(item: Item, reason: Reason) -> DiscountOffer:
    return DiscountOffer(
        item_id=item.id,
        payable=item.open,
        discount=Money.zero(item.currency),
        percent=None,
        deadline=None,
        stands_until=None,
        reason=reason,
    )
