"""Due rules in words, to stand after `payable` or `if paid`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from collectkit.messages.wording.phrases import Phrases
from collectkit.terms import (
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    DueRule,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)
from collectkit.terms.steps import Step, WeekdayName

__all__ = ["deadline"]

_EVENTS = ("delivery", "order", "shipment")
_WEEKDAYS: tuple[WeekdayName, ...] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def deadline(rule: DueRule, phrases: Phrases) -> str:
    """By when: a common rule in its own words, any other as the steps it is made of."""
    base, of = _event(rule.event, "base", phrases), _event(rule.event, "of", phrases)
    say = phrases.say
    match rule.steps:
        case () | (Days(count=0),):
            return say("due.on", base=base, of=of)
        case (Days() | Weeks() | Months() | BusinessDays() as step,) if step.count:
            if step.count < 0:
                return say("due.before", span=phrases.span(step.kind, step.count), base=base)
            return say("due.within", span=phrases.within(step.kind, step.count), base=base)
        case (EndOfMonth(),):
            return say("due.month-end", of=of)
        case (EndOfMonth(), Days(count=count)) if count > 0:
            return say("due.month-end-plus", span=phrases.within("days", count), of=of)
        case (Days(count=count), EndOfMonth()) if count > 0:
            return say("due.plus-month-end", span=phrases.span("days", count), base=base)
        case (DayOfMonth(day=day, months=1),):
            return say("due.next-month", day=phrases.month_day(day), of=of)
        case (OnDate(on=on),) if rule.event is None:
            return say("due.date", date=phrases.day(on))
    return say("due.path", base=base, steps=_path(rule.steps, phrases))


def _event(event: str | None, case: Literal["base", "of"], phrases: Phrases) -> str:
    if event is None:
        return phrases.say(f"{case}.invoice")
    if event in _EVENTS:
        return phrases.say(f"{case}.{event}")
    return phrases.say(f"{case}.event", event=event)


def _path(steps: Sequence[Step], phrases: Phrases) -> str:
    return phrases.joined("then", (_step(step, phrases) for step in steps))


def _step(step: Step, phrases: Phrases) -> str:
    """Where a step leads from the date before it."""
    say = phrases.say
    match step:
        case Days() | Weeks() | Months() | BusinessDays():
            key = "step.back" if step.count < 0 else "step.on"
            return say(key, span=phrases.span(step.kind, step.count))
        case EndOfMonth() | StartOfQuarter():
            return say(f"step.{step.kind}")
        case DayOfMonth():
            day, month = phrases.month_day(step.day), _month(step.months, phrases)
            return say("step.day-of-month", day=day, month=month)
        case NextDayOfMonth():
            days = phrases.joined("or", map(phrases.month_day, step.days))
            return say("step.next-day-of-month", days=days)
        case Weekday() | NextWeekday():
            weekday = phrases.weekday(_WEEKDAYS.index(step.weekday))
            return say(f"step.{step.kind}", weekday=weekday)
        case OnDate():
            return phrases.day(step.on)
        case Proximo():
            return _proximo(step, phrases)
        case Bands():
            bands = (
                say(
                    "band",
                    day=phrases.ordinal(band.until),
                    steps=_path(band.steps, phrases) or say("band.same"),
                )
                for band in step.bands
            )
            return say("step.bands", bands=phrases.joined("list", bands))


def _month(months: int, phrases: Phrases) -> str:
    near = {0: "month.same", 1: "month.next", -1: "month.before"}
    if months in near:
        return phrases.say(near[months])
    key = "month.on" if months > 0 else "month.back"
    return phrases.say(key, span=phrases.span("months", months))


def _proximo(step: Proximo, phrases: Phrases) -> str:
    day, month = phrases.month_day(step.day), _month(step.months, phrases)
    stays = step.boundary == "stays"
    if stays and step.cutoff in (0, 31):
        # No date comes after the end of its month.
        return phrases.say("step.day-of-month", day=day, month=month)
    if step.cutoff > 0:
        key = "cutoff.after" if stays else "cutoff.from"
        last = phrases.ordinal(step.cutoff) if stays else phrases.month_day(step.cutoff)
        cutoff = phrases.say(key, day=last)
    elif step.cutoff == 0:
        cutoff = phrases.say("cutoff.last-day")
    else:
        key = "cutoff.after-end" if stays else "cutoff.from-end"
        cutoff = phrases.say(key, span=phrases.span("days", step.cutoff))
    return phrases.say("step.proximo", day=day, month=month, cutoff=cutoff)
