"""Where open debt went from one evening to another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from collectkit.errors import (
    DuplicateId,
    InvalidDate,
    InvalidFact,
    MetricUndefined,
    UnknownReference,
)
from collectkit.ledger import Account, Buckets, Installment, Snapshot, snapshot
from collectkit.metrics import (
    TransitionMatrix,
    cure_rates,
    pool_transitions,
    roll_rate,
    roll_rates,
    transition_matrix,
)
from collectkit.money import Money
from collectkit.testing import (
    a_credit_note,
    a_customer,
    a_late_charge,
    a_receipt,
    a_refund,
    an_account,
    an_adjustment,
    an_allocation,
    an_invoice,
)

FIRST, LAST = date(2026, 3, 31), date(2026, 4, 30)
STATES = ("current", "1-30", "31-60", "61-90", "91+", "paid", "written_off")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice(key: str, due: date, amount: str = "100.00", **fields: Any) -> Any:
    return an_invoice(id=key, amount=eur(amount), issued_on=date(2026, 1, 2), due_on=due, **fields)


def step(account: Account, first: date = FIRST, last: date = LAST) -> TransitionMatrix:
    (matrix,) = transition_matrix([snapshot(account, as_of=first)], [snapshot(account, as_of=last)])
    return matrix


def moves(matrix: TransitionMatrix) -> dict[str, tuple[int, str]]:
    return {
        f"{row.bucket}->{cell.state}": (cell.count, f"{cell.amount.amount:f}")
        for row in matrix.rows
        for cell in row.cells
        if cell.count
    }


def written_off(key: str, on: date, amount: str) -> Any:
    return an_adjustment(id=f"W {key}", invoice_id=key, amount=eur(amount), on=on, kind="write_off")


def paid(key: str, on: date, amount: str) -> tuple[Any, Any]:
    receipt = a_receipt(id=f"R {key} {on}", amount=eur(amount), received_on=on)
    allocation = an_allocation(
        id=f"A {key} {on}", source_id=receipt.id, invoice_id=key, amount=eur(amount),
        applied_on=on,
    )  # fmt: skip
    return receipt, allocation


BOOK = an_account(
    invoice("STAYS", date(2026, 5, 1), "10.00"),
    invoice("ROLLS", date(2026, 4, 1), "20.00"),
    invoice("DUE", FIRST, "40.00"),
    invoice("PAID", date(2026, 3, 15), "80.00"),
    invoice("LOST", date(2026, 3, 1), "160.00"),
    *paid("PAID", LAST, "80.00"),
    written_off("LOST", date(2026, 4, 10), "160.00"),
)


def test_every_item_moves_with_what_was_open_at_first() -> None:
    matrix = step(BOOK)
    assert matrix.states == STATES
    assert matrix.steps == ((FIRST, LAST),)
    assert moves(matrix) == {
        "current->current": (1, "10.00"),
        "current->1-30": (2, "60.00"),
        "1-30->paid": (1, "80.00"),
        "1-30->written_off": (1, "160.00"),
    }
    assert (matrix.row("current").count, matrix.row("current").amount) == (3, eur("70.00"))
    assert matrix.row("31-60").count == 0


def test_shares_are_exact_and_of_an_empty_row_none() -> None:
    matrix = step(BOOK)
    assert matrix.share("current", "1-30") == Fraction(6, 7)
    assert matrix.share("current", "1-30", "count") == Fraction(2, 3)
    assert matrix.row("1-30").shares() == (
        *[Fraction(0)] * 5,
        Fraction(1, 3),
        Fraction(2, 3),
    )
    assert matrix.row("61-90").shares() is None
    assert matrix.share("61-90", "paid") is None


def test_roll_and_cure_rates() -> None:
    matrix = step(BOOK)
    by_count = dict(roll_rates(matrix, weight="count"))
    assert by_count["current"] == Decimal("0.6666666666666666666666666667")
    assert by_count["1-30"] == Decimal("0.5")  # what was written off rolled on as well
    assert by_count["31-60"] is None
    cured = dict(cure_rates(matrix))
    assert cured["current"] == Decimal("0.1428571428571428571428571429")
    assert cured["1-30"] == Decimal("0.3333333333333333333333333333")


def test_the_last_bucket_rolls_into_loss_only() -> None:
    account = an_account(
        invoice("A", date(2026, 1, 2)),
        invoice("B", date(2026, 1, 2)),
        written_off("B", date(2026, 6, 10), "100.00"),
    )
    matrix = step(account, date(2026, 5, 31), date(2026, 6, 30))
    assert moves(matrix) == {"91+->91+": (1, "100.00"), "91+->written_off": (1, "100.00")}
    assert dict(roll_rates(matrix))["91+"] == Decimal("0.5")


def test_an_item_paid_in_part_moves_as_a_whole() -> None:
    account = an_account(
        invoice("A", date(2026, 3, 15)), *paid("A", FIRST, "30.00"), *paid("A", LAST, "50.00")
    )
    assert moves(step(account)) == {"1-30->31-60": (1, "70.00")}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((*paid("A", date(2026, 4, 2), "60.00"), written_off("A", LAST, "40.00")), "written_off"),
        ((written_off("A", date(2026, 4, 2), "40.00"), *paid("A", LAST, "60.00")), "paid"),
    ],
)
def test_what_cleared_it_last_decides(facts: tuple[Any, ...], state: str) -> None:
    matrix = step(an_account(invoice("A", date(2026, 3, 15)), *facts))
    assert moves(matrix) == {f"1-30->{state}": (1, "100.00")}


def test_a_recovery_does_not_undo_a_write_off() -> None:
    account = an_account(
        invoice("A", date(2026, 3, 15)),
        written_off("A", date(2026, 4, 2), "100.00"),
        *paid("A", date(2026, 4, 20), "30.00"),
    )
    assert moves(step(account)) == {"1-30->written_off": (1, "100.00")}


def test_a_credit_note_clears_as_payment_does() -> None:
    account = an_account(
        invoice("A", date(2026, 3, 15)),
        a_credit_note(id="N", amount=eur("100.00"), issued_on=LAST),
        an_allocation(id="X", source_id="N", invoice_id="A", amount=eur("100.00"), applied_on=LAST),
    )
    assert moves(step(account)) == {"1-30->paid": (1, "100.00")}


def test_what_a_refund_opens_again_and_a_write_off_clears_is_written_off() -> None:
    receipt, allocation = paid("A", date(2026, 4, 2), "100.00")
    account = an_account(
        invoice("A", date(2026, 3, 15)),
        receipt,
        allocation,
        a_refund(id="B", reverses=receipt.id, amount=eur("100.00"), received_on=date(2026, 4, 5)),
        written_off("A", LAST, "100.00"),
    )
    assert moves(step(account)) == {"1-30->written_off": (1, "100.00")}


def test_new_closed_and_charged_items_are_in_no_row() -> None:
    new = an_invoice(id="NEW", issued_on=date(2026, 4, 1), due_on=date(2026, 4, 10))
    account = an_account(
        invoice("OPEN", date(2026, 3, 15)),
        invoice("OLD", date(2026, 2, 15)),
        *paid("OLD", FIRST, "100.00"),
        new,
        a_late_charge(id="FEE", charge_for="OPEN", issued_on=FIRST),
    )
    assert moves(step(account)) == {"1-30->31-60": (1, "100.00")}


def test_a_pending_part_is_in_the_first_bucket() -> None:
    pending = an_invoice(
        id="P",
        amount=eur("50.00"),
        issued_on=date(2026, 1, 2),
        due_on=None,
        installments=(Installment(number=1, due_on=None, amount=eur("50.00")),),
    )
    assert moves(step(an_account(pending))) == {"current->current": (1, "50.00")}


def test_buckets_of_the_callers_own() -> None:
    account = an_account(invoice("A", date(2026, 3, 15)))
    (matrix,) = transition_matrix(
        [snapshot(account, as_of=FIRST)],
        [snapshot(account, as_of=LAST)],
        buckets=Buckets(5, 20),
    )
    assert matrix.states == ("up to 5", "6-20", "21+", "paid", "written_off")
    assert moves(matrix) == {"6-20->21+": (1, "100.00")}


def test_one_matrix_per_currency() -> None:
    account = an_account(
        invoice("A", date(2026, 3, 15)),
        an_invoice(id="B", amount=Money(500, "JPY"), issued_on=FIRST, due_on=FIRST),
    )
    euros, yen = transition_matrix(
        [snapshot(account, as_of=FIRST)], [snapshot(account, as_of=LAST)]
    )
    assert (euros.currency, yen.currency) == ("EUR", "JPY")
    assert moves(yen) == {"current->1-30": (1, "500")}


def test_steps_pool_by_adding_up() -> None:
    middle, end = date(2026, 4, 15), date(2026, 5, 31)
    one, two = step(BOOK, FIRST, middle), step(BOOK, middle, end)
    (pooled,) = pool_transitions([two, one])
    assert pooled.steps == ((FIRST, middle), (middle, end))
    assert moves(one)["current->1-30"] == (2, "60.00")
    assert moves(two)["current->1-30"] == (1, "10.00")
    assert moves(pooled)["current->1-30"] == (3, "70.00")
    assert pooled.row("current").count == one.row("current").count + two.row("current").count
    assert pool_transitions([]) == ()


def test_pooling_refuses_other_buckets() -> None:
    account = an_account(invoice("A", date(2026, 3, 15)))
    before, after = snapshot(account, as_of=FIRST), snapshot(account, as_of=LAST)
    found = [transition_matrix([before], [after], buckets=Buckets(0, n))[0] for n in (30, 60)]
    with pytest.raises(InvalidFact, match="do not add up"):
        pool_transitions(found)


def read(*accounts: Account, on: date) -> list[Snapshot]:
    return [snapshot(account, as_of=on) for account in accounts]


def test_sets_of_snapshots_must_fit() -> None:
    other = an_account(a_customer(id="C-2"))
    with pytest.raises(InvalidDate, match="runs from 2026-04-30 to 2026-03-31"):
        transition_matrix(read(BOOK, on=LAST), read(BOOK, on=FIRST))
    with pytest.raises(InvalidDate, match="runs from"):
        transition_matrix(read(BOOK, on=FIRST), read(BOOK, on=FIRST))
    with pytest.raises(InvalidDate, match="among snapshots of"):
        transition_matrix(read(BOOK, on=FIRST) + read(other, on=LAST), read(BOOK, on=LAST))
    with pytest.raises(UnknownReference, match="missing among the later"):
        transition_matrix(read(BOOK, on=FIRST), read(other, on=LAST))
    with pytest.raises(DuplicateId, match="stands twice in after"):
        transition_matrix(read(BOOK, on=FIRST), read(BOOK, BOOK, on=LAST))
    with pytest.raises(InvalidFact, match="before must be Snapshot"):
        transition_matrix([BOOK], read(BOOK, on=LAST))  # type: ignore[list-item]
    assert transition_matrix([], read(BOOK, on=LAST)) == ()
    assert transition_matrix(read(other, on=FIRST), []) == ()


def test_names_that_nobody_has() -> None:
    matrix = step(BOOK)
    with pytest.raises(UnknownReference, match="no bucket is called `paid`"):
        matrix.row("paid")
    with pytest.raises(UnknownReference, match="no state is called `gone`"):
        matrix.share("current", "gone")
    with pytest.raises(InvalidFact, match="weight must be one of amount, count"):
        roll_rates(matrix, weight="value")  # type: ignore[arg-type]


def test_a_roll_rate_of_plain_numbers() -> None:
    assert roll_rate(eur("5.00"), eur("100.00")) == Decimal("0.05")
    assert roll_rate(1.0, 0.0) is None
    with pytest.raises(MetricUndefined):
        roll_rate(1, 0, strict=True)
