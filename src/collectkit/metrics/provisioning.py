"""Expected credit losses over snapshots: a provision matrix applied to a book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from collectkit._checks import check_choice, check_type
from collectkit.errors import (
    CurrencyMismatch,
    DuplicateId,
    InvalidFact,
    UnknownReference,
    shown,
)
from collectkit.explain import Finding
from collectkit.ledger import Invoice, Item, Snapshot
from collectkit.metrics._amounts import Unit
from collectkit.metrics._numbers import to_decimal
from collectkit.metrics._window import of_one_day
from collectkit.metrics.allowances import (
    Exposure,
    Provision,
    assembled,
    check_specific,
    expected,
    specific,
)
from collectkit.metrics.matrix import Basis, ProvisionMatrix
from collectkit.money import Money, RoundingMode, minor_unit

__all__ = ["BookProvision", "provision_of"]

UnappliedRule = Literal["own_row", "exclude"]
_RULES: frozenset[UnappliedRule] = frozenset(("own_row", "exclude"))
_PRESUMED_DEFAULT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class BookProvision:
    """The loss allowance of one currency of a book.

    `matrix` is the id and version of the policy, `basis` what its balances are. `findings` are
    matters to look into; none of them has changed a figure.
    """

    as_of: date
    currency: str
    matrix: str
    basis: Basis
    provision: Provision[Money]
    findings: tuple[Finding, ...]

    def explain(self) -> str:
        """The disclosure as a small table, with its basis."""
        basis = self.basis.replace("_", " ")
        return (
            f"{self.currency} at {self.as_of}, {self.matrix}, {basis}\n{self.provision.explain()}"
        )


def provision_of(
    snapshots: Iterable[Snapshot],
    *,
    matrix: ProvisionMatrix,
    impaired: Mapping[str, Money] | None = None,
    insured: Mapping[str, Money] | None = None,
    overlay: Iterable[Money] = (),
    unapplied: UnappliedRule = "own_row",
    rounding: RoundingMode = RoundingMode.HALF_UP,
) -> tuple[BookProvision, ...]:
    """The loss allowance of a book of trade receivables, one per currency in order of code.

    Buckets go by the contractual due date, whatever plan was agreed; a pending one is in the first.
    Posted late charges stand outside. A customer's bucket below zero counts 0 and shelters nobody
    else, so `exposed` may be more than `gross`.

    Without tax, an open balance counts with the invoice's share of net in gross, and so does an
    unapplied credit note; unapplied cash has no tax lines and counts in full.

    Args:
        snapshots: one per account, all of one day.
        matrix: the rates, and the basis.
        impaired: specific allowances of credit-impaired debts, by invoice or item id; they leave
            the buckets for a row of their own. Net of what is insured.
        insured: what somebody else stands in for, by invoice or item id; more than is open counts
            as what is open. Both are in the matrix's basis.
        overlay: management's adjustment of the whole, one amount per currency, of either sign.
        unapplied: `own_row` takes a customer's unapplied cash and credit off the first bucket, as
            aging does; `exclude` leaves them out.
        rounding: applied once to the sum of the rows of a currency.

    Raises:
        InvalidDate: snapshots of two days.
        UnknownReference: an id that no open trade item has; an overlay where nothing is owed.
        InvalidFact: one id both impaired and insured; tax lines of more than their invoice.
        DuplicateId: an item and its invoice both named, or two overlays in one currency.

    Source: IFRS 9, 5.5.15, B5.5.35; B5.5.37 is a presumption, so it is only a finding.

    >>> from datetime import date
    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> from collectkit.metrics import BucketRate
    >>> from collectkit.money import Percent
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),))
    >>> matrix = ProvisionMatrix(id="trade", version="1", basis="including_tax", rates=(
    ...     BucketRate(up_to=0, rate=Percent(1)), BucketRate(rate=Percent(5))))
    >>> found, = provision_of([snapshot(account, as_of=date(2026, 2, 28))], matrix=matrix)
    >>> found.provision.allowance
    Money('4.50', 'EUR')
    """
    check_type(rounding, "rounding", RoundingMode)
    book = _Book(
        check_type(matrix, "matrix", ProvisionMatrix),
        _Named("impaired", impaired or {}),
        _Named("insured", insured or {}),
        check_choice(unapplied, "unapplied", _RULES),
    )
    for snapshot in of_one_day(snapshots):
        book.add(snapshot)
    return book.provisions(_overlays(overlay), rounding)


def _overlays(overlay: Iterable[Money]) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for amount in check_type(overlay, "overlay", Iterable):  # type: ignore[type-abstract]
        check_type(amount, "overlay", Money)
        if found.setdefault(amount.currency, amount) is not amount:
            raise DuplicateId(f"two overlays in {amount.currency}", field="overlay")
    return found


class _Named:
    """Amounts that the caller gives by invoice or item id."""

    def __init__(self, name: str, amounts: Mapping[str, Money]) -> None:
        self.name = name
        self.amounts = dict(check_type(amounts, name, Mapping))  # type: ignore[type-abstract]
        for key, amount in self.amounts.items():
            check_type(amount, name, Money, subject=key)
            if amount.minor_units < 0:
                raise InvalidFact(f"{amount} is negative", field=name, subject=key)
        self.left = {key: Fraction(amount.minor_units) for key, amount in self.amounts.items()}
        self.met: set[str] = set()

    def key(self, item: Item) -> str | None:
        """The id under which an item is named, if it is."""
        keys = {item.id, item.invoice.id} & self.amounts.keys()
        if not keys:
            return None
        if len(keys) > 1:
            raise DuplicateId(
                f"{self.name} names both {item.id} and its invoice",
                field=self.name,
                subject=item.id,
            )
        (key,) = keys
        if self.amounts[key].currency != item.currency:
            raise CurrencyMismatch(
                f"{self.amounts[key]} for {key}, which is in {item.currency}",
                field=self.name,
                subject=key,
            )
        self.met.add(key)
        return key

    def take(self, item: Item, most: Fraction) -> Fraction:
        """What an item, open with `most`, gets of its amount; parts of an invoice in turn."""
        key = self.key(item)
        if key is None:
            return Fraction(0)
        taken = min(self.left[key], most)
        self.left[key] -= taken
        return taken

    def check_met(self) -> None:
        """Refuse ids that were on no open item."""
        for key in self.amounts:
            if key not in self.met:
                raise UnknownReference(
                    f"{shown(key)} is no open trade item of the book", field=self.name, subject=key
                )


@dataclass(slots=True)
class _Row:
    """Running totals of one currency, in minor units by bucket."""

    gross: list[Fraction]
    insured: list[Fraction]
    exposed: list[Fraction]
    impaired: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    long_overdue: int = 0
    untaxed: int = 0


class _Book:
    """Gathers exposures from one snapshot after another."""

    def __init__(
        self, matrix: ProvisionMatrix, impaired: _Named, insured: _Named, unapplied: UnappliedRule
    ) -> None:
        self.matrix, self.impaired, self.insured = matrix, impaired, insured
        self.unapplied = unapplied
        self.buckets = matrix.buckets
        self.as_of: date | None = None
        self.rows: dict[str, _Row] = {}

    def add(self, snapshot: Snapshot) -> None:
        """Count one account."""
        self.as_of = snapshot.as_of
        own: dict[str, _Row] = {}
        for item in snapshot.open:
            if item.is_trade:
                self._item(own.setdefault(item.currency, self._empty()), item)
        if self.unapplied == "own_row":
            notes = {note.id: note for note in snapshot.credit_notes}
            for entry in snapshot.unapplied:
                row = own.setdefault(entry.amount.currency, self._empty())
                row.gross[0] -= self._in_basis(entry.amount, notes.get(entry.source_id))
        for currency, row in own.items():
            for at, gross in enumerate(row.gross):
                row.insured[at] = min(row.insured[at], max(gross, Fraction(0)))
                row.exposed[at] = max(gross - row.insured[at], Fraction(0))
            self._join(self.rows.setdefault(currency, self._empty()), row)

    def _item(self, row: _Row, item: Item) -> None:
        amount = self._in_basis(item.open, item.invoice)
        row.untaxed += not item.invoice.tax
        key = self.impaired.key(item)
        if key is not None:
            if self.insured.key(item) is not None:
                raise InvalidFact(
                    f"{item.id} is both insured and credit-impaired",
                    field="insured",
                    subject=item.id,
                    hint="a specific allowance is net of what is insured",
                )
            row.impaired[key] += amount
            return
        late = item.days_past_due or 0
        bucket = self.buckets.index(late)
        row.gross[bucket] += amount
        row.insured[bucket] += self.insured.take(item, amount)
        row.long_overdue += late >= _PRESUMED_DEFAULT

    def _in_basis(self, amount: Money, document: Invoice | None) -> Fraction:
        """Minor units of `amount`, in the basis of the matrix; cash has no document."""
        units = Fraction(amount.minor_units)
        if document is None or not document.tax or self.matrix.basis == "including_tax":
            return units
        whole = document.amount.minor_units
        tax = sum(line.amount.minor_units for line in document.tax)
        if not 0 <= tax <= whole:
            raise InvalidFact(
                f"the tax lines of {document.id} come to more than {document.amount}",
                field="tax",
                subject=document.id,
            )
        return units * (whole - tax) / whole

    def _empty(self) -> _Row:
        nothing = [Fraction(0)] * len(self.matrix.rates)
        return _Row([*nothing], [*nothing], [*nothing])

    def _join(self, row: _Row, other: _Row) -> None:
        for name in ("gross", "insured", "exposed"):
            mine, more = getattr(row, name), getattr(other, name)
            mine[:] = [a + b for a, b in zip(mine, more, strict=True)]
        for key, amount in other.impaired.items():
            row.impaired[key] += amount
        row.long_overdue += other.long_overdue
        row.untaxed += other.untaxed

    # -- what comes of it ------------------------------------------------------------------------
    def provisions(
        self, overlays: dict[str, Money], rounding: RoundingMode
    ) -> tuple[BookProvision, ...]:
        """The provision of every currency."""
        for named in (self.impaired, self.insured):
            named.check_met()
        for currency in overlays:
            if currency not in self.rows:
                raise UnknownReference(f"nothing is owed in {currency}", field="overlay")
        if self.as_of is None:
            return ()
        return tuple(
            BookProvision(
                as_of=self.as_of,
                currency=currency,
                matrix=f"{self.matrix.id}@{self.matrix.version}",
                basis=self.matrix.basis,
                provision=assembled(
                    [*self._exposures(currency)],
                    overlay=Fraction(overlays[currency].amount if currency in overlays else 0),
                    unit=Unit(to_decimal, currency),
                    uplift=None if self.matrix.uplift is None else Fraction(self.matrix.uplift),
                    rounding=rounding,
                ),
                findings=tuple(self._findings(self.rows[currency])),
            )
            for currency in sorted(self.rows)
        )

    def _exposures(self, currency: str) -> Iterator[Exposure]:
        row, scale = self.rows[currency], 10 ** minor_unit(currency)
        columns = zip(
            self.buckets.labels("due_date"), row.gross, row.insured, row.exposed,
            self.matrix.exact_rates, strict=True,
        )  # fmt: skip
        for label, gross, insured, exposed, rate in columns:
            yield expected(label, gross / scale, insured / scale, exposed / scale, rate)
        debts, allowances = Fraction(0), Fraction(0)
        for key, debt in row.impaired.items():
            allowance = Fraction(self.impaired.amounts[key].minor_units)
            check_specific(debt, allowance, key)
            debts, allowances = debts + debt, allowances + allowance
        if row.impaired:
            yield specific(debts / scale, allowances / scale)

    def _findings(self, row: _Row) -> Iterator[Finding]:
        if row.long_overdue:
            yield Finding(
                code="metrics.presumed-default",
                path="impaired",
                message=f"items {_PRESUMED_DEFAULT} days past due or more, and not listed as "
                f"credit-impaired: {row.long_overdue}",
                advice="IFRS 9, B5.5.37 presumes default by then: list them, or keep on file why a "
                "later day fits better",
                severity="info",
            )
        if row.untaxed and self.matrix.basis == "excluding_tax":
            yield Finding(
                code="metrics.no-tax-lines",
                path="basis",
                message=f"items without tax lines, which count in full: {row.untaxed}",
                advice="give the tax lines of taxed invoices",
                severity="info",
            )
