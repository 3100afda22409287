"""What collecting brings in and costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from collectkit.errors import CurrencyMismatch, MetricUndefined
from collectkit.metrics import agency_net_recovery, cost_to_collect
from collectkit.money import Money, Percent


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def test_an_agencys_commission_comes_off() -> None:
    commission = Percent("25").of(eur("300.00"))
    assert agency_net_recovery(eur("300.00"), commission, eur("1000.00")) == Decimal("0.225")
    assert agency_net_recovery(10, 15, 100) == Decimal("-0.05")
    assert agency_net_recovery(0.5, 0.25, 1.0) == 0.25


def test_cost_over_cash() -> None:
    assert cost_to_collect(eur("12.00"), eur("2400.00")) == Decimal("0.005")


def test_nothing_placed_and_nothing_collected() -> None:
    assert agency_net_recovery(0, 0, 0) is None
    assert cost_to_collect(5, 0) is None
    with pytest.raises(MetricUndefined, match="placed is zero"):
        agency_net_recovery(0, 0, 0, strict=True)
    with pytest.raises(MetricUndefined, match="cash is zero"):
        cost_to_collect(1, 0, strict=True)
    with pytest.raises(CurrencyMismatch):
        cost_to_collect(eur("1.00"), Money("1.00", "USD"))
