"""Metrics: how receivables and collections are doing. Plain numbers in, plain numbers out.

Verbs, all named after their figure: `dso` and its relatives, `cei`, `turnover`,
`collection_period`, `weighted_days_late`, `dbt_from_buckets`, shares, `hhi`; `period_figures`
gathers what they take from snapshots. Nouns: `PeriodFigures`, `Countback`, and `Definition`, what
a figure means; `DEFINITIONS` has one per convention.

    >>> from collectkit.metrics import DEFINITIONS, cei, dso
    >>> dso(600_000, 2_400_000, 90)
    Decimal('22.5')
    >>> cei(100_000.0, 1_000_000.0, 120_000.0, 100_000.0)
    98.0
    >>> DEFINITIONS["cei"].direction
    'higher'

The rules of numbers are the same everywhere. int, Decimal and Money of one currency give a
Decimal, computed exactly and rounded once to 28 significant digits, half-even; plain numbers
beside Money are in its currency. Any float gives a float and stands beside floats and ints only.
NaN, infinity and bool are refused. A zero denominator gives None, never 0 and never infinity;
`strict=True` raises `MetricUndefined` instead. Shares are fractions of 1, CEI is 0..100.

Not here: what is owed (`ledger`), who pays how (`risk`).
"""

from collectkit.metrics.concentration import hhi, top_share
from collectkit.metrics.definitions import DEFINITIONS, Definition
from collectkit.metrics.effectiveness import (
    bad_debt_ratio,
    cei,
    collection_period,
    turnover,
    write_off_ratio,
)
from collectkit.metrics.lateness import (
    current_share,
    dbt_from_buckets,
    late_share,
    weighted_days_late,
)
from collectkit.metrics.outstanding import (
    Countback,
    average_days_delinquent,
    best_possible_dso,
    dso,
    dso_average,
    dso_countback,
)
from collectkit.metrics.period import MonthSales, PeriodBook, PeriodFigures, period_figures
from collectkit.metrics.report import Metric, period_metrics

__all__ = [
    "DEFINITIONS",
    "Countback",
    "Definition",
    "Metric",
    "MonthSales",
    "PeriodBook",
    "PeriodFigures",
    "average_days_delinquent",
    "bad_debt_ratio",
    "best_possible_dso",
    "cei",
    "collection_period",
    "current_share",
    "dbt_from_buckets",
    "dso",
    "dso_average",
    "dso_countback",
    "hhi",
    "late_share",
    "period_figures",
    "period_metrics",
    "top_share",
    "turnover",
    "weighted_days_late",
    "write_off_ratio",
]
