"""Escalation: what to do next about an account, and why.

Nouns: `Ladder`, `Step`, `Stage`, `After` (policies), `When` (conditions), `Decision` with its
`Action`s. Verb: `decide`, also as `Ladder.decide`.
`fee_levels` says which steps set off a fee.

    >>> from datetime import date
    >>> from collectkit import Money
    >>> from collectkit.escalation import presets
    >>> from collectkit.ledger import Account, Customer, Invoice
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> decision = presets.standard().decide(account, as_of=date(2026, 2, 9))
    >>> print(decision.explain())
    C-1 on 2026-02-09: stage overdue
      now       reminder-1 by email for INV-7
      review    2026-02-21

Effects are returned as data for the host to carry out and record with `action.sent(on)`. Not
here: what a message says (`messages`), what late payment costs (`fees`), who comes first (`risk`).
"""

from collectkit.escalation import presets
from collectkit.escalation.conditions import (
    AllOf,
    AmountAtLeast,
    AnyOf,
    BrokenPromises,
    Condition,
    CustomerIs,
    DaysPastDue,
    GradeIn,
    LateItems,
    Not,
    OverdueShare,
    PaidLate,
    SegmentIn,
    TagIn,
    When,
)
from collectkit.escalation.decide import decide
from collectkit.escalation.decision import (
    Action,
    Decision,
    Deferred,
    Effect,
    Rider,
    ScopeDecision,
    Suppressed,
)
from collectkit.escalation.levels import fee_levels
from collectkit.escalation.model import After, Ladder, Repeat, Stage, Step, StepKind
from collectkit.escalation.reasons import REASONS

__all__ = [
    "REASONS",
    "Action",
    "After",
    "AllOf",
    "AmountAtLeast",
    "AnyOf",
    "BrokenPromises",
    "Condition",
    "CustomerIs",
    "DaysPastDue",
    "Decision",
    "Deferred",
    "Effect",
    "GradeIn",
    "Ladder",
    "LateItems",
    "Not",
    "OverdueShare",
    "PaidLate",
    "Repeat",
    "Rider",
    "ScopeDecision",
    "SegmentIn",
    "Stage",
    "Step",
    "StepKind",
    "Suppressed",
    "TagIn",
    "When",
    "decide",
    "fee_levels",
    "presets",
]
