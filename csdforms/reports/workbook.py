"""A computed sheet as a workbook: the sheet, every record behind every cell, and where it is from.

Three pages: the sheet itself, 明细 with one line for each cell and record, 说明. Numbers are
numbers, in the format in which they are printed; text is never a formula. The lines are written as
they come, so that a million of them need no memory; a full page goes on on the next, 明细2.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from csdforms.errors import CsdformsError
from csdforms.files import new_file
from csdforms.reports.addressing import Addresses, title_of
from csdforms.reports.catalogue import MISSING_NUMPY
from csdforms.reports.exporting import exporting
from csdforms.reports.figure import Figure, Record, Value
from csdforms.reports.pages import OPTIONS, Pages
from csdforms.reports.sheet import ComputedSheet, at
from csdforms.reports.table import Table, tables
from csdforms.schemas.types import FieldType, Money
from csdforms.schemas.types.numbers import Average, Percent

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive

__all__ = ["DETAIL", "save_workbook", "write_workbook"]

DETAIL = "明细"
_ABOUT = "说明"
_HEAD = (
    "格", "名称", "算法", "数值", "记录", "记录编号", "档案号", "件号", "日期", "计入",
)  # fmt: skip


def save_workbook(
    archive: Archive,
    sheet: ComputedSheet,
    path: Path,
    *,
    overwrite: bool = False,
    actor: str = "",
    purpose: str = "",
) -> Path:
    """Write a sheet with everything behind it as an .xlsx: an export, registered before it exists.

    Raises:
        OutputExists, MissingFile, NotPermitted: if it cannot be written.
        NotAuthorised: if it is more than he may carry away today, or too secret; noted.
        CsdformsError: if the extra ``reports`` is not installed.
    """
    _xlsxwriter()
    with (
        exporting(
            archive, sheet, path=path, files=len(_files(sheet)), actor=actor, purpose=purpose
        ),
        new_file(path, overwrite=overwrite) as file,
    ):
        write_workbook(sheet, file)
    return path


def write_workbook(sheet: ComputedSheet, file: BinaryIO) -> None:
    """Write a sheet with everything behind it as an .xlsx.

    Raises:
        CsdformsError: if the extra ``reports`` is not installed.
    """
    with _xlsxwriter().Workbook(file, OPTIONS) as book:
        pages = Pages(book)
        _write_sheet(pages, sheet)
        _write_detail(pages, sheet)
        _write_about(pages, sheet)


def _write_sheet(pages: Pages, sheet: ComputedSheet) -> None:
    found = list(tables(sheet))
    pages.begin(sheet.form.title()[:31], max(len(table.head) for table in found))
    for table in found:
        if table.title:
            pages.head([table.title])
        pages.head(table.head)
        for row in table.rows:
            pages.line([_cell(sheet, table, path) for path in row])
        pages.skip()


def _cell(sheet: ComputedSheet, table: Table, path: str) -> tuple[Value, str]:
    """Return what stands in a cell of the sheet: a number with its format, else what it prints."""
    kind = table.kinds.get(path)
    if kind is None:
        return path, ""  # a label
    value = value_at(sheet, path)
    pattern = _pattern(kind)
    if value is None or not pattern or not isinstance(value, Decimal | int):
        return str(at(sheet.printed, path)), ""
    units = sheet.form.yuan_per_unit() if isinstance(kind, Money) else 1
    number: Decimal | int = value
    return number if units == 1 else Decimal(number) / units, pattern


def _write_detail(pages: Pages, sheet: ComputedSheet) -> None:
    known, page = Addresses(sheet.whole), 1
    pages.begin(DETAIL, len(_HEAD))
    pages.head(_HEAD)
    told = {id(figure) for figure in sheet.cells.values()}
    for path, figure in sheet.cells.items():
        address, title = ".".join(known.of(path)), title_of(sheet, path)
        for line in _lines(address, title, figure, told):
            if pages.is_full:
                page += 1
                pages.begin(f"{DETAIL}{page}", len(_HEAD))
                pages.head(_HEAD)
            pages.line([(value, "General") for value in line])


def _lines(address: str, title: str, figure: Figure, told: set[int]) -> Iterator[tuple[Value, ...]]:
    """Yield the lines of a cell, then those of what it is worked out from, each figure once."""
    own = (address, title, figure.formula, figure.value)
    records = figure.records()
    first = next(records, None)
    if first is None:
        yield own
    else:
        for record, value in itertools.chain([first], records):
            yield (*own, *_record(record, value))
    for name, part in figure.parts().items():
        parts = part if isinstance(part, list) else [part]
        for one in parts:
            if isinstance(one, Figure) and id(one) not in told:
                told.add(id(one))
                yield from _lines(address, f"{title}：{name}", one, told)


def _record(record: Record, value: Value) -> tuple[Value, ...]:
    return (record.kind, record.number, record.file, record.items, record.on, value)


def _write_about(pages: Pages, sheet: ComputedSheet) -> None:
    said = (sheet.data.get("provenance") or {}) if sheet.data else {}
    period = sheet.period
    lines: Mapping[str, Value] = {
        "报表": sheet.form.title(),
        "编号": sheet.form.reference(),
        "统计开始日期": period.start if period else None,
        "统计结束日期": period.end if period else None,
        "数据截至": period.as_of if period else None,
        "取数时间": said.get("computed_at"),
        "档案链值": said.get("archive_head"),
        "统计范围": said.get("report_coverage"),
        "统计选项": said.get("report_options"),
        "密级": sheet.form.confidentiality,
    }
    boxes = {sheet.form.label_of(name): str(at(sheet.printed, name)) for name in sheet.report.boxes}
    pages.begin(_ABOUT, 2)
    for label, value in {**lines, **boxes}.items():
        if value not in (None, ""):
            pages.line([(label, ""), (value, "")])


def value_at(sheet: ComputedSheet, path: str) -> Any:
    """Return the value of a box of the form."""
    found: Any = sheet.form
    for step in path.split("."):
        found = found[int(step) - 1] if isinstance(found, tuple) else getattr(found, step, None)
    return found


def _pattern(kind: FieldType[Any]) -> str:
    """Return the number format in which Excel shows what the sheet prints."""
    if isinstance(kind, Percent):
        return "0.00%"
    if isinstance(kind, Money):
        return "#,##0.00"
    if isinstance(kind, Average):
        return f"0.{'0' * kind.places}" if kind.places else "0"
    return "General"


def _files(sheet: ComputedSheet) -> set[str]:
    """Return the customers' files of which a record stands behind a cell."""
    found: set[str] = set()
    waiting = list(sheet.cells.values())
    told = {id(figure) for figure in waiting}
    while waiting:
        figure = waiting.pop()
        found.update(record.file for record, _ in figure.records() if record.file)
        for part in figure.parts().values():
            for one in part if isinstance(part, list) else [part]:
                if isinstance(one, Figure) and id(one) not in told:
                    told.add(id(one))
                    waiting.append(one)
    return found


def _xlsxwriter() -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise CsdformsError(MISSING_NUMPY) from None
    return xlsxwriter
