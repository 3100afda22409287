"""Average days delinquent."""

from __future__ import annotations

from tests.conformance.adapters.books import overdue_beside
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import average_days_delinquent, best_possible_dso
from collectkit.metrics import dso as days_outstanding

add = Operations("add")


@add.shaped("ar", "current_ar", "credit_sales", "days")
def from_balances(given: Given) -> Figures:
    ar, current, sales, days = (
        given[name] for name in ("ar", "current_ar", "credit_sales", "days")
    )
    overdue = overdue_beside(ar, current).amount
    return {
        "dso": days_outstanding(ar, sales, days),
        "bpdso": best_possible_dso(current, sales, days),
        "add": average_days_delinquent(overdue, sales, days),
    }


@add.shaped("dso", "bpdso")
def from_days(given: Given) -> Figures:
    """With sales of one a day, days and receivables are the same number."""
    overdue = overdue_beside(given["dso"], given["bpdso"]).amount
    return {"add": average_days_delinquent(overdue, 1, 1)}


@add.shaped("dso_median", "bpdso_median", "add_median")
def of_medians(given: Given) -> Figures:
    """Whether a survey's medians obey what holds for one firm."""
    overdue = overdue_beside(given["dso_median"], given["bpdso_median"]).amount
    found = average_days_delinquent(overdue, 1, 1)
    return {"identity_dso_minus_bpdso_equals_add": found == given["add_median"]}
