"""The command line: read, one library call, print.

Exit codes: 0 ok · 1 data or template not valid · 2 usage · 3 not found · 4 not permitted ·
5 waits for somebody's decision · 10 no archive · 11 archive locked.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import click

from csdforms.cli.lazy_group import LazyGroup
from csdforms.errors import CsdformsError, ExitCode

__all__ = ["main"]

_MODULES = {
    "archive": "csdforms.cli.archive",
    "batch": "csdforms.cli.batch",
    "blank": "csdforms.cli.filling",
    "check": "csdforms.cli.filling",
    "example": "csdforms.cli.forms",
    "fill": "csdforms.cli.filling",
    "form": "csdforms.cli.forms",
    "forms": "csdforms.cli.forms",
    "import": "csdforms.cli.importing",
    "match": "csdforms.cli.matching",
    "report": "csdforms.cli.report",
    "schema": "csdforms.cli.forms",
    "sheet": "csdforms.cli.sheet",
    "template": "csdforms.cli.template",
}


class Commands(LazyGroup):
    """The commands; our errors end in one line and a code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # A GBK console has no ☑: a question mark is better than a traceback.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CsdformsError as problem:
            click.echo(f"错误：{problem}", err=True)
            ctx.exit(problem.exit_code)
        except BrokenPipeError:
            raise  # whoever reads our output has seen enough; click knows what to do
        except OSError as problem:
            what = f" {problem.filename}" if problem.filename else ""
            click.echo(f"错误：系统拒绝读写{what}（{problem.strerror}）。", err=True)
            ctx.exit(ExitCode.NOT_PERMITTED)


@click.group(
    cls=Commands,
    modules=_MODULES,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="客户服务部表单：查看、检查、填写，生成可签字的 Word 文档。",
)
@click.version_option(package_name="csdforms", message="%(prog)s %(version)s", help="显示版本号。")
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    envvar="CSDFORMS_SETTINGS",
    help="部门自定的时限等设置（TOML 文件）。",
)
@click.pass_context
def main(ctx: click.Context, settings: Path | None) -> None:
    """Run the command line."""
    if settings is not None:
        from csdforms.schemas.settings import load, use

        ctx.with_resource(use(load(settings)))
