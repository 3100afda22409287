"""Laws of credit reviews."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.risk_books import ACCOUNTS, DAYS, read_on, without_later_money

from collectkit import Money
from collectkit.ledger import Account
from collectkit.risk import CreditReview, CreditRules, credit_review
from collectkit.testing import amounts, credit_reviews, credit_rules

SUMS = amounts("EUR", max_units=10_000)
BREACHES = {"risk.over_limit", "risk.zero_limit"}


def codes(found: CreditReview) -> set[str]:
    return {reason.code for reason in found.reasons}


@given(credit_reviews())
def test_exposures_add_up_and_never_across_currencies(found: CreditReview) -> None:
    assert [e.currency for e in found.exposures] == sorted({e.currency for e in found.exposures})
    for one in found.exposures:
        parts = (one.owed, one.order, one.undelivered, one.insured, one.total, one.uninsured)
        assert {part.currency for part in parts} == {one.currency}
        units = one.owed.minor_units + one.order.minor_units + one.undelivered.minor_units
        assert one.total.minor_units == max(units, 0)
        assert one.uninsured.minor_units == max(one.total.minor_units - one.insured.minor_units, 0)
    assert found.needs_review == bool(found.reasons)
    assert found.explain()


@given(ACCOUNTS, DAYS, credit_rules(), SUMS, SUMS)
def test_within_the_limit_is_at_most_limit_and_tolerance(
    account: Account, day: date, rules: CreditRules, limit: Money, order: Money
) -> None:
    found = credit_review(read_on(account, day), rules=rules, limit=limit, order=order)
    exposure = found.exposure("EUR")
    assert exposure is not None
    assert found.exposed == exposure.total
    most = Fraction(limit.amount) * (1 + rules.tolerance.fraction)
    assert found.within_limit == (Fraction(exposure.total.amount) <= most)
    assert bool(codes(found) & BREACHES) == (not found.within_limit)
    assert found.headroom == limit - exposure.total
    if found.utilization is not None:
        assert found.utilization * Fraction(limit.amount) == Fraction(exposure.total.amount)


@given(ACCOUNTS, DAYS, credit_rules(), SUMS, SUMS, SUMS)
def test_a_larger_order_gives_no_fewer_reasons(
    account: Account, day: date, rules: CreditRules, limit: Money, order: Money, more: Money
) -> None:
    read = read_on(account, day)
    small = credit_review(read, rules=rules, limit=limit, order=order)
    large = credit_review(read, rules=rules, limit=limit, order=order + more)
    assert codes(small) <= codes(large)


@given(ACCOUNTS, DAYS, credit_rules(), st.none() | SUMS)
def test_later_money_changes_no_review(
    account: Account, day: date, rules: CreditRules, order: Money | None
) -> None:
    cut = without_later_money(account, day)
    assert credit_review(read_on(cut, day), rules=rules, order=order) == credit_review(
        read_on(account, day), rules=rules, order=order
    )
