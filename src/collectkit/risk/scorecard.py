"""Scorecards: integer points for how a customer pays, and a grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._model import Count, ExactDecimal, Id, Name, Policy
from collectkit.errors import DuplicateId, InvalidFact
from collectkit.explain import Reason, Reasons
from collectkit.money import Percent
from collectkit.risk.behavior import PaymentBehavior

__all__ = ["REASONS", "Bin", "Characteristic", "Grade", "Points", "Score", "Scorecard", "score"]

Feature = Literal["weighted_days_late", "late_share", "oldest_days_past_due", "broken_promises"]

REASONS = Reasons(
    "risk",
    {
        "weighted_days_late": "pays {value} days late on average, {lost} of {best} points lost",
        "late_share": "{value} of what was paid came late, {lost} of {best} points lost",
        "weighted_days_late_filled": "counts as paying {value} days late, the usual included, "
        "{lost} of {best} points lost",
        "late_share_filled": "counts as {value} paid late, the usual included, "
        "{lost} of {best} points lost",
        "oldest_days_past_due": "oldest open item {value} days past due, "
        "{lost} of {best} points lost",
        "broken_promises": "{value} broken promises, {lost} of {best} points lost",
        "limited_history": "{settled} settled invoices known; up to {needed} the usual is taken",
        "placed": "placed with {kind}",
        "disputed": "{amount} disputed",
        "promised": "{amount} promised by {until}",
        "held": "{amount} held back by {id} ({kind})",
        "unapplied": "{amount} of unapplied money",
        "cease": "asked not to be contacted",
        "represented": "represented by {by}",
        "opted_out": "opted out of every channel",
        "chance": "{unpaid} expected to stay unpaid without contact, grade {grade}",
    },
)


_HISTORY = frozenset(("weighted_days_late", "late_share"))


class Bin(Policy):
    """From this value on, up to the next bin's: so many points."""

    at_least: ExactDecimal = Field(description="Lower bound, included.")
    points: Count = Field(description="Points for values in this bin.")


class Characteristic(Policy):
    """One figure of behavior, cut into half-open bins. More of it is worse, so points fall.

    `prior` is the usual value, which fills up a thin history. `missing` are the points where
    there is no figure at all and no prior.
    """

    feature: Feature = Field(description="The figure.")
    bins: tuple[Bin, ...] = Field(description="From 0 on, rising.", min_length=1)
    missing: Count = Field(description="Points when the figure is unknown.")
    prior: ExactDecimal | None = Field(default=None, description="The usual value.")

    @model_validator(mode="after")
    def _falls(self) -> Self:
        bounds = [b.at_least for b in self.bins]
        points = [b.points for b in self.bins]
        if bounds[0] != 0 or any(a >= b for a, b in pairwise(bounds)):
            raise InvalidFact(
                f"bins of {self.feature} must start at 0 and rise, so that none overlap or gap",
                field="bins",
            )
        if points != sorted(points, reverse=True):
            raise InvalidFact(f"points of {self.feature} must fall as it grows", field="bins")
        if self.missing > points[0]:
            raise InvalidFact(f"missing {self.feature} must not beat the best", field="missing")
        return self

    @property
    def best(self) -> int:
        return self.bins[0].points

    def points(self, value: Fraction | None) -> int:
        """The points of a value; None is a missing one."""
        if value is None:
            return self.missing
        reached = [b.points for b in self.bins if value >= Fraction(b.at_least)]
        return reached[-1] if reached else self.best


class Grade(Policy):
    """A grade from so many points on.

    `unpaid` is the share of overdue debt expected to stay unpaid over the horizon if nobody makes
    contact; it is an assumption to calibrate on the creditor's own book.
    """

    grade: Name = Field(description="Such as A.")
    at_least: Count = Field(description="Points, included.")
    unpaid: Percent = Field(description="Expected to stay unpaid without contact.")

    @field_validator("unpaid")
    @classmethod
    def _share(cls, value: Percent) -> Percent:
        if not Decimal(0) <= value.value <= 100:
            raise InvalidFact(f"unpaid must be 0% to 100%, not {value}", field="unpaid")
        return value


