"""Runs of pytest in an interpreter of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["ON_PURPOSE", "ROOT", "core", "run"]

ROOT = Path(__file__).resolve().parents[2]
ON_PURPOSE = "tests/hosts/failing_on_purpose.py"
_LEAST = 1_500


def run(
    *arguments: str,
    interpreter: Path | str = sys.executable,
    python: tuple[str, ...] = (),
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a fresh `interpreter`, with its options `python`."""
    return subprocess.run(
        [
            *(str(interpreter), *python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *("--hypothesis-profile=core", "-W", "ignore::pytest.PytestConfigWarning"),
            *arguments,
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


def core(
    *, interpreter: Path | str = sys.executable, python: tuple[str, ...] = (), **environment: str
) -> None:
    """Run the core tests and expect them to pass, all of them."""
    done = run("-m", "core", "tests/unit", interpreter=interpreter, python=python, **environment)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
    passed = int(done.stdout.rsplit(" passed", 1)[0].split()[-1])
    assert passed > _LEAST
