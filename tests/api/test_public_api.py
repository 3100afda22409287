"""The public surface, as committed in `public_api.txt`.

Every name in a room's `__all__` stands there with its parameters, fields and bases. A change that
is meant is written with `pytest tests/api --write-api` and gets a line in the CHANGELOG.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe
import pytest

SNAPSHOT = Path(__file__).with_name("public_api.txt")
SRC = Path(__file__).resolve().parents[2] / "src"


def surface() -> list[str]:
    """One line per public name and member, sorted."""
    package = griffe.load("collectkit", search_paths=[SRC], resolve_aliases=True)
    lines: set[str] = set()
    for room in (package, *package.modules.values()):
        if room is package or not room.name.startswith("_"):
            for name in room.exports or ():
                member = room.members.get(str(name))
                if isinstance(member, griffe.Module):  # the function hides the file it lives in
                    member = member.members.get(str(name), member)
                lines |= set(_lines(f"{room.path}.{name}", member))
    return sorted(lines)


def _lines(path: str, found: griffe.Object | griffe.Alias | None) -> Iterator[str]:
    if found is None:
        yield path
        return
    if found.is_alias:
        found = found.final_target  # type: ignore[union-attr]
    if isinstance(found, griffe.Function):
        yield f"{path}({', '.join(_parameter(p) for p in found.parameters)}) -> {found.returns}"
    elif isinstance(found, griffe.Class):
        bases = ", ".join(str(base) for base in found.bases)
        yield f"class {path}({bases})"
        for name, member in sorted(found.members.items()):
            if name == "__init__" or not name.startswith("_"):
                yield from _lines(f"{path}.{name}", member)
    elif isinstance(found, griffe.Attribute):
        value = "" if found.value is None or len(str(found.value)) > 80 else f" = {found.value}"
        yield f"{path}: {found.annotation}{value}"
    else:
        yield path


def _parameter(parameter: griffe.Parameter) -> str:
    kind = "" if parameter.kind is None else parameter.kind.value
    star = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
    only = "keyword " if kind == "keyword-only" else ""
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{only}{star}{parameter.name}: {parameter.annotation}{default}"


def test_the_public_surface_is_the_one_committed(pytestconfig: pytest.Config) -> None:
    found = "\n".join(surface()) + "\n"
    if pytestconfig.getoption("write_api"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines(), (
        "the public surface changed: run `pytest tests/api --write-api`, read the difference, "
        "and write a line in the CHANGELOG"
    )


def test_the_snapshot_sees_parameters_fields_and_defaults() -> None:
    lines = surface()
    assert "collectkit.ledger.Invoice.due_on: date | None = None" in lines
    assert any(
        line.startswith("collectkit.ledger.snapshot(") and "keyword as_of: date" in line
        for line in lines
    )
    assert "class collectkit.errors.InvalidMoney(CollectkitError)" in lines
