"""Commercial shorthand: every spelling that reads, and the one thing each of them says."""

from __future__ import annotations

import pickle
from datetime import date
from itertools import product
from typing import Any

import pytest

from collectkit.errors import AmbiguousTerms, TermsError
from collectkit.money import Percent
from collectkit.terms import BalanceLine, DiscountTier, DueRule, PaymentTerms, parse

NET = (
    "net 30", "net30", "NET 30", "Net 30", "nEt  30", "net/30", "net / 30", "net 030",
    "n/30", "N/30", "n 30", "n30", "n / 30", "net 30 days", "n/30 Days", "NET30 DAYS",
)  # fmt: skip
DISCOUNT = (
    "2/10", "2 / 10", "2/ 10", "2 /10", "2 10", "2% 10", "2 % 10", "2%10", "2 %10", "2%/10",
    "2% / 10", "2 % / 10", "02/10", "2.0/10", "2.0000%/010",
)  # fmt: skip
JOINTS = (" ", ", ", ",", " ,", " , ", "  ", " \t", ",\n", "\u00a0")


@pytest.mark.parametrize("text", NET)
def test_every_spelling_of_net_30(text: str) -> None:
    assert parse(text) == PaymentTerms.net(30)


@pytest.mark.parametrize("discount", DISCOUNT)
def test_every_spelling_of_2_10_net_30(discount: str) -> None:
    for joint, net in product(JOINTS, NET):
        assert parse(f"{discount}{joint}{net}") == PaymentTerms(
            id="2-10-net-30",
            lines=(BalanceLine(due=DueRule.net(30)),),
            discounts=(DiscountTier(percent=Percent("2"), deadline=DueRule.net(10)),),
        ), (discount, joint, net)


@pytest.mark.parametrize("text", [" net 30 ", "\tnet 30\r\n", "\u00a0net\u00a030\u00a0", "net\n30"])
def test_blanks_are_one_space(text: str) -> None:
    assert parse(text) == PaymentTerms.net(30)


@pytest.mark.parametrize(
    ("text", "id", "percent", "window", "net"),
    [
        ("net 0", "net-0", None, None, 0),
        ("net 999", "net-999", None, None, 999),
        ("1.5/10 net 45", "1.5-10-net-45", "1.5", 10, 45),
        ("99.9999/0 n/0", "99.9999-0-net-0", "99.9999", 0, 0),
        ("0.0001/5 n/5", "0.0001-5-net-5", "0.0001", 5, 5),
        ("10/10 n/30", "10-10-net-30", "10", 10, 30),
        ("2/30 n/30", "2-30-net-30", "2", 30, 30),
    ],
)
def test_the_figures_and_the_id(
    text: str, id: str, percent: str | None, window: int | None, net: int
) -> None:
    terms = parse(text)
    assert terms.id == id
    assert [line.due for line in terms.lines] == [DueRule.net(net)]
    tiers = [] if percent is None else [(Percent(percent), DueRule.net(window or 0))]
    assert [(tier.percent, tier.deadline) for tier in terms.discounts] == tiers


def test_an_id_of_ones_own() -> None:
    assert parse("2/10 net 30", id="standard").id == "standard"


# -- end of month ----------------------------------------------------------------------------------
EOM = ("net 30 EOM", "net 30, eom", "net 30,eom", "n/30 eom", "net 30 days EOM", "net30eom")


@pytest.mark.parametrize("text", EOM)
def test_net_30_eom_is_never_guessed(text: str) -> None:
    with pytest.raises(AmbiguousTerms) as caught:
        parse(text)
    error = caught.value
    assert error.code == "terms.ambiguous"
    assert error.field == "text"
    assert error.message == f"`{text}` has two readings"
    assert error.hint == 'pass eom="eom_plus_days" or eom="days_then_eom"'
    assert error.readings == (
        "eom_plus_days: end of the issue month, then 30 days",
        "days_then_eom: 30 days, then the end of that month",
    )


def test_the_ambiguity_travels_with_its_readings() -> None:
    with pytest.raises(AmbiguousTerms) as caught:
        parse("2/10 net 45 eom")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is AmbiguousTerms
    assert again.readings == caught.value.readings
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("text", EOM)
def test_a_reading_settles_it(text: str) -> None:
    first, then = parse(text, eom="eom_plus_days"), parse(text, eom="days_then_eom")
    assert first.lines[0].due == DueRule.eom_plus_days(30)
    assert then.lines[0].due == DueRule.days_then_eom(30)
    assert (first.id, then.id) == ("net-30-eom-plus-days", "net-30-days-then-eom")
    # Research: 31 January 2025 comes to 2 March or to 28 February.
    assert first.due_date(date(2025, 1, 31)) == date(2025, 3, 2)
    assert then.due_date(date(2025, 1, 31)) == date(2025, 3, 31)
    assert then.due_date(date(2025, 1, 15)) == date(2025, 2, 28)


def test_a_reading_leaves_the_discount_and_plain_terms_alone() -> None:
    terms = parse("2/10 net 30 eom", eom="eom_plus_days")
    assert terms.id == "2-10-net-30-eom-plus-days"
    assert terms.discounts[0].deadline == DueRule.net(10)
    assert parse("net 30", eom="days_then_eom") == PaymentTerms.net(30)


@pytest.mark.parametrize("text", ["net 30", "net 30 eom"])
@pytest.mark.parametrize("eom", ["eom", "EOM_PLUS_DAYS", "", True, ["eom_plus_days"]])
def test_a_reading_that_is_none(text: str, eom: Any) -> None:
    with pytest.raises(TermsError, match="is not a reading of EOM") as caught:
        parse(text, eom=eom)
    assert type(caught.value) is TermsError
    assert caught.value.field == "eom"


# -- what is refused -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0/10 net 30", "`0/10 net 30` has a discount of 0%"),
        ("0.0/10 net 30", "`0.0/10 net 30` has a discount of 0%"),
        ("2/31 net 30", "`2/31 net 30` has its discount deadline after the due date"),
        ("2/1 n/0", "`2/1 n/0` has its discount deadline after the due date"),
        ("net", "`net` does not read as payment terms"),
        ("", "`` does not read as payment terms"),
        ("30", "`30` does not read as payment terms"),
        ("net 1000", "`net 1000` does not read as payment terms"),
        ("2/10", "`2/10` does not read as payment terms"),
        ("2/10n/30", "`2/10n/30` does not read as payment terms"),
        ("2 / 10 / net 30", "`2 / 10 / net 30` does not read as payment terms"),
        ("2.00001/10 net 30", "`2.00001/10 net 30` does not read as payment terms"),
        ("2./10 net 30", "`2./10 net 30` does not read as payment terms"),
        ("-2/10 net 30", "`-2/10 net 30` does not read as payment terms"),
        ("2/10 net 30 ROG", "`2/10 net 30 ROG` does not read as payment terms"),
        ("eom net 30", "`eom net 30` does not read as payment terms"),
        ("net 1 day", "`net 1 day` does not read as payment terms"),
        ("net 30 eom eom", "`net 30 eom eom` does not read as payment terms"),
    ],
)
def test_what_is_outside_the_grammar(text: str, message: str) -> None:
    with pytest.raises(TermsError) as caught:
        parse(text)
    assert type(caught.value) is TermsError
    assert caught.value.message == message
    assert (caught.value.code, caught.value.field) == ("terms.unreadable", "text")


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
