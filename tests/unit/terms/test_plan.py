"""Terms applied: due dates of the parts, tax, discount windows, grace, events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import CurrencyMismatch, InvalidDate, InvalidMoney, TermsError
from collectkit.ledger import DiscountWindow, Installment, TaxLine
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    PaymentSchedule,
    PaymentTerms,
    PercentLine,
    Weeks,
    parse,
)

FOLLOWING = BusinessDayConvention.FOLLOWING
PRECEDING = BusinessDayConvention.PRECEDING
MODIFIED = BusinessDayConvention.MODIFIED_FOLLOWING


def d(text: str) -> date:
    return date.fromisoformat(text)


JAN_31 = d("2026-01-31")  # a Saturday


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def tier(percent: str, days: int, base: Any = "gross") -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=DueRule.net(days), base=base)


def share(percent: str, days: int, *tiers: DiscountTier) -> PercentLine:
    return PercentLine(percent=Percent(percent), due=DueRule.net(days), discounts=tiers)


def vat(*amounts: str, rate: int = 19) -> tuple[TaxLine, ...]:
    return tuple(
        TaxLine(rate=Percent(rate), base=eur("0.00"), amount=eur(amount)) for amount in amounts
    )


def dues(schedule: PaymentSchedule) -> str:
    return " ".join("-" if day is None else str(day) for day in schedule.due_dates)


def windows(schedule: PaymentSchedule) -> list[str]:
    """Part, last days, base and discount of every window."""
    return [
        f"{w.installment}: {w.until}/{w.eligible_until} {w.percent} of {w.base.amount} "
        f"= {w.discount.amount}, {w.payable.amount}"
        for w in schedule.discounts
    ]


# -- due dates -------------------------------------------------------------------------------------
def test_the_schedule_of_2_10_net_30() -> None:
    schedule = parse("2/10 net 30").schedule(eur("1190.00"), issued_on=JAN_31)
    assert schedule.installments == (
        Installment(number=1, due_on=d("2026-03-02"), amount=eur("1190.00")),
    )
    assert schedule.discounts == (
        DiscountWindow(
            until=d("2026-02-10"),
            eligible_until=d("2026-02-10"),
            percent=Percent("2"),
            discount=eur("23.80"),
            payable=eur("1166.20"),
            base=eur("1190.00"),
            installment=1,
        ),
    )
    assert (schedule.terms_id, schedule.issued_on) == ("2-10-net-30", JAN_31)
    assert (schedule.amount, schedule.due_on) == (eur("1190.00"), d("2026-03-02"))


def test_parts_keep_the_order_of_the_contract() -> None:
    terms = PaymentTerms(
        id="x", lines=(share("30", 60), BalanceLine(due=DueRule.net(0)), share("20", 30))
    )
    schedule = terms.schedule(eur("100.00"), issued_on=JAN_31)
    assert dues(schedule) == "2026-04-01 2026-01-31 2026-03-02"
    assert [part.number for part in schedule.installments] == [1, 2, 3]
    assert [part.amount for part in schedule.installments] == [eur("30"), eur("50"), eur("20")]
    assert schedule.due_on == terms.due_date(JAN_31) == d("2026-04-01")


@pytest.mark.parametrize(
    ("first", "every", "found"),
    [
        (DueRule.net(30), Months(count=1), "2026-03-02 2026-04-02 2026-05-02 2026-06-02"),
        # each counts from the first, so a short month leaves no trace
        (DueRule.net(0), Months(count=1), "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
        (DueRule.net(28), Months(count=1), "2026-02-28 2026-03-28 2026-04-28 2026-05-28"),
        # a first one at the month's end keeps all there
        (DueRule.days_then_eom(28), Months(count=1), "2026-02-28 2026-03-31 2026-04-30 2026-05-31"),
        (
            DueRule.of(Months(count=1), EndOfMonth()),
            Months(count=3),
            "2026-02-28 2026-05-31 2026-08-31 2026-11-30",
        ),
        (DueRule.net(0), Weeks(count=2), "2026-01-31 2026-02-14 2026-02-28 2026-03-14"),
        (DueRule.net(10), Days(count=30), "2026-02-10 2026-03-12 2026-04-11 2026-05-11"),
        (DueRule.day_of_month(15), Months(count=1), "2026-02-15 2026-03-15 2026-04-15 2026-05-15"),
        (DueRule.on(d("2026-02-01")), Months(count=6), None),
        (DueRule.of(), Months(count=12), "2026-01-31 2027-01-31 2028-01-31 2029-01-31"),
    ],
)
def test_equal_parts_count_from_the_first(first: DueRule, every: Any, found: str | None) -> None:
    terms = PaymentTerms.equal(4, first=first, every=every)
    schedule = terms.schedule(eur("100.00"), issued_on=JAN_31)
    assert dues(schedule) == (found or "2026-02-01 2026-08-01 2027-02-01 2027-08-01")
    assert terms.due_date(JAN_31) == schedule.due_on


def test_due_and_discount_dates_adjust_separately() -> None:
    terms = parse("2/7 net 14")  # both on a Saturday
    adjusted = terms.replace(due_adjustment=FOLLOWING)
    schedule = adjusted.schedule(eur("100.00"), issued_on=JAN_31)
    assert (schedule.discounts[0].until, schedule.due_on) == (d("2026-02-07"), d("2026-02-16"))
    adjusted = terms.replace(discount_adjustment=FOLLOWING)
    schedule = adjusted.schedule(eur("100.00"), issued_on=JAN_31)
    assert (schedule.discounts[0].until, schedule.due_on) == (d("2026-02-09"), d("2026-02-14"))


def test_each_part_is_adjusted_and_none_drifts() -> None:
    terms = PaymentTerms.equal(4, first=DueRule.net(0), due_adjustment=MODIFIED)
    schedule = terms.schedule(eur("4.00"), issued_on=JAN_31)
    assert dues(schedule) == "2026-01-30 2026-02-27 2026-03-31 2026-04-30"
    assert terms.due_date(JAN_31) == d("2026-04-30")


def test_the_calendar_comes_from_the_context() -> None:
    terms = PaymentTerms.net(14).replace(due_adjustment=FOLLOWING)
    carnival = Context(calendar=calendar_from([d("2026-02-16"), d("2026-02-17")]))
    assert terms.due_date(JAN_31) == d("2026-02-16")
    assert terms.due_date(JAN_31, context=carnival) == d("2026-02-18")
    schedule = terms.schedule(eur("1.00"), issued_on=JAN_31, context=carnival)
    assert schedule.due_on == d("2026-02-18")
    assert PaymentTerms.net(14).due_date(JAN_31, context=carnival) == d("2026-02-14")
    counted = PaymentTerms.due(DueRule.business_days(11), id="bd")
    assert counted.due_date(JAN_31) == d("2026-02-16")
    assert counted.due_date(JAN_31, context=carnival) == d("2026-02-18")


# -- events ----------------------------------------------------------------------------------------
TRANCHES = PaymentTerms(
    id="tranches",
    lines=(
        PercentLine(percent=Percent(25), due=DueRule.from_event("order", Days(count=1))),
        PercentLine(percent=Percent(25), due=DueRule.from_event("letter of credit")),
        BalanceLine(due=DueRule.on_delivery()),
    ),
)


@pytest.mark.parametrize(
    ("events", "found", "latest"),
    [
        ({}, "- - -", None),
        ({"order": d("2025-10-09")}, "2025-10-10 - -", "2025-10-10"),
        ({"invoice": d("2025-10-09")}, "- - -", None),
        (
            {
                "order": d("2025-10-09"),
                "letter of credit": d("2025-10-25"),
                "delivery": d("2025-10-19"),
            },
            "2025-10-10 2025-10-25 2025-10-19",
            "2025-10-25",
        ),
    ],
)
def test_a_part_is_pending_until_its_event(
    events: dict[str, date], found: str, latest: str | None
) -> None:
    schedule = TRANCHES.schedule(eur("100.00"), issued_on=JAN_31, events=events)
    assert dues(schedule) == found
    assert schedule.due_on == (None if latest is None else d(latest))
    assert [part.amount for part in schedule.installments] == [eur("25"), eur("25"), eur("50")]


def test_a_due_date_that_waits_says_for_what() -> None:
    with pytest.raises(TermsError) as caught:
        TRANCHES.due_date(JAN_31, events={"order": d("2025-10-09")})
    assert caught.value.message == "the due date waits for the date of letter of credit"
    assert (caught.value.field, caught.value.subject) == ("events", "tranches")
    assert caught.value.hint == 'pass events={"letter of credit": day}'
    known = {"order": JAN_31, "letter of credit": JAN_31, "delivery": d("2026-02-03")}
    assert TRANCHES.due_date(d("2026-05-01"), events=known) == d("2026-02-03")


@pytest.mark.parametrize(
    ("rule", "event"),
    [
        (DueRule.in_advance(), "shipment"),
        (DueRule.with_order(), "order"),
        (DueRule.on_delivery(), "delivery"),
    ],
)
def test_cash_terms_wait_for_their_event(rule: DueRule, event: str) -> None:
    terms = PaymentTerms.due(rule, id="cash", due_adjustment=PRECEDING)
    assert terms.schedule(eur("1.00"), issued_on=JAN_31).due_on is None
    assert terms.due_date(JAN_31, events={event: d("2026-02-08")}) == d("2026-02-06")


@pytest.mark.parametrize("day", ["2026-02-05", datetime(2026, 2, 5), 0])  # noqa: DTZ001
def test_the_day_of_an_event_is_a_plain_date(day: Any) -> None:
    terms = PaymentTerms.due(DueRule.on_delivery(), id="cod")
    for call in (
        lambda: terms.due_date(JAN_31, events={"delivery": day}),
        lambda: terms.schedule(eur("1.00"), issued_on=JAN_31, events={"delivery": day}),
    ):
        with pytest.raises(InvalidDate, match="delivery must be a date"):
            call()


def test_a_discount_that_waits_has_no_window_yet() -> None:
    rule = DueRule.from_event("delivery", Days(count=10))
    late = DiscountTier(percent=Percent(2), deadline=rule)
    terms = PaymentTerms.net(60).replace(discounts=(late, tier("1", 20)), discount_grace_days=2)
    pending = terms.schedule(eur("100.00"), issued_on=JAN_31)
    assert windows(pending) == ["1: 2026-02-20/2026-02-22 1% of 100.00 = 1.00, 99.00"]
    known = terms.schedule(eur("100.00"), issued_on=JAN_31, events={"delivery": d("2026-02-03")})
    assert windows(known) == [
        "1: 2026-02-13/2026-02-15 2% of 100.00 = 2.00, 98.00",
        "1: 2026-02-20/2026-02-22 1% of 100.00 = 1.00, 99.00",
    ]


def test_without_a_due_date_there_is_no_schedule() -> None:
    terms = PaymentTerms(id="prox", lines=(BalanceLine(),), discounts=(tier("3", 10),))
    assert not terms.states_due_date
    assert PaymentTerms.net(30).states_due_date
    for call in (
        lambda: terms.due_date(JAN_31),
        lambda: terms.schedule(eur("1.00"), issued_on=JAN_31),
    ):
        with pytest.raises(TermsError, match="no due date was agreed") as caught:
            call()
        assert (caught.value.field, caught.value.subject) == ("lines", "prox")


# -- tax -------------------------------------------------------------------------------------------
HALVES = (share("50", 30), share("50", 60))


@pytest.mark.parametrize(
    ("tax_on", "parts", "taxes"),
    [
        ("pro-rata", "0.60 0.59", "0.10 0.09"),
        ("first", "0.69 0.50", "0.19 0.00"),
        ("last", "0.50 0.69", "0.00 0.19"),
    ],
)
def test_parts_and_taxes_both_sum(tax_on: str, parts: str, taxes: str) -> None:
    terms = PaymentTerms(id="x", lines=HALVES, tax_on=tax_on)  # type: ignore[arg-type]
    schedule = terms.schedule(eur("1.19"), issued_on=JAN_31, tax=vat("0.12", "0.07"))
    assert " ".join(str(part.amount.amount) for part in schedule.installments) == parts
    assert " ".join(str(tax.amount) for tax in schedule.taxes) == taxes


def test_tax_is_shared_in_the_proportion_of_the_parts() -> None:
    terms = PaymentTerms(id="x", lines=(share("30", 0), share("70", 30)))
    schedule = terms.schedule(eur("1.19"), issued_on=JAN_31, tax=vat("0.19"))
    assert [part.amount for part in schedule.installments] == [eur("0.36"), eur("0.83")]
    assert schedule.taxes == (eur("0.06"), eur("0.13"))


def test_taxes_are_named_only_where_tax_was_given() -> None:
    terms = PaymentTerms(id="x", lines=HALVES)
    assert terms.schedule(eur("1.00"), issued_on=JAN_31).taxes == ()
    exempt = terms.schedule(eur("1.00"), issued_on=JAN_31, tax=vat("0.00", rate=0))
    assert exempt.taxes == (eur("0.00"), eur("0.00"))
    nothing = terms.schedule(eur("0.00"), issued_on=JAN_31, tax=vat("0.00"))
    assert nothing.taxes == (eur("0.00"), eur("0.00"))


# -- discount windows ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("base", "tax", "excluded", "found"),
    [
        ("gross", (), None, "119.00 = 2.38, 116.62"),
        ("gross", vat("19.00"), None, "119.00 = 2.38, 116.62"),
        ("net", vat("19.00"), None, "100.00 = 2.00, 117.00"),
        ("net", vat("12.00", "7.00"), None, "100.00 = 2.00, 117.00"),
        ("net", (), None, "119.00 = 2.38, 116.62"),
        ("gross", (), "19.00", "100.00 = 2.00, 117.00"),
        ("gross", vat("19.00"), "59.50", "59.50 = 1.19, 117.81"),
        # what bears no discount carries its share of the tax: 100 * 59.50 / 119
        ("net", vat("19.00"), "59.50", "50.00 = 1.00, 118.00"),
        ("net", vat("19.00"), "33.33", "71.99 = 1.44, 117.56"),
        ("gross", (), "119.00", "0.00 = 0.00, 119.00"),
        ("net", vat("119.00"), None, "0.00 = 0.00, 119.00"),
        ("gross", (), "0.00", "119.00 = 2.38, 116.62"),
    ],
)
def test_what_a_discount_is_taken_of(
    base: str, tax: tuple[TaxLine, ...], excluded: str | None, found: str
) -> None:
    terms = PaymentTerms.net(30).replace(discounts=(tier("2", 10, base),))
    schedule = terms.schedule(
        eur("119.00"),
        issued_on=JAN_31,
        tax=tax,
        non_discountable=None if excluded is None else eur(excluded),
    )
    assert windows(schedule) == [f"1: 2026-02-10/2026-02-10 2% of {found}"]


@pytest.mark.parametrize(
    ("amount", "percent", "discount", "payable"),
    [
        ("0.25", "2", "0.01", "0.24"),  # 0.005 rounds up
        ("0.24", "2", "0.00", "0.24"),
        ("0.75", "2", "0.02", "0.73"),  # 0.015 rounds up, not to even
        ("1.25", "2", "0.03", "1.22"),
        ("100.00", "100", "100.00", "0.00"),
        ("0.00", "2", "0.00", "0.00"),
        ("999999999999999.99", "2.5", "25000000000000.00", "974999999999999.99"),
        ("33.33", "33.3333", "11.11", "22.22"),
    ],
)
def test_the_discount_is_rounded_half_up(
    amount: str, percent: str, discount: str, payable: str
) -> None:
    terms = PaymentTerms.net(30).replace(discounts=(tier(percent, 10),))
    window = terms.schedule(eur(amount), issued_on=JAN_31).discounts[0]
    assert (window.discount, window.payable) == (eur(discount), eur(payable))


def test_the_discount_has_the_digits_of_its_currency() -> None:
    terms = parse("2.5/10 net 30")
    yen = terms.schedule(Money("1180", "JPY"), issued_on=JAN_31).discounts[0]
    assert (yen.discount, yen.payable) == (Money("30", "JPY"), Money("1150", "JPY"))
    dinar = terms.schedule(Money("1.220", "KWD"), issued_on=JAN_31).discounts[0]
    assert (dinar.discount, dinar.payable) == (Money("0.031", "KWD"), Money("1.189", "KWD"))


def test_a_discount_of_the_whole_is_rounded_once_and_shared() -> None:
    # Half of 0.05 would round to 0.03 twice; of the whole it is 0.05.
    terms = PaymentTerms(id="x", lines=HALVES, discounts=(tier("5", 10),))
    assert windows(terms.schedule(eur("1.00"), issued_on=JAN_31)) == [
        "1: 2026-02-10/2026-02-10 5% of 0.50 = 0.03, 0.47",
        "2: 2026-02-10/2026-02-10 5% of 0.50 = 0.02, 0.48",
    ]


def test_a_net_base_follows_the_tax_of_the_part() -> None:
    terms = PaymentTerms(id="x", lines=HALVES, discounts=(tier("2", 10, "net"),), tax_on="first")
    schedule = terms.schedule(eur("119.00"), issued_on=JAN_31, tax=vat("19.00"))
    assert windows(schedule) == [
        "1: 2026-02-10/2026-02-10 2% of 50.00 = 1.00, 68.00",
        "2: 2026-02-10/2026-02-10 2% of 50.00 = 1.00, 49.00",
    ]


def test_what_bears_no_discount_is_shared_by_the_parts() -> None:
    lines = (share("50", 30), BalanceLine(due=DueRule.net(60)))
    terms = PaymentTerms(id="x", lines=lines, discounts=(tier("10", 10),))
    schedule = terms.schedule(eur("10.01"), issued_on=JAN_31, non_discountable=eur("1.00"))
    assert windows(schedule) == [
        "1: 2026-02-10/2026-02-10 10% of 4.51 = 0.45, 4.56",
        "2: 2026-02-10/2026-02-10 10% of 4.50 = 0.45, 4.55",
    ]


def test_the_discounts_of_a_line_replace_those_of_the_terms() -> None:
    terms = PaymentTerms(
        id="x",
        lines=(share("30", 30, tier("3", 5)), share("30", 60), BalanceLine(due=DueRule.net(90))),
        discounts=(tier("2", 10), tier("1", 20)),
    )
    # One cent of 2 % of 0.70 falls to the larger remainder; the first part has no share in it.
    assert windows(terms.schedule(eur("1.00"), issued_on=JAN_31)) == [
        "1: 2026-02-05/2026-02-05 3% of 0.30 = 0.01, 0.29",
        "2: 2026-02-10/2026-02-10 2% of 0.30 = 0.00, 0.30",
        "3: 2026-02-10/2026-02-10 2% of 0.40 = 0.01, 0.39",
        "2: 2026-02-20/2026-02-20 1% of 0.30 = 0.00, 0.30",
        "3: 2026-02-20/2026-02-20 1% of 0.40 = 0.01, 0.39",
    ]


def test_equal_parts_share_the_discount_of_their_line() -> None:
    line = EqualLines(parts=3, due=DueRule.net(30), discounts=(tier("2", 10),))
    fixed = FixedLine(amount=eur("1.00"), due=DueRule.net(0))
    terms = PaymentTerms(id="x", lines=(fixed, line))
    schedule = terms.schedule(eur("2.25"), issued_on=JAN_31)
    assert windows(schedule) == [
        "2: 2026-02-10/2026-02-10 2% of 0.42 = 0.01, 0.41",
        "3: 2026-02-10/2026-02-10 2% of 0.42 = 0.01, 0.41",
        "4: 2026-02-10/2026-02-10 2% of 0.41 = 0.01, 0.40",
    ]


# -- grace -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("how", "grace", "until", "eligible"),
    [
        ("none", 0, "2026-02-07", "2026-02-07"),
        ("none", 3, "2026-02-07", "2026-02-10"),
        # Saturday 7 and its grace are adjusted each: printed Monday 9, earned until Tuesday 10
        ("following", 3, "2026-02-09", "2026-02-10"),
        ("following", 1, "2026-02-09", "2026-02-09"),
        ("following", 8, "2026-02-09", "2026-02-16"),
        ("preceding", 0, "2026-02-06", "2026-02-06"),
        ("preceding", 1, "2026-02-06", "2026-02-06"),
        ("preceding", 2, "2026-02-06", "2026-02-09"),
        ("nearest", 1, "2026-02-06", "2026-02-09"),
    ],
)
def test_grace_moves_what_counts_and_not_what_is_printed(
    how: str, grace: int, until: str, eligible: str
) -> None:
    terms = parse("2/7 net 30").replace(
        discount_adjustment=BusinessDayConvention(how), discount_grace_days=grace
    )
    window = terms.schedule(eur("100.00"), issued_on=JAN_31).discounts[0]
    assert (window.until, window.eligible_until) == (d(until), d(eligible))
    assert window.last_day == d(eligible)


def test_grace_counts_from_the_issue_date_where_the_deadline_has_no_steps() -> None:
    on_receipt = DiscountTier(percent=Percent(2), deadline=DueRule.of())
    terms = PaymentTerms.net(30).replace(
        discounts=(on_receipt,), discount_adjustment=FOLLOWING, discount_grace_days=3
    )
    window = terms.schedule(eur("100.00"), issued_on=JAN_31).discounts[0]
    assert (window.until, window.eligible_until) == (d("2026-02-02"), d("2026-02-03"))


def test_grace_never_moves_a_due_date() -> None:
    terms = parse("2/7 net 30").replace(discount_grace_days=5)
    assert terms.due_date(JAN_31) == d("2026-03-02")


# -- refusals --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("amount", "fields", "message"),
    [
        ("-1.00", {}, "amount EUR -1.00 is negative"),
        ("1.00", {"tax": vat("0.60", "0.41")}, "tax EUR 1.01 is not a part of EUR 1.00"),
        (
            "1.00",
            {"non_discountable": eur("1.01")},
            "non_discountable EUR 1.01 is not a part of EUR 1.00",
        ),
        (
            "1.00",
            {"non_discountable": eur("-0.01")},
            "non_discountable EUR -0.01 is not a part of EUR 1.00",
        ),
    ],
)
def test_a_schedule_refuses(amount: str, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(TermsError) as caught:
        parse("2/10 net 30").schedule(eur(amount), issued_on=JAN_31, **fields)
    assert caught.value.message == message
    assert caught.value.field == next(iter(fields), "amount")


def test_a_negative_amount_is_told_of_credit_notes() -> None:
    with pytest.raises(TermsError) as caught:
        PaymentTerms.net(30).schedule(eur("-1.00"), issued_on=JAN_31)
    assert caught.value.hint == 'amounts are positive; use terms.invoice(kind="credit_note", ...)'


def test_tax_and_what_bears_no_discount_are_in_one_currency() -> None:
    terms, dollars = PaymentTerms.net(30), Money("1.00", "USD")
    tax = TaxLine(rate=Percent(19), base=dollars, amount=dollars)
    with pytest.raises(CurrencyMismatch):
        terms.schedule(eur("10.00"), issued_on=JAN_31, tax=(tax,))
    with pytest.raises(CurrencyMismatch):
        terms.schedule(eur("10.00"), issued_on=JAN_31, non_discountable=dollars)


def test_what_bears_no_discount_is_rounded() -> None:
    with pytest.raises(InvalidMoney, match="carries more digits"):
        PaymentTerms.net(30).schedule(
            eur("10.00"), issued_on=JAN_31, non_discountable=Percent("0.5").of(eur("1.00"))
        )


def test_dates_over_the_edge_of_the_calendar_are_refused() -> None:
    late = PaymentTerms.net(0).replace(discounts=(tier("2", 1),))
    with pytest.raises(InvalidDate, match="9999-12-31 moved by 1 days"):
        late.schedule(eur("1.00"), issued_on=date.max)
    with pytest.raises(InvalidDate, match="9999-12-31 moved by 30 days"):
        PaymentTerms.net(30).due_date(date.max)
    graced = parse("2/0 net 0").replace(discount_grace_days=1)
    with pytest.raises(InvalidDate, match="9999-12-31 moved by 1 days"):
        graced.schedule(eur("1.00"), issued_on=date.max)
    assert PaymentTerms.net(0).due_date(date.max) == date.max
    first = PaymentTerms.due(DueRule.of(DayOfMonth(day=1)), id="first")
    assert first.due_date(date.min) == date.min


@pytest.mark.parametrize(
    ("first", "issued", "expected"),
    [
        (DueRule.day_of_month(30), (2026, 1, 15), ["2026-02-28", "2026-03-30", "2026-04-30"]),
        (DueRule.proximo(day=31), (2026, 1, 15), ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (DueRule.of(EndOfMonth()), (2026, 2, 3), ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (DueRule.payment_days((10, 20)), (2026, 1, 15), ["2026-01-20", "2026-02-20", "2026-03-20"]),
        (DueRule.net(30), (2026, 1, 1), ["2026-01-31", "2026-02-28", "2026-03-31"]),
    ],
)
def test_equal_parts_keep_the_day_their_rule_ends_on(
    first: DueRule, issued: tuple[int, int, int], expected: list[str]
) -> None:
    terms = PaymentTerms.equal(3, first=first)
    schedule = terms.schedule(Money("9.00", "EUR"), issued_on=date(*issued))
    assert [str(day) for day in schedule.due_dates] == expected


def test_weekly_parts_from_a_months_end_stay_weekly() -> None:
    terms = PaymentTerms.equal(3, first=DueRule.of(EndOfMonth()), every=Weeks(count=1))
    schedule = terms.schedule(Money("9.00", "EUR"), issued_on=date(2026, 1, 15))
    assert [str(day) for day in schedule.due_dates] == ["2026-01-31", "2026-02-07", "2026-02-14"]
