"""What makes the facts of one account fit each other, as `Account` raises it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.ledger.book import (
    account,
    adjusted,
    applied,
    bounced,
    credit_note,
    d,
    eur,
    fault,
    in_parts,
    invoice,
    money,
    receipt,
    refund,
)

from collectkit.ledger import (
    Account,
    Approval,
    Customer,
    Dispute,
    Done,
    Hold,
    Installment,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.money import Money

INVALID = "ledger.invalid-fact"
DUPLICATE = "ledger.duplicate-id"
UNKNOWN = "ledger.unknown-reference"
MIXED = "money.currency-mismatch"

USD = Money("4.00", "USD")


def dispute(**changes: Any) -> Dispute:
    facts: dict[str, Any] = {"id": "D-1", "invoice_id": "INV-7", "opened_on": d(2, 5)}
    return Dispute(**{**facts, **changes})


def hold(**changes: Any) -> Hold:
    facts: dict[str, Any] = {
        "id": "H-1",
        "customer_id": "C-1",
        "kind": "legal",
        "from_on": d(2, 5),
    }
    return Hold(**{**facts, **changes})


def promise(**changes: Any) -> Promise:
    facts: dict[str, Any] = {
        "id": "P-1",
        "customer_id": "C-1",
        "amount": eur("4.00"),
        "promised_on": d(2, 5),
        "pay_by": d(2, 12),
    }
    return Promise(**{**facts, **changes})


def plan(amount: str = "4.00", **changes: Any) -> PaymentPlan:
    part = Installment(number=1, due_on=d(3, 1), amount=money(amount))
    facts: dict[str, Any] = {
        "id": "PL-1",
        "customer_id": "C-1",
        "agreed_on": d(2, 5),
        "installments": (part,),
        "invoices": ("INV-7",),
    }
    return PaymentPlan(**{**facts, **changes})


def waiver(**changes: Any) -> Waiver:
    return Waiver(**{"customer_id": "C-1", "on": d(2, 5), **changes})


def approval(**changes: Any) -> Approval:
    facts: dict[str, Any] = {
        "customer_id": "C-1",
        "step_id": "agency",
        "by": "manager",
        "on": d(2, 5),
    }
    return Approval(**{**facts, **changes})


def placement(**changes: Any) -> Placement:
    return Placement(**{"customer_id": "C-1", "kind": "legal", "from_on": d(2, 5), **changes})


def done(**changes: Any) -> Done:
    return Done(**{"customer_id": "C-1", "on": d(2, 5), **changes})


# -- one id, one fact ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            (invoice("INV-7"), invoice("INV-7", issued=d(1, 2))),
            ("id", "INV-7", "the id INV-7 is used twice among invoices and receipts"),
        ),
        (
            (receipt("R-1"), receipt("R-1", on=d(2, 6))),
            ("id", "R-1", "the id R-1 is used twice among invoices and receipts"),
        ),
        (
            (invoice("X-1"), receipt("X-1")),
            ("id", "X-1", "the id X-1 is used twice among invoices and receipts"),
        ),
        (
            (invoice("INV-7"), credit_note("INV-7")),
            ("id", "INV-7", "the id INV-7 is used twice among invoices and receipts"),
        ),
        (
            (receipt("R-1"), refund("R-1", "4.00", on=d(2, 6), id="R-1")),
            ("id", "R-1", "the id R-1 is used twice among invoices and receipts"),
        ),
        (
            (in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00")), invoice("INV-7/2", issued=d(1, 2))),
            (None, "INV-7/2", "the item id INV-7/2 is used twice"),
        ),
        (
            (
                in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00")),
                invoice("INV-7/2", issued=d(1, 1, 2025)),
            ),
            (None, "INV-7", "the item id INV-7/2 is used twice"),
        ),
        (
            (
                in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00")),
                in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00"), id="INV-7/2"),
            ),
            (None, "INV-7/2", "the item id INV-7/2 is used twice"),
        ),
        (
            (
                invoice(),
                receipt(),
                applied("1.00", on=d(2, 5), id="A"),
                applied("2.00", on=d(2, 6), id="A"),
            ),
            ("id", "A", "two allocation facts have the id A"),
        ),
        (
            (invoice(), receipt("R-1"), applied("1.00", on=d(2, 5), of=None, id="R-1")),
            ("id", "R-1", "the id R-1 is used twice among invoices and receipts"),
        ),
        (
            (
                invoice(),
                adjusted("discount", "1.00", on=d(2, 5), id="A"),
                adjusted("write_off", "1.00", on=d(2, 5), id="A"),
            ),
            ("id", "A", "two adjustment facts have the id A"),
        ),
        ((invoice(), dispute(), dispute()), ("id", "D-1", "two dispute facts have the id D-1")),
        ((hold(), hold(kind="review")), ("id", "H-1", "two hold facts have the id H-1")),
        ((promise(), promise()), ("id", "P-1", "two promise facts have the id P-1")),
        (
            (invoice(), plan(), plan()),
            ("id", "PL-1", "two PaymentPlan facts have the id PL-1"),
        ),
        ((waiver(id="W"), waiver(id="W")), ("id", "W", "two waiver facts have the id W")),
        ((approval(id="A"), approval(id="A")), ("id", "A", "two approval facts have the id A")),
        ((placement(id="A"), placement(id="A")), ("id", "A", "two placement facts have the id A")),
        ((done(id="A"), done(id="A")), ("id", "A", "two done facts have the id A")),
    ],
)
def test_an_id_stands_for_one_fact(facts: tuple[Any, ...], expected: tuple[Any, ...]) -> None:
    code, field, subject, message = fault(lambda: account(*facts))
    assert code == DUPLICATE
    assert (field, subject) == expected[:2]
    assert message.lower() == expected[2].lower()


def test_facts_of_different_kinds_may_share_an_id() -> None:
    facts = (
        invoice(),
        receipt(),
        applied("1.00", on=d(2, 5), id="X"),
        adjusted("discount", "1.00", on=d(2, 5), id="X"),
        dispute(id="X"),
        hold(id="X"),
        promise(id="X"),
    )
    assert account(*facts).holds[0].id == account(*facts).disputes[0].id == "X"


def test_facts_without_an_id_never_collide() -> None:
    twice = (waiver(), waiver(), done(), done(), applied("1.00", on=d(2, 5), of=None))
    made = account(invoice(), *twice, applied("1.00", on=d(2, 5), of=None))
    assert (len(made.waivers), len(made.done), len(made.allocations)) == (2, 2, 2)


def test_several_records_may_share_a_key() -> None:
    assert len(account(done(key="k", status="planned"), done(key="k", status="sent")).done) == 2


# -- references ----------------------------------------------------------------------------------
NOT_AN_INVOICE = "is not an invoice of this account"
NOT_A_SOURCE = "is not a payment or credit note of this account"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            (applied("4.00", on=d(2, 5), of=None),),
            ("invoice_id", "INV-7", f"invoice_id `INV-7` {NOT_AN_INVOICE}"),
        ),
        (
            (invoice(), applied("4.00", on=d(2, 5), of="R-9")),
            ("source_id", "INV-7", f"source_id `R-9` {NOT_A_SOURCE}"),
        ),
        (
            (invoice(), invoice("INV-8"), applied("4.00", on=d(2, 5), of="INV-8", id="A-1")),
            ("source_id", "A-1", f"source_id `INV-8` {NOT_A_SOURCE}"),
        ),
        (
            (
                invoice(),
                receipt(),
                bounced("R-1", "10.00", on=d(2, 9)),
                applied("4.00", on=d(2, 9), of="B-1"),
            ),
            ("source_id", "INV-7", f"source_id `B-1` {NOT_A_SOURCE}"),
        ),
        (
            (invoice(), receipt(), applied("4.00", on=d(2, 5), installment=2)),
            ("installment", "INV-7", "invoice INV-7 has no part 2"),
        ),
        (
            (invoice(), adjusted("write_off", "4.00", on=d(2, 5), installment=3)),
            ("installment", "INV-7", "invoice INV-7 has no part 3"),
        ),
        (
            (
                in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00")),
                applied("4.00", on=d(2, 5), of=None, to="INV-7/2"),
            ),
            ("invoice_id", "INV-7/2", f"invoice_id `INV-7/2` {NOT_AN_INVOICE}"),
        ),
        (
            (adjusted("write_off", "4.00", on=d(2, 5), id="W-1"),),
            ("invoice_id", "W-1", f"invoice_id `INV-7` {NOT_AN_INVOICE}"),
        ),
        ((dispute(),), ("invoice_id", "D-1", f"invoice_id `INV-7` {NOT_AN_INVOICE}")),
        (
            (LateReason(invoice_id="INV-7", code="cash", on=d(2, 5)),),
            ("invoice_id", "INV-7", f"invoice_id `INV-7` {NOT_AN_INVOICE}"),
        ),
        (
            (bounced("R-9", "10.00", on=d(2, 9)),),
            ("reverses", "B-1", f"reverses `R-9` {NOT_A_SOURCE}"),
        ),
        (
            (refund("R-9", "10.00", on=d(2, 9)),),
            ("reverses", "F-1", f"reverses `R-9` {NOT_A_SOURCE}"),
        ),
        (
            (invoice(), refund("INV-7", "10.00", on=d(2, 9))),
            ("reverses", "F-1", f"reverses `INV-7` {NOT_A_SOURCE}"),
        ),
        (
            (
                receipt(),
                refund("R-1", "4.00", on=d(2, 6)),
                refund("F-1", "4.00", on=d(2, 9), id="F-2"),
            ),
            ("reverses", "F-2", f"reverses `F-1` {NOT_A_SOURCE}"),
        ),
        ((hold(items=("INV-9",)),), ("items", "H-1", f"items `INV-9` {NOT_AN_INVOICE}")),
        ((waiver(items=("INV-9",)),), ("items", None, f"items `INV-9` {NOT_AN_INVOICE}")),
        ((approval(items=("INV-9",)),), ("items", None, f"items `INV-9` {NOT_AN_INVOICE}")),
        ((placement(items=("INV-9",)),), ("items", None, f"items `INV-9` {NOT_AN_INVOICE}")),
        ((done(id="X", items=("INV-9",)),), ("items", "X", f"items `INV-9` {NOT_AN_INVOICE}")),
        (
            (promise(invoices=("INV-9",)),),
            ("invoices", "P-1", f"invoices `INV-9` {NOT_AN_INVOICE}"),
        ),
        ((plan(),), ("invoices", "PL-1", f"invoices `INV-7` {NOT_AN_INVOICE}")),
        (
            (
                in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00")),
                promise(invoices=("INV-7/2",)),
            ),
            ("invoices", "P-1", f"invoices `INV-7/2` {NOT_AN_INVOICE}"),
        ),
        ((hold(receipt_id="R-9", kind="direct_debit"),), ("receipt_id", "H-1", None)),
    ],
)
def test_a_reference_to_nothing_is_refused(
    facts: tuple[Any, ...], expected: tuple[str, str | None, str | None]
) -> None:
    code, field, subject, message = fault(lambda: account(*facts))
    assert (code, field, subject) == (UNKNOWN, *expected[:2])
    assert expected[2] in (None, message)


@pytest.mark.parametrize(
    "fact",
    [
        invoice(customer_id="C-2"),
        receipt(customer_id="C-2"),
        hold(customer_id="C-2"),
        promise(customer_id="C-2"),
        plan(customer_id="C-2"),
        waiver(customer_id="C-2"),
        approval(customer_id="C-2"),
        placement(customer_id="C-2"),
        done(customer_id="C-2"),
    ],
)
def test_a_fact_of_another_customer_is_refused(fact: Any) -> None:
    code, field, subject, message = fault(lambda: account(fact))
    assert (code, field, subject) == (UNKNOWN, "customer_id", getattr(fact, "id", None))
    assert message == "customer_id `C-2` is not a customer of this account"


def test_items_are_named_by_invoice_or_by_part() -> None:
    parts = in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00"))
    for items in (("INV-7",), ("INV-7/1",), ("INV-7/2", "INV-7/1")):
        made = account(parts, hold(items=items), waiver(items=items), done(items=items))
        assert made.holds[0].items == made.waivers[0].items == made.done[0].items == items


def test_the_only_part_of_an_invoice_has_no_number() -> None:
    assert fault(lambda: account(invoice(), hold(items=("INV-7/1",))))[:3] == (
        UNKNOWN,
        "items",
        "H-1",
    )


# -- currencies ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "subject", "name"),
    [
        ((invoice(), applied("USD 4.00", on=d(2, 5), of=None)), "INV-7", "INV-7"),
        ((invoice(), adjusted("discount", "USD 4.00", on=d(2, 5))), "INV-7", "INV-7"),
        ((invoice(), dispute(amount=USD)), "D-1", "INV-7"),
        ((receipt(), bounced("R-1", "USD 10.00", on=d(2, 9))), "B-1", "R-1"),
        ((receipt(), refund("R-1", "USD 4.00", on=d(2, 9))), "F-1", "R-1"),
        ((credit_note(), refund("CN-1", "USD 4.00", on=d(2, 9))), "F-1", "CN-1"),
        ((invoice(), promise(invoices=("INV-7",), amount=USD)), "P-1", "INV-7"),
        ((invoice(), plan("USD 4.00")), "PL-1", "INV-7"),
        ((invoice(), waiver(id="W-1", items=("INV-7",), amount=USD)), "W-1", "INV-7"),
    ],
)
def test_a_fact_is_in_the_currency_of_what_it_names(
    facts: tuple[Any, ...], subject: str, name: str
) -> None:
    expected = f"USD does not fit {name}, which is in EUR"
    assert fault(lambda: account(*facts)) == (MIXED, "amount", subject, expected)


def test_money_is_used_in_its_own_currency() -> None:
    dollars = receipt("R-1", "USD 9.00")
    assert fault(lambda: account(invoice(), dollars, applied("4.00", on=d(2, 5), id="A"))) == (
        MIXED,
        "amount",
        "A",
        "EUR does not fit R-1, which is in USD",
    )


def test_an_account_holds_several_currencies() -> None:
    made = account(
        invoice("A"),
        invoice("B", "USD 4.00"),
        receipt("R", "JPY 5"),
        promise(amount=USD),
    )
    assert made.currencies == ("EUR", "JPY", "USD")


# -- money going back ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "field", "subject", "message"),
    [
        (
            (receipt(), bounced("R-1", "9.99", on=d(2, 9))),
            "amount",
            "B-1",
            "reversal B-1 of EUR 9.99 is not the whole of R-1, EUR 10.00",
        ),
        (
            (receipt(), bounced("R-1", "10.01", on=d(2, 9))),
            "amount",
            "B-1",
            "reversal B-1 of EUR 10.01 is not the whole of R-1, EUR 10.00",
        ),
        (
            (
                receipt(),
                bounced("R-1", "10.00", on=d(2, 9)),
                bounced("R-1", "10.00", on=d(2, 12), id="B-2"),
            ),
            "reverses",
            "B-2",
            "payment R-1 is reversed twice",
        ),
        (
            (credit_note(), bounced("CN-1", "10.00", on=d(2, 9))),
            "reverses",
            "B-1",
            "reversal B-1 names the credit note CN-1",
        ),
        (
            (receipt(on=d(2, 5)), bounced("R-1", "10.00", on=d(2, 4))),
            "received_on",
            "B-1",
            "reversal B-1 lies before what it undoes, R-1 of 2026-02-05",
        ),
        (
            (receipt(), refund("R-1", "10.01", on=d(2, 9))),
            "amount",
            "F-1",
            "refunds of R-1 would exceed it with F-1",
        ),
        (
            (
                receipt(),
                refund("R-1", "6.00", on=d(2, 9)),
                refund("R-1", "4.01", on=d(2, 10), id="F-2"),
            ),
            "amount",
            "F-2",
            "refunds of R-1 would exceed it with F-2",
        ),
        (
            (credit_note(), refund("CN-1", "10.01", on=d(2, 9))),
            "amount",
            "F-1",
            "refunds of CN-1 would exceed it with F-1",
        ),
        (
            (credit_note(), applied("4.00", on=d(2, 9), of=None, to="CN-1")),
            "invoice_id",
            "CN-1",
            "allocation to the credit note CN-1",
        ),
        (
            (credit_note(), adjusted("write_off", "4.00", on=d(2, 9), to="CN-1")),
            "invoice_id",
            "CN-1",
            "write_off on the credit note CN-1",
        ),
    ],
)
def test_money_that_cannot_go_back_or_in_is_refused(
    facts: tuple[Any, ...], field: str, subject: str, message: str
) -> None:
    assert fault(lambda: account(*facts)) == (INVALID, field, subject, message)


def test_a_payment_may_bounce_on_its_own_day_and_be_refunded_to_the_last_cent() -> None:
    assert account(receipt(), bounced("R-1", "10.00", on=d(2, 5))).receipts[0].id == "B-1"
    made = account(
        receipt(),
        refund("R-1", "6.00", on=d(2, 9)),
        refund("R-1", "4.00", on=d(2, 10), id="F-2"),
    )
    assert len(made.receipts) == 3


def test_a_refund_before_its_payment_is_taken_and_left_to_the_ledger_to_report() -> None:
    made = account(receipt(on=d(2, 5)), refund("R-1", "4.00", on=d(2, 4)))
    assert len(made.receipts) == 2


def test_the_message_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"\(record a partial return as a refund\)$"):
        account(receipt(), bounced("R-1", "9.99", on=d(2, 9)))
    with pytest.raises(ValueError, match=r"\(add it, or correct the id\)$"):
        account(dispute())
    with pytest.raises(ValueError, match=r"\(name the credit note as source_id\)$"):
        account(credit_note(), applied("4.00", on=d(2, 9), of=None, to="CN-1"))


def test_what_is_named_may_be_dated_later_or_sort_later_than_what_names_it() -> None:
    made = Account(
        customer=Customer(id="C-1"),
        receipts=(bounced("R-1", "10.00", on=d(2, 5), id="A-1"), receipt(on=d(2, 5))),
    )
    assert [fact.id for fact in made.receipts] == ["A-1", "R-1"]
