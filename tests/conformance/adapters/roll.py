"""How debt rolls from one aging bucket to the next."""

from __future__ import annotations

from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import roll_rate

roll = Operations("roll")


@roll.shaped("from_balance", "rolled")
def by_amount(given: Given) -> Figures:
    return {"roll_rate": roll_rate(given["rolled"], given["from_balance"])}


@roll.shaped("from_count", "rolled")
def by_count(given: Given) -> Figures:
    return {"roll_rate": roll_rate(given["rolled"], given["from_count"])}
