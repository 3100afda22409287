"""Hypothesis strategies for whole policies, and what lint finds in them."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.policy import CollectionsPolicy, Finding, Sender
from collectkit.testing.charges import late_charge_policies
from collectkit.testing.ladder import ladders
from collectkit.testing.policies import policy_ids, scorecards
from collectkit.testing.results import one_of
from collectkit.testing.terms import payment_terms
from collectkit.testing.texts import catalogues

__all__ = ["collections_policies", "findings", "senders"]


def senders() -> SearchStrategy[Sender]:
    """Creditors with a plain name, and with one that is no plain ASCII word."""
    return st.builds(
        Sender,
        creditor=st.sampled_from(("Example Ltd", "Bäcker & Söhne {GmbH}")),
        signature=st.sampled_from(("Accounts Receivable", "A. Clerk")),
        payment_details=st.just("By transfer to the account on the invoice."),
    )


def collections_policies() -> SearchStrategy[CollectionsPolicy]:
    """Whole policies of up to two terms, with and without late charges."""
    terms = st.lists(payment_terms(), max_size=2, unique_by=lambda terms: terms.id)
    return st.builds(
        CollectionsPolicy,
        id=policy_ids("policy"),
        version=st.sampled_from(("1", "2")),
        sender=senders(),
        terms=terms.map(tuple),
        late_charges=st.lists(late_charge_policies(), max_size=1).map(tuple),
        ladder=ladders(),
        scorecard=scorecards(),
        catalogue=catalogues(),
    )


def findings() -> SearchStrategy[Finding]:
    """Likely mistakes in drawn policies, which nearly all have some."""
    return one_of(collections_policies().map(lambda policy: policy.lint()))
