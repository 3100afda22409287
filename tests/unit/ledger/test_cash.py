from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ledger.book import DateOfHost, adjusted, applied, d, eur, fault, invoice, receipt

from collectkit.ledger import Adjustment, Allocation, Receipt, payment
from collectkit.money import Money

INVALID = "ledger.invalid-fact"
UNROUNDED = Money("0.05", "EUR") * Decimal("0.5")
WITH_TIME = datetime(2026, 2, 5, 9, 30, tzinfo=UTC)
NOT_A_DAY = "must be a date, not a datetime: `2026-02-05 09:30:00+00:00`"

BAD_MONEY = [
    ({"amount": 4.0}, "money.invalid", "amount must be Money, not float"),
    ({"amount": "4.00"}, "money.invalid", "amount must be Money, not str"),
    (
        {"amount": UNROUNDED},
        "money.invalid",
        "amount carries more digits than EUR has: EUR 0.025",
    ),
    ({"amount": eur("0.00")}, INVALID, "amount must be above zero, not EUR 0.00"),
    ({"amount": eur("-4.00")}, INVALID, "amount must be above zero, not EUR -4.00"),
]


# -- receipts ------------------------------------------------------------------------------------
def a_receipt(**changes: Any) -> Receipt:
    facts: dict[str, Any] = {
        "id": "R-1",
        "customer_id": "C-1",
        "amount": eur("4.00"),
        "received_on": d(2, 5),
    }
    return Receipt(**{**facts, **changes})


def test_a_receipt_is_a_payment_unless_it_says_otherwise() -> None:
    made = a_receipt()
    assert (made.kind, made.method, made.reverses, made.recorded_on) == (
        "payment",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("changes", "code", "message"), BAD_MONEY)
def test_a_receipt_is_of_money_above_zero(changes: dict[str, Any], code: str, message: str) -> None:
    assert fault(lambda: a_receipt(**changes)) == (code, "amount", "R-1", message)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": ""}, (INVALID, "id", None, "id must be non-empty text, not ``")),
        ({"id": b"R-1"}, (INVALID, "id", None, "id must be non-empty text, not `b'R-1'`")),
        (
            {"customer_id": None},
            (INVALID, "customer_id", "R-1", "customer_id must be non-empty text, not `None`"),
        ),
        (
            {"received_on": WITH_TIME},
            ("dates.invalid", "received_on", "R-1", f"received_on {NOT_A_DAY}"),
        ),
        (
            {"recorded_on": WITH_TIME},
            ("dates.invalid", "recorded_on", "R-1", f"recorded_on {NOT_A_DAY}"),
        ),
        (
            {"kind": "chargeback"},
            (
                INVALID,
                "kind",
                "R-1",
                "kind must be one of payment, refund, reversal, not `chargeback`",
            ),
        ),
        (
            {"method": "\ud83d"},
            (INVALID, "method", "R-1", "method holds a NUL or a lone surrogate: `\\ud83d`"),
        ),
        (
            {"kind": "reversal"},
            (INVALID, "reverses", "R-1", "reversal R-1 must name what it undoes"),
        ),
        (
            {"kind": "refund"},
            (INVALID, "reverses", "R-1", "refund R-1 must name what it undoes"),
        ),
        ({"reverses": "R-0"}, (INVALID, "reverses", "R-1", "payment R-1 must not undo another")),
        (
            {"kind": "refund", "reverses": ""},
            (INVALID, "reverses", "R-1", "reverses must be non-empty text, not ``"),
        ),
    ],
)
def test_a_receipt_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    assert fault(lambda: a_receipt(**changes)) == expected


# -- allocations ---------------------------------------------------------------------------------
def an_allocation(**changes: Any) -> Allocation:
    facts: dict[str, Any] = {
        "invoice_id": "INV-7",
        "amount": eur("4.00"),
        "applied_on": d(2, 5),
        "id": "A-1",
    }
    return Allocation(**{**facts, **changes})


