from __future__ import annotations

from tests.unit.ledger.book import (
    adjusted,
    applied,
    bounced,
    credit_note,
    d,
    fault,
    invoice,
    money,
    read,
    receipt,
    refund,
)

from collectkit.ledger import Figures

FACTS = (
    invoice("A", "100.00"),
    invoice("B", "50.00"),
    invoice("L", "40.00", kind="debit_note", nature="late_charge"),
    invoice("U", "USD 7.00"),
    receipt("R-1", "120.00", on=d(2, 1)),
    applied("80.00", on=d(2, 1), of="R-1", to="A"),
    applied("5.00", on=d(2, 2), of="R-1", to="A", component="interest"),
    refund("R-1", "50.00", on=d(2, 10), id="F-1"),
    receipt("R-2", "33.00", on=d(2, 3)),
    applied("33.00", on=d(2, 3), of="R-2", to="L"),
    bounced("R-2", "33.00", on=d(2, 20)),
    adjusted("write_off", "30.00", on=d(2, 5), to="B"),
    adjusted("discount", "2.00", on=d(2, 5), to="A"),
    adjusted("withholding", "3.00", on=d(2, 5), to="A"),
    applied("24.00", on=d(2, 6), of=None, to="B"),
    credit_note("CN", "15.00", on=d(2, 9)),
    applied("9.00", on=d(2, 9), of="CN", to="L"),
    applied("1.00", on=d(2, 9), of="CN", to="L", component="fee"),
    refund("CN", "2.00", on=d(2, 22), id="F-2"),
    applied("USD 7.00", on=d(2, 9), of=None, to="U"),
)


def figures(*, before_the_bounce: bool, currency: str = "EUR") -> dict[str, str]:
    day = d(2, 19) if before_the_bounce else d(2, 28)
    found = read(*FACTS, as_of=day).figures(currency)
    return {name: str(getattr(found, name).amount) for name in Figures.__dataclass_fields__}


def test_every_figure_before_a_bounce() -> None:
    # 120 came, 80 + 5 used, 35 spare; the refund of 50 takes the 35 and then the 5 of
    # interest and 10 of the 80. B: 30 written off, 20 paid, 4 recovered.
    assert figures(before_the_bounce=True) == {
        "billed": "190.00",
        "open": "25.00",
        "paid": "127.00",
        "credited": "7.00",
        "written_off": "30.00",
        "discounted": "2.00",
        "withheld": "3.00",
        "recovered": "4.00",
        "received": "177.00",
        "reversed": "0.00",
        "allocated_cash": "127.00",
        "unapplied_cash": "0.00",
        "refunded_cash": "50.00",
        "noted": "15.00",
        "allocated_credit": "8.00",
        "unapplied_credit": "7.00",
        "refunded_credit": "0.00",
    }


def test_every_figure_after_the_bounce() -> None:
    changes = {
        "open": "56.00",
        "paid": "94.00",
        "credited": "9.00",
        "reversed": "33.00",
        "allocated_cash": "94.00",
        "allocated_credit": "10.00",
        "unapplied_credit": "3.00",
        "refunded_credit": "2.00",
    }
    assert figures(before_the_bounce=False) == {**figures(before_the_bounce=True), **changes}


def test_the_conservation_laws_hold() -> None:
    for day in range(1, 29):
        snapshot = read(*FACTS, as_of=d(2, day))
        for currency in snapshot.currencies:
            found = snapshot.figures(currency)
            units = {
                name: getattr(found, name).minor_units for name in Figures.__dataclass_fields__
            }
            assert units["billed"] == (
                units["open"]
                + units["paid"]
                + units["credited"]
                + units["written_off"]
                + units["discounted"]
                + units["withheld"]
                - units["recovered"]
            )
            assert units["received"] - units["reversed"] == (
                units["allocated_cash"] + units["unapplied_cash"] + units["refunded_cash"]
            )
            assert units["noted"] == (
                units["allocated_credit"] + units["unapplied_credit"] + units["refunded_credit"]
            )


def test_each_currency_has_its_own_figures() -> None:
    found = read(*FACTS, as_of=d(2, 28)).figures("USD")
    assert (found.billed, found.paid, found.open) == (
        money("USD 7.00"),
        money("USD 7.00"),
        money("USD 0.00"),
    )


def test_a_currency_without_facts_is_all_zero_and_an_unknown_one_is_refused() -> None:
    snapshot = read(*FACTS, as_of=d(2, 28))
    assert snapshot.figures("JPY").billed == money("JPY 0")
    assert fault(lambda: snapshot.figures("euro"))[:2] == ("money.unknown-currency", "currency")
