from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ledger.book import eur, fault

from collectkit.errors import Problem
from collectkit.ledger import (
    Installment,
    from_rows,
)

INVALID = "ledger.invalid-fact"
MISSING = object()

RECEIPT = {"id": "R-1", "customer_id": "C-1", "received_on": "2026-02-05", "amount": "4.00"}
INVOICE = {
    "id": "INV-7",
    "customer_id": "C-1",
    "amount": "1190.00",
    "issued_on": "2026-01-31",
    "due_on": "2026-03-02",
}


def one(kind: str, row: Mapping[str, Any], currency: str | None = "EUR") -> Any:
    facts, problems = from_rows(kind, [row], currency=currency)
    assert problems == ()
    return facts[0]


def wrong(kind: str, row: Mapping[Any, Any], currency: str | None = "EUR") -> Problem:
    facts, problems = from_rows(kind, [row], currency=currency)
    assert facts == ()
    return problems[0]


def changed(row: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    kept = {**row, **changes}
    return {key: value for key, value in kept.items() if value is not MISSING}


# -- money ---------------------------------------------------------------------------------------
PLAIN = "(ASCII digits, one decimal point, at most 15 whole digits, no exponent)"


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (4.0, "amount must be exact, not float: `4.0` (pass a str or a Decimal)"),
        (float("nan"), "amount must be exact, not float: `nan` (pass a str or a Decimal)"),
        (True, "amount must be exact, not bool: `True` (pass a str, int or Decimal)"),
        ("1E+999999", f"amount is not a plain decimal number: `1E+999999` {PLAIN}"),
        (Decimal("1E+999999"), "amount is out of range: `1E+999999`"),
        (Decimal("sNaN"), "amount must be a finite number, not `sNaN`"),
        ("4,00", f"amount is not a plain decimal number: `4,00` {PLAIN}"),
        ("EUR 4.00", f"amount is not a plain decimal number: `EUR 4.00` {PLAIN}"),
        ("4.005", "`4.005` has more than 2 decimals of EUR (round it first)"),
        ("٤", f"amount is not a plain decimal number: `\\u0664` {PLAIN}"),
        (
            {"amount": "4.00"},
            "amount must be exact, not dict: `a dict of 1` (pass a str, int or Decimal)",
        ),
    ],
)
def test_bad_money_is_a_problem_of_its_field(amount: object, message: str) -> None:
    assert wrong("receipts", changed(RECEIPT, amount=amount)) == Problem(
        code="money.invalid", message=message, subject="R-1", row=0, field="amount"
    )


def test_money_below_zero_is_a_problem() -> None:
    assert wrong("receipts", changed(RECEIPT, amount="-4.00")) == Problem(
        code=INVALID,
        message="amount must be above zero, not EUR -4.00 "
        "(amounts are positive; the kind gives the sign)",
        subject="R-1",
        row=0,
        field="amount",
    )


def test_the_field_at_fault_is_the_one_of_the_row() -> None:
    row = {"id": "C-1", "credit_limit": 5.0}
    assert wrong("customers", row).field == "credit_limit"
    row = {"id": "C-1", "credit_limit": "5.00", "credit_limit_currency": "XXX"}
    assert wrong("customers", row).field == "currency"


