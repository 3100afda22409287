"""Importing the library leaves the host as it was: decimals, warnings, locale, signals and all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.unit.testing.drawn import ROOMS

WATCHED = """
import atexit, builtins, codecs, copyreg, decimal, gc, json, locale, logging, os, random, signal
import sys, threading, warnings
from importlib import import_module

def signals():
    return {int(number): repr(signal.getsignal(number)) for number in signal.valid_signals()}

def host():
    return {
        "decimal context": repr(decimal.getcontext()),
        "default decimal context": repr(decimal.DefaultContext),
        "warnings filters": repr(warnings.filters),
        "showwarning": repr(warnings.showwarning),
        "locale": locale.setlocale(locale.LC_ALL),
        "sys.path": list(sys.path),
        "import hooks": repr((sys.meta_path, sys.path_hooks)),
        "other hooks": repr((sys.excepthook, sys.displayhook, threading.excepthook)),
        "streams": repr((sys.stdin, sys.stdout, sys.stderr)),
        "signals": signals(),
        "exit handlers": atexit._ncallbacks(),
        "threads": threading.active_count(),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "random": repr(random.getstate()),
        "logging": repr((logging.root.level, logging.root.handlers, logging.raiseExceptions)),
        "builtins": sorted(vars(builtins)),
        "pickling": sorted(map(repr, copyreg.dispatch_table)),
        "limits": [sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval()],
        "collector": repr((gc.isenabled(), gc.get_threshold(), gc.callbacks)),
        "tracing": repr((sys.gettrace(), sys.getprofile())),
    }

changed = {}
for step in json.loads(sys.argv[1]):
    before = host()
    exec(step)
    after = host()
    found = [name for name in before if before[name] != after[name]]
    if found:
        changed[step] = found
print(json.dumps(changed))
"""
# Changes that each of the things watched would show.
MEDDLING = {
    "decimal context": "import decimal; decimal.getcontext().prec = 9",
    "default decimal context": "import decimal; decimal.DefaultContext.rounding = 'ROUND_UP'",
    "warnings filters": "import warnings; warnings.simplefilter('ignore')",
    "locale": "import locale; locale.setlocale(locale.LC_ALL, 'C.UTF-8')",
    "sys.path": "sys.path.append('/somewhere')",
    "signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "exit handlers": "import atexit; atexit.register(int)",
    "threads": "import threading; threading.Timer(0.3, int).start()",
    "environment": "import os; os.environ['TZ'] = 'UTC'",
    "random": "import random; random.seed(1)",
    "logging": "import logging; logging.basicConfig()",
    "builtins": "import builtins; builtins.cents = 100",
    "other hooks": "sys.excepthook = print",
    "limits": "sys.setrecursionlimit(9_999)",
    "pickling": "import copyreg; copyreg.pickle(type(host), repr)",
}


def changes(*steps: str) -> dict[str, list[str]]:
    """What each step changes about a fresh interpreter, one after another."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(steps)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_importing_the_library_leaves_the_host_as_it_was() -> None:
    assert changes("import collectkit", *(f"import collectkit.{room}" for room in ROOMS)) == {}


@pytest.mark.parametrize("name", MEDDLING)
def test_meddling_would_be_seen(name: str) -> None:
    (found,) = changes(MEDDLING[name]).values()
    assert name in found
