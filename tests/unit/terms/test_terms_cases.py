"""Due dates and schedules that other systems' tests and manuals state."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import AmbiguousTerms, CollectkitError
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    PaymentTerms,
    parse,
)


def d(text: str) -> date:
    return date.fromisoformat(text)


def day(n: int) -> Days:
    return Days(count=n)


def month(n: int) -> Months:
    return Months(count=n)


EOM = EndOfMonth()

BIZSPOKE = "kb.bizspoketech.com, Business Central payment terms table (CALCDATE)"
ERPNEXT_3451 = "frappe/erpnext#3451"
ERPNEXT_40077 = "frappe/erpnext#40077"
LAGO = "getlago/lago-api#6116, table of term types"
LAGO_DOC = "getlago.com docs, payment-term.md"
OCA = "OCA/account-payment@882f4c00 account_payment_term_extension tests"
ODOO = "odoo/odoo@fa572cf7 addons/account/tests/test_payment_term.py"
ODOO_15 = "odoo/odoo@02f71aa6 addons/account/tests/test_payment_term.py (v15)"
ODOO_DOC = "odoo/documentation@3fb83d8f payment_terms.rst"

Case = tuple[str, str, str, tuple[Days | Months | EndOfMonth, ...], str]

DUE: list[Case] = [
    ("bc-059", BIZSPOKE, "2021-11-05", (day(14),), "2021-11-19"),
    ("bc-061", BIZSPOKE, "2021-11-05", (EOM, day(10)), "2021-12-10"),
    ("erpnext-038", ERPNEXT_3451, "2015-06-16", (month(1), EOM), "2015-07-31"),
    ("erpnext-039", ERPNEXT_3451, "2015-10-31", (month(1), EOM), "2015-11-30"),
    ("erpnext-40077", ERPNEXT_40077, "2024-03-15", (month(1),), "2024-04-15"),
    ("erpnext-40077", ERPNEXT_40077, "2024-03-15", (month(2),), "2024-05-15"),
    ("erpnext-40077", ERPNEXT_40077, "2024-03-15", (month(3),), "2024-06-15"),
    ("erpnext-40077b", ERPNEXT_40077, "2024-03-15", (day(30),), "2024-04-14"),
    ("erpnext-40077b", ERPNEXT_40077, "2024-03-15", (day(60),), "2024-05-14"),
    ("erpnext-40077b", ERPNEXT_40077, "2024-03-15", (day(90),), "2024-06-13"),
    ("lago-040", LAGO, "2026-07-15", (day(0),), "2026-07-15"),
    ("lago-042", LAGO, "2026-07-15", (EOM,), "2026-07-31"),
    ("lago-043", LAGO, "2026-07-15", (EOM, day(30)), "2026-08-30"),
    ("lago-044", LAGO, "2026-07-15", (day(30), EOM), "2026-08-31"),
    ("lagodoc-047", LAGO_DOC, "2026-04-10", (day(30),), "2026-05-10"),
    ("lagodoc-048", LAGO_DOC, "2026-04-10", (EOM,), "2026-04-30"),
    ("oca-028", OCA, "2015-01-30", (month(2), EOM), "2015-03-31"),
    ("oca-030", OCA, "2015-03-01", (day(15),), "2015-03-16"),
    ("oca-031", OCA, "2015-03-02", (month(2), EOM), "2015-05-31"),
    ("odoo-001", ODOO, "2019-01-31", (day(0),), "2019-01-31"),
    ("odoo-004", ODOO, "2022-01-31", (day(30),), "2022-03-02"),
    ("odoo-011", ODOO, "2024-04-22", (day(30), EOM), "2024-05-31"),
    ("odoo-inst-dates", ODOO, "2022-01-01", (day(15),), "2022-01-16"),
    ("odoo-inst-dates", ODOO, "2022-01-01", (day(45),), "2022-02-15"),
    ("odoo-inst-dates", ODOO, "2022-01-15", (day(15),), "2022-01-30"),
    ("odoo-inst-dates", ODOO, "2022-01-15", (day(45),), "2022-03-01"),
    ("odoo-inst-dates", ODOO, "2022-01-31", (day(15),), "2022-02-15"),
    ("odoo-inst-dates", ODOO, "2022-01-31", (day(45),), "2022-03-17"),
    ("odoo15-016", ODOO_15, "2019-01-01", (EOM, day(45)), "2019-03-17"),
    ("odoodoc-012", ODOO_DOC, "2025-03-05", (day(5), EOM, day(1)), "2025-04-01"),
    ("odoodoc-inst", ODOO_DOC, "2025-02-21", (month(1), EOM), "2025-03-31"),
    ("odooissue-015", "odoo/odoo#10459", "2016-01-14", (day(30), EOM, day(10)), "2016-03-10"),
    ("tryton-01", "trytond_account_invoice 8.2.0 tests", "2011-10-01", (day(30),), "2011-10-31"),
    ("tryton-01", "trytond_account_invoice 8.2.0 tests", "2011-10-01", (month(1),), "2011-11-01"),
    (
        "tryton-01", "trytond_account_invoice 8.2.0 tests", "2011-10-01",
        (month(1), day(30)), "2011-12-01",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("id", "source", "base", "steps", "due"), DUE)
def test_a_due_date(
    id: str, source: str, base: str, steps: tuple[Days | Months | EndOfMonth, ...], due: str
) -> None:
    terms = PaymentTerms(id=id, lines=(BalanceLine(due=DueRule.of(*steps)),))
    assert terms.due_date(d(base)) == d(due), source


@pytest.mark.parametrize(
    ("id", "issued_on", "terms", "until", "due"),
    [
        # OCA/ZUGFeRD readers: a leap day inside both periods.
        ("cii-date", "2024-02-28", "4/10 net 20", "2024-03-09", "2024-03-19"),
        # questionai.com, Business Mathematics 7-3, ordinary dating.
        ("dating-2", "2023-04-12", "2/10 net 30", "2023-04-22", "2023-05-12"),
        # Mathematics of Pricing, exercise 8.3.10(a).
        ("dating-9", "2007-03-14", "2/10 net 30", "2007-03-24", "2007-04-13"),
        # odoo/odoo@01b87f12 test_early_payment_discount.py: the tenth day still counts.
        ("odoo-epd-3", "2019-01-01", "10/10 net 30", "2019-01-11", "2019-01-31"),
        # odoo/documentation@082546b4 cash_discounts.rst.
        ("odoodoc-epd", "2025-01-01", "2/7 net 30", "2025-01-08", "2025-01-31"),
        # help.trimble.com, Vista: due dates, discount dates and cutoff dates.
        ("trimble-d-2009-04-10", "2009-04-10", "2/15 net 30", "2009-04-25", "2009-05-10"),
    ],
)
def test_a_discount_date(id: str, issued_on: str, terms: str, until: str, due: str) -> None:
    # Where a source states the window alone, 2 % and net 30 are ours.
    schedule = parse(terms).schedule(Money("100.00", "EUR"), issued_on=d(issued_on))
    assert (schedule.discounts[0].until, schedule.due_on) == (d(until), d(due)), id


def test_no_discount_makes_no_discount_date() -> None:
    # erpnext-disc1: frappe/erpnext@03bace7f test_payment_terms_template.py.
    schedule = PaymentTerms.net(0).schedule(Money("100.00", "EUR"), issued_on=d("2026-05-29"))
    assert (schedule.due_on, schedule.discounts) == (d("2026-05-29"), ())


@pytest.mark.parametrize(
    ("id", "amount", "percent", "discount", "payable"),
    [
        ("cii-1", "275.60", "2", "5.51", "270.09"),  # stephanstapel/ZUGFeRD-csharp#564
        ("cii-3", "119.64", "4", "4.79", "114.85"),  # a ZUGFeRD-for-Delphi reader
        ("dating-11", "727.05", "4", "29.08", "697.97"),  # studylib.net 5432321, ch. 14
        ("erpnext-20548", "11900.00", "3", "357.00", "11543.00"),  # frappe/erpnext#20548
        ("metas-5", "1.00", "3", "0.03", "0.97"),  # metasfresh@6c7bfd86 GrossProfitComponentTest
        ("odoo-epd-1", "1150.00", "10", "115.00", "1035.00"),  # odoo/odoo@fa572cf7
        ("odoo-epd-6", "3150.00", "10", "315.00", "2835.00"),  # odoo/odoo@01b87f12
        ("odoodoc-epd-included", "121.00", "2", "2.42", "118.58"),  # odoo cash_discounts.rst
        ("pp-6", "1000.00", "2", "20.00", "980.00"),  # centennialcollege.ca, Payment Terms
        ("pp-11", "105.00", "10", "10.50", "94.50"),  # Microsoft Learn, D365 overpayments
        ("pp-12", "125.00", "10", "12.50", "112.50"),  # technet AX 2012 aa590433, on gross
        # My Oracle Support 263404.1: recomputed from the receipt it would strand a cent.
        ("pp-13", "9810.70", "5", "490.54", "9320.16"),
        ("rate-10", "2460.00", "3", "73.80", "2386.20"),  # mathelounge.de/58074
    ],
)
def test_a_discounted_amount(
    id: str, amount: str, percent: str, discount: str, payable: str
) -> None:
    tier = DiscountTier(percent=Percent(percent), deadline=DueRule.net(10))
    terms = PaymentTerms.net(30).replace(discounts=(tier,))
    window = terms.schedule(Money(amount, "EUR"), issued_on=d("2026-01-31")).discounts[0]
    figures = (window.discount, window.payable)
    assert figures == (Money(discount, "EUR"), Money(payable, "EUR")), id
    assert window.discount + window.payable == Money(amount, "EUR")


# lballabio/QuantLib@2a13d455 test-suite/businessdayconventions.cpp, South Africa in 2015.
SOUTH_AFRICA = Context(
    calendar=calendar_from(
        [
            d("2015-01-01"), d("2015-03-21"), d("2015-04-03"),
            d("2015-04-06"), d("2015-04-27"), d("2015-05-01"),
        ]
    )
)  # fmt: skip
# OpenGamma/Strata@39c46e34 BusinessDayConventionTest: weekends only.
WEEKENDS = Context()

ADJUSTED = [
    ("quantlib ModifiedFollowing", "2015-01-31", 1, "modified-following", "2015-02-27"),
    ("quantlib Unadjusted", "2015-01-31", 1, "none", "2015-02-28"),
    ("quantlib Nearest, tie following", "2015-03-04", 1, "nearest", "2015-04-02"),
    ("quantlib ModifiedFollowing", "2015-03-25", 1, "modified-following", "2015-04-28"),
    ("strata ModifiedFollowing", "2014-07-13", 0, "modified-following", "2014-07-14"),
    ("strata ModifiedFollowing", "2014-08-30", 0, "modified-following", "2014-08-29"),
    ("strata ModifiedFollowing", "2014-08-31", 0, "modified-following", "2014-08-29"),
    ("strata ModifiedPreceding", "2014-11-01", 0, "modified-preceding", "2014-11-03"),
    ("strata ModifiedPreceding", "2014-11-02", 0, "modified-preceding", "2014-11-03"),
    ("strata NoAdjust", "2014-07-12", 0, "none", "2014-07-12"),
    ("strata Preceding", "2014-07-13", 0, "preceding", "2014-07-11"),
]


@pytest.mark.parametrize(("source", "base", "months", "convention", "due"), ADJUSTED)
def test_an_adjusted_due_date(
    source: str, base: str, months: int, convention: str, due: str
) -> None:
    rule = DueRule.of(month(months))
    terms = PaymentTerms(
        id="adjusted",
        lines=(BalanceLine(due=rule),),
        due_adjustment=BusinessDayConvention(convention),
    )
    context = SOUTH_AFRICA if source.startswith("quantlib") else WEEKENDS
    assert terms.due_date(d(base), context=context) == d(due), source


@pytest.mark.parametrize(
    ("id", "text", "like"),
    [
        ("text-2", "5%10 NET30", "5/10 net 30"),  # OCA/account-payment@a0b86036
        ("text-3", "2% 10 Net 30", "2/10 net 30"),  # QuickBooks help, task_bills_enter_terms
    ],
)
def test_a_shorthand_in_use(id: str, text: str, like: str) -> None:
    assert parse(text) == parse(like), id


def test_the_odoo_spelling_of_end_of_month_is_ambiguous() -> None:
    # text-5: odoo/documentation payment_terms.rst reads it as the end of the following month.
    with pytest.raises(AmbiguousTerms):
        parse("2% 10, Net 30 EOM")


@pytest.mark.parametrize(
    "text",
    [
        "21 MFI",  # text-4
        "1.5%-15, Net 45",  # text-7
        "3/10-50 ex",  # text-8
        "3/10, 2/20, net/30",  # text-9
        "3/10 prox",  # text-10
        "2/10, n/30, ROG",  # text-11
        "Net monthly account",  # text-12
    ],
)
def test_a_shorthand_beyond_this_grammar_is_refused(text: str) -> None:
    with pytest.raises(CollectkitError, match="does not read as payment terms"):
        parse(text)
