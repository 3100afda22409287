"""Interest: its first and last day, its principal, pauses, grace, and one rounding per item.

At 36.5 % a principal of EUR 1000.00 bears one euro a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from collectkit.errors import InvalidDate, InvalidFact
from collectkit.fees import Interest, LateCharge, LateChargePolicy, assess
from collectkit.ledger import Account, Invoice, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_credit_note,
    a_hold,
    a_late_charge,
    a_receipt,
    a_refund,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)

A_EURO_A_DAY = LateChargePolicy(id="own", interest=Interest(rate=Percent("36.5")))


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice(id: str = "INV-1", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), **fields})


def paid(
    amount: str, on: date, *, applied: date | None = None, id: str = "PAY-1", **fields: Any
) -> tuple[Any, Any]:
    money = eur(amount)
    given = {"applied_on": applied or on, "source_id": id, **fields}
    return a_receipt(id=id, amount=money, received_on=on), an_allocation(amount=money, **given)


def interest(*facts: Any, as_of: date, policy: LateChargePolicy = A_EURO_A_DAY) -> str:
    """What the account of `facts` owes, in euros."""
    return str(assess(an_account(*facts), policy, as_of=as_of).total("EUR").amount)


def line(account: Account, as_of: date, policy: LateChargePolicy = A_EURO_A_DAY) -> LateCharge:
    (found,) = assess(account, policy, as_of=as_of).lines
    return found


def spans(found: LateCharge) -> list[tuple[date, date, int, str]]:
    return [(s.from_on, s.until_on, s.days, str(s.principal.amount)) for s in found.segments]


# -- first and last day ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("as_of", "owed"),
    [
        (d(1, 1), "0.00"),
        (d(1, 31), "0.00"),
        (d(2, 1), "1.00"),
        (d(2, 28), "28.00"),
        (d(3, 1), "29.00"),
        (d(1, 31, 2027), "365.00"),
    ],
)
def test_the_first_day_is_the_day_after_the_due_date(as_of: date, owed: str) -> None:
    assert interest(invoice(), as_of=as_of) == owed


def test_a_leap_day_counts_over_365() -> None:
    leap = invoice(issued_on=d(1, 1, 2024), due_on=d(1, 31, 2024))
    assert interest(leap, as_of=d(3, 1, 2024)) == "30.00"
    assert interest(leap, as_of=d(1, 31, 2025)) == "366.00"


@pytest.mark.parametrize(
    ("on", "owed"),
    [(d(1, 5), "0.00"), (d(1, 31), "0.00"), (d(2, 1), "1.00"), (d(2, 10), "10.00")],
)
def test_the_last_day_is_the_day_the_money_came(on: date, owed: str) -> None:
    assert interest(invoice(), *paid("1000.00", on), as_of=d(6, 30)) == owed
    # The day of payment itself bears interest on what was open before it.
    assert interest(invoice(), *paid("1000.00", on), as_of=max(on, d(2, 1))) == owed


def test_money_counts_from_the_day_it_came_not_when_it_was_applied() -> None:
    facts = (invoice(), *paid("1000.00", d(1, 30), applied=d(2, 20)))
    assert interest(*facts, as_of=d(2, 19)) == "19.00"
    assert interest(*facts, as_of=d(2, 20)) == "0.00"
    late = (invoice(), *paid("1000.00", d(2, 5), applied=d(2, 20)))
    assert interest(*late, as_of=d(2, 20)) == "5.00"


def test_due_before_it_was_issued() -> None:
    facts = invoice(issued_on=d(2, 10), due_on=d(2, 1))
    assert interest(facts, as_of=d(2, 10)) == "9.00"


# -- the principal ---------------------------------------------------------------------------------
def test_a_payment_lowers_the_principal_from_the_next_day() -> None:
    account = an_account(invoice(), *paid("400.00", d(2, 10)))
    found = line(account, d(2, 20))
    assert spans(found) == [(d(2, 1), d(2, 10), 10, "1000.00"), (d(2, 11), d(2, 20), 10, "600.00")]
    assert found.gross == eur("16.00")
    assert line(account, d(2, 10)).gross == eur("10.00")


def test_a_payment_by_the_due_date_lowers_it_before_the_first_day() -> None:
    for on in (d(1, 10), d(1, 31)):
        found = line(an_account(invoice(), *paid("400.00", on)), d(2, 10))
        assert spans(found) == [(d(2, 1), d(2, 10), 10, "600.00")]


def test_several_payments_on_one_day_make_one_cut() -> None:
    account = an_account(
        invoice(), *paid("100.00", d(2, 10)), *paid("300.00", d(2, 10), id="PAY-2")
    )
    assert spans(line(account, d(2, 20))) == [
        (d(2, 1), d(2, 10), 10, "1000.00"),
        (d(2, 11), d(2, 20), 10, "600.00"),
    ]


def test_paid_off_leaves_no_zero_segment() -> None:
    account = an_account(invoice(), *paid("1000.00", d(2, 10)))
    assert spans(line(account, d(6, 30))) == [(d(2, 1), d(2, 10), 10, "1000.00")]
    assert line(account, d(6, 30)).per_diem == eur("0.00")


def test_a_bounced_payment_was_never_made() -> None:
    facts = (
        invoice(),
        *paid("1000.00", d(1, 20)),
        a_reversal(amount=eur("1000.00"), received_on=d(2, 10)),
    )
    assert interest(*facts, as_of=d(2, 9)) == "0.00"
    assert interest(*facts, as_of=d(2, 10)) == "10.00"


def test_an_ended_allocation_was_never_made() -> None:
    receipt, allocation = paid("1000.00", d(1, 20), ended_on=d(2, 10))
    assert interest(invoice(), receipt, allocation, as_of=d(2, 9)) == "0.00"
    assert interest(invoice(), receipt, allocation, as_of=d(2, 10)) == "10.00"


def test_a_refund_raises_the_principal_from_the_next_day() -> None:
    account = an_account(
        invoice(),
        *paid("1000.00", d(2, 10)),
        a_refund(amount=eur("300.00"), received_on=d(2, 20)),
    )
    found = line(account, d(2, 25))
    assert spans(found) == [(d(2, 1), d(2, 10), 10, "1000.00"), (d(2, 21), d(2, 25), 5, "300.00")]
    assert found.gross == eur("11.50")


def test_a_refund_of_money_that_came_in_time_reopens_the_debt() -> None:
    facts = (
        invoice(),
        *paid("1000.00", d(1, 20)),
        a_refund(amount=eur("1000.00"), received_on=d(2, 20)),
    )
    assert interest(*facts, as_of=d(2, 20)) == "0.00"
    assert interest(*facts, as_of=d(2, 25)) == "5.00"


def test_money_twice_on_one_debt_never_bears_negative_interest() -> None:
    # PAY-1 came early and lay unapplied; PAY-2 paid and was refunded; then PAY-1 was applied.
    account = an_account(
        invoice(),
        *paid("600.00", d(2, 3), applied=d(2, 21)),
        *paid("1000.00", d(2, 5), id="PAY-2"),
        a_refund(id="OUT", reverses="PAY-2", amount=eur("1000.00"), received_on=d(2, 20)),
    )
    assert line(account, d(2, 20)).gross == eur("5.00")
    assert spans(line(account, d(2, 25))) == [
        (d(2, 1), d(2, 3), 3, "1000.00"),
        (d(2, 4), d(2, 5), 2, "400.00"),
        (d(2, 21), d(2, 25), 5, "400.00"),
    ]
    assert line(account, d(2, 25)).gross == eur("5.80")


def test_a_credit_note_counts_from_the_day_it_was_applied() -> None:
    note = a_credit_note(amount=eur("1000.00"), issued_on=d(2, 5))
    applied = an_allocation(source_id="CN-1", amount=eur("1000.00"), applied_on=d(2, 10))
    assert interest(invoice(), note, applied, as_of=d(2, 28)) == "10.00"


@pytest.mark.parametrize("kind", ["write_off", "discount", "withholding"])
def test_an_adjustment_lowers_the_principal_from_the_next_day(kind: str) -> None:
    lowered = an_adjustment(kind=kind, amount=eur("600.00"), on=d(2, 10))
    assert interest(invoice(), lowered, as_of=d(2, 20)) == "14.00"


def test_cash_on_what_was_written_off_changes_nothing() -> None:
    lost = an_adjustment(amount=eur("1000.00"), on=d(2, 10))
    assert interest(invoice(), lost, *paid("1000.00", d(2, 20)), as_of=d(2, 28)) == "10.00"


def test_a_recovery_is_no_payment_of_what_a_refund_reopens() -> None:
    account = an_account(
        invoice(),
        *paid("400.00", d(2, 5)),
        an_adjustment(amount=eur("600.00"), on=d(2, 6)),
        *paid("300.00", d(2, 10), id="PAY-2"),
        a_refund(amount=eur("400.00"), received_on=d(2, 20)),
    )
    assert spans(line(account, d(2, 25))) == [
        (d(2, 1), d(2, 5), 5, "1000.00"),
        (d(2, 6), d(2, 6), 1, "600.00"),
        (d(2, 21), d(2, 25), 5, "400.00"),
    ]


def test_money_for_charges_is_not_principal() -> None:
    cash = paid("4.00", d(2, 5), component="interest")
    found = line(an_account(invoice(), *cash), d(2, 10))
    assert (found.gross, found.paid, found.amount) == (eur("10.00"), eur("4.00"), eur("6.00"))


def test_excess_stays_out_of_it() -> None:
    assert interest(invoice(), *paid("1500.00", d(2, 10)), as_of=d(2, 20)) == "10.00"


# -- which items -----------------------------------------------------------------------------------
def test_what_bears_nothing() -> None:
    pending = an_installment(due_on=None, amount=eur("1000.00"))
    facts = (
        invoice("PENDING", installments=(pending,)),
        a_credit_note(amount=eur("1000.00"), issued_on=d(1, 1)),
        a_late_charge(charge_for="PENDING", amount=eur("1000.00"), issued_on=d(1, 1)),
        invoice("NOTHING", amount=eur("0.00")),
        invoice("FUTURE", issued_on=d(6, 1)),
    )
    found = assess(an_account(*facts), A_EURO_A_DAY, as_of=d(5, 31))
    assert (found.lines, found.currencies, found.explain()) == ((), (), "nothing is owed")


def test_a_trade_debit_note_bears_interest() -> None:
    assert interest(invoice(kind="debit_note"), as_of=d(2, 10)) == "10.00"


def test_each_part_by_its_own_due_date() -> None:
    parts = (
        an_installment(number=1, due_on=d(2, 10), amount=eur("600.00")),
        an_installment(number=2, due_on=d(1, 31), amount=eur("300.00")),
        an_installment(number=3, due_on=None, amount=eur("100.00")),
    )
    account = an_account(invoice(due_on=None, installments=parts))
    found = assess(account, A_EURO_A_DAY, as_of=d(2, 20))
    assert [(line.item_id, str(line.gross.amount)) for line in found.lines] == [
        ("INV-1/2", "6.00"),
        ("INV-1/1", "6.00"),
    ]
    assert {line.invoice_id for line in found.lines} == {"INV-1"}


def test_currencies_are_never_added() -> None:
    yen = invoice("YEN", amount=Money("100000", "JPY"))
    found = assess(an_account(invoice(), yen), A_EURO_A_DAY, as_of=d(2, 10))
    assert found.currencies == ("EUR", "JPY")
    assert (found.total("EUR"), found.total("JPY")) == (eur("10.00"), Money("1000", "JPY"))
    assert (found.per_diem("EUR"), found.per_diem("JPY")) == (eur("1.00"), Money("100", "JPY"))


# -- rounding --------------------------------------------------------------------------------------
def test_each_item_is_rounded_once_however_often_it_was_cut() -> None:
    # 0.05 a day: ten days of 0.005 come to 0.05, cut or not.
    small = an_invoice(amount=eur("5.00"))
    whole = interest(small, as_of=d(2, 10))
    cuts = (
        a_hold(
            blocks=("charges",),
            items=("INV-1",),
            from_on=d(2, day),
            until_on=d(2, day),
            id=str(day),
        )
        for day in (20, 22, 24)
    )
    assert whole == "0.05"
    assert interest(small, *cuts, as_of=d(2, 10)) == "0.05"


@pytest.mark.parametrize(
    ("amount", "days", "owed"),
    [("5.00", 1, "0.01"), ("4.99", 1, "0.00"), ("15.00", 1, "0.02"), ("5.00", 3, "0.02")],
)
def test_a_half_is_rounded_up(amount: str, days: int, owed: str) -> None:
    assert interest(an_invoice(amount=eur(amount)), as_of=d(2, days)) == owed


def test_two_items_are_rounded_by_themselves() -> None:
    two = (an_invoice(amount=eur("5.00")), an_invoice(id="INV-2", amount=eur("5.00")))
    assert interest(*two, as_of=d(2, 1)) == "0.02"


def test_the_per_diem_is_a_day_of_what_is_open() -> None:
    account = an_account(invoice(), *paid("400.00", d(2, 10)))
    assert line(account, d(2, 10)).per_diem == eur("0.60")
    assert line(account, d(2, 9)).per_diem == eur("1.00")


def test_a_rate_of_nothing_is_a_line_of_nothing() -> None:
    free = LateChargePolicy(id="own", interest=Interest(rate=Percent(0)))
    assert interest(invoice(), as_of=d(2, 10), policy=free) == "0.00"


# -- grace -----------------------------------------------------------------------------------------
GRACE = A_EURO_A_DAY.replace(grace_days=5)


@pytest.mark.parametrize(
    ("as_of", "owed"), [(d(1, 31), "0.00"), (d(2, 5), "0.00"), (d(2, 6), "6.00"), (d(2, 7), "7.00")]
)
def test_past_the_grace_interest_counts_from_the_day_after_due(as_of: date, owed: str) -> None:
    assert interest(invoice(), as_of=as_of, policy=GRACE) == owed


def test_nothing_is_owed_on_what_is_settled_within_the_grace() -> None:
    assert interest(invoice(), *paid("1000.00", d(2, 5)), as_of=d(3, 1), policy=GRACE) == "0.00"
    assert interest(invoice(), *paid("1000.00", d(2, 6)), as_of=d(3, 1), policy=GRACE) == "6.00"
    # A part payment within the grace settles nothing, but lowers the principal.
    assert interest(invoice(), *paid("400.00", d(2, 5)), as_of=d(2, 6), policy=GRACE) == "5.60"


@pytest.mark.parametrize("grace_days", [1, 100_000])
def test_grace_on_a_due_date_far_ahead(grace_days: int) -> None:
    policy = A_EURO_A_DAY.replace(grace_days=grace_days)
    for due_on in (d(12, 30, 9999), d(12, 31, 9900)):
        assert interest(invoice(due_on=due_on), as_of=d(3, 1), policy=policy) == "0.00"


# -- pauses ----------------------------------------------------------------------------------------
def pause(from_on: date, until_on: date | None = None, **fields: Any) -> Any:
    return a_hold(**{"blocks": ("charges",), "from_on": from_on, "until_on": until_on, **fields})


@pytest.mark.parametrize(
    ("from_on", "until_on", "owed"),
    [
        (d(2, 5), d(2, 7), "7.00"),  # both end days are free
        (d(2, 5), d(2, 5), "9.00"),
        (d(1, 1), d(2, 3), "7.00"),
        (d(2, 8), None, "7.00"),
        (d(2, 8), d(12, 30, 9999), "7.00"),
        (d(2, 10), d(2, 20), "9.00"),
        (d(2, 11), None, "10.00"),
        (d(1, 1), None, "0.00"),
        (d(1, 1), d(1, 31), "10.00"),
    ],
)
def test_days_in_a_hold_that_blocks_charges_bear_none(
    from_on: date, until_on: date | None, owed: str
) -> None:
    assert interest(invoice(), pause(from_on, until_on), as_of=d(2, 10)) == owed


def test_pauses_may_overlap_and_touch() -> None:
    holds = (
        pause(d(2, 3), d(2, 5), id="A"),
        pause(d(2, 4), d(2, 6), id="B"),
        pause(d(2, 7), d(2, 7), id="C"),
    )
    assert interest(invoice(), *holds, as_of=d(2, 10)) == "5.00"


@pytest.mark.parametrize(
    ("fields", "owed"),
    [
        ({"kind": "moratorium", "blocks": None}, "4.00"),  # charges are among its defaults
        ({"kind": "review", "blocks": None}, "10.00"),
        ({"kind": "hardship", "blocks": ("reminders", "charges")}, "4.00"),
        ({"clock": "stop", "blocks": ("reminders",)}, "10.00"),
        ({"items": ("INV-1",)}, "4.00"),
        ({"items": ("INV-2",)}, "10.00"),
    ],
)
def test_which_holds_pause_charges(fields: dict[str, Any], owed: str) -> None:
    hold = pause(**{"from_on": d(2, 5), **fields})
    assert (
        interest(invoice(), an_invoice(id="INV-2", issued_on=d(2, 10)), hold, as_of=d(2, 10))
        == owed
    )


def test_a_hold_may_name_a_part_or_the_whole_invoice() -> None:
    parts = tuple(
        an_installment(number=number, due_on=d(1, 31), amount=eur("500.00")) for number in (1, 2)
    )
    whole = invoice(due_on=None, installments=parts)
    assert interest(whole, pause(d(2, 1), items=("INV-1/2",)), as_of=d(2, 10)) == "5.00"
    assert interest(whole, pause(d(2, 1), items=("INV-1",)), as_of=d(2, 10)) == "0.00"


def test_a_paused_day_has_no_per_diem() -> None:
    account = an_account(invoice(), pause(d(2, 5), d(2, 7)))
    assert [str(line(account, d(2, day)).per_diem) for day in (3, 4, 6, 7)] == [
        "EUR 1.00",
        "EUR 0.00",
        "EUR 0.00",
        "EUR 1.00",
    ]


def test_a_pause_shows_as_a_segment_without_days() -> None:
    found = line(an_account(invoice(), pause(d(2, 5), d(2, 7))), d(2, 10))
    assert spans(found) == [
        (d(2, 1), d(2, 4), 4, "1000.00"),
        (d(2, 5), d(2, 7), 0, "1000.00"),
        (d(2, 8), d(2, 10), 3, "1000.00"),
    ]
    assert [segment.paused for segment in found.segments] == [False, True, False]


# -- the day asked for -----------------------------------------------------------------------------
def test_a_snapshot_brings_its_own_day() -> None:
    read = snapshot(an_account(invoice()), as_of=d(2, 10))
    found = assess(read, A_EURO_A_DAY)
    assert found == assess(read, A_EURO_A_DAY, as_of=d(2, 10))
    assert found == assess(an_account(invoice()), A_EURO_A_DAY, as_of=d(2, 10))
    assert (found.policy_id, found.as_of) == ("own", d(2, 10))


def test_another_day_than_the_snapshots_is_refused() -> None:
    read = snapshot(an_account(invoice()), as_of=d(2, 10))
    with pytest.raises(InvalidDate) as caught:
        assess(read, A_EURO_A_DAY, as_of=d(2, 11))
    assert (caught.value.code, caught.value.field) == ("dates.invalid", "as_of")
    assert str(caught.value) == (
        "as_of 2026-02-11 is not the snapshot's day 2026-02-10 "
        "(leave it out, or use snapshot.at(day))"
    )


def test_a_bare_invoice_is_one_on_which_nothing_was_paid() -> None:
    found = assess(invoice(), A_EURO_A_DAY, as_of=d(2, 10))
    assert found == assess(an_account(invoice()), A_EURO_A_DAY, as_of=d(2, 10))
    assert found.total("EUR") == eur("10.00")


def test_an_account_needs_a_day() -> None:
    with pytest.raises(InvalidDate, match=r"^as_of is missing \(an account has no day\)$"):
        assess(an_account(invoice()), A_EURO_A_DAY)


@pytest.mark.parametrize("as_of", ["2026-02-10", datetime(2026, 2, 10), 20260210])  # noqa: DTZ001
def test_a_day_is_a_plain_date(as_of: Any) -> None:
    account = an_account(invoice())
    for facts in (account, snapshot(account, as_of=d(2, 10))):
        with pytest.raises(InvalidDate, match="as_of must be a date"):
            assess(facts, A_EURO_A_DAY, as_of=as_of)


def test_other_things_are_refused() -> None:
    anything: Any = eur("1.00")
    with pytest.raises(InvalidFact, match="facts must be Snapshot, not Money"):
        assess(anything, A_EURO_A_DAY, as_of=d(2, 10))
    with pytest.raises(InvalidFact, match="policy must be a LateChargePolicy, not Money"):
        assess(an_account(invoice()), anything, as_of=d(2, 10))


def test_what_is_not_known_yet_changes_nothing() -> None:
    receipt, allocation = paid("1000.00", d(2, 5))
    late_news = an_allocation(amount=eur("1000.00"), applied_on=d(2, 5), recorded_on=d(2, 20))
    account = an_account(invoice(), receipt, late_news)
    before = snapshot(account, as_of=d(2, 10), known_at=d(2, 19))
    after = snapshot(account, as_of=d(2, 10), known_at=d(2, 20))
    assert assess(before, A_EURO_A_DAY).total("EUR") == eur("10.00")
    assert assess(after, A_EURO_A_DAY).total("EUR") == eur("5.00")
    assert allocation != late_news


def test_the_last_day_of_the_calendar() -> None:
    account = an_account(invoice(), pause(d(2, 5), d(12, 30, 9999)))
    assert line(account, d(12, 30, 9999)).gross == eur("4.00")
