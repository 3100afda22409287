"""A policy as a person would write it in TOML: no defaults, and small tables on one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

__all__ = ["written"]

_WIDTH = 100
_NO_COMMENTS: Mapping[str, str] = {}


def written(model: BaseModel, comments: Mapping[str, str] = _NO_COMMENTS) -> str:
    """The document of a policy. `comments` stand above what they are about, by its path."""
    return "\n".join(_table(pruned(model), "", dict(comments))).strip("\n") + "\n"


def pruned(model: BaseModel) -> dict[str, Any]:
    """The plain values that are not defaults; `kind`, which tells one form from another, stays."""
    plain = model.model_dump(mode="json")
    found: dict[str, Any] = {}
    fields = type(model).model_fields
    for name in sorted(fields, key=lambda name: (name != "id", name != "kind")):
        value, field = getattr(model, name), fields[name]
        default = field.get_default(call_default_factory=True)
        if field.is_required() or name == "kind" or value != default:
            found[name] = _plain(value, plain[name])
    return found


def _plain(value: object, plain: Any) -> Any:
    if isinstance(value, BaseModel):
        return pruned(value)
    if isinstance(value, tuple):
        return [_plain(*both) for both in zip(value, plain, strict=True)]
    return plain


def _table(table: Mapping[str, Any], path: str, comments: dict[str, str]) -> Iterator[str]:
    """The lines of a table: first what stands in it, then the tables below it."""
    below = []
    for key, value in table.items():
        line = f"{key} = {_inline(value)}"
        if _has_header(value, line, top=not path):
            below.append((key, value))
            continue
        yield from _comment(path + key, comments)
        if _is_tables(value) and (len(value) > 1 or len(line) > _WIDTH):
            yield f"{key} = ["
            yield from (f"  {_inline(row)}," for row in value)
            yield "]"
        else:
            yield line
    for key, value in below:
        header = f"[[{path}{key}]]" if isinstance(value, list) else f"[{path}{key}]"
        for row in value if isinstance(value, list) else (value,):
            yield ""
            yield from _comment(path + key, comments)
            yield header
            yield from _table(row, f"{path}{key}.", comments)


def _has_header(value: Any, line: str, *, top: bool) -> bool:
    """Whether tables are too large to stand on lines: those of the document always are."""
    if isinstance(value, dict):
        return top or len(line) > _WIDTH
    return _is_tables(value) and (top or any(len(_inline(row)) > _WIDTH - 3 for row in value))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_inline(part)}" for key, part in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    # Text, whole numbers, true and false are written as in JSON, but for the one control
    # character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(path: str, comments: dict[str, str]) -> Iterator[str]:
    """Once, above the first."""
    if path in comments:
        yield f"# {comments.pop(path)}"
