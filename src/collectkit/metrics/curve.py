"""Payment curve: the share paid by so many days after invoicing, open items counted as such."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from collectkit._checks import check_day, check_int
from collectkit.ledger import Item, Snapshot
from collectkit.metrics._numbers import to_decimal
from collectkit.metrics._window import of_one_day

__all__ = ["CurveStep", "PaymentCurve", "payment_curve"]

_NORMAL_95 = Fraction("1.959963984540054")  # of the standard normal, 95 % lie within
_ROOT_DIGITS = 10**40


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveStep:
    """On day `days`, `paid` of the `at_risk` parts that were still open and watched were paid."""

    days: int
    at_risk: int
    paid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCurve:
    """The share of parts paid by their age in days, by the product-limit method of Kaplan-Meier.

    Each part counts the same, whatever its amount. A part still open counts as open up to its age
    and not at all beyond it, so a growing book with many young invoices shows no bias. `known_to`
    is the greatest age seen: beyond it nothing is known, unless everything was paid by then.
    """

    currency: str | None
    count: int
    known_to: int | None
    steps: tuple[CurveStep, ...]
    _unpaid: tuple[Fraction, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        left, unpaid = Fraction(1), []
        for step in self.steps:
            left *= Fraction(step.at_risk - step.paid, step.at_risk)
            unpaid.append(left)
        object.__setattr__(self, "_unpaid", tuple(unpaid))

    @classmethod
    def from_days(
        cls, paid: Iterable[int], still_open: Iterable[int] = (), *, currency: str | None = None
    ) -> PaymentCurve:
        """The curve of plain ages, in any order.

        Args:
            paid: days from issue to payment, of each part that was paid; at least 0.
            still_open: days since issue of each part that is open; at least 0.
            currency: the currency the parts are in, if any.

        >>> curve = PaymentCurve.from_days([10, 20, 20], still_open=[15])
        >>> curve.share_paid_by(10), curve.share_paid_by(20), curve.median
        (Decimal('0.25'), Decimal('1'), 20)
        """
        came = Counter(check_int(days, "paid", at_least=0) for days in paid)
        waits = Counter(check_int(days, "still_open", at_least=0) for days in still_open)
        count = at_risk = came.total() + waits.total()
        steps = []
        for days in sorted(came.keys() | waits.keys()):
            if came[days]:
                steps.append(CurveStep(days=days, at_risk=at_risk, paid=came[days]))
            at_risk -= came[days] + waits[days]
        return cls(
            currency=currency,
            count=count,
            known_to=max((*came, *waits), default=None),
            steps=tuple(steps),
        )

    @property
    def median(self) -> int | None:
        """The first day by which at least half is paid; None where the curve ends before."""
        for step, unpaid in zip(self.steps, self._unpaid, strict=True):
            if 2 * unpaid <= 1:
                return step.days
        return None

    def share_paid_by(self, days: int) -> Decimal | None:
        """The share paid by `days` after issue, that day included; None beyond `known_to`."""
        unpaid = self._unpaid_after(check_int(days, "days", at_least=0))
        return None if unpaid is None else to_decimal(1 - unpaid)

    def share_unpaid_after(self, days: int) -> Decimal | None:
        """1 - `share_paid_by`: what statistics call the survival function S(days)."""
        unpaid = self._unpaid_after(check_int(days, "days", at_least=0))
        return None if unpaid is None else to_decimal(unpaid)

    def interval(self, days: int) -> tuple[Decimal, Decimal] | None:
        """The 95 % confidence interval of `share_paid_by`, lower and upper end.

        By Greenwood's variance, symmetric and cut at 0 and 1, as Decimals. None beyond `known_to`
        and once everything is paid, where the variance is undefined.

        Source: Greenwood (1926), The natural duration of cancer.
        """
        unpaid = self._unpaid_after(check_int(days, "days", at_least=0))
        if not unpaid:
            return None
        spread = Fraction(0)
        for step in self.steps[: self._steps_by(days)]:
            spread += Fraction(step.paid, step.at_risk * (step.at_risk - step.paid))
        half = _NORMAL_95 * unpaid * _root(spread)
        low, high = max(1 - unpaid - half, Fraction(0)), min(1 - unpaid + half, Fraction(1))
        return to_decimal(low), to_decimal(high)

    def chance_of_payment(self, age: int, horizon: int) -> Decimal | None:
        """The chance that a part open at `age` days is paid within `horizon` more days.

        Returns:
            1 - S(age + horizon) / S(age), S the share unpaid; None beyond `known_to`, and where no
            part was ever open so long.

        >>> curve = PaymentCurve.from_days([10, 20, 30, 40])
        >>> curve.chance_of_payment(15, 10)
        Decimal('0.3333333333333333333333333333')
        """
        check_int(age, "age", at_least=0)
        check_int(horizon, "horizon", at_least=0)
        now, then = self._unpaid_after(age), self._unpaid_after(age + horizon)
        return None if not now or then is None else to_decimal(1 - then / now)

    def _steps_by(self, days: int) -> int:
        return bisect_right(self.steps, days, key=lambda step: step.days)

    def _unpaid_after(self, days: int) -> Fraction | None:
        """The share still unpaid on the evening of that day; None where nothing is known."""
        steps = self._steps_by(days)
        unpaid = self._unpaid[steps - 1] if steps else Fraction(1)
        if self.known_to is None or (days > self.known_to and unpaid):
            return None
        return unpaid


def _root(value: Fraction) -> Fraction:
    """The square root, cut at 40 decimals."""
    scaled = value.numerator * _ROOT_DIGITS * _ROOT_DIGITS // value.denominator
    return Fraction(isqrt(scaled), _ROOT_DIGITS)


def payment_curve(
    snapshots: Iterable[Snapshot], *, issued_from: date | None = None
) -> tuple[PaymentCurve, ...]:
    """When the parts of a book were paid, counted from their issue; one curve per currency.

    A part counts as paid on the day the money for the whole of it had come. Open parts are
    censored at their age on the day of the snapshots, parts written off or credited on the day
    that happened: they were not paid by then, and nobody waits any longer. Money from before the
    issue counts as day 0. Posted late charges are left out.

    Args:
        snapshots: one per account, all of one day; read one at a time.
        issued_from: leaves out what was issued earlier, so that old habits do not blur new ones.

    Raises:
        InvalidDate: snapshots of more than one day.

    Source: Kaplan and Meier (1958), Nonparametric estimation from incomplete observations.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> from collectkit.money import Money
    >>> first, second = (Invoice(id=key, customer_id="C-1", amount=Money("90.00", "EUR"),
    ...                          issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9))
    ...                  for key in ("INV-7", "INV-8"))
    >>> receipt, allocation = payment(first, on=date(2026, 1, 30), amount=first.amount)
    >>> account = Account(customer=Customer(id="C-1"), invoices=(first, second),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> curve, = payment_curve([snapshot(account, as_of=date(2026, 2, 9))])
    >>> curve.share_paid_by(19), curve.share_paid_by(20), curve.known_to
    (Decimal('0'), Decimal('0.5'), 30)
    """
    first = date.min if issued_from is None else check_day(issued_from, "issued_from")
    ages: dict[str, tuple[list[int], list[int]]] = {}
    for snapshot in of_one_day(snapshots):
        for item in snapshot.items:
            if item.is_trade and item.invoice.issued_on >= first:
                paid, waits = ages.setdefault(item.currency, ([], []))
                days, was_paid = _age(item, snapshot.as_of)
                (paid if was_paid else waits).append(days)
    return tuple(
        PaymentCurve.from_days(*ages[currency], currency=currency) for currency in sorted(ages)
    )


def _age(item: Item, as_of: date) -> tuple[int, bool]:
    """Days from issue until a part was paid, or was last seen unpaid."""
    paid_on = item.paid_off_on
    until = paid_on or item.settled_on or as_of
    return max((until - item.invoice.issued_on).days, 0), paid_on is not None
