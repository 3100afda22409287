"""Kaplan-Meier curves of payment, against a published worked example and by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.conformance.adapters.survival import of_a_data_set
from tests.conformance.case import Given
from tests.unit.metrics.rounding import digits

from collectkit import Money
from collectkit.errors import InvalidDate, InvalidFact
from collectkit.ledger import Invoice, payment, snapshot
from collectkit.metrics import CurveStep, PaymentCurve, payment_curve
from collectkit.metrics._numbers import to_decimal
from collectkit.testing import (
    a_credit_note,
    a_late_charge,
    a_receipt,
    an_account,
    an_adjustment,
    an_allocation,
    an_invoice,
)

# Weeks of remission under 6-mercaptopurine (Freireich et al., 1963), the textbooks' example.
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
# Survival and its standard error as Kleinbaum and Klein print them (Survival Analysis, chapter 2
# and the computer appendix).
PUBLISHED = {
    6: (".8571", ".0764"),
    7: (".8067", ".0869"),
    10: (".7529", ".0963"),
    13: (".6902", ".1068"),
    16: (".6275", ".1141"),
    22: (".5378", ".1282"),
    23: (".4482", ".1346"),
}
AS_OF = date(2026, 3, 31)


def curve_of(*facts: Any, **options: Any) -> PaymentCurve:
    (found,) = payment_curve([snapshot(an_account(*facts), as_of=AS_OF)], **options)
    return found


def paid(invoice: Invoice, day: date) -> tuple[Any, ...]:
    return (invoice, *payment(invoice, on=day, amount=invoice.amount))


def test_the_textbook_curve() -> None:
    curve = PaymentCurve.from_days(RELAPSED, CENSORED)
    assert (curve.count, curve.known_to, curve.median) == (21, 35, 23)
    assert [(step.days, step.at_risk, step.paid) for step in curve.steps] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    for day, (survival, _) in PUBLISHED.items():
        share = curve.share_unpaid_after(day)
        assert share is not None
        assert round(Fraction(share), 4) == Fraction(f"0{survival}")


def test_the_textbook_interval() -> None:
    curve = PaymentCurve.from_days(RELAPSED, CENSORED)
    for day, (_, error) in PUBLISHED.items():
        found, share = curve.interval(day), curve.share_paid_by(day)
        assert found is not None
        assert share is not None
        low, high = found
        # On day 6 the lower end is cut at 0; the upper one never is here.
        half = Fraction(high) - Fraction(share)
        assert round(half / Fraction("1.959963984540054"), 4) == Fraction(f"0{error}")
        assert low == 0 if day == 6 else low > 0


def test_a_peer_agrees_to_the_last_digits_of_a_float() -> None:
    """lifelines 0.30.3, KaplanMeierFitter on its own data set; it multiplies floats."""
    given = Given({"dataset": "lifelines waltons_dataset.csv (163 rows)"})
    found = of_a_data_set(given)
    assert found["median"] == 56
    for name, printed in (("S6", "0.9938650306748462"), ("S26", "0.8580904907975462"),
                          ("S56", "0.4299026499659169")):  # fmt: skip
        assert abs(Fraction(found[name]) - Fraction(printed)) < Fraction(1, 10**15)


def test_between_and_beyond_the_steps() -> None:
    curve = PaymentCurve.from_days(RELAPSED, CENSORED)
    assert curve.share_paid_by(0) == curve.share_paid_by(5) == 0
    assert curve.share_paid_by(9) == curve.share_paid_by(7)
    assert curve.share_paid_by(35) == curve.share_paid_by(23)
    assert (curve.share_paid_by(36), curve.share_unpaid_after(36)) == (None, None)
    assert curve.interval(36) is None
    assert curve.chance_of_payment(20, 16) is None
    assert curve.interval(0) == (Decimal(0), Decimal(0))


def test_the_interval_is_cut_at_one() -> None:
    found = PaymentCurve.from_days([10] * 9, still_open=[20]).interval(10)
    assert found is not None
    assert digits(found[0], "0.0001") == Decimal("0.7141")  # 0.9 - 1.96 x sqrt(0.9 x 0.1 / 10)
    assert found[1] == 1


def test_once_everything_is_paid_the_curve_is_known_for_ever() -> None:
    curve = PaymentCurve.from_days([10, 20], still_open=[5])
    assert curve.share_paid_by(10) == Decimal("0.5")
    assert curve.share_paid_by(1000) == 1
    assert curve.interval(20) is None
    assert curve.chance_of_payment(10, 500) == 1
    assert curve.chance_of_payment(20, 5) is None


def test_chance_of_payment_is_conditional_on_being_open() -> None:
    curve = PaymentCurve.from_days(RELAPSED, CENSORED)
    # 1 - S(16) / S(7): of those still in at 7, the conditional steps 14/15, 11/12 and 10/11.
    exact = 1 - Fraction(14, 15) * Fraction(11, 12) * Fraction(10, 11)
    assert digits(curve.chance_of_payment(7, 9), "1e-20") == digits(to_decimal(exact), "1e-20")
    assert curve.chance_of_payment(7, 0) == 0


def test_the_median_may_lie_beyond_what_is_known() -> None:
    assert PaymentCurve.from_days([10], [20, 20]).median is None
    assert PaymentCurve.from_days([10], [20]).median == 10


def test_nothing_observed_is_nothing_known() -> None:
    curve = PaymentCurve.from_days([])
    assert (curve.count, curve.known_to, curve.median) == (0, None, None)
    assert (curve.share_paid_by(0), curve.interval(0), curve.chance_of_payment(0, 9)) == (
        None, None, None,
    )  # fmt: skip
    assert PaymentCurve.from_days([], [9]).share_paid_by(9) == 0


def test_a_part_seen_open_on_a_day_was_still_at_risk_on_it() -> None:
    curve = PaymentCurve.from_days([10], still_open=[10, 9])
    assert curve.steps == (CurveStep(days=10, at_risk=2, paid=1),)


def test_open_parts_are_censored_at_their_age() -> None:
    done, waiting = an_invoice(id="A"), an_invoice(id="B", issued_on=date(2026, 3, 1))
    curve = curve_of(*paid(done, date(2026, 2, 5)), waiting)
    assert (curve.currency, curve.count, curve.known_to) == ("EUR", 2, 35)
    assert curve.steps == (CurveStep(days=35, at_risk=1, paid=1),)


def test_the_day_that_counts_is_the_one_the_money_came() -> None:
    came = a_receipt(id="R", received_on=date(2026, 2, 5))
    used = an_allocation(source_id="R", applied_on=date(2026, 3, 20))
    assert curve_of(an_invoice(), came, used).median == 35
    early = a_receipt(id="R", received_on=date(2025, 11, 5))
    assert curve_of(an_invoice(), early, used).median == 0


def test_what_was_given_up_or_credited_is_censored_on_that_day() -> None:
    note = a_credit_note(id="N", issued_on=date(2026, 1, 5))
    facts = (
        an_invoice(id="A"),
        an_adjustment(invoice_id="A", kind="write_off", on=date(2026, 1, 21),
                      amount=Money("100.00", "EUR")),
        an_invoice(id="B"), note,
        an_allocation(source_id="N", invoice_id="B", applied_on=date(2026, 1, 31)),
        *paid(an_invoice(id="C"), date(2026, 1, 26)),
    )  # fmt: skip
    curve = curve_of(*facts)
    assert curve.steps == (CurveStep(days=25, at_risk=2, paid=1),)
    assert curve.known_to == 30


def test_currencies_charges_and_old_invoices_stand_apart() -> None:
    yen = an_invoice(id="Y", amount=Money("900", "JPY"), issued_on=date(2026, 3, 1))
    old = an_invoice(id="O", issued_on=date(2025, 6, 1))
    facts = (yen, old, a_late_charge(id="F"), *paid(an_invoice(id="A"), date(2026, 2, 5)))
    read = snapshot(an_account(*facts), as_of=AS_OF)
    euros, other = payment_curve([read])
    assert (euros.count, other.currency, other.count) == (2, "JPY", 1)
    assert curve_of(*facts[1:], issued_from=date(2025, 6, 2)).count == 1
    assert curve_of(*facts[1:], issued_from=date(2025, 6, 1)).count == 2
    assert payment_curve([]) == ()


def test_misuse_is_told() -> None:
    account = an_account(an_invoice())
    days = (AS_OF, date(2026, 3, 30))
    with pytest.raises(InvalidDate, match="a snapshot of 2026-03-30 among snapshots of 2026-03-31"):
        payment_curve([snapshot(account, as_of=day) for day in days])
    with pytest.raises(InvalidFact, match="paid must be at least 0"):
        PaymentCurve.from_days([-1])
    with pytest.raises(InvalidFact, match="still_open must be an int"):
        PaymentCurve.from_days([], [True])
    curve = PaymentCurve.from_days([1])
    with pytest.raises(InvalidFact, match="days must be at least 0"):
        curve.share_paid_by(-1)
    with pytest.raises(InvalidFact, match="horizon must be at least 0"):
        curve.chance_of_payment(0, -1)
