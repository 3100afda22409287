"""How policies (pydantic models) hold Money and Percent. Loaded only when a model asks."""

from __future__ import annotations

from typing import Any

from pydantic_core import CoreSchema, core_schema

from collectkit.errors import InvalidMoney, InvalidPercent
from collectkit.money.amount import Money
from collectkit.money.percent import Percent


def _money(value: Any) -> Money:
    if isinstance(value, Money):
        if not value.is_rounded:
            raise InvalidMoney(f"{value} is not rounded", hint="call .rounded() first")
        return value
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        if type(value["amount"]) is not str:
            raise InvalidMoney("amount must be text, such as `1190.00`", field="amount")
        return Money(value["amount"], value["currency"])
    raise InvalidMoney("money is written {`amount`: `1190.00`, `currency`: `EUR`}")


def _percent(value: Any) -> Percent:
    if isinstance(value, Percent):
        return value
    if type(value) is str and value.endswith("%"):
        return Percent(value)
    raise InvalidPercent("a percentage is written with its sign, such as `8%`", field="percent")


def money_schema() -> CoreSchema:
    fields = {
        "amount": core_schema.typed_dict_field(
            core_schema.str_schema(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$")
        ),
        "currency": core_schema.typed_dict_field(core_schema.str_schema(pattern="^[A-Z]{3}$")),
    }
    return core_schema.no_info_plain_validator_function(
        _money,
        json_schema_input_schema=core_schema.typed_dict_schema(fields, extra_behavior="forbid"),
        serialization=core_schema.plain_serializer_function_ser_schema(
            lambda money: {"amount": f"{money.amount:f}", "currency": money.currency},
            return_schema=core_schema.typed_dict_schema(fields),
        ),
    )


def percent_schema() -> CoreSchema:
    text = core_schema.str_schema(pattern=r"^-?[0-9]{1,7}(\.[0-9]{1,12})?%$")
    return core_schema.no_info_plain_validator_function(
        _percent,
        json_schema_input_schema=text,
        serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=text),
    )
