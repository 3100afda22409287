"""Facts as a JSON document, and back.

A document is a plain mapping for the host's own JSON writer:

    {"schema_version": 1,
     "customers": [{"id": "C-1", "kind": "business"}],
     "receipts": [{"id": "R-1", …, "amount": {"amount": "4.00", "currency": "EUR"}}]}

Kinds stand in the order of `Account`, facts in their own stable order, fields as declared; what is
absent is left out. Money is two texts, a percentage `"8%"`, days and clock times are ISO text.
The readers are those of `from_rows`, held to exactly these forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any, Final

from collectkit.errors import CollectkitError, InvalidFact, shown
from collectkit.ledger.account import Account
from collectkit.ledger.registry import Fact
from collectkit.ledger.rows import KINDS, read_fact
from collectkit.money import Money, Percent

__all__ = ["SCHEMA_VERSION", "dump", "load", "load_facts"]

SCHEMA_VERSION: Final = 1

_NAMES: dict[type[Any], str] = {kind: name for name, kind in KINDS.items()}
_VERSION = "schema_version"


def dump(facts: Account | Iterable[Account | Fact]) -> dict[str, Any]:
    """The facts of one account, or of several and single ones, as a document.

    Equal facts make equal documents, whatever order they come in. A clock time keeps its offset
    from UTC, not the name of its zone.

    Raises:
        InvalidFact: something that is no fact.
        InvalidMoney: an amount of more than 15 whole digits, which could not be read again.

    >>> from datetime import date
    >>> from collectkit.ledger import Receipt
    >>> dump([Receipt(id="R-1", customer_id="C-1", amount=Money("4.00", "EUR"),
    ...               received_on=date(2026, 2, 3))])["receipts"]
    [{'id': 'R-1', 'customer_id': 'C-1', 'amount': {'amount': '4.00', 'currency': 'EUR'},
      'received_on': '2026-02-03', 'kind': 'payment'}]
    """
    grouped: dict[str, list[Any]] = {name: [] for name in KINDS}
    for fact in _flat(facts):
        name = _NAMES.get(type(fact))
        if name is None:
            raise InvalidFact(
                f"facts must hold facts or accounts, not {type(fact).__name__}", field="facts"
            )
        grouped[name].append(fact)
    document: dict[str, Any] = {_VERSION: SCHEMA_VERSION}
    for name, group in grouped.items():
        if group:
            document[name] = [_plain(fact) for fact in sorted(group, key=lambda f: f.order())]
    return document


def load(document: Mapping[str, Any]) -> Account:
    """The account of a document with one customer: `load(dump(account)) == account`.

    Raises:
        CollectkitError: as `load_facts` and `Account` raise it: a document of another form, or
            facts that do not fit each other.

    >>> load({"schema_version": 1, "customers": [{"id": "C-1"}]}).customer.id
    'C-1'
    """
    facts: dict[str, Any] = load_facts(document)
    customers = facts.pop("customers", ())
    if len(customers) != 1:
        raise InvalidFact(
            f"an account has one customer, and the document {len(customers)}",
            field="customers",
            hint="read facts of several with load_facts, and group them with accounts",
        )
    return Account(customer=customers[0], **facts)


def load_facts(document: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """The facts of a document by kind, each checked by itself; `accounts(**facts)` groups them.

    `customers` is always among them, and other kinds where the document has them.

    Raises:
        InvalidFact: no mapping, another schema version, an unknown kind or field, a value of the
            wrong type (a number where text is meant, a float anywhere), a contradiction.
        CollectkitError: its other kinds for amounts, currencies, percentages and days. The message
            begins with the path, such as `invoices[0].installments[1].due_on`, which is also
            `error.field`.

    >>> load_facts({"schema_version": 1, "customers": [{"id": "C-1", "segment": 7}]})
    Traceback (most recent call last):
    ...
    collectkit.errors.InvalidFact: C-1: customers[0].segment: segment must be text, not int
    """
    if not isinstance(document, Mapping):
        raise InvalidFact(f"a document must be a mapping, not {type(document).__name__}")
    version = document.get(_VERSION)
    if type(version) is not int or version != SCHEMA_VERSION:
        raise InvalidFact(
            f"{_VERSION} must be {SCHEMA_VERSION}, not {shown(version)}", field=_VERSION
        )
    for key in document:
        if key != _VERSION and (type(key) is not str or key not in KINDS):
            raise InvalidFact(
                f"{shown(key)} is not a kind of fact",
                field=str(key),
                hint=f"a document has {_VERSION}, {', '.join(KINDS)}",
            )
    return {
        name: tuple(_facts(name, kind, document.get(name, ())))
        for name, kind in KINDS.items()
        if name in document or name == "customers"
    }


def _facts(name: str, kind: type[Any], rows: Any) -> Iterable[Any]:
    if not isinstance(rows, (list, tuple)):
        raise InvalidFact(f"{name} must be a list, not {type(rows).__name__}", field=name)
    for number, row in enumerate(rows):
        try:
            yield read_fact(kind, row, strict=True)
        except CollectkitError as error:
            path = f"{name}[{number}]"
            error.field = f"{path}.{error.field}" if error.field else path
            error.message = f"{error.field}: {error.message}"
            raise


def _flat(facts: Account | Iterable[Account | Fact]) -> Iterable[Any]:
    if isinstance(facts, Account):
        facts = (facts,)
    elif isinstance(facts, (str, Mapping)) or not isinstance(facts, Iterable):
        raise InvalidFact(
            f"facts must be an account, or several facts, not {type(facts).__name__}",
            field="facts",
        )
    for fact in facts:
        if isinstance(fact, Account):
            yield fact.customer
            for name in KINDS:
                yield from getattr(fact, name, ())
        else:
            yield fact


def _plain(value: Any) -> Any:
    """A value of a fact as JSON has it."""
    if isinstance(value, Money):
        readable = Money(value.amount, value.currency)
        return {"amount": f"{readable.amount:f}", "currency": readable.currency}
    if isinstance(value, Percent):
        return str(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value):
        return {
            field.name: _plain(given)
            for field in fields(value)
            if not _is_absent(given := getattr(value, field.name), field.default)
        }
    # A host may keep its choices in an enum of str; only the text is kept.
    return str.__str__(value) if isinstance(value, str) else value


def _is_absent(value: Any, default: Any) -> bool:
    """Nothing, and nothing is what the field holds when it is left out."""
    return (value is None and default is None) or (value in ((), "") and value == default)
