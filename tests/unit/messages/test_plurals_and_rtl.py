"""Own texts in languages with more plurals than two, and from right to left: Polish, Arabic."""

# ruff: noqa: RUF001
from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import Catalogue, MessageTemplate, Template
from collectkit.money import Money

POLISH = MessageTemplate(
    id="reminder-1",
    locale="pl",
    subject="{creditor}: przypomnienie o zapłacie",
    body="Dzień dobry {customer},\n\n"
    "{invoice_count, plural, one {{invoice_count} faktura jest nieopłacona} few {{invoice_count} "
    "faktury są nieopłacone} many {{invoice_count} faktur jest nieopłaconych} other "
    "{{invoice_count} faktury jest nieopłacone}}:"
    "{#invoices}\n- {number}: {open}, "
    "{days_past_due, plural, one {{days_past_due} dzień} few {{days_past_due} dni} "
    "many {{days_past_due} dni} other {{days_past_due} dnia}} po terminie{/invoices}\n\n"
    "Prosimy o wpłatę {total_overdue} do {pay_by}.",
)
ARABIC = MessageTemplate(
    id="reminder-1",
    locale="ar",
    subject="{creditor}: تذكير بالدفع",
    body="السادة \u2068{customer}\u2069،\n\n"
    "{invoice_count, plural, zero {لا توجد فواتير متأخرة} one {فاتورة واحدة متأخرة} "
    "two {فاتورتان متأخرتان} few {{invoice_count} فواتير متأخرة} many {{invoice_count} فاتورة "
    "متأخرة} other {{invoice_count} فاتورة متأخرة السداد}}:"
    "{#invoices}\n- {number}: {open}{/invoices}\n\n"
    "يرجى دفع {total_overdue} حتى {pay_by}.",
)
OWN = Catalogue(templates=(POLISH, ARABIC))

OPEN = ({"number": "INV-7", "open": Money("11900.00", "EUR"), "days_past_due": 22},)


def context(count: int = 1) -> dict[str, object]:
    return {
        "creditor": "Example Ltd",
        "customer": "C-1",
        "invoice_count": count,
        "invoices": OPEN,
        "total_overdue": Money("12345.60", "EUR"),
        "pay_by": date(2026, 3, 2),
    }


def folded(text: str) -> str:
    """`text` with every kind of space as a plain one, and without invisible marks."""
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in kept)


def counted(entry: MessageTemplate, count: int) -> str:
    return folded(entry.render(context(count)).body).split("\n")[2]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 faktur jest nieopłaconych:"),
        (1, "1 faktura jest nieopłacona:"),
        (2, "2 faktury są nieopłacone:"),
        (3, "3 faktury są nieopłacone:"),
        (5, "5 faktur jest nieopłaconych:"),
        (11, "11 faktur jest nieopłaconych:"),
        (12, "12 faktur jest nieopłaconych:"),
        (21, "21 faktur jest nieopłaconych:"),
        (22, "22 faktury są nieopłacone:"),
        (100, "100 faktur jest nieopłaconych:"),
        (101, "101 faktur jest nieopłaconych:"),
    ],
)
def test_polish_counts(count: int, words: str) -> None:
    assert counted(POLISH, count) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "لا توجد فواتير متأخرة:"),
        (1, "فاتورة واحدة متأخرة:"),
        (2, "فاتورتان متأخرتان:"),
        (3, "3 فواتير متأخرة:"),
        (5, "5 فواتير متأخرة:"),
        (11, "11 فاتورة متأخرة:"),
        (21, "21 فاتورة متأخرة:"),
        (100, "100 فاتورة متأخرة السداد:"),
        (101, "101 فاتورة متأخرة السداد:"),
        (103, "103 فواتير متأخرة:"),
    ],
)
def test_arabic_counts(count: int, words: str) -> None:
    assert counted(ARABIC, count) == words


