from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.unit.ledger.book import d, eur, fault

from collectkit.ledger import (
    Approval,
    Dispute,
    Hold,
    Installment,
    LateReason,
    PaymentPlan,
    Placement,
    Promise,
    Waiver,
)
from collectkit.money import Money, Percent

INVALID = "ledger.invalid-fact"
WITH_TIME = datetime(2026, 2, 5, tzinfo=UTC)
NOT_A_DAY = "must be a date, not a datetime: `2026-02-05 00:00:00+00:00`"
UNROUNDED = Money("0.05", "EUR") * Decimal("0.5")

FACTS: dict[type[Any], dict[str, Any]] = {
    Waiver: {"id": "X-1", "customer_id": "C-1", "on": d(2, 5)},
    Dispute: {"id": "X-1", "invoice_id": "INV-7", "opened_on": d(2, 5)},
    Hold: {"id": "X-1", "customer_id": "C-1", "kind": "legal", "from_on": d(2, 5)},
    Promise: {
        "id": "X-1",
        "customer_id": "C-1",
        "amount": eur("4.00"),
        "promised_on": d(2, 5),
        "pay_by": d(2, 12),
    },
    PaymentPlan: {
        "id": "X-1",
        "customer_id": "C-1",
        "agreed_on": d(2, 5),
        "installments": (Installment(number=1, due_on=d(3, 1), amount=eur("4.00")),),
        "invoices": ("INV-7",),
    },
    Approval: {
        "id": "X-1",
        "customer_id": "C-1",
        "step_id": "agency",
        "on": d(2, 5),
        "by": "manager",
    },
    Placement: {"id": "X-1", "customer_id": "C-1", "kind": "agency", "from_on": d(2, 5)},
    LateReason: {"id": "X-1", "invoice_id": "INV-7", "code": "cash_flow", "on": d(2, 5)},
}


def make(fact: type[Any], /, **changes: Any) -> Any:
    return fact(**{**FACTS[fact], **changes})


# -- every text, day and amount ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Waiver, "customer_id"),
        (Waiver, "reason"),
        (Dispute, "invoice_id"),
        (Dispute, "reason"),
        (Dispute, "outcome"),
        (Hold, "customer_id"),
        (Hold, "receipt_id"),
        (Promise, "customer_id"),
        (PaymentPlan, "customer_id"),
        (Approval, "customer_id"),
        (Approval, "step_id"),
        (Approval, "by"),
        (Placement, "customer_id"),
        (LateReason, "invoice_id"),
        (LateReason, "code"),
    ],
)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "must be non-empty text, not ``"),
        (7, "must be non-empty text, not `7`"),
        ("a\x00", "holds a NUL or a lone surrogate: `a\\x00`"),
        ("a\udfff", "holds a NUL or a lone surrogate: `a\\udfff`"),
    ],
)
def test_a_text_is_text_that_any_store_can_carry(
    kind: type[Any], field: str, value: object, message: str
) -> None:
    expected = (INVALID, field, "X-1", f"{field} {message}")
    assert fault(lambda: make(kind, **{field: value})) == expected


@pytest.mark.parametrize("kind", [Dispute, Hold, Promise, PaymentPlan])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "id must be non-empty text, not ``"),
        (None, "id must be non-empty text, not `None`"),
        ("a\x00", "id holds a NUL or a lone surrogate: `a\\x00`"),
    ],
)
def test_what_is_named_later_has_an_id(kind: type[Any], value: object, message: str) -> None:
    assert fault(lambda: make(kind, id=value)) == (INVALID, "id", None, message)


@pytest.mark.parametrize("kind", [Waiver, Approval, Placement, LateReason])
def test_an_id_is_optional_where_nothing_names_the_fact_but_never_empty(kind: type[Any]) -> None:
    assert make(kind, id=None).id is None
    code, field, _, message = fault(lambda: make(kind, id=""))
    assert (code, field, message) == (INVALID, "id", "id must be non-empty text, not ``")


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Waiver, "on"),
        (Waiver, "from_on"),
        (Waiver, "until_on"),
        (Dispute, "opened_on"),
        (Dispute, "closed_on"),
        (Hold, "from_on"),
        (Hold, "until_on"),
        (Hold, "collect_on"),
        (Promise, "promised_on"),
        (Promise, "pay_by"),
        (PaymentPlan, "agreed_on"),
        (Approval, "on"),
        (Placement, "from_on"),
        (Placement, "until_on"),
        (LateReason, "on"),
        *((kind, "recorded_on") for kind in FACTS),
    ],
)
def test_a_day_is_a_date_and_no_datetime(kind: type[Any], field: str) -> None:
    expected = ("dates.invalid", field, "X-1", f"{field} {NOT_A_DAY}")
    assert fault(lambda: make(kind, **{field: WITH_TIME})) == expected
    assert fault(lambda: make(kind, **{field: "2026-02-05"})) == (
        "dates.invalid",
        field,
        "X-1",
        f"{field} must be a date, not str: `2026-02-05`",
    )


