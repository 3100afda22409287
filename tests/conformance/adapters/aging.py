"""Aging: what is open, in which bucket, after which payments."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tests.conformance.adapters.books import applied, in_parts
from tests.conformance.adapters.dating import days_before
from tests.conformance.adapters.translate import (
    AS_OF,
    CURRENCY,
    EARLIER,
    age_before,
    day,
    money,
    positive,
)
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import AgedBalance, Buckets, Snapshot, age, snapshot
from collectkit.testing import (
    a_credit_note,
    a_receipt,
    an_account,
    an_allocation,
    an_invoice,
)

aging = Operations("aging")

# Cases by number of period: twelve of thirty days, the first the oldest, and a day in each.
_PERIODS = Buckets(*range(30, 331, 30))
_DAYS_AGO = dict(enumerate(range(345, 0, -30), start=1))


def _aged(account_snapshot: Snapshot, *bounds: int) -> AgedBalance:
    return age(account_snapshot, buckets=Buckets(*bounds)).of(CURRENCY)


@aging.shaped("as_of", "instalments")
def installments(given: Given) -> Figures:
    """Parts of one invoice, each aged by its own due date."""
    invoice = in_parts([(day(due_on), amount) for due_on, amount in given["instalments"]])
    read = snapshot(an_account(invoice), as_of=day(given["as_of"]))
    balance = _aged(read, 0)
    return {
        "past_due": balance.bucket("1+").amount,
        "not_due": balance.bucket("current").amount,
        "total": balance.total,
        "outstanding": balance.open,
    }


@aging.shaped("as_of", "due")
def one_item(given: Given) -> Figures:
    """One invoice on a day, in buckets with these upper bounds."""
    amount = money(given.get("amount", 100))
    invoice = an_invoice(amount=amount, issued_on=EARLIER, due_on=day(given["due"]))
    read = snapshot(an_account(invoice), as_of=day(given["as_of"]))
    balance = _aged(read, *given.get("ranges", [0, 30, 60, 90]))
    held = [bucket.label for bucket in balance.buckets if not bucket.amount.is_zero]
    return {
        "in_any_bucket": bool(held),
        "in_outstanding": not balance.total.is_zero,
        "bucket": held[0] if held else None,
        "age": read.items[0].days_past_due,
        "days_past_due": read.items[0].days_past_due,
        "outstanding": balance.open,
    }


@aging.shaped("original", "partial")
def part_payment(given: Given) -> Figures:
    """What a part payment leaves."""
    invoice = an_invoice(amount=money(given["original"]), issued_on=EARLIER)
    receipt = a_receipt(amount=money(given["partial"]), received_on=AS_OF)
    facts: tuple[Any, ...] = (invoice, receipt, *applied("PAY-1", given["partial"], AS_OF, "INV-1"))
    read = snapshot(an_account(*facts), as_of=AS_OF)
    return {"residual": read.items[0].open, "outstanding": _aged(read, 0).total}


@aging.shaped("invoice", "period", "payment", "pay_period")
def payment_in_a_later_period(given: Given) -> Figures:
    """Numbered periods: what stands in each once the payment is applied."""

    def within(period: int) -> date:
        if period not in _DAYS_AGO:
            raise Unsupported(f"period {period}")
        return days_before(AS_OF, _DAYS_AGO[period])

    issued_on, paid_on = within(given["period"]), within(given["pay_period"])
    invoice = an_invoice(amount=money(given["invoice"]), issued_on=issued_on, due_on=issued_on)
    receipt = a_receipt(amount=money(given["payment"]), received_on=paid_on)
    facts: tuple[Any, ...] = (
        invoice,
        receipt,
        *applied("PAY-1", given["payment"], paid_on, "INV-1"),
    )
    read = snapshot(an_account(*facts), as_of=AS_OF)
    buckets = age(read, buckets=_PERIODS).of(CURRENCY).buckets
    return {
        f"period{number}": bucket.amount for number, bucket in enumerate(reversed(buckets), start=1)
    }


@aging.shaped("items", "receipt")
def brackets(given: Given) -> Figures:
    """Items of several customers by age, and a receipt assigned to one of them in part.

    The brackets are the source's own. It drops what of a receipt is not assigned, which is the
    rule `exclude`.
    """
    ages = {f"{at}": age_text for at, (_, _, age_text) in enumerate(given["items"])}
    owners = {f"{at}": name for at, (name, _, _) in enumerate(given["items"])}
    facts: dict[str, list[Any]] = {name: [] for name in owners.values()}
    for at, (name, amount, age_text) in enumerate(given["items"]):
        due_on = age_before(AS_OF, age_text)
        facts[name].append(
            an_invoice(
                id=f"{at}", customer_id=name, amount=money(amount), issued_on=due_on, due_on=due_on
            )
        )
    receipt = given["receipt"]
    for name in receipt:
        target = re.fullmatch(r"assigned_to_([0-9]+)(day|month|year)_item", name)
        if target is None:
            continue
        wanted = f"{target[1]} {target[2]}s"
        item = next((at for at, text in ages.items() if text == wanted), None)
        if item is None:
            raise Unsupported(f"no item of {wanted}")
        owner = owners[item]
        facts[owner].append(
            a_receipt(customer_id=owner, amount=money(receipt["amount"]), received_on=AS_OF)
        )
        facts[owner].extend(applied("PAY-1", receipt[name], AS_OF, item))
    read = {name: snapshot(an_account(*own), as_of=AS_OF) for name, own in facts.items()}
    return {
        "buckets": _bracketed(*read.values()),
        **{name: _bracketed(own) for name, own in read.items()},
    }


def _bracketed(*read: Snapshot) -> list[object]:
    aged = age(read, buckets=Buckets(30, 90, 180, 270, 365), unapplied="exclude")
    return [bucket.amount for bucket in aged.of(CURRENCY).buckets]


@aging.shaped("payment_on_order")
def advance(given: Given) -> Figures:
    """Money that came before any invoice."""
    receipt = a_receipt(amount=money(given["payment_on_order"]), received_on=AS_OF)
    return {"outstanding": _aged(snapshot(an_account(receipt), as_of=AS_OF), 0).total}


@aging.shaped("advance")
def advance_without_due_date(given: Given) -> Figures:
    """Which date money without a due date counts from."""
    posted_on = day(given["advance"]["posting_date"])
    if given["advance"]["due_date"] is not None:
        raise Unsupported("an advance with a due date")
    read = snapshot(an_account(a_receipt(received_on=posted_on)), as_of=AS_OF)
    return {"age_from": "posting_date" if read.unapplied[0].on == posted_on else "another day"}


@aging.shaped("invoice", "payment", "credit_note")
def credit_note_beside(given: Given) -> Figures:
    """An overdue invoice paid in part, and a credit note that is applied to it or not.

    The credit is a negative row of its own, in the current bucket.
    """
    credit = positive(given["credit_note"])
    facts: list[Any] = [
        an_invoice(amount=money(given["invoice"]), issued_on=EARLIER),
        a_receipt(amount=money(given["payment"]), received_on=EARLIER),
        *applied("PAY-1", given["payment"], EARLIER, "INV-1"),
        a_credit_note(amount=money(credit), issued_on=AS_OF),
    ]
    if given.get("allocate"):
        facts.extend(applied("CN-1", credit, AS_OF, "INV-1"))
    balance = _aged(snapshot(an_account(*facts), as_of=AS_OF), 0)
    rows = [balance.bucket("1+").amount, balance.bucket("current").amount]
    return {"rows": rows, "total": balance.total, "outstanding": balance.total}


@aging.shaped("invoice", "schedule", "payment")
def payment_on_installments(given: Given) -> Figures:
    """A payment on an invoice of several parts, the oldest first."""
    invoice = in_parts(_monthly(given["schedule"]))
    if invoice.amount != money(given["invoice"]):
        raise Unsupported("a schedule that does not make up the invoice")
    receipt = a_receipt(amount=money(given["payment"]), received_on=EARLIER)
    facts: list[Any] = [invoice, receipt, *applied("PAY-1", given["payment"], EARLIER, "INV-1")]
    if "credit_note" in given:
        facts.extend(_credit(given))
    return _installments(snapshot(an_account(*facts), as_of=AS_OF))


@aging.shaped("outstanding", "credit_note")
def credit_on_installments(given: Given) -> Figures:
    """A credit note on what is open of several parts, the oldest first."""
    facts: tuple[Any, ...] = (in_parts(_monthly(given["outstanding"])), *_credit(given))
    return _installments(snapshot(an_account(*facts), as_of=AS_OF))


def _monthly(amounts: list[str]) -> list[tuple[date | None, str]]:
    return [(date(2001, month, 1), amount) for month, amount in enumerate(amounts, start=1)]


def _credit(given: Given) -> tuple[Any, ...]:
    credit = positive(given["credit_note"])
    note = a_credit_note(amount=money(credit), issued_on=EARLIER)
    return note, an_allocation(
        source_id="CN-1", invoice_id="INV-1", amount=money(credit), applied_on=EARLIER
    )


def _installments(read: Snapshot) -> Figures:
    credited = [
        [posting.amount for posting in item.postings if posting.kind == "credited"]
        for item in read.items
    ]
    return {
        "paid": [read.paid(item.id) for item in read.items],
        "credit_applied": [amounts[0] if amounts else money(0) for amounts in credited],
        "outstanding": [item.open for item in read.items],
    }
