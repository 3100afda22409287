"""The share of promises that was kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from collectkit import Money
from collectkit.arrangements import PromiseStatus
from collectkit.errors import CollectkitError, InvalidFact, MetricUndefined
from collectkit.metrics import promise_kept_rate

ROWS = [
    ("kept", 100), ("kept", 50), ("part-kept", 250), ("broken", 100), ("open", 900),
]  # fmt: skip


def test_kept_by_count_and_by_amount() -> None:
    assert promise_kept_rate(ROWS) == Decimal("0.5")
    assert promise_kept_rate(ROWS, by="amount") == Decimal("0.3")


def test_part_kept_stands_apart() -> None:
    assert promise_kept_rate(ROWS, outcome="part-kept") == Decimal("0.25")
    assert promise_kept_rate(ROWS, by="amount", outcome="part-kept") == Decimal("0.5")


def test_money_and_floats() -> None:
    money = [(status, Money(amount, "EUR")) for status, amount in ROWS]
    assert promise_kept_rate(money, by="amount") == Decimal("0.3")
    assert promise_kept_rate([("kept", 1.0), ("broken", 3.0)], by="amount") == 0.25


def test_open_promises_are_not_due() -> None:
    assert promise_kept_rate([("open", 100)]) is None
    assert promise_kept_rate([]) is None
    assert promise_kept_rate([("kept", 0)], by="amount") is None
    with pytest.raises(MetricUndefined, match="what was promised is zero"):
        promise_kept_rate([("open", 100)], strict=True)


def test_the_statuses_are_those_of_arrangements() -> None:
    assert promise_kept_rate([(status.value, 1) for status in PromiseStatus]) == Decimal(
        "0.3333333333333333333333333333"
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("late", 100)], r"status of promises\[0\] must be one of"),
        ([("kept", 100), ("kept", -1)], r"promises\[1\] has a negative amount"),
        (["kept"], r"promises\[0\] must be a pair"),
        ([("kept", True)], r"promises\[0\] must be an int, Decimal, Money or float"),
    ],
)
def test_misuse_is_told(rows: Any, message: str) -> None:
    with pytest.raises(CollectkitError, match=message):
        promise_kept_rate(rows)


def test_options_are_checked() -> None:
    wrong: Any = "amounts"
    with pytest.raises(InvalidFact, match="by must be one of amount, count"):
        promise_kept_rate(ROWS, by=wrong)
    with pytest.raises(InvalidFact, match="outcome must be one of kept, part-kept"):
        promise_kept_rate(ROWS, outcome=wrong)
