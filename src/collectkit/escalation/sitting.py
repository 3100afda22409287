"""One currency of an account on one day: the questions that the steps of a ladder ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collectkit.contact import Permit
from collectkit.escalation.case import NEVER, Case, Scope, View
from collectkit.escalation.conditions import Truth
from collectkit.escalation.model import Step
from collectkit.escalation.opening import Check, Data, Watch, opening, standing, upcoming
from collectkit.money import Money

__all__ = ["Judged", "Sitting"]

# Steps that hand a debt over take only the items that passed every earlier step themselves.
_PER_ITEM = frozenset(("statutory", "agency", "legal"))


class Judged(NamedTuple):
    """The step that comes next in one scope: taken now, or deferred with the reasons."""

    currency: str
    step_id: str
    items: tuple[str, ...]
    views: tuple[View, ...]
    permit: Permit | None
    deferred_until: int | None
    blocks: tuple[Check, ...]

    @property
    def is_now(self) -> bool:
        return not self.blocks

    def signature(self) -> tuple[object, ...]:
        """What a reader would call a change; the wording of a block is not."""
        if not self.is_now:
            return (self.currency, self.step_id, self.deferred_until)
        channel = None if self.permit is None else self.permit.channel
        return (self.currency, self.step_id, self.items, channel)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One scope on one day: the questions that steps ask about it."""

    case: Case
    scope: Scope
    day: int
    watch: Watch

    # -- what conditions may see -------------------------------------------------------------
    @property
    def currency(self) -> str:
        return self.scope.currency

    @property
    def grade(self) -> str | None:
        return self.case.grade

    @property
    def segment(self) -> str | None:
        return self.case.customer.segment

    def overdue(self) -> Money:
        """What is overdue, not placed and not disputed; a part dispute is of the whole invoice."""
        owed: dict[str, int] = {}
        disputed: dict[str, int] = {}
        for view in self.late():
            for first, last, _ in view.disputed:
                self.watch.change(first)
                self.watch.change(last + 1)
            whole = [block for block in view.blocks if block.code == "dispute"]
            if not standing(whole, self.day, "reminder", self.watch):
                owed[view.invoice_id] = owed.get(view.invoice_id, 0) + view.open
                disputed[view.invoice_id] = view.contested(self.day)
        units = sum(max(owed[name] - disputed[name], 0) for name in owed)
        return Money.from_minor_units(units, self.currency)

    def broken_promises(self) -> int:
        for day in self.case.broken_from:
            self.watch.change(day)
        return sum(1 for day in self.case.broken_from if day <= self.day)

    # -- items -------------------------------------------------------------------------------
    def late(self) -> list[View]:
        """Items past their contractual due date and not placed elsewhere."""
        late = []
        for view in self.scope.views:
            self.watch.change(view.due + 1)
            if view.due < self.day and not standing(view.placed, self.day, "agency", self.watch):
                late.append(view)
        return late

    def free(self, step: Step) -> list[View]:
        """The late items that nothing keeps this step from speaking of."""
        return [v for v in self.late() if not standing(v.blocks, self.day, step.kind, self.watch)]

    def pool(self, step: Step) -> list[View]:
        """The items whose age counts: the free ones, or all late ones when none is free."""
        return self.free(step) or self.late()

    def ripe(self, step: Step) -> list[View]:
        """The late items a step is about; a hand-over only those that passed the steps before."""
        return [v for v in self.late() if step.kind not in _PER_ITEM or self._passed(step, v)]

    def included(self, step: Step) -> tuple[str, ...]:
        """The items a step speaks of: those it is about that nothing keeps it from."""
        views = [
            v for v in self.ripe(step) if not standing(v.blocks, self.day, step.kind, self.watch)
        ]
        return tuple(sorted(view.id for view in views))

    # -- requirements ------------------------------------------------------------------------
    def checks(self, step: Step) -> Iterator[Check]:
        """What must be met for a step to be reached, in the order in which it is asked."""
        pool = self.pool(step)
        if not pool:
            dues = [view.due for view in self.scope.views if view.due >= self.day]
            due: Data = (("due", date.fromordinal(min(dues))),) if dues else ()
            yield Check(False, "not_due_yet" if dues else "not_overdue", due)
            return
        age = max(view.age(self.day) for view in pool)
        if step.offset is not None:
            yield self._offset(step.offset, age, pool)
        for wait in step.after:
            yield self._after(wait.step, wait.days, pool)
        waited_for = {wait.step for wait in step.after}
        for name in step.requires:
            if name not in waited_for:
                taken = self._taken(name) is not None
                yield Check(taken, "required_sent" if taken else "requires", (("step", name),))
        if step.kind in _PER_ITEM and all(self._taken(name) for name in waited_for):
            yield self._any_passed(step, pool)
        if step.expires is not None:
            for view in pool:
                self.watch.change(view.reaches(step.expires + 1))
            figures: Data = (("observed", age), ("limit", step.expires))
            good = age <= step.expires
            yield Check(good, "not_expired" if good else "expired", figures)
        if step.when is not None:
            yield _condition(step.when.ask(self))

    def _offset(self, days: int, age: int, pool: list[View]) -> Check:
        if age < days:
            for view in pool:
                self.watch.change(view.reaches(days))
        code = "reached" if age >= days else "too_early"
        return Check(age >= days, code, (("observed", age), ("required", days)))

    def _after(self, name: str, days: int, pool: list[View]) -> Check:
        on = self._taken(name)
        if on is None:
            return Check(False, "not_sent", (("step", name), ("required", days)))
        waited = 0
        for view in pool:
            since = view.since(on)
            waited = max(waited, since.days(date.fromordinal(self.day)))
            when = since.when(days)
            if when is not None:
                self.watch.change(when.toordinal())
        figures: Data = (("observed", waited), ("step", name), ("required", days))
        return Check(waited >= days, "waited" if waited >= days else "after", figures)

    def _any_passed(self, step: Step, pool: list[View]) -> Check:
        passed = any(self._passed(step, view) for view in pool)
        return Check(passed, "item_passed" if passed else "no_item")

    def _passed(self, step: Step, view: View) -> bool:
        """Whether one item by itself has met the step's clocks and stood in its earlier steps."""
        if step.offset is not None and view.age(self.day) < step.offset:
            self.watch.change(view.reaches(step.offset))
            return False
        for wait in step.after:
            on = self._taken(wait.step, view)
            if on is None:
                return False
            since = view.since(on)
            if since.days(date.fromordinal(self.day)) < wait.days:
                when = since.when(wait.days)
                self.watch.change(NEVER if when is None else when.toordinal())
                return False
        return all(self._taken(name, view) is not None for name in step.requires)

    def _taken(self, name: str, view: View | None = None) -> int | None:
        """The day a step was last taken in this episode, on one item or on any."""
        start = self.scope.episode(self.day)
        days = [
            sent.on
            for sent in self.scope.sent
            if sent.step_id == name
            and start <= sent.on <= self.day
            and (view is None or sent.names(view))
        ]
        return max(days, default=None)

    def reached(self, step: Step) -> Check | None:
        """None when every requirement is met, else the first that is not."""
        return next((check for check in self.checks(step) if not check.ok), None)

    # -- the choice ----------------------------------------------------------------------------
    def sequence(self) -> list[Step]:
        return [step for step in self.case.steps if not step.is_pre_due]

    def choose(self) -> tuple[Step | None, list[tuple[Step, str]]]:
        """The step that comes next, and steps whose time has come but that stay unsent.

        The first unsent required step is never passed. Below it the latest optional step reached
        is taken and earlier ones are superseded; optional steps below one already taken are done
        with.
        """
        steps = self.sequence()
        taken = [self._taken(step.id) is not None for step in steps]
        highest = max((i for i, done in enumerate(taken) if done), default=-1)
        chosen: Step | None = None
        suppressed: list[tuple[Step, str]] = []
        for i, step in enumerate(steps):
            if taken[i] or (i < highest and not step.required):
                continue
            failed = self.reached(step)
            if failed is None:
                if chosen is not None:
                    suppressed.append((chosen, "superseded"))
                chosen = step
            elif failed.code in ("condition", "unknown", "expired"):
                suppressed.append((step, failed.code))
            if step.required:
                break
        return chosen, suppressed

    def weigh(self, step: Step) -> Judged:
        """The chosen step with everything that stands against taking it today."""
        views, items = self.ripe(step), self.included(step)
        unapproved = [check for check in self.approval(step, items) if not check.ok]
        covered = self._covered(step)
        blocks = [*self._held(step, items), *covered, *unapproved, *self._same_day()]
        start = self.day + 1 if any(b.code == "one_step_a_day" for b in blocks) else self.day
        said, until, refused = opening(self.case, step, views, start, self.watch)
        return Judged(
            self.currency,
            step.id,
            items,
            tuple(views),
            said,
            None if unapproved or covered or until >= NEVER else until,
            tuple(dict.fromkeys((*blocks, *refused))),
        )

    def _covered(self, step: Step) -> list[Check]:
        """Whoever has paid is not chased because the money is not applied yet."""
        owed = self.overdue().minor_units
        if step.kind == "task" or not 0 < owed <= self.scope.unapplied:
            return []
        amount = Money.from_minor_units(self.scope.unapplied, self.currency)
        return [Check(False, "unapplied", (("amount", amount),))]

    def _held(self, step: Step, items: tuple[str, ...]) -> Iterator[Check]:
        if items:
            return
        for view in self.late():
            for block in view.blocks:
                if block.stands(self.day, step.kind):
                    yield Check(False, block.code, block.data)

    def approval(self, step: Step, items: tuple[str, ...] | None = None) -> Iterator[Check]:
        """Whether a step that needs approval has it, in this episode and for all its items."""
        if step.approval is None:
            return
        wanted = set(self.included(step) if items is None else items)
        role: Data = (("role", step.approval),)
        for approval in self.case.approvals:
            if approval.step_id != step.id or approval.by != step.approval:
                continue
            on = approval.on.toordinal()
            self.watch.change(on)
            covered = not approval.items or all(
                view.id in approval.items or view.invoice_id in approval.items
                for view in self.scope.views
                if view.id in wanted
            )
            if covered and self.scope.episode(self.day) <= on <= self.day:
                yield Check(True, "approved", role)
                return
        yield Check(False, "approval", role)

    def place(self, step: Step) -> Iterator[Check]:
        """Where a step stands in the sequence: taken, passed, or behind a required one."""
        on = self._taken(step.id)
        if on is not None:
            yield Check(False, "sent", (("on", date.fromordinal(on)),))
            return
        before = True
        for other in self.sequence():
            if other.id == step.id:
                before = False
            elif before and other.required and self._taken(other.id) is None:
                yield Check(False, "behind", (("step", other.id),))
                return
            elif not before and not step.required and self._taken(other.id) is not None:
                yield Check(False, "passed", (("step", other.id),))
                return

    def preventive_checks(self, step: Step) -> Iterator[Check]:
        """What a preventive step needs: an item near enough to its due date, not reminded yet."""
        if any(upcoming(self.case, step, v, self.day, self.watch) for v in self.scope.views):
            yield Check(True, "upcoming")
            if step.when is not None:
                yield _condition(step.when.ask(self))
            return
        yield Check(False, "none_upcoming", (("offset", abs(step.offset or 0)),))

    def _same_day(self) -> Iterator[Check]:
        steps = {step.id for step in self.case.steps if step.is_pre_due}
        for sent in self.scope.sent:
            if sent.on == self.day and sent.step_id not in steps:
                yield Check(False, "one_step_a_day", (("step", sent.step_id),))
                self.watch.change(self.day + 1)
                return


def _condition(truth: Truth) -> Check:
    if truth.value is None:
        return Check(False, "unknown", (("text", truth.text),))
    return Check(
        truth.value, "condition_met" if truth.value else "condition", (("text", truth.text),)
    )
