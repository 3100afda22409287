"""What the room of fees gives as reasons and warnings."""

from __future__ import annotations

from collectkit.explain import Reasons

__all__ = ["REASONS"]

REASONS = Reasons(
    "fees",
    {
        "provisional": "{table} has no rate for {day}; the last known one, {rate}, was taken",
        "customer_kind": "the customer's kind is {kind}, and these rules are for the kind {debtor}",
        "scope": "these rules apply to {scope}",
        "ousted_by_contract": "a contract can replace them: {by}",
        "caution": "{text}",
        "not_in_default": "no interest yet: {why}",
        "before_the_act": "{item} was due on {due}, before these rules begin on {begin}",
        "notice_missing": "{rule} is owed only after the notice `{notice}`, and none that counts "
        "is recorded: after the due date, and delivered where it must be",
        "posted_elsewhere": "charges of other policies are posted here and not taken off: {keys}",
    },
)
