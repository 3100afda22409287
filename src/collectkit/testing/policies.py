"""Hypothesis strategies for policies: rules of promises and contact, scorecards.

They are made of small parts that can be used alone. Late charges, terms, ladders and the texts of
messages are in files of their own.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import PromiseRules
from collectkit.contact import ContactRules
from collectkit.money import Money
from collectkit.risk import Bin, Characteristic, Grade, Scorecard
from collectkit.risk.scorecard import Feature
from collectkit.testing.values import amounts, currencies, percents

__all__ = [
    "characteristics",
    "contact_rules",
    "promise_rules",
    "scorecards",
]

_FEATURES: tuple[Feature, ...] = (
    "weighted_days_late", "late_share", "oldest_days_past_due", "broken_promises",
)  # fmt: skip


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
    """One to five bins of a feature, from 0 on; shares are cut at hundredths."""
    figure: Feature = draw(st.sampled_from(_FEATURES)) if feature is None else feature
    widths = draw(st.lists(st.integers(1, 30), max_size=4))
    unit = "E-2" if figure == "late_share" else ""
    # Decimal reads text exactly, whatever the host's context.
    bounds = [Decimal(f"{bound}{unit}") for bound in accumulate(widths, initial=0)]
    size = len(bounds)
    points = sorted(draw(st.lists(st.integers(0, 40), min_size=size, max_size=size)), reverse=True)
    prior = st.integers(0, 60).map(lambda n: Decimal(f"{n}{unit}"))
    return Characteristic(
        feature=figure,
        bins=tuple(Bin(at_least=bound, points=n) for bound, n in zip(bounds, points, strict=True)),
        missing=draw(st.integers(0, points[0])),
        prior=draw(st.none() | prior),
    )


@st.composite
def scorecards(draw: st.DrawFn) -> Scorecard:
    """Cards of one to four features and one to five grades.

    >>> from hypothesis import find
    >>> [grade.grade for grade in find(scorecards(), lambda card: len(card.grades) > 1).grades]
    ['A', 'B']
    """
    features = draw(st.lists(st.sampled_from(_FEATURES), min_size=1, unique=True))
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
