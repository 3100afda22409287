"""How late charges print: a small table for every item, then the totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from collectkit.fees.charges import Capitalization, InterestSegment, LateCharge, LateCharges
from collectkit.money import Money, minor_unit, total
from collectkit.money.rounding import RoundingMode

__all__ = ["printed"]

Row = tuple[str, Money | None]


def printed(charges: LateCharges) -> str:
    """The charges item by item; a heading names its item when there are several."""
    headings = dict(charges.headings)
    order = dict.fromkeys(line.item_id for line in charges.lines)
    named = len(order) > 1
    blocks: list[tuple[str, list[Row]]] = []
    for name in order:
        lines = [line for line in charges.lines if line.item_id == name]
        heading = "account" if name is None else headings[name]
        if named and name is not None:
            heading = f"{name}: {heading}"
        principal = heading.split(" due ")[0].split(": ")[-1]
        rows = [row for line in lines for row in _rows(line, principal)]
        blocks.append((heading, rows))
    totals: list[Row] = [("total", charges.total(currency)) for currency in charges.currencies]
    if len(blocks) == 1:
        blocks[0][1].extend(totals)
        totals = []
    text = [_table(heading, rows) for heading, rows in blocks]
    text += [f"total {money}" for _, money in totals]
    text += [f"nothing set in {currency}" for currency in charges.uncharged]
    return "\n".join(text) or "nothing is owed"


def _table(heading: str, rows: list[Row]) -> str:
    words = max((len(left) for left, _ in rows), default=0)
    amounts = [("", "", "") if money is None else str(money).partition(" ") for _, money in rows]
    width = max((len(figure) for _, _, figure in amounts), default=0)
    lines = [heading]
    for (left, _), (code, space, figure) in zip(rows, amounts, strict=True):
        lines.append(f"  {left:<{words}}   {code}{space}{figure:>{width}}".rstrip())
    return "\n".join(lines)


def _rows(line: LateCharge, principal: str) -> Iterator[Row]:
    if line.kind == "interest" and line.segments:
        yield from _interest(line, principal)
    else:
        day = f"{line.owed_on}" if line.occasion else ""
        words = "  ".join(word for word in (line.label, day, line.citation) if word)
        yield words, line.raw
    for step in line.steps:
        yield f"  {step.code.replace('_', ' ')}", step.amount
    if not line.waived.is_zero:
        yield "  waived", -line.waived
    if not line.posted.is_zero:
        yield "  posted", -line.posted
    if not line.paid.is_zero:
        yield "  paid", -line.paid


def _interest(line: LateCharge, principal: str) -> Iterator[Row]:
    """Segments and the interest added to the principal, by date."""
    dated: list[tuple[date, int, Row]] = [
        (segment.until_on, 0, (f"interest  {_segment(segment, principal)}", segment.amount))
        for segment in line.segments
    ]
    dated += [
        (added.on, 1, (_added(added, line.gross.currency), None)) for added in line.capitalized
    ]
    for _, _, row in sorted(dated, key=lambda entry: entry[:2]):
        yield row
    shown = total((segment.amount for segment in line.segments), line.raw.currency)
    if shown != line.raw:
        yield "  without the cap", line.raw - shown


def _segment(segment: InterestSegment, principal: str) -> str:
    base = "" if str(segment.principal) == principal else f" on {segment.principal}"
    if segment.capitalized:
        base = f" on {segment.principal} and {_money(segment.capitalized, segment)} of interest"
    state = "" if segment.state == "accruing" else f" ({segment.state})"
    return (
        f"{segment.from_on} to {segment.until_on}  {_days(segment.days)}{base} at "
        f"{segment.rate.value:f} %{_parts(segment)}  {segment.day_count.value.upper()}{state}"
    )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _parts(segment: InterestSegment) -> str:
    parts = segment.parts
    if parts is None:
        return ""
    added = ""
    if parts.margin.value:
        sign = "-" if parts.margin.value < 0 else "+"
        added = f" {sign} {parts.margin.value.copy_abs():f}"
    mark = ", provisional" if parts.provisional else ""
    # A quoted rate has two decimals at least: 4.5 prints as 4.50, 4.875 as it is.
    text = f"{parts.reference.value:f}"
    whole, _, decimals = text.partition(".")
    name = f"{parts.name} {whole}.{decimals:0<2}"
    return f" ({name} on {parts.reference_on}{added}{mark})"


def _added(added: Capitalization, currency: str) -> str:
    amount = f"{currency} {_plain(added.amount, currency)}"
    return f"          {added.on}  {amount} of interest bears interest from here on"


def _money(amount: Fraction, segment: InterestSegment) -> str:
    return _plain(amount, segment.principal.currency)


def _plain(amount: Fraction, currency: str) -> str:
    units = amount * 10 ** minor_unit(currency)
    whole = RoundingMode.HALF_UP.divide(units.numerator, units.denominator)
    return str(Money.from_minor_units(whole, currency)).partition(" ")[2]
