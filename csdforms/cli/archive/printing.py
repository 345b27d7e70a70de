"""How the archive's records are printed: a table for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from csdforms.archive.records import Card, CustomerFile, Event, Item, Profile
from csdforms.archive.states import STATES
from csdforms.cli.archive.tables import columns, cut, plain
from csdforms.cli.common import print_json

__all__ = [
    "print_cards",
    "print_events",
    "print_file",
    "print_item",
    "print_items",
    "print_profile",
]

_KINDS = {"F": "单位", "G": "个体工商户", "Z": "个人"}
_ACTS = {
    "accept": "验收草稿",
    "account-copy": "登记副本去向",
    "agree-deregistration": "批准注销",
    "agree-revival": "同意恢复",
    "alarm": "警报",
    "alias": "登记别号",
    "answer-request": "答复个人信息请求",
    "apply-revival": "申请恢复",
    "appraise": "提交鉴定",
    "appraise-cancel": "取消鉴定",
    "appraise-close": "办结鉴定",
    "appraise-report": "填写鉴定报告",
    "appraise-sign": "签署鉴定报告",
    "approval-lapsed": "销毁批准过期",
    "approve": "审批草稿",
    "ask": "申请查阅",
    "attest-destruction": "监销签字",
    "backup": "备份",
    "backup-due": "登记备份轮换",
    "backup-failed": "备份失败",
    "backup-gone": "登记备份销毁",
    "begin-destruction": "指定监销人",
    "calendar": "录入节假日安排",
    "cancel": "退回取消草稿",
    "check-deregistration": "注销核查",
    "check-revival": "核对恢复申请",
    "circle": "变更知悉范围",
    "classify": "定密",
    "clear-alarm": "解除查重警报",
    "close-case": "结案",
    "compact": "压缩",
    "condemn": "批准销毁",
    "confirm": "确认提高密级",
    "copy": "复制档案库",
    "count-destruction": "清点销毁",
    "create": "建档",
    "deregister": "申请注销",
    "deregistration-setting": "规定注销终审",
    "destroy": "销毁",
    "destroy-line": "销毁一行",
    "discard": "撤销草稿",
    "disclose": "对外提供",
    "distinct": "认定为另一客户",
    "document": "取出文书",
    "doubt-request": "请其证明身份",
    "draft": "拟草稿",
    "due": "查看到期待办",
    "edit": "修改草稿",
    "emergency": "紧急查阅",
    "endorse-destruction": "审批销毁清册",
    "expire": "删除逾期草稿",
    "export": "导出",
    "export-failed": "导出未成",
    "extend": "延长保密期限",
    "extend-request": "延长答复期限",
    "failed": "未办成",
    "fallback": "恢复原密级",
    "file": "归档",
    "file-closed": "归入封存档案",
    "find": "查找",
    "finish-destruction": "办结销毁",
    "freeze": "冻结",
    "give-back": "归还",
    "grant": "批准查阅",
    "history": "查阅沿革",
    "hold": "设置保全",
    "identify-request": "核验请求人",
    "import": "移入",
    "import-ledger": "导入账目",
    "incident": "缺页事故",
    "inform": "告知新的处理者",
    "init": "建库",
    "inspect": "保管检查",
    "key-recovery": "生成密钥恢复单",
    "key-retire": "弃用旧密钥",
    "labels": "选定密级名称",
    "lapse-deregistration": "注销逾期终止",
    "lend": "出借",
    "lift-hold": "解除保全",
    "list": "列表",
    "list-drafts": "列出草稿",
    "log": "查看日志",
    "lower": "降低密级",
    "merge": "合并档案",
    "prepare-seal": "清点封存",
    "paper": "打印文书",
    "print": "打印",
    "print-failed": "打印未成",
    "probe": "查到无权知悉的客户",
    "propose": "提请密级",
    "propose-change": "提请变更",
    "propose-deletion": "提请删除",
    "propose-merge": "提请合并",
    "propose-unmerge": "提请撤销合并",
    "propose-void": "提请作废",
    "raise": "提高密级",
    "recall": "收回副本",
    "rectify": "登记整改",
    "refuse": "不批准查阅",
    "refuse-change": "退回变更",
    "refuse-deregistration": "否决注销",
    "refuse-destruction": "否决销毁",
    "refuse-merge": "不同意合并",
    "refuse-revival": "否决恢复",
    "refused": "被拒绝",
    "reject": "否决草稿",
    "rekey": "更换密钥",
    "release": "批准导出",
    "release-restriction": "解除限制处理",
    "reopen-case": "重新立案",
    "report": "编制统计报表",
    "request-record": "个人信息请求办结记录",
    "request-setting": "规定答复期限",
    "restrict": "限制处理",
    "resume": "恢复往来",
    "retention-setting": "变更保管期限设置",
    "return": "退回草稿",
    "review": "复核紧急查阅",
    "review-hold": "复核保全",
    "revise": "变更资料",
    "revive": "恢复",
    "revoke": "撤销查阅批准",
    "rival": "同一客户另有人拟稿",
    "seal": "加密",
    "seal-file": "封存",
    "settle-deregistration": "注销结算",
    "show": "查阅",
    "show-change": "查看变更",
    "show-deregistration": "查看注销申请",
    "show-draft": "查阅草稿",
    "show-request": "查看个人信息请求",
    "sign-deregistration": "签署注销核查",
    "sleep": "确认休眠",
    "staff-change": "授予岗位",
    "staff-leave": "离岗",
    "staff-register": "登记账户",
    "start-destruction": "开始销毁",
    "submit": "提交草稿",
    "suspend-deregistration": "中止注销",
    "swept": "清除残留",
    "take-over": "接管",
    "take-request": "受理个人信息请求",
    "undo": "撤销注销",
    "unfreeze": "解冻",
    "unmerge": "撤销合并",
    "void": "作废",
    "void-approval": "销毁批准作废",
    "who-saw": "查询被查阅情况",
    "withdraw-deregistration": "撤回注销",
    "withdraw-revival": "撤回恢复申请",
    "write": "其他程序写入",
    "write-off": "核销余额",
}
#: The same names for what is done to a file's level.
_ACTS_ON_LEVELS = {
    "expire": "期满解密",
    "refuse": "不同意密级提请",
    "release": "解密",
    "review": "复核密级",
}
_MASKED = "部分内容已隐去（*）。确需查看的，用 --unmask 写明字段。"
_NAME = 40  # columns of a terminal; `show` and JSON give the whole name
#: What of an act's detail is told as it stands.
_TOLD = (
    "item",
    "title",
    "customer_no",
    "wanted",
    "grant",
    "loan",
    "reader",
    "case",
    "change",
    "hold",
    "merger",
)
_SECONDS = 19  # characters of a moment up to its seconds


def print_cards(cards: Iterable[Card], *, as_json: bool) -> None:
    """Print the register cards of files."""
    if as_json:
        print_json([card._asdict() for card in cards])
        return
    rows = [
        (card.number, cut(card.name, _NAME), _state(card), card.region, card.grade, str(card.items))
        for card in cards
    ]
    _print_table(("档案号", "客户名称", "状态", "地区", "等级", "件数"), rows)


def print_items(items: Iterable[Item], *, as_json: bool) -> None:
    """Print items, each on a line."""
    if as_json:
        print_json([item._asdict() for item in items])
        return
    rows = [(item.number, item.title or item.form, item.period, _matter(item)) for item in items]
    _print_table(("件号", "表单", "所属年月", "编号"), rows)


def print_events(events: Iterable[Event], *, as_json: bool) -> None:
    """Print acts, each on a line."""
    if as_json:
        print_json([event._asdict() for event in events])
        return
    rows = [
        (
            str(event.no),
            event.at[:_SECONDS].replace("T", " "),
            event.actor,
            _act(event),
            event.subject,
            _said(event),
        )
        for event in events
    ]
    _print_table(("序号", "时间", "经办", "事项", "档案号", "说明"), rows)


def print_file(file: CustomerFile, *, with_data: bool, as_json: bool) -> None:
    """Print a customer's file."""
    if as_json:
        print_json(
            {
                "card": file.card._asdict(),
                "profile": file.profile._asdict(),
                "items": [one._asdict() for one in file.items],
                "links": file.links,
            }
        )
        return
    card, profile = file.card, file.profile
    click.echo(f"{card.number}  {plain(card.name)}")
    facts = {
        "类别": _KINDS.get(card.kind, card.kind),
        "状态": _state(card),
        "曾用名": "、".join(card.former_names),
        "客户编号": "、".join(card.customer_nos),
        "统一社会信用代码": card.uscc,
        "地区": card.region,
        "等级": card.grade,
        "业务员": card.salesperson,
        "密级": card.level,
        "建档": card.created_at[:_SECONDS].replace("T", " "),
        "总公司": card.parent,
        "并入": card.merged_into,
        "资料": f"第 {profile.version} 版，共 {card.versions} 版",
        "文档": profile.document,
    }
    _print_facts(facts)
    if with_data:
        _print_data(profile.form, profile.data)
    if card.masked or profile.masked:
        click.echo(_MASKED, err=True)
    if file.items:
        click.echo()
        print_items(file.items, as_json=False)


