"""What a fee comes to: its price by the tariff, then minimum, cap and de minimis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from collectkit.dates import Calendar
from collectkit.fees.bill import cap_units
from collectkit.fees.book import RateBook
from collectkit.fees.charges import ChargeStep, StepCode
from collectkit.fees.interest import Cap, amount_in
from collectkit.fees.owed import Owed, base_of
from collectkit.fees.standing import Standing
from collectkit.fees.tariffs import Fee, FlatFee, GraduatedFee, PercentFee, SlabFee
from collectkit.money import Money, RoundingMode, minor_unit

__all__ = ["CapRoom", "Price", "Pricing"]

_half_up = RoundingMode.HALF_UP.divide
_NOTHING = Fraction(0)


class Price(NamedTuple):
    """A fee before any limits: exact in minor units, what it was taken of, and how it is called."""

    exact: Fraction
    base: Money | None
    label: str
    currency: str


class Pricing:
    """The tariffs, applied to what is owed. `accrued` is an item's interest before a day."""

    def __init__(
        self,
        standings: Sequence[Standing],
        book: RateBook,
        calendar: Calendar,
        accrued: Callable[[Standing, int], Fraction],
    ) -> None:
        self.standings, self.book, self.calendar = standings, book, calendar
        self.accrued = accrued

    def of(self, fee: Fee, one: Owed) -> Price | None:
        """The price of a fee; None where the tariff has none for the debt or its currency."""
        currency = one.for_items[0].item.currency
        label = fee.label or fee.id
        if isinstance(fee, FlatFee):
            amount = fee.amount_in(currency)
            if amount is None:
                return None
            return Price(Fraction(amount.minor_units), None, label, currency)
        if isinstance(fee, PercentFee):
            base = self._base(fee.base, one)
            label = f"{label} ({fee.percent.value:f} %)"
            return Price(base * fee.percent.fraction, _money(base, currency), label, currency)
        if fee.debt_currency != currency:
            return None
        if isinstance(fee, SlabFee):
            return self._slab(fee, one, label)
        base = self._base(fee.base, one)
        return Price(_graduated(fee, base), _money(base, currency), label, currency)

    def _slab(self, fee: SlabFee, one: Owed, label: str) -> Price | None:
        currency = one.for_items[0].item.currency
        units = sum(of.open_before(of.anchor + 1) for of in one.for_items)
        debt = Money.from_minor_units(units, currency)
        if debt.is_zero:
            return Price(_NOTHING, debt, label, currency)
        n = fee.tier_of(debt)
        if n is None:
            return None
        amount, bounds = fee.tiers[n].amount, fee.bounds_text(n)
        label = f"{label} (debt {bounds})" if bounds else label
        if amount.currency == currency:
            return Price(Fraction(amount.minor_units), debt, label, currency)
        assert fee.exchange is not None  # the policy has seen to it
        day = self._exchange_day(one.for_items[0])
        price = self.book.price(fee.exchange, day)
        exact = Fraction(amount.amount) * Fraction(price) * 10 ** minor_unit(currency)
        return Price(exact, debt, f"{label}, {amount} at {price:f} on {day}", currency)

    def _exchange_day(self, standing: Standing) -> date:
        """The last business day of the month before the debt fell due, rolled or by default."""
        due = date.fromordinal(standing.anchor)
        day = date.fromordinal(due.replace(day=1).toordinal() - 1)
        while not self.calendar.is_business_day(day):
            day = date.fromordinal(day.toordinal() - 1)
        return day

    def _base(self, base: str, one: Owed) -> Fraction:
        units = base_of(one, base, self.standings)
        if base == "open_with_interest":
            for standing in one.for_items:
                units += self.accrued(standing, one.on)
        return units


def _money(units: Fraction, currency: str) -> Money:
    return Money.from_minor_units(_half_up(units.numerator, units.denominator), currency)


def _graduated(fee: GraduatedFee, base: Fraction) -> Fraction:
    """Each slice at its own percentage, in minor units."""
    found = reached = _NOTHING
    for bracket in fee.brackets:
        end = base if bracket.upto is None else min(base, Fraction(bracket.upto.minor_units))
        if end > reached:
            found += (end - reached) * bracket.percent.fraction
            reached = end
    return found


class CapRoom:
    """What the cap of one fee leaves, charge after charge."""

    def __init__(self, cap: Cap | None) -> None:
        self.cap = cap
        self.left: dict[tuple[str, int], Fraction] = {}

    def charge(
        self, fee: Fee, one: Owed, price: Price
    ) -> tuple[Money, tuple[ChargeStep, ...], Money]:
        """Raw, the steps to gross, and gross; the cap has so much less room afterwards."""
        raw = _money(price.exact, price.currency)
        key = (one.subject, self._period(one))
        room = self._room(key, one, price.currency)
        steps, gross = _limited(fee, price, raw, room)
        if room is not None:
            self.left[key] = room - gross.minor_units
        return raw, steps, gross

    def _period(self, one: Owed) -> int:
        """The number of the cap's period that a charge falls into."""
        if self.cap is None or self.cap.every is None:
            return 0
        anchor = date.fromordinal(one.for_items[0].anchor)
        return self.cap.every.passed(anchor, date.fromordinal(one.on - 1))

    def _room(self, key: tuple[str, int], one: Owed, currency: str) -> Fraction | None:
        if self.cap is None:
            return None
        if key not in self.left:
            most = cap_units(self.cap, [of.item for of in one.for_items], currency)
            if most is None:
                return None
            self.left[key] = most
        return self.left[key]


def _limited(
    fee: Fee, price: Price, raw: Money, room: Fraction | None
) -> tuple[tuple[ChargeStep, ...], Money]:
    """Minimum, cap, de minimis, in this order; a price of nothing stays nothing."""
    if price.exact <= 0:
        return (), Money.zero(raw.currency)
    found: list[ChargeStep] = []
    gross = raw

    def to(code: StepCode, units: Fraction) -> None:
        nonlocal gross
        rounded = _money(units, raw.currency)
        if rounded != gross:
            found.append(ChargeStep(code=code, amount=rounded - gross))
        gross = rounded

    exact = price.exact
    least = amount_in(fee.minimum, raw.currency)
    if least is not None and exact < least.minor_units:
        exact = Fraction(least.minor_units)
        to("minimum", exact)
    if room is not None and exact > room:
        to("cap", max(room, _NOTHING))
    drop = amount_in(fee.de_minimis, raw.currency)
    if drop is not None and not gross.is_zero and gross < drop:
        to("de_minimis", _NOTHING)
    return tuple(found), gross
