from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.arrangements import (
    DebitRules,
    DebitState,
    DebitStatus,
    debit_status,
    pre_notification_due,
)
from collectkit.errors import InvalidFact
from collectkit.ledger import Hold, snapshot
from collectkit.testing import (
    a_hold,
    a_receipt,
    a_reversal,
    an_account,
    an_invoice,
    something_done,
)


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def debit(**fields: Any) -> Hold:
    """INV-1 is collected on 2 March by a debit that may come back until the 9th."""
    return a_hold(
        **{
            "kind": "direct_debit",
            "from_on": d(2, 10),
            "collect_on": d(3, 2),
            "until_on": d(3, 9),
            "items": ("INV-1",),
            **fields,
        }
    )


def state(*facts: Any, as_of: date, rules: DebitRules | None = None, **fields: Any) -> DebitState:
    hold = debit(**fields)
    account = an_account(an_invoice(), an_invoice(id="INV-2"), hold, *facts)
    return debit_status(hold, snapshot(account, as_of=as_of), rules=rules)


def notice(on: date, **fields: Any) -> Any:
    return something_done(**{"kind": "notice", "code": "pre-notification", "on": on, **fields})


COLLECTED = (a_receipt(received_on=d(3, 2)),)
RETURNED = (*COLLECTED, a_reversal(received_on=d(3, 5)))


def test_it_is_announced_two_weeks_before() -> None:
    assert pre_notification_due(debit()) == d(2, 16)
    assert pre_notification_due(debit(), rules=DebitRules(pre_notification_days=1)) == d(3, 1)


@pytest.mark.parametrize(
    ("hold", "field"), [(a_hold(), "kind"), (a_hold(kind="direct_debit"), "collect_on")]
)
def test_only_a_debit_with_its_day_is_announced(hold: Hold, field: str) -> None:
    with pytest.raises(InvalidFact, match="no direct debit") as raised:
        pre_notification_due(hold)
    assert raised.value.field == field


def test_on_its_way() -> None:
    days = (d(2, 15), d(2, 16), d(3, 1), d(3, 2), d(3, 9), d(3, 10))
    assert [state(as_of=day).status.value for day in days] == [
        "scheduled", "notice-due", "notice-due", "collecting", "collecting", "lapsed",
    ]  # fmt: skip
    assert state(as_of=d(9, 9), until_on=None).status is DebitStatus.COLLECTING


def test_announced() -> None:
    found = state(notice(d(2, 12)), as_of=d(2, 20))
    assert (found.status, found.announced_on) == (DebitStatus.ANNOUNCED, d(2, 12))
    assert [str(reason) for reason in found.why] == [
        "H-1: announced on 2026-02-12, collected on 2026-03-02"
    ]
    two = state(notice(d(2, 14)), notice(d(2, 12)), as_of=d(2, 20))
    assert two.announced_on == d(2, 12)


@pytest.mark.parametrize(
    "fields",
    [{"kind": "contact"}, {"code": "claim"}, {"status": "failed"}, {"items": ("INV-2",)},
     {"on": d(2, 9)}, {"on": d(2, 21)}],
)  # fmt: skip
def test_what_is_no_announcement(fields: dict[str, Any]) -> None:
    assert state(notice(**{"on": d(2, 12), **fields}), as_of=d(2, 20)).announced_on is None


def test_an_announcement_of_the_account_is_one_of_its_items() -> None:
    assert state(notice(d(2, 12), items=()), as_of=d(2, 20)).announced_on == d(2, 12)
    whole = state(notice(d(2, 12), items=("INV-2",)), as_of=d(2, 20), items=())
    assert whole.announced_on == d(2, 12)
    other_code = DebitRules(notice_code="debit-note")
    assert state(notice(d(2, 12)), as_of=d(2, 20), rules=other_code).announced_on is None


def test_a_late_announcement_and_none_are_told() -> None:
    late = state(notice(d(2, 20)), as_of=d(3, 2))
    assert str(late.why[1]) == "H-1: announced on 2026-02-20, after 2026-02-16"
    assert late.explain().splitlines()[0] == "H-1: in collection since 2026-03-02"
    assert str(state(as_of=d(3, 2)).why[1]) == "H-1: was not announced"
    assert len(state(as_of=d(2, 20)).why) == 1


def test_collected() -> None:
    found = state(*COLLECTED, as_of=d(3, 4), receipt_id="PAY-1")
    assert (found.status, found.collected_on, found.returned_on) == (
        DebitStatus.COLLECTED, d(3, 2), None,
    )  # fmt: skip
    assert state(*COLLECTED, as_of=d(3, 4)).status is DebitStatus.COLLECTING


def test_a_return_ends_it_and_dunning_starts_that_day() -> None:
    before = state(*RETURNED, as_of=d(3, 4), receipt_id="PAY-1")
    assert (before.status, before.reminders_from) == (DebitStatus.COLLECTED, d(3, 10))
    found = state(*RETURNED, as_of=d(3, 5), receipt_id="PAY-1")
    assert (found.status, found.returned_on, found.reminders_from) == (
        DebitStatus.RETURNED, d(3, 5), d(3, 5),
    )  # fmt: skip
    assert str(found.why[0]) == "H-1: came back on 2026-03-05"


def test_when_reminders_are_free() -> None:
    assert state(as_of=d(3, 2)).reminders_from == d(3, 10)
    assert state(as_of=d(3, 2), cooldown_days=2).reminders_from == d(3, 12)
    assert state(as_of=d(3, 2), until_on=None).reminders_from is None
    assert state(as_of=d(3, 2), blocks=("calls",)).reminders_from == d(2, 10)
    # A return on the first day leaves nothing of the hold.
    gone = state(*RETURNED, as_of=d(3, 5), receipt_id="PAY-1", from_on=d(3, 5), collect_on=d(3, 5))
    assert gone.reminders_from == d(3, 5)


def test_a_return_not_known_yet_changes_nothing() -> None:
    hold = debit(receipt_id="PAY-1")
    back = a_reversal(received_on=d(3, 5), recorded_on=d(3, 8))
    account = an_account(an_invoice(), hold, *COLLECTED, back)
    then = debit_status(hold, snapshot(account, as_of=d(3, 6), known_at=d(3, 6)))
    assert then.status is DebitStatus.COLLECTED
    assert debit_status(hold, snapshot(account, as_of=d(3, 6))).status is DebitStatus.RETURNED
