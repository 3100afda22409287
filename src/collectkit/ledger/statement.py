"""The statement of account: what a customer sees of a period, line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from collectkit._checks import check_day, check_type
from collectkit.errors import InvalidDate, Problem, UnknownReference
from collectkit.explain import Line, Trace
from collectkit.ledger.account import Account
from collectkit.ledger.aging import AgedBalance, AgingBook
from collectkit.ledger.invoice import Invoice
from collectkit.ledger.movements import Movement, MovementKind
from collectkit.ledger.snapshot import Snapshot, snapshot
from collectkit.money import Money

__all__ = ["AccountStatement", "StatementBalance", "StatementLine", "account_statement"]

LineKind: TypeAlias = MovementKind | Literal["debit_note", "late_charge"]

# On one day documents stand before money, and money before what has no document of its own.
_ORDER: tuple[LineKind, ...] = (
    "invoice", "debit_note", "late_charge", "credit_note", "receipt", "reversal", "refund",
    "discount", "withholding", "write_off", "recovery", "charge",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One change of what the customer owes; positive raises it. `balance` includes the line.

    `charge` is money used for interest, fees or costs that no document on the account billed.
    """

    on: date
    kind: LineKind
    id: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBalance:
    """One currency: `opening` plus the amounts of `lines` is `closing`.

    `opening` is the evening before the period, `closing` the evening of its last day. `aged` is
    the foot: `closing` is its `total` plus its `late_charges`.
    """

    currency: str
    opening: Money
    lines: tuple[StatementLine, ...]
    closing: Money
    aged: AgedBalance


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """What one customer owes and what moved it from `start` to `end`, both included."""

    customer_id: str
    start: date
    end: date
    known_at: date | None
    balances: tuple[StatementBalance, ...]
    problems: tuple[Problem, ...]

    def of(self, currency: str) -> StatementBalance:
        """The statement in one currency.

        Raises:
            UnknownReference: nothing was owed or paid in it by the end of the period.
        """
        for balance in self.balances:
            if balance.currency == currency:
                return balance
        raise UnknownReference(f"nothing is stated in {currency}", field="currency")

    def to_rows(self) -> tuple[dict[str, str], ...]:
        """Rows for a table, all of one shape: opening, lines and closing of each currency.

        Dates are ISO text and amounts plain decimal text. `amount` is empty on the `opening` and
        `closing` rows, so that the column sums to what moved. The aging foot is not among them.
        """
        return tuple(
            {
                "customer_id": self.customer_id,
                "currency": balance.currency,
                "on": on.isoformat(),
                "kind": kind,
                "id": name,
                "amount": "" if amount is None else _plain(amount),
                "balance": _plain(after),
            }
            for balance in self.balances
            for on, kind, name, amount, after in self._written(balance)
        )

    def explain(self) -> str:
        """The statement as a table of text, with the aging foot below each currency."""
        heading = f"{self.customer_id} from {self.start} to {self.end}"
        return "\n".join((heading, *(str(self._trace(b)) for b in self.balances)))

    def _written(
        self, balance: StatementBalance
    ) -> tuple[tuple[date, str, str, Money | None, Money], ...]:
        return (
            (self.start, "opening", "", None, balance.opening),
            *((line.on, line.kind, line.id, line.amount, line.balance) for line in balance.lines),
            (self.end, "closing", "", None, balance.closing),
        )

    def _trace(self, balance: StatementBalance) -> Trace:
        rows = [
            (f"{on}", f"{kind.replace('_', ' ')} {name}".rstrip(), amount, after)
            for on, kind, name, amount, after in self._written(balance)
        ]
        width = max(len(_plain(after)) for *_, after in rows)
        aged = balance.aged
        foot = [(bucket.label, bucket.amount) for bucket in aged.buckets]
        return Trace(
            balance.currency,
            (
                *(
                    Line(
                        label=on,
                        text=text,
                        amount=f"{'' if amount is None else _plain(amount)}  "
                        f"{_plain(after):>{width}}",
                    )
                    for on, text, amount, after in rows
                ),
                *(
                    Line(label="aged", text=label, amount=_plain(amount))
                    for label, amount in (*foot, ("late charges", aged.late_charges))
                ),
            ),
        )


