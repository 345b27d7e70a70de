"""售后服务评价表 computed: the service data and the customers' scores of manual §2.4, by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reports.after_sales.sheets import MARCH, computed, line, register
from reports.kept import Memory, item
from reports.uncounted import uncounted

from csdforms.errors import InvalidData
from csdforms.reports.after_sales.after_sales_evaluation import DIMENSIONS, charts
from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.explaining import explain
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.schemas.after_sales import evaluation_bank
from csdforms.schemas.after_sales.question_bank import QUESTIONS
from csdforms.schemas.catalogue import find

FORM = "after_sales_evaluation"
ME: dict[str, Any] = {"evaluation_object": "服务人员", "object_name": "吴建平"}


def service(number: int, *lines: dict[str, Any], **boxes: Any) -> Document:
    return register(number, *lines, **{"service_person": "吴建平", **boxes})


def data(*sheets: Document, **said: Any) -> Any:
    form: Any = computed(FORM, sheets, **{**ME, **said}).form
    (row,) = form.service_data
    return row


def answered(number: int, register_no: str, marks: dict[str, str], **boxes: Any) -> Document:
    answers = [{"question_no": no, "choices": [mark]} for no, mark in marks.items()]
    text = {
        "questionnaire_no": "WJ-1", "survey_method": "电话", "response_no": f"R-{number}",
        "register_no": register_no, "interview_result": "完成", "answered_on": "2026-03-20",
        "answers": answers, **boxes,
    }  # fmt: skip
    return item("after_sales_questionnaire", text, number=f"answer-{number}")


def score(*sheets: Document, name: str = "服务态度", **said: Any) -> Decimal | None:
    form: Any = computed(FORM, sheets, **{**ME, **said}).form
    found: Decimal | None = next(row.score for row in form.items if row.evaluation_item == name)
    return found


def test_only_services_closed_in_the_period_count() -> None:
    assert data(
        service(1, closed_on="2026-02-28"),
        service(2, closed_on="2026-03-01"),
        service(3, closed_on="2026-03-31"),
        service(4, closed_on="2026-04-01"),
        service(5, service_status="已完工"),
        service(6, service_status="已取消"),
        service(7, service_person="何亮"),
    ).service_count == 2  # fmt: skip


def test_on_time_is_counted_of_those_with_an_appointment() -> None:
    row = data(
        service(1, appointment_at="2026-03-06T10:00:00", arrived_at="2026-03-06T10:00:00"),
        service(2, appointment_at="2026-03-06T10:00:00", arrived_at="2026-03-06T10:01:00"),
        service(3, appointment_at="2026-03-06T10:00:00"),
        service(4, arrived_at="2026-03-06T09:00:00"),
    )
    assert (row.appointed_count, row.arrived_on_time_count) == (3, 1)
    assert row.arrived_on_time_rate == Decimal(1) / 3


@pytest.mark.parametrize(
    ("agreed", "came", "counts"),
    [
        ("2026-03-06T00:00:00", "2026-03-06T10:00:00", (1, 1)),  # the day was agreed on
        ("2026-03-06T00:00:00", "2026-03-07T08:00:00", (1, 0)),
        ("2026-03-06T10:00:00", "2026-03-06T00:00:00", (0, 0)),  # nobody knows at what time
        ("2026-03-06T10:00:00", "2026-03-05T00:00:00", (1, 1)),
        ("2026-03-06T10:00:00", "2026-03-07T00:00:00", (1, 0)),
        ("2026-03-06T00:00:00", "2026-03-06T00:00:00", (1, 1)),
        ("2026-03-06T00:00:00", None, (1, 0)),
    ],
)
def test_a_day_without_a_time_is_compared_as_a_day(
    agreed: str, came: str | None, counts: tuple[int, int]
) -> None:
    row = data(service(1, appointment_at=agreed, arrived_at=came))
    assert (row.appointed_count, row.arrived_on_time_count) == counts
    assert row.arrived_on_time_rate == (counts[1] if counts[0] else None)


def test_a_serial_number_is_one_in_any_spelling() -> None:
    row = data(
        service(
            1, serial_number="ab-1", service_result="已修复", finished_at="2026-03-06T10:00:00"
        ),
        service(2, serial_number="ＡＢ-1", registered_at="2026-03-20T10:00:00", closed_on=None),
    )
    assert (row.first_fix_count, row.rework_count) == (0, 1)


def test_a_period_may_be_evaluated_before_its_end() -> None:
    march = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 20))
    sheets = [service(1), service(2, closed_on="2026-03-21")]
    form: Any = computed(FORM, sheets, period=march, **ME).form
    assert (form.period_end, form.evaluated_on) == (march.as_of, march.as_of)
    assert form.service_data[0].service_count == 1


def outlet_list(day: str, **outlets: str) -> Document:
    rows = [{"outlet_code": f"WD-{key}", "outlet_name": name} for key, name in outlets.items()]
    return item("service_outlet_distribution", {"list_no": day, "as_of": day, "outlets": rows})


def test_an_outlet_is_called_as_the_list_of_the_day_called_it() -> None:
    sheets = [service(1, outlet_name="苏州站"), outlet_list("2026-02-01", a="苏州站")]
    later = outlet_list("2026-05-01", a="姑苏站", b="苏州站")
    asked = {"evaluation_object": "服务网点", "object_name": "WD-a"}
    assert data(*sheets, **asked).service_count == 1
    assert data(*sheets, later, **asked).service_count == 1
    assert data(*sheets, later, **{**asked, "object_name": "苏州站"}).service_count == 1


def test_an_outlet_without_a_list_is_known_by_its_sheets() -> None:
    sheets = [
        service(1, outlet_code="WD-1", outlet_name="苏州站"),
        service(2, outlet_code="WD-1"),
        service(3, outlet_name="苏州站"),
        service(4, outlet_code="WD-2", outlet_name="无锡站"),
    ]
    asked = {"evaluation_object": "服务网点"}
    assert data(*sheets, **asked, object_name="苏州站").service_count == 3
    assert data(*sheets, **asked, object_name="WD-1").service_count == 2


@pytest.mark.parametrize("kind", ["服务人员", "服务网点"])
def test_whom_nobody_knows_is_not_evaluated(kind: str) -> None:
    sheets = [service(1, outlet_code="WD-1"), outlet_list("2026-02-01", a="苏州站")]
    with pytest.raises(InvalidData) as refused:
        computed(FORM, sheets, evaluation_object=kind, object_name="没有")
    (finding,) = refused.value.findings
    assert finding.path == "object_name"
    assert "没有这" in finding.message  # and not what was asked for
    with pytest.raises(InvalidData):
        computed(
            FORM,
            sheets[1:] if kind == "服务网点" else sheets,
            evaluation_object=kind,
            object_name="WD-1x",
        )
    # Where nothing is filed at all, no name can be mistaken for another.
    empty: Any = computed(FORM, evaluation_object=kind, object_name="没有").form
    assert empty.service_data[0].service_count == 0
    # Who did nothing in the period is known all the same.
    name = "吴建平" if kind == "服务人员" else "苏州站"
    april = Period.of(dt.date(2026, 4, 1), dt.date(2026, 4, 30))
    form: Any = computed(FORM, sheets, period=april, evaluation_object=kind, object_name=name).form
    assert form.service_data[0].service_count == 0


@pytest.mark.parametrize(
    ("again_on", "first_fix", "rework"), [("2026-04-09", 0, 1), ("2026-04-10", 1, 0)]
)
def test_a_machine_that_comes_back_within_thirty_days_was_not_fixed(
    again_on: str, first_fix: int, rework: int
) -> None:
    # Done on 10 March: the 30th day is 9 April, the 31st 10 April.
    done = service(1, serial_number="A", service_result="已修复", finished_at="2026-03-10T09:00:00")
    again = service(2, serial_number="A", registered_at=f"{again_on}T09:00:00", closed_on=None)
    until = dt.date(2026, 4, 30)
    march = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31), until)
    form: Any = computed(FORM, [done, again], period=march, **ME).form
    (row,) = form.service_data
    assert (row.repair_count, row.first_fix_count, row.rework_count) == (1, first_fix, rework)
    # Nobody knew of it at the end of March.
    assert data(done, again).first_fix_count == 1


def test_first_fix_needs_the_result_the_same_machine_and_a_service_that_was_not_cancelled() -> None:
    repaired = {"service_result": "已修复", "finished_at": "2026-03-06T09:00:00"}
    later = {"registered_at": "2026-03-20T09:00:00", "service_status": "已派工"}
    row = data(
        service(1, **repaired, serial_number="A"),
        service(2, **later, serial_number="B"),
        service(3, **repaired),  # without serial number nothing comes back
        service(4, service_result="未解决"),
        service(5, **repaired, serial_number="C"),
        service(6, **{**later, "service_status": "已取消"}, serial_number="C"),
        service(7, **repaired, service_type="安装"),
    )
    assert (row.service_count, row.repair_count, row.first_fix_count) == (5, 4, 3)
    assert (row.first_fix_rate, row.rework_rate) == (Decimal("0.75"), 0)


def test_complaints_returns_hours_satisfaction_and_money() -> None:
    row = data(
        service(
            1, service_result="转投诉", satisfaction="非常不满意",
            registered_at="2026-03-05T08:00:00", arrived_at="2026-03-05T10:30:00",
        ),
        service(
            2, line("退货", "1", refund_amount="1.00"), line("换货", "1"), satisfaction="非常满意",
            registered_at="2026-03-05T08:00:00", arrived_at="2026-03-06T00:00:00",  # no time
        ),
        service(
            3, line("仅退款", "1", refund_amount="1.00"), labor_fee_amount="50.00",
            travel_fee_amount="20.50", is_charged=True,
            parts=[{"quantity": "2.5", "unit_price": "12.35"}, {"quantity": "1"}],
        ),
        service(4, labor_fee_amount="99.00", is_charged=False, satisfaction="满意"),
    )  # fmt: skip
    assert (row.complaint_count, row.return_exchange_count) == (1, 1)
    assert row.avg_response_hours == Decimal("2.5")
    assert (row.rated_count, row.avg_satisfaction) == (3, Decimal(10) / 3)
    assert row.charged_amount == Decimal("101.38")  # 50 ＋ 20.50 ＋ 30.88; waived fees are none


def test_nothing_was_done() -> None:
    row = data()
    assert (row.service_count, row.repair_count, row.charged_amount) == (0, 0, 0)
    assert row.arrived_on_time_rate is row.first_fix_rate is row.rework_rate is None
    assert row.avg_response_hours is row.avg_satisfaction is None


def test_the_department_is_the_sum_of_its_people() -> None:
    sheets = [service(1), service(2), service(3, service_person="何亮"), register(4)]
    form: Any = computed(FORM, sheets).form
    assert (form.evaluation_object, form.object_name) == ("部门", "客户服务部")
    assert [(row.object_name, row.service_count) for row in form.service_data] == [
        ("客户服务部", 4), ("吴建平", 2), ("何亮", 1), ("未填写", 1),
    ]  # fmt: skip


def test_an_outlet_is_known_by_its_code_and_its_name() -> None:
    outlets = item(
        "service_outlet_distribution",
        {
            "list_no": "WD-1",
            "as_of": "2026-03-31",
            "outlets": [{"outlet_code": "SH-001", "outlet_name": "上海中心"}],
        },
    )
    sheets = [
        register(1, outlet_code="SH-001"), register(2, outlet_name="上海中心"),
        register(3, outlet_name="别处"), register(4), outlets,
    ]  # fmt: skip
    for name in ("SH-001", "上海中心"):
        form: Any = computed(FORM, sheets, evaluation_object="服务网点", object_name=name).form
        (row,) = form.service_data
        assert row.service_count == 2


def test_customers_score_the_items_that_ask_the_same() -> None:
    sheets = [
        service(1), service(2), service(3, service_person="何亮"),
        answered(1, "SH-1", {"Q3": "满意", "Q1": "一般", "Q2": "非常满意"}),
        answered(2, "SH-2", {"Q3": "非常满意"}),
        answered(3, "SH-3", {"Q3": "非常不满意"}),  # another's service
        answered(4, "SH-1", {"Q3": "非常不满意"}, interview_result="中止"),
        answered(5, "SH-1", {"Q3": "非常不满意"}, answered_on="2026-04-01"),  # not known yet
        answered(6, "SH-1", {"Q2": "不适用", "Q10": "满意"}),
    ]  # fmt: skip
    assert score(*sheets) == Decimal("4.50")  # (4 ＋ 5) ÷ 10 × 5
    assert score(*sheets, name="上门及时性") == Decimal("4.00")  # Q1 and Q2: 8 ÷ 10 × 5
    assert score(*sheets, name="配件管理") is None  # customers are not asked
    assert score(*sheets, name="维修质量") is None  # nobody answered
    # 7.5 of a hundred for each item of 业务工作: 0.9 × 7.5
    assert score(*sheets, scoring_method="百分制") == Decimal("6.75")


def test_marks_on_another_scale_are_brought_to_that_of_the_item() -> None:
    questions = [
        {
            "question_no": "1", "quality_dimension": "服务态度", "question_text": "态度",
            "question_type": "评分10分",
        },
        {
            "question_no": "2", "quality_dimension": "服务态度", "question_text": "推诿",
            "question_type": "评分5级", "reverse": True,
        },
    ]  # fmt: skip
    marks = [{"question_no": "1", "number": "9"}, {"question_no": "2", "choices": ["非常不满意"]}]
    sheet = answered(1, "SH-1", {}, questions=questions, answers=marks)
    # (9 ＋ 5) ÷ (10 ＋ 5) × 5 = 4.666…: the second is reversed
    assert score(service(1), sheet) == Decimal("4.67")


def test_items_are_kept_from_the_last_evaluation_of_the_same_object_without_scores() -> None:
    kept = {"evaluation_item": "服务态度", "evaluation_criteria": "微笑", "max_score": "5"}
    last = {
        **ME, "scoring_method": "五级",
        "items": [{**kept, "score": "1", "rating_level": "很差", "comment": "差"}],
    }  # fmt: skip
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"})]
    form: Any = computed(FORM, sheets, last=last, **ME).form
    (row,) = form.items
    assert (row.evaluation_criteria, row.score, row.comment) == ("微笑", 4, None)
    assert (form.total_score, form.evaluation_grade) == (80, "优秀")
    form = computed(FORM, sheets, last={**last, "object_name": "何亮"}, **ME).form
    assert len(form.items) == 12  # those of the department's sheet


def test_scores_are_written_for_the_items_that_customers_were_not_asked_about() -> None:
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"})]
    texts = {"items": [{"评价项目": "配件管理", "得分": "3"}], "评价人": "王芳"}
    for forms in (sheets, sheets[:1]):
        form: Any = computed(FORM, forms, texts=texts, **ME).form
        scores = {row.evaluation_item: row.score for row in form.items if row.score is not None}
        assert scores == ({"服务态度": 4, "配件管理": 3} if forms == sheets else {"配件管理": 3})
        assert (len(form.items), form.evaluated_by) == (12, "王芳")
    with pytest.raises(InvalidData):  # what customers said is not typed over
        computed(FORM, sheets, texts={"items": [{"评价项目": "服务态度", "得分": "5"}]}, **ME)
    own = {"items": [{"评价项目": "配合", "分值": "5", "得分": "5"}]}
    form = computed(FORM, sheets[:1], texts=own, **ME).form
    assert [row.evaluation_item for row in form.items] == ["配合"]


def test_the_figures_are_opened_down_to_services_and_answers() -> None:
    cells = computed(FORM, [service(1), answered(1, "SH-1", {"Q3": "满意"})], **ME).cells
    ((record, value),) = cells["service_data.1.service_count"].records()
    assert (record.kind, record.number, record.items, value) == (
        "售后服务", "SH-1", ("item-1",), 1,
    )  # fmt: skip
    total: Any = cells["items.7.score"].parts()["得分之和"]
    assert [(one.number, mark) for one, mark in total.records()] == [("R-1", 4)]


def weighed(category: str, name: str, weight: str) -> dict[str, str]:
    return {
        "item_category": category, "evaluation_item": name, "max_score": "5",
        "weight_rate": weight,
    }  # fmt: skip


def test_categories_total_and_grade_are_opened_down_to_the_answers() -> None:
    items = [weighed("业务", "服务态度", "0.6"), weighed("要求", "上门及时性", "0.4")]
    last = {**ME, "scoring_method": "权重制", "items": items}
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意", "Q1": "一般"})]
    sheet = computed(FORM, sheets, last=last, **{**ME, "scoring_method": "权重制"})
    cells = sheet.cells
    names = ("item_category", "item_count", "max_score", "score", "weight_rate", "weighted_score")
    assert [[cells[f"category_scores.{row}.{name}"].value for name in names] for row in (1, 2)] == [
        ["业务", 1, 5, 4, Decimal("0.6"), 48],  # 4 ÷ 5 × 60%
        ["要求", 1, 5, 3, Decimal("0.4"), 24],  # 3 ÷ 5 × 40%
    ]
    found = {name: cells[name].value for name in ("max_score_sum", "score_sum", "total_score")}
    assert found == {"max_score_sum": 10, "score_sum": 7, "total_score": 72}
    grade: Any = cells["evaluation_grade"]
    assert (grade.value, grade.parts()["总分"]) == ("良好", cells["total_score"])
    scores: Any = cells["category_scores.1.weighted_score"].parts()["得分"]
    assert scores == [cells["items.1.score"]]
    total = scores[0].parts()["得分之和"]
    assert [(record.number, value) for record, value in total.records()] == [("R-1", 4)]
    for name in ("类别小计/业务/折算得分", "业务/折算得分"):
        assert explain(sheet, name).address == "category_scores.业务.weighted_score"


def anew(sheet: ComputedSheet, sheets: list[Document], said: dict[str, Any]) -> ComputedSheet:
    """Count a filed sheet once more: with what stands on it, and nobody writes on it."""
    report, model, sources = report_of(FORM), find(FORM), Sources(Memory(forms=sheets))
    data = compute_from(report, MARCH, sources, said=said, texts=sheet.data)
    head = {model.number: "PJ-1", "prepared_by": "赵敏", "prepared_on": MARCH.as_of}
    return judged(report, model, {**head, **data}, today=MARCH.as_of)


OWN = {"评价项目": "配合", "分值": "5", "等级": "较好", "类别": "业务", "权重": "100%"}
LEVELS = [{"等级": "优", "分数下限": "8"}, {"等级": "差", "分数下限": "1"}]


@pytest.mark.parametrize(
    ("method", "texts", "total", "grade"),
    [
        ("五级", {"评价项目": [{"评价项目": "配件管理", "等级": "很好"}]}, 90, "优秀"),  # (4＋5)÷10
        ("百分制", {"评价项目": [{"评价项目": "配件管理", "得分": "7"}]}, None, None),  # 10 open
        ("权重制", {"评价项目": [OWN]}, 80, "优秀"),  # 4 ÷ 5, nobody was asked about it
        (
            "自定义",
            {
                "评价项目": [{"评价项目": "甲", "等级": "优"}, {"评价项目": "乙", "等级": "差"}],
                "等级定义": LEVELS,
            },
            Decimal("56.25"),  # (8 ＋ 1) ÷ 16
            "一般",
        ),
        ("五级", {}, 80, "优秀"),
    ],
    ids=["level", "score", "own items", "own levels", "nothing"],
)
def test_what_somebody_wrote_counts_now_and_when_it_is_counted_anew(
    method: str, texts: dict[str, Any], total: Any, grade: str | None
) -> None:
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"})]
    said = {**ME, "scoring_method": method}
    sheet = computed(FORM, sheets, texts={"评价人": "王芳", **texts}, **said)
    assert (sheet.cells["total_score"].value, sheet.cells["evaluation_grade"].value) == (
        total, grade,
    )  # fmt: skip
    again = anew(sheet, sheets, said)
    assert {path: cell.value for path, cell in again.cells.items()} == {
        path: cell.value for path, cell in sheet.cells.items()
    }


def test_an_answer_that_came_later_counts_whatever_level_stands_on_the_filed_sheet() -> None:
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"})]
    form: Any = (sheet := computed(FORM, sheets, **ME)).form
    assert form.items[6].rating_level == "较好"
    again = anew(sheet, [*sheets, answered(2, "SH-1", {"Q3": "非常满意"})], ME)
    assert again.cells["items.7.score"].value == Decimal("4.50")  # (4 ＋ 5) ÷ 10 × 5
    assert again.cells["total_score"].value == 90


@pytest.mark.parametrize("method", ["五级", "四级", "百分制", "权重制"])
@pytest.mark.parametrize("is_answered", [True, False])
def test_every_number_can_be_opened_however_it_is_scored(method: str, is_answered: bool) -> None:
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"} if is_answered else {})]
    sheet = computed(FORM, sheets, **ME, scoring_method=method)
    assert not uncounted(sheet)
    assert sheet.cells["category_scores.1.item_count"].value == 8  # of the bank's twelve


@pytest.mark.parametrize(
    "said",
    [{"evaluation_object": "单次服务"}, {"evaluation_object": "服务人员"}],
)
def test_who_is_evaluated_must_be_said(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidData):
        computed(FORM, **said)


def test_the_dimensions_and_the_items_are_those_of_the_forms() -> None:
    banks = (evaluation_bank.CUSTOMER, evaluation_bank.BUSINESS, evaluation_bank.REQUIREMENTS)
    assert set(DIMENSIONS) <= {name for bank in banks for name, _ in bank}
    assert set(DIMENSIONS.values()) <= {one.quality_dimension for one in QUESTIONS}


def test_the_chart_shows_what_each_item_reached() -> None:
    sheets = [service(1), answered(1, "SH-1", {"Q3": "满意"})]
    form: Any = computed(FORM, sheets, **ME).form
    (chart,) = charts(form)
    assert (chart.categories, list(chart.series[0].values)) == (["服务态度"], [Decimal("0.8")])
    form = computed(FORM, **ME).form
    assert charts(form) == ()
    people = [
        service(1, satisfaction="满意"),
        service(2, satisfaction="一般", service_person="何亮"),
    ]
    form = computed(FORM, people).form
    (chart,) = charts(form)
    assert chart.categories == ["客户服务部", "何亮", "吴建平"]
    assert list(chart.series[0].values) == [Decimal("3.5"), 3, 4]


BOXES = st.fixed_dictionaries(
    {
        "closed_on": st.sampled_from(["2026-03-03", "2026-03-17", "2026-03-31"]),
        "service_person": st.sampled_from(["吴建平", "何亮"]),
        "service_result": st.sampled_from(["已修复", "转投诉"]),
    },
    optional={
        "satisfaction": st.sampled_from(["非常满意", "一般"]),
        "labor_fee_amount": st.sampled_from(["10.05", "7.50"]),
        "appointment_at": st.just("2026-03-06T10:00:00"),
        "arrived_at": st.sampled_from(["2026-03-06T09:00:00", "2026-03-06T12:00:00"]),
    },
)
ADDITIVE = (
    "service_count", "appointed_count", "arrived_on_time_count", "repair_count",
    "first_fix_count", "complaint_count", "rated_count", "charged_amount",
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.lists(BOXES, max_size=8), st.randoms(use_true_random=False))
def test_any_order_and_any_split_of_the_period(boxes: list[dict[str, Any]], random: Any) -> None:
    sheets = [register(number, **one) for number, one in enumerate(boxes)]
    whole = computed(FORM, sheets)
    random.shuffle(sheets)
    values = {path: cell.value for path, cell in whole.cells.items()}
    assert values == {path: cell.value for path, cell in computed(FORM, sheets).cells.items()}
    middle = dt.date(2026, 3, 17)
    halves = [
        computed(FORM, sheets, period=Period.of(*days)).cells
        for days in (
            (dt.date(2026, 3, 1), middle),
            (middle + dt.timedelta(days=1), dt.date(2026, 3, 31)),
        )
    ]
    for name in ADDITIVE:
        path = f"service_data.1.{name}"
        assert sum(half[path].value for half in halves) == values[path]  # type: ignore[misc]
