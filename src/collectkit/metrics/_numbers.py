"""How every metric reads its figures: exact inside, one kind of number in, the same kind out."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import TypeAlias, TypeVar

from collectkit._checks import check_int
from collectkit.errors import CollectkitError, CurrencyMismatch, MetricUndefined, shown
from collectkit.money import Money, RoundingMode

Exact: TypeAlias = int | Decimal | Money
Number: TypeAlias = int | Decimal | Money | float
Into: TypeAlias = Callable[[Fraction], Decimal | float]
T = TypeVar("T")
S = TypeVar("S")

# Every field is given: a Context() takes what is missing from the host's mutable DefaultContext.
_RESULT = decimal.Context(
    prec=28,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
# Nobody is owed as much; within these bounds no quotient leaves the range of a float.
_WHOLE_DIGITS = 30
_DECIMALS = 60
_MOST_DAYS = 3_652_059  # days in the calendar of datetime.date
_KINDS = "an int, Decimal, Money or float"


def to_decimal(value: Fraction) -> Decimal:
    """`value` at 28 significant digits, half-even: the one rounding of an exact metric."""
    return _RESULT.divide(Decimal(value.numerator), Decimal(value.denominator))


def at_places(value: Decimal, places: int) -> str:
    """`value` for people, half-even; formatting a Decimal would round the host's way.

    >>> at_places(Decimal("-0.12345"), 4)
    '-0.1234'
    """
    exact = Fraction(value)
    scale: int = 10**places
    units = RoundingMode.HALF_EVEN.divide(exact.numerator * scale, exact.denominator)
    whole, rest = divmod(abs(units), scale)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}}"


def read(**figures: Number) -> tuple[Into, list[Fraction]]:
    """The figures as exact fractions, and what turns a fraction into the kind to give back."""
    return read_all(figures.items())


def read_all(figures: Iterable[tuple[str, Number]]) -> tuple[Into, list[Fraction]]:
    """Like `read`, for (argument, figure) pairs.

    One float among the figures makes the result a float; otherwise it is a Decimal.

    Raises:
        CurrencyMismatch: Money of two currencies.
        CollectkitError: not a finite number, a bool, or a float beside Decimal or Money.
    """
    values: list[Fraction] = []
    currency: str | None = None
    kind: type[Decimal | float] | None = None
    for name, figure in figures:
        if isinstance(figure, Money):
            if currency not in (None, figure.currency):
                raise CurrencyMismatch(
                    f"{name} is in {figure.currency} beside {currency}",
                    field=name,
                    hint="keep one figure per currency",
                )
            currency = figure.currency
            figure = figure.amount
        found = _kind(figure)
        if found is not None:
            if kind not in (None, found):
                raise _mixed(name, found)
            kind = found
        values.append(_fraction(figure, name))
    return (float if kind is float else to_decimal), values


def _kind(figure: object) -> type[Decimal | float] | None:
    if isinstance(figure, float):
        return float
    return Decimal if isinstance(figure, Decimal) else None


def _mixed(name: str, found: type[Decimal | float]) -> CollectkitError:
    text = "a float beside exact figures" if found is float else "exact beside a float"
    return CollectkitError(
        f"{name} is {text}",
        field=name,
        hint="pass all figures as float, or all as int, Decimal or Money",
    )


def _fraction(figure: object, name: str) -> Fraction:
    if isinstance(figure, float):
        sane = math.isfinite(figure) and _sane_size(Fraction(figure))
    elif isinstance(figure, Decimal):
        exponent = figure.as_tuple().exponent
        sane = figure.is_finite() and figure.adjusted() < _WHOLE_DIGITS
        sane = sane and isinstance(exponent, int) and exponent >= -_DECIMALS
    elif isinstance(figure, Integral) and not isinstance(figure, bool):
        figure = int(figure)
        sane = abs(figure) < 10**_WHOLE_DIGITS
    else:
        raise CollectkitError(
            f"{name} must be {_KINDS}, not {type(figure).__name__}: {shown(figure)}", field=name
        )
    if not sane:
        raise CollectkitError(
            f"{name} must be a finite number of ordinary size, not {shown(figure)}", field=name
        )
    return Fraction(figure)


def _sane_size(value: Fraction) -> bool:
    size = abs(value)
    return not size or Fraction(1, 10**_DECIMALS) <= size < 10**_WHOLE_DIGITS


def check_count(value: int, name: str) -> int:
    """`value` if it counts days, months or customers: at least 1."""
    return _not_beyond(check_int(value, name, at_least=1), name)


def check_days(value: int, name: str) -> int:
    """`value` if it is a number of days of either sign."""
    return _not_beyond(check_int(value, name), name)


def _not_beyond(value: int, name: str) -> int:
    if abs(value) > _MOST_DAYS:
        raise CollectkitError(f"{name} is out of range: {shown(value)}", field=name)
    return value


def pairs(rows: Iterable[tuple[T, S]], name: str) -> tuple[tuple[T, ...], tuple[S, ...]]:
    """The columns of rows of two."""
    firsts: list[T] = []
    seconds: list[S] = []
    for at, row in enumerate(rows):
        if not isinstance(row, (tuple, list)) or len(row) != 2:
            raise CollectkitError(f"{name}[{at}] must be a pair, not {shown(row)}", field=name)
        firsts.append(row[0])
        seconds.append(row[1])
    return tuple(firsts), tuple(seconds)


def ratio(
    into: Into, above: Fraction, below: Fraction, name: str, *, strict: bool
) -> Decimal | float | None:
    """`above / below`, rounded once; None where `below`, the denominator `name`, is zero.

    Raises:
        MetricUndefined: the denominator is zero and `strict` is set.
    """
    if below:
        return into(above / below)
    if strict:
        raise undefined(name, "zero")
    return None


def undefined(name: str, what: str) -> MetricUndefined:
    """The error that says which denominator is at fault."""
    return MetricUndefined(
        f"the figure is undefined: {name} is {what}",
        field=name,
        hint="without strict=True the answer is None",
    )
