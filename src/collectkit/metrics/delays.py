"""What delays payment: the reasons given for late payment, and invoices sent late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from collectkit.ledger import Snapshot
from collectkit.metrics._numbers import to_decimal
from collectkit.metrics._window import read_at, trade_invoices
from collectkit.metrics.lateness import weighted_days_late
from collectkit.money import Money

__all__ = [
    "InvoicingLag",
    "LateReasonFigures",
    "LateReasonTrend",
    "invoicing_lag",
    "late_reasons",
]


# -- the reasons given ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class LateReasonFigures:
    """One reason in one window: invoices, their amount, and the shares among all reasons.

    Shares are fractions of 1, None where the window has no reason (or no amount) to share.
    """

    count: int
    amount: Money
    share_by_count: Decimal | None
    share_by_amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReasonTrend:
    """How often a reason for late payment was given, `now` and in the window `before`."""

    currency: str
    code: str
    now: LateReasonFigures
    before: LateReasonFigures

    @property
    def count_change(self) -> int:
        """Invoices more (negative: fewer) than in the window before."""
        return self.now.count - self.before.count


@dataclass(slots=True)
class _Given:
    """(count, minor units) by code, in one currency and window."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    units: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def figures(self, code: str, currency: str) -> LateReasonFigures:
        count, units = self.counts.get(code, 0), self.units.get(code, 0)
        return LateReasonFigures(
            count=count,
            amount=Money.from_minor_units(units, currency),
            share_by_count=_share(count, sum(self.counts.values())),
            share_by_amount=_share(units, sum(self.units.values())),
        )


def late_reasons(
    snapshots: Iterable[Snapshot], *, start: date, end: date
) -> tuple[LateReasonTrend, ...]:
    """The reasons for late payment recorded from `start` to `end`, and in as many days before.

    An invoice counts once for each code, with its whole amount; under two codes it counts for
    both. Per currency in order of code, the largest amount first. A reason that was only given
    before is listed with a count of 0. Posted late charges are left out.

    Raises:
        InvalidDate: a snapshot of another day than `end`, or a period that ends before it starts.

    >>> from collectkit.ledger import Account, Customer, Invoice, LateReason, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),),
    ...     late_reasons=(LateReason(invoice_id="INV-7", code="no-order", on=date(2026, 2, 20)),))
    >>> reason, = late_reasons([snapshot(account, as_of=date(2026, 3, 31))],
    ...                        start=date(2026, 1, 1), end=date(2026, 3, 31))
    >>> reason.code, reason.now.amount, reason.now.share_by_count, reason.count_change
    ('no-order', Money('90.00', 'EUR'), Decimal('1'), 1)
    """
    now: dict[str, _Given] = defaultdict(_Given)
    before: dict[str, _Given] = defaultdict(_Given)
    reads = read_at(snapshots, start=start, end=end)
    first = _days_before(start, (end - start).days + 1)
    for snapshot in reads:
        invoices = trade_invoices(snapshot)
        seen: set[tuple[bool, str, str]] = set()
        for reason in snapshot.late_reasons:
            invoice = invoices.get(reason.invoice_id)
            key = (reason.on >= start, reason.invoice_id, reason.code)
            if invoice is None or not first <= reason.on <= end or key in seen:
                continue
            seen.add(key)
            given = (now if reason.on >= start else before)[invoice.currency]
            given.counts[reason.code] += 1
            given.units[reason.code] += invoice.amount.minor_units
    found = (
        LateReasonTrend(
            currency=currency,
            code=code,
            now=now[currency].figures(code, currency),
            before=before[currency].figures(code, currency),
        )
        for currency in now.keys() | before.keys()
        for code in now[currency].counts.keys() | before[currency].counts.keys()
    )
    return tuple(sorted(found, key=lambda t: (t.currency, -t.now.amount.minor_units, t.code)))


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def _share(part: int, whole: int) -> Decimal | None:
    return to_decimal(Fraction(part, whole)) if whole else None


# -- invoices sent late --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicingLag:
    """The days from delivery to invoice, over the invoices of one currency issued in a window.

    `count` and `amount` are of invoices with a day of delivery, `without` counts those that have
    none. `mean_days` takes each invoice the same, `weighted_days` by its amount; invoiced before
    delivery counts negative. Both are None where `count` (or `amount`) is zero.
    """

    currency: str
    start: date
    end: date
    count: int
    without: int
    amount: Money
    mean_days: Decimal | None
    weighted_days: Decimal | None


def invoicing_lag(
    snapshots: Iterable[Snapshot], *, start: date, end: date
) -> tuple[InvoicingLag, ...]:
    """How many days after delivery invoices were issued, one entry per currency.

    Every day of it is lost before the terms even begin. Takes the invoices and debit notes issued
    from `start` to `end`, both included, without posted late charges. For plain rows of
    (amount, days from delivery to invoice) ask `weighted_days_late`.

    Raises:
        InvalidDate: a snapshot of another day than `end`, or a period that ends before it starts.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9),
    ...             delivered_on=date(2026, 1, 3)),))
    >>> lag, = invoicing_lag([snapshot(account, as_of=date(2026, 1, 31))],
    ...                      start=date(2026, 1, 1), end=date(2026, 1, 31))
    >>> lag.mean_days
    Decimal('7')
    """
    without: dict[str, int] = defaultdict(int)
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    units: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for snapshot in read_at(snapshots, start=start, end=end):
        for invoice in trade_invoices(snapshot).values():
            if not start <= invoice.issued_on <= end:
                continue
            without[invoice.currency] += invoice.delivered_on is None
            if invoice.delivered_on is not None:
                days = (invoice.issued_on - invoice.delivered_on).days
                counts[invoice.currency][days] += 1
                units[invoice.currency][days] += invoice.amount.minor_units
    return tuple(
        InvoicingLag(
            currency=code,
            start=start,
            end=end,
            count=sum(counts[code].values()),
            without=without[code],
            amount=Money.from_minor_units(sum(units[code].values()), code),
            mean_days=weighted_days_late([(n, days) for days, n in counts[code].items()]),
            weighted_days=weighted_days_late([(n, days) for days, n in units[code].items()]),
        )
        for code in sorted(without)
    )
