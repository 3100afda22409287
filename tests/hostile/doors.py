"""Where an amount or a day comes in: each door takes the value and gives what it was read as.

A door that is not meant for a kind of value is left out where the value is to be taken (a fact
takes `Money`, never text), and still has to refuse it where it is to be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from collectkit._model import Day, ExactDecimal, Policy
from collectkit.dates import Clock, Context, add_days, add_months, calendar_from, end_of_month
from collectkit.errors import Problem
from collectkit.escalation import AmountAtLeast
from collectkit.fees import FlatFee, LateChargePolicy
from collectkit.ledger import Account, Customer, Invoice, Receipt, from_rows, load_facts, snapshot
from collectkit.money import Money, Percent
from collectkit.policy import CollectionsPolicy, presets
from collectkit.terms import Days, DueRule, Months, PaymentTerms, parse

__all__ = ["WHOLE", "Door", "date_doors", "money_doors", "terms_doors"]

Door = Callable[[], object]

WHOLE = {"fee of a policy"}
"""Doors that take a whole document, which costs what a document costs."""

_ID: dict[str, Any] = {"id": "R-1", "customer_id": "C-1"}
_DAY = date(2026, 2, 3)
_MOVE = re.compile(r"([+-].+) (day|month)s?")
_PLAIN = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,12})?", re.ASCII)
_DOCUMENT = presets.b2b_standard(creditor="Example Ltd").model_dump(mode="json")


class _Held(Policy):
    """A policy with one field of each exact type."""

    day: Day = _DAY
    rate: Percent = Percent(8)
    number: ExactDecimal = Decimal(8)


def _row(kind: str, **cells: Any) -> Any:
    facts, problems = from_rows(kind, [{**_ID, **cells}])
    return problems[0] if problems else facts[0]


def _field(fact: Any, name: str) -> object:
    return fact if isinstance(fact, Problem) else getattr(fact, name)


def _amount(found: Any) -> object:
    return found if isinstance(found, Problem) else found.amount


def _loaded(kind: str, **fields: Any) -> Any:
    customers = [{"id": "C-1"}]
    fact = {**_ID, **fields}
    return load_facts({"schema_version": 1, "customers": customers, kind: [fact]})[kind][0]


def _fee(amount: Mapping[str, Any]) -> Money:
    charges = {"id": "late", "fees": [{"kind": "flat", "id": "fee", "amounts": [amount]}]}
    policy = CollectionsPolicy.from_mapping({**_DOCUMENT, "late_charges": [charges]})
    agreed = policy.charges("late")
    assert isinstance(agreed, LateChargePolicy)
    fee = agreed.fees[0]
    assert isinstance(fee, FlatFee)
    return fee.amounts[0]


def money_doors(value: Any, currency: str, *, refused: bool) -> dict[str, Door]:
    """By name, what reads the amount `value` of `currency`."""
    written: Any = {"amount": value, "currency": currency}
    dated = {"received_on": "2026-02-03"}
    doors: dict[str, Door] = {"Money": lambda: Money(value, currency).amount}
    # A receipt and a fee are above zero; money itself need not be.
    positive = refused or Money(value, currency) > Money.zero(currency)
    if positive:
        doors |= {
            "row": lambda: _amount(_field(_row("receipts", **dated, **written), "amount")),
            "row of objects": lambda: _amount(
                _field(_row("receipts", **dated, amount=written), "amount")
            ),
        }
    if isinstance(value, str):
        text = f"{currency} {value}"
        doors |= {
            "Money.parse": lambda: Money.parse(text).amount,
            "condition": lambda: AmountAtLeast(amounts=(written,)).amounts[0].amount,
        }
    elif refused:
        doors |= {
            "Money.parse": lambda: Money.parse(value),
            "condition": lambda: AmountAtLeast(amounts=(written,)),
        }
    if positive and (refused or isinstance(value, str)):
        doors |= {
            "document": lambda: _loaded("receipts", **dated, amount=written).amount.amount,
            "fee of a policy": lambda: _fee(written).amount,
        }
    if refused:
        doors |= {
            "receipt": lambda: Receipt(**_ID, amount=value, received_on=_DAY),
            "invoice": lambda: Invoice(**_ID, amount=value, issued_on=_DAY, due_on=_DAY),
            "Money of a policy": lambda: AmountAtLeast(amounts=(value,)),
        }
    if refused and currency == "EUR" and not _is_number(value):
        doors |= {
            "Percent": lambda: Percent(value),
            "Percent of a policy": lambda: _Held(rate=value),
            "number of a policy": lambda: _Held(number=value),
        }
    return doors


def _is_number(value: Any) -> bool:
    """Whether it is an exact number: then only its currency can have refused it."""
    if isinstance(value, str):
        return _PLAIN.fullmatch(value) is not None
    if isinstance(value, Decimal):
        return value.is_finite() and _PLAIN.fullmatch(str(value)) is not None
    return type(value) is int and abs(value) < 10**6


def date_doors(value: Any, *, refused: bool) -> dict[str, Door]:
    """By name, what reads the day `value`, or moves a day when it is a pair (day, `+30 days`)."""
    if isinstance(value, tuple) and len(value) == 2 and _MOVE.fullmatch(str(value[1])):
        return _moves(date.fromisoformat(value[0]), value[1])
    amount = {"amount": "4.00", "currency": "EUR"}
    doors: dict[str, Door] = {
        "row": lambda: _field(_row("receipts", **amount, received_on=value), "received_on"),
        "policy": lambda: _Held(day=value).day,
    }
    if refused or isinstance(value, str):
        doors["document"] = lambda: (
            _loaded("receipts", amount=amount, received_on=value).received_on
        )
    if refused or isinstance(value, date):
        doors |= _day_doors(value)
    if refused and value is not None:
        doors |= {
            "recorded_on": lambda: _receipt(value, recorded_on=value),
            "due_on": lambda: _invoice(_DAY, due_on=value),
            "known_at": lambda: Context(known_at=value),
            "end_of_month": lambda: end_of_month(value),
        }
    return doors


def _day_doors(value: date) -> dict[str, Door]:
    account = Account(customer=Customer(id="C-1"))
    return {
        "received_on": lambda: _receipt(value).received_on,
        "issued_on": lambda: _invoice(value, due_on=value).issued_on,
        "as_of": lambda: snapshot(account, as_of=value).as_of,
        "add_days": lambda: add_days(value, 0),
        "add_months": lambda: add_months(value, 0),
        "Clock": lambda: Clock(value).start,
        "calendar": lambda: next(iter(calendar_from([value]).holidays)),
        "due rule": lambda: DueRule.net(0).date_from(value),
    }


def _receipt(received_on: date, **dates: Any) -> Receipt:
    return Receipt(**_ID, amount=Money(4, "EUR"), received_on=received_on, **dates)


def _invoice(issued_on: date, **dates: Any) -> Invoice:
    return Invoice(**_ID, amount=Money(4, "EUR"), issued_on=issued_on, **dates)


def _moves(day: date, by: str) -> dict[str, Door]:
    found = _MOVE.fullmatch(by)
    assert found is not None
    count = eval(found[1], {"__builtins__": {}})
    step: type[Days | Months]
    add, step = (add_days, Days) if found[2] == "day" else (add_months, Months)
    doors: dict[str, Door] = {f"add_{found[2]}s": lambda: add(day, count)}
    if count >= 0:
        doors["due rule"] = lambda: DueRule.of(step(count=count)).date_from(day)
    return doors


def terms_doors(value: Any) -> dict[str, Door]:
    """By name, what reads terms from text."""
    return {
        "parse": lambda: _told(parse(value)),
        "PaymentTerms.parse": lambda: _told(PaymentTerms.parse(value)),
    }


def _told(terms: PaymentTerms) -> str:
    """Terms of plain days as the rows tell them: `net=30`, or `2% 10d net 30`."""
    tiers = [f"{tier.percent} {_count(tier.deadline)}d" for tier in terms.discounts]
    due = terms.lines[0].due
    days = None if due is None else _count(due)
    return " ".join((*tiers, f"net {days}")) if tiers else f"net={days}"


def _count(rule: DueRule) -> int:
    (step,) = rule.steps
    assert isinstance(step, Days)
    return step.count
