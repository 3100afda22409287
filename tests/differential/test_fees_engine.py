"""Fees against a slow reference: on which days they are owed, of what, and within which limits.

The accounts are those of the interest. A share of an amount with interest takes interest exact,
as it had accrued by the evening before. A debt that was settled in time and opened again by a
refund owes no fee for lateness once; by period it counts from the last free day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

import pytest
from tests.differential.accrual_reference import (
    DAY,
    fees_on_days,
    graduated,
    interest,
    percent_of,
    slab,
)
from tests.differential.accrual_worlds import Maker, Part, percent

from collectkit.errors import RateCoverageError
from collectkit.fees import (
    Bracket,
    Cap,
    FlatFee,
    GraduatedFee,
    LateChargePolicy,
    PercentFee,
    Period,
    SlabFee,
    Tier,
    assess,
)
from collectkit.fees.tariffs import FeeBase
from collectkit.ledger import Account, Allocation, Customer, Invoice, Receipt
from collectkit.money import Money

Owed = dict[str, list[tuple[date, Fraction, Fraction]]]


class Fees:
    """One made-up fee on a made-up account."""

    def __init__(self, seed: int) -> None:
        maker = Maker(seed)
        self.world, self.random = maker.make(), Random(-seed)
        self.features: set[str] = set()
        self.kind = self.pick("flat", "percent", "slab", "graduated")
        self.per = self.pick("invoice", "installment")
        self.price, made = self.tariff()
        self.limits: dict[str, Any] = {}
        self.note(self.kind, f"per {self.per}")
        rules: dict[str, Any] = {"id": "fee", "per": self.per, **self.periods(), **self.bounds()}
        self.fee = made(**rules)
        policy = dict(self.world.policy) | {"fees": (self.fee,)}
        if not self.with_interest:
            policy["interest"] = None
        self.policy = LateChargePolicy(**policy)

    def pick(self, *of: Any) -> Any:
        return self.random.choice(of)

    def note(self, *features: str) -> None:
        self.features.update(features)

    def money(self, units: int) -> Money:
        return Money.from_minor_units(units, self.world.currency)

    def units(self, most: int) -> int:
        return self.random.randint(1, max(most, 1))

    # -- what it costs ---------------------------------------------------------------------------
    def tariff(self) -> tuple[Callable[[Part, date, Fraction], Fraction], Callable[..., Any]]:
        self.with_interest = False
        self.base: FeeBase = "open_principal"
        most = self.world.parts[0].units
        unit = self.world.unit
        if self.kind == "flat":
            units = self.units(most // 10)
            return (
                lambda *_: units * unit,
                lambda **rules: FlatFee(amounts=(self.money(units),), **rules),
            )
        if self.kind == "slab":
            return self.slab(most)
        self.choose_base()
        if self.kind == "percent":
            share = Fraction(self.units(3000), 100)
            return (
                lambda part, day, left: percent_of(self.amount(part, day, left), share),
                lambda **rules: PercentFee(percent=percent(share), base=self.base, **rules),
            )
        cuts = sorted({self.units(most) for _ in range(self.pick(0, 1, 3))})
        shares = [Fraction(self.random.randint(0, 2000), 100) for _ in range(len(cuts) + 1)]
        bounds = [*cuts, None]
        slices = [(None if b is None else b * unit, s) for b, s in zip(bounds, shares, strict=True)]
        brackets = tuple(
            Bracket(upto=None if bound is None else self.money(bound), percent=percent(share))
            for bound, share in zip(bounds, shares, strict=True)
        )
        return (
            lambda part, day, left: graduated(self.amount(part, day, left), slices),
            lambda **rules: GraduatedFee(
                brackets=brackets, base=self.base, currency=self.world.currency, **rules
            ),
        )

    def slab(self, most: int) -> tuple[Callable[..., Fraction], Callable[..., Any]]:
        parts = self.world.parts
        # Bounds that a debt meets exactly, or by one minor unit more.
        cuts = {self.units(most), most, self.pick(*parts).units + self.pick(0, -1, 1)}
        bounds: list[int | None] = sorted(cut for cut in cuts if cut > 0)
        if self.pick(True, True, False):
            bounds.append(None)
        sums = [self.units(most // 5) for _ in bounds]
        closed = [self.pick(True, False) for _ in bounds]
        rows = list(zip(bounds, closed, sums, strict=True))
        unit = self.world.unit
        steps = [(None if b is None else b * unit, c, s * unit) for b, c, s in rows]
        tiers = tuple(
            Tier(upto=None if b is None else self.money(b), inclusive=c, amount=self.money(s))
            for b, c, s in rows
        )

        def price(part: Part, day: date, left: Fraction) -> Fraction:
            try:
                return slab(self.opened(part, self.anchor(part)), steps)
            except LookupError:
                self.note("beyond the slabs")
                return Fraction(0)

        return price, lambda **rules: SlabFee(tiers=tiers, **rules)

    def choose_base(self) -> None:
        self.base = self.pick("open_principal", "original_amount", "open_with_interest")
        rules = self.world.rules
        known = all(table.covers_until > self.world.as_of for table in self.world.context.tables)
        if self.base == "open_with_interest" and (rules["waivers"] or not known):
            self.base = "open_principal"
        self.with_interest = self.base == "open_with_interest"
        if not self.world.policy.grace_days and self.pick(True, False):
            self.base, self.with_interest = "overdue_balance", False
        self.note(self.base)

    def amount(self, part: Part, day: date, left: Fraction) -> Fraction:
        world = self.world
        if self.base == "original_amount":
            return part.units * world.unit
        if self.base == "overdue_balance":
            overdue = [other for other in world.parts if world.due(other) < day]
            return sum((self.opened(other, day - DAY) for other in overdue), Fraction(0))
        if self.base == "open_with_interest":
            payments = part.payments(world.as_of, world.unit)
            shift = world.grace_days(part) if self.grace(part) == "shift" else 0
            rules = world.rules | {"grace": "shift", "grace_days": shift, "roll": world.roll}
            due, units = part.due, part.units * world.unit
            return left + interest(units, due, day - DAY, payments, **rules).exact
        return left

    # -- when, and within what -------------------------------------------------------------------
    def periods(self) -> dict[str, Any]:
        self.every: dict[str, Any] = {}
        if not self.pick(True, False):
            return {}
        what, number = self.pick(("days", 7), ("days", 30), ("months", 1), ("months", 3))
        count = self.pick("full", "started")
        self.every = {"period": (what, number), "count": count}
        self.note(f"period {count}", what)
        return {"every": Period(**{what: number}), "count": count}

    def bounds(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        unit, most = self.world.unit, self.world.parts[0].units // 8
        cap = None
        if self.pick(True, False, False):
            cap = self.units(most)
            rule: dict[str, Any] = {"amounts": (self.money(cap),)}
            self.limits["cap"] = cap * unit
            if self.every and self.pick(True, False):
                rule["every"] = Period(months=2)
                self.limits["cap_period"] = ("months", 2)
                self.note("cap per period")
            elif self.pick(True, False):
                # The less of both; below the minimum a share only cuts.
                share = Fraction(self.units(500), 100)
                rule["percent"] = percent(share)
                self.limits["share"] = share
                self.note("cap by share")
            found["cap"] = Cap(**rule)
            self.note("cap")
        for name in ("minimum", "de_minimis"):
            if self.pick(True, False, False, False):
                units = self.units(most if cap is None else cap)
                found[name] = (self.money(units),)
                self.limits[name] = units * unit
                self.note(name)
        return found

    # -- what happened to a part -----------------------------------------------------------------
    def opened(self, part: Part, evening: date) -> Fraction:
        """What was open on an evening, by the days on which money came."""
        payments = part.payments(self.world.as_of, self.world.unit)
        came = sum((amount for day, amount in payments if day <= evening), Fraction(0))
        return max(part.units * self.world.unit - came, Fraction(0))

    def free(self, part: Part) -> date:
        return self.world.due(part) + DAY * self.world.grace_days(part)

    def grace(self, part: Part) -> str:
        in_time = not self.opened(part, self.free(part))
        return "shift" if in_time else self.world.policy.grace

    def anchor(self, part: Part) -> date:
        return self.world.due(part) if self.grace(part) == "threshold" else self.free(part)

    def is_late(self, part: Part) -> bool:
        free, as_of = self.free(part), self.world.as_of
        evenings = (free + DAY * n for n in range((as_of - free).days + 1))
        return as_of > free and any(self.opened(part, evening) for evening in evenings)

    def expected(self) -> Owed:
        world = self.world
        late = [part for part in sorted(world.parts, key=lambda p: (p.due, p.id))
                if self.is_late(part)]  # fmt: skip
        if self.per == "invoice":
            late = late[:1]
        found: Owed = {}
        for part in late:
            limits = dict(self.limits)
            if "share" in limits:
                limits["cap"] = min(
                    limits["cap"], percent_of(part.units * world.unit, limits.pop("share"))
                )
            owed = fees_on_days(
                part.units * world.unit, part.due, world.as_of,
                part.payments(world.as_of, world.unit),
                price=partial(self.price, part),
                roll=world.roll, grace=self.grace(part), grace_days=world.grace_days(part),
                pauses=world.rules["pauses"], unit=world.unit, **self.every, **limits,
            )  # fmt: skip
            if owed:
                found[part.id] = [(day, due, self.kept(day, due)) for day, due in owed]
        return found

    def kept(self, day: date, amount: Fraction) -> Fraction:
        """A fee is given up by a waiver that covers the day it was owed."""
        for waiver in self.world.account.waivers:
            if (
                not waiver.kinds
                and waiver.on <= self.world.as_of
                and (waiver.from_on or date.min) <= day <= (waiver.until_on or date.max)
            ):
                self.note("waived")
                return Fraction(0)
        return amount


def compare(fees: Fees) -> None:
    world = fees.world

    def charged() -> Owed:
        charges = assess(world.account, fees.policy, as_of=world.as_of, context=world.context)
        found: Owed = {}
        for line in charges.lines:
            if line.rule_id != "fee":
                continue
            fees.note(*(step.code + " step" for step in line.steps))
            if line.gross.is_zero:
                continue
            assert line.item_id is not None
            assert line.owed_on is not None
            one = (line.owed_on, Fraction(line.gross.amount), Fraction(line.amount.amount))
            found.setdefault(line.item_id, []).append(one)
            fees.note("owed")
        return found

    try:
        wanted = fees.expected()
    except LookupError:
        with pytest.raises(RateCoverageError):
            charged()
        return
    assert charged() == wanted
    if any(len(days) > 1 for days in wanted.values()):
        fees.note("owed again")


def run(seeds: range) -> Counter[str]:
    reached: Counter[str] = Counter()
    for seed in seeds:
        made = Fees(seed)
        try:
            compare(made)
        except AssertionError as failed:
            raise AssertionError(f"seed {seed}: {failed}") from failed
        reached.update(made.features)
    return reached


def test_a_debt_settled_in_time_has_no_slab() -> None:
    # Paid on the due day, and three weeks later a part of it was paid out again.
    ten, one = Money("10.00", "EUR"), Money("1.00", "EUR")
    due, month = date(2024, 3, 1), Period(months=1)
    account = Account(
        customer=Customer(id="C"),
        invoices=(Invoice(id="I", customer_id="C", amount=ten, issued_on=due, due_on=due),),
        receipts=(
            Receipt(id="R", customer_id="C", amount=ten, received_on=due),
            Receipt(id="X", customer_id="C", amount=one, received_on=due + DAY * 21,
                    kind="refund", reverses="R"),
        ),
        allocations=(Allocation(invoice_id="I", source_id="R", amount=ten, applied_on=due),),
    )  # fmt: skip
    fee = SlabFee(id="fee", tiers=(Tier(amount=Money("40.00", "EUR")),), every=month)
    policy = LateChargePolicy(id="own", fees=(fee,))
    assert assess(account, policy, as_of=date(2024, 5, 1)).lines == ()


# What 1,000 seeds must reach, at the least, for the comparison to say something.
REACHED = {
    40: (
        "flat", "percent", "slab", "graduated", "per invoice", "per installment", "owed",
        "open_principal", "original_amount", "open_with_interest", "overdue_balance",
        "period full", "period started", "days", "months", "owed again", "cap", "cap by share",
        "cap per period", "minimum", "de_minimis", "cap step",
    ),
    15: ("minimum step", "waived", "de_minimis step"),
    3: ("beyond the slabs",),
}  # fmt: skip


def all_reached(reached: Counter[str], thousands: int) -> None:
    least = {name: n * thousands for n, names in REACHED.items() for name in names}
    assert {name: reached[name] for name, n in least.items() if reached[name] < n} == {}


def test_fees_are_owed_on_their_days() -> None:
    all_reached(run(range(1_000)), 1)


@pytest.mark.full
def test_fees_of_many_accounts_are_owed_on_their_days() -> None:
    all_reached(run(range(20_000)), 20)
