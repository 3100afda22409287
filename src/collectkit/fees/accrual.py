"""The accrual engine: from what was open on which days to runs of days and what each bears.

Days are ordinals and amounts are minor units in here; what a run bears is an exact fraction.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from collectkit.dates import DayCount
from collectkit.fees.book import RateRun
from collectkit.fees.periods import Period

__all__ = ["Accrued", "Ceiling", "Course", "Run", "accrue", "weight_of"]

State = Literal["accruing", "paused", "waived", "capped"]
_ACTUAL = {DayCount.ACT_365F: 365, DayCount.ACT_360: 360}
ZERO = Fraction(0)


class Ceiling(NamedTuple):
    """The most in minor units, over the whole course or anew in every period."""

    units: Fraction
    every: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one item went through, as the engine needs it. All days are ordinals.

    Attributes:
        anchor: the last day without interest; periods are counted from it.
        last: the last day that may bear interest, included.
        origin: where the 30/360 family counts from.
        opening: principal on the first day, in minor units.
        changes: (day, units) by which the principal changes from the start of that day.
        received: (day, units) of interest paid, which stops bearing from the start of that day.
        rates: the rates from the first day on.
        pauses, waivers: first and last days; None is open.
        cuts: further days a run must not cross, with no effect on any amount but by rounding.
    """

    anchor: int
    last: int
    origin: int
    opening: int
    changes: Sequence[tuple[int, int]]
    rates: Sequence[RateRun]
    day_count: DayCount
    received: Sequence[tuple[int, int]] = ()
    pauses: Sequence[tuple[int, int | None]] = ()
    waivers: Sequence[tuple[int, int | None]] = ()
    cuts: frozenset[int] = frozenset()
    ceilings: Sequence[Ceiling] = ()
    every: Period | None = None
    until: int | None = None


class Run(NamedTuple):
    """Days `first` to `last`, both included, on one base at one rate, and what they bear."""

    first: int
    last: int
    units: int
    capital: Fraction
    rate: RateRun
    state: State
    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction:
        """What it bears, in minor units."""
        return Fraction(self.numerator, self.denominator)


@dataclass(slots=True)
class Accrued:
    """The runs, what was capitalized, and what would have accrued without any ceiling."""

    runs: list[Run] = field(default_factory=list)
    capitalized: list[tuple[int, Fraction]] = field(default_factory=list)
    cut_off: Fraction = ZERO


def weight_of(day_count: DayCount, origin: int, first: int, last: int) -> tuple[int, int]:
    """The counted days of `first` to `last`, both included, and the days of their year.

    For `ACT_ACT_ISDA` both must lie in one calendar year.
    """
    basis = _ACTUAL.get(day_count)
    if basis is not None:
        return last - first + 1, basis
    if day_count is DayCount.ACT_ACT_ISDA:
        year = date.fromordinal(first).year
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return last - first + 1, 366 if leap else 365
    start, end = date.fromordinal(first - 1), date.fromordinal(last)
    if day_count is DayCount.NL_365:
        return day_count.days(start, end), 365
    since = date.fromordinal(origin)
    return day_count.days(since, end) - day_count.days(since, start), 360


def _years(first: int, last: int) -> Iterable[int]:
    """The first days of calendar years after `first`, up to `last`."""
    for year in range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1):
        yield date(year, 1, 1).toordinal()


def accrue(course: Course) -> Accrued:
    """Run through the course once, cut wherever anything changes."""
    return _Sweep(course).run()


