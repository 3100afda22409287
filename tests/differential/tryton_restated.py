"""Tryton's dunnings, restated: one per line, raised level by level, each run at most one level.

A line that is due and not reconciled gets a dunning at the first level whose test it passes. In a
later run the dunning moves to the next level it passes, once the current one was processed; a
blocked one stays. A level is passed when the days past the maturity date are at least its own.

Source: trytond_account_dunning 8.2, `Level.test` (overdue days), `Dunning.generate_dunnings`
(moves dunnings that wait and are not blocked) and `_overdue_line_domain` (maturity up to today).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import NamedTuple


class Line(NamedTuple):
    id: str
    maturity: date


class Dunning(NamedTuple):
    """The level that a line stands on (its place in the procedure), processed or a draft still."""

    level: int
    processed: bool


def test(overdue_days: int, line: Line, today: date) -> bool:
    return (today - line.maturity).days >= overdue_days


def generate(
    levels: Sequence[int], line: Line, dunning: Dunning | None, today: date
) -> Dunning | None:
    """The dunning of an open line after a run: the first later level passed; a draft stays."""
    if dunning is not None and not dunning.processed:
        return dunning
    first = 0 if dunning is None else dunning.level + 1
    if line.maturity <= today:
        for level in range(first, len(levels)):
            if test(levels[level], line, today):
                return Dunning(level, processed=False)
    return dunning


def run(
    levels: Sequence[int],
    lines: Iterable[Line],
    blocked: Container[str],
    dunnings: dict[str, Dunning],
    today: date,
) -> dict[str, Dunning]:
    """The dunnings of the open lines after a run."""
    found = {}
    for line in lines:
        dunning = dunnings.get(line.id)
        if line.id not in blocked:
            dunning = generate(levels, line, dunning, today)
        if dunning is not None:
            found[line.id] = dunning
    return found


def process(dunnings: dict[str, Dunning]) -> dict[str, Dunning]:
    """The letters went out."""
    return {name: dunning._replace(processed=True) for name, dunning in dunnings.items()}
