"""What the payments of an item earned, day by day, and what that leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from collectkit._checks import check_type
from collectkit.discounts.model import DiscountPolicy
from collectkit.discounts.offer import single_item
from collectkit.discounts.reasons import REASONS
from collectkit.discounts.taxes import tax_corrections
from collectkit.discounts.windows import (
    best_on,
    discount_on,
    earned_by_part,
    largest_discount,
    windows_of,
)
from collectkit.explain import Line, Reason, Trace
from collectkit.ledger import DiscountWindow, Item, Snapshot, TaxLine
from collectkit.money import Money

__all__ = ["DiscountSettlement", "SettlementLine", "settle"]

_OTHER = frozenset(("credited", "withholding"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementLine:
    """The money of one day: what it earned, the debt it settled, and the balance it left.

    `settled` is the money with its discount, less what was in excess; a shortfall within the
    tolerance counts as settled.
    """

    on: date
    paid: Money
    earned: Money
    settled: Money
    balance: Money
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountSettlement:
    """What the payments of one item earned.

    Attributes:
        earned: discount earned so far; never above the largest one agreed.
        unearned: the rest of the largest discount agreed.
        late_taken: what is still open of a discount taken after its last day; part of `balance`.
        short: what was missing within the tolerance and is still to be written off.
        excess: what the facts apply to the item beyond what settled it.
        balance: what is left to pay.
        booked: the discount that the facts hold as adjustments; `to_book` is the difference.
        corrections: what the earned discount does to net amount and tax, by rate.
    """

    item_id: str
    amount: Money
    earned: Money
    unearned: Money
    late_taken: Money
    short: Money
    excess: Money
    balance: Money
    booked: Money
    corrections: tuple[TaxLine, ...]
    lines: tuple[SettlementLine, ...]

    @property
    def to_book(self) -> Money:
        """What is still to be recorded as a discount adjustment; negative is to be taken back."""
        return self.earned - self.booked

    def explain(self) -> str:
        """Each day's money and what it earned, as a small table."""
        lines = [
            Line(
                label=str(line.on),
                text=f"paid {line.paid}  {line.reason}",
                amount=str(line.balance),
            )
            for line in self.lines
        ]
        return str(
            Trace(f"{self.item_id}: {self.amount}, discount earned {self.earned}", (*lines,))
        )


def settle(
    snapshot: Snapshot, item_id: str, *, policy: DiscountPolicy | None = None
) -> DiscountSettlement:
    """What the payments known to the snapshot earned on one item.

    A payment's day is the day it was received; the money of one day counts together. The tier is
    the best that stands on that day, taken of the balance then open; credits and other
    adjustments lower the balance first (a write-off last, where the money settles without it).
    Money paid back comes out of the excess first; what was earned stays earned.

    Under `full-settlement` money that does not settle earns and forfeits nothing. Under
    `proportional` it settles `paid / (1 - d)`, rounded half-up, and the payment that settles the
    rest earns what is left of it, so nothing stays behind.

    Record `to_book` as an adjustment of kind `discount`, then offers and balances agree. Where the
    full amount came in time, `excess` was applied to the invoice with the rest: end its allocation
    and make it anew for less, so that the excess is unapplied.

    Raises:
        UnknownReference: no such item at this day.
        InvalidFact: an invoice of several parts.

    >>> from collectkit.ledger import Account, Customer, payment, snapshot
    >>> from collectkit.terms import parse
    >>> invoice = parse("2/10 net 30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 10),
    ...                               amount=Money("1166.20", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> print(settle(snapshot(account, as_of=date(2026, 2, 12)), "INV-7").explain())
    INV-7: EUR 1190.00, discount earned EUR 23.80
      2026-02-10  paid EUR 1166.20  2% earned: EUR 23.80 for the whole balance  EUR 0.00
    """
    item = single_item(snapshot, item_id)
    run = _Run(item, check_type(policy or DiscountPolicy(), "policy", DiscountPolicy))
    lines = tuple(run.lines())
    zero = Money.zero(item.currency)
    booked = zero
    for posting in item.postings:
        booked = booked + posting.amount if posting.kind == "discount" else booked
    corrects = run.policy.tax_mode == "on-early-payment"
    return DiscountSettlement(
        item_id=item.id,
        amount=item.amount,
        earned=run.earned,
        unearned=run.cap - run.earned,
        late_taken=run.late_taken,
        short=run.short,
        excess=run.excess,
        balance=run.open,
        booked=booked,
        corrections=tax_corrections(item.invoice, run.earned) if corrects else (),
        lines=lines,
    )


