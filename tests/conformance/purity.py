"""What an adapter may do: translate, never calculate. Read from its syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module

# What translation needs of the standard library, and of the runner: neither an expected figure
# nor another way to calculate is within reach.
_ALLOWED: dict[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"Callable", "Iterable", "Iterator", "Mapping", "Sequence"}),
    "datetime": frozenset({"date", "datetime", "time"}),
    "decimal": frozenset({"Decimal"}),
    "re": frozenset({"compile", "fullmatch", "search", "split"}),
    "typing": frozenset({"Any", "Literal", "NamedTuple", "cast"}),
    "zoneinfo": frozenset({"ZoneInfo"}),
    "tests.conformance.case": frozenset({"Given", "Unsupported"}),
    "tests.conformance.compare": frozenset({"InPercent"}),
    "tests.conformance.registry": frozenset({"Figures", "Operation", "Operations"}),
}
_WHOLE_MODULES = frozenset({"re"})
_ROOM = re.compile(r"collectkit(\.[a-z][a-z_]*)?")
_ADAPTER = re.compile(r"tests\.conformance\.adapters\.[a-z][a-z_]*")

_CALCULATING = frozenset({"abs", "divmod", "float", "max", "min", "pow", "round", "sum"})
# What the library offers to hosts for sums of their own.
_ADDING_UP = frozenset({"total"})
_REFLECTING = frozenset({
    "__import__", "compile", "delattr", "eval", "exec", "getattr", "globals", "locals", "open",
    "setattr", "vars",
})  # fmt: skip
_METHODS = frozenset({
    "copy_abs", "copy_negate", "divide", "exp", "fma", "from_fraction", "from_minor_units",
    "fromordinal", "ln", "log10", "max", "min", "minor_units", "multiply", "next_minus",
    "next_plus", "quantize", "remainder_near", "rounded", "scaleb", "shift", "sqrt", "subtract",
    "timestamp", "times", "to_integral_value", "toordinal",
})  # fmt: skip
_OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult, ast.LShift,
    ast.RShift,
)  # fmt: skip


def faults(source: str) -> list[str]:
    """What an adapter with this source may not do, each with its line."""
    found = (
        f"line {getattr(node, 'lineno', 0)}: {fault}"
        for node in ast.walk(ast.parse(source))
        for fault in _faults(node)
    )
    return sorted(found)


def dating_faults(source: str) -> list[str]:
    """What the module that moves dates does beyond `date + timedelta(days=count)`."""
    tree = ast.parse(source)
    moves = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and _moves_a_date(node)
        for part in (node, node.right)
    }
    found = []
    for node in ast.walk(tree):
        line = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module != "__future__" and not (
                node.module == "datetime" and names <= {"date", "timedelta"}
            ):
                found.append(f"{line}: imports from {node.module}")
        elif isinstance(node, (ast.Import, ast.AugAssign, ast.UnaryOp, ast.Compare, ast.Attribute)):
            found.append(f"{line}: {type(node).__name__}")
        elif isinstance(node, (ast.BinOp, ast.Call)) and id(node) not in moves:
            found.append(f"{line}: a calculation that moves no date")
    return found


def _moves_a_date(node: ast.BinOp) -> bool:
    step = node.right
    return (
        isinstance(node.op, (ast.Add, ast.Sub))
        and isinstance(node.left, ast.Name)
        and isinstance(step, ast.Call)
        and isinstance(step.func, ast.Name)
        and step.func.id == "timedelta"
        and not step.args
        and [word.arg for word in step.keywords] == ["days"]
        and isinstance(step.keywords[0].value, ast.Name)
    )


def _faults(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name not in _WHOLE_MODULES:
                yield f"imports the module {alias.name}"
    elif isinstance(node, ast.ImportFrom):
        yield from _import_faults(node)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS):
        yield f"calculates: {type(node.op).__name__}"
    elif isinstance(node, ast.AugAssign):
        yield "calculates in an assignment"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Invert)):
        if not isinstance(node.operand, ast.Constant):
            yield "negates"
    elif isinstance(node, ast.Name) and node.id in _CALCULATING | _REFLECTING:
        yield f"uses {node.id}"
    elif isinstance(node, ast.Attribute):
        if node.attr.startswith("_"):
            yield f"reaches into {node.attr}"
        elif node.attr in _METHODS:
            yield f"calculates: {node.attr}"


def _import_faults(node: ast.ImportFrom) -> Iterator[str]:
    module = node.module or ""
    if node.level:
        yield "imports from a relative name"
    elif _ROOM.fullmatch(module):
        public = getattr(import_module(module), "__all__", ())
        for alias in node.names:
            if alias.name not in public:
                yield f"{alias.name} is not public in {module}"
            elif alias.name in _ADDING_UP:
                yield f"calculates: {alias.name}"
            elif hasattr(getattr(import_module(module), alias.name, None), "__path__"):
                yield f"imports the module {module}.{alias.name}"
    elif _ADAPTER.fullmatch(module):
        for alias in node.names:
            if alias.name.startswith("_"):
                yield f"{alias.name} is private to {module}"
    else:
        for alias in node.names:
            if alias.name not in _ALLOWED.get(module, ()):
                yield f"imports {alias.name} from {module}"
