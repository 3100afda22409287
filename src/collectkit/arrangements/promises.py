"""Promises to pay: whether they were kept is derived from the money, never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from pydantic import Field, field_validator

from collectkit._model import Count, Policy
from collectkit.errors import InvalidPercent
from collectkit.ledger import Promise, Snapshot
from collectkit.money import Money, Percent

__all__ = ["PromiseRules", "PromiseState", "PromiseStatus", "promise_status"]


class PromiseRules(Policy):
    """When a promise counts as kept: by `pay_by` plus grace, up to a tolerated shortfall."""

    grace_days: Count = Field(default=0, description="Days after pay_by that still keep it.")
    tolerance: Percent = Field(default=Percent(0), description="Shortfall that still keeps it.")

    @field_validator("tolerance")
    @classmethod
    def _share(cls, value: Percent) -> Percent:
        if not 0 <= value.value <= 100:
            raise InvalidPercent(f"a tolerance must be 0% to 100%, not {value}")
        return value


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
        last = self.ends_on if self.kept_on is None else self.kept_on - timedelta(1)
        return None if last < self.promise.promised_on else (self.promise.promised_on, last)


def promise_status(
    promise: Promise, snapshot: Snapshot, *, rules: PromiseRules | None = None
) -> PromiseState:
    """How a promise stands at the snapshot's day.

    Counts money that came from the day it was made to `pay_by` plus grace, both included: what
    was paid on the named invoices, or, where none is named, all cash in the promise's currency.
    Refunds are taken off. The required sum is the amount less the tolerance, rounded half-up.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 9), amount=Money("10.00", "EUR"))
    >>> promise = Promise(id="P-1", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   promised_on=date(2026, 2, 3), pay_by=date(2026, 2, 8))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,), promises=(promise,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> read = snapshot(account, as_of=date(2026, 2, 10))
    >>> promise_status(promise, read).status, promise_status(
    ...     promise, read, rules=PromiseRules(grace_days=1)).status
    (<PromiseStatus.BROKEN: 'broken'>, <PromiseStatus.KEPT: 'kept'>)
    """
    rules = rules or PromiseRules()
    ends_on = promise.pay_by + timedelta(rules.grace_days)
    tolerated = rules.tolerance.of(promise.amount).rounded()
    required = promise.amount - tolerated
    credited = Money.zero(promise.amount.currency)
    kept_on: date | None = promise.promised_on if required.is_zero else None
    for on, amount in sorted(_cash(promise, snapshot), key=lambda entry: entry[0]):
        if promise.promised_on <= on <= ends_on:
            credited = credited + amount
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
