"""What becomes of data that somebody wants deleted: situations, on two tracks (archive.md §6.2).

The business track may suspend a deregistration; the request about personal data is answered in time
all the same, and what cannot be deleted is restricted to what it is still needed for.
"""

# Annotations are not postponed here: typing would compile each one of a named tuple by itself.
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from csdforms.archive.deregistration.findings import open_matters
from csdforms.archive.destruction.item_retention import must_be_kept
from csdforms.archive.destruction.retention import is_financial
from csdforms.archive.personal_data.relations import CONTACT, NEAR_RELATIVE, RELATIONS, gap
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document

__all__ = ["BLOCKING", "SITUATIONS", "Situation", "situations"]


class Situation(NamedTuple):
    """One situation, and what it means on each track."""

    title: str
    business: str
    personal: str
    ground: str = ""  # why not everything is deleted, see grounds.py


SITUATIONS: Mapping[str, Situation] = {
    "free": Situation("没有未了事项，也没有法定保存义务", "批准", "15 个工作日内删除或匿名化"),
    "retention": Situation(
        "法定保存期限未届满", "批准并封存", "限制处理至期满，届时删除", "statute"
    ),
    "debt": Situation("有未结清的应收、押金或退款", "中止", "只用于结清；即停止营销", "settling"),
    "contract": Situation("合同、质保或担保未了", "中止", "只用于履行；即停止营销", "contract"),
    "case": Situation("投诉或服务未办结", "中止", "只用于办理该事项", "case"),
    "hold": Situation("诉讼保全或有权机关要求", "中止", "限制处理", "hold"),
    "identity": Situation("身份未证明", "暂缓", "请其证明，不多收资料；不是拒绝"),
    "authority": Situation(
        "代理人没有授权", "不受理，说明理由", "不同意，说明理由", "no-authority"
    ),
    "dead": Situation("本人已死亡", "先清理遗产事项", "近亲属为自身合法、正当利益行使权利"),
    "contact": Situation(
        "单位客户的联系人", "单位档案保留", "从单位资料中删除该联系人", "company-file"
    ),
}

#: The situations that leave something to keep.
BLOCKING = frozenset({"retention", "debt", "contract", "case", "hold"})

#: What an open line of the joint check means for somebody's data. What is only the department's own
#: business (loans, approvals, requests) is brought to its end and keeps no data.
_BY_LINE: Mapping[str, str] = {
    "G1": "case",
    "G2": "case",
    "G3": "debt",
    "G4": "debt",
    "G5": "contract",
    "G6": "retention",
    "G7": "contract",
    "G8": "hold",
    "G12": "contract",
}


def situations(
    reader: Reader, row: Document, card: Document | None, *, at: str, keep_until: str = ""
) -> tuple[str, ...]:
    """Return the situations of a request, by their names in :data:`SITUATIONS`.

    Args:
        reader: the store, or the work under the writer's lock.
        row: the request.
        card: the card of its file; None for somebody who is not on file.
        at: the moment.
        keep_until: the last day of a statutory period, for whoever answers knows of one.
    """
    if "proof" not in row:
        return ("identity",)
    day, relation = at[:10], row["requester"]["relation"]
    if gap(row, day):
        return ("identity",) if RELATIONS[relation].waits else ("authority",)
    if relation == CONTACT:
        return ("contact",)
    first = ("dead",) if relation == NEAR_RELATIVE else ()
    found = set(_open(reader, card, at)) if card else set()
    if keep_until >= day:
        found.add("retention")
    return (*first, *(name for name in SITUATIONS if name in (found or {"free"})))


def _open(reader: Reader, card: Document, at: str) -> Iterator[str]:
    """Yield what is open: what the archive knows, and what was said in the joint check."""
    for blocker in open_matters(reader, card, at=at):
        if blocker.line in _BY_LINE:
            yield _BY_LINE[blocker.line]
    running = entry(reader, "deregistrations", card.get("deregistration", ""))
    for line, *_ in running[1].get("blockers", ()) if running else ():
        if line in _BY_LINE:
            yield _BY_LINE[line]
    if card.get("holds"):
        yield "hold"
    if is_financial(reader) or _has_duty(reader, card, at[:10]):
        yield "retention"


def _has_duty(reader: Reader, card: Document, day: str) -> bool:
    """Whether a duty of its own demands that an item be kept."""
    items = (reader.get("items", key) for key in reader.find("items", "file", card["number"]))
    return any(must_be_kept(reader, card, item, day) for item in items if item)
