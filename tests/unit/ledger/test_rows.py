from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ledger.book import d, eur

from collectkit.errors import Problem
from collectkit.ledger import (
    Adjustment,
    Allocation,
    Approval,
    Consent,
    ContactPoint,
    Customer,
    DiscountWindow,
    Dispute,
    Done,
    Hold,
    InconvenientTime,
    Installment,
    Invoice,
    LateReason,
    OptOut,
    PaymentPlan,
    Placement,
    Promise,
    Receipt,
    TaxLine,
    Waiver,
    from_rows,
)
from collectkit.money import Money, Percent

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


# -- every kind from flat text -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "row", "fact"),
    [
        (
            "customers",
            {
                "id": "C-1",
                "kind": "consumer",
                "segment": "A",
                "tags": "vip; export",
                "locale": "de_DE",
                "timezones": "Europe/Berlin;America/New_York",
                "contact_points": "email;phone",
                "opt_outs": "sms",
                "cease_received_on": "2026-01-05",
                "represented_by": "Dr. Roe",
                "wrong_numbers": "+49 30 1",
                "credit_limit": "5000.00",
                "credit_limit_currency": "USD",
                "payment_methods": "sepa;card",
                "recorded_on": "2026-01-06",
            },
            Customer(
                id="C-1",
                kind="consumer",
                segment="A",
                tags=("vip", "export"),
                locale="de_DE",
                timezones=("Europe/Berlin", "America/New_York"),
                contact_points=(ContactPoint("email"), ContactPoint("phone")),
                opt_outs=(OptOut("sms"),),
                cease_received_on=d(1, 5),
                represented_by="Dr. Roe",
                wrong_numbers=("+49 30 1",),
                credit_limit=Money("5000.00", "USD"),
                payment_methods=("sepa", "card"),
                recorded_on=d(1, 6),
            ),
        ),
        (
            "invoices",
            {
                **INVOICE,
                "kind": "debit_note",
                "nature": "late_charge",
                "delivered_on": "2026-02-01",
                "tags": "a;b",
                "charge_key": "k",
                "charge_for": "INV-1",
                "charge_kind": "fee",
                "non_discountable": "10.00",
                "recorded_on": "2026-02-02",
            },
            Invoice(
                id="INV-7",
                customer_id="C-1",
                amount=eur("1190.00"),
                issued_on=d(1, 31),
                due_on=d(3, 2),
                kind="debit_note",
                nature="late_charge",
                delivered_on=d(2, 1),
                tags=("a", "b"),
                charge_key="k",
                charge_for="INV-1",
                charge_kind="fee",
                non_discountable=eur("10.00"),
                recorded_on=d(2, 2),
            ),
        ),
        (
            "receipts",
            {**RECEIPT, "kind": "refund", "reverses": "R-0", "method": "sepa"},
            Receipt(
                id="R-1",
                customer_id="C-1",
                received_on=d(2, 5),
                amount=eur("4.00"),
                kind="refund",
                reverses="R-0",
                method="sepa",
            ),
        ),
        (
            "allocations",
            {
                "id": "A-1",
                "source_id": "R-1",
                "invoice_id": "INV-7",
                "installment": "2",
                "amount": "4.00",
                "currency": "USD",
                "applied_on": "2026-02-05",
                "component": "interest",
                "ended_on": "2026-02-09",
                "ended_recorded_on": "2026-02-10",
                "recorded_on": "2026-02-06",
            },
            Allocation(
                id="A-1",
                source_id="R-1",
                invoice_id="INV-7",
                installment=2,
                amount=Money("4.00", "USD"),
                applied_on=d(2, 5),
                component="interest",
                ended_on=d(2, 9),
                ended_recorded_on=d(2, 10),
                recorded_on=d(2, 6),
            ),
        ),
        (
            "adjustments",
            {"invoice_id": "INV-7", "amount": "4.00", "on": "2026-02-05", "kind": "withholding"},
            Adjustment(invoice_id="INV-7", amount=eur("4.00"), on=d(2, 5), kind="withholding"),
        ),
        (
            "waivers",
            {
                "customer_id": "C-1",
                "on": "2026-02-05",
                "items": "INV-7;INV-8/2",
                "kinds": "interest;fee",
                "amount": "4.00",
                "from_on": "2026-01-01",
                "until_on": "2026-01-31",
                "reason": "goodwill",
            },
            Waiver(
                customer_id="C-1",
                on=d(2, 5),
                items=("INV-7", "INV-8/2"),
                kinds=("interest", "fee"),
                amount=eur("4.00"),
                from_on=d(1, 1),
                until_on=d(1, 31),
                reason="goodwill",
            ),
        ),
        (
            "disputes",
            {
                "id": "D-1",
                "invoice_id": "INV-7",
                "opened_on": "2026-02-05",
                "closed_on": "2026-02-09",
                "reason": "price",
                "outcome": "upheld",
            },
            Dispute(
                id="D-1",
                invoice_id="INV-7",
                opened_on=d(2, 5),
                closed_on=d(2, 9),
                reason="price",
                outcome="upheld",
            ),
        ),
        (
            "holds",
            {
                "id": "H-1",
                "customer_id": "C-1",
                "kind": "direct_debit",
                "from_on": "2026-02-05",
                "until_on": "2026-03-05",
                "items": "INV-7",
                "clock": "stop",
                "blocks": "reminders;charges",
                "on_release": "restart",
                "cooldown_days": "7",
                "collect_on": "2026-02-19",
                "receipt_id": "R-1",
            },
            Hold(
                id="H-1",
                customer_id="C-1",
                kind="direct_debit",
                from_on=d(2, 5),
                until_on=d(3, 5),
                items=("INV-7",),
                clock="stop",
                blocks=("reminders", "charges"),
                on_release="restart",
                cooldown_days=7,
                collect_on=d(2, 19),
                receipt_id="R-1",
            ),
        ),
        (
            "promises",
            {
                "id": "P-1",
                "customer_id": "C-1",
                "amount": "4",
                "promised_on": "2026-02-05",
                "pay_by": "2026-02-12",
                "invoices": "INV-7; INV-8 ;",
            },
            Promise(
                id="P-1",
                customer_id="C-1",
                amount=eur("4.00"),
                promised_on=d(2, 5),
                pay_by=d(2, 12),
                invoices=("INV-7", "INV-8"),
            ),
        ),
        (
            "plans",
            {
                "id": "PL-1",
                "customer_id": "C-1",
                "agreed_on": "2026-02-05",
                "installments": [{"number": "1", "due_on": "2026-03-01", "amount": "4.00"}],
                "invoices": "INV-7",
                "on_default": "fresh",
            },
            PaymentPlan(
                id="PL-1",
                customer_id="C-1",
                agreed_on=d(2, 5),
                installments=(Installment(number=1, due_on=d(3, 1), amount=eur("4.00")),),
                invoices=("INV-7",),
                on_default="fresh",
            ),
        ),
        (
            "done",
            {
                "customer_id": "C-1",
                "on": "2026-02-05",
                "kind": "notice",
                "key": "k",
                "code": "14-day",
                "at": "2026-02-05T09:30:00+01:00",
                "status": "delivered",
                "ladder": "standard@2",
                "step_id": "first",
                "stage_id": "late",
                "effect": "suspend",
                "items": "INV-7",
                "debts": "INV-7;INV-8",
                "channel": "letter",
                "address": "Main St",
                "direction": "in",
                "customer_facing": "false",
                "outcome": "voicemail",
            },
            Done(
                customer_id="C-1",
                on=d(2, 5),
                kind="notice",
                key="k",
                code="14-day",
                at=datetime(2026, 2, 5, 8, 30, tzinfo=UTC),
                status="delivered",
                ladder="standard@2",
                step_id="first",
                stage_id="late",
                effect="suspend",
                items=("INV-7",),
                debts=("INV-7", "INV-8"),
                channel="letter",
                address="Main St",
                direction="in",
                customer_facing=False,
                outcome="voicemail",
            ),
        ),
        (
            "approvals",
            {
                "customer_id": "C-1",
                "step_id": "agency",
                "on": "2026-02-05",
                "by": "manager",
                "items": "INV-7",
            },
            Approval(
                customer_id="C-1", step_id="agency", on=d(2, 5), by="manager", items=("INV-7",)
            ),
        ),
        (
            "placements",
            {
                "customer_id": "C-1",
                "kind": "agency",
                "from_on": "2026-02-05",
                "until_on": "2026-05-05",
                "items": "INV-7",
                "commission": "12.5%",
            },
            Placement(
                customer_id="C-1",
                kind="agency",
                from_on=d(2, 5),
                until_on=d(5, 5),
                items=("INV-7",),
                commission=Percent("12.5"),
            ),
        ),
        (
            "late_reasons",
            {"invoice_id": "INV-7", "code": "cash_flow", "on": "2026-02-05", "id": "L-1"},
            LateReason(invoice_id="INV-7", code="cash_flow", on=d(2, 5), id="L-1"),
        ),
    ],
)
def test_flat_text_becomes_the_fact(kind: str, row: dict[str, str], fact: object) -> None:
    assert one(kind, row) == fact


