"""Write a made-up but believable accounts-receivable book as CSV files.

A day-by-day simulation: customers are invoiced and pay by their habits, banks bounce, goods come
back, a clerk chases once a week. Only facts up to the closing date are written. Amounts are integer
cents and days are ordinals inside, so one seed gives the same bytes on every Python and machine.

    python examples/make_book.py --out DIR [--customers 320] [--seed 7] [--as-of 2026-03-31]
"""

from __future__ import annotations

import argparse
import csv
import heapq
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]
Book = dict[str, list[Row]]
Cell = str | int | Sequence[str]  # 0 and NEVER are written as an empty cell

COLUMNS = {
    "customers": "id kind segment locale opt_outs cease_received_on contact_points credit_limit "
    "credit_limit_currency",
    "invoices": "id customer_id kind nature amount currency issued_on terms due_on tags",
    "installments": "invoice_id number due_on amount currency",
    "receipts": "id customer_id kind received_on amount currency method reverses",
    "allocations": "id source_id invoice_id installment applied_on amount currency component",
    "adjustments": "id invoice_id on amount currency kind",
    "disputes": "id invoice_id amount currency opened_on closed_on reason",
    "promises": "id customer_id amount currency promised_on pay_by invoices",
    "holds": "id customer_id kind items from_on until_on clock blocks",
    "done": "key customer_id kind on status step_id items channel direction customer_facing",
}
PREFIXES = {
    "invoice": "INV", "credit_note": "CN", "debit_note": "DN", "receipts": "RC",
    "allocations": "AL", "adjustments": "AD", "disputes": "DP", "promises": "PR", "holds": "HD",
}  # fmt: skip
PERIOD_DAYS = 453  # 2025-01-02 to 2026-03-31
NEVER = 10**9
# (step, days past due, preferred channel); a pre-due note stands outside the sequence.
LADDER = (
    ("reminder-1", 7, "email"), ("reminder-2", 21, "email"),
    ("call", 28, "phone"), ("final-notice", 35, "letter"),
)  # fmt: skip
NET_DAYS = {"net 14": 14, "net 30": 30, "2/10 net 30": 30, "net 60": 60}
SEGMENTS = {"key": (11, 600_000), "standard": (32, 110_000), "small": (75, 25_000)}
CONTACT_POINTS = (("email", "phone", "letter"),) * 4 + (("email", "phone"), ("email", "letter"))
BOUNCES = {"direct_debit": 45, "check": 30}  # per thousand receipts; others 3


class Habit(NamedTuple):
    name: str
    share: int
    earliest: int  # days from the due date
    latest: int
    partial: int  # chances per thousand
    keeps_promises: int


HABITS = (
    Habit("discount", 12, -8, 0, 3, 950),
    Habit("prompt", 24, -6, 0, 3, 950),
    Habit("steady", 26, -2, 12, 15, 850),
    Habit("late", 20, 6, 38, 60, 700),
    Habit("chronic", 13, 20, 85, 200, 450),
    Habit("dead", 5, 5, 40, 150, 0),  # pays so until the day it stops paying at all
)


class Dice(random.Random):
    def chance(self, per_thousand: int) -> bool:
        return self.randrange(1000) < per_thousand

    def pick(self, **weights: int) -> str:
        return self.choices(tuple(weights), tuple(weights.values()))[0]

    def after(self, day: int, least: int, most: int) -> int:
        return weekday(day + self.randint(least, most))


