from __future__ import annotations

from typing import Any

import pytest
from tests.unit.ledger.book import d, eur

from collectkit.errors import CollectkitError, InvalidFact
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Approval,
    Customer,
    Done,
    Invoice,
    LateReason,
    Placement,
    Waiver,
)

WITH_OPTIONAL_ID: list[tuple[type[Any], dict[str, Any]]] = [
    (Allocation, {"invoice_id": "INV-7", "amount": eur("4.00"), "applied_on": d(2, 5)}),
    (
        Adjustment,
        {"invoice_id": "INV-7", "amount": eur("4.00"), "on": d(2, 5), "kind": "write_off"},
    ),
    (Waiver, {"customer_id": "C-1", "on": d(2, 5)}),
    (Approval, {"customer_id": "C-1", "step_id": "agency", "by": "manager", "on": d(2, 5)}),
    (Placement, {"customer_id": "C-1", "kind": "legal", "from_on": d(2, 5)}),
    (LateReason, {"invoice_id": "INV-7", "code": "cash_flow", "on": d(2, 5)}),
    (Done, {"customer_id": "C-1", "on": d(2, 5)}),
]


@pytest.mark.parametrize(("kind", "facts"), WITH_OPTIONAL_ID)
@pytest.mark.parametrize("bad", [7, "", "a\x00", "a\ud800"], ids=["int", "empty", "nul", "lone"])
def test_a_bad_id_is_named_in_the_message_and_is_never_the_subject(
    kind: type[Any], facts: dict[str, Any], bad: object
) -> None:
    with pytest.raises(CollectkitError) as caught:
        kind(**facts, id=bad)
    error = caught.value
    assert type(error) is InvalidFact
    assert error.field == "id"
    assert error.subject in (None, "INV-7")
    assert str(error).isascii()
    assert str(error).isprintable()


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (Customer, {"id": "C-1"}, "contact_points"),
        (
            Invoice,
            {"id": "I", "customer_id": "C-1", "amount": eur("1.00"), "issued_on": d(1, 1)},
            "installments",
        ),
        (Account, {"customer": Customer(id="C-1")}, "late_reasons"),
    ],
)
def test_one_text_is_no_tuple_and_facts_are_not_called_texts(
    kind: type[Any], facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidFact) as caught:
        kind(**facts, **{field: "one"})
    assert caught.value.field == field
    assert "texts" not in caught.value.message


@pytest.mark.parametrize("bad", [7, "", "a\x00", "a\ud800"], ids=["int", "empty", "nul", "lone"])
def test_a_bad_key_of_a_record_is_never_the_subject(bad: Any) -> None:
    with pytest.raises(InvalidFact) as caught:
        Done(customer_id="C-1", on=d(2, 5), key=bad)
    assert (caught.value.field, caught.value.subject) == ("key", None)
    assert str(caught.value).isascii()
    assert str(caught.value).isprintable()
