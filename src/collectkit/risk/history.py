"""What settled parts and payment days tell: days late, their trend, gaps; and when that moves.

Days are ordinals in here. Whatever is asked when it changes is asked under the same facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from collectkit.ledger import Item, Snapshot

__all__ = [
    "Part",
    "Weight",
    "average",
    "deviation",
    "gap_changes",
    "most_common",
    "settled_parts",
    "trend",
    "trend_changes",
    "usual_gap",
    "weights",
]

TREND_DAYS = 90
# As many decimals as a bound may have, so that cutting here and comparing there is exact.
_DECIMALS = 40


class Part(NamedTuple):
    """A settled part: the day it was settled, and how late, early days negative."""

    on: int
    late: int
    item: Item


class Weight(NamedTuple):
    """A payment on a settled part: when the part was settled, minor units, days late."""

    on: int
    units: int
    late: int


def settled_parts(snapshot: Snapshot, first: int) -> list[Part]:
    """The trade parts settled from `first` on that money was paid on."""
    found = []
    for item in snapshot.items:
        on, due = item.paid_off_on, item.due_on
        if on is None or due is None or not item.is_trade:
            continue
        day = on.toordinal()
        if day >= first:
            found.append(Part(day, day - due.toordinal(), item))
    return found


def most_common(items: Iterable[Item]) -> str | None:
    """The currency of most invoices; of two, the first in order."""
    counts: dict[str, int] = defaultdict(int)
    for code in {item.invoice.id: item.currency for item in items}.values():
        counts[code] += 1
    return min(counts, key=lambda code: (-counts[code], code), default=None)


def weights(parts: Iterable[Part]) -> list[Weight]:
    """The payments on these parts, refunds taken off what they paid back."""
    return [
        Weight(part.on, paid.minor_units, on.toordinal() - (part.on - part.late))
        for part in parts
        for on, paid in part.item.payments
    ]


def average(found: Sequence[Weight], *, signed: bool = False) -> Fraction | None:
    """Days late weighted by amount, early days counting 0 unless `signed`."""
    paid = sum(weight.units for weight in found)
    above = sum(w.units * (w.late if signed else max(w.late, 0)) for w in found)
    return Fraction(above, paid) if paid else None


def deviation(days: Sequence[int]) -> Fraction | None:
    """The sample standard deviation, cut at 40 decimals; None of fewer than two."""
    n = len(days)
    if n < 2:
        return None
    variance = Fraction(n * sum(d * d for d in days) - sum(days) ** 2, n * (n - 1))
    scaled = variance * 10 ** (2 * _DECIMALS)
    return Fraction(isqrt(scaled.numerator // scaled.denominator), 10**_DECIMALS)


# -- the trend -----------------------------------------------------------------------------------
def trend(found: Iterable[Weight], today: int) -> Fraction | None:
    """Weighted days late of what was settled in the last 90 days, less that of the rest before."""
    recent, before = _Sums(), _Sums()
    for weight in found:
        (recent if today - weight.on < TREND_DAYS else before).add(weight)
    return _difference(recent, before)


def trend_changes(found: Iterable[Weight], today: int, end: int | None) -> int | None:
    """The first day before `end` on which what turns 90 days old moves the trend."""
    recent, before = _Sums(), _Sums()
    turning: dict[int, list[Weight]] = defaultdict(list)
    for weight in found:
        if today - weight.on < TREND_DAYS:
            recent.add(weight)
            turning[weight.on + TREND_DAYS].append(weight)
        else:
            before.add(weight)
    current = _difference(recent, before)
    for day in sorted(turning):
        if end is not None and day >= end:
            return None
        for weight in turning[day]:
            recent.add(weight, -1)
            before.add(weight)
        if _difference(recent, before) != current:
            return day
    return None


class _Sums:
    """Running sums of a weighted average."""

    def __init__(self) -> None:
        self.paid = self.above = 0

    def add(self, weight: Weight, sign: int = 1) -> None:
        self.paid += sign * weight.units
        self.above += sign * weight.units * max(weight.late, 0)


def _difference(recent: _Sums, before: _Sums) -> Fraction | None:
    if not recent.paid or not before.paid:
        return None
    return Fraction(recent.above, recent.paid) - Fraction(before.above, before.paid)


# -- gaps between payments -----------------------------------------------------------------------
def usual_gap(days: Sequence[int], left: int = 0) -> Fraction | None:
    """The mean gap between payment days in order, the first `left` out; None of under three."""
    n = len(days) - left
    return Fraction(days[-1] - days[left], n - 1) if n >= 3 else None


def gap_changes(days: Sequence[int], window: int) -> int | None:
    """The first day on which what leaves the window moves the usual gap."""
    current = usual_gap(days)
    for n, day in enumerate(days, 1):
        if usual_gap(days, n) != current:
            return day + window
    return None
