"""A row of the table: ours, its peers, and the proof that all of them answer the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from benchmarks.harness import Clock, Mark, Run, Spread, exponent, measure, ratio, spread

__all__ = [
    "CPU",
    "WALL",
    "Figure",
    "Line",
    "NotInstalled",
    "Report",
    "Row",
    "Side",
    "WrongAnswer",
    "peer_module",
]

WALL: Clock = time.perf_counter
CPU: Clock = time.process_time


class NotInstalled(ImportError):
    """A peer that is not there; the row goes on without it."""


class WrongAnswer(AssertionError):
    """Sides of a row that do not answer the same: nothing is timed."""


def peer_module(name: str) -> Any:
    """A peer's module, or `NotInstalled`. Untyped: a peer may be missing when types are checked."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise NotInstalled(name) from error


def _as_it_is(result: object) -> object:
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One way of doing the work. `setup(size)` gives the run that is timed.

    `plain` puts a run's result into the form in which all sides of a row are equal; `note` says
    what the comparison leaves out or what differs.
    """

    name: str
    setup: Callable[[int], Run]
    plain: Callable[[Any], object] = _as_it_is
    marks: tuple[Mark, ...] = ()
    note: str = ""

    def marks_at(self, size: int) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.size in (None, size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is not a time, such as bytes kept. `most` is its mark, included."""

    label: str
    value: float
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`size` counts the units of one run; times are per unit. `growth` is the mark of the exponent.

    `base` is what every side does beside the work, such as starting the interpreter: its time is
    taken off theirs, repetition by repetition.
    """

    name: str
    title: str
    unit: str
    ours: Side
    peers: tuple[Side, ...] = ()
    sizes: tuple[int, ...] = (1,)
    base: Side | None = None
    clock: Clock = CPU
    growth: float | None = None
    check: Callable[[], None] | None = None
    figures: Callable[[], tuple[Figure, ...]] | None = None
    profile: Callable[[], str] | None = None

    def prepare(self, size: int) -> tuple[dict[str, Run], tuple[str, ...]]:
        """The runs of every side that is there, checked, and the names of missing peers.

        Raises:
            WrongAnswer: a peer's result is not ours.
        """
        runs = {self.ours.name: self.ours.setup(size)}
        expected = self.ours.plain(runs[self.ours.name]())
        missing = []
        for peer in self.peers:
            try:
                run = peer.setup(size)
            except NotInstalled:
                missing.append(peer.name)
                continue
            found = peer.plain(run())
            if found != expected:
                raise WrongAnswer(f"{self.name}, size {size}: {peer.name} has {found!r}, "
                                  f"{self.ours.name} has {expected!r}")  # fmt: skip
            runs[peer.name] = run
        if self.check is not None:
            self.check()
        return runs, tuple(missing)

    def report(self, repeat: int) -> Report:
        """Check, time and compare at every size."""
        lines: list[Line] = []
        missing: tuple[str, ...] = ()
        for size in self.sizes:
            runs, missing = self.prepare(size)
            lines += self._lines(size, self._timed(runs, size, repeat))
        names = dict.fromkeys(line.side for line in lines)
        return Report(
            name=self.name,
            lines=tuple(lines),
            missing=missing,
            exponents={name: _exponent(lines, name) for name in names if len(self.sizes) > 1},
            growth=self.growth,
            figures=self.figures() if self.figures else (),
        )

    def _timed(self, runs: dict[str, Run], size: int, repeat: int) -> dict[str, list[float]]:
        """Seconds per unit and repetition, without the base."""
        if self.base is not None:
            runs = {self.base.name: self.base.setup(size), **runs}
        seconds = measure(runs, repeat=repeat, clock=self.clock)
        off = seconds.pop(self.base.name) if self.base is not None else [0.0] * repeat
        return {
            name: [(all_of_it - base) / size for all_of_it, base in zip(found, off, strict=True)]
            for name, found in seconds.items()
        }

    def _lines(self, size: int, seconds: dict[str, list[float]]) -> Sequence[Line]:
        ours = seconds[self.ours.name]
        found = [Line(side=self.ours.name, size=size, seconds=spread(ours))]
        for peer in self.peers:
            if peer.name in seconds:
                compared = ratio(ours, seconds[peer.name])
                found.append(
                    Line(
                        side=peer.name,
                        size=size,
                        seconds=spread(seconds[peer.name]),
                        ratio=compared,
                        marks=tuple((str(m), m.verdict(compared)) for m in peer.marks_at(size)),
                    )
                )
        return found


def _exponent(lines: Sequence[Line], name: str) -> float:
    own = [line for line in lines if line.side == name]
    return exponent([line.size for line in own], [line.seconds.median * line.size for line in own])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One side at one size: seconds per unit, ours over its time, and what the marks say."""

    side: str
    size: int
    seconds: Spread
    ratio: Spread | None = None
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a row found."""

    name: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    exponents: dict[str, float] = field(default_factory=dict)
    growth: float | None = None
    figures: tuple[Figure, ...] = ()
