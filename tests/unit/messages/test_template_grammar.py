"""The grammar: what is read, what is refused, and where the fault is said to be."""

from __future__ import annotations

import pickle
from contextlib import suppress
from timeit import timeit

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import INVOICE_VARIABLES, VARIABLES, Template


def refusal(text: object, locale: str = "en") -> str:
    with pytest.raises(TemplateError) as caught:
        Template.parse(text, locale=locale)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{{literal}}", "{literal}"),
        ("{{ [].__class__ }}", "{ [].__class__ }"),
        ("{{{customer}}}", "{Acme}"),
        ("{{{{", "{{"),
        ("}}{{", "}{"),
        ("{{customer}}", "{customer}"),
        ("$amount ${customer}", "$amount $Acme"),
        ("%s %(customer)s %n", "%s %(customer)s %n"),
        ("<% customer %> [[customer]]", "<% customer %> [[customer]]"),
        ("{customer|upper}", "ACME"),
        ("a\r\nb", "a\r\nb"),
    ],
)
def test_text_and_escapes(text: str, printed: str) -> None:
    assert Template.parse(text).render({"customer": "Acme"}) == printed


@pytest.mark.parametrize(
    "text",
    [
        "Dear {customer.name}",
        "{c.__init__}",
        "{c.__init__.__globals__[SECRET]}",
        "{customer.__class__}",
        "{customer[0]}",
        "{0}",
        "{}",
        "{ }",
        "{ customer }",
        "{Customer}",
        "{customer!r}",
        "{customer:>99999999}",
        "{total_open:{width}}",
        "{{customer}",
        "{customer}}",
        "{",
        "}",
        "{customer",
        "customer}",
        "{customer\u200b}",
        "{cust\u03bfmer}",
        "{custom\ufb01}",
        "{customer|upper|upper}",
        "{customer|}",
        "{customer|upper()}",
        "{%if customer%}{%endif%}",
        "{customer\n}",
        "{#customer}x{/customer}",
        "{#invoices}",
        "{#invoices|upper}x{/invoices}",
        "{#invoices}x{/invoices|upper}",
        "{/invoices}",
        "{#invoices}{#invoices}x{/invoices}{/invoices}",
        "{#invoices}}{/invoices}",
        "{invoice_count, plural}",
        "{invoice_count, plural, }",
        "{invoice_count, plural, one {x}}",
        "{invoice_count, plural, other {x}",
        "{invoice_count, plural, other {x",
        "{invoice_count, plural, other {x} other {y}}",
        "{invoice_count, plural, =1 {x} other {y}}",
        "{invoice_count, select, a {x} other {y}}",
        "{invoice_count, plural, other {{x}} }",
        "{invoice_count, plural, other {a {{b} }}",
        "{invoice_count, plural, other {{#invoices}x}{/invoices}}",
        "{customer, plural, other {x}}",
        "{invoices}",
        "{number}",
        "a\x00b",
        "\ud800",
    ],
)
def test_outside_the_grammar(text: str) -> None:
    message = refusal(text)
    assert len(message) <= 300
    assert message.isascii()


@pytest.mark.parametrize("text", [b"{customer}", None, 5, ["{customer}"]])
def test_only_text_is_a_template(text: object) -> None:
    assert "a template must be text" in refusal(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Dear {custmer}",
            "line 1, column 6: there is no variable `custmer` (did you mean {customer}?)",
        ),
        (
            "Dear\n\n  {customer.name}",
            "line 3, column 3: `{customer.name}` is not in the template grammar "
            "(did you mean {customer}?)",
        ),
        ("ab{", "line 1, column 3: a `{` without its `}` (write {{ for a brace)"),
        ("ab}", "line 1, column 3: a `}` without its `{` (write }} for a brace)"),
        (
            "{number}",
            "line 1, column 1: there is no variable `number` "
            "(`number` belongs inside {#invoices}...{/invoices})",
        ),
        (
            "{invoices}",
            "line 1, column 1: there is no variable `invoices` (write {#invoices}...{/invoices})",
        ),
        (
            "{#invoices}{numbr}{/invoices}",
            "line 1, column 12: there is no variable `numbr` (did you mean {number}?)",
        ),
        (
            "{customer|lower}",
            "line 1, column 1: there is no filter `lower` "
            "(the filters are date, money, number, upper)",
        ),
        ("{customer|money}", "line 1, column 1: `money` takes money; `customer` is text"),
        ("{pay_by|number}", "line 1, column 1: `number` takes count; `pay_by` is date"),
        ("{total_open|upper}", "line 1, column 1: `upper` takes text; `total_open` is money"),
        ("a {#invoices} b", "line 1, column 3: this block is never closed"),
        ("{/invoices}", "line 1, column 1: `{/invoices}` closes nothing"),
        (
            "{#invoice}x{/invoice}",
            "line 1, column 1: there is no block `invoice` (the block is {#invoices})",
        ),
        ("{invoice_count, plural, one {x}}", "line 1, column 1: the plural has no branch `other`"),
        (
            "{invoice_count, plural, other {x} other {y}}",
            "line 1, column 35: the branch `other` appears twice",
        ),
        (
            "{invoice_count, plural, other {a {{b}}",
            "line 1, column 34: a literal brace cannot stand inside a plural",
        ),
        (
            "{customer, plural, other {x}}",
            "line 1, column 1: a plural takes a count; `customer` is text",
        ),
        (
            "{invoice_count, plural, few {x} other {y}}",
            "line 1, column 25: `few` is not used in en (its categories are one, other)",
        ),
        (
            "{invoice_count, plural, ones {x} other {y}}",
            "line 1, column 25: `ones` is no plural category of en (its categories are one, other)",
        ),
    ],
)
def test_a_refusal_says_where_and_what_to_do(text: str, message: str) -> None:
    assert refusal(text) == message


