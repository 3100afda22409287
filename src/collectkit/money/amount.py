"""Money: an exact amount of one currency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from collectkit.errors import CurrencyMismatch, InvalidMoney, shown
from collectkit.money.allocate import largest_remainder
from collectkit.money.currency import minor_unit
from collectkit.money.rounding import CUTTING, EXACT, RoundingMode

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Money", "total"]

# Fifteen whole digits: more is a typing error, and 1E+999999 must not burn time.
_WHOLE_DIGITS = 15
_TEXT = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
_PARSE = re.compile(r"([A-Z]{3}) ([+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?)", re.ASCII)
_QUANTA = tuple(Decimal((0, (1,), -digits)) for digits in range(13))
_ZEROS = tuple(Decimal((0, (0,), -digits)) for digits in range(13))
_UP = tuple(Decimal(digits) for digits in range(13))
_DOWN = tuple(Decimal(-digits) for digits in range(13))


def exact_decimal(value: object, what: str, error: type[InvalidMoney] | Any) -> Decimal:
    """`value` as a finite Decimal of sane size, or `error`. Never slow, whatever the input."""
    if type(value) is str:
        if len(value) > 40 or not _TEXT.fullmatch(value):
            raise error(
                f"{what} is not a plain decimal number: {shown(value)}",
                field=what,
                hint="ASCII digits, one decimal point, at most 15 whole digits, no exponent",
            )
        return Decimal(value)
    if type(value) is int:
        if value.bit_length() > 50 or abs(value) >= 10**_WHOLE_DIGITS:
            raise error(f"{what} has more than 15 whole digits: {shown(value)}", field=what)
        return Decimal(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise error(f"{what} must be a finite number, not {shown(value)}", field=what)
        if value.adjusted() >= _WHOLE_DIGITS or (value and value.adjusted() < -12):
            raise error(f"{what} is out of range: {shown(value)}", field=what)
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -40:
            raise error(f"{what} has more than 40 decimals: {shown(value)}", field=what)
        return value
    index = getattr(type(value), "__index__", None)
    if index is not None and not isinstance(value, (bool, float)) and _is_integer(value):
        return exact_decimal(int(index(value)), what, error)
    hint = "pass a str or a Decimal" if isinstance(value, float) else "pass a str, int or Decimal"
    raise error(
        f"{what} must be exact, not {type(value).__name__}: {shown(value)}",
        field=what,
        hint=hint,
    )


def _is_integer(value: object) -> bool:
    # NumPy's integers register as numbers.Integral; its bool does not.
    from numbers import Integral

    return isinstance(value, Integral) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Money:
    """An exact amount of one ISO 4217 currency.

    The constructor takes a str (spaces around it are padding), int (major units) or Decimal and
    refuses floats, bools, NaN, infinities, exponents, non-ASCII digits and more digits than the
    currency's minor unit. Products may carry more digits inside a computation; `rounded` is the
    only way back.

    Raises:
        InvalidMoney: `money.invalid`, naming the value.
        UnknownCurrency: `money.unknown-currency`.

    Source: ISO 4217:2015 for codes and minor units.

    >>> Money("1190", "EUR")
    Money('1190.00', 'EUR')
    >>> Money("1190.00", "EUR") + Money("0.10", "EUR")
    Money('1190.10', 'EUR')
    >>> Money("1.005", "EUR")
    Traceback (most recent call last):
    ...
    collectkit.errors.InvalidMoney: `1.005` has more than 2 decimals of EUR (round it first)
    """

    amount: Decimal
    currency: str

    def __init__(self, amount: Decimal | str | int, currency: str) -> None:
        digits = minor_unit(currency)
        if type(amount) is str and len(amount) <= 40:
            amount = amount.strip(" ")  # exports pad their columns
        value = exact_decimal(amount, "amount", InvalidMoney)
        quantized = value.quantize(_QUANTA[digits], context=CUTTING)
        if quantized != value:
            raise InvalidMoney(
                f"{shown(amount)} has more than {digits} decimals of {currency}",
                field="amount",
                hint="round it first",
            )
        _set_amount(self, quantized or _ZEROS[digits])
        # A host may keep its currencies in an enum of str; only the code is kept.
        _set_currency(self, currency if type(currency) is str else str.__str__(currency))

    # -- other ways in ---------------------------------------------------------------------
    @classmethod
    def parse(cls, text: str) -> Money:
        """Money from `"EUR 12.50"`, the form that `str` writes. Never a localised number.

        >>> Money.parse("EUR 12.50")
        Money('12.50', 'EUR')
        """
        found = _PARSE.fullmatch(text) if type(text) is str and len(text) <= 40 else None
        if found is None:
            raise InvalidMoney(
                f"{shown(text)} does not read as money", hint="write it as `EUR 12.50`"
            )
        return cls(found[2], found[1])

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return make(_ZEROS[minor_unit(currency)], currency)

    @classmethod
    def from_minor_units(cls, units: int, currency: str) -> Money:
        """Money from cents (or yen, or fils).

        >>> Money.from_minor_units(1250, "EUR"), Money.from_minor_units(1250, "JPY")
        (Money('12.50', 'EUR'), Money('1250', 'JPY'))
        """
        digits = minor_unit(currency)
        if type(units) is not int:
            if not _is_integer(units):
                raise InvalidMoney(
                    f"minor units must be an int, not {type(units).__name__}: {shown(units)}",
                    field="units",
                )
            units = int(units)
        if units.bit_length() > 200:
            raise InvalidMoney(f"minor units are out of range: {shown(units)}", field="units")
        return make(_scaleb(units, _DOWN[digits]), currency)

    # -- reading ---------------------------------------------------------------------------
    @property
    def minor_units(self) -> int:
        """The amount as an integer of minor units; unrounded money is refused.

        >>> Money("12.50", "EUR").minor_units
        1250
        """
        digits = minor_unit(self.currency)
        if not self.amount.same_quantum(_QUANTA[digits]):
            raise InvalidMoney(f"{self} carries more digits than {self.currency} has", hint=_ROUND)
        return int(_scaleb(self.amount, _UP[digits]))

    @property
    def is_rounded(self) -> bool:
        """Whether the amount has exactly the digits of its currency's minor unit."""
        return self.amount.same_quantum(_QUANTA[minor_unit(self.currency)])

    @property
    def is_zero(self) -> bool:
        """Whether the amount is nothing."""
        return not self.amount

    def rounded(self, mode: RoundingMode = RoundingMode.HALF_UP) -> Money:
        """The amount at its currency's minor unit.

        >>> (Money("0.05", "EUR") * Decimal("0.5")).rounded()
        Money('0.03', 'EUR')
        """
        return Money.from_fraction(Fraction(self.amount), self.currency, mode)

    @classmethod
    def from_fraction(
        cls, value: Fraction, currency: str, mode: RoundingMode = RoundingMode.HALF_UP
    ) -> Money:
        """An exact rational amount, rounded once.

        >>> Money.from_fraction(Fraction(100, 3), "EUR")
        Money('33.33', 'EUR')
        """
        scale = 10 ** minor_unit(currency)
        if type(value) is not Fraction or type(mode) is not RoundingMode:
            raise InvalidMoney("value must be a Fraction and mode a RoundingMode", field="value")
        return cls.from_minor_units(
            mode.divide(value.numerator * scale, value.denominator), currency
        )

    # -- arithmetic: one currency, exact -----------------------------------------------------
    def __add__(self, other: Money) -> Money:
        if type(other) is not Money:
            return NotImplemented
        if other.currency != self.currency:
            raise _mixed(self, other)
        new = _new(Money)
        try:
            _set_amount(new, _add(self.amount, other.amount))
        except Inexact:
            raise _too_long(self) from None
        _set_currency(new, self.currency)
        return new

    def __sub__(self, other: Money) -> Money:
        if type(other) is not Money:
            return NotImplemented
        if other.currency != self.currency:
            raise _mixed(self, other)
        return self + -other

    def __mul__(self, factor: Decimal | int) -> Money:
        if type(factor) is not int and not isinstance(factor, Decimal):
            return NotImplemented
        return self.times(exact_decimal(factor, "factor", InvalidMoney))

    __rmul__ = __mul__

    def times(self, factor: Decimal) -> Money:
        """The exact product with a factor already known to be finite."""
        try:
            product = EXACT.multiply(self.amount, factor)
        except Inexact:
            raise _too_long(self) from None
        return make(product or product.copy_abs(), self.currency)

    def __neg__(self) -> Money:
        return make(self.amount.copy_negate() if self.amount else self.amount, self.currency)

    def __abs__(self) -> Money:
        return make(self.amount.copy_abs(), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < _same(self, other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= _same(self, other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > _same(self, other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= _same(self, other)

    def __bool__(self) -> bool:
        raise InvalidMoney("the truth of money is ambiguous", hint="use .is_zero or compare")

    def allocate(self, weights: int | Sequence[int | Decimal | Fraction]) -> tuple[Money, ...]:
        """Parts in proportion to `weights` that always sum to the whole.

        An int asks for that many equal parts. Residual minor units go to the largest remainders,
        ties to the earliest part; a negative amount mirrors the positive one.

        >>> [str(part) for part in Money("100.00", "EUR").allocate(3)]
        ['EUR 33.34', 'EUR 33.33', 'EUR 33.33']
        """
        shares = largest_remainder(self.minor_units, weights)
        return tuple(Money.from_minor_units(share, self.currency) for share in shares)

    # -- text and pydantic -------------------------------------------------------------------
    def __str__(self) -> str:
        return f"{self.currency} {self.amount:f}"

    def __repr__(self) -> str:
        return f"Money('{self.amount:f}', '{self.currency}')"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from collectkit.money._pydantic import money_schema

        return money_schema()


_ROUND = "call .rounded() first"
# Slot descriptors are the fast way to fill a frozen slot; nobody else may use them.
_new = object.__new__
_add, _scaleb = EXACT.add, EXACT.scaleb
_set_amount = vars(Money)["amount"].__set__
_set_currency = vars(Money)["currency"].__set__


def make(amount: Decimal, currency: str) -> Money:
    new = _new(Money)
    _set_amount(new, amount)
    _set_currency(new, currency)
    return new


def _same(one: Money, other: Money) -> Decimal:
    if type(other) is not Money:
        raise TypeError(f"money compares with money, not with {type(other).__name__}")
    if other.currency != one.currency:
        raise _mixed(one, other)
    return other.amount


def _too_long(money: Money) -> InvalidMoney:
    return InvalidMoney(
        f"the result carries more than {EXACT.prec} digits of {money.currency}", hint=_ROUND
    )


def _mixed(one: Money, other: Money) -> CurrencyMismatch:
    return CurrencyMismatch(
        f"cannot combine {one.currency} with {other.currency}",
        field="currency",
        hint="keep one figure per currency",
    )


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, zero when there are none; all of them in `currency`.

    >>> total([Money("1.10", "EUR"), Money("2.20", "EUR")], "EUR")
    Money('3.30', 'EUR')
    """
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result
