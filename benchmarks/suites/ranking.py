"""How one customer pays and whom to call, and the order of many, beside pandas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benchmarks.books import AS_OF, account
from benchmarks.harness import Run
from benchmarks.rows import Row, Side, peer_module
from collectkit.ledger import Snapshot, snapshot
from collectkit.risk import Priority, Score, Scorecard, behavior, priorities, rank, score

FACTS = 125  # of one account: fifty invoices
SORTED = 1.2  # n log n is 1.1 here; the rest is memory that no longer fits the cache
CARD = Scorecard.default()


def _read() -> Snapshot:
    return snapshot(account(FACTS), as_of=AS_OF)


def _ours(_: int) -> Run:
    read = _read()

    def run() -> tuple[Score, tuple[Priority, ...]]:
        graded = score(CARD, behavior(read))
        return graded, priorities(read, graded, CARD)

    return run


def _plain(result: tuple[Score, tuple[Priority, ...]]) -> object:
    graded, found = result
    figures = {line.feature: line.value for line in graded.lines}
    (entry,) = found
    return (
        *(round(float(figures[name] or 0), 9) for name in ("weighted_days_late", "late_share")),
        int(figures["oldest_days_past_due"] or 0),
        graded.points,
        entry.overdue.minor_units,
    )


def _in_pandas(_: int) -> Run:
    """The figures of the default card and the sum overdue, from frames of the same customer."""
    pd = peer_module("pandas")
    read = _read()
    settled = [
        (money.minor_units, (on - item.due_on).days)
        for item in read.items
        if item.settled_on is not None and item.due_on is not None
        for on, money in item.payments
    ]
    paid = pd.DataFrame(settled, columns=["units", "late"])
    owed = pd.DataFrame(
        [(item.open.minor_units, item.days_past_due) for item in read.open],
        columns=["units", "age"],
    )
    cuts = {
        characteristic.feature: (
            [float(entry.at_least or 0) for entry in characteristic.bins[1:]],
            [entry.points for entry in characteristic.bins],
        )
        for characteristic in CARD.characteristics
    }

    def run() -> Any:
        total = paid["units"].sum()
        weighted = (paid["units"] * paid["late"].clip(lower=0)).sum() / total
        share = paid.loc[paid["late"] > 0, "units"].sum() / total
        oldest = max(int(owed["age"].max()), 0)
        values = {
            "weighted_days_late": weighted,
            "late_share": share,
            "oldest_days_past_due": oldest,
            "broken_promises": 0,
        }
        points = sum(
            steps[sum(values[name] >= bound for bound in bounds)]
            for name, (bounds, steps) in cuts.items()
        )
        overdue = int(owed.loc[owed["age"] > 0, "units"].sum())
        return (round(float(weighted), 9), round(float(share), 9), oldest, points, overdue)

    return run


def _scores(size: int) -> list[Score]:
    first = score(CARD, behavior(_read()))
    return [
        replace(first, customer_id=f"C-{n * 7919 % size:06}", points=n * 104_729 % 101)
        for n in range(size)
    ]


def _rank(size: int) -> Run:
    scores = _scores(size)
    return lambda: rank(scores)


def _sort_in_pandas(size: int) -> Run:
    pd = peer_module("pandas")
    frame = pd.DataFrame(
        [(entry.points, entry.customer_id) for entry in _scores(size)],
        columns=["points", "customer_id"],
    )
    return lambda: frame.sort_values(["points", "customer_id"], ascending=[False, True])


ROWS = (
    Row(
        name="risk/customer",
        title="behavior, score and priority of a customer with 50 invoices, from a snapshot",
        unit="customer",
        ours=Side(name="collectkit", setup=_ours, plain=_plain),
        peers=(
            Side(
                name="pandas per customer",
                setup=_in_pandas,
                note="frames ready; floats; four figures, points and the sum overdue: no other "
                "figure, reason, promise, hold, dispute or day of change",
            ),
        ),
    ),
    Row(
        name="risk/rank",
        title="the payer ranking of many customers",
        unit="customer",
        sizes=(1_000, 10_000, 100_000),
        growth=SORTED,
        ours=Side(
            name="collectkit",
            setup=_rank,
            plain=lambda found: [entry.customer_id for entry in found],
        ),
        peers=(
            Side(
                name="pandas sort_values",
                setup=_sort_in_pandas,
                plain=lambda found: list(found["customer_id"]),
            ),
        ),
    ),
)
