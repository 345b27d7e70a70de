"""A computed sheet as tables of its cells, for a screen or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csdforms.reports.row_names import KEYS
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.form import Block, FieldSpec
from csdforms.schemas.types import FieldType

__all__ = ["Table", "tables"]

#: Boxes that say nothing of a figure.
_NOT_SHOWN = ("department", "extra", "seq")
_RANK = "rank"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: in its rows stand the paths of boxes, or words that are no box of the form.

    ``kinds`` has the type of every path in it; what is not there is a word.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    kinds: Mapping[str, FieldType[Any]]


def tables(sheet: ComputedSheet, *, as_printed: bool = False) -> Iterator[Table]:
    """Yield the sheet's own boxes, then its groups; a total is the last line of its group.

    Columns and boxes without any value are left out; ``as_printed`` leaves out what paper shows
    through other groups, too.
    """
    form = sheet.form
    left_out = {*_NOT_SHOWN, *(form.printed_through if as_printed else ())}
    parts = {
        name: (spec, value)
        for name, spec in type(form).specs().items()
        if spec.model is not None
        and not spec.many
        and name != "provenance"
        and (value := getattr(form, name)) is not None
    }
    groups = [
        (name, spec, rows)
        for name, spec in type(form).specs().items()
        if spec.many and spec.model is not None and name not in left_out
        if (rows := getattr(form, name))
    ]
    totals = {
        group: next((name for name, part in parts.items() if _is_total(part[0], spec)), "")
        for group, spec, _ in groups
    }
    own = [*_boxes(form, ""), *_boxes(getattr(form, "provenance", None), "provenance.")]
    for name, (_, part) in parts.items():
        if name not in totals.values():
            own += _boxes(part, f"{name}.")
    lines = [(_led(parts, path, spec), path) for path, spec in own]
    yield Table("", ("栏目", "内容"), lines, _kinds(own))
    for name, spec, rows in groups:
        total = _total(totals[name], parts)
        yield _group(name, spec, rows, total)
        yield from _inner_groups(name, spec, sheet.row_titles[name], rows, total)


def _group(
    name: str, spec: FieldSpec, rows: Sequence[Block], of_total: tuple[str, str, Any]
) -> Table:
    total, label, last = of_total
    assert spec.model is not None
    lines = [(f"{name}.{number}.", row) for number, row in enumerate(rows, start=1)]
    lines += [(f"{total}.", last)] if total else []
    columns = _columns(spec.model, [row for _, row in lines])
    found: list[list[str]] = []
    kinds: dict[str, FieldType[Any]] = {}
    for start, row in lines:
        line = []
        for box, inner in columns:
            if box in type(row).specs():
                assert inner.type is not None
                kinds[start + box] = inner.type
                line.append(start + box)
            else:
                line.append("" if line else label)
        found.append(line)
    return Table(spec.label, [inner.label for _, inner in columns], found, kinds)


def _inner_groups(
    name: str,
    spec: FieldSpec,
    titles: Sequence[str],
    rows: Sequence[Block],
    of_total: tuple[str, str, Any],
) -> Iterator[Table]:
    """Yield the groups inside the rows of a group; each line begins with the row it belongs to."""
    total, label, last = of_total
    outer = [
        (f"{name}.{number}", title, row)
        for number, (title, row) in enumerate(zip(titles, rows, strict=True), start=1)
    ]
    outer += [(total, label, last)] if total else []
    assert spec.model is not None
    for box, inner in spec.model.specs().items():
        if not inner.many or inner.model is None or box in _NOT_SHOWN:
            continue
        lines = [
            (title, f"{path}.{box}.{number}.", row)
            for path, title, block in outer
            for number, row in enumerate(getattr(block, box, ()), start=1)
        ]
        if not lines:
            continue
        columns = _columns(inner.model, [row for _, _, row in lines])
        found = [[title, *(start + one for one, _ in columns)] for title, start, _ in lines]
        boxes = [(start + one, own) for _, start, _ in lines for one, own in columns]
        head = [spec.label, *(own.label for _, own in columns)]
        yield Table(f"{spec.label}·{inner.label}", head, found, _kinds(boxes))


def _columns(model: type[Block], rows: Sequence[Block]) -> list[tuple[str, FieldSpec]]:
    """Return the boxes that some row has; words, or the rank, stand first."""
    columns = [
        (box, spec)
        for box, spec in model.specs().items()
        if spec.type is not None and box not in _NOT_SHOWN
        if any(getattr(row, box, None) not in (None, ()) for row in rows)
    ]
    if not columns:
        return []
    names = [box for box, _ in columns]
    about = next((names.index(box) for box in KEYS if box in names), 0)
    is_word = any(isinstance(getattr(row, names[0], None), str) for row in rows)
    if about and not is_word and names[0] != _RANK:
        columns.insert(0, columns.pop(about))
    return columns


def _led(parts: Mapping[str, tuple[FieldSpec, Any]], path: str, spec: FieldSpec) -> str:
    """Return what a box is called, behind the part in which it stands."""
    part = parts.get(path.split(".", maxsplit=1)[0]) if "." in path else None
    return f"{part[0].label}·{spec.label}" if part else spec.label


def _boxes(block: Any, start: str) -> list[tuple[str, FieldSpec]]:
    """Return the boxes of a block that are not empty, with their paths."""
    if block is None:
        return []
    return [
        (f"{start}{name}", spec)
        for name, spec in type(block).specs().items()
        if spec.type is not None
        and name not in _NOT_SHOWN
        and getattr(block, name) not in (None, ())
    ]


def _kinds(boxes: Sequence[tuple[str, FieldSpec]]) -> dict[str, FieldType[Any]]:
    return {path: spec.type for path, spec in boxes if spec.type is not None}


def _is_total(part: FieldSpec, group: FieldSpec) -> bool:
    """Whether a part has no box that the lines of a group have not."""
    assert part.model is not None
    assert group.model is not None
    return set(part.model.specs()) <= set(group.model.specs())


def _total(name: str, parts: Mapping[str, tuple[FieldSpec, Any]]) -> tuple[str, str, Any]:
    if not name:
        return "", "", None
    spec, part = parts[name]
    return name, spec.label, part
