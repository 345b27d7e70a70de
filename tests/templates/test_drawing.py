"""The house style, read from the XML of the shipped templates."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support import FORMS, part, parts, sample

from csdforms.schemas.form import Form
from csdforms.templates.filling import render, render_blank
from csdforms.templates.locating import declared_sheet, shipped_template
from csdforms.templates.proof import text_of
from csdforms.templates.sheet import Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

COMPUTED = [form for form in FORMS if "provenance" in form.specs()]

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


def template(form: type[Form]) -> bytes:
    return shipped_template(form).read_bytes()


def values(root: Any, path: str, name: str = "val") -> list[str]:
    return [element.get(f"{W}{name}") for element in root.iter(f"{W}{path}")]


@every_form
def test_every_style_with_fonts_names_a_chinese_one(form: type[Form]) -> None:
    styles = part(template(form), "word/styles.xml")
    fonts = list(styles.iter(f"{W}rFonts"))
    assert fonts
    assert all(font.get(f"{W}eastAsia") in {"宋体", "黑体"} for font in fonts)
    assert {font.get(f"{W}ascii") for font in fonts} == {"Times New Roman"}


@every_form
def test_no_japanese_font_and_no_generator_is_left_in_a_document(form: type[Form]) -> None:
    document = render(form, sample(form.identifier()))
    text = b"".join(parts(document).values()).decode("utf-8")
    assert not re.search("Mincho|明朝|Gothic|python-docx", text)


@every_form
def test_language_of_the_text_is_chinese(form: type[Form]) -> None:
    styles = part(template(form), "word/styles.xml")
    assert set(values(styles, "lang", "eastAsia")) == {"zh-CN"}


@every_form
def test_page_is_a4_the_right_way_round(form: type[Form]) -> None:
    size = part(template(form)).find(f".//{W}pgSz")
    portrait = ("11906", "16838")
    expected = portrait[::-1] if declared_sheet(form).landscape else portrait
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == expected


@every_form
def test_no_row_of_tick_boxes_breaks_inside_of_a_word(form: type[Form]) -> None:
    root = part(render_blank(form))
    for table in root.iter(f"{W}tbl"):
        widths = values(table, "gridCol", "w")
        if len(widths) != 24:  # not a grid of labelled boxes
            continue
        unit = sum(map(int, widths)) / 24
        for cell in table.iter(f"{W}tc"):
            span = values(cell, "gridSpan")
            lines = text_of(cell).strip().split("\n")
            if span and all(line.startswith(("□", "☑")) for line in lines):
                room = (int(span[0]) * unit - 170) / 210  # without margins, in 10.5 pt
                needed = [
                    sum(0.25 if char == " " else 0.5 if char <= "~" else 1 for char in line)
                    for line in lines
                ]
                assert max(needed) <= room, lines


@every_form
def test_rules_are_one_and_a_half_points_outside_and_half_a_point_inside(form: type[Form]) -> None:
    for borders in part(template(form)).iter(f"{W}tblBorders"):
        sizes = {side.tag.removeprefix(W): side.get(f"{W}sz") for side in borders}
        assert {sizes[side] for side in ("top", "left", "bottom", "right")} == {"12"}
        assert {sizes[side] for side in ("insideH", "insideV")} == {"4"}


@every_form
def test_no_row_breaks_across_pages(form: type[Form]) -> None:
    rows = list(part(template(form)).iter(f"{W}tr"))
    assert rows
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@every_form
def test_table_headings_repeat_on_every_page(form: type[Form]) -> None:
    declared = [part for part in declared_sheet(form).parts if isinstance(part, Table)]
    columns = sum(
        2 if any(column.under for column in table.columns) else 1
        for table in declared
        if table.header
    )
    titles = sum(table.heading is not None for table in declared)
    assert len(list(part(template(form)).iter(f"{W}tblHeader"))) == columns + titles


@every_form
def test_no_paragraph_must_be_kept_with_a_table(form: type[Form]) -> None:
    # LibreOffice drops lines of a table that begins low on its page if one must.
    body = part(template(form)).find(f"{W}body")
    before = [
        element.getprevious() for element in body.iterchildren(f"{W}tbl") if element is not body[0]
    ]
    styles = [style.get(f"{W}val") for one in before for style in one.iter(f"{W}pStyle")]
    assert "Section" not in styles
    assert [one for paragraph in before for one in paragraph.iter(f"{W}keepNext")] == []


def kept(element: Any) -> bool:
    return element.find(f".//{W}keepNext") is not None


@pytest.mark.parametrize("form", COMPUTED, ids=lambda form: form.identifier())
def test_the_end_of_a_computed_sheet_goes_over_to_the_next_page_in_one_piece(
    form: type[Form],
) -> None:
    body = part(template(form)).find(f"{W}body")
    notes = [kept(one) for one in list(body)[-1 - len(declared_sheet(form).notes) : -1]]
    assert notes == [True] * (len(notes) - 1) + [False] * bool(notes)
    sources = [
        row
        for row in body.iter(f"{W}tr")
        if any(tag.get(f"{W}val").startswith("provenance.") for tag in row.iter(f"{W}tag"))
    ]
    assert len(sources) == 3
    assert all(map(kept, sources))


@every_form
def test_only_tables_in_the_smallest_type_have_narrow_margins(form: type[Form]) -> None:
    for table in part(template(form)).iter(f"{W}tbl"):
        margins = table.find(f"{W}tblPr/{W}tblCellMar")
        assert (margins is not None) == ("Tiny" in values(table, "pStyle"))


@every_form
def test_rows_fill_the_grid_of_their_table(form: type[Form]) -> None:
    document = part(render(form, sample(form.identifier())))
    for table in document.iter(f"{W}tbl"):
        columns = len(table.find(f"{W}tblGrid"))
        for row in table.iter(f"{W}tr"):
            spans = [
                int(span.get(f"{W}val")) if span is not None else 1
                for cell in row.iter(f"{W}tc")
                for span in [cell.find(f"{W}tcPr/{W}gridSpan")]
            ]
            assert sum(spans) == columns


@every_form
def test_page_numbers_are_fields_with_each_piece_in_a_run_of_its_own(form: type[Form]) -> None:
    names = [name for name in parts(template(form)) if name.startswith("word/footer")]
    footer = part(template(form), names[0])
    codes = [code.text.strip() for code in footer.iter(f"{W}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
    for run in footer.iter(f"{W}r"):
        assert len(run.findall(f"{W}fldChar") + run.findall(f"{W}instrText")) <= 1


@every_form
def test_every_value_stands_in_a_control_with_its_path_and_label(form: type[Form]) -> None:
    document = part(template(form))
    for control in document.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        path = properties.find(f"{W}tag").get(f"{W}val")
        assert len(path) <= 64  # Word takes no longer tag
        assert path.split(".")[0] in form.specs()
        assert re.search("[\u4e00-\u9fff]", properties.find(f"{W}alias").get(f"{W}val"))
    tags = re.findall(r"\{\{[^}]*\}\}", "".join(document.itertext()))
    in_controls = sum(len(list(control.iter(f"{W}t"))) for control in document.iter(f"{W}sdt"))
    headings = sum("box }}" in tag for tag in tags) // 2
    assert len(tags) - headings == in_controls


@every_form
def test_a_filled_sheet_is_small(form: type[Form]) -> None:
    per_page = 20_000
    pages = declared_sheet(form).pages
    assert len(render(form, sample(form.identifier()))) < per_page * pages


@every_form
def test_a_blank_sheet_has_no_tick_and_as_many_lines_as_asked(form: type[Form]) -> None:
    document = part(render_blank(form, rows=7))
    text = "".join(document.itertext())
    assert "☑" not in text
    for table in declared_sheet(form).parts:
        stored = isinstance(table, Table) and not form.specs()[table.group].computed
        if isinstance(table, Table) and stored and not table.optional:
            tag = f"{table.group}.7.{table.columns[0].path}"
            assert tag in values(document, "tag")
            assert tag.replace(".7.", ".8.") not in values(document, "tag")


@every_form
def test_secrecy_mark_and_number_head_every_page(form: type[Form]) -> None:
    data = {**sample(form.identifier()), "confidentiality": "机密"}
    document = render(form, data)
    names = [name for name in parts(document) if name.startswith("word/header")]
    header = part(document, names[0])
    assert values(header, "tag") == ["confidentiality", form.number]
    text = "".join(header.itertext())
    assert "商业秘密·机密" in text
    assert "★" not in text
    assert data[form.number] in text


# Tables whose headings, columns and closing lines follow the data


def table_with(document: Any, tag: str) -> Any:
    """Return the innermost table that holds a control with this tag."""
    return next(table for table in document.iter(f"{W}tbl") if tag in values(table, "tag"))


def test_a_common_heading_may_be_a_value_and_a_column_may_lead_into_a_part() -> None:
    document = part(render("customer_sales_overview", sample("customer_sales_overview")))
    table = table_with(document, "months.1.product_1.sales_quantity")
    heading, labels = list(table.iter(f"{W}tr"))[:2]
    assert "year_total.product_1.product_heading" in values(heading, "tag")
    assert "".join(heading.itertext()).startswith("月份办公桌（张）办公椅（把）")
    assert "".join(labels.itertext()).startswith("数量金额数量金额")
    assert "year_total.product_6.sales_amount" in values(table, "tag")


def test_a_line_for_the_rest_is_printed_before_the_total_only_when_it_is_filled() -> None:
    data = sample("customer_gross_profit_ranking")
    tags = values(part(render("customer_gross_profit_ranking", data)), "tag")
    assert tags.index("others.customer_count") < tags.index("total.customer_count")
    all_of_them = {**data, "others": None, "top_ranks": None, "total": None}
    for row in all_of_them["rows"]:
        for name in ("sales_share", "profit_share", "cumulative_profit_share", "profit_class"):
            del row[name]
    tags = values(part(render("customer_gross_profit_ranking", all_of_them)), "tag")
    assert "others.customer_count" not in tags
    assert "total.customer_count" in tags


def test_boxes_of_one_table_are_printed_with_it_even_when_they_are_empty() -> None:
    data = sample("customer_sales_overview")
    months = {name: data.pop(name) for name in ("months", "year_total")}
    for name in ("customer_no", "customer_name", "region", "amount_basis"):
        del data[name]
    by_list = {**data, "view": "客户清单"}
    assert "customer_no" not in values(part(render("customer_sales_overview", by_list)), "tag")
    assert "customer_no" in values(part(render_blank("customer_sales_overview")), "tag")
    by_month = {**data, **months, "view": "单户分月", "customer_no": "1", "customer_name": "甲"}
    tags = values(part(render("customer_sales_overview", by_month)), "tag")
    assert {"customer_no", "region"} <= set(tags)
