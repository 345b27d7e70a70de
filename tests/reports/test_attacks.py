"""Reports under attack: what is hidden, forged, interrupted, or too much."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from archive.customers import open_company
from archive.secrecy.department import classify, hire, register
from python_calamine import CalamineWorkbook
from reports.complained import FORM, QUARTER, add, complaint, counted, empty, kept
from reports.kept import Memory, item

from csdforms.archive.archive import Archive
from csdforms.archive.counting import Counting
from csdforms.errors import InconsistentReport, InvalidData, UnknownFile, UnreadableInput
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.figure import given
from csdforms.reports.issuing import issue
from csdforms.reports.pages import OPTIONS, Pages
from csdforms.reports.provenance import options_in, period_in, provenance
from csdforms.reports.request import Option, Report
from csdforms.reports.sheet import judged
from csdforms.reports.sources import Sources
from csdforms.reports.verifying import verify
from csdforms.schemas.catalogue import find
from csdforms.schemas.types import Text

SAID = {"dimension": "投诉类别"}
HEAD = {"report_no": "草稿", "period_start": "2026-01-01", "period_end": "2026-03-31"}
#: The period of QUARTER as a report says it, in its boxes.
PERIOD = period_in(HEAD)


def with_report(level: str) -> Archive:
    """Return an archive with a report of this level, compiled by nobody of the staff."""
    archive = empty()
    said = {**HEAD, "confidentiality": level, "provenance": {"report_coverage": "不完整"}}
    archive.file("", FORM, {**said, "comment": "仅供总经理"}, section="3.5")
    hire(archive)
    return archive


@pytest.mark.parametrize(
    ("level", "actor", "reads"),
    [("机密", "gao", True), ("秘密", "liu", False), ("内部", "liu", True)],
)
def test_a_report_is_handed_on_to_who_may_read_it(level: str, actor: str, reads: bool) -> None:
    counting = Counting(with_report(level).office, FORM, actor=actor)
    assert bool(list(counting.items(FORM))) is reads
    assert counting.level == (level if reads else "内部")


def test_what_the_compiler_wrote_is_handed_on_to_him(tmp_path: Path) -> None:
    archive = empty()
    secret = open_company(archive)
    classify(archive, secret, 2)
    add(archive, secret, "TS-20260203-001", "2026-02-03", "产品质量")
    hire(archive)
    issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID, actor="zhou")
    assert list(Counting(archive.office, FORM, actor="zhou").items(FORM))
    assert not list(Counting(archive.office, FORM, actor="liu").items(FORM))


def of_a_circle(folder: Path) -> tuple[Archive, str, str]:
    """Return an archive, a 机密 file of two persons' circle, the item of a sheet that counts it."""
    archive = empty()
    secret = open_company(archive)
    classify(archive, secret, 3, ("高远", "孙静"))
    add(archive, secret, "TS-20260203-001", "2026-02-03", "产品质量")
    hire(archive)
    register(archive, "jing", "孙静", ["cs_manager"], 3)
    done = issue(archive, FORM, folder / "r.docx", **QUARTER, said=SAID, actor="jing")
    return archive, secret, done.item


def seen(archive: Archive, actor: str) -> list[str]:
    return [one["number"] for one in Counting(archive.office, FORM, actor=actor).items(FORM)]


def test_a_sheet_that_counts_a_circles_file_is_the_circles(tmp_path: Path) -> None:
    archive, secret, item = of_a_circle(tmp_path)
    assert seen(archive, "jing") == seen(archive, "gao") == [item]
    assert not seen(archive, "qiang")  # cleared for it, and who may grant reading on its level
    for act in (archive.item, archive.document):
        with pytest.raises(UnknownFile):
            act(item, purpose="核对", actor="qiang")
    classify(archive, secret, 3, ("高远",))
    assert not seen(archive, "jing")
    assert seen(archive, "gao") == [item]


def test_what_has_a_text_of_such_a_sheet_is_the_circles_as_well(tmp_path: Path) -> None:
    archive, secret, _ = of_a_circle(tmp_path)
    counting = Counting(archive.office, FORM, actor="jing")
    assert not counting.tells_of
    assert list(counting.items(FORM))
    assert counting.tells_of == (secret,)


@pytest.mark.parametrize(
    "value",
    ["甲；乙=丙", "甲=乙", '"甲"', '甲"；"乙', "甲\\；乙\n丙", '"甲；统计开始日期=2020-01-01'],
)
def test_an_option_is_read_as_it_was_said(value: str) -> None:
    options = (Option("which", "哪一份", Text()), Option("more", "另一份", Text()))
    report = Report(form=FORM, letters="X", compute=lambda _: {}, options=options)
    counting = Counting(kept().office, FORM)
    assert PERIOD is not None
    said = provenance(report, counting, {"which": value, "more": "乙"}, PERIOD, {})
    assert options_in({"provenance": said}) == {"哪一份": value, "另一份": "乙"}
    assert period_in({"provenance": said}) == PERIOD


@pytest.mark.parametrize(
    "options", ["数据截至=明天", "数据截至=2026-03-31", '哪一份="甲\\q"；数据截至=', "=；；==", "“"]
)
def test_options_that_somebody_wrote_himself_tell_of_no_period(options: str) -> None:
    said = {"provenance": {"report_options": options}}
    assert period_in(said) is None
    options_in(said)


