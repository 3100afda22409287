"""Directions, unbounded bins, the host's figures, missing ones, and the prior of a book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit import Scorecard
from collectkit.errors import InvalidFact
from collectkit.risk import Bin, Characteristic, PaymentBehavior, score
from collectkit.risk.features import FEATURES

CARD = Scorecard.default()
TODAY = date(2026, 3, 1)


def pays(**fields: Any) -> PaymentBehavior:
    given: dict[str, Any] = {
        "customer_id": "C-1", "as_of": TODAY, "window_days": 365, "currency": "EUR",
        "settled": 10, "weighted_days_late": Fraction(0), "late_share": Fraction(0),
        "broken_promises": 0, "oldest_due_on": None,
    }  # fmt: skip
    return PaymentBehavior(**given | fields)


def characteristic(feature: str, *bins: tuple[str | None, int], **options: Any) -> Characteristic:
    return Characteristic(
        feature=feature,
        bins=tuple(
            Bin(at_least=None if bound is None else Decimal(bound), points=points)
            for bound, points in bins
        ),
        **{"missing": 0} | options,
    )


def card(*characteristics: Characteristic) -> Scorecard:
    return CARD.replace(characteristics=characteristics)


BUREAU = characteristic(
    "extra:bureau", (None, 0), ("40", 10), ("70", 30), direction="more_is_better", missing=5
)


def test_a_bureau_score_counts_as_a_figure() -> None:
    for bureau, points in ((-1, 0), (40, 10), (69, 10), (70, 30)):
        known = pays(extra=(("bureau", Fraction(bureau)),))
        assert score(card(BUREAU), known).points == points
    assert score(card(BUREAU), pays()).points == 5
    found = score(card(BUREAU), pays(extra=(("bureau", Fraction(81, 2)),)))
    assert str(found.reasons[0]) == "C-1: bureau is 40.5; 20 of 30 points lost"
    assert (
        str(score(card(BUREAU), pays()).reasons[0]) == "C-1: bureau unknown; 25 of 30 points lost"
    )


@pytest.mark.parametrize(
    ("feature", "bins", "options", "told"),
    [
        ("tenure_days", (("0", 0), ("365", 10)), {}, "must fall as it grows"),
        ("tenure_days", (("0", 10), ("365", 0)), {"direction": "more_is_better"}, "must rise"),
        ("tenure_days", ((None, 0),), {}, "must start at 0"),
        ("days_late_trend", (("0", 10), ("5", 0)), {}, "must start without a bound"),
        ("days_late_trend", ((None, 10), (None, 0)), {}, "must start without a bound"),
        ("extra:bureau", (("0", 10),), {}, "must start without a bound"),
        ("extra:Bureau", ((None, 10),), {}, "feature must be one of"),
        ("paydex", ((None, 10),), {}, "feature must be one of"),
        ("utilization", (("0", 5), ("0.5", 9), ("1", 0)), {"missing": 10,
         "allow_non_monotone": True}, "must not beat the best"),
    ],
)  # fmt: skip
def test_bins_against_the_direction_or_with_gaps_are_refused(
    feature: str, bins: Any, options: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        characteristic(feature, *bins, **options)


def test_points_both_ways_have_to_be_stated() -> None:
    bins: Any = (("0", 5), ("0.30", 10), ("0.90", 0))
    with pytest.raises(ValidationError, match="must fall as it grows"):
        characteristic("utilization", *bins)
    found = characteristic("utilization", *bins, allow_non_monotone=True)
    assert found.best == 10
    assert [found.points(Fraction(n, 100)) for n in (29, 30, 89, 90)] == [5, 10, 10, 0]


def test_an_unknown_figure_has_the_missing_points_or_those_of_its_prior() -> None:
    used = characteristic("utilization", ("0", 10), ("0.5", 4), missing=7)
    assert score(card(used), pays()).points == 7
    assert score(card(used.replace(prior=Decimal("0.5"))), pays()).points == 4
    usual = score(card(used.replace(prior=Decimal("0.5"))), pays(utilization=Fraction(0)))
    assert usual.points == 10
    (reason,) = score(card(used), pays()).reasons
    assert str(reason) == "C-1: utilization unknown; 3 of 10 points lost"


@pytest.mark.parametrize("feature", FEATURES)
def test_every_figure_has_words_for_the_points_it_lost(feature: str) -> None:
    bound = None if FEATURES[feature].is_signed else "0"
    worst = characteristic(feature, (bound, 0), ("50", 9), allow_non_monotone=True)
    full = pays(
        days_late_trend=Fraction(-3, 2), days_late_deviation=Fraction(5),
        dispute_share=Fraction(1, 8), utilization=Fraction(3, 4), write_offs=2,
        first_issued_on=date(2026, 2, 1), last_payment_on=date(2026, 2, 1),
        usual_gap_days=Fraction(7), open=None, settled=20,
    )  # fmt: skip
    (reason,) = score(card(worst), full).reasons
    assert "{" not in str(reason)
    assert str(reason).endswith("9 of 9 points lost")


def test_a_negative_trend_reads_well() -> None:
    trend = characteristic("days_late_trend", (None, 0), ("0", 5), direction="more_is_better")
    found = score(card(trend), pays(days_late_trend=Fraction(-3, 2)))
    assert str(found.reasons[0]) == (
        "C-1: days late changed by -1.5 in the last 90 days; 5 of 5 points lost"
    )


def test_ties_between_reasons_stand_in_the_order_of_the_card() -> None:
    one = characteristic("write_offs", ("0", 10), ("1", 0))
    two = characteristic("broken_promises", ("0", 10), ("1", 0))
    worst = pays(write_offs=1, broken_promises=1)
    codes = [[r.code for r in score(card(*c), worst).top(2)] for c in ((one, two), (two, one))]
    assert codes == [
        ["risk.write_offs", "risk.broken_promises"],
        ["risk.broken_promises", "risk.write_offs"],
    ]


# -- when points can change ----------------------------------------------------------------------
def test_growing_figures_reach_their_next_points() -> None:
    tenure = characteristic(
        "tenure_days", ("0", 0), ("30", 0), ("60", 5), direction="more_is_better"
    )
    found = score(card(tenure), pays(first_issued_on=date(2026, 2, 1)))
    assert found.changes_on == date(2026, 4, 2)  # 60 days; at 30 the points are the same
    gap = characteristic("payment_gap", ("0", 9), ("1.5", 3))
    found = score(card(gap), pays(last_payment_on=TODAY, usual_gap_days=Fraction(15)))
    assert found.changes_on == date(2026, 3, 24)  # 22.5 days, so the 23rd


def test_figures_that_are_not_on_the_card_change_no_score() -> None:
    moves = (("balance", date(2026, 3, 4)), ("trend", date(2026, 3, 9)))
    share = characteristic("overdue_share", ("0", 9), ("0.5", 3))
    assert score(card(BUREAU), pays(changes=moves)).changes_on is None
    assert score(card(share), pays(changes=moves)).changes_on == date(2026, 3, 4)


# -- the prior of a book -------------------------------------------------------------------------
def test_the_prior_is_the_mean_of_settled_parts() -> None:
    book = [
        pays(settled=3, weighted_days_late=Fraction(10), late_share=Fraction(1)),
        pays(settled=1, weighted_days_late=Fraction(4), late_share=Fraction(0)),
        pays(settled=0, weighted_days_late=None, late_share=None),
    ]
    ready = CARD.with_prior(book, version="2026-03")
    assert ready.version == "2026-03"
    priors = [c.prior for c in ready.characteristics]
    assert priors == [Decimal("8.5"), Decimal("0.75"), None, None]
    # A new customer counts as the book's usual, alone as well as in the book.
    assert score(ready, book[2]).lines[0].value == Fraction(17, 2)
    assert score(ready, book[2]).card == "standard@2026-03"


def test_a_prior_is_rounded_half_even_to_six_decimals() -> None:
    third = CARD.with_prior([pays(weighted_days_late=Fraction(1, 3))])
    assert third.characteristics[0].prior == Decimal("0.333333")
    assert third.version == CARD.version


def test_a_book_without_history_keeps_the_stated_prior() -> None:
    assert CARD.with_prior([]) == CARD
    with pytest.raises(InvalidFact, match="behaviors must be PaymentBehavior"):
        CARD.with_prior(["C-1"])  # type: ignore[list-item]


def test_a_card_travels_through_json() -> None:
    own = card(BUREAU, characteristic("days_late_trend", (None, 4), ("0.5", 0)))
    assert Scorecard.model_validate_json(own.model_dump_json()) == own
    assert "extra:" in str(Scorecard.model_json_schema())
