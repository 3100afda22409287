"""Laws of how payments came: payment performance, curves, reasons, disputes, promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collectkit import Money
from collectkit.dates import add_days
from collectkit.ledger import Account, Snapshot, payment, snapshot
from collectkit.metrics import (
    PaymentCurve,
    PaymentPerformance,
    invoicing_lag,
    late_reasons,
    open_disputes,
    payment_curve,
    payment_performance,
    performance_metrics,
    promise_kept_rate,
)
from collectkit.testing import (
    a_dispute,
    a_late_reason,
    accounts,
    an_account,
    an_invoice,
    payers,
    payment_curves,
    payment_performances,
)

START = date(2026, 1, 1)
END = add_days(START, 100)
ages = st.lists(st.integers(0, 120), max_size=20)
Row = tuple[int, int, tuple[tuple[int, int], ...], bool]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """(day of issue, terms, payments as (days after issue, cents), whether that is all of it)."""
    issued, terms = draw(st.integers(0, 40)), draw(st.integers(0, 60))
    days = draw(st.sets(st.integers(0, 60), min_size=1, max_size=3))
    paid = tuple((day, draw(st.integers(1, 10**7))) for day in sorted(days))
    return issued, terms, paid, draw(st.booleans())


books = st.lists(rows(), max_size=8)


def account_of(book: Sequence[Row], factor: int = 1) -> Account:
    facts: list[Any] = []
    for n, (issued, terms, paid, is_all) in enumerate(book):
        cents = sum(units for _, units in paid) + (0 if is_all else 1)
        day = add_days(START, issued)
        invoice = an_invoice(
            id=f"I{n}", amount=euros(cents * factor), issued_on=day, due_on=add_days(day, terms)
        )
        facts.append(invoice)
        for wait, units in paid:
            facts += payment(invoice, on=add_days(day, wait), amount=euros(units * factor))
    return an_account(*facts)


def euros(units: int) -> Money:
    return Money.from_minor_units(units, "EUR")


def performance(*reads: Snapshot, **options: Any) -> PaymentPerformance | None:
    found = payment_performance(reads, start=START, end=END, **options)
    return found[0] if found else None


def exact(value: Decimal | None) -> Fraction:
    assert value is not None
    return Fraction(value)


def same(found: Decimal | None, expected: Fraction | None) -> bool:
    """Whether a figure is the exact one, rounded to 28 digits."""
    if found is None or expected is None:
        return found is None and expected is None
    return abs(Fraction(found) - expected) <= Fraction(1, 10**24) * max(Fraction(1), abs(expected))


def mean(pairs: list[tuple[int, int]]) -> Fraction | None:
    whole = sum(weight for weight, _ in pairs)
    return Fraction(sum(weight * days for weight, days in pairs), whole) if whole else None


# -- payment performance -------------------------------------------------------------------------
@given(book=books, final=st.booleans())
def test_every_figure_follows_from_the_rows(book: list[Row], final: bool) -> None:
    found = performance(snapshot(account_of(book), as_of=END), final_clearing=final)
    settled = [(terms, paid) for _, terms, paid, is_all in book if is_all]
    if found is None:
        assert not book
        return
    parts = [(1, paid[-1][0] - terms) for terms, paid in settled]
    money = [
        (units, paid[-1][0] if final else day, terms)
        for terms, paid in settled
        for day, units in paid
    ]
    late = [(units, day - terms) for units, day, terms in money]
    assert (found.count, found.amount.minor_units) == (len(parts), sum(u for u, _ in late))
    assert same(found.mean_days_late, mean(parts))
    assert same(found.mean_days_late_clipped, mean([(n, max(days, 0)) for n, days in parts]))
    assert same(found.mean_days_late_of_late, mean([pair for pair in parts if pair[1] > 0]))
    assert same(found.weighted_days_late, mean(late))
    assert same(found.weighted_days_late_clipped, mean([(u, max(days, 0)) for u, days in late]))
    assert same(found.mean_days_to_pay, mean([(1, paid[-1][0]) for _, paid in settled]))
    assert same(found.weighted_days_to_pay, mean([(units, day) for units, day, _ in money]))
    assert same(found.weighted_terms, mean([(units, terms) for units, _, terms in money]))
    assert same(found.late_share_by_count, mean([(n, int(days > 0)) for n, days in parts]))
    assert same(found.late_share_by_amount, mean([(u, int(days > 0)) for u, days in late]))


@given(found=payment_performances())
def test_days_to_pay_are_terms_and_days_late(found: PaymentPerformance) -> None:
    """Exactly, before any rounding; the sums are rebuilt from the distributions."""
    late, taken, terms = (
        sum(money.minor_units * days for money, days in pairs)
        for pairs in (found.money_late, found.money_to_pay, found.money_terms)
    )
    assert taken == terms + late
    if found.count:
        whole = exact(found.weighted_terms) + exact(found.weighted_days_late)
        assert same(found.weighted_days_to_pay, whole)


@given(found=payment_performances())
def test_the_distributions_add_up_and_bound_the_figures(found: PaymentPerformance) -> None:
    for parts in (found.parts_late, found.parts_to_pay):
        assert sum(count for count, _ in parts) == found.count
    for pairs in (found.money_late, found.money_to_pay, found.money_terms):
        assert sum(money.minor_units for money, _ in pairs) == found.amount.minor_units
    assert all(days >= 0 for _, days in (*found.parts_to_pay, *found.money_to_pay))
    assert found.disputed_count <= found.count
    assert found.disputed_amount <= found.amount
    if not found.count:
        assert {metric.value for metric in performance_metrics(found)} == {None}
        return
    clipped, weighted = exact(found.mean_days_late_clipped), exact(found.weighted_days_late_clipped)
    assert clipped >= max(exact(found.mean_days_late), Fraction(0))
    assert weighted >= max(exact(found.weighted_days_late), Fraction(0))
    assert (clipped > 0) == (exact(found.late_share_by_count) > 0)
    assert (weighted > 0) == (exact(found.late_share_by_amount) > 0)
    if found.mean_days_late_of_late is not None:
        assert exact(found.mean_days_late_of_late) >= max(clipped, Fraction(1))


@given(book=st.lists(rows(), min_size=1, max_size=5), factor=st.integers(2, 1000))
def test_scaling_every_amount_changes_no_figure(book: list[Row], factor: int) -> None:
    closed = [(*row[:3], True) for row in book]
    plain, scaled = (performance(snapshot(account_of(closed, by), as_of=END)) for by in (1, factor))
    assert plain is not None
    assert scaled is not None
    assert [m.value for m in performance_metrics(plain)] == [
        m.value for m in performance_metrics(scaled)
    ]


@given(many=st.lists(payers(), min_size=2, max_size=3), data=st.data(), open_=st.booleans())
def test_accounts_add_up_in_any_order(
    many: list[Account], data: st.DataObject, open_: bool
) -> None:
    reads = [snapshot(account, as_of=END) for account in many]
    whole = performance(*reads, include_open=open_)
    assert performance(*data.draw(st.permutations(reads)), include_open=open_) == whole
    singles = [performance(read, include_open=open_) for read in reads]
    assert whole is not None
    assert whole.count == sum(one.count for one in singles if one is not None)
    assert whole.amount.minor_units == sum(one.amount.minor_units for one in singles if one)


@given(account=payers() | accounts())
def test_open_items_only_add_late_parts(account: Account) -> None:
    read = snapshot(account, as_of=END)
    without = payment_performance([read], start=START, end=END)
    added = payment_performance([read], start=START, end=END, include_open=True)
    for plain, more in zip(without, added, strict=True):
        overdue = [i for i in read.items
                   if i.is_trade and i.is_overdue and i.currency == plain.currency]  # fmt: skip
        assert more.count == plain.count + len(overdue)
        assert more.late_count == plain.late_count + len(overdue)


@given(account=payers())
def test_settling_days_are_never_earlier_than_payments(account: Account) -> None:
    read = snapshot(account, as_of=END)
    own, final = performance(read), performance(read, final_clearing=True)
    assert own is not None
    assert final is not None
    assert (own.count, own.amount, own.parts_late) == (final.count, final.amount, final.parts_late)
    if own.count:
        assert exact(own.weighted_days_late) <= exact(final.weighted_days_late)


@given(account=payers(), wait=st.integers(1, 30))
def test_what_happens_after_the_end_changes_nothing(account: Account, wait: int) -> None:
    later = add_days(END, wait)
    invoice = account.invoices[0]
    more = account.with_(
        invoices=(an_invoice(id="NEW", issued_on=later),),
        disputes=(a_dispute(id="NEW", invoice_id=invoice.id, opened_on=later),),
        late_reasons=(a_late_reason(id="NEW", invoice_id=invoice.id, on=later),),
    )
    before, after = (snapshot(facts, as_of=END) for facts in (account, more))
    window: dict[str, Any] = {"start": START, "end": END}
    assert payment_performance([after], **window) == payment_performance([before], **window)
    assert late_reasons([after], **window) == late_reasons([before], **window)
    assert invoicing_lag([after], **window) == invoicing_lag([before], **window)
    assert open_disputes([after]) == open_disputes([before])
    assert payment_curve([after]) == payment_curve([before])


# -- the payment curve ---------------------------------------------------------------------------
@given(paid=ages, still_open=ages)
def test_the_curve_is_the_product_limit(paid: list[int], still_open: list[int]) -> None:
    curve = PaymentCurve.from_days(paid, still_open)
    everything = paid + still_open
    unpaid = Fraction(1)
    for day in range(max(everything, default=-1) + 1):
        at_risk = sum(1 for age in everything if age >= day)
        unpaid *= 1 - Fraction(paid.count(day), at_risk)
        assert same(curve.share_paid_by(day), 1 - unpaid)
        assert same(curve.share_unpaid_after(day), unpaid)


@given(paid=st.lists(st.integers(0, 120), min_size=1, max_size=20))
def test_without_censoring_it_is_the_empirical_distribution(paid: list[int]) -> None:
    curve = PaymentCurve.from_days(paid)
    for day in range(122):
        share = Fraction(sum(1 for age in paid if age <= day), len(paid))
        assert same(curve.share_paid_by(day), share)
    assert curve.median == sorted(paid)[(len(paid) - 1) // 2]


@given(curve=payment_curves())
def test_the_share_paid_never_falls_and_lies_in_its_interval(curve: PaymentCurve) -> None:
    last = Decimal(0)
    for day in range((curve.known_to or 0) + 1):
        share = curve.share_paid_by(day)
        if share is None:
            assert curve.count == 0
            return
        assert last <= share <= 1
        last = share
        interval = curve.interval(day)
        if interval is None:
            assert share == 1
        else:
            assert 0 <= interval[0] <= share <= interval[1] <= 1
        assert (curve.median is not None and curve.median <= day) == (2 * share >= 1)


@given(paid=ages, still_open=ages, data=st.data())
def test_the_order_of_ages_never_matters(
    paid: list[int], still_open: list[int], data: st.DataObject
) -> None:
    shuffled = [data.draw(st.permutations(some)) for some in (paid, still_open)]
    assert PaymentCurve.from_days(*shuffled) == PaymentCurve.from_days(paid, still_open)


@given(curve=payment_curves(), age=st.integers(0, 130), horizon=st.integers(0, 130))
def test_chance_of_payment_chains_with_the_share_paid(
    curve: PaymentCurve, age: int, horizon: int
) -> None:
    now, then = curve.share_paid_by(age), curve.share_paid_by(age + horizon)
    chance = curve.chance_of_payment(age, horizon)
    if now is None or then is None or now == 1:
        assert chance is None
    else:
        assert 0 <= exact(chance) <= 1
        assert same(then, 1 - (1 - exact(now)) * (1 - exact(chance)))


@given(book=books)
def test_the_curve_of_a_book_is_that_of_its_ages(book: list[Row]) -> None:
    paid = [payments[-1][0] for _, _, payments, is_all in book if is_all]
    waits = [100 - issued for issued, _, _, is_all in book if not is_all]
    found = payment_curve([snapshot(account_of(book), as_of=END)])
    expected = (PaymentCurve.from_days(paid, waits, currency="EUR"),) if book else ()
    assert found == expected


# -- reasons, disputes, promises -----------------------------------------------------------------
@given(account=payers() | accounts(), length=st.integers(0, 90))
def test_shares_of_reasons_make_up_the_whole(account: Account, length: int) -> None:
    found = late_reasons([snapshot(account, as_of=END)], start=add_days(END, -length), end=END)
    for currency in {trend.currency for trend in found}:
        for window in ("now", "before"):
            found_in = [getattr(t, window) for t in found if t.currency == currency]
            for whole, shares in (
                (sum(r.count for r in found_in), [r.share_by_count for r in found_in]),
                (
                    sum(r.amount.minor_units for r in found_in),
                    [r.share_by_amount for r in found_in],
                ),
            ):
                if whole:
                    assert same(Decimal(1), sum(map(exact, shares), Fraction(0)))
                else:
                    assert set(shares) == {None}


@given(account=payers() | accounts())
def test_no_more_is_disputed_than_is_open(account: Account) -> None:
    read = snapshot(account, as_of=END)
    for found in open_disputes([read]):
        owed = sum(i.open.minor_units for i in read.open
                   if i.is_trade and i.currency == found.currency)  # fmt: skip
        assert 0 <= found.amount.minor_units <= owed
        assert (found.mean_age is None) == (found.count == 0)


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(("open", "kept", "part-kept", "broken")), st.integers(1, 10**9))
    ),
    by=st.sampled_from(("count", "amount")),
)
def test_outcomes_share_the_promises_due(rows: list[tuple[str, int]], by: Any) -> None:
    weights = [(amount if by == "amount" else 1, status) for status, amount in rows]
    due = sum(weight for weight, status in weights if status != "open")
    for outcome in ("kept", "part-kept"):
        reached = sum(weight for weight, status in weights if status == outcome)
        found = promise_kept_rate(rows, by=by, outcome=outcome)
        assert same(found, Fraction(reached, due) if due else None)
