"""Scorecards as they are written: characteristics, bins and grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from collectkit._checks import check_type
from collectkit._model import Count, ExactDecimal, Id, Name, Policy
from collectkit.errors import DuplicateId, InvalidFact
from collectkit.money import Percent, RoundingMode
from collectkit.money.rounding import EXACT
from collectkit.risk.behavior import PaymentBehavior
from collectkit.risk.features import HISTORY, Feature, is_signed

__all__ = ["Bin", "Characteristic", "Grade", "Scorecard"]

_PRIOR_DECIMALS = 6


class Bin(Policy):
    """From this value on, up to the next bin's: so many points."""

    at_least: ExactDecimal | None = Field(
        default=None, description="Lower bound, included; null in the first bin: no bound."
    )
    points: Count = Field(description="Points for values in this bin.")


class Characteristic(Policy):
    """One figure of behavior, cut into half-open bins, each up to the next one's bound.

    The bins of a figure that is never negative start at 0; those of a trend and of a figure of
    the host (`extra:NAME`) without a bound. Points must follow the direction, unless
    `allow_non_monotone` says that they need not.

    `prior` is the usual value. An average over settled parts is filled up with it where the
    history is thin; any other figure is taken to be it where it is unknown. `missing` are the
    points where there is no figure at all and no prior.
    """

    feature: Feature = Field(description="The figure, or extra:NAME for one of the host's own.")
    bins: tuple[Bin, ...] = Field(description="Rising, without gaps.", min_length=1)
    missing: Count = Field(description="Points when the figure is unknown.")
    prior: ExactDecimal | None = Field(default=None, description="The usual value.")
    direction: Literal["more_is_worse", "more_is_better"] = Field(
        default="more_is_worse", description="Which way points must go as the figure grows."
    )
    allow_non_monotone: bool = Field(
        default=False, strict=True, description="Whether points may go both ways."
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        start = None if is_signed(self.feature) else 0
        bounds = [b.at_least for b in self.bins]
        for n, bound in enumerate(bounds):
            before = bounds[n - 1] if n else None
            rises = bound is not None and (before is None or before < bound)
            if not (rises if n else bound == start):
                begin = "without a bound" if start is None else "at 0"
                raise InvalidFact(
                    f"bins of {self.feature} must start {begin} and rise, so that none overlap "
                    "or gap",
                    field=f"bins.{n}.at_least",
                )
        verb = "fall" if self.direction == "more_is_worse" else "rise"
        for n, (one, other) in enumerate(pairwise(self.bins), 1):
            wrong = one.points < other.points if verb == "fall" else one.points > other.points
            if wrong and not self.allow_non_monotone:
                raise InvalidFact(
                    f"points of {self.feature} must {verb} as it grows",
                    field=f"bins.{n}.points",
                    hint="or state another direction, or allow_non_monotone",
                )
        if self.missing > self.best:
            raise InvalidFact(f"missing {self.feature} must not beat the best", field="missing")
        return self

    @property
    def best(self) -> int:
        """The most points there are."""
        return max(b.points for b in self.bins)

    def points(self, value: Fraction | None) -> int:
        """The points of a value; None is a missing one."""
        return self.missing if value is None else self.bins[self.bin_of(value)].points

    def bin_of(self, value: Fraction) -> int:
        """The place of the bin that a value falls into; below the first, it is the first."""
        bounds = [b.at_least for b in self.bins[1:] if b.at_least is not None]
        return sum(value >= Fraction(bound) for bound in bounds)


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
        features: set[str] = set()
        for n, feature in enumerate(c.feature for c in self.characteristics):
            if feature in features:
                raise DuplicateId(
                    "a feature stands twice in the card", field=f"characteristics.{n}.feature"
                )
            features.add(feature)
        cuts = [grade.at_least for grade in self.grades]
        for n, cut in enumerate(cuts):
            last = n == len(cuts) - 1
            if (n and cut >= cuts[n - 1]) or (last and cut != 0):
                raise InvalidFact("grades must fall to 0, best first", field=f"grades.{n}.at_least")
        names: set[str] = set()
        for n, grade in enumerate(self.grades):
            if grade.grade in names:
                raise DuplicateId("two grades have one name", field=f"grades.{n}.grade")
            names.add(grade.grade)
        return self

    @classmethod
    def default(cls) -> Scorecard:
        """A card of 100 points for business customers, grades A to E.

        >>> Scorecard.default().best
        100
        """
        from collectkit.risk.presets import standard

        return standard()

    def with_prior(
        self, behaviors: Iterable[PaymentBehavior], *, version: str | None = None
    ) -> Scorecard:
        """The card with the usual of a book as its stated prior.

        The prior of each average over settled parts becomes the book's mean, every customer
        weighing as many settled parts as it has, rounded half-even to 6 decimals; where the book
        has none the prior stays. Made once, beforehand: the card then grades one account alone
        and the whole book alike. State a `version`, since grades may change.

        >>> from datetime import date
        >>> from collectkit.ledger import Account, Customer, snapshot
        >>> from collectkit.risk import behavior
        >>> new = behavior(snapshot(Account(customer=Customer(id="C-1")), as_of=date(2026, 3, 1)))
        >>> Scorecard.default().with_prior([new]) == Scorecard.default()
        True
        """
        sums: dict[str, Fraction] = defaultdict(Fraction)
        counts: dict[str, int] = defaultdict(int)
        for one in behaviors:
            check_type(one, "behaviors", PaymentBehavior)
            for feature in HISTORY:
                value = one.figure(feature)
                if value is not None:
                    sums[feature] += value * one.settled
                    counts[feature] += one.settled
        characteristics = tuple(
            c.replace(prior=_prior(sums[c.feature] / counts[c.feature]))
            if counts.get(c.feature)
            else c
            for c in self.characteristics
        )
        return self.replace(
            characteristics=characteristics, version=self.version if version is None else version
        )

    @property
    def best(self) -> int:
        """The most points there are."""
        return sum(c.best for c in self.characteristics)

    def grade_of(self, points: int) -> Grade:
        """The grade that so many points reach."""
        return next(grade for grade in self.grades if points >= grade.at_least)

    def grade_named(self, name: str) -> Grade:
        """The grade with this name.

        Raises:
            InvalidFact: the card has no such grade.
        """
        for grade in self.grades:
            if grade.grade == name:
                return grade
        raise InvalidFact(f"card {self.id} has no grade {name}", field="grade", subject=self.id)


def _prior(value: Fraction) -> Decimal:
    scaled = value.numerator * 10**_PRIOR_DECIMALS
    units = RoundingMode.HALF_EVEN.divide(scaled, value.denominator)
    return Decimal(units).scaleb(-_PRIOR_DECIMALS, context=EXACT)
