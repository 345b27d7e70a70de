"""From data to a document and back: nothing lost, nothing leaked, nothing left over."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from support import FORMS, part, parts, sample
from word import control, para, relation, table, word, zipped

from csdforms.errors import (
    InvalidData,
    TemplateWarning,
    UnknownForm,
    UnreadableInput,
    UnsafeTemplate,
)
from csdforms.schemas.checking import parse
from csdforms.schemas.complaint import ComplaintHandlingNotice, ComplaintRegisterOne
from csdforms.schemas.customer import CorporateCustomerProfile
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.schemas.types import Line, Text
from csdforms.templates.embedding import NAMESPACE, read_back
from csdforms.templates.filling import render, render_blank, typed
from csdforms.templates.package import write_package
from csdforms.templates.proof import controls, text_of

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())
REGISTER = "complaint_register_one"
NOTICE = "complaint_handling_notice"
RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


def boxes(document: bytes) -> dict[str, list[str]]:
    """Return the texts of a document's content controls by their tag."""
    return controls(part(document, name) for name in parts(document) if RENDERED.fullmatch(name))


def text(document: bytes) -> str:
    names = [name for name in parts(document) if RENDERED.fullmatch(name)]
    return "\n".join(text_of(part(document, name)) for name in names)


def call(number: int, **more: Any) -> dict[str, Any]:
    return {
        "call_no": f"H-{number:03}",
        "called_at": f"2026-03-05 09:{number % 60:02}",
        "caller_number": f"1390000{number:04}",
        "call_status": "未接",
        **more,
    }


HEADER = {
    "form_no": "HR-1",
    "recorded_on": "2026-03-05",
    "agent_name": "周明",
    "prepared_by": "周明",
    "prepared_on": "2026-03-05",
}


def ledger(*calls: dict[str, Any]) -> dict[str, Any]:
    return {**HEADER, "calls": calls}


# What goes in comes out

SPECIAL = [
    "{{ customer_name }}",
    "{% if x %}{% endif %}",
    "{# #}",
    "{_{",
    "}_}",
    "{_%",
    "%_}",
    "&amp;",
    "&",
    "<w:p/>",
    "</w:t>",
    "]]>",
    "\"'“”‘’",
    "../../etc/passwd",
    "\u202eabc\u202c",
    "\u200f",
    "👩‍👩‍👧",
    "𠜎𪚥",
    "e\u0301",
    "　",
    "__",
    "&#95;",
]
#: The signs of state secrets, which sheets of the chapter archive refuse.
STARS = "★☆⭐✪✫✬✭✮✯✰⚝⋆"
pieces = st.sampled_from(SPECIAL) | st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), exclude_characters=STARS
    ),
    max_size=12,
)
one_line = st.lists(pieces, min_size=1, max_size=5).map(
    lambda all_pieces: "甲" + "".join(all_pieces) + "乙"
)
several_lines = st.lists(one_line, min_size=1, max_size=4).map("\n".join)

#: Nothing is timed: a busy computer is no defect.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = {
    form.identifier(): {
        name: spec.type
        for name, spec in form.specs().items()
        if isinstance(spec.type, Text) and type(spec.type) in (Text, Line) and not spec.computed
    }
    for form in FORMS
}


@every_form
@settings(CALM, max_examples=3)
@given(line=one_line, lines=several_lines)
@example(line="".join(SPECIAL), lines="\n".join(SPECIAL))
def test_any_printable_text_in_any_text_box_comes_back_identical(
    form: type[Form], line: str, lines: str
) -> None:
    base = parse(form, sample(form.identifier()))
    texts = {
        name: f"{name}的内容{line if isinstance(kind, Line) else lines}"[: kind.limit].strip()
        for name, kind in TEXTS[form.identifier()].items()
        if getattr(base, name) is not None
    }
    model = base.model_copy(update=texts)
    document = render(model, mask=Mask.NONE)
    found = boxes(document)
    whole = text(document)
    for name, value in texts.items():
        if name in found:
            assert value in found[name]
        else:
            assert value in whole
    assert stored(document) == model.stored()


