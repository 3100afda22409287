"""The contracts on imports hold, and each of them can be broken: tried on a private copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
]
FLOORS, FACTS, BABEL, DATEUTIL, HOST = CONTRACTS
# What is written into which file, and the contract that it breaks.
PLANTED = {
    "money explains": ("money/percent.py", "import collectkit.explain", FLOORS),
    "a room knows its sibling": ("fees/assess.py", "from collectkit import discounts", FLOORS),
    "a room looks up": ("ledger/account.py", "from collectkit.terms import parse", FLOORS),
    "a room without a floor": ("cellar/__init__.py", "", FLOORS),
    "facts load pydantic": ("ledger/cash.py", "import pydantic", FACTS),
    "facts load it late": ("explain/trace.py", "def f():\n    import pydantic_core", FACTS),
    "babel outside messages": ("policy/lint.py", "import babel.numbers", BABEL),
    "dateutil outside dates": ("terms/steps.py", "from dateutil import rrule", DATEUTIL),
    "the core asks the host": ("money/amount.py", "import os", HOST),
    "the core opens files": ("messages/format.py", "import pathlib", HOST),
    "the core reads the clock": ("escalation/decide.py", "import time", HOST),
    "the core rolls dice": ("risk/ranking.py", "import random", HOST),
}
COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"
WHERE = "import collectkit; print(collectkit.__file__)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the package and its contracts."""
    pytest.importorskip("importlinter")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def python(project: Path, code: str, *arguments: str) -> str:
    """What a program prints that runs in `project` and imports the copy there."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src"), "NO_COLOR": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def verdicts(project: Path) -> dict[str, str]:
    """Every contract, kept or broken."""
    said = python(project, COMMAND, "--no-cache")
    found = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", said, re.MULTILINE))
    assert set(found) == set(CONTRACTS), said[-3_000:]
    return found


def broken(project: Path) -> list[str]:
    return [name for name, verdict in verdicts(project).items() if verdict == "BROKEN"]


def test_the_contracts_are_kept(project: Path) -> None:
    assert python(project, WHERE).startswith(str(project))
    assert broken(project) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_breach_is_found(project: Path, name: str) -> None:
    where, line, contract = PLANTED[name]
    path = project / "src" / "collectkit" / where
    path.parent.mkdir(exist_ok=True)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{written}\n{line}\n", encoding="utf-8")
    assert broken(project) == [contract]


def test_every_contract_is_tried() -> None:
    assert {contract for _, _, contract in PLANTED.values()} == set(CONTRACTS)
