"""Lint: what is legal to write in terms and probably a mistake, each with an issue date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit.explain import Finding
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    BusinessDays,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    NextDayOfMonth,
    PaymentTerms,
    PercentLine,
    Proximo,
    StartOfQuarter,
    Weeks,
    longest_term,
    parse,
)


def tier(percent: str, deadline: DueRule | int, base: Any = "gross") -> DiscountTier:
    rule = DueRule.net(deadline) if isinstance(deadline, int) else deadline
    return DiscountTier(percent=Percent(percent), deadline=rule, base=base)


def share(percent: str, due: DueRule, *tiers: DiscountTier, of: Any = "total") -> PercentLine:
    return PercentLine(percent=Percent(percent), due=due, discounts=tiers, of=of)


def whole(due: DueRule | int, *tiers: DiscountTier) -> PaymentTerms:
    rule = DueRule.net(due) if isinstance(due, int) else due
    return PaymentTerms.due(rule, id="own", discounts=tiers)


def found(terms: PaymentTerms) -> list[tuple[str, str]]:
    return [(finding.code.removeprefix("terms."), finding.path) for finding in terms.lint()]


NET = DueRule.net
SAP = DueRule.banded(
    {
        9: DueRule.day_of_month(10),
        25: DueRule.day_of_month(25),
        31: DueRule.day_of_month(10, months=2),
    }
)


@pytest.mark.parametrize(
    "terms",
    [
        *(PaymentTerms.net(days) for days in (0, 7, 14, 30, 60, 90)),
        *(
            parse(text)
            for text in ("2/10 net 30", "3/10, 2/20, n/60", "2/30 net 30", "3/10 prox", "cod")
        ),
        whole(DueRule.eom_plus_days(30)),
        whole(DueRule.days_then_eom(45)),
        whole(DueRule.of(Months(count=1), EndOfMonth())),
        whole(DueRule.of(EndOfMonth(), Months(count=1), EndOfMonth())),
        whole(DueRule.of(EndOfMonth(), Months(count=1), DayOfMonth(day=10))),
        whole(DueRule.of(EndOfMonth(), Months(count=1), Days(count=1), EndOfMonth())),
        whole(DueRule.of(Days(count=30), EndOfMonth(), Days(count=10))),
        whole(DueRule.day_of_month(15)),
        whole(DueRule.payment_days((10, 20), after=NET(30))),
        whole(DueRule.proximo(day=20, cutoff=19)),
        whole(DueRule.proximo(day=31), tier("2", DueRule.day_of_month(10))),
        whole(SAP),
        whole(DueRule.business_days(10), tier("2", DueRule.business_days(5))),
        whole(DueRule.eom_plus_days(30), tier("2", 30)),
        whole(DueRule.on_delivery()),
        whole(DueRule.in_advance(), tier("2", 10)),
        whole(DueRule.from_event("delivery", Days(count=30)), tier("2", 90)),
        whole(30, tier("2", DueRule.from_event("delivery", Days(count=90)))),
        # which of the two ends first, the delivery decides
        whole(30, tier("2", DueRule.from_event("delivery", Days(count=10))), tier("1", 5)),
        whole(30, tier("3", 5), tier("2", 10, "net"), tier("2.5", 8)),
        whole(30, tier("2", 10), tier("2", 10, "net")),
        PaymentTerms.equal(12, first=NET(30)),
        PaymentTerms.equal(4, first=DueRule.days_then_eom(0), every=Months(count=3)),
        PaymentTerms(id="x", lines=(share("30", NET(0)), BalanceLine(due=NET(60)))),
        PaymentTerms(id="x", lines=(share("50", NET(30)), share("50", NET(60)))),
        PaymentTerms(
            id="x",
            lines=(share("50", NET(30)), share("50", NET(60))),
            discounts=(tier("2", 45),),  # early for one of the two
        ),
        PaymentTerms(
            id="x",
            lines=(share("30", NET(0)), share("100", NET(30), of="untaxed"), BalanceLine(due=SAP)),
        ),
        PaymentTerms(
            id="x", lines=(FixedLine(amount=Money(1, "EUR"), due=NET(0)), BalanceLine(due=NET(9)))
        ),
    ],
    ids=str,
)
def test_common_terms_have_no_findings(terms: PaymentTerms) -> None:
    assert terms.lint() == ()


@pytest.mark.parametrize(
    ("terms", "findings"),
    [
        # -- a balance of nothing
        (
            PaymentTerms(id="x", lines=(share("100", NET(0)), BalanceLine(due=NET(30)))),
            [("empty-balance", "lines.1")],
        ),
        (
            PaymentTerms(
                id="x",
                lines=(
                    EqualLines(parts=2, due=NET(30)),
                    share("33.3", NET(0)),
                    share("66.7", NET(0)),
                ),
            ),
            [("empty-balance", "lines.0")],
        ),
        # -- due before the issue date
        (whole(-1), [("due-before-issue", "lines.0.due")]),
        (whole(DueRule.day_of_month(15, months=0)), [("due-before-issue", "lines.0.due")]),
        (whole(DueRule.of(StartOfQuarter())), [("due-before-issue", "lines.0.due")]),
        (
            whole(DueRule.of(Months(count=1), Days(count=-29))),
            [("due-before-issue", "lines.0.due")],
        ),
        (
            PaymentTerms(
                id="x", lines=(share("30", NET(30)), share("30", NET(-30)), BalanceLine(due=NET(0)))
            ),
            [("due-before-issue", "lines.1.due")],
        ),
        # -- months counted from a month's end
        (
            whole(DueRule.of(EndOfMonth(), Months(count=1))),
            [("end-of-month-drift", "lines.0.due.steps.1")],
        ),
        (
            whole(DueRule.of(Days(count=3), EndOfMonth(), Months(count=2), Days(count=5))),
            [("end-of-month-drift", "lines.0.due.steps.2")],
        ),
        (
            PaymentTerms(
                id="x",
                lines=(
                    share("30", NET(0)),
                    BalanceLine(due=DueRule.of(EndOfMonth(), Months(count=1), Weeks(count=1))),
                ),
            ),
            [("end-of-month-drift", "lines.1.due.steps.1")],
        ),
        # -- tiers nobody can use
        (whole(30, tier("2", 10), tier("1", 10)), [("unreachable-discount", "discounts.1")]),
        (whole(30, tier("1", 10), tier("2", 20)), [("unreachable-discount", "discounts.0")]),
        (whole(30, tier("2", 10), tier("2", 10)), [("unreachable-discount", "discounts.1")]),
        (whole(30, tier("2", 10), tier("2", 20)), [("unreachable-discount", "discounts.0")]),
        (
            whole(60, tier("3", 20), tier("2", 10), tier("1", 30), tier("0.5", 25)),
            [("unreachable-discount", "discounts.1"), ("unreachable-discount", "discounts.3")],
        ),
        # -- deadlines after the due date
        (whole(30, tier("2", 31)), [("discount-after-due", "discounts.0.deadline")]),
        (
            whole(DueRule.days_then_eom(0), tier("2", 10)),
            [("discount-after-due", "discounts.0.deadline")],
        ),
        (
            whole(
                DueRule.from_event("delivery", Days(count=5)),
                tier("2", DueRule.from_event("delivery", Days(count=6))),
            ),
            [("discount-after-due", "discounts.0.deadline")],
        ),
        (
            PaymentTerms(
                id="x",
                lines=(share("50", NET(30)), share("50", NET(60))),
                discounts=(tier("3", 10), tier("2", 61)),
            ),
            [("discount-after-due", "discounts.1.deadline")],
        ),
        # -- on a line, against the date of that line
        (
            PaymentTerms(
                id="x",
                lines=(
                    share("50", NET(60), tier("2", 45)),
                    share("50", NET(30), tier("2", 45), tier("1", 20)),
                ),
            ),
            [
                ("discount-after-due", "lines.1.discounts.0.deadline"),
                ("unreachable-discount", "lines.1.discounts.1"),
            ],
        ),
        # -- all at once, in the order of the rules
        (
            PaymentTerms(
                id="x",
                lines=(
                    share("100", DueRule.of(EndOfMonth(), Months(count=1))),
                    BalanceLine(due=NET(-1)),
                ),
                discounts=(tier("2", 90), tier("1", 90)),
            ),
            [
                ("empty-balance", "lines.1"),
                ("due-before-issue", "lines.1.due"),
                ("end-of-month-drift", "lines.0.due.steps.1"),
                ("discount-after-due", "discounts.0.deadline"),
                ("unreachable-discount", "discounts.1"),
                ("discount-after-due", "discounts.1.deadline"),
            ],
        ),
    ],
    ids=str,
)
def test_the_findings(terms: PaymentTerms, findings: list[tuple[str, str]]) -> None:
    assert found(terms) == findings


@pytest.mark.parametrize(
    ("terms", "message", "issued_on"),
    [
        (
            whole(DueRule.day_of_month(15, months=0)),
            "terms own make an invoice of 2024-01-16 due on 2024-01-15",
            "2024-01-16",
        ),
        # Only 31 January of a common year comes out a day early.
        (
            whole(DueRule.of(Months(count=1), Days(count=-29))),
            "terms own make an invoice of 2025-01-31 due on 2025-01-30",
            "2025-01-31",
        ),
        (
            whole(DueRule.eom_plus_days(9), tier("2", 39)),
            "terms own give a discount after the due date of an invoice of 2024-01-02",
            "2024-01-02",
        ),
    ],
)
def test_a_finding_has_a_witness(terms: PaymentTerms, message: str, issued_on: str) -> None:
    assert [finding.message for finding in terms.lint()] == [message]
    schedule = terms.schedule(Money("100.00", "EUR"), issued_on=date.fromisoformat(issued_on))
    assert schedule.due_on is not None
    last_days = [window.until for window in schedule.discounts]
    assert schedule.due_on < max(last_days, default=schedule.issued_on)


def test_the_words_of_the_other_findings() -> None:
    terms = PaymentTerms(
        id="own",
        lines=(
            share("100", DueRule.of(EndOfMonth(), Months(count=2))),
            BalanceLine(due=NET(30)),
        ),
        discounts=(tier("2", 10), tier("1.5", 10)),
    )
    assert terms.lint() == (
        Finding(
            code="terms.empty-balance",
            path="lines.1",
            message="terms own give 100% to other lines, so this one gets nothing",
            advice="leave it out, or lower a share",
        ),
        Finding(
            code="terms.end-of-month-drift",
            path="lines.0.due.steps.1",
            message="terms own go 2 months on from a month's end, "
            "which is not always a month's end",
            advice="add the months first, or end of month once more after them",
        ),
        Finding(
            code="terms.unreachable-discount",
            path="discounts.1",
            message="the discount of 1.5% in terms own is never the best: 2% lasts as long",
            advice="give a longer deadline to a smaller discount, or leave it out",
        ),
    )


def test_the_drift_is_what_it_says() -> None:
    drifting = DueRule.of(EndOfMonth(), Months(count=1))
    assert found(whole(drifting))
    assert drifting.date_from(date(2026, 2, 10)) == date(2026, 3, 28)


@pytest.mark.parametrize(
    "step", [DayOfMonth(day=10), NextDayOfMonth(days=(10,)), Proximo(day=10), SAP.steps[0]]
)
def test_a_step_that_sets_the_day_ends_the_drift(step: Any) -> None:
    assert found(whole(DueRule.of(EndOfMonth(), Months(count=1), step))) == []
    assert found(whole(DueRule.of(step, EndOfMonth(), Months(count=1)))) != []


# -- how long a term may be ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due", "most", "message"),
    [
        (NET(60), 60, None),
        (NET(61), 60, "terms own run 61 days from 2024-01-01, more than 60"),
        (DueRule.on_delivery(), 0, None),
        # 45 days from 16 January 2024 is 1 March, and so 31 March.
        (DueRule.days_then_eom(45), 75, None),
        (DueRule.days_then_eom(45), 74, "terms own run 75 days from 2024-01-16, more than 74"),
        (DueRule.of(Months(count=2)), 62, None),
        (DueRule.of(Months(count=2)), 61, "terms own run 62 days from 2024-07-01, more than 61"),
        (DueRule.of(BusinessDays(count=5)), 7, None),
        (DueRule.of(BusinessDays(count=5)), 6, "terms own run 7 days from 2024-01-01, more than 6"),
    ],
)
def test_the_longest_term(due: DueRule, most: int, message: str | None) -> None:
    messages = [finding.message for finding in whole(due).lint(longest_term(most))]
    assert messages == ([] if message is None else [message])


def test_the_longest_term_of_each_line_with_its_source() -> None:
    terms = PaymentTerms(
        id="x", lines=(share("30", NET(61)), share("30", NET(60)), BalanceLine(due=NET(90)))
    )
    assert terms.lint(longest_term(60, source="2011/7/EU, 3(5)")) == tuple(
        Finding(
            code="terms.term-too-long",
            path=f"lines.{n}.due",
            message=f"terms x run {days} days from 2024-01-01, more than 60 (2011/7/EU, 3(5))",
            advice="shorten the term, or state why it is lawful",
        )
        for n, days in ((0, 61), (2, 90))
    )


def test_rules_of_the_host_come_last() -> None:
    ours = Finding(code="host.round", path="lines", message="m", advice="a")

    def rule(terms: PaymentTerms) -> Iterator[Finding]:
        if any(getattr(line, "round_to", None) == Decimal(1) for line in terms.lines):
            yield ours

    line = EqualLines(parts=2, due=NET(-1), round_to=Decimal(1))
    terms = PaymentTerms(id="x", lines=(line,))
    codes = [finding.code for finding in terms.lint(longest_term(0), rule)]
    # The second part is due a month after the first.
    assert codes == ["terms.due-before-issue", "terms.term-too-long", "host.round"]
    assert PaymentTerms.net(0).lint(rule) == ()


def test_lint_looks_at_dates_before_they_are_adjusted() -> None:
    terms = parse("2/10 net 30")
    adjusted = terms.replace(due_adjustment="preceding", discount_adjustment="following")
    assert adjusted.lint() == terms.lint() == ()


def test_a_fixed_date_is_the_contracts_own_affair() -> None:
    terms = PaymentTerms.due(DueRule.on(date(2026, 3, 31)), id="x").replace(
        discounts=(DiscountTier(percent=Percent(2), deadline=NET(10)),)
    )
    assert terms.lint(longest_term(60)) == ()


def test_equal_parts_are_looked_at_to_the_last() -> None:
    tier = DiscountTier(percent=Percent(2), deadline=NET(60))
    terms = PaymentTerms.equal(12, first=NET(30)).replace(discounts=(tier,))
    assert [finding.code for finding in terms.lint(longest_term(90))] == ["terms.term-too-long"]


def test_terms_that_leave_the_calendar_are_a_finding() -> None:
    back = DueRule.of(*(Months(count=-10_000),) * 3)
    (finding,) = PaymentTerms.due(back, id="x").lint()
    assert finding.code == "terms.leaves-calendar"
    assert "moved by -10000 months" in finding.message


def test_nothing_is_left_after_all_of_the_rest() -> None:
    lines = (
        PercentLine(percent=Percent(100), of="remainder", due=NET(10)),
        BalanceLine(due=NET(30)),
    )
    assert [f.code for f in PaymentTerms(id="x", lines=lines).lint()] == ["terms.empty-balance"]
