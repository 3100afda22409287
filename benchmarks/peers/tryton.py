"""Tryton's payment terms, on a database in memory.

Tryton sets the time zone, the XML parser and sqlite's adapters of the whole process.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from logging import NullHandler, getLogger
from typing import Any
from unittest.mock import patch

from benchmarks.rows import peer_module

__all__ = ["Compute", "payment_term"]

Compute = Callable[[Decimal, date], list[tuple[date, Decimal]]]

DATABASE = ":memory:"
MODULES = (
    "ir",
    "res",
    "country",
    "currency",
    "party",
    "company",
    "product",
    "account",
    "account_product",
    "account_invoice",
)


def payment_term(name: str, lines: Sequence[Mapping[str, object]]) -> Compute:
    """`PaymentTerm.compute` of a stored term of these lines, in euro.

    A line is its type, its ratio if it has one, and the fields of one relative delta.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about its own use of what it deprecates
        peer_module("trytond")
        peer_module("trytond.modules.account_invoice")
        pool = _pool()
        (term,) = pool.get("account.invoice.payment_term").create(
            [{"name": name, "lines": [("create", [_line(line) for line in lines])]}]
        )
    compute, euro = term.compute, _euro()
    return lambda amount, day: compute(amount, euro, day)


def _line(fields: Mapping[str, object]) -> dict[str, object]:
    own = {name: value for name, value in fields.items() if name in ("type", "ratio", "divisor")}
    delta = {name: value for name, value in fields.items() if name not in own}
    return {**own, "relativedeltas": [("create", [delta])]}


@cache
def _pool() -> Any:
    """The models, in a transaction that stays open: what it has read, it keeps."""
    peer_module("trytond.config").set("database", "uri", "sqlite://")
    getLogger("trytond").addHandler(NullHandler())
    database = peer_module("trytond.backend").Database(DATABASE).connect()
    connection = database.get_connection()
    database.init()
    connection.commit()
    database.put_connection(connection)
    pool = peer_module("trytond.pool").Pool(DATABASE)
    # Views, menus and reports are most of the work of setting up, and nothing here reads them.
    handler = peer_module("trytond.convert").TrytondXmlHandler
    with patch.object(handler, "parse_xmlstream"):
        pool.init(update=list(MODULES), lang=["en"], indexes=False)
    peer_module("trytond.transaction").Transaction().start(DATABASE, 0)
    return pool


@cache
def _euro() -> Any:
    (euro,) = (
        _pool().get("currency.currency").create([{"name": "Euro", "symbol": "€", "code": "EUR"}])
    )
    return euro
