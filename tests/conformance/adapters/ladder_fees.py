"""What levels cost, and what the account owes once that is posted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tests.conformance.adapters.charges import posted
from tests.conformance.adapters.translate import EARLIER, money, percent
from tests.conformance.case import Given, Unsupported

from collectkit.fees import FlatFee, LateChargePolicy, LateCharges, PercentFee, assess
from collectkit.ledger import Account, account_statement
from collectkit.money import Money

__all__ = ["Fees", "fee_policy", "level_fees"]

# A share of one, whose digits behind the point are those of the percentage.
_SHARE = re.compile(r"0\.(?P<percent>[0-9]{2})(?P<rest>[0-9]*)")


class Fees(NamedTuple):
    """The fees of the day by (level, invoice), and the balance with all of them posted."""

    new: dict[tuple[str, str], Money]
    balance: Money


def fee_policy(rows: Iterable[Given]) -> LateChargePolicy:
    """A fee for every level that has one."""
    return LateChargePolicy(id="levels", fees=tuple(_rules(rows)))


def _rules(rows: Iterable[Given]) -> Iterator[FlatFee | PercentFee]:
    for row in rows:
        if "fee" not in row:
            continue
        name, fee = f"level-{row['n']}", row["fee"]
        if "fixed" in fee:
            yield FlatFee(id=name, when="level", amounts=(money(fee["fixed"], "USD"),))
            continue
        found = _SHARE.fullmatch(fee["percent_of_invoice"])
        if found is None:
            raise Unsupported("a share that is no text below one")
        rate = percent(f"{found['percent']}.{found['rest'] or 0}")
        yield PercentFee(id=name, when="level", percent=rate, base="original_amount")


def level_fees(
    policy: LateChargePolicy,
    facts: Account,
    before: Iterable[tuple[date, str, tuple[str, ...], str]],
    now: Iterable[tuple[date, str, tuple[str, ...]]],
    on: date,
) -> Fees:
    """The fees of the levels sent before, posted in their order; then those of the day."""
    for at, step, items, fee in before:
        charges = assess(facts, policy, as_of=at, levels=[(at, step, items)])
        if [line.amount for line in charges.lines] != [
            money(fee, line.amount.currency) for line in charges.lines
        ]:
            raise Unsupported("a fee that is not the level's")
        facts = _with(facts, charges, at)
    charges = assess(facts, policy, as_of=on, levels=list(now))
    facts = _with(facts, charges, on)
    (currency,) = {invoice.currency for invoice in facts.invoices}
    statement = account_statement(facts, start=EARLIER, end=on)
    return Fees(
        {(line.rule_id, line.item_id or ""): line.amount for line in charges.lines},
        statement.of(currency).closing,
    )


def _with(facts: Account, charges: LateCharges, on: date) -> Account:
    return facts.with_(invoices=posted(charges, on))
