"""Several policies on one account, and the day on which a rate of interest changes.

At 36.5 % a principal of EUR 1000.00 bears one euro a day, and two at 73 %.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.errors import (
    CollectkitError,
    DuplicateId,
    InvalidFact,
    RateCoverageError,
    UnknownReference,
)
from collectkit.fees import (
    RATE_TABLES,
    FlatFee,
    Interest,
    LateChargePolicy,
    LateCharges,
    Margin,
    PercentFee,
    RateTable,
    Regime,
    TableRate,
    assess,
    assess_each,
    rate_changes_on,
    rate_on,
    statutory,
)
from collectkit.ledger import Account, Invoice, snapshot
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_customer,
    a_late_charge,
    a_waiver,
    an_account,
    an_allocation,
    an_installment,
    an_invoice,
)

AS_OF = date(2026, 2, 10)
LOW = LateChargePolicy(id="low", interest=Interest(rate=Percent("36.5")))
HIGH = LateChargePolicy(id="high", interest=Interest(rate=Percent(73)))
SPLIT = ((LOW, ("A",)), (HIGH, ("B",)))


def d(month: int, day: int) -> date:
    return date(2026, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def invoice(id: str, **fields: Any) -> Invoice:
    """EUR 1000.00, due on 31 January 2026: ten days late on the day of these tests."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), "due_on": d(1, 31), **fields})


A, B = invoice("A"), invoice("B")


def charged(*facts: Any, rules: Any = SPLIT, as_of: date = AS_OF, **options: Any) -> LateCharges:
    return assess_each(snapshot(an_account(*facts), as_of=as_of), rules, **options)


def left(found: LateCharges) -> dict[str, str]:
    """What is left of every line, by key, in euros."""
    return {line.key: str(line.amount.amount) for line in found.lines}


def codes(found: LateCharges) -> list[str]:
    return [warning.code for warning in found.warnings]


def note(key: str | None = None, **fields: Any) -> Invoice:
    """A posted charge of EUR 6.00 for interest on B."""
    given = {
        "id": "NOTE", "amount": eur("6.00"), "issued_on": d(2, 5), "charge_kind": "interest",
        "charge_for": "B", "charge_key": key, **fields,
    }  # fmt: skip
    return a_late_charge(**given)


# -- whose charges ---------------------------------------------------------------------------------
def test_each_policy_charges_its_own_items() -> None:
    found = charged(A, B)
    assert left(found) == {"low:interest:A": "10.00", "high:interest:B": "20.00"}
    assert found.policy_id == "low, high"
    assert found.as_of == AS_OF
    assert [name for name, _ in found.headings] == ["A", "B"]
    assert str(found.total("EUR")) == "EUR 30.00"
    assert str(found.per_diem("EUR")) == "EUR 3.00"


def test_the_order_of_the_rules_is_that_of_the_lines() -> None:
    assert [*left(charged(A, B, rules=SPLIT[::-1]))] == ["high:interest:B", "low:interest:A"]


def test_an_item_of_no_rule_bears_nothing() -> None:
    assert left(charged(A, B, rules=((LOW, ("A",)),))) == {"low:interest:A": "10.00"}
    assert charged(A, B, rules=()).lines == ()


def test_parts_of_an_invoice_are_items_of_their_own() -> None:
    parts = tuple(
        an_installment(number=number, due_on=d(1, 31), amount=eur("500.00")) for number in (1, 2)
    )
    whole = invoice("A", due_on=None, installments=parts)
    found = charged(whole, rules=((LOW, whole.item_ids[:1]), (HIGH, whole.item_ids[1:])))
    first, second = whole.item_ids
    assert left(found) == {f"low:interest:{first}": "5.00", f"high:interest:{second}": "10.00"}


