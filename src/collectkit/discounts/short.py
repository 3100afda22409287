"""What a payment that is short of the balance meant: a discount, too much of one, or a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from collectkit._checks import check_day, check_type
from collectkit.discounts.model import DiscountPolicy
from collectkit.discounts.offer import single_item
from collectkit.discounts.reasons import REASONS
from collectkit.discounts.windows import (
    best_on,
    discount_on,
    earned_by_part,
    left_to_grant,
    windows_of,
)
from collectkit.errors import CurrencyMismatch, InvalidFact
from collectkit.explain import Reason
from collectkit.ledger import DiscountWindow, Item, Snapshot
from collectkit.money import Money, Percent

__all__ = ["ShortPayment", "classify_short_payment"]

Kind = Literal["full", "earned", "tolerated", "late", "wrong-base", "wrong-rate", "part"]
_NONE = DiscountPolicy()
# A customer who takes a rate of his own takes a round one: half percents up to ten.
_ROUND_RATES = tuple(Percent(Decimal(n) / 2) for n in range(20, 0, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPayment:
    """What a payment did to a balance.

    `missing` is the balance less the payment (negative: overpaid), `discount` what the payment
    earns under the policy, and `rest` what it leaves (negative: excess), which `kind` explains:

    - `full`: the balance, or more.
    - `earned`: the balance less a discount that stands, or less than the discount is missing.
    - `tolerated`: a little more than the discount is missing, within the tolerance.
    - `late`: the discounted sum of a window that had closed.
    - `wrong-base`: the right percentage, of the whole balance instead of what bears a discount.
    - `wrong-rate`: another round percentage of the balance (half percents, up to 10 %).
    - `part`: a part payment.
    """

    kind: Kind
    missing: Money
    discount: Money
    rest: Money
    reason: Reason


def classify_short_payment(
    snapshot: Snapshot,
    item_id: str,
    paid: Money,
    *,
    on: date,
    policy: DiscountPolicy = _NONE,
) -> ShortPayment:
    """Say what a payment received `on` a day means for an item, before it is applied.

    The kinds are tried in the order of `ShortPayment`; the first that fits counts.

    Raises:
        UnknownReference: no such item at this day.
        InvalidFact: an invoice of several parts.
        CurrencyMismatch: money of another currency.

    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> from collectkit.terms import parse
    >>> invoice = parse("2/10 net 30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> short = classify_short_payment(snapshot(account, as_of=date(2026, 2, 12)), "INV-7",
    ...                                Money("1166.20", "EUR"), on=date(2026, 2, 12))
    >>> print(short.kind, short.rest, short.reason)
    late EUR 23.80 INV-7: EUR 23.80 is missing, as 2% allowed until 2026-02-10
    """
    item = single_item(snapshot, item_id)
    check_day(on, "on")
    if check_type(paid, "paid", Money).currency != item.currency:
        raise CurrencyMismatch(f"paid is in {paid.currency}, {item.id} in {item.currency}")
    if paid.amount < 0:
        raise InvalidFact(f"paid {paid} is negative", field="paid", subject=item.id)
    check_type(policy, "policy", DiscountPolicy)
    window, zero = best_on(windows_of(item), on), Money.zero(item.currency)
    entitled = zero
    if window is not None:
        entitled = min(discount_on(window, item.open), left_to_grant(item))
    missing = item.open - paid
    kind, reason = _kind(item, missing, entitled, window, policy, on)
    discount = zero
    if missing <= entitled + policy.tolerance(item.currency):
        discount = entitled
    elif window is not None and policy.partial == "proportional":
        discount = min(earned_by_part(window, paid), entitled)
    return ShortPayment(
        kind=kind, missing=missing, discount=discount, rest=missing - discount, reason=reason
    )


def _kind(
    item: Item,
    missing: Money,
    entitled: Money,
    window: DiscountWindow | None,
    policy: DiscountPolicy,
    on: date,
) -> tuple[Kind, Reason]:
    if missing.amount <= 0:
        return "full", REASONS("short_full", item.id)
    if window is not None and missing <= entitled:
        return "earned", REASONS(
            "short_earned",
            item.id,
            discount=missing,
            percent=window.percent,
            until=window.until,
        )
    rest = missing - entitled
    if rest <= policy.tolerance(item.currency):
        return "tolerated", REASONS("short_tolerated", item.id, rest=rest)
    for closed in windows_of(item):
        if closed.last_day < on and missing == discount_on(closed, item.open):
            return "late", REASONS(
                "short_late",
                item.id,
                discount=missing,
                percent=closed.percent,
                until=closed.last_day,
            )
    if window is not None and missing == window.percent.of(item.open).rounded():
        return "wrong-base", REASONS("short_wrong_base", item.id, percent=window.percent, rest=rest)
    taken = next((r for r in _ROUND_RATES if missing == r.of(item.open).rounded()), None)
    if taken is not None:
        agreed = window.percent if window is not None else "nothing"
        return "wrong-rate", REASONS(
            "short_wrong_rate", item.id, taken=taken, percent=agreed, rest=rest
        )
    return "part", REASONS("short_part", item.id, missing=missing)