def stored(document: bytes) -> Any:
    """Return the data in the custom XML part, read without our own reader."""
    carried = [c for name, c in parts(document).items() if name == "customXml/item1.xml"]
    (root,) = (etree.fromstring(content) for content in carried)
    assert root.tag == f"{{{NAMESPACE}}}form"
    return json.loads(root.text or "")


@settings(CALM, max_examples=40)
@given(several_lines, one_line)
def test_any_printable_text_comes_back_from_the_control_and_from_read_back(
    content: str, place: str
) -> None:
    content = f"顾客投诉的内容如下：\n{content}"
    data = {**sample(REGISTER), "content": content, "occurred_place": place}
    model = parse(ComplaintRegisterOne, data)
    document = render(model, mask=Mask.NONE)
    found = boxes(document)
    assert (found["content"], found["occurred_place"]) == ([content], [place])
    assert read_back(document) == model


@settings(CALM, max_examples=25)
@given(several_lines, one_line)
def test_any_printable_text_in_extra_boxes_comes_back(value: str, label: str) -> None:
    label = label[:60].strip()
    data = {**sample(REGISTER), "extra": [{"label": label, "value": value}]}
    document = render(REGISTER, data)
    found = boxes(document)
    assert (found["extra.1.label"], found["extra.1.value"]) == ([label], [value])


@settings(CALM, max_examples=25)
@given(one_line)
def test_any_printable_text_in_a_row_and_its_added_columns_comes_back(value: str) -> None:
    document = render("inbound_call_record", ledger(call(1, remarks=value, 坐席组=value)))
    found = boxes(document)
    assert found["calls.1.remarks"] == [value]
    assert value in found["calls.1.extra"]
    back = read_back(document)
    assert isinstance(back, InboundCallRecord)
    assert back.calls[0].remarks == value


