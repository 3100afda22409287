"""Hypothesis strategies for what stands beside a score: gaps, lifts, priorities' rules, credit."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit import risk
from collectkit.dates import add_days
from collectkit.ledger import snapshot
from collectkit.money import Money, Percent
from collectkit.risk import (
    CreditReview,
    CreditRules,
    GradeRates,
    GradeTerms,
    Lift,
    PriorityRules,
    Scorecard,
    ScoreGap,
)
from collectkit.testing.facts import SPAN
from collectkit.testing.policies import promise_rules, scorecards, thresholds
from collectkit.testing.results import debtors, reading_days
from collectkit.testing.values import amounts, percents

__all__ = ["credit_reviews", "credit_rules", "lifts", "priority_rules", "score_gaps"]

_GRADES = st.lists(st.sampled_from("ABCDE"), max_size=3, unique=True)
_COUNTS = st.none() | st.integers(1, 60)
_SUMS = amounts("EUR", max_units=10_000) | amounts("JPY", max_units=10_000)


# -- beside a score ------------------------------------------------------------------------------
@st.composite
def score_gaps(draw: st.DrawFn) -> ScoreGap:
    """Why one drawn customer stands above another, by a drawn card."""
    card: Scorecard = draw(scorecards())
    scores = [
        risk.score(
            card,
            risk.behavior(
                snapshot(draw(debtors(customer_id=name)), as_of=draw(reading_days())),
                window_days=card.window_days,
            ),
        )
        for name in ("C-1", "C-2")
    ]
    return risk.why_above(*scores)


@st.composite
def lifts(draw: st.DrawFn) -> Lift:
    """What would lift a drawn customer one grade."""
    card: Scorecard = draw(scorecards())
    read = snapshot(draw(debtors()), as_of=add_days(SPAN[1], draw(st.integers(0, 60))))
    found = risk.smallest_change(
        card, risk.score(card, risk.behavior(read, window_days=card.window_days))
    )
    assume(found)
    return draw(st.sampled_from(found))


# -- rules ---------------------------------------------------------------------------------------
@st.composite
def priority_rules(draw: st.DrawFn) -> PriorityRules:
    """Rates for up to three grades, and costs in up to three currencies."""
    uplifts = st.integers(0, 200).map(lambda n: Decimal(f"{n}E-2"))
    rows = [
        GradeRates(grade=grade, unpaid=draw(percents()), uplift=draw(uplifts))
        for grade in draw(_GRADES)
    ]
    return PriorityRules(
        grades=tuple(rows),
        horizon_days=draw(_COUNTS),
        costs=draw(st.just(()) | thresholds(min_units=0)),
    )


@st.composite
def credit_rules(draw: st.DrawFn) -> CreditRules:
    """Every threshold set or left out, and terms for up to three grades."""
    return CreditRules(
        tolerance=draw(st.just(Percent(0)) | percents()),
        no_limit=draw(st.sampled_from(("review", "unlimited"))),
        review_every_days=draw(_COUNTS),
        review_grades=tuple(draw(_GRADES)),
        overdue_days=draw(_COUNTS),
        broken_promises=draw(st.none() | st.integers(1, 2)),
        uninsured=draw(st.just(()) | thresholds(min_units=0)),
        terms=tuple(GradeTerms(grade=name, terms=f"net-{name}") for name in draw(_GRADES)),
    )


# -- reviews -------------------------------------------------------------------------------------
@st.composite
def credit_reviews(draw: st.DrawFn) -> CreditReview:
    """Reviews of drawn accounts for orders and applications, in two currencies."""
    read = snapshot(draw(debtors()), as_of=draw(reading_days()))
    card = draw(scorecards())
    pays = risk.behavior(read, window_days=card.window_days)
    sums: SearchStrategy[list[Money]] = st.lists(_SUMS, max_size=2)
    return risk.credit_review(
        read,
        rules=draw(st.none() | credit_rules()),
        limit=draw(st.none() | amounts("EUR", max_units=10_000)),
        order=draw(st.none() | _SUMS),
        undelivered=draw(sums),
        insured=draw(sums),
        score=risk.score(card, pays) if draw(st.booleans()) else None,
        reviewed_on=draw(st.none() | st.integers(0, 60).map(lambda n: add_days(read.as_of, -n))),
        promise_rules=draw(st.none() | promise_rules()),
    )
