"""Timing several runs in turns, and what may be said of the figures.

Machines are shared and clocks drift, so runs are timed in turns within one process, medians are
compared, and the spread is shown beside every ratio.
"""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat as times
from typing import Literal

__all__ = ["Clock", "Mark", "Run", "Spread", "exponent", "loops_for", "measure", "ratio", "spread"]

Run = Callable[[], object]
Clock = Callable[[], float]

FEWEST_REPETITIONS = 7
ENOUGH_SECONDS = 0.02  # of one sample, well above what a clock resolves


@dataclass(frozen=True, slots=True)
class Spread:
    """A median, and the quartiles around it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What a ratio of times, ours over the peer's, is to be; both bounds are included.

    `time`: at most `bound` times the peer's time. `speed`: at least `bound` times as fast.
    `size` is the size it is for (None: every size).
    """

    bound: float
    kind: Literal["time", "speed"] = "time"
    size: int | None = None

    @property
    def limit(self) -> float:
        """The highest ratio of times that meets it."""
        return self.bound if self.kind == "time" else 1 / self.bound

    def verdict(self, found: Spread) -> str:
        """`met` or `missed` by the median, and whether the spread leaves room for doubt."""
        word = "met" if found.median <= self.limit else "missed"
        return f"{word}, within the spread" if found.low <= self.limit < found.high else word

    def __str__(self) -> str:
        if self.kind == "time":
            return f"at most {self.bound:g}x its time"
        return f"at least {self.bound:g}x as fast"


def measure(
    runs: Mapping[str, Run], *, repeat: int, clock: Clock, enough: float = ENOUGH_SECONDS
) -> dict[str, list[float]]:
    """Seconds per call of each run, one figure per repetition.

    A sample loops over its run for at least `enough` seconds. Every repetition takes one sample
    of each run, and starts with the next one in line. The garbage collector stays on, as users
    have it, but leaves alone what was there before.
    """
    gc.collect()
    gc.freeze()
    try:
        loops = {name: loops_for(run, clock, enough) for name, run in runs.items()}
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        names = list(runs)
        for repetition in range(repeat):
            first = repetition % len(names)
            for name in names[first:] + names[:first]:
                seconds[name].append(_sample(runs[name], loops[name], clock) / loops[name])
        return seconds
    finally:
        gc.unfreeze()


def loops_for(run: Run, clock: Clock, enough: float) -> int:
    """How often to call `run` for a sample of at least `enough` seconds: a power of two."""
    loops = 1
    while _sample(run, loops, clock) < enough:
        loops *= 2
    return loops


def _sample(run: Run, loops: int, clock: Clock) -> float:
    gc.collect()
    start = clock()
    for _ in times(None, loops):
        run()
    return clock() - start


def spread(values: Sequence[float]) -> Spread:
    """The median and quartiles of `values`."""
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """The ratio of the medians; its quartiles are those of the ratios of each repetition."""
    each = spread([a / b for a, b in zip(ours, theirs, strict=True)])
    middle = statistics.median(ours) / statistics.median(theirs)
    return Spread(middle, min(each.low, middle), max(each.high, middle))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """`b` of the line through log time = a + b log size: 1 is linear, 2 is quadratic."""
    logs = [math.log(size) for size in sizes]
    return statistics.linear_regression(logs, [math.log(s) for s in seconds]).slope
