"""Catalogue: the messages of a policy, by id and language, all checked when it is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from collectkit._model import Policy
from collectkit.errors import TemplateError, shown
from collectkit.explain import Finding
from collectkit.messages import lint as _lint
from collectkit.messages.message import LocaleId, MessageTemplate, fallbacks

__all__ = ["Catalogue"]

_LAST_RESORT = "en"


class Catalogue(Policy):
    """The messages of a policy: its own texts, and beneath them the library's.

    An own text replaces the library's of the same id and language, or adds to them. The library's
    are read when they are first asked for. Every id has a text in the default locale, or one of
    the library's.

    Raises:
        pydantic.ValidationError: a bad template, two texts for one (id, locale), or an id of its
            own without a text in `default_locale`.

    >>> catalogue = Catalogue(
    ...     templates=(MessageTemplate(id="demand", locale="en", body="Please pay."),)
    ... )
    >>> catalogue.find("demand", "en").body, "reminder-1" in catalogue.ids
    ('Please pay.', True)
    >>> message = catalogue.find("reminder-1", "en_GB")
    >>> message.locale, message.is_for("en_GB")
    ('en', False)
    """

    base: Literal["default", "none"] = Field(
        default="default", description="what stands beneath the texts: the library's own, or none"
    )
    templates: tuple[MessageTemplate, ...] = Field(
        default=(), description="the messages, which replace and add to the base", max_length=10_000
    )
    default_locale: LocaleId = Field(
        default="en", description="the language of last resort; every id has a text in it"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for n, entry in enumerate(self.templates):
            if (entry.id, entry.locale) in seen:
                raise TemplateError(
                    f"two texts for {shown(entry.id)} in {shown(entry.locale)}",
                    field=f"templates.{n}",
                    subject=entry.id,
                    hint="take one out",
                )
            seen.add((entry.id, entry.locale))
        for n, entry in enumerate(self.templates):
            own = any((entry.id, name) in seen for name in fallbacks(self.default_locale))
            # Only an id without a text of its own there asks for the library's.
            if not own and entry.id not in self._base_ids():
                raise TemplateError(
                    f"{shown(entry.id)} has no text in {shown(self.default_locale)}, the default",
                    field=f"templates.{n}",
                    subject=entry.id,
                    hint="write one, or name another default_locale",
                )
        return self

    @classmethod
    def default(cls) -> Catalogue:
        """The library's own messages, in English, German and French.

        The host supplies `creditor`, `signature` and `payment_details`; the rest comes from the
        account.
        """
        return _default()

    def with_(self, *templates: MessageTemplate) -> Self:
        """A catalogue that also holds `templates`; one of the same id and locale is replaced."""
        merged = self._index | {(entry.id, entry.locale): entry for entry in templates}
        return self.replace(templates=tuple(merged.values()))

    @cached_property
    def _index(self) -> dict[tuple[str, str], MessageTemplate]:
        return {(entry.id, entry.locale): entry for entry in self.templates}

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every message, in order."""
        return tuple(sorted({entry.id for entry in self.templates}.union(self._base_ids())))

    @property
    def entries(self) -> tuple[MessageTemplate, ...]:
        """Every text that counts, by id and locale: its own, and the library's not replaced."""
        found = {(entry.id, entry.locale): entry for entry in self._base()} | self._index
        return tuple(found[key] for key in sorted(found))

    def find(self, id: str, locale: str | None = None) -> MessageTemplate:
        """The text of `id` for a reader of `locale`: en_GB, else en, else the default locale.

        The locale comes from the customer and may be anything; what does not name one takes the
        default, and the library's English where there is no text in that. `is_for(locale)` of the
        answer, or its `locale`, shows a fallback.

        Raises:
            TemplateError: no message of that id.
        """
        if type(id) is not str:
            raise TemplateError(f"id must be text, not {type(id).__name__}", field="id")
        for name in (*fallbacks(locale), *fallbacks(self.default_locale), _LAST_RESORT):
            found = self._index.get((id, name)) or self._base_text(id, name)
            if found is not None:
                return found
        near = get_close_matches(id[:64], self.ids, n=1)
        raise TemplateError(
            f"there is no message {shown(id)}",
            field="id",
            hint=f"did you mean {near[0]}?" if near else f"the ids are {', '.join(self.ids)}"[:200],
        )

    def lint(self, locales: Iterable[str] = ()) -> tuple[Finding, ...]:
        """What is legal to write in the catalogue but probably a mistake.

        Its own texts are looked at. An id of theirs is to have a text in every language that they
        are written in; every id, the library's among them, is to have one in `locales`.

        Raises:
            TemplateError: one of `locales` is unknown.

        >>> thanks = MessageTemplate(id="thanks", locale="en", body="Thank you.")
        >>> [str(finding.message) for finding in Catalogue(templates=(thanks,)).lint(("de",))]
        ['`thanks` has no text in `de`']
        """
        return _lint.lint(self, tuple(locales))

    def _base_text(self, id: str, locale: str) -> MessageTemplate | None:
        from collectkit.messages import texts

        if self.base == "none" or locale not in texts.LANGUAGES:
            return None
        return texts.library(locale).get(id)

    def _base_ids(self) -> frozenset[str]:
        from collectkit.messages import texts

        return frozenset(() if self.base == "none" else texts.library(_LAST_RESORT))

    def _base(self) -> Iterator[MessageTemplate]:
        from collectkit.messages import texts

        for language in texts.LANGUAGES if self.base == "default" else ():
            yield from texts.library(language).values()


@cache
def _default() -> Catalogue:
    return Catalogue()
