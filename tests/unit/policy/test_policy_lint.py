"""Each finding about how the parts of a policy fit together: once found, and once not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collectkit.dates import Context
from collectkit.escalation import When
from collectkit.explain import Finding
from collectkit.fees import (
    STATUTES,
    Compounding,
    FlatFee,
    Interest,
    LateChargePolicy,
    NoticeFirst,
    Period,
    RateTable,
)
from collectkit.messages import Catalogue, MessageTemplate
from collectkit.money import Money, Percent
from collectkit.policy import (
    Assignment,
    CollectionsPolicy,
    Law,
    StatutoryCharges,
    presets,
)
from collectkit.risk import GradeRates
from collectkit.terms import DiscountTier, DueRule, PaymentTerms

POLICY = presets.b2b_standard(creditor="Example Ltd")
LADDER = POLICY.ladder
EUROPE = ("AT", "BE", "DE", "ES", "FR", "IE", "IT", "NL", "PL")
CONSUMERS = ("AT", "CH", "DE", "ES", "IT", "NL", "PL")
FEE = FlatFee(id="letter-fee", amounts=(Money("5.00", "EUR"),))


def at(rate: str, **fields: Any) -> LateChargePolicy:
    return LateChargePolicy(id="late", interest=Interest(rate=Percent(rate), **fields))


def found(policy: CollectionsPolicy, **options: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in policy.lint(**options)]


def stepping(n: int, **changes: Any) -> CollectionsPolicy:
    """The preset with one step of its ladder changed."""
    steps = list(LADDER.steps)
    steps[n] = steps[n].replace(**changes)
    return POLICY.replace(ladder=LADDER.replace(steps=tuple(steps)))


def test_the_preset_that_all_of_these_change_has_no_findings() -> None:
    assert POLICY.lint() == ()


# -- charges against laws --------------------------------------------------------------------------
NBP = RateTable.of(
    "nbp-reference-rate", {"2020-01-01": "4%"}, covers_until="2030-12-31", source="NBP"
)
POLISH = {"context": Context(tables=(NBP,))}


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        # Twice the reference rate and eleven points: 19 %.
        ("19", []),
        ("19.01", [("fees.rate-above-ceiling", "late_charges.0.interest.rate")]),
    ],
)
def test_a_rate_above_the_ceiling(rate: str, expected: Any) -> None:
    law = Law(code="PL", debtor="consumer")
    policy = POLICY.replace(late_charges=(at(rate),), laws=(law,))
    assert found(policy, **POLISH) == expected
    assert found(policy.replace(laws=()), **POLISH) == []


def test_a_law_is_held_against_every_agreed_charge_and_no_statutory_one() -> None:
    policy = POLICY.replace(
        late_charges=(
            StatutoryCharges(id="by-law", code="DE", debtor="business"),
            at("8"),
            at("50").replace(id="dear"),
        ),
        laws=(Law(code="DE", debtor="business"), Law(code="PL", debtor="consumer")),
        assignment=tuple(
            Assignment(id=name, customers=(name,), late_charges=name) for name in ("late", "dear")
        ),
    )
    assert found(policy, **POLISH) == [("fees.rate-above-ceiling", "late_charges.2.interest.rate")]


def test_the_law_is_that_of_the_day_asked() -> None:
    table = RateTable.of(
        NBP.id, {"2020-01-01": "4%", "2025-01-01": "1%"}, covers_until="2030-12-31", source="NBP"
    )
    law = Law(code="PL", debtor="consumer")
    policy = POLICY.replace(late_charges=(at("15"),), laws=(law,))
    given = {"context": Context(tables=(table,))}
    assert found(policy, on=date(2024, 12, 31), **given) == []
    assert [code for code, _ in found(policy, on=date(2025, 1, 1), **given)] == [
        "fees.rate-above-ceiling"
    ]


@pytest.mark.parametrize(
    ("code", "compounding", "expected"),
    [
        ("DE", True, ["fees.interest-on-interest"]),
        ("DE", False, []),
        ("BE", True, []),
    ],
)
def test_interest_on_interest(code: str, compounding: bool, expected: list[str]) -> None:
    rule = Compounding(every=Period(months=1)) if compounding else None
    law = Law(code=code, debtor="business")
    policy = POLICY.replace(late_charges=(at("8", compounding=rule),), laws=(law,))
    assert [code for code, _ in found(policy)] == expected


def test_a_law_that_could_not_be_read() -> None:
    """Its ceiling stands in a table that does not come along, or has no rate for the day."""
    law = Law(code="PL", debtor="consumer")
    policy = POLICY.replace(late_charges=(at("8"),), laws=(law,))
    (finding,) = policy.lint()
    assert (finding.code, finding.path) == ("policy.law-unread", "late_charges.0")
    assert "was not held against PL" in finding.message
    assert found(policy, **POLISH) == []
    assert [code for code, _ in found(policy, on=date(2031, 1, 1), **POLISH)] == [
        "policy.law-unread"
    ]


# -- notices and fees ------------------------------------------------------------------------------
def waiting(code: str) -> CollectionsPolicy:
    fee = FEE.replace(notice=NoticeFirst(code=code))
    return POLICY.replace(late_charges=(LateChargePolicy(id="late", fees=(fee,)),))


def test_a_notice_that_no_step_sends() -> None:
    policy = waiting("claim")
    assert found(policy) == [("policy.notice-unsent", "late_charges.0")]
    (finding,) = policy.lint()
    assert finding.message == "letter-fee waits for the notice claim, which no step sends"
    steps = tuple(s.replace(notice="claim" if s.id == "demand" else None) for s in LADDER.steps)
    sending = LADDER.replace(steps=steps)
    assert found(policy.replace(ladder=sending)) == []
    further = sending.replace(id="further")
    rule = Assignment(id="some", segments=("retail",), ladder="further")
    assert found(policy.replace(ladders=(further,), assignment=(rule,))) == []


def test_a_notice_that_the_law_asks_for() -> None:
    charges = StatutoryCharges(id="nl", code="NL", debtor="consumer")
    assert ("policy.notice-unsent", "late_charges.0") in found(
        POLICY.replace(late_charges=(charges,))
    )
    assert presets.consumer(creditor="Example Ltd", country="NL").lint() == ()


def test_a_step_that_names_an_unknown_fee() -> None:
    charges = LateChargePolicy(id="late", fees=(FEE.replace(when="level"),))
    for fee, expected in (
        ("letter-fee", []),
        ("other-fee", [("escalation.unknown-fee", "ladder.steps.1.fee")]),
    ):
        policy = stepping(1, fee=fee).replace(late_charges=(charges,))
        assert found(policy) == expected


# -- messages --------------------------------------------------------------------------------------
def test_a_step_that_names_an_unknown_message() -> None:
    assert found(stepping(1, template="nowhere")) == [
        ("escalation.unknown-template", "ladder.steps.1.template")
    ]
    assert found(stepping(1, template="reminder-2")) == []


def speaking(body: str) -> CollectionsPolicy:
    entry = MessageTemplate(id="own", locale="en", subject="Payment", body=body)
    return stepping(1, template="own").replace(catalogue=Catalogue(templates=(entry,)))


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("Dear {customer}, pay {amount_due} by {pay_by}.", None),
        ("We accept {plan_total}.", "plan_total"),
        ("Your reference is {payment_reference}, {promise_pay_by}.",
         "payment_reference, promise_pay_by"),
        # What only stands in a part of its own may be missing.
        ("Pay.{#plan_total} Or {plan_total}.{/plan_total}", None),
        ("{#invoices}{number} {/invoices}", None),
    ],
)  # fmt: skip
def test_a_message_with_variables_that_an_action_has_not(body: str, missing: str | None) -> None:
    findings = speaking(body).lint()
    expected = [] if missing is None else [("policy.variable-not-supplied",
                                            "ladder.steps.1.template")]  # fmt: skip
    assert [(finding.code, finding.path) for finding in findings] == expected
    assert missing is None or missing in findings[0].message


def test_findings_of_the_catalogue_come_along() -> None:
    texts = tuple(
        MessageTemplate(id=name, locale=locale, body="Pay.")
        for name, locale in (("one", "en"), ("one", "de"), ("two", "en"))
    )
    assert found(POLICY.replace(catalogue=Catalogue(templates=texts))) == [
        ("messages.missing-locale", "catalogue.templates.2")
    ]


# -- grades ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "when",
    [
        When.grade_in("Z"),
        ~When.grade_in("A", "Z"),
        When.grade_in("A") & (When.days_past_due(3) | When.grade_in("Z")),
    ],
)
def test_a_step_that_asks_for_an_unknown_grade(when: Any) -> None:
    policy = stepping(1, when=when)
    findings = [f for f in policy.lint() if f.code == "policy.unknown-grade"]
    assert [(f.path, f.severity) for f in findings] == [("ladder.steps.1.when", "error")]
    assert findings[0].message == "the scorecard gives no grade Z"


def test_a_step_that_asks_for_a_known_grade() -> None:
    assert found(stepping(1, when=When.grade_in("D", "E"))) == []


def test_grades_of_the_further_ladders_and_of_the_priorities() -> None:
    other = stepping(1, when=When.grade_in("Z")).ladder.replace(id="other")
    rule = Assignment(id="some", segments=("retail",), ladder="other")
    rows = tuple(GradeRates(grade=grade, unpaid=Percent(10)) for grade in ("A", "Y"))
    policy = POLICY.replace(
        ladders=(other,),
        assignment=(rule,),
        priority=POLICY.priority.replace(grades=rows),
    )
    assert found(policy) == [
        ("policy.unknown-grade", "ladders.0.steps.1.when"),
        ("policy.unknown-grade", "priority.grades.1.grade"),
    ]


# -- assignment ------------------------------------------------------------------------------------
CHARGES = tuple(at("8").replace(id=name) for name in ("usual", "low", "high"))


def assigning(*rules: dict[str, Any], **fields: Any) -> list[tuple[str, str]]:
    entries = tuple(Assignment(**{"id": f"r-{n}", **rule}) for n, rule in enumerate(rules))
    return found(POLICY.replace(**{"late_charges": CHARGES[:2], "assignment": entries, **fields}))


@pytest.mark.parametrize(
    ("first", "second", "shadowed"),
    [
        ({"segments": ("a", "b")}, {"segments": ("b",)}, True),
        ({"segments": ("b",)}, {"segments": ("b",)}, True),
        ({"segments": ("b",)}, {"segments": ("a", "b")}, False),
        ({"segments": ("a",)}, {"segments": ("b",)}, False),
        ({"segments": ("a",)}, {"customers": ("a",)}, False),
        ({"customers": ("C-1",)}, {"customer_tags": ("C-1",)}, False),
    ],
)
def test_a_rule_that_never_counts(
    first: dict[str, Any], second: dict[str, Any], shadowed: bool
) -> None:
    low = {"late_charges": "low"}
    expected = [("policy.assignment-shadowed", "assignment.1.late_charges")] if shadowed else []
    assert assigning({**first, **low}, {**second, **low}) == expected
    # A rule about another part takes nothing from this one.
    assert assigning({**first, "terms": "net-30"}, {**second, **low}) == []


def test_only_the_part_that_is_taken_is_told() -> None:
    one = {"segments": ("a",), "late_charges": "low"}
    both = {"segments": ("a",), "late_charges": "low", "terms": "net-30"}
    assert assigning(one, both) == [("policy.assignment-shadowed", "assignment.1.late_charges")]


def test_parts_that_nobody_gets() -> None:
    rule = {"segments": ("a",), "late_charges": "low"}
    assert assigning(rule) == []
    assert assigning() == [("policy.unassigned", "late_charges.1")]
    assert assigning(rule, late_charges=CHARGES) == [("policy.unassigned", "late_charges.2")]
    assert assigning(rule, ladders=(LADDER.replace(id="other"),)) == [
        ("policy.unassigned", "ladders.0")
    ]


# -- terms and ladders -----------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "late"), [(30, False), (31, True)])
def test_a_discount_after_the_due_date(days: int, late: bool) -> None:
    tier = DiscountTier(percent=Percent(2), deadline=DueRule.net(days))
    terms = PaymentTerms.due(DueRule.net(30), id="own", discounts=(tier,))
    expected = [("terms.discount-after-due", "terms.2.discounts.0.deadline")] if late else []
    assert found(POLICY.replace(terms=(*POLICY.terms, terms))) == expected


def test_a_court_before_a_notice() -> None:
    """The demand goes, and what waited for it: the hand-over stands alone."""
    (agency,) = [step for step in LADDER.steps if step.kind == "agency"]
    reminders = tuple(step for step in LADDER.steps if step.kind == "reminder")
    bare = LADDER.replace(
        stages=(),
        steps=(*reminders, agency.replace(kind="legal", after=(), requires=(), offset=90)),
    )
    codes = [code for code, _ in found(POLICY.replace(ladder=bare))]
    assert codes == ["escalation.no-notice"]
    assert "escalation.no-notice" not in [code for code, _ in found(POLICY)]


def test_findings_name_a_place_and_an_advice() -> None:
    findings: tuple[Finding, ...] = stepping(1, template="nowhere", fee="none").lint()
    assert len(findings) == 2
    assert all(finding.advice and finding.message and finding.path for finding in findings)


# -- presets ---------------------------------------------------------------------------------------
def shipped() -> list[CollectionsPolicy]:
    who = {"creditor": "Example Ltd"}
    return [
        presets.b2b_standard(**who),
        *(presets.b2b_standard(**who, country=code) for code in EUROPE),
        presets.b2b_uk_us(**who),
        *(presets.consumer(**who, country=code) for code in CONSUMERS),
    ]


@pytest.mark.parametrize("policy", shipped(), ids=lambda policy: policy.late_charges[0].id)
def test_a_preset(policy: CollectionsPolicy) -> None:
    assert policy.lint() == ()
    text = policy.to_json()
    again = CollectionsPolicy.from_json(text)
    assert again == policy
    assert again.to_json() == text
    assert again.digest == policy.digest


def test_every_country_of_the_european_union_and_every_consumer_law_has_a_preset() -> None:
    assert set(EUROPE) == set(STATUTES) - {"CH", "GB", "US-PPA"}
    for code in set(STATUTES) - set(CONSUMERS):
        with pytest.raises(ValueError, match="no regime for the debtor `consumer`"):
            presets.consumer(creditor="Example Ltd", country=code)


# -- channels and languages ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("channels", "codes"),
    [
        (("email", "letter"), []),
        (("e-mail", "letter"), ["policy.channel-misspelt"]),
        (("Email", "letter"), ["policy.channel-misspelt"]),
        (("portal", "whatsapp"), []),  # channels of a house's own
    ],
)
def test_a_channel_that_looks_like_another_is_told(
    channels: tuple[str, ...], codes: list[str]
) -> None:
    policy = stepping(1, channels=channels)
    assert [code for code, _ in found(policy) if code.startswith("policy.")] == codes


@pytest.mark.parametrize(
    ("channels", "told"),
    [(("phone",), False), (("video", "phone"), False), (("video",), True), (("fax",), True)],
)
def test_a_call_that_no_cap_counts_is_told(channels: tuple[str, ...], told: bool) -> None:
    finding = ("policy.call-uncounted", "ladder.steps.3.channels")
    assert LADDER.steps[3].kind == "call"
    assert (finding in found(stepping(3, channels=channels))) is told


def test_a_language_that_only_some_messages_have_is_told() -> None:
    polish = MessageTemplate(id="reminder-1", locale="pl", subject="{creditor}", body="{pay_by}")
    policy = POLICY.replace(catalogue=Catalogue(templates=(polish,)))
    paths = [path for code, path in found(policy) if code == "policy.language-missing"]
    assert "ladder.steps.0.template" in paths
    assert "ladder.steps.1.template" not in paths  # it has a Polish text
    austrian = polish.replace(locale="de_AT")
    spoken = POLICY.replace(catalogue=Catalogue(templates=(austrian,)))
    assert "policy.language-missing" not in [code for code, _ in found(spoken)]


def test_a_text_message_without_a_short_text_is_told() -> None:
    finding = ("policy.sms-text-missing", "ladder.steps.4.channels")
    assert LADDER.steps[4].template == "demand"
    assert finding in found(stepping(4, channels=("letter", "sms")))
    assert finding not in found(stepping(1, channels=("email", "sms")))  # reminder-1 has one


def test_a_law_whose_table_ends_before_it_was_read_is_held_on_its_last_day() -> None:
    low = POLICY.replace(late_charges=(at("1"),), laws=(Law(code="ES", debtor="public"),))
    (finding,) = [f for f in low.lint() if f.path.startswith("late_charges")]
    assert finding.code == "fees.rate-below-floor"
    assert "2026-06-30" in finding.message


@pytest.mark.parametrize(
    ("position", "body", "told"),
    [
        ("item", "Please pay {total_overdue}.", True),
        ("item", "Please pay {total_overdue}.{#riders} {number}{/riders}", False),
        ("account", "Please pay {total_overdue}.", False),  # nothing rides there
    ],
)
def test_a_letter_that_does_not_name_its_riders_is_told(
    position: str, body: str, told: bool
) -> None:
    own = MessageTemplate(id="reminder-1", locale="en", subject="{creditor}", body=body)
    policy = POLICY.replace(
        catalogue=Catalogue(templates=(own,)), ladder=LADDER.replace(position=position)
    )
    finding = ("policy.riders-unsaid", "ladder.steps.1.template")
    assert (finding in found(policy)) is told


@pytest.mark.parametrize("make", [presets.b2b_standard, presets.b2b_uk_us, presets.consumer])
def test_a_preset_with_a_place_for_every_item_has_no_findings(make: Any) -> None:
    policy = make(creditor="Example Ltd")
    assert policy.replace(ladder=policy.ladder.replace(position="item")).lint() == ()
