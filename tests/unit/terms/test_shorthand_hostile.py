"""What people and other systems send as payment terms: read exactly, or refused in few words."""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal
from timeit import default_timer
from typing import Any

import pytest

from collectkit.errors import CollectkitError, TermsError
from collectkit.terms import PaymentTerms, grammar, parse

LONGEST_MESSAGE = 260


class TextOfHost(str):
    """A host's own kind of text."""

    __slots__ = ()


def refused(text: Any) -> CollectkitError:
    with pytest.raises(CollectkitError) as caught:
        parse(text)
    shown = str(caught.value)
    assert shown.isascii()
    assert shown.isprintable()
    assert len(shown) < LONGEST_MESSAGE
    return caught.value


# The `terms` rows of the bad inputs, in their order.
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("net 30", 30),  # terms-001
        ("NET 30", 30),  # terms-002
        ("  Net  30 ", 30),  # terms-003
        ("net30", 30),  # terms-004
        ("due on receipt", 0),  # terms-013
        ("net 0", 0),  # terms-014
        ("net 030", 30),  # terms-024
        ("net\u00a030", 30),  # terms-029
        ("net\t30\n", 30),  # terms-032
    ],
)
def test_what_people_mean_by_net(text: str, days: int) -> None:
    assert parse(text) == PaymentTerms.net(days)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("2/10, n/30", "2/10 net 30"),  # terms-007
        ("1.5/10 net 45", "1.5/10 net 45"),  # terms-009
    ],
)
def test_what_people_mean_by_a_discount(text: str, like: str) -> None:
    assert parse(text) == parse(like)


PLAIN = "does not read as payment terms"
BAD_ROWS = {
    "terms-016": (" ", PLAIN),
    "terms-020": ("net -30", PLAIN),
    "terms-022": ("net 99999999999999999999", "has a number above 999"),
    "terms-026": ("net \u00b2", "holds a superscript two U+00B2 at position 5"),
    "terms-028": ("n\u0435t 30", "holds a cyrillic small letter ie U+0435 at position 2"),
    "terms-030": ("net 30\u200b", "holds a zero width space U+200B at position 7"),
    "terms-033": ("net\x0030", "holds a control character U+0000 at position 4"),
    "terms-036": ("100/10 net 30", "has a discount of 100%"),
    "terms-039": ("2/10 3/20 net 30", "has a later discount that gives as much or more"),
    "terms-041": ("2/10/30", PLAIN),
    "terms-042": ("2-10-30", PLAIN),
    "terms-043": ("1" * 26 + "x", "has a number above 999"),
    "terms-045": ("net 30" * 2, PLAIN),
    "terms-047": ("%s%n net 30", PLAIN),
    "terms-048": ("net 30 \ud800", "holds a surrogate U+D800 at position 8"),
}


