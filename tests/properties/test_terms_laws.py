"""Laws of payment terms: dates, splits, discounts, tables, documents."""

from __future__ import annotations

import decimal
import pickle
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from dateutil.relativedelta import relativedelta, weekday
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from collectkit._model import Policy
from collectkit.dates import BusinessDayConvention, Context, HolidayCalendar
from collectkit.errors import TermsError
from collectkit.ledger import TaxLine
from collectkit.money import Money, Percent, RoundingMode, minor_unit
from collectkit.money import total as sum_of
from collectkit.terms import (
    BalanceLine,
    Band,
    Bands,
    BusinessDays,
    DayOfMonth,
    Days,
    DiscountTier,
    DueRule,
    EndOfMonth,
    EqualLines,
    FixedLine,
    Months,
    NextDayOfMonth,
    NextWeekday,
    OnDate,
    PaymentSchedule,
    PaymentTerms,
    PercentLine,
    Proximo,
    StartOfQuarter,
    Weekday,
    Weeks,
)
from collectkit.testing import amounts, calendars, currencies, days, percents

HOSTILE = decimal.Context(
    prec=1, rounding=decimal.ROUND_UP, traps=[decimal.InvalidOperation, decimal.Inexact]
)
SPAN = (date(2026, 1, 1), date(2026, 12, 31))
FEWER = settings(max_examples=30)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# -- strategies ------------------------------------------------------------------------------------
numbers = st.integers(1, 31)
weekdays = st.sampled_from(WEEKDAYS)
forward = st.one_of(
    st.builds(Days, count=st.integers(0, 400)),
    st.builds(Weeks, count=st.integers(0, 30)),
    st.builds(Months, count=st.integers(0, 30)),
    st.builds(BusinessDays, count=st.integers(0, 40)),
    st.just(EndOfMonth()),
    st.builds(DayOfMonth, day=numbers, months=st.integers(1, 4)),
    st.builds(NextDayOfMonth, days=st.sets(numbers, min_size=1).map(sorted).map(tuple)),
    st.builds(Weekday, weekday=weekdays),
    st.builds(NextWeekday, weekday=weekdays),
    st.builds(
        Proximo,
        day=numbers,
        cutoff=st.integers(-27, 31),
        months=st.integers(1, 4),
        boundary=st.sampled_from(("stays", "rolls")),
    ),
)
monotone = st.one_of(
    forward,
    st.builds(Days, count=st.integers(-400, 0)),
    st.builds(Weeks, count=st.integers(-30, 0)),
    st.builds(Months, count=st.integers(-30, 0)),
    st.builds(BusinessDays, count=st.integers(-40, 0)),
    st.just(StartOfQuarter()),
    st.builds(DayOfMonth, day=numbers, months=st.integers(-4, 0)),
    st.builds(Proximo, day=numbers, cutoff=st.integers(-27, 31), months=st.integers(-4, 0)),
    st.builds(OnDate, on=days(*SPAN)),
)
runs = st.lists(monotone, max_size=3).map(tuple)
bands = st.builds(
    lambda ends, steps: Bands(
        bands=tuple(
            Band(until=end, steps=found)
            for end, found in zip((*sorted(ends), 31), steps, strict=False)
        )
    ),
    st.sets(st.integers(1, 30), max_size=3),
    st.lists(runs, min_size=4, max_size=4),
)
rules = st.lists(monotone | bands, max_size=4).map(lambda found: DueRule.of(*found))
timed = st.builds(DueRule, steps=runs, event=st.sampled_from((None, "delivery", "order")))
conventions = st.sampled_from(BusinessDayConvention)
discounts = percents(Percent("0.0001"))
residues = st.sampled_from(("largest-remainder", "last", "first"))
modes = st.sampled_from(RoundingMode)


def tiers(rule: st.SearchStrategy[DueRule]) -> st.SearchStrategy[tuple[DiscountTier, ...]]:
    tier = st.builds(
        DiscountTier, percent=discounts, deadline=rule, base=st.sampled_from(("gross", "net"))
    )
    return st.lists(tier, max_size=2).map(tuple)


