"""The table at the end of a run, as plain text, also of a run in several processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import pytest
from tests.conformance.runner import COLUMNS, Outcome

_HEADINGS = ("area", "cases", *COLUMNS[:-1], "outside the count")


class Entry(NamedTuple):
    """What came of one case, in words that travel from one process to another."""

    id: str
    area: str
    verdict: str
    why: str
    run: str | None

    @classmethod
    def of(cls, outcome: Outcome) -> Entry:
        case = outcome.case
        return cls(case.id, case.area, outcome.verdict, outcome.why, outcome.run)


class Table:
    """A plugin that gathers the entries of a run's cases and prints them at its end."""

    NAME = "conformance"

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            of = [entry for name, entry in report.user_properties if name == self.NAME]
            self.entries += [Entry._make(cast("tuple[str, ...]", entry)) for entry in of]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.entries:
            terminalreporter.section(self.NAME)
            for line in lines(sorted(self.entries)):
                terminalreporter.write_line(line)


def lines(outcomes: Sequence[Entry]) -> Iterator[str]:
    """One line per area and a total; then what failed or deviates, and what is not translated."""
    areas = sorted({outcome.area for outcome in outcomes})
    rows = [_row(area, [o for o in outcomes if o.area == area]) for area in areas]
    rows.append(_row("total", outcomes))
    widths = [max(len(row[at]) for row in (_HEADINGS, *rows)) for at in range(len(_HEADINGS))]
    for row in (_HEADINGS, *rows):
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *cells))
    for verdict in ("failed", "deviation"):
        for outcome in outcomes:
            if outcome.verdict == verdict:
                yield f"{verdict}: {outcome.id} ({outcome.area}): {outcome.why}"
    reasons = Counter(o.why for o in outcomes if o.verdict == "unsupported")
    for why, count in sorted(reasons.items()):
        yield f"unsupported: {count} x {why}"
    outside = [o for o in outcomes if o.verdict == "outside"]
    for run, heading in (("passed", "agree"), ("failed", "differ"), ("unsupported", "did not run")):
        names = [o.id for o in outside if o.run == run]
        if names:
            yield f"outside the count, {heading}: {', '.join(names)}"


def _row(name: str, outcomes: Sequence[Entry]) -> tuple[str, ...]:
    counts = Counter(outcome.verdict for outcome in outcomes)
    return (name, str(len(outcomes)), *(str(counts[verdict]) for verdict in COLUMNS))
