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
    """Findings across the rooms, in the order of the document."""
    return (*_terms(policy), *_names(policy), *_handovers(policy), *_order(policy))


def _terms(policy: CollectionsPolicy) -> Iterator[Finding]:
    for n, terms in enumerate(policy.terms):
        for finding in terms.lint():
            yield replace(finding, path=f"terms.{n}.{finding.path}")


def _names(policy: CollectionsPolicy) -> Iterator[Finding]:
    templates = {entry.id for entry in policy.catalogue.templates}
    fees = {fee.id for charges in policy.late_charges for fee in charges.fees}
    for n, step in enumerate(policy.ladder.steps):
        path = f"ladder.steps.{n}"
        if step.template is not None and step.template not in templates:
            yield Finding(
                code="policy.unknown-template",
                path=f"{path}.template",
                message=f"step {step.id} names the message {step.template}, which is not there",
                advice="add it to the catalogue, or correct the id",
            )
        if step.template is None and not step.is_internal:
            yield Finding(
                code="policy.no-template",
                path=f"{path}.template",
                message=f"step {step.id} reaches the customer and has no message",
                advice="name one of the catalogue's messages",
            )
        if step.fee is not None and step.fee not in fees:
            yield Finding(
                code="policy.unknown-fee",
                path=f"{path}.fee",
                message=f"step {step.id} names the fee {step.fee}, which is not there",
                advice="add it to late_charges, or correct the id",
            )


def _handovers(policy: CollectionsPolicy) -> Iterator[Finding]:
    warned = False
    for n, step in enumerate(policy.ladder.steps):
        if step.kind in ("agency", "legal") and not warned:
            yield Finding(
                code="policy.no-notice",
                path=f"ladder.steps.{n}",
                message=f"step {step.id} hands over without a required notice before it",
                advice="put a required demand or statutory step before it",
            )
        warned = warned or (step.required and step.kind in ("demand", "statutory"))


def _order(policy: CollectionsPolicy) -> Iterator[Finding]:
    latest: int | None = None
    for n, step in enumerate(policy.ladder.steps):
        if step.expires is not None and step.offset is not None and step.expires < step.offset:
            yield Finding(
                code="policy.never-sent",
                path=f"ladder.steps.{n}.expires",
                message=f"step {step.id} expires before it is reached",
                advice="let it expire after its offset",
            )
        if step.offset is None or step.is_pre_due:
            continue
        if latest is not None and step.offset < latest:
            yield Finding(
                code="policy.offsets-fall",
                path=f"ladder.steps.{n}.offset",
                message=f"step {step.id} is reached before a milder step",
                advice="list the steps in rising order of their offsets",
            )
        latest = step.offset if latest is None else max(latest, step.offset)
