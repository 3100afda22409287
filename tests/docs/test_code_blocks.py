"""Every fenced block in the documentation is run, parsed or compared with what was run."""

from __future__ import annotations

import doctest
import importlib.metadata
import importlib.util
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import NOT_RUN, PAGES, ROOT, Block, blocks

from collectkit import CollectionsPolicy

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What pytest is pointed at; `--doctest-glob=*.md` runs the prompts in there.
RUN = [ROOT / path for path in PROJECT["tool"]["pytest"]["ini_options"]["testpaths"]]
BLOCKS = [
    pytest.param(page, block, id=f"{page.relative_to(ROOT)}:{block.line}")
    for page in PAGES
    for block in blocks(page.read_text(encoding="utf-8"))
]


def faults(block: Block, page: Path) -> Iterator[str]:
    """What keeps a block from being true: nothing, for a good one."""
    match block.language:
        case "python":
            yield from _not_run(block.text, page)
        case "sh":
            yield from _commands(block.text)
        case "json":
            yield from _document(json.loads(block.text), CollectionsPolicy.from_json, block.text)
        case "toml":
            yield from _document(tomllib.loads(block.text), CollectionsPolicy.from_toml, block.text)
        case "text":
            if not NOT_RUN.fullmatch(block.before) and block.text not in _printed(block.above):
                yield "no example above prints this"
        case other:
            yield f"nothing runs a block of {other or 'no language'}"


def _not_run(text: str, page: Path) -> Iterator[str]:
    if not any(page.is_relative_to(path) for path in RUN):
        yield "pytest does not look here"
    parts = doctest.DocTestParser().parse(text)
    for part in parts:
        if isinstance(part, doctest.Example):
            if any(part.options.get(flag) for flag in (doctest.SKIP, doctest.ELLIPSIS)):
                yield f"an option hides what happens: {part.source.strip()}"
        elif part.strip():
            yield f"outside any prompt: {part.strip().splitlines()[0]}"
    if not any(isinstance(part, doctest.Example) for part in parts):
        yield "no prompt"


def _printed(above: str) -> set[str]:
    """What the examples of the page print, as far as the page goes."""
    return {
        part.want.rstrip("\n")
        for block in blocks(above)
        if block.language == "python"
        for part in doctest.DocTestParser().parse(block.text)
        if isinstance(part, doctest.Example)
    }


def _document(document: dict[str, Any], load: Any, text: str) -> Iterator[str]:
    if "ladder" in document:
        load(text)  # raises with the path of every fault
    elif not document:
        yield "empty"


