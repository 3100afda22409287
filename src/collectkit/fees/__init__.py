"""Fees: what late payment costs.

Nouns: `LateChargePolicy` (a policy: `Interest` at a rate that is fixed or a `TableRate`; `FlatFee`,
`PercentFee`, `SlabFee`, `GraduatedFee`; grace), `LateCharges` (lines that sum to a total per
currency), `RateTable` (a reference rate by day; `RATE_TABLES` come along), `Regime` (a policy that
a statute writes), `Payoff`. Verbs: `assess`, `assess_each` (several policies on one account),
`statutory`, `payoff`, `project`, `compare`, `rate_on`, `rate_changes_on`, `simple_interest`,
`allocate_payment`.

    >>> from datetime import date
    >>> from collectkit import Money, Percent
    >>> from collectkit.fees import Interest, LateChargePolicy, assess, statutory
    >>> from collectkit.ledger import Invoice
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("5000.00", "GBP"),
    ...                   issued_on=date(2025, 5, 11), due_on=date(2025, 6, 10))
    >>> policy = LateChargePolicy(id="standard", interest=Interest(rate=Percent("9")))
    >>> str(assess(invoice, policy, as_of=date(2025, 9, 19)).total("GBP"))
    'GBP 124.52'
    >>> regime = statutory("GB", debtor="business")
    >>> str(regime.assess(invoice, as_of=date(2025, 9, 19)).total("GBP"))
    'GBP 246.40'

Charges are returned, never posted. Not here: due dates (`terms`), who is chased (`escalation`).
"""

from collectkit.fees.allocation import (
    AllocationLine,
    AllocationOrder,
    PaymentAllocation,
    allocate_payment,
)
from collectkit.fees.assess import assess
from collectkit.fees.charges import (
    Capitalization,
    ChargePosting,
    ChargeStep,
    InterestSegment,
    LateCharge,
    LateCharges,
    RateParts,
)
from collectkit.fees.interest import Cap, Compounding, Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.periods import Period
from collectkit.fees.quotes import Comparison, Payoff, compare, payoff, project, rate_on
from collectkit.fees.rates import RateTable
from collectkit.fees.reasons import REASONS
from collectkit.fees.regime import DefaultRule, Guards, Regime
from collectkit.fees.several import assess_each, rate_changes_on
from collectkit.fees.simple import simple_interest
from collectkit.fees.statutes import STATUTES, statutory
from collectkit.fees.tables import RATE_TABLES
from collectkit.fees.tariffs import (
    Bracket,
    FlatFee,
    GraduatedFee,
    NoticeFirst,
    PercentFee,
    SlabFee,
    Tier,
)

__all__ = [
    "RATE_TABLES",
    "REASONS",
    "STATUTES",
    "AllocationLine",
    "AllocationOrder",
    "Bracket",
    "Cap",
    "Capitalization",
    "ChargePosting",
    "ChargeStep",
    "Comparison",
    "Compounding",
    "DefaultRule",
    "FlatFee",
    "GraduatedFee",
    "Guards",
    "Interest",
    "InterestSegment",
    "LateCharge",
    "LateChargePolicy",
    "LateCharges",
    "Margin",
    "NoticeFirst",
    "PaymentAllocation",
    "Payoff",
    "PercentFee",
    "Period",
    "RateParts",
    "RateTable",
    "Regime",
    "SlabFee",
    "TableRate",
    "Tier",
    "allocate_payment",
    "assess",
    "assess_each",
    "compare",
    "payoff",
    "project",
    "rate_changes_on",
    "rate_on",
    "simple_interest",
    "statutory",
]