def test_a_fee_per_customer_counts_the_items_of_its_own_policy() -> None:
    def per_customer(id: str, amount: str) -> LateChargePolicy:
        fee = FlatFee(id="late", amounts=(eur(amount),), per="customer")
        return LateChargePolicy(id=id, fees=(fee,))

    both = ((per_customer("one", "5.00"), ("A", "B")), (per_customer("two", "7.00"), ("C",)))
    found = charged(A, B, invoice("C"), rules=both)
    assert left(found) == {
        "one:late:C-1:EUR:2026-02-01": "5.00",
        "two:late:C-1:EUR:2026-02-01": "7.00",
    }


def test_a_share_of_what_is_overdue_is_of_the_items_of_its_own_policy() -> None:
    fee = PercentFee(id="share", percent=Percent(1), base="overdue_balance")
    one = LateChargePolicy(id="one", fees=(fee,))
    # 1 % of 2000.00 under one policy; of 1000.00 under two.
    assert left(charged(A, B, rules=((one, ("A", "B")),)))["one:share:A"] == "20.00"
    two = one.replace(id="two")
    found = charged(A, B, rules=((one, ("A",)), (two, ("B",))))
    assert left(found) == {"one:share:A": "10.00", "two:share:B": "10.00"}


def test_what_a_rule_cannot_charge_is_told_once() -> None:
    euros = FlatFee(id="late", amounts=(eur("5.00"),))
    rules = tuple(
        (LateChargePolicy(id=name, fees=(euros,)), (name.upper(),)) for name in ("a", "b", "c")
    )
    bills = [invoice(name, amount=Money("1000", "JPY")) for name in ("A", "B")]
    found = charged(*bills, invoice("C"), rules=rules)
    assert found.uncharged == ("JPY",)
    assert left(found) == {"c:late:C": "5.00"}


# -- steps -----------------------------------------------------------------------------------------
def by_level(id: str, *fees: str) -> LateChargePolicy:
    return LateChargePolicy(
        id=id, fees=tuple(FlatFee(id=fee, amounts=(eur("5.00"),), when="level") for fee in fees)
    )


LEVELS = ((d(2, 3), "reminder", ()), (d(2, 6), "demand", ("A", "B")))


def test_a_level_goes_to_the_policy_with_the_fee() -> None:
    rules = ((by_level("one", "reminder"), ("A",)), (by_level("two", "demand"), ("B",)))
    assert left(charged(A, B, rules=rules, levels=LEVELS)) == {
        "one:reminder:A:2026-02-03": "5.00",
        "two:demand:B:2026-02-06": "5.00",
    }


DEMANDS = tuple(level for level in LEVELS if level[1] == "demand")


def test_a_level_goes_to_every_policy_with_the_fee() -> None:
    rules = ((by_level("one", "demand"), ("A",)), (by_level("two", "demand"), ("B",)))
    assert left(charged(A, B, rules=rules, levels=DEMANDS)) == {
        "one:demand:A:2026-02-06": "5.00",
        "two:demand:B:2026-02-06": "5.00",
    }


def test_without_levels_posted_fees_by_step_are_left_alone() -> None:
    rules = ((by_level("one", "demand"), ("A",)), (by_level("two", "demand"), ("B",)))
    billed = note("two:demand:B:2026-02-06#1", charge_kind="fee", charge_for="B")
    assert left(charged(A, B, billed, rules=rules)) == {}
    taken = ((d(2, 6), "demand", ("A",)),)
    assert left(charged(A, B, billed, rules=rules, levels=taken)) == {
        "one:demand:A:2026-02-06": "5.00",
        "two:demand:B:2026-02-06": "-6.00",
    }


