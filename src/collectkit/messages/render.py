"""Printing a template's tree: values checked, cleaned, formatted, and never read again."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal, TypeAlias, cast

from collectkit._checks import MAX_TEXT
from collectkit.errors import TemplateError, shown
from collectkit.messages.format import (
    babel_locale,
    fold_spaces,
    format_count,
    format_date,
    format_money,
    format_percent,
    plural_category,
)
from collectkit.messages.grammar import Given, Node, Plural, Rows, Value, Words
from collectkit.messages.variables import MAX_OUTPUT, MAX_ROWS, MAX_STEPS, Kind
from collectkit.money import Money, Percent

__all__ = ["OUTPUTS", "Output", "paragraphs", "render"]

Output = Literal["text", "html", "subject", "sms"]
OUTPUTS: tuple[Output, ...] = ("text", "html", "subject", "sms")

_Plain: TypeAlias = str | int | date | Money | Percent

_TYPES: Mapping[Kind, type] = {
    "text": str,
    "count": int,
    "money": Money,
    "date": date,
    "percent": Percent,
}
_LARGEST = 10**15
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")
_KEPT_CONTROLS = {code: " " for code in _CONTROLS if chr(code) not in "\n\t"}
# Marks, embeddings, overrides and isolates: a name must not reorder the text around it.
_BIDI = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_FROM_VALUES = {**_KEPT_CONTROLS, **_BIDI}


def render(
    nodes: Sequence[Node], context: object, *, language: str, locale: str, output: Output
) -> str:
    """The text of `nodes`: plurals chosen by `language`, figures written in `locale`."""
    if output not in OUTPUTS:
        raise TemplateError(
            f"output must be one of {', '.join(OUTPUTS)}, not {shown(output)}", field="output"
        )
    babel_locale(locale)
    run = _Run(_scope(context, "context", row=None), language, locale, output)
    run.write(nodes, None, row=None)
    text = "".join(run.pieces)
    if output == "subject":
        return " ".join(text.translate(_CONTROLS).split())
    return fold_spaces(text) if output == "sms" else text


def paragraphs(text: str) -> str:
    """Plain text as HTML: escaped, a paragraph between blank lines, a break at a line's end."""
    groups = groupby(text.splitlines(), key=lambda line: bool(line.strip()))
    parts = (
        "<br>\n".join(html.escape(line, quote=True) for line in lines)
        for written, lines in groups
        if written
    )
    marked = "\n".join(f"<p>{part}</p>" for part in parts)
    _limit(len(marked))
    return marked