# -- commands ---------------------------------------------------------------------------------
def _commands(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        for command in line.split("&&"):
            words = shlex.split(command, comments=True)
            if words:
                yield from _command(words)


def _command(words: list[str]) -> Iterator[str]:
    program, *rest = words
    python = program in ("python", "python3", ".venv/bin/python")
    match rest:
        case ["-m", "pip", "install", *what] if python:
            yield from _installs(what)
        case ["-m", module, *_] if python:
            if importlib.util.find_spec(module) is None:
                yield f"no module {module}"
        case [script, *options] if python:
            yield from _script(script, options)
        case _ if program.startswith(".venv/bin/"):
            if program.rpartition("/")[2] not in _console_scripts():
                yield f"no command {program}"
        case _ if not (ROOT / program).is_file():
            yield f"no file {program}"


def _installs(words: list[str]) -> Iterator[str]:
    expects_group = False
    for word in words:
        extras = re.fullmatch(r"\.\[(.+)\]", word)
        if expects_group:
            if word not in PROJECT["dependency-groups"]:
                yield f"no dependency group {word}"
            expects_group = False
        elif word == "--group":
            expects_group = True
        elif extras:
            known = PROJECT["project"]["optional-dependencies"]
            yield from (f"no extra {extra}" for extra in extras[1].split(",") if extra not in known)
        elif word not in (".", "-e", "-q", "-U") and not word.startswith("pip>="):
            yield f"installs {word}"


def _script(script: str, options: list[str]) -> Iterator[str]:
    if not (ROOT / script).is_file():
        yield f"no file {script}"
        return
    known = _help(script)
    for option in options:
        name = option.partition("=")[0]
        if name.startswith("-") and name not in known:
            yield f"{script} has no option {name}"


@cache
def _help(script: str) -> set[str]:
    """The options a script says it takes."""
    shown = subprocess.run(
        [sys.executable, script, "--help"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", shown.stdout))


@cache
def _console_scripts() -> set[str]:
    return {entry.name for entry in importlib.metadata.entry_points(group="console_scripts")}


# -- the tests --------------------------------------------------------------------------------
@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_every_block_is_run_or_compared(page: Path, block: Block) -> None:
    assert list(faults(block, page)) == []


def test_pytest_runs_the_prompts_of_the_readme_and_the_pages() -> None:
    assert {ROOT / "README.md", ROOT / "docs"} <= set(RUN)
    assert "--doctest-glob=*.md" in PROJECT["tool"]["pytest"]["ini_options"]["addopts"].split()


def test_the_readme_shows_its_two_commands() -> None:
    """`.ci/run` takes them from there, one line each."""
    shown = [b.text for b in blocks((ROOT / "README.md").read_text("utf-8")) if b.language == "sh"]
    assert len(shown) == 2
    assert all(text.count("\n") == 0 and text.startswith("python3 -m venv ") for text in shown)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```python\nprint(1)\n```", "outside any prompt: print(1)"),
        ("```python\nx = 1\n>>> x\n1\n```", "outside any prompt: x = 1"),
        ("```python\n>>> 1  # doctest: +SKIP\n```", "an option hides what happens"),
        ("```python\n```", "no prompt"),
        ("```pycon\n>>> 1\n```", "nothing runs a block of pycon"),
        ("```\n1\n```", "nothing runs a block of no language"),
        ("```text\n2\n```", "no example above prints this"),
        ("```python\n>>> 1\n1\n\n```\n\n```text\n2\n```", "no example above prints this"),
        ("```sh\npython examples/nowhere.py\n```", "no file examples/nowhere.py"),
        ("```sh\npython examples/make_book.py --sede 1\n```", "has no option --sede"),
        ("```sh\npython3 -m pip install '.[nothing]'\n```", "no extra nothing"),
        ("```sh\npython3 -m pip install . --group nobody\n```", "no dependency group nobody"),
        ("```sh\npython3 -m pip install collectkit-extras\n```", "installs collectkit-extras"),
        ("```sh\npython3 -m nowhere\n```", "no module nowhere"),
        ("```sh\n.venv/bin/nothing\n```", "no command .venv/bin/nothing"),
        ("```sh\ncurl\n```", "no file curl"),
        ("```json\n{}\n```", "empty"),
    ],
)
def test_a_bad_block_is_found(text: str, fault: str) -> None:
    *_, last = blocks(text)
    assert any(fault in found for found in faults(last, ROOT / "docs" / "index.md"))


@pytest.mark.parametrize(
    "text",
    [
        "```python\n>>> 1\n1\n\n```\n\n```text\n1\n```",
        "<!-- not run: printed by your mail server -->\n```text\n250 OK\n```",
        "```sh\n.venv/bin/python examples/make_book.py --out book --seed=7  # another book\n```",
        '```toml\ncurrency = "EUR"\n```',
    ],
)
def test_a_good_block_is_taken(text: str) -> None:
    *_, last = blocks(text)
    assert list(faults(last, ROOT / "docs" / "index.md")) == []


def test_a_policy_document_is_loaded() -> None:
    *_, last = blocks('```toml\nid = "x"\n[ladder]\nid = "short"\n```')
    with pytest.raises(ValueError, match="version: is missing"):
        list(faults(last, ROOT / "docs" / "index.md"))


def test_a_page_outside_the_test_paths_shows_no_python() -> None:
    *_, last = blocks("```python\n>>> 1\n1\n```")
    assert list(faults(last, ROOT / "SECURITY.md")) == ["pytest does not look here"]
