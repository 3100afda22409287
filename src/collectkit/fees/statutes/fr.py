# data-only
"""France: late payment penalties (Code de commerce) and moratory interest of public buyers.

Between businesses the European Central Bank's rate of each half-year plus 10 points; from public
buyers the rate of the half-year in which interest began plus 8 points, kept; both simple, without
a reminder; EUR 40 for every late payment.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import DefaultRule, Guards, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.ledger.cash import Component
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

# Title IV of law 2013-100: contracts with public buyers from this day on.
_PUBLIC_REFORM = date.fromisoformat("2013-03-16")


def _fixed_sum(citation: str) -> FlatFee:
    return FlatFee(
        id="fixed-sum",
        per="installment",
        charge_kind="costs",
        label="fixed sum",
        amounts=(Money("40.00", "EUR"),),
        citation=citation,
    )


_BUSINESS = LateChargePolicy(
    id="fr-statutory",
    interest=Interest(
        rate=TableRate(
            table="ecb-mro-half-year",
            margin=Percent(7),
            margins=(Margin(percent=Percent(10), contracts_from=date.fromisoformat("2009-01-01")),),
        ),
        citation="C. com. L441-10 II",
    ),
    fees=(_fixed_sum("C. com. L441-10 II, D441-5"),),
)

_PUBLIC = LateChargePolicy(
    id="fr-statutory-public",
    interest=Interest(
        rate=TableRate(
            table="ecb-mro-half-year",
            margin=Percent(7),
            margins=(Margin(percent=Percent(8), contracts_from=_PUBLIC_REFORM),),
            fixing="frozen",
        ),
        citation="CCP L2192-13, R2192-31",
    ),
    fees=(_fixed_sum("CCP L2192-13, D2192-35"),),
)

_ORDER: tuple[Component, ...] = ("interest", "principal")
_ORDER_CLAUSE = "C. civ. 1343-1; the rank of costs is not settled"
_CAUTIONS = (
    "interest bears interest only once due for a full year, by contract or judgment (C. civ. "
    "1343-2); the library leaves it out",
    "the law names neither the day count nor the last day: ACT/365F, the day of payment included",
)

STATUTE = Statute(
    code="FR",
    name="Code de commerce; Code de la commande publique (CCP)",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000005634379",
        "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000026453427",
        "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000037701019",
        "https://www.legifrance.gouv.fr/affichTexte.do?cidTexte=JORFTEXT000026998473",
        "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006070721",
    ),
    provisions=(
        Provision(
            debtor="business",
            policy=_BUSINESS,
            begins_on=date.fromisoformat("2013-01-01"),
            citation="C. com. L441-10 II, D441-5 (until 2019-04-25: L441-6 I)",
            applies_to="sales and services of a professional activity (C. com. L441-10)",
            ousted_by_contract="another rate, not below three times the legal rate (L441-10 II)",
            no_agreed_day=DefaultRule(
                days=30,
                since="delivery",
                citation="C. com. L441-10 I: 30 days after receipt of the goods or performance",
            ),
            cautions=(
                "that the rate follows every half-year is how the text is read; no ruling of the "
                "Cour de cassation was found",
                "no fixed sum where the period of payment began by 2013-01-01 (decree 2012-1115), "
                "or while insolvency law forbids the payment (L441-10 II): waive it",
                "terms over 60 days, or 45 days end of month, are not allowed (L441-10 I)",
                *_CAUTIONS,
            ),
            guards=Guards(
                floor=TableRate(table="fr-taux-legal", factor=Decimal(3)),
                floor_clause="C. com. L441-10 II: three times the legal interest rate",
            ),
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
        ),
        Provision(
            debtor="public",
            policy=_PUBLIC,
            begins_on=date.fromisoformat("2019-04-01"),
            citation="CCP L2192-12 to L2192-14, R2192-31, D2192-35",
            applies_to="sums due under public contracts (CCP L2192-10)",
            no_agreed_day=DefaultRule(
                days=30,
                since="receipt",
                citation="CCP R2192-10, R2192-12: 30 days after receipt of the request for payment",
            ),
            cautions=(
                "hospitals have 50 days and other public undertakings 60: give the due date",
                "contracts from before 2013-03-16 bear 7 points and owe no fixed sum: give "
                "`contract_date` (law 2013-100, read at second hand)",
                "a clause that waives the interest is void (L2192-14)",
                *_CAUTIONS,
            ),
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
            fees_from=(("fixed-sum", _PUBLIC_REFORM),),
        ),
    ),
)
