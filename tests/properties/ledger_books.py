"""A ledger kept in plain whole numbers: what the state machine believes of its account.

Rows are written down beside the facts, never read from them. Days are counted from `FIRST`,
amounts are minor units. A page is what the rows come to on one evening, as far as known on
another. The day an effect counts from, and the order of effects on one day, are those the ledger's
own docstrings promise: debts and money appear first, then allocations, adjustments and refunds,
each in the order of the day written on them and their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

FIRST = date(2026, 1, 1)
CLEARING = ("paid", "credited", "write_off", "discount", "withholding")
BOUNDS = (0, 30, 60, 90)

What = Literal[
    "debt", "note", "payment", "use", "cut", "refund", "bounce", "dispute", "hold", "promise"
]  # fmt: skip


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@dataclass(kw_only=True)
class Row:
    """One thing that happened on day `on` and was `known` from a day on.

    `kind` is a debt's (`invoice`, `debit_note`, `late_charge`), a use's component or a cut's kind.
    `ended` is the day a use or dispute ended, and the day that was known.
    """

    what: What
    id: str = ""
    on: int
    known: int
    code: str = ""
    units: int = 0
    parts: tuple[tuple[int | None, int], ...] = ()
    debt: str = ""
    source: str = ""
    part: int = 0
    kind: str = ""
    ended: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        """The source a use draws on; without one it brings its own."""
        return self.source or self.id or f"own:{self.debt}@{day(self.on)}"

    @property
    def items(self) -> dict[str, tuple[int | None, int]]:
        """Due day and amount by item id."""
        if len(self.parts) == 1:
            return {self.id: self.parts[0]}
        return {f"{self.id}/{n}": part for n, part in enumerate(self.parts, start=1)}

    def filled(self, part: int) -> list[str]:
        """The items in the order money fills them, or the one named."""
        if part:
            return [list(self.items)[part - 1]]
        turn = [(due is None, due or 0, n) for n, (due, _) in enumerate(self.parts)]
        return [list(self.items)[n] for *_, n in sorted(turn)]

    def turn(self) -> tuple[object, ...]:
        return (self.on, self.id, self.source, self.debt, self.part, self.kind, self.units)


@dataclass
class Use:
    """Part of a source used on an item."""

    key: str
    item: str
    kind: str
    units: int


@dataclass
class Page:
    """Balances on one evening. `done` says how much of an item was cleared, and by what."""

    as_of: int
    debts: dict[str, Row] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: Counter[tuple[str, int, str, str]] = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)
    uses: list[Use] = field(default_factory=list)

    # -- questions -----------------------------------------------------------------------------
    def open(self, item: str) -> int:
        return self.amounts[item] - sum(self.done[item, kind] for kind in CLEARING)

    def lost(self, item: str) -> int:
        """Written off and not recovered."""
        return self.done[item, "write_off"] - self.done[item, "recovered"]

    def owed(self, debt: str) -> int:
        return sum(self.open(item) for item in self.debts[debt].items)

    def items(self, code: str, *, charges: bool = True) -> list[str]:
        return [
            item
            for debt in self.debts.values()
            for item in debt.items
            if debt.code == code and (charges or debt.kind != "late_charge")
        ]

    def spare(self, code: str) -> int:
        return sum(units for key, units in self.left.items() if self.codes[key] == code)

    def balance(self, code: str, *, charges: bool) -> int:
        """Open less everything unapplied."""
        return sum(map(self.open, self.items(code, charges=charges))) - self.spare(code)

    def total(self, code: str, *kinds: str, charges: bool = True) -> int:
        items = self.items(code, charges=charges)
        return sum(self.done[item, kind] for item in items for kind in kinds)

    def buckets(self, code: str, by: str) -> list[tuple[int, int]]:
        """Open trade items by age, gross: amount and number."""
        found = [(0, 0)] * (len(BOUNDS) + 1)
        for debt in self.debts.values():
            for item, (due, _) in debt.items.items() if debt.kind != "late_charge" else ():
                start = due if by == "due_date" else debt.on
                age = 0 if start is None else self.as_of - start
                n = _bucket(age)
                if debt.code == code and self.open(item):
                    found[n] = (found[n][0] + self.open(item), found[n][1] + 1)
        return found

    def spare_by_age(self, code: str) -> list[int]:
        """What is unapplied, by the days since it came or, uncovered, was paid out."""
        found = [0] * (len(BOUNDS) + 1)
        for key, units in self.left.items():
            if self.codes[key] == code and units:
                found[_bucket(self.as_of - self.came[key])] += units
        return found

    # -- what happens --------------------------------------------------------------------------
    def bill(self, row: Row) -> None:
        self.debts[row.id] = row
        for item, (_, units) in row.items.items():
            self.amounts[item] = units
            self.flows[row.code, "billed"] += units
            self.documents[row.code, row.on, row.kind, row.id] += units

    def come(self, row: Row) -> None:
        """Money or credit that can be used from now on, unless it bounced."""
        self.codes[row.key] = row.code
        self.flows[row.code, "noted" if row.what == "note" else "received"] += row.units
        kind = "credit_note" if row.what == "note" else "receipt"
        self.documents[row.code, row.on, kind, row.key] -= row.units
        if row.what == "note":
            self.notes.add(row.id)
        if row.id in self.back and row.what == "payment":
            self.flows[row.code, "reversed"] += row.units
        else:
            self.left[row.key] += row.units
            self.came[row.key] = row.on

    def use(self, row: Row) -> None:
        rest = min(row.units, max(self.left[row.key], 0))
        if rest < row.units:
            self.problems["ledger.source-overdrawn", row.id or row.debt] += 1
        items = self.debts[row.debt].filled(row.part)
        if row.kind != "principal":
            self._take(row.key, items[0], "charge", rest)
            return
        cash = row.key not in self.notes
        for item in items:
            rest -= self._take(row.key, item, "paid" if cash else "credited",
                               min(rest, self.open(item)))  # fmt: skip
        for item in items if cash else ():
            rest -= self._take(row.key, item, "recovered", min(rest, self.lost(item)))
        if rest:
            self.problems["ledger.excess", row.id or row.debt] += 1

    def _take(self, key: str, item: str, kind: str, units: int) -> int:
        self.uses.append(Use(key, item, kind, units))
        self.done[item, kind] += units
        self.left[key] -= units
        return units

    def cut(self, row: Row) -> None:
        rest = row.units
        for item in self.debts[row.debt].filled(row.part):
            units = min(rest, self.open(item))
            self.done[item, row.kind] += units
            rest -= units
        if rest:
            self.problems["ledger.excess", row.id or row.debt] += 1

    def refund(self, row: Row) -> None:
        """Out of what is unapplied, then by undoing the latest uses, then below zero."""
        self.codes.setdefault(row.source, row.code)
        self.came.setdefault(row.source, row.on)
        kind = "refunded_credit" if row.source in self.notes else "refunded_cash"
        self.flows[row.code, kind] += row.units
        self.documents[row.code, row.on, "refund", row.id] += row.units
        rest = row.units - max(min(row.units, self.left[row.source]), 0)
        for one in reversed(self.uses):
            undone = min(rest, one.units) if one.key == row.source else 0
            one.units -= undone
            rest -= undone
            self.done[one.item, one.kind] -= undone
            self.left[row.source] += undone
        self.left[row.source] -= row.units
        if rest:
            self.problems["ledger.refund-without-cover", row.id] += 1


@dataclass
class Books:
    """Everything that was ever written down."""

    rows: list[Row] = field(default_factory=list)

    def __getitem__(self, id: str) -> Row:
        return next(row for row in self.rows if row.id == id)

    def of(self, what: What) -> list[Row]:
        return [row for row in self.rows if row.what == what]

    def seen(self, as_of: int, known_at: int | None) -> list[Row]:
        return [row for row in self.rows if row.on <= as_of and _knew(known_at, row.known)]

    def page(self, as_of: int, known_at: int | None = None) -> Page:
        """What everything comes to on the evening of `as_of`, as far as known at `known_at`."""
        seen = self.seen(as_of, known_at)
        page = Page(as_of, back={row.source for row in seen if row.what == "bounce"})
        for row in seen:
            if row.what == "debt":
                page.bill(row)
            elif row.what in ("note", "payment") or (row.what == "use" and not row.source):
                page.come(row)
        for row in seen:
            if row.what == "bounce" and row.source in page.codes:
                page.documents[row.code, row.on, "reversal", row.id] += row.units
        starts = {row.key: row.on for row in seen if row.what in ("note", "payment")}
        for row in _turns(seen, page, starts, known_at):
            getattr(page, row.what)(row)
        return page

    def standing(self, what: What, as_of: int, known_at: int | None) -> set[str]:
        """Disputes not closed by then, holds whose receipt has not come back, promises made."""
        back = {row.source for row in self.seen(as_of, known_at) if row.what == "bounce"}
        return {
            row.id
            for row in self.seen(as_of, known_at)
            if row.what == what and (row.ended is None or as_of < row.ended[0])
            if row.source not in back
        }


def _turns(
    seen: Iterable[Row], page: Page, starts: dict[str, int], known_at: int | None
) -> Iterable[Row]:
    """What happens to debts and money, each from the day it counts, in the order it does."""
    turns = []
    for n, row in enumerate(seen):
        if row.what == "refund":
            turns.append((row.on, 2, row.turn(), n, row))
        elif row.what in ("use", "cut") and row.debt in page.debts:
            counts_from = max(row.on, page.debts[row.debt].on, starts.get(row.source, row.on))
            if row.what == "cut":
                turns.append((counts_from, 1, row.turn(), n, row))
            elif row.key in page.left and not _over(row, page.as_of, known_at):
                turns.append((counts_from, 0, row.turn(), n, row))
    return [row for *_, row in sorted(turns, key=lambda turn: turn[:4])]


def _bucket(age: int) -> int:
    return sum(age > bound for bound in BOUNDS)


def _over(row: Row, as_of: int, known_at: int | None) -> bool:
    return row.ended is not None and row.ended[0] <= as_of and _knew(known_at, row.ended[1])


def _knew(known_at: int | None, known: int) -> bool:
    return known_at is None or known <= known_at
