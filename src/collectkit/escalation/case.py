"""An account as the ladder sees it: facts read once into days and minor units.

A `Case` is immutable. It answers for the day it was read and for later days under the same facts,
which is what makes the next review date exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from collectkit.arrangements import (
    PromiseState,
    PromiseStatus,
    clock,
    covers,
    promise_status,
)
from collectkit.contact import ContactRules, contacts
from collectkit.dates import Calendar, Clock
from collectkit.escalation.model import Ladder, Stage, Step
from collectkit.ledger import Approval, Customer, Done, Item, Snapshot

__all__ = ["Block", "Case", "Scope", "Sent", "View"]

NEVER = date.max.toordinal() + 1
_ALL = frozenset(("reminders", "demands", "calls", "agency", "legal"))
# Which blocks of a hold stop which kinds of step. Nothing blocks a task of the house.
BLOCKED_BY = {
    "reminder": "reminders",
    "demand": "demands",
    "statutory": "demands",
    "call": "calls",
    "agency": "agency",
    "legal": "legal",
    "task": "",
}


class Block(NamedTuple):
    """Days `first` to `last` (ordinals, included) on which an item may not be spoken of."""

    first: int
    last: int
    blocks: frozenset[str]
    code: str
    data: tuple[tuple[str, object], ...]

    def stands(self, day: int, kind: str) -> bool:
        return self.first <= day <= self.last and BLOCKED_BY[kind] in self.blocks


@dataclass(frozen=True, slots=True)
class View:
    """One open trade item with a known due date."""

    id: str
    invoice_id: str
    due: int
    open: int
    clock: Clock
    disputed: tuple[tuple[int, int, int], ...]
    blocks: tuple[Block, ...]
    placed: tuple[Block, ...]

    def age(self, day: int) -> int:
        """Effective days past due."""
        return self.clock.days(date.fromordinal(day))

    def reaches(self, days: int) -> int:
        """The first day on which the age is at least `days`; NEVER if it never is."""
        when = self.clock.when(days)
        return NEVER if when is None else when.toordinal()

    def since(self, sent: int) -> Clock:
        """The same stops, counted from the day a step was sent."""
        return Clock(date.fromordinal(sent), self.clock.stops)

    def contested(self, day: int) -> int:
        """What of its invoice is disputed in part."""
        return sum(units for first, last, units in self.disputed if first <= day <= last)


class Sent(NamedTuple):
    """A step taken in a scope; empty `items` mean all of it."""

    step_id: str
    on: int
    items: frozenset[str]

    def names(self, view: View) -> bool:
        return not self.items or view.id in self.items or view.invoice_id in self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One currency of an account. `since` is the first day of the current spell of lateness.

    `unapplied` is cash and credit that lowers no item yet, in minor units.
    """

    currency: str
    ids: frozenset[str]
    views: tuple[View, ...]
    since: int | None
    sent: tuple[Sent, ...]
    unapplied: int = 0

    def episode(self, day: int) -> int:
        """The first day of the spell of lateness that `day` lies in; NEVER before one begins."""
        if self.since is not None:
            return self.since
        start = min((view.due + 1 for view in self.views), default=NEVER)
        return start if start <= day else NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a decision reads, at one day."""

    ladder_id: str
    version: str
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    contact_rules: ContactRules
    calendar: Calendar
    customer: Customer
    grade: str | None
    day: int
    scopes: tuple[Scope, ...]
    history: tuple[Done, ...]
    approvals: tuple[Approval, ...]
    broken_from: tuple[int, ...]
    pre_due_sent: frozenset[tuple[str, str, int]] = field(default=frozenset())

    def with_done(self, done: tuple[Done, ...]) -> Case:
        """The same case with actions recorded."""
        scopes = tuple(
            replace(scope, sent=scope.sent + tuple(_sent(done, scope.ids, self.ladder_id)))
            for scope in self.scopes
        )
        return replace(
            self,
            scopes=scopes,
            history=self.history + done,
            pre_due_sent=self.pre_due_sent | _pre_due_sent(done, self.steps),
        )


def read_case(ladder: Ladder, snapshot: Snapshot, grade: str | None, calendar: Calendar) -> Case:
    """Read a snapshot for a ladder."""
    states = tuple(promise_status(p, snapshot, rules=ladder.promise_rules)
                   for p in snapshot.promises)  # fmt: skip
    taken = _latest(snapshot.done)
    items = [item for item in snapshot.open if item.is_trade and item.due_on is not None]
    scopes = []
    for currency in sorted({item.currency for item in items}):
        views = tuple(_view(i, snapshot, states) for i in items if i.currency == currency)
        # Settled items too: a step keeps its place when what it was about has been paid.
        ids = frozenset(
            name
            for item in snapshot.items
            if item.currency == currency
            for name in (item.id, item.invoice.id)
        )
        since = snapshot.overdue_since(currency)
        scopes.append(
            Scope(
                currency=currency,
                ids=ids,
                views=views,
                since=None if since is None else since.toordinal(),
                sent=tuple(_sent(taken, ids, ladder.id)),
                unapplied=sum(
                    entry.amount.minor_units
                    for entry in snapshot.unapplied
                    if entry.amount.currency == currency
                ),
            )
        )
    return Case(
        ladder_id=ladder.id,
        version=ladder.version,
        steps=ladder.steps,
        stages=ladder.stages,
        contact_rules=ladder.contact_rules,
        calendar=calendar,
        customer=snapshot.customer,
        grade=grade,
        day=snapshot.as_of.toordinal(),
        scopes=tuple(scopes),
        history=contacts(snapshot.done),
        approvals=snapshot.approvals,
        broken_from=tuple(
            state.ends_on.toordinal() + 1
            for state in states
            if state.status is not PromiseStatus.KEPT
        ),
        pre_due_sent=_pre_due_sent(taken, ladder.steps),
    )


def _view(item: Item, snapshot: Snapshot, states: tuple[PromiseState, ...]) -> View:
    running = clock(item, snapshot, promises=states)
    assert running is not None  # read_case takes only items with a due date
    return View(
        id=item.id,
        invoice_id=item.invoice.id,
        due=running.start.toordinal(),
        open=item.open.minor_units,
        clock=running,
        disputed=tuple(
            (d.opened_on.toordinal(), _day_before(d.closed_on), d.amount.minor_units)
            for d in snapshot.disputes
            if d.invoice_id == item.invoice.id and d.amount is not None
        ),
        blocks=tuple(_blocks(item, snapshot, states)),
        placed=tuple(
            Block(p.from_on.toordinal(), _last(p.until_on), _ALL, "placed",
                  (("kind", p.kind), ("until", p.until_on or "recall")))
            for p in snapshot.placements
            if item.is_named(p.items)
        ),
    )  # fmt: skip


def _blocks(item: Item, snapshot: Snapshot, states: tuple[PromiseState, ...]) -> Iterator[Block]:
    for hold in snapshot.holds:
        if item.is_named(hold.items):
            yield Block(
                hold.from_on.toordinal(),
                _last(hold.until_on),
                frozenset(hold.blocks or ()),
                "hold",
                (("id", hold.id), ("kind", hold.kind), ("until", hold.until_on or "lifted")),
            )
    for dispute in snapshot.disputes:
        if dispute.invoice_id == item.invoice.id and dispute.amount is None:
            yield Block(
                dispute.opened_on.toordinal(),
                _day_before(dispute.closed_on),
                _ALL,
                "dispute",
                (("invoice", item.invoice.id), ("until", dispute.closed_on or "closed")),
            )
    for state in states:
        span = state.live_span()
        if span is not None and covers(state, item):
            yield Block(
                span[0].toordinal(),
                span[1].toordinal(),
                _ALL,
                "promise",
                (("id", state.promise.id), ("until", span[1])),
            )
    for plan in snapshot.plans:
        if item.invoice.id in plan.invoices:
            yield Block(plan.agreed_on.toordinal(), NEVER, _ALL, "plan", (("id", plan.id),))


def _last(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


def _day_before(day: date | None) -> int:
    return NEVER if day is None else (day - timedelta(1)).toordinal()


def _latest(history: tuple[Done, ...]) -> tuple[Done, ...]:
    """Of several records with one key, the latest."""
    latest: dict[object, Done] = {}
    for n, done in enumerate(history):
        latest[n if done.key is None else done.key] = done
    return tuple(latest.values())


def _sent(history: tuple[Done, ...], known: frozenset[str], ladder_id: str) -> Iterator[Sent]:
    """The steps of this ladder that took place and concern one of the `known` items."""
    for done in history:
        if done.step_id is None or not done.took_place:
            continue
        if done.ladder is not None and done.ladder.split("@")[0] != ladder_id:
            continue
        items = frozenset(done.items)
        if not items or items & known:
            yield Sent(done.step_id, done.on.toordinal(), items)


def _pre_due_sent(
    history: tuple[Done, ...], steps: tuple[Step, ...]
) -> frozenset[tuple[str, str, int]]:
    """Preventive steps taken: (step, item or invoice, day)."""
    preventive = {step.id for step in steps if step.is_pre_due}
    return frozenset(
        (done.step_id, item, done.on.toordinal())
        for done in history
        if done.step_id in preventive and done.took_place
        for item in done.items
    )