@st.composite
def shares(draw: st.DrawFn, *, whole: bool) -> list[Percent]:
    """Percentages that come to 100 %, or leave something."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), max_size=3)))
    parts = [b - a for a, b in zip((0, *cuts), (*cuts, 10_000), strict=True)]
    return [Percent(Decimal(f"{part}E-2")) for part in (parts if whole else parts[:-1])]


@st.composite
def some_lines(
    draw: st.DrawFn, currency: str, rule: st.SearchStrategy[DueRule], *, rounded: bool
) -> tuple[Any, ...]:
    """Lines that make up a whole, in any order."""
    step = Decimal((0, (5,), -minor_unit(currency)))
    multiple = st.none() | st.sampled_from((step, 20 * step)) if rounded else st.none()
    extra: dict[str, Any] = {"due": rule, "discounts": st.just(()) | tiers(rule)}
    more = {**extra, "round_to": multiple, "rounding": modes}
    kind = draw(st.sampled_from(("balance", "equal", "none")))
    lines: list[Any] = [
        draw(st.builds(PercentLine, percent=st.just(share), **more))
        for share in draw(shares(whole=kind == "none"))
    ]
    if kind != "none":
        of = st.sampled_from(("untaxed", "remainder"))
        percent = st.builds(PercentLine, percent=percents(Percent(1)), of=of, **more)
        fixed = st.builds(FixedLine, amount=amounts(currency, min_units=1, max_units=999), **extra)
        lines += draw(st.lists(percent | fixed, max_size=2))
        balance: st.SearchStrategy[Any] = st.builds(BalanceLine, **extra)
        if kind == "equal":
            every = st.builds(Months, count=st.integers(1, 3)) | st.builds(
                Weeks, count=st.integers(1, 9)
            )
            balance = st.builds(EqualLines, parts=st.integers(2, 5), every=every, **more)
        lines.append(draw(balance))
    return tuple(draw(st.permutations(lines)))


@st.composite
def all_terms(
    draw: st.DrawFn,
    /,
    currency: str,
    rule: st.SearchStrategy[DueRule] = rules,
    *,
    rounded: bool = True,
    **fields: Any,
) -> PaymentTerms:
    drawn: dict[str, Any] = {
        "discounts": tiers(rule),
        "due_adjustment": conventions,
        "discount_adjustment": conventions,
        "discount_grace_days": st.integers(0, 10),
        "residue": residues,
        "tax_on": st.sampled_from(("pro-rata", "first", "last")),
    }
    return PaymentTerms(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,63}", fullmatch=True)),
        lines=draw(some_lines(currency, rule, rounded=rounded)),
        **{name: draw(fields.get(name, found)) for name, found in drawn.items()},
    )


class Given:
    """Terms, an amount they can split, and the rest that a schedule takes."""

    def __init__(self, draw: st.DrawFn, rule: st.SearchStrategy[DueRule], **fields: Any) -> None:
        currency = draw(currencies())
        self.terms = draw(all_terms(currency, rule, **fields))
        self.amount = draw(amounts(currency, min_units=0) | amounts(currency, min_units=10**6))
        units = self.amount.minor_units
        tax = draw(amounts(currency, max_units=units))
        excluded = draw(amounts(currency, max_units=units))
        self.tax = (TaxLine(rate=Percent(19), base=self.amount, amount=tax),)
        self.excluded = draw(st.sampled_from((None, excluded)))
        self.issued_on = draw(days(*SPAN))
        self.context = Context(calendar=draw(calendars(*SPAN)))
        self.events = draw(st.dictionaries(st.sampled_from(("delivery", "order")), days(*SPAN)))
        self.parts = self._parts(tax)

    def _parts(self, tax: Money) -> tuple[Money, ...]:
        try:
            return self.terms.split(self.amount, tax=tax)
        except TermsError:
            assume(False)
            raise

    def schedule(self, terms: PaymentTerms | None = None) -> PaymentSchedule:
        return (terms or self.terms).schedule(
            self.amount,
            issued_on=self.issued_on,
            tax=self.tax,
            non_discountable=self.excluded,
            events=self.events,
            context=self.context,
        )

    def __repr__(self) -> str:
        return f"Given({vars(self)})"


@st.composite
def givens(
    draw: st.DrawFn, /, rule: st.SearchStrategy[DueRule] = rules | timed, **fields: Any
) -> Given:
    return Given(draw, rule, **fields)


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


# -- dates -----------------------------------------------------------------------------------------
def by_dateutil(step: Policy, day: date) -> date:
    match step:
        case Days():
            return day + relativedelta(days=step.count)
        case Weeks():
            return day + relativedelta(weeks=step.count)
        case Months():
            return day + relativedelta(months=step.count)
        case EndOfMonth():
            return day + relativedelta(day=31)
        case StartOfQuarter():
            return day + relativedelta(day=1, months=-((day.month - 1) % 3))
        case DayOfMonth():
            return day + relativedelta(months=step.months, day=step.day)
        case NextDayOfMonth():
            wanted = [
                day + relativedelta(months=months, day=number)
                for months in (0, 1)
                for number in step.days
            ]
            return min(found for found in wanted if found >= day)
        case Weekday():
            return day + relativedelta(weekday=weekday(WEEKDAYS.index(step.weekday)))
        case NextWeekday():
            return day + relativedelta(days=1, weekday=weekday(WEEKDAYS.index(step.weekday)))
        case OnDate():
            return step.on
    raise AssertionError(step)


@given(
    st.lists(monotone.filter(lambda s: not isinstance(s, (BusinessDays, Proximo))), max_size=6),
    days(),
)
def test_a_rule_is_its_steps_in_order_by_dateutil(found: list[Policy], base: date) -> None:
    due = base
    for step in found:
        due = by_dateutil(step, due)
    assert DueRule.of(*found).date_from(base) == due


@given(rules, days(*SPAN), calendars(*SPAN))
def test_the_path_ends_on_the_date(rule: DueRule, base: date, calendar: HolidayCalendar) -> None:
    path = rule.path_from(base, calendar=calendar)
    assert len(path) == len(rule.steps) == len(rule.labels)
    assert rule.date_from(base, calendar=calendar) == (base, *path)[-1]


@given(
    st.lists(monotone, max_size=4),
    days(*SPAN),
    st.integers(1, 60),
    calendars(*SPAN),
    conventions,
)
def test_a_later_issue_is_never_due_earlier(
    found: list[Policy],
    base: date,
    more: int,
    calendar: HolidayCalendar,
    convention: BusinessDayConvention,
) -> None:
    """Every step but `Bands` is monotone, so is what they make together, so is the adjustment."""
    rule = DueRule.of(*found)
    early, late = (
        convention.adjust(rule.date_from(day, calendar=calendar), calendar)
        for day in (base, base + timedelta(more))
    )
    assert early <= late


def test_only_bands_let_a_later_issue_be_due_earlier() -> None:
    rule = DueRule.banded({15: DueRule.day_of_month(31), 31: DueRule.day_of_month(15)})
    early, late = (rule.date_from(date(2024, 2, day)) for day in (15, 16))
    assert early > late


@given(st.lists(forward, max_size=6), days(*SPAN), calendars(*SPAN))
def test_a_step_forward_never_goes_back(
    found: list[Policy], base: date, calendar: HolidayCalendar
) -> None:
    path = (base, *DueRule.of(*found).path_from(base, calendar=calendar))
    assert list(path) == sorted(path)


@given(st.integers(0, 999), days())
def test_the_two_readings_of_eom(net: int, base: date) -> None:
    first = DueRule.eom_plus_days(net).date_from(base)
    then = DueRule.days_then_eom(net).date_from(base)
    assert (first - timedelta(days=net)) == base + relativedelta(day=31)
    assert then == then + relativedelta(day=31)
    assert base + timedelta(days=net) <= then


@given(numbers, st.integers(-27, 31), st.sampled_from(("stays", "rolls")), days())
def test_a_cutoff_moves_one_month_and_no_more(
    number: int, cutoff: int, boundary: Any, base: date
) -> None:
    step = Proximo(day=number, cutoff=cutoff, boundary=boundary)
    at = step.cutoff_in(base)
    late = base.day > at if boundary == "stays" else base.day >= at
    assert 1 <= at <= (base + relativedelta(day=31)).day
    assert DueRule.of(step).date_from(base) == base + relativedelta(months=1 + late, day=number)


@given(
    runs,
    st.integers(2, 30),
    st.builds(Months, count=st.integers(1, 6))
    | st.builds(Weeks, count=st.integers(1, 20))
    | st.builds(Days, count=st.integers(1, 200)),
    days(*SPAN),
    calendars(*SPAN),
    conventions,
)
def test_equal_parts_are_due_one_after_the_other(
    found: tuple[Any, ...],
    parts: int,
    every: Any,
    issued_on: date,
    calendar: HolidayCalendar,
    convention: BusinessDayConvention,
) -> None:
    first = DueRule.of(*found)
    context = Context(calendar=calendar)
    terms = PaymentTerms.equal(parts, first=first, every=every)

    def dues(terms: PaymentTerms) -> list[date]:
        schedule = terms.schedule(Money(100, "EUR"), issued_on=issued_on, context=context)
        return [part.due_on for part in schedule.installments if part.due_on is not None]

    plain = dues(terms)
    assert plain[0] == first.date_from(issued_on, calendar=calendar)
    assert plain == sorted(plain)
    if isinstance(every, Months) or not first.steps or first.steps[-1] != EndOfMonth():
        assert len(set(plain)) == parts
    if isinstance(every, Months):
        months = [plain[0] + relativedelta(months=k * every.count) for k in range(parts)]
        match first.steps[-1:]:
            case (EndOfMonth(),):
                months = [day + relativedelta(day=31) for day in months]
            case (DayOfMonth(day=wanted) | Proximo(day=wanted),):
                months = [day + relativedelta(day=wanted) for day in months]
            case (NextDayOfMonth() as last,):
                months = [DueRule.of(last).date_from(day, calendar=calendar) for day in months]
        assert plain == months
    adjusted = dues(terms.replace(due_adjustment=convention))
    assert adjusted == [convention.adjust(day, calendar) for day in plain] == sorted(adjusted)


@given(givens())
def test_dates_come_from_the_rules_through_the_calendar(given: Given) -> None:
    terms, schedule, calendar = given.terms, given.schedule(), given.context.calendar
    for part, path in zip(schedule.installments, schedule.due_paths, strict=True):
        base = path.rule.base(given.issued_on, given.events)
        assert (path.base, path.on) == (base, part.due_on)
        if base is None:
            assert part.due_on is None
        else:
            plain = path.rule.date_from(base, calendar=calendar)
            assert part.due_on == terms.due_adjustment.adjust(plain, calendar)
            if terms.due_adjustment is not BusinessDayConvention.NONE:
                assert calendar.is_business_day(part.due_on)
    known = [path for path in schedule.discount_paths if path.base is not None]
    for window, path in zip(schedule.discounts, known, strict=True):
        assert path.base is not None
        plain = path.rule.date_from(path.base, calendar=calendar)
        assert window.until == terms.discount_adjustment.adjust(plain, calendar)
        later = plain + timedelta(terms.discount_grace_days)
        graced = terms.discount_adjustment.adjust(later, calendar)
        assert window.last_day == max(window.until, graced)
    if None not in schedule.due_dates:
        found = terms.due_date(given.issued_on, events=given.events, context=given.context)
        assert found == schedule.due_on


# -- amounts ---------------------------------------------------------------------------------------
@given(givens())
def test_parts_and_taxes_sum_to_the_whole(given: Given) -> None:
    schedule, currency = given.schedule(), given.amount.currency
    parts = [part.amount for part in schedule.installments]
    assert tuple(parts) == given.parts
    assert sum_of(parts, currency) == given.amount
    assert sum_of(schedule.taxes, currency) == given.tax[0].amount
    for part, tax in zip(parts, schedule.taxes, strict=True):
        assert Money.zero(currency) <= tax <= part


@FEWER
@given(givens())
def test_a_credit_mirrors_a_debt(given: Given) -> None:
    mirrored = given.terms.split(-given.amount, tax=-given.tax[0].amount)
    assert mirrored == tuple(-part for part in given.parts)


@given(givens(rounded=False, residue=st.just("largest-remainder"), tax_on=st.just("pro-rata")))
def test_every_part_is_within_a_cent_of_its_share(given: Given) -> None:
    total = given.amount.minor_units
    untaxed = total - given.tax[0].amount.minor_units
    left, exact = Fraction(total), []
    for line in given.terms.lines:
        if isinstance(line, PercentLine):
            base = {"total": Fraction(total), "untaxed": Fraction(untaxed), "remainder": left}
            exact.append([line.percent.fraction * base[line.of]])
        elif isinstance(line, FixedLine):
            exact.append([Fraction(line.amount.minor_units if total else 0)])
        else:
            exact.append([])
        left -= sum(exact[-1])
    for line, found in zip(given.terms.lines, exact, strict=True):
        if not found:
            count = line.parts if isinstance(line, EqualLines) else 1
            found += [left / count] * count
    shares = [share for found in exact for share in found]
    for part, share in zip(given.parts, shares, strict=True):
        assert abs(part.minor_units - share) < 1


@given(givens())
def test_discount_and_payable_make_up_each_part(given: Given) -> None:
    schedule = given.schedule()
    parts = {part.number: part.amount for part in schedule.installments}
    nothing = Money.zero(given.amount.currency)
    for window in schedule.discounts:
        assert window.discount + window.payable == parts[window.installment]
        assert nothing <= window.discount <= window.base <= parts[window.installment]


@given(givens())
def test_the_discounts_of_a_tier_sum_to_that_of_the_whole(given: Given) -> None:
    bare = [line.replace(discounts=()) for line in given.terms.lines]
    terms = given.terms.replace(lines=tuple(bare))
    schedule = given.schedule(terms)
    count = len(schedule.installments)
    known = [
        tier
        for tier in terms.discounts
        if tier.deadline.base(given.issued_on, given.events) is not None
    ]
    assert len(schedule.discounts) == count * len(known)
    for n, tier in enumerate(known):
        windows = schedule.discounts[n * count : (n + 1) * count]
        whole = sum(window.base.minor_units for window in windows)
        saved = sum(window.discount.minor_units for window in windows)
        assert saved == half_up(whole * tier.percent.fraction)
        excluded = 0 if given.excluded is None else given.excluded.minor_units
        if tier.base == "gross":
            assert whole == given.amount.minor_units - excluded
        elif excluded == 0:
            assert whole == given.amount.minor_units - given.tax[0].amount.minor_units


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


# -- what a schedule says --------------------------------------------------------------------------
@FEWER
@given(givens(), st.integers(-5, 60))
def test_what_falls_due_grows_to_the_whole(given: Given, more: int) -> None:
    schedule = given.schedule()
    day = given.issued_on + timedelta(more)
    assert schedule.amount_due_on(day) <= schedule.amount_due_on(day + timedelta(1))
    pending = [part.amount for part in schedule.installments if part.due_on is None]
    everything = schedule.amount_due_on(date.max) + sum_of(pending, given.amount.currency)
    assert everything == given.amount


@FEWER
@given(givens())
def test_the_next_events_are_all_the_days_there_are(given: Given) -> None:
    schedule = given.schedule()
    day, found = date.min, []
    while (event := schedule.next_event(day)) is not None:
        day = event.on
        found.append(day)
    assert found == sorted({event.on for event in schedule.events()})
    kinds = [event.kind for event in schedule.events()]
    assert kinds.count("due") == sum(day is not None for day in schedule.due_dates)
    assert kinds.count("discount") == len(schedule.discounts)


@FEWER
@given(givens())
def test_explain_names_every_amount(given: Given) -> None:
    schedule = given.schedule()
    text = schedule.explain()
    for part in schedule.installments:
        assert str(part.amount) in text
    for window in schedule.discounts:
        # A share of what the whole earns may be a cent off the percentage of its own base.
        own = window.percent.of(window.base).rounded() == window.discount
        shared = "" if own else ", its share"
        assert f"{window.percent} of {window.base}{shared} = {window.discount}" in text


@FEWER
@given(givens(rules), st.lists(days(*SPAN), max_size=4))
def test_the_table_is_the_schedule_of_every_day(given: Given, more: list[date]) -> None:
    asked = [*more, given.issued_on]
    table = given.terms.table(asked, context=given.context)
    assert table.days == tuple(sorted(set(asked)))
    # Enough for any part; a cent, split without its tax, may be too little for some.
    plenty = Money("100000000", given.amount.currency)
    for day in asked:
        try:
            schedule = given.terms.schedule(plenty, issued_on=day, context=given.context)
        except TermsError:
            # Shares of the untaxed part were drawn to fit an amount that bears tax.
            assert any(getattr(line, "of", "") == "untaxed" for line in given.terms.lines)
            continue
        row: dict[str, date | None] = {
            f"due_on_{part.number}": part.due_on for part in schedule.installments
        }
        seen: dict[int, int] = {}
        for window in schedule.discounts:
            n = seen[window.installment] = seen.get(window.installment, 0) + 1
            row[f"until_{window.installment}_{n}"] = window.until
            row[f"eligible_until_{window.installment}_{n}"] = window.last_day
        assert table.at(day) == row


@FEWER
@given(givens())
def test_an_invoice_carries_the_schedule(given: Given) -> None:
    schedule = given.schedule()
    invoice = given.terms.invoice(
        id="I",
        customer_id="C",
        amount=given.amount,
        issued_on=given.issued_on,
        events=given.events,
        context=given.context,
        tax=given.tax,
        non_discountable=given.excluded,
    )
    assert (invoice.due_on, invoice.installments) == (schedule.due_on, schedule.installments)
    assert (invoice.discounts, invoice.amount) == (schedule.discounts, given.amount)


# -- documents and hosts ---------------------------------------------------------------------------
@FEWER
@given(givens())
def test_the_decimal_context_of_the_host_is_irrelevant(given: Given) -> None:
    plain, words = given.schedule(), given.terms.format("prose")
    credit, tax = -given.amount, -given.tax[0].amount
    mirrored = given.terms.split(credit, tax=tax)
    with decimal.localcontext(HOSTILE):
        again = PaymentTerms.model_validate_json(given.terms.model_dump_json())
        assert again == given.terms
        assert given.schedule(again) == plain
        assert given.schedule(again).explain() == plain.explain()
        assert again.format("prose") == words
        assert again.split(credit, tax=tax) == mirrored


@FEWER
@given(givens())
def test_used_terms_survive_json_and_pickle(given: Given) -> None:
    terms, schedule = given.terms, given.schedule()
    text = terms.model_dump_json()
    for again in (PaymentTerms.model_validate_json(text), pickle.loads(pickle.dumps(terms))):
        assert (again, hash(again), again.model_dump_json()) == (terms, hash(terms), text)
        assert given.schedule(again) == schedule
        assert again.replace() == terms


@FEWER
@given(givens())
def test_lint_finds_what_is_there(given: Given) -> None:
    for finding in given.terms.lint():
        assert finding.code.startswith("terms.")
        found: Any = given.terms
        for step in finding.path.split("."):
            found = found[int(step)] if step.isdigit() else getattr(found, step)
        assert found is not None