@every_form
def test_a_filled_sheet_gives_the_same_form_back(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    assert read_back(render(model, mask=Mask.NONE)) == model


@every_form
def test_the_same_data_give_the_same_bytes(form: type[Form]) -> None:
    data = sample(form.identifier())
    first = render(form, data)
    assert render(form.title(), dict(reversed(data.items()))) == first
    assert render(parse(form, data)) == first
    assert render_blank(form) == render_blank(form.identifier())


@every_form
def test_every_box_of_a_filled_sheet_has_its_label_and_its_tag(form: type[Form]) -> None:
    document = render(form, sample(form.identifier()))
    prefix = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    properties = part(document).findall(".//w:sdtPr", prefix)
    assert properties
    for one in properties:
        alias = one.find("w:alias", prefix)
        assert re.search("[\u4e00-\u9fff]", alias.get(f"{{{prefix['w']}}}val"))
        path = one.find("w:tag", prefix).get(f"{{{prefix['w']}}}val")
        assert path.split(".")[0] in form.specs()


def test_a_name_a_class_or_a_form_may_be_given() -> None:
    data = sample(NOTICE)
    assert (
        typed(NOTICE, data)
        == typed("客户投诉处理通知单", data)
        == typed(ComplaintHandlingNotice, data)
    )
    with pytest.raises(UnknownForm):
        render("no_such_form", data)
    with pytest.raises(InvalidData):
        render(NOTICE, {})
    wrong = parse(ComplaintHandlingNotice, data).model_copy(update={"signed_by": None})
    with pytest.raises(InvalidData):
        render(wrong)


# Rows, added columns, boxes printed only when filled


@pytest.mark.parametrize("count", [1, 40])
def test_as_many_lines_are_printed_as_there_are_rows(count: int) -> None:
    found = boxes(render("inbound_call_record", ledger(*map(call, range(1, count + 1)))))
    numbers = [found[f"calls.{number}.caller_number"] for number in range(1, count + 1)]
    assert numbers == [[f"1390000{number:04}"] for number in range(1, count + 1)]
    assert f"calls.{count + 1}.caller_number" not in found


@every_form
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_a_blank_sheet_has_as_many_empty_lines_as_wanted(form: type[Form], rows: int) -> None:
    document = render_blank(form, rows=rows)
    found = boxes(document)
    ticks = [value for tag, values in found.items() for value in values if "☑" in value]
    assert ticks == []
    assert re.search(r"\{\{|\{%|%\}|\}\}", text(document)) is None
    if form is InboundCallRecord:
        numbers = {tag.split(".")[1] for tag in found if tag.startswith("calls.")}
        assert numbers == {str(number) for number in range(1, rows + 1)}


@every_form
def test_a_blank_sheet_carries_no_data(form: type[Form]) -> None:
    document = render_blank(form)
    assert not [name for name in parts(document) if name.startswith("customXml")]
    with pytest.raises(UnreadableInput):
        read_back(document)


@pytest.mark.parametrize("count", [1, 4, 6])
def test_added_columns_are_printed_with_their_labels(count: int) -> None:
    extra = {f"附加{number}": f"内容{number}" for number in range(1, count + 1)}
    document = render("inbound_call_record", ledger(call(1, **extra), call(2)))
    whole = text(document)
    for label, value in extra.items():
        assert label in whole
        assert value in whole
    columns = min(count, 4)
    found = boxes(document)
    assert len(found["calls.1.extra"]) == columns
    assert found["calls.2.extra"] == [""] * columns


@pytest.mark.parametrize("count", [0, 1, 40])
def test_added_boxes_of_a_form_are_printed(count: int) -> None:
    extra = [{"label": f"附加{number}", "value": f"内容{number}"} for number in range(1, count + 1)]
    found = boxes(render(REGISTER, {**sample(REGISTER), "extra": extra}))
    printed_boxes = [
        (found[f"extra.{number}.label"], found[f"extra.{number}.value"])
        for number in range(1, count + 1)
    ]
    assert printed_boxes == [([box["label"]], [box["value"]]) for box in extra]
    assert f"extra.{count + 1}.label" not in found


def test_a_row_printed_only_if_filled_is_there_or_not() -> None:
    data = {name: value for name, value in sample(NOTICE).items() if not name.startswith("account")}
    assert "account_ref" not in boxes(render(NOTICE, data))
    assert boxes(render(NOTICE, {**data, "account_ref": "HT-1"}))["account_ref"] == ["HT-1"]
    assert "account_ref" not in boxes(render_blank(NOTICE))


# What a document carries, and what it does not


def test_data_edition_and_hash_travel_in_a_custom_xml_part() -> None:
    document = render(REGISTER, sample(REGISTER), mask=Mask.NONE)
    root = part(document, "customXml/item1.xml")
    assert root.get("id") == REGISTER
    assert root.get("edition") == "1"
    assert json.loads(root.text)["customer_name"] == sample(REGISTER)["customer_name"]
    targets = [link.get("Target") for link in part(document, "word/_rels/document.xml.rels")]
    assert targets.count("/customXml/item1.xml") == 1


@every_form
def test_properties_name_the_sheet_and_the_department_and_nothing_else(form: type[Form]) -> None:
    document = render(form, {**sample(form.identifier()), "department": "客服 & <二>部"})
    core = part(document, "docProps/core.xml")
    values = {etree.QName(child).localname: child.text for child in core}
    assert values == {"title": form.title(), "creator": "客服 & <二>部", "language": "zh-CN"}
    assert [name for name in parts(document) if name.startswith("docProps/")] == [
        "docProps/core.xml"
    ]
    for content in parts(document).values():
        assert b"python-docx" not in content
    root = part(document, "_rels/.rels")
    assert sorted(link.get("Target").lstrip("/") for link in root) == [
        "docProps/core.xml",
        "word/document.xml",
    ]


def test_an_empty_sheet_has_no_author() -> None:
    core = part(render_blank(REGISTER), "docProps/core.xml")
    creator = core.find("{http://purl.org/dc/elements/1.1/}creator")
    assert creator is None or not creator.text


def secrets(document: bytes, *values: str) -> list[tuple[str, str]]:
    """Return where in a document, in any part, these values stand."""
    return [
        (name, value)
        for name, content in parts(document).items()
        for value in values
        if value in content.decode("utf-8")
    ]


def test_a_masked_copy_holds_no_hidden_value_in_any_part() -> None:
    data = sample(NOTICE)
    names = (
        "customer_name",
        "mobile",
        "phone",
        "email",
        "address",
        "account_holder",
        "account_phone",
    )
    hidden = [data[name] for name in names]
    repeated = (
        f"顾客{data['customer_name']}（{data['mobile']}、{data['email']}）住{data['address']}。"
    )
    open_copy = render(NOTICE, {**data, "problem": repeated}, mask=Mask.NONE)
    assert {value for _, value in secrets(open_copy, *hidden)} == set(hidden)
    assert secrets(render(NOTICE, {**data, "problem": repeated}, mask=Mask.ALL), *hidden) == []


def test_the_customers_wish_for_secrecy_hides_name_telephone_address_and_mail() -> None:
    data = {**sample(NOTICE), "keep_confidential": True}
    names = ("customer_name", "mobile", "phone", "email", "address")
    repeated = "，".join(data[name] for name in names)
    document = render(NOTICE, {**data, "problem": repeated, "remarks": repeated}, mask=Mask.NONE)
    assert secrets(document, *(data[name] for name in names)) == []
    found = boxes(document)
    assert found["customer_name"] == [data["customer_name"][0] + "某某"]
    assert found["mobile"] == [f"{data['mobile'][:3]}****{data['mobile'][-4:]}"]
    assert boxes(render(NOTICE, sample(NOTICE)))["mobile"] == [data["mobile"]]


def test_numbers_of_identity_and_bank_are_hidden_unless_asked_for() -> None:
    data = sample("corporate_customer_profile")
    model = parse(CorporateCustomerProfile, data)
    hidden = [
        value for value in strings(model.stored()) if re.fullmatch(r"\d{17}[\dX]|\d{16,19}", value)
    ]
    assert hidden
    assert secrets(render(model), *hidden) == []
    assert {value for _, value in secrets(render(model, mask=Mask.NONE), *hidden)} == set(hidden)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in strings(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in strings(inner)]
    return [value] if isinstance(value, str) else []


@every_form
@pytest.mark.parametrize("mask", list(Mask))
def test_a_copy_can_be_read_back_however_it_is_masked(form: type[Form], mask: Mask) -> None:
    assert type(read_back(render(form, sample(form.identifier()), mask=mask))) is form


def test_no_value_leaks_from_one_document_into_the_next() -> None:
    first = {
        **sample(REGISTER),
        "customer_name": "欧阳独一无二",
        "email": "only@example.com",
        "extra": {"独栏": "独值"},
    }
    second = {name: value for name, value in sample(REGISTER).items() if name != "email"}
    render(REGISTER, first)
    document = render(REGISTER, second)
    assert secrets(document, "欧阳独一无二", "only@example.com", "独栏", "独值") == []
    assert secrets(render_blank(REGISTER), second["customer_name"]) == []
    assert boxes(document)["email"] == [""]


# Reading back


def tampered(old: str, new: str) -> bytes:
    document = parts(render(REGISTER, sample(REGISTER)))
    content = document["customXml/item1.xml"].decode()
    assert old in content
    document["customXml/item1.xml"] = content.replace(old, new).encode()
    return write_package(document)


def test_changed_data_are_refused() -> None:
    with pytest.raises(UnreadableInput, match="校验"):
        read_back(tampered(sample(REGISTER)["customer_name"], "别人"))


@pytest.mark.parametrize(
    ("old", "new"),
    [('sha256="', 'sha256="0'), (' sha256="', ' other="'), ('edition="1"', 'edition="0"')],
)
def test_a_wrong_hash_or_another_edition_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnreadableInput):
        read_back(tampered(old, new))


