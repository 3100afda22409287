"""The text of an action: which template, and the figures in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from collectkit._checks import check_type
from collectkit.arrangements import collectable
from collectkit.dates import WEEKENDS, BusinessDayConvention, Calendar
from collectkit.errors import TemplateError, UnknownReference
from collectkit.escalation import Action
from collectkit.ledger import Item
from collectkit.messages import Message
from collectkit.money import Money, total
from collectkit.policy.model import CollectionsPolicy
from collectkit.policy.review import AccountReview

__all__ = ["message"]


def message(
    policy: CollectionsPolicy,
    review: AccountReview,
    action: Action,
    *,
    locale: str | None = None,
    output: Literal["text", "html", "sms"] = "text",
    values: Mapping[str, object] | None = None,
    calendar: Calendar = WEEKENDS,
) -> Message:
    """The text of an action of a review, in the customer's language where the catalogue has it.

    It speaks of the action's items and currency only, of what of them is open and not disputed,
    and of their late charges whether posted yet or not. The deadline it states is the review's day
    plus the step's `pay_within`, moved on to a business day. `values` adds or replaces variables;
    the customer's name is one of them (the library only knows the id).

    Raises:
        TemplateError: the step has no message, the catalogue lacks it, or a variable is missing.
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
    context = _variables(policy, review, action, items, calendar) | dict(values or {})
    wanted = locale or review.snapshot.customer.locale
    found = policy.catalogue.find(action.template, wanted)
    return found.render(context, locale=wanted, output=output)


def _variables(
    policy: CollectionsPolicy,
    review: AccountReview,
    action: Action,
    items: tuple[Item, ...],
    calendar: Calendar,
) -> dict[str, object]:
    oldest = items[0]
    owed = _undisputed(review, items)
    charges = _late_charges(review, action, items)
    due = total((owed[item.id] for item in items if item.is_overdue), action.currency)
    pay_by = BusinessDayConvention.FOLLOWING.adjust(
        review.as_of + timedelta(action.pay_within), calendar
    )
    offer = next((o for o in review.offers if o.item_id in action.items), None)
    offered = {} if offer is None else {
        "discount_payable": offer.payable,
        "discount_percent": offer.percent,
        "discount_until": offer.deadline,
    }  # fmt: skip
    return {
        "creditor": policy.sender.creditor,
        "signature": policy.sender.signature,
        "payment_details": policy.sender.payment_details,
        "customer": review.customer_id,
        "customer_number": review.customer_id,
        "today": review.as_of,
        "step": action.step_id,
        "currency": action.currency,
        "invoice_count": len(items),
        "total_open": total(owed.values(), action.currency),
        "total_overdue": due,
        "late_charges": charges,
        "amount_due": due + charges,
        "oldest_due_on": oldest.due_on,
        "days_past_due": max(oldest.days_past_due or 0, 0),
        "pay_by": pay_by,
        "invoices": tuple(_row(item, owed[item.id]) for item in items),
        **offered,
    }


def _undisputed(review: AccountReview, items: tuple[Item, ...]) -> dict[str, Money]:
    """What each item owes that nobody contests."""
    return {item.id: collectable(item, review.snapshot).amount for item in items}


def _late_charges(review: AccountReview, action: Action, items: tuple[Item, ...]) -> Money:
    """Charges of the items still to be paid: those not posted yet, and open posted ones."""
    lines = review.charges.lines if review.charges is not None else ()
    charges = total(
        (line.amount for line in lines if line.item_id in action.items), action.currency
    )
    names = {name for item in items for name in (item.id, item.invoice.id)}
    for item in review.snapshot.open:
        if not item.is_trade and item.invoice.charge_for in names:
            charges = charges + item.open
    return charges


def _row(item: Item, owed: Money) -> dict[str, object]:
    return {
        "number": item.id,
        "issued_on": item.invoice.issued_on,
        "due_on": item.due_on,
        "amount": item.amount,
        "open": owed,
        "days_past_due": max(item.days_past_due or 0, 0),
    }
