"""Parts of an amount: what is due when, and how they are rounded."""

from __future__ import annotations

from typing import Any

from tests.conformance.adapters.books import billed
from tests.conformance.adapters.rules import due_rule
from tests.conformance.adapters.translate import CURRENCY, money, percent
from tests.conformance.case import Given, Unsupported

from collectkit.money import Money, RoundingMode
from collectkit.terms import (
    BalanceLine,
    DueRule,
    EqualLines,
    FixedLine,
    PaymentTerms,
    PercentLine,
)

__all__ = ["amount_of", "currency_of", "tax_of", "terms_of"]

# A currency for each number of decimals, and its smallest coin.
_CURRENCIES = {0: "JPY", 2: "EUR", 3: "KWD", 4: "CLF"}
_COINS = {"JPY": "1", "EUR": "0.01", "KWD": "0.001", "CLF": "0.0001"}

_SHARES: dict[str, Any] = {
    "percent": "total",
    "percent_of_total": "total",
    "percent_of_untaxed": "untaxed",
    "percent_of_remainder": "remainder",
}
_RESIDUES: dict[str, Any] = {
    "first": "first",
    "last": "last",
    "largest_remainder": "largest-remainder",
}
_TAX_ON: dict[str, Any] = {
    "first_installment": "first",
    "last_installment": "last",
    "pro_rata": "pro-rata",
}
_MODES = {mode.name: mode for mode in RoundingMode}
# What a row says besides its due date.
_AMOUNTS = ("type", "percent", "value", "amount", "round_to_multiple_of")


def currency_of(given: Given, decimals: str = "currency_decimals", coin: str = "") -> str:
    """The currency of a case: one with as many decimals, or with the same smallest coin."""
    if coin in given:
        found = [name for name, least in _COINS.items() if least == str(given[coin])]
    else:
        wanted = given.get(decimals, 2)
        found = [_CURRENCIES[wanted]] if wanted in _CURRENCIES else []
    if not found:
        raise Unsupported("a currency with such decimals")
    return found[0]


def amount_of(given: Given, currency: str) -> Money:
    """What is split: a total, or what the untaxed amount and the tax are billed as."""
    if "total" in given:
        return money(given["total"], currency)
    return billed([given["untaxed"], given["tax"]], currency)


def tax_of(given: Given, currency: str) -> Money | None:
    """How much of it is tax, where the case says so."""
    return money(given["tax"], currency) if "tax" in given else None


def terms_of(given: Given, currency: str = CURRENCY) -> PaymentTerms:
    """The terms a case states: rows, bare percentages, or a number of equal parts."""
    if "parts" in given:
        lines: list[Any] = [EqualLines(parts=given["parts"], due=DueRule.net(0))]
    elif "percents" in given:
        lines = [_share(rate, "total", given, currency) for rate in given["percents"]]
    elif "percents_of_untaxed" in given:
        # With the tax on one part, the shares of what is without tax make up the rest.
        of = "total" if "tax_on" in given else "untaxed"
        lines = [_share(rate, of, given, currency) for rate in given["percents_of_untaxed"]]
    else:
        lines = _rows(given, currency)
    last = any(isinstance(line, BalanceLine) for line in lines)
    residue = given.get("residue", "last" if last else "largest_remainder")
    tax_on = given.get("tax_on", "pro_rata")
    if residue not in _RESIDUES or tax_on not in _TAX_ON:
        raise Unsupported(f"residue {residue}, tax on {tax_on}")
    return PaymentTerms(
        id="terms", lines=tuple(lines), residue=_RESIDUES[residue], tax_on=_TAX_ON[tax_on]
    )


def _rows(given: Given, currency: str) -> list[Any]:
    """Rows in their order; where the last one takes the balance, whatever it says itself."""
    if not given.get("last_line_takes_balance", False):
        return [_row(row, given, currency) for row in given["lines"]]
    *rows, last = given["lines"]
    last.immaterial(*_AMOUNTS)
    balance = BalanceLine(due=due_rule(last, *_AMOUNTS))
    return [*(_row(row, given, currency) for row in rows), balance]


def _row(row: Given, given: Given, currency: str) -> Any:
    kind, due = row.get("type", "percent"), due_rule(row, *_AMOUNTS)
    if kind == "balance":
        return BalanceLine(due=due)
    if kind == "fixed":
        return FixedLine(amount=money(row["value" if "value" in row else "amount"], currency),
                         due=due)  # fmt: skip
    if kind not in _SHARES:
        raise Unsupported(f"a part of type {kind}")
    rate = row["percent" if "percent" in row else "value"]
    return _share(rate, _SHARES[kind], given, currency, due, row.get("round_to_multiple_of"))


def _share(
    rate: Any,
    of: Any,
    given: Given,
    currency: str,
    due: DueRule | None = None,
    round_to: str | None = None,
) -> PercentLine:
    mode = given.get("cash_rounding_mode", given.get("rounding", "HALF_UP"))
    if mode not in _MODES:
        raise Unsupported(f"rounding {mode}")
    multiple = given.get("cash_rounding", round_to)
    if multiple is None and mode != "HALF_UP":
        multiple = _COINS[currency]
    return PercentLine(
        percent=percent(rate),
        of=of,
        due=DueRule.net(0) if due is None else due,
        round_to=multiple,
        rounding=_MODES[mode],
    )
