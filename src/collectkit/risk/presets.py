# data-only
"""Scorecards to start from."""

from __future__ import annotations

from decimal import Decimal

from collectkit.money import Percent
from collectkit.risk.features import Feature
from collectkit.risk.scorecard import Bin, Characteristic, Grade, Scorecard

__all__ = ["standard"]


def _characteristic(
    feature: Feature, missing: int, prior: str | None, **bins: int
) -> Characteristic:
    return Characteristic(
        feature=feature,
        missing=missing,
        prior=None if prior is None else Decimal(prior),
        bins=tuple(
            Bin(at_least=Decimal(bound.removeprefix("from_").replace("_", ".")), points=points)
            for bound, points in bins.items()
        ),
    )


def standard() -> Scorecard:
    """Business customers: 100 points, of which 60 for payment history and 40 for what stands now.

    The weights and the `unpaid` shares are judgments to start from, not statistics; calibrate
    them on your own book.
    """
    return Scorecard(
        id="standard",
        version="1",
        characteristics=(
            _characteristic(
                "weighted_days_late", 24, "8",
                from_0=40, from_5=32, from_10=24, from_20=12, from_30=6, from_45=0,
            ),
            _characteristic(
                "late_share", 12, "0.25",
                from_0=20, from_0_10=16, from_0_25=10, from_0_50=6, from_0_75=0,
            ),
            _characteristic(
                "oldest_days_past_due", 25, None,
                from_0=25, from_1=20, from_15=14, from_31=8, from_61=3, from_91=0,
            ),
            _characteristic(
                "broken_promises", 15, None, from_0=15, from_1=8, from_2=3, from_3=0
            ),
        ),
        grades=(
            Grade(grade="A", at_least=80, unpaid=Percent(10)),
            Grade(grade="B", at_least=65, unpaid=Percent(25)),
            Grade(grade="C", at_least=50, unpaid=Percent(45)),
            Grade(grade="D", at_least=35, unpaid=Percent(65)),
            Grade(grade="E", at_least=0, unpaid=Percent(85)),
        ),
    )  # fmt: skip
