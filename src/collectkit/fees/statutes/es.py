# data-only
"""Spain: Ley 3/2004 against late payment in commercial transactions.

The European Central Bank's rate of every half-year plus 8 points, simple, and EUR 40 a debt;
contracts from before 24 February 2013 bear 7 points until 26 July 2014. A consumer owes
the legal interest of the Código Civil from a demand on, by a table that the caller brings.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import DefaultRule, Guards, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_BEGIN = date.fromisoformat("2013-02-24")
_OLD_CONTRACTS = date.fromisoformat("2014-07-27")
_RATE = TableRate(
    table="ecb-mro-half-year",
    margin=Percent(7),
    margins=(
        Margin(percent=Percent(8), contracts_from=_BEGIN),
        Margin(percent=Percent(8), applies_from=_OLD_CONTRACTS),
    ),
)
_POLICY = LateChargePolicy(
    id="es-statutory",
    interest=Interest(rate=_RATE, citation="Ley 3/2004 art.5, 6, 7"),
    fees=(
        FlatFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            amounts=(Money("40.00", "EUR"),),
            citation="Ley 3/2004 art.8(1)",
        ),
    ),
)
_CONSUMER = LateChargePolicy(
    id="es-statutory-consumer",
    interest=Interest(rate=TableRate(table="es-interes-legal"), citation="CC art.1108"),
)
_ON_DEMAND = DefaultRule(days=None, since="receipt", reminder="reminder", citation="CC art.1100")
_CITATION = "Ley 3/2004 art.5-8; Ley 11/2013 art.33, DT 3"
_RECEIPT = (
    "a receipt for the principal without a reservation ends the claim to interest (CC art.1110)"
)
_CAUTIONS = (
    "contracts from before 2013-02-24 bear 7 points until 2014-07-26: give `contract_date` "
    "(Ley 11/2013 DT 3); another reading ends this on 2014-02-23 (RDL 4/2013 DT 3)",
    "the same contracts owe no fixed sum on what fell due by then, but it is charged: waive it "
    "(Ley 11/2013 DT 3)",
    "costs above the fixed sum can be claimed where they are proven (art.8(1))",
    "nothing is owed where the debtor is not responsible for the delay (art.6, 8(2))",
    "an agreed term never exceeds 60 days, and several invoices of up to 15 days can be grouped "
    "(art.4(3), 4(4))",
    _RECEIPT,
)

STATUTE = Statute(
    code="ES",
    name="Ley 3/2004, de 29 de diciembre",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.boe.es/buscar/act.php?id=BOE-A-2004-21830",
        "https://www.boe.es/buscar/act.php?id=BOE-A-2013-2030",
        "https://www.boe.es/buscar/act.php?id=BOE-A-2013-8187",
        "https://www.boe.es/buscar/act.php?id=BOE-A-1889-4763",
        "https://www.boe.es/buscar/act.php?id=BOE-A-2017-12902",
    ),
    provisions=(
        Provision(
            debtor="business",
            policy=_POLICY,
            begins_on=_BEGIN,
            citation=_CITATION,
            applies_to=(
                "payments for goods or services between undertakings, the self-employed included; "
                "not consumers, cheques and bills, damages or insolvency (art.2, 3)"
            ),
            ousted_by_contract="an agreed rate that is not abusive (art.7(1), 9)",
            allocation_order=("interest", "principal"),
            allocation_clause="CC art.1173",
            no_agreed_day=DefaultRule(
                days=30,
                since="delivery",
                citation="Ley 3/2004 art.4(1): 30 days after receipt of the goods or services",
            ),
            cautions=(
                *_CAUTIONS,
                "where acceptance was agreed the 30 days run from it: give the due date (art.4(2))",
            ),
            guards=Guards(
                # 30 % of reference plus 8 points.
                floor=TableRate(
                    table="ecb-mro-half-year", factor=Decimal("0.3"), margin=Percent("2.4")
                ),
                floor_clause=(
                    "Ley 3/2004 art.9(1): 70 % less than the legal rate is presumed abusive"
                ),
            ),
        ),
        Provision(
            debtor="public",
            policy=_POLICY,
            begins_on=_BEGIN,
            citation=_CITATION,
            applies_to=(
                "payments of an administration for goods or services of an undertaking; not "
                "damages or insolvency (art.1, 2, 3)"
            ),
            allocation_order=("interest", "principal"),
            allocation_clause="CC art.1173",
            cautions=(
                *_CAUTIONS,
                "without an agreed day the 30 days run from the approval of the works or of the "
                "documents that accept the goods or services: give the due date (Ley 9/2017 "
                "art.198(4))",
            ),
            guards=Guards(
                floor=_RATE,
                floor_clause="Ley 3/2004 art.9(1): no lower rate with an administration",
            ),
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=_BEGIN,
            citation="CC art.1100, 1108",
            applies_to="debts of money outside Ley 3/2004, of any debtor",
            ousted_by_contract="an agreed rate (CC art.1108), for consumers within fairness",
            allocation_order=("interest", "principal"),
            allocation_clause="CC art.1173",
            no_agreed_day=_ON_DEMAND,
            start_rule=_ON_DEMAND,
            cautions=(
                "a table `es-interes-legal` must hold the legal interest of each year",
                "in default from a demand, in court or outside (CC art.1100): record it as the "
                "notice `reminder`; interest counts from the day after it",
                _RECEIPT,
            ),
        ),
    ),
)
