"""Collection effectiveness index."""

from __future__ import annotations

from tests.conformance.adapters.books import period
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import cei as effectiveness

cei = Operations("cei")


@cei.shaped("begin", "credit_sales", "end_total", "end_current")
def from_balances(given: Given) -> Figures:
    begin, sales, end = given["begin"], given["credit_sales"], given["end_total"]
    figures = {
        "cei": effectiveness(begin, sales, end, given["end_current"], months=given.get("months", 1))
    }
    if "numerator" in given.asked:
        return {**figures, "numerator": period(begin, [sales], end, 30).cash}
    return figures
