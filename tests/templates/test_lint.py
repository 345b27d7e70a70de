"""Checking a template: in which cell something is wrong, and what to do about it."""

from __future__ import annotations

import sys

import pytest
from support import FORMS
from word import control, para, table, word, zipped

from csdforms.errors import UnsafeTemplate
from csdforms.schemas.complaint import ComplaintRegisterOne
from csdforms.schemas.form import Form
from csdforms.schemas.telephone import InboundCallRecord
from csdforms.templates.lint import TemplateFinding, lint
from csdforms.templates.locating import shipped_template
from csdforms.templates.paths import unprinted
from csdforms.templates.preparing import prepare

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


@pytest.fixture
def without_docxtpl_lint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl_lint", None)


def findings(
    *body: str, form: type[Form] = ComplaintRegisterOne, **around: str
) -> list[TemplateFinding]:
    data = zipped(word(*body, **around))  # type: ignore[arg-type]
    return [found for found in lint(data, form, "模板.docx") if "没有印出" not in found.message]


@every_form
def test_a_shipped_template_is_clean(form: type[Form]) -> None:
    data = shipped_template(form).read_bytes()
    assert lint(data, form, "模板.docx") == []


@every_form
@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_shipped_template_is_clean_without_docxtpl_lint_too(form: type[Form]) -> None:
    data = shipped_template(form).read_bytes()
    assert lint(data, form, "模板.docx") == []


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_an_unknown_field_is_named_with_its_cell_and_the_nearest_name() -> None:
    body = table(["姓名", "{{ customer_name }}"], ["电话", "{{ customer_nam }}"])
    (found,) = findings(para("标题"), table(["a"]), body)
    assert found.is_error
    assert (found.where, found.tag) == ("正文表格 2 第 2 行第 2 格", "{{ customer_nam }}")
    assert "是不是 customer_name？" in found.message
    assert str(found).startswith("[错误] 正文表格 2 第 2 行第 2 格：")


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_an_unknown_field_that_resembles_none_points_to_the_list() -> None:
    (found,) = findings(para("{{ zzzzzz }}"))
    assert found.where == "正文第 1 段"
    assert "csdforms form" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_header_footer_and_footnote_are_named() -> None:
    body = para("正文")
    assert findings(body, header=para("") + para("{{ zzz }}"))[0].where == "页眉第 2 段"
    assert findings(body, footer=table(["{{ zzz }}"]))[0].where == "页脚表格 1 第 1 行第 1 格"
    note = f"<w:footnote>{para('{{ zzz }}')}</w:footnote>"
    assert findings(body, footnotes=note)[0].where == "脚注第 1 段"


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_cell_is_counted_past_tables_within_tables_and_controls() -> None:
    inner = table(["x", "y"], ["z", "{{ zzz }}"]) + para("")
    assert findings(table(["a", inner, "b"]))[0].where == "正文表格 2 第 2 行第 2 格"
    assert (
        findings(table([inner.replace("zzz", "phone"), "{{ zzz }}"]))[0].where
        == "正文表格 1 第 1 行第 2 格"
    )
    held = (
        table(["{{ zzz }}"])
        .replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
        .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    )
    assert findings(held)[0].where == "正文表格 1 第 1 行第 1 格"


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_field_of_a_row_is_looked_for_in_the_row() -> None:
    rows = table(["{%tr for call in calls %}"], ["{{ call.call_stat }}"], ["{%tr endfor %}"])
    (found,) = findings(rows, form=InboundCallRecord)
    assert found.where == "正文表格 1 第 2 行第 1 格"
    assert "是不是 call_status？" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_loop_over_a_field_that_is_no_table_is_refused() -> None:
    (found,) = findings(para("{% for sign in content %}{{ sign }}{% endfor %}"))
    assert "content 不是表格" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_group_printed_whole_is_an_error() -> None:
    (found,) = findings(para("{{ calls }}"), form=InboundCallRecord)
    assert found.is_error
    assert "逐栏" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_tag_beside_a_row_tag_is_an_error_with_its_cell() -> None:
    rows = table(["{%tr if phone %}", "{{ email }}"], ["{{ phone }}"], ["{%tr endif %}"])
    (found,) = findings(rows)
    assert (found.where, found.tag) == ("正文表格 1 第 1 行第 2 格", "{{ email }}")
    assert found.is_error


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_condition_that_tears_a_table_apart_is_an_error() -> None:
    (found,) = findings(table(["{% if email %}"]), para("{% endif %}"))
    assert found.is_error
    assert "交错" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_tag_that_word_split_is_warned_of() -> None:
    (found,) = findings(table(["a", para("{{ customer", "_name }}")]))
    assert not found.is_error
    assert found.where == "正文表格 1 第 1 行第 2 格"
    assert "重新输入" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
