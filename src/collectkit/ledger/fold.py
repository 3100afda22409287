"""The one reading of money facts: dated events folded into balances, in minor units.

Events run in date order; on one day debts and sources appear first, then allocations, then
adjustments, then refunds. Bounced payments, and allocations that ended, are left out of the whole
history as at the day asked for: from that day on they count as never made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from collectkit.errors import Problem
from collectkit.ledger.account import Account
from collectkit.ledger.cash import Adjustment, Allocation, Component, Receipt
from collectkit.ledger.invoice import Installment, Invoice

PostingKind = Literal[
    "paid", "credited", "recovered", "write_off", "discount", "withholding", "charge"
]

_ISSUE, _RECEIVE, _ALLOCATE, _ADJUST, _REFUND = range(5)


class Entry(NamedTuple):
    """One effect of an event on one item: `units` lower its open balance (negative: raise it).

    `recovered` and `charge` do not touch the open balance. `on` is the day it counts from in
    balances, `value_on` the day the money came, for lateness.
    """

    item_id: str
    invoice_id: str
    kind: PostingKind
    units: int
    on: date
    value_on: date
    source_id: str
    component: Component = "principal"


@dataclass(slots=True)
class ItemState:
    """One part of an invoice while events run over it."""

    id: str
    invoice: Invoice
    part: Installment
    open: int
    written_off: int = 0
    recovered: int = 0
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class SourceState:
    """A receipt or credit note while events run over it; `available` is its unapplied part."""

    id: str
    on: date
    currency: str
    is_cash: bool
    available: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Fold:
    """Balances at the end of one day, and how they came about."""

    items: dict[str, ItemState]
    sources: dict[str, SourceState]
    receipts: list[Receipt]
    notes: list[Invoice]
    problems: list[Problem]
    own_receipts: dict[str, tuple[str, int, date]]

    def bounced(self) -> dict[str, date]:
        """The payments that bounced, and when."""
        return {
            receipt.reverses: receipt.received_on
            for receipt in self.receipts
            if receipt.kind == "reversal" and receipt.reverses is not None
        }

    def standing_cash(self) -> list[tuple[str, date, int, str]]:
        """(source, date, units, currency) of payments that stand and, negative, their refunds."""
        bounced = self.bounced()
        notes = {note.id for note in self.notes}
        cash = [(key, on, units, code) for key, (code, units, on) in self.own_receipts.items()]
        for receipt in self.receipts:
            units, code = receipt.amount.minor_units, receipt.amount.currency
            if receipt.kind == "payment" and receipt.id not in bounced:
                cash.append((receipt.id, receipt.received_on, units, code))
            elif receipt.kind == "refund" and receipt.reverses not in notes:
                cash.append((receipt.reverses or "", receipt.received_on, -units, code))
        return sorted(cash, key=lambda entry: (entry[1], entry[0], entry[2]))


def fold(account: Account, as_of: date, known_at: date | None) -> Fold:
    """Run the money facts of `account` up to `as_of`, as far as known at `known_at`."""
    return _Run(account, as_of, known_at).result()


def known(fact: object, known_at: date | None) -> bool:
    """Whether `fact` was recorded by `known_at`."""
    if known_at is None:
        return True
    recorded = fact.recorded_on or getattr(fact, fact.known_by)  # type: ignore[attr-defined]
    return bool(recorded <= known_at)


def void_days(account: Account, known_at: date | None) -> set[date]:
    """The days on which history itself changes: bounces, and allocations that ended."""
    days = {
        receipt.received_on
        for receipt in account.receipts
        if receipt.kind == "reversal" and known(receipt, known_at)
    }
    return days | {
        allocation.ended_on
        for allocation in account.allocations
        if allocation.ended_on is not None and known(allocation, known_at)
    }


class _Run:
    """One pass over the events of an account."""

    def __init__(self, account: Account, as_of: date, known_at: date | None) -> None:
        self.as_of, self.known_at = as_of, known_at
        self.fold = Fold({}, {}, [], [], [], {})
        self.parts: dict[str, list[ItemState]] = {}
        self.invoices = {i.id: i for i in account.invoices if self._counts(i, i.issued_on)}
        receipts = [r for r in account.receipts if self._counts(r, r.received_on)]
        payments = {r.id: r for r in receipts if r.kind == "payment"}
        self.fold.receipts = receipts
        self.bounced = {
            r.reverses for r in receipts if r.kind == "reversal" and r.reverses in payments
        }
        self.payments = {k: r for k, r in payments.items() if k not in self.bounced}
        self.account = account

    def _counts(self, fact: object, on: date) -> bool:
        return on <= self.as_of and known(fact, self.known_at)

    def result(self) -> Fold:
        for invoice in self.invoices.values():
            self._issue(invoice)
        for payment in self.payments.values():
            self._source(payment.id, payment.received_on, payment.amount.currency,
                         payment.amount.minor_units, is_cash=True)  # fmt: skip
        for allocation in self.account.allocations:
            if allocation.source_id is None and self._counts(allocation, allocation.applied_on):
                self._own_receipt(allocation)
        for _, _, _, fact in sorted(self._events(), key=lambda event: event[:3]):
            if type(fact) is Allocation:
                self._allocate(fact)
            elif type(fact) is Adjustment:
                self._adjust(fact)
            elif type(fact) is Receipt:
                self._refund(fact)
        return self.fold

    def _events(self) -> Iterable[tuple[date, int, int, Allocation | Adjustment | Receipt]]:
        """Dated events; facts already stand in their own stable order, which breaks ties."""
        for n, allocation in enumerate(self.account.allocations):
            day = self._effective(allocation)
            if day is not None and day <= self.as_of:
                yield day, _ALLOCATE, n, allocation
        for n, adjustment in enumerate(self.account.adjustments):
            if self._counts(adjustment, adjustment.on) and adjustment.invoice_id in self.invoices:
                issued = self.invoices[adjustment.invoice_id].issued_on
                yield max(adjustment.on, issued), _ADJUST, n, adjustment
        for n, receipt in enumerate(self.fold.receipts):
            if receipt.kind == "refund":
                yield receipt.received_on, _REFUND, n, receipt

    def _effective(self, fact: Allocation) -> date | None:
        """The day from which an allocation counts; None while something it needs is missing."""
        if not self._counts(fact, fact.applied_on) or fact.ended(self.as_of, self.known_at):
            return None
        invoice = self.invoices.get(fact.invoice_id)
        source = self.fold.sources.get(fact.source_key)
        if invoice is None or source is None:
            return None
        return max(fact.applied_on, invoice.issued_on, source.on)

    # -- sources and debts -------------------------------------------------------------------
    def _issue(self, invoice: Invoice) -> None:
        if invoice.kind == "credit_note":
            self.fold.notes.append(invoice)
            self._source(invoice.id, invoice.issued_on, invoice.currency,
                         invoice.amount.minor_units, is_cash=False)  # fmt: skip
            return
        states = [
            ItemState(item_id, invoice, part, part.amount.minor_units)
            for item_id, part in zip(invoice.item_ids, invoice.installments, strict=True)
        ]
        self.fold.items.update((state.id, state) for state in states)
        self.parts[invoice.id] = sorted(
            states, key=lambda s: (s.part.due_on or date.max, s.part.number)
        )

    def _source(self, key: str, on: date, currency: str, units: int, *, is_cash: bool) -> None:
        self.fold.sources[key] = SourceState(key, on, currency, is_cash, units)

    def _own_receipt(self, fact: Allocation) -> None:
        """Cash that an allocation brings itself; those of one invoice and day share a receipt."""
        key, currency, units = fact.source_key, fact.amount.currency, fact.amount.minor_units
        held = self.fold.own_receipts.get(key)
        if held is None:
            self._source(key, fact.applied_on, currency, units, is_cash=True)
        else:
            self.fold.sources[key].available += units
            units += held[1]
        self.fold.own_receipts[key] = (currency, units, fact.applied_on)

    # -- events ------------------------------------------------------------------------------
    def _allocate(self, fact: Allocation) -> None:
        source = self.fold.sources[fact.source_key]
        invoice = self.invoices[fact.invoice_id]
        wanted = fact.amount.minor_units
        rest = min(wanted, max(source.available, 0))
        if rest < wanted:
            self._report(
                "ledger.source-overdrawn",
                fact.id or fact.invoice_id,
                f"{source.id} has too little left for the allocation of {fact.amount} "
                f"to {fact.invoice_id} on {fact.applied_on}",
            )
        on = max(fact.applied_on, invoice.issued_on, source.on)
        value_on = source.on if source.is_cash else fact.applied_on
        targets = self._targets(fact.invoice_id, fact.installment)
        if fact.component != "principal":
            self._post(targets[0], source, "charge", rest, on, value_on, fact.component)
            return
        kind: PostingKind = "paid" if source.is_cash else "credited"
        for state in targets:
            rest -= self._post(state, source, kind, min(state.open, rest), on, value_on)
        if source.is_cash:
            for state in targets:
                lost = state.written_off - state.recovered
                rest -= self._post(state, source, "recovered", min(lost, rest), on, value_on)
        if rest:
            self._report(
                "ledger.excess",
                fact.id or fact.invoice_id,
                f"the allocation of {fact.amount} on {fact.applied_on} exceeds what is open on "
                f"{fact.invoice_id}; the excess stays unapplied",
            )

    def _post(
        self,
        state: ItemState,
        source: SourceState,
        kind: PostingKind,
        units: int,
        on: date,
        value_on: date,
        component: Component = "principal",
    ) -> int:
        if units > 0:
            entry = Entry(
                state.id, state.invoice.id, kind, units, on, value_on, source.id, component
            )
            self._record(state, entry)
            source.entries.append(entry)
            source.available -= units
        return max(units, 0)

    def _record(self, state: ItemState, entry: Entry) -> None:
        state.entries.append(entry)
        if entry.kind == "recovered":
            state.recovered += entry.units
        elif entry.kind != "charge":
            state.open -= entry.units
            if entry.kind == "write_off":
                state.written_off += entry.units

    def _adjust(self, fact: Adjustment) -> None:
        rest = fact.amount.minor_units
        on = max(fact.on, self.invoices[fact.invoice_id].issued_on)
        for state in self._targets(fact.invoice_id, fact.installment):
            units = min(state.open, rest)
            rest -= units
            if units:
                self._record(
                    state,
                    Entry(state.id, state.invoice.id, fact.kind, units, on, fact.on, fact.id or ""),
                )
        if rest:
            self._report(
                "ledger.excess",
                fact.id or fact.invoice_id,
                f"the {fact.kind} of {fact.amount} on {fact.on} exceeds what is open on "
                f"{fact.invoice_id}; the excess has no effect",
            )

    def _refund(self, refund: Receipt) -> None:
        source = self.fold.sources.get(refund.reverses or "")
        rest = refund.amount.minor_units
        if source is None:
            source = SourceState(
                refund.reverses or "", refund.received_on, refund.amount.currency, True, 0
            )
            self.fold.sources[source.id] = source
        taken = min(max(source.available, 0), rest)
        source.available -= taken
        rest -= taken
        undone: dict[int, int] = {}
        for n in range(len(source.entries) - 1, -1, -1):
            entry = source.entries[n]
            units = min(entry.units, rest)
            if units <= 0:
                continue
            undone[n] = units
            rest -= units
            back = entry._replace(units=-units, on=refund.received_on, value_on=refund.received_on)
            self._record(self.fold.items[entry.item_id], back)
        # What is undone is no longer the source's to undo again.
        source.entries = [
            entry._replace(units=entry.units - undone.get(n, 0))
            for n, entry in enumerate(source.entries)
        ]
        if rest:
            source.available -= rest
            self._report(
                "ledger.refund-without-cover",
                refund.id,
                f"refund {refund.id} pays out {refund.amount} of {refund.reverses}, "
                "which did not stand on its date",
            )

    def _targets(self, invoice_id: str, installment: int | None) -> list[ItemState]:
        parts = self.parts[invoice_id]
        if installment is None:
            return parts
        return [state for state in parts if state.part.number == installment]

    def _report(self, code: str, subject: str, message: str) -> None:
        self.fold.problems.append(
            Problem(code=code, message=message, subject=subject, severity="warning")
        )
