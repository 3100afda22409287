"""Checks that several rooms make of their arguments. Each returns what it checked."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from collectkit.errors import CollectkitError, InvalidDate, InvalidFact, shown

T = TypeVar("T")

MAX_TEXT = 10_000


def check_day(value: date, field: str, *, subject: str | None = None) -> date:
    """`value` if it is a calendar day. A datetime carries a time zone question: refused."""
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        raise InvalidDate(
            f"{field} must be a date, not a datetime: {shown(value)}",
            field=field,
            subject=subject,
            hint="convert to the creditor's business day first",
        )
    if not isinstance(value, date):
        raise InvalidDate(
            f"{field} must be a date, not {type(value).__name__}: {shown(value)}",
            field=field,
            subject=subject,
            hint="use datetime.date, or date.fromisoformat for text",
        )
    return date(value.year, value.month, value.day)


def check_stored_day(value: date, field: str, *, subject: str | None = None) -> date:
    """A day that a fact or policy holds. Stores write 31 December 9999 for "no date": refused."""
    day = check_day(value, field, subject=subject)
    if day == date.max:
        raise InvalidDate(
            f"{field} is {day}, which stands for no date",
            field=field,
            subject=subject,
            hint="leave an open end out, or pass None",
        )
    return day


def check_text(value: str, field: str, *, subject: str | None = None) -> str:
    """`value` if it is non-empty text that any store and any message can carry."""
    if type(value) is not str or not value.strip():
        raise InvalidFact(
            f"{field} must be non-empty text, not {shown(value)}", field=field, subject=subject
        )
    if len(value) > MAX_TEXT:
        raise InvalidFact(
            f"{field} is longer than {MAX_TEXT} characters", field=field, subject=subject
        )
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise InvalidFact(
            f"{field} holds a NUL or a lone surrogate: {shown(value)}",
            field=field,
            subject=subject,
        )
    return value


def check_int(
    value: int, field: str, *, at_least: int | None = None, subject: str | None = None
) -> int:
    """`value` if it is an int (a bool is not) no smaller than `at_least`."""
    if type(value) is not int:
        raise InvalidFact(
            f"{field} must be an int, not {type(value).__name__}", field=field, subject=subject
        )
    if at_least is not None and value < at_least:
        raise InvalidFact(
            f"{field} must be at least {at_least}, not {shown(value)}",
            field=field,
            subject=subject,
        )
    return value


def check_choice(value: T, field: str, choices: frozenset[T], *, subject: str | None = None) -> T:
    """`value` if it is one of `choices`."""
    try:
        known = value in choices
    except TypeError:
        known = False
    if not known:
        raise InvalidFact(
            f"{field} must be one of {', '.join(sorted(map(str, choices)))}, not {shown(value)}",
            field=field,
            subject=subject,
        )
    return value


def check_type(value: object, field: str, kind: type[T], *, subject: str | None = None) -> T:
    """`value` if it is a `kind`."""
    if not isinstance(value, kind):
        raise InvalidFact(
            f"{field} must be {kind.__name__}, not {type(value).__name__}",
            field=field,
            subject=subject,
        )
    return value


def at(error: CollectkitError, *, subject: str | None = None, row: int | None = None) -> None:
    """Add where it happened to an error on its way up."""
    if error.subject is None:
        error.subject = subject
    if error.row is None:
        error.row = row
