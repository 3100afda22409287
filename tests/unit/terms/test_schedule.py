"""Payment schedules: what they say about themselves."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.ledger import Installment
from collectkit.money import Money
from collectkit.terms import PaymentSchedule, PaymentTerms, parse

JAN_31 = date(2026, 1, 31)


def part(number: int, due_on: date | None, amount: str) -> Installment:
    return Installment(number=number, due_on=due_on, amount=Money(amount, "EUR"))


def schedule(*parts: Installment) -> PaymentSchedule:
    return PaymentSchedule(
        terms_id="own",
        issued_on=JAN_31,
        rule="by hand",
        amount=Money("10.00", "EUR"),
        installments=parts,
        discounts=(),
    )


def test_due_on_is_the_latest_known_part() -> None:
    early, late = date(2026, 2, 10), date(2026, 3, 10)
    assert schedule(part(1, late, "6.00"), part(2, early, "4.00")).due_on == late
    assert schedule(part(1, None, "6.00"), part(2, early, "4.00")).due_on == early
    assert schedule(part(1, None, "10.00")).due_on is None


def test_explain_shows_discount_due_date_and_rules() -> None:
    text = parse("2/10 net 30").schedule(Money("1190.00", "EUR"), issued_on=JAN_31).explain()
    assert text.splitlines() == [
        "EUR 1190.00 issued 2026-01-31, terms 2-10-net-30",
        "  discount  until 2026-02-10 (included)  2% of EUR 1190.00 = EUR 23.80  EUR 1166.20",
        "  due       2026-03-02                   30 days                        EUR 1190.00",
    ]


def test_explain_without_a_discount() -> None:
    terms = parse("net 30 eom", eom="days_then_eom")
    assert terms.schedule(Money("990", "JPY"), issued_on=JAN_31).explain().splitlines() == [
        "JPY 990 issued 2026-01-31, terms net-30-days-then-eom",
        "  due  2026-03-31  30 days, then end of month  JPY 990",
    ]


def test_explain_a_part_that_waits_for_its_event() -> None:
    assert schedule(part(1, None, "10.00")).explain().splitlines() == [
        "EUR 10.00 issued 2026-01-31, terms own",
        "  due  pending  by hand  EUR 10.00",
    ]


def test_a_schedule_is_a_value() -> None:
    one = PaymentTerms.net(30).schedule(Money("10.00", "EUR"), issued_on=JAN_31)
    other = PaymentTerms.net(30).schedule(Money("10.00", "EUR"), issued_on=JAN_31)
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        one.rule = "x"  # type: ignore[misc]
