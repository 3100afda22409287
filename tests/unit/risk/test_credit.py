"""Credit reviews of orders and applications, and expected loss."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit import Money, Percent, Scorecard
from collectkit.errors import (
    CollectkitError,
    InvalidDate,
    InvalidFact,
    InvalidMoney,
    InvalidPercent,
)
from collectkit.ledger import Account, Customer, Invoice, Promise, Receipt, snapshot
from collectkit.risk import (
    CreditReview,
    CreditRules,
    GradeTerms,
    Score,
    behavior,
    credit_review,
    expected_loss,
    score,
)

TODAY = date(2026, 3, 1)


def euros(text: str) -> Money:
    return Money(text, "EUR")


def owing(limit: str | None = "1000.00", **facts: Any) -> Account:
    """EUR 400.00, EUR 300.00 of it 29 days past due, and JPY 900."""
    rows = (
        ("A", euros("300.00"), date(2026, 1, 31)),
        ("B", euros("100.00"), date(2026, 3, 20)),
        ("C", Money("900", "JPY"), date(2026, 3, 20)),
    )
    return Account(
        customer=Customer(id="C-1", credit_limit=None if limit is None else euros(limit)),
        invoices=tuple(
            Invoice(
                id=key, customer_id="C-1", amount=amount, issued_on=date(2026, 1, 1), due_on=due
            )
            for key, amount, due in rows
        ),
        **facts,
    )


def reviewed(limit: str | None = "1000.00", /, **options: Any) -> CreditReview:
    facts = options.pop("facts", None) or owing(limit)
    rules = options.pop("rules", CreditRules(no_limit="unlimited"))
    return credit_review(snapshot(facts, as_of=TODAY), rules=rules, **options)


def graded() -> Score:
    return score(Scorecard.default(), behavior(snapshot(owing(), as_of=TODAY)))


def codes(found: CreditReview) -> list[str]:
    return [reason.code.removeprefix("risk.") for reason in found.reasons]


# -- limit and exposure --------------------------------------------------------------------------
def test_exposure_is_open_and_order_and_undelivered() -> None:
    found = reviewed(order=euros("250.00"), undelivered=(euros("50.00"), Money("10", "JPY")))
    euro = found.exposure("EUR")
    assert euro is not None
    assert (euro.owed, euro.order, euro.undelivered) == (
        euros("400.00"), euros("250.00"), euros("50.00"),
    )  # fmt: skip
    assert found.exposed == euro.total == euros("700.00")
    assert (found.utilization, found.headroom) == (Fraction(7, 10), euros("300.00"))
    assert (found.within_limit, found.reasons, found.needs_review) == (True, (), False)
    yen = found.exposure("JPY")
    assert yen is not None
    assert yen.total == Money("910", "JPY")
    assert found.exposure("USD") is None


@pytest.mark.parametrize(
    ("order", "tolerance", "within"),
    [("600.00", "0", True), ("600.01", "0", False), ("700.00", "10", True), ("700.01", "10", False),
     ("600.01", "0.0019", True), ("600.02", "0.0019", False)],
)  # fmt: skip
def test_the_limit_and_its_tolerance_are_included(order: str, tolerance: str, within: bool) -> None:
    rules = CreditRules(tolerance=Percent(tolerance), no_limit="unlimited")
    found = reviewed(order=euros(order), rules=rules)
    assert found.within_limit is within
    assert codes(found) == ([] if within else ["over_limit"])


def test_a_limit_of_nothing_covers_nothing() -> None:
    found = reviewed("0.00", rules=CreditRules(no_limit="unlimited", tolerance=Percent(50)))
    assert (found.utilization, found.headroom) == (None, euros("-400.00"))
    assert codes(found) == ["zero_limit"]
    empty = Account(customer=Customer(id="C-1", credit_limit=euros("0.00")))
    assert (reviewed(facts=empty).within_limit, codes(reviewed(facts=empty))) == (True, [])


def test_no_limit_asks_for_a_review_or_is_unlimited_by_policy() -> None:
    asking = reviewed(None, rules=CreditRules())
    assert codes(asking) == ["no_limit", "no_limit"]
    assert [str(reason["exposure"]) for reason in asking.reasons] == ["EUR 400.00", "JPY 900"]
    free = reviewed(None)
    assert (free.limit, free.within_limit, free.utilization, free.reasons) == (None,) * 3 + ((),)
    # A limit in euros says nothing about yen.
    assert codes(reviewed(rules=CreditRules())) == ["no_limit"]
    assert (
        codes(reviewed(None, rules=CreditRules(), facts=Account(customer=Customer(id="C-1")))) == []
    )


def test_an_application_is_reviewed_with_the_limit_asked_for() -> None:
    found = reviewed(limit=euros("300.00"))
    assert (found.limit, codes(found)) == (euros("300.00"), ["over_limit"])
    assert str(found.reasons[0]) == (
        "C-1: exposure EUR 400.00 is over the limit of EUR 300.00 by EUR 100.00"
    )


def test_unapplied_money_lowers_the_exposure_to_nothing_at_most() -> None:
    extra = Receipt(id="R", customer_id="C-1", amount=euros("450.00"), received_on=TODAY)
    facts = owing(receipts=(extra,))
    found = reviewed(facts=facts, order=euros("20.00"))
    euro = found.exposure("EUR")
    assert euro is not None
    assert (euro.owed, euro.total) == (euros("-50.00"), euros("0.00"))


# -- other reasons -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rules", "options", "expected"),
    [
        ({"review_every_days": 90}, {}, ["never_reviewed"]),
        ({"review_every_days": 90}, {"reviewed_on": date(2025, 12, 1)}, ["stale_review"]),
        ({"review_every_days": 90}, {"reviewed_on": date(2025, 12, 2)}, []),
        ({}, {"reviewed_on": date(2020, 1, 1)}, []),
        ({"review_grades": ("B", "C")}, {"score": True}, ["low_grade"]),
        ({"review_grades": ("C", "D")}, {"score": True}, []),
        ({"review_grades": ("B",)}, {}, []),
        ({"overdue_days": 28}, {}, ["old_overdue"]),
        ({"overdue_days": 29}, {}, []),
        ({"uninsured": (euros("99.99"),)}, {"insured": (euros("300.00"),)}, ["uninsured"]),
        ({"uninsured": (euros("100.00"),)}, {"insured": (euros("300.00"),)}, []),
        ({"uninsured": (Money("1", "USD"),)}, {}, []),
    ],
)
def test_what_asks_for_a_review(
    rules: dict[str, Any], options: dict[str, Any], expected: list[str]
) -> None:
    if "score" in options:
        options = {**options, "score": graded()}
    found = reviewed(rules=CreditRules(no_limit="unlimited", **rules), **options)
    assert codes(found) == expected
    assert "{" not in found.explain()


def test_broken_promises_ask_for_a_review() -> None:
    promise = Promise(
        id="P", customer_id="C-1", amount=euros("9.00"), promised_on=date(2026, 2, 1),
        pay_by=date(2026, 2, 8),
    )  # fmt: skip
    facts = owing(promises=(promise,))
    one = CreditRules(no_limit="unlimited", broken_promises=1)
    assert codes(reviewed(facts=facts, rules=one)) == ["promises_broken"]
    assert codes(reviewed(facts=facts, rules=one.replace(broken_promises=2))) == []


def test_terms_are_suggested_by_grade_and_never_applied() -> None:
    rows = (GradeTerms(grade="A", terms="net-30"), GradeTerms(grade="B", terms="net-14"))
    rules = CreditRules(terms=rows)
    assert reviewed(rules=rules, score=graded()).terms == "net-14"
    assert reviewed(rules=rules).terms is None
    assert reviewed(rules=rules.replace(terms=rows[:1]), score=graded()).terms is None


def test_a_review_explains_itself() -> None:
    found = reviewed(order=euros("700.00"))
    assert found.explain().splitlines() == [
        "C-1 on 2026-03-01: limit EUR 1000.00",
        "  exposure EUR 1100.00 = owed EUR 400.00 + order EUR 700.00 + undelivered EUR 0.00, "
        "uninsured EUR 1100.00",
        "  exposure JPY 900 = owed JPY 900 + order JPY 0 + undelivered JPY 0, uninsured JPY 900",
        "  C-1: exposure EUR 1100.00 is over the limit of EUR 1000.00 by EUR 100.00",
    ]


# -- misuse --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"order": euros("-1.00")}, InvalidFact),
        ({"undelivered": (euros("-1.00"),)}, InvalidFact),
        ({"insured": (1,)}, InvalidFact),
        ({"limit": euros("-1.00")}, InvalidFact),
        ({"limit": 1000}, InvalidFact),
        ({"reviewed_on": date(2026, 3, 2)}, InvalidDate),
        ({"reviewed_on": "2026-03-01"}, InvalidDate),
        ({"score": "B"}, InvalidFact),
        ({"rules": {}}, InvalidFact),
    ],
)
def test_misuse_is_told(options: dict[str, Any], error: type[CollectkitError]) -> None:
    with pytest.raises(error):
        reviewed(**options)


def test_a_score_of_somebody_else_is_refused() -> None:
    other = snapshot(Account(customer=Customer(id="C-2")), as_of=TODAY)
    with pytest.raises(InvalidFact, match="the score is of C-2, not C-1"):
        reviewed(score=score(Scorecard.default(), behavior(other)))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"tolerance": Percent(-1)}, "tolerance must be"),
        ({"terms": (GradeTerms(grade="A", terms="x"),) * 2}, "name one grade twice"),
        ({"uninsured": (euros("1.00"),) * 2}, "names one currency twice"),
        ({"uninsured": (euros("-1.00"),)}, "must not be negative"),
        ({"review_every_days": 0}, "greater than or equal to 1"),
    ],
)
def test_rules_hang_together(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        CreditRules(**fields)


# -- expected loss -------------------------------------------------------------------------------
def test_expected_loss_is_exact() -> None:
    found = expected_loss(Percent("0.03"), euros("10.01"), Percent("33.3"))
    assert Fraction(found.amount) == Fraction(3, 10_000) * Fraction(1001, 100) * Fraction(333, 1000)
    assert expected_loss(Percent(100), euros("10.01"), Percent(100)).rounded() == euros("10.01")
    assert expected_loss(Percent(0), euros("10.01"), Percent(100)).is_zero


@pytest.mark.parametrize(
    ("pd", "exposure", "lgd", "error"),
    [
        (Percent(101), euros("1.00"), Percent(1), InvalidPercent),
        (Percent(1), euros("1.00"), Percent(-1), InvalidPercent),
        (Percent(1), euros("-1.00"), Percent(1), InvalidMoney),
        (0.5, euros("1.00"), Percent(1), InvalidFact),
        (Percent(1), 100, Percent(1), InvalidFact),
    ],
)
def test_shares_and_exposure_have_bounds(
    pd: Any, exposure: Any, lgd: Any, error: type[CollectkitError]
) -> None:
    with pytest.raises(error):
        expected_loss(pd, exposure, lgd)
