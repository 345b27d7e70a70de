"""What a customer who comes back must bring, and what stays away (archive.md §6.7).

Looked at when somebody applies, and again at every step until he is revived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.archive.actor import day_of
from csdforms.archive.card import card_of, text_of
from csdforms.archive.destruction.retention import is_over
from csdforms.archive.drafting.papers import CONSENTS, Problem, paper_problems, unseen
from csdforms.archive.duplicates import Guard, decide, matches
from csdforms.archive.lookup import is_number_of
from csdforms.archive.revising import same_customer
from csdforms.archive.store import Document, Work
from csdforms.errors import DuplicateCustomer, ForeignItem, Held, NotPermitted, NotReady

__all__ = ["CREDIT", "FINAL", "profile_of", "require_in_time", "require_papers", "require_single"]

#: Who was put off the books for these reasons comes back by the general manager alone (R03).
FINAL = frozenset({"D5", "D8"})
#: The boxes of a profile that begin anew: to the credit desk he is a new customer (R06).
CREDIT = frozenset({"customer_grade", "credit_grade", "credit_limit", "credit_term_days"})

_LEVEL = "confidentiality"


def profile_of(before: Document, data: Mapping[str, Any], edition: str) -> Document:
    """Return the profile with which a customer comes back.

    Args:
        before: the last version of his profile.
        data: the new one, as it was given.
        edition: the edition of the form.

    Raises:
        NotPermitted: if it says another level than the last one (R07).
    """
    last = before["data"]
    kept = {name: value for name, value in data.items() if name not in CREDIT}
    if text_of(data.get(_LEVEL)) not in ("", last.get(_LEVEL, "")):
        raise NotPermitted("没有办理：密级不随恢复变更，请照原样填写或不填，恢复后另行提请定密。")
    kept |= {_LEVEL: last[_LEVEL]} if _LEVEL in last else {}
    kept["customer_no"] = text_of(data.get("customer_no")) or last["customer_no"]
    return {"form": before["form"], "edition": edition, "data": kept}


def require_in_time(card: Mapping[str, Any], at: str) -> None:
    """Refuse a file that need not be kept any more, unless its period is extended first (R02)."""
    if is_over(card, day_of(at)):
        raise Held(
            f"没有办理：档案 {card['number']} 的保管期限已满，须先由鉴定小组决定延长，再行恢复。"
        )


def require_papers(row: Document, card: Mapping[str, Any], at: str, *, seen: bool) -> None:
    """Refuse papers that are missing, wrong or old: they are those of a new file (R05).

    Args:
        row: the application.
        card: the card of the sealed file.
        at: the moment.
        seen: whether somebody must have seen the originals by now.

    Raises:
        NotReady: with everything that is wrong.
    """
    data, papers = row["profile"]["data"], row["papers"]
    given = {"kind": card["kind"], "data": data, "papers": papers, "ids": card.get("ids", [])}
    problems = [*paper_problems(given, day_of(at)), *_ended(papers, card["sealed"]["day"])]
    problems += unseen(papers) if seen else []
    if any(problem.is_error for problem in problems):
        raise NotReady(row["number"], problems, "恢复申请")


def require_single(
    work: Work, key: int, card: Document, row: Document, guard: Guard
) -> tuple[str, ...]:
    """Refuse another customer's profile, and one who has another file by now (R08).

    Returns:
        What should be looked at again.

    Raises:
        ForeignItem, NotPermitted: if it is not this customer's.
        Held: if the two files are to be merged first.
        DuplicateCustomer: if whoever acts may not know of the other one; it tells nothing.
    """
    number, profile = card["number"], row["profile"]
    if not is_number_of(work, key, profile["data"]["customer_no"]):
        raise ForeignItem(number, ["客户编号"])
    new = card_of(profile["form"], profile["data"])
    same_customer(card, new, row["evidence"])
    parent = card.get("parent", "")
    found = matches(work, new, own=number, parent=parent, guard=guard, drafts=True)
    try:
        return decide(found, row.get("distinct", ""), guard=guard)
    except DuplicateCustomer as error:
        if not error.numbers:
            raise
        by, others = "、".join(error.by), "、".join(error.numbers)
        raise Held(
            f"没有恢复：{by}与 {others} 相同。确是同一客户的，请先合并档案或撤销草稿"
            "（csdforms archive merge）；确属另一客户的，由客户信息主管核对时写明理由。"
        ) from None


def _ended(papers: list[Document], sealed_on: str) -> Iterator[Problem]:
    for paper in papers:
        if paper["kind"] in CONSENTS and paper.get("given_on", "") < sealed_on:
            text = "封存时原有的同意已经终止，请重新告知并取得同意。"
            yield Problem("papers", paper["kind"], text)
