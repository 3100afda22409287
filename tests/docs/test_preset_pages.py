"""The page of the preset ladders: every table and picture is that of its preset.

`python -m tests.docs.test_preset_pages firm` prints both of a preset, to be pasted there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import pytest
from tests.docs.pages import DOCS

from collectkit.escalation import (
    AnyOf,
    BrokenPromises,
    Condition,
    GradeIn,
    Ladder,
    Stage,
    Step,
    presets,
)

NAMES = ("gentle", "standard", "firm", "consumer")
SVG = "{http://www.w3.org/2000/svg}"
# 4 px to a day, the due date at 150 px; what comes later than the last day stands at the edge.
ZERO, SCALE, LAST, EDGE = 150, 4, 130, 690


def made(name: str) -> Ladder:
    ladder = getattr(presets, name)()
    assert isinstance(ladder, Ladder)
    return ladder


@cache
def section(name: str) -> str:
    page = (DOCS / "presets.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def days(ladder: Ladder) -> dict[str, int]:
    """Days past due of every step, when each is taken as soon as its own clocks allow."""
    found: dict[str, int] = {}
    for step in ladder.steps:
        waits = [found[wait.step] + wait.days for wait in step.after]
        found[step.id] = max([*waits] if step.offset is None else [*waits, step.offset])
    return found


# -- what the table says ---------------------------------------------------------------------------
def said(condition: Condition) -> str:
    match condition:
        case AnyOf():
            return " or ".join(said(part) for part in condition.conditions)
        case GradeIn():
            return "grade " + ", ".join(condition.grades)
        case BrokenPromises():
            return f"broken promises from {condition.at_least} on"
    raise AssertionError(f"say it in words: {condition}")


def clocks(step: Step) -> str:
    own = [] if step.offset is None else [f"day {step.offset}"]
    return ", ".join([*own, *(f"{wait.days} days after {wait.step}" for wait in step.after)])


def remarks(step: Step) -> Iterator[str]:
    if step.required:
        yield "required"
    if not step.is_internal and not step.is_pre_due and step.kind != "call":
        yield f"gives {step.pay_within} days"
    if step.when is not None:
        yield f"only if {said(step.when)}"
    if step.approval is not None:
        yield f"approved by {step.approval}"


def table(ladder: Ladder) -> str:
    rows = ["| step | kind | when | through | who | |", "|---|---|---|---|---|---|"]
    for step in ladder.steps:
        cells = (
            f"`{step.id}`",
            step.kind,
            clocks(step),
            ", ".join(step.channels),
            step.role or "",
            "; ".join(remarks(step)),
        )
        rows.append("|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|")
    return "\n".join(rows)


# -- the picture -----------------------------------------------------------------------------------
def at(day: int) -> int:
    return ZERO + SCALE * day if day <= LAST else EDGE


def mark(step: Step, x: int, y: int) -> str:
    if step.is_internal:
        return f'<rect class="house" x="{x - 5}" y="{y - 5}" width="10" height="10"/>'
    kind = "required" if step.required else "optional"
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="5"/>'


def bands(stages: tuple[Stage, ...]) -> Iterator[str]:
    ends = [*(at(stage.days) for stage in stages[1:]), EDGE]
    for stage, end in zip(stages, ends, strict=True):
        start = at(stage.days)
        text = ": ".join([stage.id, *stage.effects])
        yield '<g class="stage">'
        yield f'<rect x="{start}" y="8" width="{end - start}" height="22" rx="3"/>'
        yield f'<text x="{start + 5}" y="23">{text}</text>'
        yield "</g>"


def picture(ladder: Ladder) -> str:
    name, found = ladder.id, days(ladder)
    low = 50 + 26 * len(ladder.steps)
    lines = [
        '<figure class="ladder">',
        f'<svg width="800" viewBox="0 0 800 {low}" role="img" aria-labelledby="{name}-title" '
        'xmlns="http://www.w3.org/2000/svg">',
        f'<title id="{name}-title">The {name} ladder over the days past due</title>',
        *bands(ladder.stages),
        f'<line class="due" x1="{ZERO}" y1="8" x2="{ZERO}" y2="{low - 8}"/>',
    ]
    for n, step in enumerate(ladder.steps):
        day, y = found[step.id], 52 + 26 * n
        x, gives = at(day), 0 if step.is_internal or step.is_pre_due else step.pay_within
        lines += [
            '<g class="step">',
            f'<text class="name" x="{ZERO - 40}" y="{y + 4}">{step.id}</text>',
            f'<line class="gives" x1="{x}" y1="{y}" x2="{x + SCALE * gives}" y2="{y}"/>',
            mark(step, x, y),
            f'<text class="day" x="{x + SCALE * gives + 10}" y="{y + 4}">day {day}</text>',
            "</g>",
        ]
    return "\n".join([*lines, "</svg>", "</figure>"])


# -- the tests -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_the_table_is_that_of_the_preset(name: str) -> None:
    assert table(made(name)) in section(name)
    assert section(name).count("\n|---|") == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_that_of_the_preset(name: str) -> None:
    assert picture(made(name)) in section(name)
    assert section(name).count("<svg") == 1


@pytest.mark.parametrize("name", NAMES)
def test_everything_in_a_picture_lies_in_it_and_every_step_and_stage_is_there(name: str) -> None:
    drawn = ElementTree.fromstring(picture(made(name)))
    groups = {kind: [g for g in drawn.iter(f"{SVG}g") if g.get("class") == kind]
              for kind in ("step", "stage")}  # fmt: skip
    assert [g.findtext(f"{SVG}text") for g in groups["step"]] == [s.id for s in made(name).steps]
    assert len(groups["stage"]) == len(made(name).stages)
    height = int(drawn[0].get("viewBox", "").split()[3])
    for one in drawn.iter():
        assert 0 <= int(one.get("x", one.get("cx", 0))) <= 740, one.attrib
        assert int(one.get("y", one.get("cy", 0))) < height, one.attrib


def test_every_preset_has_its_section_and_no_other_ladder_has_one() -> None:
    assert sorted(NAMES) == sorted(presets.__all__)
    page = (DOCS / "presets.md").read_text(encoding="utf-8")
    headings = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert tuple(headings[: len(NAMES)]) == NAMES


if __name__ == "__main__":
    print(table(made(sys.argv[1])), picture(made(sys.argv[1])), sep="\n\n")
