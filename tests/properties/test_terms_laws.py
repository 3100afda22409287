"""Laws of payment terms: dates, discounts, and reading shorthand."""

from __future__ import annotations

import decimal
import pickle
import re
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from dateutil.relativedelta import relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collectkit.dates import BusinessDayConvention, Context
from collectkit.errors import AmbiguousTerms, CollectkitError, TermsError
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    Months,
    PaymentTerms,
    parse,
)
from collectkit.testing import amounts, calendars, days, percents

Steps = tuple[Days | Months | EndOfMonth, ...]

HOSTILE = decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation])
SPAN = (date(2026, 1, 1), date(2026, 12, 31))

a_step = st.one_of(
    st.integers(0, 400).map(lambda n: Days(count=n)),
    st.integers(0, 30).map(lambda n: Months(count=n)),
    st.just(EndOfMonth()),
)
steps = st.lists(a_step, max_size=6).map(tuple)
rules = steps.map(lambda found: DueRule(steps=found))
discounts = percents(Percent("0.0001"))
conventions = st.sampled_from(BusinessDayConvention)


@st.composite
def all_terms(draw: st.DrawFn) -> PaymentTerms:
    tier = st.builds(DiscountTier, percent=discounts, deadline=rules)
    return PaymentTerms(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,63}", fullmatch=True)),
        lines=(BalanceLine(due=draw(rules)),),
        discounts=draw(st.lists(tier, max_size=1).map(tuple)),
        due_adjustment=draw(conventions),
        discount_adjustment=draw(conventions),
    )


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


# -- dates -----------------------------------------------------------------------------------------
@given(steps, days())
def test_a_rule_is_its_steps_in_order_by_dateutil(found: Steps, base: date) -> None:
    due = base
    for step in found:
        match step:
            case Days():
                due += timedelta(days=step.count)
            case Months():
                due += relativedelta(months=step.count)
            case EndOfMonth():
                due += relativedelta(day=31)
    assert DueRule.of(*found).date_from(base) == due


@given(rules, days(), st.integers(0, 400))
def test_a_later_issue_is_never_due_earlier(rule: DueRule, base: date, more: int) -> None:
    due = rule.date_from(base)
    assert due >= base
    assert rule.date_from(base + timedelta(days=more)) >= due


@given(st.integers(0, 999), days())
def test_the_two_readings_of_eom(net: int, base: date) -> None:
    first = DueRule.eom_plus_days(net).date_from(base)
    then = DueRule.days_then_eom(net).date_from(base)
    assert (first - timedelta(days=net)) == base + relativedelta(day=31)
    assert then == then + relativedelta(day=31)
    assert base + timedelta(days=net) <= then


@given(all_terms(), amounts(), days(*SPAN), calendars(*SPAN))
def test_dates_come_from_the_rules_through_the_calendar(
    terms: PaymentTerms, amount: Money, issued_on: date, calendar: object
) -> None:
    context = Context(calendar=calendar)  # type: ignore[arg-type]
    schedule = terms.schedule(amount, issued_on=issued_on, context=context)
    due = terms.lines[0].due.date_from(issued_on)
    assert schedule.due_on == terms.due_adjustment.adjust(due, context.calendar)
    assert schedule.due_on == terms.due_date(issued_on, context=context)
    for tier, window in zip(terms.discounts, schedule.discounts, strict=True):
        until = tier.deadline.date_from(issued_on)
        assert window.until == terms.discount_adjustment.adjust(until, context.calendar)
        assert window.last_day == window.until


# -- amounts ---------------------------------------------------------------------------------------
@given(all_terms(), amounts(), days())
def test_discount_and_payable_make_up_the_amount(
    terms: PaymentTerms, amount: Money, issued_on: date
) -> None:
    schedule = terms.schedule(amount, issued_on=issued_on)
    assert [part.amount for part in schedule.installments] == [amount]
    for tier, window in zip(terms.discounts, schedule.discounts, strict=True):
        assert window.discount + window.payable == amount == window.base
        exact = amount.minor_units * tier.percent.fraction
        assert window.discount.minor_units == half_up(exact)
        assert window.percent == tier.percent


@given(discounts, discounts, amounts("EUR"), amounts("EUR"))
def test_more_percent_or_more_money_never_saves_less(
    one: Percent, other: Percent, small: Money, large: Money
) -> None:
    low, high = sorted((one, other))
    small, large = sorted((small, large))

    def window(percent: Percent, amount: Money) -> tuple[Money, Money]:
        tier = DiscountTier(percent=percent, deadline=DueRule.net(10))
        terms = PaymentTerms.net(30).replace(discounts=(tier,))
        found = terms.schedule(amount, issued_on=date(2026, 1, 31)).discounts[0]
        return found.discount, found.payable

    assert window(low, large)[0] <= window(high, large)[0]
    assert window(low, small)[0] <= window(low, large)[0]
    assert window(low, small)[1] <= window(low, large)[1]


@given(all_terms(), amounts(), days())
def test_the_decimal_context_of_the_host_is_irrelevant(
    terms: PaymentTerms, amount: Money, issued_on: date
) -> None:
    plain = terms.schedule(amount, issued_on=issued_on)
    with decimal.localcontext(HOSTILE):
        again = PaymentTerms.model_validate_json(terms.model_dump_json())
        assert again == terms
        assert again.schedule(amount, issued_on=issued_on) == plain
        assert plain.explain() == again.schedule(amount, issued_on=issued_on).explain()


