"""The page of the preset policies: every document on it is that of its preset.

`python -m tests.docs.test_policy_pages` writes the documents anew.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest
from hypothesis import given, settings
from tests.docs.pages import DOCS
from tests.docs.toml_writer import written

from collectkit import CollectionsPolicy
from collectkit.fees import Interest, LateChargePolicy, Regime, TableRate
from collectkit.policy import presets
from collectkit.testing import collections_policies

PAGE = DOCS / "policies.md"
NAMES = ("b2b_standard", "b2b_uk_us", "consumer")
COMMENTS = {
    "on_missing": "Where a rate table ends: charge the last known rate, and mark it provisional.",
    "terms": "The first terms are the default.",
    "late_charges": "The first charges are the default.",
}
NOTE = "<!-- Written by `python -m tests.docs.test_policy_pages`. -->"
MADE = re.compile(rf"{re.escape(NOTE)}\n```toml\n(.*?)```\n", re.DOTALL)


def made(name: str) -> CollectionsPolicy:
    policy = getattr(presets, name)(creditor="Example Ltd")
    assert isinstance(policy, CollectionsPolicy)
    return policy


@cache
def section(name: str) -> str:
    page = PAGE.read_text(encoding="utf-8")
    return page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def document(name: str) -> str:
    """The document on the page."""
    (found,) = MADE.findall(section(name))
    return str(found)


def rate_tables(policy: CollectionsPolicy) -> set[str]:
    """The rate tables that its late charges read."""
    found = set()
    for entry in policy.late_charges:
        charges = policy.charges(entry.id)
        agreed: LateChargePolicy = charges.policy if isinstance(charges, Regime) else charges
        if isinstance(agreed.interest, Interest) and isinstance(agreed.interest.rate, TableRate):
            found.add(agreed.interest.rate.table)
    return found


# -- the page --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_the_document_is_that_of_the_preset(name: str) -> None:
    assert document(name) == written(made(name), COMMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_the_document_loads_as_the_preset_and_lint_finds_nothing(name: str) -> None:
    loaded = CollectionsPolicy.from_toml(document(name))
    assert loaded == made(name)
    assert loaded.lint() == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_section_names_the_rate_tables_that_the_preset_reads(name: str) -> None:
    assert rate_tables(made(name))
    for table in rate_tables(made(name)):
        assert f"`{table}`" in section(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_calls_left_out_is_left_out(name: str) -> None:
    assert {"scorecard", "catalogue"}.isdisjoint(tomllib.loads(document(name)))


def test_every_preset_has_its_section() -> None:
    assert sorted(NAMES) == sorted(presets.__all__)
    headings = re.findall(r"^## (\w+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert tuple(name for name in headings if name in NAMES) == NAMES


# -- the writer ------------------------------------------------------------------------------------
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=10)
@given(collections_policies())
def test_what_is_written_loads_as_what_was_written(policy: CollectionsPolicy) -> None:
    assert CollectionsPolicy.from_toml(written(policy)) == policy


def test_comments_stand_once_above_the_first() -> None:
    text = written(made("b2b_uk_us"), {"terms": "Of payment.", "ladder.steps": "In their order."})
    assert text.count("# Of payment.\n[[terms]]\n") == 1
    assert text.count("# In their order.\n[[ladder.steps]]\n") == 1
    assert text.count("#") == 2


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    for name in NAMES:
        before, heading, rest = text.partition(f"\n## {name}\n")
        block = f"{NOTE}\n```toml\n{written(made(name), COMMENTS)}```\n"
        text = before + heading + MADE.sub(block.replace("\\", r"\\"), rest, count=1)
    PAGE.write_text(text, encoding="utf-8")
