"""Laws of what a discount does to the tax, and of what it is worth."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.properties.discount_worlds import (
    START,
    books,
    day,
    eur,
    half_up,
    offsets,
    taken_of,
    windows_of,
)

from collectkit.discounts import (
    annualized_cost,
    best_payment_date,
    gross_settled_by,
    indifference_discount,
    payment_options,
    payment_to_settle,
    reduced_tax,
    tax_corrections,
)
from collectkit.ledger import Account, Invoice, TaxLine, snapshot
from collectkit.money import Money, Percent, total
from collectkit.testing import amounts, percents


# -- tax -------------------------------------------------------------------------------------------
@st.composite
def taxed(draw: st.DrawFn) -> Invoice:
    """An invoice whose whole amount is on tax lines."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        rate, base = draw(percents()), draw(amounts("EUR", max_units=10**6))
        lines.append(TaxLine(rate=rate, base=base, amount=rate.of(base).rounded()))
    amount = total((money for line in lines for money in (line.base, line.amount)), "EUR")
    return Invoice(
        id="I", customer_id="C-1", amount=amount, issued_on=START, due_on=day(30), tax=tuple(lines)
    )


@given(taxed(), st.integers(0, 10**7))
def test_net_and_tax_of_all_rates_make_up_the_discount(invoice: Invoice, units: int) -> None:
    discount = eur(min(units, invoice.amount.minor_units))
    found = tax_corrections(invoice, discount)
    assert [line.rate for line in found] in ([], [line.rate for line in invoice.tax])
    assert total((line.base + line.amount for line in found), "EUR") == discount
    for line, whole in zip(found, invoice.tax, strict=False):
        assert eur(0) <= line.amount <= whole.amount
        assert eur(0) <= line.base
        # The tax of a rate is its share of the rate's part of the discount, half-up.
        part = (line.base + line.amount).minor_units
        gross = (whole.base + whole.amount).minor_units
        exact = Fraction(part * whole.amount.minor_units, gross) if gross else Fraction(0)
        assert line.amount.minor_units == half_up(exact)


@given(taxed(), amounts("EUR", max_units=10**6), st.integers(0, 10**7))
def test_what_no_rate_names_bears_its_share(invoice: Invoice, more: Money, units: int) -> None:
    mixed = Invoice(
        id="I", customer_id="C-1", amount=invoice.amount + more, issued_on=START,
        due_on=day(30), tax=invoice.tax,
    )  # fmt: skip
    discount = eur(min(units, mixed.amount.minor_units))
    named = total((m for t in tax_corrections(mixed, discount) for m in (t.base, t.amount)), "EUR")
    exact = Fraction(discount.minor_units * invoice.amount.minor_units)
    if mixed.amount.minor_units:
        exact /= mixed.amount.minor_units
    # Each rate, and what no rate names, is less than a cent from its exact share.
    assert abs(named.minor_units - exact) < 1
    assert named <= discount


@given(taxed(), percents())
def test_the_reduced_tax_is_that_of_the_discounted_base(invoice: Invoice, percent: Percent) -> None:
    found = reduced_tax(invoice.tax, percent)
    assert [(line.rate, line.base) for line in found] == [(i.rate, i.base) for i in invoice.tax]
    for line in found:
        exact = line.base.minor_units * (1 - percent.fraction) * line.rate.fraction
        assert line.amount.minor_units == half_up(exact)


# -- what a discount is worth ----------------------------------------------------------------------
discounts = percents(Percent("0.01"), Percent("99.99")).filter(lambda percent: percent.value < 100)


@given(amounts(), discounts)
def test_what_a_payment_settles_is_settled_by_it(payment: Money, percent: Percent) -> None:
    """Exact this way: both roundings together, (1 - d) / 2 + 1 / 2, are less than a unit."""
    assert payment_to_settle(gross_settled_by(payment, percent), percent) == payment


