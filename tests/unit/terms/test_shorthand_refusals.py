"""What the shorthand refuses, and in which words."""

from __future__ import annotations

import pytest

from collectkit.errors import TermsError
from collectkit.terms import PaymentTerms, parse

PLAIN = "does not read as payment terms"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0/10 net 30", "has a discount of 0%"),
        ("0.0/10 net 30", "has a discount of 0%"),
        ("100/10 net 30", "has a discount of 100%"),
        ("999/10", "has a discount of 999%"),
        ("2/31 net 30", "has its discount deadline after the due date"),
        ("2/1 n/0", "has its discount deadline after the due date"),
        ("2/10-50x, net 30", "has its discount deadline after the due date"),
        ("3/10, 2/31, n/30", "has its discount deadline after the due date"),
        ("2/10 EOM, net EOM", "has its discount deadline after the due date"),
        ("2/10 EOM, EOM + 9 days", "has its discount deadline after the due date"),
        ("2/21 prox, n/20 prox", "has its discount deadline after the due date"),
        ("2/31 n/30 ROG", "has its discount deadline after the due date"),
        ("2/10 3/20 net 30", "has a later discount that gives as much or more"),
        ("2/10 2/20 net 30", "has a later discount that gives as much or more"),
        ("3/10 2/20 2.5/25 net 30", "has a later discount that gives as much or more"),
        ("2/10 EOM 3/20 EOM", "has a later discount that gives as much or more"),
        ("3/10 2/10 net 30", "has a smaller discount that ends no later"),
        ("3/10 2/9 net 30", "has a smaller discount that ends no later"),
        ("3/10 prox, 2/5 prox", "has a smaller discount that ends no later"),
        ("net 1000", "has a number above 999"),
        ("net 99999999999999999999", "has a number above 999"),
        ("2/1000 net 30", "has a number above 999"),
        ("2/900-100x", "has a discount of more than 999 days"),
        ("net 30 net 60", "states more than one due date"),
        ("net 30, EOM, net 60", "states more than one due date"),
        ("eom net 30", "states more than one due date"),
        ("COD, net 30", "states more than one due date"),
        ("ROG", "says ROG elsewhere than at the end of a term"),
        ("ROG, net 30", "says ROG elsewhere than at the end of a term"),
        ("n/30 ROG, 2/10", "says ROG elsewhere than at the end of a term"),
        ("net 30 ROG ROG", "says ROG elsewhere than at the end of a term"),
        ("COD ROG", "counts from two events"),
        ("CIA, ROG", "counts from two events"),
        ("net", PLAIN),
        ("", PLAIN),
        ("30", PLAIN),
        ("30 net", PLAIN),
        ("net 30.5", PLAIN),
        ("net -30", PLAIN),
        ("net 30net 30", PLAIN),
        ("2/10n/30", PLAIN),
        ("2 10", PLAIN),
        ("2 10, 30 days", PLAIN),
        ("2 / 10 / net 30", f"{PLAIN} from `/ net 30` on"),
        ("2.00001/10 net 30", PLAIN),
        ("2./10 net 30", PLAIN),
        ("2,5/10 net 30", PLAIN),
        ("-2/10 net 30", PLAIN),
        ("2/10/30", PLAIN),
        ("2-10-30", PLAIN),
        ("2-10 net 30", PLAIN),
        ("0 prox", PLAIN),
        ("32 prox", PLAIN),
        (",net 30", PLAIN),
        ("net 30,", f"{PLAIN} from `,` on"),
        ("2/10,, net 30", f"{PLAIN} from `,, net 30` on"),
        ("2/10 thirty", f"{PLAIN} from `thirty` on"),
        ("2/45 prox", f"{PLAIN} from `prox` on"),
        ("net 30 eom eom", "states more than one due date"),
    ],
)
def test_what_is_outside_the_grammar(text: str, why: str) -> None:
    with pytest.raises(TermsError) as caught:
        parse(text)
    assert type(caught.value) is TermsError
    assert caught.value.message == f"`{text}` {why}"
    assert (caught.value.code, caught.value.field) == ("terms.unreadable", "text")


@pytest.mark.parametrize("text", ["2/10/30", "2-10-30", "2 / 10 - 30"])
def test_the_short_form_is_refused_with_what_it_may_mean(text: str) -> None:
    with pytest.raises(TermsError) as caught:
        parse(text)
    assert caught.value.hint == "if it means a discount, write `2/10 net 30`"


def test_what_cannot_be_compared_is_not() -> None:
    # A month's end and 20 days from the issue: which is later depends on the day.
    for text in ("2/10 EOM, 3/20", "3/20 prox, 2/10", "3/10 ROG, 2/5", "2/60 EOM, net 30"):
        assert parse(f"{text}, net 90" if "net" not in text else text).discounts


def test_the_hint_shows_how_to_write_it() -> None:
    with pytest.raises(TermsError) as caught:
        parse("thirty days")
    assert str(caught.value) == (
        "`thirty days` does not read as payment terms "
        "(write it like `net 30`, `2/10 net 30` or `2/10, n/30`; "
        "other rules are built with PaymentTerms and DueRule)"
    )


def test_sixty_four_characters_and_no_more() -> None:
    assert parse("net 30".ljust(64)) == PaymentTerms.net(30)
    with pytest.raises(TermsError) as caught:
        parse("net 30".ljust(65))
    assert caught.value.message == "terms are longer than 64 characters"
