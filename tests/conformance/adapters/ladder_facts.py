"""Accounts as cases of ladders give them: invoices by date or by age, what was paid, what holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.translate import CURRENCY, EARLIER, day, money
from tests.conformance.case import Given, Unsupported

from collectkit.ledger import Account, Buckets, Hold, Snapshot, age
from collectkit.testing import (
    a_customer,
    a_hold,
    a_promise,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_allocation,
    an_invoice,
)

__all__ = ["account_of", "as_of", "held", "late", "moment", "overdue", "owed", "paid", "settled"]

_AMOUNTS = ("open_amount", "outstanding")
_DAYS = ("due_date", "invoice_date")
_FLAGS: dict[str, Any] = {"blocked": "legal", "on_hold": "review"}


def moment(text: str) -> date:
    """The day of a date or of a point in time: ladders decide on dates."""
    return datetime.fromisoformat(text).date()


def as_of(given: Given) -> date:
    return moment(given["as_of"])


def late(on: date, days: int = 10, id: str = "INV-1", **fields: Any) -> Any:
    """An invoice of which a case says no more than that it is late."""
    return _invoice(days_before(on, days), id=id, **fields)


def _invoice(due_on: date, **fields: Any) -> Any:
    """An invoice issued long before it fell due."""
    return an_invoice(issued_on=days_before(due_on, 365), due_on=due_on, **fields)


def owed(rows: Iterable[Given], on: date, **fields: Any) -> list[Any]:
    """Open invoices, and on each what holds it, was promised, or was paid and taken back."""
    found: list[Any] = []
    for row in rows:
        invoice = _invoice(_due(row, on), id=row["id"], amount=_amount(row), **fields)
        found.extend([invoice, *_events(row, invoice), *_around(row, on)])
    return found


def _amount(row: Given) -> Any:
    names = [name for name in _AMOUNTS if name in row]
    return money(row[names[0]] if names else 100, row.get("currency", CURRENCY))


def _due(row: Given, on: date) -> date:
    """The day that the ladder counts from; where an age stands beside it, both must agree."""
    counted = days_before(on, row["days_past_due"]) if "days_past_due" in row else None
    if "overdue" in row:
        counted = days_before(on, 10 if row["overdue"] else -10)
    named = [day(row[name]) for name in _DAYS if name in row]
    if named and counted is not None and named[0] != counted:
        raise Unsupported("an age that does not follow from the due date")
    if not named and counted is None:
        raise Unsupported("an invoice without a date")
    return named[0] if named or counted is None else counted


def _events(row: Given, invoice: Any) -> list[Any]:
    """What was paid on an invoice, and bounced or was paid out again."""
    found: list[Any] = []
    whole = {"amount": invoice.amount}
    for event in row.get("events", []):
        (kind,) = event
        on = day(event[kind])
        if kind == "paid":
            found.extend(paid(invoice, on))
        elif kind == "chargeback":
            found.append(a_reversal(received_on=on, reverses=f"{invoice.id}-paid", **whole))
        elif kind == "refunded":
            found.append(a_refund(received_on=on, reverses=f"{invoice.id}-paid", **whole))
        else:
            raise Unsupported(f"an invoice that was {kind}")
    return found


def _around(row: Given, on: date) -> list[Any]:
    found: list[Any] = []
    for flag, kind in _FLAGS.items():
        if row.get(flag):
            found.append(held(on, kind=kind, id=f"{row['id']}-{flag}", items=(row["id"],)))
    until, expected = row.get("no_dunning_until"), row.get("expected_payment_date")
    if until is not None:
        found.append(
            held(EARLIER, id=f"{row['id']}-pause", items=(row["id"],), until_on=day(until))
        )
    if expected is not None:
        by = day(expected)
        found.append(a_promise(invoices=(row["id"],), promised_on=days_before(on, 1), pay_by=by))
    return found


def held(from_on: date, **fields: Any) -> Hold:
    return a_hold(from_on=from_on, **fields)


def paid(invoice: Any, on: date) -> list[Any]:
    """The whole of an invoice, paid on a day."""
    whole = {"amount": invoice.amount}
    source_id = f"{invoice.id}-paid"
    return [
        a_receipt(id=source_id, received_on=on, **whole),
        an_allocation(source_id=source_id, invoice_id=invoice.id, applied_on=on, **whole),
    ]


def settled(rows: Iterable[Any], on: date) -> list[Any]:
    """Invoices that are paid: their ids, or rows with the day of payment."""
    found: list[Any] = []
    for row in rows:
        if isinstance(row, Given):
            row.immaterial("open_amount", "currency")
            invoice = _invoice(_due(row, on), id=row["id"])
            on_day = day(row["paid_on"]) if "paid_on" in row else on
            found.extend([invoice, *paid(invoice, on_day)])
        else:
            invoice = late(on, id=row)
            found.extend([invoice, *paid(invoice, on)])
    return found


def account_of(facts: Iterable[Any], **customer: Any) -> Account:
    return an_account(*facts, a_customer(**customer))


def overdue(read: Snapshot, currency: str) -> Any:
    """What is past due in a currency: the part of the aging beyond the due day."""
    return age(read, buckets=Buckets(0)).of(currency).buckets[-1].amount