@pytest.mark.parametrize("kind", [Waiver, Dispute, Promise])
@pytest.mark.parametrize(
    ("amount", "code", "message"),
    [
        (4.0, "money.invalid", "amount must be Money, not float"),
        (UNROUNDED, "money.invalid", "amount carries more digits than EUR has: EUR 0.025"),
        (eur("0.00"), INVALID, "amount must be above zero, not EUR 0.00"),
        (eur("-1.00"), INVALID, "amount must be above zero, not EUR -1.00"),
    ],
)
def test_an_amount_is_money_above_zero(
    kind: type[Any], amount: object, code: str, message: str
) -> None:
    assert fault(lambda: make(kind, amount=amount)) == (code, "amount", "X-1", message)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Waiver, "items"),
        (Hold, "items"),
        (Promise, "invoices"),
        (PaymentPlan, "invoices"),
        (Approval, "items"),
        (Placement, "items"),
    ],
)
def test_items_are_a_tuple_of_texts(kind: type[Any], field: str) -> None:
    assert getattr(make(kind, **{field: ["INV-7", "INV-8"]}), field) == ("INV-7", "INV-8")
    assert fault(lambda: make(kind, **{field: "INV-7"})) == (
        INVALID,
        field,
        "X-1",
        f"{field} must be a tuple of texts, not one text",
    )
    assert fault(lambda: make(kind, **{field: ("INV-7", "")})) == (
        INVALID,
        field,
        "X-1",
        f"{field} must be non-empty text, not ``",
    )


@pytest.mark.parametrize(
    ("kind", "field"), [(Hold, "items"), (Promise, "invoices"), (PaymentPlan, "invoices")]
)
def test_nothing_is_named_twice(kind: type[Any], field: str) -> None:
    assert fault(lambda: make(kind, **{field: ("INV-7", "INV-7")})) == (
        INVALID,
        field,
        "X-1",
        f"{field} names something twice",
    )


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Waiver, "items", None),
        (Waiver, "kinds", 5),
        (Hold, "blocks", 5),
        (Hold, "blocks", ([],)),
        (Promise, "invoices", 5),
        (PaymentPlan, "installments", None),
    ],
)
def test_what_is_no_sequence_of_texts_is_an_invalid_fact(
    kind: type[Any], field: str, value: object
) -> None:
    assert fault(lambda: make(kind, **{field: value}))[:3] == (INVALID, field, "X-1")


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        (
            Waiver,
            {"from_on": d(2, 5), "until_on": d(2, 4)},
            ("until_on", "until_on 2026-02-04 lies before from_on 2026-02-05"),
        ),
        (
            Dispute,
            {"closed_on": d(2, 4)},
            ("closed_on", "closed_on 2026-02-04 lies before opened_on 2026-02-05"),
        ),
        (
            Hold,
            {"until_on": d(2, 4)},
            ("until_on", "until_on 2026-02-04 lies before from_on 2026-02-05"),
        ),
        (
            Promise,
            {"pay_by": d(2, 4)},
            ("pay_by", "pay_by 2026-02-04 lies before promised_on 2026-02-05"),
        ),
        (
            Placement,
            {"until_on": d(2, 4)},
            ("until_on", "until_on 2026-02-04 lies before from_on 2026-02-05"),
        ),
        (
            Hold,
            {"kind": "illness"},
            (
                "kind",
                "kind must be one of direct_debit, hardship, legal, moratorium, review, "
                "not `illness`",
            ),
        ),
        (Hold, {"clock": "pause"}, ("clock", "clock must be one of run, stop, not `pause`")),
        (
            Hold,
            {"on_release": "reset"},
            ("on_release", "on_release must be one of restart, resume, not `reset`"),
        ),
        (
            Hold,
            {"cooldown_days": -1},
            ("cooldown_days", "cooldown_days must be at least 0, not `-1`"),
        ),
        (
            Hold,
            {"cooldown_days": 1.0},
            ("cooldown_days", "cooldown_days must be an int, not float"),
        ),
        (
            Hold,
            {"blocks": ("emails",)},
            (
                "blocks",
                "blocks must be one of agency, calls, charges, demands, legal, reminders, "
                "not `emails`",
            ),
        ),
        (Hold, {"blocks": ("calls", "calls")}, ("blocks", "blocks names something twice")),
        (
            Waiver,
            {"kinds": ("tax",)},
            ("kinds", "kinds must be one of costs, fee, interest, not `tax`"),
        ),
        (
            PaymentPlan,
            {"on_default": "cancel"},
            ("on_default", "on_default must be one of fresh, restore, not `cancel`"),
        ),
        (
            PaymentPlan,
            {"installments": ()},
            ("installments", "plan X-1 needs installments and invoices"),
        ),
        (PaymentPlan, {"invoices": ()}, ("invoices", "plan X-1 needs installments and invoices")),
        (
            PaymentPlan,
            {"installments": (eur("4.00"),)},
            ("installments", "installments must hold Installment, not Money"),
        ),
        (
            PaymentPlan,
            {"installments": (Installment(number=1, due_on=None, amount=eur("4.00")),)},
            ("installments", "every installment of plan X-1 needs a due date"),
        ),
        (
            Placement,
            {"kind": "court"},
            ("kind", "kind must be one of agency, legal, not `court`"),
        ),
    ],
)
def test_a_circumstance_that_contradicts_itself_is_refused(
    kind: type[Any], changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    field, message = expected
    assert fault(lambda: make(kind, **changes)) == (INVALID, field, "X-1", message)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [(Hold, "blocks", "calls"), (Hold, "blocks", "charges"), (Waiver, "kinds", "fee")],
)
def test_one_text_where_several_choices_stand_is_called_that(
    kind: type[Any], field: str, value: str
) -> None:
    assert fault(lambda: make(kind, **{field: value})) == (
        INVALID,
        field,
        "X-1",
        f"{field} must be a tuple of texts, not one text",
    )


