"""A statutory regime: a policy that a law writes, with its clause, its scope and its cautions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from collectkit._checks import check_type
from collectkit.dates import WEEKENDS, BusinessDayConvention, Calendar, Context
from collectkit.errors import NotExpressible
from collectkit.explain import Finding, Reason
from collectkit.fees.assess import assess
from collectkit.fees.book import OnMissing, RateBook
from collectkit.fees.charges import LateCharges
from collectkit.fees.interest import TableRate
from collectkit.fees.model import LateChargePolicy
from collectkit.fees.reasons import REASONS
from collectkit.ledger import (
    Account,
    Customer,
    Done,
    Invoice,
    Snapshot,
    latest_done,
    snapshot_of,
)
from collectkit.ledger.cash import Component
from collectkit.money import Percent

__all__ = [
    "Debtor", "DefaultRule", "Guards", "Provision", "Regime", "Statute", "policy_of",
    "told",
]  # fmt: skip

Debtor = Literal["business", "consumer", "public"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRule:
    """When interest begins where no day of payment was agreed.

    Attributes:
        days: free days counted from the event; interest begins on the day after the last.
        since: the event: `receipt` of the invoice, the later of its due date and receipt, or
            `delivery` of what it bills. `Invoice.delivered_on` is the day; an invoice without it
            counts as received, and what it bills as delivered, on the day it was issued. Receipt
            never lies before the issue.
        reminder: code of a notice that puts the debtor in default on the day after it.
        needs: code of a notice without which the days do not count.
        roll: where the last free day moves when it is a day off.
        citation: the clause.
    """

    days: int | None
    since: Literal["receipt", "due_and_receipt", "delivery"]
    citation: str
    reminder: str | None = None
    needs: str | None = None
    roll: BusinessDayConvention = BusinessDayConvention.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What the law says about charges that a contract or the creditor sets.

    `ceiling` and `floor` are annual rates, fixed or by a table; `no_compounding` and `no_fees`
    are the clauses that forbid them.
    """

    ceiling: Percent | TableRate | None = None
    ceiling_clause: str = ""
    floor: Percent | TableRate | None = None
    floor_clause: str = ""
    no_compounding: str = ""
    no_fees: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """What a statute gives against one kind of debtor."""

    debtor: Debtor
    policy: LateChargePolicy
    begins_on: date
    citation: str
    applies_to: str
    ousted_by_contract: str = ""
    allocation_order: tuple[Component, ...] | None = None
    allocation_clause: str = ""
    no_agreed_day: DefaultRule | None = None
    start_rule: DefaultRule | None = None
    cautions: tuple[str, ...] = ()
    guards: Guards = Guards()
    fees_from: tuple[tuple[str, date], ...] = ()
    """(id of a fee, first day of the contracts it is given for)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """The late payment law of one place, as read on a day from the sources named."""

    code: str
    name: str
    checked_on: date
    sources: tuple[str, ...]
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A statute applied to one kind of debtor: what `statutory` returns. Not legal advice.

    Attributes:
        code: the place, such as `GB`.
        policy: interest and fees as the statute sets them.
        allocation_order: where part payments go by law; None where no rule was found, and the
            caller must say.
        citation: the act and its clauses.
        as_of: the day the sources were read.
        applies_to, ousted_by_contract, cautions: what a reader should check; they come back as
            warnings in every result.
        begins_on: debts that fell due earlier are not charged.
    """

    code: str
    name: str
    debtor: Debtor
    policy: LateChargePolicy
    allocation_order: tuple[Component, ...] | None
    allocation_clause: str
    citation: str
    sources: tuple[str, ...]
    as_of: date
    begins_on: date
    applies_to: str
    ousted_by_contract: str
    cautions: tuple[str, ...]
    default_rule: DefaultRule | None
    guards: Guards

    @property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables it reads; those that are not shipped come in the context."""
        rate = None if self.policy.interest is None else self.policy.interest.rate
        found = [rate.table] if isinstance(rate, TableRate) else []
        exchanges = (getattr(fee, "exchange", None) for fee in self.policy.fees)
        return (*found, *(name for name in exchanges if name is not None))

    def first_interest_day(
        self, invoice: Invoice, notices: Iterable[Done] = (), *, calendar: Calendar = WEEKENDS
    ) -> date | None:
        """The first day that bears interest; None where the debtor is not in default yet.

        It is the day after the due date (moved where the statute moves it), or what the default
        rule makes of the invoice and the notices where no day of payment was agreed. Notices are
        `Done` facts of kind `notice`; sent and delivered ones count.
        """
        check_type(invoice, "invoice", Invoice)
        if invoice.due_on is None or invoice.due_on < self.begins_on:
            return None
        rule = self.default_rule
        if rule is None:
            return self.policy.due_roll.adjust(invoice.due_on, calendar) + timedelta(1)
        delivered = invoice.delivered_on or invoice.issued_on
        received = max(delivered, invoice.issued_on)
        since = {
            "delivery": delivered,
            "receipt": received,
            "due_and_receipt": max(invoice.due_on, received),
        }[rule.since]
        names = {invoice.id, *invoice.item_ids}
        told = [
            done
            for done in latest_done(notices)
            if done.kind == "notice"
            and done.status in ("sent", "delivered")
            and (not done.items or not names.isdisjoint(done.items))
        ]
        days = [
            done.on + timedelta(1)
            for done in told
            if rule.reminder is not None
            and done.code == rule.reminder
            and done.on >= invoice.due_on
        ]
        asked = [done.on for done in told if done.code == rule.needs]
        if rule.days is not None and (rule.needs is None or asked):
            if asked:
                # The days cannot run before the debtor was told of them.
                since = max(since, min(asked))
            last = rule.roll.adjust(since + timedelta(rule.days), calendar)
            days.append(last + timedelta(1))
        return min(days, default=None)

    def assess(
        self,
        facts: Snapshot | Account | Invoice,
        *,
        as_of: date | None = None,
        levels: Iterable[tuple[date, str, tuple[str, ...]]] | None = None,
        on_missing: OnMissing = "raise",
        settling: bool = False,
        context: Context | None = None,
    ) -> LateCharges:
        """`assess` with the statute's policy, and with its warnings.

        Raises:
            InvalidDate: as `assess`.
            RateCoverageError: as `assess`.
            UnknownReference: a table that the caller must bring is not in the context.
        """
        if isinstance(facts, Invoice):
            facts = Account(customer=Customer(id=facts.customer_id), invoices=(facts,))
        known_at = None if context is None else context.known_at
        read = snapshot_of(facts, as_of=as_of, known_at=known_at)
        found = assess(
            read,
            self.policy,
            levels=levels,
            starts=self.starts(read, context),
            on_missing=on_missing,
            settling=settling,
            context=context,
        )
        return replace(found, warnings=told(self, found.warnings, read))

    def starts(self, read: Snapshot, context: Context | None = None) -> dict[str, date | None]:
        """First interest days where they are not simply the day after an item's due date.

        By item; None is not in default yet.
        """
        calendar = WEEKENDS if context is None else context.calendar
        starts: dict[str, date | None] = {}
        notices = latest_done(done for done in read.done if done.on <= read.as_of)
        for item in read.items:
            if item.due_on is not None and item.due_on < self.begins_on:
                starts[item.id] = None
            elif self.default_rule is not None and item.due_on is not None:
                # A part is asked about as if it were an invoice of its own.
                part = replace(item.invoice, due_on=item.due_on, installments=(), discounts=())
                about = [replace(done, items=()) for done in notices if item.is_named(done.items)]
                starts[item.id] = self.first_interest_day(part, about, calendar=calendar)
        return starts

    def warnings(self, read: Snapshot | None = None) -> tuple[Reason, ...]:
        """What a reader should check before charging: scope, contract, cautions."""
        found = []
        if read is not None:
            kind = read.customer.kind
            if kind != self.debtor:
                found.append(
                    REASONS("customer_kind", read.customer.id, kind=kind, debtor=self.debtor)
                )
            found += [
                REASONS("before_the_act", item=item.id, due=item.due_on, begin=self.begins_on)
                for item in read.items
                if item.is_trade and item.due_on is not None and item.due_on < self.begins_on
            ]
        found.append(REASONS("scope", source=self.citation, scope=self.applies_to))
        if self.ousted_by_contract:
            found.append(
                REASONS("ousted_by_contract", source=self.citation, by=self.ousted_by_contract)
            )
        found += [REASONS("caution", source=self.citation, text=text) for text in self.cautions]
        return tuple(found)

    def review(
        self, policy: LateChargePolicy, *, on: date, context: Context | None = None
    ) -> tuple[Finding, ...]:
        """What this law has against charges that a contract sets: findings, never decisions.

        Rates are compared as they stand on a day. A ceiling or floor by a table needs that table
        in the context.
        """
        check_type(policy, "policy", LateChargePolicy)
        return tuple(_findings(self.guards, policy, on, RateBook(context, "raise")))


def policy_of(rules: LateChargePolicy | Regime) -> LateChargePolicy:
    """Late charges as agreed, or as the law writes them."""
    return rules.policy if isinstance(rules, Regime) else rules


def told(
    regime: Regime,
    warnings: Iterable[Reason],
    read: Snapshot,
    items: Collection[str] | None = None,
) -> tuple[Reason, ...]:
    """The warnings of an assessment and the statute's own, about these items (None: all)."""
    # What is older than the act is told once, as that.
    old = {item.id for item in read.items if item.due_on and item.due_on < regime.begins_on}
    own = [
        reason
        for reason in warnings
        if not (reason.code == "fees.not_in_default" and reason.subject in old)
    ]
    law = (
        reason
        for reason in regime.warnings(read)
        if items is None or reason.code != "fees.before_the_act" or reason["item"] in items
    )
    return (*own, *law)


