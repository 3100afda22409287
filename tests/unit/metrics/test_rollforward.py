"""Roll-forwards reconcile exactly, or say by how much they do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from collectkit.errors import CollectkitError, CurrencyMismatch, InvalidFact, InvalidMoney
from collectkit.ledger import snapshot
from collectkit.metrics import (
    PeriodFigures,
    allowance_rollforward,
    period_figures,
    receivables_rollforward,
)
from collectkit.money import Money
from collectkit.testing import (
    a_credit_note,
    a_receipt,
    an_account,
    an_adjustment,
    an_allocation,
    an_invoice,
)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


@pytest.mark.parametrize(
    ("opening", "provision", "write_offs", "recoveries", "closing"),
    [(16_854, 11_732, 19_882, 5_181, 13_885), (15_731, 369, 3_650, 1_413, 13_863)],
)
def test_audited_allowances(
    opening: int, provision: int, write_offs: int, recoveries: int, closing: int
) -> None:
    moved = allowance_rollforward(
        opening,
        provision=provision,
        write_offs=write_offs,
        recoveries=recoveries,
        closing=closing,
    )
    assert moved.reconciles
    assert (moved.expected, moved.difference) == (Decimal(closing), Decimal(0))


def test_lines_carry_the_sign_with_which_they_count() -> None:
    moved = allowance_rollforward(
        eur("10.00"), adoption=eur("2.00"), provision=eur("-1.00"), write_offs=3, recoveries=1
    )
    assert {line.name: str(line.amount) for line in moved.lines} == {
        "adoption": "EUR 2.00",
        "provision": "EUR -1.00",
        "write_offs": "EUR -3.00",
        "recoveries": "EUR 1.00",
    }
    assert moved.closing == moved.expected == eur("9.00")


def test_a_difference_is_reported_not_spread() -> None:
    moved = allowance_rollforward(Decimal("10.5"), provision=1, closing=Decimal("11.49"))
    assert not moved.reconciles
    assert moved.difference == Decimal("-0.01")
    assert moved.explain().splitlines()[0] == "does not reconcile"
    assert "difference" in moved.explain()
    assert "0.01" in moved.explain()
    assert "difference" not in allowance_rollforward(1).explain()
    assert allowance_rollforward(1.5, provision=0.25).closing == 1.75


@pytest.mark.parametrize("name", ["write_offs", "recoveries"])
def test_a_sign_is_not_taken_twice(name: str) -> None:
    with pytest.raises(CollectkitError, match=f"{name} is negative") as caught:
        allowance_rollforward(10, **{name: -1})
    assert caught.value.field == name


def test_money_is_rounded_before_it_rolls() -> None:
    with pytest.raises(InvalidMoney, match="carries more digits"):
        allowance_rollforward(eur("1.00") * Decimal("0.001"))


def figures() -> PeriodFigures:
    account = an_account(
        an_invoice(id="OLD", amount=eur("100.00"), issued_on=date(2025, 12, 1)),
        an_invoice(id="NEW", amount=eur("70.00"), issued_on=date(2026, 1, 5)),
        a_credit_note(id="N", amount=eur("5.00"), issued_on=date(2026, 1, 6)),
        a_receipt(id="R", amount=eur("30.00"), received_on=date(2026, 1, 7)),
        an_allocation(
            source_id="R", invoice_id="OLD", amount=eur("30.00"), applied_on=date(2026, 1, 7)
        ),
        an_adjustment(invoice_id="OLD", amount=eur("20.00"), on=date(2026, 1, 8), kind="write_off"),
        an_adjustment(invoice_id="NEW", amount=eur("2.00"), on=date(2026, 1, 9), kind="discount"),
    )
    read = snapshot(account, as_of=date(2026, 1, 31))
    (found,) = period_figures([read], start=date(2026, 1, 1), end=date(2026, 1, 31))
    return found


def test_receivables_roll_from_opening_to_closing() -> None:
    moved = receivables_rollforward(figures())
    assert moved.reconciles
    assert (moved.opening, moved.closing) == (eur("100.00"), eur("113.00"))
    assert {line.name: str(line.amount.amount) for line in moved.lines} == {
        "sales": "65.00",
        "cash": "-30.00",
        "written_off": "-20.00",
        "discounted": "-2.00",
        "withheld": "0.00",
        "recovered": "0.00",
        "charges": "0.00",
    }
    assert moved.explain().startswith("reconciles\n  opening")


def test_balances_of_the_general_ledger_are_held_against_the_movements() -> None:
    moved = receivables_rollforward(figures(), opening=eur("101.00"), closing=eur("113.50"))
    assert (moved.expected, moved.difference) == (eur("114.00"), eur("-0.50"))
    with pytest.raises(CurrencyMismatch):
        receivables_rollforward(figures(), closing=Money("1.00", "USD"))
    with pytest.raises(InvalidFact, match="closing must be Money"):
        receivables_rollforward(figures(), closing=113)  # type: ignore[arg-type]
    with pytest.raises(InvalidFact, match="figures must be PeriodFigures"):
        receivables_rollforward(moved)  # type: ignore[arg-type]
