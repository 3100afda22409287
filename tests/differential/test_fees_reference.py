"""Late charges against a slow reference: every account again, day by day, in exact fractions.

What a day bears is the principal at its start by value dates, at the rate over 365; what is paused
bears none. All days of an item are added up before anything is rounded. What came when, and when
an item was settled, is the ledger's word, which has a reference of its own. Readings where the
descriptions leave a choice:

* A debt covered twice by value date (money that came early, applied after a refund) is none.
* A debt that was settled within the grace and opened again by a refund bears from the refund.
* A fee is owed the day after the grace, or the first day after it without a pause, if something is
  open that day, for the first late part in order of due date and id.
* Stated amounts of waivers are spent on the interest of every item, then on fees, and on days that
  no unlimited waiver gives up.
* Posted notes count less what credit notes took off them, as far as a charge goes: first on its
  own item, then what is over elsewhere on the invoice. Money received for charges follows.
* What was posted or paid for an item that owes nothing now is taken back in full, and so is
  what is over where something is owed, in the same line where the charge is that item's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectkit.fees import FlatFee, Interest, LateChargePolicy, assess
from collectkit.ledger import (
    Account,
    Allocation,
    Hold,
    Installment,
    Invoice,
    Item,
    Receipt,
    Snapshot,
    Waiver,
    snapshot,
)
from collectkit.money import Money, Percent, total
from collectkit.testing import SPAN, accounts, holds, percents, waivers

DAY = timedelta(days=1)
CURRENCIES = ("EUR", "JPY")


def around(tens: int) -> st.SearchStrategy[date]:
    """Every tenth day of the span, its neighbours, and other days, so that dates meet."""
    close = st.sampled_from((0, 0, 0, 1, -1))
    met = st.builds(
        lambda ten, near: SPAN[0] + (10 * ten + near) * DAY, st.integers(0, tens), close
    )
    return met | st.dates(SPAN[0], SPAN[0] + 10 * tens * DAY)


FACT_DAYS = around(6)
READING_DAYS = around(14)
KNOWLEDGE_DAYS = st.none() | st.none() | READING_DAYS

T = TypeVar("T")


# -- accounts worth charging -----------------------------------------------------------------------
def scaled(fact: T, factor: int) -> T:
    """The same fact with every amount in it times `factor`."""
    if isinstance(fact, Money):
        return Money.from_minor_units(fact.minor_units * factor, fact.currency)  # type: ignore[return-value]
    if isinstance(fact, tuple):
        return tuple(scaled(part, factor) for part in fact)  # type: ignore[return-value]
    if is_dataclass(fact) and not isinstance(fact, (type, Percent)):
        changed = {f.name: scaled(getattr(fact, f.name), factor) for f in fields(fact) if f.init}
        return replace(fact, **changed)
    return fact


@st.composite
def posted_charges(draw: st.DrawFn, names: list[str], number: int) -> Invoice:
    on = draw(FACT_DAYS)
    return Invoice(
        id=f"CHARGE-{number}",
        customer_id="C-1",
        amount=Money.from_minor_units(
            draw(st.integers(1, 40)), draw(st.sampled_from(("EUR", "EUR", "JPY")))
        ),
        issued_on=on,
        due_on=on,
        kind="debit_note",
        nature="late_charge",
        charge_kind=draw(st.sampled_from(("interest", "fee", "costs"))),
        charge_for=draw(st.sampled_from((*names, *names, "NOBODY"))),
    )


@st.composite
def part_payments(draw: st.DrawFn) -> dict[str, Any]:
    """An invoice of one to three parts that is paid bit by bit, some of it early or refunded."""

    def euros(most: int) -> Money:
        return Money.from_minor_units(draw(st.integers(1, most)), "EUR")

    parts = tuple(
        Installment(number=number, due_on=draw(FACT_DAYS), amount=euros(40))
        for number in range(1, draw(st.integers(1, 3)) + 1)
    )
    amount = total((part.amount for part in parts), "EUR")
    invoice = Invoice(
        id="MAIN", customer_id="C-1", amount=amount, issued_on=SPAN[0], installments=parts
    )
    paid = [
        Receipt(id=f"P{n}", customer_id="C-1", amount=euros(30), received_on=draw(FACT_DAYS))
        for n in range(draw(st.integers(0, 4)))
    ]
    return {
        "invoices": [invoice],
        "receipts": paid
        + [
            replace(p, id=f"{p.id}-out", kind="refund", reverses=p.id, received_on=draw(FACT_DAYS))
            for p in paid
            if draw(st.sampled_from((False, False, True)))
        ],
        "allocations": [
            Allocation(
                invoice_id="MAIN",
                source_id=p.id,
                amount=p.amount,
                applied_on=draw(st.just(p.received_on) | FACT_DAYS),
            )
            for p in paid
        ],
    }


@st.composite
def books(draw: st.DrawFn) -> Account:
    """Accounts with every kind of money fact, and with holds, waivers and posted charges."""
    account = draw(accounts(currencies=CURRENCIES, max_invoices=2, circumstances=False))
    account = account.with_(**draw(part_payments()))
    names = {
        code: sorted(
            {name for i in account.invoices if i.currency == code for name in (i.id, *i.item_ids)}
        )
        for code in CURRENCIES
    }
    every = [name for code in CURRENCIES for name in names[code]]
    codes = st.sampled_from(("EUR", "EUR", "JPY"))
    more: dict[str, Any] = {
        "invoices": [draw(posted_charges(every, n)) for n in range(draw(st.integers(0, 3)))],
        "waivers": [
            draw(waivers(names[code], currency=code)) for code in draw(st.lists(codes, max_size=3))
        ],
        "holds": [
            replace(hold, blocks=("charges",)) if draw(st.booleans()) else hold
            for hold in (draw(holds(every, id=f"H{n}")) for n in range(draw(st.integers(0, 3))))
        ],
    }
    return scaled(account.with_(**more), draw(st.sampled_from((1, 997, 12_345))))


@st.composite
def policies(draw: st.DrawFn) -> LateChargePolicy:
    fee = [Money.from_minor_units(draw(st.integers(1, 10_000)), "EUR")]
    if draw(st.booleans()):
        fee.append(Money.from_minor_units(draw(st.integers(1, 10_000)), "JPY"))
    return LateChargePolicy(
        id="own",
        interest=Interest(rate=draw(percents(most=Percent(1000)))),
        fees=(FlatFee(id="fee", amounts=tuple(fee)),),
        grace_days=draw(st.just(0) | st.integers(0, 40)),
    )


# -- the reference ---------------------------------------------------------------------------------
@dataclass
class Charge:
    """In minor units."""

    gross: int
    waived: int = 0
    posted: int = 0
    paid: int = 0
    days: int = 0
    per_diem: int | None = None


@dataclass
class Reference:
    """What an account owes at the end of a day, one line per (kind, item id)."""

    read: Snapshot
    policy: LateChargePolicy

    def __post_init__(self) -> None:
        self.as_of = self.read.as_of
        account, known_at = self.read.account, self.read.known_at
        self.holds = [h for h in account.holds if known(h, h.from_on, known_at)]
        self.waivers = [
            w for w in account.waivers if known(w, w.on, known_at) and w.on <= self.as_of
        ]
        self.left = [0 if w.amount is None else w.amount.minor_units for w in self.waivers]
        self.posted: dict[tuple[str, str, str], int] = {}
        self.received: Counter[tuple[str, str]] = Counter()
        for item in self.read.items:
            charge = item.invoice
            if charge.nature == "late_charge" and charge.charge_for and charge.charge_kind:
                key = (charge.charge_for, charge.charge_kind, item.currency)
                credited = sum(p.amount.minor_units for p in item.postings if p.kind == "credited")
                billed = item.amount.minor_units - credited
                self.posted[key] = self.posted.get(key, 0) + billed
            for posting in item.postings:
                if posting.kind == "charge":
                    self.received[item.id, posting.component] += posting.amount.minor_units
        self.owed: dict[tuple[str, str], Charge] = {}
        self.taken_back: dict[tuple[str, str], Charge] = {}
        self.uncharged: set[str] = set()
        self._charge()

    def _charge(self) -> None:
        trade = [item for item in self.read.items if item.invoice.nature == "trade"]
        bearers: dict[str, str] = {}
        for item in trade:
            if self.is_late(item):
                bearers.setdefault(item.invoice.id, item.id)
        for item in trade:
            if self.is_late(item):
                self._interest(item)
        for item in trade:
            if bearers.get(item.invoice.id) == item.id:
                self._fee(item)
        self._settle({item.id: item for item in trade})
        for item in trade:
            for kind in ("interest", "fee"):
                posted = self.take((item.id, item.invoice.id), kind, item.currency, None)
                paid = self.received.pop((item.id, kind), 0)
                if posted is None and not paid:
                    continue
                owed = self.owed.get((kind, item.id))
                if owed is not None and (kind == "interest" or item.id == item.invoice.id):
                    owed.posted += posted or 0
                    owed.paid += paid
                else:
                    self.taken_back[kind, item.id] = Charge(0, posted=posted or 0, paid=paid)

    # -- one item ------------------------------------------------------------------------------
    def principal(self, item: Item, day: date) -> int:
        """What was open at the start of a day, by the days on which money came."""
        came = [
            posting.amount.minor_units
            for posting in item.postings
            if posting.kind not in ("recovered", "charge") and posting.value_on < day
        ]
        return max(item.amount.minor_units - sum(came), 0)

    def is_late(self, item: Item) -> bool:
        """Whether the money had not come by the last free day; when it came, the ledger says."""
        if item.due_on is None or item.amount.is_zero:
            return False
        return (item.settled_on or self.as_of) > item.due_on + self.policy.grace_days * DAY

    def _interest(self, item: Item) -> None:
        assert item.due_on is not None
        assert self.policy.interest is not None
        assert isinstance(self.policy.interest.rate, Percent)
        daily = Fraction(self.policy.interest.rate.value) / 100 / 365
        first = item.due_on + DAY
        after_grace = first + self.policy.grace_days * DAY
        if not self.principal(item, after_grace):
            first = after_grace
        bearing = {
            day: principal
            for day in every_day(first, self.as_of)
            if (principal := self.principal(item, day))
        }
        if not bearing:
            return
        charged = [day for day in bearing if not self.is_paused(item, day)]
        kept = [day for day in charged if not self.is_free(item, day)]

        def worth(days: list[date]) -> Fraction:
            return sum((bearing[day] * daily for day in days), Fraction(0))

        gross, rest = half_up(worth(charged)), half_up(worth(kept))
        waived = gross - rest
        for n, waiver in enumerate(self.waivers):
            if waiver.amount is not None and covers(waiver, item, "interest"):
                outside = [day for day in kept if not within(waiver, day)]
                most = half_up(worth(kept)) - half_up(worth(outside))
                spent = min(self.left[n], most, gross - waived)
                self.left[n] -= spent
                waived += spent
        tomorrow = self.as_of + DAY
        idle = item.open.is_zero or self.is_paused(item, tomorrow) or self.is_free(item, tomorrow)
        self.owed["interest", item.id] = Charge(
            gross,
            waived,
            days=len(charged),
            per_diem=0 if idle else half_up(self.principal(item, tomorrow) * daily),
        )

    def _fee(self, item: Item) -> None:
        assert item.due_on is not None
        on = item.due_on + (self.policy.grace_days + 1) * DAY
        while on <= self.as_of and self.is_paused(item, on):
            on += DAY
        if on > min(item.settled_on or self.as_of, self.as_of) or not self.principal(item, on):
            return
        gross = self.fee_in(item.currency)
        if gross is None:
            self.uncharged.add(item.currency)
            return
        covering = [
            (n, w) for n, w in enumerate(self.waivers) if covers(w, item, "fee") and within(w, on)
        ]
        waived = gross if any(w.amount is None for _, w in covering) else 0
        for n, waiver in covering:
            if waiver.amount is not None:
                spent = min(self.left[n], gross - waived)
                self.left[n] -= spent
                waived += spent
        self.owed["fee", item.id] = Charge(gross, waived)

    # -- small questions -----------------------------------------------------------------------
    def fee_in(self, currency: str) -> int | None:
        (fee,) = self.policy.fees
        assert isinstance(fee, FlatFee)
        found = [a.minor_units for a in fee.amounts if a.currency == currency]
        return found[0] if found else None

    def take(
        self, names: tuple[str, ...], kind: str, currency: str, most: int | None
    ) -> int | None:
        """What was posted, at most so much; None where nothing ever was."""
        found: int | None = None
        for name in dict.fromkeys(names):
            units = self.posted.get((name, kind, currency))
            if units is None:
                continue
            taken = units if most is None else min(units, most - (found or 0))
            if most is not None and taken <= 0:
                continue
            self.posted[name, kind, currency] = units - taken
            if units == taken:
                del self.posted[name, kind, currency]
            found = (found or 0) + taken
        return found

    def _settle(self, items: dict[str, Item]) -> None:
        """Notes, then money: on the item itself first, and then what is over elsewhere."""
        for notes in (True, False):
            for own in (True, False):
                for (kind, item_id), charge in self.owed.items():
                    item = items[item_id]
                    every = item.invoice.item_ids
                    parts = every if kind == "fee" else every[: item.number - 1]
                    elsewhere = tuple(n for n in (*parts, item.invoice.id) if n != item_id)
                    names = (item_id,) if own else elsewhere
                    left = charge.gross - charge.waived - charge.posted - charge.paid
                    if notes:
                        charge.posted += self.take(names, kind, item.currency, left) or 0
                        continue
                    for name in names:
                        paid = max(min(self.received[name, kind], left), 0)
                        self.received[name, kind] -= paid
                        charge.paid += paid
                        left -= paid

    def is_paused(self, item: Item, day: date) -> bool:
        return any(
            "charges" in (hold.blocks or ())
            and names(hold, item)
            and hold.from_on <= day <= (hold.until_on or date.max)
            for hold in self.holds
        )

    def is_free(self, item: Item, day: date) -> bool:
        return any(
            w.amount is None and covers(w, item, "interest") and within(w, day)
            for w in self.waivers
        )

    def totals(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        currencies = {item.id: item.currency for item in self.read.items}
        for lines in (self.owed, self.taken_back):
            for (_, item_id), line in lines.items():
                left = line.gross - line.waived - line.posted - line.paid
                found[currencies[item_id]] += left
        return dict(found)


def known(fact: Hold | Waiver, own: date, known_at: date | None) -> bool:
    return known_at is None or (fact.recorded_on or own) <= known_at


def names(fact: Hold | Waiver, item: Item) -> bool:
    return fact.items == () or item.id in fact.items or item.invoice.id in fact.items


def covers(waiver: Waiver, item: Item, kind: str) -> bool:
    if waiver.amount is not None and waiver.amount.currency != item.currency:
        return False
    return names(waiver, item) and (waiver.kinds == () or kind in waiver.kinds)


def within(waiver: Waiver, day: date) -> bool:
    return (waiver.from_on or date.min) <= day <= (waiver.until_on or date.max)


def every_day(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


# -- the comparison --------------------------------------------------------------------------------
def everything_agrees(
    account: Account, policy: LateChargePolicy, as_of: date, known_at: date | None
) -> None:
    read = snapshot(account, as_of=as_of, known_at=known_at)
    charges, reference = assess(read, policy), Reference(read, policy)
    wanted = [*reference.owed.items(), *reference.taken_back.items()]
    found = [
        (
            (line.kind, line.item_id),
            Charge(
                line.gross.minor_units,
                line.waived.minor_units,
                line.posted.minor_units,
                line.paid.minor_units,
                days=sum(segment.days for segment in line.segments),
                per_diem=None if line.per_diem is None else line.per_diem.minor_units,
            ),
        )
        for line in charges.lines
    ]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    assert {c: charges.total(c).minor_units for c in charges.currencies} == reference.totals()
    assert set(charges.uncharged) == reference.uncharged
    explained = charges.explain().splitlines()
    printed = (" ".join(row.split()) for row in explained)
    assert [f"total {charges.total(c)}" for c in charges.currencies] == [
        row for row in printed if row.startswith("total ")
    ]


@settings(max_examples=200)
@given(books(), policies(), READING_DAYS, KNOWLEDGE_DAYS)
def test_every_line_is_the_sum_of_its_days(
    account: Account, policy: LateChargePolicy, as_of: date, known_at: date | None
) -> None:
    everything_agrees(account, policy, as_of, known_at)


@pytest.mark.full
@settings(max_examples=1_500)
@given(books(), policies(), READING_DAYS, KNOWLEDGE_DAYS)
def test_every_line_of_many_accounts_is_the_sum_of_its_days(
    account: Account, policy: LateChargePolicy, as_of: date, known_at: date | None
) -> None:
    everything_agrees(account, policy, as_of, known_at)
