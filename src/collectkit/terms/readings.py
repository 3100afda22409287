"""From the clauses of a shorthand to discounts and a due rule: what they mean together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from collectkit.errors import AmbiguousTerms, TermsError, shown
from collectkit.money import Percent
from collectkit.terms.grammar import Clause, TierClause, UnsettledNet, Word
from collectkit.terms.lines import DiscountTier
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import DayOfMonth, Days, EndOfMonth, Months, NextDayOfMonth

__all__ = ["MOST_DAYS", "EndOfMonthReading", "Said", "refusal", "settled"]

EndOfMonthReading = Literal[
    "eom_plus_days", "days_then_eom", "next_month_end", "days_then_day", "eom_dating", "net_eom"
]
Said = tuple[tuple[DiscountTier, ...], DueRule | None]

MOST_DAYS = 999
_MOST_TIERS = 12
_COUNT = {2: "two", 3: "three", 4: "four"}


class _Reading(NamedTuple):
    """What an unsettled clause may mean; `dating` moves the discounts behind the month's end."""

    words: str
    due: DueRule | None
    dating: bool = False


def refusal(text: str, why: str, hint: str | None = None) -> TermsError:
    """The error for a text outside the grammar."""
    return TermsError(f"{shown(text)} {why}", field="text", hint=hint)


def settled(clauses: Sequence[Clause], text: str, eom: str | None) -> Said:
    """What the clauses of `text` say together; `eom` chooses where the end of a month is open.

    Raises:
        AmbiguousTerms: more than one reading and no choice.
        TermsError: clauses that contradict each other.
    """
    on_delivery = clauses[-1] is Word.RECEIPT_OF_GOODS
    rest = clauses[:-1] if on_delivery else clauses
    if not rest or Word.RECEIPT_OF_GOODS in rest:
        raise refusal(text, "says ROG elsewhere than at the end of a term")
    offers = [clause for clause in rest if isinstance(clause, TierClause)]
    nets = [clause for clause in rest if not isinstance(clause, TierClause)]
    if len(nets) > 1:
        raise refusal(text, "states more than one due date")
    if not nets and offers[-1].dated and not all(offer.dated for offer in offers):
        raise AmbiguousTerms(
            f"{shown(text)} leaves open whether its ending holds for every discount",
            field="text",
            readings=("each: it holds for every discount", "last: it holds for the last one alone"),
            hint="say it after each discount it holds for",
        )
    due, dating = _due(nets[0], offers, text, eom) if nets else (None, False)
    tiers = [(offer.percent, _deadline(offer, dating, on_delivery)) for offer in offers]
    if on_delivery and due is not None:
        if not due.steps:
            raise refusal(text, "counts from two events")
        due = due.replace(event="delivery")
    _check(tiers, due, text)
    return tuple(DiscountTier(percent=percent, deadline=rule) for percent, rule in tiers), due


def _deadline(offer: TierClause, dating: bool, on_delivery: bool) -> DueRule:
    rule = offer.deadline
    if dating and not offer.dated:
        rule = DueRule.of(EndOfMonth(), *rule.steps)
    return rule.replace(event="delivery") if on_delivery else rule


# -- the end of a month --------------------------------------------------------------------------
def _due(
    net: Clause, offers: Sequence[TierClause], text: str, eom: str | None
) -> tuple[DueRule | None, bool]:
    """The due rule, and whether the discounts count from the end of the month too."""
    plain = any(not offer.dated for offer in offers)
    if isinstance(net, DueRule):
        return net, False
    if isinstance(net, UnsettledNet):
        readings = _orders(net, plain)
    elif plain:
        readings = {
            "eom_dating": _Reading("the discount counts from the end of the month", None, True),
            "net_eom": _Reading("due at the end of the month", DueRule.of(EndOfMonth())),
        }
    else:
        return DueRule.of(EndOfMonth()), False
    if eom in readings:
        return readings[eom].due, readings[eom].dating
    *most, last = (f'eom="{name}"' for name in readings)
    many = f"has {_COUNT[len(readings)]} readings"
    raise AmbiguousTerms(
        f"{shown(text)} {many if eom is None else f'cannot be read as {eom}'}",
        field="text",
        readings=tuple(f"{name}: {reading.words}" for name, reading in readings.items()),
        hint=f"pass {', '.join(most)} or {last}",
    )


def _orders(net: UnsettledNet, plain: bool) -> dict[str, _Reading]:
    """The readings of days and the end of a month, by what `eom` calls them."""
    from_end, to_end = DueRule.eom_plus_days(net.days), DueRule.days_then_eom(net.days)
    first, then = f"end of the issue month, then {net.days} days", f"{net.days} days, then the end"
    if net.day is not None:
        day, following = NextDayOfMonth(days=(net.day,)), DayOfMonth(day=net.day, months=1)
        return {
            "eom_plus_days": _Reading(f"{first}, then {day}", from_end.then(day)),
            "days_then_eom": _Reading(
                f"{then} of that month, then {following}", to_end.then(following)
            ),
            "days_then_day": _Reading(
                f"{net.days} days, then {day}", DueRule.net(net.days).then(day)
            ),
        }
    readings = {
        "eom_plus_days": _Reading(first, from_end),
        "days_then_eom": _Reading(f"{then} of that month", to_end),
    }
    if net.english and net.days == 30:
        readings["next_month_end"] = _Reading(
            "the end of the month after the issue month", DueRule.of(Months(count=1), EndOfMonth())
        )
    if net.english and plain:
        readings["eom_dating"] = _Reading(
            f"{first}; discounts count from there too", from_end, True
        )
    return readings


# -- discounts that can be meant -----------------------------------------------------------------
def _check(tiers: Sequence[tuple[Percent, DueRule]], due: DueRule | None, text: str) -> None:
    if len(tiers) > _MOST_TIERS:
        raise refusal(text, f"has more than {_MOST_TIERS} discounts")
    windows = [_window(rule) for _, rule in tiers]
    for (percent, _), (_, days) in zip(tiers, windows, strict=True):
        if not 0 < percent.value < 100:
            raise refusal(text, f"has a discount of {percent}")
        if days > MOST_DAYS:
            raise refusal(text, f"has a discount of more than {MOST_DAYS} days")
    for (n, (kind, days)), (m, (later_kind, later)) in combinations(enumerate(windows), 2):
        if kind != later_kind:
            continue
        if tiers[m][0] >= tiers[n][0]:
            raise refusal(text, "has a later discount that gives as much or more")
        if later <= days:
            raise refusal(text, "has a smaller discount that ends no later")
    limit = None if due is None else _window(due)
    if limit is not None and any(kind == limit[0] and days > limit[1] for kind, days in windows):
        raise refusal(text, "has its discount deadline after the due date")


def _window(rule: DueRule) -> tuple[object, int]:
    """What the days of a rule count from and their number; equal bases compare by number."""
    match rule.steps:
        case (Days(count=days),):
            return ("days", rule.event), days
        case (EndOfMonth(),):
            return ("end of month", rule.event), 0
        case (EndOfMonth(), Days(count=days)):
            return ("end of month", rule.event), days
        case (DayOfMonth(day=day, months=1),):
            return ("next month", rule.event), day
    return (rule.steps, rule.event), 0
