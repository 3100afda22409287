"""Invoices, credit notes and debit notes, with their parts and discount windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from collectkit._checks import check_choice, check_int, check_stored_day, check_text
from collectkit.errors import CurrencyMismatch, InvalidFact
from collectkit.ledger._fields import (
    many,
    money,
    not_before,
    optional_day,
    optional_text,
    percent,
    put,
    share,
    texts,
)
from collectkit.money import Money, Percent, total

__all__ = ["DiscountWindow", "Installment", "Invoice", "TaxLine"]

InvoiceKind = Literal["invoice", "credit_note", "debit_note"]
Nature = Literal["trade", "late_charge"]
ChargeKind = Literal["interest", "fee", "costs"]

_KINDS: frozenset[str] = frozenset(("invoice", "credit_note", "debit_note"))
_NATURES: frozenset[str] = frozenset(("trade", "late_charge"))
_CHARGES: frozenset[str] = frozenset(("interest", "fee", "costs"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installment:
    """One part of an invoice. `due_on` is contractual; None while its event is pending."""

    number: int
    due_on: date | None
    amount: Money

    def __post_init__(self) -> None:
        check_int(self.number, "number", at_least=1)
        due = optional_day(self.due_on, "due_on", None)
        if due is not self.due_on:
            put(self, "due_on", due)
        money(self.amount, "amount", None, zero=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountWindow:
    """What early payment of a part saves.

    `until` is the printed deadline, inclusive. A payment received by `eligible_until` (grace
    applied, never before `until`) still earns it. `base` is the part of the amount that the
    percentage is taken of; `payable` is the part's amount less `discount`.
    """

    until: date
    percent: Percent
    discount: Money
    payable: Money
    base: Money
    eligible_until: date | None = None
    installment: int = 1

    def __post_init__(self) -> None:
        put(self, "until", check_stored_day(self.until, "until"))
        share(self.percent, "percent", None)
        for name in ("discount", "payable", "base"):
            money(getattr(self, name), name, None, zero=True)
        check_int(self.installment, "installment", at_least=1)
        put(self, "eligible_until", optional_day(self.eligible_until, "eligible_until", None))
        not_before(self.eligible_until, self.until, ("eligible_until", "until"), None)
        if self.eligible_until is None:
            put(self, "eligible_until", self.until)

    @property
    def last_day(self) -> date:
        """The last day on which a payment received still earns the discount."""
        return self.eligible_until or self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxLine:
    """The tax of one rate: net `base` and tax `amount`."""

    rate: Percent
    base: Money
    amount: Money

    def __post_init__(self) -> None:
        percent(self.rate, "rate", None)
        money(self.base, "base", None, zero=True)
        money(self.amount, "amount", None, zero=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A debt (`invoice`, `debit_note`) or a credit (`credit_note`) of one customer.

    `amount` is gross and positive; the kind gives the sign. There is always at least one part:
    when `installments` is left out, one is made from `due_on`. `due_on` is the latest known due
    date of the parts and None only while every part is pending; a credit note's is its own date
    when left out. A posted late charge is a debit note of nature
    `late_charge`, and what takes it back a credit note of that nature.

    Raises:
        InvalidFact: parts that do not sum to the amount or are not numbered 1, 2, …; a due date
            that is not the parts' latest; no due date at all.
        CurrencyMismatch: a part, tax line or discount in another currency.

    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...                   issued_on=date(2026, 1, 31), due_on=date(2026, 3, 2))
    >>> invoice.installments[0].amount
    Money('1190.00', 'EUR')
    """

    id: str
    customer_id: str
    amount: Money
    issued_on: date
    due_on: date | None = None
    kind: InvoiceKind = "invoice"
    nature: Nature = "trade"
    installments: tuple[Installment, ...] = ()
    discounts: tuple[DiscountWindow, ...] = ()
    tax: tuple[TaxLine, ...] = ()
    non_discountable: Money | None = None
    delivered_on: date | None = None
    tags: tuple[str, ...] = ()
    charge_key: str | None = None
    charge_for: str | None = None
    charge_kind: ChargeKind | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "issued_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.customer_id, "customer_id", subject=self.id)
        check_choice(self.kind, "kind", _KINDS, subject=self.id)
        check_choice(self.nature, "nature", _NATURES, subject=self.id)
        money(self.amount, "amount", self.id, zero=True)
        put(self, "issued_on", check_stored_day(self.issued_on, "issued_on", subject=self.id))
        for name in ("due_on", "delivered_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, self.id))
        put(self, "tags", texts(self.tags, "tags", self.id))
        self._check_parts()
        self._check_details()
        self._check_charge()

    def _check_parts(self) -> None:
        if self.installments == ():
            due = self.due_on
            if due is None and self.kind == "credit_note":
                due = self.issued_on
            if due is None:
                raise InvalidFact(
                    f"invoice {self.id} has neither due_on nor installments",
                    field="due_on",
                    subject=self.id,
                    hint="give one; where it waits for an event, an Installment with due_on=None",
                )
            part = Installment(number=1, due_on=due, amount=self.amount)
            put(self, "installments", (part,))
            put(self, "due_on", due)
            return
        parts = many(self.installments, "installments", Installment, self.id)
        put(self, "installments", parts)
        if [part.number for part in parts] != list(range(1, len(parts) + 1)):
            raise InvalidFact(
                f"installments of {self.id} must be numbered 1 to {len(parts)} in order",
                field="installments",
                subject=self.id,
            )
        self._one_currency("installments", *(part.amount for part in parts))
        whole = total((part.amount for part in parts), self.amount.currency)
        if whole != self.amount:
            raise InvalidFact(
                f"installments of {self.id} sum to {whole}, not to {self.amount}",
                field="installments",
                subject=self.id,
            )
        latest = max((part.due_on for part in parts if part.due_on is not None), default=None)
        if self.due_on is not None and self.due_on != latest:
            raise InvalidFact(
                f"due_on {self.due_on} of {self.id} is not its parts' latest known, {latest}",
                field="due_on",
                subject=self.id,
                hint="leave due_on out when installments are given",
            )
        put(self, "due_on", latest)

    def _check_details(self) -> None:
        put(self, "discounts", many(self.discounts, "discounts", DiscountWindow, self.id))
        put(self, "tax", many(self.tax, "tax", TaxLine, self.id))
        for window in self.discounts:
            self._one_currency("discounts", window.discount, window.payable, window.base)
            if window.installment > len(self.installments):
                raise InvalidFact(
                    f"a discount of {self.id} is for part {window.installment}, which it has not",
                    field="discounts",
                    subject=self.id,
                )
            part = self.installments[window.installment - 1].amount
            if window.base > part:
                raise InvalidFact(
                    f"the discount base {window.base} of {self.id} is more than {part}",
                    field="discounts",
                    subject=self.id,
                )
            if window.discount + window.payable != part:
                raise InvalidFact(
                    f"discount {window.discount} and payable {window.payable} of {self.id} "
                    f"do not make up {part}",
                    field="discounts",
                    subject=self.id,
                )
        for line in self.tax:
            self._one_currency("tax", line.base, line.amount)
        if self.non_discountable is not None:
            money(self.non_discountable, "non_discountable", self.id, zero=True)
            self._one_currency("non_discountable", self.non_discountable)
            if self.non_discountable > self.amount:
                raise InvalidFact(
                    f"non_discountable {self.non_discountable} of {self.id} is more than "
                    f"{self.amount}",
                    field="non_discountable",
                    subject=self.id,
                )

    def _check_charge(self) -> None:
        for name in ("charge_key", "charge_for"):
            optional_text(getattr(self, name), name, self.id)
        if self.charge_kind is not None:
            check_choice(self.charge_kind, "charge_kind", _CHARGES, subject=self.id)
        if self.nature == "late_charge" and self.kind == "invoice":
            raise InvalidFact(
                f"the late charge {self.id} must be a debit note, or a credit note that takes one "
                "back, not an invoice",
                field="kind",
                subject=self.id,
            )
        if self.nature == "trade" and (self.charge_kind or self.charge_for or self.charge_key):
            raise InvalidFact(
                f"invoice {self.id} has charge fields but is not a late charge",
                field="nature",
                subject=self.id,
                hint="set nature to `late_charge`",
            )

    def _one_currency(self, field: str, *amounts: Money) -> None:
        for amount in amounts:
            if amount.currency != self.amount.currency:
                raise CurrencyMismatch(
                    f"{field} of {self.id} is in {amount.currency}, "
                    f"the invoice in {self.amount.currency}",
                    field=field,
                    subject=self.id,
                )

    @property
    def currency(self) -> str:
        """The currency of the invoice."""
        return self.amount.currency

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The ids of its parts: the invoice id when there is one, else `INV-7/1`, `INV-7/2`, …"""
        if len(self.installments) == 1:
            return (self.id,)
        return tuple(f"{self.id}/{part.number}" for part in self.installments)

    def order(self) -> tuple[object, ...]:
        return (self.issued_on, self.id)
