"""The clerk's workbook: every form has one, and what is typed into it comes back as the form."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
from clerk import filled_sheets, write_book
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from support import FORMS, part, sample

from csdforms.errors import CsdformsError
from csdforms.intake import entry_sheet as module
from csdforms.intake.columns import INSTRUCTIONS, LISTS, columns, tables
from csdforms.intake.entries import open_entries
from csdforms.intake.entry_sheet import entry_sheet, number_format
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import check, parse
from csdforms.schemas.form import Form
from csdforms.schemas.types import IdNumber, Phone

FORM_IDS = [form.identifier() for form in FORMS]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def book(form: type[Form]) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(entry_sheet(form)))


def texts(form: type[Form], name: str) -> list[list[Any]]:
    return book(form).get_sheet_by_name(name).to_python()


def tree(form: type[Form], name: str = "xl/worksheets/sheet1.xml") -> Any:
    return part(entry_sheet(form), name)


def rules(form: type[Form]) -> dict[str, Any]:
    """Return the drop-downs and hints of the first sheet by heading."""
    heads = texts(form, form.title()[:31])[0]
    found = {}
    for rule in tree(form).iter(f"{MAIN}dataValidation"):
        letters = rule.get("sqref").split(":")[0].rstrip("0123456789")
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - 64
        found[heads[column - 1].lstrip("*")] = rule
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two stored data are the same; a spreadsheet keeps 15 digits and no zeros behind."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    try:
        return one == other or abs(Decimal(one) - Decimal(other)) < Decimal("1e-12")
    except (InvalidOperation, TypeError, ValueError):
        return False


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_what_a_clerk_types_comes_back_as_the_form(form: type[Form], tmp_path: Path) -> None:
    typed = parse(form, sample(form.identifier()))
    path = write_book(tmp_path / "录入.xlsx", filled_sheets([typed]))
    entries = open_entries(path, form)
    (entry,) = entries
    assert not entries.notes
    assert not entry.findings
    assert not [one for one in check(form, entry.data) if one.is_error]
    assert same(parse(form, entry.data).stored(), typed.stored())


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_the_sheets_and_headings_are_those_that_are_read(form: type[Form], tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(entry_sheet(form))
    entries: Any = open_entries(path, form)
    assert len(entries) == 0
    assert entries.notes == ["标题下面没有一行数据。"]
    assert [heading.path for heading in entries._main.headings] == [
        column.path for column in columns(form)
    ]
    assert list(entries._linked) == list(tables(form))


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_every_heading_is_one_of_the_forms_own(form: type[Form]) -> None:
    for block in [form, *(table.model for table in tables(form))]:
        for column in columns(block):
            assert block.labels().find(column.heading) == column.path
            assert not column.spec.computed


def test_required_headings_are_marked_in_words_and_colour() -> None:
    form = find("complaint_register_one")
    heads = texts(form, form.title())[0]
    required = {column.heading for column in columns(form) if column.required}
    assert {head.lstrip("*") for head in heads if head.startswith("*")} == required
    first_row = next(tree(form).iter(f"{MAIN}row"))
    styles = {
        head.startswith("*"): cell.get("s") for head, cell in zip(heads, first_row, strict=True)
    }
    formats = part(entry_sheet(form), "xl/styles.xml").find(f"{MAIN}cellXfs")
    fills = {key: formats[int(style)].get("fillId") for key, style in styles.items()}
    assert fills[True] != fills[False]


def test_the_number_stands_first_and_the_headings_stay_in_view() -> None:
    form = find("complaint_register_two")
    assert texts(form, form.title())[0][0] == "*投诉编号"
    pane = next(tree(form).iter(f"{MAIN}pane"))
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("1", "1", "frozen")


def test_single_choices_have_drop_downs_and_others_hints() -> None:
    found = rules(find("complaint_register_one"))
    assert found["投诉等级"].get("type") == "list"
    assert found["投诉等级"].findtext(f"{MAIN}formula1") == '"低等级,高等级"'
    assert found["客户要求保密"].findtext(f"{MAIN}formula1") == '"是,否"'
    several = found["客户要求"] if "客户要求" in found else found["要求类型"]
    assert several.get("type") is None
    assert "用顿号隔开" in several.get("prompt")
    assert "空着就是“内部”" in found["密级"].get("prompt")
    assert all(len(rule.get("prompt")) <= 255 for rule in found.values())


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_digits_that_are_no_numbers_are_typed_as_text(form: type[Form]) -> None:
    styles = part(entry_sheet(form), "xl/styles.xml")
    formats = styles.find(f"{MAIN}cellXfs")
    codes = {"49": "@"}  # Excel's own
    codes |= {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    wide = list(tree(form).iter(f"{MAIN}col"))
    for place, column in enumerate(columns(form), start=1):
        spread = next(one for one in wide if int(one.get("min")) <= place <= int(one.get("max")))
        number = formats[int(spread.get("style"))].get("numFmtId")
        if isinstance(column.spec.type, Phone | IdNumber) or column.path == (form.number,):
            assert codes[number] == "@", column.heading


def test_numbers_days_and_shares_have_their_formats() -> None:
    found = {}
    for form in FORMS:
        for block in [form, *(table.model for table in tables(form))]:
            for column in columns(block):
                assert column.spec.type
                found[column.spec.type.kind] = number_format(column.spec.type)
    assert found["日期"] == "yyyy-mm-dd"
    assert found["日期和时间"] == "yyyy-mm-dd hh:mm"
    assert found["时刻"] == "hh:mm"
    assert found["金额（元）"] == "#,##0.00"
    assert found["百分比"] == "0.00%"
    assert found["整数"] == "0"
    assert {
        found[kind] for kind in ("电话", "证件号码", "银行账号", "邮政编码", "月份", "文字")
    } == {"@"}


def test_long_lists_of_words_stand_on_a_hidden_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_INLINE", 10)  # no form has more words than Excel's 255 letters
    form = find("complaint_register_one")
    found = rules(form)
    assert found["客户要求保密"].findtext(f"{MAIN}formula1") == '"是,否"'
    assert found["投诉等级"].findtext(f"{MAIN}formula1") == '"低等级,高等级"'
    source = found["投诉方式"].findtext(f"{MAIN}formula1")
    column = re.fullmatch(r"选项!\$([A-Z])\$1:\$\1\$(\d+)", source)
    assert column
    words = [row[ord(column[1]) - 65] for row in texts(form, LISTS)][: int(column[2])]
    assert words[0] == "来电"
    kind: Any = form.specs()["channel"].type
    assert tuple(words) == kind.choices()
    sheets = {sheet.name: sheet.visible for sheet in book(form).sheets_metadata}
    assert sheets[LISTS] == SheetVisibleEnum.Hidden
    assert list(sheets)[-1] == INSTRUCTIONS


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_the_last_sheet_says_how_to_fill_every_column(form: type[Form]) -> None:
    names = book(form).sheet_names
    assert names[-1] == INSTRUCTIONS
    assert [name for name in names if name not in (INSTRUCTIONS, LISTS)] == [
        form.title()[:31],
        *(table.name for table in tables(form)),
    ]
    rows = texts(form, INSTRUCTIONS)
    said = [tuple(row[:2]) for row in rows]
    for column in columns(form):
        assert (form.title()[:31], column.heading) in said
    for table in tables(form):
        for column in columns(table.model):
            assert (table.name, column.heading) in said
    assert any(f"csdforms batch {form.identifier()}" in str(row[0]) for row in rows)


def test_the_instructions_show_kinds_words_defaults_and_examples() -> None:
    form = find("complaint_register_one")
    rows = {row[1]: row for row in texts(form, INSTRUCTIONS)}
    assert rows["投诉编号"][2:] == ["是", "文字", "", "TS-20260305-001"]
    assert rows["涉及金额"][3:] == ["金额（元）", "", "1,409.50"]
    assert "低等级、高等级" in rows["投诉等级"][4]
    assert "空着就是“内部”" in rows["密级"][4]


def test_the_same_form_gives_the_same_bytes() -> None:
    form = find("inbound_call_record")
    assert entry_sheet(form) == entry_sheet(form)


def test_no_cell_is_a_formula() -> None:
    for form in FORMS:
        data = entry_sheet(form)
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not list(part(data, name).iter(f"{MAIN}f"))


def test_without_the_excel_extra_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(CsdformsError, match=r"csdforms\[excel\]"):
        entry_sheet(find("inbound_call_record"))
