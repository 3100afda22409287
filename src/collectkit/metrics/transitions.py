"""What became of open debt from one evening to another: moves between aging buckets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, overload

from collectkit._checks import check_choice, check_type
from collectkit.errors import DuplicateId, InvalidDate, InvalidFact, UnknownReference, shown
from collectkit.ledger import Buckets, Item, Snapshot
from collectkit.metrics._numbers import Exact, Number, ratio, read, to_decimal
from collectkit.metrics._window import of_one_day
from collectkit.money import Money

__all__ = [
    "Transition",
    "TransitionMatrix",
    "TransitionRow",
    "cure_rates",
    "pool_transitions",
    "roll_rate",
    "roll_rates",
    "transition_matrix",
]

Weight = Literal["amount", "count"]
Rates = tuple[tuple[str, Decimal | None], ...]

_STANDARD = Buckets(0, 30, 60, 90)
_WEIGHTS: frozenset[Weight] = frozenset(("amount", "count"))
_CLEARED = ("paid", "written_off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The items that ended in `state`: how many, and what was open on them at the first day."""

    state: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRow:
    """The items that began in one bucket, and where they ended; one cell per state."""

    bucket: str
    count: int
    amount: Money
    cells: tuple[Transition, ...]

    def shares(self, weight: Weight = "amount") -> tuple[Fraction, ...] | None:
        """The share of every state, exact, so that they sum to 1; None where the row is empty."""
        check_choice(weight, "weight", _WEIGHTS)
        by_count = weight == "count"
        sizes = [cell.count if by_count else cell.amount.minor_units for cell in self.cells]
        whole = sum(sizes)
        return tuple(Fraction(size, whole) for size in sizes) if whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionMatrix:
    """One currency: where the items of every bucket went in `steps`, pairs of evenings.

    The states are the buckets, then `paid` (cleared by anything but a write-off in the end) and
    `written_off`. A row counts the items open at the first evening, never new ones.
    """

    currency: str
    buckets: Buckets
    steps: tuple[tuple[date, date], ...]
    rows: tuple[TransitionRow, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The names of the cells of every row, in order."""
        return (*self.buckets.labels("due_date"), *_CLEARED)

    def row(self, bucket: str) -> TransitionRow:
        """The items that began in `bucket`.

        Raises:
            UnknownReference: no bucket has this label.
        """
        for row in self.rows:
            if row.bucket == bucket:
                return row
        raise UnknownReference(f"no bucket is called {shown(bucket)}", field="bucket")

    def share(self, bucket: str, state: str, weight: Weight = "amount") -> Fraction | None:
        """The exact share of `bucket` that ended in `state`; None where the row is empty."""
        shares = self.row(bucket).shares(weight)
        if state not in self.states:
            raise UnknownReference(f"no state is called {shown(state)}", field="state")
        return None if shares is None else shares[self.states.index(state)]


def transition_matrix(
    before: Iterable[Snapshot],
    after: Iterable[Snapshot],
    *,
    buckets: Buckets = _STANDARD,
) -> tuple[TransitionMatrix, ...]:
    """Where the items open on one evening stood on a later one, one matrix per currency.

    The state is the aging bucket of the contractual due date (pending: the first bucket), or what
    cleared the item in the end. An item moves as a whole, with what was open on it at the first
    evening, also where part of it was paid since. Posted late charges stand outside.

    Args:
        before: one snapshot per account, all of one day.
        after: the same accounts, and perhaps new ones, all of one later day.
        buckets: of both evenings, by days past due: 0, 30, 60 and 90 when left out.

    Raises:
        InvalidDate: snapshots of two days in one set, or sets in the wrong order.
        UnknownReference: an item open at first is not among the later snapshots.
        DuplicateId: one item stands twice in a set.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),))
    >>> first, last = (snapshot(account, as_of=date(2026, month, 28)) for month in (1, 2))
    >>> matrix, = transition_matrix([first], [last])
    >>> matrix.share("current", "1-30"), matrix.share("1-30", "paid")
    (Fraction(1, 1), None)
    """
    size = len(check_type(buckets, "buckets", Buckets).bounds) + 1
    last, later = _read(after, "after")
    ends = {key: _state(item, buckets) for key, item in later.items()}
    first, earlier = _read(before, "before")
    if first is not None and last is not None and first >= last:
        raise InvalidDate(f"the step runs from {first} to {last}", field="after")
    found: dict[str, _Cells] = {}
    for key, item in earlier.items():
        if not (item.is_open and item.is_trade):
            continue
        if key not in ends:
            raise UnknownReference(
                f"item {item.id} of {key[0]} is open on {first} and missing among the later "
                "snapshots",
                field="after",
                subject=item.id,
                hint="take both sets of the same accounts, with the same known_at",
            )
        cells = found.setdefault(item.currency, _empty(size))
        _add(cells[_state(item, buckets)][ends[key]], 1, item.open.minor_units)
    step = () if first is None or last is None else ((first, last),)
    return tuple(_matrix(code, buckets, step, found[code]) for code in sorted(found))


def pool_transitions(matrices: Iterable[TransitionMatrix]) -> tuple[TransitionMatrix, ...]:
    """Several steps as one: counts and amounts added up, one matrix per currency.

    Steps of different length are not told apart: pool months with months.

    Raises:
        InvalidFact: matrices with different buckets.
    """
    found: dict[str, _Cells] = {}
    steps: dict[str, set[tuple[date, date]]] = {}
    buckets = None
    for matrix in matrices:
        buckets = buckets or check_type(matrix, "matrices", TransitionMatrix).buckets
        if matrix.buckets != buckets:
            raise InvalidFact(
                f"matrices of buckets {buckets.bounds} and {matrix.buckets.bounds} do not add up",
                field="matrices",
            )
        steps.setdefault(matrix.currency, set()).update(matrix.steps)
        rows = found.setdefault(matrix.currency, _empty(len(matrix.rows)))
        for cells, row in zip(rows, matrix.rows, strict=True):
            for cell, more in zip(cells, row.cells, strict=True):
                _add(cell, more.count, more.amount.minor_units)
    return tuple(
        _matrix(code, buckets, tuple(sorted(steps[code])), found[code])
        for code in sorted(found)
        if buckets is not None
    )


@overload
def roll_rate(rolled: Exact, balance: Exact, *, strict: bool = False) -> Decimal | None: ...
@overload
def roll_rate(rolled: float, balance: float, *, strict: bool = False) -> float | None: ...
def roll_rate(rolled: Number, balance: Number, *, strict: bool = False) -> Decimal | float | None:
    """What moved on to a worse bucket in a step, as a share of the bucket it came from.

    `rolled` is a part of `balance` itself. What the next bucket holds a step later is that only
    where buckets are exactly one step wide and nothing else got there.

    Returns:
        A share of 1; None where `balance` is zero (`strict` raises `MetricUndefined`).

    >>> roll_rate(200_000, 1_000_000)
    Decimal('0.2')
    """
    into, (moved, whole) = read(rolled=rolled, balance=balance)
    return ratio(into, moved, whole, "balance", strict=strict)


def roll_rates(matrix: TransitionMatrix, *, weight: Weight = "amount") -> Rates:
    """Per bucket the share that a step took to any worse bucket, or that was written off.

    Returns:
        (bucket, share of 1) pairs in order of age; None where the bucket was empty.

    >>> from collectkit.ledger import Account, Customer, Invoice, snapshot
    >>> account = Account(customer=Customer(id="C-1"), invoices=(
    ...     Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...             issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9)),))
    >>> first, last = (snapshot(account, as_of=date(2026, month, 28)) for month in (1, 2))
    >>> roll_rates(transition_matrix([first], [last], buckets=Buckets(0, 30))[0])
    (('current', Decimal('1')), ('1-30', None), ('31+', None))
    """
    return _rates(exact_roll_rates(matrix, weight), matrix)


def cure_rates(matrix: TransitionMatrix, *, weight: Weight = "amount") -> Rates:
    """Per bucket the share that was paid in a step or ended in the first bucket.

    Returns:
        (bucket, share of 1) pairs in order of age; None where the bucket was empty.
    """
    size = len(check_type(matrix, "matrix", TransitionMatrix).rows)
    return _rates([_part(row, weight, (0, size)) for row in matrix.rows], matrix)


def exact_roll_rates(matrix: TransitionMatrix, weight: Weight) -> list[Fraction | None]:
    """`roll_rates`, unrounded."""
    size = len(check_type(matrix, "matrix", TransitionMatrix).rows)
    return [
        _part(row, weight, (*range(at + 1, size), size + 1)) for at, row in enumerate(matrix.rows)
    ]


def _part(row: TransitionRow, weight: Weight, states: Iterable[int]) -> Fraction | None:
    shares = row.shares(weight)
    return None if shares is None else sum((shares[at] for at in states), Fraction(0))


def _rates(parts: list[Fraction | None], matrix: TransitionMatrix) -> Rates:
    return tuple(
        (row.bucket, None if part is None else to_decimal(part))
        for row, part in zip(matrix.rows, parts, strict=True)
    )


# -- gathering -----------------------------------------------------------------------------------
_Key = tuple[str, str]
# Rows of cells of [count, minor units].
_Cells = list[list[list[int]]]


def _read(snapshots: Iterable[Snapshot], name: str) -> tuple[date | None, dict[_Key, Item]]:
    """The day of the snapshots and their items, by customer and id."""
    day: date | None = None
    items: dict[_Key, Item] = {}
    for snapshot in of_one_day(snapshots, name):
        day = snapshot.as_of
        for item in snapshot.items:
            if items.setdefault((snapshot.customer.id, item.id), item) is not item:
                raise DuplicateId(f"{item.id} stands twice in {name}", field=name, subject=item.id)
    return day, items


def _state(item: Item, buckets: Buckets) -> int:
    """The column of an item: its bucket while it is open, then what cleared it in the end."""
    if item.is_open:
        return buckets.index(item.days_past_due or 0)
    cleared = "written_off" if item.was_written_off else "paid"
    return len(buckets.bounds) + 1 + _CLEARED.index(cleared)


def _empty(size: int) -> _Cells:
    return [[[0, 0] for _ in range(size + len(_CLEARED))] for _ in range(size)]


def _add(cell: list[int], count: int, units: int) -> None:
    cell[0] += count
    cell[1] += units


def _matrix(
    currency: str, buckets: Buckets, steps: tuple[tuple[date, date], ...], found: _Cells
) -> TransitionMatrix:
    def money(units: int) -> Money:
        return Money.from_minor_units(units, currency)

    labels = buckets.labels("due_date")
    rows = tuple(
        TransitionRow(
            bucket=label,
            count=sum(count for count, _ in cells),
            amount=money(sum(units for _, units in cells)),
            cells=tuple(
                Transition(state=state, count=count, amount=money(units))
                for state, (count, units) in zip((*labels, *_CLEARED), cells, strict=True)
            ),
        )
        for label, cells in zip(labels, found, strict=True)
    )
    return TransitionMatrix(currency=currency, buckets=buckets, steps=steps, rows=rows)
