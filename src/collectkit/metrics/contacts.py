"""Contacts: how many were followed by payment, what came in after them, and what they cost."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from collectkit._checks import check_choice, check_day, check_text, check_type
from collectkit.errors import CollectkitError, InvalidDate
from collectkit.explain import Line, Trace
from collectkit.ledger import Done, Item, Snapshot, latest_done
from collectkit.metrics._numbers import at_places, check_count, to_decimal
from collectkit.metrics._window import of_one_day, payments
from collectkit.metrics.recovery import cost_to_collect
from collectkit.money import Money

__all__ = ["ContactEffectiveness", "contact_effectiveness"]

By = Literal["channel", "step_id"]
_BY = frozenset(("channel", "step_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEffectiveness:
    """What followed the contacts of one group (a channel or step; None: without one), per currency.

    An association, not a cause: who was contacted may have paid anyway, and the groups differ in
    whom they reach and how late. Compare groups picked by chance before saying that one works.

    `contacts` are those whose `within` days were over at `as_of`; all other figures are of them.
    `running` counts the contacts that are not as far. `followed` had a payment attributed to them,
    `collected` in all. `cost` is the cost in the currency itself; `other_costs` are in others, one
    Money each, and `uncosted` counts the contacts whose channel has no cost.
    """

    currency: str
    start: date
    end: date
    as_of: date
    within: int
    by: By
    group: str | None
    contacts: int
    followed: int
    running: int
    collected: Money
    cost: Money
    other_costs: tuple[Money, ...]
    uncosted: int

    reading: ClassVar[str] = "an association, not a cause"

    @property
    def followed_share(self) -> Decimal | None:
        """The share of the contacts that payment followed; None without any."""
        return to_decimal(Fraction(self.followed, self.contacts)) if self.contacts else None

    @property
    def cost_per_unit(self) -> Decimal | None:
        """The cost of each unit of money collected.

        None where nothing was collected, or where part of the cost is unknown or in another
        currency: nothing is converted.
        """
        if self.uncosted or self.other_costs:
            return None
        return cost_to_collect(self.cost, self.collected)

    def explain(self) -> str:
        """The figures as a small table that says what they are not."""
        share, cost = (
            "undefined" if figure is None else at_places(figure, 4)
            for figure in (self.followed_share, self.cost_per_unit)
        )
        lines = [
            Line(label="contacts", amount=str(self.contacts)),
            Line(label="followed by payment", text=f"share {share}", amount=str(self.followed)),
            Line(label="still running", amount=str(self.running)),
            Line(label="collected", amount=str(self.collected)),
            Line(label="cost", text=f"per unit collected {cost}", amount=str(self.cost)),
            *(Line(label="cost apart", amount=str(money)) for money in self.other_costs),
        ]
        if self.uncosted:
            lines.append(Line(label="contacts without a cost", amount=str(self.uncosted)))
        heading = (
            f"{self.by} {self.group or 'not given'}, {self.currency}, {self.start} to {self.end}: "
            f"paid within {self.within} day{'' if self.within == 1 else 's'} ({self.reading})"
        )
        return str(Trace(heading, tuple(lines)))


def contact_effectiveness(
    snapshots: Iterable[Snapshot],
    *,
    start: date,
    end: date,
    within: int,
    costs: Mapping[str, Money] | None = None,
    by: By = "channel",
) -> tuple[ContactEffectiveness, ...]:
    """What came in after the contacts made from `start` to `end`; per currency and group.

    A contact is a contact or notice to the customer that was sent or delivered. It is about the
    items and `debts` it names, where it names none about all that is overdue that evening. One
    about two currencies counts, and costs, in both; one about no trade debt is left out.

    A payment belongs to the last contact about its item before the day the money came, and to no
    other, if that was at most `within` days earlier; money of the same day belongs to the contact
    before. Contacts outside the window take what is theirs. Of several on one day the last by
    clock time counts. Credits, recoveries and money for late charges are not counted, refunds are
    taken off, and what bounced by the snapshots' day was never paid.

    The figures show an association, not a cause.

    Args:
        snapshots: one per account, all of one day, `end` or later; read one at a time. Taken
            `within` days after `end`, no contact is left running.
        start: the first day of the contacts.
        end: the last day of the contacts.
        within: calendar days after the contact in which payment counts, the last one included.
        costs: of one contact, by channel, in any currency.
        by: what the groups are; steps are those of the ladder.

    Raises:
        InvalidDate: a snapshot of a day before `end` or of another day than the first, or a window
            that ends before it starts.
        CollectkitError: a negative cost.

    >>> from collectkit.ledger import Account, Customer, Invoice, payment, snapshot
    >>> invoice = Invoice(id="INV-7", customer_id="C-1", amount=Money("90.00", "EUR"),
    ...                   issued_on=date(2026, 1, 10), due_on=date(2026, 2, 9))
    >>> receipt, allocation = payment(invoice, on=date(2026, 2, 20), amount=invoice.amount)
    >>> account = Account(customer=Customer(id="C-1"), invoices=(invoice,),
    ...     receipts=(receipt,), allocations=(allocation,),
    ...     done=(Done(customer_id="C-1", on=date(2026, 2, 12), channel="email"),
    ...           Done(customer_id="C-1", on=date(2026, 2, 16), channel="phone")))
    >>> email, phone = contact_effectiveness([snapshot(account, as_of=date(2026, 3, 31))],
    ...     start=date(2026, 2, 1), end=date(2026, 2, 28), within=7,
    ...     costs={"phone": Money("4.50", "EUR")})
    >>> email.followed_share, phone.followed_share, phone.collected, phone.cost_per_unit
    (Decimal('0'), Decimal('1'), Money('90.00', 'EUR'), Decimal('0.05'))
    """
    check_count(within, "within")
    check_choice(by, "by", _BY)
    prices = _checked(costs)
    groups: dict[tuple[str, str | None], _Group] = defaultdict(_Group)
    as_of = end
    for read in _reads(snapshots, start, end):
        as_of = read.as_of
        contacts = _contacts(read)
        for (n, currency), units in _attributed(read, contacts, within).items():
            done = contacts[n]
            if start <= done.on <= end:
                group = groups[currency, done.channel if by == "channel" else done.step_id]
                group.add(done, units, is_over=(as_of - done.on).days >= within)
    window = (start, end, as_of)
    return tuple(
        _row(key, group, window, (within, by), _cost(group.channels, prices, key[0]))
        for key, group in sorted(groups.items(), key=_order)
    )


@dataclass(slots=True)
class _Group:
    """Running totals of one group in one currency; amounts in minor units."""

    channels: Counter[str | None] = field(default_factory=Counter)
    followed: int = 0
    running: int = 0
    units: int = 0

    def add(self, done: Done, units: int, *, is_over: bool) -> None:
        if is_over:
            self.channels[done.channel] += 1
            self.followed += units > 0
            self.units += units
        else:
            self.running += 1


def _row(
    key: tuple[str, str | None],
    group: _Group,
    window: tuple[date, date, date],
    options: tuple[int, By],
    costs: tuple[Money, tuple[Money, ...], int],
) -> ContactEffectiveness:
    currency, name = key
    return ContactEffectiveness(
        currency=currency,
        start=window[0],
        end=window[1],
        as_of=window[2],
        within=options[0],
        by=options[1],
        group=name,
        contacts=group.channels.total(),
        followed=group.followed,
        running=group.running,
        collected=Money.from_minor_units(group.units, currency),
        cost=costs[0],
        other_costs=costs[1],
        uncosted=costs[2],
    )


def _order(entry: tuple[tuple[str, str | None], _Group]) -> tuple[str, bool, str]:
    (currency, name), _ = entry
    return currency, name is None, name or ""


def _checked(costs: Mapping[str, Money] | None) -> dict[str, Money]:
    prices = dict(costs or {})
    for channel, price in prices.items():
        check_text(channel, "a channel of costs")
        if check_type(price, f"cost of {channel}", Money).amount < 0:
            raise CollectkitError(f"the cost of {channel} is negative: {price}", field="costs")
    return prices


def _reads(snapshots: Iterable[Snapshot], start: date, end: date) -> Iterator[Snapshot]:
    """The snapshots of one day, on which the window was over."""
    if check_day(end, "end") < check_day(start, "start"):
        raise InvalidDate(f"the window ends on {end} before it starts on {start}", field="end")
    for read in of_one_day(snapshots):
        if read.as_of < end:
            raise InvalidDate(
                f"a snapshot of {read.as_of} in a window that ends on {end}",
                field="snapshot",
                subject=read.customer.id,
                hint="use snapshot.at(end), or a later day",
            )
        yield read


# -- which contact a payment belongs to ----------------------------------------------------------
def _contacts(read: Snapshot) -> list[Done]:
    """What was said to the customer up to the snapshot's day, oldest first."""
    return [
        done
        for done in latest_done(done for done in read.done if done.on <= read.as_of)
        if done.kind in ("contact", "notice")
        and done.direction == "out"
        and done.customer_facing
        and done.took_place
    ]


