"""Direct debits: when to announce one, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from collectkit._checks import check_type
from collectkit.arrangements.holds import blocked_span
from collectkit.arrangements.reasons import REASONS
from collectkit.arrangements.rules import DebitRules
from collectkit.dates import add_days
from collectkit.errors import InvalidFact
from collectkit.explain import Reason
from collectkit.ledger import Hold, Snapshot
from collectkit.ledger.fold import known

__all__ = ["DebitState", "DebitStatus", "debit_status", "pre_notification_due"]


class DebitStatus(Enum):
    """`SCHEDULED`, `NOTICE_DUE` and `ANNOUNCED` lie before the collection, the others from it on.

    `COLLECTING` waits for the bank, `LAPSED` waited in vain to the end of the hold.
    """

    SCHEDULED = "scheduled"
    NOTICE_DUE = "notice-due"
    ANNOUNCED = "announced"
    COLLECTING = "collecting"
    COLLECTED = "collected"
    RETURNED = "returned"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitState:
    """A direct debit at a day.

    `announce_on` is the last day to announce it in time, `announced_on` when it was.
    `reminders_from` is the first day on which this hold blocks no reminder any more (None: it is
    open-ended).
    """

    hold: Hold
    status: DebitStatus
    announce_on: date
    announced_on: date | None
    collected_on: date | None
    returned_on: date | None
    reminders_from: date | None

    @property
    def why(self) -> tuple[Reason, ...]:
        """The status in figures, and whether it was announced in time."""
        subject, collect_on = self.hold.id, self.hold.collect_on
        on = {
            DebitStatus.ANNOUNCED: self.announced_on,
            DebitStatus.COLLECTED: self.collected_on,
            DebitStatus.RETURNED: self.returned_on,
        }.get(self.status)
        code = f"debit_{self.status.value.replace('-', '_')}"
        reason = REASONS(
            code,
            subject,
            announce=self.announce_on,
            collect=collect_on,
            on=on,
            until=self.hold.until_on,
        )
        if self.announced_on is not None and self.announced_on > self.announce_on:
            late = REASONS(
                "announced_late", subject, on=self.announced_on, announce=self.announce_on
            )
            return (reason, late)
        before = self.status in (DebitStatus.SCHEDULED, DebitStatus.NOTICE_DUE)
        missing = self.announced_on is None and not before
        return (reason, REASONS("not_announced", subject)) if missing else (reason,)

    def explain(self) -> str:
        """The reasons, as text."""
        return "\n".join(map(str, self.why))


def pre_notification_due(hold: Hold, *, rules: DebitRules | None = None) -> date:
    """The last day to announce a direct debit: so many calendar days before its collection.

    Raises:
        InvalidFact: the hold is no direct debit, or has no `collect_on`.

    >>> hold = Hold(id="H-1", customer_id="C-1", kind="direct_debit", from_on=date(2026, 2, 2),
    ...             until_on=date(2026, 3, 9), collect_on=date(2026, 3, 2))
    >>> pre_notification_due(hold)
    datetime.date(2026, 2, 16)
    """
    return add_days(_collect_on(hold), -(rules or DebitRules()).pre_notification_days)


def debit_status(hold: Hold, snapshot: Snapshot, *, rules: DebitRules | None = None) -> DebitState:
    """How a direct debit stands at the snapshot's day.

    It was announced by a notice with the code of `rules` that the host recorded for its items, at
    the earliest on the day the hold or the time to announce began. It was collected by the
    receipt that the hold names, and came back with that receipt's reversal, which also ends the
    hold: dunning starts on that day.

    Raises:
        InvalidFact: the hold is no direct debit, or has no `collect_on`.
    """
    rules = rules or DebitRules()
    announce_on = pre_notification_due(hold, rules=rules)
    receipts = {
        cash.source_id: cash.on for cash in snapshot.cash_received if cash.amount.amount > 0
    }
    announced_on = _announced(hold, snapshot, min(announce_on, hold.from_on), rules.notice_code)
    collected_on = receipts.get(hold.receipt_id or "")
    returned_on = _returned(hold, snapshot)
    if returned_on is not None:
        status = DebitStatus.RETURNED
    elif collected_on is not None:
        status = DebitStatus.COLLECTED
    elif snapshot.as_of >= _collect_on(hold):
        is_over = hold.until_on is not None and hold.until_on < snapshot.as_of
        status = DebitStatus.LAPSED if is_over else DebitStatus.COLLECTING
    elif announced_on is not None:
        status = DebitStatus.ANNOUNCED
    else:
        is_due = announce_on <= snapshot.as_of
        status = DebitStatus.NOTICE_DUE if is_due else DebitStatus.SCHEDULED
    return DebitState(
        hold=hold,
        status=status,
        announce_on=announce_on,
        announced_on=announced_on,
        collected_on=collected_on,
        returned_on=returned_on,
        reminders_from=_reminders_from(hold, snapshot),
    )


def _collect_on(hold: Hold) -> date:
    check_type(hold, "hold", Hold)
    if hold.kind != "direct_debit" or hold.collect_on is None:
        raise InvalidFact(
            f"hold {hold.id} is no direct debit with a day of collection",
            field="kind" if hold.kind != "direct_debit" else "collect_on",
            subject=hold.id,
        )
    return hold.collect_on


def _announced(hold: Hold, snapshot: Snapshot, first: date, code: str) -> date | None:
    """The first notice of the collection that the host recorded for one of its items."""
    last = min(snapshot.as_of, _collect_on(hold))
    days = (
        done.on
        for done in snapshot.done
        if (done.kind, done.code) == ("notice", code)
        and done.took_place
        and first <= done.on <= last
        and (not done.items or not hold.items or set(done.items) & set(hold.items))
    )
    return min(days, default=None)


def _returned(hold: Hold, snapshot: Snapshot) -> date | None:
    """The day the collecting receipt came back, as far as known."""
    days = (
        receipt.received_on
        for receipt in snapshot.account.receipts
        if receipt.kind == "reversal"
        and receipt.reverses == hold.receipt_id
        and receipt.received_on <= snapshot.as_of
        and known(receipt, snapshot.known_at)
    )
    return min(days, default=None)


def _reminders_from(hold: Hold, snapshot: Snapshot) -> date | None:
    """The snapshot cuts a hold off when its receipt comes back, or leaves nothing of it."""
    now = next((one for one in snapshot.holds if one.id == hold.id), None)
    span = None if now is None else blocked_span(now, "reminders")
    if now is None or span is None:
        return _returned(hold, snapshot) or hold.from_on
    return None if span[1] is None else span[1] + timedelta(1)
