"""When the clock of an item stands still, and the due date that the ladder therefore sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from collectkit.arrangements.plans import PlanState, plan_status
from collectkit.arrangements.promises import PromiseState, promise_status
from collectkit.arrangements.reasons import REASONS
from collectkit.arrangements.rules import PlanRules, PromiseRules
from collectkit.dates import Clock, Context
from collectkit.explain import Line, Reason, Trace
from collectkit.ledger import Item, Snapshot

__all__ = [
    "DueDates",
    "ItemClock",
    "Phase",
    "clock",
    "covers",
    "due_dates",
    "effective_due",
    "item_clock",
    "stops",
]

Span = tuple[date, date | None]
_DAY = timedelta(1)


class _Stop(NamedTuple):
    first: date
    last: date | None
    what: str
    id: str


def stops(
    item: Item, snapshot: Snapshot, *, promises: tuple[PromiseState, ...] = ()
) -> tuple[Span, ...]:
    """The spans (first day, last day or None) on which the item's days past due stand still.

    Holds that stop the clock, disputes of the whole invoice, and the days on which a promise
    stood, also when it was broken later. `promises` are the account's promise states.
    """
    return tuple((stop.first, stop.last) for stop in _stops(item, snapshot, promises))


def _stops(item: Item, snapshot: Snapshot, promises: tuple[PromiseState, ...]) -> Iterator[_Stop]:
    for hold in snapshot.holds:
        if hold.clock == "stop" and item.is_named(hold.items):
            yield _Stop(hold.from_on, hold.until_on, f"{hold.kind} hold", hold.id)
    for dispute in snapshot.disputes:
        if dispute.invoice_id == item.invoice.id and dispute.amount is None:
            if dispute.closed_on is None:
                yield _Stop(dispute.opened_on, None, "dispute", dispute.id)
            elif dispute.closed_on > dispute.opened_on:
                yield _Stop(dispute.opened_on, dispute.closed_on - _DAY, "dispute", dispute.id)
    for state in promises:
        span = state.live_span()
        if span is not None and covers(state, item):
            yield _Stop(*span, "promise", state.promise.id)


def covers(state: PromiseState, item: Item) -> bool:
    """Whether a promise is about this item: its invoices, or else its whole currency."""
    promise = state.promise
    if promise.invoices:
        return item.invoice.id in promise.invoices
    return promise.amount.currency == item.currency


# -- clocks --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """The clock of an item from a day on (None: from ever).

    `code` is why: `contractual`, `under_plan`, `plan_restored`, `plan_fresh` or `plan_over`, the
    last four of `plan_id`.
    """

    from_on: date | None
    clock: Clock
    code: str = "contractual"
    plan_id: str | None = None


@dataclass(frozen=True, slots=True)
class ItemClock:
    """Effective days past due on any day, under the facts of one snapshot and no more money.

    One clock follows another on the day its phase begins: a plan sets the days back, its default
    brings them back. Within a phase they only grow.
    """

    phases: tuple[Phase, ...]

    @property
    def changes_on(self) -> tuple[date, ...]:
        """The days on which another clock takes over, in order."""
        return tuple(phase.from_on for phase in self.phases if phase.from_on is not None)

    def phase(self, on: date) -> Phase:
        """The phase that a day lies in."""
        found = self.phases[0]
        for phase in self.phases[1:]:
            if phase.from_on is not None and phase.from_on <= on:
                found = phase
        return found

    def days(self, on: date) -> int:
        """Effective days past due on a day; negative before the date that drives."""
        return self.phase(on).clock.days(on)

    def since(self, n: int, on: date) -> date:
        """The first day of the stretch up to `on` with at least `n` days; it has them on `on`."""
        first = on
        for phase, following in zip(
            reversed(self.phases), (None, *reversed(self.phases[1:])), strict=True
        ):
            if phase.from_on is not None and phase.from_on > on:
                continue
            if following is not None and following.from_on is not None:
                before = following.from_on - _DAY
                if following.from_on <= on and phase.clock.days(before) < n:
                    break
            reached = phase.clock.when(n)
            assert reached is not None  # it has them
            first = max(reached, phase.from_on or date.min)
            if phase.from_on is None or reached > phase.from_on:
                break
        return first

    def when(self, n: int, *, since: date = date.min) -> date | None:
        """The first day from `since` on with at least `n` days; None if there is none."""
        ends = [phase.from_on for phase in self.phases[1:]]
        for phase, end in zip(self.phases, (*ends, None), strict=True):
            reached = phase.clock.when(n)
            if reached is None:
                continue
            first = max(reached, since, phase.from_on or date.min)
            if end is None or first < end:
                return first
        return None


def clock(
    item: Item,
    snapshot: Snapshot,
    *,
    promises: tuple[PromiseState, ...] = (),
    plans: tuple[PlanState, ...] = (),
) -> Clock | None:
    """The clock of an item's effective days past due on the snapshot's day.

    None while its due date is pending. `promises` and `plans` are the states of the account's;
    with plans it holds until the next of `item_clock(...).changes_on`.
    """
    if item.due_on is None:
        return None
    if not plans:
        return Clock(item.due_on, stops(item, snapshot, promises=promises))
    running = item_clock(item, snapshot, promises=promises, plans=plans)
    return None if running is None else running.phase(snapshot.as_of).clock


def item_clock(
    item: Item,
    snapshot: Snapshot,
    *,
    promises: tuple[PromiseState, ...] = (),
    plans: tuple[PlanState, ...] = (),
) -> ItemClock | None:
    """The clocks of an item, plans among what moves them; None while its due date is pending.

    While a plan stands, the date of its oldest unpaid installment stands in for the due date of
    each of its items, and stopped days move that on. In default, `restore` brings the
    contractual date back, and the days under the plan count; with `fresh` the first day of
    default is day 0. After a completed plan the contractual date counts again for what is left.
    Of several plans the one agreed last counts.
    """
    if item.due_on is None:
        return None
    still = stops(item, snapshot, promises=promises)
    phases = [Phase(from_on=None, clock=Clock(item.due_on, still))]
    for state in sorted(plans, key=lambda state: (state.plan.agreed_on, state.plan.id)):
        if state.covers(item):
            kept = (p for p in phases if p.from_on is None or p.from_on < state.plan.agreed_on)
            phases = [*kept, *_phases(item.due_on, state, still)]
    return ItemClock(tuple(phases))


def _phases(due_on: date, state: PlanState, still: tuple[Span, ...]) -> Iterator[Phase]:
    plan_id = state.plan.id
    for from_on, due in state.course:
        yield Phase(from_on=from_on, clock=Clock(due, still), code="under_plan", plan_id=plan_id)
    ended = state.ends_on
    if state.completed_on is not None:
        yield Phase(from_on=ended, clock=Clock(due_on, still), code="plan_over", plan_id=plan_id)
    elif state.plan.on_default == "restore":
        yield Phase(
            from_on=ended, clock=Clock(due_on, still), code="plan_restored", plan_id=plan_id
        )
    else:
        # Days under the plan count for nothing, so waits from before it stand still as well.
        clock = Clock(ended, (*still, (state.plan.agreed_on, ended)))
        yield Phase(from_on=ended, clock=clock, code="plan_fresh", plan_id=plan_id)


# -- due dates -----------------------------------------------------------------------------------
def effective_due(
    item: Item,
    snapshot: Snapshot,
    *,
    rules: PromiseRules | None = None,
    plan_rules: PlanRules | None = None,
    context: Context | None = None,
) -> date | None:
    """The due date that the ladder sees: a plan's, or the contractual one, moved on by stops.

    `as_of - effective_due` is the effective days past due. Aging, interest and metrics keep to
    the contractual date. None while that is pending.

    >>> from collectkit.ledger import Account, Customer, Hold, Invoice, snapshot
    >>> from collectkit.money import Money
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),),
    ...     holds=(Hold(id="H-1", customer_id="C-1", kind="hardship", clock="stop",
    ...                 from_on=date(2026, 2, 2), until_on=date(2026, 2, 6)),))
    >>> read = snapshot(account, as_of=date(2026, 2, 10))
    >>> effective_due(read.items[0], read)
    datetime.date(2026, 2, 5)
    """
    found = due_dates(item, snapshot, rules=rules, plan_rules=plan_rules, context=context)
    return found.effective


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDates:
    """Both due dates of an item at a day, and what lies between them.

    `stopped_days` are the days by which stops moved the effective date on. `changes_on` are the
    later days on which a plan by itself moves it, if nothing more is paid.
    """

    item_id: str
    as_of: date
    contractual: date | None
    effective: date | None
    stopped_days: int
    changes_on: tuple[date, ...]
    why: tuple[Reason, ...]

    @property
    def days_past_due(self) -> int | None:
        """Days past the contractual date, for aging, interest and metrics."""
        return None if self.contractual is None else (self.as_of - self.contractual).days

    @property
    def effective_days_past_due(self) -> int | None:
        """Days past the effective date, for the ladder."""
        return None if self.effective is None else (self.as_of - self.effective).days

    def explain(self) -> str:
        """Both dates and the reasons, as text."""
        heading = f"{self.item_id} effective due {self.effective or 'pending'}"
        return str(Trace(heading, tuple(Line(label=str(reason)) for reason in self.why)))


def due_dates(
    item: Item,
    snapshot: Snapshot,
    *,
    rules: PromiseRules | None = None,
    plan_rules: PlanRules | None = None,
    context: Context | None = None,
) -> DueDates:
    """The contractual and the effective due date of an item, with reasons."""
    promises = tuple(
        promise_status(promise, snapshot, rules=rules, context=context)
        for promise in snapshot.promises
    )
    plans = tuple(
        plan_status(plan, snapshot, rules=plan_rules, context=context) for plan in snapshot.plans
    )
    as_of = snapshot.as_of
    running = item_clock(item, snapshot, promises=promises, plans=plans)
    if running is None:
        effective, stopped = None, 0
        why: tuple[Reason, ...] = (REASONS("pending", item.id),)
    else:
        phase = running.phase(as_of)
        effective = as_of - timedelta(phase.clock.days(as_of))
        stopped = (effective - phase.clock.start).days
        why = (
            *_why(item, phase),
            *(
                REASONS("stopped", first=s.first, last=s.last or "lifted", what=s.what, id=s.id)
                for s in _stops(item, snapshot, promises)
                if s.first <= as_of and (s.last is None or s.last > phase.clock.start)
            ),
        )
    changes = () if running is None else running.changes_on
    return DueDates(
        item_id=item.id,
        as_of=as_of,
        contractual=item.due_on,
        effective=effective,
        stopped_days=stopped,
        changes_on=tuple(day for day in changes if day > as_of),
        why=why,
    )


def _why(item: Item, phase: Phase) -> Iterator[Reason]:
    yield REASONS("contractual", due=item.due_on)
    if phase.code == "under_plan":
        yield REASONS("under_plan", plan=phase.plan_id, due=phase.clock.start)
    elif phase.code != "contractual":
        yield REASONS(phase.code, plan=phase.plan_id, on=phase.from_on)
