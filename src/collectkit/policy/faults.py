"""What is wrong with a document, in words of the document: where, what, and what to do about it.

Pydantic tells which rule of a model is broken. Here that becomes a path in the document and a
message about it, read off the document's own schema: no class, no union and no function is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from collectkit.errors import CollectkitError, PolicyError, shown
from collectkit.policy.schema import FORMS, Node, published

__all__ = ["Fault", "policy_error", "refused", "said", "spelled"]

_MOST = 100
_LONGEST_PATH, _LONGEST = 200, 300
_LISTED = 220
_CLOSE = 0.7
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ANYTHING: Node = {}
_TYPES: Mapping[str, Any] = {"string": str, "object": Mapping, "array": (list, tuple)}


class Fault(NamedTuple):
    """One thing that is wrong."""

    path: str
    message: str
    advice: str | None = None

    @property
    def told(self) -> str:
        """The message with its advice, at most 300 characters."""
        return f"{self.message} ({self.advice})" if self.advice else self.message


def policy_error(
    error: ValidationError, document: Mapping[str, Any], model: type[BaseModel] | None = None
) -> PolicyError:
    """Pydantic's findings as paths in the document, messages and advice.

    `model` is what the document was read as; without it no known keys can be told.
    """
    schema = _ANYTHING if model is None else published(model)
    found = error.errors(include_url=False)
    faults = dict.fromkeys(_faults(found[:_MOST], Place.of(document, schema)))
    return refused(*faults, more=max(0, len(found) - _MOST))


def refused(*faults: Fault, more: int = 0) -> PolicyError:
    """The error for some faults: the first in words, all of them as findings."""
    first = faults[0]
    more += len(faults) - 1
    also = f"{more} more fault{'s' if more > 1 else ''}" if more else None
    where = "" if first.path == "document" else f"{first.path}: "
    return PolicyError(
        f"{where}{first.message}",
        findings=tuple((fault.path, fault.told) for fault in faults),
        field=first.path,
        hint="; ".join(filter(None, (first.advice, also))) or None,
    )


def spelled(path: Iterable[object]) -> str:
    """A path as text: keys of the document in ASCII, each cut where it is too long to be one."""
    return ".".join(shown(str(part))[1:-1] for part in path)[:_LONGEST_PATH] or "document"


# -- where -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, and the forms that its schema allows there."""

    schema: Node
    value: Any
    forms: tuple[tuple[str, Node], ...]
    path: tuple[object, ...] = ()
    about: str = ""

    @classmethod
    def of(cls, document: Any, schema: Node) -> Place:
        return cls(schema, document, tuple(_forms(schema, schema)))

    def found(self, loc: Iterable[int | str]) -> Place:
        """The place that pydantic names; where it chose one of several forms, by its label."""
        place: Place = self
        for part in loc:
            labelled = tuple(form for form in place.forms if form[0] == part)
            several = len(place.forms) > 1 and labelled
            place = replace(place, forms=labelled) if several else place.meant().inner(part)
        return place

    def meant(self) -> Place:
        """The same with the one form that fits best to what is written."""
        if len(self.forms) < 2:
            return self
        return replace(self, forms=(max(self.forms, key=lambda form: _fit(form[1], self.value)),))

    @property
    def form(self) -> Node:
        """The form that was meant."""
        return self.meant().forms[0][1] if self.forms else _ANYTHING

    @property
    def keys(self) -> Mapping[str, Node]:
        """What may be written here, where this is an object."""
        keys: Mapping[str, Node] = self.form.get("properties", {})
        return keys

    def inner(self, part: int | str) -> Place:
        """The place at a key or number; the same one where there is no such thing."""
        written = _written(self.value, part)
        if isinstance(part, int):
            items = self.form.get("prefixItems", ())
            node = items[part] if part < len(items) else self.form.get("items", _ANYTHING)
        else:
            node = self.keys.get(part, _ANYTHING)
            if not written and part not in self.keys and self.form is not _ANYTHING:
                return self
        return Place(
            schema=self.schema,
            value=self.value[part] if written else None,
            forms=tuple(_forms(node, self.schema)),
            path=(*self.path, part),
            about=node.get("description", ""),
        )

    def within(self, field: str | None) -> Place:
        """The place that an error of ours names from here, as far as there is one."""
        place = self
        for part in field.split(".") if field else ():
            here = place.meant()
            step = int(part) if part.isdecimal() and isinstance(here.value, (list, tuple)) else part
            if step not in here.keys and not _written(here.value, step):
                break
            place = here.inner(step)
        return place


