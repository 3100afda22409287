"""The page of recipes with scikit-learn and lifelines runs, to the printed digit."""

from __future__ import annotations

import doctest

import pytest
from tests.docs.pages import DOCS, ROOT


@pytest.mark.full
def test_the_recipes_run_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("lifelines")
    monkeypatch.chdir(ROOT)  # the page reads the book of the checkout
    monkeypatch.syspath_prepend(str(ROOT))
    page = DOCS / "calibration.md"
    outcome = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert outcome.attempted > 20
    assert outcome.failed == 0
