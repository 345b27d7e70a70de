"""The package of a spreadsheet file: its parts, read with suspicion, and which sheet is where."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from csdforms.errors import UnreadableInput
from csdforms.intake.grid import UNSOLVED
from csdforms.templates.package import parser

__all__ = [
    "Parts",
    "SheetPart",
    "cell_errors",
    "column_number",
    "hidden_rows",
    "is_workbook",
    "open_document_errors",
    "read_parts",
    "relations",
    "sheets",
]

Parts = dict[str, bytes]

WORKBOOK = "xl/workbook.xml"

CONTENT = "content.xml"  # of an .ods
_TYPES = "[Content_Types].xml"
_MOST_PARTS = 2_000
_MOST_BYTES = 300 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_FLOOR = 1024 * 1024  # small parts may pack well: styles do
_MOST_CELLS = 10_000_000  # rows by columns: the reader lays out the empty ones too
_DAMAGED = "不是完好的 Excel 文件，请用 Excel 打开，另存为 .xlsx。"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OPEN_DOCUMENT_ERROR = b'value-type="error"'
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
#: A cell with something in it, and one whose formula failed.
_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]*(?<!/)>")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*?\br=)[^<>]*)?>")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br=\"([0-9]{1,7})\"")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*?\bt=\"e\"[^<>]*)>(?:<(?:\w+:)?f[^<>]*>[^<>]*(?:</(?:\w+:)?f>)?)?"
    rb"<(?:\w+:)?v>([^<>]{1,20})</"
)
#: A formula without its result: the file comes from a program that cannot calculate.
_UNSOLVED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)><(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<>]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_TEXT = b't="str"'  # whose result may be nothing
_HIDDEN = re.compile(
    rb"<(?:\w+:)?row\s(?=[^<>]*?\bhidden=\"(?:1|true)\")[^<>]*?\br=\"([0-9]{1,7})\""
)
_LETTERS = re.compile(rb"\sr=\"([A-Z]{1,3})[0-9]")
_DIGITS = re.compile(rb"\sr=\"[A-Z]{1,3}([0-9]{1,7})")
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name for people and the part that holds it."""

    name: str
    part: str


def read_parts(data: bytes, source: str) -> Parts:
    """Return the parts of a zipped spreadsheet, .xlsx or .ods.

    Raises:
        UnreadableInput: if it is no zip, encrypted, too large or too well packed to be honest, has
            parts twice, a DOCTYPE, or cells so far apart that laying them out would not end.
    """
    problems = (
        zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError,
        EOFError, OSError, ValueError, OverflowError,
    )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data), source)
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except UnreadableInput:
        raise
    except problems:
        raise UnreadableInput(source, _DAMAGED) from None
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            _check_markup(name, content, source)
    return parts