def test_an_allocation_is_to_principal_and_carries_its_own_receipt_unless_it_names_one() -> None:
    made = an_allocation()
    assert (made.source_id, made.installment, made.component, made.ended_on) == (
        None,
        None,
        "principal",
        None,
    )


@pytest.mark.parametrize(("changes", "code", "message"), BAD_MONEY)
def test_an_allocation_is_of_money_above_zero(
    changes: dict[str, Any], code: str, message: str
) -> None:
    assert fault(lambda: an_allocation(**changes)) == (code, "amount", "A-1", message)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"invoice_id": ""},
            (INVALID, "invoice_id", "A-1", "invoice_id must be non-empty text, not ``"),
        ),
        (
            {"source_id": 1},
            (INVALID, "source_id", "A-1", "source_id must be non-empty text, not `1`"),
        ),
        ({"id": ""}, (INVALID, "id", None, "id must be non-empty text, not ``")),
        (
            {"applied_on": WITH_TIME},
            ("dates.invalid", "applied_on", "A-1", f"applied_on {NOT_A_DAY}"),
        ),
        ({"ended_on": WITH_TIME}, ("dates.invalid", "ended_on", "A-1", f"ended_on {NOT_A_DAY}")),
        (
            {"ended_on": d(2, 9), "ended_recorded_on": WITH_TIME},
            ("dates.invalid", "ended_recorded_on", "A-1", f"ended_recorded_on {NOT_A_DAY}"),
        ),
        (
            {"recorded_on": WITH_TIME},
            ("dates.invalid", "recorded_on", "A-1", f"recorded_on {NOT_A_DAY}"),
        ),
        (
            {"installment": 0},
            (INVALID, "installment", "A-1", "installment must be at least 1, not `0`"),
        ),
        (
            {"installment": True},
            (INVALID, "installment", "A-1", "installment must be an int, not bool"),
        ),
        (
            {"component": "tax"},
            (
                INVALID,
                "component",
                "A-1",
                "component must be one of costs, fee, interest, principal, not `tax`",
            ),
        ),
        (
            {"ended_on": d(2, 4)},
            (INVALID, "ended_on", "A-1", "ended_on 2026-02-04 lies before applied_on 2026-02-05"),
        ),
        (
            {"ended_recorded_on": d(2, 9)},
            (INVALID, "ended_on", "A-1", "ended_recorded_on without ended_on"),
        ),
        (
            {"id": None, "amount": eur("0.00")},
            (INVALID, "amount", "INV-7", "amount must be above zero, not EUR 0.00"),
        ),
    ],
)
def test_an_allocation_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    assert fault(lambda: an_allocation(**changes)) == expected


@pytest.mark.parametrize(
    ("as_of", "known_at", "ended"),
    [
        (d(2, 19), None, False),
        (d(2, 20), None, True),
        (d(2, 21), None, True),
        (d(2, 25), d(2, 22), False),
        (d(2, 25), d(2, 23), True),
        (d(2, 19), d(2, 23), False),
    ],
)
def test_an_allocation_has_ended_from_its_end_on_once_that_is_known(
    as_of: date, known_at: date | None, ended: bool
) -> None:
    fact = an_allocation(ended_on=d(2, 20), ended_recorded_on=d(2, 23))
    assert fact.ended(as_of, known_at) is ended


def test_an_end_without_a_record_is_known_on_its_own_date() -> None:
    fact = an_allocation(ended_on=d(2, 20))
    assert not fact.ended(d(2, 25), d(2, 19))
    assert fact.ended(d(2, 25), d(2, 20))


def test_an_allocation_may_end_on_the_day_it_was_made() -> None:
    fact = an_allocation(ended_on=d(2, 5))
    assert fact.ended(d(2, 5), None)


# -- adjustments ---------------------------------------------------------------------------------
def an_adjustment(**changes: Any) -> Adjustment:
    facts: dict[str, Any] = {
        "invoice_id": "INV-7",
        "amount": eur("4.00"),
        "on": d(2, 5),
        "kind": "write_off",
    }
    return Adjustment(**{**facts, **changes})


