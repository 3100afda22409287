"""Where message text comes in: each door takes a text and its values and gives what it prints.

The rows were written for no library: `OURS` says what our names are for theirs, and `MEANT` what a
row whose text means something else in our grammar comes to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from collectkit.messages import Catalogue, MessageTemplate, Template
from collectkit.messages.render import Output
from collectkit.money import Money
from collectkit.policy import CollectionsPolicy, presets

__all__ = ["MEANT", "OURS", "Case", "Door", "template_doors"]

Door = Callable[[], object]

OURS: Mapping[str, str] = {"amount": "amount_due"}
"""Our variable for each that the rows name and we do not have; all others are ours already."""

MEANT: Mapping[str, str] = {
    # The dollar signs stay text; `{customer}` is a variable of ours wherever it stands.
    "templates-022": "$amount $Example Ltd",
}
"""What rows print whose own result tells it in words."""

_VALUES: dict[str, object] = {"customer": "Example Ltd", "amount_due": Money("1190.00", "EUR")}
_NAME = re.compile(r"(?<!\{)\{([a-z]+)")
_LOCALE = re.compile(r" ([a-z]{2}_[A-Z]{2})")
_DOCUMENT = presets.b2b_standard(creditor="Example Ltd").model_dump(mode="json")


class Case:
    """A row's text, values and locale, in our names; `text` is whatever the row has for one."""

    def __init__(self, value: Any, *, refused: bool) -> None:
        text, values = value if isinstance(value, tuple) else (value, {})
        self.locale = "en"
        if isinstance(text, str):
            found = _LOCALE.search(text)
            self.locale = found[1] if found else "en"
            text = _LOCALE.sub("", text)
            text = _NAME.sub(lambda name: f"{{{OURS.get(name[1], name[1])}", text)
        self.text: Any = text
        self.values = _VALUES | {
            OURS.get(name, name): one if refused else _as_money(one) for name, one in values.items()
        }


def _as_money(value: object) -> object:
    """What a row calls an amount is money here, so that its currency is known."""
    return Money(value, "EUR") if isinstance(value, Decimal) else value


def template_doors(case: Case) -> dict[str, Door]:
    """By name, what reads the text of a case and prints it."""

    def printed(part: str, output: Output) -> Door:
        texts: dict[str, Any] = {"body": "x", part: case.text}

        def door() -> str:
            entry = MessageTemplate(id="x", locale=case.locale, **texts)
            message = entry.render(case.values, output=output)
            return message.subject if part == "subject" else message.body

        return door

    return {
        "Template": lambda: Template(case.text, case.locale).render(case.values),
        "Template.parse": lambda: Template.parse(case.text, locale=case.locale).render(case.values),
        "subject": printed("subject", "text"),
        "body": printed("body", "text"),
        "html": printed("html", "html"),
        "sms": printed("sms", "sms"),
        "catalogue": lambda: _from_catalogue(case),
        "document": lambda: _from_document(case),
    }


def _entry(case: Case) -> dict[str, Any]:
    return {"id": "x", "locale": case.locale, "body": case.text}


def _from_catalogue(case: Case) -> str:
    document = {"templates": [_entry(case)], "default_locale": case.locale}
    return Catalogue.model_validate(document).find("x").render(case.values).body


def _from_document(case: Case) -> str:
    catalogue = {"templates": [_entry(case)], "default_locale": case.locale}
    policy = CollectionsPolicy.from_mapping({**_DOCUMENT, "catalogue": catalogue})
    return policy.catalogue.find("x").render(case.values).body
