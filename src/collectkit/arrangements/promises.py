"""Promises to pay: whether they were kept is derived from the money, never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from collectkit.arrangements.reasons import REASONS
from collectkit.arrangements.rules import PromiseRules
from collectkit.dates import Context, add_days
from collectkit.explain import Reason
from collectkit.ledger import Promise, Snapshot
from collectkit.money import Money, minor_unit

__all__ = [
    "MayPromise",
    "PromiseState",
    "PromiseStatus",
    "broken_promises",
    "may_promise",
    "promise_status",
    "still_promised",
]

_DAY = timedelta(1)


class PromiseStatus(Enum):
    """`PART_KEPT` is broken with something paid."""

    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part-kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseState:
    """A promise at a day.

    `ends_on` is the last day it can be kept (grace included). `kept_on` is the day enough had
    come; paying after `ends_on` does not repair it.
    """

    promise: Promise
    status: PromiseStatus
    credited: Money
    required: Money
    ends_on: date
    kept_on: date | None

    def live_span(self) -> tuple[date, date] | None:
        """The days on which it stands (first, last): made until kept or ended; None if empty."""
        last = self.ends_on if self.kept_on is None else self.kept_on - _DAY
        return None if last < self.promise.promised_on else (self.promise.promised_on, last)

    @property
    def broken_on(self) -> date | None:
        """The first day after grace, on which it broke; None while open, and when kept.

        What it kept back resumes on this day, at the same step.
        """
        is_over = self.status in (PromiseStatus.PART_KEPT, PromiseStatus.BROKEN)
        return self.ends_on + _DAY if is_over else None

    @property
    def why(self) -> Reason:
        """The status in figures."""
        subject, credited, required = self.promise.id, self.credited, self.required
        if self.kept_on is not None:
            return REASONS("promise_kept", subject, required=required, on=self.kept_on)
        code = f"promise_{self.status.value.replace('-', '_')}"
        return REASONS(code, subject, credited=credited, required=required, until=self.ends_on)

    def explain(self) -> str:
        """The status and its reason, as text."""
        return str(self.why)


def promise_status(
    promise: Promise,
    snapshot: Snapshot,
    *,
    rules: PromiseRules | None = None,
    context: Context | None = None,
) -> PromiseState:
    """How a promise stands at the snapshot's day.

    Counts money that came from the day it was made to `pay_by` plus grace, both included: what
    was paid on the named invoices, or, where none is named, all cash in the promise's currency.
    Refunds are taken off; what comes and goes on one day counts together. The required sum is the
    amount less the tolerance, rounded half-up. `context` has the calendar of grace in business
    days.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 9), amount=Money("10.00", "EUR"))
    >>> promise = Promise(id="P-1", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   promised_on=date(2026, 2, 3), pay_by=date(2026, 2, 8))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,), promises=(promise,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> read = snapshot(account, as_of=date(2026, 2, 10))
    >>> print(promise_status(promise, read).explain())
    P-1: nothing of EUR 10.00 had come by 2026-02-08
    >>> promise_status(promise, read, rules=PromiseRules(grace_days=1)).status
    <PromiseStatus.KEPT: 'kept'>
    """
    rules = rules or PromiseRules()
    ends_on = rules.last_day(promise.pay_by, context, of=promise.id)
    required = rules.required(promise.amount)
    credited = Money.zero(promise.amount.currency)
    kept_on: date | None = promise.promised_on if required.is_zero else None
    came: defaultdict[date, Money] = defaultdict(lambda: Money.zero(promise.amount.currency))
    for on, amount in _cash(promise, snapshot):
        if promise.promised_on <= on <= ends_on:
            came[on] = came[on] + amount
    for on in sorted(came):
        credited = credited + came[on]
        if kept_on is None and credited >= required:
            kept_on = on
    if kept_on is not None:
        status = PromiseStatus.KEPT
    elif snapshot.as_of <= ends_on:
        status = PromiseStatus.OPEN
    else:
        paid_some = credited > Money.zero(credited.currency)
        status = PromiseStatus.PART_KEPT if paid_some else PromiseStatus.BROKEN
    return PromiseState(
        promise=promise,
        status=status,
        credited=credited,
        required=required,
        ends_on=ends_on,
        kept_on=kept_on,
    )


def _cash(promise: Promise, snapshot: Snapshot) -> Iterator[tuple[date, Money]]:
    if not promise.invoices:
        for cash in snapshot.cash_received:
            if cash.amount.currency == promise.amount.currency:
                yield cash.on, cash.amount
        return
    for item in snapshot.items:
        if item.invoice.id in promise.invoices:
            for posting in item.postings:
                if posting.kind in ("paid", "recovered"):
                    yield posting.value_on, posting.amount


# -- all promises of an account ------------------------------------------------------------------
def broken_promises(
    snapshot: Snapshot, *, rules: PromiseRules | None = None, context: Context | None = None
) -> tuple[PromiseState, ...]:
    """The promises that broke in the window of `rules`, part-kept ones among them, oldest first.

    The window is the `window_days` that end on the snapshot's day.
    """
    rules = rules or PromiseRules()
    states = (promise_status(p, snapshot, rules=rules, context=context) for p in snapshot.promises)
    since = _since(snapshot.as_of, rules)
    broken = ((state.broken_on, state.promise.id, state) for state in states)
    found = [(on, key, state) for on, key, state in broken if on is not None and on >= since]
    return tuple(state for *_, state in sorted(found, key=lambda entry: entry[:2]))


def still_promised(
    snapshot: Snapshot,
    currency: str,
    *,
    rules: PromiseRules | None = None,
    context: Context | None = None,
) -> Money:
    """What is still to come on the promises that stand on the snapshot's day, in one currency.

    Each counts with its amount less what came on it so far; money that several promises wait for
    counts for each of them.
    """
    minor_unit(currency)
    nothing = left = Money.zero(currency)
    for promise in snapshot.promises:
        if promise.amount.currency != currency or promise.promised_on > snapshot.as_of:
            continue
        state = promise_status(promise, snapshot, rules=rules, context=context)
        if state.status is PromiseStatus.OPEN:
            # More than was promised is never still to come, whatever was paid back.
            left = left + min(max(promise.amount - state.credited, nothing), promise.amount)
    return left


@dataclass(frozen=True, slots=True, kw_only=True)
class MayPromise:
    """Whether a new promise may be taken.

    `broken` are the promises that broke from `since` on, `limit` how many of them refuse a new
    one (None: never). `again_on` is the first day that few enough are left, if no other breaks.
    """

    allowed: bool
    customer_id: str
    broken: tuple[PromiseState, ...]
    since: date
    limit: int | None
    again_on: date | None

    @property
    def why(self) -> Reason:
        """The answer in figures."""
        code = "may_promise" if self.allowed else "too_many_broken"
        count, limit = len(self.broken), self.limit
        return REASONS(code, self.customer_id, count=count, since=self.since, limit=limit)

    def explain(self) -> str:
        """The answer and its reason, as text."""
        return str(self.why)


def may_promise(
    snapshot: Snapshot, *, rules: PromiseRules | None = None, context: Context | None = None
) -> MayPromise:
    """Whether the customer's word is taken once more.

    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> broken = Promise(id="P-1", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                  promised_on=date(2026, 2, 3), pay_by=date(2026, 2, 8))
    >>> account = Account(customer=Customer(id="C-1"), promises=(broken,))
    >>> rules = PromiseRules(refuse_after=1, window_days=90)
    >>> answer = may_promise(snapshot(account, as_of=date(2026, 3, 2)), rules=rules)
    >>> answer.allowed, str(answer.again_on)
    (False, '2026-05-10')
    >>> print(answer.explain())
    C-1: 1 broken since 2025-12-03: no new promise from 1 on
    """
    rules = rules or PromiseRules()
    broken = broken_promises(snapshot, rules=rules, context=context)
    limit = rules.refuse_after
    allowed = limit is None or len(broken) < limit
    again_on = None
    if not allowed and limit is not None:
        # So many have to leave the window, the oldest first.
        last = broken[len(broken) - limit].broken_on
        assert last is not None  # all of them are broken
        again_on = add_days(last, rules.window_days)
    return MayPromise(
        allowed=allowed,
        customer_id=snapshot.customer.id,
        broken=broken,
        since=_since(snapshot.as_of, rules),
        limit=limit,
        again_on=again_on,
    )


def _since(as_of: date, rules: PromiseRules) -> date:
    """The first day of the window that ends on `as_of`."""
    return date.fromordinal(max(as_of.toordinal() - rules.window_days + 1, 1))
