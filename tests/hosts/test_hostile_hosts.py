"""The same answers whatever the host has set: decimal contexts, locales, hash seeds, -O, threads.

Each setting runs the tests marked `core` in an interpreter of its own, with a small hypothesis
profile. A test that fails on purpose shows that such a run can fail.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from collectkit import Account, Money, review_account
from collectkit.ledger import Customer
from collectkit.policy import presets

ROOT = Path(__file__).resolve().parents[2]
DECIMALS = {
    "few digits": "prec=3",
    "cut off": "rounding=ROUND_DOWN",
    "rounded up": "rounding=ROUND_UP,prec=9",
    "inexact is an error": "traps=Inexact",
    "everything is an error": "traps=Inexact+Rounded+Subnormal+FloatOperation",
    "a narrow range": "Emax=9,Emin=-9,prec=5",
}
LOCALES = ("C", "de_DE.UTF-8", "ar_EG.UTF-8")
SEEDS = ("0", "1", "42", "12345", "4294967295")


def run(
    *arguments: str, python: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a fresh interpreter."""
    return subprocess.run(
        [
            *(sys.executable, *python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *("--hypothesis-profile=core", "-W", "ignore::pytest.PytestConfigWarning"),
            *arguments,
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


def core(*, python: tuple[str, ...] = (), **environment: str) -> None:
    """Run the core tests and expect them to pass, all of them."""
    done = run("-m", "core", "tests", python=python, **environment)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
    passed = int(done.stdout.rsplit(" passed", 1)[0].split()[-1])
    assert passed > 1_500


@pytest.mark.full
@pytest.mark.parametrize("setting", DECIMALS.values(), ids=DECIMALS)
def test_the_hosts_decimal_context_changes_nothing(setting: str) -> None:
    core(HOST_DECIMAL=setting)


@pytest.mark.full
@pytest.mark.parametrize("locale", LOCALES)
def test_the_hosts_locale_changes_nothing(locale: str) -> None:
    core(LC_ALL=locale, LANG=locale, LANGUAGE=locale[:2])


@pytest.mark.full
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_hashes_changes_nothing(seed: str) -> None:
    core(PYTHONHASHSEED=seed)


@pytest.mark.full
def test_the_library_does_not_lean_on_asserts() -> None:
    core(python=("-O",))


@pytest.mark.parametrize("python", [(), ("-O",)], ids=["plain", "-O"])
def test_such_a_run_can_fail(python: tuple[str, ...]) -> None:
    done = run("tests/hosts/failing_on_purpose.py", python=python)
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_the_hosts_decimal_context_is_really_set() -> None:
    done = run("tests/hosts/failing_on_purpose.py", HOST_DECIMAL="prec=3")
    assert "the host computes with 3 digits" in done.stdout


def test_eight_threads_get_the_same_answer() -> None:
    policy = presets.b2b_standard(creditor="Example Ltd")

    def letter(n: int) -> str:
        invoice = policy.term("2-10-net-30").invoice(
            id="INV-7",
            customer_id="C-1",
            amount=Money("1190.00", "EUR"),
            issued_on=date(2026, 1, 31),
        )
        account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
        review = review_account(policy, account, as_of=date(2026, 3, 20))
        message = policy.message(review, review.decision.actions[0])
        return f"{review.explain()}\n{message.body}\n{policy.digest}"

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(letter, range(64)))) == 1
