"""Laws of what collecting did: contacts, waived charges, conventions and bridges."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectkit import Money
from collectkit.dates import add_days
from collectkit.ledger import Account, Done, Invoice, payment, snapshot
from collectkit.metrics import (
    ChargeEnforcement,
    ContactEffectiveness,
    ConventionComparison,
    DsoBridge,
    PeriodFigures,
    charge_enforcement,
    compare_conventions,
    contact_effectiveness,
    dso_bridge,
)
from collectkit.testing import (
    accounts,
    an_invoice,
    charge_enforcements,
    charge_rows,
    contact_results,
    contacted_payers,
    convention_comparisons,
    dso_bridges,
    period_figures,
    something_done,
)

START = date(2026, 1, 1)
END = add_days(START, 130)
WITHIN = st.integers(1, 40)
SPANS = st.tuples(st.integers(0, 130), st.integers(0, 130)).map(sorted)


def results(
    *many: Account,
    start: date = START,
    end: date = END,
    within: int,
    wait: int = 40,
    **options: Any,
) -> tuple[ContactEffectiveness, ...]:
    reads = [snapshot(account, as_of=add_days(end, wait)) for account in many]
    return contact_effectiveness(reads, start=start, end=end, within=within, **options)


def collected(found: tuple[ContactEffectiveness, ...], currency: str = "EUR") -> int:
    return sum(row.collected.minor_units for row in found if row.currency == currency)


def same(found: Decimal | None, expected: Fraction) -> bool:
    """Whether a figure is the exact one, rounded to 28 digits."""
    assert found is not None
    return abs(Fraction(found) - expected) <= Fraction(1, 10**24) * max(Fraction(1), abs(expected))


# -- contacts ------------------------------------------------------------------------------------
def is_contact(done: Done) -> bool:
    return done.kind != "task" and done.status != "failed" and done.direction == "out"


def about(done: Done, invoice: Invoice, account: Account) -> bool:
    """Whether a contact is about an invoice of one part that is only ever paid."""
    if done.items or done.debts:
        return invoice.id in (*done.items, *done.debts)
    paid = sum(
        receipt.amount.minor_units
        for receipt, allocation in zip(account.receipts, account.allocations, strict=True)
        if allocation.invoice_id == invoice.id and receipt.received_on <= done.on
    )
    due = invoice.due_on
    return due is not None and due < done.on and paid < invoice.amount.minor_units


@given(account=contacted_payers(), within=WITHIN, span=SPANS)
def test_every_payment_belongs_to_the_last_contact_before_it(
    account: Account, within: int, span: list[int]
) -> None:
    """Counted anew, payment by payment: none is taken twice, none that belongs is left out."""
    first, last = (add_days(START, n) for n in span)
    contacts = [done for done in account.done if is_contact(done)]
    invoices = {invoice.id: invoice for invoice in account.invoices}
    units: Counter[str | None] = Counter()
    followed = set()
    for allocation in account.allocations:
        invoice, paid = invoices[allocation.invoice_id], allocation.applied_on
        earlier = [d for d in contacts if d.on < paid and about(d, invoice, account)]
        if not earlier:
            continue
        done = max(earlier, key=Done.order)
        if (paid - done.on).days <= within and first <= done.on <= last:
            units[done.channel] += allocation.amount.minor_units
            followed.add((done.id, done.channel))
    made = Counter(
        done.channel
        for done in contacts
        if first <= done.on <= last and any(about(done, i, account) for i in account.invoices)
    )
    found = {row.group: row for row in results(account, start=first, end=last, within=within)}
    assert {name: row.contacts for name, row in found.items()} == made
    assert {name: row.collected.minor_units for name, row in found.items()} == {
        name: units[name] for name in made
    }
    assert Counter(channel for _, channel in followed) == Counter(
        {name: row.followed for name, row in found.items() if row.followed}
    )


@given(account=contacted_payers() | accounts(), within=WITHIN)
def test_no_more_is_attributed_than_came_in(account: Account, within: int) -> None:
    read = snapshot(account, as_of=add_days(END, 40))
    found = contact_effectiveness([read], start=date(2025, 1, 1), end=END, within=within)
    for currency in {row.currency for row in found}:
        came = sum(
            cash.amount.minor_units
            for cash in read.cash_received
            if cash.amount.currency == currency and cash.amount.minor_units > 0
        )
        assert 0 <= collected(found, currency) <= came


@given(row=contact_results())
def test_shares_lie_between_0_and_1(row: ContactEffectiveness) -> None:
    assert 0 <= row.followed <= row.contacts
    assert 0 <= row.uncosted <= row.contacts
    assert (row.followed == 0) == row.collected.is_zero
    assert row.contacts + row.running > 0
    if row.contacts:
        assert row.followed_share is not None
        assert 0 <= row.followed_share <= 1
    else:
        assert (row.followed_share, row.cost_per_unit) == (None, None)
    if row.cost_per_unit is not None:
        whole = Fraction(row.cost.amount) / Fraction(row.collected.amount)
        assert same(row.cost_per_unit, whole)
    assert row.reading in row.explain()


@given(account=contacted_payers(), within=WITHIN, cut=st.integers(0, 129))
def test_windows_add_up(account: Account, within: int, cut: int) -> None:
    """However the window is cut: what follows a contact does not hang on the window."""
    middle = add_days(START, cut)
    wait = 200 - cut
    parts = (
        *results(account, end=middle, within=within, wait=wait),
        *results(account, start=add_days(middle, 1), within=within, wait=70),
    )
    whole = results(account, within=within, wait=70)
    assert middle.toordinal() + wait == END.toordinal() + 70
    for name in ("contacts", "followed"):
        assert sum(getattr(row, name) for row in parts) == sum(getattr(r, name) for r in whole)
    assert collected(parts) == collected(whole)


@given(many=st.lists(contacted_payers(), min_size=1, max_size=3), within=WITHIN)
def test_steps_and_channels_are_two_ways_to_cut_the_same(many: list[Account], within: int) -> None:
    channels = results(*many, within=within)
    steps = results(*many, within=within, by="step_id")
    assert collected(channels) == collected(steps)
    for name in ("contacts", "followed", "running"):
        assert sum(getattr(r, name) for r in channels) == sum(getattr(r, name) for r in steps)


@given(
    many=st.lists(contacted_payers(), min_size=1, max_size=3),
    within=WITHIN,
    wait=st.integers(0, 40),
    data=st.data(),
)
def test_the_order_of_facts_and_accounts_never_matters(
    many: list[Account], within: int, wait: int, data: st.DataObject
) -> None:
    def shuffled(account: Account) -> Account:
        facts: dict[str, Any] = {
            name: tuple(data.draw(st.permutations(getattr(account, name))))
            for name in ("done", "invoices", "receipts", "allocations")
        }
        return replace(account, **facts)

    mixed = [shuffled(account) for account in data.draw(st.permutations(many))]
    costs = {"email": Money("0.10", "EUR"), "letter": Money("2", "USD")}
    assert results(*mixed, within=within, wait=wait, costs=costs) == results(
        *many, within=within, wait=wait, costs=costs
    )


@given(account=contacted_payers(), within=WITHIN, wait=st.integers(0, 40), later=st.integers(1, 9))
def test_what_is_dated_after_the_reading_changes_nothing(
    account: Account, within: int, wait: int, later: int
) -> None:
    day = add_days(END, wait + later)
    found = results(account, within=within, wait=wait)
    assert results(more(account, day), within=within, wait=wait) == found


@given(account=contacted_payers(), within=WITHIN, later=st.integers(1, 30))
def test_a_closed_window_stays_as_it_is(account: Account, within: int, later: int) -> None:
    """Facts after the last contact's days change nothing, also when they are read."""
    closed = results(account, within=within, wait=within)
    after = add_days(END, within + later)
    read = results(more(account, after), within=within, wait=within + later)
    assert [replace(row, as_of=END) for row in read] == [replace(row, as_of=END) for row in closed]
    assert {row.running for row in closed} <= {0}


