"""Review a whole book of receivables from CSV files and print what to do next.

With no argument it reads the book shipped beside it; with a folder, the files of the same names
in that folder. `--format ibm FILE` reads the IBM Watson "Accounts Receivable" sample, one row per
invoice, every one paid once. The program reads the files; collectkit only ever sees plain facts.

    python examples/portfolio_review.py
    python examples/portfolio_review.py my_book/ --as-of 2026-03-31
    python examples/portfolio_review.py ibm_receivables.csv --format ibm --as-of 2013-06-30
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from collectkit import CollectionsPolicy, Money, PaymentTerms, Problem, ledger, review_portfolio
from collectkit.ledger import Account, Customer, Dispute, Invoice
from collectkit.policy import PortfolioReview, presets

BOOK = Path(__file__).parent / "book"
AS_OF = date(2026, 3, 31)
Rows = list[dict[str, str]]
Loaded = tuple[tuple[Account, ...], tuple[Problem, ...]]


def main(arguments: list[str] | None = None) -> int:
    options = read_options(arguments)
    path = options.path or BOOK
    if not path.exists():
        print(f"{path} does not exist", file=sys.stderr)
        return 2
    accounts, problems = load_ibm(path) if options.format == "ibm" else load_book(path)
    policy = presets.b2b_standard(creditor="Example Ltd", signature="The accounts team")
    start = options.period_from or first_of_quarter(options.as_of)
    with tqdm(total=len(accounts), unit="account", file=sys.stderr) as bar:
        review = review_portfolio(
            policy,
            accounts,
            as_of=options.as_of,
            period=(start, options.as_of),
            keep=options.top,
            progress=bar.update,
        )
    print("\n".join(report(policy, review, problems, options.top)))
    return 0


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", nargs="?", type=Path, help="a folder of CSV files, or the IBM file")
    parser.add_argument("--format", choices=("book", "ibm"), default="book")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, metavar="DATE")
    parser.add_argument("--period-from", type=date.fromisoformat, metavar="DATE")
    parser.add_argument("--top", type=int, default=10, help="rows of each list to print")
    return parser.parse_args(arguments)


def first_of_quarter(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


# -- reading: CSV rows become facts ------------------------------------------------------------
def read_csv(path: Path) -> Rows:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load_book(folder: Path) -> Loaded:
    """The facts of a folder, one file per kind; rows that are no facts are reported."""
    problems: list[Problem] = []
    facts: dict[str, tuple[Any, ...]] = {}
    rows: dict[str, Iterable[Mapping[str, Any]]] = {
        kind: read_csv(folder / f"{kind}.csv")
        for kind in (
            "customers", "receipts", "allocations", "adjustments", "disputes", "promises",
            "holds", "done",
        )
    }  # fmt: skip
    rows["invoices"] = invoice_rows(folder)
    for kind, found in rows.items():
        facts[kind], faults = ledger.from_rows(kind, found)
        problems += faults
    accounts, misfits = ledger.accounts(**facts)
    return accounts, (*problems, *misfits)


def invoice_rows(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Invoice rows with the parts their terms or installments give them."""
    parts: dict[str, Rows] = {}
    for row in read_csv(folder / "installments.csv"):
        parts.setdefault(row.pop("invoice_id"), []).append(row)
    for row in read_csv(folder / "invoices.csv"):
        text = row.pop("terms", "")
        schedule: dict[str, Any] = {"installments": parts.get(row["id"], [])}
        if text:
            posted = PaymentTerms.parse(text).schedule(
                Money(row["amount"], row["currency"]),
                issued_on=date.fromisoformat(row["issued_on"]),
            )
            schedule = {"installments": posted.installments, "discounts": posted.discounts}
        yield row | {key: value for key, value in schedule.items() if value}


def load_ibm(path: Path) -> Loaded:
    """The IBM sample: one receipt and one allocation per invoice, on the day it was settled."""
    customers: dict[str, Customer] = {}
    invoices, receipts, allocations, disputes = [], [], [], []
    for row in read_csv(path):
        customer, key = row["customerID"], row["invoiceNumber"]
        customers.setdefault(customer, Customer(id=customer, kind="business"))
        amount, issued = Money(row["InvoiceAmount"], "USD"), american(row["InvoiceDate"])
        settled = american(row["SettledDate"])
        invoice = Invoice(
            id=key,
            customer_id=customer,
            amount=amount,
            issued_on=issued,
            due_on=american(row["DueDate"]),
        )
        receipt, allocation = ledger.payment(invoice, on=settled, amount=amount)
        invoices.append(invoice)
        receipts.append(receipt)
        allocations.append(allocation)
        if row["Disputed"] == "Yes":
            dispute = Dispute(id=f"D-{key}", invoice_id=key, opened_on=issued, closed_on=settled)
            disputes.append(dispute)
    return ledger.accounts(
        customers.values(),
        invoices,
        receipts=receipts,
        allocations=allocations,
        disputes=disputes,
    )


def american(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  (a date has no zone)


# -- the report ----------------------------------------------------------------------------------
def report(
    policy: CollectionsPolicy, review: PortfolioReview, loading: tuple[Problem, ...], top: int
) -> Iterator[str]:
    yield f"{len(loading)} rows that are no facts" if loading else "every row is a fact"
    yield from (f"  {problem}" for problem in loading[:top])
    yield f"\n{review.explain(keep=top)}"
    yield from drafted(policy, review)


def drafted(policy: CollectionsPolicy, review: PortfolioReview) -> Iterator[str]:
    """The first message that the worklist asks for."""
    for _, entries in review.worklists:
        for entry in entries:
            for action in entry.review.decision.actions:
                if action.channel in ("email", "letter"):
                    draft = policy.message(entry.review, action)
                    yield f"\nDraft of {action.step_id} to {action.customer_id}"
                    yield f"Subject: {draft.subject}\n\n{draft.body}"
                    return


if __name__ == "__main__":
    raise SystemExit(main())
