"""The standard metrics of a period, each with the convention it follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from collectkit.metrics._numbers import at_places
from collectkit.metrics.concentration import hhi, top_share
from collectkit.metrics.definitions import DEFINITIONS, Definition
from collectkit.metrics.effectiveness import cei, collection_period, turnover
from collectkit.metrics.lateness import current_share, dbt_from_buckets, weighted_days_late
from collectkit.metrics.outstanding import (
    average_days_delinquent,
    best_possible_dso,
    dso,
    dso_average,
    dso_countback,
)
from collectkit.metrics.period import PeriodFigures
from collectkit.money import Money, total

__all__ = ["Metric", "period_metrics"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure that names its convention. Where it is undefined, `value` is None and `note` why."""

    name: str
    currency: str
    value: Decimal | None
    note: str = ""

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.name.partition(":")[0]]

    def __str__(self) -> str:
        value = "undefined" if self.value is None else at_places(self.value, 4)
        note = f" ({self.note})" if self.note else ""
        return f"{self.name} {value} {self.definition.unit}{note}: {self.definition.convention}"


def period_metrics(figures: PeriodFigures) -> tuple[Metric, ...]:
    """Every metric that follows from one period's figures, in the order of a report.

    A name may carry its window after a colon, such as `dso_trailing:90`. Where two conventions of
    one metric exist both are given; they differ, and each says which it is.
    """
    return tuple(
        Metric(name=name, currency=figures.currency, value=value, note=note)
        for name, value, note in (*_outstanding(figures), *_effectiveness(figures), *_mix(figures))
    )


_Row = tuple[str, Decimal | None, str]
_NO_SALES = "no sales in the window"


def _outstanding(f: PeriodFigures) -> Iterable[_Row]:
    sales, why = _positive(f.sales)
    yield "dso_end", sales and dso(f.closing, sales, f.days), why
    yield "dso_average", sales and dso_average(f.opening, f.closing, sales, f.days), why
    for days in (90, 365):
        window, note = _positive(f.sales_over(days), f"less than {days} days of history")
        yield f"dso_trailing:{days}", window and dso(f.closing, window, days), note
    whole = next((month for month in f.months if month.is_whole), None)
    if whole is None:
        yield "dso_last_month", None, "no whole month of history"
    else:
        window, note = _positive(whole.sales)
        yield "dso_last_month", window and dso(f.closing, window, whole.days), note
    if f.months:
        yield _countback(f)
    yield "best_possible_dso", sales and best_possible_dso(f.current, sales, f.days), why
    yield (
        "average_days_delinquent",
        sales and average_days_delinquent(f.overdue, sales, f.days),
        why,
    )


def _positive(sales: Money | None, missing: str = "") -> tuple[Decimal | None, str]:
    """Sales to divide by; without positive sales in its window a figure is undefined."""
    if sales is None:
        return None, missing
    if sales.amount > 0:
        return sales.amount, ""
    return None, _NO_SALES if sales.is_zero else "net sales of the window are negative"


def _countback(f: PeriodFigures) -> _Row:
    if any(month.sales < Money.zero(f.currency) for month in f.months):
        return "dso_countback", None, "a month has negative sales"
    counted = dso_countback(f.closing, [(month.sales, month.days) for month in f.months])
    note = f"history ends with {counted.unexplained} unexplained" if counted.exhausted else ""
    return "dso_countback", counted.days, note


def _effectiveness(f: PeriodFigures) -> Iterable[_Row]:
    nothing = "nothing to collect"
    figure = cei(f.opening, f.sales, f.closing, f.current)
    yield "cei", figure, nothing if figure is None else ""
    months = (f.end.year - f.start.year) * 12 + f.end.month - f.start.month + 1
    figure = cei(f.opening, f.sales, f.closing, f.current, months=months)
    yield "cei_monthly_sales", figure, nothing if figure is None else ""
    average = (f.opening + f.closing) * Decimal("0.5")
    turned = turnover(f.sales, average)
    yield "turnover", turned, "no receivables on average" if turned is None else ""
    period = None if turned is None else collection_period(turned, f.days)
    yield "collection_period", period, _NO_SALES if period is None else ""


def _mix(f: PeriodFigures) -> Iterable[_Row]:
    empty = "nothing is open" if (f.current + f.overdue).is_zero else ""
    yield "current_share", current_share(f.current, f.current + f.overdue), empty
    yield "weighted_days_past_due", weighted_days_late(f.open_days, clip=True), empty
    yield "dbt_from_buckets", dbt_from_buckets(f.current, *_buckets(f)), empty
    owed = [balance for balance in f.balances if balance > Money.zero(f.currency)]
    yield "hhi", hhi(owed), "" if owed else "nobody owes"
    yield "top_share:5", top_share(owed, 5), "" if owed else "nobody owes"


def _buckets(f: PeriodFigures) -> tuple[Money, Money, Money, Money]:
    """Overdue balances of 1-30, 31-60, 61-90 and 91+ days."""

    def between(low: int, high: int) -> Money:
        return total((money for money, days in f.open_days if low <= days <= high), f.currency)

    return between(1, 30), between(31, 60), between(61, 90), between(91, 10**6)
