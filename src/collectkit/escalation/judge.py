"""Judging a case on a day: which step comes next, and what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from collectkit.escalation.case import NEVER, Case, Scope, View
from collectkit.escalation.effects import Standing, effects_of, stage_of
from collectkit.escalation.model import INTERNAL, Step
from collectkit.escalation.opening import Check, Data, Watch, against, opening, standing
from collectkit.escalation.sitting import Judged, Sitting
from collectkit.ledger import Done

__all__ = ["Outcome", "judge"]


# What stands against a step until a fact comes in: it has no day.
WAITS_FOR_FACTS = ("approval", "approval_for", "unapplied", "nothing_to_ask")


class Outcome(NamedTuple):
    """What a day looks like: the stage, steps, effects and whether it is exhausted, per scope."""

    stages: tuple[str | None, ...]
    exhausted: tuple[bool, ...]
    judged: tuple[Judged, ...]
    suppressed: tuple[tuple[int, str, str], ...]
    effects: tuple[Standing, ...]

    def signature(self) -> tuple[object, ...]:
        """Equal on two days when a reader would see no difference."""
        return (
            self.stages,
            self.exhausted,
            tuple([one.signature() for one in self.judged]),
            self.suppressed,
            self.effects,
        )


def judge(case: Case, day: int, watch: Watch) -> Outcome:
    """Stages, next steps, suppressed steps and effects of every scope on `day`."""
    for scope in case.scopes:
        if scope.odd:
            _watch_clocks(scope, watch)
    sittings = [Sitting(case, n, day, watch) for n in range(len(case.scopes))]
    stages = tuple([stage_of(sitting) for sitting in sittings])
    found: list[Judged] = []
    suppressed: list[tuple[int, str, str]] = []
    for sitting in sittings:
        step, passed = sitting.choose()
        if passed:
            suppressed += [(sitting.n, other.id, code) for other, code in passed]
        if step is not None:
            found.append(sitting.weigh(step))
    if case.ladder.position == "item" and len(found) > 1:
        found = _gathered(found)
    if case.preventive:
        found += _preventive(case, sittings, day, watch)
    exhausted = tuple([sitting.exhausted() for sitting in sittings])
    return Outcome(
        stages,
        exhausted,
        _one_voice(case, found, day, watch) if found else (),
        tuple(suppressed),
        effects_of(case, sittings),
    )


def _watch_clocks(scope: Scope, watch: Watch) -> None:
    """The days on which a plan or a released hold changes the age or the place of an item."""
    for view in scope.odd:
        if view.clock is not None:
            for on in view.clock.changes_on:
                watch.change(on.toordinal())
        for day in view.restarts:
            watch.change(day)


def _gathered(found: list[Judged]) -> list[Judged]:
    """Items on the same step with the same say make one letter."""
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for one in found:
        key = (one.currency, one.step_id, one.is_now, one.deferred_until, one.times)
        groups.setdefault(key, []).append(one)
    return [
        of[0]._replace(
            places=tuple([place for one in of for place in one.places]),
            items=tuple(sorted(item for one in of for item in one.items)),
            views=tuple(view for one in of for view in one.views),
            blocks=tuple(dict.fromkeys(block for one in of for block in one.blocks)),
        )
        for of in groups.values()
    ]


def _preventive(case: Case, sittings: list[Sitting], day: int, watch: Watch) -> list[Judged]:
    """Pre-due steps: per item and outside the sequence, gathered per step and currency."""
    found = []
    for step in case.preventive:
        ready: dict[str, list[tuple[Sitting, View]]] = {}
        for sitting in sittings:
            for view in sitting.preventive(step):
                ready.setdefault(sitting.currency, []).append((sitting, view))
        for currency in ready:
            places = tuple(dict.fromkeys([sitting.n for sitting, _ in ready[currency]]))
            views = [view for _, view in ready[currency]]
            obstacles = {view.id: against(view, step) for view in views}
            free = [v for v in views if not standing(obstacles[v.id], day, step.kind, watch)]
            items = tuple(sorted([view.id for view in free]))
            said, until, refused = opening(case, step, views, day, watch)
            held = (b for name in obstacles for b in obstacles[name] if not free)
            blocks = [Check(False, b.code, b.data) for b in held if b.stands(day, step.kind)]
            found.append(
                Judged(
                    places,
                    currency,
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
    """At most one step that reaches the customer today: the highest; others wait their gap.

    Where every item has its own place, what others would write today rides along in the letter of
    the highest, each on its own step.
    """
    if len(found) == 1:
        return (found[0],)
    ranked = sorted(found, key=lambda one: _order(case, one))
    outward = [one for one in ranked if case.step(one.step_id).kind not in INTERNAL]
    speaker = next((one for one in outward if one.is_now), None)
    if speaker is None:
        return tuple(ranked)
    riders: tuple[Judged, ...] = ()
    if case.ladder.position == "item":
        riders = tuple([one for one in outward if _rides(case, one, speaker, day, watch)])
    channel = None if speaker.said is None else speaker.said.channels[0]
    said = Done(customer_id=case.customer.id, on=date.fromordinal(day), channel=channel)
    after = replace(case, voice=case.voice.after((said,)))
    first: Data = (("step", speaker.step_id), ("currency", speaker.currency))
    changed: dict[int, Judged] = {id(speaker): speaker._replace(riders=riders)}
    for one in outward:
        if one is speaker or one in riders:
            continue
        then, until, refused = opening(after, case.step(one.step_id), one.views, day, watch)
        never = until >= NEVER or any(b.code in WAITS_FOR_FACTS for b in one.blocks)
        changed[id(one)] = one._replace(
            said=one.said if never or then is None else then,
            deferred_until=None if never else until,
            blocks=(
                *one.blocks,
                Check(False, "one_contact_a_day", first),
                *[check for check in refused if check.code == "lapses"],
            ),
        )
    return tuple(changed.get(id(one), one) for one in ranked if one not in riders)


def _order(case: Case, one: Judged) -> tuple[object, ...]:
    """First turns in the sequence come before repeats, which could go on for ever."""
    step = case.step(one.step_id)
    return (step.is_pre_due or one.times > 0, -case.ladder.compiled[2][step.id], one.currency)


def _goes_alone(step: Step) -> bool:
    return step.kind in ("call", "statutory") or bool(step.mandatory) or step.notice is not None


def _rides(case: Case, one: Judged, speaker: Judged, day: int, watch: Watch) -> bool:
    """Whether a milder step is written into the letter of the highest.

    It must be a channel of its own that is open to it, and nothing may keep the higher step from
    speaking of its items. What a law asks for goes out by itself, and so does what sets off a fee,
    which its own letter states. Nothing rides in a call or in a text message.
    """
    step, higher = case.step(one.step_id), case.step(speaker.step_id)
    if one is speaker or not one.is_now or one.currency != speaker.currency:
        return False
    if _goes_alone(step) or _goes_alone(higher) or step.fee is not None:
        return False
    if one.said is None or speaker.said is None:
        return False
    channel = speaker.said.channels[0]
    if channel == "sms" or channel not in one.said.channels:
        return False
    return not any(
        standing(view.blocks, day, higher.kind, watch) for view in one.views if view.id in one.items
    )
