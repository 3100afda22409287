"""Commercial shorthand: every spelling that reads, and the one thing each of them says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from collectkit.errors import TermsError
from collectkit.money import Percent
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    NextDayOfMonth,
    PaymentTerms,
    parse,
)

NET = (
    "net 30", "net30", "NET 30", "Net 30", "nEt  30", "net/30", "net / 30", "net 030",
    "n/30", "N/30", "n 30", "n30", "n / 30", "net 30 days", "n/30 Days", "NET30 DAYS",
    "30 days", "30 days net", "30 Days Net", "net\u202f30", "net \u202f\u00a030",
)  # fmt: skip
DISCOUNT = (
    "2/10", "2 / 10", "2/ 10", "2 /10", "2 10", "2% 10", "2 % 10", "2%10", "2 %10", "2%/10",
    "2% / 10", "2 % / 10", "02/10", "2.0/10", "2.0000%/010", "2,0%/10", "2/10 days", "2% 10 days",
    "2%-10", "2% - 10", "2%\u201010", "2%\u201110", "2%\u201210", "2%\u201310", "2%\u201410",
    "2%\u201510", "2%\u221210", "2 % \u2014 10 days", "2\u00a0%\u202f10",
)  # fmt: skip
JOINTS = (" ", ", ", ",", " ,", " , ", "  ", " \t", ",\n", "\u00a0", "\u202f", ";", "; ", " ; ")


@pytest.mark.parametrize("text", NET)
def test_every_spelling_of_net_30(text: str) -> None:
    assert parse(text) == PaymentTerms.net(30)


@pytest.mark.parametrize("discount", DISCOUNT)
def test_every_spelling_of_2_10_net_30(discount: str) -> None:
    # A blank between two bare figures is read only where the word net follows.
    nets = [net for net in NET if "%" in discount or "/" in discount or net[0] in "nN"]
    for joint, net in product(JOINTS, nets):
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


# -- the other ways to date a term -------------------------------------------------------------
DELIVERY_30 = DueRule.from_event("delivery", Days(count=30))
NETS: list[tuple[str, DueRule, str]] = [
    ("EOM", DueRule.of(EndOfMonth()), "net-eom"),
    ("net EOM", DueRule.of(EndOfMonth()), "net-eom"),
    ("net end of month", DueRule.of(EndOfMonth()), "net-eom"),
    ("End of Month", DueRule.of(EndOfMonth()), "net-eom"),
    ("n/20 prox", DueRule.day_of_month(20), "net-20-prox"),
    ("net 20 proximo", DueRule.day_of_month(20), "net-20-prox"),
    ("20 prox", DueRule.day_of_month(20), "net-20-prox"),
    ("10th prox", DueRule.day_of_month(10), "net-10-prox"),
    ("1st prox", DueRule.day_of_month(1), "net-1-prox"),
    ("21 MFI", DueRule.day_of_month(21), "net-21-prox"),  # text-4
    ("21st mfi", DueRule.day_of_month(21), "net-21-prox"),
    ("Net monthly account", DueRule.of(Months(count=1), EndOfMonth()), "net-monthly"),  # text-12
    ("net monthly", DueRule.of(Months(count=1), EndOfMonth()), "net-monthly"),
    ("due on receipt", DueRule.net(0), "net-0"),
    ("Due upon receipt", DueRule.net(0), "net-0"),
    ("payable on receipt", DueRule.net(0), "net-0"),
    ("on receipt", DueRule.net(0), "net-0"),
    ("CIA", DueRule.in_advance(), "cia"),
    ("cash in advance", DueRule.in_advance(), "cia"),
    ("CWO", DueRule.with_order(), "cwo"),
    ("cash with order", DueRule.with_order(), "cwo"),
    ("COD", DueRule.on_delivery(), "cod"),
    ("cash on delivery", DueRule.on_delivery(), "cod"),
    ("n/30 ROG", DELIVERY_30, "net-30-rog"),
    ("net 30, ROG", DELIVERY_30, "net-30-rog"),
    ("net 30, receipt of goods", DELIVERY_30, "net-30-rog"),
    ("30 days after delivery", DELIVERY_30, "net-30-rog"),
    ("net 30 days from receipt of goods", DELIVERY_30, "net-30-rog"),
    ("EOM + 30 days", DueRule.eom_plus_days(30), "net-30-eom-plus-days"),
    ("net EOM+30", DueRule.eom_plus_days(30), "net-30-eom-plus-days"),
    ("30 days after EOM", DueRule.eom_plus_days(30), "net-30-eom-plus-days"),
    ("30 days from end of month", DueRule.eom_plus_days(30), "net-30-eom-plus-days"),
    ("30 days then EOM", DueRule.days_then_eom(30), "net-30-days-then-eom"),
    ("2 months", DueRule.of(Months(count=2)), "net-2-months"),
    ("the next 15th", DueRule.payment_days((15,)), "net-the-next-15th"),
    (
        "45 days then the next 15th",
        DueRule.net(45).then(NextDayOfMonth(days=(15,))),
        "net-45-days-then-the-next-15th",
    ),
    (
        "10 prox + 20 days",
        DueRule.day_of_month(10).then(Days(count=20)),
        "net-10-prox-then-20-days",
    ),
    (
        "2 months then EOM then 5 days + 1 day",
        DueRule.of(Months(count=2), EndOfMonth(), Days(count=5), Days(count=1)),
        "net-2-months-then-eom-then-5-days-then-1-day",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "due", "id"), NETS)
def test_a_net_term(text: str, due: DueRule, id: str) -> None:
    terms = PaymentTerms.due(due, id=id)
    assert parse(text) == terms
    assert parse(text.upper()) == terms
    # With a discount before it, it says the same of the due date.
    if id not in ("net-eom", "net-30-rog"):
        assert parse(f"0.5/0, {text}").lines == terms.lines


TIERS: list[tuple[str, DueRule, str]] = [
    ("2/10", DueRule.net(10), "2-10"),
    ("2/10-50x", DueRule.net(60), "2-60"),
    ("2/10-50 ex", DueRule.net(60), "2-60"),  # text-8
    ("2/10 - 50 extra", DueRule.net(60), "2-60"),
    ("2% 10\u201350X", DueRule.net(60), "2-60"),
    ("2/10 EOM", DueRule.eom_plus_days(10), "2-10-eom"),
    ("2%/10 days eom", DueRule.eom_plus_days(10), "2-10-eom"),
    ("2/10 prox", DueRule.day_of_month(10), "2-10-prox"),  # text-10
    ("2/10th proximo", DueRule.day_of_month(10), "2-10-prox"),
    ("2/10 ROG", DueRule.from_event("delivery", Days(count=10)), "2-10-rog"),
    ("2/10, ROG", DueRule.from_event("delivery", Days(count=10)), "2-10-rog"),
]


@pytest.mark.parametrize(("text", "deadline", "id"), TIERS)
def test_a_discount_without_a_due_date(text: str, deadline: DueRule, id: str) -> None:
    terms = parse(text)
    assert terms == PaymentTerms(
        id=id,
        lines=(BalanceLine(due=None),),
        discounts=(DiscountTier(percent=Percent(2), deadline=deadline),),
    )
    assert not terms.states_due_date


@pytest.mark.parametrize(("text", "deadline", "id"), TIERS)
def test_a_due_date_some_days_after_the_discount(text: str, deadline: DueRule, id: str) -> None:
    terms = parse(text, net_after_discount=20)
    assert terms.discounts[0].deadline == deadline
    assert terms.lines[0].due is not None
    for day in (date(2023, 7, 12), date(2024, 1, 31)):
        assert terms.lines[0].due.date_from(day) == deadline.date_from(day) + timedelta(days=20)
    assert terms.lines[0].due.event == deadline.event
    assert terms.id.startswith(id)


def test_the_due_date_follows_the_last_discount_and_a_stated_one_stays() -> None:
    terms = parse("3/10, 2/20", net_after_discount=20)
    assert (terms.id, terms.lines[0].due) == ("3-10-2-20-net-40", DueRule.net(40))
    assert parse("2/10 net 45", net_after_discount=20) == parse("2/10 net 45")
    # dating-7: studylib.net 5432321, ch. 14: due 20 days after the last day of the discount.
    end = parse("2/10 EOM", net_after_discount=20)
    assert end.lines[0].due == DueRule.eom_plus_days(30)
    assert end.due_date(date(2023, 7, 12)) == date(2023, 8, 30)


@pytest.mark.parametrize("days", [-1, 1000, True, 20.0, "20", [20]])
def test_days_after_the_discount_are_a_count(days: Any) -> None:
    with pytest.raises(TermsError, match="must be 0 to 999 days") as caught:
        parse("2/10 EOM", net_after_discount=days)
    assert caught.value.field == "net_after_discount"


def test_several_discounts_keep_their_order() -> None:
    terms = parse("3/10, 2/20, net/30")  # text-9
    said = [(tier.percent, tier.deadline) for tier in terms.discounts]
    assert said == [(Percent(3), DueRule.net(10)), (Percent(2), DueRule.net(20))]
    assert terms.id == "3-10-2-20-net-30"
    assert parse("net 30, 3/10; 2/20") == terms


def test_twelve_discounts_and_an_id_of_sixty_four_characters() -> None:
    twelve = " ".join(f"{13 - n}/{n}" for n in range(1, 13))
    assert len(parse(twelve).discounts) == 12
    with pytest.raises(TermsError, match="more than 12 discounts"):
        parse(" ".join(f"{14 - n}/{n}" for n in range(1, 14)))
    long = parse("9.9999/1 8.9999/2 7.9999/3 6.9999/4 5.9999/5 n/30 EOM", eom="eom_dating")
    assert len(long.id) == 64
    assert long.id.startswith("9.9999-1-eom-8.9999-2-eom-7.9999-3-eom-")