def test_another_forms_name_on_the_data_is_refused() -> None:
    with pytest.raises(UnknownForm):
        read_back(tampered(f'id="{REGISTER}"', 'id="nothing"'))
    with pytest.raises(InvalidData):
        read_back(tampered(f'id="{REGISTER}"', f'id="{NOTICE}"'))


@pytest.mark.parametrize("data", ["", "nonsense", "[]", "3", "[" * 20_000, "{", '{"x": NaN}'])
def test_data_that_are_no_form_are_refused_even_with_the_right_hash(data: str) -> None:
    digest = hashlib.sha256(data.encode()).hexdigest()
    item = f'<form xmlns="{NAMESPACE}" id="{REGISTER}" edition="1" sha256="{digest}">{data}</form>'
    document = parts(render(REGISTER, sample(REGISTER)))
    with pytest.raises((UnreadableInput, InvalidData)):
        read_back(write_package({**document, "customXml/item1.xml": item.encode()}))


def test_a_document_of_others_has_nothing_to_read() -> None:
    with pytest.raises(UnreadableInput):
        read_back(zipped(word(para("文字"))))
    with pytest.raises(UnsafeTemplate):
        read_back(b"no document")


# Templates of others


def own(folder: Path, package: dict[str, bytes]) -> Path:
    (folder / f"{REGISTER}.docx").write_bytes(zipped(package))
    return folder


