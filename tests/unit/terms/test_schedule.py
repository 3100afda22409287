"""Payment schedules: what they say about themselves."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import BusinessDayConvention, Context, calendar_from
from collectkit.errors import InvalidDate
from collectkit.ledger import Installment
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    BusinessDays,
    DatePath,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    PaymentSchedule,
    PaymentTerms,
    PercentLine,
    Proximo,
    ScheduleEvent,
    parse,
)

FOLLOWING = BusinessDayConvention.FOLLOWING


def d(text: str) -> date:
    return date.fromisoformat(text)


JAN_31 = d("2026-01-31")


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def part(number: int, due_on: date | None, amount: str) -> Installment:
    return Installment(number=number, due_on=due_on, amount=eur(amount))


def by_hand(*parts: Installment) -> PaymentSchedule:
    return PaymentSchedule(
        terms_id="own",
        issued_on=JAN_31,
        amount=eur("10.00"),
        installments=parts,
        discounts=(),
        due_paths=(),
        discount_paths=(),
    )


# 2 % until Saturday 7 February, printed as Monday 9 and earned until Tuesday 10.
TWO_PARTS = PaymentTerms(
    id="two-parts",
    lines=(
        PercentLine(percent=Percent(30), due=DueRule.net(10)),
        BalanceLine(due=DueRule.of(Months(count=1), EndOfMonth())),
    ),
    discounts=(DiscountTier(percent=Percent(2), deadline=DueRule.net(7)),),
    discount_adjustment=FOLLOWING,
    discount_grace_days=3,
)
SCHEDULE = TWO_PARTS.schedule(eur("100.00"), issued_on=JAN_31)


def test_due_on_is_the_latest_known_part() -> None:
    early, late = d("2026-02-10"), d("2026-03-10")
    found = by_hand(part(1, late, "6.00"), part(2, early, "4.00"))
    assert (found.due_on, found.due_dates) == (late, (late, early))
    pending = by_hand(part(1, None, "6.00"), part(2, early, "4.00"))
    assert (pending.due_on, pending.due_dates) == (early, (None, early))
    assert by_hand(part(1, None, "10.00")).due_on is None


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-01-31", "0.00"),
        ("2026-02-09", "0.00"),
        ("2026-02-10", "30.00"),  # the due date itself counts
        ("2026-02-27", "30.00"),
        ("2026-02-28", "100.00"),
        ("9999-12-31", "100.00"),
    ],
)
def test_what_has_fallen_due(day: str, due: str) -> None:
    assert SCHEDULE.amount_due_on(d(day)) == eur(due)


def test_a_pending_part_is_not_due_yet() -> None:
    found = by_hand(part(1, None, "6.00"), part(2, d("2026-02-10"), "4.00"))
    assert found.amount_due_on(date.max) == eur("4.00")
    assert by_hand(part(1, None, "10.00")).amount_due_on(date.max) == eur("0.00")


def event(on: str, kind: Any, installment: int, amount: str) -> ScheduleEvent:
    return ScheduleEvent(on=d(on), kind=kind, installment=installment, amount=eur(amount))


EVENTS = (
    event("2026-02-09", "discount", 1, "29.40"),
    event("2026-02-09", "discount", 2, "68.60"),
    event("2026-02-10", "due", 1, "30.00"),
    event("2026-02-10", "grace", 1, "29.40"),
    event("2026-02-10", "grace", 2, "68.60"),
    event("2026-02-28", "due", 2, "70.00"),
)


def test_the_events_in_order_of_time() -> None:
    assert SCHEDULE.events() == EVENTS
    pending = by_hand(part(1, None, "6.00"), part(2, d("2026-02-10"), "4.00"))
    assert pending.events() == (event("2026-02-10", "due", 2, "4.00"),)
    assert by_hand(part(1, None, "10.00")).events() == ()


def test_without_grace_its_end_is_no_event() -> None:
    schedule = parse("2/10 net 30").schedule(eur("100.00"), issued_on=JAN_31)
    assert schedule.events() == (
        event("2026-02-10", "discount", 1, "98.00"),
        event("2026-03-02", "due", 1, "100.00"),
    )


def test_parts_out_of_order_have_their_events_in_order() -> None:
    found = by_hand(part(1, d("2026-03-10"), "6.00"), part(2, d("2026-02-10"), "4.00"))
    assert [(e.on, e.installment) for e in found.events()] == [
        (d("2026-02-10"), 2),
        (d("2026-03-10"), 1),
    ]


@pytest.mark.parametrize(
    ("after", "following"),
    [
        ("2026-01-01", EVENTS[0]),
        ("2026-02-08", EVENTS[0]),
        ("2026-02-09", EVENTS[2]),  # strictly after
        ("2026-02-10", EVENTS[5]),
        ("2026-02-27", EVENTS[5]),
        ("2026-02-28", None),
    ],
)
def test_the_next_event(after: str, following: ScheduleEvent | None) -> None:
    assert SCHEDULE.next_event(d(after)) == following


@pytest.mark.parametrize("day", ["2026-02-10", datetime(2026, 2, 10), None])  # noqa: DTZ001
def test_a_day_is_a_plain_date(day: Any) -> None:
    with pytest.raises(InvalidDate, match="day must be a date"):
        SCHEDULE.amount_due_on(day)
    with pytest.raises(InvalidDate, match="after must be a date"):
        SCHEDULE.next_event(day)


def test_a_schedule_is_a_value() -> None:
    again = TWO_PARTS.schedule(eur("100.00"), issued_on=JAN_31)
    assert again == SCHEDULE
    assert hash(again) == hash(SCHEDULE)
    assert pickle.loads(pickle.dumps(SCHEDULE)) == SCHEDULE
    assert TWO_PARTS.schedule(eur("100.01"), issued_on=JAN_31) != SCHEDULE
    with pytest.raises(AttributeError):
        SCHEDULE.amount = eur("1.00")  # type: ignore[misc]


# -- paths -----------------------------------------------------------------------------------------
def test_the_paths_are_those_of_the_rules() -> None:
    rule = TWO_PARTS.lines[1].due
    assert rule is not None
    assert SCHEDULE.due_paths[1] == DatePath(
        rule=rule,
        base=JAN_31,
        days=(d("2026-02-28"), d("2026-02-28")),
        convention=BusinessDayConvention.NONE,
        on=d("2026-02-28"),
    )
    assert [str(path) for path in SCHEDULE.discount_paths] == [
        "2026-01-31 → 7 days: 2026-02-07 → following: 2026-02-09"
    ] * 2


@pytest.mark.parametrize(
    ("rule", "issued_on", "words"),
    [
        (DueRule.of(), "2026-01-30", "2026-01-30"),
        (DueRule.of(), "2026-01-31", "2026-01-31 → following: 2026-02-02"),
        (DueRule.net(0), "2026-01-30", "2026-01-30 → 0 days: 2026-01-30"),
        (
            DueRule.of(Months(count=1), EndOfMonth(), Days(count=10)),
            "2026-01-31",
            "2026-01-31 → 1 month: 2026-02-28 (clamped to 28) → end of month: 2026-02-28 "
            "→ 10 days: 2026-03-10",
        ),
        (
            DueRule.of(Months(count=1)),
            "2024-01-30",
            "2024-01-30 → 1 month: 2024-02-29 (clamped to 29)",
        ),
        (DueRule.of(Months(count=1)), "2026-02-27", "2026-02-27 → 1 month: 2026-03-27"),
        (
            DueRule.of(DayOfMonth(day=30, months=1), BusinessDays(count=1)),
            "2026-01-15",
            "2026-01-15 → the 30th of the next month: 2026-02-28 (clamped to 28) "
            "→ 1 business day: 2026-03-02",
        ),
        (
            DueRule.day_of_month(29),
            "2024-01-15",
            "2024-01-15 → the 29th of the next month: 2024-02-29",
        ),
    ],
)
def test_a_path_in_words(rule: DueRule, issued_on: str, words: str) -> None:
    terms = PaymentTerms.due(rule, id="x", due_adjustment=FOLLOWING)
    schedule = terms.schedule(eur("1.00"), issued_on=d(issued_on))
    assert [str(path) for path in schedule.due_paths] == [words]


def test_a_path_of_a_proximo_day_says_where_it_was_clamped() -> None:
    terms = PaymentTerms.due(DueRule.of(Proximo(day=31, cutoff=20)), id="x")
    clamped, plain = (
        str(terms.schedule(eur("1.00"), issued_on=d(day)).due_paths[0])
        for day in ("2026-01-20", "2026-01-21")
    )
    assert clamped.endswith(": 2026-02-28 (clamped to 28)")
    assert plain.endswith(": 2026-03-31")


def test_a_path_by_a_calendar() -> None:
    terms = PaymentTerms.due(DueRule.net(2), id="x", due_adjustment=FOLLOWING)
    context = Context(calendar=calendar_from([d("2026-02-02")]))
    (path,) = terms.schedule(eur("1.00"), issued_on=JAN_31, context=context).due_paths
    assert str(path) == "2026-01-31 → 2 days: 2026-02-02 → following: 2026-02-03"


# -- explain ---------------------------------------------------------------------------------------
EXPLAINED = """\
EUR 100.00 issued 2026-01-31, terms two-parts
  discount 1  until 2026-02-07  2% of EUR 30.00 = EUR 0.60                                EUR 29.40
                                2026-01-31 → 7 days: 2026-02-07, earned until 2026-02-10
  discount 2  until 2026-02-07  2% of EUR 70.00 = EUR 1.40                                EUR 68.60
                                2026-01-31 → 7 days: 2026-02-07, earned until 2026-02-10
  due 1       2026-02-10        2026-01-31 → 10 days: 2026-02-10                          EUR 30.00
  due 2       2026-02-28        2026-01-31 → 1 month: 2026-02-28 (clamped to 28)          EUR 70.00