def test_nested_facts_are_lists_of_rows_in_the_currency_of_the_whole() -> None:
    row = changed(
        INVOICE,
        due_on=MISSING,
        currency="USD",
        installments=[
            {"number": 1, "due_on": "2026-02-28", "amount": "590.00"},
            {"number": 2, "due_on": "2026-03-31", "amount": "600.00"},
        ],
        discounts=[
            {
                "until": "2026-02-10",
                "eligible_until": "2026-02-12",
                "percent": "2%",
                "discount": "11.80",
                "payable": "578.20",
                "base": {"amount": "590.00", "currency": "USD"},
                "installment": 1,
            }
        ],
        tax=[{"rate": "19%", "base": "1000.00", "amount": "190.00"}],
    )
    made = one("invoices", row)
    dollars = [Money(text, "USD") for text in ("590.00", "600.00", "11.80", "578.20")]
    assert made.installments == (
        Installment(number=1, due_on=d(2, 28), amount=dollars[0]),
        Installment(number=2, due_on=d(3, 31), amount=dollars[1]),
    )
    assert made.due_on == d(3, 31)
    assert made.discounts == (
        DiscountWindow(
            until=d(2, 10),
            eligible_until=d(2, 12),
            percent=Percent("2"),
            discount=dollars[2],
            payable=dollars[3],
            base=dollars[0],
        ),
    )
    assert made.tax == (
        TaxLine(rate=Percent("19"), base=Money("1000", "USD"), amount=Money("190", "USD")),
    )


