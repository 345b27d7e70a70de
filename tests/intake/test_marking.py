"""The problem workbook: the clerk's own with marks, and readable again."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from clerk import filled_sheets, write_book
from lxml import etree
from python_calamine import CalamineWorkbook
from support import sample

from csdforms.errors import OutputExists
from csdforms.intake.entries import Entries, open_entries
from csdforms.intake.entry_sheet import entry_sheet
from csdforms.intake.marking import AUTHOR, COLOURS
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding, examine, parse

FORM = find("complaint_register_two")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RED, YELLOW = COLOURS[True], COLOURS[False]
ROWS: list[list[Any]] = [
    ["投诉编号", "投诉等级", "联系人", "天气"],
    ["TS-1", "中", "王芳", "晴"],
    ["TS-2", "低等级", None, None],
]


def error(path: str, label: str = "栏目", message: str = "不对，请改。") -> Finding:
    return Finding(path, label, message)


def warning(path: str, message: str = "请核对。") -> Finding:
    return Finding(path, "栏目", message, "warning")


def opened(folder: Path, rows: list[list[Any]] = ROWS, **more: Any) -> Entries:
    return open_entries(write_book(folder / "录入.xlsx", {"登记": rows}, **more), FORM)


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def colours(path: Path, sheet: int = 1) -> dict[str, str]:
    """Return the fills of the coloured cells of a sheet."""
    styles = part(path, "xl/styles.xml")
    fills = [
        next((str(one.get("rgb"))[2:] for one in fill.iter(f"{MAIN}fgColor")), "")
        for fill in styles.find(f"{MAIN}fills")
    ]
    formats = [fills[int(one.get("fillId"))] for one in styles.find(f"{MAIN}cellXfs")]
    cells = part(path, f"xl/worksheets/sheet{sheet}.xml").iter(f"{MAIN}c")
    found = {cell.get("r"): formats[int(cell.get("s", 0))] for cell in cells}
    return {place: colour for place, colour in found.items() if colour in (RED, YELLOW)}


def notes(path: Path, number: int = 1) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        if f"xl/comments{number}.xml" not in archive.namelist():
            return {}
    found = part(path, f"xl/comments{number}.xml").iter(f"{MAIN}comment")
    return {note.get("ref"): "".join(note.itertext()) for note in found}


def boxes(path: Path, number: int = 1) -> list[tuple[int, int]]:
    """Return the cells that have a box for their note."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(f"xl/drawings/vmlDrawing{number}.vml").decode()
    rows = re.findall(r"<x:Row>(\d+)", text)
    columns = re.findall(r"<x:Column>(\d+)", text)
    assert len(set(re.findall(r'id="(_x0000_s\d+)"', text))) == len(rows)
    return sorted(zip(map(int, rows), map(int, columns), strict=True))


def test_wrong_cells_are_coloured_and_say_what_to_do(tmp_path: Path) -> None:
    problems = {0: [error("level", "投诉等级", "应是其中之一。")], 1: [warning("level")]}
    path = opened(tmp_path).mark(problems, tmp_path / "录入_问题.xlsx")
    assert colours(path) == {"B2": RED, "B3": YELLOW}
    assert notes(path) == {"B2": "[错误] 投诉等级：应是其中之一。", "B3": "[提醒] 栏目：请核对。"}
    assert boxes(path) == [(1, 1), (2, 1)]


def test_an_error_and_a_warning_in_one_cell_are_one_red_note(tmp_path: Path) -> None:
    problems = {0: [warning("level"), error("level"), error("level")]}
    path = opened(tmp_path).mark(problems, tmp_path / "问题.xlsx")
    assert colours(path) == {"B2": RED}
    assert notes(path)["B2"] == "[提醒] 栏目：请核对。\n[错误] 栏目：不对，请改。"


