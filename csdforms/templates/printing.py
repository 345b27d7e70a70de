"""What a template is given: the printed strings of a form, and nothing else.

A context holds plain strings, mappings of them for parts, lists of mappings for groups of rows.
Besides each field's own string there are its other faces (``channel_boxes``, ``amount_words``),
and for each group the labels of the columns that a department added (``calls_extra``, with the
cells of a row in ``extra_cells``). ``line_number`` counts the rows where ``loop.index`` counts
something inside a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from csdforms.schemas.form import Block, Extra, FieldSpec, Form, Row
from csdforms.schemas.types import Money, Text

__all__ = ["EXTRA_COLUMNS", "Context", "allowed_names", "blank", "printed"]

Context = dict[str, Any]

#: A table takes so many added columns; what is more shares the last one.
EXTRA_COLUMNS = 4
_MORE = "其他栏目"


def printed(form: Form) -> Context:
    """Return the context of a form that is filled in."""
    return _context(form, money=form.yuan_per_unit())


def blank(form: type[Form], rows: Mapping[str, int]) -> Context:
    """Return the context of an empty sheet with so many empty lines in each table.

    Text that the sheet itself supplies (a questionnaire's greeting and questions) is printed; no
    box is ticked and no figure stands in it.
    """
    specs = form.specs()
    draft = form.empty().complete()
    written = {
        name for name, spec in specs.items() if isinstance(spec.type, Text) and not spec.computed
    }
    kept = written | {"confidentiality"}
    hide = {name for name, spec in specs.items() if spec.type is not None} - kept
    context = _context(draft, hide, filled=False)
    for name, count in rows.items():
        model = specs[name].model
        if model is not None and not context[name]:
            context[name] = [_empty_row(model) for _ in range(count)]
    return context


def allowed_names(block: type[Block]) -> dict[str, FieldSpec]:
    """Return every name that a template may use for a form, row or part, with its field."""
    names: dict[str, FieldSpec] = {}
    for name, spec in block.specs().items():
        names[name] = spec
        if spec.type is not None:
            names.update({f"{name}_{face}": spec for face in spec.type.faces()})
        if spec.model is not None and issubclass(spec.model, Row):
            names[f"{name}_extra"] = spec
    if issubclass(block, Row):
        names["extra_cells"] = block.specs()["extra"]
    return names


def _context(
    block: Block, hide: Collection[str] = (), *, filled: bool = True, money: int = 1
) -> Context:
    context: Context = {}
    for name, spec in type(block).specs().items():
        value = None if name in hide else getattr(block, name)
        if spec.many:
            rows = [_context(row, money=money) for row in value or ()]
            context[name] = rows
            if spec.model is not None and issubclass(spec.model, Row):
                labels = _extra_labels(value or ())
                context[f"{name}_extra"] = labels
                for number, (row, line) in enumerate(zip(value or (), rows, strict=True), start=1):
                    line["line_number"] = str(number)
                    line["extra_cells"] = _extra_cells(row.extra, labels)
        elif spec.model is not None:
            part = value or spec.model.empty()
            context[name] = _context(part, filled=value is not None, money=money)
        else:
            if money != 1 and value is not None and isinstance(spec.type, Money):
                value /= money
            _print(context, name, spec, value, filled=filled)
    return context


def _print(context: Context, name: str, spec: FieldSpec, value: Any, *, filled: bool) -> None:
    assert spec.type is not None
    absent = spec.type.absent if filled else ""
    context[name] = absent if value is None else spec.type.show(value)
    for face, show in spec.type.faces().items():
        context[f"{name}_{face}"] = show(value)


def _empty_row(model: type[Block]) -> Context:
    row: Context = {"extra_cells": [], "line_number": ""}
    for name, spec in model.specs().items():
        if spec.type is not None:
            _print(row, name, spec, None, filled=False)
        elif spec.many:
            row[name] = row[f"{name}_extra"] = []
        elif spec.model is not None:
            row[name] = _empty_row(spec.model)
    return row


def _extra_labels(rows: Iterable[Row]) -> list[str]:
    labels = list(dict.fromkeys(box.label for row in rows for box in row.extra))
    if len(labels) > EXTRA_COLUMNS:
        labels[EXTRA_COLUMNS - 1 :] = [_MORE]
    return labels


def _extra_cells(boxes: Iterable[Extra], labels: list[str]) -> list[str]:
    cells: dict[str, list[str]] = {label: [] for label in labels}
    for box in boxes:
        if box.label in cells:
            cells[box.label].append(box.value)
        else:
            cells[_MORE].append(f"{box.label}：{box.value}")
    return ["；".join(cells[label]) for label in labels]
