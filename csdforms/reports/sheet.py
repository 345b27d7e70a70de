"""A computed sheet: the form as it is printed, and the figure behind each of its cells."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from csdforms.errors import InconsistentReport, InvalidData
from csdforms.reports.figure import Figure
from csdforms.reports.period import Period
from csdforms.reports.request import Data, Report, require_room
from csdforms.reports.row_names import titles_in
from csdforms.schemas.checking import Finding, examine
from csdforms.schemas.form import Block, Form
from csdforms.templates.printing import printed

__all__ = ["COMPLETE", "ComputedSheet", "at", "judged", "rows_of", "split", "whole"]

#: What a report says of its coverage if its compiler counts everything.
COMPLETE = "完整"
_VALUE = re.compile(r"(?<=“)[^”]+(?=”)|-?[0-9][0-9,]*\.[0-9]+%?")


@dataclass(frozen=True, eq=False)
class ComputedSheet:
    """A report that was computed.

    ``cells`` are the figures by the path of their box, rows counted from 1: ``rows.2.received``.
    ``findings`` are warnings, and the boxes that somebody must still write. ``tells_of`` are the
    numbers of the files above 内部 that were counted.
    """

    report: Report
    form: Form
    cells: Mapping[str, Figure]
    findings: tuple[Finding, ...] = ()
    #: What it counts; ``None`` if it was put together without an archive.
    period: Period | None = None
    tells_of: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ComputedSheet({self.report.form!r}, cells={len(self.cells)})"

    @cached_property
    def printed(self) -> Mapping[str, Any]:
        """Return what every box prints, by name; at() finds one by its path."""
        return printed(self.form)

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """Return the form's data as they are kept: plain JSON."""
        return self.form.stored()

    @cached_property
    def whole(self) -> Mapping[str, Any]:
        """Return the data with what the form works out of them: see :func:`whole`."""
        return whole(self.form)

    @cached_property
    def row_titles(self) -> Mapping[str, Sequence[str]]:
        """Return what people call the rows of each group, by its path."""
        return dict(titles_in(self.form))

    @cached_property
    def has_one_group(self) -> bool:
        """Whether all rows with computed cells stand in one table: then rows are enough to name."""
        steps = (path.split(".") for path in self.cells)
        return len({step[0] for step in steps if len(step) > 1 and step[1].isdigit()}) <= 1

    @property
    def is_complete(self) -> bool:
        """Whether its compiler counts everything that there can be."""
        said = getattr(self.form, "provenance", None)
        return said is not None and said.report_coverage == COMPLETE


def split(data: Data) -> tuple[dict[str, Any], dict[str, Figure]]:
    """Return a sheet's data with the values of its figures, and the figures by their paths."""
    figures: dict[str, Figure] = {}
    plain = _plain(data, "", figures)
    return plain, figures


def judged(
    report: Report, model: type[Form], data: Data, *, today: dt.date | None = None
) -> ComputedSheet:
    """Return the sheet of these data, if its own rules find nothing wrong with its figures.

    What the form works out itself may stand among the data, so that it can be opened: it must be
    the same. A box that somebody must write and that is still empty is a warning: it can be written
    by hand.

    Raises:
        InconsistentReport: if figures contradict each other: no sheet is made of them.
        InvalidData: if what was typed breaks a rule of the form, or there are more rows than it
            takes.
    """
    stored, own = _apart(model, data)
    plain, figures = split(stored)
    _require_room(model, plain)
    form, findings = examine(model, plain, today=today)
    told = [_judged(finding, plain, figures) for finding in findings]
    wrong = [finding for finding in told if finding.is_error]
    for finding in wrong:
        if any(_within(path, finding.path) for path in figures):
            what = f"{finding.label}（{finding.path}）：{_without_values(finding.message)}"
            raise InconsistentReport(model.title(), what)
    if wrong:
        raise InvalidData(model.title(), told)
    for path, value in own.items():
        if not _agrees(at(form, path), value, path, figures):
            what = f"{_label(model, path)}（{path}）：与表格自身得出的不一致"
            raise InconsistentReport(model.title(), what)
    return ComputedSheet(report, form, figures, tuple(told))


def whole(block: Block) -> dict[str, Any]:
    """Return what stands in a block as plain JSON, with what it works out itself."""
    found: dict[str, Any] = {}
    for name, spec in type(block).specs().items():
        value = getattr(block, name)
        if value is None or value == ():
            continue
        if spec.type is not None:
            found[name] = spec.type.encode(value)
        else:
            found[name] = [whole(row) for row in value] if spec.many else whole(value)
    return found


