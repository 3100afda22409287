"""What is legal to write in a policy but probably a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from collectkit.explain import Finding

if TYPE_CHECKING:
    from collectkit.policy.model import CollectionsPolicy

__all__ = ["lint"]


def lint(policy: CollectionsPolicy) -> tuple[Finding, ...]:
    """Findings of every room, in the order of the document."""
    return (*_terms(policy), *_ladder(policy))


def _terms(policy: CollectionsPolicy) -> Iterator[Finding]:
    for n, terms in enumerate(policy.terms):
        for finding in terms.lint():
            yield replace(finding, path=f"terms.{n}.{finding.path}")


def _ladder(policy: CollectionsPolicy) -> Iterator[Finding]:
    templates = {entry.id for entry in policy.catalogue.templates}
    every = [fee for charges in policy.late_charges for fee in charges.fees]
    fees = {fee.id for fee in every if fee.when == "level"}
    for finding in policy.ladder.lint(templates=templates, fees=fees):
        yield replace(finding, path=f"ladder.{finding.path}")
