"""Interest against a slow reference: made-up accounts again, day by day, in exact fractions.

Where a debt was settled in time and a refund opened it again, it is a new delay: interest runs
from the refund, and its periods count from the last free day. The reference is asked for that as
for a grace that shifts. Interest below zero, where a negative reference has no margin to lift it,
is less than any amount below which nothing is charged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from tests.differential.accrual_reference import Accrual, half_up, interest, weight
from tests.differential.accrual_worlds import CONVENTIONS, DAY, Part, World, world

from collectkit.dates import Context, DayCount
from collectkit.errors import RateCoverageError
from collectkit.fees import (
    Cap,
    Interest,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    Period,
    RateTable,
    TableRate,
    assess,
)
from collectkit.ledger import Account as Books
from collectkit.ledger import Allocation, Customer, Invoice
from collectkit.money import Money, Percent

YEAR = {"ACT/365F": 365, "NL/365": 365, "ACT/360": 360}


class Stretch(NamedTuple):
    """Days on one base, as both sides say it."""

    first: date
    last: date
    days: Fraction
    base: Fraction
    rate: Fraction
    state: str
    exact: Fraction


class Borne(NamedTuple):
    """What one part bears: net and gross, its stretches, what was capitalized."""

    net: Fraction
    exact: Fraction
    stretches: tuple[Stretch, ...]
    capitalized: tuple[tuple[date, Fraction], ...]


NOTHING = Borne(Fraction(0), Fraction(0), (), ())


# -- what the reference says -----------------------------------------------------------------------
def reference(world: World, part: Part, until: date, **rules: Any) -> Accrual:
    payments = part.payments(world.as_of, world.unit)
    grace, days = world.rules.get("grace", "threshold"), world.grace_days(part)
    principal = part.units * world.unit
    free = world.due(part) + DAY * days
    early = sum((amount for day, amount in payments if day <= free), Fraction(0))
    if grace == "threshold" and early >= principal:
        grace = "shift"
        if any(free < day <= until and amount < 0 for day, amount in payments):
            world.features.add("settled in time and opened again")
    given = {**world.rules, "roll": world.roll, **rules, "grace": grace, "grace_days": days}
    found = interest(principal, part.due, until, payments, **given)
    if found.total < 0 < world.rules.get("de_minimis", 0):
        found = found._replace(total=Fraction(0))
    return found


def wanted(world: World, part: Part) -> Borne:
    found = reference(world, part, world.as_of)
    convention = world.rules["day_count"]
    due = world.due(part)

    def counted(first: date, last: date, state: str) -> Fraction:
        if state == "paused":
            return Fraction(0)
        if convention == "ACT/ACT":
            return Fraction((last - first).days + 1)
        days = ((first + DAY * n) for n in range((last - first).days + 1))
        whole = sum((weight(convention, due, day) for day in days), Fraction(0))
        return whole * YEAR.get(convention, 360)

    # What waived days bear is not of the sum, but the days are shown with it.
    bears = {entry.day: entry.raw for entry in found.ledger}
    stretches = [
        Stretch(
            s.first, s.last, counted(s.first, s.last, s.state), s.principal, s.rate, s.state,
            sum((bears[s.first + DAY * n] for n in range(s.days)), Fraction(0))
            if s.state == "waived" and not world.rules.get("caps") else s.exact,
        )
        for s in found.segments
    ]  # fmt: skip
    return Borne(found.total, found.exact, tuple(stretches), tuple(found.capitalized))


# -- what the library says -------------------------------------------------------------------------
def told(world: World, line: LateCharge) -> Borne:
    capped = bool(world.rules.get("caps"))
    stretches = tuple(
        Stretch(
            s.from_on, s.until_on, Fraction(s.days), Fraction(s.principal.amount) + s.capitalized,
            Fraction(s.rate.value), s.state,
            Fraction(0) if s.state == "waived" and capped else s.exact,
        )
        for s in line.segments
    )  # fmt: skip
    exact = sum((s.exact for s in line.segments if s.state != "waived"), Fraction(0))
    capitalized = tuple((entry.on, entry.amount) for entry in line.capitalized)
    return Borne(Fraction(line.amount.amount), exact, stretches, capitalized)


def charged(world: World) -> LateCharges:
    return assess(world.account, world.policy, as_of=world.as_of, context=world.context)


# -- the comparison --------------------------------------------------------------------------------
def compare(world: World, seed: int) -> None:
    try:
        expected = {part.id: wanted(world, part) for part in world.parts}
    except LookupError:
        world.features.add("rate missing")
        with pytest.raises(RateCoverageError):
            charged(world)
        return
    charges = charged(world)
    lines = {line.item_id: line for line in charges.lines}
    assert len(lines) == len(charges.lines)
    for part in world.parts:
        line = lines.pop(part.id, None)
        assert (NOTHING if line is None else told(world, line)) == expected[part.id]
        if line is not None:
            world.features.update(f"state {s.state}" for s in line.segments)
            world.features.update(step.code for step in line.steps)
            if line.capitalized:
                world.features.add("capitalized")
            gross_agrees(world, part, line)
            shares_agree(line)
            if seed % 5 == 0:
                per_diem_agrees(world, part, line, expected[part.id].exact)
    assert not lines


def gross_agrees(world: World, part: Part, line: LateCharge) -> None:
    """What was waived stands beside what would have been owed.

    Not where interest compounds, nor where the edges of a waiver cut what is rounded.
    """
    alone = "compounding" not in world.rules and world.rules["rounding"] != "per_segment"
    if world.rules["waivers"] and alone:
        gross = reference(world, part, world.as_of, waivers=()).total
        assert Fraction(line.gross.amount) == gross
        world.features.add("gross beside a waiver")
    assert line.amount == line.gross - line.waived


def shares_agree(line: LateCharge) -> None:
    """Steps lead from raw to gross, and segments share what their ceilings left of it."""
    start = Money.zero(line.raw.currency)
    assert line.gross == line.raw + sum_of((step.amount for step in line.steps), start)
    shared = sum_of((segment.amount for segment in line.segments), start)
    if not line.steps:
        assert shared == line.raw


def sum_of(amounts: Iterable[Money], start: Money) -> Money:
    for amount in amounts:
        start = start + amount
    return start


def per_diem_agrees(world: World, part: Part, line: LateCharge, exact: Fraction) -> None:
    """What one more day adds before anything is rounded."""
    try:
        following = reference(world, part, world.as_of + DAY)
    except LookupError:
        return
    assert line.per_diem is not None
    assert Fraction(line.per_diem.amount) == half_up(following.exact - exact, world.unit)
    world.features.add("per diem")


def run(seeds: range) -> Counter[str]:
    reached: Counter[str] = Counter()
    for seed in seeds:
        made = world(seed)
        try:
            compare(made, seed)
        except AssertionError as failed:
            raise AssertionError(f"seed {seed}: {failed}") from failed
        reached.update(made.features)
    return reached


# -- the least facts that told the two apart ---------------------------------------------------
def an_account(units: int, due: date, **facts: Any) -> Books:
    invoice = Invoice(id="I", customer_id="C", amount=Money.from_minor_units(units, "EUR"),
                      issued_on=date(2024, 1, 1), due_on=due)  # fmt: skip
    return Books(customer=Customer(id="C"), invoices=(invoice,), **facts)


def one_line(account: Books, as_of: date, rate: Any, *more: RateTable, **rules: Any) -> LateCharge:
    graces = {name: rules.pop(name) for name in ("grace", "grace_days") if name in rules}
    policy = LateChargePolicy(id="own", interest=Interest(rate=rate, **rules), **graces)
    (line,) = assess(account, policy, as_of=as_of, context=Context(tables=more)).lines
    return line


def a_table(until: date, **rates: str) -> RateTable:
    points = {day.replace("d", "").replace("_", "-"): rate for day, rate in rates.items()}
    return RateTable.of("base", points, covers_until=until, source="made up")


BELOW = a_table(date(2027, 12, 31), d2024_01_01="-0.88%")
TURNS = a_table(date(2027, 12, 31), d2024_01_01="12%", d2024_04_01="-1%", d2024_05_01="12%")


def test_days_below_zero_are_rounded_each_on_its_own() -> None:
    # 1,000.00 at -0.88 % over 365 is -0.0241 a day.
    account = an_account(100_000, date(2024, 3, 1))
    rule = TableRate(table="base")
    line = one_line(account, date(2024, 3, 11), rule, BELOW, rounding="per_day")
    assert str(line.gross) == "EUR -0.20"


def test_interest_below_zero_has_no_least_amount() -> None:
    account = an_account(100_000, date(2024, 3, 1))
    least = (Money("5.00", "EUR"),)
    line = one_line(account, date(2024, 3, 11), TableRate(table="base"), BELOW, minimum=least)
    assert str(line.gross) == "EUR -0.24"


def test_months_of_thirty_days_count_from_the_due_date_after_a_shifted_grace() -> None:
    # From the 15th to the 31st are 16 days of the rule, to 2 February 17; the difference counts.
    account = an_account(36_000_00, date(2024, 1, 15))
    line = one_line(
        account, date(2024, 2, 2), Percent(10), day_count=DayCount.THIRTY_360,
        grace="shift", grace_days=16,
    )  # fmt: skip
    assert line.segments[0].from_on == date(2024, 2, 1)
    assert line.segments[0].days == 1
    assert str(line.gross) == "EUR 10.00"


def test_a_ceiling_that_is_reached_is_not_filled_up_by_rates_below_zero() -> None:
    account = an_account(1_000_000, date(2024, 3, 1))
    caps = (Cap(amounts=(Money("10.00", "EUR"),)),)
    line = one_line(account, date(2024, 5, 31), TableRate(table="base"), TURNS, caps=caps)
    assert [s.state for s in line.segments][-1] == "capped"
    assert sum(s.exact for s in line.segments) == 10


def test_a_ceiling_met_exactly_on_a_day_is_reached_on_it() -> None:
    # 365.00 at 10 % bear 0.10 a day, ten days what the ceiling lets through.
    account = an_account(36_500, date(2024, 3, 1))
    caps = (Cap(amounts=(Money("1.00", "EUR"),)),)
    line = one_line(account, date(2024, 3, 31), Percent(10), caps=caps)
    days = [(str(s.from_on), str(s.until_on), s.state) for s in line.segments]
    assert days == [
        ("2024-03-02", "2024-03-11", "accruing"), ("2024-03-12", "2024-03-31", "capped"),
    ]  # fmt: skip


def test_the_last_day_of_the_age_limit_is_followed_by_nothing() -> None:
    account = an_account(1_000_000, date(2024, 3, 1))
    for last, adds in ((10, "EUR 2.47"), (11, "EUR 0.00"), (12, "EUR 0.00")):
        as_of = date(2024, 3, last)
        line = one_line(account, as_of, Percent(9), max_age=Period(days=10))
        assert (last, str(line.per_diem)) == (last, adds)


def test_a_day_without_principal_asks_for_no_rate() -> None:
    account = an_account(
        100, date(2024, 3, 1),
        allocations=(
            Allocation(id="A", invoice_id="I", amount=Money("1.00", "EUR"),
                       applied_on=date(2024, 3, 11)),
        ),
    )  # fmt: skip
    ends = a_table(date(2024, 3, 10), d2024_01_01="9%")
    rule = TableRate(table="base")
    line = one_line(account, date(2024, 3, 31), rule, ends, value_day="same")
    assert line.segments[-1].until_on == date(2024, 3, 10)


# What 1,000 seeds must reach, at the least, for the comparison to say something.
REACHED = {
    30: (
        "state accruing", "state paused", "state waived", "receipt", "applied late", "bounced",
        "refunded", "paid again", "credit note", "discount", "withholding", "write_off",
        "paid in full", "paid before due", "paid on the due day", "facts after as_of",
        "installments", "EUR", "JPY", "KWD", "due on a weekend", "about the due day",
        "hold", "open hold", "holds that meet", "waiver", "open waiver", "waiver from the start",
        "waiver decided later", "gross beside a waiver", "fixed rate", "table rate", "zero rate",
        "floating", "frozen", "half-year eve", "margins", "contract date", "factor",
        "round_up_to", "floor", "ceiling", *(rule.value for rule in CONVENTIONS),
        "value day next", "value day same", "compounding", "capitalized", "compounding days",
        "compounding months", "compounding years", "compounding stops", "max age",
        "lifetime cap", "percent cap", "cap per period", "minimum", "de minimis",
        "grace threshold", "grace shift", "due rolled", "grace rolled",
        "item", "per_segment", "per_day", "per diem",
    ),
    15: ("state capped", "cap", "de_minimis"),
    1: ("rate missing", "settled in time and opened again"),
}  # fmt: skip


def all_reached(reached: Counter[str], thousands: Fraction) -> None:
    least = {name: int(n * thousands) for n, names in REACHED.items() for name in names}
    assert {name: reached[name] for name, n in least.items() if reached[name] < n} == {}


def test_interest_is_what_every_day_bears() -> None:
    all_reached(run(range(1_500)), Fraction(3, 2))


@pytest.mark.full
@pytest.mark.parametrize("start", range(0, 20_000, 4_000))
def test_interest_of_many_accounts_is_what_every_day_bears(start: int) -> None:
    all_reached(run(range(start, start + 4_000)), Fraction(4))
