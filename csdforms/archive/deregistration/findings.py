"""What an archive knows to be open of a customer, from the forms and registers in it.

These are the lines of the joint check that nobody can sign away (archive.md §6.3). What lies in
files that were merged into this one counts with it. A matter is named by its number; of another
customer's file nothing is told.

Whoever looks through many files makes one :class:`~csdforms.archive.deregistration.ledgers.Ledgers`
for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.archive import names, terms
from csdforms.archive.actor import day_of
from csdforms.archive.card import text_of
from csdforms.archive.deregistration.blockers import Blocker
from csdforms.archive.deregistration.joint_check import blocker
from csdforms.archive.deregistration.ledgers import Ledgers, is_about, is_in_use
from csdforms.archive.drafting.voiding import is_proposed
from csdforms.archive.lookup import get_file
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.granting.cases import open_among
from csdforms.archive.secrecy.levels import entry_of, items_of
from csdforms.archive.secrecy.outgoing.copy_register import of_file
from csdforms.archive.secrecy.outgoing.loans import out_of_file
from csdforms.archive.secrecy.registers import entry
from csdforms.archive.store import Document

__all__ = ["open_matters"]

_COMPLAINTS = ("complaint_register_one", "complaint_register_two")
_SERVICES = "after_sales_register"
_CREDIT = "customer_credit_change"
_PERSON = "Z"

#: Where an application for credit is decided against.
_OPINIONS = ("sales_opinion", "finance_opinion", "supervisor_opinion", "gm_opinion")
_AGAINST = "不同意"

#: Of each table the states in which somebody is still to decide, and what it is called.
_UNDECIDED: Mapping[str, tuple[frozenset[str], str]] = {
    "changes": (frozenset({"open"}), "资料变更"),
    "mergers": (frozenset({"proposed"}), "档案合并"),
    "revivals": (frozenset({"applied", "checked", "agreed"}), "恢复申请"),
    "deregistrations": (
        frozenset({"applied", "checking", "suspended", "cleared", "approved", "settled"}),
        "注销申请",
    ),
}


def open_matters(
    reader: Reader, card: Mapping[str, Any], *, at: str, ledgers: Ledgers | None = None
) -> list[Blocker]:
    """Return what is open of a customer, as far as the archive itself knows (G1–G12).

    A product under warranty is not among it: that passes with a link
    (:mod:`csdforms.archive.deregistration.warranties`).

    Args:
        reader: the store, or the work under the writer's lock.
        card: the card of the file.
        at: the moment.
        ledgers: what was read for other files already.
    """
    number = card["number"]
    files = [number, *card.get("absorbed", ())]
    items = [item for file in files for item in _rows(reader, "items", file)]
    books = ledgers or Ledgers(reader)
    return [
        *_complaints(reader, files, items),
        *_services(reader, files, items, card, books),
        *_holds(reader, card, at),
        *_out(reader, files),
        *_credit_changes(items),
        *_levels(card, at),
        *_undecided(reader, files, card),
        *_requests(reader, files, card),
        *_group(reader, files, card, books),
    ]


def _complaints(reader: Reader, files: list[str], items: list[Document]) -> Iterator[Blocker]:
    """Yield the complaints that are not closed, or cannot be known to be (G1)."""
    cases = _numbers(items, "complaint_no")
    for case in open_among(reader, files, items, cases):
        yield blocker("G1", f"投诉 {case} 尚未结案", case)
    for item in items:
        if item["form"] in _COMPLAINTS and "complaint_no" not in item["links"]:
            text = f"投诉（{item['number']}）没有登记编号，无法核对是否结案"
            yield blocker("G1", text, item["number"])


def _services(
    reader: Reader, files: list[str], items: list[Document], card: Mapping[str, Any], books: Ledgers
) -> Iterator[Blocker]:
    """Yield services, returns and exchanges that are not finished (G2)."""
    cases = _numbers([item for item in items if item["form"] == _SERVICES], "register_no")
    for case in open_among(reader, files, items, cases):
        yield blocker("G2", f"售后服务 {case} 尚未关闭", case)
    known = {terms.normal("link", case) for case in cases}
    for line in books.returns:
        is_known = terms.normal("link", line.register_no) in known
        if not (is_known or line.is_done) and is_about(line, card):
            number = line.register_no
            yield blocker("G2", f"退换货 {number} 尚未办结", number)


def _holds(reader: Reader, card: Mapping[str, Any], at: str) -> Iterator[Blocker]:
    """Yield legal holds, and a freeze by the legal department that is not over (G8)."""
    for number in card.get("holds", ()):
        yield blocker("G8", f"法律保全 {number} 尚未解除", number)
    for row in _rows(reader, "freezes", card["number"]):
        if "ended" not in row and "legal" in row["roles"] and row["until"] >= day_of(at):
            yield blocker("G8", "法务冻结尚未解除")


def _out(reader: Reader, files: list[str]) -> Iterator[Blocker]:
    """Yield what is out on loan, and the printed copies that are not back (G9)."""
    for file in files:
        for loan in out_of_file(reader, file):
            yield blocker("G9", f"借阅 {loan['number']} 尚未归还", loan["number"])
        for _, copy in of_file(reader, file):
            if copy.is_on_paper:
                what = copy.item or copy.file
                yield blocker("G9", f"{what} 的印件第 {copy.copy_no} 份尚未收回", what)


def _credit_changes(items: list[Document]) -> Iterator[Blocker]:
    """Yield applications for credit on which nobody decided (G10)."""
    asked = {
        text_of(item["data"].get("form_no")) or item["number"]: item["data"]
        for item in items
        if item["form"] == _CREDIT
    }
    for number, data in asked.items():
        opinions = (data.get(name) or {} for name in _OPINIONS)
        is_refused = any(opinion.get("verdict") == _AGAINST for opinion in opinions)
        if not (data.get("approved_on") or is_refused):
            yield blocker("G10", f"信用变更 {number} 尚未审批", number)


def _levels(card: Mapping[str, Any], at: str) -> Iterator[Blocker]:
    """Yield proposals about the level of the file or an item, and one to make it void (G10)."""
    said = {card["number"]: entry_of(card), **items_of(card)}
    for number, level in said.items():
        if "proposed" in level or "raised" in level:
            yield blocker("G10", f"{number} 的密级提请尚未决定", number)
    if is_proposed(card, at):
        yield blocker("G10", "作废档案的提请尚未决定", card["number"])


def _undecided(reader: Reader, files: list[str], card: Mapping[str, Any]) -> Iterator[Blocker]:
    """Yield what the registers still wait for, but for this deregistration itself (G10)."""
    for table, (states, title) in _UNDECIDED.items():
        for file in files:
            for row in _rows(reader, table, file):
                number = row["number"]
                if row["state"] in states and number != card.get("deregistration"):
                    yield blocker("G10", f"{title} {number} 尚未办结", number)


def _requests(reader: Reader, files: list[str], card: Mapping[str, Any]) -> Iterator[Blocker]:
    """Yield requests about personal data that wait, but for the one that is joined (G11)."""
    running = entry(reader, "deregistrations", card.get("deregistration", ""))
    joined = running[1].get("request") if running else None
    for file in files:
        for row in _rows(reader, "personal_requests", file):
            if row["state"] != "answered" and row["number"] != joined:
                yield blocker("G11", f"个人信息请求 {row['number']} 尚未答复", row["number"])


def _group(
    reader: Reader, files: list[str], card: Mapping[str, Any], books: Ledgers
) -> Iterator[Blocker]:
    """Yield that there are branches, or customers for whom this one is the guarantor (G12).

    Not which: whoever reads this may not know of them.
    """
    branches = (key for file in files for key in reader.find("files", "parent", file))
    if any(is_in_use(get_file(reader, key)) for key in branches):
        yield blocker("G12", "分支机构的档案仍在用")
    if card["kind"] != _PERSON:
        called = {names.normal(name) for name in (card["name"], *card.get("former_names", ()))}
        others = frozenset().union(*(books.guarantors.get(name, ()) for name in called))
        if others - {*files}:
            yield blocker("G12", "为其他客户提供的担保尚未解除")


def _numbers(items: list[Document], link: str) -> list[str]:
    """Return the numbers of the matters that items bear, each once, as they were written first."""
    found: dict[str, str] = {}
    for item in items:
        if number := item["links"].get(link):
            found.setdefault(terms.normal("link", number), number)
    return list(found.values())


def _rows(reader: Reader, table: str, file: str) -> Iterator[Document]:
    return filter(None, (reader.get(table, key) for key in reader.find(table, "file", file)))
