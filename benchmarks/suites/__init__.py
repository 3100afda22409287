"""Every row, in the order of the table."""

from benchmarks.rows import Row
from benchmarks.suites import (
    charges,
    dates,
    imports,
    ladder,
    money,
    ranking,
    reviews,
    snapshots,
    terms,
)

__all__ = ["ROWS"]

ROWS: tuple[Row, ...] = (
    *money.ROWS,
    *dates.ROWS,
    *imports.ROWS,
    *snapshots.ROWS,
    *reviews.ROWS,
    *charges.ROWS,
    *ladder.ROWS,
    *ranking.ROWS,
    *terms.ROWS,  # last: Tryton stays in the process
)
