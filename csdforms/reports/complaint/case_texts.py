"""What the sheets of a case say in words, as the reader may see it, each with where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.kept import Document, Kept
from csdforms.schemas.catalogue import find

__all__ = ["CaseTexts", "cut"]

_ENTRIES = ("complaint_register_one", "complaint_register_two")
_LOG, _REPORT = "complaint_handling_log", "complaint_handling_report"
_HANDLED, _FOUND = "complaint_handling", "complaint_investigation"
#: Where a text is looked for: the sheets with their boxes, the first that has it.
_PLACES: Mapping[str, Sequence[tuple[str, str]]] = {
    "content": [*((form, "content") for form in _ENTRIES), (_LOG, "content_summary")],
    "containment": [(_HANDLED, "containment"), (_REPORT, "containment")],
    "root_cause": [(form, "root_cause") for form in (_HANDLED, _REPORT, _FOUND)],
    "corrective_action": [(_HANDLED, "corrective_action"), (_REPORT, "actions")],
    "order_no": [(form, "order_no") for form in (*_ENTRIES, _FOUND, _REPORT)],
    "handler": [(_HANDLED, "handler"), *((form, "assigned_handler") for form in _ENTRIES)],
    "title": [(_REPORT, "report_title")],
    "story": [
        (_REPORT, "summary"),
        (_LOG, "content_summary"),
        *((form, "content") for form in _ENTRIES),
    ],
    "handling": [(_REPORT, "handling_result"), (_HANDLED, "remedies")],
    "result": [(_LOG, "final_result"), (_HANDLED, "execution_note")],
    "lessons": [(_REPORT, "lessons"), (_HANDLED, "lessons")],
}

#: The day on which a sheet was written, and the moment of the case that a box tells of.
_DAYS = {_REPORT: "report_on"}
_SINCE = {"remedies": "settled_at", "execution_note": "executed_at", "final_result": "closed_at"}


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters; one that was longer ends in “…”.

    >>> cut("油烟机吸力不足", 5)
    '油烟机吸…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


class CaseTexts:
    """The words of one case.

    Args:
        kept: what the reader may see.
        case: the case.
        as_of: the day at which the sheet stands: what was said later is not on it.
    """

    def __init__(self, kept: Kept, case: ComplaintCase, as_of: dt.date) -> None:
        self._case = case
        self._as_of = as_of
        sheets = [*case.sheets.values(), *case.former_rounds]
        self._said: dict[str, list[tuple[Document, Mapping[str, Any]]]] = {}
        for item in sheets:
            if self._is_later(item["data"].get(_DAYS.get(item["form"], ""))):
                continue
            self._said.setdefault(item["form"], []).append((item, kept.shown(item)))

    def text(self, name: str, most: int | None = None) -> Figure | None:
        """Return a text, cut where it is longer than a list shows; None if no sheet has it."""
        for form, box in _PLACES[name]:
            if not self._has_happened(box):
                continue
            for item, shown in self._said.get(form, ()):
                said = _words(shown.get(box))
                if said:
                    return self._given(said if most is None else cut(said, most), item)
        return None

    def _has_happened(self, box: str) -> bool:
        """Whether what a box tells of had happened: a plan is none before it is settled."""
        moment = getattr(self._case, _SINCE[box]) if box in _SINCE else None
        if moment is None:
            return box != "remedies"
        return bool(moment.date() <= self._as_of)

    def _is_later(self, day: str | None) -> bool:
        return day is not None and dt.date.fromisoformat(day) > self._as_of

    def reported_on(self, first: dt.date, last: dt.date) -> Figure | None:
        """Return the day of the report, if it lies from one day to another."""
        item = self._case.sheets.get(_REPORT)
        text = item["data"].get("report_on") if item else None
        day = dt.date.fromisoformat(text) if text else None
        return self._given(day, item) if item and day and first <= day <= last else None

    def last_step(self, first: dt.date, last: dt.date) -> Figure | None:
        """Return the last step of the log up to a day."""
        steps = list(self._steps(first, last))
        if not steps:
            return None
        # Of several of one moment the last one written, so the first one from behind.
        _, step = max(reversed(steps), key=lambda found: found[0])
        return self._given(step, self._case.sheets[_LOG], "最后一条处理记录的环节")

    def first_day_of(self, step: str, first: dt.date, last: dt.date) -> Figure | None:
        """Return the day on which a step was first taken."""
        days = [at.date() for at, taken in self._steps(first, last) if taken == step]
        if not days:
            return None
        return self._given(min(days), self._case.sheets[_LOG], f"首次“{step}”的日期")

    def _steps(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.datetime, str]]:
        """Yield when which step was taken, in the order of the log."""
        item = self._case.sheets.get(_LOG)
        for row in item["data"].get("entries", ()) if item else ():
            at = dt.datetime.fromisoformat(row["handled_at"])
            if first <= at.date() <= last:
                yield at, row["step"]

    def _given(self, value: Any, item: Document, what: str = "") -> Figure:
        title = find(item["form"]).title()
        record = Record(title, self._case.complaint_no, item["file"], (item["number"],))
        return given(value, f"{what}，读自{title}" if what else f"读自{title}", record)


def _words(value: Any) -> str:
    """Return what a box says; of rows what is done in each."""
    if not isinstance(value, list | tuple):
        return str(value or "")
    return "；".join(filter(None, (_line(row) for row in value if isinstance(row, Mapping))))


def _line(row: Mapping[str, Any]) -> str:
    if "measure" in row:
        return str(row["measure"]) if row.get("measure_kind") == "纠正" else ""
    kind, detail = row.get("remedy_type") or "", row.get("remedy_detail")
    return f"{kind}（{detail}）" if detail else str(kind)
