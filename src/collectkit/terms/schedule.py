"""A payment schedule: terms applied to one amount and one issue date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from collectkit._checks import check_day
from collectkit._model import Policy
from collectkit.dates import BusinessDayConvention
from collectkit.explain import Line, Trace
from collectkit.ledger import DiscountWindow, Installment
from collectkit.money import Money, total
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import DayOfMonth, Months, Proximo

__all__ = ["DatePath", "PaymentSchedule", "ScheduleEvent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePath:
    """How a date came about: a rule, the date it started from, and the date after each step.

    `base` and `on` are None while the rule's event is pending.
    """

    rule: DueRule
    base: date | None
    days: tuple[date, ...] = ()
    convention: BusinessDayConvention = BusinessDayConvention.NONE
    on: date | None = None

    def __str__(self) -> str:
        if self.base is None:
            return str(self.rule)
        words, before = [str(self.base)], self.base
        for step, day in zip(self.rule.steps, self.days, strict=True):
            clamped = f" (clamped to {day.day})" if day.day < _wanted(step, before) else ""
            words.append(f"{step}: {day}{clamped}")
            before = day
        if self.on != before:
            words.append(f"{self.convention.value}: {self.on}")
        return " → ".join(words)


def _wanted(step: Policy, before: date) -> int:
    """The day of the month a step asks for, where a short month may not have it."""
    if isinstance(step, Months):
        return before.day
    return step.day if isinstance(step, (DayOfMonth, Proximo)) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEvent:
    """What a day of the schedule brings: the last day of a discount or its grace, or a due date.

    `amount` is what settles the part on that day.
    """

    on: date
    kind: Literal["discount", "grace", "due"]
    installment: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSchedule:
    """Parts, due dates and discount windows of one amount. Parts always sum to the amount.

    `taxes` says how much of each part is tax, where the tax was given; they sum to it. A part or
    discount that waits for an event has no date yet, and a discount then no window. The paths say
    how each date came about: one per part, and one per window or waiting discount.
    """

    terms_id: str
    issued_on: date
    amount: Money
    installments: tuple[Installment, ...]
    discounts: tuple[DiscountWindow, ...]
    taxes: tuple[Money, ...] = ()
    due_paths: tuple[DatePath, ...]
    discount_paths: tuple[DatePath, ...]

    @property
    def due_on(self) -> date | None:
        """The latest known due date; None while every part is pending."""
        known = [part.due_on for part in self.installments if part.due_on is not None]
        return max(known, default=None)

    @property
    def due_dates(self) -> tuple[date | None, ...]:
        """The due date of each part, in the order of the contract."""
        return tuple(part.due_on for part in self.installments)

    def amount_due_on(self, day: date) -> Money:
        """What has fallen due by `day`, that day included, discounts aside.

        >>> from collectkit.terms import PaymentTerms
        >>> schedule = PaymentTerms.parse("net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
        >>> schedule.amount_due_on(date(2026, 3, 1)), schedule.amount_due_on(date(2026, 3, 2))
        (Money('0.00', 'EUR'), Money('1190.00', 'EUR'))
        """
        check_day(day, "day")
        due = (p.amount for p in self.installments if p.due_on is not None and p.due_on <= day)
        return total(due, self.amount.currency)

    def events(self) -> tuple[ScheduleEvent, ...]:
        """Every discount deadline, end of grace and due date, in order of time."""
        return tuple(sorted(self._events(), key=lambda e: (e.on, e.installment, e.kind)))

    def _events(self) -> Iterator[ScheduleEvent]:
        for window in self.discounts:
            part, pay = window.installment, window.payable
            yield ScheduleEvent(on=window.until, kind="discount", installment=part, amount=pay)
            if window.last_day > window.until:
                yield ScheduleEvent(on=window.last_day, kind="grace", installment=part, amount=pay)
        for due in self.installments:
            if due.due_on is not None:
                yield ScheduleEvent(
                    on=due.due_on, kind="due", installment=due.number, amount=due.amount
                )

    def next_event(self, after: date) -> ScheduleEvent | None:
        """The first event strictly after a day; None when nothing is to come.

        >>> from collectkit.terms import PaymentTerms
        >>> schedule = PaymentTerms.parse("2/10 net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
        >>> [schedule.next_event(day).kind for day in (date(2026, 2, 9), date(2026, 2, 10))]
        ['discount', 'due']
        """
        check_day(after, "after")
        return next((event for event in self.events() if event.on > after), None)

    def explain(self) -> str:
        """The dates and amounts with the rules behind them, as a small table.

        >>> from collectkit.terms import PaymentTerms
        >>> print(PaymentTerms.parse("2/10 net 30").schedule(
        ...     Money("1190.00", "EUR"), issued_on=date(2026, 1, 31)).explain())
        EUR 1190.00 issued 2026-01-31, terms 2-10-net-30
          discount  until 2026-02-10  2% of EUR 1190.00 = EUR 23.80         EUR 1166.20
                                      2026-01-31 → 10 days: 2026-02-10
          due       2026-03-02        2026-01-31 → 30 days: 2026-03-02      EUR 1190.00
        """
        rows = [*self._discount_rows(), *self._due_rows()]
        width = max(len(when) for _, when, _, _ in rows)
        return str(
            Trace(
                f"{self.amount} issued {self.issued_on}, terms {self.terms_id}",
                tuple(
                    Line(label=label, text=f"{when:<{width}}  {why}", amount=amount)
                    for label, when, why, amount in rows
                ),
            )
        )

    def _name(self, what: str, number: int) -> str:
        return what if len(self.installments) == 1 else f"{what} {number}"

    def _discount_rows(self) -> Iterator[tuple[str, str, str, str]]:
        known = [path for path in self.discount_paths if path.on is not None]
        for window, path in zip(self.discounts, known, strict=True):
            label = self._name("discount", window.installment)
            shared = (
                "" if window.percent.of(window.base).rounded() == window.discount else ", its share"
            )
            why = f"{window.percent} of {window.base}{shared} = {window.discount}"
            yield label, f"until {window.until}", why, str(window.payable)
            grace = "" if window.last_day == window.until else f", earned until {window.last_day}"
            yield "", "", f"{path}{grace}", ""
        for path in self.discount_paths:
            if path.on is None:
                yield "discount", "pending", str(path), ""

    def _due_rows(self) -> Iterator[tuple[str, str, str, str]]:
        for part, path in zip(self.installments, self.due_paths, strict=True):
            when = "pending" if part.due_on is None else str(part.due_on)
            yield self._name("due", part.number), when, str(path), str(part.amount)
