"""Spain: seven points and eight, the fixed sum, administrations, and a consumer's demand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import Interest, LateChargePolicy, RateTable
from collectkit.fees.regime import Regime
from collectkit.fees.statutes import statutory
from collectkit.ledger import payment
from collectkit.ledger.registry import Fact
from collectkit.money import Money, Percent
from collectkit.testing import a_customer, an_account, an_installment, an_invoice, something_done

LEGAL = RateTable.of(
    "es-interes-legal",
    {"2022-01-01": "3%", "2023-01-01": "3.25%"},
    covers_until="2025-12-31",
    source="Banco de España",
)
OLD, NEW = date(2013, 2, 23), date(2013, 2, 24)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def owed(
    regime: Regime, due: date, on: date, *facts: Fact, context: Context | None = None
) -> dict[str, str]:
    """What 10 000 euros cost that came late."""
    invoice = an_invoice(amount=eur("10000.00"), issued_on=date(2012, 1, 1), due_on=due)
    account = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount), *facts)
    found = regime.assess(account, as_of=on, context=context)
    return {line.rule_id: str(line.amount.amount) for line in found.lines}


def business(contract: date | None = None) -> Regime:
    return statutory("ES", debtor="business", contract_date=contract)


# -- interest --------------------------------------------------------------------------------------
@pytest.mark.parametrize("debtor", ["business", "public"])
def test_the_rate_follows_the_half_years(debtor: Any) -> None:
    found = owed(statutory("ES", debtor=debtor), date(2025, 4, 30), date(2025, 8, 29))
    assert found == {"interest": "353.19", "fixed-sum": "40.00"}


@pytest.mark.parametrize(("contract", "margin"), [(OLD, 7), (NEW, 8), (None, 8)])
def test_the_margin_of_2013_goes_by_the_date_of_the_contract(
    contract: date | None, margin: int
) -> None:
    regime = business(contract)
    interest = regime.policy.interest
    assert interest is not None
    assert not isinstance(interest.rate, Percent)
    assert interest.rate.margin_on(date(2013, 7, 1)) == Percent(margin)


@pytest.mark.parametrize(
    ("contract", "interest"),
    # 23 days at 7.75 %, or at 8.75 %.
    [(OLD, "48.84"), (NEW, "55.14"), (None, "55.14")],
)
def test_an_old_contract_bears_a_point_less_in_2013(contract: date | None, interest: str) -> None:
    found = owed(business(contract), date(2013, 2, 28), date(2013, 3, 23))
    assert found["interest"] == interest


def test_the_change_reaches_old_contracts_on_27_july_2014() -> None:
    invoice = an_invoice(
        amount=eur("36500.00"), issued_on=date(2013, 1, 1), due_on=date(2014, 7, 24)
    )
    (line, _) = business(OLD).assess(an_account(invoice), as_of=date(2014, 7, 29)).lines
    assert [(s.from_on.day, s.until_on.day, str(s.rate)) for s in line.segments] == [
        (25, 26, "7.15%"),
        (27, 29, "8.15%"),
    ]
    # A euro a day for each point: 2 x 7.15 and 3 x 8.15.
    assert line.amount == eur("38.75")


@pytest.mark.parametrize("debtor", ["business", "public"])
@pytest.mark.parametrize("contract", [OLD, NEW])
def test_the_fixed_sum_reached_older_contracts_as_well(debtor: Any, contract: date) -> None:
    regime = statutory("ES", debtor=debtor, contract_date=contract)
    found = owed(regime, date(2014, 7, 27), date(2014, 8, 6))
    # 10 days at 8.15 %.
    assert found == {"interest": "22.33", "fixed-sum": "40.00"}
    assert any("but it is charged: waive it" in text for text in regime.cautions)


# -- the beginning and the fixed sum ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "on", "sums"),
    [
        (date(2013, 2, 24), date(2013, 2, 25), {"interest": "2.40", "fixed-sum": "40.00"}),
        (date(2013, 2, 23), date(2013, 2, 25), {}),
        (date(2025, 4, 30), date(2025, 4, 30), {}),
        # A Sunday: non-working days count.
        (date(2025, 4, 27), date(2025, 4, 28), {"interest": "3.05", "fixed-sum": "40.00"}),
    ],
)
def test_from_the_day_after_the_due_date(due: date, on: date, sums: dict[str, str]) -> None:
    assert owed(business(), due, on) == sums


def test_only_the_overdue_part_costs() -> None:
    invoice = an_invoice(
        amount=eur("2000.00"),
        issued_on=date(2025, 1, 1),
        installments=(
            an_installment(number=1, due_on=date(2025, 1, 31), amount=eur("1000.00")),
            an_installment(number=2, due_on=date(2025, 3, 31), amount=eur("1000.00")),
        ),
    )
    found = business().assess(an_account(invoice), as_of=date(2025, 2, 10))
    assert [(line.item_id, str(line.amount)) for line in found.lines] == [
        ("INV-1/1", "EUR 3.05"),
        ("INV-1/1", "EUR 40.00"),
    ]


@pytest.mark.parametrize(
    ("delivered", "first"),
    [
        (date(2025, 3, 10), date(2025, 4, 10)),
        (date(2025, 2, 20), date(2025, 3, 23)),  # before the invoice of 1 March
        (None, date(2025, 4, 1)),  # the day of the invoice
    ],
)
def test_without_an_agreed_day_thirty_days_after_the_goods(
    delivered: date | None, first: date
) -> None:
    regime = statutory("ES", debtor="business", due_date_agreed=False)
    day = date(2025, 3, 1)
    invoice = an_invoice(issued_on=day, due_on=day, delivered_on=delivered)
    assert regime.first_interest_day(invoice) == first


def test_an_administration_approves_first_which_is_not_known() -> None:
    with pytest.raises(NotExpressible, match="agreed day of payment"):
        statutory("ES", debtor="public", due_date_agreed=False)


# -- consumers -------------------------------------------------------------------------------------
@pytest.mark.parametrize("agreed", [True, False])
def test_a_consumer_owes_legal_interest_from_a_demand(agreed: bool) -> None:
    regime = statutory("ES", debtor="consumer", due_date_agreed=agreed)
    told = something_done(kind="notice", code="reminder", status="sent", on=date(2022, 12, 21))
    context = Context(tables=(LEGAL,))
    days = date(2022, 12, 1), date(2023, 1, 10)
    assert owed(regime, *days, context=context) == {}
    # From 22 December: 10 days at 3 % and 10 at 3.25 %.
    assert owed(regime, *days, told, context=context) == {"interest": "17.12"}


def test_the_table_of_legal_interest_is_asked_for_by_name() -> None:
    told = something_done(kind="notice", code="reminder", status="sent", on=date(2022, 12, 21))
    with pytest.raises(UnknownReference, match="es-interes-legal") as caught:
        owed(statutory("ES", debtor="consumer"), date(2022, 12, 1), date(2023, 1, 10), told)
    assert caught.value.subject == "es-interes-legal"


# -- what the regime says --------------------------------------------------------------------------
def test_nobody_else_has_a_regime() -> None:
    with pytest.raises(UnknownReference, match="business, public, consumer"):
        statutory("ES", debtor="court")  # type: ignore[arg-type]


def test_the_customer_of_another_kind_is_named() -> None:
    account = an_account(an_invoice(), a_customer(kind="public"))
    found = business().assess(account, as_of=date(2026, 2, 1))
    assert "customer_kind" in {warning.code.rpartition(".")[2] for warning in found.warnings}
    assert any("2014-07-26" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("debtor", ["business", "public", "consumer"])
def test_it_cites_what_was_read_and_when(debtor: Any) -> None:
    regime = statutory("ES", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("interest", "principal")
    assert regime.allocation_clause == "CC art.1173"
    clause = "CC art.1100" if debtor == "consumer" else "Ley 3/2004 art.5-8"
    assert regime.citation.startswith(clause)
    policy = regime.policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy


@pytest.mark.parametrize(
    ("debtor", "rate", "found"),
    [
        # 30 % of 10.15 %.
        ("business", "3.04", ["rate-below-floor"]),
        ("business", "3.05", []),
        ("public", "10.14", ["rate-below-floor"]),
        ("public", "10.15", []),
    ],
)
def test_a_rate_far_below_the_legal_one_is_named(debtor: Any, rate: str, found: list[str]) -> None:
    own = LateChargePolicy(id="own", interest=Interest(rate=Percent(rate)))
    review = statutory("ES", debtor=debtor).review(own, on=date(2025, 7, 1))
    assert [finding.code for finding in review] == found
