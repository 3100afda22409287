"""Which window stands on a day, and what it takes off a balance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from collectkit.ledger import DiscountWindow, Item
from collectkit.money import Money

__all__ = [
    "best_on",
    "discount_on",
    "earned_by_part",
    "effective_share",
    "largest_discount",
    "left_to_grant",
    "windows_of",
]


def windows_of(item: Item) -> tuple[DiscountWindow, ...]:
    """The windows of one part, as agreed."""
    return tuple(w for w in item.invoice.discounts if w.installment == item.number)


def best_on(windows: Iterable[DiscountWindow], day: date) -> DiscountWindow | None:
    """The window that takes off most of what money received on `day` still earns.

    Where windows have bases of their own that need not be the highest percentage.
    """
    standing = (window for window in windows if day <= window.last_day)
    return max(
        standing,
        key=lambda w: (effective_share(w), w.discount.amount, w.until, w.percent),
        default=None,
    )


def largest_discount(windows: Iterable[DiscountWindow], currency: str) -> Money:
    """The most that can ever be taken off one part."""
    return max((window.discount for window in windows), default=Money.zero(currency))


def left_to_grant(item: Item) -> Money:
    """The largest discount agreed less what the facts already hold as granted."""
    left = largest_discount(windows_of(item), item.currency)
    for posting in item.postings:
        left = left - posting.amount if posting.kind == "discount" else left
    return max(left, Money.zero(item.currency))


def effective_share(window: DiscountWindow) -> Fraction:
    """The discount as a share of the part's whole amount, tax and undiscounted lines included."""
    whole = Fraction((window.discount + window.payable).amount)
    return window.percent.fraction * Fraction(window.base.amount) / whole if whole else Fraction(0)


def discount_on(window: DiscountWindow, balance: Money) -> Money:
    """What the window takes off a balance of its part, rounded half-up.

    Of the untouched part that is the printed discount, of less the same share; never more than
    the printed one.
    """
    if balance == window.discount + window.payable:
        return window.discount
    exact = Fraction(balance.amount) * effective_share(window)
    return min(Money.from_fraction(exact, balance.currency), window.discount)


def earned_by_part(window: DiscountWindow, paid: Money) -> Money:
    """What a part payment earns by itself: paid / (1 - d) rounded half-up, less what was paid."""
    settled = Fraction(paid.amount) / (1 - effective_share(window))
    return Money.from_fraction(settled, paid.currency) - paid
