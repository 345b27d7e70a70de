"""The command line: read, one library call, print.

Exit codes: 0 ok · 1 data or template not valid · 2 usage · 3 not found · 4 not permitted.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from pathlib import Path
from typing import Any

import click

from csdforms.errors import CsdformsError

__all__ = ["main"]

_MODULES = {
    "blank": "csdforms.cli.filling",
    "check": "csdforms.cli.filling",
    "fill": "csdforms.cli.filling",
    "form": "csdforms.cli.forms",
    "forms": "csdforms.cli.forms",
    "schema": "csdforms.cli.forms",
    "template": "csdforms.cli.template",
}


class Commands(click.Group):
    """Commands that are imported when they are called; our errors end in one line and a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        command = getattr(importlib.import_module(_MODULES[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CsdformsError as problem:
            click.echo(f"错误：{problem}", err=True)
            ctx.exit(problem.exit_code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="csdforms", message="%(prog)s %(version)s")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    envvar="CSDFORMS_SETTINGS",
    help="部门自定的时限等设置（TOML 文件）。",
)
@click.pass_context
def main(ctx: click.Context, settings: Path | None) -> None:
    """客户服务部表单：查看、检查、填写，生成可签字的 Word 文档。"""
    for stream in (sys.stdout, sys.stderr):
        # A GBK console has no ☑: a question mark is better than a traceback.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr] # tests replace it
    if settings is not None:
        from csdforms.schemas.settings import load, use

        ctx.with_resource(use(load(settings)))
