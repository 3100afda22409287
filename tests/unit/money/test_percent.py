from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collectkit.errors import InvalidPercent
from collectkit.money import Money, Percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8", "8%"),
        ("8%", "8%"),
        ("8.0", "8%"),
        (8, "8%"),
        (Decimal("8.000"), "8%"),
        ("12.75", "12.75%"),
        ("0.125%", "0.125%"),
        ("-0.5", "-0.5%"),
        ("+2", "2%"),
        (100, "100%"),
        (Decimal("1E+2"), "100%"),
        (1_000_000, "1000000%"),
        (-1_000_000, "-1000000%"),
        (0, "0%"),
        ("0.00", "0%"),
        ("-0", "0%"),
        ("0.000000000001", "0.000000000001%"),
    ],
)
def test_a_percentage_is_so_many_of_a_hundred(value: Decimal | str | int, text: str) -> None:
    percent = Percent(value)
    assert str(percent) == text
    assert percent == Percent(text)
    assert repr(percent) == f"Percent('{text[:-1]}')"
    assert eval(repr(percent)) == percent


PLAIN = "ASCII digits, one decimal point, at most 15 whole digits, no exponent"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("", "percent is not a plain decimal number: ``", PLAIN),
        ("%", "percent is not a plain decimal number: ``", PLAIN),
        ("8%%", "percent is not a plain decimal number: `8%`", PLAIN),
        ("8 %", "percent is not a plain decimal number: `8 `", PLAIN),
        ("%8", "percent is not a plain decimal number: `%8`", PLAIN),
        ("8,5", "percent is not a plain decimal number: `8,5`", PLAIN),
        ("1e3", "percent is not a plain decimal number: `1e3`", PLAIN),
        ("\u0668", r"percent is not a plain decimal number: `\u0668`", PLAIN),
        (0.08, "percent must be exact, not float: `0.08`", "pass a str or a Decimal"),
        (True, "percent must be exact, not bool: `True`", "pass a str, int or Decimal"),
        (None, "percent must be exact, not NoneType: `None`", "pass a str, int or Decimal"),
        (Decimal("NaN"), "percent must be a finite number, not `NaN`", None),
        (Decimal("Infinity"), "percent must be a finite number, not `Infinity`", None),
        ("1000000.01", "percent is out of range: `1000000.01`", None),
        (-1_000_001, "percent is out of range: `-1000001`", None),
        (Decimal("1E+999999"), "percent is out of range: `1E+999999`", None),
        (Decimal("1E-999999"), "percent is out of range: `1E-999999`", None),
    ],
)
def test_what_is_no_exact_percentage_is_refused(value: Any, message: str, hint: str | None) -> None:
    with pytest.raises(InvalidPercent) as caught:
        Percent(value)
    error = caught.value
    assert (error.message, error.hint) == (message, hint)
    assert error.code == "money.invalid-percent"


@pytest.mark.parametrize("value", ["x", 0.08, 10**15, Decimal("NaN"), "1000001", Decimal("0E-41")])
def test_the_field_at_fault_is_the_percentage(value: Any) -> None:
    with pytest.raises(InvalidPercent) as caught:
        Percent(value)
    assert caught.value.field == "percent"


def test_the_share_of_one_is_exact() -> None:
    assert Percent("12.5").fraction == Fraction(1, 8)
    assert Percent("0.01").fraction == Fraction(1, 10_000)
    assert Percent("-100").fraction == -1


def test_a_share_of_money_is_unrounded() -> None:
    assert repr(Percent("2").of(Money("1190.00", "EUR"))) == "Money('23.8000', 'EUR')"
    assert Percent("2").of(Money("1190.00", "EUR")).rounded() == Money("23.80", "EUR")
    assert Percent("0.5").of(Money("1", "JPY")) == Money("1", "JPY") * Decimal("0.005")
    assert Percent("100").of(Money("-3", "JPY")) == Money("-3", "JPY")


def test_every_percentage_has_a_share_of_money() -> None:
    share = Percent("0.000000000001").of(Money("100", "EUR"))
    assert Fraction(share.amount) == Fraction(1, 10**12)


def test_percentages_add() -> None:
    assert Percent("9") + Percent("1.27") == Percent("10.27")
    assert Percent("5") + Percent("-5") == Percent(0)
    with pytest.raises(InvalidPercent, match=r"^percent is out of range: `1000001`$"):
        Percent(1_000_000) + Percent(1)


def test_percentages_compare() -> None:
    assert Percent("7.9") < Percent("8") <= Percent("8.0")
    assert max(Percent("7.9"), Percent("8")) == Percent(8)
    assert Percent("8") != Percent("0.08")
    others: list[Any] = [8, Decimal(8), "8%", Money("8", "EUR")]
    assert all(Percent(8) != other for other in others)


@pytest.mark.parametrize(
    "call",
    [
        lambda percent: percent + 1,
        lambda percent: percent + Decimal(1),
        lambda percent: percent * 2,
        lambda percent: percent - percent,
        lambda percent: percent < 9,
        lambda percent: Money("1", "EUR") * percent,
        float,
    ],
)
def test_a_percentage_is_no_number(call: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        call(Percent(8))


def test_percentages_are_frozen_hashable_and_pickle() -> None:
    percent = Percent("12.75")
    with pytest.raises(FrozenInstanceError):
        percent.value = Decimal(0)  # type: ignore[misc]
    assert not hasattr(percent, "__dict__")
    assert type(percent.value) is Decimal
    assert {Percent("8.0"), Percent("8"), Percent("8%")} == {Percent(8)}
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(percent, protocol))
        assert (again, repr(again), hash(again)) == (percent, repr(percent), hash(percent))
    assert copy.copy(percent) == copy.deepcopy(percent) == percent
