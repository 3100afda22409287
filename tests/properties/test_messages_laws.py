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
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectkit.errors import TemplateError
from collectkit.messages import INVOICE_VARIABLES, VARIABLES, Template, format_money
from collectkit.messages.render import OUTPUTS
from collectkit.money import Money, Percent

EUR = Money("1190.00", "EUR")
SAMPLES: dict[str, object] = {
    "text": "{customer}",
    "count": 3,
    "money": EUR,
    "date": date(2026, 3, 2),
    "percent": Percent("2"),
}
ROW = {name: SAMPLES[kind] for name, kind in INVOICE_VARIABLES.items()}
FULL = {name: SAMPLES[kind] for name, kind in VARIABLES.items()} | {"invoices": [ROW, ROW]}
EVERY = " ".join(f"{{{name}}}" for name in VARIABLES) + "{#invoices}" + " ".join(
    f"{{{name}}}" for name in INVOICE_VARIABLES
) + "{/invoices}"  # fmt: skip

names = st.sampled_from([*VARIABLES, *INVOICE_VARIABLES, "invoices", "plural", "x"])
pieces = st.one_of(
    st.sampled_from(
        ["{", "}", "{{", "}}", "|", "{#invoices}", "{/invoices}", " one {", " other {", ", plural,"]
    ),
    st.sampled_from(["|money", "|upper", ".", "[0]", "__class__", "!r", ":>9", "%s", "$", "\n"]),
    names,
    names.map(lambda name: f"{{{name}}}"),
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
        assert template.variables <= {*VARIABLES, "invoices"}
        assert isinstance(template.render(FULL, output=output), str)


@given(st.dictionaries(st.sampled_from([*VARIABLES]), anything), anything)
def test_any_value_is_printed_or_refused(context: dict[str, Any], rows: Any) -> None:
    template = Template.parse(EVERY)
    for name, value in (*context.items(), ("invoices", rows)):
        mixed = {**FULL, name: value}
        result = outcome(partial(template.render, mixed))
        assert isinstance(result, str) or (result.code, result.field) == ("messages.template", name)


@given(st.dictionaries(st.sampled_from([*INVOICE_VARIABLES]), anything, min_size=1))
def test_any_row_is_printed_or_refused(row: dict[str, Any]) -> None:
    listed = [ROW, {**ROW, **row}]
    result = outcome(lambda: Template.parse(EVERY).render({**FULL, "invoices": listed}))
    assert isinstance(result, str) or (result.row == 1 and result.field in row)


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
