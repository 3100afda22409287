"""The rows of bad inputs: what each says, and the value that its Python expression stands for.

Numpy and pandas are used where they are installed. Elsewhere a few stand-ins have what matters of
their kinds: what they are subclasses of, what they are registered as, and how they print.
"""

from __future__ import annotations

import decimal
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from importlib import import_module
from numbers import Integral
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

__all__ = ["ACCEPTED", "REFUSED", "Row", "hosted", "read", "value_of"]

REFUSED = "reject-with-clear-error"
ACCEPTED = ("accept-exactly", "normalise")
_TRAP = re.compile(r"traps\[(\w+)\]=(True|False)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One input, the reaction that is wanted, and the setting it is met in."""

    id: str
    category: str
    py: str
    expect: str
    why: str
    result: str | None = None
    context: str = ""

    @property
    def currency(self) -> str:
        return self.context.partition("=")[2] if self.context.startswith("currency=") else "EUR"


def read(path: Path) -> tuple[Row, ...]:
    """Every row of a file; a field that is not known is an error."""
    return tuple(Row(**json.loads(line)) for line in path.read_text("utf-8").splitlines())


@contextmanager
def hosted(context: str) -> Iterator[None]:
    """The host's decimal context as a row sets it; a currency sets nothing of it."""
    with decimal.localcontext() as host:
        trap = _TRAP.fullmatch(context)
        if trap:
            host.traps[getattr(decimal, trap[1])] = trap[2] == "True"
        elif context and not context.startswith("currency="):
            raise NotImplementedError(f"no such setting: {context}")
        yield


def value_of(expression: str) -> Any:
    """The value of a row's own Python expression."""
    return eval(expression, dict(_NAMES))


class _Bool:
    """As numpy's bool: has an index, is no number."""

    def __init__(self, value: object) -> None:
        self._value = bool(value)

    def __index__(self) -> int:
        return int(self._value)

    def __bool__(self) -> bool:
        return self._value


class _Integer:
    """As numpy's integers: registered as one, not an int."""

    def __init__(self, value: int) -> None:
        self._value = int(value)

    def __index__(self) -> int:
        return self._value


Integral.register(_Integer)


class _Float(float):
    """As numpy's float64."""


class _Timestamp(datetime):
    """As pandas' Timestamp, made from ISO text."""

    def __new__(cls, text: str, *, tz: object = None) -> Self:
        read = datetime.fromisoformat(text)
        zone = timezone.utc if tz else read.tzinfo  # noqa: UP017
        return super().__new__(cls, *read.timetuple()[:6], tzinfo=zone)


class _NotATime(datetime):
    """As pandas' NaT: an instance of date that has no day."""

    def __new__(cls) -> Self:
        return super().__new__(cls, 1, 1, 1)

    def toordinal(self) -> int:
        raise ValueError("NaTType does not support toordinal")

    def __str__(self) -> str:
        return "NaT"


class _Missing:
    """As pandas' NA: has no truth."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


def _module(name: str, **stand_ins: object) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return SimpleNamespace(**stand_ins)


_NAMES: dict[str, Any] = {
    "D": decimal.Decimal,
    "Decimal": decimal.Decimal,
    "Fraction": Fraction,
    "date": date,
    "datetime": datetime,
    "time": time,
    "timedelta": timedelta,
    "timezone": timezone,
    "np": _module(
        "numpy",
        **dict.fromkeys(("bool_", "bool"), _Bool),
        **dict.fromkeys(("int8", "int16", "int32", "int64", "uint8"), _Integer),
        **dict.fromkeys(("float16", "float32", "float64"), _Float),
        nan=float("nan"),
        inf=float("inf"),
    ),
    "pd": _module("pandas", NaT=_NotATime(), NA=_Missing(), Timestamp=_Timestamp),
}
