from __future__ import annotations

from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectkit.errors import InvalidMoney
from collectkit.money import Money, RoundingMode, cash_round


@pytest.mark.parametrize(
    ("amount", "currency", "increment", "rounded"),
    [
        # Swiss centimes: 0.01 and 0.02 go down, 0.03 and 0.04 up to five.
        ("12.50", "CHF", "0.05", "12.50"),
        ("12.51", "CHF", "0.05", "12.50"),
        ("12.52", "CHF", "0.05", "12.50"),
        ("12.53", "CHF", "0.05", "12.55"),
        ("12.57", "CHF", "0.05", "12.55"),
        ("12.58", "CHF", "0.05", "12.60"),
        ("0.02", "EUR", "0.05", "0.00"),
        ("99.49", "SEK", "1", "99.00"),
        ("99.50", "SEK", "1.00", "100.00"),
        ("12", "JPY", "5", "10"),
        ("13", "JPY", "5", "15"),
        ("1.024", "KWD", "0.005", "1.025"),
        ("1.022", "KWD", "0.005", "1.020"),
        ("12.34", "EUR", "0.01", "12.34"),
        ("24.00", "EUR", "25", "25.00"),
        ("0.00", "EUR", "0.05", "0.00"),
    ],
)
def test_amounts_go_to_the_nearest_coin(
    amount: str, currency: str, increment: str, rounded: str
) -> None:
    money, result = Money(amount, currency), Money(rounded, currency)
    assert cash_round(money, increment) == result
    assert cash_round(money, Decimal(increment)) == result
    assert cash_round(-money, increment) == -result
    assert cash_round(money, increment).is_rounded


@pytest.mark.parametrize(
    ("mode", "coins"),
    [
        (RoundingMode.HALF_UP, "0.10"),
        (RoundingMode.HALF_EVEN, "0.00"),
        (RoundingMode.HALF_DOWN, "0.00"),
        (RoundingMode.UP, "0.10"),
        (RoundingMode.DOWN, "0.00"),
        (RoundingMode.CEILING, "0.10"),
        (RoundingMode.FLOOR, "0.00"),
    ],
)
def test_modes_round_coins(mode: RoundingMode, coins: str) -> None:
    assert cash_round(Money("0.05", "EUR"), "0.10", mode) == Money(coins, "EUR")


def test_only_ceiling_and_floor_tell_a_credit_from_a_debit() -> None:
    credit = Money("-0.03", "EUR")
    assert cash_round(credit, "0.05", RoundingMode.CEILING) == Money("0.00", "EUR")
    assert cash_round(credit, "0.05", RoundingMode.FLOOR) == Money("-0.05", "EUR")


def test_more_digits_than_the_currency_has_are_rounded_once() -> None:
    exact = Money("0.01", "EUR") * Decimal("4.6")
    assert cash_round(exact, "0.10") == Money("0.00", "EUR")
    assert cash_round(exact.rounded(), "0.10") == Money("0.10", "EUR")
    assert cash_round(Money("0.01", "EUR") * Decimal("2.5"), "0.05") == Money("0.05", "EUR")
    assert cash_round(Money("0.01", "EUR") * Decimal("2.4999"), "0.05") == Money("0.00", "EUR")


@pytest.mark.parametrize("increment", ["0", "-0.05", "0.001", "0.055", Decimal("0.0500001")])
def test_an_increment_is_a_positive_multiple_of_the_minor_unit(increment: Any) -> None:
    with pytest.raises(InvalidMoney) as caught:
        cash_round(Money("1.00", "EUR"), increment)
    assert str(caught.value) == (
        f"increment must be a positive multiple of the minor unit of EUR, not `{increment}`"
    )
    assert caught.value.field == "increment"


def test_the_minor_unit_is_the_currencys() -> None:
    assert cash_round(Money("1.003", "KWD"), "0.005") == Money("1.005", "KWD")
    with pytest.raises(InvalidMoney):
        cash_round(Money("1", "JPY"), "0.5")


@pytest.mark.parametrize(
    "increment", [0.05, "5 cents", "0,05", "", None, True, Decimal("NaN"), Decimal("Infinity")]
)
def test_an_increment_is_exact(increment: Any) -> None:
    with pytest.raises(InvalidMoney, match=r"^increment ") as caught:
        cash_round(Money("1.00", "EUR"), increment)
    assert caught.value.field == "increment"


def test_money_is_rounded_by_a_mode() -> None:
    money: Any = Decimal("1.00")
    with pytest.raises(InvalidMoney, match=r"^money must be Money, not Decimal$"):
        cash_round(money, "0.05")
    mode: Any = "half-up"
    with pytest.raises(InvalidMoney, match=r"^mode must be a RoundingMode$"):
        cash_round(Money("1.00", "EUR"), "0.05", mode)


def test_the_hosts_context_plays_no_part() -> None:
    with localcontext(prec=2, rounding=ROUND_DOWN):
        assert cash_round(Money("123456.78", "CHF"), "0.05") == Money("123456.80", "CHF")


@given(
    st.integers(-(10**12), 10**12),
    st.integers(1, 10_000),
    st.sampled_from(["JPY", "EUR", "KWD"]),
    st.sampled_from(RoundingMode),
)
def test_the_result_is_a_multiple_and_near(
    units: int, step: int, currency: str, mode: RoundingMode
) -> None:
    money = Money.from_minor_units(units, currency)
    increment = Money.from_minor_units(step, currency).amount
    coins = cash_round(money, increment, mode)
    assert coins.minor_units % step == 0
    assert abs(coins.minor_units - units) < step
    if mode.name.startswith("HALF"):
        assert Fraction(abs(coins.minor_units - units), step) <= Fraction(1, 2)
    if mode not in (RoundingMode.CEILING, RoundingMode.FLOOR):
        assert cash_round(-money, increment, mode) == -coins
    assert cash_round(coins, increment, mode) == coins
