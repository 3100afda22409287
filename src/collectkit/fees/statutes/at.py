# data-only
"""Austria: Unternehmensgesetzbuch (UGB) sections 455 to 460, and ABGB sections 1000 and 1333.

Between undertakings the Basiszinssatz of the half-year's first day plus 9.2 points, simple, and
EUR 40 a debt, for contracts from 16 March 2013; 8 points and no fixed sum for older ones. Anyone
else owes 4 %. The table `at-basiszinssatz`, with every change, is the caller's.
"""

from __future__ import annotations

from datetime import date

from collectkit.dates import BusinessDayConvention
from collectkit.fees.interest import Cap, Interest, Margin, TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.regime import Debtor, Provision, Statute
from collectkit.fees.tariffs import FlatFee
from collectkit.money import Money, Percent

__all__ = ["STATUTE"]

_BEGIN = date.fromisoformat("2013-03-16")
_ROLL = BusinessDayConvention.FOLLOWING
_POLICY = LateChargePolicy(
    id="at-statutory",
    interest=Interest(
        rate=TableRate(
            table="at-basiszinssatz",
            reads="half_year_start",
            margin=Percent(8),
            margins=(Margin(percent=Percent("9.2"), contracts_from=_BEGIN),),
            # A rate that the Basiszinssatz sets never falls below zero.
            floor=Percent(0),
        ),
        citation="UGB s.456; 1. Euro-JuBeG Art. I s.1",
    ),
    fees=(
        FlatFee(
            id="fixed-sum",
            per="installment",
            charge_kind="costs",
            label="fixed sum",
            amounts=(Money("40.00", "EUR"),),
            citation="UGB s.458",
        ),
    ),
    due_roll=_ROLL,
)
_CONSUMER = LateChargePolicy(
    id="at-statutory-consumer",
    interest=Interest(
        rate=Percent(4),
        caps=(Cap(percent=Percent(100)),),
        citation="ABGB s.1000(1), 1333(1), 1335",
    ),
    due_roll=_ROLL,
)
_CAUTIONS = (
    "contracts from before 2013-03-16 keep 8 points and owe no fixed sum: give `contract_date` "
    "(UGB s.906(25))",
    "give a table `at-basiszinssatz` with every change; the first day of each half-year is read "
    "(UGB s.456)",
    "for the old 8 points the law means the day before that; here it is the first day as well "
    "(UGB s.352, old)",
    "a debtor that is not responsible for the delay owes 4 % (UGB s.456)",
    "the fixed sum counts towards necessary recovery costs (UGB s.458, ABGB s.1333(2))",
    "the money must be on the account on an agreed day of payment (ABGB s.907a(2))",
)
_DAYS_OFF = (
    "a due date on a Sunday or holiday moves to the next working day (ABGB s.903), on a Saturday "
    "by the European Convention (BGBl. 254/1983): give a calendar with the holidays"
)
_MERCHANTS: tuple[tuple[Debtor, str], ...] = (
    ("business", "business between undertakings (UGB s.455)"),
    ("public", "business of an undertaking with a body under public law (UGB s.455)"),
)

STATUTE = Statute(
    code="AT",
    name="Unternehmensgesetzbuch, s.455-460",
    checked_on=date.fromisoformat("2026-11-22"),
    sources=(
        "https://www.jusline.at/gesetz/ugb/paragraf/456",
        "https://www.ris.bka.gv.at/GeltendeFassung.wxe?Abfrage=Bundesnormen&Gesetzesnummer=10001702",
        "https://www.ris.bka.gv.at/GeltendeFassung.wxe?Abfrage=Bundesnormen&Gesetzesnummer=10001622",
        "https://www.ris.bka.gv.at/Dokumente/Bundesnormen/NOR40232557/NOR40232557.html",
    ),
    provisions=(
        *(
            Provision(
                debtor=debtor,
                policy=_POLICY,
                begins_on=_BEGIN,
                citation="UGB s.455-460, 906(25)",
                applies_to=scope,
                ousted_by_contract=(
                    "an agreed rate that is not grossly disadvantageous (UGB s.459)"
                ),
                allocation_order=("interest", "principal"),
                allocation_clause="ABGB s.1416",
                cautions=(*_CAUTIONS, _DAYS_OFF),
                fees_from=(("fixed-sum", _BEGIN),),
            )
            for debtor, scope in _MERCHANTS
        ),
        Provision(
            debtor="consumer",
            policy=_CONSUMER,
            begins_on=date.fromisoformat("2002-08-01"),
            citation="ABGB s.1000(1), 1333, 1334, 1335",
            applies_to="debts of money where not both parties are undertakings (ABGB s.1333(1))",
            ousted_by_contract="an agreed rate (ABGB s.1000(1))",
            allocation_order=("interest", "principal"),
            allocation_clause="ABGB s.1416",
            cautions=(
                "interest stops when it reaches the principal, and runs again once it is sued for "
                "(ABGB s.1335)",
                "a consumer is in time who orders the transfer on the due day (KSchG s.6a(2))",
                "recovery costs only as far as necessary and in proportion to the debt "
                "(ABGB s.1333(2))",
                _DAYS_OFF,
            ),
        ),
    ),
)
