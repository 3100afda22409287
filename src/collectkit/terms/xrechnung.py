"""XRechnung: payment terms as the structured lines of a German e-invoice (BT-20, BR-DE-18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from collectkit.errors import TermsError, shown
from collectkit.money import Percent
from collectkit.terms.lines import BalanceLine, DiscountTier
from collectkit.terms.model import PaymentTerms
from collectkit.terms.rules import DueRule
from collectkit.terms.spelling import not_expressible, whole_amount
from collectkit.terms.steps import Days

__all__ = ["XRechnungLine", "XRechnungTerms", "from_xrechnung", "to_xrechnung"]

_LONGEST = 4_000
_MOST_LINES = 40
_MOST_DAYS = 9_999
_MOST_TIERS = 12
_BLANKS = " \t\r\u00a0"
_BREAK = re.compile(r"\r?\n")
_EXACT = re.compile(
    r"#(?:SKONTO|VERZUG)#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#"
)
_TOLERANT = re.compile(
    r"#(SKONTO|VERZUG)#TAGE=([0-9]{1,4})#PROZENT=([0-9]{1,3}(?:[.,][0-9]{1,4})?)"
    r"(?:#BASISBETRAG=(-?[0-9]{1,15}(?:[.,][0-9]{1,4})?))?#"
)
_MARKED = re.compile("#.+#")
_BROKEN = re.compile(r"\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class XRechnungLine:
    """One structured line: a cash discount (SKONTO) or default interest (VERZUG).

    `days` count from the invoice date; `percent` is 0 % on the line that states the net term.
    `base` is the part of the amount due (BT-115) that the percentage is taken of, None for all.
    """

    kind: Literal["SKONTO", "VERZUG"]
    days: int
    percent: Percent
    base: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class XRechnungTerms:
    """What a BT-20 text says: its structured lines, the free text, and what breaks BR-DE-18.

    `note` holds the lines that do not start with `#`.
    """

    lines: tuple[XRechnungLine, ...]
    note: str = ""
    faults: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the text keeps to BR-DE-18 to the letter."""
        return not self.faults

    def terms(self, *, id: str) -> PaymentTerms:
        """The payment terms the SKONTO lines state; the one of 0 % is the due date.

        Without a line of 0 % no due date is agreed. VERZUG lines say what lateness costs, which is
        no payment term; see `lines` for them. A base changes nothing on a line of 0 %; elsewhere
        terms cannot hold it, as it is an amount of one invoice.

        Raises:
            TermsError: no SKONTO line, more than one of 0 %, more than 12 others, or one with a
                base.
        """
        offers = [line for line in self.lines if line.kind == "SKONTO" and line.percent.value]
        nets = [line for line in self.lines if line.kind == "SKONTO" and not line.percent.value]
        if not offers and not nets:
            raise TermsError("no SKONTO line states payment terms", field="lines")
        if len(nets) > 1:
            raise TermsError("more than one SKONTO line of 0% states a due date", field="lines")
        if len(offers) > _MOST_TIERS:
            raise TermsError(f"more than {_MOST_TIERS} discounts", field="lines")
        based = next((line.base for line in offers if line.base is not None), None)
        if based is not None:
            raise TermsError(
                f"a discount of BASISBETRAG={based:f} is not of the whole amount",
                field="base",
                hint="state the rest as non_discountable on the invoice, and build the terms",
            )
        return PaymentTerms(
            id=id,
            lines=(BalanceLine(due=DueRule.net(nets[0].days) if nets else None),),
            discounts=tuple(
                DiscountTier(percent=line.percent, deadline=DueRule.net(line.days))
                for line in offers
            ),
        )


def to_xrechnung(terms: PaymentTerms) -> str:
    """The text of BT-20: a line for each discount, then the net term as a discount of 0 %.

    Every line ends in a line break, the last one too: BR-DE-18 asks for it, and XML tools that
    strip it make the invoice invalid.

    Raises:
        NotExpressible: anything but days from the issue date and percentages of two decimals;
            `clause` names what.

    Source: KoSIT, XRechnung 3.0, BR-DE-18 on BT-20.

    >>> print(to_xrechnung(PaymentTerms.parse("2/10 net 30")), end="")
    #SKONTO#TAGE=10#PROZENT=2.00#
    #SKONTO#TAGE=30#PROZENT=0.00#
    """
    due = whole_amount(terms, "XRechnung").due
    lines = []
    for n, tier in enumerate(terms.discounts):
        percent, days = _two_decimals(tier.percent), _plain_days(tier.deadline)
        if percent is None:
            raise not_expressible(terms, f"discounts.{n}.percent", "XRechnung")
        if days is None:
            raise not_expressible(terms, f"discounts.{n}.deadline", "XRechnung")
        lines.append(f"#SKONTO#TAGE={days}#PROZENT={percent}#\n")
    if due is not None or not lines:
        days = None if due is None else _plain_days(due)
        if days is None:
            raise not_expressible(terms, "lines.0.due", "XRechnung")
        lines.append(f"#SKONTO#TAGE={days}#PROZENT=0.00#\n")
    return "".join(lines)


