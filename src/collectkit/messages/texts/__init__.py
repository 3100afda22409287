"""The library's own texts, a language to a module, imported when a text is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from collectkit.errors import TemplateError, shown

if TYPE_CHECKING:
    from collectkit.messages.message import MessageTemplate

__all__ = ["LANGUAGES", "library"]

LANGUAGES = ("en", "de", "fr")


def library(language: str) -> Mapping[str, MessageTemplate]:
    """The library's texts in `language`, one of `LANGUAGES`, by id; the same ids in each.

    Raises:
        TemplateError: another language.

    >>> library("de")["reminder-1"].subject
    '{creditor}: Zahlungserinnerung'
    >>> set(library("fr")) == set(library("en"))
    True
    """
    if language not in LANGUAGES:
        raise TemplateError(
            f"the library has no texts in {shown(language)}",
            field="language",
            hint=f"its languages are {', '.join(LANGUAGES)}",
        )
    return _library(language)


@cache
def _library(language: str) -> Mapping[str, MessageTemplate]:
    if language == "de":
        from collectkit.messages.texts.de import TEXTS
    elif language == "fr":
        from collectkit.messages.texts.fr import TEXTS
    else:
        from collectkit.messages.texts.en import TEXTS
    return MappingProxyType({entry.id: entry for entry in TEXTS})