# -- what is taken off is taken off once -----------------------------------------------------------
@pytest.mark.parametrize(
    ("waiver", "rules", "low", "high"),
    [
        ({"amount": "15.00"}, SPLIT, "0.00", "15.00"),
        ({"amount": "15.00"}, SPLIT[::-1], "10.00", "5.00"),
        ({"amount": "100.00"}, SPLIT, "0.00", "0.00"),
        ({"amount": "15.00", "items": ("B",)}, SPLIT, "10.00", "5.00"),
        ({"items": ("B",)}, SPLIT, "10.00", "0.00"),
        ({}, SPLIT, "0.00", "0.00"),
    ],
)
def test_a_waiver(waiver: dict[str, Any], rules: Any, low: str, high: str) -> None:
    if "amount" in waiver:
        waiver = {**waiver, "amount": eur(waiver["amount"])}
    found = charged(A, B, a_waiver(on=d(2, 9), **waiver), rules=rules)
    assert left(found) == {"low:interest:A": low, "high:interest:B": high}


@pytest.mark.parametrize("key", [None, "high:interest:B#1"])
@pytest.mark.parametrize("rules", [SPLIT, SPLIT[::-1]])
def test_a_posted_note_is_taken_off_once(key: str | None, rules: Any) -> None:
    found = charged(A, B, note(key), rules=rules)
    assert left(found) == {"low:interest:A": "10.00", "high:interest:B": "14.00"}
    posted = {line.key: line.posted for line in found.lines}
    assert posted == {"low:interest:A": eur("0.00"), "high:interest:B": eur("6.00")}
    assert codes(found) == []


@pytest.mark.parametrize("rules", [SPLIT, SPLIT[::-1]])
def test_money_paid_directly_is_taken_off_once(rules: Any) -> None:
    paid = an_allocation(
        source_id=None, invoice_id="B", amount=eur("6.00"), component="interest", applied_on=d(2, 5)
    )
    found = charged(A, B, paid, rules=rules)
    assert left(found) == {"low:interest:A": "10.00", "high:interest:B": "14.00"}
    assert {line.key: str(line.paid) for line in found.lines}["high:interest:B"] == "EUR 6.00"


def test_everything_at_once_is_taken_off_once() -> None:
    facts = (
        a_waiver(on=d(2, 9), amount=eur("12.00")),  # 10.00 of A, 2.00 of B
        note("high:interest:B#1", amount=eur("5.00")),
        note(id="LOOSE", amount=eur("3.00")),
        an_allocation(
            source_id=None, invoice_id="B", amount=eur("4.00"), component="interest",
            applied_on=d(2, 5),
        ),
    )  # fmt: skip
    # 20.00 - 2.00 - 5.00 - 3.00 - 4.00
    assert left(charged(A, B, *facts)) == {"low:interest:A": "0.00", "high:interest:B": "6.00"}


# -- posted under another policy -------------------------------------------------------------------
def test_a_note_of_a_sibling_is_no_stranger() -> None:
    assert codes(charged(A, B, note("low:interest:A#1", charge_for="A"))) == []


def test_a_note_of_a_stranger_is_told_once() -> None:
    found = charged(A, B, note("old:interest:B#1"))
    (warning,) = found.warnings
    assert warning.code == "fees.posted_elsewhere"
    assert warning["keys"] == "old:interest:B"
    assert left(found) == {"low:interest:A": "10.00", "high:interest:B": "20.00"}


@pytest.mark.parametrize("elsewhere", [(), ("A",)])
def test_an_item_that_moved_to_another_policy(elsewhere: Collection[str]) -> None:
    """What the old policy posted is taken back there, and the new one charges from the first day:
    together, the difference. The old policy has to be among the rules, be it without items."""
    posted = note("low:interest:B#1", amount=eur("10.00"))
    facts = [A, B, posted] if elsewhere else [B, posted]
    found = charged(*facts, rules=((LOW, elsewhere), (HIGH, ("B",))))
    mine = {"low:interest:B": "-10.00", "high:interest:B": "20.00"}
    assert left(found) == mine | ({"low:interest:A": "10.00"} if elsewhere else {})
    assert codes(found) == []
    rows = [(row.direction, str(row.amount)) for row in found.postings() if ":B#" in row.key]
    assert rows == [("credit", "EUR 10.00"), ("debit", "EUR 20.00")]


