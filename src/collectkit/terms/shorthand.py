"""Commercial shorthand: `2/10 net 30` and its like, read without guessing and written back."""

from __future__ import annotations

import re
import unicodedata
from typing import get_args

from collectkit.errors import TermsError, shown
from collectkit.terms.grammar import Clause, scan
from collectkit.terms.lines import BalanceLine
from collectkit.terms.model import PaymentTerms
from collectkit.terms.readings import MOST_DAYS, EndOfMonthReading, Said, refusal, settled
from collectkit.terms.rules import DueRule
from collectkit.terms.spelling import (
    canonical_id,
    net_text,
    not_expressible,
    tier_text,
    whole_amount,
)
from collectkit.terms.steps import Days

__all__ = ["EndOfMonthReading", "format_terms", "parse"]

_LONGEST = 64
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BLANKS = " \t\r\n\u00a0\u202f"
_LETTERS = "abcdefghijklmnopqrstuvwxyzàäé"
_ALPHABET = frozenset(f"{_LETTERS}{_LETTERS.upper()}0123456789%/.,;+-'\u2019{_DASHES}{_BLANKS}")
_FOLDED = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\u2019": "'"})
_BLANK_RUN = re.compile(f"[{_BLANKS}]+")
_LONG_NUMBER = re.compile(r"(?<![0-9.,])[0-9]{4}")
_SHORT_FORM = re.compile(r"([0-9]{1,2}) ?[/-] ?([0-9]{1,3}) ?[/-] ?([0-9]{1,3})")
_EXAMPLES = (
    "write it like `net 30`, `2/10 net 30` or `2/10, n/30`; "
    "other rules are built with PaymentTerms and DueRule"
)


def parse(
    text: str,
    *,
    id: str | None = None,
    eom: EndOfMonthReading | None = None,
    net_after_discount: int | None = None,
) -> PaymentTerms:
    """Payment terms from shorthand in English, French or German, such as `2/10 net 30`.

    English: `2% 10, net 30`; `3/10, 2/20, n/60`; `1.5%-15, net 45`; `2/10-50 extra` (60 days);
    `2/10 EOM` (from the end of the month), `3/10 prox` and `21 MFI` (a day of the next month),
    `2/10 ROG` (from the receipt of goods, the event `delivery`); `net EOM`, `net monthly account`,
    `due on receipt`, `CIA`, `CWO`, `COD`. `ROG` at the very end holds for every clause, anything
    else for its own clause alone. French: `escompte 2 % à 10 jours, 30 jours net`, `à réception`.
    German: `14 Tage 2 % Skonto, 30 Tage netto`, `zahlbar sofort`, `Vorkasse`.

    `net 30 EOM` and `45 jours fin de mois` have several readings in use; say which with `eom`:

    - `eom_plus_days`: end of the month, then the days (also written `EOM + 30 days`)
    - `days_then_eom`: the days, then the end of that month (`30 days then EOM`)
    - `next_month_end`: of `net 30 EOM`, the end of the month after the invoice's (`net monthly`)
    - `days_then_day`: of `45 jours fin de mois le 15`, the days, then the next 15th
    - `eom_dating`: every period counts from the end of the month, discounts too (`2/10 EOM`)
    - `net_eom`: of `2/10, EOM`, due at the end of the month

    Terms that name a discount and no due date have none, unless `net_after_discount` says how many
    days after the last discount they are due (textbooks: 20).

    At most 64 characters and 999 days, ASCII digits only; a run of blanks, also no-break ones,
    reads as one space. The terms get an id made of what they say unless one is given.

    Raises:
        AmbiguousTerms: more than one reading and no choice; `readings` names each.
        TermsError: anything outside the grammar.

    Source: Business Mathematics textbooks (ordinary, EOM, proximo, ROG and extra dating); Code de
    commerce, L441-10, and the DGCCRF's page on payment periods for both orders of fin de mois;
    Odoo's documentation of payment terms for the end of the next month.

    >>> parse("2/10 net 30").discounts[0].percent
    Percent('2')
    >>> parse("45 jours fin de mois", eom="days_then_eom").format()
    '45 days then EOM'
    >>> parse("net 30 EOM")
    Traceback (most recent call last):
    ...
    collectkit.errors.AmbiguousTerms: `net 30 EOM` has three readings (pass eom="eom_plus_days",
    eom="days_then_eom" or eom="next_month_end")
    """
    if eom is not None and (type(eom) is not str or eom not in get_args(EndOfMonthReading)):
        raise TermsError(f"{shown(eom)} is not a reading of EOM", field="eom")
    if net_after_discount is not None and (
        type(net_after_discount) is not int or not 0 <= net_after_discount <= MOST_DAYS
    ):
        raise TermsError(
            f"net_after_discount must be 0 to {MOST_DAYS} days, not {shown(net_after_discount)}",
            field="net_after_discount",
        )
    tiers, due = settled(_clauses(text), text, eom)
    if due is None and net_after_discount is not None:
        due = _days_after(tiers[-1].deadline, net_after_discount)
    return PaymentTerms(
        id=canonical_id(tiers, due) if id is None else id,
        lines=(BalanceLine(due=due),),
        discounts=tiers,
    )


