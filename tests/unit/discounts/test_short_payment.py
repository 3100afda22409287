"""What a short payment meant, kind by kind, with its figures and words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.unit.discounts.desk import GOODS, ONE, TWO, d, eur, invoice_with, paid, read, window

from collectkit.discounts import (
    REASONS,
    DiscountPolicy,
    ShortPayment,
    classify_short_payment,
    settle,
)
from collectkit.errors import CurrencyMismatch, InvalidDate, InvalidFact, UnknownReference
from collectkit.ledger import Invoice
from collectkit.money import Money, Percent
from collectkit.testing import an_adjustment, an_installment

TOLERANT = DiscountPolicy(short_tolerance=(eur("0.05"),))
PARTS = DiscountPolicy(partial="proportional")
NONE = DiscountPolicy()


def classified(
    invoice: Invoice,
    amount: str,
    on: date,
    *facts: Any,
    policy: DiscountPolicy = NONE,
    as_of: date = date(2026, 2, 1),
) -> ShortPayment:
    seen = read(invoice, *facts, as_of=as_of)
    return classify_short_payment(seen, "INV-7", eur(amount), on=on, policy=policy)


def told(short: ShortPayment) -> tuple[str, str, str, str]:
    return (
        short.kind,
        str(short.missing.amount),
        str(short.discount.amount),
        str(short.rest.amount),
    )


def test_the_whole_result() -> None:
    assert classified(invoice_with(TWO), "98.00", d(2, 10)) == ShortPayment(
        kind="earned",
        missing=eur("2.00"),
        discount=eur("2.00"),
        rest=eur("0.00"),
        reason=REASONS(
            "short_earned",
            "INV-7",
            discount=eur("2.00"),
            percent=Percent("2"),
            until=d(2, 10),
        ),
    )


@pytest.mark.parametrize(
    ("amount", "on", "expected"),
    [
        # In time: the discount is earned whatever more comes, and the excess is given back.
        ("100.00", d(2, 10), ("full", "0.00", "2.00", "-2.00")),
        ("103.00", d(2, 10), ("full", "-3.00", "2.00", "-5.00")),
        ("98.50", d(2, 10), ("earned", "1.50", "2.00", "-0.50")),
        ("98.00", d(2, 10), ("earned", "2.00", "2.00", "0.00")),
        # A cent less forfeits it.
        ("97.99", d(2, 10), ("part", "2.01", "0.00", "2.01")),
        ("97.00", d(2, 10), ("wrong-rate", "3.00", "0.00", "3.00")),
        ("50.00", d(2, 10), ("part", "50.00", "0.00", "50.00")),
        ("0.00", d(2, 10), ("part", "100.00", "0.00", "100.00")),
        # Too late.
        ("100.00", d(2, 11), ("full", "0.00", "0.00", "0.00")),
        ("98.00", d(2, 11), ("late", "2.00", "0.00", "2.00")),
        ("97.00", d(2, 11), ("wrong-rate", "3.00", "0.00", "3.00")),
        ("98.01", d(2, 11), ("part", "1.99", "0.00", "1.99")),
    ],
)
def test_the_kinds(amount: str, on: date, expected: tuple[str, str, str, str]) -> None:
    short = classified(invoice_with(TWO), amount, on)
    assert told(short) == expected
    # And so it settles; the ledger applies no more than is open.
    applied = min(eur(amount), eur("100.00"))
    money = () if applied.is_zero else paid(str(applied.amount), on)
    found = settle(read(invoice_with(TWO), *money), "INV-7")
    assert short.discount == found.earned
    assert short.rest + (eur(amount) - applied) == found.balance - found.excess


@pytest.mark.parametrize(
    ("amount", "on", "words"),
    [
        ("100.00", d(2, 10), "the whole balance is paid"),
        ("98.00", d(2, 10), "EUR 2.00 is missing, which 2% allows until 2026-02-10"),
        ("97.97", d(2, 10), "EUR 0.03 is missing beyond the discount, within the tolerance"),
        ("98.00", d(2, 11), "EUR 2.00 is missing, as 2% allowed until 2026-02-10"),
        ("97.00", d(2, 10), "3% was taken where 2% stands, EUR 1.00 too much"),
        ("97.00", d(2, 11), "3% was taken where nothing stands, EUR 3.00 too much"),
        ("42.00", d(2, 10), "a part payment: EUR 58.00 is missing"),
    ],
)
def test_the_words(amount: str, on: date, words: str) -> None:
    short = classified(invoice_with(TWO), amount, on, policy=TOLERANT)
    assert str(short.reason) == f"INV-7: {words}"


def test_the_percentage_of_what_bears_none() -> None:
    # 2 % of the goods for 80.00 are 1.60; 2 % of everything are 2.00.
    short = classified(invoice_with(GOODS), "98.00", d(2, 10))
    assert told(short) == ("wrong-base", "2.00", "0.00", "2.00")
    assert str(short.reason) == "INV-7: 2% was taken of the whole balance, EUR 0.40 too much"
    assert told(classified(invoice_with(GOODS), "98.40", d(2, 10)))[0] == "earned"


@pytest.mark.parametrize(
    ("amount", "on", "expected"),
    [
        ("97.95", d(2, 10), ("tolerated", "2.05", "2.00", "0.05")),
        ("97.94", d(2, 10), ("part", "2.06", "0.00", "2.06")),
        ("99.95", d(2, 11), ("tolerated", "0.05", "0.00", "0.05")),
        ("99.94", d(2, 11), ("part", "0.06", "0.00", "0.06")),
        ("98.00", d(2, 11), ("late", "2.00", "0.00", "2.00")),
    ],
)
def test_a_little_short(amount: str, on: date, expected: tuple[str, str, str, str]) -> None:
    assert told(classified(invoice_with(TWO), amount, on, policy=TOLERANT)) == expected


def test_what_is_tolerated_is_not_late() -> None:
    generous = DiscountPolicy(short_tolerance=(eur("2.00"),))
    assert classified(invoice_with(TWO), "98.00", d(2, 11), policy=generous).kind == "tolerated"


def test_a_tolerance_of_another_currency_is_none() -> None:
    other = DiscountPolicy(short_tolerance=(Money("9.00", "USD"),))
    assert classified(invoice_with(TWO), "97.99", d(2, 10), policy=other).kind == "part"


def test_a_better_tier_too_late() -> None:
    short = classified(invoice_with(TWO, ONE), "98.00", d(2, 15))
    assert told(short) == ("late", "2.00", "0.00", "2.00")
    assert str(short.reason) == "INV-7: EUR 2.00 is missing, as 2% allowed until 2026-02-10"
    assert classified(invoice_with(TWO, ONE), "99.00", d(2, 15)).kind == "earned"


def test_the_grace_counts_and_the_printed_day_is_shown() -> None:
    graced = invoice_with(window(d(2, 10), "2", "2.00", "98.00", eligible_until=d(2, 13)))
    in_grace = classified(graced, "98.00", d(2, 13))
    assert in_grace.kind == "earned"
    assert str(in_grace.reason) == "INV-7: EUR 2.00 is missing, which 2% allows until 2026-02-10"
    assert classified(graced, "98.00", d(2, 14)).kind == "late"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("49.00", ("part", "51.00", "1.00", "50.00")),
        ("97.00", ("wrong-rate", "3.00", "1.98", "1.02")),
        ("98.00", ("earned", "2.00", "2.00", "0.00")),
    ],
)
def test_each_payment_earns_for_itself_where_the_policy_says_so(
    amount: str, expected: tuple[str, str, str, str]
) -> None:
    assert told(classified(invoice_with(TWO), amount, d(2, 10), policy=PARTS)) == expected


def test_it_is_the_balance_that_counts() -> None:
    facts = paid("50.00", d(1, 31))
    assert told(classified(invoice_with(TWO), "49.00", d(2, 10), *facts)) == (
        "earned", "1.00", "1.00", "0.00",
    )  # fmt: skip
    assert told(classified(invoice_with(TWO), "49.00", d(2, 11), *facts)) == (
        "late", "1.00", "0.00", "1.00",
    )  # fmt: skip


def test_what_is_booked_is_not_granted_again() -> None:
    booked = an_adjustment(invoice_id="INV-7", amount=eur("2.00"), on=d(2, 1), kind="discount")
    assert told(classified(invoice_with(TWO), "98.00", d(2, 10), booked)) == (
        "full", "0.00", "0.00", "0.00",
    )  # fmt: skip


def test_nothing_was_agreed() -> None:
    assert told(classified(invoice_with(), "98.00", d(2, 10))) == (
        "wrong-rate", "2.00", "0.00", "2.00",
    )  # fmt: skip
    assert classified(invoice_with(), "42.00", d(2, 10)).kind == "part"


def test_only_round_rates_up_to_ten_are_rates() -> None:
    for amount, kind in (("90.00", "wrong-rate"), ("99.50", "wrong-rate"), ("89.50", "part"),
                         ("96.60", "part")):  # fmt: skip
        assert classified(invoice_with(), amount, d(2, 10)).kind == kind


def test_one_part_is_asked_about() -> None:
    parts = invoice_with(
        window(d(2, 10), "2", "1.20", "58.80", installment=1),
        installments=(
            an_installment(number=1, due_on=d(3, 2), amount=eur("60.00")),
            an_installment(number=2, due_on=d(4, 2), amount=eur("40.00")),
        ),
    )
    seen = read(parts, as_of=d(2, 1))
    assert classify_short_payment(seen, "INV-7/1", eur("58.80"), on=d(2, 10)).kind == "earned"
    assert classify_short_payment(seen, "INV-7/2", eur("39.20"), on=d(2, 10)).kind == "wrong-rate"
    with pytest.raises(InvalidFact, match="INV-7 has 2 parts"):
        classify_short_payment(seen, "INV-7", eur("98.00"), on=d(2, 10))


def test_other_things_are_refused() -> None:
    seen = read(invoice_with(TWO), as_of=d(2, 1))
    with pytest.raises(UnknownReference):
        classify_short_payment(seen, "INV-9", eur("98.00"), on=d(2, 10))
    with pytest.raises(CurrencyMismatch, match="paid is in USD, INV-7 in EUR"):
        classify_short_payment(seen, "INV-7", Money("98.00", "USD"), on=d(2, 10))
    with pytest.raises(InvalidFact, match=r"paid EUR -1\.00 is negative"):
        classify_short_payment(seen, "INV-7", eur("-1.00"), on=d(2, 10))
    number: Any = 98
    with pytest.raises(InvalidFact, match="paid must be Money, not int"):
        classify_short_payment(seen, "INV-7", number, on=d(2, 10))
    moment: Any = datetime(2026, 2, 10)  # noqa: DTZ001
    with pytest.raises(InvalidDate, match="on must be a date"):
        classify_short_payment(seen, "INV-7", eur("98.00"), on=moment)
    text: Any = "full-settlement"
    with pytest.raises(InvalidFact, match="policy must be DiscountPolicy, not str"):
        classify_short_payment(seen, "INV-7", eur("98.00"), on=d(2, 10), policy=text)
