from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.unit.metrics.rounding import digits

from collectkit.errors import CollectkitError
from collectkit.metrics import (
    current_share,
    dbt_from_buckets,
    late_share,
    weighted_days_late,
)
from collectkit.money import Money


def test_weighted_days_published_figures() -> None:
    # snowdaycalculatornow.com, weighted average days to pay.
    assert weighted_days_late([(1000, 15), (3000, 30), (2000, 45)]) == Decimal("32.5")
    # Microsoft Dynamics idea 4191bf6f: the simple mean of the same rows is 7.5.
    assert digits(weighted_days_late([(10, 5), (100, 10)]), "0.01") == Decimal("9.55")


def test_weighted_days_paid_are_terms_plus_days_late_when_signed() -> None:
    # Oracle Fusion: 25 days of terms, 5 days late, paid after 30.
    assert weighted_days_late([(100, 25), (300, 25)]) == 25
    assert weighted_days_late([(100, -10), (300, 10)]) == 5
    assert weighted_days_late([(100, 15), (300, 35)]) == 30


def test_clip_counts_early_days_as_none() -> None:
    parts = [(Money("500.00", "USD"), -10), (Money("1500.00", "USD"), 20)]
    assert weighted_days_late(parts) == Decimal("12.5")
    assert weighted_days_late(parts, clip=True) == 15


def test_no_parts_have_no_lateness() -> None:
    assert weighted_days_late([]) is None
    assert weighted_days_late([(0, 5)]) is None


def test_a_negative_amount_weighs_nothing_and_is_refused() -> None:
    with pytest.raises(CollectkitError, match=r"^parts\[1\] has a negative amount: `-20`"):
        weighted_days_late([(100, 5), (-20, 5)])


@pytest.mark.parametrize("days", [1.5, True, "3", None, Decimal(3), 10**9, -(10**9)])
def test_days_are_ints(days: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^days of parts\[1\] "):
        weighted_days_late([(100, 5), (100, days)])


@pytest.mark.parametrize("row", [(100,), 100, {1: 2}])
def test_rows_are_pairs(row: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^parts\[0\] must be a pair"):
        weighted_days_late([row])


def test_days_beyond_terms_from_buckets() -> None:
    # IBM sample receivables at 2013-06-30.
    found = dbt_from_buckets(Decimal("4284.29"), Decimal("835.56"), 0, 0, 0)
    assert digits(found, "0.001") == Decimal("2.448")


@pytest.mark.parametrize(("bucket", "midpoint"), [(0, 0), (1, 15), (2, 45), (3, 75), (4, 105)])
def test_every_bucket_stands_for_its_midpoint(bucket: int, midpoint: int) -> None:
    amounts = [0] * 5
    amounts[bucket] = 70
    assert dbt_from_buckets(*amounts) == midpoint


def test_negative_buckets_count_nothing() -> None:
    assert dbt_from_buckets(-500, 100, 0, 0, -100) == 15
    assert dbt_from_buckets(-500, 0, 0, 0, -100) is None


def test_shares() -> None:
    # IBM sample receivables: open at 2013-06-30; paid in the quarter, by count and by amount.
    current = current_share(Decimal("4284.29"), Decimal("5119.85"))
    assert digits(current, "0.0001") == Decimal("0.8368")
    assert digits(late_share(119, 346), "0.0001") == Decimal("0.3439")
    by_amount = late_share(Decimal("7646.35"), Decimal("20882.76"))
    assert digits(by_amount, "0.0001") == Decimal("0.3662")


def test_current_share_beside_a_credit_balance() -> None:
    assert current_share(120, 100) == Decimal("1.2")