def _attributed(
    read: Snapshot, contacts: Sequence[Done], within: int
) -> dict[tuple[int, str], int]:
    """Minor units by number of contact and currency; 0 where it is about such debt in vain."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    for item in read.items:
        if not item.is_trade:
            continue
        about = [n for n, done in enumerate(contacts) if _is_about(done, item)]
        for n in about:
            found[n, item.currency] += 0
        days = [contacts[n].on for n in about]
        for day, units in payments(item):
            last = bisect_left(days, day) - 1
            if last >= 0 and (day - days[last]).days <= within:
                found[about[last], item.currency] += units
    return found


def _is_about(done: Done, item: Item) -> bool:
    invoice = item.invoice
    if not done.items and not done.debts:
        is_late = item.due_on is not None and item.due_on < done.on
        return is_late and not item.open_on(done.on).is_zero
    if done.items and item.is_named(done.items):
        return True
    # An invoice among the debts stands for those of its parts that the items name, if any.
    return invoice.id in done.debts and set(invoice.item_ids).isdisjoint(done.items)


# -- what contacts cost --------------------------------------------------------------------------
def _cost(
    channels: Counter[str | None], prices: Mapping[str, Money], currency: str
) -> tuple[Money, tuple[Money, ...], int]:
    """The cost in a currency, those in others, and how many contacts have none."""
    costs = {currency: Money.zero(currency)}
    uncosted = 0
    for channel, count in channels.items():
        price = None if channel is None else prices.get(channel)
        if price is None:
            uncosted += count
        else:
            spent = price * count
            costs[price.currency] = costs.get(price.currency, Money.zero(price.currency)) + spent
    own = costs.pop(currency)
    return own, tuple(costs[code] for code in sorted(costs)), uncosted
