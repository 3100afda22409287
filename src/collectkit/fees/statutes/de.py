# data-only
"""Germany: default interest and fixed sum of the Civil Code (BGB), sections 286 to 289.

The base rate of section 247, floating, plus 9 points on price claims where no consumer is a party
and 5 points otherwise; simple; EUR 40 for every late payment of a debtor who is not a consumer.
An agreed day that is a Saturday, Sunday or holiday moves to the next working day (section 193).
"""

from __future__ import annotations

from datetime import date

from collectkit.dates import BusinessDayConvention
from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, DefaultRule, Guards, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.ledger.cash import Component
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

# Directive 2011/7/EU in Germany: obligations that arose from this day on.
_REFORM = date.fromisoformat("2014-07-29")

_BUSINESS = LateChargePolicy(
    id="de-statutory",
    interest=Interest(
        rate=TableRate(
            table="de-basiszinssatz",
            margin=Percent(8),
            margins=(Margin(percent=Percent(9), contracts_from=_REFORM),),
        ),
        citation="BGB s.247, s.288(2); EGBGB art.229 s.34",
    ),
    fees=(
        FlatFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            amounts=(Money("40.00", "EUR"),),
            citation="BGB s.288(5)",
        ),
    ),
    due_roll=BusinessDayConvention.FOLLOWING,
)

_CONSUMER = LateChargePolicy(
    id="de-statutory-consumer",
    interest=Interest(
        rate=TableRate(table="de-basiszinssatz", margin=Percent(5)),
        citation="BGB s.247, s.288(1)",
    ),
    due_roll=BusinessDayConvention.FOLLOWING,
)

_NO_CONSUMERS: tuple[Debtor, ...] = ("business", "public")
_ORDER: tuple[Component, ...] = ("costs", "interest", "principal")
_ORDER_CLAUSE = "BGB s.367(1)"
_GUARDS = Guards(no_compounding="BGB s.289")

_COMMON_CAUTIONS = (
    "days off are those of the place of performance: give its calendar in the context (s.193)",
    "a day that the creditor alone put on the invoice is no agreed day (s.286(2))",
    "no default while the debtor is not responsible for the delay (s.286(4))",
    "the law names neither the day count nor the last day: ACT/365F, the day of payment included",
)
_BUSINESS_CAUTIONS = (
    "`contract_date` is the day the obligation arose; for what was performed after 2016-06-30 "
    "under an older long-term contract leave it out (EGBGB art.229 s.34)",
    "obligations from before 2014-07-29 bear 8 points and owe no fixed sum: give `contract_date` "
    "(EGBGB art.229 s.34)",
    "9 points are for prices of goods and services; other debts bear 5 (s.288(1))",
    "the fixed sum is set off against the costs of pursuing the claim (s.288(5))",
    *_COMMON_CAUTIONS,
)
_CONSUMER_CAUTIONS = (
    "obligations from before 2002-01-01 follow older law (EGBGB art.229 s.5)",
    "a consumer loan has its own rules of rate and order (s.497)",
    *_COMMON_CAUTIONS,
)

STATUTE = Statute(
    code="DE",
    name="Bürgerliches Gesetzbuch (BGB)",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.gesetze-im-internet.de/bgb/__288.html",
        "https://www.gesetze-im-internet.de/bgb/__286.html",
        "https://www.gesetze-im-internet.de/bgbeg/",
        "https://dejure.org/gesetze/BGB/288.html",
        "https://datenbank.nwb.de/Dokument/Anzeigen/254779/",
    ),
    provisions=(
        *(
            Provision(
                debtor=debtor,
                policy=_BUSINESS,
                begins_on=_REFORM,
                citation="BGB s.247, s.286, s.288(2), (5); EGBGB art.229 s.34",
                applies_to=(
                    "prices of goods and services where no consumer is a party (s.288(2), (5))"
                ),
                ousted_by_contract=(
                    "a higher rate on another ground (s.288(3)); a limit that is not grossly "
                    "unfair (s.288(6))"
                ),
                no_agreed_day=DefaultRule(
                    days=30,
                    since="due_and_receipt",
                    reminder="reminder",
                    roll=BusinessDayConvention.FOLLOWING,
                    citation="BGB s.286(1), (3); s.193 with BGH III ZR 159/06",
                ),
                cautions=_BUSINESS_CAUTIONS,
                guards=_GUARDS,
                allocation_order=_ORDER,
                allocation_clause=_ORDER_CLAUSE,
                fees_from=(("fixed-sum", _REFORM),),
            )
            for debtor in _NO_CONSUMERS
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=date.fromisoformat("2002-01-01"),
            citation="BGB s.247, s.286, s.288(1)",
            applies_to="debts of money of a consumer (s.288(1))",
            ousted_by_contract="a higher rate on another ground (s.288(3))",
            no_agreed_day=DefaultRule(
                days=30,
                since="due_and_receipt",
                reminder="reminder",
                needs="30-day-notice",
                roll=BusinessDayConvention.FOLLOWING,
                citation="BGB s.286(1), (3) sentence 1, second half; s.193",
            ),
            cautions=_CONSUMER_CAUTIONS,
            guards=_GUARDS,
            allocation_order=_ORDER,
            allocation_clause=_ORDER_CLAUSE,
        ),
    ),
)
