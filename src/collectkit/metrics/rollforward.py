"""Roll-forwards: an opening balance, what moved it, and whether that makes the closing balance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar, overload

from collectkit._checks import check_type
from collectkit.errors import CollectkitError, shown
from collectkit.explain import Line, Trace
from collectkit.metrics._amounts import Amount, is_zero, read_amounts, text_of
from collectkit.metrics._numbers import Exact, Number
from collectkit.metrics.period import PeriodFigures
from collectkit.money import Money

__all__ = ["Rollforward", "RollforwardLine", "allowance_rollforward", "receivables_rollforward"]

A_co = TypeVar("A_co", bound=Money | Decimal | float, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollforwardLine(Generic[A_co]):
    """One movement; `amount` has the sign with which it counts."""

    name: str
    amount: A_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollforward(Generic[A_co]):
    """Opening balance and movements against the closing balance.

    `expected` is exactly `opening` plus the lines; `difference` is `closing` less `expected`, and
    is zero or to be explained.
    """

    opening: A_co
    lines: tuple[RollforwardLine[A_co], ...]
    expected: A_co
    closing: A_co
    difference: A_co

    @property
    def reconciles(self) -> bool:
        """Whether the movements make the closing balance, to the last digit."""
        return is_zero(self.difference)

    def explain(self) -> str:
        """The roll-forward as a small table."""
        rows: list[tuple[str, Amount]] = [("opening", self.opening)]
        rows += [(line.name.replace("_", " "), line.amount) for line in self.lines]
        rows += [("closing", self.closing)]
        if not self.reconciles:
            rows += [("expected", self.expected), ("difference", self.difference)]
        lines = tuple(Line(label=name, amount=text_of(amount)) for name, amount in rows)
        return str(Trace("reconciles" if self.reconciles else "does not reconcile", lines))


@overload
def allowance_rollforward(
    opening: Money,
    *,
    adoption: Exact = 0,
    provision: Exact = 0,
    write_offs: Exact = 0,
    recoveries: Exact = 0,
    closing: Exact | None = None,
) -> Rollforward[Money]: ...
@overload
def allowance_rollforward(
    opening: int | Decimal,
    *,
    adoption: int | Decimal = 0,
    provision: int | Decimal = 0,
    write_offs: int | Decimal = 0,
    recoveries: int | Decimal = 0,
    closing: int | Decimal | None = None,
) -> Rollforward[Decimal]: ...
@overload
def allowance_rollforward(
    opening: float,
    *,
    adoption: float = 0,
    provision: float = 0,
    write_offs: float = 0,
    recoveries: float = 0,
    closing: float | None = None,
) -> Rollforward[float]: ...
def allowance_rollforward(
    opening: Number,
    *,
    adoption: Number = 0,
    provision: Number = 0,
    write_offs: Number = 0,
    recoveries: Number = 0,
    closing: Number | None = None,
) -> Rollforward[Money] | Rollforward[Decimal] | Rollforward[float]:
    """The loss allowance from one balance to the next, as disclosed.

    closing = opening + adoption + provision - write_offs + recoveries.

    Args:
        opening: the allowance of the evening before the window.
        adoption: effect of a new accounting standard, of either sign.
        provision: expense of the window; negative where allowance was released.
        write_offs: debt written off against the allowance, as a positive amount.
        recoveries: cash on debt written off before, as a positive amount.
        closing: the allowance in the books; left out, it is what the movements make.

    Raises:
        CollectkitError: negative `write_offs` or `recoveries`: reports print write-offs in
            brackets, and a sign taken twice would add them.

    Source: IFRS 7, 35H (reconciliation of the loss allowance).

    >>> moved = allowance_rollforward(15_731, provision=369, write_offs=3_650, recoveries=1_413)
    >>> moved.closing, moved.reconciles
    (Decimal('13863'), True)
    """
    for name, figure in (("write_offs", write_offs), ("recoveries", recoveries)):
        _, (value,) = read_amounts([(name, figure)])
        if value < 0:
            raise CollectkitError(
                f"{name} is negative: {shown(figure)}", field=name, hint="pass the amount itself"
            )
    movements = {
        "adoption": (adoption, 1),
        "provision": (provision, 1),
        "write_offs": (write_offs, -1),
        "recoveries": (recoveries, 1),
    }
    return _rollforward(opening, movements, closing)


def receivables_rollforward(
    figures: PeriodFigures, *, opening: Money | None = None, closing: Money | None = None
) -> Rollforward[Money]:
    """Trade receivables from one balance to the next.

    closing = opening + sales - cash - written_off - discounted - withheld + recovered + charges.

    Args:
        figures: of one currency and period. Its own balances always reconcile.
        opening: another opening balance to hold the movements against: the general ledger's, or
            the closing one of the period before, which later knowledge may have changed.
        closing: another closing balance, such as the general ledger's.

    Raises:
        CurrencyMismatch: a balance in another currency.

    >>> from datetime import date
    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> from collectkit.metrics import period_figures
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),))
    >>> figures, = period_figures([snapshot(account, as_of=date(2026, 1, 31))],
    ...                           start=date(2026, 1, 1), end=date(2026, 1, 31))
    >>> receivables_rollforward(figures, closing=Money("100.00", "EUR")).difference
    Money('10.00', 'EUR')
    """
    check_type(figures, "figures", PeriodFigures)
    movements: dict[str, tuple[Number, int]] = {
        "sales": (figures.sales, 1),
        "cash": (figures.cash, -1),
        "written_off": (figures.written_off, -1),
        "discounted": (figures.discounted, -1),
        "withheld": (figures.withheld, -1),
        "recovered": (figures.recovered, 1),
        "charges": (figures.charges, 1),
    }
    start = figures.opening if opening is None else check_type(opening, "opening", Money)
    end = figures.closing if closing is None else check_type(closing, "closing", Money)
    found: Rollforward[Money] = _rollforward(start, movements, end)
    return found


def _rollforward(
    opening: Number, movements: dict[str, tuple[Number, int]], closing: Number | None
) -> Rollforward[Any]:
    named = [("opening", opening), *((name, figure) for name, (figure, _) in movements.items())]
    if closing is not None:
        named.append(("closing", closing))
    unit, (start, *values) = read_amounts(named)
    moved = [sign * v for (_, sign), v in zip(movements.values(), values, strict=False)]
    expected = start + sum(moved, Fraction(0))
    end = expected if closing is None else values[-1]
    return Rollforward(
        opening=unit.amount(start),
        lines=tuple(
            RollforwardLine(name=name, amount=unit.amount(amount))
            for name, amount in zip(movements, moved, strict=True)
        ),
        expected=unit.amount(expected),
        closing=unit.amount(end),
        difference=unit.amount(end - expected),
    )
