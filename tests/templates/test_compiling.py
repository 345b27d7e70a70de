"""What the tags of a template may say, and what is said about those that may not."""

from __future__ import annotations

import pytest
from lxml import etree
from word import W, control, para, relation, run, table, text_in, word, zipped

from csdforms.errors import InvalidTemplate, UnsafeTemplate
from csdforms.templates.compiled import CompiledTemplate
from csdforms.templates.compiling import compile_template
from csdforms.templates.preparing import prepare


def compiled(*body: str, header: str | None = None) -> CompiledTemplate:
    return compile_template(zipped(word(*body, header=header)), "模板.docx")


def filled(template: CompiledTemplate, **context: object) -> str:
    return text_in(document(template, **context))


def document(template: CompiledTemplate, **context: object) -> etree._Element:
    return etree.fromstring(template.render(context)["word/document.xml"])


def refused(tag: str, kind: type[InvalidTemplate] = InvalidTemplate) -> str:
    """Compile a template with a tag that must be refused; return what the clerk is told."""
    with pytest.raises(kind) as caught:
        compiled(para("姓名"), para(tag))
    return str(caught.value)


CONFIG = "config.__class__.__init__.__globals__"
CODE = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ [].__class__.__base__ }}",
    "{{ ().__class__ }}",
    "{{ customer_name.__class__ }}",
    "{{ customer_name['__class__'] }}",
    "{{ customer_name|attr('__class__') }}",
    "{{ customer_name|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ customer_name.format(self) }}",
    "{{ '{0.__class__}'.format(customer_name) }}",
    "{{ '%s' % customer_name }}",
    "{{ '%1000000000d' % 1 }}",
    f"{{{{ {CONFIG} }}}}",
    "{{ customer_name.upper() }}",
    "{{ dict(a=1) }}",
    "{{ range(10) }}",
    "{% for n in range(100000000) %}x{% endfor %}",
    "{% for n in 'abc' %}x{% endfor %}",
    "{% for n in [1, 2] %}x{% endfor %}",
    "{% for a, b in rows %}x{% endfor %}",
    "{% for row in rows if row %}x{% endfor %}",
    "{% for row in rows recursive %}x{% endfor %}",
    "{% for row in rows %}x{% else %}y{% endfor %}",
    "{% for row in rows %}{% for again in rows %}x{% endfor %}{% endfor %}",
    "{% for row in rows %}{% for other in others %}x{% endfor %}{% endfor %}",
    "{% for row in rows %}{% for x in loop %}x{% endfor %}{% endfor %}",
    "{% for loop in rows %}x{% endfor %}",
    "{% for row in rows %}{{ loop.__class__ }}{% endfor %}",
    "{% for row in rows %}{{ loop }}{% endfor %}",
    "{% for row in rows %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for row in rows %}{{ loop.changed }}{% endfor %}",
    "{% for row in rows %}{{ loop.index.real }}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' ~ customer_name }}",
    "{{ 2**9999999 }}",
    "{{ 1 + 1 }}",
    "{{ -1 }}",
    "{{ customer_name[0] }}",
    "{{ [customer_name] }}",
    "{{ {'a': 1} }}",
    "{{ customer_name|upper }}",
    "{{ customer_name|safe }}",
    "{{ customer_name is defined }}",
    "{{ amount > '3' }}",
    "{{ 'yes' if customer_name }}",
    "{% set x = 1 %}",
    "{% set x %}y{% endset %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% include 'x' %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% macro x() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x = 1 %}{% endwith %}",
    "{% autoescape false %}{{ customer_name }}{% endautoescape %}",
    "{% do x %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{{ " + "(" * 5000 + "a" + ")" * 5000 + " }}",
    "{{ " + "not " * 5000 + "a }}",
    "{{ a" + ".a" * 5000 + " }}",
    "{% if a %}" * 12 + "{% endif %}" * 12,
    "{% if a %}" * 2000 + "{% endif %}" * 2000,
]


