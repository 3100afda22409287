"""The roll-forward of trade receivables net of unapplied money.

Unless said, INV-7 is EUR 10.00, issued on 1 January and due on the 31st.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from tests.unit.ledger.book import (
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
    read,
    receipt,
    refund,
)

from collectkit.ledger import Movement, Snapshot, age

LATER = d(12, 31)
Row = tuple[date, str, str, str]


def rows(snapshot: Snapshot, start: date, end: date) -> list[Row]:
    return [
        (move.on, move.kind, move.id, str(move.amount.amount))
        for move in snapshot.movements(start, end)
    ]


def year(*facts: Any) -> list[Row]:
    return rows(read(*facts, as_of=LATER), d(1, 1), LATER)


def balance(snapshot: Snapshot, currency: str = "EUR") -> int:
    totals = [entry.total for entry in age(snapshot).balances if entry.currency == currency]
    return totals[0].minor_units if totals else 0


def moved(snapshot: Snapshot, start: date, end: date) -> int:
    return sum(move.amount.minor_units for move in snapshot.movements(start, end))


# -- each kind -----------------------------------------------------------------------------------
def test_an_invoice_raises_receivables_by_its_whole_on_its_issue() -> None:
    parts = in_parts((d(2, 1), "5.00"), (d(3, 1), "5.00"))
    assert year(parts) == [(d(1, 1), "invoice", "INV-7", "10.00")]
    note = invoice("DN-1", "2.50", kind="debit_note", issued=d(2, 1))
    assert year(note) == [(d(2, 1), "invoice", "DN-1", "2.50")]


def test_a_credit_note_lowers_them_on_its_issue_and_its_use_moves_nothing() -> None:
    used = applied("6.00", on=d(2, 9), of="CN-1")
    assert year(invoice(), credit_note("CN-1", "7.00", on=d(2, 5)), used) == [
        (d(1, 1), "invoice", "INV-7", "10.00"),
        (d(2, 5), "credit_note", "CN-1", "-7.00"),
    ]


def test_cash_lowers_them_on_the_day_it_is_received_and_its_use_moves_nothing() -> None:
    used = applied("6.00", on=d(2, 9))
    assert year(invoice(), receipt("R-1", "7.00", on=d(2, 5)), used) == [
        (d(1, 1), "invoice", "INV-7", "10.00"),
        (d(2, 5), "receipt", "R-1", "-7.00"),
    ]


def test_an_allocation_that_carries_its_receipt_is_a_receipt() -> None:
    assert year(invoice(), applied("6.00", on=d(2, 9), of=None))[1:] == [
        (d(2, 9), "receipt", "own:INV-7@2026-02-09", "-6.00")
    ]


@pytest.mark.parametrize("kind", ["write_off", "discount", "withholding"])
def test_an_adjustment_lowers_them_by_what_it_did(kind: str) -> None:
    facts = (invoice(), adjusted(kind, "12.00", on=d(2, 9), id="X-1"))
    assert year(*facts)[1:] == [(d(2, 9), kind, "INV-7", "-10.00")]


def test_a_recovery_gives_back_what_its_receipt_took() -> None:
    facts = (
        invoice(),
        adjusted("write_off", "10.00", on=d(3, 1)),
        receipt("R-1", "4.00", on=d(3, 20)),
        applied("4.00", on=d(3, 21)),
    )
    assert year(*facts)[1:] == [
        (d(3, 1), "write_off", "INV-7", "-10.00"),
        (d(3, 20), "receipt", "R-1", "-4.00"),
        (d(3, 21), "recovery", "INV-7", "4.00"),
    ]


def test_cash_for_late_charges_stands_outside() -> None:
    late = invoice("DN-1", "40.00", kind="debit_note", nature="late_charge", issued=d(2, 1))
    facts = (
        invoice(),
        late,
        receipt("R-1", "45.00", on=d(2, 20)),
        applied("40.00", on=d(2, 20), to="DN-1"),
        applied("5.00", on=d(2, 20), to="INV-7", component="interest"),
        adjusted("write_off", "3.00", on=d(3, 1), to="DN-1"),
    )
    assert year(*facts) == [
        (d(1, 1), "invoice", "INV-7", "10.00"),
        (d(2, 20), "charge", "DN-1", "40.00"),
        (d(2, 20), "charge", "INV-7", "5.00"),
        (d(2, 20), "receipt", "R-1", "-45.00"),
    ]


def test_a_refund_raises_them_whatever_it_undoes() -> None:
    facts = (
        invoice(),
        receipt("R-1", "14.00", on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "6.00", on=d(2, 20)),
        credit_note("CN-1", "3.00", on=d(2, 21)),
        refund("CN-1", "3.00", on=d(2, 22), id="F-2"),
    )
    assert year(*facts)[2:] == [
        (d(2, 20), "refund", "F-1", "6.00"),
        (d(2, 21), "credit_note", "CN-1", "-3.00"),
        (d(2, 22), "refund", "F-2", "3.00"),
    ]


# -- bounces and ends inside the window ----------------------------------------------------------
BOUNCE = (
    invoice(),
    receipt(on=d(2, 5)),
    applied("10.00", on=d(2, 6)),
    bounced("R-1", "10.00", on=d(2, 20)),
)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (
            d(2, 1),
            d(2, 28),
            [(d(2, 5), "receipt", "R-1", "-10.00"), (d(2, 20), "reversal", "B-1", "10.00")],
        ),
        (d(2, 1), d(2, 19), [(d(2, 5), "receipt", "R-1", "-10.00")]),
        (d(2, 6), d(2, 28), [(d(2, 20), "reversal", "B-1", "10.00")]),
        (d(2, 20), d(2, 20), [(d(2, 20), "reversal", "B-1", "10.00")]),
        (d(2, 6), d(2, 19), []),
        (d(2, 21), d(2, 28), []),
    ],
)
def test_a_bounce_is_a_movement_of_its_own_day(start: date, end: date, expected: list[Row]) -> None:
    assert rows(read(*BOUNCE, as_of=LATER), start, end) == expected


def test_a_bounce_takes_back_the_charges_and_recoveries_its_payment_made() -> None:
    facts = (
        invoice("A"),
        invoice("B"),
        adjusted("write_off", "10.00", on=d(2, 1), to="A"),
        receipt("R-1", "7.00", on=d(2, 5)),
        applied("3.00", on=d(2, 5), to="A"),
        applied("4.00", on=d(2, 19), to="B", component="fee"),
        bounced("R-1", "7.00", on=d(2, 20)),
    )
    expected = [
        (d(2, 20), "charge", "B", "-4.00"),
        (d(2, 20), "recovery", "A", "-3.00"),
        (d(2, 20), "reversal", "B-1", "7.00"),
    ]
    assert rows(read(*facts, as_of=LATER), d(2, 20), d(2, 20)) == expected
    assert rows(read(*facts, as_of=LATER), d(2, 20), LATER) == expected
    assert rows(read(*facts, as_of=LATER), d(2, 6), LATER) == [
        (d(2, 19), "charge", "B", "4.00"),
        *expected,
    ]


def test_a_write_off_that_a_bounce_makes_room_for_counts_from_the_bounce() -> None:
    facts = (*BOUNCE, adjusted("write_off", "10.00", on=d(2, 10)))
    assert rows(read(*facts, as_of=LATER), d(2, 6), LATER) == [
        (d(2, 20), "reversal", "B-1", "10.00"),
        (d(2, 20), "write_off", "INV-7", "-10.00"),
    ]


def test_an_allocation_that_ends_moves_nothing() -> None:
    facts = (invoice(), receipt(on=d(2, 5)), applied("10.00", on=d(2, 5), ended_on=d(2, 20)))
    assert rows(read(*facts, as_of=LATER), d(2, 6), LATER) == []


def test_an_allocation_to_charges_that_ends_takes_them_back() -> None:
    used = applied("4.00", on=d(2, 5), component="interest", ended_on=d(2, 20))
    assert rows(read(invoice(), receipt(on=d(2, 5)), used, as_of=LATER), d(2, 6), LATER) == [
        (d(2, 20), "charge", "INV-7", "-4.00")
    ]


def test_a_bounce_moves_nothing_but_itself_beside_bare_allocations_of_the_same_day() -> None:
    facts = (
        invoice(),
        applied("4.00", on=d(2, 5), of=None),
        receipt("INV-7@2026-02-05", "3.00", on=d(2, 5)),
        bounced("INV-7@2026-02-05", "3.00", on=d(2, 20)),
    )
    assert rows(read(*facts, as_of=LATER), d(2, 6), LATER) == [
        (d(2, 20), "reversal", "B-1", "3.00")
    ]


# -- the window ----------------------------------------------------------------------------------
def test_both_ends_of_the_window_are_included_and_order_is_by_date_kind_and_id() -> None:
    facts = (
        invoice("B", issued=d(2, 1)),
        invoice("A", issued=d(2, 1)),
        credit_note("CN-1", "1.00", on=d(2, 1)),
        receipt("R-1", "2.00", on=d(2, 28)),
    )
    snapshot = read(*facts, as_of=LATER)
    assert rows(snapshot, d(2, 1), d(2, 28)) == [
        (d(2, 1), "credit_note", "CN-1", "-1.00"),
        (d(2, 1), "invoice", "A", "10.00"),
        (d(2, 1), "invoice", "B", "10.00"),
        (d(2, 28), "receipt", "R-1", "-2.00"),
    ]
    assert rows(snapshot, d(2, 2), d(2, 27)) == []


def test_a_window_may_reach_beyond_the_day_of_the_snapshot() -> None:
    facts = (invoice(), receipt(on=d(2, 5)))
    assert len(read(*facts, as_of=d(1, 15)).movements(d(1, 1), LATER)) == 2


def test_a_window_may_begin_with_time_itself() -> None:
    assert rows(read(invoice(), as_of=LATER), date.min, LATER) == [
        (d(1, 1), "invoice", "INV-7", "10.00")
    ]


def test_a_window_of_no_days_holds_nothing() -> None:
    assert rows(read(invoice(), as_of=LATER), d(1, 2), d(1, 1)) == []


@pytest.mark.parametrize("field", ["start", "end"])
def test_its_days_are_dates(field: str) -> None:
    days: dict[str, Any] = {"start": d(1, 1), "end": d(2, 1)}
    days[field] = datetime(2026, 1, 1, tzinfo=UTC)
    snapshot = read(invoice(), as_of=LATER)
    assert fault(lambda: snapshot.movements(**days))[:2] == ("dates.invalid", field)


def test_what_is_not_known_moves_nothing() -> None:
    facts = (invoice(), receipt(on=d(2, 5), recorded_on=d(3, 1)))
    assert len(read(*facts, as_of=LATER, known_at=d(2, 28)).movements(d(1, 1), LATER)) == 1
    assert len(read(*facts, as_of=LATER, known_at=d(3, 1)).movements(d(1, 1), LATER)) == 2


def test_each_movement_is_in_its_own_currency() -> None:
    snapshot = read(invoice("A"), invoice("B", "JPY 500"), as_of=LATER)
    assert snapshot.movements(d(1, 1), LATER) == (
        Movement(on=d(1, 1), kind="invoice", id="A", amount=eur("10.00")),
        Movement(on=d(1, 1), kind="invoice", id="B", amount=money("JPY 500")),
    )


# -- the law -------------------------------------------------------------------------------------
def test_opening_plus_movements_is_closing() -> None:
    facts = (
        invoice("A", "100.00"),
        in_parts((d(2, 1), "30.00"), (None, "20.00"), id="B", issued=d(1, 10)),
        invoice("L", "40.00", kind="debit_note", nature="late_charge", issued=d(2, 1)),
        receipt("R-1", "120.00", on=d(1, 5)),
        applied("90.00", on=d(1, 6), to="A"),
        applied("10.00", on=d(1, 5), to="B"),
        applied("5.00", on=d(2, 3), to="L"),
        applied("5.00", on=d(2, 4), to="A", component="interest", ended_on=d(2, 18)),
        receipt("R-2", "80.00", on=d(2, 2)),
        applied("60.00", on=d(2, 8), of="R-2", to="A"),
        adjusted("write_off", "25.00", on=d(2, 12), to="B"),
        adjusted("discount", "2.00", on=d(1, 8), to="A"),
        bounced("R-1", "120.00", on=d(2, 20)),
        credit_note("CN", "15.00", on=d(2, 9)),
        applied("9.00", on=d(2, 10), of="CN", to="B"),
        refund("CN", "8.00", on=d(2, 22)),
        refund("R-2", "30.00", on=d(2, 15), id="F-2"),
        applied("7.00", on=d(2, 25), of=None, to="B"),
    )
    snapshot = read(*facts, as_of=LATER)
    days = [d(12, 31, 2025), d(1, 5), d(1, 9), d(2, 4), d(2, 12), d(2, 18), d(2, 20), d(2, 28)]
    for opening, closing in combinations(days, 2):
        first = opening + timedelta(1)
        change = balance(snapshot.at(closing)) - balance(snapshot.at(opening))
        assert moved(snapshot, first, closing) == change
    assert balance(snapshot) == 5900