"""


def test_explain_shows_discounts_grace_due_dates_and_rules() -> None:
    first, second = TWO_PARTS.lines
    terms = TWO_PARTS.replace(
        lines=(first, second.replace(due=DueRule.of(Months(count=1)))),
        discount_adjustment=BusinessDayConvention.NONE,
    )
    assert terms.schedule(eur("100.00"), issued_on=JAN_31).explain() + "\n" == EXPLAINED


def test_explain_without_a_discount() -> None:
    terms = parse("net 30 eom", eom="days_then_eom")
    schedule = terms.schedule(Money("990", "JPY"), issued_on=JAN_31)
    assert schedule.explain().splitlines() == [
        f"JPY 990 issued 2026-01-31, terms {terms.id}",
        "  due  2026-03-31  2026-01-31 → 30 days: 2026-03-02 → end of month: 2026-03-31  JPY 990",
    ]


def test_explain_what_waits_for_its_event() -> None:
    late = DiscountTier(percent=Percent(2), deadline=DueRule.from_event("delivery", Days(count=10)))
    terms = PaymentTerms.due(DueRule.on_delivery(), id="cod", discounts=(late,))
    assert terms.schedule(eur("10.00"), issued_on=JAN_31).explain().splitlines() == [
        "EUR 10.00 issued 2026-01-31, terms cod",
        "  discount  pending  10 days after delivery",
        "  due       pending  on delivery             EUR 10.00",
    ]
    known = terms.schedule(eur("10.00"), issued_on=JAN_31, events={"delivery": d("2026-02-03")})
    assert known.explain().splitlines() == [
        "EUR 10.00 issued 2026-01-31, terms cod",
        "  discount  until 2026-02-13  2% of EUR 10.00 = EUR 0.20         EUR 9.80",
        "                              2026-02-03 → 10 days: 2026-02-13",
        "  due       2026-02-03        2026-02-03                        EUR 10.00",
    ]
