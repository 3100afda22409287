"""One place on the ladder on one day: the questions that the steps ask about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from collectkit.contact.permit import Answer
from collectkit.escalation.case import NEVER, Case, Sent, View
from collectkit.escalation.conditions import Truth
from collectkit.escalation.model import PER_ITEM, Step
from collectkit.escalation.opening import Check, Data, Watch, opening, standing, upcoming
from collectkit.money import Money

__all__ = ["Judged", "Sitting"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Some items of a place: plain ones in order of their due dates, and others."""

    even: Sequence[View]
    odd: Sequence[View]

    def __iter__(self) -> Iterator[View]:
        yield from self.even
        yield from self.odd

    def __len__(self) -> int:
        return len(self.even) + len(self.odd)

    @property
    def leading(self) -> Sequence[View]:
        """Those that can be the oldest: of plain ones only the first."""
        return (*self.even[:1], *self.odd)


class Judged(NamedTuple):
    """The step that comes next in some places: taken now, or deferred with the reasons."""

    places: tuple[int, ...]
    currency: str
    step_id: str
    items: tuple[str, ...]
    views: tuple[View, ...]
    said: Answer | None
    deferred_until: int | None
    blocks: tuple[Check, ...]
    times: int = 0
    riders: tuple[Judged, ...] = ()

    @property
    def is_now(self) -> bool:
        return not self.blocks

    def signature(self) -> tuple[object, ...]:
        """What a reader would call a change; the wording of a block is not."""
        if self.blocks:
            then = None if self.deferred_until is None else self.said
            ways = () if then is None else then.channels
            return (self.currency, self.step_id, self.deferred_until, ways)
        channel = None if self.said is None else self.said.channels[:1]
        riders = tuple((rider.step_id, rider.items) for rider in self.riders)
        return (self.currency, self.step_id, self.items, channel, riders)


