"""Risk: how customers pay, and whom to contact first. Two lists, never one.

Nouns: `PaymentBehavior` (what is known), `Scorecard` (a policy), `Score`, `Priority`. Verbs:
`behavior`, `score`, `rank` (best to worst payer), `priorities` (what a contact is worth).

    >>> from datetime import date
    >>> from collectkit import Scorecard
    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> from collectkit.risk import behavior, score
    >>> account = Account(customer=Customer(id="C-1"))
    >>> score(Scorecard.default(), behavior(snapshot(account, as_of=date(2026, 3, 1)))).grade
    'A'

Only what is known at the day counts. Not here: the next step (`escalation`), the metrics of the
whole book (`metrics`).
"""

from collectkit.risk.behavior import PaymentBehavior, behavior
from collectkit.risk.ranking import Priority, priorities, rank, worklist_order
from collectkit.risk.scorecard import (
    REASONS,
    Bin,
    Characteristic,
    Grade,
    Points,
    Score,
    Scorecard,
    score,
)

__all__ = [
    "REASONS",
    "Bin",
    "Characteristic",
    "Grade",
    "PaymentBehavior",
    "Points",
    "Priority",
    "Score",
    "Scorecard",
    "behavior",
    "priorities",
    "rank",
    "score",
    "worklist_order",
]
