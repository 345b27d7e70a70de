"""What holds of every computed sheet, on a department's quarter and on an empty archive."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from reports import quarter
from reports.kept import Memory
from reports.uncounted import uncounted

from csdforms.reports.addressing import address_of, find_cell, title_of
from csdforms.reports.catalogue import REPORTS, report_of
from csdforms.reports.computing import compute_from
from csdforms.reports.filed import FiledReport
from csdforms.reports.paper import numbers_on
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged, whole
from csdforms.reports.sources import Sources
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import read
from csdforms.templates.filling import print_form

PERIOD = Period.of(quarter.START, quarter.END)
#: What is said of the reports that need it.
SAID: dict[str, dict[str, Any]] = {
    "complaint_statistics": {"dimension": "投诉类别"},
    "complaint_summary": {"period_kind": "季"},
    "after_sales_evaluation": {"evaluation_object": "服务人员", "object_name": "吴建平"},
    "after_sales_questionnaire": {"survey": "WJ-20260301-001"},
    "customer_credit_analysis": {"customer_no": quarter.number(3)},
}
DIMENSIONS = ("责任部门", "客户", "区域", "月份", "处理方式", "产品")
CASES = [
    *((name, SAID.get(name, {})) for name in REPORTS),
    *(("complaint_statistics", {"dimension": dimension}) for dimension in DIMENSIONS),
    ("customer_gross_profit_ranking", {"rank_by": "毛利率"}),
    ("customer_sales_overview", {"view": "单户分月", "customer_no": quarter.number(3)}),
]  # fmt: skip
_LOOKED_UP = 50  # cells of a sheet
IDS = ["-".join([name, *map(str, said.values())]) for name, said in CASES]


def computed(name: str, said: dict[str, Any], memory: Memory) -> ComputedSheet:
    report = report_of(name)
    data = compute_from(report, PERIOD, Sources(memory), said=said)
    model = find(name)
    return judged(report, model, {model.number: "草稿", **data}, today=quarter.END)


@cache
def of_quarter(place: int) -> ComputedSheet:
    return computed(*CASES[place], quarter.memory())


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_what_explains_a_cell_adds_up_to_it(place: int) -> None:
    sheet = of_quarter(place)
    assert sheet.cells
    for path, figure in sheet.cells.items():
        assert figure.again() == figure.value, path
        assert figure.formula, path


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_every_number_can_be_opened(place: int) -> None:
    assert not uncounted(of_quarter(place))


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_the_numbers_on_paper_are_those_of_the_data(place: int) -> None:
    sheet = of_quarter(place)
    report = FiledReport(type(sheet.form), sheet.data, "周明")
    numbers = list(numbers_on(print_form(sheet.form), report))
    assert numbers
    assert [one for one in numbers if not one.is_same] == []


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_a_cell_is_found_by_what_it_is_called(place: int) -> None:
    sheet = of_quarter(place)
    paths = list(sheet.cells)
    for path in paths[:: 1 + len(paths) // _LOOKED_UP]:
        assert find_cell(sheet, title_of(sheet, path)) == path
        assert find_cell(sheet, address_of(sheet, path)) == path


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_the_form_works_out_the_same_when_it_is_read_again(place: int) -> None:
    sheet = of_quarter(place)
    assert whole(read(type(sheet.form), sheet.data)[0]) == sheet.whole


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_the_order_of_the_records_changes_nothing(place: int) -> None:
    dice, memory = random.Random(7), quarter.memory()  # noqa: S311 - made-up data
    mixed = replace(
        memory,
        ledgers={name: dice.sample(rows, len(rows)) for name, rows in memory.ledgers.items()},
        files=dice.sample(list(memory.files), len(memory.files)),
    )
    assert computed(*CASES[place], mixed).form == of_quarter(place).form


@pytest.mark.parametrize("place", range(len(CASES)), ids=IDS)
def test_each_kind_of_record_is_read_once(place: int) -> None:
    memory = quarter.memory()
    computed(*CASES[place], memory)
    assert len(memory.read) == len(set(memory.read)), memory.read


@pytest.mark.parametrize("name", REPORTS)
def test_an_archive_without_records_gives_a_sheet_as_well(name: str) -> None:
    said = {box: value for box, value in SAID.get(name, {}).items() if box != "customer_no"}
    if name == "customer_credit_analysis":
        pytest.skip("it is about one customer, and there is none")
    sheet = computed(name, said, Memory())
    assert not uncounted(sheet)
    for figure in sheet.cells.values():
        assert figure.again() == figure.value
