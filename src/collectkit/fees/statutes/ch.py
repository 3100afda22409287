# data-only
"""Switzerland: default interest under the Code of Obligations (OR), articles 102 to 105.

5 % a year for whoever the debtor is, simple, from the day after an agreed day of payment or after
a reminder; no fixed sum. The code does not say how days are counted: here by 365.
"""

from __future__ import annotations

from datetime import date

from collectkit.dates import BusinessDayConvention
from collectkit.fees.interest import Interest
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, DefaultRule, Guards, Provision, Statute
from collectkit.money import Percent

__all__ = ["STATUTE"]

_POLICY = LateChargePolicy(
    id="ch-statutory",
    interest=Interest(rate=Percent(5), citation="OR 104(1)"),
    due_roll=BusinessDayConvention.FOLLOWING,
)

_CAUTIONS: tuple[tuple[Debtor, str], ...] = (
    (
        "business",
        "between merchants a bank discount above 5 % at the place of payment replaces the rate "
        "(OR 104(3))",
    ),
    ("consumer", "reminder fees are owed only where agreed with their amount"),
)

STATUTE = Statute(
    code="CH",
    name="Obligationenrecht (SR 220)",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.fedlex.admin.ch/eli/cc/27/317_321_377/de",
        "https://www.fedlex.admin.ch/eli/cc/1963/819_815_843/de",
        "https://www.fedlex.admin.ch/eli/cc/11/529_488_529/de",
    ),
    provisions=tuple(
        Provision(
            debtor=debtor,
            policy=_POLICY,
            begins_on=date.fromisoformat("1912-01-01"),
            citation="OR 102, 104, 105",
            applies_to="debts of money under private law that are in default (OR 104(1))",
            ousted_by_contract="a higher agreed rate of interest (OR 104(2))",
            allocation_order=("costs", "interest", "principal"),
            allocation_clause="OR 85(1); SchKG 68(2) for costs before interest",
            no_agreed_day=DefaultRule(
                days=None,
                since="due_and_receipt",
                reminder="reminder",
                citation="OR 102(1)",
            ),
            cautions=(
                "a day that stands only on the invoice is no agreed day: interest then needs a "
                "reminder, recorded on the day the debtor received it (OR 102)",
                "a due date on a Sunday or holiday moves to the next working day, one on a "
                "Saturday does not: give a calendar whose weekend is Sunday alone (OR 78(1))",
                "the code has no day count; ACT/365F is taken, and 30E/360 is in use as well",
                "taking the principal without reserving interest can end the claim to it "
                "(OR 89(2), 114(2))",
                caution,
            ),
            guards=Guards(no_compounding="OR 105(3)"),
        )
        for debtor, caution in _CAUTIONS
    ),
)
