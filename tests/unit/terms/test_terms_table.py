"""Terms for many issue dates at once: a table of due dates and deadlines by day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from collectkit.dates import BusinessDayConvention, Column, Context, DateTable, calendar_from
from collectkit.errors import CollectkitError, InvalidDate, NotTabular
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EqualLines,
    PaymentTerms,
    PercentLine,
)

FOLLOWING = BusinessDayConvention.FOLLOWING


def d(text: str) -> date:
    return date.fromisoformat(text)


def tier(percent: int, days: int) -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=DueRule.net(days))


def share(*tiers: DiscountTier) -> PercentLine:
    return PercentLine(percent=Percent(30), due=DueRule.net(0), discounts=tiers)


FRIDAY, SATURDAY = d("2026-01-30"), d("2026-01-31")


def test_a_column_of_due_dates() -> None:
    assert PaymentTerms.net(30).table([SATURDAY, FRIDAY, SATURDAY]) == DateTable(
        "net-30",
        (FRIDAY, SATURDAY),
        (Column("due_on_1", "date", (d("2026-03-01"), d("2026-03-02"))),),
    )


def test_every_part_and_every_discount_has_its_columns() -> None:
    terms = PaymentTerms(
        id="many",
        lines=(
            share(tier(3, 5)),
            EqualLines(parts=2, due=DueRule.net(30)),
        ),
        discounts=(tier(2, 8), tier(1, 20)),
        due_adjustment=FOLLOWING,
        discount_adjustment=FOLLOWING,
        discount_grace_days=2,
    )
    table = terms.table([FRIDAY])
    assert table.at(FRIDAY) == {
        "due_on_1": d("2026-01-30"),
        "due_on_2": d("2026-03-02"),  # Sunday 1 March is moved on
        "due_on_3": d("2026-04-01"),  # and a month counts from Sunday
        "until_1_1": d("2026-02-04"),
        "eligible_until_1_1": d("2026-02-06"),
        "until_2_1": d("2026-02-09"),
        "eligible_until_2_1": d("2026-02-09"),
        "until_3_1": d("2026-02-09"),
        "eligible_until_3_1": d("2026-02-09"),
        "until_2_2": d("2026-02-19"),
        "eligible_until_2_2": d("2026-02-23"),
        "until_3_2": d("2026-02-19"),
        "eligible_until_3_2": d("2026-02-23"),
    }
    assert {column.kind for column in table.columns} == {"date"}
    windows = terms.schedule(Money("10.00", "EUR"), issued_on=FRIDAY).discounts
    assert [(w.installment, w.until) for w in windows] == [
        (1, d("2026-02-04")),
        (2, d("2026-02-09")),
        (3, d("2026-02-09")),
        (2, d("2026-02-19")),
        (3, d("2026-02-19")),
    ]


def test_the_table_uses_the_calendar() -> None:
    terms = PaymentTerms.net(0).replace(
        due_adjustment=FOLLOWING, discounts=(tier(2, 0),), discount_adjustment=FOLLOWING
    )
    context = Context(calendar=calendar_from([d("2026-02-02")]))
    assert set(terms.table([SATURDAY]).at(SATURDAY).values()) == {d("2026-02-02")}
    assert set(terms.table([SATURDAY], context=context).at(SATURDAY).values()) == {d("2026-02-03")}


def test_no_days_make_an_empty_table() -> None:
    terms = PaymentTerms.net(0).replace(discounts=(tier(2, 0),))
    table = terms.table(())
    assert table.days == ()
    names = [column.name for column in table.columns]
    assert names == ["due_on_1", "until_1_1", "eligible_until_1_1"]


@pytest.mark.parametrize(
    ("fields", "clause", "message"),
    [
        (
            {"lines": (BalanceLine(),), "discounts": (tier(3, 10),)},
            "lines.0.due",
            "lines.0.due: no due date was agreed",
        ),
        (
            {"lines": (share(), BalanceLine(due=DueRule.on_delivery()))},
            "lines.1.due",
            "lines.1.due: a date waits for delivery",
        ),
        (
            {
                "lines": (BalanceLine(due=DueRule.net(30)),),
                "discounts": (
                    tier(2, 10),
                    DiscountTier(
                        percent=Percent(1), deadline=DueRule.from_event("receipt", Days(count=5))
                    ),
                ),
            },
            "discounts.1",
            "discounts.1: a date waits for receipt",
        ),
        (
            {
                "lines": (
                    share(),
                    BalanceLine(
                        due=DueRule.net(30),
                        discounts=(
                            DiscountTier(percent=Percent(1), deadline=DueRule.with_order()),
                        ),
                    ),
                ),
            },
            "lines.1.discounts.0",
            "lines.1.discounts.0: a date waits for order",
        ),
    ],
)
@pytest.mark.parametrize("days", [(), (FRIDAY,), ("no day",)])
def test_what_is_no_table_is_refused_before_any_work(
    fields: dict[str, Any], clause: str, message: str, days: Any
) -> None:
    with pytest.raises(NotTabular) as caught:
        PaymentTerms(id="x", **fields).table(days)
    assert (caught.value.clause, caught.value.subject) == (clause, "x")
    assert caught.value.message == message


def test_a_discount_that_no_part_takes_is_no_hindrance() -> None:
    waits = DiscountTier(percent=Percent(1), deadline=DueRule.on_delivery())
    lines = (BalanceLine(due=DueRule.net(30), discounts=(tier(2, 10),)),)
    table = PaymentTerms(id="x", lines=lines, discounts=(waits,)).table([FRIDAY])
    assert set(table.at(FRIDAY)) == {"due_on_1", "until_1_1", "eligible_until_1_1"}


@pytest.mark.parametrize("day", ["2026-01-30", datetime(2026, 1, 30), 20260130])  # noqa: DTZ001
def test_the_days_are_plain_dates(day: Any) -> None:
    with pytest.raises(InvalidDate):
        PaymentTerms.net(30).table([day])
    with pytest.raises(CollectkitError):
        PaymentTerms.net(30).table([FRIDAY, day])
