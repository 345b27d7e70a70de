from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from reports.complained import FORM, QUARTER, close, counted, kept, staffed

from csdforms.archive.store import Act
from csdforms.errors import MissingFile, NotAuthorised, UnknownCell, UnknownFile, UnreadableInput
from csdforms.reports.catalogue import report_of
from csdforms.reports.explaining import explain, explain_filed
from csdforms.reports.figure import given, worked
from csdforms.reports.issuing import issue
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.catalogue import find

CELL = "产品质量/受理件数"
SAID = {"dimension": "投诉类别"}


def test_a_count_is_opened_down_to_its_records() -> None:
    told = explain(counted(kept()), CELL)
    assert (told.address, told.printed, told.figure.value) == ("rows.产品质量.received", "3", 3)
    assert told.figure.formula == "全部投诉，2026-01-01至2026-03-31受理的投诉件数"
    assert [(one.record.number, one.record.items, one.value) for one in told.figure.records] == [
        ("TS-20260203-001", ("BM/3.2-2026-0001",), 1),
        ("TS-20260210-001", ("BM/3.2-2026-0002",), 1),
        ("TS-20260302-001", ("BM/3.2-2026-0003",), 1),
    ]
    assert told.adds_up
    assert told.then is None


def test_a_ratio_is_opened_two_levels_deep() -> None:
    archive = kept()
    close(archive, "TS-20260203-001", "2026-02-04T10:00")  # in time; the other two never were
    told = explain(counted(archive), "产品质量/及时率")
    assert told.printed == "33.33%"
    assert [(part.name, part.value) for part in told.figure.parts] == [("及时结案", 1), ("到期", 3)]
    [_, due] = told.figure.parts
    inner = [(part.name, part.value) for part in due.parts]
    assert inner == [("及时结案", 1), ("超期结案", 0), ("超期未结", 2)]
    assert [one.record.number for one in due.parts[2].records] == [
        "TS-20260210-001", "TS-20260302-001",
    ]  # fmt: skip
    assert all(part.parts == () for part in due.parts)


def test_an_explanation_is_plain_json() -> None:
    data = json.loads(json.dumps(explain(counted(kept()), "产品质量/占比").as_data()))
    assert data["value"] == "0.75"
    assert data["parts"][0]["records"][0]["on"] == "2026-02-03"
    assert (data["adds_up"], data["complete"], data["then"]) == (True, True, None)


def test_its_repr_tells_nothing() -> None:
    said = repr(explain(counted(kept()), CELL))
    assert "TS-" not in said
    assert "3" not in said.replace("2026-03-31", "")


def test_a_cell_that_is_not_there() -> None:
    with pytest.raises(UnknownCell):
        explain(counted(kept()), "产品质量/天气")


def test_a_filed_report_is_explained_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    for which in (issued.number, issued.item, str(issued.path)):
        told = explain_filed(archive, which, CELL)[1]
        assert (told.then, told.printed, told.has_changed) == ("3", "3", False)
    close(archive, "TS-20260203-001", "2026-02-04T10:00")
    told = explain_filed(archive, issued.number, "产品质量/结案率")[1]
    assert (told.then, told.printed, told.has_changed) == ("0.00%", "33.33%", True)
    assert told.as_data()["changed"] is True


def test_options_and_another_day_are_said_again(tmp_path: Path) -> None:
    archive = kept()
    asked = {**QUARTER, "as_of": dt.date(2026, 4, 1), "said": {**SAID, "base_quantity": "400",
             "base_unit": "人次"}}  # fmt: skip
    issued = issue(archive, FORM, tmp_path / "r.docx", **asked)
    told = explain_filed(archive, issued.number, "complaint_rate")[1]
    assert (told.then, told.printed) == ("1.00%", "1.00%")


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    archive = kept()
    for which in ("TSTJ-20260331-001", "BM/3.5-2026-0001"):
        with pytest.raises(UnknownFile, match=which):
            explain_filed(archive, which, CELL)
    with pytest.raises(MissingFile):
        explain_filed(archive, str(tmp_path / "none.docx"), CELL)
    (tmp_path / "x.json").write_text('{"a": 1}', "utf-8")
    with pytest.raises(UnreadableInput, match="report --json"):
        explain_filed(archive, str(tmp_path / "x.json"), CELL)
    with pytest.raises(UnknownFile):
        explain_filed(archive, "BM/3.2-2026-0001", CELL)  # a complaint is no report


