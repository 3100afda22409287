# data-only
"""Ireland: European Communities (Late Payment in Commercial Transactions) Regulations 2012.

The European Central Bank's rate of the half-year plus 8 points, simple, at the rate of the first
interest day; a fixed sum of EUR 40, 70 or 100 by the size of the late payment. Of the regulations
only some were open to reading: that the rate is kept rests on the Department's guidance.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.interest import Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, DefaultRule, Provision, Statute
from collectkit.fees.tariffs import SlabFee, Tier
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_SINCE = date.fromisoformat("2013-03-16")

_POLICY = LateChargePolicy(
    id="ie-statutory",
    interest=Interest(
        rate=TableRate(
            table="ecb-mro-half-year",
            # 7 points under S.I. 388/2002, which older contracts keep.
            margin=Percent(7),
            margins=(Margin(percent=Percent(8), contracts_from=_SINCE),),
            fixing="frozen",
        ),
        citation="S.I. 580/2012 reg.4",
    ),
    fees=(
        SlabFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            tiers=(
                Tier(upto=Money("1000.00", "EUR"), amount=Money("40.00", "EUR")),
                Tier(upto=Money("10000.00", "EUR"), amount=Money("70.00", "EUR")),
                Tier(amount=Money("100.00", "EUR")),
            ),
            citation="S.I. 580/2012 reg.9(1), Schedule",
        ),
    ),
)

_DEBTORS: tuple[tuple[Debtor, str, str], ...] = (
    (
        "business",
        "an agreed rate, unless it is grossly unfair",
        "terms over 60 days must be agreed expressly and not be grossly unfair",
    ),
    ("public", "", "terms over 30 days hold only in exceptional cases, and then up to 60"),
)

STATUTE = Statute(
    code="IE",
    name="European Communities (Late Payment in Commercial Transactions) Regulations 2012",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.irishstatutebook.ie/eli/2012/si/580/made/en/print",
        "https://enterprise.gov.ie/en/what-we-do/supports-for-smes/late-payments/"
        "compensation-for-recovery-costs-/",
        "https://gov.ie/ga/seirbhis/"
        "ea821-rights-and-obligations-arising-under-contract-law-including-late-payment-interests",
        "https://enterprise.gov.ie/en/What-We-Do/Supports-for-SMEs/Late-Payments/"
        "Late-Payment-in-Commercial-Transactions/",
        "https://hayes-solicitors.ie/News/New-Regulations-to-combat-late-payments-in-commercial-"
        "transactions",
    ),
    provisions=tuple(
        Provision(
            debtor=debtor,
            policy=_POLICY,
            begins_on=_SINCE,
            citation="S.I. 580/2012 reg.2, reg.4, reg.9, Schedule",
            applies_to=(
                "goods or services for remuneration between undertakings, or between an "
                "undertaking and a public authority (reg.2)"
            ),
            ousted_by_contract=ousted,
            no_agreed_day=DefaultRule(
                days=30,
                since="receipt",
                citation=(
                    "S.I. 580/2012, as the Department describes it: 30 days after receipt of the "
                    "invoice, or of the goods or services where that is later"
                ),
            ),
            cautions=(
                "that the rate of the first interest day holds for the whole delay rests on the "
                "Department's guidance",
                "for a debt due on 30 June or 31 December the rate of the due date is the other "
                "reading",
                "contracts from before 2013-03-16 are read to keep 7 points and to owe no fixed "
                "sum: give `contract_date` (S.I. 388/2002); the transition was not confirmed",
                "no late payment while an invoice is queried: record a hold that blocks charges",
                caution,
            ),
            fees_from=(("fixed-sum", _SINCE),),
        )
        for debtor, ousted, caution in _DEBTORS
    ),
)
