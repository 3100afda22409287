"""A document with something in most places, and ways to spoil it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collectkit import CollectionsPolicy, Money, escalation
from collectkit.errors import PolicyError
from collectkit.fees import FlatFee, Interest, LateChargePolicy, PercentFee
from collectkit.messages import Catalogue, MessageTemplate
from collectkit.money import Percent
from collectkit.policy import Sender
from collectkit.terms import PaymentTerms, parse

__all__ = ["POLICY", "TOML", "changed", "document", "fault", "fault_of_text", "fit_to_read"]

POLICY = CollectionsPolicy(
    id="b2b",
    version="1",
    sender=Sender(
        creditor="Example Ltd", signature="Accounts Receivable", payment_details="By transfer."
    ),
    terms=(PaymentTerms.net(30), parse("2/10 net 30")),
    late_charges=(
        LateChargePolicy(
            id="late",
            interest=Interest(rate=Percent(8)),
            fees=(
                FlatFee(id="letter", amounts=(Money("5.00", "EUR"),)),
                PercentFee(id="share", percent=Percent(1)),
            ),
        ),
    ),
    ladder=escalation.presets.standard(),
    catalogue=Catalogue(
        templates=(MessageTemplate(id="thanks", locale="en", body="Thank you, {customer}."),)
    ),
)

_NOT_ITS_WORDS = (
    "pydantic", "validation error", "Input should", "function-", "dict", "tuple", "rate:",
)  # fmt: skip

TOML = """
id = "small"
version = "1"
[sender]
creditor = "Example Ltd"
signature = "AR"
payment_details = "bank"
[[late_charges]]
id = "interest"
interest = { rate = "8%" }
[ladder]
id = "short"
version = "1"
[[ladder.steps]]
id = "friendly"
kind = "reminder"
offset = 7
channels = ["email"]
template = "reminder-1"
when = { kind = "amount-at-least", amounts = [{ amount = "50.00", currency = "EUR" }] }
"""


def document() -> dict[str, Any]:
    """The document of `POLICY`, a new one each time."""
    made: dict[str, Any] = json.loads(POLICY.to_json())
    return made


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The document with the values at some paths changed; `...` removes one."""
    made = document()
    for path, value in changes:
        *parents, last = path.split(".")
        place: Any = made
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place[name]
        key: Any = int(last) if isinstance(place, list) else last
        if value is ...:
            del place[key]
        else:
            place[key] = value
    return made


def fault(written: Any) -> PolicyError:
    """The refusal of a mapping; whatever it is, its words are few and about the document."""
    with pytest.raises(PolicyError) as caught:
        CollectionsPolicy.from_mapping(written)
    return fit_to_read(caught.value)


def fault_of_text(text: Any, *, toml: bool = False) -> PolicyError:
    """The refusal of JSON or TOML."""
    with pytest.raises(PolicyError) as caught:
        (CollectionsPolicy.from_toml if toml else CollectionsPolicy.from_json)(text)
    return fit_to_read(caught.value)


def fit_to_read(error: PolicyError) -> PolicyError:
    """The same error, if its words are few and are those of the document."""
    assert len(str(error)) <= 600
    assert str(error).isascii()
    assert error.findings
    assert error.field == error.findings[0][0]
    for path, message in error.findings:
        assert 0 < len(path) <= 200
        assert 0 < len(message) <= 300
        for word in _NOT_ITS_WORDS:
            assert word not in f"{path} {message}"
    return error
