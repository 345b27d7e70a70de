"""Files that hold the data of many forms of one kind: one entry a form.

Excel workbooks (.xlsx, .xls, .ods), CSV files and JSON Lines. What is wrong with an entry is said
with the entry; what concerns the whole file is noted. :meth:`Entries.mark` gives the file back with
everything that is wrong marked where it stands.
"""

from __future__ import annotations

import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csdforms.errors import MissingFile, NotPermitted, UnreadableInput

if TYPE_CHECKING:
    from csdforms.schemas.checking import Finding
    from csdforms.schemas.form import Form

__all__ = ["SUFFIXES", "Entries", "Entry", "open_entries"]

#: The suffixes of files that hold many entries.
SUFFIXES = frozenset({".xlsx", ".xls", ".ods", ".et", ".csv", ".jsonl"})
_MARKED = re.compile(r"(?<=.)(?:_问题\d*)+$")
_LARGEST = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """The data of one form out of a file with many.

    ``place`` says for people where it begins (``第 5 行``), ``data`` is what ``csdforms.check``
    takes. ``findings`` is what reading already found: with an error among them the form must not
    be filled. Where nothing could be read, or rows belong to no form, ``data`` is empty and there
    is nothing to check.
    """

    place: str
    data: Mapping[str, object]
    findings: tuple[Finding, ...] = ()


class Entries(ABC):
    """The entries of one file, in its order; may be gone through again and again."""

    path: Path
    #: Chinese sentences about the file: skipped lines, columns that no form knows.
    notes: list[str]
    #: How the name of the marked copy ends.
    suffix: str

    @property
    def marked_name(self) -> str:
        """The usual name of the marked copy: ``录入_问题.xlsx``, of one that was mended too."""
        return f"{_MARKED.sub('', self.path.stem)}_问题{self.suffix}"

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of entries."""

    @abstractmethod
    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries."""

    def marked_path(self, folder: Path, *, overwrite: bool = False) -> Path:
        """Return where the marked copy goes: under a name that is free, as somebody may mend one.

        With ``overwrite`` any but that of the file itself is free.
        """
        usual = folder / self.marked_name
        more = (usual.with_stem(f"{usual.stem}{number}") for number in itertools.count(2))
        return next(
            path
            for path in itertools.chain([usual], more)
            if not path.exists() or (overwrite and not path.samefile(self.path))
        )

    @abstractmethod
    def mark(
        self, problems: Mapping[int, Sequence[Finding]], target: Path, *, overwrite: bool = False
    ) -> Path:
        """Write a copy of the file with the findings marked where they belong; return its path.

        Args:
            problems: What is wrong with each entry, by its place in the file counted from 0.
            target: Where to write, see :attr:`marked_name`.
            overwrite: Whether a file that is there may be replaced.

        Raises:
            OutputExists, MissingFile, NotPermitted: as ``files.write_file``.
        """


def open_entries(path: Path, form: type[Form]) -> Entries:
    """Return the entries of a file for one form, by its suffix.

    Raises:
        MissingFile: if there is no such file.
        NotPermitted: if the system does not let us read it.
        UnreadableInput: if it is not what its name says, is damaged or could do harm, or has no
            headings that the form knows.
        CsdformsError: if it is a workbook and the Excel extra is not installed.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        text = "批量数据应是 .xlsx、.xls、.ods、.csv 或 .jsonl；其他表格请另存为 .xlsx。"
        raise UnreadableInput(str(path), text)
    data = _bytes(path)
    if suffix == ".jsonl":
        from csdforms.intake.lines import LineEntries

        return LineEntries(path, data)
    from csdforms.intake.tables import TableEntries

    if suffix == ".csv":
        from csdforms.intake.delimited import read_csv

        return TableEntries(path, form, [read_csv(data, path, form)])
    from csdforms.intake.workbook import read_workbook

    book = read_workbook(data, path)
    return TableEntries(path, form, book.grids, notes=book.notes, original=book.package)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableInput(str(path), "这是文件夹，不是数据文件。")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise MissingFile(path, "数据文件") from None
    except OSError as problem:
        reason = problem.strerror or "系统拒绝"
        text = f"读不了 {path}（{reason}）。文件若正在 Excel 中打开，请先关闭。"
        raise NotPermitted(text) from None
    if len(data) > _LARGEST:
        raise UnreadableInput(str(path), "文件太大，请分成几个文件。")
    if not data.strip():
        raise UnreadableInput(str(path), "里面没有内容。")
    return data
