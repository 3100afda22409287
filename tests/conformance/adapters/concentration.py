"""How much hangs on a few customers."""

from __future__ import annotations

from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import hhi

concentration = Operations("concentration")


@concentration.shaped("shares_pct")
def of_shares(given: Given) -> Figures:
    """Shares in percent are squared on a scale of 10,000."""
    return {"hhi": hhi(given["shares_pct"], scale=10_000)}
