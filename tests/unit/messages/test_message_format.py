"""Money, dates and percentages in the words of a locale, whatever the host is set to."""

from __future__ import annotations

import decimal
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from collectkit.errors import InvalidDate, InvalidMoney, InvalidPercent, TemplateError
from collectkit.messages import format_date, format_money, format_percent
from collectkit.messages.format import format_count, plural_category
from collectkit.money import Money, Percent

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


@pytest.mark.parametrize("context", HOSTILE)
def test_the_host_decimal_context_is_neither_read_nor_changed(context: decimal.Context) -> None:
    with decimal.localcontext(context) as host:
        before = repr(host)
        printed = (
            format_money(Money("1234567.89", "EUR"), locale="en"),
            format_percent(Percent("12.75"), locale="en"),
            format_count(1234567, locale="en"),
            plural_category(1234567, locale="pl"),
        )
        after = repr(host)
    assert printed == ("€1,234,567.89", "12.75%", "1,234,567", "many")
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
