"""What the host knows and the library does not: calendars, rate tables, knowledge dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from typing import Protocol, runtime_checkable

from collectkit._checks import check_stored_day, check_text, check_type
from collectkit.dates.calendar import WEEKENDS, Calendar
from collectkit.errors import DuplicateId, InvalidFact

__all__ = ["Context", "Table"]


@runtime_checkable
class Table(Protocol):
    """A dated series of values under an id, such as a reference rate."""

    @property
    def id(self) -> str: ...

    @property
    def covers_from(self) -> date: ...

    @property
    def covers_until(self) -> date: ...

    def at(self, day: date) -> Decimal: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Accepted as `context=` wherever calendars, rate tables or knowledge dates matter.

    `calendar` tells business days (default: weekends off). `tables` are reference series by id.
    `known_at` leaves out facts recorded later; None leaves out nothing. It is read only where a
    snapshot is made. `zones` are time zones by name, for hours of contact.
    """

    calendar: Calendar = WEEKENDS
    tables: tuple[Table, ...] = ()
    known_at: date | None = None
    zones: tuple[tuple[str, tzinfo], ...] = ()

    def __post_init__(self) -> None:
        check_type(self.calendar, "calendar", Calendar)  # type: ignore[type-abstract]
        object.__setattr__(self, "tables", tuple(self.tables))
        seen = set()
        for table in self.tables:
            check_type(table, "tables", Table)  # type: ignore[type-abstract]
            if table.id in seen:
                raise DuplicateId(f"two tables have the id {table.id}", field="tables")
            seen.add(table.id)
        if self.known_at is not None:
            check_stored_day(self.known_at, "known_at")
        zones = tuple(self.zones)
        if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in zones):
            raise InvalidFact(
                "zones are pairs of a name and a time zone",
                field="zones",
                hint="of a mapping pass tuple(zones.items())",
            )
        object.__setattr__(self, "zones", zones)
        for name, zone in self.zones:
            check_text(name, "zones")
            check_type(zone, "zones", tzinfo)  # type: ignore[type-abstract]