class Payer:
    """A customer: what the books know, what they will do, and where they stand."""

    def __init__(self, number: int, rng: Dice, start: int, end: int) -> None:
        self.id = f"C-{number:04d}"
        self.kind = rng.pick(business=88, public=6, consumer=6)
        business = self.kind == "business"
        self.segment = rng.pick(key=10, standard=55, small=35) if business else "small"
        self.gap, self.scale = SEGMENTS[self.segment]
        both = rng.choice((("EUR", "USD"), ("EUR", "USD"), ("USD", "EUR")))
        self.currencies = both if rng.chance(120) else both[:1]
        dollars = both[0] == "USD"
        self.habit = rng.choices(HABITS, [h.share for h in HABITS])[0]
        self.method = rng.pick(bank_transfer=62, direct_debit=14, card=14, check=10 * dollars)
        terms = rng.choices([*NET_DAYS, ""], (16, 38, 26, 12, 8))[0]
        self.terms = "2/10 net 30" if self.habit.name == "discount" else terms
        self.recurring = self.amount(rng) if rng.chance(150) else 0
        # The day of a fortnight on which everything due is paid together; -1 = none.
        runs = self.method in {"bank_transfer", "check"} and rng.chance(300)
        self.pay_run = rng.randrange(5) + 7 * rng.randrange(2) if runs else -1
        self.withholds = rng.chance(30 if business else 400) and self.kind != "consumer"
        self.stops_paying = start + rng.randint(100, 330) if self.habit.name == "dead" else NEVER
        self.locale = "en" if dollars else rng.pick(de=45, en=30, fr=25)
        self.points = rng.choice(CONTACT_POINTS)
        self.opted_out = rng.choice(self.points) if rng.chance(40) else ""
        self.channels = [c for c in self.points if c != self.opted_out]
        ceases = rng.chance(150 if self.kind == "consumer" else 15)
        self.ceased_on = rng.randint(start + 60, end - 20) if ceases else NEVER
        self.limit = self.scale * rng.randint(4, 16) // 50_000 * 50_000 * rng.chance(850)
        self.diligence = 0 if rng.chance(120) else rng.randint(450, 950)
        self.chased_until = end - (rng.randint(0, 40) if rng.chance(350) else 0)
        self.held_until = 0
        self.parts: list[Part] = []
        self.level: dict[str, int] = {}  # steps sent in the current lateness, by currency

    def amount(self, rng: Dice) -> int:
        """Many small factors multiplied: close to log-normal, in integers only."""
        cents = self.scale
        for _ in range(6):
            cents = cents * rng.randrange(40, 200) // 100
        return max(cents, 1500)


@dataclass(eq=False, slots=True)
class Part:
    """One invoice, or one installment of it, with its running balance."""

    payer: Payer
    invoice_id: str
    number: int  # 0 = the whole invoice
    currency: str
    amount: int
    issued: int
    due: int
    discount_until: int
    charge: bool
    open: int
    disputed: int = 0  # NEVER = the whole
    planned: int = 0
    touched: int = 0
    held_until: int = 0
    promised: bool = False

    @property
    def item(self) -> str:
        return f"{self.invoice_id}/{self.number}" if self.number else self.invoice_id

    @property
    def payable(self) -> int:
        return max(0, self.open - self.disputed)


@dataclass(eq=False, slots=True)
class Source:
    """A receipt or a credit note, with what is left of it."""

    id: str
    payer: Payer
    currency: str
    amount: int
    method: str
    free: int
    applied: list[tuple[Part, int]] = field(default_factory=list)


def shown(column: str, value: Cell) -> str:
    """A cell as text: a whole number is a day, or cents where the column is an amount."""
    if not isinstance(value, int):
        return value if isinstance(value, str) else ";".join(value)
    if not 0 < value < NEVER:
        return ""
    if column in {"amount", "credit_limit"}:
        return f"{value // 100}.{value % 100:02d}"
    return date.fromordinal(value).isoformat()


def share(cents: int, percent: int) -> int:
    """``percent`` of an amount, half-up at the cent."""
    return (cents * percent + 50) // 100


def weekday(day: int, step: int = 1) -> int:
    """The day itself, or the next (``step=-1``: the last) one that is no Saturday or Sunday."""
    while (day - 1) % 7 > 4:
        day += step
    return day


