"""The interest of one item: its course, what accrued, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import lcm

from collectkit.errors import RateCoverageError
from collectkit.fees.accrual import Ceiling, Course, Run, accrue, weight_of
from collectkit.fees.book import RateBook, RateRun
from collectkit.fees.charges import Capitalization, ChargeStep, InterestSegment
from collectkit.fees.interest import Cap, Interest, amount_in
from collectkit.fees.relief import Posted, Waivers, covers
from collectkit.fees.standing import Standing
from collectkit.ledger import Item, Waiver
from collectkit.money import Money, RoundingMode, minor_unit
from collectkit.money.allocate import shares_of

__all__ = ["InterestBill", "cap_units", "exact_of"]

_half_up = RoundingMode.HALF_UP.divide
ZERO = Fraction(0)


class InterestBill:
    """The interest of one item: its course, what accrued, and the line it makes."""

    def __init__(
        self,
        standing: Standing,
        rule: Interest,
        book: RateBook,
        waivers: Waivers,
        posted: Posted,
        until: int | None = None,
    ) -> None:
        self.standing, self.rule, self.book = standing, rule, book
        self.waivers, self.posted, self.until = waivers, posted, until
        self.numbers = waivers.about(standing.item, "interest", standing.item.currency)
        self.course = self._course(until)
        self.accrued = accrue(self.course)

    def _course(self, until: int | None) -> Course:
        standing, rule = self.standing, self.rule
        last = standing.today if rule.compounding is not None else standing.settled
        if rule.compounding is None and rule.value_day == "same" and not standing.item.is_open:
            last -= 1  # the day the money came bears nothing
        if until is not None:
            last = min(last, until)
        return self._course_until(min(last, self._end()))

    def _end(self) -> int:
        """The last day that can bear interest at all."""
        if self.rule.max_age is None:
            return date.max.toordinal()
        return self.rule.max_age.reaches(date.fromordinal(self.standing.anchor)).toordinal()

    def _course_until(self, last: int) -> Course:
        standing, rule, item = self.standing, self.rule, self.standing.item
        first = date.fromordinal(standing.anchor + 1) if last > standing.anchor else None
        rates: list[RateRun] = []
        if first is not None:
            rates = self.book.runs(rule.rate, first, date.fromordinal(last))
        shift = rule.value_day == "next"
        received: list[tuple[int, int]] = []
        every, until = None, None
        if rule.compounding is not None:
            every, until = rule.compounding.every, rule.compounding.max_age
            received = [(day + shift, units) for day, units in self._interest_paid()]
        anchor_day = date.fromordinal(standing.anchor)
        waivers = [self.waivers[n] for n in self.numbers]
        return Course(
            anchor=standing.anchor,
            last=last,
            origin=standing.origin,
            opening=item.amount.minor_units,
            changes=[(day + shift, -units) for day, units in standing.changes],
            rates=rates,
            day_count=rule.day_count,
            received=received,
            pauses=standing.holds,
            waivers=[_span(waiver) for waiver in waivers if waiver.amount is None],
            cuts=_edges(waiver for waiver in waivers if waiver.amount is not None),
            ceilings=self._ceilings(),
            every=every,
            until=None if until is None else until.reaches(anchor_day).toordinal(),
        )

    def _interest_paid(self) -> Iterator[tuple[int, int]]:
        item = self.standing.item
        for posting in item.postings:
            if posting.kind == "charge" and posting.component == "interest":
                yield posting.value_on.toordinal(), posting.amount.minor_units
        # What is for the whole invoice stands on its first part.
        names = (item.id, item.invoice.id) if item.number == 1 else (item.id,)
        for name in dict.fromkeys(names):
            for day, units in self.posted.interest_paid.get(name, ()):
                yield day.toordinal(), units

    def _ceilings(self) -> list[Ceiling]:
        item = self.standing.item
        found = []
        for cap in self.rule.caps:
            most = cap_units(cap, [item], item.currency)
            if most is not None:
                found.append(Ceiling(most, cap.every))
        return found

    # -- what the runs come to -----------------------------------------------------------------
    def _rounded(self, runs: Sequence[Run]) -> int:
        """Minor units, rounded half-up once, per run or per day."""
        match self.rule.rounding:
            case "item":
                exact = exact_of(runs)
                return _half_up(exact.numerator, exact.denominator)
            case "per_segment":
                return sum(_half_up(run.numerator, run.denominator) for run in runs)
            case _:
                return sum(self._by_day(run) for run in runs)

    def _by_day(self, run: Run) -> int:
        """Every day of a run rounded on its own; the last may bear what a ceiling left."""
        if run.state in ("paused", "capped"):
            return 0
        percent, scale = run.rate.rate.value.as_integer_ratio()
        base = run.capital + run.units
        per_day = base * percent / (100 * scale)
        left, found = run.exact, 0
        for day in range(run.first, run.last + 1):
            days, year = weight_of(self.course.day_count, self.course.origin, day, day)
            exact = per_day * days / year
            exact = min(exact, left) if exact > 0 else exact
            left -= exact
            found += _half_up(exact.numerator, exact.denominator)
        return found

    def gross(self, runs: Sequence[Run]) -> tuple[Money, tuple[ChargeStep, ...], Money]:
        """Raw, the steps, and gross."""
        currency = self.standing.item.currency
        units = self._rounded(runs)
        raw = Money.from_minor_units(units, currency)
        steps: list[ChargeStep] = []
        if self.accrued.cut_off:
            # The engine has cut already; the raw amount says what it would have been.
            whole = exact_of(runs) + self.accrued.cut_off
            uncapped = Money.from_minor_units(
                max(_half_up(whole.numerator, whole.denominator), units), currency
            )
            if uncapped != raw:
                steps.append(ChargeStep(code="cap", amount=raw - uncapped))
                raw = uncapped
        gross = Money.from_minor_units(units, currency)
        least = amount_in(self.rule.minimum, currency)
        if least is not None and gross < least and exact_of(runs) > 0:
            steps.insert(0, ChargeStep(code="minimum", amount=least - gross))
            gross = least
        lifetime = [most.units for most in self.course.ceilings if most.every is None]
        if lifetime and exact_of(runs) > 0:
            most = min(lifetime)
            cap = Money.from_minor_units(_half_up(most.numerator, most.denominator), currency)
            if gross > cap:
                steps.append(ChargeStep(code="cap", amount=cap - gross))
                gross = cap
        drop = amount_in(self.rule.de_minimis, currency)
        if drop is not None and not gross.is_zero and gross < drop:
            steps.append(ChargeStep(code="de_minimis", amount=-gross))
            gross = Money.zero(currency)
        return raw, tuple(steps), gross

    def waived(self, gross: Money) -> Money:
        """What waivers give up of it."""
        runs = self.accrued.runs

        def kept(waivers: Iterable[Waiver]) -> Money:
            out = list(waivers)
            return self.gross([run for run in runs if not _covered(run, out)])[2]

        return self.waivers.of_interest(self.numbers, gross, kept)

    def capitalized(self) -> tuple[Capitalization, ...]:
        scale = 10 ** minor_unit(self.standing.item.currency)
        return tuple(
            Capitalization(on=date.fromordinal(day), amount=units / scale)
            for day, units in self.accrued.capitalized
        )

    def segments(self) -> tuple[InterestSegment, ...]:
        runs, item = self.accrued.runs, self.standing.item
        whole = self._rounded(runs)
        if self.rule.rounding == "item":
            exact = [run.exact for run in runs]
            shares = _shares(whole, exact)
        else:
            shares = [self._rounded([run]) for run in runs]
        scale = 10 ** minor_unit(item.currency)
        return tuple(
            self._segment(run, share, scale) for run, share in zip(runs, shares, strict=True)
        )

    def _segment(self, run: Run, share: int, scale: int) -> InterestSegment:
        currency = self.standing.item.currency
        days, _ = weight_of(self.course.day_count, self.course.origin, run.first, run.last)
        return InterestSegment(
            from_on=date.fromordinal(run.first),
            until_on=date.fromordinal(run.last),
            days=0 if run.state == "paused" else days,
            principal=Money.from_minor_units(run.units, currency),
            capitalized=run.capital / scale,
            rate=run.rate.rate,
            parts=run.rate.parts,
            day_count=self.course.day_count,
            state=run.state,
            exact=run.exact / scale,
            amount=Money.from_minor_units(share, currency),
            citation=self.rule.citation,
        )

    def per_diem(self) -> Money | None:
        """What the next day adds; None where its rate is not known."""
        item, today = self.standing.item, self.standing.today
        if not item.is_open and self.rule.compounding is None:
            return Money.zero(item.currency)
        if self.course.last < min(today, self.until or today) or today >= self._end():
            return Money.zero(item.currency)
        try:
            following = accrue(self._course_until(self.course.last + 1)).runs
        except RateCoverageError:
            return None
        more = exact_of(run for run in following if run.state != "waived") - exact_of(
            run for run in self.accrued.runs if run.state != "waived"
        )
        return Money.from_minor_units(_half_up(more.numerator, more.denominator), item.currency)


def exact_of(runs: Iterable[Run]) -> Fraction:
    """The sum of what runs bear, in minor units."""
    by_denominator: dict[int, int] = {}
    for run in runs:
        by_denominator[run.denominator] = by_denominator.get(run.denominator, 0) + run.numerator
    found = ZERO
    for denominator, numerator in by_denominator.items():
        found += Fraction(numerator, denominator)
    return found


def _shares(whole: int, exact: Sequence[Fraction]) -> list[int]:
    """A rounded whole over its exact parts by largest remainder."""
    if len(exact) == 1:
        return [whole]
    if not any(exact):
        return [0] * len(exact)
    scale = lcm(*(part.denominator for part in exact))
    return shares_of(whole, [part.numerator * (scale // part.denominator) for part in exact])


def _span(waiver: Waiver) -> tuple[int, int | None]:
    return (
        0 if waiver.from_on is None else waiver.from_on.toordinal(),
        None if waiver.until_on is None else waiver.until_on.toordinal(),
    )


def _edges(waivers: Iterable[Waiver]) -> frozenset[int]:
    """The days on which what waivers with a stated amount cover begins or is over."""
    found = set()
    for waiver in waivers:
        first, last = _span(waiver)
        found.add(first)
        if last is not None:
            found.add(last + 1)
    return frozenset(found)


def _covered(run: Run, waivers: Iterable[Waiver]) -> bool:
    day = date.fromordinal(run.first)
    return any(covers(waiver, day) for waiver in waivers)


def cap_units(cap: Cap, items: Iterable[Item], currency: str) -> Fraction | None:
    """The most of a cap in minor units; None where it sets none in the currency."""
    found = []
    amount = amount_in(cap.amounts, currency)
    if amount is not None:
        found.append(Fraction(amount.minor_units))
    if cap.percent is not None:
        whole = sum(item.amount.minor_units for item in items if item.currency == currency)
        found.append(cap.percent.fraction * whole)
    return min(found) if found else None