def _findings(
    guards: Guards, policy: LateChargePolicy, on: date, book: RateBook
) -> Iterable[Finding]:
    interest = policy.interest
    if interest is not None:
        rate = book.runs(interest.rate, on, on)[0].rate
        if guards.ceiling is not None:
            most = book.runs(guards.ceiling, on, on)[0].rate
            if rate > most:
                yield _finding(
                    "rate-above-ceiling",
                    "interest.rate",
                    f"{rate} is above the legal ceiling of {most} on {on}",
                    guards.ceiling_clause,
                )
        if guards.floor is not None:
            least = book.runs(guards.floor, on, on)[0].rate
            if rate < least:
                yield _finding(
                    "rate-below-floor",
                    "interest.rate",
                    f"{rate} is below the least a contract may set, {least} on {on}",
                    guards.floor_clause,
                )
        if interest.compounding is not None and guards.no_compounding:
            yield _finding(
                "interest-on-interest",
                "interest.compounding",
                "interest must not bear interest",
                guards.no_compounding,
            )
    if policy.fees and guards.no_fees:
        yield _finding("fee-not-allowed", "fees", "no lump sums here", guards.no_fees)


def _finding(code: str, path: str, message: str, clause: str) -> Finding:
    advice = f"see {clause}" if clause else "check the law"
    return Finding(code=code, path=path, message=message, advice=advice)