@given(all_terms(), amounts(), days())
def test_an_invoice_carries_the_schedule(
    terms: PaymentTerms, amount: Money, issued_on: date
) -> None:
    schedule = terms.schedule(amount, issued_on=issued_on)
    invoice = terms.invoice(id="I", customer_id="C", amount=amount, issued_on=issued_on)
    assert (invoice.due_on, invoice.installments) == (schedule.due_on, schedule.installments)
    assert (invoice.discounts, invoice.amount) == (schedule.discounts, amount)


# -- documents -------------------------------------------------------------------------------------
@given(all_terms(), amounts(), days())
def test_used_terms_survive_json_and_pickle(
    terms: PaymentTerms, amount: Money, issued_on: date
) -> None:
    schedule = terms.schedule(amount, issued_on=issued_on)
    text = terms.model_dump_json()
    for again in (PaymentTerms.model_validate_json(text), pickle.loads(pickle.dumps(terms))):
        assert (again, hash(again), again.model_dump_json()) == (terms, hash(terms), text)
        assert again.schedule(amount, issued_on=issued_on) == schedule
        assert again.replace() == terms


# -- shorthand -------------------------------------------------------------------------------------
_LETTERS = "0123456789/%.,-+ \t\u00a0nNeEtToOmMdays"


@st.composite
def shorthand(draw: st.DrawFn) -> tuple[str, str | None, int, int, bool]:
    """Text of the grammar: (text, percent, window, net, whether it says end of month)."""

    def one(*spellings: str) -> str:
        return draw(st.sampled_from(spellings))

    net, eom = draw(st.integers(0, 999)), draw(st.booleans())
    text = f"{one('net', 'n', 'NET', 'Net')}{one('', ' ', '/', ' / ')}{net}{one('', ' days')}"
    if eom:
        text += one(" eom", ", EOM", ",eom", "eom")
    if draw(st.booleans()):
        return text, None, 0, net, eom
    window = draw(st.integers(0, 999 if eom else net))
    percent = draw(st.integers(1, 999_999)) / Fraction(10_000)
    whole, rest = divmod(int(percent * 10_000), 10_000)
    figure = f"{whole}.{rest:04}" if rest or draw(st.booleans()) else f"{whole}"
    said = f"{figure}{one('/', ' / ', '% ', '%', ' %/ ', ' ')}{window}"
    return f"{said}{one(' ', ', ', ',', ' , ')}{text}", figure, window, net, eom


def figures(terms: PaymentTerms) -> tuple[list[tuple[Percent, int]], int]:
    """What terms made from shorthand say: (percent, days) of each tier, and the net days."""

    def count(rule: DueRule) -> int:
        (found,) = [step.count for step in rule.steps if isinstance(step, Days)]
        return found

    tiers = [(tier.percent, count(tier.deadline)) for tier in terms.discounts]
    return tiers, count(terms.lines[0].due)


@given(shorthand())
def test_what_the_grammar_writes_is_read_as_written(
    said: tuple[str, str | None, int, int, bool],
) -> None:
    text, percent, window, net, eom = said
    terms = parse(text, eom="eom_plus_days" if eom else None)
    tiers = [] if percent is None else [(Percent(percent), window)]
    assert figures(terms) == (tiers, net)
    assert terms == parse(f"  {text.upper()}\n", eom="eom_plus_days")
    if eom:
        assert terms.lines[0].due == DueRule.eom_plus_days(net)
        then = parse(text, eom="days_then_eom")
        assert then.lines[0].due == DueRule.days_then_eom(net)
        assert then.id != terms.id


def read(text: str) -> PaymentTerms | CollectkitError:
    try:
        return parse(text)
    except CollectkitError as error:
        return error


def read_or_refused(text: str) -> None:
    """Either only collectkit refuses it, in few plain words, or every figure in it reappears."""
    terms = read(text)
    if isinstance(terms, PaymentTerms):
        tiers, net = figures(terms)
        said = [Fraction(figure) for figure in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)]
        found = [figure for percent, n in tiers for figure in (Fraction(percent.value), n)]
        assert said == [*found, net]
    else:
        assert isinstance(terms, TermsError)
        assert str(terms).isascii()
        assert str(terms).isprintable()
        assert len(str(terms)) < 200
        if isinstance(terms, AmbiguousTerms):
            assert len(terms.readings) == 2


@given(st.text())
@example("2/10 net 30")
@example("\u0662/10 net 30")
@example("net 30 days")
def test_any_text_is_read_exactly_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=500)
@given(st.text(_LETTERS, max_size=24))
def test_any_text_of_its_letters_is_read_exactly_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=500)
@given(shorthand(), st.data())
def test_a_slip_of_the_pen_is_read_exactly_or_refused(
    said: tuple[str, str | None, int, int, bool], data: st.DataObject
) -> None:
    text = said[0]
    at = data.draw(st.integers(0, len(text)))
    dropped = data.draw(st.integers(0, 2))
    added = data.draw(st.text(_LETTERS, max_size=2) | st.characters())
    read_or_refused(f"{text[:at]}{added}{text[at + dropped :]}")
