"""Where receipts go: hand-made cases, one rule each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit.errors import (
    CurrencyMismatch,
    InvalidDate,
    InvalidFact,
    InvalidMoney,
    UnknownReference,
)
from collectkit.fees import FlatFee, Interest, LateChargePolicy, LateCharges, assess, statutory
from collectkit.fees.allocation import (
    AllocationLine,
    AllocationOrder,
    PaymentAllocation,
    allocate_payment,
)
from collectkit.ledger import Account, Allocation, Receipt, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_late_charge,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

AS_OF = date(2026, 3, 2)
BGB_367: AllocationOrder = ("costs", "interest", "principal")
BGB_497: AllocationOrder = ("costs", "principal", "interest")
POLICY = LateChargePolicy(
    id="standard",
    interest=Interest(rate=Percent("9")),
    fees=(FlatFee(id="lump", amounts=(Money("40.00", "EUR"),), charge_kind="costs"),),
)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def an_interest_note(**fields: Any) -> Any:
    return a_late_charge(**{"id": "INT-1", "charge_kind": "interest", **fields})


def paid(receipt: str, account: Account, **options: Any) -> PaymentAllocation:
    given = {"order": BGB_367, "as_of": AS_OF, **options}
    return allocate_payment(eur(receipt), account, **given)


def shown(lines: tuple[AllocationLine, ...]) -> list[tuple[str | None, str, str]]:
    return [(line.item_id, line.component, f"{line.amount.amount:f}") for line in lines]


THREE = an_account(
    an_invoice(amount=eur("100.00")),
    a_late_charge(id="COST-1", charge_kind="costs", amount=eur("5.00")),
    an_interest_note(amount=eur("0.25")),
)
TWO = an_account(
    an_invoice(id="INV-1", amount=eur("60.00"), issued_on=date(2026, 1, 1)),
    an_invoice(id="INV-2", amount=eur("30.00"), issued_on=date(2026, 1, 10)),
    a_late_charge(id="FEE-2", charge_for="INV-2", charge_kind="costs", amount=eur("10.00")),
)


# -- components ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("order", "lines", "remaining"),
    [
        (
            BGB_367,
            [("costs", "5.00"), ("interest", "0.25"), ("principal", "44.75")],
            [("principal", "55.25")],
        ),
        (
            BGB_497,
            [("costs", "5.00"), ("principal", "45.00")],
            [("principal", "55.00"), ("interest", "0.25")],
        ),
        (
            ("principal", "interest", "costs"),
            [("principal", "50.00")],
            [("principal", "50.00"), ("interest", "0.25"), ("costs", "5.00")],
        ),
    ],
)
def test_components_are_paid_in_the_order_asked_for(
    order: Any, lines: list[tuple[str, str]], remaining: list[tuple[str, str]]
) -> None:
    found = paid("50.00", THREE, order=order)
    assert shown(found.lines) == [("INV-1", *line) for line in lines]
    assert shown(found.remaining) == [("INV-1", *line) for line in remaining]
    assert (found.owed, found.left, found.order) == (eur("105.25"), eur("0.00"), order)


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (("costs", "interest", "principal"), ["costs", "fee", "interest"]),
        (("interest", "costs", "principal"), ["interest", "costs", "fee"]),
        (("interest", "fee", "costs", "principal"), ["interest", "fee", "costs"]),
        (("costs", "interest", "fee", "principal"), ["costs", "interest", "fee"]),
    ],
)
def test_a_fee_stands_with_costs_unless_it_is_named(order: Any, first: list[str]) -> None:
    fee = a_late_charge(id="FEE-1", charge_kind=None, amount=eur("2.00"))
    found = paid("7.25", THREE.with_(invoices=(fee,)), order=order)
    assert [line.component for line in found.lines] == first


def test_what_is_left_of_interest_stays_visible() -> None:
    found = paid("105.00", THREE, order=BGB_497)
    assert found.principal_settled == ("INV-1",)
    assert shown(found.remaining) == [("INV-1", "interest", "0.25")]
    assert paid("104.99", THREE, order=BGB_497).principal_settled == ()


def test_more_than_is_owed_is_left() -> None:
    found = paid("200.00", THREE)
    assert (found.left, found.remaining, found.owed) == (eur("94.75"), (), eur("105.25"))


# -- debts -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [("INV-1", "principal", "60.00"), ("INV-2", "costs", "5.00")]),
        ({"across": "component"}, [("INV-2", "costs", "10.00"), ("INV-1", "principal", "55.00")]),
        (
            {"items": "reference", "reference": ("INV-2",)},
            [("INV-2", "costs", "10.00"), ("INV-2", "principal", "30.00"),
             ("INV-1", "principal", "25.00")],
        ),
        (
            {"items": "reference", "reference": ("INV-2",), "across": "component"},
            [("INV-2", "costs", "10.00"), ("INV-2", "principal", "30.00"),
             ("INV-1", "principal", "25.00")],
        ),
        # The note itself is named: it is paid before the rest, and the invoice it is for waits.
        (
            {"items": "reference", "reference": ("FEE-2",)},
            [("INV-2", "costs", "10.00"), ("INV-1", "principal", "55.00")],
        ),
        # 65 of 100 on 60 and 40.
        (
            {"items": "pro_rata"},
            [("INV-1", "principal", "39.00"), ("INV-2", "costs", "10.00"),
             ("INV-2", "principal", "16.00")],
        ),
        # 10 on costs, then 55 of 90 on 60 and 30; the cent goes to the larger remainder.
        (
            {"items": "pro_rata", "across": "component"},
            [("INV-2", "costs", "10.00"), ("INV-1", "principal", "36.67"),
             ("INV-2", "principal", "18.33")],
        ),
    ],
)  # fmt: skip
def test_debts_are_paid_by_the_strategy(
    options: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert shown(paid("65.00", TWO, **options).lines) == expected


def test_equal_due_dates_go_by_id_and_pending_parts_come_last() -> None:
    parts = (
        an_installment(number=1, due_on=None, amount=eur("10.00")),
        an_installment(number=2, due_on=date(2026, 4, 1), amount=eur("10.00")),
    )
    account = an_account(
        an_invoice(id="A", amount=eur("20.00"), installments=parts),
        an_invoice(id="C", amount=eur("10.00")),
        an_invoice(id="B", amount=eur("10.00")),
        a_late_charge(id="BB", charge_for=None, due_on=date(2026, 1, 31), amount=eur("10.00")),
    )
    found = [line.item_id for line in paid("50.00", account).lines]
    assert found == ["B", "BB", "C", "A/2", "A/1"]


def test_an_invoice_that_is_named_is_all_its_parts() -> None:
    parts = tuple(
        an_installment(number=n, due_on=date(2026, 2, 3 - n), amount=eur("10.00")) for n in (1, 2)
    )
    account = an_account(
        an_invoice(id="OLD", amount=eur("10.00"), due_on=date(2026, 1, 5)),
        an_invoice(id="A", amount=eur("20.00"), installments=parts),
    )
    named = paid("30.00", account, items="reference", reference=("A",))
    assert [line.item_id for line in named.lines] == ["A/2", "A/1", "OLD"]
    part = paid("30.00", account, items="reference", reference=("A/1",))
    assert [line.item_id for line in part.lines] == ["A/1", "OLD", "A/2"]


def test_notes_stand_with_what_they_are_for() -> None:
    parts = tuple(
        an_installment(number=n, due_on=date(2026, 2, n), amount=eur("10.00")) for n in (1, 2)
    )
    account = an_account(
        an_invoice(id="A", amount=eur("20.00"), installments=parts),
        a_late_charge(id="N-1", charge_for="A"),
        a_late_charge(id="N-2", charge_for="A/2"),
        a_late_charge(id="N-3", charge_for=None),
        a_late_charge(id="N-4", charge_for="GONE"),
    )
    found = paid("200.00", account)
    assert [(line.item_id, line.invoice_id, line.document_id) for line in found.lines] == [
        ("A/1", "A", "N-1"), ("A/1", "A", "A"), ("A/2", "A", "N-2"), ("A/2", "A", "A"),
        ("N-3", "N-3", "N-3"), ("N-4", "N-4", "N-4"),
    ]  # fmt: skip


def test_other_currencies_are_not_paid() -> None:
    usd = an_invoice(id="USD", amount=Money("9.00", "USD"), due_on=date(2026, 1, 2))
    found = paid("110.00", THREE.with_(invoices=(usd,)))
    assert found.owed == eur("105.25")
    with pytest.raises(CurrencyMismatch, match="USD is in USD, the receipt in EUR"):
        paid("1.00", THREE.with_(invoices=(usd,)), items="reference", reference=("USD",))


def test_what_is_settled_or_written_off_is_not_owed() -> None:
    lost = an_adjustment(amount=eur("100.00"), on=AS_OF)
    found = paid("50.00", THREE.with_(adjustments=(lost,)))
    assert [line.component for line in found.lines] == ["costs", "interest"]
    assert found.left == eur("44.75")


# -- charges that are not posted -------------------------------------------------------------------
LATE = an_account(an_invoice(amount=eur("1000.00")))


def test_unposted_charges_are_paid_and_assessed_as_paid() -> None:
    charges = assess(LATE, POLICY, as_of=AS_OF)
    receipt = a_receipt(amount=eur("500.00"), received_on=AS_OF)
    found = allocate_payment(receipt, LATE, order=BGB_367, charges=charges)
    assert shown(found.lines) == [
        ("INV-1", "costs", "40.00"), ("INV-1", "interest", "7.40"),
        ("INV-1", "principal", "452.60"),
    ]  # fmt: skip
    facts = found.allocations(AS_OF, receipt.id)
    assert facts == (
        Allocation(invoice_id="INV-1", amount=eur("40.00"), applied_on=AS_OF, source_id="PAY-1",
                   component="costs", id="PAY-1@2026-03-02:1"),
        Allocation(invoice_id="INV-1", amount=eur("7.40"), applied_on=AS_OF, source_id="PAY-1",
                   component="interest", id="PAY-1@2026-03-02:2"),
        Allocation(invoice_id="INV-1", amount=eur("452.60"), applied_on=AS_OF, source_id="PAY-1",
                   id="PAY-1@2026-03-02:3"),
    )  # fmt: skip
    after = LATE.with_(receipts=(receipt,), allocations=facts)
    assert snapshot(after, as_of=AS_OF).items[0].open == eur("547.40")
    again = assess(after, POLICY, as_of=AS_OF)
    assert [(line.kind, line.paid) for line in again.lines] == [
        ("interest", eur("7.40")), ("costs", eur("40.00")),
    ]  # fmt: skip
    assert again.total("EUR") == eur("0.00")


def test_posted_and_unposted_charges_of_a_kind_are_two_claims() -> None:
    account = LATE.with_(invoices=(an_interest_note(amount=eur("5.00")),))
    charges = assess(account, POLICY, as_of=AS_OF)
    found = paid("47.00", account, charges=charges)
    lines = [(line.component, line.document_id, line.posted) for line in found.lines]
    assert lines == [("costs", "INV-1", False), ("interest", "INT-1", True),
                     ("interest", "INV-1", False)]  # fmt: skip
    assert shown(found.remaining) == [
        ("INV-1", "interest", "0.40"), ("INV-1", "principal", "1000.00"),
    ]  # fmt: skip
    kinds = [(fact.invoice_id, fact.component) for fact in found.allocations(AS_OF, "PAY-1")]
    assert kinds == [("INV-1", "costs"), ("INT-1", "principal"), ("INV-1", "interest")]


def test_interest_of_a_paid_item_is_still_owed() -> None:
    account = LATE.with_(allocations=(
        an_allocation(amount=eur("1000.00"), source_id=None, applied_on=AS_OF),))  # fmt: skip
    found = paid("50.00", account, charges=assess(account, POLICY, as_of=AS_OF))
    assert shown(found.lines) == [("INV-1", "costs", "40.00"), ("INV-1", "interest", "7.40")]
    assert (found.left, found.principal_settled) == (eur("2.60"), ())


def test_charges_of_one_kind_are_one_claim_and_negative_ones_none() -> None:
    charges = assess(LATE, POLICY, as_of=AS_OF)
    interest, costs = charges.lines
    more = replace(costs, key="more", rule_id="more")
    back = replace(interest, posted=eur("9.00"))
    found = paid("90.00", LATE, charges=replace(charges, lines=(back, costs, more)))
    assert shown(found.lines) == [("INV-1", "costs", "80.00"), ("INV-1", "principal", "10.00")]
    assert found.owed == eur("1080.00")


def test_the_parts_of_an_invoice_are_told_apart() -> None:
    parts = tuple(
        an_installment(number=n, due_on=date(2026, 1, 30 + n - 1), amount=eur("500.00"))
        for n in (1, 2)
    )
    account = an_account(an_invoice(amount=eur("1000.00"), installments=parts))
    policy = LateChargePolicy(id="own", interest=Interest(rate=Percent("9")))
    charges = assess(account, policy, as_of=AS_OF)
    facts = paid("510.00", account, charges=charges).allocations(AS_OF, "PAY-1")
    assert [(fact.installment, fact.component, str(fact.amount)) for fact in facts] == [
        (1, "interest", "EUR 3.82"), (1, "principal", "EUR 500.00"),
        (2, "interest", "EUR 3.70"), (2, "principal", "EUR 2.48"),
    ]  # fmt: skip


def whole_account_charges() -> LateCharges:
    charges = assess(LATE, POLICY, as_of=AS_OF)
    costs = replace(charges.lines[1], item_id=None, invoice_id=None)
    return replace(charges, lines=(replace(costs, owed_on=date(2026, 1, 1)),))


def test_a_charge_on_the_whole_account_is_a_debt_that_wants_a_document() -> None:
    found = paid("50.00", LATE, charges=whole_account_charges())
    assert shown(found.lines) == [(None, "costs", "40.00"), ("INV-1", "principal", "10.00")]
    assert "account  costs" in found.explain()
    with pytest.raises(InvalidFact, match="on the whole account has no document") as caught:
        found.allocations(AS_OF, "PAY-1")
    assert caught.value.field == "lines"


# -- receipts --------------------------------------------------------------------------------------
def test_a_receipt_on_the_account_brings_what_is_unapplied_of_it() -> None:
    receipt = a_receipt(amount=eur("50.00"))
    held = THREE.with_(receipts=(receipt,), allocations=(an_allocation(amount=eur("30.00")),))
    found = allocate_payment(receipt, held, order=BGB_367, as_of=AS_OF)
    assert (found.amount, found.left) == (eur("20.00"), eur("0.00"))
    used = held.with_(allocations=found.allocations(AS_OF, receipt.id))
    assert snapshot(used, as_of=AS_OF).unapplied == ()
    assert snapshot(used, as_of=AS_OF).problems == ()
    with pytest.raises(InvalidFact, match="nothing of receipt PAY-1 is unapplied at 2026-03-02"):
        allocate_payment(receipt, used, order=BGB_367, as_of=AS_OF)


def test_a_receipt_that_bounced_brings_nothing() -> None:
    receipt = a_receipt()
    bounced = THREE.with_(receipts=(receipt, a_reversal()))
    with pytest.raises(InvalidFact, match="nothing of receipt PAY-1"):
        allocate_payment(receipt, bounced, order=BGB_367, as_of=AS_OF)


def test_an_account_is_read_on_the_day_of_the_receipt() -> None:
    receipt = a_receipt(amount=eur("100.00"), received_on=date(2026, 2, 9))
    assert allocate_payment(receipt, THREE, order=BGB_367).owed == eur("100.00")
    assert allocate_payment(receipt, THREE, order=BGB_367, as_of=AS_OF).owed == eur("105.25")
    with pytest.raises(InvalidDate, match="as_of is missing"):
        allocate_payment(eur("1.00"), THREE, order=BGB_367)


@pytest.mark.parametrize(
    ("receipt", "error", "message"),
    [
        (a_reversal(), InvalidFact, "the reversal REV-1 pays nothing"),
        (a_refund(), InvalidFact, "the refund REF-1 pays nothing"),
        (a_receipt(customer_id="C-9"), InvalidFact, "receipt PAY-1 is of C-9, the account of C-1"),
        (a_receipt(received_on=date(2026, 3, 3)), InvalidDate, "came on 2026-03-03, after"),
        (eur("0.00"), InvalidMoney, "receipt must be above zero"),
        (eur("-1.00"), InvalidMoney, "receipt must be above zero"),
        (
            eur("1.00").times(Decimal("1.005")),
            InvalidMoney,
            "receipt must be above zero and in whole minor units",
        ),
        (100, InvalidFact, "receipt must be Money, not int"),
    ],
)
def test_what_pays_nothing_is_refused(
    receipt: Receipt | Money, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        allocate_payment(receipt, THREE, order=BGB_367, as_of=AS_OF)


# -- what is refused -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("order", "message"),
    [
        (None, "order is missing, and no statutory order is held"),
        ("costs", "order must be a tuple of components, not str"),
        (("costs", "interest"), "order leaves out principal"),
        ((), "order leaves out interest, principal"),
        (("costs", "interest", "principal", "costs"), "order names a component twice"),
        (("costs", "interest", "principal", "tax"), "order must be one of"),
    ],
)
def test_an_order_is_whole(order: Any, message: str) -> None:
    with pytest.raises(InvalidFact, match=message) as caught:
        paid("1.00", THREE, order=order)
    assert caught.value.field == "order"


def test_costs_may_be_left_out_while_none_are_owed() -> None:
    """Austria says interest before capital and nothing of costs."""
    order = statutory("AT", debtor="business").allocation_order
    assert order == ("interest", "principal")
    one = an_account(an_invoice(id="INV-7", amount=Money("100.00", "EUR")))
    found = allocate_payment(Money("40.00", "EUR"), one, order=order, as_of=date(2026, 6, 1))
    assert [line.component for line in found.lines] == ["principal"]
    with pytest.raises(InvalidFact, match="order does not say where costs stands"):
        paid("1.00", THREE, order=order)


def test_the_order_must_be_said_where_no_statute_is_held() -> None:
    with pytest.raises(InvalidFact) as caught:
        paid("1.00", THREE, order=statutory("GB", debtor="business").allocation_order)
    assert caught.value.hint is not None
    assert "('costs', 'interest', 'principal')" in caught.value.hint


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"items": "newest"}, InvalidFact, "items must be one of"),
        ({"across": "both"}, InvalidFact, "across must be one of"),
        ({"reference": ("INV-1",)}, InvalidFact, 'but items is "oldest_due"'),
        ({"items": "reference", "reference": "INV-1"}, InvalidFact, "must be a tuple of ids"),
        ({"items": "reference", "reference": ("INV-9",)}, UnknownReference, "INV-9"),
        ({"charges": POLICY}, InvalidFact, "charges must be LateCharges"),
        ({"charges": assess(LATE, POLICY, as_of=date(2026, 3, 1))}, InvalidDate,
         "the charges are as of 2026-03-01, the facts are read at 2026-03-02"),
        ({"charges": assess(an_invoice(id="INV-9"), POLICY, as_of=AS_OF)}, UnknownReference,
         "the charges name `INV-9`, no item of C-1 in EUR"),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        paid("1.00", THREE, **options)


# -- how it prints ---------------------------------------------------------------------------------
def test_the_table_sums_to_the_receipt() -> None:
    assert paid("50.00", THREE).explain() == (
        "EUR 50.00 received\n"
        "  INV-1  costs by COST-1     EUR 5.00\n"
        "  INV-1  interest by INT-1   EUR 0.25\n"
        "  INV-1  principal          EUR 44.75\n"
        "EUR 55.25 still owed\n"
        "  INV-1  principal  EUR 55.25"
    )
    assert paid("105.26", THREE).explain().splitlines()[-2:] == [
        "  INV-1  principal          EUR 100.00",
        "  left   unapplied            EUR 0.01",
    ]
