"""Percent: a rate, margin, discount or tolerance that cannot be mistaken for a fraction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from collectkit.errors import InvalidPercent, shown
from collectkit.money.amount import Money, exact_decimal
from collectkit.money.rounding import EXACT

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Percent"]

_MOST = Decimal(1_000_000)
_DECIMALS = 12


@dataclass(frozen=True, slots=True, init=False, repr=False, order=True)
class Percent:
    """So many of a hundred: `Percent("8")` is 8 %, never 800 % and never 0.08.

    Taken from a str (with or without the sign), int or Decimal; floats are refused. Its JSON
    form is `"8%"`. Two spellings of one rate are equal: `Percent("8.0") == Percent("8")`.

    Raises:
        InvalidPercent: `money.invalid-percent`, naming the value.

    >>> Percent("8").of(Money("50.00", "EUR"))
    Money('4.0000', 'EUR')
    >>> str(Percent("12.75")), Percent("2%") == Percent(2)
    ('12.75%', True)
    """

    value: Decimal

    def __init__(self, value: Decimal | str | int) -> None:
        plain = value[:-1] if type(value) is str and value.endswith("%") else value
        exact = exact_decimal(plain, "percent", InvalidPercent)
        if exact.copy_abs() > _MOST:
            raise InvalidPercent(f"percent is out of range: {shown(value)}", field="percent")
        plain_value = exact.normalize(EXACT)
        exponent = plain_value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -_DECIMALS:
            raise InvalidPercent(
                f"percent has more than {_DECIMALS} decimals: {shown(value)}", field="percent"
            )
        _set_value(self, plain_value or Decimal(0))

    @property
    def fraction(self) -> Fraction:
        """The exact share of one.

        >>> Percent("12.5").fraction
        Fraction(1, 8)
        """
        return Fraction(self.value) / 100

    def of(self, money: Money) -> Money:
        """This share of `money`, unrounded.

        >>> Percent("2").of(Money("1190.00", "EUR")).rounded()
        Money('23.80', 'EUR')
        """
        return money.times(self.value.scaleb(-2, context=EXACT))

    def __add__(self, other: Percent) -> Percent:
        if type(other) is not Percent:
            return NotImplemented
        return Percent(EXACT.add(self.value, other.value))

    def __str__(self) -> str:
        return f"{self.value:f}%"

    def __repr__(self) -> str:
        return f"Percent('{self.value:f}')"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from collectkit.money._pydantic import percent_schema

        return percent_schema()


_set_value = vars(Percent)["value"].__set__
