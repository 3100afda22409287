"""Discounts that other systems' manuals and textbooks state, read off an invoice's windows."""

from __future__ import annotations

from datetime import date

from collectkit.discounts import offer
from collectkit.ledger import DiscountWindow, payment, snapshot
from collectkit.money import Money, Percent
from collectkit.terms import parse
from collectkit.testing import an_account, an_invoice


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def test_freight_is_never_discounted() -> None:
    # dating-12: questionai.com, Business Mathematics p. 280, example 2-4; the year is assumed.
    invoice = an_invoice(
        amount=usd("18499.04"),
        issued_on=date(2023, 9, 30),
        due_on=date(2023, 11, 4),
        discounts=(
            DiscountWindow(
                until=date(2023, 10, 15),
                percent=Percent("3"),
                base=usd("17750.66"),
                discount=usd("532.52"),
                payable=usd("17966.52"),
            ),
        ),
    )
    found = offer(snapshot(an_account(invoice), as_of=date(2023, 10, 15)), "INV-1")
    assert (found.discount, found.payable) == (usd("532.52"), usd("17966.52"))


def test_the_second_payment_settles_what_is_open() -> None:
    # pp-5: Microsoft Learn, D365 Finance, several discount periods: 700.00 open, 1 % in 14 days.
    invoice = parse("1/14 net 30").invoice(
        id="INV-1", customer_id="C-1", amount=usd("1000.00"), issued_on=date(2020, 6, 25)
    )
    receipt, allocation = payment(invoice, on=date(2020, 6, 29), amount=usd("300.00"))
    account = an_account(invoice, receipt, allocation)
    found = offer(snapshot(account, as_of=date(2020, 7, 8)), "INV-1")
    assert (found.discount, found.payable) == (usd("7.00"), usd("693.00"))


def test_full_settlement_leaves_no_cent_behind() -> None:
    # pp-13: My Oracle Support 263404.1.
    invoice = parse("5/10 net 30").invoice(
        id="INV-1", customer_id="C-1", amount=usd("9810.70"), issued_on=date(2026, 1, 31)
    )
    found = offer(snapshot(an_account(invoice), as_of=date(2026, 1, 31)), "INV-1")
    assert (found.payable, found.discount) == (usd("9320.16"), usd("490.54"))
    assert found.payable + found.discount == usd("9810.70")


def test_an_overpayment_is_what_exceeds_the_offer() -> None:
    # pp-11: Microsoft Learn, D365 Finance: 95.00 came where 94.50 settles.
    invoice = parse("10/10 net 30").invoice(
        id="INV-1", customer_id="C-1", amount=usd("105.00"), issued_on=date(2026, 1, 31)
    )
    found = offer(snapshot(an_account(invoice), as_of=date(2026, 2, 1)), "INV-1")
    assert (found.discount, found.payable) == (usd("10.50"), usd("94.50"))
    assert usd("95.00") - found.payable == usd("0.50")
