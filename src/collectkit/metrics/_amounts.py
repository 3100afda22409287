"""How amounts and rates are read where an amount comes out: Money in, Money out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from collectkit.errors import CollectkitError, shown
from collectkit.metrics._numbers import Into, Number, read_all
from collectkit.money import Money, Percent, RoundingMode, minor_unit
from collectkit.money.rounding import EXACT

Amount: TypeAlias = Money | Decimal | float
Share: TypeAlias = int | Decimal | float | Percent


@dataclass(frozen=True, slots=True)
class Unit:
    """What fractions are turned into: Money of one currency, or the kind of `into`.

    `into` is also for what is no amount, such as a rate.
    """

    into: Into
    currency: str | None = None

    def amount(self, value: Fraction) -> Any:
        """`value` as an amount; one of Money is at its minor unit already."""
        if self.currency is None:
            return self.into(value)
        return Money.from_fraction(value, self.currency)

    def settled(self, column: list[Fraction], mode: RoundingMode) -> list[Fraction]:
        """The rows of a column at the minor unit, so that they sum to their sum, rounded once.

        Leftover units go to the largest remainders, of equal ones to the earliest; what is at the
        minor unit stays as it is. Plain numbers have no unit and stay too.
        """
        if self.currency is None:
            return column
        scale = 10 ** minor_unit(self.currency)
        exact = [value * scale for value in column]
        whole = sum(exact, Fraction(0))
        units = [value.numerator // value.denominator for value in exact]
        left = mode.divide(whole.numerator, whole.denominator) - sum(units)
        # At least `left` rows have a remainder, so none without one is raised.
        for at in sorted(range(len(units)), key=lambda n: units[n] - exact[n])[:left]:
            units[at] += 1
        return [Fraction(value, scale) for value in units]


def read_amounts(figures: Iterable[tuple[str, Number]]) -> tuple[Unit, list[Fraction]]:
    """Like `read_all`, where amounts come out: one Money among the figures makes all of them Money.

    Raises:
        InvalidMoney: Money that carries more digits than its currency has.
    """
    named = list(figures)
    into, values = read_all(named)
    money = [figure for _, figure in named if isinstance(figure, Money)]
    for figure in money:
        _ = figure.minor_units  # refuses what is not rounded
    return Unit(into, money[0].currency if money else None), values


def share_number(share: Share, name: str) -> int | Decimal | float:
    """A rate as a plain share of 1; a `Percent` is read as what it says."""
    if isinstance(share, Percent):
        return share.value.scaleb(-2, context=EXACT)
    if isinstance(share, Money):
        raise CollectkitError(f"{name} must be a share of 1, not money", field=name)
    return share


def check_share(value: Fraction, name: str) -> Fraction:
    """`value` if it lies between 0 and 1, both included."""
    if not 0 <= value <= 1:
        raise CollectkitError(
            f"{name} must be a share from 0 to 1, not {shown(value)}",
            field=name,
            hint='write 8 % as Decimal("0.08") or Percent("8")',
        )
    return value


def uplifted(rate: Fraction, factor: Fraction | None) -> Fraction:
    """A loss rate after the forward-looking factor: nobody loses more than is owed."""
    return rate if factor is None else min(rate * factor, Fraction(1))


def text_of(amount: Amount) -> str:
    """An amount for people, with every digit it has."""
    if isinstance(amount, Money):
        return str(amount)
    return f"{amount:f}" if isinstance(amount, Decimal) else repr(amount)


def is_zero(amount: Amount) -> bool:
    """Whether an amount of any kind is nothing."""
    return amount.is_zero if isinstance(amount, Money) else amount == 0
