"""JSON Lines: one form an object, one object a line. A bad line is that entry's finding."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from csdforms.errors import UnreadableInput
from csdforms.files import write_file
from csdforms.intake.entries import Entries, Entry
from csdforms.intake.reading import read_json
from csdforms.schemas.checking import Finding

__all__ = ["LineEntries"]

#: What a line of the marked copy holds; such a line is read for its data when it comes back.
_MARKED = {"line", "findings", "data"}


class LineEntries(Entries):
    """The entries of a .jsonl file; empty lines are none."""

    suffix = ".jsonl"

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.notes = []
        lines = enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1)
        self._lines = [(number, line.strip()) for number, line in lines if line.strip()]

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Entry]:
        for number, line in self._lines:
            place = f"第 {number} 行"
            try:
                yield Entry(place, _object(line, place))
            except UnreadableInput as problem:
                reason = str(problem).partition("：")[2].removeprefix("第 1 行")  # of this one
                yield Entry(place, {}, (Finding("", place, reason),))

    def mark(
        self, problems: Mapping[int, Sequence[Finding]], target: Path, *, overwrite: bool = False
    ) -> Path:
        """Write the failing lines, each with its findings, see :meth:`Entries.mark`."""
        lines = (
            _marked(*self._lines[index], findings)
            for index, findings in sorted(problems.items())
            if findings
        )
        return write_file(target, "".join(lines).encode("utf-8"), overwrite=overwrite)


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        data = read_json(line.decode("utf-8"), place)
    except UnicodeDecodeError:
        raise UnreadableInput(place, "文字编码不是 UTF-8，请另存为 UTF-8。") from None
    except RecursionError:
        raise UnreadableInput(place, "嵌套太深，不像一张表单的数据。") from None
    if isinstance(data, dict) and data.keys() == _MARKED:
        data = data["data"]
    if not isinstance(data, dict):
        raise UnreadableInput(place, "每行应是一个 JSON 对象：{“栏目”: “内容”, …}。")
    return data


def _marked(number: int, line: bytes, findings: Sequence[Finding]) -> str:
    """Return a line of the marked copy; the data stand in it letter for letter."""
    said = [finding.as_dict() for finding in findings]
    try:
        text = line.decode("utf-8")
        data = read_json(text, "")
    except (UnicodeDecodeError, UnreadableInput, RecursionError):
        data = None
    if isinstance(data, dict) and data.keys() == _MARKED:
        text = json.dumps(data["data"], ensure_ascii=False, default=str)
    elif data is None:
        text = json.dumps(line.decode("utf-8", "replace"), ensure_ascii=False)
    words = json.dumps(said, ensure_ascii=False)
    return f'{{"line": {number}, "findings": {words}, "data": {text}}}\n'
