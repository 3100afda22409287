"""Poland: ten points and eight, sums in euros on debts in zloty, and the rate of consumers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import NotExpressible, UnknownReference
from collectkit.fees import Interest, LateChargePolicy, LateCharges, RateTable
from collectkit.fees.regime import Regime
from collectkit.fees.statutes import statutory
from collectkit.ledger import payment
from collectkit.money import Money, Percent
from collectkit.testing import a_customer, an_account, an_invoice

NBP = RateTable.of(
    "nbp-reference-rate",
    {
        "2020-01-01": "1.5%",
        "2024-01-01": "5.75%",
        "2025-05-08": "5.25%",
        "2025-10-09": "4.5%",
        "2025-12-04": "4%",
    },
    covers_until="2026-06-30",
    source="test",
)
EURO = RateTable.of(
    "nbp-eur-pln",
    {"2019-12-31": "4.25%", "2024-07-30": "4.2%", "2024-07-31": "4.2953%", "2024-08-01": "4.3%"},
    covers_until="2026-06-30",
    source="Narodowy Bank Polski",
)
CONTEXT = Context(tables=(NBP, EURO))
DUE, PAID = date(2024, 8, 1), date(2024, 8, 31)


def pln(amount: str) -> Money:
    return Money(amount, "PLN")


def late(
    regime: Regime, due: date, on: date, amount: str = "20000.00", context: Context = CONTEXT
) -> LateCharges:
    """What a debt in zloty costs that came late."""
    invoice = an_invoice(amount=pln(amount), issued_on=date(2019, 1, 1), due_on=due)
    account = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount))
    return regime.assess(account, as_of=on, context=context)


def owed(regime: Regime, due: date, on: date, amount: str = "20000.00") -> dict[str, str]:
    found = late(regime, due, on, amount)
    return {line.rule_id: str(line.amount.amount) for line in found.lines}


BUSINESS = statutory("PL", debtor="business")
HOSPITAL = statutory("PL", debtor="public")
CONSUMER = statutory("PL", debtor="consumer")


# -- interest --------------------------------------------------------------------------------------
def test_ten_points_above_the_reference_rate() -> None:
    # 30 days at 15.75 %, and 70 euros at 4.2953.
    assert owed(BUSINESS, DUE, PAID) == {"interest": "258.90", "fixed-sum": "300.67"}


@pytest.mark.parametrize(("regime", "interest"), [(BUSINESS, "240.41"), (HOSPITAL, "207.53")])
def test_the_rate_follows_the_half_years(regime: Regime, interest: str) -> None:
    # 15 days at 15.25 % (a hospital 13.25 %) and 15 at 14 % (12 %).
    assert owed(regime, date(2025, 12, 16), date(2026, 1, 15))["interest"] == interest


def test_a_change_within_a_half_year_waits_for_the_next() -> None:
    # The changes of 8 May, 9 October and 4 December 2025 count on 1 July and 1 January.
    segments = late(BUSINESS, date(2025, 4, 30), date(2026, 1, 15)).lines[0].segments
    assert [(str(s.from_on), str(s.rate)) for s in segments] == [
        ("2025-05-01", "15.75%"),
        ("2025-07-01", "15.25%"),
        ("2026-01-01", "14%"),
    ]
    assert [str(s.parts.reference_on) for s in segments if s.parts is not None] == [
        "2025-01-01",
        "2025-07-01",
        "2026-01-01",
    ]


def test_the_contract_date_changes_nothing() -> None:
    old = statutory("PL", debtor="business", contract_date=date(2015, 1, 1))
    assert owed(old, DUE, PAID) == owed(BUSINESS, DUE, PAID)


# -- the fixed sum ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("debt", "euros", "zloty"),
    [
        ("5000.00", "EUR 40.00", "171.81"),
        ("5000.01", "EUR 70.00", "300.67"),
        ("49999.99", "EUR 70.00", "300.67"),
        ("50000.00", "EUR 100.00", "429.53"),
    ],
)
@pytest.mark.parametrize("regime", [BUSINESS, HOSPITAL], ids=["business", "hospital"])
def test_the_fixed_sum_by_the_size_of_the_debt(
    regime: Regime, debt: str, euros: str, zloty: str
) -> None:
    line = late(regime, DUE, date(2024, 8, 2), debt).lines[-1]
    assert (line.rule_id, line.kind, line.amount) == ("fixed-sum", "costs", pln(zloty))
    assert line.label.endswith(f"{euros} at 4.2953 on 2024-07-31")


def test_the_euro_is_that_of_the_last_working_day_of_the_month_before() -> None:
    # 31 August 2024 is a Saturday.
    line = late(BUSINESS, date(2024, 9, 2), date(2024, 9, 3)).lines[-1]
    assert line.label.endswith("EUR 70.00 at 4.3 on 2024-08-30")


def test_a_debt_in_euros_bears_interest_and_no_sum() -> None:
    invoice = an_invoice(issued_on=date(2024, 7, 1), due_on=DUE)
    found = BUSINESS.assess(an_account(invoice), as_of=PAID, context=CONTEXT)
    assert [line.rule_id for line in found.lines] == ["interest"]
    assert found.uncharged == ("EUR",)


# -- the first day ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "on", "interest"),
    [
        (date(2024, 8, 1), date(2024, 8, 1), None),
        (date(2024, 8, 1), date(2024, 8, 2), "8.63"),
        # Saturday 10 August moves to Monday.
        (date(2024, 8, 10), date(2024, 8, 12), None),
        (date(2024, 8, 10), date(2024, 8, 20), "69.04"),
        (date(2019, 12, 31), date(2020, 1, 2), None),
        (date(2020, 1, 2), date(2020, 1, 3), "6.30"),
    ],
)
def test_from_the_day_after_a_working_day(due: date, on: date, interest: str | None) -> None:
    assert owed(BUSINESS, due, on).get("interest") == interest


@pytest.mark.parametrize("debtor", ["business", "public"])
@pytest.mark.parametrize(
    ("delivered", "first"),
    [
        (date(2024, 8, 1), date(2024, 9, 3)),  # 31 August is a Saturday: Monday, 2 September
        (date(2024, 8, 5), date(2024, 9, 5)),
        (date(2024, 7, 2), date(2024, 8, 2)),  # before the invoice of 1 August
        (None, date(2024, 9, 3)),
    ],
)
def test_without_an_agreed_day_thirty_days_after_performance(
    debtor: Any, delivered: date | None, first: date
) -> None:
    regime = statutory("PL", debtor=debtor, due_date_agreed=False)
    day = date(2024, 8, 1)
    invoice = an_invoice(amount=pln("100.00"), issued_on=day, due_on=day, delivered_on=delivered)
    assert regime.first_interest_day(invoice) == first


def test_a_consumer_without_an_agreed_day_is_not_decided() -> None:
    with pytest.raises(NotExpressible, match="agreed day of payment"):
        statutory("PL", debtor="consumer", due_date_agreed=False)


# -- consumers -------------------------------------------------------------------------------------
def test_a_consumers_rate_moves_with_every_change() -> None:
    # Sunday 27 April moves to Monday: 9 days at 11.25 %, then 11 at 10.75 %.
    found = owed(CONSUMER, date(2025, 4, 27), date(2025, 5, 18))
    assert found == {"interest": "120.27"}


# -- tables ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("regime", "given", "missing"),
    [
        (BUSINESS, (EURO,), "nbp-reference-rate"),
        (HOSPITAL, (EURO,), "nbp-reference-rate"),
        (BUSINESS, (NBP,), "nbp-eur-pln"),
        (CONSUMER, (EURO,), "nbp-reference-rate"),
    ],
)
def test_the_caller_brings_the_tables(
    regime: Regime, given: tuple[RateTable, ...], missing: str
) -> None:
    with pytest.raises(UnknownReference, match=missing) as caught:
        late(regime, DUE, PAID, context=Context(tables=given))
    assert caught.value.subject == missing


# -- what the regime says --------------------------------------------------------------------------
def test_nobody_else_has_a_regime() -> None:
    with pytest.raises(UnknownReference, match="business, public, consumer"):
        statutory("PL", debtor="court")  # type: ignore[arg-type]


def test_eight_points_are_said_to_be_for_hospitals_alone() -> None:
    account = an_account(an_invoice(), a_customer(kind="consumer"))
    found = HOSPITAL.assess(account, as_of=date(2026, 2, 3), context=CONTEXT)
    assert "customer_kind" in {warning.code.rpartition(".")[2] for warning in found.warnings}
    assert any("public medical entities alone" in str(warning) for warning in found.warnings)
    assert not any("medical entities alone" in str(warning) for warning in BUSINESS.warnings())


@pytest.mark.parametrize("debtor", ["business", "public", "consumer"])
def test_it_cites_what_was_read_and_when(debtor: Any) -> None:
    regime = statutory("PL", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    # KC art.451(1) gives the creditor an option, not an order.
    assert regime.allocation_order is None
    clause = "KC art.481" if debtor == "consumer" else "act of 8 March 2013 art.4(3)"
    assert regime.citation.startswith(clause)
    policy = regime.policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy


@pytest.mark.parametrize(
    ("regime", "rate", "found"),
    [
        (BUSINESS, "15.74", ["rate-below-floor"]),
        (BUSINESS, "15.75", []),
        (HOSPITAL, "13.74", ["rate-below-floor"]),
        (HOSPITAL, "13.75", []),
        (CONSUMER, "22.5", []),
        (CONSUMER, "22.51", ["rate-above-ceiling"]),
    ],
)
def test_rates_that_the_law_does_not_bear(regime: Regime, rate: str, found: list[str]) -> None:
    own = LateChargePolicy(id="own", interest=Interest(rate=Percent(rate)))
    review = regime.review(own, on=date(2024, 7, 1), context=CONTEXT)
    assert [finding.code for finding in review] == found
