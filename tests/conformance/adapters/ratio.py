"""Losses as a share of sales."""

from __future__ import annotations

from tests.conformance.case import Given
from tests.conformance.compare import InPercent
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import bad_debt_ratio

ratio = Operations("ratio")


@ratio.shaped("bad_debt", "sales")
def bad_debt_to_sales(given: Given) -> Figures:
    share = bad_debt_ratio(given["bad_debt"], given["sales"])
    return {"ratio": share, "pct": None if share is None else InPercent(share)}
