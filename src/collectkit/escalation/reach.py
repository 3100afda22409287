"""When the steps of a ladder come, and conditions that can never hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import compress, product
from typing import NamedTuple

from collectkit.contact import ContactRules
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
    OverdueShare,
    PaidLate,
    SegmentIn,
    TagIn,
)
from collectkit.escalation.decide import decide
from collectkit.escalation.model import Ladder, Step
from collectkit.ledger import Account, Customer, Invoice
from collectkit.money import Money

__all__ = [
    "Turn",
    "amounts_in",
    "contradicts_itself",
    "is_impossible",
    "last_day",
    "names",
    "timetable",
    "waits_from",
]


class Turn(NamedTuple):
    """Days past due: when a step's own clocks have run, and when it is taken.

    `behind` is what moves it past its clocks. A day after its last is the one on which it would be
    taken if it did not expire; one on which another step passes it for good names that.
    """

    clock: int
    day: int
    behind: str = ""
    overtaken_by: str = ""


def names(step: Step) -> tuple[str, ...]:
    """The steps that must have been sent before it by its own word."""
    return (*(wait.step for wait in step.after), *step.requires)


def last_day(step: Step) -> int | None:
    """The last day past due on which it is worth taking; a preventive one ends on the due date."""
    return 0 if step.is_pre_due and step.expires is None else step.expires


def contradicts_itself(step: Step) -> bool:
    """Whether its condition never holds, given its other fields."""
    tests: list[Condition] = [] if step.when is None else [step.when]
    if step.minimum:
        tests.append(AmountAtLeast(amounts=step.minimum))
    late = 0 if step.is_pre_due or step.offset is None else step.offset
    return step.when is not None and is_impossible(AllOf(conditions=tuple(tests)), late)


# -- days ------------------------------------------------------------------------------------------
_MOST_WORK = 500  # runs times steps
_FIRST = date(2000, 1, 1)
_FALSE = LateItems(at_least=100_000)
_TOO_MUCH = (Money("1000000000.00", "EUR"),)

_Test = tuple[str, bool, object]


def timetable(ladder: Ladder) -> dict[str, Turn]:
    """The day of every step on one invoice that nothing holds, weekends and holidays aside.

    It is found by deciding until nothing more comes, once for every way in which the conditions
    can turn out; each is taken to hold always or never. Of several days a step has the earliest,
    and it is late, or passed, only where it always is. Left out are steps that wait for one never
    taken, and all of them where there are more conditions than can be tried, or two steps that
    move to the end of a month.

    >>> from collectkit.escalation import presets
    >>> {name: turn.day for name, turn in timetable(presets.standard()).items()}["agency"]
    79
    """
    dues = _dues(ladder)
    worlds = _worlds(ladder, _MOST_WORK // (len(ladder.steps) * max(len(dues), 1)))
    runs = [_Run(_plain(ladder, true), due, true) for true in worlds for due in dues]
    turns = {step.id: _turn(step, runs) for step in ladder.steps if not contradicts_itself(step)}
    return {name: turn for name, turn in turns.items() if turn is not None}


def _dues(ladder: Ladder) -> list[date]:
    """A due date, or where a step moves to the end of its month one for every day it may come."""
    moved = [step.offset or 0 for step in ladder.steps if step.end_of_month]
    if not moved:
        return [_FIRST]
    first = _FIRST - timedelta(moved[0] + ladder.strict_interval)
    return [first + timedelta(n) for n in range(31)] if len(moved) == 1 else []


def _turn(step: Step, runs: Sequence[_Run]) -> Turn | None:
    taken = [turn for run in runs if (turn := run.taken(step)) is not None]
    if taken:
        first = min(taken, key=lambda turn: turn.day)
        on_time = any(turn.day <= turn.clock for turn in taken)
        return Turn(first.day, first.day) if on_time else first
    missed = (run.missed(step) for run in runs if run.true.issuperset(_tests(step)))
    return next((turn for turn in missed if turn is not None), None)


def _tests(step: Step) -> list[_Test]:
    """What a step asks of an account beside its days. A preventive one asks it of an item."""
    asked: list[tuple[str, object]] = [] if step.when is None else [("when", step.when)]
    if step.minimum:
        asked.append(("minimum", step.minimum))
    return [(field, step.is_pre_due, value) for field, value in asked]


def _worlds(ladder: Ladder, most: int) -> list[frozenset[_Test]]:
    """Which tests are met: every choice, or where those are too many the best for each step."""
    own = {step.id: frozenset(_tests(step)) for step in ladder.steps}
    every = list(dict.fromkeys(test for step in ladder.steps for test in _tests(step)))
    if not every or 2 ** len(every) <= most:
        choices = product((True, False), repeat=len(every))
        return [frozenset(compress(every, choice)) for choice in choices]
    found = [frozenset(every)]
    needs: dict[str, frozenset[_Test]] = {}
    for n, step in enumerate(ladder.steps):
        before = _before(ladder, n)
        needs[step.id] = own[step.id].union(*(needs[name] for name in before))
        found.append(needs[step.id])
    found = list(dict.fromkeys(found))
    return found if len(found) <= most else []


def _before(ladder: Ladder, n: int) -> set[str]:
    """The steps that must be taken before one, by its word and by their own."""
    step = ladder.steps[n]
    ordered = ladder.advance != "jump" and not step.is_pre_due
    return {*names(step), *(other.id for other in ladder.steps[:n] if ordered and other.required)}


def _plain(ladder: Ladder, true: frozenset[_Test]) -> Ladder:
    """A ladder whose tests turn out so, for a customer who may be spoken to on every day."""
    steps = []
    for step in ladder.steps:
        unmet = {field for field, pre_due, value in _tests(step)
                 if (field, pre_due, value) not in true}  # fmt: skip
        steps.append(
            step.replace(
                when=_FALSE if "when" in unmet else None,
                minimum=_TOO_MUCH if "minimum" in unmet else (),
                approval=None,
                requires_delivery=False,
            )
        )
    rules = ladder.contact_rules
    contact = ContactRules(
        min_days_between=rules.min_days_between, limits=rules.limits, call_caps=rules.call_caps
    )
    return ladder.replace(
        steps=tuple(steps), stages=(), on_exhausted=(), contact_rules=contact, roll="none"
    )


class _Run:
    """What is taken of a ladder, with its days past due, for one invoice due on a day.

    `true` are the tests that were met.
    """

    def __init__(self, ladder: Ladder, due: date, true: frozenset[_Test]) -> None:
        self.ladder, self.due, self.true = ladder, due, true
        self.events: list[tuple[int, Step]] = []
        place = ladder.compiled[2]
        start = due + timedelta(min(0, *(step.offset or 0 for step in ladder.steps)))
        invoice = Invoice(
            id="I", customer_id="C", amount=Money("1.00", "EUR"), issued_on=start, due_on=due
        )
        account = Account(customer=Customer(id="C"), invoices=(invoice,))
        day: date | None = start
        while day is not None:
            decision = decide(ladder, account, as_of=day)
            for action in decision.actions:
                self.events.append(((day - due).days, ladder.steps[place[action.step_id]]))
            account = account.with_(
                done=[record for one in decision.actions for record in one.records(day)]
            )
            day = decision.next_review_on

    def taken(self, step: Step) -> Turn | None:
        """Its first turn; None where it is never taken."""
        on = next((on for on, other in self.events if other.id == step.id), None)
        if on is None:
            return None
        clock = self._clock(step, on)
        return Turn(clock, on, self._behind(step, on) if on > clock else "")

    def missed(self, step: Step) -> Turn | None:
        """Why it is never taken; None where another that it waits for is not."""
        place = self.ladder.compiled[2]
        done = {other.id for _, other in self.events}
        if not done.issuperset(_before(self.ladder, place[step.id])):
            return None
        if last_day(step) is not None:
            late = 10_000 if step.is_pre_due else None
            lasting = [s.replace(expires=late) if s.id == step.id else s for s in self.ladder.steps]
            free = _Run(self.ladder.replace(steps=tuple(lasting)), self.due, self.true).taken(step)
            if free is not None:
                return free
        for on, other in self.events:
            if place[other.id] > place[step.id] and not other.is_pre_due:
                return Turn(self._clock(step, on + 1), on, overtaken_by=other.id)
        return None

    def _clock(self, step: Step, day: int) -> int:
        """When its own clocks have run, as it stands before a day."""
        if step.is_pre_due:
            return step.offset or 0
        strict = int(self.ladder.strict_interval)
        last = {other.id: on for on, other in self.events if on < day}
        clocks = [last[wait.step] + wait.days + strict for wait in step.after if wait.step in last]
        clocks += [last[name] for name in step.requires if name in last]
        if step.offset is not None:
            on = self.due + timedelta(step.offset + strict)
            ends = (on.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
            clocks.append(((ends if step.end_of_month else on) - self.due).days)
        return max(clocks, default=day)

    def _behind(self, step: Step, day: int) -> str:
        """What keeps it from being taken on the day before."""
        rules = self.ladder.contact_rules
        before = [(on, other) for on, other in self.events if on < day]
        said = [(on, other) for on, other in before if not other.is_internal]
        if not step.is_internal and not step.mandatory and said:
            on, other = said[-1]
            if day <= on + rules.min_days_between and rules.min_days_between > 1:
                return f"{other.id} on day {on}, and {rules.min_days_between} days between"
        if before and before[-1][0] == day - 1:
            return f"{before[-1][1].id} on day {day - 1}, and one step a day"
        for limit in rules.limits:
            if sum(1 for on, _ in said if on >= day - limit.days) >= limit.most:
                return f"at most {limit.most} contacts in {limit.days} days"
        return "the steps and contacts before it"


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


_COUNTS = (BrokenPromises, DaysPastDue, LateItems, OverdueShare, PaidLate)


def _contradicts(case: _Case, days: int) -> bool:
    for kind in _COUNTS:
        least = [Fraction(days if kind is DaysPastDue else 0)]
        least += [_bound(one) for one, wanted in case if wanted and isinstance(one, kind)]
        below = [_bound(one) for one, wanted in case if not wanted and isinstance(one, kind)]
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


def _bound(one: BrokenPromises | DaysPastDue | LateItems | OverdueShare | PaidLate) -> Fraction:
    return one.at_least.fraction if isinstance(one, OverdueShare) else Fraction(one.at_least)


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