@pytest.mark.parametrize(("text", "why"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_refused(text: str, why: str) -> None:
    error = refused(text)
    assert (error.code, error.field) == ("terms.unreadable", "text")
    assert error.message.endswith(f"` {why}")


def test_an_int_is_told_what_to_write() -> None:
    assert refused(30).hint == "write 'net 30', or use PaymentTerms.net(30)"  # terms-018


DIGITS = {
    "arabic-indic": "\u0663\u0660",
    "fullwidth": "\uff13\uff10",
    "devanagari": "\u0969\u0966",
    "bold": "\U0001d7d1\U0001d7ce",
    "superscript": "\u00b3\u2070",
    "roman": "\u2169\u2169\u2169",
}


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
def test_digits_are_ascii(digits: str) -> None:
    for text in (f"net {digits}", f"{digits}/10 net 30", f"2/{digits} net 30", f"2.{digits}/1 n/2"):
        refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "net 30 day\u017f",  # long s folds to s outside ASCII
        "\uff4eet 30",
        "net 30 e\u2092m",
        "2\uff0f10 net 30",
        "2\u204410 net 30",
        "2\uff0510 net 30",
        "2\uff0e5/10 net 30",
        "2/10\u060c net 30",
        "net\u200330",
        "net\u200930",
        "\u202enet 30",
        "\ufeffnet 30",
        "net\x0b30",
        "net\x1c30",
        "net\x8530",
        "net\u202830",
        "net 30\x1b[31m",
    ],
)
def test_lookalikes_are_refused_by_name(text: str) -> None:
    wrong = next(
        at for at, character in enumerate(text) if not character.isascii() or character < " "
    )
    message = refused(text).message
    assert message.endswith(f" U+{ord(text[wrong]):04X} at position {wrong + 1}")


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x1b", "a control character U+001B"),
        ("\udfff", "a surrogate U+DFFF"),
        ("\ue000", "a character U+E000"),
        ("\U000e0041", "a tag latin capital letter a U+E0041"),
        ("\u0661", "an arabic-indic digit one U+0661"),
        ("_", "a low line U+005F"),
        ("\u017f", "a latin small letter long s U+017F"),
        ("\u212a", "a kelvin sign U+212A"),
        ("\u0130", "a latin capital letter i with dot above U+0130"),
    ],
)
def test_a_character_is_named(character: str, name: str) -> None:
    shown = f"net 30{character}".encode("ascii", "backslashreplace").decode()
    if character < " ":
        shown = "net 30\\x1b"
    assert refused(f"net 30{character}").message == f"`{shown}` holds {name} at position 7"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (30, "int"),  # terms-018
        (True, "bool"),
        (2.1, "float"),
        (Decimal(30), "Decimal"),
        (None, "NoneType"),
        (b"net 30", "bytes"),
        (bytearray(b"net 30"), "bytearray"),
        (["net 30"], "list"),
        ({"net": 30}, "dict"),
        (PaymentTerms.net(30), "PaymentTerms"),
        (TextOfHost("net 30"), "TextOfHost"),
        (lambda: "net 30", "function"),
    ],
)
def test_terms_are_text(text: Any, kind: str) -> None:
    error = refused(text)
    assert type(error) is TermsError
    assert error.message == f"terms must be text, not {kind}"


@pytest.mark.parametrize(
    "text", ["{0}", "{text}", "%(a)s", "`", "'; DROP TABLE terms; --", "<b>net 30</b>", "\\", "$x"]
)
def test_text_is_never_a_template(text: str) -> None:
    assert refused(text).message.startswith(f"`{text}` ")


@pytest.mark.parametrize("text", ["%s%n", "%%%%", "%d net 30"])
def test_a_percent_sign_formats_nothing(text: str) -> None:
    assert refused(text).message == f"`{text}` does not read as payment terms"


# Each drives a backtracking reader through as many readings as it has.
PROBES = (
    "1" * 64,
    "1 " * 32,
    "2 % / " * 10,
    "2" + " " * 62 + "x",
    "2/10" + " ," * 30,
    "net" + " " * 60 + "x",
    "net 30" + " ,eom" * 11,
    "n" * 64,
    "2.2222/222 net 222 days , eo" + "m" * 30,
    "1 day then " * 5 + "1 daz",
    "eom + " * 10 + "x",
    "innerhalb von 14 tagen 2,5555 % skont, innerhalb von 1",
    "2 % d'escompte à 10 jours, 2 % d'escompte sous 10 jour x",
    "9/1 " * 15 + "8/1x",
    "net 0 " * 10 + "nex",
)


def test_reading_takes_no_time_whatever_the_text() -> None:
    start = default_timer()
    for text in PROBES * 20:
        refused(text)
    # 300 texts; a reader that backtracks needs seconds for a single one.
    assert default_timer() - start < 2


class Counted:
    """A pattern that counts how often it is tried."""

    tries = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def match(self, text: str, at: int) -> re.Match[str] | None:
        Counted.tries += 1
        return self.pattern.match(text, at)


def test_no_clause_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    table = grammar.PRODUCTIONS
    counted = tuple(each._replace(pattern=Counted(each.pattern)) for each in table)  # type: ignore[arg-type]
    monkeypatch.setattr(grammar, "PRODUCTIONS", counted)
    for text, clauses in (
        ("net 30", 1),
        ("2/10, n/30, ROG", 3),
        ("2/10 net 30 x", 3),
        (" ".join(f"{13 - n}/{n}" for n in range(1, 13)), 12),
        ("net 0 " * 10 + "nex", 11),
        ("1 " * 32, 1),
    ):
        Counted.tries = 0
        with contextlib.suppress(TermsError):
            parse(text)
        assert Counted.tries == clauses * len(table), text


def test_a_megabyte_is_refused_unread() -> None:
    start = default_timer()
    for text in ("9" * 10**6, " " * 10**6, "net 30" + " " * 10**6, "\u00e9" * 10**6):
        assert refused(text).message == "terms are longer than 64 characters"
    assert default_timer() - start < 1
