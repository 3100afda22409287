"""Receivables turnover and the average collection period."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.adapters.books import period
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.metrics import collection_period, period_metrics
from collectkit.metrics import turnover as turned_over

turnover = Operations("turnover")

_SALES = ("sales", "credit_sales", "net_credit_sales", "net_sales")


def _sales(given: Given) -> int | Decimal:
    for name in _SALES:
        if name in given:
            found: int | Decimal = given[name]
            return found
    raise Unsupported("there are no sales")


@turnover.shaped("ar")
def of_closing_receivables(given: Given) -> Figures:
    return _of(given, given["ar"])


@turnover.shaped("avg_ar")
def of_average_receivables(given: Given) -> Figures:
    return _of(given, given["avg_ar"])


def _of(given: Given, receivables: int | Decimal) -> Figures:
    times = turned_over(_sales(given), receivables)
    if times is None or "days" not in given:
        return {"turnover": times}
    return {"turnover": times, "acp": collection_period(times, given["days"])}


@turnover.shaped("begin", "end")
def of_opening_and_closing(given: Given) -> Figures:
    figures = period(given["begin"], [_sales(given)], given["end"], given.get("days", 365))
    found = {metric.name: metric.value for metric in period_metrics(figures)}
    return {"turnover": found["turnover"], "acp": found["collection_period"]}
