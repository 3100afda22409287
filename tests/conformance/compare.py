"""Whether the figures of the library are the ones a case expects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from collectkit.money import Money, Percent

MISSING = object()
"""Stands for a figure the adapter did not name."""

_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.(?P<decimals>[0-9]+))?", re.ASCII)
_TERM = r"[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?"
_FRACTIONS = re.compile(rf"[+-]?{_TERM}(?:[+-]{_TERM})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class InPercent:
    """A share of one that the case states in percent: the unit is the comparison's affair.

    `printed` where the sources of an operation print rounded rates and the cases do not say so.
    """

    share: Decimal
    printed: bool = False


class Difference(NamedTuple):
    """One figure that is not as expected; `got` is `MISSING` where nobody computed it."""

    path: str
    expected: Any
    got: Any


def differences(
    expected: Any, got: Any, *, at_printed_digits: bool = False, path: str = ""
) -> Iterator[Difference]:
    """Every figure in which `got` is not `expected`.

    Numbers are compared by value: exactly, except that a fraction against a printed decimal, and
    everything where `at_printed_digits` is set, is rounded half-up to the digits printed. A text
    such as `4/365+58/366` is an exact sum of fractions. A float never equals anything. Figures
    that a case does not expect are not looked at.
    """
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            yield Difference(path, expected, got)
            return
        for name, figure in expected.items():
            yield from differences(
                figure,
                got.get(name, MISSING),
                at_printed_digits=at_printed_digits,
                path=f"{path}.{name}" if path else name,
            )
    elif isinstance(expected, list) and isinstance(got, (list, tuple)):
        if len(expected) != len(got):
            yield Difference(path, expected, got)
            return
        for at, (figure, found) in enumerate(zip(expected, got, strict=True)):
            yield from differences(
                figure, found, at_printed_digits=at_printed_digits, path=f"{path}[{at}]"
            )
    elif not _same(expected, got, at_printed_digits):
        yield Difference(path, expected, got)


def _same(expected: Any, got: Any, at_printed_digits: bool) -> bool:
    if expected is None or isinstance(expected, bool):
        return got is expected
    number = _number(got)
    if number is None:
        return isinstance(expected, str) and expected == _text(got)
    printed = _DECIMAL.fullmatch(str(expected))
    rounded = isinstance(got, Fraction) or (isinstance(got, InPercent) and got.printed)
    if printed and (at_printed_digits or rounded):
        digits = len(printed["decimals"] or "")
        return _half_up(number, digits) == _half_up(Fraction(str(expected)), digits)
    return _stated(expected) == number


def _number(got: Any) -> Fraction | None:
    if isinstance(got, InPercent):
        return 100 * Fraction(got.share)
    if isinstance(got, Money):
        return Fraction(got.amount)
    if isinstance(got, Percent):
        return Fraction(got.value)
    if isinstance(got, (int, Decimal, Fraction)) and not isinstance(got, bool):
        return Fraction(got)
    return None


def _text(got: Any) -> str | None:
    if type(got) is date:
        return got.isoformat()
    return got if isinstance(got, str) else None


def _stated(expected: Any) -> Fraction | None:
    """The exact number a case states: a literal, or a sum of fractions."""
    text = str(expected)
    if not _FRACTIONS.fullmatch(text):
        return None
    return sum((_term(term) for term in re.findall(rf"[+-]?{_TERM}", text)), Fraction(0))


def _term(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or "1")


def _half_up(number: Fraction, digits: int) -> int:
    """`number` in units of its last printed digit."""
    doubled, scale = abs(number) * 2 * Fraction(10) ** digits, -1 if number < 0 else 1
    return scale * int((doubled + 1) // 2)
