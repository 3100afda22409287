"""The option `--cases`, and the table after a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.runner import Outcome
from tests.conformance.table import lines

OUTCOMES = pytest.StashKey[list[Outcome]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    # Known only where this folder is named on the command line: elsewhere the project's cases run.
    parser.addoption(
        "--cases",
        type=Path,
        default=None,
        help="a folder of *.jsonl cases to run instead of the project's own",
    )


@pytest.fixture(scope="session")
def outcomes(pytestconfig: pytest.Config) -> list[Outcome]:
    """What came of the cases run so far, for the table."""
    return pytestconfig.stash.setdefault(OUTCOMES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes = terminalreporter.config.stash.get(OUTCOMES, [])
    if not outcomes:
        return
    terminalreporter.section("conformance")
    for line in lines(outcomes):
        terminalreporter.write_line(line)
