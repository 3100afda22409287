"""Metrics: how receivables and collections are doing. Plain numbers in, plain numbers out.

Verbs, all named after their figure: `dso` and its relatives, `cei`, `turnover`,
`collection_period`, `weighted_days_late`, `dbt_from_buckets`, shares, `hhi`; `period_figures`
gathers what they take from snapshots. How payments came: `payment_performance`, `payment_curve`,
`late_reasons`, `open_disputes`, `invoicing_lag`, all from snapshots, and `promise_kept_rate`.
What collecting did: `contact_effectiveness` from snapshots, `charge_enforcement` from rows.
Which convention: `compare_conventions` of one period; `dso_bridge` between two.
What will be lost: `transition_matrix`, `roll_rates` and `cure_rates`, `loss_rates`, `provision`
over rows and `provision_of` over snapshots; `receivables_rollforward`, `allowance_rollforward`.
Nouns: `PeriodFigures`, `Countback`, and `Definition`, what a figure means; `DEFINITIONS` has one
per convention. The policy is `ProvisionMatrix`.

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
`strict=True` raises `MetricUndefined` instead. Shares are fractions of 1, CEI is 0..100. Where
amounts come out, of provisions and roll-forwards, Money gives Money at its minor unit.

Not here: what is owed (`ledger`), who pays how (`risk`).
"""

from importlib import import_module
from typing import TYPE_CHECKING

from collectkit.metrics.allowances import Provision, ProvisionRow, provision
from collectkit.metrics.concentration import hhi, top_share
from collectkit.metrics.contacts import ContactEffectiveness, contact_effectiveness
from collectkit.metrics.conventions import (
    ComparedMetric,
    ConventionComparison,
    DsoBridge,
    compare_conventions,
    dso_bridge,
)
from collectkit.metrics.curve import CurveStep, PaymentCurve, payment_curve
from collectkit.metrics.definitions import DEFINITIONS, Definition
from collectkit.metrics.delays import (
    InvoicingLag,
    LateReasonFigures,
    LateReasonTrend,
    invoicing_lag,
    late_reasons,
)
from collectkit.metrics.disputes import OpenDisputes, dispute_days, dispute_rate, open_disputes
from collectkit.metrics.effectiveness import (
    bad_debt_ratio,
    cei,
    collection_period,
    turnover,
    write_off_ratio,
)
from collectkit.metrics.enforcement import (
    ChargeEnforcement,
    SegmentEnforcement,
    charge_enforcement,
)
from collectkit.metrics.lateness import (
    current_share,
    dbt_from_buckets,
    late_share,
    weighted_days_late,
)
from collectkit.metrics.losses import amounts_entered, flow_loss_rates, loss_rates
from collectkit.metrics.outstanding import (
    Countback,
    average_days_delinquent,
    best_possible_dso,
    dso,
    dso_average,
    dso_countback,
)
from collectkit.metrics.performance import (
    PaymentPerformance,
    payment_performance,
    performance_metrics,
)
from collectkit.metrics.period import MonthSales, PeriodBook, PeriodFigures, period_figures
from collectkit.metrics.promises import promise_kept_rate
from collectkit.metrics.recovery import agency_net_recovery, cost_to_collect
from collectkit.metrics.report import Metric, period_metrics
from collectkit.metrics.rollforward import (
    Rollforward,
    RollforwardLine,
    allowance_rollforward,
    receivables_rollforward,
)
from collectkit.metrics.transitions import (
    Transition,
    TransitionMatrix,
    TransitionRow,
    cure_rates,
    pool_transitions,
    roll_rate,
    roll_rates,
    transition_matrix,
)

if TYPE_CHECKING:
    from collectkit.metrics.matrix import BucketRate, ProvisionMatrix
    from collectkit.metrics.provisioning import BookProvision, provision_of

# A policy loads pydantic, which plain numbers do without: these come when they are used.
_LATER = {
    "BookProvision": "provisioning",
    "BucketRate": "matrix",
    "ProvisionMatrix": "matrix",
    "provision_of": "provisioning",
}

__all__ = [
    "DEFINITIONS",
    "BookProvision",
    "BucketRate",
    "ChargeEnforcement",
    "ComparedMetric",
    "ContactEffectiveness",
    "ConventionComparison",
    "Countback",
    "CurveStep",
    "Definition",
    "DsoBridge",
    "InvoicingLag",
    "LateReasonFigures",
    "LateReasonTrend",
    "Metric",
    "MonthSales",
    "OpenDisputes",
    "PaymentCurve",
    "PaymentPerformance",
    "PeriodBook",
    "PeriodFigures",
    "Provision",
    "ProvisionMatrix",
    "ProvisionRow",
    "Rollforward",
    "RollforwardLine",
    "SegmentEnforcement",
    "Transition",
    "TransitionMatrix",
    "TransitionRow",
    "agency_net_recovery",
    "allowance_rollforward",
    "amounts_entered",
    "average_days_delinquent",
    "bad_debt_ratio",
    "best_possible_dso",
    "cei",
    "charge_enforcement",
    "collection_period",
    "compare_conventions",
    "contact_effectiveness",
    "cost_to_collect",
    "cure_rates",
    "current_share",
    "dbt_from_buckets",
    "dispute_days",
    "dispute_rate",
    "dso",
    "dso_average",
    "dso_bridge",
    "dso_countback",
    "flow_loss_rates",
    "hhi",
    "invoicing_lag",
    "late_reasons",
    "late_share",
    "loss_rates",
    "open_disputes",
    "payment_curve",
    "payment_performance",
    "performance_metrics",
    "period_figures",
    "period_metrics",
    "pool_transitions",
    "promise_kept_rate",
    "provision",
    "provision_of",
    "receivables_rollforward",
    "roll_rate",
    "roll_rates",
    "top_share",
    "transition_matrix",
    "turnover",
    "weighted_days_late",
    "write_off_ratio",
]


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
