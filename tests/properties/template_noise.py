"""Seeded random templates and hostile contexts, and objects that record what is done to them.

A template is written by the grammar, then mostly damaged; some are noise from the start. A context
mostly holds what the variables are to hold, and now and then anything else. `Touched` lists what
was asked of values that only look like text, numbers, days, rows or nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Any

from collectkit.messages import ROW_VARIABLES, VARIABLES
from collectkit.messages.variables import FILTERS, Kind
from collectkit.money import Money, Percent

__all__ = ["LOCALES", "Touched", "a_context", "a_heavy_case", "a_template"]

LOCALES = ("en", "en_GB", "de", "fr", "pl", "ar", "ja")
_PIECES = (
    "{", "}", "{{", "}}", "{#", "{/", "|", ", plural,", " one {", " other {", " few {", " {",
    "{customer.__class__}", "{customer!r}", "{customer:>99999999}", "{0}", "{}", "%(customer)s",
    "${customer}", "{% if %}", "{#invoices}", "{/invoices}", "{#agency}", "{/agency}", "\x00",
    "\ud800", "\u202e", "\u2028", "\u200b", "\r", "\n", "|upper", "|money", "=1 {", "<b>", "&",
)  # fmt: skip
_WORDS = ("", "a", "Dear ", ".\n", "\r\n", "<p>", "&amp;", "'", "é", "ж", "\U0001f600", "\xa0", "€")
_TEXTS = (
    "", " ", "Example Ltd", "{customer}", "{{", "}}", "{#invoices}{number}{/invoices}", "<b>&'\"",
    "%s", "\u202eevil\u202c", "\u2066\u2069\u200f", "a\r\nBcc: x", "\x1b[31m", "\x85\u2028",
    "\U0001f600", "ß" * 9, "x" * 10_000, "\u202e" * 10_000,
)  # fmt: skip
_STRANGE: tuple[object, ...] = (
    None, True, False, 1.5, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), b"x", (),
    Fraction(1, 3), 10**5_000, -(10**15), 1j, object(), object, print, "\x00", "\udc80", [[]], {},
    "x" * 10_001, datetime(2026, 3, 2, tzinfo=UTC), range(3), {"a"}, iter(()),
    NotImplemented, ..., memoryview(b"x"), "\ud83d",
)  # fmt: skip


# -- what records ---------------------------------------------------------------------------------
_SPECIAL = (
    "__getattribute__", "__getattr__", "__str__", "__repr__", "__format__", "__bytes__", "__hash__",
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__", "__len__", "__iter__",
    "__contains__", "__getitem__", "__call__", "__int__", "__index__", "__float__", "__add__",
    "__radd__", "__sub__", "__mul__", "__mod__", "__neg__", "__abs__", "__round__", "__fspath__",
    "__reduce_ex__", "__next__", "__length_hint__", "replace", "translate", "upper", "split",
    "toordinal", "strftime", "isoformat",
)  # fmt: skip


class Touched(list[str]):
    """What was asked of the objects that record, in order."""

    def recording(self, base: type, *args: object) -> Any:
        """A value of a subclass of `base`, every method of which is recorded and then fails."""

        def method(name: str) -> Callable[..., Any]:
            def fails(_: object, *__: object) -> Any:
                self.append(name)
                raise LookupError(name)

            return fails

        return type(f"Own{base.__name__}", (base,), {n: method(n) for n in _SPECIAL})(*args)

    def pretending(self, kind: type) -> Any:
        """An object that says it is a `kind`."""

        def says(_: object, name: str) -> Any:
            self.append(name)
            return kind if name == "__class__" else getattr(kind, name)

        return type("Pretending", (), {"__getattribute__": says})()


class Asked(Mapping[str, object]):
    """A mapping that records the names it is asked for, and allows nothing but `get`."""

    def __init__(self, fields: Mapping[str, object], names: set[str], touched: Touched) -> None:
        self.fields, self.names, self.touched = fields, names, touched

    def get(self, name: str, default: object = None) -> Any:
        self.names.add(name)
        return self.fields.get(name, default)

    def __getitem__(self, name: str) -> object:
        self.touched.append(f"[{name}]")
        return self.fields[name]

    def __iter__(self) -> Iterator[str]:
        self.touched.append("iter of a mapping")
        return iter(self.fields)

    def __len__(self) -> int:
        self.touched.append("len of a mapping")
        return len(self.fields)


class _Endless(Sequence[object]):
    """Rows that say they are none and never end."""

    def __init__(self, row: object) -> None:
        self.row = row

    def __len__(self) -> int:
        return 0

    def __getitem__(self, index: Any) -> Any:
        return self.row


# -- templates ------------------------------------------------------------------------------------
def a_template(random: Random) -> tuple[str, str]:
    """A text and the locale it is read in."""
    kind = random.random()
    if kind < 0.15:
        text = "".join(random.choices((*_PIECES, *_WORDS, *VARIABLES), k=random.randrange(30)))
    else:
        text = _text(random, None, random.randrange(4))
        for _ in range(0 if kind < 0.55 else random.randrange(1, 4)):
            text = _damaged(random, text)
    if random.random() < 0.002:
        text = random.choice((text, "{#agency}", "{{", "{invoice_count, plural, other {")) * 20_001
        text = text[: random.choice((19_999, 20_000, 20_001))]
    return text, random.choice(LOCALES)


def _text(random: Random, rows: str | None, depth: int, *, branch: bool = False) -> str:
    count = random.randrange(1, 5)
    return "".join(_node(random, rows, depth, branch=branch) for _ in range(count))


def _node(random: Random, rows: str | None, depth: int, *, branch: bool) -> str:
    """A part of a text of the grammar; a literal brace does not stand in a branch."""
    kinds: dict[str, Kind] = {**VARIABLES, **({} if rows is None else ROW_VARIABLES[rows])}
    name = random.choice([*kinds])
    form = random.choice(("words", "value", "value", "rows", "given", "plural", "brace"))
    if form == "words":
        return random.choice(_WORDS)
    if form == "brace" and not branch:
        return random.choice(("{{", "}}"))
    if form == "rows" and rows is None and depth:
        block = random.choice([*ROW_VARIABLES])
        return f"{{#{block}}}{_text(random, block, depth - 1, branch=branch)}{{/{block}}}"
    if form == "given" and depth:
        return f"{{#{name}}}{_text(random, rows, depth - 1, branch=branch)}{{/{name}}}"
    if form == "plural" and depth:
        count = random.choice([of for of, kind in kinds.items() if kind == "count"])
        parts = random.choice((("other",), ("one", "other"), ("other", "one")))
        texts = (_text(random, rows, depth - 1, branch=True) for _ in parts)
        branches = (f"{part} {{{text}}}" for part, text in zip(parts, texts, strict=True))
        return f"{{{count}, plural, {' '.join(branches)}}}"
    filters = ["", *(f"|{filter_}" for filter_, kind in FILTERS.items() if kind == kinds[name])]
    return f"{{{name}{random.choice(filters)}}}"


def _damaged(random: Random, text: str) -> str:
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.randrange(12))
    match random.randrange(5):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start] + random.choice((*_PIECES, *VARIABLES)) + text[start:]
        case 2:
            return text[:end] + text[start:end] * random.randrange(1, 4) + text[end:]
        case 3:
            return text[:start] + text[start:end][::-1] + text[end:]
        case _:
            return text[:start] + random.choice(_PIECES) + text[end:]


# -- contexts -------------------------------------------------------------------------------------
def a_context(random: Random, touched: Touched) -> tuple[object, set[str], set[str]]:
    """What a template is printed of, and the sets of names asked of it and of its rows."""
    asked, of_rows = set[str](), set[str]()
    fields: dict[str, object] = _fields(random, VARIABLES, touched)
    for block, kinds in ROW_VARIABLES.items():
        listed: object = [
            Asked(_fields(random, kinds, touched), of_rows, touched)
            for _ in range(random.choice((0, 1, 2)))
        ]
        fields[block] = _odd_rows(random, listed, fields, touched)
    if random.random() < 0.01:
        return _alone(random, touched), asked, of_rows
    return Asked(fields, asked, touched), asked, of_rows


def a_heavy_case(random: Random) -> tuple[str, dict[str, object]]:
    """A text near the longest, a thousand rows or rows without end, and long values."""
    block = random.choice([*ROW_VARIABLES])
    body = "".join(_node(random, block, 2, branch=False) for _ in range(30))
    text = f"{{#{block}}}{body}{{/{block}}}"
    text *= random.choice((1, 20_000 // len(text)))
    values: dict[Kind, object] = {
        "text": random.choice(("x", "'" * 40, "x" * 100, "'" * 10_000, "\u202e" * 10_000, "")),
        "count": 1,
        "money": Money.from_minor_units(10**14, "EUR"),
        "date": date(2026, 3, 2),
        "percent": Percent("2.5"),
    }
    row = {name: values[kind] for name, kind in ROW_VARIABLES[block].items()}
    rows: object = _Endless(row) if random.random() < 0.3 else [row] * 1_000
    return text, {**{name: values[kind] for name, kind in VARIABLES.items()}, block: rows}


def _odd_rows(random: Random, rows: object, fields: object, touched: Touched) -> object:
    chance = random.random()
    if chance > 0.06:
        return rows
    if chance < 0.0002:
        return _Endless({})
    circle: list[object] = []
    circle.append(circle)
    return random.choice(
        (circle, [fields], [rows], (MappingProxyType({}),), [{}] * 1_001, None, "rows",
         [_alone(random, touched)], _alone(random, touched), touched.pretending(list),
         [touched.pretending(dict)])
    )  # fmt: skip


def _fields(random: Random, kinds: Mapping[str, Kind], touched: Touched) -> dict[str, object]:
    hostile = random.choice((0.0, 0.05, 0.3))
    return {
        name: _strange(random, touched)
        if random.random() < hostile
        else _sane(random, kind, touched)
        for name, kind in kinds.items()
        if random.random() > hostile / 2
    }


def _sane(random: Random, kind: Kind, touched: Touched) -> object:
    """A value of the kind; some of subclasses that must not be asked for anything."""
    own = random.random() < 0.1
    match kind:
        case "text":
            text = random.choice(_TEXTS[:-2] if random.random() < 0.99 else _TEXTS)
            return touched.recording(str, text) if own else text
        case "count":
            count = random.choice((0, 1, 2, 5, 21, 1_000_000, 10**15 - 1, -3))
            return touched.recording(int, count) if own else count
        case "date":
            day = (random.choice((1, 2026, 9999)), random.randrange(1, 13), random.randrange(1, 29))
            return touched.recording(date, *day) if own else date(*day)
        case "money":
            money = Money.from_minor_units(random.randrange(-(10**9), 10**9), "EUR")
            return money * Decimal("0.3333") if own else random.choice((money, Money.zero("JPY")))
        case "percent":
            return Percent(random.choice(("0", "2.5", "-1", "999999.123456789012")))


def _strange(random: Random, touched: Touched) -> object:
    match random.randrange(4):
        case 0:
            return touched.recording(random.choice((list, dict)))
        case 1:
            return _sane(random, random.choice(("text", "count", "date", "money")), touched)
        case _:
            return _alone(random, touched)


def _alone(random: Random, touched: Touched) -> object:
    """Something strange that neither holds others nor says so falsely by its type."""
    match random.randrange(4):
        case 0:
            return touched.recording(random.choice((object, float, Decimal, bytes)))
        case 1:
            return touched.pretending(random.choice((str, int, date, Money, dict, list, Percent)))
        case _:
            return random.choice(_STRANGE)
