"""The grammar: what is read, what is refused, and where the fault is said to be."""

from __future__ import annotations

import pickle
from contextlib import suppress
from timeit import timeit

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import ROW_VARIABLES, VARIABLES, Template


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
        "{#customer}x",
        "{#customer}x{/creditor}",
        "{#customer|upper}x{/customer}",
        "{#customer}x{/customer|upper}",
        "{#customer}{#invoices}x{/customer}{/invoices}",
        "{/customer}",
        "{# customer}x{/customer}",
        "{#Customer}x{/Customer}",
        "{#number}x{/number}",
        "{#amount}x{/amount}",
        "{#custmer}x{/custmer}",
        "{^customer}x{/customer}",
        "{#invoices}",
        "{#invoices|upper}x{/invoices}",
        "{#invoices}x{/invoices|upper}",
        "{/invoices}",
        "{#invoices}{#invoices}x{/invoices}{/invoices}",
        "{#invoices}{#aging}x{/aging}{/invoices}",
        "{#invoices}{#customer}{#aging}x{/aging}{/customer}{/invoices}",
        "{#aging}{number}{/aging}",
        "{#aging}{#number}x{/number}{/aging}",
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
            "(`number` belongs inside {#invoices} or {#movements} or {#riders})",
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
            "line 1, column 1: there is no variable `invoice` (did you mean {#invoices}?)",
        ),
        (
            "{#aging}{number}{/aging}",
            "line 1, column 9: there is no variable `number` "
            "(`number` belongs inside {#invoices} or {#movements} or {#riders})",
        ),
        ("{#aging}{#aging}x", "line 1, column 9: {#aging} stands inside itself"),
        (
            "{#invoices}\n{#customer}{#aging}x",
            "line 2, column 12: {#aging} stands inside {#invoices}",
        ),
        ("a {#customer} b", "line 1, column 3: this block is never closed"),
        ("{#customer}x{/creditor}", "line 1, column 13: `{/creditor}` closes nothing"),
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


@pytest.mark.parametrize(
    ("opens", "closes"), [("{invoice_count, plural, other {", "}}"), ("{#agency}", "{/agency}")]
)
def test_nesting_is_capped(opens: str, closes: str) -> None:
    def nested(depth: int) -> str:
        return opens * depth + "{customer}" + closes * depth

    context = {"customer": "A", "invoice_count": 1, "agency": "B"}
    assert Template.parse(nested(5)).render(context) == "A"
    assert "nested more than 5 deep" in refusal(nested(6))
    assert "nested more than 5 deep" in refusal(nested(600))
    mixed = "{#agency}" + nested(4) + "{/agency}"
    assert Template.parse(mixed).render(context) == "A"
    assert "nested more than 5 deep" in refusal("{#agency}" + mixed + "{/agency}")


@pytest.mark.parametrize(
    "piece",
    [
        "{", "}", "{{", "{{}", "{a", "{#invoices}", "{invoice_count, plural, other {",
        "{invoice_count" + " " * 70, "{|", "{invoice_count,plural," + " " * 79, "\n{{",
        "{customer}", "{" + "a" * 62, "{#agency}", "{#agency}{/agency}", "{/agency}",
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
        "{days_past_due, plural, other {x}}{/invoices}}}{#aging}x{/aging}"
    )
    assert template.variables == {
        "customer", "creditor", "days_past_due", "today", "invoices", "aging"
    }  # fmt: skip
    assert template.row_variables == {"aging": set(), "invoices": {"open", "days_past_due"}}
    assert template.optional_variables == set()
    assert Template.parse("x").variables == frozenset()
    assert Template.parse("x").row_variables == {}


@pytest.mark.parametrize(
    ("text", "required", "optional"),
    [
        ("{#payment_link}{payment_link}{/payment_link}", set(), {"payment_link"}),
        ("{#payment_link}now{/payment_link}", set(), {"payment_link"}),
        ("{#payment_link}{pay_by}{/payment_link}", {"pay_by"}, {"payment_link"}),
        ("{#agency}{agency}{/agency}{agency}", {"agency"}, set()),
        ("{agency}{#agency}{agency}{/agency}", {"agency"}, set()),
        ("{#role}{#agency}{role}{agency}{/agency}{/role}", set(), {"agency", "role"}),
        ("{#role}{agency}{/role}{#agency}{role}{/agency}", {"agency", "role"}, set()),
        ("{#plan_count}{plan_count, plural, one {a} other {{role}}}{/plan_count}", {"role"},
         {"plan_count"}),
        ("{#role}{#invoices}{number}{role}{/invoices}{/role}", {"invoices"}, {"role"}),
        # Inside rows the row's own variable is meant, and a row is no message.
        ("{#invoices}{#days_past_due}{number}{/days_past_due}{/invoices}", {"invoices"}, set()),
        ("{#days_past_due}{#invoices}{days_past_due}{/invoices}{/days_past_due}", {"invoices"},
         {"days_past_due"}),
        ("{#invoices}{#role}{role}{/role}{/invoices}", {"invoices"}, {"role"}),
        ("{#aging}{#due_on}{due_on}{/due_on}{/aging}{#invoices}{due_on}{/invoices}",
         {"aging", "invoices"}, {"due_on"}),
    ],
)  # fmt: skip
def test_what_may_be_left_out(text: str, required: set[str], optional: set[str]) -> None:
    template = Template.parse(text)
    assert template.variables == required
    assert template.optional_variables == optional


def test_every_list_has_its_rows() -> None:
    for name, kinds in ROW_VARIABLES.items():
        used = "".join(f"{{{of}}}" for of in kinds)
        template = Template.parse(f"{{#{name}}}{used}{{/{name}}}")
        assert template.row_variables == {name: set(kinds)}
        assert template.variables == {name}


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
    with pytest.raises(TypeError):
        VARIABLES["secret"] = "text"  # type: ignore[index]
    with pytest.raises(TypeError):
        ROW_VARIABLES["invoices"]["secret"] = "text"  # type: ignore[index]
    assert not VARIABLES.keys() & ROW_VARIABLES.keys(), "a block would have two meanings"
    for names in ROW_VARIABLES.values():
        for name in names.keys() & VARIABLES.keys():
            assert names[name] == VARIABLES[name]