def _check_entries(entries: list[zipfile.ZipInfo], size: int, source: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_PARTS or total > _MOST_BYTES:
        raise UnreadableInput(source, "展开后太大，请分成几个文件。")
    if total > _RATIO_FLOOR and total > size * _MOST_RATIO:
        raise UnreadableInput(source, "压缩比异常，可能是压缩炸弹。")
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise UnreadableInput(source, "内部有重名的部件。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableInput(source, "已加密，请去掉打开密码后再用。")


def _check_markup(name: str, content: bytes, source: str) -> None:
    if content.startswith(_WIDE):
        raise UnreadableInput(source, _DAMAGED)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableInput(source, f"{name} 含有 DOCTYPE 声明，可能有害。")
    if name.endswith(".rels") or name in (WORKBOOK, _TYPES):
        try:
            etree.fromstring(content, parser())
        except etree.XMLSyntaxError:
            raise UnreadableInput(source, _DAMAGED) from None
    if name.startswith("xl/worksheets/"):
        rows, columns = _most(content)
        if rows * columns > _MOST_CELLS:  # with those that only have a format
            rows, columns = _extent(content)
        if rows * columns > _MOST_CELLS:
            text = "有内容的单元格离得太远，表格太大；请删去远处的内容，或复制到新表。"
            raise UnreadableInput(source, text)


def _most(content: bytes) -> tuple[int, int]:
    """Return a row and a column that no cell of a worksheet is behind, at once."""
    if _UNPLACED.search(content):
        return _extent(content)
    columns = max((column_number(found) + 1 for found in set(_LETTERS.findall(content))), default=0)
    return max(map(int, set(_DIGITS.findall(content))), default=0), columns


def _extent(content: bytes) -> tuple[int, int]:
    """Return the last row and column of a worksheet that have something in them."""
    rows, columns = 0, 0
    for cell in _CELL.finditer(content):
        rows, columns = max(rows, int(cell[2])), max(columns, column_number(cell[1]) + 1)
    if _UNPLACED.search(content):  # such cells follow one another
        rows = max([rows, *(int(row[1]) for row in _ROW.finditer(content))])
        columns = max(columns, *(line.count(b"<c") for line in content.split(b"<row")))
    return rows, columns


def is_workbook(parts: Parts) -> bool:
    """Whether these are the parts of an .xlsx."""
    return WORKBOOK in parts


def relations(parts: Parts, source: str) -> Iterator[Any]:
    """Yield the relations of a part, each with its ``Target`` as the name of a part."""
    folder, base = posixpath.split(source)
    content = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    for relation in etree.fromstring(content, parser()) if content else ():
        if str(relation.get("TargetMode")).casefold() != "external":
            target = posixpath.join("/", folder, str(relation.get("Target")))
            relation.set("Target", posixpath.normpath(target).lstrip("/"))
            yield relation


def sheets(parts: Parts) -> list[SheetPart]:
    """Return the worksheets of an .xlsx in their order."""
    targets = {one.get("Id"): str(one.get("Target")) for one in relations(parts, WORKBOOK)}
    found = []
    for sheet in etree.fromstring(parts[WORKBOOK], parser()).iter("{*}sheet"):
        link = next((value for key, value in sheet.items() if str(key).endswith("}id")), None)
        if targets.get(link) in parts:
            found.append(SheetPart(str(sheet.get("name")), targets[link]))
    return found


def cell_errors(content: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of the cells that show an error, ``#N/A``, or have no result."""
    found: list[tuple[bytes, str]] = []
    # Most sheets have neither errors nor formulas, and patterns take longer to find that out.
    if b't="e"' in content:
        errors = _ERROR.finditer(content)
        found += [(cell[1], cell[2].decode("utf-8", "replace")) for cell in errors]
    if b"<f" in content or b":f" in content:
        unsolved = (cell[1] for cell in _UNSOLVED.finditer(content))
        found += [(cell, UNSOLVED) for cell in unsolved if _TEXT not in cell]
    for cell, text in found:
        place = _REFERENCE.search(cell)
        if place:
            yield int(place[2]) - 1, column_number(place[1]), text


def hidden_rows(content: bytes) -> frozenset[int]:
    """Return the rows of a worksheet that are hidden or filtered out."""
    if b"hidden=" not in content:
        return frozenset()
    return frozenset(int(row[1]) - 1 for row in _HIDDEN.finditer(content))


def open_document_errors(content: bytes) -> dict[str, list[tuple[int, int, str]]]:
    """Return the cells of an .ods that show an error, by sheet: row, column and text."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    if _OPEN_DOCUMENT_ERROR not in content:
        return found
    for table in etree.fromstring(content, parser()).iter(f"{_TABLE}table"):
        row = 0
        for line in table.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in line:
                kinds = (kind for key, kind in cell.items() if str(key).endswith("}value-type"))
                if "error" in kinds and (row + 1) * (column + 1) <= _MOST_CELLS:
                    text = "".join(map(str, cell.itertext())).strip()[:20]
                    found.setdefault(str(table.get(f"{_TABLE}name")), []).append(
                        (row, column, text)
                    )
                column += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            row += int(line.get(f"{_TABLE}number-rows-repeated", 1))
    return found


def column_number(letters: bytes | str) -> int:
    """Return the column under these letters: A is 0, AA is 26."""
    text = letters.decode("ascii") if isinstance(letters, bytes) else letters
    number = 0
    for letter in text:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
