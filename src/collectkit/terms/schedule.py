"""A payment schedule: terms applied to one amount and one issue date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collectkit.explain import Line, Trace
from collectkit.ledger import DiscountWindow, Installment
from collectkit.money import Money

__all__ = ["PaymentSchedule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSchedule:
    """Parts, due dates and discount windows of one amount. Parts always sum to the amount."""

    terms_id: str
    issued_on: date
    rule: str
    amount: Money
    installments: tuple[Installment, ...]
    discounts: tuple[DiscountWindow, ...]

    @property
    def due_on(self) -> date | None:
        """The latest known due date; None while every part is pending."""
        known = [part.due_on for part in self.installments if part.due_on is not None]
        return max(known, default=None)

    def explain(self) -> str:
        """The dates and amounts with the rules behind them, as a small table.

        >>> from collectkit.terms import PaymentTerms
        >>> print(PaymentTerms.parse("2/10 net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31)).explain())
        EUR 1190.00 issued 2026-01-31, terms 2-10-net-30
          discount  until 2026-02-10 (included)  2% of EUR 1190.00 = EUR 23.80  EUR 1166.20
          due       2026-03-02                   30 days                        EUR 1190.00
        """
        rows = [
            (
                "discount",
                f"until {window.until} (included)",
                f"{window.percent} of {window.base} = {window.discount}",
                str(window.payable),
            )
            for window in self.discounts
        ]
        rows += [
            ("due", str(part.due_on or "pending"), self.rule, str(part.amount))
            for part in self.installments
        ]
        width, what = (max(len(row[i]) for row in rows) for i in (1, 2))
        return str(
            Trace(
                f"{self.amount} issued {self.issued_on}, terms {self.terms_id}",
                tuple(
                    Line(
                        label=label,
                        text=f"{when:<{width}}  {why:<{what}}",
                        amount=amount,
                    )
                    for label, when, why, amount in rows
                ),
            )
        )
