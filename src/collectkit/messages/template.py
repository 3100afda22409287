"""Template: a message text in the closed grammar, checked when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from collectkit.errors import TemplateError
from collectkit.messages import render as _render
from collectkit.messages.format import babel_locale
from collectkit.messages.grammar import Block, Node, Plural, Value, Words, parse
from collectkit.messages.render import Output
from collectkit.messages.variables import BLOCK

__all__ = ["Template"]


@dataclass(frozen=True, slots=True)
class Template:
    """A message text and the locale it is written in.

    `{name}` prints a variable of `VARIABLES`, `{name|filter}` says what it must be (`money`,
    `date`, `number`) or prints it in capitals (`upper`). `{#invoices}...{/invoices}` repeats for
    each invoice, where the names of `INVOICE_VARIABLES` come first.
    `{invoice_count, plural, one {...} other {...}}` chooses by the CLDR plural categories of the
    locale; a category without a branch takes `other`. `{{` and `}}` are braces. Anything else in
    braces is refused. There is no attribute, index, width or expression.

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
        """The names the message must supply; `invoices` where rows are listed."""
        names = {value.name for value in _values(self._nodes) if not value.row}
        return frozenset(names | ({BLOCK} if _has_block(self._nodes) else set()))

    @property
    def invoice_variables(self) -> frozenset[str]:
        """The names each row of `invoices` must supply."""
        return frozenset(value.name for value in _values(self._nodes) if value.row)

    def render(
        self,
        context: Mapping[str, object],
        *,
        locale: str | None = None,
        output: Output = "text",
    ) -> str:
        """The message.

        `context` maps names to str, int, date, `Money` and `Percent`, and `invoices` to a
        sequence of such mappings. Names the template does not use are ignored. Money, dates and
        numbers are written as in `locale` (the template's own when not given); plurals always
        follow the template's language. Values are printed once and never read as template text.

        Text values lose their bidirectional controls, and control characters other than line
        feed and tab become spaces. `html` escapes values (the template's own text is markup and
        stays); `subject` is one line, white space folded; `sms` has plain spaces only.

        Raises:
            TemplateError: a value is missing or of the wrong type (`field`, `row`), more than
                1,000 invoices, 1,000,000 characters or 100,000 steps, an unknown locale.
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


def _values(nodes: tuple[Node, ...]) -> Iterator[Value]:
    for node in nodes:
        match node:
            case Value():
                yield node
            case Block():
                yield from _values(node.nodes)
            case Plural():
                yield node.value
                for _, branch in node.branches:
                    yield from _values(branch)
            case Words():
                pass


def _has_block(nodes: tuple[Node, ...]) -> bool:
    return any(
        isinstance(node, Block)
        or (isinstance(node, Plural) and any(_has_block(branch) for _, branch in node.branches))
        for node in nodes
    )
