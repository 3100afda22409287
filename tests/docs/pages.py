"""What the tests of the documentation share: where its pages and fenced blocks are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md"))
SRC = ROOT / "src" / "collectkit"
ROOMS = sorted(
    [path.parent.name for path in SRC.glob("[!_]*/__init__.py")]
    + [path.stem for path in SRC.glob("[!_]*.py")]
)

# An output that no example on the page prints, and why: `<!-- not run: needs a mail server -->`.
NOT_RUN = re.compile(r"<!-- not run: \S.* -->")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})\s*(.*)")


class Block(NamedTuple):
    """A fenced block, what stood on the line before it, and the page up to it."""

    language: str
    text: str
    line: int
    before: str
    above: str


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page in order; an unclosed one runs to the end."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        opened = _FENCE.fullmatch(lines[at])
        at += 1
        if opened is None:
            continue
        first = at
        while at < len(lines) and lines[at].strip() != opened[2]:
            at += 1
        yield Block(
            language=opened[3],
            text="\n".join(lines[first:at]),
            line=first,
            before="".join(lines[max(first - 2, 0) : first - 1]).strip(),
            above="\n".join(lines[: first - 1]),
        )
        at += 1
