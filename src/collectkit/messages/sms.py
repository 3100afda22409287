"""How much of a short message service a text takes: its encoding, units and segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from collectkit.errors import TemplateError

__all__ = ["SmsLength", "sms_length"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each is an escape and a character of the extension table.
_EXTENDED = frozenset("\f^{}\\[~]|€")
_BEYOND_PLANE = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsLength:
    """What a text takes: `units` are septets of GSM-7, or 16-bit code units of UCS-2.

    A text of one segment holds 160 septets or 70 code units; of several, each holds 153 or 67.
    """

    encoding: Literal["gsm-7", "ucs-2"]
    units: int
    segments: int


def sms_length(text: str) -> SmsLength:
    """What `text` takes as a text message, in the default alphabet where that has all of it.

    Characters of the extension table, the euro sign among them, count two septets. An escape and
    its character, and the two halves of a character outside the basic plane, are never parted by
    the end of a segment. National language tables are not used. An empty text has no segment.

    Raises:
        TemplateError: not text.

    Source: 3GPP TS 23.038, 6.2.1 (GSM 7 bit default alphabet and extension table) and 6.2.3
    (UCS2); 3GPP TS 23.040, 9.2.3.16 (140 octets of user data) and 9.2.3.24.1 (concatenated short
    messages, a header of 6 octets).

    >>> sms_length("Invoice INV-7 of 1190.00 EUR is due.")
    SmsLength(encoding='gsm-7', units=36, segments=1)
    >>> sms_length("€" * 80 + ".")
    SmsLength(encoding='gsm-7', units=161, segments=2)
    >>> sms_length("Rechnung INV-7 \N{EN DASH} danke!")
    SmsLength(encoding='ucs-2', units=23, segments=1)
    """
    if not isinstance(text, str):
        raise TemplateError(f"text must be text, not {type(text).__name__}", field="text")
    characters = set(text)
    if characters <= _BASIC | _EXTENDED:
        double = characters & _EXTENDED
        return _length("gsm-7", text, double, single=160, part=153)
    double = {character for character in characters if ord(character) > _BEYOND_PLANE}
    return _length("ucs-2", text, double, single=70, part=67)


def _length(
    encoding: Literal["gsm-7", "ucs-2"], text: str, double: set[str], *, single: int, part: int
) -> SmsLength:
    """`text` cut into segments of `part` units, unless all of it fits into `single`."""
    widths = [2 if character in double else 1 for character in text]
    units = len(widths) + widths.count(2)
    if units <= single:
        return SmsLength(encoding=encoding, units=units, segments=min(units, 1))
    segments, room = 1, part
    for width in widths:
        if width > room:
            segments, room = segments + 1, part
        room -= width
    return SmsLength(encoding=encoding, units=units, segments=segments)
