"""What a discount is worth: annualized cost, break-even, and the best day to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from collectkit._checks import check_choice, check_int, check_type
from collectkit.discounts.offer import single_item
from collectkit.discounts.windows import discount_on, left_to_grant, windows_of
from collectkit.errors import InvalidFact, InvalidPercent
from collectkit.ledger import Snapshot
from collectkit.money import Money, Percent, RoundingMode
from collectkit.money.rounding import CUTTING

__all__ = [
    "PaymentOption",
    "annualized_cost",
    "best_payment_date",
    "gross_settled_by",
    "indifference_discount",
    "payment_options",
    "payment_to_settle",
]

Method = Literal["simple", "effective"]
_METHODS: frozenset[Method] = frozenset(("simple", "effective"))


def payment_to_settle(gross: Money, percent: Percent) -> Money:
    """What to pay to settle `gross` with a discount, the discount rounded half-up.

    >>> payment_to_settle(Money("1000.00", "EUR"), Percent("2"))
    Money('980.00', 'EUR')
    """
    _discount(percent)
    return check_type(gross, "gross", Money) - percent.of(gross).rounded()


def gross_settled_by(payment: Money, percent: Percent) -> Money:
    """How much debt a payment settles with a discount: payment / (1 - d), rounded half-up.

    >>> gross_settled_by(Money("450.00", "USD"), Percent("2"))
    Money('459.18', 'USD')
    """
    check_type(payment, "payment", Money)
    exact = Fraction(payment.amount) / (1 - _discount(percent))
    return Money.from_fraction(exact, payment.currency)


def annualized_cost(
    percent: Percent,
    discount_days: int,
    net_days: int,
    *,
    year: int = 365,
    method: Method = "simple",
    digits: int = 4,
) -> Percent:
    """What forgoing a discount costs a year, as interest on what would have been paid.

    Simple: d / (1 - d) x year / (net_days - discount_days). Effective compounds it: the growth
    1 / (1 - d) to the power of that many periods, less one. `net_days` is the day on which the
    customer pays instead. Rounded half-up to `digits` decimals of a percent.

    Raises:
        InvalidFact: no days between the two, or too many digits.
        InvalidPercent: a discount that is not above 0 % and below 100 %, or a cost out of range.

    >>> annualized_cost(Percent("2"), 10, 30), annualized_cost(Percent("2"), 10, 30, year=360)
    (Percent('37.2449'), Percent('36.7347'))
    >>> annualized_cost(Percent("2"), 10, 30, method="effective", digits=2)
    Percent('44.59')
    """
    share = _discount(percent)
    check_choice(method, "method", _METHODS)
    days = check_int(net_days, "net_days") - check_int(discount_days, "discount_days")
    if days < 1:
        raise InvalidFact(
            f"net_days {net_days} must lie after discount_days {discount_days}", field="net_days"
        )
    periods = Fraction(check_int(year, "year", at_least=1), days)
    if method == "simple":
        return _percent(share / (1 - share) * periods, digits)
    growth = _ratio(1 / (1 - share))
    if CUTTING.multiply(growth.log10(CUTTING), _ratio(periods)) > 4:
        raise InvalidPercent("the cost is above 1000000% a year", field="percent")
    cost = CUTTING.power(growth, _ratio(periods))
    return _percent(Fraction(cost) - 1, digits)


def indifference_discount(rate: Percent, days: int, *, year: int = 365, digits: int = 4) -> Percent:
    """The discount that is worth exactly a funding rate for so many days: 1 - 1 / (1 + r t / year).

    A customer who borrows at `rate` gains by a higher one; so does a seller by granting a lower
    one. Rounded half-up to `digits` decimals of a percent.

    >>> indifference_discount(Percent("12"), 20, digits=3)
    Percent('0.653')
    """
    check_type(rate, "rate", Percent)
    growth = 1 + rate.fraction * check_int(days, "days", at_least=0) / check_int(
        year, "year", at_least=1
    )
    if growth <= 0:
        raise InvalidPercent(f"rate {rate} loses everything in {days} days", field="rate")
    return _percent(1 - 1 / growth, digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOption:
    """Paying an item on one day: the last day of a discount, or the due date.

    `funding_cost` is what the money costs from that day to the due date, rounded half-up;
    `benefit` is the discount less that cost.
    """

    on: date
    amount: Money
    discount: Money
    funding_cost: Money

    @property
    def benefit(self) -> Money:
        return self.discount - self.funding_cost


def payment_options(
    snapshot: Snapshot, item_id: str, *, funding_rate: Percent, year: int = 365
) -> tuple[PaymentOption, ...]:
    """The days worth paying an item on, best first; of equal benefit the later.

    Each discount by its printed deadline (in its grace: at once), and the full balance by the due
    date, for a customer whose money costs `funding_rate` a year (simple, actual days over
    `year`). Days before the snapshot are left out; a due date that has passed is the snapshot's
    day.

    Raises:
        UnknownReference: no such item at this day.
        InvalidFact: an invoice of several parts; a due date that is not known yet.

    >>> from collectkit.ledger import Account, Customer, snapshot
    >>> from collectkit.terms import parse
    >>> invoice = parse("3/10 net 30").invoice(id="INV-7", customer_id="C-1",
    ...     amount=Money("2460.00", "EUR"), issued_on=date(2026, 3, 1))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    >>> best = payment_options(snapshot(account, as_of=date(2026, 3, 1)), "INV-7",
    ...                        funding_rate=Percent("9"), year=360)[0]
    >>> str(best.on), str(best.amount), str(best.funding_cost), str(best.benefit)
    ('2026-03-11', 'EUR 2386.20', 'EUR 11.93', 'EUR 61.87')
    """
    item = single_item(snapshot, item_id)
    check_type(funding_rate, "funding_rate", Percent)
    daily = funding_rate.fraction / check_int(year, "year", at_least=1)
    if item.due_on is None:
        raise InvalidFact(f"{item.id} has no due date yet", field="item_id", subject=item.id)
    due = max(item.due_on, snapshot.as_of)
    offers = {due: Money.zero(item.currency)}
    for window in windows_of(item):
        if snapshot.as_of <= window.last_day:
            on = max(window.until, snapshot.as_of)
            discount = min(discount_on(window, item.open), left_to_grant(item))
            offers[on] = max(discount, offers.get(on, discount))
    options = [
        PaymentOption(
            on=on,
            amount=item.open - discount,
            discount=discount,
            funding_cost=Money.from_fraction(
                Fraction((item.open - discount).amount) * daily * (due - on).days, item.currency
            ),
        )
        for on, discount in offers.items()
    ]
    return tuple(sorted(options, key=lambda o: (o.benefit.amount, o.on), reverse=True))


def best_payment_date(
    snapshot: Snapshot, item_id: str, *, funding_rate: Percent, year: int = 365
) -> date:
    """The day of the best of `payment_options`."""
    return payment_options(snapshot, item_id, funding_rate=funding_rate, year=year)[0].on


def _discount(percent: Percent) -> Fraction:
    check_type(percent, "percent", Percent)
    if not 0 < percent.value < 100:
        raise InvalidPercent(
            f"a discount must be above 0% and below 100%, not {percent}", field="percent"
        )
    return percent.fraction


def _ratio(value: Fraction) -> Decimal:
    return CUTTING.divide(Decimal(value.numerator), Decimal(value.denominator))


def _percent(share: Fraction, digits: int) -> Percent:
    if not 0 <= check_int(digits, "digits") <= 12:
        raise InvalidFact(f"digits must be 0 to 12, not {digits}", field="digits")
    scaled = share * 100 * 10**digits
    units = RoundingMode.HALF_UP.divide(scaled.numerator, scaled.denominator)
    return Percent(Decimal(units).scaleb(-digits, context=CUTTING))
