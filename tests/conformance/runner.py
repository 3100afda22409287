"""Runs cases through the adapters and says what came of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal

from tests.conformance.case import Case, Given, Unsupported
from tests.conformance.compare import MISSING, InPercent, differences
from tests.conformance.registry import Figures, Operations
from tests.conformance.scope import DEVIATIONS, out_of_scope

from collectkit import CollectkitError
from collectkit.money import Money

Verdict = Literal["passed", "deviation", "out of scope", "failed", "unsupported", "outside"]

ADAPTERS = Path(__file__).parent / "adapters"
COLUMNS: tuple[Verdict, ...] = (
    "passed", "deviation", "out of scope", "failed", "unsupported", "outside",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one case.

    `run` is what running it gave, where `verdict` is about more than that: a case outside the
    count that agrees, a deviation that fails. `counts` is whether it weighs in its area's tenth.
    """

    case: Case
    verdict: Verdict
    why: str = ""
    run: Verdict | None = None
    counts: bool = True


@cache
def adapters() -> dict[str, Operations]:
    """The adapters by area: every `Operations` at the top of a file in the folder."""
    found: dict[str, Operations] = {}
    for path in sorted(ADAPTERS.glob("*.py")):
        module = import_module(f"tests.conformance.adapters.{path.stem}")
        for value in vars(module).values():
            if isinstance(value, Operations) and found.setdefault(value.area, value) is not value:
                raise ValueError(f"two adapters for the area {value.area}")
    return found


def judge(case: Case) -> Outcome:
    """What comes of a case, with the two lists taken into account."""
    if case.is_outside:
        ran = run(case)
        return replace(ran, verdict="outside", run=ran.verdict, counts=False)
    entry = out_of_scope(case)
    if entry is not None:
        return Outcome(case=case, verdict="out of scope", why=entry.reason, counts=entry.counts)
    ran = run(case)
    if ran.verdict == "failed" and case.id in DEVIATIONS:
        known = DEVIATIONS[case.id]
        return replace(ran, verdict="deviation", run="failed", why=f"{ran.why}; {known.reason}")
    return ran


def run(case: Case) -> Outcome:
    """What the library says to a case, whatever the lists say."""

    def outcome(verdict: Verdict, why: str = "") -> Outcome:
        return Outcome(case=case, verdict=verdict, why=why)

    given = Given(case.given, frozenset(case.expected))
    adapter = adapters().get(case.area)
    operation = adapter.find(given) if adapter else None
    if adapter is None or operation is None:
        return outcome("unsupported", f"{case.area}: no operation {case.operation}")
    refusal = ""
    try:
        figures = operation(given)
    except Unsupported as error:
        return outcome("unsupported", f"{case.area} {case.operation}: {error}")
    except CollectkitError as error:
        refusal = f" ({type(error).__name__}: {error})"
        figures = {"error": adapter.refusals.get(error.code, error.code)}
    except Exception as error:  # whatever an adapter does is told, and the next case runs
        return outcome("failed", f"{type(error).__name__}: {error}")
    if not refusal and (ignored := sorted(given.unread())):
        return outcome("unsupported", f"{case.area} {case.operation}: {ignored} not translated")
    verdict, why = _compared(case, figures)
    return outcome(verdict, f"{why}{refusal}" if why else "")


def _compared(case: Case, figures: Figures) -> tuple[Verdict, str]:
    found = list(differences(case.expected, figures, at_printed_digits=case.at_printed_digits))
    wrong = [entry for entry in found if entry.got is not MISSING]
    if "error" in figures and "error" not in case.expected:
        return "failed", f"expected {_shown(case.expected)}, got a refusal"
    if "error" in case.expected and "error" not in figures:
        return "failed", f"expected a refusal, got {_shown(list(figures.values()))}"
    if wrong:
        return "failed", "; ".join(
            f"{path}: expected {_shown(expected)}, got {_shown(got)}"
            for path, expected, got in wrong
        )
    if found:
        names = ", ".join(entry.path for entry in found)
        return "unsupported", f"{case.area} {case.operation}: no figure {names}"
    return "passed", ""


def _shown(value: object) -> str:
    if isinstance(value, Money):
        return f"{value.amount:f}"
    if isinstance(value, InPercent):
        return f"{value.share} as percent"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_shown(part) for part in value)}]"
    return str(value)


def over_a_tenth(outcomes: Iterable[Outcome], verdict: Verdict) -> dict[str, list[str]]:
    """The areas in which more than one case, and more than a tenth, came to `verdict`."""
    counted: dict[str, int] = {}
    ids: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.counts:
            area = outcome.case.area
            counted[area] = counted.get(area, 0) + 1
            if outcome.verdict == verdict:
                ids.setdefault(area, []).append(outcome.case.id)
    return {
        area: names
        for area, names in ids.items()
        if len(names) > 1 and 10 * len(names) > counted[area]
    }
