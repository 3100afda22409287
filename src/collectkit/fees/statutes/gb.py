# data-only
"""United Kingdom: Late Payment of Commercial Debts (Interest) Act 1998.

Bank Rate on the last day of the half-year before interest starts, plus 8 points, simple and kept
for the life of the debt; a fixed sum by the size of the debt. The regime begins on 7 August 2002,
when its present rate did.
"""

from __future__ import annotations

from datetime import date

from collectkit.fees.interest import Interest, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, DefaultRule, Provision, Statute
from collectkit.fees.tariffs import SlabFee, Tier
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_POLICY = LateChargePolicy(
    id="gb-statutory",
    interest=Interest(
        rate=TableRate(
            table="boe-bank-rate",
            margin=Percent(8),
            fixing="frozen",
            reads="half_year_eve",
        ),
        citation="1998 c.20 s.1(1), s.4(2), s.6; SI 2002/1675 art.4",
    ),
    fees=(
        SlabFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            tiers=(
                Tier(upto=Money("1000.00", "GBP"), inclusive=False, amount=Money("40.00", "GBP")),
                Tier(upto=Money("10000.00", "GBP"), inclusive=False, amount=Money("70.00", "GBP")),
                Tier(amount=Money("100.00", "GBP")),
            ),
            citation="1998 c.20 s.5A",
        ),
    ),
)

_CAUTIONS: tuple[tuple[Debtor, str], ...] = (
    ("business", "terms over 60 days are cut back unless not grossly unfair (s.4(2E), (2F))"),
    ("public", "terms over 30 days are cut back (s.4(2D))"),
)

STATUTE = Statute(
    code="GB",
    name="Late Payment of Commercial Debts (Interest) Act 1998",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.legislation.gov.uk/ukpga/1998/20",
        "https://www.legislation.gov.uk/uksi/2002/1675",
        "https://www.legislation.gov.uk/uksi/2002/1674",
        "https://www.legislation.gov.uk/uksi/2013/395",
        "https://www.legislation.gov.uk/uksi/2015/1336",
        "https://www.gov.uk/late-commercial-payments-interest-debt-recovery",
    ),
    provisions=tuple(
        Provision(
            debtor=debtor,
            policy=_POLICY,
            begins_on=date.fromisoformat("2002-08-07"),
            citation="1998 c.20 s.1, s.2, s.4, s.5A, s.6; SI 2002/1675",
            applies_to=(
                "contracts for goods or services where both parties act in the course of a "
                "business, which a public authority does (s.2(1), (7))"
            ),
            ousted_by_contract="a substantial contractual remedy for late payment (s.8, s.9)",
            no_agreed_day=DefaultRule(
                days=29,
                since="receipt",
                citation=(
                    "1998 c.20 s.4(2A)(b), (2H): the last of 30 days beginning with the later of "
                    "performance and notice of the amount"
                ),
            ),
            cautions=(
                "reasonable recovery costs above the fixed sum can be claimed besides: only the "
                "difference (s.5A(2A))",
                "no rule was found for part payments; a court may remit interest for the "
                "supplier's conduct (s.5)",
                caution,
            ),
        )
        for debtor, caution in _CAUTIONS
    ),
)
