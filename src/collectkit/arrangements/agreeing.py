"""Agreeing on a payment plan: a balance split into installments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from collectkit._checks import check_day, check_type
from collectkit.errors import CurrencyMismatch, InvalidFact
from collectkit.ledger import Installment, PaymentPlan
from collectkit.money import Money, total
from collectkit.terms import Days, DueRule, Months, PaymentTerms, Weeks

__all__ = ["payment_plan"]

_MONTHLY = Months(count=1)
_MOST = 600


def payment_plan(
    balance: Money,
    parts: int | Sequence[Money],
    *,
    first_due: date,
    every: Months | Weeks | Days = _MONTHLY,
    id: str,
    customer_id: str,
    invoices: Iterable[str],
    agreed_on: date,
    on_default: Literal["restore", "fresh"] = "restore",
) -> PaymentPlan:
    """A plan that pays `balance` in so many equal parts, or in the amounts given.

    Equal parts share the cents by largest remainder, ties to the earliest. The first is due on
    `first_due`, each later one counts from there, so month ends do not drift.

    Raises:
        InvalidFact: amounts that do not sum to the balance, an installment of nothing, or a first
            date before the day of the agreement.
        CurrencyMismatch: an amount in another currency.

    >>> plan = payment_plan(Money("100.00", "EUR"), 3, first_due=date(2026, 1, 31), id="PLAN-1",
    ...                     customer_id="C-1", invoices=("INV-7",), agreed_on=date(2026, 1, 15))
    >>> [(str(part.due_on), str(part.amount)) for part in plan.installments]
    [('2026-01-31', 'EUR 33.34'), ('2026-02-28', 'EUR 33.33'), ('2026-03-31', 'EUR 33.33')]
    """
    check_type(balance, "balance", Money)
    if check_day(first_due, "first_due") < check_day(agreed_on, "agreed_on"):
        raise InvalidFact(
            f"first_due {first_due} lies before agreed_on {agreed_on}", field="first_due"
        )
    amounts = _equal(balance, parts) if isinstance(parts, int) else _given(balance, parts)
    dues = _dues(len(amounts), first_due, every)
    return PaymentPlan(
        id=id,
        customer_id=customer_id,
        agreed_on=agreed_on,
        installments=tuple(
            Installment(number=number, due_on=due_on, amount=amount)
            for number, (due_on, amount) in enumerate(zip(dues, amounts, strict=True), start=1)
        ),
        invoices=invoices,  # type: ignore[arg-type]  # the fact takes and checks any iterable
        on_default=on_default,
    )


def _equal(balance: Money, parts: int) -> tuple[Money, ...]:
    if type(parts) is not int or not 1 <= parts <= min(_MOST, balance.minor_units):
        raise InvalidFact(
            f"{balance} cannot be paid in {parts} parts",
            field="parts",
            hint=f"at least 1, at most {_MOST}, and something in each",
        )
    return balance.allocate(parts)


def _given(balance: Money, parts: Sequence[Money]) -> tuple[Money, ...]:
    if isinstance(parts, (str, bytes)) or not isinstance(parts, Sequence) or not parts:
        raise InvalidFact("parts must be a number or a sequence of Money", field="parts")
    if len(parts) > _MOST:
        raise InvalidFact(f"a plan has at most {_MOST} parts, not {len(parts)}", field="parts")
    for part in parts:
        if check_type(part, "parts", Money).currency != balance.currency:
            raise CurrencyMismatch(
                f"a part is in {part.currency}, the balance in {balance.currency}", field="parts"
            )
        if part.minor_units <= 0:
            raise InvalidFact(f"every part must be above zero, not {part}", field="parts")
    paid = total(parts, balance.currency)
    if paid != balance:
        raise InvalidFact(f"the parts come to {paid}, not to {balance}", field="parts")
    return tuple(parts)


def _dues(count: int, first_due: date, every: Months | Weeks | Days) -> tuple[date, ...]:
    """The dates that `PaymentTerms.equal` gives."""
    if count == 1:
        return (first_due,)
    terms = PaymentTerms.equal(count, first=DueRule.on(first_due), every=every)
    schedule = terms.schedule(Money.from_minor_units(count, "EUR"), issued_on=first_due)
    return tuple(part.due_on for part in schedule.installments if part.due_on is not None)
