"""One assessment: minimum, cap and de minimis in order, caps by period, posted deltas, keys.

At 36.5 % a principal of EUR 1000.00 bears one euro a day.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.fees import (
    Cap,
    Compounding,
    FlatFee,
    Interest,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    PercentFee,
    Period,
    RateTable,
    TableRate,
    assess,
)
from collectkit.ledger import Account, Invoice
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_credit_note,
    a_hold,
    a_late_charge,
    a_receipt,
    a_waiver,
    an_account,
    an_allocation,
    an_invoice,
)

RATE = Percent("36.5")
TEN_DAYS = Period(days=10)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def most(amount: str, **fields: Any) -> Cap:
    return Cap(amounts=(eur(amount),), **fields)


def invoice(id: str = "INV-1", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), **fields})


def paid(amount: str, on: date, **fields: Any) -> tuple[Any, Any]:
    money = eur(amount)
    given = {"amount": money, "applied_on": on, **fields}
    return a_receipt(amount=money, received_on=on), an_allocation(**given)


def with_interest(*fees: Any, **rule: Any) -> LateChargePolicy:
    return LateChargePolicy(id="own", interest=Interest(**{"rate": RATE, **rule}), fees=fees)


def with_fees(*fees: Any) -> LateChargePolicy:
    return LateChargePolicy(id="own", fees=fees)


def charged(policy: LateChargePolicy, *facts: Any, as_of: date, **asked: Any) -> LateCharges:
    return assess(an_account(*facts), policy, as_of=as_of, **asked)


def line(policy: LateChargePolicy, *facts: Any, as_of: date, **asked: Any) -> LateCharge:
    (found,) = charged(policy, *facts, as_of=as_of, **asked).lines
    return found


def steps(found: LateCharge) -> tuple[str, list[tuple[str, str]], str]:
    """Raw, the steps, gross."""
    taken: list[tuple[str, str]] = [(step.code, str(step.amount.amount)) for step in found.steps]
    return str(found.raw.amount), taken, str(found.gross.amount)


# -- the order of the steps ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({}, ("10.00", [], "10.00")),
        ({"minimum": (eur("25.00"),)}, ("10.00", [("minimum", "15.00")], "25.00")),
        ({"minimum": (eur("10.00"),)}, ("10.00", [], "10.00")),
        ({"caps": (most("4.00"),)}, ("10.00", [("cap", "-6.00")], "4.00")),
        ({"caps": (most("10.00"),)}, ("10.00", [], "10.00")),
        ({"de_minimis": (eur("10.01"),)}, ("10.00", [("de_minimis", "-10.00")], "0.00")),
        ({"de_minimis": (eur("10.00"),)}, ("10.00", [], "10.00")),
        # The minimum raises before the de minimis drops, and the cap cuts before it does.
        (
            {"minimum": (eur("25.00"),), "de_minimis": (eur("20.00"),)},
            ("10.00", [("minimum", "15.00")], "25.00"),
        ),
        (
            {"caps": (most("4.00"),), "de_minimis": (eur("5.00"),)},
            ("10.00", [("cap", "-6.00"), ("de_minimis", "-4.00")], "0.00"),
        ),
        # A share of the item may lie below the minimum: the cap has the last word.
        (
            {"minimum": (eur("25.00"),), "caps": (Cap(percent=Percent(2)),)},
            ("10.00", [("minimum", "15.00"), ("cap", "-5.00")], "20.00"),
        ),
        ({"minimum": (Money("25", "JPY"),)}, ("10.00", [], "10.00")),
        ({"caps": (Cap(amounts=(Money("1", "JPY"),)),)}, ("10.00", [], "10.00")),
        ({"caps": (most("7.00"), Cap(percent=Percent("0.4")))}, ("10.00", [("cap", "-6.00")],
                                                                 "4.00")),
    ],
)  # fmt: skip
def test_interest_minimum_cap_de_minimis(rule: dict[str, Any], found: Any) -> None:
    charge = line(with_interest(**rule), invoice(), as_of=d(2, 10))
    assert steps(charge) == found
    assert charge.raw.amount + sum(step.amount.amount for step in charge.steps) == (
        charge.gross.amount
    )


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({}, ("10.00", [], "10.00")),
        ({"minimum": (eur("25.00"),)}, ("10.00", [("minimum", "15.00")], "25.00")),
        ({"cap": most("4.00")}, ("10.00", [("cap", "-6.00")], "4.00")),
        ({"cap": Cap(amounts=(Money("1", "JPY"),))}, ("10.00", [], "10.00")),
        ({"de_minimis": (eur("10.01"),)}, ("10.00", [("de_minimis", "-10.00")], "0.00")),
        (
            {"minimum": (eur("25.00"),), "cap": Cap(percent=Percent(2))},
            ("10.00", [("minimum", "15.00"), ("cap", "-5.00")], "20.00"),
        ),
        (
            {"cap": most("4.00"), "de_minimis": (eur("5.00"),)},
            ("10.00", [("cap", "-6.00"), ("de_minimis", "-4.00")], "0.00"),
        ),
    ],
)
def test_fee_minimum_cap_de_minimis(rule: dict[str, Any], found: Any) -> None:
    fee = PercentFee(id="fee", percent=Percent(1), **rule)
    assert steps(line(with_fees(fee), invoice(), as_of=d(2, 10))) == found


def test_a_minimum_is_owed_only_once_any_interest_accrued() -> None:
    policy = with_interest(minimum=(eur("25.00"),))
    assert charged(policy, invoice(), as_of=d(1, 31)).lines == ()
    assert line(policy, invoice(), as_of=d(2, 1)).gross == eur("25.00")
    held = a_hold(blocks=("charges",), from_on=d(2, 1))
    assert line(policy, invoice(), held, as_of=d(2, 10)).gross == eur("0.00")


def test_limits_come_before_waivers() -> None:
    policy = with_interest(caps=(most("4.00"),))
    given_up = a_waiver(on=d(2, 1), amount=eur("3.00"))
    found = line(policy, invoice(), given_up, as_of=d(2, 10))
    assert (found.gross, found.waived, found.amount) == (eur("4.00"), eur("3.00"), eur("1.00"))


# -- caps ------------------------------------------------------------------------------------------
def test_a_cap_on_interest_by_period_begins_anew() -> None:
    found = line(with_interest(caps=(most("4.00", every=TEN_DAYS),)), invoice(), as_of=d(2, 25))
    assert [(s.from_on.day, s.until_on.day, s.state, str(s.amount.amount)) for s in
            found.segments] == [
        (1, 4, "accruing", "4.00"),
        (5, 10, "capped", "0.00"),
        (11, 14, "accruing", "4.00"),
        (15, 20, "capped", "0.00"),
        (21, 24, "accruing", "4.00"),
        (25, 25, "capped", "0.00"),
    ]  # fmt: skip
    assert steps(found) == ("25.00", [("cap", "-13.00")], "12.00")


def test_a_cap_on_a_fee_is_for_all_its_charges_together() -> None:
    fee = FlatFee(id="fee", amounts=(eur("5.00"),), every=TEN_DAYS, cap=most("12.00"))
    found = charged(with_fees(fee), invoice(), as_of=d(3, 12)).lines
    assert [steps(charge) for charge in found] == [
        ("5.00", [], "5.00"),
        ("5.00", [], "5.00"),
        ("5.00", [("cap", "-3.00")], "2.00"),
        ("5.00", [("cap", "-5.00")], "0.00"),
    ]


def test_a_cap_on_a_fee_by_period_begins_anew() -> None:
    fee = FlatFee(
        id="fee", amounts=(eur("5.00"),), every=TEN_DAYS, cap=most("7.00", every=Period(days=20))
    )
    found = charged(with_fees(fee), invoice(), as_of=d(3, 12)).lines
    assert [str(charge.gross.amount) for charge in found] == ["5.00", "2.00", "5.00", "2.00"]


def test_a_cap_is_for_each_invoice() -> None:
    fee = PercentFee(id="fee", percent=Percent(1), cap=most("4.00"))
    found = charged(with_fees(fee), invoice(), invoice("INV-2"), as_of=d(2, 10))
    assert found.total("EUR") == eur("8.00")


# -- rounding --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rounding", "gross"),
    # Half a cent a day on EUR 5.00, cut by a payment of EUR 1.00 into 0.025 and 0.02.
    [("item", "0.05"), ("per_segment", "0.05"), ("per_day", "0.05")],
)
def test_how_often_interest_is_rounded(rounding: Any, gross: str) -> None:
    small = an_invoice(amount=eur("5.00"))
    facts = (small, *paid("1.00", d(2, 5)))
    found = line(with_interest(rounding=rounding), *facts, as_of=d(2, 10))
    # Five days of 0.005 and five of 0.004: 0.045 in one, 0.03 + 0.02, five times 0.01 and nothing.
    assert str(found.gross.amount) == gross
    parts = [str(segment.amount.amount) for segment in found.segments]
    assert parts == {
        "item": ["0.03", "0.02"], "per_segment": ["0.03", "0.02"], "per_day": ["0.05", "0.00"],
    }[rounding]  # fmt: skip


def test_the_residual_between_the_ways_of_rounding() -> None:
    small = an_invoice(amount=eur("15.00"))  # 0.015 a day
    found = {
        mode: str(line(with_interest(rounding=mode), small, as_of=d(2, 3)).gross.amount)
        for mode in ("item", "per_segment", "per_day")
    }
    assert found == {"item": "0.05", "per_segment": "0.05", "per_day": "0.06"}


# -- which day -------------------------------------------------------------------------------------
def test_the_value_day_of_a_payment() -> None:
    facts = (invoice(), *paid("400.00", d(2, 5)))
    assert line(with_interest(), *facts, as_of=d(2, 10)).gross == eur("8.00")
    assert line(with_interest(value_day="same"), *facts, as_of=d(2, 10)).gross == eur("7.60")


def test_no_interest_after_the_greatest_age() -> None:
    policy = with_interest(max_age=TEN_DAYS)
    days = {day: line(policy, invoice(), as_of=d(2, day)) for day in (9, 10, 11)}
    assert [str(found.gross.amount) for found in days.values()] == ["9.00", "10.00", "10.00"]
    assert [str(found.per_diem) for found in days.values()] == ["EUR 1.00", "EUR 0.00", "EUR 0.00"]


def test_the_next_day_counts_pauses_waivers_and_caps() -> None:
    held = a_hold(blocks=("charges",), from_on=d(2, 11), until_on=d(2, 11))
    given_up = a_waiver(on=d(2, 1), from_on=d(2, 11), until_on=d(2, 11))
    assert line(with_interest(), invoice(), as_of=d(2, 10)).per_diem == eur("1.00")
    for facts in ((invoice(), held), (invoice(), given_up)):
        found = [line(with_interest(), *facts, as_of=d(2, day)).per_diem for day in (9, 10, 11)]
        assert found == [eur("1.00"), eur("0.00"), eur("1.00")]
    capped = with_interest(caps=(most("10.50"),))
    assert line(capped, invoice(), as_of=d(2, 10)).per_diem == eur("0.50")
    assert line(capped, invoice(), as_of=d(2, 11)).per_diem == eur("0.00")


def test_the_next_day_without_a_rate_is_not_known() -> None:
    table = RateTable.of(
        "base", {"2026-01-01": "36.5%"}, covers_until="2026-02-10", source="our bank"
    )
    policy, context = with_interest(rate=TableRate(table="base")), Context(tables=(table,))
    asked: dict[str, Any] = {"context": context}
    assert line(policy, invoice(), as_of=d(2, 9), **asked).per_diem == eur("1.00")
    assert line(policy, invoice(), as_of=d(2, 10), **asked).per_diem is None
    assert charged(policy, invoice(), as_of=d(2, 10), **asked).per_diem("EUR") is None
    guessed = line(policy, invoice(), as_of=d(2, 12), on_missing="last_known", **asked)
    assert (guessed.provisional, guessed.gross, guessed.per_diem) == (True, eur("12.00"),
                                                                      eur("1.00"))  # fmt: skip


def test_compounding_stops_at_its_greatest_age() -> None:
    rule = Compounding(every=TEN_DAYS, max_age=Period(days=15))
    found = line(with_interest(compounding=rule), invoice(), as_of=d(3, 2))
    assert [(added.on, added.amount) for added in found.capitalized] == [(d(2, 10), Fraction(10))]
    # 10.00, then twenty days on 1010.00.
    assert found.gross == eur("30.20")


# -- posted deltas ---------------------------------------------------------------------------------
POLICY = with_interest(FlatFee(id="fee", amounts=(eur("40.00"),)))


def booked(account: Account, day: date, number: int) -> Account:
    """The account with every row of the day recorded as booked."""
    rows = assess(account, POLICY, as_of=day).postings()
    notes = tuple(
        row.invoice(id=f"N-{number}-{n}", customer_id="C-1", issued_on=day, due_on=day)
        for n, row in enumerate(rows)
    )
    return account.with_(invoices=notes)


def rows_of(account: Account, day: date) -> list[tuple[str, str, str]]:
    return [
        (row.key, row.direction, str(row.amount.amount))
        for row in assess(account, POLICY, as_of=day).postings()
    ]


def test_only_what_came_on_top_is_proposed_again() -> None:
    account = an_account(invoice())
    assert rows_of(account, d(2, 10)) == [
        ("own:interest:INV-1#1", "debit", "10.00"), ("own:fee:INV-1#1", "debit", "40.00"),
    ]  # fmt: skip
    once = booked(account, d(2, 10), 1)
    assert rows_of(once, d(2, 10)) == []
    assert rows_of(once, d(2, 13)) == [("own:interest:INV-1#2", "debit", "3.00")]
    twice = booked(once, d(2, 13), 2)
    assert rows_of(twice, d(2, 13)) == []
    assert rows_of(twice, d(2, 14)) == [("own:interest:INV-1#3", "debit", "1.00")]


def test_a_back_dated_payment_takes_back_what_was_posted() -> None:
    once = booked(an_account(invoice()), d(2, 10), 1)
    receipt, allocation = paid("1000.00", d(2, 4), applied_on=d(2, 12))
    late_news = once.with_(receipts=(receipt,), allocations=(allocation,))
    assert rows_of(late_news, d(2, 12)) == [("own:interest:INV-1#2", "credit", "6.00")]
    corrected = booked(late_news, d(2, 12), 2)
    assert rows_of(corrected, d(2, 12)) == []
    found = {line.key: line for line in assess(corrected, POLICY, as_of=d(2, 20)).lines}
    assert found["own:interest:INV-1"].posted == eur("4.00")
    assert found["own:interest:INV-1"].notes == ("N-1-0", "N-2-0")


def test_a_payment_that_was_in_time_after_all_takes_back_everything() -> None:
    once = booked(an_account(invoice()), d(2, 10), 1)
    receipt, allocation = paid("1000.00", d(1, 30), applied_on=d(2, 12))
    late_news = once.with_(receipts=(receipt,), allocations=(allocation,))
    assert sorted(rows_of(late_news, d(2, 12))) == [
        ("own:fee:INV-1#2", "credit", "40.00"), ("own:interest:INV-1#2", "credit", "10.00"),
    ]  # fmt: skip
    assert rows_of(booked(late_news, d(2, 12), 2), d(2, 12)) == []


def test_a_credit_against_a_posted_note_lowers_what_is_posted() -> None:
    posted = a_late_charge(amount=eur("40.00"), issued_on=d(2, 5))
    credit = a_credit_note(amount=eur("15.00"), issued_on=d(2, 8))
    applied = an_allocation(
        invoice_id="FEE-1", source_id="CN-1", amount=eur("15.00"), applied_on=d(2, 8)
    )
    policy = with_fees(FlatFee(id="fee", amounts=(eur("40.00"),)))
    before = line(policy, invoice(), posted, credit, applied, as_of=d(2, 7))
    after = line(policy, invoice(), posted, credit, applied, as_of=d(2, 8))
    assert (before.posted, after.posted, after.amount) == (eur("40.00"), eur("25.00"), eur("15.00"))


@pytest.mark.parametrize(
    ("fields", "posted"),
    [
        ({"charge_key": "own:fee:INV-1", "charge_for": None, "charge_kind": None}, "40.00"),
        ({"charge_key": "own:fee:INV-1#7", "charge_for": None}, "40.00"),
        ({"charge_key": "other:fee:INV-1#1"}, "0.00"),  # its key says what it is for
        ({"charge_key": None}, "40.00"),
        ({"charge_key": None, "charge_for": "INV-2"}, "0.00"),
        ({"charge_key": None, "charge_kind": "interest"}, "0.00"),
    ],
)
def test_what_a_note_stands_for(fields: dict[str, Any], posted: str) -> None:
    note = a_late_charge(amount=eur("40.00"), issued_on=d(2, 5), **fields)
    policy = with_fees(FlatFee(id="fee", amounts=(eur("40.00"),)))
    found = charged(policy, invoice(), note, as_of=d(2, 10)).lines
    assert [str(charge.posted.amount) for charge in found if charge.gross.amount] == [posted]


def test_a_step_that_is_not_named_again_takes_nothing_back() -> None:
    fee = FlatFee(id="fee", amounts=(eur("5.00"),), when="level")
    note = a_late_charge(
        amount=eur("5.00"), charge_key="own:fee:INV-1:2026-02-05#1", issued_on=d(2, 5)
    )
    facts, taken = (invoice(), note), [(d(2, 5), "fee", ())]
    assert line(with_fees(fee), *facts, as_of=d(2, 10), levels=taken).amount == eur("0.00")
    assert charged(with_fees(fee), *facts, as_of=d(2, 10)).lines == ()


# -- paid without a note ---------------------------------------------------------------------------
def test_money_for_a_charge_that_no_note_billed_is_taken_off() -> None:
    cash = paid("15.00", d(2, 5), component="fee")
    found = charged(POLICY, invoice(), *cash, as_of=d(2, 10))
    by_kind = {charge.kind: charge for charge in found.lines}
    assert (by_kind["fee"].paid, by_kind["fee"].amount) == (eur("15.00"), eur("25.00"))
    assert by_kind["interest"].paid == eur("0.00")


def test_one_line_shows_a_charge_also_where_more_was_paid() -> None:
    cash = paid("15.00", d(2, 5), component="interest")
    found = charged(with_interest(), invoice(), *cash, as_of=d(2, 10))
    assert [charge.key for charge in found.lines] == ["own:interest:INV-1"]
    assert found.total("EUR") == eur("-5.00")


# -- keys ------------------------------------------------------------------------------------------
def test_keys_stay_from_day_to_day_and_are_unique() -> None:
    fees = (
        FlatFee(id="month", amounts=(eur("1.00"),), every=TEN_DAYS),
        FlatFee(id="once", amounts=(eur("2.00"),)),
        FlatFee(id="run", per="customer", amounts=(eur("3.00"),)),
        FlatFee(id="step", when="level", amounts=(eur("4.00"),)),
    )
    facts = (invoice("A"), invoice("B"))
    policy, seen = with_interest(*fees), set[str]()
    for day in (3, 12, 21, 28):
        taken = [(d(2, on), "step", ()) for on in (5, 15) if on <= day]
        lines = charged(policy, *facts, as_of=d(2, day), levels=taken).lines
        keys = [charge.key for charge in lines]
        assert len(set(keys)) == len(keys)
        assert seen <= set(keys)
        seen = set(keys)
    assert {key for key in seen if ":B" in key or "C-1" in key} == {
        "own:interest:B",
        "own:month:B:1",
        "own:month:B:2",
        "own:once:B",
        "own:run:C-1:EUR:2026-02-01",
        "own:step:B:2026-02-05",
        "own:step:B:2026-02-15",
    }
