"""The main job for one account: everything a policy says about it at a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from collectkit._checks import check_day, check_type
from collectkit.dates import WEEKENDS, BusinessDayConvention, Calendar, Context
from collectkit.discounts import DiscountOffer, DiscountSettlement, offers, settle
from collectkit.errors import Problem
from collectkit.escalation import Decision, Ladder, decide, fee_levels
from collectkit.fees import (
    LateCharges,
    Regime,
    assess,
    assess_each,
    rate_changes_on,
)
from collectkit.fees.regime import policy_of
from collectkit.fees.standing import charged_from
from collectkit.ledger import Account, Snapshot, age, snapshot
from collectkit.policy.assignment import Assigned
from collectkit.policy.model import CollectionsPolicy
from collectkit.policy.showing import account_html
from collectkit.policy.tables import account_rows
from collectkit.risk import PaymentBehavior, Priority, Score, behavior, priorities, score

__all__ = ["AccountReview", "Extra", "Reviewer", "pay_by", "review_account"]

Extra = Mapping[str, int | Decimal | Fraction]
"""Exact figures of the host's own by name, which a scorecard names as `extra:NAME`."""

Levels: TypeAlias = tuple[tuple[date, str, tuple[str, ...]], ...]

_ONE = timedelta(1)


def pay_by(today: date, days: int, calendar: Calendar = WEEKENDS) -> date:
    """A day so many days on, moved to a business day."""
    return BusinessDayConvention.FOLLOWING.adjust(today + timedelta(days), calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReview:
    """What is owed, what early payment saves and late payment costs, how the customer pays, the
    next step and why, and when to look again.

    `policy` and `policy_digest` name the policy. `next_review_on` is the first later day on which
    the decision, the grade, an offer, what is overdue or a rate of interest can change under the
    same facts; only the days of interest, and fees that come with the days, go on before it.

    Attributes:
        charges: what late payment costs by now; None where the policy charges nothing.
        charges_with_actions: the same with the fees that taking today's actions sets off, which
            their messages state.
        deadlines: (key of an action, the last day to pay that its message states): `pay_within`
            days on, moved to a business day of the context's calendar.
        offers: discounts that still stand.
        settlements: items whose discount is still to be booked, or was taken too late.
        priorities: what a contact is worth, one for each currency with something overdue.
        assigned: the ladder and the late charges that apply, and by which rule.
    """

    policy: str
    policy_digest: str
    as_of: date
    snapshot: Snapshot
    charges: LateCharges | None
    charges_with_actions: LateCharges | None
    deadlines: tuple[tuple[str, date], ...]
    offers: tuple[DiscountOffer, ...]
    settlements: tuple[DiscountSettlement, ...]
    behavior: PaymentBehavior
    score: Score
    decision: Decision
    priorities: tuple[Priority, ...]
    assigned: tuple[Assigned, ...]
    problems: tuple[Problem, ...]
    next_review_on: date | None

    @property
    def customer_id(self) -> str:
        return self.snapshot.customer.id

    def explain(self) -> str:
        """The review in a screenful."""
        parts = [f"{self.customer_id} on {self.as_of}, policy {self.policy}"]
        for balance in age(self.snapshot).balances:
            aged = ", ".join(f"{b.label} {b.amount}" for b in balance.buckets if b.count)
            late = balance.late_charges
            posted = "" if late.is_zero else f", and {late} of posted late charges"
            parts.append(f"owes {balance.total} ({aged or 'nothing open'}){posted}")
        parts += [str(found) for found in self.assigned if found.rule is not None]
        parts += [offer.explain() for offer in self.offers]
        parts += [settled.explain() for settled in self.settlements]
        if self.charges is not None and self.charges.lines:
            parts.append(self.charges.explain())
        parts += [self.score.explain(), self.decision.explain()]
        return "\n".join(parts)

    def to_rows(self) -> tuple[dict[str, str | int], ...]:
        """One row for each currency with items or unapplied money, for a table of accounts.

        Days are ISO text, amounts plain decimal text in the row's `currency`; what there is none
        of is empty text. Grade, points and `next_review_on` are the customer's and repeat.
        `late_charges` are what is left to charge, and `provisional` is `yes` where a rate of them
        was missing. Of reasons and deferred steps the first three stand in a row.
        """
        return account_rows(self)

    def _repr_html_(self) -> str:
        return account_html(self)


def review_account(
    policy: CollectionsPolicy,
    account: Account,
    *,
    as_of: date,
    extra: Extra | None = None,
    context: Context | None = None,
) -> AccountReview:
    """Everything a policy says about one account at a day. The facts are read once.

    `extra` are exact figures of the host's own that the scorecard names, such as a bureau score.

    Raises:
        InvalidDate: `as_of` is not a plain date.
        AsOfBeforeHistory: something is recorded as done after `as_of`.
        RateCoverageError: a rate table ends before `as_of`, and the policy says `raise`.
        UnknownReference: a table of rates or prices that the context must bring.

    >>> from collectkit.ledger import Customer
    >>> from collectkit import Money
    >>> from collectkit.policy import presets
    >>> policy = presets.b2b_standard(creditor="Example Ltd")
    >>> invoice = policy.term("net-30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> review = review_account(policy, account, as_of=date(2026, 3, 20))
    >>> [action.step_id for action in review.decision.actions], review.score.grade
    (['reminder-1'], 'B')
    """
    check_type(policy, "policy", CollectionsPolicy)
    check_type(account, "account", Account)
    context = context or Context()
    read = snapshot(account, as_of=check_day(as_of, "as_of"), known_at=context.known_at)
    return Reviewer(policy, read.as_of, context).review(read, extra)


def _set_off(ladder: Ladder, decision: Decision) -> Levels:
    """The fees that taking the actions of a decision sets off, those of riders among them."""
    fees = {step.id: step.fee for step in ladder.steps}
    taken = [
        (step_id, items)
        for action in decision.actions
        for step_id, items in (
            (action.step_id, action.items),
            *((r.step_id, r.items) for r in action.riders if action.channel in r.channels),
        )
    ]
    return tuple((decision.as_of, fee, items) for step_id, items in taken if (fee := fees[step_id]))


class Reviewer:
    """A policy at a day: what is the same for every account is found once."""

    def __init__(self, policy: CollectionsPolicy, as_of: date, context: Context) -> None:
        self.policy, self.as_of, self.context = policy, as_of, context
        self.name, self.digest = f"{policy.id}@{policy.version}", policy.digest
        rules = {charges.id: policy.charges(charges.id) for charges in policy.late_charges}
        self._rules = rules
        self._agreed = {name: policy_of(rule) for name, rule in rules.items()}
        self._rate_days: dict[str, date | None] = {}
        self._by_invoice = any(
            rule.level == "invoice" and rule.late_charges is not None for rule in policy.assignment
        )

    def review(self, read: Snapshot, extra: Extra | None = None) -> AccountReview:
        """The review of a snapshot of the day."""
        policy = self.policy
        card = policy.scorecard
        its_ladder = policy.assigned("ladder", read.customer)
        ladder = policy.ladder if its_ladder.rule is None else policy.named_ladder(its_ladder.id)
        standing = offers(read)
        pays = behavior(
            read, window_days=card.window_days, promise_rules=ladder.promise_rules, extra=extra
        )
        graded = score(card, pays)
        decision = decide(ladder, read, grade=graded.grade, context=self.context)
        charged = self._charged(read)
        taken = fee_levels(ladder, read.done)
        charges = self._charges(read, ladder, charged, taken)
        set_off = _set_off(ladder, decision)
        with_actions = charges
        if set_off:
            with_actions = self._charges(read, ladder, charged, (*taken, *set_off))
        return AccountReview(
            policy=self.name,
            policy_digest=self.digest,
            as_of=read.as_of,
            snapshot=read,
            charges=charges,
            charges_with_actions=with_actions,
            deadlines=tuple(
                (action.key, pay_by(read.as_of, action.pay_within, self.context.calendar))
                for action in decision.actions
            ),
            offers=standing,
            settlements=self._settlements(read),
            behavior=pays,
            score=graded,
            decision=decision,
            priorities=priorities(
                read,
                graded,
                card,
                promise_rules=ladder.promise_rules,
                plan_rules=ladder.plan_rules,
                rules=policy.priority,
            ),
            assigned=(its_ladder, *charged),
            problems=read.problems,
            next_review_on=self._next_review(read, standing, graded, decision, charged),
        )

    # -- late charges ------------------------------------------------------------------------
    def _charged(self, read: Snapshot) -> tuple[Assigned, ...]:
        """Which late charges apply to the account, or to which of its invoices."""
        policy = self.policy
        if not policy.late_charges:
            return ()
        if not self._by_invoice:
            return (policy.assigned("late_charges", read.customer),)
        found: dict[Assigned, list[str]] = {}
        for item in read.items:
            if item.is_trade:
                one = policy.assigned("late_charges", read.customer, item.invoice)
                found.setdefault(one, []).append(item.invoice.id)
        if not found:
            return (policy.assigned("late_charges", read.customer),)
        if len(found) == 1:
            return tuple(found)
        return tuple(
            replace(one, invoices=tuple(dict.fromkeys(names))) for one, names in found.items()
        )

    def _charges(
        self, read: Snapshot, ladder: Ladder, charged: tuple[Assigned, ...], taken: Levels
    ) -> LateCharges | None:
        """Late charges, those that steps of the ladder set off among them."""
        if not charged:
            return None
        moved = self._moved(read, charged)
        levels = self._levels(ladder, (*charged, *moved), taken)
        missing, context = self.policy.on_missing, self.context
        if len(charged) == 1 and not moved:
            rule = self._rules[charged[0].id]
            if isinstance(rule, Regime):
                return rule.assess(read, levels=levels, on_missing=missing, context=context)
            return assess(read, rule, levels=levels, on_missing=missing, context=context)
        items: dict[str, list[str]] = {}
        for one in (*charged, *moved):
            items.setdefault(one.id, []).extend(one.invoices)
        if len(charged) == 1:
            items[charged[0].id] = [item.id for item in read.items if item.is_trade]
        rules = [(self._rules[name], of) for name, of in items.items()]
        return assess_each(read, rules, levels=levels, on_missing=missing, context=context)

    def _moved(self, read: Snapshot, charged: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
        """Other charges of the policy that were posted here: what they charged has moved."""
        if len(self._rules) == 1:
            return ()
        notes = (item.invoice.charge_key for item in read.items if not item.is_trade)
        posted = {key.partition(":")[0] for key in notes if key is not None}
        here = {one.id for one in charged}
        return tuple(
            Assigned(part="late_charges", id=name, level="default")
            for name in self._rules
            if name in posted and name not in here
        )

    def _levels(
        self, ladder: Ladder, charged: tuple[Assigned, ...], taken: Levels
    ) -> list[tuple[date, str, tuple[str, ...]]] | None:
        """Steps that were taken and set off a fee of these charges; None where none can."""
        known = {
            fee.id
            for name in {one.id for one in charged}
            for fee in self._agreed[name].fees
            if fee.when == "level"
        }
        if known.isdisjoint(step.fee for step in ladder.steps):
            return None
        return [level for level in taken if level[1] in known]

    # -- discounts ---------------------------------------------------------------------------
    def _settlements(self, read: Snapshot) -> tuple[DiscountSettlement, ...]:
        """Where a discount was earned and not booked, booked and not earned, or taken late."""
        found = (
            settle(read, item.id, policy=self.policy.discounts)
            for item in read.items
            if item.is_trade and item.postings and item.invoice.discounts
            and len(item.invoice.item_ids) == 1
        )  # fmt: skip
        return tuple(
            one
            for one in found
            if not (one.to_book.is_zero and one.late_taken.is_zero and one.short.is_zero)
        )

    # -- when to look again ------------------------------------------------------------------
    def _next_review(
        self,
        read: Snapshot,
        standing: tuple[DiscountOffer, ...],
        graded: Score,
        decision: Decision,
        charged: tuple[Assigned, ...],
    ) -> date | None:
        days = [day for day in (decision.next_review_on, graded.changes_on) if day is not None]
        days += [offer.stands_until + _ONE for offer in standing if offer.stands_until is not None]
        turns = [item.due_on + _ONE for item in read.open if item.due_on is not None]
        turns += self._charge_days(read, charged)
        days += [day for day in turns if day > read.as_of]
        if any(item.is_overdue for item in read.open):
            changes = (self._rate_changes(one.id) for one in charged)
            days += [day for day in changes if day is not None]
        return min(days, default=None)

    def _charge_days(self, read: Snapshot, charged: tuple[Assigned, ...]) -> Iterator[date]:
        """The first days on which open items can be charged, and after pauses of charges."""
        if charged:
            yield from (
                hold.until_on + _ONE
                for hold in read.holds
                if hold.until_on is not None and "charges" in (hold.blocks or ())
            )
        calendar = self.context.calendar
        for one in charged:
            rule, agreed = self._rules[one.id], self._agreed[one.id]
            starts = rule.starts(read, self.context) if isinstance(rule, Regime) else None
            for item in read.open:
                if item.is_trade and (not one.invoices or item.invoice.id in one.invoices):
                    day = charged_from(item, agreed, calendar, starts)
                    if day is not None:
                        yield day

    def _rate_changes(self, charges_id: str) -> date | None:
        """The day on which the rate of these charges changes, found once."""
        if charges_id not in self._rate_days:
            self._rate_days[charges_id] = rate_changes_on(
                self._agreed[charges_id],
                on=self.as_of,
                on_missing=self.policy.on_missing,
                context=self.context,
            )
        return self._rate_days[charges_id]