@pytest.mark.parametrize("tag", CODE, ids=lambda tag: tag[:60])
def test_tags_that_are_more_than_fields_for_and_if_are_refused(tag: str) -> None:
    assert "模板.docx" in refused(tag)


@pytest.mark.parametrize("tag", CODE[:20], ids=lambda tag: tag[:60])
def test_code_is_refused_in_a_header_and_in_a_control_too(tag: str) -> None:
    with pytest.raises(InvalidTemplate):
        compiled(para("正文"), header=para(tag))
    with pytest.raises(InvalidTemplate):
        compiled(f"<w:p>{control(tag.replace(chr(34), ''), tag)}</w:p>")


def test_code_split_over_runs_is_refused() -> None:
    with pytest.raises(UnsafeTemplate):
        compiled(para("{", "{ customer_name.up", "per() }", "}"))


def test_code_in_an_attribute_is_refused() -> None:
    with pytest.raises(UnsafeTemplate):
        compiled('<w:p w:rsidR="{{ cycler.__init__ }}"/>')


def test_code_behind_docxtpls_own_tags_is_refused() -> None:
    with pytest.raises(UnsafeTemplate):
        compiled(table(["{% colspan cycler.__init__.__globals__ %}x", "y"]))


def test_the_refusal_says_where() -> None:
    assert "甲方 {{ customer_name.upper() }}" in refused("甲方 {{ customer_name.upper() }}")


@pytest.mark.parametrize(
    "tag",
    ["{{ customer_name }", "{{ a b }}", "{% for row %}", "{% if a %}", "{% endfor %}", "{{ }}"],
)
def test_a_tag_that_is_not_well_formed_is_named_with_its_neighbourhood(tag: str) -> None:
    said = refused(f"甲方 {tag}")
    assert "标签写法不对" in said
    assert "附近" in said
    if tag not in ("{{ customer_name }", "{% if a %}"):  # these are missed at the end only
        assert f"甲方 {tag}" in said


def test_fields_loops_and_conditions_are_compiled() -> None:
    template = compiled(
        para("{{ customer_name }}{{ phone or mobile }}{% if level == '高等级' %}急{% endif %}"),
        para(
            "{{ '有' if evidence else '无' }}{{ secret and '密' }}{% if not email %}无{% endif %}"
        ),
        table(
            ["{%tr for row in calls %}"],
            ["{{ loop.index }}", "{{ row.status }}"],
            ["{% for box in row.extra %}{{ box.label }}{% endfor %}"],
            ["{%tr endfor %}"],
        ),
    )
    assert template.asks == {
        "customer_name",
        "phone",
        "mobile",
        "calls.status",
        "calls.extra.label",
    }
    assert template.tests == {"level", "evidence", "secret", "email"}
    assert template.groups == {"calls", "calls.extra"}


def test_values_stand_where_their_tags_stood() -> None:
    template = compiled(
        para("姓名：{{ name }}。"),
        table(["{%tr for r in rows %}"], ["{{ r.a }}"], ["{%tr endfor %}"]),
    )
    assert filled(template, name="甲", rows=[{"a": "1"}, {"a": "2"}]) == "姓名：甲。\n1\n2"


@pytest.mark.parametrize(
    "value",
    [
        "{_{",
        "}_}",
        "{_%",
        "%_}",
        "a_b",
        "__",
        "{{ x }}",
        "{% if %}",
        "{# #}",
        "&#95;",
        "<w:p>",
        "&amp;",
    ],
)
def test_a_value_is_printed_as_it_is_whatever_docxtpl_makes_of_such_signs(value: str) -> None:
    assert filled(compiled(para("{{ name }}")), name=value) == value


def test_a_value_torn_over_two_tags_is_printed_as_it_is() -> None:
    template = compiled(para("{{ a }}{{ b }}{{ c }}"))
    assert filled(template, a="{", b="_", c="{") == "{_{"


def test_conditions_see_the_value_itself() -> None:
    template = compiled(para("{% if no == 'A_1<' %}是{% endif %}"))
    assert filled(template, no="A_1<") == "是"


