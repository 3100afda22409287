"""One reading of an account at a day.

Unless said, INV-7 is EUR 10.00, issued on 1 January and due on the 31st.
"""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.unit.ledger.book import (
    CUSTOMER,
    account,
    adjusted,
    applied,
    bounced,
    credit_note,
    d,
    eur,
    fault,
    in_parts,
    invoice,
    money,
    read,
    receipt,
    refund,
)

from collectkit.ledger import (
    Approval,
    Dispute,
    Done,
    Hold,
    Installment,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
    payment,
    snapshot,
)
from collectkit.money import Money
from collectkit.testing import a_refund, an_account, an_adjustment, an_invoice

LATER = d(4, 30)


def charge(id: str = "DN-1", **changes: Any) -> Any:
    return invoice(id, "40.00", kind="debit_note", nature="late_charge", **changes)


# -- items ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("as_of", "days", "overdue"),
    [(d(1, 1), -30, False), (d(1, 31), 0, False), (d(2, 1), 1, True), (d(3, 1), 29, True)],
)
def test_days_past_due_are_zero_on_the_due_day(as_of: date, days: int, overdue: bool) -> None:
    item = read(invoice(), as_of=as_of).items[0]
    assert (item.days_past_due, item.is_overdue, item.is_open) == (days, overdue, True)
    assert (item.id, item.number, item.due_on) == ("INV-7", 1, d(1, 31))
    assert (item.amount, item.currency, item.is_trade) == (eur("10.00"), "EUR", True)


def test_before_its_issue_an_invoice_is_nothing() -> None:
    assert read(invoice(), as_of=d(12, 31, 2025)).items == ()
    assert [item.id for item in read(invoice(), as_of=d(1, 1)).items] == ["INV-7"]


def test_a_pending_part_is_open_and_neither_late_nor_early() -> None:
    pending = in_parts((None, "10.00"))
    item = read(pending, as_of=LATER).items[0]
    assert (item.due_on, item.days_past_due, item.is_overdue) == (None, None, False)
    assert item.open == eur("10.00")


def test_items_stand_in_order_of_due_date_and_id_with_pending_ones_last() -> None:
    parts = in_parts((None, "1.00"), (d(3, 1), "1.00"), (d(2, 1), "1.00"))
    current = read(parts, invoice("Z", due=d(2, 1)), invoice("B", due=d(3, 1)), as_of=LATER)
    assert [item.id for item in current.items] == ["INV-7/3", "Z", "B", "INV-7/2", "INV-7/1"]


def test_settled_items_stay_items_but_are_not_open() -> None:
    current = read(
        invoice("A"), invoice("B"), applied("10.00", on=d(2, 5), of=None, to="A"), as_of=LATER
    )
    assert [item.id for item in current.items] == ["A", "B"]
    assert [item.id for item in current.open] == ["B"]
    assert not current.items[0].is_overdue


def test_an_item_of_nothing_is_settled_on_its_issue() -> None:
    current = read(invoice(amount="0.00"), as_of=LATER)
    assert (current.open, current.settled_on("INV-7")) == ((), d(1, 1))


def test_a_late_charge_is_no_trade() -> None:
    assert not read(charge(), as_of=LATER).items[0].is_trade


# -- paid, settled_on, open_on -------------------------------------------------------------------
PARTS = (
    in_parts((d(1, 31), "4.00"), (d(2, 28), "6.00")),
    receipt("R-1", "4.00", on=d(2, 3)),
    applied("4.00", on=d(2, 4), of="R-1"),
    receipt("R-2", "6.00", on=d(3, 2)),
    applied("6.00", on=d(3, 9), of="R-2"),
)


