"""Every row, in the order of the table."""

from benchmarks.rows import Row
from benchmarks.suites import dates, imports, money, reviews, snapshots

__all__ = ["ROWS"]

ROWS: tuple[Row, ...] = (
    *money.ROWS,
    *dates.ROWS,
    *imports.ROWS,
    *snapshots.ROWS,
    *reviews.ROWS,
)
