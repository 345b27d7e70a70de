"""Templates of no form of ours: what docxtpl makes of them, made by us or by docxtpl itself."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import docxtpl
import pytest
from docx.shared import Mm
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup
from word import MAIN, W, control, para, relation, relations_part, run, table, word, zipped

from csdforms.errors import InvalidTemplate, MissingFile, TemplateWarning, UnsafeTemplate
from csdforms.templates.word_template import WordTemplate

RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
ROWS: list[dict[str, Any]] = [
    {
        "a": "一",
        "b": 1,
        "cells": ["x", "y"],
        "color": "FF0000",
        "parts": [{"n": "甲"}, {"n": "乙"}],
    },
    {"a": "&<>'\"", "b": 2.5, "cells": ["", "z"], "color": "00FF00", "parts": []},
    {"a": "多\n行", "b": -3, "cells": ["p", "q"], "color": "0000FF", "parts": [{"n": "丙"}]},
]
SHAPE = '<wp:inline><wp:docPr id="7" name="p"/></wp:inline>'
VALUES: dict[str, Any] = {
    "name": "李晓岚 & 合伙人 <甲>",
    "empty": "",
    "none": None,
    "yes": True,
    "lines": "第一行\n第二行\n\n第四行",
    "tabs": "甲\t乙\a另一段\f另一页",
    "spaces": "全角\u3000空格\u00a0不断行",
    "rows": ROWS,
    "heads": ["尺寸", "重量"],
    "color": "FF0000",
    "span": 2,
}


def merged(*rows: str) -> str:
    """Return a table of three columns whose cells may span several."""
    grid = '<w:gridCol w:w="900"/>' * 3
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(text: str, span: int = 1) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{wide}</w:tcPr>{para(text)}</w:tc>'


COMPILED = {
    "rows": word(
        table(["{%tr for r in rows %}"], ["{{ r.a }}", "{{ r.b }}"], ["{%tr endfor %}"])
    ),
    "rows within rows": word(
        table(
            ["{%tr for r in rows %}"],
            ["{{ loop.index }}/{{ loop.length }}", "{% for p in r.parts %}{{ p.n }}、{% endfor %}"],
            ["{%tr endfor %}"],
        )
    ),
    "rows under conditions": word(
        table(
            ["项目", "内容"],
            ["{%tr for r in rows %}"],
            ["{%tr if loop.first %}"],
            ["第一", "{{ r.a }}"],
            ["{%tr elif loop.last %}"],
            ["最后", "{{ r.a }}"],
            ["{%tr else %}"],
            ["中间", "{{ r.a }}{% if not r.parts %}无{% endif %}"],
            ["{%tr endif %}"],
            ["{%tr endfor %}"],
        )
    ),
    "cells": word(
        table(
            ["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"],
            ["{%tr for r in rows %}"],
            ["{%tc for c in r.cells %}", "{{ c }}", "{%tc endfor %}"],
            ["{%tr endfor %}"],
        )
    ),
    "a cell under a condition": word(
        table(["a", "{%tc if empty %}", "b", "{%tc endif %}"], ["c", "d"], ["e", "f"])
    ),
    "a table all of whose rows may be absent": word(
        table(["{%tr if empty %}"], ["a", "b", "c"], ["{%tr endif %}"], ["{%tr for r in heads %}"],
              ["{{ r }}", "x"], ["{%tr endfor %}"]),
    ),
    "a table whose only rows are absent": word(
        table(["{%tr if empty %}"], ["a", "b", "c"], ["{%tr endif %}"]), para("完")
    ),
    "paragraphs": word(
        para("{%p if name %}"), para("有"), para("{%p else %}"), para("无"), para("{%p endif %}"),
        para("{%p for h in heads %}"), para("{{ h }}"), para("{%p endfor %}"),
    ),
    "runs": word(para("{%r if name %}", "有", "{%r endif %}", "{{r name }}", "{{r spaces }}")),
    "split tags": word(para("甲{", "{ na", "me }", "}乙", "{", "% if yes %", "}是{% endif %}")),
    "colspan": word(table(["{% colspan span %}跨列", "x"], ["y", "z", "w"])),
    "cellbg": word(
        table(["{%tr for r in rows %}"], ["{% cellbg r.color %}{{ r.a }}"], ["{%tr endfor %}"])
    ),
    "vm": word(
        table(["{%tr for r in rows %}"], ["{% vm %}合并", "{{ r.a }}"], ["{%tr endfor %}"])
    ),
    "hm": word(
        merged(
            row(cell("{%tc for h in heads %}"), cell("{% hm %}标题"), cell("{%tc endfor %}")),
            row(cell("{%tc for h in heads %}"), cell("{{ h }}"), cell("{%tc endfor %}")),
        )
    ),
    "hm of wide cells": word(
        merged(
            row(cell("{%tc for h in heads %}"), cell("{% hm %}标题", 2), cell("{%tc endfor %}")),
            row(cell("甲"), cell("乙", 2)),
        )
    ),
    "header and footer": word(
        para("正文"),
        header=para("{{ name }}") + table(["{% cellbg color %}{{ lines }}"]),
        footer=para("{%p if empty %}") + para("{{ lines }}") + para("{%p endif %}"),
    ),
    "footnotes": word(para("正文"), footnotes=f"<w:footnote>{para('{{ lines }}')}</w:footnote>"),
    "line breaks": word(para("{{ lines }}", "{{ spaces }}"), table(["{{ lines }}"])),
    "tabs, paragraphs and pages": word(para("前{{ tabs }}后", "{{ lines }}")),
    "values of other kinds": word(para("{{ none }} {{ yes }} {{ span }}")),
    "questions": word(
        para("{{ empty or '无' }}{{ yes and '是' }}{{ '有' if name else '无' }}"),
        para("{% if span == 2 and 'F' in color and color not in heads %}对{% endif %}"),
    ),
    "merging": word(para("{%- if name -%}"), para("并入"), para("{%- endif -%}")),
    "comments": word(para("{# 说明 #}{{ name }}{#r x #}"), para("{#p 段 #}")),
    "literal braces": word(para("{_{ name }_} {_% x %_}", "{{ name }}")),
    "controls": word(f"<w:p>{control('name', '{{ name }}')}{run('｛“{{ lines }}”｝')}</w:p>"),
    "text that is not plain": word(
        "<w:p><w:r><w:t xml:space='preserve'>甲\t乙\n丙{{ name }}</w:t></w:r></w:p>"
    ),
    "no tags at all": word(para("只有文字")),
}  # fmt: skip


@dataclass
class Person:
    """What programs may hand over instead of a dictionary."""

    name: str = "张伟"


LEFT = {
    "a filter": word(para("{{ name|upper }}")),
    "a call": word(para("{{ name.replace('甲', '乙') }}")),
    "a variable": word(para("{% set x = name %}{{ x }}")),
    "a macro": word(para("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(name) }}")),
    "an item": word(para("{{ heads[0] }}{{ rows[1].b + 1 }}")),
    "a range": word(para("{% for n in [1, 2] %}{{ n }}{% endfor %}")),
    "an else of a loop": word(para("{% for h in heads %}{{ h }}{% else %}无{% endfor %}")),
}


def by_docxtpl(template: bytes, values: Any) -> dict[str, bytes]:
    """Return each part as docxtpl renders it, in canonical XML."""
    engine = docxtpl.DocxTemplate(io.BytesIO(template))
    engine.init_docx()
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    engine.render(values(engine) if callable(values) else dict(values), sandbox)
    buffer = io.BytesIO()
    engine.save(buffer)
    return canonical(buffer.getvalue())


def canonical(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {
            name: etree.tostring(etree.fromstring(package.read(name)), method="c14n")
            for name in package.namelist()
            if RENDERED.fullmatch(name)
        }


@pytest.mark.parametrize("package", COMPILED.values(), ids=COMPILED.keys())
@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []], ids=["three rows", "one row", "no rows"])
def test_a_compiled_template_is_what_docxtpl_makes_of_it(
    package: dict[str, bytes], rows: list[dict[str, Any]]
) -> None:
    values = {**VALUES, "rows": rows}
    template = WordTemplate(zipped(package))
    assert template.why_slow is None
    assert canonical(template.render(values)) == by_docxtpl(zipped(package), values)


@pytest.mark.parametrize("heads", [[], ["一"], ["一", "二", "三", "四"]], ids=len)
def test_a_grid_is_fitted_to_its_cells_as_docxtpl_does_it(heads: list[str]) -> None:
    for name in ("cells", "hm", "hm of wide cells", "colspan"):
        rows = [{**one, "cells": heads} for one in ROWS]
        values = {**VALUES, "heads": heads, "rows": rows, "span": len(heads) or 1}
        document = WordTemplate(zipped(COMPILED[name])).render(values)
        assert canonical(document) == by_docxtpl(zipped(COMPILED[name]), values), name


@pytest.mark.parametrize("package", LEFT.values(), ids=LEFT.keys())
def test_what_cannot_be_compiled_is_left_to_docxtpl_visibly(package: dict[str, bytes]) -> None:
    with pytest.warns(TemplateWarning, match="docxtpl") as caught:
        template = WordTemplate(zipped(package), "对方.docx")
    assert "对方.docx" in str(caught[0].message)
    assert template.why_slow is not None
    assert template.why_slow in str(caught[0].message)
    assert canonical(template.render(VALUES)) == by_docxtpl(zipped(package), VALUES)


def test_tags_in_the_properties_are_left_to_docxtpl() -> None:
    properties = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>{{ name }}</dc:title></cp:coreProperties>"
    )
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    package = word(
        para("正文"), parts={"docProps/core.xml": properties.encode()},
        types={"/docProps/core.xml": kind},
    )  # fmt: skip
    package["_rels/.rels"] = package["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/'
        b'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    )
    with pytest.warns(TemplateWarning, match="文档属性"):
        document = WordTemplate(zipped(package)).render(VALUES)
    with zipfile.ZipFile(io.BytesIO(document)) as written:
        assert "<dc:title>李晓岚 " in written.read("docProps/core.xml").decode()


def test_values_that_are_objects_are_left_to_docxtpl_visibly() -> None:
    package = zipped(word(para("{{ who.name }}")))
    template = WordTemplate(package)
    assert template.why_slow is None
    with pytest.warns(TemplateWarning, match="不只是文字"):
        document = template.render({"who": Person()})
    assert canonical(document) == by_docxtpl(package, {"who": Person()})
    assert template.why_slow is None  # the next document may be a plain one


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\ud800", "\uffff"])
def test_a_character_that_no_xml_holds_is_refused_and_not_left_to_docxtpl(sign: str) -> None:
    template = WordTemplate(zipped(word(para("{{ name }}后文"))))
    with pytest.raises(InvalidTemplate, match=f"U\\+{ord(sign):04X}"):
        template.render({"name": f"甲{sign}乙"})


def test_what_can_be_gone_over_only_once_is_not_used_up_before_docxtpl_has_it() -> None:
    package = zipped(COMPILED["rows"])
    template = WordTemplate(package)
    with pytest.warns(TemplateWarning):
        document = template.render({**VALUES, "rows": (row for row in ROWS)})
    assert canonical(document) == by_docxtpl(package, VALUES)


def test_quotes_stay_in_their_attribute_whatever_else_is_printed() -> None:
    package = zipped(word(table(["{% cellbg color %}x", "{{ tabs }}"])))
    values = {**VALUES, "color": 'FF" w:themeFill="accent1'}
    document = WordTemplate(package).render(values)
    (shade,) = etree.fromstring(canonical(document)["word/document.xml"]).iter(f"{W}shd")
    assert shade.get(f"{W}fill") == values["color"]
    assert canonical(document) == by_docxtpl(package, values)


@dataclass
class Secretive:
    """What must not get into a message."""

    def __str__(self) -> str:
        raise ValueError("张伟 13900000000")


def test_a_value_that_breaks_when_it_is_printed_is_our_error_without_its_words() -> None:
    with pytest.raises(InvalidTemplate) as caught:
        WordTemplate(zipped(word(para("{{ name }}")))).render({"name": Secretive()})
    assert "张伟" not in str(caught.value)


class Level(str, Enum):  # noqa: UP042 - the old kind, whose str() is not its text
    """Text that says something else than it holds."""

    HIGH = "高"


def test_markup_and_kinds_of_text_are_printed_as_docxtpl_prints_them() -> None:
    package = zipped(word(para("{{ a }}", "{{ b }}")))
    values = {"a": Markup("A &amp; B"), "b": Level.HIGH}
    assert canonical(WordTemplate(package).render(values)) == by_docxtpl(package, values)


def test_a_link_to_the_word_template_is_let_go_where_docxtpl_renders_too() -> None:
    settings = (
        f'<w:settings xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument'
        '/2006/relationships"><w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    link = relations_part([relation("attachedTemplate", "http://x/y.dotm", external=True)])
    package = word(
        para("{{ name|upper }}"),
        relations=[relation("settings", "settings.xml")],
        parts={"word/settings.xml": settings.encode(), "word/_rels/settings.xml.rels": link},
        types={"/word/settings.xml": f"{MAIN}.settings+xml"},
    )
    with pytest.warns(TemplateWarning):
        document = WordTemplate(zipped(package)).render(VALUES)
    with zipfile.ZipFile(io.BytesIO(document)) as written:
        assert not any(b"dotm" in written.read(name) for name in written.namelist())


ODD = {
    "a row that begins with added cells": word(
        merged(
            row(cell("{%tc if empty %}"), cell("甲", 3), cell("{%tc endif %}")),
            row(cell("a"), cell("b"), cell("c")),
        )
    ),
    "a table in a loop": word(
        para("{%p for r in rows %}"),
        table(["{%tr for p in r.parts %}"], ["{{ p.n }}", "x"], ["{%tr endfor %}"], ["y"]),
        para("{%p endfor %}"),
    ),
    "a drawing dropped with its tag": word(
        f"<w:p>{run('{%p if name %}')}<w:r><w:drawing>{SHAPE}</w:drawing></w:r></w:p>",
        para("x"),
        para("{%p endif %}"),
        f"<w:p><w:r><w:drawing>{SHAPE}</w:drawing></w:r></w:p>",
    ),
    "a text that looks like our variables": word(
        para("of0 at0 {% for h in heads %}of0 {{ h }}{% endfor %}")
    ),
}


@pytest.mark.parametrize("package", ODD.values(), ids=ODD.keys())
def test_an_odd_template_is_what_docxtpl_makes_of_it(package: dict[str, bytes]) -> None:
    template = WordTemplate(zipped(package))
    assert template.why_slow is None
    assert canonical(template.render(VALUES)) == by_docxtpl(zipped(package), VALUES)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ " + " or ".join(["a"] * 300) + " }}",
        "{{ " + "not " * 220 + "a }}",
        "{% if a %}x" + "{% elif a %}x" * 3000 + "{% endif %}",
        "{{ 1e999 }}",
        "{{ " + "9" * 5000 + " }}",
        "\ue00099\ue004{{ a }}",
    ],
    ids=lambda tag: tag[:20],
)
def test_what_is_too_much_for_python_is_no_traceback(tag: str) -> None:
    with contextlib.suppress(InvalidTemplate), warnings.catch_warnings():
        warnings.simplefilter("ignore", TemplateWarning)
        assert WordTemplate(zipped(word(para(tag)))).render({"a": "1"})


def rich(_: docxtpl.DocxTemplate | None = None) -> dict[str, Any]:
    text = docxtpl.RichText("红色", color="FF0000", bold=True)
    text.add(" & 两\n行\t完")
    paragraphs = docxtpl.RichTextParagraph()
    paragraphs.add(docxtpl.RichText("整段"))
    return {**VALUES, "rt": text, "rp": paragraphs, "ls": docxtpl.Listing("一\n二 <三>")}


def test_rich_text_is_compiled_and_finished_as_docxtpl_does_it() -> None:
    package = zipped(
        word(
            para("前", "{{r rt }}", "后"),
            para("{{p rp }}"),
            para("{{ ls }}"),
            header=para("{{r rt }}"),
        )
    )
    template = WordTemplate(package)
    assert template.why_slow is None
    assert canonical(template.render(rich())) == by_docxtpl(package, rich())


def png() -> bytes:
    """Return a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def pictured(engine: docxtpl.DocxTemplate) -> Mapping[str, Any]:
    return {**VALUES, "photo": docxtpl.InlineImage(engine, io.BytesIO(png()), width=Mm(20))}


