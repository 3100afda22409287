"""What a ladder decided: plain data for the host to carry out, with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from collectkit.contact import ContactWindow
from collectkit.errors import InvalidFact, UnknownReference, shown
from collectkit.escalation.case import Case
from collectkit.escalation.model import Step, StepKind
from collectkit.escalation.opening import Check, Watch
from collectkit.escalation.reasons import REASONS
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.explain import Reason
from collectkit.ledger import Done

__all__ = [
    "Action", "Decision", "Deferred", "Effect", "Rider", "ScopeDecision", "Suppressed",
]  # fmt: skip


DoneStatus = Literal["planned", "sent", "delivered", "failed", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """Items that stand on another step and ride along in the letter of a higher one.

    `channels` are those through which it may ride, `effects` what taking it sets in motion.
    """

    step_id: str
    items: tuple[str, ...]
    key: str
    channels: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something for the host to do today, and to record with `sent` once it is done.

    `key` is the same however often the decision is taken, whatever the version of the policy;
    give it a unique constraint. `late_by_days` counts from the day it could first be taken.
    `effects` are what taking it sets in motion; `mandatory` is the law that asks for it; `riders`
    are items on lower steps that the same letter covers. `window` are the clock times that suit
    (None: no clock applies), `addresses` those that may be used (empty: the host knows them),
    `overridden` the caps on calls that a mandatory step passes, and `debts` the invoices it is
    about, those of riders included.
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
    effects: tuple[str, ...] = ()
    mandatory: str = ""
    notice: str | None = None
    window: tuple[ContactWindow, ...] | None = None
    addresses: tuple[str, ...] = ()
    overridden: tuple[Reason, ...] = ()
    riders: tuple[Rider, ...] = ()
    debts: tuple[str, ...] = ()

    def records(
        self,
        on: date,
        *,
        at: datetime | None = None,
        status: DoneStatus = "sent",
        channel: str | None = None,
    ) -> tuple[Done, ...]:
        """Everything to record: the action as `sent`, and every rider on its own step.

        A rider that does not name the `channel` that was used did not ride, and comes again.
        """
        done = self.sent(on, at=at, status=status, channel=channel)
        if not self.riders:
            return (done,)
        return (
            done,
            *(
                replace(
                    done,
                    key=rider.key,
                    step_id=rider.step_id,
                    items=rider.items,
                    debts=(),
                    customer_facing=False,
                )
                for rider in self.riders
                if done.channel in rider.channels
            ),
        )

    def sent(
        self,
        on: date,
        *,
        at: datetime | None = None,
        status: DoneStatus = "sent",
        channel: str | None = None,
    ) -> Done:
        """The record of this action carried out on `on`, at a clock time where it matters.

        Only `sent` and `delivered` move the ladder on: recorded as planned, failed or declined, the
        same action with the same key is returned again. A delivery that is known later is recorded
        with the day of sending: gaps and waits count from `on`. `channel` is the fallback that was
        used instead.

        Raises:
            InvalidFact: a channel that is neither the action's nor one of its fallbacks.
        """
        internal = self.channel is None
        if channel is not None and channel not in (self.channel, *self.untried_channels):
            raise InvalidFact(
                f"{shown(channel)} is no channel of {self.step_id}",
                field="channel",
                subject=self.key,
                hint=f"it may go by {', '.join((self.channel or 'none', *self.untried_channels))}",
            )
        return Done(
            customer_id=self.customer_id,
            kind="task" if internal else "contact" if self.notice is None else "notice",
            code=self.notice,
            on=on,
            at=at,
            status=status,
            key=self.key,
            ladder=self.ladder,
            step_id=self.step_id,
            items=self.items,
            debts=self.debts,
            channel=channel or self.channel,
            customer_facing=not internal,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A step whose turn it is, but which something stands against.

    `next_allowed_on` is the first day on which nothing known now does; None while there is none.
    `channel` would be used then, `untried_channels` are its fallbacks.
    """

    currency: str
    step_id: str
    next_allowed_on: date | None
    reasons: tuple[Reason, ...]
    items: tuple[str, ...] = ()
    channel: str | None = None
    untried_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something standing on a stage asks for (`enter`) or no longer does (`leave`).

    Record it with `done` once it is carried out: a leave is only asked for what was entered.
    """

    key: str
    customer_id: str
    kind: Literal["enter", "leave"]
    stage_id: str
    effect: str
    ladder: str

    def done(self, on: date, *, status: DoneStatus = "sent") -> Done:
        """The record of the effect carried out on `on`."""
        return Done(
            customer_id=self.customer_id,
            kind="effect",
            on=on,
            status=status,
            key=self.key,
            code=self.kind,
            ladder=self.ladder,
            stage_id=self.stage_id,
            effect=self.effect,
            customer_facing=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A step whose time has come and that stays unsent: superseded, expired, or its condition.

    `item_id` names the item where each has its own place.
    """

    currency: str
    step_id: str
    reason: Reason
    item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDecision:
    """One place on the ladder: a currency, or an item where each has its own.

    `stage` is None below the first. `exhausted`: something is late and no step is left to take.
    """

    currency: str
    stage: str | None
    item_id: str | None = None
    exhausted: bool = False


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
    effects: tuple[Effect, ...] = ()
    _case: Case = field(repr=False, compare=False)
    _judged: tuple[Judged, ...] = field(repr=False, compare=False)

    def why(self, step_id: str, scope: str | None = None) -> tuple[Reason, ...]:
        """What speaks for a step: the requirements it meets.

        `scope` is a currency, or an item where each has its own place; None: all of them.
        """
        return tuple(dict.fromkeys(self._reasons(step_id, scope, met=True)))

    def why_not(self, step_id: str, scope: str | None = None) -> tuple[Reason, ...]:
        """What stands against a step today, all of it; empty when it is taken now.

        `scope` is as in `why`.
        """
        return tuple(dict.fromkeys(self._reasons(step_id, scope, met=False)))

    def explain(self) -> str:
        """The decision in a few lines."""
        lines = [f"{self.customer_id} on {self.as_of}: stage {self.stage or 'none'}"]
        for action in self.actions:
            how = f" by {action.channel}" if action.channel else ""
            lines.append(f"  now       {action.step_id}{how} for {', '.join(action.items)}")
            lines += [f"    with    {r.step_id} for {', '.join(r.items)}" for r in action.riders]
        for wait in self.deferred:
            until = wait.next_allowed_on or "further notice"
            why = "; ".join(str(reason) for reason in wait.reasons)
            lines.append(f"  deferred  {wait.step_id} until {until} ({why})")
        lines.extend(
            f"  not       {other.reason}{f' ({other.item_id})' if other.item_id else ''}"
            for other in self.suppressed
        )
        lines.extend(f"  {one.kind:<8}  {one.effect} ({one.stage_id})" for one in self.effects)
        lines.append(f"  review    {self.next_review_on or 'when facts change'}")
        return "\n".join(lines)

    # -- reasons are built when asked ---------------------------------------------------------
    def _reasons(self, step_id: str, currency: str | None, *, met: bool) -> Iterator[Reason]:
        step = next((step for step in self._case.ladder.steps if step.id == step_id), None)
        if step is None:
            raise UnknownReference(
                f"{shown(step_id)} is no step of {self.ladder}",
                field="step_id",
                hint=f"it has {', '.join(step.id for step in self._case.ladder.steps)}",
            )
        scopes = [
            n
            for n, scope in enumerate(self._case.scopes)
            if currency in (None, scope.currency, scope.name)
        ]
        if not scopes and not met:
            yield REASONS("not_in_scope", step_id, currency=currency or "any currency")
        for n in scopes:
            name = self._case.scopes[n].name
            subject = step_id if len(self._case.scopes) == 1 else f"{step_id} {name}"
            for check in self._checks(step, n):
                if check.ok == met:
                    yield check.reason(subject)

    def _checks(self, step: Step, n: int) -> Iterator[Check]:
        sitting = Sitting(self._case, n, self._case.day, Watch(self._case.day))
        if step.is_pre_due:
            yield from sitting.preventive_checks(step)
        else:
            yield from sitting.place(step)
            yield from sitting.checks(step)
            yield from sitting.approval(step)
        for one in self._judged:
            if n in one.places and one.step_id == step.id:
                yield from (c for c in one.blocks if not c.code.startswith("approval"))
                if one.is_now:
                    yield Check(True, "chosen")
                    yield from self._spoken(one)
            for rider in one.riders:
                if n in rider.places and rider.step_id == step.id:
                    yield Check(True, "rides", (("step", one.step_id),))
        place = self.scopes[n]
        for other in self.suppressed:
            code = other.reason.code.rpartition(".")[2]
            here = (other.currency, other.item_id) == (place.currency, place.item_id)
            if here and other.step_id == step.id and code in ("superseded", "held_back"):
                yield Check(False, code, other.reason.data)

    @staticmethod
    def _spoken(one: Judged) -> Iterator[Check]:
        if one.said is not None:
            yield from (Check(True, r.code, r.data, r) for r in one.said.permit.why)
