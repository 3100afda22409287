"""Great Britain: the worked examples, the bounds, and what the statute does not give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectkit import Money
from collectkit.errors import UnknownReference
from collectkit.fees import LateChargePolicy, LateCharges, statutory
from collectkit.ledger import payment
from collectkit.testing import a_customer, an_account, an_invoice

GB = statutory("GB", debtor="business")


def gbp(amount: str) -> Money:
    return Money(amount, "GBP")


def late(amount: str, due: str, paid: str, *, debtor: str = "business") -> LateCharges:
    """An invoice paid in full on a day, assessed that day."""
    day = date.fromisoformat(due)
    invoice = an_invoice(amount=gbp(amount), issued_on=day - timedelta(30), due_on=day)
    on = date.fromisoformat(paid)
    book = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount))
    return statutory("GB", debtor=debtor).assess(book, as_of=on)  # type: ignore[arg-type]


def sums(charges: LateCharges) -> list[str]:
    return [str(line.amount) for line in charges.lines]


def test_interest_and_the_fixed_sum_of_a_debt_of_5000() -> None:
    found = late("5000.00", "2025-06-10", "2025-09-19")
    assert sums(found) == ["GBP 176.40", "GBP 70.00"]
    assert found.total("GBP") == gbp("246.40")


def test_the_rate_is_kept_over_a_half_year() -> None:
    """Bank Rate fell on 30 June 2025; by the rate of each half-year it would be 170.86."""
    (segment,) = late("5000.00", "2025-06-10", "2025-09-19").lines[0].segments
    assert (segment.days, str(segment.rate)) == (101, "12.75%")


@pytest.mark.parametrize(
    ("due", "interest"),
    [
        ("2025-06-29", "GBP 111.78"),  # starts on 30 June: the rate of 31 December, 32 days
        ("2025-06-30", "GBP 104.04"),  # starts on 1 July: the rate of 30 June, 31 days
    ],
)
def test_the_half_year_of_the_first_interest_day_sets_the_rate(due: str, interest: str) -> None:
    assert sums(late("10000.00", due, "2025-07-31"))[0] == interest


@pytest.mark.parametrize(
    ("amount", "due", "days", "interest"),
    [
        ("2400.00", "2026-01-31", 38, "GBP 29.36"),
        ("12000.00", "2025-08-31", 402, "GBP 1619.01"),
        ("10000.00", "2023-12-31", 366, "GBP 1328.63"),  # 365 in a leap year, too
    ],
)
def test_days_are_counted_by_365(amount: str, due: str, days: int, interest: str) -> None:
    paid = date.fromisoformat(due) + timedelta(days)
    assert sums(late(amount, due, str(paid)))[0] == interest


@pytest.mark.parametrize(
    ("amount", "fixed"),
    [
        ("999.99", "GBP 40.00"),
        ("1000.00", "GBP 70.00"),
        ("9999.99", "GBP 70.00"),
        ("10000.00", "GBP 100.00"),
    ],
)
def test_a_debt_of_exactly_the_bound_has_the_higher_sum(amount: str, fixed: str) -> None:
    assert sums(late(amount, "2025-12-31", "2026-02-01"))[1] == fixed


@pytest.mark.parametrize(("amount", "fixed"), [("999.99", "40.00"), ("1000.00", "70.00")])
def test_266_days_of_the_tier_edge(amount: str, fixed: str) -> None:
    assert sums(late(amount, "2025-12-31", "2026-09-23")) == ["GBP 85.63", f"GBP {fixed}"]


def test_nothing_is_owed_for_a_payment_in_time() -> None:
    assert late("5000.00", "2025-06-10", "2025-06-10").lines == ()


@pytest.mark.parametrize(
    ("principal", "rest", "interest"),
    [("2000.00", "8000.00", "574.97"), ("1682.12", "8317.88", "585.19")],
)
def test_the_order_of_a_part_payment_matters(principal: str, rest: str, interest: str) -> None:
    """GBP 2000.00 on 30 June: all to the principal, or 317.88 of interest first."""
    invoice = an_invoice(
        amount=gbp("10000.00"), issued_on=date(2025, 3, 1), due_on=date(2025, 3, 31)
    )
    book = an_account(
        invoice,
        *payment(invoice, on=date(2025, 6, 30), amount=gbp(principal)),
        *payment(invoice, on=date(2025, 9, 30), amount=gbp(rest)),
    )
    found = GB.assess(book, as_of=date(2025, 9, 30))
    assert sums(found) == [f"GBP {interest}", "GBP 100.00"]
    assert GB.allocation_order is None


def test_without_an_agreed_day_thirty_days_begin_with_receipt() -> None:
    regime = statutory("GB", debtor="business", due_date_agreed=False)
    day = date(2026, 3, 1)
    invoice = an_invoice(issued_on=day, delivered_on=day, due_on=day)
    assert regime.first_interest_day(invoice) == date(2026, 3, 31)
    later = an_invoice(issued_on=day, delivered_on=date(2026, 3, 11), due_on=day)
    assert regime.first_interest_day(later) == date(2026, 4, 10)


def test_a_weekend_moves_nothing() -> None:
    saturday = date(2026, 2, 28)
    assert GB.first_interest_day(an_invoice(due_on=saturday)) == date(2026, 3, 1)


def test_a_public_debtor_owes_the_same_and_is_warned_of_other_terms() -> None:
    public = late("5000.00", "2025-06-10", "2025-09-19", debtor="public")
    assert sums(public) == ["GBP 176.40", "GBP 70.00"]
    assert any("over 30 days" in str(warning) for warning in public.warnings)
    assert not any("over 60 days" in str(warning) for warning in public.warnings)


def test_a_consumer_is_refused_and_a_consumer_account_is_warned_of() -> None:
    with pytest.raises(UnknownReference, match="it has business, public"):
        statutory("GB", debtor="consumer")
    book = an_account(an_invoice(), customer=a_customer(kind="consumer"))
    codes = [reason.code for reason in GB.assess(book, as_of=date(2026, 1, 31)).warnings]
    assert codes[0] == "fees.customer_kind"


def test_debts_due_before_the_rate_are_not_charged() -> None:
    assert late("5000.00", "2002-08-06", "2002-10-01").lines == ()
    # GBP 5000.00 at 4 + 8 % for 55 days.
    assert sums(late("5000.00", "2002-08-07", "2002-10-01"))[0] == "GBP 90.41"


def test_a_debt_in_another_currency_has_interest_and_no_sum() -> None:
    day = date(2025, 6, 10)
    invoice = an_invoice(amount=Money("5000.00", "EUR"), issued_on=day, due_on=day)
    found = GB.assess(invoice, as_of=date(2025, 9, 19))
    assert sums(found) == ["EUR 176.40"]
    assert found.uncharged == ("EUR",)


def test_clauses_and_the_day_they_were_read() -> None:
    assert GB.as_of == date(2026, 11, 22)
    assert "s.5A" in GB.citation
    found = late("5000.00", "2025-06-10", "2025-09-19")
    assert [line.citation for line in found.lines] == [
        "1998 c.20 s.1(1), s.4(2), s.6; SI 2002/1675 art.4",
        "1998 c.20 s.5A",
    ]
    assert [line.kind for line in found.lines] == ["interest", "costs"]


@pytest.mark.parametrize("debtor", ["business", "public"])
def test_the_policy_survives_json(debtor: str) -> None:
    policy = statutory("GB", debtor=debtor).policy  # type: ignore[arg-type]
    assert LateChargePolicy.model_validate_json(policy.model_dump_json()) == policy
