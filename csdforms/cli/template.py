"""``template export``, ``template check``: the department's own Word templates."""

from __future__ import annotations

import warnings
from pathlib import Path

import click

from csdforms.cli.common import form_argument, json_option, report
from csdforms.errors import MissingFile
from csdforms.files import write_file
from csdforms.schemas.catalogue import find
from csdforms.templates.lint import lint
from csdforms.templates.locating import shipped_template

__all__ = ["template"]


@click.group()
def template() -> None:
    """部门自己的 Word 模板：导出、检查。"""


@template.command()
@form_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="输出文件。")
@click.option("--overwrite", is_flag=True, help="允许覆盖已有文件。")
def export(name: str, output: Path, overwrite: bool) -> None:
    """导出自带模板，供在 Word 中修改。"""
    data = shipped_template(find(name)).read_bytes()
    click.echo(f"已导出 {write_file(output, data, overwrite=overwrite)}")


@template.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--form", "name", required=True, metavar="ID", help="模板用于哪张表单。")
@json_option
def check(file: Path, name: str, as_json: bool) -> None:
    """检查模板：安全、标签写法、栏目名，指出在哪一格。"""
    form = find(name)
    if not file.is_file():
        raise MissingFile(file, "模板")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        findings = lint(file.read_bytes(), form, file.name)
    if not as_json:
        for warning in caught:
            click.echo(f"[提醒] {warning.message}", err=True)
    report(f"模板 {file.name}", form, findings, as_json=as_json)
