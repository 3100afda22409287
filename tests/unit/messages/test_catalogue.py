"""Catalogues: checked when built, found with fallback, stored as JSON."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.errors import TemplateError
from collectkit.messages import Catalogue, Message, MessageTemplate, SmsLength, sms_length
from collectkit.messages.texts import LANGUAGES, library
from collectkit.money import Money


def entry(id: str = "demand", locale: str = "en", **texts: str) -> MessageTemplate:
    return MessageTemplate(id=id, locale=locale, **{"body": f"{id} {locale}", **texts})


def small(**fields: Any) -> Catalogue:
    templates = (
        entry(),
        entry(locale="en_GB"),
        entry(locale="de"),
        entry(locale="zh_Hant"),
        entry("reminder-1"),
    )
    return Catalogue(**{"base": "none", "templates": templates, **fields})


@pytest.mark.parametrize(
    ("locale", "found", "exact"),
    [
        ("en", "en", True),
        ("en_GB", "en_GB", True),
        ("en-GB", "en_GB", True),
        ("en_AU", "en", False),
        ("de_AT", "de", False),
        ("zh_Hant_TW", "zh_Hant", False),
        ("zh_Hans", "en", False),
        ("fr", "en", False),
        ("C", "en", False),
        ("", "en", False),
        ("nonsense" * 100, "en", False),
        (None, "en", False),
    ],
)
def test_find_falls_back_and_shows_it(locale: str | None, found: str, exact: bool) -> None:
    text = small().find("demand", locale)
    assert text.locale == found
    assert text.is_for(locale or "") is exact


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(TemplateError) as caught:
        small().find("reminder1", "en")
    assert str(caught.value) == "there is no message `reminder1` (did you mean reminder-1?)"
    with pytest.raises(TemplateError, match="the ids are demand, reminder-1"):
        small().find("xyz")
    with pytest.raises(TemplateError, match="id must be text, not list"):
        small().find(["demand"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("templates", "message"),
    [
        ([entry(), entry()], "two texts for `demand` in `en`"),
        ([entry(), entry(locale="en-GB"), entry(locale="en_GB")], "two texts for `demand`"),
        ([entry(locale="de")], "`demand` has no text in `en`, the default"),
        ([entry(locale="en_GB")], "`demand` has no text in `en`, the default"),
    ],
)
def test_an_incomplete_catalogue(templates: list[MessageTemplate], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Catalogue(base="none", templates=tuple(templates))
    assert message in str(caught.value)


def test_another_default_locale() -> None:
    german = (entry(locale="de"),)
    catalogue = Catalogue(base="none", templates=german, default_locale="de")
    assert catalogue.find("demand", "en").locale == "de"
    assert catalogue.ids == ("demand",)
    austrian = Catalogue(base="none", templates=german, default_locale="de_AT")
    assert austrian.find("demand", "en").locale == "de"


def test_an_empty_catalogue() -> None:
    empty = Catalogue(base="none")
    assert (empty.templates, empty.ids, empty.entries, empty.lint(["de"])) == ((), (), (), ())
    with pytest.raises(TemplateError, match="there is no message `demand`"):
        empty.find("demand")


# -- the library's texts beneath ----------------------------------------------------------------
def test_own_texts_stand_over_the_librarys() -> None:
    catalogue = Catalogue(templates=(entry(), entry("thanks"), entry(locale="it")))
    assert catalogue.find("demand", "en").body == "demand en"
    assert catalogue.find("demand", "it_IT").body == "demand it"
    assert catalogue.find("demand", "de") == library("de")["demand"]
    assert catalogue.find("thanks", "de").body == "thanks en"
    assert catalogue.find("reminder-1", "it") == library("en")["reminder-1"]
    assert catalogue.ids == tuple(sorted({*library("en"), "thanks"}))
    keys = [(text.id, text.locale) for text in catalogue.entries]
    assert keys == sorted(keys)
    assert set(keys) == {
        *((text, language) for language in LANGUAGES for text in library(language)),
        ("thanks", "en"), ("demand", "it"),
    }  # fmt: skip
    assert [text.body for text in catalogue.entries if text.locale == "it"] == ["demand it"]
    assert entry() in catalogue.entries


def test_the_last_resort_is_the_default_locale_and_then_english() -> None:
    catalogue = Catalogue(templates=(entry(locale="it"),), default_locale="it")
    assert catalogue.find("demand").locale == "it"
    assert catalogue.find("demand", "pl").locale == "it"
    assert catalogue.find("demand", "de").locale == "de"
    assert catalogue.find("reminder-1", "pl").locale == "en"
    assert Catalogue(default_locale="de_AT").find("reminder-1", "pl").locale == "de"


def test_one_own_text_needs_no_english_where_the_library_has_it() -> None:
    assert Catalogue(templates=(entry(locale="de"),)).find("demand", "de").body == "demand de"
    with pytest.raises(ValidationError, match="`thanks` has no text in `en`, the default"):
        Catalogue(templates=(entry("thanks", "de"),))


def test_the_default_is_the_librarys_texts() -> None:
    assert Catalogue.default() == Catalogue() == Catalogue(base="default")
    assert Catalogue.default() is Catalogue.default()
    assert Catalogue().templates == ()
    assert Catalogue() != Catalogue(base="none")


def test_the_librarys_texts_are_read_when_they_are_asked_for() -> None:
    code = (
        "import sys, json\n"
        "from collectkit.messages import Catalogue, MessageTemplate\n"
        "def loaded():\n"
        "    return [n for n in sys.modules if n.startswith('collectkit.messages.texts.')]\n"
        "own = MessageTemplate(id='thanks', locale='en', body='x')\n"
        "text = Catalogue(templates=(own,)).model_dump_json()\n"
        "catalogue = Catalogue.model_validate_json(text)\n"
        "assert catalogue.find('thanks', 'en').body == 'x'\n"
        "before = loaded()\n"
        "Catalogue().find('demand', 'en')\n"
        "print(json.dumps([before, 'de' in ' '.join(loaded()), len(loaded()) > 0]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == [[], False, True]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"body": "Dear\n{custmer}"},
            "demand (en): body, line 2, column 1: there is no variable `custmer` "
            "(did you mean {customer}?)",
        ),
        (
            {"subject": "{c.__init__}", "body": "x"},
            "demand (en): subject, line 1, column 1: `{c.__init__}` is not in the template grammar",
        ),
        ({"html": "<p>{a b}</p>"}, "demand (en): html, line 1, column 4: `{a b}` is not"),
        ({"sms": "}"}, "demand (en): sms, line 1, column 1: a `}` without its `{`"),
        ({"body": ""}, "at least 1 character"),
        ({"body": "x" * 20_001}, "at most 20000 characters"),
        ({"body": b"x"}, "valid string"),
        ({"locale": "xx"}, "there is no locale `xx`"),
        ({"locale": "../en"}, "should match pattern"),
        ({"id": "\u202eevil"}, "should match pattern"),
        ({"id": "Demand"}, "should match pattern"),
        ({"cc": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_a_bad_text_names_its_id_and_position(changes: dict[str, Any], message: str) -> None:
    fields = {"id": "demand", "locale": "en", "body": "x", **changes}
    with pytest.raises(ValidationError) as caught:
        MessageTemplate(**fields)
    assert message in str(caught.value)


def test_a_bad_text_inside_json() -> None:
    document = json.loads(small().model_dump_json())
    document["templates"][4]["body"] = "ok\nDear {0}"
    with pytest.raises(ValidationError) as caught:
        Catalogue.model_validate_json(json.dumps(document))
    assert caught.value.errors()[0]["loc"] == ("templates", 4)
    assert "reminder-1 (en): body, line 2, column 6: `{0}` is not" in str(caught.value)


def test_json_round_trip() -> None:
    for catalogue in (small(), Catalogue.default()):
        text = catalogue.model_dump_json()
        again = Catalogue.model_validate_json(text)
        assert again == catalogue
        assert again.model_dump_json() == text
        assert hash(again) == hash(catalogue)


def test_compiled_forms_are_not_pickled() -> None:
    catalogue = small()
    catalogue.find("demand")
    again = pickle.loads(pickle.dumps(catalogue))
    assert again == catalogue
    assert set(vars(again)) == {"base", "templates", "default_locale"}
    assert set(vars(again.templates[0])) == {"id", "locale", "subject", "body", "html", "sms"}
    assert again.find("demand", "de").render({}).body == "demand de"


def test_every_field_is_described() -> None:
    schema = Catalogue.model_json_schema()
    for model in (schema, schema["$defs"]["MessageTemplate"]):
        assert all("description" in field for field in model["properties"].values())


def test_with_replaces_and_appends() -> None:
    catalogue = small().with_(entry(locale="de", body="neu"), entry("thanks"))
    assert [(t.id, t.locale) for t in catalogue.templates] == [
        ("demand", "en"), ("demand", "en_GB"), ("demand", "de"), ("demand", "zh_Hant"),
        ("reminder-1", "en"), ("thanks", "en"),
    ]  # fmt: skip
    assert catalogue.find("demand", "de").body == "neu"
    assert small().find("demand", "de").body == "demand de"
    with pytest.raises(ValidationError, match="`dank` has no text in `en`"):
        small().with_(entry("dank", "de"))


PAY = "{total_open} by {pay_by}"
FACTS = {"total_open": Money("1234.50", "CHF"), "pay_by": date(2026, 3, 2), "customer": "A\r\n<B>"}


@pytest.mark.parametrize(
    ("own", "reader", "body"),
    [
        ("en", None, "CHF\xa01,234.50 by Mar 2, 2026"),
        ("en", "en_GB", "CHF\xa01,234.50 by 2 Mar 2026"),
        ("en", "en-GB", "CHF\xa01,234.50 by 2 Mar 2026"),
        ("en", "de", "CHF\xa01,234.50 by Mar 2, 2026"),
        ("en", "en_XX", "CHF\xa01,234.50 by Mar 2, 2026"),
        ("en_GB", "en_XX", "CHF\xa01,234.50 by 2 Mar 2026"),
        ("en_GB", "fr", "CHF\xa01,234.50 by 2 Mar 2026"),
        ("de", "de_AT", "CHF\xa01.234,50 by 02.03.2026"),
        ("en", "garbage!", "CHF\xa01,234.50 by Mar 2, 2026"),
    ],
)
def test_figures_follow_the_reader_within_the_language(
    own: str, reader: str | None, body: str
) -> None:
    message = entry(locale=own, body=PAY).render(FACTS, locale=reader)
    assert message == Message(subject="", body=body, locale=own, wanted=reader)


@pytest.mark.parametrize(
    ("own", "wanted", "fallback"),
    [
        ("en", None, False),
        ("en", "en", False),
        ("en_GB", "en-GB", False),
        ("en", "en_GB", True),
        ("de", "de_AT", True),
        ("en", "fr", True),
        ("en", "garbage!", True),
        ("en", "", True),
    ],
)
def test_a_message_shows_that_it_is_a_fallback(
    own: str, wanted: str | None, fallback: bool
) -> None:
    message = entry(locale=own).render({}, locale=wanted)
    assert (message.locale, message.wanted, message.is_fallback) == (own, wanted, fallback)
    assert wanted is None or entry(locale=own).is_for(wanted) is not fallback


# -- outputs --------------------------------------------------------------------------------------
def test_html_without_its_own_text_is_the_body_in_paragraphs() -> None:
    text = entry(subject="To {customer}", body="Dear {customer},\n\n{total_open} > 0\n  now.\n")
    assert text.variables == {"customer", "total_open"}
    message = text.render(FACTS, output="html")
    assert message.subject == "To A <B>"
    assert message.body == (
        "<p>Dear A<br>\n&lt;B&gt;,</p>\n<p>CHF\xa01,234.50 &gt; 0<br>\n  now.</p>"
    )
    injected = entry(body="{customer}").render({"customer": "x\n\n<p>"}, output="html")
    assert injected.body == "<p>x</p>\n<p>&lt;p&gt;</p>"


def test_html_of_its_own_is_markup() -> None:
    text = entry(subject="To {customer}", html="<b>{customer}</b>\n\n&copy;")
    message = text.render(FACTS, output="html")
    assert message == Message(subject="To A <B>", body="<b>A\n&lt;B&gt;</b>\n\n&copy;", locale="en")
    assert text.render(FACTS).body == "demand en"


def test_a_text_message_is_short_and_measured() -> None:
    text = entry(subject="To {customer}", sms="Pay {total_open}.")
    message = text.render(FACTS, output="sms")
    assert message == Message(
        subject="",
        body="Pay CHF 1,234.50.",
        locale="en",
        sms=SmsLength(encoding="gsm-7", units=17, segments=1),
    )
    bare = entry(body="x" * 161).render({}, output="sms")
    assert (bare.body, bare.sms) == ("x" * 161, sms_length("x" * 161))
    assert text.render(FACTS).sms is text.render(FACTS, output="html").sms is None


def test_output_is_checked_whatever_texts_there_are() -> None:
    with pytest.raises(TemplateError, match="output must be one of"):
        entry(html="x", sms="x").render({}, output="body")  # type: ignore[arg-type]


def test_variables_are_those_of_every_output() -> None:
    text = entry(
        subject="{creditor}{#role}{role}{/role}",
        body="{#agency}{agency}{/agency}{#invoices}{open}{/invoices}",
        html="{#aging}{label}{/aging}{#invoices}{number}{/invoices}",
        sms="{role}{pay_by}",
    )
    assert text.variables == {"creditor", "role", "pay_by", "aging", "invoices"}
    assert text.optional_variables == {"agency"}
    assert text.row_variables == {"aging": {"label"}, "invoices": {"number", "open"}}


def test_a_missing_value_names_the_message() -> None:
    with pytest.raises(TemplateError) as caught:
        entry(body="{creditor}").render({})
    assert str(caught.value) == "demand: `creditor` has no value"
    assert (caught.value.subject, caught.value.field) == ("demand", "creditor")


def test_paragraphs_are_capped() -> None:
    text = entry(body="{#invoices}{number}{/invoices}")
    rows = [{"number": "'" * 10_000}] * 90
    assert len(text.render({"invoices": rows}).body) == 900_000
    with pytest.raises(TemplateError, match="demand: the message is longer than 1000000"):
        text.render({"invoices": rows}, output="html")
