"""What a policy answers for many days at once, for whoever joins it to rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, TypeAlias

from collectkit._checks import check_choice, check_day, check_int, check_text, check_type
from collectkit.errors import DuplicateId, InvalidDate, InvalidFact, shown

__all__ = ["Column", "DateTable"]

Kind: TypeAlias = Literal["date", "int", "permille", "text"]
Value: TypeAlias = date | int | str | None

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_MOST = 2**63


def _check_number(value: int, field: str) -> int:
    """An int that a 64-bit engine can hold."""
    if not -_MOST <= check_int(value, field) < _MOST:
        raise InvalidFact(f"{field} must fit 64 bits, not {shown(value)}", field=field)
    return value


_CHECKS: Mapping[str, Callable[..., date | int | str]] = {
    "date": check_day,
    "int": _check_number,
    "permille": _check_number,
    "text": check_text,
}
_KINDS = frozenset(_CHECKS)


@dataclass(frozen=True, slots=True)
class Column:
    """One value per day of a `DateTable`, None where there is none.

    `name` is a plain identifier in small letters, so every engine takes it. `kind` says what the
    values are, also when all are None: `date`, `int` (64 bits), `permille` (an int of thousandths)
    or `text`.
    """

    name: str
    kind: Kind
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        if type(self.name) is not str or not _NAME.fullmatch(self.name):
            raise InvalidFact(
                f"name must be small letters, digits and underscores, not {shown(self.name)}",
                field="name",
            )
        check = _CHECKS[check_choice(self.kind, "kind", _KINDS)]
        values = tuple(None if v is None else check(v, self.name) for v in self.values)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class DateTable:
    """A policy's answers by day: `days` ascending without repeats, one value each per column.

    `key` is the id of the policy or terms that answered, so tables of several can be joined on
    key and day. A table without days still has its columns and their kinds.

    Raises:
        InvalidDate: days that are not dates, or not ascending.
        InvalidFact: a column of another length than `days`.
        DuplicateId: two columns of one name.

    >>> table = DateTable(
    ...     "net-30",
    ...     (date(2026, 1, 31), date(2026, 2, 28)),
    ...     (Column("due_on_1", "date", (date(2026, 3, 2), date(2026, 3, 30))),),
    ... )
    >>> table.at(date(2026, 2, 28))
    {'due_on_1': datetime.date(2026, 3, 30)}
    """

    key: str
    days: tuple[date, ...]
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        check_text(self.key, "key")
        days = tuple(check_day(day, "days", subject=self.key) for day in self.days)
        object.__setattr__(self, "days", days)
        for day, following in pairwise(days):
            if following <= day:
                raise InvalidDate(
                    f"days must ascend, but {following} follows {day}",
                    field="days",
                    subject=self.key,
                )
        object.__setattr__(self, "columns", tuple(self.columns))
        seen = set()
        for column in self.columns:
            check_type(column, "columns", Column, subject=self.key)
            if column.name in seen:
                raise DuplicateId(
                    f"two columns have the name {column.name}", field="columns", subject=self.key
                )
            seen.add(column.name)
            if len(column.values) != len(days):
                raise InvalidFact(
                    f"column {column.name} has {len(column.values)} values for {len(days)} days",
                    field="columns",
                    subject=self.key,
                )

    def at(self, day: date) -> dict[str, Value]:
        """The row of `day`, by column name.

        Raises:
            InvalidDate: the table was not asked about that day.
        """
        row = bisect_left(self.days, check_day(day, "day", subject=self.key))
        if row == len(self.days) or self.days[row] != day:
            raise InvalidDate(f"{day} is not in the table", field="day", subject=self.key)
        return {column.name: column.values[row] for column in self.columns}
