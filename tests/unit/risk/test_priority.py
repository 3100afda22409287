"""What a contact is worth: chance, uplift, cost, and every component in sight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from collectkit import Money, Percent, Scorecard
from collectkit.errors import CollectkitError, InvalidFact, InvalidPercent
from collectkit.ledger import Account, Customer, Invoice, Receipt, payment, snapshot
from collectkit.risk import (
    GradeRates,
    Priority,
    PriorityRules,
    behavior,
    priorities,
    rank,
    score,
    worklist_order,
)
from collectkit.testing import a_payment_plan, an_adjustment, an_installment

CARD = Scorecard.default()
TODAY = date(2026, 3, 1)


def euros(text: str) -> Money:
    return Money(text, "EUR")


def owing(customer: Customer | None = None, **facts: Any) -> Account:
    debt = Invoice(
        id="A", customer_id="C-1", amount=euros("100.00"), issued_on=date(2026, 1, 1),
        due_on=date(2026, 1, 31),
    )  # fmt: skip
    return Account(customer=customer or Customer(id="C-1"), invoices=(debt,), **facts)


def weighed(facts: Account, **options: Any) -> Priority:
    read = snapshot(facts, as_of=TODAY)
    (found,) = priorities(read, score(CARD, behavior(read)), CARD, **options)
    return found


def test_without_more_the_grade_says_the_chance() -> None:
    found = weighed(owing())
    assert (found.unpaid, found.uplift, found.cost) == (Percent(25), Decimal(1), euros("0.00"))
    assert (found.value, found.horizon_days) == (euros("25.00"), 30)
    assert found.explain().splitlines()[0] == (
        "C-1: worth EUR 25.00 = 25% x EUR 100.00 x 1 - EUR 0.00, of EUR 100.00 overdue"
    )


RULES = PriorityRules(
    grades=(
        GradeRates(grade="A", unpaid=Percent(5)),
        GradeRates(grade="B", unpaid=Percent("33.3"), uplift=Decimal("0.5")),
    ),
    horizon_days=14,
    costs=(euros("2.50"), Money("300", "JPY")),
)


def test_a_table_by_grade_has_chance_uplift_and_cost() -> None:
    found = weighed(owing(), rules=RULES)
    # 100.00 x 33.3 % x 0.5 = 16.65, less 2.50.
    assert (found.value, found.horizon_days) == (euros("14.15"), 14)
    assert (found.uplift, found.cost) == (Decimal("0.5"), euros("2.50"))
    assert str(found.why[0]).startswith("C-1: 33.3% expected")


def test_numbers_of_the_customer_come_before_those_of_its_grade() -> None:
    found = weighed(owing(), rules=RULES, unpaid=Percent(80), uplift=1, cost=euros("100.00"))
    assert found.value == euros("-20.00")
    assert not found.is_blocked
    other = weighed(owing(), rules=RULES, cost=Money("1.00", "USD"))
    assert other.cost == euros("2.50")


def test_a_contact_that_costs_more_than_it_brings_comes_last() -> None:
    cheap, dear = weighed(owing()), weighed(owing(), cost=euros("30.00"))
    assert sorted([dear, cheap], key=worklist_order) == [cheap, dear]


def test_components_of_a_blocked_customer_are_still_shown() -> None:
    held = Receipt(
        id="R", customer_id="C-1", amount=euros("30.00"), received_on=TODAY, kind="payment"
    )
    found = weighed(
        owing(Customer(id="C-1", represented_by="counsel"), receipts=(held,)), cost=euros("5.00")
    )
    assert found.is_blocked
    assert (found.unapplied, found.forbidden) == (euros("30.00"), euros("70.00"))
    assert (found.value, found.cost) == (euros("0.00"), euros("5.00"))
    assert found.explain().startswith("C-1: nothing of EUR 100.00 to be collected now\n")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"unpaid": Percent(101)}, InvalidPercent),
        ({"unpaid": Percent(-1)}, InvalidPercent),
        ({"unpaid": 0.5}, InvalidFact),
        ({"uplift": -1}, InvalidFact),
        ({"uplift": 101}, InvalidFact),
        ({"uplift": 0.5}, InvalidFact),
        ({"cost": euros("-1.00")}, InvalidFact),
        ({"cost": 1}, InvalidFact),
    ],
)
def test_numbers_out_of_bounds_are_refused(
    options: dict[str, Any], error: type[CollectkitError]
) -> None:
    with pytest.raises(error):
        weighed(owing(), **options)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"grades": RULES.grades * 2}, "a grade stands twice"),
        ({"costs": RULES.costs * 2}, "name one currency twice"),
        ({"costs": (euros("-1.00"),)}, "must not be negative"),
    ],
)
def test_rules_hang_together(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        PriorityRules(**fields)


def test_a_score_of_somebody_else_is_refused() -> None:
    read = snapshot(owing(), as_of=TODAY)
    other = snapshot(Account(customer=Customer(id="C-2")), as_of=TODAY)
    with pytest.raises(InvalidFact, match="the score is of C-2, not C-1"):
        priorities(read, score(CARD, behavior(other)), CARD)


def test_what_is_under_a_plan_is_not_to_be_collected_now() -> None:
    plan = a_payment_plan(
        invoices=("A",),
        agreed_on=date(2026, 2, 10),
        installments=(an_installment(due_on=date(2026, 3, 10), amount=euros("100.00")),),
    )
    found = weighed(owing(plans=(plan,)))
    assert (found.planned, found.collectable, found.is_blocked) == (
        euros("100.00"),
        euros("0.00"),
        True,
    )
    assert "A: EUR 100.00 under the payment plan PLAN-1" in found.explain()
    read = snapshot(owing(plans=(plan,)), as_of=date(2026, 3, 11))
    (late,) = priorities(read, score(CARD, behavior(read)), CARD)
    assert (late.planned, late.collectable) == (euros("0.00"), euros("100.00"))


def test_a_score_is_of_behavior_over_the_cards_window() -> None:
    read = snapshot(owing(), as_of=TODAY)
    with pytest.raises(InvalidFact, match="behavior over 30 days for a card of 365"):
        score(CARD, behavior(read, window_days=30))


def test_customers_are_ranked_by_one_card() -> None:
    pays = behavior(snapshot(owing(), as_of=TODAY))
    other = score(CARD.replace(version="2"), pays)
    with pytest.raises(InvalidFact, match="by several cards: standard@1, standard@2"):
        rank([score(CARD, pays), other])


def test_what_was_given_up_is_no_payment_made_in_time() -> None:
    due = date(2026, 1, 31)
    debt = owing().invoices[0]
    little, used = payment(debt, on=due, amount=euros("0.01"))
    lost = an_adjustment(
        invoice_id="A", kind="write_off", on=date(2026, 2, 20), amount=euros("99.99")
    )
    facts = owing(receipts=(little,), allocations=(used,), adjustments=(lost,))
    found = behavior(snapshot(facts, as_of=TODAY))
    assert (found.settled, found.weighted_days_late, found.write_offs) == (0, None, 1)


def test_the_currency_is_that_of_most_invoices() -> None:
    def paid(id: str, currency: str, parts: int) -> tuple[Invoice, tuple[Any, Any]]:
        amount = Money.from_minor_units(600, currency)
        due = date(2026, 1, 31)
        shares = amount.allocate([1] * parts)
        bill = Invoice(
            id=id, customer_id="C-1", amount=amount, issued_on=date(2026, 1, 1),
            installments=tuple(
                an_installment(number=n, due_on=due, amount=share)
                for n, share in enumerate(shares, start=1)
            ),
        )  # fmt: skip
        return bill, payment(bill, on=due, amount=amount, id=f"R-{id}")

    every = [paid("U-1", "USD", 1), paid("U-2", "USD", 1), paid("E-1", "EUR", 6)]
    facts = Account(
        customer=Customer(id="C-1"),
        invoices=tuple(bill for bill, _ in every),
        receipts=tuple(cash[0] for _, cash in every),
        allocations=tuple(use for _, cash in every for use in cash[1:]),
    )
    assert behavior(snapshot(facts, as_of=TODAY)).currency == "USD"
