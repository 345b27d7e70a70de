"""Marks in an .xlsx that stays what it is: sheets, widths, drop-downs, formulas, styles.

Only the marked cells get another style, and each sheet a part with notes. What an earlier marking
left is taken away first. Rows are taken out of a sheet one by one, so that a large one needs no
tree of all its cells.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from csdforms.intake.grid import place_of
from csdforms.intake.marking import AUTHOR, COLOURS, Cell, Mark, box_size
from csdforms.intake.spreadsheet import Parts, column_number, read_parts, relations, sheets
from csdforms.templates.package import CONTENT_TYPES, parser, serialised, write_package

__all__ = ["patched"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = "xl/styles.xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_ROOT = re.compile(rb"<(?:\w+:)?worksheet\b[^<>]*>")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^<>]*?(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?(?:/>|>.*?</(?:\w+:)?row>)", re.DOTALL)
_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\sr=\"([0-9]{1,7})\"")
_STYLE = re.compile(rb"\ss=\"([0-9]+)\"")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: What stands behind the drawing of notes in a worksheet.
_BEHIND = frozenset(
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
     "tableParts", "extLst"]
)  # fmt: skip
#: A note of somebody else is kept, ours is added below this line.
_OURS = f"\n—— {AUTHOR} ——\n"

_SHAPE = re.compile(r"<((?:\w+:)?shape)\s.*?</\1>", re.DOTALL)
_SHAPE_ID = re.compile(r"_x0000_s([0-9]{1,9})")
_SHAPES_IN_BLOCK = 1024
#: Each shape brings its prefixes along: other programs (openpyxl) call them otherwise.
_PREFIXES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_DRAWING = (
    f'<xml{_PREFIXES}><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
)
_SHAPE_KIND = (
    f'<v:shapetype{_PREFIXES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE_SHAPE = (
    f"<v:shape{_PREFIXES}"
    ' id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;'
    'margin-top:1.5pt;width:{width}px;height:{height}px;z-index:1;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}'
    "</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_ROW_PIXELS, _COLUMN_PIXELS = 20, 64

Place = tuple[int, int]


class _Unusual(Exception):
    """The workbook is made in a way that patching does not know."""


def patched(package: bytes, names: Sequence[str], marks: Mapping[Cell, Mark]) -> bytes | None:
    """Return the workbook with marks; ``names`` are those of its sheets, by their number in marks.

    ``None`` for a workbook of an unusual make (no styles, rows without numbers, the strict
    dialect), which must be written anew.
    """
    parts = read_parts(package, "")
    try:
        styles = _Styles(parts)
        for place, sheet in enumerate(sheets(parts), start=1):
            mine: dict[Place, Mark] = {}
            if sheet.name in names:
                index = names.index(sheet.name)
                mine = {
                    (row, column): mark for (i, row, column), mark in marks.items() if i == index
                }
            notes = _Notes(parts, sheet.part, place)
            if mine or notes.old or styles.ours:
                _Worksheet(parts, sheet.part, styles).mark(mine, notes)
        parts[_STYLES] = serialised(styles.root)
    except (_Unusual, etree.XMLSyntaxError, ValueError):  # numbers that are none
        return None
    return write_package(parts)


class _Styles:
    """The cell styles of a workbook, and those that are like them but for our fill."""

    def __init__(self, parts: Parts) -> None:
        if _STYLES not in parts:
            raise _Unusual
        self.root = etree.fromstring(parts[_STYLES], parser())
        fills = self.root.find(f"{{{_MAIN}}}fills")
        formats = self.root.find(f"{{{_MAIN}}}cellXfs")
        if fills is None or formats is None:
            raise _Unusual
        self._fills, self._formats = fills, formats
        ours = {
            place
            for place, fill in enumerate(fills)
            if str(next((one.get("rgb") for one in fill.iter("{*}fgColor")), ""))[2:]
            in COLOURS.values()
        }
        #: The styles that an earlier marking gave.
        self.ours = {
            str(place) for place, one in enumerate(formats) if int(one.get("fillId", 0)) in ours
        }
        self._made: dict[tuple[str, bool | None], str] = {}
        self._colours: dict[bool | None, str] = {None: "0"}

    def like(self, style: str, colour: bool | None) -> str:
        """Return the style that is like another, with our fill or (``None``) without any."""
        key = style, colour
        if key not in self._made:
            if not 0 <= int(style) < len(self._formats):
                raise _Unusual
            made = copy.deepcopy(self._formats[int(style)])
            made.set("fillId", self._fill(colour))
            made.set("applyFill", "1")
            self._formats.append(made)
            self._formats.set("count", str(len(self._formats)))
            self._made[key] = str(len(self._formats) - 1)
        return self._made[key]

    def _fill(self, colour: bool | None) -> str:
        if colour not in self._colours:
            assert colour is not None
            fill = etree.SubElement(self._fills, f"{{{_MAIN}}}fill")
            pattern = etree.SubElement(fill, f"{{{_MAIN}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{_MAIN}}}fgColor", rgb=f"FF{COLOURS[colour]}")
            etree.SubElement(pattern, f"{{{_MAIN}}}bgColor", indexed="64")
            self._fills.set("count", str(len(self._fills)))
            self._colours[colour] = str(len(self._fills) - 1)
        return self._colours[colour]


class _Worksheet:
    """One worksheet: its rows as bytes, everything else as a tree."""

    def __init__(self, parts: Parts, part: str, styles: _Styles) -> None:
        self.parts, self.part, self.styles = parts, part, styles
        content = parts[part]
        root, data = _ROOT.search(content), _DATA.search(content)
        if root is None or data is None or b"<!--" in content or b"<![CDATA[" in content:
            raise _Unusual
        end = data.end()
        if not data[2]:
            end = content.rfind(b"</" + data[1] + b"sheetData>")
        self.start = root[0]
        self.prefix = data[1]
        name = data[1] + b"sheetData>"
        rest = content[end:] if data[2] else content[end + len(name) + 2 :]
        skeleton = content[: data.start()] + b"<" + name + b"<?rows?></" + name + rest
        self.root = etree.fromstring(skeleton, parser())
        if etree.QName(self.root).namespace != _MAIN:
            raise _Unusual
        self.rows: dict[int, bytes] = {}
        for row in _ROW.finditer(content, data.end(), end):
            number = _NUMBER.match(row[0])
            if number is None:
                raise _Unusual
            self.rows[int(number[1]) - 1] = row[0]
        self.widths, self.column_styles = self._columns()

    def mark(self, marks: Mapping[Place, Mark], notes: _Notes) -> None:
        by_row: dict[int, dict[int, Mark]] = {}
        for (row, column), mark in marks.items():
            by_row.setdefault(row, {})[column] = mark
        for row in sorted(by_row.keys() | set(self._marked_before())):
            self.rows[row] = self._patched_row(row, by_row.get(row, {}))
        notes.write(marks, self.widths, self.root)
        rows = b"".join(self.rows[row] for row in sorted(self.rows))
        self.parts[self.part] = serialised(self.root).replace(b"<?rows?>", rows, 1)

    def _marked_before(self) -> Iterator[int]:
        if self.styles.ours:
            for number, row in self.rows.items():
                if any(style[1].decode() in self.styles.ours for style in _STYLE.finditer(row)):
                    yield number

    def _patched_row(self, number: int, marks: Mapping[int, Mark]) -> bytes:
        old = self.rows.get(number, b'<%srow r="%d"/>' % (self.prefix, number + 1))
        closing = b"</" + self.prefix + b"worksheet>"
        root = etree.fromstring(self.start + old + closing, parser())
        row = root[0]
        cells: dict[int, Any] = {}
        for cell in row:
            place = _PLACE.fullmatch(cell.get("r", ""))
            if place is None:
                raise _Unusual
            cells[column_number(place[1])] = cell
            if cell.get("s") in self.styles.ours:
                cell.set("s", self.styles.like(str(cell.get("s")), None))
        for column, mark in marks.items():
            if column not in cells:
                cells[column] = self._new_cell(row, number, column, cells)
            cell = cells[column]
            cell.set("s", self.styles.like(str(cell.get("s", "0")), mark.is_error))
        written = etree.tostring(root, encoding="utf-8")
        return bytes(written[written.index(b">") + 1 : written.rindex(b"</")])

    def _new_cell(self, row: Any, number: int, column: int, cells: Mapping[int, Any]) -> Any:
        style = self.column_styles.get(column, "0")
        if row.get("customFormat") in ("1", "true"):
            style = row.get("s", "0")
        cell = etree.Element(f"{{{_MAIN}}}c", r=place_of(number, column), s=style)
        behind = min((other for other in cells if other > column), default=None)
        row.insert(len(row) if behind is None else row.index(cells[behind]), cell)
        row.attrib.pop("spans", None)
        return cell

    def _columns(self) -> tuple[dict[int, int], dict[int, str]]:
        """Return the widths of columns in pixels, and the styles of their empty cells."""
        widths: dict[int, int] = {}
        styles: dict[int, str] = {}
        for one in self.root.iter(f"{{{_MAIN}}}col"):
            first, last = int(one.get("min", 1)) - 1, int(one.get("max", 1))
            for column in range(first, min(last, first + 1_000)):
                if width := one.get("width"):
                    hidden = one.get("hidden") in ("1", "true")
                    widths[column] = 0 if hidden else int(float(width) * 7) + 5
                styles[column] = str(one.get("style", "0"))
        return widths, styles


class _Notes:
    """The notes of one worksheet: their texts in one part, their boxes in another."""

    def __init__(self, parts: Parts, part: str, place: int) -> None:
        self.parts, self.part, self.place = parts, part, place
        linked = list(relations(parts, part))
        self._texts = _target(linked, "comments")
        self._boxes = _target(linked, "vmlDrawing")
        if self._boxes is not None and self._boxes not in parts:
            raise _Unusual
        if self._texts is not None and self._texts in parts:
            self._root = etree.fromstring(parts[self._texts], parser())
        else:
            empty = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
            self._root = etree.fromstring(empty, parser())
        authors = self._root.find(f"{{{_MAIN}}}authors")
        entries = self._root.find(f"{{{_MAIN}}}commentList")
        if authors is None or entries is None:
            raise _Unusual
        self._authors, self._list = authors, entries
        names = [author.text for author in authors]
        self._mine = str(names.index(AUTHOR)) if AUTHOR in names else None
        #: Whether an earlier marking left notes.
        self.old = self._mine is not None

    def write(self, marks: Mapping[Place, Mark], widths: Mapping[int, int], sheet: Any) -> None:
        """Take away what an earlier marking said, say what is wrong now."""
        gone = set(self._clear())
        if not marks and not gone and self._texts is None:
            return
        if self._mine is None:
            etree.SubElement(self._authors, f"{{{_MAIN}}}author").text = AUTHOR
            self._mine = str(len(self._authors) - 1)
        there = {str(note.get("ref")): note for note in self._list}
        new: list[Place] = []
        for (row, column), mark in sorted(marks.items()):
            reference = place_of(row, column)
            if reference in there:
                self._add_run(there[reference], f"{_OURS}{mark.note}")
                continue
            attributes = {"ref": reference, "authorId": self._mine}
            note = etree.SubElement(self._list, f"{{{_MAIN}}}comment", attributes)
            etree.SubElement(note, f"{{{_MAIN}}}text")
            self._add_run(note, mark.note)
            new.append((row, column))
        self._list[:] = sorted(self._list, key=_position)
        sizes = {place: box_size(marks[place].note) for place in new}
        self._write_boxes(sizes, gone, widths, sheet)
        if self._texts is None:
            self._texts = _free(self.parts, "xl/comments{}.xml")
            _relate(self.parts, self.part, f"{_OFFICE}/comments", self._texts)
            _declare(self.parts, "Override", "PartName", f"/{self._texts}", _COMMENTS_TYPE)
        self.parts[self._texts] = serialised(self._root)

    def _clear(self) -> Iterator[str]:
        """Take away our notes; yield the cells whose boxes go with them."""
        for note in list(self._list):
            if self._mine is not None and note.get("authorId") == self._mine:
                self._list.remove(note)
                yield str(note.get("ref"))
                continue
            for text in list(note.iter(f"{{{_MAIN}}}t")):
                if _OURS.strip() in (text.text or ""):
                    kept = (text.text or "").partition(_OURS.strip())[0].rstrip("\n")
                    run = text.getparent()
                    if kept or etree.QName(run).localname == "text":
                        text.text = kept
                    else:
                        run.getparent().remove(run)

    @staticmethod
    def _add_run(note: Any, words: str) -> None:
        text = note.find(f"{{{_MAIN}}}text")
        if text is None:
            raise _Unusual
        for plain in text.findall(f"{{{_MAIN}}}t"):  # text is either plain or in runs
            run = etree.SubElement(text, f"{{{_MAIN}}}r")
            run.append(plain)
        run = etree.SubElement(text, f"{{{_MAIN}}}r")
        properties = etree.SubElement(run, f"{{{_MAIN}}}rPr")
        etree.SubElement(properties, f"{{{_MAIN}}}sz", val="9")
        etree.SubElement(properties, f"{{{_MAIN}}}rFont", val="宋体")
        one = etree.SubElement(run, f"{{{_MAIN}}}t")
        one.text = words
        one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _write_boxes(
        self,
        sizes: Mapping[Place, tuple[int, int]],
        gone: set[str],
        widths: Mapping[int, int],
        sheet: Any,
    ) -> None:
        first = self.place * 64 * _SHAPES_IN_BLOCK
        if self._boxes is None:
            self._boxes = _free(self.parts, "xl/drawings/vmlDrawing{}.vml")
            blocks = range(self.place * 64, self.place * 64 + 1 + len(sizes) // _SHAPES_IN_BLOCK)
            text = _DRAWING.format(block=",".join(map(str, blocks)))
            relation = _relate(self.parts, self.part, f"{_OFFICE}/vmlDrawing", self._boxes)
            _declare(self.parts, "Default", "Extension", "vml", _DRAWING_TYPE)
            _refer(sheet, relation)
        else:  # may be no XML, as Excel itself once wrote it: patched as text
            text = self.parts[self._boxes].decode("utf-8", "surrogateescape")
            text = _SHAPE.sub(lambda shape: "" if _cell_of(shape[0]) in gone else shape[0], text)
        taken = [int(number) for number in _SHAPE_ID.findall(text)]
        start = max([first, *taken]) + 1
        shapes = [
            _NOTE_SHAPE.format(
                number=number,
                width=width,
                height=height,
                anchor=_anchor(place, width, height, widths),
                row=place[0],
                column=place[1],
            )
            for number, (place, (width, height)) in enumerate(sizes.items(), start=start)
        ]
        if shapes and "_x0000_t202" not in text:
            shapes.insert(0, _SHAPE_KIND)
        head, end, tail = text.rpartition("</xml>")
        if not end:
            raise _Unusual
        written = "".join([head, *shapes, end, tail])
        self.parts[self._boxes] = written.encode("utf-8", "surrogateescape")


def _anchor(place: Place, width: int, height: int, widths: Mapping[int, int]) -> str:
    """Return where a box lies: to the right of its cell, from one column and row to another."""
    row, column = place
    top = max(row - 1, 0)
    left = last = column + 1
    room = widths.get(last, _COLUMN_PIXELS)
    needed = width + 15
    while needed > room and last < left + 30:
        needed -= room
        last += 1
        room = widths.get(last, _COLUMN_PIXELS)
    bottom, rest = divmod(height + 10, _ROW_PIXELS)
    return f"{left}, 15, {top}, 10, {last}, {min(needed, room)}, {top + bottom}, {rest}"


def _cell_of(shape: str) -> str:
    """Return the cell that a note's box belongs to."""
    row = re.search(r"<(?:\w+:)?Row>\s*([0-9]+)", shape)
    column = re.search(r"<(?:\w+:)?Column>\s*([0-9]+)", shape)
    return place_of(int(row[1]), int(column[1])) if row and column else ""


