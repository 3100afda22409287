"""The Prompt Payment Act: the Treasury's own figures, compounding, the year, the safe harbor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectkit import Money
from collectkit.dates import WEEKENDS, Context, calendar_from
from collectkit.errors import RateCoverageError, UnknownReference
from collectkit.fees import LateChargePolicy, LateCharges, RateTable, statutory
from collectkit.ledger import payment
from collectkit.testing import a_hold, an_account, an_invoice

PPA = statutory("US-PPA", debtor="public")


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def rates(**by_day: str) -> Context:
    """A caller's own table; `d2025_01_01="6%"`."""
    points = {day[1:].replace("_", "-"): rate for day, rate in by_day.items()}
    table = RateTable.of(
        "us-prompt-payment", points, covers_until="2026-12-31", source="the example"
    )
    return Context(tables=(table,))


def late(amount: str, due: str, days: int, context: Context | None = None) -> LateCharges:
    """An invoice paid in full some days after it was due, assessed that day."""
    day = date.fromisoformat(due)
    invoice = an_invoice(amount=usd(amount), issued_on=day - timedelta(30), due_on=day)
    paid = day + timedelta(days)
    book = an_account(invoice, *payment(invoice, on=paid, amount=invoice.amount))
    return PPA.assess(book, as_of=paid, context=context)


@pytest.mark.parametrize(("rate", "days", "penalty"), [("6.5%", 10, "2.71"), ("6%", 75, "18.83")])
def test_the_examples_of_the_treasury(rate: str, days: int, penalty: str) -> None:
    found = late("1500.00", "2025-04-01", days, rates(d2025_01_01=rate))
    assert found.total("USD") == usd(penalty)


@pytest.mark.parametrize(("days", "penalty"), [(29, "37.26"), (30, "38.54"), (31, "39.83")])
def test_the_31st_day_bears_interest_on_interest(days: int, penalty: str) -> None:
    found = late("10000.00", "2025-03-31", days)
    assert found.total("USD") == usd(penalty)
    assert [added.on for added in found.lines[0].capitalized] == (
        [] if days < 30 else [date(2025, 4, 30)]
    )


@pytest.mark.parametrize(
    ("days", "penalty"), [(360, "4985.41"), (365, "5056.50"), (366, "5056.50"), (400, "5056.50")]
)
def test_interest_ends_after_one_year(days: int, penalty: str) -> None:
    assert late("100000.00", "2024-06-30", days).total("USD") == usd(penalty)


@pytest.mark.parametrize(("days", "penalty"), [(73, "0.00"), (74, "1.01")])
def test_less_than_a_dollar_is_not_paid(days: int, penalty: str) -> None:
    assert late("100.00", "2024-07-01", days).total("USD") == usd(penalty)


def test_a_dollar_itself_is_paid() -> None:
    found = late("100.00", "2025-04-01", 30, rates(d2025_01_01="12%"))
    assert found.total("USD") == usd("1.00")


def test_the_rate_is_kept_over_a_half_year() -> None:
    """4.875 % for 15 days and 4.625 % for 15 would be 39.58."""
    found = late("10000.00", "2024-12-16", 30)
    assert found.total("USD") == usd("40.63")
    assert [str(segment.rate) for segment in found.lines[0].segments] == ["4.875%"]


@pytest.mark.parametrize(
    ("days", "penalty"),
    [(1, "0.00"), (2, "0.00"), (3, "20.31")],  # Sunday, Monday, Tuesday
)
def test_a_payment_on_the_next_working_day_is_in_time(days: int, penalty: str) -> None:
    found = late("50000.00", "2026-02-28", days, rates(d2026_01_01="4.875%"))
    assert found.total("USD") == usd(penalty)


def test_holidays_are_those_of_the_context() -> None:
    """Due on Saturday 2025-05-24; Monday the 26th is Memorial Day."""
    given = rates(d2025_01_01="4.625%")
    closed = Context(tables=given.tables, calendar=calendar_from([date(2025, 5, 26)]))
    assert late("50000.00", "2025-05-24", 3, closed).lines == ()
    assert late("50000.00", "2025-05-24", 3, given).total("USD") == usd("19.27")


def test_the_original_due_date_sets_the_rate_after_a_weekend() -> None:
    """Due on Saturday 2023-12-30: the rate of Sunday, though Tuesday was still in time."""
    given = rates(d2023_07_01="4%", d2024_01_01="5%")
    (segment,) = late("36000.00", "2023-12-30", 10, given).lines[0].segments
    assert (str(segment.from_on), str(segment.rate)) == ("2023-12-31", "4%")


def test_no_interest_once_a_claim_is_filed() -> None:
    due = date(2025, 3, 31)
    invoice = an_invoice(amount=usd("10000.00"), issued_on=date(2025, 3, 1), due_on=due)
    claim = a_hold(kind="legal", from_on=date(2025, 4, 30), blocks=("charges",))
    found = PPA.assess(an_account(invoice, claim), as_of=date(2025, 6, 15))
    assert found.total("USD") == usd("37.26")  # the 29 days before it


def test_an_unpaid_penalty_goes_on_bearing_interest() -> None:
    """The principal came on the 30th day; 38.54 at 4.625 % for 30 more days are 0.15."""
    due, paid = date(2025, 3, 31), date(2025, 4, 30)
    invoice = an_invoice(amount=usd("10000.00"), issued_on=date(2025, 3, 1), due_on=due)
    book = an_account(invoice, *payment(invoice, on=paid, amount=invoice.amount))
    assert PPA.assess(book, as_of=date(2025, 5, 30)).total("USD") == usd("38.69")


def test_without_an_agreed_day_it_is_due_on_the_30th_day_after_receipt() -> None:
    regime = statutory("US-PPA", debtor="public", due_date_agreed=False)
    day = date(2025, 4, 1)
    invoice = an_invoice(issued_on=day, delivered_on=date(2025, 4, 3), due_on=day)
    assert regime.first_interest_day(invoice, calendar=WEEKENDS) == date(2025, 5, 4)


def test_a_half_year_nobody_read_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(RateCoverageError, match="2025-12-16"):
        late("10000.00", "2025-12-15", 30)


def test_the_first_due_date_is_the_one_whose_interest_the_table_covers() -> None:
    assert late("10000.00", "2004-06-29", 10).lines == ()
    assert late("10000.00", "2004-06-30", 10).total("USD") == usd("12.50")


@pytest.mark.parametrize("debtor", ["business", "consumer"])
def test_only_the_federal_government_owes_it(debtor: str) -> None:
    with pytest.raises(UnknownReference, match="it has public"):
        statutory("US-PPA", debtor=debtor)  # type: ignore[arg-type]


def test_clauses_warnings_and_the_day_they_were_read() -> None:
    assert (PPA.as_of, PPA.allocation_order) == (date(2026, 11, 22), None)
    assert PPA.ousted_by_contract == ""
    found = late("1500.00", "2025-04-01", 10)
    assert found.lines[0].citation.startswith("31 U.S.C. 3902(a)")
    told = " ".join(str(warning) for warning in found.warnings)
    for clause in ("3907(b)(1)(A)", "3904", "3902(c)(3)", "FAR 52.232-25(a)(4)"):
        assert clause in told


def test_the_policy_survives_json() -> None:
    assert LateChargePolicy.model_validate_json(PPA.policy.model_dump_json()) == PPA.policy
