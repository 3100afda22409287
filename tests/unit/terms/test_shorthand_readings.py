"""Shorthand with more than one reading: never guessed, settled by a word or by a choice."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any, get_args

import pytest

from collectkit.errors import AmbiguousTerms, TermsError
from collectkit.money import Percent
from collectkit.terms import DayOfMonth, Days, DueRule, EndOfMonth, PaymentTerms, parse
from collectkit.terms.readings import EndOfMonthReading

# -- end of month ----------------------------------------------------------------------------------
EOM = (
    "net 30 EOM", "net 30, eom", "net 30,eom", "n/30 eom", "net 30 days EOM", "net30eom",
    "30 EOM", "30 days EOM", "30 days net EOM", "net 30; end of month", "n/30 End Of Month",
)  # fmt: skip


@pytest.mark.parametrize("text", EOM)
def test_net_30_eom_is_never_guessed(text: str) -> None:
    with pytest.raises(AmbiguousTerms) as caught:
        parse(text)
    error = caught.value
    assert error.code == "terms.ambiguous"
    assert error.field == "text"
    assert error.message == f"`{text}` has three readings"
    assert error.hint == 'pass eom="eom_plus_days", eom="days_then_eom" or eom="next_month_end"'
    assert error.readings == (
        "eom_plus_days: end of the issue month, then 30 days",
        "days_then_eom: 30 days, then the end of that month",
        "next_month_end: the end of the month after the issue month",
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
    # 31 January 2025 comes to 2 March, 31 March or, as Odoo's manual has it, 28 February.
    assert first.due_date(date(2025, 1, 31)) == date(2025, 3, 2)
    assert then.due_date(date(2025, 1, 31)) == date(2025, 3, 31)
    assert then.due_date(date(2025, 1, 15)) == date(2025, 2, 28)
    assert parse(text, eom="next_month_end") == parse("net monthly")
    assert parse("net monthly").due_date(date(2025, 1, 31)) == date(2025, 2, 28)


def test_a_reading_leaves_the_discount_and_plain_terms_alone() -> None:
    terms = parse("2/10 net 30 eom", eom="eom_plus_days")
    assert terms.id == "2-10-net-30-eom-plus-days"
    assert terms.discounts[0].deadline == DueRule.net(10)
    assert parse("net 30", eom="days_then_eom") == PaymentTerms.net(30)


def test_the_end_of_the_month_may_date_the_discounts_too() -> None:
    terms = parse("3/10 2/20 net 30 eom", eom="eom_dating")
    assert [tier.deadline for tier in terms.discounts] == [
        DueRule.eom_plus_days(10),
        DueRule.eom_plus_days(20),
    ]
    assert terms.lines[0].due == DueRule.eom_plus_days(30)
    assert terms.id == "3-10-eom-2-20-eom-net-30-eom-plus-days"
    # A discount that says itself what it counts from stays as it is.
    mixed = parse("3/10 prox, 2/20, net 30 eom", eom="eom_dating")
    assert mixed.discounts[0].deadline == DueRule.day_of_month(10)
    assert mixed.discounts[1].deadline == DueRule.eom_plus_days(20)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2% 10, Net 30 EOM", "eom_plus_days days_then_eom next_month_end eom_dating"),  # text-5
        ("net 45 EOM", "eom_plus_days days_then_eom"),
        ("2/10, net 45 EOM", "eom_plus_days days_then_eom eom_dating"),
        ("2/10 prox, net 45 EOM", "eom_plus_days days_then_eom"),
        ("2/10, EOM", "eom_dating net_eom"),
        ("3/5 prox, 2/10, end of month", "eom_dating net_eom"),
        ("45 jours fin de mois", "eom_plus_days days_then_eom"),
        ("2/10, 30 jours fin de mois", "eom_plus_days days_then_eom"),
        ("45 jours fin de mois le 15", "eom_plus_days days_then_eom days_then_day"),
    ],
)
def test_only_readings_in_use_are_offered(text: str, names: str) -> None:
    with pytest.raises(AmbiguousTerms) as caught:
        parse(text)
    offered = names.split(" ")
    assert [reading.split(":")[0] for reading in caught.value.readings] == offered
    assert caught.value.hint is not None
    assert all(f'eom="{name}"' in caught.value.hint for name in offered)
    for name in get_args(EndOfMonthReading):
        if name in offered:
            assert parse(text, eom=name).format()
            continue
        with pytest.raises(AmbiguousTerms, match=f"cannot be read as {name} ") as caught:
            parse(text, eom=name)
        assert [reading.split(":")[0] for reading in caught.value.readings] == offered


def test_a_bare_end_of_month_after_a_discount_is_never_guessed() -> None:
    dating, net = parse("2/10, EOM", eom="eom_dating"), parse("2/10, EOM", eom="net_eom")
    assert dating == parse("2/10 EOM")
    assert net == parse("2/10 net EOM")
    assert parse("2/10 ROG, EOM").lines[0].due == DueRule.of(EndOfMonth())


@pytest.mark.parametrize("text", ["net 30", "net 30 eom"])
@pytest.mark.parametrize("eom", ["eom", "EOM_PLUS_DAYS", "", True, ["eom_plus_days"]])
def test_a_reading_that_is_none(text: str, eom: Any) -> None:
    with pytest.raises(TermsError, match="is not a reading of EOM") as caught:
        parse(text, eom=eom)
    assert type(caught.value) is TermsError
    assert caught.value.field == "eom"


# -- what an ending holds for ----------------------------------------------------------------------
def test_the_receipt_of_goods_at_the_end_holds_for_every_clause() -> None:
    for text in ("2/10, n/30, ROG", "2/10, n/30 ROG", "2/10 n/30 rog", "2/10 ROG, n/30 ROG"):
        terms = parse(text)  # text-11
        assert terms.discounts[0].deadline == DueRule.from_event("delivery", Days(count=10)), text
        assert terms.lines[0].due == DueRule.from_event("delivery", Days(count=30)), text
        assert terms.id == "2-10-rog-net-30-rog"
    every = parse("3/10, 2/20, ROG")
    assert [tier.deadline.event for tier in every.discounts] == ["delivery", "delivery"]
    assert parse("2/10 EOM, n/20 prox, ROG").lines[0].due == DueRule.from_event(
        "delivery", DayOfMonth(day=20, months=1)
    )


def test_an_ending_of_a_discount_holds_for_it_alone() -> None:
    for ending, deadline in (
        ("ROG", DueRule.from_event("delivery", Days(count=10))),
        ("EOM", DueRule.eom_plus_days(10)),
        ("prox", DueRule.day_of_month(10)),
    ):
        terms = parse(f"2/10 {ending}, n/60")
        assert terms.discounts[0].deadline == deadline
        assert terms.lines[0].due == DueRule.net(60)
    terms = parse("3/10 EOM, 2/20, n/60")
    rules = [tier.deadline for tier in terms.discounts]
    assert rules == [DueRule.eom_plus_days(10), DueRule.net(20)]
    assert parse("n/60, 2/10 EOM").discounts[0].deadline == DueRule.eom_plus_days(10)


@pytest.mark.parametrize("ending", ["ROG", "EOM", "prox"])
def test_an_ending_after_the_last_of_several_discounts_is_never_guessed(ending: str) -> None:
    with pytest.raises(AmbiguousTerms, match="say it after each discount") as caught:
        parse(f"3/5, 2/10 {ending}")
    assert [reading.split(":")[0] for reading in caught.value.readings] == ["each", "last"]
    assert parse(f"3/5 {ending}, 2/10 {ending}").discounts[0].percent == Percent(3)
    assert parse("3/5, 2/10-50x").discounts[1].deadline == DueRule.net(60)
