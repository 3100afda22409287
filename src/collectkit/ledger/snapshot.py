"""What is owed at the end of one day: the one reading that every other room takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from collectkit._checks import check_day, check_type
from collectkit.errors import InvalidDate, Problem, UnknownReference, shown
from collectkit.ledger.account import Account
from collectkit.ledger.cash import Component
from collectkit.ledger.circumstances import (
    Approval,
    Dispute,
    Hold,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.ledger.customer import Customer, Done
from collectkit.ledger.figures import Figures, figures
from collectkit.ledger.fold import Entry, Fold, ItemState, PostingKind, fold, known
from collectkit.ledger.invoice import Invoice
from collectkit.ledger.movements import Movement, movements
from collectkit.money import Money, minor_unit

__all__ = ["CashReceived", "Item", "Posting", "Snapshot", "Unapplied", "snapshot", "snapshot_of"]

_LOWERING = frozenset(("paid", "credited", "write_off", "discount", "withholding"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One effect on an item. A positive amount lowers what is open, a negative one raises it.

    `recovered` (cash on a written-off part) and `charge` (cash for interest, fees or costs) leave
    the open balance alone. `on` is the day it counts from in balances; `value_on` the day the
    money came, which is what lateness goes by. `component` is what the money was for.
    """

    kind: PostingKind
    amount: Money
    on: date
    value_on: date
    source_id: str
    component: Component = "principal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One part of an invoice or debit note, as it stands at the snapshot's day.

    `days_past_due` is `as_of - due_on`: 0 on the due day, negative before it, None while the due
    date is pending. `settled_on` is the day by which the money for the whole of it had come, None
    while something is open.
    """

    id: str
    invoice: Invoice
    number: int
    due_on: date | None
    amount: Money
    open: Money
    days_past_due: int | None
    settled_on: date | None
    postings: tuple[Posting, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether anything is left to pay."""
        return not self.open.is_zero

    @property
    def is_overdue(self) -> bool:
        """Open, and past its contractual due date."""
        return (self.days_past_due or 0) > 0 and not self.open.is_zero

    @property
    def is_trade(self) -> bool:
        """Not a posted late charge."""
        return self.invoice.nature == "trade"

    @property
    def currency(self) -> str:
        """The currency of the item."""
        return self.amount.currency

    @property
    def was_written_off(self) -> bool:
        """Settled, and the last thing that cleared it was a write-off.

        A rest written off on the day of the last money was paid: a short payment was accepted.
        """
        on = self.settled_on
        return on is not None and {
            posting.kind
            for posting in self.postings
            if posting.value_on == on and posting.kind in _LOWERING
        } == {"write_off"}

    @property
    def payments(self) -> tuple[tuple[date, Money], ...]:
        """(day the money came, amount) of every payment, less what was refunded of it.

        Oldest first. A refund takes from the latest money of its source. Money from before the
        issue counts from the day of issue.
        """
        paid: dict[tuple[date, str], int] = defaultdict(int)
        issued = self.invoice.issued_on
        for posting in self.postings:
            if posting.kind != "paid":
                continue
            units = posting.amount.minor_units
            if units > 0:
                paid[max(posting.value_on, issued), posting.source_id] += units
                continue
            for key in sorted(paid, reverse=True):
                if key[1] == posting.source_id and units < 0:
                    taken = min(paid[key], -units)
                    paid[key] -= taken
                    units += taken
        return tuple(
            [
                (key[0], Money.from_minor_units(paid[key], self.currency))
                for key in sorted(paid)
                if paid[key]
            ]
        )

    @property
    def paid_off_on(self) -> date | None:
        """The day it was settled; None while it is open, and where it was not paid.

        What was written off in the end was given up, what nothing was paid on was credited: neither
        was paid. Never before the day of issue.
        """
        if self.settled_on is None or self.was_written_off or not self.payments:
            return None
        return max(self.settled_on, self.invoice.issued_on)

    @property
    def cleared_on(self) -> date | None:
        """The day from which the books show it settled; None while it is open.

        Later than `settled_on` where money was applied after it came.
        """
        if self.is_open:
            return None
        days = [posting.on for posting in self.postings if posting.kind in _LOWERING]
        return max(days, default=self.invoice.issued_on)

    def is_named(self, items: tuple[str, ...]) -> bool:
        """Whether a fact's `items` (empty: the whole account) name this item or its invoice."""
        return not items or self.id in items or self.invoice.id in items

    def open_on(self, day: date) -> Money:
        """What was open at the end of an earlier `day`, by the same history.

        Before the invoice was issued that is nothing.
        """
        if check_day(day, "day") < self.invoice.issued_on:
            return Money.zero(self.currency)
        left = self.amount
        for posting in self.postings:
            if posting.kind in _LOWERING and posting.on <= day:
                left = left - posting.amount
        return left


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """The part of a receipt or credit note that lowers no debt yet.

    Negative only where a refund paid out money that later bounced.
    """

    source_id: str
    kind: str
    on: date
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CashReceived:
    """Money that came in and still stands, or (negative) that was refunded."""

    source_id: str
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An account at the end of `as_of`, as far as was known at `known_at` (None: all of it).

    Snapshots are equal when they have the same items, unapplied money and problems at the same
    day; holds, promises and other circumstances do not count.
    """

    account: Account = field(repr=False, compare=False)
    as_of: date
    known_at: date | None
    items: tuple[Item, ...]
    unapplied: tuple[Unapplied, ...]
    problems: tuple[Problem, ...]
    _fold: Fold = field(repr=False, compare=False)
    _parts: dict[str, tuple[Item, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts: dict[str, tuple[Item, ...]] = {}
        for item in self.items:
            parts[item.id] = (item,)
            if item.id != item.invoice.id:
                parts[item.invoice.id] = (*parts.get(item.invoice.id, ()), item)
        object.__setattr__(self, "_parts", parts)

    # -- the customer and the circumstances, as far as known -----------------------------------
    @property
    def customer(self) -> Customer:
        """Whose account it is."""
        return self.account.customer

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The promises known."""
        return self._known(self.account.promises)

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The holds known; a direct debit that came back ends the hold that waited for it."""
        holds: tuple[Hold, ...] = self._known(self.account.holds)
        if all(hold.receipt_id is None for hold in holds):
            return holds
        bounced = self._fold.bounced()
        ended = (_ended(hold, bounced) for hold in holds)
        return tuple(hold for hold in ended if hold is not None)

    @property
    def plans(self) -> tuple[PaymentPlan, ...]:
        """The payment plans known."""
        return self._known(self.account.plans)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The disputes known."""
        return self._known(self.account.disputes)

    @property
    def done(self) -> tuple[Done, ...]:
        """What the host recorded as done, as far as known."""
        return self._known(self.account.done)

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """The approvals known."""
        return self._known(self.account.approvals)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """The placements with an agency or lawyer known."""
        return self._known(self.account.placements)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers known."""
        return self._known(self.account.waivers)

    @property
    def late_reasons(self) -> tuple[LateReason, ...]:
        """The reasons for late payment known."""
        return self._known(self.account.late_reasons)

    def _known(self, facts: tuple[Any, ...]) -> tuple[Any, ...]:
        if self.known_at is None:
            return facts
        return tuple(fact for fact in facts if known(fact, self.known_at))

    # -- balances ------------------------------------------------------------------------------
    @property
    def open(self) -> tuple[Item, ...]:
        """The items with something open, in order of due date and id; pending ones last."""
        return tuple(item for item in self.items if not item.open.is_zero)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of items and unapplied money, in order of code."""
        return tuple(
            sorted({i.currency for i in self.items} | {u.amount.currency for u in self.unapplied})
        )

    def parts(self, id: str) -> tuple[Item, ...]:
        """The items of an invoice id or item id.

        Raises:
            UnknownReference: neither is known at this day.
        """
        found = self._parts.get(id)
        if found is None:
            raise UnknownReference(
                f"{shown(id)} is no invoice or item of {self.customer.id} at {self.as_of}",
                subject=id,
            )
        return found

    def paid(self, id: str) -> Money:
        """Principal paid from receipts on an invoice or item; recoveries included."""
        parts = self.parts(id)
        paid = Money.zero(parts[0].currency)
        for item in parts:
            for posting in item.postings:
                if posting.kind in ("paid", "recovered"):
                    paid = paid + posting.amount
        return paid

    def settled_on(self, id: str) -> date | None:
        """The day an invoice or item was settled; None while any part of it is open."""
        days = [item.settled_on for item in self.parts(id)]
        return None if None in days else max(day for day in days if day is not None)

    @property
    def cash_received(self) -> tuple[CashReceived, ...]:
        """Payments that did not bounce, and refunds of payments as negative, in order of date."""
        standing = self._fold.standing_cash()
        return tuple(
            CashReceived(source_id=key, on=on, amount=Money.from_minor_units(units, currency))
            for key, on, units, currency in standing
        )

    @property
    def credit_notes(self) -> tuple[Invoice, ...]:
        """The credit notes issued by this day, in order of date and id."""
        return tuple(sorted(self._fold.notes, key=Invoice.order))

    def figures(self, currency: str) -> Figures:
        """The totals of the conservation laws in one currency."""
        return figures(self._fold, currency)

    def movements(self, start: date, end: date) -> tuple[Movement, ...]:
        """What changed trade receivables net of unapplied money from `start` to `end`, inclusive.

        Opening balance (the evening before `start`) plus the movements is the closing balance.
        """
        check_day(start, "start")
        check_day(end, "end")
        return movements(self.account, start, end, self.known_at)

    def overdue_since(self, currency: str, *, item: str | None = None) -> date | None:
        """The first day of the current spell of being overdue; None if nothing is overdue.

        The spell is the episode of a collection: it runs on while one item follows another
        without a day between. Posted late charges have no spell of their own. `item` asks about
        one item alone.
        """
        minor_unit(currency)
        spells: list[tuple[int, int]] = []
        today = self.as_of.toordinal()
        for state in self._fold.items.values():
            invoice = state.invoice
            asked = item is None or state.id == item
            if asked and invoice.nature == "trade" and invoice.amount.currency == currency:
                spells.extend(_overdue_spells(state, today))
        start = None
        for first, last in sorted(spells, key=_latest_first):
            if start is None:
                if last < today:
                    return None
                start = first
            elif last >= start - 1:
                start = min(start, first)
        return None if start is None else date.fromordinal(start)

    def at(self, day: date) -> Snapshot:
        """The same facts at another day, with the same knowledge."""
        return snapshot(self.account, as_of=day, known_at=self.known_at)


