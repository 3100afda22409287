"""Where part payments go. The order that a regime sets is not translated yet."""

from __future__ import annotations

from tests.conformance.adapters.translate import AS_OF, CURRENCY, EARLIER, money
from tests.conformance.case import Given
from tests.conformance.registry import Figures, Operations

from collectkit.ledger import account_statement
from collectkit.testing import a_late_charge, an_account, an_invoice

allocation = Operations("allocation")


@allocation.named("sum")
def claim(given: Given) -> Figures:
    """A claim of principal and posted charges: the closing balance of the statement."""
    parts = given["parts"]
    account = an_account(
        *(
            an_invoice(amount=money(parts[name]), issued_on=EARLIER)
            if name == "principal"
            else a_late_charge(
                id=name, charge_kind=name, amount=money(parts[name]), issued_on=EARLIER
            )
            for name in parts
        )
    )
    return {"total": account_statement(account, start=EARLIER, end=AS_OF).of(CURRENCY).closing}
