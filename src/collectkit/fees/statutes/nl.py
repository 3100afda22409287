# data-only
"""The Netherlands: statutory interest and collection costs, Burgerlijk Wetboek (BW) book 6.

Businesses and public bodies owe the European Central Bank's rate of each half-year plus 8 points
and EUR 40 of costs; consumers the rate set by decree, and graduated costs only after the letter
of 14 days. What a full year bore bears interest from the next.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.interest import Cap, Compounding, Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.periods import Period
from collectkit.fees.regime import DefaultRule, Provision, Statute
from collectkit.fees.tariffs import Bracket, FlatFee, GraduatedFee, NoticeFirst
from collectkit.ledger.cash import Component
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_REFORM = date.fromisoformat("2013-03-16")
_YEARLY = Compounding(every=Period(years=1))


def _commercial(id: str, citation: str) -> LateChargePolicy:
    return LateChargePolicy(
        id=id,
        interest=Interest(
            rate=TableRate(
                table="ecb-mro-half-year",
                margin=Percent(7),
                margins=(Margin(percent=Percent(8), contracts_from=_REFORM),),
            ),
            compounding=_YEARLY,
            citation=citation,
        ),
        fees=(
            FlatFee(
                id="fixed-sum",
                per="installment",
                charge_kind="costs",
                label="fixed sum",
                amounts=(Money("40.00", "EUR"),),
                citation="BW 6:96(4)",
            ),
        ),
    )


_CONSUMER = LateChargePolicy(
    id="nl-statutory-consumer",
    interest=Interest(
        rate=TableRate(table="nl-wettelijke-rente"),
        compounding=_YEARLY,
        citation="BW 6:119(1), (2), 6:120(1)",
    ),
    fees=(
        GraduatedFee(
            id="collection-costs",
            charge_kind="costs",
            label="collection costs",
            notice=NoticeFirst(code="14-day-letter", days=14),
            brackets=(
                Bracket(upto=Money("2500.00", "EUR"), percent=Percent(15)),
                Bracket(upto=Money("5000.00", "EUR"), percent=Percent(10)),
                Bracket(upto=Money("10000.00", "EUR"), percent=Percent(5)),
                Bracket(upto=Money("200000.00", "EUR"), percent=Percent(1)),
                Bracket(percent=Percent("0.5")),
            ),
            minimum=(Money("40.00", "EUR"),),
            cap=Cap(amounts=(Money("6775.00", "EUR"),)),
            citation="BW 6:96(5), (6); Besluit BIK art.2",
        ),
    ),
)

_ORDER: tuple[Component, ...] = ("costs", "interest", "principal")
_ORDER_CLAUSE = "BW 6:44(1)"
_FEES_FROM = (("fixed-sum", _REFORM),)
_THIRTY = "30 days from the day after receipt of the invoice"
_COMMON_CAUTIONS = (
    "the law names no day count: ACT/365F",
    "whether a term of the law that ends on a day off moves to the next (Algemene termijnenwet "
    "art.1) is not decided; nothing moves",
)
_COMMERCIAL_CAUTIONS = (
    "contracts from before 2013-03-16 bear 7 points and owe no fixed sum: give `contract_date` "
    "(Stb. 2012, 647, whose transition was read at second hand)",
    "the EUR 40 are the least of the collection costs, not a sum on top of them (6:96(4))",
    *_COMMON_CAUTIONS,
)

STATUTE = Statute(
    code="NL",
    name="Burgerlijk Wetboek (BW), book 6",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://wetten.overheid.nl/BWBR0005289",
        "https://wetten.overheid.nl/BWBR0031432",
        "https://wetten.overheid.nl/BWBR0002448",
        "https://zoek.officielebekendmakingen.nl/stb-2014-491.html",
        "https://zoek.officielebekendmakingen.nl/stb-2022-146.html",
    ),
    provisions=(
        Provision(
            debtor="business",
            policy=_commercial("nl-statutory", "BW 6:119a, 6:120(2)"),
            begins_on=_REFORM,
            citation="BW 6:119a, 6:120(2), 6:96(4)",
            applies_to=(
                "contracts for pay between businesses or legal persons to give or to do something "
                "(6:119a(1))"
            ),
            ousted_by_contract="an agreed rate, higher or lower (6:119a(8)), which is then simple",
            no_agreed_day=DefaultRule(
                days=30, since="receipt", citation=f"BW 6:119a(2): {_THIRTY}"
            ),
            cautions=(
                "terms over 60 days, and over 30 for a large debtor of a small creditor, may be "
                "void (6:119a(5), (6); Stb. 2022, 146)",
                *_COMMERCIAL_CAUTIONS,
            ),
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
            fees_from=_FEES_FROM,
        ),
        Provision(
            debtor="public",
            policy=_commercial("nl-statutory-public", "BW 6:119b, 6:120(2)"),
            begins_on=_REFORM,
            citation="BW 6:119b, 6:120(2), 6:96(4)",
            applies_to="contracts for pay with a public body as debtor (6:119b(1))",
            ousted_by_contract="an agreed rate, if it is higher (6:119b(8)), which is then simple",
            no_agreed_day=DefaultRule(
                days=30, since="receipt", citation=f"BW 6:119b(2): {_THIRTY}"
            ),
            cautions=(
                "terms over 30 days, at most 60, need an objective reason (6:119b)",
                *_COMMERCIAL_CAUTIONS,
            ),
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
            fees_from=_FEES_FROM,
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=date.fromisoformat("2012-07-01"),
            citation="BW 6:119, 6:120(1), 6:96(5), (6); Besluit BIK",
            applies_to="debts of money of a natural person who does not act in business (6:119)",
            ousted_by_contract="an agreed rate that is higher (6:119(3))",
            cautions=(
                "the rate is set by decree: give a table `nl-wettelijke-rente` in the context",
                "interest needs default: a fixed term has passed (6:83), or a written notice with "
                "a reasonable term (6:82)",
                "the letter must name the costs and leave 14 days from the day after its receipt, "
                "else no costs are owed (6:96(6))",
                "claims that one letter can demand together bear one fee on their sum (6:96(7)); "
                "here every invoice bears its own",
                "tax on the costs is not added (Besluit BIK art.2(3))",
                *_COMMON_CAUTIONS,
            ),
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
        ),
    ),
)
