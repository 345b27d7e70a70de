"""What a template proves for all data, and what it leaves to be looked at."""

from __future__ import annotations

import pytest
from word import control, para, run, table, word, zipped

from csdforms.templates.compiling import compile_template
from csdforms.templates.preparing import prepare
from csdforms.templates.structure import Structure, structure_of
from csdforms.templates.tags import TagReader

DOCUMENT = "word/document.xml"


def boxed(tag: str, text: str) -> str:
    return f"<w:p>{control(tag, text)}</w:p>"


SHAPE = '<wp:inline><wp:docPr id="7" name="p"/></wp:inline>'
DRAWING = f"<w:p><w:r><w:drawing>{SHAPE}</w:drawing></w:r></w:p>"
BACKWARDS = boxed("g.{{ loop.revindex }}.a", "{{ r.a }}")
ROW = boxed("g.{{ loop.index }}.a", "{{ r.a }}")


def structure(*body: str) -> Structure:
    tree = prepare(zipped(word(*body)), "模板").parts[DOCUMENT]
    return structure_of(tree, TagReader("模板"), is_body=True)


def unproven(*body: str, header: str | None = None) -> frozenset[str]:
    return compile_template(zipped(word(*body, header=header)), "模板").unproven


@pytest.mark.parametrize(
    "body",
    [
        [para("{{ a }}")],
        [para("{%p if a %}"), para("x"), para("{%p else %}"), para("y"), para("{%p endif %}")],
        [table(["{%tr for r in g %}"], ["{{ r.a }}"], ["{%tr endfor %}"])],
        [para("{% if a %}甲", "乙", "丙{% endif %}")],  # from run to run: t, r, p on both sides
        [table(["{% cellbg a %}x", "{% vm %}y"])],
    ],
)
def test_matching_tags_between_the_same_elements_keep_the_xml_well_formed(body: list[str]) -> None:
    assert structure(*body).is_well_formed


@pytest.mark.parametrize(
    "body",
    [
        [
            "<w:p><w:r><w:t>{% if a %}</w:t></w:r></w:p>",
            f"<w:p><w:pPr/>{run('x')}{{% endif %}}</w:p>",
        ],
        [para("{% if a %}"), table(["{% endif %}"])],
        [para("x"), "<!-- {% if a %} -->", para("y"), "<!-- {% endif %} -->"],
        ['<w:p w:rsidP="{% if a %}1"/>', '<w:p w:rsidP="{% endif %}2" w:rsidR="2"/>'],
        [f"<w:p>{run('{% for r in g %}')}</w:p>", f"<w:p>{control('x', '{% endfor %}')}</w:p>"],
    ],
)
def test_tags_between_different_elements_are_not_proved(body: list[str]) -> None:
    assert not structure(*body).is_well_formed


