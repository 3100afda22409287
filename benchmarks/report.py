"""Reports as text."""

from __future__ import annotations

import cProfile
import io
import pstats

from benchmarks.harness import Spread
from benchmarks.rows import CPU, WALL, Line, Report, Row

__all__ = ["profiled", "text"]

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (0.0, "ns"))
_TOP = 10
_PROFILED_SECONDS = 0.5


def text(row: Row, report: Report) -> str:
    """One row of the table, a screenful at most."""
    clock = "wall" if row.clock is WALL else "CPU"
    base = f", less {row.base.name}" if row.base is not None else ""
    lines = [f"{row.name}: {row.title}", f"  {clock} time per {row.unit}{base}"]
    for line in report.lines:
        size = f"{line.size:>6,}  " if len(row.sizes) > 1 else ""
        lines.append(f"    {size}{line.side:<28}{_time(line.seconds)}{_compared(line)}")
    lines += [f"    peer {name} not installed" for name in report.missing]
    lines += [
        f"    note on {side.name}: {side.note}" for side in (row.ours, *row.peers) if side.note
    ]
    for name, found in report.exponents.items():
        said = ""
        if report.growth is not None and name == row.ours.name:
            said = f"   mark at most {report.growth:g}: {_word(found, report.growth)}"
        lines.append(f"    growth of {name}: time ~ size^{found:.2f}{said}")
    for figure in report.figures:
        said = "" if figure.most is None else f"   mark at most {figure.most:,g}: "
        said += "" if figure.most is None else _word(figure.value, figure.most)
        lines.append(f"    {figure.label}: {figure.value:,.0f}{said}")
    return "\n".join(lines)


def _word(value: float, most: float) -> str:
    return "met" if value <= most else "missed"


def _compared(line: Line) -> str:
    if line.ratio is None:
        return ""
    found = line.ratio
    shown = f"   ours is {found.median:.2f}x ({found.low:.2f} to {found.high:.2f})"
    if found.median < 1:
        shown += f", {1 / found.median:.1f}x as fast"
    return shown + "".join(f"   mark {mark}: {said}" for mark, said in line.marks)


def _time(found: Spread) -> str:
    scale, unit = next((s or 1e-9, u) for s, u in _UNITS if found.median >= s)
    middle, low, high = (_three(value / scale) for value in (found.median, found.low, found.high))
    return f"{middle:>7} {unit} ({low} to {high})"


def _three(value: float) -> str:
    """Three digits, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def profiled(row: Row) -> str:
    """Where our time goes: the ten functions with the most time of their own."""
    if row.profile is not None:
        return row.profile()
    run = row.ours.setup(row.sizes[-1])
    profile = cProfile.Profile()
    start = CPU()
    while CPU() - start < _PROFILED_SECONDS:
        profile.runcall(run)
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(_TOP)
    table = out.getvalue().partition("ncalls")
    return f"  {table[1]}{table[2]}".replace("\n", "\n  ").rstrip()
