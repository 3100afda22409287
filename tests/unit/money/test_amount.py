from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest

from collectkit.errors import CollectkitError, InvalidMoney, UnknownCurrency
from collectkit.money import Money, RoundingMode

EUR_10 = Money("10.00", "EUR")
UNROUNDED = Money("0.05", "EUR") * Decimal("0.5")


# -- ways in -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("amount", "currency", "digits"),
    [
        ("1234.50", "EUR", "1234.50"),
        (Decimal("1234.5"), "EUR", "1234.50"),
        (1234, "EUR", "1234.00"),
        ("+5.00", "EUR", "5.00"),
        ("-5.00", "EUR", "-5.00"),
        ("007", "EUR", "7.00"),
        ("1.500000000000", "EUR", "1.50"),
        ("100.00", "JPY", "100"),
        ("1.5", "KWD", "1.500"),
        ("1", "CLF", "1.0000"),
        (Decimal("1E+2"), "EUR", "100.00"),
        (Decimal("1E+2"), "JPY", "100"),
        ("0", "EUR", "0.00"),
        ("-0.00", "EUR", "0.00"),
        (Decimal("-0"), "JPY", "0"),
        (Decimal("0E-40"), "EUR", "0.00"),
        (Decimal("0E+14"), "EUR", "0.00"),
        ("999999999999999.99", "EUR", "999999999999999.99"),
        (10**15 - 1, "JPY", "999999999999999"),
        (-(10**15) + 1, "JPY", "-999999999999999"),
    ],
)
def test_an_amount_is_exact_and_has_the_digits_of_its_currency(
    amount: Decimal | str | int, currency: str, digits: str
) -> None:
    money = Money(amount, currency)
    assert str(money.amount) == digits
    assert money.currency == currency
    assert money.is_rounded


PLAIN = "ASCII digits, one decimal point, at most 15 whole digits, no exponent"


@pytest.mark.parametrize(
    ("amount", "message", "hint"),
    [
        ("1e3", "amount is not a plain decimal number: `1e3`", PLAIN),
        ("", "amount is not a plain decimal number: ``", PLAIN),
        ("1.0000000000000", "amount is not a plain decimal number: `1.0000000000000`", PLAIN),
        (10**15, "amount has more than 15 whole digits: `1000000000000000`", None),
        (-(10**15), "amount has more than 15 whole digits: `-1000000000000000`", None),
        (Decimal("NaN"), "amount must be a finite number, not `NaN`", None),
        (Decimal("sNaN"), "amount must be a finite number, not `sNaN`", None),
        (Decimal("-Infinity"), "amount must be a finite number, not `-Infinity`", None),
        (Decimal("1E+15"), "amount is out of range: `1E+15`", None),
        (Decimal("1E-13"), "amount is out of range: `1E-13`", None),
        (Decimal("0E-41"), "amount has more than 40 decimals: `0E-41`", None),
        ("1.005", "`1.005` has more than 2 decimals of EUR", "round it first"),
        (Decimal("0.001"), "`0.001` has more than 2 decimals of EUR", "round it first"),
        (0.1, "amount must be exact, not float: `0.1`", "pass a str or a Decimal"),
        (True, "amount must be exact, not bool: `True`", "pass a str, int or Decimal"),
        (None, "amount must be exact, not NoneType: `None`", "pass a str, int or Decimal"),
        (
            Fraction(1, 2),
            "amount must be exact, not Fraction: `1/2`",
            "pass a str, int or Decimal",
        ),
        (EUR_10, "amount must be exact, not Money: `EUR 10.00`", "pass a str, int or Decimal"),
    ],
)
def test_what_is_not_exact_money_is_refused(amount: Any, message: str, hint: str | None) -> None:
    with pytest.raises(InvalidMoney) as caught:
        Money(amount, "EUR")
    error = caught.value
    assert (error.message, error.hint) == (message, hint)
    assert (error.code, error.field) == ("money.invalid", "amount")


def test_the_currency_decides_which_digits_are_too_many() -> None:
    assert str(Money("1.005", "KWD")) == "KWD 1.005"
    with pytest.raises(InvalidMoney, match=r"`1\.5` has more than 0 decimals of JPY"):
        Money("1.5", "JPY")
    with pytest.raises(UnknownCurrency):
        Money("1", "eur")


class HostCurrency(str, Enum):  # noqa: UP042
    EUR = "EUR"


def test_a_currency_of_the_hosts_own_enum_prints_as_its_code() -> None:
    assert str(Money("1.00", HostCurrency.EUR)) == "EUR 1.00"
    assert repr(Money("1.00", HostCurrency.EUR)) == "Money('1.00', 'EUR')"


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("EUR 12.50", Money("12.50", "EUR")),
        ("EUR 12.5", Money("12.50", "EUR")),
        ("JPY -3", Money(-3, "JPY")),
        ("KWD +0.001", Money("0.001", "KWD")),
    ],
)
def test_parse_reads_what_str_writes(text: str, money: Money) -> None:
    assert Money.parse(text) == money
    assert Money.parse(str(money)) == money


