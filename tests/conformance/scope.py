"""What is not attempted, what deviates, and why: the two lists beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.case import Case

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfScope:
    """An entry of `out_of_scope.toml`; every condition it states must hold.

    `counts` is whether a case it takes out weighs against the tenth an area may leave out.
    """

    reason: str
    counts: bool
    ids: tuple[str, ...]
    areas: tuple[str, ...]
    operations: tuple[str, ...]
    inputs: frozenset[str]

    def covers(self, case: Case) -> bool:
        return (
            (not self.ids or case.id in self.ids)
            and (not self.areas or case.area in self.areas)
            and (not self.operations or case.operation in self.operations)
            and self.inputs <= set(case.given)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """An entry of `deviations.toml`: the library is right and the case is not."""

    id: str
    note: str
    reason: str


def _entry(row: dict[str, Any], *, counts: bool) -> OutOfScope:
    known = {"reason", "ids", "areas", "operations", "inputs"}
    if set(row) - known or not set(row) - {"reason"}:
        raise ValueError(f"out_of_scope.toml: an entry needs a reason and a condition, not {row}")
    return OutOfScope(
        reason=row["reason"],
        counts=counts,
        ids=tuple(row.get("ids", ())),
        areas=tuple(row.get("areas", ())),
        operations=tuple(row.get("operations", ())),
        inputs=frozenset(row.get("inputs", ())),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


_lists = _read("out_of_scope.toml")
OUT_OF_SCOPE = (
    *(_entry(row, counts=False) for row in _lists.get("whole", ())),
    *(_entry(row, counts=True) for row in _lists.get("case", ())),
)
DEVIATIONS = {
    row["id"]: Deviation(id=row["id"], note=row["note"], reason=row["reason"])
    for row in _read("deviations.toml").get("deviation", ())
}


def out_of_scope(case: Case) -> OutOfScope | None:
    """The first entry that takes the case out; None where it is attempted."""
    return next((entry for entry in OUT_OF_SCOPE if entry.covers(case)), None)
