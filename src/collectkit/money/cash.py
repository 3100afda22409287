"""Rounding to the coins there are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from collectkit.errors import InvalidMoney, shown
from collectkit.money.amount import Money, exact_decimal
from collectkit.money.currency import minor_unit
from collectkit.money.rounding import RoundingMode

__all__ = ["cash_round"]


def cash_round(
    money: Money, increment: Decimal | str | int, mode: RoundingMode = RoundingMode.HALF_UP
) -> Money:
    """`money` at the nearest multiple of `increment`, in major units of its currency.

    Rounds once, also from an amount that carries more digits than its currency. In every mode
    but `CEILING` and `FLOOR` a credit mirrors a debit.

    Raises:
        InvalidMoney: an increment that is not a positive multiple of the minor unit.

    >>> cash_round(Money("12.525", "KWD"), "0.05"), cash_round(Money("-12.53", "CHF"), "0.05")
    (Money('12.550', 'KWD'), Money('-12.55', 'CHF'))
    >>> cash_round(Money("99.50", "SEK"), "1")
    Money('100.00', 'SEK')
    """
    if type(money) is not Money:
        raise InvalidMoney(f"money must be Money, not {type(money).__name__}", field="money")
    if type(mode) is not RoundingMode:
        raise InvalidMoney("mode must be a RoundingMode", field="mode")
    return at_multiple(Fraction(money.amount), money.currency, increment, mode)


def at_multiple(
    exact: Fraction,
    currency: str,
    increment: Decimal | str | int,
    mode: RoundingMode,
    field: str = "increment",
) -> Money:
    """An exact rational amount at a multiple of `increment`, rounded once."""
    scale: int = 10 ** minor_unit(currency)
    step = Fraction(exact_decimal(increment, field, InvalidMoney)) * scale
    if step <= 0 or step.denominator != 1:
        raise InvalidMoney(
            f"{field} must be a positive multiple of the minor unit of {currency}, "
            f"not {shown(increment)}",
            field=field,
        )
    coins = exact * scale / step
    count = mode.divide(coins.numerator, coins.denominator)
    return Money.from_minor_units(count * step.numerator, currency)
