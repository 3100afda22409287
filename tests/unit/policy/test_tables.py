"""Reviews as rows, as text and as HTML: one content, flat, bounded, whatever ids hold."""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectkit import Account, Context, Money, Percent, review_account, review_portfolio
from collectkit.errors import InvalidFact, Problem
from collectkit.fees import Interest, LateChargePolicy, RateTable, TableRate
from collectkit.ledger import Customer, Dispute, Hold, Invoice, Receipt
from collectkit.money import total
from collectkit.policy import AccountReview, PortfolioReview, Ranked, presets
from collectkit.policy.tables import TableName

TABLES: tuple[TableName, ...] = get_args(TableName)
AGREED = LateChargePolicy(id="late-interest", interest=Interest(rate=Percent(8)))
POLICY = presets.b2b_standard(creditor="Example Ltd").replace(late_charges=(AGREED,))
AS_OF = date(2026, 3, 20)
NASTY = (
    "<script>alert(1)</script>",
    "C-1\nnow  agency\r\n",
    "C-\u202e7\u2066",
    "\"; drop & 'x',=1+1",
    "C" * 9_000,
)

few = settings(max_examples=60, deadline=None)


def invoiced(customer: str, amount: str = "100.00", currency: str = "EUR") -> Invoice:
    return POLICY.term("net-30").invoice(
        id=f"I-{currency}-{customer}"[:90],
        customer_id=customer,
        amount=Money(amount, currency),
        issued_on=date(2026, 1, 31),
    )


def owing(customer: str = "C-1", *amounts: Money, **facts: Any) -> Account:
    invoices = [invoiced(customer, f"{one.amount:f}", one.currency) for one in amounts]
    invoices = invoices or [invoiced(customer)]
    return Account(customer=Customer(id=customer), invoices=tuple(invoices), **facts)


def received(amount: str) -> Receipt:
    return Receipt(
        id="R-1", customer_id="C-1", amount=Money(amount, "EUR"), received_on=date(2026, 3, 1)
    )


def book(n: int) -> list[Account]:
    return [owing(f"C-{i:03}", Money(f"{10 + i}.00", "EUR")) for i in range(n)]


def reviewed(accounts: Any, **options: Any) -> PortfolioReview:
    given: dict[str, Any] = {"as_of": AS_OF, "period": (date(2026, 1, 1), AS_OF)}
    return review_portfolio(POLICY, accounts, **given | options)


def alone(account: Account) -> AccountReview:
    return review_account(POLICY, account, as_of=AS_OF)


def mixed() -> PortfolioReview:
    """Two currencies, somebody blocked, and a problem."""
    barred = owing("C-2", disputes=(Dispute(id="D", invoice_id="I-EUR-C-2", opened_on=AS_OF),))
    two = owing("C-1", Money("70.00", "USD"), Money("1190.00", "EUR"))
    return reviewed([two, barred, "C-9"])


NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
).filter(str.strip)
DEBTS = st.tuples(
    st.sampled_from(("EUR", "JPY", "KWD")),
    st.integers(1, 10**9),
    st.integers(0, 150),
    st.sampled_from(("owed", "disputed", "held", "prepaid")),
)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """A customer of any name whose debts are of any age, some of them not to be collected."""
    name = draw(NAMES)
    facts: dict[str, list[Any]] = {"invoices": [], "disputes": [], "holds": [], "receipts": []}
    for n, (currency, units, days, what) in enumerate(draw(st.lists(DEBTS, max_size=4))):
        amount, issued = Money.from_minor_units(units, currency), AS_OF - timedelta(days)
        key: dict[str, Any] = {"id": f"{n}{name}", "customer_id": name}
        if what == "prepaid":
            facts["receipts"].append(Receipt(**key, amount=amount, received_on=issued))
            continue
        terms = POLICY.term("net-30")
        facts["invoices"].append(terms.invoice(**key, amount=amount, issued_on=issued))
        if what == "disputed":
            dispute = Dispute(id=f"D{n}", invoice_id=key["id"], opened_on=issued)
            facts["disputes"].append(dispute)
        if what == "held":
            hold = Hold(id=f"H{n}", customer_id=name, kind="review", items=(key["id"],),
                        from_on=issued)  # fmt: skip
            facts["holds"].append(hold)
    return Account(
        customer=Customer(id=name), **{kind: tuple(found) for kind, found in facts.items()}
    )


def assert_flat(rows: tuple[dict[str, str | int], ...]) -> None:
    """One shape, one type in each column, nothing but text and whole numbers."""
    shapes = {tuple((name, type(value)) for name, value in row.items()) for row in rows}
    assert len(shapes) <= 1
    assert {kind for shape in shapes for _, kind in shape} <= {str, int}


