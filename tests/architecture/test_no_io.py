"""The library opens, connects and starts nothing: watched by the interpreter's own audit hook."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

# Everything a host would call, from contract text to the letter, and the errors on the way.
MAIN_JOB = """
from datetime import date
from collectkit import CollectionsPolicy, Money, review_account, review_portfolio
from collectkit.errors import CollectkitError
from collectkit.ledger import Account, Customer, accounts, age, from_rows, payment
from collectkit.messages import Template
from collectkit.policy import presets

policy = CollectionsPolicy.from_json(presets.b2b_standard(creditor="Example Ltd").to_json())
invoice = policy.term("2-10-net-30").invoice(
    id="INV-7", customer_id="C-1", amount=Money("1190.00", "EUR"), issued_on=date(2026, 1, 31))
receipt, allocation = payment(invoice, on=date(2026, 3, 10), amount=Money("90.00", "EUR"))
account = Account(customer=Customer(id="C-1"), invoices=(invoice,), receipts=(receipt,),
                  allocations=(allocation,))
review = review_account(policy, account, as_of=date(2026, 3, 20))
review.explain(), review.decision.why_not("agency")
for action in review.decision.actions:
    policy.message(review, action)
review_portfolio(policy, [account], as_of=date(2026, 3, 20))
age(review.snapshot)
from_rows("invoices", [{"id": "x", "amount": "1E+999999"}])
policy.lint(), policy.digest, CollectionsPolicy.model_json_schema()
for bad in (lambda: Money("x", "EUR"), lambda: Template.parse("{nothing}")):
    try:
        bad()
    except CollectkitError:
        pass
"""
WATCHED = f"""
import json, sys
seen = []
def hook(event, arguments):
    if event.split(".")[0] in ("open", "socket", "subprocess", "os", "shutil", "sqlite3", "urllib",
                               "http", "ftplib", "smtplib", "tempfile", "winreg", "webbrowser"):
        seen.append((event, str(arguments[0]) if arguments else ""))
sys.addaudithook(hook)
{MAIN_JOB}
%s
print(json.dumps(seen))
"""


def events(extra: str = "") -> list[tuple[str, str]]:
    """What the interpreter was asked to do while the main job ran."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED % extra], check=True, capture_output=True, text=True
    )
    return [(event, path) for event, path in json.loads(done.stdout.splitlines()[-1])]


SEARCHED = (".", "")  # the folder a program is started in, which the import system looks through


def own(path: str) -> bool:
    """Whether a path is of the interpreter, its packages or the time-zone database."""
    homes = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    homes |= {sys.prefix, sys.base_prefix, "/usr/share/zoneinfo", "/etc/localtime"}
    source = Path(__file__).resolve().parents[2] / "src"
    return path in SEARCHED or any(path.startswith(home) for home in (*homes, str(source)))


def foreign(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is neither reading nor listing what belongs to the interpreter."""
    reading = {"open", "os.listdir", "os.scandir"}
    # A compiled module may be written beside its source; that is the import system's own doing.
    return [
        (event, path)
        for event, path in found
        if not (event in reading and own(path)) and "__pycache__" not in path
    ]


def test_the_main_job_touches_nothing_outside_the_interpreter() -> None:
    found = events()
    assert found, "the hook saw not even the imports"
    assert foreign(found) == []


@pytest.mark.parametrize(
    "planted",
    [
        "open('/etc/hostname').close()",
        "import socket; socket.socket().close()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.listdir('/')",
    ],
)
def test_the_hook_would_see_it(planted: str) -> None:
    assert foreign(events(planted)) != []
