"""A chart as Word keeps one: its drawing, and the workbook that Word opens to edit its numbers.

XlsxWriter writes both: the chart as it would stand in a workbook, and the workbook without it. What
Word wants besides (the tie between the two, Chinese fonts) is put in here.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from csdforms.errors import CsdformsError
from csdforms.reports.charts.chart import Chart, Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook

__all__ = ["MISSING", "DrawnChart", "draw"]

#: What to say where XlsxWriter is not installed.
MISSING = '画图表要先安装附加组件，请运行：pip install "csdforms[reports]"。'

#: Colours that can be told apart in print without colour, too.
_COLOURS = ("6FA8DC", "C55A11", "BFBFBF", "FFD966", "93C47D", "8E7CC3", "E06666", "76A5AF")
_SHEET = "数据"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PERCENT = "0.00%"
_AXIS = "#,##0.##;-#,##0.##"
#: More labels than this run into each other; those of bars stand below each other.
_LABELLED = 16
#: An axis of shares that comes so near to the whole goes up to it.
_NEARLY_ALL = Decimal("0.8")
_STEP, _ABOVE_ALL = 0.2, 1.15  # the scale itself ends at the whole
#: From this amount on a chart is drawn in ten thousands of yuan.
_LARGE, _YUAN, _WAN = 100_000, "元", 10_000
#: In the order in which a label says them.
_SHOWN = (
    "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize",
)  # fmt: skip
#: What stands behind these.
_BEHIND = ("separator", "showLeaderLines", "leaderLines")
_TEXT = (
    f'<c:txPr xmlns:c="{_C}" xmlns:a="{_A}"><a:bodyPr/><a:lstStyle/><a:p><a:pPr>'
    '<a:defRPr sz="900"><a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr>'
    '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)


class DrawnChart(NamedTuple):
    """The two parts of a chart; the drawing refers to the workbook as ``rId1``."""

    drawing: bytes
    workbook: bytes


def draw(chart: Chart) -> DrawnChart:
    """Return the parts of a chart; the same chart gives the same bytes.

    Amounts from 100,000 yuan on are drawn in 万元.

    Raises:
        CsdformsError: if XlsxWriter is not installed.
    """
    chart = _in_wan(chart)
    drawn = zipfile.ZipFile(io.BytesIO(_book(chart, drawn=True)))
    root = etree.fromstring(drawn.read("xl/charts/chart1.xml"))
    return DrawnChart(_for_word(root), _book(chart, drawn=False))


def _in_wan(chart: Chart) -> Chart:
    values = (value for one in chart.series if not one.percent for value in one.values)
    if chart.unit != _YUAN or all(value is None or -_LARGE < value < _LARGE for value in values):
        return chart
    series = [one if one.percent else _divided(one) for one in chart.series]
    return replace(chart, series=series, unit=f"万{_YUAN}")


def _divided(series: Series) -> Series:
    values = [None if value is None else Decimal(value) / _WAN for value in series.values]
    return replace(series, values=values)


def _book(chart: Chart, *, drawn: bool) -> bytes:
    try:
        import xlsxwriter
    except ImportError:
        raise CsdformsError(MISSING) from None
    import datetime as dt

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same bytes each time
        _write(book, chart)
        if drawn:
            book.worksheets()[0].insert_chart("A1", _chart(book, chart))
    return buffer.getvalue()


def _write(book: Workbook, chart: Chart) -> None:
    """Write the numbers: one line a category, one column a series."""
    sheet = book.add_worksheet(_SHEET)
    percent = book.add_format({"num_format": _PERCENT})
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, series.name)
        for line, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(line, column, value, percent if series.percent else None)
    for line, category in enumerate(chart.categories, start=1):
        sheet.write_string(line, 0, category)


def _chart(book: Workbook, chart: Chart) -> Any:
    main = [one for one in enumerate(chart.series) if one[1].drawing in (None, chart.drawing)]
    others = [one for one in enumerate(chart.series) if one[1].drawing not in (None, chart.drawing)]
    drawn = _kind(book, chart, chart.drawing, main)
    if others:
        assert others[0][1].drawing is not None
        drawn.combine(_kind(book, chart, others[0][1].drawing, others))
    drawn.set_title({"name": chart.title, "name_font": {"size": 11, "bold": True}})
    # The title says what a single series is, and the slices of a pie bear their names.
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    if chart.drawing != "pie":
        _set_axes(drawn, chart)
    return drawn


def _set_axes(drawn: Any, chart: Chart) -> None:
    grid = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
    main = [one for one in chart.series if not one.second]
    values = {"major_gridlines": grid, **_span(main)}
    if chart.unit:
        values |= {"name": chart.unit, "name_font": {"bold": False, "size": 9}}
    if chart.drawing == "bar":  # the first category on top, the scale below the last
        drawn.set_x_axis(values)
        drawn.set_y_axis({"reverse": True, "crossing": "max"})
    else:
        drawn.set_y_axis(values)


def _span(several: Sequence[Series], *, over_bars: bool = False) -> dict[str, Any]:
    """Return how an axis counts: from 0, unless something lies below; shares up to the whole.

    Above the whole there is room for its label; a line of shares runs ``over_bars`` above those of
    the bars.
    """
    percent = all(one.percent for one in several)
    whole = all(_is_whole(one) for one in several)
    axis: dict[str, Any] = {"num_format": "0%" if percent else "#,##0" if whole else _AXIS}
    known = [value for one in several for value in one.values if value is not None]
    if all(value >= 0 for value in known):
        axis["min"] = 0
    is_share = percent and bool(known) and min(known) >= 0 and max(known) <= 1
    if is_share and (over_bars or max(known) > _NEARLY_ALL):
        axis |= {"max": _ABOVE_ALL, "major_unit": _STEP}
    if is_share and over_bars:
        axis |= {"min": -_STEP, "num_format": '[<0]"";0%'}
    return axis


def _kind(book: Workbook, chart: Chart, drawing: str, several: list[tuple[int, Series]]) -> Any:
    options = {"type": drawing}
    if chart.stacked and drawing in ("column", "bar"):
        options["subtype"] = "stacked"
    drawn = book.add_chart(options)
    last = len(chart.categories)
    for number, series in several:
        drawn.add_series(
            {
                "name": [_SHEET, 0, number + 1],
                "categories": [_SHEET, 1, 0, last, 0],
                "values": [_SHEET, 1, number + 1, last, number + 1],
                **_look(chart, drawing, number, series),
            }
        )
    second = [series for _, series in several if series.second]
    if second:
        drawn.set_y2_axis(_span(second, over_bars=chart.drawing == "column"))
    return drawn


def _look(chart: Chart, drawing: str, number: int, series: Series) -> dict[str, Any]:
    colour = f"#{_COLOURS[number % len(_COLOURS)]}"
    look: dict[str, Any] = {"y2_axis": series.second}
    if drawing == "line":
        look |= {"line": {"color": colour, "width": 1.75}}
        look |= {"marker": {"type": "circle", "size": 5, "fill": {"color": colour}}}
    elif drawing == "pie":
        fills = [
            {"fill": {"color": f"#{_COLOURS[place % len(_COLOURS)]}"}}
            for place in range(len(chart.categories))
        ]
        labels = {"percentage": True, "category": True, "value": True, "separator": "\n"}
        return {"points": fills, "data_labels": labels | {"position": "outside_end"}}
    else:
        look |= {"fill": {"color": colour}, "gap": 60}
    if len(chart.categories) <= _LABELLED or drawing == "bar":
        look["data_labels"] = {"value": True, "num_format": _label(series)}
        if drawing == "line":
            look["data_labels"]["position"] = "above"
        elif drawing == "column" and any(one.drawing == "line" for one in chart.series):
            look["data_labels"]["position"] = "inside_base"  # the line runs across the tops
    return look


def _label(series: Series) -> str:
    if series.percent:
        return _PERCENT
    return "#,##0" if _is_whole(series) else "#,##0.00"


def _is_whole(series: Series) -> bool:
    return all(value is None or value == int(value) for value in series.values)


def _for_word(root: Any) -> bytes:
    """Return a workbook's chart as Word takes it: tied to its workbook, with Chinese fonts."""
    language = root.find(f"{{{_C}}}lang")
    language.set("val", "zh-CN")
    corners = etree.Element(f"{{{_C}}}roundedCorners", val="0")
    language.addnext(corners)
    for run in root.iter(f"{{{_A}}}rPr"):
        run.set("lang", "zh-CN")
    for labels in root.iter(f"{{{_C}}}dLbls"):
        _say_all(labels)
    shown = root.find(f"{{{_C}}}chart/{{{_C}}}plotVisOnly")
    shown.addnext(etree.Element(f"{{{_C}}}dispBlanksAs", val="gap"))  # unsaid, a gap is a zero
    root.remove(root.find(f"{{{_C}}}printSettings"))
    root.append(etree.fromstring(_TEXT))
    data = etree.SubElement(root, f"{{{_C}}}externalData", {f"{{{_R}}}id": "rId1"})
    etree.SubElement(data, f"{{{_C}}}autoUpdate", val="0")
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def _say_all(labels: Any) -> None:
    """Say of each thing that a label may show whether it does: what is not said may be shown."""
    shown = {name for name in _SHOWN if labels.find(f"{{{_C}}}{name}") is not None}
    for old in [labels.find(f"{{{_C}}}{name}") for name in shown]:
        labels.remove(old)
    behind = (labels.find(f"{{{_C}}}{name}") for name in _BEHIND)
    first = next((one for one in behind if one is not None), None)
    place = len(labels) if first is None else labels.index(first)
    for offset, name in enumerate(_SHOWN):
        said = etree.Element(f"{{{_C}}}{name}", val=str(int(name in shown)))
        labels.insert(place + offset, said)
