"""Catalogue: the messages of a policy, by id and language, all checked when it is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from collectkit._checks import at
from collectkit._model import Id, Policy, Text
from collectkit.errors import TemplateError, shown
from collectkit.messages.format import LOCALE, babel_locale
from collectkit.messages.render import Output
from collectkit.messages.template import Template

__all__ = ["Catalogue", "Message", "MessageTemplate"]


def _known(locale: str) -> str:
    babel_locale(locale)
    return locale.replace("-", "_")


LocaleId = Annotated[
    str,
    StringConstraints(strict=True, pattern=f"^{LOCALE.pattern}$"),
    AfterValidator(_known),
]
"""A CLDR locale, such as `en` or `en_GB`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What to send: a subject line (empty where there is none) and a body.

    `locale` is the language of the text, which may be a fallback for the one asked for.
    """

    subject: str
    body: str
    locale: str


class MessageTemplate(Policy):
    """One message in one language.

    Raises:
        pydantic.ValidationError: a text outside the grammar, naming the id, line and column.
    """

    id: Id = Field(description="what the message is for; a step names it")
    locale: LocaleId = Field(description="the language of the texts")
    subject: Text = Field(default="", description="subject line; empty for calls and text messages")
    body: Text = Field(min_length=1, description="the message")

    @model_validator(mode="after")
    def _parse(self) -> Self:
        for part in ("subject", "body"):
            try:
                getattr(self, f"{part}_template")
            except TemplateError as error:
                raise TemplateError(
                    f"{self.id} ({self.locale}): {part}, {error.message}",
                    field=part,
                    subject=self.id,
                    hint=error.hint,
                ) from None
        return self

    @cached_property
    def subject_template(self) -> Template:
        return Template(self.subject, self.locale)

    @cached_property
    def body_template(self) -> Template:
        return Template(self.body, self.locale)

    @property
    def variables(self) -> frozenset[str]:
        """The names the message must supply; `invoices` where rows are listed."""
        return self.subject_template.variables | self.body_template.variables

    def is_for(self, locale: str) -> bool:
        """Whether the texts are written for exactly `locale`; if not, they are a fallback.

        >>> Catalogue.default().find("demand", "de_AT").is_for("de_AT")
        False
        """
        return _fallbacks(locale)[:1] == (self.locale,)

    def render(
        self, context: Mapping[str, object], *, locale: str | None = None, output: Output = "text"
    ) -> Message:
        """The message for a reader of `locale`.

        Figures and dates follow `locale` where it is the same language as the text (British
        dates in an English text); otherwise they follow the text.

        Raises:
            TemplateError: as for `Template.render`.
        """
        reader = next(iter(_fallbacks(locale)), self.locale)
        same = reader.split("_")[0] == self.locale.split("_")[0]
        figures = reader if same and _exists(reader) else self.locale
        try:
            subject = self.subject_template.render(context, locale=figures, output="subject")
            body = self.body_template.render(context, locale=figures, output=output)
        except TemplateError as error:
            at(error, subject=self.id)
            raise
        return Message(subject=subject, body=body, locale=self.locale)


class Catalogue(Policy):
    """The messages of a policy. Every id has a text in the default locale.

    Raises:
        pydantic.ValidationError: a bad template, two texts for one (id, locale), or an id without
            a text in `default_locale`.

    >>> message = Catalogue.default().find("reminder-1", "en_GB")
    >>> message.locale, message.is_for("en_GB")
    ('en', False)
    """

    templates: tuple[MessageTemplate, ...] = Field(description="the messages")
    default_locale: LocaleId = Field(
        default="en", description="the language of last resort; every id has a text in it"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for entry in self.templates:
            if (entry.id, entry.locale) in seen:
                raise TemplateError(
                    f"two texts for {shown(entry.id)} in {shown(entry.locale)}",
                    field="templates",
                    subject=entry.id,
                )
            seen.add((entry.id, entry.locale))
        for entry in self.templates:
            if (entry.id, self.default_locale) not in seen:
                raise TemplateError(
                    f"{shown(entry.id)} has no text in {shown(self.default_locale)}, the default",
                    field="templates",
                    subject=entry.id,
                )
        return self

    @classmethod
    def default(cls) -> Catalogue:
        """The library's own messages, in English.

        The host supplies `creditor`, `signature` and `payment_details`; the rest comes from the
        account. Ids: pre-due, reminder-1, reminder-2, call-script, demand, final-notice,
        agency-handover, promise-broken.
        """
        return _default()

    def with_(self, *templates: MessageTemplate) -> Self:
        """A catalogue that also holds `templates`; one of the same id and locale is replaced."""
        merged = self._index | {(entry.id, entry.locale): entry for entry in templates}
        return self.replace(templates=tuple(merged.values()))

    @cached_property
    def _index(self) -> dict[tuple[str, str], MessageTemplate]:
        return {(entry.id, entry.locale): entry for entry in self.templates}

    def find(self, id: str, locale: str | None = None) -> MessageTemplate:
        """The text of `id` for a reader of `locale`: en_GB, else en, else the default locale.

        The locale comes from the customer and may be anything; what does not name one takes the
        default. `is_for(locale)` of the answer, or its `locale`, shows a fallback.

        Raises:
            TemplateError: no message of that id.
        """
        if type(id) is not str:
            raise TemplateError(f"id must be text, not {type(id).__name__}", field="id")
        for name in (*_fallbacks(locale), self.default_locale):
            found = self._index.get((id, name))
            if found is not None:
                return found
        ids = sorted({entry.id for entry in self.templates})
        near = get_close_matches(id[:64], ids, n=1)
        raise TemplateError(
            f"there is no message {shown(id)}",
            field="id",
            hint=f"did you mean {near[0]}?" if near else f"the ids are {', '.join(ids)}"[:200],
        )


def _fallbacks(locale: str | None) -> tuple[str, ...]:
    """`locale` and the shorter names it falls back to, longest first."""
    if type(locale) is not str or not LOCALE.fullmatch(locale):
        return ()
    parts = locale.replace("-", "_").split("_")
    return tuple("_".join(parts[:count]) for count in range(len(parts), 0, -1))


def _exists(locale: str) -> bool:
    try:
        babel_locale(locale)
    except TemplateError:
        return False
    return True


@cache
def _default() -> Catalogue:
    from collectkit.messages.english import ENGLISH

    return Catalogue(templates=ENGLISH)
