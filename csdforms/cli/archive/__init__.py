"""``archive``: the customers' files: opened, kept, found, proved, carried elsewhere.

Commands that look something up load no form and never create anything.
"""

from __future__ import annotations

import click

from csdforms.cli.archive.place import PLACE_HELP, remember
from csdforms.cli.lazy_group import LazyGroup

__all__ = ["archive"]

_MODULES = {
    "alias": "csdforms.cli.archive.keeping",
    "anchor": "csdforms.cli.archive.keeping",
    "backup": "csdforms.cli.archive.keeping",
    "compact": "csdforms.cli.archive.keeping",
    "copy": "csdforms.cli.archive.moving",
    "create": "csdforms.cli.archive.filing",
    "document": "csdforms.cli.archive.looking",
    "export": "csdforms.cli.archive.moving",
    "file": "csdforms.cli.archive.filing",
    "find": "csdforms.cli.archive.finding",
    "history": "csdforms.cli.archive.looking",
    "import": "csdforms.cli.archive.moving",
    "init": "csdforms.cli.archive.keeping",
    "list": "csdforms.cli.archive.finding",
    "log": "csdforms.cli.archive.looking",
    "restore": "csdforms.cli.archive.keeping",
    "revise": "csdforms.cli.archive.filing",
    "show": "csdforms.cli.archive.looking",
    "verify": "csdforms.cli.archive.keeping",
}


@click.group(
    cls=LazyGroup,
    modules=_MODULES,
    help="客户档案库：建档、归档、查找、核对、备份。查找和查阅从不新建任何东西。",
)
@click.option(
    "--archive",
    metavar="PLACE",
    envvar="CSDFORMS_ARCHIVE",
    expose_value=False,
    callback=remember,
    help=PLACE_HELP,
)
def archive() -> None:
    """Group what concerns the archive."""
