"""Hypothesis strategies for message texts: templates written in the grammar, and catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.messages import (
    ROW_VARIABLES,
    VARIABLES,
    Catalogue,
    Message,
    MessageTemplate,
    SmsLength,
    Template,
    sms_length,
)
from collectkit.messages.variables import FILTERS, Kind
from collectkit.testing.policies import policy_ids
from collectkit.testing.values import amounts, days, percents

__all__ = ["catalogues", "message_templates", "messages", "sms_lengths", "templates"]

# Languages with the plural categories `one` and `other` among theirs.
_LOCALES = st.sampled_from(("en", "en_GB", "de", "pl"))
_CLEAN = st.characters(codec="utf-8", exclude_characters="\x00{}")
_VALUES: Mapping[Kind, SearchStrategy[object]] = {
    "text": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
    "count": st.integers(0, 5),
    "money": amounts(max_units=10**7),
    "date": days(),
    "percent": percents(),
}


def templates() -> SearchStrategy[Template]:
    """Templates of every construction of the grammar, in several languages.

    >>> from hypothesis import find
    >>> find(templates(), lambda template: "customer" in template.variables).text
    '{customer}'
    """
    return st.builds(Template, template_texts(), _LOCALES)


@cache
def template_texts(*, min_size: int = 0) -> SearchStrategy[str]:
    """Texts that read as templates in any language with the categories `one` and `other`."""
    brace = st.sampled_from(("{{", "}}"))
    rows = st.sampled_from([*ROW_VARIABLES]).flatmap(_rows)
    inner = st.one_of(_words(), _named(VARIABLES), rows)
    nested = st.one_of(_plurals(inner, VARIABLES), _given(inner, VARIABLES))
    return _joined(st.one_of(_words(), brace, _named(VARIABLES), rows, nested), min_size)


@cache
def _rows(name: str) -> SearchStrategy[str]:
    """A block that prints the rows of the list `name`."""
    in_row = {**VARIABLES, **ROW_VARIABLES[name]}
    piece = st.one_of(_words(), _named(in_row))
    nested = st.one_of(piece, _plurals(piece, in_row), _given(piece, in_row))
    return _joined(nested, 1).map(lambda text: f"{{#{name}}}{text}{{/{name}}}")


def message_templates(
    *, id: str | None = None, locale: str | None = None
) -> SearchStrategy[MessageTemplate]:
    """One message in one language, with and without a subject line, HTML and a text message."""
    return st.builds(
        MessageTemplate,
        id=policy_ids("message") if id is None else st.just(id),
        locale=_LOCALES if locale is None else st.just(locale),
        subject=st.just("") | template_texts(),
        body=template_texts(min_size=1),
        html=st.just("") | template_texts(),
        sms=st.just("") | template_texts(),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """The library's own messages, replaced and added to, or a few others alone.

    Every id has a text in the default language, and some have one in another.
    """
    own = draw(st.booleans())
    default = "en" if own else draw(_LOCALES)
    names = draw(st.lists(st.sampled_from(("demand", "reminder-1", "other")), unique=True))
    written = tuple(
        draw(message_templates(id=name, locale=locale))
        for name in names
        for locale in dict.fromkeys((default, draw(_LOCALES)))
    )
    if own:
        return Catalogue.default().with_(*written)
    return Catalogue(base="none", templates=written, default_locale=default)


def messages() -> SearchStrategy[Message]:
    """What drawn templates print of drawn figures, in every form of output."""
    return message_templates().flatmap(
        lambda template: st.builds(
            template.render,
            _contexts(template),
            locale=st.none() | _LOCALES,
            output=st.sampled_from(("text", "html", "sms")),
        )
    )


def sms_lengths() -> SearchStrategy[SmsLength]:
    """What drawn text messages take, of one segment and of several, in both encodings.

    >>> from hypothesis import find
    >>> find(sms_lengths(), lambda length: length.encoding == "ucs-2").units
    1
    """
    repeated = st.builds(lambda text, count: text * count, st.text(max_size=8), st.integers(1, 60))
    return repeated.map(sms_length)


def _contexts(template: MessageTemplate) -> SearchStrategy[dict[str, object]]:
    """What a template needs, with and without what it may leave out; up to two rows of a list."""
    rows = {
        name: st.lists(_filled({of: ROW_VARIABLES[name][of] for of in sorted(used)}), max_size=2)
        for name, used in template.row_variables.items()
    }
    needed = {name: _VALUES[VARIABLES[name]] for name in sorted(template.variables - rows.keys())}
    spare = {name: _VALUES[VARIABLES[name]] for name in sorted(template.optional_variables)}
    return st.fixed_dictionaries({**needed, **rows}, optional=spare)


def _filled(kinds: Mapping[str, Kind]) -> SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({name: _VALUES[kind] for name, kind in kinds.items()})


def _words() -> SearchStrategy[str]:
    return st.text(_CLEAN, min_size=1, max_size=6)


def _joined(piece: SearchStrategy[str], min_size: int) -> SearchStrategy[str]:
    return st.lists(piece, min_size=min_size, max_size=4).map("".join)


def _named(kinds: Mapping[str, Kind]) -> SearchStrategy[str]:
    """A variable, some of them with a filter that takes its kind."""
    plain = [f"{{{name}}}" for name in kinds]
    filtered = [
        f"{{{name}|{filter_}}}"
        for name, kind in kinds.items()
        for filter_, taken in FILTERS.items()
        if taken == kind
    ]
    return st.sampled_from(plain) | st.sampled_from(filtered)


def _plurals(piece: SearchStrategy[str], kinds: Mapping[str, Kind]) -> SearchStrategy[str]:
    counts = st.sampled_from([name for name, kind in kinds.items() if kind == "count"])
    branch = _joined(piece, 0)
    both = st.builds("{{{}, plural, one {{{}}} other {{{}}}}}".format, counts, branch, branch)
    return both | st.builds("{{{}, plural, other {{{}}}}}".format, counts, branch)


def _given(piece: SearchStrategy[str], kinds: Mapping[str, Kind]) -> SearchStrategy[str]:
    """A part left out where its variable has no value."""
    text = _joined(piece, 0)
    return st.builds("{{#{0}}}{1}{{/{0}}}".format, st.sampled_from(sorted(kinds)), text)
