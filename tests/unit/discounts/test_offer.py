"""Discount offers: what settles an item on a day, and why there is no discount."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from collectkit.discounts import REASONS, DiscountOffer, offer, offers
from collectkit.errors import InvalidDate, InvalidFact, UnknownReference
from collectkit.ledger import DiscountWindow, Invoice, Snapshot, snapshot
from collectkit.money import Money, Percent
from collectkit.terms import parse
from collectkit.testing import (
    a_late_charge,
    a_receipt,
    a_reversal,
    an_account,
    an_adjustment,
    an_allocation,
    an_installment,
    an_invoice,
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice() -> Invoice:
    """`INV-7` over EUR 1190.00 of 31 January: 2 % until 10 February, due on 2 March."""
    return parse("2/10 net 30").invoice(
        id="INV-7", customer_id="C-1", amount=eur("1190.00"), issued_on=d(1, 31)
    )


def window(
    until: date, percent: str, discount: str, payable: str, base: str | None = None, **more: Any
) -> DiscountWindow:
    return DiscountWindow(
        until=until,
        percent=Percent(percent),
        discount=eur(discount),
        payable=eur(payable),
        base=eur(discount) + eur(payable) if base is None else eur(base),
        **more,
    )


def paid(amount: str, on: date, **fields: Any) -> tuple[Any, Any]:
    money = eur(amount)
    return (
        a_receipt(amount=money, received_on=on),
        an_allocation(amount=money, applied_on=on, invoice_id="INV-7", **fields),
    )


def read(*facts: Any, as_of: date = date(2026, 2, 10)) -> Snapshot:
    return snapshot(an_account(*facts), as_of=as_of)


def test_an_open_discount() -> None:
    found = offer(read(invoice()), "INV-7")
    assert found == DiscountOffer(
        item_id="INV-7",
        payable=eur("1166.20"),
        discount=eur("23.80"),
        percent=Percent("2"),
        deadline=d(2, 10),
        stands_until=d(2, 10),
        reason=REASONS("open", "INV-7", percent=Percent("2"), until=d(2, 10)),
    )
    assert found.reason.code == "discounts.open"
    assert found.explain() == (
        "INV-7: 2% off if the whole balance is received by 2026-02-10: "
        "payable EUR 1166.20, saves EUR 23.80"
    )


@pytest.mark.parametrize(
    ("as_of", "discount"),
    [(d(1, 31), "23.80"), (d(2, 9), "23.80"), (d(2, 10), "23.80"), (d(2, 11), "0.00")],
)
def test_the_deadline_is_inclusive(as_of: date, discount: str) -> None:
    assert offer(read(invoice(), as_of=as_of), "INV-7").discount == eur(discount)


def test_a_closed_window() -> None:
    found = offer(read(invoice(), as_of=d(2, 11)), "INV-7")
    assert (found.payable, found.discount) == (eur("1190.00"), eur("0.00"))
    assert (found.percent, found.deadline, found.stands_until) == (None, None, None)
    assert found.reason.code == "discounts.window_closed"
    assert found.explain() == "INV-7: the discount ended on 2026-02-10; payable EUR 1190.00"


def test_the_offer_stands_through_the_grace_and_prints_the_deadline() -> None:
    graced = invoice_with(window(d(2, 10), "2", "2.00", "98.00", eligible_until=d(2, 13)))
    for as_of in (d(2, 10), d(2, 13)):
        found = offer(read(graced, as_of=as_of), "INV-7")
        assert (found.discount, found.deadline) == (eur("2.00"), d(2, 10))
        assert found.stands_until == d(2, 13)
    assert str(found.reason) == (
        "INV-7: 2% off if the whole balance is received by 2026-02-13, in grace after 2026-02-10"
    )
    late = offer(read(graced, as_of=d(2, 14)), "INV-7")
    assert late.discount.is_zero
    assert str(late.reason) == "INV-7: the discount ended on 2026-02-10"


def invoice_with(*windows: DiscountWindow, **fields: Any) -> Invoice:
    """`INV-7` over EUR 100.00 of 31 January with these windows."""
    given = {"issued_on": d(1, 31), "discounts": windows, **fields}
    return an_invoice(id="INV-7", **given)


def test_no_discount_was_agreed() -> None:
    found = offer(read(an_invoice(id="INV-7")), "INV-7")
    assert found.explain() == "INV-7: the invoice carries no discount; payable EUR 100.00"
    assert found.reason.code == "discounts.none_agreed"


def test_nothing_is_open() -> None:
    found = offer(read(invoice(), *paid("1190.00", d(2, 5))), "INV-7")
    assert found.explain() == "INV-7: nothing is open; payable EUR 0.00"
    assert found.reason.code == "discounts.settled"
    assert found.deadline is None


# -- full settlement of what is open ---------------------------------------------------------------
def test_a_part_payment_neither_earns_nor_forfeits() -> None:
    found = offer(read(invoice(), *paid("500.00", d(2, 5))), "INV-7")
    # 2 % of the 690.00 still open.
    assert (found.discount, found.payable) == (eur("13.80"), eur("676.20"))


def test_paying_the_payable_leaves_what_the_discount_takes() -> None:
    after = read(
        invoice(),
        *paid("1166.20", d(2, 10)),
        an_adjustment(invoice_id="INV-7", amount=eur("23.80"), on=d(2, 10), kind="discount"),
    )
    assert after.open == ()
    assert offer(after, "INV-7").reason.code == "discounts.settled"


def test_a_cent_short_leaves_a_small_balance_with_its_own_discount() -> None:
    # pp-8: full settlement only, so the payment earned nothing by itself.
    found = offer(
        read(invoice_with(window(d(2, 10), "2", "2.00", "98.00")), *paid("97.99", d(2, 5))), "INV-7"
    )
    assert (found.payable + found.discount, found.discount) == (eur("2.01"), eur("0.04"))


def test_the_discount_is_of_the_share_that_bears_one() -> None:
    # Of 100.00 the goods are 80.00: untouched 2 % of these, of a rest 1.6 %.
    freight = invoice_with(window(d(2, 10), "2", "1.60", "98.40", base="80.00"))
    assert offer(read(freight), "INV-7").discount == eur("1.60")
    assert offer(read(freight, *paid("10.00", d(2, 5))), "INV-7").discount == eur("1.44")
    assert offer(read(freight, *paid("50.00", d(2, 5))), "INV-7").discount == eur("0.80")


def test_an_untouched_part_has_the_printed_discount() -> None:
    # Parts share a discount by largest remainder: 0.33 where half-up of this part were 0.34.
    third = invoice_with(window(d(2, 10), "1", "0.33", "33.17"), amount=eur("33.50"))
    assert offer(read(third), "INV-7").discount == eur("0.33")
    higher = invoice_with(window(d(2, 10), "1", "0.35", "33.15"), amount=eur("33.50"))
    assert offer(read(higher), "INV-7").discount == eur("0.35")
    # Once touched it is the share, still never above what is printed.
    assert offer(read(higher, *paid("0.10", d(2, 5))), "INV-7").discount == eur("0.33")
    lower = (window(d(2, 5), "2", "1.00", "49.00"), window(d(2, 10), "1", "0.49", "49.51"))
    tiers = invoice_with(*lower, amount=eur("50.00"))
    assert offer(read(tiers, *paid("0.10", d(2, 5))), "INV-7").discount == eur("0.49")


def test_a_window_of_nothing_offers_nothing() -> None:
    empty = invoice_with(window(d(2, 10), "2", "0.00", "100.00", base="0.00"))
    found = offer(read(empty), "INV-7")
    assert (found.discount, found.payable) == (eur("0.00"), eur("100.00"))
    assert offers(read(empty)) == ()


def test_the_discount_is_rounded_half_up_and_never_above_what_was_agreed() -> None:
    small = invoice_with(window(d(2, 10), "2", "0.01", "0.24"), amount=eur("0.25"))
    assert offer(read(small), "INV-7").discount == eur("0.01")
    kept_low = invoice_with(window(d(2, 10), "2", "1.99", "98.01"))
    assert offer(read(kept_low), "INV-7").discount == eur("1.99")


def test_a_bounced_payment_opens_the_offer_again() -> None:
    money = eur("1190.00")
    facts = (
        invoice(),
        *paid("1190.00", d(2, 5)),
        a_reversal(amount=money, received_on=d(2, 9)),
    )
    assert offer(read(*facts, as_of=d(2, 8)), "INV-7").payable.is_zero
    assert offer(read(*facts, as_of=d(2, 9)), "INV-7").payable == eur("1166.20")


# -- several windows, several parts ----------------------------------------------------------------
def test_the_best_standing_window_counts() -> None:
    # pp-9: Microsoft Learn, D365 Finance, several discount periods.
    tiers = an_invoice(
        id="INV-7",
        amount=eur("1000.00"),
        issued_on=date(2020, 6, 25),
        discounts=(
            window(date(2020, 6, 30), "2", "20.00", "980.00"),
            window(date(2020, 7, 9), "1", "10.00", "990.00"),
        ),
    )
    for as_of, payable in (
        (date(2020, 6, 30), "980.00"),
        (date(2020, 7, 1), "990.00"),
        (date(2020, 7, 9), "990.00"),
        (date(2020, 7, 10), "1000.00"),
    ):
        assert offer(read(tiers, as_of=as_of), "INV-7").payable == eur(payable)
    closed = offer(read(tiers, as_of=date(2020, 7, 10)), "INV-7")
    assert str(closed.reason) == "INV-7: the discount ended on 2020-07-09"


def parts() -> Invoice:
    return invoice_with(
        window(d(2, 10), "2", "1.20", "58.80", installment=1),
        window(d(3, 10), "1", "0.40", "39.60", installment=2),
        installments=(
            an_installment(number=1, due_on=d(3, 2), amount=eur("60.00")),
            an_installment(number=2, due_on=d(4, 2), amount=eur("40.00")),
        ),
    )


def test_each_part_has_its_own_windows() -> None:
    found = offers(read(parts(), as_of=d(2, 10)))
    assert [(o.item_id, o.discount) for o in found] == [
        ("INV-7/1", eur("1.20")),
        ("INV-7/2", eur("0.40")),
    ]
    assert [o.item_id for o in offers(read(parts(), as_of=d(2, 11)))] == ["INV-7/2"]
    assert offer(read(parts(), as_of=d(2, 11)), "INV-7/1").deadline is None


def test_an_invoice_of_several_parts_is_not_one_offer() -> None:
    with pytest.raises(InvalidFact) as caught:
        offer(read(parts()), "INV-7")
    assert (caught.value.code, caught.value.field) == ("ledger.invalid-fact", "item_id")
    assert str(caught.value) == "INV-7 has 2 parts (name one of them)"


# -- all offers ------------------------------------------------------------------------------------
def test_offers_are_those_with_a_discount_in_them() -> None:
    facts = (
        invoice(),
        an_invoice(id="PLAIN", issued_on=d(1, 31)),
        parse("2/5 net 30").invoice(
            id="CLOSED", customer_id="C-1", amount=eur("10.00"), issued_on=d(1, 31)
        ),
        parse("2/10 net 30").invoice(
            id="TINY", customer_id="C-1", amount=eur("0.24"), issued_on=d(1, 31)
        ),
        parse("2/10 net 30").invoice(
            id="YEN", customer_id="C-1", amount=Money("5000", "JPY"), issued_on=d(1, 31)
        ),
        a_late_charge(charge_for="INV-7", issued_on=d(2, 1)),
    )
    found = offers(read(*facts))
    assert {o.item_id: str(o.payable) for o in found} == {
        "INV-7": "EUR 1166.20",
        "YEN": "JPY 4900",
    }
    assert offers(read(*facts, as_of=d(2, 11))) == ()
    assert offers(read()) == ()


# -- the day ---------------------------------------------------------------------------------------
def test_a_later_day_may_be_asked_for() -> None:
    today = read(invoice(), as_of=d(2, 1))
    assert offer(today, "INV-7", on=d(2, 10)).discount == eur("23.80")
    assert offer(today, "INV-7", on=d(2, 11)).discount.is_zero
    assert len(offers(today, on=d(2, 10))) == 1
    assert offers(today, on=d(2, 11)) == ()


def test_an_earlier_day_needs_its_own_snapshot() -> None:
    today = read(invoice(), as_of=d(2, 10))
    for call in (
        lambda: offer(today, "INV-7", on=d(2, 9)),
        lambda: offers(today, on=d(2, 9)),
    ):
        with pytest.raises(InvalidDate) as caught:
            call()
        assert caught.value.field == "on"
        assert str(caught.value) == (
            "on 2026-02-09 lies before the snapshot's day 2026-02-10 (use snapshot.at(day))"
        )
    assert offer(today.at(d(2, 9)), "INV-7").discount == eur("23.80")


@pytest.mark.parametrize("on", ["2026-02-10", datetime(2026, 2, 10), 0])  # noqa: DTZ001
def test_a_day_is_a_plain_date(on: Any) -> None:
    with pytest.raises(InvalidDate, match="on must be a date"):
        offer(read(invoice()), "INV-7", on=on)


def test_unknown_items_and_other_things_are_refused() -> None:
    with pytest.raises(UnknownReference, match="`INV-9` is no invoice or item of C-1"):
        offer(read(invoice()), "INV-9")
    with pytest.raises(UnknownReference):
        offer(read(invoice(), as_of=d(1, 30)), "INV-7")
    account: Any = an_account(invoice())
    for call in (lambda: offers(account), lambda: offer(account, "INV-7")):
        with pytest.raises(InvalidFact, match="snapshot must be Snapshot, not Account"):
            call()
