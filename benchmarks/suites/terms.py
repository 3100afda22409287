"""Due dates and schedules beside QuantLib, dateutil and Tryton, and the reading of terms.

Each side gets dates and amounts of its own kind. What a peer leaves out is put into its answers
after the timing, so that they can be compared with ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from benchmarks.harness import Mark, Run
from benchmarks.peers.tryton import payment_term
from benchmarks.rows import Row, Side, peer_module
from collectkit.dates import BusinessDayConvention, Context, DateTable, calendar_from
from collectkit.money import Money, Percent
from collectkit.terms import (
    BalanceLine,
    DueRule,
    PaymentSchedule,
    PaymentTerms,
    PercentLine,
    parse,
)

SIZE = 100
DAYS = tuple(date(2024, 1, 29) + timedelta(11 * n) for n in range(SIZE))
HOLIDAYS = frozenset(
    date(year, month, day)
    for year in range(2024, 2028)
    for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
)
# Every third is rounded; for other last digits largest remainder is not Tryton's rounding.
AMOUNTS = tuple(Decimal(100_003 + 79_190 * n).scaleb(-2) for n in range(SIZE))
CODE = "EUR"
SHARE = Decimal("0.3")
NETS = (30, 60, 90)
TEXTS = (
    "net 30",
    "2/10 net 30",
    "2% 10, 1% 20, n/45",
    "EOM + 15",
    "10 prox",
    "net 30 days after delivery",
    "45 days then EOM",
    "2 % Skonto innerhalb 14 Tagen, 30 Tage netto",
)

Parts = list[tuple[date, Decimal]]


def rolled(day: date) -> date:
    """The first business day on or after `day`, as one would write it by hand."""
    while day.weekday() >= 5 or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


# -- due dates -----------------------------------------------------------------------------------
def _due(rule: DueRule) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        terms = PaymentTerms.due(rule, id="terms", due_adjustment=BusinessDayConvention.FOLLOWING)
        days, due_date = DAYS[:size], terms.due_date
        context = Context(calendar=calendar_from(HOLIDAYS))
        return lambda: [due_date(day, context=context) for day in days]

    return setup


def _net_by_hand(size: int) -> Run:
    days = DAYS[:size]
    return lambda: [rolled(day + relativedelta(days=30)) for day in days]


def _eom_by_hand(size: int) -> Run:
    days = DAYS[:size]
    return lambda: [rolled(day + relativedelta(day=31, days=15)) for day in days]


def _net_in_quantlib(size: int) -> Run:
    adjust, days = _adjust_in_quantlib(), _days_in_quantlib(size)
    return lambda: [adjust(day + 30) for day in days]


def _eom_in_quantlib(size: int) -> Run:
    adjust, days = _adjust_in_quantlib(), _days_in_quantlib(size)
    end_of_month = peer_module("QuantLib").Date.endOfMonth
    return lambda: [adjust(end_of_month(day) + 15) for day in days]


def _adjust_in_quantlib() -> Any:
    quantlib = peer_module("QuantLib")
    calendar = quantlib.BespokeCalendar("weekends and holidays")
    for weekday in (quantlib.Saturday, quantlib.Sunday):
        calendar.addWeekend(weekday)
    for holiday in HOLIDAYS:
        calendar.addHoliday(quantlib.Date.from_date(holiday))
    return calendar.adjust  # to the following business day, if not told otherwise


def _days_in_quantlib(size: int) -> list[Any]:
    from_date = peer_module("QuantLib").Date.from_date
    return [from_date(day) for day in DAYS[:size]]


def _from_quantlib(days: Sequence[Any]) -> list[date]:
    return [day.to_date() for day in days]


def _in_tryton(**delta: int) -> Callable[[int], Run]:
    def setup(size: int) -> Run:
        compute = payment_term("one line", [{"type": "remainder", **delta}])
        days, amount = DAYS[:size], AMOUNTS[0]
        return lambda: [compute(amount, day) for day in days]

    return setup


def _rolled_from_tryton(schedules: list[Parts]) -> list[date]:
    return [rolled(day) for ((day, _),) in schedules]


def _due_row(
    name: str,
    title: str,
    rule: DueRule,
    by_hand: Callable[[int], Run],
    in_quantlib: Callable[[int], Run],
    **delta: int,
) -> Row:
    return Row(
        name=f"terms/{name}",
        title=f"due dates, {title}, then the following business day",
        unit="date",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_due(rule)),
        peers=(
            Side(
                name="QuantLib",
                setup=in_quantlib,
                plain=_from_quantlib,
                marks=(Mark(8, "speed"),),
                note="adjust, on its own dates",
            ),
            Side(
                name="dateutil",
                setup=by_hand,
                marks=(Mark(10, "speed"),),
                note="relativedelta, and a loop past weekends and holidays",
            ),
            Side(
                name="Tryton",
                setup=_in_tryton(**delta),
                plain=_rolled_from_tryton,
                marks=(Mark(80, "speed"),),
                note="PaymentTerm.compute: knows no business days, and works out an amount",
            ),
        ),
    )


# -- schedules -----------------------------------------------------------------------------------
THIRDS = PaymentTerms(
    id="thirds",
    lines=(
        PercentLine(percent=Percent("30"), due=DueRule.net(NETS[0])),
        PercentLine(percent=Percent("30"), due=DueRule.net(NETS[1])),
        BalanceLine(due=DueRule.net(NETS[2])),
    ),
)


def _schedule(size: int) -> Run:
    work = [(Money(amount, CODE), day) for amount, day in zip(AMOUNTS[:size], DAYS, strict=False)]
    schedule = THIRDS.schedule
    return lambda: [schedule(amount, issued_on=day) for amount, day in work]


def _parts(schedules: list[PaymentSchedule]) -> list[list[tuple[date | None, Decimal]]]:
    return [[(part.due_on, part.amount.amount) for part in each.installments] for each in schedules]


def _schedule_in_quantlib(size: int) -> Run:
    quantlib = peer_module("QuantLib")
    schedule, anywhere = quantlib.Schedule, quantlib.NullCalendar()
    step = quantlib.Period(NETS[0], quantlib.Days)
    stay, forward = quantlib.Unadjusted, quantlib.DateGeneration.Forward
    work = [(day, day + NETS[-1]) for day in _days_in_quantlib(size)]
    return lambda: [
        schedule(first, last, step, anywhere, stay, stay, forward, False).dates()
        for first, last in work
    ]


def _dates_from_quantlib(schedules: list[Any]) -> list[list[date]]:
    return [_from_quantlib(dates[1:]) for dates in schedules]  # the first is the issue date


def _parts_from_quantlib(schedules: list[Any]) -> list[Parts]:
    return [
        list(zip(dates, thirds(amount), strict=True))
        for dates, amount in zip(_dates_from_quantlib(schedules), AMOUNTS, strict=True)
    ]


def _table(size: int) -> Run:
    days = DAYS[:size]
    return lambda: THIRDS.table(days)


def _dates(table: DateTable) -> list[list[object]]:
    return [list(table.at(day).values()) for day in DAYS]


def thirds(amount: Decimal) -> list[Decimal]:
    """30 %, 30 % and the rest, as one would write it by hand."""
    share = (amount * SHARE).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return [share, share, amount - 2 * share]


def _schedule_in_tryton(size: int) -> Run:
    share: dict[str, object] = {"type": "percent_on_total", "ratio": SHARE}
    share["divisor"] = (1 / SHARE).quantize(Decimal("1e-8"))
    compute = payment_term(
        "thirds",
        [
            {**share, "days": NETS[0]},
            {**share, "days": NETS[1]},
            {"type": "remainder", "days": NETS[2]},
        ],
    )
    work = list(zip(AMOUNTS[:size], DAYS, strict=False))
    return lambda: [compute(amount, day) for amount, day in work]


# -- reading -------------------------------------------------------------------------------------
def _read(size: int) -> Run:
    texts = TEXTS[:size]
    return lambda: [parse(text) for text in texts]


ROWS = (
    _due_row("net-30", "net 30", DueRule.net(30), _net_by_hand, _net_in_quantlib, days=30),
    _due_row(
        "eom-15",
        "end of month and 15 days",
        DueRule.eom_plus_days(15),
        _eom_by_hand,
        _eom_in_quantlib,
        day=31,
        days=15,
    ),
    Row(
        name="terms/schedule-3",
        title="30 %, 30 % and the rest, net 30, 60 and 90",
        unit="schedule",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_schedule, plain=_parts),
        peers=(
            Side(
                name="QuantLib",
                setup=_schedule_in_quantlib,
                plain=_parts_from_quantlib,
                marks=(Mark(3, "speed"),),
                note="the dates of a Schedule, without amounts",
            ),
            Side(
                name="Tryton",
                setup=_schedule_in_tryton,
                marks=(Mark(20, "speed"),),
                note="PaymentTerm.compute: dates and amounts",
            ),
        ),
    ),
    Row(
        name="terms/dates-3",
        title="the dates alone of the same three parts, as a table",
        unit="issue date",
        sizes=(SIZE,),
        ours=Side(name="collectkit", setup=_table, plain=_dates),
        peers=(
            Side(
                name="QuantLib",
                setup=_schedule_in_quantlib,
                plain=_dates_from_quantlib,
                note="the dates of a Schedule",
            ),
        ),
    ),
    Row(
        name="terms/parse",
        title="shorthand in three languages (no peer reads it)",
        unit="text",
        sizes=(len(TEXTS),),
        ours=Side(name="collectkit", setup=_read),
    ),
)
