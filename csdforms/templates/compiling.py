"""From a Word template to something that can be filled many times.

docxtpl prepares the XML of the body, headers, footers and footnotes once; the result is compiled
in a closed Jinja environment. A template may print fields, loop over groups of rows, and ask
whether something is filled in; nothing can be called, computed or imported.
"""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import docxtpl
from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from csdforms.errors import InvalidTemplate, UnsafeTemplate
from csdforms.templates.package import (
    DOCUMENT,
    Package,
    W,
    content_types,
    parser,
    read_package,
    stripped,
)

__all__ = ["TAG", "CompiledTemplate", "compile_template", "environment"]

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

_KIND = re.compile(
    r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$", re.IGNORECASE
)
_CELL_TAG = re.compile(r"\{%\s*(?:colspan|cellbg|vm|hm)\b")
_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
_DEEPEST = 10
_LISTING = re.compile(r"[\n\t\a\f]")  # what docxtpl turns into line breaks and the like
_UNDERSCORE = Markup("&#95;")
_EQUALITY = frozenset({"eq", "ne", "in", "notin"})
_ONLY = "标签里只能写栏目名、for 和 if"
_WHY_NOT: dict[type[nodes.Node], str] = {
    nodes.CondExpr: "标签里写了 if，就要写 else",
    nodes.Compare: "栏目印出来是文字，不能比大小",
}


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to be filled.

    ``asks`` holds the paths it prints (``calls.status``), ``tests`` those it only asks about,
    ``groups`` those it loops over, ``dropped`` the tags that docxtpl would leave out silently.
    """

    name: str
    package: Package
    parts: Mapping[str, Template]
    asks: frozenset[str]
    tests: frozenset[str]
    groups: frozenset[str]
    dropped: tuple[str, ...]

    def render(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the XML tree of each rendered part, as docxtpl itself would give it.

        Raises:
            InvalidTemplate: if a tag cannot be printed, or tags tear the document's cells apart.
        """
        engine = docxtpl.DocxTemplate(io.BytesIO())
        trees: dict[str, Any] = {}
        for part, template in self.parts.items():
            try:
                xml = _settled(engine, template.render(context))
                trees[part] = etree.fromstring(xml.encode(), parser())
            except etree.XMLSyntaxError:
                text = "if 和 for 的标签与表格的行、格交错，请让每一对标签在同一格里，或各占一行。"
                raise InvalidTemplate(self.name, text) from None
            except (TemplateError, TypeError) as problem:
                raise InvalidTemplate(self.name, f"有标签印不出来（{problem}）。") from None
            if part == DOCUMENT:
                trees[part] = self._repaired(engine, xml)
        return trees

    def _repaired(self, engine: docxtpl.DocxTemplate, xml: str) -> Any:
        """Let docxtpl fit each table's grid to its cells, and number the drawings."""
        try:
            tree = engine.fix_tables(xml)
        except (AttributeError, TypeError, ValueError):
            raise InvalidTemplate(self.name, "有表格没有列宽，请在 Word 中重新设置。") from None
        engine.docx_ids_index = 1000
        engine.fix_docpr_ids(tree)
        return tree


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
    if isinstance(value, str):
        return escape(value).replace("_", _UNDERSCORE)
    if isinstance(value, (list, dict)):
        raise TemplateRuntimeError("表格和成组的栏目要逐栏印")
    return value


def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """Prepare a template for filling.

    Raises:
        UnsafeTemplate: if it could do harm, by what it contains or by what its tags ask for.
        InvalidTemplate: if its tags are not well formed.
    """
    package = stripped(read_package(data, name))
    env = environment()
    parts: dict[str, Template] = {}
    reader = _TagReader(name)
    dropped: list[str] = []
    for part, root in _rendered_parts(package, name):
        source = _prepared(root)
        dropped += _dropped(root, source)
        reader.source = source
        try:
            tree = env.parse(source)
            reader.visit(tree, {}, 0)
            parts[part] = env.from_string(tree)
        except TemplateSyntaxError as problem:
            text = f"标签写法不对（{problem.message}），{_near(source, problem.lineno)}"
            raise InvalidTemplate(name, text) from None
        except (RecursionError, MemoryError, SyntaxError):
            raise UnsafeTemplate(name, "有标签写得太复杂，请写得简单些。") from None
    return CompiledTemplate(
        name=name,
        package=package,
        parts=parts,
        asks=frozenset(reader.asks),
        tests=frozenset(reader.tests - reader.asks),
        groups=frozenset(reader.groups),
        dropped=tuple(dropped),
    )


