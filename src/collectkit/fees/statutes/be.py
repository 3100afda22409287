# data-only
"""Belgium: Act of 2 August 2002 on late payment in commercial transactions.

The European Central Bank's rate of each half-year plus 8 points, the sum raised to the next half
point; simple, without notice; EUR 40 for every late payment. Consumers are outside the Act.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, DefaultRule, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_REFORM = date.fromisoformat("2013-03-16")

_POLICY = LateChargePolicy(
    id="be-statutory",
    interest=Interest(
        rate=TableRate(
            table="ecb-mro-half-year",
            margin=Percent(7),
            margins=(
                Margin(percent=Percent(8), contracts_from=_REFORM),
                Margin(percent=Percent(8), applies_from=date.fromisoformat("2015-03-16")),
            ),
            round_up_to=Percent("0.5"),
        ),
        citation="Act of 2 August 2002 art.2, 4°, art.5, art.14",
    ),
    fees=(
        FlatFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            amounts=(Money("40.00", "EUR"),),
            citation="Act of 2 August 2002 art.6(1)",
        ),
    ),
)

_DEBTORS: tuple[tuple[Debtor, str, str, tuple[str, ...]], ...] = (
    (
        "business",
        "payments for goods, services or works between undertakings (art.3)",
        "another rate that is not manifestly unfair (art.5, art.7)",
        ("terms over 60 days are deemed unwritten since 2022-02-01 (art.4(1))",),
    ),
    (
        "public",
        "payments for goods, services or works that a public body owes (art.2, 3°, art.3)",
        "",
        (
            "the rules on the execution of public contracts go first (art.3(3)); they "
            "have rates of their own",
            "terms over 30 days, at most 60, need an objective reason (art.4(2))",
        ),
    ),
)

STATUTE = Statute(
    code="BE",
    name="Act of 2 August 2002 on combating late payment in commercial transactions",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.ejustice.just.fgov.be/cgi_loi/article.pl?language=fr&sum_date="
        "&pd_search=2002-08-07&numac_search=2002009716&page=1&lg_txt=F&caller=list"
        "&2002009716=0&trier=promulgation&view_numac=1967072702fx1978070303&fr=f"
        "&nm_ecran=2002009716&choix1=et&choix2=et",
        "https://vlex.be/vid/wet-tot-wijziging-van-875314922",
        "https://etaamb.openjustice.be/nl/mededeling_n2023041019.html",
    ),
    provisions=tuple(
        Provision(
            debtor=debtor,
            policy=_POLICY,
            begins_on=_REFORM,
            citation="Act of 2 August 2002 art.2, 4°, art.4, art.5, art.6, art.14",
            applies_to=applies_to,
            ousted_by_contract=ousted_by_contract,
            no_agreed_day=DefaultRule(
                days=30,
                since="receipt",
                citation="Act of 2 August 2002 art.4(1): from the day after receipt",
            ),
            cautions=(
                *cautions,
                "contracts from before 2013-03-16 bear 7 points until 2015-03-15: give "
                "`contract_date` (art.14)",
                "the same contracts owe no fixed sum on what fell due by then, but it is charged: "
                "waive it (art.14)",
                "other recovery costs above the fixed sum can be claimed besides (art.6(2))",
                "no interest while the creditor has not performed, or where the debtor is not "
                "responsible (art.5)",
                "where part payments go was not read in the Civil Code in force since 2023: say "
                "the order yourself",
                "the Act names neither the day count nor the last day: ACT/365F, the day of "
                "payment included",
            ),
        )
        for debtor, applies_to, ousted_by_contract, cautions in _DEBTORS
    ),
)
