"""Splitting an amount over term lines: the parts always sum to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

from collectkit.errors import CurrencyMismatch, TermsError
from collectkit.money import Money, RoundingMode, minor_unit
from collectkit.money.allocate import shares_of
from collectkit.money.cash import at_multiple
from collectkit.terms.lines import BalanceLine, EqualLines, FixedLine, Line

__all__ = ["Residue", "Splitter"]

Residue = Literal["largest-remainder", "last", "first"]


class _Part(NamedTuple):
    """One part: a ratio of a base, a fixed amount, or a share of the balance."""

    base: Literal["total", "untaxed", "remainder", "fixed", "balance"]
    ratio: Fraction = Fraction(1)
    amount: Money | None = None
    round_to: Decimal | None = None
    rounding: RoundingMode = RoundingMode.HALF_UP


def _parts(line: Line) -> list[_Part]:
    if isinstance(line, BalanceLine):
        return [_Part("balance")]
    if isinstance(line, FixedLine):
        return [_Part("fixed", amount=line.amount)]
    if isinstance(line, EqualLines):
        ratio = Fraction(1, line.parts)
        part = _Part("balance", ratio, round_to=line.round_to, rounding=line.rounding)
        return [part] * line.parts
    ratio = line.percent.fraction
    return [_Part(line.of, ratio, round_to=line.round_to, rounding=line.rounding)]


class _Sum(NamedTuple):
    """So much of the total, of the total without tax, and so many fixed minor units."""

    total: Fraction = Fraction(0)
    untaxed: Fraction = Fraction(0)
    fixed: Fraction = Fraction(0)

    def times(self, ratio: Fraction) -> _Sum:
        return _Sum(*(number * ratio for number in self))

    def less(self, other: _Sum) -> _Sum:
        return _Sum(*(a - b for a, b in zip(self, other, strict=True)))


def _sums(parts: Sequence[_Part]) -> list[_Sum]:
    """What each part is exactly; a remainder is of what the parts before it leave."""
    total, untaxed = _Sum(total=Fraction(1)), _Sum(untaxed=Fraction(1))
    sums, left = [_Sum()] * len(parts), total
    for i, part in enumerate(parts):
        if part.base == "balance":
            continue
        if part.amount is not None:
            sums[i] = _Sum(fixed=Fraction(part.amount.minor_units))
        else:
            base = {"total": total, "untaxed": untaxed, "remainder": left}[part.base]
            sums[i] = base.times(part.ratio)
        left = left.less(sums[i])
    for i, part in enumerate(parts):
        if part.base == "balance":
            sums[i] = left.times(part.ratio)
    return sums


class Splitter:
    """Term lines, read once and ready to split any amount.

    Shares are taken exactly, in the order of the lines. Fixed amounts stand as they are, and so
    do shares rounded to a multiple, whose difference falls to the last part of the balance (the
    last share where there is none). What is left is rounded together: by largest remainder, ties
    to the earliest part, or each half-up with one taking the rest: the first of them, or the last
    part of the balance.
    """

    def __init__(self, lines: Sequence[Line], residue: Residue) -> None:
        self.parts = tuple(part for line in lines for part in _parts(line))
        self._residue = residue
        free = [i for i, part in enumerate(self.parts) if part.base != "fixed"]
        balance = [i for i in free if self.parts[i].base == "balance"]
        self._taker = (balance or free)[-1]
        self._together = [i for i in free if i == self._taker or self.parts[i].round_to is None]
        self._apart = [i for i in free if i not in self._together]
        # Every part is a sum of whole multiples over one scale.
        sums = _sums(self.parts)
        self._scale = lcm(*(number.denominator for each in sums for number in each))
        self._sums = [tuple(int(number * self._scale) for number in each) for each in sums]
        self._currency = next((p.amount.currency for p in self.parts if p.amount is not None), None)

    def split(self, total: int, tax: int, currency: str) -> list[int]:
        """The parts of `total` minor units, of which `tax` are tax; negative mirrors positive.

        Raises:
            TermsError: fixed parts or rounded shares come to more than there is.
            CurrencyMismatch: a fixed part is in another currency.
        """
        if total < 0:
            return [-part for part in self.split(-total, -tax, currency)]
        if total and self._currency not in (None, currency):
            raise _other_currency(self._currency, currency)
        scale, untaxed = self._scale, total - tax
        once = 1 if total else 0  # of nothing there is no fixed part either
        exact = [a * total + b * untaxed + c * once for a, b, c in self._sums]
        parts = [number // scale for number in exact]
        for i in self._apart:
            parts[i] = _coins(self.parts[i], Fraction(exact[i], scale), currency)
            exact[self._taker] -= parts[i] * scale - exact[i]
        if any(exact[i] < 0 for i in self._together):
            raise _too_little(total, currency)
        for i, share in zip(self._together, self._rounded(exact), strict=True):
            parts[i] = share
        if min(parts) < 0:
            raise _too_little(total, currency)
        return parts

    def _rounded(self, exact: Sequence[int]) -> Sequence[int]:
        """The parts that are rounded together."""
        numbers = [exact[i] for i in self._together]
        whole = sum(numbers) // self._scale
        if self._residue == "largest-remainder":
            return shares_of(whole, numbers) if whole else [0] * len(numbers)
        shares = [RoundingMode.HALF_UP.divide(number, self._scale) for number in numbers]
        at = 0 if self._residue == "first" else self._together.index(self._taker)
        shares[at] += whole - sum(shares)
        return shares


def _too_little(total: int, currency: str) -> TermsError:
    return TermsError(
        f"the parts come to more than {Money.from_minor_units(total, currency)}, "
        "so one would be negative",
        field="lines",
        hint="lower fixed parts, take a smaller round_to, or leave residue at largest-remainder",
    )


def _other_currency(fixed: str | None, currency: str) -> CurrencyMismatch:
    return CurrencyMismatch(
        f"a fixed part is in {fixed}, the amount in {currency}",
        field="lines",
        hint="write terms with fixed parts once per currency",
    )


def _coins(part: _Part, units: Fraction, currency: str) -> int:
    if part.round_to is None:
        return 0
    exact = units / 10 ** minor_unit(currency)
    return at_multiple(exact, currency, part.round_to, part.rounding, "round_to").minor_units
