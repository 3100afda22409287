"""Why one stands above another, and what would lift a customer one grade."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collectkit import Scorecard
from collectkit.errors import InvalidFact
from collectkit.risk import PaymentBehavior, Score, score, smallest_change, why_above

CARD = Scorecard.default()


def scored(name: str = "C-1", **fields: Any) -> Score:
    given: dict[str, Any] = {
        "customer_id": name, "as_of": date(2026, 3, 1), "window_days": 365, "currency": "EUR",
        "settled": 10, "weighted_days_late": Fraction(0), "late_share": Fraction(0),
        "broken_promises": 0, "oldest_due_on": None,
    }  # fmt: skip
    return score(CARD, PaymentBehavior(**given | fields))


def test_a_gap_names_every_figure_the_heaviest_first() -> None:
    good = scored("A", weighted_days_late=Fraction(6), late_share=Fraction(1, 2))
    bad = scored("B", weighted_days_late=Fraction(50), broken_promises=1)
    gap = why_above(bad, good)
    assert (gap.above, gap.below, gap.points) == ("A", "B", 78 - 53)
    assert [(line.feature, line.points) for line in gap.lines] == [
        ("weighted_days_late", 32),
        ("late_share", -14),
        ("broken_promises", 7),
        ("oldest_days_past_due", 0),
    ]
    assert gap.explain().splitlines() == [
        "A stands 25 points above B",
        "  +32 weighted_days_late: 6 against 50",
        "  -14 late_share: 50% against 0%",
        "  +7 broken_promises: 0 against 1",
    ]


def test_equal_points_stand_in_the_order_of_ids() -> None:
    gap = why_above(scored("B"), scored("A"))
    assert (gap.above, gap.points) == ("A", 0)
    assert gap.explain() == "A stands 0 points above B"


def test_scores_by_two_cards_or_of_one_customer_have_no_gap() -> None:
    other = CARD.replace(version="2")
    pays = PaymentBehavior(
        customer_id="B", as_of=date(2026, 3, 1), window_days=365, currency=None, settled=0,
        weighted_days_late=None, late_share=None, broken_promises=0, oldest_due_on=None,
    )  # fmt: skip
    with pytest.raises(InvalidFact, match="by two cards, standard@1 and standard@2"):
        why_above(scored("A"), score(other, pays))
    with pytest.raises(InvalidFact, match="both scores are of A"):
        why_above(scored("A"), scored("A"))


def test_a_lift_is_each_figure_that_is_enough_alone() -> None:
    found = scored(
        weighted_days_late=Fraction(25), late_share=Fraction(1, 3), broken_promises=2
    )  # 12 + 10 + 25 + 3 = 50, grade C; B needs 65
    assert (found.points, found.grade) == (50, "C")
    (lift,) = smallest_change(CARD, found)
    assert (lift.feature, lift.value, lift.grade) == ("weighted_days_late", Fraction(25), "B")
    assert (lift.at_least, lift.below, lift.points) == (Decimal(5), Decimal(10), 20)
    # Two points short of B, several figures are enough.
    near = scored(weighted_days_late=Fraction(15), late_share=Fraction(4, 5), broken_promises=1,
                  oldest_due_on=date(2026, 2, 24))  # fmt: skip
    assert (near.points, near.grade) == (24 + 0 + 20 + 8, "C")
    assert [lift.feature for lift in smallest_change(CARD, near)] == [
        "weighted_days_late",
        "late_share",
    ]


def test_the_best_grade_has_nothing_to_lift_and_the_card_must_fit() -> None:
    assert smallest_change(CARD, scored()) == ()
    with pytest.raises(InvalidFact, match="the score is by standard@1, not by standard"):
        smallest_change(CARD.replace(version="2"), scored())
