"""A list of destruction (销毁清册) is drawn up and frozen (archive.md §7.3, §7.8).

It comes of an appraisal, or, with one line, of a person's request that his data be deleted. A row
of ``destructions`` is kept for good::

    {"number": "XH-2026-0001", "at": "…", "by": "周明", "state": "proposed",
     "appraisal": "JD-2026-0001", "files": ["KH-…"], "digest": "<SHA-256 of the lines>",
     "lines": [{"no": 1, "file": "KH-…", "kind": "F", "title": "…", "year": "2026",
                "code": "10 年", "due": "2036-12-31", "kept": "10年0个月", "pages": 0, "items": 7,
                "copies": 1, "level": 1, "reason": "…", "remark": "", "done_at": "…"}],
     "approvals": [{"by": "赵强", "role": "cs_manager", "at": "…", "step": 1, "digest": "…"}],
     "valid_until": "2037-04-01", "execution": {…}, "report": {…}, "finished_at": "…"}

``request`` stands there instead of ``appraisal``. A line may have ``item``, ``split`` (taken out of
a file that is kept), ``pulled`` and ``pulled_at`` (it was taken off, and why).
"""

from __future__ import annotations

import re

from csdforms.archive import states
from csdforms.archive.actor import day_of
from csdforms.archive.destruction.freezing import digest_of_card, digest_of_lines
from csdforms.archive.destruction.item_retention import must_be_kept
from csdforms.archive.destruction.listing import card_of_file, items_of_file, line_of, matters_of
from csdforms.archive.destruction.retention import DELETION
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.registers import next_number
from csdforms.archive.store import Document, Work
from csdforms.errors import Held, UnknownFile

__all__ = ["draw_up", "draw_up_deletion"]

_TABLE = "destructions"
_REQUEST = re.compile(r"QQ-\d{4}-\d{4,}", re.ASCII)


def draw_up(
    work: Work,
    lines: list[Document],
    at: str,
    person: Person,
    *,
    appraisal: str = "",
    request: str = "",
) -> str:
    """Draw up a list, and let its files be proposed; return its number.

    Args:
        work: the work under the writer's lock.
        lines: without their numbers, see :func:`listing.line_of`.
        at: the moment.
        person: who proposes.
        appraisal: the report that says so.
        request: or the request that asks for it.
    """
    number = next_number(work, _TABLE, at)
    numbered = [{"no": no} | line for no, line in enumerate(lines, start=1)]
    row: Document = {"number": number, "at": at, "by": person.person, "state": "proposed"}
    row |= {"appraisal": appraisal} if appraisal else {"request": request}
    row |= {"files": sorted({line["file"] for line in lines}), "lines": numbered}
    row |= {"digest": digest_of_lines(numbered), "approvals": []}
    for line in lines:
        if "item" not in line:
            card = card_of_file(work, line["file"])
            states.advance(card, "propose")
            card["listed"] = {"list": number, "digest": digest_of_card(card)}
            work.put("files", work.find("files", "number", line["file"])[0], card)
    work.put(_TABLE, work.last_key(_TABLE) + 1, row)
    return number


def draw_up_deletion(work: Work, card: Document, at: str, person: Person, *, request: str) -> str:
    """Draw up the one-line list by which a person's data are deleted on request; see §7.8.

    Raises:
        UnknownFile: if that is no number of a request.
        NotAllowedNow: if the file is not sealed.
        Held: if it was not sealed for deletion, a hold is in force, something is open, or an item
            must still be kept: then its data may only be stored (L-PIPL 47).
    """
    number = card["number"]
    if not _REQUEST.fullmatch(request):  # it is kept for good: no words
        raise UnknownFile(request, "个人信息请求")
    states.advance(card, "appraise")
    if card.get("retention", {}).get("code") != DELETION:
        raise Held(f"没有提请：档案 {number} 不是应请求删除的，期满后按鉴定办理。")
    if card.get("holds"):
        raise Held(f"没有提请：档案 {number} 设有法律保全，只能限制处理。")
    open_ones = list(matters_of(work, card, at, but=request))
    day = day_of(at)
    open_ones += [
        one["number"] for one in items_of_file(work, card) if must_be_kept(work, card, one, day)
    ]
    if open_ones:
        raise Held(
            f"没有提请：档案 {number} 还有未了事项或须留存的件：{'、'.join(open_ones)}，"
            "只能限制处理。"
        )
    work.put("files", work.find("files", "number", number)[0], card)
    line = line_of(work, card, None, at, reason="应本人请求删除")
    return draw_up(work, [line], at, person, request=request)