def test_polish_to_the_letter() -> None:
    message = POLISH.render(context(2))
    assert message.subject == "Example Ltd: przypomnienie o zapłacie"
    assert folded(message.body) == (
        "Dzień dobry C-1,\n\n"
        "2 faktury są nieopłacone:\n"
        "- INV-7: 11 900,00 €, 22 dni po terminie\n\n"
        "Prosimy o wpłatę 12 345,60 € do 2 mar 2026."
    )


def test_arabic_to_the_letter() -> None:
    message = ARABIC.render(context(2))
    assert message.subject == "Example Ltd: تذكير بالدفع"
    assert folded(message.body) == (
        "السادة C-1،\n\n"
        "فاتورتان متأخرتان:\n"
        "- INV-7: 11,900.00 €\n\n"
        "يرجى دفع 12,345.60 € حتى 02/03/2026."
    )


# Marks of the template and of CLDR stay: they keep figures in order inside Arabic words.
ISOLATED = ("\u2068", "\u2069")
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("output", ["text", "html", "sms"])
def test_a_name_cannot_reorder_the_text(output: str) -> None:
    name = f"شركة{OVERRIDES} <C-1>"
    plain = ARABIC.render(context() | {"customer": "شركة <C-1>"}, output=output)  # type: ignore[arg-type]
    spoofed = ARABIC.render(context() | {"customer": name}, output=output)  # type: ignore[arg-type]
    assert spoofed == plain
    shown = "&lt;C-1&gt;" if output == "html" else "<C-1>"
    assert f"{ISOLATED[0]}شركة {shown}{ISOLATED[1]}" in spoofed.body
    assert sum(map(spoofed.body.count, OVERRIDES)) == sum(
        map(ARABIC.render(context(), output="text").body.count, OVERRIDES)
    )


def test_the_author_keeps_the_marks_that_he_writes() -> None:
    entry = MessageTemplate(id="thanks", locale="ar", subject="\u200f{creditor}", body="\u200fشكرا")
    message = entry.render({"creditor": "\u202eExample Ltd"})
    assert (message.subject, message.body) == ("\u200fExample Ltd", "\u200fشكرا")


def test_figures_have_western_digits_and_are_never_turned_around() -> None:
    for locale in ("ar", "ar_EG"):
        body = ARABIC.render(context(11), locale=locale).body
        assert not any(unicodedata.category(c) == "Nd" and not c.isascii() for c in body)
        assert "12,345.60" in body
        assert "11 " in folded(body)


def test_readers_find_their_text() -> None:
    assert OWN.find("reminder-1", "ar_EG").locale == "ar"
    assert OWN.find("reminder-1", "pl_PL").locale == "pl"
    message = OWN.find("reminder-1", "ar_EG").render(context(), locale="ar_EG")
    assert (message.locale, message.wanted, message.is_fallback) == ("ar", "ar_EG", True)
    assert OWN.find("demand", "ar").locale == "en"


@pytest.mark.parametrize("entry", [POLISH, ARABIC], ids=["pl", "ar"])
def test_no_category_is_missing(entry: MessageTemplate) -> None:
    findings = Catalogue(templates=(entry,)).lint()
    assert [finding for finding in findings if finding.code == "messages.plural-category"] == []


def missing(locale: str, body: str) -> list[str]:
    own = MessageTemplate(id="reminder-1", locale=locale, body=body)
    found = Catalogue(templates=(own,)).lint()
    words = (str(f.message) for f in found if f.code == "messages.plural-category")
    return [text.split("branch `")[1].split("`")[0] for text in words]


def test_a_missing_category_is_found() -> None:
    body = "{invoice_count, plural, one {faktura} other {faktury}}"
    assert missing("pl", body) == ["few", "many"]
    assert missing("ar", body) == ["few", "many", "two", "zero"]
    assert missing("en", body) == []


def test_a_category_that_a_language_lacks_is_refused() -> None:
    text = "{invoice_count, plural, two {x} other {y}}"
    assert Template.parse(text, locale="ar").render({"invoice_count": 2}) == "x"
    with pytest.raises(TemplateError, match="`two` is not used in pl"):
        Template.parse(text, locale="pl")
