"""Money in and out, where it went, and balances lowered without money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from collectkit._checks import check_choice, check_int, check_stored_day, check_text, check_type
from collectkit.errors import CurrencyMismatch, InvalidFact
from collectkit.ledger._fields import fact_id, money, not_before, optional_day, optional_text, put
from collectkit.ledger.invoice import Invoice
from collectkit.money import Money

__all__ = ["Adjustment", "Allocation", "Receipt", "payment"]

ReceiptKind = Literal["payment", "reversal", "refund"]
Component = Literal["principal", "interest", "fee", "costs"]
AdjustmentKind = Literal["write_off", "discount", "withholding"]

# The receipt of allocations that name no source: `own:<invoice>@<date>`.
OWN = "own:"
_RECEIPTS: frozenset[str] = frozenset(("payment", "reversal", "refund"))
_COMPONENTS: frozenset[str] = frozenset(("principal", "interest", "fee", "costs"))
_ADJUSTMENTS: frozenset[str] = frozenset(("write_off", "discount", "withholding"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that came in (`payment`), bounced (`reversal`) or was paid out again (`refund`).

    A reversal names a payment in `reverses` and is the whole of it; from its own date on the
    payment and its allocations count as never made. A refund names a payment or credit note; it
    takes that source's unapplied part first and then undoes its latest allocations from its date.
    """

    id: str
    customer_id: str
    amount: Money
    received_on: date
    kind: ReceiptKind = "payment"
    method: str | None = None
    reverses: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "received_on"

    def __post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.customer_id, "customer_id", subject=self.id)
        check_choice(self.kind, "kind", _RECEIPTS, subject=self.id)
        money(self.amount, "amount", self.id)
        put(self, "received_on", check_stored_day(self.received_on, "received_on", subject=self.id))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", self.id))
        optional_text(self.method, "method", self.id)
        optional_text(self.reverses, "reverses", self.id)
        if (self.kind == "payment") != (self.reverses is None):
            need = "must not undo another" if self.kind == "payment" else "must name what it undoes"
            raise InvalidFact(f"{self.kind} {self.id} {need}", field="reverses", subject=self.id)

    def order(self) -> tuple[object, ...]:
        return (self.received_on, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """So much of a receipt or credit note applied to an invoice.

    It counts from `applied_on` (or the day its source and invoice exist, if later) until it is
    `ended_on`. `source_id=None` carries its own receipt, received on `applied_on`, under the
    allocation's id or `own:<invoice>@<date>`. Without `installment` it fills the parts in order of
    their due dates. Only `principal` lowers the invoice.
    """

    invoice_id: str
    amount: Money
    applied_on: date
    source_id: str | None = None
    installment: int | None = None
    component: Component = "principal"
    ended_on: date | None = None
    ended_recorded_on: date | None = None
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "applied_on"

    def __post_init__(self) -> None:
        subject = fact_id(self)
        check_text(self.invoice_id, "invoice_id", subject=subject)
        subject = subject or self.invoice_id
        optional_text(self.source_id, "source_id", subject)
        money(self.amount, "amount", subject)
        put(self, "applied_on", check_stored_day(self.applied_on, "applied_on", subject=subject))
        for name in ("ended_on", "ended_recorded_on", "recorded_on"):
            put(self, name, optional_day(getattr(self, name), name, subject))
        if self.installment is not None:
            check_int(self.installment, "installment", at_least=1, subject=subject)
        check_choice(self.component, "component", _COMPONENTS, subject=subject)
        not_before(self.ended_on, self.applied_on, ("ended_on", "applied_on"), subject)
        if self.ended_on is None and self.ended_recorded_on is not None:
            raise InvalidFact(
                "ended_recorded_on without ended_on", field="ended_on", subject=subject
            )

    def ended(self, as_of: date, known_at: date | None) -> bool:
        """Whether it no longer counts at `as_of`, as far as is known at `known_at`."""
        if self.ended_on is None or self.ended_on > as_of:
            return False
        known = self.ended_recorded_on or self.ended_on
        return known_at is None or known <= known_at

    @property
    def source_key(self) -> str:
        """The id of the receipt or credit note it draws on, its own receipt included."""
        return self.source_id or self.id or f"{OWN}{self.invoice_id}@{self.applied_on}"

    def order(self) -> tuple[object, ...]:
        return (
            self.applied_on,
            self.id or "",
            self.source_id or "",
            self.invoice_id,
            self.installment or 0,
            self.component,
            self.amount.amount,
            self.ended_on or date.max,
            self.ended_recorded_on or date.max,
            self.recorded_on or date.min,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A balance lowered without money: written off, discounted, or withheld as tax.

    Without `installment` it fills the parts in order of their due dates.
    """

    invoice_id: str
    amount: Money
    on: date
    kind: AdjustmentKind
    installment: int | None = None
    id: str | None = None
    recorded_on: date | None = None

    known_by: ClassVar[str] = "on"

    def __post_init__(self) -> None:
        subject = fact_id(self)
        check_text(self.invoice_id, "invoice_id", subject=subject)
        subject = subject or self.invoice_id
        money(self.amount, "amount", subject)
        put(self, "on", check_stored_day(self.on, "on", subject=subject))
        put(self, "recorded_on", optional_day(self.recorded_on, "recorded_on", subject))
        check_choice(self.kind, "kind", _ADJUSTMENTS, subject=subject)
        if self.installment is not None:
            check_int(self.installment, "installment", at_least=1, subject=subject)

    def order(self) -> tuple[object, ...]:
        return (
            self.on,
            self.id or "",
            self.invoice_id,
            self.installment or 0,
            self.kind,
            self.amount.amount,
            self.recorded_on or date.min,
        )


def payment(
    invoice: Invoice, *, on: date, amount: Money, id: str | None = None, method: str | None = None
) -> tuple[Receipt, Allocation]:
    """A receipt and its allocation to `invoice`, both on one day.

    The receipt's id is `id`, or `<invoice id>@<date>`; give one when an invoice is paid twice on
    one day.

    >>> receipt, allocation = payment(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),
    ...     on=date(2026, 2, 1), amount=Money("4.00", "EUR"))
    >>> receipt.id, allocation.source_id, allocation.invoice_id
    ('INV-7@2026-02-01', 'INV-7@2026-02-01', 'INV-7')
    """
    if check_type(invoice, "invoice", Invoice).kind == "credit_note":
        raise InvalidFact(
            f"the credit note {invoice.id} is not paid", field="invoice", subject=invoice.id
        )
    check_stored_day(on, "on", subject=invoice.id)
    if isinstance(amount, Money) and amount.currency != invoice.currency:
        raise CurrencyMismatch(
            f"{amount} does not pay {invoice.id}, which is in {invoice.currency}",
            field="amount",
            subject=invoice.id,
        )
    receipt = Receipt(
        id=f"{invoice.id}@{on}" if id is None else id,
        customer_id=invoice.customer_id,
        amount=amount,
        received_on=on,
        method=method,
    )
    return receipt, Allocation(
        invoice_id=invoice.id, amount=amount, applied_on=on, source_id=receipt.id
    )
