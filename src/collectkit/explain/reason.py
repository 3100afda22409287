"""Reasons: stable codes with figures, readable in plain English without a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Reason", "Reasons"]

_NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data.

    Attributes:
        code: stable name, `room.what`.
        subject: what it concerns: a step, an item, a customer, a currency.
        data: the figures as (name, value) pairs, in the order given.
        source: statute, standard or policy clause behind it, where there is one.
    """

    code: str
    subject: str = ""
    data: tuple[tuple[str, object], ...] = ()
    source: str = ""
    pattern: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", tuple(self.data))

    def __getitem__(self, name: str) -> object:
        """The figure called `name`."""
        return dict(self.data)[name]

    def __str__(self) -> str:
        values = dict(self.data)
        text = _NAME.sub(lambda m: str(values.get(m[1], m[0])), self.pattern or self.code)
        return f"{self.subject}: {text}" if self.subject else text


class Reasons(Mapping[str, str]):
    """A room's reason codes and their English patterns; call it to make a `Reason`.

    Patterns name figures as `{name}`.
    """

    __slots__ = ("_patterns", "_room")

    def __init__(self, room: str, patterns: Mapping[str, str]) -> None:
        self._room = room
        self._patterns = dict(patterns)

    def __call__(self, code: str, subject: str = "", *, source: str = "", **data: object) -> Reason:
        return Reason(
            f"{self._room}.{code}", subject, tuple(data.items()), source, self._patterns[code]
        )

    def __getitem__(self, code: str) -> str:
        if not isinstance(code, str):
            raise KeyError(code)
        return self._patterns[code.removeprefix(f"{self._room}.")]

    def __iter__(self) -> Iterator[str]:
        return (f"{self._room}.{code}" for code in self._patterns)

    def __len__(self) -> int:
        return len(self._patterns)
