"""One assessment: every charge of an account, with what is taken off it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from collectkit.dates import WEEKENDS, Context
from collectkit.explain import Reason
from collectkit.fees.accrual import Accrued
from collectkit.fees.bill import InterestBill, exact_of
from collectkit.fees.book import OnMissing, RateBook
from collectkit.fees.charges import LateCharge
from collectkit.fees.interest import Interest
from collectkit.fees.model import INTEREST, LateChargePolicy
from collectkit.fees.owed import Level, Owed, first_free_day, owed
from collectkit.fees.pricing import CapRoom, Pricing
from collectkit.fees.reasons import REASONS
from collectkit.fees.relief import PostedNotes, Relief
from collectkit.fees.standing import Standing, Starts, standings
from collectkit.fees.tariffs import Fee
from collectkit.ledger import Item, Snapshot
from collectkit.ledger.invoice import ChargeKind
from collectkit.money import Money

__all__ = ["Desk"]


class Desk:
    """The charges of one account on one day, and what is left of waivers and posted notes.

    `items` are those that the policy charges (None: all), `relief` what is shared with the other
    policies of the account.
    """

    def __init__(
        self,
        read: Snapshot,
        policy: LateChargePolicy,
        *,
        levels: Sequence[Level] | None,
        starts: Starts | None,
        context: Context | None,
        on_missing: OnMissing,
        settling: bool = False,
        items: Collection[str] | None = None,
        relief: Relief | None = None,
    ) -> None:
        self.read, self.policy, self.levels = read, policy, levels
        self.settling = settling
        self.items = [item for item in read.items if items is None or item.id in items]
        self._homes: dict[str, _Home] = {}
        self.book = RateBook(context, on_missing)
        self.relief = relief or Relief(read, (policy.id,))
        self.waivers, self.posted = self.relief.waivers, self.relief.posted
        self.paid = self.relief.paid
        self.calendar = WEEKENDS if context is None else context.calendar
        self.standings, spared = standings(self.items, read, policy, self.calendar, starts)
        self.pricing = Pricing(self.standings, self.book, self.calendar, self._accrued_before)
        self.uncharged: set[str] = set()
        self.warnings: list[Reason] = [
            REASONS("not_in_default", item, why="no notice or agreed day has put it in default")
            for item in spared
        ]

    # -- interest ------------------------------------------------------------------------------
    def interest(self) -> Iterator[LateCharge]:
        """Interest of every late item."""
        rule = self.policy.interest
        if rule is not None:
            for standing in self.standings:
                bill = self._bill(standing, rule)
                if bill.accrued.runs or bill.accrued.capitalized:
                    yield self._interest(bill)
                self._warn_provisional(bill.accrued)

    def _bill(self, standing: Standing, rule: Interest, until: int | None = None) -> InterestBill:
        if until is None and self.settling and rule.value_day == "same":
            until = standing.today - 1  # a payment today lowers the principal from today
        return InterestBill(standing, rule, self.book, self.waivers, self.posted, until)

    def _accrued_before(self, standing: Standing, day: int) -> Fraction:
        """The interest of an item up to the evening before a day, in minor units, exact."""
        if self.policy.interest is None:
            return Fraction(0)
        return exact_of(self._bill(standing, self.policy.interest, until=day - 1).accrued.runs)

    def _interest(self, bill: InterestBill) -> LateCharge:
        item = bill.standing.item
        raw, steps, gross = bill.gross(bill.accrued.runs)
        return self._line(
            f"{self.policy.id}:{INTEREST}:{item.id}",
            item,
            "interest",
            INTEREST,
            raw=raw,
            steps=steps,
            gross=gross,
            waived=bill.waived(gross),
            label="interest",
            segments=bill.segments(),
            capitalized=bill.capitalized(),
            per_diem=bill.per_diem(),
            tax_treatment=bill.rule.tax_treatment,
            citation=bill.rule.citation,
        )

    def _warn_provisional(self, accrued: Accrued) -> None:
        for run in accrued.runs:
            parts = run.rate.parts
            if parts is not None and parts.provisional:
                warning = REASONS(
                    "provisional",
                    table=parts.table,
                    day=date.fromordinal(run.first),
                    rate=parts.reference,
                )
                if warning not in self.warnings:
                    self.warnings.append(warning)

    # -- fees ----------------------------------------------------------------------------------
    def fees(self) -> Iterator[LateCharge]:
        """Every fee owed, in order of the policy."""
        for fee in self.policy.fees:
            self._warn_of_notice(fee)
            room = CapRoom(fee.cap)
            for one in owed(fee, self.standings, self.levels or (), self.read):
                line = self._fee(fee, one, room)
                if line is not None:
                    yield line

    def _warn_of_notice(self, fee: Fee) -> None:
        """Name the items that would bear a fee if its notice had been recorded."""
        if fee.notice is not None:
            self.warnings += [
                REASONS("notice_missing", one.item.id, rule=fee.id, notice=fee.notice.code)
                for one in self.standings
                if first_free_day(fee.notice, one, self.read) is None
            ]

    def _fee(self, fee: Fee, one: Owed, room: CapRoom) -> LateCharge | None:
        price = self.pricing.of(fee, one)
        if price is None:
            self.uncharged.add(one.for_items[0].item.currency)
            return None
        item = one.for_items[0].item if fee.per != "customer" else None
        raw, steps, gross = room.charge(fee, one, price)
        if raw.is_zero and gross.is_zero:
            return None
        parts = [self.policy.id, fee.id, one.subject, one.mark]
        owed_on = date.fromordinal(one.on)
        return self._line(
            ":".join(part for part in parts if part),
            item,
            fee.charge_kind,
            fee.id,
            raw=raw,
            steps=steps,
            gross=gross,
            waived=self.waivers.of_fee(item, fee.charge_kind, gross, owed_on),
            whole_invoice=fee.per == "invoice",
            label=price.label,
            owed_on=owed_on,
            occasion=one.mark,
            base=price.base,
            tax_treatment=fee.tax_treatment,
            citation=fee.citation,
        )

    # -- what is not owed any more -------------------------------------------------------------
    def lines(self) -> list[LateCharge]:
        """Every charge with what was posted and paid for it, then what was for none.

        Every charge takes what is plainly its own before any takes what is over elsewhere.
        """
        drafts = [*self.interest(), *self.fees()]
        for take in (self._own_notes, self._spilled_notes, self._own_money, self._spilled_money):
            drafts = [take(line) for line in drafts]
        found: dict[str, LateCharge] = {}
        for line in (*drafts, *self._taken_back()):
            known = found.get(line.key)
            # Posted or paid beyond what it comes to: the same line shows it.
            found[line.key] = line if known is None else _joined(known, line)
        others = self.posted.of_others(self.relief.policy_ids)
        if others and found:
            self.warnings.append(REASONS("posted_elsewhere", keys=", ".join(others)))
        return list(found.values())

    def _own_notes(self, line: LateCharge) -> LateCharge:
        currency = line.gross.currency
        line = _noted(line, self.posted.keyed(line.key, currency))
        names = self._homes[line.key].own
        return _noted(line, self.posted.loose(names, line.kind, currency, _unbilled(line)))

    def _spilled_notes(self, line: LateCharge) -> LateCharge:
        names, currency = self._homes[line.key].spill, line.gross.currency
        return _noted(line, self.posted.loose(names, line.kind, currency, _unbilled(line)))

    def _own_money(self, line: LateCharge) -> LateCharge:
        return self._paid_on(line, self._homes[line.key].own)

    def _spilled_money(self, line: LateCharge) -> LateCharge:
        return self._paid_on(line, self._homes[line.key].spill)

    def _paid_on(self, line: LateCharge, names: Iterable[str]) -> LateCharge:
        left = _unbilled(line) - line.paid
        more = self.paid.take(names, line.kind, line.gross.currency, left)
        return line if more.is_zero else replace(line, paid=line.paid + more)

    def _taken_back(self) -> Iterator[LateCharge]:
        """Posted or paid charges of this policy that nothing is owed for any more."""
        by_id = {fee.id: fee for fee in self.policy.fees}
        known = {str(level.on) for level in self.levels or ()}
        for key, currency, notes in self.posted.left_over(self.policy.id):
            rule = key.split(":")[1]
            fee = by_id.get(rule)
            kind: ChargeKind = "interest" if rule == INTEREST else "fee"
            if fee is not None:
                kind = fee.charge_kind
                if fee.when == "level" and key.rpartition(":")[2] not in known:
                    continue  # which steps were taken was not said: nothing speaks against it
            subject = key.split(":", 2)[2] if key.count(":") > 1 else ""
            yield self._back(key, self._about(subject), kind, rule, currency, notes)
        rules = self._rules_by_kind()
        for item in self.items:
            for kind, rule in rules.items() if item.is_trade else ():
                names = (item.id, item.invoice.id)
                notes = self.posted.loose(names, kind, item.currency, None)
                if notes.ids or self.paid.has(item, kind):
                    key = f"{self.policy.id}:{rule}:{item.id}"
                    yield self._back(key, item, kind, rule, item.currency, notes)

    def _about(self, subject: str) -> Item | None:
        """The item that the rest of a charge's key names; of several the one named most fully."""
        found: dict[str, Item] = {}
        for item in self.read.items:
            for name in (item.id, item.invoice.id):
                if subject == name or subject.startswith(f"{name}:"):
                    found.setdefault(name, item)
        return found[max(found, key=len)] if found else None

    def _rules_by_kind(self) -> dict[ChargeKind, str]:
        """The first rule of every kind of charge; a charge without a key is taken for its.

        A kind is left out while a fee of it depends on steps that were not said.
        """
        rules: dict[ChargeKind, str] = {}
        if self.policy.interest is not None:
            rules["interest"] = INTEREST
        for fee in self.policy.fees:
            rules.setdefault(fee.charge_kind, fee.id)
        if self.levels is None:
            for fee in self.policy.fees:
                if fee.when == "level":
                    rules.pop(fee.charge_kind, None)
        return rules

    def _back(
        self,
        key: str,
        item: Item | None,
        kind: ChargeKind,
        rule: str,
        currency: str,
        notes: PostedNotes,
    ) -> LateCharge:
        nothing = Money.zero(currency)
        return LateCharge(
            key=key,
            item_id=None if item is None else item.id,
            invoice_id=None if item is None else item.invoice.id,
            kind=kind,
            rule_id=rule,
            label=rule,
            raw=nothing,
            steps=(),
            gross=nothing,
            waived=nothing,
            posted=notes.amount,
            paid=nothing if item is None else self.paid.take((item.id,), kind, currency, None),
            notes=notes.ids,
            debit_notes=notes.debits,
        )

    # -- lines ---------------------------------------------------------------------------------
    def _line(
        self,
        key: str,
        item: Item | None,
        kind: ChargeKind,
        rule_id: str,
        *,
        gross: Money,
        waived: Money,
        whole_invoice: bool = False,
        **rest: object,
    ) -> LateCharge:
        nothing = Money.zero(gross.currency)
        self._homes[key] = _home(item, whole_invoice=whole_invoice)
        return LateCharge(
            key=key,
            item_id=None if item is None else item.id,
            invoice_id=None if item is None else item.invoice.id,
            kind=kind,
            rule_id=rule_id,
            gross=gross,
            waived=waived,
            posted=nothing,
            paid=nothing,
            **rest,  # type: ignore[arg-type]
        )

    def headings(self, lines: Iterable[LateCharge]) -> tuple[tuple[str, str], ...]:
        """What each item was: its amount, due date, and whether it was paid."""
        items = {item.id: item for item in self.read.items}
        seen = dict.fromkeys(line.item_id for line in lines)
        return tuple((name, _heading(items[name])) for name in seen if name is not None)


