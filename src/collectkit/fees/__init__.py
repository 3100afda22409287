"""Fees: what late payment costs.

Nouns: `LateChargePolicy` (a policy: `SimpleInterest`, `FlatFee`, grace), `LateCharges` (lines that
sum to a total per currency), `RateTable` (a reference rate by day; `RATE_TABLES` come along). Verb:
`assess`.

    >>> from datetime import date
    >>> from collectkit import Money, Percent
    >>> from collectkit.fees import LateChargePolicy, SimpleInterest, assess
    >>> from collectkit.ledger import Account, Customer, Invoice
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("1000.00", "EUR"),
    ...             issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31)),))
    >>> policy = LateChargePolicy(id="standard", interest=SimpleInterest(rate=Percent("9")))
    >>> str(assess(account, policy, as_of=date(2026, 3, 2)).total("EUR"))
    'EUR 7.40'

    >>> from collectkit.fees import RATE_TABLES
    >>> RATE_TABLES["boe-half-year"].rate_at(date(2025, 6, 11))
    Percent('4.75')

Charges are returned, never posted. Not here: due dates (`terms`), who is chased (`escalation`).
"""

from collectkit.fees.assess import assess
from collectkit.fees.model import (
    FlatFee,
    InterestSegment,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    SimpleInterest,
)
from collectkit.fees.rates import RateTable
from collectkit.fees.tables import RATE_TABLES

__all__ = [
    "RATE_TABLES",
    "FlatFee",
    "InterestSegment",
    "LateCharge",
    "LateChargePolicy",
    "LateCharges",
    "RateTable",
    "SimpleInterest",
    "assess",
]
