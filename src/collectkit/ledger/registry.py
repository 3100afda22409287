"""What makes facts fit each other: unique ids, known references, one currency, one customer.

One checker for both uses: an `Account` raises on the first misfit, `accounts` collects them.
"""

from __future__ import annotations

from typing import TypeAlias

from collectkit.errors import (
    CurrencyMismatch,
    DuplicateId,
    InvalidFact,
    UnknownReference,
    shown,
)
from collectkit.ledger.cash import OWN, Adjustment, Allocation, Receipt
from collectkit.ledger.circumstances import (
    Approval,
    Dispute,
    Hold,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.ledger.customer import Customer, Done
from collectkit.ledger.invoice import Invoice
from collectkit.money import Money

Fact: TypeAlias = (
    Customer
    | Invoice
    | Receipt
    | Allocation
    | Adjustment
    | Waiver
    | Dispute
    | Hold
    | Promise
    | PaymentPlan
    | Done
    | Approval
    | Placement
    | LateReason
)

# The order in which facts are admitted: what is named comes before what names it.
FIELDS: dict[str, type[Fact]] = {
    "invoices": Invoice,
    "receipts": Receipt,
    "allocations": Allocation,
    "adjustments": Adjustment,
    "waivers": Waiver,
    "disputes": Dispute,
    "holds": Hold,
    "promises": Promise,
    "plans": PaymentPlan,
    "done": Done,
    "approvals": Approval,
    "placements": Placement,
    "late_reasons": LateReason,
}


class Registry:
    """Facts seen so far. `admit` returns the customer a fact belongs to, or raises."""

    __slots__ = ("_customers", "_ids", "_items", "_refunded", "_reversed", "_sources", "invoices")

    def __init__(self) -> None:
        self._customers: set[str] = set()
        self.invoices: dict[str, Invoice] = {}
        self._items: dict[str, Invoice] = {}
        self._sources: dict[str, Receipt | Invoice] = {}
        self._ids: set[tuple[str, str]] = set()
        self._reversed: set[str] = set()
        self._refunded: dict[str, Money] = {}

    def admit(self, fact: Fact) -> str:
        """Check `fact` against those admitted before and remember it.

        Raises:
            DuplicateId: its id is taken.
            UnknownReference: it names an id that was not admitted.
            CurrencyMismatch: it is not in the currency of what it names.
            InvalidFact: any other contradiction.
        """
        match fact:
            case Customer():
                self._take("customer", fact.id)
                self._customers.add(fact.id)
                return fact.id
            case Invoice():
                return self._invoice(fact)
            case Receipt():
                return self._receipt(fact)
            case Allocation():
                return self._allocation(fact)
            case Adjustment() | Dispute() | LateReason():
                return self._on_invoice(fact)
            case _:
                return self._on_account(fact)

    # -- one fact each ---------------------------------------------------------------------
    def _invoice(self, invoice: Invoice) -> str:
        self._customer(invoice.customer_id, invoice.id)
        self._free_source(invoice.id)
        for item_id in {invoice.id, *invoice.item_ids}:
            if item_id in self._items or item_id in self.invoices:
                raise DuplicateId(f"the item id {item_id} is used twice", subject=invoice.id)
        self.invoices[invoice.id] = invoice
        self._items.update(dict.fromkeys(invoice.item_ids, invoice))
        self._sources[invoice.id] = invoice
        return invoice.customer_id

    def _receipt(self, receipt: Receipt) -> str:
        self._customer(receipt.customer_id, receipt.id)
        self._free_source(receipt.id)
        if receipt.reverses is not None:
            self._undoing(receipt, receipt.reverses)
        self._sources[receipt.id] = receipt
        return receipt.customer_id

    def _undoing(self, receipt: Receipt, source_id: str) -> None:
        source = self._sources.get(source_id)
        if source is None or (isinstance(source, Receipt) and source.kind != "payment"):
            raise _unknown("reverses", source_id, receipt.id, "a payment or credit note")
        _same_customer(source.customer_id, receipt.customer_id, receipt.id)
        _same_currency(receipt.amount, source.amount, receipt.id, source_id)
        if receipt.kind == "reversal":
            if isinstance(source, Invoice):
                raise InvalidFact(
                    f"reversal {receipt.id} names the credit note {source_id}",
                    field="reverses",
                    subject=receipt.id,
                    hint="only a payment bounces",
                )
            if receipt.amount != source.amount:
                raise InvalidFact(
                    f"reversal {receipt.id} of {receipt.amount} is not the whole of {source_id}, "
                    f"{source.amount}",
                    field="amount",
                    subject=receipt.id,
                    hint="record a partial return as a refund",
                )
            if source_id in self._reversed:
                raise InvalidFact(
                    f"payment {source_id} is reversed twice", field="reverses", subject=receipt.id
                )
            if receipt.received_on < source.received_on:
                raise InvalidFact(
                    f"reversal {receipt.id} lies before what it undoes, {source_id} of "
                    f"{source.received_on}",
                    field="received_on",
                    subject=receipt.id,
                )
            self._reversed.add(source_id)
            return
        if isinstance(source, Invoice) and source.kind != "credit_note":
            raise _unknown("reverses", source_id, receipt.id, "a payment or credit note")
        refunded = self._refunded.get(source_id, Money.zero(receipt.amount.currency))
        if refunded + receipt.amount > source.amount:
            raise InvalidFact(
                f"refunds of {source_id} would exceed it with {receipt.id}",
                field="amount",
                subject=receipt.id,
            )
        self._refunded[source_id] = refunded + receipt.amount

    def _allocation(self, fact: Allocation) -> str:
        subject = fact.id or fact.invoice_id
        invoice = self._known_invoice(fact.invoice_id, "invoice_id", subject)
        self._part(fact.installment, invoice, subject)
        _same_currency(fact.amount, invoice.amount, subject, invoice.id)
        if invoice.kind == "credit_note":
            raise InvalidFact(
                f"allocation to the credit note {invoice.id}",
                field="invoice_id",
                subject=subject,
                hint="name the credit note as source_id",
            )
        if fact.source_id is not None:
            source = self._sources.get(fact.source_id)
            if source is None or (source.kind not in ("payment", "credit_note")):
                raise _unknown("source_id", fact.source_id, subject, "a payment or credit note")
            _same_customer(source.customer_id, invoice.customer_id, subject)
            _same_currency(fact.amount, source.amount, subject, fact.source_id)
        if fact.id is not None:
            self._take("allocation", fact.id)
            if fact.source_id is None:
                self._free_source(fact.id)
        return invoice.customer_id

    def _on_invoice(self, fact: Adjustment | Dispute | LateReason) -> str:
        subject = fact.id or fact.invoice_id
        invoice = self._known_invoice(fact.invoice_id, "invoice_id", subject)
        if not isinstance(fact, LateReason) and fact.amount is not None:
            _same_currency(fact.amount, invoice.amount, subject, invoice.id)
        if isinstance(fact, Adjustment):
            self._part(fact.installment, invoice, subject)
            if invoice.kind == "credit_note":
                raise InvalidFact(
                    f"{fact.kind} on the credit note {invoice.id}",
                    field="invoice_id",
                    subject=subject,
                )
        if fact.id is not None:
            self._take(type(fact).__name__, fact.id)
        return invoice.customer_id

    def _on_account(
        self, fact: Waiver | Hold | Promise | PaymentPlan | Done | Approval | Placement
    ) -> str:
        subject = fact.id
        self._customer(fact.customer_id, subject)
        named = fact.invoices if isinstance(fact, (Promise, PaymentPlan)) else fact.items
        field = "invoices" if isinstance(fact, (Promise, PaymentPlan)) else "items"
        for name in named:
            invoice = self.invoices.get(name) or (
                self._items.get(name) if field == "items" else None
            )
            if invoice is None:
                raise _unknown(field, name, subject, "an invoice")
            _same_customer(invoice.customer_id, fact.customer_id, subject)
            amount = _amount_of(fact)
            if amount is not None:
                _same_currency(amount, invoice.amount, subject, name)
        if isinstance(fact, Hold) and fact.receipt_id is not None:
            collecting = self._sources.get(fact.receipt_id)
            if not isinstance(collecting, Receipt):
                raise _unknown("receipt_id", fact.receipt_id, subject, "a receipt")
        if subject is not None:
            self._take(type(fact).__name__, subject)
        return fact.customer_id

    # -- shared questions ------------------------------------------------------------------
    def _customer(self, customer_id: str, subject: str | None) -> None:
        if customer_id not in self._customers:
            raise _unknown("customer_id", customer_id, subject, "a customer")

    def _known_invoice(self, invoice_id: str, field: str, subject: str) -> Invoice:
        invoice = self.invoices.get(invoice_id)
        if invoice is None:
            raise _unknown(field, invoice_id, subject, "an invoice")
        return invoice

    def _free_source(self, source_id: str) -> None:
        if source_id.startswith(OWN):
            raise InvalidFact(
                f"ids that begin with `{OWN}` belong to receipts that allocations carry",
                field="id",
                subject=source_id,
                hint="choose another id",
            )
        if source_id in self._sources:
            raise DuplicateId(
                f"the id {source_id} is used twice among invoices and receipts",
                field="id",
                subject=source_id,
            )

    def _take(self, kind: str, fact_id: str) -> None:
        if (kind, fact_id) in self._ids:
            raise DuplicateId(
                f"two {kind} facts have the id {fact_id}", field="id", subject=fact_id
            )
        self._ids.add((kind, fact_id))

    @staticmethod
    def _part(number: int | None, invoice: Invoice, subject: str) -> None:
        if number is not None and number > len(invoice.installments):
            raise UnknownReference(
                f"invoice {invoice.id} has no part {number}", field="installment", subject=subject
            )


def _amount_of(fact: Fact) -> Money | None:
    """The money a fact about several items speaks of, where it speaks of any."""
    if isinstance(fact, PaymentPlan):
        return fact.installments[0].amount
    return fact.amount if isinstance(fact, (Promise, Waiver)) else None


def _unknown(field: str, name: str, subject: str | None, what: str) -> UnknownReference:
    return UnknownReference(
        f"{field} {shown(name)} is not {what} of this account",
        field=field,
        subject=subject,
        hint="add it, or correct the id",
    )


def _same_customer(one: str, other: str, subject: str | None) -> None:
    if one != other:
        raise InvalidFact(
            f"it joins customers {shown(one)} and {shown(other)}",
            field="customer_id",
            subject=subject,
            hint="an account is one creditor and one customer",
        )


def _same_currency(one: Money, other: Money, subject: str | None, name: str) -> None:
    if one.currency != other.currency:
        raise CurrencyMismatch(
            f"{one.currency} does not fit {name}, which is in {other.currency}",
            field="amount",
            subject=subject,
            hint="convert before recording",
        )
