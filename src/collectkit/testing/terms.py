"""Hypothesis strategies for payment terms: steps, rules, lines, discounts, and the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import BusinessDayConvention
from collectkit.discounts import DiscountPolicy
from collectkit.money import Money, Percent, RoundingMode
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
    PaymentTerms,
    PercentLine,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
    XRechnungTerms,
    from_xrechnung,
    to_xrechnung,
)
from collectkit.terms.lines import Line
from collectkit.terms.steps import PlainStep, Step, WeekdayName
from collectkit.testing.values import days, percents

__all__ = [
    "discount_policies",
    "discount_tiers",
    "due_rules",
    "due_steps",
    "payment_terms",
    "term_lines",
    "xrechnung_terms",
]

CONVENTIONS = st.sampled_from(BusinessDayConvention)
EVENTS = ("delivery", "order", "shipment")
_MONTH_DAYS = st.integers(1, 31)
_WEEKDAYS = st.sampled_from(get_args(WeekdayName))
_MULTIPLES = st.sampled_from((Decimal("0.05"), Decimal(1), Decimal(10)))


# -- dates ---------------------------------------------------------------------------------------
def _plain_steps(max_days: int) -> SearchStrategy[PlainStep]:
    several = st.lists(_MONTH_DAYS, min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
    return st.one_of(
        st.builds(Days, count=st.integers(0, max_days)),
        st.builds(Months, count=st.integers(0, 6)),
        st.builds(Weeks, count=st.integers(0, max_days // 7)),
        st.just(EndOfMonth()),
        st.builds(DayOfMonth, day=_MONTH_DAYS, months=st.integers(0, 3)),
        st.builds(NextDayOfMonth, days=several),
        st.builds(Weekday, weekday=_WEEKDAYS),
        st.builds(NextWeekday, weekday=_WEEKDAYS),
        st.just(StartOfQuarter()),
        st.builds(BusinessDays, count=st.integers(0, 30)),
        st.builds(OnDate, on=days(date(2025, 1, 1), date(2027, 12, 31))),
        st.builds(
            Proximo,
            day=_MONTH_DAYS,
            cutoff=st.integers(-10, 31),
            months=st.integers(0, 3),
            boundary=st.sampled_from(("stays", "rolls")),
        ),
    )


@st.composite
def _bands(draw: st.DrawFn, max_days: int) -> Bands:
    ends = sorted(draw(st.sets(st.integers(1, 30), max_size=2)) | {31})
    steps = st.lists(_plain_steps(max_days), max_size=2).map(tuple)
    return Bands(bands=tuple(Band(until=end, steps=draw(steps)) for end in ends))


def due_steps(*, max_days: int = 120) -> SearchStrategy[Step]:
    """One step of a due rule, of any kind; none counts back by more than a month."""
    return _plain_steps(max_days) | _bands(max_days)


def due_rules(
    *, max_steps: int = 3, max_days: int = 120, events: Sequence[str] = ()
) -> SearchStrategy[DueRule]:
    """Rules of up to `max_steps` steps from the issue date, or from one of the `events`."""
    steps = st.lists(due_steps(max_days=max_days), max_size=max_steps).map(tuple)
    bases = st.none() | st.sampled_from(tuple(events)) if events else st.none()
    return st.builds(DueRule, steps=steps, event=bases)


# -- amounts -------------------------------------------------------------------------------------
def discount_tiers(*, events: Sequence[str] = ()) -> SearchStrategy[DiscountTier]:
    """Any percentage above zero, to a deadline that may come after the due date."""
    return st.builds(
        DiscountTier,
        percent=percents(Percent("0.0001")),
        deadline=due_rules(max_days=40, events=events),
        base=st.sampled_from(("gross", "net")),
    )


@st.composite
def _shares(draw: st.DrawFn, rules: SearchStrategy[DueRule]) -> tuple[Line, ...]:
    """Percentages that make up 100 %."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=3)))
    return tuple(
        PercentLine(percent=Percent(high - low), due=draw(rules))
        for low, high in pairwise((0, *cuts, 100))
    )


