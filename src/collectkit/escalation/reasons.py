"""The codes and plain-English patterns of everything a ladder says."""

from __future__ import annotations

from collectkit.explain import Reasons

__all__ = ["REASONS"]

REASONS = Reasons(
    "escalation",
    {
        "reached": "{observed} days past due, from {required} on",
        "waited": "{observed} days since {step}, needs {required}",
        "too_early": "{observed} days past due, needs {required}",
        "not_due_yet": "first due on {due}",
        "not_overdue": "nothing is overdue",
        "after": "{observed} days since {step}, needs {required}",
        "not_sent": "{step} is not sent; then {required} days",
        "requires": "{step} is not sent",
        "required_sent": "{step} was sent",
        "no_item": "no item has passed every earlier step itself",
        "item_passed": "an item has passed every earlier step itself",
        "expired": "{observed} days past due, expired after {limit}",
        "not_expired": "{observed} days past due, worth it up to {limit}",
        "sent": "already taken on {on}",
        "behind": "required step {step} comes first",
        "passed": "{step} was already sent",
        "superseded": "{step} comes in its place",
        "condition": "condition not met: {text}",
        "condition_met": "condition met: {text}",
        "unknown": "condition unknown: {text}",
        "hold": "hold {id} ({kind}) until {until}",
        "dispute": "{invoice} is disputed until {until}",
        "promise": "promise {id} stands until {until}",
        "unapplied": "{amount} of unapplied money covers what is overdue; apply it first",
        "plan": "payment plan {id} is agreed",
        "placed": "placed with {kind} until {until}",
        "approval": "needs approval by {role}",
        "approved": "approved by {role}",
        "one_step_a_day": "{step} was taken on the same day",
        "one_contact_a_day": "{step} in {currency} speaks to the customer first",
        "chosen": "taken now",
        "upcoming": "an item is about to fall due",
        "none_upcoming": "no item falls due within {offset} days without a reminder yet",
        "not_in_scope": "nothing is owed in {currency}",
    },
)
