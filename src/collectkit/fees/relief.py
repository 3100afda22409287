"""What is taken off a charge: what was given up, and what was posted before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from collectkit.fees.model import InterestSegment
from collectkit.ledger import Item, Snapshot, Waiver
from collectkit.money import Money, total

__all__ = ["Posted", "Waivers"]

Worth = Callable[[Iterable[InterestSegment]], Fraction]


class Waivers:
    """The waivers decided by the snapshot's day. A stated amount is spent once over all lines."""

    def __init__(self, read: Snapshot) -> None:
        self._decided = [waiver for waiver in read.waivers if waiver.on <= read.as_of]
        self._left = [waiver.amount for waiver in self._decided]

    def covering(self, item: Item, kind: str) -> list[Waiver]:
        """The waivers about this kind of charge on this item, in its currency."""
        return [self._decided[n] for n in self._indexes(item, kind)]

    def _indexes(self, item: Item, kind: str) -> list[int]:
        return [
            n
            for n, waiver in enumerate(self._decided)
            if (not waiver.kinds or kind in waiver.kinds)
            and item.is_named(waiver.items)
            and (waiver.amount is None or waiver.amount.currency == item.currency)
        ]

    def of_interest(
        self, item: Item, segments: Sequence[InterestSegment], gross: Money, worth: Worth
    ) -> Money:
        """Interest given up: the days of unlimited waivers, then stated amounts.

        A stated amount gives up at most what its own days bear. What is left is rounded once.
        """

        def rounded(of: Iterable[InterestSegment]) -> Money:
            return Money.from_fraction(worth(of), item.currency)

        kept = [segment for segment in segments if not segment.waived]
        waived = gross - rounded(kept)
        for n in self._indexes(item, "interest"):
            outside = [s for s in kept if not _within(self._decided[n], s.from_on)]
            most = min(rounded(kept) - rounded(outside), gross - waived)
            waived = waived + self._spend(n, most)
        return waived

    def of_fee(self, item: Item, gross: Money, owed_on: date) -> Money:
        """A fee given up by the waivers whose days include the day it was first owed."""
        waived = Money.zero(item.currency)
        indexes = [n for n in self._indexes(item, "fee") if _within(self._decided[n], owed_on)]
        # Unlimited waivers first: they spend no stated amount.
        for n in sorted(indexes, key=lambda n: self._decided[n].amount is not None):
            unlimited = self._decided[n].amount is None
            waived = waived + (gross - waived if unlimited else self._spend(n, gross - waived))
        return waived

    def _spend(self, n: int, most: Money) -> Money:
        left = self._left[n]
        if left is None:
            return Money.zero(most.currency)
        spent = min(left, most)
        self._left[n] = left - spent
        return spent


class Posted:
    """Charges already posted for an item or invoice, each counted against one line only."""

    def __init__(self, read: Snapshot) -> None:
        self._left: dict[tuple[str, str, str], Money] = {}
        for item in read.items:
            invoice = item.invoice
            if invoice.nature == "late_charge" and invoice.charge_for and invoice.charge_kind:
                key = (invoice.charge_for, invoice.charge_kind, item.currency)
                self._left[key] = self._left.get(key, Money.zero(item.currency)) + item.amount

    def take(self, item: Item, kind: str) -> Money:
        """What was posted for the item or its invoice; a fee is the invoice's, so of any part."""
        parts = item.invoice.item_ids if kind == "fee" else (item.id,)
        found = (
            self._left.pop((name, kind, item.currency), None)
            for name in dict.fromkeys((*parts, item.invoice.id))
        )
        return total((money for money in found if money is not None), item.currency)


def _within(waiver: Waiver, day: date) -> bool:
    return (waiver.from_on is None or waiver.from_on <= day) and (
        waiver.until_on is None or day <= waiver.until_on
    )


def within_unlimited(waivers: Iterable[Waiver], day: date) -> bool:
    """Whether a waiver without a stated amount covers the day."""
    return any(waiver.amount is None and _within(waiver, day) for waiver in waivers)
