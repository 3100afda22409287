from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ledger.book import DateOfHost, TextOfHost, credit_note, d, eur, fault, invoice

from collectkit.ledger import DiscountWindow, Installment, Invoice, TaxLine
from collectkit.money import Money, Percent

INVALID = "ledger.invalid-fact"
UNROUNDED = Money("0.05", "EUR") * Decimal("0.5")


def part(
    number: int = 1, due: date | None = date(2026, 1, 31), amount: str = "10.00"
) -> Installment:
    return Installment(number=number, due_on=due, amount=eur(amount))


def window(**changes: Any) -> DiscountWindow:
    facts: dict[str, Any] = {
        "until": d(1, 11),
        "percent": Percent("2"),
        "discount": eur("0.20"),
        "payable": eur("9.80"),
        "base": eur("10.00"),
    }
    return DiscountWindow(**{**facts, **changes})


# -- what is left out ----------------------------------------------------------------------------
def test_without_installments_there_is_one_part_of_the_whole_due_on_the_due_date() -> None:
    made = invoice(amount="1190.00", issued=d(1, 31), due=d(3, 2))
    assert made.installments == (Installment(number=1, due_on=d(3, 2), amount=eur("1190.00")),)
    assert made.due_on == d(3, 2)
    assert (made.kind, made.nature, made.currency) == ("invoice", "trade", "EUR")
    assert (made.discounts, made.tax, made.tags, made.recorded_on) == ((), (), (), None)


def test_a_credit_note_without_due_date_is_due_on_its_own_date() -> None:
    note = credit_note(on=d(2, 5))
    assert note.due_on == d(2, 5)
    assert note.installments == (Installment(number=1, due_on=d(2, 5), amount=eur("10.00")),)


def test_the_due_date_is_the_latest_known_one_of_the_parts() -> None:
    parts = (part(1, d(3, 1), "4.00"), part(2, d(2, 1), "3.00"), part(3, None, "3.00"))
    assert invoice(due=None, installments=parts).due_on == d(3, 1)
    assert invoice(due=d(3, 1), installments=parts).due_on == d(3, 1)


def test_the_due_date_is_none_while_every_part_is_pending() -> None:
    pending = invoice(due=None, installments=(part(1, None, "4.00"), part(2, None, "6.00")))
    assert pending.due_on is None


def test_a_list_of_parts_becomes_a_tuple() -> None:
    assert invoice(due=None, installments=[part()]).installments == (part(),)


def test_item_ids_are_the_invoice_id_for_one_part_and_numbered_for_several() -> None:
    assert invoice().item_ids == ("INV-7",)
    two = invoice(due=None, installments=(part(1, d(2, 1), "4.00"), part(2, d(3, 1), "6.00")))
    assert two.item_ids == ("INV-7/1", "INV-7/2")


def test_a_due_date_may_lie_before_the_issue_date() -> None:
    assert invoice(issued=d(2, 15), due=d(2, 10)).due_on == d(2, 10)


def test_an_invoice_of_nothing_is_an_invoice() -> None:
    assert invoice(amount="0.00").amount == eur("0.00")


def test_an_invoice_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        invoice().amount = eur("1.00")  # type: ignore[misc]


def test_invoices_are_keyword_only() -> None:
    with pytest.raises(TypeError):
        Invoice("INV-7", "C-1", eur("10.00"), d(1, 1), d(1, 31))  # type: ignore[call-arg]


