"""What a template is given: the printed strings of a form, and nothing else.

A context holds plain strings, mappings of them for parts, lists of mappings for groups of rows.
Besides each field's own string there are its other faces (``channel_boxes``, ``amount_words``),
and for each group the labels of the columns that a department added (``calls_extra``, with the
cells of a row in ``extra_cells``). ``line_number`` counts the rows where ``loop.index`` counts
something inside a row.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from csdforms.schemas.form import Block, Extra, FieldSpec, Form, Row
from csdforms.schemas.types import FieldType, Money, Text

__all__ = ["EXTRA_COLUMNS", "Context", "allowed_names", "blank", "printed"]

Context = dict[str, Any]

#: A table takes so many added columns; what is more shares the last one.
EXTRA_COLUMNS = 4
_MORE = "其他栏目"
_COLUMNS = 2  # of fewer fields there is nothing to fetch at once


def printed(form: Form, names: frozenset[str] | None = None) -> Context:
    """Return the context of a form that is filled in.

    ``names`` are the paths that a template uses (``calls.status``); without them, all there are.
    """
    return _context(form, _printing(type(form), names, form.yuan_per_unit()))


def blank(form: type[Form], rows: Mapping[str, int]) -> Context:
    """Return the context of an empty sheet with so many empty lines in each table.

    Text that the sheet itself supplies (a questionnaire's greeting and questions) is printed; no
    box is ticked and no figure stands in it.
    """
    specs = form.specs()
    written = {
        name for name, spec in specs.items() if isinstance(spec.type, Text) and not spec.computed
    }
    kept = written | {"confidentiality"}
    hidden = {name for name, spec in specs.items() if spec.type is not None} - kept
    context = _unfilled(form.empty().complete(), _printing(form, None, 1), hidden)
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


#: A string: its name in the context, the field, how it is shown, what an empty field prints.
_Cell = tuple[str, str, Callable[[Any], str], str]


@dataclass(frozen=True, slots=True)
class _Inner:
    """A part, or a group of rows; ``has_columns``: added ones are wanted."""

    name: str
    model: type[Block]
    printing: _Printing
    has_columns: bool


@dataclass(frozen=True, slots=True)
class _Printing:
    """How a form, row or part is printed for a template: worked out once for all documents."""

    cells: tuple[_Cell, ...]
    parts: tuple[_Inner, ...]
    groups: tuple[_Inner, ...]
    #: The names in the context, and what fetches the fields of all cells at once.
    keys: tuple[str, ...]
    values: Callable[[Block], tuple[Any, ...]]


@functools.lru_cache(maxsize=256)
def _printing(block: type[Block], names: frozenset[str] | None, money: int) -> _Printing:
    steps = None if names is None else {_first(name) for name in names}
    cells: list[_Cell] = []
    parts: list[_Inner] = []
    groups: list[_Inner] = []
    for name, spec in block.specs().items():
        if spec.type is not None:
            faces = {name: _shown(spec.type, money), **_faces(name, spec)}
            cells += [
                (key, name, show, spec.type.absent if key == name else show(None))
                for key, show in faces.items()
                if steps is None or key in steps
            ]
        elif spec.model is not None and (steps is None or steps & {name, f"{name}_extra"}):
            below = None if names is None else _below(name, names)
            inner = _Inner(
                name,
                spec.model,
                _printing(spec.model, below, money),
                has_columns=issubclass(spec.model, Row)
                and (steps is None or f"{name}_extra" in steps),
            )
            (groups if spec.many else parts).append(inner)
    keys = tuple(cell[0] for cell in cells)
    values = attrgetter(*(cell[1] for cell in cells)) if len(cells) >= _COLUMNS else tuple
    return _Printing(tuple(cells), tuple(parts), tuple(groups), keys, values)


def _shown(kind: FieldType[Any], money: int) -> Callable[[Any], str]:
    """Return how a type prints; money in units of so many yuan."""
    if isinstance(kind, Text) and type(kind).show is FieldType.show:
        return str  # which gives a text itself
    if money == 1 or not isinstance(kind, Money):
        return kind.show
    return lambda value: kind.show(value / money)


def _first(path: str) -> str:
    """Return the first step; who asks for the cells of added columns needs their labels."""
    step, _, rest = path.partition(".")
    return f"{step}_extra" if rest == "extra_cells" else step


def _below(name: str, names: Iterable[str]) -> frozenset[str]:
    start = f"{name}."
    return frozenset(path.removeprefix(start) for path in names if path.startswith(start))


def _faces(name: str, spec: FieldSpec) -> dict[str, Callable[[Any], str]]:
    faces = spec.type.faces() if spec.type is not None else {}
    return {f"{name}_{face}": show for face, show in faces.items()}


def _context(block: Block, printing: _Printing) -> Context:
    context: Context = {
        key: absent if (value := getattr(block, name)) is None else show(value)
        for key, name, show, absent in printing.cells
    }
    for part in printing.parts:
        value = getattr(block, part.name)
        context[part.name] = (
            _unfilled(part.model.empty(), part.printing)
            if value is None
            else _context(value, part.printing)
        )
    for group in printing.groups:
        rows = getattr(block, group.name) or ()
        lines = context[group.name] = _lines(rows, group.printing)
        if group.has_columns:
            labels = context[f"{group.name}_extra"] = _extra_labels(rows)
            for row, line in zip(rows, lines, strict=True):
                line["extra_cells"] = _extra_cells(row.extra, labels)
    return context


def _lines(rows: Sequence[Block], printing: _Printing) -> list[Context]:
    """Return the contexts of rows, printed column by column: that takes half as long."""
    numbers = map(str, range(1, len(rows) + 1))
    if not rows or len(printing.cells) < _COLUMNS or printing.parts or printing.groups:
        return [
            _context(row, printing) | {"line_number": number}
            for row, number in zip(rows, numbers, strict=True)
        ]
    columns = zip(*map(printing.values, rows), strict=True)
    shown = [
        column
        if show is str and None not in column
        else [absent if value is None else show(value) for value in column]
        for (_, _, show, absent), column in zip(printing.cells, columns, strict=True)
    ]
    keys = (*printing.keys, "line_number")
    return [dict(zip(keys, line, strict=True)) for line in zip(*shown, numbers, strict=True)]


def _unfilled(block: Block, printing: _Printing, hidden: Collection[str] = ()) -> Context:
    """Return the context of a sheet or part that nobody has filled in: empty boxes are empty."""
    context = _context(block, printing)
    for key, name, show, _ in printing.cells:
        if name in hidden or getattr(block, name) is None:
            context[key] = "" if key == name else show(None)
    return context


def _empty_row(model: type[Block]) -> Context:
    row: Context = {"extra_cells": [], "line_number": ""}
    for name, spec in model.specs().items():
        if spec.type is not None:
            row[name] = ""
            row |= {key: show(None) for key, show in _faces(name, spec).items()}
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
    if not labels:
        return []
    cells: dict[str, list[str]] = {label: [] for label in labels}
    for box in boxes:
        if box.label in cells:
            cells[box.label].append(box.value)
        else:
            cells[_MORE].append(f"{box.label}：{box.value}")
    return ["；".join(cells[label]) for label in labels]
