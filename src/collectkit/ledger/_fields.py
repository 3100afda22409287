"""Checks of fact fields. Each names the field and the fact's id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from collectkit._checks import check_choice, check_stored_day, check_text
from collectkit.errors import InvalidFact, InvalidMoney, InvalidPercent
from collectkit.money import Money, Percent

T = TypeVar("T")

_put = object.__setattr__


def put(fact: object, field: str, value: object) -> None:
    """Set a field of a frozen fact while it is being built."""
    _put(fact, field, value)


def money(value: Money, field: str, subject: str | None, *, zero: bool = False) -> Money:
    """Rounded money above zero (or from zero on)."""
    if type(value) is not Money:
        raise InvalidMoney(
            f"{field} must be Money, not {type(value).__name__}", field=field, subject=subject
        )
    if not value.is_rounded:
        raise InvalidMoney(
            f"{field} carries more digits than {value.currency} has: {value}",
            field=field,
            subject=subject,
            hint="call .rounded() first",
        )
    if value.amount < 0 or (not zero and not value.amount):
        least = "zero or more" if zero else "above zero"
        raise InvalidFact(
            f"{field} must be {least}, not {value}",
            field=field,
            subject=subject,
            hint="amounts are positive; the kind gives the sign",
        )
    return value


def percent(value: Percent, field: str, subject: str | None) -> Percent:
    if type(value) is not Percent:
        raise InvalidPercent(
            f"{field} must be Percent, not {type(value).__name__}",
            field=field,
            subject=subject,
            hint='write Percent("8") for 8 %',
        )
    return value


def share(value: Percent, field: str, subject: str | None) -> Percent:
    """A percentage of a whole: 0 to 100."""
    if not 0 <= percent(value, field, subject).value <= 100:
        raise InvalidPercent(
            f"{field} must be 0% to 100%, not {value}", field=field, subject=subject
        )
    return value


def optional_day(value: date | None, field: str, subject: str | None) -> date | None:
    return None if value is None else check_stored_day(value, field, subject=subject)


def optional_text(value: str | None, field: str, subject: str | None) -> str | None:
    return None if value is None else check_text(value, field, subject=subject)


def not_before(
    later: date | None, earlier: date, names: tuple[str, str], subject: str | None
) -> None:
    """Refuse a period that ends before it begins; `names` are (later, earlier)."""
    if later is not None and later < earlier:
        raise InvalidFact(
            f"{names[0]} {later} lies before {names[1]} {earlier}", field=names[0], subject=subject
        )


def several(value: Iterable[T], field: str, subject: str | None, *, of: str = "") -> tuple[T, ...]:
    """The values as a tuple; one text, or something that holds no values, is refused."""
    if isinstance(value, str):
        raise InvalidFact(
            f"{field} must be a tuple{of}, not one text", field=field, subject=subject
        )
    if not isinstance(value, Iterable):
        raise InvalidFact(
            f"{field} must be a tuple, not {type(value).__name__}", field=field, subject=subject
        )
    return tuple(value)


def fact_id(fact: object, fallback: str | None = None) -> str | None:
    """The checked optional id of a fact, to name it in messages, else `fallback`."""
    given: str | None = fact.id  # type: ignore[attr-defined]
    return fallback if given is None else check_text(given, "id")


def choices(
    value: Iterable[T], field: str, known: frozenset[str], subject: str | None
) -> tuple[T, ...]:
    """A tuple of some of the `known` texts."""
    values = several(value, field, subject, of=" of texts")
    for v in values:
        check_choice(v, field, known, subject=subject)
    return values


def texts(value: Iterable[str], field: str, subject: str | None) -> tuple[str, ...]:
    """A tuple of non-empty texts; a bare str is refused, for it would be split into letters."""
    values = several(value, field, subject, of=" of texts")
    return tuple(check_text(v, field, subject=subject) for v in values)


def many(value: Iterable[Any], field: str, kind: type[T], subject: str | None) -> tuple[T, ...]:
    """A tuple of `kind`."""
    values = several(value, field, subject)
    for v in values:
        if not isinstance(v, kind):
            raise InvalidFact(
                f"{field} must hold {kind.__name__}, not {type(v).__name__}",
                field=field,
                subject=subject,
            )
    return values


def distinct(value: Iterable[T], field: str, subject: str | None) -> tuple[T, ...]:
    """The same values, refusing one that stands twice."""
    values = several(value, field, subject)
    if len(set(values)) < len(values):
        raise InvalidFact(f"{field} names something twice", field=field, subject=subject)
    return values


LOW = date.min
