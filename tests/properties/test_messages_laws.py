"""Laws of messages: printing is total, exact, and happens once."""

from __future__ import annotations

import decimal
import html
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectkit.errors import TemplateError
from collectkit.messages import (
    ROW_VARIABLES,
    VARIABLES,
    Catalogue,
    MessageTemplate,
    Template,
    format_money,
    sms_length,
)
from collectkit.messages.render import OUTPUTS
from collectkit.money import Money, Percent
from collectkit.testing import catalogues
from collectkit.testing import templates as written_templates

EUR = Money("1190.00", "EUR")
SAMPLES: dict[str, object] = {
    "text": "{customer}",
    "count": 3,
    "money": EUR,
    "date": date(2026, 3, 2),
    "percent": Percent("2"),
}
ROWS = {
    block: {name: SAMPLES[kind] for name, kind in kinds.items()}
    for block, kinds in ROW_VARIABLES.items()
}
FULL: dict[str, Any] = {name: SAMPLES[kind] for name, kind in VARIABLES.items()} | {
    block: [row, row] for block, row in ROWS.items()
}
EVERY = "".join(f"{{{name}}} " for name in VARIABLES) + "".join(
    f"{{#{block}}}{''.join(f'{{{name}}} ' for name in row)}{{/{block}}}"
    for block, row in ROWS.items()
)

every_name = [*VARIABLES, *ROW_VARIABLES, *ROWS["invoices"], *ROWS["aging"], "plural", "x"]
names = st.sampled_from(every_name)
pieces = st.one_of(
    st.sampled_from(
        ["{", "}", "{{", "}}", "|", "{#invoices}", "{/invoices}", " one {", " other {", ", plural,"]
    ),
    st.sampled_from(["|money", "|upper", ".", "[0]", "__class__", "!r", ":>9", "%s", "$", "\n"]),
    names,
    names.map(lambda name: f"{{{name}}}"),
    names.map(lambda name: f"{{#{name}}}"),
    names.map(lambda name: f"{{/{name}}}"),
    st.text(max_size=3),
)
templates = st.lists(pieces, max_size=25).map("".join)
anything: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Zl", "Zp"))),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.lists(st.text()),
    st.sampled_from([EUR, EUR * Decimal("0.33333"), Percent("8"), object(), datetime, 10**5_000]),
)
clean_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), max_size=50
)
sane_text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=50)


def outcome(action: Callable[[], str]) -> str | TemplateError:
    try:
        return action()
    except TemplateError as error:
        return error


@given(templates, st.sampled_from(OUTPUTS), st.sampled_from(["en", "pl", "ar"]))
def test_any_text_is_read_or_refused(text: str, output: Any, locale: str) -> None:
    refused = outcome(lambda: Template.parse(text, locale=locale).text)
    if isinstance(refused, TemplateError):
        assert len(str(refused)) <= 300
        assert str(refused).isascii()
    else:
        template = Template.parse(text, locale=locale)
        assert template.variables <= FULL.keys()
        assert template.optional_variables <= VARIABLES.keys() - template.variables
        assert template.row_variables.keys() <= template.variables
        assert isinstance(template.render(FULL, output=output), str)


@given(
    st.dictionaries(st.sampled_from([*VARIABLES]), anything),
    st.dictionaries(st.sampled_from([*ROW_VARIABLES]), anything),
)
def test_any_value_is_printed_or_refused(context: dict[str, Any], lists: dict[str, Any]) -> None:
    template = Template.parse(EVERY)
    for name, value in (*context.items(), *lists.items()):
        mixed = {**FULL, name: value}
        result = outcome(partial(template.render, mixed))
        assert isinstance(result, str) or (result.code, result.field) == ("messages.template", name)


@given(st.data(), st.sampled_from([*ROW_VARIABLES]))
def test_any_row_is_printed_or_refused(data: st.DataObject, block: str) -> None:
    drawn = st.dictionaries(st.sampled_from([*ROWS[block]]), anything, min_size=1)
    row = data.draw(drawn)
    listed = [ROWS[block], {**ROWS[block], **row}]
    result = outcome(lambda: Template.parse(EVERY).render({**FULL, block: listed}))
    assert isinstance(result, str) or (result.row == 1 and result.field in row)


