# data-only
"""United States: Prompt Payment Act, 31 U.S.C. chapter 39; the debtor is a federal agency.

The Treasury's half-year rate on the day after the due date, kept for the whole delay, over 360
days; every 30 days interest is added to the principal. It ends after one year, and less than
USD 1.00 is not paid. No fixed sum.
"""

from __future__ import annotations

from datetime import date

from collectkit.dates import BusinessDayConvention, DayCount
from collectkit.fees.interest import Compounding, Interest, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.periods import Period
from collectkit.fees.regime import DefaultRule, Provision, Statute
from collectkit.money import Money

__all__ = ["STATUTE"]

_YEAR = Period(years=1)

_POLICY = LateChargePolicy(
    id="us-ppa-statutory",
    interest=Interest(
        rate=TableRate(table="us-prompt-payment", fixing="frozen"),
        day_count=DayCount.ACT_360,
        compounding=Compounding(every=Period(days=30), max_age=_YEAR),
        max_age=_YEAR,
        de_minimis=(Money("1.00", "USD"),),
        citation="31 U.S.C. 3902(a), (b), (e), 3907(b)(1); 5 CFR 1315.10(a), 1315.17",
    ),
    # A payment on the next working day is in time; a later one counts from the original due date.
    grace="threshold",
    grace_roll=BusinessDayConvention.FOLLOWING,
)

STATUTE = Statute(
    code="US-PPA",
    name="Prompt Payment Act",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://github.com/legalize-dev/legalize-us",
        "https://www.ecfr.gov/current/title-5/chapter-III/subchapter-B/part-1315",
        "https://www.acquisition.gov/far/52.232-25",
        "https://fiscal.treasury.gov/prompt-payment/",
    ),
    provisions=(
        Provision(
            debtor="public",
            policy=_POLICY,
            # The first interest day is then the first day of the table.
            begins_on=date.fromisoformat("2004-06-30"),
            citation="31 U.S.C. 3901-3907; 5 CFR 1315; FAR 52.232-25",
            applies_to=(
                "payments by a federal agency to a business for goods or services that it accepted "
                "and that were properly invoiced; not contract financing, nor debts of states or "
                "companies (31 U.S.C. 3901(a))"
            ),
            no_agreed_day=DefaultRule(
                days=30,
                since="receipt",
                citation="31 U.S.C. 3903(a)(1)(B): 30 days after receipt of a proper invoice",
            ),
            cautions=(
                "no interest while the amount is disputed or withheld under the contract: record a "
                "hold that blocks charges (31 U.S.C. 3907(c))",
                "none after a claim is filed under the Contract Disputes Act: record a hold that "
                "blocks charges (31 U.S.C. 3907(b)(1)(A))",
                "a discount taken late bears interest on the discount alone, from the day after "
                "the discount date: record it as an invoice of its own (31 U.S.C. 3904; 5 CFR "
                "1315.10(a)(6))",
                "an additional penalty can be demanded in writing when interest of USD 1.00 or "
                "more was not paid with the invoice; it is not computed (31 U.S.C. 3902(c)(3))",
                "due dates on a federal holiday need the calendar of the context; without one only "
                "weekends are days off (FAR 52.232-25(a)(4))",
                "meat, fish, dairy, perishables and construction have their own due dates: give "
                "them as the invoice's (31 U.S.C. 3903(a)(2)-(6))",
            ),
        ),
    ),
)
