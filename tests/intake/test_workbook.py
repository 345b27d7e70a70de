"""Workbooks that lie about themselves, or would do harm."""

from __future__ import annotations

import io
import operator
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from clerk import write_book

from csdforms.errors import CsdformsError, MissingFile, NotPermitted, UnreadableInput
from csdforms.intake import entries as module
from csdforms.intake import spreadsheet
from csdforms.intake.entries import Entries, open_entries
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding

FORM = find("complaint_register_one")
ROWS = [["投诉编号", "投诉内容"], ["TS-1", "漏水"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good(folder: Path) -> bytes:
    return write_book(folder / "好.xlsx", {"表": ROWS}).read_bytes()


def opened(folder: Path, data: bytes, suffix: str = ".xlsx") -> Entries:
    path = folder / f"录入{suffix}"
    path.write_bytes(data)
    return open_entries(path, FORM)


def refusal(folder: Path, data: bytes, suffix: str = ".xlsx") -> str:
    with pytest.raises(UnreadableInput) as caught:
        opened(folder, data, suffix)
    assert "录入" in str(caught.value)
    return str(caught.value)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


def test_an_honest_workbook_is_read(tmp_path: Path) -> None:
    (entry,) = opened(tmp_path, good(tmp_path))
    assert entry.data == {"投诉编号": "TS-1", "投诉内容": "漏水"}


@pytest.mark.parametrize("suffix", [".XLSX", ".xls", ".ods"])
def test_what_a_file_holds_counts_more_than_its_suffix(tmp_path: Path, suffix: str) -> None:
    assert len(opened(tmp_path, good(tmp_path), suffix)) == 1


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = changed(good(tmp_path), "xl/theme/theme1.xml", lambda _: b" " * 30_000_000)
    assert "压缩炸弹" in refusal(tmp_path, bomb)


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_MOST_PARTS", 3)
    assert "展开后太大" in refusal(tmp_path, good(tmp_path))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("harm", [b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!ENTITY a SYSTEM 'x'>"])
def test_a_doctype_is_refused(tmp_path: Path, part: str, harm: bytes) -> None:
    harmed = changed(good(tmp_path), part, lambda old: old.replace(b"?>", b"?>" + harm, 1))
    assert "DOCTYPE" in refusal(tmp_path, harmed)


def test_a_doctype_in_another_encoding_is_refused(tmp_path: Path) -> None:
    def wide(old: bytes) -> bytes:
        text = old.decode().replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
        return text.replace("UTF-8", "UTF-16").encode("utf-16")

    refusal(tmp_path, changed(good(tmp_path), "xl/workbook.xml", wide))


def test_parts_of_the_same_name_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(good(tmp_path))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<x/>")
    assert "重名" in refusal(tmp_path, buffer.getvalue())


def test_cells_too_far_apart_are_refused_before_they_are_laid_out(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_string(1_048_575, 16_383, "x")
    assert "离得太远" in refusal(tmp_path, buffer.getvalue())


def test_cells_without_a_place_do_not_hide_how_far_apart_they_are(tmp_path: Path) -> None:
    def far(old: bytes) -> bytes:
        cells = b"<c><v>1</v></c>" * 16_384
        row = b'<row r="1048576">' + cells + b"</row></sheetData>"
        return old.replace(b"</sheetData>", row)

    harmed = changed(good(tmp_path), "xl/worksheets/sheet1.xml", far)
    assert "离得太远" in refusal(tmp_path, harmed)


def test_empty_cells_with_a_colour_far_away_do_no_harm(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("表")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert len(opened(tmp_path, buffer.getvalue())) == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_an_encrypted_workbook_is_named_as_such(tmp_path: Path, suffix: str) -> None:
    data = OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert "打开密码" in refusal(tmp_path, data, suffix)


@pytest.mark.parametrize(
    "data",
    [b"<html><table><tr><td>x</td></tr></table></html>", b"a,b\n1,2\n", b"\x00" * 100],
)
def test_what_is_no_workbook_is_refused_with_the_way_out(tmp_path: Path, data: bytes) -> None:
    assert "另存为 .xlsx" in refusal(tmp_path, data, ".xls")


@pytest.mark.parametrize("data", [OLE + bytes(2000), b"PK\x03\x04" + bytes(200)])
def test_a_damaged_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "另存为 .xlsx" in refusal(tmp_path, data)


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    data = good(tmp_path)
    for length in range(100, len(data), len(data) // 20):
        refusal(tmp_path, data[:length])


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "另存为 .xlsx" in refusal(tmp_path, buffer.getvalue())


def test_no_broken_part_is_a_traceback(tmp_path: Path) -> None:
    data = good(tmp_path)
    for part in zipfile.ZipFile(io.BytesIO(data)).namelist():
        for keep in (0, 5, 100):
            try:
                opened(tmp_path, changed(data, part, operator.itemgetter(slice(keep))))
            except UnreadableInput:
                continue


def test_an_empty_file_a_folder_and_none_at_all_are_told_apart(tmp_path: Path) -> None:
    assert "没有内容" in refusal(tmp_path, b"")
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(UnreadableInput, match="文件夹"):
        open_entries(tmp_path / "夹.xlsx", FORM)
    with pytest.raises(MissingFile):
        open_entries(tmp_path / "没有.xlsx", FORM)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.docx", "a.json", "a.xlsm"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInput, match=r"应是 \.xlsx"):
        open_entries(tmp_path / name, FORM)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LARGEST", 100)
    assert "文件太大" in refusal(tmp_path, good(tmp_path))


def test_a_file_that_may_not_be_read_is_not_permitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(NotPermitted, match="正在 Excel 中打开"):
        open_entries(tmp_path / "a.xlsx", FORM)


def test_without_the_excel_extra_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = good(tmp_path)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(CsdformsError, match=r"csdforms\[excel\]"):
        opened(tmp_path, data)


# OpenDocument

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def words(*texts: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return f"<table:table-row>{''.join(map(cell.format, texts))}</table:table-row>"


def open_document(*rows: str) -> bytes:
    content = (
        f'<office:document-content {NAMESPACES} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def test_an_open_document_is_read_and_its_errors_named(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    error = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>TS-2</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell'
        ' office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#N/A</text:p></table:table-cell></table:table-row>"
    )
    rows = (words("投诉编号", "投诉内容", "备注", "联系电话"), words("TS-1", "甲"), empty, error)
    first, second = opened(tmp_path, open_document(*rows), ".ods")
    assert (first.data, first.findings) == ({"投诉编号": "TS-1", "投诉内容": "甲"}, ())
    assert second.place == "第 5 行"
    assert [(one.path, "#N/A" in one.message) for one in second.findings] == [("phone", True)]


def test_a_marked_open_document_becomes_a_workbook(tmp_path: Path) -> None:
    entries = opened(
        tmp_path, open_document(words("投诉编号", "投诉内容"), words("TS-1", "甲")), ".ods"
    )
    assert entries.marked_name == "录入_问题.xlsx"
    path = entries.mark({0: [Finding("content", "投诉内容", "太短。")]}, tmp_path / "问题.xlsx")
    assert [entry.data for entry in open_entries(path, FORM)] == [entry.data for entry in entries]


@pytest.mark.parametrize(
    ("cell", "unsolved"),
    [
        (b'<c r="C2"><f>100+200</f></c>', True),
        (b'<c r="C2" s="1"><f>100+200</f><v></v></c>', True),
        (b'<c r="C2"><f t="shared" si="0"/><v/></c>', True),
        (b'<c r="C2"><f>100+200</f><v>300</v></c>', False),
        (b'<c r="C2" t="str"><f>""</f><v></v></c>', False),
        (b'<c r="C2" s="1"/>', False),
    ],
)
def test_a_formula_without_its_result_is_named_not_dropped(
    tmp_path: Path, cell: bytes, unsolved: bool
) -> None:
    path = write_book(tmp_path / "a.xlsx", {"表": [[*ROWS[0], "涉及金额"], [*ROWS[1], 300]]})
    number = b'<c r="C2"><v>300</v></c>'
    part = "xl/worksheets/sheet1.xml"
    data = changed(path.read_bytes(), part, lambda sheet: sheet.replace(number, cell))
    said = [(one.path, one.message[:11]) for one in next(iter(opened(tmp_path, data))).findings]
    assert said == ([("amount_involved", "这一格的公式还没有结果")] if unsolved else [])
