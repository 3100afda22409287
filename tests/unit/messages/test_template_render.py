"""Rendering: values are checked, cleaned for the output, printed once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from collectkit.errors import TemplateError
from collectkit.messages import Template
from collectkit.messages.render import OUTPUTS, Output, paragraphs
from collectkit.money import Money, Percent

RLO, LRM, PDI = "\u202e", "\u200e", "\u2069"


def render(text: str, context: Mapping[str, object], locale: str | None = None) -> str:
    return Template.parse(text).render(context, locale=locale)


def fault(text: str, context: object) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        Template.parse(text).render(context)  # type: ignore[arg-type]
    return caught.value


def rows(count: int, **fields: object) -> list[dict[str, object]]:
    return [{"number": f"INV-{i}", **fields} for i in range(count)]


# -- formatting -----------------------------------------------------------------------------
def test_every_kind_has_its_way_of_printing() -> None:
    context = {
        "customer": "Acme",
        "invoice_count": 12345,
        "total_open": Money("1190.00", "EUR"),
        "pay_by": date(2026, 3, 2),
        "discount_percent": Percent("2.5"),
    }
    plain = "{customer}; {invoice_count}; {total_open}; {pay_by}; {discount_percent}"
    filtered = (
        "{customer|upper}; {invoice_count|number}; {total_open|money}; {pay_by|date}; "
        "{discount_percent}"
    )
    assert render(plain, context) == "Acme; 12,345; €1,190.00; Mar 2, 2026; 2.5%"
    assert render(filtered, context) == "ACME; 12,345; €1,190.00; Mar 2, 2026; 2.5%"
    assert render(plain, context, "en_GB") == "Acme; 12,345; €1,190.00; 2 Mar 2026; 2.5%"


def test_rows_come_before_the_message_and_do_not_leak() -> None:
    text = "{#invoices}{number} {days_past_due} {creditor}\n{/invoices}{days_past_due}"
    context = {
        "creditor": "Us",
        "days_past_due": 30,
        "invoices": ({"number": "A", "days_past_due": 3}, {"number": "B", "days_past_due": 2}),
    }
    assert render(text, context) == "A 3 Us\nB 2 Us\n30"
    assert render("[{#invoices}x{/invoices}]", {"invoices": ()}) == "[]"


def test_every_list_has_its_own_block() -> None:
    text = (
        "{#aging}{label}: {amount}\n{/aging}{#installments}{installment_number}. {amount} by "
        "{installment_due_on}\n{/installments}{#invoices}{number}: {amount}\n{/invoices}"
        "{#discounts}{percent} until {until}\n{/discounts}{#movements}{what} {balance}{/movements}"
    )
    one, two = Money("1.00", "EUR"), Money("2.00", "EUR")
    context = {
        "aging": [{"label": "1-30", "amount": one}],
        "installments": [
            {"installment_number": 1, "amount": one, "installment_due_on": date(2026, 3, 2)},
            {"installment_number": 2, "amount": two, "installment_due_on": date(2026, 4, 2)},
        ],
        "invoices": [{"number": "INV-7", "amount": two}],
        "discounts": [{"percent": Percent("2"), "until": date(2026, 3, 12)}],
        "movements": [{"what": "Payment", "balance": one}],
    }
    assert render(text, context) == (
        "1-30: €1.00\n1. €1.00 by Mar 2, 2026\n2. €2.00 by Apr 2, 2026\nINV-7: €2.00\n"
        "2% until Mar 12, 2026\nPayment €1.00"
    )
    assert render("{#aging}x{/aging}|{#invoices}y{/invoices}", {"aging": (), "invoices": ()}) == "|"


@pytest.mark.parametrize(
    ("name", "nothing", "something"),
    [
        ("customer", "", "C-1"),
        ("customer", " ", "."),
        ("customer", "\u202e\u2066\n\x01", "x"),
        ("customer", None, "0"),
        ("days_past_due", 0, 1),
        ("days_past_due", None, -1),
        ("late_charges", Money.zero("EUR"), Money("0.01", "EUR")),
        ("late_charges", Money("0.01", "EUR").times(Decimal("0.4")), Money("-0.01", "EUR")),
        ("late_charges", None, Money("0.01", "EUR").times(Decimal("0.5"))),
        ("discount_percent", Percent("0.00"), Percent("0.01")),
        ("pay_by", None, date.min),
    ],
)
def test_a_block_of_a_variable_is_printed_where_it_has_a_value(
    name: str, nothing: object, something: object
) -> None:
    text = f"a{{#{name}}}b{{/{name}}}c"
    assert render(text, {}) == "ac"
    assert render(text, {name: nothing}) == "ac"
    assert render(text, {name: something}) == "abc"


def test_a_block_of_a_variable_inside_rows_and_plurals() -> None:
    text = (
        "{#agency}{invoice_count, plural, one {one{#role}, {role}{/role}} other {{#invoices}"
        "{number}{#days_past_due} ({days_past_due, plural, one {a day} other "
        "{{days_past_due} days}}){/days_past_due};{/invoices}}}{/agency}."
    )
    listed = [{"number": "A"}, {"number": "B", "days_past_due": 0}, {"number": "C"} | DAY]
    both = {"agency": "X", "invoice_count": 3, "invoices": listed, "days_past_due": 9}
    assert render(text, both) == "A;B;C (a day);."
    assert (
        render(text, both | {"invoices": [{"number": "D", "days_past_due": 2}]}) == "D (2 days);."
    )
    assert render(text, {"agency": "X", "invoice_count": 1, "role": "Y"}) == "one, Y."
    assert render(text, {"agency": "X", "invoice_count": 1}) == "one."
    assert render(text, {}) == "."


DAY: dict[str, object] = {"days_past_due": 1}


def test_what_a_block_asks_for_is_checked() -> None:
    error = fault("{#customer}x{/customer}", {"customer": 5})
    assert str(error) == "`customer` must be str, not int"
    error = fault("{#invoices}{#open}x{/open}{/invoices}", {"invoices": [{}, {"open": 0}]})
    assert (str(error), error.row) == ("row 1: `open` must be Money, not int", 1)
    assert str(fault("{#agency}{customer}{/agency}", {"agency": "X"})) == "`customer` has no value"


def test_plurals_may_hold_blocks_and_blocks_plurals() -> None:
    text = (
        "{invoice_count, plural,\n  one {one invoice}\n  other {{invoice_count} invoices:"
        "{#invoices} {days_past_due, plural, one {a day} other {{days_past_due} days}}{/invoices}}"
        "\n}."
    )
    both = [{"days_past_due": 1}, {"days_past_due": 40}]
    assert render(text, {"invoice_count": 2, "invoices": both}) == "2 invoices: a day 40 days."
    assert render(text, {"invoice_count": 1}) == "one invoice."


POLISH = "{invoice_count, plural, one {faktura} few {faktury} many {faktur} other {faktury+}}"
ARABIC = (
    "{invoice_count, plural, zero {zero} one {one} two {two} few {few} many {many} other {other}}"
)


@pytest.mark.parametrize(
    ("locale", "text", "printed"),
    [
        ("pl", POLISH, {0: "faktur", 1: "faktura", 2: "faktury", 5: "faktur", 12: "faktur",
                        21: "faktur", 22: "faktury", 101: "faktur"}),
        ("ar", ARABIC, {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many",
                        99: "many", 100: "other", 103: "few"}),
        ("fr", "{invoice_count, plural, one {a} other {b}}", {0: "a", 1: "a", 2: "b",
                                                              1_000_000: "b"}),
        ("ja", "{invoice_count, plural, other {x}}", {0: "x", 1: "x"}),
        ("en", "{invoice_count, plural, one {a} other {b}}", {0: "b", 1: "a", 21: "b", -1: "a"}),
    ],
)  # fmt: skip
def test_plural_categories_of_the_language(locale: str, text: str, printed: dict[int, str]) -> None:
    template = Template.parse(text, locale=locale)
    assert {count: template.render({"invoice_count": count}) for count in printed} == printed


def test_plurals_follow_the_text_and_figures_the_reader() -> None:
    template = Template.parse("{invoice_count} " + POLISH + " {pay_by}", locale="pl")
    context = {"invoice_count": 1022, "pay_by": date(2026, 3, 2)}
    assert template.render(context, locale="en") == "1,022 faktury Mar 2, 2026"


# -- values are never template text -------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "{total_open}", "{customer}", "{{", "}}", "{", "}", "{0}", "%s", "${x}", "\\1", "\\g<0>",
        "{#invoices}", "{c.__init__.__globals__}", "{customer|upper}", "'",
        "\u05e9\u05dc\u05d5\u05dd Ltd",
        "\u0634\u0631\u0643\u0629", "\U0001f600", "a\tb\nc",
    ],
)  # fmt: skip
def test_values_are_printed_as_they_are(name: str) -> None:
    assert render("Hello {customer}", {"customer": name}) == f"Hello {name}"
    listed = {"invoices": [{"number": name}]}
    assert render("{#invoices}{number}{/invoices}", listed) == name


def test_html_escapes_values_and_keeps_the_markup() -> None:
    template = Template.parse('<p title="{customer}">{customer} {total_open}</p>')
    context = {"customer": "<b onclick=\"x('y')\">&", "total_open": Money("1.00", "EUR")}
    escaped = "&lt;b onclick=&quot;x(&#x27;y&#x27;)&quot;&gt;&amp;"
    assert template.render(context, output="html") == f'<p title="{escaped}">{escaped} €1.00</p>'
    assert "&lt;" not in template.render(context)


def test_a_subject_is_one_line() -> None:
    template = Template.parse("Invoice for\r\n{customer}:  {total_open} ")
    context = {
        "customer": "Acme\r\nBcc: all@example.com\x0b\x85\u2028X\x1b",
        "total_open": Money("10.00", "CHF"),
    }
    subject = template.render(context, output="subject")
    assert subject == "Invoice for Acme Bcc: all@example.com X : CHF 10.00"


def test_a_text_message_has_plain_spaces() -> None:
    template = Template.parse("{total_open}\u202fnow")
    context = {"total_open": Money("10.00", "CHF")}
    assert template.render(context) == "CHF\xa010.00\u202fnow"
    assert template.render(context, output="sms") == "CHF 10.00 now"


@pytest.mark.parametrize("output", OUTPUTS)
def test_bidi_controls_leave_values(output: Output) -> None:
    template = Template.parse("a {customer} b")
    evil = f"{RLO}\u2066x{LRM}\u200f\u061c{PDI}\u202a"
    assert template.render({"customer": evil}, output=output) == "a x b"


def test_control_characters_become_spaces() -> None:
    assert render("{customer}", {"customer": "a\x1b[31m\x07b\x7fc"}) == "a [31m b c"
    assert render("{customer}", {"customer": "a\r\nb\rc"}) == "a\nb\nc"


# -- what is refused -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({}, "`customer` has no value"),
        ({"customer": None}, "`customer` has no value"),
        ({"customer": 5}, "`customer` must be str, not int"),
        ({"customer": b"x"}, "`customer` must be str, not bytes"),
        ({"customer": "a\x00"}, "`customer` holds a NUL or a lone surrogate"),
        ({"customer": "\udc80"}, "`customer` holds a NUL or a lone surrogate"),
        ({"customer": "x" * 10_001}, "`customer` has more than 10000 characters"),
        (None, "context must be a mapping of names to values, not NoneType"),
        ([("customer", "x")], "context must be a mapping of names to values, not list"),
    ],
)
def test_text_values(context: object, message: str) -> None:
    error = fault("{customer}", context)
    assert str(error) == message
    assert error.code == "messages.template"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("total_open", Decimal("NaN"), "`total_open` must be Money, not Decimal"),
        ("total_open", Decimal("1.00"), "`total_open` must be Money, not Decimal"),
        ("total_open", 1.5, "`total_open` must be Money, not float"),
        ("total_open", "1.00", "`total_open` must be Money, not str"),
        ("pay_by", datetime(2026, 3, 2, tzinfo=UTC), "`pay_by` must be date, not datetime"),
        ("pay_by", "2026-03-02", "`pay_by` must be date, not str"),
        ("invoice_count", True, "`invoice_count` must be int, not bool"),
        ("invoice_count", 2.0, "`invoice_count` must be int, not float"),
        ("invoice_count", 10**15, "`invoice_count` is out of range"),
        ("discount_percent", 2, "`discount_percent` must be Percent, not int"),
    ],
)
def test_other_values(name: str, value: object, message: str) -> None:
    error = fault(f"{{{name}}}", {name: value})
    assert str(error) == message
    assert error.field == name


def test_a_huge_count_is_refused_before_it_is_printed() -> None:
    assert sys.get_int_max_str_digits() > 0
    huge = {"invoice_count": 10**6_000}
    assert str(fault("{invoice_count}", huge)) == "`invoice_count` is out of range"
    text = "{invoice_count, plural, other {x}}"
    assert str(fault(text, huge)) == "`invoice_count` is out of range"


def test_a_row_is_named() -> None:
    text = "{#invoices}{number} {open}{/invoices}"
    good = {"number": "A", "open": Money("1.00", "EUR")}
    error = fault(text, {"invoices": [good, {"number": "B"}]})
    assert (str(error), error.row, error.field) == ("row 1: `open` has no value", 1, "open")
    error = fault(text, {"open": Money("1.00", "EUR"), "invoices": [{"number": "B"}]})
    assert error.field == "open", "a row never borrows from the message"
    error = fault(text, {"invoices": [good, 7]})
    assert str(error) == "row 1: a row of invoices must be a mapping of names to values, not int"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "`invoices` has no value"),
        ("abc", "`invoices` must be a sequence of rows, not str"),
        (5, "`invoices` must be a sequence of rows, not int"),
        ({"number": "A"}, "`invoices` must be a sequence of rows, not dict"),
        (
            [{}] * 1_001,
            "`invoices` has 1001 rows, more than 1000 "
            "(list the oldest and attach a statement of account)",
        ),
    ],
)
def test_invoices_are_a_sequence_of_rows(value: object, message: str) -> None:
    assert str(fault("{#invoices}x{/invoices}", {"invoices": value})) == message


def test_a_thousand_rows_are_listed() -> None:
    printed = render("{#invoices}{number}\n{/invoices}", {"invoices": rows(1_000)})
    assert printed.count("\n") == 1_000


def test_output_is_capped() -> None:
    text = "{#invoices}{number}{/invoices}" * 200
    error = fault(text, {"invoices": [{"number": "x" * 10_000}] * 1_000})
    assert str(error) == "the message is longer than 1000000 characters"


@pytest.mark.parametrize(
    "body",
    ["", "{invoice_count, plural, other {}}", "{days_past_due}", "{#step}{/step}"],
)
def test_work_is_capped(body: str) -> None:
    text = "{#invoices}" + body + "{/invoices}"
    text *= 20_000 // len(text)
    long_row = "{#invoices}" + "{days_past_due}" * 900 + "{/invoices}"
    context = {"invoices": [{"days_past_due": 1}] * 1_000, "invoice_count": 1}
    for hostile in (text, long_row):
        error = fault(hostile, context)
        assert str(error) == "the message takes more than 100000 steps to print"


def test_unknown_outputs_and_locales() -> None:
    template = Template.parse("x")
    with pytest.raises(TemplateError, match="output must be one of text, html, subject, sms"):
        template.render({}, output="latex")  # type: ignore[arg-type]
    with pytest.raises(TemplateError, match="there is no locale `xx`"):
        template.render({}, locale="xx")


def test_a_str_subclass_is_copied_before_it_is_used() -> None:
    class Evil(str):
        __slots__ = ()

        def replace(self, *_: object) -> str:
            return "{total_open}"

        def translate(self, _: object) -> str:
            return "<script>"

    class Name(StrEnum):
        ACME = "Acme"

    assert render("{customer}", {"customer": Evil("ok")}) == "ok"
    assert render("{customer}", {"customer": Name.ACME}) == "Acme"


def test_what_a_subclass_changed_is_not_asked() -> None:
    class Count(int):
        def __lt__(self, other: object) -> bool:
            raise AssertionError

        __gt__ = __bool__ = __index__ = __format__ = __lt__  # type: ignore[assignment]

        def __str__(self) -> str:
            return "{customer}"

    class Day(date):
        @property
        def year(self) -> int:
            raise AssertionError

        __str__ = strftime = isoformat = toordinal = __format__ = None  # type: ignore[assignment]

    text = "{invoice_count, plural, one {a} other {b}} {invoice_count} {#today}{today}{/today}"
    context = {"invoice_count": Count(2), "today": Day(2026, 3, 2)}
    assert render(text, context) == "b 2 Mar 2, 2026"


def test_what_an_object_says_of_its_class_counts_for_nothing() -> None:
    class Pretending:
        def __init__(self, kind: type) -> None:
            self.kind = kind

        def __getattribute__(self, name: str) -> object:
            found = object.__getattribute__(self, "kind")
            return found if name == "__class__" else getattr(found, name)

    for name, kind in (("customer", str), ("today", date), ("step", str), ("plan_count", int)):
        error = fault(f"{{{name}}}", {name: Pretending(kind)})
        assert str(error) == f"`{name}` must be {kind.__name__}, not Pretending"
    rows = fault("{#invoices}x{/invoices}", {"invoices": Pretending(list)})
    assert str(rows) == "`invoices` must be a sequence of rows, not Pretending"
    row = fault("{#invoices}x{/invoices}", {"invoices": [Pretending(dict)]})
    assert "a row of invoices must be a mapping" in str(row)
    assert "context must be a mapping" in str(fault("x", Pretending(dict)))


def test_only_money_itself_is_money() -> None:
    class Cheap(Money):
        __slots__ = ()

    class Low(Percent):
        __slots__ = ()

    error = fault("{total_open}", {"total_open": Cheap("1.00", "EUR")})
    assert (str(error), error.field) == ("`total_open` must be Money, not Cheap", "total_open")
    error = fault("{discount_percent}", {"discount_percent": Low("1")})
    assert str(error) == "`discount_percent` must be Percent, not Low"


def test_a_value_of_controls_alone_is_work_too() -> None:
    text = "{#invoices}" + "{customer}" * 90 + "{/invoices}"
    error = fault(text, {"customer": RLO * 10_000, "invoices": [{}] * 1_000})
    assert str(error) == "the message is longer than 1000000 characters"


def test_paragraphs() -> None:
    assert paragraphs("") == paragraphs(" \n\t\n") == ""
    assert paragraphs("\n\na\r\nb <\n \n\n c&'\"\n") == (
        "<p>a<br>\nb &lt;</p>\n<p> c&amp;&#x27;&quot;</p>"
    )
    with pytest.raises(TemplateError, match="longer than 1000000 characters"):
        paragraphs("'" * 200_000)


def test_extra_names_are_ignored() -> None:
    assert render("{customer}", {"customer": "A", "secret": object()}) == "A"
