"""What payments earn: in full, in part, too late, a little short, too much, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.discounts.desk import GOODS, ONE, TWO, d, eur, invoice_with, paid, read, window

from collectkit.discounts import DiscountPolicy, DiscountSettlement, SettlementLine, offer, settle
from collectkit.discounts.reasons import REASONS
from collectkit.errors import InvalidFact, UnknownReference
from collectkit.ledger import Invoice, Receipt
from collectkit.money import Money, Percent
from collectkit.terms import parse
from collectkit.testing import (
    a_credit_note,
    a_late_charge,
    a_refund,
    a_reversal,
    a_tax_line,
    an_adjustment,
    an_allocation,
    an_installment,
)

PARTS = DiscountPolicy(partial="proportional")
TOLERANT = DiscountPolicy(short_tolerance=(eur("0.05"),))


def settled(
    invoice: Invoice,
    *facts: Any,
    policy: DiscountPolicy | None = None,
    as_of: date = date(2026, 4, 30),
) -> DiscountSettlement:
    return settle(read(invoice, *facts, as_of=as_of), "INV-7", policy=policy)


def figures(found: DiscountSettlement) -> dict[str, str]:
    """The amounts that are not zero, without their currency."""
    names = ("earned", "late_taken", "short", "excess", "balance", "booked", "to_book")
    amounts = {name: getattr(found, name) for name in names}
    return {name: str(money.amount) for name, money in amounts.items() if not money.is_zero}


def codes(found: DiscountSettlement) -> list[str]:
    return [line.reason.code.removeprefix("discounts.") for line in found.lines]


def credited(amount: str, on: date) -> tuple[Any, Any]:
    note = a_credit_note(amount=eur(amount), issued_on=on)
    return note, an_allocation(
        source_id=note.id, invoice_id="INV-7", amount=eur(amount), applied_on=on
    )


def lowered(kind: str, amount: str, on: date) -> Any:
    return an_adjustment(invoice_id="INV-7", amount=eur(amount), on=on, kind=kind)


# -- full settlement -------------------------------------------------------------------------------
def test_the_discounted_sum_in_time_settles() -> None:
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 10)))
    zero = eur("0.00")
    assert found == DiscountSettlement(
        item_id="INV-7",
        amount=eur("100.00"),
        earned=eur("2.00"),
        unearned=zero,
        late_taken=zero,
        short=zero,
        excess=zero,
        balance=zero,
        booked=zero,
        corrections=(),
        lines=(
            SettlementLine(
                on=d(2, 10),
                paid=eur("98.00"),
                earned=eur("2.00"),
                settled=eur("100.00"),
                balance=zero,
                reason=REASONS("earned", percent=Percent("2"), discount=eur("2.00")),
            ),
        ),
    )
    assert found.to_book == eur("2.00")


def test_nothing_paid_is_nothing_earned() -> None:
    found = settled(invoice_with(TWO))
    assert (figures(found), found.unearned) == ({"balance": "100.00"}, eur("2.00"))
    assert found.explain() == "INV-7: EUR 100.00, discount earned EUR 0.00"


def test_a_cent_short_forfeits_the_whole_discount() -> None:
    # pp-8: Microsoft KB 954021 (Dynamics NAV), 979.99 of 1000.00 at 2 %.
    invoice = invoice_with(window(d(2, 10), "2", "20.00", "980.00"), amount=eur("1000.00"))
    found = settled(invoice, *paid("979.99", d(2, 5)))
    assert figures(found) == {"balance": "20.01"}
    assert codes(found) == ["not_settled"]
    assert str(found.lines[0].reason) == "2% not earned: EUR 0.01 missing to settle the balance"


def test_half_a_percent_short_forfeits_it_too() -> None:
    # OLG Stuttgart 10 U 102/11.
    assert figures(settled(invoice_with(TWO), *paid("97.50", d(2, 5)))) == {"balance": "2.50"}


def test_a_part_payment_neither_earns_nor_forfeits() -> None:
    found = settled(invoice_with(TWO), *paid("50.00", d(2, 5)), *paid("49.00", d(2, 10)))
    assert figures(found) == {"earned": "1.00", "to_book": "1.00"}
    assert codes(found) == ["not_settled", "earned"]
    assert found.unearned == eur("1.00")


def test_too_much_in_time_earns_the_discount_and_is_excess() -> None:
    # pp-11: Microsoft Learn, D365 Finance: 95.00 where 94.50 settles 105.00 at 10 %.
    invoice = invoice_with(window(d(2, 10), "10", "10.50", "94.50"), amount=eur("105.00"))
    found = settled(invoice, *paid("95.00", d(2, 5)))
    assert figures(found) == {"earned": "10.50", "excess": "0.50", "to_book": "10.50"}


def test_the_full_amount_in_time_earns_the_discount() -> None:
    found = settled(invoice_with(TWO), *paid("100.00", d(2, 5)))
    assert figures(found) == {"earned": "2.00", "excess": "2.00", "to_book": "2.00"}


def test_the_full_amount_late_earns_nothing() -> None:
    found = settled(invoice_with(TWO), *paid("100.00", d(2, 11)))
    assert (figures(found), codes(found)) == ({}, ["no_window"])


def test_the_money_of_one_day_counts_together() -> None:
    facts = (*paid("60.00", d(2, 5), id="A"), *paid("38.00", d(2, 5), id="B"))
    found = settled(invoice_with(TWO), *facts)
    assert [(line.paid, line.earned) for line in found.lines] == [(eur("98.00"), eur("2.00"))]


def test_the_day_is_that_of_receipt_not_of_application() -> None:
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 10), applied_on=d(2, 25)))
    assert figures(found) == {"earned": "2.00", "to_book": "2.00"}
    assert found.lines[0].on == d(2, 10)


@pytest.mark.parametrize(
    ("on", "sum_paid", "earned"),
    [
        (d(2, 10), "98.00", "2.00"),
        (d(2, 11), "99.00", "1.00"),
        (d(2, 20), "99.00", "1.00"),
        (d(2, 21), "100.00", "0.00"),
    ],
)
def test_the_tier_is_that_of_the_day(on: date, sum_paid: str, earned: str) -> None:
    found = settled(invoice_with(TWO, ONE), *paid(sum_paid, on))
    assert (found.earned, found.balance) == (eur(earned), eur("0.00"))
    assert found.unearned == eur("2.00") - eur(earned)


def test_the_grace_is_time_too() -> None:
    graced = invoice_with(window(d(2, 10), "2", "2.00", "98.00", eligible_until=d(2, 13)))
    assert settled(graced, *paid("98.00", d(2, 13))).earned == eur("2.00")
    late = settled(graced, *paid("98.00", d(2, 14)))
    assert figures(late) == {"late_taken": "2.00", "balance": "2.00"}
    assert str(late.lines[0].reason) == (
        "EUR 2.00 taken after 2026-02-13, the last day for it: stays open"
    )


# -- what bears the discount -----------------------------------------------------------------------
def test_a_rest_bears_its_share_of_the_discount() -> None:
    # 2 % of 80.00 out of 100.00: of 50.00 still open, 2 % of 40.00.
    found = settled(invoice_with(GOODS), *paid("50.00", d(2, 5)), *paid("49.20", d(2, 10)))
    assert figures(found) == {"earned": "0.80", "to_book": "0.80"}


def test_of_two_windows_the_one_that_takes_off_more_counts() -> None:
    net = window(d(2, 20), "3", "2.52", "97.48", base="84.03")
    gross = window(d(2, 20), "2.9", "2.90", "97.10")
    for windows in ((net, gross), (gross, net)):
        found = settled(invoice_with(*windows), *paid("97.10", d(2, 20)))
        assert figures(found) == {"earned": "2.90", "to_book": "2.90"}
        offered = offer(read(invoice_with(*windows), as_of=d(2, 20)), "INV-7")
        assert (offered.payable, offered.percent) == (eur("97.10"), Percent("2.9"))


def test_of_equal_windows_the_longer_counts() -> None:
    longer = window(d(2, 12), "2", "2.00", "98.00")
    for windows in ((TWO, longer), (longer, TWO)):
        offered = offer(read(invoice_with(*windows), as_of=d(2, 5)), "INV-7")
        assert offered.deadline == d(2, 12)


def test_a_credit_note_lowers_the_balance_before_the_payment() -> None:
    # Microsoft Learn, D365 Finance, discounts on credit notes: 1000.00 less 200.00 at 1 %.
    invoice = invoice_with(window(d(2, 10), "1", "10.00", "990.00"), amount=eur("1000.00"))
    found = settled(invoice, *credited("200.00", d(2, 5)), *paid("792.00", d(2, 5)))
    assert figures(found) == {"earned": "8.00", "to_book": "8.00"}
    assert found.unearned == eur("2.00")


@pytest.mark.parametrize("kind", ["write_off", "withholding"])
def test_other_adjustments_lower_it_too(kind: str) -> None:
    found = settled(invoice_with(TWO), lowered(kind, "10.00", d(2, 5)), *paid("88.20", d(2, 5)))
    assert figures(found) == {"earned": "1.80", "to_book": "1.80"}


def test_what_lowers_a_settled_balance_is_excess() -> None:
    found = settled(
        invoice_with(TWO), *paid("98.00", d(2, 10)), lowered("withholding", "1.50", d(2, 25))
    )
    assert figures(found) == {"earned": "2.00", "excess": "1.50", "to_book": "2.00"}


def test_a_hundred_percent_leaves_nothing_to_pay() -> None:
    gift = invoice_with(window(d(2, 10), "100", "100.00", "0.00"))
    for policy in (DiscountPolicy(), PARTS):
        found = settled(gift, *paid("0.01", d(2, 5)), policy=policy)
        assert figures(found) == {"earned": "100.00", "excess": "0.01", "to_book": "100.00"}


def test_a_hundred_percent_and_money_back_is_no_division_by_zero() -> None:
    gift = invoice_with(window(d(2, 20), "100", "100.00", "0.00"))
    back = a_refund(reverses=f"PAY-{d(2, 5)}", amount=eur("1.00"), received_on=d(2, 6))
    facts = (*paid("1.00", d(2, 5)), back, *paid("0.50", d(2, 7)))
    found = settled(gift, *facts, policy=PARTS)
    assert figures(found) == {"earned": "100.00", "excess": "0.50", "to_book": "100.00"}


# -- proportional ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("amount", "percent", "sum_paid", "earned", "balance"),
    [
        ("1140.00", "2", "450.00", "9.18", "680.82"),  # pp-1: holooly.com, 2/10 prox
        ("17750.66", "3", "10000.00", "309.28", "7441.38"),  # pp-2: Business Mathematics p. 280
        ("9810.70", "5", "9320.16", "490.54", "0.00"),  # pp-13: My Oracle Support 263404.1
    ],
)
def test_part_payments_of_textbooks(
    amount: str, percent: str, sum_paid: str, earned: str, balance: str
) -> None:
    invoice = parse(f"{percent}/10 net 30").invoice(
        id="INV-7", customer_id="C-1", amount=eur(amount), issued_on=d(1, 31)
    )
    found = settled(invoice, *paid(sum_paid, d(2, 5)), policy=PARTS)
    assert (found.earned, found.balance) == (eur(earned), eur(balance))


def test_each_part_has_the_tier_of_its_day_and_the_last_leaves_nothing() -> None:
    # pp-4 and pp-5: Microsoft Learn, D365 Finance: 2 % on the first part, 1 % on the rest.
    tiers = invoice_with(
        window(d(2, 5), "2", "20.00", "980.00"),
        window(d(2, 14), "1", "10.00", "990.00"),
        amount=eur("1000.00"),
    )
    found = settled(tiers, *paid("294.00", d(2, 5)), *paid("693.00", d(2, 14)), policy=PARTS)
    assert [(line.earned, line.balance) for line in found.lines] == [
        (eur("6.00"), eur("700.00")),
        (eur("7.00"), eur("0.00")),
    ]
    assert codes(found) == ["earned_part", "earned"]
    assert str(found.lines[0].reason) == "2% earned: EUR 6.00 for the part it settles"
    assert found.unearned == eur("7.00")


def test_only_what_bears_a_discount_is_grossed_up() -> None:
    # The share of the whole is 1.6 %: 49.20 / 0.984.
    found = settled(invoice_with(GOODS), *paid("49.20", d(2, 5)), policy=PARTS)
    assert figures(found) == {"earned": "0.80", "balance": "50.00", "to_book": "0.80"}


def test_many_small_payments_never_pass_the_cap() -> None:
    invoice = invoice_with(window(d(2, 28), "2", "0.02", "0.98"), amount=eur("1.00"))
    facts = [fact for n in range(1, 5) for fact in paid("0.25", d(2, n))]
    found = settled(invoice, *facts, policy=PARTS)
    # 0.25 settles 0.26 each time; after two the whole discount is used.
    assert [line.earned.amount for line in found.lines] == [
        eur(x).amount for x in ("0.01", "0.01", "0.00", "0.00")
    ]
    assert figures(found) == {"earned": "0.02", "excess": "0.02", "to_book": "0.02"}


# -- tolerance -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sum_paid", "expected"),
    [
        ("97.95", {"earned": "2.00", "short": "0.05", "to_book": "2.00"}),
        ("97.99", {"earned": "2.00", "short": "0.01", "to_book": "2.00"}),
        ("98.00", {"earned": "2.00", "to_book": "2.00"}),
        ("97.94", {"balance": "2.06"}),
    ],
)
def test_a_little_short_is_forgiven(sum_paid: str, expected: dict[str, str]) -> None:
    found = settled(invoice_with(TWO), *paid(sum_paid, d(2, 5)), policy=TOLERANT)
    assert figures(found) == expected


def test_the_words_of_a_short_payment() -> None:
    found = settled(invoice_with(TWO), *paid("97.97", d(2, 5)), policy=TOLERANT)
    assert str(found.lines[0].reason) == (
        "2% earned: EUR 2.00; EUR 0.03 short, within the tolerance"
    )


def test_the_tolerance_holds_without_a_discount_too() -> None:
    for windows in ((), (TWO,)):
        found = settled(invoice_with(*windows), *paid("99.95", d(2, 25)), policy=TOLERANT)
        assert figures(found) == {"short": "0.05"}
        assert str(found.lines[0].reason) == "EUR 0.05 short, within the tolerance"


def test_a_tolerance_is_of_one_currency() -> None:
    other = DiscountPolicy(short_tolerance=(Money("5.00", "USD"),))
    assert figures(settled(invoice_with(TWO), *paid("97.99", d(2, 5)), policy=other)) == {
        "balance": "2.01"
    }


@pytest.mark.parametrize("on", [d(2, 5), d(2, 6), d(3, 1)])
def test_booking_what_was_settled_changes_nothing(on: date) -> None:
    tolerant = DiscountPolicy(short_tolerance=(eur("5.00"),))
    facts = paid("93.00", d(2, 5))
    before = settled(invoice_with(TWO), *facts, policy=tolerant)
    assert figures(before) == {"earned": "2.00", "short": "5.00", "to_book": "2.00"}
    after = settled(
        invoice_with(TWO),
        *facts,
        lowered("discount", "2.00", on),
        lowered("write_off", "5.00", on),
        policy=tolerant,
    )
    assert figures(after) == {"earned": "2.00", "booked": "2.00"}
    assert after.lines == before.lines


# -- taken too late --------------------------------------------------------------------------------
def test_the_discounted_sum_too_late_leaves_the_discount_open() -> None:
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 11)))
    assert figures(found) == {"late_taken": "2.00", "balance": "2.00"}
    assert codes(found) == ["late_taken"]
    assert found.unearned == eur("2.00")


def test_what_arrives_later_is_no_longer_taken() -> None:
    late = paid("98.00", d(2, 11))
    part = settled(invoice_with(TWO), *late, *paid("0.50", d(2, 20)))
    assert figures(part) == {"late_taken": "1.50", "balance": "1.50"}
    rest = settled(invoice_with(TWO), *late, *paid("0.50", d(2, 20)), *paid("1.50", d(2, 25)))
    assert figures(rest) == {}


def test_it_does_not_come_back_with_money_paid_back() -> None:
    facts = (
        *paid("98.00", d(2, 11)),
        *paid("2.00", d(2, 20), id="REST"),
        a_refund(reverses="REST", amount=eur("2.00"), received_on=d(2, 25)),
    )
    assert figures(settled(invoice_with(TWO), *facts)) == {"balance": "2.00"}


def test_after_a_part_payment_it_is_of_the_rest() -> None:
    found = settled(invoice_with(TWO), *paid("50.00", d(2, 5)), *paid("49.00", d(2, 11)))
    assert figures(found) == {"late_taken": "1.00", "balance": "1.00"}


def test_a_better_tier_taken_too_late_stays_open() -> None:
    found = settled(invoice_with(TWO, ONE), *paid("98.00", d(2, 15)))
    assert figures(found) == {"late_taken": "2.00", "balance": "2.00"}
    # 98.00 at 1 % settles 98.99; the rest of what was taken is open.
    parts = settled(invoice_with(TWO, ONE), *paid("98.00", d(2, 15)), policy=PARTS)
    assert figures(parts) == {
        "earned": "0.99", "late_taken": "1.01", "balance": "1.01", "to_book": "0.99",
    }  # fmt: skip


def test_another_sum_too_late_is_just_a_part_payment() -> None:
    found = settled(invoice_with(TWO), *paid("98.01", d(2, 11)))
    assert (figures(found), codes(found)) == ({"balance": "1.99"}, ["no_window"])


def test_a_late_discount_within_the_tolerance_is_forgiven() -> None:
    tolerant = DiscountPolicy(short_tolerance=(eur("2.00"),))
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 11)), policy=tolerant)
    assert figures(found) == {"short": "2.00"}


# -- taken back ------------------------------------------------------------------------------------
def test_a_bounced_payment_earned_nothing() -> None:
    money = paid("98.00", d(2, 5))
    back = a_reversal(reverses=money[0].id, amount=eur("98.00"), received_on=d(2, 9))
    facts = (*money, lowered("discount", "2.00", d(2, 5)), back)
    assert figures(settled(invoice_with(TWO), *facts, as_of=d(2, 8))) == {
        "earned": "2.00", "booked": "2.00",
    }  # fmt: skip
    bounced = settled(invoice_with(TWO), *facts, as_of=d(2, 9))
    assert figures(bounced) == {"balance": "100.00", "booked": "2.00", "to_book": "-2.00"}
    assert bounced.lines == ()


def test_an_offer_never_grants_what_is_booked_already() -> None:
    booked = lowered("discount", "2.00", d(2, 5))
    offered = offer(read(invoice_with(TWO), booked, as_of=d(2, 9)), "INV-7")
    assert (offered.payable, offered.discount) == (eur("98.00"), eur("0.00"))
    found = settled(invoice_with(TWO), booked, *paid("98.00", d(2, 9)))
    assert figures(found) == {"earned": "2.00", "booked": "2.00"}


def refunded(amount: str, on: date, of: Receipt) -> Receipt:
    return a_refund(reverses=of.id, amount=eur(amount), received_on=on)


def test_money_paid_back_is_owed_again_and_the_discount_stays() -> None:
    receipt, allocation = paid("98.00", d(2, 5))
    back = refunded("8.00", d(2, 7), receipt)
    found = settled(invoice_with(TWO), receipt, allocation, back)
    assert figures(found) == {"earned": "2.00", "balance": "8.00", "to_book": "2.00"}
    assert codes(found) == ["earned", "taken_back"]
    assert found.lines[1].paid == eur("-8.00")
    # Paid once more in time it earns nothing more: the cap.
    again = settled(
        invoice_with(TWO), receipt, allocation, back, *paid("8.00", d(2, 9), id="AGAIN")
    )
    assert figures(again) == {"earned": "2.00", "to_book": "2.00"}


def test_a_discount_that_is_used_up_is_not_taken_late_while_it_stands() -> None:
    receipt, allocation = paid("98.00", d(2, 5))
    facts = (receipt, allocation, refunded("50.00", d(2, 7), receipt))
    found = settled(invoice_with(TWO), *facts, *paid("49.00", d(2, 9)))
    assert figures(found) == {"earned": "2.00", "balance": "1.00", "to_book": "2.00"}
    assert codes(found) == ["earned", "taken_back", "not_settled"]


def test_an_excess_paid_back_is_no_debt() -> None:
    receipt, allocation = paid("100.00", d(2, 5))
    found = settled(invoice_with(TWO), receipt, allocation, refunded("2.00", d(2, 7), receipt))
    assert figures(found) == {"earned": "2.00", "to_book": "2.00"}
    more = settled(invoice_with(TWO), receipt, allocation, refunded("5.00", d(2, 7), receipt))
    assert figures(more) == {"earned": "2.00", "balance": "3.00", "to_book": "2.00"}


def test_money_after_the_end_is_excess() -> None:
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 5)), *paid("1.00", d(2, 8)))
    assert figures(found) == {"earned": "2.00", "excess": "1.00", "to_book": "2.00"}
    assert str(found.lines[1].reason) == "nothing is open"


def test_two_short_payments_are_short_together() -> None:
    receipt, allocation = paid("97.98", d(2, 5))
    facts = (receipt, allocation, refunded("10.00", d(2, 6), receipt))
    found = settled(invoice_with(TWO), *facts, *paid("9.97", d(2, 7), id="AGAIN"), policy=TOLERANT)
    assert figures(found) == {"earned": "2.00", "short": "0.05", "to_book": "2.00"}


# -- booked, tax, words ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("booked", "sum_paid", "to_book"),
    [("1.50", "98.00", "0.50"), ("2.00", "98.00", "0.00"), ("2.00", "97.99", "-2.00")],
)
def test_what_is_still_to_be_booked(booked: str, sum_paid: str, to_book: str) -> None:
    facts = (lowered("discount", booked, d(2, 1)), *paid(sum_paid, d(2, 2)))
    found = settled(invoice_with(TWO), *facts)
    assert (found.booked, found.to_book) == (eur(booked), eur(to_book))


def test_the_tax_is_corrected_when_the_policy_says_so() -> None:
    # frappe/erpnext#20548: 11900.00 with 19 % and 3 % discount: 300.00 net and 57.00 tax.
    taxed = invoice_with(
        window(d(2, 10), "3", "357.00", "11543.00"),
        amount=eur("11900.00"),
        tax=(a_tax_line(base=eur("10000.00"), amount=eur("1900.00")),),
    )
    (line,) = settled(taxed, *paid("11543.00", d(2, 5))).corrections
    assert (line.rate, line.base, line.amount) == (Percent(19), eur("300.00"), eur("57.00"))
    for policy in (DiscountPolicy(tax_mode="never"), DiscountPolicy(tax_mode="always-reduced")):
        assert settled(taxed, *paid("11543.00", d(2, 5)), policy=policy).corrections == ()
    assert settled(taxed, *paid("11543.00", d(2, 15))).corrections == ()


def test_a_line_says_how_much_debt_it_settled() -> None:
    receipt, allocation = paid("99.00", d(2, 5))
    facts = (receipt, allocation, refunded("4.00", d(2, 7), receipt), *paid("2.96", d(3, 1)))
    found = settled(invoice_with(TWO), *facts, policy=TOLERANT)
    # 1.00 was in excess; of 4.00 paid back 3.00 are owed again; 0.04 are forgiven.
    assert [line.settled for line in found.lines] == [eur("100.00"), eur("-3.00"), eur("3.00")]
    assert figures(found) == {"earned": "2.00", "short": "0.04", "to_book": "2.00"}


def test_a_settlement_explains_itself() -> None:
    found = settled(invoice_with(TWO), *paid("50.00", d(2, 5)), *paid("49.00", d(2, 11)))
    head, *lines = found.explain().splitlines()
    assert head == "INV-7: EUR 100.00, discount earned EUR 0.00"
    assert [" ".join(line.split()) for line in lines] == [
        "2026-02-05 paid EUR 50.00 2% not earned: EUR 48.00 missing to settle the balance "
        "EUR 50.00",
        "2026-02-11 paid EUR 49.00 EUR 1.00 taken after 2026-02-10, the last day for it: "
        "stays open EUR 1.00",
    ]


# -- parts, late charges, refusals -----------------------------------------------------------------
def in_parts() -> Invoice:
    return invoice_with(
        window(d(2, 10), "2", "1.20", "58.80", installment=1),
        window(d(3, 10), "1", "0.40", "39.60", installment=2),
        installments=(
            an_installment(number=1, due_on=d(3, 2), amount=eur("60.00")),
            an_installment(number=2, due_on=d(4, 2), amount=eur("40.00")),
        ),
    )


def test_each_part_is_settled_by_itself() -> None:
    facts = (*paid("58.80", d(2, 10), installment=1), *paid("39.60", d(3, 11), installment=2))
    seen = read(in_parts(), *facts)
    assert figures(settle(seen, "INV-7/1")) == {"earned": "1.20", "to_book": "1.20"}
    assert figures(settle(seen, "INV-7/2")) == {"late_taken": "0.40", "balance": "0.40"}


def test_an_invoice_of_several_parts_is_not_one_settlement() -> None:
    with pytest.raises(InvalidFact, match="INV-7 has 2 parts"):
        settle(read(in_parts()), "INV-7")


def test_a_posted_late_charge_bears_no_discount() -> None:
    charge = a_late_charge(charge_for="INV-7", issued_on=d(2, 1))
    found = settle(read(invoice_with(TWO), charge), "FEE-1")
    assert (found.balance, found.unearned) == (eur("40.00"), eur("0.00"))


def test_interest_paid_is_no_money_for_the_invoice() -> None:
    found = settled(invoice_with(TWO), *paid("98.00", d(2, 5), component="interest"))
    assert (figures(found), found.lines) == ({"balance": "100.00"}, ())


def test_unknown_items_and_other_things_are_refused() -> None:
    with pytest.raises(UnknownReference, match="`INV-9` is no invoice or item of C-1"):
        settle(read(invoice_with(TWO)), "INV-9")
    nothing: Any = invoice_with(TWO)
    with pytest.raises(InvalidFact, match="snapshot must be Snapshot, not Invoice"):
        settle(nothing, "INV-7")
    text: Any = "proportional"
    with pytest.raises(InvalidFact, match="policy must be DiscountPolicy, not str"):
        settled(invoice_with(TWO), policy=text)
