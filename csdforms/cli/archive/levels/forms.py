"""``reclassify form``, ``decide-form``, ``labels``: what holds for a class of forms, or for all."""

from __future__ import annotations

import click

from csdforms.cli.archive.levels.options import (
    basis_option,
    circle_option,
    level_argument,
    term_of,
    term_option,
    until_option,
    words_of,
)
from csdforms.cli.archive.options import grounds_option
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.common import form_argument

__all__ = ["decide_form", "form", "labels"]


@click.command(
    help="提请为一类表单定密：归档的这种表单，已有的和今后的，每一件都至少是 LEVEL。期限写 --term "
    "几年或 --until 长期。"
)
@form_argument
@level_argument
@until_option
@term_option
@circle_option
@grounds_option
@basis_option
@place_option
def form(
    name: str,
    level: str,
    *,
    until: str,
    term: int | None,
    circle: tuple[str, ...],
    reason: str,
    basis: str,
) -> None:
    """Propose a level for a class of forms."""
    from csdforms.schemas.catalogue import find

    identifier = find(name).identifier()
    with opened() as archive:
        archive.secrecy.propose_form(
            identifier,
            level,
            until=term_of(until, term),
            circle=circle,
            reason=reason,
            basis=basis,
        )
        if archive.office.person().sole:
            word = words_of(archive)(archive.secrecy.decide_form(identifier))
            click.echo(f"{identifier} 的件至少是{word}")
        else:
            click.echo(f"已提请 {identifier}，待另一人用 reclassify decide-form 决定。")


@click.command("decide-form", help="决定一类表单的密级，按所提请的。提请人不得自行决定。")
@form_argument
@place_option
def decide_form(name: str) -> None:
    """Decide the level of a class of forms."""
    from csdforms.schemas.catalogue import find

    identifier = find(name).identifier()
    with opened() as archive:
        word = words_of(archive)(archive.secrecy.decide_form(identifier))
    click.echo(f"{identifier} 的件至少是{word}")


@click.command(
    help="选定密级名称：classic（公开、内部、秘密、机密、绝密）、soe（普通商密、核心商密）或 plain"
    "（0 至 4 级）；用于整个档案库。"
)
@click.argument("labels", metavar="SET")
@click.option("--unit", default="", help="标志上的责任单位（客户服务部）。")
@click.option("--reason", default="", help="理由。")
@place_option
def labels(labels: str, *, unit: str, reason: str) -> None:
    """Choose how levels are called."""
    with opened() as archive:
        settings = archive.secrecy.use_labels(labels, unit, reason=reason)
    click.echo(f"密级名称 {settings.labels}，责任单位 {settings.unit}")
