"""Late charges in plain words: every number said, every kind of fee, statutes, three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from collectkit._model import Policy
from collectkit.dates import BusinessDayConvention, DayCount
from collectkit.errors import InvalidFact
from collectkit.fees import (
    Bracket,
    Cap,
    Compounding,
    FlatFee,
    GraduatedFee,
    Interest,
    LateChargePolicy,
    Margin,
    NoticeFirst,
    PercentFee,
    Period,
    Regime,
    SlabFee,
    TableRate,
    Tier,
    statutory,
)
from collectkit.fees.tariffs import Fee
from collectkit.messages.descriptions import describe_late_charges
from collectkit.messages.format import (
    format_count,
    format_date,
    format_money,
    format_number,
    format_percent,
)
from collectkit.money import Money, Percent
from collectkit.testing.charges import late_charge_policies, regimes

pytestmark = pytest.mark.core

LANGUAGES = ("en", "de", "fr")
EUR_40 = (Money("40.00", "EUR"),)
FLAT = FlatFee(id="f", amounts=EUR_40)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def described(policy: LateChargePolicy | Regime, locale: str = "en") -> str:
    return plain(describe_late_charges(policy, locale=locale))


def bearing(**fields: object) -> LateChargePolicy:
    interest = Interest(**{"rate": Percent(9), **fields})  # type: ignore[arg-type]
    return LateChargePolicy(id="x", interest=interest)


def at_table(**fields: object) -> LateChargePolicy:
    given = {"table": "de-basiszinssatz", "margin": Percent(9), **fields}
    return bearing(rate=TableRate(**given))  # type: ignore[arg-type]


def charging(*fees: Fee, **fields: object) -> LateChargePolicy:
    return LateChargePolicy(id="x", fees=fees, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Overdue amounts bear interest of 9% a year from the day after the due date."),
        (
            "de",
            "Überfällige Beträge sind ab dem Tag nach der Fälligkeit mit 9 % jährlich zu "
            "verzinsen.",
        ),
        (
            "fr",
            "Les montants en retard portent intérêt au taux annuel de 9 % à compter du lendemain "
            "de l\u2019échéance.",
        ),
    ],
)
def test_interest_at_a_fixed_rate(locale: str, text: str) -> None:
    assert described(bearing(), locale) == text


PER_YEAR = "Overdue amounts bear interest from the day after the due date at this yearly rate: "
AFTER_FIXED = "Overdue amounts bear interest of 9% a year from the day after the due date. "

RATES: list[tuple[LateChargePolicy, str]] = [
    (
        at_table(),
        'the reference rate "Basiszinssatz" plus 9 percentage points. The rate changes with the '
        "reference rate.",
    ),
    (
        at_table(table="own-table", margin=Percent(1), reads="half_year_start"),
        'the reference rate "own-table" plus 1 percentage point. The reference rate of the first '
        "day of each half-year holds for that half-year.",
    ),
    (
        at_table(table="own-table", margin=Percent("-0.5"), fixing="frozen", reads="half_year_eve"),
        'the reference rate "own-table" minus 0.5 percentage points. The reference rate of the '
        "last day before the half-year in which interest begins holds for good.",
    ),
    (
        at_table(
            margin=Percent(0),
            factor=Decimal("1.5"),
            round_up_to=Percent("0.5"),
            floor=Percent(2),
            ceiling=Percent(20),
        ),
        '1.5 times the reference rate "Basiszinssatz". The rate changes with the reference rate. '
        "The rate is rounded up to a multiple of 0.5%. The rate is at least 2%. The rate is at "
        "most 20%.",
    ),
    (
        at_table(
            margin=Percent(7),
            margins=(
                Margin(percent=Percent(8), contracts_from=date(2014, 1, 1)),
                Margin(percent=Percent(9), applies_from=date(2026, 7, 1)),
                Margin(percent=Percent(9), applies_from=date(2027, 1, 1)),
            ),
        ),
        'the reference rate "Basiszinssatz" plus 8 percentage points. The rate changes with the '
        'reference rate. From July 1, 2026 on the rate is the reference rate "Basiszinssatz" plus '
        "9 percentage points.",
    ),
    (
        at_table(
            margin=Percent(7),
            contract_date=date(2013, 1, 1),
            fixing="frozen",
            margins=(
                Margin(percent=Percent(8), contracts_from=date(2014, 1, 1)),
                Margin(percent=Percent(9), applies_from=date(2026, 7, 1)),
            ),
        ),
        'the reference rate "Basiszinssatz" plus 7 percentage points. The reference rate of the '
        "first day of interest holds for good. Where interest begins on July 1, 2026 or later, the "
        'rate is the reference rate "Basiszinssatz" plus 9 percentage points.',
    ),
]

RULES: list[tuple[LateChargePolicy, str]] = [
    (
        bearing(day_count=DayCount.THIRTY_E_360),
        "The days of interest are counted by the rule 30E/360.",
    ),
    (
        bearing(value_day="same"),
        "The day on which a payment arrives bears no interest on what is paid.",
    ),
    (
        bearing(compounding=Compounding(every=Period(months=1))),
        "Accrued interest is added every month to what bears interest.",
    ),
    (
        bearing(compounding=Compounding(every=Period(days=30), max_age=Period(years=1))),
        "Accrued interest is added every 30 days to what bears interest, for at most 1 year.",
    ),
    (bearing(max_age=Period(years=3)), "Interest runs for at most 3 years."),
    (bearing(rounding="per_day"), "Interest is rounded for each day."),
    (
        bearing(minimum=(Money("5", "EUR"), Money("600", "JPY"))),
        "Once interest has accrued, at least €5.00 or ¥600 is charged.",
    ),
    (
        bearing(caps=(Cap(percent=Percent(100)), Cap(amounts=EUR_40, every=Period(months=3)))),
        "Interest is at most 100% of the original amount. Interest is at most €40.00 every 3 "
        "months.",
    ),
    (
        bearing(caps=(Cap(amounts=EUR_40, percent=Percent(10)),), de_minimis=EUR_40),
        "Interest is at most the lower of €40.00 and 10% of the original amount. Interest of less "
        "than €40.00 is not charged.",
    ),
]

SIZES = (
    Tier(upto=Money("1000", "GBP"), inclusive=False, amount=Money("40", "GBP")),
    Tier(upto=Money("10000", "GBP"), amount=Money("70", "GBP")),
    Tier(amount=Money("100", "GBP")),
)
FEES: list[tuple[LateChargePolicy, str]] = [
    (charging(FLAT), "Fee: €40.00 for each overdue invoice."),
    (
        charging(FLAT.replace(charge_kind="costs", per="customer", label="")),
        "Costs: €40.00 for all that is overdue together.",
    ),
    (
        charging(FLAT.replace(label="dunning charge", per="installment", when="level")),
        "Dunning charge: €40.00 for each overdue invoice or agreed part of one; each time a "
        "reminder states it.",
    ),
    (
        charging(
            PercentFee(
                id="f",
                percent=Percent("1.5"),
                base="overdue_balance",
                every=Period(months=1),
                count="started",
                minimum=EUR_40,
                cap=Cap(percent=Percent(25)),
                de_minimis=(Money("1", "EUR"),),
            )
        ),
        "Fee: 1.5% of all that is overdue for each overdue invoice; every month, at the start of "
        "each period; at least €40.00 each; at most 25% of the original amount in all; less than "
        "€1.00 is not charged.",
    ),
    (
        charging(SlabFee(id="f", tiers=SIZES, notice=NoticeFirst(code="claim", days=14))),
        "Fee: by the size of the debt (under £1,000.00: £40.00; from £1,000.00 up to £10,000.00: "
        "£70.00; over £10,000.00: £100.00) for each overdue invoice; only once 14 days have passed "
        'since receipt of the notice "claim".',
    ),
    (
        charging(
            GraduatedFee(
                id="f",
                brackets=(
                    Bracket(upto=Money("2500", "EUR"), percent=Percent(15)),
                    Bracket(percent=Percent("0.5")),
                ),
                notice=NoticeFirst(code="claim", received=False),
                cap=Cap(amounts=EUR_40, every=Period(years=1)),
                every=Period(days=10),
            )
        ),
        "Fee: by slices of the open amount (up to €2,500.00: 15%; over €2,500.00: 0.5%) for each "
        "overdue invoice; every 10 days, at the end of each period; only after the notice "
        '"claim" was sent; at most €40.00 every year.',
    ),
    (
        charging(
            SlabFee(
                id="f",
                tiers=(Tier(amount=Money("40", "EUR")),),
                currency="PLN",
                exchange="nbp-eur-pln",
            )
        ),
        "Fee: by the size of the debt (any amount: €40.00) for each overdue invoice; for debts in "
        'PLN; converted by the rate table "nbp-eur-pln".',
    ),
]

GRACE: list[tuple[LateChargePolicy, str]] = [
    (
        charging(FLAT, grace_days=5),
        "Fee: €40.00 for each overdue invoice. Nothing is charged on an invoice or "
        "part that is paid in full within 5 days of the due date.",
    ),
    (
        LateChargePolicy(
            id="x", interest=Interest(rate=Percent(9)), grace_days=1, grace="shift",
            grace_roll=BusinessDayConvention.FOLLOWING, due_roll=BusinessDayConvention.NEAREST,
        ),
        "Overdue amounts bear interest of 9% a year from the day after the last day without "
        "charge. Nothing is charged for 1 day after the due date. A last day without charge that "
        "is not a business day moves to the next business day. A due date that is not a business "
        "day moves to the nearest business day, of two equally near to the later.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "text"), RATES)
def test_rates_of_a_table(policy: LateChargePolicy, text: str) -> None:
    assert described(policy) == PER_YEAR + text


@pytest.mark.parametrize(("policy", "text"), RULES)
def test_rules_of_interest(policy: LateChargePolicy, text: str) -> None:
    assert described(policy) == AFTER_FIXED + text


@pytest.mark.parametrize(("policy", "text"), FEES + GRACE)
def test_fees_and_grace(policy: LateChargePolicy, text: str) -> None:
    assert described(policy) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (
            "en_GB",
            "Late charges as the law gives them: Late Payment of Commercial Debts (Interest) Act "
            "1998, 1998 c.20 s.1, s.2, s.4, s.5A, s.6; SI 2002/1675. Overdue amounts bear interest "
            'from the day after the due date at this yearly rate: the reference rate "Bank Rate" '
            "plus 8 percentage points. The reference rate of the last day before the half-year in "
            "which interest begins holds for good. Fixed sum: by the size of the debt (under "
            "£1,000.00: £40.00; from £1,000.00 to under £10,000.00: £70.00; from £10,000.00: "
            "£100.00) for each overdue invoice or agreed part of one.",
        ),
        (
            "de",
            "Verzugsfolgen nach dem Gesetz: Late Payment of Commercial Debts (Interest) Act 1998, "
            "1998 c.20 s.1, s.2, s.4, s.5A, s.6; SI 2002/1675. Überfällige Beträge sind ab dem Tag "
            "nach der Fälligkeit zu verzinsen, jährlicher Zinssatz: der Referenzzinssatz „Bank "
            "Rate“ plus 8 Prozentpunkte. Der Referenzzinssatz am letzten Tag vor dem Halbjahr, in "
            "dem der Zinslauf beginnt, gilt für die gesamte Zinsdauer. Verzugspauschale: je nach "
            "Höhe der Forderung (unter 1.000,00 £: 40,00 £; ab 1.000,00 £ bis unter 10.000,00 £: "
            "70,00 £; ab 10.000,00 £: 100,00 £) für jede überfällige Rechnung oder Rate.",
        ),
        (
            "fr",
            "Pénalités de retard selon la loi : Late Payment of Commercial Debts (Interest) Act "
            "1998, 1998 c.20 s.1, s.2, s.4, s.5A, s.6; SI 2002/1675. Les montants en retard "
            "portent intérêt à compter du lendemain de l\u2019échéance, au taux annuel suivant : "
            "le taux de référence « Bank Rate » majoré de 8 points de pourcentage. Le taux de "
            "référence de la veille du semestre où les intérêts commencent à courir vaut "
            "définitivement. Indemnité forfaitaire pour frais de recouvrement : selon le montant "
            "de la créance (moins de 1 000,00 £GB : 40,00 £GB ; à partir de 1 000,00 £GB et "
            "moins de 10 000,00 £GB : 70,00 £GB ; à partir de 10 000,00 £GB : 100,00 £GB) pour "
            "chaque facture ou échéance en retard.",
        ),
    ],
)
def test_a_statute(locale: str, text: str) -> None:
    assert described(statutory("GB", debtor="business"), locale) == text


def test_default_by_law_takes_the_place_of_the_due_date() -> None:
    regime = statutory("DE", debtor="consumer", due_date_agreed=False)
    assert described(regime).endswith(
        "Default begins on the day after 30 days from the due date or, where it is later, receipt "
        'of the invoice, or earlier on the day after the notice "reminder". This period counts '
        'only once the notice "30-day-notice" was given. A last day of this period that is not a '
        "business day moves to the next business day. Overdue amounts bear interest from the "
        'first day of default at this yearly rate: the reference rate "Basiszinssatz" plus 5 '
        "percentage points. The rate changes with the reference rate."
    )
    assert (
        "Le débiteur est en demeure à compter du lendemain de l\u2019expiration d\u2019un délai "
        "de 30 jours suivant l\u2019échéance ou, si elle est postérieure, la réception de la "
        "facture, ou plus tôt, à compter du lendemain de l\u2019avis « reminder ». "
    ) in described(regime, "fr")
    on_demand = statutory("CH", debtor="business", due_date_agreed=False)
    assert (
        'Default begins on the day after the notice "reminder". Overdue amounts bear interest of '
        "5% a year from the first day of default."
    ) in described(on_demand)


def test_locales_fall_back_to_their_language_and_then_to_english() -> None:
    assert "Gebühr: € 40,00" in described(charging(FLAT), "de_AT")
    for locale in ("pl", "xx", "../de", None):
        text = describe_late_charges(charging(FLAT), locale=locale)
        assert text == describe_late_charges(charging(FLAT), locale="en")


def test_only_charges_are_described() -> None:
    with pytest.raises(
        InvalidFact, match="policy must be LateChargePolicy or Regime, not Interest"
    ):
        describe_late_charges(Interest(rate=Percent(9)), locale="en")  # type: ignore[arg-type]


# -- nothing is left out -------------------------------------------------------------------------


def numbers(rules: Policy, locale: str) -> Iterator[str]:
    """Every number in late charges as written in `locale`.

    Except what words say or what is not in force: no days, a factor of 1, a period of 1 that
    something happens `every` so often, margins (see the examples).
    """
    for name in type(rules).model_fields:
        values = getattr(rules, name)
        for value in values if isinstance(values, tuple) else (values,):
            match value:
                case Period() if name == "every":
                    yield from _counted(value, 2, locale)
                case Period():
                    yield from _counted(value, 1, locale)
                case Policy() if name != "margins":
                    yield from numbers(value, locale)
                case Percent() if name != "margin":
                    yield format_percent(value, locale=locale)
                case Money():
                    yield format_money(value, locale=locale)
                case Decimal() if value != 1:
                    yield format_number(value, locale=locale)
                case int() if value and not isinstance(value, bool):
                    yield format_count(value, locale=locale)
    if isinstance(rules, TableRate):
        days = sorted({margin.applies_from for margin in rules.margins if margin.applies_from})
        margins = [rules.margin_on(day) for day in (date.min, *days)]
        for day, before, found in zip(days, margins[:-1], margins[1:], strict=True):
            if found != before:
                yield format_date(day, locale=locale, style="long")
        for margin in margins:
            if margin.value:
                yield format_number(margin.value.copy_abs(), locale=locale)


def _counted(period: Period, least: int, locale: str) -> Iterator[str]:
    count = period.days or period.months or period.years or 0
    if count >= least:
        yield format_count(count, locale=locale)


def is_all_said(text: str, rules: Policy, locale: str) -> None:
    for number in numbers(rules, locale):
        written = re.escape(plain(number))
        assert re.search(rf"(?<!\d){written}(?!\d)", plain(text)), (number, text)
    assert "{" not in text
    assert text.endswith(".")


@pytest.mark.parametrize("locale", [*LANGUAGES, "de_CH", "fr_CA", "en_GB"])
@given(policy=late_charge_policies(tables=True))
def test_every_number_is_said(locale: str, policy: LateChargePolicy) -> None:
    is_all_said(describe_late_charges(policy, locale=locale), policy, locale)


@pytest.mark.parametrize("locale", LANGUAGES)
@given(regime=regimes())
def test_every_number_of_a_statute_is_said(locale: str, regime: Regime) -> None:
    text = describe_late_charges(regime, locale=locale)
    is_all_said(text, regime.policy, locale)
    for words in (regime.name, regime.citation):
        assert words in text
    if regime.default_rule is not None and regime.default_rule.days is not None:
        assert format_count(regime.default_rule.days, locale=locale) in text


def family() -> Iterator[LateChargePolicy]:
    """Charges of which no two come to the same."""
    yield from (policy for policy, _ in (*RATES, *RULES, *FEES, *GRACE))
    yield from (bearing(), bearing(rate=Percent("9.5")), bearing(rounding="per_segment"))
    for count in DayCount:
        if count not in (DayCount.ACT_365F, DayCount.THIRTY_E_360):
            yield bearing(day_count=count)
    for fixing in ("floating", "frozen"):
        for reads in ("day", "half_year_start", "half_year_eve"):
            yield at_table(fixing=fixing, reads=reads, margin=Percent(3))
    for base in ("open_principal", "original_amount", "open_with_interest", "overdue_balance"):
        for per in ("invoice", "installment", "customer"):
            for when in ("late", "level"):
                fee = PercentFee(id="f", percent=Percent(2))
                yield charging(fee.replace(base=base, per=per, when=when))
    for unit in ("days", "months", "years"):
        for every in (1, 2):
            period = Period(**{unit: every})
            yield bearing(max_age=period.replace(**{unit: every + 4}))
            yield bearing(compounding=Compounding(every=period), rounding="per_day")
            for counted in ("full", "started"):
                yield charging(FLAT.replace(every=period, count=counted))
    for days in (0, 3):
        for received in (True, False):
            notice = NoticeFirst(code="reminder", days=days, received=received)
            yield charging(FLAT.replace(notice=notice))
    for roll in BusinessDayConvention:
        if roll is not BusinessDayConvention.NONE:
            yield charging(FLAT, due_roll=roll)
            yield charging(FLAT, grace_roll=roll)
    yield charging(FLAT, grace_days=5, grace="shift")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_different_charges_have_different_words(locale: str) -> None:
    texts: dict[str, LateChargePolicy] = {}
    for policy in family():
        other = texts.setdefault(describe_late_charges(policy, locale=locale), policy)
        assert other == policy, describe_late_charges(policy, locale=locale)
    assert len(texts) > 90
