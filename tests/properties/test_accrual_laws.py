"""Laws of accrual: of the engine on courses drawn freely, and of assessed accounts.

The laws of waivers, posted charges and hostile number contexts are those of `test_fees_laws`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from collectkit.dates import Context, DayCount
from collectkit.errors import RateCoverageError
from collectkit.fees import (
    FlatFee,
    Interest,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    PercentFee,
    Period,
    RateTable,
    TableRate,
    assess,
)
from collectkit.fees.accrual import Accrued, Ceiling, Course, Run, accrue
from collectkit.fees.book import RateRun
from collectkit.ledger import (
    Account,
    Allocation,
    Customer,
    Hold,
    Installment,
    Invoice,
    Receipt,
    Waiver,
)
from collectkit.money import Money, Percent
from collectkit.testing import interest_rules, percents, rate_tables

DAY = timedelta(1)
START = date(2027, 11, 30)
ANCHOR = START.toordinal()

offsets = st.integers(-3, 150)
spans = st.tuples(offsets, st.none() | st.integers(0, 60)).map(
    lambda span: (ANCHOR + span[0], None if span[1] is None else ANCHOR + span[0] + span[1])
)
periods = st.one_of(
    st.builds(Period, days=st.integers(1, 60)), st.builds(Period, months=st.integers(1, 3))
)
NO_RATE, ANY_RATE = Percent(0), Percent(-5)
ceilings = st.builds(Ceiling, st.fractions(0, 5_000, max_denominator=7), st.none() | periods)


# -- the engine ------------------------------------------------------------------------------------
@st.composite
def courses(draw: st.DrawFn, least: Percent = NO_RATE) -> Course:
    """Any course of up to half a year over a leap day, with what may happen on it."""
    since = draw(st.sets(st.integers(2, 150), max_size=3))
    rates = [
        RateRun(START + DAY * offset, draw(percents(least, Percent(50))), None)
        for offset in sorted({1, *since})
    ]
    moves = st.tuples(offsets.map(ANCHOR.__add__), st.integers(-50_000, 20_000))
    return Course(
        anchor=ANCHOR,
        last=ANCHOR + draw(st.integers(-1, 180)),
        origin=ANCHOR - draw(st.integers(0, 3)),
        opening=draw(st.integers(0, 100_000)),
        changes=draw(st.lists(moves, max_size=4)),
        received=[(day, abs(units) // 50) for day, units in draw(st.lists(moves, max_size=2))],
        rates=rates,
        day_count=draw(st.sampled_from(DayCount)),
        pauses=draw(st.lists(spans, max_size=2)),
        waivers=draw(st.lists(spans, max_size=2)),
        ceilings=draw(st.lists(ceilings, max_size=2)),
        every=draw(st.none() | periods),
        until=draw(st.none() | offsets.map(ANCHOR.__add__)),
    )


def borne(found: Accrued) -> Fraction:
    return sum((run.exact for run in found.runs), Fraction(0))


def by_state(runs: Sequence[Run]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for run in runs:
        found[run.state] = found.get(run.state, Fraction(0)) + run.exact
    return {state: exact for state, exact in found.items() if exact}


@given(courses(ANY_RATE), st.sets(offsets.map(ANCHOR.__add__), max_size=8))
def test_further_cuts_change_nothing(course: Course, cuts: set[int]) -> None:
    plain, cut = accrue(course), accrue(replace(course, cuts=frozenset(cuts)))
    assert by_state(cut.runs) == by_state(plain.runs)
    assert cut.capitalized == plain.capitalized
    assert cut.cut_off == plain.cut_off
    # And a cut is a cut: no run crosses one.
    assert not any(run.first < day <= run.last for run in cut.runs for day in cuts)


@given(courses(ANY_RATE))
def test_runs_follow_each_other_within_the_course(course: Course) -> None:
    runs = accrue(course).runs
    assert all(course.anchor < run.first <= run.last <= course.last for run in runs)
    assert all(before.last < run.first for before, run in pairwise(runs))


@given(courses())
def test_runs_without_payments_cover_every_day(course: Course) -> None:
    assume(course.opening > 0)
    runs = accrue(replace(course, changes=(), received=())).runs
    days = [day for run in runs for day in range(run.first, run.last + 1)]
    assert days == list(range(course.anchor + 1, course.last + 1))


@given(courses(), ceilings)
def test_a_ceiling_adds_nothing(course: Course, ceiling: Ceiling) -> None:
    capped = replace(course, ceilings=(*course.ceilings, ceiling))
    assert borne(accrue(capped)) <= borne(accrue(course))


@given(courses(), st.integers(0, 40))
def test_a_longer_course_bears_no_less(course: Course, more: int) -> None:
    longer = accrue(replace(course, last=course.last + more))
    assert borne(accrue(course)) <= borne(longer)


@given(courses(ANY_RATE))
def test_a_course_of_days_is_the_course_up_to_each_of_them(course: Course) -> None:
    """What has accrued by a day is no matter of what comes after it."""
    whole = accrue(course)
    for run in whole.runs:
        early = accrue(replace(course, last=run.last))
        assert by_state(early.runs) == by_state(
            [other for other in whole.runs if other.first <= run.first]
        )


@given(courses(ANY_RATE), ceilings)
def test_no_more_than_any_ceiling(course: Course, ceiling: Ceiling) -> None:
    found = accrue(replace(course, ceilings=(*course.ceilings, ceiling)))
    for most in (*course.ceilings, ceiling):
        if most.every is None:
            assert borne(found) <= most.units
        else:
            ends = most.every.passed(START, date.fromordinal(max(course.last, ANCHOR)))
            assert borne(found) <= most.units * (ends + 1)
    if course.every is None:
        assert borne(found) + found.cut_off == borne(accrue(replace(course, ceilings=())))


@given(courses(ANY_RATE), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(course: Course, random: Random) -> None:
    names = ("changes", "received", "pauses", "waivers", "ceilings")
    mixed: dict[str, Any] = {}
    for name in names:
        given = list(getattr(course, name))
        mixed[name] = random.sample(given, len(given))
    other = replace(course, **mixed)
    assert accrue(other) == accrue(course)


@given(courses(), st.integers(1, 40), st.integers(1, 30_000), offsets)
def test_paying_earlier_bears_no_more(
    course: Course, earlier: int, units: int, offset: int
) -> None:
    day = ANCHOR + offset
    later = replace(course, changes=(*course.changes, (day, -units)))
    sooner = replace(course, changes=(*course.changes, (day - earlier, -units)))
    assert borne(accrue(sooner)) <= borne(accrue(later))


# -- accounts --------------------------------------------------------------------------------------
def euros(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


def an_invoice(units: int, *, id: str = "I", due: date = START) -> Invoice:
    return Invoice(
        id=id, customer_id="C", amount=euros(units), issued_on=date(2027, 1, 1), due_on=due
    )


def account(*invoices: Invoice, **facts: Any) -> Account:
    given = {name: tuple(of) for name, of in facts.items()}
    return Account(customer=Customer(id="C"), invoices=invoices, **given)


def days_after(offset: int) -> date:
    return START + DAY * offset


@st.composite
def paid(draw: st.DrawFn, most: int) -> list[Allocation]:
    """Money that came in up to four times, on days that meet, and not more than was owed."""
    found: list[Allocation] = []
    left = most
    for n in range(draw(st.integers(0, 4))):
        if left:
            units = draw(st.integers(1, left))
            left -= units
            on = days_after(draw(st.sampled_from((-2, 0, 1, 7, 7, 31))))
            found.append(Allocation(id=f"A{n}", invoice_id="I", amount=euros(units), applied_on=on))
    return found


FEES: tuple[tuple[FlatFee | PercentFee, ...], ...] = (
    (),
    (FlatFee(id="flat", amounts=(euros(500),)),),
    (PercentFee(id="monthly", percent=Percent(1), every=Period(months=1)),),
    (PercentFee(id="begun", percent=Percent(1), every=Period(days=7), count="started"),),
)


@st.composite
def policies(draw: st.DrawFn) -> LateChargePolicy:
    return LateChargePolicy(
        id="own", interest=draw(interest_rules()), fees=draw(st.sampled_from(FEES)),
        grace_days=draw(st.integers(0, 9)), grace=draw(st.sampled_from(("threshold", "shift"))),
    )  # fmt: skip


def gross(charges: LateCharges) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in charges.lines:
        found[line.rule_id] = found.get(line.rule_id, 0) + line.gross.minor_units
    return found


@given(policies(), st.integers(1, 10**7), st.data())
def test_charges_never_fall_by_waiting(
    policy: LateChargePolicy, units: int, data: st.DataObject
) -> None:
    # What comes on a day counts from the next; only facts of the past speak on both days.
    first = data.draw(st.integers(31, 120))
    facts = account(an_invoice(units), allocations=data.draw(paid(units)))
    today = gross(assess(facts, policy, as_of=days_after(first)))
    tomorrow = gross(assess(facts, policy, as_of=days_after(first + data.draw(st.integers(0, 90)))))
    assert all(tomorrow[rule] >= amount for rule, amount in today.items())


@given(policies(), st.integers(1, 10**7), st.data())
def test_shares_of_segments_and_steps_add_up(
    policy: LateChargePolicy, units: int, data: st.DataObject
) -> None:
    facts = account(an_invoice(units), allocations=data.draw(paid(units)))
    for line in assess(facts, policy, as_of=days_after(data.draw(st.integers(1, 300)))).lines:
        assert line.gross == add([line.raw, *(step.amount for step in line.steps)])
        if line.segments:
            shared = add([segment.amount for segment in line.segments])
            assert shared == line.raw or (shared < line.raw and "cap" in codes(line))
            assert follow_each_other(line)


def add(amounts: Sequence[Money]) -> Money:
    return euros(sum(amount.minor_units for amount in amounts))


def codes(line: LateCharge) -> list[str]:
    return [step.code for step in line.steps]


def follow_each_other(line: LateCharge) -> bool:
    """Without a gap while the principal is open; capital alone may begin again later."""
    pairs = pairwise(line.segments)
    return all(
        segment.from_on == before.until_on + DAY or segment.principal.is_zero
        for before, segment in pairs
    )


@given(policies(), st.integers(1, 10**7), st.data())
def test_facts_of_one_day_come_in_any_order(
    policy: LateChargePolicy, units: int, data: st.DataObject
) -> None:
    money = data.draw(paid(units))
    receipts = [
        Receipt(id=f"R{a.id}", customer_id="C", amount=a.amount, received_on=a.applied_on)
        for a in money
    ]
    money = [replace(a, source_id=f"R{a.id}") for a in money]
    holds = [
        Hold(id=f"H{n}", customer_id="C", kind="moratorium", from_on=days_after(n),
             until_on=days_after(n + 5))
        for n in data.draw(st.lists(st.integers(-3, 60), max_size=3, unique=True))
    ]  # fmt: skip
    waivers = [
        Waiver(id=f"W{n}", customer_id="C", on=START, from_on=days_after(n),
               until_on=days_after(n + 3))
        for n in data.draw(st.lists(st.integers(-3, 60), max_size=3, unique=True))
    ]  # fmt: skip

    def charged(swap: bool) -> LateCharges:
        facts: dict[str, list[Any]] = {
            "receipts": receipts, "allocations": money, "holds": holds, "waivers": waivers,
        }  # fmt: skip
        if swap:
            facts = {name: data.draw(st.permutations(of)) for name, of in facts.items()}
        return assess(account(an_invoice(units), **facts), policy, as_of=days_after(90))

    assert charged(swap=True) == charged(swap=False)


@given(
    st.integers(1, 10**7), st.integers(1, 5), percents(most=Percent(1000)),
    st.sampled_from(DayCount), st.integers(1, 900), st.data(),
)  # fmt: skip
def test_splitting_an_invoice_moves_interest_by_rounding_only(
    units: int, count: int, rate: Percent, rule: DayCount, days: int, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, units), min_size=count, max_size=count)))
    sizes = [b - a for a, b in zip((0, *cuts), (*cuts, units), strict=True)]
    policy = LateChargePolicy(id="own", interest=Interest(rate=rate, day_count=rule))
    parts = tuple(
        Installment(number=n, due_on=START, amount=euros(size)) for n, size in enumerate(sizes, 1)
    )
    split = Invoice(id="I", customer_id="C", amount=euros(units), issued_on=date(2027, 1, 1),
                    installments=parts)  # fmt: skip
    as_of = days_after(days)
    whole = assess(an_invoice(units), policy, as_of=as_of).total("EUR").minor_units
    found = assess(split, policy, as_of=as_of).total("EUR").minor_units
    # A rounded sum is off by a half at most, and so is each of its rounded parts.
    assert 2 * abs(found - whole) <= len(sizes) + 1
    apart = [an_invoice(size, id=f"I{n}") for n, size in enumerate(sizes)]
    assert assess(account(*apart), policy, as_of=as_of).total("EUR").minor_units == found


@given(policies(), st.integers(1, 10**7), st.integers(-5, 60), st.integers(1, 30), st.data())
def test_paying_earlier_never_costs_more(
    policy: LateChargePolicy, units: int, offset: int, earlier: int, data: st.DataObject
) -> None:
    """But for the rounding of each segment or day, of which an earlier payment makes others."""
    assume(policy.interest is not None and policy.interest.rounding == "item")
    share = data.draw(st.integers(1, units))

    def cost(on: date) -> int:
        one = Allocation(id="A", invoice_id="I", amount=euros(share), applied_on=on)
        facts = account(an_invoice(units), allocations=[one])
        return assess(facts, policy, as_of=days_after(90)).total("EUR").minor_units

    assert cost(days_after(offset - earlier)) <= cost(days_after(offset))


@given(rate_tables(), st.integers(1, 10**7), st.integers(-400, 1500), st.integers(1, 200))
@example(
    RateTable.of(
        "base", {"2026-01-01": "4%", "2026-01-03": "4%"}, covers_until="2026-01-03",
        gaps=[("2026-01-02", "2026-01-02")], source="a gap after which the rate is the same",
    ),
    1, 0, 2,
)  # fmt: skip
def test_rates_are_provisional_only_where_that_was_asked_for(
    table: RateTable, units: int, offset: int, days: int
) -> None:
    """Never silently: a missing rate raises, or is marked where the last known one is asked for."""
    due = table.covers_from + DAY * max(offset, 0)
    policy = LateChargePolicy(
        id="own", interest=Interest(rate=TableRate(table=table.id, margin=Percent(9)))
    )
    debt = Invoice(id="I", customer_id="C", amount=euros(units), issued_on=due, due_on=due)
    context, as_of = Context(tables=(table,)), due + DAY * days
    missing = table.missing(due + DAY, as_of)
    found = assess(debt, policy, as_of=as_of, context=context, on_missing="last_known")
    assert found.provisional == bool(missing)
    for line in found.lines:
        for segment in line.segments:
            bare = table.missing(segment.from_on, segment.until_on)
            assert segment.provisional == bool(bare)
            assert not bare or bare == ((segment.from_on, segment.until_on),)
    if missing:
        with pytest.raises(RateCoverageError):
            assess(debt, policy, as_of=as_of, context=context)
    else:
        # What the day after adds may be unknown where the table ends.
        plain = assess(debt, policy, as_of=as_of, context=context).lines
        assert [replace(line, per_diem=None) for line in plain] == [
            replace(line, per_diem=None) for line in found.lines
        ]
