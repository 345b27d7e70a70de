"""What a group may say of a file or an item, and what is done when its report is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from csdforms.archive import names
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.listing import (
    card_of_file,
    due_of,
    item_of,
    items_of_file,
    line_of,
)
from csdforms.archive.destruction.proposing import draw_up
from csdforms.archive.destruction.pulling import put_back
from csdforms.archive.destruction.records import live
from csdforms.archive.destruction.retention import CLASSES, DELETION, extended
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.people import Person
from csdforms.archive.store import Document, Work
from csdforms.errors import Held, NotPermitted

__all__ = ["DESTROY", "KEEP", "SPLIT", "apply", "require_anonymous", "require_decided", "written"]

KEEP, SPLIT, DESTROY = "keep", "split", "destroy"
_ORGANISATION = "F"
#: What of a card tells who a person is.
_IDENTITY = ("name", "short_name", "names", "former_names", "ids", "phones", "accounts", "uscc")
_SHORTEST = 2  # characters of a name that is looked for


def written(reader: Reader, row: Document, line: Document, at: str) -> None:
    """Let a line pass as the group wrote it.

    Raises:
        NotPermitted: if something is missing, wrong, or tells of a person.
        Held: if what is open, or must still be kept, is to be destroyed.
    """
    card = card_of_file(reader, line["file"])
    require_anonymous(card, f"{line['reason']} {line['remark']}")
    if line["pages"] < 0:
        raise NotPermitted("没有填写：页数不能小于 0。")
    outcome, is_item = line["outcome"], "item" in line
    if outcome not in (KEEP, SPLIT, DESTROY) or (outcome == SPLIT and is_item):
        raise NotPermitted("没有填写：结论应是 keep、split 或 destroy；单件不能再拆。")
    if outcome == DESTROY:
        if line["kept"] or line["new_code"] or line["new_until"]:
            raise NotPermitted("没有填写：销毁的不写新的期限和留存的件。")
        _require_free(reader, card, line, at)
        return
    if outcome == KEEP and line["kept"]:
        raise NotPermitted("没有填写：全卷延长的不写留存的件。")
    _require_period(card, line, row["number"], at)
    if outcome == SPLIT:
        own = {item["number"] for item in items_of_file(reader, card)}
        if not line["kept"] or not own.issuperset(line["kept"]) or own == set(line["kept"]):
            raise NotPermitted("没有填写：请写明留存本卷的哪几件，其余的列入清册。")
        must = set(due_of(reader, card, None, at).kept).difference(line["kept"])
        if must:
            raise Held(f"没有填写：还须留存 {'、'.join(sorted(must))}。")


def require_decided(row: Document) -> None:
    """Let a report pass in which every line says something.

    Raises:
        Held: if one does not.
    """
    blank = [str(line["no"]) for line in live(row) if not line.get("outcome")]
    if blank:
        raise Held(f"没有办理：{row['number']} 第 {'、'.join(blank)} 行还没有结论。")


def apply(work: Work, row: Document, at: str, person: Person) -> str:
    """Do what a report says; return the number of the list that came of it, "" if none did.

    Raises:
        Held: if something has come up meanwhile in what is to go.
    """
    lines = []
    for line in live(row):
        card = card_of_file(work, line["file"])
        item = item_of(work, line["item"]) if "item" in line else None
        if line["outcome"] == DESTROY:
            _require_free(work, card, line, at)
            drawn = line_of(work, card, item, at, reason=line["reason"])
            lines.append(drawn | {"pages": line["pages"], "remark": line["remark"]})
            continue
        if item is not None:
            _mark(work, card, [line["item"]], line, row["number"])
            continue
        if line["outcome"] == SPLIT:
            rest = [one for one in items_of_file(work, card) if one["number"] not in line["kept"]]
            drawn_apart = (line_of(work, card, one, at, reason="拆卷，其余留存") for one in rest)
            lines += [one | {"split": True} for one in drawn_apart]
        card = put_back(work, line["file"], "extend")
        card["retention"] = _retention(card, line, row["number"])
        if line["outcome"] == SPLIT:
            _mark(work, card, line["kept"], line, row["number"])
        else:
            work.put("files", work.find("files", "number", line["file"])[0], card)
    return draw_up(work, lines, at, person, appraisal=row["number"]) if lines else ""


def _mark(work: Work, card: Document, items: list[str], line: Document, appraisal: str) -> None:
    """Write on a card for how long items in it are kept, and why (X15)."""
    last = line["new_until"] or card["retention"]["until"]
    said = {"until": last, "reason": line["reason"], "appraisal": appraisal}
    card["kept_items"] = card.get("kept_items", {}) | dict.fromkeys(items, said)
    work.put("files", work.find("files", "number", card["number"])[0], card)


def _retention(card: Document, line: Mapping[str, Any], appraisal: str) -> Document:
    words = {"reason": line["reason"], "appraisal": appraisal}
    return extended(card["retention"], line["new_code"], line["new_until"], **words)


def _require_period(card: Document, line: Document, appraisal: str, at: str) -> None:
    """Let a new period pass that goes on from today."""
    code, last = line["new_code"], line["new_until"]
    if code and (code not in CLASSES or code == DELETION):
        raise NotPermitted("没有填写：保管期限应是 Y、D30、D10 或 P3。")
    if last and not _is_day(last):
        raise NotPermitted("没有填写：新的期限应是日期，如 2030-12-31。")
    if not last and (not code or "item" in line):
        raise NotPermitted("没有填写：请写明新的保管期限；单件的写明日期。")
    end = last if "item" in line else _retention(card, line, appraisal)["until"]
    if not end and card["kind"] != _ORGANISATION:
        raise NotPermitted("没有填写：个人客户的档案不能定为永久。")
    if end and end <= day_of(at):
        raise NotPermitted("没有填写：新的期限须在今天以后。")


def _require_free(reader: Reader, card: Document, line: Document, at: str) -> None:
    """Refuse to destroy what is open, or must be kept: it is split off, or all of it is kept."""
    item = item_of(reader, line["item"]) if "item" in line else None
    found = due_of(reader, card, item, at)
    what = f"第 {line['no']} 行（{found.item or found.file}）"
    if found.held:
        raise Held(f"没有办理：{what}设有法律保全。")
    if found.matters or found.kept:
        open_ones = "、".join((*found.matters, *found.kept))
        raise Held(f"没有办理：{what}还有未了事项或须留存的件：{open_ones}。请拆卷或延长。")


def require_anonymous(card: Document, text: str) -> None:
    """Refuse words, kept for good, that tell of a customer who is a person (X10)."""
    if card["kind"] == _ORGANISATION:
        return
    plain = names.normal(text)
    for field in _IDENTITY:
        given = card.get(field, "")
        for value in given if isinstance(given, list) else [given]:
            known = names.normal(str(value).rpartition(":")[2])
            if len(known) >= _SHORTEST and known in plain:
                raise NotPermitted(
                    "没有办理：鉴定报告和销毁清册永久保存，其中不能写个人客户的姓名、号码，请改写。"
                )


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
