"""Laws of scores: points that add up, ranks, gaps, lifts, and the prior of a book."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from collectkit.risk import (
    Characteristic,
    PaymentBehavior,
    Score,
    Scorecard,
    rank,
    score,
    smallest_change,
    why_above,
)
from collectkit.testing import behaviors, characteristics, scorecards

VALUES = st.fractions(-50, 150, max_denominator=100)
PAYERS = st.lists(behaviors(), min_size=1, max_size=4)


def named(found: list[PaymentBehavior]) -> list[PaymentBehavior]:
    return [replace(one, customer_id=f"C-{n}") for n, one in enumerate(found)]


def fit(card: Scorecard, pays: PaymentBehavior) -> Score:
    """The score of drawn behavior, taken to be over the card's window."""
    return score(card, replace(pays, window_days=card.window_days))


@given(scorecards(), behaviors())
def test_points_add_up_to_the_score(card: Scorecard, pays: PaymentBehavior) -> None:
    found = fit(card, pays)
    assert found.points == sum(line.points for line in found.lines)
    assert 0 <= found.points <= card.best
    assert found.grade == card.grade_of(found.points).grade
    assert found.card == f"{card.id}@{card.version}"
    lost = [int(str(r["lost"])) for r in found.top(len(found.lines))]
    assert sum(lost) == card.best - found.points
    assert lost == sorted(lost, reverse=True)
    assert 0 not in lost
    assert found.top(2) == found.top(99)[:2]
    assert found == fit(card, pays)


@given(characteristics(), VALUES, VALUES)
def test_points_follow_the_declared_direction(
    c: Characteristic, one: Fraction, other: Fraction
) -> None:
    low, high = sorted((one, other))
    assert 0 <= c.points(low) <= c.best
    if not c.allow_non_monotone:
        worse = c.direction == "more_is_worse"
        better, other_points = (low, high) if worse else (high, low)
        assert c.points(better) >= c.points(other_points)


@given(scorecards(), behaviors(), st.integers(0, 60), st.integers(0, 60))
def test_a_score_follows_each_figure_of_a_thin_history_too(
    card: Scorecard, pays: PaymentBehavior, one: int, more: int
) -> None:
    rows = {c.feature: c for c in card.characteristics}
    for feature in ("weighted_days_late", "broken_promises", "write_offs"):
        c = rows.get(feature)
        if c is None or c.allow_non_monotone:
            continue
        assume(pays.settled > 0)
        figures: tuple[dict[str, Any], ...] = ({feature: one}, {feature: one + more})
        few, many = (fit(card, replace(pays, **figure)).points for figure in figures)
        assert few >= many if c.direction == "more_is_worse" else few <= many


@given(scorecards(), PAYERS, st.randoms(use_true_random=False))
def test_a_ranking_is_every_customer_once_in_one_order(
    card: Scorecard, found: list[PaymentBehavior], random: Random
) -> None:
    scores = [fit(card, pays) for pays in named(found)]
    ranked = rank(scores)
    assert sorted(s.customer_id for s in ranked) == sorted(s.customer_id for s in scores)
    assert [s.points for s in ranked] == sorted((s.points for s in scores), reverse=True)
    random.shuffle(scores)
    assert rank(scores) == ranked
    assert rank(iter(ranked)) == ranked


@given(scorecards(), behaviors(), behaviors())
def test_a_gap_sums_to_the_difference(
    card: Scorecard, one: PaymentBehavior, other: PaymentBehavior
) -> None:
    a, b = (fit(card, pays) for pays in named([one, other]))
    gap = why_above(a, b)
    assert gap == why_above(b, a)
    assert gap.points == abs(a.points - b.points) == sum(line.points for line in gap.lines)
    assert (gap.above, gap.below) == tuple(s.customer_id for s in rank((b, a)))
    assert {line.feature for line in gap.lines} == {c.feature for c in card.characteristics}
    assert gap.explain()


def raised(card: Scorecard, found: Score, feature: str, value: Fraction) -> int:
    """The points if one figure were counted as `value`."""
    return sum(
        c.points(value) if c.feature == feature else line.points
        for c, line in zip(card.characteristics, found.lines, strict=True)
    )


@given(scorecards(), behaviors())
def test_a_lift_is_enough_and_no_smaller_one_is(card: Scorecard, pays: PaymentBehavior) -> None:
    found = fit(card, pays)
    names = [grade.grade for grade in card.grades]
    for lift in smallest_change(card, found):
        assert names.index(found.grade) == names.index(lift.grade) + 1
        at, below = lift.at_least, lift.below
        inside = Fraction(at) if at is not None else Fraction(below or 0) - 1
        reached = raised(card, found, lift.feature, inside)
        assert reached == found.points + lift.points
        assert names.index(card.grade_of(reached).grade) <= names.index(lift.grade)
        between = (inside + lift.value) / 2
        c = next(c for c in card.characteristics if c.feature == lift.feature)
        if c.bin_of(between) not in (c.bin_of(inside), c.bin_of(lift.value)):
            short = raised(card, found, lift.feature, between)
            assert names.index(card.grade_of(short).grade) > names.index(lift.grade)


@given(scorecards(), PAYERS, st.randoms(use_true_random=False))
def test_the_prior_of_a_book_is_its_mean_however_it_comes(
    card: Scorecard, found: list[PaymentBehavior], random: Random
) -> None:
    ready = card.with_prior(found, version="2")
    shuffled = list(found)
    random.shuffle(shuffled)
    assert card.with_prior(iter(shuffled), version="2") == ready
    assert ready.version == "2"
    for before, c in zip(card.characteristics, ready.characteristics, strict=True):
        known = [v for one in found if (v := one.figure(c.feature)) is not None]
        if c.feature in ("weighted_days_late", "late_share") and known:
            assert c.prior is not None
            assert min(known) - Fraction(1, 10**6) <= Fraction(c.prior)
            assert Fraction(c.prior) <= max(known) + Fraction(1, 10**6)
        else:
            assert c == before
    # The card alone says how thin a history counts, whoever else is in the book.
    assert [fit(ready, one) for one in found] == [fit(ready, one) for one in found[::-1]][::-1]
