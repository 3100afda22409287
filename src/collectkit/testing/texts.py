"""Hypothesis strategies for message texts: templates written in the grammar, and catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from collectkit.messages import (
    INVOICE_VARIABLES,
    VARIABLES,
    Catalogue,
    Message,
    MessageTemplate,
    Template,
)
from collectkit.messages.variables import FILTERS, Kind
from collectkit.testing.policies import policy_ids
from collectkit.testing.values import amounts, days, percents

__all__ = ["catalogues", "message_templates", "messages", "templates"]

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


def template_texts(*, min_size: int = 0) -> SearchStrategy[str]:
    """Texts that read as templates in any language with the categories `one` and `other`."""
    plain = st.one_of(_words(), st.sampled_from(("{{", "}}")), _named(VARIABLES))
    in_row = {**VARIABLES, **INVOICE_VARIABLES}
    row = st.one_of(_words(), _named(in_row))
    rows = _joined(row | _plurals(row, in_row), 1)
    block = rows.map(lambda text: f"{{#invoices}}{text}{{/invoices}}")
    inner = st.one_of(_words(), _named(VARIABLES), block)
    return _joined(st.one_of(plain, block, _plurals(inner, VARIABLES)), min_size)


def message_templates(
    *, id: str | None = None, locale: str | None = None
) -> SearchStrategy[MessageTemplate]:
    """One message in one language, with and without a subject line."""
    return st.builds(
        MessageTemplate,
        id=policy_ids("message") if id is None else st.just(id),
        locale=_LOCALES if locale is None else st.just(locale),
        subject=st.just("") | template_texts(),
        body=template_texts(min_size=1),
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
    return Catalogue(templates=written, default_locale=default)


def messages() -> SearchStrategy[Message]:
    """What drawn templates print of drawn figures, in every form of output."""
    return st.builds(
        lambda template, context, output: template.render(context, output=output),
        message_templates(),
        _contexts(),
        st.sampled_from(("text", "html", "sms")),
    )


def _contexts() -> SearchStrategy[dict[str, object]]:
    """A value for every variable, and up to two rows of invoices."""
    row = st.fixed_dictionaries({name: _VALUES[kind] for name, kind in INVOICE_VARIABLES.items()})
    return st.fixed_dictionaries(
        {name: _VALUES[kind] for name, kind in VARIABLES.items()}
        | {"invoices": st.lists(row, max_size=2)}
    )


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