# -- fields --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"amount": 10.0},
            ("money.invalid", "amount", "INV-7", "amount must be Money, not float"),
        ),
        (
            {"amount": Decimal("10.00")},
            ("money.invalid", "amount", "INV-7", "amount must be Money, not Decimal"),
        ),
        (
            {"amount": None},
            ("money.invalid", "amount", "INV-7", "amount must be Money, not NoneType"),
        ),
        (
            {"amount": UNROUNDED},
            (
                "money.invalid",
                "amount",
                "INV-7",
                "amount carries more digits than EUR has: EUR 0.025",
            ),
        ),
        (
            {"amount": eur("-0.01")},
            (INVALID, "amount", "INV-7", "amount must be zero or more, not EUR -0.01"),
        ),
        ({"id": ""}, (INVALID, "id", None, "id must be non-empty text, not ``")),
        ({"id": "  "}, (INVALID, "id", None, "id must be non-empty text, not `  `")),
        ({"id": None}, (INVALID, "id", None, "id must be non-empty text, not `None`")),
        ({"id": 7}, (INVALID, "id", None, "id must be non-empty text, not `7`")),
        (
            {"id": TextOfHost("INV-7")},
            (INVALID, "id", None, "id must be non-empty text, not `INV-7`"),
        ),
        (
            {"id": "INV\x00"},
            (INVALID, "id", None, "id holds a NUL or a lone surrogate: `INV\\x00`"),
        ),
        (
            {"id": "INV\ud800"},
            (INVALID, "id", None, "id holds a NUL or a lone surrogate: `INV\\ud800`"),
        ),
        ({"id": "I" * 10_001}, (INVALID, "id", None, "id is longer than 10000 characters")),
        (
            {"customer_id": ""},
            (INVALID, "customer_id", "INV-7", "customer_id must be non-empty text, not ``"),
        ),
        (
            {"issued_on": datetime(2026, 1, 1, tzinfo=UTC)},
            (
                "dates.invalid",
                "issued_on",
                "INV-7",
                "issued_on must be a date, not a datetime: `2026-01-01 00:00:00+00:00`",
            ),
        ),
        (
            {"issued_on": "2026-01-01"},
            (
                "dates.invalid",
                "issued_on",
                "INV-7",
                "issued_on must be a date, not str: `2026-01-01`",
            ),
        ),
        (
            {"issued_on": None},
            (
                "dates.invalid",
                "issued_on",
                "INV-7",
                "issued_on must be a date, not NoneType: `None`",
            ),
        ),
        (
            {"due_on": datetime(2026, 1, 31)},  # noqa: DTZ001
            (
                "dates.invalid",
                "due_on",
                "INV-7",
                "due_on must be a date, not a datetime: `2026-01-31 00:00:00`",
            ),
        ),
        (
            {"delivered_on": 20260101},
            (
                "dates.invalid",
                "delivered_on",
                "INV-7",
                "delivered_on must be a date, not int: `20260101`",
            ),
        ),
        (
            {"recorded_on": "x"},
            ("dates.invalid", "recorded_on", "INV-7", "recorded_on must be a date, not str: `x`"),
        ),
        (
            {"kind": "bill"},
            (
                INVALID,
                "kind",
                "INV-7",
                "kind must be one of credit_note, debit_note, invoice, not `bill`",
            ),
        ),
        (
            {"kind": []},
            (
                INVALID,
                "kind",
                "INV-7",
                "kind must be one of credit_note, debit_note, invoice, not `a list of 0`",
            ),
        ),
        (
            {"nature": "fee"},
            (INVALID, "nature", "INV-7", "nature must be one of late_charge, trade, not `fee`"),
        ),
        (
            {"nature": "late_charge", "charge_kind": "tax"},
            (
                INVALID,
                "charge_kind",
                "INV-7",
                "charge_kind must be one of costs, fee, interest, not `tax`",
            ),
        ),
        (
            {"nature": "late_charge", "charge_key": ""},
            (INVALID, "charge_key", "INV-7", "charge_key must be non-empty text, not ``"),
        ),
        (
            {"nature": "late_charge", "charge_for": 7},
            (INVALID, "charge_for", "INV-7", "charge_for must be non-empty text, not `7`"),
        ),
        (
            {"tags": "export"},
            (INVALID, "tags", "INV-7", "tags must be a tuple of texts, not one text"),
        ),
        ({"tags": ("",)}, (INVALID, "tags", "INV-7", "tags must be non-empty text, not ``")),
        (
            {"non_discountable": 1.0},
            (
                "money.invalid",
                "non_discountable",
                "INV-7",
                "non_discountable must be Money, not float",
            ),
        ),
        (
            {"discounts": ({"until": "2026-01-11"},)},
            (INVALID, "discounts", "INV-7", "discounts must hold DiscountWindow, not dict"),
        ),
        ({"tax": (eur("1.00"),)}, (INVALID, "tax", "INV-7", "tax must hold TaxLine, not Money")),
    ],
)
def test_an_invoice_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    facts: dict[str, Any] = {
        "id": "INV-7",
        "customer_id": "C-1",
        "amount": eur("10.00"),
        "issued_on": d(1, 1),
        "due_on": d(1, 31),
    }
    assert fault(lambda: Invoice(**{**facts, **changes})) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [("tags", 5), ("tags", None), ("installments", 5), ("discounts", 5), ("tax", None)],
)
def test_what_is_no_sequence_is_refused_as_an_invalid_fact(field: str, value: object) -> None:
    given: dict[str, Any] = {field: value}
    assert fault(lambda: invoice(**given))[:3] == (INVALID, field, "INV-7")


