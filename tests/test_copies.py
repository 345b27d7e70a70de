"""Printed copies: filled anew by the reader's right, with nothing else in them (M06–M08, M10)."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from archive.customers import Clock, change_card
from archive.memory_store import MemoryStore
from hypothesis import given
from hypothesis import strategies as st
from support import FORMS, sample

from csdforms import copies, filing
from csdforms.archive.actor import moment
from csdforms.archive.archive import Archive
from csdforms.archive.secrecy.masking.masks import disclosed
from csdforms.archive.secrecy.outgoing import copies as register
from csdforms.archive.secrecy.outgoing.copies import Printout
from csdforms.archive.secrecy.outgoing.copy_register import COPIES
from csdforms.archive.secrecy.sight import Sight
from csdforms.archive.store import Act
from csdforms.copies import copy_name, print_copy
from csdforms.errors import (
    InvalidData,
    MissingFile,
    OutputExists,
    UnknownForm,
    UnreadableInput,
)
from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.templates.embedding import read_back
from csdforms.templates.filling import print_form

PERSON = "individual_customer_profile"
NUMBER = "KH-Z-2025-000128-3"  # of the person in the sample
_SHORT = 6  # characters; 100.00 is also a part of 100.00%
AT = "2026-11-22T14:05:09.123456+08:00"
MARK = "商业秘密·机密 保密期限至 2030-12-31 责任单位 客户服务部 第2/2份"

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


@pytest.fixture
def archive() -> Archive:
    clock = Clock()
    opened = Archive(
        MemoryStore(Act("init", "founder", moment(clock()))), actor="founder", clock=clock
    )
    filing.create(opened, PERSON, sample(PERSON))
    change_card(opened, NUMBER, secrecy={"level": 1})
    return opened


@pytest.fixture
def masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader see nothing unmasked."""
    seen = Sight(listed=True, readable=True, fields=frozenset())
    monkeypatch.setattr(register, "sight", lambda *_, **__: seen)


def printout(form: str, data: dict[str, Any]) -> Printout:
    return Printout("KH-1/3.2", form, "", data, MARK, 2, "王敏", AT)


