"""Case-bound access: a clerk needs a customer's file while his own case is open (archive.md §4.3).

A case is a complaint, a request for service or a call, known by its number; its papers are the
items that bear the number. It is somebody's own if he filed one of them, or one names him as who
handles it. It is closed by an item that says so, or by an act, and reopened by an act alone; what
came last holds. Nothing ends a case by itself, and a closed one gives nobody a need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from csdforms.archive import terms
from csdforms.archive.lookup import files_of
from csdforms.archive.office import Office
from csdforms.archive.records import Reader
from csdforms.archive.secrecy.resolving import listed
from csdforms.archive.store import Act, Document
from csdforms.errors import NotAllowedNow, NotPermitted, UnknownFile

__all__ = ["CASES", "Cases", "is_open", "open_among", "open_cases"]

#: The table of closings and reopenings: ``file``, ``case``, ``state``, ``by`` (person), ``at``,
#: ``reason``; one document an act.
CASES = "cases"

_CLOSED, _OPEN = "closed", "open"
_STATES = {_CLOSED: "已结案", _OPEN: "办理中"}
_ACTS = {_CLOSED: ("close-case", "结案"), _OPEN: ("reopen-case", "重新立案")}

#: The number whose case an item belongs to: the first that it bears …
_NUMBERS = ("complaint_no", "register_no", "call_no")
#: … unless its form is about another one.
_NUMBER_OF = {"after_sales_register": "register_no", "telephone_record": "call_no"}

#: Boxes that name who handles the case.
_HANDLERS = ("handler", "assigned_handler", "service_person", "agent_name", "accepted_by")

#: Of each form that may close its case: the box that says so, and what it says; None: anything.
_CLOSING: Mapping[str, tuple[tuple[str, tuple[str, ...] | None], ...]] = {
    "complaint_handling": (("closed_at", None),),
    "complaint_handling_log": (("closed_at", None),),
    "complaint_handling_report": (("closed_at", None), ("report_status", ("已关闭",))),
    "after_sales_register": (("closed_on", None), ("service_status", ("已关闭", "已取消"))),
    "telephone_record": (("record_status", ("已办结", "无需办理")),),
}


def open_cases(reader: Reader, person: str, file: str) -> Iterator[str]:
    """Yield the numbers of somebody's own cases in a file that are open."""
    files = _files(reader, file)
    items = _items(reader, files)
    own = dict.fromkeys(_case_of(item) for item in items if _is_own(item, person))
    for case in own:
        if case and _is_open(reader, items, case, files):
            yield case


def is_open(reader: Reader, case: str, file: str) -> bool:
    """Whether a file has a case of this number, and it is open."""
    files = _files(reader, file)
    return _is_open(reader, _items(reader, files), terms.normal("link", case), files)


def open_among(
    reader: Reader, files: Sequence[str], items: list[Document], cases: Iterable[str]
) -> Iterator[str]:
    """Yield those of some cases that are open; the ``items`` are all those of these files.

    A case may have begun in a file that was merged into another one, and go on in that.
    """
    for case in cases:
        if _is_open(reader, items, terms.normal("link", case), files):
            yield case


class Cases:
    """Closing cases and reopening them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def close(self, number: str, case: str, *, reason: str, actor: str = "") -> None:
        """Close a case (结案) that no form closes: everybody's need that came of it ends.

        Args:
            number: the file's number.
            case: the number of the complaint, the request or the call.
            reason: why.
            actor: who acts: whose own case it is, or who may reopen it.

        Raises:
            NotAllowedNow: if it is closed already.
            NotAuthorised: if it is somebody else's; noted.
            NotPermitted: if the reason is missing.
            UnknownFile: if there is no such file or case, or the file is as if absent.
        """
        self._set(number, case, _CLOSED, reason, actor)

    def reopen(self, number: str, case: str, *, reason: str, actor: str = "") -> None:
        """Reopen a case (重新立案) on new facts; whose own it was may read again.

        Args and Raises: as :meth:`close`; only who has the right ``reopen`` may do so.
        """
        self._set(number, case, _OPEN, reason, actor)

    def _set(self, number: str, case: str, state: str, reason: str, actor: str) -> None:
        name, act = _ACTS[state]
        if not reason.strip():
            raise NotPermitted(f"没有{act}：请写明理由。")
        person = self.office.person(actor)
        plain = terms.normal("link", case)
        with self.office.writing(person) as (work, at):
            file = str(listed(self.office, work, person, number, act=act)[1]["number"])
            own = state == _CLOSED and plain in open_cases(work, person.person, file)
            if not (own or person.may("reopen")):
                raise self.office.refused(person, act, subject=file, who="主管")
            files = _files(work, file)
            items = _items(work, files)
            if not any(plain in _links(item) for item in items):
                raise UnknownFile(case, "案件")
            if _is_open(work, items, plain, files) == (state == _OPEN):
                raise NotAllowedNow(plain, _STATES[state], act, "案件")
            said = {"file": file, "case": plain, "state": state, "by": person.person, "at": at}
            work.put(CASES, work.last_key(CASES) + 1, said | {"reason": reason})
            work.record(Act(name, person.account, at, file, "", reason, {"case": plain}))


def _files(reader: Reader, file: str) -> list[str]:
    """Return the number of a file, and those of the files that were merged into it."""
    return files_of(reader, file) if file else []


def _items(reader: Reader, files: Sequence[str]) -> list[Document]:
    keys = [key for file in files for key in reader.find("items", "file", file)]
    return [item for item in (reader.get("items", key) for key in keys) if item]


def _links(item: Mapping[str, Any]) -> set[str]:
    return {terms.normal("link", value) for value in item["links"].values()}


def _case_of(item: Mapping[str, Any]) -> str:
    """Return the number of the case to which an item belongs, "" if to none."""
    links = item["links"]
    names = (_NUMBER_OF.get(item["form"], ""), *_NUMBERS)
    return next((terms.normal("link", links[name]) for name in names if name in links), "")


def _is_own(item: Mapping[str, Any], person: str) -> bool:
    named = (item["data"].get(box) for box in _HANDLERS)
    return item.get("filed_by") == person or person in named


def _closes(item: Mapping[str, Any]) -> bool:
    said = ((item["data"].get(box), words) for box, words in _CLOSING.get(item["form"], ()))
    return any(value in words if words else value for value, words in said)


def _is_open(reader: Reader, items: list[Document], case: str, files: Sequence[str]) -> bool:
    """Whether a case of these files is open, by what came last; of one moment an act comes last."""
    mine = [item for item in items if case in _links(item)]
    closing = [item for item in mine if _closes(item) and _case_of(item) == case]
    said = [(item["filed_at"], _CLOSED) for item in closing]
    acts = (reader.get(CASES, key) for file in files for key in reader.find(CASES, "file", file))
    said += [(act["at"], act["state"]) for act in acts if act and act["case"] == case]
    last = max(said, key=lambda one: one[0], default=("", _OPEN))[0]
    return bool(mine) and [state for at, state in said if at == last][-1:] in ([], [_OPEN])
