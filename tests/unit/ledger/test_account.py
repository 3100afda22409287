from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from tests.unit.ledger.book import (
    CUSTOMER,
    account,
    applied,
    bounced,
    d,
    eur,
    fault,
    in_parts,
    invoice,
    receipt,
)

from collectkit.errors import InvalidFact, Problem
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Approval,
    Customer,
    Dispute,
    Done,
    Hold,
    Invoice,
    LateReason,
    Placement,
    Receipt,
    Waiver,
    accounts,
    snapshot,
)
from collectkit.money import Percent

INVALID = "ledger.invalid-fact"
DUPLICATE = "ledger.duplicate-id"
UNKNOWN = "ledger.unknown-reference"

C2 = Customer(id="C-2")


def done(code: str, **changes: Any) -> Done:
    return Done(**{"customer_id": "C-1", "on": d(2, 5), "code": code, **changes})


# -- one account ---------------------------------------------------------------------------------
def test_an_account_of_nothing_has_a_customer() -> None:
    made = Account(customer=CUSTOMER)
    assert (made.invoices, made.receipts, made.done, made.currencies) == ((), (), (), ())


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"customer": "C-1"}, "customer", "customer must be Customer, not str"),
        ({"invoices": (receipt(),)}, "invoices", "invoices must hold Invoice, not Receipt"),
        ({"receipts": (invoice(),)}, "receipts", "receipts must hold Receipt, not Invoice"),
        ({"allocations": ({},)}, "allocations", "allocations must hold Allocation, not dict"),
        ({"done": ("sent",)}, "done", "done must hold Done, not str"),
    ],
)
def test_an_account_holds_facts_of_the_right_kind(
    given: dict[str, Any], field: str, message: str
) -> None:
    facts: dict[str, Any] = {"customer": CUSTOMER}
    assert fault(lambda: Account(**{**facts, **given})) == (INVALID, field, None, message)


@pytest.mark.parametrize("value", [None, 5, invoice()])
def test_what_is_no_sequence_of_facts_is_an_invalid_fact(value: Any) -> None:
    assert fault(lambda: Account(customer=CUSTOMER, invoices=value))[:2] == (INVALID, "invoices")
    made = Account(customer=CUSTOMER)
    assert fault(lambda: made.with_(invoices=value))[:2] == (INVALID, "invoices")


def test_facts_from_an_iterator_are_not_lost() -> None:
    def read() -> Iterator[Invoice]:
        yield invoice("INV-1")
        yield invoice("INV-2")

    made = Account(customer=CUSTOMER, invoices=read())  # type: ignore[arg-type]
    assert [fact.id for fact in made.invoices] == ["INV-1", "INV-2"]


def test_facts_stand_in_an_order_of_their_own() -> None:
    facts = (invoice("B"), invoice("A", issued=d(1, 2)), invoice("C", issued=d(1, 1, 2025)))
    for order in permutations(facts):
        made = Account(customer=CUSTOMER, invoices=order)
        assert [fact.id for fact in made.invoices] == ["C", "B", "A"]
        assert made == Account(customer=CUSTOMER, invoices=facts)
        assert hash(made) == hash(Account(customer=CUSTOMER, invoices=facts))