def test_an_item_that_moved_is_settled_once_both_rows_are_booked() -> None:
    posted = note("low:interest:B#1", amount=eur("10.00"))
    rules = ((LOW, ()), (HIGH, ("B",)))
    rows = charged(B, posted, rules=rules).postings()
    booked = [
        row.invoice(id=f"N-{n}", customer_id="C-1", issued_on=AS_OF, due_on=AS_OF)
        for n, row in enumerate(rows)
    ]
    again = charged(B, posted, *booked, rules=rules)
    assert again.postings() == ()
    assert str(again.total("EUR")) == "EUR 0.00"


def test_a_fee_by_step_that_moved_is_taken_back_where_the_steps_are_known() -> None:
    rules = ((by_level("one", "demand"), ()), (by_level("two", "demand"), ("A", "B")))
    billed = note("one:demand:B:2026-02-06#1", charge_kind="fee", amount=eur("5.00"))
    assert left(charged(A, B, billed, rules=rules, levels=DEMANDS)) == {
        "one:demand:B:2026-02-06": "-5.00",
        "two:demand:A:2026-02-06": "5.00",
        "two:demand:B:2026-02-06": "5.00",
    }


# -- laws among the rules --------------------------------------------------------------------------
def law(id: str = "by-law") -> Regime:
    found = statutory("DE", debtor="business")
    return replace(found, policy=found.policy.replace(id=id))


OLD = invoice("OLD", issued_on=date(2013, 12, 1), due_on=date(2013, 12, 31))


def told(found: LateCharges) -> list[tuple[str, object]]:
    return [
        (reason.code, reason["item"] if reason.code == "fees.before_the_act" else reason.subject)
        for reason in found.warnings
        if reason.code not in ("fees.scope", "fees.caution", "fees.ousted_by_contract")
    ]


def test_a_law_warns_of_its_own_items_only() -> None:
    regime = law()
    on_old = charged(A, OLD, rules=((LOW, ("A",)), (regime, ("OLD",))))
    assert told(on_old) == [("fees.before_the_act", "OLD")]
    assert left(on_old) == {"low:interest:A": "10.00"}
    on_new = charged(A, OLD, rules=((LOW, ("OLD",)), (regime, ("A",))))
    assert told(on_new) == []
    # The last of January is a Saturday: eight days at 10.27 %, and the lump sum.
    assert {line.rule_id: str(line.amount) for line in on_new.lines if line.item_id == "A"} == {
        "interest": "EUR 2.25",
        regime.policy.fees[0].id: "EUR 40.00",
    }


def test_a_law_says_what_a_reader_should_check_once() -> None:
    read = snapshot(an_account(A, B), as_of=AS_OF)
    found = assess_each(read, ((law("one"), ("A",)), (law("two"), ("B",))))
    assert found.warnings == law().assess(read).warnings


def test_a_law_is_for_its_kind_of_debtor() -> None:
    person = a_customer(kind="consumer")
    found = charged(person, A, B, rules=((LOW, ("A",)), (law(), ("B",))))
    assert told(found) == [("fees.customer_kind", "C-1")]


def test_a_law_alone_assesses_as_it_does_by_itself() -> None:
    read = snapshot(an_account(A, B, OLD, note("old:interest:B#1")), as_of=AS_OF)
    regime = law()
    assert assess_each(read, ((regime, ("A", "B", "OLD")),)) == regime.assess(read)


