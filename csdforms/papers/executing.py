"""The papers of a list that is carried out: witnesses' record, executor's report (§7.5, §7.6)."""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.archive.destruction.records import Line, counted, live
from csdforms.archive.store import Document
from csdforms.papers.people import minute, unit
from csdforms.papers.proceedings import Data, Proceeding, day

__all__ = ["BOX", "feedback", "hands", "methods", "place", "record", "totals", "what"]

#: Characters that a line of these sheets holds.
BOX = 200
#: How what somebody wrote of the method is ticked.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "粉碎": ("粉碎", "碎纸"),
    "化浆": ("浆",),
    "焚毁": ("焚",),
    "数据抹除": ("抹除", "清除", "擦除", "删除"),
    "销毁数据密钥": ("密钥",),
    "介质消磁": ("消磁",),
}

_KINDS = {
    "document": "文书", "paper": "文书", "print": "打印件", "export": "导出件",
    "backup": "备份", "bag": "备份", "copy": "备份", "index": "索引", "key": "数据密钥",
}  # fmt: skip
_BECAME = {
    "destroyed": "已销毁", "recalled": "已收回", "unreadable": "已无法解读",
    "explained": "限期销毁",
}  # fmt: skip
_WITNESSES = ("witness_one", "witness_two")
_SIGNED = ("witness_one_by", "witness_two_by")


def totals(row: Document) -> Data:
    """Return how many files, pieces and pages stand on a list."""
    lines = live(row)
    return {
        "file_count": sum("item" not in line for line in lines),
        "piece_count": counted(row),
        "list_pages": sum(line["pages"] for line in lines),
    }


def what(lines: list[Line]) -> str:
    """Return what is destroyed by these lines, in words: 档案 2 卷、单件 1 件."""
    files, items = (sum(bool(one.item) == apart for one in lines) for apart in (False, True))
    told = [f"档案 {files} 卷"] if files else []
    return "、".join([*told, *([f"单件 {items} 件"] if items else [])])


def methods(row: Document) -> list[str]:
    """Return how it is destroyed, as the sheets tick it; a file's own key is destroyed, too."""
    execution = row.get("execution", {})
    text = execution.get("method", "")
    keys = any(one["kind"] == "key" and one["became"] for one in execution.get("copies", ()))
    said = {word for word, signs in _WORDS.items() if any(sign in text for sign in signs)}
    return [word for word in _WORDS if word in said or (keys and word == "销毁数据密钥")]


def _destroyed_at(row: Document) -> str:
    """Return when the last line was destroyed, "" if one is not."""
    moments = [line.get("done_at", "") for line in live(row)]
    return max(moments) if moments and all(moments) else ""


def place(row: Document) -> Data:
    """Return how and where it was destroyed, and when, once it is."""
    execution, done = row.get("execution", {}), _destroyed_at(row)
    if not done:
        return {}
    data: Data = {"methods": methods(row), "destruction_place": execution["place"]}
    return data | {"destroyed_at": minute(done)}


def hands(case: Proceeding) -> Data:
    """Return executor and witnesses, where they work, and when they signed."""
    row = case.row
    execution = row.get("execution")
    if not execution:
        return {}
    signed = {one["by"]: day(one["at"]) for one in execution["signatures"]}
    reported = row.get("report", {})
    data: Data = {"executor_by": execution["executor"]}
    if reported.get("by") == execution["executor"]:
        data["executor_on"] = day(reported["at"])
    for name, witness in zip(_WITNESSES, execution["witnesses"], strict=True):
        who = witness["person"]
        data |= {f"{name}_by": who, f"{name}_unit": unit(case.store, who)}
        data |= {f"{name}_on": signed.get(who, "")}
    return data


def record(case: Proceeding) -> Data:
    """Return what executor and witnesses did on the spot; {} before the witnesses are named."""
    row = case.row
    execution = row.get("execution")
    if not execution:
        return {}
    begun = execution.get("started_at", "")
    data = {"destruction_no": row["number"], "approval_until": row["valid_until"]}
    data |= {"list_digest": row["digest"], "chain_sound": True}  # else it is not begun (X18)
    data |= totals(row) | {"methods": methods(row), "destruction_place": execution["place"]}
    data |= {"begun_at": minute(begun)} | hands(case) | place(row)
    places = {
        one["person"]: name for one, name in zip(execution["witnesses"], _WITNESSES, strict=True)
    }
    for one in execution["counts"]:
        name = places[one["by"]]
        data |= {f"{name}_count": one["pieces"], f"{name}_counted_on": day(one["at"])}
    done = _destroyed_at(row)
    data["copies"] = [_copy(one, day(done)) for one in execution["copies"]]
    return data | ({"course": _course(row)} if done else {})


def _copy(one: Document, done: str) -> Data:
    until = one.get("until", "")
    return {
        "copy_kind": _KINDS.get(one["kind"], "其他"),
        "file_no": one.get("file", ""),
        "copy_place": one["where"],
        "became": _BECAME.get(one["became"], ""),
        "copy_note": one.get("said", ""),
        "copy_until": until if until > done else "",
    }


def _course(row: Document) -> str:
    """Return how it went, as the register has it."""
    lines = [Line.of(line) for line in live(row)]
    copies = row["execution"]["copies"]
    text = (
        f"两位监销人按清册清点 {counted(row)} 件，与清册相符；随后逐行销毁{what(lines)}；"
        f"已知副本 {len(copies)} 项逐项登记去向。"
    )
    note = row.get("report", {}).get("note", "")
    return f"{text}{note}"


def feedback(case: Proceeding) -> Data:
    """Return what the executor reported to who approved; {} before he did."""
    row = case.row
    report = row.get("report")
    if not report:
        return {}
    pulled = [line for line in row["lines"] if "pulled" in line]
    left = [one for one in row["execution"]["copies"] if one["became"] == "explained"]
    where = "；".join(one["where"] for one in left)
    return {
        "destruction_no": row["number"],
        "destruction_result": "部分撤出，其余销毁" if pulled else "全部销毁",
        **totals(row),
        **place(row),
        "pulled_count": len(pulled),
        "pulled_reason": "；".join(dict.fromkeys(line["pulled"] for line in pulled)),
        "register_marked": True,  # finishing marks it
        "backups_done": not left,
        "copies_left": where if len(where) <= BOX else f"{len(left)} 项，见监销记录",
        "copy_until": max((one.get("until", "") for one in left), default=""),
        "course": _course(row),
        "reported_by": report["by"],
        "reported_on": day(report["at"]),
        **{name: who for name, who in hands(case).items() if name in _SIGNED},
    }