# -- fields --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "row", "code", "field", "message"),
    [
        (
            "receipts",
            changed(RECEIPT, received_on="2026-02-30"),
            "dates.invalid",
            "received_on",
            "received_on is not an ISO date such as 2026-03-31: `2026-02-30`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on="05.02.2026"),
            "dates.invalid",
            "received_on",
            "received_on is not an ISO date such as 2026-03-31: `05.02.2026`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on="2026-02-05T00:00:00Z"),
            "dates.invalid",
            "received_on",
            "received_on is not an ISO date such as 2026-03-31: `2026-02-05T00:00:00Z`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on="2026-02-0\u0665"),
            "dates.invalid",
            "received_on",
            "received_on is not an ISO date such as 2026-03-31: `2026-02-0\\u0665`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on="10000-01-01"),
            "dates.invalid",
            "received_on",
            "received_on is not an ISO date such as 2026-03-31: `10000-01-01`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on="1" * 100_000),
            "dates.invalid",
            "received_on",
            f"received_on is not an ISO date such as 2026-03-31: `{'1' * 40}...`",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on=datetime(2026, 2, 5, tzinfo=UTC)),
            "dates.invalid",
            "received_on",
            "received_on must be a date, not a datetime: `2026-02-05 00:00:00+00:00` "
            "(convert to the creditor's business day first)",
        ),
        (
            "receipts",
            changed(RECEIPT, received_on=46058),
            "dates.invalid",
            "received_on",
            "received_on must be a date, not int: `46058` "
            "(use datetime.date, or date.fromisoformat for text)",
        ),
        (
            "receipts",
            changed(RECEIPT, customer_id=7),
            INVALID,
            "customer_id",
            "customer_id must be text, not int",
        ),
        (
            "receipts",
            changed(RECEIPT, customer_id=MISSING),
            INVALID,
            "customer_id",
            "customer_id is missing",
        ),
        (
            "receipts",
            changed(RECEIPT, customer_id="  "),
            INVALID,
            "customer_id",
            "customer_id must be non-empty text, not `  `",
        ),
        (
            "receipts",
            changed(RECEIPT, kind="bank"),
            INVALID,
            "kind",
            "kind must be one of payment, refund, reversal, not `bank`",
        ),
        (
            "receipts",
            changed(RECEIPT, colour="red"),
            INVALID,
            "colour",
            "`colour` is not a field of Receipt (it has id, customer_id, amount, received_on, "
            "kind, method, reverses, recorded_on)",
        ),
        (
            "receipts",
            changed(RECEIPT, colour_currency="EUR"),
            INVALID,
            "colour_currency",
            "`colour_currency` is not a field of Receipt (it has id, customer_id, amount, "
            "received_on, kind, method, reverses, recorded_on)",
        ),
        (
            "allocations",
            {
                "id": "R-1",
                "invoice_id": "INV-7",
                "amount": "4",
                "applied_on": "2026-02-05",
                "installment": "2.0",
            },
            INVALID,
            "installment",
            "installment must be a whole number, not `2.0`",
        ),
        (
            "allocations",
            {
                "id": "R-1",
                "invoice_id": "INV-7",
                "amount": "4",
                "applied_on": "2026-02-05",
                "installment": "²",
            },
            INVALID,
            "installment",
            "installment must be a whole number, not `\\xb2`",
        ),
        (
            "promises",
            {
                "id": "R-1",
                "customer_id": "C-1",
                "amount": "4",
                "promised_on": "2026-02-05",
                "pay_by": "2026-02-12",
                "invoices": {"INV-7": 1},
            },
            INVALID,
            "invoices",
            "invoices must be a list, not dict",
        ),
        (
            "done",
            {"id": "R-1", "customer_id": "C-1", "on": "2026-02-05", "customer_facing": "yes"},
            INVALID,
            "customer_facing",
            "customer_facing must be true or false, not `yes`",
        ),
        (
            "done",
            {"id": "R-1", "customer_id": "C-1", "on": "2026-02-05", "at": "2026-02-05T09:30"},
            "dates.invalid",
            "at",
            "at must be a datetime that knows its time zone",
        ),
        (
            "done",
            {"id": "R-1", "customer_id": "C-1", "on": "2026-02-05", "at": "half past nine"},
            "dates.invalid",
            "at",
            "at is not an ISO date and time with its offset: `half past nine`",
        ),
        (
            "placements",
            {
                "id": "R-1",
                "customer_id": "C-1",
                "kind": "legal",
                "from_on": "2026-02-05",
                "commission": "15",
            },
            INVALID,
            "commission",
            "commission must be a percentage with its sign, not `15` (write 8%)",
        ),
        (
            "placements",
            {
                "id": "R-1",
                "customer_id": "C-1",
                "kind": "legal",
                "from_on": "2026-02-05",
                "commission": 0.15,
            },
            INVALID,
            "commission",
            "commission must be a percentage with its sign, not `0.15` (write 8%)",
        ),
    ],
)
def test_a_bad_row_is_a_problem_that_names_its_field(
    kind: str, row: dict[str, Any], code: str, field: str, message: str
) -> None:
    assert wrong(kind, row) == Problem(
        code=code, message=message, subject="R-1", row=0, field=field
    )


@pytest.mark.parametrize("commission", ["many%", "9999999%", "%"])
def test_a_percentage_that_is_none_names_its_own_field(commission: str) -> None:
    row = {"customer_id": "C-1", "kind": "legal", "from_on": "2026-02-05", "commission": commission}
    problem = wrong("placements", row)
    assert (problem.code, problem.field) == ("money.invalid-percent", "commission")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"installments": [{"number": 1, "due_on": "2026-13-01", "amount": "1190.00"}]},
            "installments.due_on",
            "due_on is not an ISO date such as 2026-03-31: `2026-13-01`",
        ),
        (
            {"installments": [{"number": 1, "amount": "1190.00", "colour": 1}]},
            "installments.colour",
            "`colour` is not a field of Installment (it has number, due_on, amount)",
        ),
        (
            {"tax": [{"rate": "19%", "base": "1000.00", "amount": 190.0}]},
            "tax.amount",
            "amount must be exact, not float: `190.0` (pass a str or a Decimal)",
        ),
        (
            {"tax": [{"rate": "19%", "base": "1000.00"}]},
            "tax.amount",
            "amount is missing",
        ),
        ({"tax": [19]}, "tax", "a row must be a mapping, not int"),
        ({"tax": 19}, "tax", "tax must be a list, not int"),
    ],
)
def test_a_fault_inside_a_nested_fact_has_a_path_and_the_outer_id(
    changes: dict[str, Any], field: str, message: str
) -> None:
    problem = wrong("invoices", {**INVOICE, **changes})
    assert (problem.field, problem.subject, problem.message) == (field, "INV-7", message)


