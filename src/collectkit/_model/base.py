"""The base of every policy: frozen, strict, and validated when changed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from collectkit.errors import InvalidFact

__all__ = ["Policy"]


class Policy(BaseModel):
    """Something written by people: keyword-only, immutable, no unknown fields.

    Building one in code raises `pydantic.ValidationError` (a ValueError) with the path of every
    fault.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        use_enum_values=False,
        ser_json_inf_nan="strings",
    )

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, data: Any) -> Any:
        """Sets have no order of their own, and what stands in a policy is read in order."""
        if isinstance(data, dict):
            for name, value in data.items():
                if isinstance(value, (set, frozenset)):
                    raise InvalidFact(f"{name} must be a tuple, not a set", field=str(name))
        return data

    def replace(self, **changes: Any) -> Self:
        """A copy with `changes`, validated as if written that way."""
        return type(self)(**{name: getattr(self, name) for name in self.model_fields_set} | changes)

    def __getstate__(self) -> dict[Any, Any]:
        # Compiled forms live in __dict__ beside the fields and must never be pickled.
        state = super().__getstate__()
        fields = type(self).model_fields
        return {**state, "__dict__": {k: v for k, v in state["__dict__"].items() if k in fields}}