def _heading(item: Item) -> str:
    end = f"paid {item.settled_on}" if item.settled_on else f"open {item.open}"
    return f"{item.amount} due {item.due_on}, {end}"


class _Home(NamedTuple):
    """Where notes and money of a charge stand: on its own item, and what may spill over."""

    own: tuple[str, ...]
    spill: tuple[str, ...]


def _home(item: Item | None, *, whole_invoice: bool) -> _Home:
    if item is None:
        return _Home((), ())
    invoice = item.invoice
    # What is for the whole invoice stands on its first part.
    spill = invoice.item_ids if whole_invoice else invoice.item_ids[: item.number - 1]
    others = tuple(name for name in (*spill, invoice.id) if name != item.id)
    return _Home((item.id,), others)


def _unbilled(line: LateCharge) -> Money:
    """What of a charge no note has billed."""
    return line.gross - line.waived - line.posted


def _noted(line: LateCharge, notes: PostedNotes) -> LateCharge:
    if notes.is_nothing:
        return line
    return replace(
        line,
        posted=line.posted + notes.amount,
        notes=line.notes + notes.ids,
        debit_notes=line.debit_notes + notes.debits,
    )


def _joined(line: LateCharge, more: LateCharge) -> LateCharge:
    return replace(
        line,
        posted=line.posted + more.posted,
        notes=line.notes + more.notes,
        debit_notes=line.debit_notes + more.debit_notes,
        paid=line.paid + more.paid,
    )