def test_nested_facts_about_contact() -> None:
    made = one(
        "customers",
        {
            "id": "C-1",
            "contact_points": [{"channel": "email", "address": "a@example.com"}, "phone"],
            "consents": [{"channel": "email", "received_on": "2026-01-05", "source": "form"}],
            "opt_outs": [OptOut("sms", d(1, 1)), {"target": "+49", "received_on": "2026-01-02"}],
            "inconvenient_times": [{"start": "09:00", "end": "10:30", "weekdays": "0;4"}],
        },
    )
    assert made.contact_points == (ContactPoint("email", "a@example.com"), ContactPoint("phone"))
    assert made.consents == (Consent("email", d(1, 5), source="form"),)
    assert made.opt_outs == (OptOut("sms", d(1, 1)), OptOut("+49", d(1, 2)))
    assert made.inconvenient_times == (InconvenientTime(time(9), time(10, 30), frozenset((0, 4))),)


def test_values_of_the_right_type_pass_as_they_are() -> None:
    row = {
        **RECEIPT,
        "received_on": d(2, 5),
        "amount": Money("4.00", "USD"),
        "recorded_on": d(2, 6),
    }
    assert one("receipts", row, currency=None).amount == Money("4.00", "USD")
    assert one("receipts", changed(RECEIPT, amount=Decimal("4.5"))).amount == eur("4.50")
    assert one("receipts", changed(RECEIPT, amount=4)).amount == eur("4.00")
    assert one(
        "placements",
        {
            "customer_id": "C-1",
            "kind": "legal",
            "from_on": d(2, 5),
            "commission": Percent("15"),
            "items": ("INV-7",),
        },
    ).commission == Percent("15")


def test_whole_numbers_have_at_most_nine_digits() -> None:
    row = {"invoice_id": "INV-7", "amount": "4.00", "applied_on": "2026-02-05"}
    assert one("allocations", {**row, "installment": "000000002"}).installment == 2
    assert wrong("allocations", {**row, "installment": "0000000002"}).field == "installment"


# -- currencies ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "currency", "expected"),
    [
        ({}, "USD", "USD"),
        ({"currency": "GBP"}, "USD", "GBP"),
        ({"currency": "GBP"}, None, "GBP"),
        ({"currency": ""}, "USD", "USD"),
        ({"currency": None}, "USD", "USD"),
        ({"amount_currency": "CHF"}, None, "CHF"),
        ({"amount_currency": "CHF", "currency": "GBP"}, "USD", "CHF"),
        ({"amount_currency": "", "currency": "GBP"}, "USD", "GBP"),
        ({"amount": {"amount": "4.00", "currency": "SEK"}, "currency": "GBP"}, "USD", "SEK"),
    ],
)
def test_the_nearest_currency_counts(
    changes: dict[str, Any], currency: str | None, expected: str
) -> None:
    made = one("receipts", changed(RECEIPT, **changes), currency=currency)
    assert made.amount == Money("4.00", expected)


@pytest.mark.parametrize(
    ("changes", "code", "field", "message"),
    [
        (
            {},
            "money.invalid",
            "amount",
            "amount has no currency (add a currency column or currency=)",
        ),
        (
            {"currency": "EURO"},
            "money.unknown-currency",
            "currency",
            "`EURO` is not an ISO 4217 currency with a minor unit "
            "(three capital letters, such as EUR)",
        ),
        (
            {"currency": "eur"},
            "money.unknown-currency",
            "currency",
            "`eur` is not an ISO 4217 currency with a minor unit "
            "(three capital letters, such as EUR)",
        ),
        (
            {"currency": 978},
            "money.unknown-currency",
            "currency",
            "`978` is not an ISO 4217 currency with a minor unit "
            "(three capital letters, such as EUR)",
        ),
    ],
)
def test_money_without_a_currency_is_a_problem(
    changes: dict[str, Any], code: str, field: str, message: str
) -> None:
    assert wrong("receipts", changed(RECEIPT, **changes), currency=None) == Problem(
        code=code, message=message, subject="R-1", row=0, field=field
    )
