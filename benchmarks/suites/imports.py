"""What it costs a program to load the library, in fresh interpreters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from benchmarks.harness import Mark, Run
from benchmarks.rows import WALL, Row, Side, WrongAnswer

NEVER_LOADED = {"babel", "narwhals", "numpy"}

LEDGER = """
from datetime import date
import collectkit
from collectkit import Money, dates, ledger
invoice = ledger.Invoice(
    id="INV-7", customer_id="C-1", amount=Money("10.00", "EUR") + Money("2.00", "EUR"),
    issued_on=date(2026, 1, 1),
    due_on=dates.BusinessDayConvention.FOLLOWING.adjust(date(2026, 1, 31), dates.WEEKENDS),
)
account = ledger.Account(customer=ledger.Customer(id="C-1"), invoices=(invoice,))
ledger.snapshot(account, as_of=date(2026, 3, 2))
"""
POLICY = "import collectkit.policy"
PYDANTIC = """
from datetime import date
from decimal import Decimal
from pydantic import BaseModel
class Invoice(BaseModel):
    id: str
    amount: Decimal
    issued_on: date
    due_on: date
Invoice(id="INV-7", amount=Decimal("12.00"), issued_on=date(2026, 1, 1), due_on=date(2026, 2, 2))
"""


def _fresh(code: str) -> Callable[[int], Run]:
    def run() -> None:
        subprocess.run([sys.executable, "-c", code], check=True)

    return lambda _: run


def _check(code: str) -> Callable[[], None]:
    def check() -> None:
        script = f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))"
        done = subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True
        )
        loaded = NEVER_LOADED & set(json.loads(done.stdout))
        if loaded:
            raise WrongAnswer(f"{', '.join(sorted(loaded))} loaded by {code!r}")

    return check


def _profile(code: str) -> Callable[[], str]:
    """The ten modules with the most time of their own, and what the packages add up to."""

    def profile() -> str:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", code],
            check=True,
            capture_output=True,
            text=True,
        )
        own: dict[str, int] = {}
        for line in done.stderr.splitlines():
            cells = line.removeprefix("import time:").split("|")
            if len(cells) == 3 and cells[0].strip().isdigit():
                own[cells[2].strip()] = int(cells[0])
        packages: dict[str, int] = {}
        for name, spent in own.items():
            package = name.partition(".")[0]
            packages[package] = packages.get(package, 0) + spent
        return "\n".join(
            f"  {title} (self, us)\n"
            + "\n".join(f"    {spent:>8,}  {name}" for name, spent in _most(found))
            for title, found in (("modules", own), ("packages", packages))
        )

    return profile


def _most(found: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda entry: -entry[1])[:10]


def _row(name: str, title: str, code: str, most: float) -> Row:
    return Row(
        name=f"import/{name}",
        title=title,
        unit="start",
        clock=WALL,
        base=Side(name="the bare interpreter", setup=_fresh("pass")),
        ours=Side(name="collectkit", setup=_fresh(code)),
        peers=(Side(name="pydantic, one model", setup=_fresh(PYDANTIC), marks=(Mark(most),)),),
        check=_check(code),
        profile=_profile(code),
    )


ROWS = (
    _row("ledger", "import collectkit, and use of money, dates and ledger", LEDGER, 1.0),
    _row("policy", "import collectkit.policy", POLICY, 2.2),
)
