"""The rules about the project's form, as tests."""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "collectkit"
FILES = sorted(SRC.rglob("*.py"))
ROOMS = sorted(path.parent for path in SRC.glob("*/__init__.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.startswith("# data-only"):
        return
    assert text.count("\n") <= 600
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = [n for n in node.body if not isinstance(n, ast.Expr) or n is node.body[-1]]
            first, last = body[0].lineno, node.end_lineno or body[-1].lineno
            assert last - first < 50, f"{node.name} is longer than 50 lines"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_has_a_tour_and_a_sorted_list_of_names(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    tour = ast.get_docstring(tree)
    assert tour is not None
    if room.name.startswith("_"):
        return
    assert ">>>" in tour
    assert "ot here:" in " ".join(tour.split())
    found = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    assert len(found) == 1

    def order(name: str) -> tuple[int, str]:
        kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
        return kind, name

    assert found[0] == sorted(found[0], key=order)


def _policies() -> Iterator[type[Any]]:
    import collectkit.policy
    from collectkit._model import Policy

    assert collectkit.policy

    def walk(kind: type[Any]) -> Iterator[type[Any]]:
        for sub in kind.__subclasses__():
            yield sub
            yield from walk(sub)

    return (k for k in walk(Policy) if k.__module__.startswith("collectkit."))


def _bare(hint: Any) -> Iterator[Any]:
    """The types in an annotation that no metadata makes strict."""
    if typing.get_origin(hint) is typing.Annotated:
        base, *metadata = typing.get_args(hint)
        loose = base in (dict, list, set) or typing.get_origin(base) in (dict, list, set)
        if loose:
            yield base
        elif not metadata or typing.get_origin(base) is not None:
            yield from (found for part in typing.get_args(base) for found in _bare(part))
        return
    if hint in (int, float, dict, list, set) or typing.get_origin(hint) in (dict, list, set):
        yield hint
        return
    if hint.__class__ is type and hint.__name__ in ("Decimal", "date"):
        yield hint
    for part in typing.get_args(hint):
        if part is not Ellipsis:
            yield from _bare(part)


def test_policies_hold_strict_types_only() -> None:
    for kind in _policies():
        for name, field in kind.model_fields.items():
            hint = typing.get_type_hints(kind, include_extras=True)[name]
            assert field.description or name == "kind", f"{kind.__name__}.{name} has no description"
            assert not list(_bare(hint)), f"{kind.__name__}.{name}: {hint}"


def test_nothing_skips_validation() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "model_copy(" not in text
        assert "model_construct(" not in text
