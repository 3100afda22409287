"""How money facts add up to balances: what lowers an item, what stays unapplied, what is reported.

Unless said, INV-7 is EUR 10.00, issued on 1 January and due on the 31st.
"""

from __future__ import annotations

from datetime import date
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
    opened,
    posted,
    read,
    receipt,
    refund,
    reported,
    spare,
)

from collectkit.errors import Problem
from collectkit.ledger import Posting, Unapplied

LATER = d(4, 30)


# -- payments ------------------------------------------------------------------------------------
def test_part_payments_lower_an_item_one_by_one() -> None:
    facts = (
        invoice(),
        receipt("R-1", "4.00", on=d(2, 5)),
        receipt("R-2", "5.99", on=d(2, 9)),
        receipt("R-3", "0.01", on=d(2, 12)),
        applied("4.00", on=d(2, 5), of="R-1"),
        applied("5.99", on=d(2, 9), of="R-2"),
        applied("0.01", on=d(2, 12), of="R-3"),
    )
    balances = {
        d(2, 4): "10.00",
        d(2, 5): "6.00",
        d(2, 8): "6.00",
        d(2, 9): "0.01",
        d(2, 12): "0.00",
    }
    for day, balance in balances.items():
        assert opened(read(*facts, as_of=day)) == {"INV-7": balance}
    assert posted(read(*facts, as_of=LATER)) == [
        ("paid", "4.00", d(2, 5), d(2, 5), "R-1"),
        ("paid", "5.99", d(2, 9), d(2, 9), "R-2"),
        ("paid", "0.01", d(2, 12), d(2, 12), "R-3"),
    ]


def test_one_receipt_pays_several_invoices_and_the_rest_is_unapplied() -> None:
    snapshot = read(
        invoice("A"),
        invoice("B"),
        receipt("R-1", "25.00"),
        applied("10.00", on=d(2, 5), to="A"),
        applied("7.50", on=d(2, 5), to="B"),
        as_of=LATER,
    )
    assert opened(snapshot) == {"A": "0.00", "B": "2.50"}
    assert snapshot.unapplied == (
        Unapplied(source_id="R-1", kind="cash", on=d(2, 5), amount=eur("7.50")),
    )
    assert snapshot.problems == ()


def test_money_counts_from_its_application_but_came_on_its_receipt() -> None:
    facts = (invoice(), receipt(on=d(2, 5)), applied("10.00", on=d(2, 20)))
    before = read(*facts, as_of=d(2, 19))
    assert (opened(before), spare(before)) == ({"INV-7": "10.00"}, {"R-1": "10.00"})
    after = read(*facts, as_of=d(2, 20))
    assert (opened(after), spare(after)) == ({"INV-7": "0.00"}, {})
    assert after.items[0].postings == (
        Posting(kind="paid", amount=eur("10.00"), on=d(2, 20), value_on=d(2, 5), source_id="R-1"),
    )


def test_an_allocation_waits_for_a_receipt_that_comes_later() -> None:
    facts = (invoice(), receipt(on=d(2, 9)), applied("10.00", on=d(2, 5)))
    assert opened(read(*facts, as_of=d(2, 8))) == {"INV-7": "10.00"}
    after = read(*facts, as_of=d(2, 9))
    assert posted(after) == [("paid", "10.00", d(2, 9), d(2, 9), "R-1")]
    assert after.problems == ()


def test_parts_are_filled_in_order_of_their_due_dates_and_pending_ones_last() -> None:
    parts = in_parts((None, "3.00"), (d(3, 1), "4.00"), (d(2, 1), "5.00"))
    facts = (parts, receipt("R-1", "10.00"))
    snapshot = read(*facts, applied("6.00", on=d(2, 5)), as_of=LATER)
    assert opened(snapshot) == {"INV-7/1": "3.00", "INV-7/2": "3.00", "INV-7/3": "0.00"}
    snapshot = read(*facts, applied("10.00", on=d(2, 5)), as_of=LATER)
    assert opened(snapshot) == {"INV-7/1": "2.00", "INV-7/2": "0.00", "INV-7/3": "0.00"}


