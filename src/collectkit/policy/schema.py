"""The JSON Schema of a policy document: for editors, for other languages, and for its own errors.

It follows draft 2020-12 and says what a document may hold: which keys, of which kind, within which
bounds. What only the whole document shows (a step that waits for a step nobody wrote) it does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from collectkit.money import Money, Percent

__all__ = ["FORMS", "ID", "Form", "Node", "json_schema", "published"]

Node = Mapping[str, Any]
"""A part of a schema; nobody writes to it."""

ID = "urn:collectkit:collections-policy:1"
"""The name of the schema; its last part is the version of the document's form."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MONEY = {
    "amount": "Digits with a decimal point, never more than the currency has; text.",
    "currency": "ISO 4217 code.",
}


class Form(NamedTuple):
    """Text of one form: an example, where it helps, and the rule in words."""

    example: str | None
    words: str


FORMS: Mapping[str, Form] = {
    r"^[a-z0-9][a-z0-9_.-]{0,63}$": Form(
        "net-30", "lower-case letters a to z, digits, `-`, `_` and `.`, at most 64"
    ),
    r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$": Form(
        "Key accounts", "no control characters, nor any that turn the line or its direction"
    ),
    r"^[^\x00]*$": Form(None, "no NUL"),
    r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$": Form("1190.00", "digits and one decimal point"),
    r"^[A-Z]{3}$": Form("EUR", "an ISO 4217 code"),
    r"^-?[0-9]{1,7}(\.[0-9]{1,12})?%$": Form("8%", "digits and the percent sign"),
    r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$": Form("1.5", "digits and one decimal point"),
    r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$": Form("08:00", "hours and minutes"),
    r"^[a-z]{2,3}([_-][A-Z][a-z]{3})?([_-]([A-Z]{2}|[0-9]{3}))?$": Form(
        "en_GB", "a language, and a country where it matters"
    ),
    r"^extra:[a-z0-9][a-z0-9_.-]{0,63}$": Form("extra:bureau", "a figure of the host's own"),
    "date": Form("2026-03-31", "year, month and day"),
}
"""By pattern or format."""


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of documents that `model` reads; a new one, for the caller to keep."""
    made: dict[str, Any] = json.loads(json.dumps(published(model)))
    return made


@cache
def published(model: type[BaseModel]) -> Node:
    """The same, made once and shared: nobody writes to it."""
    made = model.model_json_schema(schema_generator=_Generator)
    parts = made.pop("$defs", {})
    named = {name: _untitled(_node(part)) for name, part in parts.items()}
    named["Money"] = _money_part()
    defs = {name: named[name] for name in sorted(named)}
    return {"$schema": _DIALECT, "$id": ID, **_node(made), "$defs": defs}


class _Generator(GenerateJsonSchema):
    """Pydantic's, without titles made of names, and with our own values as documents hold them."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, (Money, Percent)):
            return TypeAdapter(type(dft)).dump_python(dft, mode="json")
        return super().encode_default(dft)

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> dict[str, Any]:
        """One of several, titled as pydantic's paths call them; what tells them apart is needed."""
        several = [
            {**self.generate_inner(form), "title": str(label)}
            for label, form in schema["choices"].items()
        ]
        tell = schema["discriminator"]
        return {"oneOf": several, **({"required": [tell]} if isinstance(tell, str) else {})}


def _money_part() -> dict[str, Any]:
    made = _untitled(dict(_entries(_money())))
    for name, part in made["properties"].items():
        part["description"] = _MONEY[name]
    return {"description": "An exact amount of one currency.", **made}


@cache
def _money() -> dict[str, Any]:
    return TypeAdapter(Money).json_schema(schema_generator=_Generator)


def _node(schema: Node) -> dict[str, Any]:
    """A part of the schema with what editors show made plain, and amounts by their one name."""
    if _money().items() <= schema.items():
        rest = {key: value for key, value in schema.items() if key not in _money()}
        return {**_node(rest), "$ref": "#/$defs/Money"} if rest else {"$ref": "#/$defs/Money"}
    return dict(_entries(schema))


def _entries(schema: Node) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "properties":
            yield key, {name: _property(part) for name, part in value.items()}
        elif key == "items":
            yield key, _node(value)
        elif key in ("anyOf", "oneOf", "prefixItems"):
            yield key, [_node(part) for part in value]
        elif key == "description":
            yield key, " ".join(value.partition("\n\n")[0].split())
        else:
            yield key, value
    form = FORMS.get(schema.get("pattern") or schema.get("format", ""))
    if form is not None and form.example is not None:
        yield "examples", [form.example]


def _untitled(node: dict[str, Any]) -> dict[str, Any]:
    """A part without the name of its class, which its place among the definitions has, too."""
    return {key: value for key, value in node.items() if key != "title"}


def _property(schema: Node) -> dict[str, Any]:
    made = _node(schema)
    if "const" in made:
        made.setdefault("description", f"Always `{made['const']}`.")
    return made
