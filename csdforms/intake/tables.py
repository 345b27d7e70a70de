"""The entries of workbooks and CSV files: which sheet holds what, and what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csdforms.errors import UnreadableInput
from csdforms.files import write_file
from csdforms.intake.columns import LINE_HEADING, Table, link_heading, tables
from csdforms.intake.entries import Entries, Entry
from csdforms.intake.grid import Grid
from csdforms.intake.headings import HeadingLine, find_headings
from csdforms.intake.sheet import Cell, Sheet, SheetLine
from csdforms.schemas.checking import Finding
from csdforms.schemas.form import Form
from csdforms.schemas.labels import normalise
from csdforms.schemas.types.base import fold

__all__ = ["TableEntries"]

#: A warning on so many lines of a column is about the column.
_WHOLE_COLUMN = 3


@dataclass(slots=True)
class _Linked:
    """The sheet of one group: its lines by the number of their document."""

    sheet: Sheet
    number: int | None
    line: int | None
    rows: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Document:
    """One entry: its number, its line on the first sheet if it has one, its lines of a ledger."""

    number: str
    row: int | None = None
    lines: list[int] = field(default_factory=list)


class TableEntries(Entries):
    """The entries of the sheets of one file.

    Either a sheet has one line a document, and others the rows of its groups; or the only sheet is
    a ledger: its lines are the rows of a group, and those with the same form number are one
    document.

    Args:
        path: Where the file lies.
        form: What it holds.
        grids: Its sheets.
        notes: What reading it has noted already.
        original: The bytes of an .xlsx file, which marking keeps.
    """

    suffix = ".xlsx"

    def __init__(
        self,
        path: Path,
        form: type[Form],
        grids: Sequence[Grid],
        *,
        notes: Iterable[str] = (),
        original: bytes | None = None,
    ) -> None:
        self.path = path
        self.form = form
        self.notes = list(notes)
        self._grids = grids
        self._original = original
        self._linked: dict[Table, _Linked] = {}
        self._ledger: Table | None = None
        self._main = self._find_sheets()
        self._documents = list(self._found_documents())
        self._repeated = self._repetitions()
        for sheet in self._sheets():
            self.notes += [note for note in sheet.describe() if note not in self.notes]
        if not self._documents:
            self.notes.append("标题下面没有一行数据。")

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[Entry]:
        for document in self._documents:
            line = self._line(document)
            yield Entry(self._place(line), line.data, tuple(line.all_findings()))

    def mark(
        self, problems: Mapping[int, Sequence[Finding]], target: Path, *, overwrite: bool = False
    ) -> Path:
        """Write a workbook with the findings in their cells, see :meth:`Entries.mark`."""
        from csdforms.intake import marking, patching

        data = None
        marks = marking.gathered(self._marked(problems), _WHOLE_COLUMN, self._heading_rows())
        if self._original is not None:
            names = [grid.name for grid in self._grids]
            data = patching.patched(self._original, names, marks)
        if data is None:
            data = marking.rewritten(self._grids, marks)
        return write_file(target, data, overwrite=overwrite)

    def _marked(self, problems: Mapping[int, Sequence[Finding]]) -> Iterator[tuple[Cell, Finding]]:
        for index, findings in sorted(problems.items()):
            line = self._line(self._documents[index])
            for finding in findings:
                cell = line.cell(finding.path)
                if cell is not None:
                    yield cell, finding

    def _heading_rows(self) -> dict[int, int]:
        return {sheet.index: sheet.heading_row for sheet in self._sheets()}

    # Which sheet holds what

    def _find_sheets(self) -> Sheet:
        """Return the sheet with one line a document; set aside those of the groups."""
        linked: dict[int, Table] = {}
        for table in tables(self.form):
            for index, grid in enumerate(self._grids):
                if table.is_called(grid.name) and index not in linked:
                    linked[index] = table
                    break
        candidates = [index for index in range(len(self._grids)) if index not in linked]
        found = self._best(candidates)
        if found is None:  # the only sheet may be called like a group
            found, linked = self._best(range(len(self._grids))), {}
        if found is None:
            title = self.form.title()
            text = (
                f"找不到标题行：前 20 行里没有一行像《{title}》的栏目。"
                f"请用 csdforms sheet {self.form.identifier()} 生成录入表，照着填。"
            )
            raise UnreadableInput(str(self.path), text)
        index, line, ledger = found
        for other in candidates:
            if other != index and self._grids[other].rows:
                self._refuse_renamed(self._grids[other])
                self.notes.append(f"工作表“{self._grids[other].name}”没有读取。")
        for where, group in linked.items():
            self._link(where, group)
        if ledger is None:
            return Sheet(self._grids[index], index, self.form, line)
        return self._read_ledger(index, line, ledger)

    def _refuse_renamed(self, grid: Grid) -> None:
        """Refuse a sheet of rows whose group its name no longer tells: they would be left out.

        Raises:
            UnreadableInput: if it has the heading that only such sheets have, and lines below.
        """
        link = link_heading(self.form)
        for table in tables(self.form):
            line = find_headings(grid, table.model, link)
            if (
                line
                and _column(line, link) is not None
                and any(map(any, grid.rows[line.row + 1 :]))
            ):
                names = "、".join(f"“{one.name}”" for one in tables(self.form))
                text = (
                    f"工作表“{grid.name}”有“{link}”一栏，却不叫{names}中的一个，不知道是哪一组。"
                    "请改回原名；不要的请删去。"
                )
                raise UnreadableInput(str(self.path), text)

    def _best(self, candidates: Iterable[int]) -> tuple[int, HeadingLine, Table | None] | None:
        """Return the sheet that fits best, as one of documents or as the ledger of a group."""
        best: tuple[int, HeadingLine, Table | None] | None = None
        ledgers = [table for table in tables(self.form) if table.outer is None]
        kinds: list[Table | None] = [None, *ledgers]
        for index in candidates:
            for table in kinds:
                block = table.model if table else self.form
                others = (link_heading(self.form),) if table else ()
                line = find_headings(self._grids[index], block, *others)
                if line and (best is None or line.fit > best[1].fit):
                    best = index, line, table
        return best

    def _link(self, index: int, table: Table) -> None:
        grid = self._grids[index]
        line = find_headings(grid, table.model, link_heading(self.form), LINE_HEADING)
        if line is None:
            if grid.rows:
                self.notes.append(f"工作表“{grid.name}”找不到标题行，没有读取。")
            return
        number = self._number_column(table, line)
        outer = _column(line, LINE_HEADING) if table.outer else None
        links = [column for column in (number, outer) if column is not None]
        linked = _Linked(Sheet(grid, index, table.model, line, links=links), number, outer)
        for row in linked.sheet.rows:
            linked.rows.setdefault(_key(linked.sheet.number(row, number)), []).append(row)
        self._linked[table] = linked

    def _number_column(self, table: Table, line: HeadingLine) -> int | None:
        """Return the column with the numbers of documents, by its own heading or the form's."""
        column = _column(line, link_heading(self.form))
        if column is not None:
            return column
        find, own = self.form.labels().find, table.model.labels().find
        return next(
            (
                place
                for place, text in line.texts.items()
                if find(text) == (self.form.number,) and own(text) is None
            ),
            None,
        )

    def _read_ledger(self, index: int, line: HeadingLine, table: Table) -> Sheet:
        """Read lines that are rows of a group; what the rows do not know is the form's."""
        number = self._number_column(table, line)
        row_knows, form_knows = table.model.labels().find, self.form.labels().find
        head = [
            column
            for column, text in line.texts.items()
            if column == number or (row_knows(text) is None and form_knows(text) is not None)
        ]
        grid = self._grids[index]
        rows = line.texts.keys() - set(head)
        sheet = Sheet(grid, index, table.model, line, only=rows)
        self._ledger = table
        self._linked[table] = _Linked(sheet, number, None)
        texts = dict(line.texts)
        if number is not None:  # it may be called as on a linked sheet
            texts[number] = self.form.label_of(self.form.number)
        return Sheet(grid, index, self.form, HeadingLine(line.row, texts, line.fit), only=head)

    def _sheets(self) -> list[Sheet]:
        linked = [one.sheet for one in self._linked.values()]
        return linked if self._ledger else [self._main, *linked]

    # What belongs together

    def _found_documents(self) -> Iterator[_Document]:
        if self._ledger is not None:
            yield from self._documents_of_ledger(self._linked[self._ledger])
            return
        column = self._main.column_of([self.form.number], ())
        has_number = any(heading.path == (self.form.number,) for heading in self._main.headings)
        for row in self._main.rows:
            number = self._main.number(row, column) if has_number else None
            yield _Document(_key(number), row)
        numbers = {_key(self._main.number(row, column)) for row in self._main.rows}
        if len(self._main.rows) == 1:
            numbers.add("")  # there is only one that they can belong to
        strangers = [number for one in self._linked.values() for number in one.rows]
        for number in dict.fromkeys(strangers):
            if number not in numbers or (number == "" and len(self._main.rows) != 1):
                yield _Document(number)

    def _documents_of_ledger(self, ledger: _Linked) -> Iterator[_Document]:
        documents: dict[str, _Document] = {}
        for row in ledger.sheet.rows:
            number = _key(ledger.sheet.number(row, ledger.number))
            document = documents.setdefault(number, _Document(number, row))
            document.lines.append(row)
        yield from documents.values()

    def _repetitions(self) -> dict[str, int]:
        """Return the numbers that several lines of the first sheet have, with the first of them."""
        rows: dict[str, list[int]] = {}
        for document in self._documents:
            if document.row is not None and document.number:
                rows.setdefault(document.number, []).append(document.row)
        return {number: several[0] for number, several in rows.items() if len(several) > 1}

    def _line(self, document: _Document) -> SheetLine:
        """Put the data of one entry together."""
        if document.row is None:
            line = SheetLine(None, -1, {self.form.number: document.number or None})
        else:
            line = self._main.line(document.row)
        lines: dict[Table, list[SheetLine]] = {}
        for table, linked in self._linked.items():
            rows = document.lines if table is self._ledger else self._rows(document, linked)
            lines[table] = [linked.sheet.line(row) for row in rows]
            if table.outer is None:
                _attach(line, table, lines[table])
        for table, inner in lines.items():
            if table.outer is not None:
                self._attach_inner(line, table, inner, lines.get(table.outer, []))
        if self._ledger is not None:
            self._agree(document, line)
        elif document.row is None:
            self._say_strangers(line, lines)
        else:
            self._say_repeated(document, line, lines)
        return line

    def _rows(self, document: _Document, linked: _Linked) -> list[int]:
        rows = list(linked.rows.get(document.number, ()))
        if document.row is not None:
            if document.number == "" and len(self._main.rows) != 1:
                return []
            if self._repeated.get(document.number, document.row) != document.row:
                return []
            if document.number and len(self._main.rows) == 1:
                rows = sorted([*rows, *linked.rows.get("", ())])
        return rows

    def _attach_inner(
        self, line: SheetLine, table: Table, inner: list[SheetLine], outer: list[SheetLine]
    ) -> None:
        """Give the rows of a group inside a group to the lines that they name."""
        linked = self._linked[table]
        assert table.outer is not None
        named: dict[str, list[SheetLine]] = {}
        for number, one in enumerate(outer, start=1):
            named.setdefault(_key(_seq(one)) or str(number), []).append(one)
        homes: dict[int, list[SheetLine]] = {}
        for one in inner:
            said = _key(linked.sheet.number(one.row, linked.line))
            found = named.get(said, [])
            if len(found) == 1:
                homes.setdefault(id(found[0]), []).append(one)
                continue
            place = f"工作表“{linked.sheet.grid.name}”第 {one.row + 1} 行"
            what = f"有几行的序号都是“{said}”" if found else f"没有序号为“{said}”的行"
            text = f"{place}：“{table.outer.name}”里{what}，请核对“{LINE_HEADING}”。"
            if not said:
                text = f"{place}：请填“{LINE_HEADING}”，写明属于“{table.outer.name}”的哪一行。"
            path = f"{table.outer.key}.{table.key}.{one.row + 1}"
            line.findings.append(Finding(path, LINE_HEADING, text))
            column = linked.line if linked.line is not None else 0
            line.cells[path] = (linked.sheet.index, one.row, column)
        for one in outer:
            _attach(one, table, homes.get(id(one), []))

    def _agree(self, document: _Document, line: SheetLine) -> None:
        """Say where the lines of one document say different things about the whole of it."""
        for row in document.lines[1:]:
            other = self._main.line(row)
            for key, value in other.data.items():
                if value is None or key == "extra":
                    continue
                known = line.data.get(key)
                if known is None:
                    line.data[key] = value
                elif known != value:
                    text = f"第 {row + 1} 行的“{key}”与前面的不同；同一张表只能有一个，请改成一样。"
                    heading = next(one for one in self._main.headings if one.text == key)
                    path = ".".join(heading.path)
                    line.findings.append(Finding(path, key, text))
                    line.cells[path] = (self._main.index, row, heading.column)

    def _say_strangers(self, line: SheetLine, lines: Mapping[Table, Sequence[SheetLine]]) -> None:
        """Say that rows name a document that the first sheet does not have."""
        label = link_heading(self.form)
        line.data = {}
        line.groups = {}
        line.findings = []
        line.cells = {}
        for table, rows in lines.items():
            linked = self._linked[table]
            for one in rows:
                place = f"工作表“{linked.sheet.grid.name}”第 {one.row + 1} 行"
                what = f"“{self._main.grid.name}”里没有这个编号，不知道属于哪一张，请核对。"
                if linked.sheet.number(one.row, linked.number) is None:
                    what = f"没有填“{label}”，不知道属于哪一张，请补填。"
                path = f"{table.key}.{one.row + 1}"
                column = linked.number if linked.number is not None else 0
                line.findings.append(Finding(path, label, f"{place}：{what}"))
                line.cells[path] = (linked.sheet.index, one.row, column)

    def _say_repeated(
        self, document: _Document, line: SheetLine, lines: Mapping[Table, Sequence[SheetLine]]
    ) -> None:
        if document.number in self._repeated and any(
            document.number in linked.rows for linked in self._linked.values()
        ):
            label = self.form.label_of(self.form.number)
            text = "这个编号不止一行有，分不清明细属于哪一张，请改成不同的编号。"
            line.findings.append(Finding(self.form.number, label, text))

    def _place(self, line: SheetLine) -> str:
        if line.sheet is not None:
            return f"第 {line.row + 1} 行"
        sheet, row, _ = next(iter(line.cells.values()))
        return f"工作表“{self._grids[sheet].name}”第 {row + 1} 行"


def _attach(line: SheetLine, table: Table, rows: list[SheetLine]) -> None:
    if rows:
        line.groups[table.key] = rows
        line.data[table.key] = [row.data for row in rows]


def _key(value: Any) -> str:
    """Return a number as it is compared: 12 typed as a number is 12 typed as text."""
    return "" if value is None else fold(str(value)).casefold()


def _seq(line: SheetLine) -> Any:
    assert line.sheet is not None
    find = line.sheet.block.labels().find
    return next((value for key, value in line.data.items() if find(key) == ("seq",)), None)


def _column(line: HeadingLine, heading: str) -> int | None:
    wanted = normalise(heading)
    return next((column for column, text in line.texts.items() if normalise(text) == wanted), None)
