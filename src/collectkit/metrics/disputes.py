"""Disputes: how much is contested, and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import overload

from collectkit.ledger import Dispute, Snapshot
from collectkit.metrics._numbers import Exact, Number, check_count, ratio, read
from collectkit.metrics._window import of_one_day, trade_invoices
from collectkit.metrics.lateness import weighted_days_late
from collectkit.money import Money

__all__ = ["OpenDisputes", "dispute_days", "dispute_rate", "open_disputes"]


@overload
def dispute_rate(disputed: Exact, total: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def dispute_rate(disputed: float, total: float, *, strict: bool = False) -> float | None: ...
def dispute_rate(
    disputed: Number, total: Number, *, strict: bool = False
) -> Decimal | float | None:
    """The share of what was invoiced that was disputed, by count or by amount (say which).

    Returns:
        A share of 1; None where `total` is zero (`strict` raises `MetricUndefined`).

    >>> dispute_rate(90, 346)
    Decimal('0.2601156069364161849710982659')
    """
    into, (contested, whole) = read(disputed=disputed, total=total)
    return ratio(into, contested, whole, "total", strict=strict)


@overload
def dispute_days(
    disputed: Exact, sales: Exact, days: int, *, strict: bool = False
) -> Decimal | None: ...
@overload
def dispute_days(
    disputed: float, sales: float, days: int, *, strict: bool = False
) -> float | None: ...
def dispute_days(
    disputed: Number, sales: Number, days: int, *, strict: bool = False
) -> Decimal | float | None:
    """Disputed days outstanding: the days of sales that are tied up in disputes.

    Args:
        disputed: what is open and disputed at the end; `open_disputes` has it.
        sales: net credit sales of the window.
        days: calendar days of the window, both ends included.
        strict: whether zero sales raise.

    Returns:
        Days; None where `sales` is zero (`strict` raises `MetricUndefined`).

    >>> dispute_days(30_000, 900_000, 90)
    Decimal('3')
    """
    into, (contested, sold) = read(disputed=disputed, sales=sales)
    return ratio(into, contested * check_count(days, "days"), sold, "sales", strict=strict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDisputes:
    """The disputes of one currency that stand on a day, and how old they are.

    `amount` is what is open and disputed: of a part disputed in part at most as far as it is open.
    `mean_age` are days since a dispute was opened, each dispute the same; None without any.
    """

    currency: str
    as_of: date
    count: int
    amount: Money
    mean_age: Decimal | None


def open_disputes(snapshots: Iterable[Snapshot]) -> tuple[OpenDisputes, ...]:
    """The disputes that stand on the day of the snapshots, one entry per currency.

    A dispute stands from the day it was opened and no longer on the day it closed. Disputes of
    posted late charges are left out.

    Raises:
        InvalidDate: snapshots of more than one day.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),),
    ...     disputes=(Dispute(id="D-1", invoice_id="INV-7", opened_on=date(2026, 2, 1)),))
    >>> found, = open_disputes([snapshot(account, as_of=date(2026, 2, 10))])
    >>> found.amount, found.mean_age
    (Money('90.00', 'EUR'), Decimal('9'))
    """
    ages: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    units: dict[str, int] = defaultdict(int)
    day: date | None = None
    for snapshot in of_one_day(snapshots):
        day = snapshot.as_of
        standing: dict[str, list[Dispute]] = defaultdict(list)
        for dispute in snapshot.disputes:
            if dispute.stands(day):
                standing[dispute.invoice_id].append(dispute)
        for invoice in trade_invoices(snapshot).values():
            currency = invoice.currency
            units[currency] += _disputed(snapshot, invoice.id, standing[invoice.id])
            for dispute in standing[invoice.id]:
                ages[currency][(day - dispute.opened_on).days] += 1
    if day is None:
        return ()
    return tuple(
        OpenDisputes(
            currency=currency,
            as_of=day,
            count=sum(ages[currency].values()),
            amount=Money.from_minor_units(units[currency], currency),
            mean_age=weighted_days_late([(n, days) for days, n in ages[currency].items()]),
        )
        for currency in sorted(units)
    )


def _disputed(snapshot: Snapshot, invoice_id: str, standing: list[Dispute]) -> int:
    """What of an invoice is open and disputed, in minor units."""
    if not standing:
        return 0
    left = sum(item.open.minor_units for item in snapshot.parts(invoice_id))
    named = [dispute.amount for dispute in standing]
    if None in named:
        return left
    return min(left, sum(amount.minor_units for amount in named if amount is not None))
