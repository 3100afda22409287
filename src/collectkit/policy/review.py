"""The main job for one account: everything a policy says about it at a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from collectkit._checks import check_day, check_type
from collectkit.dates import Context
from collectkit.discounts import DiscountOffer, offers
from collectkit.errors import Problem
from collectkit.escalation import Decision, decide, fee_levels
from collectkit.fees import LateCharges, assess
from collectkit.ledger import Account, Snapshot, age, snapshot
from collectkit.policy.model import CollectionsPolicy
from collectkit.risk import PaymentBehavior, Priority, Score, behavior, priorities, score

__all__ = ["AccountReview", "review_account"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReview:
    """What is owed, what early payment saves and late payment costs, how the customer pays, the
    next step and why, and when to look again.

    `policy` is the id, version and digest of the policy, never the policy. `next_review_on` is
    the first later day on which anything here but the interest of passing days can change under
    the same facts: the decision, the grade, an offer's end, or an item falling due.
    """

    policy: str
    policy_digest: str
    as_of: date
    snapshot: Snapshot
    charges: LateCharges | None
    offers: tuple[DiscountOffer, ...]
    behavior: PaymentBehavior
    score: Score
    decision: Decision
    priorities: tuple[Priority, ...]
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
            parts.append(f"owes {balance.total} ({aged or 'nothing open'})")
        parts += [offer.explain() for offer in self.offers]
        if self.charges is not None and self.charges.lines:
            parts.append(self.charges.explain())
        parts += [self.score.explain(), self.decision.explain()]
        return "\n".join(parts)


def review_account(
    policy: CollectionsPolicy,
    account: Account,
    *,
    as_of: date,
    context: Context | None = None,
) -> AccountReview:
    """Everything a policy says about one account at a day. The facts are read once.

    Raises:
        InvalidDate: `as_of` is not a plain date.
        AsOfBeforeHistory: something is recorded as done after `as_of`.

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
    return review_snapshot(policy, read, policy.digest, context)


def review_snapshot(
    policy: CollectionsPolicy, read: Snapshot, digest: str, context: Context
) -> AccountReview:
    """`review_account` of a snapshot already read."""
    rules = policy.ladder.promise_rules
    card = policy.scorecard
    standing = offers(read)
    pays = behavior(read, window_days=card.window_days, promise_rules=rules)
    graded = score(card, pays)
    decision = decide(policy.ladder, read, grade=graded.grade, context=context)
    return AccountReview(
        policy=f"{policy.id}@{policy.version}",
        policy_digest=digest,
        as_of=read.as_of,
        snapshot=read,
        charges=_charges(policy, read),
        offers=standing,
        behavior=pays,
        score=graded,
        decision=decision,
        priorities=priorities(
            read, graded, card, promise_rules=rules, plan_rules=policy.ladder.plan_rules
        ),
        problems=read.problems,
        next_review_on=_next_review(read, standing, graded, decision, policy),
    )


def _charges(policy: CollectionsPolicy, read: Snapshot) -> LateCharges | None:
    """Late charges, those that steps of the ladder set off among them."""
    if not policy.late_charges:
        return None
    rules, ladder = policy.late_charges[0], policy.ladder
    known = {fee.id for fee in rules.fees if fee.when == "level"}
    if known.isdisjoint(step.fee for step in ladder.steps):
        return assess(read, rules)
    levels = [level for level in fee_levels(ladder, read.done) if level[1] in known]
    return assess(read, rules, levels=levels)


def _next_review(
    read: Snapshot,
    standing: tuple[DiscountOffer, ...],
    graded: Score,
    decision: Decision,
    policy: CollectionsPolicy,
) -> date | None:
    one = timedelta(1)
    days = [day for day in (decision.next_review_on, graded.changes_on) if day is not None]
    days += [offer.stands_until + one for offer in standing if offer.stands_until is not None]
    # An item turns overdue the day after it is due, and is charged once its grace is over.
    waits = {0, *(charges.grace_days for charges in policy.late_charges)}
    turns = (
        item.due_on + timedelta(wait + 1)
        for item in read.open
        for wait in waits
        if item.due_on is not None
    )
    days += [day for day in turns if day > read.as_of]
    return min(days, default=None)
