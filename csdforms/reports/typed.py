"""What people say and write of a computed sheet, read as its form reads it and put in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.errors import InvalidData
from csdforms.reports.figure import Figure
from csdforms.reports.request import Data, Report
from csdforms.schemas.checking import Finding, examine
from csdforms.schemas.form import Form
from csdforms.schemas.types import Refused

__all__ = ["KEYS", "key_of", "read_said", "with_texts"]

#: The boxes that say what a row is about, the first that a row has.
KEYS = (
    "customer_no", "complaint_no", "dimension_value", "register_no", "region_code", "outlet_code",
    "call_no", "report_month", "month", "name", "indicator", "grade", "value", "seq",
)  # fmt: skip


def read_said(report: Report, model: type[Form], said: Mapping[str, object]) -> dict[str, Any]:
    """Return what was said of a report, typed, by English name.

    Raises:
        InvalidData: if it is no box or option of the report, or not a value of it.
    """
    specs, options = model.specs(), {option.name: option for option in report.options}
    labels = {option.label: name for name, option in options.items()}
    typed: dict[str, Any] = {}
    problems: list[Finding] = []
    for given, value in said.items():
        name = labels.get(given, given)
        if name not in options:
            found = model.labels().find(given)
            name = given if found is None else found[0]
        if name not in options and name not in report.boxes:
            known = "、".join([*map(model.label_of, report.boxes), *labels])
            problems.append(
                Finding(given, given, f"这张报表没有这个选项，有：{known or '（无）'}。")
            )
            continue
        kind = options[name].type if name in options else specs[name].type
        assert kind is not None
        try:
            typed[name] = kind.accept(value)
        except Refused as refused:
            label = options[name].label if name in options else model.label_of(name)
            problems.append(Finding(name, label, str(refused)))
    if problems:
        raise InvalidData(model.title(), problems)
    return typed


def with_texts(model: type[Form], data: Data, texts: Mapping[str, object]) -> dict[str, Any]:
    """Return a sheet's data with what people write in the boxes that are not computed.

    Rows that are computed are found by what they are about (customer, case …); a group of rows
    without a figure is taken as it is written.

    Raises:
        InvalidData: if a box is computed, unknown, or in a row that the sheet does not have.
    """
    draft, findings = examine(model, texts)
    wrong = [finding for finding in findings if finding.is_error and finding.given is not None]
    written = {
        name: value for name, value in draft.stored().items() if name in draft.model_fields_set
    }
    problems: list[Finding] = [*wrong]
    merged = _merged(model, data, written, "", problems)
    if problems:
        raise InvalidData(model.title(), problems)
    return merged


def key_of(row: Mapping[str, Any]) -> str:
    """Return what a row is about, as it is typed; "" if it does not say so."""
    for name in KEYS:
        value = row.get(name)
        if isinstance(value, Figure):
            value = value.value
        if value is not None:
            return str(value)
    return ""


def _merged(
    model: Any,
    data: Mapping[str, Any],
    written: Mapping[str, Any],
    path: str,
    problems: list[Finding],
) -> dict[str, Any]:
    merged = dict(data)
    for name, text in written.items():
        here, own = f"{path}{name}", data.get(name)
        if isinstance(own, Figure):
            if not _same(own.value, text):
                label = model.label_of(name)
                said = f"这一格由档案统计，是“{own.value}”，不能另填“{text}”。"
                problems.append(Finding(here, label, said))
        elif isinstance(text, list) and _has_figures(own):
            merged[name] = _rows(model.specs()[name].model, own or (), text, here, problems)
        elif isinstance(text, Mapping) and isinstance(own, Mapping):
            inner = model.specs()[name].model
            merged[name] = _merged(inner, own, text, f"{here}.", problems)
        else:
            merged[name] = text
    return merged


def _rows(
    model: Any, own: Any, written: list[Mapping[str, Any]], path: str, problems: list[Finding]
) -> list[Any]:
    rows = list(own)
    places = {key_of(row): place for place, row in enumerate(rows)}
    for number, text in enumerate(written, start=1):
        place = places.get(key_of(text))
        if place is None:
            problems.append(Finding(f"{path}.{number}", "", "表上没有这一行，请核对编号或名称。"))
            continue
        rest = {name: value for name, value in text.items() if name != "seq"}
        rows[place] = _merged(model, rows[place], rest, f"{path}.{place + 1}.", problems)
    return rows


def _has_figures(value: Any) -> bool:
    if isinstance(value, Figure):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_figures, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_figures, value))


def _same(value: object, text: object) -> bool:
    return str(value) == str(text)