def test_a_date_of_the_hosts_own_kind_becomes_a_plain_date_everywhere() -> None:
    made = invoice(issued=DateOfHost(2026, 1, 1), due=DateOfHost(2026, 1, 31))
    assert type(made.issued_on) is date
    assert type(made.due_on) is date
    assert type(made.installments[0].due_on) is date
    assert type(part(due=DateOfHost(2026, 1, 31)).due_on) is date
    assert type(window(until=DateOfHost(2026, 1, 11)).until) is date


# -- contradictions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "code", "field", "message"),
    [
        (
            {"due_on": None},
            INVALID,
            "due_on",
            "invoice INV-7 has neither due_on nor installments",
        ),
        (
            {
                "due_on": None,
                "installments": (part(1, d(1, 31), "4.00"), part(2, d(2, 28), "5.99")),
            },
            INVALID,
            "installments",
            "installments of INV-7 sum to EUR 9.99, not to EUR 10.00",
        ),
        (
            {"due_on": None, "installments": (part(2),)},
            INVALID,
            "installments",
            "installments of INV-7 must be numbered 1 to 1 in order",
        ),
        (
            {"due_on": None, "installments": (part(2, amount="5.00"), part(1, amount="5.00"))},
            INVALID,
            "installments",
            "installments of INV-7 must be numbered 1 to 2 in order",
        ),
        (
            {"due_on": None, "installments": (part(1, amount="5.00"), part(1, amount="5.00"))},
            INVALID,
            "installments",
            "installments of INV-7 must be numbered 1 to 2 in order",
        ),
        (
            {"due_on": d(1, 30), "installments": (part(1, d(1, 31)),)},
            INVALID,
            "due_on",
            "due_on 2026-01-30 of INV-7 is not its parts' latest known, 2026-01-31",
        ),
        (
            {"due_on": d(1, 30), "installments": (part(1, None),)},
            INVALID,
            "due_on",
            "due_on 2026-01-30 of INV-7 is not its parts' latest known, None",
        ),
        (
            {
                "due_on": None,
                "installments": (
                    Installment(number=1, due_on=d(1, 31), amount=Money("10.00", "USD")),
                ),
            },
            "money.currency-mismatch",
            "installments",
            "installments of INV-7 is in USD, the invoice in EUR",
        ),
        (
            {"discounts": (window(payable=Money("9.80", "USD")),)},
            "money.currency-mismatch",
            "discounts",
            "discounts of INV-7 is in USD, the invoice in EUR",
        ),
        (
            {"discounts": (window(installment=2),)},
            INVALID,
            "discounts",
            "a discount of INV-7 is for part 2, which it has not",
        ),
        (
            {"discounts": (window(payable=eur("9.79")),)},
            INVALID,
            "discounts",
            "discount EUR 0.20 and payable EUR 9.79 of INV-7 do not make up EUR 10.00",
        ),
        (
            {"tax": (TaxLine(rate=Percent("19"), base=Money("8.40", "USD"), amount=eur("1.60")),)},
            "money.currency-mismatch",
            "tax",
            "tax of INV-7 is in USD, the invoice in EUR",
        ),
        (
            {"non_discountable": Money("1.00", "USD")},
            "money.currency-mismatch",
            "non_discountable",
            "non_discountable of INV-7 is in USD, the invoice in EUR",
        ),
        (
            {"charge_kind": "interest"},
            INVALID,
            "nature",
            "invoice INV-7 has charge fields but is not a late charge",
        ),
        (
            {"charge_for": "INV-1"},
            INVALID,
            "nature",
            "invoice INV-7 has charge fields but is not a late charge",
        ),
        (
            {"charge_key": "INV-1:2026-03"},
            INVALID,
            "nature",
            "invoice INV-7 has charge fields but is not a late charge",
        ),
    ],
)
def test_an_invoice_that_contradicts_itself_is_refused(
    changes: dict[str, Any], code: str, field: str, message: str
) -> None:
    assert fault(lambda: invoice(**changes)) == (code, field, "INV-7", message)


def test_the_fault_is_a_base_above_its_part_when_that_is_what_is_wrong() -> None:
    code, field, subject, message = fault(lambda: invoice(discounts=(window(base=eur("10.01")),)))
    assert (code, field, subject) == (INVALID, "discounts", "INV-7")
    assert "10.01" in message


def test_what_earns_no_discount_is_no_more_than_the_invoice() -> None:
    assert invoice(non_discountable=eur("10.00")).non_discountable == eur("10.00")
    assert fault(lambda: invoice(non_discountable=eur("10.01")))[:3] == (
        INVALID,
        "non_discountable",
        "INV-7",
    )


