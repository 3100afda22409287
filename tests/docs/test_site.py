"""The site: complete, strict, and standing alone."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from mkdocs.utils.yaml import yaml_load
from tests.docs.pages import DOCS, PAGES, ROOMS, ROOT, SRC

import collectkit

CONFIG: dict[str, Any] = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def nav_files(nav: object) -> Iterator[str]:
    """The files a navigation names, at any depth, in order."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from nav_files(entry)
    elif isinstance(nav, list):
        for entry in nav:
            yield from nav_files(entry)


NAV = list(nav_files(CONFIG["nav"]))


# -- what is there ----------------------------------------------------------------------------
@pytest.mark.parametrize("room", ROOMS)
def test_every_public_room_has_a_reference_page(room: str) -> None:
    page = DOCS / "reference" / f"{room}.md"
    assert f"::: collectkit.{room}\n" in page.read_text(encoding="utf-8")
    assert f"reference/{room}.md" in NAV
    for where in ("house-plan.md", "reference/index.md"):
        assert f"{room}.md)" in (DOCS / where).read_text(encoding="utf-8"), where


def test_the_reference_starts_with_what_the_package_itself_offers() -> None:
    text = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    assert [name for name in collectkit.__all__ if f"`{name}`" not in text] == []


def test_no_reference_page_is_left_of_a_room_that_is_gone() -> None:
    assert sorted(p.stem for p in DOCS.glob("reference/*.md")) == sorted([*ROOMS, "index"])


def test_every_page_is_in_the_navigation_once() -> None:
    assert sorted(NAV) == sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))


def test_decisions_stand_in_the_order_of_their_numbers() -> None:
    shown = [name for name in NAV if name.startswith("decisions/")]
    assert shown == [f"decisions/{note.name}" for note in DECISIONS]


@pytest.mark.parametrize("note", DECISIONS, ids=lambda note: note.stem)
def test_a_decision_is_short_numbered_and_whole(note: Path) -> None:
    text = note.read_text(encoding="utf-8")
    assert text.count("\n") <= 40
    assert text.startswith(f"# {int(note.name[:4])}. ")
    for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
        assert part in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path = target.partition("#")[0]
        if path and "://" not in path and not path.startswith("mailto:"):
            assert (page.parent / path).exists(), target


def test_the_picture_of_the_house_shows_the_floors_that_are_checked() -> None:
    page = (DOCS / "house-plan.md").read_text(encoding="utf-8")
    picture = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    names = "{http://www.w3.org/2000/svg}"
    drawn = [
        {text.text for text in floor.iter(f"{names}text") if text.get("class") == "room"}
        for floor in picture.iter(f"{names}g")
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = {path.stem for path in SRC.iterdir()}
    checked = [set(re.findall(r"\w+", layer)) & rooms for layer in layers]
    assert drawn == [floor for floor in checked if floor]


def test_every_decided_subject_has_a_table_and_an_example() -> None:
    page = (DOCS / "decided-once.md").read_text(encoding="utf-8")
    for subject in page.split("\n## ")[1:]:
        assert "\n|---|" in subject, subject.splitlines()[0]
        assert "\n```python\n>>> " in subject, subject.splitlines()[0]


# -- how it is built --------------------------------------------------------------------------
def test_a_broken_link_or_a_forgotten_page_fails_the_build() -> None:
    checks = CONFIG["validation"]
    assert {checks["nav"][name] for name in ("omitted_files", "not_found")} == {"warn"}
    assert {checks["links"][name] for name in ("not_found", "anchors")} == {"warn"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as CI builds it. No `--quiet`: it hides the warnings from `--strict`, too."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        check=False,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    said = [line for line in done.stderr.splitlines() if not line.startswith("INFO ")]
    assert (done.returncode, done.stdout, said) == (0, "", [])
    return folder


class Assets(HTMLParser):
    """What a browser fetches to show a page; a link to click is no asset."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in ("src", "srcset", "poster", "data", "xlink:href"):
            self.found.append(given.get(name, ""))
        if tag in ("link", "use", "image"):
            self.found.append(given.get("href", ""))
        self.found += in_style(given.get("style", ""))
        if "mermaid" in given.get("class", "").split():
            self.found.append("https://unpkg.com/mermaid")  # the theme would fetch it

    def handle_data(self, data: str) -> None:
        if self.get_starttag_text() == "<style>":
            self.found += in_style(data)


def in_style(css: str) -> list[str]:
    return re.findall(r"url\(\s*['\"]?([^'\")]+)", css) + re.findall(
        r"@import\s+['\"]([^'\"]+)", css
    )


def outside(addresses: list[str]) -> list[str]:
    return [one for one in addresses if re.match(r"\s*(https?:)?//", one)]


def assets(html: str) -> list[str]:
    page = Assets()
    page.feed(html)
    return outside(page.found)


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://unpkg.com/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img src="http://example.com/badge.svg">',
        '<div style="background: url(https://example.com/x.png)"></div>',
        "<style>@import 'https://example.com/x.css';</style>",
        '<pre class="mermaid"><code></code></pre>',
    ],
)
def test_an_outside_asset_is_found(html: str) -> None:
    assert len(assets(html)) == 1


def test_a_link_to_click_is_no_asset() -> None:
    assert assets('<a href="https://keepachangelog.com">x</a><script src="../a.js"></script>') == []


@pytest.mark.full
def test_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(NAV)
    for page in pages:
        assert assets(page.read_text(encoding="utf-8")) == [], page
    for sheet in site.rglob("*.css"):
        assert outside(in_style(sheet.read_text(encoding="utf-8"))) == [], sheet


@pytest.mark.full
@pytest.mark.parametrize("room", ROOMS)
def test_every_public_class_and_function_is_on_its_page(site: Path, room: str) -> None:
    html = (site / "reference" / room / "index.html").read_text(encoding="utf-8")
    module = importlib.import_module(f"collectkit.{room}")
    named = {
        name
        for name in module.__all__
        if inspect.isclass(getattr(module, name)) or inspect.isfunction(getattr(module, name))
    }
    shown = set(re.findall(rf'id="collectkit\.{room}\.(?:\w+\.)?(\w+)"', html))
    assert named - shown == set()
    assert "<blockquote>" not in html  # an example read as a quotation