def _position(note: Any) -> tuple[int, int]:
    place = _PLACE.fullmatch(str(note.get("ref")))
    return (int(place[2]), column_number(place[1])) if place else (0, 0)


def _target(linked: Sequence[Any], kind: str) -> str | None:
    found = (one for one in linked if str(one.get("Type")).rpartition("/")[2] == kind)
    return next((str(one.get("Target")) for one in found), None)


def _free(parts: Parts, pattern: str) -> str:
    taken = {part.casefold() for part in parts}
    numbers = range(1, len(taken) + 2)
    return next(name for n in numbers if (name := pattern.format(n)).casefold() not in taken)


def _relate(parts: Parts, source: str, kind: str, target: str) -> str:
    """Add a relation; return its identifier."""
    folder, _, base = source.rpartition("/")
    rels = f"{folder}/_rels/{base}.rels"
    known = parts.get(rels, f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode())
    root = etree.fromstring(known, parser())
    taken = {one.get("Id") for one in root}
    free = next(name for n in range(1, len(taken) + 2) if (name := f"rId{n}") not in taken)
    attributes = {"Id": free, "Type": kind, "Target": f"/{target}"}
    etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", attributes)
    parts[rels] = serialised(root)
    return free


def _declare(parts: Parts, element: str, key: str, name: str, kind: str) -> None:
    """Declare the content type of a part or of a suffix."""
    root = etree.fromstring(parts[CONTENT_TYPES], parser())
    if not any(str(one.get(key)).casefold() == name.casefold() for one in root):
        one = etree.Element(
            f"{{{_PACKAGE}/content-types}}{element}", {key: name, "ContentType": kind}
        )
        root.insert(0 if element == "Default" else len(root), one)
        parts[CONTENT_TYPES] = serialised(root)


def _refer(sheet: Any, relation: str) -> None:
    """Let a worksheet know the drawing of its notes."""
    drawing = etree.Element(f"{{{_MAIN}}}legacyDrawing", {f"{{{_OFFICE}}}id": relation})
    behind = (one for one in sheet if etree.QName(one).localname in _BEHIND)
    first = next(behind, None)
    sheet.insert(len(sheet) if first is None else sheet.index(first), drawing)
