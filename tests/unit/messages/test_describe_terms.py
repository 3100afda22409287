"""Payment terms in plain words: every number said, every kind of step and part, three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given

from collectkit.dates import BusinessDayConvention
from collectkit.errors import InvalidFact
from collectkit.messages.descriptions import describe_terms
from collectkit.messages.format import format_count, format_date, format_number, format_percent
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms import (
    BalanceLine,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    PaymentTerms,
    PercentLine,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
    parse,
)
from collectkit.terms.steps import Step
from collectkit.testing.terms import payment_terms

pytestmark = pytest.mark.core

LANGUAGES = ("en", "de", "fr")
EVENTS = ("delivery", "order", "shipment", "acceptance of stage 7")


def due(*steps: Step, event: str | None = None) -> PaymentTerms:
    return PaymentTerms.due(DueRule(steps=steps, event=event), id="x")


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def described(terms: PaymentTerms, locale: str) -> str:
    return plain(describe_terms(terms, locale=locale))


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (
            "en",
            "2% discount if paid within 10 days of the invoice date; otherwise payable in full "
            "within 30 days of the invoice date.",
        ),
        (
            "de",
            "2 % Skonto bei Zahlung innerhalb von 10 Tagen ab Rechnungsdatum; sonst zahlbar ohne "
            "Abzug innerhalb von 30 Tagen ab Rechnungsdatum.",
        ),
        (
            "fr",
            "Escompte de 2 % en cas de paiement dans un délai de 10 jours à compter de la date de "
            "la facture ; à défaut, payable en totalité dans un délai de 30 jours à compter de la "
            "date de la facture.",
        ),
    ],
)
def test_a_discount_and_the_full_amount(locale: str, text: str) -> None:
    assert described(parse("2/10 net 30"), locale) == text


STEPS: list[tuple[PaymentTerms, str]] = [
    (due(), "on the invoice date"),
    (due(Days(count=0)), "on the invoice date"),
    (due(Days(count=1)), "within 1 day of the invoice date"),
    (due(Days(count=1000)), "within 1,000 days of the invoice date"),
    (due(Days(count=-7), event="shipment"), "no later than 7 days before shipment"),
    (due(Weeks(count=2)), "within 2 weeks of the invoice date"),
    (due(Months(count=1)), "within 1 month of the invoice date"),
    (due(BusinessDays(count=10)), "within 10 business days of the invoice date"),
    (due(event="delivery"), "on delivery"),
    (due(Days(count=30), event="order"), "within 30 days of the date of the order"),
    (due(Days(count=30), event="take-over"), 'within 30 days of the date of "take-over"'),
    (due(EndOfMonth()), "by the end of the month of the invoice date"),
    (due(EndOfMonth(), event="take-over"), 'by the end of the month of "take-over"'),
    (
        due(EndOfMonth(), Days(count=30)),
        "within 30 days of the end of the month of the invoice date",
    ),
    (
        due(Days(count=45), EndOfMonth()),
        "by the end of the month reached 45 days after the invoice date",
    ),
    (
        due(DayOfMonth(day=10, months=1)),
        "by the 10th of the month after the month of the invoice date",
    ),
    (due(OnDate(on=date(2026, 3, 31))), "by March 31, 2026"),
]

PATHS: list[tuple[tuple[Step, ...], str]] = [
    (
        (Days(count=2), Weeks(count=-1), Months(count=3)),
        "2 days on, then 1 week back, then 3 month",
    ),
    ((BusinessDays(count=0),), "0 business days on"),
    ((StartOfQuarter(), EndOfMonth()), "the first day of that quarter, then the end of that month"),
    ((DayOfMonth(day=3),), "the 3rd of that month"),
    ((DayOfMonth(day=22, months=-1),), "the 22nd of the month before"),
    (
        (DayOfMonth(day=30, months=2),),
        "the 30th (or last day of a shorter month) of the month 2 mo",
    ),
    ((DayOfMonth(day=1, months=-2),), "the 1st of the month 2 months back"),
    ((NextDayOfMonth(days=(10, 20)),), "the first 10th or 20th of a month on or after that date"),
    ((Weekday(weekday="monday"),), "the first Monday on or after that date"),
    ((NextWeekday(weekday="sunday"),), "the first Sunday after that date"),
    ((Days(count=1), OnDate(on=date(2026, 3, 31))), "1 day on, then March 31, 2026"),
    ((Proximo(day=20),), "the 20th of the next month"),
    (
        (Proximo(day=20, cutoff=19),),
        "the 20th of the next month, one month later for dates after the 19th of a month",
    ),
    (
        (Proximo(day=20, cutoff=19, boundary="rolls"),),
        "the 20th of the next month, one month later for dates from the 19th of a month on",
    ),
    (
        (Proximo(day=5, cutoff=-3),),
        "the 5th of the next month, one month later for dates later than 3 days before the end",
    ),
    (
        (Proximo(day=5, cutoff=-3, boundary="rolls"),),
        "the 5th of the next month, one month later for dates from 3 days before the end",
    ),
    (
        (Proximo(day=5, cutoff=0, boundary="rolls"),),
        "the 5th of the next month, one month later for the last day of a month",
    ),
    (
        DueRule.banded({9: DueRule.net(5), 25: DueRule.of(), 31: DueRule.net(7)}).steps,
        "depending on the day of the month "
        "(up to the 9th: 5 days on; up to the 25th: that date itself; up to the 31st: 7 days on)",
    ),
]


@pytest.mark.parametrize(("terms", "text"), STEPS)
def test_common_rules_have_words_of_their_own(terms: PaymentTerms, text: str) -> None:
    assert described(terms, "en") == f"Payable in full {text}."


@pytest.mark.parametrize(("steps", "text"), PATHS)
def test_other_rules_are_told_step_by_step(steps: tuple[Step, ...], text: str) -> None:
    told = f"Payable in full by the date counted from the invoice date as follows: {text}"
    assert described(due(*steps), "en").startswith(told)


TIER = DiscountTier(percent=Percent(2), deadline=DueRule.net(5), base="net")
PARTS = PaymentTerms(
    id="parts",
    lines=(
        PercentLine(percent=Percent(30), due=DueRule.on_delivery(), discounts=(TIER,)),
        PercentLine(
            percent=Percent("12.5"), of="untaxed", due=DueRule.net(10), round_to=Decimal("0.05")
        ),
        PercentLine(percent=Percent(5), of="remainder", due=DueRule.net(11)),
        FixedLine(amount=Money("1000.00", "EUR"), due=DueRule.net(20)),
        BalanceLine(due=DueRule.on(date(2026, 12, 31))),
    ),
    discounts=(DiscountTier(percent=Percent(1), deadline=DueRule.net(1)),),
    residue="last",
    tax_on="first",
    discount_grace_days=3,
    due_adjustment=BusinessDayConvention.FOLLOWING,
    discount_adjustment=BusinessDayConvention.MODIFIED_PRECEDING,
    payment_methods=("sepa", "card"),
)


def test_several_parts_and_what_holds_for_all() -> None:
    assert described(PARTS, "en_GB") == (
        "Payable in parts: 30% on delivery (2% discount on the amount without tax if paid within 5 "
        "days of the invoice date); 12.5% of the amount without tax within 10 days of the invoice "
        "date (rounded half up to a multiple of 0.05); 5% of what the parts before it leave within "
        "11 days of the invoice date; €1,000.00 within 20 days of the invoice date; the balance by "
        "31 December 2026. For parts without a discount of their own: 1% discount if paid within 1 "
        "day of the invoice date. What does not divide evenly goes to the last part. The first "
        "part carries the tax. Discounts are still granted for 3 days, counted from their last day "
        "before it is moved; the end of these days is moved in the same way. A last day of a "
        "discount that is not a business day moves to the business day before, or to the "
        "next one rather than into another month. A due date that is not a business day moves to "
        "the next business day. Payment by: sepa or card."
    )


GERMAN_CASES = [
    (due(BusinessDays(count=2)), "innerhalb von 2 Arbeitstagen ab Rechnungsdatum"),
    (due(Weeks(count=2)), "innerhalb von 2 Wochen ab Rechnungsdatum"),
    (due(Months(count=2), event="delivery"), "innerhalb von 2 Monaten ab Lieferung"),
    (due(Days(count=-2), event="shipment"), "spätestens 2 Tage vor Versand"),
    (due(EndOfMonth(), Days(count=2)), "innerhalb von 2 Tagen nach dem Ende des Monats der Re"),
    (due(Days(count=2), EndOfMonth()), "bis zum Ende des Monats, der 2 Tage nach Rechnungsdatum"),
]


@pytest.mark.parametrize(("terms", "text"), GERMAN_CASES)
def test_a_span_in_its_case(terms: PaymentTerms, text: str) -> None:
    assert described(terms, "de").startswith(f"Zahlbar ohne Abzug {text}")


def test_equal_parts() -> None:
    terms = PaymentTerms.equal(3, first=DueRule.net(30), discounts=(TIER.replace(base="gross"),))
    assert described(terms, "en") == (
        "Payable in parts: the whole amount in 3 equal parts, the first within 30 days of the "
        "invoice date, then one every month. For every part: 2% discount if paid within 5 days of "
        "the invoice date."
    )
    rest = EqualLines(parts=2, due=DueRule.net(7), every=Weeks(count=2))
    down = FixedLine(amount=Money("5", "JPY"), due=DueRule.net(1))
    assert (
        "the balance in 2 equal parts, the first within 7 days of the invoice date, then one "
        in (described(PaymentTerms(id="x", lines=(down, rest)), "en"))
    )


def test_no_due_date() -> None:
    assert described(parse("3/10 prox"), "en") == (
        "3% discount if paid by the 10th of the month after the month of the invoice date; no due "
        "date is agreed."
    )


def test_discounts_that_a_line_replaces_are_not_told() -> None:
    own = BalanceLine(due=DueRule.net(30), discounts=(TIER,))
    terms = PaymentTerms(
        id="x", lines=(own,), discounts=(DiscountTier(percent=Percent(9), deadline=DueRule.of()),)
    )
    assert "9%" not in described(terms, "en")
    assert "2%" in described(terms, "en")


def test_locales_fall_back_to_their_language_and_then_to_english() -> None:
    terms = PaymentTerms(
        id="x",
        lines=(
            FixedLine(amount=Money("1000.00", "EUR"), due=DueRule.net(1)),
            BalanceLine(due=DueRule.on(date(2026, 1, 31))),
        ),
    )
    austrian = described(terms, "de_AT")
    assert "€ 1.000,00 innerhalb von 1 Tag ab Rechnungsdatum" in austrian
    assert "bis zum 31. Jänner 2026" in austrian
    for locale in ("pl", "xx", "../de", None):
        assert describe_terms(terms, locale=locale) == describe_terms(terms, locale="en")


def test_only_terms_are_described() -> None:
    with pytest.raises(InvalidFact, match="terms must be PaymentTerms, not str"):
        describe_terms("2/10 net 30", locale="en")  # type: ignore[arg-type]


# -- nothing is left out -------------------------------------------------------------------------
def numbers(terms: PaymentTerms, locale: str) -> Iterator[str]:
    """Every number of the terms as written in `locale`.

    Except those that words say: 0 and, of months on and of intervals, 1; a cutoff that cuts
    nothing off.
    """

    def count(value: int, least: int = 1) -> Iterator[str]:
        if abs(value) >= least:
            yield format_count(abs(value), locale=locale)

    def of_step(step: Step) -> Iterator[str]:
        match step:
            case Days() | Weeks() | Months() | BusinessDays():
                yield from count(step.count)
            case DayOfMonth():
                yield from (*count(step.day), *count(step.months, 2))
            case NextDayOfMonth():
                for day in step.days:
                    yield from count(day)
            case OnDate():
                yield format_date(step.on, locale=locale, style="long")
            case Proximo():
                yield from (*count(step.day), *count(step.months, 2))
                if step.boundary == "rolls" or step.cutoff != 31:
                    yield from count(step.cutoff)
            case Bands():
                for band in step.bands:
                    yield from count(band.until)
                    for inner in band.steps:
                        yield from of_step(inner)

    def of_rule(rule: DueRule | None) -> Iterator[str]:
        for step in () if rule is None else rule.steps:
            yield from of_step(step)

    def of_tiers(tiers: tuple[DiscountTier, ...]) -> Iterator[str]:
        for tier in tiers:
            yield format_percent(tier.percent, locale=locale)
            yield from of_rule(tier.deadline)

    yield from of_tiers(terms.discounts)
    for line in terms.lines:
        yield from (*of_rule(line.due), *of_tiers(line.discounts))
        match line:
            case PercentLine():
                yield format_percent(line.percent, locale=locale)
            case EqualLines():
                yield from (*count(line.parts), *count(line.every.count, 2))
        if isinstance(line, (PercentLine, EqualLines)) and line.round_to is not None:
            yield format_number(line.round_to, locale=locale)
    if terms.discounts or any(line.discounts for line in terms.lines):
        yield from count(terms.discount_grace_days)


@pytest.mark.parametrize("locale", [*LANGUAGES, "de_AT", "fr_CA", "en_GB"])
@given(terms=payment_terms(events=EVENTS))
def test_every_number_is_said(locale: str, terms: PaymentTerms) -> None:
    text = plain(describe_terms(terms, locale=locale))
    for number in numbers(terms, locale):
        assert re.search(rf"(?<!\d){re.escape(plain(number))}(?!\d)", text), (number, text)
    for word in (*terms.payment_methods, *{line.due.event for line in terms.lines if line.due}):
        assert word is None or word in EVENTS[:3] or word in text
    assert "{" not in text
    assert text.endswith(".")


FAMILY_RULES = [
    DueRule.of(),
    DueRule.net(1),
    DueRule.net(10),
    DueRule.net(-10),
    DueRule.of(Weeks(count=10)),
    DueRule.of(Months(count=10)),
    DueRule.business_days(10),
    DueRule.eom_plus_days(10),
    DueRule.days_then_eom(10),
    DueRule.of(EndOfMonth()),
    DueRule.of(StartOfQuarter()),
    DueRule.day_of_month(10),
    DueRule.day_of_month(10, months=2),
    DueRule.day_of_month(10, months=-2),
    DueRule.proximo(day=10, cutoff=5),
    DueRule.proximo(day=10, cutoff=5, boundary="rolls"),
    DueRule.proximo(day=10, cutoff=-5),
    DueRule.proximo(day=10, cutoff=-5, boundary="rolls"),
    DueRule.payment_days((10,)),
    DueRule.payment_days((1, 10)),
    DueRule.of(Weekday(weekday="monday")),
    DueRule.of(NextWeekday(weekday="monday")),
    DueRule.of(Weekday(weekday="tuesday")),
    DueRule.on(date(2026, 10, 10)),
    DueRule.banded({10: DueRule.net(10), 31: DueRule.net(1)}),
    DueRule.from_event("delivery", Days(count=10)),
    DueRule.from_event("customs", Days(count=10)),
    DueRule.from_event("delivery"),
]


def family() -> Iterator[PaymentTerms]:
    tiers = [
        (),
        (TIER,),
        (TIER.replace(base="gross"),),
        (TIER, TIER.replace(percent=Percent(1), deadline=DueRule.net(9))),
    ]
    for rule, discounts in product(FAMILY_RULES, tiers):
        yield PaymentTerms.due(rule, id="x", discounts=discounts)
        yield PaymentTerms.equal(2, first=rule, discounts=discounts)
    for convention in BusinessDayConvention:
        yield PARTS.replace(due_adjustment=convention)
        yield PARTS.replace(discount_adjustment=convention, tax_on="last")
    for mode in RoundingMode:
        line = EqualLines(parts=3, due=DueRule.net(1), round_to=Decimal(5), rounding=mode)
        yield PaymentTerms(id="x", lines=(line,))
    for of in ("total", "untaxed", "remainder"):
        part = PercentLine(percent=Percent(10), of=of, due=DueRule.net(1))
        rest = BalanceLine(due=DueRule.net(2), discounts=(TIER,))
        for grace in (0, 2):
            yield PaymentTerms(id="x", lines=(part, rest), discount_grace_days=grace)
    yield PARTS.replace(residue="first")
    yield PARTS.replace(discount_grace_days=0)
    yield PARTS.replace(payment_methods=("sepa",))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_different_terms_have_different_words(locale: str) -> None:
    members = list(family())
    texts: dict[str, PaymentTerms] = {}
    for terms in members:
        other = texts.setdefault(describe_terms(terms, locale=locale), terms)
        assert other == terms, describe_terms(terms, locale=locale)
    assert len(texts) > 230


SINGLE_STEPS: list[Step] = [
    *(Days(count=count) for count in (-2, 0, 1, 2, 30)),
    *(Weeks(count=count) for count in (1, 2)),
    *(Months(count=count) for count in (-1, 1, 2)),
    *(BusinessDays(count=count) for count in (-2, 2)),
    EndOfMonth(),
    StartOfQuarter(),
    *(DayOfMonth(day=day, months=months) for day in (10, 30, 31) for months in (-2, -1, 0, 1, 2)),
    *(NextDayOfMonth(days=days) for days in ((10,), (10, 20), (30,), (31,))),
    *(Weekday(weekday=name) for name in ("monday", "tuesday")),
    *(NextWeekday(weekday=name) for name in ("monday", "tuesday")),
    OnDate(on=date(2026, 3, 31)),
    *(
        Proximo(day=10, cutoff=cutoff, boundary=boundary, months=months)
        for cutoff in (-3, 0, 3, 30, 31)
        for boundary in ("stays", "rolls")
        for months in (0, 1, 2)
    ),
    *DueRule.banded({15: DueRule.net(2), 31: DueRule.of(EndOfMonth())}).steps,
    *DueRule.banded({16: DueRule.net(2), 31: DueRule.of(EndOfMonth())}).steps,
]
BASES = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (1, 10, 15, 16, 25, 28)] + [
    date(2026, month, 30) for month in (1, 3, 4)
]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_rules_of_the_same_words_give_the_same_dates(locale: str) -> None:
    few = (Days(count=2), EndOfMonth(), DayOfMonth(day=10, months=1), Weekday(weekday="monday"))
    paths = (
        *(steps for n in (0, 1, 2) for steps in product(SINGLE_STEPS, repeat=n)),
        *product(few, repeat=3),
    )
    rules = [DueRule.of(*steps) for steps in paths]
    told: dict[str, DueRule] = {}
    for rule in rules:
        text = describe_terms(PaymentTerms.due(rule, id="x"), locale=locale)
        other = told.setdefault(text, rule)
        if other is not rule:
            for base in BASES:
                assert rule.date_from(base) == other.date_from(base), (text, rule, other, base)
    assert len(told) > 3_000
