"""Money, dates, percentages and counts as a reader of one locale writes them.

The only place that asks babel. The locale is always given: neither the host's environment nor
its decimal context is read. Numbers use western digits in every locale.

Releases of babel carry different editions of CLDR, and these change the words, the order and the
spaces of some locales. Between babel 2.14 and 2.18 these do, of those with many readers: money in
nb; dates in ca, en_IN, en_NZ, es_MX, hi, sl, sr, ur, vi; percentages in bs and the es of the
Americas. The locales of the tests (en, en_GB, de, de_AT, de_CH, fr, pl, ar, he, sv, ja) do not.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal

from collectkit._checks import check_day
from collectkit.errors import InvalidMoney, InvalidPercent, TemplateError, shown
from collectkit.money import Money, Percent, minor_unit
from collectkit.money.rounding import EXACT

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

__all__ = ["format_date", "format_money", "format_percent"]

LOCALE = re.compile(r"[a-z]{2,3}([_-][A-Z][a-z]{3})?([_-]([A-Z]{2}|[0-9]{3}))?", re.ASCII)
_STYLES = ("short", "medium", "long", "full")
_FIXED_SPACES = {0x00A0: " ", 0x202F: " "}
_NBSP = "\xa0"


def babel_locale(locale: str) -> Locale:
    """The CLDR locale called `locale`, such as `en`, `en_GB` or `en-GB`.

    Raises:
        TemplateError: not the name of a locale, or one that CLDR does not have.
    """
    from babel import Locale, UnknownLocaleError

    if type(locale) is not str:
        raise TemplateError(f"locale must be text, not {type(locale).__name__}", field="locale")
    if not LOCALE.fullmatch(locale):
        raise TemplateError(
            f"{shown(locale)} does not name a locale", field="locale", hint="such as en or en_GB"
        )
    try:
        return Locale.parse(locale.replace("-", "_"))
    except UnknownLocaleError:
        raise TemplateError(
            f"there is no locale {shown(locale)}", field="locale", hint="such as en or en_GB"
        ) from None


def format_money(money: Money, *, locale: str, plain_spaces: bool = False) -> str:
    """`money` as written in `locale`, with the digits of its ISO 4217 minor unit.

    Unrounded money is rounded half-up first. A currency without a symbol of its own stands apart
    from the number (`CHF 10.00`). CLDR writes no-break spaces; `plain_spaces` folds them.

    Raises:
        InvalidMoney: not `Money`.
        TemplateError: an unknown locale.

    Source: CLDR currency patterns and currencySpacing (UTS 35, part 3).

    >>> format_money(Money("1190.00", "EUR"), locale="en")
    '€1,190.00'
    >>> format_money(Money("1190.00", "EUR"), locale="de", plain_spaces=True)
    '1.190,00 €'
    >>> format_money(Money("1190", "JPY"), locale="en")
    '¥1,190'
    """
    from babel.numbers import format_currency, get_currency_symbol

    if type(money) is not Money:
        raise InvalidMoney(f"money must be Money, not {type(money).__name__}", field="money")
    cldr = babel_locale(locale)
    pattern = _with_digits(cldr.currency_formats["standard"], minor_unit(money.currency))
    symbol = get_currency_symbol(money.currency, locale=cldr)
    if _is_wordlike(symbol[-1]):
        pattern.prefix = _each(pattern.prefix, r"¤\Z", f"¤{_NBSP}")
    if _is_wordlike(symbol[0]):
        pattern.suffix = _each(pattern.suffix, r"\A¤", f"{_NBSP}¤")
    with localcontext(EXACT):
        text = format_currency(
            money.rounded().amount,
            money.currency,
            format=pattern,
            locale=cldr,
            currency_digits=False,
        )
    return _spaced(text, plain=plain_spaces)


def format_date(
    day: date,
    *,
    locale: str,
    style: Literal["short", "medium", "long", "full"] = "medium",
    plain_spaces: bool = False,
) -> str:
    """`day` as written in `locale`.

    Raises:
        InvalidDate: not a calendar day; a datetime is refused.
        TemplateError: an unknown locale or style.

    >>> from datetime import date
    >>> format_date(date(2026, 3, 2), locale="en"), format_date(date(2026, 3, 2), locale="en_GB")
    ('Mar 2, 2026', '2 Mar 2026')
    """
    from babel import dates

    if style not in _STYLES:
        raise TemplateError(
            f"style must be one of {', '.join(_STYLES)}, not {shown(style)}", field="style"
        )
    cldr = babel_locale(locale)
    text = dates.format_date(check_day(day, "day"), format=style, locale=cldr)
    return _spaced(text, plain=plain_spaces)


def format_percent(percent: Percent, *, locale: str, plain_spaces: bool = False) -> str:
    """`percent` as written in `locale`, with all its decimals.

    Raises:
        InvalidPercent: not a `Percent`.
        TemplateError: an unknown locale.

    >>> format_percent(Percent("12.75"), locale="en")
    '12.75%'
    """
    from babel import numbers

    if type(percent) is not Percent:
        raise InvalidPercent(
            f"percent must be Percent, not {type(percent).__name__}", field="percent"
        )
    cldr = babel_locale(locale)
    with localcontext(EXACT):
        text = numbers.format_percent(
            percent.value.scaleb(-2),
            format=_with_digits(cldr.percent_formats[None], _decimals(percent.value)),
            locale=cldr,
        )
    return _spaced(text, plain=plain_spaces)


def format_count(count: int, *, locale: str, plain_spaces: bool = False) -> str:
    """`count` with the digit groups of `locale`.

    >>> format_count(12345, locale="en")
    '12,345'
    """
    return format_number(Decimal(count), locale=locale, plain_spaces=plain_spaces)


def format_number(number: Decimal, *, locale: str, plain_spaces: bool = False) -> str:
    """`number` as written in `locale`, with all its decimals.

    >>> format_number(Decimal("1234.0625"), locale="de")
    '1.234,0625'
    """
    from babel.numbers import format_decimal

    cldr = babel_locale(locale)
    pattern = _with_digits(cldr.decimal_formats[None], _decimals(number))
    with localcontext(EXACT):
        text = format_decimal(number, format=pattern, locale=cldr)
    return _spaced(text, plain=plain_spaces)


def plural_category(count: int | Decimal, *, locale: str) -> str:
    """The CLDR plural category of `count`: zero, one, two, few, many or other."""
    with localcontext(EXACT):
        return babel_locale(locale).plural_form(count)


def ordinal_category(count: int, *, locale: str) -> str:
    """The CLDR category of `count` as an ordinal: English `one` is 1st, 21st, 31st."""
    with localcontext(EXACT):
        return babel_locale(locale).ordinal_form(count)


def weekday_name(number: int, *, locale: str) -> str:
    """The weekday as `locale` calls it in a sentence; 0 is Monday."""
    name: str = babel_locale(locale).days["format"]["wide"][number]
    return name


def reader(locale: object, languages: Sequence[str]) -> tuple[str, str]:
    """The language of the words and the locale of the figures for a reader of `locale`.

    What names no locale, or one of a language that is not among `languages`, is read in the first
    of these.

    >>> reader("de_AT", ("en", "de")), reader("pl", ("en", "de")), reader(None, ("en", "de"))
    (('de', 'de_AT'), ('en', 'en'), ('en', 'en'))
    """
    if type(locale) is not str or not LOCALE.fullmatch(locale):
        return languages[0], languages[0]
    language = locale.replace("-", "_").partition("_")[0]
    if language not in languages:
        return languages[0], languages[0]
    try:
        babel_locale(locale)
    except TemplateError:
        return language, language
    return language, locale


def fold_spaces(text: str) -> str:
    """`text` with no-break spaces as plain ones."""
    return text.translate(_FIXED_SPACES)


def _spaced(text: str, *, plain: bool) -> str:
    return fold_spaces(text) if plain else text


def _with_digits(pattern: NumberPattern, digits: int) -> NumberPattern:
    # The pattern belongs to babel's cache: change a copy.
    own = copy.copy(pattern)
    own.frac_prec = (digits, digits)
    return own


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_wordlike(character: str) -> bool:
    return unicodedata.category(character)[0] not in "SZ"


def _each(pair: tuple[str, str], old: str, new: str) -> tuple[str, str]:
    plus, minus = pair
    return re.sub(old, new, plus), re.sub(old, new, minus)