@given(written_templates(), st.data())
def test_a_template_names_what_it_needs(template: Template, data: st.DataObject) -> None:
    rows = {
        block: [{name: ROWS[block][name] for name in used}] * data.draw(st.integers(0, 2))
        for block, used in template.row_variables.items()
    }
    needed = {name: FULL[name] for name in template.variables} | rows
    printed = template.render(needed)
    spare = data.draw(st.sets(st.sampled_from([*FULL.keys() - template.optional_variables])))
    unused = {name: FULL[name] for name in spare - template.variables}
    assert template.render({**unused, **needed}) == printed, "what is not named counts for nothing"
    optional = {name: FULL[name] for name in template.optional_variables}
    nothing = dict.fromkeys(template.optional_variables)
    assert template.render({**needed, **nothing}) == printed
    assert isinstance(template.render({**needed, **optional}), str)
    for name in template.variables:
        rest = {key: value for key, value in needed.items() if key != name}
        result = outcome(partial(template.render, rest))
        assert isinstance(result, str) or result.field == name


NOTHINGS: dict[str, tuple[object, ...]] = {
    "text": ("",),
    "count": (0,),
    "money": (Money.zero("EUR"), Money.zero("JPY")),
    "date": (),
    "percent": (Percent(0),),
}


@given(st.sampled_from([*VARIABLES]), anything)
def test_a_block_of_a_variable_is_all_or_nothing(name: str, value: object) -> None:
    block = Template.parse(f"<{{#{name}}}{{{name}}}!{{/{name}}}>")
    for nothing in (None, *NOTHINGS[VARIABLES[name]]):
        assert block.render({name: nothing}) == block.render({}) == "<>"
    alone = outcome(lambda: Template.parse(f"<{{{name}}}!>").render({name: value}))
    inside = outcome(lambda: block.render({name: value}))
    blank = isinstance(alone, str) and not alone[1:-2].strip()
    nothing = any(type(value) is type(n) and value == n for n in NOTHINGS[VARIABLES[name]])
    if value is None or blank or nothing:
        assert inside == "<>" or isinstance(inside, TemplateError)
    else:
        assert str(inside) == str(alone)


@given(sane_text)
def test_paragraphs_hold_the_lines_of_the_text(text: str) -> None:
    entry = MessageTemplate(id="x", locale="en", body="{customer}")
    plain = entry.render({"customer": text}).body
    marked = entry.render({"customer": text}, output="html").body
    assert not set("<>\"'") & set(re.sub(r"</?p>|<br>", "", marked))
    lines = [line for line in plain.splitlines() if line.strip()]
    assert html.unescape(re.sub(r"</?p>|<br>", "", marked)).splitlines() == lines
    written = [bool(line.strip()) for line in ["", *plain.splitlines()]]
    starts = sum(1 for before, now in pairwise(written) if now and not before)
    assert marked.count("<p>") == marked.count("</p>") == starts


@given(clean_text)
def test_a_value_is_printed_as_it_is_and_never_read_again(value: str) -> None:
    template = Template.parse("<{customer}|{#invoices}{number}{/invoices}>")
    context = {"customer": value, "invoices": [{"number": value}]}
    assert template.render(context) == f"<{value}|{value}>"


@given(sane_text)
def test_escaped_text_comes_out_as_written(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert Template.parse(escaped).render({}) == text


@given(sane_text)
def test_html_is_the_escaped_text(value: str) -> None:
    template = Template.parse("{customer}")
    escaped = template.render({"customer": value}, output="html")
    assert not set("<>\"'") & set(escaped)
    assert html.unescape(escaped) == template.render({"customer": value})


@given(sane_text)
def test_a_subject_holds_no_control_character(value: str) -> None:
    subject = Template.parse("a {customer}\r\n b").render({"customer": value}, output="subject")
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in subject)
    assert subject == " ".join(subject.split())


