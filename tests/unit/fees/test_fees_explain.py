"""What late charges say about themselves: every figure, item by item."""

from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.fees import FlatFee, LateChargePolicy, SimpleInterest, assess
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_hold,
    a_late_charge,
    a_receipt,
    a_waiver,
    an_account,
    an_allocation,
    an_invoice,
)

POLICY = LateChargePolicy(
    id="standard",
    interest=SimpleInterest(rate=Percent("9")),
    fees=(FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"),)),),
)
INVOICE = an_invoice(id="INV-7", amount=Money("1000.00", "EUR"))


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def explained(*facts: Any, policy: LateChargePolicy = POLICY) -> list[str]:
    return assess(an_account(*facts), policy, as_of=d(3, 2)).explain().splitlines()


def test_interest_and_fee() -> None:
    assert explained(INVOICE) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  30 days on EUR 1000.00 at 9%  ACT/365F   EUR 7.40",
        "  fee       reminder-fee                                                      EUR 40.00",
        "total EUR 47.40",
    ]


def test_a_part_payment_makes_two_lines_with_one_amount() -> None:
    half = Money("500.00", "EUR")
    facts = (
        INVOICE,
        a_receipt(amount=half, received_on=d(2, 10)),
        an_allocation(invoice_id="INV-7", amount=half, applied_on=d(2, 10)),
    )
    assert explained(*facts, policy=POLICY.replace(fees=())) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 500.00",
        "  interest  2026-02-01 to 2026-02-10  10 days on EUR 1000.00 at 9%  ACT/365F",
        "  interest  2026-02-11 to 2026-03-02  20 days on EUR 500.00 at 9%  ACT/365F   EUR 4.93",
        "total EUR 4.93",
    ]


def test_what_was_paid_shows_when() -> None:
    whole = Money("1000.00", "EUR")
    facts = (
        INVOICE,
        a_receipt(amount=whole, received_on=d(2, 10)),
        an_allocation(invoice_id="INV-7", amount=whole, applied_on=d(2, 10)),
    )
    assert explained(*facts)[0] == "INV-7: EUR 1000.00 due 2026-01-31, paid 2026-02-10"


def test_paused_and_waived_days_are_marked() -> None:
    facts = (
        INVOICE,
        a_hold(blocks=("charges",), from_on=d(2, 10), until_on=d(2, 12)),
        a_waiver(on=d(2, 1), kinds=("interest",), from_on=d(2, 20)),
    )
    assert explained(*facts, policy=POLICY.replace(fees=())) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-02-09  9 days on EUR 1000.00 at 9%  ACT/365F",
        "  interest  2026-02-10 to 2026-02-12  0 days on EUR 1000.00 at 9%  ACT/365F (paused)",
        "  interest  2026-02-13 to 2026-02-19  7 days on EUR 1000.00 at 9%  ACT/365F",
        "  interest  2026-02-20 to 2026-03-02  11 days on EUR 1000.00 at 9%  ACT/365F (waived)"
        "   EUR 6.66",
        "  waived                                                                             "
        "  EUR -2.71",
        "total EUR 3.95",
    ]


def test_an_item_paused_from_its_first_day() -> None:
    hold = a_hold(blocks=("charges",), from_on=d(1, 1))
    assert explained(INVOICE, hold, policy=POLICY.replace(fees=())) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  0 days on EUR 1000.00 at 9%  ACT/365F (paused)"
        "  EUR 0.00",
        "total EUR 0.00",
    ]


def test_what_was_posted_is_taken_off() -> None:
    posted = a_late_charge(charge_for="INV-7", issued_on=d(2, 10))
    assert explained(INVOICE, posted) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  30 days on EUR 1000.00 at 9%  ACT/365F    EUR 7.40",
        "  fee       reminder-fee                                                       EUR 40.00",
        "  posted                                                                      EUR -40.00",
        "total EUR 7.40",
    ]


def test_what_was_posted_and_is_not_owed_any_more() -> None:
    whole = Money("1000.00", "EUR")
    facts = (
        INVOICE,
        a_receipt(amount=whole, received_on=d(1, 20)),
        an_allocation(invoice_id="INV-7", amount=whole, applied_on=d(2, 20)),
        a_late_charge(charge_for="INV-7", issued_on=d(2, 10)),
        a_late_charge(
            id="INT-1",
            charge_for="INV-7",
            charge_kind="interest",
            amount=Money("2.47", "EUR"),
            issued_on=d(2, 10),
        ),
    )
    assert explained(*facts) == [
        "INV-7: EUR 1000.00 due 2026-01-31, paid 2026-01-20",
        "  interest  nothing is owed    EUR 0.00",
        "  posted                      EUR -2.47",
        "  fee       reminder-fee       EUR 0.00",
        "  posted                     EUR -40.00",
        "total EUR -42.47",
    ]


def test_every_currency_has_its_total() -> None:
    yen = an_invoice(id="INV-8", amount=Money("100000", "JPY"))
    assert explained(INVOICE, yen)[-2:] == ["total EUR 47.40", "total JPY 740"]


def test_an_account_without_late_items() -> None:
    assert explained(an_invoice(due_on=d(3, 2))) == []
