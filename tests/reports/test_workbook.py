from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from reports.complained import FORM, add, counted, kept, noted, staffed

from csdforms.errors import NotAuthorised, OutputExists
from csdforms.reports import pages as pages_of_book
from csdforms.reports.catalogue import report_of
from csdforms.reports.figure import Figure, given
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.workbook import save_workbook, write_workbook
from csdforms.schemas.catalogue import find


def pages(sheet: ComputedSheet) -> dict[str, list[list[Any]]]:
    file = io.BytesIO()
    write_workbook(sheet, file)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_sheet_stands_there_in_numbers() -> None:
    rows = pages(counted(kept()))["客户投诉统计表"]
    assert ["本期受理", 4.0] in [row[:2] for row in rows]
    place = next(number for number, row in enumerate(rows) if row[0] == "统计明细")
    head, first = rows[place + 1], rows[place + 2]
    line = dict(zip(head, first, strict=True))
    assert (line["项目"], line["受理件数"], line["占比"]) == ("产品质量", 3.0, 0.75)
    third = dict(zip(head, rows[place + 4], strict=True))
    assert third["结案率"] == "—"
    last = dict(zip(head, rows[place + 10], strict=True))
    assert (last["项目"], last["受理件数"], last["占比"]) == ("合计", 4.0, 1.0)


def test_each_record_behind_a_cell_has_a_line() -> None:
    head, *rows = pages(counted(kept()))["明细"]
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    mine = [line for line in lines if line["格"] == "rows.产品质量.received"]
    assert [(line["记录编号"], line["件号"], line["计入"]) for line in mine] == [
        ("TS-20260203-001", "BM/3.2-2026-0001", 1.0),
        ("TS-20260210-001", "BM/3.2-2026-0002", 1.0),
        ("TS-20260302-001", "BM/3.2-2026-0003", 1.0),
    ]
    assert {line["数值"] for line in mine} == {3.0}
    assert mine[0]["名称"] == "产品质量/受理件数"
    assert str(mine[0]["日期"]) == "2026-02-03"
    none = [line for line in lines if line["格"] == "rows.物流交付.received"]
    assert [(line["数值"], line["记录编号"]) for line in none] == [(0.0, "")]


def test_it_says_where_it_is_from() -> None:
    archive = kept()
    sheet = counted(archive)
    said = {row[0]: row[1] for row in pages(sheet)["说明"]}
    assert said["编号"] == "草稿"
    assert said["档案链值"] == archive.store.last().anchor
    assert said["统计范围"] == "完整"
    assert str(said["统计结束日期"]) == "2026-03-31"
    assert said["统计口径"] == "投诉类别"


def test_text_is_never_a_formula() -> None:
    archive = kept()
    add(archive, "", "TS-20260303-009", "2026-03-03", "其他", product_name="=HYPERLINK(1)")
    file = io.BytesIO()
    write_workbook(counted(archive, said={"dimension": "产品"}), file)
    with zipfile.ZipFile(file) as book:
        text = b"".join(book.read(name) for name in book.namelist())
    assert b"<f>" not in text
    assert b"=HYPERLINK(1)" in text


def test_a_full_page_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages(counted(kept()))["明细"]
    monkeypatch.setattr(pages_of_book, "_MOST_LINES", 200)
    found = pages(counted(kept()))
    assert len(found["明细"]) == 200
    assert found["明细2"][0] == whole[0]
    assert found["明细"][1:] + found["明细2"][1:] == whole[1:]


def test_what_excel_would_round_stays_a_text() -> None:
    head = {"report_no": "草稿", "period_start": "2026-01-01", "period_end": "2026-03-31",
            "dimension": "产品"}  # fmt: skip
    sheet = judged(report_of(FORM), find(FORM), head)
    cells: dict[str, Figure] = {"opening": given(12345678901234567, "很多")}
    big = ComputedSheet(sheet.report, sheet.form, cells)
    assert pages(big)["明细"][1][3] == "12345678901234567"


def test_a_quotient_is_a_number() -> None:
    head = {"report_no": "草稿", "period_start": "2026-01-01", "period_end": "2026-03-31",
            "dimension": "产品"}  # fmt: skip
    sheet = judged(report_of(FORM), find(FORM), head)
    cells: dict[str, Figure] = {"opening": given(Decimal(2) / 3, "三分之二")}
    assert pages(ComputedSheet(sheet.report, sheet.form, cells))["明细"][1][3] == pytest.approx(
        2 / 3
    )


def test_it_is_an_export(tmp_path: Path) -> None:
    archive = staffed(hides=False)
    path, sheet = tmp_path / "r.xlsx", counted(archive, actor="zhou")
    assert save_workbook(archive, sheet, path, actor="zhou", purpose="例会") == path
    [copy] = [copy for _, copy in archive.store.rows("copies")]
    assert (copy["kind"], copy["records"]["other"], copy["reader"]) == ("export", 1, "周明")
    assert copy["path"] == str(path)
    assert [said["form"] for said in noted(archive, "export")] == [FORM]
    with pytest.raises(OutputExists):
        save_workbook(archive, sheet, path, actor="zhou")


def test_what_may_not_be_exported_is_not_written(tmp_path: Path) -> None:
    archive = staffed()
    with pytest.raises(NotAuthorised):
        save_workbook(archive, counted(archive, actor="zhou"), tmp_path / "r.xlsx", actor="zhou")
    assert list(tmp_path.iterdir()) == []
