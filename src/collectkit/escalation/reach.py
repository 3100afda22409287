"""When the steps of a ladder can come at the earliest, and conditions that can never hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from collectkit.escalation.conditions import (
    AllOf,
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    CustomerIs,
    DaysPastDue,
    GradeIn,
    LateItems,
    Not,
    PaidLate,
    SegmentIn,
    TagIn,
)
from collectkit.escalation.model import Ladder, Step

__all__ = ["Turn", "amounts_in", "is_impossible", "names", "timetable", "waits_from"]


class Turn(NamedTuple):
    """Days past due: when a step's own clocks have run, the first day on which it can be taken
    whatever was skipped, and its day when everything before it is taken as soon as it can be.

    `behind` is what moves it past its clocks, `overtaken_by` the step that always takes its place.
    """

    clock: int
    floor: int
    day: int
    behind: str = ""
    overtaken_by: str = ""


def names(step: Step) -> tuple[str, ...]:
    """The steps that must have been sent before it by its own word."""
    return (*(wait.step for wait in step.after), *step.requires)


def timetable(ladder: Ladder) -> dict[str, Turn]:
    """The days of every step, weekends and holidays aside, with nothing held or promised.

    >>> from collectkit.escalation import presets
    >>> {name: turn.day for name, turn in timetable(presets.standard()).items()}["agency"]
    79
    """
    table = _Table(ladder)
    sequence, preventive, _ = ladder.compiled
    for step in sorted(preventive, key=lambda step: step.offset or 0):
        table.add(step, (), 0)
    table.taken.clear()  # a preventive reminder keeps no step from its day but by the gap
    for n, step in enumerate(sequence):
        table.add(step, sequence[n + 1 :], ladder.strict_interval)
    return table.found


class _Table:
    """Steps put in their places one after another, in the order of the ladder."""

    def __init__(self, ladder: Ladder) -> None:
        self.rules = ladder.contact_rules
        self.jumps = ladder.advance == "jump"
        self.gap = max(self.rules.min_days_between, 1)
        self.found: dict[str, Turn] = {}
        self.said: list[tuple[int, str]] = []
        self.taken: list[tuple[int, str]] = []
        self.required: Step | None = None
        self._outward: set[str] = set()

    def add(self, step: Step, later: Sequence[Step], strict: int) -> None:
        clock = self._clock(step, strict)
        day, behind = self._spaced(step, clock)
        rival = None
        if self.jumps or not step.required:
            rival = self._overtaker(later, day, strict)
        self.found[step.id] = Turn(
            clock,
            self._floor(step, strict),
            day,
            behind if day > clock else "",
            rival.id if rival is not None else "",
        )
        if not step.is_internal:
            self._outward.add(step.id)
        if rival is None:
            self.taken.append((day, step.id))
            if not step.is_internal:
                self.said.append((day, step.id))
        if step.required and not self.jumps:
            self.required = step

    def _clock(self, step: Step, strict: int) -> int:
        own = [] if step.offset is None else [step.offset + strict]
        waits = [self.found[wait.step].day + wait.days + strict for wait in step.after]
        return max(*own, *waits, *(self.found[name].day for name in step.requires), -10_000)

    def _floor(self, step: Step, strict: int) -> int:
        own = -10_000 if step.offset is None else step.offset + strict
        waits = [
            self.found[wait.step].floor + max(wait.days + strict, self._between(wait.step, step))
            for wait in step.after
        ]
        before = step.requires if self.required is None else (*step.requires, self.required.id)
        behind = [self.found[name].floor + self._between(name, step) for name in before]
        return max(own, *waits, *behind, -10_000)

    def _between(self, name: str, step: Step) -> int:
        return self.gap if name in self._outward and not step.is_internal else 1

    def _spaced(self, step: Step, day: int) -> tuple[int, str]:
        """The first day from `day` on which one step a day and the contact rules let it be."""
        behind = ""
        last, name = max(self.taken, default=(day - 1, ""))
        if last >= day:
            day, behind = last + 1, f"{name} on day {last}, and one step a day"
        if step.is_internal:
            return day, behind
        last, name = max(self.said, default=(day - self.gap, ""))
        if last + self.gap > day:
            day, behind = last + self.gap, f"{name} on day {last}, and {self.gap} days between"
        for limit in self.rules.limits:
            counted = sorted(on for on, _ in self.said if day - limit.days < on)
            if not limit.channels and len(counted) >= limit.most:
                day = counted[-limit.most] + limit.days
                behind = f"at most {limit.most} contacts in {limit.days} days"
        return day, behind

    def _overtaker(self, later: Sequence[Step], day: int, strict: int) -> Step | None:
        """The step that is always reached by the day on which one before it could be taken."""
        for other in later:
            known = all(name in self.found for name in names(other))
            sure = other.when is None and not other.minimum and other.expires is None
            if known and sure and not other.end_of_month and self._clock(other, strict) <= day:
                return other
            if other.required and not self.jumps:
                return None
        return None


def waits_from(ladder: Ladder, first: int) -> list[int]:
    """The days that pass at least from the sending of a step to each later one."""
    steps, place = ladder.steps, ladder.compiled[2]
    strict, ordered = int(ladder.strict_interval), ladder.advance != "jump"
    found = [0] * (first + 1)
    for n in range(first + 1, len(steps)):
        waits = [
            found[place[wait.step]] + wait.days + strict
            for wait in steps[n].after
            if place[wait.step] >= first
        ]
        before = [found[place[name]] for name in steps[n].requires if place[name] > first]
        before += [found[k] for k in range(first + 1, n) if ordered and steps[k].required]
        found.append(max(*waits, *before, 0, 0))
    return found


# -- conditions ------------------------------------------------------------------------------------
_MOST_CASES = 256

_Case = tuple[tuple[Condition, bool], ...]


def amounts_in(condition: Condition) -> Iterator[AmountAtLeast]:
    """The thresholds in a condition, at any depth."""
    match condition:
        case AmountAtLeast():
            yield condition
        case AllOf() | AnyOf():
            for part in condition.conditions:
                yield from amounts_in(part)
        case Not():
            yield from amounts_in(condition.condition)


def is_impossible(condition: Condition, days: int = 0) -> bool:
    """Whether no account `days` or more past due can meet a condition.

    Where it has more cases than anyone reads, it is taken to be possible.

    >>> from collectkit.escalation import When
    >>> is_impossible(When.grade_in("A") & ~When.grade_in("A", "B"))
    True
    >>> is_impossible(When.amount_at_least(EUR="100") & ~When.amount_at_least(EUR="500"))
    False
    """
    cases = _cases(condition, True)
    return cases is not None and all(_contradicts(case, days) for case in cases)


def _cases(condition: Condition, wanted: bool) -> list[_Case] | None:
    """The ways in which a condition is as wanted; None where they are too many."""
    match condition:
        case Not():
            return _cases(condition.condition, not wanted)
        case AllOf() | AnyOf():
            parts = [_cases(part, wanted) for part in condition.conditions]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            if isinstance(condition, AnyOf) == wanted:
                either = [case for part in known for case in part]
                return either if len(either) <= _MOST_CASES else None
            joined: list[_Case] = [()]
            for part in known:
                if len(joined) * len(part) > _MOST_CASES:
                    return None
                joined = [one + other for one, other in product(joined, part)]
            return joined
    return [((condition, wanted),)]


_COUNTS = (BrokenPromises, DaysPastDue, LateItems, PaidLate)


def _contradicts(case: _Case, days: int) -> bool:
    for kind in _COUNTS:
        least = [days] if kind is DaysPastDue else [0]
        least += [one.at_least for one, wanted in case if wanted and isinstance(one, kind)]
        below = [one.at_least for one, wanted in case if not wanted and isinstance(one, kind)]
        if below and max(least) >= min(below):
            return True
    grades = [(set(one.grades), wanted) for one, wanted in case if isinstance(one, GradeIn)]
    segments = [(set(one.segments), wanted) for one, wanted in case if isinstance(one, SegmentIn)]
    kinds: list[tuple[set[str], bool]] = [
        (set(one.kinds), wanted) for one, wanted in case if isinstance(one, CustomerIs)
    ]
    kinds += [({"business", "consumer", "public"}, True)]
    return (
        any(_excluded(sets) for sets in (grades, segments, kinds))
        or _no_tag(case)
        or _no_amount(case)
    )


def _excluded(sets: Sequence[tuple[set[str], bool]]) -> bool:
    """Whether one value cannot be in every wanted set and in none of the others."""
    wanted = [set(values) for values, is_wanted in sets if is_wanted]
    if not wanted:
        return False
    return not set.intersection(*wanted).difference(*(v for v, is_wanted in sets if not is_wanted))


def _no_tag(case: _Case) -> bool:
    """Tags differ from grades: a customer has any number of them."""
    tests = [(set(one.tags), wanted) for one, wanted in case if isinstance(one, TagIn)]
    without = {tag for tags, wanted in tests if not wanted for tag in tags}
    return any(wanted and tags <= without for tags, wanted in tests)


def _no_amount(case: _Case) -> bool:
    """No currency has every threshold and room between the lower and the upper ones."""
    tests = [
        ({amount.currency: amount.amount for amount in one.amounts}, wanted)
        for one, wanted in case
        if isinstance(one, AmountAtLeast)
    ]
    if not tests:
        return False
    for currency in set.intersection(*(set(amounts) for amounts, _ in tests)):
        least = [Decimal(0), *(amounts[currency] for amounts, wanted in tests if wanted)]
        below = [amounts[currency] for amounts, wanted in tests if not wanted]
        if not below or max(least) < min(below):
            return False
    return True
