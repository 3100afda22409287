"""Ratings by how late a customer pays on average."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import EARLIER, percent
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import payment, snapshot
from collectkit.risk import Bin, Characteristic, Grade, Scorecard, behavior
from collectkit.risk import score as points_of
from collectkit.testing import an_account, an_invoice

score = Operations("score")

# The rating that the cases are about: up to 30 days late is A, up to 60 B, up to 90 C, else D.
_RATING = Scorecard(
    id="average-delay",
    version="1",
    characteristics=(
        Characteristic(
            feature="weighted_days_late",
            bins=(
                Bin(at_least=Decimal(0), points=3),
                Bin(at_least=Decimal(31), points=2),
                Bin(at_least=Decimal(61), points=1),
                Bin(at_least=Decimal(91), points=0),
            ),
            missing=0,
        ),
    ),
    grades=(
        Grade(grade="A", at_least=3, unpaid=percent(0)),
        Grade(grade="B", at_least=2, unpaid=percent(0)),
        Grade(grade="C", at_least=1, unpaid=percent(0)),
        Grade(grade="D", at_least=0, unpaid=percent(0)),
    ),
    thin_below=0,
)


@score.shaped("avg_delay_days")
def of_average_delay(given: Given) -> Figures:
    """One invoice paid so many days late has that delay on average."""
    invoice = an_invoice(issued_on=EARLIER, due_on=EARLIER)
    paid_on = days_after(EARLIER, given["avg_delay_days"])
    receipt, allocation = payment(invoice, on=paid_on, amount=invoice.amount)
    read = snapshot(an_account(invoice, receipt, allocation), as_of=paid_on)
    return {"rating": points_of(_RATING, behavior(read)).grade}