def test_a_late_charge_says_what_it_is_for() -> None:
    charge = invoice(
        "DN-1",
        "40.00",
        kind="debit_note",
        nature="late_charge",
        charge_key="INV-7:2026-02",
        charge_for="INV-7",
        charge_kind="fee",
    )
    assert (charge.charge_key, charge.charge_for, charge.charge_kind) == (
        "INV-7:2026-02",
        "INV-7",
        "fee",
    )


# -- parts, windows, tax -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": 0}, (INVALID, "number", None, "number must be at least 1, not `0`")),
        ({"number": True}, (INVALID, "number", None, "number must be an int, not bool")),
        ({"number": "1"}, (INVALID, "number", None, "number must be an int, not str")),
        (
            {"due_on": datetime(2026, 1, 31, tzinfo=UTC)},
            (
                "dates.invalid",
                "due_on",
                None,
                "due_on must be a date, not a datetime: `2026-01-31 00:00:00+00:00`",
            ),
        ),
        ({"amount": 1.5}, ("money.invalid", "amount", None, "amount must be Money, not float")),
        (
            {"amount": eur("-1.00")},
            (INVALID, "amount", None, "amount must be zero or more, not EUR -1.00"),
        ),
    ],
)
def test_an_installment_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    facts: dict[str, Any] = {"number": 1, "due_on": d(1, 31), "amount": eur("10.00")}
    assert fault(lambda: Installment(**{**facts, **changes})) == expected


def test_a_window_ends_on_its_printed_deadline_unless_grace_is_given() -> None:
    assert window().eligible_until == d(1, 11)
    assert window().last_day == d(1, 11)
    assert window(eligible_until=d(1, 14)).last_day == d(1, 14)
    assert window(eligible_until=d(1, 11)).last_day == d(1, 11)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"eligible_until": d(1, 10)},
            (
                INVALID,
                "eligible_until",
                None,
                "eligible_until 2026-01-10 lies before until 2026-01-11",
            ),
        ),
        (
            {"until": None},
            ("dates.invalid", "until", None, "until must be a date, not NoneType: `None`"),
        ),
        (
            {"percent": Decimal(2)},
            ("money.invalid-percent", "percent", None, "percent must be Percent, not Decimal"),
        ),
        (
            {"percent": 0.02},
            ("money.invalid-percent", "percent", None, "percent must be Percent, not float"),
        ),
        (
            {"discount": eur("-0.20")},
            (INVALID, "discount", None, "discount must be zero or more, not EUR -0.20"),
        ),
        ({"payable": "9.80"}, ("money.invalid", "payable", None, "payable must be Money, not str")),
        (
            {"base": UNROUNDED},
            ("money.invalid", "base", None, "base carries more digits than EUR has: EUR 0.025"),
        ),
        (
            {"installment": 0},
            (INVALID, "installment", None, "installment must be at least 1, not `0`"),
        ),
    ],
)
def test_a_window_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    assert fault(lambda: window(**changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rate": 19}, ("money.invalid-percent", "rate", None, "rate must be Percent, not int")),
        ({"base": 8.4}, ("money.invalid", "base", None, "base must be Money, not float")),
        (
            {"amount": eur("-1.60")},
            (INVALID, "amount", None, "amount must be zero or more, not EUR -1.60"),
        ),
    ],
)
def test_a_tax_line_names_its_bad_field(changes: dict[str, Any], expected: object) -> None:
    facts: dict[str, Any] = {"rate": Percent("19"), "base": eur("8.40"), "amount": eur("1.60")}
    assert fault(lambda: TaxLine(**{**facts, **changes})) == expected


def test_nothing_is_an_amount_of_tax_and_of_what_earns_no_discount() -> None:
    free = TaxLine(rate=Percent("0"), base=eur("0.00"), amount=eur("0.00"))
    made = invoice(tax=(free,), non_discountable=eur("0.00"))
    assert (made.tax, made.non_discountable) == ((free,), eur("0.00"))


def test_windows_of_several_tiers_and_parts_stand_side_by_side() -> None:
    tiers = (
        window(installment=1, discount=eur("0.12"), payable=eur("3.88"), base=eur("4.00")),
        window(installment=2, discount=eur("0.18"), payable=eur("5.82"), base=eur("5.50")),
        window(installment=2, discount=eur("0.00"), payable=eur("6.00"), base=eur("0.00")),
    )
    parts = (part(1, d(2, 1), "4.00"), part(2, d(3, 1), "6.00"))
    assert invoice(due=None, installments=parts, discounts=tiers).discounts == tiers
