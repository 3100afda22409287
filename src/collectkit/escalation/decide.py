"""Deciding: the next step of one account at a day."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from collectkit._checks import check_type
from collectkit.dates import Context
from collectkit.errors import AsOfBeforeHistory
from collectkit.escalation.case import NEVER, Case, read_case
from collectkit.escalation.decision import (
    Action,
    Decision,
    Deferred,
    Effect,
    Rider,
    ScopeDecision,
    Suppressed,
)
from collectkit.escalation.effects import Standing
from collectkit.escalation.judge import Outcome, judge
from collectkit.escalation.model import Ladder, Step
from collectkit.escalation.opening import Watch
from collectkit.escalation.reasons import REASONS
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.ledger import Account, Snapshot, snapshot_of

__all__ = ["decide"]

_PLAIN = Context()


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
    context = _PLAIN if context is None else context
    read = snapshot_of(facts, as_of=as_of, known_at=context.known_at)
    for done in read.done:
        if done.on > read.as_of:
            raise AsOfBeforeHistory(
                f"{done.step_id or done.kind} was done on {done.on}, after {read.as_of}",
                field="as_of",
                subject=read.customer.id,
                hint="decide at a later day, or leave the record out",
            )
    case = read_case(ladder, read, grade, context)
    outcome = judge(case, case.day, Watch(case.day))
    actions = tuple([_action(case, one) for one in outcome.judged if one.is_now])
    effects = tuple([_effect(case, one) for one in outcome.effects])
    recorded = [record for action in actions for record in action.records(read.as_of)]
    recorded += [effect.done(read.as_of) for effect in effects]
    review = next_review(case.with_done(tuple(recorded)))
    return Decision(
        customer_id=read.customer.id,
        ladder=f"{ladder.id}@{ladder.version}",
        as_of=read.as_of,
        stage=_worst(case, outcome),
        scopes=tuple(
            [
                ScopeDecision(
                    currency=scope.currency,
                    item_id=None if ladder.position == "account" else scope.name,
                    stage=outcome.stages[n],
                    exhausted=outcome.exhausted[n],
                )
                for n, scope in enumerate(case.scopes)
            ]
        ),
        actions=actions,
        deferred=tuple([_deferred(one) for one in outcome.judged if not one.is_now]),
        suppressed=tuple(_suppressed(case, outcome)) if outcome.suppressed else (),
        effects=effects,
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
    for stage in reversed(case.stages):
        if stage.id in outcome.stages:
            return stage.id
    return None


def _action(case: Case, one: Judged) -> Action:
    step, scope = case.step(one.step_id), case.scopes[one.places[0]]
    late_by = 0 if step.is_pre_due else max([_late_by(case, step, n) for n in one.places])
    said = None if one.said is None else one.said.permit
    return Action(
        key=_action_key(case, one),
        customer_id=case.customer.id,
        currency=scope.currency,
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
        ladder=f"{case.ladder.id}@{case.ladder.version}",
        effects=step.effects,
        mandatory=step.mandatory,
        notice=step.notice,
        window=None if said is None else said.window,
        addresses=() if said is None else said.addresses,
        overridden=() if said is None else said.overridden,
        riders=tuple(
            [
                Rider(
                    step_id=rider.step_id,
                    items=rider.items,
                    key=_action_key(case, rider),
                    channels=_carried(rider),
                    effects=case.step(rider.step_id).effects,
                )
                for rider in one.riders
            ]
        ),
        debts=_debts(one),
    )


def _debts(one: Judged) -> tuple[str, ...]:
    """The invoices of its items and of those that ride along, in order of the items."""
    found: dict[str, None] = {}
    for said in (one, *one.riders):
        invoices = {view.id: view.invoice_id for view in said.views}
        found.update(dict.fromkeys([invoices[item] for item in said.items]))
    return tuple(found)


def _action_key(case: Case, one: Judged) -> str:
    """A stable name: the version of the policy is no part of it, nor is what was paid since."""
    step, scope = case.step(one.step_id), case.scopes[one.places[0]]
    anchor: object
    if step.is_pre_due:
        due = {view.id: view.due for view in one.views}
        anchor = [(item, due[item]) for item in one.items]
    elif case.ladder.position == "item":
        # The oldest one: whatever joins the letter before it is sent leaves its name as it is.
        scopes = {case.scopes[n].name: case.scopes[n] for n in one.places}
        oldest = min((view.due, view.id) for view in one.views if view.id in one.items)[1]
        scope = scopes[oldest]
        anchor = (oldest, scope.episode(case.day))
    else:
        anchor = scope.episode(case.day)
    name = case.ladder.id
    if case.ladder.on_upgrade == "restart":
        name = f"{name}@{case.ladder.version}"  # its steps may be taken once more
    parts = [case.customer.id, scope.currency, name, step.id, anchor]
    if not one.times:
        return _key(*parts)
    # A turn that failed comes again under its own key, also when later ones were taken.
    start = scope.episode(case.day)
    keys = [sent.key for sent in scope.sent if sent.step_id == step.id and sent.on >= start]
    used, turn = set(keys), 1 + keys.count(None)
    while (key := _key(*parts, turn) if turn > 1 else _key(*parts)) in used:
        turn += 1
    return key


def _late_by(case: Case, step: Step, n: int) -> int:
    """Days since every clock of the step had run in a place."""
    sitting = Sitting(case, n, case.day, Watch(case.day))
    spare = None
    for check in sitting.checks(step):
        if check.code in ("reached", "waited"):
            figures = dict(check.data)
            over: int = figures["observed"] - figures["required"]  # type: ignore[operator]
            spare = over if spare is None else min(spare, over)
    return spare or 0


def _effect(case: Case, one: Standing) -> Effect:
    parts = (case.customer.id, case.ladder.id, one.kind, one.stage_id, one.effect)
    return Effect(
        key=_key(*parts, one.nth),
        customer_id=case.customer.id,
        kind="enter" if one.kind == "enter" else "leave",
        stage_id=one.stage_id,
        effect=one.effect,
        ladder=f"{case.ladder.id}@{case.ladder.version}",
    )


def _key(*parts: object) -> str:
    """A stable name of an action or effect."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def _deferred(one: Judged) -> Deferred:
    until = one.deferred_until
    # A channel is said of a day.
    ways = () if until is None or one.said is None else one.said.channels
    return Deferred(
        currency=one.currency,
        step_id=one.step_id,
        items=one.items,
        next_allowed_on=None if until is None else date.fromordinal(until),
        channel=ways[0] if ways else None,
        untried_channels=ways[1:],
        reasons=tuple([check.reason(one.step_id) for check in one.blocks]),
    )


def _suppressed(case: Case, outcome: Outcome) -> list[Suppressed]:
    every = [taken for one in outcome.judged for taken in (one, *one.riders)]
    chosen = {
        n: one.step_id for one in every for n in one.places if not case.step(one.step_id).is_pre_due
    }
    found = []
    for n, step_id, code in outcome.suppressed:
        if code == "superseded" and n in chosen:
            reason = REASONS(code, step_id, step=chosen[n])
        else:
            failed = Sitting(case, n, case.day, Watch(case.day)).reached(case.step(step_id))
            reason = REASONS("held_back", step_id) if failed is None else failed.reason(step_id)
        scope = case.scopes[n]
        item_id = None if case.ladder.position == "account" else scope.name
        found.append(
            Suppressed(currency=scope.currency, step_id=step_id, reason=reason, item_id=item_id)
        )
    return found


def _carried(rider: Judged) -> tuple[str, ...]:
    """The channels in which a rider can ride; a text message has no room for it."""
    said = () if rider.said is None else rider.said.channels
    return tuple(channel for channel in said if channel != "sms")
