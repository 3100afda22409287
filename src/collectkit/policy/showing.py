"""Reviews for people: the rows of their tables as text and as HTML, a few of each list."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from collectkit._checks import check_int
from collectkit.policy.tables import Row, TableName, account_rows, entries, row_of

if TYPE_CHECKING:
    from collectkit.policy.portfolio import PortfolioReview
    from collectkit.policy.review import AccountReview

__all__ = ["KEEP", "account_html", "portfolio_html", "portfolio_text"]

KEEP = 10

_MOST = 300  # characters of a cell
_TO_THE_RIGHT = frozenset(
    (
        "accounts", "actions", "amount", "collectable", "items", "late_charges", "posted_charges",
        "oldest_days_past_due", "open", "overdue", "place", "points", "printed", "unapplied",
        "worklist_value",
    )
)  # fmt: skip


class _Shown(NamedTuple):
    """Rows under a heading. `left` rows are not shown; they would stand after row `gap`."""

    heading: str
    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    left: int = 0
    gap: int = 0


class _Form(NamedTuple):
    """How a table of a book is shown.

    `caption` continues the heading, from the book, the first row and the number of rows. `below`
    are columns of long text. A `whole` table is short by nature; with `ends` the last rows are
    shown as well as the first.
    """

    table: TableName
    title: str
    caption: Callable[[PortfolioReview, Row, int], str]
    columns: tuple[str, ...]
    below: tuple[str, ...] = ()
    whole: bool = False
    ends: bool = False


# -- what is shown -------------------------------------------------------------------------------
def portfolio_text(review: PortfolioReview, keep: int) -> str:
    """The tables of a book as text, at most `keep` rows of each list.

    Raises:
        InvalidFact: `keep` is not a positive number.
    """
    check_int(keep, "keep", at_least=1)
    tables = ("\n".join(_text(one)) for one in _book(review, keep))
    return "\n\n".join((_cell(_title(review)), *tables))


def portfolio_html(review: PortfolioReview) -> str:
    """The tables of a book as HTML."""
    return _page(_title(review), _book(review, KEEP))


def account_html(review: AccountReview) -> str:
    """One account as HTML: a row per currency, with the reasons."""
    again = "when facts change" if review.next_review_on is None else f"on {review.next_review_on}"
    title = (
        f"{review.customer_id} on {review.as_of}, policy {review.policy}: "
        f"{review.score.points} points, grade {review.score.grade}; look again {again}"
    )
    rows = account_rows(review)
    columns = (
        "currency", "open", "unapplied", "overdue", "oldest_days_past_due", "posted_charges",
        "late_charges",
        "provisional", "stage", "steps", "channel", "worklist_value",
    )  # fmt: skip
    caption = "Owed, and what to do now" if rows else "Owed: nothing"
    left = max(len(rows) - KEEP, 0)
    shown = _Shown(caption, rows[:KEEP], columns, _WHY, left, KEEP)
    return _page(title, iter((shown,)))


def _title(review: PortfolioReview) -> str:
    return f"{review.accounts} accounts on {review.as_of}, policy {review.policy}"


def _book(review: PortfolioReview, keep: int) -> Iterator[_Shown]:
    """The tables in the order of a report, one per currency where they have currencies."""
    for form in _FORMS:
        found = entries(review, form.table)
        groups = [(code, tuple(group)) for code, group in groupby(found, key=lambda e: e.currency)]
        if not groups:
            yield _Shown(f"{form.title}: none")
        for currency, group in groups[:keep]:
            most = len(group) if form.whole else keep
            left = max(len(group) - most, 0)
            last = most // 2 if form.ends and left else 0
            kept = group[: most - last] + group[len(group) - last :] if left else group
            rows = tuple(row_of(review, form.table, entry) for entry in kept)
            caption = form.caption(review, rows[0], len(group))
            heading = f"{form.title} {currency}".rstrip() + caption
            yield _Shown(heading, rows, form.columns, form.below, left, most - last)
        if groups[keep:]:
            yield _Shown(f"{form.title}: {len(groups) - keep} more currencies")


def _aged(_: PortfolioReview, row: Row, __: int) -> str:
    rule = str(row["unapplied_rule"]).replace("_", " ")
    return (
        f" by {str(row['by']).replace('_', ' ')}: total {row['total']}, unapplied "
        f"{row['unapplied']} ({rule}), posted late charges {row['late_charges']} apart"
    )


def _payers(review: PortfolioReview, _: Row, __: int) -> str:
    grades = sorted(Counter(one.grade for one in review.ranking).items())
    return f", best first: {', '.join(f'{grade} {count}' for grade, count in grades)}"


_WHY = ("why", "score_reasons", "deferred")
_WORK = (
    "place", "customer_id", "worklist_value", "overdue", "collectable", "oldest_days_past_due",
    "grade", "stage", "steps", "channel", "next_review_on",
)  # fmt: skip

_FORMS = (
    _Form("aging", "Aging", _aged, ("bucket", "amount", "items"), whole=True),
    _Form(
        "metrics",
        "Metrics",
        lambda _, row, __: f", {row['start']} to {row['end']}",
        ("metric", "printed", "unit", "convention"),
        ("note",),
        whole=True,
    ),
    _Form("stages", "Stages", lambda *_: ", accounts on each", ("stage", "accounts")),
    _Form("steps", "Steps", lambda *_: " to take now", ("step", "actions")),
    _Form(
        "late_charges",
        "Late charges",
        lambda *_: " not posted yet; provisional is what rests on a last known rate",
        ("currency", "amount", "provisional"),
    ),
    _Form(
        "ranking",
        "Payers",
        _payers,
        ("place", "customer_id", "points", "grade", "reason"),
        ends=True,
    ),
    _Form(
        "worklist",
        "Worklist",
        lambda _, __, count: f", whom to contact first ({count} kept)",
        _WORK,
        _WHY,
    ),
    _Form(
        "blocked",
        "Blocked",
        lambda _, __, count: f", overdue but not to be collected now ({count} kept)",
        _WORK,
        _WHY,
    ),
    _Form(
        "problems",
        "Problems",
        lambda _, __, count: f": {count}",
        ("severity", "code", "subject", "row", "field", "message"),
    ),
)


# -- text ----------------------------------------------------------------------------------------
def _text(shown: _Shown) -> Iterator[str]:
    """The heading, then aligned columns; long texts stand on lines of their own."""
    yield _cell(shown.heading)
    if not shown.rows:
        return
    grid = [[_named(name) for name in shown.columns]]
    grid += [[_cell(row[name]) for name in shown.columns] for row in shown.rows]
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    for n, cells in enumerate(grid):
        yield ("  " + "  ".join(
            cell.rjust(width) if name in _TO_THE_RIGHT else cell.ljust(width)
            for name, cell, width in zip(shown.columns, cells, widths, strict=True)
        )).rstrip()  # fmt: skip
        if n:
            row = shown.rows[n - 1]
            yield from (f"        {_named(x)}: {_cell(row[x])}" for x in shown.below if row[x])
        if shown.left and n == shown.gap:
            yield f"  ... {shown.left} more"


def _named(column: str) -> str:
    return "value" if column == "printed" else column.replace("_", " ")


def _cell(value: str | int) -> str:
    r"""One line of visible characters: all others are escaped, and long texts cut.

    >>> print(_cell("C-1" + chr(10) + chr(0x202E) + "2"), len(_cell("C" * 10_000)))
    C-1\n\u202e2 303
    """
    text = str(value)
    more = "..." if len(text) > _MOST else ""
    return "".join(c if c.isprintable() else _escape(c) for c in text[:_MOST]) + more


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


# -- HTML ----------------------------------------------------------------------------------------
def _page(title: str, tables: Iterator[_Shown]) -> str:
    return "\n".join((f"<div>\n<p>{_safe(title)}</p>", *map(_markup, tables), "</div>"))


def _markup(shown: _Shown) -> str:
    """A table, its heading as the caption. Only sides are styled: colors are the page's own."""
    heading = _safe(shown.heading)
    if not shown.rows:
        return f"<p>{heading}</p>"
    columns = (*shown.columns, *shown.below)
    cells = "".join(f"<th{_side(name)}>{_safe(_named(name))}</th>" for name in columns)
    lines = [
        f'<caption style="caption-side:top;text-align:left">{heading}</caption>',
        f"<thead><tr>{cells}</tr></thead>",
    ]
    body = []
    for n, row in enumerate(shown.rows, 1):
        cells = "".join(f"<td{_side(name)}>{_safe(row[name])}</td>" for name in columns)
        body.append(f"<tr>{cells}</tr>")
        if shown.left and n == shown.gap:
            text = f"... {shown.left} more"
            body.append(f'<tr><td colspan="{len(columns)}">{text}</td></tr>')
    return "\n".join(("<table>", *lines, "<tbody>", *body, "</tbody>", "</table>"))


def _side(column: str) -> str:
    return f' style="text-align:{"right" if column in _TO_THE_RIGHT else "left"}"'


def _safe(value: str | int) -> str:
    return html.escape(_cell(value))
