"""Which of the forms a case about the ladder takes: by the names of what it gives."""

from __future__ import annotations

from tests.conformance.adapters.conditions_assignment import ASSIGNMENTS
from tests.conformance.adapters.conditions_documents import DOCUMENTS
from tests.conformance.adapters.holds_arrangements import ARRANGEMENTS
from tests.conformance.adapters.holds_contact import CONTACT
from tests.conformance.adapters.ladder_attempts import ATTEMPTS
from tests.conformance.adapters.ladder_letters import LETTERS
from tests.conformance.adapters.ladder_levels import LEVELS
from tests.conformance.adapters.ladder_process import PROCESSES
from tests.conformance.adapters.ladder_states import STATES
from tests.conformance.case import Given, Unsupported
from tests.conformance.registry import Figures

__all__ = ["answer"]

_FORMS = (
    *ARRANGEMENTS, *ASSIGNMENTS, *ATTEMPTS, *CONTACT, *DOCUMENTS, *LETTERS, *LEVELS, *PROCESSES,
    *STATES,
)  # fmt: skip


def answer(given: Given) -> Figures:
    """What the form with most names in common says."""
    policy, account = given["policy"], given["account"]
    fitting = [
        form for form in _FORMS if form.policy <= set(policy) and form.account <= set(account)
    ]
    if not fitting:
        raise Unsupported(f"{sorted(policy)} of {sorted(account)}")
    ranked = sorted(fitting, key=lambda form: len([*form.policy, *form.account]))
    return ranked[-1].run(given)
