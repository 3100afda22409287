"""Aging as of a day: what comes later must not show."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.books import applied, in_parts
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import AS_OF, CURRENCY, EARLIER, day, money
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import Buckets, age, snapshot
from collectkit.testing import a_receipt, an_account, an_invoice

aging_as_of = Operations("aging_as_of")

_TOMORROW = days_after(AS_OF, 1)


@aging_as_of.shaped("invoice", "paid", "as_of")
def paid_later(given: Given) -> Figures:
    """One invoice and the day its money came."""
    issued_on, paid_on, as_of = day(given["invoice"]), day(given["paid"]), day(given["as_of"])
    invoice = an_invoice(issued_on=issued_on, due_on=issued_on)
    facts: tuple[Any, ...] = (
        invoice,
        a_receipt(received_on=paid_on),
        *applied("PAY-1", 100, paid_on, "INV-1"),
    )
    read = snapshot(an_account(*facts), as_of=as_of)
    balance = age(read).of(CURRENCY)
    return {"open_at_as_of": bool(read.open), "outstanding": balance.total, "total": balance.total}


@aging_as_of.shaped("events", "reconciled_in", "as_of")
def reconciled_later(given: Given) -> Figures:
    """Documents by month (on its 15th), reconciled in a later month; `m1` is the newest."""
    facts: list[Any] = []
    invoices: list[str] = []
    receipts: dict[str, str] = {}
    for at, (kind, month, amount, *count) in enumerate(given["events"]):
        on = day(f"{month}-15")
        if kind == "invoice":
            parts = [(on, amount) for _ in range(count[0] if count else 1)]
            facts.append(in_parts(parts, id=f"INV-{at}", issued_on=on))
            invoices.append(f"INV-{at}")
        elif kind == "payment":
            facts.append(a_receipt(id=f"PAY-{at}", amount=money(amount), received_on=on))
            receipts[f"PAY-{at}"] = amount
        else:
            raise Unsupported(f"an event {kind}")
    reconciled_on = day(f"{given['reconciled_in']}-15")
    for source, amount in receipts.items():
        facts.extend(applied(source, amount, reconciled_on, *invoices))
    read = snapshot(an_account(*facts), as_of=day(given["as_of"]))
    buckets = Buckets(*range(30, 331, 30))
    balance = age(read, buckets=buckets, unapplied="own_age").of(CURRENCY)
    months = enumerate(balance.buckets, start=1)
    return {"total": balance.total, **{f"m{at}": bucket.amount for at, bucket in months}}


@aging_as_of.shaped("invoice", "payment_tomorrow")
def payment_tomorrow(given: Given) -> Figures:
    """What is open today, what will be open tomorrow, and what is paid in between."""
    invoice = an_invoice(amount=money(given["invoice"]), issued_on=EARLIER)
    receipt = a_receipt(amount=money(given["payment_tomorrow"]), received_on=_TOMORROW)
    facts: tuple[Any, ...] = (
        invoice,
        receipt,
        *applied("PAY-1", given["payment_tomorrow"], _TOMORROW, "INV-1"),
    )
    today = snapshot(an_account(*facts), as_of=AS_OF)
    tomorrow = today.at(_TOMORROW)
    figures = {
        "outstanding": today.items[0].open,
        "remaining": tomorrow.items[0].open,
        "future": tomorrow.paid("INV-1"),
    }
    return {**figures, "invoice": list(figures.values())}


@aging_as_of.shaped("invoices", "journal_tomorrow")
def journal_tomorrow(given: Given) -> Figures:
    """One receipt tomorrow for several invoices, so much for each."""
    facts: list[Any] = []
    for at, (amount, paid) in enumerate(
        zip(given["invoices"], given["journal_tomorrow"], strict=True)
    ):
        facts.append(an_invoice(id=f"INV-{at}", amount=money(amount), issued_on=EARLIER))
        facts.append(a_receipt(id=f"PAY-{at}", amount=money(paid), received_on=_TOMORROW))
        facts.extend(applied(f"PAY-{at}", paid, _TOMORROW, f"INV-{at}"))
    today = snapshot(an_account(*facts), as_of=AS_OF)
    tomorrow = today.at(_TOMORROW)
    return {
        "outstanding": [item.open for item in today.items],
        "remaining": [item.open for item in tomorrow.items],
        "future": [tomorrow.paid(item.id) for item in tomorrow.items],
    }
