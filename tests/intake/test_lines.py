from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from csdforms.intake.entries import Entries, open_entries
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding

FORM = find("complaint_register_one")
BAD = Finding("level", "投诉等级", "应是其中之一：低等级、高等级。", given="中")


def opened(folder: Path, data: bytes | str) -> Entries:
    path = folder / "数据.jsonl"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return open_entries(path, FORM)


def test_each_line_is_an_entry_and_empty_lines_are_none(tmp_path: Path) -> None:
    entries = opened(tmp_path, '\ufeff{"a": 1.50}\r\n\n  \n{"b": [{"c": null}]}')
    assert len(entries) == 2
    assert [(one.place, one.data, one.findings) for one in entries] == [
        ("第 1 行", {"a": Decimal("1.50")}, ()),
        ("第 4 行", {"b": [{"c": None}]}, ()),
    ]
    assert [one.place for one in entries] == ["第 1 行", "第 4 行"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": 1', "不合 JSON 写法"),
        ('{"a": 1, "a": 2}', "“a”写了两次"),
        ("[1]", "应是一个 JSON 对象"),
        ('"文字"', "应是一个 JSON 对象"),
        ('{"a": NaN}', "不能有 NaN"),
        ('{"a": ' + "[" * 100_000, "嵌套太深"),
        (b"\xff\xfe{}", "不是 UTF-8"),
    ],
)
def test_a_bad_line_is_its_entrys_finding_and_not_the_end(
    tmp_path: Path, line: str | bytes, reason: str
) -> None:
    raw = line.encode() if isinstance(line, str) else line
    first, second, third = opened(tmp_path, b'{"a": 1}\n' + raw + b'\n{"b": 2}\n')
    assert (first.data, third.data) == ({"a": 1}, {"b": 2})
    assert second.data == {}
    assert [one.is_error for one in second.findings] == [True]
    assert reason in second.findings[0].message
    assert second.findings[0].label == "第 2 行"


def test_the_marked_copy_holds_the_failing_lines_with_their_findings(tmp_path: Path) -> None:
    entries = opened(
        tmp_path, '{"投诉编号": "TS-1"}\n{"投诉编号": "TS-2", "涉及金额": 1.50}\n{"坏\n'
    )
    assert entries.marked_name == "数据_问题.jsonl"
    path = entries.mark({1: [BAD], 2: [Finding("", "第 3 行", "坏了。")]}, tmp_path / "问题.jsonl")
    first, second = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    assert first == {
        "line": 2,
        "findings": [BAD.as_dict()],
        "data": {"投诉编号": "TS-2", "涉及金额": 1.5},
    }
    assert '"涉及金额": 1.50' in path.read_text("utf-8"), "the data stay letter for letter"
    assert second["data"] == '{"坏'


def test_the_marked_copy_is_read_again_when_it_is_corrected(tmp_path: Path) -> None:
    entries = opened(tmp_path, '{"投诉编号": "TS-1", "投诉等级": "中"}\n')
    path = entries.mark({0: [BAD]}, tmp_path / "问题.jsonl")
    path.write_text(
        path.read_text("utf-8").replace('"投诉等级": "中"', '"投诉等级": "高等级"'), "utf-8"
    )
    again = open_entries(path, FORM)
    assert [one.data for one in again] == [{"投诉编号": "TS-1", "投诉等级": "高等级"}]
    marked: Any = again.mark({0: [BAD]}, tmp_path / "再次.jsonl")
    assert json.loads(marked.read_text("utf-8"))["data"] == {
        "投诉编号": "TS-1",
        "投诉等级": "高等级",
    }