@pytest.mark.parametrize(
    "text",
    [
        "12.50 EUR", "EUR12.50", "EUR  12.50", "EUR 12,50", "eur 12.50", "EUR 1.234,50",
        "EUR 12.50\n", "EUR 1e3", "EUR", "", "\u20ac 12.50", "EUR \u0661", None, 12, b"EUR 12.50",
        "EUR 1000000000000000",
    ],
)  # fmt: skip
def test_parse_reads_nothing_else(text: Any) -> None:
    with pytest.raises(InvalidMoney, match=r"does not read as money") as caught:
        Money.parse(text)
    assert caught.value.hint == "write it as `EUR 12.50`"


def test_parse_checks_what_it_read() -> None:
    with pytest.raises(InvalidMoney, match=r"`12\.505` has more than 2 decimals of EUR"):
        Money.parse("EUR 12.505")
    with pytest.raises(UnknownCurrency, match=r"`ZZZ`"):
        Money.parse("ZZZ 12.50")


@pytest.mark.parametrize(("currency", "text"), [("EUR", "0.00"), ("JPY", "0"), ("CLF", "0.0000")])
def test_zero_has_the_digits_of_its_currency(currency: str, text: str) -> None:
    assert str(Money.zero(currency).amount) == text
    assert Money.zero(currency).is_zero
    with pytest.raises(UnknownCurrency):
        Money.zero("ZZZ")


@pytest.mark.parametrize(
    ("units", "currency", "text"),
    [
        (1250, "EUR", "12.50"),
        (1250, "JPY", "1250"),
        (1250, "KWD", "1.250"),
        (1250, "CLF", "0.1250"),
        (-5, "EUR", "-0.05"),
        (0, "EUR", "0.00"),
        (10**17 - 1, "EUR", "999999999999999.99"),
    ],
)
def test_minor_units_go_both_ways(units: int, currency: str, text: str) -> None:
    money = Money.from_minor_units(units, currency)
    assert str(money.amount) == text
    assert money == Money(text, currency)
    assert (money.minor_units, type(money.minor_units)) == (units, int)


@pytest.mark.parametrize(
    "units", [12.5, float("nan"), float("inf"), "12", True, Decimal("12.5"), Decimal("NaN"), None]
)
def test_minor_units_are_an_int(units: Any) -> None:
    with pytest.raises(CollectkitError):
        Money.from_minor_units(units, "EUR")


def test_minor_units_are_exact_or_refused() -> None:
    units = 10**81 + 1
    try:
        money = Money.from_minor_units(units, "JPY")
    except CollectkitError:
        return
    assert money.minor_units == units


@pytest.mark.parametrize(
    ("value", "mode", "text"),
    [
        (Fraction(100, 3), RoundingMode.HALF_UP, "33.33"),
        (Fraction(100, 3), RoundingMode.UP, "33.34"),
        (Fraction(1, 200), RoundingMode.HALF_UP, "0.01"),
        (Fraction(1, 200), RoundingMode.HALF_EVEN, "0.00"),
        (Fraction(-1, 200), RoundingMode.HALF_UP, "-0.01"),
        (Fraction(-1, 1000), RoundingMode.HALF_UP, "0.00"),
    ],
)
def test_a_fraction_is_rounded_once(value: Fraction, mode: RoundingMode, text: str) -> None:
    assert str(Money.from_fraction(value, "EUR", mode).amount) == text


# -- reading and rounding ----------------------------------------------------------------------
def test_unrounded_money_has_no_minor_units() -> None:
    assert str(UNROUNDED) == "EUR 0.025"
    assert not UNROUNDED.is_rounded
    with pytest.raises(InvalidMoney) as caught:
        _ = UNROUNDED.minor_units
    assert str(caught.value) == (
        "EUR 0.025 carries more digits than EUR has (call .rounded() first)"
    )


def test_rounding_is_half_up_unless_another_mode_is_named() -> None:
    assert UNROUNDED.rounded() == Money("0.03", "EUR")
    assert (-UNROUNDED).rounded() == Money("-0.03", "EUR")
    assert UNROUNDED.rounded(RoundingMode.HALF_EVEN) == Money("0.02", "EUR")
    assert (-UNROUNDED).rounded(RoundingMode.FLOOR) == Money("-0.03", "EUR")


def test_more_zeros_are_not_rounded_but_equal() -> None:
    money = EUR_10 * Decimal("1.0")
    assert not money.is_rounded
    assert (money, hash(money)) == (EUR_10, hash(EUR_10))
    assert money.rounded().is_rounded


def test_zero_is_asked_for_by_name() -> None:
    assert Money("0", "EUR").is_zero
    assert not Money("0.01", "EUR").is_zero
    with pytest.raises(InvalidMoney) as caught:
        bool(EUR_10)
    assert str(caught.value) == "the truth of money is ambiguous (use .is_zero or compare)"
