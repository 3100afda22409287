"""Money, dates and percentages in the words of a locale, whatever the host is set to."""

from __future__ import annotations

import decimal
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.unit.messages.cldr_figures import LOCALES, figures, golden

from collectkit.errors import InvalidDate, InvalidMoney, InvalidPercent, TemplateError
from collectkit.messages import format_date, format_money, format_percent
from collectkit.messages.format import (
    format_count,
    format_number,
    ordinal_category,
    plural_category,
    reader,
    weekday_name,
)
from collectkit.money import Money, Percent

# The golden figures must hold on the oldest babel, too.
pytestmark = pytest.mark.core

HOSTILE = [
    decimal.Context(prec=1, rounding=decimal.ROUND_UP),
    decimal.Context(prec=3, rounding=decimal.ROUND_CEILING, traps=[decimal.Inexact]),
    decimal.Context(prec=2, Emin=-1, Emax=1, traps=[decimal.Rounded, decimal.Subnormal]),
    decimal.Context(prec=28, capitals=0, clamp=1, traps=[decimal.Inexact, decimal.FloatOperation]),
]


@pytest.mark.parametrize(
    ("money", "locale", "text"),
    [
        (Money("1234567.50", "EUR"), "en", "€1,234,567.50"),
        (Money("-1234.50", "EUR"), "en", "-€1,234.50"),
        (Money("0", "USD"), "en_US", "$0.00"),
        (Money("1234.50", "USD"), "en_GB", "US$1,234.50"),
        (Money("1234567", "JPY"), "en", "¥1,234,567"),
        (Money("1.250", "KWD"), "en", "KWD 1.250"),
        (Money("-1.250", "KWD"), "en", "-KWD 1.250"),
        (Money("1.2505", "CLF"), "en", "CLF 1.2505"),
        (Money("10.50", "RSD"), "en", "RSD 10.50"),
        (Money("10.50", "CHF"), "en", "CHF 10.50"),
        (Money("1234567.50", "INR"), "en_IN", "₹12,34,567.50"),
        (Money("1234.50", "EUR"), "de", "1.234,50 €"),
        (Money("1234.50", "CHF"), "de_CH", "CHF 1\u2019234.50"),
        (Money("1234.50", "EUR"), "fr_FR", "1 234,50 €"),
        (Money("1234.50", "EUR"), "fr-FR", "1 234,50 €"),
        (Money("999999999999999.99", "EUR"), "en", "€999,999,999,999,999.99"),
    ],
)
def test_money(money: Money, locale: str, text: str) -> None:
    assert format_money(money, locale=locale, plain_spaces=True) == text


def test_no_break_spaces_are_kept_unless_folded() -> None:
    assert format_money(Money("10.50", "CHF"), locale="en") == "CHF\xa010.50"
    french = format_money(Money("1234.50", "EUR"), locale="fr")
    assert french.replace("\u202f", "\xa0") == "1\xa0234,50\xa0€"


def test_unrounded_money_is_rounded_half_up_by_the_iso_unit() -> None:
    half = Money("0.01", "EUR") * Decimal("0.5")
    assert format_money(half, locale="en") == "€0.01"
    assert format_money(Money("1", "JPY") * Decimal("1.5"), locale="en") == "¥2"


def test_dates() -> None:
    day = date(2026, 3, 2)
    assert format_date(day, locale="en") == "Mar 2, 2026"
    assert format_date(day, locale="en_GB") == "2 Mar 2026"
    assert format_date(day, locale="en", style="long") == "March 2, 2026"
    assert format_date(day, locale="en", style="full") == "Monday, March 2, 2026"
    assert format_date(day, locale="en", style="short") == "3/2/26"
    assert format_date(day, locale="de") == "02.03.2026"


def test_percentages_keep_their_decimals() -> None:
    assert format_percent(Percent("8"), locale="en") == "8%"
    assert format_percent(Percent("12.75"), locale="en") == "12.75%"
    assert format_percent(Percent("-0.125"), locale="en") == "-0.125%"
    assert format_percent(Percent("1200"), locale="en") == "1,200%"
    assert format_percent(Percent("12.75"), locale="de", plain_spaces=True) == "12,75 %"


def test_numbers_keep_their_decimals() -> None:
    assert format_number(Decimal("1234.50"), locale="en") == "1,234.50"
    assert format_number(Decimal("-0.0625"), locale="de") == "-0,0625"
    assert format_number(Decimal("1E+3"), locale="en") == "1,000"


def test_every_figure_with_fixed_spaces_has_plain_ones_too() -> None:
    fixed = (
        format_money(Money("1234.50", "EUR"), locale="fr"),
        format_percent(Percent("1234.5"), locale="fr"),
        format_count(1234567, locale="fr"),
        format_number(Decimal("1234.5"), locale="fr"),
        format_date(date(2026, 3, 2), locale="bg", style="short"),
    )
    plain = (
        format_money(Money("1234.50", "EUR"), locale="fr", plain_spaces=True),
        format_percent(Percent("1234.5"), locale="fr", plain_spaces=True),
        format_count(1234567, locale="fr", plain_spaces=True),
        format_number(Decimal("1234.5"), locale="fr", plain_spaces=True),
        format_date(date(2026, 3, 2), locale="bg", style="short", plain_spaces=True),
    )
    for with_fixed, with_plain in zip(fixed, plain, strict=True):
        assert any(space in with_fixed for space in "\xa0\u202f")
        assert with_plain == with_fixed.replace("\xa0", " ").replace("\u202f", " ")


