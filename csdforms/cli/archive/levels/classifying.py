"""``classify``, ``reclassify``: levels of secrecy proposed, decided, raised and changed (定密).

One person proposes and another decides; where one person keeps the whole archive, both are done in
one go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.levels.options import (
    basis_option,
    circle_option,
    item_option,
    say_proposal,
    term_of,
    term_option,
    until_option,
)
from csdforms.cli.archive.options import grounds_option, number_argument
from csdforms.cli.archive.papers import file_number, paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.common import json_option
from csdforms.cli.lazy_group import LazyGroup

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["classify", "reclassify"]

_MODULES = {
    "circle": "csdforms.cli.archive.levels.changing",
    "confirm": "csdforms.cli.archive.levels.deciding",
    "decide": "csdforms.cli.archive.levels.deciding",
    "decide-form": "csdforms.cli.archive.levels.forms",
    "due": "csdforms.cli.archive.levels.deciding",
    "extend": "csdforms.cli.archive.levels.changing",
    "form": "csdforms.cli.archive.levels.forms",
    "labels": "csdforms.cli.archive.levels.forms",
    "lower": "csdforms.cli.archive.levels.changing",
    "raise": "csdforms.cli.archive.levels.changing",
    "refuse": "csdforms.cli.archive.levels.deciding",
    "release": "csdforms.cli.archive.levels.changing",
    "review": "csdforms.cli.archive.levels.deciding",
}


@click.command(
    help="提请定密：LEVEL 是 公开、内部、秘密、机密、绝密 或 0 至 4；不写就按客户等级。由另一人用 "
    "reclassify decide 决定；单人管理的档案库立即生效。期限不写时秘密 3 年、机密 5 年、绝密 10 年。"
)
@number_argument
@click.argument("level", metavar="[LEVEL]", default="")
@until_option
@term_option
@circle_option
@grounds_option
@basis_option
@item_option
@click.option("--heightened", is_flag=True, help="有诉讼或专项营销策略的危险客户：高一级。")
@paper_option
@json_option
@place_option
def classify(
    number: str,
    level: str,
    *,
    until: str,
    term: int | None,
    circle: tuple[str, ...],
    reason: str,
    basis: str,
    item: str,
    heightened: bool,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Propose a level."""
    with opened() as archive:
        archive.secrecy.propose(
            number,
            level,
            until=term_of(until, term),
            circle=circle,
            reason=reason,
            basis=basis,
            item=item,
            heightened=heightened,
        )
        say_proposal(archive, number, item, as_json=as_json)
        print_if_wanted(archive, item or file_number(archive, number), paper_to)


@click.group(
    cls=LazyGroup,
    modules=_MODULES,
    help="密级的决定、提高、降低、延期、解密和复核；reclassify due 列出待办的事项。",
)
def reclassify() -> None:
    """Group what happens to a level."""
