"""The clauses of commercial shorthand: a closed table of spellings and what each one says.

A clause is found by trying every spelling at one place of the text and keeping the longest; what
is read is never read again, and every quantifier is bounded, so the time grows with the text
alone. Another spelling is one more row in the table of its language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from collectkit.money import Percent
from collectkit.terms.rules import DueRule
from collectkit.terms.steps import DayOfMonth, Days, EndOfMonth, Months, NextDayOfMonth, Step

__all__ = ["PRODUCTIONS", "Clause", "Production", "TierClause", "UnsettledNet", "Word", "scan"]


class TierClause(NamedTuple):
    """A discount; `dated` where the clause itself says what its days count from."""

    percent: Percent
    deadline: DueRule
    dated: bool = False


class UnsettledNet(NamedTuple):
    """Days and the end of a month, in an order the text leaves open, and perhaps a payment day."""

    days: int
    day: int | None = None
    english: bool = False


class Word(Enum):
    """A word whose meaning depends on the clauses around it."""

    END_OF_MONTH = "EOM"
    RECEIPT_OF_GOODS = "ROG"


Clause = TierClause | DueRule | UnsettledNet | Word
Meaning = Callable[[re.Match[str]], Clause]


class Production(NamedTuple):
    """A spelling and what it says."""

    name: str
    pattern: re.Pattern[str]
    meaning: Meaning


# -- what the clauses say ----------------------------------------------------------------------
def _always(clause: Clause) -> Meaning:
    return lambda _: clause


def _tier(found: re.Match[str]) -> TierClause:
    said = found.groupdict()
    percent = Percent(said["percent"].replace(",", "."))
    days = int(said["days"]) + int(said.get("extra") or 0)
    match said.get("base"):
        case "eom":
            return TierClause(percent, DueRule.eom_plus_days(days), dated=True)
        case "prox" | "proximo":
            return TierClause(percent, DueRule.day_of_month(days), dated=True)
        case "rog":
            return TierClause(percent, DueRule.from_event("delivery", Days(count=days)), dated=True)
    return TierClause(percent, DueRule.net(days))


def _net(found: re.Match[str]) -> DueRule:
    return DueRule.net(int(found["days"]))


def _after_month(found: re.Match[str]) -> DueRule:
    return DueRule.eom_plus_days(int(found["days"]))


def _after_delivery(found: re.Match[str]) -> DueRule:
    return DueRule.from_event("delivery", Days(count=int(found["days"])))


def _next_month(found: re.Match[str]) -> DueRule:
    return DueRule.day_of_month(int(found["day"]))


def _steps(found: re.Match[str]) -> DueRule:
    return DueRule.of(*(_step(words) for words in _THEN.split(found["steps"])))


def _step(words: str) -> Step:
    if words == "eom":
        return EndOfMonth()
    number, unit = int(_NUMBER.findall(words)[0]), words.split(" ")[1]
    if unit.startswith("day"):
        return Days(count=number)
    if unit.startswith("month"):
        return Months(count=number)
    return DayOfMonth(day=number, months=1) if unit == "prox" else NextDayOfMonth(days=(number,))


def _order_open(found: re.Match[str]) -> UnsettledNet:
    return UnsettledNet(int(found["days"]), english=True)


def _ordre_ouvert(found: re.Match[str]) -> UnsettledNet:
    return UnsettledNet(int(found["days"]), None if found["day"] is None else int(found["day"]))


# -- pieces of spellings: the text comes in small letters, with plain dashes and single blanks ---
_NUMBER = re.compile("[0-9]{1,3}")
_THEN = re.compile(" then | ?[+] ?")
_FIGURE = r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,4}|,[0-9]{1,4}(?= ?%))?)"
_PERCENT = rf"{_FIGURE} ?%"
# `2/10`, `2% 10`, `1.5%-15`; a bare `2 10` is a discount only where a net term follows.
_OFF = rf"{_FIGURE}(?: ?% ?[/-]? ?| ?/ ?| (?=[0-9]{{1,3}}(?: ?[,;] ?| )n))"
_DAYS = r"(?P<days>[0-9]{1,3})"
_OF_MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])"
_DAY = rf"(?P<day>{_OF_MONTH})"
_TH = "(?:st|nd|rd|th)?"
_NET = "(?:net|n) ?/? ?"
_EOM = "(?:eom|end of month)"
_INVOICE = "(?:the )?(?:date of )?invoice(?: date)?"
_STEP = (
    rf"(?:[0-9]{{1,3}} days?|[0-9]{{1,2}} months?|eom|{_OF_MONTH} prox|the next {_OF_MONTH}{_TH})"
)
_JOURS = rf"(?:paiement )?(?:net )?(?:(?:à|a) )?{_DAYS} ?(?:jours?|j)(?: nets?)?"
_FIN_DE_MOIS = "(?:fin de mois|fdm)"
_TAGE = rf"{_DAYS} tagen?"
_BINNEN = "(?:innerhalb|binnen) (?:von )?"

_ENGLISH: tuple[tuple[str, str, Meaning], ...] = (
    ("tier", rf"{_OFF}{_DAYS}(?: days?)?(?: (?P<base>eom|rog))?", _tier),
    ("tier-extra", rf"{_OFF}{_DAYS} ?- ?(?P<extra>[0-9]{{1,3}}) ?(?:extra|ex|x)", _tier),
    ("tier-prox", rf"{_OFF}(?P<days>{_OF_MONTH}){_TH} (?P<base>proximo|prox)", _tier),
    ("net", rf"{_NET}{_DAYS}(?: days?)?", _net),
    ("days", rf"{_DAYS} days?(?: net)?", _net),
    (
        "days-from-invoice",
        rf"(?:net )?{_DAYS} days? (?:from|after|of) {_INVOICE}",
        _net,
    ),
    (
        "within",
        rf"(?:(?:payment )?due |payable )?within {_DAYS} days?(?: (?:from|after|of) {_INVOICE})?",
        _net,
    ),
    ("net-order-open", rf"{_NET}{_DAYS}(?: days?)? ?[,;]? ?{_EOM}", _order_open),
    ("days-order-open", rf"{_DAYS}(?: days?)?(?: net)? {_EOM}", _order_open),
    ("after-month", rf"(?:{_NET})?{_DAYS} days? (?:after|from) {_EOM}", _after_month),
    ("month-plus", rf"(?:net )?{_EOM} ?[+] ?{_DAYS}(?: days?)?", _after_month),
    ("end-of-month", _EOM, _always(Word.END_OF_MONTH)),
    ("net-end-of-month", rf"(?:net|n/) ?{_EOM}", _always(DueRule.of(EndOfMonth()))),
    ("prox", rf"(?:{_NET})?{_DAY}{_TH} (?:proximo|prox|mfi)", _next_month),
    ("monthly", "net monthly(?: account)?", _always(DueRule.of(Months(count=1), EndOfMonth()))),
    ("on-receipt", "(?:(?:due|payable) )?(?:on|upon) receipt", _always(DueRule.on_receipt())),
    ("in-advance", "cia|pia|(?:cash|payment) in advance|prepayment", _always(DueRule.in_advance())),
    ("with-order", "cwo|cash with order", _always(DueRule.with_order())),
    ("on-delivery", "cod|cash on delivery", _always(DueRule.on_delivery())),
    (
        "after-delivery",
        rf"(?:{_NET})?{_DAYS} days? (?:after|from) (?:delivery|receipt of goods)",
        _after_delivery,
    ),
    ("receipt-of-goods", "rog|receipt of goods", _always(Word.RECEIPT_OF_GOODS)),
    ("steps", rf"(?P<steps>{_STEP}(?:(?: then | ?[+] ?){_STEP}){{1,5}})", _steps),
    ("one-step", rf"(?P<steps>[0-9]{{1,2}} months?|the next {_OF_MONTH}{_TH})", _steps),
)
_FRENCH: tuple[tuple[str, str, Meaning], ...] = (
    ("escompte", rf"{_PERCENT} d'escompte (?:à|a|sous) {_DAYS} (?:jours?|j)", _tier),
    ("escompte-de", rf"escompte (?:de )?{_PERCENT} (?:à|a|sous) {_DAYS} (?:jours?|j)", _tier),
    ("jours", rf"{_JOURS}(?: date de facture)?", _net),
    ("comptant", "(?:paiement )?(?:au )?comptant", _always(DueRule.on_receipt())),
    ("réception", "(?:à|a) r[ée]ception(?: de (?:la )?facture)?", _always(DueRule.on_receipt())),
    ("commande", "(?:à|a) la commande", _always(DueRule.with_order())),
    ("livraison", "(?:à|a) la livraison|contre remboursement", _always(DueRule.on_delivery())),
    ("fin-de-mois", _FIN_DE_MOIS, _always(DueRule.of(EndOfMonth()))),
    ("jours-fin-de-mois", rf"{_JOURS} {_FIN_DE_MOIS}(?: le {_DAY})?", _ordre_ouvert),
    ("fin-de-mois-jours", rf"{_FIN_DE_MOIS} ?[+]? ?{_DAYS} (?:jours?|j)", _after_month),
)
_GERMAN: tuple[tuple[str, str, Meaning], ...] = (
    ("skonto", rf"{_PERCENT} skonto (?:{_BINNEN})?{_TAGE}", _tier),
    ("tage-skonto", rf"(?:{_BINNEN})?{_TAGE} {_PERCENT}(?: skonto)?", _tier),
    ("tage", rf"{_TAGE}(?: (?:rein )?netto(?: kasse)?)?", _net),
    ("netto", rf"netto (?:kasse )?{_TAGE}", _net),
    ("zahlbar", rf"(?:zahlbar )?{_BINNEN}{_TAGE}(?: netto| ohne abzug)?", _net),
    (
        "tage-rechnung",
        rf"(?:zahlbar )?(?:{_BINNEN})?{_TAGE} (?:netto )?(?:nach|ab) rechnungs(?:datum|stellung)",
        _net,
    ),
    (
        "sofort",
        "(?:zahlbar )?sofort(?: f(?:ä|ae|a)llig| zahlbar)?(?: (?:rein )?netto| ohne abzug)?",
        _always(DueRule.on_receipt()),
    ),
    ("vorkasse", "(?:per |gegen )?vorkasse", _always(DueRule.in_advance())),
    ("nachnahme", "(?:per |gegen )?nachnahme", _always(DueRule.on_delivery())),
)

PRODUCTIONS: tuple[Production, ...] = tuple(
    Production(name, re.compile(rf"(?:{pattern})(?![^ ,;])"), meaning)
    for name, pattern, meaning in (*_ENGLISH, *_FRENCH, *_GERMAN)
)
_SEPARATOR = re.compile(" ?[,;] ?| ")


def scan(text: str) -> Iterator[tuple[Production, re.Match[str]]]:
    """The clauses of a folded text from left to right; it ends early where nothing reads on."""
    at = 0
    while at < len(text):
        tried = ((each, each.pattern.match(text, at)) for each in PRODUCTIONS)
        found = [(each, match) for each, match in tried if match is not None]
        if not found:
            return
        production, match = max(found, key=lambda pair: pair[1].end())
        yield production, match
        gap = _SEPARATOR.match(text, match.end())
        if gap is None:
            return
        at = gap.end()
