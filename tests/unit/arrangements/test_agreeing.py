from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit.arrangements import payment_plan
from collectkit.errors import CollectkitError, CurrencyMismatch, InvalidFact, InvalidMoney
from collectkit.ledger import PaymentPlan
from collectkit.money import Money
from collectkit.terms import Days, DueRule, Months, PaymentTerms, Weeks


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(*amounts: str) -> tuple[Money, ...]:
    return tuple(Money(amount, "EUR") for amount in amounts)


def plan(balance: str = "100.00", parts: Any = 3, **fields: Any) -> PaymentPlan:
    given = {
        "first_due": d(1, 31), "id": "PLAN-1", "customer_id": "C-1", "invoices": ("INV-1",),
        "agreed_on": d(1, 15), **fields,
    }  # fmt: skip
    return payment_plan(Money(balance, "EUR"), parts, **given)


def test_equal_parts_share_the_cents_and_month_ends_do_not_drift() -> None:
    found = plan()
    assert [part.amount for part in found.installments] == list(eur("33.34", "33.33", "33.33"))
    assert [part.due_on for part in found.installments] == [d(1, 31), d(2, 28), d(3, 31)]
    assert [part.number for part in found.installments] == [1, 2, 3]
    assert (found.invoices, found.agreed_on, found.on_default) == (
        ("INV-1",), d(1, 15), "restore",
    )  # fmt: skip


@pytest.mark.parametrize("parts", [2, 7, 12])
def test_it_is_split_as_terms_split(parts: int) -> None:
    terms = PaymentTerms.equal(parts, first=DueRule.on(d(1, 31)))
    schedule = terms.schedule(Money("1190.03", "EUR"), issued_on=d(1, 1))
    assert plan("1190.03", parts).installments == schedule.installments


@pytest.mark.parametrize(
    ("every", "second"),
    [(Days(count=10), d(2, 10)), (Weeks(count=2), d(2, 14)), (Months(count=3), date(2026, 4, 30))],
)
def test_the_interval_is_given(every: Any, second: date) -> None:
    assert plan(every=every).installments[1].due_on == second


def test_one_part_is_due_on_the_first_day() -> None:
    (part,) = plan(parts=1).installments
    assert (part.due_on, part.amount) == (d(1, 31), Money("100.00", "EUR"))


def test_amounts_may_be_given() -> None:
    found = plan(parts=eur("50.00", "30.00", "20.00"), on_default="fresh", agreed_on=d(1, 31))
    assert [part.amount for part in found.installments] == list(eur("50.00", "30.00", "20.00"))
    assert [part.due_on for part in found.installments] == [d(1, 31), d(2, 28), d(3, 31)]
    assert found.on_default == "fresh"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"parts": eur("50.00", "49.99")}, "the parts come to EUR 99.99, not to EUR 100.00"),
        ({"parts": ()}, "parts must be a number or a sequence"),
        ({"parts": "3"}, "parts must be a number or a sequence"),
        ({"parts": eur("100.00", "0.00")}, "every part must be above zero, not EUR 0.00"),
        ({"parts": eur("101.00", "-1.00")}, "every part must be above zero, not EUR -1.00"),
        ({"parts": (3,)}, "parts must be Money, not int"),
        ({"parts": 0}, "cannot be paid in 0 parts"),
        ({"parts": True}, "cannot be paid in True parts"),
        ({"parts": 601}, "cannot be paid in 601 parts"),
        ({"balance": "0.02"}, "EUR 0.02 cannot be paid in 3 parts"),
        ({"balance": "0.00", "parts": 1}, "EUR 0.00 cannot be paid in 1 parts"),
        ({"parts": eur("1.00") * 601}, "at most 600 parts, not 601"),
        ({"agreed_on": d(2, 1)}, "first_due 2026-01-31 lies before agreed_on 2026-02-01"),
        ({"invoices": "INV-1"}, "not one text"),
        ({"invoices": ()}, "needs installments and invoices"),
    ],
)
def test_what_is_no_plan_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidFact, match=words):
        plan(**fields)


def test_another_currency_is_refused() -> None:
    with pytest.raises(CurrencyMismatch, match="a part is in USD, the balance in EUR"):
        plan(parts=(Money("50.00", "USD"), Money("50.00", "USD")))


def test_unrounded_money_is_refused() -> None:
    unrounded = Money("0.05", "EUR") * Decimal("0.5")
    with pytest.raises(InvalidMoney, match="carries more digits"):
        payment_plan(unrounded, 2, first_due=d(1, 31), id="P", customer_id="C-1", invoices=("I",),
                     agreed_on=d(1, 1))  # fmt: skip


def test_dates_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(CollectkitError):
        plan(first_due=date(9999, 12, 1), parts=3)
