"""Late-charge policies: what they take, refuse and store; and how charges add up."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.dates import DayCount
from collectkit.errors import CurrencyMismatch
from collectkit.fees import (
    FlatFee,
    Interest,
    InterestSegment,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    assess,
)
from collectkit.money import Money, Percent
from collectkit.testing import an_account, an_invoice

FEE = FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"), Money("40", "USD")))
INTEREST = Interest(rate=Percent("9"))
POLICIES = (
    LateChargePolicy(id="interest", interest=INTEREST),
    LateChargePolicy(id="fee", fees=(FEE,)),
    LateChargePolicy(
        id="both", interest=Interest(rate=Percent("12.75")), fees=(FEE,), grace_days=5
    ),
)


def faults(kind: Any, **fields: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as caught:
        kind(**fields)
    return [error["loc"] for error in caught.value.errors()]


# -- interest --------------------------------------------------------------------------------------
def test_a_rate_is_a_percentage_per_year() -> None:
    assert Interest(rate=Percent("8")).day_count is DayCount.ACT_365F
    assert Interest(rate=Percent("0")).rate == Percent(0)
    assert Interest(rate=Percent("1000")).rate == Percent(1000)


@pytest.mark.parametrize(
    "rate", [8, 8.0, Decimal(8), "8", "0.08", "8 %", "8%%", True, None, ["8%"], b"8%", {"value": 8}]
)
def test_what_is_no_percentage(rate: Any) -> None:
    assert {loc[0] for loc in faults(Interest, rate=rate)} == {"rate"}


@pytest.mark.parametrize("rate", ["-0.01", "1000.01", "1000000"])
def test_a_rate_beyond_reason(rate: str) -> None:
    with pytest.raises(ValidationError, match="an annual rate must be 0% to 1000%, not"):
        Interest(rate=Percent(rate))


@pytest.mark.parametrize("day_count", ["30/365", "ACT/365F", 365, None, True])
def test_what_is_no_day_count(day_count: Any) -> None:
    assert faults(Interest, rate=Percent(8), day_count=day_count) == [("day_count",)]


# -- fee -------------------------------------------------------------------------------------------
def test_a_fee_is_per_currency() -> None:
    assert FEE.amount_in("EUR") == Money("40.00", "EUR")
    assert FEE.amount_in("USD") == Money("40.00", "USD")
    assert FEE.amount_in("JPY") is None


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ((), "at least 1 item"),
        ((Money("1", "EUR"), Money("2", "EUR")), "one amount per currency"),
        ((Money("0", "EUR"),), "must be above zero"),
        ((Money("-5", "EUR"),), "must be above zero"),
        ((Money("1", "EUR") * Decimal("0.5"),), "is not rounded"),
        ((40,), "money is written"),
        (("EUR 40.00",), "money is written"),
        (({"amount": 40.0, "currency": "EUR"},), "amount must be text"),
        ({"EUR": "40.00"}, "valid tuple"),
        (Money("40", "EUR"), "valid tuple"),
        ("EUR 40.00", "valid tuple"),
    ],
)
def test_what_is_no_fee(amounts: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        FlatFee(id="fee", amounts=amounts)
    assert caught.value.errors()[0]["loc"][0] == "amounts"
    assert message in str(caught.value)


# -- policy ----------------------------------------------------------------------------------------
def test_a_policy_charges_something() -> None:
    with pytest.raises(ValidationError, match="late charges empty charge nothing"):
        LateChargePolicy(id="empty")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"grace_days": True}, ("grace_days",)),
        ({"grace_days": "7"}, ("grace_days",)),
        ({"grace_days": 5.0}, ("grace_days",)),
        ({"grace_days": -1}, ("grace_days",)),
        ({"grace_days": 100_001}, ("grace_days",)),
        ({"grace_days": None}, ("grace_days",)),
        ({"fees": (FEE, FEE)}, ()),
        ({"fees": (FEE.replace(id="interest"),)}, ()),
        ({"fees": {"id": "fee"}}, ("fees",)),
        ({"fees": None}, ("fees",)),
        ({"fees": ({"id": "fee", "amounts": ()},)}, ("fees", 0)),
        ({"fees": ({"kind": "flat", "id": "fee", "amounts": ()},)}, ("fees", 0, "flat", "amounts")),
        ({"interest": Percent("9")}, ("interest",)),
        ({"interest": "9%"}, ("interest",)),
        ({"interest": {"rate": "9%", "compounding": "monthly"}}, ("interest", "compounding")),
        ({"id": "Standard charges"}, ("id",)),
        ({"cap": Money("100", "EUR")}, ("cap",)),
    ],
)
def test_what_is_no_policy(fields: dict[str, Any], path: tuple[str | int, ...]) -> None:
    assert faults(LateChargePolicy, **({"id": "own", "interest": INTEREST} | fields))[0] == path


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_a_used_policy_travels_as_json_and_pickle(policy: LateChargePolicy) -> None:
    account = an_account(an_invoice())
    charges = assess(account, policy, as_of=date(2026, 3, 2))
    text = policy.model_dump_json()
    copies = (
        LateChargePolicy.model_validate_json(text),
        LateChargePolicy.model_validate(json.loads(text)),
        pickle.loads(pickle.dumps(policy)),
        copy.copy(policy),
        copy.deepcopy(policy),
    )
    for again in copies:
        assert again == policy
        assert hash(again) == hash(policy)
        assert again.model_dump_json() == text
        assert assess(account, again, as_of=date(2026, 3, 2)) == charges


def test_the_json_of_a_policy() -> None:
    """Shares are text with their sign, money has its currency, and every field is written."""
    document = json.loads(POLICIES[2].model_dump_json())
    assert {**document, "interest": None, "fees": None} == {
        "id": "both",
        "interest": None,
        "fees": None,
        "grace_days": 5,
        "grace": "threshold",
        "due_roll": "none",
        "grace_roll": "none",
    }
    assert document["interest"]["rate"] == "12.75%"
    assert document["interest"]["day_count"] == "act/365f"
    (fee,) = document["fees"]
    assert (fee["kind"], fee["id"], fee["per"], fee["when"]) == (
        "flat", "reminder-fee", "invoice", "late",
    )  # fmt: skip
    assert fee["amounts"] == [
        {"amount": "40.00", "currency": "EUR"},
        {"amount": "40.00", "currency": "USD"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "a", "interest": {"rate": 9}}',
        '{"id": "a", "interest": {"rate": 0.09}}',
        '{"id": "a", "interest": {"rate": "9"}}',
        '{"id": "a", "interest": {"rate": NaN}}',
        '{"id": "a", "interest": {"rate": true}}',
        '{"id": "a", "interest": {"rate": "9%"}, "grace_days": 5.0}',
        '{"id": "a", "interest": {"rate": "9%"}, "grace_days": "5"}',
        '{"id": "a", "fees": [{"id": "f", "amounts": [{"amount": 40, "currency": "EUR"}]}]}',
        '{"id": "a", "fees": [{"id": "f", "amounts": [{"amount": "1e3", "currency": "EUR"}]}]}',
        '{"id": "a", "fees": [{"id": "f", "amounts": [{"amount": "4.005", "currency": "EUR"}]}]}',
        '{"id": "a", "fees": [{"id": "f", "amounts": [{"amount": "4", "currency": "eur"}]}]}',
        '{"id": "a", "intrest": {"rate": "9%"}}',
        "[]",
        '"a"',
    ],
)
def test_a_document_is_read_as_strictly_as_code(text: str) -> None:
    with pytest.raises(ValidationError):
        LateChargePolicy.model_validate_json(text)


def test_replace_is_checked() -> None:
    policy = POLICIES[0]
    stricter = policy.replace(interest=Interest(rate=Percent("12")))
    assert stricter.interest == Interest(rate=Percent("12"))
    assert policy.interest == INTEREST
    for changes in (
        {"interest": None},
        {"grace_days": True},
        {"grace": "later"},
        {"fees": (FEE, FEE)},
    ):
        with pytest.raises(ValidationError):
            policy.replace(**changes)
    with pytest.raises(ValidationError):
        INTEREST.replace(rate=Percent("-1"))
    with pytest.raises(ValidationError):
        FEE.replace(amounts=())
    with pytest.raises(ValidationError):
        policy.grace_days = 3


def test_every_field_is_described() -> None:
    schema = LateChargePolicy.model_json_schema()
    for model in (schema, *schema["$defs"].values()):
        for name, field in model.get("properties", {}).items():
            assert "description" in field, name


# -- charges ---------------------------------------------------------------------------------------
def charge(
    gross: str,
    waived: str = "0",
    posted: str = "0",
    paid: str = "0",
    *,
    currency: str = "EUR",
    **fields: Any,
) -> LateCharge:
    amounts = {
        "gross": Money(gross, currency),
        "waived": Money(waived, currency),
        "posted": Money(posted, currency),
        "paid": Money(paid, currency),
    }
    given = {
        "key": "own:interest:I/2",
        "item_id": "I/2",
        "invoice_id": "I",
        "kind": "interest",
        "rule_id": "interest",
        "label": "interest",
        "raw": amounts["gross"],
        "steps": (),
        **amounts,
    }
    return LateCharge(**{**given, **fields})


def a_segment(amount: str, *, state: str = "accruing", currency: str = "EUR") -> InterestSegment:
    given: dict[str, Any] = {"state": state}
    return InterestSegment(
        from_on=date(2026, 2, 1),
        until_on=date(2026, 2, 10),
        days=10,
        principal=Money("100", currency),
        capitalized=Fraction(0),
        rate=Percent(9),
        parts=None,
        day_count=DayCount.ACT_365F,
        exact=Fraction(amount),
        amount=Money(amount, currency),
        **given,
    )


def charges(*lines: LateCharge) -> LateCharges:
    return LateCharges(policy_id="own", as_of=date(2026, 3, 2), lines=lines)


def test_what_is_left_of_a_charge() -> None:
    assert charge("7.40").amount == Money("7.40", "EUR")
    assert charge("7.40", "2.00", "5.00").amount == Money("0.40", "EUR")
    assert charge("7.40", "1.00", "2.00", "3.00").amount == Money("1.40", "EUR")
    assert charge("7.40", posted="10.00").amount == Money("-2.60", "EUR")


def test_totals_are_one_per_currency() -> None:
    found = charges(
        charge("7.40"), charge("2.60", posted="5.00"), charge("40", currency="JPY", kind="fee")
    )
    assert found.currencies == ("EUR", "JPY")
    assert found.total("EUR") == Money("5.00", "EUR")
    assert found.total("JPY") == Money("40", "JPY")
    assert found.total("USD") == Money("0.00", "USD")
    assert charges().currencies == ()
    assert charges().total("EUR") == Money("0.00", "EUR")
    with pytest.raises(CurrencyMismatch):
        _ = found.total("EUR") + found.total("JPY")


def test_the_per_diem_is_one_per_currency() -> None:
    euros, yen = (a_segment("1"),), (a_segment("1", currency="JPY"),)
    found = charges(
        charge("7.40", per_diem=Money("0.25", "EUR"), segments=euros),
        charge("2.60", per_diem=Money("0.10", "EUR"), segments=euros),
        charge("40", kind="fee"),
        charge("9", currency="JPY", per_diem=None, segments=yen),
    )
    assert found.per_diem("EUR") == Money("0.35", "EUR")
    assert found.per_diem("JPY") is None
    assert found.per_diem("USD") == Money("0.00", "USD")


def test_what_a_segment_is() -> None:
    states = ("accruing", "paused", "waived", "capped")
    found = [a_segment("1", state=state) for state in states]
    assert [segment.paused for segment in found] == [False, True, False, False]
    assert [segment.waived for segment in found] == [False, False, True, False]
    assert not any(segment.provisional for segment in found)


def test_nothing_owed_is_said() -> None:
    assert charges().explain() == "nothing is owed"
    assert charges().postings() == ()


def test_rows_for_the_books_are_debits_and_credits() -> None:
    """B6: one row per charge that is not settled, with the key of the next note."""
    rows = charges(
        charge("7.40"),
        charge("7.40", posted="7.40", key="own:interest:J"),
        charge(
            "40",
            posted="50",
            key="own:fee:I",
            kind="fee",
            notes=("N-1", "C-1"),
            debit_notes=("N-1",),
        ),
    ).postings()
    assert [(row.key, row.direction, str(row.amount), row.charge_for) for row in rows] == [
        ("own:interest:I/2#1", "debit", "EUR 7.40", "I/2"),
        ("own:fee:I#3", "credit", "EUR 10.00", "I"),
    ]
    assert rows[1].notes == ("N-1",)
    assert {row.nature for row in rows} == {"late_charge"}


def test_a_row_becomes_the_fact_that_records_it() -> None:
    rows = charges(charge("7.40"), charge("1", posted="3", key="own:fee:I", kind="fee")).postings()
    days = {"issued_on": date(2026, 3, 2), "due_on": date(2026, 3, 16)}
    debit, credit = (row.invoice(id=row.kind, customer_id="C-1", **days) for row in rows)
    assert (debit.kind, credit.kind) == ("debit_note", "credit_note")
    assert (debit.charge_key, debit.charge_for) == ("own:interest:I/2#1", "I/2")
    assert (credit.charge_key, credit.charge_kind) == ("own:fee:I#1", "fee")
    assert (debit.nature, credit.amount) == ("late_charge", Money("2.00", "EUR"))