class _Run:
    """One pass over the money of an item."""

    def __init__(self, item: Item, policy: DiscountPolicy) -> None:
        self.item, self.policy = item, policy
        self.windows = windows_of(item)
        self.cap = largest_discount(self.windows, item.currency)
        self.open = item.amount
        self.zero = Money.zero(item.currency)
        self.earned = self.late_taken = self.short = self.excess = self.zero

    def lines(self) -> Iterator[SettlementLine]:
        sums: dict[str, dict[date, Money]] = {
            kind: defaultdict(lambda: self.zero) for kind in ("paid", "other", "write_off")
        }
        for posting in self.item.postings:
            kind = "other" if posting.kind in _OTHER else posting.kind
            if kind in sums:
                sums[kind][posting.value_on] = sums[kind][posting.value_on] + posting.amount
        for day in sorted({day for days in sums.values() for day in days}):
            paid, written = sums["paid"][day], sums["write_off"][day]
            self._lower(sums["other"][day])
            # What the tolerance forgives is often written off on the same day.
            settles = paid.amount > 0 and self._settles(paid, day)
            if not settles:
                self._lower(written)
            if not paid.is_zero:
                before, owed = self.earned, self.open
                reason = self._take(paid, day)
                yield SettlementLine(
                    on=day,
                    paid=paid,
                    earned=self.earned - before,
                    settled=owed - self.open,
                    balance=self.open,
                    reason=reason,
                )
            if settles:
                self._lower(written)
            self.late_taken = min(self.late_taken, self.open)

    def _lower(self, amount: Money) -> None:
        """Without money: the balance, then what was short, and beyond that excess."""
        if amount.amount < 0:
            self._owe(-amount)
            return
        used = min(amount, self.open)
        booked = min(amount - used, self.short)
        self.open = self.open - used
        self.short = self.short - booked
        self.excess = self.excess + (amount - used - booked)

    def _owe(self, amount: Money) -> None:
        """What was taken back: out of the excess, and beyond that owed again."""
        used = min(amount, self.excess)
        self.excess = self.excess - used
        self.open = self.open + (amount - used)

    def _discount(self, window: DiscountWindow | None) -> Money:
        if window is None:
            return self.zero
        return min(discount_on(window, self.open), self.cap - self.earned)

    def _settles(self, paid: Money, day: date) -> bool:
        needed = self.open - self._discount(best_on(self.windows, day))
        return paid + self.policy.tolerance(paid.currency) >= needed

    def _take(self, paid: Money, day: date) -> Reason:
        if paid.amount < 0:
            self._owe(-paid)
            return REASONS("taken_back")
        if self.open.is_zero:
            self.excess = self.excess + paid
            return REASONS("settled")
        window = best_on(self.windows, day)
        discount = self._discount(window)
        if self._settles(paid, day):
            return self._close(paid, discount, window)
        found, needed = self.open, self.open - discount
        if self.policy.partial == "proportional" and window is not None:
            reason = self._part(paid, discount, window)
        else:
            self.open = self.open - paid
            reason = (
                REASONS("no_window")
                if window is None
                else REASONS("not_settled", percent=window.percent, missing=needed - paid)
            )
        late = self._late(found, paid, day)
        if late is None:
            return reason
        self.late_taken = self.open
        if self.open < found - paid:
            return reason
        return REASONS("late_taken", until=late.last_day, discount=self.late_taken)

    def _late(self, found: Money, paid: Money, day: date) -> DiscountWindow | None:
        """The window that had ended whose discount is just what a payment left of a balance."""
        taken = found - paid
        ended = (w for w in self.windows if w.last_day < day and discount_on(w, found) == taken)
        return max(ended, key=lambda w: w.until, default=None)

    def _close(self, paid: Money, discount: Money, window: DiscountWindow | None) -> Reason:
        needed = self.open - discount
        self.earned = self.earned + discount
        self.open = self.zero
        short = max(needed - paid, self.zero)
        self.short = self.short + short
        self.excess = self.excess + max(paid - needed, self.zero)
        if window is None:
            return REASONS("no_window") if short.is_zero else REASONS("paid_short", short=short)
        if short.is_zero:
            return REASONS("earned", percent=window.percent, discount=discount)
        return REASONS("earned_short", percent=window.percent, discount=discount, short=short)

    def _part(self, paid: Money, most: Money, window: DiscountWindow) -> Reason:
        discount = min(earned_by_part(window, paid), most)
        self.earned = self.earned + discount
        self.open = self.open - paid - discount
        return REASONS("earned_part", percent=window.percent, discount=discount)
