"""The field types of policies: what they take, and what they refuse to convert."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from collectkit._model import Count, Currency, Day, ExactDecimal, Id, Name, Offset, Text


class Level(IntEnum):
    ONE = 1


def refused(kind: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return str(caught.value)


def taken(kind: Any, value: Any) -> Any:
    adapter = TypeAdapter(kind)
    made = adapter.validate_python(value)
    assert adapter.validate_json(adapter.dump_json(made)) == made
    return made


# -- text ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["a", "0", "net-30", "2.5-10-net-30", "a_b", "a" * 64])
def test_ids(value: str) -> None:
    assert taken(Id, value) == value


@pytest.mark.parametrize(
    "value",
    ["", " ", "A", "a b", "-a", ".a", "_a", "a\n", "\na", "a/b", "\u00e9", "\u202ea", "a" * 65,
     b"a", 1, None, ["a"], True],
)  # fmt: skip
def test_what_is_no_id(value: Any) -> None:
    refused(Id, value)


@pytest.mark.parametrize(
    "value",
    ["x", "Key accounts", "\u05e9\u05dc\u05d5\u05dd Ltd", "\u200fa\u200db", "a\u00a0b", "n" * 64],
)
def test_names(value: str) -> None:
    assert taken(Name, value) == value


@pytest.mark.parametrize(
    "value",
    ["", "n" * 65, b"x", 7, None, "\ud800", "a\x00b", "a\nb", "a\n", "\t", "\x7f", "\x85",
     "a\u2028b", "\u202eevil", "a\u202ab", "a\u2066b", "a\u2069"],
)  # fmt: skip
def test_what_is_no_name(value: Any) -> None:
    refused(Name, value)


def test_text_is_text() -> None:
    assert taken(Text, "") == ""
    assert taken(Text, "x" * 20_000) == "x" * 20_000
    assert taken(Text, "a\r\n\tb\u202e") == "a\r\n\tb\u202e"
    for value in ("x" * 20_001, b"x", 1, None, "\udfff", "\x00", "a\n\x00"):
        refused(Text, value)


@pytest.mark.parametrize("value", ["EUR", "JPY", "KWD", "MGA"])
def test_currencies(value: str) -> None:
    assert taken(Currency, value) == value


@pytest.mark.parametrize(
    "value",
    ["eur", "EURO", "", "XAU", "XXX", "BTC", "<b>", "\uff25\uff35\uff32", 978, None, ["EUR"]],
)
def test_what_is_no_currency(value: Any) -> None:
    refused(Currency, value)


# -- whole numbers ---------------------------------------------------------------------------------
def test_counts_and_offsets() -> None:
    assert [taken(Count, n) for n in (0, 1, 100_000)] == [0, 1, 100_000]
    assert [taken(Offset, n) for n in (-10_000, 0, 10_000)] == [-10_000, 0, 10_000]


@pytest.mark.parametrize("kind", [Count, Offset], ids=["count", "offset"])
@pytest.mark.parametrize(
    "value",
    [True, False, "7", "", b"7", 7.0, float("nan"), Decimal(7), Fraction(7), None, [7], 10**300],
)
def test_what_is_no_whole_number(kind: Any, value: Any) -> None:
    refused(kind, value)


def test_numbers_have_bounds() -> None:
    assert "greater than or equal to 0" in refused(Count, -1)
    assert "less than or equal to 100000" in refused(Count, 100_001)
    assert "greater than or equal to -10000" in refused(Offset, -10_001)
    assert "less than or equal to 10000" in refused(Offset, 10_001)


@pytest.mark.parametrize("text", ["7.0", "7.5", '"7"', "true", "null", "1e2", "NaN"])
def test_json_is_no_laxer_than_code(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Count).validate_json(text)


# -- days ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1970-01-01", date(1970, 1, 1)),
        (date(9999, 12, 30), date(9999, 12, 30)),
        (" 2024-01-01 ", date(2024, 1, 1)),
    ],
)
def test_days(value: Any, day: date) -> None:
    assert taken(Day, value) == day


@pytest.mark.parametrize(
    "value",
    [
        0,
        20240101,
        45292,
        1704067200,
        1704067200.0,
        Decimal(1704067200),
        True,
        None,
        datetime(2024, 1, 1, tzinfo=UTC),
        b"2024-01-01",
        "",
        "2024-1-1",
        "20240101",
        "2023-02-29",
        "2024-13-01",
        "-0001-01-01",
        "10000-01-01",
        "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661",
        "2024\u201101\u201101",
        "01.02.2024",
        "2024-01-01 x",
    ],
)
def test_what_is_no_day(value: Any) -> None:
    refused(Day, value)


@pytest.mark.parametrize(
    "value",
    [
        "1704067200",  # bad inputs, dates-021: an epoch as text
        "0",
        "2024-01-01T00:00:00Z",  # bad inputs, dates-039: the day depends on the zone
        "2024-01-01T00:00:00",
        "2024-01-01 00:00:00",
    ],
)
def test_a_day_is_never_made_of_a_moment(value: str) -> None:
    refused(Day, value)


# -- exact numbers ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", "1.50"),
        (7, "7"),
        (Level.ONE, "1"),
        (Decimal("-0.000000000001"), "-0.000000000001"),
        (Decimal("1E+3"), "1000"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_exact_numbers_are_text_in_json(value: Any, text: str) -> None:
    made = taken(ExactDecimal, value)
    assert type(made) is Decimal
    assert TypeAdapter(ExactDecimal).dump_json(made) == f'"{text}"'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.5, float("nan"), float("inf"), True, None, "", "1e3", "1E+999999", "NaN", "Infinity",
        "0x10", "1_000", "1,5", " 1", "\u0661", "1" * 16, 10**15, Decimal("NaN"), Decimal("sNaN"),
        Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-13"), Fraction(1, 3), (0, (1,), 0),
        [1], b"1",
    ],
)  # fmt: skip
def test_what_is_no_exact_number(value: Any) -> None:
    refused(ExactDecimal, value)


@pytest.mark.parametrize("text", ["1.5", "1e2", "NaN", "true"])
def test_an_exact_number_is_no_json_float(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ExactDecimal).validate_json(text)


def test_the_schema_says_so_too() -> None:
    assert TypeAdapter(Day).json_schema() == {"type": "string", "format": "date"}
    assert TypeAdapter(Count).json_schema() == {"type": "integer", "minimum": 0, "maximum": 100000}
    number = TypeAdapter(ExactDecimal).json_schema()
    assert (number["type"], number["pattern"]) == ("string", r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$")