def test_paid_and_settled_on_take_an_invoice_or_a_part() -> None:
    current = read(*PARTS, as_of=d(3, 8))
    assert (current.paid("INV-7/1"), current.settled_on("INV-7/1")) == (eur("4.00"), d(2, 3))
    assert (current.paid("INV-7/2"), current.settled_on("INV-7/2")) == (eur("0.00"), None)
    assert (current.paid("INV-7"), current.settled_on("INV-7")) == (eur("4.00"), None)
    after = current.at(d(3, 9))
    assert (after.paid("INV-7"), after.settled_on("INV-7")) == (eur("10.00"), d(3, 2))
    assert [item.id for item in after.parts("INV-7")] == ["INV-7/1", "INV-7/2"]
    assert [item.id for item in after.parts("INV-7/2")] == ["INV-7/2"]


@pytest.mark.parametrize("id", ["INV-9", "INV-7/1", "R-1", "CN-1"])
def test_what_is_no_invoice_or_item_of_the_day_is_refused(id: str) -> None:
    current = read(
        invoice(), invoice("INV-9", issued=d(3, 1)), receipt(), credit_note(), as_of=d(2, 9)
    )
    message = f"`{id}` is no invoice or item of C-1 at 2026-02-09"
    expected = ("ledger.unknown-reference", None, id, message)
    assert fault(lambda: current.paid(id)) == expected
    assert fault(lambda: current.settled_on(id)) == expected
    assert fault(lambda: current.parts(id)) == expected


def test_money_that_came_early_settles_on_the_day_it_came() -> None:
    facts = (
        invoice(issued=d(2, 15), due=d(3, 15)),
        receipt(on=d(2, 1)),
        applied("10.00", on=d(2, 1)),
    )
    assert read(*facts, as_of=d(2, 15)).settled_on("INV-7") == d(2, 1)


def test_the_last_money_by_its_receipt_settles_whatever_was_applied_last() -> None:
    facts = (
        invoice(),
        receipt("R-1", "5.00", on=d(2, 9)),
        applied("5.00", on=d(2, 10), of="R-1"),
        receipt("R-2", "5.00", on=d(2, 3)),
        applied("5.00", on=d(2, 20), of="R-2"),
    )
    assert read(*facts, as_of=LATER).settled_on("INV-7") == d(2, 9)


def test_a_credit_note_settles_on_the_day_it_is_applied() -> None:
    facts = (invoice(), credit_note(on=d(2, 5)), applied("10.00", on=d(2, 9), of="CN-1"))
    assert read(*facts, as_of=LATER).settled_on("INV-7") == d(2, 9)


def test_a_debt_opened_by_a_refund_settles_again_when_it_is_paid_again() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(2, 20)),
        receipt("R-2", "4.00", on=d(3, 1)),
        applied("4.00", on=d(3, 1), of="R-2"),
    )
    assert read(*facts, as_of=d(2, 19)).settled_on("INV-7") == d(2, 5)
    assert read(*facts, as_of=d(2, 20)).settled_on("INV-7") is None
    assert read(*facts, as_of=d(3, 1)).settled_on("INV-7") == d(3, 1)


def test_money_that_came_before_the_refund_keeps_the_first_day() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(2, 20)),
        receipt("R-2", "4.00", on=d(2, 3)),
        applied("4.00", on=d(2, 25), of="R-2"),
    )
    assert read(*facts, as_of=d(2, 24)).settled_on("INV-7") is None
    assert read(*facts, as_of=d(2, 25)).settled_on("INV-7") == d(2, 5)


def test_a_bounced_payment_settles_nothing_and_the_next_one_does() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        bounced("R-1", "10.00", on=d(2, 20)),
        receipt("R-2", on=d(3, 1)),
        applied("10.00", on=d(3, 1), of="R-2"),
    )
    days = {
        d(2, 4): (4, None),
        d(2, 5): (5, d(2, 5)),
        d(2, 19): (19, d(2, 5)),
        d(2, 20): (20, None),
        d(2, 28): (28, None),
        d(3, 1): (29, d(3, 1)),
    }
    for day, expected in days.items():
        item = read(*facts, as_of=day).items[0]
        assert (item.days_past_due, item.settled_on) == expected


