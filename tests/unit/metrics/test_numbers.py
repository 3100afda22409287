"""The rules of numbers that every metric shares, seen through the public functions."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any, assert_type

import pytest

from collectkit.errors import CollectkitError, CurrencyMismatch, MetricUndefined
from collectkit.metrics import (
    average_days_delinquent,
    bad_debt_ratio,
    best_possible_dso,
    cei,
    collection_period,
    current_share,
    dbt_from_buckets,
    dso,
    dso_average,
    dso_countback,
    hhi,
    late_share,
    top_share,
    turnover,
    weighted_days_late,
    write_off_ratio,
)
from collectkit.money import Money

Metric = Callable[..., Any]

# One call per metric; every amount is a multiple of `u`, so any kind of number can stand for it.
CALLS: dict[str, Metric] = {
    "dso": lambda u, **k: dso(7 * u, 3 * u, 31, **k),
    "dso_average": lambda u, **k: dso_average(7 * u, 4 * u, 3 * u, 31, **k),
    "best_possible_dso": lambda u, **k: best_possible_dso(7 * u, 3 * u, 31, **k),
    "average_days_delinquent": lambda u, **k: average_days_delinquent(u, 3 * u, 31, **k),
    "cei": lambda u, **k: cei(6 * u, 10 * u, 5 * u, 3 * u, **k),
    "turnover": lambda u, **k: turnover(10 * u, 3 * u, **k),
    "weighted_days_late": lambda u, **k: weighted_days_late([(u, 4), (2 * u, -3)], **k),
    "dbt_from_buckets": lambda u, **k: dbt_from_buckets(u, u, 2 * u, u, 2 * u, **k),
    "current_share": lambda u, **k: current_share(u, 3 * u, **k),
    "late_share": lambda u, **k: late_share(u, 3 * u, **k),
    "hhi": lambda u, **k: hhi([u, u, 4 * u], **k),
    "top_share": lambda u, **k: top_share([u, 2 * u], 1, **k),
    "bad_debt_ratio": lambda u, **k: bad_debt_ratio(u, 3 * u, **k),
    "write_off_ratio": lambda u, **k: write_off_ratio(2 * u, 3 * u, recoveries=u, **k),
}
each_metric = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)

NOT_NUMBERS = {
    "float nan": float("nan"),
    "float infinity": float("inf"),
    "decimal nan": Decimal("NaN"),
    "signalling nan": Decimal("sNaN"),
    "decimal infinity": Decimal("-Infinity"),
    "bool": True,
    "text": "100",
    "none": None,
    "huge float": 1e300,
    "tiny float": 5e-324,
    "huge decimal": Decimal("1E+999999"),
    "endless decimal": Decimal("1E-999999"),
    "huge int": 10**5000,
}


@each_metric
def test_int_decimal_and_money_give_one_decimal(call: Metric) -> None:
    from_int = call(1)
    assert type(from_int) is Decimal
    assert from_int == call(Decimal(1)) == call(Money("1.00", "USD"))


@each_metric
def test_floats_give_a_float(call: Metric) -> None:
    assert type(call(1.0)) is float
    assert call(1.0) == pytest.approx(float(call(1)), rel=1e-15)


@each_metric
def test_zero_denominator_is_none_and_strict_raises(call: Metric) -> None:
    assert call(0) is None
    assert call(0.0) is None
    assert call(Money.zero("USD")) is None
    with pytest.raises(MetricUndefined, match=r"undefined: .* is zero"):
        call(0, strict=True)


@each_metric
def test_strict_changes_no_figure(call: Metric) -> None:
    assert call(1, strict=True) == call(1)


@pytest.mark.parametrize("value", NOT_NUMBERS.values(), ids=NOT_NUMBERS)
def test_what_is_not_a_number_is_refused_by_name(value: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^sales must be") as caught:
        dso(0, value, 30)
    assert caught.value.field == "sales"
    with pytest.raises(CollectkitError, match=r"^amounts\[1\] must be"):
        hhi([1, value])


@pytest.mark.parametrize("exact", [Decimal(5), Money("5.00", "USD")])
def test_float_beside_exact_is_refused_by_name(exact: Any) -> None:
    with pytest.raises(CollectkitError, match=r"^sales is exact beside a float"):
        dso(5.0, exact, 30)
    with pytest.raises(CollectkitError, match=r"^sales is a float beside exact figures"):
        dso(exact, 5.0, 30)
    with pytest.raises(CollectkitError, match=r"^parts\[1\] is a float"):
        weighted_days_late([(exact, 1), (5.0, 1)])


def test_ints_stand_beside_either_kind() -> None:
    assert dso(15000, 10000.0, 30) == 45.0
    assert type(dso(15000, 10000.0, 30)) is float
    assert dso(15000, Decimal(10000), 30) == Decimal(45)
    assert dso(15000, Money("10000.00", "USD"), 30) == Decimal(45)


def test_two_currencies_never_meet() -> None:
    with pytest.raises(CurrencyMismatch, match=r"^sales is in EUR beside USD") as caught:
        dso(Money("1.00", "USD"), Money("1.00", "EUR"), 30)
    assert caught.value.field == "sales"
    with pytest.raises(CurrencyMismatch, match=r"^periods\[1\] is in EUR"):
        dso_countback(1, [(Money("1.00", "USD"), 30), (Money("1.00", "EUR"), 30)])


def test_turnover_of_money_is_a_plain_number() -> None:
    money: Any = Money("4.00", "USD")
    with pytest.raises(CollectkitError, match="turnover must be a plain number"):
        collection_period(money, 365)


@pytest.mark.parametrize("days", [0, -1, 30.0, True, "30", None, 10**9])
def test_a_window_is_a_positive_int_of_days(days: Any) -> None:
    for call in (dso, best_possible_dso, average_days_delinquent):
        with pytest.raises(CollectkitError, match=r"^days ") as caught:
            call(1, 1, days)
        assert caught.value.field == "days"
    with pytest.raises(CollectkitError, match=r"^days "):
        dso_average(1, 1, 1, days)
    with pytest.raises(CollectkitError, match=r"^days "):
        collection_period(1, days)
    with pytest.raises(CollectkitError, match=r"^days of periods\[0\] "):
        dso_countback(1, [(1, days)])


def test_exact_figures_are_rounded_once_to_28_digits_half_even() -> None:
    # Rounding 1/3 first would leave 0.9999999999999999999999999999.
    assert dso(1, 3, 3) == 1
    assert dso(2, 3, 1) == Decimal("0.6666666666666666666666666667")
    # Both halves lie on a tie at the 29th digit.
    assert dso(2 * 10**27 + 1, 2, 1) == Decimal(10**27)
    assert dso(2 * 10**27 + 3, 2, 1) == Decimal(10**27 + 2)


@each_metric
def test_host_decimal_context_is_neither_read_nor_changed(call: Metric) -> None:
    expected = call(Decimal("1.01"))
    with decimal.localcontext() as host:
        host.prec = 2
        host.rounding = decimal.ROUND_UP
        host.Emax = 3
        host.Emin = -3
        host.traps = dict.fromkeys(host.traps, True)
        host.clear_flags()
        # The amounts are made here by exact means, not by operators that obey the host.
        money = call(Money("1.01", "USD"))
        assert money == expected
        assert not any(host.flags.values())


def test_types() -> None:
    amount = Money("1.00", "USD")
    assert_type(dso(1, 1, 30), Decimal | None)
    assert_type(dso(amount, amount, 30), Decimal | None)
    assert_type(dso(1.0, 1.0, 30), float | None)
    assert_type(hhi([Decimal(1)]), Decimal | None)
    assert_type(hhi([1.0]), float | None)
    assert_type(weighted_days_late([(amount, 3)]), Decimal | None)
    assert_type(weighted_days_late([(1.0, 3)]), float | None)
    assert_type(dso_countback(1, [(1, 30)]).days, Decimal)
    assert_type(dso_countback(1.0, [(1.0, 30)]).days, float)
