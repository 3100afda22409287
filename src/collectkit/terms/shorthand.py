"""Commercial shorthand: `2/10 net 30` and its like, read without guessing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from collectkit.errors import AmbiguousTerms, TermsError, shown
from collectkit.money import Percent
from collectkit.terms.model import BalanceLine, DiscountTier, PaymentTerms
from collectkit.terms.steps import DueRule

__all__ = ["parse"]

EndOfMonthReading = Literal["eom_plus_days", "days_then_eom"]

_LONGEST = 64
# A closed grammar over ASCII digits: every quantifier is bounded, so reading is linear.
_DISCOUNT = r"(?P<percent>[0-9]{1,2}(?:\.[0-9]{1,4})?)(?: ?% ?/? ?| ?/ ?| )(?P<window>[0-9]{1,3})"
_NET = r"(?:net|n) ?/? ?(?P<net>[0-9]{1,3})(?: days)?(?P<eom> ?,? ?eom)?"
_TERMS = re.compile(rf"(?:{_DISCOUNT}(?: ?, ?| ))?{_NET}", re.ASCII | re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\u00a0]+")
_EXAMPLES = (
    "write it like `net 30`, `2/10 net 30` or `2/10, n/30`; "
    "other rules are built with PaymentTerms and DueRule"
)


class _Read(NamedTuple):
    percent: str | None
    window: int
    net: int
    eom: bool


def parse(
    text: str, *, id: str | None = None, eom: EndOfMonthReading | None = None
) -> PaymentTerms:
    """Payment terms from shorthand: `net 30`, `2/10 net 30`, `2% 10, net 30`, `2/10, n/30`.

    "Net 30 EOM" has two readings in use; say which with `eom="eom_plus_days"` (end of the issue
    month, then 30 days) or `eom="days_then_eom"` (30 days, then the end of that month).

    At most 64 characters, ASCII digits only; a run of blanks (also a no-break space, as web pages
    have) reads as one space. The terms get the id `2-10-net-30` unless one is given.

    Raises:
        AmbiguousTerms: more than one reading and no choice; `readings` names each.
        TermsError: anything outside the grammar.

    >>> parse("2/10 net 30").discounts[0].percent
    Percent('2')
    >>> parse("net 30 EOM")
    Traceback (most recent call last):
    ...
    collectkit.errors.AmbiguousTerms: `net 30 EOM` has two readings (pass
    eom="eom_plus_days" or eom="days_then_eom")
    """
    read = _read(text)
    if eom not in (None, "eom_plus_days", "days_then_eom"):
        raise TermsError(f"{shown(eom)} is not a reading of EOM", field="eom")
    if read.eom and eom is None:
        raise AmbiguousTerms(
            f"{shown(text)} has two readings",
            field="text",
            readings=(
                f"eom_plus_days: end of the issue month, then {read.net} days",
                f"days_then_eom: {read.net} days, then the end of that month",
            ),
            hint='pass eom="eom_plus_days" or eom="days_then_eom"',
        )
    due = DueRule.net(read.net)
    if read.eom:
        due = (
            DueRule.eom_plus_days(read.net)
            if eom == "eom_plus_days"
            else DueRule.days_then_eom(read.net)
        )
    return PaymentTerms(
        id=_name(read, eom) if id is None else id,
        lines=(BalanceLine(due=due),),
        discounts=_tiers(read, text),
    )


def _read(text: str) -> _Read:
    if type(text) is not str:
        raise TermsError(f"terms must be text, not {type(text).__name__}", field="text")
    if len(text) > _LONGEST:
        raise TermsError(f"terms are longer than {_LONGEST} characters", field="text")
    found = _TERMS.fullmatch(_BLANKS.sub(" ", text).strip(" "))
    if found is None:
        raise TermsError(
            f"{shown(text)} does not read as payment terms", field="text", hint=_EXAMPLES
        )
    return _Read(
        found["percent"], int(found["window"] or 0), int(found["net"]), found["eom"] is not None
    )


def _tiers(read: _Read, text: str) -> tuple[DiscountTier, ...]:
    if read.percent is None:
        return ()
    percent = Percent(read.percent)
    if not Decimal(0) < percent.value <= 100:
        raise TermsError(f"{shown(text)} has a discount of {percent}", field="text")
    if read.window > read.net and not read.eom:
        raise TermsError(
            f"{shown(text)} has its discount deadline after the due date", field="text"
        )
    return (DiscountTier(percent=percent, deadline=DueRule.net(read.window)),)


def _name(read: _Read, eom: EndOfMonthReading | None) -> str:
    # The canonical figure: `2.0/10` and `2/10` are the same terms.
    discount = "" if read.percent is None else f"{Percent(read.percent).value:f}-{read.window}-"
    suffix = f"-{eom.replace('_', '-')}" if read.eom and eom else ""
    return f"{discount}net-{read.net}{suffix}"
