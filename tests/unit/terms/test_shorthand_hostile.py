"""What people and other systems send as payment terms: read exactly, or refused in few words."""

from __future__ import annotations

from decimal import Decimal
from timeit import default_timer
from typing import Any

import pytest

from collectkit.errors import CollectkitError, TermsError
from collectkit.terms import PaymentTerms, parse

LONGEST_MESSAGE = 200


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


BAD_ROWS = {
    "terms-013": "due on receipt",  # wanted as net 0; this grammar has no words for it yet
    "terms-016": " ",
    "terms-020": "net -30",
    "terms-022": "net 99999999999999999999",
    "terms-026": "net \u00b2",
    "terms-028": "n\u0435t 30",
    "terms-030": "net 30\u200b",
    "terms-033": "net\x0030",
    "terms-036": "100/10 net 30",
    "terms-039": "2/10 3/20 net 30",
    "terms-041": "2/10/30",
    "terms-042": "2-10-30",
    "terms-043": "1" * 26 + "x",
    "terms-045": "net 30" * 2,
    "terms-047": "%s%n net 30",
    "terms-048": "net 30 \ud800",
}


@pytest.mark.parametrize("text", BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_refused(text: str) -> None:
    error = refused(text)
    assert (error.code, error.field) == ("terms.unreadable", "text")


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
        "net\u202f30",
        "\u202enet 30",
        "\ufeffnet 30",
        "net\x0b30",
        "net\x1c30",
        "net\x8530",
        "net\u202830",
        "net 30\x1b[31m",
    ],
)
def test_lookalikes_are_refused(text: str) -> None:
    refused(text)


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
)


def test_reading_takes_no_time_whatever_the_text() -> None:
    start = default_timer()
    for text in PROBES * 100:
        refused(text)
    # 900 texts; a reader that backtracks needs seconds for a single one.
    assert default_timer() - start < 2


def test_a_megabyte_is_refused_unread() -> None:
    start = default_timer()
    for text in ("9" * 10**6, " " * 10**6, "net 30" + " " * 10**6, "\u00e9" * 10**6):
        assert refused(text).message == "terms are longer than 64 characters"
    assert default_timer() - start < 1
