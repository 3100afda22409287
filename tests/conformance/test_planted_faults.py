"""A deliberate fault in the library turns cases red.

Each fault is planted in a copy of `src`, and the runner runs against that copy in an interpreter
of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conformance.scope import ROOT


class Fault(NamedTuple):
    """Replacements in one file under src/collectkit, and cases that must turn red."""

    file: str
    changes: tuple[tuple[str, str], ...]
    red: frozenset[str]


FAULTS = {
    "30E/360 leaves a 31st at the end": Fault(
        "dates/day_count.py",
        (("_thirties(end, min(end.day, 30))", "_thirties(end, end.day)"),),
        frozenset({"dc-ql-euro-03"}),
    ),
    "ACT/ACT takes every year for a common one": Fault(
        "dates/day_count.py",
        (("366 if isleap(day.year) else 365", "365"),),
        frozenset({"dc-strata-01", "dc-strata-02", "dc-strata-03"}),
    ),
    "an upper bound of a bucket is left out": Fault(
        "ledger/aging.py",
        (("bisect_left(self.bounds, days)", "bisect_left(self.bounds, days + 1)"),),
        frozenset({"aging-python-accounting"}),
    ),
    "money that comes after the day counts": Fault(
        "ledger/fold.py",
        (
            ("return on <= self.as_of and known(fact", "return known(fact"),
            ("if day is not None and day <= self.as_of:", "if day is not None:"),
        ),
        frozenset({"aging-oca546", "aging-oca707", "erp-future-full"}),
    ),
    "a later reconciliation leaks into the past": Fault(
        "ledger/fold.py",
        (
            (
                "if not self._counts(fact, fact.applied_on) or",
                "if not known(fact, self.known_at) or",
            ),
            ("if day is not None and day <= self.as_of:", "if day is not None:"),
        ),
        frozenset({"aging-oca546"}),
    ),
    "interest runs from the due day": Fault(
        "fees/assess.py",
        (("item.due_on + _DAY, last", "item.due_on, last"),),
        frozenset({"uk-006", "uk-009", "de-010", "dc-pypi-01"}),
    ),
    "the count-back stops at whole periods": Fault(
        "metrics/outstanding.py",
        (("used = min(rest / sold, Fraction(1)) if sold", "used = Fraction(1) if sold"),),
        frozenset({"dso-anaplan", "dso-hfm-13000"}),
    ),
}


def run(src: Path, *arguments: str) -> str:
    """What a fresh interpreter prints with `src` before every other path."""
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(src), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.stdout + done.stderr


def red_cases(src: Path) -> set[str]:
    """The cases that fail against a copy of the library, which must be the one that is loaded."""
    where = run(src, "-c", "import collectkit; print(collectkit.__file__)").strip()
    assert Path(where) == src / "collectkit" / "__init__.py"
    tests = "tests/conformance/test_conformance.py"
    printed = run(src, "-m", "pytest", tests, "-q", "-p", "no:cacheprovider", "-k", "test_case")
    assert re.search(r"^total +503 ", printed, re.MULTILINE), printed
    return set(re.findall(r"^failed: (\S+) \(", printed, re.MULTILINE))


def copied(folder: Path) -> Path:
    return shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__")
    )


@pytest.mark.full
def test_without_a_fault_no_case_is_red(tmp_path: Path) -> None:
    assert red_cases(copied(tmp_path)) == set()


@pytest.mark.full
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_turns_cases_red(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    src = copied(tmp_path)
    path = src / "collectkit" / fault.file
    text = path.read_text(encoding="utf-8")
    for sound, faulty in fault.changes:
        assert sound in text, f"plant this fault elsewhere: {sound}"
        text = text.replace(sound, faulty)
    path.write_text(text, encoding="utf-8")
    red = red_cases(src)
    print(f"{name}: {', '.join(sorted(red))}")
    assert fault.red <= red
