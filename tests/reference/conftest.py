"""Tells at the end of a run which reference figures no test covers yet."""

from __future__ import annotations

import pytest

_KEYS = pytest.StashKey[dict[str, list[str]]]()


@pytest.fixture
def not_covered(pytestconfig: pytest.Config) -> dict[str, list[str]]:
    return pytestconfig.stash.setdefault(_KEYS, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, keys in terminalreporter.config.stash.get(_KEYS, {}).items():
        terminalreporter.section("reference figures not covered")
        terminalreporter.line(f"{name}: {', '.join(keys) or 'none'}")
