from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdforms.errors import UnreadableInput
from csdforms.intake.delimited import read_csv, split
from csdforms.intake.entries import open_entries
from csdforms.schemas.catalogue import find

FORM = find("complaint_register_one")
TEXT = "投诉编号{0}投诉人姓名{0}投诉内容\r\nTS-1{0}王芳{0}漏水，漏电\r\n"
#: What decodes to itself; a byte order mark in front belongs to the file.
CELLS = st.text(st.characters(codec="utf-8"), max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("表格 一")


def read(folder: Path, data: bytes) -> list[Any]:
    path = folder / "录入.csv"
    path.write_bytes(data)
    return list(open_entries(path, FORM))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_every_make_are_read(folder: Path, encoding: str, delimiter: str) -> None:
    (entry,) = read(folder, TEXT.format(delimiter).encode(encoding))
    assert entry.place == "第 2 行"
    assert entry.data == {"投诉编号": "TS-1", "投诉人姓名": "王芳", "投诉内容": "漏水，漏电"}


def test_the_delimiter_is_the_one_that_finds_the_headings(folder: Path) -> None:
    text = "登记表,三月,a,b,c,d,e\n投诉编号;投诉人姓名;投诉内容\nTS-1;王芳;a,b,c\n"
    (entry,) = read(folder, text.encode())
    assert entry.data["投诉内容"] == "a,b,c"


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
)
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back(rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert split(buffer.getvalue(), delimiter, "x") == rows


@given(st.lists(CELLS.filter(lambda text: "\x00" not in text), min_size=3, max_size=3))
@settings(max_examples=200, deadline=None)
def test_any_text_in_a_cell_reaches_its_entry(folder: Path, cells: list[str]) -> None:
    number, name, content = ("TS-1", cells[1], cells[2])
    buffer = io.StringIO(newline="")
    rows = [["投诉编号", "投诉人姓名", "投诉内容"], [number, name, content]]
    csv.writer(buffer).writerows(rows)
    (entry,) = read(folder, buffer.getvalue().encode())
    expected = {"投诉编号": number, "投诉人姓名": name, "投诉内容": content}
    kept = {key: text for key, text in expected.items() if text and not text.isspace()}
    assert {key: entry.data.get(key) for key in kept} == kept


@pytest.mark.parametrize(
    "text", ['投诉编号,投诉内容\nTS-1,"漏水\nTS-2,x\n', '投诉编号,投诉内容\nTS-1,"a"b\n']
)
def test_a_quotation_mark_that_swallows_lines_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(UnreadableInput, match="引号没有配对"):
        read(folder, text.encode())


def test_a_cell_too_many_is_an_error_of_its_line(folder: Path) -> None:
    text = "投诉编号,投诉内容\nTS-1,漏水,又漏电\nTS-2,好\n"
    first, second = read(folder, text.encode())
    assert [(one.label, one.is_error) for one in first.findings] == [("C 列", True)]
    assert "英文引号" in first.findings[0].message
    assert not second.findings


def test_an_empty_cell_too_many_is_one_too(folder: Path) -> None:
    head = "投诉编号,投诉内容,承办人,备注\n"
    lines = read(folder, f"{head}TS-1,漏水,陈立,\nTS-2,漏水,漏电,陈立,\n".encode())
    assert [[finding.is_error for finding in line.findings] for line in lines] == [[], [True]]
    lines = read(folder, f"{head}TS-1,漏水,陈立,无,\nTS-2,漏水,陈立,无,\n".encode())
    assert not [line.findings for line in lines if line.findings]  # each line ends with a comma


def test_numbers_that_were_protected_from_excel_are_unwrapped(folder: Path) -> None:
    text = '投诉编号,联系电话,投诉内容\n="001",\t13900006721,漏水\n'
    (entry,) = read(folder, text.encode())
    assert entry.data["投诉编号"] == "001"
    assert entry.data["联系电话"] == "\t13900006721"  # the field type trims it


def test_a_number_saved_as_it_was_shown_is_named(folder: Path) -> None:
    text = "投诉编号,联系电话,投诉内容\nTS-1,1.39E+10,漏水\n"
    (entry,) = read(folder, text.encode())
    assert [one.path for one in entry.findings] == ["phone"]


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match="另存为 UTF-8"):
        read(folder, b"\x81\x00\xff\xff")


def test_a_cell_of_monstrous_length_is_refused(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match="内容太长"):
        read(folder, b"a,b\n" + b"x" * 1_100_000)


def test_the_limit_of_the_csv_module_stays_as_it_was(folder: Path) -> None:
    before = csv.field_size_limit()
    read_csv(TEXT.format(",").encode(), folder / "a.csv", FORM)
    assert csv.field_size_limit() == before
