"""``report ID``: a sheet computed, shown, issued, exported; with options of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.archive.place import (
    goes_into_a_file,
    opened,
    place_option,
    purpose_option,
)
from csdforms.cli.common import (
    json_option,
    overwrite_option,
    print_json,
    spoken_warnings,
    templates_option,
)
from csdforms.errors import CsdformsError, OutputExists
from csdforms.schemas.types import Day, Refused

if TYPE_CHECKING:
    from csdforms.archive.archive import Archive
    from csdforms.reports.request import Report
    from csdforms.reports.sheet import ComputedSheet

__all__ = ["command_of"]

_USUAL = "-"
_CHOICES = 14  # that the help lists


class _Day(click.ParamType[dt.date]):
    """A day as clerks write it."""

    name = "日期"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        try:
            return Day().accept(value)
        except Refused as refused:
            self.fail(str(refused), param, ctx)


def command_of(name: str) -> click.Command:
    """Return the command that computes a sheet, with an option for each of its own.

    Without the extra ``reports`` its own options are not known; its help still tells of the rest.

    Raises:
        UnknownReport: if there is no such sheet, or it is not computed.
    """
    from csdforms.reports.catalogue import report_of
    from csdforms.schemas.catalogue import find

    report: Report | None = None
    missing: CsdformsError | None = None
    try:
        report = report_of(name)
    except CsdformsError as problem:
        if isinstance(problem, LookupError):
            raise
        missing = problem
    title = find(name).title()

    def run(**given: Any) -> None:
        if missing is not None:
            raise missing
        assert report is not None
        _run(report, given)

    command = click.Command(
        name,
        callback=run,
        help=f"统计《{title}》。不写 -o、--xlsx、--json 就在屏幕上列出。",
        context_settings={"ignore_unknown_options": missing is not None},
    )
    for decorate in _DAYS:
        decorate(command)
    if report is not None:
        command.params += _own_options(report)
    for decorate in _COMMON:
        decorate(command)
    if missing is not None:
        command.params.append(click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED))
    return command


def _workbook_path(_ctx: click.Context, _param: click.Parameter, path: str | None) -> str | None:
    if path not in (None, _USUAL) and Path(str(path)).suffix.casefold() != ".xlsx":
        raise click.BadParameter(f"{path} 应以 .xlsx 结尾。")
    return path


def _document_path(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix.casefold() != ".docx":
        raise click.BadParameter(f"{path} 应以 .docx 结尾。")
    return path


_DAYS = (
    click.option("--from", "start", type=_Day(), help="统计开始日期。"),
    click.option("--to", "end", type=_Day(), help="统计结束日期。"),
    click.option("--as-of", "as_of", type=_Day(), help="数据截至哪一天；不写就是结束日期。"),
)
_COMMON = (
    click.option(
        "--texts",
        metavar="FILE",
        type=click.Path(),
        help="要人填写的栏目（措施、说明），.json 或 .yaml；随报表归档，下期沿用。",
    ),
    click.option(
        "--set", "settings", multiple=True, metavar="栏目=内容", help="填写一栏，可多次使用。"
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        callback=_document_path,
        help="出表：编号、归档，写成 .docx。",
    ),
    click.option(
        "--xlsx",
        "workbook",
        metavar="[FILE]",
        is_flag=False,
        flag_value=_USUAL,
        callback=_workbook_path,
        help="导出工作簿：报表、明细（每格由哪些记录组成）、说明；按导出登记。",
    ),
    json_option,
    click.option(
        "--explain", "cell", metavar="格", help="说明一格的数字从何而来，如 产品质量/受理件数。"
    ),
    purpose_option,
    overwrite_option,
    templates_option,
    place_option,
)


def _own_options(report: Report) -> Iterator[click.Option]:
    """Yield an option for each box and option of a report, with its Chinese label."""
    from csdforms.schemas.catalogue import find

    specs = find(report.form).specs()
    described = [(name, specs[name].label, specs[name].type, "") for name in report.boxes]
    described += [
        (option.name, option.label, option.type, option.help) for option in report.options
    ]
    for name, label, kind, more in described:
        words = kind.choices() if kind is not None else ()
        said = f"：{'、'.join(words)}" if 0 < len(words) <= _CHOICES else ""
        text = f"{label}{said}。{more}"
        flag = f"--{name.replace('_', '-')}"
        yield click.Option([flag, f"said_{name}"], metavar=label, help=text)


def _run(report: Report, given: Mapping[str, Any]) -> None:
    from csdforms.reports.computing import compute

    output, workbook, cell = given["output"], given["workbook"], given["cell"]
    asked: dict[str, Any] = {name: given[name] for name in ("start", "end", "as_of", "purpose")}
    asked["said"] = {
        name.removeprefix("said_"): value
        for name, value in given.items()
        if name.startswith("said_") and value is not None
    }
    asked["texts"] = _texts(report, given["texts"], given["settings"])
    target = None if workbook in (None, _USUAL) else Path(workbook)
    if target is not None and target.exists() and not given["overwrite"]:
        raise OutputExists(target)  # before a number is given out
    with opened() as archive, spoken_warnings():
        if output is None:
            sheet = compute(archive, report.form, **asked)
        else:
            sheet = _issued(archive, report, output, asked, given)
        for finding in sheet.findings:
            click.echo(str(finding), err=True)
        if workbook is not None:
            _export(archive, sheet, target, given)
        if cell is not None:
            from csdforms.cli.report.asking import show_explanation
            from csdforms.reports.explaining import explain

            show_explanation(archive, sheet, explain(sheet, cell), given)
        elif given["as_json"] or (output is None and workbook is None):
            _show(archive, sheet, given)
    if not sheet.is_complete:
        click.echo("[提醒] 统计范围不完整：只统计了您可以知道的档案。", err=True)


def _issued(
    archive: Archive,
    report: Report,
    output: Path,
    asked: Mapping[str, Any],
    given: Mapping[str, Any],
) -> ComputedSheet:
    from csdforms.reports.issuing import issue

    more = {name: given[name] for name in ("templates", "overwrite")}
    issued = issue(archive, report.form, output, **asked, **more)
    text = f"已出表 {issued.number}，件号 {issued.item}，已生成 {issued.path}。"
    click.echo(text, err=bool(given["as_json"]))
    return issued.sheet


def _export(
    archive: Archive, sheet: ComputedSheet, path: Path | None, given: Mapping[str, Any]
) -> None:
    from csdforms.reports.issuing import document_name
    from csdforms.reports.workbook import save_workbook

    target = path or Path(document_name(sheet, ".xlsx"))
    save_workbook(archive, sheet, target, overwrite=given["overwrite"], purpose=given["purpose"])
    click.echo(f"已导出 {target}，已登记。", err=bool(given["as_json"]))


def _show(archive: Archive, sheet: ComputedSheet, given: Mapping[str, Any]) -> None:
    from csdforms.cli.report.showing import as_data, lines
    from csdforms.reports.exporting import exporting

    def tell() -> None:
        if given["as_json"]:
            print_json(as_data(sheet))
        else:
            for line in lines(sheet):
                click.echo(line)

    if goes_into_a_file():
        with exporting(archive, sheet, is_bulk=False, purpose=given["purpose"]):
            tell()
    else:
        tell()


def _texts(report: Report, source: str | None, settings: tuple[str, ...]) -> dict[str, Any]:
    from csdforms.intake import assign, read_data
    from csdforms.schemas.catalogue import find

    texts = read_data(source) if source else {}
    for setting in settings:
        assign(find(report.form), texts, setting)
    return texts
