"""France, Code de commerce L441-10 and Code de la commande publique R2192-31."""

from __future__ import annotations

from datetime import date

import pytest

from collectkit.dates import Context
from collectkit.errors import UnknownReference
from collectkit.fees import (
    FlatFee,
    Interest,
    LateChargePolicy,
    LateCharges,
    RateTable,
    statutory,
)
from collectkit.fees.regime import Debtor
from collectkit.ledger import payment
from collectkit.money import Money, Percent
from collectkit.testing import a_customer, an_account, an_installment, an_invoice

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
    regime = statutory("FR", debtor=debtor, contract_date=contract)
    invoice = an_invoice(amount=eur(amount), issued_on=due, due_on=due)
    return regime.assess(an_account(a_customer(kind=debtor), invoice), as_of=as_of)


def parts(found: LateCharges) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount.amount)) for line in found.lines]


def test_businesses_owe_ten_points_that_follow_the_half_year() -> None:
    found = charged("10000.00", date(2025, 4, 30), date(2025, 8, 29))
    # The shares of 61 and 60 days sum to the amount rounded once.
    assert parts(found) == [("interest", "419.49"), ("costs", "40.00")]
    assert [(s.days, str(s.rate)) for s in found.lines[0].segments] == [
        (61, "13.15%"),
        (60, "12.15%"),
    ]


def test_public_buyers_keep_the_rate_of_the_first_day() -> None:
    found = charged("10000.00", date(2025, 4, 30), date(2025, 8, 29), debtor="public")
    assert parts(found) == [("interest", "369.63"), ("costs", "40.00")]
    assert [(s.days, str(s.rate)) for s in found.lines[0].segments] == [(121, "11.15%")]


@pytest.mark.parametrize(
    ("due", "rate"), [(date(2025, 6, 29), "11.15%"), (date(2025, 6, 30), "10.15%")]
)
def test_the_half_year_kept_is_that_in_which_interest_began(due: date, rate: str) -> None:
    found = charged("10000.00", due, date(2025, 12, 31), debtor="public")
    assert [str(s.rate) for s in found.lines[0].segments] == [rate]


def test_across_the_end_of_a_leap_year() -> None:
    found = charged("1200.00", date(2024, 12, 15), date(2025, 1, 30))
    assert [str(s.amount.amount) for s in found.lines[0].segments] == ["7.50", "12.97"]
    assert parts(found)[0] == ("interest", "20.47")


@pytest.mark.parametrize(
    ("contract", "rate"),
    [(date(2008, 12, 31), "10.15%"), (date(2009, 1, 1), "13.15%"), (None, "13.15%")],
)
def test_contracts_from_before_2009_bear_seven_points(contract: date | None, rate: str) -> None:
    found = charged("10000.00", date(2025, 4, 30), date(2025, 5, 1), contract=contract)
    assert [str(s.rate) for s in found.lines[0].segments] == [rate]


@pytest.mark.parametrize(
    ("contract", "rate", "kinds"),
    [
        (date(2013, 3, 15), "10.15%", ["interest"]),
        (date(2013, 3, 16), "11.15%", ["interest", "costs"]),
        (None, "11.15%", ["interest", "costs"]),
    ],
)
def test_public_contracts_from_before_the_law_of_2013_bear_seven_points_and_no_fixed_sum(
    contract: date | None, rate: str, kinds: list[str]
) -> None:
    days = date(2025, 4, 30), date(2025, 5, 1)
    found = charged("10000.00", *days, debtor="public", contract=contract)
    assert [str(s.rate) for s in found.lines[0].segments] == [rate]
    assert [line.kind for line in found.lines] == kinds


def test_the_fixed_sum_of_businesses_does_not_go_by_the_date_of_the_contract() -> None:
    days = date(2025, 4, 30), date(2025, 5, 1)
    found = charged("10000.00", *days, contract=date(2008, 12, 31))
    assert [line.kind for line in found.lines] == ["interest", "costs"]


@pytest.mark.parametrize(
    ("debtor", "due", "begun"),
    [
        ("business", date(2012, 12, 31), False),
        ("business", date(2013, 1, 1), True),
        ("public", date(2019, 3, 31), False),
        ("public", date(2019, 4, 1), True),
    ],
)
def test_earlier_debts_are_not_charged(debtor: Debtor, due: date, begun: bool) -> None:
    found = charged("1000.00", due, date(2019, 12, 31), debtor=debtor)
    assert bool(found.lines) is begun
    assert any(reason.code == "fees.before_the_act" for reason in found.warnings) is not begun


def test_a_due_date_on_a_sunday_stays() -> None:
    found = charged("1000.00", date(2025, 8, 31), date(2025, 9, 1))
    assert found.lines[0].segments[0].from_on == date(2025, 9, 1)


