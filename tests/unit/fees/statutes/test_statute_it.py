"""Italy: the margin by the date of the contract, the fixed sum, and the legal rate of consumers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import UnknownReference
from collectkit.fees import (
    Compounding,
    Interest,
    LateChargePolicy,
    LateCharges,
    Period,
    RateTable,
    assess,
)
from collectkit.fees.regime import Regime
from collectkit.fees.statutes import statutory
from collectkit.ledger import Account, payment
from collectkit.money import Money, Percent
from collectkit.testing import a_customer, an_account, an_invoice, something_done

LEGAL = RateTable.of(
    "it-tasso-legale",
    {"2024-01-01": "2.5%", "2025-01-01": "2%"},
    covers_until="2025-12-31",
    source="Ministero dell'economia e delle finanze",
)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def paid_late(amount: str, due: date, on: date, **fields: Any) -> Account:
    """A debt of `amount` that fell due and was paid in full later."""
    invoice = an_invoice(amount=eur(amount), issued_on=date(2010, 1, 1), due_on=due, **fields)
    return an_account(invoice, *payment(invoice, on=on, amount=eur(amount)))


def parts(found: LateCharges) -> dict[str, str]:
    return {line.rule_id: str(line.amount.amount) for line in found.lines}


def owed(regime: Regime, due: date, on: date, context: Context | None = None) -> dict[str, str]:
    """What 10 000 euros cost that came late."""
    account = paid_late("10000.00", due, on)
    return parts(regime.assess(account, as_of=on, context=context))


def business(contract: date | None = None) -> Regime:
    return statutory("IT", debtor="business", contract_date=contract)


# -- interest --------------------------------------------------------------------------------------
@pytest.mark.parametrize("debtor", ["business", "public"])
def test_the_rate_follows_the_half_years(debtor: Any) -> None:
    found = statutory("IT", debtor=debtor).assess(
        paid_late("10000.00", date(2025, 4, 30), date(2025, 8, 29)), as_of=date(2025, 9, 30)
    )
    assert parts(found) == {"interest": "353.19", "fixed-sum": "40.00"}
    segments = found.lines[0].segments
    assert [(s.days, str(s.rate), str(s.amount.amount)) for s in segments] == [
        (61, "11.15%", "186.34"),
        (60, "10.15%", "166.85"),
    ]


@pytest.mark.parametrize(
    ("contract", "interest"),
    [(date(2012, 12, 31), "41.78"), (date(2013, 1, 1), "47.26"), (None, "47.26")],
)
def test_the_margin_goes_by_the_date_of_the_contract(contract: date | None, interest: str) -> None:
    found = owed(business(contract), date(2013, 6, 20), date(2013, 7, 10))
    assert found["interest"] == interest


@pytest.mark.parametrize("debtor", ["business", "public"])
def test_an_old_contract_keeps_seven_points_and_no_fixed_sum_for_good(debtor: Any) -> None:
    days = date(2025, 4, 30), date(2025, 8, 29)
    old = statutory("IT", debtor=debtor, contract_date=date(2012, 12, 31))
    # 61 days at 10.15 % and 60 at 9.15 %.
    assert owed(old, *days) == {"interest": "320.04"}
    new = statutory("IT", debtor=debtor, contract_date=date(2013, 1, 1))
    assert owed(new, *days) == {"interest": "353.19", "fixed-sum": "40.00"}


def test_two_years_of_an_old_debt_as_a_builder_published_them() -> None:
    rate = statutory("IT", debtor="business", contract_date=date(2009, 1, 1)).policy.interest
    account = paid_late("1000.00", date(2010, 1, 1), date(2012, 1, 1))
    (line,) = assess(account, LateChargePolicy(id="x", interest=rate), as_of=date(2012, 1, 1)).lines
    assert str(line.amount) == "EUR 161.26"
    assert [(segment.days, str(segment.rate)) for segment in line.segments] == [
        (180 + 184 + 181, "8%"),
        (184, "8.25%"),
        (1, "8%"),
    ]


def test_farm_products_bear_four_points_more_by_the_readers_own_margin() -> None:
    regime = business()
    interest = regime.policy.interest
    assert interest is not None
    rate = interest.rate
    assert not isinstance(rate, Percent)
    more = interest.replace(rate=rate.replace(margins=(), margin=Percent(12)))
    farm = replace(regime, policy=regime.policy.replace(interest=more))
    assert owed(farm, date(2025, 6, 20), date(2025, 7, 10))["interest"] == "80.27"


# -- the fixed sum, the first day, the beginning ---------------------------------------------------
@pytest.mark.parametrize(
    ("due", "on", "sums"),
    [
        (date(2013, 1, 1), date(2013, 1, 2), {"interest": "2.40", "fixed-sum": "40.00"}),
        (date(2012, 12, 31), date(2013, 1, 2), {}),
        (date(2025, 4, 30), date(2025, 4, 30), {}),
        # A Sunday: the due date stays.
        (date(2025, 4, 27), date(2025, 4, 28), {"interest": "3.05", "fixed-sum": "40.00"}),
    ],
)
def test_from_the_day_after_the_due_date(due: date, on: date, sums: dict[str, str]) -> None:
    assert owed(business(), due, on) == sums


def test_without_an_agreed_day_interest_begins_thirty_days_after_receipt() -> None:
    regime = statutory("IT", debtor="business", due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 3, 1), delivered_on=date(2025, 3, 5))
    assert regime.first_interest_day(invoice) == date(2025, 4, 5)


# -- consumers -------------------------------------------------------------------------------------
def test_a_consumer_owes_the_legal_rate_and_no_sum() -> None:
    regime = statutory("IT", debtor="consumer")
    # 10 days at 2.5 % and 10 at 2 %.
    found = owed(regime, date(2024, 12, 21), date(2025, 1, 10), Context(tables=(LEGAL,)))
    assert found == {"interest": "12.33"}


def test_the_table_of_the_legal_rate_is_asked_for_by_name() -> None:
    with pytest.raises(UnknownReference, match="it-tasso-legale") as caught:
        owed(statutory("IT", debtor="consumer"), date(2024, 12, 21), date(2025, 1, 10))
    assert caught.value.subject == "it-tasso-legale"


def test_a_consumer_without_an_agreed_day_needs_a_demand() -> None:
    regime = statutory("IT", debtor="consumer", due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 3, 1), due_on=date(2025, 3, 1))
    told = something_done(kind="notice", code="reminder", status="delivered", on=date(2025, 3, 20))
    assert regime.first_interest_day(invoice) is None
    assert regime.first_interest_day(invoice, [told]) == date(2025, 3, 21)


# -- what the regime says --------------------------------------------------------------------------
def test_nobody_else_has_a_regime() -> None:
    with pytest.raises(UnknownReference, match="business, public, consumer"):
        statutory("IT", debtor="court")  # type: ignore[arg-type]


def test_the_customer_of_another_kind_is_named() -> None:
    invoice = an_invoice(due_on=date(2025, 4, 30), issued_on=date(2025, 4, 1))
    account = an_account(invoice, a_customer(kind="consumer"))
    found = business().assess(account, as_of=date(2025, 5, 1))
    assert "customer_kind" in {warning.code.rpartition(".")[2] for warning in found.warnings}
    assert any("D.Lgs. 192/2012 art.3" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("debtor", ["business", "public", "consumer"])
def test_it_cites_what_was_read_and_when(debtor: Any) -> None:
    regime = statutory("IT", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("costs", "interest", "principal")
    assert regime.allocation_clause.startswith("c.c. art.1194")
    clause = "c.c. art.1219" if debtor == "consumer" else "D.Lgs. 231/2002 art.2-6"
    assert regime.citation.startswith(clause)
    assert LateChargePolicy.model_validate_json(regime.policy.model_dump_json()) == regime.policy


def test_the_administration_agrees_on_no_lower_rate_and_nobody_on_interest_upon_interest() -> None:
    def own(rate: str) -> LateChargePolicy:
        yearly = Compounding(every=Period(years=1))
        return LateChargePolicy(id="own", interest=Interest(rate=Percent(rate), compounding=yearly))

    def codes(debtor: Any, rate: str) -> list[str]:
        found = statutory("IT", debtor=debtor).review(own(rate), on=date(2025, 7, 1))
        return [finding.code for finding in found]

    assert codes("public", "10.14") == ["rate-below-floor", "interest-on-interest"]
    assert codes("public", "10.15") == ["interest-on-interest"]
    assert codes("business", "1") == ["interest-on-interest"]
