"""The public types of the library, the strategies there are, and what an example is made of."""

from __future__ import annotations

import inspect
import pkgutil
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import Any

from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

import collectkit
from collectkit import testing

ROOMS = sorted(
    module.name
    for module in pkgutil.iter_modules(collectkit.__path__)
    if not module.name.startswith("_") and module.name != "testing"
)


def public_types() -> dict[str, type[Any]]:
    """Every class that a room exports, without enums, errors and protocols."""
    found: dict[str, type[Any]] = {}
    for room in ROOMS:
        module = import_module(f"collectkit.{room}")
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and not issubclass(kind, (Enum, BaseException)):
                found[name] = kind
    return {name: kind for name, kind in found.items() if not getattr(kind, "_is_protocol", False)}


def strategies() -> dict[str, SearchStrategy[Any]]:
    """The strategies that can be used as they are; others are handed what their facts name."""
    found: dict[str, SearchStrategy[Any]] = {}
    for name in testing.__all__:
        make = getattr(testing, name)
        if inspect.isfunction(make) and not name.startswith(("a_", "an_", "something_")):
            given = inspect.signature(make).parameters.values()
            if all(one.default is not one.empty or one.kind > one.POSITIONAL_OR_KEYWORD
                   for one in given):  # fmt: skip
                found[name] = make()
    return found


def parts(value: Any, *, private: bool = False) -> Iterator[tuple[str, Any]]:
    """What a value holds directly, by field; `private` fields too."""
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif is_dataclass(value):
        for field in fields(value):
            if private or not field.name.startswith("_"):
                yield field.name, getattr(value, field.name)
    elif isinstance(value, (tuple, frozenset)):
        yield from (("", one) for one in value)


def nodes(value: Any, *, private: bool = False) -> Iterator[Any]:
    """A value and everything it holds, each object once."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting.extend(part for _, part in parts(one, private=private))


def drawn_type(name: str) -> Any:
    """The type that a strategy's signature says it draws."""
    make = getattr(testing, name)
    hint = typing.get_type_hints(make, vars(import_module(make.__module__)))["return"]
    return typing.get_args(hint)[0] if typing.get_origin(hint) is SearchStrategy else hint


def held_types(hint: Any, seen: set[Any] | None = None) -> set[Any]:
    """The classes that a type can hold in its public fields, itself included."""
    seen = set() if seen is None else seen
    if hint in seen:
        return seen
    seen.add(hint)
    inner = [*typing.get_args(hint), typing.get_origin(hint)]
    names: list[str] = []
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        names = [*hint.model_fields]
    elif isinstance(hint, type) and is_dataclass(hint):
        names = [field.name for field in fields(hint) if not field.name.startswith("_")]
    if names:
        hints = typing.get_type_hints(hint)
        inner += [hints[name] for name in names]
    for one in inner:
        if one is not None and one is not Ellipsis and not isinstance(one, str):
            held_types(one, seen)
    return seen
