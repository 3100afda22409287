from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collectkit.errors import CurrencyMismatch, InvalidMoney, UnknownCurrency
from collectkit.money import Money, total

EUR_10 = Money("10.00", "EUR")
UNROUNDED = Money("0.05", "EUR") * Decimal("0.5")


# -- sums and products -------------------------------------------------------------------------
def test_arithmetic_of_one_currency_is_exact() -> None:
    assert repr(Money("0.10", "EUR") + Money("0.20", "EUR")) == "Money('0.30', 'EUR')"
    assert repr(Money("0.10", "EUR") - Money("0.30", "EUR")) == "Money('-0.20', 'EUR')"
    assert repr(EUR_10 * 3) == repr(3 * EUR_10) == "Money('30.00', 'EUR')"
    assert repr(EUR_10 * Decimal("0.125")) == "Money('1.25000', 'EUR')"
    assert repr(-EUR_10) == "Money('-10.00', 'EUR')"
    assert repr(abs(-EUR_10)) == repr(abs(EUR_10)) == "Money('10.00', 'EUR')"


@pytest.mark.parametrize(
    "nothing",
    [
        EUR_10 - EUR_10,
        -Money.zero("EUR"),
        abs(Money.zero("EUR")),
        -EUR_10 * 0,
        Money.zero("EUR") * -1,
        Money.zero("EUR") - Money.zero("EUR"),
    ],
)
def test_nothing_has_no_sign(nothing: Money) -> None:
    assert repr(nothing) == "Money('0.00', 'EUR')"


def test_a_product_is_exact_or_refused() -> None:
    factor = Decimal("1." + "1" * 39)
    once = Money("1.01", "EUR") * factor
    assert Fraction(once.amount) == Fraction("1.01") * Fraction(factor)
    try:
        twice = once * factor
    except InvalidMoney:
        return
    assert Fraction(twice.amount) == Fraction("1.01") * Fraction(factor) ** 2


@pytest.mark.parametrize(
    "factor", [Decimal("NaN"), Decimal("Infinity"), 10**15, Decimal("1E+15"), Decimal("1E-41")]
)
def test_a_factor_is_finite_and_of_sane_size(factor: Any) -> None:
    with pytest.raises(InvalidMoney, match=r"^factor "):
        EUR_10 * factor


@pytest.mark.parametrize(
    "call",
    [
        lambda other: EUR_10 + other,
        lambda other: EUR_10 - other,
        lambda other: other < EUR_10,
        lambda other: other <= EUR_10,
        lambda other: other > EUR_10,
        lambda other: other >= EUR_10,
        lambda other: total([EUR_10, other], "EUR"),
    ],
)
def test_currencies_never_mix(call: Callable[[Money], object]) -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        call(Money("10.00", "USD"))
    error = caught.value
    assert error.message in ("cannot combine EUR with USD", "cannot combine USD with EUR")
    assert error.hint == "keep one figure per currency"
    assert (error.code, error.field) == ("money.currency-mismatch", "currency")


@pytest.mark.parametrize(
    "call",
    [
        lambda money: money + 1,
        lambda money: 0 + money,
        lambda money: sum([money]),
        lambda money: money - Decimal(1),
        lambda money: money * 0.5,
        lambda money: money * True,
        lambda money: money * money,
        lambda money: money * Fraction(1, 2),
        lambda money: money / 2,
        lambda money: money < 11,
        lambda money: Decimal(11) > money,
        float,
        int,
    ],
)
def test_money_meets_only_money_and_exact_factors(call: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        call(EUR_10)


def test_a_wrong_comparison_says_with_what() -> None:
    with pytest.raises(TypeError, match=r"^money compares with money, not with int$"):
        _ = EUR_10 < 11  # type: ignore[operator]


def test_money_compares_with_money() -> None:
    less, more = Money("9.99", "EUR"), EUR_10
    assert less < more
    assert less <= more
    assert more > less
    assert more >= less
    assert more <= Money("10", "EUR") <= more
    assert sorted([more, less]) == [less, more]
    assert max(less, more) is more


def test_equality_never_raises() -> None:
    assert Money("1", "EUR") == Money("1.00", "EUR")
    assert Money("1", "EUR") != Money("1", "USD")
    others: list[Any] = [1, Decimal(1), "EUR 1.00", None, (Decimal(1), "EUR")]
    assert all(Money("1", "EUR") != other for other in others)


def test_a_total_needs_its_currency_when_there_is_nothing_to_add() -> None:
    assert repr(total([], "JPY")) == "Money('0', 'JPY')"
    assert total(iter([EUR_10, EUR_10, Money("-0.01", "EUR")]), "EUR") == Money("19.99", "EUR")
    with pytest.raises(UnknownCurrency):
        total([], "ZZZ")


# -- a value -----------------------------------------------------------------------------------
def test_money_is_frozen() -> None:
    for field in fields(Money):
        with pytest.raises(FrozenInstanceError):
            setattr(EUR_10, field.name, EUR_10)
        with pytest.raises(FrozenInstanceError):
            delattr(EUR_10, field.name)
    assert not hasattr(EUR_10, "__dict__")
    assert type(Money("1", "EUR").amount) is Decimal


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("money", [EUR_10, UNROUNDED, Money(-3, "JPY"), Money("0", "CLF")])
def test_money_pickles_and_copies_whole(money: Money, protocol: int) -> None:
    for again in (
        pickle.loads(pickle.dumps(money, protocol)),
        copy.copy(money),
        copy.deepcopy(money),
    ):
        assert (again, repr(again), hash(again)) == (money, repr(money), hash(money))


@pytest.mark.parametrize("money", [EUR_10, Money(-3, "JPY"), Money("0.001", "KWD")])
def test_the_repr_reads_back(money: Money) -> None:
    assert eval(repr(money)) == money
    assert {money, eval(repr(money))} == {money}