class _Sweep:
    """One pass over the days of a course."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.first = course.anchor + 1
        self.units = course.opening
        self.capital = self.waiting = ZERO
        self.rooms = [ceiling.units for ceiling in course.ceilings]
        self.found = Accrued()

    def run(self) -> Accrued:
        course = self.course
        if course.last < self.first:
            return self.found
        changes = _summed(course.changes, self.first)
        received = _summed(course.received, self.first)
        compounds = self._periods(course.every, course.until)
        resets = [
            (n, set(self._periods(ceiling.every, None)))
            for n, ceiling in enumerate(course.ceilings)
            if ceiling.every is not None
        ]
        starts = [run.since.toordinal() for run in course.rates]
        cuts = {self.first, *changes, *received, *starts[1:], *course.cuts}
        cuts.update(day + 1 for day in compounds)
        cuts.update(day + 1 for _, days in resets for day in days)
        for first, last in (*course.pauses, *course.waivers):
            cuts.add(first)
            if last is not None:
                cuts.add(last + 1)
        if course.day_count is DayCount.ACT_ACT_ISDA:
            cuts.update(_years(self.first, course.last))
        days = sorted(day for day in cuts if self.first <= day <= course.last)
        for day, following in zip(days, (*days[1:], course.last + 1), strict=True):
            self.units += changes.get(day, 0)
            if day in received:
                self._receive(received[day])
            for n, ends in resets:
                if day - 1 in ends:
                    self.rooms[n] = course.ceilings[n].units
            self._bear(day, following - 1, course.rates[max(bisect_right(starts, day) - 1, 0)])
            if following - 1 in compounds and self.waiting:
                self.found.capitalized.append((following - 1, self.waiting))
                self.capital, self.waiting = self.capital + self.waiting, ZERO
        return self.found

    def _periods(self, every: Period | None, until: int | None) -> set[int]:
        """The last days of the periods that end within the course."""
        if every is None:
            return set()
        last = self.course.last if until is None else min(until, self.course.last)
        anchor, found, times = date.fromordinal(self.course.anchor), set[int](), 1
        while (day := every.reaches(anchor, times).toordinal()) <= last:
            if day in found:
                break  # the end of the calendar
            found.add(day)
            times += 1
        return found

    def _receive(self, units: int) -> None:
        """Interest paid: what bears interest goes first, then what has yet to."""
        taken = min(self.capital, Fraction(units))
        self.capital -= taken
        self.waiting = max(self.waiting - (units - taken), ZERO)

    def _bear(self, first: int, last: int, rate: RateRun) -> None:
        units = max(self.units, 0)
        if units + self.capital <= 0:
            return
        state: State = "accruing"
        if _within(first, self.course.pauses):
            state = "paused"
        elif _within(first, self.course.waivers):
            state = "waived"
        if state == "paused":
            self._note(Run(first, last, units, self.capital, rate, state, 0, 1))
            return
        if not self.rooms:
            numerator, denominator = self._worth(units, first, last, rate)
            self._note(Run(first, last, units, self.capital, rate, state, numerator, denominator))
            return
        self._under_ceiling(first, last, units, rate, state)

    def _worth(self, units: int, first: int, last: int, rate: RateRun) -> tuple[int, int]:
        """Base times rate times the share of a year, as a fraction of minor units."""
        days, year = weight_of(self.course.day_count, self.course.origin, first, last)
        percent, scale = rate.rate.value.as_integer_ratio()
        if not self.capital:
            return units * percent * days, scale * 100 * year
        base = self.capital + units
        return base.numerator * percent * days, base.denominator * scale * 100 * year

    def _under_ceiling(
        self, first: int, last: int, units: int, rate: RateRun, state: State
    ) -> None:
        """What a ceiling leaves: the day it is reached bears the room left, later days nothing."""

        def worth(until: int) -> Fraction:
            return Fraction(*self._worth(units, first, until, rate))

        room, whole, reached = min(self.rooms), worth(last), last
        if room <= 0:
            reached = first - 1
        elif whole > room:
            reached = _first_day(first, last, lambda day: worth(day) >= room)
        bears = min(whole, room) if room > 0 else ZERO
        self.rooms = [left - bears for left in self.rooms]
        self.found.cut_off += whole - bears
        if reached >= first:
            self._note(
                Run(first, reached, units, self.capital, rate, state, *bears.as_integer_ratio())
            )
        if reached < last:
            self._note(Run(reached + 1, last, units, self.capital, rate, "capped", 0, 1))

    def _note(self, run: Run) -> None:
        """Keep a run, joined to the one before where nothing between them changed."""
        if run.state == "accruing" and self.course.every is not None:
            self.waiting += run.exact
        before = self.found.runs[-1] if self.found.runs else None
        if before is not None and self._joins(before, run):
            both = before.exact + run.exact
            run = run._replace(
                first=before.first, numerator=both.numerator, denominator=both.denominator
            )
            self.found.runs[-1] = run
        else:
            self.found.runs.append(run)

    def _joins(self, before: Run, run: Run) -> bool:
        course = self.course
        if before.last + 1 != run.first or before.state != run.state or run.first in course.cuts:
            return False
        if before.units != run.units or before.capital != run.capital or before.rate != run.rate:
            return False
        return course.day_count is not DayCount.ACT_ACT_ISDA or (
            date.fromordinal(before.last).year == date.fromordinal(run.first).year
        )


def _summed(changes: Sequence[tuple[int, int]], first: int) -> dict[int, int]:
    """Changes by day; what came before the first day counts on it."""
    found: dict[int, int] = {}
    for day, units in changes:
        day = max(day, first)
        found[day] = found.get(day, 0) + units
    return found


def _within(day: int, spans: Iterable[tuple[int, int | None]]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def _first_day(first: int, last: int, holds: Callable[[int], bool]) -> int:
    """The first day on which a condition holds that, once true, stays so; it holds on `last`."""
    while first < last:
        middle = (first + last) // 2
        if holds(middle):
            last = middle
        else:
            first = middle + 1
    return first
