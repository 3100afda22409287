"""Accounts of one invoice with every kind of money fact, told to the reference as it wants them.

What lowered the principal, and when, is worked out here from the facts as they are made up; the
library's ledger is not asked. A receipt counts by its value date, and only once it is applied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, Literal

from tests.differential.accrual_reference import (
    Margin as ReferenceMargin,
)
from tests.differential.accrual_reference import (
    Period as ReferencePeriod,
)
from tests.differential.accrual_reference import Rate, Span, half_year_eve, summed_rate, table_rate

from collectkit.dates import BusinessDayConvention, Context, DayCount
from collectkit.fees import (
    Cap,
    Compounding,
    Interest,
    LateChargePolicy,
    Margin,
    Period,
    RateTable,
    TableRate,
)
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    Customer,
    Hold,
    Installment,
    Invoice,
    Receipt,
    Waiver,
)
from collectkit.money import Money, Percent, total

DAY = timedelta(days=1)
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
CONVENTIONS = {
    DayCount.ACT_365F: "ACT/365F",
    DayCount.ACT_360: "ACT/360",
    DayCount.ACT_ACT_ISDA: "ACT/ACT",
    DayCount.NL_365: "NL/365",
    DayCount.THIRTY_E_360: "30E/360",
    DayCount.THIRTY_360: "30/360",
    DayCount.THIRTY_360_US: "30/360 US",
}
ROLLS = {
    BusinessDayConvention.FOLLOWING: "following",
    BusinessDayConvention.PRECEDING: "preceding",
    BusinessDayConvention.MODIFIED_FOLLOWING: "modified",
}
# Ends of months, leap days, turns of the year and half-year, Saturdays and Sundays.
NOTED_DAYS = [
    date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 31),
    date(2024, 6, 29), date(2024, 6, 30), date(2024, 7, 1), date(2024, 8, 31), date(2024, 11, 30),
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2025, 5, 31), date(2025, 12, 31),
    date(2026, 1, 31), date(2026, 2, 28), date(2027, 12, 30), date(2028, 1, 30), date(2028, 2, 28),
]  # fmt: skip


@dataclass
class Effect:
    """What changes the principal: booked from a day, counting from a day, lowered by so much."""

    booked: date
    value: date
    units: int


@dataclass
class Part:
    """One part of the invoice, and what happened to it."""

    id: str
    due: date
    units: int
    effects: list[Effect] = field(default_factory=list)

    def payments(self, as_of: date, unit: Fraction) -> list[tuple[date, Fraction]]:
        """The dated changes that stand on a day, as the reference takes them."""
        return [(e.value, e.units * unit) for e in self.effects if e.booked <= as_of]


@dataclass
class World:
    """An account and a policy, and the same for the reference."""

    account: Account
    policy: LateChargePolicy
    context: Context
    as_of: date
    currency: str
    parts: list[Part]
    rules: dict[str, Any]
    features: set[str]
    roll: Callable[[date], date] | None = None
    grace_roll: bool = False

    @property
    def unit(self) -> Fraction:
        return Fraction(1, 10 ** DIGITS[self.currency])

    def due(self, part: Part) -> date:
        """The rolled due date."""
        return part.due if self.roll is None else self.roll(part.due)

    def grace_days(self, part: Part) -> int:
        """The days of grace, with the last of them moved to a business day."""
        due, days = self.due(part), self.policy.grace_days
        return (following(due + DAY * days) - due).days if self.grace_roll else days


def following(day: date) -> date:
    while day.weekday() > 4:
        day += DAY
    return day


def preceding(day: date) -> date:
    while day.weekday() > 4:
        day -= DAY
    return day


def modified(day: date) -> date:
    moved = following(day)
    return preceding(day) if moved.month != day.month else moved


def percent(value: Fraction) -> Percent:
    """An exact percentage of at most six decimals."""
    millionths = value * 10**6
    assert millionths.denominator == 1
    return Percent(str(Decimal(millionths.numerator).scaleb(-6)))


class Maker:
    """One made-up world."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.features: set[str] = set()
        self.currency = self.pick("EUR", "EUR", "JPY", "KWD")
        self.note(self.currency)
        self.issued = self.some_day()
        self.last = self.issued
        self.facts: dict[str, list[Any]] = {
            name: []
            for name in ("receipts", "allocations", "adjustments", "holds", "waivers", "notes")
        }

    # -- small choices ---------------------------------------------------------------------------
    def pick(self, *of: Any) -> Any:
        return self.random.choice(of)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def note(self, *features: str) -> None:
        self.features.update(features)

    def some_day(self) -> date:
        if self.chance(0.4):
            return self.random.choice(NOTED_DAYS)
        return date(2023, 11, 1) + DAY * self.random.randrange(1200)

    def near(self, day: date, spread: int) -> date:
        """A day near another, often the very same or its neighbor."""
        if self.chance(0.3):
            return day + DAY * self.random.choice((-1, 0, 0, 1))
        return day + DAY * self.random.randint(0, spread)

    def money(self, units: int) -> Money:
        return Money.from_minor_units(units, self.currency)

    def amount(self, units: Fraction | int) -> int:
        return max(int(units), 1)

    # -- debts and money -------------------------------------------------------------------------
    def make_parts(self) -> list[Part]:
        count = self.pick(1, 1, 1, 1, 2, 3)
        if count > 1:
            self.note("installments")
        size = self.pick(10, 3, 60, 700, 40_000) * 10 ** DIGITS[self.currency]
        self.horizon = self.pick(12, 40, 40, 90, 90, 200, 400)
        days = sorted({self.near(self.issued + DAY * self.pick(0, 14, 30), 60)
                       for _ in range(count)})  # fmt: skip
        days = [max(day, self.issued) for day in days]
        ids = ["I"] if len(days) == 1 else [f"I/{n}" for n in range(1, len(days) + 1)]
        parts = [
            Part(name, day, self.random.randint(size // 2 + 1, size))
            for name, day in zip(ids, days, strict=True)
        ]
        if any(part.due.weekday() > 4 for part in parts):
            self.note("due on a weekend")
        return parts

    def pay_parts(self, parts: list[Part], as_of: date) -> None:
        for number, part in enumerate(parts, 1):
            left = part.units
            day = self.near(part.due - DAY * self.pick(-1, -1, 0, 10), self.pick(10, 40))
            for n in range(self.pick(0, 0, 1, 1, 2, 3, 6)):
                if left <= 0:
                    break
                units = left if self.chance(0.15) else self.random.randint(1, left)
                if units == left:
                    self.note("paid in full")
                left -= units
                self._one(part, number, n, day, units)
                day = self.near(day, self.pick(3, 15, 60))
                if as_of < day:
                    self.note("facts after as_of")

    def _one(self, part: Part, number: int, n: int, day: date, units: int) -> None:
        """One thing that lowers the principal by what is open at most."""
        name = f"{part.id}-{n}"
        kind = self.pick("cash", "cash", "cash", "credit", "adjust")
        if kind == "adjust":
            on = max(day, self.issued)
            what = self.pick("discount", "withholding", "write_off")
            # Never more than is open, so cash that comes later is no recovery.
            self.facts["adjustments"].append(
                Adjustment(invoice_id="I", installment=number, amount=self.money(units),
                           on=on, kind=what, id=name)
            )  # fmt: skip
            part.effects.append(Effect(on, on, units))
            self.note("adjustment", what)
            return
        applied = max(day, self.issued)
        if kind == "credit":
            self.facts["notes"].append(
                Invoice(id=name, customer_id="C", kind="credit_note", amount=self.money(units),
                        issued_on=max(day - DAY * self.pick(0, 5), date(2023, 1, 1)))
            )  # fmt: skip
            self._apply(part, number, name, units, day)
            part.effects.append(Effect(applied, day, units))
            self.note("credit note")
            return
        late = self.pick(0, 0, 0, 4)
        booked = max(day + DAY * late, self.issued)
        self.facts["receipts"].append(
            Receipt(id=name, customer_id="C", amount=self.money(units), received_on=day)
        )
        self._apply(part, number, name, units, day + DAY * late)
        self.note("receipt", "applied late" if late else "receipt")
        if day < part.due:
            self.note("paid before due")
        elif day == part.due:
            self.note("paid on the due day")
        self._undone(part, name, day, booked, units)

    def _apply(self, part: Part, number: int, source: str, units: int, on: date) -> None:
        installment = None if part.id == "I" and self.chance(0.5) else number
        self.facts["allocations"].append(
            Allocation(id=f"{source}-a", source_id=source, invoice_id="I", applied_on=on,
                       installment=installment, amount=self.money(units))
        )  # fmt: skip

    def _undone(self, part: Part, name: str, day: date, booked: date, units: int) -> None:
        """A bounced payment was never made from the day it came back; a refund opens it again."""
        fate = self.pick("stands", "stands", "stands", "bounced", "refunded")
        if fate == "stands":
            part.effects.append(Effect(booked, day, units))
            return
        back = booked + DAY * self.pick(0, 1, 7, 30, 60)
        share = units if fate == "bounced" else self.random.randint(1, units)
        self.facts["receipts"].append(
            Receipt(id=f"{name}-x", customer_id="C", amount=self.money(share), received_on=back,
                    kind="reversal" if fate == "bounced" else "refund", reverses=name)
        )  # fmt: skip
        self.note(fate)
        if fate == "refunded":
            part.effects.append(Effect(booked, day, units))
            part.effects.append(Effect(back, back, -share))
        elif back > self.as_of:
            part.effects.append(Effect(booked, day, units))
        if back > self.as_of or not self.chance(0.6):
            return
        # Paid again, later than it came back.
        again = back + DAY * self.random.randint(1, 20)
        part.effects.append(Effect(again, again, share))
        number = int(part.id.partition("/")[2] or 1)
        self.facts["receipts"].append(
            Receipt(id=f"{name}-y", customer_id="C", amount=self.money(share), received_on=again)
        )
        self._apply(part, number, f"{name}-y", share, again)
        self.note("paid again")

    # -- circumstances ---------------------------------------------------------------------------
    def span(self, start: date) -> Span:
        first = self.near(start, self.horizon)
        last = self.pick(None, first, *(first + DAY * n for n in (1, 5, 20, 60)))
        return first, last

    def make_holds(self, parts: list[Part]) -> list[Span]:
        spans: list[Span] = []
        for _ in range(self.pick(0, 0, 0, 1, 2, 3)):
            first, last = self.span(parts[0].due - DAY * 3)
            if spans and spans[-1][1] is not None and self.chance(0.5):
                first = spans[-1][1] + DAY * self.pick(-2, 0, 1)
                last = None if last is None else max(first, last)
                self.note("holds that meet")
            spans.append((first, last))
        self.note(*("open hold" for _, last in spans if last is None), *("hold" for _ in spans))
        for n, (first, last) in enumerate(spans):
            kind: dict[str, Any] = self.pick(
                {"kind": "review", "blocks": ("charges",)}, {"kind": "moratorium"}
            )
            self.facts["holds"].append(
                Hold(id=f"H{n}", customer_id="C", from_on=first, until_on=last, **kind)
            )
        if self.chance(0.2):  # holds that block no charges pause nothing
            self.facts["holds"].append(
                Hold(id="H9", customer_id="C", kind="review", from_on=parts[0].due)
            )
        return spans

    def make_waivers(self, parts: list[Part]) -> list[Span]:
        spans: list[Span] = []
        for n in range(self.pick(0, 0, 0, 0, 1, 2)):
            first, last = self.span(parts[0].due - DAY * 3)
            from_on: date | None = first
            if self.chance(0.2):
                from_on, first = None, date.min
                self.note("waiver from the start")
            self.note("waiver", "open waiver" if last is None else "waiver")
            decided = self.pick(first if from_on else self.as_of, self.as_of, self.as_of + DAY)
            self.facts["waivers"].append(
                Waiver(id=f"W{n}", customer_id="C", on=decided, from_on=from_on, until_on=last,
                       kinds=self.pick((), ("interest",)))
            )  # fmt: skip
            if decided <= self.as_of:
                spans.append((first, last))
            else:
                self.note("waiver decided later")
        if self.chance(0.1):  # a waiver of other charges
            self.facts["waivers"].append(
                Waiver(id="W8", customer_id="C", on=self.as_of, kinds=("costs",))
            )
        return spans

    def period(self, *days: int) -> tuple[Period, ReferencePeriod]:
        what: Literal["days", "months", "years"] = self.pick("days", "months", "months", "years")
        if what == "days":
            count = self.pick(*days)
            return Period(days=count), (what, count)
        if what == "months":
            count = self.pick(1, 1, 2, 6)
            return Period(months=count), (what, count)
        return Period(years=1), (what, 1)

    # -- rates -----------------------------------------------------------------------------------
    def make_rate(self) -> tuple[Percent | TableRate, Rate, str, tuple[RateTable, ...]]:
        if self.chance(0.4):
            value = Fraction(self.pick(0, 5, 8, 9, 12, 36, 733), self.pick(1, 1, 100, 10))
            self.note("fixed rate", "zero rate" if value == 0 else "fixed rate")
            return percent(value), lambda _: value, "floating", ()
        starts = [date(2023, 1, 1)]
        for _ in range(self.pick(0, 1, 3, 6)):
            start = self.pick(self.near(self.issued, 300), self.some_day(),
                              date(2024, 7, 1), date(2025, 1, 1))  # fmt: skip
            starts.append(max(start, date(2023, 1, 2)))
        values = [Fraction(-88, 100), Fraction(0), Fraction(362, 100), Fraction(15, 4)]
        entries = [(start, self.random.choice(values)) for start in sorted(set(starts))]
        until = date(2032, 12, 31)
        if self.chance(0.04):
            until = max(entries[-1][0], self.as_of - DAY * self.pick(0, 1, 20))
        table = RateTable(
            id="base", points=tuple((start, percent(value)) for start, value in entries),
            covers_from=entries[0][0], covers_until=until, as_of=entries[-1][0], source="made up",
        )  # fmt: skip
        reference = table_rate(entries, until)
        rule: dict[str, Any] = {"table": "base"}
        self.note("table rate")
        if self.chance(0.15):
            rule["reads"] = "half_year_eve"
            reference = half_year_eve(reference)
            self.note("half-year eve")
        rate, fixing = self._summed(rule, reference)
        return TableRate(**rule), rate, fixing, (table,)

    def _summed(self, rule: dict[str, Any], reference: Rate) -> tuple[Rate, str]:
        base = Fraction(self.pick(0, 0, 8, 9, -1, 575), self.pick(1, 1, 100))
        margins: list[ReferenceMargin] = [(date.min, date.min, base)]
        rule["margin"] = percent(base)
        bounds: dict[str, Fraction] = {}
        factor, contract = Fraction(1), date.max
        if self.chance(0.3):
            more = {
                (self.pick(date(2024, 3, 1), date(2023, 6, 1)), self.near(self.issued, 120)): n
                for n in range(self.pick(1, 2, 3))
            }
            margins += [(since, on, Fraction(n + 1)) for (since, on), n in more.items()]
            rule["margins"] = tuple(
                Margin(contracts_from=since, applies_from=on, percent=percent(value))
                for since, on, value in margins[1:]
            )
            self.note("margins")
            if self.chance(0.5):
                contract = rule["contract_date"] = date(2024, 2, 1)
                self.note("contract date")
        if self.chance(0.2):
            factor = Fraction(self.pick(3, 2, 1), self.pick(1, 2))
            rule["factor"] = Decimal(factor.numerator) / factor.denominator
            self.note("factor")
        for name, share in (("round_up_to", 0.15), ("floor", 0.15), ("ceiling", 0.15)):
            if self.chance(share):
                bounds[name] = Fraction(self.pick(1, 2, 4), self.pick(2, 4))
                self.note(name)
        if "floor" in bounds and "ceiling" in bounds:
            bounds["ceiling"] = bounds["floor"] + 3
        rule |= {name: percent(value) for name, value in bounds.items()}
        fixing = rule["fixing"] = self.pick("floating", "frozen")
        self.note(fixing)
        rate = summed_rate(reference, margins, contract_date=contract, factor=factor, **bounds)
        return rate, fixing

    # -- the whole -------------------------------------------------------------------------------
    def make(self) -> World:
        parts = self.make_parts()
        self.as_of = parts[-1].due + DAY * self.random.randint(1, self.horizon)
        if self.chance(0.1):
            self.as_of = self.near(parts[-1].due - DAY * self.pick(0, 5), 8)
            self.note("about the due day")
        self.pay_parts(parts, self.as_of)
        pauses, waivers = self.make_holds(parts), self.make_waivers(parts)
        rate, by_day, fixing, tables = self.make_rate()
        rules: dict[str, Any] = {
            "rate": by_day, "fixing": fixing, "pauses": pauses, "waivers": waivers,
            "unit": Fraction(1, 10 ** DIGITS[self.currency]),
        }  # fmt: skip
        interest = Interest(rate=rate, **self.interest_rules(rules, parts, bool(waivers)))
        graces: dict[str, Any] = {}
        if self.chance(0.35):
            rules["grace"] = graces["grace"] = self.pick("threshold", "shift")
            graces["grace_days"] = self.pick(1, 3, 10, 30)
            self.note(f"grace {rules['grace']}")
        world = World(
            self.account(parts), LateChargePolicy(id="own", interest=interest, **graces),
            Context(tables=tables), self.as_of, self.currency, parts, rules, self.features,
        )  # fmt: skip
        self.roll(world)
        return world

    def account(self, parts: list[Part]) -> Account:
        amount = total((self.money(part.units) for part in parts), self.currency)
        installments = tuple(
            Installment(number=n, due_on=part.due, amount=self.money(part.units))
            for n, part in enumerate(parts, 1)
        )
        invoice = Invoice(id="I", customer_id="C", amount=amount, issued_on=self.issued,
                          installments=installments)  # fmt: skip
        facts = dict(self.facts)
        invoices = (invoice, *facts.pop("notes"))
        return Account(
            customer=Customer(id="C"), invoices=invoices,
            **{name: tuple(of) for name, of in facts.items()},
        )  # fmt: skip

    def roll(self, world: World) -> None:
        """Due dates and days of grace on days off."""
        changes: dict[str, Any] = {}
        if self.chance(0.25):
            changes["due_roll"] = self.random.choice(list(ROLLS))
            world.roll = {"following": following, "preceding": preceding, "modified": modified}[
                ROLLS[changes["due_roll"]]
            ]
            self.note("due rolled")
        if world.policy.grace_days and self.chance(0.3):
            changes["grace_roll"] = BusinessDayConvention.FOLLOWING
            world.grace_roll = True
            self.note("grace rolled")
        if changes:
            world.policy = LateChargePolicy(**(dict(world.policy) | changes))

    def interest_rules(
        self, rules: dict[str, Any], parts: list[Part], waived: bool
    ) -> dict[str, Any]:
        day_count = self.random.choice(list(CONVENTIONS))
        rules["day_count"] = CONVENTIONS[day_count]
        rounding = self.pick("item", "item", "per_segment", "per_day")
        value_day = self.pick("next", "next", "same")
        rules |= {"rounding": rounding, "value_day": value_day}
        self.note(day_count.value, rounding, f"value day {value_day}")
        found: dict[str, Any] = {
            "day_count": day_count, "rounding": rounding, "value_day": value_day,
        }  # fmt: skip
        if self.chance(0.25):
            every, rules["compounding"] = self.period(7, 30, 30)
            self.note("compounding", f"compounding {rules['compounding'][0]}")
            most = None
            if self.chance(0.4):
                most, rules["compounding_max_age"] = self.period(60, 90)
                self.note("compounding stops")
            found["compounding"] = Compounding(every=every, max_age=most)
        if self.chance(0.12):
            found["max_age"], rules["max_age"] = self.period(15, 50)
            self.note("max age")
        guess = self.amount(sum(part.units for part in parts) * Fraction(self.horizon, 6000))
        self.make_caps(found, rules, parts, guess)
        bounds = [amount for amount, _ in rules.get("caps", ())]
        if not waived and self.chance(0.12):
            least = self.random.randint(1, guess)
            if all(least * rules["unit"] <= amount for amount in bounds):
                found["minimum"] = (self.money(least),)
                rules["minimum"] = least * rules["unit"]
                self.note("minimum")
        if self.chance(0.12):
            least = self.random.randint(1, guess)
            found["de_minimis"] = (self.money(least),)
            rules["de_minimis"] = least * rules["unit"]
            self.note("de minimis")
        return found

    def make_caps(
        self, found: dict[str, Any], rules: dict[str, Any], parts: list[Part], guess: int
    ) -> None:
        caps = []
        for _ in range(self.pick(0, 0, 0, 1, 1, 2)):
            rule: dict[str, Any] = {}
            period: ReferencePeriod | None = None
            if self.chance(0.4):
                rule["every"], period = self.period(10, 30)
                self.note("cap per period")
            else:
                self.note("lifetime cap")
            # A share is of each part; with several parts their caps differ.
            if len(parts) == 1 and self.chance(0.4):
                share = Fraction(self.random.randint(1, 600), 100)
                rule["percent"] = percent(share)
                amount = parts[0].units * share / 100
                self.note("percent cap")
            else:
                units = self.random.randint(1, 2 * guess)
                rule["amounts"] = (self.money(units),)
                amount = Fraction(units)
            caps.append(Cap(**rule))
            rules.setdefault("caps", []).append((amount * rules["unit"], period))
        if caps:
            found["caps"] = tuple(caps)


def world(seed: int) -> World:
    """The world of a seed."""
    return Maker(seed).make()
