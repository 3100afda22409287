"""A dunning ladder as one would write it with pydantic and dateutil, without a library.

Policy and facts are models, amounts are Decimals. The facts are read in one pass over each kind;
later days are judged from what was read. It knows what the benchmark's books hold and no more: one
customer and one currency, holds that stop every step, no disputes, plans, placements or approvals.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field

from benchmarks.peers.receivables import Allocation, Invoice, Receipt

__all__ = [
    "Account",
    "Action",
    "After",
    "Condition",
    "Contact",
    "Decision",
    "Hold",
    "Policy",
    "Promise",
    "Stage",
    "Step",
    "decide",
]

ZERO = Decimal("0.00")
Span = tuple[date, date]  # both included
Paid = dict[str, list[tuple[date, Decimal]]]  # per invoice: when the money came, and how much


class Model(BaseModel):
    model_config = ConfigDict(frozen=True)


# -- the policy ----------------------------------------------------------------------------------
class After(Model):
    step: str
    days: int = Field(ge=0)


class Condition(Model):
    """Any of what is given."""

    overdue_at_least: Decimal | None = None
    grades: tuple[str, ...] = ()
    broken_promises: int | None = None


class Step(Model):
    id: str
    offset: int | None = None
    after: tuple[After, ...] = ()
    requires: tuple[str, ...] = ()
    required: bool = False
    channels: tuple[str, ...] = ()
    when: Condition | None = None

    @property
    def is_pre_due(self) -> bool:
        return self.offset is not None and self.offset <= 0


class Stage(Model):
    id: str
    days: int = Field(ge=1)


class Policy(Model):
    id: str
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    min_days_between: int = Field(default=1, ge=1)
    business_days_only: bool = False


# -- the facts -----------------------------------------------------------------------------------
class Contact(Model):
    on: date
    step_id: str
    invoices: tuple[str, ...] = ()
    key: str | None = None


class Promise(Model):
    amount: Decimal = Field(gt=0, decimal_places=2)
    promised_on: date
    pay_by: date
    invoices: tuple[str, ...]


class Hold(Model):
    from_on: date
    until_on: date | None = None
    invoices: tuple[str, ...] = ()
    stops_clock: bool = False


class Account(Model):
    customer_id: str
    currency: str
    grade: str | None = None
    closed_channels: tuple[str, ...] = ()
    invoices: tuple[Invoice, ...]
    receipts: tuple[Receipt, ...]
    allocations: tuple[Allocation, ...]
    contacts: tuple[Contact, ...]
    promises: tuple[Promise, ...]
    holds: tuple[Hold, ...]


# -- the answer ----------------------------------------------------------------------------------
class Action(NamedTuple):
    key: str
    step_id: str
    invoices: list[str]
    channel: str


class Decision(NamedTuple):
    stage: str | None
    actions: list[Action]
    deferred: list[tuple[str, date | None]]
    next_review_on: date | None


# -- days ----------------------------------------------------------------------------------------
def plus(day: date, days: int) -> date:
    return day + relativedelta(days=days)


def business_day(day: date) -> date:
    """The first business day on or after `day`."""
    while day.weekday() >= 5:
        day = plus(day, 1)
    return day


def counted(since: date, day: date, stops: list[Span]) -> int:
    """Days from `since` to `day` without the stopped ones."""
    days = (day - since).days
    for first, last in stops:
        first, last = max(first, plus(since, 1)), min(last, day)
        if first <= last:
            days -= (last - first).days + 1
    return days


def reached_on(since: date, days: int, stops: list[Span]) -> date:
    """The first day on which `days` are counted; the last day there is when that never is."""
    on = plus(since, days)
    for first, last in stops:
        first = max(first, plus(since, 1))
        if first <= min(on, last):
            if last == date.max:
                return last
            on = plus(on, (last - first).days + 1)
    return on


def merged(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


# -- reading -------------------------------------------------------------------------------------
class Item(NamedTuple):
    """An open invoice; `held` and `promised` are days on which it is left alone."""

    id: str
    due_on: date
    open: Decimal
    held: list[Span]
    promised: list[Span]
    stops: list[Span]

    def age(self, day: date) -> int:
        return counted(self.due_on, day, self.stops)

    def is_free(self, day: date) -> bool:
        return not any(first <= day <= last for first, last in (*self.held, *self.promised))


@dataclass(frozen=True)
class Case:
    """What was read. `since` is the first day of the current spell of lateness."""

    policy: Policy
    account: Account
    items: list[Item]
    since: date | None
    unapplied: Decimal
    contacts: list[Contact]
    broken_from: list[date] = field(default_factory=list)

    def taken(self, step_id: str, day: date) -> date | None:
        """The day on which a step was last taken in this spell."""
        start = self.since or min((plus(item.due_on, 1) for item in self.items), default=date.max)
        return max(
            (c.on for c in self.contacts if c.step_id == step_id and start <= c.on <= day),
            default=None,
        )


def read(policy: Policy, account: Account, as_of: date) -> Case:
    left = {
        receipt.id: receipt.amount
        for receipt in account.receipts
        if receipt.received_on <= as_of
        and (receipt.bounced_on is None or receipt.bounced_on > as_of)
    }
    received_on = {receipt.id: receipt.received_on for receipt in account.receipts}
    open_ = {i.id: i.amount for i in account.invoices if i.issued_on <= as_of}
    paid: Paid = defaultdict(list)
    for allocation in account.allocations:
        source, target = allocation.receipt_id, allocation.invoice_id
        if allocation.applied_on <= as_of and source in left and target in open_:
            amount = min(allocation.amount, left[source], open_[target])
            left[source] -= amount
            open_[target] -= amount
            paid[target].append((received_on[source], amount))
    held, promised, stops, broken_from = _circumstances(account, paid)
    items = [
        Item(i.id, i.due_on, open_[i.id], held[i.id], promised[i.id], merged(stops[i.id]))
        for i in account.invoices
        if open_.get(i.id)
    ]
    latest = {contact.key or n: contact for n, contact in enumerate(account.contacts)}
    return Case(
        policy=policy,
        account=account,
        items=items,
        since=_late_since(account, open_, paid, as_of),
        unapplied=sum(left.values(), ZERO),
        contacts=list(latest.values()),
        broken_from=broken_from,
    )


def _circumstances(
    account: Account, paid: Paid
) -> tuple[dict[str, list[Span]], dict[str, list[Span]], dict[str, list[Span]], list[date]]:
    """Holds, promises and stopped days per invoice, and the days from which promises are broken."""
    held: dict[str, list[Span]] = defaultdict(list)
    promised: dict[str, list[Span]] = defaultdict(list)
    stops: dict[str, list[Span]] = defaultdict(list)
    broken_from = []
    for hold in account.holds:
        for name in hold.invoices or (invoice.id for invoice in account.invoices):
            span = (hold.from_on, hold.until_on or date.max)
            held[name].append(span)
            if hold.stops_clock:
                stops[name].append(span)
    for promise in account.promises:
        kept_on = _kept_on(promise, paid)
        if kept_on is None:
            broken_from.append(plus(promise.pay_by, 1))
        span = (promise.promised_on, promise.pay_by if kept_on is None else plus(kept_on, -1))
        if span[0] <= span[1]:
            for name in promise.invoices:
                promised[name].append(span)
                stops[name].append(span)
    return held, promised, stops, broken_from


def _kept_on(promise: Promise, paid: Paid) -> date | None:
    credited = ZERO
    for on, amount in sorted(entry for name in promise.invoices for entry in paid[name]):
        if promise.promised_on <= on <= promise.pay_by:
            credited += amount
            if credited >= promise.amount:
                return on
    return None


def _late_since(
    account: Account,
    open_: dict[str, Decimal],
    paid: Paid,
    as_of: date,
) -> date | None:
    """The first day of the spell of lateness that lasts until `as_of`, settled invoices too."""
    spells = []
    for invoice in account.invoices:
        if invoice.id in open_ and invoice.due_on < as_of:
            settled = not open_[invoice.id]
            last = plus(max(on for on, _ in paid[invoice.id]), -1) if settled else as_of
            spells.append((last, plus(invoice.due_on, 1)))
    start = None
    for last, first in sorted(spells, reverse=True):
        if start is None and last < as_of:
            return None
        if start is None or (first < start and last >= plus(start, -1) and first <= last):
            start = first
    return start


# -- judging a day -------------------------------------------------------------------------------
class Judged(NamedTuple):
    """The step whose turn it is: taken when nothing stands against it, else from `until` on."""

    step: Step
    items: list[Item]
    invoices: list[str]
    channel: str | None
    is_now: bool
    until: date | None


class Outcome(NamedTuple):
    stage: str | None
    judged: list[Judged]
    passed: list[tuple[str, str]]

    def signature(self) -> object:
        """What differs when one would look at the account again."""
        return (
            self.stage,
            [
                (one.step.id, one.invoices, one.channel) if one.is_now else (one.step.id, one.until)
                for one in self.judged
            ],
            self.passed,
        )


def judge(case: Case, day: date) -> Outcome:
    late = [item for item in case.items if item.due_on < day]
    free = [item for item in late if item.is_free(day)]
    worst = max((item.age(day) for item in case.items), default=0)
    stage = None
    for each in case.policy.stages:
        if worst >= each.days:
            stage = each.id
    chosen, passed = choose(case, day, late, free)
    found = [] if chosen is None else [weigh(case, chosen, day, late, free)]
    for step in case.policy.steps:
        if step.is_pre_due:
            found += preventive(case, step, day)
    return Outcome(stage, one_voice(case, found, day), passed)


def choose(
    case: Case, day: date, late: list[Item], free: list[Item]
) -> tuple[Step | None, list[tuple[str, str]]]:
    """The next step in the sequence, and steps whose time has come that stay unsent.

    A required step is never passed; of optional ones the latest that is reached is taken.
    """
    steps = [step for step in case.policy.steps if not step.is_pre_due]
    taken = [case.taken(step.id, day) is not None for step in steps]
    highest = max((i for i, done in enumerate(taken) if done), default=-1)
    chosen: Step | None = None
    passed = []
    for i, step in enumerate(steps):
        if taken[i] or (i < highest and not step.required):
            continue
        if is_reached(case, step, day, free or late):
            if step.when is None or holds(case, step.when, day, late):
                if chosen is not None:
                    passed.append((chosen.id, "superseded"))
                chosen = step
            else:
                passed.append((step.id, "condition"))
        if step.required:
            break
    return chosen, passed


def is_reached(case: Case, step: Step, day: date, pool: list[Item]) -> bool:
    """Whether every clock of the step has run on one of the invoices that count."""
    if not pool:
        return False
    if step.offset is not None and max(item.age(day) for item in pool) < step.offset:
        return False
    for wait in step.after:
        on = case.taken(wait.step, day)
        if on is None or max(counted(on, day, item.stops) for item in pool) < wait.days:
            return False
    return all(case.taken(name, day) is not None for name in step.requires)


def holds(case: Case, when: Condition, day: date, late: list[Item]) -> bool:
    least, broken = when.overdue_at_least, when.broken_promises
    return (
        (least is not None and sum((item.open for item in late), ZERO) >= least)
        or case.account.grade in when.grades
        or (broken is not None and sum(on <= day for on in case.broken_from) >= broken)
    )


def weigh(case: Case, step: Step, day: date, late: list[Item], free: list[Item]) -> Judged:
    overdue = sum((item.open for item in late), ZERO)
    covered = 0 < overdue <= case.unapplied  # paid already, but not applied
    pre_due = {each.id for each in case.policy.steps if each.is_pre_due}
    same_day = any(c.on == day and c.step_id not in pre_due for c in case.contacts)
    channel, until = opening(case, step, late, plus(day, 1) if same_day else day)
    names = sorted(item.id for item in free)
    is_now = bool(names) and not covered and not same_day and until == day
    return Judged(step, late, names, channel, is_now, None if covered else until)


def opening(case: Case, step: Step, items: list[Item], day: date) -> tuple[str | None, date | None]:
    """The channel, and the first day on which an invoice is free and the customer may be told."""
    open_channels = [c for c in step.channels if c not in case.account.closed_channels]
    if not open_channels and step.channels:
        return None, None
    while True:
        free = min((_free_from(item, day, step) for item in items), default=date.max)
        if free == date.max:
            return None, None
        if not step.channels:
            return None, free
        allowed = free
        last = max((c.on for c in case.contacts if c.on <= free), default=None)
        if last is not None and (free - last).days < case.policy.min_days_between:
            allowed = plus(last, case.policy.min_days_between)
        if case.policy.business_days_only:
            allowed = business_day(allowed)
        if allowed == free:
            too_late = step.is_pre_due and all(item.due_on < free for item in items)
            return open_channels[0], None if too_late else free
        day = allowed


def _free_from(item: Item, day: date, step: Step) -> date:
    spans = item.held if step.is_pre_due else [*item.held, *item.promised]
    for first, last in sorted(spans):
        if first <= day <= last:
            if last == date.max:
                return last
            day = plus(last, 1)
    return day


def preventive(case: Case, step: Step, day: date) -> list[Judged]:
    """A reminder before the due date, for every invoice that had none yet."""
    assert step.offset is not None
    reminded = {
        name: contact.on
        for contact in case.contacts
        if contact.step_id == step.id
        for name in contact.invoices
    }
    soon = [
        item
        for item in case.items
        if step.offset <= (day - item.due_on).days <= 0
        and reminded.get(item.id, date.min) < plus(item.due_on, step.offset)
    ]
    if not soon:
        return []
    names = sorted(i.id for i in soon if not any(a <= day <= b for a, b in i.held))
    channel, until = opening(case, step, soon, day)
    return [Judged(step, soon, names, channel, bool(names) and until == day, until)]


def one_voice(case: Case, found: list[Judged], day: date) -> list[Judged]:
    """At most one step speaks to the customer on a day: the highest; others wait for the gap."""
    order = [step.id for step in case.policy.steps]
    found = sorted(found, key=lambda one: -order.index(one.step.id))
    speaker = next((one for one in found if one.is_now and one.step.channels), None)
    if speaker is None:
        return found
    spoken = with_contact(case, Contact(on=day, step_id=speaker.step.id))
    judged = []
    for one in found:
        if one is not speaker and one.step.channels:
            _, until = opening(spoken, one.step, one.items, day)
            one = one._replace(is_now=False, until=until)
        judged.append(one)
    return judged


def with_contact(case: Case, *contacts: Contact) -> Case:
    return replace(case, contacts=[*case.contacts, *contacts])


# -- deciding ------------------------------------------------------------------------------------
def decide(policy: Policy, account: Account, as_of: date) -> Decision:
    """What to do today, what waits until when, and when to look again."""
    case = read(policy, account, as_of)
    outcome = judge(case, as_of)
    actions = [
        Action(_key(case, one), one.step.id, one.invoices, one.channel or "")
        for one in outcome.judged
        if one.is_now
    ]
    done = [
        Contact(on=as_of, step_id=action.step_id, invoices=tuple(action.invoices), key=action.key)
        for action in actions
    ]
    return Decision(
        outcome.stage,
        actions,
        [(one.step.id, one.until) for one in outcome.judged if not one.is_now],
        next_review(with_contact(case, *done), as_of),
    )


def _key(case: Case, one: Judged) -> str:
    """The same however often the decision is taken in one spell of lateness."""
    anchor = ",".join(one.invoices) if one.step.is_pre_due else str(case.since)
    account = case.account
    text = "|".join((account.customer_id, account.currency, case.policy.id, one.step.id, anchor))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def next_review(case: Case, as_of: date) -> date | None:
    """The first later day on which the decision differs, with today's actions recorded."""
    today = judge(case, as_of)
    days = {one.until for one in today.judged if one.until is not None}
    days.update(changes(case, as_of))
    for day in sorted(days):
        if as_of < day < date.max and judge(case, day).signature() != today.signature():
            return day
    return None


def changes(case: Case, as_of: date) -> Iterator[date]:
    """The days on which an answer can change: due dates, offsets, waits, ends of circumstances."""
    steps, stages = case.policy.steps, case.policy.stages
    thresholds = {step.offset for step in steps if step.offset is not None and step.offset > 0}
    thresholds |= {stage.days for stage in stages}
    pre_due = [step.offset for step in steps if step.offset is not None and step.offset <= 0]
    waits = [
        (on, wait.days)
        for step in steps
        for wait in step.after
        if (on := case.taken(wait.step, as_of)) is not None
    ]
    yield plus(as_of, 1)  # one step a day
    yield from case.broken_from
    for item in case.items:
        age = item.age(as_of)
        if age <= 0:
            yield plus(item.due_on, 1)
            yield from (plus(item.due_on, offset) for offset in pre_due)
        yield from (reached_on(item.due_on, days, item.stops) for days in thresholds if days > age)
        yield from (reached_on(on, days, item.stops) for on, days in waits)
        for first, last in (*item.held, *item.promised):
            yield first
            if last < date.max:
                yield plus(last, 1)
