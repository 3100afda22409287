"""How a customer pays, from what is known at a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from collectkit._checks import check_int, check_type
from collectkit.arrangements import PromiseRules
from collectkit.errors import InvalidFact, shown
from collectkit.ledger import Snapshot
from collectkit.money import Money
from collectkit.risk.features import FEATURES, extra_name, extras
from collectkit.risk.reading import Reading

__all__ = ["PaymentBehavior", "behavior"]

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBehavior:
    """A customer's way of paying over the `window_days` that end on `as_of`. None is unknown.

    Counts and days go over all currencies; amounts are in `currency`, the one with most
    invoices settled in the window, or else with most open ones; of two the first by code. Days late
    are positive, early days negative; `weighted_days_late` and `mean_days_late` count those 0.

    Attributes:
        settled: parts paid off in the window; what was written off in the end was not.
        paid: what was paid on those of `currency`; it weighs the averages.
        weighted_days_late: days late weighted by amount, each payment by its own day.
        signed_days_late: the same with early days negative.
        late_share: share of `paid` that came late; `late_count_share` is that of the parts.
        mean_days_late: days late of the parts by the day each was settled.
        days_late_deviation: sample standard deviation of their signed days late, cut at 40
            decimals.
        days_late_trend: weighted days late of the last 90 days less that of the window before.
        broken_promises: promises that broke in the window.
        invoices: trade invoices issued in the window; `dispute_share` is the share disputed.
        write_offs: parts that a write-off cleared in the window.
        open, overdue, over_90: trade balances; the last two past due, by more than 90 days.
        utilization: what is owed in the credit limit's currency as a share of the limit.
        oldest_due_on: earliest due date of anything open.
        first_issued_on, last_payment_on: of the whole history.
        usual_gap_days: mean days between the payment days of the window, from three on.
        extra: figures of the host by name, such as a bureau score.
        changes: groups of figures with the first later day on which each moves by itself, under
            the same facts. What only grows with the days (age, gap, tenure) is left out.
    """

    customer_id: str
    as_of: date
    window_days: int
    currency: str | None
    settled: int
    weighted_days_late: Fraction | None
    late_share: Fraction | None
    broken_promises: int
    oldest_due_on: date | None
    paid: Money | None = None
    signed_days_late: Fraction | None = None
    late_count_share: Fraction | None = None
    mean_days_late: Fraction | None = None
    days_late_deviation: Fraction | None = None
    days_late_trend: Fraction | None = None
    invoices: int = 0
    dispute_share: Fraction | None = None
    write_offs: int = 0
    open: Money | None = None
    overdue: Money | None = None
    over_90: Money | None = None
    utilization: Fraction | None = None
    first_issued_on: date | None = None
    last_payment_on: date | None = None
    usual_gap_days: Fraction | None = None
    extra: tuple[tuple[str, Fraction], ...] = ()
    changes: tuple[tuple[str, date], ...] = ()

    @property
    def changes_on(self) -> date | None:
        """The first later day on which the window by itself moves a figure."""
        return min((day for _, day in self.changes), default=None)

    def oldest_days_past_due(self, day: date | None = None) -> int:
        """Days past due of the oldest open item at `day` (default: `as_of`), at least 0."""
        if self.oldest_due_on is None:
            return 0
        return max(((day or self.as_of) - self.oldest_due_on).days, 0)

    @property
    def overdue_share(self) -> Fraction | None:
        """The share of the open balance that is past due; None where nothing is open."""
        return _share(self.overdue, self.open)

    @property
    def over_90_share(self) -> Fraction | None:
        """The share of the open balance that is more than 90 days past due."""
        return _share(self.over_90, self.open)

    @property
    def payment_gap(self) -> Fraction | None:
        """Days since the last payment, in usual gaps."""
        if self.last_payment_on is None or self.usual_gap_days is None:
            return None
        return (self.as_of - self.last_payment_on).days / self.usual_gap_days

    @property
    def tenure_days(self) -> int | None:
        """Days since the first invoice."""
        return None if self.first_issued_on is None else (self.as_of - self.first_issued_on).days

    def figure(self, feature: str) -> Fraction | None:
        """The figure that a scorecard names; None where it is unknown.

        Raises:
            InvalidFact: there is no such figure.
        """
        name = extra_name(feature)
        if name is not None:
            return dict(self.extra).get(name)
        if feature not in FEATURES:
            raise InvalidFact(f"there is no figure {shown(feature)}", field="feature")
        if feature == "oldest_days_past_due":
            return Fraction(self.oldest_days_past_due())
        value: Fraction | int | None = getattr(self, feature)
        return None if value is None else Fraction(value)

    def grows_from(self, feature: str) -> tuple[date, Fraction] | None:
        """Of a figure that grows with the days: where it is 0, and the days it takes to grow by 1.

        None of any other figure, and where nothing is known.
        """
        start = {
            "oldest_days_past_due": self.oldest_due_on,
            "tenure_days": self.first_issued_on,
            "payment_gap": self.last_payment_on,
        }.get(feature)
        pace = self.usual_gap_days if feature == "payment_gap" else _ONE
        return None if start is None or pace is None else (start, pace)


def behavior(
    snapshot: Snapshot,
    *,
    window_days: int = 365,
    promise_rules: PromiseRules | None = None,
    extra: Mapping[str, int | Decimal | Fraction] | None = None,
) -> PaymentBehavior:
    """How the customer of a snapshot pays, as known at its day.

    The window is the `window_days` that end on the snapshot's day. Parts settled in it count with
    each payment's own day of arrival; write-offs and credits are no payments. Posted late charges
    are left out, but for what uses up the credit limit. `extra` are exact numbers of the host's
    own, which a scorecard names as `extra:NAME`.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> from collectkit.money import Money
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 10), amount=Money("10.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> found = behavior(snapshot(account, as_of=date(2026, 3, 1)))
    >>> found.settled, found.weighted_days_late, found.changes_on
    (1, Fraction(10, 1), datetime.date(2027, 1, 1))
    """
    check_type(snapshot, "snapshot", Snapshot)
    check_int(window_days, "window_days", at_least=1)
    read = Reading(snapshot, window_days, promise_rules)
    return PaymentBehavior(
        customer_id=snapshot.customer.id,
        as_of=snapshot.as_of,
        window_days=window_days,
        currency=read.currency,
        **read.days_late(),
        **read.balances(),
        **read.invoiced(),
        **read.payments(),
        broken_promises=read.broken_promises(),
        write_offs=read.write_offs(),
        utilization=read.utilization(),
        extra=extras(extra),
        changes=read.changes(),
    )


def _share(part: Money | None, whole: Money | None) -> Fraction | None:
    if part is None or whole is None or whole.is_zero:
        return None
    return Fraction(part.minor_units, whole.minor_units)