VARIANTS: list[tuple[str, type[Any], dict[str, Any], list[dict[str, Any]]]] = [
    (
        "allocations",
        Allocation,
        {"invoice_id": "INV-7", "amount": eur("4.00"), "applied_on": d(2, 5)},
        [
            {"id": "A-1"},
            {"source_id": "R-1"},
            {"invoice_id": "INV-8"},
            {"installment": 1},
            {"component": "fee"},
            {"amount": eur("4.01")},
            {"ended_on": d(2, 9)},
            {"ended_on": d(2, 9), "ended_recorded_on": d(2, 10)},
            {"recorded_on": d(2, 9)},
        ],
    ),
    (
        "adjustments",
        Adjustment,
        {"invoice_id": "INV-7", "amount": eur("4.00"), "on": d(2, 5), "kind": "write_off"},
        [
            {"id": "A-1"},
            {"invoice_id": "INV-8"},
            {"installment": 1},
            {"kind": "discount"},
            {"amount": eur("4.01")},
            {"recorded_on": d(2, 9)},
        ],
    ),
    (
        "waivers",
        Waiver,
        {"customer_id": "C-1", "on": d(2, 5)},
        [
            {"id": "W-1"},
            {"items": ("INV-7",)},
            {"kinds": ("fee",)},
            {"amount": eur("4.00")},
            {"from_on": d(1, 1)},
            {"until_on": d(1, 1)},
            {"reason": "goodwill"},
            {"recorded_on": d(2, 9)},
        ],
    ),
    (
        "approvals",
        Approval,
        {"customer_id": "C-1", "step_id": "agency", "on": d(2, 5), "by": "cfo"},
        [
            {"id": "A-1"},
            {"step_id": "legal"},
            {"by": "ceo"},
            {"items": ("INV-7",)},
            {"recorded_on": d(2, 9)},
        ],
    ),
    (
        "placements",
        Placement,
        {"customer_id": "C-1", "kind": "agency", "from_on": d(2, 5)},
        [
            {"id": "A-1"},
            {"kind": "legal"},
            {"items": ("INV-7",)},
            {"until_on": d(3, 5)},
            {"commission": Percent("15")},
            {"recorded_on": d(2, 9)},
        ],
    ),
    (
        "late_reasons",
        LateReason,
        {"invoice_id": "INV-7", "code": "cash_flow", "on": d(2, 5)},
        [{"id": "L-1"}, {"invoice_id": "INV-8"}, {"code": "lost"}, {"recorded_on": d(2, 9)}],
    ),
    (
        "done",
        Done,
        {"customer_id": "C-1", "on": d(2, 5)},
        [
            {"id": "X-1"},
            {"key": "k"},
            {"step_id": "first"},
            {"channel": "email"},
            {"items": ("INV-7",)},
            {"status": "delivered"},
            {"at": datetime(2026, 2, 5, 9, tzinfo=UTC)},
            {"recorded_on": d(2, 9)},
            {"kind": "task"},
            {"code": "14-day"},
            {"direction": "in"},
            {"outcome": "busy"},
            {"effect": "suspend"},
            {"stage_id": "late"},
            {"debts": ("INV-7",)},
            {"address": "Main St"},
            {"customer_facing": False},
        ],
    ),
]


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        pytest.param(name, (kind(**facts), kind(**{**facts, **change})), id=f"{name}-{number}")
        for name, kind, facts, changes in VARIANTS
        for number, change in enumerate(changes)
    ],
)
def test_the_order_facts_are_given_in_never_matters(name: str, pair: tuple[Any, Any]) -> None:
    base: dict[str, Any] = {
        "customer": CUSTOMER,
        "invoices": (invoice("INV-7"), invoice("INV-8")),
        "receipts": (receipt(),),
    }
    assert Account(**{**base, name: pair}) == Account(**{**base, name: pair[::-1]})


def test_an_account_survives_pickling() -> None:
    made = account(invoice(), receipt(), applied("4.00", on=d(2, 5)))
    assert pickle.loads(pickle.dumps(made)) == made


# -- with_ ---------------------------------------------------------------------------------------
def test_facts_are_appended_and_the_account_itself_is_left_alone() -> None:
    before = account(invoice("INV-7"))
    after = before.with_(invoices=(invoice("INV-8"),), done=[done("letter")])
    assert [fact.id for fact in after.invoices] == ["INV-7", "INV-8"]
    assert after.done == (done("letter"),)
    assert [fact.id for fact in before.invoices] == ["INV-7"]
    assert before.done == ()


def test_a_fact_with_a_known_id_replaces_the_one_that_has_it() -> None:
    hold = Hold(id="H-1", customer_id="C-1", kind="legal", from_on=d(2, 5))
    ended = Hold(id="H-1", customer_id="C-1", kind="legal", from_on=d(2, 5), until_on=d(3, 1))
    other = Hold(id="H-2", customer_id="C-1", kind="review", from_on=d(2, 5))
    assert account(hold, other).with_(holds=(ended,)).holds == (ended, other)


def test_facts_without_id_are_always_appended() -> None:
    made = account(done("letter")).with_(done=(done("letter"),))
    assert made.done == (done("letter"), done("letter"))


def test_two_new_facts_with_one_id_collide() -> None:
    assert fault(lambda: account().with_(invoices=(invoice(), invoice())))[0] == DUPLICATE


def test_the_customer_can_be_replaced_but_not_by_another() -> None:
    consumer: Any = Customer(id="C-1", kind="consumer")
    other: Any = C2
    assert account(invoice()).with_(customer=consumer).customer == consumer
    assert fault(lambda: account(invoice()).with_(customer=other))[:3] == (
        UNKNOWN,
        "customer_id",
        "INV-7",
    )


def test_replacing_what_others_name_is_checked_again() -> None:
    made = account(invoice(), receipt(), bounced("R-1", "10.00", on=d(2, 9)))
    assert fault(lambda: made.with_(receipts=(receipt("R-1", "9.00"),)))[:3] == (
        INVALID,
        "amount",
        "B-1",
    )


