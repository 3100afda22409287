"""Accounts of one invoice that is paid in every way, told to the reference as it wants it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.differential.discounts_reference import (
    Event,
    Kind,
    Reading,
    Window,
    discount_of,
    half_up,
    read,
)

from collectkit.discounts import DiscountPolicy
from collectkit.ledger import (
    Account,
    Adjustment,
    Allocation,
    DiscountWindow,
    Installment,
    Invoice,
    Item,
    Receipt,
    Snapshot,
    snapshot,
)
from collectkit.money import Money, Percent
from collectkit.testing import a_credit_note, an_account

START = date(2026, 1, 1)
CURRENCIES = ("EUR", "EUR", "JPY", "KWD")
KINDS: dict[str, Kind] = {
    "paid": "money",
    "credited": "lowering",
    "withholding": "lowering",
    "write_off": "write-off",
}


@dataclass(frozen=True)
class World:
    """An account with one invoice `I`, the part of it that is asked about, and a policy."""

    account: Account
    item_id: str
    policy: DiscountPolicy
    as_of: date

    def snapshot(self) -> Snapshot:
        return snapshot(self.account, as_of=self.as_of)


# -- one reading told to the other ---------------------------------------------------------------
def windows_of(item: Item) -> tuple[Window, ...]:
    return tuple(
        Window(
            w.until,
            w.last_day,
            w.percent.fraction,
            w.base.minor_units,
            w.discount.minor_units,
        )
        for w in item.invoice.discounts
        if w.installment == item.number
    )


def events_of(item: Item) -> tuple[Event, ...]:
    """Money and what lowers a balance without it; a discount that was booked is neither."""
    return tuple(
        Event(p.value_on, KINDS[p.kind], p.amount.minor_units)
        for p in item.postings
        if p.kind in KINDS
    )


def expected(item: Item, policy: DiscountPolicy, as_of: date) -> Reading:
    return read(
        item.amount.minor_units,
        windows_of(item),
        events_of(item),
        until=as_of,
        proportional=policy.partial == "proportional",
        tolerance=policy.tolerance(item.currency).minor_units,
    )


# -- worlds --------------------------------------------------------------------------------------
def drawn_windows(dice: Random, amount: int, part: int, currency: str) -> list[DiscountWindow]:
    windows, end = [], 0
    percent = Fraction(dice.choice((1, 2, 3, 5, 10, 50, 100)), dice.choice((100, 100, 200, 300)))
    for _ in range(dice.choice((0, 1, 1, 2, 2, 3))):
        end += dice.randint(0, 8)
        given = Percent(str(round(float(percent) * 100, 3)))
        base = dice.choice((amount, amount, amount * 4 // 5, dice.randint(0, amount)))
        # Parts that share a discount by largest remainder may have a unit more or less.
        discount = half_up(given.fraction * base) + dice.choice((0, 0, 0, 0, 1, -1))
        discount = min(max(discount, 0), base)
        until = START + timedelta(end)
        windows.append(
            DiscountWindow(
                until=until,
                eligible_until=until + timedelta(dice.choice((0, 0, 3))),
                percent=given,
                discount=Money.from_minor_units(discount, currency),
                payable=Money.from_minor_units(amount - discount, currency),
                base=Money.from_minor_units(base, currency),
                installment=part,
            )
        )
        percent /= dice.choice((1, 2, 2, 3))
    dice.shuffle(windows)
    return windows


def likely(dice: Random, now: Reading, amount: int, windows: tuple[Window, ...], slack: int) -> int:
    """A sum that settles, one next to it, or any part."""
    sums = [now.balance, dice.randint(1, max(now.balance, 1)), dice.randint(1, amount)]
    for window in windows * 2:
        needed = now.balance - discount_of(window, amount, now.balance)
        sums += [needed, needed, needed - slack, needed - slack - 1, needed + dice.randint(-3, 3)]
    return max(dice.choice(sums), 1)


class Story:
    """Facts of one part, told day by day; the reference says what would settle."""

    def __init__(self, dice: Random, item: str, part: int, currency: str) -> None:
        self.dice, self.item, self.part, self.currency = dice, item, part, currency
        self.facts: list[Receipt | Allocation | Adjustment | Invoice] = []

    def add(self, n: int, day: date, units: int) -> None:
        kind = self.dice.choice((*("pay",) * 8, *["late", "credit", "adjust", "bounce", "refund"]))
        money = Money.from_minor_units(units, self.currency)
        later = day + timedelta(self.dice.randint(0, 3))
        where: dict[str, Any] = {"invoice_id": "I", "installment": self.part}
        if kind == "credit":
            note = a_credit_note(id=f"CN-{n}", amount=money, issued_on=START)
            self.facts += [
                note,
                Allocation(id=f"A{n}", source_id=note.id, amount=money, applied_on=day, **where),
            ]
            return
        if kind == "adjust":
            what: Any = self.dice.choice(("write_off", "withholding", "discount"))
            self.facts.append(Adjustment(id=f"ADJ-{n}", amount=money, on=day, kind=what, **where))
            return
        receipt = Receipt(id=f"R{n}", customer_id="C-1", amount=money, received_on=day)
        applied = later if kind == "late" else day
        self.facts += [
            receipt,
            Allocation(id=f"A{n}", source_id=receipt.id, amount=money, applied_on=applied, **where),
        ]
        if kind == "bounce":
            back = Receipt(
                id=f"B{n}", customer_id="C-1", kind="reversal", amount=money, reverses=f"R{n}",
                received_on=later,
            )  # fmt: skip
            self.facts.append(back)
        elif kind == "refund":
            out = self.dice.randint(1, units)
            self.facts.append(
                Receipt(
                    id=f"B{n}",
                    customer_id="C-1",
                    kind="refund",
                    reverses=f"R{n}",
                    amount=Money.from_minor_units(out, self.currency),
                    received_on=later,
                )
            )


def world_of(seed: int) -> World:
    dice = Random(seed)
    currency = dice.choice(CURRENCIES)
    most = dice.choice((99, 10_000, 10_000, 10_000_000))
    units = [dice.randint(1, most) for _ in range(dice.choice((1, 1, 2)))]
    part = dice.randint(1, len(units))
    amount = units[part - 1]
    slack = dice.choice((0, 0, 1, 5, most // 50))
    invoice = Invoice(
        id="I",
        customer_id="C-1",
        amount=Money.from_minor_units(sum(units), currency),
        issued_on=START,
        installments=tuple(
            Installment(
                number=n, due_on=START + timedelta(30), amount=Money.from_minor_units(u, currency)
            )
            for n, u in enumerate(units, start=1)
        ),
        discounts=tuple(
            w for n, u in enumerate(units, start=1) for w in drawn_windows(dice, u, n, currency)
        ),
    )
    policy = DiscountPolicy(
        partial=dice.choice(("full-settlement", "proportional")),
        short_tolerance=(Money.from_minor_units(slack, currency),) if slack else (),
    )
    item_id = invoice.item_ids[part - 1]
    story, day = Story(dice, item_id, part, currency), START
    for n in range(dice.choice((0, 1, 1, 2, 2, 3, 4))):
        day += timedelta(dice.randint(0, 9))
        (item,) = snapshot(an_account(invoice, *story.facts), as_of=day).parts(item_id)
        now = expected(item, policy, day)
        story.add(n, day, likely(dice, now, amount, windows_of(item), slack))
    as_of = day + timedelta(dice.choice((0, 5)))
    return World(an_account(invoice, *story.facts), item_id, policy, as_of)
