"""Figures in several locales, as babel prints them: `python tests/unit/messages/cldr_figures.py`
writes the file that the tests compare with.

Spaces and marks are folded, because editions of CLDR differ in them. Locales whose words or order
differ between the babels that pyproject.toml admits are left out: nb (the currency before or after
the number), ca (`de` or `del` before the year), en_IN (hyphens in dates), the es of the Americas
(the space before the percent sign).
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Literal

from collectkit.messages.format import (
    format_count,
    format_date,
    format_money,
    format_number,
    format_percent,
    ordinal_category,
    plural_category,
    weekday_name,
)
from collectkit.money import Money, Percent

__all__ = ["LOCALES", "figures", "golden"]

LOCALES = ("en", "en_GB", "de", "de_AT", "de_CH", "fr", "pl", "ar", "he", "sv", "ja")
_STYLES: tuple[Literal["short", "medium", "long", "full"], ...] = (
    "short",
    "medium",
    "long",
    "full",
)
_FILE = Path(__file__).with_name("cldr_figures.json")
_FOLDED = {
    **dict.fromkeys((0x00A0, 0x2009, 0x202F), " "),
    **dict.fromkeys((0x061C, 0x200E, 0x200F)),
    0x2019: "'",
}
_MONEY = (
    *(
        Money(amount, currency)
        for currency in ("EUR", "CHF", "USD", "GBP")
        for amount in ("0.00", "1234567.89", "-1190.50")
    ),
    Money("1234567", "JPY"),
    Money("-5", "JPY"),
    Money("1.250", "KWD"),
    Money("-1234.500", "KWD"),
)
_DAYS = tuple(date(2026, month, 9 * month % 28 + 1) for month in range(1, 13))


def figures(locale: str) -> dict[str, list[str]]:
    """What is printed in a locale, folded."""
    counts = (0, 7, 1234, 12345, 1234567, -1234)
    numbers = [Percent(text).value for text in ("0.5", "1234.0625", "-2")]
    printed: dict[str, list[str]] = {
        "money": [format_money(money, locale=locale) for money in _MONEY],
        "percents": [
            format_percent(Percent(text), locale=locale)
            for text in ("8", "12.75", "-0.125", "1200")
        ],
        "counts": [format_count(count, locale=locale) for count in counts],
        "numbers": [format_number(number, locale=locale) for number in numbers],
        "weekdays": [weekday_name(number, locale=locale) for number in range(7)],
        "plurals": [plural_category(count, locale=locale) for count in range(201)],
        "ordinals": [ordinal_category(count, locale=locale) for count in range(1, 32)],
    }
    for style in _STYLES:
        printed[style] = [format_date(day, locale=locale, style=style) for day in _DAYS]
    return {kind: [text.translate(_FOLDED) for text in texts] for kind, texts in printed.items()}


def golden() -> dict[str, dict[str, list[str]]]:
    """What was printed when the file was written."""
    found: dict[str, dict[str, list[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def _write() -> None:
    rows = [
        f"  {json.dumps(locale)}: {{\n"
        + ",\n".join(
            f"    {json.dumps(kind)}: {json.dumps(texts, ensure_ascii=False)}"
            for kind, texts in figures(locale).items()
        )
        + "\n  }"
        for locale in LOCALES
    ]
    _FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
