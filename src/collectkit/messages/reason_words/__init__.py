# data-only
"""The words of reasons in each language: a pattern for every code, and the closed words in figures.

English patterns are the rooms' own; `en` has only what a pattern cannot say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["EN", "Wording"]


class Wording(NamedTuple):
    """The words of one language.

    `patterns` by code. `words` by the figure's name, or by `code.name` where a code has words of
    its own: the English word and the language's. `joins` are the words between those of a list.
    """

    patterns: Mapping[str, str] = {}
    words: Mapping[str, Mapping[str, str]] = {}
    joins: Mapping[str, str] = {}
    yes: str = "yes"
    no: str = "no"
    nothing: str = "not given"


EN = Wording()
