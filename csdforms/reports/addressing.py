"""What the cells of a computed sheet are called: by what their row is about, in either language.

A cell's **address** is that of its box with the row named by what it is about:
``rows.产品质量.received``, ``total.received``, ``open_end``. People also write the labels that the
sheet prints: ``产品质量/受理件数``, ``合计/受理件数``, ``期末未结``; and rows by their number:
``rows.1.received``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from csdforms.errors import UnknownCell
from csdforms.reports.sheet import ComputedSheet
from csdforms.reports.typed import KEYS, key_of
from csdforms.schemas.form import Block, FieldSpec

__all__ = ["Addresses", "address_of", "find_cell", "title_of"]

#: What rows are called besides what they are about.
_NAMES = ("customer_name", "product_name", "outlet_name")
_NEAREST = 3
_SHOWN = 6


def find_cell(sheet: ComputedSheet, name: str) -> str:
    """Return the path of the cell with this name.

    >>> find_cell(sheet, "产品质量/受理件数")  # doctest: +SKIP
    'rows.1.received'

    Raises:
        UnknownCell: if there is none, or several; with the addresses of the nearest.
    """
    wanted = name.strip().replace("／", "/")
    if wanted in sheet.cells:
        return wanted
    found = [path for path in sheet.cells if wanted in _names(sheet, path, wanted)]
    # A head figure and a cell of the total line may have one label: the whole name is meant.
    whole = [path for path in found if "." not in path]
    if len(found) == 1 or len(whole) == 1:
        return (whole or found)[0]
    if found:
        raise UnknownCell(name, [address_of(sheet, path) for path in found[:_SHOWN]])
    titles = [title_of(sheet, path) for path in sheet.cells]
    known = Addresses(sheet.data)
    addresses = [".".join(known.of(path)) for path in sheet.cells]
    nearest = get_close_matches(wanted, [*titles, *addresses], n=_NEAREST, cutoff=0.5)
    raise UnknownCell(name, nearest)


def address_of(sheet: ComputedSheet, path: str) -> str:
    """Return the address of a cell: its path, with rows named by what they are about."""
    return ".".join(Addresses(sheet.data).of(path))


class Addresses:
    """The boxes of a form's plain data, with their rows named by what they are about.

    A row keeps its number where it does not say what it is about, or is not alone in it.
    """

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
            keys = [key_of(row) if isinstance(row, Mapping) else "" for row in rows]
            often = Counter(keys)
            self._names[id(rows)] = [
                key if key and often[key] == 1 else str(number)
                for number, key in enumerate(keys, start=1)
            ]
        return self._names[id(rows)]


def title_of(sheet: ComputedSheet, path: str) -> str:
    """Return what people call a cell: ``产品质量/受理件数``."""
    block: Any = sheet.form
    title: list[str] = []
    for spec, row in _steps(type(sheet.form), path):
        if spec.model is None:
            title.append(spec.label)
        elif row:
            block = getattr(block, spec.name)[row - 1]
            name = next(_row_names(block), "")
            title += [name] if name and sheet.has_one_group else [spec.label, name or f"第{row}行"]
        else:
            block = getattr(block, spec.name)
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


def _names(sheet: ComputedSheet, path: str, wanted: str) -> Iterable[str]:
    """Yield what a cell may be called, if its own box is called so at all."""
    steps = list(_steps(type(sheet.form), path))
    if not any(wanted.endswith(name) for name in steps[-1][0].names):
        return ()
    return _joined(sheet.form, steps)


def _joined(block: Any, steps: list[tuple[FieldSpec, int]]) -> Iterator[str]:
    (spec, row), *rest = steps
    if not rest:
        yield from spec.names
        return
    inner = getattr(block, spec.name)
    inner = inner[row - 1] if row else inner
    heads = list(spec.names)
    if row:
        rows = [*_row_names(inner), str(row), f"第{row}行"]
        heads = [f"{head}{mark}{name}" for head in heads for name in rows for mark in "./"] + rows
    for tail in _joined(inner, rest):
        yield from (f"{head}{mark}{tail}" for head in heads for mark in "./")


def _row_names(row: Block) -> Iterator[str]:
    """Yield what a row is called: what it is about first, as it is printed and as it is kept."""
    specs = type(row).specs()
    for name in (*KEYS, *_NAMES):
        value = getattr(row, name, None)
        if name != "seq" and value is not None and (kind := specs[name].type) is not None:
            yield from dict.fromkeys((kind.show(value), str(kind.encode(value))))