def test_a_name_that_nothing_was_given_for_is_an_error() -> None:
    with pytest.raises(InvalidTemplate, match="missing"):
        filled(compiled(para("{{ missing }}")))


@pytest.mark.parametrize("value", [[{"a": "1"}], {"a": "1"}])
def test_a_whole_group_cannot_be_printed(value: object) -> None:
    with pytest.raises(InvalidTemplate, match="逐栏"):
        filled(compiled(para("{{ group }}")), group=value)


def test_a_comparison_that_makes_no_sense_is_our_error() -> None:
    with pytest.raises(InvalidTemplate):
        filled(compiled(para("{% if 3 in name %}x{% endif %}")), name="3")


def test_a_condition_across_cells_is_our_error() -> None:
    opened = "<w:p><w:r><w:t>{% if a %}</w:t></w:r></w:p>"
    template = compiled(opened, f"<w:p><w:pPr/>{run('x')}{{% endif %}}</w:p>")
    assert filled(template, a="1") == "\nx"
    with pytest.raises(InvalidTemplate, match="交错"):
        filled(template, a="")


def test_a_tag_beside_a_row_tag_is_noted_as_dropped() -> None:
    rows = table(
        ["{%tr for row in calls %}", "{{ customer_name }}"], ["{{ row.a }}"], ["{%tr endfor %}"]
    )
    template = prepare(zipped(word(rows)), "模板.docx")
    assert template.dropped == ("{{ customer_name }}",)


def test_tags_of_every_kind_are_not_noted_as_dropped() -> None:
    body = (
        para("{%p if a %}"),
        para("{{ b }}", " {{ ", "c", " }}", "{% if “x” == c and d != '&' %}y{% endif %}"),
        para("{{r d }}"),
        para("{%p endif %}"),
        table(["{%tc for box in boxes %}", "{{ box }}", "{%tc endfor %}"], ["{% vm %}x", "y", "z"]),
    )
    assert prepare(zipped(word(*body)), "模板.docx").dropped == ()


def test_a_control_bound_to_other_data_loses_the_binding() -> None:
    bound = control("customer_name", "{{ customer_name }}").replace(
        "</w:sdtPr>", '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/></w:sdtPr>'
    )
    tree = document(compiled(f"<w:p>{bound}</w:p>"), customer_name="甲")
    assert tree.find(f".//{W}dataBinding") is None
    assert tree.find(f".//{W}tag") is not None


def test_tags_in_endnotes_are_refused_since_nothing_fills_them() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    notes = f'<w:endnotes xmlns:w="{W[1:-1]}">{para("{{ customer_name }}")}</w:endnotes>'
    package = word(
        relations=[relation("endnotes", "endnotes.xml")],
        parts={"word/endnotes.xml": notes.encode()},
        types={"/word/endnotes.xml": kind},
    )
    with pytest.raises(InvalidTemplate, match="尾注"):
        compile_template(zipped(package), "模板.docx")


def test_a_document_in_the_strict_dialect_is_refused() -> None:
    package = word(para("文字"))
    strict = package["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(UnsafeTemplate):
        compile_template(zipped({**package, "word/document.xml": strict}), "模板.docx")


def test_a_line_break_in_a_value_is_a_line_break_in_the_same_paragraph() -> None:
    tree = document(compiled(para("{{ text }}")), text="一\n二")
    paragraph = next(tree.iter(f"{W}p"))
    tags = [etree.QName(node).localname for node in paragraph.iter(f"{W}t", f"{W}br")]
    assert [tag for tag in tags if tag == "br"] == ["br"]
    assert text_in(tree) == "一二"


def test_a_table_without_widths_is_our_error() -> None:
    with pytest.raises(InvalidTemplate, match="列宽"):
        filled(compiled(f"<w:tbl><w:tr><w:tc><w:p>{run('x')}</w:p></w:tc></w:tr></w:tbl>"))
