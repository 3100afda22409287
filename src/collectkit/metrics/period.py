"""Figures of a period, gathered account by account: what the metrics are computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from collectkit._checks import check_day
from collectkit.dates import add_months, end_of_month
from collectkit.errors import InvalidDate
from collectkit.ledger import Movement, Snapshot
from collectkit.metrics._window import checked, read_at
from collectkit.money import Money

__all__ = ["MonthSales", "PeriodBook", "PeriodFigures", "period_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSales:
    """Net sales of one calendar month, or of the part of it up to the period's end."""

    first_day: date
    days: int
    sales: Money

    @property
    def is_whole(self) -> bool:
        """Whether the month ended by the period's end."""
        return self.days == end_of_month(self.first_day).day


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures:
    """One currency, from `start` to `end`, both included. Posted late charges stand outside.

    Receivables are net of unapplied cash and credit. The roll-forward holds exactly:
    closing = opening + sales - cash - written_off - discounted - withheld + recovered + charges.
    `sales` are invoices and debit notes less credit notes, sales tax included; `cash` is money
    received less bounces and refunds; `charges` is the part of it used for late charges.
    `current` and `overdue` are what is open at the end, gross of `unapplied`: closing = current +
    overdue - unapplied. `balances` has one net balance per customer who has one.
    `months` are net sales month by month, newest first, back to the first month with a sale.
    """

    currency: str
    start: date
    end: date
    opening: Money
    sales: Money
    cash: Money
    written_off: Money
    discounted: Money
    withheld: Money
    recovered: Money
    charges: Money
    closing: Money
    current: Money
    overdue: Money
    unapplied: Money
    open_days: tuple[tuple[Money, int], ...]
    balances: tuple[Money, ...]
    months: tuple[MonthSales, ...]
    sales_from: date | None
    _daily: tuple[tuple[date, int], ...] = field(repr=False)

    @property
    def days(self) -> int:
        """Calendar days of the period."""
        return (self.end - self.start).days + 1

    def sales_over(self, days: int) -> Money | None:
        """Net sales of the `days` days that end with the period; None where history is shorter."""
        first = self.end - timedelta(days - 1)
        if self.sales_from is None or self.sales_from > first:
            return None
        units = sum(units for day, units in self._daily if first <= day <= self.end)
        return Money.from_minor_units(units, self.currency)


_FLOWS = {
    "invoice": ("sales", 1),
    "credit_note": ("sales", 1),
    "receipt": ("cash", -1),
    "reversal": ("cash", -1),
    "refund": ("cash", -1),
    "write_off": ("written_off", -1),
    "discount": ("discounted", -1),
    "withholding": ("withheld", -1),
    "recovery": ("recovered", 1),
    "charge": ("charges", 1),
}
_NAMES = ("sales", "cash", "written_off", "discounted", "withheld", "recovered", "charges")


@dataclass(slots=True)
class _Currency:
    """Running totals of one currency, in minor units."""

    flows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_NAMES, 0))
    moved: int = 0
    current: int = 0
    overdue: int = 0
    unapplied: int = 0
    by_age: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    balances: list[int] = field(default_factory=list)
    daily: dict[date, int] = field(default_factory=lambda: defaultdict(int))


