"""Dates that a case gives as a count: the one place where an adapter may move a date.

Plain calendar steps, so that a date does not depend on the library that is asked about it.
"""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["days_after", "days_before"]


def days_after(day: date, count: int) -> date:
    """`day` moved on by so many days."""
    return day + timedelta(days=count)


def days_before(day: date, count: int) -> date:
    """`day` moved back by so many days."""
    return day - timedelta(days=count)
