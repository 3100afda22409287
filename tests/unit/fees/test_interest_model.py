"""How interest is written: what rates, margins, caps and limits are refused, and where it says so.

What a fixed rate may be is in `test_fees_model`.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.fees import Cap, Compounding, Interest, LateChargePolicy, Margin, Period, TableRate
from collectkit.money import Money, Percent

RATE = TableRate(table="base", margin=Percent(8))
EURO, TWO_EUROS = Money("1.00", "EUR"), Money("2.00", "EUR")


def d(text: str) -> date:
    return date.fromisoformat(text)


def fault(kind: Any, **fields: Any) -> tuple[tuple[str | int, ...], str]:
    """Where the first fault stands, and what is said."""
    with pytest.raises(ValidationError) as caught:
        kind(**fields)
    first = caught.value.errors()[0]
    return first["loc"], first["msg"].removeprefix("Value error, ")


# -- table rates -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"table": "No id"}, ("table",), "String should match"),
        ({"margin": 8}, ("margin",), "percentage"),
        ({"margin": Percent(1001)}, ("margin",), "an annual rate must be -1000% to 1000%"),
        ({"margin": Percent(-1001)}, ("margin",), "an annual rate must be -1000% to 1000%"),
        ({"floor": Percent(1001)}, ("floor",), "an annual rate must be"),
        ({"ceiling": Percent(-1001)}, ("ceiling",), "an annual rate must be"),
        ({"round_up_to": Percent(0)}, ("round_up_to",), "round_up_to must be above 0%, not 0%"),
        ({"round_up_to": Percent(-1)}, ("round_up_to",), "round_up_to must be above 0%, not -1%"),
        ({"factor": Decimal(0)}, (), "factor must be above 0 and at most 100, not 0"),
        ({"factor": Decimal(101)}, (), "factor must be above 0 and at most 100, not 101"),
        ({"factor": 3.0}, ("factor",), ""),
        ({"fixing": "fixed"}, ("fixing",), "'floating' or 'frozen'"),
        ({"reads": "month"}, ("reads",), "'day', 'half_year_start' or 'half_year_eve'"),
        ({"contract_date": "1 May 2026"}, ("contract_date",), ""),
        ({"floor": Percent(9), "ceiling": Percent(8)}, (), "the floor 9% is above the ceiling 8%"),
        ({"spread": Percent(1)}, ("spread",), "Extra inputs"),
    ],
)
def test_what_is_no_table_rate(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    found = fault(TableRate, **{"table": "base", **fields})
    assert found[0] == path
    assert message in found[1]


def test_the_bounds_of_what_is_allowed() -> None:
    widest = TableRate(
        table="base",
        margin=Percent(-1000),
        factor=Decimal(100),
        floor=Percent(5),
        ceiling=Percent(5),
    )
    assert widest.floor == widest.ceiling
    assert fault(Margin, percent=Percent(1001))[0] == ("percent",)
    assert Margin(percent=Percent(-2)).percent == Percent(-2)


@pytest.mark.parametrize(
    ("contract", "day", "margin"),
    [
        # No contract date is the newest contract.
        (None, "2013-02-23", "9"),
        (None, "2013-02-24", "8.5"),
        ("2012-01-01", "2013-02-23", "7"),
        ("2012-01-01", "2013-02-24", "8"),
        ("2013-03-15", "2013-03-16", "8"),
        ("2013-03-16", "2013-03-15", "8"),
        ("2014-07-29", "2013-02-23", "9"),
        ("2014-07-28", "2013-02-23", "7"),
        # Of two from the same day the one for later contracts holds.
        ("2015-01-01", "2016-01-01", "8.5"),
        ("2014-12-31", "2016-01-01", "8"),
    ],
)
def test_the_margin_of_a_contract_and_a_day(contract: str | None, day: str, margin: str) -> None:
    rate = TableRate(
        table="base",
        margin=Percent(7),
        contract_date=None if contract is None else d(contract),
        margins=(
            Margin(percent=Percent(8), applies_from=d("2013-02-24")),
            Margin(percent=Percent(9), contracts_from=d("2014-07-29")),
            Margin(
                percent=Percent("8.5"),
                contracts_from=d("2015-01-01"),
                applies_from=d("2013-02-24"),
            ),
        ),
    )
    assert rate.margin_on(d(day)) == Percent(margin)


def test_a_rate_is_fixed_or_by_a_table_also_as_text() -> None:
    for rate in (Percent(8), RATE):
        rule = Interest(rate=rate)
        text = rule.model_dump_json()
        assert Interest.model_validate_json(text) == rule
    assert json.loads(Interest(rate=Percent(8)).model_dump_json())["rate"] == "8%"
    assert json.loads(Interest(rate=RATE).model_dump_json())["rate"]["table"] == "base"
    given = json.loads(Interest(rate=RATE).model_dump_json())
    given["rate"] = {"table": "base", "margin": "8%"}
    assert Interest.model_validate(given).rate == RATE


# -- compounding, caps, limits ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({}, (), "a cap needs an amount or a percent"),
        ({"amounts": (EURO, EURO)}, ("amounts",), "one amount per currency"),
        ({"amounts": (Money("0", "EUR"),)}, ("amounts",), "an amount must be above zero"),
        ({"percent": Percent(0)}, (), "a cap must be above 0%"),
        ({"percent": Percent(-1)}, (), "a cap must be above 0%"),
        ({"percent": Percent(1), "every": "month"}, ("every",), ""),
    ],
)
def test_what_is_no_cap(fields: dict[str, Any], path: tuple[str | int, ...], message: str) -> None:
    found = fault(Cap, **fields)
    assert found[0] == path
    assert message in found[1]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"minimum": (EURO, TWO_EUROS)}, ("minimum",), "one amount per currency"),
        ({"minimum": (Money("-1", "EUR"),)}, ("minimum",), "must be above zero"),
        ({"de_minimis": (Money("0", "EUR"),)}, ("de_minimis",), "must be above zero"),
        (
            {"minimum": (TWO_EUROS,), "caps": (Cap(amounts=(EURO,)),)},
            (),
            "the minimum EUR 2.00 is above the cap EUR 1.00",
        ),
        ({"value_day": "today"}, ("value_day",), "'next' or 'same'"),
        ({"rounding": "up"}, ("rounding",), "'item', 'per_segment' or 'per_day'"),
        ({"max_age": Percent(1)}, ("max_age",), ""),
        ({"compounding": Period(days=30)}, ("compounding",), ""),
        ({"tax_treatment": "vat"}, ("tax_treatment",), "'unspecified'"),
    ],
)
def test_what_is_no_interest(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    found = fault(Interest, **{"rate": Percent(8), **fields})
    assert found[0] == path
    assert message in found[1]


def test_a_minimum_may_reach_its_cap_and_pass_one_in_another_currency() -> None:
    equal = Interest(rate=Percent(8), minimum=(EURO,), caps=(Cap(amounts=(EURO,)),))
    assert equal.minimum == equal.caps[0].amounts
    other = Cap(amounts=(Money("1", "JPY"),))
    assert Interest(rate=Percent(8), minimum=(TWO_EUROS,), caps=(other,)).caps == (other,)


def test_the_plain_rule() -> None:
    rule = Interest(rate=Percent(8))
    assert (rule.value_day, rule.rounding, rule.compounding) == ("next", "item", None)
    assert (rule.minimum, rule.caps, rule.de_minimis, rule.max_age) == ((), (), (), None)
    assert Compounding(every=Period(days=30)).max_age is None
    assert (RATE.fixing, RATE.reads, RATE.factor) == ("floating", "day", Decimal(1))


def test_a_fault_in_a_policy_names_its_path() -> None:
    wrong = {"rate": {"kind": "table", "table": "base", "margin": "8"}}
    path, _ = fault(LateChargePolicy, id="own", interest=wrong)
    assert (path[:2], path[-1]) == (("interest", "rate"), "margin")
