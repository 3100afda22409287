"""Template: a message text in the closed grammar, checked when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from collectkit.errors import TemplateError
from collectkit.messages import render as _render
from collectkit.messages.format import babel_locale
from collectkit.messages.grammar import Given, Node, Plural, Rows, Value, Words, parse
from collectkit.messages.render import Output

__all__ = ["Template", "plurals"]


@dataclass(frozen=True, slots=True)
class Template:
    """A message text and the locale it is written in.

    `{name}` prints a variable of `VARIABLES`, `{name|filter}` says what it must be (`money`,
    `date`, `number`) or prints it in capitals (`upper`). `{#invoices}...{/invoices}` repeats for
    each row of a list of `ROW_VARIABLES`, where the names of a row come first; lists do not nest.
    `{#payment_link}...{/payment_link}` is printed once if the variable has a value (not None, not
    "", not zero) and left out otherwise. `{invoice_count, plural, one {...} other {...}}` chooses
    by the CLDR plural categories of the locale; a category without a branch takes `other`. `{{` and
    `}}` are braces. Anything else in braces is refused. There is no attribute, index, width or
    expression.

    At most 20,000 characters, nested at most 5 deep.

    Raises:
        TemplateError: `messages.template`, naming the line and column.

    >>> text = "{invoice_count, plural, one {One invoice} other {{invoice_count} invoices}}"
    >>> template = Template.parse(text + ", {total_open} open.")
    >>> sorted(template.variables)
    ['invoice_count', 'total_open']
    >>> from collectkit.money import Money
    >>> template.render({"invoice_count": 2, "total_open": Money("1190.00", "EUR")})
    '2 invoices, €1,190.00 open.'
    >>> template = Template.parse("Thank you.{#payment_link} Pay at {payment_link}.{/payment_link}")
    >>> template.render({}), sorted(template.variables), sorted(template.optional_variables)
    ('Thank you.', [], ['payment_link'])
    >>> Template.parse("Dear {custmer}")
    Traceback (most recent call last):
    ...
    collectkit.errors.TemplateError: line 1, column 6: there is no variable `custmer`
    (did you mean {customer}?)
    """

    text: str
    locale: str = "en"
    _nodes: tuple[Node, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TemplateError(
                f"a template must be text, not {type(self.text).__name__}", field="text"
            )
        babel_locale(self.locale)
        object.__setattr__(self, "text", str.__str__(self.text))
        object.__setattr__(self, "_nodes", parse(self.text, self.locale))

    @classmethod
    def parse(cls, text: str, *, locale: str = "en") -> Template:
        """The template written as `text` in the language of `locale`."""
        return cls(text, locale)

    @property
    def variables(self) -> frozenset[str]:
        """The names the message must supply: variables, and the lists it prints rows of."""
        used = {use.name for use in _uses(self._nodes) if use.rows is None and not use.guarded}
        return frozenset(used | set(self.row_variables))

    @property
    def optional_variables(self) -> frozenset[str]:
        """The names the message may leave out: used nowhere but in their own `{#name}` block."""
        used = {use.name for use in _uses(self._nodes) if use.rows is None}
        return frozenset(used - self.variables)

    @property
    def row_variables(self) -> Mapping[str, frozenset[str]]:
        """For each list the message prints rows of, the names of a row that it uses.

        >>> rows = Template.parse("{#invoices}{number} {open} {customer}{/invoices}").row_variables
        >>> {name: sorted(of_row) for name, of_row in rows.items()}
        {'invoices': ['number', 'open']}
        """
        lists = {node.name for node in _walk(self._nodes) if isinstance(node, Rows)}
        rows: dict[str, set[str]] = {name: set() for name in sorted(lists)}
        for use in _uses(self._nodes):
            if use.rows is not None:
                rows[use.rows].add(use.name)
        return MappingProxyType({name: frozenset(used) for name, used in rows.items()})

    def render(
        self,
        context: Mapping[str, object],
        *,
        locale: str | None = None,
        output: Output = "text",
    ) -> str:
        """The message.

        `context` maps names to str, int, date, `Money` and `Percent`, and the names of lists to
        sequences of such mappings. Names the template does not use are ignored. Money, dates and
        numbers are written as in `locale` (the template's own when not given); plurals always
        follow the template's language. Values are printed once and never read as template text.

        Text values lose their bidirectional controls, and control characters other than line
        feed and tab become spaces. `html` escapes values (the template's own text is markup and
        stays); `subject` is one line, white space folded; `sms` has plain spaces only.

        Raises:
            TemplateError: a value is missing or of the wrong type (`field`, `row`), more than
                1,000 rows, 1,000,000 characters or 100,000 steps, an unknown locale.
        """
        return _render.render(
            self._nodes,
            context,
            language=self.locale,
            locale=self.locale if locale is None else locale,
            output=output,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.locale)


def plurals(template: Template) -> Iterator[Plural]:
    """Every plural of a template."""
    return (node for node in _walk(template._nodes) if isinstance(node, Plural))


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        match node:
            case Rows() | Given():
                yield from _walk(node.nodes)
            case Plural():
                for _, branch in node.branches:
                    yield from _walk(branch)
            case Value() | Words():
                pass


class _Use(NamedTuple):
    """A variable that a text uses; `guarded` where its own block leaves it out."""

    name: str
    rows: str | None
    guarded: bool


def _uses(nodes: tuple[Node, ...], given: frozenset[str] = frozenset()) -> Iterator[_Use]:
    """Every use of a variable, `given` being those whose blocks stand around."""
    for node in nodes:
        match node:
            case Value():
                yield _Use(node.name, node.rows, node.name in given)
            case Rows():
                yield from _uses(node.nodes, given)
            case Given():
                yield from _uses((node.value, *node.nodes), given | {node.value.name})
            case Plural():
                yield from _uses((node.value,), given)
                for _, branch in node.branches:
                    yield from _uses(branch, given)
            case Words():
                pass