def test_weekdays_and_ordinals() -> None:
    assert weekday_name(0, locale="en") == "Monday"
    assert weekday_name(6, locale="fr") == "dimanche"
    ordinals = [ordinal_category(day, locale="en") for day in (1, 2, 3, 4, 11, 12, 13, 21, 31)]
    assert ordinals == ["one", "two", "few", *["other"] * 4, "one", "one"]


@pytest.mark.parametrize(
    ("locale", "words", "numbers"),
    [
        ("de", "de", "de"),
        ("de_AT", "de", "de_AT"),
        ("fr-CA", "fr", "fr-CA"),
        ("en_GB", "en", "en_GB"),
        ("de_XX", "de", "de"),
        ("pl", "en", "en"),
        ("xx", "en", "en"),
        ("../de", "en", "en"),
        (None, "en", "en"),
        (7, "en", "en"),
    ],
)
def test_the_language_and_the_figures_of_a_reader(locale: object, words: str, numbers: str) -> None:
    assert reader(locale, ("en", "de", "fr")) == (words, numbers)


@pytest.mark.parametrize("locale", LOCALES)
def test_figures_are_those_that_were_written_down(locale: str) -> None:
    assert figures(locale) == golden()[locale]


def test_the_figures_written_down_are_all_looked_at() -> None:
    assert tuple(golden()) == LOCALES
    assert {len(texts) for texts in golden()["en"].values()} == {3, 4, 6, 7, 12, 16, 31, 201}


@pytest.mark.parametrize("context", HOSTILE)
def test_the_host_decimal_context_is_neither_read_nor_changed(context: decimal.Context) -> None:
    with decimal.localcontext(context) as host:
        before = repr(host)
        printed = (
            format_money(Money("1234567.89", "EUR"), locale="en"),
            format_percent(Percent("12.75"), locale="en"),
            format_count(1234567, locale="en"),
            format_number(Percent("1234.0625").value, locale="en"),
            plural_category(1234567, locale="pl"),
            ordinal_category(22, locale="en"),
            format_date(date(2026, 12, 31), locale="en", style="full"),
        )
        after = repr(host)
    assert printed == (
        *("€1,234,567.89", "12.75%", "1,234,567", "1,234.0625", "many", "two"),
        "Thursday, December 31, 2026",
    )
    assert after == before


@pytest.mark.parametrize("locale", ["xx", "", "en_US.UTF-8", "root", "../en", "en_XX", "e" * 99])
def test_unknown_locales(locale: str) -> None:
    with pytest.raises(TemplateError) as caught:
        format_money(Money("1.00", "EUR"), locale=locale)
    assert caught.value.field == "locale"
    with pytest.raises(TemplateError, match="locale"):
        format_date(date(2026, 3, 2), locale=locale)
    with pytest.raises(TemplateError, match="locale"):
        format_percent(Percent("8"), locale=locale)


def test_only_the_library_values_are_printed() -> None:
    with pytest.raises(InvalidMoney, match="money must be Money, not Decimal"):
        format_money(Decimal("NaN"), locale="en")  # type: ignore[arg-type]
    with pytest.raises(InvalidPercent, match="percent must be Percent, not float"):
        format_percent(0.5, locale="en")  # type: ignore[arg-type]
    with pytest.raises(InvalidDate, match="day must be a date, not a datetime"):
        format_date(datetime(2026, 3, 2, tzinfo=UTC), locale="en")
    with pytest.raises(TemplateError, match="style must be one of short, medium, long, full"):
        format_date(date(2026, 3, 2), locale="en", style="iso")  # type: ignore[arg-type]


PROGRAM = """
import json, sys
import collectkit.messages
lazy = not any(name.split(".")[0] == "babel" for name in sys.modules)
from datetime import date
from collectkit.messages import Template, format_date, format_money
from collectkit.money import Money
money = Money("1234.50", "EUR")
template = Template.parse("{total_open} {pay_by} {invoice_count}")
context = {"total_open": money, "pay_by": date(2026, 3, 2), "invoice_count": 1234}
printed = format_money(money, locale="en"), format_date(context["pay_by"], locale="en")
print(json.dumps([lazy, *printed, template.render(context)]))
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE", "TZ": "Nowhere/Nothing"},
        {"LC_ALL": "ar_EG.UTF-8", "LC_MONETARY": "fr_FR", "LC_NUMERIC": "xx", "LC_TIME": "ja_JP"},
    ],
)
def test_the_environment_is_not_read_and_babel_is_loaded_late(
    environment: dict[str, str],
) -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env={"PYTHONHASHSEED": "7", **environment},
        capture_output=True,
        check=True,
    )
    assert json.loads(result.stdout) == [
        True, "€1,234.50", "Mar 2, 2026", "€1,234.50 Mar 2, 2026 1,234"
    ]  # fmt: skip
