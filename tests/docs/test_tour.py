"""The first screen of a plugin author, run as printed, on an account that stands for theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from collectkit import Money
from collectkit.ledger import Account, Customer
from collectkit.messages import Message
from collectkit.policy import presets

PLUGIN = """
from collectkit import CollectionsPolicy, review_account

policy = CollectionsPolicy.from_json(text)           # or from_toml, from_mapping, presets.b2b_standard()
policy.lint()                                        # () or findings with a path and advice
review = review_account(policy, account, as_of=date(2026, 3, 20))
for action in review.decision.actions:               # data: step, channel, role, items, template, key
    host.send_once(action.key, policy.message(review, action))
review.decision.why_not("agency")                    # final notice not sent; then 30 days; approval by manager
account = account.with_(done=tuple(a.sent(date(2026, 3, 20)) for a in review.decision.actions))    # deciding again now returns nothing
review.decision.next_review_on                       # nothing changes before that day
"""  # noqa: E501


class Host:
    """An accounting program that sends a message once for every key."""

    def __init__(self) -> None:
        self.outbox: dict[str, Message] = {}

    def send_once(self, key: str, message: Message) -> None:
        self.outbox.setdefault(key, message)


def test_a_plugin_runs_as_printed() -> None:
    written = presets.b2b_standard(creditor="Example Ltd")
    invoice = written.term("net-30").invoice(
        id="INV-7",
        customer_id="C-1",
        amount=Money("1190.00", "EUR"),
        issued_on=date(2026, 1, 31),
    )
    host = Host()
    account = Account(customer=Customer(id="C-1"), invoices=(invoice,))
    names: dict[str, Any] = {
        "text": written.to_json(),
        "account": account,
        "date": date,
        "host": host,
    }
    exec(compile(PLUGIN, "the tour", "exec"), names)
    policy, review = names["policy"], names["review"]
    assert policy == written
    assert policy.lint() == ()
    (message,) = host.outbox.values()
    assert message.subject == "Example Ltd: payment reminder"
    assert "€1,190.00" in message.body
    why_not = [reason.code for reason in review.decision.why_not("agency")]
    assert {"escalation.not_sent", "escalation.approval"} <= set(why_not)
    following = review.decision.next_review_on
    assert following == date(2026, 3, 23)
    for day in (20, 21, 22):
        decision = policy.ladder.decide(names["account"], as_of=date(2026, 3, day), grade="B")
        assert (decision.actions, decision.deferred) == ((), ())
    # the second reminder is reached, and waits for the days between two contacts
    later = policy.ladder.decide(names["account"], as_of=following, grade="B")
    assert [waiting.step_id for waiting in later.deferred] == ["reminder-2"]