def more(account: Account, day: date) -> Account:
    """An account with another contact, invoice and, where there is something open, a payment."""
    rest = snapshot(account, as_of=day).open
    fresh = an_invoice(id="NEW", issued_on=day)
    paid = payment(rest[0].invoice, on=day, amount=rest[0].open) if rest else ()
    return account.with_(
        invoices=(fresh,),
        done=(something_done(id="NEW", on=day, channel="phone", items=()),),
        receipts=paid[:1],
        allocations=paid[1:],
    )


@given(account=contacted_payers(), short=WITHIN, longer=st.integers(0, 20))
def test_more_days_never_find_less(account: Account, short: int, longer: int) -> None:
    less, most = (results(account, within=n, wait=60) for n in (short, short + longer))
    for one, other in zip(less, most, strict=True):
        assert (one.group, one.contacts) == (other.group, other.contacts)
        assert one.followed <= other.followed
        assert one.collected <= other.collected


@given(account=contacted_payers(), within=WITHIN, wait=st.integers(0, 60))
def test_waiting_only_ends_what_runs(account: Account, within: int, wait: int) -> None:
    now, then = (results(account, within=within, wait=n) for n in (wait, 60))
    for one, other in zip(now, then, strict=True):
        assert one.contacts + one.running == other.contacts + other.running
        assert one.contacts <= other.contacts


@given(account=contacted_payers(), within=WITHIN, units=st.integers(0, 10_000))
def test_cost_is_the_price_of_every_contact(account: Account, within: int, units: int) -> None:
    price = Money.from_minor_units(units, "EUR") * Decimal("0.1")
    for row in results(account, within=within, costs={"email": price}):
        known = row.group == "email"
        assert Fraction(row.cost.amount) == (row.contacts * Fraction(price.amount) if known else 0)
        assert row.uncosted == (0 if known else row.contacts)


