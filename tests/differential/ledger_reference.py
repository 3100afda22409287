"""The ledger once more, slowly: a replay of the facts day by day in whole minor units.

Written from the description of the facts alone; nothing of `collectkit.ledger` is used but the
fact classes. Readings where that description leaves a choice:

* On one day debts and sources appear first, then allocations, adjustments, refunds.
* A bounced payment and an ended allocation are left out of the whole history that is read at or
  after that day, so each day has a history of its own.
* An allocation counts for what its source has left and what is open at its turn, then (cash only)
  for what was written off and not recovered. What it does not count for it never counts for.
* An item is settled since the day from which the money that came, by the days it came, less what
  was refunded, has covered it on every evening.
* A reversal of a payment that is not known changes nothing. A refund of something not known yet is
  money paid out, refunded cash: what it named may not be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from collectkit.ledger import Account, Adjustment, Allocation, Installment, Invoice, Receipt

DAY = timedelta(days=1)
BOUNDS = (0, 30, 60, 90)

# A source is a receipt or credit note by its id, or a source-less allocation by its place.
Key = str | int


@dataclass
class Source:
    kind: str
    on: date
    units: int
    currency: str


@dataclass
class Use:
    """Part of a source used; `item` is None for interest, fees and costs."""

    source: Key
    item: str | None
    units: int
    recovery: bool = False


@dataclass
class Reading:
    """What an account comes to at the end of a day."""

    as_of: date
    parts: dict[str, tuple[Invoice, Installment]] = field(default_factory=dict)
    sources: dict[Key, Source] = field(default_factory=dict)
    open: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    left: Counter[Key] = field(default_factory=Counter)
    refunded: Counter[Key] = field(default_factory=Counter)
    uses: list[Use] = field(default_factory=list)
    cuts: list[tuple[str, str, int]] = field(default_factory=list)
    flows: defaultdict[str, list[tuple[date, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    evenings: dict[date, Counter[str]] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)
    bounced: Counter[str] = field(default_factory=Counter)
    problems: set[str] = field(default_factory=set)

    # -- per item and source -------------------------------------------------------------------
    def paid(self, item: str) -> int:
        return sum(use.units for use in self.uses if use.item == item and self.is_cash(use.source))

    def is_cash(self, key: Key) -> bool:
        return self.sources[key].kind != "credit_note"

    def settled_on(self, item: str) -> date | None:
        """Since when money, by the day it came, has covered the item on every evening."""
        if self.open[item]:
            return None
        invoice, part = self.parts[item]
        wanted, had, since = part.amount.minor_units, 0, None
        if not wanted:
            return invoice.issued_on
        for day in sorted({day for day, _ in self.flows[item]}):
            had += sum(units for on, units in self.flows[item] if on == day)
            if had < wanted:
                since = None
            elif since is None:
                since = day
        return since

    def unapplied(self, currency: str) -> int:
        return sum(units for key, units in self.left.items() if self.currency(key) == currency)

    def currency(self, key: Key) -> str:
        return self.sources[key].currency

    # -- per currency --------------------------------------------------------------------------
    def trade(self, currency: str) -> list[str]:
        return [
            item
            for item, (invoice, _) in self.parts.items()
            if invoice.currency == currency and invoice.nature == "trade"
        ]

    def net(self, currency: str) -> int:
        """Open trade items less everything unapplied."""
        return sum(self.open[item] for item in self.trade(currency)) - self.unapplied(currency)

    def overdue_since(self, currency: str) -> date | None:
        """Back from the day itself, as long as something was overdue every evening."""
        day, since = self.as_of, None
        while day in self.evenings and self._overdue(currency, day):
            day, since = day - DAY, day
        return since

    def _overdue(self, currency: str, day: date) -> bool:
        for item in self.trade(currency):
            due_on = self.parts[item][1].due_on
            if due_on is not None and due_on < day and self.evenings[day][item]:
                return True
        return False

    def aging(self, currency: str, by: str) -> list[tuple[int, int]]:
        """Amount and number of items per bucket; unapplied money is taken off the first."""
        amounts, counts = [0] * (len(BOUNDS) + 1), [0] * (len(BOUNDS) + 1)
        amounts[0] -= self.unapplied(currency)
        for item in self.trade(currency):
            invoice, part = self.parts[item]
            start = part.due_on if by == "due_date" else invoice.issued_on
            days = 0 if start is None else (self.as_of - start).days
            bucket = len([bound for bound in BOUNDS if days > bound])
            if self.open[item]:
                amounts[bucket] += self.open[item]
                counts[bucket] += 1
        return list(zip(amounts, counts, strict=True))

    def figures(self, currency: str) -> dict[str, int]:
        """The terms of the three conservation laws."""
        items = [item for item, (i, _) in self.parts.items() if i.currency == currency]
        uses = [use for use in self.uses if self.currency(use.source) == currency]
        cash = [use for use in uses if self.is_cash(use.source)]
        credit = [use for use in uses if not self.is_cash(use.source)]
        keys = [key for key in self.sources if self.currency(key) == currency]
        by_cash = [key for key in keys if self.is_cash(key)]
        by_note = [key for key in keys if not self.is_cash(key)]
        cuts: Counter[str] = Counter()
        for item, kind, units in self.cuts:
            if item in items:
                cuts[kind] += units
        return {
            "billed": sum(self.parts[item][1].amount.minor_units for item in items),
            "open": sum(self.open[item] for item in items),
            "paid": sum(use.units for use in cash if use.item),
            "credited": sum(use.units for use in credit if use.item),
            "written_off": cuts["write_off"],
            "discounted": cuts["discount"],
            "withheld": cuts["withholding"],
            "recovered": sum(use.units for use in cash if use.recovery),
            "received": self.received[currency],
            "reversed": self.bounced[currency],
            "allocated_cash": sum(use.units for use in cash),
            "unapplied_cash": sum(self.left[key] for key in by_cash),
            "refunded_cash": sum(self.refunded[key] for key in by_cash),
            "noted": sum(self.sources[key].units for key in by_note),
            "allocated_credit": sum(use.units for use in credit),
            "unapplied_credit": sum(self.left[key] for key in by_note),
            "refunded_credit": sum(self.refunded[key] for key in by_note),
        }


def read(account: Account, as_of: date, known_at: date | None = None) -> Reading:
    """The account at the end of `as_of`, from what was known at `known_at`."""
    diary = Diary(account, as_of, known_at)
    reading = Reading(as_of)
    diary.count_receipts(reading)
    moves, cuts = diary.moves_by_day(), diary.cuts_by_day()
    for day in every_day(account, as_of):
        for invoice in diary.debts.values():
            if invoice.issued_on == day:
                bill(reading, invoice)
        for key, source in diary.sources.items():
            if source.on == day:
                reading.sources[key] = source
                reading.left[key] += source.units
        for key, move in moves[day]:
            apply(reading, key, move)
        for cut in cuts[day]:
            lower(reading, cut)
        for refund in diary.refunds:
            if refund.received_on == day:
                pay_out(reading, refund, str(refund.reverses))
        reading.evenings[day] = reading.open.copy()
    if any(units < 0 for units in reading.left.values()):
        reading.problems.add("ledger.refund-without-cover")
    return reading


class Diary:
    """The facts that count at a day, as far as known, and from which day each counts."""

    def __init__(self, account: Account, as_of: date, known_at: date | None) -> None:
        self.as_of, self.known_at = as_of, known_at
        invoices = [invoice for invoice in account.invoices if self.stands(invoice)]
        self.receipts = [receipt for receipt in account.receipts if self.stands(receipt)]
        self.moves = {n: move for n, move in enumerate(account.allocations) if self.stands(move)}
        self.cuts = [cut for cut in account.adjustments if self.stands(cut)]
        self.debts = {debt.id: debt for debt in invoices if debt.kind != "credit_note"}
        self.refunds = [receipt for receipt in self.receipts if receipt.kind == "refund"]
        self.refunds.sort(key=lambda refund: refund.id)
        self.back = {back.reverses for back in self.receipts if back.kind == "reversal"}
        self.sources: dict[Key, Source] = {}
        for note in invoices:
            if note.kind == "credit_note":
                self.sources[note.id] = source_of("credit_note", note, note.issued_on)
        for receipt in self.receipts:
            if receipt.kind == "payment" and receipt.id not in self.back:
                self.sources[receipt.id] = source_of("payment", receipt, receipt.received_on)
        for n, move in self.moves.items():
            if move.source_id is None:
                self.sources[n] = source_of("own", move, move.applied_on)

    def stands(self, fact: Invoice | Receipt | Allocation | Adjustment) -> bool:
        own = own_day(fact)
        return own <= self.as_of and self.knew(
            own if fact.recorded_on is None else fact.recorded_on
        )

    def knew(self, day: date) -> bool:
        return self.known_at is None or day <= self.known_at

    def over(self, move: Allocation) -> bool:
        if move.ended_on is None or move.ended_on > self.as_of:
            return False
        recorded_on = move.ended_recorded_on
        return self.knew(move.ended_on if recorded_on is None else recorded_on)

    def count_receipts(self, reading: Reading) -> None:
        for receipt in self.receipts:
            if receipt.kind == "payment":
                reading.received[receipt.amount.currency] += receipt.amount.minor_units
                if receipt.id in self.back:
                    reading.bounced[receipt.amount.currency] += receipt.amount.minor_units
        for move in self.moves.values():
            if move.source_id is None:
                reading.received[move.amount.currency] += move.amount.minor_units

    def moves_by_day(self) -> dict[date, list[tuple[Key, Allocation]]]:
        found: dict[date, list[tuple[Key, Allocation]]] = defaultdict(list)
        for n, move in sorted(self.moves.items(), key=lambda pair: turn(pair[1])):
            key = n if move.source_id is None else move.source_id
            if not self.over(move) and key in self.sources and move.invoice_id in self.debts:
                issued_on = self.debts[move.invoice_id].issued_on
                found[max(move.applied_on, self.sources[key].on, issued_on)].append((key, move))
        return found

    def cuts_by_day(self) -> dict[date, list[Adjustment]]:
        found: dict[date, list[Adjustment]] = defaultdict(list)
        for cut in sorted(self.cuts, key=cut_turn):
            if cut.invoice_id in self.debts:
                found[max(cut.on, self.debts[cut.invoice_id].issued_on)].append(cut)
        return found


# -- the steps of a day ----------------------------------------------------------------------------
def bill(reading: Reading, invoice: Invoice) -> None:
    for part in invoice.installments:
        item = invoice.id if len(invoice.installments) == 1 else f"{invoice.id}/{part.number}"
        reading.parts[item] = (invoice, part)
        reading.open[item] = part.amount.minor_units


def apply(reading: Reading, key: Key, move: Allocation) -> None:
    """Use the source for the move: what is open, then for cash what was written off."""
    source = reading.sources[key]
    rest = min(move.amount.minor_units, max(reading.left[key], 0))
    value_on = source.on if source.kind == "payment" else move.applied_on
    if rest < move.amount.minor_units:
        reading.problems.add("ledger.source-overdrawn")
    if move.component != "principal":
        use(reading, Use(key, None, rest), value_on)
        return
    items = in_turn(reading, move.invoice_id, move.installment)
    for item in items:
        taken = min(rest, reading.open[item])
        reading.open[item] -= taken
        rest -= use(reading, Use(key, item, taken), value_on)
    if source.kind != "credit_note":
        for item in items:
            taken = min(rest, reading.lost[item])
            reading.lost[item] -= taken
            rest -= use(reading, Use(key, item, taken, recovery=True), value_on)
    if rest:
        reading.problems.add("ledger.excess")


def use(reading: Reading, one: Use, value_on: date) -> int:
    if one.units:
        reading.uses.append(one)
        reading.left[one.source] -= one.units
        if one.item is not None and not one.recovery:
            reading.flows[one.item].append((value_on, one.units))
    return one.units


def lower(reading: Reading, cut: Adjustment) -> None:
    rest = cut.amount.minor_units
    for item in in_turn(reading, cut.invoice_id, cut.installment):
        taken = min(rest, reading.open[item])
        if taken:
            reading.open[item] -= taken
            reading.cuts.append((item, cut.kind, taken))
            reading.flows[item].append((cut.on, taken))
            if cut.kind == "write_off":
                reading.lost[item] += taken
        rest -= taken
    if rest:
        reading.problems.add("ledger.excess")


def pay_out(reading: Reading, refund: Receipt, key: str) -> None:
    """Out of what is unapplied, then by undoing the latest uses, then below zero."""
    rest = refund.amount.minor_units
    unknown = Source("unknown", refund.received_on, 0, refund.amount.currency)
    reading.sources.setdefault(key, unknown)
    reading.refunded[key] += rest
    free = min(rest, max(reading.left[key], 0))
    reading.left[key] -= free
    rest -= free
    for one in reversed(reading.uses):
        if one.source == key:
            undone = min(rest, one.units)
            one.units -= undone
            rest -= undone
            if one.item is not None:
                (reading.lost if one.recovery else reading.open)[one.item] += undone
                if not one.recovery:
                    reading.flows[one.item].append((refund.received_on, -undone))
    reading.uses = [one for one in reading.uses if one.units]
    reading.left[key] -= rest


# -- small questions -------------------------------------------------------------------------------
def in_turn(reading: Reading, invoice_id: str, number: int | None) -> list[str]:
    """The items of an invoice by due date, pending last, then by number; or the one part named."""
    found = [
        (part.due_on is None, part.due_on or date.max, part.number, item)
        for item, (invoice, part) in reading.parts.items()
        if invoice.id == invoice_id and number in (None, part.number)
    ]
    return [item for *_, item in sorted(found)]


def own_day(fact: Invoice | Receipt | Allocation | Adjustment) -> date:
    match fact:
        case Invoice():
            return fact.issued_on
        case Receipt():
            return fact.received_on
        case Allocation():
            return fact.applied_on
        case Adjustment():
            return fact.on


def source_of(kind: str, fact: Invoice | Receipt | Allocation, on: date) -> Source:
    return Source(kind, on, fact.amount.minor_units, fact.amount.currency)


def turn(move: Allocation) -> tuple[object, ...]:
    return (
        move.applied_on,
        move.id or "",
        move.source_id or "",
        move.invoice_id,
        move.installment or 0,
        move.component,
        move.amount.minor_units,
    )


def cut_turn(cut: Adjustment) -> tuple[object, ...]:
    units = cut.amount.minor_units
    return (cut.on, cut.id or "", cut.invoice_id, cut.installment or 0, cut.kind, units)


def every_day(account: Account, as_of: date) -> list[date]:
    """From the first fact to `as_of`, and the day before so that there is always one."""
    days = [own_day(invoice) for invoice in account.invoices]
    days += [own_day(receipt) for receipt in account.receipts]
    days += [own_day(allocation) for allocation in account.allocations]
    days += [own_day(adjustment) for adjustment in account.adjustments]
    first = min(days, default=as_of)
    return [first + n * DAY for n in range(-1, (as_of - first).days + 1)]
