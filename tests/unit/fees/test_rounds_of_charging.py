"""Charging, paying and charging again: nothing is asked for twice, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.errors import InvalidDate, InvalidFact, UnknownReference
from collectkit.fees import (
    AllocationOrder,
    Compounding,
    FlatFee,
    Interest,
    LateChargePolicy,
    PercentFee,
    Period,
    allocate_payment,
    assess,
    payoff,
    statutory,
)
from collectkit.ledger import (
    Account,
    Allocation,
    Customer,
    Done,
    Installment,
    Invoice,
    Receipt,
    snapshot,
)
from collectkit.money import Money, Percent

LAW: AllocationOrder = ("costs", "interest", "principal")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def day(month: int, number: int) -> date:
    return date(2026, month, number)


INVOICE = Invoice(
    id="I", customer_id="C", amount=eur("1000.00"), issued_on=day(1, 1), due_on=day(1, 31)
)
ACCOUNT = Account(customer=Customer(id="C"), invoices=(INVOICE,))
NINE = Interest(rate=Percent("9"))
LETTERS = LateChargePolicy(
    id="p",
    interest=NINE,
    fees=(
        FlatFee(id="lump", amounts=(eur("40.00"),)),
        FlatFee(id="reminder", when="level", amounts=(eur("5.00"),)),
    ),
)
TAKEN = ((day(2, 10), "reminder", ("I",)),)


def note(id: str, on: date, charge_for: str = "I") -> Invoice:
    return Invoice(
        id=id, customer_id="C", amount=eur("5.00"), issued_on=on, due_on=on, kind="debit_note",
        nature="late_charge", charge_for=charge_for, charge_kind="fee",
    )  # fmt: skip


def test_money_for_one_part_stays_with_its_own_fees() -> None:
    parts = (
        Installment(number=1, due_on=day(1, 31), amount=eur("500.00")),
        Installment(number=2, due_on=day(3, 31), amount=eur("500.00")),
    )
    invoice = Invoice(
        id="I", customer_id="C", amount=eur("1000.00"), issued_on=day(1, 1), due_on=day(3, 31),
        installments=parts,
    )  # fmt: skip
    fees = (
        FlatFee(id="lump", per="installment", amounts=(eur("40.00"),)),
        PercentFee(id="share", per="installment", percent=Percent("1.5")),
    )
    paid = Receipt(id="R", customer_id="C", amount=eur("47.50"), received_on=day(2, 15))
    used = Allocation(
        invoice_id="I", installment=1, source_id="R", amount=eur("47.50"), component="fee",
        applied_on=day(2, 15),
    )  # fmt: skip
    account = Account(
        customer=Customer(id="C"), invoices=(invoice,), receipts=(paid,), allocations=(used,)
    )
    found = assess(account, LateChargePolicy(id="p", fees=fees), as_of=day(4, 15))
    assert [(line.item_id, line.rule_id, str(line.amount)) for line in found.lines] == [
        ("I/1", "lump", "EUR 0.00"),
        ("I/1", "share", "EUR 0.00"),
        ("I/2", "lump", "EUR 40.00"),
        ("I/2", "share", "EUR 7.50"),
    ]


def test_a_quote_knows_the_steps_that_were_taken() -> None:
    on = day(3, 1)
    assert payoff(ACCOUNT, LETTERS, on=on, levels=TAKEN)[0].charges == eur("52.15")
    receipt = Receipt(id="R", customer_id="C", amount=eur("45.00"), received_on=on)
    charges = assess(ACCOUNT, LETTERS, as_of=on, levels=TAKEN)
    used = allocate_payment(receipt, ACCOUNT, order=LAW, charges=charges, as_of=on)
    paid = ACCOUNT.with_(receipts=(receipt,), allocations=used.allocations(on, "R"))
    assert payoff(paid, LETTERS, on=on, levels=TAKEN)[0].total == eur("1007.15")
    # Where the steps are not said, money for them is nobody's and is left alone.
    assert payoff(paid, LETTERS, on=on)[0].total == eur("1007.15")


def test_notes_without_a_key_stand_for_one_charge_each() -> None:
    policy = LateChargePolicy(
        id="p", fees=(FlatFee(id="reminder", when="level", amounts=(eur("5.00"),)),)
    )
    account = ACCOUNT.with_(invoices=(note("F1", day(2, 10)), note("F2", day(2, 20))))
    levels = tuple((on, "reminder", ("I",)) for on in (day(2, 10), day(2, 20)))
    charges = assess(account, policy, as_of=day(3, 1), levels=levels)
    assert charges.postings() == ()
    paid = allocate_payment(eur("2000.00"), account, order=LAW, charges=charges, as_of=day(3, 1))
    assert sum(line.amount.minor_units for line in paid.lines if line.component == "fee") == 1000


def test_a_receipt_does_not_pay_for_the_days_of_the_clerk() -> None:
    receipt = Receipt(id="R", customer_id="C", amount=eur("1002.47"), received_on=day(2, 10))
    policy = LateChargePolicy(id="p", interest=NINE)
    account = ACCOUNT.with_(receipts=(receipt,))
    late = snapshot(account, as_of=day(3, 10))
    with pytest.raises(InvalidDate, match="came on 2026-02-10, before 2026-03-10"):
        allocate_payment(receipt, late, order=LAW, charges=assess(late, policy))
    then = snapshot(account, as_of=day(2, 10))
    found = allocate_payment(receipt, then, order=LAW, charges=assess(then, policy))
    booked = account.with_(allocations=found.allocations(day(3, 10), "R"))
    assert payoff(booked, policy, on=day(3, 10))[0].total == eur("0.00")


def test_a_quote_holds_on_its_own_day_where_money_counts_at_once() -> None:
    same = LateChargePolicy(id="p", interest=Interest(rate=Percent("9"), value_day="same"))
    on = day(2, 10)
    quote = payoff(ACCOUNT, same, on=on)[0]
    assert (quote.total, quote.per_diem) == (eur("1002.22"), eur("0.25"))
    receipt = Receipt(id="R", customer_id="C", amount=quote.total, received_on=on)
    used = allocate_payment(receipt, ACCOUNT, order=LAW, charges=quote.assessed, as_of=on)
    paid = ACCOUNT.with_(receipts=(receipt,), allocations=used.allocations(on, "R"))
    assert payoff(paid, same, on=day(3, 10))[0].total == eur("0.00")


def test_days_do_not_run_before_the_debtor_was_told_of_them() -> None:
    regime = statutory("DE", debtor="consumer", due_date_agreed=False)
    invoice = Invoice(
        id="I", customer_id="C", amount=eur("1000.00"), issued_on=day(3, 1), due_on=day(3, 1)
    )
    told = Done(customer_id="C", on=day(8, 1), kind="notice", code="30-day-notice", items=("I",))
    assert regime.first_interest_day(invoice, [told]) == day(9, 1)


def test_a_notice_that_failed_was_none() -> None:
    regime = statutory("DE", debtor="business", due_date_agreed=False)
    sent = Done(customer_id="C", on=day(3, 10), kind="notice", code="reminder", key="k1")
    failed = Done(
        customer_id="C", on=day(3, 12), kind="notice", code="reminder", key="k1", status="failed"
    )
    assert regime.first_interest_day(INVOICE, [sent]) == day(3, 3)
    assert regime.first_interest_day(INVOICE, [failed, sent]) == day(3, 3)
    invoice = Invoice(
        id="J", customer_id="C", amount=eur("1000.00"), issued_on=day(3, 1), due_on=day(3, 1)
    )
    assert regime.first_interest_day(invoice, [sent]) == day(3, 11)
    assert regime.first_interest_day(invoice, [failed, sent]) == day(4, 1)


def test_what_another_policy_posted_is_said() -> None:
    one = LateChargePolicy(id="p", interest=NINE)
    row = assess(ACCOUNT, one, as_of=day(3, 1)).postings()[0]
    booked = ACCOUNT.with_(
        invoices=(row.invoice(id="N", customer_id="C", issued_on=day(3, 1), due_on=day(3, 15)),)
    )
    other = assess(booked, LateChargePolicy(id="p2", interest=NINE), as_of=day(3, 1))
    assert [str(reason) for reason in other.warnings] == [
        "charges of other policies are posted here and not taken off: p:interest:I"
    ]


def test_levels_name_items_that_are_there() -> None:
    with pytest.raises(InvalidFact, match="ids of items in a tuple"):
        assess(ACCOUNT, LETTERS, as_of=day(3, 1), levels=((day(2, 10), "reminder", "I"),))  # type: ignore[arg-type]
    with pytest.raises(UnknownReference, match="I-9"):
        assess(ACCOUNT, LETTERS, as_of=day(3, 1), levels=((day(2, 10), "reminder", ("I-9",)),))


def test_a_regime_is_asked_itself() -> None:
    with pytest.raises(InvalidFact) as caught:
        assess(ACCOUNT, statutory("DE", debtor="business"), as_of=day(3, 1))  # type: ignore[arg-type]
    assert caught.value.hint == "a regime has its own verb: regime.assess(facts)"


def test_a_debt_older_than_the_act_is_named_once() -> None:
    old = Invoice(
        id="I", customer_id="C", amount=Money("10.00", "GBP"), issued_on=date(2001, 1, 1),
        due_on=date(2001, 2, 1),
    )  # fmt: skip
    found = statutory("GB", debtor="business").assess(old, as_of=date(2026, 3, 1))
    codes = [reason.code for reason in found.warnings]
    assert codes.count("fees.before_the_act") == 1
    assert "fees.not_in_default" not in codes


def test_interest_paid_for_the_whole_invoice_stops_bearing_once() -> None:
    """A note that names the invoice is taken off one part's capital, not off every part's."""
    parts = tuple(Installment(number=n, due_on=day(1, 31), amount=eur("1000.00")) for n in (1, 2))
    invoice = Invoice(
        id="I", customer_id="C", amount=eur("2000.00"), issued_on=day(1, 1), due_on=day(1, 31),
        installments=parts,
    )  # fmt: skip
    billed = Invoice(
        id="N", customer_id="C", amount=eur("7.64"), issued_on=day(3, 5), due_on=day(3, 5),
        kind="debit_note", nature="late_charge", charge_for="I", charge_kind="interest",
    )  # fmt: skip
    money = Receipt(id="R", customer_id="C", amount=eur("7.64"), received_on=day(3, 5))
    used = Allocation(invoice_id="N", source_id="R", amount=eur("7.64"), applied_on=day(3, 5))
    monthly = LateChargePolicy(
        id="p",
        interest=Interest(rate=Percent("9"), compounding=Compounding(every=Period(months=1))),
    )
    account = Account(customer=Customer(id="C"), invoices=(invoice,))
    paid = account.with_(invoices=(billed,), receipts=(money,), allocations=(used,))
    before, after = (assess(one, monthly, as_of=day(12, 31)).lines for one in (account, paid))
    assert [a.gross == b.gross for a, b in zip(before, after, strict=True)] == [False, True]


def test_a_key_is_taken_back_from_the_item_it_names() -> None:
    """The id of one invoice may begin the id of another."""
    invoices = tuple(
        Invoice(id=name, customer_id="C", amount=eur("100.00"), issued_on=day(1, 1),
                due_on=day(1, 31))
        for name in ("A", "A:1")
    )  # fmt: skip
    posted = Invoice(
        id="N", customer_id="C", amount=eur("40.00"), issued_on=day(2, 5), due_on=day(2, 5),
        kind="debit_note", nature="late_charge", charge_key="p:gone:A:1#1", charge_for="A:1",
        charge_kind="fee",
    )  # fmt: skip
    account = Account(customer=Customer(id="C"), invoices=(*invoices, posted))
    found = assess(account, LateChargePolicy(id="p", interest=NINE), as_of=day(3, 1))
    assert [line.item_id for line in found.lines if line.rule_id == "gone"] == ["A:1"]