def _plain_days(rule: DueRule) -> int | None:
    match rule.event, rule.steps:
        case None, (Days(count=days),) if 0 <= days <= _MOST_DAYS:
            return days
    return None


def _two_decimals(percent: Percent) -> str | None:
    whole, _, rest = f"{percent.value:f}".partition(".")
    return f"{whole}.{rest:0<2}" if len(rest) <= 2 else None


def from_xrechnung(text: str, *, strict: bool = False) -> XRechnungTerms:
    r"""What a BT-20 text says, read leniently, or with `strict` only if it keeps to BR-DE-18.

    Lenient reading takes a missing last line break, blanks around words, small letters, a comma,
    and none to four decimals; `faults` names each. Both break lines at LF and CR LF, as KoSIT's
    rule does. A line that starts with `#` and still does not read is never passed over.
    VERZUG belongs to XRechnung up to 2.x; version 3.0 knows SKONTO alone.

    At most 4,000 characters, 40 structured lines, 9,999 days, and 100 % of discount.

    Raises:
        TermsError: a structured line that does not read, or, with `strict`, any fault; the message
            counts lines from 1.

    Source: KoSIT, XRechnung 3.0, BR-DE-18 on BT-20, and its Schematron.

    >>> read = from_xrechnung("Danke!\n#Skonto#Tage=7#Prozent=2#")
    >>> read.lines[0].days, read.note, read.valid
    (7, 'Danke!', False)
    >>> from_xrechnung("#SKONTO#TAGE=7#PROZENT=2.00#", strict=True)
    Traceback (most recent call last):
    ...
    collectkit.errors.TermsError: line 1 is not followed by a line break
    """
    if type(text) is not str:
        raise TermsError(f"terms must be text, not {type(text).__name__}", field="text")
    if len(text) > _LONGEST:
        raise TermsError(f"text is longer than {_LONGEST} characters", field="text")
    lines: list[XRechnungLine] = []
    notes: list[str] = []
    faults: list[str] = []
    marked = 0
    for number, line in enumerate(_BREAK.split(text), 1):
        marked = number if _MARKED.search(line) else marked
        if not line.strip(_BLANKS).startswith("#"):
            notes.append(line)
            continue
        if len(lines) == _MOST_LINES:
            raise TermsError(f"text has more than {_MOST_LINES} structured lines", field="text")
        lines.append(_line(line, number))
        faults += [f"line {number} {fault}" for fault in _faults(line)]
    # As in the Schematron: what follows the last `#...#`, in whichever line, starts with a break.
    if lines and not _BROKEN.match(_MARKED.split(text)[-1]):
        faults.append(f"line {marked} is not followed by a line break")
    if strict and faults:
        raise TermsError(faults[0], field="text")
    return XRechnungTerms(lines=tuple(lines), note="\n".join(notes).strip(), faults=tuple(faults))


def _line(line: str, number: int) -> XRechnungLine:
    tidied = _tidied(line)
    found = _TOLERANT.fullmatch(tidied.upper()) if tidied.isascii() else None
    if found is None:
        raise TermsError(
            f"line {number} does not read as payment terms: {shown(line)}",
            field="text",
            hint="write it like `#SKONTO#TAGE=10#PROZENT=2.00#`",
        )
    kind, days, percent, base = found.groups()
    if kind == "SKONTO" and Percent(_point(percent)).value > 100:
        raise TermsError(f"line {number} has a discount above 100%", field="text")
    return XRechnungLine(
        kind="SKONTO" if kind == "SKONTO" else "VERZUG",
        days=int(days),
        percent=Percent(_point(percent)),
        base=None if base is None else Decimal(_point(base)),
    )


def _faults(line: str) -> Iterator[str]:
    """What breaks BR-DE-18 in a line that reads."""
    tidied = _tidied(line)
    if tidied != line:
        yield "has blanks"
    if tidied != tidied.upper():
        yield "has small letters"
    if not _EXACT.fullmatch(tidied.upper()):
        yield "has a number without a point and two decimals"


def _tidied(line: str) -> str:
    """The line without blanks around its words and signs; one inside a number stays."""
    return "#".join(
        "=".join(word.strip(_BLANKS) for word in segment.split("=")) for segment in line.split("#")
    )


def _point(figure: str) -> str:
    return figure.replace(",", ".")
