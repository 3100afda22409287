"""Cases as they stand in the files, and what an adapter is shown of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"

# What tells an adapter what is given; the rest of a line says what is expected and why.
_GIVEN = ("inputs", "policy", "account", "as_of")
_COUNTED = ("", "ok", "ok_rounding")
_CONTESTED = ("PECULIAR", "PEER BUG")


class Unsupported(Exception):
    """Raised by an adapter: the operation, or this form of it, is not translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of a file. Numbers with a point are read as Decimal, digit for digit."""

    id: str
    area: str
    source: str
    note: str
    status: str
    given: Mapping[str, Any]
    expected: Mapping[str, Any]

    @property
    def operation(self) -> str:
        """The operation the case names, or else the names of its inputs."""
        named = self.given.get("kind", self.given.get("op"))
        return named if isinstance(named, str) else "+".join(sorted(self.given))

    @property
    def is_outside(self) -> bool:
        """Whether the case stands outside the count: contested, or not `ok` by its source."""
        contested = any(word in self.note for word in _CONTESTED)
        return contested or self.status not in _COUNTED

    @property
    def at_printed_digits(self) -> bool:
        return self.status == "ok_rounding"


def load(folder: Path) -> tuple[Case, ...]:
    """The cases of every `*.jsonl` in a folder; lines without an area are of another kind."""
    return tuple(case for path in sorted(folder.glob("*.jsonl")) for case in _lines(path))


def _lines(path: Path) -> Iterator[Case]:
    for text in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(text, parse_float=Decimal) if text.strip() else {}
        if "area" not in row or "expected" not in row:
            continue
        given = {name: row[name] for name in _GIVEN if name in row}
        # A case with inputs shows those; one with a policy, an account and a day shows all three.
        yield Case(
            id=row["id"],
            area=row["area"],
            source=row.get("source", ""),
            note=row.get("note", ""),
            status=row.get("status", ""),
            given=given["inputs"] if set(given) == {"inputs"} else given,
            expected=row["expected"],
        )


class Given(Mapping[str, Any]):
    """What a case gives, as the adapter sees it: neither its id nor a figure it expects.

    `asked` are the names of the figures wanted. Which inputs are read is kept, because a figure
    that ignores one of them answers another question: such a case is unsupported, not passed.
    """

    def __init__(self, values: Mapping[str, Any], asked: frozenset[str] = frozenset()) -> None:
        self._values = {name: _wrapped(value) for name, value in values.items()}
        self._read: set[str] = set()
        self.asked = asked

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            raise Unsupported(f"there is no {name}")
        self._read.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._values else default

    def immaterial(self, *names: str) -> None:
        """Say that these inputs, where given, have no bearing on the figures."""
        self._read.update(names)

    def unread(self) -> Iterator[str]:
        """The inputs nobody asked for, as paths."""
        for name, value in self._values.items():
            if name not in self._read:
                yield name
                continue
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Given):
                    yield from (f"{name}.{path}" for path in part.unread())


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return Given(value)
    return [_wrapped(part) for part in value] if isinstance(value, list) else value