def _forms(node: Node, schema: Node) -> Iterator[tuple[str, Node]]:
    """The forms a node allows, each with its label; null is left out."""
    if "$ref" in node:
        named = schema["$defs"][node["$ref"].rpartition("/")[2]]
        yield from ((node.get("title", ""), form) for _, form in _forms(named, schema))
    elif "oneOf" in node or "anyOf" in node:
        for part in node.get("oneOf") or node["anyOf"]:
            yield from _forms(part, schema)
    elif node and node.get("type") != "null":
        yield node.get("title", ""), node


def _written(value: Any, part: int | str) -> bool:
    if isinstance(part, int):
        return isinstance(value, (list, tuple)) and part < len(value)
    return isinstance(value, Mapping) and part in value


def _fit(form: Node, value: Any) -> int:
    """How well a form fits to a value: objects to objects, and by their keys."""
    if not isinstance(value, Mapping) or form.get("type") != "object":
        return -1000 * (isinstance(value, Mapping) or form.get("type") == "object")
    keys = form.get("properties", {})
    return 2 * [key in keys for key in value].count(True) - len(value)


def _tells(node: Node) -> bool:
    return "const" in node


def _is_of(form: Node, value: Any) -> bool:
    """Whether a value is of the type of a form, whatever it says."""
    return isinstance(value, _TYPES.get(form.get("type", ""), object))


# -- what --------------------------------------------------------------------------------------
def _faults(found: Iterable[Any], root: Place) -> Iterator[Fault]:
    for each in found:
        if each["type"] == "too_short" and len(each["input"]) >= each["ctx"]["min_length"]:
            continue  # Only what was refused of it is missing.
        place, message, advice = _told(each, root.found(each["loc"]), root)
        told = _cut(message, _LONGEST)
        room = _LONGEST - len(told) - 3
        yield Fault(spelled(place.path), told, _cut(advice, room) if advice and room > 20 else None)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _told(found: Any, place: Place, root: Place) -> tuple[Place, str, str | None]:
    """The place, the message and the advice for one finding of pydantic's."""
    kind, own = found["type"], found.get("ctx", {}).get("error")
    if kind == "missing":
        return place, "is missing", place.about[:1].lower() + place.about[1:].rstrip(".")
    if kind == "extra_forbidden":
        parent = root.found(found["loc"][:-1])
        return place, "there is no such key", _known(place.path[-1], parent.keys)
    if kind.startswith("union_tag"):
        return _told_kind(place)
    if isinstance(own, CollectkitError):
        inner = place.within(own.field)
        absent = inner is not place and inner.value is None
        if absent or not inner.forms or any(_is_of(form, inner.value) for _, form in inner.forms):
            return inner, own.message, own.hint
        place = inner
    elif own is not None:
        return place, str(own), None
    return _told_form(place)


def _told_form(place: Place) -> tuple[Place, str, str | None]:
    if not place.forms:
        return place, f"{said(place.value)} is not taken here", None
    return place, f"must be {_wanted(place)}, not {_given(place)}", _rule(place)