def at(data: Any, path: str) -> Any:
    """Return what stands in a box of a form or of its data, None if there is nothing."""
    for step in path.split(".") if path else ():
        if isinstance(data, list | tuple):
            place = int(step) - 1 if step.isdecimal() else -1
            data = data[place] if 0 <= place < len(data) else None
        elif isinstance(data, Block):
            data = getattr(data, step)
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _apart(model: type[Block], data: Data, path: str = "") -> tuple[Data, dict[str, Any]]:
    """Return what a block stores of its data, and by its paths what it works out itself."""
    computed, inner = _works_out(model)
    if not computed and not inner:
        return data, {}
    stored = {name: value for name, value in data.items() if name not in computed}
    own = {f"{path}{name}": data[name] for name in data if name in computed}
    for name in inner.keys() & stored.keys():
        value = stored[name]
        if isinstance(value, Mapping):
            stored[name], more = _apart(inner[name], value, f"{path}{name}.")
            own |= more
        elif isinstance(value, list | tuple):
            rows = []
            for place, row in enumerate(value, start=1):
                kept, more = _apart(inner[name], row, f"{path}{name}.{place}.")
                rows.append(kept)
                own |= more
            stored[name] = rows
    return stored, own


@functools.cache
def _works_out(model: type[Block]) -> tuple[frozenset[str], Mapping[str, type[Block]]]:
    """Return the boxes that a block works out, and its groups and parts that work some out."""
    specs = model.specs().items()
    computed = frozenset(name for name, spec in specs if spec.computed)
    inner = {
        name: spec.model
        for name, spec in specs
        if not spec.computed and spec.model is not None and any(_works_out(spec.model))
    }
    return computed, inner


def _agrees(worked: Any, value: Any, path: str, figures: dict[str, Figure]) -> bool:
    """Whether a form works out what was counted; its figures are taken over."""
    if isinstance(value, Figure):
        figures[path] = value
        return bool(worked == value.value)
    if isinstance(value, Mapping):
        return isinstance(worked, Block) and all(
            _agrees(getattr(worked, name), one, f"{path}.{name}", figures)
            for name, one in value.items()
        )
    if isinstance(value, list):
        return len(worked) == len(value) and all(
            _agrees(worked[place], one, f"{path}.{place + 1}", figures)
            for place, one in enumerate(value)
        )
    return bool(worked == value)


def _label(model: type[Block], path: str) -> str:
    """Return what the box at a path is called, without its row."""
    *outer, name = (step for step in path.split(".") if not step.isdigit())
    for step in outer:
        inner = model.specs()[step].model
        assert inner is not None
        model = inner
    return model.label_of(name)


def _plain(value: Any, path: str, figures: dict[str, Figure]) -> Any:
    if isinstance(value, Figure):
        figures[path] = value
        return value.value
    if isinstance(value, Mapping):
        under = f"{path}." if path else ""
        inner = {name: _plain(one, f"{under}{name}", figures) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one is not None}
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return [_plain(one, f"{path}.{place}", figures) for place, one in enumerate(value, 1)]
    return value


def _judged(finding: Finding, plain: Data, figures: Mapping[str, Figure]) -> Finding:
    """Return a finding as it counts for a computed sheet."""
    is_empty = finding.path and at(plain, finding.path) is None
    if finding.is_error and is_empty and finding.path not in figures:
        return replace(finding, severity="warning")
    return finding


def _require_room(model: type[Form], plain: Data) -> None:
    """Say that there is too much for one sheet before its rules would find a contradiction."""
    for name, rows in plain.items():
        if isinstance(rows, list):
            require_room(model, name, len(rows))


def _without_values(message: str) -> str:
    """Return a message of the form's rules without what it quotes: words, amounts, names."""
    return _VALUE.sub("…", message)


def _within(path: str, outer: str) -> bool:
    return not outer or path == outer or path.startswith(f"{outer}.")


def rows_of(data: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the rows of all groups in a form's data, each with its path."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from rows_of(value, f"{path}.{name}" if path else name)
    elif isinstance(data, list):
        for place, row in enumerate(data, start=1):
            if isinstance(row, Mapping):
                yield f"{path}.{place}", row
