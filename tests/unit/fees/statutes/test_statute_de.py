"""Germany, BGB sections 247, 286 to 289 and 367."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context, calendar_from
from collectkit.fees import LateChargePolicy, LateCharges, statutory
from collectkit.fees.regime import Debtor
from collectkit.ledger import Done, payment
from collectkit.money import Money
from collectkit.testing import a_customer, an_account, an_invoice, something_done

EVERY_DAY = Context(calendar=calendar_from((), weekend=()))
DEBTORS: tuple[Debtor, ...] = ("business", "public", "consumer")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def charged(
    amount: str,
    due: date,
    as_of: date,
    *,
    debtor: Debtor = "business",
    contract: date | None = None,
    context: Context | None = EVERY_DAY,
) -> LateCharges:
    regime = statutory("DE", debtor=debtor, contract_date=contract)
    invoice = an_invoice(amount=eur(amount), issued_on=due, due_on=due)
    account = an_account(a_customer(kind=debtor), invoice)
    return regime.assess(account, as_of=as_of, context=context)


def parts(found: LateCharges) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount.amount)) for line in found.lines]


@pytest.mark.parametrize("debtor", ["business", "public"])
def test_nine_points_follow_the_half_year_and_the_fixed_sum_comes_besides(debtor: Debtor) -> None:
    found = charged("10000.00", date(2025, 5, 31), date(2025, 7, 31), debtor=debtor)
    assert parts(found) == [("interest", "179.85"), ("costs", "40.00")]
    assert [(s.days, str(s.rate), str(s.amount)) for s in found.lines[0].segments] == [
        (30, "11.27%", "EUR 92.63"),
        (31, "10.27%", "EUR 87.22"),
    ]


def test_a_consumer_owes_five_points_and_no_fixed_sum() -> None:
    found = charged("10000.00", date(2025, 5, 31), date(2025, 7, 31), debtor="consumer")
    assert parts(found) == [("interest", "113.01")]


def test_a_leap_year_counts_its_days_over_365() -> None:
    found = charged("10000.00", date(2024, 5, 31), date(2024, 7, 31))
    assert parts(found)[0] == ("interest", "208.79")


def test_a_negative_base_rate_has_no_floor() -> None:
    found = charged("1000.00", date(2022, 12, 20), date(2023, 1, 31), debtor="consumer")
    assert [str(s.rate) for s in found.lines[0].segments] == ["4.12%", "6.62%"]
    assert parts(found) == [("interest", "6.86")]


# -- the obligation of 29 July 2014 ----------------------------------------------------------------
@pytest.mark.parametrize("debtor", ["business", "public"])
@pytest.mark.parametrize(
    ("contract", "owed"),
    [
        (date(2014, 7, 28), [("interest", "59.75")]),
        (date(2014, 7, 29), [("interest", "67.97"), ("costs", "40.00")]),
        (None, [("interest", "67.97"), ("costs", "40.00")]),
    ],
)
def test_the_day_the_obligation_arose_chooses_the_points_and_the_fixed_sum(
    debtor: Debtor, contract: date | None, owed: list[tuple[str, str]]
) -> None:
    due, until = date(2014, 8, 31), date(2014, 9, 30)
    assert parts(charged("10000.00", due, until, debtor=debtor, contract=contract)) == owed


@pytest.mark.parametrize(
    ("debtor", "due", "begun"),
    [
        ("business", date(2014, 7, 28), False),
        ("business", date(2014, 7, 29), True),
        ("public", date(2014, 7, 28), False),
        ("consumer", date(2001, 12, 31), False),
        ("consumer", date(2002, 1, 1), True),
    ],
)
def test_earlier_debts_are_not_charged(debtor: Debtor, due: date, begun: bool) -> None:
    found = charged("1000.00", due, date(2014, 12, 31), debtor=debtor)
    assert bool(found.lines) is begun
    assert any(reason.code == "fees.before_the_act" for reason in found.warnings) is not begun


# -- days off (section 193) ------------------------------------------------------------------------
def test_a_due_date_on_a_saturday_moves_to_monday() -> None:
    found = charged("1000.00", date(2026, 6, 20), date(2026, 7, 10), context=None)
    assert [(s.from_on, s.days) for s in found.lines[0].segments] == [
        (date(2026, 6, 23), 8),
        (date(2026, 7, 1), 10),
    ]
    assert parts(found) == [("interest", "5.13"), ("costs", "40.00")]


def test_what_is_paid_on_that_monday_is_in_time() -> None:
    invoice = an_invoice(issued_on=date(2026, 5, 21), due_on=date(2026, 6, 20))
    regime = statutory("DE", debtor="business")
    for day, lines in ((date(2026, 6, 22), 0), (date(2026, 6, 23), 2)):
        account = an_account(invoice, *payment(invoice, on=day, amount=invoice.amount))
        assert len(regime.assess(account, as_of=date(2026, 7, 10)).lines) == lines


def test_holidays_are_those_of_the_context() -> None:
    closed = Context(calendar=calendar_from([date(2026, 6, 22)]))
    found = charged("1000.00", date(2026, 6, 20), date(2026, 7, 10), context=closed)
    assert found.lines[0].segments[0].from_on == date(2026, 6, 24)


# -- no agreed day of payment (section 286) --------------------------------------------------------
def first_day(debtor: Debtor, *notices: Done, **fields: Any) -> date | None:
    invoice = an_invoice(issued_on=date(2026, 5, 1), due_on=date(2026, 5, 31), **fields)
    regime = statutory("DE", debtor=debtor, due_date_agreed=False)
    return regime.first_interest_day(invoice, notices)


def notice(code: str, on: date) -> Done:
    return something_done(kind="notice", code=code, on=on)


def test_thirty_days_after_due_date_and_receipt() -> None:
    assert first_day("business") == first_day("public") == date(2026, 7, 1)
    assert first_day("business", delivered_on=date(2026, 6, 10)) == date(2026, 7, 11)


def test_the_last_of_the_thirty_days_moves_off_a_weekend() -> None:
    # 5 June and 30 days are Sunday, 5 July.
    assert first_day("business", delivered_on=date(2026, 6, 5)) == date(2026, 7, 7)


def test_a_reminder_puts_the_debtor_in_default_the_next_day() -> None:
    assert first_day("business", notice("reminder", date(2026, 6, 10))) == date(2026, 6, 11)
    assert first_day("consumer", notice("reminder", date(2026, 6, 10))) == date(2026, 6, 11)
    assert first_day("business", notice("reminder", date(2026, 7, 20))) == date(2026, 7, 1)


def test_a_consumer_must_have_been_told_of_the_thirty_days() -> None:
    assert first_day("consumer") is None
    told = notice("30-day-notice", date(2026, 5, 1))
    assert first_day("consumer", told) == date(2026, 7, 1)


def test_an_agreed_day_needs_no_notice() -> None:
    invoice = an_invoice(issued_on=date(2026, 5, 1), due_on=date(2026, 5, 29))
    for debtor in DEBTORS:
        regime = statutory("DE", debtor=debtor)
        assert regime.first_interest_day(invoice) == date(2026, 5, 30)


# -- what it says of itself ------------------------------------------------------------------------
def test_citations() -> None:
    business = statutory("DE", debtor="business")
    assert business.citation == "BGB s.247, s.286, s.288(2), (5); EGBGB art.229 s.34"
    assert business.policy.interest is not None
    assert business.policy.interest.citation == "BGB s.247, s.288(2); EGBGB art.229 s.34"
    assert [fee.citation for fee in business.policy.fees] == ["BGB s.288(5)"]
    assert statutory("DE", debtor="consumer").citation == "BGB s.247, s.286, s.288(1)"
    unagreed = statutory("DE", debtor="consumer", due_date_agreed=False)
    assert unagreed.default_rule is not None
    assert unagreed.default_rule.citation.startswith("BGB s.286(1), (3)")


@pytest.mark.parametrize("debtor", DEBTORS)
def test_order_guards_and_day_of_reading(debtor: Debtor) -> None:
    regime = statutory("DE", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("costs", "interest", "principal")
    assert regime.allocation_clause == "BGB s.367(1)"
    assert regime.guards.no_compounding == "BGB s.289"
    assert {reason.code for reason in regime.warnings()} >= {"fees.scope", "fees.caution"}


def test_interest_on_interest_is_found() -> None:
    yearly = statutory("NL", debtor="business").policy
    found = statutory("DE", debtor="consumer").review(yearly, on=date(2026, 1, 1))
    assert [finding.code for finding in found] == ["interest-on-interest"]


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("contract", [None, date(2010, 1, 1)])
def test_the_policy_survives_json(debtor: Debtor, contract: date | None) -> None:
    policy = statutory("DE", debtor=debtor, contract_date=contract).policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