# -- rows of a book ------------------------------------------------------------------------------
def test_the_aging_of_a_currency_sums_to_its_total() -> None:
    rows = mixed().to_rows("aging")
    assert [(r["currency"], r["bucket"], r["amount"], r["items"], r["total"]) for r in rows] == [
        ("EUR", "current", "0.00", 0, "1290.00"),
        ("EUR", "1-30", "1290.00", 2, "1290.00"),
        ("EUR", "31-60", "0.00", 0, "1290.00"),
        ("EUR", "61-90", "0.00", 0, "1290.00"),
        ("EUR", "91+", "0.00", 0, "1290.00"),
        ("USD", "current", "0.00", 0, "70.00"),
        ("USD", "1-30", "70.00", 1, "70.00"),
        ("USD", "31-60", "0.00", 0, "70.00"),
        ("USD", "61-90", "0.00", 0, "70.00"),
        ("USD", "91+", "0.00", 0, "70.00"),
    ]
    assert {(r["as_of"], r["by"], r["unapplied_rule"]) for r in rows} == {
        ("2026-03-20", "due_date", "own_row")
    }


def test_unapplied_money_is_named_beside_the_total_it_lowers() -> None:
    rows = reviewed([owing("C-1", receipts=(received("30.00"),))]).to_rows("aging")
    assert [row["amount"] for row in rows] == ["-30.00", "100.00", "0.00", "0.00", "0.00"]
    assert {(row["total"], row["unapplied"]) for row in rows} == {("70.00", "30.00")}


def test_metrics_carry_their_conventions() -> None:
    review = mixed()
    rows = review.to_rows("metrics")
    assert len(rows) == len(review.metrics)
    for row, metric in zip(rows, review.metrics, strict=True):
        assert (row["metric"], row["currency"]) == (metric.name, metric.currency)
        assert row["convention"] == metric.definition.convention
        assert str(metric).startswith(f"{metric.name} {row['printed']} {row['unit']}")
        assert row["value"] == "" if metric.value is None else Decimal(row["value"]) == metric.value
        assert (row["start"], row["end"]) == ("2026-01-01", "2026-03-20")
    assert {row["printed"] for row in rows if row["value"] == ""} == {"undefined"}


def test_the_worklist_has_the_rows_of_its_accounts() -> None:
    review = mixed()
    ((eur, first), (usd, second)) = ((c, entries[0]) for c, entries in review.worklists)
    rows = review.to_rows("worklist")
    assert (eur, usd) == ("EUR", "USD")
    of = {row["currency"]: row for row in first.review.to_rows()}
    assert rows == tuple({"as_of": "2026-03-20", "place": 1, **of[code]} for code in (eur, usd))
    assert second.review == first.review
    assert rows[0]["why"] == "25% expected to stay unpaid without contact, grade B"
    (blocked,) = review.to_rows("blocked")
    assert (blocked["customer_id"], blocked["overdue"]) == ("C-2", "100.00")
    assert (blocked["collectable"], blocked["worklist_value"]) == ("0.00", "0.00")
    assert str(blocked["why"]).endswith(" | I-EUR-C-2: EUR 100.00 disputed")
    assert list(blocked) == list(rows[0])


def test_the_other_tables() -> None:
    review = mixed()
    day = {"as_of": "2026-03-20"}
    assert review.to_rows("stages")[:2] == (
        {**day, "stage": "none", "accounts": 0},
        {**day, "stage": "overdue", "accounts": 2},
    )
    assert review.to_rows("steps") == tuple(
        {**day, "step": step, "actions": count} for step, count in review.steps
    )
    assert review.steps != ()
    # 1190.00, 100.00 and 70.00 x 8 % x 18 / 365
    assert review.to_rows("late_charges") == (
        {**day, "currency": "EUR", "amount": "5.08", "provisional": "0.00"},
        {**day, "currency": "USD", "amount": "0.28", "provisional": "0.00"},
    )
    assert [(r["place"], r["customer_id"], r["points"]) for r in review.to_rows("ranking")] == [
        (place, ranked.customer_id, ranked.points) for place, ranked in enumerate(review.ranking, 1)
    ]
    (problem,) = review.to_rows("problems")
    assert problem == {
        **day,
        "severity": "error",
        "code": "ledger.invalid-fact",
        "subject": "",
        "row": "",
        "field": "accounts",
        "message": "accounts must be Account, not str",
    }


