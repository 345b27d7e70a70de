"""What a sheet is computed from, and for: its period, its options, the records, the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from csdforms.errors import InconsistentReport, InvalidData
from csdforms.reports.period import Period
from csdforms.schemas.checking import Finding
from csdforms.schemas.types import FieldType

if TYPE_CHECKING:
    from csdforms.reports.charts.chart import Chart
    from csdforms.reports.sources import Sources
    from csdforms.schemas.form import Form

__all__ = ["Data", "Option", "Report", "Request", "require_room"]

#: A sheet's data by English name, as its form takes them, with figures where it has cells.
Data: TypeAlias = Mapping[str, Any]


def _no_charts(_form: Form) -> Sequence[Chart]:
    return ()


@dataclass(frozen=True, slots=True)
class Option:
    """What may be said of a report that is no box of its form; kept on it under its label."""

    name: str
    label: str
    type: FieldType[Any]
    default: Any = None
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A computed sheet: how it is worked out, and what may be said about it beforehand.

    Args:
        form: the form's identifier.
        letters: what its numbers begin with: ``TSTJ`` for ``TSTJ-20240630-001``.
        compute: works it out.
        boxes: the boxes of the form by which one says what is wanted (a dimension, a base).
        options: what else may be said.
        of_day: whether it is about a day (``as_of``) and not about a period; its period is then
            the year up to that day.
        charts: what is drawn with it.
        days: of its data, the first and the last day that it counts, if it counts whole months or
            years whatever the period.
    """

    form: str
    letters: str
    compute: Callable[[Request], Data]
    boxes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    of_day: bool = False
    charts: Callable[[Any], Sequence[Chart]] = _no_charts
    days: Callable[[Data], tuple[dt.date, dt.date]] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants computed.

    Args:
        model: the form.
        period: the period.
        sources: the records, each kind read when it is first asked for.
        said: boxes of the form and options that were said beforehand, typed.
        last: the data of the last report of this kind before this one, as it was filed.
        texts: boxes that people write on this one, as the form keeps them, by English name.
        today: the day on which it is computed; figures never depend on it.
    """

    model: type[Form]
    period: Period
    sources: Sources
    said: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)
    today: dt.date = dt.date.max

    def option(self, name: str, default: Any = None) -> Any:
        """Return what was said of a box or an option; else the box's default, or this one."""
        if self.said.get(name) is not None:
            return self.said[name]
        if default is None and name in self.model.specs():
            return self.model.specs()[name].default
        return default

    def require(self, holds: bool, what: str) -> None:
        """Stop if an identity does not hold: then the report is wrong, whatever its cells say.

        Raises:
            InconsistentReport: if it does not.
        """
        if not holds:
            raise InconsistentReport(self.model.title(), what)

    def kept(self, group: str, key: str, *names: str) -> Mapping[Any, Mapping[str, Any]]:
        """Return what people wrote in the rows of a group, by what they are about.

        It is what the last report says there, and before that what is written on this one.

        Args:
            group: the group of rows.
            key: the box that says what a row is about.
            names: the boxes that somebody typed there and that hold until another is typed.
        """
        found: dict[Any, dict[str, Any]] = {}
        for row in (*_rows(self.last, group), *_rows(self.texts, group)):
            if row.get(key) is not None:
                own = {name: row[name] for name in names if row.get(name) is not None}
                found.setdefault(row[key], {}).update(own)
        return found


def require_room(model: type[Form], name: str, rows: int) -> None:
    """Say that there are more rows than a group of a form takes.

    Raises:
        InvalidData: if there are.
    """
    spec = model.specs().get(name)
    if spec is not None and spec.group is not None and rows > spec.group.at_most:
        most = f"有 {rows} 行，一张报表最多 {spec.group.at_most} 行"
        text = f"{most}；请缩短统计期间，或用选项缩小范围，分几张统计。"
        raise InvalidData(model.title(), [Finding(name, spec.label, text)])


def _rows(data: Mapping[str, Any], group: str) -> Iterator[Mapping[str, Any]]:
    return (row for row in data.get(group, ()) if isinstance(row, Mapping))