def inside(document: bytes) -> str:
    """Return everything that a document holds, as text."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = [package.read(name) for name in package.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


def pages(document: bytes) -> str:
    """Return what stands on the pages, with the frames at their edges."""
    word = docx.Document(io.BytesIO(document))
    roots = [word.element, *(part for section in word.sections for part in _edges(section))]
    return "\n".join(
        "".join(text.text or "" for text in line.iter(f"{_W}t"))
        for root in roots
        for line in root.iter(f"{_W}p")
    )


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _edges(section: Any) -> list[Any]:
    return [section.header.part.element, section.footer.part.element]


def values(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in values(value)]
    if isinstance(data, list):
        return [text for value in data for text in values(value)]
    return [data] if isinstance(data, str) else []


@pytest.mark.usefixtures("masked")
def test_m06_the_copy_shows_what_its_reader_may_see(archive: Archive, tmp_path: Path) -> None:
    document = print_copy(archive, NUMBER, tmp_path / "副本.docx", purpose="核对").read_bytes()
    text = inside(document)
    for shown in ("李**", "310***********0023", "139****6721", "l***@example.com"):
        assert shown in text
    data = sample(PERSON)
    for name in ("customer_name", "id_no", "mobile", "email", "wechat", "home_address"):
        assert data[name] not in text, name


@every_form
def test_m06_no_hidden_value_is_anywhere_in_a_copy(form: type[Form]) -> None:
    """Neither on its pages nor in the data that travel in it."""
    name = form.identifier()
    data = parse(form, sample(name)).stored()
    shown = disclosed(name, data, today="2026-11-22")
    text = inside(copies._document(printout(name, shown), None))
    everything = json.dumps(shown, ensure_ascii=False)
    gone = [value for value in values(data) if len(value) > _SHORT and value not in everything]
    assert [value for value in gone if value in text] == []


@every_form
def test_who_sees_everything_gets_the_form_as_it_was_filed(form: type[Form]) -> None:
    name = form.identifier()
    whole = parse(form, sample(name))
    document = copies._document(printout(name, whole.stored()), None)
    if not whole.least_mask():
        assert read_back(document).stored() == whole.stored()
    filed, copied = (
        pages(one).split("\n") for one in (print_form(whole, mask=Mask.NONE), document)
    )
    assert [line for line in filed if line not in copied] == []


def test_every_page_says_what_it_is_and_who_has_it() -> None:
    data = disclosed(PERSON, parse_person())
    lines = pages(copies._document(printout(PERSON, data), None)).split("\n")
    assert MARK in lines
    assert "副本第 2 份　阅件人 王敏　打印时间 2026-11-22 14:05　KH-1/3.2" in lines


def parse_person(**changes: Any) -> dict[str, Any]:
    form = next(form for form in FORMS if form.identifier() == PERSON)
    return parse(form, sample(PERSON) | changes).stored()


def test_m05_a_masked_copy_is_not_taken_back(archive: Archive) -> None:
    data = disclosed(PERSON, parse_person(), kind="Z", today="2026-11-22")
    with pytest.raises(InvalidData) as refused:
        filing.revise(archive, NUMBER, data, reason="改")
    paths = {finding.path for finding in refused.value.findings}
    assert {"customer_name", "id_no", "mobile", "wechat", "ethnicity", "home_address"} <= paths


def test_m07_a_copy_tells_nothing_of_its_maker_and_nothing_in_its_name(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = print_copy(archive, NUMBER, purpose="客户来函")
    assert path.name == f"{NUMBER}.docx"
    document = path.read_bytes()
    properties = docx.Document(io.BytesIO(document)).core_properties
    assert properties.title == "自然人客户信息资料表"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        names = package.namelist()
        core = package.read("docProps/core.xml").decode()
    assert not [name for name in names if "comments" in name or "people" in name]
    assert "李" not in core
    assert "客户来函" not in inside(document)


@pytest.mark.parametrize(
    "name",
    ["{{ secret }}", "{% for x in y %}", "{# note #}", "A&B", "<b>粗</b>", "a\"'b", "甲\u200e乙"],
)
def test_m08_what_looks_like_a_template_is_printed_as_typed(name: str) -> None:
    data = parse_person(customer_name=name)
    document = copies._document(printout(PERSON, data), None)
    assert name in pages(document)


def test_m08_a_line_break_in_a_text_is_a_line_break_on_paper() -> None:
    data = parse_person(remarks="第一行\n第二行 {{ x }}")
    text = inside(copies._document(printout(PERSON, data), None))
    assert "第一行</w:t><w:br/>" in text
    assert "第二行 {{ x }}" in text


@given(st.text())
def test_m10_the_name_of_a_copy_is_no_path(number: str) -> None:
    name = copy_name(number)
    assert Path(name).name == name
    assert name not in ("..", ".")
    assert not set(name) & set('/\\:*?"<>|\0\n')


def test_m10_names_that_lead_elsewhere() -> None:
    assert "/" not in copy_name("..／..／x")
    assert copy_name("KH-F-2026-000001-4/3.2-2026-0001") == (
        "KH-F-2026-000001-4_3.2-2026-0001.docx"
    )


def test_what_is_there_is_not_overwritten_and_nothing_is_registered(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "副本.docx"
    path.write_bytes(b"")
    with pytest.raises(OutputExists):
        print_copy(archive, NUMBER, path, purpose="核对")
    assert not list(archive.store.rows(COPIES))
    print_copy(archive, NUMBER, path, purpose="核对", overwrite=True)
    assert path.read_bytes()


def test_a_copy_that_cannot_be_written_is_put_down_as_such(
    archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(MissingFile):
        print_copy(archive, NUMBER, tmp_path / "没有" / "副本.docx", purpose="核对")
    [(_, entry)] = archive.store.rows(COPIES)
    assert entry["recalled"]
    assert archive.store.last().act == "print-failed"


def test_what_is_no_form_is_not_printed(archive: Archive, tmp_path: Path) -> None:
    item = archive.file(NUMBER, "note", {"x": 1}, section="3.2").number
    with pytest.raises(UnknownForm):
        print_copy(archive, item, tmp_path / "副本.docx", purpose="核对")
    assert list(tmp_path.iterdir()) == []


def test_a_form_of_another_edition_is_not_printed(archive: Archive, tmp_path: Path) -> None:
    register_one = "complaint_register_one"
    item = archive.file(NUMBER, register_one, sample(register_one), section="3.2", edition="99")
    with pytest.raises(UnreadableInput, match="改版"):
        print_copy(archive, item.number, tmp_path / "副本.docx", purpose="核对")