def test_parts_due_on_one_day_are_filled_by_number() -> None:
    parts = in_parts((d(2, 1), "5.00"), (d(2, 1), "5.00"))
    snapshot = read(parts, receipt(), applied("6.00", on=d(2, 5)), as_of=LATER)
    assert opened(snapshot) == {"INV-7/1": "0.00", "INV-7/2": "4.00"}


def test_a_named_part_takes_the_money_and_no_more_than_it_has() -> None:
    parts = in_parts((d(2, 1), "5.00"), (d(3, 1), "5.00"))
    snapshot = read(parts, receipt(), applied("6.00", on=d(2, 5), installment=2), as_of=LATER)
    assert opened(snapshot) == {"INV-7/1": "5.00", "INV-7/2": "0.00"}
    assert spare(snapshot) == {"R-1": "5.00"}
    assert reported(snapshot) == [("ledger.excess", "INV-7")]


@pytest.mark.parametrize("component", ["interest", "fee", "costs"])
def test_only_principal_lowers_the_invoice(component: str) -> None:
    snapshot = read(
        invoice(),
        receipt(),
        applied("3.00", on=d(2, 5), component=component),
        applied("4.00", on=d(2, 5)),
        as_of=LATER,
    )
    assert opened(snapshot) == {"INV-7": "6.00"}
    assert spare(snapshot) == {"R-1": "3.00"}
    assert snapshot.paid("INV-7") == eur("4.00")
    assert ("charge", "3.00", d(2, 5), d(2, 5), "R-1") in posted(snapshot)


# -- allocations that carry their own receipt ----------------------------------------------------
def test_an_allocation_without_a_source_is_its_own_receipt() -> None:
    facts = (invoice(), applied("4.00", on=d(2, 5), of=None))
    assert opened(read(*facts, as_of=d(2, 4))) == {"INV-7": "10.00"}
    snapshot = read(*facts, as_of=d(2, 5))
    assert posted(snapshot) == [("paid", "4.00", d(2, 5), d(2, 5), "own:INV-7@2026-02-05")]
    assert snapshot.figures("EUR").received == eur("4.00")


def test_its_own_id_names_its_receipt() -> None:
    snapshot = read(invoice(), applied("4.00", on=d(2, 5), of=None, id="A-1"), as_of=LATER)
    assert posted(snapshot)[0][4] == "A-1"


def test_those_of_one_invoice_and_day_share_a_receipt() -> None:
    one, other = (applied("4.00", on=d(2, 5), of=None) for _ in range(2))
    snapshot = read(invoice(), one, other, as_of=LATER)
    assert opened(snapshot) == {"INV-7": "2.00"}
    assert posted(snapshot) == [
        ("paid", "4.00", d(2, 5), d(2, 5), "own:INV-7@2026-02-05"),
        ("paid", "4.00", d(2, 5), d(2, 5), "own:INV-7@2026-02-05"),
    ]
    assert snapshot.figures("EUR").received == eur("8.00")


def test_what_one_of_them_leaves_is_not_used_by_another() -> None:
    facts = (
        invoice(),
        applied("4.00", on=d(2, 5), of=None, ended_on=d(2, 20)),
        applied("3.00", on=d(2, 5), of=None),
        applied("2.00", on=d(2, 5), of=None, component="interest"),
    )
    snapshot = read(*facts, as_of=d(2, 20))
    assert opened(snapshot) == {"INV-7": "7.00"}
    assert spare(snapshot) == {"own:INV-7@2026-02-05": "4.00"}
    assert snapshot.problems == ()


def test_the_same_fact_given_twice_counts_twice_however_python_holds_it() -> None:
    same = applied("4.00", on=d(2, 5), of=None)
    snapshot = read(invoice(), same, same, as_of=LATER)
    assert opened(snapshot) == {"INV-7": "2.00"}
    assert (spare(snapshot), snapshot.problems) == ({}, ())


