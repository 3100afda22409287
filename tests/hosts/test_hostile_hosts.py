"""The same answers whatever the host has set: decimal contexts, locales, hash seeds, -O, threads.

Each setting runs the tests marked `core` in an interpreter of its own, with a small hypothesis
profile. A test that fails on purpose shows that such a run can fail.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from tests.hosts.runs import ON_PURPOSE, core, run

from collectkit import Account, Money, review_account
from collectkit.ledger import Customer
from collectkit.policy import presets

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
    done = run(ON_PURPOSE, python=python)
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_the_hosts_decimal_context_is_really_set() -> None:
    done = run(ON_PURPOSE, HOST_DECIMAL="prec=3")
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