def _rendered_parts(package: Package, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the root of each part that docxtpl renders."""
    for part, kind in content_types(package).items():
        match = _KIND.search(kind)
        if match is None:
            continue
        root = etree.fromstring(package[part], parser())
        if part == DOCUMENT and (root.tag != f"{W}document" or root.prefix != "w"):
            raise UnsafeTemplate(name, "不是普通的 Word 文档（.docx），请用 Word 另存为 .docx。")
        if match[1].casefold() != "endnotes":
            yield part, root
        elif TAG.search(_text(root)):
            raise InvalidTemplate(name, "尾注里的标签不会被填写，请移到正文、页眉、页脚或脚注。")


def _prepared(root: Any) -> str:
    """Return a part's XML as docxtpl prepares it, each paragraph on a line of its own.

    A control bound to custom XML would show that instead of its text, so the binding goes.
    """
    for binding in list(root.iter("{*}dataBinding")):
        binding.getparent().remove(binding)
    engine = docxtpl.DocxTemplate(io.BytesIO())
    xml = engine.patch_xml(engine.xml_to_string(root))
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _settled(engine: docxtpl.DocxTemplate, xml: str) -> str:
    """Do what docxtpl does after rendering: literal braces, line breaks inside runs."""
    xml = re.sub(r"\n<w:p([ >])", r"<w:p\1", xml)
    for spelled, literal in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        xml = xml.replace(spelled, literal)
    return str(engine.resolve_listing(xml)) if _LISTING.search(xml) else xml


def _text(root: Any) -> str:
    return "".join(text.text or "" for text in root.iter(f"{W}t"))


def _dropped(root: Any, source: str) -> Iterator[str]:
    """Yield the tags of a part that docxtpl left out: those beside a tag for a whole row."""
    there = Counter(_plain(tag) for tag in TAG.findall(html.unescape(source)))
    for tag in TAG.findall(_text(root)):
        if _CELL_TAG.match(tag):
            continue
        if there[_plain(tag)] == 0:
            yield tag
        there[_plain(tag)] -= 1


def _plain(tag: str) -> str:
    """Return a tag without docxtpl's prefix, blanks and curly quotes."""
    bare = re.sub(r"^(..)-?(?:(?:tr|tc|p|r)\s)?(.*?)-?(..)$", r"\1\2\3", tag, flags=re.DOTALL)
    return re.sub(r"\s", "", bare.translate(str.maketrans("“”‘’", "\"\"''")))


def _near(source: str, number: int | None) -> str:
    """Say in which paragraph a tag is wrong; each line of the source is a paragraph."""
    lines = source.split("\n")
    line = lines[number - 1] if number and number <= len(lines) else ""
    return f"在“{re.sub(r'<[^>]+>', '', line).strip()[:60]}”附近。"


class _TagReader:
    """Walks a template's syntax tree: refuses what is not allowed, collects what it asks for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.source = ""
        self.asks: set[str] = set()
        self.tests: set[str] = set()
        self.groups: set[str] = set()

    def visit(self, node: nodes.Node, loops: Mapping[str, str], depth: int) -> None:
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

    def _all(self, body: list[nodes.Node], loops: Mapping[str, str], depth: int) -> None:
        for child in body:
            self.visit(child, loops, depth)

    def _loop(self, node: nodes.For, loops: Mapping[str, str], depth: int) -> None:
        if node.recursive or node.test or node.else_ or not isinstance(node.target, nodes.Name):
            raise self._refused(node, "循环只能写成 for 变量 in 表格")
        group = self._path(node.iter, loops)
        inside = [outer for outer in loops.values() if group and group.startswith(f"{outer}.")]
        if group is None or (loops and not inside):
            raise self._refused(node, "套在里面的循环，只能走外层那一行自己的表格")
        self.groups.add(group)
        self._all(node.body, {**loops, node.target.name: group}, depth + 1)

    def _collect(self, node: nodes.Node, loops: Mapping[str, str], into: set[str]) -> None:
        """Visit an expression: what it prints goes ``into`` a set, what it asks about to tests."""
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            path = self._path(node, loops)
            if path is not None:
                into.add(path)
            return
        for operand, target in self._operands(node, into):
            self._collect(operand, loops, target)

    def _operands(self, node: nodes.Node, into: set[str]) -> list[tuple[nodes.Node, set[str]]]:
        if isinstance(node, nodes.Const):
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

    def _path(self, node: nodes.Node, loops: Mapping[str, str]) -> str | None:
        """Return the path of a name; ``None`` for ``loop.index`` and its like."""
        names: list[str] = []
        inner = node
        while isinstance(inner, nodes.Getattr):
            names.insert(0, inner.attr)
            inner = inner.node
        if not isinstance(inner, nodes.Name) or any(name.startswith("_") for name in names):
            raise self._refused(node)
        if inner.name == "loop" and loops:
            if len(names) != 1 or names[0] not in _LOOP:
                raise self._refused(node)
            return None
        if inner.name in loops and names == ["line_number"]:
            return None
        return ".".join([loops.get(inner.name, inner.name), *names])

    def _refused(self, node: nodes.Node, why: str = _ONLY) -> UnsafeTemplate:
        return UnsafeTemplate(self.name, f"{why}，{_near(self.source, node.lineno)}")