@pytest.mark.parametrize("kind", ["receipt", "credit_note", "allocation"])
def test_its_receipt_is_never_taken_for_another(kind: str) -> None:
    name = "INV-7@2026-02-05"
    other = {
        "receipt": receipt(name, "3.00"),
        "credit_note": credit_note(name, "3.00"),
        "allocation": applied("3.00", on=d(2, 5), of=None, to="B", id=name, component="fee"),
    }[kind]
    own = applied("4.00", on=d(2, 5), of=None)
    found = read(invoice(), invoice("B"), own, other, as_of=LATER).figures("EUR")
    assert found.paid == eur("4.00")
    assert found.received == eur("4.00" if kind == "credit_note" else "7.00")
    assert found.unapplied_credit == eur("3.00" if kind == "credit_note" else "0.00")


@pytest.mark.parametrize(
    "other",
    [
        receipt("own:INV-7@2026-02-05"),
        credit_note("own:INV-7@2026-02-05"),
        applied("3.00", on=d(2, 5), of=None, to="B", id="own:INV-7@2026-02-05"),
    ],
)
def test_the_ids_of_such_receipts_are_reserved(other: Any) -> None:
    assert fault(lambda: account(invoice("B"), other)) == (
        "ledger.invalid-fact",
        "id",
        "own:INV-7@2026-02-05",
        "ids that begin with `own:` belong to receipts that allocations carry",
    )


def test_its_receipt_keeps_its_id_when_another_one_bounces() -> None:
    own = applied("4.00", on=d(2, 5), of=None)
    other = receipt("INV-7@2026-02-05", "3.00")
    back = bounced("INV-7@2026-02-05", "3.00", on=d(2, 20))
    before = read(invoice(), own, other, back, as_of=d(2, 19))
    after = read(invoice(), own, other, back, as_of=d(2, 20))
    assert posted(before)[0][4] == posted(after)[0][4]


def test_its_excess_is_unapplied_cash() -> None:
    snapshot = read(invoice(), applied("12.50", on=d(2, 5), of=None), as_of=LATER)
    assert opened(snapshot) == {"INV-7": "0.00"}
    assert spare(snapshot) == {"own:INV-7@2026-02-05": "2.50"}


def test_when_it_ends_its_money_stays_as_unapplied_cash() -> None:
    facts = (invoice(), applied("4.00", on=d(2, 5), of=None, ended_on=d(2, 20)))
    snapshot = read(*facts, as_of=d(2, 20))
    assert opened(snapshot) == {"INV-7": "10.00"}
    assert spare(snapshot) == {"own:INV-7@2026-02-05": "4.00"}


# -- excess and overdraft ------------------------------------------------------------------------
def test_an_allocation_beyond_what_is_open_leaves_the_excess_unapplied_with_a_problem() -> None:
    snapshot = read(
        invoice(), receipt("R-1", "12.50"), applied("12.50", on=d(2, 5), id="A-1"), as_of=LATER
    )
    assert opened(snapshot) == {"INV-7": "0.00"}
    assert spare(snapshot) == {"R-1": "2.50"}
    assert snapshot.problems == (
        Problem(
            code="ledger.excess",
            message="the allocation of EUR 12.50 on 2026-02-05 exceeds what is open on INV-7; "
            "the excess stays unapplied",
            subject="A-1",
            severity="warning",
        ),
    )


def test_a_source_gives_no_more_than_it_has() -> None:
    snapshot = read(
        invoice("A"),
        invoice("B"),
        receipt("R-1", "12.00"),
        applied("10.00", on=d(2, 5), to="A"),
        applied("10.00", on=d(2, 6), to="B", id="A-2"),
        as_of=LATER,
    )
    assert opened(snapshot) == {"A": "0.00", "B": "8.00"}
    assert spare(snapshot) == {}
    assert snapshot.problems == (
        Problem(
            code="ledger.source-overdrawn",
            message="R-1 has too little left for the allocation of EUR 10.00 to B on 2026-02-06",
            subject="A-2",
            severity="warning",
        ),
    )


def test_an_earlier_allocation_has_the_money_first_whatever_the_order_given() -> None:
    late, early = applied("10.00", on=d(2, 6), to="A"), applied("10.00", on=d(2, 5), to="B")
    snapshot = read(invoice("A"), invoice("B"), receipt(), late, early, as_of=LATER)
    assert opened(snapshot) == {"A": "10.00", "B": "0.00"}


