"""The same answers on every Python and from the oldest packages that pyproject.toml admits.

Each environment is made anew, with the package installed from this tree. A Python that is not on
the machine is skipped, and the summary names it.
"""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.hosts.runs import ON_PURPOSE, ROOT, core, run

GROUP = "test"
LEAST = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+(?:\[[A-Za-z0-9,._-]+\])?)>=(?P<version>[0-9.]+)(?:,|$)"
)
# What is used of a Python: that it runs, what it is, and that it makes environments.
PROBE = "import ensurepip, venv, sys; print('{}.{}'.format(*sys.version_info))"


class Setting(NamedTuple):
    version: str
    lowest: bool


SETTINGS = {
    "3.12": Setting("3.12", lowest=False),
    "3.13": Setting("3.13", lowest=False),
    "3.11 with the oldest packages": Setting("3.11", lowest=True),
}


def candidates(version: str) -> Iterator[Path]:
    """Where a Python may be: on the PATH, then among pyenv's, the highest first."""
    for folder in os.get_exec_path():
        yield Path(folder, f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [path for path in pyenv.glob(f"{version}.*") if path.name[len(version) + 1 :].isdigit()]
    for path in sorted(found, key=lambda path: int(path.name.rpartition(".")[2]), reverse=True):
        yield path / "bin" / "python"


def runs(path: Path, version: str) -> bool:
    """Whether it really is that Python: a shim may be there for one that is not chosen."""
    if not os.access(path, os.X_OK):
        return False
    done = subprocess.run([path, "-c", PROBE], check=False, capture_output=True, text=True)
    return done.stdout.strip() == version


def lowest(requirements: Iterable[str]) -> tuple[str, ...]:
    """`name>=X,<Y` as `name==X`.

    >>> lowest(["pydantic>=2.12,<3"])
    ('pydantic==2.12',)
    """
    found = [(requirement, LEAST.match(requirement)) for requirement in requirements]
    unbound = [requirement for requirement, match in found if match is None]
    assert not unbound, f"no lower bound: {', '.join(unbound)}"
    return tuple(f"{match['name']}=={match['version']}" for _, match in found if match)


def done(*command: str | Path) -> str:
    """What a command prints, or its whole complaint."""
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, f"{command}\n{ran.stdout[:2_000]}{ran.stderr[-2_000:]}"
    return ran.stdout


def environment(setting: Setting, folder: Path) -> Path:
    """The Python of a new environment that holds the package and what its tests need."""
    version = setting.version
    found = next((path for path in candidates(version) if runs(path, version)), None)
    if found is None:
        pytest.skip(f"python{version} not found: not run")
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs: tuple[str, ...] = ("--group", GROUP)
    if setting.lowest:
        needs = lowest((*project["project"]["dependencies"], *project["dependency-groups"][GROUP]))
    done(found, "-m", "venv", folder)
    python = folder / "bin" / "python"
    done(python, "-m", "pip", "install", "-q", "-U", "pip>=25.1")
    done(python, "-m", "pip", "install", "-q", ROOT, *needs)
    return python


@pytest.mark.full
@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_the_answers_are_the_same(setting: Setting, tmp_path: Path) -> None:
    python = environment(setting, tmp_path)
    home = done(python, "-W", "error", "-c", "import collectkit; print(collectkit.__file__)")
    assert Path(home.strip()).is_relative_to(tmp_path)
    done(python, "-W", "error", "-m", "doctest", "-o", "NORMALIZE_WHITESPACE", "README.md")
    failing = run(ON_PURPOSE, interpreter=python)
    assert failing.returncode == 1
    assert "1 failed" in failing.stdout
    core(interpreter=python)


def test_a_requirement_without_a_lower_bound_is_seen() -> None:
    with pytest.raises(AssertionError, match="no lower bound: babel"):
        lowest(["pydantic>=2.12,<3", "babel"])
