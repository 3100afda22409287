"""Strict field types: what a policy may hold, and nothing that merely converts to it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema

from collectkit._checks import check_stored_day
from collectkit.errors import InvalidDate, InvalidMoney, shown
from collectkit.money import minor_unit
from collectkit.money.amount import exact_decimal

__all__ = ["Count", "Currency", "Day", "ExactDecimal", "Id", "Name", "Offset", "Text"]


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _day(value: object) -> object:
    if type(value) is not str:
        return check_stored_day(value, "day")  # type: ignore[arg-type]
    text = value.strip(" ")
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise InvalidDate(f"a day is written as 2026-03-31, not {shown(value)}", field="day")
    return check_stored_day(found, "day")


def _decimal(value: object) -> object:
    return exact_decimal(value, "number", InvalidMoney)


def _currency(value: object) -> object:
    if type(value) is str:
        minor_unit(value)
    return value


Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$"), Field()]
"""A policy's or step's name: lower-case ASCII, at most 64 characters."""

# A name stands in one line of a message or a log, and must not change how the line is read.
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"

Name = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=_ONE_LINE), Field()
]
"""A short name from the host's world: a tag, a segment, a role, a channel.

No control characters, line separators, or characters that turn the direction of writing around.
"""

Text = Annotated[str, StringConstraints(strict=True, max_length=20_000, pattern=r"^[^\x00]*$")]
"""Text written for people, of several lines where needed; no NUL."""

Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
"""A whole number, zero or more."""

Offset = Annotated[int, Field(strict=True, ge=-10_000, le=10_000)]
"""A number of days, before (negative) or after."""

Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(strict=False, json_schema_extra={"format": "date"}),
]
"""A calendar day; an ISO date in JSON."""

ExactDecimal = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"}),
]
"""An exact number; text in JSON, never a float."""

Currency = Annotated[str, BeforeValidator(_currency), Field(strict=True)]
"""An ISO 4217 code with a minor unit."""
