"""Facts from rows of text: what a CSV reader or a JSON parser hands over.

A row is a mapping of field names. Text is converted by the field's declared type: ISO dates,
amounts as `<field>` beside `<field>_currency` or `currency`, percentages with their sign, several
values joined by `;`. Nested facts (installments, discounts, tax lines) are lists of mappings.

`store` reads its documents through the same readers, held to the JSON type of each field: no
numbers as text, no joined lists, no currency columns, and paths that count list members.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, Literal

from collectkit.errors import (
    CollectkitError,
    InvalidDate,
    InvalidFact,
    InvalidMoney,
    Problem,
    shown,
)
from collectkit.ledger.customer import Customer
from collectkit.ledger.registry import FIELDS, Fact
from collectkit.money import Money, Percent

__all__ = ["KINDS", "from_rows", "read_fact"]

KINDS: dict[str, type[Any]] = {
    "customers": Customer,
    **FIELDS,
}
_CURRENCY = "currency"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONGEST = len("2026-02-05T09:30:00.000001+01:00:00.000001")

Read = Callable[[Any, str, Mapping[str, Any]], Any]


def from_rows(
    kind: str, rows: Iterable[Mapping[str, Any]], *, currency: str | None = None
) -> tuple[tuple[Fact, ...], tuple[Problem, ...]]:
    """Facts from rows of text, and one `Problem` for each row that is none.

    `kind` is a keyword of `Account` or `customers`: `invoices`, `receipts`, `allocations`, ….
    `currency` is used where a row names none. Empty text and None mean that the field is absent.
    Unknown keys are refused. Row numbers count from 0.

    Raises:
        InvalidFact: `kind` is not a kind of fact.

    >>> facts, problems = from_rows("receipts", [
    ...     {"id": "R-1", "customer_id": "C-1", "received_on": "2026-02-03", "amount": "4.00"},
    ...     {"id": "R-2", "customer_id": "C-1", "received_on": "2026-02-30", "amount": "4.00"},
    ... ], currency="EUR")
    >>> facts[0].amount, problems[0].row, problems[0].field
    (Money('4.00', 'EUR'), 1, 'received_on')
    """
    if type(kind) is not str or kind not in KINDS:
        raise InvalidFact(
            f"{shown(kind)} is not a kind of fact", field="kind", hint=f"one of {', '.join(KINDS)}"
        )
    facts: list[Fact] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        try:
            facts.append(read_fact(KINDS[kind], row, currency))
        except CollectkitError as error:
            problem = Problem.from_error(error, row=number)
            problems.append(problem)
    return tuple(facts), tuple(problems)


def read_fact(
    kind: Any, row: Mapping[str, Any], currency: str | None = None, *, strict: bool = False
) -> Any:
    """One fact of the class `kind`, or a `CollectkitError` that names the field and the id.

    `strict` takes JSON values of the field's own type only, as `store.dump` writes them.
    """
    if not isinstance(row, Mapping):
        raise InvalidFact(f"a row must be a mapping, not {type(row).__name__}")
    readers = _readers(kind, strict)
    subject = row.get("id")
    given = {key: value for key, value in row.items() if not _is_empty(value, strict)}
    if currency is not None:
        given.setdefault(_CURRENCY, currency)
    values: dict[str, Any] = {key: None for key in row if key in _nullable(kind)}
    try:
        for key in row:
            if key in readers:
                if key in given:
                    values[key] = readers[key](given[key], key, given)
            elif strict or key not in _currencies(kind):
                raise InvalidFact(
                    f"{shown(key)} is not a field of {kind.__name__}",
                    field=str(key),
                    hint=f"it has {', '.join(readers)}",
                )
        missing = [name for name in _required(kind) if name not in values]
        if missing:
            raise InvalidFact(f"{missing[0]} is missing", field=missing[0])
        return kind(**values)
    except CollectkitError as error:
        if error.subject is None and isinstance(subject, str) and subject:
            error.subject = subject
        raise


def _is_empty(value: object, strict: bool) -> bool:
    """An absent cell. Asked by identity and type: values may refuse to be compared."""
    return value is None or (not strict and isinstance(value, str) and not value)


@cache
def _readers(kind: Any, strict: bool) -> dict[str, Read]:
    hints = typing.get_type_hints(kind)
    return {f.name: _reader(hints[f.name], strict) for f in fields(kind)}


@cache
def _currencies(kind: Any) -> frozenset[str]:
    """The columns that say which currency a money field is in."""
    hints = typing.get_type_hints(kind)
    money = {
        name for name, hint in hints.items() if hint is Money or Money in typing.get_args(hint)
    }
    return frozenset({_CURRENCY, *(f"{name}_currency" for name in money)})


@cache
def _nullable(kind: Any) -> frozenset[str]:
    """Required fields whose empty cell says something: a due date still pending."""
    hints = typing.get_type_hints(kind)
    return frozenset(name for name in _required(kind) if type(None) in typing.get_args(hints[name]))


@cache
def _required(kind: Any) -> tuple[str, ...]:
    return tuple(
        f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING
    )


def _reader(hint: Any, strict: bool) -> Read:
    """How text becomes a value of the declared type; values of that type pass.

    A strict reader takes the one JSON type that the declared type is written as.
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _reader(next(a for a in arguments if a is not type(None)), strict)
    read: Read
    if origin in (tuple, frozenset):
        kind = tuple if origin is tuple else frozenset
        one = _reader(arguments[0], strict)
        return _only((list, tuple), "a list", _each(one, kind)) if strict else _several(one, kind)
    if origin is Literal or hint is str:
        return _text
    if hint is Money:
        return _only((Mapping,), "an object of amount and currency", _exact) if strict else _money
    if is_dataclass(hint) and hint is not Percent:
        read = _nested(typing.cast("type[Any]", hint), strict)
        return _only((Mapping,), "an object", read) if strict else read
    json_type = hint if hint in (int, bool) else str
    return _only((json_type,), _NAMES[json_type], _SIMPLE[hint]) if strict else _SIMPLE[hint]


