"""The payer ranking, why one customer stands above another, and what would lift one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from collectkit._checks import check_type
from collectkit.errors import InvalidFact
from collectkit.risk.scorecard import Characteristic, Scorecard
from collectkit.risk.scoring import Points, Score, shown_figure

__all__ = ["FeatureGap", "Lift", "ScoreGap", "rank", "smallest_change", "why_above"]


def rank(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Every customer from the best payer to the most problematic.

    By points, then by customer id: the same order for the same scores, however they come.

    Raises:
        InvalidFact: scores by two cards.
    """
    scores = tuple(check_type(score, "scores", Score) for score in scores)
    cards = sorted({score.card for score in scores})
    if len(cards) > 1:
        raise InvalidFact(
            f"the scores are by several cards: {', '.join(cards)}",
            field="scores",
            hint="rank the customers of one card",
        )
    return tuple(sorted(scores, key=_order))


def _order(score: Score) -> tuple[int, str]:
    return -score.points, score.customer_id


# -- one beside another --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureGap:
    """What one figure adds to a gap: the `above` customer's points less the `below` one's."""

    feature: str
    above: Points
    below: Points

    @property
    def points(self) -> int:
        """The difference, negative where the figure speaks for the other customer."""
        return self.above.points - self.below.points


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGap:
    """Why one customer stands above another. The points of `lines` sum to `points`.

    The heaviest line comes first, equal ones in the card's order. With 0 points the order is that
    of customer ids.
    """

    above: str
    below: str
    points: int
    lines: tuple[FeatureGap, ...]

    def explain(self) -> str:
        """The gap in a few lines; figures that make no difference are left out."""
        told = [f"{self.above} stands {self.points} points above {self.below}"]
        for line in self.lines:
            if line.points:
                above = shown_figure(line.feature, line.above.value)
                below = shown_figure(line.feature, line.below.value)
                told.append(f"  {line.points:+d} {line.feature}: {above} against {below}")
        return "\n".join(told)


def why_above(a: Score, b: Score) -> ScoreGap:
    """The difference of two scores by one card, figure by figure.

    `a` and `b` may come in either order; the result names who stands above.

    Raises:
        InvalidFact: the scores are by two cards, or of one customer.
    """
    above, below = sorted((check_type(a, "a", Score), check_type(b, "b", Score)), key=_order)
    if above.customer_id == below.customer_id:
        raise InvalidFact(f"both scores are of {above.customer_id}", field="b")
    features = [line.feature for line in above.lines]
    if above.card != below.card or features != [line.feature for line in below.lines]:
        raise InvalidFact(
            f"the scores are by two cards, {a.card} and {b.card}",
            field="b",
            hint="score both with one card",
        )
    lines = [
        FeatureGap(feature=one.feature, above=one, below=other)
        for one, other in zip(above.lines, below.lines, strict=True)
    ]
    return ScoreGap(
        above=above.customer_id,
        below=below.customer_id,
        points=above.points - below.points,
        lines=tuple(sorted(lines, key=lambda line: -abs(line.points))),
    )


# -- one grade up --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """A single figure that would lift a customer one grade, if all others stay.

    `value` is the figure as it was counted. It has to come to `at_least` (included) and `below`
    (excluded); None is no bound. `points` is what it would bring.
    """

    feature: str
    value: Fraction
    at_least: Decimal | None
    below: Decimal | None
    points: int
    grade: str


def smallest_change(card: Scorecard, score: Score) -> tuple[Lift, ...]:
    """Each figure that could lift a customer one grade alone, by as few bins as it takes.

    In the card's order; empty at the best grade, and where no figure is enough by itself. Figures
    that are unknown are left out.

    Raises:
        InvalidFact: the score is by another card.
    """
    check_type(card, "card", Scorecard)
    check_type(score, "score", Score)
    features = tuple(c.feature for c in card.characteristics)
    if score.card != f"{card.id}@{card.version}" or features != tuple(
        line.feature for line in score.lines
    ):
        raise InvalidFact(f"the score is by {score.card}, not by {card.id}", field="score")
    place = card.grades.index(card.grade_named(score.grade))
    if place == 0:
        return ()
    up = card.grades[place - 1]
    needed = up.at_least - score.points
    found = []
    for c, line in zip(card.characteristics, score.lines, strict=True):
        reached = None if line.value is None else _nearest(c, line.value, line.points + needed)
        if line.value is not None and reached is not None:
            rest = c.bins[reached + 1 :]
            found.append(
                Lift(
                    feature=c.feature,
                    value=line.value,
                    at_least=c.bins[reached].at_least,
                    below=rest[0].at_least if rest else None,
                    points=c.bins[reached].points - line.points,
                    grade=up.grade,
                )
            )
    return tuple(found)


def _nearest(c: Characteristic, value: Fraction, points: int) -> int | None:
    """The nearest bin with so many points; of two as near, the lower."""
    here = c.bin_of(value)
    enough = [n for n, b in enumerate(c.bins) if b.points >= points]
    return min(enough, key=lambda n: (abs(n - here), n), default=None)
