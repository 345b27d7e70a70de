"""From a template's syntax tree to Python code that yields its XML as bytes.

The tags of a template are names, loops and conditions only, so the code is as short as they are:
what the template always says is a constant, a name is a look-up, a printed value is one call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType

from jinja2 import nodes

from csdforms.templates.structure import Site, Structure

__all__ = ["code_of"]

_LITERAL = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_OPERATORS = {"eq": "==", "ne": "!=", "in": "in", "notin": "not in"}
#: How the attributes of ``loop`` are worked out from its place and the number of rows.
_LOOP = {
    "index": "{n} + 1",
    "index0": "{n}",
    "revindex": "{of} - {n}",
    "revindex0": "{of} - {n} - 1",
    "first": "{n} == 0",
    "last": "{n} == {of} - 1",
    "length": "{of}",
}
_HEAD = "def render(context, add, text, attribute, note, rows):"


def code_of(tree: nodes.Template, structure: Structure, name: str) -> CodeType:
    """Return the code of a part; run, it defines ``render``.

    ``render(context, add, text, attribute, note, rows)`` gives ``add`` tuples in which XML and
    values by turns make the part: bytes, a value as text of a run, bytes, a value … All of these
    are made bytes in one go. Where line breaks cannot be printed, ``text`` and ``attribute`` turn a
    single value into bytes; ``note`` is told what the structure wants to know of a rendering, and
    ``rows`` looks at what a loop goes over.
    """
    lines = [_HEAD, *_Emitter(structure).block(tree.body, {}, 1)]
    return compile("\n".join([*lines, " return"]), f"<{name}>", "exec")


class _Emitter:
    """Writes Python; loop variables are numbered, so that no name of a template is one of ours.

    ``names`` maps a template's loop variables to Python's, and ``loop`` to the number of the
    innermost loop.
    """

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.loops = 0
        self.used: set[str] = set()  # the places and counts of loops that are asked for

    def block(
        self, body: Iterable[nodes.Node], names: Mapping[str, str], depth: int
    ) -> Iterator[str]:
        """Yield the lines of statements; ``names`` maps loop variables to Python's."""
        indent = " " * depth
        pieces = _Pieces(indent)
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    site = self.structure.site_of.get(id(child))
                    if site is not None and site.is_noted:
                        yield f"{indent}note({site.path!r})"
                    self._piece(pieces, child, site, names)
                continue
            yield from pieces.added()
            if isinstance(node, nodes.For):
                yield from self._loop(node, names, depth)
            elif isinstance(node, nodes.If):
                yield from self._branches(node, names, depth)
        yield from pieces.added()

    def _piece(
        self, pieces: _Pieces, node: nodes.Node, site: Site | None, names: Mapping[str, str]
    ) -> None:
        if isinstance(node, nodes.TemplateData):
            pieces.xml(repr(_constant(node.data)))
            return
        assert site is not None
        value = self._value(node, names)
        if site.takes_breaks:
            pieces.value(value)
        else:
            pieces.xml(f"{'text' if site.is_text else 'attribute'}({value})")

    def _loop(self, node: nodes.For, names: Mapping[str, str], depth: int) -> Iterator[str]:
        number = self.loops
        self.loops += 1
        assert isinstance(node.target, nodes.Name)
        inner = {**names, node.target.name: f"row{number}", "loop": str(number)}
        indent = " " * depth
        yield f"{indent}rows{number} = rows({self._value(node.iter, names)})"
        body = [*self._noted(node, depth + 1), *self.block(node.body, inner, depth + 1)]
        yield f"{indent}of{number} = len(rows{number})" if f"of{number}" in self.used else ""
        counted = f"at{number}" in self.used
        target = f"at{number}, row{number}" if counted else f"row{number}"
        yield f"{indent}for {target} in {'enumerate' if counted else ''}(rows{number}):"
        yield from body or [f"{indent} pass"]

    def _branches(self, node: nodes.If, names: Mapping[str, str], depth: int) -> Iterator[str]:
        word = "if"
        for branch in (node, *node.elif_):
            yield f"{' ' * depth}{word} {self._value(branch.test, names)}:"
            yield from self._noted(node, depth + 1)
            yield from self.block(branch.body, names, depth + 1)
            yield f"{' ' * depth} pass"
            word = "elif"
        if node.else_:
            yield f"{' ' * depth}else:"
            yield from self._noted(node, depth + 1)
            yield from self.block(node.else_, names, depth + 1)
            yield f"{' ' * depth} pass"

    def _noted(self, node: nodes.Node, depth: int) -> list[str]:
        notes = sorted(self.structure.notes.get(id(node), ()))
        return [f"{' ' * depth}note({what})" for what in notes]

    def _value(self, node: nodes.Node, names: Mapping[str, str]) -> str:
        """Return a Python expression."""
        if isinstance(node, nodes.Name):
            return names.get(node.name, f"context[{node.name!r}]")
        if isinstance(node, nodes.Const):
            return repr(node.value)
        if not isinstance(node, nodes.Getattr):
            return f"({self._operation(node, names)})"
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in names:
            place, count = f"at{names['loop']}", f"of{names['loop']}"
            counted = _LOOP[node.attr].format(n=place, of=count)
            self.used |= {name for name in (place, count) if name in counted}
            return f"({counted})"
        return f"{self._value(node.node, names)}[{node.attr!r}]"

    def _operation(self, node: nodes.Node, names: Mapping[str, str]) -> str:
        if isinstance(node, nodes.BinExpr):
            word = {nodes.Or: "or", nodes.And: "and", nodes.Mul: "*"}[type(node)]
            return f"{self._value(node.left, names)} {word} {self._value(node.right, names)}"
        if isinstance(node, nodes.Not):
            return f"not {self._value(node.node, names)}"
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            yes, test, no = (self._value(n, names) for n in (node.expr1, node.test, node.expr2))
            return f"{yes} if {test} else {no}"
        assert isinstance(node, nodes.Compare), node
        parts = [self._value(node.expr, names)]
        parts += [f"{_OPERATORS[other.op]} {self._value(other.expr, names)}" for other in node.ops]
        return " ".join(parts)


class _Pieces:
    """XML and values by turns, until they are added in one line of code."""

    def __init__(self, indent: str) -> None:
        self.indent = indent
        self.pairs: list[str] = []
        self.open: list[str] = []  # XML that no value follows yet

    def xml(self, expression: str) -> None:
        self.open.append(expression)

    def value(self, expression: str) -> None:
        self.pairs += (_joined(self.open), expression)
        self.open = []

    def added(self) -> Iterator[str]:
        """Yield the line, if there is anything to add, and begin anew."""
        if self.open:
            self.value("''")
        if self.pairs:
            yield f"{self.indent}add(({', '.join(self.pairs)},))"
        self.pairs = []


def _joined(pieces: list[str]) -> str:
    return pieces[0] if len(pieces) == 1 else f"b''.join(({''.join(f'{one}, ' for one in pieces)}))"


def _constant(data: str) -> bytes:
    """Return what a template always says, finished as docxtpl finishes the rendered XML."""
    data = re.sub(r"\n<w:p([ >])", r"<w:p\1", data)
    for spelled, literal in _LITERAL:
        data = data.replace(spelled, literal)
    return data.encode()
