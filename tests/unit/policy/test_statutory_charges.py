"""Charges that a law gives, in a document: named by their code, assessed as the law would."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from collectkit import Context, Money, review_account
from collectkit.errors import PolicyError, RateCoverageError, UnknownReference
from collectkit.fees import STATUTES, LateChargePolicy, RateTable, Regime, statutory
from collectkit.ledger import Account, Invoice
from collectkit.policy import CollectionsPolicy, Law, StatutoryCharges, presets
from collectkit.testing import an_account, an_invoice, something_done

AS_OF = date(2026, 3, 20)
POLICY = presets.b2b_standard(creditor="Example Ltd")
DOCUMENT: dict[str, Any] = {"id": "by-law", "code": "DE", "debtor": "business"}


def under(**fields: Any) -> CollectionsPolicy:
    return POLICY.replace(late_charges=(StatutoryCharges(**{**DOCUMENT, **fields}),))


def loaded(*charges: dict[str, Any]) -> CollectionsPolicy:
    document = POLICY.model_dump(mode="json") | {"late_charges": list(charges)}
    return CollectionsPolicy.from_mapping(document)


def invoice(**fields: Any) -> Invoice:
    """EUR 1000.00, due on Friday 30 January 2026."""
    given = {"id": "A", "amount": Money("1000.00", "EUR"), "due_on": date(2026, 1, 30)}
    return an_invoice(**{**given, **fields})


def account(**fields: Any) -> Account:
    return an_account(invoice(**fields))


# -- the law ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", STATUTES)
@pytest.mark.parametrize("debtor", ["business", "consumer", "public"])
def test_a_law_that_is_held_is_the_regime(code: str, debtor: Any) -> None:
    try:
        expected = statutory(code, debtor=debtor)
    except UnknownReference:
        for made in (Law, partial(StatutoryCharges, id="by-law")):
            with pytest.raises(ValueError, match=f"{code} has no regime for the debtor"):
                made(code=code, debtor=debtor)
        return
    assert Law(code=code, debtor=debtor).regime == expected
    named = expected.policy.replace(id="by-law")
    found = StatutoryCharges(id="by-law", code=code, debtor=debtor)
    assert found.regime == replace(expected, policy=named)
    assert found.regime is found.regime


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"contract_date": date(2013, 1, 1)}, {"contract_date": date(2013, 1, 1)}),
        ({"due_date_agreed": False}, {"due_date_agreed": False}),
    ],
)
def test_what_the_law_asks_of_the_contract(given: Any, asked: Any) -> None:
    found = StatutoryCharges(**DOCUMENT, **given).regime
    expected = statutory("DE", debtor="business", **asked)
    assert found == replace(expected, policy=expected.policy.replace(id="by-law"))
    assert found != StatutoryCharges(**DOCUMENT).regime


# -- the document ----------------------------------------------------------------------------------
def test_the_two_forms_of_late_charges_stand_side_by_side() -> None:
    policy = loaded(DOCUMENT, {"id": "agreed", "interest": {"rate": "8%"}})
    first, second = policy.late_charges
    assert isinstance(first, StatutoryCharges)
    assert isinstance(second, LateChargePolicy)
    assert isinstance(policy.charges("by-law"), Regime)
    assert policy.charges("agreed") is second
    again = CollectionsPolicy.from_json(policy.to_json())
    assert again == policy
    assert again.digest == policy.digest


def test_a_contract_date_is_read_from_text() -> None:
    policy = loaded({**DOCUMENT, "contract_date": "2013-01-01"})
    assert policy.late_charges[0] == StatutoryCharges(**DOCUMENT, contract_date=date(2013, 1, 1))
    assert CollectionsPolicy.from_json(policy.to_json()) == policy


def test_reading_the_law_changes_neither_value_nor_text() -> None:
    one, other = under(), under()
    _ = one.charges("by-law")
    assert one == other
    assert one.to_json() == other.to_json()
    assert pickle.loads(pickle.dumps(one)) == other


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"code": "ZZ"}, "late_charges.0.code"),
        ({"code": 7}, "late_charges.0.code"),
        ({"debtor": "state"}, "late_charges.0.debtor"),
        ({"due_date_agreed": "yes"}, "late_charges.0.due_date_agreed"),
        ({"contract_date": "1 May"}, "late_charges.0.contract_date"),
        ({"interest": {"rate": "8%"}}, "late_charges.0.interest"),
        ({"code": "FR", "debtor": "consumer"}, "late_charges.0.debtor"),
        ({"code": "AT", "due_date_agreed": False}, "late_charges.0.due_date_agreed"),
    ],
)
def test_faults_are_told_with_their_place(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(PolicyError) as caught:
        loaded({**DOCUMENT, **changes})
    assert [place for place, _ in caught.value.findings] == [path]


# -- a review --------------------------------------------------------------------------------------
def test_a_review_charges_as_the_law_does() -> None:
    review = review_account(under(), account(), as_of=AS_OF)
    charges = review.charges
    assert charges is not None
    # 1000.00 at 1.27 + 9 % for 49 days: 13.787; and EUR 40 in costs.
    assert [str(line.amount) for line in charges.lines] == ["EUR 13.79", "EUR 40.00"]
    assert all(line.key.startswith("by-law:") for line in charges.lines)
    assert "fees.scope" in {warning.code for warning in charges.warnings}
    regime = under().charges("by-law")
    assert isinstance(regime, Regime)
    assert charges == regime.assess(account(), as_of=AS_OF)


def test_without_an_agreed_day_interest_waits_for_the_default_rule() -> None:
    """Thirty days after due date and receipt, Sunday 1 March moved to Monday; or a reminder."""
    policy = under(due_date_agreed=False)
    for as_of, days in ((date(2026, 3, 2), None), (date(2026, 3, 3), 1)):
        charges = review_account(policy, account(), as_of=as_of).charges
        assert charges is not None
        found = [line.segments[0].days for line in charges.lines if line.segments]
        assert found == ([] if days is None else [days])
    reminded = account().with_(
        done=(something_done(kind="notice", code="reminder", on=date(2026, 2, 10), items=("A",)),)
    )
    charges = review_account(policy, reminded, as_of=date(2026, 2, 12)).charges
    assert charges is not None
    assert [line.segments[0].days for line in charges.lines if line.segments] == [2]


def test_a_table_that_does_not_come_along_is_the_context_s() -> None:
    policy = under(code="AT")
    with pytest.raises(UnknownReference, match="at-basiszinssatz"):
        review_account(policy, account(), as_of=AS_OF)
    table = RateTable.of(
        "at-basiszinssatz", {"2026-01-01": "1.53%"}, covers_until="2026-06-30", source="OeNB"
    )
    charges = review_account(
        policy, account(), as_of=AS_OF, context=Context(tables=(table,))
    ).charges
    assert charges is not None
    # 1000.00 at 1.53 + 9.2 % for 49 days.
    assert str(charges.total("EUR", "interest")) == "EUR 14.40"


@pytest.mark.parametrize("on_missing", ["raise", "last_known"])
def test_a_rate_nobody_has_read(on_missing: Any) -> None:
    policy = under().replace(on_missing=on_missing)
    late = date(2027, 1, 20)
    if on_missing == "raise":
        with pytest.raises(RateCoverageError):
            review_account(policy, account(), as_of=late)
    else:
        charges = review_account(policy, account(), as_of=late).charges
        assert charges is not None
        assert charges.provisional


@pytest.mark.parametrize(
    ("charges", "path", "told"),
    [
        ({"id": "x", "cod": "DE", "debtor": "business"}, "late_charges.0.cod", "`code`"),
        ({"id": "x", "debtor": "business"}, "late_charges.0.code", "is missing"),
        ({"id": "x", "code": None, "debtor": "business"}, "late_charges.0.code", "null"),
    ],
)
def test_charges_by_law_that_are_misspelt_are_told_as_such(
    charges: dict[str, Any], path: str, told: str
) -> None:
    document = {**DOCUMENT, "late_charges": [charges]}
    with pytest.raises(PolicyError) as caught:
        CollectionsPolicy.from_mapping(document)
    findings = dict(caught.value.findings)
    assert path in findings
    assert told in f"{findings[path]} {caught.value}"
