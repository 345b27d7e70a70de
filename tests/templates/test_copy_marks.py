"""The marks of a copy: at the edges of every page and behind its text, and made by nobody."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm

from csdforms.templates.copy_marks import CopyMarks, marked

MARKS = CopyMarks("商业秘密·机密", "副本第 1 份 王敏", "王敏 <1> & 2")
_VML = "{urn:schemas-microsoft-com:vml}"


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def opened(document: bytes) -> Any:
    return docx.Document(io.BytesIO(document))


def frames(part: Any) -> list[str]:
    """Return the lines that stand in frames of a header or footer."""
    return [
        "".join(text.text for text in paragraph.iter(qn("w:t")))
        for paragraph in part.part.element.iter(qn("w:p"))
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None
    ]


def watermarks(part: Any) -> list[str]:
    return [path.get("string") for path in part.part.element.iter(f"{_VML}textpath")][1:]


def test_a_plain_document_gets_a_header_and_a_footer() -> None:
    section = opened(marked(saved(docx.Document()), MARKS)).sections[0]
    assert frames(section.header) == [MARKS.above]
    assert frames(section.footer) == [MARKS.below]
    assert watermarks(section.header) == [MARKS.behind]


def test_first_and_even_pages_have_them_too() -> None:
    document = docx.Document()
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    section = opened(marked(saved(document), MARKS)).sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert (frames(header), watermarks(header)) == ([MARKS.above], [MARKS.behind])
    for footer in (section.footer, section.first_page_footer, section.even_page_footer):
        assert frames(footer) == [MARKS.below]


def test_a_header_that_several_sections_share_is_marked_once() -> None:
    document = docx.Document()
    document.add_section()
    document.add_section().header.is_linked_to_previous = False
    sections = opened(marked(saved(document), MARKS)).sections
    assert [frames(section.header) for section in sections] == [[MARKS.above]] * 3
    assert sections[0].header.part is sections[1].header.part
    assert sections[0].header.part is not sections[2].header.part


def test_nothing_is_printed_where_there_is_nothing_to_say() -> None:
    section = opened(marked(saved(docx.Document()), CopyMarks("", "", ""))).sections[0]
    assert (frames(section.header), frames(section.footer)) == ([], [])
    assert watermarks(section.header) == []


@pytest.mark.parametrize(("header", "footer", "above", "below"), [
    (None, None, 240, 16838 - 240 - 170),
    (Cm(1.5), Cm(1.5), 850 - 190, 16838 - 240 - 170),
    (Cm(0.1), Cm(0.1), 240, 16838 - 57 - 170),
])  # fmt: skip
def test_the_frames_stand_outside_header_and_footer(
    header: Any, footer: Any, above: int, below: int
) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.page_height = Cm(29.7)
    section.header_distance, section.footer_distance = header, footer
    section = opened(marked(saved(document), MARKS)).sections[0]
    places = [
        int(frame.get(qn("w:y")))
        for part in (section.header, section.footer)
        for frame in part.part.element.iter(qn("w:framePr"))
    ]
    assert places == pytest.approx([above, below], abs=2)


def test_a_long_watermark_stays_on_the_page() -> None:
    section = opened(marked(saved(docx.Document()), CopyMarks("", "", "王" * 100))).sections[0]
    [shape] = section.header.part.element.iter(f"{_VML}shape")
    assert "width:620pt" in shape.get("style")


def test_nobody_made_it() -> None:
    document = docx.Document()
    properties = document.core_properties
    properties.title = "客户投诉登记表一"
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "张三")
    properties = opened(marked(saved(document), MARKS)).core_properties
    assert properties.title == "客户投诉登记表一"
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        assert getattr(properties, name) == ""
