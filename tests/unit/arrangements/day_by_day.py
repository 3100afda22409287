"""Arrangements once more, slowly: every question is answered by walking the days.

Nothing of `collectkit.arrangements` is used but the rules as documents. Money comes from receipts
with one allocation each on one invoice of one part; refunds play no part here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from collectkit.arrangements import PlanRules, PromiseRules
from collectkit.ledger import Account, Hold, PaymentPlan, Promise

DAY = timedelta(1)


def grace(rules: PlanRules | PromiseRules, day: date) -> date:
    """The last day of grace, counted on the fingers; Saturdays and Sundays are off."""
    left = rules.grace_days
    while left:
        day += DAY
        left -= rules.grace_in == "days" or day.weekday() < 5
    return day


def less_tolerance(rules: PlanRules | PromiseRules, cents: int) -> int:
    off = rules.tolerance.value * cents
    whole, rest = int(off // 100), off % 100
    return cents - whole - (rest >= Decimal(50))


@dataclass(frozen=True)
class DayByDay:
    """An account of one invoice, as known on `today`."""

    account: Account
    today: date
    promise_rules: PromiseRules
    plan_rules: PlanRules

    # -- money -----------------------------------------------------------------------------------
    def came(self, first: date, last: date, *, applied: bool = True) -> int:
        """What came for the invoice from one day to another, by what stands today."""
        used = {use.source_id for use in self.account.allocations if use.applied_on <= self.today}
        bounced = {
            receipt.reverses
            for receipt in self.account.receipts
            if receipt.kind == "reversal" and receipt.received_on <= self.today
        }
        return sum(
            receipt.amount.minor_units
            for receipt in self.account.receipts
            if receipt.kind == "payment"
            and receipt.id not in bounced
            and receipt.received_on <= self.today
            and first <= receipt.received_on <= last
            and (not applied or receipt.id in used)
        )

    def settled(self, evening: date) -> bool:
        invoice = self.account.invoices[0]
        return self.came(date.min, evening) >= invoice.amount.minor_units

    # -- promises --------------------------------------------------------------------------------
    def promise_lives(self, promise: Promise, day: date) -> bool:
        last = grace(self.promise_rules, promise.pay_by)
        if not promise.promised_on <= day <= last:
            return False
        required = less_tolerance(self.promise_rules, promise.amount.minor_units)
        return self.came(promise.promised_on, day, applied=bool(promise.invoices)) < required

    # -- plans -----------------------------------------------------------------------------------
    def plan_today(self, plan: PaymentPlan, day: date) -> tuple[str, date | None]:
        """`standing` with the date that drives, `completed`, or `defaulted` with its day."""
        parts = sorted((part.due_on or date.max, part.number) for part in plan.installments)
        amounts = {part.number: part.amount.minor_units for part in plan.installments}
        evening = plan.agreed_on
        while True:
            got, so_far, unpaid, missed = self.came(plan.agreed_on, evening), 0, [], 0
            for due, number in parts:
                so_far += amounts[number]
                if got < less_tolerance(self.plan_rules, so_far) and not self.settled(evening):
                    unpaid.append(due)
                    missed += grace(self.plan_rules, due) <= evening
            if not unpaid:
                return "completed", evening
            if evening == day:
                return "standing", unpaid[0]
            if missed >= self.plan_rules.default_after or missed == len(unpaid):
                return "defaulted", evening + DAY
            evening += DAY

    def start(self, day: date) -> date:
        """The date that days past due count from on a day."""
        due = self.account.invoices[0].due_on
        assert due is not None
        plans = [plan for plan in self.account.plans if plan.agreed_on <= day]
        if not plans:
            return due
        plan = max(plans, key=lambda plan: (plan.agreed_on, plan.id))
        how, on = self.plan_today(plan, day)
        if how == "standing" or (how == "defaulted" and plan.on_default == "fresh"):
            assert on is not None
            return on
        return due

    # -- the clock -------------------------------------------------------------------------------
    def stopped(self, day: date) -> bool:
        return (
            any(hold.clock == "stop" and stands(hold, day) for hold in self.account.holds)
            or any(
                dispute.amount is None
                and dispute.opened_on <= day
                and (dispute.closed_on is None or day < dispute.closed_on)
                for dispute in self.account.disputes
            )
            or any(self.promise_lives(promise, day) for promise in self.account.promises)
        )

    def age(self, day: date) -> int:
        """Effective days past due."""
        start = self.start(day)
        if day < start:
            return (day - start).days
        days = (start + timedelta(n) for n in range(1, (day - start).days + 1))
        return sum(not self.stopped(one) for one in days)


def stands(hold: Hold, day: date) -> bool:
    return hold.from_on <= day and (hold.until_on is None or day <= hold.until_on)


def blocked(account: Account, kind: str, day: date) -> list[str]:
    """The holds on the whole account that block a kind of step on a day, cool-down included."""
    found = []
    for hold in account.holds:
        spared = 0 if kind == "charges" else hold.cooldown_days
        days = (day - timedelta(n) for n in range(spared + 1))
        released = hold.until_on is not None and hold.until_on < day
        near = stands(hold, day) or (released and any(stands(hold, one) for one in days))
        if kind in (hold.blocks or ()) and near:
            found.append(hold.id)
    return found
