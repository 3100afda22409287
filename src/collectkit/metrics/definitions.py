"""What every metric means: one entry per figure that a report may print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["DEFINITIONS", "Definition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The meaning of one figure.

    Attributes:
        name: the convention a result names, such as `dso_trailing`; unique.
        function: the function of this room that computes it.
        formula: in the names of that function's arguments.
        unit: `percent` is 0..100, `share` is a fraction of 1, `times` a plain multiple.
        direction: which way is better.
        convention: the choices that make two figures of one name comparable.
        source: who defines it so.
    """

    name: str
    function: str
    formula: str
    unit: Literal["days", "percent", "share", "times"]
    direction: Literal["lower", "higher", "neutral"]
    convention: str
    source: str


_CRF = "Credit Research Foundation, as given at creditguru.com"
_COMMON = "financial statement analysis, common usage"

_ALL = (
    Definition(
        name="dso_end",
        function="dso",
        formula="ar / sales * days",
        unit="days",
        direction="lower",
        convention="receivables at the end, sales and calendar days of the period itself",
        source=_CRF,
    ),
    Definition(
        name="dso_average",
        function="dso_average",
        formula="(opening + closing) / 2 / sales * days",
        unit="days",
        direction="lower",
        convention="mean of opening and closing receivables; opening is the evening before",
        source=_COMMON,
    ),
    Definition(
        name="dso_trailing",
        function="dso",
        formula="ar / sales * days",
        unit="days",
        direction="lower",
        convention="receivables at the end, sales of the 90 or 365 days that end there",
        source="Microsoft Dynamics 365 Finance (12 months); SAP (rolling months)",
    ),
    Definition(
        name="dso_last_month",
        function="dso",
        formula="ar / sales * days",
        unit="days",
        direction="lower",
        convention="receivables at the end, sales and calendar days of the last whole month",
        source=_COMMON,
    ),
    Definition(
        name="dso_countback",
        function="dso_countback",
        formula="days of the newest periods whose sales use up ar, the last one in proportion",
        unit="days",
        direction="lower",
        convention="calendar days; periods without sales are skipped, their days counted",
        source="Oracle Hyperion Financial Management (which stops at a period without sales)",
    ),
    Definition(
        name="best_possible_dso",
        function="best_possible_dso",
        formula="current / sales * days",
        unit="days",
        direction="neutral",
        convention="current = due on the as-of day or later; follows the terms granted",
        source=_CRF,
    ),
    Definition(
        name="average_days_delinquent",
        function="average_days_delinquent",
        formula="overdue / sales * days",
        unit="days",
        direction="lower",
        convention="DSO less best-possible DSO over the same sales and days",
        source=_CRF,
    ),
    Definition(
        name="cei",
        function="cei",
        formula="100 * (opening + sales - closing) / (opening + sales - closing_current)",
        unit="percent",
        direction="higher",
        convention="sales of the whole window between opening and closing",
        source="collection effectiveness index, common usage",
    ),
    Definition(
        name="cei_monthly_sales",
        function="cei",
        formula=(
            "100 * (opening + sales / months - closing)"
            " / (opening + sales / months - closing_current)"
        ),
        unit="percent",
        direction="higher",
        convention="an average month's sales of a longer window",
        source=_CRF,
    ),
    Definition(
        name="turnover",
        function="turnover",
        formula="sales / average_ar",
        unit="times",
        direction="higher",
        convention="per window, not annualized; mean of opening and closing receivables",
        source=_COMMON,
    ),
    Definition(
        name="collection_period",
        function="collection_period",
        formula="days / turnover",
        unit="days",
        direction="lower",
        convention="calendar days of the turnover's window",
        source=_COMMON,
    ),
    Definition(
        name="weighted_days_late",
        function="weighted_days_late",
        formula="sum(amount * days) / sum(amount)",
        unit="days",
        direction="lower",
        convention="signed: early payment counts against late payment",
        source="Oracle Fusion Advanced Collections",
    ),
    Definition(
        name="weighted_days_past_due",
        function="weighted_days_late",
        formula="sum(amount * max(days, 0)) / sum(amount)",
        unit="days",
        direction="lower",
        convention="clipped: early days count 0 (`clip=True`); also called days beyond terms",
        source="Experian Business, days beyond terms",
    ),
    Definition(
        name="dbt_from_buckets",
        function="dbt_from_buckets",
        formula="(15 * b1_30 + 45 * b31_60 + 75 * b61_90 + 105 * b91_plus)"
        " / (current + b1_30 + b31_60 + b61_90 + b91_plus)",
        unit="days",
        direction="lower",
        convention="an approximation by bucket midpoints; negative buckets count 0",
        source="Experian Business, days beyond terms",
    ),
    Definition(
        name="current_share",
        function="current_share",
        formula="current / total",
        unit="share",
        direction="higher",
        convention="current = due on the as-of day or later",
        source=_CRF,
    ),
    Definition(
        name="late_share",
        function="late_share",
        formula="late / total",
        unit="share",
        direction="lower",
        convention="paid after the due day, by count or by amount; the due day is on time",
        source=_COMMON,
    ),
    Definition(
        name="hhi",
        function="hhi",
        formula="sum(amount ** 2) / sum(amount) ** 2",
        unit="share",
        direction="lower",
        convention="one netted balance per customer, positive ones only; 1 = a single customer",
        source="US Department of Justice, Herfindahl-Hirschman index",
    ),
    Definition(
        name="top_share",
        function="top_share",
        formula="sum(n largest amounts) / sum(amounts)",
        unit="share",
        direction="lower",
        convention="one netted balance per customer, positive ones only",
        source=_COMMON,
    ),
    Definition(
        name="bad_debt_ratio",
        function="bad_debt_ratio",
        formula="bad_debt / sales",
        unit="share",
        direction="lower",
        convention="expense of the window over its credit sales",
        source=_COMMON,
    ),
    Definition(
        name="write_off_ratio",
        function="write_off_ratio",
        formula="(write_offs - recoveries) / sales",
        unit="share",
        direction="lower",
        convention="write-offs of the window, net of recoveries, over its credit sales",
        source=_COMMON,
    ),
)

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({entry.name: entry for entry in _ALL})
"""Every figure by name.

>>> DEFINITIONS["dso_trailing"].convention
'receivables at the end, sales of the 90 or 365 days that end there'
"""
