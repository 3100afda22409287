"""Dunning documents: what they are about, what they ask for, when they are settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.conformance.adapters.books import in_parts
from tests.conformance.adapters.charges import charged, posted
from tests.conformance.adapters.dating import days_after, days_before
from tests.conformance.adapters.ladder_facts import account_of, as_of, late, overdue, owed, settled
from tests.conformance.adapters.ladder_form import form
from tests.conformance.adapters.translate import CURRENCY, EARLIER, day, day_count, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.escalation import Ladder, Stage, Step, When
from collectkit.fees import FlatFee, Interest
from collectkit.ledger import Account, account_statement, payment, snapshot
from collectkit.testing import a_credit_note, a_receipt, a_reversal, an_allocation, an_invoice

__all__ = ["DOCUMENTS"]

_LADDER = Ladder(
    id="documents", version="1", position="item", stages=(Stage(id="overdue", days=1),),
    steps=(Step(id="document", kind="reminder", channels=("letter",), offset=1),),
)  # fmt: skip
_BASES = {"actual/365": "ACT/365", "actual/360": "ACT/360"}


def _status(facts: Account, on: date, *ids: str) -> str:
    """A document is resolved once nothing that it was about stands on a stage any more."""
    scopes = _LADDER.decide(facts, as_of=on).scopes
    standing = {scope.item_id for scope in scopes if scope.stage is not None}
    return "unresolved" if standing & set(ids) else "resolved"


# -- parts of an invoice ---------------------------------------------------------------------------
def _by_term(given: Given) -> None:
    if given["policy"]["unit"] != "payment_schedule_term":
        raise Unsupported(f"documents by {given['policy']['unit']}")


def terms_of_invoice(given: Given) -> Figures:
    """Which parts of an invoice are late, and what they come to."""
    _by_term(given)
    invoice, on = given["account"]["invoice"], as_of(given)
    rows, posted_on = invoice["terms"], day(invoice["posted"])
    shares = money(invoice["amount"]).allocate([Decimal(row["portion"]) for row in rows])
    due = [days_after(posted_on, row["credit_days"]) for row in rows]
    bill = in_parts(list(zip(due, [share.amount for share in shares], strict=True)))
    numbers = dict(zip(bill.item_ids, [row["n"] for row in rows], strict=True))
    facts = account_of([bill])
    (letter,) = _LADDER.decide(facts, as_of=on).actions
    return {
        "overdue_terms": [numbers[item] for item in letter.items],
        "dunnable_amount": overdue(snapshot(facts, as_of=on), letter.currency),
    }


def part_paid(given: Given) -> Figures:
    """A document about parts of an invoice that has one more, not due yet."""
    _by_term(given)
    account, on = given["account"], as_of(given)
    terms, rows = account["dunning"]["terms"], account["payments"]
    sums = {row["term"]: row["amount"] for row in rows}
    if sorted(sums) != terms or terms != [n for n, _ in enumerate(terms, start=1)]:
        raise Unsupported("a document about parts without a payment")
    parts = [(days_before(on, 1), sums[n]) for n in terms]
    bill = in_parts([*parts, (days_after(on, 5), sums[terms[-1]])])
    facts: list[Any] = [bill]
    for row in rows:
        paid_by, amount = f"PAY-{row['term']}", money(row["amount"])
        facts.append(a_receipt(id=paid_by, amount=amount, received_on=on))
        facts.append(
            an_allocation(source_id=paid_by, installment=row["term"], amount=amount, applied_on=on)
        )
        if row.get("cancelled", False):
            facts.append(
                a_reversal(id=f"{paid_by}-back", reverses=paid_by, amount=amount, received_on=on)
            )
    known = account_of(facts)
    return {
        "dunning_status": _status(known, on, *bill.item_ids[: len(terms)]),
        "invoice_status": _invoice_status(known, on),
    }


def _invoice_status(facts: Account, on: date) -> str:
    """Overdue as long as a part is; otherwise by what was paid."""
    read = snapshot(facts, as_of=on)
    if any(item.is_overdue for item in read.items):
        return "overdue"
    if not read.open:
        return "paid"
    return "unpaid" if read.figures(CURRENCY).paid.is_zero else "partly_paid"


# -- whole invoices --------------------------------------------------------------------------------
def credited(given: Given) -> Figures:
    """A credit note that is applied lowers the invoice; one that is not leaves it as it was."""
    account, on = given["account"], as_of(given)
    facts = owed(account["invoices"], on)
    ids = [invoice.id for invoice in facts]
    codes = {invoice.id: invoice.currency for invoice in facts}
    for n, row in enumerate(account["credit_notes"]):
        against = row["against"]
        amount = money(row["amount"], codes[against])
        facts.append(a_credit_note(id=f"CN-{n}", amount=amount, issued_on=on))
        if not row.get("standalone_balance", False):
            facts.append(
                an_allocation(source_id=f"CN-{n}", invoice_id=against, amount=amount, applied_on=on)
            )
    return {"dunning_status": _status(account_of(facts), on, *ids)}


def by_rows(given: Given) -> Figures:
    """A document about several invoices: one with nothing outstanding is paid."""
    rows, on = given["account"]["dunning"]["rows"], as_of(given)
    facts: list[Any] = []
    for row in rows:
        amount = money(row["outstanding"])
        facts.extend(
            settled([row["id"]], on) if amount.is_zero else [late(on, id=row["id"], amount=amount)]
        )
    return {"dunning_status": _status(account_of(facts), on, *(row["id"] for row in rows))}


def charges(given: Given) -> Figures:
    """Interest and a fee on one late invoice, posted on the day: the account's balance."""
    policy, on = given["policy"], as_of(given)
    (row,) = given["account"]["invoices"]
    code = row["currency"]
    basis = _BASES.get(policy["day_count"], policy["day_count"])
    interest = Interest(
        rate=percent(policy["interest_annual_percent"]), day_count=day_count(basis)
    )  # fmt: skip
    fee = FlatFee(id="fee", amounts=(money(policy["fee"], code),))
    facts = account_of(owed([row], on))
    found = charged(facts, on, interest, (fee,))
    statement = account_statement(facts.with_(invoices=posted(found, on)), start=EARLIER, end=on)
    by_kind = {line.kind: line.amount for line in found.lines}
    return {
        "interest": by_kind.get("interest", money(0, code)),
        "fee": by_kind.get("fee", money(0, code)),
        "grand_total": statement.of(code).closing,
    }


