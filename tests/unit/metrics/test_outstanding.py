from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.metrics.rounding import digits

from collectkit.errors import CollectkitError
from collectkit.metrics import (
    Countback,
    average_days_delinquent,
    best_possible_dso,
    dso,
    dso_average,
    dso_countback,
)
from collectkit.money import Money


def usd(amount: str) -> Money:
    return Money(amount, "USD")


# Worked quarter: IBM sample receivables, 2013-04-01 to 2013-06-30, 91 days.
OPENING, SALES, CLOSING = usd("5903.74"), usd("20098.87"), usd("5119.85")
CURRENT, OVERDUE = usd("4284.29"), usd("835.56")
JUNE, MAY, APRIL = usd("5849.59"), usd("7764.68"), usd("6484.60")


def test_worked_quarter_by_five_conventions() -> None:
    assert digits(dso(CLOSING, SALES, 91), "0.001") == Decimal("23.181")
    assert digits(dso_average(OPENING, CLOSING, SALES, 91), "0.001") == Decimal("24.955")
    assert digits(dso(CLOSING, usd("19903.70"), 90), "0.001") == Decimal("23.151")  # trailing 90
    assert digits(dso(CLOSING, usd("78704.45"), 365), "0.001") == Decimal("23.744")
    assert digits(dso(CLOSING, JUNE, 30), "0.001") == Decimal("26.257")  # last month


def test_worked_quarter_parts() -> None:
    assert digits(best_possible_dso(CURRENT, SALES, 91), "0.001") == Decimal("19.398")
    assert digits(average_days_delinquent(OVERDUE, SALES, 91), "0.001") == Decimal("3.783")


def test_worked_quarter_countback_is_last_month_when_june_covers_it() -> None:
    found = dso_countback(CLOSING, [(JUNE, 30), (MAY, 31), (APRIL, 30)])
    assert found.days == dso(CLOSING, JUNE, 30)
    assert found == Countback(days=found.days, unexplained=Decimal(0), exhausted=False)


def test_published_figures() -> None:
    # creditguru.com, average days delinquent; more days than the period holds are legitimate.
    assert dso(15000, 10000, 30) == 45
    assert best_possible_dso(4000, 10000, 30) == 12
    assert average_days_delinquent(11000, 10000, 30) == 33
    # bajajfinservmarkets.in, quarter of 90 days.
    assert dso(600_000, 2_400_000, 90) == Decimal("22.5")
    # fool.com, average receivables.
    assert dso(18_000, 20_000, 30) == 27
    # Oracle JD Edwards 9.2, three months, fixed 90 days.
    assert digits(dso(10_869, 5538 + 4566 + 7570, 90), "0.01") == Decimal("55.35")


def test_net_credit_gives_a_negative_figure() -> None:
    assert dso(-100, 1000, 30) == -3


def test_countback_published_figures() -> None:
    # community.anaplan.com 55580, calendar days.
    anaplan = [(200, 31), (400, 31), (600, 30), (700, 31), (500, 30)]
    assert dso_countback(2000, anaplan).days == 129
    # Oracle Hyperion table 13-10 with the receivables its own rows imply.
    hfm = [(2500, 30), (1750, 31), (2250, 31), (2500, 30), (2000, 31), (2250, 30)]
    assert digits(dso_countback(13_000, hfm).days, "0.1") == Decimal("179.7")
    # support.benjipays.com: 60 full days, then 32,000 of 70,000.
    benji = [(100_000, 30), (80_000, 30), (70_000, 30)]
    assert digits(dso_countback(212_000, benji).days, "0.000001") == Decimal("73.714286")


@pytest.mark.parametrize("ar", [0, -5, Decimal("-0.01"), usd("-3.00")])
def test_countback_of_nothing_owed_is_no_days(ar: Any) -> None:
    expected = Countback(days=Decimal(0), unexplained=Decimal(0), exhausted=False)
    assert dso_countback(ar, [(0, 31), (100, 30)]) == expected
    assert dso_countback(ar, []) == expected


def test_countback_stops_when_nothing_is_left() -> None:
    # The month without sales lies beyond the receivables, so its days do not count.
    found = dso_countback(100, [(100, 30), (0, 31), (50, 28)])
    assert found == Countback(days=Decimal(30), unexplained=Decimal(0), exhausted=False)


def test_countback_skips_months_without_sales_and_counts_their_days() -> None:
    found = dso_countback(125, [(100, 30), (0, 31), (50, 28)])
    assert found == Countback(days=Decimal(75), unexplained=Decimal(0), exhausted=False)


def test_countback_may_stop_at_a_month_without_sales() -> None:
    found = dso_countback(125, [(100, 30), (0, 31), (50, 28)], zero_sales="stop")
    assert found == Countback(days=Decimal(30), unexplained=Decimal(25), exhausted=False)


def test_countback_reports_exhausted_history() -> None:
    found = dso_countback(usd("175.50"), [(usd("100.00"), 30), (usd("50.00"), 28)])
    assert found == Countback(days=Decimal(58), unexplained=Decimal("25.50"), exhausted=True)
    assert dso_countback(1, []) == Countback(
        days=Decimal(0), unexplained=Decimal(1), exhausted=True
    )


def test_countback_history_just_enough_is_not_exhausted() -> None:
    found = dso_countback(150, [(100, 30), (50, 28)])
    assert found == Countback(days=Decimal(58), unexplained=Decimal(0), exhausted=False)


def test_countback_in_floats() -> None:
    found = dso_countback(125.0, [(100.0, 30), (0, 31), (50.0, 28)])
    assert (found.days, found.unexplained) == (75.0, 0.0)
    assert type(found.days) is type(found.unexplained) is float


@pytest.mark.parametrize("ar", [0, 10, 1000])
def test_countback_refuses_negative_sales_however_far_back(ar: int) -> None:
    with pytest.raises(CollectkitError, match=r"^periods\[1\] has negative sales: `-5`"):
        dso_countback(ar, [(100, 30), (-5, 31)])


@pytest.mark.parametrize("row", [(100,), (100, 30, 1), 100, "ab", None])
def test_countback_refuses_rows_that_are_not_pairs(row: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^periods\[1\] must be a pair"):
        dso_countback(100, [(10, 30), row])


def test_countback_refuses_an_unknown_option() -> None:
    option: Any = "error"
    with pytest.raises(CollectkitError, match="zero_sales must be one of skip, stop"):
        dso_countback(100, [(100, 30)], zero_sales=option)


def test_countback_reads_any_iterable_and_pickles() -> None:
    found = dso_countback(100, ((sold, 30) for sold in (60, 80)))
    assert found.days == 45
    assert pickle.loads(pickle.dumps(found)) == found
