"""``template export``, ``template check``: the department's own Word templates."""

from __future__ import annotations

from pathlib import Path

import click

from csdforms.cli.common import (
    form_argument,
    form_option,
    json_option,
    output_option,
    overwrite_option,
    report,
    spoken_warnings,
    write,
)
from csdforms.errors import MissingFile
from csdforms.schemas.catalogue import find
from csdforms.templates.lint import lint
from csdforms.templates.locating import shipped_template

__all__ = ["template"]


@click.group(help="部门自己的 Word 模板：导出、检查。")
def template() -> None:
    """Group what concerns the department's own templates."""


@template.command(help="导出自带模板，供在 Word 中修改；不写 -o 就用表单名。")
@form_argument
@output_option
@overwrite_option
def export(name: str, output: Path | None, overwrite: bool) -> None:
    """Copy a shipped template."""
    form = find(name)
    data = shipped_template(form).read_bytes()
    write(output or Path(f"{form.identifier()}.docx"), data, overwrite=overwrite)


@template.command(help="检查模板：安全、标签写法、栏目名，指出在哪一格。")
@click.argument("file", type=click.Path(path_type=Path))
@form_option
@json_option
def check(file: Path, name: str, as_json: bool) -> None:
    """Say everything that is wrong with a template."""
    form = find(name)
    if not file.is_file():
        raise MissingFile(file, "模板")
    with spoken_warnings():
        findings = lint(file.read_bytes(), form, file.name)
    report(f"模板 {file.name}", form, findings, as_json=as_json)
