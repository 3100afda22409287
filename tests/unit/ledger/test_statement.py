"""The statement of account. Unless said, INV-7 is EUR 10.00, issued on 1 January, due on the 31st.

The period is February and March unless said.
"""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
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
    read,
    receipt,
    refund,
)

from collectkit.ledger import AccountStatement, account_statement, age

Row = tuple[date, str, str, str, str]


def stated(
    *facts: Any,
    start: date = date(2026, 2, 1),
    end: date = date(2026, 3, 31),
    known_at: date | None = None,
) -> AccountStatement:
    return account_statement(account(*facts), start=start, end=end, known_at=known_at)


def lines(statement: AccountStatement, currency: str = "EUR") -> list[Row]:
    return [
        (line.on, line.kind, line.id, str(line.amount.amount), str(line.balance.amount))
        for line in statement.of(currency).lines
    ]


def late_charge(id: str = "DN-1", amount: str = "40.00", *, on: date = date(2026, 2, 10)) -> Any:
    facts: dict[str, Any] = {"kind": "debit_note", "nature": "late_charge", "charge_kind": "fee"}
    return invoice(id, amount, issued=on, due=d(2, 20), charge_for="INV-7", **facts)


# -- opening, lines, closing ---------------------------------------------------------------------
def test_opening_lines_and_closing_with_running_balances() -> None:
    found = stated(
        invoice(),
        invoice("INV-8", "6.00", issued=d(2, 1), due=d(3, 3)),
        receipt("R-1", "12.00", on=d(2, 9)),
        applied("10.00", on=d(2, 12)),
        credit_note("CN-1", "1.00", on=d(3, 31)),
        receipt("R-2", "2.00", on=d(4, 1)),
    )
    assert (found.customer_id, found.start, found.end) == ("C-1", d(2, 1), d(3, 31))
    assert found.of("EUR").opening == eur("10.00")
    assert lines(found) == [
        (d(2, 1), "invoice", "INV-8", "6.00", "16.00"),
        (d(2, 9), "receipt", "R-1", "-12.00", "4.00"),
        (d(3, 31), "credit_note", "CN-1", "-1.00", "3.00"),
    ]
    assert found.of("EUR").closing == eur("3.00")
    assert found.problems == ()


def test_both_days_of_the_period_are_in_it() -> None:
    facts = (invoice(issued=d(2, 1)), receipt(on=d(2, 2)))
    assert [row[1] for row in lines(stated(*facts, start=d(2, 1), end=d(2, 1)))] == ["invoice"]
    assert [row[1] for row in lines(stated(*facts, start=d(2, 2), end=d(2, 2)))] == ["receipt"]
    after = stated(*facts, start=d(2, 3), end=d(2, 3)).of("EUR")
    assert (after.opening, after.lines, after.closing) == (eur("0.00"), (), eur("0.00"))


def test_on_one_day_documents_stand_before_money() -> None:
    day = d(2, 10)
    found = stated(
        receipt("A-1", "2.00", on=day),
        credit_note("B-1", "1.00", on=day),
        late_charge("C-1", on=day),
        invoice("D-1", "3.00", kind="debit_note", issued=day, due=d(3, 9)),
        invoice("E-1", issued=day, due=d(3, 9)),
        invoice("D-0", issued=day, due=d(3, 9)),
        adjusted("write_off", "1.00", on=day, to="E-1"),
        adjusted("discount", "1.00", on=day, to="E-1"),
    )
    assert [(kind, name) for _, kind, name, _, _ in lines(found)] == [
        ("invoice", "D-0"),
        ("invoice", "E-1"),
        ("debit_note", "D-1"),
        ("late_charge", "C-1"),
        ("credit_note", "B-1"),
        ("receipt", "A-1"),
        ("discount", "E-1"),
        ("write_off", "E-1"),
    ]


