"""When something may be said: what stands against an item, and from when on it is free.

Every question is asked through a `Watch`, which learns the first later day on which the answer
can differ. Between the day and that day the whole outcome is constant, so the next review date
is found by jumping from one such day to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from collectkit.contact import Permit, permit
from collectkit.escalation.case import NEVER, Block, Case, View
from collectkit.escalation.model import Step
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
        figures: dict[str, Any] = dict(self.data)
        return self.said or REASONS(self.code, subject, **figures)


def opening(
    case: Case, step: Step, views: Sequence[View], day: int, watch: Watch
) -> tuple[Permit | None, int, list[Check]]:
    """From when on one of the items is free and the customer may be spoken to; why not sooner."""
    found: list[Check] = []
    while True:
        free = min((_free_from(view, day, step) for view in views), default=NEVER)
        if free >= NEVER or step.is_internal:
            return None, free, found
        said, until, refused = speak(case, step, free, watch)
        if until == free:
            return said, until, found
        found += refused
        if until >= NEVER:
            return said, until, found
        day = until


def speak(case: Case, step: Step, day: int, watch: Watch) -> tuple[Permit, int, list[Check]]:
    """Whether the customer may be spoken to on `day`, from when on, and what stands against it."""
    said = permit(
        step.channels,
        case.history,
        on=date.fromordinal(day),
        customer=case.customer,
        rules=case.contact_rules,
        calendar=case.calendar,
    )
    until = NEVER if said.next_allowed_on is None else said.next_allowed_on.toordinal()
    watch.change(until)
    refused = [] if said.allowed else [Check(False, r.code, r.data, r) for r in said.why]
    return said, until, refused


def standing(blocks: tuple[Block, ...] | list[Block], day: int, kind: str, watch: Watch) -> bool:
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
    """The first day from `day` on that nothing keeps the step from speaking of the item."""
    free = day
    blocks = (*against(view, step), *view.placed)
    for block in sorted(blocks, key=lambda block: block.first):
        if block.stands(block.first, step.kind) and block.first <= free <= block.last:
            free = block.last + 1
    return min(free, NEVER)


def upcoming(case: Case, step: Step, view: View, day: int, watch: Watch) -> bool:
    """Whether an item stands between the step's offset and its expiry, and got none there yet.

    One sent before that was about an earlier due date.
    """
    first = view.due + (step.offset or 0)
    if any(
        name == step.id and item in (view.id, view.invoice_id) and on >= first
        for name, item, on in case.pre_due_sent
    ):
        return False
    if standing(view.placed, day, "agency", watch):
        return False
    last = view.due + (0 if step.expires is None else step.expires)
    watch.change(first)
    watch.change(last + 1)
    return first <= day <= last
