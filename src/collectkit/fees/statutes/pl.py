# data-only
"""Poland: act of 8 March 2013 against excessive delays in commercial transactions.

The reference rate of the National Bank of Poland on 1 January or 1 July plus 10 points, 8 for a
public hospital, simple; EUR 40, 70 or 100 by the size of the debt, in zloty. A consumer owes the
reference rate plus 5.5 points. The reference rate, with every change, and the euro's price are the
caller's.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from collectkit.dates import BusinessDayConvention
from collectkit.fees.interest import Interest, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import DefaultRule, Guards, Provision, Statute
from collectkit.fees.tariffs import SlabFee, Tier
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_BEGIN = date.fromisoformat("2020-01-01")
_ROLL = BusinessDayConvention.FOLLOWING
_TABLE = "nbp-reference-rate"
_RATE = TableRate(table=_TABLE, margin=Percent(10), reads="half_year_start")
_FIXED_SUM = SlabFee(
    id="fixed-sum",
    per="installment",
    charge_kind="costs",
    label="fixed sum",
    tiers=(
        Tier(upto=Money("5000.00", "PLN"), amount=Money("40.00", "EUR")),
        Tier(upto=Money("50000.00", "PLN"), inclusive=False, amount=Money("70.00", "EUR")),
        Tier(amount=Money("100.00", "EUR")),
    ),
    currency="PLN",
    exchange="nbp-eur-pln",
    citation="act of 8 March 2013 art.10(1), 10(1a)",
)
_POLICY = LateChargePolicy(
    id="pl-statutory",
    interest=Interest(rate=_RATE, citation="act of 8 March 2013 art.4(3)(b), 7(1), 11b"),
    fees=(_FIXED_SUM,),
    due_roll=_ROLL,
)
_HOSPITAL_RATE = _RATE.replace(margin=Percent(8))
_HOSPITALS = LateChargePolicy(
    id="pl-statutory-public",
    interest=Interest(rate=_HOSPITAL_RATE, citation="act of 8 March 2013 art.4(3)(a), 8(1), 11b"),
    fees=(_FIXED_SUM,),
    due_roll=_ROLL,
)
_CONSUMER = LateChargePolicy(
    id="pl-statutory-consumer",
    interest=Interest(
        rate=TableRate(table=_TABLE, margin=Percent("5.5")), citation="KC art.481(1), 481(2)"
    ),
    due_roll=_ROLL,
)
_DAYS_OFF = (
    "a due date on a Saturday or holiday moves to the next working day (KC art.115): give a "
    "calendar with the holidays"
)
_OPTION = (
    "the creditor may take a payment for overdue interest first (KC art.451(1)): no order is set"
)
_PERFORMANCE = DefaultRule(
    days=30,
    since="delivery",
    roll=_ROLL,
    citation="act of 8 March 2013 art.6(1): 30 days after the creditor's performance; KC art.115",
)
_CAUTIONS = (
    "give a table `nbp-reference-rate` with every change; the first day of each half-year is read "
    "(art.11b)",
    "the fixed sum needs `nbp-eur-pln`, zloty for one euro, on the last working day of the month "
    "before the one in which payment was due (art.10(1a))",
    "only debts in zloty bear the fixed sum here (art.10(1a))",
    "without an agreed day the fixed sum is open: it is named for interest under art.7 and 8, not "
    "under art.6 (art.10(1))",
    "recovery costs above the fixed sum can be claimed besides (art.10(2))",
    "the claim to the fixed sum cannot be assigned (art.10(4))",
    "public procurement begun before 2020 stays under the old law (act of 19 July 2019 art.20(6))",
    _DAYS_OFF,
    _OPTION,
)

STATUTE = Statute(
    code="PL",
    name="Ustawa z dnia 8 marca 2013 r. o przeciwdziałaniu nadmiernym opóźnieniom w transakcjach "
    "handlowych",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20230001790",
        "https://api.sejm.gov.pl/eli/acts/DU/2019/1649",
        "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20240001061",
    ),
    provisions=(
        Provision(
            debtor="business",
            policy=_POLICY,
            begins_on=_BEGIN,
            citation="act of 8 March 2013 art.4(3)(b), 7, 10, 11b",
            applies_to=(
                "paid supplies of goods or services between undertakings or free professions, and "
                "to public bodies other than hospitals; not insolvency or bank dealings (art.2, 3)"
            ),
            ousted_by_contract="higher agreed interest; lower is void (art.7(1), 13(1))",
            no_agreed_day=_PERFORMANCE,
            cautions=(
                *_CAUTIONS,
                "terms over 60 days from receipt of the invoice mostly do not hold (art.7(2), "
                "7(2a))",
            ),
            guards=Guards(
                floor=_RATE,
                floor_clause="act of 8 March 2013 art.7(1), 13(1)",
                no_compounding="KC art.482(1)",
            ),
        ),
        Provision(
            debtor="public",
            policy=_HOSPITALS,
            begins_on=_BEGIN,
            citation="act of 8 March 2013 art.4(3)(a), 8, 10, 11b",
            applies_to=(
                "paid supplies of goods or services to a public body that is a medical entity "
                "(art.4(3)(a))"
            ),
            no_agreed_day=_PERFORMANCE,
            cautions=(
                "8 points hold for public medical entities alone; every other public body owes 10: "
                "take the debtor `business` for it",
                *_CAUTIONS,
                "terms over 60 days from receipt of the invoice do not hold (art.8(2))",
            ),
            guards=Guards(
                floor=_HOSPITAL_RATE,
                floor_clause="act of 8 March 2013 art.8(1), 13(1)",
                no_compounding="KC art.482(1)",
            ),
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=_BEGIN,
            citation="KC art.481",
            applies_to="debts of money outside the act of 8 March 2013",
            ousted_by_contract="an agreed rate up to twice the statutory one (KC art.481(2^1))",
            cautions=(
                "give a table `nbp-reference-rate` with every change; this rate moves with each, "
                "not by half-year (KC art.481(2))",
                _DAYS_OFF,
                _OPTION,
            ),
            guards=Guards(
                # Twice the reference rate plus 5.5 points.
                ceiling=TableRate(table=_TABLE, factor=Decimal(2), margin=Percent(11)),
                ceiling_clause="KC art.481(2^1)",
                no_compounding="KC art.482(1)",
            ),
        ),
    ),
)
