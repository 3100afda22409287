"""The table at the end of a run, as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.conformance.runner import COLUMNS, Outcome

_HEADINGS = ("area", "cases", *COLUMNS[:-1], "outside the count")


def lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One line per area and a total; then what failed or deviates, and what is not translated."""
    areas = sorted({outcome.case.area for outcome in outcomes})
    rows = [_row(area, [o for o in outcomes if o.case.area == area]) for area in areas]
    rows.append(_row("total", outcomes))
    widths = [max(len(row[at]) for row in (_HEADINGS, *rows)) for at in range(len(_HEADINGS))]
    for row in (_HEADINGS, *rows):
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *cells))
    for verdict in ("failed", "deviation"):
        for outcome in outcomes:
            if outcome.verdict == verdict:
                yield f"{verdict}: {outcome.case.id} ({outcome.case.area}): {outcome.why}"
    reasons = Counter(o.why for o in outcomes if o.verdict == "unsupported")
    for why, count in sorted(reasons.items()):
        yield f"unsupported: {count} x {why}"
    outside = [o for o in outcomes if o.verdict == "outside"]
    for run, heading in (("passed", "agree"), ("failed", "differ"), ("unsupported", "did not run")):
        names = [o.case.id for o in outside if o.run == run]
        if names:
            yield f"outside the count, {heading}: {', '.join(names)}"


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    counts = Counter(outcome.verdict for outcome in outcomes)
    return (name, str(len(outcomes)), *(str(counts[verdict]) for verdict in COLUMNS))