class PeriodBook:
    """Gathers a period's figures from one snapshot after another; keeps totals only.

    Every snapshot is taken at the end of the period.
    """

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = check_day(start, "start"), check_day(end, "end")
        if end < start:
            raise InvalidDate(f"the period ends on {end} before it starts on {start}", field="end")
        self._currencies: dict[str, _Currency] = defaultdict(_Currency)

    def add(self, snapshot: Snapshot) -> None:
        """Count one account.

        Raises:
            InvalidDate: the snapshot is of another day than the period's end.
        """
        checked(snapshot, self.end)
        for movement in snapshot.movements(self.start, self.end):
            self._move(movement)
        self._sales_history(snapshot)
        self._balances(snapshot)

    def _move(self, movement: Movement) -> None:
        row = self._currencies[movement.amount.currency]
        name, sign = _FLOWS[movement.kind]
        units = movement.amount.minor_units
        row.flows[name] += sign * units
        row.moved += units

    def _sales_history(self, snapshot: Snapshot) -> None:
        seen: set[str] = set()
        for item in snapshot.items:
            invoice = item.invoice
            if item.is_trade and invoice.id not in seen:
                seen.add(invoice.id)
                row = self._currencies[invoice.currency]
                row.daily[invoice.issued_on] += invoice.amount.minor_units
        for note in snapshot.credit_notes:
            if note.nature == "trade":
                self._currencies[note.currency].daily[note.issued_on] -= note.amount.minor_units

    def _balances(self, snapshot: Snapshot) -> None:
        net: dict[str, int] = defaultdict(int)
        for item in snapshot.open:
            if not item.is_trade:
                continue
            row, units = self._currencies[item.currency], item.open.minor_units
            late = max(item.days_past_due or 0, 0)
            row.by_age[late] += units
            if late:
                row.overdue += units
            else:
                row.current += units
            net[item.currency] += units
        for entry in snapshot.unapplied:
            self._currencies[entry.amount.currency].unapplied += entry.amount.minor_units
            net[entry.amount.currency] -= entry.amount.minor_units
        for currency, units in net.items():
            if units:
                self._currencies[currency].balances.append(units)

    def figures(self) -> tuple[PeriodFigures, ...]:
        """The figures of every currency seen, in order of code."""
        return tuple(
            self._figures(code, self._currencies[code]) for code in sorted(self._currencies)
        )

    def _figures(self, currency: str, row: _Currency) -> PeriodFigures:
        def money(units: int) -> Money:
            return Money.from_minor_units(units, currency)

        closing = row.current + row.overdue - row.unapplied
        return PeriodFigures(
            currency=currency,
            start=self.start,
            end=self.end,
            opening=money(closing - row.moved),
            **{name: money(units) for name, units in row.flows.items()},
            closing=money(closing),
            current=money(row.current),
            overdue=money(row.overdue),
            unapplied=money(row.unapplied),
            open_days=tuple((money(units), days) for days, units in sorted(row.by_age.items())),
            balances=tuple(money(units) for units in sorted(row.balances, reverse=True)),
            months=tuple(_months(row.daily, self.end, currency)),
            sales_from=min(row.daily, default=None),
            _daily=tuple(sorted(row.daily.items())),
        )


def period_figures(
    snapshots: Iterable[Snapshot], *, start: date, end: date
) -> tuple[PeriodFigures, ...]:
    """What happened from `start` to `end` and what stands at the end, one entry per currency.

    Periods are any range of days; snapshots are read one at a time.

    Raises:
        InvalidDate: a snapshot of another day than `end`, or a period that ends before it starts.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),))
    >>> figures, = period_figures([snapshot(account, as_of=date(2026, 3, 31))],
    ...                           start=date(2026, 1, 1), end=date(2026, 3, 31))
    >>> figures.sales, figures.closing, figures.overdue, figures.days
    (Money('90.00', 'EUR'), Money('90.00', 'EUR'), Money('90.00', 'EUR'), 90)
    """
    book = PeriodBook(start, end)
    for snapshot in read_at(snapshots, start=start, end=end):
        book.add(snapshot)
    return book.figures()


def _months(daily: dict[date, int], end: date, currency: str) -> Iterable[MonthSales]:
    """Net sales by calendar month, newest first; the newest is cut at `end`."""
    if not daily:
        return
    totals: dict[date, int] = defaultdict(int)
    for day, units in daily.items():
        totals[day.replace(day=1)] += units
    month = end.replace(day=1)
    while month >= min(totals):
        last = min(end_of_month(month), end)
        yield MonthSales(
            first_day=month,
            days=(last - month).days + 1,
            sales=Money.from_minor_units(totals[month], currency),
        )
        month = add_months(month, -1)