def snapshot(account: Account, *, as_of: date, known_at: date | None = None) -> Snapshot:
    """Read an account at the end of `as_of`, from facts recorded by `known_at` (None: all).

    Money facts dated later change nothing. An allocation beyond what is open, or beyond what its
    source has left, counts as far as it can; the rest stays unapplied and is reported.

    Raises:
        InvalidDate: `as_of` or `known_at` is not a plain date.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 3), amount=Money("4.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> item = snapshot(account, as_of=date(2026, 2, 10)).items[0]
    >>> item.open, item.days_past_due
    (Money('6.00', 'EUR'), 10)
    """
    check_type(account, "account", Account)
    check_day(as_of, "as_of")
    if known_at is not None:
        check_day(known_at, "known_at")
    read = fold(account, as_of, known_at)
    items = sorted(
        (_item(state, as_of) for state in read.items.values()),
        key=lambda item: (item.due_on or date.max, item.id),
    )
    unapplied = [
        Unapplied(
            source_id=source.id,
            kind="cash" if source.is_cash else "credit",
            on=source.on,
            amount=Money.from_minor_units(source.available, source.currency),
        )
        for source in read.sources.values()
        if source.available
    ]
    unapplied.sort(key=lambda entry: (entry.on, entry.source_id))
    problems = tuple(sorted(read.problems, key=lambda p: (p.subject or "", p.message)))
    return Snapshot(account, as_of, known_at, tuple(items), tuple(unapplied), problems, read)