def test_open_on_reads_the_history_of_one_item() -> None:
    item = read(
        invoice(),
        adjusted("discount", "1.00", on=d(1, 10)),
        receipt("R-1", "6.00", on=d(2, 5)),
        applied("2.00", on=d(2, 5), component="interest"),
        applied("4.00", on=d(2, 7)),
        refund("R-1", "3.00", on=d(2, 20)),
        as_of=LATER,
    ).items[0]
    days = {
        d(12, 31, 2025): "0.00",
        d(1, 1): "10.00",
        d(1, 9): "10.00",
        d(1, 10): "9.00",
        d(2, 6): "9.00",
        d(2, 7): "5.00",
        d(2, 19): "5.00",
        d(2, 20): "8.00",
        d(4, 30): "8.00",
    }
    for day, amount in days.items():
        assert item.open_on(day) == eur(amount)
    assert item.open == eur("8.00")


# -- the episode ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("as_of", "since"),
    [(d(1, 31), None), (d(2, 1), d(2, 1)), (d(2, 4), d(2, 1)), (d(2, 5), None), (d(3, 1), None)],
)
def test_an_episode_runs_from_the_day_after_due_to_the_day_before_it_is_cured(
    as_of: date, since: date | None
) -> None:
    facts = (invoice(), receipt(on=d(2, 5)), applied("10.00", on=d(2, 5)))
    assert read(*facts, as_of=as_of).overdue_since("EUR") == since


def test_a_part_payment_ends_nothing() -> None:
    facts = (invoice(), receipt(on=d(2, 5)), applied("9.99", on=d(2, 5)))
    assert read(*facts, as_of=LATER).overdue_since("EUR") == d(2, 1)


@pytest.mark.parametrize(
    ("second_due", "since"),
    [(d(2, 8), d(2, 1)), (d(2, 9), d(2, 1)), (d(2, 10), d(2, 11)), (d(2, 11), d(2, 12))],
)
def test_spells_without_a_day_between_are_one_episode(second_due: date, since: date) -> None:
    facts = (
        invoice("A"),
        invoice("B", due=second_due),
        receipt(on=d(2, 10)),
        applied("10.00", on=d(2, 10), to="A"),
    )
    assert read(*facts, as_of=d(2, 20)).overdue_since("EUR") == since


def test_a_chain_of_overlapping_items_is_one_episode() -> None:
    chain = [
        fact
        for n, (due, paid) in enumerate(
            [(d(1, 31), d(2, 8)), (d(2, 5), d(2, 18)), (d(2, 17), d(2, 25)), (d(2, 24), d(3, 30))]
        )
        for fact in (
            invoice(f"I-{n}", due=due),
            applied("10.00", on=paid, of=None, to=f"I-{n}"),
        )
    ]
    assert read(*chain, as_of=d(3, 29)).overdue_since("EUR") == d(2, 1)
    assert read(*chain, as_of=d(3, 30)).overdue_since("EUR") is None


def test_a_short_item_inside_a_long_one_does_not_hide_it() -> None:
    facts = (
        invoice("A"),
        invoice("B", due=d(2, 10)),
        applied("10.00", on=d(2, 20), of=None, to="B"),
    )
    assert read(*facts, as_of=d(3, 1)).overdue_since("EUR") == d(2, 1)


def test_a_bounced_payment_leaves_no_gap_in_the_episode() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        bounced("R-1", "10.00", on=d(2, 20)),
    )
    assert read(*facts, as_of=d(2, 19)).overdue_since("EUR") is None
    assert read(*facts, as_of=d(2, 20)).overdue_since("EUR") == d(2, 1)


def test_a_refund_starts_a_new_episode() -> None:
    facts = (
        invoice(),
        receipt(on=d(2, 5)),
        applied("10.00", on=d(2, 5)),
        refund("R-1", "4.00", on=d(2, 20)),
    )
    assert read(*facts, as_of=LATER).overdue_since("EUR") == d(2, 20)


def test_a_refund_before_the_due_date_starts_nothing_before_it() -> None:
    facts = (
        invoice(),
        receipt(on=d(1, 5)),
        applied("10.00", on=d(1, 5)),
        refund("R-1", "4.00", on=d(1, 20)),
    )
    assert read(*facts, as_of=d(1, 31)).overdue_since("EUR") is None
    assert read(*facts, as_of=LATER).overdue_since("EUR") == d(2, 1)


