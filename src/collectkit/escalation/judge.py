"""Judging a case on a day: which step comes next, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from collectkit.escalation.case import NEVER, Case, Scope
from collectkit.escalation.opening import Check, Data, Watch, against, opening, standing, upcoming
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.ledger import Done

__all__ = ["Outcome", "judge"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision says on a day, and nothing that merely grows older with it."""

    stages: tuple[tuple[str, str | None], ...]
    judged: tuple[Judged, ...]
    suppressed: tuple[tuple[str, str, str], ...]

    def signature(self) -> tuple[object, ...]:
        return (self.stages, tuple(one.signature() for one in self.judged), self.suppressed)


def judge(case: Case, day: int, watch: Watch) -> Outcome:
    """Stages, next steps and suppressed steps of every scope on `day`."""
    stages = tuple((scope.currency, stage_of(case, scope, day, watch)) for scope in case.scopes)
    found: list[Judged] = []
    suppressed: list[tuple[str, str, str]] = []
    for scope in case.scopes:
        sitting = Sitting(case, scope, day, watch)
        step, passed = sitting.choose()
        suppressed += [(scope.currency, other.id, code) for other, code in passed]
        if step is not None:
            found.append(sitting.weigh(step))
    found += _preventive(case, day, watch)
    return Outcome(stages, _one_voice(case, found, day, watch), tuple(suppressed))


def stage_of(case: Case, scope: Scope, day: int, watch: Watch) -> str | None:
    """The highest stage that the oldest item not placed elsewhere has reached."""
    views = [view for view in scope.views if not standing(view.placed, day, "agency", watch)]
    reached = None
    for stage in case.stages:
        if any(view.age(day) >= stage.days for view in views):
            reached = stage.id
            continue
        for view in views:
            watch.change(view.reaches(stage.days))
        break
    return reached


def _preventive(case: Case, day: int, watch: Watch) -> list[Judged]:
    """Pre-due steps: per item and outside the sequence, gathered per step and currency."""
    found = []
    for step in (step for step in case.steps if step.is_pre_due):
        for scope in case.scopes:
            sitting = Sitting(case, scope, day, watch)
            views = [view for view in scope.views if upcoming(case, step, view, day, watch)]
            if not views or (step.when is not None and not step.when.ask(sitting).value):
                continue
            obstacles = {view.id: against(view, step) for view in views}
            free = [v for v in views if not standing(obstacles[v.id], day, step.kind, watch)]
            items = tuple(sorted(view.id for view in free))
            said, until, refused = opening(case, step, views, day, watch)
            held = (b for name in obstacles for b in obstacles[name] if not free)
            blocks = [Check(False, b.code, b.data) for b in held if b.stands(day, step.kind)]
            found.append(
                Judged(
                    scope.currency,
                    step.id,
                    items,
                    tuple(views),
                    said,
                    None if until >= NEVER else until,
                    tuple(dict.fromkeys((*blocks, *refused))),
                )
            )
    return found


def _one_voice(case: Case, found: list[Judged], day: int, watch: Watch) -> tuple[Judged, ...]:
    """At most one step that reaches the customer today: the highest; others wait their gap."""
    order = {step.id: i for i, step in enumerate(case.steps)}
    ranked = sorted(found, key=lambda one: (-order[one.step_id], one.currency))
    outward = [one for one in ranked if not case.steps[order[one.step_id]].is_internal]
    speaker = next((one for one in outward if one.is_now), None)
    if speaker is None:
        return tuple(ranked)
    said = Done(customer_id=case.customer.id, on=date.fromordinal(day))
    case = replace(case, history=(*case.history, said))
    first: Data = (("step", speaker.step_id), ("currency", speaker.currency))
    waiting = {}
    for one in outward:
        if one is not speaker:
            _, until, _ = opening(case, case.steps[order[one.step_id]], one.views, day, watch)
            never = until >= NEVER or any(b.code in ("approval", "unapplied") for b in one.blocks)
            waiting[id(one)] = one._replace(
                deferred_until=None if never else until,
                blocks=(*one.blocks, Check(False, "one_contact_a_day", first)),
            )
    return tuple(waiting.get(id(one), one) for one in ranked)
