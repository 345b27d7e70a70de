"""``report``: the computed sheets, one command each; ``explain`` and ``verify``."""

from __future__ import annotations

import click

from csdforms.cli.archive.place import PLACE_ENV, PLACE_HELP, remember
from csdforms.cli.common import json_option, print_json
from csdforms.cli.lazy_group import LazyGroup

__all__ = ["report"]


class Reports(LazyGroup):
    """The commands about reports; any other name is that of a computed sheet."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or the one that computes the sheet of this name."""
        if cmd_name in self._modules:
            return super().get_command(ctx, cmd_name)
        from csdforms.cli.report.computing import command_of

        return command_of(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which sheets there are if none of them is called so."""
        name, command, rest = super().resolve_command(ctx, args)
        return (command.name if command else name), command, rest


@click.group(
    cls=Reports,
    modules={
        "explain": "csdforms.cli.report.asking",
        "verify": "csdforms.cli.report.asking",
    },
    invoke_without_command=True,
    subcommand_metavar="ID|explain|verify [选项]...",
    help="由档案统计报表：csdforms report ID --from 2026-01-01 --to 2026-03-31。ID 是报表的标识或"
    "中文标题；不写 ID 就列出可以统计的报表，写 ID --help 看它的选项。explain 说明一格的数字从何"
    "而来，verify 核对档案现在是否还给出同样的数字。",
)
@json_option
@click.option(
    "--archive",
    metavar="PLACE",
    envvar=PLACE_ENV,
    expose_value=False,
    callback=remember,
    help=PLACE_HELP,
)
@click.pass_context
def report(ctx: click.Context, /, *, as_json: bool) -> None:
    """List the computed sheets, unless a command follows."""
    if ctx.invoked_subcommand is not None:
        return
    from csdforms.reports.catalogue import REPORTS
    from csdforms.schemas.catalogue import find, identifiers

    there = set(identifiers())
    found = [(name, find(name)) for name in REPORTS if name in there]
    if as_json:
        rows = [
            {"form": name, "title": form.title(), "section": form.section} for name, form in found
        ]
        print_json(rows)
        return
    from csdforms.cli.archive.tables import columns

    lines = columns(
        ("节", "标识", "报表"), [(form.section, name, form.title()) for name, form in found]
    )
    for line in lines:
        click.echo(line)
