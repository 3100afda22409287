"""The pydantic base and field types that every policy is written in. Private to the library."""

from collectkit._model.base import Policy
from collectkit._model.fields import Count, Currency, Day, ExactDecimal, Id, Name, Offset, Text

__all__ = ["Count", "Currency", "Day", "ExactDecimal", "Id", "Name", "Offset", "Policy", "Text"]
