"""Arrangements: what was agreed with the customer, and which due date the ladder sees.

Nouns: `PromiseRules` (a policy), `PromiseState`. Verbs: `promise_status` (open, kept, part kept,
broken), `stops`, `clock`, `effective_due`.

    >>> from collectkit.arrangements import PromiseRules
    >>> PromiseRules(grace_days=2).grace_days
    2

Contractual due dates never move. Not here: the facts themselves (`ledger`), the next step
(`escalation`).
"""

from collectkit.arrangements.clocks import clock, covers, effective_due, stops
from collectkit.arrangements.promises import (
    PromiseRules,
    PromiseState,
    PromiseStatus,
    promise_status,
)

__all__ = [
    "PromiseRules",
    "PromiseState",
    "PromiseStatus",
    "clock",
    "covers",
    "effective_due",
    "promise_status",
    "stops",
]