class _Run:
    """One rendering: what it has printed so far, and how much work that was."""

    def __init__(
        self, context: Mapping[str, object], language: str, locale: str, output: Output
    ) -> None:
        self.context = context
        self.language = language
        self.locale = locale
        self.output = output
        self.pieces: list[str] = []
        self.size = 0
        self.read = 0
        self.steps = 0

    def write(
        self, nodes: Sequence[Node], fields: Mapping[str, object] | None, *, row: int | None
    ) -> None:
        for node in nodes:
            self.step()
            match node:
                case Words():
                    self.put(node.text)
                case Value():
                    self.put(self.text(node, self.value(node, fields, row)))
                case Rows():
                    self.write_rows(node)
                case Given():
                    found = self.find(node.value, fields, row)
                    if found is not None and not _is_nothing(found):
                        self.write(node.nodes, fields, row=row)
                case Plural():
                    count = cast("int", self.value(node.value, fields, row))
                    branches = dict(node.branches)
                    category = plural_category(count, locale=self.language)
                    self.write(branches.get(category, branches["other"]), fields, row=row)

    def write_rows(self, block: Rows) -> None:
        name = block.name
        rows = self.context.get(name)
        if rows is None:
            raise TemplateError(f"{shown(name)} has no value", field=name)
        kind = type(rows)
        if not issubclass(kind, Sequence) or issubclass(kind, (str, bytes, bytearray)):
            raise TemplateError(
                f"{shown(name)} must be a sequence of rows, not {kind.__name__}", field=name
            )
        listed = cast("Sequence[object]", rows)
        if len(listed) > MAX_ROWS:
            raise TemplateError(
                f"{shown(name)} has {len(listed)} rows, more than {MAX_ROWS}",
                field=name,
                hint="list the oldest and attach a statement of account",
            )
        for index, fields in enumerate(listed):
            self.step()
            self.write(block.nodes, _scope(fields, name, row=index), row=index)

    def find(
        self, node: Value, fields: Mapping[str, object] | None, row: int | None
    ) -> _Plain | None:
        """The value of `node`, checked; None where it has none."""
        at = None if node.rows is None else row
        scope = self.context if node.rows is None or fields is None else fields
        found = scope.get(node.name)
        return None if found is None else _checked(found, node, at)

    def value(self, node: Value, fields: Mapping[str, object] | None, row: int | None) -> _Plain:
        found = self.find(node, fields, row)
        if found is None:
            raise TemplateError(
                f"{shown(node.name)} has no value",
                field=node.name,
                row=None if node.rows is None else row,
            )
        return found

    def text(self, node: Value, value: _Plain) -> str:
        match value:
            case str():
                # Counted as it is read: one of bidirectional controls alone is work too.
                self.read += len(value)
                _limit(self.read)
                text = value.replace("\r\n", "\n").replace("\r", "\n").translate(_FROM_VALUES)
                text = text.upper() if node.filter == "upper" else text
            case Money():
                text = format_money(value, locale=self.locale)
            case Percent():
                text = format_percent(value, locale=self.locale)
            case date():
                text = format_date(value, locale=self.locale)
            case int():
                text = format_count(value, locale=self.locale)
        return html.escape(text, quote=True) if self.output == "html" else text

    def put(self, text: str) -> None:
        self.size += len(text)
        _limit(self.size)
        self.pieces.append(text)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TemplateError(f"the message takes more than {MAX_STEPS} steps to print")


def _limit(size: int) -> None:
    if size > MAX_OUTPUT:
        raise TemplateError(f"the message is longer than {MAX_OUTPUT} characters")


def _scope(fields: object, name: str, *, row: int | None) -> Mapping[str, object]:
    # What an object says its class is may be anything, here and below: the type itself decides.
    if not issubclass(type(fields), Mapping):
        what = name if row is None else f"a row of {name}"
        raise TemplateError(
            f"{what} must be a mapping of names to values, not {type(fields).__name__}",
            field=name,
            row=row,
        )
    return cast("Mapping[str, object]", fields)


def _checked(value: object, node: Value, row: int | None) -> _Plain:
    """`value` if it is of the variable's kind and of sane size, as a plain builtin."""
    name, wanted, kind = node.name, _TYPES[node.kind], type(value)
    ours = wanted is Money or wanted is Percent
    fits = kind is wanted if ours else issubclass(kind, wanted)
    if not fits or issubclass(kind, (bool, datetime)):
        raise TemplateError(
            f"{shown(name)} must be {wanted.__name__}, not {kind.__name__}",
            field=name,
            row=row,
        )
    plain = _plain(value, wanted)
    if isinstance(plain, str) and len(plain) > MAX_TEXT:
        raise TemplateError(
            f"{shown(name)} has more than {MAX_TEXT} characters", field=name, row=row
        )
    if isinstance(plain, str) and _UNSTORABLE.search(plain):
        raise TemplateError(f"{shown(name)} holds a NUL or a lone surrogate", field=name, row=row)
    if isinstance(plain, int) and not -_LARGEST < plain < _LARGEST:
        raise TemplateError(f"{shown(name)} is out of range", field=name, row=row)
    return plain


def _plain(value: Any, wanted: type) -> _Plain:
    """`value` without what a subclass may have changed of it."""
    if wanted is str:
        return str.__str__(value)
    if wanted is int:
        return int.__int__(value)
    if wanted is date:
        return date.fromordinal(date.toordinal(value))
    return cast("Money | Percent", value)


def _is_nothing(value: _Plain) -> bool:
    """Whether a value prints as an empty text or as zero."""
    match value:
        case Money():
            return value.rounded().is_zero
        case Percent():
            return value.value == 0
        case date():
            return False
        case str():
            return not value.translate(_FROM_VALUES).strip()
        case _:
            return not value
