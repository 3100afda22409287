"""The patterns of a language, filled in with the figures of a locale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module

from collectkit.dates import BusinessDayConvention
from collectkit.messages.format import (
    format_count,
    format_date,
    format_money,
    format_number,
    format_percent,
    ordinal_category,
    plural_category,
    reader,
    weekday_name,
)
from collectkit.messages.texts import LANGUAGES
from collectkit.messages.texts.entry import french
from collectkit.money import Money, Percent

__all__ = ["Phrases"]

Pattern = str | tuple[str, str]

_NEVER_CLAMPED = 28


@cache
def _patterns(language: str) -> Mapping[str, Pattern]:
    """The patterns of a language, loaded and set in its typography when first asked for."""
    module = import_module(f"collectkit.messages.wording.{language}")
    patterns: Mapping[str, Pattern] = module.PATTERNS
    if language != "fr":
        return patterns
    return {
        key: french(pattern)
        if isinstance(pattern, str)
        else (french(pattern[0]), french(pattern[1]))
        for key, pattern in patterns.items()
    }


class Phrases:
    """Words for a reader of `locale`, with figures as written there.

    A locale falls back to its language, and what has no words here to English.
    """

    __slots__ = ("_locale", "_patterns")

    def __init__(self, locale: str | None) -> None:
        language, self._locale = reader(locale, LANGUAGES)
        self._patterns = _patterns(language)

    def has(self, key: str) -> bool:
        """Whether the language has that pattern."""
        return key in self._patterns

    def say(self, key: str, n: int | Decimal | None = None, /, **values: str) -> str:
        """The pattern `key`, in the form for `n` where it has two, with its values."""
        pattern = self._patterns[key]
        if n is not None:
            values["n"] = self.number(n)
        if isinstance(pattern, tuple):
            is_one = n is not None and plural_category(n, locale=self._locale) == "one"
            pattern = pattern[0 if is_one else 1]
        return pattern.format_map(values)

    def sentences(self, texts: Iterable[str]) -> str:
        """Each text as a sentence."""
        return " ".join(f"{text[:1].upper()}{text[1:]}." for text in texts)

    def joined(self, joint: str, texts: Iterable[str]) -> str:
        """The texts in a row, with the words of `joint` between."""
        return self.say(joint).join(texts)

    # -- figures -----------------------------------------------------------------------------
    def number(self, value: int | Decimal) -> str:
        if isinstance(value, Decimal):
            return format_number(value, locale=self._locale)
        return format_count(value, locale=self._locale)

    def percent(self, value: Percent) -> str:
        return format_percent(value, locale=self._locale)

    def money(self, value: Money) -> str:
        return format_money(value, locale=self._locale)

    def amounts(self, values: Iterable[Money]) -> str:
        """Amounts of which the one in the currency at hand counts."""
        return self.joined("or", map(self.money, values))

    def day(self, value: date) -> str:
        return format_date(value, locale=self._locale, style="long")

    def weekday(self, number: int) -> str:
        return weekday_name(number, locale=self._locale)

    def ordinal(self, day: int) -> str:
        key = f"ordinal.{ordinal_category(day, locale=self._locale)}"
        return self.say(key if self.has(key) else "ordinal.other", day)

    def month_day(self, day: int) -> str:
        """A day of the month that shorter months do not have, said so."""
        said = self.ordinal(day)
        return said if day <= _NEVER_CLAMPED else self.say("ordinal.clamped", day=said)

    def span(self, unit: str, count: int) -> str:
        """So many days, business-days, weeks, months or years; a negative count as its size."""
        return self.say(f"span.{unit}", abs(count))

    def within(self, unit: str, count: int) -> str:
        """A span as it stands after `within`, where a language has a case of its own for it."""
        key = f"within.{unit}"
        return self.say(key, count) if self.has(key) else self.span(unit, count)

    def every(self, unit: str, count: int) -> str:
        return self.say(f"every.{unit}", count)

    def adjusted(self, subject: str, convention: BusinessDayConvention) -> Iterable[str]:
        """Where a day off moves; nothing where it stays."""
        if convention is not BusinessDayConvention.NONE:
            yield self.say(f"adjust.{convention.value}", subject=self.say(f"subject.{subject}"))
