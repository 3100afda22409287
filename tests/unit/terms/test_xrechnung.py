"""XRechnung lines: written to the letter of BR-DE-18, read with every fault named."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from timeit import default_timer
from typing import Any

import pytest

from collectkit.errors import NotExpressible, TermsError
from collectkit.money import Percent
from collectkit.terms import (
    BalanceLine,
    DiscountTier,
    DueRule,
    PaymentTerms,
    XRechnungLine,
    from_xrechnung,
    parse,
    to_xrechnung,
)

NET_30 = "#SKONTO#TAGE=30#PROZENT=0.00#\n"
TWO = "#SKONTO#TAGE=7#PROZENT=2.00#\n"


def line(days: int, percent: str, base: str | None = None, kind: Any = "SKONTO") -> XRechnungLine:
    return XRechnungLine(
        kind=kind,
        days=days,
        percent=Percent(percent),
        base=None if base is None else Decimal(base),
    )


# -- writing ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("net 30", NET_30),
        ("due on receipt", "#SKONTO#TAGE=0#PROZENT=0.00#\n"),
        ("2/7", TWO),
        ("2/7 net 30", TWO + NET_30),
        # xr-1: the same three lines stand in KoSIT's test suite, 01.10a-INVOICE_ubl.xml.
        ("2/7 1/14 net 30", f"{TWO}#SKONTO#TAGE=14#PROZENT=1.00#\n{NET_30}"),
        ("2.5/10", "#SKONTO#TAGE=10#PROZENT=2.50#\n"),
        ("10/10", "#SKONTO#TAGE=10#PROZENT=10.00#\n"),
    ],
)
def test_every_line_is_written_to_the_letter(text: str, lines: str) -> None:
    terms = parse(text)
    assert to_xrechnung(terms) == lines
    again = from_xrechnung(lines, strict=True)
    assert again.valid
    assert again.terms(id=terms.id) == terms


def tier(percent: str, deadline: DueRule, **fields: Any) -> DiscountTier:
    return DiscountTier(percent=Percent(percent), deadline=deadline, **fields)


PLAIN = PaymentTerms.net(30)


@pytest.mark.parametrize(
    ("terms", "clause"),
    [
        (parse("EOM + 30 days"), "lines.0.due"),
        (parse("n/30 ROG"), "lines.0.due"),
        (PaymentTerms.due(DueRule.net(-1), id="t"), "lines.0.due"),
        (PaymentTerms.due(DueRule.net(10_000), id="t"), "lines.0.due"),
        (PaymentTerms(id="t", lines=(BalanceLine(due=None),)), "lines.0.due"),
        (parse("2/10 EOM, n/60"), "discounts.0.deadline"),
        (parse("3/10, 2/20 ROG, n/60"), "discounts.1.deadline"),
        (parse("2.125/10 net 30"), "discounts.0.percent"),
        (PLAIN.replace(discounts=(tier("2", DueRule.net(5), base="net"),)), "discounts.0.base"),
        (PLAIN.replace(discount_grace_days=2), "discount_grace_days"),
        (PaymentTerms.equal(3, first=DueRule.net(30)), "lines.0"),
    ],
)
def test_what_has_no_line_is_named(terms: PaymentTerms, clause: str) -> None:
    with pytest.raises(NotExpressible) as caught:
        to_xrechnung(terms)
    assert caught.value.clause == clause
    assert caught.value.message == f"XRechnung has no words for {clause} of terms {terms.id}"


def test_the_largest_figures_survive() -> None:
    terms = PLAIN.replace(
        lines=(BalanceLine(due=DueRule.net(9999)),), discounts=(tier("100", DueRule.net(9999)),)
    )
    text = to_xrechnung(terms)
    assert text == "#SKONTO#TAGE=9999#PROZENT=100.00#\n#SKONTO#TAGE=9999#PROZENT=0.00#\n"
    assert from_xrechnung(text, strict=True).terms(id="net-30") == terms


# -- reading ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # xr-1
        (
            f"{TWO}#SKONTO#TAGE=14#PROZENT=1.00#\n{NET_30}",
            [line(7, "2"), line(14, "1"), line(30, "0")],
        ),
        (TWO, [line(7, "2")]),  # xr-3: itplr-kosit/validator-configuration-xrechnung#65
        # xr-4: itplr-kosit/validator-configuration-xrechnung#54
        (
            "#SKONTO#TAGE=14#PROZENT=0.00#BASISBETRAG=9371.25#\n",
            [line(14, "0", "9371.25")],
        ),
        ("#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=-0.50#\n", [line(14, "2", "-0.50")]),
        ("#VERZUG#TAGE=30#PROZENT=9.12#\n", [line(30, "9.12", kind="VERZUG")]),
        ("#SKONTO#TAGE=007#PROZENT=2.00#\r\n", [line(7, "2")]),
        (f"Vielen Dank!\n{TWO}", [line(7, "2")]),
        (f"Posten #1 und #2\n{TWO}Danke!", [line(7, "2")]),
        (f"{TWO}\n \nDanke!\n", [line(7, "2")]),
        ("", []),
        ("Zahlbar sofort, Rechnung #1#", []),
    ],
)
def test_what_br_de_18_admits(text: str, lines: list[XRechnungLine]) -> None:
    read = from_xrechnung(text, strict=True)
    assert read.lines == tuple(lines)
    assert read.valid
    assert read == from_xrechnung(text)


def test_free_text_is_kept() -> None:
    read = from_xrechnung(f"\nVielen Dank!\n{TWO}Gruß # 1\r\n{NET_30}\nEnde\n")
    assert read.note == "Vielen Dank!\nGruß # 1\n\nEnde"
    assert read.lines == (line(7, "2"), line(30, "0"))


BREAK = "is not followed by a line break"
FIGURES = "has a number without a point and two decimals"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("#SKONTO#TAGE=7#PROZENT=2.00#", [f"line 1 {BREAK}"]),  # xr-2
        ("#SKONTO#TAGE=7#PROZENT=2.00# ", ["line 1 has blanks", f"line 1 {BREAK}"]),
        ("#SKONTO#TAGE=7#PROZENT=2.00#\r", ["line 1 has blanks", f"line 1 {BREAK}"]),
        (f"{TWO}Rechnung #1 und #2", [f"line 2 {BREAK}"]),
        (f" {TWO}", ["line 1 has blanks"]),
        (f"Hallo\n\u00a0{TWO}", ["line 2 has blanks"]),
        ("#SKONTO# TAGE=7#PROZENT=2.00#\n", ["line 1 has blanks"]),
        ("#Skonto#TAGE=7#PROZENT=2.00#\n", ["line 1 has small letters"]),
        ("#SKONTO#TAGE=7#PROZENT=2#\n", [f"line 1 {FIGURES}"]),
        ("#SKONTO#TAGE=7#PROZENT=2.0#\n", [f"line 1 {FIGURES}"]),
        ("#SKONTO#TAGE=7#PROZENT=2.0000#\n", [f"line 1 {FIGURES}"]),
        ("#SKONTO#TAGE=7#PROZENT=2,00#\n", [f"line 1 {FIGURES}"]),
        ("#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=10#\n", [f"line 1 {FIGURES}"]),
        (
            f"{TWO} # skonto #tage=30# prozent = 0#",
            [
                "line 2 has blanks",
                "line 2 has small letters",
                f"line 2 {FIGURES}",
                f"line 2 {BREAK}",
            ],
        ),
    ],
)
def test_every_fault_is_named(text: str, faults: list[str]) -> None:
    read = from_xrechnung(text)
    assert list(read.faults) == faults
    assert read.lines
    assert not read.valid
    with pytest.raises(TermsError) as caught:
        from_xrechnung(text, strict=True)
    assert (caught.value.message, caught.value.field) == (faults[0], "text")


def test_a_lenient_reading_loses_no_figure() -> None:
    read = from_xrechnung(
        "#Skonto#Tage=14#Prozent=2,125#Basisbetrag=1234,5#\r\n#verzug#tage=1#prozent=9#"
    )
    assert read.lines == (line(14, "2.125", "1234.5"), line(1, "9", kind="VERZUG"))


@pytest.mark.parametrize(
    "text",
    [
        "#",
        "# Hinweis",
        "#SKONTO#",
        "#SKONTO#PROZENT=2.00#TAGE=7#",
        "#SKONTO#TAGE=7#PROZENT=2.00",
        "#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=#",
        "#RABATT#TAGE=7#PROZENT=2.00#",
        "#SKONTO#TAGE=#PROZENT=2.00#",
        "#SKONTO#TAGE=-7#PROZENT=2.00#",
        "#SKONTO#TAGE=1 0#PROZENT=2.00#",
        "#SKONTO#TAGE=10000#PROZENT=2.00#",
        "#SKONTO#TAGE=7#PROZENT=-2.00#",
        "#SKONTO#TAGE=7#PROZENT=2.#",
        "#SKONTO#TAGE=7#PROZENT=2.00001#",
        "#SKONTO#TAGE=7#PROZENT=2.00%#",
        "#SKONTO#TAGE=7#PROZENT=1000.00#",
        "#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=1.000,00#",
        f"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG={'9' * 16}.00#",
        "#SKONTO#TAGE=\u0667#PROZENT=2.00#",
        "#\u017fKONTO#TAGE=7#PROZENT=2.00#",
        "\uff03SKONTO#TAGE=7#PROZENT=2.00#\n#x#",
        "#SKONTO#TAGE=7#PROZENT=2.00##SKONTO#TAGE=8#PROZENT=1.00#",
        "#SKONTO#TAGE=7#PROZENT=2.00#\x00",
        "#SKONTO#TAGE=7\u200b#PROZENT=2.00#",
        "#SKONTO#TAGE=7#PROZENT=2.00#\ud800",
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_a_structured_line_that_does_not_read_is_never_passed_over(text: str, strict: bool) -> None:
    with pytest.raises(TermsError) as caught:
        from_xrechnung(f"Hallo\n{text}\n", strict=strict)
    number = 3 if "\n" in text else 2
    assert caught.value.message.startswith(f"line {number} does not read as payment terms: `")
    assert str(caught.value).isascii()


def test_a_discount_is_at_most_all_of_it_and_interest_need_not_be() -> None:
    with pytest.raises(TermsError, match="line 1 has a discount above 100%"):
        from_xrechnung("#SKONTO#TAGE=7#PROZENT=100.01#\n")
    interest = from_xrechnung("#VERZUG#TAGE=7#PROZENT=100.01#\n")
    assert interest.lines[0].percent == Percent("100.01")


# -- terms from what was read ----------------------------------------------------------------------
def test_the_line_of_no_percent_is_the_due_date() -> None:
    terms = from_xrechnung(f"{NET_30}{TWO}").terms(id="k-7")
    assert terms == parse("2/7 net 30", id="k-7")
    assert not from_xrechnung(TWO).terms(id="t").states_due_date


def test_default_interest_is_no_payment_term() -> None:
    read = from_xrechnung(f"{TWO}{NET_30}#VERZUG#TAGE=30#PROZENT=9.00#\n")
    assert len(read.lines) == 3
    assert read.terms(id="2-7-net-30") == parse("2/7 net 30")


def test_a_base_matters_only_where_something_is_taken_of_it() -> None:
    whole = from_xrechnung("#SKONTO#TAGE=14#PROZENT=0.00#BASISBETRAG=9371.25#\n")
    assert whole.terms(id="net-14") == PaymentTerms.net(14)
    part = from_xrechnung(f"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=100.00#\n{NET_30}")
    with pytest.raises(TermsError) as caught:
        part.terms(id="t")
    assert caught.value.field == "base"
    assert caught.value.message == "a discount of BASISBETRAG=100.00 is not of the whole amount"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no SKONTO line"),
        ("Zahlbar sofort", "no SKONTO line"),
        ("#VERZUG#TAGE=30#PROZENT=9.00#\n", "no SKONTO line"),
        (NET_30 * 2, "more than one SKONTO line of 0%"),
        (TWO * 13, "more than 12 discounts"),
    ],
)
def test_lines_that_make_no_terms(text: str, why: str) -> None:
    with pytest.raises(TermsError, match=why) as caught:
        from_xrechnung(text, strict=True).terms(id="t")
    assert caught.value.field == "lines"


# -- bounds ----------------------------------------------------------------------------------------
def test_forty_lines_and_four_thousand_characters() -> None:
    assert len(from_xrechnung(TWO * 40, strict=True).lines) == 40
    with pytest.raises(TermsError, match="more than 40 structured lines"):
        from_xrechnung(TWO * 41)
    assert from_xrechnung("x" * 4000).note == "x" * 4000
    with pytest.raises(TermsError, match="longer than 4000 characters"):
        from_xrechnung("x" * 4001)


@pytest.mark.parametrize("text", [None, 30, b"#SKONTO#", ["#SKONTO#"], bytearray(b"#")])
def test_only_text_is_read(text: Any) -> None:
    with pytest.raises(TermsError, match="terms must be text, not"):
        from_xrechnung(text)


def test_reading_takes_no_time_whatever_the_text() -> None:
    probes = (
        "#" * 4000,
        " " * 3999 + "#",
        "#=" * 2000,
        "#a\n" * 1333,
        f"{TWO}{'#a' * 1900}",
        f"{TWO}{' ' * 3900}x",
        f"{TWO}{'x# x' * 900}",
    )
    start = default_timer()
    for text in probes * 3:
        with contextlib.suppress(TermsError):
            from_xrechnung(text)
    assert default_timer() - start < 2
