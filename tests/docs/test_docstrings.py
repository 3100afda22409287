"""How docstrings become reference pages."""

from __future__ import annotations

import griffe
import pytest
from tests.docs.pages import DOCS

SOURCE = '''
"""A room.

    >>> 1 + 1
    2
"""
class Step(Policy):
    """A step."""
    offset: int = Field(default=7, ge=1, description="Days past due.")
    kind: str = "reminder"
    told: int = Field(description="Not shown.")
    """Says itself."""
'''


@pytest.fixture(scope="module")
def room() -> griffe.Module:
    extensions = griffe.load_extensions(str(DOCS / "docstrings.py"))
    with griffe.temporary_visited_package(
        "room", {"__init__.py": SOURCE}, extensions=extensions
    ) as m:
        return m


def test_examples_are_code_and_not_quotations(room: griffe.Module) -> None:
    assert room.docstring is not None
    assert room.docstring.value == "A room.\n\n```python\n>>> 1 + 1\n2\n```"


def test_a_policy_field_shows_its_description_and_its_default(room: griffe.Module) -> None:
    offset = room["Step.offset"]
    assert (offset.docstring.value, str(offset.value)) == ("Days past due.", "7")


def test_what_is_no_policy_field_stays(room: griffe.Module) -> None:
    assert (room["Step.kind"].docstring, str(room["Step.kind"].value)) == (None, "'reminder'")
    assert room["Step.told"].docstring.value == "Says itself."
