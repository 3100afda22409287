"""Hypothesis strategies for scores, decisions and reviews, made by taking them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit import risk
from collectkit.dates import add_days
from collectkit.escalation import Decision, decide
from collectkit.ledger import Account, snapshot
from collectkit.policy import AccountReview, PortfolioReview, review_account, review_portfolio
from collectkit.risk import PaymentBehavior, Priority, Score, Scorecard
from collectkit.testing.document import collections_policies
from collectkit.testing.facts import SPAN
from collectkit.testing.ladder import ladders
from collectkit.testing.policies import promise_rules, scorecards
from collectkit.testing.results import debtors, one_of, reading_days, snapshots
from collectkit.testing.values import contexts

__all__ = [
    "account_reviews",
    "behaviors",
    "decisions",
    "portfolio_reviews",
    "priorities",
    "scores",
]

_GRADES = st.sampled_from((None, "A", "C"))


# -- how customers pay ---------------------------------------------------------------------------
def behaviors() -> SearchStrategy[PaymentBehavior]:
    """How drawn customers pay, over windows of up to two years."""
    return st.builds(
        risk.behavior,
        snapshots(),
        window_days=st.integers(1, 730),
        promise_rules=st.none() | promise_rules(),
        extra=st.none() | st.fixed_dictionaries({"bureau": st.integers(-50, 50)}),
    )


def scores() -> SearchStrategy[Score]:
    """Scores of drawn customers by drawn cards, thin histories among them."""
    return st.builds(_scored, scorecards(), behaviors())


def _scored(card: Scorecard, pays: PaymentBehavior) -> Score:
    return risk.score(card, replace(pays, window_days=card.window_days))


def priorities() -> SearchStrategy[Priority]:
    """What a contact is worth, blocked customers among them."""

    def listed(account: Account, day: date, card: Scorecard) -> tuple[Priority, ...]:
        read = snapshot(account, as_of=day)
        pays = risk.behavior(read, window_days=card.window_days)
        return risk.priorities(read, risk.score(card, pays), card)

    late = st.integers(40, 60).map(lambda n: add_days(SPAN[1], n))
    return one_of(st.builds(listed, debtors(), late, scorecards()))


# -- what to do next -----------------------------------------------------------------------------
@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """What drawn ladders decide about drawn accounts.

    Steps taken, deferred and suppressed, and the reasons of each.
    """
    account = draw(debtors())
    return decide(
        draw(ladders()),
        account,
        as_of=draw(_decision_days(account)),
        grade=draw(_GRADES),
        context=draw(contexts(*SPAN)),
    )


@st.composite
def account_reviews(draw: st.DrawFn) -> AccountReview:
    """Everything drawn policies say about drawn accounts."""
    account = draw(debtors())
    return review_account(
        draw(collections_policies()),
        account,
        as_of=draw(_decision_days(account)),
        context=draw(contexts(*SPAN)),
    )


@st.composite
def portfolio_reviews(draw: st.DrawFn, *, max_accounts: int = 3) -> PortfolioReview:
    """Books of up to `max_accounts` customers; some accounts cannot be reviewed."""
    book = [draw(debtors(customer_id=f"C-{n}")) for n in range(draw(st.integers(0, max_accounts)))]
    return review_portfolio(
        draw(collections_policies()),
        book,
        as_of=draw(reading_days()),
        keep=draw(st.integers(1, 2)),
        context=draw(contexts(*SPAN)),
    )


def _decision_days(account: Account) -> SearchStrategy[date]:
    """Days on which everything recorded as done is done."""
    first = max((done.on for done in account.done), default=SPAN[0])
    return st.integers(0, 90).map(lambda n: add_days(first, n))
