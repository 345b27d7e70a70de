"""``fill``, ``blank``, ``check``: from data to a document."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import click

from csdforms.api import file_name
from csdforms.cli.common import form_argument, json_option, print_bytes, report, templates_option
from csdforms.errors import InvalidData
from csdforms.files import safe_name, write_file
from csdforms.intake import assign, read_data
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine
from csdforms.schemas.form import Form
from csdforms.schemas.masking import Mask
from csdforms.templates.filling import render, render_blank

__all__ = ["blank", "check", "fill"]

_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="输出文件；- 表示标准输出。"
)
_overwrite = click.option("--overwrite", is_flag=True, help="允许覆盖已有文件。")
_settings = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="改填一栏，可多次使用。"
)
_data = click.argument("source", metavar="DATA", type=click.Path(allow_dash=True))


@click.command()
@form_argument
@_data
@_output
@_settings
@_overwrite
@templates_option
@click.option(
    "--mask",
    type=click.Choice([level.name.lower() for level in Mask]),
    help="隐去：none 不隐，ids 证件号和账号（默认），all 还有姓名、电话、地址。",
)
def fill(
    name: str,
    source: str,
    output: Path | None,
    settings: tuple[str, ...],
    overwrite: bool,
    templates: Path | None,
    mask: str | None,
) -> None:
    """用 DATA（.json、.yaml，或 - 读标准输入）填写一张表单，生成 Word 文档。"""
    form = find(name)
    model, findings = examine(form, _read(form, source, settings))
    if any(finding.is_error for finding in findings):
        raise InvalidData(form.title(), findings)
    for finding in findings:
        click.echo(str(finding), err=True)
    level = Mask[mask.upper()] if mask else None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        document = render(model, mask=level, templates=templates)
    for warning in caught:
        click.echo(f"[提醒] {warning.message}", err=True)
    _write(output or Path(file_name(model)), document, overwrite)


@click.command()
@form_argument
@_output
@_overwrite
@templates_option
@click.option("--rows", type=click.IntRange(0, 500), help="每张表格留几个空行。")
def blank(
    name: str, output: Path | None, overwrite: bool, templates: Path | None, rows: int | None
) -> None:
    """生成空白表，供手工填写。"""
    form = find(name)
    document = render_blank(form, rows=rows, templates=templates)
    _write(output or Path(f"{safe_name(form.title())}_空白.docx"), document, overwrite)


@click.command()
@form_argument
@_data
@_settings
@json_option
def check(name: str, source: str, settings: tuple[str, ...], as_json: bool) -> None:
    """检查数据，一次说出全部问题，不生成文件。"""
    form = find(name)
    findings = examine(form, _read(form, source, settings))[1]
    report(f"《{form.title()}》", form, findings, as_json=as_json)


def _read(form: type[Form], source: str, settings: tuple[str, ...]) -> dict[str, Any]:
    data = read_data(source)
    for setting in settings:
        assign(form, data, setting)
    return data


def _write(path: Path, document: bytes, overwrite: bool) -> None:
    if str(path) == "-":
        print_bytes(document)
        return
    click.echo(f"已生成 {write_file(path, document, overwrite=overwrite)}")
