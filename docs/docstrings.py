"""How docstrings become reference pages: fenced examples, described policy fields."""

from __future__ import annotations

import ast
import re
from typing import Any

import griffe

# A prompt and the lines that follow it up to a blank one, at any indent.
_EXAMPLE = re.compile(r"^([ \t]*)>>>.*(?:\n[ \t]*\S.*)*", re.MULTILINE)


def fenced(text: str) -> str:
    r"""A docstring with its examples as code blocks, where Markdown would see quotations.

    >>> fenced("Adds.\n\n    >>> 1 + 1\n    2\n\nSubtracts.")
    'Adds.\n\n```python\n>>> 1 + 1\n2\n```\n\nSubtracts.'
    """

    def block(example: re.Match[str]) -> str:
        lines = (line.removeprefix(example[1]) for line in example[0].split("\n"))
        return "\n".join(["```python", *lines, "```"])

    return _EXAMPLE.sub(block, text)


class Docstrings(griffe.Extension):
    """Prepares the objects of the package for their pages."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
        if isinstance(obj, griffe.Attribute):
            _describe(obj)


def _describe(field: griffe.Attribute) -> None:
    """Say of a policy's field what `Field(description=...)` says, and show its default alone."""
    call = field.value
    if not isinstance(call, griffe.ExprCall) or str(call.function) != "Field":
        return
    given = {a.name: a.value for a in call.arguments if isinstance(a, griffe.ExprKeyword)}
    if "description" in given and field.docstring is None:
        text = ast.literal_eval(str(given["description"]))
        field.docstring = griffe.Docstring(text, parent=field, parser="google")
    field.value = given.get("default")
