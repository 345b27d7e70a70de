"""What the tags of a template may say: fields, loops over groups of rows, questions.

Everything else that Jinja knows is refused before anything runs: a template may come from anywhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from jinja2 import StrictUndefined, TemplateRuntimeError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from csdforms.errors import UnsafeTemplate

__all__ = ["TAG", "TagReader", "environment", "near"]

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
_DEEPEST = 10
_UNDERSCORE = Markup("&#95;")
_EQUALITY = frozenset({"eq", "ne", "in", "notin"})
_ONLY = "标签里只能写栏目名、for 和 if"
_WHY_NOT: dict[type[nodes.Node], str] = {
    nodes.CondExpr: "标签里写了 if，就要写 else",
    nodes.Compare: "栏目印出来是文字，不能比大小",
}


def environment() -> ImmutableSandboxedEnvironment:
    """Return a closed environment: strict, escaping, without globals, filters or tests."""
    env = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_printable
    )
    env.globals.clear()
    env.filters.clear()
    env.tests.clear()
    return env


def _printable(value: object) -> object:
    """Let only text and numbers be printed.

    After rendering docxtpl turns ``{_{`` into ``{{`` everywhere, values included; as a character
    reference the underscore is left alone.
    """
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return escape(value).replace("_", _UNDERSCORE)
    if isinstance(value, (list, dict)):
        raise TemplateRuntimeError("表格和成组的栏目要逐栏印")
    return value


def near(source: str, number: int | None) -> str:
    """Say in which paragraph a tag is wrong; each line of the source is a paragraph."""
    lines = source.split("\n")
    line = lines[number - 1] if number and number <= len(lines) else ""
    return f"在“{re.sub(r'<[^>]+>', '', line).strip()[:60]}”附近。"


class TagReader:
    """Walks a template's syntax tree: refuses what is not allowed, collects what it asks for.

    ``asks`` are the paths it prints, ``tests`` those it only asks about, ``groups`` those it loops
    over.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.source = ""
        self.asks: set[str] = set()
        self.tests: set[str] = set()
        self.groups: set[str] = set()

    def visit(self, node: nodes.Node, loops: Mapping[str, str], depth: int = 0) -> None:
        """Visit a statement; ``loops`` maps loop variables to the path of what they loop over."""
        if depth > _DEEPEST:
            raise self._refused(node, f"标签最多套 {_DEEPEST} 层")
        if isinstance(node, nodes.Template):
            self._all(node.body, loops, depth)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                if not isinstance(child, nodes.TemplateData):
                    self._collect(child, loops, self.asks)
        elif isinstance(node, nodes.If):
            self._collect(node.test, loops, self.tests)
            self._all([*node.body, *node.elif_, *node.else_], loops, depth + 1)
        elif isinstance(node, nodes.For):
            self._loop(node, loops, depth)
        else:
            raise self._refused(node)

    def path(self, node: nodes.Node, loops: Mapping[str, str]) -> str | None:
        """Return the path of a name; ``None`` for ``loop.index`` and its like.

        Raises:
            UnsafeTemplate: if it is no plain name.
        """
        names: list[str] = []
        inner = node
        while isinstance(inner, nodes.Getattr):
            names.insert(0, inner.attr)
            inner = inner.node
        if len(names) > _DEEPEST:
            raise self._refused(node, f"栏目名最多 {_DEEPEST} 层")
        if not isinstance(inner, nodes.Name) or any(name.startswith("_") for name in names):
            raise self._refused(node)
        if inner.name == "loop" and loops:
            if len(names) != 1 or names[0] not in _LOOP:
                raise self._refused(node)
            return None
        if inner.name in loops and names == ["line_number"]:
            return None
        return ".".join([loops.get(inner.name, inner.name), *names])

    def _all(self, body: list[nodes.Node], loops: Mapping[str, str], depth: int) -> None:
        for child in body:
            self.visit(child, loops, depth)

    def _loop(self, node: nodes.For, loops: Mapping[str, str], depth: int) -> None:
        target = node.target.name if isinstance(node.target, nodes.Name) else "loop"
        if node.recursive or node.test or node.else_ or target == "loop":
            raise self._refused(node, "循环只能写成 for 变量 in 表格")
        group = self.path(node.iter, loops)
        inside = [outer for outer in loops.values() if group and group.startswith(f"{outer}.")]
        if group is None or (loops and not inside):
            raise self._refused(node, "套在里面的循环，只能走外层那一行自己的表格")
        self.groups.add(group)
        self._all(node.body, {**loops, target: group}, depth + 1)

    def _collect(self, node: nodes.Node, loops: Mapping[str, str], into: set[str]) -> None:
        """Visit an expression: what it prints goes ``into`` a set, what it asks about to tests."""
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            path = self.path(node, loops)
            if path is not None:
                into.add(path)
            return
        for operand, target in self._operands(node, into):
            self._collect(operand, loops, target)

    def _operands(self, node: nodes.Node, into: set[str]) -> list[tuple[nodes.Node, set[str]]]:
        if isinstance(node, nodes.Const) and node.value == math.inf:
            raise self._refused(node, "数太大")
        if isinstance(node, nodes.Const) or _is_span(node):
            return []
        if isinstance(node, nodes.Or):
            return [(node.left, into), (node.right, into)]
        if isinstance(node, nodes.And):
            return [(node.left, self.tests), (node.right, into)]
        if isinstance(node, nodes.Not):
            return [(node.node, self.tests)]
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            return [(node.test, self.tests), (node.expr1, into), (node.expr2, into)]
        if isinstance(node, nodes.Compare) and {operand.op for operand in node.ops} <= _EQUALITY:
            return [(child, self.tests) for child in (node.expr, *(op.expr for op in node.ops))]
        raise self._refused(node, _WHY_NOT.get(type(node), _ONLY))

    def _refused(self, node: nodes.Node, why: str = _ONLY) -> UnsafeTemplate:
        return UnsafeTemplate(self.name, f"{why}，{near(self.source, node.lineno)}")


def _is_span(node: nodes.Node) -> bool:
    """Whether it is the ``2 * loop.length`` that docxtpl makes of ``{% hm %}``."""
    return (
        isinstance(node, nodes.Mul)
        and isinstance(node.left, nodes.Const)
        and isinstance(node.left.value, int)
        and isinstance(node.right, nodes.Getattr)
        and node.right.attr == "length"
        and isinstance(node.right.node, nodes.Name)
        and node.right.node.name == "loop"
    )