def test_a_picture_is_put_in_by_docxtpl_itself() -> None:
    package = zipped(word(para("照片 {{ photo }}"), table(["{{ photo }}", "{{ name }}"])))
    template = WordTemplate(package)
    document = template.render(pictured)
    assert canonical(document) == by_docxtpl(package, pictured)
    with zipfile.ZipFile(io.BytesIO(document)) as written:
        assert any(name.startswith("word/media/") for name in written.namelist())


def test_a_picture_of_another_template_object_is_refused_with_advice() -> None:
    package = zipped(word(para("{{ photo }}")))
    with pytest.raises(InvalidTemplate, match="函数"):
        WordTemplate(package).render(pictured(docxtpl.DocxTemplate(io.BytesIO(package))))


@pytest.mark.parametrize("make", [lambda _: {}, lambda _: {"name": ["一"]}])
def test_what_cannot_be_printed_is_our_error(make: Callable[[object], Any]) -> None:
    template = WordTemplate(zipped(word(para("{{ name.x }}"))))
    with pytest.raises(InvalidTemplate, match="印不出来"):
        template.render(make(None))
    with pytest.raises(InvalidTemplate, match="印不出来"):
        template.render(make)


def test_a_template_that_tears_the_document_is_our_error() -> None:
    opened = "<w:p><w:r><w:t>{% if a %}</w:t></w:r></w:p>"
    package = zipped(word(opened, f"<w:p><w:pPr/>{run('x')}{{% endif %}}</w:p>"))
    with pytest.raises(InvalidTemplate, match="交错"):
        WordTemplate(package).render({"a": ""})


def test_files_that_are_missing_or_dangerous_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        WordTemplate(tmp_path / "没有.docx")
    with pytest.raises(UnsafeTemplate):
        WordTemplate(b"no zip")
    (tmp_path / "坏.docx").write_bytes(zipped(word(para("{{ a b }}"))))
    with pytest.raises(InvalidTemplate, match=r"坏\.docx"):
        WordTemplate(tmp_path / "坏.docx")


def test_what_the_template_holds_besides_is_kept_as_it_is() -> None:
    settings = f'<w:settings xmlns:w="{W[1:-1]}"/>'.encode()
    package = word(para("{{ name }}"), parts={"word/settings.xml": settings})
    document = WordTemplate(zipped(package)).render(VALUES)
    with zipfile.ZipFile(io.BytesIO(document)) as written:
        assert written.testzip() is None
        assert written.read("word/settings.xml") == settings
        assert written.namelist()[0] == "[Content_Types].xml"


def test_the_same_values_give_the_same_bytes() -> None:
    template = WordTemplate(zipped(COMPILED["rows"]))
    assert template.render(VALUES) == template.render(dict(VALUES))
