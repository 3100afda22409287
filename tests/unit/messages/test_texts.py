"""The library's own texts: complete, parallel in every language, and as they were reviewed.

`python -m tests.unit.messages.test_texts` writes the reviewed texts in `snapshots` anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from collectkit.errors import TemplateError
from collectkit.escalation import presets
from collectkit.messages import VARIABLES, Catalogue, MessageTemplate, Template
from collectkit.messages.format import babel_locale
from collectkit.messages.render import OUTPUTS
from collectkit.messages.template import plurals
from collectkit.messages.texts import LANGUAGES, library
from collectkit.messages.variables import ROW_VARIABLES
from collectkit.money import Money, Percent

SNAPSHOTS = Path(__file__).parent / "snapshots"
PARTS = ("subject", "body", "html", "sms")

OVERDUE = (
    "pre-due", "reminder-1", "reminder-2", "final-reminder", "demand", "statutory-notice",
    "final-notice", "agency-handover", "promise-broken",
)  # fmt: skip
ABOUT_A_FACT = (
    "promise-confirmation", "plan-offer", "hardship-reply", "dispute-acknowledgement",
    "debit-notice", "statement", "invoice-clause",
)  # fmt: skip
CALLS = ("call-script", "call-script-senior", "call-script-promise")
TASKS = ("task-review", "task-dispute", "task-hardship", "task-handover")
IDS = (*OVERDUE, *ABOUT_A_FACT, *CALLS, *TASKS)
WITH_SMS = ("pre-due", "reminder-1", "reminder-2", "promise-confirmation", "promise-broken")

# What the policy has at hand for every action, so that its messages may ask for it.
OF_AN_ACTION = {
    "amount_due", "creditor", "currency", "customer", "customer_number", "days_past_due",
    "invoice_count", "invoices", "late_charges", "oldest_due_on", "pay_by", "payment_details",
    "riders", "signature", "step", "today", "total_open", "total_overdue",
}  # fmt: skip
OF_A_PROMISE = {"promise_amount", "promise_pay_by"}


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


INVOICES = (
    {
        "number": "INV-7",
        "issued_on": date(2026, 1, 31),
        "due_on": date(2026, 3, 2),
        "amount": eur("1190.00"),
        "open": eur("1190.00"),
        "days_past_due": 18,
    },
    {
        "number": "INV-9",
        "issued_on": date(2026, 2, 10),
        "due_on": date(2026, 3, 12),
        "amount": eur("600.50"),
        "open": eur("500.50"),
        "days_past_due": 8,
    },
)
RIDERS = (
    {
        "number": "INV-11",
        "issued_on": date(2026, 2, 28),
        "due_on": date(2026, 3, 30),
        "amount": eur("200.00"),
        "open": eur("200.00"),
        "days_past_due": 0,
    },
)
CONTEXT: dict[str, object] = {
    "creditor": "Example Ltd",
    "contact": "Accounts receivable, receivable@example.com",
    "customer": "Müller & Söhne GmbH",
    "customer_number": "C-1",
    "signature": "Accounts receivable",
    "payment_details": "IBAN DE02 1203 0000 0000 2020 51",
    "payment_link": "https://pay.example/C-1",
    "payment_methods": "SEPA, Visa",
    "payment_reference": "INV-7 C-1",
    "amount_due": eur("1702.11"),
    "currency": "EUR",
    "days_past_due": 18,
    "invoice_count": 2,
    "late_charges": eur("11.61"),
    "rider_count": 1,
    "oldest_due_on": date(2026, 3, 2),
    "pay_by": date(2026, 3, 30),
    "role": "clerk",
    "step": "reminder-1",
    "today": date(2026, 3, 20),
    "total_open": eur("1690.50"),
    "total_overdue": eur("1690.50"),
    "discount_payable": eur("1166.20"),
    "discount_percent": Percent("2"),
    "discount_until": date(2026, 3, 22),
    "promise_amount": eur("1190.00"),
    "promise_pay_by": date(2026, 3, 18),
    "plan_count": 3,
    "plan_total": eur("1690.50"),
    "reply_by": date(2026, 3, 31),
    "hold_until": date(2026, 4, 30),
    "dispute_amount": eur("119.00"),
    "dispute_invoice": "INV-7",
    "dispute_opened_on": date(2026, 3, 5),
    "dispute_reason": "damaged on arrival",
    "collect_amount": eur("1190.00"),
    "collect_on": date(2026, 4, 2),
    "creditor_identifier": "DE98ZZZ09999999999",
    "mandate": "M-1",
    "agency": "Example Collections Ltd",
    "legal_basis": "Example Act, s 1",
    "closing_balance": eur("1690.50"),
    "opening_balance": eur("0.00"),
    "statement_end": date(2026, 3, 31),
    "statement_start": date(2026, 1, 1),
    "due_on": date(2026, 3, 2),
    "invoice_amount": eur("1190.00"),
    "invoice_number": "INV-7",
    "late_charge_terms": "Example terms of late charges.",
    "invoices": INVOICES,
    "riders": RIDERS,
    "installments": tuple(
        {
            "installment_number": n,
            "installment_due_on": date(2026, 3 + n, 15),
            "installment_pending": 0,
            "amount": eur(amount),
        }
        for n, amount in enumerate(("563.50", "563.50", "563.50"), start=1)
    ),
    "discounts": (
        {
            "percent": Percent("3"),
            "installment_number": 1,
            "until": date(2026, 2, 10),
            "discount": eur("35.70"),
            "payable": eur("1154.30"),
        },
        {
            "percent": Percent("2"),
            "installment_number": 1,
            "until": date(2026, 2, 20),
            "discount": eur("23.80"),
            "payable": eur("1166.20"),
        },
    ),
    "movements": (
        {
            "moved_on": date(2026, 1, 31),
            "what": "invoice",
            "number": "INV-7",
            "amount": eur("1190.00"),
            "balance": eur("1190.00"),
        },
        {
            "moved_on": date(2026, 2, 10),
            "what": "invoice",
            "number": "INV-9",
            "amount": eur("600.50"),
            "balance": eur("1790.50"),
        },
        {
            "moved_on": date(2026, 3, 13),
            "what": "payment",
            "number": "R-1",
            "amount": eur("-100.00"),
            "balance": eur("1690.50"),
        },
    ),
    "aging": (
        {"label": "1-30", "amount": eur("1690.50")},
        {"label": "31-60", "amount": eur("0.00")},
    ),
}
"""Every variable that there is, and every list."""


def folded(text: str) -> str:
    """`text` with every kind of space as a plain one, and without invisible marks."""
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in kept)


def printed(language: str) -> str:
    """Every text of `language` with `CONTEXT`, as it is reviewed."""
    return "\n".join(_printed(entry) for _, entry in sorted(library(language).items()))


def _printed(entry: MessageTemplate) -> str:
    message = entry.render(CONTEXT)
    head = [f"=== {entry.id}", f"Subject: {message.subject}".rstrip()]
    lines = [*head, "", message.body.rstrip("\n"), ""]
    if entry.sms:
        lines += ["--- sms", entry.render(CONTEXT, output="sms").body, ""]
    return folded("\n".join(lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_are_those_reviewed(language: str) -> None:
    assert printed(language) == (SNAPSHOTS / f"{language}.txt").read_text(encoding="utf-8")


def test_the_context_has_every_name() -> None:
    assert set(CONTEXT) == {*VARIABLES, *ROW_VARIABLES}
    for name, rows in ROW_VARIABLES.items():
        for row in CONTEXT[name]:  # type: ignore[attr-defined]
            assert set(row) == set(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_in_every_language(language: str) -> None:
    texts = library(language)
    assert sorted(texts) == sorted(IDS)
    assert all(entry.id == key and entry.locale == language for key, entry in texts.items())
    assert {key for key, entry in texts.items() if entry.sms} == set(WITH_SMS)
    assert {key for key, entry in texts.items() if not entry.subject} == {"invoice-clause"}


def test_the_library_is_read_only_and_kept() -> None:
    assert library("de") is library("de")
    with pytest.raises(TypeError):
        library("de")["demand"] = library("en")["demand"]  # type: ignore[index]


@pytest.mark.parametrize("language", ["it", "EN", "", None, ["en"]])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(TemplateError, match="the library has no texts in") as caught:
        library(language)
    assert caught.value.field == "language"


def test_a_language_is_read_when_first_asked_for() -> None:
    program = (
        "import sys\n"
        "from collectkit.messages import Catalogue\n"
        "room = 'collectkit.messages.texts'\n"
        "def loaded():\n"
        "    return [name for name in ('en', 'de', 'fr') if f'{room}.{name}' in sys.modules]\n"
        "catalogue = Catalogue()\n"
        "print(loaded())\n"
        "catalogue.find('demand', 'de_AT')\n"
        "print(loaded())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split("\n")[:2] == ["[]", "['de']"]


def test_the_catalogue_finds_nothing_to_say() -> None:
    texts = tuple(entry for language in LANGUAGES for entry in library(language).values())
    assert Catalogue(base="none", templates=texts).lint(LANGUAGES) == ()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("id", IDS)
def test_the_languages_say_the_same(id: str, language: str, part: str) -> None:
    english: Template = getattr(library("en")[id], f"{part}_template")
    other: Template = getattr(library(language)[id], f"{part}_template")
    assert other.variables == english.variables
    assert other.optional_variables == english.optional_variables
    assert other.row_variables == english.row_variables


# In French the addressee and the closing words are paragraphs of their own.
MORE_PARAGRAPHS = {"en": 0, "de": 0, "fr": 2}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_the_languages_have_the_same_parts(id: str, language: str) -> None:
    own, english = library(language)[id].body, library("en")[id].body
    is_letter = id not in (*CALLS, *TASKS, "invoice-clause")
    more = MORE_PARAGRAPHS[language] if is_letter else 0
    assert own.count("\n\n") == english.count("\n\n") + more
    for mark in (r"^\d\. ", r"^- ", r"\{#\w+\}"):
        found = [len(re.findall(mark, body, flags=re.MULTILINE)) for body in (own, english)]
        assert found[0] == found[1]


def templates(language: str) -> Iterator[Template]:
    for entry in library(language).values():
        yield from (getattr(entry, f"{part}_template") for part in PARTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_every_category(language: str) -> None:
    wanted = {*babel_locale(language).plural_form.tags, "other"}
    found = [{name for name, _ in p.branches} for t in templates(language) for p in plurals(t)]
    assert len(found) > 10
    assert all(categories == wanted for categories in found)


@pytest.mark.parametrize("id", ["demand", "statutory-notice", "agency-handover", "call-script"])
def test_a_million_in_french(id: str) -> None:
    several = CONTEXT | {"invoice_count": 1_000_000, "days_past_due": 1_000_000}
    body = folded(library("fr")[id].render(several).body)
    assert body == folded(library("fr")[id].render(CONTEXT).body).replace(
        "18 jours", "1 000 000 de jours"
    )


def required(entry: MessageTemplate) -> dict[str, object]:
    """`CONTEXT` without all that the entry can do without."""
    return {name: CONTEXT[name] for name in entry.variables}


def test_the_letters_that_name_riders() -> None:
    naming = {key for key, entry in library("en").items() if "riders" in entry.variables}
    assert naming == {*OVERDUE} - {"statutory-notice", "promise-broken"}
    assert not any(
        "INV-11" in library("en")[key].render(CONTEXT, output="sms").body for key in WITH_SMS
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_every_output_is_clean(id: str, language: str) -> None:
    entry = library(language)[id]
    one = {"invoice_count": 1, "days_past_due": 1, "plan_count": 1}
    few = dict.fromkeys(ROW_VARIABLES, ()) | {"late_charges": eur("0.00")}
    for context in (CONTEXT, CONTEXT | one, CONTEXT | few, required(entry)):
        for output in OUTPUTS:
            message = entry.render(context, output=output)
            assert not set("{}#") & set(message.subject + message.body)
            assert "\n\n\n" not in message.body
            assert not message.body.startswith("\n")
            assert all(line == line.rstrip() for line in message.body.split("\n"))
            assert not re.search(r"  |\( |\(\)| [,.]|\.\.", folded(message.body))


@pytest.mark.parametrize("id", IDS)
def test_nothing_is_asked_for_and_not_used(id: str) -> None:
    entry = library("en")[id]
    for name in entry.variables:
        context = {key: value for key, value in CONTEXT.items() if key != name}
        refused = []
        for output in ("text", "sms"):
            try:
                entry.render(context, output=output)
            except TemplateError as error:
                refused.append(error.field)
        assert refused
        assert set(refused) == {name}


@pytest.mark.parametrize("id", [*OVERDUE, *CALLS, "task-review", "task-handover"])
def test_an_action_has_what_its_message_asks_for(id: str) -> None:
    of_a_promise = OF_A_PROMISE if id in ("promise-broken", "call-script-promise") else set()
    assert library("en")[id].variables <= OF_AN_ACTION | of_a_promise


def test_the_messages_of_the_presets_are_there() -> None:
    ladders = [getattr(presets, name)() for name in presets.__all__]
    named = {step.template for ladder in ladders for step in ladder.steps} - {None}
    assert {"pre-due", "call-script", "final-notice", "agency-handover"} <= named <= set(IDS)


OPTIONAL_LINES = [
    ("en", "demand", "late_charges", ("Late charges: €11.61", "Total to pay: €1,702.11")),
    ("de", "demand", "late_charges", ("Verzugskosten: 11,61 €", "Zu zahlen: 1.702,11 €")),
    ("fr", "demand", "late_charges", ("retard : 11,61 €", "Total à régler : 1 702,11 €")),
    ("en", "reminder-1", "payment_link", ("Pay online: https://pay.example/C-1",)),
    ("en", "reminder-1", "payment_reference", ("Reference: INV-7 C-1",)),
    ("en", "reminder-1", "payment_methods", ("Payment methods: SEPA, Visa",)),
    ("en", "reminder-1", "contact", ("Contact: Accounts receivable",)),
    ("en", "reminder-1", "customer_number", ("Your customer number: C-1",)),
    ("en", "pre-due", "discount_payable", ("early payment discount of 2%",)),
    ("de", "pre-due", "discount_until", ("erhalten Sie 2 % Skonto: Sie zahlen dafür 1.166,20 €",)),
    ("en", "statutory-notice", "legal_basis", (" (legal basis: Example Act, s 1)",)),
    ("en", "demand", "rider_count", ("not part of the amounts above:", "- Invoice INV-11, due")),
    ("de", "final-notice", "rider_count", ("nicht enthalten:", "INV-11, fällig am 30.03.2026")),
    ("fr", "agency-handover", "rider_count", ("toujours auprès de nous", "INV-11, échéance du")),
    ("de", "agency-handover", "agency", (" (Example Collections Ltd)",)),
    (
        "en",
        "hardship-reply",
        "hold_until",
        ("adapt our steps to it, up to and including Apr 30, 2026.",),
    ),
    ("fr", "dispute-acknowledgement", "dispute_amount", ("Montant contesté : 119,00 €",)),
    ("en", "dispute-acknowledgement", "dispute_reason", ("Reason: damaged on arrival",)),
    ("en", "invoice-clause", "due_on", ("Payable in full by Mar 2, 2026.",)),
    ("en", "invoice-clause", "late_charge_terms", ("Example terms of late charges.",)),
    ("de", "task-review", "role", ("Für: clerk",)),
    ("en", "task-dispute", "total_open", ("Total open: €1,690.50",)),
]


@pytest.mark.parametrize(("language", "id", "name", "lines"), OPTIONAL_LINES)
def test_an_optional_line(language: str, id: str, name: str, lines: tuple[str, ...]) -> None:
    entry = library(language)[id]
    assert name in entry.optional_variables
    with_it = folded(entry.render(CONTEXT).body)
    without = folded(entry.render({k: v for k, v in CONTEXT.items() if k != name}).body)
    assert all(line in with_it for line in lines)
    assert not any(line in without for line in lines)


ONE_INVOICE = [
    ("en", "demand", "the following invoice has still not been paid in full:"),
    ("en", "agency-handover", "questions about this invoice to the agency"),
    ("en", "pre-due", "With the early payment discount of 2%, you pay €1,166.20 if you pay by"),
    ("en", "call-script", "(1 day past due)"),
    ("en", "plan-offer", "€1,690.50 in one installment:"),
    ("de", "demand", "ist die folgende Rechnung noch immer nicht vollständig bezahlt:"),
    ("de", "agency-handover", "Fragen zu dieser Rechnung ab diesem Zeitpunkt an"),
    ("de", "pre-due", "Mit 2 % Skonto zahlen Sie 1.166,20 €, wenn Sie bis zum 22.03.2026 zahlen."),
    ("de", "call-script", "(seit 1 Tag überfällig)"),
    ("de", "plan-offer", "1.690,50 € in einer Rate zu zahlen:"),
    ("fr", "demand", "la facture suivante n\u2019est toujours pas entièrement réglée :"),
    ("fr", "agency-handover", "vos questions sur cette facture."),
    (
        "fr",
        "pre-due",
        "Avec l\u2019escompte de 2 %, vous ne payez que 1 166,20 € en réglant au plus",
    ),
    ("fr", "call-script", "(1 jour de retard)"),
    ("fr", "plan-offer", "1 690,50 € en 1 versement :"),
]


@pytest.mark.parametrize(("language", "id", "phrase"), ONE_INVOICE)
def test_one_of_a_thing(language: str, id: str, phrase: str) -> None:
    one = CONTEXT | {"invoice_count": 1, "days_past_due": 1, "plan_count": 1}
    assert phrase in folded(library(language)[id].render(one).body)
    assert phrase not in folded(library(language)[id].render(CONTEXT).body)


@pytest.mark.parametrize("id", IDS)
def test_french_typography(id: str) -> None:
    entry = library("fr")[id]
    for text in (entry.subject, entry.body):
        prose = re.sub(r"\{[^{}]*\}", "x", text)
        assert "'" not in prose
        assert not re.search(r"(?<!\xa0)[:;!?]", prose)
    assert not set("\xa0\u2019") & set(entry.sms)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", WITH_SMS)
def test_a_text_message_is_short(id: str, language: str) -> None:
    entry = library(language)[id]
    # Names of French months have letters that the alphabet lacks; that of March has none.
    for context, most in ((CONTEXT, 2), (required(entry), 1)):
        length = entry.render(context, output="sms").sms
        assert length is not None
        assert length.encoding == "gsm-7"
        assert length.segments <= most


if __name__ == "__main__":
    for language in LANGUAGES:
        (SNAPSHOTS / f"{language}.txt").write_text(printed(language), encoding="utf-8")
