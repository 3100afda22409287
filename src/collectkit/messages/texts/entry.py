"""How a text of the library is put together from its paragraphs."""

from __future__ import annotations

import re

from collectkit.messages.message import MessageTemplate

__all__ = ["entry", "french"]

_HIGH_SIGN = re.compile(r" ([:;!?»])")


def entry(locale: str, id: str, subject: str, *paragraphs: str, sms: str = "") -> MessageTemplate:
    """A message of `paragraphs`, with an empty line between two.

    In French the space before a high punctuation mark becomes a no-break space, and the
    apostrophe the typographic one, except in `sms`: the alphabet of text messages has neither.
    """
    body = "\n\n".join(paragraphs)
    if locale == "fr":
        subject, body = french(subject), french(body)
    return MessageTemplate(id=id, locale=locale, subject=subject, body=body, sms=sms)


def french(text: str) -> str:
    """`text` with the no-break spaces and apostrophes of French typography."""
    text = _HIGH_SIGN.sub("\xa0\\1", text)
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}").replace("« ", "«\xa0")