def test_an_unknown_keyword_names_the_known_ones() -> None:
    with pytest.raises(InvalidFact) as caught:
        account().with_(invoice=(), colours=())
    assert caught.value.field == "colours"
    assert str(caught.value) == (
        "an account has no colours, invoice (it has customer, invoices, receipts, allocations, "
        "adjustments, waivers, disputes, holds, promises, plans, done, approvals, placements, "
        "late_reasons)"
    )


def test_facts_of_the_wrong_kind_are_refused_by_with_too() -> None:
    assert fault(lambda: account().with_(invoices=("INV-7",))) == (
        INVALID,
        "invoices",
        None,
        "invoices must hold Invoice, not str",
    )


# -- a whole book --------------------------------------------------------------------------------
def test_facts_are_grouped_by_customer_in_order_of_id() -> None:
    book, problems = accounts(
        [C2, CUSTOMER],
        [invoice("A", customer_id="C-2"), invoice("B")],
        receipts=[receipt("R", customer_id="C-2")],
        allocations=[
            applied("4.00", on=d(2, 5), of="R", to="A"),
            applied("1.00", on=d(2, 5), of=None, to="B"),
        ],
        disputes=[Dispute(id="D", invoice_id="B", opened_on=d(2, 5))],
        holds=iter([Hold(id="H", customer_id="C-2", kind="legal", from_on=d(2, 5))]),
    )
    assert problems == ()
    one, two = book
    assert (one.customer, two.customer) == (CUSTOMER, C2)
    assert [fact.id for fact in one.invoices] == ["B"]
    assert [fact.id for fact in two.invoices] == ["A"]
    assert [fact.invoice_id for fact in one.allocations] == ["B"]
    assert [fact.invoice_id for fact in two.allocations] == ["A"]
    assert [fact.id for fact in one.disputes] == ["D"]
    assert [fact.id for fact in two.holds] == ["H"]


def test_a_customer_without_facts_has_an_account() -> None:
    assert accounts([CUSTOMER]) == ((Account(customer=CUSTOMER),), ())


def test_a_book_makes_the_same_accounts_as_one_by_one() -> None:
    facts = (invoice(), receipt(), applied("4.00", on=d(2, 5)))
    book, _ = accounts([CUSTOMER], [facts[0]], receipts=[facts[1]], allocations=[facts[2]])
    assert book == (account(*facts),)


def test_every_misfit_is_a_problem_with_its_id_and_the_rest_is_grouped() -> None:
    book, problems = accounts(
        [CUSTOMER, C2, Customer(id="C-1", kind="consumer")],
        [
            invoice("INV-7"),
            invoice("INV-7", "99.00"),
            invoice("INV-8", customer_id="C-9"),
            invoice("INV-9", customer_id="C-2"),
        ],
        receipts=[receipt("R-1"), receipt("INV-7"), bounced("R-7", "1.00", on=d(2, 9))],
        allocations=[
            applied("4.00", on=d(2, 5)),
            applied("4.00", on=d(2, 5), to="INV-8", id="A-1"),
            applied("4.00", on=d(2, 5), to="INV-9", id="A-2"),
            applied("USD 4.00", on=d(2, 5), of=None, id="A-3"),
        ],
        holds=[
            Hold(id="H-1", customer_id="C-1", kind="legal", from_on=d(2, 5), items=("INV-9",)),
            Hold(id="H-2", customer_id="C-1", kind="legal", from_on=d(2, 5), items=("INV-7",)),
        ],
    )
    hint = " (add it, or correct the id)"
    joined = "it joins customers `C-2` and `C-1` (an account is one creditor and one customer)"
    assert problems == (
        Problem(
            code=DUPLICATE,
            message="two customer facts have the id C-1",
            subject="C-1",
            field="id",
        ),
        Problem(
            code=DUPLICATE,
            message="the id INV-7 is used twice among invoices and receipts",
            subject="INV-7",
            field="id",
        ),
        Problem(
            code=UNKNOWN,
            message=f"customer_id `C-9` is not a customer of this account{hint}",
            subject="INV-8",
            field="customer_id",
        ),
        Problem(
            code=DUPLICATE,
            message="the id INV-7 is used twice among invoices and receipts",
            subject="INV-7",
            field="id",
        ),
        Problem(
            code=UNKNOWN,
            message=f"reverses `R-7` is not a payment or credit note of this account{hint}",
            subject="B-1",
            field="reverses",
        ),
        Problem(
            code=UNKNOWN,
            message=f"invoice_id `INV-8` is not an invoice of this account{hint}",
            subject="A-1",
            field="invoice_id",
        ),
        Problem(
            code=INVALID,
            message="it joins customers `C-1` and `C-2` (an account is one creditor and one "
            "customer)",
            subject="A-2",
            field="customer_id",
        ),
        Problem(
            code="money.currency-mismatch",
            message="USD does not fit INV-7, which is in EUR (convert before recording)",
            subject="A-3",
            field="amount",
        ),
        Problem(code=INVALID, message=joined, subject="H-1", field="customer_id"),
    )
    one, two = book
    assert one == account(
        invoice(),
        receipt(),
        applied("4.00", on=d(2, 5)),
        Hold(id="H-2", customer_id="C-1", kind="legal", from_on=d(2, 5), items=("INV-7",)),
    )
    assert [fact.id for fact in two.invoices] == ["INV-9"]


