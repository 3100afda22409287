"""How fees are written: what each kind refuses, which tier a debt falls into, and how it reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.fees import (
    Bracket,
    Cap,
    FlatFee,
    GraduatedFee,
    LateChargePolicy,
    NoticeFirst,
    PercentFee,
    Period,
    SlabFee,
    Tier,
)
from collectkit.money import Money, Percent


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def gbp(amount: str) -> Money:
    return Money(amount, "GBP")


FLAT = FlatFee(id="flat", amounts=(eur("5.00"),))
SLAB = SlabFee(
    id="sum",
    tiers=(
        Tier(upto=eur("1000.00"), inclusive=False, amount=eur("40.00")),
        Tier(upto=eur("10000.00"), amount=eur("70.00")),
        Tier(amount=eur("100.00")),
    ),
)
GRADUATED = GraduatedFee(
    id="costs",
    brackets=(
        Bracket(upto=eur("2500.00"), percent=Percent(15)),
        Bracket(upto=eur("5000.00"), percent=Percent(10)),
        Bracket(percent=Percent(5)),
    ),
)


def fault(kind: Any, **fields: Any) -> tuple[tuple[str | int, ...], str]:
    """Where the first fault stands, and what is said."""
    with pytest.raises(ValidationError) as caught:
        kind(**fields)
    first = caught.value.errors()[0]
    return first["loc"], first["msg"].removeprefix("Value error, ")


# -- what all fees share ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"id": "A fee"}, ("id",), "String should match"),
        ({"per": "item"}, ("per",), "'invoice', 'installment' or 'customer'"),
        ({"when": "sent"}, ("when",), "'late' or 'level'"),
        ({"count": "half"}, ("count",), "'full' or 'started'"),
        ({"charge_kind": "interest"}, ("charge_kind",), "'fee' or 'costs'"),
        ({"minimum": (eur("1"), eur("2"))}, ("minimum",), "one amount per currency"),
        ({"de_minimis": (eur("0"),)}, ("de_minimis",), "an amount must be above zero"),
        (
            {"minimum": (eur("2.00"),), "cap": Cap(amounts=(eur("1.00"),))},
            (),
            "the minimum EUR 2.00 is above the cap EUR 1.00",
        ),
        ({"every": Period(months=1), "when": "level"}, (), "fee flat by period is owed for late"),
        ({"every": Period(months=1), "per": "customer"}, (), "fee flat by period is owed for la"),
        ({"notice": {"code": "claim", "days": -1}}, ("notice", "days"), ""),
        ({"notice": {"code": "claim", "received": 1}}, ("notice", "received"), ""),
        ({"notice": "claim"}, ("notice",), ""),
    ],
)
def test_what_no_fee_may_say(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    found = fault(FlatFee, **{"id": "flat", "amounts": (eur("5.00"),), **fields})
    assert found[0] == path
    assert message in found[1]


def test_the_plain_fee() -> None:
    assert (FLAT.kind, FLAT.per, FLAT.when, FLAT.every) == ("flat", "invoice", "late", None)
    assert (FLAT.count, FLAT.charge_kind, FLAT.notice) == ("full", "fee", None)
    assert (NoticeFirst(code="claim").days, NoticeFirst(code="claim").received) == (0, True)


@pytest.mark.parametrize("fee", [FLAT, PercentFee(id="p", percent=Percent(1)), SLAB, GRADUATED])
def test_every_kind_travels_in_a_policy(fee: Any) -> None:
    policy = LateChargePolicy(id="own", fees=(fee,))
    text = policy.model_dump_json()
    assert json.loads(text)["fees"][0]["kind"] == fee.kind
    assert LateChargePolicy.model_validate_json(text) == policy


def test_a_document_names_the_kind_of_a_fee() -> None:
    fee = json.loads(FLAT.model_dump_json())
    path, message = fault(LateChargePolicy, id="own", fees=({**fee, "kind": "tip"},))
    assert path == ("fees", 0)
    assert "'flat', 'percent', 'slab', 'graduated'" in message
    path, _ = fault(LateChargePolicy, id="own", fees=({**fee, "amounts": ({"amount": "1"},)},))
    assert path[:4] == ("fees", 0, "flat", "amounts")


# -- percent ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("percent", ["0", "-1", "1000.01"])
def test_a_share_beyond_reason(percent: str) -> None:
    path, message = fault(PercentFee, id="p", percent=Percent(percent))
    assert path == ("percent",)
    assert message == f"a fee must be above 0% and at most 1000%, not {percent}%"


def test_the_base_of_a_share() -> None:
    assert PercentFee(id="p", percent=Percent(1000)).base == "open_principal"
    assert fault(PercentFee, id="p", percent=Percent(1), base="turnover")[0] == ("base",)


# -- slab ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("debt", "tier"),
    [
        ("0.00", 0), ("999.99", 0), ("1000.00", 1), ("1000.01", 1), ("10000.00", 1),
        ("10000.01", 2), ("1000000.00", 2),
    ],
)  # fmt: skip
def test_the_tier_of_a_debt(debt: str, tier: int) -> None:
    assert SLAB.tier_of(eur(debt)) == tier


def test_beyond_the_last_tier_there_is_none() -> None:
    closed = SlabFee(id="sum", tiers=(Tier(upto=eur("100.00"), amount=eur("5.00")),))
    assert closed.tier_of(eur("100.00")) == 0
    assert closed.tier_of(eur("100.01")) is None


def test_the_bounds_in_words() -> None:
    assert [SLAB.bounds_text(n) for n in (0, 1, 2)] == [
        "under 1000", "from 1000 up to 10000", "over 10000",
    ]  # fmt: skip
    cents = SlabFee(
        id="sum", tiers=(Tier(upto=eur("99.50"), amount=eur("5")), Tier(amount=eur("6")))
    )
    assert [cents.bounds_text(n) for n in (0, 1)] == ["up to 99.50", "over 99.50"]
    assert SlabFee(id="sum", tiers=(Tier(amount=eur("5")),)).bounds_text(0) == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tiers": (Tier(amount=eur("1")), Tier(amount=eur("2")))}, "only the last tier of sum"),
        (
            {"tiers": (Tier(upto=eur("2"), amount=eur("1")), Tier(upto=eur("2"), amount=eur("2")))},
            "the bounds of sum must ascend from above zero",
        ),
        ({"tiers": (Tier(upto=eur("0"), amount=eur("1")),)}, "must ascend from above zero"),
        (
            {"tiers": (Tier(upto=eur("1"), amount=eur("1")), Tier(upto=gbp("2"), amount=eur("2")))},
            "the tiers of sum are in several currencies",
        ),
        (
            {"tiers": (Tier(upto=eur("1"), amount=eur("1")), Tier(amount=gbp("2")))},
            "the tiers of sum are in several currencies",
        ),
        ({"tiers": (Tier(amount=eur("-1")),)}, "the sums of sum must not be negative"),
        (
            {"tiers": (Tier(upto=gbp("1"), amount=eur("1")),)},
            "the sums of sum are not in the currency of the debts",
        ),
        (
            {"tiers": (Tier(amount=eur("1")),), "currency": "PLN"},
            "the sums of sum are not in the currency of the debts",
        ),
    ],
)
def test_what_is_no_slab(fields: dict[str, Any], message: str) -> None:
    path, said = fault(SlabFee, id="sum", **fields)
    assert path == ()
    assert message in said


def test_a_slab_has_tiers() -> None:
    assert fault(SlabFee, id="sum", tiers=())[0] == ("tiers",)
    assert fault(SlabFee, id="sum", tiers=({"amount": "EUR 1"},))[0][:2] == ("tiers", 0)


def test_the_currency_of_the_debts() -> None:
    assert SLAB.debt_currency == "EUR"
    abroad: dict[str, Any] = {"tiers": (Tier(amount=eur("40")),), "exchange": "nbp", "id": "sum"}
    assert SlabFee(**abroad, currency="PLN").debt_currency == "PLN"
    assert SlabFee(id="sum", tiers=(Tier(amount=eur("40")),)).debt_currency == "EUR"


# -- graduated -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("brackets", "message"),
    [
        ((Bracket(percent=Percent(1)),), "the brackets of costs must be in one currency"),
        (
            (Bracket(percent=Percent(1)), Bracket(upto=eur("1"), percent=Percent(1))),
            "only the last tier of costs",
        ),
        (
            (
                Bracket(upto=eur("2"), percent=Percent(1)),
                Bracket(upto=eur("1"), percent=Percent(1)),
            ),
            "the bounds of costs must ascend",
        ),
        ((Bracket(upto=eur("1"), percent=Percent(-1)),), "the brackets of costs must be 0% to"),
        ((Bracket(upto=eur("1"), percent=Percent(1001)),), "the brackets of costs must be 0% to"),
    ],
)
def test_what_is_not_graduated(brackets: tuple[Bracket, ...], message: str) -> None:
    path, said = fault(GraduatedFee, id="costs", brackets=brackets)
    assert path == ()
    assert message in said


def test_one_open_bracket_needs_a_currency() -> None:
    whole = GraduatedFee(id="costs", brackets=(Bracket(percent=Percent(1)),), currency="EUR")
    assert whole.debt_currency == "EUR"
    assert GRADUATED.debt_currency == "EUR"
    clash: dict[str, Any] = {"id": "costs", "brackets": GRADUATED.brackets, "currency": "GBP"}
    assert "must be in one currency" in fault(GraduatedFee, **clash)[1]
