"""What the slow reference of the ladder reads from the facts: money, promises, plans, ages.

Nothing of `collectkit.arrangements` is used: a balance is a sum over allocations, a plan is walked
evening by evening, an age is counted day by day. A bounced payment was never made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from collectkit.dates import Calendar
from collectkit.escalation import Ladder
from collectkit.ledger import Account, Done, Hold, Invoice, PaymentPlan, Promise

T = TypeVar("T")

DAY = timedelta(1)
BLOCKED_BY = {
    "reminder": "reminders",
    "demand": "demands",
    "statutory": "demands",
    "suspend": "demands",
    "call": "calls",
    "agency": "agency",
    "legal": "legal",
    "write_off": "agency",
}


class Part(NamedTuple):
    id: str
    invoice: Invoice
    number: int
    due: date | None
    units: int

    @property
    def currency(self) -> str:
        return self.invoice.currency

    @property
    def day(self) -> date:
        assert self.due is not None  # only parts with a date have a place on the ladder
        return self.due

    def named(self, names: tuple[str, ...]) -> bool:
        return not names or self.id in names or self.invoice.id in names


class Course(NamedTuple):
    """A plan on an evening: `stands`, `over` or `default`, and the date that it puts in."""

    state: str
    due: date | None
    since: date


@dataclass
class Facts:
    ladder: Ladder
    account: Account
    today: date
    grade: str | None
    calendar: Calendar
    memory: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: tuple[Any, ...], answer: Callable[[], T]) -> T:
        """The same question gets the same answer."""
        if key not in self.memory:
            self.memory[key] = answer()
        found: T = self.memory[key]
        return found

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
        self.uses = [
            use
            for use in self.account.allocations
            if use.source_id in self.received and use.applied_on <= self.today
        ]
        self.invoices = [i for i in self.account.invoices if i.issued_on <= self.today]
        self.every = [
            Part(item_id, invoice, part.number, part.due_on, part.amount.minor_units)
            for invoice in self.invoices
            for item_id, part in zip(invoice.item_ids, invoice.installments, strict=True)
        ]
        self.parts = [p for p in self.every if p.invoice.nature == "trade" and p.due is not None]
        left = [part for part in self.parts if self.owed(part, self.today) > 0]
        self.open = sorted(left, key=lambda part: (part.day, part.id))
        self.currencies = sorted({part.currency for part in self.open})
        latest: dict[object, Done] = {}
        for n, done in enumerate(sorted(self.account.done, key=Done.order)):
            latest[n if done.key is None else done.key] = done
        self.done = [d for d in latest.values() if d.status in ("sent", "delivered")]

    def payments(self, part: Part) -> list[tuple[date, date, int]]:
        """When the money came, when it was applied, and how much of it."""
        return self.once(("payments", part.id), lambda: [
            (self.received[use.source_id or ""].received_on, use.applied_on, use.amount.minor_units)
            for use in self.uses
            if (use.invoice_id, use.installment) == (part.invoice.id, part.number)
        ])  # fmt: skip

    def owed(self, part: Part, evening: date) -> int:
        if evening < part.invoice.issued_on:
            return 0
        return part.units - sum(
            units for came, used, units in self.payments(part) if max(came, used) <= evening
        )

    def settled(self, part: Part) -> date | None:
        """The evening on which enough money had come; None while it has not."""
        left = part.units
        for came, _, units in sorted(self.payments(part)):
            left -= units
            if left <= 0:
                return max(came, part.invoice.issued_on)
        return None

    def paid_late(self) -> int:
        days = [(part.day, self.settled(part)) for part in self.parts]
        return sum(settled is not None and settled > due for due, settled in days)

    def unapplied(self, currency: str) -> int:
        came = sum(
            r.amount.minor_units for r in self.received.values() if r.amount.currency == currency
        )
        used = sum(u.amount.minor_units for u in self.uses if u.amount.currency == currency)
        return came - used

    def overdue(self, currency: str, evening: date) -> bool:
        return any(
            part.currency == currency and part.day < evening and self.owed(part, evening) > 0
            for part in self.parts
        )

    def spell(self, currency: str, day: date) -> date | None:
        """The first day of the spell of being overdue that a day lies in."""
        if not self.overdue(currency, day):
            return None
        while self.overdue(currency, day - DAY):
            day -= DAY
        return day

    def spell_of(self, part: Part, day: date) -> date | None:
        """The same of one item."""
        if not part.day < day or self.owed(part, day) <= 0:
            return None
        while part.day < day - DAY and self.owed(part, day - DAY) > 0:
            day -= DAY
        return day

    # -- promises ------------------------------------------------------------------------------
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
            for use in self.uses
            if use.invoice_id in promise.invoices
            and promise.promised_on <= self.received[use.source_id or ""].received_on <= until
        )

    def last_chance(self, promise: Promise) -> date:
        return promise.pay_by + timedelta(self.ladder.promise_rules.grace_days)

    def kept(self, promise: Promise, by: date) -> bool:
        until = min(by, self.last_chance(promise))
        required = less(promise.amount.minor_units, self.ladder.promise_rules.tolerance.value)
        return self.credited(promise, until) >= required

    def live(self, promise: Promise, day: date) -> bool:
        return promise.promised_on <= day <= self.last_chance(promise) and not self.kept(
            promise, day
        )

    def promised(self, part: Part, day: date) -> bool:
        return any(
            self.live(promise, day)
            for promise in self.account.promises
            if part.invoice.id in promise.invoices
            or (not promise.invoices and part.currency == promise.amount.currency)
        )

    def broken(self, day: date) -> int:
        return sum(
            self.last_chance(promise) < day and not self.kept(promise, day)
            for promise in self.account.promises
        )

    # -- plans ---------------------------------------------------------------------------------
    def plan(self, part: Part, day: date) -> PaymentPlan | None:
        """The plan agreed last by a day."""
        found = [
            plan
            for plan in self.account.plans
            if part.invoice.id in plan.invoices and plan.agreed_on <= day
        ]
        return max(found, key=lambda plan: (plan.agreed_on, plan.id), default=None)

    def course(self, plan: PaymentPlan, day: date) -> Course:
        """How a plan stands on a day from `agreed_on` on, walking the evenings."""
        walked: list[Course] = self.memory.setdefault(("course", plan.id), [])
        while len(walked) <= (day - plan.agreed_on).days:
            walked.append(self.next_course(plan, walked))
        return walked[(day - plan.agreed_on).days]

    def next_course(self, plan: PaymentPlan, walked: list[Course]) -> Course:
        day = plan.agreed_on + timedelta(len(walked))
        if walked:
            if walked[-1].state != "stands":
                return walked[-1]
            rules = self.ladder.plan_rules
            unpaid = self.unpaid(plan, day - DAY)
            missed = [due for due in unpaid if due + timedelta(rules.grace_days) < day]
            if missed and (len(missed) >= rules.default_after or len(missed) == len(unpaid)):
                return Course("default", None, day)
        left = self.unpaid(plan, day)
        return Course("stands", left[0], day) if left else Course("over", None, day)

    def unpaid(self, plan: PaymentPlan, evening: date) -> list[date]:
        """The dates of the installments that the money of an evening does not cover."""
        own = [part for part in self.every if part.invoice.id in plan.invoices]
        settled = [self.settled(part) for part in own]
        if {part.invoice.id for part in own} == set(plan.invoices) and all(
            day is not None and day <= evening for day in settled
        ):
            return []
        came = sum(
            units
            for part in own
            for on, _, units in self.payments(part)
            if plan.agreed_on <= on <= evening
        )
        found, so_far = [], 0
        for one in sorted(plan.installments, key=lambda one: (one.due_on, one.number)):
            so_far += one.amount.minor_units
            if came < less(so_far, self.ladder.plan_rules.tolerance.value):
                assert one.due_on is not None  # a plan's dates are known
                found.append(one.due_on)
        return found

    def under_plan(self, part: Part, day: date) -> bool:
        return any(
            plan.agreed_on <= day and self.course(plan, day).state == "stands"
            for plan in self.account.plans
            if part.invoice.id in plan.invoices
        )

    # -- holds, disputes, placements -----------------------------------------------------------
    def holding(self, part: Part, day: date) -> list[Hold]:
        return [
            hold
            for hold in self.account.holds
            if part.named(hold.items)
            and hold.from_on <= day
            and (hold.until_on is None or day <= hold.until_on)
        ]

    def held(self, part: Part, block: str, day: date) -> bool:
        """Whether a hold or its cool-down blocks a kind of step."""
        return any(
            block in (hold.blocks or ())
            and part.named(hold.items)
            and hold.from_on <= day
            and (hold.until_on is None or day <= hold.until_on + timedelta(hold.cooldown_days))
            for hold in self.account.holds
        )

    def released(self, part: Part, day: date) -> date:
        """The last release by a day of a hold that lets the item start again."""
        days = [
            hold.until_on + DAY
            for hold in self.account.holds
            if hold.on_release == "restart"
            and hold.until_on is not None
            and part.named(hold.items)
            and hold.until_on < day
        ]
        return max(days, default=date.min)

    def disputed(self, part: Part, day: date) -> int | None:
        """The disputed sum; None when it is the whole invoice."""
        amounts = [
            dispute.amount
            for dispute in self.account.disputes
            if dispute.invoice_id == part.invoice.id
            and dispute.opened_on <= day
            and (dispute.closed_on is None or day < dispute.closed_on)
        ]
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

    def blocked(self, part: Part, kind: str, day: date, *, pre_due: bool = False) -> bool:
        """Whether a step of a kind may not speak of this item; placements are another question."""
        block = BLOCKED_BY.get(kind)
        return block is not None and self.once(
            ("blocked", part.id, block, day, pre_due),
            lambda: (
                self.held(part, block, day)
                or self.disputed(part, day) is None
                or (not pre_due and (self.promised(part, day) or self.under_plan(part, day)))
            ),
        )

    # -- ages ----------------------------------------------------------------------------------
    def stopped(self, part: Part, day: date) -> bool:
        return self.once(("stopped", part.id, day), lambda: (
            any(hold.clock == "stop" for hold in self.holding(part, day))
            or self.disputed(part, day) is None
            or self.promised(part, day)
        ))  # fmt: skip

    def running(self, part: Part, start: date, day: date) -> int:
        """Days after `start` up to `day` on which the item's clock ran.

        Seen from a plan that began afresh, days from its making to its default never ran.
        """
        if day < start:
            return (day - start).days
        plan = self.plan(part, day)
        forgiven: tuple[date, date] | None = None
        if plan is not None and plan.on_default == "fresh":
            course = self.course(plan, day)
            if course.state == "default":
                forgiven = (plan.agreed_on, course.since)
        days = (start + timedelta(n) for n in range(1, (day - start).days + 1))
        return sum(
            not self.stopped(part, on) and not (forgiven and forgiven[0] <= on <= forgiven[1])
            for on in days
        )

    def age(self, part: Part, day: date) -> int:
        return self.once(("age", part.id, day), lambda: self._age(part, day))

    def _age(self, part: Part, day: date) -> int:
        plan = self.plan(part, day)
        start = part.day
        if plan is not None:
            course = self.course(plan, day)
            if course.state == "stands" and course.due is not None:
                start = course.due
            elif course.state == "default" and plan.on_default == "fresh":
                start = course.since
        return self.running(part, start, day)

    def reached_since(self, part: Part, days: int, day: date) -> date | None:
        """The first day of the stretch up to `day` on which the age was at least `days`."""
        if self.age(part, day) < days:
            return None
        while self.age(part, day - DAY) >= days:
            day -= DAY
        return day


def less(units: int, tolerance: Any) -> int:
    """Minor units less a share of them in percent, rounded half-up."""
    return units - int(Fraction(tolerance) * units / 100 + Fraction(1, 2))
