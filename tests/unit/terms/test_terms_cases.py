"""Due dates and schedules that other systems' tests and manuals state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit._model import Policy
from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import AmbiguousTerms
from collectkit.ledger import TaxLine
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms import (
    BalanceLine,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    FixedLine,
    Months,
    NextDayOfMonth,
    NextWeekday,
    PaymentTerms,
    PercentLine,
    StartOfQuarter,
    Weeks,
    parse,
)


def d(text: str) -> date:
    return date.fromisoformat(text)


def day(n: int) -> Days:
    return Days(count=n)


def month(n: int) -> Months:
    return Months(count=n)


def on_the(day: int, months: int = 0) -> DayOfMonth:
    return DayOfMonth(day=day, months=months)


def next_of(*days: int) -> NextDayOfMonth:
    return NextDayOfMonth(days=days)


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

DOLIBARR = "Dolibarr/dolibarr#5833, #18124 and #36808"
TRYTON = "trytond_account_invoice 8.2.0 tests/test_module.py"
TRYTON_FORUM = "discuss.tryton.org/t/2390"

Case = tuple[str, str, str, tuple[Policy, ...], str]

DUE: list[Case] = [
    ("bc-059", BIZSPOKE, "2021-11-05", (Weeks(count=2),), "2021-11-19"),
    ("bc-060", BIZSPOKE, "2021-11-05", (next_of(10),), "2021-11-10"),
    ("bc-061", BIZSPOKE, "2021-11-05", (EOM, day(10)), "2021-12-10"),
    ("bc-062", BIZSPOKE, "2021-11-05", (month(-12),), "2020-11-05"),
    (
        "bc-063", BIZSPOKE, "2021-06-15",
        (month(3), StartOfQuarter(), NextWeekday(weekday="monday")), "2021-07-05",
    ),
    ("dolibarr-050", DOLIBARR, "2016-10-10", (next_of(15),), "2016-10-15"),
    ("dolibarr-055", DOLIBARR, "2025-03-31", (day(45), next_of(15)), "2025-05-15"),
    ("dolibarr-056", DOLIBARR, "2021-06-15", (month(1), on_the(1)), "2021-07-01"),
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
    ("lago-045", LAGO, "2026-07-15", (on_the(15, 1),), "2026-08-15"),
    ("lagodoc-047", LAGO_DOC, "2026-04-10", (day(30),), "2026-05-10"),
    ("lagodoc-048", LAGO_DOC, "2026-04-10", (EOM,), "2026-04-30"),
    ("oca-028", OCA, "2015-01-30", (month(2), EOM), "2015-03-31"),
    ("oca-030", OCA, "2015-03-01", (day(15),), "2015-03-16"),
    ("oca-031", OCA, "2015-03-02", (month(2), EOM), "2015-05-31"),
    ("oca-033", OCA, "2020-01-01", (day(5), next_of(5)), "2020-02-05"),
    ("oca-034", OCA, "2020-01-01", (next_of(5, 10),), "2020-01-05"),
    ("oca-035", OCA, "2020-01-06", (next_of(5, 10),), "2020-01-10"),
    ("odoo-001", ODOO, "2019-01-31", (day(0),), "2019-01-31"),
    ("odoo-004", ODOO, "2022-01-31", (day(30),), "2022-03-02"),
    ("odoo-007", ODOO, "2024-05-23", (on_the(29, 1),), "2024-06-29"),
    ("odoo-008", ODOO, "2024-05-23", (on_the(31, 1),), "2024-06-30"),
    ("odoo-009", ODOO, "2024-05-24", (day(15), on_the(30, 1)), "2024-07-30"),
    ("odoo-011", ODOO, "2024-04-22", (day(30), EOM), "2024-05-31"),
    ("odoo-inst-dates", ODOO, "2022-01-01", (day(15),), "2022-01-16"),
    ("odoo-inst-dates", ODOO, "2022-01-01", (day(45),), "2022-02-15"),
    ("odoo-inst-dates", ODOO, "2022-01-15", (day(15),), "2022-01-30"),
    ("odoo-inst-dates", ODOO, "2022-01-15", (day(45),), "2022-03-01"),
    ("odoo-inst-dates", ODOO, "2022-01-31", (day(15),), "2022-02-15"),
    ("odoo-inst-dates", ODOO, "2022-01-31", (day(45),), "2022-03-17"),
    ("odoo15-016", ODOO_15, "2019-01-01", (EOM, day(45)), "2019-03-17"),
    ("odoo15-019", ODOO_15, "2019-01-01", (day(31), next_of(15)), "2019-02-15"),
    ("odoodoc-012", ODOO_DOC, "2025-03-05", (day(5), EOM, day(1)), "2025-04-01"),
    ("odoodoc-inst", ODOO_DOC, "2025-02-21", (month(1), EOM), "2025-03-31"),
    ("odooissue-015", "odoo/odoo#10459", "2016-01-14", (day(30), EOM, day(10)), "2016-03-10"),
    ("tryton-01", TRYTON, "2011-10-01", (day(30),), "2011-10-31"),
    ("tryton-01", TRYTON, "2011-10-01", (month(1),), "2011-11-01"),
    (
        "tryton-01", TRYTON, "2011-10-01",
        (month(1), day(30)), "2011-12-01",
    ),
    ("tryton-01", TRYTON, "2011-10-01", (on_the(15, 2), day(30)), "2012-01-14"),
    ("trytonforum-026", TRYTON_FORUM, "2020-02-22", (day(30), next_of(10, 20)), "2020-04-10"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "source", "base", "steps", "due"), DUE)
def test_a_due_date(id: str, source: str, base: str, steps: tuple[Policy, ...], due: str) -> None:
    terms = PaymentTerms(id=id, lines=(BalanceLine(due=DueRule.of(*steps)),))
    assert terms.due_date(d(base)) == d(due), source


GNUCASH = "Gnucash/gnucash@74ddb671 libgnucash/engine/gncBillTerm.c"
ZUORA = 'docs.zuora.com "Prox Payment Term Examples"'
VISTA = "help.trimble.com, Vista: due dates, discount dates and cutoff dates"
TEXTBOOK = "studylib.net/doc/5432321, ch. 14 section 5: the 26th rule"

PROXIMO = [
    ("gnucash-1", GNUCASH, "2010-06-14", DueRule.proximo(day=20, cutoff=19), "2010-07-20"),
    ("gnucash-2", GNUCASH, "2010-06-22", DueRule.proximo(day=20, cutoff=19), "2010-08-20"),
    # -3 is the 27th of June by the code (30 - 3), not the 28th of the comment
    ("gnucash-3", GNUCASH, "2010-06-27", DueRule.proximo(day=20, cutoff=-3), "2010-07-20"),
    ("gnucash-3", GNUCASH, "2010-06-28", DueRule.proximo(day=20, cutoff=-3), "2010-08-20"),
    ("gnucash-3", GNUCASH, "2010-02-26", DueRule.proximo(day=20, cutoff=-3), "2010-04-20"),
    (
        "oracle-cut-2", "Oracle Payables terms field help", "2023-01-10",
        DueRule.proximo(day=15, cutoff=11, months=0, boundary="rolls"), "2023-01-15",
    ),
    ("zuora-1", ZUORA, "2023-08-10", DueRule.proximo(day=20, cutoff=12), "2023-09-20"),
    ("zuora-5", ZUORA, "2023-08-15", DueRule.proximo(day=12, cutoff=20), "2023-09-12"),
    ("zuora-8", ZUORA, "2023-08-15", DueRule.proximo(day=31, cutoff=0), "2023-09-30"),
    ("zuora-9", ZUORA, "2023-01-01", DueRule.proximo(day=30, cutoff=5), "2023-02-28"),
    ("trimble-1", VISTA, "2009-02-05", DueRule.proximo(day=30, cutoff=20, months=0), "2009-02-28"),
    ("trimble-2", VISTA, "2009-02-05", DueRule.proximo(day=30, cutoff=20), "2009-03-30"),
    ("trimble-3", VISTA, "2009-02-21", DueRule.proximo(day=30, cutoff=20, months=2), "2009-05-30"),
    (
        "dating-6", TEXTBOOK, "2023-03-28",
        DueRule.proximo(day=10, cutoff=26, boundary="rolls"), "2023-05-10",
    ),
    (
        "dating-7", TEXTBOOK, "2023-07-12",
        DueRule.proximo(day=10, cutoff=26, boundary="rolls"), "2023-08-10",
    ),
]  # fmt: skip

# SAP KBA 2926267, and the help of SAP OBB8 on day limits (sapr3.tripod.com/sapfj020.htm).
SAP_KBA = DueRule.banded(
    {
        9: DueRule.day_of_month(10),
        25: DueRule.day_of_month(25),
        31: DueRule.day_of_month(10, months=2),
    }
)
SAP_LIMIT = DueRule.banded({15: DueRule.of(month(1), EOM), 31: DueRule.day_of_month(15, months=2)})
BANDED = [
    ("sap-2926267", "SAP KBA 2926267", "2024-01-09", SAP_KBA, "2024-02-10"),
    ("sap-2926267", "SAP KBA 2926267", "2024-01-10", SAP_KBA, "2024-02-25"),
    ("sap-2926267", "SAP KBA 2926267", "2024-01-25", SAP_KBA, "2024-02-25"),
    ("sap-2926267", "SAP KBA 2926267", "2024-01-26", SAP_KBA, "2024-03-10"),
    ("sap-2926267", "SAP KBA 2926267", "2024-01-31", SAP_KBA, "2024-03-10"),
    ("sap-daylimit-1", "SAP OBB8 field help", "2024-02-15", SAP_LIMIT, "2024-03-31"),
    ("sap-daylimit-1", "SAP OBB8 field help", "2024-02-16", SAP_LIMIT, "2024-04-15"),
]


@pytest.mark.parametrize(("id", "source", "base", "rule", "due"), [*PROXIMO, *BANDED])
def test_a_cutoff_or_band(id: str, source: str, base: str, rule: DueRule, due: str) -> None:
    assert PaymentTerms.due(rule, id=id).due_date(d(base)) == d(due), source


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


# -- parts -----------------------------------------------------------------------------------------
def share(percent: str, *steps: Policy, of: Any = "total", **fields: Any) -> PercentLine:
    return PercentLine(percent=Percent(percent), of=of, due=DueRule.of(*steps), **fields)


BALANCE = BalanceLine(due=DueRule.net(30))


@pytest.mark.parametrize(
    ("id", "source", "total", "lines", "fields", "parts"),
    [
        (
            "erpnext-12057",  # the source's parts came to 5.46 and the document was refused
            "frappe/erpnext#12057",
            "5.47 EUR",
            (share("33.34"), share("33.33"), share("33.33")),
            {},
            "1.83 1.82 1.82",
        ),
        (
            "erpnext-26951",
            "frappe/erpnext#26951",
            "30000.00 EUR",
            (share("33.334"), share("33.333"), share("33.333")),
            {},
            "10000.20 9999.90 9999.90",
        ),
        (
            "metas-1",
            "metasfresh, residue on the last line",
            "102.30 EUR",
            (share("25"), share("75")),
            {"residue": "last"},
            "25.58 76.72",
        ),
        (
            "oca-round",
            OCA,
            "1000.10 EUR",
            (share("50", round_to=Decimal(1)), BALANCE),
            {},
            "500.00 500.10",
        ),
        (
            "odoo-split-2",
            ODOO,
            "1000.00 EUR",
            (share("70"), FixedLine(amount=Money(200, "EUR"), due=DueRule.net(0)), BALANCE),
            {},
            "700.00 200.00 100.00",
        ),
        (
            "odoo-split-6",
            ODOO,
            "868.350 KWD",
            (share("50", round_to=Decimal("0.05"), rounding=RoundingMode.UP), share("50")),
            {},
            "434.200 434.150",
        ),
    ],
)
def test_the_parts(
    id: str, source: str, total: str, lines: Any, fields: dict[str, Any], parts: str
) -> None:
    amount, currency = total.split()
    terms = PaymentTerms(id=id, lines=lines, **fields)
    found = terms.split(Money(amount, currency))
    assert " ".join(str(part.amount) for part in found) == parts, source


def test_a_balance_carries_the_tax_of_shares_before_tax() -> None:
    # oca-untaxed
    terms = PaymentTerms(
        id="x", lines=(share("10", of="untaxed"), share("40", of="untaxed"), BALANCE)
    )
    found = terms.split(Money(1100, "EUR"), tax=Money(100, "EUR"))
    assert [part.amount for part in found] == [100, 400, 600]


def test_the_first_part_carries_the_tax() -> None:
    # sapb1-taxfirst: SAP Business One, tax on the first installment
    terms = PaymentTerms(id="x", lines=(share("50"), share("50")), tax_on="first")
    found = terms.split(Money(1100, "EUR"), tax=Money(100, "EUR"))
    assert [part.amount for part in found] == [600, 500]


def tryton(fixed: str) -> PaymentTerms:
    return PaymentTerms(
        id="tryton",
        lines=(
            share("25", day(30), of="remainder"),
            share("25", month(1)),
            FixedLine(amount=Money(fixed, "EUR"), due=DueRule.of(month(1), day(30))),
            BalanceLine(due=DueRule.of(on_the(15, 2), day(30))),
        ),
    )


def test_the_installments_of_tryton() -> None:
    schedule = tryton("396.84").schedule(Money("1587.35", "EUR"), issued_on=d("2011-10-01"))
    assert [(str(part.due_on), str(part.amount)) for part in schedule.installments] == [
        ("2011-10-31", "EUR 396.84"),
        ("2011-11-01", "EUR 396.84"),
        ("2011-12-01", "EUR 396.84"),
        ("2012-01-14", "EUR 396.83"),
    ]
    credit = tryton("4.00").split(Money("-10.00", "EUR"))
    assert [str(part.amount) for part in credit] == ["-2.50", "-2.50", "-4.00", "-1.00"]


def test_the_installments_of_odoo() -> None:
    # odoodoc-inst: odoo/documentation payment_terms.rst
    terms = PaymentTerms(id="x", lines=(share("30", day(0)), share("70", month(1), EOM)))
    schedule = terms.schedule(Money("1000.00", "EUR"), issued_on=d("2025-02-21"))
    assert [(str(part.due_on), str(part.amount)) for part in schedule.installments] == [
        ("2025-02-21", "EUR 300.00"),
        ("2025-03-31", "EUR 700.00"),
    ]


def test_installments_by_events() -> None:
    # metas-3: metasfresh purchaseOrderComplexPaymentTerm.feature
    terms = PaymentTerms(
        id="x",
        lines=(
            PercentLine(percent=Percent(25), due=DueRule.from_event("order", day(1))),
            PercentLine(percent=Percent(75), due=DueRule.from_event("letter of credit")),
        ),
    )
    schedule = terms.schedule(
        Money(100, "EUR"), issued_on=d("2025-11-01"), events={"order": d("2025-10-09")}
    )
    assert schedule.due_dates == (d("2025-10-10"), None)


def test_the_tiers_of_dynamics() -> None:
    # pp-9: Microsoft Learn, D365 Finance, multiple discount periods
    schedule = parse("2/5, 1/14, n/30").schedule(Money(1000, "EUR"), issued_on=d("2020-06-25"))
    windows = [(str(w.until), str(w.discount), str(w.payable)) for w in schedule.discounts]
    assert windows == [
        ("2020-06-30", "EUR 20.00", "EUR 980.00"),
        ("2020-07-09", "EUR 10.00", "EUR 990.00"),
    ]
    assert schedule.due_on == d("2020-07-25")


def test_the_two_bases_of_dynamics() -> None:
    # pp-12: technet AX 2012 aa590433
    tax = TaxLine(rate=Percent(25), base=Money(100, "EUR"), amount=Money(25, "EUR"))
    for base, discount in (("gross", "12.50"), ("net", "10.00")):
        tier = DiscountTier(percent=Percent(10), deadline=DueRule.net(10), base=base)  # type: ignore[arg-type]
        schedule = (
            PaymentTerms.net(30)
            .replace(discounts=(tier,))
            .schedule(Money(125, "EUR"), issued_on=d("2026-01-31"), tax=(tax,))
        )
        assert schedule.discounts[0].discount == Money(discount, "EUR")


def test_freight_bears_no_discount() -> None:
    # dating-12: questionai.com, Business Mathematics p. 280
    terms = PaymentTerms.net(30).replace(
        discounts=(DiscountTier(percent=Percent(3), deadline=DueRule.eom_plus_days(15)),)
    )
    window = terms.schedule(
        Money("18499.04", "EUR"),
        issued_on=d("2023-09-20"),
        non_discountable=Money("748.38", "EUR"),
    ).discounts[0]
    assert (str(window.discount), str(window.payable)) == ("EUR 532.52", "EUR 17966.52")
    assert window.until == d("2023-10-15")
