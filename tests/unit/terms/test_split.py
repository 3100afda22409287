"""Splitting an amount over term lines: every kind of line, rounding, sign and currency."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from collectkit.errors import CurrencyMismatch, InvalidFact, InvalidMoney, TermsError
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms import (
    BalanceLine,
    DueRule,
    EqualLines,
    FixedLine,
    PaymentTerms,
    PercentLine,
)

DUE = DueRule.net(30)
BALANCE = BalanceLine(due=DUE)
RESIDUES = ("largest-remainder", "last", "first")


def share(percent: str, of: Any = "total", **fields: Any) -> PercentLine:
    return PercentLine(percent=Percent(percent), of=of, due=DUE, **fields)


def to(percent: str, multiple: str, mode: str = "half-up", of: Any = "total") -> PercentLine:
    return share(percent, of, round_to=Decimal(multiple), rounding=RoundingMode(mode))


def fixed(amount: str, currency: str = "EUR") -> FixedLine:
    return FixedLine(amount=Money(amount, currency), due=DUE)


def equal(parts: int, **fields: Any) -> EqualLines:
    return EqualLines(parts=parts, due=DUE, **fields)


def split(total: str, *lines: Any, tax: str | None = None, **fields: Any) -> str:
    """The parts of `total`, such as `100.00 EUR`, as plain numbers."""
    amount, currency = total.split()
    terms = PaymentTerms(id="split", lines=lines, **fields)
    parts = terms.split(Money(amount, currency), tax=None if tax is None else Money(tax, currency))
    assert {part.currency for part in parts} == {currency}
    return " ".join(str(part.amount) for part in parts)


QUARTERS = (share("25"),) * 4
THIRDS = (share("33.34"), share("33.33"), share("33.33"))


@pytest.mark.parametrize(
    ("total", "lines", "parts"),
    [
        ("10.00 EUR", (BALANCE,), "10.00"),
        ("10.00 EUR", (share("100"),), "10.00"),
        ("10.00 EUR", (share("100"), BALANCE), "10.00 0.00"),
        # 1.8237 + 1.8232 + 1.8232: the cent goes to the largest remainder
        ("5.47 EUR", THIRDS, "1.83 1.82 1.82"),
        ("30000.00 EUR", (share("33.334"), share("33.333"), share("33.333")), None),
        # 25.575 each: two cents are left, ties to the earliest
        ("102.30 EUR", QUARTERS, "25.58 25.58 25.57 25.57"),
        ("0.01 EUR", QUARTERS, "0.01 0.00 0.00 0.00"),
        # a balance stands where it is written
        ("100.00 EUR", (BALANCE, share("30")), "70.00 30.00"),
        ("0.05 EUR", (share("50"), BALANCE), "0.03 0.02"),
        ("0.05 EUR", (BALANCE, share("50")), "0.03 0.02"),
        ("0.05 EUR", (share("49"), BALANCE), "0.02 0.03"),
        # shares of what the lines before leave
        ("100.00 EUR", (share("50", "remainder"),) * 2 + (BALANCE,), "50.00 25.00 25.00"),
        ("200.00 EUR", (fixed("40"), share("50", "remainder"), BALANCE), "40.00 80.00 80.00"),
        ("200.00 EUR", (share("50", "remainder"), fixed("40"), BALANCE), "100.00 40.00 60.00"),
        ("200.00 EUR", (BALANCE, share("10"), share("50", "remainder")), "90.00 20.00 90.00"),
        ("200.00 EUR", (fixed("40"), share("100", "remainder"), BALANCE), "40.00 160.00 0.00"),
        ("0.10 EUR", (share("33.33", "remainder"),) * 2 + (BALANCE,), "0.03 0.02 0.05"),
        # fixed amounts, also all of it
        ("1000.00 EUR", (share("70"), fixed("200"), BALANCE), "700.00 200.00 100.00"),
        ("1000.00 EUR", (share("70"), fixed("300"), BALANCE), "700.00 300.00 0.00"),
        ("1000.00 EUR", (BALANCE, fixed("0.01")), "999.99 0.01"),
        # equal parts of the whole or of what is left
        ("100.00 EUR", (equal(3),), "33.34 33.33 33.33"),
        ("100.00 EUR", (equal(3), fixed("10")), "30.00 30.00 30.00 10.00"),
        ("100.00 EUR", (share("30"), equal(3)), "30.00 23.34 23.33 23.33"),
        ("0.02 EUR", (equal(4),), "0.01 0.01 0.00 0.00"),
        # no, three and four decimals
        ("100 JPY", (equal(3),), "34 33 33"),
        ("5 JPY", (share("50"), BALANCE), "3 2"),
        ("1.000 KWD", (equal(3),), "0.334 0.333 0.333"),
        ("0.0001 CLF", (share("50"), BALANCE), "0.0001 0.0000"),
        ("999999999999999.99 EUR", (share("0.000001"), BALANCE), "10000000.00 999999989999999.99"),
        # of nothing, nothing; also no fixed part
        ("0.00 EUR", (share("30"), fixed("10"), equal(2)), "0.00 0.00 0.00 0.00"),
        ("0 JPY", THIRDS, "0 0 0"),
    ],
)
def test_the_parts(total: str, lines: tuple[Any, ...], parts: str | None) -> None:
    # erpnext-26951 asks for literal percents.
    assert split(total, *lines) == (parts or "10000.20 9999.90 9999.90")


UNTAXED = (share("10", "untaxed"), share("40", "untaxed"), BALANCE)


@pytest.mark.parametrize(
    ("total", "tax", "lines", "parts"),
    [
        ("1100.00 EUR", "100.00", UNTAXED, "100.00 400.00 600.00"),
        ("1100.00 EUR", None, UNTAXED, "110.00 440.00 550.00"),
        ("1100.00 EUR", "0.00", UNTAXED, "110.00 440.00 550.00"),
        ("1100.00 EUR", "1100.00", UNTAXED, "0.00 0.00 1100.00"),
        ("-1100.00 EUR", "-100.00", UNTAXED, "-100.00 -400.00 -600.00"),
        ("1.19 EUR", "0.19", (share("50", "untaxed"), share("50"), BALANCE), "0.50 0.60 0.09"),
        ("119 JPY", "19", (share("50", "untaxed"), share("50", "remainder"), BALANCE), "50 35 34"),
    ],
)
def test_shares_of_the_untaxed_amount(
    total: str, tax: str | None, lines: tuple[Any, ...], parts: str
) -> None:
    assert split(total, *lines, tax=tax) == parts


HALVES = (share("50"), share("50"))


@pytest.mark.parametrize(
    ("tax_on", "lines", "parts"),
    [
        ("pro-rata", HALVES, "550.00 550.00"),
        ("first", HALVES, "600.00 500.00"),
        ("last", HALVES, "500.00 600.00"),
        ("first", (fixed("50"), BALANCE), "150.00 950.00"),
        ("last", (fixed("50"), BALANCE), "50.00 1050.00"),
        ("pro-rata", (fixed("50"), BALANCE), "50.00 1050.00"),
        ("first", UNTAXED, "200.00 400.00 500.00"),
        ("last", (BALANCE, fixed("50")), "950.00 150.00"),
        ("first", (BALANCE,), "1100.00"),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_tax_on_one_part(tax_on: str, lines: tuple[Any, ...], parts: str, sign: str) -> None:
    found = split(f"{sign}1100.00 EUR", *lines, tax=f"{sign}100.00", tax_on=tax_on)
    assert found == " ".join(f"{sign}{part}" for part in parts.split())


# -- where the rounding difference goes ------------------------------------------------------------
@pytest.mark.parametrize(
    ("total", "lines", "parts"),
    [
        (
            "102.30 EUR",
            QUARTERS,
            ("25.58 25.58 25.57 25.57", "25.58 25.58 25.58 25.56", "25.56 25.58 25.58 25.58"),
        ),
        ("102.30 EUR", (share("25"), share("75")), ("25.58 76.72", "25.58 76.72", "25.57 76.73")),
        # 0.3333… each half-up: the last or the first takes a cent more
        ("1.00 EUR", (equal(3),), ("0.34 0.33 0.33", "0.33 0.33 0.34", "0.34 0.33 0.33")),
        # the last part of the balance takes the rest, also in front of a share
        (
            "1.00 EUR",
            (equal(2), share("33.333")),
            ("0.34 0.33 0.33", "0.33 0.34 0.33", "0.34 0.33 0.33"),
        ),
        # a fixed part takes none of it
        (
            "11.01 EUR",
            (fixed("10"), share("50", "remainder"), BALANCE),
            ("10.00 0.51 0.50", "10.00 0.51 0.50", "10.00 0.50 0.51"),
        ),
        (
            "11.01 EUR",
            (share("50", "remainder"), BALANCE, fixed("0.02")),
            ("5.51 5.48 0.02", "5.51 5.48 0.02", "5.50 5.49 0.02"),
        ),
    ],
)
def test_who_takes_the_rest(total: str, lines: tuple[Any, ...], parts: tuple[str, ...]) -> None:
    found = tuple(split(total, *lines, residue=residue) for residue in RESIDUES)
    assert found == parts


@pytest.mark.parametrize(
    ("mode", "parts"),
    [
        ("half-up", "501.00 500.00"),
        ("half-even", "500.00 501.00"),
        ("half-down", "500.00 501.00"),
        ("up", "501.00 500.00"),
        ("down", "500.00 501.00"),
        ("ceiling", "501.00 500.00"),
        ("floor", "500.00 501.00"),
    ],
)
def test_a_share_at_a_multiple_by_every_mode(mode: str, parts: str) -> None:
    assert split("1001.00 EUR", to("50", "1", mode), BALANCE) == parts
    mirrored = " ".join(f"-{part}" for part in parts.split())
    assert split("-1001.00 EUR", to("50", "1", mode), BALANCE) == mirrored


@pytest.mark.parametrize("residue", RESIDUES)
@pytest.mark.parametrize(
    ("total", "lines", "parts"),
    [
        ("1000.10 EUR", (to("50", "1"), BALANCE), "500.00 500.10"),
        ("1000.10 EUR", (to("50", "1", "up"), BALANCE), "501.00 499.10"),
        ("1000.10 EUR", (BALANCE, to("50", "1", "up")), "499.10 501.00"),
        ("1000.10 EUR", (to("50", "0.05"), BALANCE), "500.05 500.05"),
        ("10001 JPY", (to("30", "100"), BALANCE), "3000 7001"),
        ("868.350 KWD", (to("50", "0.05", "up"), share("50")), "434.200 434.150"),
        # the last share takes the difference, whatever multiple it asks for
        ("868.350 KWD", (to("50", "0.05", "up"),) * 2, "434.200 434.150"),
        ("100.00 EUR", (to("33", "5"), to("33", "5"), to("34", "5")), "35.00 35.00 30.00"),
        # so does the last part of the balance, not the first
        ("100.00 EUR", (equal(3, round_to=Decimal(5)),), "35.00 35.00 30.00"),
        ("100.00 EUR", (equal(3, round_to=Decimal("0.05")),), "33.35 33.35 33.30"),
        ("100.00 EUR", (to("50", "100", "down"), equal(2)), None),
        # a remainder is of exact shares, before any of them is rounded to a multiple
        ("100.00 EUR", (to("33", "10"), share("50", "remainder"), BALANCE), "30.00 33.50 36.50"),
        ("0.00 EUR", (to("50", "1"), BALANCE), "0.00 0.00"),
        ("0.40 EUR", (to("50", "1"), BALANCE), "0.00 0.40"),
    ],
)
def test_a_share_at_a_multiple(
    total: str, lines: tuple[Any, ...], parts: str | None, residue: str
) -> None:
    assert split(total, *lines, residue=residue) == (parts or "0.00 25.00 75.00")


def test_a_share_at_a_multiple_beside_others_that_are_rounded_together() -> None:
    # 3.335 and 3.335 + 0.33: one cent is left for the larger remainder, or for who takes it.
    lines = (share("33.35"), to("33.3", "1"), BALANCE)
    found = [split("10.00 EUR", *lines, residue=residue) for residue in RESIDUES]
    assert found == ["3.34 3.00 3.66", "3.34 3.00 3.66", "3.33 3.00 3.67"]


# -- credits ---------------------------------------------------------------------------------------
def test_a_credit_mirrors_a_debt() -> None:
    # tryton-02: trytond_account_invoice 8.2.0 tests/test_module.py.
    lines = (share("25", "remainder"), share("25"), fixed("4"), BALANCE)
    assert split("-10.00 EUR", *lines) == "-2.50 -2.50 -4.00 -1.00"
    assert split("10.00 EUR", *lines) == "2.50 2.50 4.00 1.00"
    # A mirrored tie still goes to the earliest part.
    assert split("-102.30 EUR", *QUARTERS) == "-25.58 -25.58 -25.57 -25.57"


# -- refusals --------------------------------------------------------------------------------------
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("total", "lines", "fields"),
    [
        ("1000.00", (share("70"), fixed("500"), BALANCE), {}),
        ("9.99", (fixed("10"), BALANCE), {}),
        ("9.99", (fixed("10"), share("100", "remainder"), BALANCE), {}),
        ("9.99", (fixed("10"), share("50", "remainder"), BALANCE), {"residue": "last"}),
        ("9.99", (BALANCE, share("60", "untaxed"), share("60", "untaxed")), {}),
        ("1.40", (to("40", "1", "up"), to("40", "1", "up"), share("20")), {}),
        ("0.02", (equal(4),), {"residue": "last"}),
        ("0.02", (equal(4),), {"residue": "first"}),
        # left alone, the first balance part would be negative and the last one positive
        ("150.00", (to("100", "100", "down"), fixed("40"), equal(2)), {}),
        ("0.03", (fixed("0.03"), share("0.1"), BALANCE), {}),
    ],
)
def test_too_little_for_the_parts(
    total: str, lines: tuple[Any, ...], fields: dict[str, Any], sign: str
) -> None:
    with pytest.raises(TermsError) as caught:
        split(f"{sign}{total} EUR", *lines, **fields)
    assert caught.value.message == (
        f"the parts come to more than EUR {total}, so one would be negative"
    )
    assert caught.value.field == "lines"
    assert "leave residue at largest-remainder" in (caught.value.hint or "")


def test_a_fixed_part_is_in_the_currency_of_the_amount() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        split("100.00 USD", fixed("10"), BALANCE)
    assert caught.value.message == "a fixed part is in EUR, the amount in USD"
    assert caught.value.field == "lines"


@pytest.mark.parametrize(
    ("total", "multiple"), [("100 JPY", "0.05"), ("100.00 EUR", "0.001"), ("100.00 EUR", "0.015")]
)
def test_a_multiple_is_one_of_the_minor_unit(total: str, multiple: str) -> None:
    with pytest.raises(InvalidMoney, match="must be a positive multiple of the minor unit"):
        split(total, to("50", multiple), BALANCE)


@pytest.mark.parametrize("amount", [100, "100.00", None, Decimal(100), 1.5])
def test_an_amount_is_money(amount: Any) -> None:
    with pytest.raises(InvalidFact, match="amount must be Money") as caught:
        PaymentTerms.net(30).split(amount)
    assert caught.value.field == "amount"


def test_an_amount_is_rounded() -> None:
    with pytest.raises(InvalidMoney, match="carries more digits than EUR has"):
        PaymentTerms.net(30).split(Percent("12.5").of(Money("1.00", "EUR")))


@pytest.mark.parametrize(
    ("total", "tax"),
    [("100.00", "100.01"), ("100.00", "-0.01"), ("-100.00", "0.01"), ("0.00", "0.01")],
)
def test_tax_is_a_part_of_the_amount(total: str, tax: str) -> None:
    with pytest.raises(TermsError) as caught:
        split(f"{total} EUR", BALANCE, tax=tax)
    assert caught.value.message == f"tax EUR {tax} is not a part of EUR {total}"
    assert (caught.value.field, caught.value.subject) == ("tax", "split")


def test_tax_is_in_the_currency_of_the_amount() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        PaymentTerms.net(30).split(Money("100.00", "EUR"), tax=Money("19.00", "USD"))
    assert caught.value.message == "tax is in USD, the amount in EUR"
    assert caught.value.field == "tax"
