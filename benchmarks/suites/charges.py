"""Late charges: the formula beside QuantLib, and an assessment by its number of segments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.harness import Mark, Run
from benchmarks.rows import Row, Side, peer_module
from collectkit.dates import DayCount
from collectkit.fees import (
    Interest,
    LateChargePolicy,
    TableRate,
    assess,
    simple_interest,
    statutory,
)
from collectkit.ledger import Account, Allocation, Customer, Invoice, Receipt, snapshot
from collectkit.money import Money, Percent

SIZE = 100
CODE = "EUR"
RATE = "9"
DUE = tuple(date(2024, 1, 29) + timedelta(11 * n) for n in range(SIZE))
PAID = tuple(day + timedelta(10 + 7 * n % 90) for n, day in enumerate(DUE))
CENTS = tuple(100_003 + 79_190 * n for n in range(SIZE))
SEGMENTS = (10, 100, 1_000)
LINEAR = 1.1  # the exponent, with room for noise


# -- the formula ---------------------------------------------------------------------------------
def _formula(count: DayCount) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        rows = [
            (Money.from_minor_units(cents, CODE), due, paid)
            for cents, due, paid in zip(CENTS, DUE, PAID, strict=True)
        ][:size]
        rate = Percent(RATE)
        return lambda: [
            simple_interest(amount, rate, due, paid, day_count=count) for amount, due, paid in rows
        ]

    return setup


def _in_quantlib(counter: Callable[[], object]) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        from_date = peer_module("QuantLib").Date.from_date
        fraction = counter().yearFraction  # type: ignore[attr-defined]
        rows = [
            (cents / 100, from_date(due), from_date(paid))
            for cents, due, paid in zip(CENTS, DUE, PAID, strict=True)
        ][:size]
        rate = float(RATE) / 100
        return lambda: [round(amount * rate * fraction(due, paid), 2) for amount, due, paid in rows]

    return setup


def _actual() -> object:
    return peer_module("QuantLib").Actual365Fixed()


def _thirty() -> object:
    quantlib = peer_module("QuantLib")
    return quantlib.Thirty360(quantlib.Thirty360.European)


def _cents(found: list[Money]) -> list[Decimal]:
    return [money.amount for money in found]


def _float_cents(found: list[float]) -> list[Decimal]:
    return [Decimal(f"{amount:.2f}") for amount in found]


_FLOAT = "floats in and out"


# -- assessments ---------------------------------------------------------------------------------
def _account(payments: int) -> Account:
    """One invoice and many part payments: every one begins a segment."""
    invoice = Invoice(
        id="INV-1",
        customer_id="C-1",
        amount=Money.from_minor_units(1_000_000 + payments * 100, CODE),
        issued_on=date(2010, 1, 1),
        due_on=date(2010, 1, 31),
    )
    days = [date(2010, 2, 1) + timedelta(5 * n) for n in range(payments)]
    one = Money("1.00", CODE)
    return Account(
        customer=Customer(id="C-1"),
        invoices=(invoice,),
        receipts=tuple(
            Receipt(id=f"R-{n}", customer_id="C-1", amount=one, received_on=day)
            for n, day in enumerate(days)
        ),
        allocations=tuple(
            Allocation(invoice_id="INV-1", source_id=f"R-{n}", amount=one, applied_on=day)
            for n, day in enumerate(days)
        ),
    )


def _by_segments(size: int) -> Run:
    read = snapshot(_account(size), as_of=date(2024, 6, 30))
    policy = LateChargePolicy(
        id="floating",
        interest=Interest(rate=TableRate(table="ecb-mro-half-year", margin=Percent("8"))),
    )
    return lambda: assess(read, policy)


def _one_invoice(size: int) -> Run:
    del size
    invoice = Invoice(
        id="INV-1",
        customer_id="C-1",
        amount=Money("5000.00", "GBP"),
        issued_on=date(2025, 5, 11),
        due_on=date(2025, 6, 10),
    )
    account = Account(customer=Customer(id="C-1", kind="business"), invoices=(invoice,))
    read, regime = snapshot(account, as_of=date(2025, 9, 19)), statutory("GB", debtor="business")
    return lambda: regime.assess(read)


ROWS = (
    Row(
        name="charges/simple",
        title="simple interest by ACT/365F, Money in and out, exact",
        unit="charge",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_formula(DayCount.ACT_365F), plain=_cents),
        peers=(
            Side(
                name="QuantLib",
                setup=_in_quantlib(_actual),
                plain=_float_cents,
                marks=(Mark(2, "speed"),),
                note=_FLOAT,
            ),
        ),
    ),
    Row(
        name="charges/simple-30e",
        title="simple interest by 30E/360, Money in and out, exact",
        unit="charge",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_formula(DayCount.THIRTY_E_360), plain=_cents),
        peers=(
            Side(name="QuantLib", setup=_in_quantlib(_thirty), plain=_float_cents, note=_FLOAT),
        ),
    ),
    Row(
        name="charges/segments",
        title="one invoice, a floating rate and a segment per part payment (no peer does it)",
        unit="segment",
        sizes=SEGMENTS,
        growth=LINEAR,
        ours=Side(name="collectkit", setup=_by_segments),
    ),
    Row(
        name="charges/statute",
        title="a statutory regime on one invoice, with trace and warnings (no peer does it)",
        unit="assessment",
        sizes=(1,),
        ours=Side(name="collectkit", setup=_one_invoice),
    ),
)
