"""What a discount does to the tax, against figures of other systems."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.discounts.desk import d, eur

from collectkit.discounts import reduced_tax, tax_corrections
from collectkit.errors import CurrencyMismatch, InvalidFact, InvalidMoney
from collectkit.ledger import Invoice, TaxLine
from collectkit.money import Money, Percent
from collectkit.testing import an_invoice


def line(rate: str, base: str, amount: str) -> TaxLine:
    return TaxLine(rate=Percent(rate), base=eur(base), amount=eur(amount))


def taxed(amount: str, *lines: TaxLine, **fields: Any) -> Invoice:
    return an_invoice(id="INV-7", amount=eur(amount), issued_on=d(1, 31), tax=lines, **fields)


def corrected(invoice: Invoice, discount: str) -> list[tuple[str, str, str]]:
    found = tax_corrections(invoice, eur(discount))
    return [(str(t.rate), str(t.base.amount), str(t.amount.amount)) for t in found]


def test_one_rate() -> None:
    # frappe/erpnext#20548: a German posting of 3 % on 11900.00.
    invoice = taxed("11900.00", line("19", "10000.00", "1900.00"))
    assert corrected(invoice, "357.00") == [("19%", "300.00", "57.00")]


def test_two_rates() -> None:
    # odoo/odoo test_early_payment_discount.py: 10 % on 1150.00 at 15 % and 2000.00 untaxed.
    invoice = taxed("3150.00", line("15", "1000.00", "150.00"), line("0", "2000.00", "0.00"))
    assert corrected(invoice, "315.00") == [("15%", "100.00", "15.00"), ("0%", "200.00", "0.00")]


def test_what_no_rate_names_is_untaxed() -> None:
    # The same with the 2000.00 on no tax line.
    invoice = taxed("3150.00", line("15", "1000.00", "150.00"))
    assert corrected(invoice, "315.00") == [("15%", "100.00", "15.00")]


def test_a_fixed_tax_that_bears_no_discount_takes_no_part() -> None:
    # odoo-epd-4: 1725.05 with 0.05 of a tax per unit; 10 % of the rest.
    invoice = taxed("1725.05", line("15", "1500.00", "225.00"), non_discountable=eur("0.05"))
    assert corrected(invoice, "172.50") == [("15%", "150.00", "22.50")]


def test_the_last_cent_goes_where_most_is_left_over() -> None:
    invoice = taxed("30.00", line("0", "10.00", "0.00"), line("0", "10.00", "0.00"),
                    line("0", "10.00", "0.00"))  # fmt: skip
    assert [base for _, base, _ in corrected(invoice, "0.10")] == ["0.04", "0.03", "0.03"]


def test_the_tax_of_a_share_is_rounded_half_up() -> None:
    # 0.03 of 1.20 with 0.20 tax: 0.005.
    assert corrected(taxed("1.20", line("20", "1.00", "0.20")), "0.03") == [("20%", "0.02", "0.01")]


def test_without_tax_or_discount_there_is_nothing_to_correct() -> None:
    assert corrected(taxed("100.00"), "2.00") == []
    assert corrected(taxed("119.00", line("19", "100.00", "19.00")), "0.00") == []
    assert corrected(taxed("0.00", line("19", "0.00", "0.00")), "0.00") == []


def test_a_rate_of_nothing_stays_in_its_place() -> None:
    invoice = taxed("119.00", line("7", "0.00", "0.00"), line("19", "100.00", "19.00"))
    assert corrected(invoice, "2.38") == [("7%", "0.00", "0.00"), ("19%", "2.00", "0.38")]


@pytest.mark.parametrize(
    ("rate", "base", "tax", "percent", "expected"),
    [
        ("21", "100.00", "21.00", "2", "20.58"),  # odoo/documentation cash_discounts.rst
        ("20", "1000.00", "200.00", "10", "180.00"),  # claytonandbrewill.com, before 2015
        ("15", "1000.00", "150.00", "10", "135.00"),  # odoo-epd-10
    ],
)
def test_the_tax_of_a_discounted_base(
    rate: str, base: str, tax: str, percent: str, expected: str
) -> None:
    (found,) = reduced_tax((line(rate, base, tax),), Percent(percent))
    assert (found.rate, found.base, found.amount) == (Percent(rate), eur(base), eur(expected))


def test_every_rate_is_reduced_by_itself() -> None:
    lines = (line("19", "0.50", "0.10"), line("7", "10.00", "0.70"))
    assert [t.amount for t in reduced_tax(lines, Percent("3"))] == [eur("0.09"), eur("0.68")]
    yen = TaxLine(rate=Percent("10"), base=Money("1005", "JPY"), amount=Money("101", "JPY"))
    assert reduced_tax([yen], Percent("2"))[0].amount == Money("98", "JPY")
    assert reduced_tax([], Percent("2")) == ()


def test_a_discount_of_another_currency_is_refused() -> None:
    invoice = taxed("119.00", line("19", "100.00", "19.00"))
    with pytest.raises(CurrencyMismatch, match="discount is in USD, INV-7 in EUR"):
        tax_corrections(invoice, Money("2.00", "USD"))
    number: Any = 2
    with pytest.raises(InvalidFact, match="discount must be Money, not int"):
        tax_corrections(invoice, number)


def test_more_taxed_than_bears_a_discount() -> None:
    # The freight of 20.00 is taxed too: no line says which of the tax is its own.
    invoice = taxed("119.00", line("19", "100.00", "19.00"), non_discountable=eur("23.80"))
    assert corrected(invoice, "1.90") == [("19%", "1.60", "0.30")]


def test_the_rates_of_what_bears_the_discount_may_be_said() -> None:
    # 2 % of the goods at 19 %; the freight at 7 % bears none.
    goods, freight = line("19", "100.00", "19.00"), line("7", "100.00", "7.00")
    invoice = taxed("226.00", goods, freight, non_discountable=eur("107.00"))
    found = tax_corrections(invoice, eur("2.38"), bearing=(goods,))
    assert [(t.base, t.amount) for t in found] == [(eur("2.00"), eur("0.38"))]
    spread = tax_corrections(invoice, eur("2.38"))
    assert [(t.base, t.amount) for t in spread] == [
        (eur("1.05"), eur("0.20")),
        (eur("1.06"), eur("0.07")),
    ]


@pytest.mark.parametrize("discount", ["-0.01", "119.01"])
def test_a_discount_is_a_part_of_the_invoice(discount: str) -> None:
    invoice = taxed("119.00", line("19", "100.00", "19.00"))
    with pytest.raises(InvalidMoney, match=r"INV-7: discount EUR .* is not a part of EUR 119.00"):
        tax_corrections(invoice, eur(discount))
