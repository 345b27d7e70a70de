from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from reports.complained import FORM, counted, kept

from csdforms.errors import InvalidData
from csdforms.reports.catalogue import report_of
from csdforms.reports.figure import Figure, given
from csdforms.reports.row_names import key_of
from csdforms.reports.typed import read_said, read_texts, with_texts
from csdforms.schemas.catalogue import find

MODEL = find(FORM)


def refused(**texts: Any) -> str:
    with pytest.raises(InvalidData) as caught:
        counted(kept(), texts=texts)
    return str(caught.value)


def test_a_text_is_merged() -> None:
    assert counted(kept(), texts={"分析说明": "季度平稳"}).data.get("comment") == "季度平稳"


def test_a_computed_cell_typed_otherwise_is_refused_with_both_values() -> None:
    rows = [{"项目": "产品质量", "受理件数": 5}]
    assert "rows.1.received）：这一格由档案统计，是“3”，不能另填“5”。" in refused(rows=rows)


def test_what_the_sheet_prints_may_be_typed_again() -> None:
    rows = [{"项目": "产品质量", "受理件数": 3, "占比": "75.00%"}]
    assert counted(kept(), texts={"rows": rows}).data["rows"][0]["received"] == 3


def test_a_cell_without_a_value_cannot_be_typed() -> None:
    said = refused(rows=[{"项目": "物流交付", "结案率": "50%"}])
    assert "是“—”，不能另填“50.00%”" in said


def test_a_row_is_found_by_its_number_too() -> None:
    assert "（rows.2.received）：这一格由档案统计，是“1”" in refused(rows=[{"seq": 2, "件数": 7}])


def test_a_row_that_the_sheet_has_not_is_refused() -> None:
    assert "表上没有这一行" in refused(rows=[{"项目": "天气", "受理件数": 1}])


@pytest.mark.parametrize(
    ("texts", "path"),
    [
        ({"呼入总量": 5, 1: 2}, "inbound_count"),
        ({"按接听人统计": [{"接听人": "周明"}]}, "by_agent"),
        ({"来电记录": [{"来电号码": "13800000001", "通话时长": 9}]}, "calls.1.talk_seconds"),
    ],
)
def test_what_the_form_works_out_is_not_typed(texts: dict[Any, Any], path: str) -> None:
    with pytest.raises(InvalidData) as caught:
        read_texts(find("inbound_call_record"), texts)
    assert f"（{path}）：这一栏由表格自动得出，不能另填。" in str(caught.value)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("密级", "公开"),
        ("编号", "TSTJ-20260331-777"),
        ("填表人", "别人"),
        ("统计开始日期", "2026-02-01"),
        ("统计口径", "投诉方式"),
    ],
)
def test_what_the_report_itself_says_is_not_typed(label: str, value: str) -> None:
    assert "这一栏由系统填写，或用选项写明，不能在这里另填。" in refused(**{label: value})


def test_where_the_figures_come_from_is_not_typed() -> None:
    said = refused(provenance={"computed_at": "2026-01-01 08:00", "report_coverage": "完整"})
    assert "数据来源" in said


def test_what_stands_there_already_may_be_typed() -> None:
    assert (
        counted(kept(), texts={"密级": "内部", "统计口径": "投诉类别"}).data.get("comment") is None
    )


def test_no_box_of_the_form_is_refused() -> None:
    said = refused(受理时间="2026-01-01")
    assert "受理时间（extra）：表上没有这一栏；最接近的栏目是“本期受理”。" in said


def test_a_personal_value_stands_in_no_message() -> None:
    model = find("customer_credit_analysis")
    names = [n for n, s in model.specs().items() if s.type is not None and s.type.personal]
    name = names[0]
    kind = model.specs()[name].type
    assert kind is not None
    own = {name: given("13900006721", "读自档案")}
    with pytest.raises(InvalidData) as caught:
        with_texts(model, own, {name: "13900006722"})
    assert "1390000672" not in str(caught.value)
    assert "不能另填" in str(caught.value)


def test_what_is_said_is_a_box_or_option_of_the_report() -> None:
    report = report_of(FORM)
    assert read_said(report, MODEL, {"投诉率基数": "1,000"}) == {"base_quantity": Decimal(1000)}
    with pytest.raises(
        InvalidData, match="这张报表没有这个选项，有：统计口径、投诉率基数、基数单位"
    ):
        read_said(report, MODEL, {"天气": "晴"})
    with pytest.raises(InvalidData, match="统计口径"):
        read_said(report, MODEL, {"dimension": "天气"})


def test_what_a_row_is_about() -> None:
    number: Figure = given("TS-1", "读自登记")
    assert key_of({"complaint_no": number, "seq": 3}) == "TS-1"
    assert key_of({"remarks": "x"}) == ""
