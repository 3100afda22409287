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
        name="mean_days_late",
        function="weighted_days_late",
        formula="sum(days) / count, one per part settled",
        unit="days",
        direction="lower",
        convention="each part settled in the window the same; signed: early counts against late",
        source=_COMMON,
    ),
    Definition(
        name="mean_days_late_clipped",
        function="weighted_days_late",
        formula="sum(max(days, 0)) / count, one per part settled",
        unit="days",
        direction="lower",
        convention="each part settled in the window the same; clipped: early days count 0",
        source=_COMMON,
    ),
    Definition(
        name="mean_days_late_of_late",
        function="weighted_days_late",
        formula="sum(days) / count, one per part settled late",
        unit="days",
        direction="lower",
        convention="over the parts settled late in the window alone, each the same",
        source=_COMMON,
    ),
    Definition(
        name="weighted_days_late_clipped",
        function="weighted_days_late",
        formula="sum(amount * max(days, 0)) / sum(amount)",
        unit="days",
        direction="lower",
        convention="payments on parts settled in the window, by amount; early days count 0",
        source="Experian Business, days beyond terms",
    ),
    Definition(
        name="mean_days_to_pay",
        function="weighted_days_late",
        formula="sum(days) / count, days from issue to settlement",
        unit="days",
        direction="lower",
        convention="each part settled in the window the same",
        source=_COMMON,
    ),
    Definition(
        name="weighted_days_to_pay",
        function="weighted_days_late",
        formula="sum(amount * days) / sum(amount), days from issue to payment",
        unit="days",
        direction="lower",
        convention="payments on parts settled in the window; weighted terms + signed days late",
        source="Oracle Fusion Advanced Collections",
    ),
    Definition(
        name="weighted_terms",
        function="weighted_days_late",
        formula="sum(amount * days) / sum(amount), days from issue to due date",
        unit="days",
        direction="neutral",
        convention="payments on parts settled in the window, each with the terms it was due on",
        source="Oracle Fusion Advanced Collections",
    ),
    Definition(
        name="disputed_share",
        function="dispute_rate",
        formula="disputed / total",
        unit="share",
        direction="lower",
        convention="parts settled in the window whose invoice was ever disputed, whole or in part",
        source=_COMMON,
    ),
    Definition(
        name="dispute_rate",
        function="dispute_rate",
        formula="disputed / total",
        unit="share",
        direction="lower",
        convention="disputed of what was invoiced in the window, by count or by amount",
        source=_COMMON,
    ),
    Definition(
        name="dispute_days",
        function="dispute_days",
        formula="disputed / sales * days",
        unit="days",
        direction="lower",
        convention="open and disputed at the end, sales and calendar days of the period itself",
        source="disputed days outstanding (DDO), common usage",
    ),
    Definition(
        name="dispute_age",
        function="open_disputes",
        formula="sum(days since opened) / count",
        unit="days",
        direction="lower",
        convention="disputes that stand on the as-of day, each the same",
        source=_COMMON,
    ),
    Definition(
        name="late_reason_share",
        function="late_reasons",
        formula="invoices, or their amount, of one reason / of all reasons",
        unit="share",
        direction="neutral",
        convention="reasons recorded in the window; an invoice counts once for each reason",
        source=_COMMON,
    ),
    Definition(
        name="promise_kept_rate",
        function="promise_kept_rate",
        formula="kept / due",
        unit="share",
        direction="higher",
        convention="of the promises that fell due in the window, by count or by amount promised",
        source=_COMMON,
    ),
    Definition(
        name="promise_part_kept_rate",
        function="promise_kept_rate",
        formula="part-kept / due",
        unit="share",
        direction="neutral",
        convention="broken with something paid, of the promises that fell due in the window",
        source=_COMMON,
    ),
    Definition(
        name="invoicing_lag",
        function="invoicing_lag",
        formula="sum(days) / count, days from delivery to issue",
        unit="days",
        direction="lower",
        convention="invoices issued in the window with a day of delivery, each the same",
        source=_COMMON,
    ),
    Definition(
        name="weighted_invoicing_lag",
        function="invoicing_lag",
        formula="sum(amount * days) / sum(amount), days from delivery to issue",
        unit="days",
        direction="lower",
        convention="invoices issued in the window with a day of delivery, by amount",
        source=_COMMON,
    ),
    Definition(
        name="share_paid_by",
        function="payment_curve",
        formula="1 - product(1 - paid / at_risk) over the days up to the one asked for",
        unit="share",
        direction="higher",
        convention="days since issue, parts each the same; open ones censored at their age",
        source="Kaplan and Meier (1958)",
    ),
    Definition(
        name="median_days_to_pay",
        function="payment_curve",
        formula="the first day with share_paid_by >= 1/2",
        unit="days",
        direction="lower",
        convention="days since issue, parts each the same; open ones censored at their age",
        source="Kaplan and Meier (1958)",
    ),
    Definition(
        name="chance_of_payment",
        function="payment_curve",
        formula="1 - unpaid(age + horizon) / unpaid(age)",
        unit="share",
        direction="higher",
        convention="of a part open at that age, by the payment curve of its book",
        source="Kaplan and Meier (1958)",
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
    Definition(
        name="roll_rate",
        function="roll_rate",
        formula="rolled / balance",
        unit="share",
        direction="lower",
        convention="the part of a bucket that a step took to a worse one or that was written off",
        source="roll-rate analysis, common usage",
    ),
    Definition(
        name="roll_rates",
        function="roll_rates",
        formula="roll_rate of every bucket",
        unit="share",
        direction="lower",
        convention="both ends of each step are snapshots; by amount at its start, or by count",
        source="roll-rate analysis, common usage",
    ),
    Definition(
        name="cure_rates",
        function="cure_rates",
        formula="per bucket: what was paid or is in the first bucket / what was in the bucket",
        unit="share",
        direction="higher",
        convention="both ends of each step are snapshots; by amount at its start, or by count",
        source="roll-rate analysis, common usage",
    ),
    Definition(
        name="loss_rates",
        function="loss_rates",
        formula="per bucket: lost / entered",
        unit="share",
        direction="lower",
        convention="what was never paid over what ever entered the bucket; not rounded",
        source="IFRS 9, B5.5.35",
    ),
    Definition(
        name="flow_loss_rates",
        function="flow_loss_rates",
        formula="per bucket: product of the roll rates from it onward, and of last",
        unit="share",
        direction="lower",
        convention="steps as long as buckets are wide; the loss of the last bucket is stated",
        source="roll-rate analysis, common usage",
    ),
    Definition(
        name="coverage",
        function="provision",
        formula="allowance / gross",
        unit="share",
        direction="neutral",
        convention="uplifted rates at most 1, negative balances count 0; basis as stated beside it",
        source="IFRS 9, 5.5.15 and B5.5.35; IFRS 7, 35N",
    ),
    Definition(
        name="agency_net_recovery",
        function="agency_net_recovery",
        formula="(recovered - commission) / placed",
        unit="share",
        direction="higher",
        convention="cash on placed debts, whoever received it, over what was open when placed",
        source="collections management, common usage",
    ),
    Definition(
        name="cost_to_collect",
        function="cost_to_collect",
        formula="cost / cash",
        unit="share",
        direction="lower",
        convention="cost of collections in the window over all cash collected in it",
        source="collections management, common usage",
    ),
    Definition(
        name="contact_followed_share",
        function="contact_effectiveness",
        formula="contacts that a payment is attributed to / contacts whose days are over",
        unit="share",
        direction="higher",
        convention="payment within so many days, to the last contact before it alone;"
        " an association, not a cause",
        source="last-touch attribution, common usage",
    ),
    Definition(
        name="contact_cost_per_unit",
        function="contact_effectiveness",
        formula="cost of contacts whose days are over / money attributed to them",
        unit="share",
        direction="lower",
        convention="payment within so many days, to the last contact before it alone;"
        " one currency, nothing converted; an association, not a cause",
        source="last-touch attribution, common usage",
    ),
    Definition(
        name="waiver_rate",
        function="charge_enforcement",
        formula="waived / assessed",
        unit="share",
        direction="lower",
        convention="late charges given up, credited or written off, by amount",
        source="collections management, common usage",
    ),
    Definition(
        name="charge_collection_rate",
        function="charge_enforcement",
        formula="collected / assessed",
        unit="share",
        direction="higher",
        convention="late charges paid, by amount, over all that was assessed, waived or not",
        source="collections management, common usage",
    ),
    Definition(
        name="waiver_spread",
        function="charge_enforcement",
        formula="highest waiver_rate of a segment - lowest",
        unit="share",
        direction="lower",
        convention="segments that were charged anything, whatever their size; 0 is even treatment",
        source="collections management, common usage",
    ),
    Definition(
        name="dso_bridge",
        function="dso_bridge",
        formula="change of current / sales * days, of overdue / sales * days"
        " and of -unapplied / sales * days",
        unit="days",
        direction="lower",
        convention="dso_end of two periods, each over its own sales and days; the parts add up",
        source=_CRF,
    ),
)

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({entry.name: entry for entry in _ALL})
"""Every figure by name.

>>> DEFINITIONS["dso_trailing"].convention
'receivables at the end, sales of the 90 or 365 days that end there'
"""
