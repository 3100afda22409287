"""Policy: one document, and the main job done with it.

Nouns: `CollectionsPolicy` (terms, discounts, late charges, ladders, scorecard, messages, and the
`Assignment` that says what applies to whom), `Sender`, `StatutoryCharges` and `Law`, `Finding`,
`AccountReview`, `PortfolioReview`. Verbs: `review_account`, `review_portfolio`, `message`,
`letter`, `invoice_clause`, `CollectionsPolicy.lint`.

    >>> from datetime import date
    >>> from collectkit import Money, review_account
    >>> from collectkit.ledger import Account, Customer
    >>> from collectkit.policy import presets
    >>> policy = presets.b2b_standard(creditor="Example Ltd")
    >>> invoice = policy.term("2-10-net-30").invoice(
    ...     id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"),
    ...     issued_on=date(2026, 1, 31))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> review = review_account(policy, account, as_of=date(2026, 2, 5))
    >>> [str(offer.payable) for offer in review.offers], str(review.next_review_on)
    (['EUR 1166.20'], '2026-02-11')

Not here: the rules themselves; each lives in its own room.
"""

from collectkit.explain import Finding
from collectkit.policy import presets
from collectkit.policy.assignment import Assigned, Assignment
from collectkit.policy.letters import invoice_clause, letter
from collectkit.policy.message import message
from collectkit.policy.model import CollectionsPolicy, Sender
from collectkit.policy.portfolio import (
    PortfolioReview,
    Ranked,
    WorklistEntry,
    review_portfolio,
)
from collectkit.policy.review import AccountReview, review_account
from collectkit.policy.statutory import Law, StatutoryCharges

__all__ = [
    "AccountReview",
    "Assigned",
    "Assignment",
    "CollectionsPolicy",
    "Finding",
    "Law",
    "PortfolioReview",
    "Ranked",
    "Sender",
    "StatutoryCharges",
    "WorklistEntry",
    "invoice_clause",
    "letter",
    "message",
    "presets",
    "review_account",
    "review_portfolio",
]