def test_excess_is_reported_only_from_its_day_on() -> None:
    facts = (invoice(), receipt("R-1", "12.50"), applied("12.50", on=d(2, 9)))
    assert read(*facts, as_of=d(2, 8)).problems == ()
    assert len(read(*facts, as_of=d(2, 9)).problems) == 1


def test_an_adjustment_beyond_what_is_open_has_no_effect_beyond_it() -> None:
    snapshot = read(invoice(), adjusted("write_off", "12.00", on=d(3, 1), id="W-1"), as_of=LATER)
    assert opened(snapshot) == {"INV-7": "0.00"}
    assert posted(snapshot) == [("write_off", "10.00", d(3, 1), d(3, 1), "W-1")]
    assert snapshot.problems == (
        Problem(
            code="ledger.excess",
            message="the write_off of EUR 12.00 on 2026-03-01 exceeds what is open on INV-7; "
            "the excess has no effect",
            subject="W-1",
            severity="warning",
        ),
    )


def test_problems_stand_in_order_of_subject() -> None:
    snapshot = read(
        invoice("A"),
        invoice("B"),
        applied("11.00", on=d(2, 6), of=None, to="A"),
        applied("11.00", on=d(2, 5), of=None, to="B"),
        as_of=LATER,
    )
    assert reported(snapshot) == [("ledger.excess", "A"), ("ledger.excess", "B")]


# -- allocations that ended, money before its invoice --------------------------------------------
def test_an_allocation_counts_until_the_day_before_it_ended() -> None:
    facts = (invoice(), receipt(), applied("10.00", on=d(2, 5), ended_on=d(2, 20)))
    assert opened(read(*facts, as_of=d(2, 19))) == {"INV-7": "0.00"}
    ended = read(*facts, as_of=d(2, 20))
    assert (opened(ended), spare(ended)) == ({"INV-7": "10.00"}, {"R-1": "10.00"})


def test_money_is_moved_from_one_invoice_to_another() -> None:
    facts = (
        invoice("A"),
        invoice("B"),
        receipt(),
        applied("10.00", on=d(2, 5), to="A", ended_on=d(2, 20)),
        applied("10.00", on=d(2, 20), to="B"),
    )
    assert opened(read(*facts, as_of=d(2, 19))) == {"A": "0.00", "B": "10.00"}
    after = read(*facts, as_of=d(2, 20))
    assert opened(after) == {"A": "10.00", "B": "0.00"}
    assert after.problems == ()


def test_money_before_its_invoice_is_unapplied_until_the_invoice_is_issued() -> None:
    facts = (
        invoice(issued=d(2, 15), due=d(3, 15)),
        receipt(on=d(2, 1)),
        applied("10.00", on=d(2, 1)),
    )
    early = read(*facts, as_of=d(2, 14))
    assert (early.items, spare(early)) == ((), {"R-1": "10.00"})
    after = read(*facts, as_of=d(2, 15))
    assert (opened(after), spare(after)) == ({"INV-7": "0.00"}, {})
    assert posted(after) == [("paid", "10.00", d(2, 15), d(2, 1), "R-1")]


def test_an_adjustment_before_its_invoice_waits_for_it() -> None:
    facts = (invoice(issued=d(2, 15), due=d(3, 15)), adjusted("discount", "1.00", on=d(2, 1)))
    assert read(*facts, as_of=d(2, 14)).items == ()
    assert opened(read(*facts, as_of=d(2, 15))) == {"INV-7": "9.00"}


# -- credits, write-offs, discounts, withholding -------------------------------------------------
def test_a_credit_note_lowers_what_it_is_applied_to_and_no_more() -> None:
    facts = (
        invoice(),
        credit_note("CN-1", "7.00", on=d(2, 5)),
        applied("6.00", on=d(2, 9), of="CN-1"),
    )
    before = read(*facts, as_of=d(2, 8))
    assert before.unapplied == (
        Unapplied(source_id="CN-1", kind="credit", on=d(2, 5), amount=eur("7.00")),
    )
    after = read(*facts, as_of=d(2, 9))
    assert (opened(after), spare(after)) == ({"INV-7": "4.00"}, {"CN-1": "1.00"})
    assert posted(after) == [("credited", "6.00", d(2, 9), d(2, 9), "CN-1")]
    assert after.paid("INV-7") == eur("0.00")


