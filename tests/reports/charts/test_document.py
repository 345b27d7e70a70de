"""Charts behind a filled sheet: native parts with their workbooks; the sheet stays as it was."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from lxml import etree

import csdforms
from csdforms.errors import UnsafeTemplate
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.charts.document import with_charts
from csdforms.shipped import shared_folder
from csdforms.templates.package import read_package, write_package

CHART = Chart("受理件数", ["产品质量", "服务质量"], [Series("件数", [4, 2])])
EMPTY = Chart("没有", [], [Series("件数", [])])


@pytest.fixture(scope="module")
def filled() -> bytes:
    path = shared_folder("examples") / "complaint_statistics.json"
    data = json.loads(path.read_text("utf-8"))
    return csdforms.render("complaint_statistics", data)


def test_a_chart_has_its_parts_types_and_relations(filled: bytes) -> None:
    parts = read_package(with_charts(filled, [CHART, CHART]), "x")
    assert {f"word/charts/chart{n}.xml" for n in (1, 2)} <= parts.keys()
    assert {f"word/embeddings/chart{n}.xlsx" for n in (1, 2)} <= parts.keys()
    body = etree.fromstring(parts["word/document.xml"])
    charts = list(body.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"))
    ids = [
        one.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for one in charts
    ]
    relations = parts["word/_rels/document.xml.rels"].decode()
    assert len(set(ids)) == 2
    assert all(f'Id="{one}"' in relations for one in ids)
    assert {one.get("descr") for one in body.iter("{*}docPr")} >= {"受理件数"}


def test_what_was_there_stays_as_it_was(filled: bytes) -> None:
    before, after = (read_package(one, "x") for one in (filled, with_charts(filled, [CHART])))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    bodies = (etree.fromstring(one["word/document.xml"])[0] for one in (before, after))
    old, new = ([etree.tostring(one) for one in body] for body in bodies)
    assert old[:-1] == new[: len(old) - 1]


def test_the_data_can_be_read_back_and_the_bytes_are_the_same(filled: bytes) -> None:
    document = with_charts(filled, [CHART])
    assert csdforms.read_back(document) == csdforms.read_back(filled)
    assert document == with_charts(filled, [CHART])


def heights(document: bytes, chart: Chart) -> list[int]:
    body = etree.fromstring(read_package(with_charts(document, [chart]), "x")["word/document.xml"])
    return [int(extent.get("cy", "")) for extent in body.iter("{*}extent")]


def test_bars_and_long_names_have_the_room_that_they_need(filled: bytes) -> None:
    names = [f"第{place}家装饰工程有限公司" for place in range(20)]
    series = [Series("件数", list(range(20)))]
    (low,), (bars,) = heights(filled, CHART), heights(filled, Chart("排名", names, series, "bar"))
    (slanting,) = heights(filled, Chart("排名", names, series))
    assert low < slanting < bars <= 9000 * 635  # what a page lying down has room for, in EMU


def test_without_anything_to_draw_nothing_is_touched(filled: bytes) -> None:
    assert with_charts(filled, []) is filled
    assert with_charts(filled, [EMPTY]) is filled


def poisoned(document: bytes, change: Any) -> bytes:
    """Return the document with its chart's workbook changed."""
    parts = read_package(document, "x")
    name = "word/embeddings/chart1.xlsx"
    inside = zipfile.ZipFile(io.BytesIO(parts[name]))
    book = {one: inside.read(one) for one in inside.namelist()}
    change(book)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one, content in book.items():
            archive.writestr(one, content)
    return write_package(parts | {name: buffer.getvalue()})


RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r" Type="t/externalLinkPath" Target="http://x.example/" TargetMode="External"/>
</Relationships>"""


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book.update({"xl/vbaProject.bin": b"x"}),
        lambda book: book.update({"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        lambda book: book.update({"xl/embeddings/oleObject1.bin": b"x"}),
        lambda book: book.update({"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS}),
        lambda book: book.pop("[Content_Types].xml"),
    ],
    ids=["macro", "link", "object", "outside", "no workbook"],
)
def test_a_workbook_with_more_than_cells_is_refused(filled: bytes, change: Any) -> None:
    with pytest.raises(UnsafeTemplate):
        read_package(poisoned(with_charts(filled, [CHART]), change), "x")


def test_no_other_document_may_stand_inside(filled: bytes) -> None:
    """A workbook is a chart's, or nobody's."""
    parts = read_package(with_charts(filled, [CHART]), "x")
    name = "word/_rels/document.xml.rels"
    root = etree.fromstring(parts[name])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    attributes = {"Id": "rIdX", "Type": kind, "Target": "/word/embeddings/chart1.xlsx"}
    etree.SubElement(root, str(root[0].tag), attributes)
    with pytest.raises(UnsafeTemplate, match="引用了文件之外的内容"):
        read_package(write_package(parts | {name: etree.tostring(root)}), "x")