def test_fields_that_the_departments_template_does_not_print_are_warned_of(tmp_path: Path) -> None:
    folder = own(tmp_path, word(para("{{ customer_name }}")))
    with pytest.warns(TemplateWarning, match="投诉内容（content）") as caught:
        document = render(REGISTER, sample(REGISTER), templates=folder)
    assert sample(REGISTER)["customer_name"] not in str(caught[0].message)
    back = read_back(document)
    assert isinstance(back, ComplaintRegisterOne)
    assert back.content == sample(REGISTER)["content"]


def test_a_template_without_properties_gets_sound_ones(tmp_path: Path) -> None:
    folder = own(tmp_path, word(para("空")))
    document = render_blank(REGISTER, templates=folder)
    assert part(document, "docProps/core.xml") is not None
    declared = [one.get("PartName") for one in part(document, "[Content_Types].xml")]
    assert declared.count("/docProps/core.xml") == 1
    assert [link.get("Type").rpartition("/")[2] for link in part(document, "_rels/.rels")] == [
        "officeDocument",
        "core-properties",
    ]


def test_a_filled_document_used_as_a_template_passes_on_none_of_its_data(tmp_path: Path) -> None:
    old = render(REGISTER, {**sample(REGISTER), "customer_name": "欧阳独一无二"})
    package = parts(old)
    package["word/document.xml"] = word(para("{{ customer_name }}"))["word/document.xml"]
    package["docProps/app.xml"] = "<Properties>欧阳独一无二</Properties>".encode()
    with pytest.warns(TemplateWarning):
        document = render(REGISTER, sample(REGISTER), templates=own(tmp_path, package))
    assert secrets(document, "欧阳独一无二") == []
    back = read_back(document)
    assert isinstance(back, ComplaintRegisterOne)
    assert back.customer_name == sample(REGISTER)["customer_name"]


def test_a_bound_control_of_a_template_shows_the_value_and_not_its_old_source(
    tmp_path: Path,
) -> None:
    bound = control("customer_name", "{{ customer_name }}").replace(
        "</w:sdtPr>", '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr>'
    )
    package = word(
        f"<w:p>{bound}</w:p>", relations=[relation("customXml", "../customXml/item1.xml")]
    )
    package["customXml/item1.xml"] = b"<a>old</a>"
    with pytest.warns(TemplateWarning):
        document = render(REGISTER, sample(REGISTER), templates=own(tmp_path, package))
    assert "dataBinding" not in parts(document)["word/document.xml"].decode()
    assert secrets(document, "<a>old</a>") == []


def test_relations_that_a_template_has_keep_their_names(tmp_path: Path) -> None:
    link = relation("hyperlink", "https://example.com/", external=True, identity="rId1")
    package = word(table(["{{ customer_name }}"]), relations=[link])
    with pytest.warns(TemplateWarning):
        document = render(REGISTER, sample(REGISTER), templates=own(tmp_path, package))
    links = {
        one.get("Id"): one.get("Target") for one in part(document, "word/_rels/document.xml.rels")
    }
    assert links == {"rId1": "https://example.com/", "rId2": "/customXml/item1.xml"}