@given(amounts(), discounts)
def test_the_payment_that_settles_settles_that_much_but_for_its_rounding(
    gross: Money, percent: Percent
) -> None:
    """The other way round: half a unit of rounding, grown by 1 / (1 - d), and half a unit."""
    again = gross_settled_by(payment_to_settle(gross, percent), percent)
    off = abs(again.minor_units - gross.minor_units)
    assert off <= Fraction(1, 2) + 1 / (2 * (1 - percent.fraction))


@given(discounts, st.integers(0, 60), st.integers(1, 120), st.sampled_from((360, 365, 366)))
def test_the_simple_cost_is_the_fraction_rounded(
    percent: Percent, first: int, days: int, year: int
) -> None:
    share = percent.fraction
    exact = share / (1 - share) * Fraction(year, days) * 100
    assume(exact <= 10**6)
    for digits in (0, 2, 4):
        found = annualized_cost(percent, first, first + days, year=year, digits=digits)
        assert Fraction(found.value) * 10**digits == half_up(exact * 10**digits)


@given(percents(Percent("0.01"), Percent("20")), st.integers(1, 90), st.sampled_from((360, 365)))
def test_the_effective_cost_grows_to_what_is_forgone(
    percent: Percent, days: int, year: int
) -> None:
    """(1 + cost) to the power of days is (1 / (1 - d)) to the power of the year's days."""
    grown = 1 / (1 - percent.fraction)
    assume(grown**year < 9_000**days)
    found = annualized_cost(percent, 0, days, year=year, method="effective", digits=3)
    half = Fraction(1, 2 * 10**5)
    low, high = 1 + found.fraction - half, 1 + found.fraction + half
    assert low**days <= grown**year < high**days


@given(percents(Percent("0.01"), Percent("90")), st.integers(1, 120), st.sampled_from((360, 365)))
def test_a_discount_is_worth_its_cost(percent: Percent, days: int, year: int) -> None:
    exact = percent.fraction / (1 - percent.fraction) * Fraction(year, days) * 100
    assume(exact < 10**6)
    cost = annualized_cost(percent, 0, days, year=year, digits=9)
    assert indifference_discount(cost, days, year=year, digits=4) == percent


@given(percents(), st.integers(0, 400), st.sampled_from((360, 365)))
def test_the_indifferent_discount_is_the_fraction_rounded(
    rate: Percent, days: int, year: int
) -> None:
    exact = 1 - 1 / (1 + rate.fraction * days / year)
    found = indifference_discount(rate, days, year=year, digits=5)
    assert Fraction(found.value) * 10**5 == half_up(exact * 10**7)


@given(books(), offsets, percents(Percent(0), Percent(60)), st.sampled_from((360, 365)))
def test_the_best_day_to_pay_is_the_best_of_all_days(
    account: Account, as_of: int, rate: Percent, year: int
) -> None:
    read = snapshot(account, as_of=day(as_of))
    for item in read.open:
        assert item.due_on is not None
        due = max(item.due_on, read.as_of)
        last = max([due, *(w.until for w in windows_of(item))])
        worth = []
        for n in range((last - read.as_of).days + 1):
            on = read.as_of + timedelta(days=n)
            # By the printed deadline; whoever asks in the grace pays at once.
            offered = [
                taken_of(w, item.open)
                for w in windows_of(item)
                if on <= max(w.until, min(w.last_day, read.as_of))
            ]
            if not offered and on > due:
                continue
            saved = max(offered, default=0)
            held = (due - on).days
            cost = (item.open.minor_units - saved) * rate.fraction * held / year
            worth.append((saved - half_up(cost), on))
        options = payment_options(read, item.id, funding_rate=rate, year=year)
        benefits = [option.benefit.minor_units for option in options]
        assert benefits == sorted(benefits, reverse=True)
        assert max(benefits) == max(benefit for benefit, _ in worth)
        best = best_payment_date(read, item.id, funding_rate=rate, year=year)
        assert (max(benefits), best) in worth
        assert best == options[0].on
        for option in options:
            assert option.amount + option.discount == item.open
