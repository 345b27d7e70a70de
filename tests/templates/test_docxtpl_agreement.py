"""docxtpl itself is the measure: each part that we render is the part that it renders.

When a new release of docxtpl prepares or finishes the XML in another way, this fails first.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import re
import textwrap
import tokenize
from collections.abc import Mapping
from typing import Any

import docxtpl
import pytest
from lxml import etree
from support import FORMS, sample
from word import control, para, run, table, word, zipped

from csdforms.schemas.checking import parse
from csdforms.schemas.form import Form
from csdforms.templates.compiling import compile_template
from csdforms.templates.locating import shipped_template
from csdforms.templates.printing import blank, printed
from csdforms.templates.tags import environment

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


def by_docxtpl(template: bytes, context: Mapping[str, Any]) -> dict[str, bytes]:
    """Return each part as docxtpl renders it, in canonical XML."""
    engine = docxtpl.DocxTemplate(io.BytesIO(template))
    engine.render(dict(context), environment())
    package = engine.docx.part.package
    return {
        str(part.partname).lstrip("/"): canonical(etree.fromstring(part.blob))
        for part in package.iter_parts()
        if re.match(r"/word/(document|header\d*|footer\d*|footnotes)\.xml", str(part.partname))
    }


def canonical(root: Any) -> bytes:
    return etree.tostring(root, method="c14n")


def agree(template: bytes, context: Mapping[str, Any]) -> dict[str, bytes]:
    ours = compile_template(template, "模板.docx").render(context)
    theirs = by_docxtpl(template, context)
    assert set(ours) == set(theirs)
    for part, xml in ours.items():
        assert canonical(etree.fromstring(xml)) == theirs[part]
    return theirs


@every_form
def test_a_filled_sheet_is_what_docxtpl_makes_of_it(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    agree(shipped_template(form).read_bytes(), printed(model))


@every_form
def test_a_blank_sheet_is_what_docxtpl_makes_of_it(form: type[Form]) -> None:
    groups = [name for name, spec in form.specs().items() if spec.many]
    agree(shipped_template(form).read_bytes(), blank(form, dict.fromkeys(groups, 2)))


ROWS = [
    {"a": "一", "b": "1\n2", "cells": ["x", "y"]},
    {"a": "&<>'\"", "b": "{_{", "cells": ["", "z"]},
]
CONTEXT = {
    "name": "李晓岚 & 合伙人 <甲>",
    "empty": "",
    "lines": "第一行\n第二行\n\n第四行",
    "rows": ROWS,
    "heads": ["尺寸", "重量"],
    "color": "FF0000",
}
SHAPE = '<wp:inline><wp:docPr id="7" name="p"/></wp:inline>'
DRAWING = f"<w:p><w:r><w:drawing>{SHAPE}</w:drawing></w:r></w:p>"


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(word(para("{{ name }}：{{ lines }}")), id="text"),
        pytest.param(
            word(para("甲{", "{ na", "me }", "}乙", "{{ empty or '无' }}")), id="split tags"
        ),
        pytest.param(
            word(
                table(
                    ["{%tr for row in rows %}"], ["{{ row.a }}", "{{ row.b }}"], ["{%tr endfor %}"]
                )
            ),
            id="rows",
        ),
        pytest.param(
            word(
                table(
                    ["{%tc for head in heads %}", "{{ head }}", "{%tc endfor %}"],
                    ["{%tr for row in rows %}"],
                    ["{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}"],
                    ["{%tr endfor %}"],
                )
            ),
            id="cells",
        ),
        pytest.param(
            word(
                para("{%p if name %}"),
                para("有"),
                para("{%p endif %}"),
                para("{%p if empty %}"),
                para("无"),
                para("{%p endif %}"),
            ),
            id="paragraphs",
        ),
        pytest.param(word(para("{%r if name %}", "有", "{%r endif %}", "{{r name }}")), id="runs"),
        pytest.param(
            word(para("{%- if name -%}"), para("并入"), para("{%- endif -%}")), id="merging"
        ),
        pytest.param(
            word(
                para("正文"),
                header=para("{{ name }}"),
                footer=para("{%p if empty %}") + para("{{ lines }}") + para("{%p endif %}"),
            ),
            id="header and footer",
        ),
        pytest.param(
            word(para("正文"), footnotes=f"<w:footnote>{para('{{ name }}')}</w:footnote>"),
            id="footnotes",
        ),
        pytest.param(
            word(table(["{% cellbg color %}底色", "y"])),
            id="cell background",
        ),
        pytest.param(
            word(
                table(
                    ["{%tr for row in rows %}"], ["{% vm %}合并", "{{ row.a }}"], ["{%tr endfor %}"]
                )
            ),
            id="merged down",
        ),
        pytest.param(
            word(table(["{%tr for row in rows %}"], ["a", "b", "c"], ["{%tr endfor %}"], ["d"])),
            id="grid with too many columns",
        ),
        pytest.param(word(DRAWING, DRAWING), id="drawings"),
        pytest.param(
            word(
                f"<w:p>{control('name', '{{ name }}')}{run('{# 说明 #}')}</w:p>",
                para("｛“{{ '“' }}”｝"),
            ),
            id="controls and comments",
        ),
        pytest.param(word(para("{_{ name }_} {_% x %_}", "{{ name }}")), id="literal braces"),
    ],
)
def test_a_template_made_by_others_is_what_docxtpl_makes_of_it(template: dict[str, bytes]) -> None:
    assert agree(zipped(template), CONTEXT)


def test_the_values_stand_in_what_both_make() -> None:
    template = word(para("{{ name }}"), header=para("{{ lines }}"))
    theirs = agree(zipped(template), CONTEXT)
    assert "李晓岚 &amp; 合伙人 &lt;甲&gt;" in theirs["word/document.xml"].decode()
    assert "第二行" in theirs["word/header1.xml"].decode()


#: What we rely on in docxtpl, as it was when it was last compared line by line with
#: preparing.py, structure.py, emitting.py and finishing.py (release 0.20.2).
KNOWN = {
    "patch_xml": "ae946fbc5fa94218",
    "render_xml_part": "0ca6972a912fac3e",
    "resolve_listing": "4d512f32d22f1ffa",
    "fix_tables": "3fd30eb5f6e11d70",
    "fix_docpr_ids": "54adf1bb3b02980b",
    "build_headers_footers_xml": "079c233962c88a82",
    "render_footnotes": "96cc3134a1544346",
    "render": "ed142572b16f0c28",
}


@pytest.mark.parametrize("method", KNOWN)
def test_docxtpl_does_what_it_did_when_we_last_compared(method: str) -> None:
    """A new docxtpl that works otherwise may still agree on our samples: look before trusting."""
    source = textwrap.dedent(inspect.getsource(getattr(docxtpl.DocxTemplate, method)))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    plain = "".join(token.string.strip() for token in tokens if token.type != tokenize.COMMENT)
    assert hashlib.sha256(plain.encode()).hexdigest()[:16] == KNOWN[method]
