"""Printing a template's tree: values checked, cleaned, formatted, and never read again."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, TypeAlias, cast

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
from collectkit.messages.grammar import Block, Node, Plural, Value, Words
from collectkit.messages.variables import BLOCK, MAX_OUTPUT, MAX_ROWS, MAX_STEPS, Kind
from collectkit.money import Money, Percent

__all__ = ["OUTPUTS", "Output", "render"]

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
                case Block():
                    self.write_rows(node)
                case Plural():
                    count = cast("int", self.value(node.value, fields, row))
                    branches = dict(node.branches)
                    category = plural_category(count, locale=self.language)
                    self.write(branches.get(category, branches["other"]), fields, row=row)

    def write_rows(self, block: Block) -> None:
        rows = self.context.get(BLOCK)
        if rows is None:
            raise TemplateError(f"{shown(BLOCK)} has no value", field=BLOCK)
        if not isinstance(rows, Sequence) or isinstance(rows, (str, bytes, bytearray)):
            raise TemplateError(
                f"{shown(BLOCK)} must be a sequence of rows, not {type(rows).__name__}",
                field=BLOCK,
            )
        if len(rows) > MAX_ROWS:
            raise TemplateError(
                f"{shown(BLOCK)} has {len(rows)} rows, more than {MAX_ROWS}",
                field=BLOCK,
                hint="list the oldest and attach a statement of account",
            )
        for index, fields in enumerate(rows):
            self.step()
            self.write(block.nodes, _scope(fields, BLOCK, row=index), row=index)

    def value(self, node: Value, fields: Mapping[str, object] | None, row: int | None) -> _Plain:
        scope = fields if node.row and fields is not None else self.context
        found = scope.get(node.name)
        at = row if node.row else None
        if found is None:
            raise TemplateError(f"{shown(node.name)} has no value", field=node.name, row=at)
        return _checked(found, node, at)

    def text(self, node: Value, value: _Plain) -> str:
        match value:
            case str():
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
        if self.size > MAX_OUTPUT:
            raise TemplateError(f"the message is longer than {MAX_OUTPUT} characters")
        self.pieces.append(text)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TemplateError(f"the message takes more than {MAX_STEPS} steps to print")


def _scope(fields: object, name: str, *, row: int | None) -> Mapping[str, object]:
    if not isinstance(fields, Mapping):
        what = name if row is None else f"a row of {name}"
        raise TemplateError(
            f"{what} must be a mapping of names to values, not {type(fields).__name__}",
            field=name,
            row=row,
        )
    return fields


def _checked(value: object, node: Value, row: int | None) -> _Plain:
    """`value` if it is of the variable's kind and of sane size, as a plain builtin."""
    name, wanted = node.name, _TYPES[node.kind]
    if not isinstance(value, wanted) or isinstance(value, (bool, datetime)):
        raise TemplateError(
            f"{shown(name)} must be {wanted.__name__}, not {type(value).__name__}",
            field=name,
            row=row,
        )
    if isinstance(value, str):
        plain = str.__str__(value)
        if len(plain) > MAX_TEXT:
            raise TemplateError(
                f"{shown(name)} has more than {MAX_TEXT} characters", field=name, row=row
            )
        if "\x00" in plain or any("\ud800" <= c <= "\udfff" for c in plain):
            raise TemplateError(
                f"{shown(name)} holds a NUL or a lone surrogate", field=name, row=row
            )
        return plain
    if isinstance(value, int) and not -_LARGEST < value < _LARGEST:
        raise TemplateError(f"{shown(name)} is out of range", field=name, row=row)
    return cast("_Plain", value)