class World:
    """What happens and when, and what is written down of it."""

    def __init__(self, seed: int, end: int) -> None:
        self.rng = Dice(seed)
        self.start, self.end = end - PERIOD_DAYS, end
        self.rows: Book = {table: [] for table in COLUMNS}
        self.numbers: Counter[str] = Counter()
        self.queue: list[tuple[int, int, Callable[..., None], tuple[object, ...]]] = []
        self.scheduled = 0

    def at(self, day: int, happen: Callable[..., None], *args: object) -> None:
        if day <= self.end:
            self.scheduled += 1
            heapq.heappush(self.queue, (day, self.scheduled, happen, args))

    def row(self, table: str, *values: Cell) -> Row:
        """Write one row, with the next number of its kind where it has an id."""
        prefix = PREFIXES.get(str(values[1]) if table == "invoices" else table)
        if prefix:
            self.numbers[prefix] += 1
            values = (f"{prefix}-{self.numbers[prefix]:05d}", *values)
        cells = zip(COLUMNS[table].split(), values, strict=True)
        row = {column: shown(column, value) for column, value in cells}
        self.rows[table].append(row)
        return row

    def receive(self, day: int, payer: Payer, currency: str, cents: int, method: str) -> Source:
        row = self.row("receipts", payer.id, "payment", day, cents, currency, method, "")
        return Source(row["id"], payer, currency, cents, method, cents)

    def give_back(self, day: int, source: Source, kind: str, cents: int) -> None:
        tail = (source.currency, source.method, source.id)
        self.row("receipts", source.payer.id, kind, day, cents, *tail)

    def allocate(self, day: int, source: Source, part: Part, cents: int, component: str) -> None:
        source.free -= cents
        named = (source.id, part.invoice_id, str(part.number or ""))
        self.row("allocations", *named, day, cents, source.currency, component)

    def apply(self, day: int, source: Source, lines: Sequence[tuple[Part, int]]) -> None:
        """Allocate up to what both sides still hold."""
        for part, cents in lines:
            cents = min(cents, source.free, part.payable)
            if cents > 0:
                self.allocate(day, source, part, cents, "principal")
                source.applied.append((part, cents))
                self.lower(day, part, cents)

    def apply_oldest(self, day: int, source: Source) -> None:
        parts = [p for p in source.payer.parts if p.currency == source.currency]
        oldest = sorted(parts, key=lambda p: (p.due, p.item))
        self.apply(day, source, [(p, p.open) for p in oldest])

    def adjust(self, day: int, part: Part, kind: str, cents: int) -> None:
        self.row("adjustments", part.invoice_id, day, cents, part.currency, kind)
        self.lower(day, part, cents)

    def lower(self, day: int, part: Part, cents: int) -> None:
        part.open, part.touched = part.open - cents, day
        part.promised = part.promised and part.open > 0
        if not any(p.open and p.due < day and not p.charge for p in part.payer.parts):
            part.payer.level.clear()  # nothing overdue: the next lateness starts anew

    def reopen(self, day: int, part: Part, cents: int) -> None:
        part.open, part.touched = part.open + cents, day
        if part not in part.payer.parts:
            part.payer.parts.append(part)

    def refund(self, day: int, source: Source, cents: int) -> None:
        """Money out: from the unapplied part first, then from the one allocation there is."""
        self.give_back(day, source, "refund", cents)
        undone = max(0, cents - source.free)
        source.free -= cents - undone
        if undone:
            # From the next day on: what is applied on a day is applied before its refunds.
            self.at(day + 1, self.reopen, source.applied[0][0], undone)

    def welcome(self, number: int) -> None:
        p = Payer(number, self.rng, self.start, self.end)
        limit = (p.limit, p.currencies[0] if p.limit else "")
        known = (p.kind, p.segment, p.locale, p.opted_out, p.ceased_on, p.points)
        self.row("customers", p.id, *known, *limit)
        self.at(self.rng.after(self.start, 0, 2 * p.gap), self.issue, p)
        self.at(weekday(self.start + number % 7), self.visit, p)

    def issue(self, day: int, payer: Payer) -> None:
        if day > payer.stops_paying + 60:
            return
        self.at(self.rng.after(day, 1, 2 * payer.gap), self.issue, payer)
        second = len(payer.currencies) > 1 and self.rng.chance(300)
        cents = payer.recurring or payer.amount(self.rng)
        kind = "debit_note" if self.rng.chance(12) else "invoice"
        parts = self.bill(day, payer, payer.currencies[second], cents, kind)
        for part in parts:
            self.plan(self.pay_day(part), part)
        if len(parts) == 1 and self.rng.chance(40):
            self.at(self.rng.after(day, 5, 40), self.dispute, parts[0])
        elif len(parts) == 1 and self.rng.chance(55):
            self.at(self.rng.after(day, 4, 50), self.goods_back, parts[0])

    def bill(self, day: int, payer: Payer, currency: str, cents: int, kind: str) -> list[Part]:
        charge = kind == "late_charge"
        split = kind == "invoice" and cents > 60_000 and self.rng.chance(35)
        terms = "" if split else "net 14" if charge else payer.terms
        fixed = (date.fromordinal(day).replace(day=1) + timedelta(days=45)).replace(day=15)
        due = 0 if split or terms else fixed.toordinal()  # the middle of the next month
        tags = ["subscription"] * bool(payer.recurring) + ["project"] * self.rng.chance(60)
        head = ("debit_note", "late_charge") if charge else (kind, "trade")
        tail = (cents, currency, day, terms, due, [] if charge else tags)
        number = self.row("invoices", payer.id, *head, *tail)["id"]
        until = day + 10 if terms.startswith("2/10") else 0
        count = self.rng.randint(2, 4) if split else 1
        parts = []
        for n in range(1, count + 1):
            falls = day + 30 * n if split else due or day + NET_DAYS[terms]
            cut = cents // count + (n <= cents % count)
            parts.append(
                Part(payer, number, n * split, currency, cut, day, falls, until, charge, cut)
            )
            if split:
                self.row("installments", number, str(n), falls, cut, currency)
        payer.parts += parts
        return parts

    def credit_note(self, day: int, part: Part, cents: int) -> Source:
        payer, named = part.payer, (part.payer.id, "credit_note", "trade")
        row = self.row("invoices", *named, cents, part.currency, day, "", 0, "")
        return Source(row["id"], payer, part.currency, cents, payer.method, cents)

    def goods_back(self, day: int, part: Part) -> None:
        source = self.credit_note(day, part, share(part.amount, self.rng.randint(4, 30)))
        if part.payable >= source.amount and self.rng.chance(850):
            self.at(self.rng.after(day, 0, 4), self.apply, source, [(part, source.amount)])
        else:
            self.at(self.rng.after(day, 15, 60), self.settle_excess, source)

    def pay_day(self, part: Part) -> int:
        payer, habit = part.payer, part.payer.habit
        if part.charge and not self.rng.chance(500):
            return 0
        if habit.name == "discount" and part.discount_until and self.rng.chance(930):
            return weekday(part.issued + self.rng.randint(4, 10), -1)
        if payer.method == "direct_debit" and habit.name != "dead":
            return weekday(part.due)
        day = part.due + self.rng.randint(habit.earliest, habit.latest)
        if self.rng.chance(25):
            day += self.rng.randint(25, 110)  # mislaid
        day = weekday(max(day, part.issued + 1))
        while payer.pay_run >= 0 and (day - 1) % 14 != payer.pay_run:
            day += 1
        return day

    def plan(self, day: int, part: Part) -> None:
        part.planned = day if day < part.payer.stops_paying else 0
        if part.planned:
            self.at(day, self.pay, part)

    def pay(self, day: int, part: Part) -> None:
        payer = part.payer
        if part.planned != day or not part.payable:
            return
        if payer.held_until >= day:
            self.plan(self.rng.after(min(payer.held_until, day + 60), 1, 20), part)
            return
        until = day + 6 if payer.pay_run >= 0 else day
        parts = [p for p in payer.parts if p.currency == part.currency and p.payable]
        parts = [p for p in parts if 0 < p.planned <= until]
        for p in parts:
            p.planned = 0
        alone = len(parts) == 1 and not part.promised
        if alone and self.rng.chance(payer.habit.partial):
            cents = max(1, share(part.payable, self.rng.randint(25, 75)))
            self.settle(day, [part], [cents], relieved=False)
            self.plan(self.rng.after(day, 12, 45), part)
        elif alone and self.rng.chance(10 + payer.habit.partial // 5):
            self.pay_on_account(day, part)
        else:
            owed = sum(p.payable for p in parts)
            cash = [self.cash_for(day, p) for p in parts]
            self.settle(day, parts, cash, relieved=sum(p.payable for p in parts) < owed)

    def cash_for(self, day: int, part: Part) -> int:
        """What is sent for a part: less on an untouched invoice with a discount or tax withheld."""
        if part.number or part.disputed or part.open < part.amount:
            return part.payable
        discount = share(part.amount, 2)
        if day <= part.discount_until:
            self.adjust(day, part, "discount", discount)
        elif part.payer.withholds and not part.charge:
            self.adjust(day, part, "withholding", share(part.amount, 5))
        elif part.discount_until and not part.promised and self.rng.chance(70):
            return part.payable - discount  # taken too late: it stays open
        return part.payable

    def settle(self, day: int, parts: list[Part], cash: list[int], relieved: bool) -> None:
        """One receipt over ``parts``, with the accidents that follow some of them."""
        first, payer, rng = parts[0], parts[0].payer, self.rng
        extra = 0
        if not relieved and rng.chance(14):
            extra = rng.choice((rng.randint(1, 3000), 10_000 - sum(cash) % 10_000, sum(cash)))
        interest = share(cash[0], 1) if day - first.due > 30 and rng.chance(30) else 0
        total = sum(cash) + extra + interest
        source = self.receive(day, payer, first.currency, total, payer.method)
        if interest:
            self.allocate(day, source, first, interest, "interest")
        posted = day if relieved else weekday(day + rng.choice((0, 0, 0, 0, 0, 1, 1, 3)))
        lines = list(zip(parts, cash, strict=True))
        if posted == day:
            self.apply(day, source, lines)
        else:
            self.at(posted, self.apply, source, lines)
        if not relieved and rng.chance(BOUNCES.get(payer.method, 3)):
            self.at(rng.after(posted, 2, 7), self.bounce, source)
        elif extra:
            self.at(rng.after(posted, 8, 40), self.settle_excess, source)
        elif payer.method == "card" and not relieved and rng.chance(80):
            self.at(rng.after(posted, 10, 40), self.claw_back, source)

    def pay_on_account(self, day: int, part: Part) -> None:
        """Money without a remittance advice: it waits until somebody matches it."""
        cents = part.payable
        if cents > 60_000 and self.rng.chance(500):
            cents = cents // 2 // 10_000 * 10_000
            self.plan(self.rng.after(day, 20, 50), part)
        source = self.receive(day, part.payer, part.currency, cents, part.payer.method)
        slowest = 200 if self.rng.chance(80) else 30
        self.at(self.rng.after(day, 3, slowest), self.apply_oldest, source)

    def settle_excess(self, day: int, source: Source) -> None:
        choice = self.rng.pick(refund=4, part=2, apply=2, leave=3)
        if choice == "apply":
            self.apply_oldest(day, source)
        elif choice != "leave" and source.free:
            self.refund(day, source, source.free if choice == "refund" else -(-source.free // 2))

    def claw_back(self, day: int, source: Source) -> None:
        """The bank takes part of an applied payment back; the debt is open again."""
        part, cents = source.applied[0] if source.applied else (None, 0)
        if part and cents == source.amount:
            self.refund(day, source, share(cents, self.rng.randint(10, 50)) or 1)
            self.plan(self.rng.after(day, 10, 90), part)

    def bounce(self, day: int, source: Source) -> None:
        self.give_back(day, source, "reversal", source.amount)
        for part, cents in source.applied:
            self.reopen(day, part, cents)
            self.plan(self.rng.after(day, 4, 25), part)
        source.free = 0

    def dispute(self, day: int, part: Part) -> None:
        if part.payable < 1000 or part.promised:
            return
        whole = self.rng.chance(600)
        part.disputed = NEVER if whole else part.open // 3
        contested = (0, "") if whole else (part.disputed, part.currency)
        reason = self.rng.pick(price=3, quantity=2, damaged=2, missing_po=2, not_delivered=1)
        row = self.row("disputes", part.invoice_id, *contested, day, 0, reason)
        if self.rng.chance(870):
            self.at(self.rng.after(day, 8, 80), self.close_dispute, part, row)

    def close_dispute(self, day: int, part: Part, row: Row) -> None:
        row["closed_on"] = shown("closed_on", day)
        cents = share(min(part.disputed, part.open), self.rng.choice((25, 50, 100)))
        part.disputed = 0
        if cents and self.rng.chance(450):
            self.apply(day, self.credit_note(day, part, cents), [(part, cents)])
        self.plan(self.rng.after(day, 3, 25), part)

    def visit(self, day: int, payer: Payer) -> None:
        self.at(day + 7, self.visit, payer)
        payer.parts = [p for p in payer.parts if p.open]
        for part in payer.parts:
            self.give_up(day, part)
        silent = payer.held_until >= day or day > min(payer.chased_until, payer.ceased_on)
        if silent or not self.rng.chance(payer.diligence):
            return
        late = [p for p in payer.parts if p.payable and max(p.due, p.held_until) < day]
        for currency in payer.currencies:
            parts = [p for p in late if p.currency == currency and not p.charge]
            if parts and (self.hold(day, payer, parts) or self.chase(day, payer, parts)):
                return
        self.remind_early(day, payer)

    def give_up(self, day: int, part: Part) -> None:
        """Write off what nobody will pay, and small remainders."""
        payer, age = part.payer, day - part.due
        # The adjustment names the invoice, so all its open parts go in one line.
        parts = [p for p in payer.parts if p.invoice_id == part.invoice_id and p.open]
        busy = any(p.disputed or p.promised or p.touched + 45 > day for p in parts)
        lost = age > (110 if payer.habit.name == "dead" else 210)
        crumb = part.open <= share(part.amount, 3) and age > 45
        latest = max((max(p.due, p.held_until) for p in parts), default=NEVER)
        if busy or not (lost or crumb) or latest + 45 > day or not self.rng.chance(150):
            return
        cents = sum(p.open for p in parts)
        for p in parts:
            p.planned = p.open = 0
        part.open = cents
        self.adjust(day, part, "write_off", cents)
        if lost and len(parts) == 1 and self.rng.chance(350):
            self.at(self.rng.after(day, 15, 90), self.recover, part, cents)
        if payer.habit.name == "dead" and not payer.held_until and self.rng.chance(250):
            self.stand_still(day, payer, self.rng.pick(moratorium=1, legal=1), NEVER)

    def recover(self, day: int, part: Part, cents: int) -> None:
        cents = share(cents, self.rng.randint(10, 60)) or 1
        source = self.receive(day, part.payer, part.currency, cents, "bank_transfer")
        self.allocate(day, source, part, cents, "principal")

    def hold(self, day: int, payer: Payer, late: list[Part]) -> bool:
        part = self.rng.choice(late)
        if not self.rng.chance(16):
            return False
        if self.rng.chance(500) and payer.habit.name in {"late", "chronic", "dead"}:
            until = day + self.rng.randint(45, 150) if self.rng.chance(800) else NEVER
            self.stand_still(day, payer, "hardship", until)
        else:
            part.held_until = day + self.rng.randint(14, 45)
            self.stand_still(day, payer, "review", part.held_until, part.item)
            self.plan(self.rng.after(part.held_until, 2, 25), part)
        return True

    def stand_still(self, day: int, payer: Payer, kind: str, until: int, items: str = "") -> None:
        if not items:
            payer.held_until = until
        blocks = "reminders;demands;calls;agency;legal" + ";charges" * (kind == "moratorium")
        clock = "run" if kind == "legal" else "stop"
        self.row("holds", payer.id, kind, items, day, until, clock, blocks)

    def contact(self, day: int, payer: Payer, step: str, parts: list[Part], channel: str) -> None:
        items = [p.item for p in sorted(parts, key=lambda p: (p.due, p.item))]
        self.row("done", "", payer.id, "contact", day, "sent", step, items, channel, "out", "true")

    def chase(self, day: int, payer: Payer, late: list[Part]) -> bool:
        """Send the next step when its day has come; True when something was sent."""
        currency, channels = late[0].currency, payer.channels
        level = payer.level.get(currency, 0)
        if level == 2 and "phone" not in channels:
            level += 1  # the call is left out where it cannot be made
        step, offset, channel = LADDER[min(level, 3)]
        usable = [c for c in (channel, "email", "letter") if c in channels]
        if level > 3 or not usable or max(day - p.due for p in late) < offset:
            return False
        self.contact(day, payer, step, late, usable[0])
        payer.level[currency] = level + 1
        if level and self.rng.chance(850 if step == "call" else 600):
            self.promise(day, payer, late)
        if step == "final-notice" and self.rng.chance(300):
            (charge,) = self.bill(day, payer, currency, 4000, "late_charge")
            self.plan(self.pay_day(charge), charge)
        return True

    def promise(self, day: int, payer: Payer, late: list[Part]) -> None:
        pay_by = self.rng.after(day, 7, 30)
        cents, invoices = sum(p.payable for p in late), sorted({p.invoice_id for p in late})
        self.row("promises", payer.id, cents, late[0].currency, day, pay_by, invoices)
        kept = self.rng.chance(payer.habit.keeps_promises)
        pay_on = weekday(self.rng.randint(max(day + 3, pay_by - 4), pay_by), -1) if kept else 0
        broken_on = self.rng.after(pay_by, 5, 40) if self.rng.chance(700) else 0
        for part in late:
            part.promised, part.held_until = kept, pay_by
            self.plan(pay_on or broken_on, part)

    def remind_early(self, day: int, payer: Payer) -> None:
        """A friendly note before the due date; a weekly visit meets each part once."""
        soon = [p for p in payer.parts if 0 <= p.due - day <= 3 and p.payable >= 60_000]
        channels = [c for c in payer.channels if c != "phone"]
        if soon and channels:
            self.contact(day, payer, "pre-due", soon, channels[0])


def make_book(customers: int = 320, seed: int = 7, as_of: date = date(2026, 3, 31)) -> Book:
    """The rows of every file, by file name without its ending; the same for the same arguments."""
    world = World(seed, as_of.toordinal())
    for number in range(1, customers + 1):
        world.welcome(number)
    while world.queue:
        day, _, happen, args = heapq.heappop(world.queue)
        happen(day, *args)
    return world.rows


def write_book(book: Book, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in book.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table].split(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=320)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 3, 31))
    args = parser.parse_args()
    write_book(make_book(args.customers, args.seed, args.as_of), args.out)


if __name__ == "__main__":
    main()
