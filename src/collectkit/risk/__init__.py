"""Risk: how customers pay, whom to contact first, whom to give credit. Two lists, never one.

Nouns: `PaymentBehavior` (what is known), `Scorecard`, `PriorityRules` and `CreditRules`
(policies), `Score`, `ScoreGap`, `Lift`, `Priority`, `CreditReview` (results). Verbs: `behavior`,
`score`, `rank` (best to worst payer), `why_above`, `smallest_change`, `priorities` (what a contact
is worth), `credit_review`, `expected_loss`.

    >>> from datetime import date
    >>> from collectkit import Scorecard
    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> from collectkit.risk import behavior, score
    >>> account = Account(customer=Customer(id="C-1"))
    >>> score(Scorecard.default(), behavior(snapshot(account, as_of=date(2026, 3, 1)))).grade
    'A'

Only what is known at the day counts, and nothing is ever applied. Not here: the next step
(`escalation`), the metrics of the whole book (`metrics`), how a card is fitted (any statistics
library).
"""

from collectkit.risk.behavior import PaymentBehavior, behavior
from collectkit.risk.compare import (
    FeatureGap,
    Lift,
    ScoreGap,
    rank,
    smallest_change,
    why_above,
)
from collectkit.risk.credit import (
    CreditReview,
    CreditRules,
    Exposure,
    GradeTerms,
    credit_review,
)
from collectkit.risk.loss import expected_loss
from collectkit.risk.priority import (
    GradeRates,
    Priority,
    PriorityRules,
    priorities,
    worklist_order,
)
from collectkit.risk.reasons import REASONS
from collectkit.risk.scorecard import Bin, Characteristic, Grade, Scorecard
from collectkit.risk.scoring import Points, Score, score

__all__ = [
    "REASONS",
    "Bin",
    "Characteristic",
    "CreditReview",
    "CreditRules",
    "Exposure",
    "FeatureGap",
    "Grade",
    "GradeRates",
    "GradeTerms",
    "Lift",
    "PaymentBehavior",
    "Points",
    "Priority",
    "PriorityRules",
    "Score",
    "ScoreGap",
    "Scorecard",
    "behavior",
    "credit_review",
    "expected_loss",
    "priorities",
    "rank",
    "score",
    "smallest_change",
    "why_above",
    "worklist_order",
]
