"""Payment terms in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator

from collectkit._checks import check_type
from collectkit.dates import BusinessDayConvention
from collectkit.messages.wording.due import deadline
from collectkit.messages.wording.phrases import Phrases
from collectkit.terms import (
    BalanceLine,
    DiscountTier,
    EqualLines,
    FixedLine,
    PaymentTerms,
    PercentLine,
)
from collectkit.terms.lines import Line

__all__ = ["terms_text"]


def terms_text(terms: PaymentTerms, locale: str | None) -> str:
    """See `describe_terms`."""
    check_type(terms, "terms", PaymentTerms)
    phrases = Phrases(locale)
    match terms.lines:
        case (BalanceLine() as line,):
            return phrases.sentences((_whole(terms, line, phrases), *_rules(terms, phrases)))
    texts = (_parts(terms, phrases), *_shared(terms, phrases), *_rules(terms, phrases))
    return phrases.sentences(texts)


def _whole(terms: PaymentTerms, line: BalanceLine, phrases: Phrases) -> str:
    """One amount, due once: its discounts, then the day it is due in full."""
    tiers = line.discounts or terms.discounts
    if line.due is None:
        due = phrases.say("terms.no-date")
    else:
        key = "terms.otherwise" if tiers else "terms.in-full"
        due = phrases.say(key, due=deadline(line.due, phrases))
    return phrases.joined("list", (*_discounts(tiers, phrases), due))


def _discounts(tiers: tuple[DiscountTier, ...], phrases: Phrases) -> Iterator[str]:
    for tier in tiers:
        percent, due = phrases.percent(tier.percent), deadline(tier.deadline, phrases)
        yield phrases.say(f"discount.{tier.base}", percent=percent, due=due)


# -- several parts -------------------------------------------------------------------------------
def _parts(terms: PaymentTerms, phrases: Phrases) -> str:
    parts = []
    for line in terms.lines:
        part = _part(line, phrases, alone=len(terms.lines) == 1)
        notes = (*_rounding(line, phrases), *_discounts(line.discounts, phrases))
        if notes:
            part = phrases.say("part.notes", part=part, notes=phrases.joined("list", notes))
        parts.append(part)
    return phrases.say("terms.parts", parts=phrases.joined("list", parts))


def _part(line: Line, phrases: Phrases, *, alone: bool) -> str:
    due = "" if line.due is None else deadline(line.due, phrases)
    match line:
        case BalanceLine():
            return phrases.say("part.balance", due=due)
        case PercentLine():
            return phrases.say(f"part.{line.of}", percent=phrases.percent(line.percent), due=due)
        case FixedLine():
            return phrases.say("part.fixed", amount=phrases.money(line.amount), due=due)
        case EqualLines():
            every = phrases.every(line.every.kind, line.every.count)
            key = "part.equal-whole" if alone else "part.equal-rest"
            return phrases.say(key, line.parts, due=due, every=every)


def _rounding(line: Line, phrases: Phrases) -> Iterator[str]:
    if isinstance(line, (PercentLine, EqualLines)) and line.round_to is not None:
        multiple = phrases.number(line.round_to)
        yield phrases.say(f"rounding.{line.rounding.value}", multiple=multiple)


def _shared(terms: PaymentTerms, phrases: Phrases) -> Iterator[str]:
    """What holds for several parts together."""
    of_their_own = [bool(line.discounts) for line in terms.lines]
    if terms.discounts and not all(of_their_own):
        key = "discounts.others" if any(of_their_own) else "discounts.every"
        discounts = phrases.joined("list", _discounts(terms.discounts, phrases))
        yield phrases.say(key, discounts=discounts)
    if terms.residue != "largest-remainder":
        yield phrases.say(f"terms.residue.{terms.residue}")
    if terms.tax_on != "pro-rata":
        yield phrases.say(f"terms.tax.{terms.tax_on}")


def _rules(terms: PaymentTerms, phrases: Phrases) -> Iterator[str]:
    """What moves the days, and how to pay."""
    if terms.discounts or any(line.discounts for line in terms.lines):
        if terms.discount_grace_days:
            span = phrases.span("days", terms.discount_grace_days)
            moved = terms.discount_adjustment is not BusinessDayConvention.NONE
            yield phrases.say(f"discounts.grace{'-moved' if moved else ''}", span=span)
        yield from phrases.adjusted("discount", terms.discount_adjustment)
    if terms.states_due_date:
        yield from phrases.adjusted("due", terms.due_adjustment)
    if terms.payment_methods:
        methods = phrases.joined("or", terms.payment_methods)
        yield phrases.say("terms.methods", methods=methods)
