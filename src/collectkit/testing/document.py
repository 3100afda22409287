"""Hypothesis strategies for whole policies, and what lint finds in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.policy import CollectionsPolicy, Finding, Sender
from collectkit.testing.charges import late_charge_policies
from collectkit.testing.ladder import ladders
from collectkit.testing.policies import (
    assignments,
    laws,
    policy_ids,
    scorecards,
    statutory_charges,
)
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


@st.composite
def collections_policies(draw: st.DrawFn) -> CollectionsPolicy:
    """Whole policies of up to two terms, late charges and ladders, and who they are for.

    Late charges are agreed ones or those of a law whose rates come along.
    """
    terms = draw(_distinct(payment_terms(), 2))
    charges = draw(_distinct(late_charge_policies() | statutory_charges(), 2))
    usual = draw(ladders())
    others = draw(st.just([]) | st.lists(ladders(), max_size=1))
    further = tuple(ladder for ladder in others if ladder.id != usual.id)
    assigned = assignments(
        terms=[entry.id for entry in terms],
        late_charges=[entry.id for entry in charges],
        ladders=[usual.id, *(ladder.id for ladder in further)],
    )
    return CollectionsPolicy(
        id=draw(policy_ids("policy")),
        version=draw(st.sampled_from(("1", "2"))),
        sender=draw(senders()),
        terms=terms,
        late_charges=charges,
        on_missing=draw(st.sampled_from(("raise", "last_known"))),
        laws=draw(st.lists(laws(), max_size=1).map(tuple)),
        ladder=usual,
        ladders=further,
        scorecard=draw(scorecards()),
        catalogue=draw(catalogues()),
        assignment=draw(_distinct(assigned, 3)),
    )


def _distinct(entries: SearchStrategy[Any], most: int) -> SearchStrategy[tuple[Any, ...]]:
    """So many entries at most, each of an id of its own."""
    # Not `unique_by`: a refused draw would print the whole strategy, which is very long.
    return st.lists(entries, max_size=most).map(
        lambda found: tuple({entry.id: entry for entry in found}.values())
    )


def findings() -> SearchStrategy[Finding]:
    """Likely mistakes in drawn policies, which nearly all have some."""
    return one_of(collections_policies().map(lambda policy: policy.lint()))
