"""Reference figures computed elsewhere: `pytest tests/reference --reference DIR`.

`NAME_expected.json` holds the figures of `NAME_receivables.csv`. Every key of the document is
either checked here or reported as not covered; none is skipped silently. Money is exact, ratios
agree to 1e-12.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from collectkit.ledger import Account, Snapshot, age, snapshot
from collectkit.metrics import PeriodFigures, period_figures, period_metrics

ROOT = Path(__file__).resolve().parents[2]
LABELS = {"due_date": {}, "issue_date": {"current": "0"}}
MIX = {
    "hhi_0_1": "hhi",
    "top5_share": "top_share:5",
    "pct_current": "current_share",
    "dollar_weighted_days_past_due_open": "weighted_days_past_due",
    "experian_midpoint_dbt": "dbt_from_buckets",
}
METRICS = {
    "dso_end": "dso_end",
    "dso_avg": "dso_average",
    "dso_best_possible": "best_possible_dso",
    "add": "average_days_delinquent",
    "dso_month": "dso_last_month",
    "dso_trailing_90": "dso_trailing:90",
    "dso_trailing_365": "dso_trailing:365",
    "dso_countback_days": "dso_countback",
    "cei": "cei",
    "cei_crf_monthly_sales": "cei_monthly_sales",
    "turnover_period": "turnover",
    "avg_collection_period": "collection_period",
}
MONEY = {
    "opening_ar": "opening",
    "sales": "sales",
    "cash": "cash",
    "closing_ar": "closing",
    "closing_current": "current",
}


@cache
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "portfolio_review", ROOT / "examples" / "portfolio_review.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def accounts(expected_file: Path) -> tuple[Account, ...]:
    name = expected_file.name.replace("_expected.json", "_receivables.csv")
    loaded, problems = example().load_ibm(expected_file.with_name(name))
    assert problems == ()
    return tuple(loaded)


def snapshots(expected_file: Path, day: date) -> list[Snapshot]:
    return [snapshot(account, as_of=day) for account in accounts(expected_file)]


def read(expected_file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(expected_file.read_text(encoding="utf-8"))
    return found


def same_ratio(expected: float | None, value: Decimal | None, name: str) -> None:
    if expected is None or value is None:
        assert (expected, value) == (None, None), name
        return
    wanted, found = Fraction(expected), Fraction(value)
    tolerated = Fraction(1, 10**12) * max(Fraction(1), abs(wanted))
    assert abs(found - wanted) <= tolerated, (name, expected, value)


def period(expected_file: Path, row: dict[str, Any]) -> PeriodFigures:
    start, end = (date.fromisoformat(row[key]) for key in ("period_from", "period_to"))
    (figures,) = period_figures(snapshots(expected_file, end), start=start, end=end)
    return figures


def metrics(figures: PeriodFigures) -> dict[str, Decimal | None]:
    return {metric.name: metric.value for metric in period_metrics(figures)}


def check_aging(expected_file: Path, day: date, row: dict[str, Any]) -> Iterator[str]:
    """Compare one day's aging; yields the keys it has dealt with."""
    read = snapshots(expected_file, day)
    for key, by in (("by_due", "due_date"), ("by_invoice_date", "issue_date")):
        (balance,) = age(read, by=by).balances  # type: ignore[arg-type]
        found = {b.label: (b.amount.minor_units, b.count) for b in balance.buckets}
        renamed = LABELS[by]
        expected = {renamed.get(k, k): (v["cents"], v["count"]) for k, v in row[key].items()}
        assert found == expected, (day, by)
        assert balance.total.minor_units == row["open_cents"]
        assert sum(b.count for b in balance.buckets) == row["open_count"]
        yield key
    yield from ("open_cents", "open_count")
    (figures,) = period_figures(read, start=day.replace(day=1), end=day)
    assert len(figures.balances) == row["customers_open"]
    yield "customers_open"
    values = metrics(figures)
    for key, name in MIX.items():
        same_ratio(row[key], values[name], f"{day} {name}")
        yield key


def check_period(expected_file: Path, row: dict[str, Any]) -> Iterator[str]:
    figures = period(expected_file, row)
    values = metrics(figures)
    assert figures.days == row["period_days"]
    for key, name in MONEY.items():
        assert getattr(figures, name).minor_units == row[key], (row["period_to"], key)
        yield key
    for key, name in METRICS.items():
        same_ratio(row[key], values[name], f"{row['period_to']} {name}")
        yield key
    holds = figures.opening + figures.sales - figures.cash == figures.closing
    assert holds is row["rollforward_ok"]
    yield from ("period_from", "period_to", "period_days", "rollforward_ok")


def test_aging(expected_file: Path) -> None:
    for day, row in read(expected_file)["aging"].items():
        dealt_with = set(check_aging(expected_file, date.fromisoformat(day), row))
        assert dealt_with == set(row)


def test_period_metrics(expected_file: Path) -> None:
    rows = read(expected_file)["period_metrics"]
    for row in rows.values():
        assert set(check_period(expected_file, row)) == set(row)


def test_every_key_is_checked_or_reported(
    expected_file: Path, not_covered: dict[str, list[str]]
) -> None:
    """Keys without a check here are printed at the end of the run, so none goes unnoticed."""
    covered = {"about", "aging", "period_metrics"}
    document = read(expected_file)
    assert covered <= set(document)
    not_covered[expected_file.name] = sorted(set(document) - covered)
