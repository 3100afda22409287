"""Belgium, Act of 2 August 2002 on late payment in commercial transactions."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.errors import UnknownReference
from collectkit.fees import LateChargePolicy, LateCharges, statutory
from collectkit.fees.regime import Debtor
from collectkit.ledger import payment
from collectkit.money import Money
from collectkit.testing import a_customer, an_account, an_invoice

DEBTORS: tuple[Debtor, ...] = ("business", "public")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def charged(
    amount: str,
    due: date,
    as_of: date,
    *,
    debtor: Debtor = "business",
    contract: date | None = None,
) -> LateCharges:
    regime = statutory("BE", debtor=debtor, contract_date=contract)
    invoice = an_invoice(amount=eur(amount), issued_on=due, due_on=due)
    return regime.assess(an_account(a_customer(kind=debtor), invoice), as_of=as_of)


def parts(found: LateCharges) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount.amount)) for line in found.lines]


def rates(found: LateCharges) -> list[tuple[int, str]]:
    return [(s.days, str(s.rate)) for s in found.lines[0].segments]


@pytest.mark.parametrize("debtor", DEBTORS)
def test_eight_points_raised_to_the_half_point(debtor: Debtor) -> None:
    found = charged("10000.00", date(2025, 4, 30), date(2025, 8, 29), debtor=debtor)
    assert rates(found) == [(61, "11.5%"), (60, "10.5%")]
    assert parts(found) == [("interest", "364.79"), ("costs", "40.00")]


@pytest.mark.parametrize(
    ("due", "rate"),
    [
        (date(2013, 3, 31), "9%"),  # 8.75
        (date(2013, 7, 31), "8.5%"),  # an exact half stays
        (date(2014, 1, 31), "8.5%"),  # 8.25
        (date(2016, 7, 31), "8%"),  # 8.00
        (date(2023, 1, 31), "10.5%"),  # 10.50
        (date(2023, 7, 31), "12%"),  # 12.00
        (date(2025, 7, 31), "10.5%"),  # 10.15
    ],
)
def test_the_rates_as_announced(due: date, rate: str) -> None:
    found = charged("10000.00", due, date(due.year, due.month + 1, 1))
    assert rates(found) == [(1, rate)]


def test_half_years_with_one_rounded_rate_are_one_segment() -> None:
    # 4.50 and 4.25 with 8 points are 12.50 and 12.25, and both are 12.5 rounded up.
    found = charged("10000.00", date(2024, 5, 31), date(2024, 7, 31))
    assert rates(found) == [(61, "12.5%")]


# -- the transition of 16 March 2013 ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("contract", "segments", "owed"),
    [
        (date(2013, 1, 15), [(15, "7.5%"), (16, "8.5%")], "68.08"),
        (date(2013, 3, 15), [(15, "7.5%"), (16, "8.5%")], "68.08"),
        (date(2013, 3, 16), [(31, "8.5%")], "72.19"),
        (None, [(31, "8.5%")], "72.19"),
    ],
)
def test_older_contracts_bear_seven_points_for_two_years(
    contract: date | None, segments: list[tuple[int, str]], owed: str
) -> None:
    found = charged("10000.00", date(2015, 2, 28), date(2015, 3, 31), contract=contract)
    assert rates(found) == segments
    assert parts(found)[0] == ("interest", owed)


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("contract", [date(2013, 3, 15), date(2013, 3, 16)])
def test_the_fixed_sum_reached_older_contracts_as_well(debtor: Debtor, contract: date) -> None:
    found = charged(
        "1000.00", date(2015, 3, 16), date(2015, 3, 31), debtor=debtor, contract=contract
    )
    assert parts(found)[1:] == [("costs", "40.00")]
    assert any("but it is charged: waive it" in str(warning) for warning in found.warnings)


@pytest.mark.parametrize("debtor", DEBTORS)
def test_earlier_debts_are_not_charged(debtor: Debtor) -> None:
    for due, begun in ((date(2013, 3, 15), False), (date(2013, 3, 16), True)):
        found = charged("1000.00", due, date(2013, 12, 31), debtor=debtor)
        assert bool(found.lines) is begun
        assert any(r.code == "fees.before_the_act" for r in found.warnings) is not begun


# -- first and last day ----------------------------------------------------------------------------
def test_from_the_day_after_a_due_date_on_a_sunday_to_the_day_of_payment() -> None:
    invoice = an_invoice(
        amount=eur("10000.00"), issued_on=date(2025, 8, 1), due_on=date(2025, 8, 31)
    )
    account = an_account(invoice, *payment(invoice, on=date(2025, 9, 10), amount=eur("10000.00")))
    found = statutory("BE", debtor="business").assess(account, as_of=date(2025, 12, 31))
    (segment,) = found.lines[0].segments
    assert (segment.from_on, segment.until_on) == (date(2025, 9, 1), date(2025, 9, 10))
    assert parts(found) == [("interest", "28.77"), ("costs", "40.00")]


@pytest.mark.parametrize("debtor", DEBTORS)
def test_without_an_agreed_day_thirty_days_after_receipt(debtor: Debtor) -> None:
    regime = statutory("BE", debtor=debtor, due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 9, 1), delivered_on=date(2025, 9, 10))
    assert regime.first_interest_day(invoice) == date(2025, 10, 11)
    assert regime.default_rule is not None
    assert (
        regime.default_rule.citation == "Act of 2 August 2002 art.4(1): from the day after receipt"
    )


# -- what it says of itself ------------------------------------------------------------------------
def test_consumers_are_outside_the_act() -> None:
    with pytest.raises(UnknownReference, match="BE has no regime for the debtor `consumer`"):
        statutory("BE", debtor="consumer")


@pytest.mark.parametrize("debtor", DEBTORS)
def test_citations_and_day_of_reading(debtor: Debtor) -> None:
    regime = statutory("BE", debtor=debtor)
    assert regime.citation == "Act of 2 August 2002 art.2, 4°, art.4, art.5, art.6, art.14"
    assert regime.as_of == date(2026, 11, 22)
    assert regime.policy.interest is not None
    assert regime.policy.interest.citation == "Act of 2 August 2002 art.2, 4°, art.5, art.14"
    assert [fee.citation for fee in regime.policy.fees] == ["Act of 2 August 2002 art.6(1)"]


def test_no_order_of_payments_is_claimed() -> None:
    regime = statutory("BE", debtor="business")
    assert regime.allocation_order is None
    assert any("say the order yourself" in text for text in regime.cautions)


def test_only_a_business_contract_can_oust_the_rate() -> None:
    business, public = (statutory("BE", debtor=debtor) for debtor in DEBTORS)
    assert "fees.ousted_by_contract" in {reason.code for reason in business.warnings()}
    assert "fees.ousted_by_contract" not in {reason.code for reason in public.warnings()}


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("contract", [None, date(2012, 1, 1)])
def test_the_policy_survives_json(debtor: Debtor, contract: date | None) -> None:
    policy = statutory("BE", debtor=debtor, contract_date=contract).policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
