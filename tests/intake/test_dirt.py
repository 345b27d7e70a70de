"""Workbooks as clerks really make them: good lines are read, bad cells named, nothing is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from clerk import write_book
from support import sample

from csdforms.errors import UnreadableInput
from csdforms.intake.entries import Entries, Entry, open_entries
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import Finding, examine

COMPLAINT = find("complaint_register_one")
PROFILE = find("individual_customer_profile")
CALLS = find("inbound_call_record")


def opened(folder: Path, rows: Any, form: Any = COMPLAINT, **more: Any) -> Entries:
    return open_entries(write_book(folder / "录入.xlsx", {"Sheet1": rows}, **more), form)


def one(folder: Path, heading: str, value: Any, form: Any = COMPLAINT) -> Entry:
    """Return the entry of one line with a number and one more cell."""
    rows = [["投诉编号", "投诉等级", heading], ["TS-1", "低等级", value]]
    if form is PROFILE:
        rows = [["客户编号", "客户等级", "姓名", heading], ["KH-1", "A", "王芳", value]]
    return next(iter(opened(folder, rows, form)))


def field(entry: Entry, name: str, form: Any = COMPLAINT) -> Any:
    return getattr(examine(form, entry.data)[0], name)


def noted(entries: Entries) -> list[str]:
    """Return the notes but for the columns that these short tables lack."""
    return [note for note in entries.notes if "没有必填的栏目" not in note]


def said(entry: Entry, path: str) -> list[Finding]:
    return [finding for finding in entry.findings if finding.path == path]


# Around the table


def test_titles_notes_and_blank_lines_above_the_headings_are_skipped(tmp_path: Path) -> None:
    rows: Any = [
        ["客户投诉登记表（三月）"],
        ["部门：客户服务部", None, "日期：2026-03-31"],
        [],
        ["投诉编号", "投诉等级", "投诉内容"],
        ["TS-1", "低等级", "漏水"],
    ]
    merge = {"Sheet1": lambda _, sheet: sheet.merge_range(0, 0, 0, 2, rows[0][0])}
    entries = opened(tmp_path, rows, **merge)
    assert [(entry.place, entry.data) for entry in entries] == [
        ("第 5 行", {"投诉编号": "TS-1", "投诉等级": "低等级", "投诉内容": "漏水"})
    ]


@pytest.mark.parametrize("total", ["合计", "合　计", "总计", "小计：", "累计", "本月合计", "共计"])
def test_total_rows_are_left_out_and_noted(tmp_path: Path, total: str) -> None:
    rows = [["投诉编号", "投诉等级", "涉及金额"], ["TS-1", "低等级", 3], [total, None, 3]]
    entries = opened(tmp_path, rows)
    assert len(entries) == 1
    assert noted(entries) == ["工作表“Sheet1”第 3 行是合计，没有当作数据。"]


def test_a_product_that_begins_like_a_total_is_no_total(tmp_path: Path) -> None:
    assert len(opened(tmp_path, [["投诉编号", "投诉内容"], ["合计宝-1", "漏水"]])) == 1


def test_empty_rows_are_skipped_and_the_places_stay_right(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容"], [], ["TS-1", "甲"], [None, "  "], ["TS-2", "乙"]]
    assert [entry.place for entry in opened(tmp_path, rows)] == ["第 3 行", "第 5 行"]


def test_what_stands_under_the_table_is_noted(tmp_path: Path) -> None:
    rows = [
        ["投诉编号", "投诉内容", "备注"],
        ["TS-1", "甲"],
        ["制表人：张三", None, "审核人：李四"],
        ["备注：本表一式两份"],
    ]
    entries = opened(tmp_path, rows)
    assert len(entries) == 1
    assert [note[:14] for note in noted(entries)] == ["工作表“Sheet1”第 3", "工作表“Sheet1”第 4"]


def test_headings_repeated_on_every_page_are_noted(tmp_path: Path) -> None:
    head = ["投诉编号", "投诉内容", "备注"]
    entries = opened(tmp_path, [head, ["TS-1", "甲"], head, ["TS-2", "乙"]])
    assert [entry.data["投诉编号"] for entry in entries] == ["TS-1", "TS-2"]
    assert "重复的标题" in noted(entries)[0]


def test_a_table_that_begins_further_right_and_down_is_found(tmp_path: Path) -> None:
    rows = [[], [], [None, None, "投诉编号", "投诉内容"], [None, None, "TS-1", "甲"]]
    entries = opened(tmp_path, rows)
    assert next(iter(entries)).data == {"投诉编号": "TS-1", "投诉内容": "甲"}


# Headings


@pytest.mark.parametrize(
    "heading",
    ["*投诉编号", "投诉编号（必填）", "投诉\n编号", " 投诉编号 ", "投诉编号*", "投诉 编号："],
)
def test_a_heading_is_known_with_its_trimmings(tmp_path: Path, heading: str) -> None:
    entry = next(iter(opened(tmp_path, [[heading, "投诉内容"], ["TS-1", "甲"]])))
    assert field(entry, "complaint_no") == "TS-1"


def test_headings_in_other_words_are_read_and_named(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容", "顾客手机"], ["TS-1", "甲", 13900006721.0]]
    entries = opened(tmp_path, rows)
    assert field(next(iter(entries)), "phone") == "13900006721"
    assert noted(entries) == ["工作表“Sheet1”“顾客手机”按“联系电话”读取，请确认。"]


def test_the_numbers_of_lines_are_not_those_of_documents(tmp_path: Path) -> None:
    entries = opened(tmp_path, [["序号", "投诉人姓名", "投诉内容"], [1, "王芳", "甲"]])
    assert next(iter(entries)).data == {"投诉人姓名": "王芳", "投诉内容": "甲"}
    assert noted(entries) == ["工作表“Sheet1”“序号”只是行号，没有读取。"]


def test_a_column_that_no_form_knows_goes_to_the_other_boxes(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容", "天气"], ["TS-1", "甲", "晴"], ["TS-2", "乙", None]]
    entries = opened(tmp_path, rows)
    first, second = entries
    assert [(box.label, box.value) for box in field(first, "extra")] == [("天气", "晴")]
    assert field(second, "extra") == ()
    assert "“天气”表上没有这一栏，内容放入“其他栏目”" in noted(entries)[0]
    warned = examine(COMPLAINT, first.data)[1]
    assert not [finding for finding in warned if finding.path.startswith("extra")]


def test_the_same_heading_twice_is_named_and_nothing_overwritten(tmp_path: Path) -> None:
    rows = [
        ["投诉编号", "投诉内容", "备注", "备注"],
        ["TS-1", "甲", "一", "二"],
        ["TS-2", "乙", None, "三"],
        ["TS-3", "丙", "四", "四"],
    ]
    entries = opened(tmp_path, rows)
    first, second, third = entries
    assert "C 列、D 列" in said(first, "remarks")[0].message
    assert said(first, "remarks")[0].is_error
    assert (field(second, "remarks"), field(third, "remarks")) == ("三", "四")
    assert not second.findings + third.findings
    assert "“备注”有 2 列（C 列、D 列）" in noted(entries)[0]


def test_two_headings_of_one_field_with_different_contents_are_an_error(tmp_path: Path) -> None:
    rows = [["投诉编号", "联系电话", "手机"], ["TS-1", "13900006721", "13900006722"]]
    findings = examine(COMPLAINT, next(iter(opened(tmp_path, rows))).data)[1]
    assert [one.message for one in findings if one.path == "phone" and one.is_error] == [
        "“联系电话”和“手机”是同一栏，内容却不同，请只留一个。"
    ]


def test_headings_of_two_lines_are_read_together(tmp_path: Path) -> None:
    form = find("corporate_customer_profile")
    rows = [
        ["客户编号", "企业名称", "法定代表人", None, "授权经办人", None],
        [None, None, "姓名", "联系电话", "姓名", "联系电话"],
        ["KH-1", "甲公司", "张三", "13900006721", "李四", "13900006722"],
    ]

    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 2, 0, 3, "法定代表人")
        sheet.merge_range(0, 4, 0, 5, "授权经办人")
        sheet.merge_range(0, 0, 1, 0, "客户编号")
        sheet.merge_range(0, 1, 1, 1, "企业名称")

    entry = next(iter(opened(tmp_path, rows, form, Sheet1=merge)))
    draft: Any = examine(form, entry.data)[0]
    assert draft.customer_no == "KH-1"
    assert (draft.legal_representative.name, draft.authorised_agent.name) == ("张三", "李四")
    assert draft.authorised_agent.phone == "13900006722"


def test_a_cell_merged_over_lines_holds_for_each(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容", "承办部门"], ["TS-1", "甲", "售后部"], ["TS-2", "乙", None]]
    merge = {"Sheet1": lambda _, sheet: sheet.merge_range(1, 2, 2, 2, "售后部")}
    entries = opened(tmp_path, rows, **merge)
    assert [entry.data["承办部门"] for entry in entries] == ["售后部", "售后部"]


def test_a_column_without_heading_is_named_not_dropped(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容"], ["TS-1", "甲", None, "记得回电"], ["TS-2", "乙"]]
    entries = opened(tmp_path, rows)
    first, second = entries
    assert [(one.label, one.severity) for one in first.findings] == [("D 列", "warning")]
    assert not second.findings
    assert noted(entries) == ["工作表“Sheet1”D 列没有标题，里面的内容没有读取。"]


def test_a_sheet_without_known_headings_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableInput, match=r"找不到标题行.*csdforms sheet complaint_register_one"
    ):
        opened(tmp_path, [["天气", "心情"], ["晴", "好"]])


def test_the_sheet_that_fits_best_is_read_and_the_others_noted(tmp_path: Path) -> None:
    sheets = {
        "目录": [["说明"], ["备注"]],
        "三月": [["投诉编号", "投诉等级", "投诉内容"], ["TS-1", "低等级", "甲"]],
        "客户": [["客户名称", "备注"], ["王芳", "x"]],
    }
    entries = open_entries(write_book(tmp_path / "a.xlsx", sheets), COMPLAINT)
    assert [entry.data["投诉编号"] for entry in entries] == ["TS-1"]
    assert noted(entries) == ["工作表“目录”没有读取。", "工作表“客户”没有读取。"]


def test_hidden_sheets_are_ignored(tmp_path: Path) -> None:
    table = [["投诉编号", "投诉等级", "投诉内容"], ["TS-9", "低等级", "甲"]]
    sheets = {"表": [["投诉编号", "投诉内容"], ["TS-1", "甲"]], "旧": table, "选项": table}
    path = write_book(
        tmp_path / "a.xlsx",
        sheets,
        旧=lambda _, sheet: sheet.hide(),
        选项=lambda _, sheet: sheet.very_hidden(),
    )
    entries = open_entries(path, COMPLAINT)
    assert [entry.data["投诉编号"] for entry in entries] == ["TS-1"]
    assert not noted(entries)


def test_a_required_column_that_is_missing_is_named_once(tmp_path: Path) -> None:
    required = [spec for spec in PROFILE.specs().values() if spec.required]
    labels = [spec.label for spec in required if spec.name != "customer_name"]
    entries = opened(tmp_path, [labels, ["KH-1"], ["KH-2"]], PROFILE)
    (missing,) = [note for note in entries.notes if "没有必填的栏目" in note]
    label = PROFILE.label_of("customer_name")
    assert missing == f"工作表“Sheet1”没有必填的栏目：{label}。请加上这些列。"
    entries = opened(tmp_path, [[*labels, label], ["KH-1"]], PROFILE)
    assert not entries.notes


def test_a_heading_of_another_unit_is_not_said_to_be_read(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容", "金额（万元）"], ["TS-1", "甲", 3], ["TS-2", "乙", "3万元"]]
    entries = opened(tmp_path, rows)
    assert [field(entry, "amount_involved") for entry in entries] == [None, 30_000]
    (note,) = noted(entries)
    assert "与“涉及金额”单位不同" in note
    assert "其余放入“其他栏目”" in note


def test_lines_that_nobody_sees_are_read_and_named(tmp_path: Path) -> None:
    rows = [["投诉编号", "投诉内容"], *([f"TS-{line}", "甲"] for line in range(1, 9)), []]

    def hide(_: Any, sheet: Any) -> None:
        for row in (1, 3, 4, 5, 6, 7, 9):  # the last one is empty
            sheet.set_row(row, None, None, {"hidden": True})

    entries = opened(tmp_path, rows, Sheet1=hide)
    assert len(entries) == 8
    assert noted(entries) == [
        "工作表“Sheet1”有 6 行隐藏着（第 2、4、5、6、7 行等），也读取了；不要的请删去。"
    ]


# Cells


@pytest.mark.parametrize(
    "value", [13900006721.0, "13900006721", 13900006721, "１３９００００６７２１"]
)
def test_a_phone_is_read_whatever_the_cell_made_of_it(tmp_path: Path, value: Any) -> None:
    entry = one(tmp_path, "联系电话", value)
    assert field(entry, "phone") == "13900006721"
    assert not entry.findings


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.date(2026, 3, 3), dt.datetime(2026, 3, 3)),
        (dt.datetime(2026, 3, 3, 19, 30), dt.datetime(2026, 3, 3, 19, 30)),
        (46084, dt.datetime(2026, 3, 3)),
        (46084.8125, dt.datetime(2026, 3, 3, 19, 30)),
        ("2026.3.3", dt.datetime(2026, 3, 3)),
        ("2026年3月3日 19:30", dt.datetime(2026, 3, 3, 19, 30)),
        ("20260303", dt.datetime(2026, 3, 3)),
    ],
)
def test_a_day_is_read_as_serial_as_text_and_as_date(tmp_path: Path, value: Any, day: Any) -> None:
    assert field(one(tmp_path, "发生时间", value), "occurred_at") == day


@pytest.mark.parametrize("value", ["1,409.50元", "￥1,409.50", 1409.5, "１４０９．５０"])
def test_an_amount_is_read_in_every_spelling(tmp_path: Path, value: Any) -> None:
    assert str(field(one(tmp_path, "涉及金额", value), "amount_involved")) == "1409.50"


def test_the_noise_of_a_formula_is_not_read(tmp_path: Path) -> None:
    value = ("=0.1+0.2", 0.1 + 0.2)
    assert str(field(one(tmp_path, "涉及金额", value), "amount_involved")) == "0.30"


def test_a_formula_comes_as_its_value(tmp_path: Path) -> None:
    assert field(one(tmp_path, "备注", ('="漏"&"水"', "漏水")), "remarks") == "漏水"


def test_a_whole_number_in_a_box_for_words_is_its_digits(tmp_path: Path) -> None:
    entry = one(tmp_path, "商品/服务名称", 2026.0)
    assert field(entry, "product_name") == "2026"
    assert field(one(tmp_path, "商品/服务名称", 2.5), "product_name") == "2.5"


def test_a_damaged_identity_number_is_named_never_guessed(tmp_path: Path) -> None:
    entry = one(tmp_path, "证件号码", 1.1010519491231e17, PROFILE)
    (finding,) = said(entry, "id_no")
    assert finding.is_error
    assert "存成了数字，后几位已丢失" in finding.message
    assert "110105" not in str(finding)
    assert field(entry, "id_no", PROFILE) is None


@pytest.mark.parametrize("heading", ["订单/合同/票据号", "会员卡条码"])
def test_every_number_that_lost_digits_is_named(tmp_path: Path, heading: str) -> None:
    assert [one.is_error for one in one(tmp_path, heading, 1.2345678901234567e17).findings] == [
        True
    ]


@pytest.mark.parametrize("value", ["1.10105E+17", "1.1e+17", " 1.38E+10 "])
def test_a_number_shown_as_scientific_text_is_named(tmp_path: Path, value: str) -> None:
    (finding,) = said(one(tmp_path, "证件号码", value, PROFILE), "id_no")
    assert "科学计数法" in finding.message


def test_scientific_notation_in_free_text_is_no_harm(tmp_path: Path) -> None:
    assert not one(tmp_path, "投诉内容", "1.1E+17").findings


def test_fifteen_digits_are_whole(tmp_path: Path) -> None:
    entry = one(tmp_path, "证件号码", 110105491231002.0, PROFILE)
    assert not entry.findings
    assert field(entry, "id_no", PROFILE) == "110105491231002"


def test_a_number_that_lost_its_zero_is_named(tmp_path: Path) -> None:
    (finding,) = said(one(tmp_path, "联系电话", 37123.0), "phone")
    assert "开头的 0 可能已丢失" in finding.message


def test_a_postcode_gets_its_zero_back(tmp_path: Path) -> None:
    form = find("corporate_customer_profile")
    rows: Any = [["客户编号", "企业名称", "邮政编码"], ["KH-1", "甲公司", 10010.0]]
    label = next(
        spec.label for spec in form.specs().values() if "邮" in spec.label and "编" in spec.label
    )
    rows[0][2] = label
    entry = next(iter(opened(tmp_path, rows, form)))
    assert not entry.findings
    assert "010010" in examine(form, entry.data)[0].stored().values()


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_named_with_its_cell(tmp_path: Path, error: str) -> None:
    entries = opened(tmp_path, [["投诉编号", "涉及金额", "备注"], ["TS-1", ("=1/0", error), "甲"]])
    entry = next(iter(entries))
    (finding,) = said(entry, "amount_involved")
    assert finding.is_error
    assert error in finding.message
    assert entries._line(entries._documents[0]).cell("amount_involved") == (0, 1, 1)  # type: ignore[attr-defined]
    assert field(entry, "remarks") == "甲"


def test_a_date_in_a_box_for_numbers_of_things_is_named(tmp_path: Path) -> None:
    (finding,) = said(one(tmp_path, "订单/合同/票据号", dt.date(2026, 3, 5)), "order_no")
    assert "被当成了日期" in finding.message


def test_full_width_blanks_are_trimmed(tmp_path: Path) -> None:
    assert field(one(tmp_path, "投诉人姓名", "　王芳　"), "customer_name") == "王芳"


def test_midnight_at_the_end_of_a_day_is_understood(tmp_path: Path) -> None:
    form = find("service_outlet_distribution")
    outlets: Any = form.specs()["outlets"].model
    clock = next(s for s in outlets.specs().values() if s.type and s.type.kind == "时刻")
    rows = [["网点编码", "网点名称", clock.label], ["W-1", "东区", dt.time(8, 30)]]
    entry = next(iter(opened(tmp_path, rows, form)))
    draft: Any = examine(form, entry.data)[0]
    assert getattr(draft.outlets[0], clock.name) == dt.time(8, 30)


# Row groups

ITEMS = find("complaint_register_two")
HEAD = ["投诉编号", "客户名称", "投诉理由"]


def linked(
    folder: Path, main: list[list[Any]], rows: list[list[Any]], name: str = "货品明细"
) -> Entries:
    sheets = {"登记": [HEAD, *main], name: [["所属投诉编号", "品名", "单位"], *rows]}
    return open_entries(write_book(folder / "a.xlsx", sheets), ITEMS)


def test_lines_find_their_document_by_its_number(tmp_path: Path) -> None:
    entries = linked(
        tmp_path,
        [["TS-1", "甲", "x"], [2.0, "乙", "y"]],
        [["TS-1", "阀", "只"], ["2", "管", "根"], ["ＴＳ-1", "圈", "个"]],
    )
    first, second = entries
    assert [row["品名"] for row in first.data["items"]] == ["阀", "圈"]  # type: ignore[attr-defined]
    assert [row["品名"] for row in second.data["items"]] == ["管"]  # type: ignore[attr-defined]


def test_a_line_of_no_document_is_an_entry_that_fails(tmp_path: Path) -> None:
    entries = linked(
        tmp_path,
        [["TS-1", "甲", "x"], ["TS-2", "乙", "y"]],
        [["TS-1", "阀", "只"], ["TS-9", "管", "根"], [None, "圈", "个"]],
    )
    _, _, stranger, nameless = entries
    assert (stranger.place, stranger.data) == ("工作表“货品明细”第 3 行", {})
    assert "没有这个编号" in stranger.findings[0].message
    assert "没有填“所属投诉编号”" in nameless.findings[0].message
    assert stranger.findings[0].is_error
    assert nameless.findings[0].is_error


def test_with_one_document_the_number_may_be_left_out(tmp_path: Path) -> None:
    (entry,) = linked(tmp_path, [["TS-1", "甲", "x"]], [[None, "阀", "只"], ["TS-1", "管", "根"]])
    assert [row["品名"] for row in entry.data["items"]] == ["阀", "管"]  # type: ignore[attr-defined]


def test_a_number_on_two_lines_is_an_error_where_rows_name_it(tmp_path: Path) -> None:
    entries = linked(
        tmp_path,
        [["TS-1", "甲", "x"], ["TS-1", "乙", "y"]],
        [["TS-1", "阀", "只"]],
    )
    assert ["分不清" in entry.findings[0].message for entry in entries] == [True, True]


def test_a_renamed_sheet_of_rows_is_refused_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"“货品明细 \(2\)”有“所属.*“货品明细”.*请改回原名"):
        linked(tmp_path, [["TS-1", "甲", "x"]], [["TS-1", "阀", "只"]], "货品明细 (2)")
    entries = linked(tmp_path, [["TS-1", "甲", "x"]], [], "货品明细 (2)")
    assert entries.notes[0] == "工作表“货品明细 (2)”没有读取。"


def test_rows_inside_rows_are_linked_by_number_and_line(tmp_path: Path) -> None:
    form = find("after_sales_questionnaire")
    sheets: Any = {
        "问卷": [["问卷编号", "客户名称"], ["WJ-1", "甲"], ["WJ-2", "乙"]],
        "题目": [
            ["所属问卷编号", "序号", "题目内容"],
            ["WJ-1", None, "一"],
            ["WJ-1", None, "二"],
            ["WJ-2", 7, "三"],
        ],
        "题目-选项": [
            ["所属问卷编号", "所属行号", "选项内容"],
            ["WJ-1", 2, "好"],
            ["WJ-2", 7.0, "坏"],
            ["WJ-2", 1, "谁的"],
        ],
    }
    question: Any = form.specs()["questions"].model
    option: Any = question.specs()["options"].model
    sheets["题目"][0][2] = next(s.label for s in question.specs().values() if "题" in s.label)
    sheets["题目-选项"][0][2] = next(iter(option.specs().values())).label
    text = sheets["题目-选项"][0][2]
    entries = open_entries(write_book(tmp_path / "a.xlsx", sheets), form)
    first, second = entries
    rows: Any = first.data["questions"]
    assert "options" not in rows[0]
    assert rows[1]["options"] == [{text: "好"}]
    other: Any = second.data["questions"]
    assert other[0]["options"] == [{text: "坏"}]
    assert "没有序号为“1”的行" in second.findings[0].message


def test_a_ledger_on_one_sheet_is_grouped_by_the_form_number(tmp_path: Path) -> None:
    calls: Any = CALLS.specs()["calls"].model
    at, number, what = (
        calls.label_of(name) for name in ("called_at", "caller_number", "call_content")
    )
    rows = [
        ["所属编号", "记录日期", at, number, what],
        ["HR-1", dt.date(2026, 3, 5), dt.time(9, 5), 13900006721.0, "询价"],
        ["HR-2", dt.date(2026, 3, 6), dt.time(9, 7), 13900006722.0, "报修"],
        ["HR-1", dt.date(2026, 3, 5), dt.time(9, 9), 13900006723.0, "投诉"],
    ]
    rows[0][0] = f"所属{CALLS.label_of(CALLS.number)}"
    rows[0][1] = CALLS.label_of("recorded_on")
    entries = opened(tmp_path, rows, CALLS)
    assert [entry.place for entry in entries] == ["第 2 行", "第 3 行"]
    first: Any = examine(CALLS, next(iter(entries)).data)[0]
    assert first.form_no == "HR-1"
    assert [one.call_content for one in first.calls] == ["询价", "投诉"]
    assert first.calls[0].called_at == dt.datetime(2026, 3, 5, 9, 5)


def test_lines_of_one_ledger_must_agree_on_its_head(tmp_path: Path) -> None:
    calls: Any = CALLS.specs()["calls"].model
    rows = [
        ["编号", "密级", calls.label_of("caller_number"), calls.label_of("call_content"),
         calls.label_of("call_category")],
        ["HR-1", "内部", "13900006721", "询价", "咨询"],
        ["HR-1", "公开", "13900006722", "报修", "报修"],
    ]  # fmt: skip
    (entry,) = opened(tmp_path, rows, CALLS)
    assert [finding.path for finding in entry.findings] == ["confidentiality"]
    assert "第 3 行的“密级”与前面的不同" in entry.findings[0].message


# All of it at once


def test_a_workbook_with_every_kind_of_dirt(tmp_path: Path) -> None:
    """Good lines are filled, bad cells named, nothing is guessed, nothing lost."""
    good = sample("complaint_register_one")
    spellings: dict[str, list[Any]] = {
        "complaint_no": ["TS-1", "ＴＳ-2", 20260003.0, "TS-4", "TS-5"],
        "phone": [13900006721.0, "１３９０００６７２２０", 1.3900006721e10, "1.39E+10", 37123.0],
        "received_at": [dt.datetime(2026, 3, 5, 14, 5), "2026.3.5 14:05", 46086.5868055556,
                        "2026年3月5日下午2点05分", "20260305 14:05"],
        "amount_involved": ["1,409.50元", 1409.5, "￥1,409.50", ("=1/0", "#N/A"), " １４０９.５ "],
        "order_no": ["XS-1", 110105194912310.0, "XS-3", 1.1010519491231e17, dt.date(2026, 3, 5)],
        "level": ["低等级", "低等级　", " 低 等级", "中", "低等级"],
    }  # fmt: skip
    good = {name: "、".join(v) if isinstance(v, list) else v for name, v in good.items()}
    columns = {name: COMPLAINT.label_of(name) for name in good}
    head = [f"*{label}" if label == "投诉等级" else label for label in columns.values()]
    lines = [
        [spellings[name][place] if name in spellings else good[name] for name in columns]
        for place in range(5)
    ]
    wide = len(head)
    rows = [
        ["三月客户投诉汇总"],
        ["部门：客户服务部"],
        [],
        [*head, "天气"],
        [*lines[0], "晴"],
        [None, "　"],
        *lines[1:3],
        ["小 计"],
        *lines[3:],
        ["合　计", *[None] * (wide - 2), 99],
        [],
        ["制表人：张三", None, "审核：李四"],
    ]
    entries = opened(
        tmp_path, rows, Sheet1=lambda _, sheet: sheet.merge_range(0, 0, 0, wide, rows[0][0])
    )
    assert [entry.place for entry in entries] == [f"第 {row} 行" for row in (5, 7, 8, 10, 11)]
    drafts, problems = [], {}
    for place, entry in enumerate(entries):
        draft, findings = examine(COMPLAINT, entry.data)
        drafts.append(draft)
        wrong = [one for one in (*entry.findings, *findings) if one.is_error]
        if wrong:
            problems[place] = wrong
    assert {place: {one.path for one in found} for place, found in problems.items()} == {
        3: {"phone", "amount_involved", "order_no", "level"},
        4: {"phone", "order_no"},
    }
    made: list[Any] = drafts[:3]
    assert [one.complaint_no for one in made] == ["TS-1", "ＴＳ-2", "20260003"]
    assert [one.phone for one in made] == ["13900006721", "13900067220", "13900006721"]
    assert {one.received_at for one in made} == {dt.datetime(2026, 3, 5, 14, 5)}
    assert {str(one.amount_involved) for one in made} == {"1409.50"}
    assert made[1].order_no == "110105194912310"
    assert {one.level for one in made} == {"低等级"}
    assert [box.value for box in made[0].extra] == ["晴"]
    assert [note.partition("第")[2] for note in noted(entries) if "没有当作数据" in note] == [
        " 9 行是合计，没有当作数据。",
        " 12 行是合计，没有当作数据。",
        " 14 行是表下的说明，没有当作数据。",
    ]
    target = entries.mark(problems, tmp_path / entries.marked_name)
    again = open_entries(target, COMPLAINT)
    assert [entry.data for entry in again] == [entry.data for entry in entries]
    assert again.notes == noted(entries)


@pytest.mark.parametrize(
    ("heading", "path", "words"),
    [
        ("消费日期", "purchased_on", "不是完整的日期"),
        ("发生时间", "occurred_at", "不是完整的日期"),
        ("涉及金额", "amount_involved", "格式是日期或时间"),
        ("商品/服务名称", "product_name", "被当成了日期或时间"),
    ],
)
def test_a_number_in_a_cell_formatted_as_a_date_is_named_as_such(
    tmp_path: Path, heading: str, path: str, words: str
) -> None:
    (finding,) = said(one(tmp_path, heading, dt.datetime(1900, 1, 3, 12)), path)
    assert finding.is_error
    assert words in finding.message
