"""The text of an action: which template, and the figures in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

from collectkit._checks import check_type
from collectkit.arrangements import PromiseStatus, collectable, promise_status
from collectkit.errors import TemplateError, UnknownReference, shown
from collectkit.escalation import Action
from collectkit.fees import LateCharge, LateCharges
from collectkit.ledger import Item, Promise
from collectkit.messages import ROW_VARIABLES, VARIABLES, Message
from collectkit.money import Money, total
from collectkit.policy.model import CollectionsPolicy
from collectkit.policy.review import AccountReview

__all__ = [
    "SUPPLIED", "account_values", "given_values", "message", "owing_values", "promise_values",
    "sender_values",
]  # fmt: skip

SUPPLIED = frozenset(
    (
        "amount_due", "creditor", "currency", "customer", "customer_number", "days_past_due",
        "invoice_count", "invoices", "late_charges", "oldest_due_on", "pay_by", "payment_details",
        "rider_count", "riders", "signature", "step", "today", "total_open", "total_overdue",
    )
)  # fmt: skip
"""The variables that every action has; what else a step's message needs, the host gives."""


def message(
    policy: CollectionsPolicy,
    review: AccountReview,
    action: Action,
    *,
    locale: str | None = None,
    output: Literal["text", "html", "sms"] | None = None,
    values: Mapping[str, object] | None = None,
) -> Message:
    """The text of an action of a review, in the customer's language where the catalogue has it.

    It speaks of the action's items and currency only, of what of them is open and not disputed,
    and of their late charges whether posted yet or not, the fee that the step itself sets off
    among them. Items on milder steps that ride along in a letter through its channel stand apart,
    in `riders`, and in none of the totals. The deadline it states is the review's
    (`AccountReview.deadlines`). Where a promise about the items was broken, it is the one that
    `promise_amount` and `promise_pay_by` name. `values` adds or replaces variables; the customer's
    name is one of them (the library only knows the id). `output` is `sms` for that channel and
    `text` otherwise, unless it is said.

    Raises:
        TemplateError: the step has no message, the catalogue lacks it, a variable is missing, or
            `values` has a name that no message knows or money of another currency.
        UnknownReference: the action is not of this review.
    """
    check_type(action, "action", Action)
    if action not in review.decision.actions:
        raise UnknownReference(
            f"the action {action.step_id} is not one of this review's",
            field="action",
            subject=action.customer_id,
        )
    if action.template is None:
        raise TemplateError(f"step {action.step_id} has no message", field="template")
    items = tuple(item for item in review.snapshot.open if item.id in action.items)
    context = {
        **sender_values(policy),
        **account_values(review),
        **owing_values(
            review,
            items,
            action.currency,
            review.charges_with_actions,
            whole=_is_first(review, action),
        ),
        **_step_values(review, action),
        **_rider_values(review, action),
        **_broken_promise(policy, review, action),
        **given_values(values, action.currency),
    }
    wanted = locale or review.snapshot.customer.locale
    found = policy.catalogue.find(action.template, wanted)
    chosen = output or ("sms" if action.channel == "sms" else "text")
    return found.render(context, locale=wanted, output=chosen)


def _is_first(review: AccountReview, action: Action) -> bool:
    """Whether the charges on the whole account are in its message: in one for each currency.

    It is the first of the day that reaches the customer, or the first at all.
    """
    same = [other for other in review.decision.actions if other.currency == action.currency]
    return action == next((other for other in same if other.channel is not None), same[0])


def sender_values(policy: CollectionsPolicy) -> dict[str, object]:
    """Who writes and how to pay; lines about what the sender leaves empty are left out."""
    sender = policy.sender
    return {name: value for name in type(sender).model_fields if (value := getattr(sender, name))}


def account_values(review: AccountReview) -> dict[str, object]:
    """Who owes, and the day. The library knows no names: the id stands for them."""
    return {
        "customer": review.customer_id,
        "customer_number": review.customer_id,
        "today": review.as_of,
    }


def given_values(values: Mapping[str, object] | None, currency: str) -> Mapping[str, object]:
    """What the host gives: names that messages know, and money of the message's currency."""
    known = {*VARIABLES, *ROW_VARIABLES}
    given = check_type(values or {}, "values", Mapping)  # type: ignore[type-abstract]
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(str(name)[:64], sorted(known), n=1)
            raise TemplateError(
                f"no message has a variable {shown(name)}",
                field="values",
                hint=f"did you mean {near[0]}?" if near else "the names are those of VARIABLES",
            )
        for money in _money(value):
            if money.currency != currency:
                raise TemplateError(
                    f"{name} is in {money.currency}, and the message speaks of {currency}",
                    field=name,
                )
    return given


def _money(value: object) -> Iterator[Money]:
    """The amounts in a value, or in the rows of a list."""
    if isinstance(value, Money):
        yield value
    elif isinstance(value, (list, tuple)):
        for row in value:
            if isinstance(row, Mapping):
                yield from (cell for cell in row.values() if isinstance(cell, Money))