def test_a_credit_note_is_no_item() -> None:
    assert read(credit_note(), as_of=LATER).items == ()
    assert read(credit_note(on=d(2, 5)), as_of=d(2, 4)).unapplied == ()


@pytest.mark.parametrize("kind", ["write_off", "discount", "withholding"])
def test_an_adjustment_lowers_the_balance_without_money(kind: str) -> None:
    facts = (invoice(), adjusted(kind, "4.00", on=d(2, 5), id="X-1"))
    assert opened(read(*facts, as_of=d(2, 4))) == {"INV-7": "10.00"}
    snapshot = read(*facts, as_of=d(2, 5))
    assert opened(snapshot) == {"INV-7": "6.00"}
    assert posted(snapshot) == [(kind, "4.00", d(2, 5), d(2, 5), "X-1")]
    assert (snapshot.paid("INV-7"), snapshot.unapplied) == (eur("0.00"), ())


def test_an_adjustment_fills_parts_like_money_does() -> None:
    parts = in_parts((d(3, 1), "4.00"), (d(2, 1), "5.00"))
    snapshot = read(parts, adjusted("discount", "6.00", on=d(2, 5)), as_of=LATER)
    assert opened(snapshot) == {"INV-7/2": "0.00", "INV-7/1": "3.00"}
    snapshot = read(parts, adjusted("discount", "3.00", on=d(2, 5), installment=1), as_of=LATER)
    assert opened(snapshot) == {"INV-7/2": "5.00", "INV-7/1": "1.00"}


def test_withheld_tax_and_the_payment_of_the_rest_settle_an_invoice() -> None:
    snapshot = read(
        invoice(),
        receipt("R-1", "9.00"),
        applied("9.00", on=d(2, 5)),
        adjusted("withholding", "1.00", on=d(2, 20)),
        as_of=LATER,
    )
    assert opened(snapshot) == {"INV-7": "0.00"}
    assert snapshot.settled_on("INV-7") == d(2, 20)


def test_cash_on_what_was_written_off_is_a_recovery() -> None:
    facts = (
        invoice(),
        adjusted("write_off", "10.00", on=d(3, 1)),
        receipt("R-1", "4.00", on=d(3, 20)),
        applied("4.00", on=d(3, 20)),
    )
    snapshot = read(*facts, as_of=LATER)
    assert opened(snapshot) == {"INV-7": "0.00"}
    assert posted(snapshot)[1] == ("recovered", "4.00", d(3, 20), d(3, 20), "R-1")
    assert (snapshot.paid("INV-7"), spare(snapshot)) == (eur("4.00"), {})
    assert snapshot.settled_on("INV-7") == d(3, 1)
    assert snapshot.problems == ()


def test_cash_pays_what_is_open_before_it_recovers_and_the_rest_is_excess() -> None:
    snapshot = read(
        invoice(),
        adjusted("write_off", "4.00", on=d(3, 1)),
        receipt("R-1", "11.00", on=d(3, 20)),
        applied("11.00", on=d(3, 20)),
        as_of=LATER,
    )
    assert [entry[:2] for entry in posted(snapshot)] == [
        ("write_off", "4.00"),
        ("paid", "6.00"),
        ("recovered", "4.00"),
    ]
    assert spare(snapshot) == {"R-1": "1.00"}
    assert reported(snapshot) == [("ledger.excess", "INV-7")]


def test_no_more_is_recovered_than_was_written_off() -> None:
    snapshot = read(
        invoice(),
        adjusted("write_off", "10.00", on=d(3, 1)),
        receipt("R-1", "12.00", on=d(3, 20)),
        applied("6.00", on=d(3, 20)),
        applied("6.00", on=d(3, 21)),
        as_of=LATER,
    )
    assert [entry[:2] for entry in posted(snapshot)][1:] == [
        ("recovered", "6.00"),
        ("recovered", "4.00"),
    ]
    assert (spare(snapshot), reported(snapshot)) == ({"R-1": "2.00"}, [("ledger.excess", "INV-7")])


