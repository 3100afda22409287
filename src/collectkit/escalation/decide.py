"""Deciding: the next step of one account at a day."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from collectkit._checks import check_type
from collectkit.dates import Context
from collectkit.errors import AsOfBeforeHistory
from collectkit.escalation.case import NEVER, Case, read_case
from collectkit.escalation.decision import Action, Decision, Deferred, ScopeDecision, Suppressed
from collectkit.escalation.judge import Outcome, judge
from collectkit.escalation.model import Ladder
from collectkit.escalation.opening import Watch
from collectkit.escalation.reasons import REASONS
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.ledger import Account, Snapshot, snapshot_of

__all__ = ["decide"]


def decide(
    ladder: Ladder,
    facts: Snapshot | Account,
    *,
    as_of: date | None = None,
    grade: str | None = None,
    context: Context | None = None,
) -> Decision:
    """The next step of an account, what is deferred or suppressed, and when to look again.

    Stages are recomputed from the facts and may jump; steps are sequential, one at a time, and a
    required one is never skipped. A decision taken again with the returned actions recorded as
    sent returns none. `grade` is the payer's grade, where conditions ask for it. `context.known_at`
    is read only where an account, not a snapshot, is given.

    Raises:
        InvalidDate: `as_of` differs from the snapshot's own day, or is missing for an account.
        AsOfBeforeHistory: something is recorded as done after `as_of`.
    """
    check_type(ladder, "ladder", Ladder)
    context = context or Context()
    read = snapshot_of(facts, as_of=as_of, known_at=context.known_at)
    for done in read.done:
        if done.on > read.as_of:
            raise AsOfBeforeHistory(
                f"{done.step_id or done.kind} was done on {done.on}, after {read.as_of}",
                field="as_of",
                subject=read.customer.id,
                hint="decide at a later day, or leave the record out",
            )
    case = read_case(ladder, read, grade, context.calendar)
    outcome = judge(case, case.day, Watch(case.day))
    actions = tuple(_action(case, one) for one in outcome.judged if one.is_now)
    after = case.with_done(tuple(action.sent(read.as_of) for action in actions))
    review = next_review(after)
    return Decision(
        customer_id=read.customer.id,
        ladder=f"{ladder.id}@{ladder.version}",
        as_of=read.as_of,
        stage=_worst(case, outcome),
        scopes=tuple(ScopeDecision(currency=code, stage=stage) for code, stage in outcome.stages),
        actions=actions,
        deferred=tuple(_deferred(one) for one in outcome.judged if not one.is_now),
        suppressed=tuple(_suppressed(case, outcome)),
        next_review_on=None if review is None else date.fromordinal(review),
        _case=case,
        _judged=outcome.judged,
    )


def next_review(case: Case) -> int | None:
    """The first later day whose outcome differs from today's, by jumping between changes."""
    watch = Watch(case.day)
    today = judge(case, case.day, watch).signature()
    while watch.next < NEVER:
        watch = Watch(watch.next)
        if judge(case, watch.day, watch).signature() != today:
            return watch.day
    return None


def _worst(case: Case, outcome: Outcome) -> str | None:
    reached = {stage for _, stage in outcome.stages}
    return next((stage.id for stage in reversed(case.stages) if stage.id in reached), None)


def _action(case: Case, one: Judged) -> Action:
    step = next(step for step in case.steps if step.id == one.step_id)
    scope = next(scope for scope in case.scopes if scope.currency == one.currency)
    if step.is_pre_due:
        due = {view.id: view.due for view in scope.views}
        anchor: object = [(item, due[item]) for item in one.items]
        late_by = 0
    else:
        anchor = scope.episode(case.day)
        late_by = _late_by(case, one)
    said = one.permit
    return Action(
        key=_key(case.customer.id, one.currency, case.ladder_id, step.id, anchor),
        customer_id=case.customer.id,
        currency=one.currency,
        step_id=step.id,
        kind=step.kind,
        items=one.items,
        channel=None if said is None else said.channel,
        untried_channels=() if said is None else said.untried_channels,
        role=step.role,
        template=step.template,
        fee=step.fee,
        pay_within=step.pay_within,
        late_by_days=late_by,
        ladder=f"{case.ladder_id}@{case.version}",
    )


def _late_by(case: Case, one: Judged) -> int:
    """Days since every clock of the step had run."""
    step = next(step for step in case.steps if step.id == one.step_id)
    scope = next(scope for scope in case.scopes if scope.currency == one.currency)
    sitting = Sitting(case, scope, case.day, Watch(case.day))
    spare = []
    for check in sitting.checks(step):
        if check.code in ("reached", "waited"):
            figures = dict(check.data)
            spare.append(int(str(figures["observed"])) - int(str(figures["required"])))
    return min(spare, default=0)


def _key(*parts: object) -> str:
    """A stable name of an action; the version of the policy is not part of it."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _deferred(one: Judged) -> Deferred:
    until = one.deferred_until
    return Deferred(
        currency=one.currency,
        step_id=one.step_id,
        next_allowed_on=None if until is None else date.fromordinal(until),
        reasons=tuple(check.reason(one.step_id) for check in one.blocks),
    )


def _suppressed(case: Case, outcome: Outcome) -> list[Suppressed]:
    steps = {step.id: step for step in case.steps}
    chosen = {
        one.currency: one.step_id for one in outcome.judged if not steps[one.step_id].is_pre_due
    }
    found = []
    for currency, step_id, code in outcome.suppressed:
        if code == "superseded":
            reason = REASONS(code, step_id, step=chosen[currency])
        else:
            scope = next(scope for scope in case.scopes if scope.currency == currency)
            failed = Sitting(case, scope, case.day, Watch(case.day)).reached(steps[step_id])
            reason = REASONS(code, step_id) if failed is None else failed.reason(step_id)
        found.append(Suppressed(currency=currency, step_id=step_id, reason=reason))
    return found