def test_a_write_off_cures() -> None:
    facts = (invoice(), adjusted("write_off", "10.00", on=d(2, 5)))
    assert read(*facts, as_of=d(2, 4)).overdue_since("EUR") == d(2, 1)
    assert read(*facts, as_of=d(2, 5)).overdue_since("EUR") is None


def test_an_invoice_issued_after_its_due_date_is_overdue_from_its_issue() -> None:
    current = read(invoice(issued=d(2, 15), due=d(2, 10)), as_of=d(2, 15))
    assert current.overdue_since("EUR") == d(2, 15)
    assert current.items[0].days_past_due == 5


def test_pending_parts_and_late_charges_and_other_currencies_have_no_part_in_it() -> None:
    facts = (in_parts((None, "10.00")), charge(), invoice("USD-1", "USD 5.00"))
    current = read(*facts, as_of=LATER)
    assert current.overdue_since("EUR") is None
    assert current.overdue_since("USD") == d(2, 1)
    assert current.overdue_since("GBP") is None


# -- knowledge -----------------------------------------------------------------------------------
def test_without_known_at_nothing_is_left_out() -> None:
    facts = (
        invoice(recorded_on=d(12, 31)),
        applied("4.00", on=d(2, 5), of=None, recorded_on=LATER),
    )
    assert read(*facts, as_of=d(2, 5)).items[0].open == eur("6.00")


def test_a_fact_is_known_from_the_day_it_was_recorded_else_from_its_own_date() -> None:
    early, late = d(2, 9), d(2, 10)
    recorded = invoice(recorded_on=late)
    assert read(recorded, as_of=LATER, known_at=early).items == ()
    assert len(read(recorded, as_of=LATER, known_at=late).items) == 1
    assert read(invoice(issued=late), as_of=LATER, known_at=early).items == ()
    assert len(read(invoice(issued=late), as_of=LATER, known_at=late).items) == 1


def test_every_money_fact_has_its_own_knowledge() -> None:
    own, late = d(2, 5), d(2, 25)
    base = (invoice(), receipt(on=own))

    def at(*facts: Any, known_at: date) -> tuple[str, ...]:
        current = read(*facts, as_of=LATER, known_at=known_at)
        spare = [entry.amount for entry in current.unapplied]
        return tuple(str(m.amount) for m in (*(i.open for i in current.items), *spare))

    unread = receipt(on=own, recorded_on=late)
    assert at(invoice(), unread, applied("10.00", on=own), known_at=d(2, 24)) == ("10.00",)
    assert at(invoice(), unread, applied("10.00", on=own), known_at=late) == ("0.00",)

    used = applied("10.00", on=own, recorded_on=late)
    assert at(*base, used, known_at=d(2, 24)) == ("10.00", "10.00")
    assert at(*base, used, known_at=late) == ("0.00",)

    ended = applied("10.00", on=own, ended_on=d(2, 20), ended_recorded_on=late)
    assert at(*base, ended, known_at=d(2, 24)) == ("0.00",)
    assert at(*base, ended, known_at=late) == ("10.00", "10.00")

    back = bounced("R-1", "10.00", on=d(2, 20), recorded_on=late)
    assert at(*base, applied("10.00", on=own), back, known_at=d(2, 24)) == ("0.00",)
    assert at(*base, applied("10.00", on=own), back, known_at=late) == ("10.00",)

    out = refund("R-1", "4.00", on=d(2, 20), recorded_on=late)
    assert at(*base, out, known_at=d(2, 24)) == ("10.00", "10.00")
    assert at(*base, out, known_at=late) == ("10.00", "6.00")

    lost = adjusted("write_off", "10.00", on=own, recorded_on=late)
    assert at(invoice(), lost, known_at=d(2, 24)) == ("10.00",)
    assert at(invoice(), lost, known_at=late) == ("0.00",)


