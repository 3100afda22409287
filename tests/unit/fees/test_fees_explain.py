"""What late charges say about themselves: every figure, item by item."""

from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.dates import Context
from collectkit.fees import (
    Cap,
    Compounding,
    FlatFee,
    Interest,
    LateChargePolicy,
    LateCharges,
    PercentFee,
    Period,
    RateTable,
    SlabFee,
    TableRate,
    Tier,
    assess,
)
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
    interest=Interest(rate=Percent("9")),
    fees=(FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"),)),),
)
INTEREST_ONLY = POLICY.replace(fees=())
INVOICE = an_invoice(id="INV-7", amount=Money("1000.00", "EUR"))


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def shown(found: LateCharges) -> list[str]:
    return found.explain().splitlines()


def explained(*facts: Any, policy: LateChargePolicy = POLICY) -> list[str]:
    return shown(assess(an_account(*facts), policy, as_of=d(3, 2)))


def test_interest_and_fee() -> None:
    assert explained(INVOICE) == [
        "EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  30 days at 9 %  ACT/365F   EUR  7.40",
        "  reminder-fee                                                   EUR 40.00",
        "  total                                                          EUR 47.40",
    ]


def test_a_part_payment_makes_two_lines_that_sum_to_the_rounded_whole() -> None:
    half = Money("500.00", "EUR")
    facts = (
        INVOICE,
        a_receipt(amount=half, received_on=d(2, 10)),
        an_allocation(invoice_id="INV-7", amount=half, applied_on=d(2, 10)),
    )
    assert explained(*facts, policy=INTEREST_ONLY) == [
        "EUR 1000.00 due 2026-01-31, open EUR 500.00",
        "  interest  2026-02-01 to 2026-02-10  10 days at 9 %  ACT/365F                 EUR 2.47",
        "  interest  2026-02-11 to 2026-03-02  20 days on EUR 500.00 at 9 %  ACT/365F   EUR 2.46",
        "  total                                                                        EUR 4.93",
    ]


def test_what_was_paid_shows_when() -> None:
    whole = Money("1000.00", "EUR")
    facts = (
        INVOICE,
        a_receipt(amount=whole, received_on=d(2, 10)),
        an_allocation(invoice_id="INV-7", amount=whole, applied_on=d(2, 10)),
    )
    assert explained(*facts)[0] == "EUR 1000.00 due 2026-01-31, paid 2026-02-10"


def test_paused_and_waived_days_are_marked() -> None:
    facts = (
        INVOICE,
        a_hold(blocks=("charges",), from_on=d(2, 10), until_on=d(2, 12)),
        a_waiver(on=d(2, 1), kinds=("interest",), from_on=d(2, 20)),
    )
    assert explained(*facts, policy=INTEREST_ONLY) == [
        "EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-02-09  9 days at 9 %  ACT/365F             EUR  2.22",
        "  interest  2026-02-10 to 2026-02-12  0 days at 9 %  ACT/365F (paused)    EUR  0.00",
        "  interest  2026-02-13 to 2026-02-19  7 days at 9 %  ACT/365F             EUR  1.73",
        "  interest  2026-02-20 to 2026-03-02  11 days at 9 %  ACT/365F (waived)   EUR  2.71",
        "    waived                                                                EUR -2.71",
        "  total                                                                   EUR  3.95",
    ]


def test_an_item_paused_from_its_first_day() -> None:
    hold = a_hold(blocks=("charges",), from_on=d(1, 1))
    assert explained(INVOICE, hold, policy=INTEREST_ONLY) == [
        "EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  0 days at 9 %  ACT/365F (paused)   EUR 0.00",
        "  total                                                                  EUR 0.00",
    ]


def test_what_was_posted_is_taken_off() -> None:
    posted = a_late_charge(charge_for="INV-7", issued_on=d(2, 10))
    assert explained(INVOICE, posted)[2:] == [
        "  reminder-fee                                                   EUR  40.00",
        "    posted                                                       EUR -40.00",
        "  total                                                          EUR   7.40",
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
        "EUR 1000.00 due 2026-01-31, paid 2026-01-20",
        "  interest       EUR   0.00",
        "    posted       EUR  -2.47",
        "  reminder-fee   EUR   0.00",
        "    posted       EUR -40.00",
        "  total          EUR -42.47",
    ]