@pytest.mark.parametrize("due_on", ["", None])
def test_a_part_that_waits_for_its_event_has_an_empty_due_date(due_on: object) -> None:
    part = {"number": 1, "due_on": due_on, "amount": "1190.00"}
    made = one("invoices", changed(INVOICE, due_on="", installments=[part]))
    assert made.installments == (Installment(number=1, due_on=None, amount=eur("1190.00")),)
    assert made.due_on is None


def test_a_contradiction_of_the_whole_fact_is_a_problem_too() -> None:
    row = changed(INVOICE, installments=[{"number": 1, "due_on": "2026-03-02", "amount": "1189"}])
    problem = wrong("invoices", row)
    assert (problem.code, problem.field, problem.subject) == (INVALID, "installments", "INV-7")
    assert problem.message == "installments of INV-7 sum to EUR 1189.00, not to EUR 1190.00"


# -- empty cells, keys, rows ---------------------------------------------------------------------
def test_empty_cells_are_absent() -> None:
    row = {**RECEIPT, "kind": "", "method": None, "reverses": "", "recorded_on": None}
    assert one("receipts", row) == one("receipts", RECEIPT)


def test_no_contact_points_can_be_told_from_unknown_ones() -> None:
    assert one("customers", {"id": "C-1", "contact_points": ""}).contact_points is None
    assert one("customers", {"id": "C-1", "contact_points": []}).contact_points == ()


@pytest.mark.parametrize("value", ["", None])
def test_an_unknown_key_is_refused_though_its_cell_is_empty(value: object) -> None:
    problem = wrong("receipts", {**RECEIPT, "recieved_on": value})
    assert (problem.code, problem.field) == (INVALID, "recieved_on")


def test_a_currency_beside_a_field_that_is_no_money_is_an_unknown_key() -> None:
    problem = wrong("receipts", {**RECEIPT, "id_currency": "EUR"})
    assert (problem.code, problem.field) == (INVALID, "id_currency")


def test_a_key_that_is_no_text_is_an_unknown_key() -> None:
    problem = wrong("receipts", {**RECEIPT, 7: "x"})
    assert (problem.code, problem.field) == (INVALID, "7")
    assert problem.message.startswith("`7` is not a field of Receipt")


class Undecided:
    """Compares like a missing value of a dataframe, or like an array: its truth is refused."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError("truth is ambiguous")


def test_a_value_of_a_strange_type_is_a_problem_and_the_batch_finishes() -> None:
    rows: list[Mapping[str, Any]] = [{**RECEIPT, "method": Undecided()}, RECEIPT]
    facts, problems = from_rows("receipts", rows, currency="EUR")
    assert len(facts) == 1
    assert [(problem.row, problem.field) for problem in problems] == [(0, "method")]


def test_rows_are_numbered_from_zero_and_the_batch_finishes() -> None:
    def read() -> Iterator[Any]:
        yield RECEIPT
        yield {**RECEIPT, "id": "R-2", "amount": "x"}
        yield ["R-3"]
        yield {**RECEIPT, "id": "R-4"}
        yield {}

    facts, problems = from_rows("receipts", read(), currency="EUR")
    assert [fact.id for fact in facts] == ["R-1", "R-4"]
    assert [(p.row, p.subject, p.field, p.severity) for p in problems] == [
        (1, "R-2", "amount", "error"),
        (2, None, None, "error"),
        (4, None, "id", "error"),
    ]
    assert problems[1].message == "a row must be a mapping, not list"
    assert str(problems[2]) == "row 4: id is missing"


def test_no_rows_are_no_facts() -> None:
    assert from_rows("invoices", []) == ((), ())


@pytest.mark.parametrize("kind", ["invoice", "Invoices", "customer", ""])
def test_an_unknown_kind_raises(kind: str) -> None:
    code, field, subject, message = fault(lambda: from_rows(kind, []))
    assert (code, field, subject) == (INVALID, "kind", None)
    assert message == f"`{kind}` is not a kind of fact"


def test_the_given_rows_are_left_alone() -> None:
    row = {**RECEIPT, "method": ""}
    before = dict(row)
    from_rows("receipts", [row], currency="EUR")
    assert row == before


def test_a_kind_that_is_no_text_raises_too() -> None:
    kind: Any = ["invoices"]
    assert fault(lambda: from_rows(kind, []))[:2] == (INVALID, "kind")