def test_the_error_quotes_no_value() -> None:
    flow = {"opening": 1, "received": 2, "closed": 1, "open_end": 2}
    cells = {name: given(value, name) for name, value in flow.items()}
    rows = [{"dimension_value": given("某某客户", "投诉客户"), "received": 3}]
    wrong = {**HEAD, "dimension": "投诉类别", **cells, "rows": rows}
    with pytest.raises(InconsistentReport) as caught:
        judged(report_of(FORM), find(FORM), wrong)
    assert "某某客户" not in str(caught.value)
    assert "“…”" in str(caught.value)


def test_too_many_rows_are_no_contradiction() -> None:
    row = {"dimension_value": "甲", "received": given(1, "件数")}
    rows = [{**row, "dimension_value": f"客户{place}"} for place in range(5001)]
    with pytest.raises(InvalidData, match="有 5001 行，一张报表最多 5000 行"):
        judged(report_of(FORM), find(FORM), {**HEAD, "dimension": "客户", "rows": rows})


def test_too_many_cases_are_refused_before_they_are_worked_out() -> None:
    lines = [
        item("complaint_register_one", complaint(f"TS-{place:05}", "2026-02-03", "产品质量"))
        for place in range(5001)
    ]
    report = report_of("complaint_case_tracking")
    assert PERIOD is not None
    with pytest.raises(InvalidData, match=r"案件明细.*有 5001 行"):
        compute_from(report, PERIOD, Sources(Memory(forms=lines)))


def test_a_day_before_excel_stays_a_text() -> None:
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, OPTIONS) as made:
        pages = Pages(made)
        pages.begin("甲", 2)
        pages.line([(dt.date(1850, 1, 2), ""), (dt.date(1949, 10, 1), "")])
    book.seek(0)
    [row] = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
    assert row == ["1850-01-02", dt.date(1949, 10, 1)]


def issued(archive: Archive, path: Path) -> Any:
    return issue(archive, FORM, path, **QUARTER, said=SAID)


def test_ctrl_c_before_the_document_has_its_name(tmp_path: Path, monkeypatch: Any) -> None:
    archive = kept()

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", interrupted)
    with pytest.raises(KeyboardInterrupt):
        issued(archive, tmp_path / "r.docx")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
    [copy] = [copy for _, copy in archive.store.rows("copies")]
    assert "recalled" in copy  # nothing is out
    assert archive.document(copy["item"])[:2] == b"PK"
    assert issued(archive, tmp_path / "r.docx").number == "TSTJ-20260331-002"


def test_ctrl_c_after_the_document_has_its_name(tmp_path: Path, monkeypatch: Any) -> None:
    archive, unlink = kept(), os.unlink

    def interrupted(path: Any, **more: Any) -> None:
        unlink(path, **more)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "unlink", interrupted)
    with pytest.raises((KeyboardInterrupt, FileNotFoundError)):
        issued(archive, tmp_path / "r.docx")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["r.docx"]
    [copy] = [copy for _, copy in archive.store.rows("copies")]
    assert "recalled" not in copy  # it is out


def as_json(archive: Archive, path: Path, **changed: Any) -> Path:
    """Write what `report --json` writes, changed."""
    data = {**counted(archive, number="TSTJ-20260331-001").data, **changed}
    path.write_text(json.dumps({"form": FORM, "data": data}), "utf-8")
    return path


def test_a_file_that_is_not_filed_is_said_to_be_so(tmp_path: Path) -> None:
    archive = kept()
    made = issued(archive, tmp_path / "r.docx")
    forged = as_json(archive, tmp_path / "f.json", comment="一切正常")
    assert verify(archive, str(made.path)).item == made.item
    found = verify(archive, str(forged))
    assert (found.is_same, found.item) == (True, "")


@pytest.mark.parametrize(
    "changed",
    [
        {"provenance": [1]},
        {"rows": "甲"},
        {"rows": [1]},
        {"period_start": "从前", "as_of": 3},
        {"received": {"a": 1}},
        {"received": "NaN"},
        {"received": 1e400},
        {"comment": "甲\x00\ud800"},
    ],
)
def test_a_file_with_anything_in_it(tmp_path: Path, changed: dict[str, Any]) -> None:
    forged = as_json(kept(), tmp_path / "f.json", **changed)
    with pytest.raises(UnreadableInput):
        verify(kept(), str(forged))


@pytest.mark.parametrize("changed", [{"provenance": "完整"}, {"没有的栏": 1}])
def test_a_file_with_odd_boxes_is_one_that_nobody_filed(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    forged = as_json(kept(), tmp_path / "f.json", **changed)
    assert verify(kept(), str(forged)).item == ""


@pytest.mark.parametrize("head", ["", ":", "9" * 5000 + ":x", "１:x", "99999999999999999999:x"])
def test_a_head_that_somebody_wrote_himself(tmp_path: Path, head: str) -> None:
    archive = kept()
    said = {**counted(archive).data["provenance"], "archive_head": head}
    forged = as_json(archive, tmp_path / "f.json", provenance=said)
    with contextlib.suppress(UnreadableInput):  # where the box itself takes no such text
        assert not verify(archive, str(forged)).same_head
