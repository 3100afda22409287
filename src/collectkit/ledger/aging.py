"""How old what is owed is: balances by age, at a day, in each currency."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from collectkit._checks import check_choice, check_int, check_type
from collectkit.errors import InvalidDate, InvalidFact, UnknownReference
from collectkit.ledger.snapshot import Item, Snapshot
from collectkit.money import Money

__all__ = ["AgedBalance", "AgedBucket", "Aging", "AgingBook", "Buckets", "age"]

AgeBy = Literal["due_date", "issue_date"]
UnappliedRule = Literal["own_row", "own_age", "oldest_first", "exclude"]

_AGES: frozenset[AgeBy] = frozenset(("due_date", "issue_date"))
_RULES: frozenset[UnappliedRule] = frozenset(("own_row", "own_age", "oldest_first", "exclude"))
# Postings that a balance shows as figures of their own.
_SHOWN: dict[str, str] = {
    "write_off": "written_off",
    "recovered": "recovered",
    "withholding": "withheld",
}


@dataclass(frozen=True, slots=True, init=False)
class Buckets:
    """Upper bounds in days, each included: `Buckets(0, 30, 60, 90)`.

    The first bucket holds every age up to the first bound, the last every age above the last.

    >>> Buckets(0, 30, 60, 90).labels("due_date")
    ('current', '1-30', '31-60', '61-90', '91+')
    >>> Buckets(0, 30).labels("issue_date")
    ('0', '1-30', '31+')
    """

    bounds: tuple[int, ...]

    def __init__(self, *bounds: int) -> None:
        for bound in bounds:
            check_int(bound, "bounds", at_least=0)
        if not bounds or list(bounds) != sorted(set(bounds)):
            raise InvalidFact("buckets need rising bounds, such as 0, 30, 60, 90", field="bounds")
        object.__setattr__(self, "bounds", bounds)

    def labels(self, by: AgeBy) -> tuple[str, ...]:
        """The buckets' names: by due date the first is `current` when its bound is 0."""
        first = f"0-{self.bounds[0]}" if self.bounds[0] else "0"
        if by == "due_date":
            first = f"up to {self.bounds[0]}" if self.bounds[0] else "current"
        between = (
            f"{low + 1}-{high}" if low + 1 < high else f"{high}"
            for low, high in zip(self.bounds, self.bounds[1:], strict=False)
        )
        return (first, *between, f"{self.bounds[-1] + 1}+")

    def index(self, days: int) -> int:
        """The bucket of an age in days."""
        return bisect_left(self.bounds, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBucket:
    """One bucket: open balances of `count` items, after unapplied money as the aging's rule says.

    `count` is of the items open by themselves, whatever unapplied money covers.
    """

    label: str
    amount: Money
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBalance:
    """One currency: trade receivables in buckets that sum to `total`.

    `open` is gross of `unapplied`. `total` is open less unapplied, except where the aging
    excludes unapplied money: there it is `open`. Posted late charges age apart and are in neither.

    `written_off`, `recovered` and `withheld` are what was written off, came in on what had been
    written off, and was withheld as tax, of trade items from the beginning to the day. The first
    and the last have lowered `open` already; a recovery never does.
    """

    currency: str
    buckets: tuple[AgedBucket, ...]
    total: Money
    open: Money
    unapplied: Money
    late_charges: Money
    written_off: Money
    recovered: Money
    withheld: Money

    def bucket(self, label: str) -> AgedBucket:
        """The bucket with this label."""
        for bucket in self.buckets:
            if bucket.label == label:
                return bucket
        raise UnknownReference(f"no bucket is called {label}", field="label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aging:
    """Aged balances, one per currency in order of code."""

    by: AgeBy
    balances: tuple[AgedBalance, ...]
    unapplied: UnappliedRule = "own_row"

    def of(self, currency: str) -> AgedBalance:
        """The balances in one currency; zeroes are never made up.

        Raises:
            UnknownReference: nothing was ever owed or paid in it.
        """
        for balance in self.balances:
            if balance.currency == currency:
                return balance
        raise UnknownReference(f"nothing is aged in {currency}", field="currency")


def age(
    snapshots: Snapshot | Iterable[Snapshot],
    *,
    buckets: Buckets = Buckets(0, 30, 60, 90),
    by: AgeBy = "due_date",
    unapplied: UnappliedRule = "own_row",
) -> Aging:
    """Age the open items of one snapshot, or of many as one book, in a single pass.

    By due date the age is days past due, and a pending due date counts as current; by issue date
    it is the days since issue, with age 0 under a label of its own.

    `unapplied` says what cash and credit that lower no debt yet do to the buckets. `own_row`: they
    are a negative row in the first bucket. `own_age`: a negative row in the bucket of the days
    since the money came or the credit note was issued. `oldest_first`: within one customer and
    currency they lower the oldest bucket to zero, then the next; any rest is a negative row in the
    first. With these the buckets sum to the ledger. `exclude`: the buckets are gross, and
    unapplied money is only reported beside them.

    >>> from datetime import date
    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> aging = age(snapshot(account, as_of=date(2026, 3, 3)))
    >>> [(b.label, str(b.amount)) for b in aging.of("EUR").buckets if b.count]
    [('31-60', 'EUR 10.00')]
    """
    book = AgingBook(buckets=buckets, by=by, unapplied=unapplied)
    if isinstance(snapshots, Snapshot):
        snapshots = (snapshots,)
    for snapshot in check_type(snapshots, "snapshots", Iterable):  # type: ignore[type-abstract]
        book.add(snapshot)
    return book.aging()


class AgingBook:
    """Ages one snapshot after another and keeps totals only. Options as in `age`."""

    def __init__(
        self,
        *,
        buckets: Buckets = Buckets(0, 30, 60, 90),
        by: AgeBy = "due_date",
        unapplied: UnappliedRule = "own_row",
    ) -> None:
        self._buckets = check_type(buckets, "buckets", Buckets)
        self._by: AgeBy = check_choice(by, "by", _AGES)
        self._unapplied: UnappliedRule = check_choice(unapplied, "unapplied", _RULES)
        if self._by == "issue_date" and buckets.bounds[0]:
            self._buckets = Buckets(0, *buckets.bounds)  # age 0 has a label of its own
        self._as_of: date | None = None
        self._rows: dict[str, _Row] = {}

    def add(self, snapshot: Snapshot) -> None:
        """Count one account."""
        check_type(snapshot, "snapshot", Snapshot)
        self._as_of = self._as_of or snapshot.as_of
        if snapshot.as_of != self._as_of:
            raise InvalidDate(
                f"a snapshot of {snapshot.as_of} among snapshots of {self._as_of}",
                field="snapshot",
                subject=snapshot.customer.id,
            )
        own: dict[str, _Row] = defaultdict(self._empty)
        for item in snapshot.items:
            self._item(own[item.currency], item, snapshot)
        for entry in snapshot.unapplied:
            row, units = own[entry.amount.currency], entry.amount.minor_units
            row.unapplied += units
            row.credits[self._buckets.index((snapshot.as_of - entry.on).days)] += units
        for currency, row in own.items():
            row.settle(self._unapplied)
            self._rows.setdefault(currency, self._empty()).join(row)

    def _item(self, row: _Row, item: Item, snapshot: Snapshot) -> None:
        units = item.open.minor_units
        if not item.is_trade:
            row.late_charges += units
            return
        for posting in item.postings:
            if posting.kind in _SHOWN:
                row.shown[_SHOWN[posting.kind]] += posting.amount.minor_units
        if units:
            bucket = self._buckets.index(_age(item, snapshot, self._by))
            row.open += units
            row.units[bucket] += units
            row.counts[bucket] += 1

    def _empty(self) -> _Row:
        n = len(self._buckets.bounds) + 1
        return _Row([0] * n, [0] * n, [0] * n)

    def aging(self) -> Aging:
        """The balances so far."""
        return Aging(
            by=self._by,
            balances=tuple(self.balance(code) for code in sorted(self._rows)),
            unapplied=self._unapplied,
        )

    def balance(self, currency: str) -> AgedBalance:
        """The balance so far in one currency; all zero where nothing was counted in it."""
        row = self._rows.get(currency) or self._empty()
        return row.balance(currency, self._buckets.labels(self._by))


def _age(item: Item, snapshot: Snapshot, by: AgeBy) -> int:
    if by == "issue_date":
        return (snapshot.as_of - item.invoice.issued_on).days
    return item.days_past_due or 0


@dataclass(slots=True)
class _Row:
    """Running totals of one currency, in minor units. `units` are the buckets.

    `credits` is one customer's unapplied money by its own age.
    """

    units: list[int]
    counts: list[int]
    credits: list[int]
    open: int = 0
    unapplied: int = 0
    late_charges: int = 0
    shown: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_SHOWN.values(), 0))

    def settle(self, rule: UnappliedRule) -> None:
        """Take one customer's unapplied money off the buckets."""
        if rule == "exclude":
            return
        if rule == "own_age":
            self.units = [a - b for a, b in zip(self.units, self.credits, strict=True)]
            return
        rest = self.unapplied
        if rule == "oldest_first":
            for bucket in reversed(range(len(self.units))):
                taken = max(min(self.units[bucket], rest), 0)
                self.units[bucket] -= taken
                rest -= taken
        self.units[0] -= rest

    def join(self, other: _Row) -> None:
        """Add another customer's row."""
        self.units = [a + b for a, b in zip(self.units, other.units, strict=True)]
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]
        self.open += other.open
        self.unapplied += other.unapplied
        self.late_charges += other.late_charges
        for name, units in other.shown.items():
            self.shown[name] += units

    def balance(self, currency: str, labels: tuple[str, ...]) -> AgedBalance:
        def money(units: int) -> Money:
            return Money.from_minor_units(units, currency)

        return AgedBalance(
            currency=currency,
            buckets=tuple(
                AgedBucket(label=label, amount=money(units), count=count)
                for label, units, count in zip(labels, self.units, self.counts, strict=True)
            ),
            total=money(sum(self.units)),
            open=money(self.open),
            unapplied=money(self.unapplied),
            late_charges=money(self.late_charges),
            **{name: money(units) for name, units in self.shown.items()},
        )
