"""From a Word template to the XML that docxtpl makes of it, and what its tags ask for."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import docxtpl
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from csdforms.errors import InvalidTemplate, UnsafeTemplate
from csdforms.templates.finishing import BEFORE_FIRST_DRAWING
from csdforms.templates.package import (
    DOCUMENT,
    Package,
    W,
    content_types,
    parser,
    read_package,
    serialised,
    stripped,
)
from csdforms.templates.tags import TAG, TagReader, environment, near

__all__ = ["PreparedTemplate", "prepare", "prepare_package"]

_KIND = re.compile(
    r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes)\+xml$", re.IGNORECASE
)
_CELL_TAG = re.compile(r"\{%\s*(?:colspan|cellbg|vm|hm)\b")
_DRAWINGS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template's package, and the syntax tree of each part that is rendered.

    ``asks`` holds the paths it prints (``calls.status``), ``tests`` those it only asks about,
    ``groups`` those it loops over, ``dropped`` the tags that docxtpl would leave out silently.
    """

    name: str
    package: Package
    parts: Mapping[str, nodes.Template]
    asks: frozenset[str]
    tests: frozenset[str]
    groups: frozenset[str]
    dropped: tuple[str, ...]


def prepare(data: bytes, name: str) -> PreparedTemplate:
    """Read the template of a form and let docxtpl prepare it.

    A control bound to custom XML would show that instead of its text, so the binding goes.

    Raises:
        UnsafeTemplate: if it could do harm, by what it contains or by what its tags ask for.
        InvalidTemplate: if its tags are not well formed.
    """
    package = stripped(read_package(data, name))
    for part, kind in _word_parts(package):
        root = etree.fromstring(package[part], parser())
        if kind == "endnotes" and TAG.search(_text(root)):
            raise InvalidTemplate(name, "尾注里的标签不会被填写，请移到正文、页眉、页脚或脚注。")
        bindings = list(root.iter("{*}dataBinding"))
        for binding in bindings:
            binding.getparent().remove(binding)
        if bindings:
            package[part] = serialised(root)
    return prepare_package(package, name)


def prepare_package(package: Package, name: str) -> PreparedTemplate:
    """Let docxtpl prepare the parts of a package that it renders.

    Raises:
        UnsafeTemplate, InvalidTemplate: as :func:`prepare` does, for its tags.
    """
    env = environment()
    parts: dict[str, nodes.Template] = {}
    reader = TagReader(name)
    dropped: list[str] = []
    for part, kind in _word_parts(package):
        if kind == "endnotes":
            continue  # docxtpl does not render them
        root = etree.fromstring(package[part], parser())
        if part == DOCUMENT and (root.tag != f"{W}document" or root.prefix != "w"):
            raise UnsafeTemplate(name, "不是普通的 Word 文档（.docx），请用 Word 另存为 .docx。")
        if part == DOCUMENT:
            for number, drawing in enumerate(root.iter(_DRAWINGS), start=BEFORE_FIRST_DRAWING + 1):
                drawing.set("id", str(number))
        source = _prepared(root)
        dropped += _dropped(root, source)
        reader.source = source
        try:
            tree = env.parse(source)
            reader.visit(tree, {})
        except TemplateSyntaxError as problem:
            text = f"标签写法不对（{problem.message}），{near(source, problem.lineno)}"
            raise InvalidTemplate(name, text) from None
        except InvalidTemplate:
            raise
        except (RecursionError, MemoryError, SyntaxError, ValueError):
            raise UnsafeTemplate(name, "有标签写得太复杂，请写得简单些。") from None
        parts[part] = tree
    return PreparedTemplate(
        name=name,
        package=package,
        parts=parts,
        asks=frozenset(reader.asks),
        tests=frozenset(reader.tests - reader.asks),
        groups=frozenset(reader.groups),
        dropped=tuple(dropped),
    )


def _word_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the body, headers, footers and notes, each with which of these it is."""
    for part, kind in content_types(package).items():
        if match := _KIND.search(kind):
            yield part, match[1].casefold()


def _prepared(root: Any) -> str:
    """Return a part's XML as docxtpl prepares it, each paragraph on a line of its own."""
    engine = docxtpl.DocxTemplate(io.BytesIO())
    xml = engine.patch_xml(engine.xml_to_string(root))
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


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
