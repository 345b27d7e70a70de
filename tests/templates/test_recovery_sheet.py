"""The sheet 档案库密钥恢复单, read from its XML as somebody reads it from paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support import part, parts

from csdforms.templates.recovery_sheet import TITLE, draw_recovery_sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ARCHIVE = "7d8f3c52-6c1f-4f6a-9a56-2f6a4b1f0e11"
#: What :func:`csdforms.archive.sealing.key_text.written` gives for the key 00 01 02 … 1f.
TEXT = f"""csdforms-key 1
{ARCHIVE}
1 AAAQ EAYE AUDA OCAJ 0
2 BIFQ YDIO B4IB CEQT L
3 CQKR MFYY DENB WHA5 M
4 DYPT 3JO5 PHRI C32G M
"""


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return draw_recovery_sheet(TEXT, ARCHIVE, "e38cd517a55f5bee", "2026-11-22")


def text(element: Any) -> str:
    return "".join(run.text or "" for run in element.iter(f"{W}t"))


def rows(document: bytes) -> list[list[str]]:
    return [[text(cell) for cell in row.iter(f"{W}tc")] for row in part(document).iter(f"{W}tr")]


def test_the_key_stands_on_it_as_it_is_typed_back(sheet: bytes) -> None:
    typed = [line for line in rows(sheet) if re.fullmatch("[1-4]", line[0])]
    assert [
        " ".join([number, *groups.split("\u3000"), check]) for number, groups, check in typed
    ] == (TEXT.splitlines()[2:])


def test_the_key_is_large_and_no_sign_looks_like_another(sheet: bytes) -> None:
    large = [
        run
        for run in part(sheet).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}sz") is not None and text(run)
    ]
    assert len(large) == 12
    for run in large:
        assert int(run.find(f"{W}rPr/{W}sz").get(f"{W}val")) >= 32
        assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == "Courier New"


def test_it_says_of_which_archive_the_key_is_and_who_keeps_it(sheet: bytes) -> None:
    lines = rows(sheet)
    assert ["档案库标识", ARCHIVE] in lines
    assert ["密钥编号", "e38cd517a55f5bee", "制单日期", "2026-11-22"] in lines
    assert [line[0] for line in lines if line[0].startswith("封存人")] == [
        "封存人一（签名）",
        "封存人二（签名）",
    ]
    assert ["保管地点", "", "信封编号", ""] in lines
    assert ["启封日期", "启封事由", "启封人", "见证人", "重新封存日期"] in lines
    assert lines.count([""] * 5) == 8


def test_it_says_how_it_is_used(sheet: bytes) -> None:
    words = text(part(sheet))
    assert TITLE in words
    for command in ("restore", "rotate", "retire"):
        assert f"csdforms archive key {command}" in words
    assert "不要把密钥写在命令后面" in words
    assert "更换前做的备份仍须用本单的密钥打开" in words


def test_it_is_in_the_house_style(sheet: bytes) -> None:
    assert part(sheet).find(f".//{W}pgSz").get(f"{W}w") == "11906"
    styles = [style.get(f"{W}val") for style in part(sheet).iter(f"{W}pStyle")]
    assert styles[0] == "Title"
    everything = b"".join(parts(sheet).values()).decode()
    assert not re.search(r"python-docx|\{\{|\{%", everything)
    widths = [
        sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
        for table in part(sheet).iter(f"{W}tbl")
    ]
    assert widths == [9638] * 4


def test_the_same_key_gives_the_same_sheet(sheet: bytes) -> None:
    assert sheet == draw_recovery_sheet(TEXT, ARCHIVE, "e38cd517a55f5bee", "2026-11-22")
