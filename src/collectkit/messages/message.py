"""A message: its texts in one language, and what is sent when they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from collectkit._checks import at
from collectkit._model import Id, Policy, Text
from collectkit.errors import TemplateError
from collectkit.messages.format import LOCALE, babel_locale
from collectkit.messages.render import Output, paragraphs
from collectkit.messages.sms import SmsLength, sms_length
from collectkit.messages.template import Template

__all__ = ["LocaleId", "Message", "MessageTemplate", "fallbacks"]


def _known(locale: str) -> str:
    babel_locale(locale)
    return locale.replace("-", "_")


LocaleId = Annotated[
    str,
    StringConstraints(strict=True, pattern=f"^{LOCALE.pattern}$"),
    AfterValidator(_known),
]
"""A CLDR locale, such as `en` or `en_GB`."""


def fallbacks(locale: object) -> tuple[str, ...]:
    """`locale` and the shorter names it falls back to, longest first; none if it is no name."""
    if type(locale) is not str or not LOCALE.fullmatch(locale):
        return ()
    parts = locale.replace("-", "_").split("_")
    return tuple("_".join(parts[:count]) for count in range(len(parts), 0, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What to send: a subject line (empty where there is none) and a body.

    `locale` is the language of the text, `wanted` the locale that was asked for (None where none
    was). `sms` is the length of the body, where it is a text message.
    """

    subject: str
    body: str
    locale: str
    wanted: str | None = None
    sms: SmsLength | None = None

    @property
    def is_fallback(self) -> bool:
        """Whether the text was written for another locale than the one asked for.

        >>> Message(subject="", body="Guten Tag", locale="de", wanted="de_AT").is_fallback
        True
        """
        return self.wanted is not None and fallbacks(self.wanted)[:1] != (self.locale,)


class MessageTemplate(Policy):
    r"""One message in one language.

    Raises:
        pydantic.ValidationError: a text outside the grammar, naming the id, line and column.

    >>> entry = MessageTemplate(id="thanks", locale="en", body="Thank you, {customer}.\n\nBye")
    >>> entry.render({"customer": "A & B"}, output="html").body
    '<p>Thank you, A &amp; B.</p>\n<p>Bye</p>'
    """

    id: Id = Field(description="what the message is for; a step names it")
    locale: LocaleId = Field(description="the language of the texts")
    subject: Text = Field(default="", description="subject line; empty for calls and text messages")
    body: Text = Field(min_length=1, description="the message")
    html: Text = Field(
        default="", description="body in HTML; where empty, the body in plain paragraphs"
    )
    sms: Text = Field(default="", description="short text message; where empty, the body")

    @model_validator(mode="after")
    def _parse(self) -> Self:
        for part in ("subject", "body", "html", "sms"):
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

    @cached_property
    def html_template(self) -> Template:
        return Template(self.html, self.locale)

    @cached_property
    def sms_template(self) -> Template:
        return Template(self.sms, self.locale)

    @property
    def _templates(self) -> tuple[Template, ...]:
        return (self.subject_template, self.body_template, self.html_template, self.sms_template)

    @property
    def variables(self) -> frozenset[str]:
        """The names the message must supply in one output or another."""
        return frozenset[str]().union(*(each.variables for each in self._templates))

    @property
    def optional_variables(self) -> frozenset[str]:
        """The names the message may leave out in every output."""
        used = (each.optional_variables for each in self._templates)
        return frozenset[str]().union(*used) - self.variables

    @property
    def row_variables(self) -> Mapping[str, frozenset[str]]:
        """For each list the message prints rows of, the names of a row that it uses."""
        rows: dict[str, frozenset[str]] = {}
        for each in self._templates:
            for name, used in each.row_variables.items():
                rows[name] = rows.get(name, frozenset()) | used
        return MappingProxyType(dict(sorted(rows.items())))

    def is_for(self, locale: str) -> bool:
        """Whether the texts are written for exactly `locale`; if not, they are a fallback.

        >>> MessageTemplate(id="thanks", locale="de", body="Danke").is_for("de_AT")
        False
        """
        return fallbacks(locale)[:1] == (self.locale,)

    def figures_for(self, locale: str | None) -> str:
        """The locale in which figures are written for a reader of `locale`.

        >>> template = MessageTemplate(id="note", locale="en", body="{today}")
        >>> template.figures_for("en_GB"), template.figures_for("de_AT")
        ('en_GB', 'en')
        """
        reader = next(iter(fallbacks(locale)), self.locale)
        same = reader.split("_")[0] == self.locale.split("_")[0]
        return reader if same and _exists(reader) else self.locale

    def render(
        self, context: Mapping[str, object], *, locale: str | None = None, output: Output = "text"
    ) -> Message:
        """The message for a reader of `locale`.

        Figures and dates follow `locale` where it is the same language as the text (British
        dates in an English text); otherwise they follow the text. A text message has no subject.

        `html` prints the text in HTML where there is one: that text is markup, and its values are
        escaped but keep their line feeds. Otherwise the body is escaped whole, each part between
        blank lines a `<p>` and each line feed a `<br>`.

        Raises:
            TemplateError: as for `Template.render`.
        """
        figures = self.figures_for(locale)
        try:
            subject = self.subject_template.render(context, locale=figures, output="subject")
            body = self._body(context, figures, output)
        except TemplateError as error:
            at(error, subject=self.id)
            raise
        return Message(
            subject="" if output == "sms" else subject,
            body=body,
            locale=self.locale,
            wanted=locale if type(locale) is str else None,
            sms=sms_length(body) if output == "sms" else None,
        )

    def _body(self, context: Mapping[str, object], figures: str, output: Output) -> str:
        if output == "html" and not self.html:
            return paragraphs(self.body_template.render(context, locale=figures))
        own = self.html if output == "html" else self.sms if output == "sms" else ""
        template = getattr(self, f"{output}_template") if own else self.body_template
        return template.render(context, locale=figures, output=output)


def _exists(locale: str) -> bool:
    try:
        babel_locale(locale)
    except TemplateError:
        return False
    return True
