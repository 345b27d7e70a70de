"""The proof after filling, broken on purpose in every way that loses a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from support import FORMS, sample
from word import control, para, table, word, zipped

from csdforms.errors import InvalidTemplate, LostValue
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Block
from csdforms.templates.filling import render, render_blank
from csdforms.templates.locating import shipped_template
from csdforms.templates.package import read_package, write_package
from csdforms.templates.paths import FACES
from csdforms.templates.proof import controls, prove, text_of

ID = "complaint_register_one"
DATA = sample(ID)


def own(folder: Path, package: dict[str, bytes]) -> Path:
    """Put a department's own template into a folder."""
    (folder / f"{ID}.docx").write_bytes(zipped(package))
    return folder


def altered(folder: Path, old: bytes, new: bytes) -> Path:
    """Put the shipped template into a folder, altered in one place."""
    package = read_package(shipped_template(ComplaintRegisterOne).read_bytes(), "shipped")
    assert old in package["word/document.xml"]
    content = package["word/document.xml"].replace(old, new)
    (folder / f"{ID}.docx").write_bytes(write_package({**package, "word/document.xml": content}))
    return folder


def lost(folder: Path) -> tuple[str, ...]:
    with pytest.raises(LostValue) as caught:
        render(ID, DATA, templates=folder)
    for path in caught.value.paths:
        assert path in str(caught.value)
    assert DATA["customer_name"] not in str(caught.value)
    return caught.value.paths


def test_the_shipped_template_passes(tmp_path: Path) -> None:
    assert render(
        ID, DATA, templates=altered(tmp_path, b"{{ customer_name }}", b"{{ customer_name }}")
    )


@pytest.mark.parametrize(
    "text", [b"X{{ customer_name }}", b"{{ customer_name }}.", b"{{ phone or customer_name }}"]
)
def test_a_control_whose_text_is_altered_loses_its_value(tmp_path: Path, text: bytes) -> None:
    assert lost(altered(tmp_path, b"{{ customer_name }}", text)) == ("customer_name",)


def test_a_field_whose_tag_gave_way_to_another_is_warned_of(tmp_path: Path) -> None:
    folder = altered(tmp_path, b"{{ customer_name }}", b"{{ phone }}")
    with pytest.warns(UserWarning, match="投诉人姓名（customer_name）"):
        render(ID, DATA, templates=folder)


def test_a_condition_that_hides_a_filled_value_loses_it(tmp_path: Path) -> None:
    hidden = para("{%p if external_ref %}") + para("{{ customer_name }}") + para("{%p endif %}")
    package = word(hidden, para("{{ complaint_no }}"))
    data = {**DATA, "external_ref": "", "external_due_on": ""}
    folder = own(tmp_path, package)
    with pytest.warns(UserWarning, match="没有印出"), pytest.raises(LostValue) as caught:
        render(ID, data, templates=folder)
    assert caught.value.paths == ("customer_name",)


def test_a_tag_beside_a_row_tag_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = table(["{%tr if phone %}", "{{ customer_name }}"], ["{{ phone }}"], ["{%tr endif %}"])
    with pytest.raises(InvalidTemplate) as caught:
        render(ID, DATA, templates=own(tmp_path, word(rows)))
    assert "正文表格 1 第 1 行第 2 格" in str(caught.value)
    assert "{{ customer_name }}" in str(caught.value)


def test_a_template_without_controls_passes_when_the_text_is_there(tmp_path: Path) -> None:
    folder = own(
        tmp_path, word(para("投诉人 {{ customer_name }} 先生"), header=para("{{ complaint_no }}"))
    )
    with pytest.warns(UserWarning, match="没有印出"):
        assert render(ID, DATA, templates=folder)


def test_a_value_that_is_only_in_deleted_text_is_lost(tmp_path: Path) -> None:
    deleted = "<w:p><w:del><w:r><w:delText>{{ customer_name }}</w:delText></w:r></w:del></w:p>"
    with pytest.warns(UserWarning, match="没有印出"), pytest.raises(LostValue):
        render(ID, DATA, templates=own(tmp_path, word(deleted)))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
def test_what_is_printed_only_if_filled_may_be_absent(form: type[Block]) -> None:
    assert render_blank(form, rows=0)  # type: ignore[arg-type]


# The proof alone


def part(*body: str) -> bytes:
    return word(*body)["word/document.xml"]


def tree(*body: str) -> etree._Element:
    return etree.fromstring(part(*body))


def test_the_value_of_every_row_is_looked_for_in_its_own_control() -> None:
    rows = [{"a": "甲"}, {"a": "乙"}]
    good = part(f"<w:p>{control('g.1.a', '甲')}{control('g.2.a', '乙')}</w:p>")
    prove("模板", [good], {"g": rows}, {"g.a"})
    swapped = part(f"<w:p>{control('g.1.a', '乙')}{control('g.2.a', '甲')}</w:p>")
    with pytest.raises(LostValue) as caught:
        prove("模板", [swapped], {"g": rows}, {"g.a"})
    assert caught.value.paths == ("g.1.a", "g.2.a")


def test_a_cell_of_an_added_column_is_looked_for_in_its_row() -> None:
    rows: list[dict[str, object]] = [
        {"extra": [{}], "extra_cells": ["红", ""]},
        {"extra": [{}], "extra_cells": ["", "大"]},
    ]
    good = part(f"<w:p>{control('g.1.extra', '红')}{control('g.2.extra', '大')}</w:p>")
    prove("模板", [good], {"g": rows}, {"g.extra_cells"})
    swapped = part(f"<w:p>{control('g.1.extra', '大')}{control('g.2.extra', '红')}</w:p>")
    with pytest.raises(LostValue):
        prove("模板", [swapped], {"g": rows}, {"g.extra_cells"})


def test_a_field_that_is_named_like_anothers_face_is_still_proved() -> None:
    context = {"company": "", "company_name": "海晏"}
    with pytest.raises(LostValue):
        prove("模板", [part(para("别的"))], context, {"company_name"})


def test_boxes_without_a_tick_may_be_left_out_and_with_one_may_not() -> None:
    prove("模板", [part(para(""))], {"a": "", "a_boxes": "□是 □否"}, {"a_boxes"})
    with pytest.raises(LostValue):
        prove("模板", [part(para(""))], {"a": "是", "a_boxes": "☑是 □否"}, {"a_boxes"})


def test_a_value_counts_only_as_a_whole_within_its_control() -> None:
    with pytest.raises(LostValue):
        prove("模板", [part(f"<w:p>{control('n', '10')}</w:p>", para("1"))], {"n": "1"}, {"n"})


def test_every_face_of_every_field_is_known_to_the_proof() -> None:
    def faces(block: type[Block]) -> set[str]:
        found: set[str] = set()
        for spec in block.specs().values():
            found |= (
                set(spec.type.faces()) if spec.type else faces(spec.model) if spec.model else set()
            )
        return found

    assert set().union(*map(faces, FORMS)) <= FACES


def test_text_is_read_with_its_line_breaks_and_tabs() -> None:
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="100"/></w:tabs></w:pPr>'
    line = "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>"
    assert text_of(tree(f"<w:p>{stops}{line}</w:p>", para("四"))) == "一\n二\t三\n四"


def test_controls_are_found_by_their_tag_in_every_part() -> None:
    trees = [
        tree(f"<w:p>{control('a', '一')}{control('a', '二')}</w:p>"),
        tree(f"<w:p>{control('b', '')}</w:p>"),
    ]
    assert controls(trees) == {"a": ["一", "二"], "b": [""]}