def test_the_number_of_a_row_is_text_beside_problems_without_one() -> None:
    at_row = Problem(code="x", message="no", row=0)
    review = replace(mixed(), problems=(at_row, Problem(code="x", message="no")))
    rows = review.to_rows("problems")
    assert [row["row"] for row in rows] == ["0", ""]
    assert_flat(rows)


@few
@given(st.lists(accounts(), max_size=4), st.integers(1, 3))
def test_any_book_has_flat_rows_and_is_shown(book: list[Account], keep: int) -> None:
    review = reviewed(book, keep=keep)
    assert all(line.isprintable() for line in review.explain(keep=keep).split("\n"))
    assert_markup(review._repr_html_())
    for table in TABLES:
        assert_flat(review.to_rows(table))
    for balance in review.aging.balances:
        amounts = (
            Money(str(row["amount"]), balance.currency)
            for row in review.to_rows("aging")
            if row["currency"] == balance.currency
        )
        assert total(amounts, balance.currency) == balance.total


@pytest.mark.parametrize("table", ["agings", "", None, ["aging"]])
def test_an_unknown_table_is_refused(table: Any) -> None:
    with pytest.raises(InvalidFact, match="table must be one of aging, blocked"):
        mixed().to_rows(table)


# -- rows of an account --------------------------------------------------------------------------
def test_an_account_has_a_row_per_currency() -> None:
    review = alone(owing("C-1", Money("1190.00", "EUR"), Money("7000", "JPY")))
    eur, jpy = review.to_rows()
    assert eur == {
        "customer_id": "C-1",
        "as_of": "2026-03-20",
        "currency": "EUR",
        "open": "1190.00",
        "unapplied": "0.00",
        "overdue": "1190.00",
        "collectable": "1190.00",
        "oldest_days_past_due": 18,
        "worklist_value": "297.50",
        "posted_charges": "0.00",
        "late_charges": "4.69",
        "provisional": "no",
        "stage": "overdue",
        "steps": "reminder-1",
        "channel": "email",
        "deferred": "",
        "grade": "B",
        "points": review.score.points,
        "score_reasons": eur["score_reasons"],
        "why": "25% expected to stay unpaid without contact, grade B",
        "next_review_on": str(review.next_review_on),
        "policy": "b2b-standard@1",
        "policy_digest": POLICY.digest,
    }
    assert (jpy["open"], jpy["late_charges"], jpy["worklist_value"]) == ("7000", "28", "1750")
    # One contact for both: what waits in the other currency says so.
    assert (jpy["steps"], jpy["channel"]) == ("", "")
    assert str(jpy["deferred"]).startswith("reminder-1 until ")


def test_what_there_is_none_of_is_empty() -> None:
    assert alone(Account(customer=Customer(id="C-1"))).to_rows() == ()
    bare = POLICY.replace(late_charges=())
    prepaid = Account(customer=Customer(id="C-1"), receipts=(received("5.00"),))
    (row,) = review_account(bare, prepaid, as_of=AS_OF).to_rows()
    assert (row["open"], row["unapplied"], row["overdue"]) == ("0.00", "5.00", "0.00")
    assert (row["late_charges"], row["provisional"], row["why"]) == ("", "no", "")
    assert (row["stage"], row["steps"], row["next_review_on"]) == ("none", "", "")


def test_a_row_is_about_its_currency_alone() -> None:
    days = {"EUR": 5, "JPY": 40, "USD": -5}  # past due
    invoices = tuple(
        Invoice(
            id=f"I-{code}",
            customer_id="C-1",
            amount=Money("100", code),
            issued_on=date(2026, 1, 1),
            due_on=AS_OF - timedelta(late),
        )
        for code, late in days.items()
    )
    ended = RateTable.of("own", {"2020-01-01": "2%"}, covers_until="2026-01-31", source="our bank")
    charges = LateChargePolicy(id="own", interest=Interest(rate=TableRate(table="own")))
    policy = POLICY.replace(late_charges=(charges,), on_missing="last_known")
    eur, jpy, usd = review_account(
        policy,
        Account(customer=Customer(id="C-1"), invoices=invoices),
        as_of=AS_OF,
        context=Context(tables=(ended,)),
    ).to_rows()
    assert (eur["late_charges"], jpy["late_charges"]) == ("0.03", "0")
    assert (eur["provisional"], jpy["provisional"], usd["provisional"]) == ("yes", "yes", "no")
    assert (eur["stage"], jpy["stage"], usd["stage"]) == ("overdue", "late", "none")
    assert (eur["oldest_days_past_due"], jpy["oldest_days_past_due"]) == (5, 40)
    assert (usd["open"], usd["overdue"], usd["oldest_days_past_due"]) == ("100.00", "0.00", 0)
    assert (usd["worklist_value"], usd["why"], usd["late_charges"]) == ("0.00", "", "0.00")


