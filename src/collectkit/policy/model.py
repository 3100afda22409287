"""A collections policy as one versioned document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator

from collectkit._model import Id, Name, Policy, Text
from collectkit.errors import DuplicateId, UnknownReference
from collectkit.escalation import Ladder
from collectkit.explain import Finding
from collectkit.fees import LateChargePolicy
from collectkit.messages import Catalogue, Message
from collectkit.policy.document import canonical, parse_json, parse_toml, policy_error
from collectkit.policy.lint import lint
from collectkit.risk import Scorecard
from collectkit.terms import PaymentTerms

if TYPE_CHECKING:
    from collectkit.escalation import Action
    from collectkit.policy.review import AccountReview

__all__ = ["CollectionsPolicy", "Sender"]


class Sender(Policy):
    """Who writes, as the letters print it."""

    creditor: Text = Field(description="Name of the creditor.", min_length=1)
    signature: Text = Field(description="Who signs.", min_length=1)
    payment_details: Text = Field(description="How to pay: account, link, methods.", min_length=1)


class CollectionsPolicy(Policy):
    """Everything a creditor decided about getting paid, in one document.

    Written by people and loaded with `from_json`, `from_toml` or `from_mapping`, which raise
    `PolicyError` with a path for every fault. Amounts and percentages are text, whole numbers
    are numbers.

    >>> from collectkit.policy import presets
    >>> policy = presets.b2b_standard(creditor="Example Ltd")
    >>> CollectionsPolicy.from_json(policy.to_json()) == policy
    True
    >>> CollectionsPolicy.from_json('{"id": "x", "id": "y"}')
    Traceback (most recent call last):
    ...
    collectkit.errors.PolicyError: the key `id` stands twice (remove one)
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(title="collectkit collections policy")

    schema_version: Literal[1] = Field(default=1, description="Of this document's form.")
    id: Id = Field(description="Stable name of the policy.")
    version: Name = Field(description="Changes with every published edit.")
    sender: Sender = Field(description="Who writes.")
    terms: tuple[PaymentTerms, ...] = Field(default=(), description="Payment terms by id.")
    late_charges: tuple[LateChargePolicy, ...] = Field(
        default=(), description="What late payment costs; at most one.", max_length=1
    )
    ladder: Ladder = Field(description="Steps, stages, rules of contact and promises.")
    scorecard: Scorecard = Field(
        default_factory=Scorecard.default, description="How payers are graded."
    )
    catalogue: Catalogue = Field(default_factory=Catalogue.default, description="The messages.")

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = [terms.id for terms in self.terms]
        if len(set(ids)) < len(ids):
            raise DuplicateId("two payment terms have one id", field="terms")
        return self

    # -- loading and writing -----------------------------------------------------------------
    @classmethod
    def from_json(cls, text: str) -> Self:
        """A policy from JSON text; duplicate keys, deep nesting and over 1 MB are refused.

        Raises:
            PolicyError: `findings` names every fault with its path.
        """
        return cls.from_mapping(parse_json(text))

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """A policy from TOML text, under the same rules."""
        return cls.from_mapping(parse_toml(text))

    @classmethod
    def from_mapping(cls, document: Mapping[str, Any]) -> Self:
        """A policy from a mapping of plain values, as JSON would hold them."""
        text = canonical(document)
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise policy_error(error, document) from None

    def to_json(self) -> str:
        """Canonical JSON: keys sorted, no spaces, defaults written out."""
        return canonical(self.model_dump(mode="json"))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the same for the same policy, whatever its text was."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    # -- reading -----------------------------------------------------------------------------
    def term(self, id: str) -> PaymentTerms:
        """The payment terms with this id.

        Raises:
            UnknownReference: the policy has none.
        """
        for terms in self.terms:
            if terms.id == id:
                return terms
        raise UnknownReference(f"policy {self.id} has no terms {id}", field="id", subject=id)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the document, for editors and for validation elsewhere."""
        return cls.model_json_schema()

    def lint(self) -> tuple[Finding, ...]:
        """What is legal to write but probably a mistake; empty when nothing is found."""
        return lint(self)

    def message(
        self,
        review: AccountReview,
        action: Action,
        *,
        locale: str | None = None,
        output: Literal["text", "html", "sms"] = "text",
        values: Mapping[str, object] | None = None,
    ) -> Message:
        """The text of an action; see `policy.message`."""
        from collectkit.policy.message import message

        return message(self, review, action, locale=locale, output=output, values=values)