def snapshot_of(
    facts: Snapshot | Account, *, as_of: date | None, known_at: date | None = None
) -> Snapshot:
    """The snapshot a room was given, or one of the account it was given.

    Raises:
        InvalidDate: `as_of` differs from the snapshot's own day, or is missing for an account.
    """
    if isinstance(facts, Account):
        if as_of is None:
            raise InvalidDate("as_of is missing", field="as_of", hint="an account has no day")
        return snapshot(facts, as_of=as_of, known_at=known_at)
    read = check_type(facts, "facts", Snapshot)
    if as_of is not None and check_day(as_of, "as_of") != read.as_of:
        raise InvalidDate(
            f"as_of {as_of} is not the snapshot's day {read.as_of}",
            field="as_of",
            hint="leave it out, or use snapshot.at(day)",
        )
    return read


def _ended(hold: Hold, bounced: dict[str, date]) -> Hold | None:
    """The hold up to the evening before its collecting receipt bounced; None if nothing is left."""
    day = bounced.get(hold.receipt_id or "")
    if day is None or (hold.until_on is not None and hold.until_on < day):
        return hold
    return replace(hold, until_on=day - timedelta(1)) if day > hold.from_on else None


def _item(state: ItemState, as_of: date) -> Item:
    due, currency = state.part.due_on, state.invoice.amount.currency
    return Item(
        id=state.id,
        invoice=state.invoice,
        number=state.part.number,
        due_on=due,
        amount=state.part.amount,
        open=Money.from_minor_units(state.open, currency),
        days_past_due=None if due is None else (as_of - due).days,
        settled_on=None if state.open else _settled_on(state),
        postings=tuple(_posting(entry, currency) for entry in state.entries),
    )