def print_profile(profile: Profile) -> None:
    """Print one version of a profile, box by box."""
    _print_data(profile.form, profile.data)
    if profile.masked:
        click.echo(_MASKED, err=True)


def print_item(item: Item, *, with_data: bool, as_json: bool) -> None:
    """Print one item."""
    if as_json:
        print_json(item._asdict())
        return
    click.echo(f"{item.number}  {plain(item.title or item.form)}")
    facts = {
        "归档": item.filed_at[:_SECONDS].replace("T", " "),
        "所属年月": item.period,
        "编号": _matter(item),
        "文档": item.document,
    }
    _print_facts(facts)
    if with_data:
        _print_data(item.form, item.data)
    if item.masked:
        click.echo(_MASKED, err=True)


def _print_facts(facts: Mapping[str, str]) -> None:
    for label, value in facts.items():
        if value:
            click.echo(f"  {label}：{plain(value)}")


def _print_data(form: str, data: Mapping[str, Any]) -> None:
    """Print what stands in each box, under the label that the form prints there."""
    from csdforms.schemas.catalogue import find as find_form

    click.echo()
    _print_boxes(find_form(form), data, "  ")


def _print_boxes(block: Any, data: Mapping[str, Any], indent: str) -> None:
    specs = block.specs()
    for name, value in data.items():
        spec = specs.get(name)
        label = spec.label if spec else name
        rows = value if isinstance(value, list) else [value]
        groups = [row for row in rows if isinstance(row, dict)]
        if groups and spec is not None:
            for number, row in enumerate(groups, start=1):
                click.echo(f"{indent}{label}{f'（{number}）' if spec.many else ''}")
                _print_boxes(spec.model, row, indent + "  ")
        else:
            click.echo(f"{indent}{label}：{'、'.join(map(_shown, rows))}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(str(value))


def _print_table(head: tuple[str, ...], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        click.echo("没有找到。", err=True)
        return
    for line in columns(head, rows):
        click.echo(line)


def _state(card: Card) -> str:
    known = STATES.get(card.state)
    return known.title if known else card.state


def _matter(item: Item) -> str:
    return "、".join(dict.fromkeys(item.links.values()))


def _act(event: Event) -> str:
    """Return what an act is called; some names are those of two acts."""
    on_level = event.subject.startswith("KH-") and "grant" not in event.detail
    titles = _ACTS | _ACTS_ON_LEVELS if on_level else _ACTS
    return titles.get(event.act, event.act)


def _said(event: Event) -> str:
    """Return in one line what an act was about, and why."""
    detail = event.detail
    parts = [str(detail[name]) for name in _TOLD if detail.get(name)]
    if "version" in detail:
        parts.append(f"第 {detail['version']} 版")
    if detail.get("copy_no"):
        parts.append(f"第 {detail['copy_no']} 份")
    if fields := detail.get("fields"):
        parts.append("全文" if "*" in fields else f"字段：{'、'.join(fields)}")
    if event.purpose:
        parts.append(f"用途：{event.purpose}")
    parts += [text for text in (event.reason, detail.get("distinct", "")) if text]
    return "，".join(parts)
