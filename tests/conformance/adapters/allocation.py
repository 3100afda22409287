"""Where part payments go: the order a law sets, and a balance that payments reduce."""

from __future__ import annotations

from tests.conformance.adapters.translate import AS_OF, CURRENCY, EARLIER, day, money, percent
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures, Operations

from collectkit.fees import (
    STATUTES,
    Interest,
    LateChargePolicy,
    PaymentAllocation,
    allocate_payment,
    assess,
    statutory,
)
from collectkit.ledger import Account, account_statement
from collectkit.testing import a_late_charge, a_receipt, an_account, an_invoice

allocation = Operations("allocation")

_PARTS = {"principal": "100", "interest": "10", "costs": "1"}


@allocation.named("order")
def order_of(given: Given) -> Figures:
    """What a payment of all that is owed pays first, in the order the regime sets."""
    if given["regime"] not in STATUTES:
        raise Unsupported(f"no regime {given['regime']}; the caller says the order")
    return {"order": _paid_in_order(_claim(_PARTS), given["regime"])}


@allocation.named("sum")
def claim(given: Given) -> Figures:
    """A claim of principal and posted charges. No regime is given; the source names BGB 367."""
    account = _claim(given["parts"])
    return {
        "total": account_statement(account, start=EARLIER, end=AS_OF).of(CURRENCY).closing,
        "order": _paid_in_order(account, "DE"),
    }


@allocation.named("ledger")
def running_balance(given: Given) -> Figures:
    """Interest posted on each day it is capitalised, then payments: the rest is billed anew."""
    since, balance = day(given["opening"][0]), money(given["opening"][1])
    policy = LateChargePolicy(id="interest", interest=Interest(rate=percent(given["rate"])))
    interest, balances = [], []
    for on in (day(text) for text in given["capitalise_on"]):
        balances.append(balance)
        account = an_account(an_invoice(amount=balance, issued_on=since, due_on=since))
        accrued = assess(account, policy, as_of=on).total(CURRENCY)
        interest.append(accrued)
        note = a_late_charge(id="NOTE", amount=accrued, charge_kind="interest", issued_on=on)
        account = account.with_(invoices=(note,))
        for paid_on, amount in given["payments"]:
            if day(paid_on) == on:
                receipt = a_receipt(amount=money(amount), received_on=on)
                found = allocate_payment(receipt, account, order=("costs", "interest", "principal"))
                account = account.with_(
                    receipts=(receipt,), allocations=found.allocations(on, receipt.id)
                )
        balance = account_statement(account, start=since, end=on).of(CURRENCY).closing
        since = on
    return {"interest": interest, "balances_before_interest": balances}


def _claim(parts: Given | dict[str, str]) -> Account:
    """An invoice, and a posted debit note for each charge."""
    return an_account(
        *(
            an_invoice(amount=money(parts[name]), issued_on=EARLIER)
            if name == "principal"
            else a_late_charge(
                id=name, charge_kind=name, amount=money(parts[name]), issued_on=EARLIER
            )
            for name in parts
        )
    )


def _paid_in_order(account: Account, regime: str) -> list[str]:
    owed = account_statement(account, start=EARLIER, end=AS_OF).of(CURRENCY).closing
    order = statutory(regime, debtor="business").allocation_order
    found: PaymentAllocation = allocate_payment(owed, account, order=order, as_of=AS_OF)
    return [line.component for line in found.lines]