@pytest.mark.parametrize("text", ["｛｛ phone ｝｝", "{ { phone } }", "{％ if a ％}", "{｛ phone"])
def test_what_only_looks_like_a_tag_is_warned_of(text: str) -> None:
    (found,) = findings(para(f"电话 {text}"))
    assert not found.is_error
    assert "半角" in found.message


@pytest.mark.usefixtures("without_docxtpl_lint")
@pytest.mark.parametrize(
    "text",
    ["{ phone }", "｛说明｝", "100%", "{{ phone }}%", "{% if phone %}{% endif %}", "{a} {b}"],
)
def test_single_braces_and_percent_signs_are_no_matter(text: str) -> None:
    assert findings(para(text)) == []


def test_fields_that_are_not_printed_are_warned_of_with_their_label() -> None:
    found = lint(zipped(word(para("{{ customer_name }}"))), ComplaintRegisterOne, "模板.docx")
    assert not any(finding.is_error for finding in found)
    messages = [finding.message for finding in found]
    assert any("联系电话（phone）" in message for message in messages)
    assert not any("（customer_name）" in message for message in messages)


def test_a_table_that_has_no_room_for_added_columns_is_warned_of() -> None:
    rows = table(["{%tr for row in calls %}"], ["{{ row.call_no }}"], ["{%tr endfor %}"])
    template = prepare(zipped(word(rows)), "模板.docx")
    missing = unprinted(InboundCallRecord, template.asks)
    assert "calls.extra" in missing
    assert "calls.call_no" not in missing


def test_a_field_printed_by_another_face_is_printed() -> None:
    template = prepare(zipped(word(para("{{ level_boxes }}{{ amount_involved_words }}"))), "x")
    assert {"level", "amount_involved"}.isdisjoint(unprinted(ComplaintRegisterOne, template.asks))


@pytest.mark.usefixtures("without_docxtpl_lint")
def test_a_tag_that_is_not_well_formed_is_one_finding() -> None:
    (found,) = findings(para("甲方 {{ a b }}"))
    assert found.is_error
    assert "甲方 {{ a b }}" in found.message


def test_docxtpl_lints_findings_come_with_the_cell_in_our_words() -> None:
    rows = table(["a", "b"], ["{%tr if phone %} 这段会丢", "x"], ["{{ phone }}"], ["{%tr endif %}"])
    found = [finding for finding in findings(para("标题"), rows) if "DTL209" in finding.message]
    assert [finding.where for finding in found] == ["正文表格 1 第 2 行第 1 格"]
    assert "这段会丢" in found[0].message
    (unclosed,) = (f for f in findings(para("x"), header=para("甲 {{ phone")) if "DTL" in f.message)
    assert (unclosed.where, unclosed.is_error) == ("页眉第 1 段", True)


def test_a_harmful_template_is_refused_before_anything_else() -> None:
    with pytest.raises(UnsafeTemplate):
        findings(para("{{ cycler.__init__.__globals__ }}"))


def test_a_finding_is_plain_data() -> None:
    found = findings(f"<w:p>{control('zzz', '{{ zzz }}')}</w:p>")[0].as_dict()
    assert set(found) == {"where", "tag", "message", "severity"}
    assert found["severity"] == "error"
