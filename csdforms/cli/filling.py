"""``fill``, ``blank``, ``check``: from data to a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from csdforms.cli.common import (
    form_argument,
    json_option,
    output_option,
    overwrite_option,
    report,
    spoken_warnings,
    templates_option,
    write_document,
)
from csdforms.cli.usable import archive_option, looking_up, purpose_option
from csdforms.errors import InvalidData
from csdforms.intake import assign, read_data
from csdforms.schemas.catalogue import find
from csdforms.schemas.checking import examine
from csdforms.schemas.masking import Mask

if TYPE_CHECKING:
    from csdforms.schemas.form import Form

__all__ = ["blank", "check", "fill"]

_data = click.argument("source", metavar="DATA", type=click.Path(allow_dash=True))
_settings = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="改填一栏，可多次使用。"
)
_mask = click.option(
    "--mask",
    type=click.Choice([level.name.lower() for level in Mask]),
    help="隐去：none 不隐，ids 证件号和账号（默认），all 还有姓名、电话、地址。",
)


@click.command(help="用 DATA（.json、.yaml，或 - 读标准输入）填写一张表单，生成 Word 文档。")
@form_argument
@_data
@output_option
@_settings
@overwrite_option
@templates_option
@_mask
@archive_option
@purpose_option
def fill(
    name: str,
    source: str,
    *,
    output: Path | None,
    settings: tuple[str, ...],
    overwrite: bool,
    templates: Path | None,
    mask: str | None,
    purpose: str,
) -> None:
    """Fill a form with data."""
    from csdforms.api import file_name
    from csdforms.templates.filling import print_form

    form = find(name)
    model, findings = examine(form, _read(form, source, settings))
    if any(finding.is_error for finding in findings):
        raise InvalidData(form.title(), findings)
    with looking_up() as archive:
        if archive is not None:
            from csdforms.filing import require_usable

            require_usable(archive, model, purpose=purpose)
    for finding in findings:
        click.echo(str(finding), err=True)
    level = Mask[mask.upper()] if mask else None
    if level is not None and level < model.least_mask():
        click.echo("[提醒] 客户要求保密，这份表仍隐去姓名和联系方式。", err=True)
    with spoken_warnings():
        document = print_form(model, mask=level, templates=templates)
    name = file_name(model, masked=level is Mask.ALL)
    write_document(output or Path(name), document, overwrite=overwrite)


@click.command(help="生成空白表，供手工填写。")
@form_argument
@output_option
@overwrite_option
@templates_option
@click.option("--rows", type=click.IntRange(0, 500), help="每张表格留几个空行。")
def blank(
    name: str, *, output: Path | None, overwrite: bool, templates: Path | None, rows: int | None
) -> None:
    """Write an empty sheet."""
    from csdforms.api import file_name
    from csdforms.templates.filling import render_blank

    form = find(name)
    with spoken_warnings():
        document = render_blank(form, rows=rows, templates=templates)
    write_document(output or Path(file_name(form)), document, overwrite=overwrite)


@click.command(help="检查数据，一次说出全部问题，不生成文件。")
@form_argument
@_data
@_settings
@json_option
@archive_option
@purpose_option
def check(
    name: str, source: str, *, settings: tuple[str, ...], as_json: bool, purpose: str
) -> None:
    """Say everything that is wrong with the data of a form."""
    form = find(name)
    model, findings = examine(form, _read(form, source, settings))
    with looking_up() as archive:
        if archive is not None:
            from csdforms.filing import unusable

            findings += unusable(archive, model, purpose=purpose)
    report(f"《{form.title()}》", form, findings, as_json=as_json)


def _read(form: type[Form], source: str, settings: tuple[str, ...]) -> dict[str, Any]:
    data = read_data(source)
    for setting in settings:
        assign(form, data, setting)
    return data
