"""What a catalogue probably does not mean."""

from __future__ import annotations

from typing import Any

import pytest

from collectkit.errors import TemplateError
from collectkit.explain import Finding
from collectkit.messages import Catalogue, MessageTemplate
from collectkit.messages.texts import library


def entry(id: str = "demand", locale: str = "en", **texts: str) -> MessageTemplate:
    return MessageTemplate(id=id, locale=locale, **{"body": "x", **texts})


def lint(*templates: MessageTemplate, locales: Any = (), **fields: Any) -> tuple[Finding, ...]:
    return Catalogue(**{"base": "none", "templates": templates, **fields}).lint(locales)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(one.code.removeprefix("messages."), one.path, one.message) for one in findings]


def test_a_sound_catalogue_has_no_findings() -> None:
    assert Catalogue.default().lint() == ()
    assert Catalogue.default().lint(("en", "de", "fr", "de_AT", "en-GB")) == ()
    assert lint(entry(), entry(locale="de"), entry("thanks"), entry("thanks", "de")) == ()
    assert lint(entry(), entry(locale="en_GB"), entry("thanks")) == ()


# -- missing languages ----------------------------------------------------------------------------
def test_a_language_that_another_message_has_is_missing() -> None:
    found = lint(entry(), entry("thanks"), entry(locale="de"), entry("bye"))
    assert told(found) == [
        ("missing-locale", "templates.3", "`bye` has no text in `de`"),
        ("missing-locale", "templates.1", "`thanks` has no text in `de`"),
    ]
    assert found[0].advice == "write it; readers of de get the text in en"
    assert found[0].severity == "warning"


def test_a_language_asked_for_is_missing_everywhere() -> None:
    asked = lint(entry(), entry("thanks"), entry(locale="de"), locales=["fr", "de"])
    assert told(asked) == [
        ("missing-locale", "templates.0", "`demand` has no text in `fr`"),
        ("missing-locale", "templates.1", "`thanks` has no text in `de`"),
        ("missing-locale", "templates.1", "`thanks` has no text in `fr`"),
    ]


def test_the_shorter_name_will_do() -> None:
    assert lint(entry(), locales=("en_AU",)) == ()
    found = lint(entry(), entry(locale="de_CH"), entry("thanks"), entry("thanks", "de_AT"))
    assert [text for _, _, text in told(found)] == [
        "`demand` has no text in `de_AT`",
        "`thanks` has no text in `de_CH`",
    ]


def test_the_librarys_texts_count_and_are_asked_for_by_name_only() -> None:
    own = (entry(), entry("thanks"), entry("thanks", "it"))
    assert told(lint(*own, base="default")) == [
        ("missing-locale", "templates.0", "`demand` has no text in `it`")
    ]
    found = lint(*own, base="default", locales=("it",))
    assert {path for _, path, _ in told(found)} == {"templates.0", "templates"}
    assert len(found) == len(library("en"))
    assert lint(entry(), base="default", locales=("de", "fr")) == ()
    italian = lint(entry(locale="it"), base="default", locales=("de",))
    assert italian == (), "the library's other messages are not missing in Italian unasked"


@pytest.mark.parametrize("locales", ["de", ("xx",), (None,)])
def test_an_unknown_locale(locales: Any) -> None:
    with pytest.raises(TemplateError, match="locale"):
        lint(entry(), locales=locales)


# -- plurals --------------------------------------------------------------------------------------
BOTH = "{invoice_count, plural, one {a} other {b}}"


@pytest.mark.parametrize(
    ("locale", "lacking"),
    [
        ("en", []),
        ("de", []),
        ("ja", []),
        ("pl", ["few", "many"]),
        ("cs", ["few"]),
        ("ro", ["few"]),
        ("ar", ["few", "many", "two", "zero"]),
        # CLDR has `many` for a million in these, and no message counts to a million.
        ("fr", []),
        ("es", []),
    ],
)
def test_a_plural_lacks_a_category_of_whole_numbers(locale: str, lacking: list[str]) -> None:
    text = BOTH if locale != "ja" else "{invoice_count, plural, other {b}}"
    found = lint(entry(locale=locale, body=text), default_locale=locale)
    assert told(found) == [
        (
            "plural-category",
            "templates.0.body",
            f"a plural of `invoice_count` has no branch `{category}`, which {locale} uses for "
            "whole numbers",
        )
        for category in lacking
    ]


def test_every_part_and_every_nested_plural_is_looked_at() -> None:
    days = "{days_past_due, plural, one {a} many {b} other {c}}"
    nested = f"{{invoice_count, plural, one {{a}} few {{b}} many {{c}} other {{{days}}}}}"
    listed = f"{{#invoices}}{{#agency}}{days}{{/agency}}{{/invoices}}{{#role}}{days}{{/role}}"
    text = entry(locale="pl", subject=BOTH, body=nested, html=listed, sms=f"x{days}")
    found = told(lint(text, default_locale="pl"))
    assert [(path, *message.split("`")[1:4:2]) for _, path, message in found] == [
        ("templates.0.subject", "invoice_count", "few"),
        ("templates.0.subject", "invoice_count", "many"),
        ("templates.0.body", "days_past_due", "few"),
        ("templates.0.html", "days_past_due", "few"),
        ("templates.0.sms", "days_past_due", "few"),
    ]


# -- variables ------------------------------------------------------------------------------------
def test_two_languages_do_not_name_the_same() -> None:
    found = lint(
        entry(body="{customer} {#agency}{agency}{/agency} {#invoices}{number}{/invoices}"),
        entry(locale="de", body="{customer} {pay_by} {#invoices}{open}{/invoices}"),
        entry(locale="fr", sms="{agency}", html="{customer}{#invoices}{number}{/invoices}"),
    )
    assert told(found) == [
        (
            "variables-differ",
            "templates.1",
            "`demand` in `de` names invoices.open, pay_by and does not name agency, "
            "invoices.number, unlike the text in `en`",
        )
    ]
    assert found[0].severity == "warning"


def test_the_default_language_is_the_measure() -> None:
    german, english = entry(locale="de", body="{role}"), entry(body="{step}")
    french = entry(locale="fr", body="{step}")
    found = told(lint(german, english, french))
    assert [(path, message) for _, path, message in found] == [
        (
            "templates.0",
            "`demand` in `de` names role and does not name step, unlike the text in `en`",
        )
    ]
    other = told(lint(german, english, french, default_locale="de"))
    assert [path for _, path, _ in other] == ["templates.1", "templates.2"]
    # Where the default language is the library's, the first own text is.
    own = told(lint(french, german, base="default"))
    assert [path for _, path, _ in own] == ["templates.1"]


def test_many_names_are_cut_short() -> None:
    every = "{agency}{contact}{creditor}{customer}{role}"
    found = lint(entry(), entry(locale="de", body=every))
    assert "names agency, contact, creditor and 2 more, unlike" in found[0].message


# -- text messages --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "segments"), [("a" * 459, None), ("a" * 460, 4), ("ж" * 201, None), ("ж" * 202, 4)]
)
def test_a_long_text_message(text: str, segments: int | None) -> None:
    found = lint(entry(sms=text))
    assert [(one.code, one.path, one.severity) for one in found] == (
        [("messages.sms-long", "templates.0.sms", "info")] if segments else []
    )
    assert all(f"takes {segments} segments" in one.message for one in found)
