"""What other systems send where an amount belongs: refused quickly and in few words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import ROUND_UP, Context, Decimal, InvalidOperation, localcontext
from enum import IntEnum
from fractions import Fraction
from numbers import Integral
from timeit import default_timer
from typing import Any

import pytest

from collectkit.errors import CollectkitError, InvalidMoney, UnknownCurrency
from collectkit.money import Money, Percent

# The promise is 50 ms; a busy machine gets more.
SECONDS = 1.0
LONGEST = 300


class NumpyInt:
    """As numpy's integers: registered as Integral, not an int."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


Integral.register(NumpyInt)


class NumpyBool:
    """As numpy's bool: has an index, is not registered as a number."""

    def __index__(self) -> int:
        return 1

    def __str__(self) -> str:
        return "True"


class NumpyFloat(float):
    """As numpy's float64: a subclass of float."""


class Missing:
    """As pandas' NA: has no truth."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __str__(self) -> str:
        return "<NA>"


class Points(IntEnum):
    TEN = 10


ACCEPTED = [
    ("plain text", "1234.50", "EUR", "1234.50"),
    ("decimal short of minor units", Decimal("1234.5"), "EUR", "1234.50"),
    ("int is major units", 1234, "EUR", "1234.00"),
    ("outer spaces, as exports have", " 1234.50 ", "EUR", "1234.50"),
    ("fifteen whole digits", "999999999999999.99", "EUR", "999999999999999.99"),
    ("zero decimals of yen", "100.00", "JPY", "100"),
    ("dinar of Serbia has two", "1.50", "RSD", "1.50"),
    ("ariary has two", "1.5", "MGA", "1.50"),
    ("numpy int", NumpyInt(1234), "EUR", "1234.00"),
    ("int enum", Points.TEN, "EUR", "10.00"),
]

REFUSED = [
    ("bool", False),
    ("float", 0.1),
    ("sum of floats", 0.1 + 0.2),
    ("float nan", float("nan")),
    ("float infinity", float("inf")),
    ("negative float zero", -0.0),
    ("numpy float", NumpyFloat(0.1)),
    ("numpy bool", NumpyBool()),
    ("numpy int of 20 digits", NumpyInt(10**20)),
    ("pandas NA", Missing()),
    ("quiet nan", Decimal("NaN")),
    ("signaling nan", Decimal("sNaN")),
    ("nan with a payload", Decimal("NaN" + "9" * 20)),
    ("infinity", Decimal("-Infinity")),
    ("text nan", "NaN"),
    ("text infinity", "Infinity"),
    ("text exponent of a million", "1E+999999"),
    ("exponent beyond Emax", Decimal("1E+1000000")),
    ("exponent beyond Emin", Decimal("1E-1000000")),
    ("zero of absurd exponent", Decimal("0E+999999999999999999")),
    ("zero of absurd scale", Decimal("0E-999999999999999999")),
    ("small exponent", "1e3"),
    ("300000 digits as int", 10**300000),
    ("negative 300000 digits as int", -(10**300000)),
    ("1 MB of digits", "9" * 1_000_000),
    ("1 MB of decimals", "1." + "0" * 1_000_000),
    ("1 MB of decimals as decimal", Decimal("1." + "0" * 1_000_000)),
    ("1 MB of digits as decimal", Decimal("9" * 1_000_000)),
    ("1 MB of bytes", b"9" * 1_000_000),
    ("three decimals of euro", "1.005"),
    ("German notation", "1.234,50"),
    ("thousands separator", "1,234.50"),
    ("inner space", "1 234.50"),
    ("no-break space", "1\u00a0234.50"),
    ("outer no-break spaces", "\u00a01234.50"),
    ("line end", "1234.50\n"),
    ("underscore", "1_000"),
    ("Arabic-Indic digits", "\u0661\u0662\u0663"),
    ("fullwidth digits", "\uff11\uff12.\uff15"),
    ("unicode minus", "\u2212 5"),
    ("double sign", "--5"),
    ("trailing minus", "5.00-"),
    ("brackets", "(5.00)"),
    ("no whole digits", ".5"),
    ("no decimals after the point", "5."),
    ("sign alone", "-"),
    ("empty", ""),
    ("hex", "0x10"),
    ("NUL", "5\x00"),
    ("lone surrogate", "5\ud800"),
    ("bytes", b"5.00"),
    ("none", None),
    ("list", [0, [1, 2], -2]),
    ("long list", list(range(1_000_000))),
    ("decimal tuple", (0, (1, 2), -2)),
    ("mapping", {"amount": "5.00"}),
    ("currency inside the amount", "EUR 12.00"),
    ("currency sign", "\u20ac12.00"),
    ("complex", 5 + 0j),
    ("object", object()),
    ("type", Money),
]

NO_CURRENCY = [
    ("gold", "XAU"),
    ("no currency", "XXX"),
    ("unknown code", "ZZZ"),
    ("fullwidth", "\uff35\uff33\uff24"),
    ("markup", "<b>"),
    ("crypto", "BTC"),
    ("lower case", "usd"),
    ("1 MB", "E" * 1_000_000),
    ("300000 digits", 10**300000),
    ("nan, which has no hash", Decimal("sNaN")),
    ("none", None),
    ("list", ["EUR"]),
]


def refused(call: Callable[[], object], kind: type[CollectkitError]) -> None:
    begun = default_timer()
    with pytest.raises(kind) as caught:
        call()
    message = str(caught.value)
    assert default_timer() - begun < SECONDS
    assert len(message) <= LONGEST
    assert message.isascii()
    assert message.isprintable()


def rows(table: list[tuple[Any, ...]]) -> list[Any]:
    return [pytest.param(*row[1:], id=row[0]) for row in table]


@pytest.mark.parametrize(("amount", "currency", "text"), rows(ACCEPTED))
def test_what_is_exact_is_taken_exactly(amount: Any, currency: str, text: str) -> None:
    money = Money(amount, currency)
    assert str(money.amount) == text
    assert type(money.amount) is Decimal


@pytest.mark.parametrize("amount", rows(REFUSED))
def test_what_is_no_money_is_refused_quickly(amount: Any) -> None:
    refused(lambda: Money(amount, "EUR"), InvalidMoney)
    if amount != "EUR 12.00":
        refused(lambda: Money.parse(amount), InvalidMoney)


@pytest.mark.parametrize("amount", rows(REFUSED))
def test_what_is_no_percentage_is_refused_quickly(amount: Any) -> None:
    if amount != "1.005":
        refused(lambda: Percent(amount), CollectkitError)


@pytest.mark.parametrize("currency", rows(NO_CURRENCY))
def test_what_is_no_currency_is_refused_quickly(currency: Any) -> None:
    for call in (
        lambda: Money("1", currency),
        lambda: Money.zero(currency),
        lambda: Money.from_minor_units(1, currency),
        lambda: Money.from_fraction(Fraction(1), currency),
    ):
        refused(call, UnknownCurrency)


def test_absurd_minor_units_are_refused_quickly() -> None:
    refused(lambda: Money.from_minor_units(10**300000, "EUR"), InvalidMoney)


def test_a_fraction_too_long_to_print_is_refused_quickly() -> None:
    refused(lambda: Money(Fraction(10**5000), "EUR"), InvalidMoney)  # type: ignore[arg-type]


def test_text_is_refused_where_the_host_switched_the_trap_off() -> None:
    with localcontext(Context(traps=[])):
        assert Decimal("junk").is_nan()
        refused(lambda: Money("junk", "EUR"), InvalidMoney)
        refused(lambda: Percent("junk"), CollectkitError)
        assert Money("1.10", "EUR") + Money("2.20", "EUR") == Money("3.30", "EUR")


def test_a_thread_with_a_hostile_context_gets_the_same_cent() -> None:
    found: list[str] = []

    def work() -> None:
        with localcontext(Context(prec=2, rounding=ROUND_UP, traps=[InvalidOperation])):
            whole = Money("1234567.89", "EUR")
            found.append(repr(Percent("8.125").of(whole).rounded()))
            found.append(repr(whole.allocate(3)[0] - whole))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["Money('100308.64', 'EUR')", "Money('-823045.26', 'EUR')"]
