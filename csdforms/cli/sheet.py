"""``sheet``: the clerk's input workbook."""

from __future__ import annotations

from pathlib import Path

import click

from csdforms.cli.common import form_argument, output_option, overwrite_option, write
from csdforms.schemas.catalogue import find

__all__ = ["sheet"]


@click.command(help="生成一张表单的 Excel 录入表，填好后交给 batch 批量生成文档。")
@form_argument
@output_option
@overwrite_option
def sheet(name: str, output: Path | None, *, overwrite: bool) -> None:
    """Write the input workbook of a form."""
    from csdforms.files import safe_name
    from csdforms.intake.entry_sheet import entry_sheet

    form = find(name)
    target = output or Path(safe_name(f"{form.title()}_录入", ".xlsx"))
    if str(target) != "-" and target.suffix.casefold() != ".xlsx":
        raise click.BadParameter(f"{target} 应以 .xlsx 结尾。", param_hint="-o")
    write(target, entry_sheet(form), overwrite=overwrite)
