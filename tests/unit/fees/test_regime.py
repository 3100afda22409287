"""Regimes: from which day they charge, what they warn of, and what they hold against contracts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from collectkit.dates import BusinessDayConvention, Context
from collectkit.errors import InvalidFact, NotExpressible, UnknownReference
from collectkit.fees import (
    STATUTES,
    Compounding,
    DefaultRule,
    FlatFee,
    Guards,
    Interest,
    LateChargePolicy,
    Margin,
    Period,
    RateTable,
    Regime,
    TableRate,
    statutory,
)
from collectkit.fees.regime import Debtor, Provision, Statute, regime_of
from collectkit.ledger import Invoice
from collectkit.money import Money, Percent
from collectkit.testing import (
    a_customer,
    an_account,
    an_installment,
    an_invoice,
    something_done,
)

A_DAY = Interest(rate=Percent("36.5"))  # a euro a day on EUR 1000.00
OWN = LateChargePolicy(id="own", interest=A_DAY)


def d(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def regime(*, agreed: bool = True, contract: date | None = None, **provision: Any) -> Regime:
    """A law of our own, in force from 2020."""
    given = {
        "debtor": "business",
        "policy": OWN,
        "begins_on": d(1, 1, 2020),
        "citation": "our act s.1",
        "applies_to": "everything",
    }
    statute = Statute(
        code="XX",
        name="Our Act",
        checked_on=d(1, 1),
        sources=(),
        provisions=(Provision(**{**given, **provision}),),
    )
    debtor: Debtor = provision.get("debtor", "business")
    return regime_of(statute, debtor, contract, due_date_agreed=agreed)


def rule(**fields: Any) -> DefaultRule:
    return DefaultRule(**{"days": 30, "since": "receipt", "citation": "s.2", **fields})


def invoice(id: str = "INV-1", **fields: Any) -> Invoice:
    """EUR 1000.00, issued on 1 January and due on 31 January 2026."""
    return an_invoice(**{"id": id, "amount": eur("1000.00"), **fields})


def notice(on: date, **fields: Any) -> Any:
    given = {"kind": "notice", "code": "reminder", "status": "sent", "items": ("INV-1",), "on": on}
    return something_done(**{**given, **fields})


# -- the first day ---------------------------------------------------------------------------------
def test_with_an_agreed_day_interest_begins_on_the_day_after_it() -> None:
    assert regime().first_interest_day(invoice()) == d(2, 1)
    # 31 January 2026 was a Saturday.
    rolled = regime(policy=OWN.replace(due_roll=BusinessDayConvention.FOLLOWING))
    assert rolled.first_interest_day(invoice()) == d(2, 3)
    assert str(rolled.assess(invoice(), as_of=d(2, 3)).total("EUR")) == "EUR 1.00"


@pytest.mark.parametrize(
    ("rules", "fields", "first"),
    [
        ({}, {}, d(2, 1)),  # received on the day of issue, 1 January
        ({}, {"delivered_on": d(1, 10)}, d(2, 10)),
        ({}, {"delivered_on": d(12, 20, 2025)}, d(2, 1)),  # never before the issue
        ({"since": "delivery"}, {"delivered_on": d(12, 20, 2025)}, d(1, 20)),
        ({"since": "due_and_receipt"}, {}, d(3, 3)),
        ({"since": "due_and_receipt"}, {"delivered_on": d(2, 10)}, d(3, 13)),
        ({"roll": BusinessDayConvention.FOLLOWING}, {}, d(2, 3)),
        ({"days": 0}, {}, d(1, 2)),
        ({"days": None}, {}, None),
    ],
)
def test_without_one_the_days_count_from_an_event(
    rules: dict[str, Any], fields: dict[str, Any], first: date | None
) -> None:
    law = regime(agreed=False, no_agreed_day=rule(**rules))
    assert law.first_interest_day(invoice(**fields)) == first


@pytest.mark.parametrize(
    ("rules", "done", "first"),
    [
        # A reminder puts the debtor in default on the day after it, if that is earlier.
        ({"since": "due_and_receipt", "reminder": "reminder"}, notice(d(2, 10)), d(2, 11)),
        ({"since": "due_and_receipt", "reminder": "reminder"}, notice(d(3, 10)), d(3, 3)),
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10)), d(2, 11)),
        ({"days": None, "reminder": "reminder"}, notice(d(1, 30)), None),  # not due yet
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10), items=()), d(2, 11)),
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10), items=("INV-2",)), None),
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10), status="failed"), None),
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10), code="claim"), None),
        ({"days": None, "reminder": "reminder"}, notice(d(2, 10), kind="contact"), None),
        # A consumer must have been told of the days.
        ({"needs": "told"}, notice(d(1, 1), code="told"), d(2, 1)),
        ({"needs": "told"}, notice(d(1, 1), code="reminder"), None),
    ],
)
def test_notices_that_put_in_default(rules: dict[str, Any], done: Any, first: date | None) -> None:
    law = regime(agreed=False, no_agreed_day=rule(**rules))
    assert law.first_interest_day(invoice(), (done,)) == first


def test_an_assessment_reads_the_notices_of_the_account() -> None:
    law = regime(agreed=False, no_agreed_day=rule(days=None, reminder="reminder"))
    account = an_account(invoice(), invoice("INV-2"), notice(d(2, 10)))
    found = law.assess(account, as_of=d(2, 15))
    assert [(line.item_id, str(line.gross.amount)) for line in found.lines] == [("INV-1", "5.00")]
    spared = [reason for reason in found.warnings if reason.code == "fees.not_in_default"]
    assert [reason.subject for reason in spared] == ["INV-2"]
    # What is sent later is not known yet.
    assert law.assess(account, as_of=d(2, 9)).lines == ()


def test_every_part_has_its_own_day() -> None:
    parts = tuple(
        an_installment(number=number, due_on=d(1, 31) if number == 1 else d(2, 28),
                       amount=eur("1000.00"))
        for number in (1, 2)
    )  # fmt: skip
    whole = invoice(amount=eur("2000.00"), due_on=None, installments=parts)
    law = regime(agreed=False, no_agreed_day=rule(days=None, reminder="reminder"))
    for items, owed in (
        ((), ["INV-1/1", "INV-1/2"]),
        (("INV-1",), ["INV-1/1", "INV-1/2"]),
        (("INV-1/2",), ["INV-1/2"]),
    ):
        account = an_account(whole, notice(d(3, 10), items=items))
        found = law.assess(account, as_of=d(3, 15))
        assert [line.item_id for line in found.lines] == owed, items


def test_debts_from_before_the_law_are_not_charged_and_told() -> None:
    law = regime(begins_on=d(2, 1))
    account = an_account(invoice(), invoice("INV-2", due_on=d(2, 1)))
    found = law.assess(account, as_of=d(2, 10))
    assert [line.item_id for line in found.lines] == ["INV-2"]
    assert law.first_interest_day(invoice()) is None
    (told,) = (reason for reason in found.warnings if reason.code == "fees.before_the_act")
    assert dict(told.data)["item"] == "INV-1"


# -- warnings --------------------------------------------------------------------------------------
def test_what_every_result_warns_of() -> None:
    law = regime(ousted_by_contract="a fair term (s.8)", cautions=("one", "two"))
    found = law.assess(invoice(), as_of=d(2, 10)).warnings
    assert [reason.code for reason in found] == [
        "fees.scope", "fees.ousted_by_contract", "fees.caution", "fees.caution",
    ]  # fmt: skip
    assert {reason.source for reason in found} == {"our act s.1"}
    assert law.warnings() == found


@pytest.mark.parametrize("kind", ["business", "consumer", "public"])
def test_the_wrong_kind_of_customer_is_warned_of(kind: Any) -> None:
    account = an_account(invoice(), a_customer(kind=kind))
    found = [reason.code for reason in regime().assess(account, as_of=d(2, 10)).warnings]
    assert ("fees.customer_kind" in found) == (kind != "business")


# -- review ----------------------------------------------------------------------------------------
BASE = RateTable.of("base", {"2026-01-01": "4%"}, covers_until="2026-12-31", source="a bank")
TWICE = TableRate(table="base", margin=Percent(1), factor=Decimal(2))
GUARDS = Guards(
    ceiling=Percent(10),
    ceiling_clause="s.3",
    floor=Percent(2),
    floor_clause="s.4",
    no_compounding="s.5",
    no_fees="s.6",
)
FEE = FlatFee(id="fee", amounts=(eur("5.00"),))


def codes(policy: LateChargePolicy, guards: Guards = GUARDS, **asked: Any) -> list[str]:
    found = regime(guards=guards).review(policy, on=d(2, 1), **asked)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ({"rate": Percent(10)}, []),
        ({"rate": Percent(2)}, []),
        ({"rate": Percent("10.01")}, ["rate-above-ceiling"]),
        ({"rate": Percent("1.99")}, ["rate-below-floor"]),
        ({"rate": Percent(5), "compounding": Compounding(every=Period(years=1))},
         ["interest-on-interest"]),
    ],
)  # fmt: skip
def test_what_a_law_has_against_interest(policy: dict[str, Any], found: list[str]) -> None:
    contract = LateChargePolicy(id="contract", interest=Interest(**policy))
    assert codes(contract) == found
    assert codes(contract, Guards()) == []


def test_what_a_law_has_against_fees() -> None:
    assert codes(LateChargePolicy(id="contract", fees=(FEE,))) == ["fee-not-allowed"]
    both = LateChargePolicy(id="contract", interest=Interest(rate=Percent(11)), fees=(FEE,))
    assert codes(both) == ["rate-above-ceiling", "fee-not-allowed"]


def test_a_finding_says_where_and_why() -> None:
    contract = LateChargePolicy(id="contract", interest=Interest(rate=Percent(11)))
    (finding,) = regime(guards=GUARDS).review(contract, on=d(2, 1))
    assert (finding.path, finding.advice) == ("interest.rate", "see s.3")
    assert finding.message == "11% is above the legal ceiling of 10% on 2026-02-01"


def test_a_ceiling_by_a_table_is_read_on_the_day() -> None:
    guards = Guards(ceiling=TWICE)  # 4 % twice and 1: 9 %
    context = Context(tables=(BASE,))
    for rate, found in ((Percent(9), []), (Percent("9.01"), ["rate-above-ceiling"])):
        contract = LateChargePolicy(id="contract", interest=Interest(rate=rate))
        assert codes(contract, guards, context=context) == found
    with pytest.raises(UnknownReference, match="no rate table base"):
        codes(contract, guards)
    by_table = Interest(rate=TableRate(table="base", margin=Percent(6)))
    contract = LateChargePolicy(id="contract", interest=by_table)
    assert codes(contract, guards, context=context) == ["rate-above-ceiling"]


def test_only_policies_are_reviewed() -> None:
    anything: Any = invoice()
    with pytest.raises(InvalidFact, match="policy must be LateChargePolicy"):
        regime().review(anything, on=d(2, 1))


# -- which regime ----------------------------------------------------------------------------------
def test_the_contract_date_chooses_the_margin() -> None:
    rate = TableRate(
        table="base",
        margin=Percent(7),
        margins=(Margin(percent=Percent(8), contracts_from=d(3, 16, 2013)),),
    )
    policy = LateChargePolicy(id="own", interest=Interest(rate=rate))
    context = Context(tables=(BASE,))
    for contract, owed in ((None, "EUR 3.29"), (d(3, 15, 2013), "EUR 3.01"),
                           (d(3, 16, 2013), "EUR 3.29")):  # fmt: skip
        law = regime(policy=policy, contract=contract)
        # Ten days at 12 or 11 % of EUR 1000.00.
        assert str(law.assess(invoice(), as_of=d(2, 10), context=context).total("EUR")) == owed


def test_a_fee_is_given_from_the_contracts_of_a_day_on() -> None:
    policy = OWN.replace(fees=(FEE,))
    for contract, fees in ((d(2, 28, 2025), ()), (d(3, 1, 2025), (FEE,)), (None, (FEE,))):
        law = regime(policy=policy, contract=contract, fees_from=(("fee", d(3, 1, 2025)),))
        assert law.policy.fees == fees, contract


def test_without_a_default_rule_an_agreed_day_is_needed() -> None:
    with pytest.raises(NotExpressible) as caught:
        regime(agreed=False)
    assert caught.value.field == "due_date_agreed"
    assert regime(agreed=True, no_agreed_day=rule()).default_rule is None
    assert regime(agreed=False, no_agreed_day=rule()).default_rule == rule()
    assert regime(start_rule=rule(days=3)).default_rule == rule(days=3)


@pytest.mark.parametrize("code", STATUTES)
def test_every_statute_says_what_it_is(code: str) -> None:
    law = statutory(code, debtor="business" if code != "US-PPA" else "public")
    assert (law.code, law.default_rule is None or bool(law.default_rule.citation)) == (code, True)
    assert law.citation
    assert law.sources
    assert all(source.startswith("https://") for source in law.sources)
    assert law.as_of >= law.begins_on


def test_codes_and_debtors_that_are_not_held() -> None:
    with pytest.raises(UnknownReference, match="no statutory regime `ZZ`; known are AT, BE, "):
        statutory("ZZ", debtor="business")
    with pytest.raises(UnknownReference, match="GB has no regime for the debtor `consumer`"):
        statutory("GB", debtor="consumer")
