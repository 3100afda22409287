"""Hypothesis strategies for policies: rules of promises and contact, scorecards.

They are made of small parts that can be used alone. Late charges, terms, ladders and the texts of
messages are in files of their own.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PromiseRules
from collectkit.contact import ContactRules
from collectkit.money import Money
from collectkit.risk import Bin, Characteristic, Grade, Scorecard
from collectkit.risk.features import FEATURES, Feature, is_signed
from collectkit.testing.values import amounts, currencies, percents

__all__ = [
    "characteristics",
    "contact_rules",
    "promise_rules",
    "scorecards",
]

_EXTRA = "extra:bureau"
_FEATURES: tuple[Feature, ...] = (*FEATURES, _EXTRA)


def policy_ids(prefix: str) -> SearchStrategy[str]:
    """Ids of policies, like `fee-7`."""
    return st.integers(1, 99).map(lambda number: f"{prefix}-{number}")


def thresholds(*, min_units: int = 1) -> SearchStrategy[tuple[Money, ...]]:
    """Amounts of up to 100 major units, one per currency."""
    one = currencies().flatmap(lambda code: amounts(code, min_units=min_units, max_units=10_000))
    found = st.lists(one, min_size=1, max_size=3, unique_by=lambda amount: amount.currency)
    return found.map(tuple)


# -- rules of promises and contact ---------------------------------------------------------------
def promise_rules() -> SearchStrategy[PromiseRules]:
    """Up to ten days of grace, any share tolerated."""
    return st.builds(PromiseRules, grace_days=st.integers(0, 10), tolerance=percents())


def contact_rules() -> SearchStrategy[ContactRules]:
    """Up to two weeks between contacts, on any day or on business days only."""
    return st.builds(
        ContactRules, min_days_between=st.integers(0, 14), business_days_only=st.booleans()
    )


# -- scorecards ----------------------------------------------------------------------------------
@st.composite
def characteristics(draw: st.DrawFn, feature: Feature | None = None) -> Characteristic:
    """One to five bins of a feature, either way, a few of them both ways.

    Shares are cut at hundredths; a trend and the host's own figure below 0, too.
    """
    figure: Feature = draw(st.sampled_from(_FEATURES)) if feature is None else feature
    unit = "E-2" if figure in FEATURES and FEATURES[figure].is_share else ""
    widths = draw(st.lists(st.integers(1, 30), max_size=4))
    signed = is_signed(figure)
    steps = accumulate(widths, initial=draw(st.integers(-30, 30)) if signed else 0)
    # Decimal reads text exactly, whatever the host's context.
    bounds: list[Decimal | None] = [Decimal(f"{bound}{unit}") for bound in steps]
    if signed:
        bounds[0] = None
    size = len(bounds)
    points = draw(st.lists(st.integers(0, 40), min_size=size, max_size=size))
    direction: Literal["more_is_worse", "more_is_better"] = draw(
        st.sampled_from(("more_is_worse", "more_is_worse", "more_is_better"))
    )
    both_ways = draw(st.sampled_from((False, False, True)))
    if not both_ways:
        points.sort(reverse=direction == "more_is_worse")
    prior = st.integers(0, 60).map(lambda n: Decimal(f"{n}{unit}"))
    return Characteristic(
        feature=figure,
        bins=tuple(Bin(at_least=bound, points=n) for bound, n in zip(bounds, points, strict=True)),
        missing=draw(st.integers(0, max(points))),
        prior=draw(st.none() | prior),
        direction=direction,
        allow_non_monotone=both_ways,
    )


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    """Cards of one to five features and one to five grades.

    >>> from hypothesis import find
    >>> [grade.grade for grade in find(scorecards(), lambda card: len(card.grades) > 1).grades]
    ['A', 'B']
    """
    features = draw(st.lists(st.sampled_from(_FEATURES), min_size=1, max_size=5, unique=True))
    cuts = draw(st.lists(st.integers(1, 160), max_size=4, unique=True))
    shares = draw(st.lists(percents(), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    grades = zip("ABCDE", (*sorted(cuts, reverse=True), 0), sorted(shares), strict=False)
    return Scorecard(
        id=draw(policy_ids("card")),
        version=draw(st.sampled_from(("1", "2"))),
        characteristics=tuple(draw(characteristics(feature)) for feature in features),
        grades=tuple(Grade(grade=name, at_least=cut, unpaid=share) for name, cut, share in grades),
        thin_below=draw(st.integers(0, 5)),
        window_days=draw(st.integers(1, 730)),
        horizon_days=draw(st.integers(0, 90)),
    )
