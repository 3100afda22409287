"""How discounts are granted, as a document; and the reasons of the room."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from tests.unit.discounts.desk import GOODS, ONE, TWO, d, eur, invoice_with, paid, read, window

from collectkit.discounts import (
    REASONS,
    DiscountPolicy,
    classify_short_payment,
    offer,
    settle,
)
from collectkit.ledger import Receipt
from collectkit.money import Money
from collectkit.testing import a_refund

PARTS = DiscountPolicy(partial="proportional")
TOLERANT = DiscountPolicy(short_tolerance=(eur("0.05"), Money("5", "JPY")))


def test_the_defaults_are_the_strict_ones() -> None:
    policy = DiscountPolicy()
    assert (policy.partial, policy.tax_mode) == ("full-settlement", "on-early-payment")
    assert policy.short_tolerance == ()
    assert policy.tolerance("EUR") == eur("0.00")


def test_a_tolerance_per_currency() -> None:
    assert TOLERANT.tolerance("EUR") == eur("0.05")
    assert TOLERANT.tolerance("JPY") == Money("5", "JPY")
    assert TOLERANT.tolerance("USD") == Money.zero("USD")


def test_it_comes_back_from_json() -> None:
    policy = TOLERANT.replace(partial="proportional", tax_mode="never")
    text = policy.model_dump_json()
    assert DiscountPolicy.model_validate_json(text) == policy
    assert '"partial":"proportional"' in text
    assert '{"amount":"0.05","currency":"EUR"}' in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"partial": "full"}, "partial"),
        ({"tax_mode": "included"}, "tax_mode"),
        ({"short_tolerance": (eur("1.00"), eur("2.00"))}, "names a currency twice"),
        ({"short_tolerance": (eur("-0.01"),)}, "short_tolerance is negative"),
        ({"short_tolerance": eur("1.00")}, "short_tolerance"),
        ({"short_tolerance": (0.05,)}, "short_tolerance"),
        ({"tolerance": ()}, "tolerance"),
    ],
)
def test_other_documents_are_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DiscountPolicy(**fields)


# -- every reason ----------------------------------------------------------------------------------
def line_codes(policy: DiscountPolicy | None, *facts: Any) -> set[str]:
    found = settle(read(invoice_with(TWO), *facts), "INV-7", policy=policy)
    return {line.reason.code for line in found.lines}


def test_every_reason_is_given_and_has_words() -> None:
    def offered(*facts: Any) -> set[str]:
        return {offer(read(*facts, as_of=d(2, 11)), "INV-7").reason.code}

    def classified(invoice: Any, amount: str, on: int) -> set[str]:
        seen = read(invoice, as_of=d(2, 1))
        money, day = eur(amount), d(2, on)
        short = classify_short_payment(seen, "INV-7", money, on=day, policy=TOLERANT)
        return {short.reason.code}

    receipt, allocation = paid("98.00", d(2, 5))
    assert isinstance(receipt, Receipt)
    back = a_refund(reverses=receipt.id, amount=eur("1.00"), received_on=d(2, 7))
    given = (
        offered(invoice_with(TWO, ONE))
        | offered(invoice_with(TWO))
        | offered(invoice_with(window(d(2, 10), "2", "2.00", "98.00", eligible_until=d(2, 13))))
        | offered(invoice_with())
        | offered(invoice_with(TWO), *paid("100.00", d(2, 5)))
        | line_codes(None, receipt, allocation, back)
        | line_codes(TOLERANT, *paid("97.97", d(2, 5)))
        | line_codes(TOLERANT, *paid("99.97", d(2, 15)))
        | line_codes(PARTS, *paid("49.00", d(2, 5)))
        | line_codes(None, *paid("49.00", d(2, 5)))
        | line_codes(None, *paid("98.00", d(2, 15)))
        | line_codes(None, *paid("42.00", d(2, 15)))
    )
    for invoice, amount, on in (
        (invoice_with(TWO), "100.00", 10),
        (invoice_with(TWO), "98.00", 10),
        (invoice_with(TWO), "97.97", 10),
        (invoice_with(TWO), "98.00", 11),
        (invoice_with(TWO), "97.00", 10),
        (invoice_with(TWO), "42.00", 10),
        (invoice_with(GOODS), "98.00", 10),
    ):
        given |= classified(invoice, amount, on)
    assert given == set(REASONS)
    for code in REASONS:
        assert code.startswith("discounts.")
        assert REASONS[code]