def test_a_bounce_known_before_its_payment_changes_nothing() -> None:
    facts = (receipt(on=d(2, 5), recorded_on=d(3, 1)), bounced("R-1", "10.00", on=d(2, 20)))
    current = read(*facts, as_of=LATER, known_at=d(2, 25))
    assert (current.unapplied, current.problems) == ((), ())
    assert current.figures("EUR").reversed == eur("0.00")


CIRCUMSTANCES: list[tuple[str, type[Any], str, dict[str, Any]]] = [
    ("disputes", Dispute, "opened_on", {"id": "X", "invoice_id": "INV-7"}),
    ("holds", Hold, "from_on", {"id": "X", "customer_id": "C-1", "kind": "legal"}),
    (
        "promises",
        Promise,
        "promised_on",
        {"id": "X", "customer_id": "C-1", "amount": eur("4.00"), "pay_by": d(12, 31)},
    ),
    (
        "plans",
        PaymentPlan,
        "agreed_on",
        {
            "id": "X",
            "customer_id": "C-1",
            "installments": (Installment(number=1, due_on=d(12, 31), amount=eur("10.00")),),
            "invoices": ("INV-7",),
        },
    ),
    ("done", Done, "on", {"customer_id": "C-1"}),
    ("approvals", Approval, "on", {"customer_id": "C-1", "step_id": "agency", "by": "cfo"}),
    ("placements", Placement, "from_on", {"customer_id": "C-1", "kind": "agency"}),
    ("waivers", Waiver, "on", {"customer_id": "C-1"}),
    ("late_reasons", LateReason, "on", {"invoice_id": "INV-7", "code": "cash_flow"}),
]


@pytest.mark.parametrize(("name", "kind", "dated", "facts"), CIRCUMSTANCES)
def test_circumstances_are_those_known(
    name: str, kind: type[Any], dated: str, facts: dict[str, Any]
) -> None:
    own = kind(**facts, **{dated: d(2, 10)})
    recorded = kind(**facts, **{dated: d(2, 10)}, recorded_on=d(2, 20))
    for fact, known_on, day_before in ((own, d(2, 10), d(2, 9)), (recorded, d(2, 20), d(2, 19))):
        made = account(invoice(), fact)
        assert getattr(snapshot(made, as_of=LATER), name) == (fact,)
        assert getattr(snapshot(made, as_of=LATER, known_at=known_on), name) == (fact,)
        assert getattr(snapshot(made, as_of=LATER, known_at=day_before), name) == ()
        assert getattr(snapshot(made, as_of=d(1, 15)), name) == (fact,)


# -- the reading itself --------------------------------------------------------------------------
def test_a_snapshot_says_what_it_is_of() -> None:
    current = read(invoice(), as_of=d(2, 9), known_at=d(3, 1))
    assert (current.as_of, current.known_at, current.customer) == (d(2, 9), d(3, 1), CUSTOMER)
    assert current.currencies == ("EUR",)


def test_at_reads_the_same_facts_with_the_same_knowledge_on_another_day() -> None:
    facts = (invoice(), applied("4.00", on=d(2, 5), of=None, recorded_on=d(2, 20)))
    current = read(*facts, as_of=LATER, known_at=d(2, 19))
    earlier = current.at(d(2, 5))
    assert (earlier.as_of, earlier.known_at) == (d(2, 5), d(2, 19))
    assert earlier.items[0].open == eur("10.00")
    assert earlier == read(*facts, as_of=d(2, 5), known_at=d(2, 19))
    assert read(*facts, as_of=LATER).at(d(2, 5)).items[0].open == eur("6.00")
    assert current.at(d(12, 31)).items[0].days_past_due == 334


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"as_of": datetime(2026, 2, 9, tzinfo=UTC)},
            (
                "dates.invalid",
                "as_of",
                None,
                "as_of must be a date, not a datetime: `2026-02-09 00:00:00+00:00`",
            ),
        ),
        (
            {"as_of": "2026-02-09"},
            ("dates.invalid", "as_of", None, "as_of must be a date, not str: `2026-02-09`"),
        ),
        (
            {"as_of": None},
            ("dates.invalid", "as_of", None, "as_of must be a date, not NoneType: `None`"),
        ),
        (
            {"as_of": d(2, 9), "known_at": "today"},
            ("dates.invalid", "known_at", None, "known_at must be a date, not str: `today`"),
        ),
    ],
)
def test_the_days_of_a_snapshot_are_dates(given: dict[str, Any], expected: object) -> None:
    assert fault(lambda: snapshot(account(), **given)) == expected


