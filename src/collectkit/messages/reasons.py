"""Explain: the reasons of every room in the words and figures of a reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

from collectkit.errors import InvalidFact, TemplateError, shown
from collectkit.explain import Reason
from collectkit.messages.format import (
    format_count,
    format_date,
    format_money,
    format_number,
    format_percent,
    reader,
)
from collectkit.messages.reason_words import EN, Wording
from collectkit.messages.texts import LANGUAGES
from collectkit.money import Money, Percent

__all__ = ["explain"]

_NAME = re.compile(r"\{([a-z_]+)\}")
_JOIN = re.compile(r"(, | and | or )")
# Lists of closed words. Elsewhere a comma or an "or" belongs to a name.
_LISTS = frozenset(("blocks", "channels", "contact.hours.required", "kinds"))
# Risk rounds its figures for people and gives them as text.
_NUMERALS = frozenset(("value",))
_NUMERAL = re.compile(r"(-?[0-9]{1,15}(?:\.[0-9]{1,6})?)(%?)", re.ASCII)
_MOST_PERCENT = Decimal(1_000_000)
_LARGEST = 10**15
_MOST_DIGITS = 30


def explain(reasons: Reason | Iterable[Reason], *, locale: str | None) -> str:
    """The reasons in words of `locale`, one on each line, in order.

    Words are in its language where the library has it (en, de, fr), else in English; a locale
    that names none takes English. Money, dates, percentages and numbers are written as in
    `locale` where the words are in its language. Ids, names, the cautions of a law and
    reasons of a host's own are left as they are.

    Raises:
        InvalidFact: `reasons` is no `Reason` and no iterable of them (`field`, `row`).
        TemplateError: a figure of a type that no message prints, naming it (`field`).

    >>> from datetime import date
    >>> from collectkit.contact import permit
    >>> from collectkit.ledger import Customer
    >>> customer = Customer(id="C-1", cease_received_on=date(2026, 3, 2))
    >>> found = permit(("email",), (), on=date(2026, 3, 9), customer=customer)
    >>> print(explain(found.why, locale="en"))
    C-1: the customer asked on Mar 2, 2026 not to be contacted
    >>> print(explain(found.why, locale="de_AT"))
    C-1: der Kunde hat am 02.03.2026 gebeten, ihn nicht mehr zu kontaktieren
    """
    language, figures = reader(locale, LANGUAGES)
    writer = _Writer(_wording(language), figures)
    return "\n".join([writer.line(reason) for reason in _each(reasons)])


class _Writer:
    """Reasons in one wording, their figures in one locale."""

    def __init__(self, wording: Wording, locale: str) -> None:
        self.wording = wording
        self.locale = locale

    def line(self, reason: Reason) -> str:
        figures = dict(reason.data)
        pattern = self.wording.patterns.get(reason.code) or reason.pattern or reason.code

        def figure(name: re.Match[str]) -> str:
            if name[1] not in figures:
                return name[0]
            return self.figure(figures[name[1]], reason.code, name[1])

        text = _NAME.sub(figure, pattern)
        return f"{reason.subject}: {text}" if reason.subject else text

    def figure(self, value: object, code: str, name: str) -> str:
        locale = self.locale
        match value:
            case None:
                return self.wording.nothing
            case bool():
                return self.wording.yes if value else self.wording.no
            case Reason():
                return self.line(value)
            case Money():
                return format_money(value, locale=locale)
            case Percent():
                return format_percent(value, locale=locale)
            case date() if not isinstance(value, datetime):
                return format_date(value, locale=locale)
            case int() if -_LARGEST < value < _LARGEST:
                return format_count(value, locale=locale)
            case Decimal() if _is_sane(value):
                return format_number(value, locale=locale)
            case Fraction() if max(abs(value.numerator), value.denominator) < _LARGEST:
                return (
                    str(value)
                    if value.denominator > 1
                    else format_count(value.numerator, locale=locale)
                )
            case str():
                return self.words(value, code, name)
        raise TemplateError(
            f"{shown(name)} of {code} cannot be printed: {shown(value)}", field=name, subject=code
        )

    def words(self, text: str, code: str, name: str) -> str:
        """A closed word in the reader's language; anything else as it is."""
        own = f"{code}.{name}"
        known = self.wording.words.get(own) or self.wording.words.get(name) or {}
        if text in known:
            return known[text]
        if name in _NUMERALS:
            return self.numeral(text)
        if name not in _LISTS and own not in _LISTS:
            return text
        joins = self.wording.joins
        return "".join([joins.get(p) or known.get(p, p) for p in _JOIN.split(text)])

    def numeral(self, text: str) -> str:
        found = _NUMERAL.fullmatch(text)
        if found is None:
            return text
        number = Decimal(found[1])
        if not found[2]:
            return format_number(number, locale=self.locale)
        if number.copy_abs() > _MOST_PERCENT:
            return text
        return format_percent(Percent(number), locale=self.locale)


def _is_sane(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and exponent >= -_MOST_DIGITS
        and number.adjusted() <= _MOST_DIGITS
    )


def _each(reasons: object) -> Iterator[Reason]:
    if isinstance(reasons, Reason):
        yield reasons
        return
    if isinstance(reasons, (str, bytes)) or not isinstance(reasons, Iterable):
        raise InvalidFact(
            f"reasons must be a Reason or an iterable of them, not {type(reasons).__name__}",
            field="reasons",
            hint="pass what `why` or `reasons` of a result holds",
        )
    for row, reason in enumerate(reasons):
        if not isinstance(reason, Reason):
            raise InvalidFact(
                f"reasons must hold Reason, not {type(reason).__name__}", field="reasons", row=row
            )
        yield reason


@cache
def _wording(language: str) -> Wording:
    """The wording of a language, loaded when it is first asked for."""
    if language == "de":
        from collectkit.messages.reason_words.de import DE

        return DE
    if language == "fr":
        from collectkit.messages.reason_words.fr import FR

        return FR
    return EN
