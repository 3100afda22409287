"""The page of the metrics: its second part lists every definition, and nothing else.

`python -m tests.docs.test_metrics_page` writes that part anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from tests.docs.pages import DOCS

from collectkit import metrics
from collectkit.metrics import DEFINITIONS, Definition

PAGE = DOCS / "metrics.md"
MARK = "<!-- From here on: written by `python -m tests.docs.test_metrics_page`. -->\n"

# The modules that a section is about, in the order of the page; any other comes after them.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Days sales outstanding": ("outstanding", "conventions"),
    "Collection effectiveness and losses on sales": ("effectiveness",),
    "Lateness and payment performance": ("lateness", "performance"),
    "Payment curve": ("curve",),
    "Disputes, promises and delays": ("disputes", "promises", "delays"),
    "Moves between buckets, and loss rates": ("transitions", "losses"),
    "Provision": ("allowances", "provisioning"),
    "Concentration": ("concentration",),
    "Contacts, cost and recovery": ("contacts", "recovery"),
    "Late charges": ("enforcement",),
}
BETTER = {
    "lower": "lower is better",
    "higher": "higher is better",
    "neutral": "neither way is better",
}


def section(entry: Definition) -> str:
    """The section of a figure, by the module that computes it."""
    module: str = getattr(metrics, entry.function).__module__.rpartition(".")[2]
    known = (title for title, modules in SECTIONS.items() if module in modules)
    return next(known, module.capitalize())


def listed(definitions: Mapping[str, Definition]) -> str:
    """The part of the page that is written by machine."""
    found: dict[str, list[Definition]] = {title: [] for title in SECTIONS}
    for entry in definitions.values():
        found.setdefault(section(entry), []).append(entry)
    lines = (line for title, rows in found.items() if rows for line in _section(title, rows))
    return "\n" + "\n".join(lines)


def _section(title: str, rows: list[Definition]) -> Iterator[str]:
    yield f"## {title}\n"
    for row in rows:
        yield f"### {row.name}\n"
        yield f"[`{row.function}`]({_reference(row.function)}): `{row.formula}`\n"
        yield f"- Unit: {row.unit}, {BETTER[row.direction]}."
        yield f"- Convention: {row.convention}."
        yield f"- Source: {row.source}.\n"


def _reference(function: str) -> str:
    # A function with the name of its module has no entry: the module stands in its place.
    hidden = find_spec(f"collectkit.metrics.{function}") is not None
    return "reference/metrics.md" + ("" if hidden else f"#collectkit.metrics.{function}")


def parts() -> tuple[str, str]:
    """What is written by hand, and what is not."""
    by_hand, mark, made = PAGE.read_text(encoding="utf-8").partition(MARK)
    assert mark, "the mark is gone"
    return by_hand, made


def test_the_page_lists_the_definitions_as_they_are() -> None:
    assert parts()[1] == listed(DEFINITIONS)


def test_every_figure_has_one_heading() -> None:
    headings = re.findall(r"^### (.+)$", parts()[1], flags=re.MULTILINE)
    assert sorted(headings) == sorted(DEFINITIONS)


def test_a_figure_of_a_module_without_a_section_is_listed_all_the_same() -> None:
    # `period_figures` computes no figure of the page, so its module has no section.
    last = Definition(
        name="new", function="period_figures", formula="1 / 3", unit="share",
        direction="neutral", convention="none", source="nobody",
    )  # fmt: skip
    text = listed({**DEFINITIONS, "new": last})
    assert text.startswith(listed(DEFINITIONS).rstrip("\n"))
    assert text.endswith(
        "## Period\n\n### new\n\n"
        "[`period_figures`](reference/metrics.md#collectkit.metrics.period_figures): `1 / 3`\n\n"
        "- Unit: share, neither way is better.\n- Convention: none.\n- Source: nobody.\n"
    )


if __name__ == "__main__":
    PAGE.write_text(parts()[0] + MARK + listed(DEFINITIONS), encoding="utf-8")