@given(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.sampled_from(["EUR", "JPY", "KWD", "CLF", "CHF", "USD"]),
    st.integers(1, 28),
    st.sampled_from([decimal.ROUND_UP, decimal.ROUND_DOWN, decimal.ROUND_HALF_EVEN]),
)
def test_printed_money_reads_back_exactly(
    units: int, currency: str, precision: int, rounding: str
) -> None:
    money = Money.from_minor_units(units, currency)
    with decimal.localcontext(decimal.Context(prec=precision, rounding=rounding)):
        printed = format_money(money, locale="en")
    assert re.sub(r"[^0-9.-]", "", printed) == f"{money.amount:f}"


def polish(count: int) -> str:
    """CLDR's rule for Polish whole numbers."""
    if count == 1:
        return "one"
    return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "many"


def arabic(count: int) -> str:
    """CLDR's rule for Arabic whole numbers."""
    if count < 3:
        return ("zero", "one", "two")[count]
    if 3 <= count % 100 <= 10:
        return "few"
    return "many" if count % 100 >= 11 else "other"


@given(st.integers(0, 10**9))
def test_plurals_follow_cldr(count: int) -> None:
    for locale, rule, categories in (
        ("pl", polish, ("one", "few", "many", "other")),
        ("ar", arabic, ("zero", "one", "two", "few", "many", "other")),
    ):
        branches = " ".join(f"{name} {{{name}}}" for name in categories)
        template = Template.parse(f"{{invoice_count, plural, {branches}}}", locale=locale)
        assert template.render({"invoice_count": count}) == rule(count)


# -- text messages ------------------------------------------------------------------------------
sms_texts = st.text(
    st.sampled_from("aZ @\n€[^\\é") | st.sampled_from("aж€ç\U0001f600\u2019"), max_size=500
)


def segmented(units: list[str], single: int, part: int) -> int:
    """Segments by cutting a text that does not fit into one, unit by unit, pairs whole."""
    if sum(map(len, units)) <= single:
        return 1 if units else 0
    parts = [""]
    for unit in units:
        if len(parts[-1]) + len(unit) > part:
            parts.append("")
        parts[-1] += unit
    return len(parts)


@given(sms_texts)
def test_text_messages_are_cut_without_parting_a_character(text: str) -> None:
    found = sms_length(text)
    if set(text) <= set("aZ @\n€[^\\é"):
        units = ["\x1b" + c if c in "€[^\\" else c for c in text]
        assert (found.encoding, found.segments) == ("gsm-7", segmented(units, 160, 153))
    else:
        units = [c.encode("utf-16-be").decode("latin-1")[::2] for c in text]
        assert (found.encoding, found.segments) == ("ucs-2", segmented(units, 70, 67))
        assert found.units == len(text.encode("utf-16-be")) // 2
    assert found.units == sum(map(len, units))


@given(sms_texts, sms_texts)
def test_more_text_is_never_less_of_a_message(one: str, more: str) -> None:
    assert sms_length(one).segments <= sms_length(one + more).segments


# -- catalogues -----------------------------------------------------------------------------------
@given(catalogues(), st.sampled_from(["en", "en_GB", "de_AT", "de", "pl", "ja", "no locale", None]))
def test_every_id_has_a_text_for_every_reader(catalogue: Catalogue, locale: str | None) -> None:
    entries = {(entry.id, entry.locale): entry for entry in catalogue.entries}
    assert sorted({id_ for id_, _ in entries}) == list(catalogue.ids)
    assert [*entries] == sorted(entries)
    for entry in catalogue.templates:
        assert entries[entry.id, entry.locale] is entry
    for name in catalogue.ids:
        found = catalogue.find(name, locale)
        assert entries[name, found.locale] is found
        exact = entries.get((name, locale or catalogue.default_locale))
        assert exact in (None, found)


@given(catalogues())
def test_a_catalogue_reads_back_as_it_was(catalogue: Catalogue) -> None:
    again = Catalogue.model_validate_json(catalogue.model_dump_json())
    assert again == catalogue
    assert again.ids == catalogue.ids
    assert again.lint(("de", "pl")) == catalogue.lint(("de", "pl"))