def format_terms(terms: PaymentTerms) -> str:
    """The terms in English shorthand, which `parse` reads back as the same terms.

    No spelling it chooses is ambiguous: `EOM + 30 days`, never `net 30 EOM`.

    Raises:
        NotExpressible: the shorthand has no words for them; `clause` names the first such field.

    >>> format_terms(parse("3/10 2/20 net 30 EOM", eom="eom_dating"))
    '3/10 EOM, 2/20 EOM, EOM + 30 days'
    """
    due, tiers = whole_amount(terms, "shorthand").due, terms.discounts
    rules = [tier.deadline for tier in tiers] + ([] if due is None else [due])
    # Said once at the end, the receipt of goods holds for every clause.
    together = bool(rules) and all(rule.event == "delivery" and rule.steps for rule in rules)
    if together:
        tiers = tuple(tier.replace(deadline=_plain(tier.deadline)) for tier in tiers)
        due = None if due is None else _plain(due)
    words = [tier_text(tier) or "" for tier in tiers]
    for n, tier in enumerate(tiers):
        if _reads(words[n]) != ((tier,), None):
            raise not_expressible(terms, f"discounts.{n}", "shorthand")
    if due is not None:
        words.append(net_text(due) or "")
    if not words or (due is not None and _reads(words[-1]) != ((), due)):
        raise not_expressible(terms, "lines.0.due", "shorthand")
    ending = ("" if len(words) == 1 else ",") + " ROG" if together else ""
    text = f"{', '.join(words)}{ending}"
    if _reads(text) != (terms.discounts, terms.lines[0].due):
        raise not_expressible(terms, "discounts", "shorthand")
    return text


def _plain(rule: DueRule) -> DueRule:
    return DueRule(steps=rule.steps)


def _days_after(rule: DueRule, days: int) -> DueRule:
    """`rule` and then so many days; days after days are one count."""
    *before, last = rule.steps
    if isinstance(last, Days):
        return DueRule(steps=(*before, Days(count=last.count + days)), event=rule.event)
    return rule.then(Days(count=days))


def _reads(text: str) -> Said | None:
    try:
        return settled(_clauses(text), text, None)
    except TermsError:
        return None


# -- from text to clauses ------------------------------------------------------------------------
def _clauses(text: str) -> list[Clause]:
    if type(text) is not str:
        raise TermsError(
            f"terms must be text, not {type(text).__name__}",
            field="text",
            hint="write 'net 30', or use PaymentTerms.net(30)",
        )
    if len(text) > _LONGEST:
        raise TermsError(f"terms are longer than {_LONGEST} characters", field="text")
    for at, character in enumerate(text, 1):
        if character not in _ALPHABET:
            raise refusal(text, f"holds {_named(character)} at position {at}")
    folded = _BLANK_RUN.sub(" ", text.translate(_FOLDED)).strip(" ").lower()
    clauses, end = [], 0
    for production, found in scan(folded):
        clauses.append(production.meaning(found))
        end = found.end()
    if not clauses or end < len(folded):
        raise _unreadable(text, folded, end)
    return clauses


def _named(character: str) -> str:
    unnamed = {"Cc": "control character", "Cs": "surrogate"}
    kind = unnamed.get(unicodedata.category(character), "character")
    name = unicodedata.name(character, kind).lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} U+{ord(character):04X}"


def _unreadable(text: str, folded: str, end: int) -> TermsError:
    short = _SHORT_FORM.fullmatch(folded)
    if short is not None:
        percent, days, net = short.groups()
        hint = f"if it means a discount, write `{percent}/{days} net {net}`"
        return refusal(text, "does not read as payment terms", hint)
    if _LONG_NUMBER.search(folded, end):
        return refusal(text, f"has a number above {MOST_DAYS}")
    where = f" from {shown(folded[end:].lstrip())} on" if end else ""
    return refusal(text, f"does not read as payment terms{where}", _EXAMPLES)