def test_a_bounced_payment_and_a_refund_are_lines_of_their_day() -> None:
    found = stated(
        invoice(),
        receipt("R-1", "10.00", on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        bounced("R-1", "10.00", on=d(3, 5)),
        receipt("R-2", "11.00", on=d(3, 10)),
        refund("R-2", "1.00", on=d(3, 12)),
    )
    assert lines(found) == [
        (d(2, 5), "receipt", "R-1", "-10.00", "0.00"),
        (d(3, 5), "reversal", "B-1", "10.00", "10.00"),
        (d(3, 10), "receipt", "R-2", "-11.00", "-1.00"),
        (d(3, 12), "refund", "F-1", "1.00", "0.00"),
    ]


def test_an_invoice_in_parts_is_one_line() -> None:
    parts = in_parts((d(2, 1), "5.00"), (None, "5.00"))
    assert lines(stated(parts, start=d(1, 1))) == [(d(1, 1), "invoice", "INV-7", "10.00", "10.00")]


# -- late charges --------------------------------------------------------------------------------
def test_posted_late_charges_and_what_lowers_them_are_lines() -> None:
    found = stated(
        invoice(),
        late_charge(),
        receipt("R-1", "25.00", on=d(2, 25)),
        applied("25.00", on=d(2, 25), to="DN-1"),
        adjusted("write_off", "3.00", on=d(3, 1), to="DN-1"),
    )
    assert lines(found) == [
        (d(2, 10), "late_charge", "DN-1", "40.00", "50.00"),
        (d(2, 25), "receipt", "R-1", "-25.00", "25.00"),
        (d(3, 1), "write_off", "DN-1", "-3.00", "22.00"),
    ]
    assert found.of("EUR").closing == eur("22.00")


def test_a_recovery_on_a_late_charge_gives_back_what_its_receipt_took() -> None:
    found = stated(
        late_charge(),
        adjusted("write_off", "40.00", on=d(3, 1), to="DN-1"),
        receipt("R-1", "4.00", on=d(3, 20)),
        applied("4.00", on=d(3, 21), to="DN-1"),
    )
    assert lines(found)[2:] == [
        (d(3, 20), "receipt", "R-1", "-4.00", "-4.00"),
        (d(3, 21), "recovery", "DN-1", "4.00", "0.00"),
    ]


def test_cash_for_interest_that_no_document_billed_is_a_charge() -> None:
    found = stated(
        invoice(), receipt("R-1", "10.00"), applied("3.00", on=d(2, 9), component="interest")
    )
    assert lines(found) == [
        (d(2, 5), "receipt", "R-1", "-10.00", "0.00"),
        (d(2, 9), "charge", "INV-7", "3.00", "3.00"),
    ]


def test_the_foot_is_the_aging_with_late_charges_apart() -> None:
    facts = (invoice(), late_charge(), receipt("R-1", "4.00"))
    balance = stated(*facts).of("EUR")
    assert balance.aged == age(read(*facts, as_of=d(3, 31))).of("EUR")
    assert (balance.aged.total, balance.aged.late_charges) == (eur("6.00"), eur("40.00"))
    assert balance.closing == eur("46.00")


# -- currencies and knowledge --------------------------------------------------------------------
def test_each_currency_stands_by_itself() -> None:
    found = stated(invoice(), invoice("US-1", "USD 5.00"), receipt("JP-1", "JPY 700", on=d(2, 5)))
    assert [balance.currency for balance in found.balances] == ["EUR", "JPY", "USD"]
    assert found.of("JPY").closing == money("JPY -700")
    assert lines(found, "JPY") == [(d(2, 5), "receipt", "JP-1", "-700", "-700")]
    assert fault(lambda: found.of("GBP")) == (
        "ledger.unknown-reference",
        "currency",
        None,
        "nothing is stated in GBP",
    )


def test_money_that_came_and_went_within_the_period_is_stated() -> None:
    found = stated(receipt("R-1", "4.00", on=d(2, 5)), refund("R-1", "4.00", on=d(2, 9)))
    assert [row[1] for row in lines(found)] == ["receipt", "refund"]
    assert (found.of("EUR").closing, found.of("EUR").aged.total) == (eur("0.00"), eur("0.00"))


def test_what_was_recorded_later_is_not_stated() -> None:
    facts = (invoice(), receipt("R-1", "4.00", on=d(2, 5), recorded_on=d(2, 20)))
    assert lines(stated(*facts, known_at=d(2, 19))) == []
    assert [row[2] for row in lines(stated(*facts, known_at=d(2, 20)))] == ["R-1"]
    late = (late_charge(), receipt("R-1", "4.00", on=d(2, 5), recorded_on=d(2, 20)))
    assert [row[2] for row in lines(stated(*late, known_at=d(2, 19)))] == ["DN-1"]


def test_problems_of_the_ledger_stand_beside_it() -> None:
    found = stated(invoice(), receipt("R-1", "12.00"), applied("12.00", on=d(2, 9)))
    assert [problem.code for problem in found.problems] == ["ledger.excess"]


def test_nothing_is_an_empty_statement() -> None:
    found = stated()
    assert (found.balances, found.to_rows()) == ((), ())
    assert found.explain() == "C-1 from 2026-02-01 to 2026-03-31"


# -- arguments, values, text ---------------------------------------------------------------------
def test_a_period_may_begin_with_time_itself() -> None:
    found = stated(invoice(), start=date.min, end=date.max).of("EUR")
    assert (found.opening, found.closing) == (eur("0.00"), eur("10.00"))


@pytest.mark.parametrize(
    ("given", "code", "field", "message"),
    [
        (
            {"start": d(2, 2), "end": d(2, 1)},
            "dates.invalid",
            "end",
            "the period ends on 2026-02-01 before it starts on 2026-02-02",
        ),
        (
            {"start": "2026-02-01"},
            "dates.invalid",
            "start",
            "start must be a date, not str: `2026-02-01`",
        ),
        (
            {"end": datetime(2026, 2, 1, tzinfo=UTC)},
            "dates.invalid",
            "end",
            "end must be a date, not a datetime: `2026-02-01 00:00:00+00:00`",
        ),
        (
            {"known_at": 7},
            "dates.invalid",
            "known_at",
            "known_at must be a date, not int: `7`",
        ),
    ],
)
def test_arguments_are_checked(given: dict[str, Any], code: str, field: str, message: str) -> None:
    arguments = {"start": d(2, 1), "end": d(3, 31), **given}
    assert fault(lambda: account_statement(account(invoice()), **arguments)) == (
        code,
        field,
        None,
        message,
    )


def test_only_accounts_have_statements() -> None:
    found = read(invoice(), as_of=d(3, 1))
    given: Any = found
    assert fault(lambda: account_statement(given, start=d(2, 1), end=d(3, 1)))[1] == "account"


def test_a_statement_is_a_value() -> None:
    found = stated(invoice())
    assert found == stated(invoice())
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(FrozenInstanceError):
        found.end = d(4, 1)  # type: ignore[misc]


def test_rows_are_plain_text_of_one_shape() -> None:
    found = stated(invoice(), receipt("R-1", "4.00"), invoice("JP-1", "JPY 700", issued=d(3, 1)))
    shape = ("customer_id", "currency", "on", "kind", "id", "amount", "balance")
    assert [tuple(row.values()) for row in found.to_rows()] == [
        ("C-1", "EUR", "2026-02-01", "opening", "", "", "10.00"),
        ("C-1", "EUR", "2026-02-05", "receipt", "R-1", "-4.00", "6.00"),
        ("C-1", "EUR", "2026-03-31", "closing", "", "", "6.00"),
        ("C-1", "JPY", "2026-02-01", "opening", "", "", "0"),
        ("C-1", "JPY", "2026-03-01", "invoice", "JP-1", "700", "700"),
        ("C-1", "JPY", "2026-03-31", "closing", "", "", "700"),
    ]
    assert {tuple(row) for row in found.to_rows()} == {shape}


def test_the_explanation_is_a_table() -> None:
    found = stated(invoice(), late_charge(), receipt("R-1", "4.00"))
    assert found.explain() == "\n".join(
        (
            "C-1 from 2026-02-01 to 2026-03-31",
            "EUR",
            "  2026-02-01  opening                  10.00",
            "  2026-02-05  receipt R-1       -4.00   6.00",
            "  2026-02-10  late charge DN-1  40.00  46.00",
            "  2026-03-31  closing                  46.00",
            "  aged        current                  -4.00",
            "  aged        1-30                      0.00",
            "  aged        31-60                    10.00",
            "  aged        61-90                     0.00",
            "  aged        91+                       0.00",
            "  aged        late charges             40.00",
        )
    )
