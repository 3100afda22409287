"""Which fees are owed, on which days and of what base."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import InvalidFact, UnknownReference
from collectkit.fees import (
    Bracket,
    FlatFee,
    GraduatedFee,
    Interest,
    LateCharge,
    LateChargePolicy,
    NoticeFirst,
    PercentFee,
    Period,
    RateTable,
    SlabFee,
    Tier,
    assess,
)
from collectkit.ledger import Invoice
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_hold,
    a_receipt,
    an_account,
    an_allocation,
    an_installment,
    an_invoice,
    something_done,
)

FIVE = (Money("5.00", "EUR"),)
MONTH = Period(months=1)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def flat(**fields: Any) -> FlatFee:
    return FlatFee(**{"id": "fee", "amounts": FIVE, **fields})


def invoice(id: str = "INV-1", **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), **fields})


def in_parts(*due: date) -> Invoice:
    """EUR 500.00 a part."""
    parts = tuple(
        an_installment(number=number, due_on=day, amount=eur("500.00"))
        for number, day in enumerate(due, start=1)
    )
    whole = Money.from_minor_units(50_000 * len(due), "EUR")
    return invoice(amount=whole, due_on=None, installments=parts)


def paid(amount: str, on: date, **fields: Any) -> tuple[Any, Any]:
    money, name = eur(amount), fields.pop("id", "PAY-1")
    given = {"amount": money, "applied_on": on, "source_id": name, **fields}
    return a_receipt(id=name, amount=money, received_on=on), an_allocation(**given)


def pause(first: date, last: date | None = None, **fields: Any) -> Any:
    return a_hold(**{"blocks": ("charges",), "from_on": first, "until_on": last, **fields})


def lines(fee: Any, *facts: Any, as_of: date, **asked: Any) -> tuple[LateCharge, ...]:
    policy = LateChargePolicy(id="own", fees=(fee,), **asked.pop("policy", {}))
    return assess(an_account(*facts), policy, as_of=as_of, **asked).lines


def owed(fee: Any, *facts: Any, as_of: date, **asked: Any) -> list[tuple[str, str, str]]:
    """(key without the policy, first day, gross) of every fee."""
    return [
        (line.key.removeprefix("own:"), str(line.owed_on), str(line.gross.amount))
        for line in lines(fee, *facts, as_of=as_of, **asked)
    ]


# -- per invoice, per part, per account ------------------------------------------------------------
def test_per_invoice_it_is_owed_once_for_the_first_late_part() -> None:
    parts = in_parts(d(1, 31), d(2, 5))
    assert owed(flat(), parts, as_of=d(2, 20)) == [("fee:INV-1", "2026-02-01", "5.00")]


def test_per_installment_every_late_part_owes_it() -> None:
    parts = in_parts(d(1, 31), d(2, 5), d(3, 5))
    assert owed(flat(per="installment"), parts, as_of=d(2, 20)) == [
        ("fee:INV-1/1", "2026-02-01", "5.00"),
        ("fee:INV-1/2", "2026-02-06", "5.00"),
    ]


def test_per_customer_it_is_owed_once_for_every_spell() -> None:
    fee = flat(per="customer")
    facts = (
        invoice("A"),
        invoice("B", issued_on=d(1, 11)),  # due on 10 February, within the first spell
        invoice("C", issued_on=d(2, 11)),  # due on 13 March, after all was paid
        *paid("1000.00", d(2, 12), id="P-1", invoice_id="A"),
        *paid("1000.00", d(2, 20), id="P-2", invoice_id="B"),
    )
    (line,) = lines(fee, *facts, as_of=d(3, 13))
    assert (line.item_id, line.invoice_id) == (None, None)
    assert owed(fee, *facts, as_of=d(3, 13)) == [("fee:C-1:EUR:2026-02-01", "2026-02-01", "5.00")]
    assert owed(fee, *facts, as_of=d(3, 14)) == [
        ("fee:C-1:EUR:2026-02-01", "2026-02-01", "5.00"),
        ("fee:C-1:EUR:2026-03-14", "2026-03-14", "5.00"),
    ]


def test_per_customer_each_currency_has_its_own() -> None:
    fee = flat(per="customer", amounts=(eur("5.00"), Money("5.00", "GBP")))
    pounds = an_invoice(id="GB", amount=Money("10.00", "GBP"), issued_on=d(1, 5))
    assert owed(fee, invoice(), pounds, as_of=d(2, 20)) == [
        ("fee:C-1:EUR:2026-02-01", "2026-02-01", "5.00"),
        ("fee:C-1:GBP:2026-02-05", "2026-02-05", "5.00"),
    ]


def test_a_share_of_the_account_is_of_what_was_late_on_that_day() -> None:
    # A debt that falls due later is no part of a fee that was owed before.
    fee = PercentFee(id="fee", per="customer", percent=Percent(10))
    facts = (invoice("A"), invoice("B", issued_on=d(1, 11)))
    for as_of in (d(2, 5), d(2, 20)):
        (line,) = lines(fee, *facts, as_of=as_of)
        assert (line.base, line.gross) == (eur("1000.00"), eur("100.00")), as_of


# -- levels ----------------------------------------------------------------------------------------
def test_a_fee_by_level_is_owed_for_each_step_that_was_taken() -> None:
    fee = flat(when="level")
    assert owed(fee, invoice(), as_of=d(3, 1)) == []
    taken = [(d(2, 10), "fee", ()), (d(2, 20), "fee", ("INV-1",)), (d(3, 2), "fee", ())]
    assert owed(fee, invoice(), invoice("INV-2"), as_of=d(3, 1), levels=taken) == [
        ("fee:INV-1:2026-02-10", "2026-02-10", "5.00"),
        ("fee:INV-1:2026-02-20", "2026-02-20", "5.00"),
        ("fee:INV-2:2026-02-10", "2026-02-10", "5.00"),
    ]


def test_one_step_charges_one_item_once() -> None:
    fee = flat(when="level")
    taken = [(d(2, 10), "fee", ()), (d(2, 10), "fee", ("INV-1",)), (d(2, 10), "fee", ())]
    assert owed(fee, invoice(), as_of=d(3, 1), levels=taken) == [
        ("fee:INV-1:2026-02-10", "2026-02-10", "5.00")
    ]


@pytest.mark.parametrize(
    ("on", "facts"),
    [
        (d(1, 31), ()),  # not late yet
        (d(2, 11), paid("1000.00", d(2, 10))),  # paid before
        (d(2, 11), (pause(d(2, 11), d(2, 11)),)),
    ],
)
def test_a_step_charges_only_what_was_late_and_open(on: date, facts: tuple[Any, ...]) -> None:
    fee = flat(when="level")
    assert owed(fee, invoice(), *facts, as_of=d(3, 1), levels=[(on, "fee", ())]) == []


def test_a_step_within_the_grace_charges_nothing() -> None:
    fee, grace = flat(when="level"), {"grace_days": 5}
    for on, found in ((d(2, 5), 0), (d(2, 6), 1)):
        taken = [(on, "fee", ())]
        assert len(owed(fee, invoice(), as_of=d(3, 1), levels=taken, policy=grace)) == found


def test_a_step_on_the_account_charges_it_once() -> None:
    fee = flat(when="level", per="customer")
    facts = (invoice(), invoice("INV-2"))
    assert owed(fee, *facts, as_of=d(3, 1), levels=[(d(2, 10), "fee", ())]) == [
        ("fee:C-1:EUR:2026-02-10", "2026-02-10", "5.00")
    ]


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ([(d(2, 10), "other", ())], "level names the fee other; the fees by level of own are fee"),
        ([(d(2, 10), "fee")], r"a level is \(day, id of a fee, ids of items in a tuple\)"),
    ],
)
def test_levels_name_fees_by_level(levels: Any, message: str) -> None:
    with pytest.raises(InvalidFact, match=message):
        owed(flat(when="level"), invoice(), as_of=d(3, 1), levels=levels)
    with pytest.raises(InvalidFact, match="the fees by level of own are none"):
        owed(flat(), invoice(), as_of=d(3, 1), levels=[(d(2, 10), "fee", ())])


# -- by period -------------------------------------------------------------------------------------
def test_full_months_are_counted_from_the_due_date() -> None:
    fee = flat(every=MONTH)
    assert owed(fee, invoice(), as_of=d(2, 27)) == []
    assert owed(fee, invoice(), as_of=d(4, 30)) == [
        ("fee:INV-1:1", "2026-02-28", "5.00"),
        ("fee:INV-1:2", "2026-03-31", "5.00"),
        ("fee:INV-1:3", "2026-04-30", "5.00"),
    ]


def test_started_months_count_from_their_first_day() -> None:
    fee = flat(every=MONTH, count="started")
    assert owed(fee, invoice(), as_of=d(1, 31)) == []
    assert owed(fee, invoice(), as_of=d(3, 31)) == [
        ("fee:INV-1:1", "2026-02-01", "5.00"),
        ("fee:INV-1:2", "2026-03-01", "5.00"),
    ]
    assert len(owed(fee, invoice(), as_of=d(4, 1))) == 3


def test_a_period_counts_only_while_something_is_open() -> None:
    for on, months in ((d(2, 27), 0), (d(2, 28), 1), (d(3, 30), 1), (d(3, 31), 2)):
        assert len(owed(flat(every=MONTH), invoice(), *paid("1000.00", on), as_of=d(6, 30))) == (
            months
        ), on


def test_a_period_that_falls_due_in_a_pause_is_not_charged() -> None:
    facts = (invoice(), pause(d(3, 30), d(4, 2)))
    assert [key for key, _, _ in owed(flat(every=MONTH), *facts, as_of=d(4, 30))] == [
        "fee:INV-1:1", "fee:INV-1:3",
    ]  # fmt: skip


# -- pauses and grace ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("holds", "first"),
    [
        ((pause(d(2, 1), d(2, 5)),), "2026-02-06"),
        ((pause(d(1, 1), d(2, 5)), pause(d(2, 6), d(2, 9), id="H-2")), "2026-02-10"),
        ((pause(d(2, 2), d(2, 5)),), "2026-02-01"),
        ((pause(d(2, 1)),), None),
        ((pause(d(2, 1), d(2, 20)),), None),
    ],
)
def test_a_fee_first_owed_in_a_pause_waits_for_its_end(
    holds: tuple[Any, ...], first: str | None
) -> None:
    found = owed(flat(), invoice(), *holds, as_of=d(2, 20))
    assert [on for _, on, _ in found] == ([] if first is None else [first])


def test_what_is_paid_before_the_pause_ends_owes_no_fee() -> None:
    facts = (invoice(), pause(d(2, 1), d(2, 5)))
    assert owed(flat(), *facts, *paid("1000.00", d(2, 5)), as_of=d(2, 20)) == []
    assert len(owed(flat(), *facts, *paid("1000.00", d(2, 6)), as_of=d(2, 20))) == 1


def test_shifted_grace_moves_the_anchor_of_periods() -> None:
    shift, threshold = {"grace_days": 10, "grace": "shift"}, {"grace_days": 10}
    fee = flat(every=Period(days=10))
    assert [on for _, on, _ in owed(fee, invoice(), as_of=d(2, 25), policy=shift)] == ["2026-02-20"]
    assert [on for _, on, _ in owed(fee, invoice(), as_of=d(2, 25), policy=threshold)] == [
        "2026-02-10", "2026-02-20",
    ]  # fmt: skip


# -- notice first ----------------------------------------------------------------------------------
def notice(on: date, **fields: Any) -> Any:
    given = {"kind": "notice", "code": "claim", "status": "delivered", "on": on, "items": ()}
    return something_done(**{**given, **fields})


NOTICED = flat(notice=NoticeFirst(code="claim", days=14))


@pytest.mark.parametrize(
    ("done", "first"),
    [
        (notice(d(2, 10)), "2026-02-25"),
        (notice(d(2, 10), items=("INV-1",)), "2026-02-25"),
        (notice(d(2, 1)), "2026-02-16"),
        (notice(d(1, 31)), None),  # before it was late
        (notice(d(2, 10), status="sent"), None),
        (notice(d(2, 10), status="failed"), None),
        (notice(d(2, 10), code="reminder"), None),
        (notice(d(2, 10), kind="contact"), None),
        (notice(d(3, 21)), None),
    ],
)
def test_a_fee_after_a_notice_and_its_free_days(done: Any, first: str | None) -> None:
    found = owed(NOTICED, invoice(), done, as_of=d(3, 20))
    assert [on for _, on, _ in found] == ([] if first is None else [first])


def test_a_sent_notice_counts_where_receipt_is_not_asked_for() -> None:
    sent = flat(notice=NoticeFirst(code="claim", received=False))
    found = owed(sent, invoice(), notice(d(2, 10), status="sent"), as_of=d(3, 20))
    assert [on for _, on, _ in found] == ["2026-02-11"]


def test_payment_within_the_free_days_owes_no_fee() -> None:
    facts = (invoice(), notice(d(2, 10)))
    assert owed(NOTICED, *facts, as_of=d(2, 24)) == []
    assert owed(NOTICED, *facts, *paid("1000.00", d(2, 24)), as_of=d(3, 20)) == []
    assert len(owed(NOTICED, *facts, *paid("1000.00", d(2, 25)), as_of=d(3, 20))) == 1


def test_the_first_notice_counts_and_a_missing_one_is_warned_of() -> None:
    facts = (invoice(), notice(d(2, 12)), notice(d(2, 10), id="N-2"))
    assert owed(NOTICED, *facts, as_of=d(3, 20))[0][1] == "2026-02-25"
    policy = LateChargePolicy(id="own", fees=(NOTICED,))
    (warning,) = assess(an_account(invoice()), policy, as_of=d(3, 20)).warnings
    assert (warning.code, warning.subject) == ("fees.notice_missing", "INV-1")


# -- bases -----------------------------------------------------------------------------------------
PARTLY = (invoice(), *paid("400.00", d(2, 5)))


@pytest.mark.parametrize(
    ("base", "amount"),
    [
        ("open_principal", "600.00"),
        ("original_amount", "1000.00"),
        ("overdue_balance", "700.00"),
        # A day of interest at 36.5 % is a thousandth: five of 1000.00, five of 600.00.
        ("open_with_interest", "608.00"),
    ],
)
def test_the_base_of_a_share(base: Any, amount: str) -> None:
    fee = PercentFee(id="fee", percent=Percent(10), base=base, every=Period(days=11))
    facts = (*PARTLY, an_invoice(id="INV-2", issued_on=d(1, 11)))  # EUR 100.00, due 10 February
    rule = {"interest": Interest(rate=Percent("36.5"))}
    found = [line for line in lines(fee, *facts, as_of=d(2, 11), policy=rule) if line.kind == "fee"]
    assert [str(line.base) for line in found] == [f"EUR {amount}"]
    assert found[0].gross == Money(eur(amount).amount / 10, "EUR")


def test_a_slab_is_chosen_by_the_debt_on_the_first_late_day() -> None:
    fee = SlabFee(
        id="fee",
        tiers=(
            Tier(upto=eur("1000.00"), inclusive=False, amount=eur("40.00")),
            Tier(amount=eur("70.00")),
        ),
    )
    # Money that came by the due date lowers the debt, later money does not.
    assert owed(fee, invoice(), as_of=d(2, 20))[0][2] == "70.00"
    assert owed(fee, invoice(), *paid("0.01", d(1, 31)), as_of=d(2, 20))[0][2] == "40.00"
    assert owed(fee, invoice(), *paid("0.01", d(2, 1)), as_of=d(2, 20))[0][2] == "70.00"
    (line,) = lines(fee, invoice(), *paid("400.00", d(2, 5)), as_of=d(2, 20))
    assert (line.base, line.label) == (eur("1000.00"), "fee (debt from 1000)")


def test_beyond_the_last_tier_and_in_another_currency_nothing_is_charged() -> None:
    fee = SlabFee(id="fee", tiers=(Tier(upto=eur("999.99"), amount=eur("40.00")),))
    policy = LateChargePolicy(id="own", fees=(fee,))
    pounds = an_invoice(id="GB", amount=Money("10.00", "GBP"))
    found = assess(an_account(invoice(), pounds), policy, as_of=d(2, 20))
    assert (found.lines, found.uncharged) == ((), ("EUR", "GBP"))


def test_graduated_each_slice_at_its_own_share() -> None:
    # Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2: 15, 10 and 5 %.
    fee = GraduatedFee(
        id="fee",
        brackets=(
            Bracket(upto=eur("2500.00"), percent=Percent(15)),
            Bracket(upto=eur("5000.00"), percent=Percent(10)),
            Bracket(upto=eur("10000.00"), percent=Percent(5)),
        ),
        minimum=(eur("40.00"),),
    )
    for amount, cost in (
        ("100.00", "40.00"), ("2500.00", "375.00"), ("2500.01", "375.00"), ("2500.05", "375.01"),
        ("5000.00", "625.00"), ("10000.00", "875.00"), ("20000.00", "875.00"),
    ):  # fmt: skip
        assert owed(fee, invoice(amount=eur(amount)), as_of=d(2, 20))[0][2] == cost, amount


# -- a sum in another currency ---------------------------------------------------------------------
ABROAD = SlabFee(id="fee", currency="PLN", tiers=(Tier(amount=eur("40.00")),), exchange="nbp")
PRICES = RateTable.of("nbp", {"2025-12-01": "4.2%", "2025-12-31": "4.3335%"},
                      covers_until="2026-01-31", source="a bank")  # fmt: skip


def test_a_sum_in_another_currency_is_exchanged_before_the_month_it_fell_due() -> None:
    debt = invoice(amount=Money("1000.00", "PLN"))
    context = Context(tables=(PRICES,))
    (line,) = lines(ABROAD, debt, as_of=d(2, 20), context=context)
    # Due in January: the last business day of December 2025 was the 31st, a Wednesday.
    assert line.gross == Money("173.34", "PLN")
    assert line.label == "fee, EUR 40.00 at 4.3335 on 2025-12-31"
    later = invoice(amount=Money("1000.00", "PLN"), due_on=d(2, 28))
    (line,) = lines(ABROAD, later, as_of=d(3, 20), context=context)
    # 31 January 2026 was a Saturday.
    assert line.label == "fee, EUR 40.00 at 4.3335 on 2026-01-30"


def test_without_the_table_of_prices_it_is_refused() -> None:
    with pytest.raises(UnknownReference, match="no table of exchange rates nbp in the context"):
        lines(ABROAD, invoice(amount=Money("1000.00", "PLN")), as_of=d(2, 20))
