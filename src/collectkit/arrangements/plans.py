"""Payment plans: which installments were paid, and whether the plan still stands.

Everything is derived from the money, evening by evening. Nothing is stored.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from collectkit.arrangements.reasons import REASONS
from collectkit.arrangements.rules import PlanRules
from collectkit.dates import Context
from collectkit.explain import Line, Reason, Trace
from collectkit.ledger import Installment, Item, PaymentPlan, Snapshot
from collectkit.money import Money

__all__ = ["InstallmentState", "InstallmentStatus", "PlanState", "PlanStatus", "plan_status"]

_DAY = timedelta(1)


class InstallmentStatus(Enum):
    """`OPEN` lasts to the end of grace; `MISSED` is unpaid after it."""

    PAID = "paid"
    OPEN = "open"
    MISSED = "missed"


class PlanStatus(Enum):
    """`KEPT` stands with nothing missed, `IN_ARREARS` stands with too little missed to end it."""

    PENDING = "pending"
    KEPT = "kept"
    IN_ARREARS = "in-arrears"
    DEFAULTED = "defaulted"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallmentState:
    """One installment at a day.

    `paid` is what of the money counts for it, oldest installment first. `last_on` is the last day
    that pays it in time. `paid_on` is the day since which enough had come on every evening.
    """

    installment: Installment
    status: InstallmentStatus
    paid: Money
    last_on: date
    paid_on: date | None

    @property
    def due_on(self) -> date:
        """Its agreed date."""
        assert self.installment.due_on is not None  # the plan checks it
        return self.installment.due_on

    @property
    def was_late(self) -> bool:
        """Paid, but after grace."""
        return self.paid_on is not None and self.paid_on > self.last_on

    @property
    def why(self) -> Reason:
        """The status in figures."""
        if self.paid_on is None:
            code = f"installment_{self.status.value}"
            return REASONS(code, paid=self.paid, until=self.last_on)
        if self.was_late:
            return REASONS("installment_paid_late", on=self.paid_on, until=self.last_on)
        return REASONS("installment_paid", on=self.paid_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanState:
    """A plan at a day.

    `received` is the money that counts. `defaults_on` is the first day of default: passed where
    the status says so, else the day that comes if nothing more is paid; None where the plan is
    completed (one that begins with nothing left to pay, on its first day).
    `missed_to_default` is how many installments missed at one time end it. `course` says from
    which day on which installment's date drove, while the plan stood.
    """

    plan: PaymentPlan
    as_of: date
    status: PlanStatus
    installments: tuple[InstallmentState, ...]
    received: Money
    defaults_on: date | None
    completed_on: date | None
    missed_to_default: int
    course: tuple[tuple[date, date], ...]

    @property
    def stands(self) -> bool:
        """Whether its dates stand in for the due dates on this day."""
        return self.status in (PlanStatus.KEPT, PlanStatus.IN_ARREARS)

    @property
    def next_due(self) -> InstallmentState | None:
        """The oldest installment that is not paid; None unless the plan stands or is to come."""
        if not self.stands and self.status is not PlanStatus.PENDING:
            return None
        unpaid = (part for part in self.installments if part.status is not InstallmentStatus.PAID)
        return next(unpaid, None)

    @property
    def missed(self) -> tuple[InstallmentState, ...]:
        """The installments that are unpaid after their grace."""
        return tuple(p for p in self.installments if p.status is InstallmentStatus.MISSED)

    @property
    def ends_on(self) -> date:
        """The first day on which it no longer stands: completed, or in default."""
        ended = self.completed_on or self.defaults_on
        assert ended is not None  # one of them comes
        return ended

    def live_span(self) -> tuple[date, date] | None:
        """The days on which it stands (first, last), if nothing more is paid; None if empty."""
        first = self.plan.agreed_on
        return None if self.ends_on <= first else (first, self.ends_on - _DAY)

    def covers(self, item: Item) -> bool:
        """Whether the plan is about this item: a part of one of its invoices."""
        return item.invoice.id in self.plan.invoices

    @property
    def why(self) -> Reason:
        """The status in figures."""
        subject, following = self.plan.id, self.next_due
        match self.status:
            case PlanStatus.PENDING:
                return REASONS("plan_pending", subject, on=self.plan.agreed_on)
            case PlanStatus.COMPLETED:
                return REASONS("plan_completed", subject, on=self.completed_on)
            case PlanStatus.DEFAULTED:
                return REASONS("plan_defaulted", subject, on=self.defaults_on)
            case PlanStatus.IN_ARREARS:
                count, limit = len(self.missed), self.missed_to_default
                return REASONS("plan_in_arrears", subject, count=count, limit=limit)
        assert following is not None  # all paid would be completed
        amount = following.installment.amount
        return REASONS("plan_kept", subject, amount=amount, due=following.due_on)

    def explain(self) -> str:
        """The status and every installment, as text."""
        lines = (
            Line(
                label=f"due {part.due_on}",
                text=str(part.why),
                amount=str(part.installment.amount),
            )
            for part in self.installments
        )
        return str(Trace(str(self.why), tuple(lines)))


def plan_status(
    plan: PaymentPlan,
    snapshot: Snapshot,
    *,
    rules: PlanRules | None = None,
    context: Context | None = None,
) -> PlanState:
    """How a plan stands at the snapshot's day.

    Counts what was paid on the plan's invoices, by the day the money came, from `agreed_on` on,
    oldest installment first. An installment is paid when the money covers the sum due so far less
    the tolerance; when nothing is left open on the invoices, all are. One that is unpaid on the
    evening of its last day (grace included) is missed the next day. The plan is in default the
    day after an evening with `default_after` of them unpaid, or with the last one unpaid; paying
    then does not revive it. `context` has the calendar of grace in business days.

    >>> from collectkit.arrangements import payment_plan
    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("100.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> plan = payment_plan(Money("100.00", "EUR"), 2, first_due=date(2026, 3, 1), id="PLAN-1",
    ...                     customer_id="C-1", invoices=("INV-7",), agreed_on=date(2026, 2, 10))
    >>> receipt, allocation = payment(invoice, on=date(2026, 3, 1), amount=Money("50.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,), plans=(plan,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> print(plan_status(plan, snapshot(account, as_of=date(2026, 4, 2))).explain())
    PLAN-1: in default since 2026-04-02
      due 2026-03-01  paid on 2026-03-01                      EUR 50.00
      due 2026-04-01  EUR 0.00 paid, missed after 2026-04-01  EUR 50.00
    """
    rules = rules or PlanRules()
    return _Course(plan, snapshot, rules, context).state()


class _Course:
    """The evenings of a plan on which something can change."""

    def __init__(
        self, plan: PaymentPlan, snapshot: Snapshot, rules: PlanRules, context: Context | None
    ) -> None:
        self.plan, self.as_of, self.rules = plan, snapshot.as_of, rules
        self.currency = plan.installments[0].amount.currency
        parts = [(part.due_on, part.number, part) for part in plan.installments if part.due_on]
        self.parts = [part for *_, part in sorted(parts, key=lambda entry: entry[:2])]
        self.dues = [part.due_on for part in self.parts if part.due_on is not None]
        self.lasts = [rules.last_day(due, context, of=plan.id) for due in self.dues]
        self.required = self._required()
        items = [item for item in snapshot.items if item.invoice.id in plan.invoices]
        self.settled_on = self._settled(items)
        self.days, self.sums = self._money(items)

    def _required(self) -> list[int]:
        """What has to have come for each installment: the sum so far less the tolerance."""
        so_far, required = Money.zero(self.currency), []
        for part in self.parts:
            so_far = so_far + part.amount
            required.append(self.rules.required(so_far).minor_units)
        return required

    def _settled(self, items: Sequence[Item]) -> date | None:
        """The day from which nothing was left to pay on the invoices, all of them known."""
        days = [item.settled_on for item in items if item.settled_on is not None]
        known = {item.invoice.id for item in items}
        if len(days) < len(items) or known != set(self.plan.invoices):
            return None
        return max(*days, self.plan.agreed_on)

    def _money(self, items: Sequence[Item]) -> tuple[list[date], list[int]]:
        """Days on which money came, and the sum on their evenings."""
        came: defaultdict[date, int] = defaultdict(int)
        for item in items:
            for posting in item.postings:
                if (
                    posting.kind in ("paid", "recovered")
                    and posting.value_on >= self.plan.agreed_on
                ):
                    came[posting.value_on] += posting.amount.minor_units
        days, sums, so_far = sorted(came), [], 0
        for day in days:
            so_far += came[day]
            sums.append(so_far)
        return days, sums

    # -- one evening -----------------------------------------------------------------------------
    def received(self, evening: date) -> int:
        n = bisect_right(self.days, evening)
        return self.sums[n - 1] if n else 0

    def paid(self, evening: date) -> int:
        """How many installments, oldest first, are paid on an evening with the money known."""
        if self.settled_on is not None and self.settled_on <= evening:
            return len(self.parts)
        return bisect_right(self.required, self.received(evening))

    def evenings(self) -> list[date]:
        """Those on which anything can change, up to the last chance of the last installment."""
        first = self.plan.agreed_on
        days = {first, *self.days, *(max(last, first) for last in self.lasts)}
        return sorted(days if self.settled_on is None else days | {self.settled_on})

    # -- all of them -----------------------------------------------------------------------------
    def state(self) -> PlanState:
        completed_on = defaults_on = None
        course: list[tuple[date, date]] = []
        for evening in self.evenings():
            paid = self.paid(evening)
            if paid == len(self.parts):
                completed_on = evening
                break
            if not course or course[-1][1] != self.dues[paid]:
                course.append((evening, self.dues[paid]))
            missed = bisect_right(self.lasts, evening) - paid
            if missed >= min(self.rules.default_after, len(self.parts) - paid):
                defaults_on = evening + _DAY
                break
        parts = tuple(self._parts())
        return PlanState(
            plan=self.plan,
            as_of=self.as_of,
            status=self._status(parts, completed_on, defaults_on),
            installments=parts,
            received=Money.from_minor_units(self.received(self.as_of), self.currency),
            defaults_on=defaults_on,
            completed_on=completed_on,
            missed_to_default=self.rules.default_after,
            course=tuple(course),
        )

    def _status(
        self, parts: Sequence[InstallmentState], completed: date | None, defaults: date | None
    ) -> PlanStatus:
        if self.as_of < self.plan.agreed_on:
            return PlanStatus.PENDING
        if completed is not None:
            return PlanStatus.COMPLETED
        if defaults is not None and defaults <= self.as_of:
            return PlanStatus.DEFAULTED
        missed = any(part.status is InstallmentStatus.MISSED for part in parts)
        return PlanStatus.IN_ARREARS if missed else PlanStatus.KEPT

    def _parts(self) -> Iterator[InstallmentState]:
        left, since = max(self.received(self.as_of), 0), self._paid_since()
        for part, last_on, paid_on in zip(self.parts, self.lasts, since, strict=True):
            paid = min(left, part.amount.minor_units)
            left -= paid
            late = InstallmentStatus.MISSED if self.as_of > last_on else InstallmentStatus.OPEN
            yield InstallmentState(
                installment=part,
                status=late if paid_on is None else InstallmentStatus.PAID,
                paid=Money.from_minor_units(paid, self.currency),
                last_on=last_on,
                paid_on=paid_on,
            )

    def _paid_since(self) -> list[date | None]:
        """Since when each installment was paid on every evening up to today."""
        since: list[date | None] = [None] * len(self.parts)
        for evening in self.evenings():
            if evening > self.as_of:
                break
            paid = self.paid(evening)
            since[paid:] = [None] * (len(self.parts) - paid)
            since[:paid] = [day or evening for day in since[:paid]]
        return since
