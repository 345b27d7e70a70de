"""``archive``: the customers' files: opened, kept, found, proved, carried elsewhere.

Commands that look something up load no form and never create anything.
"""

from __future__ import annotations

import click

from csdforms.cli.archive.place import PLACE_HELP, remember
from csdforms.cli.lazy_group import LazyGroup

__all__ = ["archive"]

_MODULES = {
    "accept": "csdforms.cli.archive.drafting",
    "alias": "csdforms.cli.archive.keeping",
    "anchor": "csdforms.cli.archive.keeping",
    "appraise": "csdforms.cli.archive.appraising",
    "approve": "csdforms.cli.archive.drafting",
    "ask": "csdforms.cli.archive.granting",
    "backup": "csdforms.cli.archive.keeping",
    "backups": "csdforms.cli.archive.backups",
    "calendar": "csdforms.cli.archive.calendar",
    "changes": "csdforms.cli.archive.changing",
    "classify": "csdforms.cli.archive.levels.classifying",
    "clear-alarm": "csdforms.cli.archive.drafting",
    "close-case": "csdforms.cli.archive.cases",
    "compact": "csdforms.cli.archive.keeping",
    "copies": "csdforms.cli.archive.printing_copies",
    "copy": "csdforms.cli.archive.moving",
    "create": "csdforms.cli.archive.filing",
    "deregister": "csdforms.cli.archive.deregistering",
    "destroy": "csdforms.cli.archive.destroying",
    "discard": "csdforms.cli.archive.drafting",
    "disclose": "csdforms.cli.archive.giving",
    "document": "csdforms.cli.archive.looking",
    "draft": "csdforms.cli.archive.drafting",
    "drafts": "csdforms.cli.archive.drafting",
    "due": "csdforms.cli.archive.custody",
    "edit": "csdforms.cli.archive.drafting",
    "emergency": "csdforms.cli.archive.granting",
    "export": "csdforms.cli.archive.moving",
    "file": "csdforms.cli.archive.filing",
    "find": "csdforms.cli.archive.finding",
    "freeze": "csdforms.cli.archive.holding",
    "give-back": "csdforms.cli.archive.lending",
    "grant": "csdforms.cli.archive.granting",
    "grants": "csdforms.cli.archive.granting",
    "history": "csdforms.cli.archive.looking",
    "hold": "csdforms.cli.archive.holding",
    "import": "csdforms.cli.archive.moving",
    "inform": "csdforms.cli.archive.merging",
    "init": "csdforms.cli.archive.keeping",
    "inspect": "csdforms.cli.archive.custody",
    "key": "csdforms.cli.archive.keys",
    "lend": "csdforms.cli.archive.lending",
    "list": "csdforms.cli.archive.finding",
    "loans": "csdforms.cli.archive.lending",
    "log": "csdforms.cli.archive.looking",
    "merge": "csdforms.cli.archive.merging",
    "mergers": "csdforms.cli.archive.merging",
    "paper": "csdforms.cli.archive.papers",
    "permit-export": "csdforms.cli.archive.giving",
    "print": "csdforms.cli.archive.printing_copies",
    "recall": "csdforms.cli.archive.printing_copies",
    "reclassify": "csdforms.cli.archive.levels.classifying",
    "refuse-merge": "csdforms.cli.archive.merging",
    "reject": "csdforms.cli.archive.drafting",
    "reopen-case": "csdforms.cli.archive.cases",
    "request": "csdforms.cli.archive.requests",
    "restore": "csdforms.cli.archive.keeping",
    "resume": "csdforms.cli.archive.custody",
    "return": "csdforms.cli.archive.drafting",
    "review": "csdforms.cli.archive.granting",
    "revise": "csdforms.cli.archive.filing",
    "revoke": "csdforms.cli.archive.granting",
    "show": "csdforms.cli.archive.looking",
    "sleep": "csdforms.cli.archive.custody",
    "staff": "csdforms.cli.archive.staffing",
    "states": "csdforms.cli.archive.states",
    "submit": "csdforms.cli.archive.drafting",
    "unfreeze": "csdforms.cli.archive.holding",
    "unmerge": "csdforms.cli.archive.merging",
    "verify": "csdforms.cli.archive.keeping",
    "void": "csdforms.cli.archive.drafting",
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
