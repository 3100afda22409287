"""What importing a room loads: its own floors, and the packages it is said to need."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

BELOW_LEDGER = {"_checks", "errors", "explain", "money"}
GROUND = BELOW_LEDGER | {"_model", "dates", "ledger"}
PYDANTIC = {
    "annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection",
}  # fmt: skip
SCRIPT = """
import sys
before = set(sys.modules)
{code}
new = sorted(set(sys.modules) - before)
installed = [n for n in new if "site-packages" in (getattr(sys.modules[n], "__file__", 0) or "")]
import json
print(json.dumps([new, installed]))
"""


class Loaded(NamedTuple):
    """The modules a fresh interpreter has loaded, and which of them are other people's."""

    modules: set[str]
    packages: set[str]

    @property
    def rooms(self) -> set[str]:
        own = (name.split(".") for name in self.modules)
        return {path[1] for path in own if path[0] == "collectkit" and len(path) > 1}


def loaded_after(code: str) -> Loaded:
    """What running `code` in a fresh interpreter loads."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(code=code)], check=True, capture_output=True, text=True
    )
    new, installed = json.loads(done.stdout.splitlines()[-1])
    packages = {name.split(".")[0] for name in installed}
    return Loaded(set(new), packages - {"collectkit"})


class Cost(NamedTuple):
    """What a room may load; `most` modules in all, the standard library's among them."""

    rooms: set[str]
    packages: set[str]
    most: int


# The ceilings leave about a third above what CPython 3.11 to 3.13 were seen to load.
COSTS = {
    "collectkit": Cost(set(), set(), 50),
    "collectkit.errors": Cost({"errors"}, set(), 80),
    "collectkit.money": Cost({"errors", "money"}, set(), 90),
    "collectkit.dates": Cost({"_checks", "dates", "errors"}, {"dateutil"}, 100),
    "collectkit.ledger": Cost(BELOW_LEDGER | {"ledger"}, set(), 120),
    "collectkit.metrics": Cost((GROUND | {"metrics"}) - {"_model"}, {"dateutil"}, 150),
    "collectkit.terms": Cost(GROUND | {"terms"}, PYDANTIC | {"dateutil"}, 310),
    "collectkit.messages": Cost(
        {"_checks", "_model", "errors", "explain", "messages", "money"}, PYDANTIC, 290
    ),
    "collectkit.policy": Cost(
        GROUND
        | {"arrangements", "contact", "discounts", "escalation", "fees", "messages", "metrics"}
        | {"policy", "risk", "terms"},
        PYDANTIC | {"dateutil"},
        400,
    ),
}


@pytest.mark.parametrize("name", COSTS)
def test_a_room_loads_its_floors_and_no_more(name: str) -> None:
    loaded, cost = loaded_after(f"import {name}"), COSTS[name]
    assert loaded.rooms == cost.rooms
    # Which helpers pydantic brings along is its own affair.
    assert cost.packages - PYDANTIC <= loaded.packages <= cost.packages
    assert ("pydantic" in loaded.packages) == ("pydantic" in cost.packages)
    assert len(loaded.modules) <= cost.most


def test_the_facade_loads_a_room_when_it_is_used() -> None:
    assert loaded_after("from collectkit import Money").rooms == {"errors", "money"}
    assert "policy" in loaded_after("from collectkit import CollectionsPolicy").rooms


def test_facts_and_sums_of_money_need_no_package() -> None:
    loaded = loaded_after(
        "from datetime import date\n"
        "from collectkit.ledger import Account, Customer, Invoice, age, snapshot\n"
        "from collectkit.money import Money\n"
        "invoice = Invoice(id='I', customer_id='C', amount=Money('1.00', 'EUR'),\n"
        "                  issued_on=date(2026, 1, 1), due_on=date(2026, 1, 31))\n"
        "account = Account(customer=Customer(id='C'), invoices=(invoice,))\n"
        "age(snapshot(account, as_of=date(2026, 3, 1)))"
    )
    assert loaded.packages == set()


def test_babel_is_loaded_by_the_first_text_that_is_read() -> None:
    code = "from collectkit.messages import Template\n"
    assert "babel" not in loaded_after(code).packages
    assert "babel" in loaded_after(f"{code}Template.parse('Dear {{customer}}')").packages


def test_packages_are_seen() -> None:
    assert loaded_after("import hypothesis").packages >= {"hypothesis"}
    assert loaded_after("import collectkit.testing").packages >= {"hypothesis", "pydantic"}
