"""Reasons in every language.

`python -m tests.unit.messages.test_reasons` writes the reviewed texts in `snapshots` anew.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectkit.arrangements.reasons import REASONS as ARRANGEMENTS
from collectkit.contact.reasons import REASONS as CONTACT
from collectkit.discounts.reasons import REASONS as DISCOUNTS
from collectkit.errors import InvalidFact, TemplateError
from collectkit.escalation import BrokenPromises, CustomerIs, GradeIn, When
from collectkit.escalation.reasons import REASONS as ESCALATION
from collectkit.explain import Reason, Reasons
from collectkit.fees.reasons import REASONS as FEES
from collectkit.messages.reason_words import Wording
from collectkit.messages.reason_words.de import DE
from collectkit.messages.reason_words.fr import FR
from collectkit.messages.reasons import explain
from collectkit.money import Money, Percent
from collectkit.risk.reasons import REASONS as RISK

SRC = Path(__file__).resolve().parents[3] / "src" / "collectkit"
SNAPSHOTS = Path(__file__).parent / "snapshots"
ROOMS = {
    "arrangements": ARRANGEMENTS,
    "contact": CONTACT,
    "discounts": DISCOUNTS,
    "escalation": ESCALATION,
    "fees": FEES,
    "risk": RISK,
}
CODES = {code: room for room in ROOMS.values() for code in room}
WORDINGS = {"de": DE, "fr": FR}
NAMES = re.compile(r"\{([a-z_]+)\}")

# What a figure of each name may be: the rooms put these into their reasons.
DAY, UNTIL = date(2026, 3, 2), date(2026, 3, 16)
EUR, REST = Money("1190.00", "EUR"), Money("23.80", "EUR")
SAMPLES: dict[str, object] = {
    **dict.fromkeys(("amount", "discount", "exposure", "overdue", "owed", "credited"), EUR),
    **dict.fromkeys(("disputed", "excess", "missing", "most", "paid", "rest", "short"), REST),
    **dict.fromkeys(("announce", "begin", "day", "due", "first", "on", "released", "since"), DAY),
    **dict.fromkeys(("collect", "deadline", "last", "until"), UNTIL),
    **dict.fromkeys(("percent", "taken"), Percent("2")),
    "rate": Percent("4.875"), "unpaid": Percent("33.3"),
    **dict.fromkeys(("count", "lost", "observed", "offset", "settled"), 1),
    "best": 10, "days": 7, "limit": 2, "needed": 3, "required": 14,
    "value": "12.5", "name": "bureau", "grade": "B", "segment": "retail",
    "blocks": "reminders, calls", "channel": "phone", "channels": "sms or email",
    "by": "counsel", "currency": "EUR", "customer": "business", "debt": "the account",
    "debtor": "business", "hold": "H-1", "id": "H-1", "invoice": "INV-7", "item": "INV-7",
    "items": "INV-7, INV-8", "keys": "p:interest:INV-7", "kind": "hardship",
    "kinds": "business, public", "notice": "claim", "plan": "PLAN-1", "role": "manager",
    "rule": "consent_required", "scope": "business between undertakings", "step": "demand",
    "table": "base", "text": "whatever a law says", "wanted": "C, D",
    "what": "hardship hold", "why": "no notice or agreed day has put it in default",
}  # fmt: skip
OWN: dict[str, object] = {
    **{f"arrangements.promise_{status}.required": EUR for status in ("kept", "open", "broken")},
    **{f"escalation.{code}.observed": EUR for code in ("minimum_met", "below_minimum")},
    **{f"escalation.{code}.required": REST for code in ("minimum_met", "below_minimum")},
    **{f"escalation.{code}.kind": "agency" for code in ("placed",)},
    "arrangements.promise_open.credited": REST,
    "arrangements.promise_part_kept.credited": REST,
    "arrangements.promise_part_kept.required": EUR,
    "arrangements.stopped.last": "lifted",
    "contact.consent_expired.observed": DAY,
    "contact.cooldown.observed": DAY,
    "contact.hours.observed": "06:00",
    "contact.hours.required": "08:00-12:00 and 14:00-21:00",
    "contact.mandatory.required": "a statute",
    "contact.no_common_hours.observed": "Europe/Berlin, America/New_York",
    "contact.no_common_hours.required": "08:00-13:00",
    "contact.quiet_days.required": 7,
    "contact.quiet_days.last": DAY,
    "contact.min_gap.last": DAY,
    "contact.zone_unknown.observed": "none is recorded",
    "discounts.short_wrong_rate.taken": Percent("3"),
    "escalation.hold.until": "lifted",
    "escalation.dispute.until": "closed",
    "escalation.placed.until": "recall",
    "escalation.not_in_scope.currency": "any currency",
    "escalation.if_amount.required": REST,
    "escalation.if_share.required": Percent("10"),
    "escalation.if_share.overdue": REST,
    "fees.customer_kind.kind": "public",
    "risk.over_limit.limit": EUR,
    "risk.placed.kind": "legal",
    "risk.unknown.name": "late share",
    **{
        f"risk.{code}.value": "33%"
        for code in (
            "late_share", "late_share_filled", "overdue_share", "over_90_share", "dispute_share",
            "utilization",
        )
    },
    **{
        f"risk.{code}.value": "1"
        for code in ("broken_promises", "oldest_days_past_due", "write_offs", "tenure_days")
    },
    **{
        f"escalation.{code}.text": ESCALATION("if_promises", observed=0, required=1)
        for code in ("condition", "condition_met", "if_not")
    },
    "escalation.unknown.text": ESCALATION("if_no_grade"),
    "escalation.if_both.first": ESCALATION("if_promises", observed=1, required=2),
    "escalation.if_both.second": ESCALATION("if_days", observed=1, required=14),
}  # fmt: skip


def sample(code: str) -> Reason:
    names = NAMES.findall(CODES[code][code])
    data: dict[str, Any] = {name: OWN.get(f"{code}.{name}", SAMPLES.get(name)) for name in names}
    assert None not in data.values(), f"say what {code} is given: {data}"
    return CODES[code](code.partition(".")[2], "C-1", **data)


# -- every code, in every language -----------------------------------------------------------------
def test_no_room_is_left_out() -> None:
    own = {path.parent.name for path in SRC.glob("*/reasons.py")} - {"messages"}
    assert own == set(ROOMS)


@pytest.mark.parametrize("language", WORDINGS)
def test_every_code_has_its_words_and_none_is_too_many(language: str) -> None:
    assert sorted(WORDINGS[language].patterns) == sorted(CODES)


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("code", CODES)
def test_every_language_names_the_same_figures(code: str, language: str) -> None:
    pattern = WORDINGS[language].patterns[code]
    assert sorted(set(NAMES.findall(pattern))) == sorted(set(NAMES.findall(CODES[code][code])))
    assert re.sub(NAMES, "", pattern).count("{") == 0


def test_the_closed_words_are_the_same_in_every_language() -> None:
    def closed(wording: Wording) -> dict[str, list[str]]:
        return {name: sorted(words) for name, words in wording.words.items()}

    assert closed(DE) == closed(FR)
    assert sorted(DE.joins) == sorted(FR.joins)


def test_the_closed_words_stand_in_patterns() -> None:
    figures = {name for code in CODES for name in NAMES.findall(CODES[code][code])}
    exact = {f"{code}.{name}" for code in CODES for name in NAMES.findall(CODES[code][code])}
    assert set(DE.words) <= figures | exact


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_texts_are_those_that_were_reviewed(language: str) -> None:
    kept = (SNAPSHOTS / f"reasons_{language}.txt").read_text(encoding="utf-8")
    assert snapshot(language) == kept


def snapshot(language: str) -> str:
    return "".join(f"{code}\n  {explain(sample(code), locale=language)}\n" for code in CODES)


# -- counts read right for none, one and many ------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("code", CODES)
def test_no_noun_follows_a_count(code: str, language: str) -> None:
    pattern = CODES[code][code] if language == "en" else WORDINGS[language].patterns[code]
    nouns = "days|times|promises|items|calls|contacts|invoices|Tage|Posten|Raten|jours|fois|points"
    counts = "count|days|limit|lost|needed|observed|offset|required|settled|value"
    assert re.search(rf"\{{({counts})\}} (?!without)(?:\w+ )?({nouns})\b", pattern) is None


# -- figures ---------------------------------------------------------------------------------------
HOST = Reasons("host", {"said": "{it}"})


def said(value: object, locale: str) -> str:
    return (
        explain(HOST("said", it=value), locale=locale).replace("\xa0", " ").replace("\u202f", " ")
    )


@pytest.mark.parametrize(
    ("value", "en", "de", "fr"),
    [
        (Money("1190.00", "EUR"), "€1,190.00", "1.190,00 €", "1 190,00 €"),
        (date(2026, 3, 2), "Mar 2, 2026", "02.03.2026", "2 mars 2026"),
        (Percent("12.75"), "12.75%", "12,75 %", "12,75 %"),
        (-12345, "-12,345", "-12.345", "-12 345"),
        (Decimal("1234.50"), "1,234.50", "1.234,50", "1 234,50"),
        (Fraction(12345), "12,345", "12.345", "12 345"),
        (Fraction(1, 3), "1/3", "1/3", "1/3"),
        (True, "yes", "ja", "oui"),
        (False, "no", "nein", "non"),
        (None, "not given", "keine Angabe", "non indiqué"),
        ("12.5", "12.5", "12.5", "12.5"),
        ("lifted", "lifted", "lifted", "lifted"),
        ("{it}", "{it}", "{it}", "{it}"),
    ],
)
def test_a_figure_is_printed_by_its_type(value: object, en: str, de: str, fr: str) -> None:
    assert (said(value, "en"), said(value, "de"), said(value, "fr")) == (en, de, fr)


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
        10**15,
        -(10**15),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+31"),
        Decimal("1E-31"),
        Fraction(1, 10**15),
        ("a", "b"),
        b"a",
    ],
)
def test_a_figure_that_no_message_prints_is_named(value: object) -> None:
    with pytest.raises(TemplateError, match=r"^`it` of host\.said cannot be printed") as caught:
        explain(HOST("said", it=value), locale="de")
    assert (caught.value.field, caught.value.subject) == ("it", "host.said")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12.5", "12,5"), ("-1.5", "-1,5"), ("1234", "1.234"), ("33%", "33 %"),
     ("2000000%", "2000000%"), ("unknown", "unknown"), ("1e3", "1e3")],
)  # fmt: skip
def test_risk_gives_numbers_as_text(value: str, shown: str) -> None:
    reason = RISK("extra", name="bureau", value=value, lost=1, best=3)
    assert explain(reason, locale="de").replace("\xa0", " ") == (
        f"bureau ist {shown}; 1 von 3 Punkten verloren"
    )


# -- words -----------------------------------------------------------------------------------------
def test_closed_words_are_translated_and_names_are_not() -> None:
    blocks = ARRANGEMENTS("hold_blocks", "review", kind="review", blocks="calls, legal", until=DAY)
    assert explain(blocks, locale="de") == (
        "review: Sperre (Prüfung) verhindert bis 02.03.2026: Anrufe, gerichtliche Schritte"
    )
    step = ESCALATION("requires", "legal", step="review")
    assert explain(step, locale="de") == "legal: review ist nicht versandt"


def test_one_word_may_have_two_meanings() -> None:
    hold = ESCALATION("hold", id="H-1", kind="legal", until="lifted")
    assert explain(hold, locale="de") == "Sperre H-1 (Rechtsfall) bis auf Weiteres"
    placed = ESCALATION("placed", kind="legal", until="recall")
    assert explain(placed, locale="de") == "bis zur Rücknahme abgegeben an einen Rechtsbeistand"


def test_the_words_between_two_are_translated() -> None:
    caps: dict[str, Any] = {"days": 7, "observed": 2, "required": 2}
    limit = CONTACT("limit", channels="phone or a pigeon", **caps)
    assert "Telefon oder a pigeon" in explain(limit, locale="de")
    assert "téléphone ou a pigeon" in explain(limit, locale="fr")
    assert "by phone or a pigeon" in explain(limit, locale="en")
    assert "tous canaux" in explain(CONTACT("limit", channels="any channel", **caps), locale="fr")


class Desk:
    """What conditions see."""

    currency, grade, segment, tags, customer_kind, paid_late = "EUR", "B", None, (), "public", 0

    def overdue(self) -> Money:
        return EUR

    def owed(self) -> Money:
        return EUR

    def broken_promises(self) -> int:
        return 1

    def days_past_due(self, at_least: int) -> int:
        return min(1, at_least)

    def late_items(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("condition", "german"),
    [
        (
            GradeIn(grades=("B",)) & BrokenPromises(at_least=1) & CustomerIs(kinds=("public",)),
            "Bonitätsklasse B, verlangt: eine von B; gebrochene Zahlungszusagen: 1, mindestens 1; "
            "Kundenart öffentliche Stelle, verlangt: eine von öffentliche Stelle",
        ),
        (~When.segment_in("retail"), "nicht: kein Segment angegeben"),
        (
            When.amount_at_least(EUR="5000") | When.overdue_share("100"),
            "1.190,00 € von 1.190,00 € überfällig, mindestens 100 %",
        ),
        (When.days_past_due(7), "Tag 1 nach Fälligkeit, mindestens Tag 7"),
        (When.late_items(2), "überfällige Posten: 1, mindestens 2"),
        (When.paid_late(2), "verspätet bezahlte Posten: 0, mindestens 2"),
        (When.tag_in("vip", "new"), "gekennzeichnet mit vip, new"),
        (When.amount_at_least(USD="1"), "kein Schwellenwert in EUR festgelegt"),
    ],
)
def test_a_condition_is_told_in_the_readers_language(condition: Any, german: str) -> None:
    reason = ESCALATION("condition", "call", text=condition.ask(Desk()).reason)
    told = explain(reason, locale="de").replace("\xa0", " ")
    assert told == f"call: Bedingung nicht erfüllt: {german}"


def test_a_long_list_of_conditions_does_not_nest_deep() -> None:
    both = When.late_items(1)
    condition = type(both & both)(conditions=(both,) * 2_000)
    told = explain(ESCALATION("condition_met", text=condition.ask(Desk()).reason), locale="fr")
    assert told.count("postes en retard\xa0: 1, au moins 1") == 2_000


# -- reasons ---------------------------------------------------------------------------------------
KEPT = ARRANGEMENTS("plan_kept", "PLAN-1", amount=REST, due=DAY, source="a statute")


def test_reasons_stand_one_on_a_line_in_order() -> None:
    pair = (KEPT, ARRANGEMENTS("not_announced", "H-1"))
    lines = "PLAN-1: nothing missed; €23.80 is due on Mar 2, 2026\nH-1: was not announced"
    assert explain(pair, locale="en") == lines
    assert explain(iter(pair), locale="en") == lines
    assert explain((), locale="de") == ""


@pytest.mark.parametrize("given", ["text", b"", 3, None, object()])
def test_what_is_no_reason_is_named(given: Any) -> None:
    with pytest.raises(InvalidFact, match="reasons must be a Reason or an iterable") as caught:
        explain(given, locale="en")
    assert caught.value.field == "reasons"


def test_what_is_no_reason_among_reasons_is_named() -> None:
    wrong: Any = (KEPT, "later")
    with pytest.raises(InvalidFact, match="row 1: reasons must hold Reason, not str") as caught:
        explain(wrong, locale="en")
    assert (caught.value.field, caught.value.row) == ("reasons", 1)


def test_the_reasons_of_a_host_keep_their_words() -> None:
    assert explain(Reason("host.x", "C-1", (("a", 1),), pattern="{a} and {b}"), locale="de") == (
        "C-1: 1 and {b}"
    )
    assert explain(Reason("host.x"), locale="fr") == "host.x"


# -- readers ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("de", "bezahlt am 02.03.2026"),
        ("de_CH", "bezahlt am 02.03.2026"),
        ("de-AT", "bezahlt am 02.03.2026"),
        ("de_QQ", "bezahlt am 02.03.2026"),
        ("fr_BE", "payée le 2 mars 2026"),
        ("en_GB", "paid on 2 Mar 2026"),
        ("en", "paid on Mar 2, 2026"),
        ("es", "paid on Mar 2, 2026"),
        ("qq", "paid on Mar 2, 2026"),
        ("DE", "paid on Mar 2, 2026"),
        ("de_de", "paid on Mar 2, 2026"),
        ("", "paid on Mar 2, 2026"),
        ("de\n", "paid on Mar 2, 2026"),
        ("de" * 5_000, "paid on Mar 2, 2026"),
        (None, "paid on Mar 2, 2026"),
        (7, "paid on Mar 2, 2026"),
    ],
)
def test_a_locale_falls_back_to_its_language_and_then_to_english(locale: Any, words: str) -> None:
    assert explain(ARRANGEMENTS("installment_paid", on=DAY), locale=locale) == words


def anything() -> st.SearchStrategy[object]:
    return st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.dates(),
        st.fractions(), st.decimals(), st.floats(), st.binary(max_size=3),
        st.sampled_from((EUR, Percent("2"), "lifted", "calls, legal")),
    )  # fmt: skip


@given(code=st.sampled_from(sorted(CODES)), locale=st.sampled_from(("en", "de", "fr", "x")),
       values=st.lists(anything(), min_size=6, max_size=6))  # fmt: skip
def test_any_figure_prints_or_is_refused(code: str, locale: str, values: list[object]) -> None:
    names = sorted(set(NAMES.findall(CODES[code][code])))
    data: dict[str, Any] = dict(zip(names, values, strict=False))
    with contextlib.suppress(TemplateError):
        text = explain(CODES[code](code.partition(".")[2], **data), locale=locale)
        assert all(f"{{{name}}}" not in text for name in names)


def test_the_rooms_own_english_is_what_english_readers_see() -> None:
    for code in CODES:
        names = NAMES.findall(CODES[code][code])
        reason = CODES[code](code.partition(".")[2], "C-1", **dict.fromkeys(names, "x"))
        assert explain(reason, locale="en") == str(reason)


if __name__ == "__main__":
    for name in ("en", "de", "fr"):
        (SNAPSHOTS / f"reasons_{name}.txt").write_text(snapshot(name), encoding="utf-8")
