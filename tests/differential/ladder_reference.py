"""Deciding once more, slowly: day by day, from the description of the rules alone.

Nothing of `collectkit.escalation`, `arrangements` or `contact` is used but the ladder as a
document; balances come from allocations of single parts and bounced payments. A day count walks
the days, a date in the future is found by trying every day. Readings where the description leaves
a choice:

* An item is spoken of when it is late by the calendar, not placed, and nothing blocks the step's
  kind. Where every late item is blocked, their ages still count and the step is deferred.
* Statutory, agency and legal steps take only items which by themselves stood in the steps they
  wait for and have waited long enough.
* A step is deferred to the first day on which an item of today is free for it and the customer
  may be contacted; a missing approval has no such day.
* Preventive steps go by the calendar: a stopped clock makes nothing upcoming again.
* Of what would reach the customer today the step highest in the ladder speaks, then the currency
  first in the alphabet; all others wait as if it had been said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from collectkit.dates import Calendar
from collectkit.escalation import (
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    GradeIn,
    Ladder,
    Not,
    SegmentIn,
    Step,
)
from collectkit.ledger import Account, Customer, Done, Hold, Invoice, Promise

DAY = timedelta(1)
HORIZON = 400
BLOCKED_BY = {
    "reminder": "reminders",
    "demand": "demands",
    "statutory": "demands",
    "call": "calls",
    "agency": "agency",
    "legal": "legal",
}
PER_ITEM = ("statutory", "agency", "legal")
INTERNAL = ("task", "agency", "legal")


class Part(NamedTuple):
    id: str
    invoice: Invoice
    number: int
    due: date
    units: int

    @property
    def currency(self) -> str:
        return self.invoice.currency

    def named(self, names: tuple[str, ...]) -> bool:
        return not names or self.id in names or self.invoice.id in names


class Verdict(NamedTuple):
    """What is compared: stages, actions, deferred and suppressed steps."""

    stages: dict[str, str | None]
    actions: set[tuple[str, str, tuple[str, ...], str | None]]
    deferred: set[tuple[str, str, date | None]]
    suppressed: set[tuple[str, str, str]]


class Turn(NamedTuple):
    """A step whose turn it is in a currency, with the items it could speak of and speaks of."""

    currency: str
    step: Step
    candidates: list[Part]
    items: list[Part]


@dataclass
class Reference:
    ladder: Ladder
    account: Account
    today: date
    grade: str | None
    calendar: Calendar

    # -- money, as known today -----------------------------------------------------------------
    def __post_init__(self) -> None:
        bounced = {
            r.reverses
            for r in self.account.receipts
            if r.kind == "reversal" and r.received_on <= self.today
        }
        self.received = {
            r.id: r
            for r in self.account.receipts
            if r.kind == "payment" and r.received_on <= self.today and r.id not in bounced
        }
        self.invoices = [i for i in self.account.invoices if i.issued_on <= self.today]
        self.parts = [
            Part(item_id, invoice, part.number, part.due_on, part.amount.minor_units)
            for invoice in self.invoices
            for item_id, part in zip(invoice.item_ids, invoice.installments, strict=True)
            if invoice.nature == "trade" and part.due_on is not None
        ]
        self.open = [part for part in self.parts if self.owed(part, self.today) > 0]
        self.currencies = sorted({part.currency for part in self.open})
        latest: dict[object, Done] = {}
        for n, done in enumerate(sorted(self.account.done, key=Done.order)):
            latest[n if done.key is None else done.key] = done
        self.done = [d for d in latest.values() if d.status in ("sent", "delivered")]

    def owed(self, part: Part, evening: date) -> int:
        if evening < part.invoice.issued_on:
            return 0
        left = part.units
        for use in self.account.allocations:
            receipt = self.received.get(use.source_id or "")
            if receipt is None or (use.invoice_id, use.installment) != (
                part.invoice.id,
                part.number,
            ):
                continue
            if max(use.applied_on, receipt.received_on, part.invoice.issued_on) <= evening:
                left -= use.amount.minor_units
        return left

    def overdue(self, currency: str, evening: date) -> bool:
        return any(
            part.currency == currency and part.due < evening and self.owed(part, evening) > 0
            for part in self.parts
        )

    def episode(self, currency: str, day: date) -> date | None:
        if not self.overdue(currency, day):
            return None
        while self.overdue(currency, day - DAY):
            day -= DAY
        return day

    # -- promises, holds, disputes, placements -------------------------------------------------
    def credited(self, promise: Promise, until: date) -> int:
        """What came from the day it was made to `until`."""
        if not promise.invoices:
            return sum(
                receipt.amount.minor_units
                for receipt in self.received.values()
                if receipt.amount.currency == promise.amount.currency
                and promise.promised_on <= receipt.received_on <= until
            )
        return sum(
            use.amount.minor_units
            for use in self.account.allocations
            if use.invoice_id in promise.invoices
            and use.source_id in self.received
            and use.applied_on <= self.today
            and promise.promised_on <= self.received[use.source_id].received_on <= until
        )

    def required(self, promise: Promise) -> int:
        units = promise.amount.minor_units
        tolerated = Fraction(self.ladder.promise_rules.tolerance.value) * units / 100
        return units - int(tolerated + Fraction(1, 2))

    def last_chance(self, promise: Promise) -> date:
        return promise.pay_by + timedelta(self.ladder.promise_rules.grace_days)

    def kept(self, promise: Promise, by: date) -> bool:
        until = min(by, self.last_chance(promise))
        return self.credited(promise, until) >= self.required(promise)

    def live(self, promise: Promise, day: date) -> bool:
        return promise.promised_on <= day <= self.last_chance(promise) and not self.kept(
            promise, day
        )

    def promised(self, part: Part, day: date) -> bool:
        for promise in self.account.promises:
            if promise.invoices:
                about = part.invoice.id in promise.invoices
            else:
                about = part.currency == promise.amount.currency
            if about and self.live(promise, day):
                return True
        return False

    def broken(self, day: date) -> int:
        return sum(
            self.last_chance(promise) < day and not self.kept(promise, day)
            for promise in self.account.promises
        )

    def holding(self, part: Part, day: date) -> list[Hold]:
        return [
            hold
            for hold in self.account.holds
            if part.named(hold.items)
            and hold.from_on <= day
            and (hold.until_on is None or day <= hold.until_on)
        ]

    def disputed(self, part: Part, day: date) -> int | None:
        """The disputed sum; None when it is the whole invoice."""
        standing = [
            dispute
            for dispute in self.account.disputes
            if dispute.invoice_id == part.invoice.id
            and dispute.opened_on <= day
            and (dispute.closed_on is None or day < dispute.closed_on)
        ]
        amounts = [dispute.amount for dispute in standing]
        if None in amounts:
            return None
        return sum(amount.minor_units for amount in amounts if amount is not None)

    def placed(self, part: Part, day: date) -> bool:
        return any(
            part.named(placement.items)
            and placement.from_on <= day
            and (placement.until_on is None or day <= placement.until_on)
            for placement in self.account.placements
        )

    def blocked(self, part: Part, step: Step, day: date) -> bool:
        """Whether this step may not speak of this item."""
        if self.placed(part, day):
            return True
        block = BLOCKED_BY.get(step.kind)
        if block is None:
            return False
        if any(block in (hold.blocks or ()) for hold in self.holding(part, day)):
            return True
        if self.disputed(part, day) is None:
            return True
        if step.is_pre_due:
            return False
        planned = any(
            plan.agreed_on <= day and part.invoice.id in plan.invoices
            for plan in self.account.plans
        )
        return planned or self.promised(part, day)

    # -- ages ----------------------------------------------------------------------------------
    def stopped(self, part: Part, day: date) -> bool:
        return (
            any(hold.clock == "stop" for hold in self.holding(part, day))
            or self.disputed(part, day) is None
            or self.promised(part, day)
        )

    def running(self, part: Part, start: date, day: date) -> int:
        """Days after `start` up to `day` on which the item's clock ran."""
        if day < start:
            return (day - start).days
        return sum(
            not self.stopped(part, start + timedelta(n)) for n in range(1, (day - start).days + 1)
        )

    def age(self, part: Part, day: date) -> int:
        return self.running(part, part.due, day)

    def late(self, currency: str, day: date) -> list[Part]:
        return [
            part
            for part in self.open
            if part.currency == currency and part.due < day and not self.placed(part, day)
        ]

    def stage(self, currency: str, day: date) -> str | None:
        ages = [self.age(part, day) for part in self.open
                if part.currency == currency and not self.placed(part, day)]  # fmt: skip
        reached = [s.id for s in self.ladder.stages if any(age >= s.days for age in ages)]
        return reached[-1] if reached else None

    # -- what was sent -------------------------------------------------------------------------
    def of_this_ladder(self, done: Done) -> bool:
        return done.ladder is None or done.ladder.split("@")[0] == self.ladder.id

    def concerns(self, done: Done, currency: str) -> bool:
        """Whether it was about something in this currency; without items it was about all."""
        names = {
            name
            for invoice in self.invoices
            if invoice.currency == currency
            for name in (invoice.id, *invoice.item_ids)
        }
        return not done.items or bool(names & set(done.items))

    def taken(self, step: str, currency: str, day: date, part: Part | None = None) -> date | None:
        start = self.episode(currency, day)
        if start is None:
            return None
        days = [
            done.on
            for done in self.done
            if done.step_id == step
            and self.of_this_ladder(done)
            and self.concerns(done, currency)
            and (part is None or part.named(done.items))
            and start <= done.on <= day
        ]
        return max(days, default=None)

    # -- conditions ----------------------------------------------------------------------------
    def truth(self, condition: Condition, currency: str, day: date) -> bool | None:
        match condition:
            case AmountAtLeast():
                least = {money.currency: money.minor_units for money in condition.amounts}
                return self.seen(currency, day) >= least[currency] if currency in least else None
            case GradeIn():
                return None if self.grade is None else self.grade in condition.grades
            case SegmentIn():
                segment = self.account.customer.segment
                return None if segment is None else segment in condition.segments
            case BrokenPromises():
                return self.broken(day) >= condition.at_least
            case Not():
                inner = self.truth(condition.condition, currency, day)
                return None if inner is None else not inner
        answers = [self.truth(one, currency, day) for one in condition.conditions]
        decisive = isinstance(condition, AnyOf)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    def seen(self, currency: str, day: date) -> int:
        """What is overdue and undisputed, invoice by invoice."""
        found = 0
        for invoice in self.invoices:
            late = [part for part in self.late(currency, day) if part.invoice is invoice]
            disputed = self.disputed(late[0], day) if late else None
            if disputed is not None:
                found += max(sum(self.owed(part, self.today) for part in late) - disputed, 0)
        return found

    # -- the sequence --------------------------------------------------------------------------
    def passed(self, step: Step, part: Part, day: date) -> bool:
        if step.offset is not None and self.age(part, day) < step.offset:
            return False
        for wait in step.after:
            on = self.taken(wait.step, part.currency, day, part)
            if on is None or self.running(part, on, day) < wait.days:
                return False
        return all(self.taken(name, part.currency, day, part) for name in step.requires)

    def candidates(self, step: Step, currency: str, day: date) -> list[Part]:
        late = self.late(currency, day)
        return [part for part in late if step.kind not in PER_ITEM or self.passed(step, part, day)]

    def asked(self, step: Step, currency: str, day: date) -> str:
        """`reached`, `waiting`, or why a step whose time has come stays unsent."""
        late = self.late(currency, day)
        pool = [part for part in late if not self.blocked(part, step, day)] or late
        if not pool:
            return "waiting"
        age = max(self.age(part, day) for part in pool)
        if step.offset is not None and age < step.offset:
            return "waiting"
        for wait in step.after:
            on = self.taken(wait.step, currency, day)
            if on is None or max(self.running(part, on, day) for part in pool) < wait.days:
                return "waiting"
        if any(self.taken(name, currency, day) is None for name in step.requires):
            return "waiting"
        if step.kind in PER_ITEM and not any(self.passed(step, part, day) for part in pool):
            return "waiting"
        if step.expires is not None and age > step.expires:
            return "expired"
        if step.when is None:
            return "reached"
        answer = self.truth(step.when, currency, day)
        return {True: "reached", False: "condition", None: "unknown"}[answer]

    def choose(self, currency: str, day: date) -> tuple[Step | None, dict[str, str]]:
        sequence = [step for step in self.ladder.steps if not step.is_pre_due]
        sent = [self.taken(step.id, currency, day) is not None for step in sequence]
        allowed: list[Step] = []
        for n, step in enumerate(sequence):
            if not sent[n] and (step.required or not any(sent[n:])):
                allowed.append(step)
                if step.required:
                    break
        answers = {step.id: self.asked(step, currency, day) for step in allowed}
        reached = [step for step in allowed if answers[step.id] == "reached"]
        why = {name: said for name, said in answers.items() if said not in ("reached", "waiting")}
        why.update((step.id, "superseded") for step in reached[:-1])
        return (reached[-1] if reached else None), why

    def approved(self, step: Step, currency: str, items: list[Part], day: date) -> bool:
        start = self.episode(currency, day)
        return step.approval is None or any(
            approval.step_id == step.id
            and approval.by == step.approval
            and all(part.named(approval.items) for part in items)
            and start is not None
            and start <= approval.on <= day
            for approval in self.account.approvals
        )

    def sequence_turn(self, currency: str, day: date) -> Turn | None:
        step, _ = self.choose(currency, day)
        if step is None:
            return None
        candidates = self.candidates(step, currency, day)
        items = [part for part in candidates if not self.blocked(part, step, day)]
        return Turn(currency, step, candidates, items)

    # -- preventive steps ----------------------------------------------------------------------
    def reminded(self, step: Step, part: Part) -> bool:
        return any(
            done.step_id == step.id
            and done.items
            and part.named(done.items)
            and done.on >= part.due + timedelta(step.offset or 0)
            for done in self.done
            if self.of_this_ladder(done)
        )

    def preventive_turns(self, day: date) -> list[Turn]:
        found = []
        for step in self.ladder.steps:
            for currency in self.currencies if step.is_pre_due else ():
                near = [
                    part
                    for part in self.open
                    if part.currency == currency
                    and not self.reminded(step, part)
                    and not self.placed(part, day)
                    and (step.offset or 0) <= (day - part.due).days <= (step.expires or 0)
                ]
                if step.when is not None and not self.truth(step.when, currency, day):
                    continue
                if near:
                    free = [part for part in near if not self.blocked(part, step, day)]
                    found.append(Turn(currency, step, near, free))
        return found

    # -- contact -------------------------------------------------------------------------------
    def channel(self, step: Step, day: date) -> str | None:
        """The channel through which the customer may be contacted, whatever the gap."""
        customer: Customer = self.account.customer
        if customer.represented_by is not None:
            return None
        if customer.cease_received_on is not None and customer.cease_received_on <= day:
            return None
        shut = {
            o.target for o in customer.opt_outs if o.received_on is None or o.received_on <= day
        }
        points = customer.contact_points
        for channel in step.channels:
            if channel in shut:
                continue
            if points is None or any(
                p.channel == channel and p.address not in shut for p in points
            ):
                return channel
        return None

    def contacts(self) -> list[date]:
        return [
            done.on
            for done in self.done
            if done.kind in ("contact", "notice") and done.direction == "out"
            and done.customer_facing
        ]  # fmt: skip

    def may_contact(self, step: Step, day: date, contacts: list[date]) -> bool:
        rules = self.ladder.contact_rules
        if self.channel(step, day) is None:
            return False
        if rules.business_days_only and not self.calendar.is_business_day(day):
            return False
        gap = max(rules.min_days_between, 1)
        return all((day - on).days >= gap for on in contacts if on <= day)

    # -- one day -------------------------------------------------------------------------------
    def stands(self, turn: Turn, day: date, contacts: list[date]) -> bool:
        """Whether nothing stands against a step but its approval."""
        step = turn.step
        if all(self.blocked(part, step, day) for part in turn.candidates):
            return False
        if not step.is_pre_due and any(
            done.on == day and done.step_id is not None and self.in_sequence(done, turn.currency)
            for done in self.done
        ):
            return False
        return step.kind in INTERNAL or self.may_contact(step, day, contacts)

    def in_sequence(self, done: Done, currency: str) -> bool:
        """Whether a step of the sequence was taken in this currency."""
        preventive = [step.id for step in self.ladder.steps if step.is_pre_due]
        return (
            self.of_this_ladder(done)
            and done.step_id not in preventive
            and self.concerns(done, currency)
        )

    def next_allowed(self, turn: Turn, contacts: list[date]) -> date | None:
        if not self.approved(turn.step, turn.currency, turn.items, self.today):
            return None
        for n in range(HORIZON):
            if self.stands(turn, self.today + timedelta(n), contacts):
                return self.today + timedelta(n)
        return None

    def verdict(self) -> Verdict:
        day = self.today
        turns = [t for t in (self.sequence_turn(c, day) for c in self.currencies) if t is not None]
        turns += self.preventive_turns(day)
        order = [step.id for step in self.ladder.steps]
        turns.sort(key=lambda turn: (-order.index(turn.step.id), turn.currency))
        contacts = self.contacts()
        ready = [turn for turn in turns if self.next_allowed(turn, contacts) == day]
        speakers = [turn for turn in ready if turn.step.kind not in INTERNAL][:1]
        if speakers:
            contacts = [*contacts, day]
        actions, deferred = set(), set()
        for turn in turns:
            internal = turn.step.kind in INTERNAL
            if turn in ready and (internal or turn in speakers):
                items = tuple(sorted(part.id for part in turn.items))
                channel = None if internal else self.channel(turn.step, day)
                actions.add((turn.currency, turn.step.id, items, channel))
            else:
                allowed = self.next_allowed(turn, contacts)
                deferred.add((turn.currency, turn.step.id, allowed))
        return Verdict(
            stages={currency: self.stage(currency, day) for currency in self.currencies},
            actions=actions,
            deferred=deferred,
            suppressed={
                (currency, name, code)
                for currency in self.currencies
                for name, code in self.choose(currency, day)[1].items()
            },
        )
