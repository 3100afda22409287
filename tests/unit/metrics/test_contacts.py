"""Contacts, the payments that followed them, and what they cost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from collectkit import Money
from collectkit.dates import add_days
from collectkit.errors import CollectkitError, InvalidDate, InvalidFact
from collectkit.ledger import payment, snapshot
from collectkit.metrics import ContactEffectiveness, contact_effectiveness
from collectkit.testing import (
    a_credit_note,
    a_late_charge,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
    something_done,
)

# Invoices of EUR 100.00 issued on 2026-01-01 fall due on 2026-01-31.
START, END, READ = date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 31)


def feb(day: int) -> date:
    return add_days(START, day - 1)


def bill(key: str = "I1", **fields: Any) -> Any:
    return an_invoice(id=key, **fields)


def said(day: int, channel: str | None = "email", *items: str, **fields: Any) -> Any:
    return something_done(on=feb(day), channel=channel, items=items, **fields)


def pay(day: int, amount: str = "100.00", invoice: Any = None, **fields: Any) -> list[Any]:
    owed = invoice or bill()
    return [*payment(owed, on=feb(day), amount=Money(amount, owed.currency), **fields)]


def found(*facts: Any, read: date = READ, **options: Any) -> dict[Any, ContactEffectiveness]:
    """What followed, by currency and group where there are two currencies, else by group."""
    options = {"start": START, "end": END, "within": 7, **options}
    rows = contact_effectiveness([snapshot(an_account(*facts), as_of=read)], **options)
    if len({row.currency for row in rows}) > 1:
        return {(row.currency, row.group): row for row in rows}
    return {row.group: row for row in rows}


def counts(row: ContactEffectiveness) -> tuple[int, int, int, str]:
    return row.contacts, row.followed, row.running, str(row.collected.amount)


# -- the days ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("paid", "followed"), [(3, 0), (4, 0), (5, 1), (10, 1), (11, 1), (12, 0)])
def test_the_days_after_the_contact_the_last_one_included(paid: int, followed: int) -> None:
    row = found(bill(), said(4, "email", "I1"), *pay(paid))["email"]
    assert counts(row) == (1, followed, 0, "100.00" if followed else "0.00")


def test_a_payment_of_the_same_day_belongs_to_the_contact_before() -> None:
    rows = found(bill(), said(4), said(9, "phone", "I1"), *pay(9))
    assert (counts(rows["email"]), counts(rows["phone"])) == (
        (1, 1, 0, "100.00"), (1, 0, 0, "0.00"),
    )  # fmt: skip


@pytest.mark.parametrize(("read", "running"), [(10, 1), (11, 0)])
def test_a_contact_counts_once_its_days_are_over(read: int, running: int) -> None:
    row = found(bill(), said(4), *pay(5), end=feb(4), read=feb(read))["email"]
    if running:
        assert counts(row) == (0, 0, 1, "0.00")
        assert (row.followed_share, row.cost_per_unit) == (None, None)
    else:
        assert counts(row) == (1, 1, 0, "100.00")
        assert row.followed_share == 1


def test_a_running_contact_still_takes_its_payment() -> None:
    rows = found(bill(), said(20), said(22, "phone"), *pay(24), read=feb(28))
    assert (counts(rows["email"]), counts(rows["phone"])) == (
        (1, 0, 0, "0.00"), (0, 0, 1, "0.00"),
    )  # fmt: skip


# -- the last contact alone ----------------------------------------------------------------------
def test_a_payment_belongs_to_the_last_contact_about_its_item() -> None:
    rows = found(
        bill(), bill("I2"),
        said(4), said(6, "letter", "I2"), said(8, "phone", "I1"),
        *pay(9, "30.00"), *pay(10, "60.00", bill("I2")), *pay(20, "70.00"),
    )  # fmt: skip
    assert {name: counts(row) for name, row in rows.items()} == {
        "email": (1, 0, 0, "0.00"),
        "letter": (1, 1, 0, "60.00"),
        "phone": (1, 1, 0, "30.00"),
    }


def test_contacts_outside_the_window_take_what_is_theirs() -> None:
    early, late = said(0, "letter"), something_done(on=date(2026, 3, 1), items=())
    facts = [bill(), early, said(6), *pay(3, "10.00"), *pay(7, "20.00")]
    rows = found(*facts)
    assert {name: counts(row) for name, row in rows.items()} == {"email": (1, 1, 0, "20.00")}
    rows = found(bill(), said(28, "phone"), late, *pay(30))
    assert {name: counts(row) for name, row in rows.items()} == {"phone": (1, 0, 0, "0.00")}


def test_of_several_on_one_day_the_last_by_clock_time_counts() -> None:
    def clock(hour: int) -> datetime:
        return datetime(2026, 2, 4, hour, tzinfo=UTC)

    rows = found(
        bill(), said(4, "sms", at=clock(9)), said(4, at=clock(17)), said(4, "phone", at=clock(12)),
        said(4, "letter"), *pay(5),
    )  # fmt: skip
    assert [name for name, row in rows.items() if row.followed] == ["email"]
    assert sum(row.contacts for row in rows.values()) == 4


def test_two_items_paid_at_once_are_one_contact_followed() -> None:
    row = found(bill(), bill("I2"), said(4), *pay(5), *pay(5, "40.00", bill("I2")))["email"]
    assert counts(row) == (1, 1, 0, "140.00")


# -- what a contact is about ---------------------------------------------------------------------
def test_a_contact_that_names_nothing_is_about_what_is_overdue_that_evening() -> None:
    young = bill("I2", due_on=feb(4))
    rows = found(bill(), young, said(4), *pay(5), *pay(6, "30.00", young))
    assert counts(rows["email"]) == (1, 1, 0, "100.00")
    assert found(young, said(4), *pay(6, "30.00", young)) == {}
    assert found(bill(), said(4), *pay(4), *pay(5, "1.00")) == {}


def test_a_named_item_need_not_be_overdue() -> None:
    young = bill("I2", due_on=feb(14))
    row = found(young, said(4, "email", "I2"), *pay(6, "30.00", young))["email"]
    assert counts(row) == (1, 1, 0, "30.00")


def test_parts_and_debts() -> None:
    parts = tuple(
        an_installment(number=n, amount=Money("50.00", "EUR"), due_on=add_days(START, 30 * (n - 1)))
        for n in (1, 2)
    )
    split = bill("I1", installments=parts, due_on=None)
    second = an_allocation(
        invoice_id="I1", source_id=None, installment=2, applied_on=feb(5),
        amount=Money("20.00", "EUR"),
    )  # fmt: skip
    for facts, collected in (
        ({"items": ("I1/1",)}, "0.00"),
        ({"items": ("I1/2",)}, "20.00"),
        ({"items": ("I1",)}, "20.00"),
        ({"debts": ("I1",)}, "20.00"),
        # The parts that are named say which parts of the debt.
        ({"items": ("I1/1",), "debts": ("I1",)}, "0.00"),
        ({"items": ("I2",), "debts": ("I1", "I2")}, "20.00"),
        ({}, "0.00"),
    ):
        done = something_done(on=feb(4), **{"items": (), **facts})
        row = found(split, bill("I2"), done, second)["email"]
        assert counts(row)[0::3] == (1, collected), facts


def test_a_contact_about_no_trade_debt_is_left_out() -> None:
    fee = a_late_charge(id="F", issued_on=feb(1))
    assert found(fee, said(4, "email", "F"), *pay(5, "40.00", fee)) == {}
    later = bill("I2", issued_on=date(2026, 4, 1), due_on=date(2026, 4, 30))
    assert found(said(4, "email", "I2"), bill(), later) == {}
    assert found(said(4)) == {}


def test_currencies_stand_apart_and_a_contact_about_two_counts_in_both() -> None:
    yen = bill("Y", amount=Money("900", "JPY"))
    rows = found(bill(), yen, said(4), *pay(5, "900", yen), costs={"email": Money("1.00", "EUR")})
    euros, yens = rows["EUR", "email"], rows["JPY", "email"]
    assert (counts(euros), counts(yens)) == ((1, 0, 0, "0.00"), (1, 1, 0, "900"))
    assert (str(euros.cost), euros.other_costs, euros.cost_per_unit) == ("EUR 1.00", (), None)
    assert (str(yens.cost), yens.cost_per_unit) == ("JPY 0", None)
    assert yens.other_costs == (Money("1.00", "EUR"),)


# -- what counts as a contact --------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"status": "planned"},
        {"status": "failed"},
        {"status": "declined"},
        {"direction": "in"},
        {"customer_facing": False},
        {"kind": "task"},
        {"kind": "effect"},
    ],
)
def test_what_is_no_contact_neither_counts_nor_takes(fields: dict[str, Any]) -> None:
    rows = found(bill(), said(4), said(6, "phone", **fields), *pay(7))
    assert {name: counts(row) for name, row in rows.items()} == {"email": (1, 1, 0, "100.00")}


def test_notices_and_deliveries_are_contacts() -> None:
    rows = found(
        bill(), said(4, "letter", kind="notice", code="final"), said(9, status="delivered"),
        *pay(5, "1.00"), *pay(10, "2.00"),
    )  # fmt: skip
    assert [(name, *counts(row)) for name, row in rows.items()] == [
        ("email", 1, 1, 0, "2.00"),
        ("letter", 1, 1, 0, "1.00"),
    ]


def test_the_latest_record_of_a_key_counts_as_far_as_it_is_dated() -> None:
    again = said(9, key="K", status="failed")
    assert found(bill(), said(4, key="K"), again, *pay(5)) == {}
    rows = found(bill(), said(4, key="K"), again, *pay(5), end=feb(4), within=2, read=feb(8))
    assert counts(rows["email"]) == (1, 1, 0, "100.00")


# -- what counts as payment ----------------------------------------------------------------------
def test_credits_and_recoveries_are_no_payment() -> None:
    note = [
        a_credit_note(id="N", issued_on=feb(5)),
        an_allocation(invoice_id="I1", source_id="N", applied_on=feb(5)),
    ]
    assert counts(found(bill(), said(4), *note)["email"]) == (1, 0, 0, "0.00")
    lost = an_adjustment(invoice_id="I1", on=feb(2))
    assert counts(found(bill(), said(4, "email", "I1"), lost, *pay(5))["email"]) == (
        1,
        0,
        0,
        "0.00",
    )


def test_refunds_are_taken_off_and_bounced_payments_were_never_made() -> None:
    source = "I1@2026-02-05"
    back = a_refund(reverses=source, received_on=feb(20), amount=Money("30.00", "EUR"))
    assert counts(found(bill(), said(4), *pay(5), back)["email"]) == (1, 1, 0, "70.00")
    bounced = a_reversal(reverses=source, received_on=feb(20))
    assert counts(found(bill(), said(4), *pay(5), bounced)["email"]) == (1, 0, 0, "0.00")
    row = found(bill(), said(4), *pay(5), bounced, end=feb(4), read=feb(19))["email"]
    assert counts(row) == (1, 1, 0, "100.00")


def test_the_day_that_money_came_counts_not_the_day_it_was_applied() -> None:
    receipt, allocation = pay(5)
    applied = an_allocation(
        invoice_id="I1", source_id=receipt.id, applied_on=feb(25), amount=allocation.amount
    )
    rows = found(bill(), said(4), said(20, "phone"), receipt, applied)
    assert [(name, row.followed) for name, row in rows.items()] == [("email", 1), ("phone", 0)]


# -- groups and costs ----------------------------------------------------------------------------
def test_by_step_the_ones_without_last() -> None:
    rows = found(
        bill(), said(4, step_id="second"), said(8, "phone"), said(12, step_id="first"),
        *pay(5, "1.00"), *pay(13, "2.00"), by="step_id",
    )  # fmt: skip
    assert [(name, *counts(row)) for name, row in rows.items()] == [
        ("first", 1, 1, 0, "2.00"),
        ("second", 1, 1, 0, "1.00"),
        (None, 1, 0, 0, "0.00"),
    ]
    assert {row.by for row in rows.values()} == {"step_id"}


def test_what_a_unit_collected_costs() -> None:
    costs = {"email": Money("1.00", "EUR") * Decimal("0.005"), "phone": Money("4.50", "EUR")}
    rows = found(
        bill(), said(2), said(4), said(8, "phone"), *pay(5, "80.00"), *pay(9, "20.00"), costs=costs
    )
    email, phone = rows["email"], rows["phone"]
    assert (email.cost.amount, email.cost_per_unit) == (Decimal("0.010"), Decimal("0.000125"))
    assert (phone.cost, phone.cost_per_unit) == (Money("4.50", "EUR"), Decimal("0.225"))


def test_unknown_costs_and_costs_of_other_currencies_stand_apart() -> None:
    costs = {"email": Money("0.10", "EUR"), "phone": Money("5.00", "USD")}
    facts = [
        bill(), said(3, step_id="s"), said(4, "phone", step_id="s"), said(5, "letter", step_id="s"),
        said(6, None, step_id="s"), *pay(8),
    ]  # fmt: skip
    row = found(*facts, by="step_id", costs=costs)["s"]
    assert (row.contacts, row.uncosted, row.cost, row.other_costs) == (
        4, 2, Money("0.10", "EUR"), (Money("5.00", "USD"),),
    )  # fmt: skip
    assert row.cost_per_unit is None
    known = found(*facts[:3], *facts[-2:], by="step_id", costs=costs)["s"]
    assert (known.uncosted, known.cost_per_unit) == (0, None)
    bare = found(*facts)[None]
    assert (bare.uncosted, bare.cost, bare.collected) == (
        1, Money("0.00", "EUR"), Money("100.00", "EUR"),
    )  # fmt: skip
    assert bare.cost_per_unit is None


def test_running_contacts_cost_nothing_yet() -> None:
    costs = {"email": Money("1.00", "EUR")}
    row = found(bill(), said(4), said(27), *pay(5, "40.00"), read=END, costs=costs)["email"]
    assert (row.contacts, row.running, str(row.cost)) == (1, 1, "EUR 1.00")


def test_it_says_what_it_is_not() -> None:
    costs = {"email": Money("0.10", "EUR"), "phone": Money("5.00", "USD")}
    rows = found(bill(), said(3), said(8), said(27), *pay(9, "40.00"), read=END, costs=costs)
    assert rows["email"].reading == "an association, not a cause"
    assert rows["email"].explain() == (
        "channel email, EUR, 2026-02-01 to 2026-02-28: paid within 7 days "
        "(an association, not a cause)\n"
        "  contacts                                                2\n"
        "  followed by payment  share 0.5000                       1\n"
        "  still running                                           1\n"
        "  collected                                       EUR 40.00\n"
        "  cost                 per unit collected 0.0050   EUR 0.20"
    )
    apart = found(bill(), said(3, "phone"), costs=costs, within=1)["phone"].explain()
    assert "paid within 1 day (" in apart
    assert "per unit collected undefined" in apart
    assert "cost apart" in apart
    missing = found(bill(), said(3, None), costs=costs)[None].explain()
    assert missing.startswith("channel not given, EUR")
    assert missing.splitlines()[-1].split() == ["contacts", "without", "a", "cost", "1"]


# -- misuse --------------------------------------------------------------------------------------
def test_no_snapshots_no_figures() -> None:
    assert contact_effectiveness([], start=START, end=END, within=7) == ()


def test_misuse_is_told() -> None:
    read = snapshot(an_account(bill()), as_of=feb(27))
    with pytest.raises(InvalidDate, match="a snapshot of 2026-02-27 in a window that ends on"):
        contact_effectiveness([read], start=START, end=END, within=7)
    with pytest.raises(InvalidDate, match="the window ends on 2026-02-01 before it starts"):
        contact_effectiveness([], start=END, end=START, within=7)
    with pytest.raises(InvalidDate, match="a snapshot of 2026-02-28 among snapshots of 2026-02-27"):
        contact_effectiveness([read, read.at(END)], start=START, end=feb(27), within=7)
    with pytest.raises(InvalidFact, match="within must be at least 1"):
        contact_effectiveness([read], start=START, end=feb(27), within=0)
    with pytest.raises(InvalidFact, match="by must be one of channel, step_id"):
        contact_effectiveness([], start=START, end=END, within=7, by="role")  # type: ignore[arg-type]
    with pytest.raises(CollectkitError, match=r"cost of email is negative: EUR -1\.00"):
        contact_effectiveness(
            [], start=START, end=END, within=7, costs={"email": -Money("1.00", "EUR")}
        )
    with pytest.raises(InvalidFact, match="cost of email must be Money, not int"):
        contact_effectiveness([], start=START, end=END, within=7, costs={"email": 1})  # type: ignore[dict-item]
