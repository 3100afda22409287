"""Short ways to write facts for the tests of this room. Every day is in 2026 unless said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from collectkit.errors import CollectkitError
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    Installment,
    Invoice,
    Receipt,
    Snapshot,
    snapshot,
)
from collectkit.ledger.registry import FIELDS
from collectkit.money import Money

CUSTOMER = Customer(id="C-1")

Fault = tuple[str, str | None, str | None, str]


class DateOfHost(date):
    """A host's own kind of date."""


class TextOfHost(str):
    """A host's own kind of text."""

    __slots__ = ()


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def money(text: str) -> Money:
    """`4.00` is euros, `USD 4.00` is not."""
    return Money.parse(text) if " " in text else eur(text)


def invoice(
    id: str = "INV-7",
    amount: str = "10.00",
    *,
    issued: date = date(2026, 1, 1),
    due: date | None = date(2026, 1, 31),
    **changes: Any,
) -> Invoice:
    """EUR 10.00 of C-1, issued on 1 January and due on the 31st."""
    facts = {"amount": money(amount), "customer_id": "C-1", "issued_on": issued, "due_on": due}
    return Invoice(**{"id": id, **facts, **changes})


def in_parts(
    *parts: tuple[date | None, str], id: str = "INV-7", issued: date = date(2026, 1, 1)
) -> Invoice:
    """An invoice of several parts, each (due day, amount)."""
    installments = tuple(
        Installment(number=n, due_on=due, amount=eur(amount))
        for n, (due, amount) in enumerate(parts, start=1)
    )
    whole = Money.from_minor_units(sum(part.amount.minor_units for part in installments), "EUR")
    return Invoice(
        id=id, customer_id="C-1", amount=whole, issued_on=issued, installments=installments
    )


def credit_note(id: str = "CN-1", amount: str = "10.00", *, on: date = date(2026, 2, 5)) -> Invoice:
    return invoice(id, amount, issued=on, due=None, kind="credit_note")


def receipt(
    id: str = "R-1", amount: str = "10.00", *, on: date = date(2026, 2, 5), **changes: Any
) -> Receipt:
    facts = {"amount": money(amount), "customer_id": "C-1", "received_on": on}
    return Receipt(**{"id": id, **facts, **changes})


def bounced(of: str, amount: str, *, on: date, id: str = "B-1", **changes: Any) -> Receipt:
    return receipt(id, amount, on=on, kind="reversal", reverses=of, **changes)


def refund(of: str, amount: str, *, on: date, id: str = "F-1", **changes: Any) -> Receipt:
    return receipt(id, amount, on=on, kind="refund", reverses=of, **changes)


def applied(
    amount: str, *, on: date, of: str | None = "R-1", to: str = "INV-7", **changes: Any
) -> Allocation:
    facts = {"amount": money(amount), "applied_on": on, "source_id": of, "invoice_id": to}
    return Allocation(**{**facts, **changes})


def adjusted(kind: str, amount: str, *, on: date, to: str = "INV-7", **changes: Any) -> Adjustment:
    facts = {"kind": kind, "amount": money(amount), "on": on, "invoice_id": to}
    return Adjustment(**{**facts, **changes})


def account(*facts: Any, customer: Customer = CUSTOMER) -> Account:
    """The account of C-1 with these facts, each put where its kind belongs."""
    names = {kind: name for name, kind in FIELDS.items()}
    grouped: dict[str, tuple[Any, ...]] = defaultdict(tuple)
    for fact in facts:
        grouped[names[type(fact)]] += (fact,)
    return Account(customer=customer, **grouped)


def read(*facts: Any, as_of: date, known_at: date | None = None) -> Snapshot:
    return snapshot(account(*facts), as_of=as_of, known_at=known_at)


def opened(snapshot: Snapshot) -> dict[str, str]:
    """What is open on each item."""
    return {item.id: str(item.open.amount) for item in snapshot.items}


def spare(snapshot: Snapshot) -> dict[str, str]:
    """What each source has left."""
    return {entry.source_id: str(entry.amount.amount) for entry in snapshot.unapplied}


def posted(snapshot: Snapshot, item: int = 0) -> list[tuple[str, str, date, date, str]]:
    return [
        (entry.kind, str(entry.amount.amount), entry.on, entry.value_on, entry.source_id)
        for entry in snapshot.items[item].postings
    ]


def reported(snapshot: Snapshot) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.subject) for problem in snapshot.problems]


def fault(build: Callable[[], object]) -> Fault:
    """How `build` is refused: code, field, subject and message."""
    with pytest.raises(CollectkitError) as caught:
        build()
    error = caught.value
    return error.code, error.field, error.subject, error.message