def test_escapes_end_with_the_plural() -> None:
    text = "{{{invoice_count, plural, other {x}}}} {{y}}"
    assert Template.parse(text).render({"invoice_count": 1}) == "{x} {y}"


def test_a_str_subclass_is_copied() -> None:
    class Changing(str):
        __slots__ = ()

    assert type(Template.parse(Changing("x")).text) is str


def test_categories_follow_the_locale() -> None:
    text = "{invoice_count, plural, one {a} few {b} many {c} other {d}}"
    assert Template.parse(text, locale="pl").locale == "pl"
    assert "`many` is not used in ro" in refusal(text, "ro")


@pytest.mark.parametrize("locale", ["", "xx", "root", "C", "en_US.UTF-8", "../../etc", "EN", "e"])
def test_unknown_locales(locale: str) -> None:
    assert "locale" in refusal("x", locale)


def test_a_locale_must_be_text() -> None:
    with pytest.raises(TemplateError, match="locale must be text, not NoneType"):
        Template.parse("x", locale=None)  # type: ignore[arg-type]


def test_size_is_capped() -> None:
    Template.parse("x" * 20_000)
    assert refusal("x" * 20_001) == "the template has 20001 characters, more than 20000"


def test_nesting_is_capped() -> None:
    def nested(depth: int) -> str:
        text = "{customer}"
        for _ in range(depth):
            text = "{invoice_count, plural, other {" + text + "}}"
        return text

    assert Template.parse(nested(5)).render({"customer": "A", "invoice_count": 1}) == "A"
    assert "nested more than 5 deep" in refusal(nested(6))
    assert "nested more than 5 deep" in refusal(nested(600))


@pytest.mark.parametrize(
    "piece",
    [
        "{", "}", "{{", "{{}", "{a", "{#invoices}", "{invoice_count, plural, other {",
        "{invoice_count" + " " * 70, "{|", "{invoice_count,plural," + " " * 79, "\n{{",
        "{customer}", "{" + "a" * 62,
    ],
)  # fmt: skip
def test_hostile_text_costs_linear_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]

    def attempt() -> None:
        with suppress(TemplateError):
            Template.parse(text)

    # A quadratic reader needs minutes for some of these; a linear one a few milliseconds.
    assert timeit(attempt, number=3) < 3


def test_variables_are_those_used() -> None:
    template = Template.parse(
        "{customer} {days_past_due, plural, one {{today}} other {{#invoices}{open}{creditor}"
        "{days_past_due, plural, other {x}}{/invoices}}}"
    )
    assert template.variables == {"customer", "creditor", "days_past_due", "today", "invoices"}
    assert template.invoice_variables == {"open", "days_past_due"}
    assert Template.parse("x").variables == frozenset()


def test_a_template_is_a_value() -> None:
    one, same = Template.parse("a {customer}"), Template("a {customer}")
    assert one == same
    assert hash(one) == hash(same)
    assert one != Template.parse("a {customer}", locale="en_GB")
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert again.render({"customer": "A"}) == "a A"
    with pytest.raises(AttributeError):
        one.text = "b"  # type: ignore[misc]


def test_the_sets_are_closed() -> None:
    assert set(INVOICE_VARIABLES) == {
        "number", "issued_on", "due_on", "amount", "open", "days_past_due"
    }  # fmt: skip
    assert {
        "customer", "creditor", "signature", "payment_details", "today", "step",
        "invoice_count", "total_open", "total_overdue", "currency", "oldest_due_on",
        "days_past_due", "late_charges", "pay_by", "discount_payable", "discount_until",
    } <= set(VARIABLES)  # fmt: skip
    with pytest.raises(TypeError):
        VARIABLES["secret"] = "text"  # type: ignore[index]
    for name in INVOICE_VARIABLES.keys() & VARIABLES.keys():
        assert INVOICE_VARIABLES[name] == VARIABLES[name]
