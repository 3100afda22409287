"""Options and profiles shared by every test."""

from __future__ import annotations

import decimal
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.conformance.table import Table

settings.register_profile(
    "default", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("core", settings.get_profile("default"), max_examples=20)
settings.register_profile("full", settings.get_profile("default"), max_examples=2_000)
settings.load_profile("default")


# Helpers assert, too; under -O only rewritten asserts are left.
pytest.register_assert_rewrite(
    "tests.unit.ledger.book",
    "tests.unit.policy.paper",
    "tests.unit.policy.structure",
    "tests.unit.metrics.rounding",
    "tests.unit.escalation.desk",
    "tests.differential.ledger_reference",
    "tests.differential.ladder_reference",
    "tests.properties.ladder_worlds",
    "tests.hosts.runs",
    "tests.properties.ledger_machine",
    "tests.differential.terms_reference",
)

CORE = ("money", "dates", "ledger", "terms", "discounts", "fees", "metrics", "risk", "policy")


def pytest_configure(config: pytest.Config) -> None:
    """Take on a host's decimal context where one is asked for, in every thread to come.

    The table of conformance is registered here, where a run in several processes gathers reports.
    """
    config.pluginmanager.register(Table(), "conformance table")
    setting = os.environ.get("HOST_DECIMAL")
    if not setting:
        return
    for part in setting.split(","):
        name, _, value = part.partition("=")
        for context in (decimal.DefaultContext, decimal.getcontext()):
            if name == "traps":
                for signal in value.split("+"):
                    context.traps[getattr(decimal, signal)] = True
            elif name == "rounding":
                context.rounding = value
            else:
                setattr(context, name, int(value))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--reference",
        type=Path,
        default=None,
        help="a folder of NAME_expected.json beside NAME_receivables.csv",
    )
    parser.addoption("--write-api", action="store_true", help="write tests/api/public_api.txt anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Longer checks run only when asked for by mark, reference figures only with a folder."""
    unit = Path(__file__).parent / "unit"
    for item in items:
        if item.path.is_relative_to(unit) and item.path.relative_to(unit).parts[0] in CORE:
            item.add_marker(pytest.mark.core)
    full = "full" in config.getoption("markexpr")
    reference = config.getoption("reference") is not None

    def left_out(item: pytest.Item) -> bool:
        fixtures = getattr(item, "fixturenames", ())
        return ("full" in item.keywords and not full) or (
            "expected_file" in fixtures and not reference
        )

    wanted_core = config.getoption("markexpr") == "core"

    def dropped(item: pytest.Item) -> bool:
        return left_out(item) or (wanted_core and "core" not in item.keywords)

    config.hook.pytest_deselected(items=[item for item in items if dropped(item)])
    items[:] = [item for item in items if not dropped(item)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "expected_file" in metafunc.fixturenames:
        folder = metafunc.config.getoption("reference")
        files = sorted(folder.glob("*_expected.json")) if folder else []
        if folder and not files:
            raise pytest.UsageError(f"no *_expected.json in {folder}")
        metafunc.parametrize("expected_file", files, ids=[file.stem for file in files])
