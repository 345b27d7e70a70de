"""What can be known of a filled part before anything is filled in.

The tags of a part are put as marks into its XML, the body of each loop and each branch once. From
where the marks stand follows what holds for all data: that the XML is well formed, which fields are
printed whenever they are filled in, whether docxtpl's repair would change anything afterwards. What
does not follow has to be looked at in each document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from lxml import etree

from csdforms.templates.compiled import WIDER
from csdforms.templates.finishing import BEFORE_FIRST_DRAWING, LISTING
from csdforms.templates.package import W, parser
from csdforms.templates.paths import field_of, path_of
from csdforms.templates.proof import text_of
from csdforms.templates.tags import TagReader

__all__ = ["Site", "Structure", "structure_of"]

# Marks are a number between two characters that no text uses.
_PRINT, _OPEN, _NEXT, _CLOSE, _END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_MARK = re.compile(f"([{_PRINT}-{_CLOSE}])(\\d+){_END}")
_ONE_PRINT = re.compile(f"{_PRINT}(\\d+){_END}")
_BRANCHES = re.compile(f"[{_OPEN}-{_CLOSE}]\\d+{_END}")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NOTHING = frozenset[str]()


@dataclass(slots=True)
class Site:
    """One place where something is printed."""

    #: What stands there whenever it is filled in and the place is reached.
    path: str | None
    #: Whether the place is reached whenever that is filled in.
    is_reached: bool
    #: Whether it is in a loop.
    is_repeated: bool
    #: Whether it prints the number of the row around it.
    is_row_number: bool = False
    #: Whether a rendering notes that it was here.
    is_noted: bool = False
    #: Whether it is text of the document; and of a plain run, so that line breaks can be printed.
    is_text: bool = False
    takes_breaks: bool = False
    #: The content controls that hold nothing else.
    controls: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Structure:
    """What is known of one part.

    ``sites`` are in document order, ``site_of`` finds them by the ``id`` of what is printed.
    ``is_well_formed``: for all data. ``needs_finishing``: what docxtpl does after rendering (line
    breaks, grids of tables, numbers of drawings) may change something whatever the data are.
    ``notes`` are what a rendering notes in which loop or condition: :data:`WIDER`, and the numbers
    of ``tables`` whose grid fits because a row is there. ``controls`` are the content controls.
    """

    sites: list[Site] = field(default_factory=list)
    site_of: dict[int, Site] = field(default_factory=dict)
    is_well_formed: bool = False
    needs_finishing: bool = True
    notes: dict[int, set[int]] = field(default_factory=dict)
    tables: int = 0
    controls: set[str] = field(default_factory=set)


def structure_of(tree: nodes.Template, reader: TagReader, *, is_body: bool) -> Structure:
    """Return what is known of a part; docxtpl repairs the body only."""
    marked = _Marked(reader)
    marked.block(tree.body, {}, ())
    known = Structure(sites=marked.sites, site_of=marked.site_of)
    try:
        root = etree.fromstring("".join(marked.pieces).encode(), parser())
    except (etree.XMLSyntaxError, ValueError):
        return known
    if marked.is_ambiguous:
        return known
    layout = _Layout(marked, known)
    layout.visit(root)
    known.is_well_formed = layout.is_well_formed()
    known.needs_finishing = layout.has_breaks or (is_body and layout.is_repaired)
    return known


class _Marked:
    """Writes a part with marks: each printed value, each begin, next branch and end."""

    def __init__(self, reader: TagReader) -> None:
        self.reader = reader
        self.pieces: list[str] = []
        self.sites: list[Site] = []
        self.site_of: dict[int, Site] = {}
        self.structures: list[nodes.For | nodes.If] = []
        self.is_ambiguous = False  # a text uses our marks itself

    def block(
        self, body: list[nodes.Node], loops: Mapping[str, str], needs: tuple[Iterable[str], ...]
    ) -> None:
        """Write statements; they are reached if of each set of paths in ``needs`` one is filled."""
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    if isinstance(child, nodes.TemplateData):
                        self.is_ambiguous |= bool(re.search(f"[{_PRINT}-{_END}]", child.data))
                        self.pieces.append(child.data)
                    else:
                        self._print(child, loops, needs)
            elif isinstance(node, nodes.For):
                assert isinstance(node.target, nodes.Name)
                group = self.reader.path(node.iter, loops) or ""
                inner = {**loops, node.target.name: group}
                self._structure(node, [(node.body, inner, [group])], needs)
            elif isinstance(node, nodes.If):
                same = dict(loops)
                first = _fulfilling(node.test, loops, self.reader)
                others = [*(other.body for other in node.elif_), node.else_]
                branches = [(node.body, same, first), *((body, same, []) for body in others)]
                self._structure(node, branches, needs)

    def _structure(
        self,
        node: nodes.For | nodes.If,
        branches: Sequence[tuple[list[nodes.Node], Mapping[str, str], Iterable[str]]],
        needs: tuple[Iterable[str], ...],
    ) -> None:
        number = len(self.structures)
        self.structures.append(node)
        sign = _OPEN
        for body, loops, need in branches:
            self.pieces.append(f"{sign}{number}{_END}")
            self.block(body, loops, (*needs, need))
            sign = _NEXT
        self.pieces.append(f"{_CLOSE}{number}{_END}")

    def _print(
        self, node: nodes.Node, loops: Mapping[str, str], needs: tuple[Iterable[str], ...]
    ) -> None:
        first = node
        while isinstance(first, nodes.Or):
            first = first.left
        path = None
        if isinstance(first, (nodes.Name, nodes.Getattr)):
            path = self.reader.path(first, loops)
        reached = path is not None and all(
            any(_implies(path, known) for known in need) for need in needs
        )
        site = self.site_of[id(node)] = Site(path, reached, is_repeated=bool(loops))
        site.is_row_number = _is_row_number(node, loops)
        self.pieces.append(f"{_PRINT}{len(self.sites)}{_END}")
        self.sites.append(site)


def _is_row_number(node: nodes.Node, loops: Mapping[str, str]) -> bool:
    """Whether it prints the number that a value's path has: of the row around it."""
    if not isinstance(node, nodes.Getattr) or not isinstance(node.node, nodes.Name):
        return False
    if node.node.name == "loop":
        return node.attr == "index" and len(loops) == 1
    return node.attr == "line_number" and node.node.name in loops


