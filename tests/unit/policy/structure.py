"""Whether a document has the structure that a JSON Schema of draft 2020-12 describes.

As much of the standard as the policy's schema uses; a keyword that is not known here is an error,
so that nothing is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

__all__ = ["KEYWORDS", "broken"]

Node = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "boolean": (bool,),
    "null": (type(None),),
}  # fmt: skip
_NOTES = frozenset(("$schema", "$id", "$defs", "title", "description", "default", "examples"))


def broken(value: Any, schema: Node, root: Node | None = None, path: str = "") -> list[str]:
    """The paths and keywords that a value breaks; empty where it has the structure."""
    root = schema if root is None else root
    assert schema.keys() <= KEYWORDS, f"{path}: {schema.keys() - KEYWORDS}"
    found: list[str] = []
    for keyword, wanted in schema.items():
        if keyword in _PLAIN and not _PLAIN[keyword](value, wanted):
            found.append(f"{path or 'document'}: {keyword}")
    return [*found, *_inner(value, schema, root, path)]


def _inner(value: Any, schema: Node, root: Node, path: str) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from broken(value, root["$defs"][name], root, path)
    for keyword, most in (("anyOf", None), ("oneOf", 1)):
        if keyword in schema:
            fits = sum(not broken(value, part, root, path) for part in schema[keyword])
            if not fits or (most and fits > most):
                yield f"{path or 'document'}: {keyword}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key, inner in value.items():
            if key in known:
                yield from broken(inner, known[key], root, f"{path}.{key}".lstrip("."))
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{key}: additionalProperties".lstrip(".")
    if isinstance(value, list):
        first = schema.get("prefixItems", ())
        for n, inner in enumerate(value):
            part = first[n] if n < len(first) else schema.get("items", {})
            yield from broken(inner, part, root, f"{path}.{n}")


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _is_date(text: Any) -> bool:
    try:
        return not isinstance(text, str) or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and bool(value == other)


def _size(
    kind: type[str] | type[list[Any]], compare: Callable[[int, int], bool]
) -> Callable[[Any, Any], bool]:
    return lambda value, bound: not isinstance(value, kind) or compare(len(value), bound)


def _number(compare: Callable[[int, int], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, bound: not _is(value, "integer") or compare(value, bound)


_PLAIN: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _is,
    "const": _same,
    "enum": lambda value, known: any(_same(value, each) for each in known),
    "format": lambda value, kind: kind == "date" and _is_date(value),
    "pattern": lambda value, text: not isinstance(value, str) or bool(re.search(text, value)),
    "minLength": _size(str, int.__ge__),
    "maxLength": _size(str, int.__le__),
    "minItems": _size(list, int.__ge__),
    "maxItems": _size(list, int.__le__),
    "minimum": _number(int.__ge__),
    "maximum": _number(int.__le__),
    "required": lambda value, keys: not isinstance(value, dict) or value.keys() >= set(keys),
}
KEYWORDS = _NOTES | _PLAIN.keys() | {
    "$ref", "anyOf", "oneOf", "properties", "additionalProperties", "items", "prefixItems",
}  # fmt: skip
