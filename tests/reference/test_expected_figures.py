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
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from collectkit.dates import end_of_month
from collectkit.ledger import Account, Snapshot, age, snapshot
from collectkit.metrics import (
    PeriodFigures,
    payment_curve,
    payment_performance,
    performance_metrics,
    period_figures,
    period_metrics,
    pool_transitions,
    transition_matrix,
)
from collectkit.risk import PaymentBehavior, behavior

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

PERFORMANCE = {
    "avg_days_late_signed": "mean_days_late",
    "avg_days_late_clipped": "mean_days_late_clipped",
    "avg_days_late_of_late": "mean_days_late_of_late",
    "weighted_dbt_signed": "weighted_days_late",
    "weighted_dbt_clipped": "weighted_days_late_clipped",
    "avg_days_to_pay": "mean_days_to_pay",
    "weighted_days_to_pay": "weighted_days_to_pay",
    "weighted_terms": "weighted_terms",
    "pct_late_count": "late_share:count",
    "pct_late_amount": "late_share:amount",
    "dispute_rate_count": "disputed_share:count",
    "dispute_rate_amount": "disputed_share:amount",
}
FEATURES = {
    "pct_late_count": "late_count_share",
    "avg_days_late_clipped": "mean_days_late",
    "weighted_dbt_clipped": "weighted_days_late",
    "weighted_dbt_signed": "signed_days_late",
    "stdev_days_late": "days_late_deviation",
    "dispute_rate_count": "dispute_share",
}
AMOUNTS = {"settled_cents": "paid", "open_cents": "open", "overdue_cents": "overdue"}
COUNTS = {"n_invoices": "invoices", "n_settled": "settled"}
# A bureau's product, out of scope.
NO_FIGURE = {"paydex_like"}
PAYERS, RANKING = "customer_features_", "ranking_worst_first_by_weighted_dbt_"
# (share unpaid 30 days after issue, median days) by file and day. Computed by lifelines 0.30.3.
CURVES = {("ibm", date(2013, 6, 30)): ("0.37671", 26)}


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


def same_ratio(expected: float | None, value: Decimal | Fraction | None, name: str) -> None:
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


def quarter_or_year(label: str) -> tuple[date, date]:
    """The first and last day of `2013Q2` or `2012`."""
    year, _, quarter = label.partition("Q")
    first, last = (3 * int(quarter) - 2, 3 * int(quarter)) if quarter else (1, 12)
    return date(int(year), first, 1), end_of_month(date(int(year), last, 1))


def check_performance(expected_file: Path, label: str, row: dict[str, Any]) -> Iterator[str]:
    start, end = quarter_or_year(label)
    (paid,) = payment_performance(snapshots(expected_file, end), start=start, end=end)
    assert (paid.count, paid.amount.minor_units) == (row["n"], row["cents"]), label
    yield from ("n", "cents")
    values = {metric.name: metric.value for metric in performance_metrics(paid)}
    for key, name in PERFORMANCE.items():
        same_ratio(row[key], values.pop(name), f"{label} {name}")
        yield key
    assert not values


def test_payment_performance(expected_file: Path) -> None:
    rows = read(expected_file)["payment_performance"]
    for label, row in rows.items():
        assert set(check_performance(expected_file, label, row)) == set(row)


def test_payment_curve(expected_file: Path) -> None:
    for (name, day), (unpaid, median) in CURVES.items():
        if expected_file.name != f"{name}_expected.json":
            continue
        (curve,) = payment_curve(snapshots(expected_file, day))
        found = curve.share_unpaid_after(30)
        assert found is not None
        assert round(Fraction(found), 5) == Fraction(unpaid)
        assert curve.median == median


def payers(expected_file: Path, day: date) -> dict[str, PaymentBehavior]:
    """How every customer paid, over the whole history."""
    read = snapshots(expected_file, day)
    return {one.customer.id: behavior(one, window_days=100_000) for one in read}


def check_payer(pays: PaymentBehavior, row: dict[str, Any]) -> Iterator[str]:
    """Compare one customer's figures; yields the keys it has dealt with."""
    for key, name in COUNTS.items():
        assert getattr(pays, name) == row[key], (pays.customer_id, key)
        yield key
    for key, name in AMOUNTS.items():
        assert getattr(pays, name).minor_units == row[key], (pays.customer_id, key)
        yield key
    for key, name in FEATURES.items():
        same_ratio(row[key], getattr(pays, name), f"{pays.customer_id} {name}")
        yield key
    assert pays.oldest_days_past_due() == row["max_dpd"]
    assert pays.last_payment_on is not None
    assert (pays.as_of - pays.last_payment_on).days == row["days_since_last_payment"]
    yield from ("max_dpd", "days_since_last_payment")


def test_customer_features(expected_file: Path) -> None:
    for key, rows in read(expected_file).items():
        if key.startswith(PAYERS):
            found = payers(expected_file, date.fromisoformat(key.removeprefix(PAYERS)))
            for customer, row in rows.items():
                assert set(check_payer(found[customer], row)) | NO_FIGURE == set(row)


def test_worst_payers_by_days_late(expected_file: Path) -> None:
    for key, expected in read(expected_file).items():
        if key.startswith(RANKING):
            found = payers(expected_file, date.fromisoformat(key.removeprefix(RANKING)))
            late = [(-(one.weighted_days_late or 0), name) for name, one in found.items()]
            assert [name for _, name in sorted(late)][: len(expected)] == expected


def month_ends(expected_file: Path) -> list[date]:
    """The ends of the months from the first invoice's to the last one's."""
    issued = [i.issued_on for account in accounts(expected_file) for i in account.invoices]
    ends = [end_of_month(min(issued))]
    while ends[-1] < end_of_month(max(issued)):
        ends.append(end_of_month(ends[-1] + timedelta(1)))
    return ends


def test_monthly_transitions(expected_file: Path) -> None:
    books = [snapshots(expected_file, day) for day in month_ends(expected_file)]
    steps = [transition_matrix(before, after) for before, after in pairwise(books)]
    (matrix,) = pool_transitions(matrix for step in steps for matrix in step)
    found = {
        f"{row.bucket}->{cell.state}": [cell.count, cell.amount.minor_units]
        for row in matrix.rows
        for cell in row.cells
        if cell.count
    }
    assert found == read(expected_file)["transition_matrix_monthly"]


def test_every_key_is_checked_or_reported(
    expected_file: Path, not_covered: dict[str, list[str]]
) -> None:
    """Keys without a check here are printed at the end of the run, so none goes unnoticed."""
    covered = {"about", "aging", "payment_performance", "period_metrics"}
    covered.add("transition_matrix_monthly")
    document = read(expected_file)
    covered |= {key for key in document if key.startswith((PAYERS, RANKING))}
    assert covered <= set(document)
    not_covered[expected_file.name] = sorted(set(document) - covered)
