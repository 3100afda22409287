from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from collectkit.errors import InvalidPercent
from collectkit.money import Money, Percent


class Fee(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cap: Money
    rate: Percent


CAP = {"amount": "40.00", "currency": "EUR"}


def test_json_holds_text_and_never_numbers() -> None:
    fee = Fee(cap=Money("40", "EUR"), rate=Percent("8.0"))
    assert fee.model_dump_json() == ('{"cap":{"amount":"40.00","currency":"EUR"},"rate":"8%"}')
    assert fee.model_dump() == {"cap": CAP, "rate": "8%"}
    assert Fee.model_validate_json(fee.model_dump_json()) == fee
    assert Fee.model_validate(fee.model_dump()) == fee


def test_large_and_small_figures_are_written_without_exponents() -> None:
    fee = Fee(cap=Money("999999999999999", "JPY"), rate=Percent("0.000000000001"))
    assert json.loads(fee.model_dump_json()) == {
        "cap": {"amount": "999999999999999", "currency": "JPY"},
        "rate": "0.000000000001%",
    }
    assert Fee.model_validate_json(fee.model_dump_json()) == fee


def test_a_percentage_that_could_not_be_read_back_is_refused() -> None:
    try:
        rate = Percent(Decimal("0.1234567890123"))
    except InvalidPercent:
        return
    fee = Fee(cap=Money("1", "EUR"), rate=rate)
    assert Fee.model_validate_json(fee.model_dump_json()) == fee


@pytest.mark.parametrize(
    ("cap", "message"),
    [
        ("40.00", "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        ("EUR 40.00", "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        (40, "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        (None, "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        (["40.00", "EUR"], "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        ({"amount": "40.00"}, "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        ({**CAP, "note": ""}, "money is written {`amount`: `1190.00`, `currency`: `EUR`}"),
        ({**CAP, "amount": 40}, "amount must be text, such as `1190.00`"),
        ({**CAP, "amount": 40.0}, "amount must be text, such as `1190.00`"),
        ({**CAP, "amount": True}, "amount must be text, such as `1190.00`"),
        ({**CAP, "amount": "40.005"}, "`40.005` has more than 2 decimals of EUR (round it first)"),
        ({**CAP, "amount": "1e3"}, "amount is not a plain decimal number: `1e3`"),
        ({**CAP, "currency": "eur"}, "`eur` is not an ISO 4217 currency with a minor unit"),
        ({**CAP, "currency": ["EUR"]}, "`a list of 1` is not an ISO 4217 currency"),
    ],
)
def test_other_forms_of_money_are_refused(cap: Any, message: str) -> None:
    document = {"cap": cap, "rate": "8%"}
    with pytest.raises(ValidationError) as from_python:
        Fee.model_validate(document)
    with pytest.raises(ValidationError) as from_json:
        Fee.model_validate_json(json.dumps(document))
    for error in (from_python.value, from_json.value):
        [fault] = error.errors()
        assert fault["loc"] == ("cap",)
        assert fault["msg"].startswith(f"Value error, {message}")


def test_unrounded_money_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"EUR 0\.025 is not rounded \(call \.rounded\(\)"):
        Fee(cap=Money("0.05", "EUR") * Decimal("0.5"), rate=Percent(8))


@pytest.mark.parametrize("rate", ["8", "0.08", 8, 0.08, True, None, Decimal(8), ["8%"], {}])
def test_a_percentage_without_its_sign_is_refused(rate: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Fee.model_validate({"cap": CAP, "rate": rate})
    [fault] = caught.value.errors()
    assert fault["loc"] == ("rate",)
    assert fault["msg"] == ("Value error, a percentage is written with its sign, such as `8%`")


@pytest.mark.parametrize("rate", ["%", "8%%", "8,5%", "1e3%", " 8%", "1000001%", "\u0668%"])
def test_an_inexact_percentage_is_refused(rate: str) -> None:
    with pytest.raises(ValidationError, match=r"^1 validation error"):
        Fee.model_validate({"cap": CAP, "rate": rate})


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_describes_the_json_form(mode: Any) -> None:
    properties = Fee.model_json_schema(mode=mode)["properties"]
    cap, rate = properties["cap"], properties["rate"]
    assert cap["type"] == "object"
    assert cap["required"] == ["amount", "currency"]
    for text in ("40.00", "-0.0001", "999999999999999"):
        assert re.search(cap["properties"]["amount"]["pattern"], text)
    for text in ("1e3", "+1", "1.", "1234567890123456", "40,00"):
        assert not re.search(cap["properties"]["amount"]["pattern"], text)
    assert rate["type"] == "string"
    for text in ("8%", "-0.5%", "1000000%", "0.000000000001%"):
        assert re.search(rate["pattern"], text)
    for text in ("8", "8%%", ".5%", "1e3%"):
        assert not re.search(rate["pattern"], text)


def test_the_schema_forbids_what_the_loader_forbids() -> None:
    cap = Fee.model_json_schema()["properties"]["cap"]
    assert cap["additionalProperties"] is False
    assert set(cap["properties"]) == {"amount", "currency"}