def _fulfilling(test: nodes.Node, loops: Mapping[str, str], reader: TagReader) -> frozenset[str]:
    """Return the paths each of which, when it is filled in, makes a condition true."""
    if isinstance(test, (nodes.Name, nodes.Getattr)):
        path = reader.path(test, loops)
        return frozenset({path}) if path else _NOTHING
    if isinstance(test, (nodes.Or, nodes.And)):
        left = _fulfilling(test.left, loops, reader)
        right = _fulfilling(test.right, loops, reader)
        return left | right if isinstance(test, nodes.Or) else left & right
    return _NOTHING


def _implies(path: str, known: str) -> bool:
    """Whether ``known`` is filled in wherever ``path`` is: the same, its group, its face's field.

    What a face prints of an empty field says nothing, and may be left out; a group without rows
    has no added columns.
    """
    return known in {path, field_of(path), path.removesuffix("_extra")} or path.startswith(
        f"{known}."
    )


@dataclass(slots=True)
class _Table:
    """A table while it is walked through: docxtpl compares its grid with its rows."""

    columns: int
    depth: int  # of structures around it
    most_cells: int = 0
    sure_span: int = 0  # of a row that is always there
    full_rows: set[int] = field(default_factory=set)  # structures that hold a row as wide


class _Layout:
    """Walks the marked XML: where each mark stands, how the tables are built."""

    def __init__(self, marked: _Marked, known: Structure) -> None:
        self.marked = marked
        self.known = known
        self.is_repaired = False
        self.has_breaks = False
        self._drawings = BEFORE_FIRST_DRAWING
        self._is_odd = False  # tags where no rule of ours holds: in a comment
        self._around: list[Any] = []  # elements
        self._open: list[int] = []  # structures
        self._places: dict[int, set[tuple[object, ...]]] = {}
        self._tables: list[_Table] = []

    def is_well_formed(self) -> bool:
        """Whether every structure has all its marks between the same open elements."""
        return not self._is_odd and all(len(places) == 1 for places in self._places.values())

    def visit(self, element: Any) -> None:
        """Walk through an element in document order."""
        self._around.append(element)
        around = list(self._open)
        for name, value in element.attrib.items():
            self._marks(value, name)
        self._marks(element.text)
        if element.tag == f"{W}t" and LISTING.search(element.text or ""):
            self.has_breaks = True
        if element.tag == f"{W}tbl":
            self._table(element)
        elif element.tag == f"{W}tr":
            self._row(element, around)
        else:
            self._children(element)
        if element.tag == f"{W}sdt":
            self._control(element)
        elif element.tag == _DRAWING:
            self._drawings += 1
            self.is_repaired |= bool(self._open) or element.get("id") != str(self._drawings)
        self._around.pop()

    def _children(self, element: Any) -> None:
        for child in element:
            self._child(child)

    def _child(self, child: Any) -> None:
        if isinstance(child.tag, str):
            self.visit(child)
        else:  # a comment or an instruction
            self._is_odd |= _END in (child.text or "")
        self._marks(child.tail)

    def _marks(self, text: str | None, attribute: str = "") -> None:
        if not text or _END not in text:
            return
        for sign, digits in _MARK.findall(text):
            if sign == _PRINT:
                self._site(self.known.sites[int(digits)], attribute)
                continue
            structure = int(digits)
            place = tuple((el.tag, tuple(el.nsmap.items())) for el in self._around)
            # What begins in an attribute has to end in it.
            within = id(self._around[-1]) if attribute else None
            self._places.setdefault(structure, set()).add((*place, attribute, within))
            if sign == _OPEN:
                self._open.append(structure)
            elif sign == _CLOSE and structure in self._open:
                self._open.remove(structure)

    def _site(self, site: Site, attribute: str) -> None:
        names = [element.tag for element in self._around]
        site.is_text = not attribute and names[-1] == f"{W}t"
        if site.is_text and names[-2:-1] == [f"{W}r"] and names.count(f"{W}p") == 1:
            paragraph = self._around[names.index(f"{W}p")]
            site.takes_breaks = paragraph.find(f".//{W}p") is None

    def _table(self, table: Any) -> None:
        grid = table.find(f"{W}tblGrid")
        columns = 0 if grid is None else len(grid.findall(f"{W}gridCol"))
        self._tables.append(_Table(columns, len(self._open)))
        self._children(table)
        built = self._tables.pop()
        if grid is None or built.most_cells > built.columns:
            self.is_repaired = True
        elif built.sure_span < built.columns:
            is_repeated = any(isinstance(self.marked.structures[n], nodes.For) for n in self._open)
            self.is_repaired |= is_repeated or not built.full_rows
            for structure in built.full_rows:
                self._note(structure, self.known.tables)
            self.known.tables += 1

    def _note(self, structure: int, what: int) -> None:
        self.known.notes.setdefault(id(self.marked.structures[structure]), set()).add(what)

    def _row(self, row: Any, around: list[int]) -> None:
        depth = len(around)
        cells = span = 0
        for child in row:
            if child.tag == f"{W}tc":
                if len(self._open) > depth:
                    for structure in self._open[depth:]:
                        self._note(structure, WIDER)
                else:
                    cells += 1
                    span += _span(child)
            self._child(child)
        for table in self._tables:
            table.most_cells = max(table.most_cells, cells)
            if depth == table.depth:
                table.sure_span = max(table.sure_span, span)
            elif span >= table.columns and depth == table.depth + 1:
                node = self.marked.structures[around[-1]]
                if isinstance(node, nodes.For) or not (node.elif_ or node.else_):
                    table.full_rows.add(around[-1])

    def _control(self, control: Any) -> None:
        tag = control.find(f"{W}sdtPr/{W}tag")
        content = control.find(f"{W}sdtContent")
        if tag is None or content is None:
            return
        value = tag.get(f"{W}val", "")
        name = path_of(_ONE_PRINT.sub("0", value))
        self.known.controls.add(name)
        numbers = [self.known.sites[int(digits)] for digits in _ONE_PRINT.findall(value)]
        if not all(site.is_row_number for site in numbers):
            return
        text = text_of(content)
        marks = _BRANCHES.findall("".join(content.itertext()))
        signs = _MARK.findall("".join(marks))
        inside = {int(digits) for _, digits in signs}
        if {n for sign, n in signs if sign == _OPEN} != {n for sign, n in signs if sign == _CLOSE}:
            return  # a structure that begins or ends elsewhere
        if any(isinstance(self.marked.structures[number], nodes.For) for number in inside):
            return
        if alone := _ONE_PRINT.fullmatch(_BRANCHES.sub("", text)):
            self.known.sites[int(alone[1])].controls.add(name)


def _span(cell: Any) -> int:
    """Return how many columns a cell takes; of one that depends on the data, none is sure."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    if span is None:
        return 1
    value = span.get(f"{W}val", "")
    return int(value) if value.isdecimal() else 0
