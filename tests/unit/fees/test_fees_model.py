"""Late-charge policies: what they take, refuse and store; and how charges add up."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.dates import DayCount
from collectkit.errors import CurrencyMismatch
from collectkit.fees import (
    FlatFee,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    SimpleInterest,
    assess,
)
from collectkit.money import Money, Percent
from collectkit.testing import an_account, an_invoice

FEE = FlatFee(id="reminder-fee", amounts=(Money("40.00", "EUR"), Money("40", "USD")))
INTEREST = SimpleInterest(rate=Percent("9"))
POLICIES = (
    LateChargePolicy(id="interest", interest=INTEREST),
    LateChargePolicy(id="fee", fees=(FEE,)),
    LateChargePolicy(
        id="both", interest=SimpleInterest(rate=Percent("12.75")), fees=(FEE,), grace_days=5
    ),
)


def faults(kind: Any, **fields: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as caught:
        kind(**fields)
    return [error["loc"] for error in caught.value.errors()]


# -- interest --------------------------------------------------------------------------------------
def test_a_rate_is_a_percentage_per_year() -> None:
    assert SimpleInterest(rate=Percent("8")).day_count is DayCount.ACT_365F
    assert SimpleInterest(rate=Percent("0")).rate == Percent(0)
    assert SimpleInterest(rate=Percent("1000")).rate == Percent(1000)


@pytest.mark.parametrize(
    "rate", [8, 8.0, Decimal(8), "8", "0.08", "8 %", "8%%", True, None, ["8%"], b"8%", {"value": 8}]
)
def test_what_is_no_percentage(rate: Any) -> None:
    assert faults(SimpleInterest, rate=rate) == [("rate",)]


@pytest.mark.parametrize("rate", ["-0.01", "1000.01", "1000000"])
def test_a_rate_beyond_reason(rate: str) -> None:
    with pytest.raises(ValidationError, match="an annual rate must be 0% to 1000%, not"):
        SimpleInterest(rate=Percent(rate))


@pytest.mark.parametrize("day_count", ["30/360", "ACT/365F", 365, None, True])
def test_what_is_no_day_count(day_count: Any) -> None:
    assert faults(SimpleInterest, rate=Percent(8), day_count=day_count) == [("day_count",)]


# -- fee -------------------------------------------------------------------------------------------
def test_a_fee_is_per_currency() -> None:
    assert FEE.amount_in("EUR") == Money("40.00", "EUR")
    assert FEE.amount_in("USD") == Money("40.00", "USD")
    assert FEE.amount_in("JPY") is None


@pytest.mark.parametrize(
    ("amounts", "message"),
    [
        ((), "at least 1 item"),
        ((Money("1", "EUR"), Money("2", "EUR")), "a fee has one amount per currency"),
        ((Money("0", "EUR"),), "a fee must be above zero"),
        ((Money("-5", "EUR"),), "a fee must be above zero"),
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
        ({"fees": (FEE, FEE)}, ("fees",)),
        ({"fees": {"id": "fee"}}, ("fees",)),
        ({"fees": None}, ("fees",)),
        ({"fees": ({"id": "fee", "amounts": (), "cap": 1},)}, ("fees", 0, "amounts")),
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
    assert json.loads(POLICIES[2].model_dump_json()) == {
        "id": "both",
        "interest": {"rate": "12.75%", "day_count": "act/365f"},
        "fees": [
            {
                "id": "reminder-fee",
                "amounts": [
                    {"amount": "40.00", "currency": "EUR"},
                    {"amount": "40.00", "currency": "USD"},
                ],
            }
        ],
        "grace_days": 5,
    }


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
    stricter = policy.replace(interest=SimpleInterest(rate=Percent("12")))
    assert stricter.interest == SimpleInterest(rate=Percent("12"))
    assert policy.interest == INTEREST
    for changes in ({"interest": None}, {"grace_days": True}, {"grace": 3}, {"fees": (FEE, FEE)}):
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
    gross: str, waived: str = "0", posted: str = "0", *, currency: str = "EUR", **fields: Any
) -> LateCharge:
    amounts = {
        "gross": Money(gross, currency),
        "waived": Money(waived, currency),
        "posted": Money(posted, currency),
    }
    given = {"item_id": "I/2", "invoice_id": "I", "kind": "interest", "rule_id": "own", **amounts}
    return LateCharge(**{**given, **fields})


def charges(*lines: LateCharge) -> LateCharges:
    return LateCharges(policy_id="own", as_of=date(2026, 3, 2), lines=lines)


def test_what_is_left_of_a_charge() -> None:
    assert charge("7.40").amount == Money("7.40", "EUR")
    assert charge("7.40", "2.00", "5.00").amount == Money("0.40", "EUR")
    assert charge("7.40", posted="10.00").amount == Money("-2.60", "EUR")


def test_a_key_names_the_rule_and_what_it_is_for() -> None:
    assert charge("7.40").key == "own:interest:I/2"
    assert charge("40", kind="fee", rule_id="reminder-fee").key == "reminder-fee:fee:I"
    # Amounts play no part in it.
    assert charge("7.40").key == charge("9.90", "1.00", "2.00").key


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
    found = charges(
        charge("7.40", per_diem=Money("0.25", "EUR")),
        charge("2.60", per_diem=Money("0.10", "EUR")),
        charge("40", kind="fee"),
        charge("9", currency="JPY", per_diem=Money("3", "JPY")),
    )
    assert found.per_diem("EUR") == Money("0.35", "EUR")
    assert found.per_diem("JPY") == Money("3", "JPY")
    assert found.per_diem("USD").is_zero


def test_nothing_owed_explains_nothing() -> None:
    assert charges().explain() == ""
