"""What people say and write of a computed sheet, read as its form reads it and put in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from csdforms.errors import InvalidData
from csdforms.reports.figure import Figure
from csdforms.reports.request import Data, Report
from csdforms.reports.row_names import KEYS
from csdforms.schemas.checking import Finding, read
from csdforms.schemas.form import Block, Form
from csdforms.schemas.types import FieldType, Refused

__all__ = ["read_said", "read_texts", "with_texts"]

_EXTRA = "extra"  # where a form puts what it does not know


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


def read_texts(model: type[Form], texts: Mapping[str, object]) -> dict[str, Any]:
    """Return what people write in boxes of a form as plain JSON, by English name, only that.

    Raises:
        InvalidData: if it is no box of the form, or not a value of it.
    """
    draft, findings = read(model, texts)
    told = [_unknown(finding) for finding in findings]
    wrong = [finding for finding in told if finding.is_error]
    wrong += _worked_out(model, texts)
    if wrong:
        raise InvalidData(model.title(), wrong)
    return _given(draft, draft.stored())


def _unknown(finding: Finding) -> Finding:
    """Return a finding as it counts here: what is no box of the sheet is a mistake, no new box."""
    if finding.path.rpartition(".")[2] != _EXTRA or finding.is_error:
        return finding
    message = finding.message.replace("，已放入“其他栏目”", "")
    return replace(finding, message=message, severity="error")


def _worked_out(model: type[Block], texts: Any, path: str = "") -> Iterator[Finding]:
    """Yield the boxes that somebody wrote and that the sheet works out itself."""
    for label, text in texts.items() if isinstance(texts, Mapping) else ():
        found = model.labels().find(label) if isinstance(label, str) else None
        if found is None or text is None:
            continue
        name, spec = found[0], model.specs()[found[0]]
        if spec.computed:
            yield Finding(f"{path}{name}", spec.label, "这一栏由表格自动得出，不能另填。")
        elif spec.many and isinstance(text, list) and spec.model is not None:
            for number, row in enumerate(text, start=1):
                yield from _worked_out(spec.model, row, f"{path}{name}.{number}.")
        elif spec.model is not None:
            yield from _worked_out(spec.model, text, f"{path}{name}.")


def _given(block: Block, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return those boxes of a block that somebody filled, without what it has by default."""
    found: dict[str, Any] = {}
    for name in stored:
        value = getattr(block, name)
        if name not in block.model_fields_set:
            continue
        if isinstance(value, Block):
            found[name] = _given(value, stored[name])
        elif isinstance(value, tuple) and value and isinstance(value[0], Block):
            found[name] = [_given(*row) for row in zip(value, stored[name], strict=True)]
        else:
            found[name] = stored[name]
    return found


def with_texts(
    model: type[Form], data: Data, texts: Mapping[str, object], fixed: Collection[str] = ()
) -> dict[str, Any]:
    """Return a sheet's data with what people write in the boxes that are not computed.

    Rows that are computed are found by what they are about (customer, case …); a group of rows
    without a figure is taken as it is written. ``fixed`` are boxes besides the figures that nobody
    writes: the number, the period, the level of secrecy. Whoever writes there what stands there
    already is not refused.

    Raises:
        InvalidData: if a box is computed, unknown, or in a row that the sheet does not have.
    """
    problems: list[Finding] = []
    written = read_texts(model, texts)
    for name in written.keys() & set(fixed):
        own, text = data.get(name), written.pop(name)
        kind = model.specs()[name].type
        if own is None or kind is None or not _same(kind, own, text):
            said = "这一栏由系统填写，或用选项写明，不能在这里另填。"
            problems.append(Finding(name, model.label_of(name), said))
    merged = _merged(model, data, written, "", problems)
    if problems:
        raise InvalidData(model.title(), problems)
    return merged


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
            problems += _typed_over(model, name, here, own, text)
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
    for number, text in enumerate(written, start=1):
        key = next((name for name in KEYS if text.get(name) is not None), "seq")
        place = _place(rows, key, text)
        if place is None:
            problems.append(Finding(f"{path}.{number}", "", "表上没有这一行，请核对编号或名称。"))
            continue
        rest = {name: value for name, value in text.items() if name not in (key, "seq")}
        rows[place] = _merged(model, rows[place], rest, f"{path}.{place + 1}.", problems)
    return rows


def _place(rows: Sequence[Mapping[str, Any]], key: str, text: Mapping[str, Any]) -> int | None:
    """Return the place of the row that a text is about; where several fit, its number decides."""
    number = str(text.get("seq"))
    if key == "seq":
        return next((place for place in range(len(rows)) if str(place + 1) == number), None)
    wanted = str(text[key])
    found = [place for place, row in enumerate(rows) if str(_plain(row.get(key))) == wanted]
    if len(found) > 1:
        found = [place for place in found if str(place + 1) == number]
    return found[0] if found else None


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Figure) else value


def _has_figures(value: Any) -> bool:
    if isinstance(value, Figure):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_figures, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_figures, value))


def _typed_over(model: Any, name: str, path: str, own: Figure, text: Any) -> Iterator[Finding]:
    """Yield what is wrong with a text in a computed box: anything but what would be printed."""
    kind = model.specs()[name].type
    if _same(kind, own.value, text):
        return
    said = "这一格由档案统计，不能另填。"
    if not kind.personal:
        counted = "—" if own.value is None else kind.show(kind.accept(own.value))
        typed = kind.show(kind.accept(text))
        said = f"这一格由档案统计，是“{counted}”，不能另填“{typed}”。"
    yield Finding(path, model.label_of(name), said)


def _same(kind: FieldType[Any], own: Any, text: Any) -> bool:
    return own is not None and kind.show(kind.accept(own)) == kind.show(kind.accept(text))
