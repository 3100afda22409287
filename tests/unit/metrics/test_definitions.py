from __future__ import annotations

from fractions import Fraction
from inspect import signature
from typing import Any

import pytest

from collectkit import metrics
from collectkit.metrics import DEFINITIONS, Definition

# Arguments for every figure whose formula is plain arithmetic in its function's arguments.
FIGURES: dict[str, dict[str, int]] = {
    "dso_end": {"ar": 512, "sales": 2010, "days": 91},
    "dso_average": {"opening": 590, "closing": 512, "sales": 2010, "days": 91},
    "dso_trailing": {"ar": 512, "sales": 7870, "days": 365},
    "dso_last_month": {"ar": 512, "sales": 585, "days": 30},
    "best_possible_dso": {"current": 428, "sales": 2010, "days": 91},
    "average_days_delinquent": {"overdue": 84, "sales": 2010, "days": 91},
    "cei": {"opening": 590, "sales": 2010, "closing": 512, "closing_current": 428},
    "cei_monthly_sales": {
        "opening": 590,
        "sales": 2010,
        "closing": 512,
        "closing_current": 428,
        "months": 3,
    },
    "turnover": {"sales": 2010, "average_ar": 551},
    "collection_period": {"turnover": 7, "days": 91},
    "dbt_from_buckets": {"current": 9, "b1_30": 5, "b31_60": 4, "b61_90": 3, "b91_plus": 2},
    "current_share": {"current": 428, "total": 512},
    "late_share": {"late": 119, "total": 346},
    "bad_debt_ratio": {"bad_debt": 7, "sales": 2010},
    "write_off_ratio": {"write_offs": 9, "recoveries": 2, "sales": 2010},
    "roll_rate": {"rolled": 20, "balance": 84},
    "agency_net_recovery": {"recovered": 30, "commission": 8, "placed": 100},
    "disputed_share": {"disputed": 90, "total": 346},
    "dispute_rate": {"disputed": 90, "total": 346},
    "dispute_days": {"disputed": 30, "sales": 2010, "days": 91},
    "cost_to_collect": {"cost": 12, "cash": 2088},
}
IN_WORDS = {
    "contact_followed_share",
    "contact_cost_per_unit",
    "charge_collection_rate",
    "dso_bridge",
    "waiver_rate",
    "waiver_spread",
    "mean_days_late",
    "mean_days_late_clipped",
    "mean_days_late_of_late",
    "weighted_days_late_clipped",
    "mean_days_to_pay",
    "weighted_days_to_pay",
    "weighted_terms",
    "dispute_age",
    "late_reason_share",
    "promise_kept_rate",
    "promise_part_kept_rate",
    "invoicing_lag",
    "weighted_invoicing_lag",
    "share_paid_by",
    "median_days_to_pay",
    "chance_of_payment",
    "coverage",
    "cure_rates",
    "flow_loss_rates",
    "loss_rates",
    "roll_rates",
    "dso_countback",
    "weighted_days_late",
    "weighted_days_past_due",
    "hhi",
    "top_share",
}


# What these give is amounts and counts, that figures are made of.
WITHOUT = {
    "payment_performance",
    "performance_metrics",
    "allowance_rollforward",
    "compare_conventions",
    "amounts_entered",
    "pool_transitions",
    "provision_of",
    "receivables_rollforward",
    "transition_matrix",
}


def test_every_function_has_a_definition_and_every_definition_a_function() -> None:
    readers = {"period_figures", "period_metrics"}
    functions = {name for name in metrics.__all__ if name.islower()} - readers - WITHOUT
    assert {entry.function for entry in DEFINITIONS.values()} == functions


def test_keys_are_names() -> None:
    assert all(key == entry.name for key, entry in DEFINITIONS.items())
    assert set(FIGURES) | IN_WORDS == set(DEFINITIONS)


@pytest.mark.parametrize("name", FIGURES)
def test_the_formula_is_what_the_function_computes(name: str) -> None:
    entry, arguments = DEFINITIONS[name], FIGURES[name]
    function = getattr(metrics, entry.function)
    assert set(arguments) <= set(signature(function).parameters)
    by_formula = eval(entry.formula, {}, {key: Fraction(v) for key, v in arguments.items()})
    found = function(
        **{k: v if k in ("days", "months") else float(v) for k, v in arguments.items()}
    )
    assert found == float(by_formula)


def test_days_are_better_low_and_effectiveness_high() -> None:
    better: dict[str, str] = {name: entry.direction for name, entry in DEFINITIONS.items()}
    assert {n for n, way in better.items() if way == "higher"} == {
        "cei",
        "cei_monthly_sales",
        "turnover",
        "current_share",
        "agency_net_recovery",
        "charge_collection_rate",
        "contact_followed_share",
        "cure_rates",
        "promise_kept_rate",
        "share_paid_by",
        "chance_of_payment",
    }
    assert {n for n, way in better.items() if way == "neutral"} == {
        "best_possible_dso",
        "coverage",
        "weighted_terms",
        "late_reason_share",
        "promise_part_kept_rate",
    }


def test_the_catalogue_is_read_only() -> None:
    catalogue: Any = DEFINITIONS
    with pytest.raises(TypeError):
        catalogue["dso_end"] = None
    assert isinstance(DEFINITIONS["dso_end"], Definition)
    assert not hasattr(DEFINITIONS["dso_end"], "__dict__")
