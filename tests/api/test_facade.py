"""The facade: small, lazy, and the same for people and for type checkers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import collectkit

SOURCE = Path(collectkit.__file__).read_text(encoding="utf-8")


def typed_names() -> set[str]:
    """The names that the TYPE_CHECKING block imports."""
    for node in ast.parse(SOURCE).body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            return {
                alias.name
                for statement in node.body
                if isinstance(statement, ast.ImportFrom)
                for alias in statement.names
            }
    raise AssertionError("no TYPE_CHECKING block")


def test_both_lists_of_names_agree() -> None:
    lazy = {*collectkit._HOMES, *collectkit._ROOMS}
    assert typed_names() == lazy == set(collectkit.__all__)


def test_the_facade_stays_small() -> None:
    assert len(collectkit.__all__) <= 30


@pytest.mark.parametrize("name", collectkit.__all__)
def test_every_name_is_there(name: str) -> None:
    found = getattr(collectkit, name)
    assert getattr(found, "__name__", name).rpartition(".")[2] == name
    assert name in dir(collectkit)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Mony'"):
        collectkit.__getattr__("Mony")