def test_every_late_installment_bears_the_fixed_sum() -> None:
    invoice = an_invoice(
        amount=eur("200.00"),
        issued_on=date(2025, 1, 1),
        installments=(
            an_installment(number=1, due_on=date(2025, 1, 31)),
            an_installment(number=2, due_on=date(2025, 2, 28)),
        ),
    )
    regime = statutory("FR", debtor="business")
    for as_of, sums in ((date(2025, 2, 28), 1), (date(2025, 3, 1), 2)):
        found = regime.assess(invoice, as_of=as_of)
        assert [line.amount for line in found.lines if line.kind == "costs"] == [
            eur("40.00")
        ] * sums


def test_the_day_of_payment_bears_interest() -> None:
    invoice = an_invoice(
        amount=eur("10000.00"), issued_on=date(2025, 3, 31), due_on=date(2025, 4, 30)
    )
    account = an_account(invoice, *payment(invoice, on=date(2025, 8, 29), amount=eur("10000.00")))
    found = statutory("FR", debtor="business").assess(account, as_of=date(2025, 12, 31))
    assert parts(found) == [("interest", "419.49"), ("costs", "40.00")]


@pytest.mark.parametrize("debtor", DEBTORS)
def test_without_an_agreed_day_interest_begins_on_the_31st_day(debtor: Debtor) -> None:
    regime = statutory("FR", debtor=debtor, due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 9, 1), delivered_on=date(2025, 9, 10))
    assert regime.first_interest_day(invoice) == date(2025, 10, 11)


@pytest.mark.parametrize(
    ("debtor", "first"), [("business", date(2025, 9, 10)), ("public", date(2025, 10, 2))]
)
def test_only_between_businesses_goods_before_the_invoice_start_the_days(
    debtor: Debtor, first: date
) -> None:
    regime = statutory("FR", debtor=debtor, due_date_agreed=False)
    invoice = an_invoice(issued_on=date(2025, 9, 1), delivered_on=date(2025, 8, 10))
    assert regime.first_interest_day(invoice) == first


# -- contracts and debtors -------------------------------------------------------------------------
LEGAL = RateTable.of(
    "fr-taux-legal", {"2025-01-01": "3.71%"}, covers_until="2025-06-30", source="Banque de France"
)


@pytest.mark.parametrize(("rate", "faults"), [("11.13", []), ("11.12", ["rate-below-floor"])])
def test_a_contract_sets_at_least_three_times_the_legal_rate(rate: str, faults: list[str]) -> None:
    own = LateChargePolicy(id="own", interest=Interest(rate=Percent(rate)))
    regime = statutory("FR", debtor="business")
    found = regime.review(own, on=date(2025, 3, 1), context=Context(tables=(LEGAL,)))
    assert [finding.code for finding in found] == faults


def test_there_is_nothing_against_a_consumer() -> None:
    with pytest.raises(UnknownReference, match="FR has no regime for the debtor `consumer`"):
        statutory("FR", debtor="consumer")


def test_a_customer_of_another_kind_is_pointed_out() -> None:
    regime = statutory("FR", debtor="business")
    found = regime.assess(
        an_account(a_customer(kind="public"), an_invoice()), as_of=date(2026, 3, 1)
    )
    assert found.warnings[0].code == "fees.customer_kind"


# -- what it says of itself ------------------------------------------------------------------------
def test_citations() -> None:
    business, public = (statutory("FR", debtor=debtor) for debtor in DEBTORS)
    assert business.citation == "C. com. L441-10 II, D441-5 (until 2019-04-25: L441-6 I)"
    assert public.citation == "CCP L2192-12 to L2192-14, R2192-31, D2192-35"
    assert business.policy.interest is not None
    assert public.policy.interest is not None
    assert business.policy.interest.citation == "C. com. L441-10 II"
    assert public.policy.interest.citation == "CCP L2192-13, R2192-31"
    assert [fee.citation for fee in business.policy.fees] == ["C. com. L441-10 II, D441-5"]
    assert [fee.citation for fee in public.policy.fees] == ["CCP L2192-13, D2192-35"]


@pytest.mark.parametrize("debtor", DEBTORS)
def test_order_and_day_of_reading(debtor: Debtor) -> None:
    regime = statutory("FR", debtor=debtor)
    assert regime.as_of == date(2026, 11, 22)
    assert regime.allocation_order == ("interest", "principal")
    assert regime.allocation_clause.startswith("C. civ. 1343-1")
    assert regime.policy.interest is not None
    assert regime.policy.interest.compounding is None
    assert all(isinstance(fee, FlatFee) for fee in regime.policy.fees)


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("contract", [None, date(2008, 1, 1)])
def test_the_policy_survives_json(debtor: Debtor, contract: date | None) -> None:
    policy = statutory("FR", debtor=debtor, contract_date=contract).policy
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