def _told_kind(place: Place) -> tuple[Place, str, str | None]:
    """What is wrong with the key that tells several forms apart."""
    keys = [form.get("properties", {}) for _, form in place.forms] or [{}]
    tells = [key for key, node in keys[0].items() if _tells(node) and all(key in k for k in keys)]
    if not tells or not isinstance(place.value, Mapping):
        return _told_form(place)
    name = tells[0]
    kinds = [each[name]["const"] for each in keys]
    at = replace(place, path=(*place.path, name))
    if name not in place.value:
        return at, "is missing", f"one of {_listed(kinds)}"
    wrong = place.value[name]
    return at, f"must be one of {_listed(kinds)}, not {said(wrong)}", _near(wrong, kinds)


def _wanted(place: Place) -> str:
    if len(place.forms) == 1:
        return _form_in_words(place.form, place.value)
    several = ({**form, "required": ()} for _, form in place.forms)
    return " or ".join(dict.fromkeys(_form_in_words(form, place.value) for form in several))


def _form_in_words(form: Node, value: Any) -> str:
    if "const" in form:
        return said(form["const"])
    if "enum" in form:
        return f"one of {_listed(form['enum'])}"
    kind = form.get("type")
    if kind == "integer":
        return f"a whole number{_range(form.get('minimum'), form.get('maximum'))}"
    if kind == "array":
        items = _between(form.get("minItems"), form.get("maxItems"))
        return f"a list of {items}" if items else "a list"
    if kind == "object":
        return _object(form)
    return _text(form, value) if kind == "string" else "true or false"


def _text(form: Node, value: Any) -> str:
    least, most = form.get("minLength"), form.get("maxLength")
    length = _between(least, most)
    fits = isinstance(value, str) and (least or 0) <= len(value) <= (most or len(value))
    if length and not fits:
        return f"text of {length} characters"
    examples = form.get("examples")
    return f"text such as {shown(examples[0])}" if examples else "text"


def _object(form: Node) -> str:
    needed = form.get("required")
    return f"an object with {_listed(needed)}" if needed else "an object"


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f" from {least} to {most}"
    return f" of at least {least}" if least is not None else f" of at most {most}" if most else ""


def _between(least: int | None, most: int | None) -> str:
    if least and most:
        return f"{least} to {most}" if least < most else str(least)
    return f"at least {least}" if least else f"at most {most}" if most else ""


def said(value: Any) -> str:
    """A value as a document has it."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, int):
        return shown(value)[1:-1]
    return "an object" if isinstance(value, Mapping) else shown(value)


def _given(place: Place) -> str:
    """The value at a place; text is called text where anything else is wanted."""
    taken = any(form.get("type") == "string" or "enum" in form for _, form in place.forms)
    return f"{'' if taken or not isinstance(place.value, str) else 'the text '}{said(place.value)}"


# -- what to do --------------------------------------------------------------------------------
def _rule(place: Place) -> str | None:
    """What helps where a value is not of its form: the rule of a text, the value meant."""
    form = place.form
    if "enum" in form:
        return _near(place.value, form["enum"])
    rule = FORMS.get(form.get("pattern") or form.get("format", ""))
    return rule.words if rule and isinstance(place.value, str) and place.value else None


def _known(word: Any, keys: Iterable[str]) -> str | None:
    names = list(keys)
    return _near(word, names) or (f"the keys are {_listed(names)}" if names else None)


def _near(word: Any, names: Iterable[Any]) -> str | None:
    """The name that was probably meant, however it is written."""
    if not isinstance(word, str):
        return None
    plain = {_plain(name): name for name in names if isinstance(name, str)}
    close = get_close_matches(_plain(word[:64]), plain, n=1, cutoff=_CLOSE)
    return f"did you mean {shown(plain[close[0]])}?" if close else None


def _plain(word: str) -> str:
    return _CAMEL.sub("_", word).lower().replace("-", "_").replace(" ", "_")


def _listed(names: Iterable[Any]) -> str:
    """Names one after another, as many as one can read."""
    told: list[str] = []
    rest = [said(name) for name in names]
    while rest and len(", ".join((*told, rest[0]))) <= _LISTED:
        told.append(rest.pop(0))
    return ", ".join((*told, f"{len(rest)} more")) if rest else ", ".join(told)