def _posting(entry: Entry, currency: str) -> Posting:
    return Posting(
        kind=entry.kind,
        amount=Money.from_minor_units(entry.units, currency),
        on=entry.on,
        value_on=entry.value_on,
        source_id=entry.source_id,
        component=entry.component,
    )


def _settled_on(state: ItemState) -> date:
    """The day since which the money that had come covered the part on every evening."""
    came: dict[date, int] = defaultdict(int)
    for entry in state.entries:
        if entry.kind in _LOWERING:
            came[entry.value_on] += entry.units
    left = state.part.amount.minor_units
    settled = state.invoice.issued_on if not left else None
    for day in sorted(came):
        left -= came[day]
        if left > 0:
            settled = None
        elif settled is None:
            settled = day
    assert settled is not None  # nothing is open, so the money came
    return settled


def _latest_first(spell: tuple[int, int]) -> int:
    return -spell[1]


def _overdue_spells(state: ItemState, today: int) -> list[tuple[int, int]]:
    """Ordinal (first, last) days on whose evening the item was open past its due date."""
    due = state.part.due_on
    if due is None:
        return []
    first = max(due.toordinal() + 1, state.invoice.issued_on.toordinal())
    left = state.part.amount.minor_units
    since: int | None = first if left else None
    changes: dict[int, int] = {}
    for entry in state.entries:
        if entry.kind in _LOWERING:
            day = entry.on.toordinal()
            changes[day] = changes.get(day, 0) + entry.units
    found = []
    for day in sorted(changes):
        left -= changes[day]
        if not left and since is not None:
            if day > since:
                found.append((since, day - 1))
            since = None
        elif left and since is None:
            since = max(day, first)
    if since is not None and since <= today:
        found.append((since, today))
    return found