def _only(kinds: tuple[type[Any], ...], what: str, read: Read) -> Read:
    def checked(value: Any, field: str, row: Mapping[str, Any]) -> Any:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise InvalidFact(f"{field} must be {what}, not {type(value).__name__}", field=field)
        return read(value, field, row)

    return checked


def _several(one: Read, kind: Callable[[Iterable[Any]], Any]) -> Read:
    def read(value: Any, field: str, row: Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(";") if part.strip()]
        if isinstance(value, Mapping) or not isinstance(value, Iterable):
            raise InvalidFact(f"{field} must be a list, not {type(value).__name__}", field=field)
        return kind(one(part, field, row) for part in value)

    return read


def _each(one: Read, kind: Callable[[Iterable[Any]], Any]) -> Read:
    """The members of a list, each under a name of its own: `items[2]`."""

    def read(value: Any, field: str, row: Mapping[str, Any]) -> Any:
        return kind(one(part, f"{field}[{n}]", row) for n, part in enumerate(value))

    return read


def _nested(kind: type[Any], strict: bool) -> Read:
    first = fields(kind)[0].name

    def read(value: Any, field: str, row: Mapping[str, Any]) -> Any:
        if isinstance(value, kind):
            return value
        if isinstance(value, str):
            value = {first: value}
        try:
            return read_fact(kind, value, row.get(_CURRENCY), strict=strict)
        except CollectkitError as error:
            error.field = f"{field}.{error.field}" if error.field else field
            raise

    return read


def _text(value: Any, field: str, _row: Mapping[str, Any]) -> str:
    if not isinstance(value, str):
        raise InvalidFact(f"{field} must be text, not {type(value).__name__}", field=field)
    return value


def _integer(value: Any, field: str, _row: Mapping[str, Any]) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and len(value) <= 9 and value.isascii() and value.isdigit():
        return int(value)
    raise InvalidFact(f"{field} must be a whole number, not {shown(value)}", field=field)


def _flag(value: Any, field: str, _row: Mapping[str, Any]) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise InvalidFact(f"{field} must be true or false, not {shown(value)}", field=field)


def _money(value: Any, field: str, row: Mapping[str, Any]) -> Money:
    if isinstance(value, Mapping) and set(value) == {"amount", _CURRENCY}:
        value, row = value["amount"], value
    if isinstance(value, Money):
        return value
    code = row.get(f"{field}_currency") or row.get(_CURRENCY)
    if code is None:
        raise InvalidMoney(
            f"{field} has no currency", field=field, hint="add a currency column or currency="
        )
    try:
        return Money(value, code)
    except CollectkitError as error:
        error.field = _CURRENCY if error.field == _CURRENCY else field
        raise


def _exact(value: Any, field: str, row: Mapping[str, Any]) -> Money:
    """Money of a document: an object of two texts."""
    if set(value) != {"amount", _CURRENCY} or not all(isinstance(v, str) for v in value.values()):
        raise InvalidMoney(
            f"{field} must have amount and currency, both text, and nothing else",
            field=field,
            hint='write {"amount": "4.00", "currency": "EUR"}',
        )
    return _money(value, field, row)


def _percent(value: Any, field: str, _row: Mapping[str, Any]) -> Percent:
    if isinstance(value, Percent):
        return value
    if isinstance(value, str) and value.endswith("%"):
        try:
            return Percent(value)
        except CollectkitError as error:
            error.field = field
            raise
    raise InvalidFact(
        f"{field} must be a percentage with its sign, not {shown(value)}",
        field=field,
        hint="write 8%",
    )


def _iso(kind: type[Any], what: str) -> Read:
    def read(value: Any, field: str, _row: Mapping[str, Any]) -> Any:
        if isinstance(value, str):
            text = value.strip(" ")
            try:
                if _DATE.fullmatch(text) if kind is date else len(text) <= _LONGEST:
                    return kind.fromisoformat(text)
            except ValueError:
                pass
            raise InvalidDate(f"{field} is not {what}: {shown(value)}", field=field)
        return value

    return read


_SIMPLE: dict[Any, Read] = {
    date: _iso(date, "an ISO date such as 2026-03-31"),
    datetime: _iso(datetime, "an ISO date and time with its offset"),
    time: _iso(time, "an ISO time"),
    int: _integer,
    bool: _flag,
    Percent: _percent,
}
_NAMES: dict[type[Any], str] = {int: "a whole number", bool: "true or false", str: "text"}
