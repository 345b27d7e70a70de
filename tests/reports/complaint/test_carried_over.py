"""What people wrote on the sheets before holds on: measures, reasons, plans, targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.cases import JUNE, case, computed, shown, sources_of
from reports.kept import Memory, item

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import compute_from, last_filed
from csdforms.reports.request import Data
from csdforms.reports.sources.kept import Document
from csdforms.reports.typed import with_texts
from csdforms.schemas.catalogue import find

ANALYSIS, TRACKING, SUMMARY = (
    "complaint_analysis",
    "complaint_case_tracking",
    "complaint_summary",
)


def filed(form: str, number: str, **boxes: Any) -> Document:
    return item(form, {"provenance": {}, **boxes}, number=number)


def measure(problem: str, status: str = "进行中") -> dict[str, Any]:
    return {
        "seq": 1,
        "main_problem": problem,
        "cause_analysis": "作业指导书不全",
        "measure": "补写并培训",
        "responsible_department": "生产部",
        "action_due_on": "2024-07-20",
        "measure_status": status,
    }


def data_of(form: str, *former: Document, **said: Any) -> Data:
    """Return the data of June's sheet after these were filed."""
    memory, report = Memory(forms=former), report_of(form)
    last = last_filed(memory, report, JUNE, said)
    return compute_from(report, JUNE, sources_of(memory=memory), said=said, last=last)


def problems(data: Data) -> list[Any]:
    return [row["main_problem"].value for row in data["previous_measures"]]


def test_who_writes_of_one_measure_leaves_the_others_in_place() -> None:
    may = filed(ANALYSIS, "A", as_of="2024-05-31", measures=[*map(measure, "甲丙丁")])
    data = data_of(ANALYSIS, may)
    text = {"main_problem": "丙", "measure_status": "已完成"}
    merged = with_texts(find(ANALYSIS), data, {"previous_measures": [text]})
    rows = merged["previous_measures"]
    assert [(row["main_problem"].value, row["measure_status"]) for row in rows] == [
        ("甲", "进行中"),
        ("丙", "已完成"),
        ("丁", "进行中"),
    ]
    (record,) = [one for one, _ in rows[1]["main_problem"].records()]
    assert record.items == ("A",)


def test_the_measures_of_all_analyses_of_a_day_are_carried_once() -> None:
    old = [measure("四月"), measure("三月")]
    by_cause = filed(ANALYSIS, "A", as_of="2024-05-31", pareto_dimension="原因分类",
                     previous_measures=[measure("四月"), measure("三月", "已验证")],
                     measures=[measure("甲")])  # fmt: skip
    by_unit = filed(ANALYSIS, "B", as_of="2024-05-31", pareto_dimension="责任部门",
                    previous_measures=old, measures=[measure("乙")])  # fmt: skip
    wrong = filed(ANALYSIS, "C", as_of="2024-05-31", pareto_dimension="责任部门",
                  measures=[measure("误填")])  # fmt: skip
    april = filed(ANALYSIS, "D", as_of="2024-04-30", measures=[measure("更早")])
    # 三月 was verified on one of them; what was filed again counts as it was filed last.
    assert problems(data_of(ANALYSIS, april, wrong, by_cause, by_unit)) == ["四月", "甲", "乙"]
    assert problems(data_of(ANALYSIS, by_unit, by_cause)) == ["四月", "乙", "甲"]
    assert problems(data_of(ANALYSIS)) == []


def line(number: str, **texts: str) -> dict[str, str]:
    return {"complaint_no": number, **texts}


def test_a_reason_holds_over_a_list_on_which_the_case_does_not_stand() -> None:
    late = case("TS-1", "2024-05-03", "2024-05-10")
    former = (
        filed(TRACKING, "1", as_of="2024-05-31",
              cases=[line("ts-1", delay_reason="等配件", remarks="客户同意")]),
        filed(TRACKING, "2", as_of="2024-06-07", scope="期间受理", cases=[]),
        filed(TRACKING, "3", as_of="2024-06-30", cases=[line("TS-1", delay_reason="今天写的")]),
        filed(TRACKING, "4", as_of="2024-05-24", cases=[line("TS-1", delay_reason="更早的")]),
    )  # fmt: skip
    memory, report = Memory(forms=former), report_of(TRACKING)
    sources = sources_of([late], memory)
    last = last_filed(memory, report, JUNE, {})
    names = ("complaint_no", "delay_reason", "remarks")
    sheet = computed(TRACKING, sources, last=last)
    assert shown(sheet, "cases", *names) == [("TS-1", "等配件", "客户同意")]
    anew = {"cases": [line("TS-1", remarks="已催")]}
    data = compute_from(report, JUNE, sources, last=last, texts=anew)
    (own,) = data["cases"]
    assert (own["delay_reason"], own["remarks"]) == ("等配件", "已催")
    # The analysis of the day shows what the list of the day says.
    assert shown(computed(ANALYSIS, sources), "longest_cases", "delay_reason") == [("今天写的",)]


def summary(number: str, kind: str, start: str, end: str, **boxes: Any) -> Document:
    return filed(
        SUMMARY, number, period_kind=kind, period_start=start, period_end=end, as_of=end,
        next_plan=[{"measure": f"{number}的计划"}],
        indicators=[{"indicator_name": "受理件数", "target_value": boxes.pop("target")}], **boxes,
    )  # fmt: skip


def test_a_summary_takes_up_the_last_one_of_its_kind() -> None:
    may = summary("五月", "月", "2024-05-01", "2024-05-31", target="20", base_quantity="1200")
    week = summary("一周", "周", "2024-06-17", "2024-06-23", target="5", base_quantity="300")
    data = data_of(SUMMARY, may, week, base_quantity=Decimal(4000))
    assert data["measures_done"] == [{"measure": "五月的计划"}]
    rows = {row["indicator_name"]: row for row in data["indicators"]}
    assert rows["受理件数"]["target_value"] == "20"
    assert rows["投诉率"]["previous_value"].value == Decimal(6) / 1200  # six came in in May
    weekly = data_of(SUMMARY, may, week, period_kind="周")
    assert weekly["measures_done"] == [{"measure": "一周的计划"}]
    assert data_of(SUMMARY, week)["measures_done"] == []
