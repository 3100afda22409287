"""Findings: what is legal to write in a policy and probably a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A likely mistake: where it stands, what it is, what to do, and how grave it is.

    An `error` cannot work as written, a `warning` is probably not meant, an `info` is a habit
    that most houses keep.
    """

    code: str
    path: str
    message: str
    advice: str
    severity: Literal["error", "warning", "info"] = "warning"
