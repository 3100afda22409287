"""Payment terms: ways in, invoices, documents, words, and what they refuse."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import CollectkitError, InvalidDate, InvalidFact, InvalidMoney, TermsError
from collectkit.ledger import TaxLine
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    PaymentTerms,
    PercentLine,
    Weeks,
    parse,
)

FOLLOWING = BusinessDayConvention.FOLLOWING
MODIFIED = BusinessDayConvention.MODIFIED_FOLLOWING


def d(text: str) -> date:
    return date.fromisoformat(text)


JAN_31 = d("2026-01-31")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def tier(percent: str, days: int, base: Any = "gross") -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=DueRule.net(days), base=base)


# -- ways in ---------------------------------------------------------------------------------------
def test_net_is_one_balance_line() -> None:
    assert PaymentTerms.net(30) == PaymentTerms(
        id="net-30", lines=(BalanceLine(due=DueRule.net(30)),)
    )
    assert PaymentTerms.net(0).due_date(JAN_31) == JAN_31
    assert PaymentTerms.net(30, id="standard").id == "standard"


def test_due_is_the_whole_amount_by_one_rule() -> None:
    rule = DueRule.days_then_eom(30)
    assert PaymentTerms.due(rule, id="30-eom", due_adjustment=FOLLOWING) == PaymentTerms(
        id="30-eom", lines=(BalanceLine(due=rule),), due_adjustment=FOLLOWING
    )


def test_equal_is_one_line_of_equal_parts() -> None:
    first = DueRule.net(30)
    assert PaymentTerms.equal(3, first=first) == PaymentTerms(
        id="equal-3", lines=(EqualLines(parts=3, due=first, every=Months(count=1)),)
    )
    terms = PaymentTerms.equal(2, first=first, every=Weeks(count=2), id="x", residue="last")
    assert terms == PaymentTerms(
        id="x", lines=(EqualLines(parts=2, due=first, every=Weeks(count=2)),), residue="last"
    )


def test_parse_is_the_shorthand() -> None:
    assert PaymentTerms.parse("2/10 net 30") == parse("2/10 net 30")
    assert PaymentTerms.parse("net 30 eom", id="own", eom="days_then_eom") == parse(
        "net 30 eom", id="own", eom="days_then_eom"
    )


def test_what_is_not_said_has_a_default() -> None:
    terms = PaymentTerms.net(30)
    assert terms.discounts == ()
    assert terms.payment_methods == ()
    assert terms.due_adjustment is terms.discount_adjustment is BusinessDayConvention.NONE
    assert (terms.discount_grace_days, terms.residue) == (0, "largest-remainder")
    assert terms.tax_on == "pro-rata"


# -- invoices --------------------------------------------------------------------------------------
def vat(amount: str) -> TaxLine:
    return TaxLine(rate=Percent(19), base=eur("100.00"), amount=eur(amount))


def test_an_invoice_carries_the_schedule() -> None:
    terms = PaymentTerms(
        id="x",
        lines=(PercentLine(percent=Percent(30), due=DueRule.net(0)), BalanceLine(due=DueRule.of())),
        discounts=(tier("2", 10, "net"),),
        tax_on="first",
    )
    invoice = terms.invoice(
        id="INV-7",
        customer_id="C-1",
        amount=eur("119.00"),
        issued_on=JAN_31,
        tags=("key",),
        tax=(vat("19.00"),),
        non_discountable=eur("11.90"),
    )
    schedule = terms.schedule(
        eur("119.00"), issued_on=JAN_31, tax=(vat("19.00"),), non_discountable=eur("11.90")
    )
    assert invoice.installments == schedule.installments
    assert [part.amount for part in invoice.installments] == [eur("49.00"), eur("70.00")]
    assert invoice.discounts == schedule.discounts
    # 49.00 less 4.90 at 30.00 of 49.00; 70.00 less 7.00
    assert [window.base for window in invoice.discounts] == [eur("27.00"), eur("63.00")]
    assert (invoice.due_on, invoice.kind, invoice.tags) == (JAN_31, "invoice", ("key",))
    assert (invoice.tax, invoice.non_discountable) == ((vat("19.00"),), eur("11.90"))


def test_tax_lines_may_come_from_anywhere() -> None:
    invoice = PaymentTerms.net(30).invoice(
        id="I",
        customer_id="C",
        amount=eur("119.00"),
        issued_on=JAN_31,
        tax=(line for line in [vat("19.00")]),
    )
    assert invoice.tax == (vat("19.00"),)


def test_an_invoice_is_delivered_on_its_own_day() -> None:
    terms = PaymentTerms.due(DueRule.from_event("delivery", Days(count=30)), id="x")

    def due_on(**fields: Any) -> date | None:
        invoice = terms.invoice(
            id="I", customer_id="C", amount=eur("1.00"), issued_on=JAN_31, **fields
        )
        assert invoice.delivered_on == fields.get("delivered_on")
        return invoice.due_on

    assert due_on(delivered_on=d("2026-02-03")) == d("2026-03-05")
    assert due_on(events={"delivery": d("2026-02-04")}) == d("2026-03-06")
    # What is said about the event is more than what is said about the invoice.
    both = {"delivered_on": d("2026-02-03"), "events": {"delivery": d("2026-02-04")}}
    assert due_on(**both) == d("2026-03-06")
    assert due_on() is None
    assert due_on(delivered_on=None) is None


def test_an_invoice_by_the_calendar_of_the_context() -> None:
    terms = PaymentTerms.net(14).replace(due_adjustment=FOLLOWING)
    carnival = Context(calendar=calendar_from([d("2026-02-16"), d("2026-02-17")]))
    invoice = terms.invoice(
        id="I", customer_id="C-1", amount=eur("1.00"), issued_on=JAN_31, context=carnival
    )
    assert invoice.due_on == d("2026-02-18")


def test_a_credit_note_has_positive_parts() -> None:
    invoice = parse("2/10 net 30").invoice(
        id="CN-1", customer_id="C-1", amount=eur("100.00"), issued_on=JAN_31, kind="credit_note"
    )
    assert (invoice.kind, invoice.installments[0].amount) == ("credit_note", eur("100.00"))


# -- what is refused -------------------------------------------------------------------------------
DATETIME = datetime(2026, 1, 31)  # noqa: DTZ001


def refused(call: Any) -> CollectkitError:
    with pytest.raises(CollectkitError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("issued_on", ["2026-01-31", DATETIME, 0, None])
def test_an_issue_date_is_a_plain_date(issued_on: Any) -> None:
    # Also where the date is not read: every part may wait for an event.
    for terms in (parse("2/10 net 30"), PaymentTerms.due(DueRule.on_delivery(), id="cod")):
        dated = partial(terms.due_date, issued_on, events={"delivery": JAN_31})
        for call in (dated, partial(terms.schedule, eur("1.00"), issued_on=issued_on)):
            error = refused(call)
            assert type(error) is InvalidDate
            assert error.field == "issued_on"
            assert error.message.startswith("issued_on must be a date, not ")


@pytest.mark.parametrize(
    ("amount", "kind", "message"),
    [
        (12.5, InvalidFact, "amount must be Money, not float"),
        ("12.50", InvalidFact, "amount must be Money, not str"),
        (None, InvalidFact, "amount must be Money, not NoneType"),
        (Percent("12.5").of(eur("1.00")), InvalidMoney, "EUR 0.12500 carries more digits than EUR"),
        (eur("-1.00"), TermsError, "amount EUR -1.00 is negative"),
    ],
)
def test_an_amount_is_rounded_money_of_zero_or_more(
    amount: Any, kind: type[CollectkitError], message: str
) -> None:
    error = refused(lambda: parse("2/10 net 30").schedule(amount, issued_on=JAN_31))
    assert type(error) is kind
    assert error.message.startswith(message)


LINE = BalanceLine(due=DueRule.net(30))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"id": "Net 30"}, ("id",)),
        ({"id": ""}, ("id",)),
        ({"id": 30}, ("id",)),
        ({"discounts": {"percent": "2%"}}, ("discounts",)),
        ({"discounts": tier("2", 10)}, ("discounts", 0)),
        ({"discounts": (tier("2", 10),) * 13}, ("discounts",)),
        ({"discounts": {tier("2", 10)}}, ()),
        ({"due_adjustment": "sometimes"}, ("due_adjustment",)),
        ({"due_adjustment": True}, ("due_adjustment",)),
        ({"discount_adjustment": None}, ("discount_adjustment",)),
        ({"discount_grace_days": -1}, ("discount_grace_days",)),
        ({"discount_grace_days": 1.0}, ("discount_grace_days",)),
        ({"discount_grace_days": True}, ("discount_grace_days",)),
        ({"residue": "largest"}, ("residue",)),
        ({"tax_on": "all"}, ("tax_on",)),
        ({"payment_methods": ("",)}, ("payment_methods", 0)),
        ({"payment_methods": "card"}, ("payment_methods",)),
        ({"payment_methods": ("card",) * 41}, ("payment_methods",)),
        ({"grace_days": 3}, ("grace_days",)),
        ({"__class__": "X"}, ("__class__",)),
    ],
)
def test_what_are_no_terms_are_refused_with_a_path(
    fields: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        PaymentTerms(**({"id": "x", "lines": (LINE,)} | fields))
    assert caught.value.errors()[0]["loc"] == path


@pytest.mark.parametrize("days", [True, "30", 30.0, None, 10_001])
def test_net_takes_a_whole_number_of_days(days: Any) -> None:
    with pytest.raises(ValidationError):
        PaymentTerms.net(days)


def test_an_empty_id_is_not_replaced_by_another() -> None:
    with pytest.raises(ValidationError):
        PaymentTerms.net(30, id="")
    with pytest.raises(ValidationError):
        PaymentTerms.equal(3, first=DueRule.net(30), id="")
    with pytest.raises(ValidationError):
        parse("net 30", id="")


# -- documents -------------------------------------------------------------------------------------
EVERYTHING = PaymentTerms(
    id="everything",
    lines=(
        FixedLine(amount=eur("10.00"), due=DueRule.with_order()),
        PercentLine(percent=Percent("12.5"), of="untaxed", due=DueRule.proximo(day=20, cutoff=-3)),
        PercentLine(
            percent=Percent(30),
            of="remainder",
            due=DueRule.banded({15: DueRule.net(30), 31: DueRule.business_days(5)}),
            round_to=Decimal("0.05"),
            rounding=RoundingMode.UP,
            discounts=(tier("3", 5, "net"),),
        ),
        EqualLines(parts=3, due=DueRule.payment_days((10, 20), after=DueRule.net(10))),
    ),
    discounts=(tier("2", 10), tier("1", 20)),
    due_adjustment=MODIFIED,
    discount_adjustment=FOLLOWING,
    discount_grace_days=3,
    residue="first",
    tax_on="pro-rata",
    payment_methods=("transfer", "card"),
)
TERMS = (
    PaymentTerms.net(0),
    parse("2.5/10 net 30"),
    parse("1/5, n/30 eom", eom="eom_plus_days").replace(due_adjustment=MODIFIED),
    PaymentTerms.due(DueRule.of(Months(count=1), EndOfMonth()), id="month-end"),
    PaymentTerms.equal(12, first=DueRule.net(30)),
    EVERYTHING,
)


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.id)
def test_used_terms_travel_as_json_and_pickle(terms: PaymentTerms) -> None:
    schedule, words = terms.schedule(eur("1190.00"), issued_on=JAN_31), str(terms)
    assert terms.lint() is not None
    text = terms.model_dump_json()
    copies = (
        PaymentTerms.model_validate_json(text),
        PaymentTerms.model_validate(json.loads(text)),
        pickle.loads(pickle.dumps(terms)),
        copy.copy(terms),
        copy.deepcopy(terms),
        terms.replace(),
    )
    for again in copies:
        assert again == terms
        assert hash(again) == hash(terms)
        assert again.model_dump_json() == text
        assert again.schedule(eur("1190.00"), issued_on=JAN_31) == schedule
        assert str(again) == words


def test_a_pickle_holds_the_fields_alone() -> None:
    terms = PaymentTerms.net(30)
    terms.due_date(JAN_31)
    assert set(vars(terms)) > set(PaymentTerms.model_fields)
    assert set(vars(pickle.loads(pickle.dumps(terms)))) == set(PaymentTerms.model_fields)


def test_the_json_of_terms() -> None:
    def rule(days: int) -> dict[str, Any]:
        return {"steps": [{"kind": "days", "count": days}], "event": None}

    assert json.loads(parse("2.5/10 net 30").model_dump_json()) == {
        "id": "2.5-10-net-30",
        "lines": [{"kind": "balance", "due": rule(30), "discounts": []}],
        "discounts": [{"percent": "2.5%", "deadline": rule(10), "base": "gross"}],
        "due_adjustment": "none",
        "discount_adjustment": "none",
        "discount_grace_days": 0,
        "residue": "largest-remainder",
        "tax_on": "pro-rata",
        "payment_methods": [],
    }


NO_STEPS: dict[str, Any] = {"steps": []}


@pytest.mark.parametrize(
    "edit",
    [
        {"discounts": [{"percent": 2.5, "deadline": NO_STEPS}]},
        {"discounts": [{"percent": "2.5", "deadline": NO_STEPS}]},
        {"discounts": [{"percent": "0%", "deadline": NO_STEPS}]},
        {"lines": [{"kind": "balance", "due": {"steps": [{"kind": "days", "count": "30"}]}}]},
        {"lines": [{"kind": "balance", "due": {"steps": [{"kind": "days", "count": 30.0}]}}]},
        {"lines": [{"kind": "balance", "due": {"steps": [{"kind": "days", "count": True}]}}]},
        {"lines": [{"kind": "equal", "parts": "3", "due": NO_STEPS}]},
        {"lines": [{"kind": "fixed", "amount": 1.0, "due": NO_STEPS}]},
        {"due_adjustment": "FOLLOWING"},
        {"discount_grace_days": "3"},
        {"id": None},
        {"name": "x"},
    ],
)
def test_a_document_is_read_as_strictly_as_code(edit: dict[str, Any]) -> None:
    document = json.loads(parse("2.5/10 net 30").model_dump_json())
    assert PaymentTerms.model_validate_json(json.dumps(document)) == parse("2.5/10 net 30")
    with pytest.raises(ValidationError):
        PaymentTerms.model_validate_json(json.dumps(document | edit))


def test_replace_is_checked_and_leaves_the_terms_alone() -> None:
    terms = parse("2/10 net 30")
    assert terms.due_date(JAN_31) == d("2026-03-02")
    longer = terms.replace(id="longer", lines=(BalanceLine(due=DueRule.net(60)),))
    assert longer.due_date(JAN_31) == d("2026-04-01")
    assert (longer.discounts, longer.id) == (terms.discounts, "longer")
    assert terms.due_date(JAN_31) == d("2026-03-02")
    for changes in ({"id": "No Good"}, {"lines": ()}, {"grace_days": 3}, {"discounts": None}):
        with pytest.raises(ValidationError):
            terms.replace(**changes)
    with pytest.raises(ValidationError):
        terms.id = "x"


def test_every_field_is_described() -> None:
    schema = PaymentTerms.model_json_schema()
    for name, model in {"PaymentTerms": schema, **schema["$defs"]}.items():
        for field, described in model.get("properties", {}).items():
            # Money describes itself; what a kind is, its value says.
            assert "description" in described or field == "kind" or name == "Money", (name, field)


# -- in words --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("terms", "prose"),
    [
        (PaymentTerms.net(0), "due on the issue date"),
        (PaymentTerms.net(30), "due 30 days after the issue date"),
        (PaymentTerms.due(DueRule.on_delivery(), id="cod"), "due on delivery"),
        (PaymentTerms.due(DueRule.on(d("2026-06-30")), id="x"), "due on 2026-06-30"),
        (
            parse("2/10 net 30"),
            "2% off if paid by 10 days after the issue date; due 30 days after the issue date",
        ),
        (
            PaymentTerms(
                id="x",
                lines=(BalanceLine(),),
                discounts=(
                    DiscountTier(percent=Percent(3), deadline=DueRule.day_of_month(10)),
                    DiscountTier(percent=Percent(2), deadline=DueRule.of(), base="net"),
                    DiscountTier(percent=Percent(1), deadline=DueRule.on(d("2026-06-30"))),
                ),
            ),
            "3% off if paid by the 10th of the next month, counted from the issue date; "
            "2% off net of tax if paid by the issue date; 1% off if paid by 2026-06-30; "
            "no due date agreed",
        ),
        (
            PaymentTerms(
                id="x",
                lines=(
                    PercentLine(
                        percent=Percent(30), due=DueRule.with_order(), discounts=(tier("1", 5),)
                    ),
                    FixedLine(amount=eur("50.00"), due=DueRule.net(10)),
                    BalanceLine(due=DueRule.net(30)),
                ),
            ),
            "1% off if paid by 5 days after the issue date; 30% due on order; "
            "EUR 50.00 due 10 days after the issue date; "
            "the balance due 30 days after the issue date",
        ),
        (
            PaymentTerms.equal(3, first=DueRule.net(30)),
            "3 equal parts, one every 1 month, the first due 30 days after the issue date",
        ),
    ],
)
def test_terms_in_words(terms: PaymentTerms, prose: str) -> None:
    assert str(terms) == terms.format("prose") == prose


def test_shorthand_is_the_default_format() -> None:
    assert parse("2% 10, net 30").format() == parse("2% 10, net 30").format("shorthand")
    assert parse(parse("2% 10, net 30").format()) == parse("2% 10, net 30")
