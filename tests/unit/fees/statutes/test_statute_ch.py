"""Switzerland: 5 %, the rolled Sunday, the reminder, and costs and interest before principal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectkit import Money, Percent
from collectkit.dates import Context, DayCount, calendar_from
from collectkit.errors import UnknownReference
from collectkit.fees import (
    Compounding,
    Interest,
    LateChargePolicy,
    LateCharges,
    Period,
    assess,
    statutory,
)
from collectkit.ledger import Done, Invoice, payment
from collectkit.testing import a_receipt, an_account, an_allocation, an_invoice, something_done

CH = statutory("CH", debtor="business")
NO_DAY = statutory("CH", debtor="consumer", due_date_agreed=False)
SUNDAYS = Context(calendar=calendar_from([date(2025, 8, 1)], weekend=(6,)))


def chf(amount: str) -> Money:
    return Money(amount, "CHF")


def billed(due: str, amount: str = "10000.00") -> Invoice:
    day = date.fromisoformat(due)
    return an_invoice(amount=chf(amount), issued_on=day - timedelta(30), due_on=day)


def late(due: str, paid: str, amount: str = "10000.00") -> LateCharges:
    """An invoice paid in full on a day, assessed that day."""
    invoice, on = billed(due, amount), date.fromisoformat(paid)
    book = an_account(invoice, *payment(invoice, on=on, amount=invoice.amount))
    return CH.assess(book, as_of=on, context=SUNDAYS)


def reminded(on: str, **fields: object) -> Done:
    day = date.fromisoformat(on)
    return something_done(kind="notice", code="reminder", on=day, status="delivered", **fields)


@pytest.mark.parametrize(
    ("due", "paid", "interest"),
    [
        ("2025-03-31", "2025-06-30", "124.66"),
        ("2024-01-02", "2025-01-02", "501.37"),  # 366 days
        ("2025-05-15", "2025-08-20", "132.88"),
        ("2025-01-31", "2025-02-28", "38.36"),
    ],
)
def test_five_percent_by_365_days(due: str, paid: str, interest: str) -> None:
    found = late(due, paid)
    assert found.total("CHF") == chf(interest)


def test_the_published_example_of_30_days_a_month_needs_the_other_day_count() -> None:
    """CHF 600.00: a year 30.00, a month 2.50; by exact days a month of 31 is 2.55."""
    interest = CH.policy.interest
    assert interest is not None
    by_months = CH.policy.replace(interest=interest.replace(day_count=DayCount.THIRTY_E_360))
    invoice = billed("2025-02-28", "600.00")
    months = [date(2025, 3, 28), date(2026, 2, 28)]
    found = [assess(invoice, by_months, as_of=day).total("CHF") for day in months]
    assert found == [chf("2.50"), chf("30.00")]
    assert CH.assess(billed("2025-03-31", "600.00"), as_of=date(2025, 5, 1)).total("CHF") == chf(
        "2.55"
    )


@pytest.mark.parametrize(
    ("due", "interest"),
    [
        ("2025-08-03", "21.92"),  # Sunday: Monday is the day of payment, 16 days
        ("2025-08-02", "24.66"),  # Saturday stays, 18 days
        ("2025-08-01", "24.66"),  # the national holiday moves to Saturday, 18 days
    ],
)
def test_sundays_and_holidays_roll_and_saturdays_do_not(due: str, interest: str) -> None:
    assert late(due, "2025-08-20").total("CHF") == chf(interest)


def test_a_payment_on_the_rolled_day_is_in_time() -> None:
    assert late("2025-08-03", "2025-08-04").lines == ()


def test_without_a_calendar_saturday_rolls_too() -> None:
    invoice = billed("2025-08-02")
    assert CH.first_interest_day(invoice) == date(2025, 8, 5)
    assert CH.first_interest_day(invoice, calendar=SUNDAYS.calendar) == date(2025, 8, 3)


def test_without_an_agreed_day_only_a_reminder_puts_the_debtor_in_default() -> None:
    invoice = billed("2025-03-31")
    assert NO_DAY.first_interest_day(invoice) is None
    found = NO_DAY.assess(invoice, as_of=date(2025, 6, 30))
    assert found.lines == ()
    assert found.warnings[0].code == "fees.not_in_default"
    book = an_account(invoice, reminded("2025-04-10"), reminded("2025-05-10"))
    assert NO_DAY.assess(book, as_of=date(2025, 6, 30)).total("CHF") == chf("110.96")  # 81 days


@pytest.mark.parametrize(
    ("notice", "first"),
    [
        (reminded("2025-03-31"), date(2025, 4, 1)),
        (reminded("2025-03-30"), None),  # before the debt is due
        (reminded("2025-04-10", items=("INV-2",)), None),
        (something_done(kind="notice", code="offer", on=date(2025, 4, 10)), None),
    ],
)
def test_which_notices_count(notice: Done, first: date | None) -> None:
    assert NO_DAY.first_interest_day(billed("2025-03-31"), (notice,)) == first


def test_a_payment_goes_to_costs_then_interest_then_principal() -> None:
    """CHF 2000.00 after 91 days, with CHF 60.00 of enforcement costs."""
    assert CH.allocation_order == ("costs", "interest", "principal")
    assert CH.allocation_clause == "OR 85(1); SchKG 68(2) for costs before interest"
    invoice, day = billed("2025-03-31"), date(2025, 6, 30)
    owed = {
        "costs": chf("60.00"),
        "interest": CH.assess(invoice, as_of=day).total("CHF"),
        "principal": invoice.amount,
    }
    left, parts = chf("2000.00"), {}
    for component in CH.allocation_order:
        parts[component] = min(left, owed[component])
        left = left - parts[component]
    assert list(parts.values()) == [chf("60.00"), chf("124.66"), chf("1815.34")]
    book = an_account(
        invoice,
        a_receipt(amount=chf("2000.00"), received_on=day),
        *(
            an_allocation(id=name, source_id="PAY-1", amount=amount, applied_on=day, component=name)
            for name, amount in parts.items()
        ),
    )
    assert CH.assess(book, as_of=day).total("CHF") == chf("0.00")
    # CHF 8184.66 for 30 more days.
    assert CH.assess(book, as_of=date(2025, 7, 30)).total("CHF") == chf("33.63")


def test_no_rate_changes_and_no_sums() -> None:
    found = late("2025-03-31", "2026-03-31")
    assert [(line.kind, len(line.segments)) for line in found.lines] == [("interest", 1)]
    assert found.total("CHF") == chf("500.00")


def test_interest_on_interest_is_a_finding() -> None:
    policy = LateChargePolicy(
        id="ours",
        interest=Interest(rate=Percent(8), compounding=Compounding(every=Period(months=1))),
    )
    (finding,) = CH.review(policy, on=date(2026, 1, 1))
    assert (finding.code, finding.advice) == ("interest-on-interest", "see OR 105(3)")
    assert CH.review(CH.policy, on=date(2026, 1, 1)) == ()


def test_consumers_owe_the_same_and_public_debtors_are_refused() -> None:
    assert statutory("CH", debtor="consumer").policy == CH.policy
    with pytest.raises(UnknownReference, match="it has business, consumer"):
        statutory("CH", debtor="public")


def test_clauses_and_the_day_they_were_read() -> None:
    assert (CH.as_of, CH.citation) == (date(2026, 11, 22), "OR 102, 104, 105")
    found = late("2025-03-31", "2025-06-30")
    assert found.lines[0].citation == "OR 104(1)"
    merchants = "between merchants"
    assert any(merchants in str(warning) for warning in found.warnings)
    assert not any(merchants in caution for caution in NO_DAY.cautions)


def test_the_policy_survives_json() -> None:
    assert LateChargePolicy.model_validate_json(CH.policy.model_dump_json()) == CH.policy
