"""The figures a scorecard may weigh, and what each of them is like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema

from collectkit.errors import InvalidFact, shown
from collectkit.money.amount import exact_decimal

__all__ = ["FEATURES", "HISTORY", "Feature", "Trait", "extra_name", "extras", "is_signed"]

_EXTRA = r"extra:[a-z0-9][a-z0-9_.-]{0,63}"


class Trait(NamedTuple):
    """What a figure is like.

    `groups` are the parts of behavior whose change moves it. `is_signed` says that it may be
    negative, `is_share` that people read it in percent.
    """

    groups: tuple[str, ...]
    is_share: bool = False
    is_signed: bool = False


FEATURES: dict[str, Trait] = {
    "weighted_days_late": Trait(("settled",)),
    "late_share": Trait(("settled",), is_share=True),
    "oldest_days_past_due": Trait(()),
    "broken_promises": Trait(("promises",)),
    "overdue_share": Trait(("settled", "balance"), is_share=True),
    "over_90_share": Trait(("settled", "balance"), is_share=True),
    "days_late_trend": Trait(("settled", "trend"), is_signed=True),
    "days_late_deviation": Trait(("settled",)),
    "payment_gap": Trait(("payments",)),
    "dispute_share": Trait(("invoices",), is_share=True),
    "utilization": Trait((), is_share=True),
    "write_offs": Trait(("write_offs",)),
    "tenure_days": Trait(()),
}

HISTORY = frozenset(("weighted_days_late", "late_share"))
"""Averages over settled parts: a thin history is filled up with the usual."""


def extra_name(feature: str) -> str | None:
    """The name of a figure that the host supplies; None for the library's own."""
    return feature.removeprefix("extra:") if feature.startswith("extra:") else None


def extras(
    figures: Mapping[str, int | Decimal | Fraction] | None,
) -> tuple[tuple[str, Fraction], ...]:
    """The host's own figures, exact and in order of name.

    Raises:
        InvalidFact: a name that no scorecard could spell, or no exact number.
    """
    given = {} if figures is None else figures
    if not isinstance(given, Mapping):
        raise InvalidFact(f"extra must be a mapping, not {type(given).__name__}", field="extra")
    for name in given:
        if type(name) is not str or not re.fullmatch(_EXTRA, f"extra:{name}", re.ASCII):
            raise InvalidFact(
                f"{shown(name)} is no name of a figure",
                field="extra",
                hint="lower-case ASCII letters, digits, `_`, `.` and `-`",
            )
    return tuple((name, _exact(given[name], name)) for name in sorted(given))


def _exact(value: object, name: str) -> Fraction:
    if isinstance(value, Fraction):
        return value
    return Fraction(exact_decimal(value, name, InvalidFact))


def is_signed(feature: str) -> bool:
    """Whether the figure may be negative."""
    return extra_name(feature) is not None or FEATURES[feature].is_signed


def _feature(value: str) -> str:
    if value not in FEATURES and not re.fullmatch(_EXTRA, value, re.ASCII):
        raise InvalidFact(
            f"feature must be one of {', '.join(FEATURES)} or extra:NAME, not {shown(value)}",
            field="feature",
        )
    return value


Feature: TypeAlias = Annotated[
    str,
    Field(strict=True),
    AfterValidator(_feature),
    WithJsonSchema(
        {"anyOf": [{"enum": list(FEATURES)}, {"type": "string", "pattern": f"^{_EXTRA}$"}]}
    ),
]
"""A figure of behavior, or `extra:NAME`, a number that the host supplies."""
