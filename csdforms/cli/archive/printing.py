"""How the archive's records are printed: a table for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from csdforms.archive.records import Card, CustomerFile, Event, Item
from csdforms.archive.states import STATES
from csdforms.cli.archive.tables import columns, cut, plain
from csdforms.cli.common import print_json

__all__ = ["print_cards", "print_events", "print_file", "print_item", "print_items"]

_KINDS = {"F": "单位", "G": "个体工商户", "Z": "个人"}
_ACTS = {
    "alias": "登记别号",
    "compact": "压缩",
    "create": "建档",
    "file": "归档",
    "import": "移入",
    "init": "建库",
    "revise": "变更资料",
}
_NAME = 40  # columns of a terminal; `show` and JSON give the whole name
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
            _ACTS.get(event.act, event.act),
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
    if file.items:
        click.echo()
        print_items(file.items, as_json=False)


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


def _said(event: Event) -> str:
    """Return in one line what an act was about, and why."""
    detail = event.detail
    parts = [str(detail[name]) for name in ("item", "title", "customer_no") if name in detail]
    if "version" in detail:
        parts.append(f"第 {detail['version']} 版")
    parts += [text for text in (event.reason, detail.get("distinct", "")) if text]
    return "，".join(parts)
