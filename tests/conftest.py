"""Options and profiles shared by every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("core", settings.get_profile("default"), max_examples=20)
settings.register_profile("full", settings.get_profile("default"), max_examples=2_000)
settings.load_profile("default")


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
    full = "full" in config.getoption("markexpr")
    reference = config.getoption("reference") is not None

    def left_out(item: pytest.Item) -> bool:
        fixtures = getattr(item, "fixturenames", ())
        return ("full" in item.keywords and not full) or (
            "expected_file" in fixtures and not reference
        )

    config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
    items[:] = [item for item in items if not left_out(item)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "expected_file" in metafunc.fixturenames:
        folder = metafunc.config.getoption("reference")
        files = sorted(folder.glob("*_expected.json")) if folder else []
        if folder and not files:
            raise pytest.UsageError(f"no *_expected.json in {folder}")
        metafunc.parametrize("expected_file", files, ids=[file.stem for file in files])
