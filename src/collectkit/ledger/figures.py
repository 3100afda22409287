"""The totals that the conservation laws speak of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from collectkit.ledger.fold import Fold
from collectkit.money import Money

__all__ = ["Figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Totals of one account, currency and day.

    Debt: billed = open + paid + credited + written_off + discounted + withheld - recovered.
    Cash: received - reversed = allocated_cash + unapplied_cash + refunded_cash.
    Credit: noted = allocated_credit + unapplied_credit + refunded_credit.

    `billed` excludes credit notes; `paid` is principal from receipts, recoveries included;
    `allocated_cash` also counts cash for interest, fees and costs.
    """

    billed: Money
    open: Money
    paid: Money
    credited: Money
    written_off: Money
    discounted: Money
    withheld: Money
    recovered: Money
    received: Money
    reversed: Money
    allocated_cash: Money
    unapplied_cash: Money
    refunded_cash: Money
    noted: Money
    allocated_credit: Money
    unapplied_credit: Money
    refunded_credit: Money


def figures(fold: Fold, currency: str) -> Figures:
    """Add up `fold` in `currency`."""
    units: dict[str, int] = defaultdict(int)
    for state in fold.items.values():
        if state.invoice.amount.currency != currency:
            continue
        units["billed"] += state.part.amount.minor_units
        units["open"] += state.open
        for entry in state.entries:
            _count(units, entry.kind, entry.units, fold.sources[entry.source_id].is_cash
                   if entry.kind == "charge" else True)  # fmt: skip
    _count_sources(units, fold, currency)
    return Figures(
        **{
            name: Money.from_minor_units(units[name], currency)
            for name in Figures.__dataclass_fields__
        }
    )


_NAMES = {
    "credited": ("credited", "allocated_credit"),
    "paid": ("paid", "allocated_cash"),
    "recovered": ("paid", "recovered", "allocated_cash"),
    "write_off": ("written_off",),
    "discount": ("discounted",),
    "withholding": ("withheld",),
}


def _count(units: dict[str, int], kind: str, amount: int, is_cash: bool) -> None:
    names = _NAMES.get(kind) or (("allocated_cash",) if is_cash else ("allocated_credit",))
    for name in names:
        units[name] += amount


def _count_sources(units: dict[str, int], fold: Fold, currency: str) -> None:
    bounced = {r.reverses for r in fold.receipts if r.kind == "reversal"}
    notes = {note.id for note in fold.notes}
    for receipt in fold.receipts:
        if receipt.amount.currency != currency:
            continue
        amount = receipt.amount.minor_units
        if receipt.kind == "payment":
            units["received"] += amount
            if receipt.id in bounced:
                units["reversed"] += amount
        elif receipt.kind == "refund":
            name = "refunded_credit" if receipt.reverses in notes else "refunded_cash"
            units[name] += amount
    for own_currency, amount, _ in fold.own_receipts.values():
        if own_currency == currency:
            units["received"] += amount
    for note in fold.notes:
        if note.amount.currency == currency:
            units["noted"] += note.amount.minor_units
    for source in fold.sources.values():
        if source.currency == currency:
            units["unapplied_cash" if source.is_cash else "unapplied_credit"] += source.available
