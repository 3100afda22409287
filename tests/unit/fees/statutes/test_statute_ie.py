"""Ireland: the rate of the first interest day, the sums by size, and the older contracts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectkit import Money
from collectkit.errors import UnknownReference
from collectkit.fees import LateChargePolicy, LateCharges, Regime, statutory
from collectkit.ledger import payment
from collectkit.testing import an_account, an_installment, an_invoice

IE = statutory("IE", debtor="business")


def late(amount: str, due: str, paid: str, regime: Regime = IE) -> LateCharges:
    """An invoice paid in full on a day, assessed that day."""
    day, on = date.fromisoformat(due), date.fromisoformat(paid)
    invoice = an_invoice(amount=Money(amount, "EUR"), issued_on=day - timedelta(30), due_on=day)
    book = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount))
    return regime.assess(book, as_of=on)


def sums(charges: LateCharges) -> list[str]:
    return [str(line.amount) for line in charges.lines]


@pytest.mark.parametrize("debtor", ["business", "public"])
def test_the_rate_is_kept_over_a_half_year(debtor: str) -> None:
    """By the rate of each half-year it would be 353.19."""
    regime = statutory("IE", debtor=debtor)  # type: ignore[arg-type]
    found = late("10000.00", "2025-04-30", "2025-08-29", regime)
    assert sums(found) == ["EUR 369.63", "EUR 70.00"]
    (segment,) = found.lines[0].segments
    assert (segment.days, str(segment.rate)) == (121, "11.15%")


@pytest.mark.parametrize(
    ("due", "interest"), [("2025-06-29", "EUR 97.75"), ("2025-06-30", "EUR 86.21")]
)
def test_the_half_year_of_the_first_interest_day_sets_the_rate(due: str, interest: str) -> None:
    assert sums(late("10000.00", due, "2025-07-31"))[0] == interest


@pytest.mark.parametrize(
    ("amount", "fixed"),
    [
        ("1000.00", "EUR 40.00"),
        ("1000.01", "EUR 70.00"),
        ("10000.00", "EUR 70.00"),
        ("10000.01", "EUR 100.00"),
    ],
)
def test_a_debt_of_exactly_the_bound_has_the_lower_sum(amount: str, fixed: str) -> None:
    assert sums(late(amount, "2025-04-30", "2025-05-15"))[1] == fixed


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2013-06-01", "8.75%"),
        ("2013-07-01", "8.5%"),
        ("2014-07-01", "8.15%"),
        ("2022-07-01", "8%"),
        ("2023-01-01", "10.5%"),
        ("2024-07-01", "12.25%"),
        ("2026-01-01", "10.15%"),
    ],
)
def test_the_rates_the_department_published(day: str, rate: str) -> None:
    due = date.fromisoformat(day) - timedelta(1)
    (segment,) = late("10000.00", str(due), day).lines[0].segments
    assert str(segment.rate) == rate


@pytest.mark.parametrize("debtor", ["business", "public"])
@pytest.mark.parametrize(
    ("contract", "rate", "kinds"),
    [
        ("2013-03-15", "10.15%", ["interest"]),
        ("2013-03-16", "11.15%", ["interest", "costs"]),
    ],
)
def test_older_contracts_keep_seven_points_and_no_fixed_sum(
    debtor: str, contract: str, rate: str, kinds: list[str]
) -> None:
    day = date.fromisoformat(contract)
    regime = statutory("IE", debtor=debtor, contract_date=day)  # type: ignore[arg-type]
    found = late("10000.00", "2025-04-30", "2025-08-29", regime)
    assert [str(segment.rate) for segment in found.lines[0].segments] == [rate]
    assert [line.kind for line in found.lines] == kinds


def test_every_part_that_is_late_has_its_own_sum() -> None:
    """Two parts of 600.00: the size of the late payment counts, not of the invoice."""
    part = Money("600.00", "EUR")
    invoice = an_invoice(
        amount=Money("1200.00", "EUR"),
        issued_on=date(2025, 3, 1),
        installments=(
            an_installment(number=1, due_on=date(2025, 3, 31), amount=part),
            an_installment(number=2, due_on=date(2025, 4, 30), amount=part),
        ),
    )
    found = IE.assess(invoice, as_of=date(2025, 5, 31))
    fixed = [str(line.amount) for line in found.lines if line.kind == "costs"]
    assert fixed == ["EUR 40.00", "EUR 40.00"]


def test_without_an_agreed_day_interest_starts_31_days_after_receipt() -> None:
    regime = statutory("IE", debtor="business", due_date_agreed=False)
    day = date(2026, 3, 1)
    invoice = an_invoice(issued_on=day, delivered_on=day, due_on=day)
    assert regime.first_interest_day(invoice) == date(2026, 4, 1)


def test_a_weekend_moves_nothing() -> None:
    assert IE.first_interest_day(an_invoice(due_on=date(2026, 2, 28))) == date(2026, 3, 1)


def test_debts_due_before_the_regulations_are_not_charged() -> None:
    assert late("1000.00", "2013-03-15", "2013-04-15").lines == ()
    assert sums(late("1000.00", "2013-03-16", "2013-04-15")) == ["EUR 7.19", "EUR 40.00"]


def test_a_consumer_is_refused() -> None:
    with pytest.raises(UnknownReference, match="it has business, public"):
        statutory("IE", debtor="consumer")


def test_clauses_order_and_what_was_not_confirmed() -> None:
    assert (IE.as_of, IE.allocation_order) == (date(2026, 11, 22), None)
    found = late("10000.00", "2025-04-30", "2025-08-29")
    assert [line.citation for line in found.lines] == [
        "S.I. 580/2012 reg.4",
        "S.I. 580/2012 reg.9(1), Schedule",
    ]
    told = " ".join(str(warning) for warning in found.warnings)
    assert "rests on the Department's guidance" in told
    assert "not confirmed" in told


@pytest.mark.parametrize("contract", [None, date(2010, 1, 1)])
def test_the_policy_survives_json(contract: date | None) -> None:
    policy = statutory("IE", debtor="public", contract_date=contract).policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
