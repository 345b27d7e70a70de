"""``permit-export``, ``disclose``: what is carried away in bulk, and what is given to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.cli.archive.meant import fields_meant
from csdforms.cli.archive.options import number_argument
from csdforms.cli.archive.papers import file_number, paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.tables import plain
from csdforms.cli.common import json_option, print_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["disclose", "permit_export"]

_LEVELS = ("内部", "秘密", "机密")


@click.command(
    "permit-export",
    help="批准某人（登记的姓名或账户）在一天内带出更多记录，或导出秘密、机密档案。两人各按岗位运行一次，"
    "内容相同才生效：秘密由客户信息主管和客户服务部经理，机密和超量由总经理和个人信息保护负责人。",
)
@click.argument("person", metavar="PERSON")
@click.option("--credit", type=click.IntRange(0), help="征信、财产信息最多几条（平时 24）。")
@click.option("--transaction", type=click.IntRange(0), help="交易、通话信息最多几条（平时 249）。")
@click.option("--other", type=click.IntRange(0), help="其他信息最多几条（平时 2499）。")
@click.option("--level", type=click.Choice(_LEVELS), default=_LEVELS[0], help="导出的最高密级。")
@click.option("--day", default="", help="哪一天，例如 2026-03-05；不写就是今天。")
@click.option("--reason", required=True, help="批准的理由（必须写明）。")
@json_option
@place_option
def permit_export(
    person: str,
    *,
    credit: int | None,
    transaction: int | None,
    other: int | None,
    level: str,
    day: str,
    reason: str,
    as_json: bool,
) -> None:
    """Sign a release."""
    from csdforms.archive.secrecy.levels import rank
    from csdforms.archive.secrecy.outgoing.amounts import FREE, Records
    from csdforms.archive.secrecy.outgoing.releasing import titles

    asked = (credit, transaction, other)
    records = Records(
        *(most if given is None else given for given, most in zip(asked, FREE, strict=True))
    )
    with opened() as archive:
        done = archive.releases.release(person, records, level=rank(level), day=day, reason=reason)
    if as_json:
        said = {"records": done.records._asdict(), "lacks": list(done.lacks)}
        print_json({**done._asdict(), **said})
    elif done.lacks:
        click.echo(plain(f"已签：{done.person}，{done.day}。还须{titles(done.lacks)}签。"))
    else:
        click.echo(plain(f"已批准：{done.person}，{done.day}。"))


@click.command(
    help="对外提供一份档案的字段，并记入日志：公开、内部由客户服务部经理批，秘密以上由总经理批。"
    "个人信息须有单独同意或法定义务；向境外提供只限内部以下，并写明途径。"
)
@number_argument
@click.argument("to", metavar="接收方")
@click.option(
    "--field",
    "fields",
    metavar="栏目",
    multiple=True,
    required=True,
    help="提供哪些栏目，按表上的写法或写英文名，可写多次。",
)
@click.option("--purpose", required=True, help="用途（必须写明）。")
@click.option("--basis", required=True, help="合法性基础（必须写明）。")
@click.option("--consent", default="", help="本人单独同意的凭证。")
@click.option("--duty", default="", help="要求提供的法律规定。")
@click.option("--contract", default="", help="约束接收方的合同；机密以上必须有。")
@click.option("--abroad", default="", metavar="PLACE", help="境外的国家或地区。")
@click.option("--path", default="", help="出境途径和编号：安全评估、保护认证、标准合同、法定条件。")
@click.option("--reason", default="", help="理由；绝密须一事一批。")
@paper_option
@place_option
def disclose(
    number: str, to: str, *, fields: tuple[str, ...], paper_to: Path | None, **said: str
) -> None:
    """Give data to somebody outside."""
    with opened() as archive:
        archive.disclosures.disclose(number, to, fields_meant(fields, number), **said)
        click.echo("已批准对外提供，并记入日志。")
        form = "file_disclosure_approval"
        print_if_wanted(archive, file_number(archive, number), paper_to, form=form)
