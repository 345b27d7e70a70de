from __future__ import annotations

from decimal import Decimal

import pytest
from reports.complained import FORM, complaint, counted, kept
from reports.kept import Memory, item

from csdforms.errors import InconsistentReport, InvalidData
from csdforms.reports.catalogue import report_of
from csdforms.reports.figure import given
from csdforms.reports.sheet import at, judged, rows_of, split
from csdforms.schemas.catalogue import find

HEAD = {
    "report_no": "草稿",
    "period_start": "2026-01-01",
    "period_end": "2026-03-31",
    "dimension": "产品",
}


def test_data_and_figures_are_split() -> None:
    count, share = given(2, "件数"), given(None, "占比")
    plain, figures = split({"rows": [{"received": count, "share": share}], "open_end": count})
    assert plain == {"rows": [{"received": 2}], "open_end": 2}
    assert figures == {"rows.1.received": count, "rows.1.share": share, "open_end": count}


def test_a_figure_that_breaks_a_rule_is_no_sheet() -> None:
    flow = {"opening": 1, "received": 2, "closed": 1, "open_end": 9}
    cells = {name: given(value, name) for name, value in flow.items()}
    wrong = {**HEAD, **cells, "rows": [{"dimension_value": "甲", "received": 2}]}
    with pytest.raises(InconsistentReport, match="期末未结") as caught:
        judged(report_of(FORM), find(FORM), wrong)
    assert caught.value.title == "客户投诉统计表"


def test_what_is_typed_wrong_is_said_as_such() -> None:
    with pytest.raises(InvalidData, match="早于"):
        judged(report_of(FORM), find(FORM), {**HEAD, "period_end": "2025-12-31"})


def test_a_box_that_somebody_must_still_write_is_a_warning() -> None:
    data = {name: value for name, value in HEAD.items() if name != "report_no"}
    sheet = judged(report_of(FORM), find(FORM), data)
    [finding] = [one for one in sheet.findings if one.path == "report_no"]
    assert not finding.is_error


def test_a_box_is_found_by_its_path() -> None:
    data = {"rows": [{"a": 1}, {"a": 2}], "part": {"b": 3}}
    assert at(data, "rows.2.a") == 2
    assert at(data, "part.b") == 3
    assert at(data, "") == data
    for path in ("rows.3.a", "rows.x.a", "part.c", "part.b.c", "rows.0.a"):
        assert at(data, path) is None
    assert list(rows_of(data)) == [("rows.1", {"a": 1}), ("rows.2", {"a": 2})]


def test_a_sheet_prints_what_it_keeps() -> None:
    sheet = counted(kept())
    assert at(sheet.printed, "rows.1.share") == "75.00%"
    assert at(sheet.data, "rows.1.share") == "0.75"
    assert sheet.cells["rows.1.share"].value == Decimal("0.75")
    assert sheet.is_complete
    assert repr(sheet) == "ComputedSheet('complaint_statistics', cells=211)"


def test_without_an_archive_nobody_says_it_is_complete() -> None:
    memory = Memory(forms=[item("complaint_register_one", complaint("TS-1", "2026-02-03", "其他"))])
    assert memory.forms
    assert not judged(report_of(FORM), find(FORM), HEAD).is_complete
