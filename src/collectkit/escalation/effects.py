"""What standing on a stage asks of the host, and what is to be lifted again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from collectkit.escalation.case import Case, View
from collectkit.escalation.opening import standing
from collectkit.ledger import Done

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collectkit.escalation.model import Stage
    from collectkit.escalation.sitting import Sitting

__all__ = ["EXHAUSTED", "Standing", "effects_of", "stage_of"]

EXHAUSTED = "exhausted"
"""The stage of the effects that follow the last step."""


class Standing(NamedTuple):
    """An effect to carry out: `enter` or `leave`, of a stage; `nth` counts its turns so far."""

    kind: str
    stage_id: str
    effect: str
    nth: int


def stage_of(sitting: Sitting) -> str | None:
    """The highest stage that the oldest item not placed elsewhere has reached."""
    scope, day, watch = sitting.scope, sitting.day, sitting.watch
    unplaced = [view for view in scope.odd if not standing(view.placed, day, "agency", watch)]
    return _highest(sitting, (*scope.even[:1], *unplaced))


def _highest(sitting: Sitting, views: Sequence[View]) -> str | None:
    day, watch = sitting.day, sitting.watch
    worst = max([view.age(day) for view in views], default=0)
    reached = None
    for stage in sitting.case.stages:
        if worst >= stage.days:
            reached = stage.id
            continue
        for view in views:
            watch.change(view.reaches(stage.days, day))
        break
    return reached


def effects_of(case: Case, sittings: Sequence[Sitting]) -> tuple[Standing, ...]:
    """Effects to enter for the stages reached, and to leave for those that no longer stand.

    An effect is entered once, however many stages ask for it, and left when none does any more.
    Leave effects come only for recorded enter effects still standing. What is held, disputed,
    promised or placed elsewhere enters nothing, and keeps what was entered.
    """
    ladder = case.ladder
    asked = any(stage.effects for stage in ladder.stages) or ladder.on_exhausted
    if not asked and not case.effects:
        return ()
    entered, turns = _recorded(case.effects, sittings[0].day if sittings else case.day)
    stand = {effect for _, effect in entered}
    reached = _reached(case, [_highest(s, s.free("demand").leading) for s in sittings])
    kept = _reached(case, [_highest(s, (*s.scope.even[:1], *s.scope.odd)) for s in sittings])
    wanted = {
        effect: stage.id
        for n, stage in reversed(list(enumerate(ladder.stages[:kept])))
        for effect in stage.effects
        if effect in stand or (n < reached and _announced(stage, sittings))
    }
    ended = [effect for effect in ladder.on_exhausted if _ended(sittings, effect in stand)]
    wanted = {**dict.fromkeys(ended, EXHAUSTED), **wanted}
    may_enter = any(sitting.free("demand") for sitting in sittings)
    order = {stage.id: n for n, stage in enumerate(ladder.stages)}
    found = [
        Standing("enter", stage, effect, turns.get((stage, effect), 0))
        for effect, stage in sorted(
            wanted.items(), key=lambda one: (order.get(one[1], len(order)), one[0])
        )
        if may_enter and effect not in stand
    ]
    found += [
        Standing("leave", stage, effect, turns[stage, effect])
        for stage, effect in entered
        if effect not in wanted
    ]
    return tuple(found)


def _ended(sittings: Sequence[Sitting], entered: bool) -> bool:
    """Whether nothing late has a step left, since the evening before.

    The day after, so that a decision with its actions recorded asks for nothing more that day.
    What is placed elsewhere may come back to its steps: it enters nothing, and keeps what was.
    """
    placed = any(
        view.due < sitting.day and standing(view.placed, sitting.day, "agency", sitting.watch)
        for sitting in sittings
        for view in sitting.scope.odd
    )
    ended = [sitting.ended_on() for sitting in sittings if sitting.late()]
    for day in ended:
        if day is not None:
            sittings[0].watch.change(day + 1)
    over = all(day is not None and day < sittings[0].day for day in ended)
    return over and (entered if placed else bool(ended))


def _announced(stage: Stage, sittings: Sequence[Sitting]) -> bool:
    """Whether the notice that a stage's effects wait for has been given, if they do.

    It has named something late and free that has reached the stage, and its days to pay are over.
    """
    notice = stage.requires_notice
    return notice is None or any(_told(sitting, stage, notice) for sitting in sittings)


def _told(sitting: Sitting, stage: Stage, notice: str) -> bool:
    day, watch = sitting.day, sitting.watch
    told = False
    for sent in sitting.taken(notice):
        over = sent.on + sitting.case.step(notice).pay_within + 1
        watch.change(over)
        for view in sitting.free("demand"):
            if sent.names(view):
                watch.change(view.reaches(stage.days, day))
                told = told or (over <= day and view.age(day) >= stage.days)
    return told


def _reached(case: Case, stages: Sequence[str | None]) -> int:
    """How many stages the worst scope has reached."""
    order = {stage.id: n + 1 for n, stage in enumerate(case.stages)}
    return max((order[stage] for stage in stages if stage is not None), default=0)


def _recorded(
    effects: Sequence[Done], day: int
) -> tuple[list[tuple[str, str]], dict[tuple[str, str], int]]:
    """The effects that were entered and not left, in order, and how often each was recorded.

    Entering and leaving take turns, so on one day only their numbers count.
    """
    days: dict[tuple[str, str], dict[int, int]] = {}
    turns: dict[tuple[str, str], int] = {}
    for done in effects:
        on = done.on.toordinal()
        if done.effect is None or on > day:
            continue
        key = (done.stage_id or "", done.effect)
        turns[key] = turns.get(key, 0) + 1
        changes = days.setdefault(key, {})
        changes[on] = changes.get(on, 0) + (-1 if done.code == "leave" else 1)
    standing = []
    for key in sorted(days):
        stands = 0
        for on in sorted(days[key]):
            stands = min(max(stands + days[key][on], 0), 1)
        if stands:
            standing.append(key)
    return standing, turns
