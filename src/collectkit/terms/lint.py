"""Terms that are legal to write and probably not meant, tried on every day of a leap cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from collectkit.errors import InvalidDate
from collectkit.explain import Finding
from collectkit.terms.lines import DiscountTier
from collectkit.terms.plan import part_rules
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import (
    Bands,
    DayOfMonth,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    OnDate,
    Proximo,
)

if TYPE_CHECKING:
    from collectkit.terms.model import PaymentTerms

__all__ = ["LintRule", "lint", "longest_term"]

LintRule = Callable[["PaymentTerms"], Iterable[Finding]]

# Four years from 1 January of a leap year: every month, month's end and weekday of a month's end
# that a rule could stumble over, long before the last year there is.
_DAYS = tuple(date(2024, 1, 1) + timedelta(n) for n in range(1461))


def lint(terms: PaymentTerms, *rules: LintRule) -> tuple[Finding, ...]:
    """Likely mistakes in `terms`, in the order of their lines; `rules` add the host's own.

    Dates are compared before business-day adjustment, weekends off.

    >>> from collectkit.terms import PaymentTerms
    >>> [finding.code for finding in PaymentTerms.net(90).lint(longest_term(60))]
    ['terms.term-too-long']
    """
    own = (_amounts, _before_issue, _drift, _discounts)
    try:
        return tuple(finding for rule in (*own, *rules) for finding in rule(terms))
    except InvalidDate as error:
        return (
            Finding(
                code="terms.leaves-calendar",
                path="lines",
                message=f"terms {terms.id} lead out of the calendar: {error.message}",
                advice="lower the counts of its steps",
            ),
        )


def longest_term(days: int, *, source: str = "") -> LintRule:
    """A rule that finds a due date more than `days` after the issue date, on any issue date.

    Which length is lawful depends on country, parties and goods: name the clause in `source`,
    such as Directive 2011/7/EU, article 3(5), for 60 days between undertakings.

    >>> from collectkit.terms import DueRule, PaymentTerms
    >>> terms = PaymentTerms.due(DueRule.days_then_eom(45), id="45-eom")
    >>> print(terms.lint(longest_term(60, source="2011/7/EU, 3(5)"))[0].message)
    terms 45-eom run 75 days from 2024-01-16, more than 60 (2011/7/EU, 3(5))
    """
    clause = f" ({source})" if source else ""

    def rule(terms: PaymentTerms) -> Iterator[Finding]:
        for path, _, due in _dues(terms):
            length, day = max(((due.date_from(day) - day).days, -day.toordinal()) for day in _DAYS)
            if length > days:
                yield Finding(
                    code="terms.term-too-long",
                    path=path,
                    message=f"terms {terms.id} run {length} days from "
                    f"{date.fromordinal(-day)}, more than {days}{clause}",
                    advice="shorten the term, or state why it is lawful",
                )

    return rule


def _dues(terms: PaymentTerms) -> Iterator[tuple[str, DueRule, DueRule]]:
    """The first and the last due rule of each line that counts from the issue date."""
    for n, line in enumerate(terms.lines):
        rules = tuple(rule for rule in part_rules(line) if rule is not None)
        if rules and rules[0].event is None and not _is_fixed(rules[0]):
            yield f"lines.{n}.due", rules[0], rules[-1]


def _is_fixed(rule: DueRule) -> bool:
    """Whether a rule names a date: what lies before or after it is the contract's own affair."""
    return any(isinstance(step, OnDate) for step in rule.steps)


def _witness(earlier: DueRule, later: DueRule) -> date | None:
    """An issue date on which `later` does not lie after or with `earlier`."""
    if earlier.event != later.event or _is_fixed(earlier) or _is_fixed(later):
        return None
    return next((day for day in _DAYS if later.date_from(day) < earlier.date_from(day)), None)


