"""What a discount is worth, against figures of textbooks and other systems."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.discounts.desk import ONE, TWO, d, eur, invoice_with, paid, read, window

from collectkit.discounts import (
    PaymentOption,
    annualized_cost,
    best_payment_date,
    gross_settled_by,
    indifference_discount,
    payment_options,
    payment_to_settle,
)
from collectkit.errors import InvalidFact, InvalidPercent, UnknownReference
from collectkit.money import Money, Percent
from collectkit.terms import parse
from collectkit.testing import an_installment


def usd(amount: str) -> Money:
    return Money(amount, "USD")


# -- both ways between a payment and what it settles -----------------------------------------------
@pytest.mark.parametrize(
    ("payment", "percent", "gross"),
    [
        ("450.00", "2", "459.18"),  # pp-1
        ("10000.00", "3", "10309.28"),  # pp-2
        ("20000.00", "4", "20833.33"),  # pp-7: Contemporary Mathematics, chapter 7
        ("693.00", "1", "700.00"),  # pp-5
        ("980.00", "2", "1000.00"),  # pp-6
    ],
)
def test_what_a_payment_settles(payment: str, percent: str, gross: str) -> None:
    assert gross_settled_by(usd(payment), Percent(percent)) == usd(gross)
    assert payment_to_settle(usd(gross), Percent(percent)) == usd(payment)


def test_the_way_back_may_miss_by_its_rounding() -> None:
    # At 60 % a payment of 0.01 settles 0.03 (0.025), and 0.02 are settled by 0.01 (0.012 off).
    assert payment_to_settle(usd("0.02"), Percent("60")) == usd("0.01")
    assert gross_settled_by(usd("0.01"), Percent("60")) == usd("0.03")
    assert gross_settled_by(usd("0.00"), Percent("60")) == usd("0.00")


def test_rounding_is_half_up() -> None:
    assert payment_to_settle(usd("0.25"), Percent("2")) == usd("0.24")
    assert payment_to_settle(usd("0.24"), Percent("2")) == usd("0.24")
    assert gross_settled_by(Money("49", "JPY"), Percent("2")) == Money("50", "JPY")


# -- annualized ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("percent", "first", "net", "year", "method", "digits", "cost"),
    [
        ("2", 10, 30, 365, "simple", 2, "37.24"),
        ("2", 10, 30, 360, "simple", 2, "36.73"),  # HP 10bII manual p. 138
        ("2", 10, 30, 365, "effective", 2, "44.59"),
        ("2", 10, 45, 365, "simple", 2, "21.28"),
        ("3", 10, 90, 365, "simple", 2, "14.11"),
        ("3", 10, 90, 365, "effective", 2, "14.91"),
        ("2", 20, 45, 365, "effective", 1, "34.3"),
        ("2", 8, 30, 360, "simple", 1, "33.4"),  # blau-gelb.net/skonto/8
        ("2", 10, 50, 365, "effective", 2, "20.24"),
        ("1", 0, 1, 365, "simple", 4, "368.6869"),
        ("50", 0, 365, 365, "effective", 0, "100"),
    ],
)
def test_known_costs(
    percent: str, first: int, net: int, year: int, method: Any, digits: int, cost: str
) -> None:
    found = annualized_cost(Percent(percent), first, net, year=year, method=method, digits=digits)
    assert found == Percent(cost)


def test_four_digits_unless_asked_otherwise() -> None:
    assert annualized_cost(Percent("2"), 10, 30) == Percent("37.2449")
    assert annualized_cost(Percent("2"), 10, 30, digits=12) == Percent("37.244897959184")


@pytest.mark.parametrize(
    ("arguments", "more", "error", "words"),
    [
        (("0", 10, 30), {}, InvalidPercent, "must be above 0% and below 100%, not 0%"),
        (("100", 10, 30), {}, InvalidPercent, "below 100%, not 100%"),
        (("-2", 10, 30), {}, InvalidPercent, "above 0%"),
        (("2", 30, 30), {}, InvalidFact, "net_days 30 must lie after discount_days 30"),
        (("2", 30, 10), {}, InvalidFact, "must lie after"),
        (("2", 10, 30), {"year": 0}, InvalidFact, "year"),
        (("2", 10, 30), {"method": "compound"}, InvalidFact, "method"),
        (("2", 10, 30), {"digits": 13}, InvalidFact, "digits must be 0 to 12, not 13"),
        (("2", 10, 30), {"digits": -1}, InvalidFact, "digits must be 0 to 12, not -1"),
        (("99", 0, 1), {"method": "effective"}, InvalidPercent, "above 1000000% a year"),
        (("99", 0, 1), {}, InvalidPercent, "out of range"),
        (("2", 10.5, 30), {}, InvalidFact, "discount_days"),
        (("2", 10, True), {}, InvalidFact, "net_days"),
    ],
)
def test_costs_that_are_refused(
    arguments: tuple[Any, ...], more: dict[str, Any], error: type[Exception], words: str
) -> None:
    percent, first, net = arguments
    with pytest.raises(error, match=words):
        annualized_cost(Percent(percent), first, net, **more)


def test_only_a_percent_is_a_percent() -> None:
    number: Any = 2
    for call in (
        lambda: annualized_cost(number, 10, 30),
        lambda: payment_to_settle(usd("1.00"), number),
        lambda: gross_settled_by(usd("1.00"), number),
        lambda: indifference_discount(number, 10),
    ):
        with pytest.raises(InvalidFact, match="must be Percent, not int"):
            call()
    for change in (payment_to_settle, gross_settled_by):
        with pytest.raises(InvalidFact, match="must be Money, not int"):
            change(number, Percent("2"))
        with pytest.raises(InvalidPercent):
            change(usd("1.00"), Percent("100"))


# -- break-even ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rate", "days", "year", "digits", "discount"),
    [
        ("12", 20, 365, 3, "0.653"),
        ("37.244897959184", 20, 365, 4, "2"),
        ("12", 0, 365, 4, "0"),
        ("0", 20, 365, 4, "0"),
        ("9", 20, 360, 4, "0.4975"),
    ],
)
def test_the_indifferent_discount(
    rate: str, days: int, year: int, digits: int, discount: str
) -> None:
    found = indifference_discount(Percent(rate), days, year=year, digits=digits)
    assert found == Percent(discount)


def test_rates_and_days_that_are_refused() -> None:
    with pytest.raises(InvalidFact, match="days"):
        indifference_discount(Percent("12"), -1)
    with pytest.raises(InvalidPercent, match="rate -400% loses everything in 100 days"):
        indifference_discount(Percent("-400"), 100)


# -- when to pay -----------------------------------------------------------------------------------
def test_borrowing_to_take_a_discount() -> None:
    # rate-10: mathelounge.de/58074: 2460.00 at 3 %, loan at 9 % for 20 days of 360.
    invoice = parse("3/10 net 30").invoice(
        id="INV-7", customer_id="C-1", amount=eur("2460.00"), issued_on=d(3, 1)
    )
    seen = read(invoice, as_of=d(3, 1))
    found = payment_options(seen, "INV-7", funding_rate=Percent("9"), year=360)
    assert found == (
        PaymentOption(
            on=d(3, 11),
            amount=eur("2386.20"),
            discount=eur("73.80"),
            funding_cost=eur("11.93"),
        ),
        PaymentOption(
            on=d(3, 31),
            amount=eur("2460.00"),
            discount=eur("0.00"),
            funding_cost=eur("0.00"),
        ),
    )
    assert [option.benefit for option in found] == [eur("61.87"), eur("0.00")]
    assert best_payment_date(seen, "INV-7", funding_rate=Percent("9"), year=360) == d(3, 11)


def days_of(*facts: Any, as_of: date, rate: str = "10") -> list[date]:
    found = payment_options(read(*facts, as_of=as_of), "INV-7", funding_rate=Percent(rate))
    return [option.on for option in found]


def test_dear_money_waits() -> None:
    # 2 % for 20 days is worth 37.24 % a year.
    invoice = invoice_with(TWO, amount=eur("100.00"))
    assert days_of(invoice, as_of=d(2, 1), rate="30")[0] == d(2, 10)
    assert days_of(invoice, as_of=d(2, 1), rate="40")[0] == d(3, 2)


def test_each_tier_is_an_option_until_it_is_over() -> None:
    tiers = invoice_with(TWO, ONE)
    assert days_of(tiers, as_of=d(2, 1)) == [d(2, 10), d(2, 20), d(3, 2)]
    assert days_of(tiers, as_of=d(2, 10)) == [d(2, 10), d(2, 20), d(3, 2)]
    assert days_of(tiers, as_of=d(2, 11)) == [d(2, 20), d(3, 2)]
    assert days_of(tiers, as_of=d(2, 21)) == [d(3, 2)]


def test_a_discount_in_its_grace_is_taken_today() -> None:
    graced = invoice_with(window(d(2, 10), "2", "2.00", "98.00", eligible_until=d(2, 13)))
    assert days_of(graced, as_of=d(2, 10)) == [d(2, 10), d(3, 2)]
    assert days_of(graced, as_of=d(2, 12)) == [d(2, 12), d(3, 2)]
    assert days_of(graced, as_of=d(2, 14)) == [d(3, 2)]


def test_a_due_date_that_has_passed_is_today() -> None:
    assert days_of(invoice_with(TWO), as_of=d(4, 1)) == [d(4, 1)]


def test_of_equal_benefit_the_later_day() -> None:
    nothing = invoice_with(window(d(2, 10), "2", "0.00", "100.00", base="0.00"))
    assert days_of(nothing, as_of=d(2, 1), rate="0") == [d(3, 2), d(2, 10)]


def test_two_discounts_to_the_same_day_are_one_option() -> None:
    both = (TWO, window(d(2, 10), "1", "1.00", "99.00"))
    for windows in (both, both[::-1]):
        found = payment_options(
            read(invoice_with(*windows), as_of=d(2, 1)), "INV-7", funding_rate=Percent("10")
        )
        assert [(o.on, o.discount) for o in found] == [
            (d(2, 10), eur("2.00")), (d(3, 2), eur("0.00")),
        ]  # fmt: skip
    on_due = invoice_with(window(d(3, 2), "2", "2.00", "98.00"))
    assert days_of(on_due, as_of=d(2, 1)) == [d(3, 2)]


def test_only_what_is_open_is_paid() -> None:
    seen = read(invoice_with(TWO), *paid("50.00", d(2, 1)), as_of=d(2, 1))
    found = payment_options(seen, "INV-7", funding_rate=Percent("10"))
    assert [(o.amount, o.discount) for o in found] == [
        (eur("49.00"), eur("1.00")),
        (eur("50.00"), eur("0.00")),
    ]


def test_one_part_is_asked_about() -> None:
    parts = invoice_with(
        window(d(2, 10), "2", "1.20", "58.80", installment=1),
        installments=(
            an_installment(number=1, due_on=d(3, 2), amount=eur("60.00")),
            an_installment(number=2, due_on=None, amount=eur("40.00")),
        ),
    )
    seen = read(parts, as_of=d(2, 1))
    best = best_payment_date(seen, "INV-7/1", funding_rate=Percent("10"))
    assert best == d(2, 10)
    with pytest.raises(InvalidFact, match="INV-7/2 has no due date yet"):
        payment_options(seen, "INV-7/2", funding_rate=Percent("10"))
    with pytest.raises(InvalidFact, match="INV-7 has 2 parts"):
        payment_options(seen, "INV-7", funding_rate=Percent("10"))
    with pytest.raises(UnknownReference):
        payment_options(seen, "INV-9", funding_rate=Percent("10"))


def test_rates_that_are_refused() -> None:
    seen = read(invoice_with(TWO), as_of=d(2, 1))
    number: Any = 10
    with pytest.raises(InvalidFact, match="funding_rate must be Percent, not int"):
        payment_options(seen, "INV-7", funding_rate=number)
    with pytest.raises(InvalidFact, match="year"):
        payment_options(seen, "INV-7", funding_rate=Percent("10"), year=0)
