"""python -m benchmarks.portfolio [--accounts N ...] [--invoices N]

A book streamed through `review_portfolio` from a generator: seconds and milliseconds per account,
and the memory that every further account adds to the peak of the process. Each size runs in a
process of its own, since a peak never falls.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from benchmarks.books import AS_OF, CODE
from collectkit.ledger import Account, Customer, Invoice, payment
from collectkit.money import Money
from collectkit.policy import presets, review_portfolio

POLICY = presets.b2b_standard(creditor="Example Ltd")


class Measured(NamedTuple):
    accounts: int
    seconds: float
    peak: int


def accounts(number: int, invoices: int) -> Iterator[Account]:
    """Accounts that differ in amounts and days; a third of the invoices is paid, some late."""
    for n in range(number):
        name = f"C-{n}"
        own: list[Invoice] = []
        receipts, allocations = [], []
        for k in range(invoices):
            issued = AS_OF - timedelta(20 + (n * 7 + k * 31) % 200)
            amount = Money.from_minor_units(1_000 + (n * 7919 + k * 104_729) % 900_000, CODE)
            invoice = POLICY.terms[(n + k) % 2].invoice(
                id=f"{name}-{k}", customer_id=name, amount=amount, issued_on=issued
            )
            own.append(invoice)
            if (n + k) % 3 == 0:
                paid_on = min(issued + timedelta(10 + (n + k) % 60), AS_OF)
                receipt, allocation = payment(invoice, on=paid_on, amount=amount)
                receipts.append(receipt)
                allocations.append(allocation)
        yield Account(
            customer=Customer(id=name),
            invoices=tuple(own),
            receipts=tuple(receipts),
            allocations=tuple(allocations),
        )


def measure(number: int, invoices: int) -> Measured:
    """One size, in this process."""
    began = time.perf_counter()
    review = review_portfolio(POLICY, accounts(number, invoices), as_of=AS_OF)
    seconds = time.perf_counter() - began
    assert review.accounts == number == len(review.ranking)
    assert not review.problems
    return Measured(number, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def _child(number: int, invoices: int) -> Measured:
    command = (
        sys.executable, "-m", "benchmarks.portfolio",
        "--one", str(number), "--invoices", str(invoices),
    )  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    accounts_, seconds, peak = done.stdout.split()
    return Measured(int(accounts_), float(seconds), int(peak))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.portfolio", description=__doc__)
    parser.add_argument("--accounts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--invoices", type=int, default=4)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(*measure(given.one, given.invoices))
        return 0
    first: Measured | None = None
    for number in given.accounts:
        found = _child(number, given.invoices)
        first = first or found
        each = found.seconds / found.accounts * 1000
        line = f"{number:>9} accounts  {found.seconds:8.2f} s  {each:6.3f} ms each"
        if found.accounts > first.accounts:
            more = found.accounts - first.accounts
            growth = each / (first.seconds / first.accounts * 1000)
            kept = (found.peak - first.peak) / more
            line += f"  {growth:5.2f}x the time each  {kept:6.0f} bytes of peak per account"
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