# -- misuse ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rules", "error"),
    [
        (((LOW, ("A",)), (LOW.replace(grace_days=3), ("B",))), DuplicateId),
        (((LOW, ("A",)), (law("low"), ("B",))), DuplicateId),
        ((("low", ("A",)),), CollectkitError),
    ],
)
def test_rules_that_are_refused(rules: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        charged(A, B, rules=rules)


def test_only_a_snapshot_is_read() -> None:
    account: Any = an_account(A)
    with pytest.raises(InvalidFact):
        assess_each(account, SPLIT)


def test_a_level_with_an_unknown_item_is_refused() -> None:
    rules = ((by_level("one", "demand"), ("A",)),)
    with pytest.raises(UnknownReference):
        charged(A, rules=rules, levels=((d(2, 3), "demand", ("X",)),))


def test_a_rate_that_is_missing() -> None:
    table = RateTable.of(
        "base", {"2026-01-01": "36.5%"}, covers_until="2026-02-05", source="our bank"
    )
    floating = LateChargePolicy(id="base", interest=Interest(rate=TableRate(table="base")))
    given: dict[str, Any] = {
        "rules": ((LOW, ("A",)), (floating, ("B",))), "context": Context(tables=(table,)),
    }  # fmt: skip
    with pytest.raises(RateCoverageError):
        charged(A, B, **given)
    found = charged(A, B, on_missing="last_known", **given)
    assert found.provisional
    assert codes(found) == ["fees.provisional"]
    assert left(found) == {"low:interest:A": "10.00", "base:interest:B": "10.00"}


# -- when a rate changes ---------------------------------------------------------------------------
def changes(rate: Percent | TableRate, on: date, **options: Any) -> str | None:
    policy = LateChargePolicy(id="own", interest=Interest(rate=rate))
    found = rate_changes_on(policy, on=on, **options)
    return None if found is None else str(found)


def test_a_fixed_rate_a_frozen_one_and_a_fee_change_on_no_day() -> None:
    frozen = TableRate(table="de-basiszinssatz", fixing="frozen")
    fees = LateChargePolicy(id="own", fees=(FlatFee(id="fee", amounts=(eur("5.00"),)),))
    assert changes(Percent(8), d(3, 1)) is None
    assert changes(frozen, d(3, 1)) is None
    assert rate_changes_on(fees, on=d(3, 1)) is None


@pytest.mark.parametrize(
    ("on", "changed"),
    [
        # 1.27 % until the end of June, then 1.52 %; unknown from 2027 on.
        (d(3, 20), "2026-07-01"),
        (d(6, 30), "2026-07-01"),
        (d(7, 1), "2027-01-01"),
        (d(12, 31), "2027-01-01"),
        (date(2027, 1, 1), None),
        # A half-year on which the rate stayed as it was is no change: 2.27 % all through 2025 but
        # for its second half, which brought 1.27 %.
        (date(2025, 3, 1), "2025-07-01"),
        (date(2025, 7, 1), "2026-07-01"),
    ],
)
def test_a_rate_by_half_years(on: date, changed: str | None) -> None:
    assert changes(TableRate(table="de-basiszinssatz", margin=Percent(9)), on) == changed
    assert changes(TableRate(table="de-basiszinssatz"), on, on_missing="last_known") == changed


def test_only_what_comes_within_400_days_is_told() -> None:
    table = RateTable.of(
        "base", {"2024-01-01": "5%", "2026-01-10": "6%"}, covers_until="2026-12-31", source="bank"
    )
    given = {"context": Context(tables=(table,))}
    rate = TableRate(table="base")
    assert changes(rate, date(2026, 1, 10) - timedelta(400), **given) == "2026-01-10"
    assert changes(rate, date(2026, 1, 10) - timedelta(401), **given) is None


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(UnknownReference):
        changes(TableRate(table="nowhere"), d(3, 1))


LATER = (
    Margin(percent=Percent(5), applies_from=date(2024, 3, 16)),
    Margin(percent=Percent(6), applies_from=date(2025, 8, 1)),
)
SHAPES: tuple[dict[str, Any], ...] = (
    {},
    {"margin": Percent(8), "margins": LATER},
    {"round_up_to": Percent("0.5"), "floor": Percent(1), "ceiling": Percent(4)},
)
READS = ("day", "half_year_start", "half_year_eve")


@pytest.mark.parametrize("on_missing", ["raise", "last_known"])
@pytest.mark.parametrize("reads", READS)
@pytest.mark.parametrize("table", sorted(RATE_TABLES))
def test_the_day_named_is_the_first_that_differs(table: str, reads: Any, on_missing: Any) -> None:
    for shape in SHAPES:
        rate = TableRate(table=table, reads=reads, **shape)
        policy = LateChargePolicy(id="own", interest=Interest(rate=rate))
        for start, end in spans_of(table):
            rates = dict(day_by_day(rate, start, end + timedelta(400), on_missing))
            for n in range(0, (end - start).days, 9):
                on = start + timedelta(n)
                days = (on + timedelta(ahead) for ahead in range(1, 401))
                first = next((day for day in days if rates[day] != rates[on]), None)
                found = rate_changes_on(policy, on=on, on_missing=on_missing)
                assert found == first, (on, shape)


def spans_of(table: str) -> Iterator[tuple[date, date]]:
    """The beginning of a table, and its last two years with the half-year after them."""
    found = RATE_TABLES[table]
    yield found.covers_from - timedelta(40), found.covers_from + timedelta(200)
    yield found.covers_until - timedelta(800), found.covers_until + timedelta(200)


def day_by_day(
    rate: TableRate, first: date, last: date, on_missing: str
) -> Iterator[tuple[date, tuple[Percent, bool] | None]]:
    """The rate of every day, and whether it is one from before the table's end; None is no rate."""
    table = RATE_TABLES[rate.table]
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        try:
            yield day, (rate_on(rate, day)[0], False)
            continue
        except RateCoverageError as error:
            asked = error.day
        known = None
        if on_missing == "last_known" and asked is not None and asked >= table.covers_from:
            known = table.last_known(asked)[1]
            # The margin of the day on the reference of the last day that has one.
            fixed = RateTable(
                id=table.id, points=((known, table.rate_at(known)),), covers_from=known,
                covers_until=max(day, known), as_of=known, source=table.source,
            )  # fmt: skip
            plain = rate.replace(reads="day")
            yield day, (rate_on(plain, day, context=Context(tables=(fixed,)))[0], True)
        else:
            yield day, None


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert changes(TableRate(table="de-basiszinssatz"), date.max) is None
    assert changes(TableRate(table="de-basiszinssatz"), date.max - timedelta(1)) is None


def test_the_account_of_a_stranger_to_all_this() -> None:
    empty = snapshot(Account(customer=a_customer()), as_of=AS_OF)
    assert assess_each(empty, ((LOW, ()), (HIGH, ()))).lines == assess(empty, LOW).lines == ()


# -- misuse ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (((LOW, ("A",)), (HIGH, ("A",))), "A is charged by low and by high"),
        (((LOW, ("A", "TYPO")),), "`TYPO` is no invoice or item of C-1"),
        (((LOW, ("A",)), (LOW, ("B",))), "two of the policies have the id low"),
        ((LOW,), "a rule is a pair of late charges and the ids"),
        (((LOW, "A"),), "a rule is a pair of late charges and the ids"),
        ((("low", ("A",)),), "rules must be LateChargePolicy, not str"),
    ],
)
def test_rules_that_do_not_fit_are_refused(rules: Any, told: str) -> None:
    with pytest.raises(CollectkitError, match=told):
        charged(A, B, rules=rules)


@pytest.mark.parametrize("level", [("x",), (d(2, 1),), (d(2, 1), "nope", ())])
def test_levels_that_do_not_fit_are_refused(level: Any) -> None:
    with pytest.raises(CollectkitError, match="level"):
        charged(A, B, rules=SPLIT, levels=(level,))


def test_what_to_do_without_a_rate_is_one_of_two_words() -> None:
    read = snapshot(Account(customer=a_customer()), as_of=AS_OF)
    with pytest.raises(CollectkitError, match="on_missing"):
        assess_each(read, ((LOW, ()),), on_missing="whatever")  # type: ignore[arg-type]
