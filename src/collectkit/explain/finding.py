"""Findings: what is legal to write in a policy and probably a mistake."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A likely mistake: where it stands, what it is, and what to do."""

    code: str
    path: str
    message: str
    advice: str
