"""What the cells of a computed sheet are called: by what their row is about, in either language.

A cell's **address** is that of its box with the row named by what it is about (see
:mod:`csdforms.reports.row_names`): ``rows.产品质量.received``, ``total.received``, ``open_end``.
People also write the labels that the sheet prints: ``产品质量/受理件数``, ``合计/受理件数``,
``期末未结``; and rows by their number: ``rows.1.received``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from csdforms.errors import UnknownCell
from csdforms.reports.row_names import keys_of, names_of
from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.form import Block, FieldSpec

__all__ = ["Addresses", "address_of", "find_cell", "title_of"]

_NEAREST = 3
_SHOWN = 6


def find_cell(sheet: ComputedSheet, name: str) -> str:
    """Return the path of the cell with this name.

    >>> find_cell(sheet, "产品质量/受理件数")  # doctest: +SKIP
    'rows.1.received'

    Raises:
        UnknownCell: if there is none, or several; with the addresses of the nearest. If it is a box
            that nobody computes, it says so.
    """
    wanted = name.strip().replace("／", "/")
    if wanted in sheet.cells:
        return wanted
    found = [path for path in sheet.cells if _is_called(sheet, path, wanted)]
    # A head figure and a cell of the total line may have one label: the whole name is meant.
    whole = [path for path in found if "." not in path]
    if len(found) == 1 or len(whole) == 1:
        return (whole or found)[0]
    if found:
        raise UnknownCell(name, [address_of(sheet, path) for path in found[:_SHOWN]])
    if any(_is_called(sheet, path, wanted) for path in _boxes(sheet.whole)):
        raise UnknownCell(name, is_written=True)
    titles = [title_of(sheet, path) for path in sheet.cells]
    known = Addresses(sheet.whole)
    addresses = [".".join(known.of(path)) for path in sheet.cells]
    nearest = get_close_matches(wanted, [*titles, *addresses], n=_NEAREST, cutoff=0.5)
    raise UnknownCell(name, nearest)


def address_of(sheet: ComputedSheet, path: str) -> str:
    """Return the address of a cell: its path, with rows named by what they are about."""
    return ".".join(Addresses(sheet.whole).of(path))


class Addresses:
    """The boxes of a form's plain data, with their rows named by what they are about."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self._names: dict[int, list[str]] = {}

    def of(self, path: str) -> tuple[str, ...]:
        """Return the steps to a box, given its path."""
        data: Any = self.data
        steps = []
        for step in path.split("."):
            if isinstance(data, list):
                steps.append(self.rows(data)[int(step) - 1])
                data = data[int(step) - 1]
            else:
                steps.append(step)
                data = data.get(step) if isinstance(data, Mapping) else None
        return tuple(steps)

    def value(self, steps: Sequence[str]) -> Any:
        """Return what stands in a box, None if there is nothing or no such row."""
        data: Any = self.data
        for step in steps:
            if isinstance(data, list):
                names = self.rows(data)
                data = data[names.index(step)] if step in names else None
            else:
                data = data.get(step) if isinstance(data, Mapping) else None
        return data

    def rows(self, rows: list[Any]) -> list[str]:
        """Return what the rows of a group are called, each once."""
        if id(rows) not in self._names:
            self._names[id(rows)] = keys_of(rows)
        return self._names[id(rows)]


def title_of(sheet: ComputedSheet, path: str) -> str:
    """Return what people call a cell: ``产品质量/受理件数``."""
    title: list[str] = []
    here = ""
    for spec, row in _steps(type(sheet.form), path):
        here = f"{here}.{spec.name}" if here else spec.name
        if row:
            name = sheet.row_titles[here][row - 1]
            title += [name] if name and sheet.has_one_group else [spec.label, name or f"第{row}行"]
            here = f"{here}.{row}"
        else:
            title.append(spec.label)
    return "/".join(title)


def _steps(model: type[Block], path: str) -> Iterator[tuple[FieldSpec, int]]:
    """Yield the boxes on the way to one, each with the number of the row, 0 for none."""
    steps = iter(path.split("."))
    for name in steps:
        spec = model.specs()[name]
        yield spec, int(next(steps)) if spec.many else 0
        if spec.model is not None:
            model = spec.model


def _boxes(data: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of all boxes of a form's plain data."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _boxes(value, f"{path}.{name}" if path else name)
    elif isinstance(data, list) and any(isinstance(row, Mapping) for row in data):
        for place, row in enumerate(data, start=1):
            yield from _boxes(row, f"{path}.{place}")
    else:
        yield path


def _is_called(sheet: ComputedSheet, path: str, wanted: str) -> bool:
    """Whether a cell may be called so: its own box is, and what stands before its name."""
    steps = list(_steps(type(sheet.form), path))
    return wanted.endswith(tuple(steps[-1][0].names)) and _leads(
        sheet, sheet.form, "", steps, wanted
    )


def _leads(
    sheet: ComputedSheet, block: Any, path: str, steps: list[tuple[FieldSpec, int]], wanted: str
) -> bool:
    """Whether a name leads by these steps from a block to one of its boxes."""
    (spec, row), *rest = steps
    if not rest:
        return wanted in spec.names
    inner, path = getattr(block, spec.name), f"{path}{spec.name}"
    heads = list(spec.names)
    if row:
        own, inner = sheet.row_titles[path][row - 1], inner[row - 1]
        rows = dict.fromkeys([own or str(row), *names_of(inner), str(row), f"第{row}行"])
        heads = [f"{head}{mark}{name}" for head in heads for name in rows for mark in "./"]
        heads += rows
        path = f"{path}.{row}"
    return any(
        _leads(sheet, inner, f"{path}.", rest, wanted[len(head) + 1 :])
        for head in heads
        if wanted.startswith((f"{head}.", f"{head}/"))
    )
