"""Days sales outstanding."""

from __future__ import annotations

from tests.conformance.adapters.books import period
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import dso as days_outstanding
from collectkit.metrics import dso_average, dso_countback

dso = Operations("dso")


@dso.shaped("ar", "credit_sales", "days")
def at_the_end(given: Given) -> Figures:
    return {"dso": days_outstanding(given["ar"], given["credit_sales"], given["days"])}


@dso.shaped("avg_ar", "credit_sales", "days")
def of_average_receivables(given: Given) -> Figures:
    average = given["avg_ar"]
    return {"dso": dso_average(average, average, given["credit_sales"], given["days"])}


@dso.shaped("begin", "end", "credit_sales", "days")
def of_opening_and_closing(given: Given) -> Figures:
    sales = given["credit_sales"]
    return {"dso": dso_average(given["begin"], given["end"], sales, given["days"])}


@dso.shaped("ar", "sales", "days")
def over_several_months(given: Given) -> Figures:
    sales = period(0, given["sales"], 0, given["days"]).sales.amount
    return {"dso": days_outstanding(given["ar"], sales, given["days"])}


@dso.shaped("ar", "periods_newest_first")
def counted_back(given: Given) -> Figures:
    counted = dso_countback(given["ar"], given["periods_newest_first"])
    return {"countback": counted.days, "dso": counted.days, "unexplained": counted.unexplained}
