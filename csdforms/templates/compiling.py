"""From a Word template to something that can be filled many times.

docxtpl prepares the XML of the body, headers, footers and footnotes once; the result is compiled
in a closed Jinja environment. A template may print fields, loop over groups of rows, and ask
whether something is filled in; nothing can be called, computed or imported.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import docxtpl
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from csdforms.errors import InvalidTemplate, UnsafeTemplate
from csdforms.templates.package import Package, read_package

__all__ = ["CompiledTemplate", "compile_template", "environment", "parser"]

_RENDERED = re.compile(
    r"wordprocessingml\.(?:document\.main|header|footer|footnotes)\+xml$", re.IGNORECASE
)
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name,
    nodes.Getattr, nodes.Const, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
    nodes.CondExpr,
)  # fmt: skip
_DEEPEST_LOOP = 3
_LONGEST_TAG = 500


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled.

    ``asks`` holds the paths it prints (``calls.status``), ``tests`` those it only asks about.
    """

    name: str
    digest: str
    package: Package
    parts: Mapping[str, Template]
    asks: frozenset[str]
    tests: frozenset[str]
    repairs_tables: bool

    def render(self, context: Mapping[str, Any]) -> dict[str, str]:
        """Return the XML of each rendered part, as docxtpl itself would give it."""
        engine = docxtpl.DocxTemplate(io.BytesIO())
        return {part: _settle(engine, template.render(context)) for part, template in self.parts.items()}


def environment() -> ImmutableSandboxedEnvironment:
    """Return a closed environment: strict, escaping, without globals, filters or tests."""
    env = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    env.globals.clear()
    env.filters.clear()
    env.tests.clear()
    return env


def parser() -> etree.XMLParser:
    """Return an XML parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """Prepare a template for filling.

    Raises:
        UnsafeTemplate: if it could do harm, by what it contains or by what its tags ask for.
        InvalidTemplate: if its tags are not well formed.
    """
    package = read_package(data, name)
    sources = dict(_sources(package, name))
    env = environment()
    parts: dict[str, Template] = {}
    asks: set[str] = set()
    tests: set[str] = set()
    for part, source in sources.items():
        try:
            tree = env.parse(source)
        except TemplateSyntaxError as problem:
            raise InvalidTemplate(name, _syntax(source, problem)) from None
        reader = _TagReader(name)
        reader.visit(tree, {}, 0)
        asks |= reader.asks
        tests |= reader.tests
        parts[part] = env.from_string(source)
    return CompiledTemplate(
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        package=package,
        parts=parts,
        asks=frozenset(asks),
        tests=frozenset(tests - asks),
        repairs_tables=b"{%tc" in package["word/document.xml"],
    )


def _sources(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """Yield each part that docxtpl renders, with the XML as docxtpl prepares it."""
    engine = docxtpl.DocxTemplate(io.BytesIO())
    for part in _rendered_parts(package):
        try:
            root = etree.fromstring(package[part], parser())
        except etree.XMLSyntaxError:
            raise UnsafeTemplate(name, f"{part} 的内容已损坏。") from None
        xml = engine.patch_xml(engine.xml_to_string(root))
        yield part, re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _rendered_parts(package: Package) -> list[str]:
    types = etree.fromstring(package["[Content_Types].xml"], parser())
    return [
        str(part.get("PartName")).lstrip("/")
        for part in types
        if part.get("PartName") and _RENDERED.search(str(part.get("ContentType")))
    ]


def _settle(engine: docxtpl.DocxTemplate, xml: str) -> str:
    """Do what docxtpl does after rendering: literal braces, line breaks inside runs."""
    xml = re.sub(r"\n<w:p([ >])", r"<w:p\1", xml)
    for spelled, literal in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        xml = xml.replace(spelled, literal)
    return str(engine.resolve_listing(xml))


def _syntax(source: str, problem: TemplateSyntaxError) -> str:
    """Say in which paragraph a tag is wrong; each line of the source is a paragraph."""
    lines = source.splitlines()
    line = lines[problem.lineno - 1] if 0 < problem.lineno <= len(lines) else ""
    text = re.sub(r"<[^>]+>", "", line).strip()[:60]
    return f"标签写法不对（{problem.message}），在“{text}”附近。"


class _TagReader:
    """Walks a template's syntax tree: refuses what is not allowed, collects what it asks for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asks: set[str] = set()
        self.tests: set[str] = set()

    def visit(self, node: nodes.Node, loops: Mapping[str, str], depth: int) -> None:
        """Visit a node; ``loops`` maps loop variables to the path of what they loop over."""
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            raise UnsafeTemplate(self.name, f"标签里只能写栏目名、for 和 if，不能用 {kind}。")
        if isinstance(node, nodes.For):
            self._loop(node, loops, depth)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                if not isinstance(child, nodes.TemplateData):
                    self._collect(child, loops, self.asks)
        elif isinstance(node, nodes.If):
            self._collect(node.test, loops, self.tests)
            for child in (*node.body, *node.elif_, *node.else_):
                self.visit(child, loops, depth)
        else:
            for child in node.iter_child_nodes():
                self.visit(child, loops, depth)

    def _loop(self, node: nodes.For, loops: Mapping[str, str], depth: int) -> None:
        if depth >= _DEEPEST_LOOP:
            raise UnsafeTemplate(self.name, f"循环最多套 {_DEEPEST_LOOP} 层。")
        if node.recursive or node.test or node.else_ or not isinstance(node.target, nodes.Name):
            raise UnsafeTemplate(self.name, "循环只能写成 for 变量 in 表格。")
        group = self._path(node.iter, loops)
        if group is None or group in loops.values():
            raise UnsafeTemplate(self.name, "循环只能走一个表格，不能套在自己里面。")
        self.tests.add(group)
        for child in node.body:
            self.visit(child, {**loops, node.target.name: group}, depth + 1)

    def _collect(self, node: nodes.Node, loops: Mapping[str, str], into: set[str]) -> None:
        if not isinstance(node, _ALLOWED):
            self.visit(node, loops, 0)
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            path = self._path(node, loops)
            if path is not None:
                into.add(path)
            return
        if isinstance(node, nodes.CondExpr):
            self._collect(node.test, loops, self.tests)
            self._collect(node.expr1, loops, into)
            if node.expr2 is not None:
                self._collect(node.expr2, loops, into)
            return
        for child in node.iter_child_nodes():
            self._collect(child, loops, into)

    def _path(self, node: nodes.Node, loops: Mapping[str, str]) -> str | None:
        """Return the path of a name; ``None`` for ``loop.index`` and its like."""
        names: list[str] = []
        inner: nodes.Node = node
        while isinstance(inner, nodes.Getattr):
            names.append(inner.attr)
            inner = inner.node
        if not isinstance(inner, nodes.Name) or any(name.startswith("_") for name in names):
            raise UnsafeTemplate(self.name, "标签里只能写栏目名。")
        if inner.name == "loop" and loops:
            return None
        head = loops.get(inner.name, inner.name)
        return ".".join([head, *reversed(names)])
