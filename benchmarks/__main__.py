"""python -m benchmarks [NAME ...] [--repeat N] [--json FILE] [--profile] [--list]"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.harness import FEWEST_REPETITIONS
from benchmarks.report import profiled, text
from benchmarks.rows import Row
from benchmarks.suites import ROWS

PACKAGES = (
    "collectkit",
    "pydantic",
    "python-dateutil",
    "py-moneyed",
    "stockholm",
    "QuantLib",
    "pandas",
    "trytond-account-invoice",
)


def chosen(names: Sequence[str]) -> list[Row]:
    """The rows called `names`; `money` names every row that begins with `money/`."""
    if not names:
        return list(ROWS)
    return [
        row for row in ROWS if any(row.name == n or row.name.startswith(f"{n}/") for n in names)
    ]


def _repetitions(given: str) -> int:
    number = int(given)
    if number < FEWEST_REPETITIONS:
        raise argparse.ArgumentTypeError(f"at least {FEWEST_REPETITIONS}: figures swing")
    return number


def _versions() -> str:
    found = [f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows asked for. A missed mark is a finding, not a failure: the code is 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="rows or groups (default: all)")
    parser.add_argument("--repeat", type=_repetitions, default=9, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, too")
    parser.add_argument("--profile", action="store_true", help="show where our time goes")
    parser.add_argument("--list", action="store_true", help="name the rows and stop")
    asked = parser.parse_args(arguments)
    rows = chosen(asked.names)
    if not rows:
        parser.error(f"no row is called {' or '.join(asked.names)}; see --list")
    if asked.list:
        print("\n".join(f"{row.name:<24}{row.title}" for row in rows))
        return 0
    print(f"{_versions()}\nMedians of {asked.repeat} repetitions in turns, quartiles in brackets.")
    reports = []
    for row in rows:
        report = row.report(asked.repeat)
        reports.append(asdict(report))
        print(f"\n{text(row, report)}", flush=True)
        if asked.profile:
            print(profiled(row), flush=True)
    if asked.json is not None:
        found = {"versions": _versions(), "repetitions": asked.repeat, "rows": reports}
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
