# data-only
"""Italy: D.Lgs. 9 October 2002, n. 231, as D.Lgs. 192/2012 left it.

The European Central Bank's rate of every half-year plus 8 points, simple, and EUR 40 a debt, for
contracts from 1 January 2013; older contracts keep 7 points and have no fixed sum. A consumer owes
the legal rate of article 1284 of the Codice civile, which the caller brings.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import DefaultRule, Guards, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_BEGIN = date.fromisoformat("2013-01-01")
_RATE = TableRate(
    table="ecb-mro-half-year",
    margin=Percent(7),
    margins=(Margin(percent=Percent(8), contracts_from=_BEGIN),),
)
_POLICY = LateChargePolicy(
    id="it-statutory",
    interest=Interest(rate=_RATE, citation="D.Lgs. 231/2002 art.2(1)(e)-(f), 3, 5"),
    fees=(
        FlatFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            amounts=(Money("40.00", "EUR"),),
            citation="D.Lgs. 231/2002 art.6(2)",
        ),
    ),
)
_CONSUMER = LateChargePolicy(
    id="it-statutory-consumer",
    interest=Interest(
        rate=TableRate(table="it-tasso-legale"), citation="c.c. art.1224(1), 1284(1)"
    ),
)
_CITATION = "D.Lgs. 231/2002 art.2-6; D.Lgs. 192/2012 art.3"
_ON_RECEIPT = DefaultRule(days=30, since="receipt", citation="D.Lgs. 231/2002 art.4(2)")
_FEES_FROM = (("fixed-sum", _BEGIN),)
_CAUTIONS = (
    "contracts from before 2013-01-01 keep 7 points and owe no fixed sum: give `contract_date` "
    "(D.Lgs. 192/2012 art.3)",
    "farm and food products: 4 points more, which no contract lowers (D.Lgs. 198/2021 art.4)",
    "a due date on a holiday may move to the next working day (c.c. art.1187, 2963): here it does "
    "not",
    "proven recovery costs can be claimed besides; whether the fixed sum counts towards them is "
    "read both ways (art.6)",
    "nothing is owed where the debtor proves that it could not pay in time for a reason that is "
    "not its own (art.3)",
)

STATUTE = Statute(
    code="IT",
    name="Decreto legislativo 9 ottobre 2002, n. 231",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legislativo:2002-10-09;231",
        "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legislativo:2012-11-09;192",
        "https://www.brocardi.it/codice-civile/libro-quarto/titolo-i/capo-vii/sezione-i/art1284.html",
        "https://brocardi.it/codice-civile/libro-quarto/titolo-i/capo-ii/sezione-i/art1194.html",
    ),
    provisions=(
        Provision(
            debtor="business",
            policy=_POLICY,
            begins_on=_BEGIN,
            citation=_CITATION,
            applies_to=(
                "payments for goods or services between undertakings, self-employed persons "
                "included; not damages or debts in insolvency (art.1, 2)"
            ),
            ousted_by_contract="an agreed rate that is not grossly unfair (art.5(1), 7)",
            allocation_order=("costs", "interest", "principal"),
            allocation_clause="c.c. art.1194 (costs and interest before principal)",
            no_agreed_day=_ON_RECEIPT,
            fees_from=_FEES_FROM,
            cautions=(
                *_CAUTIONS,
                "terms over 60 days must be agreed expressly and not be grossly unfair (art.4(3))",
            ),
            guards=Guards(no_compounding="c.c. art.1283"),
        ),
        Provision(
            debtor="public",
            policy=_POLICY,
            begins_on=_BEGIN,
            citation=_CITATION,
            applies_to=(
                "payments of a public administration for goods or services of an undertaking; not "
                "damages or debts in insolvency (art.1, 2)"
            ),
            allocation_order=("costs", "interest", "principal"),
            allocation_clause="c.c. art.1194 (costs and interest before principal)",
            no_agreed_day=_ON_RECEIPT,
            fees_from=_FEES_FROM,
            cautions=(
                *_CAUTIONS,
                "terms over 30 days need an express and justified agreement and never exceed 60; "
                "health bodies and public undertakings have 60 (art.4(4), 4(5))",
            ),
            guards=Guards(
                floor=_RATE,
                floor_clause="D.Lgs. 231/2002 art.5(1): only undertakings may agree on a rate",
                no_compounding="c.c. art.1283",
            ),
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=_BEGIN,
            citation="c.c. art.1219, 1224, 1284",
            applies_to="debts of money outside D.Lgs. 231/2002, of any debtor",
            ousted_by_contract="an agreed rate, above the legal one only in writing (art.1284(3))",
            allocation_order=("costs", "interest", "principal"),
            allocation_clause="c.c. art.1194 (costs and interest before principal)",
            no_agreed_day=DefaultRule(
                days=None, since="receipt", reminder="reminder", citation="c.c. art.1219(1)"
            ),
            cautions=(
                "a table `it-tasso-legale` must hold the legal rate of each year (art.1284(1))",
                "in default without a demand only where payment is due at the creditor's place "
                "(art.1219(2)(3))",
                "from a court claim on, the rate of D.Lgs. 231/2002 holds where none was agreed "
                "(art.1284(4))",
            ),
            guards=Guards(no_compounding="c.c. art.1283"),
        ),
    ),
)
