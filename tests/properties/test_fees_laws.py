"""Laws of late charges, on accounts of a few invoices with payments, write-offs and pauses."""

from __future__ import annotations

import decimal
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from collectkit.fees import (
    FlatFee,
    Interest,
    LateCharge,
    LateChargePolicy,
    LateCharges,
    assess,
)
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    Hold,
    Installment,
    Invoice,
    Waiver,
    snapshot,
)
from collectkit.money import Money, Percent, total
from collectkit.testing import (
    a_hold,
    a_waiver,
    late_charge_policies,
    late_charges,
    percents,
)

START = date(2026, 1, 1)
CURRENCIES = ("EUR", "JPY")
HOSTILE = decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation])

offsets = st.integers(0, 60)
later = st.integers(0, 150)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


# -- accounts --------------------------------------------------------------------------------------
@st.composite
def invoices(draw: st.DrawFn, number: int) -> Invoice:
    currency = draw(st.sampled_from(CURRENCIES))
    parts = tuple(
        Installment(
            number=n,
            due_on=day(draw(offsets)),
            amount=Money.from_minor_units(draw(st.integers(0, 10**6)), currency),
        )
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    amount = total((part.amount for part in parts), currency)
    return Invoice(
        id=f"I{number}", customer_id="C-1", amount=amount, issued_on=START, installments=parts
    )


@st.composite
def payments(draw: st.DrawFn, of: Sequence[Invoice]) -> Allocation:
    """Money of its own, so that it counts from the day it is applied."""
    invoice = draw(st.sampled_from(of))
    units = draw(st.integers(1, max(invoice.amount.minor_units, 1)))
    return Allocation(
        invoice_id=invoice.id,
        amount=Money.from_minor_units(units, invoice.currency),
        applied_on=day(draw(offsets)),
        installment=draw(st.none() | st.integers(1, len(invoice.installments))),
    )


@st.composite
def pauses(draw: st.DrawFn, of: Sequence[Invoice], number: int) -> Hold:
    first = draw(offsets)
    items = [name for invoice in of for name in {invoice.id, *invoice.item_ids}]
    return Hold(
        id=f"H{number}",
        customer_id="C-1",
        kind="hardship",
        blocks=("charges",),
        from_on=day(first),
        until_on=draw(st.none() | st.integers(0, 20).map(lambda n: day(first + n))),
        items=tuple(draw(st.lists(st.sampled_from(sorted(items)), unique=True, max_size=2))),
    )


@st.composite
def books(draw: st.DrawFn) -> Account:
    billed = [draw(invoices(n)) for n in range(draw(st.integers(1, 3)))]
    paid = draw(st.lists(payments(billed), max_size=4))
    lost = [
        Adjustment(invoice_id=p.invoice_id, amount=p.amount, on=p.applied_on, kind="write_off")
        for p in draw(st.lists(payments(billed), max_size=1))
    ]
    return Account(
        customer=Customer(id="C-1"),
        invoices=tuple(billed),
        allocations=tuple(paid),
        adjustments=tuple(lost),
        holds=tuple(draw(pauses(billed, n)) for n in range(draw(st.integers(0, 2)))),
    )


@st.composite
def policies(draw: st.DrawFn) -> LateChargePolicy:
    fees = FlatFee(id="fee", amounts=(Money("40.00", "EUR"), Money("5000", "JPY")))
    return LateChargePolicy(
        id="own",
        interest=Interest(rate=draw(percents(most=Percent(100)))),
        fees=draw(st.sampled_from(((), (fees,)))),
        grace_days=draw(st.sampled_from((0, 0, 5, 30))),
    )


def lines(
    account: Account, policy: LateChargePolicy, as_of: date
) -> dict[str, tuple[Money, Money, Money]]:
    """(gross, waived, posted) by key."""
    found = assess(account, policy, as_of=as_of).lines
    return {line.key: (line.gross, line.waived, line.posted) for line in found}


def exact(line: LateCharge) -> Fraction:
    """The interest of a line in minor units, from its own segments."""
    return sum(
        (
            segment.principal.minor_units * segment.rate.fraction * segment.days / 365
            for segment in line.segments
        ),
        Fraction(0),
    )


# -- sums ------------------------------------------------------------------------------------------
@given(books(), policies(), later)
def test_totals_are_the_sums_of_lines_and_lines_of_segments(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    charges = assess(account, policy, as_of=day(as_of))
    for currency in CURRENCIES:
        own = [line for line in charges.lines if line.gross.currency == currency]
        assert charges.total(currency) == total((line.amount for line in own), currency)
        daily = [line.per_diem for line in own if line.per_diem is not None]
        assert charges.per_diem(currency) == total(daily, currency)
    for line in charges.lines:
        assert line.amount + line.waived + line.posted == line.gross
        if line.kind == "interest":
            assert line.gross.minor_units == half_up(exact(line))


@given(books(), policies(), later)
def test_segments_are_days_after_due_in_order(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    read = snapshot(account, as_of=day(as_of))
    items = {item.id: item for item in read.items}
    for line in assess(read, policy).lines:
        assert line.item_id is not None
        due = items[line.item_id].due_on
        assert due is not None
        before = due
        for segment in line.segments:
            assert before < segment.from_on <= segment.until_on <= read.as_of
            length = (segment.until_on - segment.from_on).days + 1
            assert segment.days == (0 if segment.paused else length)
            assert segment.principal.amount > 0
            before = segment.until_on
        if line.kind == "interest":
            assert line.segments[0].from_on == due + timedelta(days=1)


@given(books(), policies(), later)
def test_keys_are_unique_and_stay(account: Account, policy: LateChargePolicy, as_of: int) -> None:
    charges = assess(account, policy, as_of=day(as_of))
    keys = [line.key for line in charges.lines]
    assert len(set(keys)) == len(keys)
    assert charges == assess(account, policy, as_of=day(as_of))
    assert set(keys) <= set(lines(account, policy, day(as_of + 30)))


# -- what changes nothing --------------------------------------------------------------------------
def irrelevant(account: Account, first: date, last: date) -> list[dict[str, Any]]:
    """Facts that cover days and items, and give nothing up."""
    window = {"from_on": first, "until_on": last}
    again = tuple(replace(hold, id=f"{hold.id}-again") for hold in account.holds)
    return [
        {"waivers": (a_waiver(on=START, kinds=("costs",), **window),)},
        {"waivers": (a_waiver(on=date(2030, 1, 1), **window),)},
        {"waivers": (a_waiver(on=START, amount=Money("9.00", "USD"), **window),)},
        {"holds": (a_hold(id="X", kind="review", **window),)},
        {"holds": (a_hold(id="X", kind="legal", blocks=("demands",), clock="stop", **window),)},
        {"holds": again},
    ]


@given(books(), policies(), later, offsets, st.integers(0, 30))
def test_facts_without_effect_change_nothing(
    account: Account, policy: LateChargePolicy, as_of: int, first: int, length: int
) -> None:
    plain = lines(account, policy, day(as_of))
    for facts in irrelevant(account, day(first), day(first + length)):
        assert lines(account.with_(**facts), policy, day(as_of)) == plain


@given(books(), policies(), later, offsets)
def test_cutting_a_pause_in_two_changes_nothing(
    account: Account, policy: LateChargePolicy, as_of: int, cut: int
) -> None:
    halves = []
    for hold in account.holds:
        end = hold.until_on or date.max
        if hold.from_on <= day(cut) < end:
            halves.append(replace(hold, until_on=day(cut)))
            halves.append(replace(hold, id=f"{hold.id}-rest", from_on=day(cut + 1)))
        else:
            halves.append(hold)
    again = replace(account, holds=tuple(halves))
    assert lines(again, policy, day(as_of)) == lines(account, policy, day(as_of))


@given(books(), policies(), later)
def test_waiving_days_that_are_paused_gives_nothing_up(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    waivers = tuple(
        Waiver(
            customer_id="C-1",
            on=START,
            kinds=("interest",),
            items=hold.items,
            from_on=hold.from_on,
            until_on=hold.until_on,
        )
        for hold in account.holds
    )
    again = account.with_(waivers=waivers)
    assert lines(again, policy, day(as_of)) == lines(account, policy, day(as_of))


@given(books(), policies(), later, offsets, st.integers(0, 30), st.integers(0, 30))
def test_cutting_a_waiver_in_two_changes_nothing(
    account: Account, policy: LateChargePolicy, as_of: int, first: int, one: int, other: int
) -> None:
    cut, last = first + one, first + one + other
    whole = a_waiver(on=START, kinds=("interest",), from_on=day(first), until_on=day(last))
    halves = (replace(whole, until_on=day(cut)), replace(whole, from_on=day(cut)))
    plain = lines(account.with_(waivers=(whole,)), policy, day(as_of))
    assert lines(account.with_(waivers=halves), policy, day(as_of)) == plain


@given(books(), policies(), later, st.integers(1, 10**6))
def test_cutting_a_payment_in_two_changes_nothing(
    account: Account, policy: LateChargePolicy, as_of: int, units: int
) -> None:
    halves = []
    for paid in account.allocations:
        one = Money.from_minor_units(min(units, paid.amount.minor_units - 1), paid.amount.currency)
        if one.is_zero:
            halves.append(paid)
        else:
            halves += [replace(paid, amount=one), replace(paid, amount=paid.amount - one)]
    again = replace(account, allocations=tuple(halves))
    assert lines(again, policy, day(as_of)) == lines(account, policy, day(as_of))


@given(books(), policies(), later, st.integers(1, 10**6), st.sampled_from(CURRENCIES), offsets)
def test_pending_parts_credit_notes_and_late_charges_bear_nothing(
    account: Account, policy: LateChargePolicy, as_of: int, units: int, currency: str, on: int
) -> None:
    amount = Money.from_minor_units(units, currency)
    pending = Installment(number=1, due_on=None, amount=amount)
    facts = {"customer_id": "C-1", "amount": amount, "issued_on": day(on)}
    more = (
        Invoice(id="PENDING", installments=(pending,), **facts),  # type: ignore[arg-type]
        Invoice(id="NOTE", kind="credit_note", **facts),  # type: ignore[arg-type]
        Invoice(id="CHARGE", kind="debit_note", nature="late_charge", due_on=day(on), **facts),  # type: ignore[arg-type]
    )
    plain = lines(account, policy, day(as_of))
    assert lines(account.with_(invoices=more), policy, day(as_of)) == plain


@given(books(), policies(), later)
def test_currencies_are_assessed_by_themselves(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    whole = assess(account, policy, as_of=day(as_of))
    for currency in CURRENCIES:
        own = tuple(i for i in account.invoices if i.currency == currency)
        ids = {invoice.id for invoice in own}
        alone = Account(
            customer=account.customer,
            invoices=own,
            allocations=tuple(a for a in account.allocations if a.invoice_id in ids),
            adjustments=tuple(a for a in account.adjustments if a.invoice_id in ids),
            holds=tuple(
                replace(hold, items=named)
                for hold in account.holds
                if (named := tuple(n for n in hold.items if n.split("/")[0] in ids))
                or not hold.items
            ),
        )
        found = assess(alone, policy, as_of=day(as_of))
        assert found.total(currency) == whole.total(currency)
        assert found.per_diem(currency) == whole.per_diem(currency)
        assert found.lines == tuple(w for w in whole.lines if w.gross.currency == currency)


@given(books(), policies(), later)
def test_the_decimal_context_of_the_host_is_irrelevant(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    plain = assess(account, policy, as_of=day(as_of))
    with decimal.localcontext(HOSTILE):
        again = assess(account, policy, as_of=day(as_of))
        assert again == plain
        assert again.explain() == plain.explain()
        assert [again.total(c) for c in CURRENCIES] == [plain.total(c) for c in CURRENCIES]


# -- more and less ---------------------------------------------------------------------------------
@given(books(), policies(), later, later)
def test_waiting_never_makes_it_cheaper(
    account: Account, policy: LateChargePolicy, one: int, other: int
) -> None:
    early, late = sorted((one, other))
    before, after = lines(account, policy, day(early)), lines(account, policy, day(late))
    for key, (gross, _, _) in before.items():
        assert after[key][0] >= gross


@given(books(), policies(), later, st.data())
def test_paying_never_makes_it_dearer(
    account: Account, policy: LateChargePolicy, as_of: int, data: st.DataObject
) -> None:
    paid = account.with_(allocations=(data.draw(payments(account.invoices)),))
    before, after = lines(account, policy, day(as_of)), lines(paid, policy, day(as_of))
    for key, (gross, _, _) in after.items():
        assert gross <= before[key][0]


@given(books(), policies(), later, st.integers(1, 10_000))
def test_amounts_times_k_bear_k_times_as_much(
    account: Account, policy: LateChargePolicy, as_of: int, factor: int
) -> None:
    def grown(money: Money) -> Money:
        return Money.from_minor_units(money.minor_units * factor, money.currency)

    larger = replace(
        account,
        invoices=tuple(
            replace(
                invoice,
                amount=grown(invoice.amount),
                installments=tuple(
                    replace(part, amount=grown(part.amount)) for part in invoice.installments
                ),
            )
            for invoice in account.invoices
        ),
        allocations=tuple(replace(a, amount=grown(a.amount)) for a in account.allocations),
        adjustments=tuple(replace(a, amount=grown(a.amount)) for a in account.adjustments),
    )
    found = lines(larger, policy, day(as_of))
    for line in assess(account, policy, as_of=day(as_of)).lines:
        wanted = (
            half_up(exact(line) * factor) if line.kind == "interest" else line.gross.minor_units
        )
        assert found[line.key][0].minor_units == wanted


@given(books(), policies(), later, percents(most=Percent(100)))
def test_a_higher_rate_never_costs_less(
    account: Account, policy: LateChargePolicy, as_of: int, rate: Percent
) -> None:
    assert policy.interest is not None
    assert isinstance(policy.interest.rate, Percent)
    low, high = sorted((policy.interest.rate, rate))
    cheap, dear = (
        lines(account, policy.replace(interest=Interest(rate=r)), day(as_of)) for r in (low, high)
    )
    assert set(cheap) == set(dear)
    assert all(cheap[key][0] <= dear[key][0] for key in cheap)


@given(books(), policies(), later, st.integers(0, 60))
def test_grace_drops_whole_lines_and_changes_none(
    account: Account, policy: LateChargePolicy, as_of: int, grace_days: int
) -> None:
    strict = lines(account, policy.replace(grace_days=0, fees=()), day(as_of))
    patient = lines(account, policy.replace(grace_days=grace_days, fees=()), day(as_of))
    assert patient.items() <= strict.items()


# -- giving up and posting -------------------------------------------------------------------------
@given(books(), policies(), later, offsets, st.none() | st.integers(0, 60))
def test_what_is_waived_lies_between_nothing_and_all(
    account: Account, policy: LateChargePolicy, as_of: int, first: int, length: int | None
) -> None:
    some = Waiver(
        customer_id="C-1",
        on=START,
        from_on=day(first),
        until_on=None if length is None else day(first + length),
    )
    everything = Waiver(customer_id="C-1", on=START)
    plain = lines(account, policy, day(as_of))
    fewer = lines(account.with_(waivers=(some,)), policy, day(as_of))
    none = lines(account.with_(waivers=(everything,)), policy, day(as_of))
    assert set(plain) == set(fewer) == set(none)
    for key, (gross, waived, _) in fewer.items():
        assert gross == plain[key][0]
        assert Money.zero(gross.currency) <= waived <= gross
        assert none[key][:2] == (gross, gross)


@settings(max_examples=50)
@given(books(), policies(), later, st.integers(1, 40), st.booleans())
def test_what_is_posted_is_not_asked_for_again(
    account: Account, policy: LateChargePolicy, as_of: int, more: int, by_item: bool
) -> None:
    first = assess(account, policy, as_of=day(as_of))
    posted = tuple(
        Invoice(
            id=f"CHARGE-{n}",
            customer_id="C-1",
            kind="debit_note",
            nature="late_charge",
            amount=line.amount,
            issued_on=day(as_of),
            due_on=day(as_of),
            charge_key=line.key,
            charge_kind=line.kind,
            charge_for=line.item_id if by_item or line.kind == "interest" else line.invoice_id,
        )
        for n, line in enumerate(first.lines)
    )
    booked = account.with_(invoices=posted)
    again = assess(booked, policy, as_of=day(as_of))
    assert [line.key for line in again.lines] == [line.key for line in first.lines]
    assert all(line.amount.is_zero for line in again.lines)
    # Later only what has come on top is asked for.
    plain = assess(account, policy, as_of=day(as_of + more))
    deltas = assess(booked, policy, as_of=day(as_of + more))
    for currency in CURRENCIES:
        left = plain.total(currency) - first.total(currency)
        assert deltas.total(currency) == left


# -- every form of policy --------------------------------------------------------------------------
@given(late_charges())
def test_the_steps_lead_from_raw_to_gross_and_keys_are_unique(charges: LateCharges) -> None:
    keys = [line.key for line in charges.lines]
    assert len(set(keys)) == len(keys)
    for line in charges.lines:
        nothing = Money.zero(line.gross.currency)
        assert line.raw + total((s.amount for s in line.steps), nothing.currency) == line.gross
        assert all(not step.amount.is_zero for step in line.steps)
        assert line.amount == line.gross - line.waived - line.posted - line.paid
        assert nothing <= line.waived <= line.gross
        if line.segments:
            cut = [step for step in line.steps if step.code == "cap"]
            parts = total((segment.amount for segment in line.segments), nothing.currency)
            assert parts == line.raw or (cut and parts < line.raw)


@given(late_charges())
def test_segments_follow_each_other_and_say_what_they_bear(charges: LateCharges) -> None:
    for line in charges.lines:
        ends = [segment.until_on for segment in line.segments]
        starts = [segment.from_on for segment in line.segments]
        assert all(first <= last for first, last in zip(starts, ends, strict=True))
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
        for segment in line.segments:
            if segment.state in ("paused", "capped"):
                assert segment.exact == Fraction(0)
                assert segment.amount.is_zero


@settings(max_examples=60)
@given(books(), late_charge_policies(tables=True), later)
def test_booking_every_row_leaves_nothing_to_book(
    account: Account, policy: LateChargePolicy, as_of: int
) -> None:
    on = day(as_of)
    rows = assess(account, policy, as_of=on).postings()
    notes = tuple(
        row.invoice(id=f"NOTE-{n}", customer_id="C-1", issued_on=on, due_on=on)
        for n, row in enumerate(rows)
    )
    again = assess(account.with_(invoices=notes), policy, as_of=on)
    assert again.postings() == ()
    assert all(again.total(currency).is_zero for currency in again.currencies)


@settings(max_examples=60)
@given(books(), late_charge_policies(), later, st.integers(0, 10**6), st.booleans())
def test_money_for_interest_lowers_what_is_left_by_all_of_it(
    account: Account, policy: LateChargePolicy, as_of: int, units: int, twice: bool
) -> None:
    target = account.invoices[0]
    money = Money.from_minor_units(units + 1, target.currency)
    given = Allocation(invoice_id=target.id, amount=money, applied_on=START, component="interest")
    paid = account.with_(allocations=(given, given) if twice else (given,))
    if policy.interest is None or policy.interest.compounding is not None:
        return
    plain = assess(account, policy, as_of=day(as_of)).total(target.currency)
    found = assess(paid, policy, as_of=day(as_of)).total(target.currency)
    assert plain - found == money * (2 if twice else 1)