def test_a_template_that_uses_our_own_marks_is_not_proved() -> None:
    assert not structure(para("\ue000{{ a }}")).is_well_formed


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([para("{{ a }}")], []),
        ([para("{{ a or b }}")], ["b"]),  # b is hidden behind a
        ([para("{{ a if b else c }}")], ["a", "c"]),
        ([para("{% if a %}{{ a }}{% endif %}")], []),
        ([para("{% if a or b %}{{ a }}{{ b }}{% endif %}")], []),
        ([para("{% if a and b %}{{ a }}{% endif %}")], ["a"]),
        ([para("{% if not b %}{{ a }}{% endif %}")], ["a"]),
        ([para("{% if b == '1' %}{{ a }}{% endif %}")], ["a"]),
        ([para("{% if a %}{% else %}{{ b }}{% endif %}")], ["b"]),
        ([para("{% if a %}{% elif b %}{{ b }}{% endif %}")], ["b"]),
        ([para("{% if c %}{{ c_boxes }}{% endif %}")], []),  # no tick, nothing to print
        ([para("{% if g %}{% for r in g %}{{ r.a }}{% endfor %}{% endif %}")], []),
        ([para("{% for r in g %}{{ a }}{% endfor %}")], ["a"]),  # no rows, no a
        ([para("{% for r in g %}{% if r.b %}{{ r.a }}{% endif %}{% endfor %}")], ["g.a"]),
        ([para("{% for r in g %}{% for s in r.h %}{{ s.a }}{% endfor %}{% endfor %}")], []),
        ([para("{% if g %}{% for x in g_extra %}{{ x }}{% endfor %}{% endif %}")], []),
        (["<w:p><w:del><w:r><w:delText>{{ a }}</w:delText></w:r></w:del></w:p>"], ["a"]),
        ([para("{% if b %}{{ a }}{% endif %}"), para("{{ a }}")], []),
        # in controls: the value alone, in the one that bears its path
        ([boxed("a", "{{ a }}")], []),
        ([boxed("a", "甲{{ a }}")], ["a"]),
        ([boxed("a", "{{ a }}{{ b }}")], ["a"]),
        ([boxed("a", "{% if a %}{{ a }}{% endif %}")], []),
        ([boxed("a", "{% for r in g %}{{ r.a }}{% endfor %}"), para("{{ a }}")], ["a"]),
        ([boxed("a", "{{ a or '—' }}")], []),
        ([boxed("b", "{{ a }}")], []),  # no control bears the name of a: anywhere will do
        ([boxed("a", "{{ b }}"), para("{{ a }}")], ["a"]),
        ([boxed("c", "{{ c_boxes }}")], []),
        ([boxed("c", "{{ c }}"), para("{{ c_boxes }}")], ["c_boxes"]),
        ([table(["{%tr for r in g %}"], [ROW], ["{%tr endfor %}"])], []),
        ([table(["{%tr for r in g %}"], [BACKWARDS], ["{%tr endfor %}"])], ["g.a"]),
        ([f"<w:p>{control('a', '{% if a %}')}{control('b', '{% endif %}{{ b }}')}</w:p>"], ["b"]),
    ],
)  # fmt: skip
def test_a_value_is_proved_where_nothing_can_keep_it_from_its_place(
    body: list[str], expected: list[str]
) -> None:
    assert sorted(unproven(*body)) == expected


def test_a_value_in_a_header_is_proved_too() -> None:
    assert unproven(para("x"), header=boxed("a", "{{ a }}")) == frozenset()


def test_a_place_once_at_most_is_noted_when_it_is_reached() -> None:
    template = compile_template(zipped(word(para("{% if b %}{{ a }}{% endif %}"))), "模板")
    assert template.unproven == {"a"}
    assert template.rendered({"a": "1", "b": "1"})[1] == {"a"}
    assert template.rendered({"a": "1", "b": ""})[1] == set()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([table(["a", "b"], ["c", "d"])], False),
        ([table(["a", "b", "c"], ["d"])], False),  # the widest row fills the grid
        ([table(["{%tr for r in g %}"], ["a", "b"], ["{%tr endfor %}"], ["c"])], False),  # noted
        ([table(["{%tc for h in g %}", "{{ h }}", "{%tc endfor %}"])], True),  # nothing is sure
        ([table(["{% colspan a %}x", "y"])], True),
        ([table(["x"]).replace('<w:gridCol w:w="1000"/>', "")], True),
        ([DRAWING], False),
        ([para("{%p if a %}"), DRAWING, para("{%p endif %}")], True),  # its number depends
        (["<w:p><w:r><w:t>甲\t乙</w:t></w:r></w:p>"], True),
    ],
)
def test_what_docxtpl_does_afterwards_is_done_where_it_may_change_something(
    body: list[str], expected: bool
) -> None:
    assert structure(*body).needs_finishing is expected


def test_a_grid_that_fits_if_a_row_is_there_is_noted_by_that_row() -> None:
    known = structure(table(["{%tr for r in g %}"], ["a", "b"], ["{%tr endfor %}"], ["c"]))
    assert known.tables == 1
    assert list(known.notes.values()) == [{0}]


def test_added_cells_are_noted() -> None:
    known = structure(table(["a", "{%tc for h in g %}", "{{ h }}", "{%tc endfor %}"], ["a"] * 4))
    assert list(known.notes.values()) == [{-1}]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (para("{{ a }}"), True),
        ("<w:p><w:hyperlink><w:r><w:t>{{ a }}</w:t></w:r></w:hyperlink></w:p>", True),
        ('<w:p w:rsidR="{{ a }}"/>', False),
        (f"<w:p><w:r><w:t>{{{{ a }}}}</w:t><w:pict>{para('文本框')}</w:pict></w:r></w:p>", False),
    ],
)
def test_line_breaks_can_be_printed_in_a_plain_run(body: str, expected: bool) -> None:
    assert [site.takes_breaks for site in structure(body).sites] == [expected]
