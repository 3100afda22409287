"""The template grammar: a tokenizer that reads each character once, into a small tree.

    text    = (literal | "{{" | "}}" | value | rows | given | plural)*
    value   = "{" name ("|" filter)? "}"
    rows    = "{#" rows-name "}" text "{/" rows-name "}"
    given   = "{#" name "}" text "{/" name "}"
    plural  = "{" name ", plural," (category "{" text "}")+ "}"

Rows never stand inside rows; everything else may stand inside everything. Inside a plural's branch
a `}` always ends the branch, so a literal brace cannot stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from collectkit.errors import TemplateError, shown
from collectkit.messages.format import babel_locale
from collectkit.messages.variables import (
    FILTERS,
    MAX_DEPTH,
    MAX_TEMPLATE,
    ROW_VARIABLES,
    VARIABLES,
    Kind,
)

__all__ = ["Given", "Node", "Plural", "Rows", "Value", "Words", "parse"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text written by the author."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A variable: of a row of the list `rows` where that is set, else of the message."""

    name: str
    kind: Kind
    filter: str | None
    rows: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Nodes printed once for each row of the list `name`."""

    name: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Nodes printed where `value` is something: there, not empty and not zero."""

    value: Value
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plural:
    """One of several branches, chosen by the count in `value`."""

    value: Value
    branches: tuple[tuple[str, tuple[Node, ...]], ...]


Node: TypeAlias = Words | Value | Rows | Given | Plural

# Every quantifier is bounded, so a brace costs the same however long the text is.
_NAME = r"([a-z][a-z0-9_]{0,63})"
_SPACE = r"[ \t\r\n]{0,80}"
_BRACE = re.compile(r"[{}]")
_TAG = re.compile(rf"\{{([#/]?){_NAME}(?:\|([a-z]{{1,16}}))?\}}")
_PLURAL = re.compile(rf"\{{{_NAME}{_SPACE},{_SPACE}plural{_SPACE},")
_BRANCH = re.compile(rf"{_SPACE}([a-z]{{1,16}}){_SPACE}\{{")
_END = re.compile(rf"{_SPACE}\}}")
_WORD = re.compile(r"[a-z0-9_]+")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_OUTSIDE = frozenset(VARIABLES) | frozenset(ROW_VARIABLES)
_EVERY = _OUTSIDE.union(*ROW_VARIABLES.values())


def parse(text: str, locale: str) -> tuple[Node, ...]:
    """The tree of `text`, every name and category in it checked.

    Raises:
        TemplateError: naming the line and column (both from 1).
    """
    if len(text) > MAX_TEMPLATE:
        raise TemplateError(
            f"the template has {len(text)} characters, more than {MAX_TEMPLATE}", field="text"
        )
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise TemplateError("the template holds a NUL or a lone surrogate", field="text")
    return _Parser(text, locale).read(None, at=0, rows=None, depth=0)


