"""Which of several ladders applies: by the company that sells, and by the group of the customer."""

from __future__ import annotations

from tests.conformance.adapters.ladder_form import form
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

from collectkit.escalation import Ladder, Step
from collectkit.policy import Assignment, CollectionsPolicy, Sender
from collectkit.testing import a_customer

__all__ = ["ASSIGNMENTS"]

_ANY = "*"
_EVERYBODY = [_ANY, _ANY]
_LADDER = Ladder(
    id="scope",
    version="1",
    steps=(Step(id="notice", kind="reminder", channels=("letter",), offset=1),),
)


def scoped(given: Given) -> Figures:
    """The company is a tag of the customer, and the group is its segment."""
    given.immaterial("as_of")
    scopes, account = given["policy"]["scopes_with_levels"], given["account"]
    by_id = {f"scope-{n}": scope for n, scope in enumerate(scopes)}
    if _EVERYBODY not in scopes:
        raise Unsupported("no ladder for everybody")
    (usual,) = [name for name in by_id if by_id[name] == _EVERYBODY]
    others = [name for name in by_id if name != usual]
    policy = CollectionsPolicy(
        id="scopes",
        version="1",
        sender=Sender(creditor="creditor", signature="signature", payment_details="details"),
        ladder=_LADDER.replace(id=usual),
        ladders=tuple(_LADDER.replace(id=name) for name in others),
        assignment=tuple(_rule(name, *by_id[name]) for name in others),
    )
    tags, segment = (account["company"],), account["customer_group"]
    found = policy.assigned("ladder", a_customer(tags=tags, segment=segment))
    return {"scope_used": by_id[found.id]}


def _rule(name: str, company: str, group: str) -> Assignment:
    if _ANY not in (company, group):
        raise Unsupported("a ladder for one group of one company")
    if group == _ANY:
        return Assignment(id=name, customer_tags=(company,), ladder=name)
    return Assignment(id=name, segments=(group,), ladder=name)


ASSIGNMENTS = (form(scoped, "scopes_with_levels", "company customer_group"),)
