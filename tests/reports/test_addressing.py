from __future__ import annotations

import pytest
from reports.complained import FORM, counted, kept

from csdforms.errors import UnknownCell
from csdforms.reports.addressing import Addresses, address_of, find_cell, title_of
from csdforms.reports.catalogue import report_of
from csdforms.reports.figure import given
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine


@pytest.fixture(scope="module")
def sheet() -> ComputedSheet:
    return counted(kept())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("rows.1.received", "rows.1.received"),
        ("rows.产品质量.received", "rows.1.received"),
        ("产品质量/受理件数", "rows.1.received"),
        ("产品质量／受理件数", "rows.1.received"),
        (" 产品质量/受理件数 ", "rows.1.received"),
        ("统计明细/产品质量/件数", "rows.1.received"),
        ("第2行/待核实", "rows.2.pending"),
        ("统计明细/2/待核实", "rows.2.pending"),
        ("合计/受理件数", "total.received"),
        ("total.received", "total.received"),
        ("期末未结", "open_end"),
        ("open_end", "open_end"),
    ],
)
def test_a_cell_goes_by_these_names(sheet: ComputedSheet, name: str, path: str) -> None:
    assert find_cell(sheet, name) == path


def test_an_unknown_cell_names_the_nearest(sheet: ComputedSheet) -> None:
    with pytest.raises(UnknownCell, match="没有叫“产品质量/受里件数”的一格") as caught:
        find_cell(sheet, "产品质量/受里件数")
    assert "产品质量/受理件数" in caught.value.nearest


@pytest.mark.parametrize("name", ["统计口径", "dimension", "rows.1.dimension_value"])
def test_a_box_that_is_not_counted_says_so(sheet: ComputedSheet, name: str) -> None:
    with pytest.raises(UnknownCell, match="不是统计出来的，没有明细可看"):
        find_cell(sheet, name)


def test_a_column_alone_is_no_cell(sheet: ComputedSheet) -> None:
    with pytest.raises(UnknownCell) as caught:
        find_cell(sheet, "待核实")
    assert "合计/待核实" in caught.value.nearest


def test_an_ambiguous_cell_names_those_that_it_may_be() -> None:
    rows = [{"dimension_value": "甲", "received": 1}, {"dimension_value": "甲", "received": 2}]
    form, _ = examine(find(FORM), {"rows": rows})
    cells = {f"rows.{row}.received": given(row, "读自登记") for row in (1, 2)}
    with pytest.raises(UnknownCell) as caught:
        find_cell(ComputedSheet(report_of(FORM), form, cells), "甲/受理件数")
    assert caught.value.nearest == ("rows.甲·1.received", "rows.甲·2.received")


def test_rows_that_say_the_same_are_numbered_among_them() -> None:
    data = {"rows": [{"customer_no": "A"}, {"customer_no": "B"}, {"customer_no": "B"}, {"x": 1}]}
    known = Addresses(data)
    assert known.of("rows.1.x") == ("rows", "A", "x")
    assert known.of("rows.2.x") == ("rows", "B·1", "x")
    assert known.of("rows.4.x") == ("rows", "4", "x")
    assert known.value(("rows", "B", "customer_no")) is None
    assert known.value(("rows", "4", "x")) == 1
    assert known.value(("rows", "9", "x")) is None
    assert known.value(("none", "x")) is None


def test_a_cell_says_what_it_is_called(sheet: ComputedSheet) -> None:
    assert address_of(sheet, "rows.2.pending") == "rows.服务质量.pending"
    assert title_of(sheet, "rows.2.pending") == "服务质量/待核实"
    assert title_of(sheet, "total.pending") == "合计/待核实"
    assert title_of(sheet, "open_end") == "期末未结"
