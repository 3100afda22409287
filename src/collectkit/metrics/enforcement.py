"""Whether late charges are enforced, and evenly: what was assessed, waived and collected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from collectkit._checks import check_text, check_type
from collectkit.errors import CollectkitError, CurrencyMismatch, shown
from collectkit.explain import Line, Trace
from collectkit.metrics._numbers import at_places, to_decimal
from collectkit.money import Money, total

__all__ = ["ChargeEnforcement", "SegmentEnforcement", "charge_enforcement"]

ChargeRow: TypeAlias = tuple[str | None, Money, Money, Money]
_AMOUNTS = ("assessed", "waived", "collected")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEnforcement:
    """The late charges of one segment (None: customers without one) in one currency.

    `rows` counts the rows given. Rates are fractions of 1, both of what was assessed: with what is
    still open they make up the whole. They are None where nothing was assessed.
    """

    segment: str | None
    rows: int
    assessed: Money
    waived: Money
    collected: Money

    @property
    def open(self) -> Money:
        """What is neither waived nor collected."""
        return self.assessed - self.waived - self.collected

    @property
    def waiver_rate(self) -> Decimal | None:
        """The share that was given up."""
        return _share(self.waived, self.assessed)

    @property
    def collection_rate(self) -> Decimal | None:
        """The share that was paid."""
        return _share(self.collected, self.assessed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeEnforcement:
    """The late charges of one currency, segment by segment; the one without a name comes last."""

    currency: str
    segments: tuple[SegmentEnforcement, ...]

    @property
    def assessed(self) -> Money:
        """What was charged in all segments."""
        return total((one.assessed for one in self.segments), self.currency)

    @property
    def waived(self) -> Money:
        """What was given up in all segments."""
        return total((one.waived for one in self.segments), self.currency)

    @property
    def collected(self) -> Money:
        """What was paid in all segments."""
        return total((one.collected for one in self.segments), self.currency)

    @property
    def waiver_rate(self) -> Decimal | None:
        """The share that was given up over all segments."""
        return _share(self.waived, self.assessed)

    @property
    def collection_rate(self) -> Decimal | None:
        """The share that was paid over all segments."""
        return _share(self.collected, self.assessed)

    @property
    def waiver_spread(self) -> Decimal | None:
        """The highest waiver rate of a segment less the lowest: 0 where all are treated the same.

        None with fewer than two segments that were charged anything.
        """
        rates = [_exact(one) for one in self._charged]
        return to_decimal(max(rates) - min(rates)) if len(rates) > 1 else None

    @property
    def highest(self) -> SegmentEnforcement | None:
        """The segment that most is waived for, the first of equals; None where none was charged."""
        return max(self._charged, key=_exact, default=None)

    @property
    def lowest(self) -> SegmentEnforcement | None:
        """The segment that least is waived for, the first of equals; None where none was."""
        return min(self._charged, key=_exact, default=None)

    @property
    def _charged(self) -> list[SegmentEnforcement]:
        return [one for one in self.segments if not one.assessed.is_zero]

    def explain(self) -> str:
        """The segments as a small table."""
        spread = self.waiver_spread
        heading = f"late charges of {self.assessed}: {_rates(self)}"
        if spread is not None:
            heading += f", spread {at_places(spread, 4)}"
        lines = [
            Line(label=one.segment or "no segment", text=_rates(one), amount=str(one.assessed))
            for one in self.segments
        ]
        return str(Trace(heading, tuple(lines)))


def charge_enforcement(rows: Iterable[ChargeRow]) -> tuple[ChargeEnforcement, ...]:
    """What became of late charges, one entry per currency, and how evenly they were waived.

    The rows are the caller's own: one per charge or any sums of them, such as the gross, waived
    and paid amounts of an assessment. Charges that were given up before they were posted belong
    in `assessed` and `waived`, too; without them the waiver rate is too low.

    Args:
        rows: (segment, assessed, waived, collected) of charges. `waived` includes what was
            credited or written off, `collected` is less what was paid back.

    Raises:
        CurrencyMismatch: two currencies in one row.
        CollectkitError: no row of four, a negative amount, or more waived and collected than was
            assessed.

    >>> def eur(amount: str) -> Money:
    ...     return Money(amount, "EUR")
    >>> found, = charge_enforcement([
    ...     ("retail", eur("400.00"), eur("20.00"), eur("300.00")),
    ...     ("wholesale", eur("100.00"), eur("40.00"), eur("50.00"))])
    >>> found.waiver_rate, found.collection_rate, found.waiver_spread
    (Decimal('0.12'), Decimal('0.7'), Decimal('0.35'))
    >>> print(found.explain())
    late charges of EUR 500.00: waived 0.1200, collected 0.7000, spread 0.3500
      retail     waived 0.0500, collected 0.7500  EUR 400.00
      wholesale  waived 0.4000, collected 0.5000  EUR 100.00
    """
    found: dict[str, dict[str | None, list[ChargeRow]]] = defaultdict(lambda: defaultdict(list))
    for at, row in enumerate(rows):
        checked = _checked(at, row)
        found[checked[1].currency][checked[0]].append(checked)
    return tuple(
        ChargeEnforcement(
            currency=currency,
            segments=tuple(
                SegmentEnforcement(
                    segment=name,
                    rows=len(found[currency][name]),
                    assessed=total((row[1] for row in found[currency][name]), currency),
                    waived=total((row[2] for row in found[currency][name]), currency),
                    collected=total((row[3] for row in found[currency][name]), currency),
                )
                for name in sorted(found[currency], key=lambda name: (name is None, name or ""))
            ),
        )
        for currency in sorted(found)
    )


def _checked(at: int, row: ChargeRow) -> ChargeRow:
    if not isinstance(row, (tuple, list)) or len(row) != 4:
        raise CollectkitError(f"rows[{at}] must have four parts, not {shown(row)}", field="rows")
    segment, *amounts = row
    if segment is not None:
        check_text(segment, f"segment of rows[{at}]")
    for name, money in zip(_AMOUNTS, amounts, strict=True):
        if check_type(money, f"{name} of rows[{at}]", Money).amount < 0:
            raise CollectkitError(f"{name} of rows[{at}] is negative: {money}", field="rows")
    if len({money.currency for money in amounts}) > 1:
        raise CurrencyMismatch(f"rows[{at}] mixes currencies", field="rows")
    assessed, waived, collected = amounts
    if waived + collected > assessed:
        raise CollectkitError(
            f"more was waived and collected than the {assessed} assessed in rows[{at}]",
            field="rows",
        )
    return segment, assessed, waived, collected


def _exact(one: SegmentEnforcement) -> Fraction:
    return Fraction(one.waived.amount) / Fraction(one.assessed.amount)


def _share(part: Money, whole: Money) -> Decimal | None:
    return None if whole.is_zero else to_decimal(Fraction(part.amount) / Fraction(whole.amount))


def _rates(one: SegmentEnforcement | ChargeEnforcement) -> str:
    waived, collected = one.waiver_rate, one.collection_rate
    if waived is None or collected is None:
        return "nothing assessed"
    return f"waived {at_places(waived, 4)}, collected {at_places(collected, 4)}"
