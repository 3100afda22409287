"""The Netherlands, BW 6:119, 6:119a, 6:119b, 6:96 and the decree on collection costs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import LateChargePolicy, LateCharges, RateTable, statutory
from collectkit.fees.regime import Debtor
from collectkit.ledger import payment
from collectkit.money import Money
from collectkit.testing import (
    a_customer,
    a_receipt,
    an_account,
    an_allocation,
    an_invoice,
    something_done,
)

DEBTORS: tuple[Debtor, ...] = ("business", "public", "consumer")
COMMERCIAL: tuple[Debtor, ...] = ("business", "public")
DECREE = RateTable.of(
    "nl-wettelijke-rente",
    {
        "2012-07-01": "3%",
        "2015-01-01": "2%",
        "2023-01-01": "4%",
        "2023-07-01": "6%",
        "2024-01-01": "7%",
    },
    gaps=[("2016-01-01", "2022-12-31")],
    covers_until="2025-12-31",
    source="Staatsblad",
)
CONTEXT = Context(tables=(DECREE,))


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def charged(
    amount: str,
    due: date,
    as_of: date,
    *facts: Any,
    debtor: Debtor = "business",
    contract: date | None = None,
) -> LateCharges:
    regime = statutory("NL", debtor=debtor, contract_date=contract)
    invoice = an_invoice(amount=eur(amount), issued_on=due, due_on=due)
    account = an_account(a_customer(kind=debtor), invoice, *facts)
    return regime.assess(account, as_of=as_of, context=CONTEXT)


def parts(found: LateCharges) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount.amount)) for line in found.lines]


# -- businesses and public bodies ------------------------------------------------------------------
@pytest.mark.parametrize("debtor", COMMERCIAL)
@pytest.mark.parametrize(
    ("as_of", "owed"),
    [
        (date(2025, 3, 31), "1204.11"),
        (date(2025, 4, 1), "1207.53"),  # the first day on 11 204.11
        (date(2025, 9, 30), "1802.21"),
    ],
)
def test_a_year_of_interest_bears_interest_from_the_anniversary(
    debtor: Debtor, as_of: date, owed: str
) -> None:
    found = charged("10000.00", date(2024, 3, 31), as_of, debtor=debtor)
    assert parts(found) == [("interest", owed), ("costs", "40.00")]


def test_what_is_added_is_exact_and_dated() -> None:
    found = charged("10000.00", date(2024, 3, 31), date(2025, 9, 30)).lines[0]
    (added,) = found.capitalized
    assert (added.on, round(added.amount, 2)) == (date(2025, 3, 31), Fraction(120411, 100))
    assert [(s.days, str(s.rate), s.capitalized > 0) for s in found.segments] == [
        (91, "12.5%", False),
        (184, "12.25%", False),
        (90, "11.15%", False),
        (91, "11.15%", True),
        (92, "10.15%", True),
    ]


def test_eleven_years_of_a_debt() -> None:
    found = charged("2000.00", date(2015, 11, 10), date(2026, 1, 15))
    assert parts(found)[0] == ("interest", "2820.42")
    base = next(s for s in found.lines[0].segments if s.from_on == date(2023, 11, 11))
    assert round(base.capitalized + 2000, 2) == Fraction(379697, 100)


@pytest.mark.parametrize("debtor", COMMERCIAL)
@pytest.mark.parametrize(
    ("contract", "rate", "kinds"),
    [
        (date(2013, 3, 15), "7.75%", ["interest"]),
        (date(2013, 3, 16), "8.75%", ["interest", "costs"]),
        (None, "8.75%", ["interest", "costs"]),
    ],
)
def test_the_date_of_the_contract_chooses_the_points_and_the_fixed_sum(
    debtor: Debtor, contract: date | None, rate: str, kinds: list[str]
) -> None:
    due = date(2013, 4, 30)
    found = charged("1000.00", due, date(2013, 5, 1), debtor=debtor, contract=contract)
    assert [str(s.rate) for s in found.lines[0].segments] == [rate]
    assert [line.kind for line in found.lines] == kinds


def test_the_costs_of_consumers_do_not_go_by_the_date_of_the_contract() -> None:
    old = statutory("NL", debtor="consumer", contract_date=date(2010, 1, 1))
    assert [fee.id for fee in old.policy.fees] == ["collection-costs"]


@pytest.mark.parametrize(
    ("debtor", "due", "begun"),
    [
        ("business", date(2013, 3, 15), False),
        ("business", date(2013, 3, 16), True),
        ("public", date(2013, 3, 15), False),
        ("public", date(2013, 3, 16), True),
        ("consumer", date(2012, 6, 30), False),
        ("consumer", date(2012, 7, 1), True),
    ],
)
def test_earlier_debts_are_not_charged(debtor: Debtor, due: date, begun: bool) -> None:
    found = charged("1000.00", due, date(2013, 12, 31), debtor=debtor)
    assert bool(found.lines) is begun
    assert any(reason.code == "fees.before_the_act" for reason in found.warnings) is not begun


def test_from_the_day_after_a_due_date_on_a_sunday_to_the_day_of_payment() -> None:
    invoice = an_invoice(
        amount=eur("1000.00"), issued_on=date(2025, 8, 31), due_on=date(2025, 8, 31)
    )
    found = charged(
        "1000.00",
        date(2025, 8, 31),
        date(2025, 12, 31),
        *payment(invoice, on=date(2025, 9, 10), amount=eur("1000.00")),
    )
    (segment,) = found.lines[0].segments
    assert (segment.from_on, segment.until_on) == (date(2025, 9, 1), date(2025, 9, 10))


@pytest.mark.parametrize("debtor", COMMERCIAL)
def test_without_an_agreed_day_thirty_days_after_receipt(debtor: Debtor) -> None:
    regime = statutory("NL", debtor=debtor, due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 9, 1), delivered_on=date(2025, 9, 10))
    assert regime.first_interest_day(invoice) == date(2025, 10, 11)


# -- consumers: the rate of the decree -------------------------------------------------------------
def test_the_rate_of_the_decree_moves_with_its_table() -> None:
    found = charged("1000.00", date(2023, 5, 31), date(2023, 7, 31), debtor="consumer")
    assert [(s.days, str(s.rate)) for s in found.lines[0].segments] == [(30, "4%"), (31, "6%")]
    assert parts(found) == [("interest", "8.38")]


def test_it_bears_interest_after_a_year_as_well() -> None:
    found = charged("10000.00", date(2023, 12, 31), date(2025, 1, 1), debtor="consumer")
    # 366 days at 7 %: the year ends on 31 December 2024.
    assert [added.on for added in found.lines[0].capitalized] == [date(2024, 12, 31)]
    assert parts(found) == [("interest", "703.97")]


def test_a_part_payment_goes_to_costs_and_interest_first() -> None:
    day = date(2014, 12, 11)  # the day of payment bears interest
    receipt = a_receipt(amount=eur("1500.00"), received_on=day)
    paid = [
        an_allocation(amount=eur(amount), applied_on=day, source_id=receipt.id, component=component)
        for component, amount in (
            ("costs", "100.00"),
            ("interest", "48.58"),
            ("principal", "1351.42"),
        )
    ]
    found = charged(
        "3000.00", date(2014, 5, 28), date(2015, 5, 28), receipt, *paid, debtor="consumer"
    )
    line = found.lines[0]
    assert [(s.days, str(s.principal.amount), str(s.rate)) for s in line.segments] == [
        (197, "3000.00", "3%"),
        (20, "1648.58", "3%"),
        (148, "1648.58", "2%"),
    ]
    assert (str(line.gross), str(line.paid)) == ("EUR 64.65", "EUR 48.58")


def test_the_table_of_the_decree_is_the_callers() -> None:
    regime = statutory("NL", debtor="consumer")
    account = an_account(a_customer(kind="consumer"), an_invoice(issued_on=date(2025, 1, 1)))
    with pytest.raises(UnknownReference, match="no rate table nl-wettelijke-rente"):
        regime.assess(account, as_of=date(2025, 6, 1))


# -- consumers: collection costs after the letter --------------------------------------------------
def costs(amount: str, *facts: Any, as_of: date = date(2025, 3, 25), **letter: Any) -> str | None:
    given = {
        "kind": "notice", "code": "14-day-letter", "on": date(2025, 3, 10), "status": "delivered",
        **letter,
    }  # fmt: skip
    found = charged(
        amount, date(2025, 1, 31), as_of, something_done(**given), *facts, debtor="consumer"
    )
    return next((str(line.amount.amount) for line in found.lines if line.kind == "costs"), None)


@pytest.mark.parametrize(
    ("principal", "owed"),
    [
        ("100.00", "40.00"),
        ("266.66", "40.00"),
        ("266.73", "40.01"),
        ("2500.00", "375.00"),
        ("5000.00", "625.00"),
        ("10000.00", "875.00"),
        ("200000.00", "2775.00"),
        ("1000000.00", "6775.00"),
        ("1000001.00", "6775.00"),
    ],
)
def test_the_scale_of_the_decree(principal: str, owed: str) -> None:
    assert costs(principal) == owed


def test_fourteen_full_days_after_receipt() -> None:
    assert costs("1000.00", as_of=date(2025, 3, 24)) is None
    assert costs("1000.00", as_of=date(2025, 3, 25)) == "150.00"


def test_without_the_letter_nothing() -> None:
    assert costs("1000.00", code="reminder") is None
    assert costs("1000.00", status="sent") is None
    assert costs("1000.00", on=date(2025, 1, 31)) is None  # not late yet


def test_what_is_paid_within_the_days_bears_none() -> None:
    invoice = an_invoice(
        amount=eur("1000.00"), issued_on=date(2025, 1, 31), due_on=date(2025, 1, 31)
    )
    until = date(2025, 6, 1)
    assert (
        costs("1000.00", *payment(invoice, on=date(2025, 3, 24), amount=eur("600.00"))) == "60.00"
    )
    settled = payment(invoice, on=date(2025, 3, 24), amount=eur("1000.00"))
    assert costs("1000.00", *settled, as_of=until) is None
    late = payment(invoice, on=date(2025, 3, 25), amount=eur("1000.00"))
    assert costs("1000.00", *late, as_of=until) == "150.00"


# -- what it says of itself ------------------------------------------------------------------------
def test_citations() -> None:
    business, public, consumer = (statutory("NL", debtor=debtor) for debtor in DEBTORS)
    assert business.citation == "BW 6:119a, 6:120(2), 6:96(4)"
    assert public.citation == "BW 6:119b, 6:120(2), 6:96(4)"
    assert consumer.citation == "BW 6:119, 6:120(1), 6:96(5), (6); Besluit BIK"
    cited = [regime.policy.interest for regime in (business, public, consumer)]
    assert [interest.citation for interest in cited if interest is not None] == [
        "BW 6:119a, 6:120(2)",
        "BW 6:119b, 6:120(2)",
        "BW 6:119(1), (2), 6:120(1)",
    ]
    assert [fee.citation for fee in business.policy.fees] == ["BW 6:96(4)"]
    assert [fee.citation for fee in consumer.policy.fees] == ["BW 6:96(5), (6); Besluit BIK art.2"]


@pytest.mark.parametrize("debtor", DEBTORS)
def test_order_and_day_of_reading(debtor: Debtor) -> None:
    regime = statutory("NL", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("costs", "interest", "principal")
    assert regime.allocation_clause == "BW 6:44(1)"


def test_a_consumers_default_without_a_fixed_term_is_not_decided() -> None:
    with pytest.raises(NotExpressible, match="no rule here"):
        statutory("NL", debtor="consumer", due_date_agreed=False)


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("contract", [None, date(2012, 1, 1)])
def test_the_policy_survives_json(debtor: Debtor, contract: date | None) -> None:
    policy = statutory("NL", debtor=debtor, contract_date=contract).policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