def grace(given: Given) -> Figures:
    """Grace days of an item shift its due date."""
    (row,) = given["account"]["invoices"]
    on, days = as_of(given), given["policy"]["grace_days_item"]
    invoice = an_invoice(
        id=row["id"],
        amount=money(row["open_amount"], row["currency"]),
        issued_on=day(row["due_date"]),
        due_on=days_after(day(row["due_date"]), days),
    )
    facts = account_of([invoice])
    (item,) = snapshot(facts, as_of=on).items
    return {"overdue": item.is_overdue, "days_in_arrears": item.days_past_due}


def by_share(given: Given) -> Figures:
    """Levels with a minimum, and one in percent of all that is open."""
    policy, account, on = given["policy"], given["account"], as_of(given)
    if "next lower level" not in policy["fallback"]:
        raise Unsupported(f"below a minimum: {policy['fallback']}")
    steps = []
    for n, level in enumerate(policy["levels"], start=1):
        least = (money(level["min_amount"]),) if "min_amount" in level else ()
        share = When.overdue_share(level["min_percent_of_open"])
        steps.append(
            _LADDER.steps[0].replace(id=str(level["n"]), offset=n, minimum=least, when=share)
        )
    ladder = _LADDER.replace(
        position="account", advance="jump", below_minimum="lower", steps=tuple(steps)
    )
    late_on = days_before(on, account["level_by_days"])
    part = money(account["dunnable_amount"])
    late_one = an_invoice(id="late", amount=part, issued_on=late_on, due_on=late_on)
    # What the other one is too much by is paid, so that both come to the total.
    other = an_invoice(
        id="rest", amount=money(account["total_open"]), issued_on=late_on, due_on=days_after(on, 1)
    )
    used = payment(other, on=late_on, amount=part)
    (letter,) = ladder.decide(account_of([late_one, other, *used]), as_of=on).actions
    return {"level": int(letter.step_id)}


# -- what is not offered ---------------------------------------------------------------------------
def by_total(given: Given) -> Figures:
    """A minimum on what an invoice still owes in all, while a part of it is due."""
    raise Unsupported("a minimum on the whole of an invoice of which a part is due")


def converted(given: Given) -> Figures:
    """Documents in a currency of their own; without one in the invoice's."""
    (row,) = given["account"]["invoices"]
    code, on = row["currency"], as_of(given)
    if given["policy"]["dunning_currency"] not in (None, code):
        raise Unsupported("documents in another currency than the invoice's")
    given["account"].immaterial("fx")
    for level in given["policy"]["levels"]:
        level.immaterial("n")
    (first,) = [level["days_past_due_min"] for level in given["policy"]["levels"]]
    step = _LADDER.steps[0].replace(offset=first)
    facts = account_of(owed([row], on))
    (letter,) = _LADDER.replace(steps=(step,)).decide(facts, as_of=on).actions
    read = snapshot(facts, as_of=on)
    return {"dunning_amount": overdue(read, letter.currency), "currency": letter.currency}


DOCUMENTS = (
    form(terms_of_invoice, "unit", "invoice"),
    form(part_paid, "unit", "dunning payments"),
    form(credited, "", "invoices credit_notes"),
    form(by_rows, "", "dunning"),
    form(charges, "fee interest_annual_percent day_count", "invoices"),
    form(grace, "grace_days_item", "invoices"),
    form(by_total, "min_outstanding", "invoices"),
    form(by_share, "levels fallback", "dunnable_amount"),
    form(converted, "dunning_currency levels", "invoices"),
)
