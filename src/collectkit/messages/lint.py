"""What is legal to write in a catalogue but probably a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from collectkit.errors import shown
from collectkit.explain import Finding
from collectkit.messages.format import babel_locale, plural_category
from collectkit.messages.message import MessageTemplate, fallbacks
from collectkit.messages.sms import sms_length
from collectkit.messages.template import Template, plurals

if TYPE_CHECKING:
    from collectkit.messages.catalogue import Catalogue

__all__ = ["lint"]

_PARTS = ("subject", "body", "html", "sms")
_SEGMENTS = 3
# A message lists a thousand rows at most; CLDR's rules for millions do not come up.
_COUNTS = range(1_001)


def lint(catalogue: Catalogue, locales: tuple[str, ...]) -> tuple[Finding, ...]:
    """Findings in the order of the catalogue's own texts, then what is missing in `locales`."""
    for locale in locales:
        babel_locale(locale)
    return (*_texts(catalogue), *_missing(catalogue, locales))


def _texts(catalogue: Catalogue) -> Iterator[Finding]:
    references: dict[str, MessageTemplate] = {}
    for entry in catalogue.templates:
        if entry.id not in references or entry.locale == catalogue.default_locale:
            references[entry.id] = entry
    for n, entry in enumerate(catalogue.templates):
        yield from _plurals(entry, f"templates.{n}")
        yield from _differences(entry, references[entry.id], f"templates.{n}")
        segments = sms_length(entry.sms).segments
        if segments > _SEGMENTS:
            yield Finding(
                code="messages.sms-long",
                path=f"templates.{n}.sms",
                message=f"the text message takes {segments} segments as it is written",
                advice="shorten it; every segment is charged as a message",
                severity="info",
            )


def _plurals(entry: MessageTemplate, path: str) -> Iterator[Finding]:
    """Plurals without a branch for a category of the language."""
    for part in _PARTS:
        template: Template = getattr(entry, f"{part}_template")
        lacking = {
            (plural.value.name, category): None
            for plural in plurals(template)
            for category in _categories(entry.locale)
            if category not in dict(plural.branches)
        }
        for name, category in lacking:
            yield Finding(
                code="messages.plural-category",
                path=f"{path}.{part}",
                message=f"a plural of {shown(name)} has no branch {shown(category)}, which "
                f"{entry.locale} uses for whole numbers",
                advice="write the branch; `other` is printed in its place",
            )


@cache
def _categories(locale: str) -> tuple[str, ...]:
    """The plural categories that whole numbers fall into."""
    return tuple(sorted({plural_category(count, locale=locale) for count in _COUNTS}))


def _differences(
    entry: MessageTemplate, reference: MessageTemplate, path: str
) -> Iterator[Finding]:
    """Variables that one language of a message names and another does not."""
    own, other = _names(entry), _names(reference)
    if own == other:
        return
    extra = [f"names {_listed(own - other)}"] if own - other else []
    lacking = [f"does not name {_listed(other - own)}"] if other - own else []
    yield Finding(
        code="messages.variables-differ",
        path=path,
        message=f"{shown(entry.id)} in {shown(entry.locale)} {' and '.join(extra + lacking)}, "
        f"unlike the text in {shown(reference.locale)}",
        advice="say the same in every language",
    )


def _names(entry: MessageTemplate) -> frozenset[str]:
    rows = {f"{name}.{of}" for name, used in entry.row_variables.items() for of in used}
    return entry.variables | entry.optional_variables | rows


def _listed(names: frozenset[str]) -> str:
    first = ", ".join(islice(sorted(names), 3))
    return first if len(names) <= 3 else f"{first} and {len(names) - 3} more"


def _missing(catalogue: Catalogue, locales: tuple[str, ...]) -> Iterator[Finding]:
    """Messages without a text in a language that the catalogue has, or is asked for."""
    first = {entry.id: n for n, entry in reversed([*enumerate(catalogue.templates)])}
    written = {entry.locale for entry in catalogue.templates}
    for name in catalogue.ids if locales else sorted(first):
        for locale in sorted({*locales, *(written if name in first else ())}):
            found = catalogue.find(name, locale)
            if found.locale not in fallbacks(locale):
                yield Finding(
                    code="messages.missing-locale",
                    path=f"templates.{first[name]}" if name in first else "templates",
                    message=f"{shown(name)} has no text in {shown(locale)}",
                    advice=f"write it; readers of {locale} get the text in {found.locale}",
                )