@pytest.mark.parametrize(("changes", "code", "message"), BAD_MONEY)
def test_an_adjustment_is_of_money_above_zero(
    changes: dict[str, Any], code: str, message: str
) -> None:
    assert fault(lambda: an_adjustment(**changes)) == (code, "amount", "INV-7", message)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"invoice_id": None},
            (INVALID, "invoice_id", None, "invoice_id must be non-empty text, not `None`"),
        ),
        ({"on": WITH_TIME}, ("dates.invalid", "on", "INV-7", f"on {NOT_A_DAY}")),
        (
            {"recorded_on": WITH_TIME},
            ("dates.invalid", "recorded_on", "INV-7", f"recorded_on {NOT_A_DAY}"),
        ),
        (
            {"kind": "writeoff"},
            (
                INVALID,
                "kind",
                "INV-7",
                "kind must be one of discount, withholding, write_off, not `writeoff`",
            ),
        ),
        (
            {"installment": "1"},
            (INVALID, "installment", "INV-7", "installment must be an int, not str"),
        ),
        (
            {"id": "W-1", "installment": 0},
            (INVALID, "installment", "W-1", "installment must be at least 1, not `0`"),
        ),
    ],
)
def test_an_adjustment_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    assert fault(lambda: an_adjustment(**changes)) == expected


def test_a_date_of_the_hosts_own_kind_becomes_a_plain_date() -> None:
    day = DateOfHost(2026, 2, 5)
    assert type(receipt(on=day, recorded_on=day).recorded_on) is date
    assert type(receipt(on=day).received_on) is date
    assert type(applied("4.00", on=day, ended_on=day).ended_on) is date
    assert type(adjusted("discount", "4.00", on=day).on) is date


# -- payment -------------------------------------------------------------------------------------
def test_a_payment_is_a_receipt_and_its_allocation_on_one_day() -> None:
    money_in, use = payment(invoice(), on=d(2, 3), amount=eur("4.00"))
    assert money_in == Receipt(
        id="INV-7@2026-02-03", customer_id="C-1", amount=eur("4.00"), received_on=d(2, 3)
    )
    assert use == Allocation(
        invoice_id="INV-7",
        amount=eur("4.00"),
        applied_on=d(2, 3),
        source_id="INV-7@2026-02-03",
    )


def test_a_payment_takes_the_hosts_id_and_method() -> None:
    money_in, use = payment(
        invoice(), on=d(2, 3), amount=eur("4.00"), id="BANK-9", method="transfer"
    )
    assert (money_in.id, money_in.method, use.source_id) == ("BANK-9", "transfer", "BANK-9")


def test_a_payment_of_floats_or_on_a_datetime_is_refused() -> None:
    made = invoice()
    assert fault(lambda: payment(made, on=d(2, 3), amount=4.0)) == (  # type: ignore[arg-type]
        "money.invalid",
        "amount",
        "INV-7@2026-02-03",
        "amount must be Money, not float",
    )
    assert fault(lambda: payment(made, on=WITH_TIME, amount=eur("4.00"))) == (
        "dates.invalid",
        "on",
        "INV-7",
        f"on {NOT_A_DAY}",
    )


def test_a_payment_with_an_empty_id_is_refused_not_given_another() -> None:
    assert fault(lambda: payment(invoice(), on=d(2, 3), amount=eur("4.00"), id="")) == (
        INVALID,
        "id",
        None,
        "id must be non-empty text, not ``",
    )


def test_a_payment_of_something_else_than_an_invoice_is_refused() -> None:
    code, field, _, message = fault(
        lambda: payment("INV-7", on=d(2, 3), amount=eur("4.00"))  # type: ignore[arg-type]
    )
    assert (code, field, message) == (INVALID, "invoice", "invoice must be Invoice, not str")