def test_an_empty_cell_is_made_at_its_place(tmp_path: Path) -> None:
    path = opened(tmp_path).mark({1: [error("contact_person")]}, tmp_path / "问题.xlsx")
    assert colours(path) == {"C3": RED}
    row = list(part(path, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row"))[2]
    assert [cell.get("r") for cell in row] == ["A3", "B3", "C3"]


def test_what_has_no_column_is_said_in_the_first_cell(tmp_path: Path) -> None:
    problems = {0: [error("handler_role", "承办岗位", "必填，不能空着。")]}
    path = opened(tmp_path).mark(problems, tmp_path / "问题.xlsx")
    assert notes(path) == {"A2": "[错误] 承办岗位：必填，不能空着。"}


def test_an_own_column_of_the_department_is_marked_where_it_stands(tmp_path: Path) -> None:
    path = opened(tmp_path).mark({0: [error("extra.1.value")]}, tmp_path / "问题.xlsx")
    assert colours(path) == {"D2": RED}


def test_a_warning_about_the_whole_column_is_said_once(tmp_path: Path) -> None:
    rows = [ROWS[0], *([f"TS-{n}", "低等级", "甲", None] for n in range(5))]
    problems = {n: [warning("contact_person")] for n in range(5)}
    path = opened(tmp_path, rows).mark(problems, tmp_path / "问题.xlsx")
    assert colours(path) == {"C1": YELLOW}


def test_rows_of_groups_are_marked_on_their_own_sheet(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "登记": [["投诉编号", "联系人"], ["TS-1", "甲"], ["TS-2", "乙"]],
        "货品明细": [
            ["所属投诉编号", "品名", "单位"],
            ["TS-2", "阀", "只"],
            ["TS-1", "管", "根"],
            ["TS-2", "圈", "个"],
            ["TS-9", "谁的", "个"],
        ],
    }
    entries = open_entries(write_book(tmp_path / "a.xlsx", sheets), FORM)
    label = FORM.specs()["items"].model
    assert label is not None
    name = next(spec.name for spec in label.specs().values() if spec.label == "品名")
    problems = {1: [error(f"items.2.{name}"), error("items")], 2: list(list(entries)[2].findings)}
    path = entries.mark(problems, tmp_path / "问题.xlsx")
    assert colours(path, 1) == {"A3": RED}
    assert colours(path, 2) == {"B4": RED, "A5": RED}


def test_everything_else_of_the_workbook_stays(tmp_path: Path) -> None:
    def furnish(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 5, "=1+1", book.add_format({"bold": True}), 2)
        sheet.data_validation(1, 1, 9, 1, {"validate": "list", "source": ["低等级", "高等级"]})
        sheet.set_column(2, 2, 33.5, book.add_format({"italic": True}))
        sheet.merge_range(8, 0, 8, 2, "合并")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, 2, 3)
        sheet.conditional_format(1, 0, 5, 0, {"type": "duplicate", "format": book.add_format()})

    entries = opened(tmp_path, ROWS, 登记=furnish)
    path = entries.mark({0: [error("level")], 1: [error("contact_person")]}, tmp_path / "问题.xlsx")
    before, after = (part(one, "xl/worksheets/sheet1.xml") for one in (entries.path, path))
    for kind in ("cols", "sheetViews", "mergeCells", "dataValidations", "autoFilter",
                 "conditionalFormatting", "pageMargins"):  # fmt: skip
        kept = [
            etree.tostring(tree.find(f"{MAIN}{kind}"), method="c14n") for tree in (before, after)
        ]
        assert kept[0] == kept[1], kind
    for tree in (before, after):
        for cell in tree.iter(f"{MAIN}c"):
            cell.attrib.pop("s", None)
    cells = {cell.get("r"): etree.tostring(cell) for cell in after.iter(f"{MAIN}c")}
    for cell in before.iter(f"{MAIN}c"):
        assert cells[cell.get("r")] == etree.tostring(cell)
    with zipfile.ZipFile(entries.path) as old, zipfile.ZipFile(path) as new:
        for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml"):
            assert old.read(name) == new.read(name)
    formats = part(path, "xl/styles.xml").find(f"{MAIN}cellXfs")
    marked = {
        cell.get("r"): cell for cell in part(path, "xl/worksheets/sheet1.xml").iter(f"{MAIN}c")
    }
    new_style = formats[int(marked["C3"].get("s"))]
    fonts = part(path, "xl/styles.xml").find(f"{MAIN}fonts")
    assert fonts[int(new_style.get("fontId"))].find(f"{MAIN}i") is not None, "the column is italic"


def test_notes_that_are_there_already_are_kept(tmp_path: Path) -> None:
    def annotate(_: Any, sheet: Any) -> None:
        sheet.write_comment(1, 1, "问过客户", {"author": "小李"})
        sheet.write_comment(2, 0, "别动", {"author": "小李"})

    entries = opened(tmp_path, ROWS, 登记=annotate)
    path = entries.mark({0: [error("level"), error("contact_person")]}, tmp_path / "问题.xlsx")
    found = notes(path)
    assert found["B2"].startswith("问过客户")
    assert found["B2"].endswith("[错误] 栏目：不对，请改。")
    assert (found["A3"], found["C2"]) == ("别动", "[错误] 栏目：不对，请改。")
    assert boxes(path) == [(1, 1), (1, 2), (2, 0)]
    again = open_entries(path, FORM).mark({0: [error("contact_person")]}, tmp_path / "再次.xlsx")
    assert notes(again) == {"B2": "问过客户", "A3": "别动", "C2": "[错误] 栏目：不对，请改。"}
    assert boxes(again) == [(1, 1), (1, 2), (2, 0)]


def test_marks_of_an_earlier_time_go_when_the_cell_is_right(tmp_path: Path) -> None:
    first = opened(tmp_path).mark({0: [error("level")], 1: [error("level")]}, tmp_path / "一.xlsx")
    entries = open_entries(first, FORM)
    second = entries.mark({1: [warning("contact_person")]}, tmp_path / "二.xlsx")
    assert colours(second) == {"C3": YELLOW}
    assert list(notes(second)) == ["C3"]
    assert boxes(second) == [(2, 2)]
    third = open_entries(second, FORM).mark({}, tmp_path / "三.xlsx")
    assert not colours(third)
    assert not notes(third)


def test_notes_that_another_program_wrote_with_prefixes_of_its_own_stay(tmp_path: Path) -> None:
    def remark(_: Any, sheet: Any) -> None:
        sheet.write_comment("C2", "问一下客户", {"author": "小王"})

    path = opened(tmp_path, 登记=remark).path
    name = "xl/drawings/vmlDrawing1.vml"
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    vml = parts[name].decode()
    for prefix, other in [("v", "ns0"), ("o", "ns1"), ("x", "ns2")]:
        vml = re.sub(rf"(?<=[</ :]){prefix}(?=[:=])", other, vml)
    parts[name] = vml.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    marked = open_entries(path, FORM).mark({0: [error("level")]}, tmp_path / "一.xlsx")
    kind = "{urn:schemas-microsoft-com:vml}shape"
    assert len(list(part(marked, name).iter(kind))) == 2  # and every prefix is declared
    cleared = open_entries(marked, FORM).mark({}, tmp_path / "二.xlsx")
    assert len(list(part(cleared, name).iter(kind))) == 1
    assert list(notes(cleared)) == ["C2"]


def test_the_marked_workbook_is_read_again_and_corrected_passes(tmp_path: Path) -> None:
    form = parse(FORM, sample(FORM.identifier()))
    sheets = filled_sheets([form])
    place = sheets[FORM.title()][0].index("投诉等级")
    right = sheets[FORM.title()][1][place]
    sheets[FORM.title()][1][place] = "中"
    entries = open_entries(write_book(tmp_path / "录入.xlsx", sheets), FORM)
    (entry,) = entries
    findings = examine(FORM, entry.data)[1]
    assert [one.path for one in findings if one.is_error] == ["level"]
    path = entries.mark({0: findings}, tmp_path / "录入_问题.xlsx")
    (again,) = open_entries(path, FORM)
    assert again.data == entry.data
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = strings.replace("<t>中</t>", f"<t>{right}</t>").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (mended,) = open_entries(path, FORM)
    assert parse(FORM, mended.data).reference() == form.reference()


def test_the_clerks_own_workbook_is_marked_with_all_it_has(tmp_path: Path) -> None:
    path = tmp_path / "录入.xlsx"
    path.write_bytes(entry_sheet(FORM))
    marked = open_entries(path, FORM).mark({}, tmp_path / "问题.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(marked) as new:
        assert sorted(old.namelist()) == sorted(new.namelist())
        for name in old.namelist():
            trees = [
                etree.tostring(etree.fromstring(one.read(name)), method="c14n")
                for one in (old, new)
            ]
            assert trees[0] == trees[1], name


def test_a_csv_file_becomes_a_workbook_of_texts(tmp_path: Path) -> None:
    harm = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|cmd", '=HYPERLINK("http://x")', "http://x.y"]
    lines = [
        "投诉编号,联系人,投诉理由",
        *(f'TS-{n},王芳,"{text.replace(chr(34), chr(34) * 2)}"' for n, text in enumerate(harm)),
    ]
    source = tmp_path / "录入.csv"
    source.write_text("\n".join(lines), "utf-8")
    entries = open_entries(source, FORM)
    assert entries.marked_name == "录入_问题.xlsx"
    path = entries.mark(
        {0: [error("content")], 2: [error("level")]}, tmp_path / entries.marked_name
    )
    assert colours(path) == {"C2": RED, "A4": RED}
    assert notes(path)["C2"] == "[错误] 栏目：不对，请改。"
    tree = part(path, "xl/worksheets/sheet1.xml")
    assert not list(tree.iter(f"{MAIN}f"))
    assert not list(tree.iter(f"{MAIN}hyperlinks"))
    assert {cell.get("t") for cell in tree.iter(f"{MAIN}c")} == {"s"}
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[1:]] == harm
    assert [entry.data for entry in open_entries(path, FORM)] == [entry.data for entry in entries]


def test_a_workbook_of_an_unusual_make_is_written_anew(tmp_path: Path) -> None:
    entries = opened(tmp_path, [*ROWS, ["TS-3", "高等级", dt.date(2026, 3, 5), 1.5]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(entries.path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<!-- unusual --><sheetData>")
            new.writestr(name, data)
    entries.path.write_bytes(buffer.getvalue())
    again = open_entries(entries.path, FORM)
    path = again.mark({0: [error("level")], 1: [error("contact_person")]}, tmp_path / "问题.xlsx")
    assert colours(path) == {"B2": RED, "C3": RED}
    assert [entry.data for entry in open_entries(path, FORM)] == [entry.data for entry in again]


def test_notes_carry_no_control_characters(tmp_path: Path) -> None:
    path = opened(tmp_path).mark({0: [error("level", "a\x07b\ud800")]}, tmp_path / "问题.xlsx")
    assert notes(path)["B2"] == "[错误] ab：不对，请改。"


def test_a_file_that_is_there_is_not_overwritten_unasked(tmp_path: Path) -> None:
    entries = opened(tmp_path)
    target = entries.mark({0: [error("level")]}, tmp_path / "问题.xlsx")
    with pytest.raises(OutputExists):
        entries.mark({0: [error("level")]}, target)
    entries.mark({1: [error("level")]}, target, overwrite=True)
    assert colours(target) == {"B3": RED}


def test_many_marks_have_boxes_with_numbers_of_their_own(tmp_path: Path) -> None:
    rows = [ROWS[0], *([f"TS-{n}", "中", "甲", None] for n in range(2_500))]
    path = opened(tmp_path, rows).mark(
        {n: [error("level", message=f"{n}")] for n in range(2_500)}, tmp_path / "问题.xlsx"
    )
    assert len(boxes(path)) == len(colours(path)) == 2_500


def test_the_author_of_the_notes_is_the_check(tmp_path: Path) -> None:
    path = opened(tmp_path).mark({0: [error("level")]}, tmp_path / "问题.xlsx")
    authors = [one.text for one in part(path, "xl/comments1.xml").iter(f"{MAIN}author")]
    assert authors == [AUTHOR]
