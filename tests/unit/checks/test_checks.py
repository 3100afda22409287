from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectkit._checks import (
    MAX_TEXT,
    at,
    check_choice,
    check_day,
    check_int,
    check_stored_day,
    check_text,
    check_type,
)
from collectkit.errors import CollectkitError, InvalidDate, InvalidFact
from collectkit.money import Money


class DateOfHost(date):
    pass


class TextOfHost(str):
    __slots__ = ()


# -- days --------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", [date(2024, 2, 29), date(1970, 1, 1), date.min, date.max])
def test_a_date_comes_back_itself(day: date) -> None:
    assert check_day(day, "due_on") is day


def test_a_date_of_the_hosts_own_kind_becomes_a_plain_date() -> None:
    day = check_day(DateOfHost(2024, 2, 29), "due_on")
    assert day == date(2024, 2, 29)
    assert type(day) is date


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        (
            datetime(2024, 1, 1, tzinfo=UTC),
            "due_on must be a date, not a datetime: `2024-01-01 00:00:00+00:00`",
            "convert to the creditor's business day first",
        ),
        (
            datetime(2024, 1, 1, 23, 59, 59),  # noqa: DTZ001
            "due_on must be a date, not a datetime: `2024-01-01 23:59:59`",
            "convert to the creditor's business day first",
        ),
        (
            "2024-01-01",
            "due_on must be a date, not str: `2024-01-01`",
            "use datetime.date, or date.fromisoformat for text",
        ),
        (
            20240101,
            "due_on must be a date, not int: `20240101`",
            "use datetime.date, or date.fromisoformat for text",
        ),
        (
            None,
            "due_on must be a date, not NoneType: `None`",
            "use datetime.date, or date.fromisoformat for text",
        ),
    ],
)
def test_anything_else_is_no_day(value: Any, message: str, hint: str) -> None:
    with pytest.raises(InvalidDate) as caught:
        check_day(value, "due_on", subject="INV-7")
    error = caught.value
    assert (error.message, error.hint) == (message, hint)
    assert (error.code, error.field, error.subject) == ("dates.invalid", "due_on", "INV-7")


# -- text --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["INV-7", " a ", "Müller & Söhne", "\U0001f600", pytest.param("x" * MAX_TEXT, id="longest")],
)
def test_text_comes_back_itself(text: str) -> None:
    assert check_text(text, "id") is text


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "id must be non-empty text, not ``"),
        (" \t\n", r"id must be non-empty text, not ` \x09\x0a`"),
        (None, "id must be non-empty text, not `None`"),
        (7, "id must be non-empty text, not `7`"),
        (b"INV-7", "id must be non-empty text, not `b'INV-7'`"),
        (TextOfHost("INV-7"), "id must be non-empty text, not `INV-7`"),
        pytest.param("x" * 10_001, "id is longer than 10000 characters", id="10001 characters"),
        pytest.param("x" * 10**6, "id is longer than 10000 characters", id="1 MB of text"),
        ("a\x00b", r"id holds a NUL or a lone surrogate: `a\x00b`"),
        ("a\ud800", r"id holds a NUL or a lone surrogate: `a\ud800`"),
        ("a\udfff", r"id holds a NUL or a lone surrogate: `a\udfff`"),
    ],
)
def test_text_that_stores_and_messages_cannot_carry_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InvalidFact) as caught:
        check_text(value, "id", subject="C-1")
    error = caught.value
    assert error.message == message
    assert (error.code, error.field, error.subject) == ("ledger.invalid-fact", "id", "C-1")


@given(st.text(st.characters(), max_size=20))
def test_every_checked_text_can_be_stored_and_sent(text: str) -> None:
    try:
        check_text(text, "id")
    except InvalidFact:
        assert not text.strip() or "\x00" in text or any(0xD800 <= ord(c) < 0xE000 for c in text)
    else:
        assert text.encode("utf-8").decode("utf-8") == text
        assert "\x00" not in text


# -- numbers -----------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [-1, 0, 1, 10**30])
def test_an_int_comes_back_itself(number: int) -> None:
    assert check_int(number, "days") is number
    assert check_int(number, "days", at_least=number) is number


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "days must be an int, not bool"),
        (1.0, "days must be an int, not float"),
        (Decimal(1), "days must be an int, not Decimal"),
        ("1", "days must be an int, not str"),
        (None, "days must be an int, not NoneType"),
        (0, "days must be at least 1, not `0`"),
        pytest.param(
            -(10**300000),
            "days must be at least 1, not `an integer of 996579 bits`",
            id="300000 digits",
        ),
    ],
)
def test_anything_else_is_no_int(value: Any, message: str) -> None:
    with pytest.raises(InvalidFact) as caught:
        check_int(value, "days", at_least=1, subject="C-1")
    error = caught.value
    assert (error.message, error.field, error.subject) == (message, "days", "C-1")


# -- choices and types -------------------------------------------------------------------------
KINDS = frozenset({"payment", "refund", "reversal"})


def test_a_choice_comes_back_itself() -> None:
    assert check_choice("refund", "kind", KINDS) == "refund"


@pytest.mark.parametrize(
    ("value", "as_shown"),
    [("Refund", "`Refund`"), ("", "``"), (None, "`None`"), ([], "`a list of 0`"), ({}, "`a dict")],
)
def test_anything_else_is_no_choice(value: Any, as_shown: str) -> None:
    with pytest.raises(InvalidFact) as caught:
        check_choice(value, "kind", KINDS, subject="R-1")
    error = caught.value
    assert error.message.startswith(
        f"kind must be one of payment, refund, reversal, not {as_shown}"
    )
    assert (error.field, error.subject) == ("kind", "R-1")


def test_a_typed_value_comes_back_itself() -> None:
    money = Money("1", "EUR")
    assert check_type(money, "amount", Money) is money


def test_another_type_is_refused_by_name() -> None:
    with pytest.raises(InvalidFact) as caught:
        check_type(Decimal(1), "amount", Money, subject="INV-7")
    error = caught.value
    assert error.message == "amount must be Money, not Decimal"
    assert (error.field, error.subject) == ("amount", "INV-7")


# -- where it happened -------------------------------------------------------------------------
def test_where_it_happened_is_added_on_the_way_up() -> None:
    error = CollectkitError("amount is negative")
    at(error, subject="INV-7", row=3)
    assert (error.subject, error.row) == ("INV-7", 3)
    assert str(error) == "row 3: INV-7: amount is negative"


def test_where_it_happened_is_never_overwritten() -> None:
    error = CollectkitError("amount is negative", subject="INV-7", row=0)
    at(error, subject="C-1", row=3)
    assert (error.subject, error.row) == ("INV-7", 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: check_day(datetime(2024, 1, 1), "due_on"),  # noqa: DTZ001
        lambda: check_text("", "id"),
        lambda: check_int(-1, "days", at_least=0),
        lambda: check_choice("x", "kind", KINDS),
        lambda: check_type(1, "amount", Money),
    ],
)
def test_without_a_subject_none_is_named(call: Callable[[], object]) -> None:
    with pytest.raises(CollectkitError) as caught:
        call()
    assert caught.value.subject is None
    assert str(caught.value)[0].islower()


def test_the_day_that_stands_for_no_date_is_not_stored() -> None:
    assert check_stored_day(date(9999, 12, 30), "until_on") == date(9999, 12, 30)
    with pytest.raises(InvalidDate, match="until_on is 9999-12-31, which stands for no date"):
        check_stored_day(date.max, "until_on", subject="H-1")
