"""What a ladder decided: plain data for the host to carry out, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from collectkit.errors import UnknownReference, shown
from collectkit.escalation.case import Case, Scope
from collectkit.escalation.model import Step, StepKind
from collectkit.escalation.opening import Check, Watch
from collectkit.escalation.reasons import REASONS
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.explain import Reason
from collectkit.ledger import Done

__all__ = ["Action", "Decision", "Deferred", "ScopeDecision", "Suppressed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something for the host to do today, and to record with `sent` once it is done.

    `key` is the same however often the decision is taken, whatever the version of the policy;
    give it a unique constraint. `late_by_days` counts from the day it could first be taken.
    """

    key: str
    customer_id: str
    currency: str
    step_id: str
    kind: StepKind
    items: tuple[str, ...]
    channel: str | None
    untried_channels: tuple[str, ...]
    role: str | None
    template: str | None
    fee: str | None
    pay_within: int
    late_by_days: int
    ladder: str

    def sent(
        self,
        on: date,
        *,
        at: datetime | None = None,
        status: Literal["planned", "sent", "delivered", "failed", "declined"] = "sent",
    ) -> Done:
        """The record of this action carried out on `on`, at a clock time where it matters.

        Only `sent` and `delivered` move the ladder on: recorded as planned, failed or declined, the
        same action with the same key is returned again.
        """
        internal = self.channel is None
        return Done(
            customer_id=self.customer_id,
            kind="task" if internal else "contact",
            on=on,
            at=at,
            status=status,
            key=self.key,
            ladder=self.ladder,
            step_id=self.step_id,
            items=self.items,
            channel=self.channel,
            customer_facing=not internal,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A step whose turn it is, but which something stands against.

    `next_allowed_on` is the first day on which nothing known now does; None while there is none.
    """

    currency: str
    step_id: str
    next_allowed_on: date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A step whose time has come and that stays unsent: superseded, expired, or its condition."""

    currency: str
    step_id: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDecision:
    """One currency: its stage (None below the first)."""

    currency: str
    stage: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The next step of an account at a day, and why not the others.

    `stage` is the worst of the scopes, None below the first. `next_review_on` is the first later
    day on which stage, actions, deferred or suppressed steps can differ under these facts and
    this grade, with the returned actions recorded as sent on `as_of`; None if there is none.
    """

    customer_id: str
    ladder: str
    as_of: date
    stage: str | None
    scopes: tuple[ScopeDecision, ...]
    actions: tuple[Action, ...]
    deferred: tuple[Deferred, ...]
    suppressed: tuple[Suppressed, ...]
    next_review_on: date | None
    _case: Case = field(repr=False, compare=False)
    _judged: tuple[Judged, ...] = field(repr=False, compare=False)

    def why(self, step_id: str, scope: str | None = None) -> tuple[Reason, ...]:
        """What speaks for a step: the requirements it meets. `scope` is a currency."""
        return tuple(self._reasons(step_id, scope, met=True))

    def why_not(self, step_id: str, scope: str | None = None) -> tuple[Reason, ...]:
        """What stands against a step today, all of it; empty when it is taken now."""
        return tuple(self._reasons(step_id, scope, met=False))

    def explain(self) -> str:
        """The decision in a few lines."""
        lines = [f"{self.customer_id} on {self.as_of}: stage {self.stage or 'none'}"]
        for action in self.actions:
            how = f" by {action.channel}" if action.channel else ""
            lines.append(f"  now       {action.step_id}{how} for {', '.join(action.items)}")
        for wait in self.deferred:
            until = wait.next_allowed_on or "further notice"
            why = "; ".join(str(reason) for reason in wait.reasons)
            lines.append(f"  deferred  {wait.step_id} until {until} ({why})")
        lines.extend(f"  not       {other.reason}" for other in self.suppressed)
        lines.append(f"  review    {self.next_review_on or 'when facts change'}")
        return "\n".join(lines)

    # -- reasons are built when asked ---------------------------------------------------------
    def _reasons(self, step_id: str, currency: str | None, *, met: bool) -> Iterator[Reason]:
        step = next((step for step in self._case.steps if step.id == step_id), None)
        if step is None:
            raise UnknownReference(
                f"{shown(step_id)} is no step of {self.ladder}",
                field="step_id",
                hint=f"it has {', '.join(step.id for step in self._case.steps)}",
            )
        scopes = [s for s in self._case.scopes if currency in (None, s.currency)]
        if not scopes and not met:
            yield REASONS("not_in_scope", step_id, currency=currency or "any currency")
        for scope in scopes:
            subject = step_id if len(self._case.scopes) == 1 else f"{step_id} {scope.currency}"
            for check in self._checks(step, scope):
                if check.ok == met:
                    yield check.reason(subject)

    def _checks(self, step: Step, scope: Scope) -> Iterator[Check]:
        sitting = Sitting(self._case, scope, self._case.day, Watch(self._case.day))
        if step.is_pre_due:
            yield from sitting.preventive_checks(step)
        else:
            yield from sitting.place(step)
            yield from sitting.checks(step)
            yield from sitting.approval(step)
        for one in self._judged:
            if (one.currency, one.step_id) == (scope.currency, step.id):
                yield from (check for check in one.blocks if check.code != "approval")
                if one.is_now:
                    yield Check(True, "chosen")
                    yield from self._spoken(one)
        for other in self.suppressed:
            superseded = other.reason.code.endswith("superseded")
            if superseded and (other.currency, other.step_id) == (scope.currency, step.id):
                yield Check(False, "superseded", other.reason.data)

    @staticmethod
    def _spoken(one: Judged) -> Iterator[Check]:
        if one.permit is not None:
            yield from (Check(True, r.code, r.data, r) for r in one.permit.why)
