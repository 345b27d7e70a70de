"""The five-way test: what every form must hold, whatever it is about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support import FORMS, part, parts, sample

from csdforms.build import schema_text
from csdforms.schemas.checking import check, parse
from csdforms.schemas.form import Block, Form
from csdforms.schemas.masking import Mask
from csdforms.schemas.types import Text
from csdforms.templates.drawing import draw, placed
from csdforms.templates.filling import render
from csdforms.templates.lint import unknown_tags
from csdforms.templates.locating import declared_sheet, shipped_template
from csdforms.templates.paths import unprinted
from csdforms.templates.preparing import prepare
from csdforms.templates.proof import text_of
from csdforms.templates.sheet import Cell, Grid, IfFilled

ROOT = Path(__file__).parents[1]
REWRITE = "stale: rewrite it with  python -m csdforms.build"

#: Tables that only a computed sheet has; a sample is filled in by hand.
COMPUTED = {"question_results", "option_results", "problem_results"}

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.identifier())


def shipped(form: type[Form]) -> bytes:
    return shipped_template(form).read_bytes()


@every_form
def test_template_asks_exactly_for_what_the_schema_holds(form: type[Form]) -> None:
    template = prepare(shipped(form), form.identifier())
    assert unknown_tags(form, template) == []
    assert unprinted(form, template.asks) == []


@every_form
def test_template_is_what_its_declaration_draws(form: type[Form]) -> None:
    assert shipped(form) == draw(form, declared_sheet(form)), REWRITE


@every_form
def test_published_schema_is_the_models(form: type[Form]) -> None:
    published = (ROOT / "schemas" / f"{form.identifier()}.json").read_text("utf-8")
    assert published == schema_text(form), REWRITE


@every_form
def test_sample_has_no_findings(form: type[Form]) -> None:
    assert check(form, sample(form.identifier())) == []


@every_form
def test_sample_fills_every_box_of_the_default_sheet(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    empty = [path for path in default_boxes(form) if value_at(model, path) in (None, ())]
    assert empty == []


@every_form
def test_every_field_has_a_chinese_label(form: type[Form]) -> None:
    unlabelled = [name for name, label in labels(form) if not re.search("[\u4e00-\u9fff]", label)]
    assert unlabelled == []


@every_form
def test_every_value_of_the_sample_stands_in_the_document(form: type[Form]) -> None:
    model = parse(form, sample(form.identifier()))
    document = render(model, mask=Mask.NONE)
    names = [name for name in parts(document) if re.match(r"word/(document|header|footer)", name)]
    text = "\n".join(text_of(part(document, name)) for name in names)
    missing = [faces for faces in shown(model) if not any(face in text for face in faces)]
    assert missing == []


# Each of the five fails when it is broken


def test_a_field_without_a_tag_is_noticed() -> None:
    form = FORMS[0]
    template = prepare(without(form, form.number), "broken")
    assert form.number in unprinted(form, template.asks)


def test_a_tag_without_a_field_is_noticed() -> None:
    form, other = FORMS[0], FORMS[1]
    template = prepare(shipped(other), "broken")
    assert unknown_tags(form, template)


def test_a_changed_schema_is_noticed() -> None:
    published = json.loads(schema_text(FORMS[0]))
    published["properties"].popitem()
    assert json.dumps(published, ensure_ascii=False, indent=2) + "\n" != schema_text(FORMS[0])


def test_a_sample_with_a_mistake_is_noticed() -> None:
    form = FORMS[0]
    assert check(form, {**sample(form.identifier()), form.number: ""})


def without(form: type[Form], name: str) -> bytes:
    """Return the form's template without the tag of one field."""
    from csdforms.templates.package import read_package, write_package

    package = read_package(shipped(form), "shipped")
    tag = re.compile(rb"\{\{ " + name.encode() + rb" [^}]*\}\}")
    return write_package({part: tag.sub(b"", content) for part, content in package.items()})


def default_boxes(form: type[Form]) -> list[str]:
    """Return the fields whose boxes are printed even when they are empty."""
    sheet = declared_sheet(form)
    sometimes = {
        cell.path if isinstance(cell, Cell) else cell
        for part in sheet.parts
        if isinstance(part, Grid)
        for row in part.rows
        if isinstance(row, IfFilled)
        for cell in row.cells
    }
    return [form.number, *(path for path in placed(sheet) if path not in sometimes | COMPUTED)]


def value_at(model: Any, path: str) -> Any:
    for step in path.split("."):
        model = getattr(model, step)
    return model


def labels(block: type[Block]) -> list[tuple[str, str]]:
    found = []
    for name, spec in block.specs().items():
        found.append((name, spec.label))
        if spec.model is not None:
            found += labels(spec.model)
    return found


def shown(block: Block, *, words_only: bool = False) -> list[list[str]]:
    """Return for every stored value, rows and parts included, how it may be printed.

    What paper shows only through computed boxes (an answer as a tick) must show its words.
    """
    values: list[list[str]] = []
    for name, spec in type(block).specs().items():
        value = getattr(block, name)
        if spec.computed or value is None or name == "seq":
            continue
        through = words_only or name in block.printed_through
        if spec.many:
            values += [faces for row in value for faces in shown(row, words_only=through)]
        elif spec.model is not None:
            values += shown(value, words_only=through)
        elif spec.type is not None and (isinstance(spec.type, Text) or not through):
            faces = [face(value) for face in spec.type.faces().values()]
            values.append([spec.type.show(value), *faces])
    return values
