"""Rounding modes, and the one decimal context the library computes in."""

from __future__ import annotations

import decimal
from enum import Enum

__all__ = ["RoundingMode"]

# Every field is given: a Context() takes what is missing from the host's mutable DefaultContext.
EXACT = decimal.Context(
    prec=80,
    rounding=decimal.ROUND_HALF_UP,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[
        decimal.InvalidOperation,
        decimal.DivisionByZero,
        decimal.Overflow,
        decimal.Inexact,
    ],
)
"""Nothing is ever rounded in here: a digit that does not fit is an error."""

CUTTING = EXACT.copy()
CUTTING.traps[decimal.Inexact] = False
"""For asking whether a number fits a number of digits."""


class RoundingMode(Enum):
    """How the digits beyond the minor unit are dropped. Half-up is the default everywhere.

    "Up" and "down" mean away from zero and towards zero, so a credit mirrors a debit.

    >>> [mode.value for mode in RoundingMode]
    ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor']
    """

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    HALF_DOWN = "half-down"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"

    def divide(self, numerator: int, denominator: int) -> int:
        """`numerator / denominator` as an integer, rounded this way, exactly.

        `denominator` is positive.

        >>> RoundingMode.HALF_UP.divide(5, 2), RoundingMode.HALF_UP.divide(-5, 2)
        (3, -3)
        """
        quotient, rest = divmod(abs(numerator), denominator)
        if rest and self._away(quotient, 2 * rest, denominator, negative=numerator < 0):
            quotient += 1
        return -quotient if numerator < 0 else quotient

    def _away(self, quotient: int, twice: int, denominator: int, *, negative: bool) -> bool:
        match self:
            case RoundingMode.HALF_UP:
                return twice >= denominator
            case RoundingMode.HALF_EVEN:
                return twice > denominator or (twice == denominator and quotient % 2 == 1)
            case RoundingMode.HALF_DOWN:
                return twice > denominator
            case RoundingMode.UP:
                return True
            case RoundingMode.DOWN:
                return False
            case RoundingMode.CEILING:
                return not negative
            case RoundingMode.FLOOR:
                return negative
