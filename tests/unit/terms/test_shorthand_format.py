"""Terms written as shorthand: one spelling for each, and the clause that has none."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

from collectkit.dates import BusinessDayConvention
from collectkit.errors import NotExpressible
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    BusinessDays,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    FixedLine,
    Months,
    NextDayOfMonth,
    PaymentTerms,
    PercentLine,
    Weeks,
    parse,
)


def tier(percent: str, deadline: DueRule, **fields: Any) -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=deadline, **fields)


def rog(days: int) -> DueRule:
    return DueRule.from_event("delivery", Days(count=days))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("net 30", "n/30"),
        ("due on receipt", "n/0"),
        ("5%10 NET30", "5/10, n/30"),
        ("1.5%\u201415, Net 45", "1.5/15, n/45"),
        ("10%/10", "10/10"),
        ("0.0001/5 n/5", "0.0001/5, n/5"),
        ("3/10-50 ex", "3/60"),
        ("3/10 prox", "3/10 prox"),
        ("3/10 prox, 20 prox", "3/10 prox, n/20 prox"),
        ("2/10 EOM", "2/10 EOM"),
        ("2/10 ROG", "2/10 ROG"),
        ("2/10 ROG, n/60", "2/10 ROG, n/60"),
        ("2/10, n/30 ROG", "2/10, n/30, ROG"),
        ("n/30 ROG", "n/30 ROG"),
        ("2/10, 30 days after delivery", "2/10, 30 days after delivery"),
        ("3/10, 2/20, ROG", "3/10, 2/20, ROG"),
        ("2/10 EOM, n/20 prox, ROG", "2/10 EOM, n/20 prox, ROG"),
        ("2/10 ROG, COD", "2/10 ROG, COD"),
        ("21 MFI", "n/21 prox"),
        ("end of month", "net EOM"),
        ("net EOM, ROG", "net EOM ROG"),
        ("net monthly account", "net monthly"),
        ("EOM + 1", "EOM + 1 day"),
        ("fin de mois 45 jours", "EOM + 45 days"),
        ("30 days then EOM", "30 days then EOM"),
        ("10 prox + 20 days", "10 prox then 20 days"),
        ("2 months", "2 months"),
        ("2 months then EOM", "2 months then EOM"),
        ("cash in advance", "CIA"),
        ("Vorkasse", "CIA"),
        ("cwo", "CWO"),
        ("cash on delivery", "COD"),
        ("14 Tage 2 % Skonto, 30 Tage netto", "2/14, n/30"),
    ],
)
def test_one_spelling(text: str, canonical: str) -> None:
    terms = parse(text)
    assert terms.format() == canonical
    assert parse(canonical) == terms


@pytest.mark.parametrize(
    ("text", "eom", "canonical"),
    [
        ("net 30 EOM", "eom_plus_days", "EOM + 30 days"),
        ("net 30 EOM", "days_then_eom", "30 days then EOM"),
        ("net 30 EOM", "next_month_end", "net monthly"),
        ("2/10 net 30 EOM", "eom_dating", "2/10 EOM, EOM + 30 days"),
        ("2/10, EOM", "eom_dating", "2/10 EOM"),
        ("2/10, EOM", "net_eom", "2/10, net EOM"),
        ("45 jours fin de mois le 15", "eom_plus_days", "EOM then 45 days then the next 15th"),
        ("45 jours fin de mois le 15", "days_then_eom", "45 days then EOM then 15 prox"),
        ("45 jours fin de mois le 15", "days_then_day", "45 days then the next 15th"),
    ],
)
def test_a_chosen_reading_is_written_so_that_it_needs_no_choice(
    text: str, eom: Any, canonical: str
) -> None:
    terms = parse(text, eom=eom)
    assert terms.format() == canonical
    assert parse(canonical, id=terms.id) == terms


def test_the_id_is_not_part_of_the_text() -> None:
    terms = PaymentTerms.net(30, id="standard")
    assert terms.format() == "n/30"
    assert parse("n/30", id="standard") == terms


NET_30 = PaymentTerms.net(30)
DUE = DueRule.net(30)


@pytest.mark.parametrize(
    ("terms", "clause"),
    [
        (PaymentTerms.equal(3, first=DUE), "lines.0"),
        (
            PaymentTerms(
                id="t",
                lines=(PercentLine(percent=Percent(30), due=DueRule.net(0)), BalanceLine(due=DUE)),
            ),
            "lines",
        ),
        (PaymentTerms(id="t", lines=(PercentLine(percent=Percent(100), due=DUE),)), "lines.0"),
        (
            PaymentTerms(
                id="t",
                lines=(
                    FixedLine(amount=Money("10.00", "EUR"), due=DUE),
                    BalanceLine(due=DueRule.net(60)),
                ),
            ),
            "lines",
        ),
        (
            PaymentTerms(
                id="t",
                lines=(BalanceLine(due=DUE, discounts=(tier("2", DueRule.net(10)),)),),
            ),
            "lines.0.discounts",
        ),
        (PaymentTerms(id="t", lines=(BalanceLine(due=None),)), "lines.0.due"),
        (NET_30.replace(due_adjustment=BusinessDayConvention.FOLLOWING), "due_adjustment"),
        (
            NET_30.replace(discount_adjustment=BusinessDayConvention.FOLLOWING),
            "discount_adjustment",
        ),
        (NET_30.replace(discount_grace_days=3), "discount_grace_days"),
        (NET_30.replace(residue="last"), "residue"),
        (NET_30.replace(tax_on="first"), "tax_on"),
        (NET_30.replace(payment_methods=("transfer",)), "payment_methods"),
        (
            NET_30.replace(discounts=(tier("2", DueRule.net(10), base="net"),)),
            "discounts.0.base",
        ),
        (NET_30.replace(discounts=(tier("100", DueRule.net(10)),)), "discounts.0"),
        (NET_30.replace(discounts=(tier("2.00001", DueRule.net(10)),)), "discounts.0"),
        (NET_30.replace(discounts=(tier("2", DueRule.business_days(5)),)), "discounts.0"),
        (NET_30.replace(discounts=(tier("2", DueRule.net(1000)),)), "discounts.0"),
        (NET_30.replace(discounts=(tier("2", DueRule.net(-1)),)), "discounts.0"),
        (NET_30.replace(discounts=(tier("2", DueRule.days_then_eom(5)),)), "discounts.0"),
        (
            NET_30.replace(
                discounts=(tier("2", DueRule.from_event("order", Days(count=10))),)
            ),
            "discounts.0",
        ),
        (
            NET_30.replace(
                discounts=(tier("3", DueRule.net(5)), tier("2", DueRule.day_of_month(1, months=2)))
            ),
            "discounts.1",
        ),
        # Legal to hold, refused in text: worse in every respect, or past the due date.
        (NET_30.replace(discounts=(tier("2", DueRule.net(31)),)), "discounts"),
        (
            NET_30.replace(discounts=(tier("2", DueRule.net(5)), tier("3", DueRule.net(10)))),
            "discounts",
        ),
        # Text cannot say that the ending holds for the last discount alone.
        (
            PaymentTerms(
                id="t",
                lines=(BalanceLine(due=None),),
                discounts=(tier("3", DueRule.net(5)), tier("2", rog(10))),
            ),
            "discounts",
        ),
        # Longer than 64 characters.
        (
            NET_30.replace(
                discounts=tuple(tier(f"{9 - n}.1234", DueRule.net(n)) for n in range(7))
            ),
            "discounts",
        ),
        (PaymentTerms.due(DueRule.net(-5), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.net(1000), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.of(), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.from_event("acceptance"), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.from_event("order", Days(count=30)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.business_days(10), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.on(date(2026, 3, 31)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.proximo(day=20, cutoff=19), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.payment_days((10, 20)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.day_of_month(10, months=2), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.of(Weeks(count=2)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.of(Months(count=100)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.banded({31: DUE}), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.of(Days(count=1), BusinessDays(count=1)), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.of(*[EndOfMonth(), Days(count=1)] * 4), id="t"), "lines.0.due"),
        (
            PaymentTerms(
                id="t",
                lines=(BalanceLine(due=DueRule.from_event("delivery", EndOfMonth())),),
                discounts=(tier("2", DueRule.net(10)),),
            ),
            "lines.0.due",
        ),
        (
            PaymentTerms.due(
                DueRule.from_event("order", DayOfMonth(day=1), NextDayOfMonth(days=(3,))), id="t"
            ),
            "lines.0.due",
        ),
    ],
)  # fmt: skip
def test_what_has_no_words_is_named(terms: PaymentTerms, clause: str) -> None:
    with pytest.raises(NotExpressible) as caught:
        terms.format()
    error = caught.value
    assert (error.clause, error.field, error.subject) == (clause, clause, terms.id)
    assert error.message == f"shorthand has no words for {clause} of terms {terms.id}"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.clause) == (str(error), clause)
