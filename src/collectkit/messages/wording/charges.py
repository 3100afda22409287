"""Late charges in the words of a language: interest, fees, grace, and what a law says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from collectkit.dates import DayCount
from collectkit.errors import InvalidFact
from collectkit.fees import (
    RATE_TABLES,
    DefaultRule,
    Interest,
    LateChargePolicy,
    Regime,
    TableRate,
)
from collectkit.messages.wording.fees import capped, each, fee_text, spanned
from collectkit.messages.wording.phrases import Phrases
from collectkit.money import Percent

__all__ = ["charges_text"]


def charges_text(policy: LateChargePolicy | Regime, locale: str | None) -> str:
    """See `describe_late_charges`."""
    phrases = Phrases(locale)
    match policy:
        case Regime():
            law = phrases.say("regime", name=policy.name, citation=policy.citation)
            default = policy.default_rule
            texts = (law, *_default(default, phrases), *_charges(policy.policy, default, phrases))
            return phrases.sentences(texts)
        case LateChargePolicy():
            return phrases.sentences(_charges(policy, None, phrases))
    raise InvalidFact(
        f"policy must be LateChargePolicy or Regime, not {type(policy).__name__}", field="policy"
    )


def _charges(
    policy: LateChargePolicy, default: DefaultRule | None, phrases: Phrases
) -> Iterator[str]:
    if policy.interest is not None:
        free = policy.grace == "shift"
        start = "start.free" if free else "start.due" if default is None else "start.default"
        yield from _interest(policy.interest, phrases.say(start), phrases)
    for fee in policy.fees:
        yield fee_text(fee, phrases)
    if policy.grace_days:
        said = phrases.within if policy.grace == "threshold" else phrases.span
        yield phrases.say(f"grace.{policy.grace}", span=said("days", policy.grace_days))
    yield from phrases.adjusted("free", policy.grace_roll)
    if default is None:
        yield from phrases.adjusted("due", policy.due_roll)


# -- interest ------------------------------------------------------------------------------------
def _interest(interest: Interest, start: str, phrases: Phrases) -> Iterator[str]:
    say, rate = phrases.say, interest.rate
    if isinstance(rate, Percent):
        yield say("interest.fixed", percent=phrases.percent(rate), start=start)
    else:
        said = _sum(rate, rate.margin_on(date.min), phrases)
        yield say("interest.table", start=start, rate=said)
        yield from _table_rules(rate, phrases)
    if interest.day_count is not DayCount.ACT_365F:
        yield say("interest.day-count", rule=interest.day_count.value.upper())
    if interest.value_day == "same":
        yield say("interest.value-day")
    if interest.compounding is not None:
        every, until = each(interest.compounding.every, phrases), interest.compounding.max_age
        if until is None:
            yield say("interest.compounding", every=every)
        else:
            yield say("interest.compounding-until", every=every, span=spanned(until, phrases))
    if interest.max_age is not None:
        yield say("interest.max-age", span=spanned(interest.max_age, phrases))
    yield from _limits(interest, phrases)


def _limits(interest: Interest, phrases: Phrases) -> Iterator[str]:
    """What is done with the sum, in the order it is done."""
    if interest.rounding != "item":
        yield phrases.say(f"interest.rounding.{interest.rounding}")
    if interest.minimum:
        yield phrases.say("interest.minimum", amounts=phrases.amounts(interest.minimum))
    for cap in interest.caps:
        yield capped("interest.cap", cap, phrases)
    if interest.de_minimis:
        yield phrases.say("interest.de-minimis", amounts=phrases.amounts(interest.de_minimis))


def _sum(rate: TableRate, margin: Percent, phrases: Phrases) -> str:
    """Reference times factor plus margin."""
    table = RATE_TABLES.get(rate.table)
    name = rate.table if table is None else table.name or table.id
    said = phrases.say("rate.reference", name=name)
    if rate.factor != 1:
        said = phrases.say("rate.factor", factor=phrases.number(rate.factor), rate=said)
    if margin.value:
        key = "rate.plus" if margin.value > 0 else "rate.minus"
        said = phrases.say(key, margin.value.copy_abs(), rate=said)
    return said


def _table_rules(rate: TableRate, phrases: Phrases) -> Iterator[str]:
    """When the rate changes, and its bounds."""
    yield phrases.say(f"fixing.{rate.fixing}.{rate.reads}")
    before = rate.margin_on(date.min)
    for day in sorted({margin.applies_from for margin in rate.margins if margin.applies_from}):
        margin = rate.margin_on(day)
        if margin != before:
            said = _sum(rate, margin, phrases)
            key = "rate.from-frozen" if rate.fixing == "frozen" else "rate.from"
            yield phrases.say(key, date=phrases.day(day), rate=said)
        before = margin
    bounds = (
        ("rate.round-up", rate.round_up_to),
        ("rate.floor", rate.floor),
        ("rate.ceiling", rate.ceiling),
    )
    for key, bound in bounds:
        if bound is not None:
            yield phrases.say(key, percent=phrases.percent(bound))


# -- default by law ------------------------------------------------------------------------------
def _default(rule: DefaultRule | None, phrases: Phrases) -> Iterator[str]:
    """When the debtor is in default, where the due date alone does not say."""
    if rule is None:
        return
    if rule.days is None:
        if rule.reminder is not None:
            yield phrases.say("default.reminder", code=rule.reminder)
        return
    begins = phrases.say(f"default.{rule.since}", span=phrases.span("days", rule.days))
    if rule.reminder is not None:
        begins = phrases.say("default.or-reminder", default=begins, code=rule.reminder)
    yield begins
    if rule.needs is not None:
        yield phrases.say("default.needs", code=rule.needs)
    yield from phrases.adjusted("default", rule.roll)
