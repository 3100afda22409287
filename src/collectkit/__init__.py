"""collectkit: accounts-receivable collections policy as a pure Python library.

A program hands over a policy and its receivables as plain facts at a date; it gets back what is
owed and how late, what early payment saves and late payment costs, how the customer pays, the next
step and why, and when to look again.

    >>> from datetime import date
    >>> from collectkit import Money, PaymentTerms
    >>> terms = PaymentTerms.parse("2/10 net 30")
    >>> schedule = terms.schedule(Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
    >>> str(schedule.due_on), str(schedule.discounts[0].payable)
    ('2026-03-02', 'EUR 1166.20')

The library does no I/O, reads no clock and keeps no state. Rooms load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectkit import dates, discounts, explain, fees, ledger, messages, metrics, risk, terms
    from collectkit.dates import BusinessDayConvention, Context, DayCount
    from collectkit.errors import CollectkitError, PolicyError, Problem
    from collectkit.escalation import Ladder
    from collectkit.fees import LateChargePolicy, statutory
    from collectkit.ledger import Account, Customer, Invoice, Receipt
    from collectkit.money import Money, Percent, RoundingMode
    from collectkit.policy import CollectionsPolicy, review_account, review_portfolio
    from collectkit.risk import Scorecard
    from collectkit.terms import PaymentTerms

__version__ = "0.1.0"

# Where each name lives. The imports above are for type checkers; a test keeps both lists equal.
_HOMES = {
    "Account": "ledger",
    "BusinessDayConvention": "dates",
    "CollectionsPolicy": "policy",
    "CollectkitError": "errors",
    "Context": "dates",
    "Customer": "ledger",
    "DayCount": "dates",
    "Invoice": "ledger",
    "Ladder": "escalation",
    "LateChargePolicy": "fees",
    "Money": "money",
    "PaymentTerms": "terms",
    "Percent": "money",
    "PolicyError": "errors",
    "Problem": "errors",
    "Receipt": "ledger",
    "RoundingMode": "money",
    "Scorecard": "risk",
    "review_account": "policy",
    "review_portfolio": "policy",
    "statutory": "fees",
}
_ROOMS = ("dates", "discounts", "explain", "fees", "ledger", "messages", "metrics", "risk", "terms")

__all__ = [
    "Account",
    "BusinessDayConvention",
    "CollectionsPolicy",
    "CollectkitError",
    "Context",
    "Customer",
    "DayCount",
    "Invoice",
    "Ladder",
    "LateChargePolicy",
    "Money",
    "PaymentTerms",
    "Percent",
    "PolicyError",
    "Problem",
    "Receipt",
    "RoundingMode",
    "Scorecard",
    "dates",
    "discounts",
    "explain",
    "fees",
    "ledger",
    "messages",
    "metrics",
    "review_account",
    "review_portfolio",
    "risk",
    "statutory",
    "terms",
]


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return import_module(f"collectkit.{name}")
    if name in _HOMES:
        return getattr(import_module(f"collectkit.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'collectkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
