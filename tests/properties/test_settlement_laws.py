"""Laws of settlements: what payments earn, however they come."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.differential.discounts_worlds import World, world_of
from tests.properties.discount_worlds import (
    PROPORTIONAL,
    START,
    Paid,
    booking,
    day,
    eur,
    invoices,
    offsets,
    policies,
    receipts_of,
    settled,
    stories,
    taken_of,
)

from collectkit.discounts import DiscountPolicy, classify_short_payment, offer, settle
from collectkit.ledger import DiscountWindow, Invoice, snapshot
from collectkit.money import Money, Percent, total
from collectkit.testing import an_account, percents


@given(stories(), policies())
def test_the_discounts_never_exceed_the_largest_agreed(
    story: tuple[Invoice, Paid], policy: DiscountPolicy
) -> None:
    found = settled(*story, policy)
    most = max((w.discount.minor_units for w in story[0].discounts), default=0)
    assert found.earned.minor_units <= most
    assert (found.earned + found.unearned).minor_units == most
    # Nothing but money settles here.
    assert found.balance + total((line.settled for line in found.lines), "EUR") == found.amount


@given(st.integers(1, 300), percents(Percent("0.5"), Percent("30")), st.integers(1, 20))
def test_no_number_of_small_payments_earns_more_than_one(
    units: int, percent: Percent, each: int
) -> None:
    amount = eur(units)
    discount = percent.of(amount).rounded()
    window = DiscountWindow(
        until=day(400), percent=percent, discount=discount, payable=amount - discount, base=amount
    )
    invoice = Invoice(
        id="I", customer_id="C-1", amount=amount, issued_on=START, due_on=day(9),
        discounts=(window,),
    )  # fmt: skip
    paid = [(n, each) for n in range(units // each + 1)]
    found = settled(invoice, paid, PROPORTIONAL, as_of=400)
    assert found.earned <= discount
    assert found.balance.is_zero


@given(st.integers(0, 10**9).map(world_of))
def test_every_cent_of_the_amount_is_somewhere(world: World) -> None:
    read = world.snapshot()
    (item,) = read.parts(world.item_id)
    found = settle(read, item.id, policy=world.policy)
    used = lowered = zero = Money.zero(item.currency)
    for posting in item.postings:
        if posting.kind == "paid":
            used = used + posting.amount
        elif posting.kind in ("credited", "write_off", "withholding"):
            lowered = lowered + posting.amount
    # What was short is lowered, and short no longer, once it has been written off.
    parts = (found.earned, used - found.excess, found.balance, found.short, lowered)
    assert total(parts, item.currency) == item.amount
    for amount in (found.earned, found.unearned, found.short, found.excess, found.balance):
        assert amount >= zero
    assert zero <= found.late_taken <= found.balance
    assert total((line.paid for line in found.lines), item.currency) == used
    assert total((line.earned for line in found.lines), item.currency) == found.earned


@given(stories(), policies(), offsets)
def test_paying_what_an_offer_says_earns_what_it_says(
    story: tuple[Invoice, Paid], policy: DiscountPolicy, later: int
) -> None:
    invoice, paid = story
    last = max((offset for offset, _ in paid), default=0)
    before = settled(invoice, paid, policy, as_of=last)
    assume(before.excess.is_zero and before.short.is_zero)
    booked = booking(before, day(last))
    facts = (invoice, *receipts_of(paid), *booked)
    on = last + 1 + later
    offered = offer(snapshot(an_account(*facts), as_of=day(last)), "I", on=day(on))
    assume(not offered.payable.is_zero)
    after = settled(invoice, [*paid, (on, offered.payable.minor_units)], policy, *booked)
    assert after.earned - before.earned == offered.discount
    assert (after.balance, after.short, after.excess) == (eur(0), eur(0), eur(0))


@given(stories(), policies())
def test_what_was_booked_changes_nothing(
    story: tuple[Invoice, Paid], policy: DiscountPolicy
) -> None:
    found = settled(*story, policy)
    # An excess is applied to the invoice here: the ledger has no room for the discount.
    assume(found.excess.is_zero and found.lines)
    for on in {found.lines[-1].on, day(50)}:
        again = settled(*story, policy, *booking(found, on))
        assert (again.earned, again.balance) == (found.earned, found.balance)
        assert (again.to_book, again.short, again.excess) == (eur(0), eur(0), eur(0))
        assert again.lines == found.lines


@given(invoices(), offsets, st.integers(0, 3))
def test_a_cent_too_little_earns_nothing(invoice: Invoice, on: int, slack: int) -> None:
    offered = offer(snapshot(an_account(invoice), as_of=START), "I", on=day(on))
    short = offered.payable.minor_units - slack
    assume(short > 0 and not offered.discount.is_zero)
    strict = settled(invoice, [(on, short)], DiscountPolicy())
    assert strict.earned == (offered.discount if slack == 0 else eur(0))
    assert strict.balance == (eur(0) if slack == 0 else offered.discount + eur(slack))
    for tolerance in range(4):
        policy = DiscountPolicy(short_tolerance=(eur(tolerance),))
        found = settled(invoice, [(on, short)], policy)
        closes = slack <= tolerance
        assert found.earned == (offered.discount if closes else eur(0))
        assert found.short == eur(slack if closes else 0)


@given(stories(), policies(), st.randoms(use_true_random=False))
def test_the_money_of_a_day_counts_together(
    story: tuple[Invoice, Paid], policy: DiscountPolicy, dice: Random
) -> None:
    invoice, paid = story
    pieces = []
    for offset, units in paid:
        cut = dice.randint(0, units)
        pieces += [(offset, piece) for piece in (cut, units - cut) if piece]
    assert settled(invoice, pieces, policy) == settled(invoice, paid, policy)


@given(st.integers(0, 10**9).map(world_of), st.randoms(use_true_random=False))
def test_the_order_of_facts_is_irrelevant(world: World, dice: Random) -> None:
    account = world.account
    facts: list[Any] = [
        *account.invoices,
        *account.receipts,
        *account.allocations,
        *account.adjustments,
    ]
    dice.shuffle(facts)
    again = snapshot(an_account(account.customer, *facts), as_of=world.as_of)
    found = settle(again, world.item_id, policy=world.policy)
    assert found == settle(world.snapshot(), world.item_id, policy=world.policy)


@given(stories(), policies())
def test_later_payments_never_change_earlier_lines(
    story: tuple[Invoice, Paid], policy: DiscountPolicy
) -> None:
    invoice, paid = story
    whole = settled(invoice, paid, policy)
    for n in range(len(paid)):
        known = [(offset, units) for offset, units in paid if offset <= paid[n][0]]
        lines = settled(invoice, known, policy, as_of=paid[n][0]).lines
        assert whole.lines[: len(lines)] == lines


@given(stories(), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_more_tolerance_never_leaves_more_open(
    story: tuple[Invoice, Paid], one: int, other: int, partial: bool
) -> None:
    low, high = (
        settled(
            *story,
            DiscountPolicy(
                partial="proportional" if partial else "full-settlement",
                short_tolerance=(eur(slack),),
            ),
        )
        for slack in sorted((one, other))
    )
    assert low.balance >= high.balance
    if not partial:
        assert low.earned <= high.earned


@given(stories(), st.integers(0, 50))
def test_part_payments_earn_no_less_when_they_count_for_themselves(
    story: tuple[Invoice, Paid], slack: int
) -> None:
    """A payment settles the same or more of a balance; so less of it is left each evening."""
    tolerance = (eur(slack),)
    whole = settled(*story, DiscountPolicy(short_tolerance=tolerance))
    parts = settled(*story, DiscountPolicy(partial="proportional", short_tolerance=tolerance))
    assert parts.balance <= whole.balance


@given(stories(), policies(), offsets, st.integers(1, 10**6), st.integers(0, 8))
def test_a_short_payment_is_read_as_it_settles(
    story: tuple[Invoice, Paid], policy: DiscountPolicy, later: int, units: int, pick: int
) -> None:
    invoice, paid = story
    last = max((offset for offset, _ in paid), default=0)
    before = settled(invoice, paid, policy, as_of=last)
    assume(before.excess.is_zero and before.short.is_zero and not before.balance.is_zero)
    booked = booking(before, day(last))
    read = snapshot(an_account(invoice, *receipts_of(paid), *booked), as_of=day(last))
    on = last + 1 + later
    settles = [before.balance.minor_units - taken_of(w, before.balance) for w in invoice.discounts]
    units = max(min([*settles, units, units, units][pick % 3], before.balance.minor_units), 1)
    short = classify_short_payment(read, "I", eur(units), on=day(on), policy=policy)
    after = settled(invoice, [*paid, (on, units)], policy, *booked)
    assert short.missing == short.discount + short.rest == before.balance - eur(units)
    assert short.discount == after.earned - before.earned
    assert short.rest == after.balance + after.short - after.excess
    assert after.balance.is_zero == (short.kind in ("full", "earned", "tolerated"))
    if before.late_taken.is_zero:
        assert (short.kind == "late") == (not after.late_taken.is_zero)
