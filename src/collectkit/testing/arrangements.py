"""Hypothesis strategies for arrangements: rules, plans by agreement, and the states of all."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.arrangements import (
    Collectable,
    DebitRules,
    DebitState,
    DueDates,
    HoldEffects,
    ItemClock,
    MayPromise,
    PlanRules,
    PlanState,
    PromiseRules,
    collectable,
    debit_status,
    due_dates,
    hold_effects,
    item_clock,
    may_promise,
    payment_plan,
    plan_status,
)
from collectkit.dates import add_days
from collectkit.ledger import Account, Allocation, Item, PaymentPlan, Receipt, Snapshot, snapshot
from collectkit.money import Money, Percent
from collectkit.terms import Days, Months, Weeks
from collectkit.testing.account import accounts
from collectkit.testing.builders import (
    a_dispute,
    a_hold,
    a_promise,
    a_receipt,
    a_reversal,
    an_account,
    an_invoice,
    something_done,
)
from collectkit.testing.circumstances import disputes, holds
from collectkit.testing.facts import SPAN

__all__ = [
    "agreed_plans",
    "collectables",
    "debit_rules",
    "debit_states",
    "due_date_pairs",
    "hold_effect_sets",
    "item_clocks",
    "plan_rules",
    "plan_states",
    "promise_answers",
]

_DUE = an_invoice().due_on or SPAN[0]
_GRACE: SearchStrategy[Literal["days", "business-days"]] = st.sampled_from(
    ("days", "business-days")
)
_STEPS: tuple[Days | Weeks | Months, ...] = (Days(count=5), Weeks(count=1), Months(count=1))
_TOLERANCES = st.sampled_from((Percent(0), Percent(0), Percent(5), Percent(100)))


# -- rules ---------------------------------------------------------------------------------------
def plan_rules() -> SearchStrategy[PlanRules]:
    """Up to five days of grace, and one to three missed installments to default."""
    return st.builds(
        PlanRules,
        grace_days=st.integers(0, 5),
        grace_in=_GRACE,
        tolerance=_TOLERANCES,
        default_after=st.integers(1, 3),
    )


def debit_rules() -> SearchStrategy[DebitRules]:
    """Two weeks of notice most often."""
    return st.builds(DebitRules, pre_notification_days=st.sampled_from((14, 14, 5, 0)))


# -- plans ---------------------------------------------------------------------------------------
@st.composite
def agreed_plans(draw: st.DrawFn, invoice_id: str = "INV-1") -> PaymentPlan:
    """EUR 100.00 of one invoice in one to six parts, equal or not, days to months apart."""
    balance = Money("100.00", "EUR")
    weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    parts = len(weights) if draw(st.booleans()) else balance.allocate(weights)
    agreed_on = add_days(_DUE, draw(st.integers(-10, 20)))
    return payment_plan(
        balance,
        parts,
        first_due=add_days(agreed_on, draw(st.integers(0, 20))),
        every=draw(st.sampled_from(_STEPS)),
        id="PLAN-1",
        customer_id="C-1",
        invoices=(invoice_id,),
        agreed_on=agreed_on,
        on_default=draw(st.sampled_from(("restore", "fresh"))),
    )


@st.composite
def planned(draw: st.DrawFn) -> Account:
    """`INV-1` under a plan, with up to five payments of EUR 5.00 to 50.00, and holds."""
    plan = draw(agreed_plans())
    facts: list[Receipt | Allocation] = []
    for n in range(draw(st.integers(0, 5))):
        on = add_days(plan.agreed_on, draw(st.integers(-5, 60)))
        amount = Money.from_minor_units(500 * draw(st.integers(1, 10)), "EUR")
        common = {"customer_id": "C-1", "amount": amount}
        facts.append(Receipt(id=f"R{n}", received_on=on, **common))  # type: ignore[arg-type]
        facts.append(
            Allocation(source_id=f"R{n}", invoice_id="INV-1", applied_on=on, amount=amount)
        )
    span = (_DUE, add_days(_DUE, 60))
    held = draw(st.lists(holds(("INV-1",), id="H-1", span=span), max_size=1))
    return an_account(an_invoice(), plan, *facts, *held)


def _read(draw: st.DrawFn, account: Account, most: int = 120) -> Snapshot:
    return snapshot(account, as_of=add_days(_DUE, draw(st.integers(-10, most))))


@st.composite
def plan_states(draw: st.DrawFn) -> PlanState:
    """Plans in every status."""
    read = _read(draw, draw(planned()))
    return plan_status(read.plans[0], read, rules=draw(plan_rules()))


# -- clocks and due dates ------------------------------------------------------------------------
@st.composite
def item_clocks(draw: st.DrawFn) -> ItemClock:
    """The clock of an invoice under a plan that may default, be completed, or be replaced."""
    read = _read(draw, draw(planned()))
    states = tuple(plan_status(plan, read, rules=draw(plan_rules())) for plan in read.plans)
    found = item_clock(read.items[0], read, plans=states)
    assert found is not None  # its due date is known
    return found


@st.composite
def due_date_pairs(draw: st.DrawFn) -> DueDates:
    """Contractual and effective due dates, under plans, holds, promises and disputes."""
    account = draw(planned())
    invoice = account.invoices[0]
    span = (_DUE, add_days(_DUE, 60))
    contested = draw(st.lists(disputes(invoice, id="D-1", span=span), max_size=1))
    promised = (a_promise(),) if draw(st.booleans()) else ()
    read = _read(draw, account.with_(disputes=tuple(contested), promises=promised))
    return due_dates(read.items[0], read, plan_rules=draw(plan_rules()))


# -- holds, disputes, promises -------------------------------------------------------------------
def _item(draw: st.DrawFn) -> tuple[Item, Snapshot]:
    account = draw(accounts().filter(lambda account: bool(account.invoices)))
    read = snapshot(account, as_of=add_days(SPAN[1], draw(st.integers(0, 30))))
    items = [item for item in read.items if item.invoice.kind != "credit_note"]
    if items:
        return draw(st.sampled_from(items)), read
    read = snapshot(an_account(an_invoice(), a_dispute(), a_hold()), as_of=SPAN[1])
    return read.items[0], read


@st.composite
def hold_effect_sets(draw: st.DrawFn) -> HoldEffects:
    """What some holds do to `INV-1` on a day near them."""
    some = [draw(holds(("INV-1",), id=f"H-{n}", span=SPAN)) for n in range(draw(st.integers(1, 3)))]
    read = snapshot(an_account(an_invoice(issued_on=SPAN[0]), *some), as_of=SPAN[1])
    return hold_effects(read.items[0], read, on=add_days(SPAN[0], draw(st.integers(0, 90))))


@st.composite
def collectables(draw: st.DrawFn) -> Collectable:
    """What may be asked for of an item that is disputed, in whole or in part, or not."""
    item, read = _item(draw)
    return collectable(item, read)


@st.composite
def promise_answers(draw: st.DrawFn) -> MayPromise:
    """Whether another promise is taken from a customer with up to four of them."""
    made = st.integers(0, 50).map(lambda n: add_days(SPAN[0], n))
    some = []
    for n, on in enumerate(draw(st.lists(made, max_size=4))):
        some.append(a_promise(id=f"P-{n}", promised_on=on, pay_by=add_days(on, 5)))
    rules = PromiseRules(
        grace_in=draw(_GRACE),
        refuse_after=draw(st.none() | st.integers(1, 3)),
        window_days=draw(st.integers(1, 60)),
    )
    read = snapshot(an_account(*some), as_of=add_days(SPAN[0], draw(st.integers(0, 90))))
    return may_promise(read, rules=rules)


# -- direct debits -------------------------------------------------------------------------------
@st.composite
def debit_states(draw: st.DrawFn) -> DebitState:
    """Direct debits on their way, announced or not, collected, returned or lapsed."""
    collected = draw(st.booleans())
    hold = a_hold(
        kind="direct_debit",
        from_on=SPAN[0],
        collect_on=add_days(SPAN[0], 30),
        until_on=draw(st.none() | st.just(add_days(SPAN[0], 40))),
        receipt_id="PAY-1" if collected else None,
    )
    facts: list[Any] = [an_invoice(), hold]
    if draw(st.booleans()):
        announced = add_days(SPAN[0], draw(st.integers(0, 29)))
        facts.append(something_done(kind="notice", code="pre-notification", on=announced))
    if collected:
        facts.append(a_receipt(received_on=add_days(SPAN[0], 31)))
        if draw(st.booleans()):
            facts.append(a_reversal(received_on=add_days(SPAN[0], 34)))
    read = snapshot(an_account(*facts), as_of=add_days(SPAN[0], draw(st.integers(0, 50))))
    return debit_status(hold, read, rules=draw(debit_rules()))
