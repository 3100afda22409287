"""Term lines and discount tiers: what they take and what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from collectkit._model import Policy
from collectkit.money import Money, Percent, RoundingMode
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    PaymentTerms,
    PercentLine,
    Weeks,
)
from collectkit.terms.lines import Line

DATE = date(2026, 1, 31)
DUE = DueRule.net(30)
RULE = {"steps": [{"kind": "days", "count": 30}], "event": None}


def percent(share: str, of: Any = "total", **fields: Any) -> PercentLine:
    return PercentLine(percent=Percent(share), of=of, due=DUE, **fields)


def fixed(amount: str, currency: str = "EUR") -> FixedLine:
    return FixedLine(amount=Money(amount, currency), due=DUE)


BALANCE = BalanceLine(due=DUE)
EQUAL = EqualLines(parts=3, due=DUE)
PERCENT: dict[str, Any] = {"percent": Percent(30), "due": DUE}
FIXED: dict[str, Any] = {"amount": Money(1, "EUR"), "due": DUE}
EQUALS: dict[str, Any] = {"parts": 3, "due": DUE}
TIER: dict[str, Any] = {"percent": Percent(2), "deadline": DUE}


# -- what a line is --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "document"),
    [
        (BALANCE, {"kind": "balance", "due": RULE, "discounts": []}),
        (BalanceLine(), {"kind": "balance", "due": None, "discounts": []}),
        (
            percent("30"),
            {
                "kind": "percent",
                "percent": "30%",
                "of": "total",
                "due": RULE,
                "round_to": None,
                "rounding": "half-up",
                "discounts": [],
            },
        ),
        (
            fixed("100"),
            {
                "kind": "fixed",
                "amount": {"amount": "100.00", "currency": "EUR"},
                "due": RULE,
                "discounts": [],
            },
        ),
        (
            EqualLines(
                parts=2,
                due=DUE,
                every=Weeks(count=2),
                round_to=Decimal("0.05"),
                rounding=RoundingMode.UP,
                discounts=(DiscountTier(percent=Percent("2.5"), deadline=DUE, base="net"),),
            ),
            {
                "kind": "equal",
                "parts": 2,
                "due": RULE,
                "every": {"kind": "weeks", "count": 2},
                "round_to": "0.05",
                "rounding": "up",
                "discounts": [{"percent": "2.5%", "deadline": RULE, "base": "net"}],
            },
        ),
    ],
)
def test_a_line_as_json(line: Policy, document: dict[str, Any]) -> None:
    assert line.model_dump(mode="json") == document
    assert TypeAdapter[Policy](Line).validate_json(line.model_dump_json()) == line


def test_equal_parts_are_monthly_unless_said() -> None:
    assert EQUAL.every == Months(count=1)


@pytest.mark.parametrize(
    ("line", "share"),
    [
        (BALANCE, "the balance"),
        (percent("30"), "30%"),
        (percent("2.5", "untaxed"), "2.5% before tax"),
        (percent("50", "remainder"), "50% of the rest"),
        (fixed("100"), "EUR 100.00"),
        (EQUAL, "3 equal parts, one every 1 month, the first"),
        (
            EqualLines(parts=2, due=DUE, every=Days(count=10)),
            "2 equal parts, one every 10 days, the first",
        ),
    ],
)
def test_a_share_in_words(line: Any, share: str) -> None:
    assert line.share == share


# -- refusals --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"percent": Percent(0)}, ("percent",), "a part must be above 0% and at most 100%, not 0%"),
        ({"percent": Percent("100.0001")}, ("percent",), "a part must be above 0%"),
        ({"percent": Percent(-1)}, ("percent",), "a part must be above 0%"),
        ({"percent": 30}, ("percent",), ""),
        ({"percent": "30"}, ("percent",), ""),
        ({"percent": "0.3"}, ("percent",), ""),
        ({"of": "gross"}, ("of",), ""),
        ({"due": None}, ("due",), ""),
        ({"due": 30}, ("due",), ""),
        ({"round_to": Decimal(0)}, ("round_to",), "round_to must be above zero, not 0"),
        ({"round_to": Decimal("-0.05")}, ("round_to",), "round_to must be above zero, not -0.05"),
        ({"round_to": 0.05}, ("round_to",), ""),
        ({"round_to": Decimal("NaN")}, ("round_to",), ""),
        ({"rounding": "half up"}, ("rounding",), ""),
        ({"amount": Money(1, "EUR")}, ("amount",), ""),
        ({"discounts": {"percent": "2%"}}, ("discounts",), ""),
    ],
)
def test_a_percent_line_refuses(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        PercentLine(**(PERCENT | fields))
    assert [error["loc"] for error in caught.value.errors()] == [path]
    assert message in str(caught.value)


@pytest.mark.parametrize("share", ["100", "0.000000000001", "33.333333333333"])
def test_a_share_is_above_nothing_and_at_most_everything(share: str) -> None:
    assert percent(share).percent == Percent(share)


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"amount": Money(0, "EUR")}, ("amount",), "a fixed part must be above zero, not EUR 0.00"),
        ({"amount": Money("-0.01", "EUR")}, ("amount",), "must be above zero, not EUR -0.01"),
        ({"amount": 100}, ("amount",), ""),
        ({"amount": Percent("12.5").of(Money("1.00", "EUR"))}, ("amount",), ""),
        ({"due": None}, ("due",), ""),
        ({"round_to": Decimal(1)}, ("round_to",), ""),
    ],
)
def test_a_fixed_line_refuses(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        FixedLine(**(FIXED | fields))
    assert [error["loc"] for error in caught.value.errors()] == [path]
    assert message in str(caught.value)


FORWARD = "every must go forward, to at most"


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"parts": 1}, ("parts",), ""),
        ({"parts": 601}, ("parts",), ""),
        ({"parts": 3.0}, ("parts",), ""),
        ({"due": None}, ("due",), ""),
        ({"every": Months(count=0)}, (), FORWARD),
        ({"every": Months(count=-1)}, (), FORWARD),
        ({"every": Days(count=5001)}, (), FORWARD),
        ({"parts": 600, "every": Months(count=17)}, (), FORWARD),
        ({"every": EndOfMonth()}, ("every",), ""),
        ({"every": {"kind": "business-days", "count": 1}}, ("every",), ""),
        (
            {"due": DueRule.of(*[Days(count=1)] * 11)},
            (),
            "due of equal parts has more than 10 steps",
        ),
        ({"round_to": Decimal(0)}, ("round_to",), "round_to must be above zero"),
    ],
)
def test_equal_lines_refuse(
    fields: dict[str, Any], path: tuple[str | int, ...], message: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        EqualLines(**(EQUALS | fields))
    assert [error["loc"] for error in caught.value.errors()] == [path]
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        EqualLines(parts=2, due=DUE, every=Days(count=10_000)),
        EqualLines(parts=600, due=DUE, every=Days(count=16)),
        EqualLines(parts=600, due=DUE),
        EqualLines(parts=2, due=DueRule.of(*[EndOfMonth()] * 10)),
    ],
)
def test_the_largest_equal_parts_have_their_dates(line: EqualLines) -> None:
    terms = PaymentTerms(id="many", lines=(line,))
    schedule = terms.schedule(Money("6.00", "EUR"), issued_on=DATE)
    assert len(schedule.installments) == line.parts
    assert schedule.due_on == terms.due_date(DATE)


@pytest.mark.parametrize("parts", [501, 502, 600])
@pytest.mark.parametrize("every", [Weeks(count=1), Weeks(count=2), Weeks(count=16)])
def test_equal_parts_are_refused_when_written_or_not_at_all(parts: int, every: Weeks) -> None:
    try:
        line = EqualLines(parts=parts, due=DUE, every=every)
    except ValidationError:
        line = EqualLines(parts=2, due=DUE, every=every)
    due = PaymentTerms(id="x", lines=(line,)).due_date(DATE)
    assert (due - DATE).days == 30 + 7 * every.count * (line.parts - 1)


# -- tiers -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"percent": Percent(0)}, ("percent",), "a discount must be above 0% and at most 100%"),
        ({"percent": Percent(-1)}, ("percent",), "a discount must be above 0%"),
        ({"percent": Percent("100.0001")}, ("percent",), "at most 100%, not 100.0001%"),
        ({"percent": 2}, ("percent",), ""),
        ({"percent": 2.0}, ("percent",), ""),
        ({"percent": "2"}, ("percent",), ""),
        ({"percent": "2 %"}, ("percent",), ""),
        ({"percent": "0.02"}, ("percent",), ""),
        ({"percent": True}, ("percent",), ""),
        ({"percent": None}, ("percent",), ""),
        ({"deadline": None}, ("deadline",), ""),
        ({"deadline": 10}, ("deadline",), ""),
        ({"base": "tax"}, ("base",), ""),
        ({"grace": 3}, ("grace",), ""),
    ],
)
def test_a_tier_refuses(fields: dict[str, Any], path: tuple[str | int, ...], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DiscountTier(**(TIER | fields))
    assert [error["loc"] for error in caught.value.errors()] == [path]
    assert message in str(caught.value)


def test_a_tier_is_of_the_gross_amount_unless_said() -> None:
    assert DiscountTier(percent=Percent("2%"), deadline=DUE).base == "gross"


# -- lines that make up a whole --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((BALANCE, BALANCE), "only one line can take the balance"),
        ((BALANCE, EQUAL), "only one line can take the balance"),
        ((EQUAL, percent("10"), EQUAL), "only one line can take the balance"),
        ((percent("50"), BalanceLine()), "every one of several lines needs a due rule"),
        ((BalanceLine(), fixed("1")), "every one of several lines needs a due rule"),
        ((percent("99"),), "shares come to 99% and no line takes the balance"),
        ((percent("33.33"),) * 3, "shares come to 99.99% and no line takes the balance"),
        ((percent("60"), percent("60")), "shares come to 120%, above 100%"),
        ((percent("60"), percent("41"), BALANCE), "shares come to 101%, above 100%"),
        ((percent("100"), fixed("1")), "shares come to 100% and no line takes the balance"),
        ((fixed("1"),), "shares come to 0% and no line takes the balance"),
        ((percent("100", "untaxed"),), "shares come to 0% and no line takes the balance"),
        ((percent("100", "remainder"),), "shares come to 0% and no line takes the balance"),
        (
            (percent("50"), percent("50", "remainder")),
            "shares come to 50% and no line takes the balance",
        ),
        ((fixed("1"), fixed("1", "USD"), BALANCE), "fixed parts are in EUR and USD"),
    ],
)
def test_lines_that_make_no_whole_are_refused(lines: Any, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PaymentTerms(id="x", lines=lines)
    (error,) = caught.value.errors()
    assert error["loc"] == ()
    assert message in error["msg"]


@pytest.mark.parametrize(
    "lines",
    [
        (BalanceLine(),),
        (EQUAL,),
        (percent("100"),),
        (percent("33.34"), percent("33.33"), percent("33.33")),
        (percent("0.1"),) * 10 + (percent("99"),),
        (percent("100"), BALANCE),
        (percent("60", "untaxed"), percent("60", "untaxed"), BALANCE),
        (percent("100", "remainder"), BALANCE),
        (fixed("1"), EQUAL, percent("10"), fixed("2")),
        (percent("1"),) * 59 + (BALANCE,),
    ],
)
def test_lines_that_make_a_whole(lines: Any) -> None:
    assert PaymentTerms(id="x", lines=lines).lines == lines


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"lines": ()}, ("lines",)),
        ({"lines": (percent("1"),) * 60 + (BALANCE,)}, ("lines",)),
        ({"lines": {"kind": "balance"}}, ("lines",)),
        ({"lines": ({"kind": "rest", "due": DUE},)}, ("lines", 0)),
        ({"lines": ({"due": DUE},)}, ("lines", 0)),
        (
            {"lines": (BALANCE, {"kind": "percent", "percent": "0%", "due": DUE})},
            ("lines", 1, "percent", "percent"),
        ),
        (
            {"lines": ({"kind": "balance", "due": {"steps": (), "x": 1}},)},
            ("lines", 0, "balance", "due", "x"),
        ),
        (
            {"lines": ({"kind": "balance", "due": {"steps": [{"kind": "days"}]}},)},
            ("lines", 0, "balance", "due", "steps", 0, "days", "count"),
        ),
        (
            {"lines": ({"kind": "equal", "parts": 0, "due": DUE},)},
            ("lines", 0, "equal", "parts"),
        ),
    ],
)
def test_a_fault_in_a_line_has_its_path(
    fields: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        PaymentTerms(**({"id": "x"} | fields))
    assert caught.value.errors()[0]["loc"] == path
