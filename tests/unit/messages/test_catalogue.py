"""Catalogues: checked when built, found with fallback, stored as JSON."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit.errors import TemplateError
from collectkit.messages import Catalogue, Message, MessageTemplate
from collectkit.money import Money


def entry(id: str = "demand", locale: str = "en", **texts: str) -> MessageTemplate:
    return MessageTemplate(id=id, locale=locale, **{"body": f"{id} {locale}", **texts})


def small() -> Catalogue:
    return Catalogue(
        templates=(
            entry(),
            entry(locale="en_GB"),
            entry(locale="de"),
            entry(locale="zh_Hant"),
            entry("reminder-1"),
        )
    )


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
    ],
)
def test_an_incomplete_catalogue(templates: list[MessageTemplate], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Catalogue(templates=tuple(templates))
    assert message in str(caught.value)


def test_another_default_locale() -> None:
    catalogue = Catalogue(templates=(entry(locale="de"),), default_locale="de")
    assert catalogue.find("demand", "en").locale == "de"
    assert Catalogue(templates=()).templates == ()


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
    assert set(vars(again)) == {"templates", "default_locale"}
    assert set(vars(again.templates[0])) == {"id", "locale", "subject", "body"}
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
    assert message == Message(subject="", body=body, locale=own)


def test_a_message_has_a_safe_subject_whatever_the_output() -> None:
    text = entry(subject="To {customer}", body="<p>{customer}</p>")
    assert text.variables == {"customer"}
    message = text.render(FACTS, output="html")
    assert message == Message(subject="To A <B>", body="<p>A\n&lt;B&gt;</p>", locale="en")


def test_a_missing_value_names_the_message() -> None:
    with pytest.raises(TemplateError) as caught:
        entry(body="{creditor}").render({})
    assert str(caught.value) == "demand: `creditor` has no value"
    assert (caught.value.subject, caught.value.field) == ("demand", "creditor")