def test_a_row_has_the_first_three_reasons_and_says_how_many_more() -> None:
    invoices = tuple(replace(invoiced("C-1"), id=f"I-{n}") for n in range(6))
    disputes = tuple(Dispute(id=f"D-{n}", invoice_id=f"I-{n}", opened_on=AS_OF) for n in range(6))
    facts = Account(customer=Customer(id="C-1"), invoices=invoices, disputes=disputes)
    (row,) = alone(facts).to_rows()
    assert str(row["why"]).split(" | ") == [
        "25% expected to stay unpaid without contact, grade B",
        "I-0: EUR 100.00 disputed",
        "I-1: EUR 100.00 disputed",
        "and 4 more",
    ]


def test_a_step_that_waits_says_until_when_and_why() -> None:
    hold = Hold(
        id="H-1", customer_id="C-1", kind="review", from_on=AS_OF, until_on=date(2026, 3, 25)
    )
    (row,) = alone(owing("C-1", holds=(hold,))).to_rows()
    assert row["deferred"] == "reminder-1 until 2026-03-26 (hold H-1 (review) until 2026-03-25)"


@few
@given(accounts())
def test_any_account_has_flat_rows_and_is_shown(account: Account) -> None:
    review = alone(account)
    rows = review.to_rows()
    assert_flat(rows)
    assert [row["currency"] for row in rows] == list(review.snapshot.currencies)
    assert_markup(review._repr_html_())


# -- text ----------------------------------------------------------------------------------------
def test_a_book_as_text() -> None:
    text = mixed().explain()
    blocks = text.split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "3 accounts on 2026-03-20, policy b2b-standard@1",
        "Aging EUR by due date: total 1290.00, unapplied 0.00 (own row), "
        "posted late charges 0.00 apart",
        "Aging USD by due date: total 70.00, unapplied 0.00 (own row), "
        "posted late charges 0.00 apart",
        "Metrics EUR, 2026-01-01 to 2026-03-20",
        "Metrics USD, 2026-01-01 to 2026-03-20",
        "Stages, accounts on each",
        "Steps to take now",
        "Late charges not posted yet; provisional is what rests on a last known rate",
        "Payers, best first: B 2",
        "Worklist EUR, whom to contact first (1 kept)",
        "Worklist USD, whom to contact first (1 kept)",
        "Blocked EUR, overdue but not to be collected now (1 kept)",
        "Problems: 1",
    ]
    assert blocks[1].splitlines()[1:4] == [
        "  bucket    amount  items",
        "  current     0.00      0",
        "  1-30     1290.00      2",
    ]
    assert "        why: 25% expected to stay unpaid without contact, grade B" in text
    assert "1360.00" not in text  # currencies are never added


def test_undefined_metrics_say_why() -> None:
    lines = reviewed(book(1)).explain().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  dso_trailing:365"))
    assert lines[at].split()[1] == "undefined"
    assert lines[at + 1] == "        note: less than 365 days of history"


def test_an_empty_book_says_none() -> None:
    assert reviewed([]).explain().splitlines()[:4] == [
        "0 accounts on 2026-03-20, policy b2b-standard@1",
        "",
        "Aging: none",
        "",
    ]
    assert "Problems: none" in reviewed([])._repr_html_()


def test_lists_are_cut_and_say_how_many_more() -> None:
    review = reviewed(book(40), keep=25)
    text = review.explain(keep=4)
    payers = text.partition("Payers, best first: B 40\n")[2].split("\n\n")[0].splitlines()[1:]
    assert [line.split()[0] for line in payers] == ["1", "2", "...", "39", "40"]
    assert payers[2] == "  ... 36 more"
    worklist = text.partition("Worklist EUR, whom to contact first (25 kept)\n")[2]
    rows = worklist.split("\n\n")[0].splitlines()[1:]
    assert [line.split()[1] for line in rows if not line.startswith("        ")] == [
        "C-039", "C-038", "C-037", "C-036", "21",
    ]  # fmt: skip
    assert "... 15 more" in review._repr_html_()  # ten of 25
    assert "..." not in reviewed(book(10)).explain(keep=10)


