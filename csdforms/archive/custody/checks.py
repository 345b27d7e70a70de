"""What a check of the files (保管检查) looks at in each: complete, in order, in its place (§5).

Each thing found is a kind and the numbers that it is about; never a value, for the check is kept
for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csdforms.archive.actor import day_of
from csdforms.archive.drafting.papers import CONSENTS, paper_problems
from csdforms.archive.duplicates import Strength, matches
from csdforms.archive.lookup import get_file
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.outgoing.copy_register import of_file
from csdforms.archive.secrecy.outgoing.loans import out_of_file
from csdforms.archive.secrecy.people import Person
from csdforms.archive.secrecy.sight import is_listed
from csdforms.archive.store import Document

__all__ = ["KINDS", "PHYSICAL", "found_in"]

#: What the archive finds by itself.
KINDS: Mapping[str, str] = {
    "level": "未定密",
    "no_papers": "没有登记证件材料",
    "papers": "证件材料缺少、过期或不合规",
    "expiring": "证件材料即将到期",
    "consent": "同意记录缺少或不是现行文本",
    "dates": "日期前后不符",
    "loan": "借阅逾期",
    "copies": "副本在外",
    "term": "密级到期或待复核",
    "duplicate": "疑为同一客户",
    "seal": "封存的内容与清单不符",
}
#: What only who stands before the shelf can see.
PHYSICAL: Mapping[str, str] = {
    "damaged": "破损",
    "faded": "字迹褪变",
    "mouldy": "霉变虫蛀",
    "unbound": "散页",
    "misplaced": "错放",
    "missing": "缺失",
}


def found_in(reader: Reader, person: Person, card: Document, at: str) -> Iterator[Document]:
    """Yield what is found in one file: ``kind``, and ``item`` or ``others`` where there are any.

    Args:
        reader: the store, or the work under the writer's lock.
        person: who checks; he is told of no other file that does not exist for him.
        card: the file's card.
        at: the moment.
    """
    if not (card.get("level") or "level" in card.get("secrecy", {})):
        yield {"kind": "level"}
    for kind in dict.fromkeys(_papers(reader, card, at)):
        yield {"kind": kind}
    if day_of(card["created_at"]) < card.get("opened_on", ""):
        yield {"kind": "dates"}
    for key in reader.find("items", "file", card["number"]):
        item = reader.get("items", key)
        if item and item["period"] > item["filed_at"][:7]:
            yield {"kind": "dates", "item": item["number"]}
    late = [loan["number"] for loan in out_of_file(reader, card["number"]) if loan["due"] < at]
    if late:
        yield {"kind": "loan", "others": late}
    if any(copy.is_on_paper for _, copy in of_file(reader, card["number"])):
        yield {"kind": "copies"}
    if alike := _alike(reader, person, card):
        yield {"kind": "duplicate", "others": alike}
    if broken := _broken_seal(reader, card):
        yield {"kind": "seal", "others": [card["sealed"]["number"], *broken]}


def _papers(reader: Reader, card: Document, at: str) -> Iterator[str]:
    """Yield the kinds of what is wrong with a file's papers, as its profile is now."""
    keys = reader.find("profiles", "file", card["number"])
    versions = [version for key in keys if (version := reader.get("profiles", key))]
    papers = [version["papers"] for version in versions if "papers" in version]
    if not papers:
        yield "no_papers"
        return
    file = {"kind": card["kind"], "data": versions[-1]["data"], "papers": papers[-1]}
    file["ids"] = card.get("ids", [])
    for problem in paper_problems(file, day_of(at)):
        if not problem.is_error:
            yield "expiring"
        else:
            yield "consent" if problem.label in CONSENTS else "papers"


def _alike(reader: Reader, person: Person, card: Document) -> list[str]:
    """Return the files that are, or may be, the same customer's; a head office is none."""
    found = matches(reader, card, own=card["number"], parent=card.get("parent", ""))
    numbers = [one.number for one in found if one.strength > Strength.WEAK]
    cards = (get_file(reader, reader.find("files", "number", one)[0]) for one in numbers)
    return [one["number"] for one in cards if is_listed(person, one)]


def _broken_seal(reader: Reader, card: Document) -> list[str]:
    """Return the papers under a seal that are not as they were sealed."""
    if "sealed" not in card:
        return []
    from csdforms.archive.deregistration.inventory import differing
    from csdforms.archive.deregistration.seals import seal_of

    return differing(reader, card, seal_of(reader, card)[1]["inventory"])