def test_a_plan_is_in_one_currency() -> None:
    parts = (
        Installment(number=1, due_on=d(3, 1), amount=eur("4.00")),
        Installment(number=2, due_on=d(4, 1), amount=Money("4.00", "USD")),
    )
    assert fault(lambda: make(PaymentPlan, installments=parts))[1:] == (
        "installments",
        "X-1",
        "plan X-1 mixes currencies",
    )


def test_a_commission_is_a_percentage() -> None:
    assert make(Placement, commission=Percent("15")).commission == Percent("15")
    assert fault(lambda: make(Placement, commission=Decimal("0.15"))) == (
        "money.invalid-percent",
        "commission",
        "X-1",
        "commission must be Percent, not Decimal",
    )


# -- what is left out ----------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["hardship", "legal", "review", "direct_debit"])
def test_a_hold_blocks_everything_but_charges(kind: str) -> None:
    hold = make(Hold, kind=kind)
    assert set(hold.blocks) == {"reminders", "demands", "calls", "agency", "legal"}
    assert (hold.clock, hold.on_release, hold.cooldown_days) == ("run", "resume", 0)
    assert (hold.items, hold.until_on, hold.collect_on) == ((), None, None)


def test_a_moratorium_blocks_charges_too() -> None:
    assert set(make(Hold, kind="moratorium").blocks) == {
        "reminders",
        "demands",
        "calls",
        "agency",
        "legal",
        "charges",
    }


def test_what_a_hold_blocks_can_be_said_down_to_nothing() -> None:
    assert make(Hold, kind="moratorium", blocks=("calls",)).blocks == ("calls",)
    assert make(Hold, blocks=()).blocks == ()


def test_the_other_defaults() -> None:
    waiver = make(Waiver)
    assert (waiver.items, waiver.kinds, waiver.amount) == ((), (), None)
    assert (waiver.from_on, waiver.until_on) == (None, None)
    assert make(Dispute).amount is None
    assert make(Promise).invoices == ()
    assert make(PaymentPlan).on_default == "restore"
    assert make(Approval).items == ()
    assert (make(Placement).items, make(Placement).commission) == ((), None)


# -- when they stand -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "stands"),
    [(d(2, 4), False), (d(2, 5), True), (d(2, 9), True), (d(2, 10), False), (d(2, 11), False)],
)
def test_a_dispute_stands_until_the_day_before_it_closes(day: date, stands: bool) -> None:
    assert make(Dispute, closed_on=d(2, 10)).stands(day) is stands


@pytest.mark.parametrize("kind", [Hold, Placement])
@pytest.mark.parametrize(
    ("day", "stands"), [(d(2, 4), False), (d(2, 5), True), (d(2, 10), True), (d(2, 11), False)]
)
def test_a_hold_and_a_placement_stand_on_their_last_day(
    kind: type[Any], day: date, stands: bool
) -> None:
    assert make(kind, until_on=d(2, 10)).stands(day) is stands


@pytest.mark.parametrize("kind", [Dispute, Hold, Placement])
def test_without_an_end_they_stand_on(kind: type[Any]) -> None:
    assert make(kind).stands(date.max)
    assert not make(kind).stands(d(2, 4))
