"""``explain``, ``verify``: why a cell says what it says, and whether it still would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.archive.place import goes_into_a_file, opened, place_option, purpose_option
from csdforms.cli.archive.tables import columns
from csdforms.cli.common import json_option, print_json
from csdforms.errors import ExitCode

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.reports.explaining import Contribution, Explained, Explanation
    from csdforms.reports.figure import Value
    from csdforms.reports.sheet import ComputedSheet
    from csdforms.reports.verifying import Verification

__all__ = ["explain", "show_explanation", "verify"]

_MOST = 100  # records that a screen lists of a figure
_HEAD = ("记录", "编号", "档案号", "件号", "日期", "计入")

_which = click.argument("which", metavar="REPORT")


@click.command(
    help="说明一格的数字从何而来：算法、由哪些数算出、由哪些记录组成，合计是否等于这一格。REPORT 是"
    "报表编号、件号，或 csdforms 生成的 .docx、.json；CELL 如 产品质量/受理件数、期末未结、"
    "rows.1.received。由查问的人按他可以知道的档案重新统计。"
)
@_which
@click.argument("cell", metavar="CELL")
@json_option
@purpose_option
@place_option
def explain(which: str, cell: str, *, as_json: bool, purpose: str) -> None:
    """Explain a cell of a report."""
    from csdforms.reports.explaining import explain_filed

    with opened() as archive:
        sheet, told = explain_filed(archive, which, cell, purpose=purpose)
        show_explanation(archive, sheet, told, {"as_json": as_json, "purpose": purpose})


@click.command(
    help="核对档案现在是否还给出一张报表的数字，列出已经变了的格和行；文档还核对纸面上的数字。"
    "相符退出码是 0，不符是 1。REPORT 同 explain。只有编制人本人和唯一的保管人可以核对。"
)
@_which
@json_option
@purpose_option
@place_option
def verify(which: str, *, as_json: bool, purpose: str) -> None:
    """Verify a report."""
    from csdforms.reports.verifying import verify as verified

    with opened() as archive:
        found = verified(archive, which, purpose=purpose)
    if as_json:
        print_json(found.as_data())
    else:
        for line in _differences(found):
            click.echo(line)
    is_well = found.is_same and not found.retyped
    raise SystemExit(ExitCode.OK if is_well else ExitCode.INVALID)


def show_explanation(
    archive: Archive, sheet: ComputedSheet, told: Explanation, given: Mapping[str, Any]
) -> None:
    """Print an explanation; what goes into a file on disk is registered before."""
    from csdforms.reports.exporting import exporting

    def tell() -> None:
        if given["as_json"]:
            print_json(told.as_data())
        else:
            for line in _explained(told):
                click.echo(line)

    if goes_into_a_file():
        files = len(set(_files(told.figure)))
        with exporting(archive, sheet, files=files, is_bulk=False, purpose=given["purpose"]):
            tell()
    else:
        tell()


def _explained(told: Explanation) -> Iterator[str]:
    figure = told.figure
    yield f"{figure.name}（{told.address}）：{told.printed}"
    if told.then is not None:
        changed = "，已经变了" if told.has_changed else "，没有变"
        yield f"报表上是 {told.then or '（空）'}{changed}。"
    yield f"精确值：{_shown(figure.value)}"
    yield f"算法：{figure.formula}"
    yield from _records(figure, "")
    for part in figure.parts:
        yield from _part(part, "  ")
    yield "核对：明细合计等于这一格。" if told.adds_up else "核对：明细合计不等于这一格，请报告。"
    if not told.is_complete:
        yield "统计范围不完整：只统计了您可以知道的档案。"


def _part(part: Explained, indent: str) -> Iterator[str]:
    value = "" if part.is_column else f" = {_shown(part.value)}"
    yield f"{indent}{part.name}{value}：{part.formula}"
    yield from _records(part, indent)
    for inner in part.parts:
        yield from _part(inner, f"{indent}  ")


def _records(figure: Explained, indent: str) -> Iterator[str]:
    if figure.records:
        for line in columns(_HEAD, map(_row, figure.records[:_MOST])):
            yield f"{indent}  {line}"
    if len(figure.records) > _MOST:
        yield f"{indent}  另有 {len(figure.records) - _MOST} 条，全部见 --json 或 --xlsx 的明细。"


def _row(one: Contribution) -> tuple[str, ...]:
    kind, number, file, items, on = one.record
    day = "" if on is None else on.isoformat()
    return (kind, number, file, "、".join(items), day, _shown(one.value))


def _shown(value: Value) -> str:
    """Return a value in one line; several words are one after another."""
    if value is None:
        return "—"
    return "、".join(value) if isinstance(value, tuple) else " ".join(str(value).split())


def _files(figure: Explained) -> Iterator[str]:
    yield from (one.record.file for one in figure.records if one.record.file)
    for part in figure.parts:
        yield from _files(part)


def _differences(found: Verification) -> Iterator[str]:
    if not found.item:
        yield "档案里没有归档这样一份报表：只核对数字，文字说明和表头无从核对。"
    if found.same_head:
        yield "除出表登记外，档案库没有变动。"
    if found.on_paper == 0:
        yield "纸面没有核对：这份文档里已找不到各格的位置，只核对了它带的数据。"
    if found.retyped:
        yield f"纸面上有 {len(found.retyped)} 个数字不是这张表的数据，文档被改过："
        yield from columns(("地址", "数据", "纸面上"), found.retyped)
    if found.is_same:
        yield f"{found.number}：各格数字与档案相符。"
        return
    yield f"{found.number}：{len(found.changed)} 格已经变了。"
    if found.changed:
        cells = [
            (cell.title, cell.address, cell.then or "（空）", cell.now or "（空）")
            for cell in found.changed
        ]
        yield from columns(("格", "地址", "报表上", "现在"), cells)
    yield from (f"新增的行：{row}" for row in found.came)
    yield from (f"没有了的行：{row}" for row in found.went)
