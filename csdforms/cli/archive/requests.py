"""``request``: what people ask of their own data, from its taking to its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csdforms.archive.personal_data.grounds import GROUNDS
from csdforms.archive.personal_data.records import KINDS, OUTCOMES
from csdforms.archive.personal_data.relations import RELATIONS
from csdforms.archive.records import as_data
from csdforms.cli.archive.options import grounds_option, reason_option
from csdforms.cli.archive.papers import paper_option, print_if_wanted
from csdforms.cli.archive.place import opened, place_option
from csdforms.cli.archive.requests_shown import number_argument, state_of
from csdforms.cli.common import json_option, print_json
from csdforms.cli.lazy_group import LazyGroup

if TYPE_CHECKING:
    from pathlib import Path

    from csdforms.archive.personal_data.records import Request

__all__ = ["request"]

#: The commands, and the modules in which they are.
_MODULES = {
    **dict.fromkeys(
        ("answer", "extend", "identify", "release", "restrict", "take", "term"), __name__
    ),
    **dict.fromkeys(("export", "list", "show"), "csdforms.cli.archive.requests_shown"),
}


_ANSWERED = "已答复"


def _listed(table: dict[str, str]) -> str:
    return "，".join(f"{name} {title}" for name, title in table.items())


@click.group(
    cls=LazyGroup,
    modules=_MODULES,
    help="个人信息请求：查阅、复制、更正、删除、撤回同意、解释、转移。任何人的请求都要受理并给编号；"
    "15 个工作日内答复，写明理由和依据。",
)
def request() -> None:
    """Group what concerns requests about personal data."""


@click.command(
    help="受理一项请求。KIND："
    + _listed({name: title for name, (title, _) in KINDS.items()})
    + "。身份或关系没有证明的，先暂缓，请其证明；不多收资料。"
)
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.option("--name", "requester", prompt="请求人姓名", help="请求人；不写就当面询问。")
@click.option("--contact", prompt="答复送达的联系方式", help="答复送到哪里。")
@click.option("--asked", prompt="请求的内容", help="请求的内容，照其原话。")
@click.option(
    "--relation",
    type=click.Choice(list(RELATIONS)),
    default="self",
    show_default=True,
    help="以什么身份：" + _listed({name: one.title for name, one in RELATIONS.items()}) + "。",
)
@click.option("--file", "file", metavar="NUMBER", default="", help="档案号；不在档或不知道的不写。")
@click.option("--proof", default="", help="怎样核验了身份：看过什么；不抄写号码。")
@click.option("--authority", default="", help="凭什么代为请求：委托书、监护或亲属关系证明。")
@click.option("--until", "authority_until", default="", metavar="日期", help="委托到哪一天。")
@click.option("--channel", default="来访", show_default=True, help="怎样提出：来访、来电、来信 …")
@click.option("--received", "received_on", default="", metavar="日期", help="收到日期；默认今天。")
@reason_option
@paper_option
@json_option
@place_option
def take(*, paper_to: Path | None, as_json: bool, **given: str) -> None:
    """Take a request."""
    from csdforms.archive.personal_data.taking import NewRequest

    with opened() as archive:
        done = archive.personal_requests.take(NewRequest(**given))
        print_if_wanted(archive, done.number, paper_to)
    _print(done, "已受理", as_json=as_json)


@click.command(
    help="核验请求人：补上身份、代理或监护的证明，或请求属于哪份档案；期限从此起算或续算。"
    "有疑问的用 --ask 请其证明，期限停算。"
)
@number_argument
@click.option("--proof", default="", help="怎样核验了身份：看过什么；不抄写号码。")
@click.option("--authority", default="", help="凭什么代为请求。")
@click.option("--until", "authority_until", default="", metavar="日期", help="委托到哪一天。")
@click.option("--file", "file", metavar="NUMBER", default="", help="属于哪份档案。")
@click.option("--ask", default="", metavar="说明", help="对什么有疑问，请其补什么。")
@json_option
@place_option
def identify(number: str, *, ask: str, as_json: bool, **given: str) -> None:
    """Put down that it is proven who asks, or doubt it."""
    if ask and any(given.values()):
        raise click.UsageError("--ask 不能与其他选项同用。")
    with opened() as archive:
        requests = archive.personal_requests
        done = requests.doubt(number, reason=ask) if ask else requests.identify(number, **given)
    _print(done, "已请其证明身份" if ask else "已核验", as_json=as_json)


@click.command(
    help="答复一项请求（个人信息保护负责人，不是受理人）。OUTCOME："
    + _listed(dict(OUTCOMES))
    + "。不能删除的同时限制处理。"
)
@number_argument
@click.argument("outcome", metavar="OUTCOME", type=click.Choice(list(OUTCOMES)))
@click.option("--reasons", required=True, help="答复的理由，对请求人说（必须写明）。")
@click.option(
    "--ground",
    "grounds",
    multiple=True,
    type=click.Choice(list(GROUNDS)),
    help="依据，可写多次：" + _listed({name: one.title for name, one in GROUNDS.items()}) + "。",
)
@click.option("--law", default="", help="依法必须保存的：哪部法律哪一条。")
@click.option("--keep-until", default="", metavar="日期", help="依法保存到哪一天。")
@click.option("--channel", default="", help="怎样送达答复。")
@paper_option
@json_option
@place_option
def answer(
    number: str,
    outcome: str,
    *,
    reasons: str,
    grounds: tuple[str, ...],
    law: str,
    keep_until: str,
    channel: str,
    paper_to: Path | None,
    as_json: bool,
) -> None:
    """Answer a request."""
    from csdforms.archive.personal_data.answers import NewAnswer

    with opened() as archive:
        said = NewAnswer(outcome, reasons, grounds, law, keep_until, channel)
        done = archive.personal_requests.answer(number, said)
        print_if_wanted(archive, done.number, paper_to)
    _print(done, _ANSWERED, as_json=as_json)


@click.command(help="延长答复期限：只有一次，期限届满以前，收到请求后 30 天以内，并已告知请求人。")
@number_argument
@click.option("--until", default="", metavar="日期", help="新的期限；默认是允许的最后一天。")
@click.option("--told", required=True, help="何时怎样告知了请求人（必须写明）。")
@grounds_option
@json_option
@place_option
def extend(number: str, *, until: str, told: str, reason: str, as_json: bool) -> None:
    """Extend the term of an answer."""
    with opened() as archive:
        done = archive.personal_requests.extend(number, until, reason=reason, told=told)
    _print(done, "已延期", as_json=as_json)


@click.command(help="规定部门自己的答复期限：1 至 15 个工作日，对以后受理的请求有效。")
@click.argument("days", metavar="DAYS", type=int)
@grounds_option
@json_option
@place_option
def term(days: int, *, reason: str, as_json: bool) -> None:
    """Settle the department's own term."""
    with opened() as archive:
        archive.personal_requests.set_workdays(days, reason=reason)
    if as_json:
        print_json({"request_workdays": days})
    else:
        click.echo(f"已规定：{days} 个工作日内答复")


@click.command(help="限制处理：档案只作存储和保护，直到解除；答复删除请求时自动限制。")
@number_argument
@grounds_option
@json_option
@place_option
def restrict(number: str, *, reason: str, as_json: bool) -> None:
    """Restrict a file because of a request."""
    with opened() as archive:
        done = archive.personal_requests.restrict(number, reason=reason)
    _print(done, "已限制处理", as_json=as_json)


@click.command(help="解除因一项请求的限制处理；谢绝来电的标记不随之取消。")
@number_argument
@grounds_option
@json_option
@place_option
def release(number: str, *, reason: str, as_json: bool) -> None:
    """End a restriction."""
    with opened() as archive:
        done = archive.personal_requests.release(number, reason=reason)
    _print(done, "已解除限制处理", as_json=as_json)


def _print(done: Request, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json(as_data(done))
        return
    term = f"，{done.due} 以前答复" if done.state == "open" else f"，{state_of(done)}"
    if done.outcome:
        term = f"：{OUTCOMES[done.outcome]}"
    click.echo(f"{what} {done.number}{term}")
    if what == _ANSWERED and done.kind == "delete" and done.outcome == "granted" and done.file:
        click.echo(f"封存后请提请删除（destroy propose {done.file} {done.number}）。")
