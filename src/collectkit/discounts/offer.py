"""What paying early saves, as an offer that stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collectkit._checks import check_day, check_type
from collectkit.discounts.reasons import REASONS
from collectkit.discounts.windows import best_on, discount_on, left_to_grant, windows_of
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.explain import Reason
from collectkit.ledger import DiscountWindow, Item, Snapshot
from collectkit.money import Money, Percent

__all__ = ["DiscountOffer", "offer", "offers", "single_item"]


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
    half-up, at the share of it that bears one; what is booked of it is not granted again. Between
    the printed deadline and the end of the grace the offer still stands.

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
    return _offer(single_item(snapshot, item_id), _day(snapshot, on))


def single_item(snapshot: Snapshot, item_id: str) -> Item:
    """The one item of this id; an invoice of several parts is refused."""
    parts = check_type(snapshot, "snapshot", Snapshot).parts(item_id)
    if len(parts) > 1:
        raise InvalidFact(
            f"{item_id} has {len(parts)} parts", field="item_id", hint="name one of them"
        )
    return parts[0]


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
    windows = windows_of(item)
    if item.open.is_zero:
        return _no(item, REASONS("settled", item.id))
    if not windows:
        return _no(item, REASONS("none_agreed", item.id))
    best = best_on(windows, day)
    if best is None:
        latest = max(windows, key=lambda window: window.last_day)
        return _no(item, REASONS("window_closed", item.id, until=latest.until))
    discount = min(discount_on(best, item.open), left_to_grant(item))
    return DiscountOffer(
        item_id=item.id,
        payable=item.open - discount,
        discount=discount,
        percent=best.percent,
        deadline=best.until,
        stands_until=best.last_day,
        reason=_standing(item, best, day),
    )


def _standing(item: Item, window: DiscountWindow, day: date) -> Reason:
    if day <= window.until:
        return REASONS("open", item.id, percent=window.percent, until=window.until)
    return REASONS(
        "open_in_grace",
        item.id,
        percent=window.percent,
        until=window.last_day,
        deadline=window.until,
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