def test_credit_and_discounts_are_no_recovery() -> None:
    written_off = adjusted("write_off", "10.00", on=d(3, 1))
    note = credit_note("CN-1", "4.00", on=d(3, 5))
    used = applied("4.00", on=d(3, 5), of="CN-1")
    snapshot = read(invoice(), written_off, note, used, as_of=LATER)
    assert (spare(snapshot), reported(snapshot)) == (
        {"CN-1": "4.00"},
        [("ledger.excess", "INV-7")],
    )
    discounted = adjusted("discount", "10.00", on=d(3, 1))
    cash = (receipt("R-1", "4.00", on=d(3, 5)), applied("4.00", on=d(3, 5)))
    snapshot = read(invoice(), discounted, *cash, as_of=LATER)
    assert (spare(snapshot), reported(snapshot)) == ({"R-1": "4.00"}, [("ledger.excess", "INV-7")])


def test_on_one_day_money_comes_before_adjustments() -> None:
    snapshot = read(
        invoice(),
        adjusted("write_off", "10.00", on=d(2, 5)),
        receipt("R-1", "9.99"),
        applied("9.99", on=d(2, 5)),
        as_of=LATER,
    )
    assert [entry[:2] for entry in posted(snapshot)] == [("paid", "9.99"), ("write_off", "0.01")]
    assert reported(snapshot) == [("ledger.excess", "INV-7")]


# -- several currencies --------------------------------------------------------------------------
def test_currencies_stand_side_by_side() -> None:
    snapshot = read(
        invoice("A"),
        invoice("B", "JPY 1000"),
        receipt("R-1", "JPY 1200"),
        receipt("R-2", "USD 3.00"),
        applied("JPY 900", on=d(2, 5), to="B"),
        as_of=LATER,
    )
    assert snapshot.currencies == ("EUR", "JPY", "USD")
    assert [item.open for item in snapshot.open] == [eur("10.00"), money("JPY 100")]
    assert [entry.amount for entry in snapshot.unapplied] == [money("JPY 300"), money("USD 3.00")]


# -- what came in, what was credited -------------------------------------------------------------
def test_cash_received_is_what_came_and_did_not_bounce_less_what_was_refunded() -> None:
    facts = (
        invoice(),
        receipt("R-1", "9.00", on=d(2, 5)),
        receipt("R-2", "4.00", on=d(2, 3)),
        bounced("R-2", "4.00", on=d(2, 20)),
        refund("R-1", "2.50", on=d(2, 10)),
        applied("1.00", on=d(2, 4), of=None, ended_on=d(2, 6)),
        credit_note(on=d(2, 5)),
        refund("CN-1", "3.00", on=d(2, 12), id="F-2"),
    )

    def cash(day: date) -> list[tuple[str, date, str]]:
        came = read(*facts, as_of=day).cash_received
        return [(entry.source_id, entry.on, str(entry.amount.amount)) for entry in came]

    standing = [
        ("own:INV-7@2026-02-04", d(2, 4), "1.00"),
        ("R-1", d(2, 5), "9.00"),
        ("R-1", d(2, 10), "-2.50"),
    ]
    assert cash(d(2, 2)) == []
    assert cash(d(2, 19)) == [("R-2", d(2, 3), "4.00"), *standing]
    assert cash(d(2, 20)) == standing


def test_credit_notes_are_those_issued_by_the_day() -> None:
    facts = (
        credit_note("CN-2", on=d(2, 5)),
        credit_note("CN-1", on=d(2, 5)),
        credit_note("CN-0", on=d(2, 9)),
        invoice(),
    )
    assert [note.id for note in read(*facts, as_of=d(2, 5)).credit_notes] == ["CN-1", "CN-2"]
    assert [note.id for note in read(*facts, as_of=d(2, 9)).credit_notes][-1] == "CN-0"