def test_many_currencies_are_cut_too() -> None:
    codes = ("AUD", "CAD", "CHF", "EUR", "GBP", "NOK", "NZD", "SEK", "SGD", "USD", "ZAR")
    review = reviewed([owing("C-1", *(Money("5.00", code) for code in codes))])
    text, page = review.explain(keep=3), review._repr_html_()
    assert text.count("\nAging ") == 3
    assert "\nAging: 8 more currencies\n" in text
    assert "\n  ... 8 more\n" in text.partition("Late charges not posted yet")[2]
    assert "Worklist: 1 more currencies" in page
    account = alone(owing("C-1", *(Money("5.00", code) for code in codes)))._repr_html_()
    assert "... 1 more" in account
    assert account.count("<tr>") == 1 + 10 + 1


@pytest.mark.parametrize("keep", [0, -1, "3", None, True])
def test_keep_is_a_positive_number(keep: Any) -> None:
    with pytest.raises(InvalidFact, match="keep"):
        mixed().explain(keep=keep)


# -- whatever ids hold ---------------------------------------------------------------------------
def test_text_keeps_its_lines_whatever_ids_hold() -> None:
    def lines(names: tuple[str, ...]) -> list[str]:
        accounts = [owing(name, Money(f"{90 - n}.00", "EUR")) for n, name in enumerate(names)]
        return reviewed([*accounts, *accounts]).explain().split("\n")

    plain, nasty = lines(tuple(f"C-{n}" for n in range(5))), lines(NASTY)
    assert len(nasty) == len(plain)
    assert all(line.isprintable() for line in nasty)
    assert max(map(len, nasty)) < 1_000
    text = "\n".join(nasty)
    assert "C-1\\nnow  agency\\r\\n" in text
    assert "C-\\u202e7\\u2066" in text
    assert "..." in text


def test_headings_keep_their_line_whatever_grades_are_called() -> None:
    ranked = Ranked("C-1", 50, "A\nProblems: none", "")
    text = replace(mixed(), ranking=(ranked,)).explain()
    assert "\nPayers, best first: A\\nProblems: none 1\n" in text


def test_csv_gives_every_row_back() -> None:
    review = reviewed([owing(name) for name in NASTY])
    for table in TABLES:
        rows = review.to_rows(table)
        file = io.StringIO(newline="")
        if rows:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        file.seek(0)
        read = tuple(csv.DictReader(file))
        assert read == tuple({k: str(v) for k, v in row.items()} for row in rows)
    assert {row["customer_id"] for row in review.to_rows("ranking")} == set(NASTY)


class Markup(HTMLParser):
    """What a page is made of; unbalanced tags raise."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def assert_markup(page: str) -> Markup:
    found = Markup()
    found.feed(page)
    found.close()
    assert found.open == []
    assert found.tags <= {"div", "p", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    for name, value in found.attributes:
        assert name in ("style", "colspan")
        assert "color" not in value
        assert "background" not in value
        assert "url" not in value
    assert all(part == "\n" or part.isprintable() for part in found.text)
    return found


def test_html_holds_nothing_but_tables_whatever_ids_hold() -> None:
    accounts = [owing(name) for name in NASTY]
    page = reviewed([*accounts, *accounts])._repr_html_()
    found = assert_markup(page)
    assert "<script>alert(1)</script>" in found.text
    assert "script" not in found.tags
    assert len(page) < 60_000
    for account in accounts:
        assert_markup(alone(account)._repr_html_())


def test_html_shows_what_the_text_shows() -> None:
    review = mixed()
    text, found = review.explain(), assert_markup(review._repr_html_())
    cells = [part for part in found.text if part != "\n"]
    squeezed = " ".join(text.split())
    assert all(" ".join(cell.split()) in squeezed for cell in cells)
    assert "receivables at the end, sales and calendar days of the period itself" in cells


def test_html_of_an_account_names_what_to_do() -> None:
    review = alone(owing())
    found = assert_markup(review._repr_html_())
    (title,) = (part for part in found.text if part.startswith("C-1 on "))
    assert title == (
        f"C-1 on 2026-03-20, policy b2b-standard@1: {review.score.points} points, grade B; "
        f"look again on {review.next_review_on}"
    )
    assert {"reminder-1", "email", "overdue", "100.00", "0.39"} <= set(found.text)
    nobody = alone(Account(customer=Customer(id="C-1")))._repr_html_()
    assert "Owed: nothing" in nobody
    assert "look again when facts change" in nobody


def test_a_copy_shows_the_same() -> None:
    review = mixed()
    again = pickle.loads(pickle.dumps(review))
    assert again.explain() == review.explain()
    assert again._repr_html_() == review._repr_html_()
