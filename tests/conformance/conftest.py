"""The option `--cases`."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    # Known only where this folder is named on the command line: elsewhere the project's cases run.
    parser.addoption(
        "--cases",
        type=Path,
        default=None,
        help="a folder of *.jsonl cases to run instead of the project's own",
    )
