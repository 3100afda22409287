"""Payment performance: how late, and how long after invoicing, what was settled had been paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from collectkit.ledger import Item, Snapshot
from collectkit.metrics._window import payments, read_at
from collectkit.metrics.disputes import dispute_rate
from collectkit.metrics.lateness import late_share, weighted_days_late
from collectkit.metrics.report import Metric
from collectkit.money import Money, total

__all__ = ["PaymentPerformance", "payment_performance", "performance_metrics"]

_PartDays: TypeAlias = tuple[tuple[int, int], ...]
_MoneyDays: TypeAlias = tuple[tuple[Money, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPerformance:
    """How the parts of one currency that were settled from `start` to `end` had been paid.

    `count` are parts of invoices, `amount` is the money paid on them. Figures by count give each
    part the day it was settled. Figures by amount weigh each payment with its own day, or, with
    `final_clearing`, all of a part's money with the day the part was settled. Days late and days
    to pay are signed. Every figure is None where nothing was settled.

    The pairs say how many parts, or how much money, came with so many days: `parts_late` and
    `money_late` after the due date, `parts_to_pay` and `money_to_pay` after the issue date;
    `money_terms` has the days from issue to due date.
    """

    currency: str
    start: date
    end: date
    include_open: bool
    final_clearing: bool
    count: int
    amount: Money
    disputed_count: int
    disputed_amount: Money
    parts_late: _PartDays
    parts_to_pay: _PartDays
    money_late: _MoneyDays
    money_to_pay: _MoneyDays
    money_terms: _MoneyDays

    @property
    def late_count(self) -> int:
        """Parts settled after their due date."""
        return sum(count for count, days in self.parts_late if days > 0)

    @property
    def late_amount(self) -> Money:
        """Money that came after the due date."""
        return total((money for money, days in self.money_late if days > 0), self.currency)

    @property
    def mean_days_late(self) -> Decimal | None:
        """Mean over the parts; early ones count against late ones."""
        return weighted_days_late(self.parts_late)

    @property
    def mean_days_late_clipped(self) -> Decimal | None:
        """Mean over the parts; early ones count 0."""
        return weighted_days_late(self.parts_late, clip=True)

    @property
    def mean_days_late_of_late(self) -> Decimal | None:
        """Mean over the late parts alone; None where none was late."""
        return weighted_days_late([(count, days) for count, days in self.parts_late if days > 0])

    @property
    def weighted_days_late(self) -> Decimal | None:
        """Weighted by amount; early money counts against late money."""
        return weighted_days_late(self.money_late)

    @property
    def weighted_days_late_clipped(self) -> Decimal | None:
        """Weighted by amount; early money counts 0: the days beyond terms."""
        return weighted_days_late(self.money_late, clip=True)

    @property
    def mean_days_to_pay(self) -> Decimal | None:
        """Mean over the parts of the days from issue to settlement."""
        return weighted_days_late(self.parts_to_pay)

    @property
    def weighted_days_to_pay(self) -> Decimal | None:
        """Weighted by amount: `weighted_terms` + `weighted_days_late`."""
        return weighted_days_late(self.money_to_pay)

    @property
    def weighted_terms(self) -> Decimal | None:
        """The days from issue to due date, weighted by amount."""
        return weighted_days_late(self.money_terms)

    @property
    def late_share_by_count(self) -> Decimal | None:
        """The share of the parts that was settled late."""
        return late_share(self.late_count, self.count)

    @property
    def late_share_by_amount(self) -> Decimal | None:
        """The share of the money that came late."""
        return late_share(self.late_amount, self.amount)

    @property
    def disputed_share_by_count(self) -> Decimal | None:
        """The share of the parts whose invoice was ever disputed, in whole or in part."""
        return dispute_rate(self.disputed_count, self.count)

    @property
    def disputed_share_by_amount(self) -> Decimal | None:
        """The share of the money that was paid on such parts."""
        return dispute_rate(self.disputed_amount, self.amount)


@dataclass(slots=True)
class _Currency:
    """Running totals of one currency, in minor units."""

    count: int = 0
    amount: int = 0
    disputed_count: int = 0
    disputed_amount: int = 0
    parts_late: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    parts_to_pay: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    money_late: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    money_to_pay: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    money_terms: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, item: Item, settled: date, paid: list[tuple[date, int]], disputed: bool) -> None:
        due, issued = item.due_on, item.invoice.issued_on
        assert due is not None  # the caller leaves parts without a due date out
        self.count += 1
        self.parts_late[(settled - due).days] += 1
        self.parts_to_pay[(settled - issued).days] += 1
        for day, units in paid:
            self.amount += units
            self.money_late[(day - due).days] += units
            self.money_to_pay[(day - issued).days] += units
            self.money_terms[(due - issued).days] += units
        if disputed:
            self.disputed_count += 1
            self.disputed_amount += sum(units for _, units in paid)


def payment_performance(
    snapshots: Iterable[Snapshot],
    *,
    start: date,
    end: date,
    include_open: bool = False,
    final_clearing: bool = False,
) -> tuple[PaymentPerformance, ...]:
    """How the parts settled from `start` to `end`, both included, were paid; one per currency.

    A part counts in the window in which the books show it settled, so that windows one after
    another count every part once. Its days go by the day the money came, which is earlier where it
    was applied late. Parts that were written off or credited in whole, posted late charges and
    parts with a pending due date are left out. Refunds are taken off the payments they paid back.

    Args:
        snapshots: one per account, all taken at `end`; read one at a time.
        start: the first day.
        end: the last day.
        include_open: whether parts overdue at `end` count as if the rest were paid that day.
            Without them a period in which the worst payers paid nothing looks good.
        final_clearing: whether all money of a part gets the day the part was settled.

    Raises:
        InvalidDate: a snapshot of another day than `end`, or a period that ends before it starts.

    Source: Oracle Fusion Advanced Collections, weighted average days paid, terms and days late.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("400.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> early = payment(invoice, on=date(2026, 1, 21), amount=Money("100.00", "EUR"))
    >>> late = payment(invoice, on=date(2026, 2, 10), amount=Money("300.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(early[0], late[0]), allocations=(early[1], late[1]))
    >>> paid, = payment_performance([snapshot(account, as_of=date(2026, 3, 31))],
    ...                             start=date(2026, 1, 1), end=date(2026, 3, 31))
    >>> paid.mean_days_late, paid.weighted_days_late, paid.weighted_days_late_clipped
    (Decimal('10'), Decimal('5'), Decimal('7.5'))
    >>> paid.weighted_terms, paid.weighted_days_to_pay, paid.late_share_by_amount
    (Decimal('30'), Decimal('35'), Decimal('0.75'))
    """
    rows: dict[str, _Currency] = defaultdict(_Currency)
    for read in read_at(snapshots, start=start, end=end):
        disputed = {d.invoice_id for d in read.disputes if d.opened_on <= end}
        for item in read.items:
            if not item.is_trade:
                continue
            row = rows[item.currency]
            if item.due_on is None:
                continue
            settled, booked, paid = item.paid_off_on, item.cleared_on, payments(item)
            if include_open and item.is_overdue:
                settled, booked, paid = end, end, [*paid, (end, item.open.minor_units)]
            if settled is None or booked is None or not start <= booked <= end:
                continue
            if final_clearing:
                paid = [(settled, units) for _, units in paid]
            row.add(item, settled, paid, item.invoice.id in disputed)
    return tuple(
        _performance(code, rows[code], (start, end), (include_open, final_clearing))
        for code in sorted(rows)
    )


def _performance(
    currency: str, row: _Currency, window: tuple[date, date], options: tuple[bool, bool]
) -> PaymentPerformance:
    def money(units: int) -> Money:
        return Money.from_minor_units(units, currency)

    def parts(by_days: dict[int, int]) -> _PartDays:
        return tuple((count, days) for days, count in sorted(by_days.items()))

    def sums(by_days: dict[int, int]) -> _MoneyDays:
        return tuple((money(units), days) for days, units in sorted(by_days.items()))

    return PaymentPerformance(
        currency=currency,
        start=window[0],
        end=window[1],
        include_open=options[0],
        final_clearing=options[1],
        count=row.count,
        amount=money(row.amount),
        disputed_count=row.disputed_count,
        disputed_amount=money(row.disputed_amount),
        parts_late=parts(row.parts_late),
        parts_to_pay=parts(row.parts_to_pay),
        money_late=sums(row.money_late),
        money_to_pay=sums(row.money_to_pay),
        money_terms=sums(row.money_terms),
    )


def performance_metrics(paid: PaymentPerformance) -> tuple[Metric, ...]:
    """Every figure of a payment performance with the convention it follows, in report order.

    The five ways to say days late come first. Shares say after a colon whether they are by count
    or by amount; `note` names the options the figures were gathered with.

    Figures gathered under different options are not comparable.
    """
    options = [
        text
        for chosen, text in (
            (paid.include_open, "with what is overdue at the end"),
            (paid.final_clearing, "by the day each part was settled"),
        )
        if chosen
    ]
    figures = {
        "mean_days_late": paid.mean_days_late,
        "mean_days_late_clipped": paid.mean_days_late_clipped,
        "mean_days_late_of_late": paid.mean_days_late_of_late,
        "weighted_days_late": paid.weighted_days_late,
        "weighted_days_late_clipped": paid.weighted_days_late_clipped,
        "mean_days_to_pay": paid.mean_days_to_pay,
        "weighted_days_to_pay": paid.weighted_days_to_pay,
        "weighted_terms": paid.weighted_terms,
        "late_share:count": paid.late_share_by_count,
        "late_share:amount": paid.late_share_by_amount,
        "disputed_share:count": paid.disputed_share_by_count,
        "disputed_share:amount": paid.disputed_share_by_amount,
    }
    missing = "nothing was settled late" if paid.count else "nothing was settled"
    return tuple(
        Metric(
            name=name,
            currency=paid.currency,
            value=value,
            note=missing if value is None else ", ".join(options),
        )
        for name, value in figures.items()
    )
