"""Hypothesis strategies for what stands around a debt: disputes, holds, promises and the like.

What a fact names is handed in: the invoice itself, or the ids of items and invoices to choose from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.dates import add_days
from collectkit.ledger import (
    Approval,
    Dispute,
    Done,
    Hold,
    Installment,
    Invoice,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.ledger.circumstances import Blocks, HoldKind
from collectkit.money import Percent
from collectkit.testing.facts import SPAN, ids, later_day, maybe_later, recorded, small, span_day
from collectkit.testing.values import currencies

__all__ = [
    "approvals",
    "disputes",
    "done_facts",
    "holds",
    "late_reasons",
    "payment_plans",
    "placements",
    "promises",
    "waivers",
]

_HOLDS: tuple[HoldKind, ...] = ("hardship", "moratorium", "legal", "review", "direct_debit")
_BLOCKS: tuple[Blocks, ...] = ("reminders", "demands", "calls", "agency", "legal", "charges")
_STEPS = ("reminder", "first-notice", "final-demand")
_STATUSES = ("planned", "sent", "delivered", "failed", "declined")
_OUTCOMES = (None, "conversation", "voicemail", "no_answer", "wrong_number", "bounced", "paid")


def _some(names: Sequence[str]) -> SearchStrategy[tuple[str, ...]]:
    """None of `names`, or a few."""
    if not names:
        return st.just(())
    return st.lists(st.sampled_from(tuple(names)), unique=True, max_size=3).map(tuple)


@st.composite
def disputes(
    draw: st.DrawFn,
    invoice: Invoice,
    *,
    id: str | None = None,
    span: tuple[date, date] = SPAN,
) -> Dispute:
    """`invoice` contested in whole or in part (or beyond), still open or closed."""
    opened_on = span_day(draw, span)
    closed_on = maybe_later(draw, opened_on)
    return Dispute(
        id=draw(ids("D")) if id is None else id,
        invoice_id=invoice.id,
        opened_on=opened_on,
        amount=small(draw, invoice.currency, invoice.amount.minor_units + 5)
        if draw(st.booleans())
        else None,
        closed_on=closed_on,
        reason=draw(st.sampled_from((None, "price", "quality"))),
        outcome=None if closed_on is None else draw(st.sampled_from((None, "rejected"))),
        recorded_on=recorded(draw, opened_on),
    )


@st.composite
def late_reasons(
    draw: st.DrawFn,
    invoice: Invoice,
    *,
    id: str | None = None,
    span: tuple[date, date] = SPAN,
) -> LateReason:
    """Why `invoice` was paid late."""
    day = span_day(draw, span)
    code = draw(st.sampled_from(("not_received", "cash_flow", "price")))
    recorded_on = recorded(draw, day)
    return LateReason(id=id, invoice_id=invoice.id, code=code, on=day, recorded_on=recorded_on)


@st.composite
def holds(
    draw: st.DrawFn,
    items: Sequence[str] = (),
    payments: Sequence[str] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    span: tuple[date, date] = SPAN,
) -> Hold:
    """Holds of every kind on the account or on some of `items`, open-ended or not.

    A direct debit sometimes names the one of `payments` that it collected.
    """
    from_on = span_day(draw, span)
    kind = draw(st.sampled_from(_HOLDS))
    return Hold(
        id=draw(ids("H")) if id is None else id,
        customer_id=customer_id,
        kind=kind,
        from_on=from_on,
        until_on=maybe_later(draw, from_on),
        items=draw(_some(items)),
        clock=draw(st.sampled_from(("run", "stop"))),
        blocks=draw(st.none() | st.lists(st.sampled_from(_BLOCKS), unique=True).map(tuple)),
        on_release=draw(st.sampled_from(("resume", "restart"))),
        cooldown_days=draw(st.integers(0, 10)),
        collect_on=later_day(draw, from_on, 20) if kind == "direct_debit" else None,
        receipt_id=draw(st.sampled_from((None, *(payments if kind == "direct_debit" else ())))),
        recorded_on=recorded(draw, from_on),
    )


@st.composite
def promises(
    draw: st.DrawFn,
    invoices: Sequence[Invoice] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    currency: str | None = None,
    span: tuple[date, date] = SPAN,
) -> Promise:
    """The word to pay the account, or some of `invoices` in `currency`."""
    currency = draw(currencies()) if currency is None else currency
    promised_on = span_day(draw, span)
    return Promise(
        id=draw(ids("P")) if id is None else id,
        customer_id=customer_id,
        amount=small(draw, currency, 60),
        promised_on=promised_on,
        pay_by=later_day(draw, promised_on, 20),
        invoices=draw(_some([i.id for i in invoices if i.currency == currency])),
        recorded_on=recorded(draw, promised_on),
    )


@st.composite
def payment_plans(
    draw: st.DrawFn,
    invoice: Invoice,
    *,
    id: str | None = None,
    span: tuple[date, date] = SPAN,
) -> PaymentPlan:
    """A plan of one to three parts a week apart for `invoice`."""
    agreed_on = span_day(draw, span)
    parts = invoice.amount.allocate(draw(st.integers(1, 3)))
    return PaymentPlan(
        id=draw(ids("PLAN")) if id is None else id,
        customer_id=invoice.customer_id,
        agreed_on=agreed_on,
        installments=tuple(
            Installment(number=number, due_on=add_days(agreed_on, 7 * number), amount=amount)
            for number, amount in enumerate(parts, start=1)
        ),
        invoices=(invoice.id,),
        on_default=draw(st.sampled_from(("restore", "fresh"))),
        recorded_on=recorded(draw, agreed_on),
    )


@st.composite
def waivers(
    draw: st.DrawFn,
    items: Sequence[str] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    currency: str | None = None,
    span: tuple[date, date] = SPAN,
) -> Waiver:
    """Charges given up, all or some, on the account or on some of `items`, all in `currency`."""
    currency = draw(currencies()) if currency is None else currency
    day = span_day(draw, span)
    from_on = span_day(draw, span) if draw(st.booleans()) else None
    return Waiver(
        id=id,
        customer_id=customer_id,
        on=day,
        items=draw(_some(items)),
        kinds=draw(st.sampled_from(((), ("interest",), ("fee", "costs")))),
        amount=small(draw, currency, 30) if draw(st.booleans()) else None,
        from_on=from_on,
        until_on=maybe_later(draw, span[0] if from_on is None else from_on),
        recorded_on=recorded(draw, day),
    )


@st.composite
def placements(
    draw: st.DrawFn,
    items: Sequence[str] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    span: tuple[date, date] = SPAN,
) -> Placement:
    """The account or some of `items` with an agency or at court."""
    from_on = span_day(draw, span)
    return Placement(
        id=id,
        customer_id=customer_id,
        kind=draw(st.sampled_from(("agency", "legal"))),
        from_on=from_on,
        until_on=maybe_later(draw, from_on),
        items=draw(_some(items)),
        commission=draw(st.none() | st.integers(0, 40).map(Percent)),
        recorded_on=recorded(draw, from_on),
    )


@st.composite
def approvals(
    draw: st.DrawFn,
    items: Sequence[str] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    span: tuple[date, date] = SPAN,
) -> Approval:
    """A step allowed for the account or for some of `items`."""
    day = span_day(draw, span)
    return Approval(
        id=id,
        customer_id=customer_id,
        step_id=draw(st.sampled_from(_STEPS)),
        on=day,
        by=draw(st.sampled_from(("credit manager", "board"))),
        items=draw(_some(items)),
        recorded_on=recorded(draw, day),
    )


@st.composite
def done_facts(
    draw: st.DrawFn,
    items: Sequence[str] = (),
    *,
    id: str | None = None,
    customer_id: str = "C-1",
    span: tuple[date, date] = SPAN,
) -> Done:
    """Contacts, tasks, effects and notices, the library's and the host's own; keys may repeat."""
    day = span_day(draw, span)
    own = draw(st.booleans())
    clock = st.integers(0, 23).map(lambda hour: datetime.combine(day, time(hour), UTC))
    return Done(
        id=id,
        customer_id=customer_id,
        on=day,
        kind=draw(st.sampled_from(("contact", "task", "effect", "notice"))),
        key=None if own else draw(ids("KEY")),
        at=draw(st.none() | clock),
        status=draw(st.sampled_from(_STATUSES)),
        step_id=None if own else draw(st.sampled_from(_STEPS)),
        items=draw(_some(items)),
        channel=draw(st.sampled_from((None, "email", "letter", "phone", "sms"))),
        direction=draw(st.sampled_from(("out", "out", "in"))),
        customer_facing=draw(st.booleans()),
        outcome=draw(st.sampled_from(_OUTCOMES)),
        recorded_on=recorded(draw, day),
    )
