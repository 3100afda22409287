"""The made-up book: reproducible, rich, and clean by a second, independent reading in cents."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPT = EXAMPLES / "make_book.py"
AS_OF = date(2026, 3, 31)
DAYS = (
    date(2025, 5, 14),
    date(2025, 8, 1),
    date(2025, 11, 30),
    date(2026, 1, 31),
    date(2026, 3, 12),
    AS_OF,
)
NET_DAYS = {"net 14": 14, "net 30": 30, "2/10 net 30": 30, "net 60": 60}
OFFSETS = {"reminder-1": 7, "reminder-2": 21, "call": 28, "final-notice": 35}

Row = dict[str, str]
Book = dict[str, list[Row]]


@pytest.fixture(scope="module")
def generator() -> Any:
    sys.path.insert(0, str(EXAMPLES))
    try:
        import make_book  # type: ignore[import-not-found, unused-ignore]
    finally:
        sys.path.remove(str(EXAMPLES))
    return make_book


@pytest.fixture(scope="module")
def book(generator: Any) -> Book:
    made: Book = generator.make_book()
    return made


def cents(text: str) -> int:
    whole, _, rest = text.partition(".")
    assert len(rest) == 2, text
    return int(whole) * 100 + int(rest)


def day(text: str) -> date:
    return date.fromisoformat(text)


def due_dates(book: Book) -> dict[str, date]:
    """Contractual due dates by item id, worked out from the columns alone."""
    due = {}
    for row in book["invoices"]:
        if row["terms"]:
            due[row["id"]] = day(row["issued_on"]) + timedelta(days=NET_DAYS[row["terms"]])
        elif row["due_on"]:
            due[row["id"]] = day(row["due_on"])
    for row in book["installments"]:
        due[f"{row['invoice_id']}/{row['number']}"] = day(row["due_on"])
    return due


class Reading:
    """Balances at the end of a day, refusing any fact that does not fit what stands then."""

    def __init__(self, book: Book, as_of: date) -> None:
        self.open: dict[str, list[int]] = {}
        self.written_off: Counter[str] = Counter()
        self.recovered: Counter[str] = Counter()
        self.left: dict[str, int] = {}  # unapplied, by receipt or credit note
        self.applied: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self.undone: Counter[str] = Counter()
        receipts = [r for r in book["receipts"] if day(r["received_on"]) <= as_of]
        self.bounced = {r["reverses"] for r in receipts if r["kind"] == "reversal"}
        self._start(book, as_of, receipts)
        events: list[tuple[date, int, Row]] = [
            *((day(r["applied_on"]), 0, r) for r in book["allocations"]),
            *((day(r["on"]), 1, r) for r in book["adjustments"]),
            *((day(r["received_on"]), 2, r) for r in receipts if r["kind"] == "refund"),
        ]
        steps = (self._allocate, self._adjust, self._refund)
        for on, step, row in sorted(events, key=lambda event: event[:2]):
            if on <= as_of and row.get("source_id") not in self.bounced:
                steps[step](row)

    def _start(self, book: Book, as_of: date, receipts: list[Row]) -> None:
        parts: dict[str, list[int]] = defaultdict(list)
        for row in book["installments"]:
            parts[row["invoice_id"]].append(cents(row["amount"]))
        for row in book["invoices"]:
            if day(row["issued_on"]) <= as_of:
                amount = cents(row["amount"])
                if row["kind"] == "credit_note":
                    self.left[row["id"]] = amount
                else:
                    self.open[row["id"]] = list(parts.get(row["id"], [amount]))
        for row in receipts:
            if row["kind"] == "payment" and row["id"] not in self.bounced:
                self.left[row["id"]] = cents(row["amount"])

    def _allocate(self, row: Row) -> None:
        source, invoice, amount = row["source_id"], row["invoice_id"], cents(row["amount"])
        assert 0 < amount <= self.left[source], row
        self.left[source] -= amount
        part = int(row["installment"] or 1) - 1
        if row["component"] != "principal":
            return
        if self.written_off[invoice] and not self.open[invoice][part]:
            self.recovered[invoice] += amount
            assert self.recovered[invoice] <= self.written_off[invoice], row
            return
        assert amount <= self.open[invoice][part], row
        self.open[invoice][part] -= amount
        self.applied[source].append((invoice, part, amount))

    def _adjust(self, row: Row) -> None:
        invoice, amount = row["invoice_id"], cents(row["amount"])
        assert 0 < amount <= sum(self.open[invoice]), row
        if row["kind"] == "write_off":
            assert amount == sum(self.open[invoice]), row
            self.written_off[invoice] += amount
            self.open[invoice] = [0] * len(self.open[invoice])
        else:
            assert len(self.open[invoice]) == 1, row
            self.open[invoice][0] -= amount

    def _refund(self, row: Row) -> None:
        source, amount = row["reverses"], cents(row["amount"])
        undone = max(0, amount - self.left[source])
        self.left[source] -= amount - undone
        if undone:
            ((invoice, part, applied),) = self.applied[source]
            assert undone < applied, row
            self.undone[source] += undone
            self.open[invoice][part] += undone
            self.applied[source] = [(invoice, part, applied - undone)]


def check_laws(book: Book, as_of: date) -> None:
    """FACTS: the debt, cash and credit laws hold per customer and currency, to the cent."""
    reading = Reading(book, as_of)
    facts = {r["id"]: r for r in (*book["invoices"], *book["receipts"])}
    balance: Counter[tuple[str, str, str]] = Counter()  # each law's left side less its right side

    def add(law: str, fact_id: str, amount: int) -> None:
        balance[law, facts[fact_id]["customer_id"], facts[fact_id]["currency"]] += amount

    def law_of(source: str) -> str:
        return "credit" if facts[source]["kind"] == "credit_note" else "cash"

    for row in book["invoices"]:
        if day(row["issued_on"]) <= as_of:
            law = "credit" if row["kind"] == "credit_note" else "debt"
            add(law, row["id"], cents(row["amount"]))
    for row in book["receipts"]:
        if day(row["received_on"]) <= as_of:
            sign, source = 1 if row["kind"] == "payment" else -1, row["reverses"] or row["id"]
            add(law_of(source), source, sign * cents(row["amount"]))
    for row in book["allocations"]:
        if day(row["applied_on"]) <= as_of and row["source_id"] not in reading.bounced:
            add(law_of(row["source_id"]), row["source_id"], -cents(row["amount"]))
            if row["component"] == "principal":
                add("debt", row["invoice_id"], -cents(row["amount"]))
    for source, undone in reading.undone.items():
        add(law_of(source), source, undone)
        add("debt", source, undone)
    for row in book["adjustments"]:
        if day(row["on"]) <= as_of:
            add("debt", row["invoice_id"], -cents(row["amount"]))
    for invoice, parts in reading.open.items():
        assert min(parts) >= 0
        add("debt", invoice, reading.recovered[invoice] - sum(parts))
    for source, left in reading.left.items():
        assert left >= 0
        add(law_of(source), source, -left)
    assert not any(balance.values()), as_of


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_book_is_clean_on(book: Book, as_of: date) -> None:
    check_laws(book, as_of)


@pytest.mark.parametrize("seed", range(3))
def test_other_seeds_and_closing_dates_are_clean_too(generator: Any, seed: int) -> None:
    end = AS_OF + timedelta(days=97 * seed)
    other = generator.make_book(120, seed, end)
    for days in (0, 1, 33, 150, 300):
        check_laws(other, end - timedelta(days=days))


@pytest.mark.parametrize("table", ["allocations", "adjustments"])
def test_more_than_stands_open_is_noticed(book: Book, table: str) -> None:
    row = book[table][-1]
    more = {**row, "amount": "99999999.00"}
    broken = {**book, table: [*book[table][:-1], more]}
    with pytest.raises(AssertionError):
        check_laws(broken, AS_OF)


def test_the_committed_book_is_what_the_script_writes(
    generator: Any, book: Book, tmp_path: Path
) -> None:
    generator.write_book(book, tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (EXAMPLES / "book").glob("*.csv")}
    assert written.keys() == kept.keys()
    assert [name for name in sorted(kept) if kept[name] != written[name]] == []


def test_the_command_writes_the_same_bytes_under_any_hash_seed(
    generator: Any, tmp_path: Path
) -> None:
    options = ["--customers", "25", "--seed", "3", "--as-of", "2025-12-31"]
    generator.write_book(generator.make_book(25, 3, date(2025, 12, 31)), tmp_path / "here")
    here = {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}
    for hash_seed in ("0", "4242"):
        out = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, str(SCRIPT), "--out", str(out), *options],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
        assert {path.name: path.read_bytes() for path in out.iterdir()} == here


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def shares(book: Book) -> dict[str, int]:
    """How often each thing that makes a book interesting occurs."""
    reading = Reading(book, AS_OF)
    facts = {r["id"]: r for r in (*book["invoices"], *book["receipts"])}
    by_source: dict[str, set[str]] = defaultdict(set)
    times_paid: Counter[str] = Counter()
    for row in book["allocations"]:
        by_source[row["source_id"]].add(row["invoice_id"])
        standing = row["source_id"] not in reading.bounced and row["component"] == "principal"
        times_paid[f"{row['invoice_id']}/{row['installment']}"] += standing
    count: Counter[str] = Counter()
    for row in book["receipts"]:
        count[row["kind"]] += 1
        count[f"{row['kind']} of {row['method']}"] += 1
        if row["kind"] == "refund":
            whole = cents(row["amount"]) == cents(facts[row["reverses"]]["amount"])
            count["partial refund"] += not whole
            count["refund of a credit note"] += facts[row["reverses"]]["kind"] == "credit_note"
    for source, left in reading.left.items():
        kind = "credit note" if facts[source]["kind"] == "credit_note" else "cash"
        count[f"unapplied {kind}"] += left > 0
        count[f"partly unapplied {kind}"] += 0 < left < cents(facts[source]["amount"])
        count[f"applied {kind}"] += bool(by_source[source])
        count["receipt over several invoices"] += kind == "cash" and len(by_source[source]) > 1
    for row in book["adjustments"]:
        count[row["kind"]] += 1
    for row in book["disputes"]:
        count["open dispute" if not row["closed_on"] else "closed dispute"] += 1
        count["partial dispute"] += bool(row["amount"])
    for row in book["holds"]:
        count[f"{row['kind']} hold"] += 1
    for row in book["done"]:
        count[row["step_id"]] += 1
    for row in book["allocations"]:
        count[f"component {row['component']}"] += 1
    for row in book["invoices"]:
        count[f"{row['kind']} {row['nature']}"] += 1
    for row in book["customers"]:
        count[row["kind"]] += 1
        count[row["segment"]] += 1
        count["opt-out"] += bool(row["opt_outs"])
        count["cease notice"] += bool(row["cease_received_on"])
    currencies = {(r["customer_id"], r["currency"]) for r in book["invoices"]}
    count["both currencies"] = len(currencies) - len({c for c, _ in currencies})
    count["claw-back"] = len(reading.undone)
    count["recovery"] = sum(1 for n in reading.recovered.values() if n)
    count["installments"] = len({r["invoice_id"] for r in book["installments"]})
    count["paid in several parts"] = sum(1 for n in times_paid.values() if n > 1)
    count.update(promise_states(book))
    return dict(count)


def promise_states(book: Book) -> Counter[str]:
    """By the money received for the promised invoices up to the promised day."""
    reading = Reading(book, AS_OF)
    received = {r["id"]: r["received_on"] for r in book["receipts"]}
    states: Counter[str] = Counter()
    for promise in book["promises"]:
        paid = sum(
            cents(row["amount"])
            for row in book["allocations"]
            if row["invoice_id"] in promise["invoices"].split(";")
            and row["source_id"] not in reading.bounced
            and promise["promised_on"] <= received.get(row["source_id"], "") <= promise["pay_by"]
        )
        kept = paid >= cents(promise["amount"])
        late = day(promise["pay_by"]) < AS_OF
        states["kept promise" if kept else "broken promise" if late else "open promise"] += 1
    return states


RARE = {"cease notice", "legal hold", "moratorium hold"}
WANTED = """
installments / paid in several parts / receipt over several invoices / reversal
reversal of direct_debit / partial refund / claw-back / refund of a credit note
applied credit note / unapplied credit note / unapplied cash / partly unapplied cash
discount / write_off / withholding / recovery / open dispute / closed dispute / partial dispute
kept promise / broken promise / open promise / hardship hold / review hold / legal hold
moratorium hold / opt-out / cease notice / pre-due / reminder-1 / reminder-2 / call / final-notice
both currencies / business / public / consumer / key / standard / small
debit_note trade / debit_note late_charge / component interest
"""


def test_the_book_holds_enough_of_everything(book: Book) -> None:
    count = shares(book)
    wanted = [name.strip() for line in WANTED.split("\n") for name in line.split("/") if name]
    few = {name: count.get(name, 0) for name in wanted if name}
    assert {name: n for name, n in few.items() if n < (3 if name in RARE else 12)} == {}
    assert 3_500 <= len(book["invoices"]) <= 4_500
    assert len(book["customers"]) == 320
    assert 60 <= count["installments"] <= 120
    assert (
        0.25 < sum(r["currency"] == "USD" for r in book["invoices"]) / len(book["invoices"]) < 0.4
    )


def test_every_reference_and_number_is_in_order(book: Book, generator: Any) -> None:
    for table, rows in book.items():
        assert all(list(row) == generator.COLUMNS[table].split() for row in rows), table
        if "id" in rows[0]:
            assert len({row["id"] for row in rows}) == len(rows), table
    customers = {row["id"] for row in book["customers"]}
    invoices = {row["id"]: row for row in book["invoices"]}
    sources = {row["id"] for row in book["receipts"]} | invoices.keys()
    assert len(sources) == len(book["receipts"]) + len(invoices)
    due = due_dates(book)
    for table in ("invoices", "receipts", "promises", "holds", "done"):
        assert {row["customer_id"] for row in book[table]} <= customers, table
    for table in ("installments", "allocations", "adjustments", "disputes"):
        for row in book[table]:
            assert row["currency"] in {invoices[row["invoice_id"]]["currency"], ""}, row
    for table, column in (("holds", "items"), ("done", "items"), ("promises", "invoices")):
        named = {name for row in book[table] for name in row[column].split(";") if name}
        assert named <= (due.keys() if column == "items" else invoices.keys()), table
    for row in book["allocations"]:
        item = f"{row['invoice_id']}/{row['installment']}".removesuffix("/")
        assert item in due, row


def test_no_fact_is_dated_after_the_closing_date(book: Book) -> None:
    dated = ("issued_on", "received_on", "applied_on", "on", "opened_on", "closed_on",
             "promised_on", "from_on", "cease_received_on")  # fmt: skip
    for rows in book.values():
        for row in rows:
            assert all(day(row[c]) <= AS_OF for c in dated if row.get(c)), row
    assert min(row["issued_on"] for row in book["invoices"]) >= "2025-01-02"


def test_facts_come_after_what_they_rest_on(book: Book) -> None:
    began = {r["id"]: r["issued_on"] for r in book["invoices"]}
    began |= {r["id"]: r["received_on"] for r in book["receipts"]}
    for row in book["allocations"]:
        assert row["applied_on"] >= max(began[row["invoice_id"]], began[row["source_id"]]), row
    for row in book["receipts"]:
        assert row["received_on"] >= began.get(row["reverses"], ""), row
    payments = {r["id"]: r["amount"] for r in book["receipts"] if r["kind"] == "payment"}
    for row in book["receipts"]:
        if row["kind"] == "reversal":
            assert row["amount"] == payments[row["reverses"]], row
    for row in book["disputes"]:
        assert row["opened_on"] >= began[row["invoice_id"]], row
        assert not row["closed_on"] or row["closed_on"] > row["opened_on"], row


def test_terms_or_a_due_date_or_installments(book: Book) -> None:
    parts: Counter[str] = Counter()
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in book["installments"]:
        parts[row["invoice_id"]] += cents(row["amount"])
        numbers[row["invoice_id"]].append(row["number"])
    for row in book["invoices"]:
        given = [bool(row["terms"]), bool(row["due_on"]), row["id"] in parts]
        assert sum(given) == (row["kind"] != "credit_note"), row
        assert row["terms"] in {*NET_DAYS, ""}, row
        if row["id"] in parts:
            assert parts[row["id"]] == cents(row["amount"]), row
            assert numbers[row["id"]] == [str(n + 1) for n in range(len(numbers[row["id"]]))]
            assert 2 <= len(numbers[row["id"]]) <= 4


def test_a_discount_is_two_percent_half_up_and_the_rest_is_paid_in_time(book: Book) -> None:
    invoices = {row["id"]: row for row in book["invoices"]}
    received = {row["id"]: row["received_on"] for row in book["receipts"]}
    paid: Counter[tuple[str, str]] = Counter()
    for row in book["allocations"]:
        paid[row["invoice_id"], received.get(row["source_id"], "")] += cents(row["amount"])
    for row in book["adjustments"]:
        if row["kind"] == "discount":
            invoice = invoices[row["invoice_id"]]
            amount = cents(invoice["amount"])
            assert invoice["terms"] == "2/10 net 30", row
            assert cents(row["amount"]) == (amount * 2 + 50) // 100, row
            assert (day(row["on"]) - day(invoice["issued_on"])).days <= 10, row
            assert paid[invoice["id"], row["on"]] == amount - cents(row["amount"]), row


def test_contacts_fit_how_late_the_customer_was(book: Book) -> None:
    due = due_dates(book)
    customers = {row["id"]: row for row in book["customers"]}
    standing = [row for row in book["holds"] if not row["items"]]
    sent: dict[str, list[str]] = defaultdict(list)
    for row in book["done"]:
        on, customer = day(row["on"]), customers[row["customer_id"]]
        late = [(on - due[item]).days for item in row["items"].split(";")]
        if row["step_id"] == "pre-due":
            assert all(-3 <= days <= 0 for days in late), row
        else:
            assert max(late) >= OFFSETS[row["step_id"]], row
            assert min(late) > 0, row
        assert row["on"] <= (customer["cease_received_on"] or row["on"]), row
        assert row["channel"] in customer["contact_points"].split(";"), row
        assert row["channel"] != customer["opt_outs"], row
        assert row["on"] not in sent[customer["id"]], row
        sent[customer["id"]].append(row["on"])
        for hold in standing:
            if hold["customer_id"] == customer["id"]:
                assert not hold["from_on"] < row["on"] <= (hold["until_on"] or "9"), (row, hold)


def test_there_is_work_left_to_do(book: Book) -> None:
    reading, due = Reading(book, AS_OF), due_dates(book)
    owner = {row["id"]: row["customer_id"] for row in book["invoices"]}
    overdue = {
        owner[invoice]
        for invoice, parts in reading.open.items()
        for number, amount in enumerate(parts, start=1)
        if amount and (AS_OF - due.get(invoice, due.get(f"{invoice}/{number}", AS_OF))).days >= 7
    }
    lately = {row["customer_id"] for row in book["done"] if row["on"] > "2026-03-16"}
    assert len(overdue) >= 60
    assert len(overdue - lately) >= 30


def test_a_bigger_book_is_as_clean(generator: Any) -> None:
    big = generator.make_book(1_000, 11)
    assert len(big["invoices"]) > 10_000
    check_laws(big, AS_OF)