class _Parser:
    """One pass over `text`; `position` only moves forward."""

    def __init__(self, text: str, locale: str) -> None:
        self.text = text
        self.locale = locale
        self.position = 0
        self.branches = 0

    def read(self, ends: str | None, *, at: int, rows: str | None, depth: int) -> tuple[Node, ...]:
        """Nodes up to `ends`: `}` of a branch, the name of a block, or the end of the text.

        `at` is where the branch or block was opened, `rows` the list whose rows are printed.
        """
        if depth > MAX_DEPTH:
            raise self.fault(at, f"blocks and plurals are nested more than {MAX_DEPTH} deep")
        nodes: list[Node] = []
        literal: list[str] = []
        while True:
            brace = _BRACE.search(self.text, self.position)
            start = len(self.text) if brace is None else brace.start()
            literal.append(self.text[self.position : start])
            self.position = start
            if brace is None and ends is not None:
                raise self.fault(at, f"this {'branch' if ends == '}' else 'block'} is never closed")
            if self.take_escape(start):
                literal.append(self.text[start])
                continue
            if any(literal):
                nodes.append(Words("".join(literal)))
            literal.clear()
            if brace is None or self.take_end(start, ends):
                return tuple(nodes)
            nodes.append(self.take_node(start, rows=rows, depth=depth))

    def take_escape(self, start: int) -> bool:
        pair = self.text[start : start + 2]
        if self.branches or pair not in ("{{", "}}"):
            return False
        self.position = start + 2
        return True

    def take_end(self, start: int, ends: str | None) -> bool:
        if self.text[start] == "}":
            if ends != "}":
                raise self.fault(start, "a `}` without its `{`", "write }} for a brace")
            self.position = start + 1
            return True
        tag = _TAG.match(self.text, start)
        if tag is None or tag[1] != "/" or tag[3]:
            return False
        if tag[2] != ends:
            raise self.fault(start, f"{shown(tag[0])} closes nothing")
        self.position = tag.end()
        return True

    def take_node(self, start: int, *, rows: str | None, depth: int) -> Node:
        tag = _TAG.match(self.text, start)
        plural = _PLURAL.match(self.text, start) if tag is None else None
        if tag is not None and tag[1] == "":
            self.position = tag.end()
            return self.value(start, tag[2], tag[3], rows=rows)
        if tag is not None and tag[3] is None:
            self.position = tag.end()
            return self.block(start, tag[2], rows=rows, depth=depth)
        if plural is not None:
            self.position = plural.end()
            value = self.value(start, plural[1], None, rows=rows)
            if value.kind != "count":
                raise self.fault(
                    start, f"a plural takes a count; {shown(value.name)} is {value.kind}"
                )
            return Plural(value=value, branches=self.plural(start, rows=rows, depth=depth))
        raise self.fault_tag(start)

    def block(self, start: int, name: str, *, rows: str | None, depth: int) -> Rows | Given:
        """What `{#name}` opens: rows, or what is printed where a variable is given."""
        if name not in ROW_VARIABLES:
            value = self.value(start, name, None, rows=rows)
            return Given(value, self.read(name, at=start, rows=rows, depth=depth + 1))
        if rows is not None:
            inside = "itself" if rows == name else f"{{#{rows}}}"
            raise self.fault(start, f"{{#{name}}} stands inside {inside}")
        return Rows(name, self.read(name, at=start, rows=name, depth=depth + 1))

    def value(self, start: int, name: str, filter_: str | None, *, rows: str | None) -> Value:
        of_row = rows is not None and name in ROW_VARIABLES[rows]
        kind = ROW_VARIABLES[rows][name] if rows is not None and of_row else VARIABLES.get(name)
        if kind is None:
            raise self.fault(start, f"there is no variable {shown(name)}", _instead(name, rows))
        if filter_ is not None:
            wanted = FILTERS.get(filter_)
            if wanted is None:
                raise self.fault(
                    start,
                    f"there is no filter {shown(filter_)}",
                    f"the filters are {', '.join(FILTERS)}",
                )
            if wanted != kind:
                raise self.fault(start, f"{shown(filter_)} takes {wanted}; {shown(name)} is {kind}")
        return Value(name=name, kind=kind, filter=filter_, rows=rows if of_row else None)

    def plural(
        self, start: int, *, rows: str | None, depth: int
    ) -> tuple[tuple[str, tuple[Node, ...]], ...]:
        branches: dict[str, tuple[Node, ...]] = {}
        known = (*sorted(babel_locale(self.locale).plural_form.tags - {"other"}), "other")
        self.branches += 1
        while (branch := _BRANCH.match(self.text, self.position)) is not None:
            at = branch.start(1)
            if branch[1] not in known:
                what = "is not used in" if branch[1] in _CATEGORIES else "is no plural category of"
                raise self.fault(
                    at,
                    f"{shown(branch[1])} {what} {self.locale}",
                    f"its categories are {', '.join(known)}",
                )
            if branch[1] in branches:
                raise self.fault(at, f"the branch {shown(branch[1])} appears twice")
            self.position = branch.end()
            branches[branch[1]] = self.read("}", at=at, rows=rows, depth=depth + 1)
        self.branches -= 1
        end = _END.match(self.text, self.position)
        if end is None:
            raise self.fault(
                self.position,
                "the plural does not continue with a branch or end with `}`",
                "write {invoice_count, plural, one {invoice} other {invoices}}",
            )
        if "other" not in branches:
            raise self.fault(start, "the plural has no branch `other`")
        self.position = end.end()
        return tuple(branches.items())

    def fault_tag(self, start: int) -> TemplateError:
        if self.branches and self.text.startswith("{{", start):
            return self.fault(start, "a literal brace cannot stand inside a plural")
        found = self.text[start : start + 80].split("}", 1)
        if len(found) == 1 and start + 80 >= len(self.text):
            return self.fault(start, "a `{` without its `}`", "write {{ for a brace")
        word = _WORD.search(found[0].lower())
        return self.fault(
            start,
            f"{shown(found[0] + '}' * (len(found) - 1))} is not in the template grammar",
            _nearest(word[0] if word else "", _EVERY),
        )

    def fault(self, start: int, message: str, hint: str | None = None) -> TemplateError:
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return TemplateError(f"line {line}, column {column}: {message}", field="text", hint=hint)


def _instead(name: str, rows: str | None) -> str:
    """What to write for a name that is no variable here."""
    if name in ROW_VARIABLES:
        return f"write {{#{name}}}...{{/{name}}}"
    homes = [f"{{#{block}}}" for block, names in ROW_VARIABLES.items() if name in names]
    if homes:
        return f"{shown(name)} belongs inside {' or '.join(homes)}"
    return _nearest(name, _OUTSIDE if rows is None else _OUTSIDE.union(ROW_VARIABLES[rows]))


def _nearest(name: str, names: frozenset[str]) -> str:
    # Sorted, so that a tie never depends on the order of a set.
    found = get_close_matches(name, sorted(names), n=1)
    if found:
        return f"did you mean {{{'#' * (found[0] in ROW_VARIABLES)}{found[0]}}}?"
    return "a variable is written {name} or {name|filter}; {{ and }} are braces"
