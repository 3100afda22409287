"""When something may be said: what stands against an item, and from when on it is free.

Every question is asked through a `Watch`, which learns the first later day on which the answer
can differ. Between the day and that day the whole outcome is constant, so the next review date
is found by jumping from one such day to the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from collectkit.contact.permit import Answer
from collectkit.dates import BusinessDayConvention
from collectkit.escalation.case import NEVER, Block, Case, Scope, View
from collectkit.escalation.conditions import told
from collectkit.escalation.model import INTERNAL, Step
from collectkit.escalation.reasons import REASONS
from collectkit.explain import Reason

__all__ = ["Check", "Data", "Watch", "against", "opening", "standing", "upcoming"]

Data = tuple[tuple[str, object], ...]


class Watch:
    """The first day after `day` on which something asked so far can change."""

    __slots__ = ("day", "next")

    def __init__(self, day: int) -> None:
        self.day = day
        self.next = NEVER

    def change(self, day: int) -> None:
        if self.day < day < self.next:
            self.next = day


class Check(NamedTuple):
    """One requirement of a step: whether it is met, and why, as code and figures."""

    ok: bool
    code: str
    data: Data = ()
    said: Reason | None = None

    def reason(self, subject: str) -> Reason:
        return self.said or REASONS(self.code, subject, **told(self.data))


def opening(
    case: Case, step: Step, views: Sequence[View], day: int, watch: Watch
) -> tuple[Answer | None, int, list[Check]]:
    """From when on one of the items is free and the customer may be spoken to; why not sooner.

    NEVER where there is no such day, or the step has expired by then.
    """
    said, until, found = _opening(case, step, views, day, watch)
    if step.is_pre_due:
        last = max([view.due for view in views]) + (step.expires or 0)
        known = said is None or said.first < NEVER
        lifts = any(_unblocked_from(view, day, step) < NEVER for view in views)
        lapsed = until >= NEVER and known and lifts
        on = min(last + 1, NEVER - 1)
    else:
        lapsed, on = until < NEVER and _lapses(step, views, until), min(until, NEVER - 1)
    if not lapsed:
        return said, until, found
    return said, NEVER, [*found, Check(False, "lapses", (("on", date.fromordinal(on)),))]


def _opening(
    case: Case, step: Step, views: Sequence[View], day: int, watch: Watch
) -> tuple[Answer | None, int, list[Check]]:
    found: list[Check] = []
    while True:
        easy = not step.is_pre_due and _any_plain(views)
        free = day if easy else _first_free(views, day, step)
        if free < NEVER and case.ladder.roll == "following" and not step.is_pre_due:
            rolled = _business_day(case, free)
            if rolled != free:
                found.append(Check(False, "day_off", (("on", date.fromordinal(free)),)))
                watch.change(rolled)
                day = rolled
                continue
        if free >= NEVER or step.kind in INTERNAL:
            return None, free, found
        said, until, refused = speak(case, step, views, free, watch)
        if until == free:
            return said, until, found
        found += refused
        if until >= NEVER:
            return said, until, found
        day = until


def _lapses(step: Step, views: Sequence[View], day: int) -> bool:
    """Whether a step has expired by the day on which it could be taken."""
    if step.expires is None:
        return False
    free = [view for view in views if view.plain or _free_from(view, day, step) == day]
    return max([view.age(day) for view in free], default=0) > step.expires


def _business_day(case: Case, day: int) -> int:
    following = BusinessDayConvention.FOLLOWING
    return following.adjust(date.fromordinal(day), case.calendar).toordinal()


def _any_plain(views: Sequence[View]) -> bool:
    return any(view.plain for view in views)


def _first_free(views: Sequence[View], day: int, step: Step) -> int:
    return min((_free_from(view, day, step) for view in views), default=NEVER)


def speak(
    case: Case, step: Step, views: Sequence[View], day: int, watch: Watch
) -> tuple[Answer, int, list[Check]]:
    """Whether the customer may be spoken to on `day`, from when on, and what stands against it."""
    said = case.voice.ask(
        step.channels,
        day,
        debts=_debts(case, step, views, day),
        code=step.notice,
        mandatory=step.mandatory or None,
    )
    watch.change(said.first)
    return said, said.first, [Check(False, r.code, r.data, r) for r in said.why_not]


def _debts(case: Case, step: Step, views: Sequence[View], day: int) -> tuple[str, ...]:
    """What a call that day is about, for caps per debt."""
    if case.ladder.contact_rules.call_caps is None:
        return ()
    free = [view for view in views if view.plain or _free_from(view, day, step) == day]
    return tuple(dict.fromkeys([view.invoice_id for view in free]))


def standing(blocks: Iterable[Block], day: int, kind: str, watch: Watch) -> bool:
    """Whether any block keeps a kind of step from speaking."""
    stands = False
    for block in blocks:
        watch.change(block.first)
        watch.change(block.last + 1)
        stands = stands or block.stands(day, kind)
    return stands


def against(view: View, step: Step) -> list[Block]:
    """What can keep a step from speaking of an item; promises and plans no preventive one."""
    return [b for b in view.blocks if not (step.is_pre_due and b.code in ("promise", "plan"))]


def _free_from(view: View, day: int, step: Step) -> int:
    """`_unblocked_from`, but NEVER where a preventive step has expired by then."""
    free = _unblocked_from(view, day, step)
    return NEVER if step.is_pre_due and free > view.due + (step.expires or 0) else free


def _unblocked_from(view: View, day: int, step: Step) -> int:
    """The first day from `day` on that nothing keeps the step from speaking of the item."""
    free = day
    blocks = (*against(view, step), *view.placed)
    for block in sorted(blocks, key=lambda block: block.first):
        blocks_it = block.code == "placed" or block.stands(block.first, step.kind)
        if blocks_it and block.first <= free <= block.last:
            free = block.last + 1
    return min(free, NEVER)


def upcoming(case: Case, step: Step, scope: Scope, day: int, watch: Watch) -> list[View]:
    """The items between the step's offset and its expiry that got none there yet.

    One sent before that was about an earlier due date.
    """
    offset, expires = step.offset or 0, step.expires or 0
    low, high = bisect_left(scope.dues, day - expires), bisect_right(scope.dues, day - offset)
    if high < len(scope.dues):
        watch.change(scope.dues[high] + offset)
    if low >= high:
        return []
    watch.change(scope.dues[low] + expires + 1)
    # Of several days the last counts: they are in order.
    reminded = dict(case.reminded)
    return [
        view
        for view in scope.views[low:high]
        if not (reminded and _was_reminded(reminded, step, view, view.due + offset))
        and not (view.placed and standing(view.placed, day, "agency", watch))
    ]


def _was_reminded(reminded: dict[tuple[str, str], int], step: Step, view: View, first: int) -> bool:
    return (
        reminded.get((step.id, view.id), 0) >= first
        or reminded.get((step.id, view.invoice_id), 0) >= first
    )