@st.composite
def _with_balance(
    draw: st.DrawFn, rules: SearchStrategy[DueRule], tiers: SearchStrategy[DiscountTier]
) -> tuple[Line, ...]:
    """Up to two parts of other kinds, and what they leave; enough of any EUR 1,000 is left."""
    share = st.builds(
        PercentLine,
        percent=percents(Percent("0.5"), Percent(30)),
        of=st.sampled_from(("total", "untaxed", "remainder")),
        due=rules,
        round_to=st.none() | _MULTIPLES,
        rounding=st.sampled_from(RoundingMode),
        discounts=st.lists(tiers, max_size=1).map(tuple),
    )
    cents = st.integers(1, 10_000).map(lambda units: Money.from_minor_units(units, "EUR"))
    fixed = st.builds(FixedLine, amount=cents, due=rules)
    equal = st.builds(
        EqualLines,
        parts=st.integers(2, 6),
        due=rules,
        every=st.one_of(
            st.builds(Months, count=st.integers(1, 3)),
            st.builds(Weeks, count=st.integers(1, 8)),
            st.builds(Days, count=st.integers(1, 60)),
        ),
        round_to=st.none() | _MULTIPLES,
    )
    rest = draw(st.builds(BalanceLine, due=rules) | equal)
    lines = [*draw(st.lists(share | fixed, max_size=2)), rest]
    return tuple(draw(st.permutations(lines)))


def term_lines(*, events: Sequence[str] = ()) -> SearchStrategy[tuple[Line, ...]]:
    """Lines that make up a whole; fixed parts are in EUR and at most 100.00 each."""
    rules = due_rules(events=events)
    whole = st.tuples(st.builds(BalanceLine, due=rules))
    return st.one_of(whole, _shares(rules), _with_balance(rules, discount_tiers(events=events)))


def payment_terms(
    *, id: str | None = None, events: Sequence[str] = ()
) -> SearchStrategy[PaymentTerms]:
    """Terms of every kind, with and without discounts, adjusted to business days in every way.

    Schedules of EUR 1,000 and more can be made of all of them. With `events`, some dates wait for
    one of these.

    >>> from hypothesis import find
    >>> str(find(payment_terms(), lambda terms: len(terms.discounts) > 0))
    '1% off if paid by the issue date; due on the issue date'
    """
    number = st.integers(1, 99).map(lambda n: f"terms-{n}")
    return st.builds(
        PaymentTerms,
        id=number if id is None else st.just(id),
        lines=term_lines(events=events),
        discounts=st.lists(discount_tiers(events=events), max_size=2).map(tuple),
        due_adjustment=CONVENTIONS,
        discount_adjustment=CONVENTIONS,
        discount_grace_days=st.integers(0, 5),
        residue=st.sampled_from(("largest-remainder", "last", "first")),
        tax_on=st.sampled_from(("pro-rata", "first", "last")),
        payment_methods=st.sampled_from(((), ("bank-transfer",), ("sepa", "card"))),
    )


def xrechnung_terms() -> SearchStrategy[XRechnungTerms]:
    """What XRechnung states of terms with up to two discounts."""

    def stated(tiers: list[tuple[int, int]], net: int) -> XRechnungTerms:
        terms = PaymentTerms.net(net).replace(
            discounts=tuple(
                DiscountTier(percent=Percent(percent), deadline=DueRule.net(days))
                for percent, days in tiers
            )
        )
        return from_xrechnung(to_xrechnung(terms), strict=True)

    tier = st.tuples(st.integers(1, 10), st.integers(1, 30))
    return st.builds(stated, st.lists(tier, max_size=2), st.integers(30, 90))


def discount_policies() -> SearchStrategy[DiscountPolicy]:
    """Full settlement or proportional, every tax mode, with and without a tolerance."""
    cents = st.integers(0, 500).map(lambda units: Money.from_minor_units(units, "EUR"))
    return st.builds(
        DiscountPolicy,
        partial=st.sampled_from(("full-settlement", "proportional")),
        tax_mode=st.sampled_from(("on-early-payment", "never", "always-reduced")),
        short_tolerance=st.just(()) | st.tuples(cents),
    )