def test_several_items_are_named_and_every_currency_has_its_total() -> None:
    yen = an_invoice(id="INV-8", amount=Money("100000", "JPY"))
    assert explained(INVOICE, yen) == [
        "INV-7: EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-03-02  30 days at 9 %  ACT/365F   EUR  7.40",
        "  reminder-fee                                                   EUR 40.00",
        "INV-8: JPY 100000 due 2026-01-31, open JPY 100000",
        "  interest  2026-02-01 to 2026-03-02  30 days at 9 %  ACT/365F   JPY 740",
        "total EUR 47.40",
        "total JPY 740",
        "nothing set in JPY",
    ]


def test_an_account_without_late_items() -> None:
    assert explained(an_invoice(due_on=d(3, 2))) == ["nothing is owed"]


# -- rates, compounding, limits --------------------------------------------------------------------
def test_a_rate_from_a_table_shows_its_parts() -> None:
    table = RateTable.of(
        "base",
        {"2026-01-01": "2.5%", "2026-02-11": "4.875%"},
        covers_until="2026-02-20",
        source="our bank",
        name="Base rate",
    )
    rule = Interest(rate=TableRate(table="base", margin=Percent(-1)))
    found = assess(
        INVOICE,
        LateChargePolicy(id="by-table", interest=rule),
        as_of=d(3, 2),
        on_missing="last_known",
        context=Context(tables=(table,)),
    )
    parts = [row.partition(" days at ")[2].partition("  ")[0] for row in shown(found)[1:-1]]
    assert parts == [
        "1.5 % (Base rate 2.50 on 2026-01-01 - 1)",
        "3.875 % (Base rate 4.875 on 2026-02-11 - 1)",
        "3.875 % (Base rate 4.875 on 2026-02-20 - 1, provisional)",
    ]


def test_interest_that_begins_to_bear_interest_is_a_dated_line() -> None:
    rule = Interest(rate=Percent("36.5"), compounding=Compounding(every=Period(days=15)))
    assert explained(INVOICE, policy=LateChargePolicy(id="own", interest=rule))[1:4] == [
        "  interest  2026-02-01 to 2026-02-15  15 days at 36.5 %  ACT/365F"
        "                                        EUR 15.00",
        "            2026-02-15  EUR 15.00 of interest bears interest from here on",
        "  interest  2026-02-16 to 2026-03-02  15 days on EUR 1000.00 and 15.00 of interest"
        " at 36.5 %  ACT/365F   EUR 15.23",
    ]


def test_what_a_cap_cut_off_is_told() -> None:
    rule = Interest(rate=Percent("36.5"), caps=(Cap(amounts=(Money("20.00", "EUR"),)),))
    assert explained(INVOICE, policy=LateChargePolicy(id="own", interest=rule)) == [
        "EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  interest  2026-02-01 to 2026-02-20  20 days at 36.5 %  ACT/365F            EUR  20.00",
        "  interest  2026-02-21 to 2026-03-02  10 days at 36.5 %  ACT/365F (capped)   EUR   0.00",
        "    without the cap                                                          EUR  10.00",
        "    cap                                                                      EUR -10.00",
        "  total                                                                      EUR  20.00",
    ]


def test_fees_by_period_are_dated_and_a_slab_names_its_tier() -> None:
    slab = SlabFee(
        id="sum",
        label="fixed sum",
        citation="s.5A",
        tiers=(
            Tier(upto=Money("1000.00", "EUR"), inclusive=False, amount=Money("40.00", "EUR")),
            Tier(amount=Money("70.00", "EUR")),
        ),
    )
    share = PercentFee(id="late", percent=Percent("1.5"), every=Period(days=20))
    assert explained(INVOICE, policy=LateChargePolicy(id="own", fees=(share, slab))) == [
        "EUR 1000.00 due 2026-01-31, open EUR 1000.00",
        "  late (1.5 %)  2026-02-20           EUR 15.00",
        "  fixed sum (debt from 1000)  s.5A   EUR 70.00",
        "  total                              EUR 85.00",
    ]


def test_a_fee_on_the_whole_account_stands_under_it() -> None:
    fee = FlatFee(id="run", per="customer", amounts=(Money("20.00", "EUR"),))
    assert explained(INVOICE, policy=LateChargePolicy(id="own", fees=(fee,))) == [
        "account",
        "  run  2026-02-01   EUR 20.00",
        "  total             EUR 20.00",
    ]
