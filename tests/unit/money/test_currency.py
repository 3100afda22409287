from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from collectkit.errors import UnknownCurrency
from collectkit.money import minor_unit
from collectkit.money.currency import MINOR_UNITS


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        ("EUR", 2),
        ("USD", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("HUF", 2),
        ("RSD", 2),  # display data of locales say 0
        ("MGA", 2),  # fifths in the street, two digits in the standard
        ("MRU", 2),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("UYW", 4),
    ],
)
def test_minor_units_are_those_of_the_standard(currency: str, digits: int) -> None:
    assert minor_unit(currency) == digits


def test_the_table_is_three_capitals_and_no_code_twice() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in MINOR_UNITS)
    assert Counter(MINOR_UNITS.values()) == {0: 18, 2: 152, 3: 7, 4: 2}


@pytest.mark.parametrize(
    ("currency", "as_shown"),
    [
        ("XAU", "`XAU`"),
        ("XDR", "`XDR`"),
        ("XXX", "`XXX`"),
        ("XTS", "`XTS`"),
        ("ZZZ", "`ZZZ`"),
        ("BTC", "`BTC`"),
        ("DEM", "`DEM`"),
        ("eur", "`eur`"),
        (" EUR", "` EUR`"),
        ("EUR ", "`EUR `"),
        ("", "``"),
        ("<b>", "`<b>`"),
        ("\uff35\uff33\uff24", r"`\uff35\uff33\uff24`"),
        (978, "`978`"),
        (None, "`None`"),
        (["EUR"], "`a list of 1`"),
        ({"EUR": 1}, "`a dict of 1`"),
    ],
)
def test_everything_else_is_unknown(currency: Any, as_shown: str) -> None:
    with pytest.raises(UnknownCurrency) as caught:
        minor_unit(currency)
    error = caught.value
    assert error.message == f"{as_shown} is not an ISO 4217 currency with a minor unit"
    assert error.hint == "three capital letters, such as EUR"
    assert (error.code, error.field) == ("money.unknown-currency", "currency")
    assert error.__suppress_context__


def test_a_currency_too_long_to_print_is_unknown_all_the_same() -> None:
    with pytest.raises(UnknownCurrency):
        minor_unit(Fraction(10**5000))  # type: ignore[arg-type]
