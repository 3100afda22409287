from __future__ import annotations

from datetime import date
from typing import Any

from collectkit.arrangements import Collectable, collectable, disputed_amount
from collectkit.ledger import snapshot
from collectkit.money import Money
from collectkit.testing import (
    a_dispute,
    a_receipt,
    an_account,
    an_allocation,
    an_installment,
    an_invoice,
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def asked(*facts: Any, on: date | None = None, parts: tuple[str, ...] = ("100.00",)
          ) -> list[Collectable]:  # fmt: skip
    """What may be asked for of the parts of INV-1, due one month after the other."""
    installments = tuple(
        an_installment(number=n, amount=eur(amount), due_on=d(n, 28))
        for n, amount in enumerate(parts, start=1)
    )
    read = snapshot(an_account(an_invoice(installments=installments), *facts), as_of=d(2, 15))
    return [collectable(item, read, on=on) for item in read.items]


def amounts(found: list[Collectable]) -> list[str]:
    return [str(one.amount.amount) for one in found]


def test_a_part_dispute_leaves_the_rest() -> None:
    (found,) = asked(a_dispute(amount=eur("40.00")))
    assert (found.open, found.disputed, found.amount) == (
        eur("100.00"), eur("40.00"), eur("60.00"),
    )  # fmt: skip
    assert str(found.why) == "INV-1: EUR 40.00 of EUR 100.00 is disputed"


def test_a_whole_dispute_leaves_nothing() -> None:
    (found,) = asked(a_dispute(), a_dispute(id="D-2", amount=eur("1.00")))
    assert (found.disputed, found.amount, found.whole) == (eur("100.00"), eur("0.00"), True)
    assert found.explain() == "INV-1: all of it is disputed"


def test_without_a_dispute_all_of_it_is_collectable() -> None:
    (found,) = asked()
    assert (found.amount, found.whole) == (eur("100.00"), False)
    assert str(found.why) == "INV-1: EUR 100.00 open, nothing disputed"


def test_it_counts_from_the_day_it_opens_and_not_on_the_day_it_closes() -> None:
    closing = a_dispute(amount=eur("40.00"), opened_on=d(2, 10), closed_on=d(2, 20))
    days = (d(2, 9), d(2, 10), d(2, 19), d(2, 20))
    assert [amounts(asked(closing, on=day)) for day in days] == [
        ["100.00"], ["60.00"], ["60.00"], ["100.00"],
    ]  # fmt: skip
    assert amounts(asked(closing)) == ["60.00"]


def test_sums_add_up_to_no_more_than_is_open() -> None:
    two = (a_dispute(amount=eur("40.00")), a_dispute(id="D-2", amount=eur("30.00")))
    assert amounts(asked(*two)) == ["30.00"]
    assert amounts(asked(a_dispute(amount=eur("140.00")))) == ["0.00"]
    paid = (a_receipt(amount=eur("80.00")), an_allocation(amount=eur("80.00")))
    assert amounts(asked(*two, *paid)) == ["0.00"]


def test_it_falls_on_the_parts_in_order_of_their_due_dates() -> None:
    halves = ("50.00", "50.00")
    assert amounts(asked(a_dispute(amount=eur("40.00")), parts=halves)) == ["10.00", "50.00"]
    assert amounts(asked(a_dispute(amount=eur("60.00")), parts=halves)) == ["0.00", "40.00"]
    paid = (a_receipt(amount=eur("50.00")),
            an_allocation(amount=eur("50.00"), installment=1))  # fmt: skip
    found = asked(a_dispute(amount=eur("40.00")), *paid, parts=halves)
    assert amounts(found) == ["0.00", "10.00"]


def test_other_invoices_are_not_touched() -> None:
    other = (an_invoice(id="INV-2"), a_dispute(invoice_id="INV-2"))
    assert amounts(asked(*other)) == ["100.00", "0.00"]


def test_the_disputed_amount_alone() -> None:
    read = snapshot(an_account(an_invoice(), a_dispute(amount=eur("40.00"))), as_of=d(2, 15))
    assert disputed_amount(read.items[0], read) == eur("40.00")
    assert disputed_amount(read.items[0], read, on=d(2, 1)) == eur("0.00")
