"""An account as the ladder sees it: facts read once into days and minor units.

A `Case` answers for the day it was read and for later days under the same facts, which is what
makes the next review date exact. Days are ordinals; most items are plain (nothing stops their
clock or keeps anyone from speaking of them), and questions about plain items need no search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from collectkit.arrangements import (
    ItemClock,
    PlanState,
    PromiseState,
    PromiseStatus,
    blocked_span,
    covers,
    item_clock,
    plan_status,
    promise_status,
)
from collectkit.contact.permit import Voice
from collectkit.dates import Calendar, Clock, Context
from collectkit.escalation.model import Ladder, Stage, Step
from collectkit.ledger import Approval, Customer, Done, Hold, Item, Snapshot, latest_done

__all__ = ["NEVER", "Block", "Case", "Scope", "Sent", "View", "read_case"]

NEVER = date.max.toordinal() + 1
_ALL = frozenset(("reminders", "demands", "calls", "agency", "legal"))
# Which blocks of a hold stop which kinds of step. Nothing stops a task of the house.
BLOCKED_BY = {
    "reminder": "reminders",
    "demand": "demands",
    "statutory": "demands",
    "call": "calls",
    "suspend": "demands",
    "agency": "agency",
    "legal": "legal",
    "write_off": "agency",
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


class View(NamedTuple):
    """One open trade item with a known due date. `clock` is None where nothing ever stops it.

    `due` is the contractual due date, `start` the day its effective age is 0 without any stop.
    """

    id: str
    invoice_id: str
    due: int
    open: int
    plain: bool = True
    clock: ItemClock | None = None
    disputed: tuple[tuple[int, int, int], ...] = ()
    blocks: tuple[Block, ...] = ()
    placed: tuple[Block, ...] = ()
    restarts: tuple[int, ...] = ()
    before: int = 0

    def age(self, day: int) -> int:
        """Effective days past due."""
        if self.clock is None:
            return day - self.due
        return self.clock.days(date.fromordinal(day))

    def reaches(self, days: int, day: int) -> int:
        """The first day from `day` on with an age of at least `days`; NEVER if there is none."""
        if self.clock is None:
            return min(self.due + days, NEVER)
        when = self.clock.when(days, since=date.fromordinal(day))
        return NEVER if when is None else when.toordinal()

    def ran(self, since: int, day: int) -> int:
        """The days from `since` to `day` on which its clock ran."""
        if self.clock is None:
            return day - since
        return self._since(since, day).days(date.fromordinal(day))

    def runs(self, since: int, days: int, day: int) -> int:
        """The first day on which its clock, as it goes on `day`, has run so many from `since`."""
        if self.clock is None:
            return min(since + days, NEVER)
        when = self._since(since, day).when(days)
        return NEVER if when is None else when.toordinal()

    def reached_on(self, days: int, day: int) -> int:
        """The day on which the age it has, or will have, came to at least `days`."""
        if self.clock is None:
            return min(self.due + days, NEVER)
        when = self.clock.when(days, since=date.fromordinal(day))
        if when is None:
            return NEVER
        if when.toordinal() > day:
            return when.toordinal()
        return self.clock.since(days, date.fromordinal(day)).toordinal()

    def _since(self, since: int, day: int) -> Clock:
        assert self.clock is not None  # the callers have looked
        return Clock(date.fromordinal(since), self.clock.phase(date.fromordinal(day)).clock.stops)

    def restarted(self, day: int) -> int:
        """The last day up to `day` on which a released hold made it start again; 0 without."""
        return max((on for on in self.restarts if on <= day), default=0)

    def contested(self, day: int) -> int:
        """What of its invoice is disputed in part; `before` of it falls on parts due earlier."""
        disputed = sum(units for first, last, units in self.disputed if first <= day <= last)
        return max(disputed - self.before, 0)


class Sent(NamedTuple):
    """A step taken in a scope; empty `items` mean all of it. `pending`: not delivered yet."""

    step_id: str
    on: int
    items: frozenset[str]
    pending: bool = False
    key: str | None = None

    def names(self, view: View) -> bool:
        return not self.items or view.id in self.items or view.invoice_id in self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What has one place on the ladder: a currency of an account, or one item.

    `since` is the first day of the current spell of lateness. `unapplied` is cash and credit that
    lowers no item yet, in minor units. `views` are in order of their due dates: `even` the
    plain ones, `odd` the others.
    """

    currency: str
    name: str
    ids: frozenset[str]
    views: tuple[View, ...]
    since: int | None
    sent: tuple[Sent, ...]
    unapplied: int
    dues: tuple[int, ...]
    even: tuple[View, ...]
    even_dues: tuple[int, ...]
    odd: tuple[View, ...]

    def named(self) -> frozenset[str]:
        """The ids of its items and their invoices, settled ones too where steps were taken."""
        if self.ids:
            return self.ids
        return frozenset(name for view in self.views for name in (view.id, view.invoice_id))

    def episode(self, day: int) -> int:
        """The first day of the spell of lateness that `day` lies in; NEVER before one begins.

        A released hold that says so, on everything late in it, begins the spell anew.
        """
        start = self.since
        if start is None:
            start = self.dues[0] + 1 if self.dues else NEVER
            start = start if start <= day else NEVER
        if start >= NEVER or (self.even_dues and self.even_dues[0] < day):
            return start
        released = [view.restarted(day) for view in self.odd if view.due < day]
        return max(start, min(released, default=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a decision reads, at one day."""

    ladder: Ladder
    sequence: tuple[Step, ...]
    preventive: tuple[Step, ...]
    calendar: Calendar
    voice: Voice
    customer: Customer
    grade: str | None
    day: int
    scopes: tuple[Scope, ...]
    effects: tuple[Done, ...]
    approvals: tuple[Approval, ...]
    broken_from: tuple[int, ...]
    paid_late: int
    reminded: tuple[tuple[tuple[str, str], int], ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.ladder.stages

    def step(self, id: str) -> Step:
        return self.ladder.steps[self.ladder.compiled[2][id]]

    def with_done(self, done: tuple[Done, ...]) -> Case:
        """The same case with actions and effects recorded."""
        if not done:
            return self
        scopes = tuple(
            replace(scope, sent=scope.sent + tuple(_sent(done, scope.named(), self.ladder)))
            for scope in self.scopes
        )
        return replace(
            self,
            scopes=scopes,
            voice=self.voice.after(done),
            effects=self.effects + tuple(one for one in done if one.kind == "effect"),
            reminded=self.reminded + _reminded(done, self.preventive, self.ladder),
        )


def read_case(ladder: Ladder, snapshot: Snapshot, grade: str | None, context: Context) -> Case:
    """Read a snapshot for a ladder."""
    calendar = context.calendar
    sequence, preventive, _ = ladder.compiled
    states = tuple(
        [
            promise_status(promise, snapshot, rules=ladder.promise_rules, context=context)
            for promise in snapshot.promises
        ]
    )
    plans = tuple(
        [
            plan_status(plan, snapshot, rules=ladder.plan_rules, context=context)
            for plan in snapshot.plans
        ]
    )
    taken = latest_done(snapshot.done)
    return Case(
        ladder=ladder,
        sequence=sequence,
        preventive=preventive,
        calendar=calendar,
        voice=Voice.of(
            taken,
            customer=snapshot.customer,
            rules=ladder.contact_rules,
            calendar=calendar,
            zones=context.zones,
        ),
        customer=snapshot.customer,
        grade=grade,
        day=snapshot.as_of.toordinal(),
        scopes=_scopes(ladder, _Reader(snapshot, states, plans), taken),
        effects=tuple(
            done
            for done in taken
            if done.kind == "effect" and done.took_place and ladder.recorded(done)
        ),
        approvals=snapshot.approvals,
        broken_from=tuple(
            state.ends_on.toordinal() + 1
            for state in states
            if state.status is not PromiseStatus.KEPT
        ),
        paid_late=sum(1 for item in snapshot.items if _was_late(item)),
        reminded=_reminded(taken, preventive, ladder) if preventive and taken else (),
    )


def _was_late(item: Item) -> bool:
    """Whether a trade item was settled after it was due."""
    settled, due = item.settled_on, item.due_on
    return settled is not None and due is not None and settled > due and item.is_trade


# -- items ---------------------------------------------------------------------------------------
def _scopes(ladder: Ladder, reader: _Reader, taken: tuple[Done, ...]) -> tuple[Scope, ...]:
    """One scope per currency, or per item where each has its own place."""
    snapshot = reader.snapshot
    views: dict[str, list[View]] = {}
    ids: dict[str, set[str]] = {}
    steps = tuple(done for done in taken if done.step_id is not None)
    for item in snapshot.items:
        if steps:
            # Settled items too: a step keeps its place when what it was about has been paid.
            ids.setdefault(item.currency, set()).update((item.id, item.invoice.id))
        if item.due_on is not None and item.open.amount and item.is_trade:
            views.setdefault(item.currency, []).append(reader.view(item))
    if ladder.position == "item":
        return tuple(
            _item_scope(ladder, currency, _after_others(view, views[currency]), steps, snapshot)
            for currency in sorted(views)
            for view in views[currency]
        )
    found = []
    for currency in sorted(views):
        since = snapshot.overdue_since(currency)
        named = frozenset(ids.get(currency, ()))
        found.append(
            _scope(
                currency,
                currency,
                views[currency],
                named,
                None if since is None else since.toordinal(),
                tuple(_sent(steps, named, ladder)) if steps else (),
                _unapplied(snapshot, currency),
            )
        )
    return tuple(found)


def _after_others(view: View, views: list[View]) -> View:
    """With what the parts of its invoice that are due before it still owe."""
    if not view.disputed:
        return view
    own = [other for other in views if other.invoice_id == view.invoice_id]
    before = [other.open for other in own if (other.due, other.id) < (view.due, view.id)]
    return view._replace(before=sum(before))


def _item_scope(
    ladder: Ladder, currency: str, view: View, steps: tuple[Done, ...], snapshot: Snapshot
) -> Scope:
    named = frozenset((view.id, view.invoice_id))
    sent = tuple(_sent(steps, named, ladder))
    spell = snapshot.overdue_since(currency, item=view.id)
    since = None if spell is None else spell.toordinal()
    return _scope(currency, view.id, [view], named, since, sent, _unapplied(snapshot, currency))


def _scope(
    currency: str,
    name: str,
    views: list[View],
    ids: frozenset[str],
    since: int | None,
    sent: tuple[Sent, ...],
    unapplied: int,
) -> Scope:
    views.sort(key=_by_due)
    even = tuple([view for view in views if view.plain])
    return Scope(
        currency=currency,
        name=name,
        ids=ids,
        views=tuple(views),
        since=since,
        sent=sent,
        unapplied=unapplied,
        dues=tuple([view.due for view in views]),
        even=even,
        even_dues=tuple([view.due for view in even]),
        odd=tuple([view for view in views if not view.plain]),
    )


def _by_due(view: View) -> tuple[int, str]:
    return view.due, view.id


def _unapplied(snapshot: Snapshot, currency: str) -> int:
    return sum(
        entry.amount.minor_units
        for entry in snapshot.unapplied
        if entry.amount.currency == currency
    )


class _Reader:
    """Reads items into views; circumstances are looked at once."""

    def __init__(
        self,
        snapshot: Snapshot,
        states: tuple[PromiseState, ...],
        plans: tuple[PlanState, ...],
    ) -> None:
        self.snapshot, self.states, self.plans = snapshot, states, plans
        self.holds: tuple[Hold, ...] = snapshot.holds
        # The items and invoices that any circumstance names; None: it may be about all of them.
        named: list[tuple[str, ...]] = [
            *(hold.items for hold in self.holds),
            *(placement.items for placement in snapshot.placements),
            *(state.promise.invoices for state in states),
        ]
        self.concerned: frozenset[str] | None = None
        if all(named):
            named += [plan.invoices for plan in snapshot.plans]
            named.append(tuple([dispute.invoice_id for dispute in snapshot.disputes]))
            self.concerned = frozenset([name for names in named for name in names])

    def view(self, item: Item) -> View:
        assert item.due_on is not None  # the caller has looked
        due, units, invoice = item.due_on.toordinal(), item.open.minor_units, item.invoice.id
        named = self.concerned
        if named is not None and item.id not in named and invoice not in named:
            return View(item.id, invoice, due, units)
        snapshot = self.snapshot
        running = item_clock(item, snapshot, promises=self.states, plans=self.plans)
        ordinary = running is None or (
            len(running.phases) == 1 and not running.phases[0].clock.stops
        )
        return View(
            item.id,
            item.invoice.id,
            due,
            units,
            False,
            None if ordinary else running,
            tuple(
                (d.opened_on.toordinal(), _day_before(d.closed_on), d.amount.minor_units)
                for d in snapshot.disputes
                if d.invoice_id == item.invoice.id and d.amount is not None
            ),
            tuple(self._blocks(item)),
            tuple(
                Block(
                    placement.from_on.toordinal(),
                    _last(placement.until_on),
                    _ALL,
                    "placed",
                    (("kind", placement.kind), ("until", placement.until_on or "recall")),
                )
                for placement in snapshot.placements
                if item.is_named(placement.items)
            ),
            tuple(
                hold.until_on.toordinal() + 1
                for hold in self.holds
                if hold.on_release == "restart"
                and hold.until_on is not None
                and item.is_named(hold.items)
            ),
        )

    def _blocks(self, item: Item) -> Iterator[Block]:
        for hold in self.holds:
            if item.is_named(hold.items):
                until = _blocked_until(hold)
                yield Block(
                    hold.from_on.toordinal(),
                    _last(until),
                    frozenset(hold.blocks or ()),
                    "hold",
                    (("id", hold.id), ("kind", hold.kind), ("until", until or "lifted")),
                )
        for dispute in self.snapshot.disputes:
            if dispute.invoice_id == item.invoice.id and dispute.amount is None:
                yield Block(
                    dispute.opened_on.toordinal(),
                    _day_before(dispute.closed_on),
                    _ALL,
                    "dispute",
                    (("invoice", item.invoice.id), ("until", dispute.closed_on or "closed")),
                )
        for state in self.states:
            span = state.live_span()
            if span is not None and covers(state, item):
                yield Block(
                    span[0].toordinal(),
                    span[1].toordinal(),
                    _ALL,
                    "promise",
                    (("id", state.promise.id), ("until", span[1])),
                )
        for plan in self.plans:
            span = plan.live_span()
            if span is not None and plan.covers(item):
                yield Block(
                    span[0].toordinal(),
                    _last(span[1]),
                    _ALL,
                    "plan",
                    (("id", plan.plan.id), ("until", span[1] or "it ends")),
                )


def _blocked_until(hold: Hold) -> date | None:
    """The last day on which a hold keeps steps from being taken, its cool-down included."""
    for blocked in hold.blocks or ():
        span = blocked_span(hold, blocked)
        if blocked != "charges" and span is not None:
            return span[1]
    return hold.until_on


def _last(day: date | None) -> int:
    return NEVER if day is None else day.toordinal()


def _day_before(day: date | None) -> int:
    return NEVER if day is None else day.toordinal() - 1


# -- what was done ---------------------------------------------------------------------------------
def _sent(history: Iterable[Done], known: frozenset[str], ladder: Ladder) -> Iterator[Sent]:
    """The steps of this ladder that were taken and concern one of the `known` items."""
    renamed = dict(ladder.remap)
    for done in history:
        if done.step_id is None or not done.took_place:
            continue
        if not _counts(done, ladder):
            continue
        step_id = renamed.get(done.step_id, done.step_id)
        items = frozenset(done.items)
        if not items or items & known:
            pending = done.status != "delivered" and ladder.waits_for_delivery(step_id)
            yield Sent(step_id, done.on.toordinal(), items, pending, done.key)


def _counts(done: Done, ladder: Ladder) -> bool:
    """Whether a record is of this ladder, in a version whose steps count."""
    if not ladder.recorded(done):
        return False
    version = "" if done.ladder is None else done.ladder.partition("@")[2]
    return ladder.on_upgrade == "keep" or version in ("", ladder.version)


def _reminded(
    history: Iterable[Done], preventive: tuple[Step, ...], ladder: Ladder
) -> tuple[tuple[tuple[str, str], int], ...]:
    """((preventive step, item or invoice), day) of every one taken, later days later."""
    ids = {step.id for step in preventive}
    renamed = dict(ladder.remap)
    taken = (
        (renamed.get(done.step_id or "", done.step_id or ""), done)
        for done in history
        if done.took_place and _counts(done, ladder)
    )
    found = [
        ((step_id, item), done.on.toordinal())
        for step_id, done in taken
        if step_id in ids
        for item in done.items
    ]
    return tuple(sorted(found, key=_day_of))


def _day_of(entry: tuple[tuple[str, str], int]) -> int:
    return entry[1]
