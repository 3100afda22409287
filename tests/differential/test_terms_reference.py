"""Terms against the slow reference: dates, adjustments, splits, taxes and discount windows.

Each example is drawn by its own number, so a failure names the number that draws it again. The
library's rules and lines are drawn and then translated into the tuples of the reference.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from tests.differential.terms_reference import Line, Step, adjust, due, split, windows

from collectkit._model import Policy
from collectkit.dates import BusinessDayConvention, Context, HolidayCalendar
from collectkit.errors import TermsError
from collectkit.ledger import TaxLine
from collectkit.money import Money, Percent, RoundingMode, minor_unit
from collectkit.terms import (
    BalanceLine,
    Band,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    PaymentSchedule,
    PaymentTerms,
    PercentLine,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKENDS = ((5, 6), (5, 6), (4, 5), (6,), (), (0, 1, 2, 3, 5, 6))
STEPS = (
    "days",
    "weeks",
    "months",
    "business-days",
    "end-of-month",
    "start-of-quarter",
    "day-of-month",
    "next-day-of-month",
    "weekday",
    "next-weekday",
    "on-date",
    "proximo",
)
CONVENTIONS = tuple(convention.value for convention in BusinessDayConvention)
RESIDUES = ("largest-remainder", "last", "first")
ROUNDINGS = (RoundingMode.HALF_UP, RoundingMode.UP, RoundingMode.DOWN)
LINES = ("percent of total", "percent of untaxed", "percent of remainder", "fixed")
PLACES = ("pro-rata", "first", "last")


# -- drawing ---------------------------------------------------------------------------------------
def a_count(draw: Random, most: int) -> int:
    return draw.choice((0, 1, draw.randint(1, most), draw.randint(1, most), -draw.randint(1, most)))


def a_day(draw: Random) -> date:
    """Any day of forty years, month ends and leap days more often."""
    day = date(2000, 1, 1) + timedelta(draw.randrange(40 * 365))
    if draw.random() < 0.3:
        day = day.replace(day=1) - timedelta(draw.randint(0, 1))
    return date(2004 + 4 * draw.randrange(5), 2, 29) if draw.random() < 0.05 else day


def a_step(draw: Random, kind: str, base: date) -> Policy:
    number = draw.choice((draw.randint(1, 31), draw.randint(28, 31)))
    match kind:
        case "days":
            return Days(count=a_count(draw, 120))
        case "weeks":
            return Weeks(count=a_count(draw, 12))
        case "months":
            return Months(count=a_count(draw, 14))
        case "business-days":
            return BusinessDays(count=a_count(draw, 20))
        case "end-of-month":
            return EndOfMonth()
        case "start-of-quarter":
            return StartOfQuarter()
        case "day-of-month":
            return DayOfMonth(day=number, months=draw.randint(-1, 3))
        case "next-day-of-month":
            days = {number, *(draw.randint(1, 31) for _ in range(draw.randint(0, 2)))}
            return NextDayOfMonth(days=tuple(sorted(days)))
        case "weekday":
            return Weekday(weekday=draw.choice(WEEKDAYS))  # type: ignore[arg-type]
        case "next-weekday":
            return NextWeekday(weekday=draw.choice(WEEKDAYS))  # type: ignore[arg-type]
        case "on-date":
            return OnDate(on=base + timedelta(draw.randint(-40, 90)))
    boundary = draw.choice(("stays", "rolls"))
    # A cutoff near the day it is held against is one that may be the boundary.
    cutoff = draw.choice((draw.randint(-27, 31), min(31, base.day + draw.randint(0, 1)), 0))
    return Proximo(day=number, cutoff=cutoff, months=draw.randint(-1, 2), boundary=boundary)  # type: ignore[arg-type]


def some_bands(draw: Random, base: date) -> Bands:
    ends = sorted({31, *(draw.randint(1, 30) for _ in range(draw.randint(0, 3)))})
    return Bands(
        bands=tuple(
            Band(until=end, steps=some_steps(draw, base, 2))  # type: ignore[arg-type]
            for end in ends
        )
    )


def some_steps(draw: Random, base: date, most: int) -> tuple[Policy, ...]:
    return tuple(a_step(draw, draw.choice(STEPS), base) for _ in range(draw.randint(0, most)))


def a_rule(draw: Random, base: date) -> DueRule:
    steps = list(some_steps(draw, base, 3))
    if draw.random() < 0.15:
        steps.insert(draw.randint(0, len(steps)), some_bands(draw, base))
    return DueRule.of(*steps)


def a_calendar(draw: Random, *near: date) -> HolidayCalendar:
    """Runs of holidays around the days they are to hit."""
    holidays = set()
    for day in near:
        for _ in range(draw.randint(0, 3)):
            first = day + timedelta(draw.randint(-8, 8))
            holidays |= {first + timedelta(k) for k in range(draw.choice((1, 1, 2, 5, 12)))}
    return HolidayCalendar(frozenset(holidays), frozenset(draw.choice(WEEKENDS)))


# -- translating -----------------------------------------------------------------------------------
def translated(step: Any) -> Step:
    match step:
        case Days() | Weeks() | Months() | BusinessDays():
            return (step.kind, step.count)
        case DayOfMonth():
            return (step.kind, step.day, step.months)
        case NextDayOfMonth():
            return (step.kind, step.days)
        case Weekday() | NextWeekday():
            return (step.kind, WEEKDAYS.index(step.weekday))
        case OnDate():
            return (step.kind, step.on)
        case Proximo():
            return (step.kind, step.day, step.cutoff, step.months, step.boundary)
        case Bands():
            return (step.kind, [(band.until, steps_of(band)) for band in step.bands])
    return (step.kind,)


def steps_of(rule: Any) -> list[Step]:
    return [translated(step) for step in rule.steps]


def translated_line(line: Any, currency: str) -> Line:
    if isinstance(line, BalanceLine):
        return ("balance",)
    if isinstance(line, FixedLine):
        return ("fixed", line.amount.minor_units)
    multiple = None if line.round_to is None else int(line.round_to * 10 ** minor_unit(currency))
    if isinstance(line, EqualLines):
        return ("equal", line.parts, multiple, line.rounding.value)
    return ("percent", line.percent.fraction, line.of, multiple, line.rounding.value)


# -- dates -----------------------------------------------------------------------------------------
def adjusted(day: date, convention: BusinessDayConvention, calendar: HolidayCalendar) -> date:
    """By the reference, and the one convention it has not: no day leaves its half of the month."""
    open_days = calendar.is_business_day
    if convention is not BusinessDayConvention.HALF_MONTH_MODIFIED_FOLLOWING:
        return adjust(day, convention.value, open_days)
    after = adjust(day, "following", open_days)
    halves = [(found.year, found.month, found.day > 15) for found in (day, after)]
    return after if halves[0] == halves[1] else adjust(day, "preceding", open_days)


def compare_dates(number: int, reached: Counter[str]) -> None:
    """One rule from one day, and its date by every convention."""
    draw = Random(number)
    base = a_day(draw)
    rule = a_rule(draw, base)
    steps = steps_of(rule)
    calendar = a_calendar(draw, base, rule.date_from(base))
    expected = due(base, steps, calendar.is_business_day)
    assert rule.date_from(base, calendar=calendar) == expected, (number, base, rule)
    for convention in BusinessDayConvention:
        moved = adjusted(expected, convention, calendar)
        assert convention.adjust(expected, calendar) == moved, (number, expected, convention)
        reached[f"moved by {convention.value}"] += moved != expected
    for step in rule.steps:
        reached[step.kind] += 1
        if isinstance(step, Bands):
            for band in step.bands:
                reached.update(f"{inner.kind} in a band" for inner in band.steps)
        if isinstance(step, Proximo):
            reached[f"cutoff {step.boundary}"] += 1
            reached["cutoff day itself"] += base.day == step.cutoff_in(base)


# -- whole terms -----------------------------------------------------------------------------------
def kept_day(rule: DueRule) -> list[Any]:
    """The step that brings a date some months on back to the day the rule ends on."""
    last = rule.steps[-1] if rule.steps else None
    if isinstance(last, EndOfMonth | NextDayOfMonth):
        return [last]
    return [DayOfMonth(day=last.day)] if isinstance(last, DayOfMonth | Proximo) else []


class Drawn:
    """Terms and what a schedule of them takes."""

    def __init__(self, number: int) -> None:
        draw = self.draw = Random(-1 - number)
        self.issued_on = a_day(draw)
        self.currency = draw.choice(("EUR", "JPY", "KWD"))
        units = draw.choice(
            (0, draw.randint(1, 60), draw.randint(1, 3_000), draw.randint(1, 10**9))
        )
        tax = draw.choice((0, draw.randint(0, units), units * 19 // 119))
        self.amount, self.tax = self.money(units), self.money(tax)
        self.excluded = self.money(draw.choice((0, draw.randint(0, units))))
        self.events = {
            event: self.issued_on + timedelta(draw.randint(-30, 60))
            for event in ("delivery", "order")
            if draw.random() < 0.5
        }
        self.terms = PaymentTerms(
            id="drawn",
            lines=self.lines(units),  # type: ignore[arg-type]
            discounts=self.tiers(0.6),
            due_adjustment=draw.choice(tuple(BusinessDayConvention)),
            discount_adjustment=draw.choice(tuple(BusinessDayConvention)),
            discount_grace_days=draw.choice((0, 0, 1, 3, 10)),
            residue=draw.choice(RESIDUES),  # type: ignore[arg-type]
            tax_on=draw.choice(PLACES),  # type: ignore[arg-type]
        )
        later = self.issued_on + timedelta(draw.randint(0, 60))
        self.calendar = a_calendar(draw, self.issued_on, later)

    def money(self, units: int) -> Money:
        return Money.from_minor_units(units, self.currency)

    def rule(self) -> DueRule:
        rule = a_rule(self.draw, self.issued_on)
        event = self.draw.choice((None, None, None, "delivery", "order"))
        return DueRule(steps=rule.steps, event=event)

    def tiers(self, chance: float) -> tuple[DiscountTier, ...]:
        draw = self.draw
        found: list[DiscountTier] = []
        while len(found) < 3 and draw.random() < chance:
            # In ten-thousandths of a percent: any, a tiny one, or one that makes ties.
            fine = draw.choice((draw.randint(1, 10**6), draw.randint(1, 99), 25_000, 500_000))
            percent = Percent(Decimal(fine).scaleb(-4))
            base: Any = draw.choice(("gross", "net"))
            found.append(DiscountTier(percent=percent, deadline=self.rule(), base=base))
        return tuple(found)

    def share(self, percent: Percent, of: Any = "total") -> PercentLine:
        return PercentLine(
            percent=percent, of=of, due=self.rule(), discounts=self.tiers(0.2), **self.multiple()
        )

    def multiple(self) -> dict[str, Any]:
        if self.draw.random() < 0.7:
            return {}
        units = self.draw.choice((1, 5, 100, 1_000))
        return {
            "round_to": Decimal(units).scaleb(-minor_unit(self.currency)),
            "rounding": self.draw.choice(ROUNDINGS),
        }

    def lines(self, units: int) -> tuple[Policy, ...]:
        """Shares that come to the whole, or shares, fixed parts and a balance in any order."""
        draw = self.draw
        # In hundredths of a percent; quarters and eighths of small amounts make ties.
        cuts = sorted(draw.sample(range(1, 10_000), draw.randint(0, 3)))
        if draw.random() < 0.3:
            cuts = sorted(draw.sample((1_250, 2_500, 3_750, 5_000, 7_500), draw.randint(0, 3)))
        ends = zip((0, *cuts), (*cuts, 10_000), strict=True)
        found: list[Policy] = [self.share(Percent(Decimal(b - a).scaleb(-2))) for a, b in ends]
        kind = draw.choice(("none", "balance", "equal"))
        if kind == "none":
            return tuple(found)
        found.pop(draw.randrange(len(found)))
        for _ in range(draw.randint(0, 2)):
            percent = Percent(draw.choice((100, draw.randint(1, 60), draw.randint(1, 60))))
            found.append(self.share(percent, draw.choice(("untaxed", "remainder"))))
        for _ in range(draw.choice((0, 0, 1, 2))):
            amount = self.money(draw.randint(1, max(1, units // draw.choice((1, 4, 4)))))
            found.append(FixedLine(amount=amount, due=self.rule(), discounts=self.tiers(0.2)))
        balance: Policy = BalanceLine(due=self.rule(), discounts=self.tiers(0.2))
        if kind == "equal":
            every = draw.choice((Months(count=1), Months(count=2), Weeks(count=2), Days(count=10)))
            balance = EqualLines(
                parts=draw.randint(2, 5),
                due=self.rule(),
                every=every,
                discounts=self.tiers(0.2),
                **self.multiple(),
            )
        draw.shuffle(found)
        found.insert(draw.randint(0, len(found)), balance)
        return tuple(found)

    # -- what is to come out -----------------------------------------------------------------------
    def parts(self) -> list[int] | None:
        """The parts by the reference, the tax on its part."""
        lines = [translated_line(line, self.currency) for line in self.terms.lines]
        units, tax = self.amount.minor_units, self.tax.minor_units
        if self.terms.tax_on == "pro-rata":
            return split(units, units - tax, lines, self.terms.residue)
        parts = split(units - tax, units - tax, lines, self.terms.residue)
        if parts is not None:
            parts[0 if self.terms.tax_on == "first" else -1] += tax
        return parts

    def dated(self, rule: DueRule, convention: BusinessDayConvention, more: int = 0) -> date | None:
        base = self.issued_on if rule.event is None else self.events.get(rule.event)
        if base is None:
            return None
        plain = due(base, steps_of(rule), self.calendar.is_business_day) + timedelta(more)
        return adjusted(plain, convention, self.calendar)

    def due_dates(self) -> list[date | None]:
        found: list[date | None] = []
        for line in self.terms.lines:
            assert line.due is not None
            every = getattr(line, "every", None)
            ends = kept_day(line.due) if isinstance(every, Months) else []
            for k in range(getattr(line, "parts", 1)):
                more = [type(every)(count=k * every.count), *ends] if every and k else []
                found.append(self.dated(line.due.then(*more), self.terms.due_adjustment))
        return found

    def offers(self) -> list[tuple[DiscountTier, list[int]]]:
        """Every tier with the parts it is for, counted from 0."""
        found: list[tuple[DiscountTier, list[int]]] = []
        common: list[int] = []
        first = 0
        for line in self.terms.lines:
            parts = list(range(first, first + getattr(line, "parts", 1)))
            first += len(parts)
            common += [] if line.discounts else parts
            found += [(tier, parts) for tier in line.discounts]
        return found + [(tier, common) for tier in self.terms.discounts if common]

    def windows(self, gross: list[int], taxes: list[int]) -> list[tuple[Any, ...]]:
        without = pro_rata(self.excluded.minor_units, gross)
        how, grace = self.terms.discount_adjustment, self.terms.discount_grace_days
        found: list[tuple[Any, ...]] = []
        for tier, parts in self.offers():
            until = self.dated(tier.deadline, how)
            graced = self.dated(tier.deadline, how, grace)
            if until is None or graced is None:
                continue
            own, its_tax, excluded = (
                [column[part] for part in parts] for column in (gross, taxes, without)
            )
            figures = windows(own, its_tax, excluded, tier.percent.fraction, tier.base)
            found += [
                (part + 1, until, max(until, graced), base, discount, gross[part] - discount)
                for part, (base, discount) in zip(parts, figures, strict=True)
            ]
        return found


def pro_rata(units: int, gross: list[int]) -> list[int]:
    """Shares of a number in the proportion of the parts."""
    whole = sum(gross)
    if not whole:
        return [0] * len(gross)
    lines = [("percent", Fraction(part, whole), "total", None, "half-up") for part in gross]
    found = split(units, units, lines, "largest-remainder")
    assert found is not None
    return found


def has_a_negative_share(drawn: Drawn) -> bool:
    """Whether an exact share that is rounded with the others lies below zero."""
    tax = drawn.tax.minor_units
    total = drawn.amount.minor_units - (tax if drawn.terms.tax_on != "pro-rata" else 0)
    bases = {"total": Fraction(total), "untaxed": Fraction(drawn.amount.minor_units - tax)}
    left = Fraction(total)
    # Every part that is no fixed one: its exact share (None of the balance), multiple and mode.
    free: list[tuple[Fraction | None, int | None, str]] = []
    for line in (translated_line(line, drawn.currency) for line in drawn.terms.lines):
        match line:
            case ("percent", share, of, multiple, mode):
                exact = share * (left if of == "remainder" else bases[of])
                free.append((exact, multiple, mode))
                left -= exact
            case ("fixed", units):
                left -= units if total else 0
            case ("balance",):
                free.append((None, None, ""))
            case ("equal", count, multiple, mode):
                free += [(None, multiple, mode)] * count
    balance = [n for n, (share, _, _) in enumerate(free) if share is None]
    taker = (balance or range(len(free)))[-1]
    together, difference = [], Fraction(0)
    for n, (own, multiple, mode) in enumerate(free):
        exact = left / len(balance) if own is None else own
        if n == taker or multiple is None:
            together.append((n, exact))
        else:
            coins = exact / multiple
            count = RoundingMode(mode).divide(coins.numerator, coins.denominator)
            difference += exact - count * multiple
    return any(share + (difference if n == taker else 0) < 0 for n, share in together)


def compare_terms(number: int, reached: Counter[str]) -> None:
    """One amount by one set of terms: parts, taxes, due dates, windows."""
    drawn = Drawn(number)
    terms, parts = drawn.terms, drawn.parts()
    try:
        schedule = terms.schedule(
            drawn.amount,
            issued_on=drawn.issued_on,
            tax=[TaxLine(rate=Percent(19), base=drawn.amount, amount=drawn.tax)],
            non_discountable=drawn.excluded,
            events=drawn.events,
            context=Context(calendar=drawn.calendar),
        )
    except TermsError:
        reached["refused by both" if parts is None else "refused for an exact share"] += 1
        assert parts is None or has_a_negative_share(drawn), (number, terms, drawn.amount)
        return
    assert [part.amount.minor_units for part in schedule.installments] == parts, (number, terms)
    compare_schedule(number, drawn, parts, schedule)
    mirrored = terms.split(-drawn.amount, tax=-drawn.tax)
    assert [-part.minor_units for part in mirrored] == parts, (number, terms)
    note_what_was_reached(drawn, schedule, reached)


def compare_schedule(
    number: int, drawn: Drawn, parts: list[int], schedule: PaymentSchedule
) -> None:
    where = drawn.terms.tax_on
    taxes = pro_rata(drawn.tax.minor_units, parts)
    if where != "pro-rata":
        taxes = [0] * len(parts)
        taxes[0 if where == "first" else -1] = drawn.tax.minor_units
    assert [tax.minor_units for tax in schedule.taxes] == taxes, (number, drawn.terms)
    dues = drawn.due_dates()
    assert list(schedule.due_dates) == dues, (number, drawn.terms)
    known = [day for day in dues if day is not None]
    assert schedule.due_on == max(known, default=None), (number, drawn.terms)
    if len(known) == len(dues):
        context = Context(calendar=drawn.calendar)
        latest = drawn.terms.due_date(drawn.issued_on, events=drawn.events, context=context)
        assert latest == max(known), (number, drawn.terms)
    found = [
        (
            window.installment,
            window.until,
            window.last_day,
            window.base.minor_units,
            window.discount.minor_units,
            window.payable.minor_units,
        )
        for window in schedule.discounts
    ]
    assert found == drawn.windows(parts, taxes), (number, drawn.terms)


def note_what_was_reached(drawn: Drawn, schedule: PaymentSchedule, reached: Counter[str]) -> None:
    terms = drawn.terms
    for line in terms.lines:
        kind = f"percent of {line.of}" if isinstance(line, PercentLine) else line.kind
        reached[kind] += 1
        if getattr(line, "round_to", None) is not None:
            reached[f"{kind} at a multiple, {line.rounding.value}"] += 1  # type: ignore[union-attr]
    if not any(isinstance(line, (BalanceLine, EqualLines)) for line in terms.lines):
        reached["no balance"] += 1
    reached[f"residue {terms.residue}"] += len(schedule.installments) > 1
    reached[f"tax {terms.tax_on}"] += drawn.tax.minor_units > 0
    reached[f"due {terms.due_adjustment.value}"] += 1
    reached[f"discount {terms.discount_adjustment.value}"] += bool(schedule.discounts)
    reached["pending"] += None in schedule.due_dates
    reached["grace"] += any(window.last_day > window.until for window in schedule.discounts)
    reached.update(f"window {tier.base}" for tier, _ in drawn.offers())
    reached["discount"] += any(window.discount.minor_units > 0 for window in schedule.discounts)


ROUNDED = [
    f"{kind} at a multiple, {mode.value}"
    for kind in ("percent of total", "percent of untaxed", "percent of remainder", "equal")
    for mode in ROUNDINGS
]
DATES_REACHED = {
    *STEPS,
    "bands",
    *(f"{kind} in a band" for kind in STEPS),
    *(f"moved by {name}" for name in CONVENTIONS if name != "none"),
    "cutoff stays",
    "cutoff rolls",
    "cutoff day itself",
}
TERMS_REACHED = {
    *LINES,
    "balance",
    "equal",
    "no balance",
    *ROUNDED,
    *(f"residue {residue}" for residue in RESIDUES),
    *(f"tax {place}" for place in PLACES),
    *(f"{what} {name}" for what in ("due", "discount") for name in CONVENTIONS),
    "pending",
    "grace",
    "window gross",
    "window net",
    "discount",
    "refused by both",
}


def run(compare: Any, numbers: range, wanted: set[str]) -> Counter[str]:
    reached: Counter[str] = Counter()
    for number in numbers:
        compare(number, reached)
    assert not [name for name in sorted(wanted) if reached[name] < 5], reached
    assert reached["moved by none"] == 0
    return reached


def test_dates_and_adjustments() -> None:
    run(compare_dates, range(1_000), DATES_REACHED)


def test_whole_terms() -> None:
    run(compare_terms, range(1_000), TERMS_REACHED)


@pytest.mark.full
def test_many_dates_and_adjustments() -> None:
    run(compare_dates, range(1_000, 101_000), DATES_REACHED)


@pytest.mark.full
def test_many_whole_terms() -> None:
    run(compare_terms, range(1_000, 31_000), TERMS_REACHED)