def regime_of(
    statute: Statute, debtor: Debtor, contract_date: date | None, *, due_date_agreed: bool
) -> Regime:
    """The regime of a statute for one kind of debtor and one date of contract."""
    provision = next(found for found in statute.provisions if found.debtor == debtor)
    policy = provision.policy
    rate = None if policy.interest is None else policy.interest.rate
    if contract_date is not None and policy.interest is not None and isinstance(rate, TableRate):
        dated = rate.replace(contract_date=contract_date)
        policy = policy.replace(interest=policy.interest.replace(rate=dated))
    later = {name for name, since in provision.fees_from if contract_date and contract_date < since}
    if later:
        policy = policy.replace(fees=tuple(fee for fee in policy.fees if fee.id not in later))
    rule = provision.start_rule
    if not due_date_agreed:
        rule = provision.no_agreed_day
        if rule is None:
            raise NotExpressible(
                f"{statute.code} has no rule here for debts without an agreed day of payment",
                field="due_date_agreed",
                subject=statute.code,
                hint="give the last day on which payment is in time as the invoice's due date",
            )
    return Regime(
        code=statute.code,
        name=statute.name,
        debtor=debtor,
        policy=policy,
        allocation_order=provision.allocation_order,
        allocation_clause=provision.allocation_clause,
        citation=provision.citation,
        sources=statute.sources,
        as_of=statute.checked_on,
        begins_on=provision.begins_on,
        applies_to=provision.applies_to,
        ousted_by_contract=provision.ousted_by_contract,
        cautions=provision.cautions,
        default_rule=rule,
        guards=provision.guards,
    )
