"""Deciding the next step of one account, beside the same ladder in pydantic and dateutil."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.books import AS_OF, CODE, NET_DAYS
from benchmarks.harness import Mark, Run
from benchmarks.peers import ladder as peer
from benchmarks.peers import receivables
from benchmarks.rows import Row, Side
from collectkit.escalation import Decision, decide
from collectkit.escalation.presets import standard
from collectkit.ledger import Account, Customer, Hold, Invoice, Promise, payment, snapshot
from collectkit.money import Money

SIZES = (10, 100, 1_000)  # open invoices
LINEAR = 1.1  # the exponent, with room for noise
OLDEST = 120  # days past due
GRADE = "C"
LADDER = standard()
CONTACTED = (-3, 7, 21)  # days past due of the oldest invoice: three steps were taken


def account(size: int) -> Account:
    """Open invoices from the oldest to one due today; every third is paid in part.

    One is promised, one is held, and the first three steps of the ladder were taken.
    """
    invoices = [_invoice(n, size) for n in range(size)]
    paid = [
        payment(
            invoice,
            on=invoice.issued_on + timedelta(20),
            amount=Money.from_minor_units(invoice.amount.minor_units // 3, CODE),
        )
        for invoice in invoices[::3]
    ]
    promised, held = invoices[size // 2], invoices[size // 3]
    facts = Account(
        customer=Customer(id="C-1"),
        invoices=tuple(invoices),
        receipts=tuple(receipt for receipt, _ in paid),
        allocations=tuple(allocation for _, allocation in paid),
        promises=(
            Promise(
                id="P-1",
                customer_id="C-1",
                amount=Money("50.00", CODE),
                promised_on=AS_OF - timedelta(4),
                pay_by=AS_OF + timedelta(6),
                invoices=(promised.id,),
            ),
        ),
        holds=(
            Hold(
                id="H-1",
                customer_id="C-1",
                kind="hardship",
                clock="stop",
                from_on=AS_OF - timedelta(10),
                until_on=AS_OF + timedelta(9),
                items=(held.id,),
            ),
        ),
    )
    for days in CONTACTED:
        on = AS_OF - timedelta(OLDEST - days)
        taken = decide(LADDER, facts, as_of=on, grade=GRADE).actions
        facts = replace(facts, done=(*facts.done, *(action.sent(on) for action in taken)))
    assert [done.step_id for done in facts.done] == ["pre-due", "reminder-1", "reminder-2"]
    return facts


def _invoice(n: int, size: int) -> Invoice:
    due_on = AS_OF - timedelta(OLDEST - OLDEST * n // (size - 1))
    return Invoice(
        id=f"INV-{n:04}",
        customer_id="C-1",
        amount=Money.from_minor_units(10_000 + 37 * n * n % 9_973, CODE),
        issued_on=due_on - timedelta(NET_DAYS),
        due_on=due_on,
    )


def models(facts: Account) -> peer.Account:
    """The same account in the peer's models."""
    return peer.Account(
        customer_id="C-1",
        currency=CODE,
        grade=GRADE,
        invoices=tuple(
            receivables.Invoice(
                id=invoice.id,
                amount=invoice.amount.amount,
                currency=CODE,
                issued_on=invoice.issued_on,
                due_on=_known(invoice.due_on),
            )
            for invoice in facts.invoices
        ),
        receipts=tuple(
            receivables.Receipt(
                id=receipt.id,
                amount=receipt.amount.amount,
                currency=CODE,
                received_on=receipt.received_on,
            )
            for receipt in facts.receipts
        ),
        allocations=tuple(
            receivables.Allocation(
                receipt_id=allocation.source_id or "",
                invoice_id=allocation.invoice_id,
                amount=allocation.amount.amount,
                applied_on=allocation.applied_on,
            )
            for allocation in facts.allocations
        ),
        contacts=tuple(
            peer.Contact(on=done.on, step_id=done.step_id or "", invoices=done.items, key=done.key)
            for done in facts.done
        ),
        promises=tuple(_promise(promise) for promise in facts.promises),
        holds=tuple(_hold(hold) for hold in facts.holds),
    )


def _promise(promise: Promise) -> peer.Promise:
    return peer.Promise(
        amount=promise.amount.amount,
        promised_on=promise.promised_on,
        pay_by=promise.pay_by,
        invoices=promise.invoices,
    )


def _hold(hold: Hold) -> peer.Hold:
    return peer.Hold(
        from_on=hold.from_on,
        until_on=hold.until_on,
        invoices=hold.items,
        stops_clock=hold.clock == "stop",
    )


def _known(day: date | None) -> date:
    assert day is not None
    return day


def policy() -> peer.Policy:
    """The standard ladder in the peer's models."""
    conditions = {"call": peer.Condition(grades=("C", "D", "E"), broken_promises=1)}
    return peer.Policy(
        id=LADDER.id,
        steps=tuple(
            peer.Step(
                id=step.id,
                offset=step.offset,
                after=tuple(peer.After(step=wait.step, days=wait.days) for wait in step.after),
                requires=step.requires,
                required=step.required,
                channels=step.channels,
                when=conditions.get(step.id),
            )
            for step in LADDER.steps
        ),
        stages=tuple(peer.Stage(id=stage.id, days=stage.days) for stage in LADDER.stages),
        min_days_between=LADDER.contact_rules.min_days_between,
        business_days_only=LADDER.contact_rules.business_days_only,
    )


def _ours(size: int) -> Run:
    read = snapshot(account(size), as_of=AS_OF)
    return lambda: decide(LADDER, read, grade=GRADE)


def _ours_with_snapshot(size: int) -> Run:
    facts = account(size)
    return lambda: decide(LADDER, snapshot(facts, as_of=AS_OF), grade=GRADE)


def _theirs(size: int) -> Run:
    rules, facts = policy(), models(account(size))
    return lambda: peer.decide(rules, facts, AS_OF)


def plain(decision: Decision) -> object:
    return (
        decision.stage,
        [(action.step_id, list(action.items), action.channel) for action in decision.actions],
        [(wait.step_id, wait.next_allowed_on) for wait in decision.deferred],
        decision.next_review_on,
    )


def plain_there(decision: Any) -> object:
    return (
        decision.stage,
        [(action.step_id, action.invoices, action.channel) for action in decision.actions],
        decision.deferred,
        decision.next_review_on,
    )


def _peer(at_10: float, at_100: float) -> Side:
    return Side(
        name="pydantic and dateutil",
        setup=_theirs,
        plain=plain_there,
        marks=(Mark(at_10, "speed", 10), Mark(at_100, "speed", 100)),
        note="reads its facts in both rows; no reasons, lateness of steps, disputes, plans, "
        "placements, approvals or hand-over per item",
    )


ROWS = (
    Row(
        name="ladder/decide",
        title="the next step of an account and its next review, from a snapshot",
        unit="open invoice",
        sizes=SIZES,
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_ours, plain=plain),
        peers=(_peer(6, 10),),
    ),
    Row(
        name="ladder/decide-with-snapshot",
        title="the same with the snapshot, from the facts in hand",
        unit="open invoice",
        sizes=SIZES,
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_ours_with_snapshot, plain=plain),
        peers=(_peer(4, 8),),
    ),
)