class Sitting:
    """One scope on one day: the questions that steps ask about it, each answered once."""

    __slots__ = (
        "_free",
        "_late",
        "_overdue",
        "_taken",
        "case",
        "day",
        "item",
        "n",
        "scope",
        "watch",
    )

    def __init__(self, case: Case, n: int, day: int, watch: Watch) -> None:
        self.case, self.n, self.scope = case, n, case.scopes[n]
        self.day, self.watch = day, watch
        self.item: View | None = None
        self._late: Pool | None = None
        self._free: dict[str, Pool] = {}
        self._taken: dict[str, list[Sent]] | None = None
        self._overdue: Money | None = None

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

    @property
    def tags(self) -> tuple[str, ...]:
        return self.case.customer.tags

    @property
    def customer_kind(self) -> str:
        return self.case.customer.kind

    @property
    def paid_late(self) -> int:
        return self.case.paid_late

    def overdue(self) -> Money:
        """What is overdue, not placed and not disputed; a part dispute is of the whole invoice.

        For a preventive reminder it is what the item about to fall due still owes.
        """
        if self.item is not None:
            return Money.from_minor_units(self._undisputed([self.item]), self.currency)
        if self._overdue is None:
            self._overdue = Money.from_minor_units(self._overdue_units(), self.currency)
        return self._overdue

    def owed(self) -> Money:
        """All that is open in this place, due or not."""
        return Money.from_minor_units(sum([v.open for v in self.scope.views]), self.currency)

    def _overdue_units(self) -> int:
        late = self.late()
        return sum([view.open for view in late.even]) + self._undisputed(late.odd)

    def _undisputed(self, views: Sequence[View]) -> int:
        """What some items owe less what is disputed; a part falls on what is due first."""
        owed: dict[str, int] = {}
        disputed: dict[str, int] = {}
        for view in views:
            for first, last, _ in view.disputed:
                self.watch.change(first)
                self.watch.change(last + 1)
            whole = [block for block in view.blocks if block.code == "dispute"]
            if not standing(whole, self.day, "reminder", self.watch):
                owed[view.invoice_id] = owed.get(view.invoice_id, 0) + view.open
                disputed[view.invoice_id] = view.contested(self.day)
        return sum([max(owed[name] - disputed[name], 0) for name in owed])

    def _overdue_in_currency(self) -> int:
        """Over all places in the currency: money that is not applied may be for any of them."""
        return sum(
            Sitting(self.case, n, self.day, self.watch).overdue().minor_units
            for n, scope in enumerate(self.case.scopes)
            if scope.currency == self.currency
        )

    def broken_promises(self) -> int:
        for day in self.case.broken_from:
            self.watch.change(day)
        return sum(1 for day in self.case.broken_from if day <= self.day)

    def days_past_due(self, at_least: int) -> int:
        """The worst effective age; the day it reaches a bound is a change."""
        late = self.late()
        for view in late.leading:
            self.watch.change(view.reaches(at_least, self.day))
        return self._worst_age(late) if late else 0

    def late_items(self) -> int:
        """How many items are late."""
        return len(self.late())

    # -- items -------------------------------------------------------------------------------
    def late(self) -> Pool:
        """Items past their contractual due date and not placed elsewhere."""
        if self._late is None:
            scope, day = self.scope, self.day
            count = bisect_left(scope.dues, day)
            if count < len(scope.dues):
                self.watch.change(scope.dues[count] + 1)
            odd = [
                view
                for view in scope.odd
                if view.due < day
                and not (view.placed and standing(view.placed, day, "agency", self.watch))
            ]
            self._late = Pool(scope.even[: bisect_left(scope.even_dues, day)], odd)
        return self._late

    def free(self, kind: str) -> Pool:
        """The late items that nothing keeps a kind of step from speaking of."""
        if kind not in self._free:
            self._free[kind] = self._unblocked(kind, self.late())
        return self._free[kind]

    def _unblocked(self, kind: str, pool: Pool) -> Pool:
        odd = [v for v in pool.odd if not standing(v.blocks, self.day, kind, self.watch)]
        return Pool(pool.even, odd)

    def pool(self, step: Step) -> Pool:
        """The items whose age counts: the free ones, or all late ones when none is free."""
        return self.free(step.kind) or self.late()

    def _worst_age(self, pool: Pool) -> int:
        return max([view.age(self.day) for view in pool.leading])

    def ripe(self, step: Step) -> Pool:
        """The late items a step is about; a hand-over only those that passed the steps before."""
        late = self.late()
        if step.kind not in PER_ITEM:
            return late
        even = [view for view in late.even if self._passed(step, view)]
        return Pool(even, [view for view in late.odd if self._passed(step, view)])

    def included(self, step: Step, ripe: Pool) -> tuple[str, ...]:
        """The items a step speaks of: those it is about that nothing keeps it from."""
        free = self.free(step.kind) if ripe is self._late else self._unblocked(step.kind, ripe)
        return tuple(sorted([view.id for view in free]))

    # -- requirements ------------------------------------------------------------------------
    def checks(self, step: Step) -> Iterator[Check]:
        """What must be met for a step to be reached, in the order in which it is asked."""
        pool = self.pool(step)
        if not pool:
            dues = [due for due in self.scope.dues if due >= self.day]
            due: Data = (("due", date.fromordinal(min(dues))),) if dues else ()
            yield Check(False, "not_due_yet" if dues else "not_overdue", due)
            return
        strict = self.case.ladder.strict_interval
        if step.offset is not None:
            yield self._offset(step, step.offset + strict, pool)
        for wait in step.after:
            yield self._after(wait.step, wait.days + strict, pool)
        if step.requires:
            waited_for = {wait.step for wait in step.after}
            for name in step.requires:
                if name not in waited_for:
                    taken = self._last(name) is not None
                    yield Check(taken, "required_sent" if taken else "requires", (("step", name),))
        if step.kind in PER_ITEM and all(self._last(w.step) is not None for w in step.after):
            yield self._any_passed(step, pool)
        if step.repeat is not None:
            yield from self._again(step, pool, strict=strict)
        if step.expires is not None:
            yield self._expiry(step.expires, pool)
        if step.minimum:
            yield self._minimum(step)
        if step.when is not None:
            yield _condition(step.when.ask(self))

    def _offset(self, step: Step, days: int, pool: Pool) -> Check:
        if step.end_of_month:
            return self._month_end(days, pool)
        age = self._worst_age(pool)
        if age >= days:
            return Check(True, "reached", (("observed", age), ("required", days)))
        for view in pool.leading:
            self.watch.change(view.reaches(days, self.day))
        return Check(False, "too_early", (("observed", age), ("required", days)))

    def _month_end(self, days: int, pool: Pool) -> Check:
        """The end of the month in which the age is reached."""
        first = min([self._month_ends(days, view) for view in pool.leading])
        reached = first <= self.day
        shown = "never" if first >= NEVER else date.fromordinal(first)
        return Check(reached, "month_over" if reached else "month_end", (("on", shown),))

    def _month_ends(self, days: int, view: View) -> int:
        end = _end_of_month(view.reached_on(days, self.day))
        self.watch.change(view.reaches(days, self.day))
        self.watch.change(end)
        return end

    def _after(self, name: str, days: int, pool: Pool) -> Check:
        on = self._last(name)
        if on is None:
            waiting = any(sent.step_id == name and sent.pending for sent in self.scope.sent)
            code = "not_delivered" if waiting else "not_sent"
            return Check(False, code, (("step", name), ("required", days)))
        # Where nothing stops one of them, no other has waited longer.
        waited = max([view.ran(on, self.day) for view in pool.leading])
        for view in pool.leading:
            self.watch.change(view.runs(on, days, self.day))
        figures: Data = (("observed", waited), ("step", name), ("required", days))
        return Check(waited >= days, "waited" if waited >= days else "after", figures)

    def _again(self, step: Step, pool: Pool, *, strict: bool) -> Iterator[Check]:
        """Whether a step that was taken may be taken again."""
        assert step.repeat is not None  # the caller has looked
        taken = self.taken(step.id)
        if not taken:
            return
        done: Data = (("observed", len(taken)), ("limit", step.repeat.times))
        if len(taken) >= step.repeat.times:
            yield Check(False, "repeated", done)
            return
        yield self._after(step.id, step.repeat.every + strict, pool)

    def _expiry(self, limit: int, pool: Pool) -> Check:
        age = self._worst_age(pool)
        for view in pool.leading:
            self.watch.change(view.reaches(limit + 1, self.day))
        figures: Data = (("observed", age), ("limit", limit))
        return Check(age <= limit, "not_expired" if age <= limit else "expired", figures)

    def _minimum(self, step: Step) -> Check:
        for least in step.minimum:
            if least.currency == self.currency:
                overdue = self.overdue()
                figures: Data = (("observed", overdue), ("required", least))
                good = overdue >= least
                return Check(good, "minimum_met" if good else "below_minimum", figures)
        return Check(False, "no_minimum", (("currency", self.currency),))

    def _any_passed(self, step: Step, pool: Pool) -> Check:
        passed = any(self._passed(step, view) for view in pool)
        return Check(passed, "item_passed" if passed else "no_item")

    def _passed(self, step: Step, view: View) -> bool:
        """Whether one item by itself has met the step's clocks and stood in its earlier steps."""
        strict = self.case.ladder.strict_interval
        if step.offset is not None and step.end_of_month:
            if self._month_ends(step.offset + strict, view) > self.day:
                return False
        elif step.offset is not None and view.age(self.day) < step.offset + strict:
            self.watch.change(view.reaches(step.offset + strict, self.day))
            return False
        for wait in step.after:
            on = self._last(wait.step, view)
            if on is None:
                return False
            if view.ran(on, self.day) < wait.days + strict:
                self.watch.change(view.runs(on, wait.days + strict, self.day))
                return False
        return all(self._last(name, view) is not None for name in step.requires)

    # -- what was taken ------------------------------------------------------------------------
    def taken(self, name: str) -> list[Sent]:
        """The times a step was taken in this episode, those that wait for delivery left out."""
        if self._taken is None:
            found: dict[str, list[Sent]] = {}
            start = self.scope.episode(self.day)
            for sent in self.scope.sent:
                if start <= sent.on <= self.day and not sent.pending:
                    found.setdefault(sent.step_id, []).append(sent)
            self._taken = found
        return self._taken.get(name, [])

    def _last(self, name: str, view: View | None = None) -> int | None:
        """The day a step was last taken in this episode, on one item or on any."""
        taken = self.taken(name)
        if view is not None and taken:
            since = view.restarted(self.day) if view.restarts else 0
            taken = [s for s in taken if s.on >= since and s.names(view)]
        return max([s.on for s in taken]) if taken else None

    def pending(self, step: Step) -> bool:
        """Whether it was sent in this episode and nothing is known of its delivery yet."""
        if not step.requires_delivery:
            return False
        start = max(self.scope.episode(self.day), (self._last(step.id) or 0) + 1)
        return any(
            sent.step_id == step.id and sent.pending and start <= sent.on <= self.day
            for sent in self.scope.sent
        )

    def reached(self, step: Step) -> Check | None:
        """None when every requirement is met, else the first that is not."""
        for check in self.checks(step):
            if not check.ok:
                return check
        return None

    # -- the choice ----------------------------------------------------------------------------
    def choose(self) -> tuple[Step | None, list[tuple[Step, str]]]:
        """The step that comes next, and steps whose time has come but that stay unsent.

        The first unsent required step is never passed, unless the ladder jumps. Below it the
        latest optional step reached is taken and earlier ones are superseded; optional steps
        below one already taken are done with, but the highest one taken may repeat.
        """
        steps = self.case.sequence
        jumps = self.case.ladder.advance == "jump"
        highest = self._highest()
        chosen: Step | None = None
        suppressed: list[tuple[Step, str]] = []
        for i, step in enumerate(steps):
            if i <= highest and self._is_done_with(step, highest_one=i == highest, jumps=jumps):
                if step.required and not jumps and not self.taken(step.id):
                    break
                continue
            failed = self.reached(step)
            if failed is None:
                if chosen is not None:
                    suppressed.append((chosen, "superseded"))
                chosen = step
            elif failed.code in _SUPPRESSED:
                suppressed.append((step, failed.code))
                if failed.code == "below_minimum" and self.case.ladder.below_minimum == "suppress":
                    if chosen is not None:
                        suppressed.append((chosen, "superseded"))
                    chosen = None
            if step.required and not jumps and not self.taken(step.id):
                break
        return chosen, suppressed

    def _is_done_with(self, step: Step, *, highest_one: bool, jumps: bool) -> bool:
        """Whether a step at or below the highest one taken has had its turn."""
        if self.pending(step):
            return True
        if self.taken(step.id):
            return step.repeat is None or not highest_one
        return jumps or not step.required

    def exhausted(self) -> bool:
        """Whether something is late and no step is left to take in this episode."""
        return bool(self.late()) and self.ended_on() is not None

    def ended_on(self) -> int | None:
        """The day the last step was taken, with nothing left to take after it."""
        steps = self.case.sequence
        last = self.taken(steps[-1].id) if steps else []
        if not last or (steps[-1].repeat is not None and len(last) < steps[-1].repeat.times):
            return None
        jumps = self.case.ladder.advance == "jump"
        if not jumps and not all(self.taken(step.id) or not step.required for step in steps):
            return None
        return max(sent.on for step in steps for sent in self.taken(step.id))

    def weigh(self, step: Step) -> Judged:
        """The chosen step with everything that stands against taking it today."""
        ripe = self.ripe(step)
        items, views = self.included(step, ripe), tuple(ripe)
        wanted = items or tuple([view.id for view in views])
        unapproved = [check for check in self.approval(step, wanted) if not check.ok]
        covered = self._covered(step, items)
        blocks = [*self._held(step, items), *covered, *unapproved, *self._same_day()]
        start = self.day + 1 if any(b.code == "one_step_a_day" for b in blocks) else self.day
        said, until, refused = opening(self.case, step, views, start, self.watch)
        never = unapproved or covered or until >= NEVER
        return Judged(
            (self.n,),
            self.currency,
            step.id,
            items,
            views,
            said,
            None if never else until,
            tuple(dict.fromkeys((*blocks, *refused))) if blocks or refused else (),
            len(self.taken(step.id)),
        )

    def _covered(self, step: Step, items: tuple[str, ...]) -> list[Check]:
        """Nobody is chased for nothing, or because money that came is not applied yet."""
        if step.kind == "task":
            return []
        asked = [view for view in self.scope.odd if view.id in items]
        if items and len(asked) == len(items) and not self._undisputed(asked):
            return [Check(False, "nothing_to_ask")]
        if not self.scope.unapplied:
            return []
        if not 0 < self._overdue_in_currency() <= self.scope.unapplied:
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
        wanted = set(self.included(step, self.ripe(step)) if items is None else items)
        left = {view.id: view for view in self.scope.views if view.id in wanted}
        found = False
        for approval in self.case.approvals:
            if approval.step_id != step.id or approval.by != step.approval:
                continue
            on = approval.on.toordinal()
            self.watch.change(on)
            if self.scope.episode(self.day) <= on <= self.day:
                found = True
                for view in tuple(left.values()):
                    if not approval.items or {view.id, view.invoice_id} & set(approval.items):
                        del left[view.id]
        role: Data = (("role", step.approval),)
        if found and not left:
            yield Check(True, "approved", role)
        elif len(left) < len(wanted):
            yield Check(False, "approval_for", (*role, ("items", ", ".join(sorted(left)))))
        else:
            yield Check(False, "approval", role)

    def place(self, step: Step) -> Iterator[Check]:
        """Where a step stands in the sequence: taken, passed, or behind a required one."""
        steps, jumps = self.case.sequence, self.case.ladder.advance == "jump"
        own, highest = steps.index(step), self._highest()
        on = self._last(step.id)
        if self.pending(step):
            yield Check(False, "not_delivered", (("step", step.id), ("required", 0)))
            return
        if on is not None and (step.repeat is None or own < highest):
            yield Check(False, "sent", (("on", date.fromordinal(on)),))
            return
        for other in steps[:own]:
            if other.required and not jumps and not self.taken(other.id):
                yield Check(False, "behind", (("step", other.id),))
                return
        if own < highest and (jumps or not step.required):
            yield Check(False, "passed", (("step", steps[highest].id),))

    def _highest(self) -> int:
        """The place of the highest step that was sent in this episode; -1 without."""
        found = -1
        if self.scope.sent:
            for i, step in enumerate(self.case.sequence):
                if self.taken(step.id) or self.pending(step):
                    found = i
        return found

    def preventive(self, step: Step) -> list[View]:
        """The items a preventive step is for: near enough to due, and meeting its condition."""
        views = upcoming(self.case, step, self.scope, self.day, self.watch)
        if not views or (step.when is None and not step.minimum):
            return views
        found = []
        for view in views:
            self.item = view
            enough = not step.minimum or self._minimum(step).ok
            if enough and (step.when is None or step.when.ask(self).value):
                found.append(view)
        self.item = None
        return found

    def preventive_checks(self, step: Step) -> Iterator[Check]:
        """What a preventive step needs: an item near enough to its due date, not reminded yet."""
        views = upcoming(self.case, step, self.scope, self.day, self.watch)
        if not views:
            yield Check(False, "none_upcoming", (("offset", abs(step.offset or 0)),))
            return
        yield Check(True, "upcoming")
        ready = self.preventive(step)
        for view in ready or views:
            self.item = view
            if step.minimum:
                yield self._minimum(step)
            if step.when is not None:
                yield _condition(step.when.ask(self))
        self.item = None

    def _same_day(self) -> Iterator[Check]:
        for sent in self.scope.sent:
            if sent.on == self.day and all(sent.step_id != p.id for p in self.case.preventive):
                yield Check(False, "one_step_a_day", (("step", sent.step_id),))
                self.watch.change(self.day + 1)
                return


_SUPPRESSED = frozenset(("condition", "unknown", "expired", "below_minimum", "no_minimum"))


def _end_of_month(day: int) -> int:
    if day >= NEVER:
        return NEVER
    on = date.fromordinal(day)
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1) if on.year < 9999 else None
    return NEVER if following is None else following.toordinal() - 1


def _condition(truth: Truth) -> Check:
    text: Data = (("text", truth),)
    if truth.value is None:
        return Check(False, "unknown", text)
    return Check(truth.value, "condition_met" if truth.value else "condition", text)
