"""Reading policy text without trusting it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from collectkit.errors import PolicyError, shown

__all__ = ["canonical", "parse_json", "parse_toml", "policy_error"]

_LARGEST = 1_000_000
_DEEPEST = 40
_MOST_FINDINGS = 100
_LONGEST_INT = 64
_SCALARS = (str, int, date, time, type(None))
_NUMBERS = "write whole numbers without a point, and amounts and rates as text"


def parse_json(text: str) -> Mapping[str, Any]:
    """A JSON object; duplicate keys, NaN and Infinity are refused."""
    _check_size(text)
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise _refused(f"the document nests deeper than {_DEEPEST}") from None
    except PolicyError:
        raise
    except ValueError as error:
        raise _refused(f"this is not JSON: {str(error)[:120]}") from None
    return _checked(document)


def parse_toml(text: str) -> Mapping[str, Any]:
    """A TOML document; dates are taken as ISO text."""
    _check_size(text)
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise _refused(f"the document nests deeper than {_DEEPEST}") from None
    except ValueError as error:
        raise _refused(f"this is not TOML: {str(error)[:120]}") from None
    return _checked(document)


def canonical(document: Mapping[str, Any]) -> str:
    """Sorted keys and no spaces. Floats are refused: exact numbers are written as text."""
    _checked(document)
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def policy_error(error: ValidationError, document: Mapping[str, Any]) -> PolicyError:
    """Pydantic's findings as paths in the document and messages."""
    findings = tuple(
        (_path(found["loc"], document)[:200] or "document", _told(found))
        for found in error.errors(include_url=False, include_context=False)[:_MOST_FINDINGS]
    )
    more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
    path, message = findings[0]
    return PolicyError(f"{path}: {message}{more}", findings=findings, field=path)


def _path(loc: tuple[int | str, ...], document: Any) -> str:
    """Where a finding stands; the kind of a union, which pydantic adds, is no part of it."""
    here, parts = document, []
    for part in loc:
        if isinstance(here, Mapping) and part not in here and here.get("kind") == part:
            continue
        if isinstance(part, str) and part.startswith("rate:"):
            continue
        parts.append(str(part))
        known = isinstance(here, Mapping) and part in here
        known = known or (isinstance(here, (list, tuple)) and part in range(len(here)))
        here = here[part] if known else None
    return ".".join(parts)


def _told(found: Any) -> str:
    if found["type"] == "missing":
        return str(found["msg"])
    if found["type"] == "union_tag_not_found":
        return "kind is missing"
    message = found["msg"].removeprefix("Value error, ")[:200]
    return f"{message}, not {shown(found['input'])}"


def _refused(message: str, path: str = "document", hint: str | None = None) -> PolicyError:
    return PolicyError(message, findings=((path, message),), field=path, hint=hint)


def _check_size(text: str) -> None:
    if type(text) is not str:
        raise _refused(f"a policy must be text, not {type(text).__name__}")
    if len(text) > _LARGEST:
        raise _refused(f"a policy must not exceed {_LARGEST} characters")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _refused(f"the key {shown(twice)} stands twice", twice[:40], "remove one")
    return found


def _no_constant(name: str) -> Any:
    raise _refused(f"{name} is not a number", hint=_NUMBERS)


def _checked(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise _refused(f"a policy must be an object, not {type(document).__name__}")
    _walk(document, 0, "")
    return document


def _walk(value: Any, depth: int, path: str) -> None:
    if depth > _DEEPEST:
        raise _refused(f"the document nests deeper than {_DEEPEST}", path[:200] or "document")
    if isinstance(value, float):
        raise _refused(f"{path[:200]} is a float: {shown(value)}", path[:200], _NUMBERS)
    if isinstance(value, int) and value.bit_length() > _LONGEST_INT:
        raise _refused(f"{path[:200]} is out of range: {shown(value)}", path[:200])
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if type(key) is not str:
                raise _refused(f"a key of {path[:200] or 'document'} is not text: {shown(key)}")
            _walk(inner, depth + 1, f"{path}.{key[:40]}" if path else key[:40])
    elif isinstance(value, (list, tuple)):
        for n, inner in enumerate(value):
            _walk(inner, depth + 1, f"{path}.{n}")
    elif not isinstance(value, _SCALARS):
        raise _refused(
            f"{path[:200]} must be a plain value, not {type(value).__name__}",
            path[:200],
            "write it as text",
        )


def _plain(value: date | time) -> str:
    """What TOML and Python have and JSON has not: days and times become ISO text."""
    return value.isoformat()
