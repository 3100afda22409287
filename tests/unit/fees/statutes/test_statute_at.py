"""Austria: 9.2 points and 8, the caller's table, and four per cent for anyone else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context, calendar_from
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import LateChargePolicy, RateTable
from collectkit.fees.regime import Regime
from collectkit.fees.statutes import statutory
from collectkit.ledger import payment
from collectkit.money import Money
from collectkit.testing import a_customer, an_account, an_invoice

BASE = RateTable.of(
    "at-basiszinssatz",
    {
        "2013-01-01": "0.38%",
        "2013-07-01": "-0.12%",
        "2016-03-16": "-0.62%",
        "2023-09-20": "3.88%",
        "2024-09-18": "3.03%",
        "2024-12-18": "2.53%",
        "2026-01-01": "-12%",
    },
    covers_until="2026-06-30",
    source="Oesterreichische Nationalbank",
)
CONTEXT = Context(tables=(BASE,))
OLD, NEW = date(2013, 3, 15), date(2013, 3, 16)


def owed(regime: Regime, due: date, on: date, context: Context | None = CONTEXT) -> dict[str, str]:
    """What 10 000 euros cost that came late."""
    invoice = an_invoice(amount=Money("10000.00", "EUR"), issued_on=date(2002, 1, 1), due_on=due)
    account = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount))
    found = regime.assess(account, as_of=on, context=context)
    return {line.rule_id: str(line.amount.amount) for line in found.lines}


def business(contract: date | None = None) -> Regime:
    return statutory("AT", debtor="business", contract_date=contract)


# -- interest --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("contract", "interest"), [(None, "70.52"), (NEW, "70.52"), (OLD, "60.66")]
)
def test_the_margin_goes_by_the_date_of_the_contract(contract: date | None, interest: str) -> None:
    # 30 days at 8.58 %, or at 7.38 %.
    found = owed(business(contract), date(2021, 8, 2), date(2021, 9, 1))
    assert found["interest"] == interest


@pytest.mark.parametrize(("contract", "interest"), [(NEW, "101.96"), (OLD, "92.10")])
def test_the_rate_follows_the_half_years(contract: date, interest: str) -> None:
    found = owed(business(contract), date(2024, 12, 16), date(2025, 1, 15))
    assert found["interest"] == interest


def test_a_change_within_a_half_year_waits_for_the_next() -> None:
    # Due before 18 September 2024; that change and the one of 18 December set no rate of their own.
    invoice = an_invoice(issued_on=date(2024, 8, 1), due_on=date(2024, 8, 30))
    found = business().assess(an_account(invoice), as_of=date(2025, 1, 10), context=CONTEXT)
    parts = [
        (str(s.from_on), str(s.rate), str(s.parts.reference_on))
        for s in found.lines[0].segments
        if s.parts is not None
    ]
    assert parts == [
        ("2024-08-31", "13.08%", "2024-07-01"),
        ("2025-01-01", "11.73%", "2025-01-01"),
    ]


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2025, 7, 1)])
def test_a_change_on_the_first_day_of_a_half_year_counts(day: date) -> None:
    table = RateTable.of(
        "at-basiszinssatz", {"2025-01-01": "2%", str(day): "1%"}, covers_until="2025-12-31",
        source="test",
    )  # fmt: skip
    invoice = an_invoice(issued_on=date(2025, 6, 1), due_on=date(2025, 7, 10))
    found = business().assess(
        an_account(invoice), as_of=date(2025, 7, 11), context=Context(tables=(table,))
    )
    assert [str(s.rate) for s in found.lines[0].segments] == ["10.2%"]


@pytest.mark.parametrize("debtor", ["business", "public"])
@pytest.mark.parametrize(
    ("contract", "sums"), [(OLD, ["interest"]), (NEW, ["interest", "fixed-sum"])]
)
def test_the_fixed_sum_goes_by_the_date_of_the_contract(
    debtor: Any, contract: date, sums: list[str]
) -> None:
    regime = statutory("AT", debtor=debtor, contract_date=contract)
    assert list(owed(regime, date(2024, 12, 16), date(2025, 1, 15))) == sums


def test_a_public_body_owes_what_a_business_owes() -> None:
    found = owed(statutory("AT", debtor="public"), date(2024, 12, 16), date(2025, 1, 15))
    assert found == {"interest": "101.96", "fixed-sum": "40.00"}


def test_the_rate_never_falls_below_zero() -> None:
    found = owed(business(), date(2026, 1, 1), date(2026, 3, 2))
    assert found == {"interest": "0.00", "fixed-sum": "40.00"}


def test_the_caller_brings_the_table() -> None:
    with pytest.raises(UnknownReference, match="at-basiszinssatz") as caught:
        owed(business(), date(2024, 12, 16), date(2025, 1, 15), None)
    assert caught.value.subject == "at-basiszinssatz"


# -- the first day ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "on", "sums"),
    [
        (date(2013, 3, 18), date(2013, 3, 19), {"interest": "2.62", "fixed-sum": "40.00"}),
        # Before the act, though the Monday after it is not.
        (date(2013, 3, 15), date(2013, 3, 19), {}),
        # A Saturday moves to Monday 7 December.
        (date(2024, 12, 7), date(2024, 12, 9), {}),
        (date(2024, 12, 7), date(2024, 12, 10), {"interest": "3.58", "fixed-sum": "40.00"}),
    ],
)
def test_from_the_day_after_a_working_day(due: date, on: date, sums: dict[str, str]) -> None:
    assert owed(business(), due, on) == sums


def test_a_holiday_moves_the_due_date_by_the_calendar_given() -> None:
    closed = Context(tables=(BASE,), calendar=calendar_from([date(2024, 12, 9)]))
    assert owed(business(), date(2024, 12, 7), date(2024, 12, 10), closed) == {}


@pytest.mark.parametrize("debtor", ["business", "public", "consumer"])
def test_no_thirty_days_are_invented(debtor: Any) -> None:
    with pytest.raises(NotExpressible, match="agreed day of payment"):
        statutory("AT", debtor=debtor, due_date_agreed=False)


# -- anyone else -----------------------------------------------------------------------------------
def test_a_consumer_owes_four_per_cent_without_a_table_or_a_sum() -> None:
    found = owed(statutory("AT", debtor="consumer"), date(2021, 8, 2), date(2021, 9, 1), None)
    assert found == {"interest": "32.88"}


@pytest.mark.parametrize(
    ("on", "interest"),
    [
        (date(2039, 12, 24), "99.99"),
        (date(2039, 12, 25), "100.00"),
        (date(2039, 12, 26), "100.00"),
        (date(2050, 1, 3), "100.00"),
    ],
)
def test_a_consumers_interest_stops_at_the_principal(on: date, interest: str) -> None:
    # 25 years of 365 days after 31 December 2014.
    invoice = an_invoice(issued_on=date(2014, 12, 1), due_on=date(2014, 12, 31))
    account = an_account(invoice, a_customer(kind="consumer"))
    found = statutory("AT", debtor="consumer").assess(account, as_of=on)
    assert str(found.total("EUR").amount) == interest


def test_a_business_has_no_such_cap() -> None:
    table = RateTable.of(
        "at-basiszinssatz", {"2014-01-01": "0%"}, covers_until="2039-12-31", source="test"
    )
    invoice = an_invoice(issued_on=date(2014, 12, 1), due_on=date(2014, 12, 31))
    found = business().assess(
        an_account(invoice), as_of=date(2039, 12, 25), context=Context(tables=(table,))
    )
    assert str(found.total("EUR").amount) == "270.00"


# -- what the regime says --------------------------------------------------------------------------
def test_nobody_else_has_a_regime() -> None:
    with pytest.raises(UnknownReference, match="business, public, consumer"):
        statutory("AT", debtor="court")  # type: ignore[arg-type]


def test_the_customer_of_another_kind_is_named() -> None:
    account = an_account(an_invoice(), a_customer(kind="consumer"))
    found = business().assess(account, as_of=date(2026, 2, 3), context=CONTEXT)
    assert "customer_kind" in {warning.code.rpartition(".")[2] for warning in found.warnings}
    assert any("s.906(25)" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("debtor", ["business", "public", "consumer"])
def test_it_cites_what_was_read_and_when(debtor: Any) -> None:
    regime = statutory("AT", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("interest", "principal")
    assert regime.allocation_clause == "ABGB s.1416"
    assert regime.citation.startswith("ABGB s.1000" if debtor == "consumer" else "UGB s.455")
    policy = regime.policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
