"""Charts as Word keeps them: the numbers, their order, and the workbook behind them."""

from __future__ import annotations

import io
import sys
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from csdforms.errors import CsdformsError
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.charts.drawing import draw

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
#: ECMA-376, CT_ChartSpace and CT_DLbls: Word refuses any other order.
SPACE = [
    "date1904", "lang", "roundedCorners", "style", "clrMapOvr", "protection", "chart", "spPr",
    "txPr", "externalData", "printSettings", "userShapes",
]  # fmt: skip
LABELS = [
    "dLbl", "delete", "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal",
    "showCatName", "showSerName", "showPercent", "showBubbleSize", "separator", "showLeaderLines",
    "leaderLines",
]  # fmt: skip
PARETO = Chart(
    "原因排列",
    ["生产制造", "运输"],
    [
        Series("件数", [2, 1]),
        Series(
            "累计占比", [Decimal("0.6667"), Decimal(1)], drawing="line", second=True, percent=True
        ),
    ],
    unit="件",
)
CHARTS = [
    PARETO,
    Chart("构成", ["甲", "乙"], [Series("件数", [3, 1])], drawing="pie"),
    Chart(
        "排名", ["甲", "乙"], [Series("净额", [Decimal("9.50"), None])], drawing="bar", unit="元"
    ),
    Chart("满意", ["一", "二"], [Series("满意", [1, 2]), Series("一般", [0, 1])], stacked=True),
    Chart(
        "趋势",
        [str(month) for month in range(20)],
        [
            Series("率", [Decimal("1.2")] * 20, drawing="line", second=True, percent=True),
            Series("件", [1] * 20),
        ],
    ),
]


def names(element: Any) -> list[str]:
    return [etree.QName(child).localname for child in element]


def is_in_order(element: Any, order: list[str]) -> bool:
    places = [order.index(name) for name in names(element)]
    return places == sorted(places)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_a_drawing_keeps_the_order_that_word_asks_for(chart: Chart) -> None:
    root: Any = etree.fromstring(draw(chart).drawing)
    assert is_in_order(root, SPACE)
    for labels in root.iter(f"{C}dLbls"):
        assert is_in_order(labels, LABELS)
        assert len([name for name in names(labels) if name.startswith("show")]) >= 6


def test_numbers_stand_in_the_drawing_and_in_its_workbook() -> None:
    drawn = draw(PARETO)
    root: Any = etree.fromstring(drawn.drawing)
    cached = [value.text for value in root.iter(f"{C}v")]
    assert cached.count("生产制造") == 2  # once for each series
    assert {"2", "1", "0.6667", "件数", "累计占比"} <= set(cached)
    assert root.find(f"{C}externalData") is not None
    assert names(root.find(f"{C}chart/{C}plotArea"))[1:3] == ["barChart", "lineChart"]
    book = zipfile.ZipFile(io.BytesIO(drawn.workbook))
    assert not [name for name in book.namelist() if "chart" in name or "drawing" in name]
    cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>0.6667</v>" in cells
    assert "生产制造" in book.read("xl/sharedStrings.xml").decode()


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(PARETO) == draw(PARETO)


def test_a_share_axis_has_room_above_the_whole_unless_a_share_is_greater() -> None:
    def greatest(chart: Chart) -> list[str]:
        root: Any = etree.fromstring(draw(chart).drawing)
        return [str(most.get("val")) for most in root.iter(f"{C}max")]

    assert greatest(PARETO) == ["1.15"]  # steps of 0.2 end at 1
    assert greatest(CHARTS[-1]) == []


def test_a_gap_is_no_zero() -> None:
    root: Any = etree.fromstring(draw(CHARTS[2]).drawing)
    numbers = root.find(f".//{C}numCache")
    assert [point.get("idx") for point in numbers.iter(f"{C}pt")] == ["0"]
    assert [blank.get("val") for blank in root.iter(f"{C}dispBlanksAs")] == ["gap"]


def test_the_first_bar_stands_on_top() -> None:
    root: Any = etree.fromstring(draw(CHARTS[2]).drawing)
    axis = root.find(f".//{C}catAx/{C}scaling/{C}orientation")
    assert axis.get("val") == "maxMin"


def test_columns_start_at_zero_and_may_go_below_it() -> None:
    def least(*values: Decimal) -> list[str]:
        chart = Chart("率", ["甲", "乙"], [Series("率", values, percent=True)])
        root: Any = etree.fromstring(draw(chart).drawing)
        return [str(one.get("val")) for one in root.iter(f"{C}min")]

    assert least(Decimal("0.46"), Decimal("0.49")) == ["0"]
    assert least(Decimal("-0.1"), Decimal("0.49")) == []


@pytest.mark.parametrize(
    ("greatest", "drawn", "unit"),
    [
        ("99999.99", "99999.99", "元"),
        ("100000", "10", "万元"),
        ("-123456.78", "-12.345678", "万元"),
    ],
)
def test_large_amounts_are_drawn_in_ten_thousands(greatest: str, drawn: str, unit: str) -> None:
    values = [Decimal(greatest), Decimal(0)]
    share = Series("占比", [Decimal(1), None], "line", second=True, percent=True)
    chart = Chart("净额", ["甲", "乙"], [Series("净额", values), share], unit="元")
    root: Any = etree.fromstring(draw(chart).drawing)
    first, second = root.iter(f"{C}numCache")
    assert [value.text for value in first.iter(f"{C}v")] == [drawn, "0"]
    assert [value.text for value in second.iter(f"{C}v")] == ["1"]
    assert unit in ["".join(title.itertext()) for title in root.iter(f"{C}title")]


def test_columns_below_a_line_bear_their_labels_at_the_foot() -> None:
    root: Any = etree.fromstring(draw(PARETO).drawing)
    places = [place.get("val") for place in root.iter(f"{C}dLblPos")]
    assert places == ["inBase", "t"]


def test_many_categories_have_no_labels_that_run_into_each_other() -> None:
    root: Any = etree.fromstring(draw(CHARTS[-1]).drawing)
    assert not list(root.iter(f"{C}dLbls"))


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(CsdformsError, match=r"csdforms\[reports\]"):
        draw(PARETO)
