"""Late fees: so far a flat fee beside interest."""

from __future__ import annotations

from datetime import date

from tests.conformance.adapters.charges import charged
from tests.conformance.adapters.dating import days_after
from tests.conformance.adapters.translate import CURRENCY, EARLIER, money
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.fees import FlatFee
from collectkit.ledger import account_statement
from collectkit.testing import a_late_charge, an_account, an_invoice

fee = Operations("fee")

_DUE = date(2023, 3, 1)


@fee.named("simple_plus_fee")
def interest_and_fee(given: Given) -> Figures:
    """Both are posted on the day they are assessed: the total is the statement's closing balance.

    No day count is given; the source divides by 365.
    """
    as_of = days_after(_DUE, given["days"])
    flat = FlatFee(id="fee", amounts=(money(given["fee"]),))
    charges = charged(given, _DUE, as_of, given.get("basis", "365"), fees=(flat,))
    interest = [line.amount for line in charges.lines if line.kind == "interest"]
    account = an_account(
        an_invoice(amount=money(given["principal"]), issued_on=EARLIER, due_on=_DUE),
        *(
            a_late_charge(id=line.key, amount=line.amount, charge_kind=line.kind, issued_on=as_of)
            for line in charges.lines
        ),
    )
    statement = account_statement(account, start=EARLIER, end=as_of)
    return {
        "interest": interest[0] if interest else money(0),
        "fee_plus_interest": charges.total(CURRENCY),
        "total": statement.of(CURRENCY).closing,
    }
