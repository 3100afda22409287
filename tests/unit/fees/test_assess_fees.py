"""The flat fee, charges already posted, and waivers of fee and interest.

At 36.5 % a principal of EUR 1000.00 bears one euro a day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.fees import (
    FlatFee,
    Interest,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    assess,
)
from collectkit.ledger import Invoice, Waiver
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_hold,
    a_late_charge,
    a_receipt,
    a_reversal,
    a_waiver,
    an_account,
    an_allocation,
    an_installment,
    an_invoice,
)

FEE = FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"), Money("35.00", "GBP")))
INTEREST = Interest(rate=Percent("36.5"))
FEE_ONLY = LateChargePolicy(id="own", fees=(FEE,))
INTEREST_ONLY = LateChargePolicy(id="own", interest=INTEREST)
BOTH = LateChargePolicy(id="own", interest=INTEREST, fees=(FEE,))


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice(id: str = "INV-1", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), **fields})


def in_parts(*due: date | None) -> Invoice:
    """EUR 500.00 a part."""
    parts = tuple(
        an_installment(number=number, due_on=day, amount=eur("500.00"))
        for number, day in enumerate(due, start=1)
    )
    whole = Money.from_minor_units(50_000 * len(due), "EUR")
    return invoice(amount=whole, due_on=None, installments=parts)


def paid(amount: str, on: date, **fields: Any) -> tuple[Any, Any]:
    money = eur(amount)
    return (
        a_receipt(amount=money, received_on=on),
        an_allocation(**{"amount": money, "applied_on": on, **fields}),
    )


def charged(
    *facts: Any, as_of: date = date(2026, 2, 10), policy: LateChargePolicy = BOTH
) -> LateCharges:
    return assess(an_account(*facts), policy, as_of=as_of)


def owed(*facts: Any, as_of: date = date(2026, 2, 10), policy: LateChargePolicy = BOTH) -> str:
    return str(charged(*facts, as_of=as_of, policy=policy).total("EUR").amount)


def by_key(found: LateCharges) -> dict[str, tuple[str, str, str]]:
    """(gross, waived, posted) of every line."""

    def figures(line: LateCharge) -> tuple[str, str, str]:
        return str(line.gross.amount), str(line.waived.amount), str(line.posted.amount)

    return {line.key: figures(line) for line in found.lines}


# -- the fee ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("as_of", "fee"),
    [(d(1, 31), "0.00"), (d(2, 1), "40.00"), (d(6, 30), "40.00")],
)
def test_a_fee_is_owed_from_the_day_after_the_due_date(as_of: date, fee: str) -> None:
    assert owed(invoice(), as_of=as_of, policy=FEE_ONLY) == fee


def test_a_fee_waits_for_the_grace() -> None:
    patient = FEE_ONLY.replace(grace_days=5)
    assert owed(invoice(), as_of=d(2, 5), policy=patient) == "0.00"
    assert owed(invoice(), as_of=d(2, 6), policy=patient) == "40.00"


def test_paying_late_does_not_undo_the_fee_and_paying_in_time_avoids_it() -> None:
    assert owed(invoice(), *paid("1000.00", d(2, 1)), policy=FEE_ONLY) == "40.00"
    assert owed(invoice(), *paid("1000.00", d(1, 31)), policy=FEE_ONLY) == "0.00"
    assert owed(invoice(), *paid("999.99", d(1, 31)), policy=FEE_ONLY) == "40.00"


def test_a_payment_that_bounced_was_not_in_time() -> None:
    bounced = a_reversal(amount=eur("1000.00"), received_on=d(2, 5))
    facts = (invoice(), *paid("1000.00", d(1, 20)), bounced)
    assert owed(*facts, as_of=d(2, 4), policy=FEE_ONLY) == "0.00"
    assert owed(*facts, as_of=d(2, 5), policy=FEE_ONLY) == "40.00"


def test_a_fee_is_owed_once_per_invoice() -> None:
    found = charged(in_parts(d(1, 31), d(2, 5)), invoice("INV-2"), policy=FEE_ONLY)
    assert [(line.key, line.item_id) for line in found.lines] == [
        ("own:reminder-fee:INV-1", "INV-1/1"),
        ("own:reminder-fee:INV-2", "INV-2"),
    ]
    assert found.total("EUR") == eur("80.00")


def test_the_fee_is_for_the_first_part_that_is_late() -> None:
    facts = (in_parts(d(1, 31), d(2, 5)), *paid("500.00", d(1, 20), installment=1))
    assert charged(*facts, as_of=d(2, 5), policy=FEE_ONLY).lines == ()
    (line,) = charged(*facts, as_of=d(2, 6), policy=FEE_ONLY).lines
    assert (line.key, line.item_id) == ("own:reminder-fee:INV-1", "INV-1/2")


def test_a_fee_is_never_on_posted_charges_or_pending_parts() -> None:
    charge = a_late_charge(charge_for=None, issued_on=d(1, 1))
    pending = invoice("PENDING", installments=(an_installment(due_on=None, amount=eur("1000.00")),))
    assert charged(pending, charge, policy=FEE_ONLY).lines == ()


def test_a_fee_bears_no_interest() -> None:
    posted = a_late_charge(charge_for="INV-1", issued_on=d(2, 1))
    found = charged(invoice(), posted, as_of=d(2, 10))
    assert by_key(found) == {
        "own:interest:INV-1": ("10.00", "0.00", "0.00"),
        "own:reminder-fee:INV-1": ("40.00", "0.00", "40.00"),
    }


def test_a_currency_without_a_fee_is_told() -> None:
    facts = (
        invoice(),
        an_invoice(id="POUNDS", amount=Money("10.00", "GBP")),
        an_invoice(id="YEN", amount=Money("1000", "JPY")),
        an_invoice(id="DOLLARS", amount=Money("10.00", "USD"), due_on=d(6, 30)),
    )
    found = charged(*facts, policy=FEE_ONLY)
    assert found.uncharged == ("JPY",)
    assert {c: str(found.total(c)) for c in ("EUR", "GBP", "JPY")} == {
        "EUR": "EUR 40.00",
        "GBP": "GBP 35.00",
        "JPY": "JPY 0",
    }
    assert charged(*facts, policy=INTEREST_ONLY).uncharged == ()


# -- charges already posted ------------------------------------------------------------------------
def posted(amount: str, kind: str, on: date = date(2026, 2, 5), **fields: Any) -> Invoice:
    given = {"charge_for": "INV-1", "charge_kind": kind, "issued_on": on, **fields}
    return a_late_charge(amount=eur(amount), **given)


def test_what_was_posted_is_taken_off() -> None:
    assert owed(invoice(), posted("40.00", "fee")) == "10.00"
    assert owed(invoice(), posted("4.00", "interest")) == "46.00"
    assert owed(invoice(), posted("4.00", "interest"), as_of=d(2, 4)) == "44.00"
    both = (posted("40.00", "fee"), posted("4.00", "interest", id="INT-1"))
    assert owed(invoice(), *both) == "6.00"


def test_interest_posted_in_slices_adds_up() -> None:
    slices = (posted("4.00", "interest"), posted("3.00", "interest", d(2, 8), id="INT-2"))
    assert owed(invoice(), *slices, policy=INTEREST_ONLY) == "3.00"


def test_costs_are_not_what_is_assessed_here() -> None:
    assert owed(invoice(), posted("25.00", "costs")) == "50.00"


def test_more_posted_than_owed_is_a_negative_amount() -> None:
    backdated = paid("400.00", d(1, 20), applied_on=d(2, 9))
    facts = (invoice(), posted("9.00", "interest", d(2, 9)), *backdated)
    assert owed(*facts, as_of=d(2, 9), policy=INTEREST_ONLY) == "-3.60"


def test_what_was_posted_stands_also_when_it_was_paid() -> None:
    cash = (
        a_receipt(id="PAY-2", amount=eur("40.00"), received_on=d(2, 7)),
        an_allocation(
            source_id="PAY-2", invoice_id="FEE-1", amount=eur("40.00"), applied_on=d(2, 7)
        ),
    )
    assert owed(invoice(), posted("40.00", "fee"), *cash, policy=FEE_ONLY) == "0.00"


def test_a_posted_charge_counts_once() -> None:
    parts = in_parts(d(1, 31), d(1, 31))
    found = charged(parts, posted("4.00", "interest"), policy=INTEREST_ONLY)
    assert [str(line.amount) for line in found.lines] == ["EUR 1.00", "EUR 5.00"]
    named = charged(
        parts,
        posted("4.00", "interest"),
        posted("2.00", "interest", id="INT-2", charge_for="INV-1/2"),
        policy=INTEREST_ONLY,
    )
    assert named.total("EUR") == eur("4.00")


def test_posted_for_the_part_and_for_its_invoice() -> None:
    both = (
        posted("4.00", "interest"),
        posted("2.00", "interest", id="INT-2", charge_for="INV-1/1"),
    )
    assert owed(in_parts(d(1, 31), None), *both, policy=INTEREST_ONLY) == "-1.00"


def test_a_fee_posted_for_one_part_is_the_invoices() -> None:
    parts = in_parts(d(1, 31), d(2, 5))
    for name in ("INV-1", "INV-1/1", "INV-1/2"):
        fee = posted("40.00", "fee", charge_for=name)
        assert owed(parts, fee, policy=FEE_ONLY) == "0.00"


def test_charges_in_another_currency_or_for_others_are_left_alone() -> None:
    yen = a_late_charge(amount=Money("500", "JPY"), charge_for="INV-1", issued_on=d(2, 5))
    other = posted("40.00", "fee", id="FEE-2", charge_for="SOMEBODY")
    nobody = a_late_charge(id="FEE-3", charge_for=None, issued_on=d(2, 5))
    found = charged(invoice(), yen, other, nobody)
    assert by_key(found)["own:reminder-fee:INV-1"] == ("40.00", "0.00", "0.00")
    assert found.total("EUR") == eur("50.00")


@pytest.mark.parametrize(("kind", "amount"), [("interest", "4.00"), ("fee", "40.00")])
def test_what_was_posted_is_taken_back_when_nothing_is_owed(kind: str, amount: str) -> None:
    # The money had come in time and was only booked later; the charge already stands.
    facts = (
        invoice(),
        posted(amount, kind),
        *paid("1000.00", d(1, 30), applied_on=d(2, 9)),
    )
    assert owed(*facts, as_of=d(2, 10)) == f"-{amount}"


# -- waivers ---------------------------------------------------------------------------------------
def waiver(amount: str | None = None, **fields: Any) -> Waiver:
    money = None if amount is None else eur(amount)
    return a_waiver(**{"on": d(2, 1), "amount": money, **fields})


@pytest.mark.parametrize(
    ("fields", "interest", "fee"),
    [
        ({}, "10.00", "40.00"),
        ({"kinds": ("interest",)}, "10.00", "0.00"),
        ({"kinds": ("fee",)}, "0.00", "40.00"),
        ({"kinds": ("costs",)}, "0.00", "0.00"),
        ({"kinds": ("costs", "fee", "interest")}, "10.00", "40.00"),
        ({"items": ("INV-1",)}, "10.00", "40.00"),
        ({"items": ("INV-2",)}, "0.00", "0.00"),
        ({"on": d(2, 10)}, "10.00", "40.00"),
        ({"on": d(2, 11)}, "0.00", "0.00"),
    ],
)
def test_what_a_waiver_covers(fields: dict[str, Any], interest: str, fee: str) -> None:
    other = an_invoice(id="INV-2", due_on=d(6, 30))
    assert by_key(charged(invoice(), other, waiver(**fields))) == {
        "own:interest:INV-1": ("10.00", interest, "0.00"),
        "own:reminder-fee:INV-1": ("40.00", fee, "0.00"),
    }


@pytest.mark.parametrize(
    ("from_on", "until_on", "waived"),
    [
        (d(2, 3), d(2, 4), "2.00"),
        (d(2, 3), d(2, 3), "1.00"),
        (None, d(2, 4), "4.00"),
        (d(2, 8), None, "3.00"),
        (d(2, 8), date(9999, 12, 30), "3.00"),
        (d(1, 1), d(1, 31), "0.00"),
        (d(2, 11), d(2, 20), "0.00"),
        (d(1, 1), d(6, 30), "10.00"),
    ],
)
def test_a_waiver_of_some_days(from_on: date | None, until_on: date | None, waived: str) -> None:
    some = waiver(kinds=("interest",), from_on=from_on, until_on=until_on)
    (line,) = charged(invoice(), some, policy=INTEREST_ONLY).lines
    assert (line.gross, line.waived) == (eur("10.00"), eur(waived))


def test_a_day_is_waived_once_and_a_paused_day_not_at_all() -> None:
    twice = (
        waiver(kinds=("interest",), from_on=d(2, 3), until_on=d(2, 5)),
        waiver(kinds=("interest",), from_on=d(2, 4), until_on=d(2, 6)),
    )
    assert owed(invoice(), *twice, policy=INTEREST_ONLY) == "6.00"
    pause = a_hold(blocks=("charges",), from_on=d(2, 5), until_on=d(2, 7))
    (line,) = charged(invoice(), *twice, pause, policy=INTEREST_ONLY).lines
    assert (line.gross, line.waived) == (eur("7.00"), eur("2.00"))


def test_what_is_left_of_waived_days_is_rounded_once() -> None:
    # Half a cent a day: ten days bear 0.05, the five that are left 0.025.
    small = an_invoice(amount=eur("5.00"))
    some = waiver(kinds=("interest",), until_on=d(2, 5))
    (line,) = charged(small, some, policy=INTEREST_ONLY).lines
    assert (line.gross, line.waived, line.amount) == (eur("0.05"), eur("0.02"), eur("0.03"))


@pytest.mark.parametrize(("amount", "left"), [("3.00", "7.00"), ("10.00", "0.00"), ("99", "0.00")])
def test_a_waiver_of_an_amount(amount: str, left: str) -> None:
    some = waiver(amount, kinds=("interest",))
    assert owed(invoice(), some, policy=INTEREST_ONLY) == left


@pytest.mark.parametrize(
    "facts",
    [
        (waiver("99.00", kinds=("fee",)),),
        (waiver(kinds=("fee",)), waiver(items=("INV-1",))),
        (waiver("30.00", kinds=("fee",)), waiver("30.00", kinds=("fee",), id="W-2")),
        (waiver("30.00", kinds=("fee",)), waiver(kinds=("fee",))),
    ],
)
def test_a_fee_is_waived_once(facts: tuple[Waiver, ...]) -> None:
    assert owed(invoice(), *facts, policy=FEE_ONLY) == "0.00"


def test_an_amount_in_another_currency_is_no_waiver_here() -> None:
    yen = a_waiver(on=d(2, 1), amount=Money("500", "JPY"))
    assert owed(invoice(), yen) == "50.00"


def test_a_waiver_after_posting_leaves_a_credit() -> None:
    facts = (invoice(), posted("40.00", "fee"), waiver(kinds=("fee",)))
    assert owed(*facts, policy=FEE_ONLY) == "-40.00"


def test_a_stated_amount_is_the_most_over_several_items() -> None:
    # Waiver: "`amount` is the most that is given up".
    two = (invoice(), invoice("INV-2"))
    assert owed(*two, waiver("3.00"), policy=INTEREST_ONLY) == "17.00"
    assert owed(*two, waiver("12.00"), policy=INTEREST_ONLY) == "8.00"


def test_a_stated_amount_is_the_most_over_interest_and_fee() -> None:
    assert owed(invoice(), waiver("12.00")) == "38.00"


def test_a_stated_amount_gives_up_no_more_than_its_days_bear() -> None:
    # Waiver: it covers what the items bear in from_on to until_on; those two days bear 2.00.
    some = waiver("5.00", kinds=("interest",), from_on=d(2, 3), until_on=d(2, 4))
    assert owed(invoice(), some, policy=INTEREST_ONLY) == "8.00"


@pytest.mark.parametrize(
    ("from_on", "until_on", "fee"),
    [(d(2, 1), d(2, 1), "0.00"), (d(1, 1), d(1, 31), "40.00"), (d(2, 2), None, "40.00")],
)
def test_a_waiver_of_days_covers_a_fee_first_owed_on_one_of_them(
    from_on: date, until_on: date | None, fee: str
) -> None:
    some = waiver(from_on=from_on, until_on=until_on)
    assert owed(invoice(), some, policy=FEE_ONLY) == fee