def account_statement(
    account: Account, *, start: date, end: date, known_at: date | None = None
) -> AccountStatement:
    """What the customer owed the evening before `start`, what moved it, and what they owe at `end`.

    The balance is everything open, posted late charges too, less unapplied cash and credit. In
    each currency the opening balance and the lines add up to exactly the closing balance. A
    bounced payment stands as received until the day it came back. The foot shows unapplied money
    as a negative row and late charges apart (`age`).

    Raises:
        InvalidDate: `start`, `end` or `known_at` is not a plain date, or `end` is before `start`.

    >>> from collectkit.ledger import Customer, Invoice, payment
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR"),
    ...                   issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 3), amount=Money("4.00", "EUR"))
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...                   receipts=(receipt,), allocations=(allocation,))
    >>> statement = account_statement(account, start=date(2026, 2, 1), end=date(2026, 2, 28))
    >>> [(row["on"], row["kind"], row["amount"], row["balance"]) for row in statement.to_rows()]
    [('2026-02-01', 'opening', '', '10.00'), ('2026-02-03', 'receipt', '-4.00', '6.00'),
     ('2026-02-28', 'closing', '', '6.00')]
    """
    check_type(account, "account", Account)
    check_day(start, "start")
    if check_day(end, "end") < start:
        raise InvalidDate(f"the period ends on {end} before it starts on {start}", field="end")
    read = snapshot(account, as_of=end, known_at=known_at)
    book = AgingBook()
    book.add(read)
    opening = _owed(read.at(max(start, date.min + timedelta(1)) - timedelta(1)))
    closing = _owed(read)
    lines = _lines(read, start, opening)
    return AccountStatement(
        customer_id=account.customer.id,
        start=start,
        end=end,
        known_at=known_at,
        balances=tuple(
            StatementBalance(
                currency=currency,
                opening=Money.from_minor_units(opening[currency], currency),
                lines=tuple(lines[currency]),
                closing=Money.from_minor_units(closing[currency], currency),
                aged=book.balance(currency),
            )
            for currency in sorted({*read.currencies, *lines})
        ),
        problems=read.problems,
    )


def _owed(read: Snapshot) -> dict[str, int]:
    """Minor units open on all items less unapplied money, per currency."""
    owed: dict[str, int] = defaultdict(int)
    for item in read.open:
        owed[item.currency] += item.open.minor_units
    for entry in read.unapplied:
        owed[entry.amount.currency] -= entry.amount.minor_units
    return owed


def _lines(read: Snapshot, start: date, opening: dict[str, int]) -> dict[str, list[StatementLine]]:
    """The lines of each currency with their running balances."""
    documents = {invoice.id: invoice for invoice in read.account.invoices}
    lines: dict[str, list[StatementLine]] = defaultdict(list)
    running = opening.copy()
    moves = [
        (move.on, _kind(move, documents), move.id, move.amount)
        for move in _for_the_customer(read).movements(start, read.as_of)
    ]
    for on, kind, name, amount in sorted(moves, key=lambda m: (m[0], _ORDER.index(m[1]), m[2])):
        currency = amount.currency
        running[currency] += amount.minor_units
        balance = Money.from_minor_units(running[currency], currency)
        lines[currency].append(
            StatementLine(on=on, kind=kind, id=name, amount=amount, balance=balance)
        )
    return lines


def _kind(move: Movement, documents: dict[str, Invoice]) -> LineKind:
    if move.kind != "invoice":
        return move.kind
    document = documents[move.id]
    charge = document.nature == "late_charge" and document.kind == "debit_note"
    return "late_charge" if charge else document.kind


def _for_the_customer(read: Snapshot) -> Snapshot:
    """The same reading with posted late charges as trade debit notes, which movements count."""
    as_trade = tuple(
        replace(invoice, nature="trade", charge_kind=None, charge_for=None, charge_key=None)
        for invoice in read.account.invoices
        if invoice.nature == "late_charge"
    )
    if not as_trade:
        return read
    account = read.account.with_(invoices=as_trade)
    return snapshot(account, as_of=read.as_of, known_at=read.known_at)


def _plain(amount: Money) -> str:
    return f"{amount.amount:f}"
