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
        "lapses": "by {on} it has expired",
        "not_expired": "{observed} days past due, worth it up to {limit}",
        "sent": "already taken on {on}",
        "behind": "required step {step} comes first",
        "passed": "{step} was already sent",
        "repeated": "taken {observed} times, at most {limit}",
        "month_over": "its month is over on {on}",
        "month_end": "waits for the end of the month, {on}",
        "not_delivered": "{step} was sent and is not known to be delivered",
        "minimum_met": "{observed} overdue, needs {required}",
        "below_minimum": "{observed} overdue, needs {required}",
        "no_minimum": "no minimum is set in {currency}",
        "held_back": "a later step is below its minimum",
        "day_off": "{on} is a day off",
        "superseded": "{step} comes in its place",
        "condition": "condition not met: {text}",
        "condition_met": "condition met: {text}",
        "unknown": "condition unknown: {text}",
        "hold": "hold {id} ({kind}) until {until}",
        "dispute": "{invoice} is disputed until {until}",
        "promise": "promise {id} stands until {until}",
        "unapplied": "{amount} of unapplied money covers what is overdue; apply it first",
        "nothing_to_ask": "all of it is disputed in part; nothing is left to ask for",
        "plan": "payment plan {id} is agreed",
        "placed": "placed with {kind} until {until}",
        "approval": "needs approval by {role}",
        "approved": "approved by {role}",
        "one_step_a_day": "{step} was taken on the same day",
        "one_contact_a_day": "{step} in {currency} speaks to the customer first",
        "chosen": "taken now",
        "rides": "goes out with {step}",
        "upcoming": "an item is about to fall due",
        "none_upcoming": "no item falls due within {offset} days without a reminder yet",
        "not_in_scope": "nothing is owed in {currency}",
    },
)
