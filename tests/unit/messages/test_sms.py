"""What a text takes as a text message, against 3GPP TS 23.038 and 23.040."""

from __future__ import annotations

import pickle

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import SmsLength, sms_length

# The default alphabet by its codes, a column of the table to a line; 0x1B is the escape.
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
EMOJI = "\U0001f600"


def length(text: str) -> tuple[str, int, int]:
    found = sms_length(text)
    return found.encoding, found.units, found.segments


def test_the_default_alphabet() -> None:
    assert len(ALPHABET) == 128
    assert [code for code, c in enumerate(ALPHABET) if c == "\x1b"] == [0x1B]
    for character in ALPHABET.replace("\x1b", ""):
        assert length(character) == ("gsm-7", 1, 1), character


def test_the_extension_table_takes_two_septets() -> None:
    for character in EXTENSION:
        assert length(character) == ("gsm-7", 2, 1), character


def test_nothing_else_is_in_the_alphabet() -> None:
    known = set(ALPHABET.replace("\x1b", "") + EXTENSION)
    for code in (*range(0x3000), 0x20AC, 0xFFFD, 0x1F600):
        character = chr(code)
        assert (length(character)[0] == "gsm-7") is (character in known), hex(code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("gsm-7", 0, 0)),
        ("a" * 160, ("gsm-7", 160, 1)),
        ("a" * 161, ("gsm-7", 161, 2)),
        ("a" * 306, ("gsm-7", 306, 2)),
        ("a" * 307, ("gsm-7", 307, 3)),
        ("€" * 80, ("gsm-7", 160, 1)),
        ("a" * 159 + "€", ("gsm-7", 161, 2)),
        # 152 septets, then an escape that does not fit into the last one of the segment.
        ("a" * 152 + "€" + "b" * 151, ("gsm-7", 305, 2)),
        ("a" * 152 + "€" + "b" * 152, ("gsm-7", 306, 3)),
        ("€" * 76 + "a" + "€" * 76 + "a", ("gsm-7", 306, 2)),
        # 76 pairs and one septet lost, in every segment.
        ("€" * 153, ("gsm-7", 306, 3)),
        ("ж" * 70, ("ucs-2", 70, 1)),
        ("ж" * 71, ("ucs-2", 71, 2)),
        ("ж" * 134, ("ucs-2", 134, 2)),
        ("ж" * 135, ("ucs-2", 135, 3)),
        ("a" * 69 + "ж", ("ucs-2", 70, 1)),
        ("a" * 70 + "ж", ("ucs-2", 71, 2)),
        # In UCS-2 the euro sign is one code unit.
        ("€" * 69 + "ж", ("ucs-2", 70, 1)),
        (EMOJI * 35, ("ucs-2", 70, 1)),
        (EMOJI * 36, ("ucs-2", 72, 2)),
        ("ж" * 66 + EMOJI + "ж" * 65, ("ucs-2", 133, 2)),
        ("ж" * 66 + EMOJI + "ж" * 66, ("ucs-2", 134, 3)),
        (EMOJI * 66, ("ucs-2", 132, 2)),
        (EMOJI * 67, ("ucs-2", 134, 3)),
        ("\udc80", ("ucs-2", 1, 1)),
        ("`", ("ucs-2", 1, 1)),
        ("ç", ("ucs-2", 1, 1)),
        ("\xa0", ("ucs-2", 1, 1)),
        ("\N{RIGHT SINGLE QUOTATION MARK}", ("ucs-2", 1, 1)),
    ],
)
def test_lengths(text: str, expected: tuple[str, int, int]) -> None:
    assert length(text) == expected


def test_only_text_has_a_length() -> None:
    with pytest.raises(TemplateError, match="text must be text, not bytes"):
        sms_length(b"x")  # type: ignore[arg-type]


def test_a_length_is_a_value() -> None:
    one = sms_length("a")
    assert one == SmsLength(encoding="gsm-7", units=1, segments=1)
    assert pickle.loads(pickle.dumps(one)) == one
    assert hash(one) == hash(sms_length("b"))