def test_a_problem_reads_with_its_id_in_front() -> None:
    _, problems = accounts([CUSTOMER], [invoice(customer_id="C-9")])
    assert [str(problem) for problem in problems] == [
        "INV-7: customer_id `C-9` is not a customer of this account (add it, or correct the id)"
    ]


def test_an_id_is_used_once_in_the_whole_book() -> None:
    book, problems = accounts(
        [CUSTOMER, C2], [invoice("INV-7"), invoice("INV-7", customer_id="C-2")]
    )
    assert [len(entry.invoices) for entry in book] == [1, 0]
    assert [(problem.code, problem.subject) for problem in problems] == [(DUPLICATE, "INV-7")]


def test_item_ids_collide_whichever_comes_first() -> None:
    parts = in_parts((d(1, 31), "5.00"), (d(2, 28), "5.00"))
    for given, kept in (
        ((parts, invoice("INV-7/2")), "INV-7"),
        ((invoice("INV-7/2"), parts), "INV-7/2"),
    ):
        book, problems = accounts([CUSTOMER], given)
        assert [fact.id for fact in book[0].invoices] == [kept]
        assert [problem.code for problem in problems] == [DUPLICATE]


def test_a_bounce_may_stand_before_its_payment() -> None:
    book, problems = accounts(
        [CUSTOMER], receipts=[bounced("R-1", "10.00", on=d(2, 9)), receipt("R-1")]
    )
    assert problems == ()
    assert len(book[0].receipts) == 2


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"colours": ()}, "colours", "accounts take no colours"),
        (
            {"invoice": (), "customer": ()},
            "customer",
            "accounts take no customer, invoice",
        ),
        ({"invoices": [receipt()]}, "invoices", "invoices must be Invoice, not Receipt"),
        ({"holds": ["H-1"]}, "holds", "holds must be Hold, not str"),
        ({"customers": ["C-1"]}, "customers", "customers must be Customer, not str"),
    ],
)
def test_a_call_that_makes_no_sense_raises(given: dict[str, Any], field: str, message: str) -> None:
    facts: dict[str, Any] = {"customers": [CUSTOMER]}
    assert fault(lambda: accounts(**{**facts, **given})) == (INVALID, field, None, message)


# -- size ----------------------------------------------------------------------------------------
def large_book(
    size: int, customers: int
) -> tuple[list[Customer], list[Invoice], list[Receipt], list[Allocation]]:
    first = date(2025, 1, 1)
    invoices, receipts, allocations = [], [], []
    for n in range(size):
        owner, day = f"C-{n % customers}", first + timedelta(n % 300)
        invoices.append(
            Invoice(
                id=f"I-{n}",
                customer_id=owner,
                amount=eur("10.00"),
                issued_on=day,
                due_on=day + timedelta(30),
            )
        )
        receipts.append(receipt(f"R-{n}", on=day + timedelta(40), customer_id=owner))
        allocations.append(applied("10.00", on=day + timedelta(40), of=f"R-{n}", to=f"I-{n}"))
    return [Customer(id=f"C-{n}") for n in range(customers)], invoices, receipts, allocations


@pytest.mark.parametrize("customers", [400, 1])
def test_twenty_thousand_invoices_take_seconds(customers: int) -> None:
    owners, invoices, receipts, allocations = large_book(20_000, customers)
    started = time.perf_counter()
    book, problems = accounts(owners, invoices, receipts=receipts, allocations=allocations)
    read = [snapshot(entry, as_of=d(12, 31, 2025)) for entry in book]
    took = time.perf_counter() - started
    assert problems == ()
    assert sum(len(entry.items) for entry in read) == 20_000
    assert [item.id for entry in read for item in entry.open] == []
    assert took < 20
