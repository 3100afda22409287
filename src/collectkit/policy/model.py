"""A collections policy as one versioned document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol, Self, TypeVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from collectkit._model import Id, Name, Policy, Text
from collectkit.dates import WEEKENDS, Calendar, Context
from collectkit.discounts import DiscountPolicy
from collectkit.errors import AmbiguousTerms, DuplicateId, TermsError, UnknownReference, shown
from collectkit.escalation import Ladder
from collectkit.explain import Finding
from collectkit.fees import LateChargePolicy, Regime
from collectkit.ledger import Customer, Invoice
from collectkit.messages import Catalogue, Message
from collectkit.policy.assignment import Assigned, Assignment, Part, assigned_to
from collectkit.policy.document import canonical, parse_json, parse_toml
from collectkit.policy.faults import policy_error
from collectkit.policy.lint import lint
from collectkit.policy.statutory import Law, StatutoryCharges
from collectkit.risk import PriorityRules, Scorecard
from collectkit.terms import PaymentTerms, parse

if TYPE_CHECKING:
    from collectkit.escalation import Action
    from collectkit.policy.letters import About
    from collectkit.policy.review import AccountReview

__all__ = ["CollectionsPolicy", "Sender"]


class Sender(Policy):
    """Who writes, as the letters print it. What is empty leaves its line out."""

    creditor: Text = Field(description="Name of the creditor.", min_length=1)
    signature: Text = Field(description="Who signs.", min_length=1)
    payment_details: Text = Field(description="How to pay: the account, in words.", min_length=1)
    contact: Text = Field(default="", description="Whom to ask: name, phone number, address.")
    payment_link: Text = Field(default="", description="Where to pay online.")
    payment_methods: Text = Field(default="", description="How one may pay, in words.")
    creditor_identifier: Text = Field(
        default="", description="The SEPA creditor identifier, for direct debits."
    )


_OF_A_LAW = StatutoryCharges.model_fields.keys() - {"id"}


def _form(value: Any) -> str:
    """Which form of late charges a document holds: a law is named by its code."""
    if isinstance(value, Mapping):
        return "agreed" if _OF_A_LAW.isdisjoint(value) else "statutory"
    return "statutory" if isinstance(value, StatutoryCharges) else "agreed"


Charges = Annotated[
    Annotated[LateChargePolicy, Tag("agreed")] | Annotated[StatutoryCharges, Tag("statutory")],
    Discriminator(_form),
]


def _written(value: Any) -> Any:
    """Terms may be written in commercial shorthand."""
    if not isinstance(value, str):
        return value
    try:
        return parse(value)
    except AmbiguousTerms as error:
        names = [reading.partition(":")[0] for reading in error.readings]
        error.hint = f"write {' or '.join(_unambiguous(value, names))}"
        raise
    except TermsError as error:
        if error.hint and "DueRule" in error.hint:
            error.hint = "such as `2/10 net 30`; other rules are written as an object with lines"
        raise


def _unambiguous(text: str, readings: list[str]) -> list[str]:
    """How each reading of ambiguous terms is written so that it has no other."""
    found = []
    for name in readings:
        try:
            found.append(shown(PaymentTerms.parse(text, eom=name).format()))
        except TermsError:
            continue
    return found or ["the rule out, with lines and steps"]


Terms = Annotated[
    PaymentTerms, BeforeValidator(_written, json_schema_input_type=PaymentTerms | Text)
]


def _number(value: Any) -> Any:
    """Not true, which Python takes for one."""
    return str(value) if isinstance(value, bool) else value


Version = Annotated[Literal[1], BeforeValidator(_number)]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


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
    collectkit.errors.PolicyError: id: the key stands twice (remove one)
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(title="collectkit collections policy")

    schema_version: Version = Field(default=1, description="Of this document's form.")
    id: Id = Field(description="Stable name of the policy.")
    version: Name = Field(description="Changes with every published edit.")
    sender: Sender = Field(description="Who writes.")
    terms: tuple[Terms, ...] = Field(
        default=(),
        description="Payment terms, written out or in shorthand; the first are the default.",
        max_length=1_000,
    )
    discounts: DiscountPolicy = Field(
        default=DiscountPolicy(), description="What earns the discounts that terms offer."
    )
    late_charges: tuple[Charges, ...] = Field(
        default=(),
        description="What late payment costs, as agreed or by law; the first is the default.",
        max_length=100,
    )
    on_missing: Literal["raise", "last_known"] = Field(
        default="raise",
        description="Where a rate table has no rate for a day: refuse to charge, or take the last "
        "known rate and mark the result provisional.",
    )
    laws: tuple[Law, ...] = Field(
        default=(), description="Laws that lint holds agreed charges against.", max_length=100
    )
    ladder: Ladder = Field(description="Steps, stages, rules of contact and promises.")
    ladders: tuple[Ladder, ...] = Field(
        default=(), description="Further ladders, which the assignment names.", max_length=100
    )
    scorecard: Scorecard = Field(
        default_factory=Scorecard.default, description="How payers are graded."
    )
    priority: PriorityRules = Field(
        default=PriorityRules(), description="Whom to contact first: rates by grade, costs."
    )
    catalogue: Catalogue = Field(default_factory=Catalogue.default, description="The messages.")
    assignment: tuple[Assignment, ...] = Field(
        default=(),
        description="For whom other terms, charges or ladders apply than the default.",
        max_length=1_000,
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        _distinct(self.terms, "terms")
        _distinct(self.late_charges, "late_charges")
        _distinct(self.assignment, "assignment")
        _distinct((self.ladder, *self.ladders), "ladders", first=-1)
        named = {
            "terms": self.terms,
            "late_charges": self.late_charges,
            "ladder": (self.ladder, *self.ladders),
        }
        for n, rule in enumerate(self.assignment):
            for part, entries in named.items():
                wanted, ids = getattr(rule, part), [entry.id for entry in entries]
                if wanted is not None and wanted not in ids:
                    raise UnknownReference(
                        f"the rule {rule.id} names {wanted}, and the policy has no such "
                        f"{part.replace('_', ' ')}",
                        field=f"assignment.{n}.{part}",
                        subject=rule.id,
                        hint=f"it has {', '.join(ids) or 'none'}",
                    )
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
            raise policy_error(error, document, cls) from None

    def to_json(self) -> str:
        """Canonical JSON: keys sorted, no spaces, defaults written out."""
        return canonical(self.model_dump(mode="json"), limits=False)

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
        return _found(self.terms, id, f"policy {self.id} has no terms")

    def charges(self, id: str) -> LateChargePolicy | Regime:
        """The late charges with this id: a policy, or the regime of a law.

        Raises:
            UnknownReference: the policy has none.
        """
        found = _found(self.late_charges, id, f"policy {self.id} has no late charges")
        return found.regime if isinstance(found, StatutoryCharges) else found

    def named_ladder(self, id: str) -> Ladder:
        """The ladder with this id.

        Raises:
            UnknownReference: the policy has none.
        """
        return _found((self.ladder, *self.ladders), id, f"policy {self.id} has no ladder")

    def assigned(self, part: Part, customer: Customer, invoice: Invoice | None = None) -> Assigned:
        """Which terms, late charges or ladder apply to a customer or an invoice, and by which rule.

        Raises:
            UnknownReference: the policy has no such part at all.
        """
        entries: Sequence[_Named] = (self.ladder,) if part == "ladder" else getattr(self, part)
        if not entries:
            raise UnknownReference(f"policy {self.id} has no {part.replace('_', ' ')}", field=part)
        return assigned_to(self.assignment, part, entries[0].id, customer, invoice)

    def terms_for(self, customer: Customer) -> PaymentTerms:
        """The payment terms of a customer's next invoice.

        >>> from collectkit.policy import presets
        >>> presets.b2b_standard(creditor="Example Ltd").terms_for(Customer(id="C-1")).id
        'net-30'
        """
        return self.term(self.assigned("terms", customer).id)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the document, for editors and for validation elsewhere."""
        from collectkit.policy.schema import json_schema

        return json_schema(cls)

    def lint(
        self, *, on: date | None = None, context: Context | None = None
    ) -> tuple[Finding, ...]:
        """What is legal to write but probably a mistake; empty when nothing is found.

        Agreed charges are held against `laws` as their rates stand on a day, by default the day on
        which the law was read. Rate tables that do not come along are those of the context.
        """
        return lint(self, on=on, context=context)

    def message(
        self,
        review: AccountReview,
        action: Action,
        *,
        locale: str | None = None,
        output: Literal["text", "html", "sms"] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Message:
        """The text of an action; see `policy.message`."""
        from collectkit.policy.message import message

        return message(self, review, action, locale=locale, output=output, values=values)

    def letter(
        self,
        template: str,
        review: AccountReview,
        about: About | None = None,
        *,
        currency: str | None = None,
        pay_within: int = 7,
        locale: str | None = None,
        output: Literal["text", "html", "sms"] = "text",
        values: Mapping[str, object] | None = None,
        calendar: Calendar = WEEKENDS,
    ) -> Message:
        """The text of a message about a promise, a plan, a dispute, ...; see `policy.letter`."""
        from collectkit.policy.letters import letter

        return letter(
            self,
            template,
            review,
            about,
            currency=currency,
            pay_within=pay_within,
            locale=locale,
            output=output,
            values=values,
            calendar=calendar,
        )

    def invoice_clause(
        self,
        invoice: Invoice,
        customer: Customer | None = None,
        *,
        locale: str | None = None,
        output: Literal["text", "html"] = "text",
        values: Mapping[str, object] | None = None,
    ) -> Message:
        """What an invoice says about paying it; see `policy.invoice_clause`."""
        from collectkit.policy.letters import invoice_clause

        return invoice_clause(self, invoice, customer, locale=locale, output=output, values=values)


def _distinct(entries: Sequence[_Named], name: str, first: int = 0) -> None:
    """Refuse two of one id. `first` is the number, in the document, of the first entry."""
    seen: set[str] = set()
    for n, entry in enumerate(entries, first):
        if entry.id in seen:
            raise DuplicateId(
                f"two of {name.replace('_', ' ')} have the id {entry.id}",
                field=f"{name}.{n}.id",
                subject=entry.id,
            )
        seen.add(entry.id)


def _found(entries: Sequence[_N], id: str, missing: str) -> _N:
    for entry in entries:
        if entry.id == id:
            return entry
    ids = ", ".join(entry.id for entry in entries) or "none"
    raise UnknownReference(
        f"{missing} {shown(id)}", field="id", subject=str(id), hint=f"it has {ids}"
    )