# -- waived charges ------------------------------------------------------------------------------
@given(found=charge_enforcements())
def test_rates_of_charges_make_up_the_whole(found: ChargeEnforcement) -> None:
    every: list[Any] = [*found.segments, found]
    for one in every:
        if one.assessed.is_zero:
            assert (one.waiver_rate, one.collection_rate) == (None, None)
            continue
        assert one.waiver_rate is not None
        assert one.collection_rate is not None
        assert 0 <= one.waiver_rate <= 1
        assert 0 <= one.collection_rate <= 1
        left = one.assessed - one.waived - one.collected
        rates = Fraction(one.waiver_rate) + Fraction(one.collection_rate)
        assert same(Decimal(1), rates + Fraction(left.amount) / Fraction(one.assessed.amount))


@given(found=charge_enforcements())
def test_the_spread_lies_between_the_highest_and_the_lowest(found: ChargeEnforcement) -> None:
    rates = [one.waiver_rate for one in found.segments if one.waiver_rate is not None]
    if len(rates) < 2:
        assert found.waiver_spread is None
    else:
        assert same(found.waiver_spread, Fraction(max(rates)) - Fraction(min(rates)))
        assert 0 <= Fraction(found.waiver_spread or 0) <= 1
    if rates:
        assert found.highest is not None
        assert found.lowest is not None
        assert (found.highest.waiver_rate, found.lowest.waiver_rate) == (max(rates), min(rates))
        assert found.waiver_rate is not None
        assert min(rates) <= found.waiver_rate <= max(rates)


@given(rows=st.lists(charge_rows(), max_size=6), data=st.data())
def test_the_order_of_charges_never_matters(rows: list[Any], data: st.DataObject) -> None:
    assert charge_enforcement(data.draw(st.permutations(rows))) == charge_enforcement(rows)


@given(rows=st.lists(charge_rows(), min_size=1, max_size=6))
def test_sums_of_charges_say_the_same_as_charges(rows: list[Any]) -> None:
    """Given segment by segment, only the number of rows differs."""
    found = charge_enforcement(rows)
    summed = charge_enforcement(
        (one.segment, one.assessed, one.waived, one.collected)
        for currency in found
        for one in currency.segments
    )
    assert summed == tuple(
        replace(one, segments=tuple(replace(part, rows=1) for part in one.segments))
        for one in found
    )


# -- conventions ---------------------------------------------------------------------------------
@given(found=convention_comparisons())
def test_every_convention_is_its_base_and_the_difference(found: ConventionComparison) -> None:
    assert [one.name for one in found.dsos] == [
        "dso_end", "dso_average", "dso_trailing:90", "dso_trailing:365", "dso_last_month",
        "dso_countback",
    ]  # fmt: skip
    assert [one.name for one in found.ceis] == ["cei", "cei_monthly_sales"]
    for base, *others in (found.dsos, found.ceis):
        assert base.why == ""
        assert base.difference in (None, 0)
        for one in (base, *others):
            if one.value is None or base.value is None:
                assert one.difference is None
            else:
                assert one.difference is not None
                assert same(one.value, Fraction(base.value) + Fraction(one.difference))
        assert all(one.note or one.value is not None for one in (base, *others))
    assert len(found.explain().splitlines()) == 9


@given(figures=period_figures(), factor=st.integers(2, 1000))
def test_conventions_are_of_shares_of_sales(figures: PeriodFigures, factor: int) -> None:
    """A book in which every amount is as many times as large has the same figures."""
    scaled: dict[str, Any] = {
        name: getattr(figures, name) * factor
        for name in ("opening", "sales", "cash", "closing", "current", "overdue", "unapplied")
    }
    scaled["months"] = tuple(replace(one, sales=one.sales * factor) for one in figures.months)
    scaled["_daily"] = tuple((day, units * factor) for day, units in figures._daily)
    plain, larger = compare_conventions(figures), compare_conventions(replace(figures, **scaled))
    for name in ("dsos", "ceis"):
        for one, other in zip(getattr(plain, name), getattr(larger, name), strict=True):
            assert (one.name, one.value) == (other.name, other.value)


# -- bridges -------------------------------------------------------------------------------------
@given(found=dso_bridges())
def test_the_parts_of_a_bridge_add_up(found: DsoBridge) -> None:
    parts = (found.before, found.after, found.change, found.best_possible, found.delinquent,
             found.unapplied)  # fmt: skip
    if found.note:
        assert parts == (None,) * 6
        return
    before, after, change, best, delinquent, unapplied = (Fraction(part or 0) for part in parts)
    assert same(found.change, best + delinquent + unapplied)
    assert same(found.after, before + change)
    assert None not in parts
    assert after is not None


@given(first=period_figures(), second=period_figures())
def test_the_way_back_is_the_same_way(first: PeriodFigures, second: PeriodFigures) -> None:
    if first.currency != second.currency:
        return
    there, back = dso_bridge(first, second), dso_bridge(second, first)
    assert (there.before, there.after) == (back.after, back.before)
    for name in ("change", "best_possible", "delinquent", "unapplied"):
        one, other = getattr(there, name), getattr(back, name)
        assert (one is None) == (other is None)
        assert one is None or Fraction(one) == -Fraction(other)
    still = dso_bridge(first, first)
    assert still.change in (None, 0)