class Scorecard(Policy):
    """Additive integer points: more is better, and they sum to the score."""

    id: Id = Field(description="Stable name of the card.")
    version: Name = Field(description="Changes with every published edit.")
    characteristics: tuple[Characteristic, ...] = Field(description="What counts.", min_length=1)
    grades: tuple[Grade, ...] = Field(description="Best first, the last from 0.", min_length=1)
    thin_below: Count = Field(
        default=3, description="Fewer settled parts are filled up to this with the prior."
    )
    window_days: Annotated[Count, Field(ge=1)] = Field(
        default=365, description="Days of history that count."
    )
    horizon_days: Count = Field(default=30, description="What `unpaid` of the grades is about.")

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        features = [c.feature for c in self.characteristics]
        if len(set(features)) < len(features):
            raise DuplicateId("a feature stands twice in the card", field="characteristics")
        cuts = [grade.at_least for grade in self.grades]
        if cuts != sorted(set(cuts), reverse=True) or cuts[-1] != 0:
            raise InvalidFact("grades must fall to 0, best first", field="grades")
        if len({grade.grade for grade in self.grades}) < len(self.grades):
            raise DuplicateId("two grades have one name", field="grades")
        return self

    @classmethod
    def default(cls) -> Scorecard:
        """A card of 100 points for business customers, grades A to E.

        >>> Scorecard.default().best
        100
        """
        from collectkit.risk.presets import standard

        return standard()

    @property
    def best(self) -> int:
        """The most points there are."""
        return sum(c.best for c in self.characteristics)

    def grade_of(self, points: int) -> Grade:
        return next(grade for grade in self.grades if points >= grade.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """One line of a score: the figure as it was counted, its points, and the most there were."""

    feature: str
    value: Fraction | None
    points: int
    best: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points that sum to `points`, the grade, and why it is not the best.

    `reasons` name the figures that lost points, the heaviest first. `changes_on` is the first
    later day on which points can change under the same facts; None if there is none.
    """

    customer_id: str
    card: str
    points: int
    grade: str
    lines: tuple[Points, ...]
    reasons: tuple[Reason, ...]
    changes_on: date | None

    def explain(self) -> str:
        """The score in a few lines.

        >>> from collectkit.ledger import Account, Customer, snapshot
        >>> from collectkit.risk import behavior
        >>> empty = snapshot(Account(customer=Customer(id="C-1")), as_of=date(2026, 3, 1))
        >>> print(score(Scorecard.default(), behavior(empty)).explain())
        C-1: 82 points, grade A
          counts as 25% paid late, the usual included, 10 of 20 points lost
          counts as paying 8 days late, the usual included, 8 of 40 points lost
          0 settled invoices known; up to 3 the usual is taken
        """
        lines = [f"{self.customer_id}: {self.points} points, grade {self.grade}"]
        return "\n".join([*lines, *(f"  {_bare(reason)}" for reason in self.reasons)])


def score(card: Scorecard, behavior: PaymentBehavior) -> Score:
    """The points and grade of one customer.

    A history of fewer than `thin_below` settled parts is filled up to that many with the prior of
    each characteristic, which is stated as a reason; so one account alone and a whole portfolio
    give the same grade.
    """
    lines = tuple(
        Points(feature=c.feature, value=value, points=c.points(value), best=c.best)
        for c, value in ((c, _value(c, card, behavior)) for c in card.characteristics)
    )
    points = sum(line.points for line in lines)
    return Score(
        customer_id=behavior.customer_id,
        card=f"{card.id}@{card.version}",
        points=points,
        grade=card.grade_of(points).grade,
        lines=lines,
        reasons=tuple(_reasons(card, behavior, lines)),
        changes_on=_changes_on(card, behavior),
    )


def _value(c: Characteristic, card: Scorecard, behavior: PaymentBehavior) -> Fraction | None:
    if c.feature == "oldest_days_past_due":
        return Fraction(behavior.oldest_days_past_due())
    if c.feature == "broken_promises":
        return Fraction(behavior.broken_promises)
    seen: Fraction | None = getattr(behavior, c.feature)
    missing = max(card.thin_below - behavior.settled, 0)
    if not missing or c.prior is None:
        return seen
    known = Fraction(0) if seen is None else seen * behavior.settled
    weight = 0 if seen is None else behavior.settled
    return (known + Fraction(c.prior) * missing) / (weight + missing)


def _reasons(
    card: Scorecard, behavior: PaymentBehavior, lines: tuple[Points, ...]
) -> Iterable[Reason]:
    order = sorted(range(len(lines)), key=lambda i: (lines[i].points - lines[i].best, i))
    for i in order:
        line = lines[i]
        filled = behavior.settled < card.thin_below and line.feature in _HISTORY
        if line.points < line.best:
            yield REASONS(
                f"{line.feature}_filled" if filled else line.feature,
                behavior.customer_id,
                value=_shown(line.feature, line.value),
                lost=line.best - line.points,
                best=line.best,
            )
    if behavior.settled < card.thin_below:
        yield REASONS(
            "limited_history",
            behavior.customer_id,
            settled=behavior.settled,
            needed=card.thin_below,
        )


def _shown(feature: str, value: Fraction | None) -> str:
    """A figure for people: whole percentages, days to one decimal."""
    if value is None:
        return "unknown"
    if feature == "late_share":
        return f"{round(value * 100)}%"
    if value.denominator == 1:
        return str(value.numerator)
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _changes_on(card: Scorecard, behavior: PaymentBehavior) -> date | None:
    """When the window moves, or the oldest open item reaches its next bin."""
    days = [behavior.changes_on] if behavior.changes_on is not None else []
    for c in card.characteristics:
        if c.feature == "oldest_days_past_due" and behavior.oldest_due_on is not None:
            for cut in c.bins[1:]:
                day = behavior.oldest_due_on + timedelta(ceil(cut.at_least))
                if day > behavior.as_of:
                    days.append(day)
                    break
    return min(days, default=None)


def _bare(reason: Reason) -> str:
    return str(reason).removeprefix(f"{reason.subject}: ")