def owing_values(
    review: AccountReview,
    items: tuple[Item, ...],
    currency: str,
    assessed: LateCharges | None,
    *,
    whole: bool,
) -> dict[str, object]:
    """What these open items owe that nobody contests, with their late charges.

    `whole` adds the charges on the whole account. Items that are disputed in full are left out,
    and so are their charges.
    """
    owed = {item.id: collectable(item, review.snapshot).amount for item in items}
    items = tuple(item for item in items if not owed[item.id].is_zero)
    owed = {item.id: owed[item.id] for item in items}
    charges = _late_charges(review, items, currency, assessed, whole=whole)
    due = total((owed[item.id] for item in items if item.is_overdue), currency)
    dated = next((item for item in items if item.due_on is not None), None)
    oldest = {} if dated is None else {
        "oldest_due_on": dated.due_on,
        "days_past_due": max(dated.days_past_due or 0, 0),
    }  # fmt: skip
    return {
        "currency": currency,
        "invoice_count": len(items),
        "total_open": total(owed.values(), currency),
        "total_overdue": due,
        "late_charges": charges,
        "amount_due": due + charges,
        "invoices": tuple(_row(item, owed[item.id]) for item in items),
        **oldest,
        **_offered(review, items),
    }


def promise_values(promise: Promise) -> dict[str, object]:
    """What was promised."""
    return {"promise_amount": promise.amount, "promise_pay_by": promise.pay_by}


def _step_values(review: AccountReview, action: Action) -> dict[str, object]:
    said = {"role": action.role, "legal_basis": action.mandatory}
    return {
        "step": action.step_id,
        "pay_by": dict(review.deadlines)[action.key],
        **{name: value for name, value in said.items() if value},
    }


def _rider_values(review: AccountReview, action: Action) -> dict[str, object]:
    """The items that the action's channel carries along."""
    riding = (rider for rider in action.riders if action.channel in rider.channels)
    named = {item for rider in riding for item in rider.items}
    items = [item for item in review.snapshot.open if item.id in named]
    return {
        "rider_count": len(items),
        "riders": tuple(_row(item, collectable(item, review.snapshot).amount) for item in items),
    }


def _offered(review: AccountReview, items: tuple[Item, ...]) -> dict[str, object]:
    """The discount that stands on one of the items; a message names one."""
    ids = {item.id for item in items}
    offer = next((offer for offer in review.offers if offer.item_id in ids), None)
    if offer is None:
        return {}
    return {
        "discount_payable": offer.payable,
        "discount_percent": offer.percent,
        "discount_until": offer.deadline,
    }


def _broken_promise(
    policy: CollectionsPolicy, review: AccountReview, action: Action
) -> dict[str, object]:
    """The latest broken promise about the action's invoices."""
    broken = [promise for promise in _broken(policy, review) if _is_about(promise, action)]
    if not broken:
        return {}
    return promise_values(max(broken, key=lambda promise: (promise.pay_by, promise.id)))


def _broken(policy: CollectionsPolicy, review: AccountReview) -> Iterator[Promise]:
    named = policy.assigned("ladder", review.snapshot.customer).id
    rules = policy.named_ladder(named).promise_rules
    for promise in review.snapshot.promises:
        status = promise_status(promise, review.snapshot, rules=rules).status
        if status in (PromiseStatus.BROKEN, PromiseStatus.PART_KEPT):
            yield promise


def _is_about(promise: Promise, action: Action) -> bool:
    named = not promise.invoices or not {*action.debts, *action.items}.isdisjoint(promise.invoices)
    return named and promise.amount.currency == action.currency


def _late_charges(
    review: AccountReview,
    items: tuple[Item, ...],
    currency: str,
    assessed: LateCharges | None,
    *,
    whole: bool,
) -> Money:
    """Charges of the items still to be paid: those not posted yet, and open posted ones."""
    lines = assessed.lines if assessed is not None else ()
    named: set[str | None] = {item.id for item in items}
    if whole:
        named.add(None)
    charges = total(
        (line.amount for line in lines if line.item_id in named and _is_in(line, currency)),
        currency,
    )
    named |= {item.invoice.id for item in items}
    for item in review.snapshot.open:
        posted = not item.is_trade and item.currency == currency
        if posted and item.invoice.charge_for in named:
            charges = charges + collectable(item, review.snapshot).amount
    return charges


def _is_in(line: LateCharge, currency: str) -> bool:
    return line.gross.currency == currency


def _row(item: Item, owed: Money) -> dict[str, object]:
    dated = {} if item.due_on is None else {"due_on": item.due_on}
    return {
        "number": item.id,
        "issued_on": item.invoice.issued_on,
        "amount": item.amount,
        "open": owed,
        "days_past_due": max(item.days_past_due or 0, 0),
        **dated,
    }
