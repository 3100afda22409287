"""Interest and fees that statutes, official examples and other systems' tests state."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collectkit.fees import FlatFee, Interest, LateCharge, LateChargePolicy, assess
from collectkit.ledger import payment
from collectkit.money import Money, Percent
from collectkit.testing import a_late_charge, an_account, an_invoice


def d(text: str) -> date:
    return date.fromisoformat(text)


def charge(principal: str, rate: str, *, due: str, paid: str, currency: str = "EUR") -> LateCharge:
    """Interest on `principal` due and paid in full on two days."""
    amount = Money(principal, currency)
    invoice = an_invoice(amount=amount, issued_on=d(due), due_on=d(due))
    account = an_account(invoice, *payment(invoice, on=d(paid), amount=amount))
    policy = LateChargePolicy(id="own", interest=Interest(rate=Percent(rate)))
    (line,) = assess(account, policy, as_of=d(paid) + timedelta(days=30)).lines
    return line


@pytest.mark.parametrize(
    ("id", "principal", "rate", "days", "interest"),
    [
        # A public GitHub test suite for Austria, Germany and Switzerland.
        ("dach-02", "1000", "4", 30, "3.29"),
        ("dach-03", "1000", "10.52", 30, "8.65"),
        ("dach-05", "1000", "5", 30, "4.11"),
        ("de-010", "1000", "10.27", 30, "8.44"),
        ("fr-001", "15000", "15", 30, "184.93"),  # agenceipro.com, pénalités de retard
        ("led-001", "1000", "5", 96, "13.15"),  # peti/hledger-interest README.md
        # statutory-interest.pages.dev, repeating gov.uk.
        ("uk-002", "1000", "8.5", 365, "85.00"),
        # alexv879/Recoup __tests__/lib/latePaymentInterest.test.ts, collections-calculator.test.ts.
        ("uk-005", "500", "13.25", 45, "8.17"),
        ("uk-006", "1000", "13.25", 90, "32.67"),
        ("uk-009", "5000", "13.25", 90, "163.36"),
        ("uk-010", "1000", "13.25", 30, "10.89"),
        # Paidnice prints 169.68, for it rounds the daily amount first; exact is 169.49.
        ("uk-001", "5000", "12.25", 101, "169.49"),
        # Worked in the research from statutes: PL (NBP + 10) and the half-years of DE.
        ("PL, 15.75 %", "20000", "15.75", 30, "258.90"),
        ("de-007, June", "10000", "10.27", 30, "84.41"),
        ("de-007, July", "10000", "10.52", 31, "89.35"),
        # pavonecostruzioni.it, interessi di mora: 365 also in leap years.
        ("it-001", "1000", "8.00", 180, "39.45"),
        ("it-001", "1000", "8.00", 184, "40.33"),
        ("it-001", "1000", "8.00", 181, "39.67"),
        ("it-001", "1000", "8.25", 184, "41.59"),
        ("it-001", "1000", "8.00", 1, "0.22"),
        ("fee-001", "100", "10", 15, "0.41"),  # frappe/erpnext test_dunning.py
    ],
)
def test_simple_interest(id: str, principal: str, rate: str, days: int, interest: str) -> None:
    paid = d("2025-01-31") + timedelta(days=days)
    line = charge(principal, rate, due="2025-01-31", paid=str(paid))
    assert sum(segment.days for segment in line.segments) == days
    assert str(line.gross.amount) == interest, id


@pytest.mark.parametrize(
    ("id", "due", "paid", "days"),
    [
        (
            "uk-011",
            "2024-11-17",
            "2025-01-01",
            45,
        ),  # alexv879/Recoup collections-calculator.test.ts
        ("uk-012", "2024-10-03", "2025-01-01", 90),
        # fiscal.treasury.gov calculator_interest.htm: the payment day counts, the due day not.
        ("us-ppa-004", "2023-04-01", "2023-04-11", 10),
        ("led-005", "2010-09-26", "2010-12-31", 96),  # peti/hledger-interest README.md
        ("dc-strata-07", "2011-12-28", "2012-02-29", 63),  # OpenGamma/Strata DayCountTest.java
        ("dc-strata-08", "2011-12-28", "2016-03-01", 1525),
    ],
)
def test_days_late(id: str, due: str, paid: str, days: int) -> None:
    line = charge("36500.00", "1", due=due, paid=paid)
    assert [segment.days for segment in line.segments] == [days], id
    assert line.gross == Money(days, "EUR")


def test_a_day_of_interest() -> None:
    # uk-003: statutory-interest.pages.dev, repeating gov.uk.
    invoice = an_invoice(amount=Money("1000.00", "GBP"))
    policy = LateChargePolicy(id="own", interest=Interest(rate=Percent("8.5")))
    found = assess(an_account(invoice), policy, as_of=d("2026-03-01"))
    assert found.per_diem("GBP") == Money("0.23", "GBP")


def test_interest_and_one_fee() -> None:
    # fee-001: frappe/erpnext test_dunning.py.
    policy = LateChargePolicy(
        id="dunning",
        interest=Interest(rate=Percent("10")),
        fees=(FlatFee(id="dunning-fee", amounts=(Money("10.00", "EUR"),)),),
    )
    found = assess(an_account(an_invoice()), policy, as_of=d("2026-02-15"))
    assert found.total("EUR") == Money("10.41", "EUR")


def test_the_tour_at_a_fixed_rate() -> None:
    # 1998 c.20 with Bank Rate 4.75 frozen: GBP 5000.00, 101 days at 12.75 %, GBP 70.00 fixed sum.
    amount = Money("5000.00", "GBP")
    invoice = an_invoice(amount=amount, issued_on=d("2025-05-11"), due_on=d("2025-06-10"))
    account = an_account(invoice, *payment(invoice, on=d("2025-09-19"), amount=amount))
    policy = LateChargePolicy(
        id="gb",
        interest=Interest(rate=Percent("12.75")),
        fees=(FlatFee(id="fixed-sum", amounts=(Money("70.00", "GBP"),)),),
    )
    found = assess(account, policy, as_of=d("2025-09-19"))
    assert [str(line.gross) for line in found.lines] == ["GBP 176.40", "GBP 70.00"]
    assert found.total("GBP") == Money("246.40", "GBP")


def test_ireland_at_its_frozen_rate() -> None:
    # S.I. 580/2012: EUR 10000.00 due 2025-04-30, paid 2025-08-29, 121 days at 11.15 %.
    line = charge("10000.00", "11.15", due="2025-04-30", paid="2025-08-29")
    assert line.gross == Money("369.63", "EUR")


def test_the_lump_sum_is_owed_once_per_claim() -> None:
    # de-lump-01, de-lump-02: BGB s. 288(5), a public GitHub test suite (mahnwesen.js).
    policy = LateChargePolicy(
        id="de", fees=(FlatFee(id="pauschale", amounts=(Money("40.00", "EUR"),)),)
    )
    first = assess(an_account(an_invoice()), policy, as_of=d("2026-02-10"))
    assert first.total("EUR") == Money("40.00", "EUR")
    charged = a_late_charge(charge_for="INV-1", issued_on=d("2026-02-10"))
    again = assess(an_account(an_invoice(), charged), policy, as_of=d("2026-06-30"))
    assert again.total("EUR") == Money("0.00", "EUR")