@pytest.mark.parametrize("form", ["complaint_register_one", FORM])
def test_what_was_not_counted_is_not_explained(form: str, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(f'{{"form": "{form}", "data": {{}}}}', "utf-8")
    with pytest.raises(UnreadableInput, match="不是由档案统计出来的"):
        explain_filed(kept(), str(path), CELL)


def test_who_may_not_know_of_a_file_explains_no_report_in_which_it_counts(tmp_path: Path) -> None:
    archive = staffed()
    issued = issue(archive, FORM, tmp_path / "z.docx", **QUARTER, said=SAID, actor="zhou")
    assert issued.sheet.form.confidentiality == "秘密"
    with pytest.raises(UnknownFile):
        explain_filed(archive, issued.number, CELL, actor="chen")
    with pytest.raises(UnknownFile):
        explain_filed(archive, issued.item, CELL, actor="chen")
    told = explain_filed(archive, issued.number, CELL, actor="zhou")[1]
    assert (told.then, told.printed, told.is_complete) == ("2", "2", False)


def test_others_count_for_themselves_and_compare_nothing(tmp_path: Path) -> None:
    archive = staffed(hides=False)
    issued = issue(archive, FORM, tmp_path / "c.docx", **QUARTER, said=SAID, actor="chen")
    told = explain_filed(archive, issued.number, CELL, actor="zhou")[1]
    assert (told.printed, told.then, told.has_changed) == ("1", None, None)


def test_a_secret_report_is_for_who_may_read_it(tmp_path: Path) -> None:
    archive = staffed()
    issued = issue(archive, FORM, tmp_path / "q.docx", **QUARTER, said=SAID, actor="qiang")
    with pytest.raises(NotAuthorised):  # a complaint supervisor knows of it, and grants nothing
        explain_filed(archive, issued.number, CELL, actor="liu", purpose="核对")
    assert explain_filed(archive, issued.number, CELL, actor="zhou", purpose="核对")[1].then is None


def test_a_column_of_figures_and_a_plain_value_are_parts() -> None:
    column = [given(1, "甲户的数"), given(2, "乙户的数")]
    figure = worked(
        "排在第几", lambda column, _: column.index(2) + 1, 各户=column, 界限=Decimal("0.5")
    )
    sheet = ComputedSheet(report_of(FORM), find(FORM).empty(), {"open_end": figure})
    told = explain(sheet, "期末未结")
    each, limit = told.figure.parts
    assert (told.figure.value, told.adds_up) == (2, True)
    assert (each.name, each.value, each.formula, each.is_column) == ("各户", 2, "共 2 项", True)
    assert [(one.name, one.value) for one in each.parts] == [("第 1 项", 1), ("第 2 项", 2)]
    assert (limit.name, limit.value, limit.formula) == ("界限", Decimal("0.5"), "给定")


def test_a_report_of_another_edition_is_not_read(tmp_path: Path) -> None:
    archive = kept()
    issued = issue(archive, FORM, tmp_path / "r.docx", **QUARTER, said=SAID)
    with archive.store.writing() as work:
        [key] = work.find("items", "number", issued.item)
        work.put("items", key, {**(work.get("items", key) or {}), "edition": "99"})
        work.record(Act("test", "zhang", archive.store.last().at))
    with pytest.raises(UnreadableInput, match="已经改版"):
        explain_filed(archive, issued.number, CELL)


def test_a_report_without_a_period_is_not_counted_again(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(
        f'{{"form": "{FORM}", "data": {{"provenance": {{"report_coverage": "完整"}}}}}}', "utf-8"
    )
    with pytest.raises(UnreadableInput, match="没有写明统计期间"):
        explain_filed(kept(), str(path), CELL)
