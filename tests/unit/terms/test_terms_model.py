"""Payment terms: due dates, discount windows, adjustments, and what they refuse."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import CollectkitError, InvalidDate, InvalidFact, InvalidMoney
from collectkit.ledger import DiscountWindow, Installment
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    PaymentTerms,
    parse,
)

FOLLOWING = BusinessDayConvention.FOLLOWING
MODIFIED = BusinessDayConvention.MODIFIED_FOLLOWING


def d(text: str) -> date:
    return date.fromisoformat(text)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def tier(percent: str, days: int) -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=DueRule.net(days))


def test_net_is_one_balance_line() -> None:
    assert PaymentTerms.net(30) == PaymentTerms(
        id="net-30", lines=(BalanceLine(due=DueRule.net(30)),)
    )
    assert PaymentTerms.net(0).due_date(d("2026-01-31")) == d("2026-01-31")
    assert PaymentTerms.net(30, id="standard").id == "standard"


def test_parse_is_the_shorthand() -> None:
    assert PaymentTerms.parse("2/10 net 30") == parse("2/10 net 30")
    assert PaymentTerms.parse("net 30 eom", id="own", eom="days_then_eom") == parse(
        "net 30 eom", id="own", eom="days_then_eom"
    )


# -- the schedule ----------------------------------------------------------------------------------
def test_the_schedule_of_2_10_net_30() -> None:
    schedule = parse("2/10 net 30").schedule(eur("1190.00"), issued_on=d("2026-01-31"))
    assert schedule.due_on == d("2026-03-02")
    assert schedule.installments == (
        Installment(number=1, due_on=d("2026-03-02"), amount=eur("1190.00")),
    )
    assert schedule.discounts == (
        DiscountWindow(
            until=d("2026-02-10"),
            eligible_until=d("2026-02-10"),
            percent=Percent("2"),
            discount=eur("23.80"),
            payable=eur("1166.20"),
            base=eur("1190.00"),
            installment=1,
        ),
    )


@pytest.mark.parametrize(
    ("amount", "percent", "discount", "payable"),
    [
        ("0.25", "2", "0.01", "0.24"),  # 0.005 rounds up
        ("0.24", "2", "0.00", "0.24"),
        ("0.75", "2", "0.02", "0.73"),  # 0.015 rounds up, not to even
        ("1.25", "2", "0.03", "1.22"),
        ("100.00", "100", "100.00", "0.00"),
        ("0.00", "2", "0.00", "0.00"),
        ("999999999999999.99", "2.5", "25000000000000.00", "974999999999999.99"),
        ("33.33", "33.3333", "11.11", "22.22"),
    ],
)
def test_the_discount_is_rounded_half_up(
    amount: str, percent: str, discount: str, payable: str
) -> None:
    terms = PaymentTerms.net(30).replace(discounts=(tier(percent, 10),))
    window = terms.schedule(eur(amount), issued_on=d("2026-01-31")).discounts[0]
    assert (window.discount, window.payable) == (eur(discount), eur(payable))


def test_the_discount_has_the_digits_of_its_currency() -> None:
    terms = parse("2.5/10 net 30")
    yen = terms.schedule(Money("1180", "JPY"), issued_on=d("2026-01-31")).discounts[0]
    assert (yen.discount, yen.payable) == (Money("30", "JPY"), Money("1150", "JPY"))
    dinar = terms.schedule(Money("1.220", "KWD"), issued_on=d("2026-01-31")).discounts[0]
    assert (dinar.discount, dinar.payable) == (Money("0.031", "KWD"), Money("1.189", "KWD"))


def test_due_and_discount_dates_adjust_separately() -> None:
    terms = parse("2/7 net 14")  # issued on a Saturday, so both fall on one
    assert terms.due_date(d("2026-01-31")) == d("2026-02-14")
    adjusted = terms.replace(due_adjustment=FOLLOWING)
    schedule = adjusted.schedule(eur("100.00"), issued_on=d("2026-01-31"))
    assert (schedule.discounts[0].until, schedule.due_on) == (d("2026-02-07"), d("2026-02-16"))
    adjusted = terms.replace(discount_adjustment=FOLLOWING)
    schedule = adjusted.schedule(eur("100.00"), issued_on=d("2026-01-31"))
    assert (schedule.discounts[0].until, schedule.due_on) == (d("2026-02-09"), d("2026-02-14"))


def test_the_calendar_comes_from_the_context() -> None:
    terms = PaymentTerms.net(14).replace(due_adjustment=FOLLOWING)
    carnival = Context(calendar=calendar_from([d("2026-02-16"), d("2026-02-17")]))
    assert terms.due_date(d("2026-01-31"), context=carnival) == d("2026-02-18")
    schedule = terms.schedule(eur("1.00"), issued_on=d("2026-01-31"), context=carnival)
    assert schedule.due_on == d("2026-02-18")
    invoice = terms.invoice(
        id="I", customer_id="C-1", amount=eur("1.00"), issued_on=d("2026-01-31"), context=carnival
    )
    assert invoice.due_on == d("2026-02-18")
    unadjusted = PaymentTerms.net(14)
    assert unadjusted.due_date(d("2026-01-31"), context=carnival) == d("2026-02-14")


def test_an_invoice_carries_the_schedule() -> None:
    terms = parse("2/10 net 30")
    invoice = terms.invoice(
        id="INV-7",
        customer_id="C-1",
        amount=eur("1190.00"),
        issued_on=d("2026-01-31"),
        tags=("key",),
        delivered_on=d("2026-02-01"),
    )
    schedule = terms.schedule(eur("1190.00"), issued_on=d("2026-01-31"))
    assert invoice.installments == schedule.installments
    assert invoice.discounts == schedule.discounts
    assert (invoice.due_on, invoice.kind, invoice.tags) == (d("2026-03-02"), "invoice", ("key",))
    assert invoice.delivered_on == d("2026-02-01")


# -- what is refused -------------------------------------------------------------------------------
DATETIME = datetime(2026, 1, 31)  # noqa: DTZ001


def refused(call: Any) -> CollectkitError:
    with pytest.raises(CollectkitError) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("issued_on", ["2026-01-31", DATETIME, 0, None])
def test_an_issue_date_is_a_plain_date(issued_on: Any) -> None:
    terms = parse("2/10 net 30")
    for call in (
        lambda: terms.due_date(issued_on),
        lambda: terms.schedule(eur("1.00"), issued_on=issued_on),
    ):
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
        (Percent("12.5").of(Money("1.00", "EUR")), InvalidMoney, "amount carries more digits"),
        (Money("-1.00", "EUR"), InvalidFact, "amount must be zero or more, not EUR -1.00"),
    ],
)
def test_an_amount_is_rounded_money_of_zero_or_more(
    amount: Any, kind: type[CollectkitError], message: str
) -> None:
    error = refused(lambda: parse("2/10 net 30").schedule(amount, issued_on=d("2026-01-31")))
    assert type(error) is kind
    assert error.field == "amount"
    assert error.message.startswith(message)


def test_a_due_date_after_the_last_year_is_refused() -> None:
    error = refused(lambda: PaymentTerms.net(30).due_date(date.max))
    assert error.message == "9999-12-31 moved by 30 days is outside years 1 to 9999"


@pytest.mark.parametrize("percent", ["0", "-1", "100.0001", "1000"])
def test_a_discount_is_above_nothing_and_at_most_everything(percent: str) -> None:
    with pytest.raises(ValidationError) as caught:
        tier(percent, 10)
    assert caught.value.errors()[0]["loc"] == ("percent",)
    assert "a discount must be above 0% and at most 100%, not" in str(caught.value)


@pytest.mark.parametrize("percent", [2, 2.0, "2", "2 %", "0.02", True, None])
def test_a_discount_is_written_as_a_percentage(percent: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        DiscountTier(percent=percent, deadline=DueRule.net(10))
    assert caught.value.errors()[0]["loc"] == ("percent",)


LINE = BalanceLine(due=DueRule.net(30))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"lines": ()}, ("lines",)),
        ({"lines": (LINE, LINE)}, ("lines",)),
        ({"lines": {"kind": "balance"}}, ("lines",)),
        ({"lines": ({"kind": "percent", "due": DueRule.net(1)},)}, ("lines", 0, "kind")),
        ({"lines": ({"due": {"steps": (), "x": 1}},)}, ("lines", 0, "due", "x")),
        ({"id": "Net 30"}, ("id",)),
        ({"id": ""}, ("id",)),
        ({"id": 30}, ("id",)),
        ({"discounts": (tier("2", 10), tier("1", 20))}, ("discounts",)),
        ({"discounts": {"percent": "2%"}}, ("discounts",)),
        ({"discounts": tier("2", 10)}, ("discounts", 0)),
        ({"due_adjustment": "sometimes"}, ("due_adjustment",)),
        ({"due_adjustment": True}, ("due_adjustment",)),
        ({"discount_adjustment": None}, ("discount_adjustment",)),
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


@pytest.mark.parametrize("days", [True, "30", 30.0, -1, None])
def test_net_takes_a_whole_number_of_days(days: Any) -> None:
    with pytest.raises(ValidationError):
        PaymentTerms.net(days)


def test_an_empty_id_is_not_replaced_by_another() -> None:
    with pytest.raises(ValidationError):
        PaymentTerms.net(30, id="")
    with pytest.raises(ValidationError):
        parse("net 30", id="")


# -- documents -------------------------------------------------------------------------------------
TERMS = (
    PaymentTerms.net(0),
    parse("2.5/10 net 30"),
    parse("1/5, n/30 eom", eom="eom_plus_days").replace(
        due_adjustment=MODIFIED, discount_adjustment=FOLLOWING
    ),
    PaymentTerms(
        id="month-end",
        lines=(BalanceLine(due=DueRule.of(Months(count=1), EndOfMonth())),),
        discounts=(tier("3", 14),),
    ),
)


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.id)
def test_used_terms_travel_as_json_and_pickle(terms: PaymentTerms) -> None:
    schedule = terms.schedule(eur("1190.00"), issued_on=d("2026-01-31"))
    text = terms.model_dump_json()
    copies = (
        PaymentTerms.model_validate_json(text),
        PaymentTerms.model_validate(json.loads(text)),
        pickle.loads(pickle.dumps(terms)),
        copy.copy(terms),
        copy.deepcopy(terms),
    )
    for again in copies:
        assert again == terms
        assert hash(again) == hash(terms)
        assert again.model_dump_json() == text
        assert again.schedule(eur("1190.00"), issued_on=d("2026-01-31")) == schedule


def test_the_json_of_terms() -> None:
    assert json.loads(parse("2.5/10 net 30").model_dump_json()) == {
        "id": "2.5-10-net-30",
        "lines": [{"kind": "balance", "due": {"steps": [{"kind": "days", "count": 30}]}}],
        "discounts": [{"percent": "2.5%", "deadline": {"steps": [{"kind": "days", "count": 10}]}}],
        "due_adjustment": "none",
        "discount_adjustment": "none",
    }


@pytest.mark.parametrize(
    "edit",
    [
        {"discounts": [{"percent": 2.5, "deadline": {"steps": []}}]},
        {"discounts": [{"percent": "2.5", "deadline": {"steps": []}}]},
        {"discounts": [{"percent": "0%", "deadline": {"steps": []}}]},
        {"lines": [{"due": {"steps": [{"kind": "days", "count": "30"}]}}]},
        {"lines": [{"due": {"steps": [{"kind": "days", "count": 30.0}]}}]},
        {"lines": [{"due": {"steps": [{"kind": "days", "count": True}]}}]},
        {"due_adjustment": "FOLLOWING"},
        {"id": None},
        {"name": "x"},
    ],
)
def test_a_document_is_read_as_strictly_as_code(edit: dict[str, Any]) -> None:
    document = json.loads(parse("2.5/10 net 30").model_dump_json()) | edit
    with pytest.raises(ValidationError):
        PaymentTerms.model_validate_json(json.dumps(document))


def test_replace_is_checked_and_leaves_the_terms_alone() -> None:
    terms = parse("2/10 net 30")
    assert terms.due_date(d("2026-01-31")) == d("2026-03-02")
    longer = terms.replace(id="longer", lines=(BalanceLine(due=DueRule.net(60)),))
    assert longer.due_date(d("2026-01-31")) == d("2026-04-01")
    assert (longer.discounts, longer.id) == (terms.discounts, "longer")
    assert terms.due_date(d("2026-01-31")) == d("2026-03-02")
    for changes in ({"id": "No Good"}, {"lines": ()}, {"grace_days": 3}, {"discounts": None}):
        with pytest.raises(ValidationError):
            terms.replace(**changes)
    with pytest.raises(ValidationError):
        terms.id = "x"


def test_every_field_is_described() -> None:
    schema = PaymentTerms.model_json_schema()
    for model in (schema, *schema["$defs"].values()):
        for name, field in model.get("properties", {}).items():
            assert "description" in field or name == "kind", name


def test_terms_read_as_words() -> None:
    assert str(parse("2/10 net 30")) == "2% if paid by 10 days; due 30 days"
    assert str(PaymentTerms.net(0)) == "due 0 days"