def test_a_snapshot_is_of_an_account() -> None:
    other: Any = invoice()
    assert fault(lambda: snapshot(other, as_of=d(2, 9))) == (
        "ledger.invalid-fact",
        "account",
        None,
        "account must be Account, not Invoice",
    )


def test_money_facts_after_the_day_change_nothing() -> None:
    facts = (invoice(), receipt("R-1", "4.00"), applied("4.00", on=d(2, 5)))
    later = (
        invoice("INV-8", issued=d(2, 10)),
        receipt("R-2", on=d(2, 10)),
        applied("6.00", on=d(2, 10), of="R-2"),
        applied("1.00", on=d(2, 10), of=None),
        bounced("R-1", "4.00", on=d(2, 10)),
        adjusted("write_off", "6.00", on=d(2, 10)),
        credit_note(on=d(2, 10)),
        refund("R-1", "1.00", on=d(2, 11)),
    )
    assert read(*facts, *later, as_of=d(2, 9)) == read(*facts, as_of=d(2, 9))
    assert read(*facts, *later, as_of=d(2, 10)) != read(*facts, as_of=d(2, 10))


def test_snapshots_can_be_compared_hashed_and_pickled() -> None:
    facts = (invoice(), receipt(), applied("4.00", on=d(2, 5)))
    current = read(*facts, as_of=LATER)
    assert hash(current) == hash(read(*facts, as_of=LATER))
    assert "Account(" not in repr(current)
    copy = pickle.loads(pickle.dumps(current))
    assert copy == current
    assert copy.at(d(2, 4)).items[0].open == eur("10.00")


def test_currencies_are_those_of_items_and_spare_money() -> None:
    current = read(invoice("A", "USD 1.00"), receipt("R-1", "JPY 5"), as_of=LATER)
    assert current.currencies == ("JPY", "USD")
    assert current.unapplied[0].amount == money("JPY 5")


# -- what was paid on an item --------------------------------------------------------------------
def test_payments_are_less_what_was_refunded_of_them() -> None:
    invoice = an_invoice(id="INV-1", amount=Money("100.00", "EUR"))
    first = payment(invoice, on=date(2026, 2, 1), amount=Money("60.00", "EUR"), id="R-1")
    second = payment(invoice, on=date(2026, 2, 9), amount=Money("40.00", "EUR"), id="R-2")
    back = a_refund(reverses="R-1", amount=Money("25.00", "EUR"), received_on=date(2026, 2, 20))
    read = snapshot(an_account(invoice, *first, *second, back), as_of=date(2026, 3, 1))
    assert [(str(on), str(amount)) for on, amount in read.items[0].payments] == [
        ("2026-02-01", "EUR 35.00"),
        ("2026-02-09", "EUR 40.00"),
    ]


@pytest.mark.parametrize(("paid_on", "given_up"), [(9, True), (10, False)])
def test_a_rest_written_off_with_the_last_money_was_paid(paid_on: int, given_up: bool) -> None:
    invoice = an_invoice(id="INV-1", amount=Money("100.00", "EUR"))
    cash = payment(invoice, on=date(2026, 2, paid_on), amount=Money("99.00", "EUR"))
    rest = an_adjustment(
        invoice_id="INV-1", kind="write_off", on=date(2026, 2, 10), amount=Money("1.00", "EUR")
    )
    items = snapshot(an_account(invoice, *cash, rest), as_of=date(2026, 3, 1)).items
    assert items[0].was_written_off is given_up
    assert snapshot(an_account(invoice), as_of=date(2026, 3, 1)).items[0].was_written_off is False