def _amounts(terms: PaymentTerms) -> Iterator[Finding]:
    """A balance of nothing."""
    shares = [line for line in terms.lines if line.kind == "percent" and line.of == "total"]
    full = bool(shares) and sum(line.percent.fraction for line in shares) == 1
    full = full or any(
        line.kind == "percent" and line.of == "remainder" and line.percent.value == 100
        for line in terms.lines
    )
    for n, line in enumerate(terms.lines):
        if full and line.kind in ("balance", "equal"):
            yield Finding(
                code="terms.empty-balance",
                path=f"lines.{n}",
                message=f"terms {terms.id} give 100% to other lines, so this one gets nothing",
                advice="leave it out, or lower a share",
            )


def _before_issue(terms: PaymentTerms) -> Iterator[Finding]:
    """A due date before the issue date."""
    for path, due, _ in _dues(terms):
        day = next((day for day in _DAYS if due.date_from(day) < day), None)
        if day is not None:
            yield Finding(
                code="terms.due-before-issue",
                path=path,
                message=f"terms {terms.id} make an invoice of {day} due on {due.date_from(day)}",
                advice="go a month on, or use the next day of the month",
            )


_SETS_DAY = (EndOfMonth, DayOfMonth, NextDayOfMonth, Proximo, Bands)


def _drift(terms: PaymentTerms) -> Iterator[Finding]:
    """Months counted from a month's end: 28 February and a month is 28 March."""
    for path, due, _ in _dues(terms):
        for n, (step, following) in enumerate(pairwise(due.steps)):
            later = due.steps[n + 2 :]
            snaps = any(isinstance(other, _SETS_DAY) for other in later)
            if isinstance(step, EndOfMonth) and isinstance(following, Months) and not snaps:
                yield Finding(
                    code="terms.end-of-month-drift",
                    path=f"{path}.steps.{n + 1}",
                    message=f"terms {terms.id} go {following} on from a month's end, "
                    "which is not always a month's end",
                    advice="add the months first, or end of month once more after them",
                )


def _discounts(terms: PaymentTerms) -> Iterator[Finding]:
    """Tiers nobody can use, and deadlines after the due date."""
    last = [tuple(part_rules(line))[-1] for line in terms.lines]
    known = [rule for rule in last if rule is not None]
    yield from _tiers(terms, terms.discounts, "discounts", known)
    for n, (line, rule) in enumerate(zip(terms.lines, last, strict=True)):
        due = [] if rule is None else [rule]
        yield from _tiers(terms, line.discounts, f"lines.{n}.discounts", due)


def _tiers(
    terms: PaymentTerms, tiers: tuple[DiscountTier, ...], path: str, due: list[DueRule]
) -> Iterator[Finding]:
    for m, tier in enumerate(tiers):
        better = [
            other
            for k, other in enumerate(tiers)
            if k != m and _covers(other, tier) and (k < m or not _covers(tier, other))
        ]
        if better:
            yield Finding(
                code="terms.unreachable-discount",
                path=f"{path}.{m}",
                message=f"the discount of {tier.percent} in terms {terms.id} is never the best: "
                f"{better[0].percent} lasts as long",
                advice="give a longer deadline to a smaller discount, or leave it out",
            )
        late = [day for rule in due if (day := _witness(tier.deadline, rule)) is not None]
        if late and len(late) == len(due):
            yield Finding(
                code="terms.discount-after-due",
                path=f"{path}.{m}.deadline",
                message=f"terms {terms.id} give a discount after the due date of an invoice "
                f"of {late[0]}",
                advice="end the discount on the due date at the latest",
            )


def _covers(other: DiscountTier, tier: DiscountTier) -> bool:
    """Whether `other` gives at least as much for at least as long, whatever the issue date."""
    if other.base != tier.base or other.percent < tier.percent:
        return False
    return other.deadline.event == tier.deadline.event and all(
        other.deadline.date_from(day) >= tier.deadline.date_from(day) for day in _DAYS
    )
