"""Traces: the lines a number is the sum of, printed as a small table."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Line", "Trace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a trace: a label, words, an amount as text, and where the rule comes from."""

    label: str
    text: str = ""
    amount: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A heading and the lines under it. `str(trace)` is the table.

    >>> print(Trace("due 2026-03-02", (Line(label="net", text="30 days", amount="EUR 10.00"),)))
    due 2026-03-02
      net  30 days  EUR 10.00
    """

    heading: str
    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.lines))

    def __str__(self) -> str:
        rows = [
            (line.label, f"{line.text}{f'  {line.source}' if line.source else ''}", line.amount)
            for line in self.lines
        ]
        label, text, amount = (max((len(row[i]) for row in rows), default=0) for i in range(3))
        return "\n".join(
            [
                self.heading,
                *(
                    f"  {row[0]:<{label}}  {row[1]:<{text}}  {row[2]:>{amount}}".rstrip()
                    for row in rows
                ),
            ]
        )
