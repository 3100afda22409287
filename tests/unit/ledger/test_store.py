"""Facts as JSON documents, and back."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.unit.ledger.book import (
    account,
    applied,
    d,
    eur,
    fault,
    in_parts,
    invoice,
    receipt,
)

from collectkit.ledger import (
    SCHEMA_VERSION,
    Account,
    Consent,
    ContactPoint,
    Customer,
    Done,
    Hold,
    InconvenientTime,
    OptOut,
    Placement,
    TaxLine,
    accounts,
    dump,
    from_rows,
    load,
    load_facts,
)
from collectkit.money import Money, Percent

INVALID = "ledger.invalid-fact"


def document(**kinds: Any) -> dict[str, Any]:
    return {"schema_version": 1, "customers": [{"id": "C-1"}], **kinds}


RECEIPT = {
    "id": "R-1",
    "customer_id": "C-1",
    "amount": {"amount": "4.00", "currency": "EUR"},
    "received_on": "2026-02-05",
}
INVOICE = {
    "id": "INV-7",
    "customer_id": "C-1",
    "amount": {"amount": "10.00", "currency": "EUR"},
    "issued_on": "2026-01-01",
    "due_on": "2026-01-31",
}


def back(given: Account) -> Account:
    return load(json.loads(json.dumps(dump(given))))


# -- what a document looks like ------------------------------------------------------------------
def test_a_document_in_full() -> None:
    parts = in_parts((d(1, 31), "4.00"), (None, "6.00"))
    made = dump(account(receipt("R-1", "4.00"), applied("4.00", on=d(2, 9)), parts))
    assert json.dumps(made) == json.dumps(
        {
            "schema_version": 1,
            "customers": [{"id": "C-1", "kind": "business"}],
            "invoices": [
                {
                    "id": "INV-7",
                    "customer_id": "C-1",
                    "amount": {"amount": "10.00", "currency": "EUR"},
                    "issued_on": "2026-01-01",
                    "due_on": "2026-01-31",
                    "kind": "invoice",
                    "nature": "trade",
                    "installments": [
                        {
                            "number": 1,
                            "due_on": "2026-01-31",
                            "amount": {"amount": "4.00", "currency": "EUR"},
                        },
                        {
                            "number": 2,
                            "due_on": None,
                            "amount": {"amount": "6.00", "currency": "EUR"},
                        },
                    ],
                }
            ],
            "receipts": [
                {
                    "id": "R-1",
                    "customer_id": "C-1",
                    "amount": {"amount": "4.00", "currency": "EUR"},
                    "received_on": "2026-02-05",
                    "kind": "payment",
                }
            ],
            "allocations": [
                {
                    "invoice_id": "INV-7",
                    "amount": {"amount": "4.00", "currency": "EUR"},
                    "applied_on": "2026-02-09",
                    "source_id": "R-1",
                    "component": "principal",
                }
            ],
        }
    )
    assert SCHEMA_VERSION == 1


def test_every_form_of_value_is_written_as_text() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    customer = Customer(
        id="C-1",
        contact_points=(),
        consents=(Consent("email", d(1, 5)),),
        opt_outs=(OptOut("sms"),),
        inconvenient_times=(InconvenientTime(time(9), time(10, 30), frozenset((4, 0))),),
        credit_limit=Money("5000", "JPY"),
    )
    facts = (
        Done(customer_id="C-1", on=d(2, 5), at=datetime(2026, 2, 5, 9, 30, tzinfo=berlin)),
        Placement(customer_id="C-1", kind="legal", from_on=d(2, 5), commission=Percent("12.50")),
        Hold(id="H-1", customer_id="C-1", kind="review", from_on=d(2, 5), blocks=()),
    )
    made = dump(account(*facts, customer=customer))
    assert made["customers"] == [
        {
            "id": "C-1",
            "kind": "business",
            "contact_points": [],
            "consents": [{"channel": "email", "received_on": "2026-01-05"}],
            "opt_outs": [{"target": "sms"}],
            "inconvenient_times": [{"start": "09:00:00", "end": "10:30:00", "weekdays": [0, 4]}],
            "credit_limit": {"amount": "5000", "currency": "JPY"},
        }
    ]
    assert made["done"][0]["at"] == "2026-02-05T09:30:00+01:00"
    assert made["done"][0]["customer_facing"] is True
    assert made["placements"][0]["commission"] == "12.5%"
    assert (made["holds"][0]["blocks"], made["holds"][0]["cooldown_days"]) == ([], 0)
    assert back(account(*facts, customer=customer)) == account(*facts, customer=customer)


def test_none_and_no_contact_points_come_back_as_they_were() -> None:
    for points in (None, (), (ContactPoint("email"), ContactPoint("phone", "+49"))):
        customer = Customer(id="C-1", contact_points=points)
        assert back(Account(customer=customer)).customer == customer


@pytest.mark.parametrize("text", ["a;b", " spaced ", "ä€", "own", '"quoted"\n', "8%", "2026-01-01"])
def test_text_comes_back_whatever_it_looks_like(text: str) -> None:
    given = account(invoice(text, tags=(text, "x")), customer=Customer(id="C-1", segment=text))
    assert back(given) == given


def test_clock_times_keep_their_offset() -> None:
    odd = timezone(timedelta(hours=5, minutes=45, microseconds=7))
    at = datetime(2026, 2, 5, 9, 30, 0, 1, tzinfo=odd)
    given = account(Done(customer_id="C-1", on=d(2, 5), at=at))
    assert back(given).done[0].at == at
    assert back(given) == given


class Kind(StrEnum):
    PUBLIC = "public"


def test_a_choice_from_an_enum_is_written_as_text() -> None:
    kind: Any = Kind.PUBLIC
    made = dump([Customer(id="C-1", kind=kind)])["customers"][0]["kind"]
    assert (type(made), made) == (str, "public")


def test_negative_rates_and_far_digits_come_back() -> None:
    line = TaxLine(rate=Percent("-0.000000000001"), base=eur("1.00"), amount=eur("0.00"))
    given = account(invoice(amount="999999999999999.99", tax=(line,)))
    assert back(given) == given


def test_an_amount_that_could_not_be_read_again_is_refused() -> None:
    huge = Money.from_minor_units(10**17, "EUR")
    fact = receipt()
    given = type(fact)(id="R-1", customer_id="C-1", amount=huge, received_on=d(2, 5))
    assert fault(lambda: dump([given]))[0] == "money.invalid"


# -- what is dumped ------------------------------------------------------------------------------
def test_single_facts_and_accounts_make_one_document_in_stable_order() -> None:
    other = Account(customer=Customer(id="C-2"))
    facts = (receipt("R-2", on=d(2, 1)), receipt("R-1", on=d(2, 1)), receipt("R-0", on=d(3, 1)))
    given: list[Any] = [*facts, other, Customer(id="C-1"), invoice()]
    made = dump(given)
    assert list(made) == ["schema_version", "customers", "invoices", "receipts"]
    assert [row["id"] for row in made["customers"]] == ["C-1", "C-2"]
    assert [row["id"] for row in made["receipts"]] == ["R-1", "R-2", "R-0"]
    assert dump(reversed(given)) == made
    book, problems = accounts(**load_facts(made))
    assert (book, problems) == ((account(*facts, invoice()), other), ())


def test_nothing_is_a_document_too() -> None:
    assert dump([]) == {"schema_version": 1}
    assert load_facts({"schema_version": 1}) == {"customers": ()}


@pytest.mark.parametrize("given", [invoice(), "C-1", {"customers": ()}, None, 7])
def test_what_is_neither_an_account_nor_several_facts_is_refused(given: Any) -> None:
    assert fault(lambda: dump(given))[:2] == (INVALID, "facts")


@pytest.mark.parametrize("given", [eur("1.00"), None, ContactPoint("email"), {"id": "C-1"}])
def test_only_facts_are_dumped(given: Any) -> None:
    assert fault(lambda: dump([given])) == (
        INVALID,
        "facts",
        None,
        f"facts must hold facts or accounts, not {type(given).__name__}",
    )


# -- what is refused on the way in ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ([], None, "a document must be a mapping, not list"),
        ("{}", None, "a document must be a mapping, not str"),
        ({}, "schema_version", "schema_version must be 1, not `None`"),
        ({"schema_version": 2}, "schema_version", "schema_version must be 1, not `2`"),
        ({"schema_version": "1"}, "schema_version", "schema_version must be 1, not `1`"),
        ({"schema_version": 1.0}, "schema_version", "schema_version must be 1, not `1.0`"),
        ({"schema_version": True}, "schema_version", "schema_version must be 1, not `True`"),
        (document(invoice=[]), "invoice", "`invoice` is not a kind of fact"),
        (document(**{"x" * 99: 1}), "x" * 99, f"`{'x' * 40}...` is not a kind of fact"),
        ({"schema_version": 1, 7: []}, "7", "`7` is not a kind of fact"),
        (document(invoices={}), "invoices", "invoices must be a list, not dict"),
        (document(invoices=None), "invoices", "invoices must be a list, not NoneType"),
        (document(invoices="INV-7"), "invoices", "invoices must be a list, not str"),
        (document(customers=[]), "customers", "an account has one customer, and the document 0"),
        (
            document(customers=[{"id": "C-1"}, {"id": "C-2"}]),
            "customers",
            "an account has one customer, and the document 2",
        ),
    ],
)
def test_another_form_of_document_is_refused(given: Any, field: str | None, message: str) -> None:
    assert fault(lambda: load(given)) == (INVALID, field, None, message)


def test_the_hint_names_what_a_document_has() -> None:
    with pytest.raises(ValueError, match=r"a document has schema_version, customers, invoices, "):
        load(document(invoice=[]))


PART = {"number": 1, "due_on": "2026-01-31", "amount": INVOICE["amount"]}
DEEP: dict[str, Any] = {}
for _ in range(5_000):
    DEEP = {"amount": DEEP, "currency": "EUR"}


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"amount": 10.0}, "amount", "amount must be an object of amount and currency, not float"),
        ({"amount": "10"}, "amount", "amount must be an object of amount and currency, not str"),
        ({"amount": eur("1.00")}, "amount", "amount must be an object of amount and currency, "
         "not Money"),
        (
            {"amount": {"amount": 10, "currency": "EUR"}},
            "amount",
            "amount must have amount and currency, both text, and nothing else",
        ),
        (
            {"amount": {"amount": "10.00", "currency": "EUR", "rate": "1"}},
            "amount",
            "amount must have amount and currency, both text, and nothing else",
        ),
        ({"amount": DEEP}, "amount", "amount must have amount and currency, both text, and "
         "nothing else"),
        (
            {"amount": {"amount": "10.001", "currency": "EUR"}},
            "amount",
            "`10.001` has more than 2 decimals of EUR",
        ),
        (
            {"amount": {"amount": "10.00", "currency": "EURO"}},
            "currency",
            "`EURO` is not an ISO 4217 currency with a minor unit",
        ),
        ({"amount_currency": "EUR"}, "amount_currency", "`amount_currency` is not a field of "
         "Invoice"),
        ({"currency": "EUR"}, "currency", "`currency` is not a field of Invoice"),
        ({"colour": None}, "colour", "`colour` is not a field of Invoice"),
        ({"issued_on": 46058}, "issued_on", "issued_on must be text, not int"),
        ({"issued_on": date(2026, 1, 1)}, "issued_on", "issued_on must be text, not date"),
        (
            {"issued_on": "2026-02-30"},
            "issued_on",
            "issued_on is not an ISO date such as 2026-03-31: `2026-02-30`",
        ),
        ({"issued_on": None}, "issued_on", "issued_on is missing"),
        ({"customer_id": ""}, "customer_id", "customer_id must be non-empty text, not ``"),
        ({"tags": "a;b"}, "tags", "tags must be a list, not str"),
        ({"tags": ["a", 7]}, "tags[1]", "tags[1] must be text, not int"),
        ({"tags": ["a", None]}, "tags[1]", "tags[1] must be text, not NoneType"),
        ({"tax": [{}, 19]}, "tax[0].rate", "rate is missing"),
        ({"tax": ["19%"]}, "tax[0]", "tax[0] must be an object, not str"),
        (
            {"tax": [{"rate": 19, "base": INVOICE["amount"], "amount": INVOICE["amount"]}]},
            "tax[0].rate",
            "rate must be text, not int",
        ),
        (
            {"tax": [{"rate": "19", "base": INVOICE["amount"], "amount": INVOICE["amount"]}]},
            "tax[0].rate",
            "rate must be a percentage with its sign, not `19`",
        ),
        (
            {"installments": [PART, {**PART, "due_on": "soon"}]},
            "installments[1].due_on",
            "due_on is not an ISO date such as 2026-03-31: `soon`",
        ),
        (
            {"installments": [{**PART, "number": "1"}]},
            "installments[0].number",
            "number must be a whole number, not str",
        ),
        (
            {"installments": [{**PART, "number": True}]},
            "installments[0].number",
            "number must be a whole number, not bool",
        ),
        (
            {"installments": [{**PART, "number": 2}]},
            "installments",
            "installments of INV-7 must be numbered 1 to 1 in order",
        ),
        ({"kind": "bill"}, "kind", "kind must be one of credit_note, debit_note, invoice, not "
         "`bill`"),
        ({"kind": []}, "kind", "kind must be text, not list"),
    ],
)  # fmt: skip
def test_a_fault_has_its_path(changes: dict[str, Any], path: str, message: str) -> None:
    given = document(invoices=[{**INVOICE, "id": "INV-6"}, {**INVOICE, **changes}])
    code, field, subject, told = fault(lambda: load(given))
    assert code.startswith(("ledger.", "money.", "dates."))
    assert (field, subject) == (f"invoices[1].{path}", "INV-7")
    assert told == f"invoices[1].{path}: {message}"


def test_a_fact_that_is_no_object_has_its_path() -> None:
    assert fault(lambda: load(document(receipts=[RECEIPT, None])))[1:] == (
        "receipts[1]",
        None,
        "receipts[1]: a row must be a mapping, not NoneType",
    )


def test_flags_are_true_or_false() -> None:
    row = {"customer_id": "C-1", "on": "2026-02-05", "customer_facing": "true"}
    assert fault(lambda: load(document(done=[row])))[1:] == (
        "done[0].customer_facing",
        None,
        "done[0].customer_facing: customer_facing must be true or false, not str",
    )


@pytest.mark.parametrize(
    ("kinds", "code", "subject"),
    [
        ({"receipts": [RECEIPT, RECEIPT]}, "ledger.duplicate-id", "R-1"),
        (
            {"invoices": [INVOICE], "receipts": [{**RECEIPT, "id": "INV-7"}]},
            "ledger.duplicate-id",
            "INV-7",
        ),
        ({"receipts": [{**RECEIPT, "customer_id": "C-2"}]}, "ledger.unknown-reference", "R-1"),
        (
            {
                "invoices": [INVOICE],
                "allocations": [
                    {
                        "invoice_id": "INV-7",
                        "amount": {"amount": "1", "currency": "JPY"},
                        "applied_on": "2026-02-05",
                    }
                ],
            },
            "money.currency-mismatch",
            "INV-7",
        ),
    ],
)
def test_facts_that_do_not_fit_each_other_are_the_accounts_to_refuse(
    kinds: dict[str, Any], code: str, subject: str
) -> None:
    assert fault(lambda: load(document(**kinds)))[::2] == (code, subject)
    assert set(load_facts(document(**kinds))) == {"customers", *kinds}


def test_documents_may_be_written_by_hand() -> None:
    given = MappingProxyType(document(invoices=(INVOICE,), receipts=[{**RECEIPT, "method": None}]))
    assert load(given) == account(invoice(), receipt("R-1", "4.00"))


# -- one codec -----------------------------------------------------------------------------------
def test_a_dumped_fact_is_also_a_row() -> None:
    given = account(invoice(tags=("a",)), receipt("R-1", "4.00"), applied("4.00", on=d(2, 9)))
    for kind, rows in dump(given).items():
        if kind != "schema_version":
            facts, problems = from_rows(kind, rows)
            assert problems == ()
            assert facts == load_facts(dump(given))[kind]


@pytest.mark.parametrize(("tail", "facts"), [("", 1), ("0" * 15, 1), ("0" * 16, 0)])
def test_a_clock_time_is_read_whole_or_not_at_all(tail: str, facts: int) -> None:
    row = {"customer_id": "C-1", "on": "2026-02-05", "at": f"2026-02-05T09:30:00.{tail}1+01:00"}
    found, problems = from_rows("done", [row])
    assert (len(found), len(problems)) == (facts, 1 - facts)


def test_rows_keep_their_own_ways_with_text() -> None:
    row = {**INVOICE, "tags": "a;b", "amount": Decimal(10), "currency": "EUR", "kind": ""}
    facts, problems = from_rows("invoices", [row])
    assert (facts, problems) == ((invoice(tags=("a", "b")),), ())


def test_money_nested_in_money_is_a_problem_of_its_row() -> None:
    _, problems = from_rows("invoices", [{**INVOICE, "amount": DEEP}])
    assert [(problem.code, problem.field) for problem in problems] == [("money.invalid", "amount")]
