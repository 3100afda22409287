"""Splitting a whole into parts that sum to it again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from collectkit.errors import InvalidMoney, shown

__all__ = ["largest_remainder", "shares_of"]

_MAX_PARTS = 100_000


def largest_remainder(
    units: int, weights: int | Sequence[int | Decimal | Fraction]
) -> tuple[int, ...]:
    """`units` split in proportion to `weights`, as integers that sum to `units`.

    Each part gets the whole part of its share; the units left over go one each to the largest
    fractional shares, ties to the earliest part. A negative whole mirrors the positive one.

    Raises:
        InvalidMoney: no weights, a negative or inexact weight, or weights that are all zero.

    >>> largest_remainder(10, (1, 1, 1)), largest_remainder(-10, 3)
    ((4, 3, 3), (-4, -3, -3))
    """
    exact = _weights(weights)
    if not any(exact):
        raise InvalidMoney("weights are all zero, so there is nothing to split by", field="weights")
    parts = shares_of(abs(units), exact)
    return tuple(-part for part in parts) if units < 0 else tuple(parts)


def shares_of(units: int, weights: Sequence[int]) -> list[int]:
    """`largest_remainder` for weights known to be right and a whole that is not negative."""
    whole = sum(weights)
    parts = [units * weight // whole for weight in weights]
    left = units - sum(parts)
    if left:
        rests = [units * weight % whole for weight in weights]
        # The sort is stable: of equal remainders the earliest comes first.
        for i in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[:left]:
            parts[i] += 1
    return parts


def _sane(weight: Decimal) -> bool:
    exponent = weight.as_tuple().exponent
    return weight.is_finite() and weight.adjusted() <= 30 and int(exponent) >= -60


def _weights(weights: int | Sequence[int | Decimal | Fraction]) -> list[int]:
    """The weights as integers in the same proportion."""
    if type(weights) is int:
        if not 1 <= weights <= _MAX_PARTS:
            raise InvalidMoney(
                f"cannot split into {shown(weights)} parts", field="weights", hint="at least 1"
            )
        return [1] * weights
    if not isinstance(weights, Sequence) or isinstance(weights, (str, bytes)) or not weights:
        raise InvalidMoney(
            "weights must be a number of parts or a non-empty sequence", field="weights"
        )
    exact: list[int | Fraction] = []
    for weight in weights:
        if type(weight) is not int and not isinstance(weight, (Decimal, Fraction)):
            raise InvalidMoney(
                f"weight {shown(weight)} must be an int, Decimal or Fraction", field="weights"
            )
        if isinstance(weight, Decimal) and not _sane(weight):
            raise InvalidMoney(f"weight {shown(weight)} is out of range", field="weights")
        if weight < 0:
            raise InvalidMoney(f"weight {shown(weight)} is negative", field="weights")
        exact.append(weight if type(weight) is int else Fraction(weight))
    scale = lcm(*(weight.denominator for weight in exact))
    return [weight.numerator * (scale // weight.denominator) for weight in exact]
